/* Lines in well-known text. */
#ifndef CI_IO_WKT_H
#define CI_IO_WKT_H

#include <circlet/error.h>
#include <circlet/types.h>

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

#endif
