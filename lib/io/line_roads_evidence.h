/* What joined lines look like: does the network hang together, do lines end
 * just short of others, do some stand twice? */
#ifndef CI_IO_LINE_ROADS_EVIDENCE_H
#define CI_IO_LINE_ROADS_EVIDENCE_H

#include "io/line_roads_set.h"
#include "io/roads.h"

/*
 * For each line the first line before it with the same points, in either
 * direction, or CI_NOWHERE; the caller frees it. NULL: no memory.
 */
uint32_t *ci_line_set_find_twins(const ci_line_set *set);

/* Takes lines out, those that `drop` says. */
void ci_line_set_drop(ci_line_set *set, const bool *drop);

/* Parts of a network that hang together, whoever travels. */
typedef struct ci_road_parts {
    size_t count;
    size_t largest; /* nodes */
} ci_road_parts;

bool ci_road_parts_find(ci_road_parts *out, const ci_roads *roads);

/* A node with one link that lies near another link without meeting it. */
typedef struct ci_near_miss {
    uint32_t link; /* that ends there */
    uint32_t other; /* the nearest */
    double distance_m;
} ci_near_miss;

/*
 * Finds the dead ends that lie within `reach_m` of a link of the same level,
 * in the order of their nodes; links as short as that are passed over.
 * `levels` has one number a link. The caller
 * frees *out. CIRCLET_E_NOMEM alone.
 */
circlet_status ci_near_misses_find(ci_near_miss **out, size_t *out_count,
                                   const ci_roads *roads,
                                   const uint32_t *levels, double reach_m,
                                   circlet_error *error);

#endif
