#include "network/crossing_wait.h"

#include "network/link_time.h"

bool ci_crossings_start(circlet_arc_times *times)
{
    if (times->bound == CIRCLET_BOUND_MAX || times->mode->roadway_count == 0)
        return true;
    return ci_arc_times_reserve_approaches(times);
}

static bool has_roadway(const circlet_arc_times *times, uint32_t node)
{
    const circlet_network *network = times->network;

    for (uint32_t k = network->first[node]; k < network->first[node + 1]; k++)
        if (ci_link_is_roadway(network, times->mode,
                               network->adjacent[k].link))
            return true;
    return false;
}

/* What an end of a way that is no road costs there. Two of them never cost
 * more than all: that is what the greatest time holds. */
static uint32_t end_ms(const circlet_arc_times *times,
                       const ci_tag_bounds *bounds)
{
    bool is_best = times->bound == CIRCLET_BOUND_MIN;
    uint32_t wait_ms = ci_whole_ms(bounds->nominal.across_s * 1000);

    if (!(is_best ? bounds->may_pass : bounds->nominal.passes))
        return CI_CLOSED;
    return is_best ? 0 : (uint32_t)(wait_ms * times->mode->turn_share);
}

/* What passing the node costs those who stay on the road. */
static uint32_t road_ms(const circlet_arc_times *times,
                        const ci_tag_bounds *bounds)
{
    const ci_outcome *nominal = &bounds->nominal;
    uint32_t all_ms = ci_whole_ms(nominal->delay_s * 1000);
    uint32_t wait_ms = ci_whole_ms(nominal->across_s * 1000);

    if (times->bound == CIRCLET_BOUND_MIN)
        return bounds->may_pass_on_road
                   ? ci_whole_ms(bounds->road_delay_s * 1000)
                   : CI_CLOSED;
    if (!nominal->passes_on_road)
        return CI_CLOSED;
    return all_ms > wait_ms ? all_ms - wait_ms : 0;
}

void ci_crossing_share(circlet_arc_times *times, uint32_t node,
                       const ci_tag_bounds *bounds)
{
    const circlet_network *network = times->network;
    uint32_t on_road_ms = road_ms(times, bounds);
    uint32_t at_end_ms = end_ms(times, bounds);

    /* The same for all who pass, or closed to all. */
    if (on_road_ms == times->through_ms[node] || !has_roadway(times, node))
        return;
    times->through_ms[node] = on_road_ms;
    for (uint32_t k = network->first[node]; k < network->first[node + 1];
         k++) {
        ci_adjacent adjacent = network->adjacent[k];

        if (!ci_link_is_roadway(network, times->mode, adjacent.link))
            times->approach_ms[2 * (size_t)adjacent.link +
                               adjacent.is_backward] = at_end_ms;
    }
}
