/* Small random location problems with every limit, and what holds of a choice
 * of sites by looking at it: `open` has a bit for each open site. */
#ifndef TESTS_SITE_RIDDLE_H
#define TESTS_SITE_RIDDLE_H

#include <circlet/siting.h>

#include "small_location.h"

#define SITES_MAX SMALL_SITES_MAX
#define POINTS_MAX SMALL_POINTS_MAX

/* A small problem as small_location.h makes it, with cutoffs of the points. */
typedef struct site_town {
    small_location small;
    circlet_location location; /* the small one's, and further limits */
    circlet_od_matrix *reach;
    size_t points, sites;
    unsigned long long seed;
    const uint32_t (*times)[SMALL_SITES_MAX]; /* UINT32_MAX: no pair */
    const int64_t *weights;
    const uint32_t *backup, *apart;
    uint32_t cutoffs[POINTS_MAX];
} site_town;

static inline bool by_chance(uint64_t *seed, uint32_t one_in)
{
    return unit_random_below(seed, one_in) == 0;
}

/* The town stays where it is: its location points into it. */
static inline void draw_town(site_town *town, uint64_t seed)
{
    circlet_location *location = &town->location;
    int kinds = by_chance(&seed, 3) ? SMALL_EVERYTHING
                                    : (int)unit_random_below(&seed, 64);

    memset(town, 0, sizeof(*town));
    town->seed = seed;
    small_location_make(&town->small, seed, kinds,
                        1 + unit_random_below(&seed, 2));
    *location = town->small.location;
    town->reach = town->small.reach;
    town->points = town->small.point_count;
    town->sites = town->small.site_count;
    town->times = (const uint32_t(*)[SMALL_SITES_MAX])town->small.times;
    town->weights = town->small.weights;
    town->backup = town->small.backup;
    town->apart = town->small.apart;
    for (size_t i = 0; i < town->points; i++)
        town->cutoffs[i] = 6 + unit_random_below(&seed, 18);
    if (by_chance(&seed, 2))
        location->weights = NULL;
    if (by_chance(&seed, 3))
        location->cutoffs_ms = town->cutoffs;
    else
        location->cutoff_ms = 5 + unit_random_below(&seed, 20);
    if (by_chance(&seed, 2))
        location->has_p = false;
    if (by_chance(&seed, 2))
        location->has_budget = false;
}

/* ---- what holds of a choice -------------------------------------------- */

static inline uint8_t state_of(const site_town *town, size_t site)
{
    return town->location.states ? town->small.states[site] : 0;
}

static inline int64_t cost_of(const site_town *town, size_t site)
{
    return town->location.costs ? town->small.costs[site] : 1;
}

static inline int64_t weight_of(const site_town *town, size_t point)
{
    return town->location.weights ? town->weights[point] : 1;
}

static inline bool is_open_anyway(const site_town *town, size_t site)
{
    return state_of(town, site) == CIRCLET_SITE_FIXED ||
           state_of(town, site) == CIRCLET_SITE_EXISTING;
}

/* Whether a site is never chosen: one that is open anyway is too near. */
static inline bool is_kept_away(const site_town *town, size_t site)
{
    for (size_t k = 0; k < town->location.apart_count; k++) {
        uint32_t a = town->apart[2 * k];
        uint32_t b = town->apart[2 * k + 1];

        if ((a == site && is_open_anyway(town, b)) ||
            (b == site && is_open_anyway(town, a)))
            return true;
    }
    return false;
}

/* Whether a site is offered; spacing may keep it away all the same. */
static inline bool may_serve(const site_town *town, size_t site)
{
    return state_of(town, site) != CIRCLET_SITE_FORBIDDEN;
}

/* The cost of a choice with the existing sites in it; -1: it breaks a
 * limit. */
static inline int64_t cost_of_choice(const site_town *town, uint32_t open)
{
    small_location small = town->small;
    uint32_t existing;
    int64_t cost = 0;

    small.location = town->location;
    existing = small_open(&small, 0);
    if ((open & existing) != existing ||
        !small_allows(&small, open & ~existing))
        return -1;
    for (size_t j = 0; j < town->sites; j++)
        if ((open & ~existing) >> j & 1)
            cost += cost_of(town, j);
    return cost;
}

static inline uint32_t open_of(const site_town *town,
                               const circlet_siting *siting)
{
    size_t count;
    const uint32_t *sites = circlet_siting_sites(siting, &count);
    uint32_t open = 0;

    for (size_t j = 0; j < town->sites; j++)
        open |= (uint32_t)(state_of(town, j) == CIRCLET_SITE_EXISTING) << j;
    for (size_t i = 0; i < count; i++)
        open |= 1U << sites[i];
    return open;
}

#endif
