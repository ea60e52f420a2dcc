#include "siting/median_coarse.h"

#include <stdlib.h>
#include <string.h>

#include "siting/median_ascent.h"

/* A sample has so many clients, or so many for each site of p; problems that
 * are not some times larger need none. */
#define SAMPLE_CLIENTS 10000
#define CLIENTS_A_SITE 40
#define LARGE_TIMES 4

/* Work on the sample in full passes over all lists. */
#define PASSES 6

#define STEPS 50
#define ROUNDS 20

/* More exchanges than this do not fit in the table of gains. */
#define EXTRA_MAX ((size_t)1 << 26)

size_t ci_median_sampling(const ci_median_lists *lists, const ci_side *side,
                          bool has_p)
{
    size_t size = has_p ? CLIENTS_A_SITE * side->p : 0;
    size_t every;

    if (size < SAMPLE_CLIENTS)
        size = SAMPLE_CLIENTS;
    every = lists->client_count / size;
    return every >= LARGE_TIMES ? every : 0;
}

/* ---- the work on the sample -------------------------------------------- */

typedef struct coarse {
    ci_median_lists lists;
    const int64_t *costs;
    ci_effort *effort;
    ci_median_search search;
    ci_median_bound bound;
    ci_median_prices prices;
    ci_median_plan plan;
    int64_t toll; /* scaled; -1: not found */
    uint64_t work; /* to be done with */
} coarse;

static bool make_search(coarse *job, const ci_side *side)
{
    size_t slots = 2 * job->plan.choice.count + 16;

    if (slots > side->p)
        slots = side->p;
    if (slots > 0 && side->site_count > EXTRA_MAX / slots)
        return false;
    return ci_median_search_make(&job->search, &job->lists, side, job->costs,
                                 slots, NULL, job->effort);
}

/* Plans and the bound in turn. */
static void alternate(coarse *job)
{
    ci_random random =
        ci_random_start(job->effort->options.seed, "median sample");
    int64_t toll;

    if (!ci_median_find_toll(&job->prices, &toll, &job->bound, &job->lists,
                             job->plan.objective))
        return;
    job->toll = toll;
    if (!ci_median_bound_start(&job->bound, &job->lists, NULL, &job->prices))
        return;
    while (!job->effort->is_over && job->effort->work < job->work) {
        uint64_t before = job->effort->work;

        if (!job->bound.is_stuck &&
            !ci_median_bound_raise(&job->bound, &job->lists, NULL,
                                   job->plan.objective, STEPS, &job->prices))
            return;
        ci_median_wander(&job->search, &job->plan, ROUNDS, &random);
        if (job->effort->work == before)
            return;
    }
}

/* Without memory for more the greedy plan has to do. */
static void improve(coarse *job, const ci_side *side)
{
    circlet_status status;

    if (!make_search(job, side))
        return;
    ci_median_search_start(&job->search, &job->plan.choice);
    job->plan.objective = job->search.objective;
    ci_median_descend(&job->search, &job->plan);
    status = ci_median_bound_make(&job->bound, &job->lists, side, job->costs,
                                  job->effort, NULL);
    job->prices.prices =
        calloc(job->lists.client_count + 1, sizeof(*job->prices.prices));
    if (status == CIRCLET_OK && job->prices.prices)
        alternate(job);
}

bool ci_median_coarse(ci_choice *choice, int64_t *toll,
                      const ci_median_lists *lists, const int64_t *costs,
                      size_t every, ci_effort *effort, bool *is_proved)
{
    const ci_side *side = choice->side;
    coarse job = {.costs = costs, .effort = effort, .toll = -1};
    bool is_found = false;

    *is_proved = false;
    job.work = effort->work + PASSES * lists->first[lists->client_count];
    if (ci_median_lists_sample(&job.lists, lists, every) &&
        ci_choice_make(&job.plan.choice, side)) {
        is_found =
            ci_median_greedy(choice, &job.lists, costs, effort, is_proved);
        ci_choice_copy(&job.plan.choice, choice);
        if (is_found && !effort->is_over)
            improve(&job, side);
        if (is_found)
            ci_choice_copy(choice, &job.plan.choice);
    }
    *toll = job.toll < 0 ? -1 : job.toll >> job.bound.shift;
    ci_median_bound_clear(&job.bound);
    ci_median_search_clear(&job.search);
    ci_choice_clear(&job.plan.choice);
    ci_median_lists_clear(&job.lists);
    free(job.prices.prices);
    return is_found;
}
