/*
 * Finding the segments near a place: a grid of square cells, each with the
 * segments that touch it, where empty cells take no room.
 */
#ifndef CI_GEO_GRID_INDEX_H
#define CI_GEO_GRID_INDEX_H

#include <circlet/types.h>

#include "geo/area.h"

typedef struct ci_segment {
    circlet_point a, b;
} ci_segment;

typedef struct ci_grid_index ci_grid_index;

/* At most UINT32_MAX segments with finite coordinates, which need not
 * outlive the call. NULL if memory ran out. */
ci_grid_index *ci_grid_index_new(const ci_segment *segments, size_t count);
void ci_grid_index_free(ci_grid_index *index);

/* Positions of segments. Starts as {0}; the caller frees `items`. */
typedef struct ci_grid_found {
    uint32_t *items;
    size_t count;
    size_t capacity;
} ci_grid_found;

/*
 * Replaces what is in `found` by all segments that meet the box, its border
 * included; a few others near it are among them, and some stand twice.
 * false: no memory. Any number of threads.
 */
bool ci_grid_index_find(const ci_grid_index *index, const ci_box *box,
                        ci_grid_found *found);

#endif
