/* What a choice of sites of a small location is worth, counted from the
 * definition of each model. */
#ifndef TESTS_SMALL_OBJECTIVE_H
#define TESTS_SMALL_OBJECTIVE_H

#include "small_location.h"

#include <circlet/certificate.h>

static inline bool small_is_maximum(circlet_model model)
{
    return model == CIRCLET_MODEL_MCLP ||
           model == CIRCLET_MODEL_CAPACITATED_MCLP;
}

static inline uint32_t small_cutoff(const small_location *small)
{
    return small->location.cutoff_ms > 0 ? small->location.cutoff_ms
                                         : CIRCLET_TIME_MAX;
}

/* Open sites among `open` within a time of a point. */
static inline uint32_t small_cover(const small_location *small, size_t point,
                                   uint32_t open, uint32_t within)
{
    uint32_t times = 0;

    for (size_t j = 0; j < small->site_count; j++)
        times += (open >> j & 1) &&
                 small->times[point][j] != CIRCLET_UNREACHED &&
                 small->times[point][j] <= within;
    return times;
}

static inline uint8_t small_state(const small_location *small, size_t site)
{
    return small->location.states ? small->states[site] : CIRCLET_SITE_FREE;
}

/* The sites that the problem offers, whether or not spacing lets them. */
static inline uint32_t small_offered(const small_location *small)
{
    uint32_t offered = 0;

    for (size_t j = 0; j < small->site_count; j++)
        if (small_state(small, j) != CIRCLET_SITE_FORBIDDEN)
            offered |= UINT32_C(1) << j;
    return offered;
}

static inline uint32_t small_need(const small_location *small, size_t point)
{
    return small->location.backup ? small->backup[point] : 1;
}

static inline int64_t small_weight(const small_location *small, size_t point)
{
    return small->location.weights ? small->weights[point] : 1;
}

static inline uint32_t small_unserved(const small_location *small)
{
    uint32_t longest = 0;

    if (small->location.unserved_ms > 0)
        return small->location.unserved_ms;
    for (size_t i = 0; i < small->point_count; i++)
        for (size_t j = 0; j < small->site_count; j++)
            if (small->times[i][j] != CIRCLET_UNREACHED &&
                small->times[i][j] > longest)
                longest = small->times[i][j];
    return longest;
}

static inline int64_t small_cost(const small_location *small, uint32_t choice)
{
    int64_t cost = 0;

    for (size_t j = 0; j < small->site_count; j++)
        if (choice >> j & 1)
            cost += small->location.costs ? small->costs[j] : 1;
    return cost;
}

/* The n-th least time from a point to an open site. */
static inline uint32_t small_time(const small_location *small, size_t point,
                                  uint32_t open, uint32_t nth)
{
    for (uint32_t time_ms = 0; time_ms < 64; time_ms++)
        if (small_cover(small, point, open, time_ms) >= nth)
            return time_ms;
    return CIRCLET_UNREACHED;
}

/* Weight covered; *is_all: all that can be. */
static inline int64_t small_covered(const small_location *small, uint32_t open,
                                    bool *is_all)
{
    uint32_t offered = small_offered(small);
    int64_t covered = 0;

    *is_all = true;
    for (size_t i = 0; i < small->point_count; i++) {
        uint32_t need = small_need(small, i), within = small_cutoff(small);

        if (small_weight(small, i) == 0 ||
            small_cover(small, i, offered, within) < need)
            continue;
        if (small_cover(small, i, open, within) >= need)
            covered += small_weight(small, i);
        else
            *is_all = false;
    }
    return covered;
}

static inline int64_t small_median(const small_location *small, uint32_t open)
{
    uint32_t offered = small_offered(small), unserved = small_unserved(small);
    int64_t sum = 0;

    for (size_t i = 0; i < small->point_count; i++) {
        uint32_t time_ms = small_time(small, i, open, 1);

        if (small_time(small, i, offered, 1) != CIRCLET_UNREACHED)
            sum += small_weight(small, i) *
                   (time_ms < unserved ? time_ms : unserved);
    }
    return sum;
}

