#include "verify/plain_points.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "network/component.h"

/* ---- places ------------------------------------------------------------- */

typedef struct placed {
    circlet_point at;
    uint32_t position;
} placed;

static int compare_points(circlet_point a, circlet_point b)
{
    if (a.lon != b.lon)
        return a.lon < b.lon ? -1 : 1;
    return (a.lat > b.lat) - (a.lat < b.lat);
}

static int compare_placed(const void *left, const void *right)
{
    const placed *a = left, *b = right;
    int order = compare_points(a->at, b->at);

    return order ? order
                 : (a->position > b->position) - (a->position < b->position);
}

/* false: no memory. */
static bool find_places(ci_plain_points *out, const circlet_point *points,
                        size_t count)
{
    placed *all = malloc((count + 1) * sizeof(*all));

    out->point_count = count;
    out->sorted = malloc((count + 1) * sizeof(*out->sorted));
    out->first_point = malloc((count + 1) * sizeof(*out->first_point));
    out->places = malloc((count + 1) * sizeof(*out->places));
    out->snaps = malloc((count + 1) * sizeof(*out->snaps));
    out->first = calloc(count + 1, sizeof(*out->first));
    if (!all || !out->sorted || !out->first_point || !out->places ||
        !out->snaps || !out->first) {
        free(all);
        return false;
    }
    for (size_t i = 0; i < count; i++)
        all[i] = (placed){points[i], (uint32_t)i};
    qsort(all, count, sizeof(*all), compare_placed);
    for (size_t i = 0; i < count; i++) {
        out->sorted[i] = all[i].position;
        if (i > 0 && compare_points(all[i].at, all[i - 1].at) == 0)
            continue;
        out->first_point[out->place_count] = i;
        out->places[out->place_count++] = all[i].at;
    }
    out->first_point[out->place_count] = count;
    free(all);
    return true;
}

bool ci_plain_points_find(uint32_t *place, const ci_plain_points *points,
                          circlet_point at)
{
    size_t low = 0, high = points->place_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (compare_points(points->places[middle], at) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *place = (uint32_t)low;
    return low < points->place_count &&
           compare_points(points->places[low], at) == 0;
}

/* ---- ties --------------------------------------------------------------- */

circlet_status ci_plain_points_tie(ci_plain_points *out, ci_snapper *snapper,
                                   const circlet_arc_times *times,
                                   const circlet_point *points, size_t count,
                                   circlet_error *error)
{
    ci_snap_points asked = {.thread_count = 1};
    circlet_status status;

    if (!find_places(out, points, count))
        return ci_fail_nomem(error);
    asked.points = out->places;
    asked.count = out->place_count;
    status = ci_snapper_find_all(&out->ties, out->first, snapper, times,
                                 &asked, error);
    for (size_t i = 0; i < out->place_count && status == CIRCLET_OK; i++)
        out->snaps[i] = out->first[i + 1] > out->first[i]
                            ? CIRCLET_SNAP_TIED
                            : CIRCLET_SNAP_NO_ROAD;
    return status;
}

void ci_plain_points_clear(ci_plain_points *points)
{
    free(points->sorted);
    free(points->first_point);
    free(points->places);
    free(points->first);
    free(points->ties);
    free(points->snaps);
    free(points->first_on_link);
    free(points->on_link);
    free(points->place_of_tie);
    *points = (ci_plain_points){0};
}

bool ci_plain_points_sort_by_link(ci_plain_points *points,
                                  const circlet_network *network)
{
    size_t count = points->first[points->place_count];
    size_t *first = calloc(network->link_count + 2, sizeof(*first));

    points->first_on_link = first;
    points->on_link = malloc((count + 1) * sizeof(uint32_t));
    points->place_of_tie = malloc((count + 1) * sizeof(uint32_t));
    if (!first || !points->on_link || !points->place_of_tie)
        return false;
    for (size_t place = 0; place < points->place_count; place++)
        for (size_t i = points->first[place]; i < points->first[place + 1];
             i++)
            points->place_of_tie[i] = (uint32_t)place;
    for (size_t i = 0; i < count; i++)
        first[points->ties[i].link + 1]++;
    for (size_t i = 0; i < network->link_count; i++)
        first[i + 1] += first[i];
    for (size_t i = 0; i < count; i++)
        points->on_link[first[points->ties[i].link]++] = (uint32_t)i;
    memmove(first + 1, first, (network->link_count + 1) * sizeof(*first));
    first[0] = 0;
    return true;
}

/* ---- islands ------------------------------------------------------------ */

/* What stays of the ties. */
typedef struct island_rule {
    const circlet_arc_times *times;
    bool *keeps_component;
    bool *keeps_shut; /* of each link */
} island_rule;

static bool keeps(const island_rule *rule, uint32_t link)
{
    return ci_link_is_shut(rule->times, link)
               ? rule->keeps_shut[link]
               : rule->keeps_component[ci_link_component(rule->times, link)];
}

static void learn_goals(island_rule *rule, const ci_plain_points *goals)
{
    for (size_t i = 0; i < goals->first[goals->place_count]; i++) {
        uint32_t link = goals->ties[i].link;

        if (ci_link_is_shut(rule->times, link))
            rule->keeps_shut[link] = true;
        else
            rule->keeps_component[ci_link_component(rule->times, link)] = true;
    }
}

/* Moves the ties that stay to the front. */
static void keep_ties(ci_plain_points *points, const island_rule *rule)
{
    size_t kept = 0, next = 0;

    for (size_t place = 0; place < points->place_count; place++) {
        size_t before = kept, end = points->first[place + 1];

        for (; next < end; next++)
            if (keeps(rule, points->ties[next].link))
                points->ties[kept++] = points->ties[next];
        points->first[place + 1] = kept;
        if (kept == before && points->snaps[place] == CIRCLET_SNAP_TIED)
            points->snaps[place] = CIRCLET_SNAP_ISLAND;
    }
}

bool ci_plain_points_leave_islands(ci_plain_points *points,
                                   const circlet_arc_times *times,
                                   const ci_plain_points *goals,
                                   uint32_t least_nodes)
{
    size_t link_count = times->network->link_count;
    island_rule rule = {
        times, calloc((size_t)times->component_count + 1, sizeof(bool)),
        calloc(link_count + 1, sizeof(bool))};
    bool is_ready = rule.keeps_component && rule.keeps_shut;

    if (is_ready) {
        for (uint32_t i = 0; i < times->component_count; i++)
            rule.keeps_component[i] = times->component_size[i] >= least_nodes;
        for (size_t i = 0; i < link_count; i++)
            rule.keeps_shut[i] = least_nodes <= 1;
        learn_goals(&rule, goals);
        keep_ties(points, &rule);
    }
    free(rule.keeps_component);
    free(rule.keeps_shut);
    return is_ready;
}
