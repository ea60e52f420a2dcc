#include "verify/capacity_bound.h"

#include <stdlib.h>
#include <string.h>

#include "verify/limits_check.h"
#include "verify/objective_check.h"

static size_t point_count_of(const ci_capacity_bound *bound)
{
    return circlet_od_matrix_origin_count(bound->location->reach);
}

static size_t site_count_of(const ci_capacity_bound *bound)
{
    return circlet_od_matrix_destination_count(bound->location->reach);
}

static bool is_cover(const ci_capacity_bound *bound)
{
    return bound->certificate->model == CIRCLET_MODEL_CAPACITATED_MCLP;
}

static int64_t capacity_of(const ci_capacity_bound *bound, size_t site)
{
    return bound->location->capacities ? bound->location->capacities[site]
                                       : INT64_MAX;
}

/* ---- arrays ------------------------------------------------------------ */

static size_t count_pairs(ci_capacity_bound *bound)
{
    size_t points = point_count_of(bound), sum = 0;

    for (size_t i = 0; i < points; i++) {
        size_t count;

        bound->first[i] = sum;
        (void)circlet_od_matrix_row(bound->location->reach, i, &count);
        sum += count;
    }
    return sum;
}

/* The pairs by site; `first` of a site is one place ahead meanwhile. */
static void turn_pairs(ci_capacity_bound *bound)
{
    size_t points = point_count_of(bound), sites = site_count_of(bound);
    size_t *first = bound->site_first, count;

    for (size_t i = 0; i < points; i++) {
        const circlet_od_entry *entries =
            circlet_od_matrix_row(bound->location->reach, i, &count);

        for (size_t k = 0; k < count; k++)
            first[entries[k].destination + 2]++;
    }
    for (size_t j = 0; j < sites; j++)
        first[j + 2] += first[j + 1];
    for (size_t i = 0; i < points; i++) {
        const circlet_od_entry *entries =
            circlet_od_matrix_row(bound->location->reach, i, &count);

        for (size_t k = 0; k < count; k++)
            bound->pairs[first[entries[k].destination + 1]++] = (ci_site_pair){
                bound->first[i] + k, (uint32_t)i, entries[k].time_ms};
    }
}

/* Whether the loads of all points together pass 64 bits. */
static bool are_loads_lost(const ci_capacity_bound *bound)
{
    ci_exact_sum sum = {0, false};

    for (size_t i = 0; i < point_count_of(bound); i++)
        ci_exact_add(&sum, ci_load_of(bound->location, i));
    return sum.is_lost;
}

bool ci_capacity_bound_make(ci_capacity_bound *out,
                            const circlet_certificate *certificate,
                            const circlet_location *location,
                            uint32_t unserved_ms)
{
    ci_capacity_bound made = {.certificate = certificate,
                              .location = location,
                              .unserved_ms = unserved_ms};
    size_t points = point_count_of(&made) + 1, sites = site_count_of(&made);
    size_t pairs;

    made.first = calloc(points, sizeof(*made.first));
    pairs = made.first ? count_pairs(&made) + 1 : 1;
    made.site_first = calloc(sites + 2, sizeof(*made.site_first));
    made.pairs = calloc(pairs, sizeof(*made.pairs));
    made.items = calloc(points, sizeof(*made.items));
    made.verdicts = calloc(pairs, sizeof(*made.verdicts));
    made.given = calloc(points, sizeof(*made.given));
    made.taken = calloc(sites + 1, sizeof(*made.taken));
    made.taken_load = calloc(sites + 1, sizeof(*made.taken_load));
    made.duals = calloc(points, sizeof(*made.duals));
    made.values = calloc(sites + 1, sizeof(*made.values));
    made.is_stale = calloc(sites + 1, sizeof(*made.is_stale));
    made.is_loose = calloc(sites + 1, sizeof(*made.is_loose));
    made.found_at = calloc(sites + 1, sizeof(*made.found_at));
    made.decided_at = calloc(pairs, sizeof(*made.decided_at));
    made.given_at = calloc(points, sizeof(*made.given_at));
    if (!made.first || !made.site_first || !made.pairs || !made.items ||
        !made.verdicts || !made.given || !made.taken || !made.taken_load ||
        !made.duals || !made.values || !made.is_stale || !made.is_loose ||
        !made.found_at || !made.decided_at || !made.given_at) {
        ci_capacity_bound_clear(&made);
        return false;
    }
    turn_pairs(&made);
    made.is_lost = are_loads_lost(&made);
    *out = made;
    return true;
}

