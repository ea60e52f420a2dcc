/* How far those are from everything who stay uncovered whatever is built, and
 * where a site would do. */
#include "plan/impossible.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "plan/why_people.h"
#include "policy/circle.h"
#include "policy/traveller.h"

typedef struct explaining {
    const ci_plan_problem *problem;
    const ci_plan_question *question;
    const ci_why_words *words;
    ci_judgement judgement;
    circlet_plan_impossible *list;
    size_t count;
    circlet_unit *units; /* of each of the list */
    ci_stranded *people;
    circlet_point *doors;
    size_t door_count;
} explaining;

/* ---- who ---------------------------------------------------------------- */

static size_t find_item(const explaining *work, const char *rule,
                        circlet_unit street)
{
    size_t i = 0;

    while (i < work->count &&
           (strcmp(work->list[i].rule, rule) != 0 ||
            work->units[i] != street || work->list[i].reason))
        i++;
    return i;
}

static size_t find_mode(const circlet_policy *policy, const char *mode)
{
    size_t i = 0;

    while (i + 1 < policy->mode_count && strcmp(policy->modes[i], mode) != 0)
        i++;
    return i;
}

/* The rows of a rule that no site reaches. */
static size_t gather(explaining *work, const ci_rule *rule)
{
    const ci_plan_problem *problem = work->problem;
    const circlet_city *city = work->words->city;
    size_t count = 0, reached;

    for (size_t i = 0; i < problem->row_count; i++) {
        const ci_plan_row *row = &problem->rows[i];
        size_t item;

        if (strcmp(row->rule, rule->id) != 0 || row->is_in_doubt ||
            problem->weights[i] == 0)
            continue;
        circlet_od_matrix_row(problem->reach, i, &reached);
        item = find_item(
            work, row->rule,
            circlet_city_demand_unit(city, row->demand, CIRCLET_LEVEL_STREET));
        if (reached > 0 || item == work->count)
            continue;
        work->people[count++] =
            (ci_stranded){.item = item,
                          .part = circlet_city_demand_unit(
                              city, row->demand, CIRCLET_LEVEL_COMMUNITY),
                          .at = circlet_city_demand(city, row->demand)->at,
                          .mode = find_mode(work->words->policy, row->mode),
                          .weight_milli = problem->weights[i],
                          .nearest_ms = CIRCLET_UNREACHED};
    }
    return count;
}

/* ---- what could be for them --------------------------------------------- */

/* The sites, and the entrances of the facilities that there are. */
static circlet_status find_doors(explaining *work, const ci_rule *rule,
                                 circlet_error *error)
{
    const circlet_city *city = work->words->city;
    const ci_plan_problem *problem = work->problem;
    uint32_t *positions = NULL;
    circlet_point *entrances = NULL;
    size_t count = 0, found = 0;
    circlet_status status =
        ci_rule_facilities(&positions, &count, work->words->policy, city, rule,
                           work->question->year, error);

    free(work->doors);
    work->doors = NULL;
    if (!status)
        status = ci_entrances_find(&entrances, &found, city, positions, count,
                                   error);
    if (!status) {
        work->doors =
            calloc(found + problem->site_count + 1, sizeof(*work->doors));
        status = work->doors ? CIRCLET_OK : ci_fail_nomem(error);
    }
    work->door_count = 0;
    for (size_t i = 0; !status && i < problem->site_count; i++)
        work->doors[work->door_count++] =
            circlet_city_site(city, problem->sites[i])->at;
    for (size_t i = 0; !status && i < found; i++)
        work->doors[work->door_count++] = entrances[i];
    free(positions);
    free(entrances);
    return status;
}

/* ---- all ---------------------------------------------------------------- */

static circlet_status explain_rule(explaining *work, const ci_rule *rule,
                                   circlet_error *error)
{
    ci_why_crowd crowd = {.words = work->words,
                          .judgement = &work->judgement,
                          .rule = rule,
                          .items = work->list,
                          .units = work->units,
                          .people = work->people,
                          .count = gather(work, rule)};
    circlet_status status = CIRCLET_OK;

    if (crowd.count > 0)
        status = find_doors(work, rule, error);
    crowd.doors = work->doors;
    crowd.door_count = work->door_count;
    if (!status && crowd.count > 0)
        status = ci_why_people(&crowd, error);
    for (size_t i = 0; !status && i < work->count; i++)
        if (strcmp(work->list[i].rule, rule->id) == 0)
            status = ci_why_tell(&work->list[i], work->words, rule, error);
    return status;
}

static void find_units(explaining *work)
{
    for (size_t i = 0; i < work->count; i++)
        work->units[i] =
            work->list[i].unit
                ? circlet_city_find_unit(work->words->city, work->list[i].unit)
                : CIRCLET_NONE;
}

circlet_status ci_explain_impossible(circlet_plan_impossible *list,
                                     size_t count, ci_arena *arena,
                                     const ci_plan_problem *problem,
                                     const ci_plan_question *question,
                                     circlet_error *error)
{
    const circlet_policy *policy = question->policy;
    const ci_why_words words = {
        .policy = policy, .city = question->city, .arena = arena};
    explaining work = {
        .problem = problem,
        .question = question,
        .words = &words,
        .judgement = {.policy = policy,
                      .city = question->city,
                      .travel = question->travel,
                      .year = question->year,
                      .types = {policy->types, policy->type_count}},
        .list = list,
        .count = count};
    circlet_status status = CIRCLET_OK;

    work.units = calloc(count + 1, sizeof(*work.units));
    work.people = calloc(problem->row_count + 1, sizeof(*work.people));
    if (!work.units || !work.people)
        status = ci_fail_nomem(error);
    else
        find_units(&work);
    for (size_t i = 0; !status && count > 0 && i < policy->rule_count; i++)
        if (policy->rules[i].kind == CI_RULE_CIRCLE)
            status = explain_rule(&work, &policy->rules[i], error);
    free(work.units);
    free(work.people);
    free(work.doors);
    return status;
}
