/* circlet_plan_compute(): where to build so that most persons gain. */
#include <circlet/plan.h>

#include <string.h>

#include "base/error.h"
#include "base/options.h"
#include "base/text.h"
#include "city/city.h"
#include "city/plan_record.h"
#include "plan/build_action.h"
#include "plan/from_plan.h"
#include "plan/impossible.h"
#include "plan/mend_run.h"
#include "plan/part_progress.h"
#include "plan/phases.h"
#include "plan/problem.h"
#include "plan/propose.h"
#include "policy/circle.h"

#define PERSON_MILLI 1000.0
#define YEAR_MAX 9999

/* Most of the time goes into the travel times. */
#define TRAVEL_SHARE 0.9

/* Elementary steps that the search for a plan may take: some seconds. */
#define SITING_WORK UINT64_C(2000000000)

/* The one word of the list, without the spaces around it. */
static circlet_status read_services(const char **out, ci_arena *arena,
                                    const char *services, circlet_error *error)
{
    const char *start = services ? services + strspn(services, " ") : "";
    size_t size = strcspn(start, ";");
    const char *word;

    if (start[size] && start[size + 1])
        return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                       "services '%s' names more than one facility type",
                       services);
    while (size > 0 && start[size - 1] == ' ')
        size--;
    if (size == 0)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a plan needs a facility type to build");
    word = ci_arena_copy_n(arena, start, size);
    if (!word)
        return ci_fail_nomem(error);
    *out = word;
    return CIRCLET_OK;
}

static circlet_status check_options(const circlet_plan_options *options,
                                    circlet_error *error)
{
    if (!options->name || !*options->name)
        return ci_fail(error, CIRCLET_E_ARGUMENT, "a plan needs a name");
    if (options->year < 0 || options->year > YEAR_MAX)
        return ci_fail(error, CIRCLET_E_ARGUMENT, "plan '%s' has the year %d",
                       options->name, options->year);
    return CIRCLET_OK;
}

/* Expects that policy, city and travel are set. */
static circlet_status read_question(ci_plan_question *question,
                                    ci_arena *arena,
                                    const circlet_plan_options *options,
                                    circlet_error *error)
{
    circlet_status status =
        read_services(&question->asked, arena, options->services, error);

    if (status != CIRCLET_OK)
        return status;
    question->name = options->name;
    question->is_cautious = options->is_cautious;
    question->year = options->year
                         ? options->year
                         : circlet_policy_default_year(question->policy);
    question->catalogue =
        ci_policy_catalogue(question->policy, question->asked);
    if (!question->catalogue)
        return ci_fail(error, CIRCLET_E_NOT_FOUND,
                       "policy '%s' has no '%s' in its catalogue",
                       circlet_policy_id(question->policy), question->asked);
    return CIRCLET_OK;
}

static void add_rule(ci_buffer *rules, const char *rule)
{
    if (circlet_list_has(rules->text, rule))
        return;
    ci_buffer_add(rules, rules->size > 0 ? ";" : "");
    ci_buffer_add(rules, rule);
}

/* The travel modes by which persons are counted: those of the rules under
 * which somebody is uncovered; where nobody is, of all that the plan is for.
 * NULL: no memory. */
static const char *modes_of(ci_arena *arena, const ci_plan_question *question,
                            const ci_plan_problem *problem)
{
    const circlet_policy *policy = question->policy;
    ci_buffer rules = {0};
    const char *modes = NULL;

    for (size_t i = 0; i < problem->row_count; i++)
        add_rule(&rules, problem->rows[i].rule);
    for (size_t i = 0;
         problem->row_count == 0 && i < circlet_policy_rule_count(policy); i++)
        if (ci_circle_rule_asks_for(policy, i, question->asked,
                                    question->year))
            add_rule(&rules, circlet_policy_rule_id(policy, i));
    if (!rules.failed)
        modes = ci_plan_modes(arena, policy, rules.text);
    ci_buffer_free(&rules);
    return modes;
}

static circlet_plan_level level_of(const circlet_siting *siting,
                                   const char *modes)
{
    return (circlet_plan_level){
        .name = "covered_persons",
        .objective = (double)circlet_siting_objective(siting) / PERSON_MILLI,
        .bound = (double)circlet_siting_bound(siting) / PERSON_MILLI,
        .gap = circlet_siting_gap(siting),
        .proof = circlet_siting_proof(siting),
        .mode = modes};
}

static circlet_status make_plan(circlet_plan **out, ci_arena *arena,
                                const ci_plan_question *question,
                                const ci_plan_problem *problem,
                                const circlet_siting *siting, size_t count,
                                circlet_error *error)
{
    const char *modes = modes_of(arena, question, problem);
    circlet_plan_level level = level_of(siting, modes);
    const circlet_certificate *proof = circlet_siting_certificate(siting);
    circlet_certificate certificate;
    circlet_plan_parts parts = {.levels = &level,
                                .level_count = 1,
                                .year = question->year,
                                .is_cautious = question->is_cautious};
    circlet_plan_impossible *left;
    circlet_status status;

    if (proof) {
        certificate = *proof;
        certificate.p = count;
        level.certificate = &certificate;
    }
    parts.actions = ci_build_actions(arena, question, problem, siting,
                                     &parts.action_count);
    left =
        ci_list_impossible(arena, problem, question, &parts.impossible_count);
    if (!modes || !parts.actions || !left)
        return ci_fail_nomem(error);
    status = ci_explain_impossible(left, parts.impossible_count, arena,
                                   problem, question, error);
    parts.impossible = left;
    return status ? status
                  : circlet_plan_new(out, question->name, &parts, error);
}

