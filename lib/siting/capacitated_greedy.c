/* Sites one by one, each where it saves most with the room that it has. */
#include <stdlib.h>

#include "siting/capacitated_find.h"
#include "siting/capacitated_knapsack.h"

#define NONE CI_CAPACITATED_NONE

/* Steps of the search for a choice that meets the groups' minima. */
#define COMPLETION_STEPS 2000000

typedef struct greedy {
    ci_capacitated_find *find;
    uint32_t *times; /* what a unit of each client pays now */
    int64_t *gains; /* of each site, once known no less than now */
    uint8_t *is_fresh; /* gains[site] is of now */
    ci_knapsack_item *items;
    size_t whole; /* of the last gain: these items fit */
} greedy;

/* What a site saves, filled with whom it saves most. */
static int64_t gain_of(greedy *job, uint32_t site)
{
    const ci_capacitated *problem = job->find->problem;
    size_t count = 0;
    int64_t base = 0, price, room;

    for (size_t k = problem->site_first[site];
         k < problem->site_first[site + 1]; k++) {
        const ci_capacitated_visit *visit = &problem->visits[k];
        int64_t load = problem->loads[visit->client];
        int64_t saved;

        if (visit->time >= job->times[visit->client])
            continue;
        saved = problem->weights[visit->client] *
                (job->times[visit->client] - visit->time);
        base += load == 0 ? saved : 0;
        if (load > 0)
            job->items[count++] =
                (ci_knapsack_item){.profit = saved,
                                   .load = load,
                                   .ratio = (double)saved / (double)load,
                                   .client = visit->client,
                                   .visit = k};
    }
    ci_effort_spend(
        job->find->effort,
        4 * (problem->site_first[site + 1] - problem->site_first[site]) + 1);
    return base + ci_knapsack_limit(job->items, count,
                                    problem->capacities[site], &price,
                                    &job->whole, &room);
}

/* Serves those whom the site saves most. */
static void serve(greedy *job, uint32_t site)
{
    const ci_capacitated *problem = job->find->problem;

    gain_of(job, site);
    for (size_t i = 0; i < job->whole; i++)
        job->times[job->items[i].client] =
            problem->visits[job->items[i].visit].time;
}

/* The site of the greatest gain that may be added. Gains only shrink, so
 * that most need not be found anew (M. Minoux, Accelerated greedy
 * algorithms, 1978). */
static uint32_t best_site(greedy *job, const ci_choice *choice)
{
    size_t sites = job->find->problem->site_count;

    for (;;) {
        uint32_t best = NONE;

        for (uint32_t site = 0; site < sites; site++)
            if (job->gains[site] > 0 &&
                (best == NONE || job->gains[site] > job->gains[best]) &&
                ci_choice_may_add(choice, site))
                best = site;
        if (best == NONE || job->is_fresh[best])
            return best;
        if (!ci_effort_spend(job->find->effort, sites))
            return best;
        job->gains[best] = gain_of(job, best);
        job->is_fresh[best] = 1;
    }
}

static void add_sites(greedy *job, ci_choice *choice)
{
    const ci_capacitated *problem = job->find->problem;

    for (uint32_t site = 0; site < problem->site_count; site++)
        if (choice->is_chosen[site])
            serve(job, site);
    for (;;) {
        uint32_t best;

        for (size_t site = 0; site < problem->site_count; site++)
            job->is_fresh[site] = 0;
        best = best_site(job, choice);
        if (best == NONE)
            return;
        ci_choice_add(choice, best);
        serve(job, best);
    }
}

static bool run(greedy *job, ci_choice *choice, bool *is_proved)
{
    const ci_capacitated *problem = job->find->problem;

    for (size_t c = 0; c < problem->client_count; c++)
        job->times[c] = problem->unserved;
    for (uint32_t site = 0; site < problem->site_count; site++)
        job->gains[site] =
            ci_side_serves(problem->side, site) ? gain_of(job, site) : 0;
    if (!ci_choice_complete(choice, job->gains, COMPLETION_STEPS, is_proved)) {
        /* The caller's own sites may stand in the way. */
        ci_choice_reset(choice);
        if (!ci_choice_complete(choice, job->gains, COMPLETION_STEPS,
                                is_proved))
            return false;
    }
    add_sites(job, choice);
    return true;
}

bool ci_capacitated_greedy(ci_capacitated_find *find, ci_choice *choice,
                           bool *is_proved)
{
    size_t clients = find->problem->client_count + 1;
    size_t sites = find->problem->site_count + 1;
    greedy job = {.find = find};
    bool is_found = false;

    *is_proved = false;
    job.times = calloc(clients, sizeof(*job.times));
    job.gains = calloc(sites, sizeof(*job.gains));
    job.is_fresh = calloc(sites, sizeof(*job.is_fresh));
    job.items = calloc(clients, sizeof(*job.items));
    if (job.times && job.gains && job.is_fresh && job.items)
        is_found = run(&job, choice, is_proved);
    else
        find->has_no_memory = true;
    free(job.times);
    free(job.gains);
    free(job.is_fresh);
    free(job.items);
    return is_found;
}
