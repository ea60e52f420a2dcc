#include "siting/median_bound.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

/* No more bits after the point: prices move by far less than matters. */
#define SHIFT_MAX 20

/* How much of the last direction is kept. */
#define KEEP 0.93

/* Steps without gain after which steps become shorter, and by how much; a
 * gain makes them longer. */
#define BAD_MAX 20
#define SHORTER 0.66
#define LONGER 1.1

/* Shorter steps lead nowhere. */
#define FACTOR_MIN 1e-3

/* The price of the budget is sought every so many steps. */
#define THETA_STEPS 8

/* No scaled sum passes this. */
#define SUM_MAX (INT64_C(1) << 61)

/* The sum of what all sites could ever earn, and of all costs. */
static circlet_status sum_all(const ci_median_lists *lists,
                              const ci_side *side, int64_t *out,
                              ci_effort *effort, circlet_error *error)
{
    double sum = (double)lists->total;
    circlet_status status = CIRCLET_OK;

    for (size_t site = 0; site < side->site_count; site++)
        sum += (double)side->costs[site];
    for (size_t c = 0; c < lists->client_count && status == CIRCLET_OK; c++) {
        double earned = 0;

        for (size_t k = lists->first[c]; k < lists->first[c + 1]; k++)
            earned += lists->caps[c] - lists->entries[k].time_ms;
        sum += (double)lists->weights[c] * earned;
        status = ci_effort_prepare(
            effort, lists->first[c + 1] - lists->first[c] + 1, error);
    }
    if (status == CIRCLET_OK && sum > (double)SUM_MAX / 2)
        status = ci_fail(error, CIRCLET_E_DATA,
                         "the sum of weight x time over all pairs of demand "
                         "points and sites is too large");
    if (status == CIRCLET_OK)
        *out = (int64_t)sum + 1;
    return status;
}

circlet_status ci_median_bound_make(ci_median_bound *out,
                                    const ci_median_lists *lists,
                                    const ci_side *side, const int64_t *costs,
                                    ci_effort *effort, circlet_error *error)
{
    ci_median_bound bound = {.side = side, .costs = costs, .effort = effort};
    size_t sites = side->site_count + 1, clients = lists->client_count + 1;
    circlet_status status;
    int64_t sum;
    bool has_most;

    status = sum_all(lists, side, &sum, effort, error);
    if (status != CIRCLET_OK)
        return status;
    while (bound.shift < SHIFT_MAX && sum << bound.shift <= SUM_MAX / 4)
        bound.shift++;
    has_most = ci_most_make(&bound.most, side);
    bound.values = calloc(sites, sizeof(*bound.values));
    bound.picked = calloc(sites, sizeof(*bound.picked));
    bound.share = calloc(sites, sizeof(*bound.share));
    bound.reach = calloc(clients, sizeof(*bound.reach));
    bound.trial = calloc(clients, sizeof(*bound.trial));
    bound.direction = calloc(clients, sizeof(*bound.direction));
    if (!has_most || !bound.values || !bound.picked || !bound.share ||
        !bound.reach || !bound.trial || !bound.direction) {
        ci_median_bound_clear(&bound);
        return ci_fail_nomem(error);
    }
    *out = bound;
    return CIRCLET_OK;
}

void ci_median_bound_clear(ci_median_bound *bound)
{
    ci_most_clear(&bound->most);
    free(bound->values);
    free(bound->picked);
    free(bound->share);
    free(bound->reach);
    free(bound->trial);
    free(bound->direction);
    *bound = (ci_median_bound){0};
}

int64_t ci_median_bound_units(const ci_median_bound *bound, int64_t limit)
{
    int64_t scale = INT64_C(1) << bound->shift;

    return limit / scale + (limit % scale > 0);
}

/* What sites earn at the prices, into `values`; gives sum w x price. */
static int64_t earn(ci_median_bound *bound, const ci_median_lists *lists,
                    const int64_t *prices)
{
    int64_t *values = bound->values, sum = 0;
    unsigned shift = bound->shift;
    uint64_t touched = 0;

    for (size_t site = 0; site < bound->side->site_count; site++)
        values[site] = bound->costs ? -(bound->costs[site] << shift) : 0;
    for (size_t c = 0; c < lists->client_count; c++) {
        const circlet_od_entry *list = &lists->entries[lists->first[c]];
        size_t count = lists->first[c + 1] - lists->first[c], k = 0;
        int64_t offer = prices[c] * lists->weights[c];
        int64_t weight = lists->weights[c] << shift;
        int64_t top = (prices[c] + (INT64_C(1) << shift) - 1) >> shift;

        sum += offer;
        for (; k < count && list[k].time_ms < top; k++)
            values[list[k].destination] += offer - weight * list[k].time_ms;
        bound->reach[c] = (uint32_t)k;
        touched += k + 1;
    }
    ci_effort_spend(bound->effort, touched + bound->side->site_count);
    return sum;
}

