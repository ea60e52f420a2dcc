/* Location with capacities: maximal covering and p-median. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "siting/capacitated_tree.h"
#include "siting/siting.h"

/* Steps of the first search for plans, for each pair and at most; a quarter
 * of them between raises of the bound. */
#define FIRST_STEPS_A_PAIR 1000
#define FIRST_STEPS_MAX 20000000

/* The first bound is raised so often, with so many steps each. */
#define RAISES 7
#define RAISE_ROUNDS 120

typedef struct solver {
    bool is_cover;
    ci_siting_start given;
    ci_capacitated problem;
    ci_capacitated_find find;
    ci_capacitated_bound bound;
    ci_capacitated_tree tree;
    int64_t *prices;
    int64_t limit; /* scaled bound of the prices */
    int64_t theta; /* price of the budget that goes with it */
    int64_t final_bound;
} solver;

/* ---- set up ------------------------------------------------------------ */

static circlet_model model_of(const solver *job)
{
    return job->is_cover ? CIRCLET_MODEL_CAPACITATED_MCLP
                         : CIRCLET_MODEL_CAPACITATED_P_MEDIAN;
}

static circlet_status set_up(solver *job, const circlet_location *location,
                             const circlet_siting_options *options,
                             circlet_error *error)
{
    circlet_status status =
        ci_siting_begin(&job->given, model_of(job), location, options, error);

    if (status == CIRCLET_OK)
        status = ci_capacitated_make(&job->problem, &job->given.location,
                                     &job->given.side, job->is_cover,
                                     &job->given.effort, error);
    if (status == CIRCLET_OK)
        status = ci_capacitated_bound_make(&job->bound, &job->problem,
                                           &job->given.effort, error);
    if (status != CIRCLET_OK)
        return status;
    job->prices = calloc(job->problem.client_count + 1, sizeof(*job->prices));
    if (!job->prices || !ci_capacitated_find_make(&job->find, &job->problem,
                                                  &job->given.effort))
        return ci_fail_nomem(error);
    job->tree.bound = &job->bound;
    job->tree.find = &job->find;
    job->tree.effort = &job->given.effort;
    job->tree.sign = job->is_cover ? -1 : 1;
    job->tree.offset = job->is_cover ? job->problem.total : 0;
    job->tree.is_cover = job->is_cover;
    return CIRCLET_OK;
}

static void clear(solver *job)
{
    ci_capacitated_tree_clear(&job->tree);
    ci_capacitated_bound_clear(&job->bound);
    ci_capacitated_find_clear(&job->find);
    ci_capacitated_clear(&job->problem);
    ci_side_clear(&job->given.side);
    free(job->prices);
}

/* ---- search ------------------------------------------------------------ */

static circlet_status find_first(solver *job, circlet_error *error)
{
    circlet_status status = ci_siting_add_start(
        &job->find.choice, &job->given.effort.options, error);
    bool is_proved;

    if (status != CIRCLET_OK)
        return status;
    if (ci_capacitated_find_first(&job->find, &is_proved))
        return CIRCLET_OK;
    if (job->find.has_no_memory)
        return ci_fail_nomem(error);
    if (is_proved)
        return ci_fail(error, CIRCLET_E_INFEASIBLE,
                       "no choice of sites keeps all limits");
    return ci_fail(error, CIRCLET_E_INFEASIBLE,
                   "no choice of sites that keeps all limits was found in "
                   "time");
}

/* Everybody offers what the nearest site costs: no site earns anything, and
 * nobody pays less. */
static int64_t price_nearest(const solver *job, int64_t *prices)
{
    const ci_capacitated *problem = &job->problem;
    int64_t sum = 0;

    for (size_t c = 0; c < problem->client_count; c++) {
        size_t first = problem->first[c];
        int64_t time = first < problem->first[c + 1]
                           ? problem->options[first].time
                           : problem->unserved;
        int64_t weight = problem->weights[c];

        prices[c] = (time * (problem->is_whole ? weight : 1))
                    << job->bound.shift;
        sum += (time * weight) << job->bound.shift;
    }
    return sum;
}

/* Prices of the best plan's flow, if they prove more. */
static bool price_by_plan(solver *job)
{
    size_t clients = job->problem.client_count;
    int64_t *prices = calloc(clients + 1, sizeof(*prices)), limit;

    if (!prices)
        return false;
    if (ci_capacitated_find_cost(&job->find, &job->find.plan.choice,
                                 INT64_MAX) != INT64_MAX) {
        for (size_t c = 0; c < clients; c++)
            prices[c] =
                ci_capacitated_find_price(&job->find, c, job->bound.shift);
        if (ci_capacitated_bound_evaluate(&job->bound, prices, &limit) &&
            limit > job->limit) {
            memcpy(job->prices, prices, clients * sizeof(*prices));
            job->limit = limit;
            job->theta = job->bound.theta;
        }
    }
    free(prices);
    return true;
}

static int64_t objective_of(const solver *job, int64_t cost)
{
    return job->tree.sign * cost + job->tree.offset;
}

