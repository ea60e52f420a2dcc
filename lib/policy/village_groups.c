/*
 * The transportation problem with lower and upper bounds, on the graph of
 * the homes alone: going from home j to home k means that a village of j
 * moves to k, at the least extra cost that any of j's has. Villages join one
 * after the other by a shortest path (Ahuja, Magnanti, Orlin, Network Flows,
 * 1993, 9.7), where filling a group up to its least size comes before all
 * cost, so that every group has it in the end. A grouping of least cost has
 * no cycle of moves that saves anything; cycles that cost nothing then lead
 * to the first of all such groupings.
 */
#include "policy/village_groups.h"

#include <stdlib.h>

#include "base/error.h"

#define NOBODY UINT32_MAX
#define NO_WAY INT64_MAX

typedef struct solver {
    const ci_grouping *grouping;
    uint32_t *home_of; /* of each village; NOBODY: has not joined */
    bool *is_settled; /* a host, or a village whose home is final */
    size_t *sizes; /* of each group */
    int64_t *moves; /* j x (homes + 1) + k: the least cost of a move */
    uint32_t *movers; /* the village that makes it */
    int64_t *dist; /* of each home, and of the slack behind them */
    uint32_t *from; /* the home before it on the path; NOBODY: none */
} solver;

ci_group_range ci_group_range_of(size_t villages, size_t size_from,
                                 size_t size_to)
{
    ci_group_range range = {.home_min = (villages + size_to - 1) / size_to,
                            .home_max = villages / size_from,
                            .size_from = size_from,
                            .size_to = size_to};

    if (range.home_min <= range.home_max)
        return range;
    range.is_exception = true;
    range.home_max = range.home_min;
    range.size_from = villages / range.home_min;
    range.size_to = (villages + range.home_min - 1) / range.home_min;
    return range;
}

bool ci_grouping_is_possible(const ci_grouping *grouping)
{
    size_t homes = grouping->home_count, villages = grouping->village_count;

    if (homes == 0 || homes > villages)
        return false;
    for (size_t j = 0; j < homes; j++)
        for (size_t k = 0; k < j; k++)
            if (grouping->hosts[j] != CI_ANY_VILLAGE &&
                grouping->hosts[j] == grouping->hosts[k])
                return false;
    return homes * grouping->size_from <= villages &&
           villages <= homes * grouping->size_to;
}

static int64_t cost_of(const solver *s, size_t village, size_t home)
{
    return s->grouping->costs[village * s->grouping->home_count + home];
}

static void clear(solver *s)
{
    free(s->is_settled);
    free(s->sizes);
    free(s->moves);
    free(s->movers);
    free(s->dist);
    free(s->from);
}

static circlet_status set_up(solver *s, circlet_error *error)
{
    size_t villages = s->grouping->village_count;
    size_t nodes = s->grouping->home_count + 1;

    s->is_settled = calloc(villages, sizeof(*s->is_settled));
    s->sizes = calloc(nodes, sizeof(*s->sizes));
    s->moves = calloc(nodes * nodes, sizeof(*s->moves));
    s->movers = calloc(nodes * nodes, sizeof(*s->movers));
    s->dist = calloc(nodes, sizeof(*s->dist));
    s->from = calloc(nodes, sizeof(*s->from));
    if (!s->is_settled || !s->sizes || !s->moves || !s->movers || !s->dist ||
        !s->from)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < villages; i++)
        s->home_of[i] = NOBODY;
    for (size_t j = 0; j < s->grouping->home_count; j++) {
        uint32_t host = s->grouping->hosts[j];

        if (host == CI_ANY_VILLAGE)
            continue;
        s->home_of[host] = (uint32_t)j;
        s->is_settled[host] = true;
        s->sizes[j]++;
    }
    return CIRCLET_OK;
}

/* The cheapest move from every home to every other; the first village of
 * those as cheap. The last node is the slack: a group may grow into it, and
 * shrink out of it, where its size leaves room. */
static void find_moves(solver *s)
{
    size_t homes = s->grouping->home_count, nodes = homes + 1;

    for (size_t e = 0; e < nodes * nodes; e++) {
        s->moves[e] = NO_WAY;
        s->movers[e] = NOBODY;
    }
    for (size_t i = 0; i < s->grouping->village_count; i++) {
        size_t home = s->home_of[i];

        if (s->home_of[i] == NOBODY || s->is_settled[i])
            continue;
        for (size_t k = 0; k < homes; k++) {
            int64_t cost = cost_of(s, i, k) - cost_of(s, i, home);

            if (k == home || cost >= s->moves[home * nodes + k])
                continue;
            s->moves[home * nodes + k] = cost;
            s->movers[home * nodes + k] = (uint32_t)i;
        }
    }
    for (size_t j = 0; j < homes; j++) {
        if (s->sizes[j] < s->grouping->size_to)
            s->moves[j * nodes + homes] = 0;
        if (s->sizes[j] > s->grouping->size_from)
            s->moves[homes * nodes + j] = 0;
    }
}

