/*
 * p-median and facility location: a plan by greedy and interchange, prices
 * of the clients that bound what any plan can reach, and a tree that closes
 * what is left between them, with the search for plans going on beside it.
 */
#include <circlet/siting.h>

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "siting/median_ascent.h"
#include "siting/median_branch.h"
#include "siting/median_coarse.h"
#include "siting/siting.h"

/* The gains of exchanges take 8 bytes for each slot and column: no more of
 * them than 512 MiB. */
#define EXTRA_MAX ((size_t)1 << 26)

/* Sites beyond those of the first plan that may be chosen at once, where p
 * does not say. */
#define SPARE_SLOTS 16

/* Rounds of the search for plans before the first bound. */
#define FIRST_ROUNDS 50

/* A problem that is being solved. */
typedef struct solver {
    circlet_model model;
    ci_siting_start given;
    const int64_t *costs; /* of the objective; NULL: none */
    ci_median_lists lists;
    ci_median_bound bound;
    ci_median_search search;
    bool has_search;
    ci_median_plan plan;
    bool has_plan;
    int64_t worst; /* above the objective of every choice */
    ci_median_prices prices;
    int64_t toll; /* what a site has to earn, by a sample; -1: not known */
    ci_median_tree tree;
    ci_proof *proof;
    int64_t final_bound;
} solver;

static void clear(solver *job)
{
    if (job->has_search)
        ci_median_search_clear(&job->search);
    ci_median_bound_clear(&job->bound);
    ci_choice_clear(&job->plan.choice);
    ci_median_lists_clear(&job->lists);
    ci_side_clear(&job->given.side);
    ci_proof_free(job->proof);
    free(job->prices.prices);
}

/* ---- set up ------------------------------------------------------------ */

static circlet_status read_arguments(solver *job,
                                     const circlet_location *location,
                                     const circlet_siting_options *options,
                                     circlet_error *error)
{
    circlet_status status =
        ci_siting_begin(&job->given, job->model, location, options, error);

    if (status == CIRCLET_OK)
        status =
            ci_median_lists_make(&job->lists, &job->given.location,
                                 &job->given.side, &job->given.effort, error);
    if (status != CIRCLET_OK)
        return status;
    if (job->model == CIRCLET_MODEL_FACILITY_LOCATION)
        job->costs = job->given.side.costs;
    return ci_median_bound_make(&job->bound, &job->lists, &job->given.side,
                                job->costs, &job->given.effort, error);
}

static int64_t objective_of(const solver *job, const ci_choice *choice)
{
    int64_t sum = ci_median_cost(&job->lists, choice->is_chosen);

    return job->costs ? sum + choice->cost : sum;
}

/* The caller's sites, as far as they obey, and what greedy adds to them. */
static circlet_status find_first(solver *job, circlet_error *error)
{
    circlet_status status;
    size_t every;
    bool is_proved;

    if (!ci_choice_make(&job->plan.choice, &job->given.side))
        return ci_fail_nomem(error);
    status = ci_siting_add_start(&job->plan.choice, &job->given.effort.options,
                                 error);
    if (status != CIRCLET_OK)
        return status;
    every = ci_median_sampling(&job->lists, &job->given.side,
                               job->given.location.has_p);
    if (every > 0)
        ci_median_coarse(&job->plan.choice, &job->toll, &job->lists,
                         job->costs, every, &job->given.effort, &is_proved);
    job->has_plan =
        ci_median_greedy(&job->plan.choice, &job->lists, job->costs,
                         &job->given.effort, &is_proved);
    if (is_proved)
        return ci_fail(error, CIRCLET_E_INFEASIBLE,
                       "no choice of sites keeps all limits");
    job->worst = job->lists.total + 1;
    for (size_t site = 0; job->costs && site < job->given.side.site_count;
         site++)
        job->worst += job->costs[site];
    job->plan.objective =
        job->has_plan ? objective_of(job, &job->plan.choice) : job->worst;
    return CIRCLET_OK;
}

/* What a site saves alone, to be sorted. */
typedef struct saving {
    int64_t value;
    uint32_t site;
} saving;

static int compare_savings(const void *left, const void *right)
{
    const saving *a = left, *b = right;

    if (a->value != b->value)
        return a->value > b->value ? -1 : 1;
    return (a->site > b->site) - (a->site < b->site);
}

