/* Geometries as SpatiaLite stores them, without SpatiaLite. */
#ifndef CI_IO_SPATIALITE_BLOB_H
#define CI_IO_SPATIALITE_BLOB_H

#include "io/wkb.h"

/*
 * Appends a SpatiaLite blob, little endian, SRID 4326. Areas are written as
 * MULTIPOLYGON; lines as LINESTRING.
 */
void ci_spatialite_write_point(ci_buffer *out, circlet_point at);
void ci_spatialite_write_line(ci_buffer *out, const circlet_point *points,
                              size_t count);
void ci_spatialite_write_area(ci_buffer *out, const circlet_area *area);

/*
 * Reads a SpatiaLite blob of either byte order, with compressed lines and
 * rings and the short points of SpatiaLite 5; Z and M are dropped. Gives the
 * SRID. An empty geometry has type NONE. Bad bytes and other types:
 * CIRCLET_E_FORMAT, and `out` is then empty.
 */
circlet_status ci_spatialite_read(ci_geometry *out, int32_t *out_srs_id,
                                  const void *bytes, size_t size,
                                  circlet_error *error);

#endif
