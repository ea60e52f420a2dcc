/*
 * The part of a hierarchy that a sweep needs to find the times at some
 * nodes, in the order in which it is swept: each node after the higher ones
 * from which it can be reached.
 */
#ifndef CI_REACH_SWEEP_PLAN_H
#define CI_REACH_SWEEP_PLAN_H

#include "reach/hierarchy_parts.h"

#define CI_NO_POSITION UINT32_MAX

/* An arc that arrives at a position, from an earlier one. */
typedef struct ci_sweep_arc {
    uint32_t from;
    uint32_t time_ms;
} ci_sweep_arc;

/*
 * A subtree of the elimination tree: its own positions, then the blocks
 * within it. It can be entered only from its border, and by who starts in
 * it. Block 0 is everything and has no border.
 */
typedef struct ci_sweep_block {
    uint32_t first, end; /* its own positions */
    uint32_t next; /* the block after those within it */
    uint32_t parent; /* the block around it; of block 0: itself */
    uint32_t border_first, border_end; /* in the plan's `border` */
} ci_sweep_block;

typedef struct ci_sweep_plan {
    uint32_t position_count;
    uint32_t *position; /* of each rank; CI_NO_POSITION: not needed */
    uint32_t *arc_first; /* position_count + 1 */
    ci_sweep_arc *arcs; /* an even number each: the last may be there twice */
    uint32_t *block_of; /* of each position */
    uint32_t block_count; /* at least 1 */
    ci_sweep_block *blocks; /* each before those within it */
    uint32_t *border; /* positions */
} ci_sweep_plan;

/*
 * Plans sweeps to the ranks where is_needed[] is set, and sets it where it
 * must be on the way. `is_against`: journeys run from those ranks. false: no
 * memory, or more than 2^32 arcs; the plan then holds nothing.
 */
bool ci_sweep_plan_make(ci_sweep_plan *plan, const ci_hierarchy *hierarchy,
                        bool is_against, bool *is_needed);
void ci_sweep_plan_clear(ci_sweep_plan *plan);

#endif
