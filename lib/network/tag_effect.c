#include "network/tag_effect.h"

#include <string.h>

#include "network/arc_times.h"
#include "network/link_time.h"

static void widen(ci_range *range, double value)
{
    if (value < range->low)
        range->low = value;
    if (value > range->high)
        range->high = value;
}

static void widen_effect(ci_tag_effect *effect, const ci_outcomes *outcomes)
{
    for (size_t i = 0; i < outcomes->count; i++) {
        widen(&effect->speeds_mps, outcomes->items[i].speed_mps);
        widen(&effect->factors, outcomes->items[i].factor);
        widen(&effect->delays_s, outcomes->items[i].delay_s);
    }
}

static ci_tag_effect effect_of(const ci_tag_bounds *bounds,
                               const ci_scene *scene)
{
    const ci_outcome *nominal = &bounds->nominal;
    ci_tag_effect effect = {0};

    effect.passes = nominal->passes;
    effect.may_pass = bounds->may_pass;
    effect.must_pass = bounds->must_pass;
    effect.is_snap_barrier = nominal->is_snap_barrier;
    effect.speed_mps = nominal->speed_mps;
    effect.factor = nominal->factor;
    effect.delay_s = nominal->delay_s;
    effect.speeds_mps = (ci_range){nominal->speed_mps, nominal->speed_mps};
    effect.factors = (ci_range){nominal->factor, nominal->factor};
    effect.delays_s = (ci_range){nominal->delay_s, nominal->delay_s};
    widen_effect(&effect, &bounds->best);
    widen_effect(&effect, &bounds->worst);
    effect.asked = scene->asked;
    effect.missing = scene->missing;
    return effect;
}

ci_tag_effect ci_tag_effect_of_link(const circlet_network *network,
                                    const circlet_travel_mode *mode,
                                    uint32_t link, bool is_backward)
{
    ci_scene scene = ci_link_scene(network, mode, link);
    ci_tag_bounds bounds =
        ci_tag_bounds_find(&scene, ci_link_start(mode), is_backward);

    return effect_of(&bounds, &scene);
}

/* Unknowns of nodes follow those of links in a mask. */
static ci_unknown_mask node_mask(const circlet_travel_mode *mode,
                                 ci_unknown_mask mask)
{
    return mode->link_unknown_count < CI_UNKNOWN_MAX
               ? mask << mode->link_unknown_count
               : 0;
}

ci_tag_effect ci_tag_effect_of_node(const circlet_network *network,
                                    const circlet_travel_mode *mode,
                                    uint32_t node)
{
    ci_scene scene = ci_node_scene(network, mode, node);
    ci_tag_bounds bounds = ci_tag_bounds_find(&scene, ci_node_start(), false);
    ci_tag_effect effect = effect_of(&bounds, &scene);

    effect.asked = node_mask(mode, effect.asked);
    effect.missing = node_mask(mode, effect.missing);
    return effect;
}

/* ---- which missing tags decide ----------------------------------------- */

/* One direction along a link. */
typedef struct passage {
    ci_scene scene;
    ci_outcome start;
    ci_slope_effect slope;
    double length_m;
    bool is_backward;
} passage;

/* The least and the greatest time. */
typedef struct bound_times {
    uint32_t min_ms, max_ms;
} bound_times;

/* Whether the slope is still in doubt if only these are missing. */
static bool is_slope_open(const passage *way, ci_unknown_mask missing)
{
    uint32_t key = ci_scene_missing_key(&way->scene, CI_SLOPE_KEY);

    if (way->slope.is_by_heights)
        return missing & CI_UNKNOWN_BY_HEIGHTS;
    return key == CI_UNKNOWN_MAX || (missing >> key & 1);
}

/* As if of the missing tags only these were missing. */
static bound_times times_if_missing(const passage *way,
                                    ci_unknown_mask missing)
{
    ci_scene scene = way->scene;
    ci_slope_effect slope = way->slope;
    ci_tag_bounds bounds;

    if (!is_slope_open(way, missing)) {
        slope.factors = (ci_range){slope.factor, slope.factor};
        slope.may_pass = slope.must_pass = slope.passes;
    }
    scene.missing &= missing;
    bounds = ci_tag_bounds_find(&scene, way->start, way->is_backward);
    return (bound_times){
        ci_link_bound_ms(&bounds, &slope, way->length_m, CIRCLET_BOUND_MIN),
        ci_link_bound_ms(&bounds, &slope, way->length_m, CIRCLET_BOUND_MAX)};
}

/* All unknowns with the key of one. */
static ci_unknown_mask same_key(const ci_scene *scene, uint32_t unknown)
{
    ci_unknown_mask mask = 0;

    for (uint32_t i = 0; i < scene->unknown_count; i++)
        if (strcmp(scene->unknowns[i].key, scene->unknowns[unknown].key) == 0)
            mask |= (ci_unknown_mask)1 << i;
    return mask;
}

/* Whether bounds differ by some unknowns alone, or only by these together
 * with the others. */
static bool differ(bound_times all, bound_times alone, bound_times others)
{
    return alone.min_ms != alone.max_ms || others.min_ms != all.min_ms ||
           others.max_ms != all.max_ms;
}

