/* One action of a plan after the other. */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "city/plan_action.h"
#include "plan/planned_city.h"
#include "policy/circle.h"

#define MEASURE_AREA CIRCLET_MEASURE_AREA_M2

/* The first day of an action's year; -1: from the start. */
static int first_day(const circlet_plan_action *action)
{
    return action->year == -1 ? -1 : action->year * 10000 + 101;
}

/* ---- which facility ----------------------------------------------------- */

/* Why a facility is not there: it may be built by an action still to come. */
static circlet_status fail_absent(const ci_planned_city *planned,
                                  const circlet_plan_action *action,
                                  circlet_error *error)
{
    for (size_t i = 0; i < circlet_plan_action_count(planned->plan); i++) {
        const circlet_plan_action *other =
            circlet_plan_action_at(planned->plan, i);

        if (ci_action_kind_of(other->kind) == CI_ACTION_BUILD &&
            strcmp(other->facility, action->facility) == 0)
            return ci_fail(error, CIRCLET_E_DATA,
                           "action '%s' is about the facility '%s', which is "
                           "built only after it, by action '%s'",
                           action->id, action->facility, other->id);
    }
    return ci_fail(error, CIRCLET_E_DATA,
                   "action '%s' is about the facility '%s', which is not "
                   "there",
                   action->id, action->facility);
}

/* Whether it closed for good before the year is over. */
static bool is_gone(const circlet_facility_record *facility, int year)
{
    if (year == -1)
        return facility->status == CIRCLET_FACILITY_CLOSED;
    return (facility->closed >= 0 &&
            facility->closed <= year * 10000 + 1231) ||
           (facility->status == CIRCLET_FACILITY_CLOSED &&
            facility->closed < 0);
}

/* What is only planned may be kept or given up; else it must be open. */
static bool is_fit(const circlet_facility_record *facility,
                   const circlet_plan_action *action)
{
    ci_action_kind kind = ci_action_kind_of(action->kind);

    if (kind == CI_ACTION_KEEP || kind == CI_ACTION_CLOSE)
        return !is_gone(facility, action->year);
    return action->year == -1 ? facility->status == CIRCLET_FACILITY_OPEN
                              : ci_facility_is_open(facility, action->year);
}

static circlet_status find_facility(ci_planned_facility **out,
                                    const ci_planned_city *planned,
                                    const circlet_plan_action *action,
                                    circlet_error *error)
{
    ci_planned_facility *facility = ci_planned_find(planned, action->facility);

    if (!facility)
        return fail_absent(planned, action, error);
    if (facility->closed_by)
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' is about the facility '%s', which action "
                       "'%s' closes before",
                       action->id, action->facility, facility->closed_by->id);
    if (!is_fit(&facility->record, action) && action->year == -1)
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' is about the facility '%s', which is not "
                       "open",
                       action->id, action->facility);
    if (!is_fit(&facility->record, action))
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' is about the facility '%s', which is not "
                       "open in %d",
                       action->id, action->facility, action->year);
    *out = facility;
    return CIRCLET_OK;
}

/* ---- enlarging ---------------------------------------------------------- */

/* What was unknown stays so; an action may leave out what it does not add. */
static bool add_known(int64_t *total, int64_t more)
{
    if (*total < 0 || more <= 0)
        return true;
    if (*total > INT64_MAX - more)
        return false;
    *total += more;
    return true;
}

static circlet_status enlarge_service(ci_planned_city *planned,
                                      ci_planned_facility *facility,
                                      const circlet_plan_action *action,
                                      circlet_error *error)
{
    circlet_service_record *service;
    circlet_status status;

    if (facility->hides_services)
        return CIRCLET_OK;
    status = ci_planned_own_services(planned, facility, error);
    if (status != CIRCLET_OK)
        return status;
    service = ci_planned_service(facility, action->service);
    if (!service)
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' enlarges the service '%s', which the "
                       "facility '%s' does not offer",
                       action->id, action->service, action->facility);
    if (!add_known(&service->places, action->places) ||
        !add_known(&service->beds, action->beds))
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' adds more places or beds than can be "
                       "counted",
                       action->id);
    return CIRCLET_OK;
}

static circlet_status enlarge(ci_planned_city *planned,
                              ci_planned_facility *facility,
                              const circlet_plan_action *action,
                              circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    if (action->places > 0 || action->beds > 0)
        status = enlarge_service(planned, facility, action, error);
    if (status == CIRCLET_OK && !isnan(action->area_m2))
        facility->record.measures[MEASURE_AREA] += action->area_m2;
    return status;
}

