#include "network/link_time.h"

#include <math.h>
#include <string.h>

#include "network/arc_times.h"
#include "network/tag_effect.h"
#include "network/tag_words.h"

ci_outcome ci_link_start(const circlet_travel_mode *mode)
{
    return (ci_outcome){.speed_mps = mode->speed_mps, .factor = 1};
}

ci_outcome ci_node_start(void)
{
    return (ci_outcome){.factor = 1, .passes = true, .passes_on_road = true};
}

ci_scene ci_link_scene_of(const circlet_travel_mode *mode,
                          const circlet_tag *tags, size_t tag_count,
                          ci_beside beside)
{
    ci_scene scene = {0};

    scene.rules = mode->link_rules;
    scene.rule_count = mode->link_rule_count;
    scene.unknowns = mode->link_unknowns;
    scene.unknown_count = mode->link_unknown_count;
    scene.harmless = mode->harmless;
    scene.harmless_count = mode->harmless_count;
    scene.tags = tags;
    scene.tag_count = tag_count;
    scene.beside = beside;
    ci_scene_find_missing(&scene);
    return scene;
}

ci_scene ci_node_scene_of(const circlet_travel_mode *mode,
                          const circlet_tag *tags, size_t tag_count,
                          ci_beside beside)
{
    ci_scene scene = {0};

    scene.rules = mode->node_rules;
    scene.rule_count = mode->node_rule_count;
    scene.unknowns = mode->node_unknowns;
    scene.unknown_count = mode->node_unknown_count;
    scene.harmless = mode->harmless;
    scene.harmless_count = mode->harmless_count;
    scene.tags = tags;
    scene.tag_count = tag_count;
    scene.beside = beside;
    ci_scene_find_missing(&scene);
    return scene;
}

bool ci_link_is_roadway(const circlet_network *network,
                        const circlet_travel_mode *mode, uint32_t link)
{
    size_t tag_count;
    const circlet_tag *tags = ci_link_tags(network, link, &tag_count);

    return mode->roadway_count > 0 &&
           ci_tag_tests_hold(mode->roadway, mode->roadway_count, tags,
                             tag_count);
}

bool ci_link_is_asked_with_ends(const circlet_network *network,
                                const circlet_travel_mode *mode, uint32_t link,
                                const char *key)
{
    size_t tag_count;
    const circlet_tag *tags = ci_link_tags(network, link, &tag_count);

    for (size_t i = 0; i < mode->link_unknown_count; i++) {
        const ci_unknown *unknown = &mode->link_unknowns[i];

        if (unknown->may_stand_at_ends && ci_is_same_text(unknown->key, key) &&
            ci_tag_tests_hold(unknown->tests, unknown->test_count, tags,
                              tag_count))
            return true;
    }
    return false;
}

/* What a node at an end says of a tag that a link does not have. */
typedef enum end_answer {
    END_SILENT,
    END_ANSWERS,
    END_LEAVES_OPEN
} end_answer;

/* What is asked of a node for those who cross is no matter of one link. */
static ci_beside beside_of_end(const circlet_travel_mode *mode)
{
    ci_beside beside = {false, 0};

    for (size_t i = 0; i < mode->node_unknown_count; i++)
        if (mode->node_unknowns[i].is_across_road)
            beside.at_ends |= (ci_unknown_mask)1 << i;
    return beside;
}

static end_answer ask_end(const circlet_network *network,
                          const circlet_travel_mode *mode, uint32_t node,
                          const ci_unknown *unknown)
{
    size_t tag_count;
    const circlet_tag *tags = ci_node_tags(network, node, &tag_count);
    const char *value;
    ci_scene scene;

    if (tag_count == 0)
        return END_SILENT;
    scene = ci_node_scene_of(mode, tags, tag_count, beside_of_end(mode));
    if (ci_scene_missing_key(&scene, unknown->key) != CI_UNKNOWN_MAX)
        return END_LEAVES_OPEN;
    value = ci_tag_value(tags, tag_count, unknown->key);
    return value && !ci_unknown_is_vague(unknown, value) &&
                   (ci_tag_is_understood(&scene, unknown->key) ||
                    ci_unknown_names(unknown, value))
               ? END_ANSWERS
               : END_SILENT;
}

