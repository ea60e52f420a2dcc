#include "reach/island_rule.h"

#include <stdlib.h>

#include "network/component.h"

static void mark_components(ci_island_rule *rule, const ci_tied_points *goals)
{
    const circlet_arc_times *times = rule->times;

    for (uint32_t i = 0; i < times->component_count; i++)
        rule->is_kept[i] = times->component_size[i] >= rule->least_nodes;
    for (size_t i = 0; i < rule->goal_count; i++)
        if (!ci_link_is_shut(times, goals->ties[i].link))
            rule->is_kept[ci_link_component(times, goals->ties[i].link)] =
                true;
}

bool ci_island_rule_make(ci_island_rule *out, const circlet_arc_times *times,
                         const ci_tied_points *goals, uint32_t least_nodes)
{
    *out =
        (ci_island_rule){.times = times,
                         .is_kept = malloc((size_t)times->component_count + 1),
                         .goals = ci_tied_points_by_link(goals),
                         .goal_count = goals->first[goals->place_count],
                         .least_nodes = least_nodes};
    if (!out->is_kept || !out->goals)
        return false;
    mark_components(out, goals);
    return true;
}

void ci_island_rule_clear(ci_island_rule *rule)
{
    free(rule->is_kept);
    free(rule->goals);
    *rule = (ci_island_rule){0};
}

static bool keeps(const ci_island_rule *rule, uint32_t link)
{
    size_t count;

    if (!ci_link_is_shut(rule->times, link))
        return rule->is_kept[ci_link_component(rule->times, link)];
    ci_link_ties_find(rule->goals, rule->goal_count, link, &count);
    return count > 0 || rule->least_nodes <= 1;
}

size_t ci_island_rule_keep(const ci_island_rule *rule, ci_tie *ties,
                           size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++)
        if (keeps(rule, ties[i].link))
            ties[kept++] = ties[i];
    return kept;
}
