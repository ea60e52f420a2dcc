/*
 * Small seeded location problems with every side constraint, and what is
 * allowed in them by counting: the judge of the siting tests. Nothing here
 * comes from the solvers.
 */
#ifndef TESTS_SMALL_LOCATION_H
#define TESTS_SMALL_LOCATION_H

#include "unit.h"

#include <circlet/location.h>

#define SMALL_SITES_MAX 10
#define SMALL_POINTS_MAX 12
#define SMALL_GROUPS_MAX 3

typedef struct small_location {
    circlet_location location;
    size_t point_count, site_count;
    circlet_od_matrix *reach;
    uint32_t times[SMALL_POINTS_MAX][SMALL_SITES_MAX]; /* or
                                                        CIRCLET_UNREACHED */
    int64_t weights[SMALL_POINTS_MAX];
    uint32_t backup[SMALL_POINTS_MAX];
    uint8_t states[SMALL_SITES_MAX];
    int64_t costs[SMALL_SITES_MAX];
    uint32_t groups[SMALL_SITES_MAX];
    uint32_t group_min[SMALL_GROUPS_MAX], group_max[SMALL_GROUPS_MAX];
    uint32_t apart[2 * SMALL_SITES_MAX];
} small_location;

/* Which of the constraints a problem may have. */
#define SMALL_STATES 1
#define SMALL_COSTS 2 /* and a budget */
#define SMALL_GROUPS 4
#define SMALL_APART 8
#define SMALL_BACKUP 16
#define SMALL_EVERYTHING 31
#define SMALL_COPIES 32 /* every other point is as far as the one before */

static inline void small_matrix(small_location *out)
{
    circlet_od_entry entries[SMALL_POINTS_MAX * SMALL_SITES_MAX];
    size_t first[SMALL_POINTS_MAX + 1] = {0}, count = 0;

    for (size_t i = 0; i < out->point_count; i++) {
        for (uint32_t j = 0; j < out->site_count; j++)
            if (out->times[i][j] != CIRCLET_UNREACHED)
                entries[count++] = (circlet_od_entry){j, out->times[i][j]};
        first[i + 1] = count;
    }
    assert_ok(circlet_od_matrix_new(&out->reach, out->point_count,
                                    out->site_count, first, entries, error));
}

static inline void small_sites(small_location *out, uint64_t *seed, int kinds)
{
    for (size_t j = 0; j < out->site_count; j++) {
        uint32_t draw = unit_random_below(seed, 10);

        out->states[j] = draw < 7    ? CIRCLET_SITE_FREE
                         : draw == 7 ? CIRCLET_SITE_FIXED
                         : draw == 8 ? CIRCLET_SITE_FORBIDDEN
                                     : CIRCLET_SITE_EXISTING;
        out->costs[j] = unit_random_below(seed, 6);
        out->groups[j] = unit_random_below(seed, SMALL_GROUPS_MAX + 1);
        if (out->groups[j] == SMALL_GROUPS_MAX)
            out->groups[j] = CIRCLET_NO_GROUP;
    }
    for (size_t g = 0; g < SMALL_GROUPS_MAX; g++) {
        out->group_min[g] = unit_random_below(seed, 4) == 0;
        out->group_max[g] = 1 + unit_random_below(seed, 3);
    }
    if (kinds & SMALL_STATES)
        out->location.states = out->states;
    if (kinds & SMALL_COSTS) {
        out->location.costs = out->costs;
        out->location.has_budget = unit_random_below(seed, 2) == 0;
        out->location.budget = 2 + unit_random_below(seed, 10);
    }
    if (kinds & SMALL_GROUPS) {
        out->location.groups = out->groups;
        out->location.group_count = SMALL_GROUPS_MAX;
        out->location.group_min = out->group_min;
        out->location.group_max = out->group_max;
    }
}

static inline void small_pairs(small_location *out, uint64_t *seed)
{
    size_t wanted = unit_random_below(seed, SMALL_SITES_MAX);

    for (size_t i = 0; i < wanted && out->site_count > 1; i++) {
        uint32_t a = unit_random_below(seed, (uint32_t)out->site_count);
        uint32_t b = unit_random_below(seed, (uint32_t)out->site_count);

        if (a == b)
            continue;
        out->apart[2 * out->location.apart_count] = a;
        out->apart[2 * out->location.apart_count + 1] = b;
        out->location.apart_count++;
    }
    out->location.apart = out->apart;
}

