#include "siting/lscp.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/divisor.h"
#include "base/error.h"
#include "siting/certificate.h"
#include "siting/cover.h"
#include "siting/demand.h"
#include "siting/lscp_search.h"
#include "siting/siting.h"

/* Costs together are at most this, so that their sums stay small. */
#define COSTS_MAX (INT64_C(1) << 52)

typedef struct solver {
    const circlet_location *location;
    ci_side side;
    ci_effort effort;
    ci_cover cover;
    ci_lscp_core root;
    ci_lscp_task task;
    uint8_t *start;
    ci_lscp_result result;
    ci_choice choice;
} solver;

/* ---- sites ------------------------------------------------------------- */

static bool is_candidate(const ci_side *side, size_t site)
{
    return side->states[site] == CIRCLET_SITE_FREE ||
           side->states[site] == CIRCLET_SITE_FIXED;
}

size_t ci_lscp_count_sites(const ci_side *side)
{
    size_t count = 0;

    for (size_t j = 0; j < side->site_count; j++)
        count += is_candidate(side, j);
    return count;
}

bool ci_lscp_is_sided(const ci_side *side, bool counts_p)
{
    return side->groups || side->apart_first ||
           (counts_p && side->p < ci_lscp_count_sites(side));
}

bool ci_lscp_is_untouched(const ci_side *side)
{
    for (size_t j = 0; j < side->site_count; j++)
        if (side->states[j] != CIRCLET_SITE_FREE &&
            side->states[j] != CIRCLET_SITE_FORBIDDEN)
            return false;
    return true;
}

int64_t ci_lscp_name_sites(ci_lscp_core *core, const ci_side *side)
{
    int64_t unit = 0;
    size_t at = 0;

    for (size_t j = 0; j < side->site_count; j++) {
        if (!is_candidate(side, j))
            continue;
        core->site_names[at] = (uint32_t)j;
        core->costs[at++] = side->costs[j];
        unit = ci_common_divisor(unit, side->costs[j]);
    }
    unit = unit > 0 ? unit : 1;
    for (size_t j = 0; j < at; j++)
        core->costs[j] /= unit;
    return unit;
}

/* ---- the core ---------------------------------------------------------- */

/* By the first of their points, or with a target by their place, since there
 * each point has its own dual. */
static void name_rows(ci_lscp_core *core, const ci_cover *cover,
                      const uint32_t *places)
{
    size_t entry = 0;

    for (size_t i = 0; i < cover->row_count; i++) {
        core->row_names[i] = core->weights
                                 ? (uint32_t)i
                                 : cover->members[cover->member_first[i]];
        core->needs[i] = ci_cover_need(cover, i);
        if (core->weights)
            core->weights[i] = cover->weights[i];
        for (size_t k = cover->row_first[i]; k < cover->row_first[i + 1]; k++)
            if (places[ci_cover_site(cover, k)] != UINT32_MAX)
                core->row_sites[entry++] = places[ci_cover_site(cover, k)];
        core->row_first[i + 1] = entry;
    }
    core->entry_count = entry;
}

static circlet_status make_root(solver *run, circlet_error *error)
{
    const ci_cover *cover = &run->cover;
    ci_lscp_size size = {cover->row_count, ci_lscp_count_sites(&run->side),
                         cover->entry_count, run->location->target > 0};
    uint32_t *places = malloc((run->side.site_count + 1) * sizeof(*places));

    if (!places || !ci_lscp_core_make(&run->root, size)) {
        free(places);
        return ci_fail_nomem(error);
    }
    run->task.unit = ci_lscp_name_sites(&run->root, &run->side);
    memset(places, 0xff, run->side.site_count * sizeof(*places));
    for (size_t j = 0; j < run->root.site_count; j++)
        places[run->root.site_names[j]] = (uint32_t)j;
    name_rows(&run->root, cover, places);
    ci_lscp_core_turn(&run->root);
    run->root.target = run->location->target - cover->served_weight;
    free(places);
    return CIRCLET_OK;
}

static bool costs_are_equal(const ci_lscp_core *core)
{
    for (size_t j = 0; j < core->site_count; j++)
        if (core->costs[j] != 1)
            return false;
    return true;
}

