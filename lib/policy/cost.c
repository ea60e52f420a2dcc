#include "policy/cost.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "policy/circle.h"
#include "policy/rule.h"

/* So much a person or facility gets at most that sums in thousandths of a
 * yuan fit into 64 bits. */
#define MILLI_PERSONS_MAX (INT64_MAX / 1000000)

bool ci_fund_is_in_force(const ci_fund *fund, int year)
{
    return year >= fund->from && (fund->until < 0 || year <= fund->until);
}

bool ci_fund_is_known(const ci_fund *fund, const circlet_policy *policy,
                      const circlet_city *city)
{
    const ci_facility_types types = {policy->types, policy->type_count};

    return ci_selection_is_known(&fund->facility, city, &types);
}

bool ci_fund_lacks_types(const ci_fund *fund, const circlet_policy *policy,
                         const circlet_city *city)
{
    const ci_facility_types types = {policy->types, policy->type_count};

    return ci_selection_lacks_types(&fund->facility, city, &types);
}

void ci_costs_clear(ci_costs *costs)
{
    free(costs->items);
    *costs = (ci_costs){NULL, 0, 0};
}

/* ---- which facilities --------------------------------------------------- */

static ci_membership stars_hold(const ci_fund *fund,
                                const circlet_facility_record *facility)
{
    double stars = facility->measures[CIRCLET_MEASURE_STARS];

    if (fund->stars < 0)
        return CI_MEMBER_YES;
    if (isnan(stars))
        return CI_MEMBER_MAYBE;
    return stars == fund->stars ? CI_MEMBER_YES : CI_MEMBER_NO;
}

static ci_membership fund_holds(const ci_costing *c, const ci_fund *fund,
                                circlet_facility position)
{
    const ci_facility_types types = {c->policy->types, c->policy->type_count};
    const circlet_facility_record *facility =
        circlet_city_facility(c->city, position);
    ci_membership selected, starred;

    if (!ci_facility_is_open(facility, c->year))
        return CI_MEMBER_NO;
    selected = ci_selection_holds(&fund->facility, facility, &types, NULL);
    starred = stars_hold(fund, facility);
    return selected < starred ? selected : starred;
}

/* ---- what they get ------------------------------------------------------ */

/* What is paid for a facility with so many persons. */
static circlet_status pay(int64_t *out, const ci_fund *fund,
                          int64_t persons_milli, circlet_error *error)
{
    if (persons_milli > MILLI_PERSONS_MAX)
        return ci_fail(error, CIRCLET_E_DATA,
                       "fund '%s' pays for more persons than it can add up",
                       fund->id);
    *out =
        fund->per_facility_cny * 1000 + fund->per_person_cny * persons_milli;
    return CIRCLET_OK;
}

/* A facility of which it is not known whether it is paid for gets nothing as
 * far as is known, and all at best. */
static circlet_status set_cny(ci_cost *cost, bool is_sure,
                              circlet_error *error)
{
    ci_cost_range *cny = &cost->cny_milli;
    circlet_status status =
        pay(&cny->high, cost->fund, cost->persons_milli.high, error);

    if (status || !is_sure)
        return status;
    status = pay(&cny->low, cost->fund, cost->persons_milli.low, error);
    return status ? status
                  : pay(&cny->known, cost->fund, cost->persons_milli.known,
                        error);
}

static circlet_status add_cost(ci_costs *out, ci_cost cost, bool is_sure,
                               circlet_error *error)
{
    circlet_status status = set_cny(&cost, is_sure, error);
    ci_cost *items;

    if (status)
        return status;
    items = ci_array_reserve_one(out->items, out->count, &out->capacity,
                                 sizeof(*items));
    if (!items)
        return ci_fail_nomem(error);
    out->items = items;
    items[out->count++] = cost;
    return CIRCLET_OK;
}

/* Adds what a fund pays; `catchments` stand beside the facilities that it
 * surely pays for, NULL: no number of persons is known. */
static circlet_status add_costs(ci_costs *out, const ci_costing *c,
                                const ci_fund *fund,
                                const ci_catchment *catchments,
                                circlet_error *error)
{
    bool may_be_nearer = ci_fund_lacks_types(fund, c->policy, c->city);
    circlet_status status = CIRCLET_OK;
    size_t next = 0;

    for (size_t i = 0; !status && i < circlet_city_facility_count(c->city);
         i++) {
        ci_membership member = fund_holds(c, fund, (circlet_facility)i);
        bool is_sure = member == CI_MEMBER_YES;
        ci_cost cost = {.fund = fund,
                        .facility = (circlet_facility)i,
                        .is_complete =
                            fund->per_person_cny == 0 ||
                            (catchments && is_sure && !may_be_nearer)};

        if (member == CI_MEMBER_NO)
            continue;
        if (catchments && is_sure) {
            cost.persons_milli = catchments[next].persons_milli;
            cost.modelled_milli = catchments[next++].modelled_milli;
            if (may_be_nearer)
                cost.persons_milli.low = 0;
        }
        status = add_cost(out, cost, is_sure, error);
    }
    return status;
}

/* ---- one fund ----------------------------------------------------------- */

static circlet_status find_sure(uint32_t **out, size_t *out_count,
                                const ci_costing *c, const ci_fund *fund,
                                circlet_error *error)
{
    size_t count = circlet_city_facility_count(c->city), found = 0;
    uint32_t *positions = malloc((count + 1) * sizeof(*positions));

    if (!positions)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < count; i++)
        if (fund_holds(c, fund, (circlet_facility)i) == CI_MEMBER_YES)
            positions[found++] = (uint32_t)i;
    *out = positions;
    *out_count = found;
    return CIRCLET_OK;
}

static circlet_status find_with_people(ci_costs *out, const ci_costing *c,
                                       const ci_fund *fund,
                                       circlet_error *error)
{
    uint32_t *facilities = NULL;
    size_t count = 0;
    ci_catchment *catchments = NULL;
    circlet_status status = find_sure(&facilities, &count, c, fund, error);

    if (status)
        return status;
    catchments = calloc(count + 1, sizeof(*catchments));
    status = catchments ? ci_catchments_find(catchments, facilities, count,
                                             fund, c, error)
                        : ci_fail_nomem(error);
    if (!status)
        status = add_costs(out, c, fund, catchments, error);
    free(catchments);
    free(facilities);
    return status;
}

static circlet_status find_fund(ci_costs *out, const ci_costing *c,
                                const ci_fund *fund, circlet_error *error)
{
    if (!ci_fund_is_in_force(fund, c->year))
        return CIRCLET_OK;
    if (fund->per_person_cny > 0 && c->travel &&
        circlet_city_knows_people(c->city))
        return find_with_people(out, c, fund, error);
    return add_costs(out, c, fund, NULL, error);
}

circlet_status ci_costs_find(ci_costs *out, const circlet_policy *policy,
                             const circlet_city *city,
                             const circlet_travel *travel, int year,
                             const circlet_progress *progress,
                             circlet_error *error)
{
    const ci_costing c = {policy, city, travel, year};
    circlet_status status = CIRCLET_OK;

    *out = (ci_costs){NULL, 0, 0};
    if (travel && !travel->find_within)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "the source of travel times cannot find all within a "
                       "time");
    for (size_t i = 0; !status && i < policy->fund_count; i++) {
        status = ci_judgement_report(progress, i, policy->fund_count, error);
        if (!status)
            status = find_fund(out, &c, &policy->funds[i], error);
    }
    return status;
}
