/* From tags to times: applies the rules of a mode to links and nodes. */
#include "network/arc_times.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "network/component.h"
#include "network/travel_mode.h"

/* What the rules that match make of a link or node. */
typedef struct tag_effects {
    bool is_passable;
    bool is_snap_barrier;
    double speed_mps;
    double factor;
    double delay_s;
} tag_effects;

static void apply(tag_effects *effects, const ci_tag_rule *rule,
                  const circlet_tag *tags, size_t tag_count)
{
    const char *text;
    double speed_mps;

    switch (rule->effect) {
    case CI_EFFECT_PASS:
        effects->is_passable = rule->value != 0;
        break;
    case CI_EFFECT_SPEED:
        effects->speed_mps = rule->value;
        break;
    case CI_EFFECT_SPEED_FROM_TAG:
        text = ci_tag_value(tags, tag_count, rule->key);
        if (text && ci_read_speed(&speed_mps, text))
            effects->speed_mps = speed_mps * rule->value;
        break;
    case CI_EFFECT_FACTOR:
        effects->factor *= rule->value;
        break;
    case CI_EFFECT_DELAY:
        effects->delay_s += rule->value;
        break;
    case CI_EFFECT_SNAP_BARRIER:
        effects->is_snap_barrier = true;
        break;
    }
}

static tag_effects effects_of(const ci_tag_rule *rules, size_t rule_count,
                              const circlet_tag *tags, size_t tag_count,
                              tag_effects effects)
{
    for (size_t i = 0; i < rule_count; i++)
        if (ci_tag_rule_matches(&rules[i], tags, tag_count))
            apply(&effects, &rules[i], tags, tag_count);
    return effects;
}

/* Whole milliseconds that stop at CIRCLET_TIME_MAX, so that sums of a few
 * of them fit in 32 bits. Not a number is as long as can be. */
static uint32_t whole_ms(double ms)
{
    if (ms <= 0)
        return 0;
    return ms < CIRCLET_TIME_MAX ? (uint32_t)llround(ms) : CIRCLET_TIME_MAX;
}

static uint32_t link_ms(double length_m, const tag_effects *effects)
{
    uint32_t ms, delay_ms = whole_ms(effects->delay_s * 1000);

    if (!effects->is_passable || !(effects->speed_mps > 0))
        return CI_CLOSED;
    ms = whole_ms(length_m / effects->speed_mps * effects->factor * 1000);
    return ms < CIRCLET_TIME_MAX - delay_ms ? ms + delay_ms : CIRCLET_TIME_MAX;
}

static bool is_value(const char *value, const char *a, const char *b,
                     const char *c)
{
    return value && (strcmp(value, a) == 0 || strcmp(value, b) == 0 ||
                     strcmp(value, c) == 0);
}

/*
 * The directions that OpenStreetMap's tags allow. A street whose direction
 * changes with the hour (reversible, alternating) is open both ways. Without
 * a word about it a motorway is one-way, but not its links:
 * https://wiki.openstreetmap.org/wiki/Key:oneway, implied restriction.
 */
static void find_directions(bool *forward, bool *backward,
                            const circlet_tag *tags, size_t tag_count)
{
    const char *oneway = ci_tag_value(tags, tag_count, "oneway");
    const char *junction = ci_tag_value(tags, tag_count, "junction");
    const char *highway = ci_tag_value(tags, tag_count, "highway");

    if (!oneway && highway && strcmp(highway, "motorway") == 0)
        oneway = "yes";
    *forward = !is_value(oneway, "-1", "reverse", "reverse");
    *backward = !is_value(oneway, "yes", "1", "true");
    if (*forward && is_value(junction, "roundabout", "circular", "circular"))
        *backward = is_value(oneway, "no", "no", "no");
}

static void time_link(circlet_arc_times *times,
                      const circlet_travel_mode *mode, uint32_t link)
{
    size_t tag_count;
    const circlet_tag *tags = ci_link_tags(times->network, link, &tag_count);
    tag_effects effects = {false, false, mode->speed_mps, 1, 0};
    bool forward = true, backward = true;
    uint32_t ms;

    effects = effects_of(mode->link_rules, mode->link_rule_count, tags,
                         tag_count, effects);
    ms = link_ms(times->network->links[link].length_m, &effects);
    if (mode->obeys_oneway)
        find_directions(&forward, &backward, tags, tag_count);
    times->forward_ms[link] = forward ? ms : CI_CLOSED;
    times->backward_ms[link] = backward ? ms : CI_CLOSED;
    times->is_snap_barrier[link] = effects.is_snap_barrier;
    times->open_count += (times->forward_ms[link] != CI_CLOSED) +
                         (size_t)(times->backward_ms[link] != CI_CLOSED);
}

static void time_node(circlet_arc_times *times,
                      const circlet_travel_mode *mode, uint32_t node)
{
    size_t tag_count;
    const circlet_tag *tags = ci_node_tags(times->network, node, &tag_count);
    tag_effects effects = {true, false, 0, 1, 0};

    effects = effects_of(mode->node_rules, mode->node_rule_count, tags,
                         tag_count, effects);
    times->through_ms[node] =
        effects.is_passable ? whole_ms(effects.delay_s * 1000) : CI_CLOSED;
}

/* Lays the times of the links beside the adjacency, so that a search reads
 * them in the order in which it meets the links. */
static void lay_out(circlet_arc_times *times)
{
    const circlet_network *network = times->network;

    for (size_t i = 0; i < 2 * network->link_count; i++) {
        ci_adjacent adjacent = network->adjacent[i];
        uint32_t forward_ms = times->forward_ms[adjacent.link];
        uint32_t backward_ms = times->backward_ms[adjacent.link];

        times->leave_ms[i] = adjacent.is_backward ? backward_ms : forward_ms;
        times->arrive_ms[i] = adjacent.is_backward ? forward_ms : backward_ms;
    }
}

static circlet_arc_times *reserve(const circlet_network *network)
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

static circlet_status check_mode(const circlet_travel_mode *mode,
                                 circlet_bound bound, circlet_error *error)
{
    const char *name = mode->name ? mode->name : "";

    if (bound != CIRCLET_BOUND_NOMINAL)
        return ci_fail(error, CIRCLET_E_ARGUMENT, "no such bound: %d",
                       (int)bound);
    if (name[0] == '\0')
        return ci_fail(error, CIRCLET_E_ARGUMENT, "a travel mode has no name");
    if (!(mode->speed_mps > 0 && isfinite(mode->speed_mps) &&
          mode->off_road_mps > 0 && isfinite(mode->off_road_mps)))
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a speed of travel mode '%s' is not above 0", name);
    for (size_t i = 0; i < mode->node_rule_count; i++)
        if (mode->node_rules[i].effect != CI_EFFECT_PASS &&
            mode->node_rules[i].effect != CI_EFFECT_DELAY)
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "node rule %zu of travel mode '%s' neither lets "
                           "pass nor delays",
                           i, name);
    return CIRCLET_OK;
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
    times = reserve(network);
    if (!times)
        return ci_fail_nomem(error);
    times->off_road_mps = mode->off_road_mps;
    for (uint32_t i = 0; i < network->link_count; i++)
        time_link(times, mode, i);
    for (uint32_t i = 0; i < network->node_count; i++)
        time_node(times, mode, i);
    lay_out(times);
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
    free(times->leave_ms);
    free(times->arrive_ms);
    free(times->through_ms);
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
