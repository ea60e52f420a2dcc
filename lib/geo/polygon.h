/* Whether a polygon is fit for use, and making it so. Wraps GEOS. */
#ifndef CI_GEO_POLYGON_H
#define CI_GEO_POLYGON_H

#include <circlet/error.h>
#include <circlet/types.h>

/*
 * CIRCLET_E_GEOMETRY with the reason and the place, such as "ring crosses
 * itself at 116.310000 39.920000", if an area is not valid in the sense of
 * OGC Simple Features; one such area is enough.
 */
circlet_status ci_polygon_check(const circlet_area *area,
                                circlet_error *error);

/* An area that owns its arrays. Starts as {0}. */
typedef struct ci_polygon {
    circlet_point *points;
    circlet_ring *rings;
    size_t ring_count;
} ci_polygon;

void ci_polygon_free(ci_polygon *polygon);

/* Borrowed from the polygon. */
circlet_area ci_polygon_area(const ci_polygon *polygon);

/* What a repair did. */
typedef struct ci_repair {
    bool is_needed; /* else the area is valid, and all below is unset */
    char reason[CIRCLET_MESSAGE_SIZE]; /* as ci_polygon_check() says it */
    double before_m2; /* its rings as they were drawn, added up */
    double after_m2;
    ci_polygon polygon; /* valid; the caller frees it */
} ci_repair;

/*
 * Makes an area valid: what an outer ring runs around in either direction,
 * however often, is in it, and a hole apart from its outer ring is a part.
 * Outer rings run counterclockwise, parts are in order from west to east,
 * whatever the order of the input. CIRCLET_E_ GEOMETRY with the reason if
 * nothing is left, or a coordinate is no number.
 */
circlet_status ci_polygon_repair(ci_repair *out, const circlet_area *area,
                                 circlet_error *error);

/* The union of two valid areas, in the same order. */
circlet_status ci_polygon_union(ci_polygon *out, const circlet_area *a,
                                const circlet_area *b, circlet_error *error);

#endif
