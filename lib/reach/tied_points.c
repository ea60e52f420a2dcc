#include "reach/tied_points.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "network/component.h"
#include "reach/straight.h"

typedef struct placed_point {
    circlet_point at;
    uint32_t position;
} placed_point;

static bool lies_before(circlet_point a, circlet_point b)
{
    return a.lon != b.lon ? a.lon < b.lon : a.lat < b.lat;
}

static int compare_points(const void *left, const void *right)
{
    const placed_point *a = left, *b = right;

    if (!ci_is_same_place(a->at, b->at))
        return lies_before(a->at, b->at) ? -1 : 1;
    return (a->position > b->position) - (a->position < b->position);
}

static placed_point *sort_points(const circlet_point *points, size_t count)
{
    placed_point *sorted = malloc((count + 1) * sizeof(*sorted));

    if (!sorted)
        return NULL;
    for (size_t i = 0; i < count; i++)
        sorted[i] = (placed_point){points[i], (uint32_t)i};
    qsort(sorted, count, sizeof(*sorted), compare_points);
    return sorted;
}

static bool add_place(ci_tied_points *tied, circlet_point at,
                      const ci_tie *ties, size_t count)
{
    size_t end = tied->first[tied->place_count];

    for (size_t i = 0; i < count; i++) {
        ci_tie *grown = ci_array_reserve_one(
            tied->ties, end, &tied->tie_capacity, sizeof(*grown));

        if (!grown)
            return false;
        tied->ties = grown;
        grown[end++] = ties[i];
    }
    tied->places[tied->place_count] = at;
    tied->snaps[tied->place_count] =
        count > 0 ? CIRCLET_SNAP_TIED : CIRCLET_SNAP_NO_ROAD;
    tied->first[++tied->place_count] = end;
    return true;
}

static circlet_status tie_places(ci_tied_points *tied, ci_snapper *snapper,
                                 const circlet_arc_times *times,
                                 const placed_point *sorted,
                                 const ci_stage *stage, circlet_error *error)
{
    size_t count = tied->point_count;

    for (size_t i = 0; i < count; i++) {
        const ci_tie *ties;
        size_t tie_count;

        if (!ci_stage_goes_on(stage, i, count))
            return ci_fail(error, CIRCLET_E_CANCELLED, "cancelled");
        if ((i == 0 || !ci_is_same_place(sorted[i].at, sorted[i - 1].at)) &&
            (!ci_snapper_find(snapper, times, sorted[i].at, &ties,
                              &tie_count) ||
             !add_place(tied, sorted[i].at, ties, tie_count)))
            return ci_fail_nomem(error);
        tied->place_of[sorted[i].position] = (uint32_t)tied->place_count - 1;
    }
    return CIRCLET_OK;
}

circlet_status ci_tied_points_find(ci_tied_points *tied, ci_snapper *snapper,
                                   const circlet_arc_times *times,
                                   const circlet_point *points, size_t count,
                                   const ci_stage *stage, circlet_error *error)
{
    placed_point *sorted = sort_points(points, count);
    circlet_status status;

    tied->point_count = count;
    tied->place_of = malloc((count + 1) * sizeof(*tied->place_of));
    tied->places = malloc((count + 1) * sizeof(*tied->places));
    tied->snaps = malloc((count + 1) * sizeof(*tied->snaps));
    tied->first = calloc(count + 1, sizeof(*tied->first));
    if (sorted && tied->place_of && tied->places && tied->snaps && tied->first)
        status = tie_places(tied, snapper, times, sorted, stage, error);
    else
        status = ci_fail_nomem(error);
    free(sorted);
    return status;
}

void ci_tied_points_free(ci_tied_points *tied)
{
    free(tied->place_of);
    free(tied->places);
    free(tied->snaps);
    free(tied->first);
    free(tied->ties);
    memset(tied, 0, sizeof(*tied));
}

