#include "plan/mend_run.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "city/plan_record.h"
#include "plan/given.h"
#include "plan/mend_actions.h"
#include "plan/mend_frontier.h"
#include "plan/mend_judged.h"
#include "plan/mend_nearer.h"
#include "plan/mend_stage.h"
#include "plan/mend_why.h"
#include "plan/part_progress.h"
#include "plan/phases.h"
#include "plan/rearrange.h"

/* How much of the time goes into judging, and with travel times. */
#define JUDGE_SHARE 0.3
#define REACH_SHARE 0.7

/* ---- places: sites, then facilities ------------------------------------- */

size_t ci_mend_place_count(const ci_mend *mend)
{
    const circlet_city *city = mend->judgement.city;

    return circlet_city_site_count(city) + circlet_city_facility_count(city);
}

bool ci_mend_is_site(const ci_mend *mend, size_t place)
{
    return place < circlet_city_site_count(mend->judgement.city);
}

circlet_point ci_mend_place_at(const ci_mend *mend, size_t place)
{
    const circlet_city *city = mend->judgement.city;
    size_t sites = circlet_city_site_count(city);

    return place < sites
               ? circlet_city_site(city, (circlet_site)place)->at
               : circlet_city_facility(city, (circlet_facility)(place - sites))
                     ->at;
}

circlet_unit ci_mend_place_unit(const ci_mend *mend, size_t place,
                                circlet_level level)
{
    const circlet_city *city = mend->judgement.city;
    size_t sites = circlet_city_site_count(city);

    return place < sites
               ? circlet_city_site_unit(city, (circlet_site)place, level)
               : circlet_city_facility_unit(
                     city, (circlet_facility)(place - sites), level);
}

bool ci_mend_place_serves(const ci_mend *mend, size_t place,
                          const ci_mend_goal *goal)
{
    const ci_group_size *size = &goal->rule->as.group_size;
    circlet_unit member;
    const char *kind;

    if (goal->rule->kind != CI_RULE_GROUP_SIZE)
        return true;
    member = ci_mend_place_unit(mend, place, size->member_level);
    if (member == CIRCLET_NONE)
        return false;
    kind = circlet_city_unit(mend->judgement.city, member)->kind;
    return kind &&
           (!size->member_kind || strcmp(kind, size->member_kind) == 0) &&
           !mend->has_member[member * mend->slot_count + goal->slot];
}

circlet_status ci_mend_add_column(ci_mend *mend, const ci_mend_column *column,
                                  circlet_error *error)
{
    ci_mend_column *columns =
        ci_array_reserve_one(mend->columns, mend->column_count,
                             &mend->column_capacity, sizeof(*columns));

    if (!columns)
        return ci_fail_nomem(error);
    mend->columns = columns;
    columns[mend->column_count++] = *column;
    return CIRCLET_OK;
}

/* ---- what may be for whom ----------------------------------------------- */

/* False: no memory. */
static bool mark_sites(bool *may_serve, const ci_mend *mend)
{
    const circlet_city *city = mend->judgement.city;
    ci_mend_standing *standings =
        calloc(mend->size_count + 1, sizeof(*standings));

    for (size_t i = 0; standings && i < circlet_city_site_count(city); i++) {
        if (ci_rule_is_listed(mend->options->forbid,
                              circlet_city_site(city, (circlet_site)i)->id))
            continue;
        ci_mend_fit_sizes(standings, mend, (circlet_site)i);
        for (size_t s = 0; s < mend->size_count; s++)
            for (size_t slot = 0; slot < mend->slot_count; slot++)
                may_serve[i * mend->slot_count + slot] |=
                    standings[s] != CI_MEND_NOT &&
                    mend->sizes[s].gains[slot] > 0;
    }
    free(standings);
    return standings != NULL;
}

static void mark_facilities(bool *may_serve, const ci_mend *mend)
{
    for (size_t i = 0; i < mend->column_count; i++) {
        const ci_mend_column *column = &mend->columns[i];

        for (size_t slot = 0; slot < mend->slot_count; slot++)
            may_serve[column->place * mend->slot_count + slot] |=
                column->gains[slot] > 0;
    }
}

static circlet_status find_reach(ci_mend *mend,
                                 const circlet_progress *progress,
                                 circlet_error *error)
{
    mend->may_serve = calloc(ci_mend_place_count(mend) * mend->slot_count + 1,
                             sizeof(*mend->may_serve));
    if (!mend->may_serve)
        return ci_fail_nomem(error);
    mark_facilities(mend->may_serve, mend);
    return mark_sites(mend->may_serve, mend)
               ? ci_mend_find_reach(mend, progress, error)
               : ci_fail_nomem(error);
}

/* ---- one after the other ------------------------------------------------ */

