/*
 * p-center: whether so many sites can cover all within a time is a covering
 * problem (E. Minieka, The m-center problem, SIAM Review 12 (1970)); the
 * time is found by halving. The covering problem has some of the points
 * only; those that its plan leaves out come in (D. Chen and R. Chen, New
 * relaxation-based algorithms for the optimal solution of the continuous and
 * discrete p-center problems, Computers & Operations Research 36 (2009)).
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "siting/center_points.h"
#include "siting/certificate.h"
#include "siting/lscp.h"
#include "siting/lscp_search.h"
#include "siting/siting.h"

/* Points of the first covering problem, and of those that come in at once. */
#define FIRST_POINTS 1000
#define MORE_POINTS 100

typedef struct solver {
    const circlet_location *location;
    ci_side side;
    ci_effort effort;
    ci_center_points points;
    uint32_t *some; /* the points of the covering problem, in a random order
                       that those not in it follow */
    size_t some_count;
    ci_lscp_task task;
    bool has_costs; /* the budget binds, else p does */
    uint8_t *is_open; /* of each site: the best choice, existing ones too */
    uint8_t *trial;
    bool has_plan;
    bool is_infeasible;
    uint32_t low_ms, high_ms; /* bound, and longest time of the plan */
    circlet_siting_report report;
    ci_proof *proof; /* that no choice is within less than `low_ms` */
    ci_choice choice;
} solver;

static void clear(solver *run)
{
    ci_choice_clear(&run->choice);
    ci_proof_free(run->proof);
    free(run->some);
    free(run->is_open);
    free(run->trial);
    ci_center_points_clear(&run->points);
    ci_side_clear(&run->side);
}

/* ---- set up ------------------------------------------------------------ */

/* Every so manieth point, so that the first ones are from everywhere. */
static void order_points(solver *run)
{
    size_t count = run->points.count;
    size_t stride = count / FIRST_POINTS + 1;
    size_t to = 0;

    for (size_t from = 0; from < stride; from++)
        for (size_t i = from; i < count; i += stride)
            run->some[to++] = run->points.points[i];
    run->some_count = stride > 1 ? count / stride : count;
}

static circlet_status set_limits(solver *run, circlet_error *error)
{
    const ci_side *side = &run->side;
    ci_lscp_task *task = &run->task;
    int64_t sum = 0;

    for (size_t j = 0; j < side->site_count; j++) {
        if (run->points.places[j] == UINT32_MAX)
            continue;
        if (side->costs[j] > (INT64_C(1) << 52) - sum)
            return ci_fail(error, CIRCLET_E_DATA,
                           "the costs of the sites together are over "
                           "%" PRId64,
                           INT64_C(1) << 52);
        sum += side->costs[j];
    }
    run->has_costs = side->budget < sum;
    *task = (ci_lscp_task){.side = side, .effort = &run->effort, .unit = 1};
    task->limit = (int64_t)side->p + 1;
    if (run->has_costs)
        task->limit = side->budget + 1;
    task->enough = task->limit - 1;
    task->scale = ci_lscp_scale(task->limit);
    task->theta = run->has_costs ? task->scale : 0;
    task->is_sided = ci_lscp_is_sided(side, run->has_costs);
    task->wants_proof = run->effort.options.wants_certificate;
    task->may_dominate = !task->is_sided && !task->wants_proof;
    return CIRCLET_OK;
}

static circlet_status check_start(const solver *run, circlet_error *error)
{
    const circlet_siting_options *options = &run->effort.options;

    for (size_t i = 0; options->start && i < options->start_count; i++)
        if (options->start[i] >= run->side.site_count)
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "site %" PRIu32 " to start from is not among %zu",
                           options->start[i], run->side.site_count);
    return CIRCLET_OK;
}

static circlet_status set_up(solver *run,
                             const circlet_siting_options *options,
                             circlet_error *error)
{
    circlet_status status = ci_effort_start(&run->effort, options, error);
    size_t sites;

    if (status == CIRCLET_OK)
        status = ci_side_make(&run->side, run->location, error);
    if (status == CIRCLET_OK)
        status = check_start(run, error);
    if (status == CIRCLET_OK)
        status = ci_center_points_make(&run->points, run->location, &run->side,
                                       error);
    if (status == CIRCLET_OK)
        status = set_limits(run, error);
    if (status != CIRCLET_OK)
        return status;
    sites = run->side.site_count + 1;
    run->some = malloc((run->points.count + 1) * sizeof(*run->some));
    run->is_open = calloc(sites, 1);
    run->trial = calloc(sites, 1);
    if (!run->some || !run->is_open || !run->trial ||
        !ci_choice_make(&run->choice, &run->side))
        return ci_fail_nomem(error);
    order_points(run);
    run->low_ms = run->points.least_ms;
    run->high_ms = UINT32_MAX;
    return CIRCLET_OK;
}

