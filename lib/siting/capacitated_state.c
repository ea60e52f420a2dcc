/* What a node of a search has decided of sites and visits. */
#include <string.h>

#include "siting/capacitated_bound.h"

static int64_t scaled_cost(const ci_capacitated_bound *bound, uint32_t client,
                           uint32_t time)
{
    return (bound->problem->weights[client] * time) << bound->shift;
}

void ci_capacitated_bound_reset(ci_capacitated_bound *bound)
{
    const ci_capacitated *problem = bound->problem;

    memset(bound->decided, CI_OPEN, problem->site_count);
    memset(bound->forced_load, 0,
           problem->site_count * sizeof(*bound->forced_load));
    bound->forced_cost = 0;
    bound->overfull = 0;
    for (size_t site = 0; site < problem->site_count; site++)
        bound->live_count[site] =
            problem->site_first[site + 1] - problem->site_first[site];
    for (size_t k = 0; k < problem->site_first[problem->site_count]; k++) {
        bound->live[k] = (ci_capacitated_live){problem->visits[k].client,
                                               problem->visits[k].time, k};
        bound->live_at[k] = k;
    }
    for (size_t c = 0; c < problem->client_count; c++) {
        bound->degree[c] =
            (uint32_t)(problem->first[c + 1] - problem->first[c]);
        bound->forced[c] = CI_CAPACITATED_NONE;
    }
}

/* The site of a visit: the last one that begins at or before it. */
static size_t site_of(const ci_capacitated *problem, size_t visit)
{
    size_t low = 0, high = problem->site_count;

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;

        if (problem->site_first[middle] <= visit)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static bool is_live(const ci_capacitated_bound *bound, size_t site,
                    size_t visit)
{
    return bound->live_at[visit] <
           bound->problem->site_first[site] + bound->live_count[site];
}

static void remove_from(ci_capacitated_bound *bound, size_t site, size_t visit)
{
    size_t at = bound->live_at[visit];
    size_t last = bound->problem->site_first[site] + bound->live_count[site];
    ci_capacitated_live moved;

    if (at >= last)
        return;
    last--;
    bound->live_count[site]--;
    bound->degree[bound->live[at].client]--;
    moved = bound->live[at];
    bound->live[at] = bound->live[last];
    bound->live[last] = moved;
    bound->live_at[bound->live[at].visit] = at;
    bound->live_at[visit] = last;
}

void ci_capacitated_bound_remove(ci_capacitated_bound *bound, size_t visit)
{
    remove_from(bound, site_of(bound->problem, visit), visit);
}

void ci_capacitated_bound_force(ci_capacitated_bound *bound, uint32_t site,
                                size_t visit)
{
    const ci_capacitated *problem = bound->problem;
    uint32_t client = problem->visits[visit].client;
    int64_t room = problem->capacities[site] - bound->forced_load[site];

    for (size_t k = problem->first[client]; k < problem->first[client + 1];
         k++)
        if (is_live(bound, problem->options[k].site, problem->visit_of[k]))
            remove_from(bound, problem->options[k].site, problem->visit_of[k]);
    bound->forced[client] = site;
    bound->forced_cost +=
        scaled_cost(bound, client, problem->visits[visit].time);
    bound->forced_load[site] += problem->loads[client];
    if (room >= 0 && problem->loads[client] > room)
        bound->overfull++;
    if (bound->problem->side->states[site] == CIRCLET_SITE_FREE)
        bound->decided[site] = CI_IN;
}