void ci_capacity_bound_clear(ci_capacity_bound *bound)
{
    free(bound->first);
    free(bound->site_first);
    free(bound->pairs);
    free(bound->items);
    free(bound->verdicts);
    free(bound->given);
    free(bound->taken);
    free(bound->taken_load);
    free(bound->duals);
    free(bound->values);
    free(bound->is_stale);
    free(bound->is_loose);
    free(bound->found_at);
    free(bound->decided_at);
    free(bound->given_at);
    *bound = (ci_capacity_bound){0};
}

/* ---- decisions --------------------------------------------------------- */

size_t ci_capacity_pair(const ci_capacity_bound *bound, uint32_t point,
                        uint32_t site)
{
    const circlet_location *location = bound->location;
    const circlet_od_entry *entries;
    size_t count;

    if (!location->is_whole || point >= point_count_of(bound) ||
        ci_weight_of(location, point) == 0)
        return CI_NO_PAIR;
    entries = circlet_od_matrix_row(location->reach, point, &count);
    for (size_t k = 0; k < count; k++)
        if (entries[k].destination == site)
            return is_cover(bound) &&
                           entries[k].time_ms > ci_cutoff_of(location, point)
                       ? CI_NO_PAIR
                       : bound->first[point] + k;
    return CI_NO_PAIR;
}

/* A site can have a point no more, decided at `since`, or again: a value that
 * was found before stays true, one from in between does not. */
static void loosen(ci_capacity_bound *bound, uint32_t site, uint64_t since,
                   bool is_less)
{
    if (is_less)
        bound->is_loose[site] = 1;
    else if (bound->found_at[site] > since)
        bound->is_stale[site] = 1;
}

/* A point that a pair is in of, or is not any more: no other site has it. */
static void give(ci_capacity_bound *bound, uint32_t point, bool is_in)
{
    size_t count;
    const circlet_od_entry *entries =
        circlet_od_matrix_row(bound->location->reach, point, &count);

    bound->torn -= bound->given[point] > 1;
    bound->given[point] += is_in ? 1 : UINT32_MAX;
    bound->torn += bound->given[point] > 1;
    if (is_in && bound->given[point] == 1)
        bound->given_at[point] = bound->clock;
    for (size_t k = 0; k < count; k++)
        loosen(bound, entries[k].destination, bound->given_at[point], is_in);
}

static void take(ci_capacity_bound *bound, uint32_t site, int64_t load,
                 bool is_in)
{
    int64_t capacity = capacity_of(bound, site);

    bound->overfull -= bound->taken_load[site] > capacity;
    bound->taken_load[site] += is_in ? load : -load;
    bound->taken[site] += is_in ? 1 : UINT32_MAX;
    bound->overfull += bound->taken_load[site] > capacity;
}

void ci_capacity_decide(ci_capacity_bound *bound, size_t pair, uint32_t point,
                        uint32_t site, uint8_t verdict)
{
    uint8_t before = bound->verdicts[pair];
    int64_t load = bound->is_lost ? 0 : ci_load_of(bound->location, point);

    bound->clock++;
    bound->verdicts[pair] = verdict;
    if (before == CI_VERDICT_IN || verdict == CI_VERDICT_IN)
        bound->is_stale[site] = 1;
    else
        loosen(bound, site, bound->decided_at[pair],
               verdict == CI_VERDICT_OUT);
    if (before == CI_VERDICT_OPEN)
        bound->decided_at[pair] = bound->clock;
    if ((before == CI_VERDICT_IN) == (verdict == CI_VERDICT_IN))
        return;
    give(bound, point, verdict == CI_VERDICT_IN);
    take(bound, site, load, verdict == CI_VERDICT_IN);
}

