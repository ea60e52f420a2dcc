#include "siting/capacitated_bound.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

/* No more bits after the point: prices move by far less than matters. */
#define SHIFT_MAX 20

/* No scaled sum passes this. */
#define SUM_MAX (INT64_C(1) << 59)

/* Steps of one knapsack; few need more than some hundreds. */
#define KNAPSACK_STEPS 20000

/* Rounds in which picked sites get their exact value. */
#define EXACT_ROUNDS 200

/* The sum of what all sites could ever earn and of all costs. */
static bool fit_shift(ci_capacitated_bound *bound)
{
    const ci_capacitated *problem = bound->problem;
    double sum = (double)problem->total + 1;
    int64_t scaled;

    for (size_t site = 0; site < problem->site_count; site++)
        sum += (double)problem->side->costs[site];
    for (size_t c = 0; c < problem->client_count; c++) {
        double earned = 0;

        for (size_t k = problem->first[c]; k < problem->first[c + 1]; k++)
            earned += problem->unserved - problem->options[k].time;
        sum += (double)problem->weights[c] * earned;
    }
    if (sum > (double)SUM_MAX / 2)
        return false;
    scaled = (int64_t)sum + 1;
    while (bound->shift < SHIFT_MAX && scaled << (bound->shift + 1) <= SUM_MAX)
        bound->shift++;
    return true;
}

static bool make_decisions(ci_capacitated_bound *bound)
{
    const ci_capacitated *problem = bound->problem;
    size_t sites = problem->site_count + 1,
           clients = problem->client_count + 1;
    size_t visits = problem->first[problem->client_count] + 1;

    bound->decided = calloc(sites, sizeof(*bound->decided));
    bound->live = malloc(visits * sizeof(*bound->live));
    bound->live_count = calloc(sites, sizeof(*bound->live_count));
    bound->live_at = calloc(visits, sizeof(*bound->live_at));
    bound->degree = calloc(clients, sizeof(*bound->degree));
    bound->forced = calloc(clients, sizeof(*bound->forced));
    bound->forced_load = calloc(sites, sizeof(*bound->forced_load));
    return bound->decided && bound->live && bound->live_count &&
           bound->live_at && bound->degree && bound->forced &&
           bound->forced_load;
}

static bool make_results(ci_capacitated_bound *bound)
{
    const ci_capacitated *problem = bound->problem;
    size_t sites = problem->site_count + 1,
           clients = problem->client_count + 1;
    size_t visits = problem->first[problem->client_count] + 1;

    bound->values = calloc(sites, sizeof(*bound->values));
    bound->units = calloc(sites, sizeof(*bound->units));
    bound->picked = calloc(sites, sizeof(*bound->picked));
    bound->served = calloc(clients, sizeof(*bound->served));
    bound->site_share = calloc(sites, sizeof(*bound->site_share));
    bound->pair_share = calloc(visits, sizeof(*bound->pair_share));
    bound->is_exact = calloc(sites, sizeof(*bound->is_exact));
    bound->taken = calloc(visits, sizeof(*bound->taken));
    bound->taken_count = calloc(sites, sizeof(*bound->taken_count));
    bound->taken_last = calloc(sites, sizeof(*bound->taken_last));
    bound->items = calloc(clients, sizeof(*bound->items));
    bound->trial = calloc(clients, sizeof(*bound->trial));
    bound->direction = calloc(clients, sizeof(*bound->direction));
    return bound->values && bound->units && bound->picked && bound->served &&
           bound->site_share && bound->pair_share && bound->is_exact &&
           bound->taken && bound->taken_count && bound->taken_last &&
           bound->items && bound->trial && bound->direction;
}