/* The problem of a seed; about one in `sparse` pairs is in reach. */
static inline void small_location_make(small_location *out, uint64_t seed,
                                       int kinds, uint32_t sparse)
{
    memset(out, 0, sizeof(*out));
    out->location = (circlet_location)CIRCLET_LOCATION_INIT;
    out->point_count = 1 + unit_random_below(&seed, SMALL_POINTS_MAX);
    out->site_count = 1 + unit_random_below(&seed, SMALL_SITES_MAX);
    for (size_t i = 0; i < out->point_count; i++) {
        for (size_t j = 0; j < out->site_count; j++)
            out->times[i][j] = unit_random_below(&seed, sparse) == 0
                                   ? unit_random_below(&seed, 30)
                                   : CIRCLET_UNREACHED;
        out->weights[i] = unit_random_below(&seed, 9);
        out->backup[i] = 1 + (unit_random_below(&seed, 4) == 0);
    }
    for (size_t i = 1; kinds & SMALL_COPIES && i < out->point_count; i += 2)
        memcpy(out->times[i], out->times[i - 1], sizeof(out->times[i]));
    small_matrix(out);
    out->location.reach = out->reach;
    out->location.weights = out->weights;
    if (kinds & SMALL_BACKUP)
        out->location.backup = out->backup;
    small_sites(out, &seed, kinds);
    if (kinds & SMALL_APART)
        small_pairs(out, &seed);
    out->location.has_p = unit_random_below(&seed, 4) != 0;
    out->location.p = 1 + unit_random_below(&seed, 4);
}

static inline void small_location_clear(small_location *small)
{
    circlet_od_matrix_free(small->reach);
}

/* The sites that serve in a choice (bits): it with the existing ones. */
static inline uint32_t small_open(const small_location *small, uint32_t choice)
{
    for (size_t j = 0; small->location.states && j < small->site_count; j++)
        if (small->states[j] == CIRCLET_SITE_EXISTING)
            choice |= UINT32_C(1) << j;
    return choice;
}

static inline bool small_groups_allow(const small_location *small,
                                      uint32_t choice)
{
    const circlet_location *location = &small->location;
    uint32_t open = small_open(small, choice);

    for (uint32_t g = 0; location->groups && g < SMALL_GROUPS_MAX; g++) {
        uint32_t counts = 0, chosen = 0;

        for (size_t j = 0; j < small->site_count; j++)
            if (small->groups[j] == g) {
                counts += open >> j & 1;
                chosen += choice >> j & 1;
            }
        /* What already stands may pass the maximum: then nothing is added. */
        if (counts < small->group_min[g] ||
            (counts > small->group_max[g] && chosen > 0))
            return false;
    }
    return true;
}

/* Whether a choice of sites (bits, without the existing ones) keeps every
 * limit of the location. */
static inline bool small_allows(const small_location *small, uint32_t choice)
{
    const circlet_location *location = &small->location;
    uint32_t open = small_open(small, choice);
    int64_t cost = 0;
    size_t count = 0;

    for (size_t j = 0; j < small->site_count; j++) {
        bool is_in = choice >> j & 1;
        uint8_t state =
            location->states ? small->states[j] : CIRCLET_SITE_FREE;

        if ((is_in && (state == CIRCLET_SITE_FORBIDDEN ||
                       state == CIRCLET_SITE_EXISTING)) ||
            (!is_in && state == CIRCLET_SITE_FIXED))
            return false;
        count += is_in;
        if (is_in)
            cost += location->costs ? small->costs[j] : 1;
    }
    for (size_t i = 0; i < location->apart_count; i++) {
        uint32_t a = location->apart[2 * i], b = location->apart[2 * i + 1];

        /* Two existing sites are not a choice. */
        if ((open >> a & 1) && (open >> b & 1) &&
            ((choice >> a & 1) || (choice >> b & 1)))
            return false;
    }
    return (!location->has_p || count <= location->p) &&
           (!location->has_budget || cost <= location->budget) &&
           small_groups_allow(small, choice);
}

/* Sites of an answer as bits. */
static inline uint32_t small_bits(const uint32_t *sites, size_t count)
{
    uint32_t bits = 0;

    for (size_t i = 0; i < count; i++)
        bits |= UINT32_C(1) << sites[i];
    return bits;
}

#endif
