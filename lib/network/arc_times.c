/* From tags to times: applies the rules of a mode to links and nodes. */
#include "network/arc_times.h"

#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "network/component.h"
#include "network/crossing_wait.h"
#include "network/link_time.h"
#include "network/tag_memo.h"

static void time_link(circlet_arc_times *times, uint32_t link,
                      const ci_memo_entry *entry, const ci_profile *profile)
{
    const ci_slope *slope = &times->mode->slope;
    uint32_t ms[2];

    for (int i = 0; i < 2; i++) {
        ci_slope_effect effect = entry->slopes[i];

        if (profile->height_count > 1)
            effect = ci_slope_along(slope, &entry->words, profile, i == 1);
        ms[i] = entry->may_go[i]
                    ? ci_link_bound_ms(&entry->bounds[i], &effect,
                                       profile->length_m, times->bound)
                    : CI_CLOSED;
        times->open_count += ms[i] != CI_CLOSED;
    }
    times->forward_ms[link] = ms[0];
    times->backward_ms[link] = ms[1];
    times->is_snap_barrier[link] = entry->bounds[0].nominal.is_snap_barrier ||
                                   entry->bounds[1].nominal.is_snap_barrier;
}

static bool time_links(circlet_arc_times *times)
{
    const circlet_network *network = times->network;
    ci_tag_memo *memo = ci_tag_memo_new(times->mode, false, times->bound);
    bool slope_counts = ci_slope_counts(&times->mode->slope);
    bool is_done = memo != NULL;

    for (uint32_t i = 0; is_done && i < network->link_count; i++) {
        size_t tag_count;
        const circlet_tag *tags = ci_link_tags(network, i, &tag_count);
        ci_profile profile = ci_profile_of(network, i);
        const ci_memo_entry *entry = ci_tag_memo_find(
            memo, tags, tag_count, ci_link_beside(network, times->mode, i));

        if (!slope_counts)
            profile.height_count = 0;
        is_done = entry != NULL;
        if (entry)
            time_link(times, i, entry, &profile);
    }
    ci_tag_memo_free(memo);
    return is_done;
}

/* As mapped nothing is taken to be missing. */
static ci_beside beside_of_node(const circlet_arc_times *times, uint32_t node)
{
    return times->bound == CIRCLET_BOUND_NOMINAL
               ? (ci_beside){false, 0}
               : ci_node_beside(times->network, times->mode, node);
}

static bool time_nodes(circlet_arc_times *times)
{
    const circlet_network *network = times->network;
    ci_tag_memo *memo = ci_tag_memo_new(times->mode, true, times->bound);
    bool is_done = memo != NULL && ci_crossings_start(times);

    for (uint32_t i = 0; is_done && i < network->node_count; i++) {
        size_t tag_count;
        const circlet_tag *tags = ci_node_tags(network, i, &tag_count);
        const ci_memo_entry *entry =
            ci_tag_memo_find(memo, tags, tag_count, beside_of_node(times, i));

        is_done = entry != NULL;
        if (!entry)
            break;
        times->through_ms[i] =
            ci_node_bound_ms(&entry->bounds[0], times->bound);
        if (times->approach_ms)
            ci_crossing_share(times, i, &entry->bounds[0]);
    }
    ci_tag_memo_free(memo);
    return is_done;
}

static uint32_t whole_arc_ms(const circlet_arc_times *times, uint32_t link,
                             bool is_backward)
{
    uint32_t link_ms =
        is_backward ? times->backward_ms[link] : times->forward_ms[link];
    uint32_t start_ms = ci_approach_ms(times, link, false);
    uint32_t end_ms = ci_approach_ms(times, link, true);
    uint64_t sum_ms = (uint64_t)link_ms + start_ms + end_ms;

    if (link_ms == CI_CLOSED || start_ms == CI_CLOSED || end_ms == CI_CLOSED)
        return CI_CLOSED;
    return sum_ms < CIRCLET_TIME_MAX ? (uint32_t)sum_ms : CIRCLET_TIME_MAX;
}

void ci_arc_times_lay_out(circlet_arc_times *times)
{
    const circlet_network *network = times->network;

    for (size_t i = 0; i < 2 * network->link_count; i++) {
        ci_adjacent adjacent = network->adjacent[i];
        uint32_t forward_ms = whole_arc_ms(times, adjacent.link, false);
        uint32_t backward_ms = whole_arc_ms(times, adjacent.link, true);

        times->leave_ms[i] = adjacent.is_backward ? backward_ms : forward_ms;
        times->arrive_ms[i] = adjacent.is_backward ? forward_ms : backward_ms;
    }
}

