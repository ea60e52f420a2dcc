#include "policy/traveller.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "policy/circle.h"
#include "policy/rule.h"

/* Fills what a rule needs to know of a person; false if it is not about
 * them. */
static bool describe(ci_traveller *traveller, const circlet_policy *policy,
                     const circlet_city *city, const ci_rule *rule, int year)
{
    const circlet_demand_record *person =
        circlet_city_demand(city, traveller->demand);
    ci_membership member =
        ci_condition_holds(&policy->groups[rule->group].condition, person,
                           year, &traveller->doubts);

    if (member == CI_MEMBER_NO)
        return false;
    traveller->is_sure = member == CI_MEMBER_YES;
    if (traveller->travel.mode == CI_NO_POSITION)
        traveller->travel = ci_policy_own_travel(policy, person, year);
    return true;
}

/* A mode that is asked for is everybody's, beyond doubt. */
static ci_own_travel given_travel(size_t mode)
{
    ci_own_travel travel = {.mode = mode};

    if (mode != CI_NO_POSITION)
        travel.modes = (ci_modes)1 << mode;
    return travel;
}

circlet_status ci_travellers_find(ci_traveller **out, size_t *out_count,
                                  const circlet_policy *policy,
                                  const circlet_city *city,
                                  const ci_traveller_query *query,
                                  circlet_error *error)
{
    const ci_rule *rule = query->rule;
    size_t demand_count = circlet_city_demand_count(city);
    size_t count = 0, capacity = 0;
    ci_traveller *found = NULL;

    for (size_t i = 0; i < demand_count; i++) {
        ci_traveller traveller = {.demand = (circlet_demand)i,
                                  .unit = circlet_city_demand_unit(
                                      city, (circlet_demand)i, rule->level),
                                  .travel = given_travel(query->mode)};
        ci_traveller *grown;

        if (traveller.unit == CIRCLET_NONE ||
            !ci_unit_is_within(city, traveller.unit, query->only) ||
            ci_rule_applies(rule, policy, city, traveller.unit) !=
                CI_APPLIES ||
            !describe(&traveller, policy, city, rule, query->year))
            continue;
        grown = ci_array_reserve_one(found, count, &capacity, sizeof(*grown));
        if (!grown) {
            free(found);
            return ci_fail_nomem(error);
        }
        found = grown;
        found[count++] = traveller;
    }
    *out = found;
    *out_count = count;
    return CIRCLET_OK;
}

circlet_status ci_rule_facilities(uint32_t **out, size_t *out_count,
                                  const circlet_policy *policy,
                                  const circlet_city *city,
                                  const ci_rule *rule, int year,
                                  circlet_error *error)
{
    const ci_facility_types types = {policy->types, policy->type_count};
    size_t facility_count = circlet_city_facility_count(city), count = 0;
    uint32_t *found = malloc((facility_count + 1) * sizeof(*found));

    if (!found)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < facility_count; i++) {
        const circlet_facility_record *facility =
            circlet_city_facility(city, (circlet_facility)i);

        if (ci_facility_is_open(facility, year) &&
            ci_selection_holds(&rule->facility, facility, &types, NULL) ==
                CI_MEMBER_YES)
            found[count++] = (uint32_t)i;
    }
    *out = found;
    *out_count = count;
    return CIRCLET_OK;
}

static size_t count_entrances(const circlet_city *city,
                              const uint32_t *facilities, size_t count)
{
    size_t all = 0;

    for (size_t i = 0; i < count; i++) {
        size_t own = circlet_city_facility(city, facilities[i])->access_count;

        all += own > 0 ? own : 1;
    }
    return all;
}

circlet_status ci_entrances_find(circlet_point **out, size_t *out_count,
                                 const circlet_city *city,
                                 const uint32_t *facilities, size_t count,
                                 circlet_error *error)
{
    size_t all = count_entrances(city, facilities, count), found = 0;
    circlet_point *points = calloc(all + 1, sizeof(*points));

    if (!points)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < count; i++) {
        const circlet_facility_record *facility =
            circlet_city_facility(city, facilities[i]);

        if (facility->access_count == 0)
            points[found++] = facility->at;
        for (size_t k = 0; k < facility->access_count; k++)
            points[found++] = facility->accesses[k];
    }
    *out = points;
    *out_count = all;
    return CIRCLET_OK;
}
