/*
 * Each rule and mode gives the ways of those people whose answer hangs on
 * the streets. These are gone through person by person, so that somebody on
 * whom a street bears in several modes, or under several rules, counts once.
 */
#include "policy/survey.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "policy/circle_times.h"
#include "policy/open_types.h"

/* What is gathered before the list is made. */
typedef struct survey_work {
    ci_judgement judgement;
    ci_way_set *sets;
    size_t set_count, set_capacity;
    bool *is_member; /* of each person: a rule is about them */
    bool *is_open; /* and under some rule the answer is open */
    size_t rule_count;
    ci_buffer asked_modes; /* a list: of the rules */
    ci_buffer modes; /* of these, those that people were judged by */
} survey_work;

/* ---- gathering ---------------------------------------------------------- */

/* Keeps the ways by a mode, if there are any. */
static circlet_status add_ways(survey_work *work, const ci_circle_run *run,
                               size_t mode, size_t *persons,
                               circlet_error *error)
{
    ci_way_set set = {NULL, NULL, 0};
    circlet_status status =
        ci_circle_times_ways(&set.gaps, persons, &set.count, run, mode, error);
    ci_way_set *sets;

    if (status || !set.gaps)
        return status;
    set.demands = malloc(set.count * sizeof(*set.demands));
    sets = ci_array_reserve_one(work->sets, work->set_count,
                                &work->set_capacity, sizeof(*sets));
    if (sets)
        work->sets = sets;
    if (!set.demands || !sets) {
        circlet_gaps_free(set.gaps);
        free(set.demands);
        return ci_fail_nomem(error);
    }
    for (size_t i = 0; i < set.count; i++)
        set.demands[i] = run->people[persons[i]].demand;
    sets[work->set_count++] = set;
    return CIRCLET_OK;
}

static circlet_status add_run(survey_work *work, const ci_circle_run *run,
                              circlet_error *error)
{
    size_t mode_count = run->judgement->policy->mode_count;
    size_t *persons = malloc((run->count + 1) * sizeof(*persons));
    bool lacks_types =
        run->is_known && ci_rule_lacks_types(run->rule, run->judgement->city,
                                             &run->judgement->types);
    circlet_status status = persons ? CIRCLET_OK : ci_fail_nomem(error);

    for (size_t mode = 0; !status && mode < mode_count; mode++)
        status = add_ways(work, run, mode, persons, error);
    for (size_t i = 0; !status && i < run->count; i++) {
        circlet_demand demand = run->people[i].demand;

        work->is_member[demand] = true;
        if (ci_circle_run_may_change(run, i, lacks_types))
            work->is_open[demand] = true;
    }
    free(persons);
    return status;
}

static void name_mode(ci_buffer *modes, const char *name)
{
    if (circlet_list_has(modes->text, name))
        return;
    ci_buffer_add(modes, modes->size > 0 ? ";" : "");
    ci_buffer_add(modes, name);
}

/* A mode by which nobody travels is behind no number. */
static void name_mode_of(survey_work *work, const ci_circle_run *run)
{
    const char *name = run->mode == CI_NO_POSITION
                           ? CI_MODE_OWN
                           : work->judgement.policy->modes[run->mode];

    name_mode(&work->asked_modes, name);
    if (run->count > 0)
        name_mode(&work->modes, name);
}

static circlet_status look_in_mode(survey_work *work, const ci_rule *rule,
                                   size_t mode, circlet_error *error)
{
    const ci_judgement *judgement = &work->judgement;
    ci_circle_run run = {.judgement = judgement, .rule = rule, .mode = mode};
    circlet_status status;

    run.is_known = judgement->travel &&
                   ci_selection_is_known(&rule->facility, judgement->city,
                                         &judgement->types);
    status = ci_circle_run_measure(&run, error);
    if (!status) {
        name_mode_of(work, &run);
        status = add_run(work, &run, error);
    }
    ci_circle_run_clear(&run);
    return status;
}

/* As judging does: a variant is there for the sake of its own mode. */
static circlet_status look_at_rule(survey_work *work, const ci_rule *rule,
                                   circlet_error *error)
{
    const ci_judgement *judgement = &work->judgement;
    circlet_status status = CIRCLET_OK;

    work->rule_count++;
    if (rule->is_variant || judgement->mode_count == 0)
        return look_in_mode(work, rule, rule->as.circle.mode, error);
    for (size_t i = 0; !status && i < judgement->mode_count; i++)
        status = look_in_mode(work, rule, judgement->modes[i], error);
    return status;
}

