/* Areas: boxes, copies, whether a point lies in one. */
#ifndef CI_GEO_AREA_H
#define CI_GEO_AREA_H

#include <circlet/types.h>

#include "base/arena.h"

typedef struct ci_box {
    double west, south, east, north;
} ci_box;

/* The empty box, which holds nothing and grows from any point. */
ci_box ci_box_empty(void);
void ci_box_grow(ci_box *box, circlet_point at);
bool ci_box_has(const ci_box *box, circlet_point at);

ci_box ci_area_box(const circlet_area *area);

/* Above zero if `at` lies left of the line from-to, below zero right of it,
 * zero on it: the sign of a determinant, decided without rounding. */
double ci_side_of(circlet_point from, circlet_point to, circlet_point at);

/* The determinant itself, rounded once: twice the area of the triangle. */
double ci_side_exactly(circlet_point from, circlet_point to, circlet_point at);

/* How a point lies to one edge of a ring, decided without rounding. */
typedef enum ci_edge_place {
    CI_EDGE_APART, /* the ray from the point to the east misses the edge */
    CI_EDGE_CROSSED, /* the ray crosses it */
    CI_EDGE_BORDER /* the point lies on it */
} ci_edge_place;

ci_edge_place ci_edge_place_of(circlet_point at, circlet_point from,
                               circlet_point to);

/* How a point lies to a closed ring of `count` points. */
typedef enum ci_ring_place {
    CI_RING_OUTSIDE,
    CI_RING_INSIDE,
    CI_RING_BORDER
} ci_ring_place;

ci_ring_place ci_ring_place_of(circlet_point at, const circlet_point *points,
                               size_t count);

/* Whether a point lies in an area or on its border (even-odd rule). */
bool ci_area_has(const circlet_area *area, circlet_point at);

/* Points of all rings. */
size_t ci_area_point_count(const circlet_area *area);

/* Copies `area` into the arena; false: no memory. */
bool ci_area_copy(ci_arena *arena, circlet_area *out,
                  const circlet_area *area);

#endif