circlet_status ci_mend_find_columns(ci_mend *mend,
                                    const circlet_progress *progress,
                                    circlet_error *error)
{
    ci_part_progress reach_part = {*progress, JUDGE_SHARE,
                                   REACH_SHARE - JUDGE_SHARE};
    const circlet_progress reach_progress = ci_part_progress_of(&reach_part);
    circlet_status status = ci_mend_find_sizes(mend, error);

    if (!status)
        status = ci_mend_add_bundles(mend, error);
    if (!status)
        status = find_reach(mend, &reach_progress, error);
    return status ? status : ci_mend_add_builds(mend, error);
}

/* False: no memory. */
static bool say_available(circlet_plan *plan, const ci_mend_program *program)
{
    size_t count = program->mend->findings->count;
    double *available =
        ci_arena_take(&plan->arena, (count + 1) * sizeof(*available));

    if (!available)
        return false;
    ci_mend_list_available(available, program);
    plan->available = available;
    plan->available_count = count;
    return true;
}

static circlet_status make_plan(circlet_plan **out, ci_mend *mend,
                                const ci_mend_program *program,
                                const ci_mend_answer *answer,
                                const circlet_progress *progress,
                                circlet_error *error)
{
    circlet_plan_parts parts = {.unpriced = mend->unpriced,
                                .unpriced_count = mend->unpriced_count};
    circlet_plan_point *points = NULL;
    circlet_plan *plan = NULL;
    circlet_status status = ci_phases_tell(&parts, mend, error);

    if (!status)
        status = ci_mend_make_actions(&parts, mend, program, answer, error);

    if (!status)
        status = ci_mend_make_levels(&parts, mend, program, answer, error);
    if (!status && mend->options->allow)
        status = ci_rearrange(&parts, mend, error);
    if (!status)
        status = ci_mend_add_not_planned(&parts, mend, error);
    if (!status)
        status = ci_mend_explain(&parts, mend, program, answer, error);
    if (!status)
        status = ci_mend_make_times(&parts, mend, error);
    if (!status && mend->options->frontier_count > 0)
        status = ci_mend_find_frontier(&points, &parts.point_count, mend,
                                       answer->cost_cny, progress, error);
    parts.points = points;
    if (!status)
        status = ci_mend_tell(&plan, mend, &parts, error);
    if (!status && mend->options->year_count == 0 &&
        !say_available(plan, program))
        status = ci_fail_nomem(error);
    if (status)
        circlet_plan_free(plan);
    else
        *out = plan;
    return status;
}

/* What the program has that the rules do not find is not had: the plan is
 * found anew without it. */
static circlet_status solve_as_judged(ci_mend_answer *answer, ci_mend *mend,
                                      ci_mend_program *program,
                                      const circlet_progress *progress,
                                      circlet_error *error)
{
    bool has_changed = true;
    circlet_status status = CIRCLET_OK;

    while (!status && has_changed) {
        ci_mend_answer_clear(answer);
        status = ci_mend_solve(answer, program, progress, error);
        if (!status)
            status = ci_mend_move_nearer(answer, mend, program, error);
        has_changed = false;
        if (!status && mend->options->year_count == 0)
            status = ci_mend_judge_answer(&has_changed, answer, mend, program,
                                          error);
    }
    return status;
}

static circlet_status solve(circlet_plan **out, ci_mend *mend,
                            const circlet_progress *progress,
                            circlet_error *error)
{
    ci_part_progress part = {*progress, REACH_SHARE, 1 - REACH_SHARE};
    const circlet_progress solving = ci_part_progress_of(&part);
    ci_mend_program program = {.mend = mend};
    ci_mend_answer answer = {.chosen = NULL};
    ci_phases phases = {NULL, 0};
    circlet_status status = ci_mend_program_make(&program, mend, error);

    if (!status)
        status = ci_mend_leave_dear(&program, &solving, error);
    if (!status)
        status = solve_as_judged(&answer, mend, &program, &solving, error);
    if (!status && mend->options->year_count > 0)
        status = ci_phases_arrange(&phases, &answer, mend, &program, &solving,
                                   error);
    if (!status)
        status = make_plan(out, mend, &program, &answer, &solving, error);
    ci_mend_answer_clear(&answer);
    ci_mend_program_clear(&program);
    ci_phases_clear(&phases);
    return status;
}

void ci_mend_clear(ci_mend *mend)
{
    circlet_findings_free(mend->findings);
    free(mend->goals);
    free(mend->first_goal);
    free(mend->goals_of_unit);
    free(mend->has_member);
    free(mend->rows);
    free(mend->row_of_goal);
    free(mend->reach.first);
    free(mend->reach.rows);
    free(mend->sizes);
    free(mend->columns);
    free(mend->unpriced);
    free(mend->may_serve);
    ci_planned_city_clear(&mend->planned);
    ci_arena_free(&mend->arena);
}