static bool is_wanted(const survey_work *work, const ci_rule *rule,
                      const char *id)
{
    if (rule->kind != CI_RULE_CIRCLE ||
        !ci_rule_is_in_force(rule, work->judgement.year))
        return false;
    return id ? ci_rule_is_listed(id, rule->id) : !rule->is_variant;
}

static circlet_status look_at_rules(survey_work *work,
                                    const circlet_judge_options *options,
                                    circlet_error *error)
{
    const circlet_policy *policy = work->judgement.policy;
    circlet_status status =
        ci_judgement_report(&options->progress, 0, policy->rule_count, error);

    for (size_t i = 0; !status && i < policy->rule_count; i++) {
        if (is_wanted(work, &policy->rules[i], options->rule))
            status = look_at_rule(work, &policy->rules[i], error);
        if (!status)
            status = ci_judgement_report(&options->progress, i + 1,
                                         policy->rule_count, error);
    }
    return status;
}

/* ---- what is missing how often ------------------------------------------ */

static circlet_survey_key *find_key(circlet_survey *survey, const char *key)
{
    for (size_t i = 0; i < survey->key_count; i++)
        if (survey->keys[i].key && strcmp(survey->keys[i].key, key) == 0)
            return &survey->keys[i];
    return NULL;
}

static int compare_keys(const void *left, const void *right)
{
    const circlet_survey_key *a = left, *b = right;

    if (a->missing != b->missing)
        return a->missing > b->missing ? -1 : 1;
    return strcmp(a->key, b->key);
}

static bool add_keys(circlet_survey *survey, const circlet_gaps *gaps)
{
    for (size_t k = 0; k < circlet_gaps_key_count(gaps); k++) {
        const char *name = circlet_gaps_key(gaps, k);
        circlet_survey_key *key = find_key(survey, name);
        uint64_t asked, missing;

        if (!key) {
            key = &survey->keys[survey->key_count];
            *key = (circlet_survey_key){ci_arena_copy(&survey->arena, name), 0,
                                        0};
            if (!key->key)
                return false;
            survey->key_count++;
        }
        circlet_gaps_count(gaps, 0, k, &asked, &missing);
        key->asked += asked;
        key->missing += missing;
    }
    return true;
}

static bool count_keys(circlet_survey *survey, const survey_work *work)
{
    size_t room = 1;

    for (size_t i = 0; i < work->set_count; i++)
        room += circlet_gaps_key_count(work->sets[i].gaps);
    survey->keys = calloc(room, sizeof(*survey->keys));
    if (!survey->keys)
        return false;
    for (size_t i = 0; i < work->set_count; i++)
        if (!add_keys(survey, work->sets[i].gaps))
            return false;
    if (survey->key_count > 1)
        qsort(survey->keys, survey->key_count, sizeof(*survey->keys),
              compare_keys);
    return true;
}

/* ---- people ------------------------------------------------------------- */

static circlet_status count_people(circlet_survey *survey,
                                   const survey_work *work,
                                   circlet_error *error)
{
    const circlet_city *city = work->judgement.city;

    for (size_t i = 0; i < circlet_city_demand_count(city); i++) {
        int64_t weight =
            circlet_city_demand(city, (circlet_demand)i)->weight_milli;

        if (!work->is_member[i])
            continue;
        if (!ci_add_weight(&survey->people_milli, weight))
            return ci_fail(error, CIRCLET_E_DATA,
                           "the weights of the people add up to more than 64 "
                           "bits hold");
        survey->open_milli += work->is_open[i] ? weight : 0;
    }
    return CIRCLET_OK;
}

/* Without people those of the rules. */
static bool copy_modes(circlet_survey *survey, const survey_work *work)
{
    const ci_buffer *list =
        work->modes.size > 0 ? &work->modes : &work->asked_modes;

    if (work->modes.failed || work->asked_modes.failed)
        return false;
    survey->modes =
        ci_arena_copy(&survey->arena, list->text ? list->text : "");
    return survey->modes != NULL;
}

