/* Small maximal covering problems with room for every limit, and what is best
 * in them by enumeration. */
#ifndef TESTS_SMALL_TOWN_H
#define TESTS_SMALL_TOWN_H

#include "unit.h"

#include <circlet/siting.h>

#define SITES_MAX 9
#define POINTS_MAX 14
#define GROUPS_MAX 3
#define BANDS_MAX 3

/* A small problem with room for every limit. */
typedef struct small_town {
    circlet_location location;
    circlet_od_matrix *reach;
    size_t site_count, point_count;
    uint32_t times[POINTS_MAX][SITES_MAX]; /* UINT32_MAX: out of reach */
    int64_t weights[POINTS_MAX];
    uint32_t cutoffs[POINTS_MAX];
    uint32_t backup[POINTS_MAX];
    circlet_cover_band bands[BANDS_MAX];
    uint8_t states[SITES_MAX];
    int64_t costs[SITES_MAX];
    uint32_t groups[SITES_MAX];
    uint32_t group_min[GROUPS_MAX], group_max[GROUPS_MAX];
    uint32_t apart[8];
} small_town;

/* ---- made at random ---------------------------------------------------- */

static inline bool happens(uint64_t *seed, uint32_t percent)
{
    return unit_random_below(seed, 100) < percent;
}

static inline void draw_reach(small_town *town, uint64_t *seed)
{
    circlet_od_entry entries[POINTS_MAX * SITES_MAX + 1];
    size_t first[POINTS_MAX + 1] = {0}, count = 0;
    uint32_t density = 20 + unit_random_below(seed, 50);

    for (size_t i = 0; i < town->point_count; i++) {
        bool repeats = i > 0 && happens(seed, 25);

        for (uint32_t j = 0; j < town->site_count; j++) {
            uint32_t time = happens(seed, density)
                                ? 1 + unit_random_below(seed, 9)
                                : UINT32_MAX;

            if (repeats)
                time = town->times[i - 1][j];
            town->times[i][j] = time;
            if (time < UINT32_MAX)
                entries[count++] = (circlet_od_entry){j, time};
        }
        first[i + 1] = count;
    }
    assert_ok(circlet_od_matrix_new(&town->reach, town->point_count,
                                    town->site_count, first, entries, error));
    town->location.reach = town->reach;
}

static inline void draw_points(small_town *town, uint64_t *seed)
{
    circlet_location *location = &town->location;
    int64_t unit = happens(seed, 50) ? 1000 : 1;

    for (size_t i = 0; i < town->point_count; i++) {
        town->weights[i] = unit_random_below(seed, 12) * unit;
        town->cutoffs[i] = 1 + unit_random_below(seed, 9);
        town->backup[i] = 1 + unit_random_below(seed, 5) / 3;
    }
    if (happens(seed, 80))
        location->weights = town->weights;
    if (happens(seed, 50))
        location->cutoff_ms = 1 + unit_random_below(seed, 9);
    else if (happens(seed, 50))
        location->cutoffs_ms = town->cutoffs;
    if (happens(seed, 25))
        location->backup = town->backup;
    if (happens(seed, 25)) {
        location->band_count = 1 + unit_random_below(seed, BANDS_MAX);
        location->bands = town->bands;
        for (uint32_t b = 0; b < location->band_count; b++)
            town->bands[b] = (circlet_cover_band){
                2 + 3 * b, 1000 - 300 * b - unit_random_below(seed, 90)};
    }
}

static inline void draw_sites(small_town *town, uint64_t *seed)
{
    circlet_location *location = &town->location;

    for (size_t j = 0; j < town->site_count; j++) {
        uint32_t draw = unit_random_below(seed, 12);

        town->states[j] = (uint8_t)(draw < 4 && draw > 0 ? draw : 0);
        town->costs[j] = unit_random_below(seed, 7);
        town->groups[j] = unit_random_below(seed, GROUPS_MAX + 1);
        if (town->groups[j] == GROUPS_MAX)
            town->groups[j] = CIRCLET_NO_GROUP;
    }
    if (happens(seed, 40))
        location->states = town->states;
    if (happens(seed, 60))
        location->costs = town->costs;
    if (happens(seed, 30)) {
        location->groups = town->groups;
        location->group_count = GROUPS_MAX;
        for (size_t g = 0; g < GROUPS_MAX; g++) {
            town->group_min[g] = unit_random_below(seed, 3) / 2;
            town->group_max[g] =
                town->group_min[g] + unit_random_below(seed, 3);
        }
        location->group_min = happens(seed, 70) ? town->group_min : NULL;
        location->group_max = happens(seed, 70) ? town->group_max : NULL;
    }
    if (town->site_count > 1 && happens(seed, 30)) {
        location->apart = town->apart;
        location->apart_count = 1 + unit_random_below(seed, 4);
        for (size_t i = 0; i < location->apart_count; i++) {
            uint32_t a =
                unit_random_below(seed, (uint32_t)town->site_count - 1);

            town->apart[2 * i] = a;
            town->apart[2 * i + 1] = (uint32_t)town->site_count - 1;
        }
    }
}