/* ---- one covering problem ---------------------------------------------- */

/* The longest time of the trial. Of the points over the cutoff some that are
 * not in the covering problem yet come in, in their order. */
static uint32_t look_at_trial(solver *run, uint32_t cutoff_ms)
{
    size_t end = run->some_count + MORE_POINTS;
    uint32_t longest = 0;

    for (size_t i = 0; i < run->points.count; i++) {
        uint32_t point = run->some[i];
        uint32_t time = ci_center_time(&run->points, run->trial, point);

        longest = time > longest ? time : longest;
        if (time <= cutoff_ms || i < run->some_count || run->some_count >= end)
            continue;
        run->some[i] = run->some[run->some_count];
        run->some[run->some_count++] = point;
    }
    ci_effort_spend(&run->effort, run->points.entry_count);
    return longest;
}

static void keep_trial(solver *run, uint32_t longest_ms)
{
    if (longest_ms >= run->high_ms)
        return;
    run->high_ms = longest_ms;
    run->has_plan = true;
    memcpy(run->is_open, run->trial, run->side.site_count);
}

static void set_trial(solver *run, const ci_lscp_core *root,
                      const uint8_t *is_chosen)
{
    for (size_t j = 0; j < run->side.site_count; j++)
        run->trial[j] = run->side.states[j] == CIRCLET_SITE_EXISTING;
    for (size_t j = 0; j < root->site_count; j++)
        if (is_chosen[j])
            run->trial[root->site_names[j]] = 1;
}

/* What a covering problem of all points tells, or so many as it needs. */
typedef enum outcome { FITS, FITS_NOT, UNKNOWN, NO_MEMORY } outcome;

/* The report adds up what all covering problems did. */
static void note(solver *run, const ci_lscp_result *result)
{
    run->report.nodes += result->nodes;
    run->report.dominated_points = result->dominated_rows;
    run->report.dominated_sites = result->dominated_sites;
    run->report.forced_sites = result->forced;
}

static outcome try_some(solver *run, uint32_t cutoff_ms, bool *has_grown)
{
    ci_lscp_core root;
    ci_lscp_result result;
    outcome told = UNKNOWN;
    size_t before = run->some_count;

    if (!ci_center_core(&root, &run->points, run->some, run->some_count,
                        cutoff_ms, run->has_costs))
        return NO_MEMORY;
    root.keeps_sites = run->task.is_sided;
    run->task.root = &root;
    if (!ci_lscp_search(&result, &run->task)) {
        ci_lscp_core_clear(&root);
        run->task.root = NULL;
        return NO_MEMORY;
    }
    note(run, &result);
    if (result.has_plan) {
        uint32_t longest;

        set_trial(run, &root, result.is_chosen);
        longest = look_at_trial(run, cutoff_ms);
        keep_trial(run, longest);
        told = longest <= cutoff_ms ? FITS : UNKNOWN;
    } else if (result.is_closed) {
        ci_proof_free(run->proof);
        run->proof = result.proof;
        result.proof = NULL;
        told = FITS_NOT;
    }
    *has_grown = run->some_count > before;
    ci_lscp_result_clear(&result);
    ci_lscp_core_clear(&root);
    run->task.root = NULL;
    return told;
}

static outcome try_cutoff(solver *run, uint32_t cutoff_ms)
{
    outcome told;
    bool has_grown;

    do
        told = try_some(run, cutoff_ms, &has_grown);
    while (told == UNKNOWN && has_grown && !run->effort.is_over);
    return told;
}

/* ---- halving ----------------------------------------------------------- */

/* The caller's own sites, if they keep the limits, and what completes them. */
static void try_start(solver *run)
{
    const circlet_siting_options *options = &run->effort.options;
    bool is_proved;

    ci_choice_reset(&run->choice);
    for (size_t i = 0; options->start && i < options->start_count; i++) {
        uint32_t site = options->start[i];

        if (run->side.states[site] == CIRCLET_SITE_FREE &&
            !run->choice.is_chosen[site] &&
            ci_choice_may_add(&run->choice, site))
            ci_choice_add(&run->choice, site);
    }
    if (!options->start ||
        !ci_choice_complete(&run->choice, NULL, 10000, &is_proved) ||
        !ci_choice_is_allowed(&run->choice))
        return;
    memcpy(run->trial, run->choice.is_chosen, run->side.site_count);
    keep_trial(run, look_at_trial(run, UINT32_MAX));
}

/* A time between the bound and the plan's, or at first one that all pairs
 * are within; low where there are few. */
