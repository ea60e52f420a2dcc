/* What an action of kind "build" puts up: the catalogue's size for it, with
 * what the action says in its place. */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "city/plan_action.h"
#include "policy/price.h"
#include "verify/carried_city.h"

#define AREA CIRCLET_MEASURE_AREA_M2

/* The smallest size that has as much of each as is given, else the largest;
 * a service, then a tier, that no size has is the action's own. NULL: the
 * catalogue has no such type. */
static const circlet_facility_record *find_size(
    circlet_facility_record *out, const circlet_policy *policy,
    const circlet_plan_action *action)
{
    const ci_catalogue_entry *entry = ci_catalogue_find(policy, action->type);

    for (int drop = 0; entry && drop < 4; drop++) {
        ci_wish asked = {action->type,    action->service, action->tier,
                         action->area_m2, action->places,  action->beds};
        size_t size;

        if (drop % 2 == 1) {
            asked.service = NULL;
            asked.places = asked.beds = 0;
        }
        if (drop >= 2)
            asked.tier = NULL;
        if (ci_catalogue_largest(entry, &asked) == CI_NO_POSITION)
            continue;
        size = ci_catalogue_choose(entry, &asked);
        if (size == CI_NO_POSITION)
            size = ci_catalogue_largest(entry, &asked);
        *out = ci_catalogue_size_at(entry, size).facility;
        return out;
    }
    return NULL;
}

static bool is_known(const circlet_service_record *service,
                     const circlet_plan_action *action)
{
    bool has_places = service->places >= 0, has_beds = service->beds >= 0;

    if (action->places <= 0 && action->beds <= 0)
        return has_places || has_beds;
    return (action->places <= 0 || has_places) &&
           (action->beds <= 0 || has_beds);
}

/* Of which service an action's places and beds are: that which it names, or
 * the only one of which the catalogue knows their number. */
static const char *service_of(const circlet_facility_record *building,
                              const circlet_plan_action *action)
{
    const char *found = NULL;

    if (action->service)
        return action->service;
    if (building->service_count == 1)
        return building->services[0].service;
    for (size_t i = 0; i < building->service_count; i++) {
        if (!is_known(&building->services[i], action))
            continue;
        if (found)
            return NULL;
        found = building->services[i].service;
    }
    return found;
}

static circlet_status offer(ci_carried_facility *facility,
                            ci_carried_city *carried,
                            const circlet_plan_action *action,
                            circlet_error *error)
{
    circlet_service_record *service;
    const char *name;

    if (!action->service && action->places <= 0 && action->beds <= 0)
        return CIRCLET_OK;
    if (!ci_carried_own_services(carried, facility))
        return ci_fail_nomem(error);
    name = service_of(&facility->record, action);
    if (!name)
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' gives places or beds but no service, and "
                       "a '%s' offers %zu",
                       action->id, action->type,
                       facility->record.service_count);
    service = ci_carried_service(facility, name);
    if (!service) {
        service = &facility->services[facility->record.service_count++];
        *service = (circlet_service_record){name, -1, -1, -1};
    }
    if (action->places >= 0)
        service->places = action->places;
    if (action->beds >= 0)
        service->beds = action->beds;
    return CIRCLET_OK;
}

circlet_status ci_carried_build(ci_carried_facility *facility,
                                ci_carried_city *carried,
                                const circlet_plan_action *action,
                                circlet_error *error)
{
    circlet_facility_record *record = &facility->record;
    circlet_status status;

    *record = circlet_facility_record_unknown();
    if (!find_size(record, carried->policy, action) && !action->service)
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' builds a '%s', which policy '%s' has not "
                       "in its catalogue",
                       action->id, action->type,
                       circlet_policy_id(carried->policy));
    record->id = action->facility;
    record->type = action->type;
    record->status = CIRCLET_FACILITY_OPEN;
    record->opened = ci_action_first_day(action);
    record->closed = -1;
    if (action->tier)
        record->tier = action->tier;
    status = ci_carried_place(facility, carried, action, error);
    if (status != CIRCLET_OK)
        return status;
    record->name = facility->site && facility->site->name
                       ? facility->site->name
                       : action->facility;
    if (!isnan(action->area_m2))
        record->measures[AREA] = action->area_m2;
    else if (facility->site && facility->site->max_area_m2 > 0 &&
             record->measures[AREA] > facility->site->max_area_m2)
        record->measures[AREA] = facility->site->max_area_m2;
    return offer(facility, carried, action, error);
}
