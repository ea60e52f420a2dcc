#include "policy/density_people.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "policy/circle_run.h"

#define GRADE_MAX 4
#define AGE_MAX 150

/* ---- what is asked for -------------------------------------------------- */

/* Up to two conditions that must both hold, on 31 December of a year. */
typedef struct choice {
    const ci_condition *group; /* NULL: everybody */
    ci_condition own;
    const char *kind, *aid; /* that `own` points to */
    int year;
} choice;

static circlet_status find_group(const ci_condition **out,
                                 const circlet_policy *policy,
                                 const char *name, circlet_error *error)
{
    ci_buffer names = {0};
    circlet_status status;

    if (!policy)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "group '%s' needs a policy that says who is in it",
                       name);
    for (size_t i = 0; i < policy->group_count; i++) {
        if (strcmp(policy->groups[i].name, name) == 0) {
            *out = &policy->groups[i].condition;
            ci_buffer_free(&names);
            return CIRCLET_OK;
        }
        ci_buffer_add(&names, i > 0 ? ", " : "");
        ci_buffer_add(&names, policy->groups[i].name);
    }
    status = names.failed
                 ? ci_fail_nomem(error)
                 : ci_fail(error, CIRCLET_E_NOT_FOUND,
                           "policy '%s' has no group '%s' (groups: %s)",
                           policy->id, name, names.text ? names.text : "");
    ci_buffer_free(&names);
    return status;
}

static circlet_status check_range(const char *name, int from, int to, int max,
                                  circlet_error *error)
{
    if (from < 0 || to < 0 || from > max || to > max || (to > 0 && from > to))
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "%s from %d to %d is no range within 0 and %d", name,
                       from, to, max);
    return CIRCLET_OK;
}

static int limit_of(int value)
{
    return value > 0 ? value : -1;
}

/* `out` must stay where it is as long as it is used. */
static circlet_status choose(choice *out, const circlet_policy *policy,
                             const circlet_density_options *options,
                             circlet_error *error)
{
    circlet_status status = check_range("grade", options->grade_from,
                                        options->grade_to, GRADE_MAX, error);

    *out = (choice){.own = CI_CONDITION_INIT,
                    .kind = options->kind,
                    .aid = options->aid,
                    .year = options->year};
    if (!status)
        status = check_range("age", options->age_from, options->age_to,
                             AGE_MAX, error);
    if (out->year == 0 && policy)
        out->year = policy->default_year;
    if (!status && out->year == 0 && (options->age_from || options->age_to))
        status = ci_fail(error, CIRCLET_E_ARGUMENT,
                         "people of an age need a year: give it, or a policy");
    if (!status && options->group)
        status = find_group(&out->group, policy, options->group, error);
    if (status)
        return status;
    out->own.grade_from = limit_of(options->grade_from);
    out->own.grade_to = limit_of(options->grade_to);
    out->own.age_from = limit_of(options->age_from);
    out->own.age_to = limit_of(options->age_to);
    if (out->kind)
        out->own.kinds = (ci_words){&out->kind, 1};
    if (out->aid)
        out->own.aids = (ci_words){&out->aid, 1};
    return CIRCLET_OK;
}

/* Whether a person is chosen: by what is asked for, and by the group. */
typedef struct belonging {
    ci_membership own, group;
} belonging;

static belonging belongs(const choice *from,
                         const circlet_demand_record *person)
{
    belonging found = {
        ci_condition_holds(&from->own, person, CI_LAST_DAY(from->year), NULL),
        CI_MEMBER_YES};

    if (from->group)
        found.group = ci_condition_holds(from->group, person,
                                         CI_LAST_DAY(from->year), NULL);
    return found;
}

static bool may_belong(belonging found)
{
    return found.own != CI_MEMBER_NO && found.group != CI_MEMBER_NO;
}

static bool surely_belongs(belonging found)
{
    return found.own == CI_MEMBER_YES && found.group == CI_MEMBER_YES;
}

/* ---- words that occur nowhere ------------------------------------------- */