circlet_arc_times *ci_arc_times_reserve(const circlet_network *network)
{
    circlet_arc_times *times = calloc(1, sizeof(*times));
    size_t links = network->link_count + 1;

    if (!times)
        return NULL;
    times->network = network;
    times->leave_ms = malloc(2 * links * sizeof(uint32_t));
    times->arrive_ms = malloc(2 * links * sizeof(uint32_t));
    times->forward_ms = malloc(links * sizeof(uint32_t));
    times->backward_ms = malloc(links * sizeof(uint32_t));
    times->is_snap_barrier = malloc(links);
    times->through_ms = malloc((network->node_count + 1) * sizeof(uint32_t));
    if (times->leave_ms && times->arrive_ms && times->forward_ms &&
        times->backward_ms && times->is_snap_barrier && times->through_ms)
        return times;
    circlet_arc_times_free(times);
    return NULL;
}

bool ci_arc_times_reserve_approaches(circlet_arc_times *times)
{
    times->approach_ms = calloc(2 * times->network->link_count + 1,
                                sizeof(*times->approach_ms));
    return times->approach_ms;
}

static circlet_status check_rules(const circlet_travel_mode *mode,
                                  const char *name, circlet_error *error)
{
    if (mode->link_rule_count > CI_RULE_MAX ||
        mode->node_rule_count > CI_RULE_MAX)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "travel mode '%s' has more than %d rules", name,
                       CI_RULE_MAX);
    if (mode->link_unknown_count > CI_UNKNOWN_MAX ||
        mode->node_unknown_count > CI_UNKNOWN_MAX - mode->link_unknown_count)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "travel mode '%s' has more than %d unknowns", name,
                       CI_UNKNOWN_MAX);
    for (size_t i = 0; i < mode->node_rule_count; i++)
        if (mode->node_rules[i].effect != CI_EFFECT_PASS &&
            mode->node_rules[i].effect != CI_EFFECT_DELAY)
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "node rule %zu of travel mode '%s' neither lets "
                           "pass nor delays",
                           i, name);
    return CIRCLET_OK;
}

static circlet_status check_mode(const circlet_travel_mode *mode,
                                 circlet_bound bound, circlet_error *error)
{
    const char *name = mode->name ? mode->name : "";

    if ((unsigned)bound >= CIRCLET_BOUND_COUNT)
        return ci_fail(error, CIRCLET_E_ARGUMENT, "no such bound: %d",
                       (int)bound);
    if (name[0] == '\0')
        return ci_fail(error, CIRCLET_E_ARGUMENT, "a travel mode has no name");
    if (!(mode->speed_mps > 0 && isfinite(mode->speed_mps) &&
          mode->off_road_mps > 0 && isfinite(mode->off_road_mps)))
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a speed of travel mode '%s' is not above 0", name);
    if (!(mode->boarding_s >= 0 && isfinite(mode->boarding_s)))
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "boarding time of travel mode '%s' is below 0 or "
                       "without end",
                       name);
    return check_rules(mode, name, error);
}

const char *circlet_bound_name(circlet_bound bound)
{
    static const char *const names[CIRCLET_BOUND_COUNT] = {
        [CIRCLET_BOUND_NOMINAL] = "nominal",
        [CIRCLET_BOUND_MIN] = "min",
        [CIRCLET_BOUND_MAX] = "max"};

    return names[bound];
}

circlet_status circlet_arc_times_compute(circlet_arc_times **out,
                                         const circlet_network *network,
                                         const circlet_travel_mode *mode,
                                         circlet_bound bound,
                                         circlet_error *error)
{
    circlet_status status = check_mode(mode, bound, error);
    circlet_arc_times *times;

    if (status)
        return status;
    times = ci_arc_times_reserve(network);
    if (!times)
        return ci_fail_nomem(error);
    times->mode = ci_travel_mode_share(mode);
    times->bound = bound;
    times->off_road_mps = mode->off_road_mps;
    times->boarding_ms = ci_whole_ms(mode->boarding_s * 1000);
    if (!time_links(times) || !time_nodes(times)) {
        circlet_arc_times_free(times);
        return ci_fail_nomem(error);
    }
    ci_arc_times_lay_out(times);
    if (!ci_components_find(times)) {
        circlet_arc_times_free(times);
        return ci_fail_nomem(error);
    }
    *out = times;
    return CIRCLET_OK;
}

void circlet_arc_times_free(circlet_arc_times *times)
{
    if (!times)
        return;
    circlet_travel_mode_free(times->mode);
    free(times->leave_ms);
    free(times->arrive_ms);
    free(times->through_ms);
    free(times->approach_ms);
    free(times->is_snap_barrier);
    free(times->component);
    free(times->component_size);
    free(times->forward_ms);
    free(times->backward_ms);
    free(times);
}

size_t circlet_arc_times_open_count(const circlet_arc_times *times)
{
    return times->open_count;
}