/* Whether unknowns make the bounds of a link differ. */
static bool decides(const passage *way, ci_unknown_mask missing,
                    ci_unknown_mask mask)
{
    bound_times all = times_if_missing(way, missing);
    bound_times alone = times_if_missing(way, missing & mask);
    bound_times others = times_if_missing(way, missing & ~mask);

    return differ(all, alone, others);
}

static ci_unknown_mask find_deciding(const passage *way)
{
    ci_unknown_mask missing = way->scene.missing, deciding = 0;
    bound_times all;

    if (way->slope.is_by_heights)
        missing |= CI_UNKNOWN_BY_HEIGHTS;
    all = times_if_missing(way, missing);
    if (all.min_ms == all.max_ms)
        return 0;
    for (uint32_t i = 0; i < way->scene.unknown_count; i++)
        if ((missing >> i & 1) &&
            decides(way, missing, same_key(&way->scene, i)))
            deciding |= (ci_unknown_mask)1 << i;
    if ((missing & CI_UNKNOWN_BY_HEIGHTS) &&
        decides(way, missing, CI_UNKNOWN_BY_HEIGHTS))
        deciding |= CI_UNKNOWN_BY_HEIGHTS;
    return deciding;
}

/* Steps, where slope does not count, need no incline. */
static ci_unknown_mask asked_on(const circlet_travel_mode *mode,
                                const ci_scene *scene)
{
    const ci_slope *slope = &mode->slope;
    ci_unknown_mask asked = scene->asked;

    if (ci_slope_counts(slope))
        asked |= CI_UNKNOWN_BY_HEIGHTS;

    if (slope->except_count == 0 ||
        !ci_tag_tests_hold(slope->except, slope->except_count, scene->tags,
                           scene->tag_count))
        return asked;
    asked &= ~CI_UNKNOWN_BY_HEIGHTS;
    for (uint32_t i = 0; i < scene->unknown_count; i++)
        if (strcmp(scene->unknowns[i].key, CI_SLOPE_KEY) == 0)
            asked &= ~((ci_unknown_mask)1 << i);
    return asked;
}

void ci_link_unknowns(const circlet_network *network,
                      const circlet_travel_mode *mode, uint32_t link,
                      ci_unknown_mask *asked, ci_unknown_mask *missing)
{
    passage way = {.scene = ci_link_scene(network, mode, link),
                   .start = ci_link_start(mode),
                   .length_m = network->links[link].length_m};
    bool may_go[2] = {true, true};

    way.scene.has_full_delays = true;
    *missing = 0;
    *asked = asked_on(mode, &way.scene);
    if (network->known_height_count == 0)
        *asked &= ~CI_UNKNOWN_BY_HEIGHTS;
    if (mode->obeys_oneway)
        ci_directions_find(&may_go[0], &may_go[1], way.scene.tags,
                           way.scene.tag_count);
    for (int i = 0; i < 2; i++) {
        if (!may_go[i])
            continue;
        way.is_backward = i == 1;
        way.slope = ci_slope_of_link(network, mode, link, way.is_backward);
        *missing |= find_deciding(&way);
    }
}

static bound_times node_times(const ci_scene *node, ci_unknown_mask missing)
{
    ci_scene scene = *node;
    ci_tag_bounds bounds;

    scene.missing &= missing;
    bounds = ci_tag_bounds_find(&scene, ci_node_start(), false);
    return (bound_times){ci_node_bound_ms(&bounds, CIRCLET_BOUND_MIN),
                         ci_node_bound_ms(&bounds, CIRCLET_BOUND_MAX)};
}

/* Whether unknowns make the bounds of a node differ. */
static bool node_differs(const ci_scene *scene, ci_unknown_mask all,
                         ci_unknown_mask mask)
{
    bound_times together = node_times(scene, all);
    bound_times alone = node_times(scene, all & mask);
    bound_times others = node_times(scene, all & ~mask);

    return differ(together, alone, others);
}

/* Whether a street at a node is asked for a key that may stand at its ends:
 * a crossing at its kerb. */
static bool is_asked_of_street(const circlet_network *network,
                               const circlet_travel_mode *mode, uint32_t node,
                               const char *key)
{
    for (uint32_t i = network->first[node]; i < network->first[node + 1]; i++)
        if (ci_link_is_asked_with_ends(network, mode,
                                       network->adjacent[i].link, key))
            return true;
    return false;
}

void ci_node_unknowns(const circlet_network *network,
                      const circlet_travel_mode *mode, uint32_t node,
                      ci_unknown_mask *asked, ci_unknown_mask *missing)
{
    ci_scene scene = ci_node_scene(network, mode, node);
    ci_unknown_mask all = scene.missing, deciding = 0;

    scene.has_full_delays = true;
    for (uint32_t i = 0; i < scene.unknown_count; i++) {
        ci_unknown_mask mask = same_key(&scene, i);

        if ((all >> i & 1) && node_differs(&scene, all, mask))
            deciding |= (ci_unknown_mask)1 << i;
    }
    for (uint32_t i = 0; i < scene.unknown_count; i++)
        if ((scene.asked >> i & 1) &&
            is_asked_of_street(network, mode, node, scene.unknowns[i].key))
            scene.asked &= ~((ci_unknown_mask)1 << i);
    *asked = node_mask(mode, scene.asked);
    *missing = node_mask(mode, deciding);
}