static circlet_status solve(circlet_plan **out, ci_arena *arena,
                            const ci_plan_question *question,
                            const circlet_plan_options *options,
                            circlet_error *error)
{
    ci_part_progress travel_part = {options->progress, 0.0, TRAVEL_SHARE};
    ci_part_progress siting_part = {options->progress, TRAVEL_SHARE,
                                    1.0 - TRAVEL_SHARE};
    circlet_progress travel_progress = ci_part_progress_of(&travel_part);
    circlet_siting_options wanted = CIRCLET_SITING_OPTIONS_INIT;
    circlet_location location = CIRCLET_LOCATION_INIT;
    ci_plan_problem problem;
    circlet_siting *siting = NULL;
    circlet_status status =
        ci_plan_problem_make(&problem, question, &travel_progress, error);

    wanted.progress = ci_part_progress_of(&siting_part);
    wanted.work_limit = SITING_WORK;
    wanted.wants_certificate = true;
    location.reach = problem.reach;
    location.weights = problem.weights;
    location.has_p = true;
    location.p = options->count;
    if (status == CIRCLET_OK)
        status = circlet_solve_mclp(&siting, &location, &wanted, error);
    if (status == CIRCLET_OK)
        status = make_plan(out, arena, question, &problem, siting,
                           options->count, error);
    circlet_siting_free(siting);
    ci_plan_problem_clear(&problem);
    return status;
}

static circlet_status compute(circlet_plan **out, ci_plan_question *question,
                              const circlet_plan_options *options,
                              circlet_error *error)
{
    ci_arena arena = {0};
    circlet_status status;

    if (options->count == 0)
        return ci_mend_city(out, question->policy, question->city,
                            question->travel, options, error);
    status = read_question(question, &arena, options, error);
    if (status == CIRCLET_OK)
        status = solve(out, &arena, question, options, error);
    ci_arena_free(&arena);
    return status;
}

static bool wants_proposals(const ci_plan_question *question,
                            const circlet_plan_options *options)
{
    if (!question->travel->find_streets)
        return false;
    return options->propose == CIRCLET_PROPOSE_ALWAYS ||
           (options->propose == CIRCLET_PROPOSE_IF_NONE &&
            circlet_city_site_count(question->city) == 0);
}

/* With the sites that are proposed, which the plan then takes along. */
static circlet_status compute_with(circlet_plan **out,
                                   ci_plan_question *question,
                                   const ci_proposals *proposals,
                                   const circlet_plan_options *options,
                                   circlet_error *error)
{
    circlet_plan_options own = *options;
    circlet_city *city = NULL;
    circlet_plan *plan = NULL;
    circlet_status status = ci_city_add_sites(
        &city, question->city, proposals->items, proposals->count, error);

    if (status == CIRCLET_OK) {
        question->city = city;
        own.before = NULL; /* they would name a city that is freed */
        status = compute(&plan, question, &own, error);
    }
    if (status == CIRCLET_OK &&
        !ci_plan_say_sites(plan, proposals->items, proposals->count))
        status = ci_fail_nomem(error);
    circlet_city_free(city);
    if (status == CIRCLET_OK)
        *out = plan;
    else
        circlet_plan_free(plan);
    return status;
}

static circlet_status propose_and_compute(circlet_plan **out,
                                          const circlet_policy *policy,
                                          const circlet_city *city,
                                          const circlet_travel *travel,
                                          const circlet_plan_options *options,
                                          circlet_error *error)
{
    ci_plan_question question = {
        .policy = policy, .city = city, .travel = travel};
    const ci_proposal_query query = {.policy = policy,
                                     .city = city,
                                     .travel = travel,
                                     .threads = options->threads};
    ci_proposals proposals = {0};
    circlet_status status = CIRCLET_OK;

    if (wants_proposals(&question, options))
        status = ci_propose_sites(&proposals, &query, error);
    if (status == CIRCLET_OK)
        status = proposals.count > 0
                     ? compute_with(out, &question, &proposals, options, error)
                     : compute(out, &question, options, error);
    ci_proposals_clear(&proposals);
    return status;
}

circlet_status circlet_plan_compute(circlet_plan **out,
                                    const circlet_policy *policy,
                                    const circlet_city *city,
                                    const circlet_travel *travel,
                                    const circlet_plan_options *options,
                                    circlet_error *error)
{
    circlet_plan_options wanted;
    circlet_status status;

    if (!out || !policy || !city || !travel || !travel->find_nearest ||
        !travel->find_within)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a plan needs a policy, a city and travel times");
    status = ci_options_read(&wanted, sizeof(wanted), options, error);
    if (status == CIRCLET_OK)
        status = check_options(&wanted, error);
    if (status == CIRCLET_OK && wanted.year_count > 0) {
        status = ci_phases_check(&wanted, error);
        if (status == CIRCLET_OK)
            wanted.year = wanted.years[wanted.year_count - 1];
    }
    if (status == CIRCLET_OK && wanted.from)
        return ci_plan_from(out, policy, city, travel, &wanted,
                            propose_and_compute, error);
    return status == CIRCLET_OK
               ? propose_and_compute(out, policy, city, travel, &wanted, error)
               : status;
}
