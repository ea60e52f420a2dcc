/* Sites and pairs that a bound decides (reduced-cost fixing). */
#include "siting/capacitated_tree.h"

#define NONE CI_CAPACITATED_NONE

typedef struct fixing {
    ci_capacitated_tree *tree;
    const int64_t *prices;
    int64_t limit;
    int64_t sum; /* of the prices: limit + the most that sites earn */
    int64_t cut; /* a bound above it holds no better plan */
    uint32_t duals; /* NONE: not written yet */
} fixing;

static uint32_t duals_of(fixing *job)
{
    if (job->duals == NONE)
        job->duals = ci_capacitated_tree_duals(job->tree, job->prices);
    return job->duals;
}

/* The bound with what is decided now; INT64_MAX: no choice keeps the limits.
 * The price of the budget stays that of the duals. */
static int64_t limit_now(const fixing *job)
{
    ci_capacitated_bound *bound = job->tree->bound;
    int64_t most, theta = bound->theta;

    if (!ci_most_find(&bound->most, bound->values, bound->decided, &theta,
                      false, &most, NULL))
        return INT64_MAX;
    return job->sum - most;
}

/* Shuts out a decision of a site if its bound is over the cut. */
static bool shut_out(fixing *job, uint32_t site, bool is_in, int64_t limit)
{
    if (limit <= job->cut)
        return false;
    ci_capacitated_tree_note(
        job->tree, (ci_capacitated_decision){.site = site,
                                             .duals = limit == INT64_MAX
                                                          ? CIRCLET_NO_DUALS
                                                          : duals_of(job),
                                             .is_in = !is_in});
    return true;
}

/* Tries a site both ways; gives the bound where it is chosen. */
static int64_t try_site(fixing *job, uint32_t site)
{
    ci_capacitated_bound *bound = job->tree->bound;
    int64_t with, without;

    bound->decided[site] = CI_IN;
    with = limit_now(job);
    bound->decided[site] = CI_OPEN;
    if (shut_out(job, site, true, with))
        return with;
    if (!bound->picked[site])
        return with;
    bound->decided[site] = CI_OUT;
    without = limit_now(job);
    bound->decided[site] = CI_OPEN;
    shut_out(job, site, false, without);
    return with;
}

/* What the knapsack of a site is at most, by the price of its capacity. */
static int64_t knapsack_limit(const fixing *job, uint32_t site, int64_t room)
{
    const ci_capacitated_bound *bound = job->tree->bound;
    const ci_capacitated *problem = bound->problem;
    const ci_capacitated_live *live = bound->live + problem->site_first[site];
    int64_t unit = bound->units[site], sum = room * unit;

    for (size_t k = 0; k < bound->live_count[site]; k++) {
        int64_t load = problem->loads[live[k].client];
        int64_t profit = ci_capacitated_bound_profit(
            bound, &live[k], job->prices[live[k].client]);

        if (profit > 0 && load <= room && profit > unit * load)
            sum += profit - unit * load;
    }
    return sum;
}

/* Pairs that would cost too much: the client takes room that others pay
 * for. */
static void fix_pairs(fixing *job, uint32_t site, int64_t with)
{
    ci_capacitated_bound *bound = job->tree->bound;
    const ci_capacitated *problem = bound->problem;
    int64_t room = problem->capacities[site] - bound->forced_load[site];
    int64_t unit = bound->units[site];
    int64_t most = knapsack_limit(job, site, room);

    for (size_t k = bound->live_count[site]; k-- > 0;) {
        ci_capacitated_live live = bound->live[problem->site_first[site] + k];
        int64_t load = problem->loads[live.client], earned, limit = INT64_MAX;

        if (load <= room) {
            int64_t more = ci_capacitated_bound_profit(
                               bound, &live, job->prices[live.client]) -
                           unit * load;

            earned = most + (more < 0 ? more : 0);
            limit = with;
            if (earned < bound->values[site])
                limit += bound->values[site] - earned;
        }
        if (limit <= job->cut)
            continue;
        ci_capacitated_tree_note(
            job->tree,
            (ci_capacitated_decision){.visit = live.visit,
                                      .site = site,
                                      .is_pair = true,
                                      .duals = load > room ? CIRCLET_NO_DUALS
                                                           : duals_of(job)});
    }
    ci_effort_spend(bound->effort, 4 * bound->live_count[site]);
}

void ci_capacitated_fix(ci_capacitated_tree *tree, const int64_t *prices,
                        int64_t limit)
{
    ci_capacitated_bound *bound = tree->bound;
    const ci_side *side = bound->problem->side;
    fixing job = {.tree = tree,
                  .prices = prices,
                  .limit = limit,
                  .cut = (tree->find->plan.cost - 1) << bound->shift,
                  .duals = NONE};
    int64_t theta = bound->theta, most;

    if (!ci_most_find(&bound->most, bound->values, bound->decided, &theta,
                      false, &most, NULL))
        return;
    job.sum = limit + most;
    for (uint32_t site = 0; site < side->site_count; site++) {
        int64_t with = limit;

        if (!ci_side_serves(side, site) || bound->decided[site] == CI_OUT)
            continue;
        if (side->states[site] == CIRCLET_SITE_FREE &&
            bound->decided[site] == CI_OPEN) {
            with = try_site(&job, site);
            if (!ci_effort_spend(bound->effort, 2 * side->site_count))
                return;
        }
        if (bound->problem->is_whole && bound->decided[site] != CI_OUT)
            fix_pairs(&job, site, with);
    }
}