circlet_status ci_capacitated_bound_make(ci_capacitated_bound *out,
                                         const ci_capacitated *problem,
                                         ci_effort *effort,
                                         circlet_error *error)
{
    ci_capacitated_bound bound = {.problem = problem, .effort = effort};
    bool has_most, has_room;

    if (!fit_shift(&bound))
        return ci_fail(error, CIRCLET_E_DATA,
                       "the sum of weight x time over all pairs of demand "
                       "points and sites is too large");
    has_most = ci_most_make(&bound.most, problem->side);
    has_room = make_decisions(&bound) && make_results(&bound);
    if (!has_most || !has_room) {
        ci_capacitated_bound_clear(&bound);
        return ci_fail_nomem(error);
    }
    *out = bound;
    ci_capacitated_bound_reset(out);
    return CIRCLET_OK;
}

void ci_capacitated_bound_clear(ci_capacitated_bound *bound)
{
    ci_most_clear(&bound->most);
    free(bound->decided);
    free(bound->live);
    free(bound->live_count);
    free(bound->live_at);
    free(bound->degree);
    free(bound->forced);
    free(bound->forced_load);
    free(bound->values);
    free(bound->units);
    free(bound->picked);
    free(bound->served);
    free(bound->site_share);
    free(bound->pair_share);
    free(bound->is_exact);
    free(bound->taken);
    free(bound->taken_count);
    free(bound->taken_last);
    free(bound->items);
    free(bound->trial);
    free(bound->direction);
    *bound = (ci_capacitated_bound){0};
}

int64_t ci_capacitated_bound_units(const ci_capacitated_bound *bound,
                                   int64_t limit)
{
    int64_t scale = INT64_C(1) << bound->shift;

    return limit / scale + (limit % scale > 0);
}

int64_t ci_capacitated_bound_top(const ci_capacitated_bound *bound,
                                 size_t client)
{
    const ci_capacitated *problem = bound->problem;

    return (problem->unserved *
            (problem->is_whole ? problem->weights[client] : INT64_C(1)))
           << bound->shift;
}

int64_t ci_capacitated_bound_profit(const ci_capacitated_bound *bound,
                                    const ci_capacitated_live *live,
                                    int64_t price)
{
    int64_t time = live->time, weight = bound->problem->weights[live->client];

    if (bound->problem->is_whole)
        return price - ((time * weight) << bound->shift);
    return (price - (time << bound->shift)) * weight;
}

/* ---- evaluation -------------------------------------------------------- */

static bool may_serve(const ci_capacitated_bound *bound, size_t site)
{
    return ci_side_serves(bound->problem->side, site) &&
           bound->decided[site] != CI_OUT;
}

/* Notes that a site takes a visit. */
static void note(ci_capacitated_bound *bound, size_t site, size_t visit)
{
    bound->taken[bound->problem->site_first[site] +
                 bound->taken_count[site]++] = visit;
    bound->taken_last[site] = 1.0;
}

/* The items of a site's knapsack; what takes no room is noted at once, and
 * its profit comes into *base. */
static size_t collect(ci_capacitated_bound *bound, size_t site,
                      const int64_t *prices, int64_t room, int64_t *base)
{
    const ci_capacitated *problem = bound->problem;
    const ci_capacitated_live *live = bound->live + problem->site_first[site];
    size_t count = 0;

    *base = 0;
    bound->taken_count[site] = 0;
    for (size_t k = 0; k < bound->live_count[site]; k++) {
        uint32_t c = live[k].client;
        int64_t profit =
            ci_capacitated_bound_profit(bound, &live[k], prices[c]);
        int64_t load = problem->loads[c];

        if (profit <= 0 || (problem->is_whole && load > room))
            continue;
        if (load == 0) {
            *base += profit;
            note(bound, site, live[k].visit);
            continue;
        }
        bound->items[count++] =
            (ci_knapsack_item){.profit = profit,
                               .load = load,
                               .ratio = (double)profit / (double)load,
                               .client = c,
                               .visit = live[k].visit};
    }
    return count;
}