uint32_t ci_tied_points_place_at(const ci_tied_points *tied, circlet_point at)
{
    size_t low = 0, high = tied->place_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (lies_before(tied->places[middle], at))
            low = middle + 1;
        else
            high = middle;
    }
    return low < tied->place_count && ci_is_same_place(tied->places[low], at)
               ? (uint32_t)low
               : CI_NO_PLACE;
}

static size_t tie_count_of(const ci_tied_points *tied)
{
    return tied->first[tied->place_count];
}

static int compare_link_ties(const void *left, const void *right)
{
    const ci_link_tie *a = left, *b = right;

    if (a->link != b->link)
        return a->link < b->link ? -1 : 1;
    return (a->place > b->place) - (a->place < b->place);
}

ci_link_tie *ci_tied_points_by_link(const ci_tied_points *tied)
{
    size_t count = tie_count_of(tied);
    ci_link_tie *ties = malloc((count + 1) * sizeof(*ties));

    if (!ties)
        return NULL;
    for (uint32_t place = 0; place < tied->place_count; place++)
        for (size_t i = tied->first[place]; i < tied->first[place + 1]; i++)
            ties[i] = (ci_link_tie){tied->ties[i].link, place, &tied->ties[i]};
    qsort(ties, count, sizeof(*ties), compare_link_ties);
    return ties;
}

/* The first tie on `link` or a later one. */
static size_t lower_bound(const ci_link_tie *ties, size_t count, uint32_t link)
{
    size_t low = 0, high = count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (ties[middle].link < link)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const ci_link_tie *ci_link_ties_find(const ci_link_tie *ties, size_t count,
                                     uint32_t link, size_t *found_count)
{
    size_t first = lower_bound(ties, count, link);
    size_t end = first;

    while (end < count && ties[end].link == link)
        end++;
    *found_count = end - first;
    return ties + first;
}

/* What stays of the ties to islands. */
typedef struct island_rule {
    const circlet_arc_times *times;
    uint8_t *is_kept; /* of each component */
    ci_link_tie *goals; /* by link */
    size_t goal_count;
    uint32_t least_nodes;
} island_rule;

static bool keeps(const island_rule *rule, uint32_t link)
{
    size_t count;

    if (!ci_link_is_shut(rule->times, link))
        return rule->is_kept[ci_link_component(rule->times, link)];
    ci_link_ties_find(rule->goals, rule->goal_count, link, &count);
    return count > 0 || rule->least_nodes <= 1;
}

/* Moves the ties that stay to the front. */
static void keep_ties(ci_tied_points *tied, const island_rule *rule)
{
    size_t kept = 0, next = 0;

    for (size_t i = 0; i < tied->place_count; i++) {
        size_t kept_before = kept;
        bool had_ties = next < tied->first[i + 1];

        for (; next < tied->first[i + 1]; next++)
            if (keeps(rule, tied->ties[next].link))
                tied->ties[kept++] = tied->ties[next];
        tied->first[i + 1] = kept;
        if (had_ties && kept == kept_before)
            tied->snaps[i] = CIRCLET_SNAP_ISLAND;
    }
}

bool ci_tied_points_leave_islands(ci_tied_points *tied,
                                  const circlet_arc_times *times,
                                  const ci_tied_points *goals,
                                  uint32_t least_nodes)
{
    island_rule rule = {times, malloc((size_t)times->component_count + 1),
                        ci_tied_points_by_link(goals), tie_count_of(goals),
                        least_nodes};
    bool is_ready = rule.is_kept && rule.goals;

    if (is_ready) {
        for (uint32_t i = 0; i < times->component_count; i++)
            rule.is_kept[i] = times->component_size[i] >= least_nodes;
        for (size_t i = 0; i < rule.goal_count; i++)
            if (!ci_link_is_shut(times, goals->ties[i].link))
                rule.is_kept[ci_link_component(times, goals->ties[i].link)] =
                    true;
        keep_ties(tied, &rule);
    }
    free(rule.is_kept);
    free(rule.goals);
    return is_ready;
}