/* The limit of the cost: below what all sites cost together and one more,
 * within the budget, and where each costs the same within p. */
static circlet_status set_limits(solver *run, circlet_error *error)
{
    const ci_side *side = &run->side;
    ci_lscp_task *task = &run->task;
    bool counts_p = !costs_are_equal(&run->root);
    int64_t sum = 0;

    for (size_t j = 0; j < run->root.site_count; j++) {
        sum += run->root.costs[j];
        if (sum > COSTS_MAX / task->unit)
            return ci_fail(error, CIRCLET_E_DATA,
                           "the costs of the sites together are over "
                           "%" PRId64,
                           COSTS_MAX);
    }
    if (side->budget < INT64_MAX && side->budget / task->unit < sum)
        sum = side->budget / task->unit;
    if (!counts_p && side->p < (uint64_t)sum)
        sum = (int64_t)side->p;
    task->limit = sum + 1;
    task->enough = -1;
    task->scale = ci_lscp_scale(task->limit * task->unit);
    task->is_sided = ci_lscp_is_sided(side, counts_p);
    task->may_dominate =
        !task->is_sided && (!task->wants_proof || ci_lscp_is_untouched(side));
    run->root.keeps_sites = task->is_sided;
    return CIRCLET_OK;
}

static circlet_status set_start(solver *run, circlet_error *error)
{
    const circlet_siting_options *options = &run->effort.options;

    if (!options->start)
        return CIRCLET_OK;
    run->start = calloc(run->root.site_count + 1, 1);
    if (!run->start)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < options->start_count; i++)
        if (options->start[i] >= run->side.site_count)
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "site %" PRIu32 " to start from is not among %zu",
                           options->start[i], run->side.site_count);
    for (size_t i = 0; i < options->start_count; i++)
        for (size_t j = 0; j < run->root.site_count; j++)
            if (run->root.site_names[j] == options->start[i])
                run->start[j] = 1;
    for (size_t j = 0; j < run->root.site_count; j++)
        if (run->side.states[run->root.site_names[j]] == CIRCLET_SITE_FIXED)
            run->start[j] = 1;
    run->task.start = run->start;
    return CIRCLET_OK;
}

static circlet_status check_target(const solver *run, circlet_error *error)
{
    int64_t target = run->location->target;
    char one[CI_DECIMAL_SIZE], two[CI_DECIMAL_SIZE];

    if (target < 0)
        return ci_fail(error, CIRCLET_E_ARGUMENT, "the target %s is below 0",
                       ci_weight_text(one, run->location, target));
    if (target - run->cover.served_weight > run->cover.total)
        return ci_fail(
            error, CIRCLET_E_INFEASIBLE,
            "the target %s is over the weight %s that all sites "
            "together cover",
            ci_weight_text(one, run->location, target),
            ci_weight_text(two, run->location,
                           run->cover.total + run->cover.served_weight));
    return CIRCLET_OK;
}

static circlet_status set_up(solver *run,
                             const circlet_siting_options *options,
                             circlet_error *error)
{
    const ci_cover_wish wish = {.effort = &run->effort,
                                .must_cover = run->location->target == 0};
    circlet_status status = ci_effort_start(&run->effort, options, error);

    if (status == CIRCLET_OK)
        status = ci_side_make(&run->side, run->location, error);
    if (status == CIRCLET_OK)
        status = ci_cover_make(&run->cover, run->location, &run->side, &wish,
                               error);
    if (status == CIRCLET_OK)
        status = check_target(run, error);
    if (status == CIRCLET_OK)
        status = make_root(run, error);
    if (status != CIRCLET_OK)
        return status;
    run->task.wants_proof = run->effort.options.wants_certificate;
    run->task.root = &run->root;
    run->task.side = &run->side;
    run->task.effort = &run->effort;
    run->task.tells = true;
    run->task.cover = run->root.weights ? &run->cover : NULL;
    run->task.weights = run->location->weights;
    status = set_limits(run, error);
    if (status == CIRCLET_OK)
        status = set_start(run, error);
    return status;
}

/* ---- the answer -------------------------------------------------------- */

