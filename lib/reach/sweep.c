#include "reach/sweep.h"

#include <stdlib.h>

ci_lane_set ci_lanes_best(void)
{
#ifdef CI_HAS_WIDE_LANES
    if (__builtin_cpu_supports("avx512f"))
        return CI_LANES_AVX512;
    if (__builtin_cpu_supports("avx2"))
        return CI_LANES_AVX2;
#endif
    return CI_LANES_BASELINE;
}

const ci_sweep_code *ci_sweep_code_of(ci_lane_set lanes)
{
    ci_lane_set best = ci_lanes_best();

#ifdef CI_HAS_WIDE_LANES
    if (lanes >= CI_LANES_AVX512 && best >= CI_LANES_AVX512)
        return &ci_sweep_avx512;
    if (lanes >= CI_LANES_AVX2 && best >= CI_LANES_AVX2)
        return &ci_sweep_avx2;
#endif
    (void)lanes;
    (void)best;
    return &ci_sweep_baseline;
}

/* NULL: no memory. */
static ci_lane_times *new_times(size_t count)
{
    return aligned_alloc(CI_LANE_ALIGNMENT,
                         (count + 1) * sizeof(ci_lane_times));
}

static bool make_climb(ci_climb *climb, const ci_hierarchy *hierarchy,
                       size_t start_count)
{
    size_t count = hierarchy->node_count, room = count;

    if (hierarchy->depth > 0 && start_count < count / hierarchy->depth)
        room = start_count * hierarchy->depth;
    climb->room = room;
    climb->slot = malloc(count * sizeof(*climb->slot) + 1);
    climb->rank = malloc(room * sizeof(*climb->rank) + 1);
    climb->times = new_times(room);
    climb->chain = malloc((start_count + 1) * sizeof(*climb->chain));
    if (!climb->slot || !climb->rank || !climb->times || !climb->chain)
        return false;
    memset(climb->slot, 0xff, count * sizeof(*climb->slot));
    climb->chain[0] = 0;
    return true;
}

bool ci_sweep_make(ci_sweep *sweep, const ci_sweep_plan *plan,
                   const ci_hierarchy *hierarchy, bool is_against,
                   size_t start_count)
{
    *sweep = (ci_sweep){.plan = plan,
                        .up = is_against ? &hierarchy->down : &hierarchy->up};
    sweep->times = new_times(plan->position_count);
    sweep->is_start = calloc((size_t)plan->position_count + 1, sizeof(bool));
    sweep->holds_start = calloc(plan->block_count, sizeof(bool));
    sweep->is_entered = calloc(plan->block_count, sizeof(bool));
    sweep->entered = malloc(plan->block_count * sizeof(*sweep->entered));
    if (!sweep->times || !sweep->is_start || !sweep->holds_start ||
        !sweep->is_entered || !sweep->entered ||
        !make_climb(&sweep->climb, hierarchy, start_count)) {
        ci_sweep_clear(sweep);
        return false;
    }
    sweep->holds_start[0] = true;
    return true;
}

void ci_sweep_clear(ci_sweep *sweep)
{
    free(sweep->climb.slot);
    free(sweep->climb.rank);
    free(sweep->climb.times);
    free(sweep->climb.chain);
    free(sweep->times);
    free(sweep->is_start);
    free(sweep->holds_start);
    free(sweep->is_entered);
    free(sweep->entered);
    *sweep = (ci_sweep){0};
}

void ci_sweep_start(ci_sweep *sweep, const ci_hierarchy *hierarchy,
                    uint32_t rank, uint32_t lane, uint32_t time_ms)
{
    ci_climb *climb = &sweep->climb;
    uint32_t *start;

    for (uint32_t r = rank; r != CI_NO_RANK && climb->slot[r] == CI_NO_RANK;
         r = hierarchy->parent[r]) {
        climb->slot[r] = climb->slot_count;
        climb->rank[climb->slot_count] = r;
        for (uint32_t k = 0; k < CI_LANES; k++)
            climb->times[climb->slot_count].lane[k] = CI_LANE_INFINITE;
        climb->slot_count++;
    }
    if (climb->slot_count > climb->chain[climb->chain_count])
        climb->chain[++climb->chain_count] = climb->slot_count;
    start = &climb->times[climb->slot[rank]].lane[lane];
    if (time_ms < *start)
        *start = time_ms;
}

void ci_sweep_reset(ci_sweep *sweep)
{
    ci_climb *climb = &sweep->climb;
    const ci_sweep_plan *plan = sweep->plan;

    for (uint32_t s = 0; s < climb->slot_count; s++) {
        uint32_t position = plan->position[climb->rank[s]];

        if (position != CI_NO_POSITION)
            sweep->is_start[position] = false;
        climb->slot[climb->rank[s]] = CI_NO_RANK;
    }
    climb->slot_count = climb->chain_count = 0;
    memset(sweep->holds_start + 1, 0, (plan->block_count - 1) * sizeof(bool));
}