/* Shortest paths by Bellman and Ford to every home from the village whose
 * costs `dist` holds; there is no cycle of negative cost. */
static void find_paths(solver *s)
{
    size_t nodes = s->grouping->home_count, stride = nodes + 1;
    bool is_shorter = true;

    while (is_shorter) {
        is_shorter = false;
        for (size_t j = 0; j < nodes; j++) {
            for (size_t k = 0; k < nodes; k++) {
                int64_t move = s->moves[j * stride + k];

                if (move == NO_WAY || s->dist[j] + move >= s->dist[k])
                    continue;
                s->dist[k] = s->dist[j] + move;
                s->from[k] = (uint32_t)j;
                is_shorter = true;
            }
        }
    }
}

/* Makes the moves of the path that ends at a node. Gives its start. */
static size_t follow(solver *s, size_t end)
{
    size_t stride = s->grouping->home_count + 1;

    while (s->from[end] != NOBODY) {
        uint32_t before = s->from[end];
        uint32_t mover = s->movers[before * stride + end];

        if (mover != NOBODY)
            s->home_of[mover] = (uint32_t)end;
        end = before;
    }
    return end;
}

/* Where a path best ends: in a group that is too small yet, if any. */
static size_t best_end(const solver *s)
{
    const ci_grouping *grouping = s->grouping;
    size_t best = SIZE_MAX;
    bool fills = false;

    for (size_t j = 0; j < grouping->home_count; j++) {
        bool is_small = s->sizes[j] < grouping->size_from;

        if (s->sizes[j] >= grouping->size_to || (fills && !is_small))
            continue;
        if (best == SIZE_MAX || (is_small && !fills) ||
            s->dist[j] < s->dist[best])
            best = j;
        fills = fills || is_small;
    }
    return best;
}

static void join(solver *s, size_t village)
{
    size_t homes = s->grouping->home_count, end;

    find_moves(s);
    for (size_t j = 0; j < homes; j++) {
        s->dist[j] = cost_of(s, village, j);
        s->from[j] = NOBODY;
    }
    find_paths(s);
    end = best_end(s);
    s->sizes[end]++;
    s->home_of[village] = (uint32_t)follow(s, end);
}

/* Shortest paths from every home to one, backwards: `from` is what comes
 * next. */
static void find_paths_to(solver *s, size_t end)
{
    size_t nodes = s->grouping->home_count + 1;
    bool is_shorter = true;

    for (size_t j = 0; j < nodes; j++) {
        s->dist[j] = NO_WAY;
        s->from[j] = NOBODY;
    }
    s->dist[end] = 0;
    while (is_shorter) {
        is_shorter = false;
        for (size_t e = 0; e < nodes * nodes; e++) {
            size_t j = e / nodes, k = e % nodes;

            if (s->moves[e] == NO_WAY || s->dist[k] == NO_WAY ||
                s->dist[k] + s->moves[e] >= s->dist[j])
                continue;
            s->dist[j] = s->dist[k] + s->moves[e];
            s->from[j] = (uint32_t)k;
            is_shorter = true;
        }
    }
}

/* Puts a village into the first home for which the rest can be mended so
 * that all costs as much as before. */
static void move_forward(solver *s, size_t village)
{
    size_t nodes = s->grouping->home_count + 1, at = 0;
    uint32_t own = s->home_of[village];

    find_paths_to(s, own);
    while (at < own &&
           (s->dist[at] == NO_WAY ||
            cost_of(s, village, at) + s->dist[at] != cost_of(s, village, own)))
        at++;
    s->home_of[village] = (uint32_t)at;
    while (at != own) {
        size_t next = s->from[at];
        uint32_t mover = s->movers[at * nodes + next];

        if (mover != NOBODY)
            s->home_of[mover] = (uint32_t)next;
        at = next;
    }
}

static void count_sizes(solver *s)
{
    for (size_t j = 0; j < s->grouping->home_count; j++)
        s->sizes[j] = 0;
    for (size_t i = 0; i < s->grouping->village_count; i++)
        s->sizes[s->home_of[i]]++;
}

/* Of groupings that cost the same, the first. */
static void settle_ties(solver *s)
{
    for (size_t i = 0; i < s->grouping->village_count; i++) {
        if (s->is_settled[i])
            continue;
        s->is_settled[i] = true;
        find_moves(s);
        move_forward(s, i);
        count_sizes(s);
    }
}

circlet_status ci_grouping_solve(uint32_t *home_of, int64_t *cost,
                                 const ci_grouping *grouping,
                                 circlet_error *error)
{
    solver s = {.grouping = grouping, .home_of = home_of};
    circlet_status status = set_up(&s, error);

    if (!status) {
        for (size_t i = 0; i < grouping->village_count; i++)
            if (home_of[i] == NOBODY)
                join(&s, i);
        settle_ties(&s);
        *cost = 0;
        for (size_t i = 0; i < grouping->village_count; i++)
            *cost += cost_of(&s, i, home_of[i]);
    }
    clear(&s);
    return status;
}