/* The longest time; false: a point is not covered that can be. */
static inline bool small_center(const small_location *small, uint32_t open,
                                int64_t *longest)
{
    uint32_t offered = small_offered(small);

    *longest = 0;
    for (size_t i = 0; i < small->point_count; i++) {
        uint32_t need = small_need(small, i), time_ms;

        if (small_weight(small, i) == 0 ||
            small_time(small, i, offered, need) == CIRCLET_UNREACHED)
            continue;
        time_ms = small_time(small, i, open, need);
        if (time_ms == CIRCLET_UNREACHED)
            return false;
        if (time_ms > *longest)
            *longest = time_ms;
    }
    return true;
}

/* Every point to a site wholly, or to none: the best from `point` on. */
static inline int64_t small_assign(const small_location *small,
                                   circlet_model model, uint32_t open,
                                   size_t point, int64_t *room)
{
    bool is_cover = small_is_maximum(model);
    int64_t weight, best, rest;

    if (point == small->point_count)
        return 0;
    weight = small_weight(small, point);
    rest = small_assign(small, model, open, point + 1, room);
    if (weight == 0 ||
        small_time(small, point, small_offered(small), 1) == CIRCLET_UNREACHED)
        return rest;
    best = rest + (is_cover ? 0 : weight * small_unserved(small));
    for (size_t j = 0; j < small->site_count; j++) {
        uint32_t time_ms = small->times[point][j];
        int64_t value;

        if (!(open >> j & 1) || time_ms == CIRCLET_UNREACHED ||
            (is_cover && time_ms > small_cutoff(small)) || room[j] < weight)
            continue;
        room[j] -= weight;
        value = small_assign(small, model, open, point + 1, room) +
                (is_cover ? weight : weight * time_ms);
        room[j] += weight;
        if (is_cover ? value > best : value < best)
            best = value;
    }
    return best;
}

static inline int64_t small_assigned(const small_location *small,
                                     circlet_model model, uint32_t open)
{
    int64_t room[SMALL_SITES_MAX];

    for (size_t j = 0; j < small->site_count; j++)
        room[j] = small->location.capacities ? small->location.capacities[j]
                                             : INT64_MAX;
    return small_assign(small, model, open, 0, room);
}

/* The objective of a choice (bits, without the existing sites); false: it is
 * not allowed, or leaves uncovered what must be covered. Capacities: every
 * point goes to one site wholly. */
static inline bool small_objective(const small_location *small,
                                   circlet_model model, uint32_t choice,
                                   int64_t *objective)
{
    uint32_t open = small_open(small, choice);
    bool is_all;

    *objective = 0;
    if (!small_allows(small, choice))
        return false;
    switch (model) {
    case CIRCLET_MODEL_LSCP:
        *objective = small_covered(small, open, &is_all);
        if (small->location.target > 0)
            is_all = *objective >= small->location.target;
        *objective = small_cost(small, choice);
        return is_all;
    case CIRCLET_MODEL_MCLP:
        *objective = small_covered(small, open, &is_all);
        return true;
    case CIRCLET_MODEL_P_MEDIAN:
        *objective = small_median(small, open);
        return true;
    case CIRCLET_MODEL_P_CENTER:
        return small_center(small, open, objective);
    case CIRCLET_MODEL_FACILITY_LOCATION:
        *objective = small_median(small, open) + small_cost(small, choice);
        return true;
    default:
        *objective = small_assigned(small, model, open);
        return true;
    }
}

/* The best choice of all; false: there is none. */
static inline bool small_best(const small_location *small, circlet_model model,
                              int64_t *objective, uint32_t *best)
{
    bool is_found = false;

    for (uint32_t choice = 0; choice >> small->site_count == 0; choice++) {
        int64_t value;

        if (!small_objective(small, model, choice, &value))
            continue;
        if (!is_found || (small_is_maximum(model) ? value > *objective
                                                  : value < *objective)) {
            *objective = value;
            *best = choice;
        }
        is_found = true;
    }
    return is_found;
}

#endif
