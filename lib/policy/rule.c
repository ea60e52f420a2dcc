#include "policy/rule.h"

#include <stdlib.h>
#include <string.h>

#include "access/coverage.h"
#include "base/error.h"
#include "base/parallel.h"

ci_applies ci_rule_applies(const ci_rule *rule, const circlet_policy *policy,
                           const circlet_city *city, circlet_unit unit)
{
    const char *setting;

    if (circlet_city_unit(city, unit)->level != rule->level)
        return CI_APPLIES_NOT;
    if (rule->settings.count == 0)
        return CI_APPLIES;
    setting = circlet_city_unit_setting(city, unit);
    if (!setting || !ci_words_have(&policy->settings, setting))
        return CI_APPLIES_UNKNOWN;
    return ci_words_have(&rule->settings, setting) ? CI_APPLIES
                                                   : CI_APPLIES_NOT;
}

bool ci_unit_is_within(const circlet_city *city, circlet_unit unit,
                       circlet_unit top)
{
    while (unit != top && unit != CIRCLET_NONE)
        unit = circlet_city_unit_parent(city, unit);
    return unit == top || top == CIRCLET_NONE;
}

bool ci_judgement_has(const ci_judgement *judgement, circlet_unit unit)
{
    return ci_unit_is_within(judgement->city, unit, judgement->unit);
}

static bool has_level(const circlet_city *city, circlet_level level)
{
    for (size_t i = 0; i < circlet_city_unit_count(city); i++)
        if (circlet_city_unit(city, (circlet_unit)i)->level == level)
            return true;
    return false;
}

/* The parts of a city that were imported are perhaps not all of it, so that
 * nothing can be said; but the rule must not go unseen. */
circlet_status ci_judge_missing_city(const ci_judgement *judgement,
                                     const ci_rule *rule, circlet_error *error)
{
    static const circlet_unit_record missing = {
        .code = "", .name = "", .level = CIRCLET_LEVEL_CITY, .residents = -1};
    ci_draft draft;

    if (rule->level != CIRCLET_LEVEL_CITY || judgement->unit != CIRCLET_NONE ||
        has_level(judgement->city, CIRCLET_LEVEL_CITY))
        return CIRCLET_OK;
    ci_draft_start(&draft, rule, &missing);
    draft.arguments[0].type = CIRCLET_ARGUMENT_WORD;
    draft.arguments[0].text = "whole_city";
    ci_draft_no_data(&draft, "city_missing");
    return ci_findings_add(judgement->findings, &draft, judgement->policy,
                           error);
}

circlet_status ci_judge_units(const ci_judgement *judgement,
                              const ci_rule *rule, ci_judge_unit_fn judge_unit,
                              const void *state, circlet_error *error)
{
    const circlet_city *city = judgement->city;
    circlet_status status = ci_judge_missing_city(judgement, rule, error);

    for (size_t i = 0; !status && i < circlet_city_unit_count(city); i++) {
        circlet_unit unit = (circlet_unit)i;
        ci_applies applies =
            ci_rule_applies(rule, judgement->policy, city, unit);

        if (applies != CI_APPLIES_NOT && ci_judgement_has(judgement, unit))
            status = judge_unit(state, unit, applies == CI_APPLIES, error);
    }
    return status;
}

ci_crowd ci_judgement_crowd(const ci_judgement *judgement)
{
    if (judgement->crowd)
        return *judgement->crowd;
    return (ci_crowd){.policy = judgement->policy,
                      .city = judgement->city,
                      .travel = judgement->travel,
                      .day = judgement->day};
}

/* False if the sum of all would overflow; parts are no more than it. */
static bool add_person(ci_headcount *count, ci_membership member,
                       const circlet_demand_record *person)
{
    int64_t both = count->sure_milli + count->maybe_milli;

    if (!ci_add_weight(&both, person->weight_milli))
        return false;
    if (member == CI_MEMBER_YES)
        count->sure_milli += person->weight_milli;
    else
        count->maybe_milli += person->weight_milli;
    if (person->is_modelled)
        count->modelled_milli += person->weight_milli;
    return true;
}

static circlet_status count_people(ci_headcount *counts,
                                   const ci_judgement *judgement,
                                   const ci_rule *rule, circlet_error *error)
{
    const ci_crowd crowd = ci_judgement_crowd(judgement);
    const circlet_city *city = judgement->city;

    for (size_t i = 0; i < circlet_city_demand_count(city); i++) {
        circlet_demand demand = (circlet_demand)i;
        circlet_unit unit =
            circlet_city_demand_unit(city, demand, rule->level);
        ci_doubts doubts = 0;
        ci_membership member;

        if (unit == CIRCLET_NONE)
            continue;
        member = ci_crowd_member(&crowd, rule->group, demand, &doubts);
        if (member == CI_MEMBER_NO)
            continue;
        counts[unit].doubts |= doubts;
        if (!add_person(&counts[unit], member,
                        circlet_city_demand(city, demand)))
            return ci_fail(error, CIRCLET_E_DATA,
                           "the weights of the people of unit '%s' add up to "
                           "more than 64 bits hold",
                           circlet_city_unit(city, unit)->code);
    }
    return CIRCLET_OK;
}

circlet_status ci_headcounts_make(ci_headcount **out,
                                  const ci_judgement *judgement,
                                  const ci_rule *rule, circlet_error *error)
{
    ci_headcount *counts =
        calloc(circlet_city_unit_count(judgement->city) + 1, sizeof(*counts));
    circlet_status status = CIRCLET_OK;

    if (!counts)
        return ci_fail_nomem(error);
    if (rule->group != CI_NO_POSITION)
        status = count_people(counts, judgement, rule, error);
    if (status)
        free(counts);
    else
        *out = counts;
    return status;
}

circlet_status ci_judge_in_modes(const ci_judgement *judgement,
                                 const ci_rule *rule,
                                 ci_judge_in_mode_fn judge_in_mode,
                                 circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    if (judgement->mode_count == 0)
        return judge_in_mode(judgement, rule, NULL, error);
    for (size_t i = 0; !status && i < judgement->mode_count; i++)
        status = judge_in_mode(judgement, rule, &judgement->modes[i], error);
    return status;
}