static const char *words_of(const circlet_demand_record *person, bool is_kind)
{
    return is_kind ? person->kind : person->aid;
}

/* Names the words of a list that are not named yet. */
static void name_words(ci_buffer *names, const char *list)
{
    while (list && *list) {
        size_t size = strcspn(list, ";");
        char word[64];

        if (size > 0 && size < sizeof(word)) {
            memcpy(word, list, size);
            word[size] = '\0';
            if (!names->text || !circlet_list_has(names->text, word)) {
                ci_buffer_add(names, names->size > 0 ? ";" : "");
                ci_buffer_add(names, word);
            }
        }
        list += size + (list[size] == ';');
    }
}

static circlet_status fail_word(const char *word, bool is_kind,
                                const circlet_city *city, circlet_error *error)
{
    ci_buffer names = {0};
    circlet_status status;

    for (size_t i = 0; i < circlet_city_demand_count(city); i++)
        name_words(
            &names,
            words_of(circlet_city_demand(city, (circlet_demand)i), is_kind));
    if (names.failed)
        status = ci_fail_nomem(error);
    else if (is_kind)
        status = ci_fail(error, CIRCLET_E_NOT_FOUND,
                         "nobody has kind '%s' (kinds: %s)", word,
                         names.text ? names.text : "");
    else
        status = ci_fail(error, CIRCLET_E_NOT_FOUND,
                         "nobody has aid '%s' (aids: %s)", word,
                         names.text ? names.text : "");
    ci_buffer_free(&names);
    return status;
}

/* Conditions hold others at one level alone. */
static bool condition_asks(const ci_condition *condition, const char *word,
                           bool is_kind)
{
    bool asks =
        ci_words_have(is_kind ? &condition->kinds : &condition->aids, word);

    for (size_t i = 0; i < condition->any_count; i++)
        asks = asks || ci_words_have(is_kind ? &condition->any[i].kinds
                                             : &condition->any[i].aids,
                                     word);
    return asks;
}

static bool policy_asks(const circlet_policy *policy, const char *word,
                        bool is_kind)
{
    for (size_t i = 0; i < policy->group_count; i++)
        if (condition_asks(&policy->groups[i].condition, word, is_kind))
            return true;
    for (size_t i = 0; i < policy->own_mode_count; i++)
        if (condition_asks(&policy->own_modes[i].condition, word, is_kind))
            return true;
    return false;
}

static circlet_status check_word(const char *word, bool is_kind,
                                 const circlet_city *city,
                                 const circlet_policy *policy,
                                 circlet_error *error)
{
    if (!word || circlet_city_demand_count(city) == 0 ||
        (policy && policy_asks(policy, word, is_kind)))
        return CIRCLET_OK;
    for (size_t i = 0; i < circlet_city_demand_count(city); i++) {
        const char *words =
            words_of(circlet_city_demand(city, (circlet_demand)i), is_kind);

        if (words && circlet_list_has(words, word))
            return CIRCLET_OK;
    }
    return fail_word(word, is_kind, city, error);
}

/* A misspelt word would hold of nobody, and perhaps of many. */
static circlet_status check_words(const choice *from, const circlet_city *city,
                                  const circlet_policy *policy,
                                  circlet_error *error)
{
    circlet_status status = check_word(from->kind, true, city, policy, error);

    return status ? status : check_word(from->aid, false, city, policy, error);
}

/* ---- everybody of a choice ---------------------------------------------- */

/* Who is perhaps of the group is measured, as when a rule is judged; of whom
 * it is not known what is asked for beside it is not. */
static ci_density_person person_of(circlet_demand demand, int64_t weight_milli,
                                   belonging found)
{
    double milli = (double)weight_milli;

    return (ci_density_person){demand,
                               {found.own == CI_MEMBER_YES ? milli : 0,
                                surely_belongs(found) ? milli : 0, milli}};
}