bool ci_capacity_join(const ci_capacity_bound *bound, const uint8_t *verdicts,
                      uint8_t *out)
{
    if (bound->torn > 0 || bound->overfull > 0)
        return false;
    for (size_t site = 0; site < site_count_of(bound); site++) {
        out[site] = verdicts[site];
        if (bound->taken[site] == 0 ||
            ci_state_of(bound->location, site) == CIRCLET_SITE_EXISTING)
            continue;
        if (verdicts[site] == CI_VERDICT_OUT)
            return false;
        out[site] = CI_VERDICT_IN;
    }
    return true;
}

/* ---- values ------------------------------------------------------------ */

void ci_capacity_read(ci_capacity_bound *bound, const circlet_dual *duals,
                      size_t count, ci_exact_sum *base)
{
    size_t points = point_count_of(bound);

    memset(bound->duals, 0, points * sizeof(*bound->duals));
    memset(bound->is_stale, 1, site_count_of(bound));
    *base = (ci_exact_sum){0, bound->is_lost};
    for (size_t k = 0; k < count; k++) {
        uint32_t point = duals[k].row;
        int64_t value = duals[k].value, cut;

        if (point >= points || !ci_is_reached(bound->location, point))
            continue;
        cut = is_cover(bound) ? value
                              : ci_scaled_weight(bound->location,
                                                 bound->certificate->scale,
                                                 point, bound->unserved_ms);
        bound->duals[point] = value < cut ? value : cut;
        ci_exact_add(base, bound->duals[point]);
    }
}

/* What a point brings a site that serves it; may be below 0. */
static int64_t profit_of(const ci_capacity_bound *bound,
                         const ci_site_pair *pair)
{
    uint32_t time_ms = pair->time_ms < bound->unserved_ms ? pair->time_ms
                                                          : bound->unserved_ms;

    if (is_cover(bound))
        return ci_scaled_weight(bound->location, bound->certificate->scale,
                                pair->point, 1) -
               bound->duals[pair->point];
    return bound->duals[pair->point] -
           ci_scaled_weight(bound->location, bound->certificate->scale,
                            pair->point, time_ms);
}

/* Whether a site may still have a point, or need not, at that time. */
static bool is_open(const ci_capacity_bound *bound, const ci_site_pair *pair)
{
    return bound->verdicts[pair->pair] == CI_VERDICT_OPEN &&
           bound->given[pair->point] == 0 &&
           ci_weight_of(bound->location, pair->point) > 0 &&
           (!is_cover(bound) ||
            pair->time_ms <= ci_cutoff_of(bound->location, pair->point));
}

/* The points that are given to the site bring what they bring; of the others
 * the best that the rest of its capacity holds. */
static ci_exact_sum value_of(ci_capacity_bound *bound, size_t site,
                             bool *has_no_memory)
{
    ci_exact_sum sum = {0, false};
    size_t count = 0;
    int64_t most;

    for (size_t k = bound->site_first[site]; k < bound->site_first[site + 1];
         k++) {
        const ci_site_pair *pair = &bound->pairs[k];
        bool is_in = bound->verdicts[pair->pair] == CI_VERDICT_IN;
        int64_t profit;

        if (!is_in && !is_open(bound, pair))
            continue;
        profit = profit_of(bound, pair);
        if (is_in)
            ci_exact_add(&sum, profit);
        else if (profit > 0)
            bound->items[count++] =
                (ci_item){profit, ci_load_of(bound->location, pair->point)};
    }
    most = ci_knapsack_most(bound->items, count,
                            capacity_of(bound, site) - bound->taken_load[site],
                            bound->location->is_whole);
    *has_no_memory |= most == CI_KNAPSACK_NOMEM;
    sum.is_lost |= most < 0;
    ci_exact_add(&sum, most < 0 ? 0 : most);
    return sum;
}

bool ci_capacity_values(ci_capacity_bound *bound, bool is_sharp,
                        int64_t *values, bool *is_lost)
{
    bool has_no_memory = false;

    for (size_t site = 0; site < site_count_of(bound); site++) {
        ci_exact_sum value;

        if (bound->is_stale[site] || (is_sharp && bound->is_loose[site])) {
            value = value_of(bound, site, &has_no_memory);
            bound->values[site] = value.value;
            bound->is_stale[site] = value.is_lost;
            bound->is_loose[site] = 0;
            bound->found_at[site] = ++bound->clock;
            *is_lost |= value.is_lost;
        }
        values[site] = bound->values[site];
    }
    return !has_no_memory;
}