static circlet_status check_result(const solver *run, circlet_error *error)
{
    if (run->result.has_plan)
        return CIRCLET_OK;
    if (!run->result.is_closed)
        return ci_fail(error, CIRCLET_E_CANCELLED,
                       "no choice of sites that covers what it must was found "
                       "before the search ended");
    return ci_fail(error, CIRCLET_E_INFEASIBLE,
                   "no choice of sites within the limits covers what it must");
}

static void fill_report(const solver *run, circlet_siting_report *report)
{
    report->unreachable = run->cover.unreachable;
    report->unreachable_weight = run->cover.unreachable_weight;
    report->merged_points = run->cover.merged;
    report->dominated_points = run->result.dominated_rows;
    report->dominated_sites = run->result.dominated_sites;
    report->forced_sites = run->result.forced;
    report->root_bound = run->result.root_bound * run->task.unit;
    report->nodes = run->result.nodes;
}

static bool add_certificate(solver *run, circlet_siting *siting)
{
    circlet_certificate *certificate;

    if (!run->effort.options.wants_certificate)
        return true;
    if (!run->result.proof)
        run->result.proof = ci_proof_new();
    certificate = run->result.proof ? ci_proof_finish(run->result.proof,
                                                      run->task.scale, siting)
                                    : NULL;
    if (!certificate)
        return false;
    run->result.proof = NULL;
    siting->certificate = certificate;
    return true;
}

static bool fill_answer(solver *run, circlet_siting *siting)
{
    const ci_lscp_result *result = &run->result;

    if (!ci_choice_make(&run->choice, &run->side))
        return false;
    for (size_t j = 0; j < run->root.site_count; j++)
        if (result->is_chosen[j] &&
            !run->choice.is_chosen[run->root.site_names[j]])
            ci_choice_add(&run->choice, run->root.site_names[j]);
    siting->objective = result->cost * run->task.unit;
    siting->bound = result->bound * run->task.unit;
    fill_report(run, &siting->report);
    if (result->is_closed)
        ci_effort_finish(&run->effort, CIRCLET_STOP_PROVED);
    ci_effort_finish(&run->effort, CIRCLET_STOP_EXHAUSTED);
    ci_siting_finish(siting, &run->choice, &run->effort);
    return ci_siting_assign(siting, run->location, run->choice.is_chosen,
                            true) &&
           add_certificate(run, siting);
}

static circlet_status answer(circlet_siting **out, solver *run,
                             circlet_error *error)
{
    circlet_siting *siting =
        ci_siting_new(CIRCLET_MODEL_LSCP, run->root.site_count);

    if (!siting || !fill_answer(run, siting)) {
        circlet_siting_free(siting);
        return ci_fail_nomem(error);
    }
    *out = siting;
    return CIRCLET_OK;
}

circlet_status ci_lscp_solve(circlet_siting **out,
                             const circlet_location *location,
                             const circlet_siting_options *options,
                             ci_effort *effort, bool *is_searched,
                             circlet_error *error)
{
    solver run = {.location = location};
    circlet_status status = set_up(&run, options, error);

    *is_searched = status == CIRCLET_OK;
    if (status == CIRCLET_OK && !ci_lscp_search(&run.result, &run.task))
        status = ci_fail_nomem(error);
    if (status == CIRCLET_OK)
        status = check_result(&run, error);
    if (status == CIRCLET_OK)
        status = answer(out, &run, error);
    *effort = run.effort;
    ci_choice_clear(&run.choice);
    ci_lscp_result_clear(&run.result);
    free(run.start);
    ci_lscp_core_clear(&run.root);
    ci_cover_clear(&run.cover);
    ci_side_clear(&run.side);
    return status;
}

circlet_status circlet_solve_lscp(circlet_siting **out,
                                  const circlet_location *location,
                                  const circlet_siting_options *options,
                                  circlet_error *error)
{
    ci_effort effort;
    bool is_searched;
    circlet_status status =
        ci_lscp_solve(out, location, options, &effort, &is_searched, error);

    if (status == CIRCLET_E_INFEASIBLE && is_searched)
        status = ci_lscp_blame(location, &effort, error);
    return status;
}