/* Tells how far it is; false: enough. */
static bool tell(solver *job)
{
    int64_t cost = job->find.plan.cost;
    int64_t least = ci_capacitated_bound_units(&job->bound, job->limit);

    return ci_effort_tell(&job->given.effort, objective_of(job, cost),
                          objective_of(job, least < cost ? least : cost));
}

static uint64_t first_steps(const solver *job)
{
    uint64_t pairs = job->problem.first[job->problem.client_count];

    return pairs < FIRST_STEPS_MAX / FIRST_STEPS_A_PAIR
               ? pairs * FIRST_STEPS_A_PAIR
               : FIRST_STEPS_MAX;
}

/* Raises the first bound, which shows where good plans may be. */
static void raise_root(solver *job)
{
    double factor = 1.0;

    for (int i = 0; i < RAISES && tell(job); i++) {
        ci_capacitated_raise how = {.rounds = RAISE_ROUNDS,
                                    .factor = factor,
                                    .aim = ci_capacitated_find_aim(&job->find),
                                    .enough = job->find.plan.cost};
        int64_t limit;

        if (!ci_capacitated_bound_raise(&job->bound, &how, job->prices,
                                        &limit))
            return;
        job->limit = limit;
        job->theta = job->bound.theta;
        if (job->given.effort.is_over ||
            !ci_capacitated_bound_evaluate(&job->bound, job->prices, &limit))
            return;
        ci_capacitated_find_try(&job->find, job->bound.picked,
                                job->bound.values);
        ci_capacitated_find_wander(&job->find, first_steps(job) / 4);
        factor *= 0.7;
    }
}

/* Searches the tree, with a proof if one is wanted. False: no memory. */
static bool run_tree(solver *job)
{
    ci_capacitated_tree *tree = &job->tree;

    if (job->given.effort.options.wants_certificate) {
        tree->proof = ci_proof_new();
        if (!tree->proof)
            return false;
    }
    ci_capacitated_tree_run(tree, job->prices);
    return true;
}

static circlet_status search(solver *job, circlet_error *error)
{
    ci_capacitated_tree *tree = &job->tree;
    int64_t least;

    job->limit = price_nearest(job, job->prices);
    ci_capacitated_find_wander(&job->find, first_steps(job));
    if (!price_by_plan(job))
        return ci_fail_nomem(error);
    raise_root(job);
    tree->root_limit = job->limit;
    tree->root_theta = job->theta;
    if (!run_tree(job))
        return ci_fail_nomem(error);
    ci_capacitated_tree_prove(tree);
    if (tree->has_no_memory || job->find.has_no_memory)
        return ci_fail_nomem(error);
    least = ci_capacitated_tree_limit(tree);
    job->final_bound = job->find.plan.cost;
    if (least < INT64_MAX &&
        ci_capacitated_bound_units(&job->bound, least) < job->final_bound)
        job->final_bound = ci_capacitated_bound_units(&job->bound, least);
    return CIRCLET_OK;
}

/* ---- answer ------------------------------------------------------------ */

static int compare_assignments(const void *left, const void *right)
{
    const circlet_assignment *a = left, *b = right;

    if (a->point != b->point)
        return a->point < b->point ? -1 : 1;
    return (a->site > b->site) - (a->site < b->site);
}

/* Sites that serve nobody add nothing. */
static void drop_idle(const circlet_siting *siting, ci_choice *choice,
                      uint8_t *is_used)
{
    for (size_t i = 0; i < siting->assignment_count; i++)
        is_used[siting->assignments[i].site] = 1;
    for (uint32_t site = 0; site < choice->side->site_count; site++)
        if (!is_used[site] && ci_choice_may_drop(choice, site))
            ci_choice_drop(choice, site);
}

/* What is left of weights and of room after the plan's parts. */
typedef struct rest {
    int64_t *weights; /* of each client */
    int64_t *room; /* of each site */
} rest;

/* The time of a pair that is in the matrix. */
static uint32_t time_of(const solver *job, uint32_t point, uint32_t site)
{
    size_t count, k = 0;
    const circlet_od_entry *row =
        circlet_od_matrix_row(job->given.location.reach, point, &count);

    while (k + 1 < count && row[k].destination != site)
        k++;
    return row[k].time_ms;
}

static void take_parts(const solver *job, circlet_siting *siting, rest *left)
{
    const ci_capacitated *problem = &job->problem;
    const ci_capacitated_plan *plan = &job->find.plan;

    memcpy(left->weights, problem->weights,
           problem->client_count * sizeof(*left->weights));
    memcpy(left->room, problem->capacities,
           problem->site_count * sizeof(*left->room));
    for (size_t i = 0; i < plan->part_count; i++) {
        const ci_capacitated_part *part = &plan->parts[i];
        uint32_t point = problem->points[part->client];

        left->weights[part->client] -= part->amount;
        left->room[part->site] -=
            problem->is_whole ? problem->loads[part->client] : part->amount;
        siting->assignments[siting->assignment_count++] = (circlet_assignment){
            point, part->site, time_of(job, point, part->site), part->amount};
    }
}

