/* What areas share, and what one has beyond others. Wraps GEOS. */
#ifndef CI_GEO_POLYGON_OVERLAP_H
#define CI_GEO_POLYGON_OVERLAP_H

#include <circlet/error.h>
#include <circlet/types.h>

/* A part is a sliver, as borders drawn twice leave them, if it is smaller
 * or nowhere wider than this. */
#define CI_SLIVER_M2 100.0
#define CI_SLIVER_WIDTH_M 1.0

/* The parts that an overlay gave. */
typedef struct ci_overlay {
    double area_m2; /* of the parts that are no slivers */
    double sliver_m2; /* of those that are */
    size_t part_count; /* no slivers */
    circlet_point at; /* inside the largest part, if there is one */
} ci_overlay;

/* What two areas have in common. They should be valid; if they are not, the
 * answer is of what can be made of them, and CIRCLET_E_GEOMETRY if nothing
 * can. */
circlet_status ci_polygon_overlap(ci_overlay *out, const circlet_area *a,
                                  const circlet_area *b, circlet_error *error);

/* What an area has beyond another. */
circlet_status ci_polygon_excess(ci_overlay *out, const circlet_area *a,
                                 const circlet_area *b, circlet_error *error);

/* What no part covers of an area, and what the parts together have beyond
 * it. */
circlet_status ci_polygon_fit(ci_overlay *gap, ci_overlay *excess,
                              const circlet_area *whole,
                              const circlet_area *parts, size_t count,
                              circlet_error *error);

/* What areas enclose together, and none of them covers. */
circlet_status ci_polygon_enclosed(ci_overlay *out, const circlet_area *areas,
                                   size_t count, circlet_error *error);

/* Whether areas surely have nothing in common, because they meet in whole
 * edges, as tiles do. False says nothing. Much faster than all overlaps. */
circlet_status ci_polygon_are_tiles(bool *out, const circlet_area *areas,
                                    size_t count, circlet_error *error);

#endif
