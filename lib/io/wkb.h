/* Geometries of GeoPackage: a header and well-known binary. */
#ifndef CI_IO_WKB_H
#define CI_IO_WKB_H

#include <circlet/error.h>
#include <circlet/types.h>

#include "base/text.h"

typedef enum ci_geometry_type {
    CI_GEOMETRY_NONE = 0,
    CI_GEOMETRY_POINT,
    CI_GEOMETRY_LINE, /* line or multi-line */
    CI_GEOMETRY_AREA /* polygon or multipolygon */
} ci_geometry_type;

/* A geometry that owns its arrays. Starts as {0}; may be filled again and
 * again, and keeps its room. */
typedef struct ci_geometry {
    ci_geometry_type type;
    circlet_point *points;
    size_t point_count, point_capacity;
    circlet_ring *rings; /* of an area; of a line its parts, none: it is one */
    size_t ring_count, ring_capacity;
} ci_geometry;

void ci_geometry_free(ci_geometry *geometry);
void ci_geometry_clear(ci_geometry *geometry, ci_geometry_type type);
bool ci_geometry_add_point(ci_geometry *geometry, circlet_point at);

/* Ends the ring of the points since the last ring, and closes it if it is
 * open; without points there is no ring. False: no memory. */
bool ci_geometry_end_ring(ci_geometry *geometry, bool is_hole);

/* Ends the part of a line that has several; without points there is none.
 * False: no memory. */
bool ci_geometry_end_part(ci_geometry *geometry);

/* The area of a geometry, borrowed. */
circlet_area ci_geometry_area(const ci_geometry *geometry);

/*
 * Appends a GeoPackage blob (header and ISO WKB, little endian). SRS id
 * 4326. Areas are written as MULTIPOLYGON; lines as LINESTRING.
 */
void ci_gpkg_write_point(ci_buffer *out, circlet_point at);
void ci_gpkg_write_line(ci_buffer *out, const circlet_point *points,
                        size_t count);
void ci_gpkg_write_area(ci_buffer *out, const circlet_area *area);

/*
 * Reads a GeoPackage blob of either byte order; Z and M are dropped. Gives
 * the SRS id. An empty geometry has type NONE. Bad bytes and other types:
 * CIRCLET_E_FORMAT, and `out` is then empty.
 */
circlet_status ci_gpkg_read(ci_geometry *out, int32_t *out_srs_id,
                            const void *bytes, size_t size,
                            circlet_error *error);

/* Reads bare well-known binary in the same way. */
circlet_status ci_wkb_read(ci_geometry *out, const void *bytes, size_t size,
                           circlet_error *error);

#endif
