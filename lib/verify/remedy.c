#include "verify/remedy.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "policy/circle.h"
#include "verify/carried_price.h"
#include "verify/counted.h"

/* An id that no facility of a plan has: that is "plan/site". */
#define NEW_ID "//new"

circlet_status ci_workshop_open(ci_workshop *out, const ci_lacks *lacks,
                                circlet_error *error)
{
    circlet_status status =
        ci_carried_city_start(&out->carried, lacks->judgement->city,
                              lacks->judgement->policy, error);

    out->lacks = lacks;
    if (status == CIRCLET_OK)
        ci_given_actions_tell(lacks->given, &out->carried);
    return status;
}

void ci_workshop_close(ci_workshop *workshop)
{
    ci_carried_city_clear(&workshop->carried);
}

/* ---- carrying out ------------------------------------------------------- */

static circlet_plan_action action_at(const ci_workshop *workshop,
                                     ci_remedy_place place,
                                     const circlet_plan_action *what)
{
    const circlet_city *city = workshop->lacks->judgement->city;
    circlet_plan_action action = *what;

    action.id = "";
    action.at = (circlet_point){(double)NAN, (double)NAN};
    action.year = workshop->lacks->judgement->year;
    action.facility = place.is_site
                          ? NEW_ID
                          : circlet_city_facility(city, place.position)->id;
    action.site = place.is_site ? circlet_city_site(city, place.position)->id
                                : what->site; /* to which a facility moves */
    return action;
}

/* The facility of the place. */
static ci_carried_facility *subject_of(ci_workshop *workshop,
                                       ci_remedy_place place)
{
    ci_carried_city *carried = &workshop->carried;
    size_t known = circlet_city_facility_count(carried->city);

    if (!place.is_site)
        return &carried->facilities[place.position];
    return carried->count > known ? &carried->facilities[known] : NULL;
}

static void find_gains(ci_remedy *out, const ci_lacks *lacks,
                       const circlet_facility_record *before,
                       const circlet_facility_record *after)
{
    for (size_t r = 0; r < lacks->rule_count; r++)
        out->gains[r] =
            ci_counted_for(lacks->judgement, lacks->rules[r], after) -
            (before ? ci_counted_for(lacks->judgement, lacks->rules[r], before)
                    : 0);
    out->loses = before && ci_loses_something(lacks->judgement, before, after);
}

static circlet_status carry_out(ci_remedy *out, ci_workshop *workshop,
                                ci_remedy_place place,
                                const circlet_plan_action *actions,
                                size_t count, circlet_error *error)
{
    double sum = 0;
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; status == CIRCLET_OK && i < count; i++) {
        const circlet_plan_action action =
            action_at(workshop, place, &actions[i]);

        status = ci_carried_city_do(&workshop->carried, &action, error);
        if (status == CIRCLET_OK)
            sum += ci_carried_price(workshop->carried.policy,
                                    subject_of(workshop, place), &action);
    }
    out->is_possible = status == CIRCLET_OK && sum >= 0 && sum < 1e15;
    if (out->is_possible)
        out->price_cny = (int64_t)ceil(sum - 1e-6);
    return status;
}

circlet_status ci_remedy_try(ci_remedy *out, ci_workshop *workshop,
                             ci_remedy_place place,
                             const circlet_plan_action *actions, size_t count,
                             circlet_error *error)
{
    ci_carried_city *carried = &workshop->carried;
    const circlet_facility_record *before =
        place.is_site ? NULL
                      : circlet_city_facility(carried->city, place.position);
    size_t known = circlet_city_facility_count(carried->city);
    ci_carried_facility saved = {.site = NULL};
    circlet_error why;
    circlet_status status;

    if (!place.is_site)
        saved = carried->facilities[place.position];
    status = carry_out(out, workshop, place, actions, count, &why);
    if (out->is_possible)
        find_gains(out, workshop->lacks, before,
                   &subject_of(workshop, place)->record);
    carried->count = known;
    if (!place.is_site)
        carried->facilities[place.position] = saved;
    return status == CIRCLET_E_NOMEM ? ci_fail_nomem(error) : CIRCLET_OK;
}

/* ---- where -------------------------------------------------------------- */

const circlet_site_record *ci_remedy_site(const ci_lacks *lacks,
                                          ci_remedy_place place)
{
    return place.is_site
               ? circlet_city_site(lacks->judgement->city, place.position)
               : ci_given_site(lacks->given, place.position);
}

circlet_unit ci_remedy_unit(const circlet_city *city, ci_remedy_place place,
                            circlet_level level)
{
    return place.is_site
               ? circlet_city_site_unit(city, place.position, level)
               : circlet_city_facility_unit(city, place.position, level);
}

circlet_point ci_remedy_point(const circlet_city *city, ci_remedy_place place)
{
    return place.is_site ? circlet_city_site(city, place.position)->at
                         : circlet_city_facility(city, place.position)->at;
}

circlet_unit ci_remedy_host(const ci_lacks *lacks, size_t lack,
                            ci_remedy_place place)
{
    const ci_rule *rule = ci_lack_rule(lacks, lack);

    return rule->kind == CI_RULE_GROUP_SIZE
               ? ci_remedy_unit(lacks->judgement->city, place,
                                rule->as.group_size.member_level)
               : CIRCLET_NONE;
}

static bool has_one(const ci_lacks *lacks, const ci_rule *rule,
                    circlet_unit member)
{
    const ci_judgement *judgement = lacks->judgement;
    const circlet_city *city = judgement->city;

    for (circlet_facility i = 0; i < circlet_city_facility_count(city); i++) {
        const circlet_facility_record *facility =
            circlet_city_facility(city, i);

        if (circlet_city_facility_unit(
                city, i, rule->as.group_size.member_level) == member &&
            ci_facility_is_open(facility, judgement->year) &&
            ci_counted_for(judgement, rule, facility) > 0)
            return true;
    }
    return false;
}

bool ci_remedy_may_count(const ci_lacks *lacks, size_t lack,
                         ci_remedy_place place)
{
    const ci_rule *rule = ci_lack_rule(lacks, lack);
    circlet_unit host;
    const char *kind;

    if (rule->kind != CI_RULE_GROUP_SIZE)
        return true;
    host = ci_remedy_host(lacks, lack, place);
    if (host == CIRCLET_NONE)
        return false;
    kind = circlet_city_unit(lacks->judgement->city, host)->kind;
    return kind &&
           (!rule->as.group_size.member_kind ||
            strcmp(kind, rule->as.group_size.member_kind) == 0) &&
           !has_one(lacks, rule, host);
}