static void add_chosen(ci_density_people *out, const circlet_city *city,
                       const choice *from)
{
    for (size_t i = 0; i < circlet_city_demand_count(city); i++) {
        const circlet_demand_record *person =
            circlet_city_demand(city, (circlet_demand)i);
        belonging found = belongs(from, person);

        if (may_belong(found) && person->weight_milli > 0)
            out->items[out->count++] =
                person_of((circlet_demand)i, person->weight_milli, found);
    }
}

/* ---- whom a circle rule leaves uncovered -------------------------------- */

static circlet_status find_rule(const ci_rule **out,
                                const circlet_policy *policy, const char *id,
                                circlet_error *error)
{
    for (size_t i = 0; policy && i < policy->rule_count; i++)
        if (policy->rules[i].kind == CI_RULE_CIRCLE &&
            strcmp(policy->rules[i].id, id) == 0) {
            *out = &policy->rules[i];
            return CIRCLET_OK;
        }
    return policy
               ? ci_fail(error, CIRCLET_E_NOT_FOUND,
                         "policy '%s' has no circle rule '%s'", policy->id, id)
               : ci_fail(error, CIRCLET_E_ARGUMENT,
                         "rule '%s' needs a policy that says what it asks "
                         "for",
                         id);
}

/* Nothing is uncovered because it is unknown. */
static circlet_status check_known(const ci_judgement *judgement,
                                  const ci_rule *rule, circlet_error *error)
{
    if (!judgement->travel)
        return ci_fail(error, CIRCLET_E_NOT_FOUND,
                       "whom rule '%s' leaves uncovered is not known without "
                       "roads",
                       rule->id);
    if (!ci_selection_is_known(&rule->facility, judgement->city,
                               &judgement->types))
        return ci_fail(error, CIRCLET_E_NOT_FOUND,
                       "whom rule '%s' leaves uncovered is not known without "
                       "its facilities: import them, or say that those "
                       "imported are complete",
                       rule->id);
    return CIRCLET_OK;
}

static void add_uncovered(ci_density_people *out, const ci_circle_run *run,
                          const choice *from)
{
    const ci_judgement *judgement = run->judgement;
    uint32_t cutoff_ms = run->rule->as.circle.cutoff_ms;
    bool lacks_types = ci_selection_lacks_types(
        &run->rule->facility, judgement->city, &judgement->types);

    for (size_t i = 0; i < run->count; i++) {
        const ci_traveller *person = &run->people[i];
        const circlet_demand_record *record =
            circlet_city_demand(judgement->city, person->demand);
        belonging found = belongs(from, record);
        double milli = (double)record->weight_milli;
        bool is_sure =
            !lacks_types && person->is_sure && surely_belongs(found);
        bool is_measured = found.own == CI_MEMBER_YES && !run->is_outside[i];
        ci_density_person uncovered = {
            person->demand,
            {is_measured && run->times_ms[i] > cutoff_ms ? milli : 0,
             is_sure && run->least_ms[i] > cutoff_ms ? milli : 0,
             run->greatest_ms[i] > cutoff_ms ? milli : 0}};

        if (may_belong(found) && uncovered.milli[2] > 0)
            out->items[out->count++] = uncovered;
    }
}

/* Where the setting is not known the rule is perhaps about those who live
 * there, and leaves them uncovered. */
static void add_open_settings(ci_density_people *out, const ci_circle_run *run,
                              const choice *from)
{
    const ci_judgement *judgement = run->judgement;
    const circlet_city *city = judgement->city;
    const ci_rule *rule = run->rule;
    const ci_condition *group =
        &judgement->policy->groups[rule->group].condition;

    for (size_t i = 0; i < circlet_city_demand_count(city); i++) {
        const circlet_demand_record *person =
            circlet_city_demand(city, (circlet_demand)i);
        circlet_unit unit =
            circlet_city_demand_unit(city, (circlet_demand)i, rule->level);

        if (unit != CIRCLET_NONE &&
            ci_rule_applies(rule, judgement->policy, city, unit) ==
                CI_APPLIES_UNKNOWN &&
            ci_condition_holds(group, person, judgement->day, NULL) !=
                CI_MEMBER_NO &&
            may_belong(belongs(from, person)) && person->weight_milli > 0)
            out->items[out->count++] = (ci_density_person){
                (circlet_demand)i, {0, 0, (double)person->weight_milli}};
    }
}