/* The sites that save most alone, where not all have room. */
static uint8_t *make_core(const solver *job, size_t room)
{
    size_t sites = job->given.side.site_count;
    uint8_t *core = calloc(sites + 1, sizeof(*core));
    int64_t *values = calloc(sites + 1, sizeof(*values));
    saving *savings = calloc(sites + 1, sizeof(*savings));

    if (core && values && savings) {
        ci_median_savings(values, &job->lists);
        for (size_t site = 0; site < sites; site++)
            savings[site] = (saving){values[site], (uint32_t)site};
        qsort(savings, sites, sizeof(*savings), compare_savings);
        for (size_t i = 0; i < sites && i < room; i++)
            core[savings[i].site] = 1;
        for (size_t site = 0; site < sites; site++)
            core[site] |= job->plan.choice.is_chosen[site];
    } else {
        free(core);
        core = NULL;
    }
    free(values);
    free(savings);
    return core;
}

static circlet_status start_search(solver *job, circlet_error *error)
{
    size_t sites = job->given.side.site_count, slots = job->given.side.p;
    size_t wanted = 2 * job->plan.choice.count + SPARE_SLOTS;
    uint8_t *core = NULL;

    if (!job->has_plan || job->given.effort.is_over)
        return CIRCLET_OK;
    if (!job->given.location.has_p && wanted < slots)
        slots = wanted;
    if (slots > 0 && sites > EXTRA_MAX / slots) {
        core = make_core(job, EXTRA_MAX / slots);
        if (!core)
            return ci_fail_nomem(error);
    }
    job->has_search =
        ci_median_search_make(&job->search, &job->lists, &job->given.side,
                              job->costs, slots, core, &job->given.effort);
    free(core);
    if (!job->has_search)
        return ci_fail_nomem(error);
    ci_median_search_start(&job->search, &job->plan.choice);
    ci_median_descend(&job->search, &job->plan);
    return CIRCLET_OK;
}

/* ---- prove ------------------------------------------------------------- */

/* Half way between what a client pays now and would pay without its site. */
static void price_by_plan(const solver *job, int64_t *prices)
{
    const ci_median_lists *lists = &job->lists;
    const uint8_t *is_chosen = job->plan.choice.is_chosen;

    for (size_t c = 0; c < lists->client_count; c++) {
        int64_t times[2] = {lists->caps[c], lists->caps[c]};
        size_t found = 0;

        for (size_t k = lists->first[c]; k < lists->first[c + 1] && found < 2;
             k++)
            if (is_chosen[lists->entries[k].destination])
                times[found++] = lists->entries[k].time_ms;
        prices[c] = ((times[0] + times[1]) << job->bound.shift) / 2;
    }
}

/* Takes prices over where they prove more than those so far. */
static void take_better(solver *job, int64_t *prices)
{
    int64_t limit;

    if (ci_median_bound_evaluate(&job->bound, &job->lists, prices, NULL,
                                 &limit) &&
        limit > job->prices.limit) {
        memcpy(job->prices.prices, prices,
               job->lists.client_count * sizeof(*prices));
        job->prices.limit = limit;
    }
}

/* Starts from the plan's prices, those of an ascent, or those of the
 * nearest sites, which are always proof of something. */
static circlet_status start_prices(solver *job, circlet_error *error)
{
    size_t size = (job->lists.client_count + 1) * sizeof(int64_t);
    int64_t *prices = calloc(1, size);

    job->prices.prices = calloc(1, size);
    job->prices.limit = INT64_MIN;
    if (!prices || !job->prices.prices) {
        free(prices);
        return ci_fail_nomem(error);
    }
    ci_median_bound_clip(&job->bound, &job->lists, prices);
    take_better(job, prices);
    price_by_plan(job, prices);
    take_better(job, prices);
    if (job->toll >= 0 && !job->given.effort.is_over) {
        if (!ci_median_ascend(prices, &job->bound, &job->lists,
                              job->toll << job->bound.shift)) {
            free(prices);
            return ci_fail_nomem(error);
        }
        take_better(job, prices);
    }
    free(prices);
    return CIRCLET_OK;
}