/* Every site of a list divided by commas must be there. */
static circlet_status check_sites(const circlet_city *city, const char *list,
                                  circlet_error *error)
{
    while (list && *list) {
        size_t size = strcspn(list, ",");
        char *id = ci_text_copy_n(list, size);
        circlet_status status = CIRCLET_OK;

        if (!id)
            return ci_fail_nomem(error);
        if (circlet_city_find_site(city, id) == CIRCLET_NONE)
            status = ci_fail(error, CIRCLET_E_NOT_FOUND,
                             "the city has no site '%s'", id);
        free(id);
        if (status)
            return status;
        list += size + (list[size] == ',');
    }
    return CIRCLET_OK;
}

static circlet_status check_allowed(const circlet_plan_options *options,
                                    circlet_error *error)
{
    const char *list = options->allow;

    while (list && *list) {
        size_t size = strcspn(list, ",");

        if (!(size == 4 && strncmp(list, "move", size) == 0) &&
            !(size == 5 && strncmp(list, "close", size) == 0))
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "plan '%s' may allow 'move' and 'close', not '%s'",
                           options->name, options->allow);
        list += size + (list[size] == ',');
    }
    return CIRCLET_OK;
}

static circlet_status check_limits(const circlet_city *city,
                                   const circlet_plan_options *options,
                                   circlet_error *error)
{
    circlet_status status = check_sites(city, options->keep, error);

    if (!status)
        status = check_sites(city, options->forbid, error);
    if (status)
        return status;
    status = check_allowed(options, error);
    if (status)
        return status;
    if (!(options->budget_cny >= 0 && options->budget_cny < 1e15))
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "plan '%s' has an impossible budget", options->name);
    if (!(options->max_cost_per_person >= 0 &&
          options->max_cost_per_person < 1e9))
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "plan '%s' has an impossible limit for each person",
                       options->name);
    for (size_t i = 0;
         options->frontier_budgets && i < options->frontier_count; i++)
        if (!(options->frontier_budgets[i] >= 0 &&
              options->frontier_budgets[i] < 1e15))
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "plan '%s' has an impossible budget",
                           options->name);
    return CIRCLET_OK;
}

/* Whether they can be read; those of years make one of the whole. */
static circlet_status check_budgets(circlet_plan_options *options,
                                    const ci_mend *mend, circlet_error *error)
{
    ci_mend_budget *budgets;
    size_t count;
    circlet_status status =
        ci_mend_read_budgets(&budgets, &count, mend, error);

    if (!status && options->year_count > 0)
        ci_phases_settle(options, budgets, count);
    free(budgets);
    return status;
}

circlet_status ci_mend_start(ci_mend *mend, const ci_judgement *judgement,
                             int year, circlet_error *error)
{
    circlet_judge_options wanted = CIRCLET_JUDGE_OPTIONS_INIT, own;
    circlet_status status;

    mend->judgement = (ci_judgement){.policy = judgement->policy,
                                     .city = judgement->city,
                                     .travel = judgement->travel};
    wanted.year = year;
    wanted.threads = mend->options->threads;
    status = ci_judgement_start(&mend->judgement, &own, &wanted, error);
    if (!status)
        status = ci_planned_city_start(&mend->planned, judgement->city,
                                       judgement->policy, NULL, error);
    if (status)
        return status;
    ci_given_place(&mend->planned, mend->options->from);
    return ci_mend_find_goals(mend, error);
}

circlet_status ci_mend_prepare(ci_mend *mend, circlet_error *error)
{
    const circlet_plan_options *options = mend->options;
    circlet_status status =
        ci_mend_start(mend, &mend->judgement, options->year, error);

    return status ? status
                  : ci_mend_find_columns(mend, &options->progress, error);
}

circlet_status ci_mend_city(circlet_plan **out, const circlet_policy *policy,
                            const circlet_city *city,
                            const circlet_travel *travel,
                            const circlet_plan_options *options,
                            circlet_error *error)
{
    circlet_plan_options own = *options;
    ci_mend mend = {
        .options = &own,
        .judgement = {.policy = policy, .city = city, .travel = travel}};
    circlet_status status = check_limits(city, options, error);

    if (!status)
        status = ci_mend_check_services(policy, options->services, error);
    if (!status)
        status = check_budgets(&own, &mend, error);
    if (!status)
        status = ci_mend_prepare(&mend, error);
    if (!status && options->year_count > 0)
        status = ci_phases_begin_early(&mend, error);
    if (!status)
        status = solve(out, &mend, &options->progress, error);
    ci_mend_clear(&mend);
    return status;
}
