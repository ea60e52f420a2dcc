#include "network/crossing_wait.h"

#include <stdlib.h>

#include "network/link_time.h"

bool ci_crossings_start(circlet_arc_times *times)
{
    if (times->bound != CIRCLET_BOUND_NOMINAL ||
        times->mode->roadway_count == 0)
        return true;
    times->approach_ms = calloc(2 * times->network->link_count + 1,
                                sizeof(*times->approach_ms));
    return times->approach_ms;
}

static bool is_roadway(const circlet_arc_times *times, uint32_t link)
{
    size_t count;
    const circlet_tag *tags = ci_link_tags(times->network, link, &count);

    return ci_tag_tests_hold(times->mode->roadway, times->mode->roadway_count,
                             tags, count);
}

static bool has_roadway(const circlet_arc_times *times, uint32_t node)
{
    const circlet_network *network = times->network;

    for (uint32_t k = network->first[node]; k < network->first[node + 1]; k++)
        if (is_roadway(times, network->adjacent[k].link))
            return true;
    return false;
}

void ci_crossing_share(circlet_arc_times *times, uint32_t node,
                       const ci_outcome *nominal)
{
    const circlet_network *network = times->network;
    uint32_t wait_ms = ci_whole_ms(nominal->across_s * 1000);

    if (wait_ms == 0 || !nominal->passes || !has_roadway(times, node))
        return;
    times->through_ms[node] -=
        wait_ms < times->through_ms[node] ? wait_ms : times->through_ms[node];
    for (uint32_t k = network->first[node]; k < network->first[node + 1];
         k++) {
        ci_adjacent adjacent = network->adjacent[k];

        if (!is_roadway(times, adjacent.link))
            times->approach_ms[2 * (size_t)adjacent.link +
                               adjacent.is_backward] = wait_ms / 2;
    }
}
