/*
 * Small seeded problems with capacities, and their optimum by enumeration of
 * all choices and assignments. Nothing here comes from the solvers.
 */
#ifndef TESTS_SMALL_CROWD_H
#define TESTS_SMALL_CROWD_H

#include "small_location.h"

/* A small problem with capacities, and its optimum by enumeration. */
typedef struct crowded {
    small_location small;
    int64_t capacities[SMALL_SITES_MAX];
    int64_t loads[SMALL_POINTS_MAX];
    uint32_t cutoffs[SMALL_POINTS_MAX];
    bool is_cover;
    uint32_t unserved; /* of median: what a unit pays */
} crowded;

static inline void make_case(crowded *out, uint64_t seed, bool is_whole,
                             bool is_cover)
{
    circlet_location *location = &out->small.location;
    uint64_t draws = seed * 991 + 5;

    small_location_make(&out->small, seed, SMALL_EVERYTHING & ~SMALL_BACKUP,
                        2);
    out->is_cover = is_cover;
    for (size_t j = 0; j < out->small.site_count; j++)
        out->capacities[j] = unit_random_below(&draws, 22);
    for (size_t i = 0; i < out->small.point_count; i++) {
        out->cutoffs[i] = unit_random_below(&draws, 30);
        out->loads[i] = unit_random_below(&draws, 9);
    }
    location->capacities = out->capacities;
    location->is_whole = is_whole;
    location->cutoff_ms = is_cover ? 20 : 0;
    if (is_cover && seed % 3 == 0)
        location->cutoffs_ms = out->cutoffs;
    if (is_whole && seed % 2 == 0)
        location->loads = out->loads;
    for (size_t i = 0; i < out->small.point_count; i++)
        for (size_t j = 0; j < out->small.site_count; j++)
            if (out->small.times[i][j] != CIRCLET_UNREACHED &&
                out->small.times[i][j] > out->unserved)
                out->unserved = out->small.times[i][j];
    if (seed % 4 == 0)
        location->unserved_ms = out->unserved = 12;
}

static inline bool may_serve(const crowded *town, size_t point, size_t site)
{
    const circlet_location *location = &town->small.location;
    uint32_t time = town->small.times[point][site];

    if (time == CIRCLET_UNREACHED)
        return false;
    return !town->is_cover ||
           time <= (location->cutoffs_ms ? town->cutoffs[point] : 20);
}

/* Whether a site is offered; spacing may keep it away all the same. */
static inline bool is_offered(const crowded *town, size_t site)
{
    const uint8_t *states = town->small.location.states;

    return !states || states[site] != CIRCLET_SITE_FORBIDDEN;
}

static inline bool is_reached(const crowded *town, size_t point)
{
    for (size_t j = 0; j < town->small.site_count; j++)
        if (may_serve(town, point, j) && is_offered(town, j))
            return true;
    return false;
}

/* What a unit of a point's weight pays at a site. */
static inline int64_t unit_cost(const crowded *town, size_t point, size_t site)
{
    uint32_t time = town->small.times[point][site];

    if (town->is_cover)
        return 0;
    return time < town->unserved ? time : town->unserved;
}

static inline int64_t unserved_cost(const crowded *town)
{
    return town->is_cover ? 1 : town->unserved;
}

static inline int64_t load_of(const crowded *town, size_t point)
{
    return town->small.location.loads ? town->loads[point]
                                      : town->small.weights[point];
}

/* ---- the best assignment of a choice ----------------------------------- */

typedef struct assigner {
    const crowded *town;
    uint32_t open;
    int64_t room[SMALL_SITES_MAX];
    int64_t least[SMALL_POINTS_MAX + 1]; /* of the points from here on */
    int64_t best;
} assigner;

static inline void assign_whole(assigner *job, size_t point, int64_t cost)
{
    const crowded *town = job->town;

    if (cost + job->least[point] >= job->best)
        return;
    if (point == town->small.point_count) {
        job->best = cost;
        return;
    }
    if (town->small.weights[point] == 0 || !is_reached(town, point)) {
        assign_whole(job, point + 1, cost);
        return;
    }
    for (size_t j = 0; j < town->small.site_count; j++) {
        int64_t load = load_of(town, point);

        if (!(job->open >> j & 1) || !may_serve(town, point, j) ||
            load > job->room[j])
            continue;
        job->room[j] -= load;
        assign_whole(job, point + 1,
                     cost + town->small.weights[point] *
                                unit_cost(town, point, j));
        job->room[j] += load;
    }
    assign_whole(job, point + 1,
                 cost + town->small.weights[point] * unserved_cost(town));
}

