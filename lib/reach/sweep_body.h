/*
 * The inner loops of sweeps, compiled once for each set of lanes: the source
 * that includes this defines CI_LANE_BYTES and CI_SWEEP_CODE, the name of
 * what it makes.
 */
#include "base/lanes.h"
#include "reach/sweep.h"

#ifdef CI_LANE_TARGET

/* What came up to a position within the cutoff starts there: the blocks
 * around it are entered. */
CI_LANE_INLINE void start_at(ci_sweep *sweep, uint32_t position,
                             ci_lanes times)
{
    const ci_sweep_plan *plan = sweep->plan;

    ci_lanes_store(&sweep->times[position], times);
    sweep->is_start[position] = true;
    for (uint32_t b = plan->block_of[position]; !sweep->holds_start[b];
         b = plan->blocks[b].parent)
        sweep->holds_start[b] = true;
}

/* Beyond the cutoff nobody goes on. */
CI_LANE_TARGET static void climb_chain(ci_sweep *sweep, uint32_t first,
                                       uint32_t end)
{
    const ci_climb *climb = &sweep->climb;
    const ci_lanes cutoff = ci_lanes_all(sweep->cutoff_ms);

    for (uint32_t s = first; s < end; s++) {
        uint32_t r = climb->rank[s], position = sweep->plan->position[r];
        ci_lanes times = ci_lanes_load(&climb->times[s]);

        if (!ci_lanes_any_within(times, cutoff))
            continue;
        if (position != CI_NO_POSITION)
            start_at(sweep, position, times);
        for (size_t a = sweep->up->first[r]; a < sweep->up->first[r + 1];
             a++) {
            const ci_upper_arc *arc = &sweep->up->arcs[a];
            ci_lane_times *head = &climb->times[climb->slot[arc->rank]];
            ci_lanes over = ci_lanes_add(times, ci_lanes_all(arc->time_ms));

            ci_lanes_store(head, ci_lanes_min(ci_lanes_load(head), over));
        }
    }
}

CI_LANE_TARGET static bool may_enter(const ci_sweep *sweep,
                                     const ci_sweep_block *block)
{
    const ci_lanes cutoff = ci_lanes_all(sweep->cutoff_ms);

    for (uint32_t i = block->border_first; i < block->border_end; i++)
        if (ci_lanes_any_within(
                ci_lanes_load(&sweep->times[sweep->plan->border[i]]), cutoff))
            return true;
    return false;
}

CI_LANE_TARGET static void sweep_block(ci_sweep *sweep,
                                       const ci_sweep_block *block)
{
    const uint32_t *arc_first = sweep->plan->arc_first;
    const ci_sweep_arc *arcs = sweep->plan->arcs;
    ci_lane_times *all = sweep->times;
    uint32_t a = arc_first[block->first];

    for (uint32_t p = block->first; p < block->end; p++) {
        uint32_t end = arc_first[p + 1];
        ci_lanes times = sweep->is_start[p] ? ci_lanes_load(&all[p])
                                            : ci_lanes_all(CI_LANE_INFINITE);

        for (; a < end; a += 2)
            times = ci_lanes_min(
                times, ci_lanes_min(
                           ci_lanes_add(ci_lanes_load(&all[arcs[a].from]),
                                        ci_lanes_all(arcs[a].time_ms)),
                           ci_lanes_add(ci_lanes_load(&all[arcs[a + 1].from]),
                                        ci_lanes_all(arcs[a + 1].time_ms))));
        ci_lanes_store(&all[p], times);
    }
}

CI_LANE_TARGET static void run_sweep(ci_sweep *sweep)
{
    const ci_sweep_plan *plan = sweep->plan;
    const ci_climb *climb = &sweep->climb;

    for (uint32_t c = climb->chain_count; c-- > 0;)
        climb_chain(sweep, climb->chain[c], climb->chain[c + 1]);
    sweep->entered_count = 0;
    memset(sweep->is_entered, 0, plan->block_count * sizeof(bool));
    for (uint32_t b = 0; b < plan->block_count;) {
        const ci_sweep_block *block = &plan->blocks[b];

        if (!sweep->holds_start[b] && !may_enter(sweep, block)) {
            b = block->next;
            continue;
        }
        sweep_block(sweep, block);
        sweep->is_entered[b] = true;
        sweep->entered[sweep->entered_count++] = b++;
    }
}

CI_LANE_TARGET static uint32_t gather_places(ci_gathered *into,
                                             const ci_sweep *sweep,
                                             const ci_sweep_places *places,
                                             uint32_t first, uint32_t end)
{
    const uint32_t *first_port = places->first_port;
    const ci_sweep_port *ports = places->ports;
    const ci_lanes cutoff = ci_lanes_all(sweep->cutoff_ms);
    uint32_t i = first;

    for (; i < end && into->count < CI_GATHERED_MAX; i++) {
        ci_lanes times = ci_lanes_all(CI_LANE_INFINITE);

        for (uint32_t k = first_port[i]; k < first_port[i + 1]; k++)
            if (sweep->is_entered[ports[k].block])
                times = ci_lanes_min(
                    times, ci_lanes_add(
                               ci_lanes_load(&sweep->times[ports[k].position]),
                               ci_lanes_all(ports[k].time_ms)));
        ci_lanes_store(&into->times[into->count], times);
        into->target[into->count] = places->target[i];
        into->count += ci_lanes_any_within(times, cutoff);
    }
    return i;
}

/* The sums of 32 bits hold what CI_GATHERED_MAX times can be. */
CI_LANE_TARGET static void tally_gathered(const ci_gathered *gathered,
                                          uint32_t cutoff_ms,
                                          ci_lane_times *counts,
                                          ci_lane_times *sums_ms)
{
    const ci_lanes cutoff = ci_lanes_all(cutoff_ms), one = ci_lanes_all(1);
    ci_lanes count = ci_lanes_all(0), sum = ci_lanes_all(0);

    for (uint32_t i = 0; i < gathered->count; i++) {
        ci_lanes times = ci_lanes_load(&gathered->times[i]);

        count = ci_lanes_add(count, ci_lanes_if_within(times, cutoff, one));
        sum = ci_lanes_add(sum, ci_lanes_if_within(times, cutoff, times));
    }
    ci_lanes_store(counts, count);
    ci_lanes_store(sums_ms, sum);
}

const ci_sweep_code CI_SWEEP_CODE = {run_sweep, gather_places, tally_gathered};

#endif