/* What a site earns: an upper limit, exact where demand may be split. */
static void earn(ci_capacitated_bound *bound, size_t site,
                 const int64_t *prices)
{
    int64_t room = bound->problem->capacities[site] - bound->forced_load[site];
    int64_t base, left;
    size_t count = collect(bound, site, prices, room, &base), whole;

    bound->values[site] =
        base + ci_knapsack_limit(bound->items, count, room,
                                 &bound->units[site], &whole, &left);
    bound->is_exact[site] = !bound->problem->is_whole;
    if (bound->problem->is_whole)
        return;
    for (size_t i = 0; i < whole; i++)
        note(bound, site, bound->items[i].visit);
    if (whole < count && left > 0) {
        note(bound, site, bound->items[whole].visit);
        bound->taken_last[site] =
            (double)left / (double)bound->items[whole].load;
    }
}

static void earn_exactly(ci_capacitated_bound *bound, size_t site,
                         const int64_t *prices)
{
    int64_t room = bound->problem->capacities[site] - bound->forced_load[site];
    int64_t base;
    size_t count = collect(bound, site, prices, room, &base);
    bool is_exact;

    bound->values[site] =
        base + ci_knapsack_whole(bound->items, count, room, KNAPSACK_STEPS,
                                 &bound->units[site], &is_exact);
    bound->is_exact[site] = 1;
    for (size_t i = 0; i < count; i++)
        if (bound->items[i].is_taken)
            note(bound, site, bound->items[i].visit);
    ci_effort_spend(bound->effort, 10 * count);
}

static int64_t sum_prices(const ci_capacitated_bound *bound,
                          const int64_t *prices)
{
    const ci_capacitated *problem = bound->problem;
    int64_t sum = bound->forced_cost;

    for (size_t c = 0; c < problem->client_count; c++)
        if (bound->forced[c] == CI_CAPACITATED_NONE)
            sum += problem->is_whole ? prices[c]
                                     : prices[c] * problem->weights[c];
    return sum;
}

/* Gives picked sites their exact value until all that are picked have it. */
static bool find_most(ci_capacitated_bound *bound, const int64_t *prices,
                      int64_t *most)
{
    const ci_capacitated *problem = bound->problem;
    bool has_budget = problem->side->budget < INT64_MAX;

    for (int round = 0; round < EXACT_ROUNDS; round++) {
        size_t changed = 0;

        if (!ci_most_find(&bound->most, bound->values, bound->decided,
                          &bound->theta, has_budget, most, bound->picked))
            return false;
        for (size_t site = 0; site < problem->site_count; site++) {
            int64_t before = bound->values[site];

            if (!bound->picked[site] || bound->is_exact[site])
                continue;
            earn_exactly(bound, site, prices);
            changed += bound->values[site] != before;
        }
        if (changed == 0)
            break;
    }
    return true;
}

static void count_served(ci_capacitated_bound *bound)
{
    const ci_capacitated *problem = bound->problem;

    memset(bound->served, 0, problem->client_count * sizeof(*bound->served));
    for (size_t site = 0; site < problem->site_count; site++) {
        size_t count = bound->taken_count[site];
        const size_t *taken = bound->taken + problem->site_first[site];

        if (!bound->picked[site] || !may_serve(bound, site))
            continue;
        for (size_t i = 0; i < count; i++)
            bound->served[problem->visits[taken[i]].client] +=
                i + 1 < count ? 1.0 : bound->taken_last[site];
    }
}

bool ci_capacitated_bound_evaluate(ci_capacitated_bound *bound,
                                   const int64_t *prices, int64_t *limit)
{
    const ci_capacitated *problem = bound->problem;
    uint64_t steps = problem->client_count;
    int64_t most;

    if (bound->overfull > 0)
        return false;
    for (size_t site = 0; site < problem->site_count; site++) {
        bound->values[site] = 0;
        bound->units[site] = 0;
        bound->taken_count[site] = 0;
        bound->is_exact[site] = 1;
        if (!may_serve(bound, site))
            continue;
        earn(bound, site, prices);
        steps += 4 * bound->live_count[site] + 8;
    }
    ci_effort_spend(bound->effort, steps);
    if (!find_most(bound, prices, &most))
        return false;
    count_served(bound);
    *limit = sum_prices(bound, prices) - most;
    return true;
}
