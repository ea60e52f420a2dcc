/* circlet_plan_apply(): the city as a plan would leave it. */
#include <circlet/plan.h>

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "policy/circle.h"

#define YEAR_MAX 9999

static circlet_status copy_places(circlet_city_builder *builder,
                                  const circlet_city *city,
                                  circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (circlet_unit i = 0;
         status == CIRCLET_OK && i < circlet_city_unit_count(city); i++)
        status = circlet_city_builder_add_unit(
            builder, circlet_city_unit(city, i), error);
    for (circlet_site i = 0;
         status == CIRCLET_OK && i < circlet_city_site_count(city); i++)
        status = circlet_city_builder_add_site(
            builder, circlet_city_site(city, i), error);
    for (circlet_venue i = 0;
         status == CIRCLET_OK && i < circlet_city_venue_count(city); i++)
        status = circlet_city_builder_add_venue(
            builder, circlet_city_venue(city, i), error);
    for (size_t i = 0;
         status == CIRCLET_OK && i < circlet_city_waiver_count(city); i++)
        status = circlet_city_builder_add_waiver(
            builder, circlet_city_waiver(city, i), error);
    return status;
}

static circlet_status copy_city(circlet_city_builder *builder,
                                const circlet_city *city, circlet_error *error)
{
    circlet_status status = copy_places(builder, city, error);

    for (circlet_demand i = 0;
         status == CIRCLET_OK && i < circlet_city_demand_count(city); i++)
        status = circlet_city_builder_add_demand(
            builder, circlet_city_demand(city, i), error);
    for (circlet_facility i = 0;
         status == CIRCLET_OK && i < circlet_city_facility_count(city); i++)
        status = circlet_city_builder_add_facility(
            builder, circlet_city_facility(city, i), error);
    for (int part = 0; part < CIRCLET_PART_COUNT; part++)
        if (status == CIRCLET_OK &&
            circlet_city_is_complete(city, (circlet_part)part))
            status = circlet_city_builder_say_complete(
                builder, (circlet_part)part, error);
    return status;
}

static circlet_status check_build(const circlet_plan_action *action,
                                  const circlet_city *city,
                                  circlet_error *error)
{
    if (strcmp(action->kind, "build") != 0)
        return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                       "action '%s' is of kind '%s', which cannot be carried "
                       "out yet",
                       action->id, action->kind);
    if (!action->facility || !*action->facility)
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' names no facility to build", action->id);
    if (!action->type || !*action->type)
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' names no facility type", action->id);
    if (action->year != -1 && (action->year < 1 || action->year > YEAR_MAX))
        return ci_fail(error, CIRCLET_E_DATA, "action '%s' has the year %d",
                       action->id, action->year);
    if (action->site &&
        circlet_city_find_site(city, action->site) == CIRCLET_NONE)
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' names the site '%s', which is not there",
                       action->id, action->site);
    if (circlet_city_find_facility(city, action->facility) != CIRCLET_NONE)
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' builds the facility '%s', which is there "
                       "already",
                       action->id, action->facility);
    return CIRCLET_OK;
}

/* A facility must have a name: that of its site, else its id. */
static const char *name_of(const circlet_plan_action *action,
                           const circlet_city *city)
{
    const circlet_site_record *site =
        action->site ? circlet_city_site(
                           city, circlet_city_find_site(city, action->site))
                     : NULL;

    return site && site->name ? site->name : action->facility;
}

static circlet_status build(circlet_city_builder *builder,
                            const circlet_plan_action *action,
                            const circlet_policy *policy,
                            const circlet_city *city, circlet_error *error)
{
    const circlet_facility_record *catalogue;
    circlet_facility_record facility;
    circlet_status status = check_build(action, city, error);

    if (status != CIRCLET_OK)
        return status;
    catalogue = ci_policy_catalogue(policy, action->type);
    if (!catalogue)
        return ci_fail(error, CIRCLET_E_NOT_FOUND,
                       "action '%s' builds a '%s', which policy '%s' has not "
                       "in its catalogue",
                       action->id, action->type, circlet_policy_id(policy));
    facility = *catalogue;
    facility.id = action->facility;
    facility.name = name_of(action, city);
    facility.type = action->type;
    facility.at = action->at;
    facility.status = CIRCLET_FACILITY_OPEN;
    facility.opened = action->year == -1 ? -1 : action->year * 10000 + 101;
    facility.closed = -1;
    if (action->tier)
        facility.tier = action->tier;
    if (!isnan(action->area_m2))
        facility.measures[CIRCLET_MEASURE_AREA_M2] = action->area_m2;
    return circlet_city_builder_add_facility(builder, &facility, error);
}

static circlet_status fill(circlet_city_builder *builder,
                           const circlet_plan *plan,
                           const circlet_policy *policy,
                           const circlet_city *city, circlet_error *error)
{
    circlet_status status = copy_city(builder, city, error);

    for (size_t i = 0;
         status == CIRCLET_OK && i < circlet_plan_action_count(plan); i++)
        status = build(builder, circlet_plan_action_at(plan, i), policy, city,
                       error);
    return status;
}

circlet_status circlet_plan_apply(circlet_city **out, const circlet_plan *plan,
                                  const circlet_policy *policy,
                                  const circlet_city *city,
                                  circlet_error *error)
{
    circlet_city_builder *builder = NULL;
    circlet_status status;

    if (!out || !plan || !policy || !city)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "applying needs a plan, a policy and a city");
    status = circlet_city_builder_new(&builder, error);
    if (status == CIRCLET_OK)
        status = fill(builder, plan, policy, city, error);
    if (status == CIRCLET_OK)
        status = circlet_city_builder_finish(out, builder, error);
    circlet_city_builder_free(builder);
    return status;
}
