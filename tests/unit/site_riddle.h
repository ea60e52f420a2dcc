/* Small random location problems with every limit, and what holds of a choice
 * of sites by looking at it: `open` has a bit for each open site. */
#ifndef TESTS_SITE_RIDDLE_H
#define TESTS_SITE_RIDDLE_H

#include <circlet/siting.h>

#include "unit.h"

#define SITES_MAX 9
#define POINTS_MAX 12

/* A small random location, in arrays that it borrows. */
typedef struct site_town {
    circlet_location location;
    circlet_od_matrix *reach;
    size_t points, sites;
    unsigned long long seed;
    uint32_t times[POINTS_MAX][SITES_MAX]; /* UINT32_MAX: no pair */
    int64_t weights[POINTS_MAX];
    uint32_t cutoffs[POINTS_MAX];
    uint32_t backup[POINTS_MAX];
    uint8_t states[SITES_MAX];
    int64_t costs[SITES_MAX];
    uint32_t groups[SITES_MAX];
    uint32_t group_min[3], group_max[3];
    uint32_t apart[8];
} site_town;

static inline bool by_chance(uint64_t *seed, uint32_t one_in)
{
    return unit_random_below(seed, one_in) == 0;
}

static inline void draw_reach(site_town *town, uint64_t *seed)
{
    size_t first[POINTS_MAX + 1] = {0};
    circlet_od_entry entries[POINTS_MAX * SITES_MAX];
    size_t count = 0;

    for (size_t i = 0; i < town->points; i++) {
        for (size_t j = 0; j < town->sites; j++) {
            town->times[i][j] = UINT32_MAX;
            if (by_chance(seed, 4))
                continue;
            town->times[i][j] = unit_random_below(seed, 20);
            entries[count++] =
                (circlet_od_entry){(uint32_t)j, town->times[i][j]};
        }
        first[i + 1] = count;
    }
    assert_ok(circlet_od_matrix_new(&town->reach, town->points, town->sites,
                                    first, entries, error));
    town->location.reach = town->reach;
}

static inline void draw_points(site_town *town, uint64_t *seed)
{
    circlet_location *location = &town->location;

    for (size_t i = 0; i < town->points; i++) {
        town->weights[i] = unit_random_below(seed, 6);
        town->cutoffs[i] = 4 + unit_random_below(seed, 12);
        town->backup[i] = by_chance(seed, 3) ? 2 : 1;
    }
    if (by_chance(seed, 2))
        location->weights = town->weights;
    if (by_chance(seed, 3))
        location->cutoffs_ms = town->cutoffs;
    else
        location->cutoff_ms = 3 + unit_random_below(seed, 14);
    if (by_chance(seed, 3))
        location->backup = town->backup;
}

static inline void draw_groups(site_town *town, uint64_t *seed)
{
    circlet_location *location = &town->location;

    for (size_t j = 0; j < town->sites; j++)
        town->groups[j] =
            by_chance(seed, 5) ? CIRCLET_NO_GROUP : unit_random_below(seed, 3);
    for (size_t g = 0; g < 3; g++) {
        town->group_min[g] = by_chance(seed, 2);
        town->group_max[g] = town->group_min[g] + unit_random_below(seed, 3);
    }
    location->groups = town->groups;
    location->group_count = 3;
    if (by_chance(seed, 2))
        location->group_min = town->group_min;
    if (by_chance(seed, 2))
        location->group_max = town->group_max;
}