/* ---- another service ---------------------------------------------------- */

static circlet_status add_service(ci_planned_city *planned,
                                  ci_planned_facility *facility,
                                  const circlet_plan_action *action,
                                  circlet_error *error)
{
    const circlet_service_record service = {action->service, action->places,
                                            action->beds, -1};
    circlet_status status;

    if (facility->hides_services)
        return CIRCLET_OK;
    status = ci_planned_own_services(planned, facility, error);
    if (status != CIRCLET_OK)
        return status;
    if (ci_planned_service(facility, action->service))
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' adds the service '%s', which the facility "
                       "'%s' offers already",
                       action->id, action->service, action->facility);
    return ci_planned_add_service(planned, facility, &service, error);
}

/* The service, other than the section's own, with the most known beds; of
 * equals the first by name. NULL: of none they are known. */
static circlet_service_record *most_beds(ci_planned_facility *facility,
                                         const char *section)
{
    circlet_service_record *most = NULL;

    for (size_t i = 0; i < facility->record.service_count; i++) {
        circlet_service_record *service = &facility->services[i];

        if (service->beds < 0 || strcmp(service->service, section) == 0)
            continue;
        if (!most || service->beds > most->beds ||
            (service->beds == most->beds &&
             strcmp(service->service, most->service) < 0))
            most = service;
    }
    return most;
}

static circlet_status partition(ci_planned_city *planned,
                                ci_planned_facility *facility,
                                const circlet_plan_action *action,
                                circlet_error *error)
{
    const circlet_service_record section = {action->service, -1, action->beds,
                                            -1};
    circlet_service_record *from, *there;
    circlet_status status;

    if (facility->hides_services)
        return CIRCLET_OK;
    status = ci_planned_own_services(planned, facility, error);
    if (status != CIRCLET_OK)
        return status;
    from = most_beds(facility, action->service);
    there = ci_planned_service(facility, action->service);
    if (!from || from->beds < action->beds)
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' takes %" PRId64
                       " beds, and no other service of the facility '%s' is "
                       "known to have so many",
                       action->id, action->beds, action->facility);
    if (there && !add_known(&there->beds, action->beds))
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' adds more places or beds than can be "
                       "counted",
                       action->id);
    from->beds -= action->beds;
    return there ? CIRCLET_OK
                 : ci_planned_add_service(planned, facility, &section, error);
}

/* ---- places ------------------------------------------------------------- */

/* Its own place says more than that of its site. */
static circlet_status find_place(circlet_point *at, const char **name,
                                 const circlet_plan_action *action,
                                 const circlet_city *city,
                                 circlet_error *error)
{
    circlet_site site;

    *name = NULL;
    *at = action->at;
    if (!action->site || !*action->site)
        return CIRCLET_OK;
    site = circlet_city_find_site(city, action->site);
    if (site == CIRCLET_NONE)
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' names the site '%s', which is not there",
                       action->id, action->site);
    *name = circlet_city_site(city, site)->name;
    if (!ci_action_has_place(action))
        *at = circlet_city_site(city, site)->at;
    return CIRCLET_OK;
}

/* The address and the building are those of the old place. */
static circlet_status move(const ci_planned_city *planned,
                           ci_planned_facility *facility,
                           const circlet_plan_action *action,
                           circlet_error *error)
{
    circlet_facility_record *record = &facility->record;
    const char *name;
    circlet_status status;

    if (facility->moved_by && facility->moved_by->year == action->year)
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' moves the facility '%s', which action "
                       "'%s' moves in the same year",
                       action->id, action->facility, facility->moved_by->id);
    status = find_place(&record->at, &name, action, planned->city, error);
    if (status != CIRCLET_OK)
        return status;
    record->accesses = NULL;
    record->access_count = 0;
    record->building_id = record->address = NULL;
    facility->moved_by = action;
    return CIRCLET_OK;
}

/* Without a date it is closed on every day: what was only planned never
 * opens. What opens in the course of the year is closed on that day. */
static void close_facility(ci_planned_facility *facility,
                           const circlet_plan_action *action)
{
    circlet_facility_record *record = &facility->record;

    record->closed = -1;
    if (action->year != -1 && ci_facility_is_open(record, action->year)) {
        record->closed = first_day(action);
        if (record->closed < record->opened)
            record->closed = record->opened;
    }
    record->status = CIRCLET_FACILITY_CLOSED;
    facility->closed_by = action;
}

