#include "plan/new_facility.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "city/plan_action.h"
#include "plan/site_limits.h"

#define MEASURE_AREA CIRCLET_MEASURE_AREA_M2

/* ---- which size --------------------------------------------------------- */

ci_wish ci_new_facility_wish(const circlet_plan_action *action)
{
    return (ci_wish){action->type,    action->service, action->tier,
                     action->area_m2, action->places,  action->beds};
}

/* A service or tier that no size has is the action's own: the size need not
 * have it. */
static ci_wish wish_as_far_as(const ci_catalogue_entry *entry,
                              const circlet_plan_action *action)
{
    ci_wish asked = ci_new_facility_wish(action);
    const bool drops_service[] = {false, true, false, true};

    for (int i = 0; i < 4; i++) {
        ci_wish less = asked;

        if (drops_service[i]) {
            less.service = NULL;
            less.places = less.beds = 0;
        }
        if (i >= 2)
            less.tier = NULL;
        if (ci_catalogue_largest(entry, &less) != CI_NO_POSITION || i == 3)
            return less;
    }
    return asked;
}

/* What the catalogue has for an action; false: it has no such type. */
static bool find_building(circlet_facility_record *out,
                          const circlet_policy *policy,
                          const circlet_plan_action *action)
{
    const ci_catalogue_entry *entry =
        policy ? ci_catalogue_find(policy, action->type) : NULL;
    ci_wish asked;
    size_t size;

    *out = circlet_facility_record_unknown();
    if (!entry)
        return false;
    asked = wish_as_far_as(entry, action);
    size = ci_catalogue_choose(entry, &asked);
    if (size == CI_NO_POSITION)
        size = ci_catalogue_largest(entry, &asked);
    *out = ci_catalogue_size_at(entry, size).facility;
    return true;
}

/* ---- what it offers ----------------------------------------------------- */

static bool knows_counts(const circlet_service_record *service,
                         const circlet_plan_action *action)
{
    return (action->places <= 0 || service->places >= 0) &&
           (action->beds <= 0 || service->beds >= 0) &&
           (action->places > 0 || action->beds > 0 || service->places >= 0 ||
            service->beds >= 0);
}

const char *ci_new_facility_service(const circlet_facility_record *building,
                                    const circlet_plan_action *action)
{
    const char *found = NULL;

    if (action->service)
        return action->service;
    if (building->service_count == 1)
        return building->services[0].service;
    for (size_t i = 0; i < building->service_count; i++) {
        if (!knows_counts(&building->services[i], action))
            continue;
        if (found)
            return NULL;
        found = building->services[i].service;
    }
    return found;
}

/* What the action says of a service stands above the catalogue. */
static circlet_status offer(ci_planned_city *planned,
                            ci_planned_facility *facility,
                            const circlet_plan_action *action,
                            circlet_error *error)
{
    circlet_service_record *service,
        added = {NULL, action->places, action->beds, -1, 0, 0};
    circlet_status status;

    if (!action->service && action->places <= 0 && action->beds <= 0)
        return CIRCLET_OK;
    status = ci_planned_own_services(planned, facility, error);
    if (status != CIRCLET_OK)
        return status;
    added.service = ci_new_facility_service(&facility->record, action);
    if (!added.service)
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' gives places or beds but no service, and "
                       "a '%s' offers %zu",
                       action->id, action->type,
                       facility->record.service_count);
    service = ci_planned_service(facility, added.service);
    if (!service)
        return ci_planned_add_service(planned, facility, &added, error);
    if (action->places >= 0)
        service->places = action->places;
    if (action->beds >= 0)
        service->beds = action->beds;
    return CIRCLET_OK;
}

/* ---- building ----------------------------------------------------------- */

static circlet_status describe(ci_planned_facility *out,
                               const ci_planned_city *planned,
                               const circlet_plan_action *action,
                               circlet_error *error)
{
    circlet_facility_record *record = &out->record;

    *out = (ci_planned_facility){.hides_services = !planned->policy};
    if (!find_building(record, planned->policy, action) && planned->policy &&
        !action->service)
        return ci_fail(error, CIRCLET_E_NOT_FOUND,
                       "action '%s' builds a '%s', which policy '%s' has not "
                       "in its catalogue",
                       action->id, action->type,
                       circlet_policy_id(planned->policy));
    record->id = action->facility;
    record->type = action->type;
    record->status = CIRCLET_FACILITY_OPEN;
    record->opened = ci_action_first_day(action);
    record->closed = -1;
    if (action->tier)
        record->tier = action->tier;
    return CIRCLET_OK;
}

static void place(ci_planned_facility *out, const ci_new_place *where,
                  const circlet_plan_action *action)
{
    circlet_facility_record *record = &out->record;

    out->site = where->site;
    out->placed_by = action;
    record->at = where->at;
    /* A facility must have a name: that of its site, else its id. */
    record->name = where->site && where->site->name ? where->site->name
                                                    : action->facility;
    record->measures[MEASURE_AREA] =
        isnan(action->area_m2)
            ? ci_site_fit_area(where->site, record->measures[MEASURE_AREA])
            : action->area_m2;
}

circlet_status ci_new_facility_build(ci_planned_city *planned,
                                     const circlet_plan_action *action,
                                     circlet_error *error)
{
    ci_planned_facility facility;
    ci_new_place where;
    circlet_status status;

    if (ci_planned_find(planned, action->facility))
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' builds the facility '%s', which is there "
                       "already",
                       action->id, action->facility);
    status = ci_new_place_find(&where, planned, action, action->type, error);
    if (status == CIRCLET_OK)
        status = describe(&facility, planned, action, error);
    if (status != CIRCLET_OK)
        return status;
    place(&facility, &where, action);
    if (!facility.hides_services)
        status = offer(planned, &facility, action, error);
    if (status == CIRCLET_OK)
        status = ci_site_check_limits(&facility, action, error);
    return status == CIRCLET_OK ? ci_planned_add(planned, &facility, error)
                                : status;
}