static circlet_status prove(solver *job, circlet_error *error)
{
    circlet_status status = start_prices(job, error);

    if (status != CIRCLET_OK)
        return status;
    if (job->given.effort.options.wants_certificate) {
        job->proof = ci_proof_new();
        if (!job->proof)
            return ci_fail_nomem(error);
    }
    job->tree = (ci_median_tree){
        .location = &job->given.location,
        .lists = &job->lists,
        .bound = &job->bound,
        .search = job->has_search ? &job->search : NULL,
        .plan = &job->plan,
        .proof = job->proof,
        .effort = &job->given.effort,
        .random = ci_random_start(job->given.effort.options.seed, "median")};
    if (job->has_search)
        ci_median_wander(&job->search, &job->plan, FIRST_ROUNDS,
                         &job->tree.random);
    ci_median_branch(&job->tree, &job->prices);
    if (job->tree.has_no_memory)
        return ci_fail_nomem(error);
    job->final_bound = job->tree.open_bound < job->plan.objective
                           ? job->tree.open_bound
                           : job->plan.objective;
    if (job->plan.objective < job->worst)
        return CIRCLET_OK;
    if (job->tree.open_bound == INT64_MAX)
        return ci_fail(error, CIRCLET_E_INFEASIBLE,
                       "no choice of sites keeps all limits");
    if (job->given.effort.stop == CIRCLET_STOP_CANCELLED)
        return ci_fail(error, CIRCLET_E_CANCELLED, "cancelled");
    return ci_fail(error, CIRCLET_E_INFEASIBLE,
                   "no choice of sites that keeps all limits was found in "
                   "time");
}

/* ---- answer ------------------------------------------------------------ */

/* Drops sites that no client is nearest to: they add nothing. */
static void drop_idle(solver *job)
{
    const ci_median_lists *lists = &job->lists;
    ci_choice *choice = &job->plan.choice;
    uint8_t *is_used = calloc(job->given.side.site_count + 1, 1);

    if (!is_used)
        return;
    for (size_t c = 0; c < lists->client_count; c++)
        for (size_t k = lists->first[c]; k < lists->first[c + 1]; k++)
            if (choice->is_chosen[lists->entries[k].destination]) {
                is_used[lists->entries[k].destination] = 1;
                break;
            }
    for (uint32_t site = 0; site < job->given.side.site_count; site++)
        if (!is_used[site] && ci_choice_may_drop(choice, site))
            ci_choice_drop(choice, site);
    free(is_used);
}

static circlet_status collect(circlet_siting **out, solver *job,
                              circlet_error *error)
{
    circlet_siting *siting;

    drop_idle(job);
    siting = ci_siting_new(job->model, job->plan.choice.count);
    if (!siting)
        return ci_fail_nomem(error);
    siting->objective = objective_of(job, &job->plan.choice);
    siting->bound = job->final_bound;
    siting->report.unreachable = job->lists.unreachable;
    siting->report.unreachable_weight = job->lists.unreachable_weight;
    siting->report.merged_points = job->lists.merged;
    siting->report.root_bound = job->tree.root_bound;
    siting->report.nodes = job->tree.nodes;
    ci_siting_finish(siting, &job->plan.choice, &job->given.effort);
    if (!ci_siting_assign(siting, &job->given.location,
                          job->plan.choice.is_chosen, false)) {
        circlet_siting_free(siting);
        return ci_fail_nomem(error);
    }
    if (job->proof) {
        siting->certificate = ci_proof_finish(
            job->proof, INT64_C(1) << job->bound.shift, siting);
        if (!siting->certificate) {
            circlet_siting_free(siting);
            return ci_fail_nomem(error);
        }
        job->proof = NULL; /* the certificate's now */
    }
    *out = siting;
    return CIRCLET_OK;
}

static circlet_status solve(circlet_siting **out, circlet_model model,
                            const circlet_location *location,
                            const circlet_siting_options *options,
                            circlet_error *error)
{
    solver job = {.model = model, .toll = -1};
    circlet_status status;

    if (!out)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a location problem and a place for its answer are "
                       "needed");
    status = read_arguments(&job, location, options, error);
    if (status == CIRCLET_OK)
        status = find_first(&job, error);
    if (status == CIRCLET_OK)
        status = start_search(&job, error);
    if (status == CIRCLET_OK)
        status = prove(&job, error);
    if (status == CIRCLET_OK)
        status = collect(out, &job, error);
    clear(&job);
    return status;
}

circlet_status circlet_solve_p_median(circlet_siting **out,
                                      const circlet_location *location,
                                      const circlet_siting_options *options,
                                      circlet_error *error)
{
    return solve(out, CIRCLET_MODEL_P_MEDIAN, location, options, error);
}

circlet_status circlet_solve_facility_location(
    circlet_siting **out, const circlet_location *location,
    const circlet_siting_options *options, circlet_error *error)
{
    return solve(out, CIRCLET_MODEL_FACILITY_LOCATION, location, options,
                 error);
}