/* ---- building ----------------------------------------------------------- */

/* What the action says of a service stands above the catalogue. */
static circlet_status offer(ci_planned_city *planned,
                            ci_planned_facility *facility,
                            const circlet_plan_action *action,
                            circlet_error *error)
{
    circlet_service_record *service = NULL,
                           added = {action->service, -1, -1, -1};
    circlet_status status;

    if (!action->service && action->places <= 0 && action->beds <= 0)
        return CIRCLET_OK;
    status = ci_planned_own_services(planned, facility, error);
    if (status != CIRCLET_OK)
        return status;
    if (action->service)
        service = ci_planned_service(facility, action->service);
    else if (facility->record.service_count == 1)
        service = facility->services;
    else
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' gives places or beds but no service, and "
                       "a '%s' offers %zu",
                       action->id, action->type,
                       facility->record.service_count);
    if (!service) {
        added.places = action->places;
        added.beds = action->beds;
        return ci_planned_add_service(planned, facility, &added, error);
    }
    if (action->places >= 0)
        service->places = action->places;
    if (action->beds >= 0)
        service->beds = action->beds;
    return CIRCLET_OK;
}

static circlet_status describe(ci_planned_facility *out,
                               const ci_planned_city *planned,
                               const circlet_plan_action *action,
                               circlet_error *error)
{
    const circlet_facility_record *catalogue =
        planned->policy ? ci_policy_catalogue(planned->policy, action->type)
                        : NULL;

    if (planned->policy && !catalogue && !action->service)
        return ci_fail(error, CIRCLET_E_NOT_FOUND,
                       "action '%s' builds a '%s', which policy '%s' has not "
                       "in its catalogue",
                       action->id, action->type,
                       circlet_policy_id(planned->policy));
    *out = (ci_planned_facility){
        .record = catalogue ? *catalogue : circlet_facility_record_unknown()};
    out->hides_services = !planned->policy;
    out->record.id = action->facility;
    out->record.type = action->type;
    out->record.status = CIRCLET_FACILITY_OPEN;
    out->record.opened = first_day(action);
    out->record.closed = -1;
    if (action->tier)
        out->record.tier = action->tier;
    if (!isnan(action->area_m2))
        out->record.measures[MEASURE_AREA] = action->area_m2;
    return CIRCLET_OK;
}

static circlet_status build(ci_planned_city *planned,
                            const circlet_plan_action *action,
                            circlet_error *error)
{
    ci_planned_facility facility;
    const char *name;
    circlet_status status;

    if (ci_planned_find(planned, action->facility))
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' builds the facility '%s', which is there "
                       "already",
                       action->id, action->facility);
    status = describe(&facility, planned, action, error);
    if (status == CIRCLET_OK)
        status = find_place(&facility.record.at, &name, action, planned->city,
                            error);
    if (status == CIRCLET_OK && !facility.hides_services)
        status = offer(planned, &facility, action, error);
    if (status != CIRCLET_OK)
        return status;
    /* A facility must have a name: that of its site, else its id. */
    facility.record.name = name ? name : action->facility;
    return ci_planned_add(planned, &facility, error);
}

/* ---- any of them -------------------------------------------------------- */

circlet_status ci_planned_carry_out(ci_planned_city *planned,
                                    const circlet_plan_action *action,
                                    circlet_error *error)
{
    ci_action_kind kind = ci_action_kind_of(action->kind);
    ci_planned_facility *facility = NULL;
    circlet_status status;

    if (kind == CI_ACTION_BUILD)
        return build(planned, action, error);
    status = find_facility(&facility, planned, action, error);
    if (!facility)
        return status;
    switch (kind) {
    case CI_ACTION_ENLARGE:
        return enlarge(planned, facility, action, error);
    case CI_ACTION_ADD_SERVICE:
    case CI_ACTION_DESIGNATE:
        return add_service(planned, facility, action, error);
    case CI_ACTION_PARTITION:
        return partition(planned, facility, action, error);
    case CI_ACTION_MOVE:
        return move(planned, facility, action, error);
    case CI_ACTION_CLOSE:
        close_facility(facility, action);
        return CIRCLET_OK;
    default:
        return CIRCLET_OK; /* what is kept stays as it is */
    }
}