static inline void draw_town(small_town *town, uint64_t *seed)
{
    *town = (small_town){.location = CIRCLET_LOCATION_INIT};
    town->site_count = 1 + unit_random_below(seed, SITES_MAX);
    town->point_count = unit_random_below(seed, POINTS_MAX + 1);
    draw_reach(town, seed);
    draw_points(town, seed);
    draw_sites(town, seed);
    town->location.has_p = happens(seed, 75);
    town->location.p = unit_random_below(seed, 5);
    town->location.has_budget = !town->location.has_p || happens(seed, 25);
    town->location.budget = unit_random_below(seed, 16);
}

/* ---- enumerated -------------------------------------------------------- */

static inline uint8_t state_of(const circlet_location *location, size_t site)
{
    return location->states ? location->states[site]
                            : (uint8_t)CIRCLET_SITE_FREE;
}

static inline bool keeps_groups(const small_town *town, uint32_t sites)
{
    const circlet_location *location = &town->location;

    for (uint32_t g = 0; location->groups && g < GROUPS_MAX; g++) {
        uint32_t count = 0, added = 0;

        for (size_t j = 0; j < town->site_count; j++)
            if ((sites >> j & 1) && town->groups[j] == g) {
                count++;
                added += state_of(location, j) != CIRCLET_SITE_EXISTING;
            }
        if (location->group_min && count < location->group_min[g])
            return false;
        if (location->group_max && added > 0 && count > location->group_max[g])
            return false;
    }
    return true;
}

/* Existing sites are among `sites`. */
static inline bool keeps_limits(const small_town *town, uint32_t sites,
                                bool has_spacing, bool has_budget)
{
    const circlet_location *location = &town->location;
    int64_t cost = 0;
    size_t count = 0;

    for (size_t j = 0; j < town->site_count; j++) {
        bool is_open = sites >> j & 1;
        uint8_t state = state_of(location, j);

        if (is_open ? state == CIRCLET_SITE_FORBIDDEN
                    : state == CIRCLET_SITE_FIXED ||
                          state == CIRCLET_SITE_EXISTING)
            return false;
        if (!is_open || state == CIRCLET_SITE_EXISTING)
            continue;
        count++;
        cost += location->costs ? location->costs[j] : 1;
    }
    for (size_t i = 0; has_spacing && i < location->apart_count; i++) {
        uint32_t a = town->apart[2 * i], b = town->apart[2 * i + 1];
        bool are_old = state_of(location, a) == CIRCLET_SITE_EXISTING &&
                       state_of(location, b) == CIRCLET_SITE_EXISTING;

        if ((sites >> a & 1) && (sites >> b & 1) && !are_old)
            return false;
    }
    return (!location->has_p || count <= location->p) &&
           (!has_budget || !location->has_budget ||
            cost <= location->budget) &&
           keeps_groups(town, sites);
}

static inline uint32_t cutoff_of(const small_town *town, size_t point,
                                 size_t band)
{
    const circlet_location *location = &town->location;

    if (location->bands)
        return location->bands[band].cutoff_ms;
    if (location->cutoffs_ms)
        return location->cutoffs_ms[point];
    return location->cutoff_ms > 0 ? location->cutoff_ms : 1000;
}

static inline bool covers(const small_town *town, size_t site, size_t point,
                          size_t band)
{
    return town->times[point][site] <= cutoff_of(town, point, band);
}

static inline uint32_t need_of(const small_town *town, size_t point)
{
    return town->location.backup ? town->backup[point] : 1;
}

static inline int64_t weight_of(const small_town *town, size_t point)
{
    return town->location.weights ? town->weights[point] : 1;
}

/* What covering this band adds to covering the next one. */
static inline int64_t row_weight(const small_town *town, size_t point,
                                 size_t band)
{
    const circlet_location *location = &town->location;
    uint32_t next = 0;

    if (!location->bands)
        return weight_of(town, point);
    if (band + 1 < location->band_count)
        next = location->bands[band + 1].share_milli;
    return weight_of(town, point) * (location->bands[band].share_milli - next);
}

static inline size_t band_count(const small_town *town)
{
    return town->location.bands ? town->location.band_count : 1;
}

static inline size_t coverers(const small_town *town, uint32_t sites,
                              size_t point, size_t band)
{
    size_t count = 0;

    for (size_t j = 0; j < town->site_count; j++)
        count += (sites >> j & 1) && covers(town, j, point, band);
    return count;
}

static inline int64_t covered(const small_town *town, uint32_t sites)
{
    int64_t sum = 0;

    for (size_t i = 0; i < town->point_count; i++)
        for (size_t b = 0; b < band_count(town); b++)
            if (coverers(town, sites, i, b) >= need_of(town, i))
                sum += row_weight(town, i, b);
    return sum;
}

/* -1: no choice keeps the limits. */
static inline int64_t best_of_all(const small_town *town)
{
    int64_t best = -1;

    for (uint32_t sites = 0; sites >> town->site_count == 0; sites++)
        if (keeps_limits(town, sites, true, true) &&
            covered(town, sites) > best)
            best = covered(town, sites);
    return best;
}

static inline uint32_t existing_sites(const small_town *town)
{
    uint32_t sites = 0;

    for (size_t j = 0; j < town->site_count; j++)
        if (state_of(&town->location, j) == CIRCLET_SITE_EXISTING)
            sites |= 1U << j;
    return sites;
}

#endif