static uint32_t next_cutoff(const solver *run)
{
    uint32_t middle;

    if (!run->has_plan)
        return run->points.most_ms;
    middle = run->low_ms + (run->high_ms - run->low_ms) / 2;
    if (middle == run->high_ms)
        middle--;
    middle = ci_center_time_below(&run->points, middle);
    return middle > run->low_ms ? middle : run->low_ms;
}

static circlet_status halve(solver *run, circlet_error *error)
{
    while (run->low_ms < run->high_ms && !run->effort.is_over) {
        uint32_t cutoff = next_cutoff(run);
        outcome told = try_cutoff(run, cutoff);

        if (told == NO_MEMORY)
            return ci_fail_nomem(error);
        if (told == FITS_NOT) {
            run->low_ms = ci_center_time_above(&run->points, cutoff);
            run->is_infeasible = run->low_ms == UINT32_MAX;
        }
        if (run->is_infeasible || told == UNKNOWN)
            break;
        if (run->has_plan)
            ci_effort_tell(&run->effort, run->high_ms, run->low_ms);
    }
    return CIRCLET_OK;
}

/* Without points any choice is as good as another. */
static circlet_status solve(solver *run, circlet_error *error)
{
    bool is_proved = false;

    if (run->points.count > 0) {
        try_start(run);
        return halve(run, error);
    }
    ci_choice_reset(&run->choice);
    run->has_plan =
        ci_choice_complete(&run->choice, NULL, 1000000, &is_proved);
    run->is_infeasible = !run->has_plan && is_proved;
    run->low_ms = 0;
    run->high_ms = 0;
    memcpy(run->is_open, run->choice.is_chosen, run->side.site_count);
    return CIRCLET_OK;
}

/* ---- the answer -------------------------------------------------------- */

/* Before the first covering problem failed, the bound is what one point
 * takes at least: it has too few sites within less. */
static bool prove_least(solver *run)
{
    circlet_dual dual = {run->points.worst, run->task.scale};

    if (run->proof)
        return true;
    run->proof = ci_proof_new();
    if (!run->proof)
        return false;
    if (run->points.count > 0 && run->low_ms > 0)
        ci_proof_leaf(run->proof, ci_proof_duals(run->proof, &dual, 1, 0));
    return true;
}

static bool add_certificate(solver *run, circlet_siting *siting)
{
    if (!run->effort.options.wants_certificate)
        return true;
    if (!prove_least(run))
        return false;
    siting->certificate = ci_proof_finish(run->proof, run->task.scale, siting);
    if (!siting->certificate)
        return false;
    run->proof = NULL;
    return true;
}

static bool fill_answer(solver *run, circlet_siting *siting)
{
    ci_choice_reset(&run->choice);
    for (uint32_t j = 0; j < run->side.site_count; j++)
        if (run->is_open[j] && !run->choice.is_chosen[j])
            ci_choice_add(&run->choice, j);
    siting->objective = run->high_ms;
    siting->bound = run->low_ms < run->high_ms ? run->low_ms : run->high_ms;
    siting->report = run->report;
    siting->report.unreachable = run->points.unreachable;
    siting->report.unreachable_weight = run->points.unreachable_weight;
    siting->report.root_bound = run->points.least_ms;
    ci_siting_finish(siting, &run->choice, &run->effort);
    return ci_siting_assign(siting, run->location, run->choice.is_chosen,
                            false) &&
           add_certificate(run, siting);
}

static circlet_status answer(circlet_siting **out, solver *run,
                             circlet_error *error)
{
    circlet_siting *siting;

    if (run->is_infeasible)
        return ci_fail(error, CIRCLET_E_INFEASIBLE,
                       "no choice of sites within the limits reaches all "
                       "demand that can be reached");
    if (!run->has_plan)
        return ci_fail(error, CIRCLET_E_CANCELLED,
                       "no choice of sites that covers what it must was found "
                       "before the search ended");
    siting = ci_siting_new(CIRCLET_MODEL_P_CENTER, run->side.site_count);
    if (!siting || !fill_answer(run, siting)) {
        circlet_siting_free(siting);
        return ci_fail_nomem(error);
    }
    *out = siting;
    return CIRCLET_OK;
}

circlet_status circlet_solve_p_center(circlet_siting **out,
                                      const circlet_location *location,
                                      const circlet_siting_options *options,
                                      circlet_error *error)
{
    solver run = {.location = location};
    circlet_status status = set_up(&run, options, error);

    if (status == CIRCLET_OK)
        status = solve(&run, error);
    if (status == CIRCLET_OK)
        status = answer(out, &run, error);
    clear(&run);
    return status;
}