/* A barrier=kerb of no known height at one end outweighs a lowered kerb at
 * the other. */
static bool ends_answer(const circlet_network *network,
                        const circlet_travel_mode *mode, uint32_t link,
                        const ci_unknown *unknown)
{
    const ci_link *at = &network->links[link];
    end_answer from, to;
    size_t tag_count;
    const circlet_tag *tags = ci_link_tags(network, link, &tag_count);

    if (!unknown->may_stand_at_ends ||
        !ci_tag_tests_hold(unknown->tests, unknown->test_count, tags,
                           tag_count))
        return false;
    from = ask_end(network, mode, at->from, unknown);
    to = ask_end(network, mode, at->to, unknown);
    return from != END_LEAVES_OPEN && to != END_LEAVES_OPEN &&
           (from == END_ANSWERS || to == END_ANSWERS);
}

ci_beside ci_link_beside(const circlet_network *network,
                         const circlet_travel_mode *mode, uint32_t link)
{
    ci_beside beside = {ci_profile_of(network, link).height_count > 1, 0};

    for (size_t i = 0; i < mode->link_unknown_count; i++)
        if (ends_answer(network, mode, link, &mode->link_unknowns[i]))
            beside.at_ends |= (ci_unknown_mask)1 << i;
    return beside;
}

/* Whether a way that is no road, and is not asked for a key itself, meets a
 * road at a node. */
static bool crosses_unasked(const circlet_network *network,
                            const circlet_travel_mode *mode, uint32_t node,
                            const char *key)
{
    bool has_road = false, has_other = false;

    for (uint32_t k = network->first[node]; k < network->first[node + 1];
         k++) {
        uint32_t link = network->adjacent[k].link;
        bool is_road = ci_link_is_roadway(network, mode, link);

        has_road = has_road || is_road;
        has_other = has_other || (!is_road && !ci_link_is_asked_with_ends(
                                                  network, mode, link, key));
    }
    return has_road && has_other;
}

ci_beside ci_node_beside(const circlet_network *network,
                         const circlet_travel_mode *mode, uint32_t node)
{
    ci_beside beside = {false, 0};
    size_t tag_count;

    ci_node_tags(network, node, &tag_count);
    for (size_t i = 0; i < mode->node_unknown_count; i++) {
        const ci_unknown *unknown = &mode->node_unknowns[i];

        if (unknown->is_across_road &&
            (tag_count == 0 ||
             !crosses_unasked(network, mode, node, unknown->key)))
            beside.at_ends |= (ci_unknown_mask)1 << i;
    }
    return beside;
}

ci_scene ci_link_scene(const circlet_network *network,
                       const circlet_travel_mode *mode, uint32_t link)
{
    size_t tag_count;
    const circlet_tag *tags = ci_link_tags(network, link, &tag_count);

    return ci_link_scene_of(mode, tags, tag_count,
                            ci_link_beside(network, mode, link));
}

ci_scene ci_node_scene(const circlet_network *network,
                       const circlet_travel_mode *mode, uint32_t node)
{
    size_t tag_count;
    const circlet_tag *tags = ci_node_tags(network, node, &tag_count);

    return ci_node_scene_of(mode, tags, tag_count,
                            ci_node_beside(network, mode, node));
}

static bool is_value(const char *value, const char *a, const char *b,
                     const char *c)
{
    return value && (strcmp(value, a) == 0 || strcmp(value, b) == 0 ||
                     strcmp(value, c) == 0);
}

void ci_directions_find(bool *forward, bool *backward, const circlet_tag *tags,
                        size_t tag_count)
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