static circlet_status make_list(circlet_survey *survey,
                                const survey_work *work, circlet_error *error)
{
    circlet_status status = count_people(survey, work, error);

    if (status)
        return status;
    survey->rule_count = work->rule_count;
    if (!copy_modes(survey, work) || !count_keys(survey, work) ||
        !ci_survey_merge(survey, work->sets, work->set_count,
                         work->judgement.city))
        return ci_fail_nomem(error);
    return CIRCLET_OK;
}

/* ---- the call ----------------------------------------------------------- */

/* A rule that counts facilities leaves nobody's answer open. */
static circlet_status check_rule(const survey_work *work, const char *id,
                                 circlet_error *error)
{
    const circlet_policy *policy = work->judgement.policy;

    for (size_t i = 0; id && i < policy->rule_count; i++)
        if (ci_rule_is_listed(id, policy->rules[i].id) &&
            policy->rules[i].kind != CI_RULE_CIRCLE)
            return ci_fail(error, CIRCLET_E_NOT_FOUND,
                           "rule '%s' is none of a circle: no travel time "
                           "decides it",
                           policy->rules[i].id);
    return CIRCLET_OK;
}

static circlet_status look(survey_work *work,
                           const circlet_judge_options *options,
                           circlet_error *error)
{
    circlet_judge_options own;
    size_t count;
    circlet_status status =
        ci_judgement_start(&work->judgement, &own, options, error);

    if (!status)
        status = check_rule(work, own.rule, error);
    if (status)
        return status;
    count = circlet_city_demand_count(work->judgement.city) + 1;
    work->is_member = calloc(count, sizeof(*work->is_member));
    work->is_open = calloc(count, sizeof(*work->is_open));
    return work->is_member && work->is_open ? look_at_rules(work, &own, error)
                                            : ci_fail_nomem(error);
}

static void work_clear(survey_work *work)
{
    for (size_t i = 0; i < work->set_count; i++) {
        circlet_gaps_free(work->sets[i].gaps);
        free(work->sets[i].demands);
    }
    free(work->sets);
    free(work->is_member);
    free(work->is_open);
    ci_buffer_free(&work->modes);
    ci_buffer_free(&work->asked_modes);
}

circlet_status circlet_policy_gaps(circlet_survey **out,
                                   const circlet_policy *policy,
                                   const circlet_city *city,
                                   const circlet_travel *travel,
                                   const circlet_judge_options *options,
                                   circlet_error *error)
{
    survey_work work = {
        .judgement = {.policy = policy, .city = city, .travel = travel}};
    circlet_survey *survey = NULL;
    circlet_status status =
        out ? look(&work, options, error)
            : ci_fail(error, CIRCLET_E_ARGUMENT,
                      "a survey needs a place for its list");

    if (!status) {
        survey = calloc(1, sizeof(*survey));
        status =
            survey ? make_list(survey, &work, error) : ci_fail_nomem(error);
    }
    work_clear(&work);
    if (status)
        circlet_survey_free(survey);
    else
        *out = survey;
    return status;
}

/* ---- reading ------------------------------------------------------------ */

void circlet_survey_free(circlet_survey *survey)
{
    if (!survey)
        return;
    free(survey->items);
    free(survey->touched_milli);
    free(survey->keys);
    ci_arena_free(&survey->arena);
    free(survey);
}

size_t circlet_survey_size(const circlet_survey *survey)
{
    return survey->count;
}

circlet_gap circlet_survey_at(const circlet_survey *survey, size_t i)
{
    return survey->items[i];
}

size_t circlet_survey_key_count(const circlet_survey *survey)
{
    return survey->key_count;
}

circlet_survey_key circlet_survey_key_at(const circlet_survey *survey,
                                         size_t i)
{
    return survey->keys[i];
}

int64_t circlet_survey_people_milli(const circlet_survey *survey)
{
    return survey->people_milli;
}

int64_t circlet_survey_open_milli(const circlet_survey *survey)
{
    return survey->open_milli;
}

int64_t circlet_survey_touched_milli(const circlet_survey *survey,
                                     size_t count)
{
    return survey
        ->touched_milli[count < survey->count ? count : survey->count];
}

size_t circlet_survey_rule_count(const circlet_survey *survey)
{
    return survey->rule_count;
}

const char *circlet_survey_modes(const circlet_survey *survey)
{
    return survey->modes;
}