static inline int64_t cost_whole(const crowded *town, uint32_t open)
{
    assigner job = {.town = town, .open = open, .best = INT64_MAX};

    memcpy(job.room, town->capacities, sizeof(job.room));
    for (size_t i = town->small.point_count; i-- > 0;) {
        int64_t least = unserved_cost(town);

        for (size_t j = 0; j < town->small.site_count; j++)
            if ((open >> j & 1) && may_serve(town, i, j) &&
                unit_cost(town, i, j) < least)
                least = unit_cost(town, i, j);
        if (!is_reached(town, i))
            least = 0;
        job.least[i] = job.least[i + 1] + least * town->small.weights[i];
    }
    assign_whole(&job, 0, 0);
    return job.best;
}

/* Unit by unit, each along the cheapest path (Bellman and Ford) over points
 * and sites: flow[i][j], the last column is for nobody. */
typedef struct splitter {
    const crowded *town;
    uint32_t open;
    int64_t flow[SMALL_POINTS_MAX][SMALL_SITES_MAX + 1];
    int64_t used[SMALL_SITES_MAX + 1];
    int64_t distance[SMALL_SITES_MAX + 1];
    int via_site[SMALL_SITES_MAX + 1], via_point[SMALL_SITES_MAX + 1];
} splitter;

static inline bool is_column(const splitter *job, size_t point, size_t column)
{
    return column == SMALL_SITES_MAX ||
           (column < job->town->small.site_count &&
            (job->open >> column & 1) && may_serve(job->town, point, column));
}

static inline int64_t column_cost(const splitter *job, size_t point,
                                  size_t column)
{
    return column == SMALL_SITES_MAX ? unserved_cost(job->town)
                                     : unit_cost(job->town, point, column);
}

static inline void relax(splitter *job)
{
    for (size_t from = 0; from <= SMALL_SITES_MAX; from++)
        for (size_t i = 0; job->distance[from] < INT64_MAX &&
                           i < job->town->small.point_count;
             i++)
            for (size_t to = 0;
                 job->flow[i][from] > 0 && to <= SMALL_SITES_MAX; to++) {
                int64_t length = job->distance[from];

                if (!is_column(job, i, to))
                    continue;
                length += column_cost(job, i, to) - column_cost(job, i, from);
                if (length >= job->distance[to])
                    continue;
                job->distance[to] = length;
                job->via_site[to] = (int)from;
                job->via_point[to] = (int)i;
            }
}

/* Sends one unit of a point; gives what it costs. */
static inline int64_t send_unit(splitter *job, size_t point)
{
    size_t best = SMALL_SITES_MAX;
    int64_t length;

    for (size_t j = 0; j <= SMALL_SITES_MAX; j++) {
        job->distance[j] =
            is_column(job, point, j) ? column_cost(job, point, j) : INT64_MAX;
        job->via_site[j] = -1;
    }
    for (size_t round = 0; round <= SMALL_SITES_MAX; round++)
        relax(job);
    for (size_t j = 0; j < SMALL_SITES_MAX; j++)
        if (job->distance[j] < job->distance[best] &&
            job->used[j] < job->town->capacities[j])
            best = j;
    length = job->distance[best];
    job->used[best]++;
    while (job->via_site[best] >= 0) {
        job->flow[job->via_point[best]][best]++;
        job->flow[job->via_point[best]][job->via_site[best]]--;
        best = (size_t)job->via_site[best];
    }
    job->flow[point][best]++;
    return length;
}

static inline int64_t cost_split(const crowded *town, uint32_t open)
{
    splitter job = {.town = town, .open = open};
    int64_t cost = 0;

    for (size_t i = 0; i < town->small.point_count; i++)
        for (int64_t k = 0; is_reached(town, i) && k < town->small.weights[i];
             k++)
            cost += send_unit(&job, i);
    return cost;
}

/* The least cost of all choices; false: none is allowed. One to which a site
 * may still be added is no better than with it. */
static inline bool enumerate(const crowded *town, int64_t *best)
{
    bool is_found = false;

    for (uint32_t choice = 0; choice >> town->small.site_count == 0;
         choice++) {
        bool is_full = true;
        int64_t cost;

        if (!small_allows(&town->small, choice))
            continue;
        for (size_t j = 0; is_full && j < town->small.site_count; j++)
            is_full = (choice >> j & 1) ||
                      !small_allows(&town->small, choice | UINT32_C(1) << j);
        if (!is_full)
            continue;
        cost = town->small.location.is_whole
                   ? cost_whole(town, small_open(&town->small, choice))
                   : cost_split(town, small_open(&town->small, choice));
        if (!is_found || cost < *best)
            *best = cost;
        is_found = true;
    }
    return is_found;
}

#endif