/* In the city's order, since sums of cells depend on it. */
static int compare_people(const void *left, const void *right)
{
    const ci_density_person *a = left, *b = right;

    return a->demand < b->demand ? -1 : a->demand > b->demand;
}

static circlet_status find_uncovered(ci_density_people *out,
                                     const circlet_city *city,
                                     const circlet_policy *policy,
                                     const circlet_travel *travel,
                                     const circlet_density_options *options,
                                     const choice *from, circlet_error *error)
{
    circlet_judge_options asked = CIRCLET_JUDGE_OPTIONS_INIT;
    ci_judgement judgement = {
        .policy = policy, .city = city, .travel = travel};
    ci_circle_run run = {.judgement = &judgement, .is_known = true};
    circlet_judge_options own;
    circlet_status status =
        find_rule(&run.rule, policy, options->uncovered, error);

    asked.year = options->year;
    asked.mode = options->mode;
    if (!status)
        status = ci_judgement_start(&judgement, &own, &asked, error);
    if (!status && judgement.mode_count > 1)
        status =
            ci_fail(error, CIRCLET_E_ARGUMENT,
                    "'%s': a density takes one travel mode", options->mode);
    if (!status)
        status = check_known(&judgement, run.rule, error);
    if (status)
        return status;
    run.mode = judgement.mode_count > 0 ? judgement.modes[0]
                                        : run.rule->as.circle.mode;
    status = ci_circle_run_measure(&run, error);
    if (!status) {
        add_uncovered(out, &run, from);
        add_open_settings(out, &run, from);
        qsort(out->items, out->count, sizeof(*out->items), compare_people);
    }
    ci_circle_run_clear(&run);
    return status;
}

circlet_status ci_density_people_find(ci_density_people *out,
                                      const circlet_city *city,
                                      const circlet_policy *policy,
                                      const circlet_travel *travel,
                                      const circlet_density_options *options,
                                      circlet_error *error)
{
    ci_density_people people = {0};
    choice from;
    circlet_status status = choose(&from, policy, options, error);

    if (!status)
        status = check_words(&from, city, policy, error);
    if (status)
        return status;
    people.items =
        malloc((circlet_city_demand_count(city) + 1) * sizeof(*people.items));
    if (!people.items)
        return ci_fail_nomem(error);
    if (options->uncovered)
        status = find_uncovered(&people, city, policy, travel, options, &from,
                                error);
    else
        add_chosen(&people, city, &from);
    if (status)
        free(people.items);
    else
        *out = people;
    return status;
}

/* ---- in words ----------------------------------------------------------- */

static void add_word(ci_buffer *out, const char *name, const char *value)
{
    if (!value)
        return;
    ci_buffer_add(out, out->size > 0 ? ", " : "");
    ci_buffer_add(out, name);
    ci_buffer_add(out, " ");
    ci_buffer_add(out, value);
}

static void add_range(ci_buffer *out, const char *name, int from, int to)
{
    if (from == 0 && to == 0)
        return;
    add_word(out, name, "");
    if (from > 0)
        ci_buffer_add_int(out, from);
    if (from != to) {
        ci_buffer_add(out, "-");
        if (to > 0)
            ci_buffer_add_int(out, to);
    }
}

void ci_density_people_describe(ci_buffer *out,
                                const circlet_density_options *options)
{
    add_word(out, "uncovered", options->uncovered);
    add_word(out, "mode", options->uncovered ? options->mode : NULL);
    add_word(out, "group", options->group);
    add_word(out, "kind", options->kind);
    add_word(out, "aid", options->aid);
    add_range(out, "grade", options->grade_from, options->grade_to);
    add_range(out, "age", options->age_from, options->age_to);
    if (out->size == 0 && !out->failed)
        ci_buffer_add(out, "all");
}
