/*
 * D. Erlenkotter, A dual-based procedure for uncapacitated facility
 * location, Operations Research 26 (1978): the price of each client goes up
 * from site to site of its list, and what it offers is taken off what is
 * left of the cost of each site below its price; it stops where one has
 * nothing left. For p sites each site has a toll for its cost, which is
 * sought.
 */
#include "siting/median_ascent.h"

#include <stdlib.h>
#include <string.h>

/* Halvings and doublings of the toll, and tries between the best two. */
#define DOUBLINGS 6
#define REFINEMENTS 3

typedef struct ascent {
    const ci_median_lists *lists;
    unsigned shift;
    int64_t *left; /* of the cost of each site */
    int64_t *prices;
    uint32_t *level; /* of each client, entries at or below its price */
    uint32_t *active; /* clients that may still rise */
    size_t active_count;
} ascent;

/* One step up; false: the client can rise no more. */
static bool rise(ascent *job, size_t client)
{
    const ci_median_lists *lists = job->lists;
    const circlet_od_entry *list = &lists->entries[lists->first[client]];
    size_t count = lists->first[client + 1] - lists->first[client];
    size_t level = job->level[client];
    int64_t weight = lists->weights[client], least = INT64_MAX;
    int64_t next = lists->caps[client], by;

    for (size_t k = 0; k < level; k++)
        if (job->left[list[k].destination] < least)
            least = job->left[list[k].destination];
    if (level < count)
        next = list[level].time_ms;
    by = (next << job->shift) - job->prices[client];
    if (level > 0 && by > least / weight)
        by = least / weight;
    else if (level < count)
        job->level[client]++;
    else
        job->level[client] = UINT32_MAX; /* at its cap */
    for (size_t k = 0; k < level && by > 0; k++)
        job->left[list[k].destination] -= weight * by;
    job->prices[client] += by;
    return job->prices[client] == next << job->shift &&
           job->level[client] != UINT32_MAX;
}

static void run(ascent *job, ci_effort *effort)
{
    const ci_median_lists *lists = job->lists;

    for (size_t c = 0; c < lists->client_count; c++)
        job->active[c] = (uint32_t)c;
    job->active_count = lists->client_count;
    while (job->active_count > 0 && !effort->is_over) {
        size_t kept = 0;
        uint64_t touched = 0;

        for (size_t i = 0; i < job->active_count; i++) {
            uint32_t client = job->active[i];

            touched += job->level[client] + 1;
            if (rise(job, client))
                job->active[kept++] = client;
        }
        job->active_count = kept;
        ci_effort_spend(effort, 2 * touched);
    }
}

bool ci_median_ascend(int64_t *prices, const ci_median_bound *bound,
                      const ci_median_lists *lists, int64_t toll)
{
    size_t sites = lists->site_count, clients = lists->client_count;
    ascent job = {.lists = lists, .shift = bound->shift, .prices = prices};
    bool is_made;

    job.left = calloc(sites + 1, sizeof(*job.left));
    job.level = calloc(clients + 1, sizeof(*job.level));
    job.active = calloc(clients + 1, sizeof(*job.active));
    is_made = job.left && job.level && job.active;
    if (is_made) {
        for (size_t site = 0; site < sites; site++) {
            job.left[site] = toll;
            if (bound->costs)
                job.left[site] += bound->costs[site] << bound->shift;
        }
        memset(prices, 0, clients * sizeof(*prices));
        ci_median_bound_clip(bound, lists, prices);
        /* The first level is where the prices are. */
        for (size_t c = 0; c < clients; c++)
            job.level[c] = lists->first[c] < lists->first[c + 1];
        run(&job, bound->effort);
    }
    free(job.left);
    free(job.level);
    free(job.active);
    return is_made;
}

/* ---- the toll ---------------------------------------------------------- */

typedef struct toll_search {
    ci_median_bound *bound;
    const ci_median_lists *lists;
    ci_median_prices *best;
    int64_t *trial;
    int64_t toll; /* the best */
    bool has_failed;
} toll_search;

static void try_toll(toll_search *job, int64_t toll)
{
    int64_t limit;

    if (job->has_failed || job->bound->effort->is_over)
        return;
    if (!ci_median_ascend(job->trial, job->bound, job->lists, toll) ||
        !ci_median_bound_evaluate(job->bound, job->lists, job->trial, NULL,
                                  &limit)) {
        job->has_failed = true;
        return;
    }
    if (limit <= job->best->limit)
        return;
    memcpy(job->best->prices, job->trial,
           job->lists->client_count * sizeof(*job->trial));
    job->best->limit = limit;
    job->best->theta = job->bound->theta;
    job->toll = toll;
}

bool ci_median_find_toll(ci_median_prices *prices, int64_t *toll,
                         ci_median_bound *bound, const ci_median_lists *lists,
                         int64_t objective)
{
    toll_search job = {.bound = bound, .lists = lists, .best = prices};
    size_t p = bound->side->p > 0 ? bound->side->p : 1;
    int64_t middle = (objective / (int64_t)p) << bound->shift;
    int64_t width;

    job.trial = calloc(lists->client_count + 1, sizeof(*job.trial));
    if (!job.trial)
        return false;
    prices->limit = INT64_MIN;
    job.toll = middle;
    if (bound->costs)
        try_toll(&job, 0);
    for (int i = -DOUBLINGS; i <= 1; i++)
        try_toll(&job, i < 0 ? middle >> -i : middle << i);
    width = job.toll / 4;
    for (int i = 0; i < REFINEMENTS && width > 0; i++, width /= 2) {
        int64_t around = job.toll;

        try_toll(&job, around - width);
        try_toll(&job, around + width);
    }
    free(job.trial);
    *toll = job.toll;
    return !job.has_failed && prices->limit > INT64_MIN;
}
