#include "policy/rule.h"

#include <stdlib.h>
#include <string.h>

#include "access/coverage.h"
#include "base/error.h"

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

bool ci_judgement_has(const ci_judgement *judgement, circlet_unit unit)
{
    return judgement->unit == CIRCLET_NONE || judgement->unit == unit;
}

static bool add_person(ci_headcount *count, ci_membership member,
                       int64_t weight, ci_doubts doubts)
{
    count->doubts |= doubts;
    if (member == CI_MEMBER_YES)
        return ci_add_weight(&count->sure_milli, weight);
    return ci_add_weight(&count->maybe_milli, weight);
}

static circlet_status count_people(ci_headcount *counts,
                                   const ci_judgement *judgement,
                                   const ci_rule *rule, circlet_error *error)
{
    const circlet_city *city = judgement->city;
    const ci_condition *condition =
        &judgement->policy->groups[rule->group].condition;

    for (size_t i = 0; i < circlet_city_demand_count(city); i++) {
        const circlet_demand_record *person =
            circlet_city_demand(city, (circlet_demand)i);
        circlet_unit unit =
            circlet_city_demand_unit(city, (circlet_demand)i, rule->level);
        ci_doubts doubts = 0;
        ci_membership member;
        int64_t both;

        if (unit == CIRCLET_NONE)
            continue;
        member =
            ci_condition_holds(condition, person, judgement->year, &doubts);
        if (member == CI_MEMBER_NO)
            continue;
        both = counts[unit].sure_milli;
        if (!add_person(&counts[unit], member, person->weight_milli, doubts) ||
            !ci_add_weight(&both, counts[unit].maybe_milli))
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
