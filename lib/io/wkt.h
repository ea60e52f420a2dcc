/* Geometries in well-known text. */
#ifndef CI_IO_WKT_H
#define CI_IO_WKT_H

#include <circlet/error.h>
#include <circlet/types.h>

#include "io/wkb.h"

/* Starts as {0}; the caller frees `points`. Keeps its room. */
typedef struct ci_point_list {
    circlet_point *points;
    size_t count, capacity;
} ci_point_list;

/*
 * Reads "LINESTRING (LON LAT, ...)" of at least two points on the Earth in
 * place of what the list held; further ordinates (Z, M) are dropped.
 * CIRCLET_E_FORMAT says what is wrong; the list then holds no line.
 */
circlet_status ci_wkt_read_line(ci_point_list *out, const char *text,
                                circlet_error *error);

/* Whether a text begins as a geometry does: with its type, perhaps after
 * "SRID=4326;". */
bool ci_wkt_is_likely(const char *text);

/*
 * Reads a geometry of any type that ci_geometry can hold, in whatever
 * coordinates; an empty one has type NONE. A multi-point or a collection of
 * one part is that part. *out_srs_id is what "SRID=4326;" before it says,
 * else 0. CIRCLET_E_FORMAT says what is wrong; `out` is then empty.
 */
circlet_status ci_wkt_read(ci_geometry *out, int32_t *out_srs_id,
                           const char *text, circlet_error *error);

#endif
