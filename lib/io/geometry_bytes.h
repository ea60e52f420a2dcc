/*
 * What the binary forms of a geometry have in common: numbers of either byte
 * order, and lists of points and rings as well-known binary counts them.
 */
#ifndef CI_IO_GEOMETRY_BYTES_H
#define CI_IO_GEOMETRY_BYTES_H

#include "io/wkb.h"

/* Types of a geometry (OGC 06-103r4, table 7); SpatiaLite has the same. */
enum {
    CI_WKB_POINT = 1,
    CI_WKB_LINE = 2,
    CI_WKB_POLYGON = 3,
    CI_WKB_MULTI_POINT = 4,
    CI_WKB_MULTI_LINE = 5,
    CI_WKB_MULTI_POLYGON = 6,
    CI_WKB_COLLECTION = 7
};

#define CI_SRS_WGS84 4326

/* ---- writing, little endian --------------------------------------------- */

void ci_write_uint32(ci_buffer *out, uint32_t value);
void ci_write_double(ci_buffer *out, double value);
void ci_write_points(ci_buffer *out, const circlet_point *points,
                     size_t count);

/* The rings of one polygon, each a count and its points: an outer ring, the
 * first, and the holes up to `end`. */
void ci_write_rings(ci_buffer *out, const circlet_area *area, size_t first,
                    size_t end);

/* The ring after those of the polygon that begins with ring `first`. */
size_t ci_polygon_end(const circlet_area *area, size_t first);
uint32_t ci_polygon_count(const circlet_area *area);

/* ---- reading ------------------------------------------------------------ */

/* Bytes that are read from the front. What comes after too few bytes is
 * zero, and `is_short` says so. */
typedef struct ci_byte_reader {
    const unsigned char *next;
    size_t left;
    bool is_little;
    bool is_short;
} ci_byte_reader;

uint64_t ci_read_bytes(ci_byte_reader *reader, size_t size);
double ci_read_double(ci_byte_reader *reader);
void ci_skip_bytes(ci_byte_reader *reader, size_t size);

circlet_status ci_fail_short_geometry(circlet_error *error);

/* Of a Z or M code (0, 1, 2, 3: none, Z, M, both) the numbers of a point. */
size_t ci_dimensions_of(uint32_t code);

/*
 * Each appends to `out` what it reads: one point (NaN, NaN is the empty
 * one); a count and that many points; a count and that many rings, the first
 * an outer ring. CIRCLET_E_FORMAT: too few bytes, or a coordinate that is no
 * number.
 */
circlet_status ci_read_point(ci_geometry *out, ci_byte_reader *reader,
                             size_t dimensions, circlet_error *error);
circlet_status ci_read_points(ci_geometry *out, ci_byte_reader *reader,
                              size_t dimensions, circlet_error *error);
circlet_status ci_read_rings(ci_geometry *out, ci_byte_reader *reader,
                             size_t dimensions, circlet_error *error);

/* Appends a part of a multi-geometry: a point, a line or a polygon. */
circlet_status ci_read_part(ci_geometry *out, ci_byte_reader *reader,
                            uint32_t part_type, size_t dimensions,
                            circlet_error *error);

/* The parts of a multi-geometry are to have one type. */
circlet_status ci_check_part_type(uint32_t type, uint32_t part_type,
                                  uint64_t part, circlet_error *error);

circlet_status ci_fail_geometry_type(uint32_t type, circlet_error *error);

/* For a multi-point of several points, and for a collection of several
 * parts: each row stands for one thing at one place. */
circlet_status ci_fail_multi_point(size_t count, circlet_error *error);
circlet_status ci_fail_collection(circlet_error *error);

#endif