uint32_t ci_whole_ms(double ms)
{
    if (ms <= 0)
        return 0;
    return ms < CIRCLET_TIME_MAX ? (uint32_t)llround(ms) : CIRCLET_TIME_MAX;
}

/* The order of the operations is the same for all bounds: each rounds
 * monotonically, so a lesser factor never gives a greater time. */
static uint32_t outcome_ms(const ci_outcome *outcome, double slope_factor,
                           double length_m)
{
    uint32_t ms, delay_ms = ci_whole_ms(outcome->delay_s * 1000);

    if (!(outcome->speed_mps > 0))
        return CI_CLOSED;
    if (!(length_m > 0))
        return delay_ms;
    ms = ci_whole_ms(length_m / outcome->speed_mps * outcome->factor *
                     slope_factor * 1000);
    return ms < CIRCLET_TIME_MAX - delay_ms ? ms + delay_ms : CIRCLET_TIME_MAX;
}

uint32_t ci_link_bound_ms(const ci_tag_bounds *bounds,
                          const ci_slope_effect *slope, double length_m,
                          circlet_bound bound)
{
    const ci_outcomes *worst = &bounds->worst, *best = &bounds->best;
    uint32_t least_ms = CI_CLOSED, greatest_ms = 0;

    if (bound == CIRCLET_BOUND_NOMINAL)
        return bounds->nominal.passes && slope->passes
                   ? outcome_ms(&bounds->nominal, slope->factor, length_m)
                   : CI_CLOSED;
    if (bound == CIRCLET_BOUND_MIN) {
        if (!bounds->may_pass || !slope->may_pass)
            return CI_CLOSED;
        for (size_t i = 0; i < best->count; i++) {
            uint32_t ms =
                outcome_ms(&best->items[i], slope->factors.low, length_m);

            least_ms = ms < least_ms ? ms : least_ms;
        }
        return least_ms;
    }
    if (!bounds->must_pass || !slope->must_pass)
        return CI_CLOSED;
    for (size_t i = 0; i < worst->count; i++) {
        uint32_t ms =
            outcome_ms(&worst->items[i], slope->factors.high, length_m);

        greatest_ms = ms > greatest_ms ? ms : greatest_ms;
    }
    return greatest_ms;
}

uint32_t ci_node_bound_ms(const ci_tag_bounds *bounds, circlet_bound bound)
{
    double least_s = INFINITY, greatest_s = 0;

    if (bound == CIRCLET_BOUND_NOMINAL)
        return bounds->nominal.passes
                   ? ci_whole_ms(bounds->nominal.delay_s * 1000)
                   : CI_CLOSED;
    for (size_t i = 0; i < bounds->best.count; i++)
        least_s = fmin(least_s, bounds->best.items[i].delay_s);
    for (size_t i = 0; i < bounds->worst.count; i++)
        greatest_s = fmax(greatest_s, bounds->worst.items[i].delay_s);
    if (bound == CIRCLET_BOUND_MIN)
        return bounds->may_pass ? ci_whole_ms(least_s * 1000) : CI_CLOSED;
    return bounds->must_pass ? ci_whole_ms(greatest_s * 1000) : CI_CLOSED;
}

uint32_t ci_link_time_ms(const circlet_network *network,
                         const circlet_travel_mode *mode, uint32_t link,
                         bool is_backward, circlet_bound bound)
{
    ci_scene scene = ci_link_scene(network, mode, link);
    bool forward = true, backward = true;
    ci_tag_bounds bounds;
    ci_slope_effect slope;

    if (mode->obeys_oneway)
        ci_directions_find(&forward, &backward, scene.tags, scene.tag_count);
    if (!(is_backward ? backward : forward))
        return CI_CLOSED;
    bounds = ci_tag_bounds_find(&scene, ci_link_start(mode), is_backward);
    slope = ci_slope_of_link(network, mode, link, is_backward);
    return ci_link_bound_ms(&bounds, &slope, network->links[link].length_m,
                            bound);
}
