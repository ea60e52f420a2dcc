/* The targets of a query, laid out beside the sweep that finds their
 * times. */
#ifndef CI_REACH_FAR_ROWS_TARGETS_H
#define CI_REACH_FAR_ROWS_TARGETS_H

#include "reach/sweep.h"

/* A target that is not kept: it has no port within the cutoff. */
#define CI_NO_PLACE UINT32_MAX

/*
 * Places are the targets that have ports, by the smallest block that holds
 * all of them, then about as the block is swept. Where a block is not
 * entered none of its places can be within the cutoff.
 */
struct ci_far_targets {
    const ci_rows_query *query;
    const ci_hierarchy *hierarchy;
    const ci_sweep_code *code;
    ci_sweep_plan plan;
    uint32_t place_count;
    ci_sweep_places places;
    uint32_t *place; /* of each target; CI_NO_PLACE */
    uint32_t *block_first; /* the first place of each block, and the end */
    size_t start_count; /* the most starts that a batch can have */
};

#endif