/* Who pays as much served or not may as well be served, where room is left:
 * nearest sites first. */
static void serve_rest(const solver *job, circlet_siting *siting, rest *left,
                       size_t room)
{
    const ci_capacitated *problem = &job->problem;

    for (size_t c = 0; !job->is_cover && c < problem->client_count; c++) {
        size_t count;
        const circlet_od_entry *row = circlet_od_matrix_row(
            job->given.location.reach, problem->points[c], &count);

        for (size_t k = 0; k < count && left->weights[c] > 0; k++) {
            uint32_t site = row[k].destination;
            int64_t amount = left->weights[c];
            int64_t load = problem->is_whole ? problem->loads[c] : amount;

            if (row[k].time_ms != problem->unserved ||
                !job->find.plan.choice.is_chosen[site] ||
                siting->assignment_count == room)
                continue;
            if (!problem->is_whole && amount > left->room[site])
                amount = load = left->room[site];
            if (load > left->room[site] || amount == 0)
                continue;
            left->room[site] -= load;
            left->weights[c] -= amount;
            siting->assignments[siting->assignment_count++] =
                (circlet_assignment){problem->points[c], site, row[k].time_ms,
                                     amount};
        }
    }
}

static void count_unserved(const solver *job, const rest *left,
                           circlet_siting_report *report)
{
    report->unreachable = job->problem.unreachable;
    report->unreachable_weight = job->problem.unreachable_weight;
    report->unserved = report->unreachable;
    report->unserved_weight = report->unreachable_weight;
    for (size_t c = 0; c < job->problem.client_count; c++) {
        report->unserved += left->weights[c] > 0;
        report->unserved_weight += left->weights[c];
    }
}

/* False: no memory. */
static bool fill_assignments(solver *job, circlet_siting *siting)
{
    const ci_capacitated *problem = &job->problem;
    size_t clients = problem->client_count, sites = problem->site_count;
    /* Beyond the parts each further one ends a client or fills a site. */
    size_t room = job->find.plan.part_count + clients + sites;
    rest left = {calloc(clients + 1, sizeof(int64_t)),
                 calloc(sites + 1, sizeof(int64_t))};
    uint8_t *is_used = calloc(sites + 1, 1);
    bool has_room;

    siting->assignments = calloc(room + 1, sizeof(*siting->assignments));
    has_room = left.weights && left.room && is_used && siting->assignments;
    if (has_room) {
        take_parts(job, siting, &left);
        serve_rest(job, siting, &left, room);
        count_unserved(job, &left, &siting->report);
        qsort(siting->assignments, siting->assignment_count,
              sizeof(*siting->assignments), compare_assignments);
        drop_idle(siting, &job->find.plan.choice, is_used);
    }
    free(left.weights);
    free(left.room);
    free(is_used);
    return has_room;
}

static circlet_status collect(circlet_siting **out, solver *job,
                              circlet_error *error)
{
    circlet_siting *siting =
        ci_siting_new(model_of(job), job->find.plan.choice.count);

    if (!siting || !fill_assignments(job, siting)) {
        circlet_siting_free(siting);
        return ci_fail_nomem(error);
    }
    siting->objective = objective_of(job, job->find.plan.cost);
    siting->bound = objective_of(job, job->final_bound);
    siting->report.root_bound = objective_of(
        job, ci_capacitated_bound_units(&job->bound, job->tree.root_limit));
    siting->report.nodes = job->tree.visited;
    ci_siting_finish(siting, &job->find.plan.choice, &job->given.effort);
    if (job->tree.proof) {
        siting->certificate = ci_proof_finish(
            job->tree.proof, INT64_C(1) << job->bound.shift, siting);
        if (!siting->certificate) {
            circlet_siting_free(siting);
            return ci_fail_nomem(error);
        }
        job->tree.proof = NULL;
    }
    *out = siting;
    return CIRCLET_OK;
}

static circlet_status solve(circlet_siting **out,
                            const circlet_location *location,
                            const circlet_siting_options *options,
                            bool is_cover, circlet_error *error)
{
    solver job = {.is_cover = is_cover};
    circlet_status status;

    if (!out)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a location problem and a place for its answer are "
                       "needed");
    status = set_up(&job, location, options, error);
    if (status == CIRCLET_OK)
        status = find_first(&job, error);
    if (status == CIRCLET_OK)
        status = search(&job, error);
    if (status == CIRCLET_OK)
        status = collect(out, &job, error);
    clear(&job);
    return status;
}

circlet_status circlet_solve_capacitated_mclp(
    circlet_siting **out, const circlet_location *location,
    const circlet_siting_options *options, circlet_error *error)
{
    return solve(out, location, options, true, error);
}

circlet_status circlet_solve_capacitated_p_median(
    circlet_siting **out, const circlet_location *location,
    const circlet_siting_options *options, circlet_error *error)
{
    return solve(out, location, options, false, error);
}
