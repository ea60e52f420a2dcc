#include "reach/tied_points.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "reach/island_rule.h"
#include "reach/place_order.h"
#include "reach/reached_cells.h"
#include "reach/straight.h"

/* Fills the places and says where each point lies. */
static void find_places(ci_tied_points *tied, const ci_placed_point *sorted)
{
    for (size_t i = 0; i < tied->point_count; i++) {
        if (i == 0 || !ci_is_same_place(sorted[i].at, sorted[i - 1].at))
            tied->places[tied->place_count++] = sorted[i].at;
        tied->place_of[sorted[i].position] = (uint32_t)tied->place_count - 1;
    }
}

/* What a stage has told. */
typedef struct telling {
    const ci_stage *stage;
    size_t all, next; /* of places */
} telling;

/* Some twenty times. */
static bool tell(size_t done, void *user)
{
    telling *told = user;

    if (done < told->next)
        return true;
    told->next = done + told->all / 20 + 1;
    return ci_stage_report(told->stage, done, told->all);
}

static bool lies_within(circlet_point at, const void *cells)
{
    return ci_reached_cells_has(cells, at);
}

static ci_snap_points points_of(const ci_tied_points *tied,
                                const ci_tier *tier, telling *told)
{
    return (ci_snap_points){.points = tied->places,
                            .count = tied->place_count,
                            .thread_count = tier->thread_count,
                            .is_wanted = tier->within ? lies_within : NULL,
                            .wanted = tier->within,
                            .goes_on = tell,
                            .user = told};
}

bool ci_tied_points_place(ci_tied_points *tied, const circlet_point *points,
                          size_t count)
{
    ci_placed_point *sorted = ci_place_order(points, count);

    tied->point_count = count;
    tied->place_of = malloc((count + 1) * sizeof(*tied->place_of));
    tied->places = malloc((count + 1) * sizeof(*tied->places));
    tied->snaps = malloc((count + 1) * sizeof(*tied->snaps));
    if (sorted && tied->place_of && tied->places && tied->snaps)
        find_places(tied, sorted);
    free(sorted);
    return sorted && tied->place_of && tied->places && tied->snaps;
}

circlet_status ci_tied_points_find(ci_tied_points *tied, const ci_tier *tier,
                                   const circlet_point *points, size_t count,
                                   const ci_stage *stage, circlet_error *error)
{
    telling told = {stage, 0, 0};
    ci_snap_points all;
    circlet_status status;

    if (!ci_tied_points_place(tied, points, count))
        return ci_fail_nomem(error);
    tied->first = calloc(tied->place_count + 1, sizeof(*tied->first));
    if (!tied->first)
        return ci_fail_nomem(error);
    told.all = tied->place_count;
    all = points_of(tied, tier, &told);
    status = ci_snapper_find_all(&tied->ties, tied->first, tier->snapper,
                                 tier->times, &all, error);
    for (size_t i = 0; !status && i < tied->place_count; i++) {
        size_t ties = tied->first[i + 1] - tied->first[i];

        tied->snaps[i] = ci_snap_of(ties, ties);
    }
    return status;
}

circlet_status ci_tied_points_each(const ci_tied_points *tied,
                                   const ci_tier *tier, ci_take_ties take,
                                   void *taker, const ci_stage *stage,
                                   circlet_error *error)
{
    telling told = {stage, tied->place_count, 0};
    ci_snap_points all = points_of(tied, tier, &told);

    all.take = take;
    all.taker = taker;
    return ci_snapper_each(tier->snapper, tier->times, &all, error);
}

circlet_snap ci_snap_of(size_t found, size_t kept)
{
    if (kept > 0)
        return CIRCLET_SNAP_TIED;
    return found > 0 ? CIRCLET_SNAP_ISLAND : CIRCLET_SNAP_NO_ROAD;
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

        if (ci_lies_before(tied->places[middle], at))
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

void ci_tied_points_leave_islands(ci_tied_points *tied,
                                  const ci_island_rule *rule)
{
    size_t kept = 0, next = 0;

    for (size_t i = 0; i < tied->place_count; i++) {
        size_t count = tied->first[i + 1] - next;
        size_t stay = ci_island_rule_keep(rule, tied->ties + next, count);

        if (stay > 0)
            memmove(tied->ties + kept, tied->ties + next,
                    stay * sizeof(*tied->ties));
        next = tied->first[i + 1];
        kept += stay;
        tied->first[i + 1] = kept;
        tied->snaps[i] = ci_snap_of(count, stay);
    }
}