/* The bound at prices, with the price of the budget as it is unless that is
 * free: any price of it proves something. */
static bool evaluate(ci_median_bound *bound, const ci_median_lists *lists,
                     const int64_t *prices, const uint8_t *decided,
                     bool is_free, int64_t *limit)
{
    int64_t sum = earn(bound, lists, prices), most;

    if (!ci_most_find(&bound->most, bound->values, decided, &bound->theta,
                      is_free, &most, bound->picked))
        return false;
    bound->sum = sum;
    *limit = sum - most;
    return true;
}

bool ci_median_bound_evaluate(ci_median_bound *bound,
                              const ci_median_lists *lists,
                              const int64_t *prices, const uint8_t *decided,
                              int64_t *limit)
{
    return evaluate(bound, lists, prices, decided,
                    bound->side->budget < INT64_MAX, limit);
}

void ci_median_bound_clip(const ci_median_bound *bound,
                          const ci_median_lists *lists, int64_t *prices)
{
    for (size_t c = 0; c < lists->client_count; c++) {
        int64_t high = (int64_t)lists->caps[c] << bound->shift, low = high;

        if (lists->first[c] < lists->first[c + 1])
            low = (int64_t)lists->entries[lists->first[c]].time_ms
                  << bound->shift;
        prices[c] = prices[c] < low ? low : prices[c];
        prices[c] = prices[c] > high ? high : prices[c];
    }
}

/*
 * The direction of the next step: a subgradient (a client that is served by
 * so many of the picked sites, less one, offers too much) bent towards the
 * last direction (P. Camerini, L. Fratta and F. Maffioli, On improving
 * relaxation methods by modified gradient techniques, Mathematical
 * Programming Study 3 (1975)). Gives sum w x direction^2.
 */
static double turn(ci_median_bound *bound, const ci_median_lists *lists,
                   double keep)
{
    const uint8_t *picked = bound->picked;
    double norm = 0;
    uint64_t touched = 0;

    for (size_t c = 0; c < lists->client_count; c++) {
        const circlet_od_entry *list = &lists->entries[lists->first[c]];
        size_t count = bound->reach[c];
        int served = 0;
        double direction;

        if (lists->first[c] == lists->first[c + 1]) {
            bound->direction[c] = 0;
            continue;
        }
        for (size_t k = 0; k < count; k++)
            served += picked[list[k].destination];
        touched += count;
        direction = keep * bound->direction[c] + (1 - keep) * (1 - served);
        bound->direction[c] = direction;
        norm += (double)lists->weights[c] * direction * direction;
    }
    ci_effort_spend(bound->effort, touched);
    return norm;
}

static void step(ci_median_bound *bound, const ci_median_lists *lists,
                 const int64_t *from, double length)
{
    for (size_t c = 0; c < lists->client_count; c++)
        bound->trial[c] = from[c] + (int64_t)(length * bound->direction[c]);
    ci_median_bound_clip(bound, lists, bound->trial);
}

static void average(ci_median_bound *bound, double keep)
{
    for (size_t site = 0; site < bound->side->site_count; site++)
        bound->share[site] =
            keep * bound->share[site] + (1 - keep) * bound->picked[site];
}

bool ci_median_bound_start(ci_median_bound *bound,
                           const ci_median_lists *lists,
                           const uint8_t *decided, ci_median_prices *prices)
{
    ci_median_bound_clip(bound, lists, prices->prices);
    if (!ci_median_bound_evaluate(bound, lists, prices->prices, decided,
                                  &prices->limit))
        return false;
    prices->theta = bound->theta;
    memset(bound->direction, 0,
           lists->client_count * sizeof(*bound->direction));
    for (size_t site = 0; site < bound->side->site_count; site++)
        bound->share[site] = bound->picked[site];
    bound->factor = 1.0;
    bound->keep = 0.0;
    bound->bad = 0;
    bound->is_stuck = false;
    return true;
}

static void tell(const ci_median_bound *bound, int64_t objective,
                 int64_t limit)
{
    int64_t units = ci_median_bound_units(bound, limit);

    if (bound->tells)
        ci_effort_tell(bound->effort, objective,
                       units < objective ? units : objective);
}

/* The price of the budget takes many questions, and changes little from one
 * step to the next. */
static bool seeks_theta(ci_median_bound *bound)
{
    if (bound->side->budget == INT64_MAX)
        return false;
    bound->kept_theta = (bound->kept_theta + 1) % THETA_STEPS;
    return bound->kept_theta == 0;
}

/* Takes the trial prices over if they are better, and sets how far the next
 * step goes. */