static inline void draw_sites(site_town *town, uint64_t *seed)
{
    circlet_location *location = &town->location;
    uint32_t factor = 1 + unit_random_below(seed, 3);

    for (size_t j = 0; j < town->sites; j++) {
        town->costs[j] = (int64_t)factor * unit_random_below(seed, 8);
        town->states[j] =
            by_chance(seed, 6) ? (uint8_t)(1 + unit_random_below(seed, 3)) : 0;
    }
    if (by_chance(seed, 2))
        location->costs = town->costs;
    if (by_chance(seed, 2))
        location->states = town->states;
    if (by_chance(seed, 3))
        draw_groups(town, seed);
    if (by_chance(seed, 4)) {
        for (size_t k = 0; k < 4; k++) {
            town->apart[2 * k] =
                unit_random_below(seed, (uint32_t)town->sites - 1);
            town->apart[2 * k + 1] = (uint32_t)town->sites - 1;
        }
        location->apart = town->apart;
        location->apart_count = 1 + unit_random_below(seed, 4);
    }
    location->has_p = by_chance(seed, 3);
    location->p = 1 + unit_random_below(seed, 5);
    location->has_budget = by_chance(seed, 4);
    location->budget = unit_random_below(seed, 30);
}

static inline void draw_town(site_town *town, uint64_t seed)
{
    memset(town, 0, sizeof(*town));
    town->seed = seed;
    town->location = (circlet_location)CIRCLET_LOCATION_INIT;
    town->points = 1 + unit_random_below(&seed, POINTS_MAX);
    town->sites = 2 + unit_random_below(&seed, SITES_MAX - 1);
    draw_reach(town, &seed);
    draw_points(town, &seed);
    draw_sites(town, &seed);
}

/* ---- what holds of a choice -------------------------------------------- */

static inline uint8_t state_of(const site_town *town, size_t site)
{
    return town->location.states ? town->states[site] : 0;
}

static inline int64_t cost_of(const site_town *town, size_t site)
{
    return town->location.costs ? town->costs[site] : 1;
}

static inline int64_t weight_of(const site_town *town, size_t point)
{
    return town->location.weights ? town->weights[point] : 1;
}

/* Where the existing ones are more than a group's limit, no more come. */
static inline bool groups_fit(const site_town *town, uint32_t chosen)
{
    const circlet_location *location = &town->location;

    for (uint32_t g = 0; g < location->group_count; g++) {
        uint32_t count = 0;
        uint32_t existing = 0;

        for (size_t j = 0; j < town->sites; j++) {
            bool counts = (chosen >> j & 1) && town->groups[j] == g;

            count += counts;
            existing += counts && state_of(town, j) == CIRCLET_SITE_EXISTING;
        }
        if (location->group_min && count < town->group_min[g])
            return false;
        if (location->group_max && count > town->group_max[g] &&
            count > existing)
            return false;
    }
    return true;
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

static inline bool may_serve(const site_town *town, size_t site)
{
    return is_open_anyway(town, site) ||
           (state_of(town, site) == CIRCLET_SITE_FREE &&
            !is_kept_away(town, site));
}

/* The cost of a choice with the existing sites in it; -1: it breaks a
 * limit. */
static inline int64_t cost_of_choice(const site_town *town, uint32_t open)
{
    const circlet_location *location = &town->location;
    int64_t cost = 0;
    size_t count = 0;

    for (size_t j = 0; j < town->sites; j++) {
        bool is_in = open >> j & 1;
        uint8_t state = state_of(town, j);

        if (is_in == (state == CIRCLET_SITE_FORBIDDEN) &&
            state != CIRCLET_SITE_FREE)
            return -1;
        if (!is_in || state == CIRCLET_SITE_EXISTING)
            continue;
        cost += cost_of(town, j);
        count++;
    }
    for (size_t k = 0; k < location->apart_count; k++)
        if ((open >> town->apart[2 * k] & 1) &&
            (open >> town->apart[2 * k + 1] & 1) &&
            (state_of(town, town->apart[2 * k]) != CIRCLET_SITE_EXISTING ||
             state_of(town, town->apart[2 * k + 1]) != CIRCLET_SITE_EXISTING))
            return -1;
    if ((location->has_p && count > location->p) ||
        (location->has_budget && cost > location->budget))
        return -1;
    return groups_fit(town, open) ? cost : -1;
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
