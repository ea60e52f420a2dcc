/* Why a link or node takes its time: a list to show, never to count with. */
#include <math.h>

#include "network/arc_times.h"
#include "network/link_time.h"
#include "network/tag_effect.h"

#define MS_PER_S 1000.0

/* Causes on the way; seconds that found no room go to the last. */
typedef struct cause_list {
    circlet_cause *items; /* CI_CAUSE_MAX */
    size_t count;
    double seconds; /* of all so far */
} cause_list;

static const char *source_of(ci_origin origin)
{
    return origin.is_assumed ? NULL : origin.source;
}

static void add_cause(cause_list *list, circlet_cause cause)
{
    list->seconds += cause.seconds;
    if (list->count < CI_CAUSE_MAX)
        list->items[list->count++] = cause;
    else
        list->items[CI_CAUSE_MAX - 1].seconds += cause.seconds;
}

static bool applies(const ci_scene *scene, const ci_tag_rule *rule,
                    bool is_backward)
{
    return rule->toward != (is_backward ? CI_TOWARD_END : CI_TOWARD_START) &&
           ci_scene_tests_hold(scene, rule->tests, rule->test_count, NULL);
}

/* The time at the speed that the last rule on it gives. */
static void add_speed(cause_list *list, const ci_scene *scene,
                      const circlet_travel_mode *mode, double length_m,
                      bool is_backward)
{
    circlet_cause cause = {
        "speed", NULL, mode->speed_mps, 0, source_of(mode->speed_origin), 1};

    for (size_t i = 0; i < scene->rule_count; i++) {
        const ci_tag_rule *rule = &scene->rules[i];
        ci_outcome outcome = {0};

        if (!applies(scene, rule, is_backward))
            continue;
        ci_rule_apply(&outcome, scene, rule, NULL);
        if (!(outcome.speed_mps > 0))
            continue;
        cause.when = rule->when;
        cause.value = outcome.speed_mps;
        cause.source = source_of(rule->origin);
    }
    cause.seconds = length_m / cause.value;
    add_cause(list, cause);
}

static void add_factors(cause_list *list, const ci_scene *scene,
                        bool is_backward)
{
    for (size_t i = 0; i < scene->rule_count; i++) {
        const ci_tag_rule *rule = &scene->rules[i];

        if (rule->effect == CI_EFFECT_FACTOR &&
            applies(scene, rule, is_backward))
            add_cause(list, (circlet_cause){"factor", rule->when, rule->value,
                                            list->seconds * (rule->value - 1),
                                            source_of(rule->origin), 1});
    }
}

/* Of what is for getting across a road, a share. */
static void add_delays(cause_list *list, const ci_scene *scene,
                       bool is_backward, double across_share)
{
    for (size_t i = 0; i < scene->rule_count; i++) {
        const ci_tag_rule *rule = &scene->rules[i];
        double share = rule->is_across_road ? across_share : 1;

        if (rule->effect == CI_EFFECT_DELAY && share > 0 &&
            applies(scene, rule, is_backward))
            add_cause(list, (circlet_cause){"delay", rule->when, rule->value,
                                            rule->value * share,
                                            source_of(rule->origin), share});
    }
}

/* Times are whole milliseconds and stop at the greatest. */
static size_t settle(cause_list *list, uint32_t time_ms)
{
    if (list->count > 0)
        list->items[0].seconds += time_ms / MS_PER_S - list->seconds;
    return list->count;
}

size_t ci_link_causes(circlet_cause *out, const circlet_network *network,
                      const circlet_travel_mode *mode, uint32_t link,
                      bool is_backward)
{
    ci_scene scene = ci_link_scene(network, mode, link);
    uint32_t time_ms = ci_link_time_ms(network, mode, link, is_backward,
                                       CIRCLET_BOUND_NOMINAL);
    double length_m = network->links[link].length_m;
    cause_list list = {out, 0, 0};
    ci_slope_effect slope;

    if (time_ms == CI_CLOSED)
        return 0;
    add_speed(&list, &scene, mode, length_m, is_backward);
    add_factors(&list, &scene, is_backward);
    slope = ci_slope_of_link(network, mode, link, is_backward);
    if (slope.factor < 1 || slope.factor > 1)
        add_cause(&list,
                  (circlet_cause){"slope", NULL, slope.steepest_pct,
                                  list.seconds * (slope.factor - 1),
                                  source_of(mode->slope.time_origin), 1});
    add_delays(&list, &scene, is_backward, 1);
    return settle(&list, time_ms);
}

/* How much of what it takes to get across a road is in the time: none, or
 * that of one or two ends of ways there, which are whole milliseconds. */
static double across_share(const circlet_travel_mode *mode,
                           const ci_outcome *nominal, uint32_t full_ms,
                           uint32_t mapped_ms)
{
    double across_ms = nominal->across_s * MS_PER_S;

    if (mapped_ms >= full_ms || !(across_ms > 0) || !(mode->turn_share > 0))
        return 1;
    return mode->turn_share *
           round((1 - (full_ms - mapped_ms) / across_ms) / mode->turn_share);
}

size_t ci_node_causes(circlet_cause *out, const circlet_network *network,
                      const circlet_travel_mode *mode, uint32_t node,
                      uint32_t mapped_ms)
{
    ci_scene scene = ci_node_scene(network, mode, node);
    ci_tag_bounds bounds = ci_tag_bounds_find(&scene, ci_node_start(), false);
    uint32_t full_ms = ci_whole_ms(bounds.nominal.delay_s * MS_PER_S);
    double share = across_share(mode, &bounds.nominal, full_ms, mapped_ms);
    cause_list list = {out, 0, 0};

    if (!bounds.nominal.passes && !bounds.nominal.passes_on_road)
        return 0;
    add_delays(&list, &scene, false, share);
    return settle(&list, mapped_ms < full_ms ? mapped_ms : full_ms);
}