static void judge(ci_median_bound *bound, const ci_median_lists *lists,
                  int64_t limit, ci_median_prices *prices)
{
    if (limit > prices->limit) {
        memcpy(prices->prices, bound->trial,
               lists->client_count * sizeof(*bound->trial));
        prices->limit = limit;
        prices->theta = bound->theta;
        bound->factor *= LONGER;
        bound->bad = 0;
    } else if (++bound->bad >= BAD_MAX) {
        bound->factor *= SHORTER;
        bound->bad = 0;
    }
    bound->is_stuck = bound->factor < FACTOR_MIN;
}

bool ci_median_bound_raise(ci_median_bound *bound,
                           const ci_median_lists *lists,
                           const uint8_t *decided, int64_t objective,
                           size_t steps, ci_median_prices *prices)
{
    double goal = (double)objective * (double)(INT64_C(1) << bound->shift);
    int64_t limit;

    for (size_t i = 0; i < steps && !bound->is_stuck; i++) {
        double norm, length;

        if (ci_median_bound_units(bound, prices->limit) >= objective ||
            bound->effort->is_over)
            break;
        norm = turn(bound, lists, bound->keep);
        if (norm == 0) {
            bound->is_stuck = true;
            break;
        }
        bound->keep = KEEP;
        length = bound->factor * (goal - (double)prices->limit) / norm;
        step(bound, lists, prices->prices, length);
        if (!evaluate(bound, lists, bound->trial, decided, seeks_theta(bound),
                      &limit))
            return false;
        average(bound, KEEP);
        judge(bound, lists, limit, prices);
        tell(bound, objective, prices->limit);
    }
    return true;
}

/* ---- reduced costs ----------------------------------------------------- */

/* Whether a bound leaves nothing better than `objective`. */
static bool is_beaten(const ci_median_bound *bound, int64_t limit,
                      int64_t objective)
{
    return ci_median_bound_units(bound, limit) >= objective;
}

/* Where states and p alone bind: what bringing in a site costs is what the
 * worst picked one earns more, if there are p; and the other way about. */
static size_t fix_plain(ci_median_bound *bound, int64_t limit,
                        int64_t objective, uint8_t *decided,
                        ci_median_fixing *fixings)
{
    const ci_side *side = bound->side;
    int64_t worst = INT64_MAX, next = 0;
    size_t picked = 0, count = 0;

    for (size_t site = 0; site < side->site_count; site++) {
        bool is_open = side->states[site] == CIRCLET_SITE_FREE &&
                       decided[site] == CI_OPEN;
        int64_t value = bound->values[site];

        picked +=
            bound->picked[site] && side->states[site] != CIRCLET_SITE_EXISTING;
        if (is_open && bound->picked[site] && value < worst)
            worst = value;
        if (is_open && !bound->picked[site] && value > next)
            next = value;
    }
    if (picked < side->p)
        worst = 0;
    if (worst == INT64_MAX)
        return 0;
    for (size_t site = 0; site < side->site_count; site++) {
        int64_t value = bound->values[site];
        bool is_picked = bound->picked[site];

        if (side->states[site] != CIRCLET_SITE_FREE ||
            decided[site] != CI_OPEN)
            continue;
        if (!is_beaten(bound,
                       limit + (is_picked ? value - next : worst - value),
                       objective))
            continue;
        decided[site] = is_picked ? CI_IN : CI_OUT;
        fixings[count++] = (ci_median_fixing){(uint32_t)site, is_picked, true};
    }
    return count;
}

/* With any limits: what the choice can earn with the site decided the other
 * way. */
static size_t fix_asked(ci_median_bound *bound, int64_t objective,
                        uint8_t *decided, ci_median_fixing *fixings)
{
    const ci_side *side = bound->side;
    size_t count = 0;

    for (size_t site = 0; site < side->site_count; site++) {
        bool is_picked = bound->picked[site], is_possible;
        int64_t most;

        if (side->states[site] != CIRCLET_SITE_FREE ||
            decided[site] != CI_OPEN)
            continue;
        decided[site] = is_picked ? CI_OUT : CI_IN;
        is_possible = ci_most_find(&bound->most, bound->values, decided,
                                   &bound->theta, false, &most, NULL);
        if (is_possible && !is_beaten(bound, bound->sum - most, objective)) {
            decided[site] = CI_OPEN;
            continue;
        }
        decided[site] = is_picked ? CI_IN : CI_OUT;
        fixings[count++] =
            (ci_median_fixing){(uint32_t)site, is_picked, is_possible};
        if (!ci_effort_spend(bound->effort, side->site_count))
            break;
    }
    return count;
}

size_t ci_median_bound_fix(ci_median_bound *bound, int64_t limit,
                           int64_t objective, uint8_t *decided,
                           ci_median_fixing *fixings)
{
    ci_effort_spend(bound->effort, bound->side->site_count);
    if (bound->side->is_plain)
        return fix_plain(bound, limit, objective, decided, fixings);
    return fix_asked(bound, objective, decided, fixings);
}
