/* One action of a plan after the other. */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "city/plan_action.h"
#include "plan/new_facility.h"
#include "plan/site_limits.h"
#include "policy/circle.h"

#define MEASURE_AREA CIRCLET_MEASURE_AREA_M2

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

static circlet_status fail_not_open(const circlet_facility_record *facility,
                                    const circlet_plan_action *action,
                                    circlet_error *error)
{
    if (is_gone(facility, action->year) && facility->closed > 0)
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' is about the facility '%s', which closes "
                       "for good in %d",
                       action->id, action->facility, facility->closed / 10000);
    if (is_gone(facility, action->year))
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' is about the facility '%s', which is "
                       "closed",
                       action->id, action->facility);
    if (action->year == -1)
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' is about the facility '%s', which is not "
                       "open",
                       action->id, action->facility);
    return ci_fail(error, CIRCLET_E_DATA,
                   "action '%s' is about the facility '%s', which is not "
                   "open in %d",
                   action->id, action->facility, action->year);
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
    if (!is_fit(&facility->record, action))
        return fail_not_open(&facility->record, action, error);
    *out = facility;
    return CIRCLET_OK;
}

/* ---- enlarging ---------------------------------------------------------- */

/* What was unknown stays so, but it is surely what is added to the `low` that
 * it is at least; an action may leave out what it does not add. */
static bool add_known(int64_t *total, int64_t *low, int64_t more)
{
    int64_t *grown = *total < 0 ? low : total;

    if (more <= 0)
        return true;
    if (*grown > INT64_MAX - more)
        return false;
    *grown += more;
    return true;
}

static circlet_status fail_uncountable(const circlet_plan_action *action,
                                       circlet_error *error)
{
    return ci_fail(error, CIRCLET_E_DATA,
                   "action '%s' adds more places or beds than can be counted",
                   action->id);
}

static circlet_status enlarge_service(ci_planned_facility *facility,
                                      const circlet_plan_action *action,
                                      circlet_error *error)
{
    circlet_service_record *service =
        ci_planned_service(facility, action->service);

    if (!service)
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' enlarges the service '%s', which the "
                       "facility '%s' does not offer",
                       action->id, action->service, action->facility);
    if (!add_known(&service->places, &service->places_low, action->places) ||
        !add_known(&service->beds, &service->beds_low, action->beds))
        return fail_uncountable(action, error);
    return CIRCLET_OK;
}

/* ---- another service ---------------------------------------------------- */

static circlet_status add_service(ci_planned_city *planned,
                                  ci_planned_facility *facility,
                                  const circlet_plan_action *action,
                                  circlet_error *error)
{
    const circlet_service_record service = {
        action->service, action->places, action->beds, -1, 0, 0};

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

/* The service that a section takes its beds from. NULL: of that one, or of
 * any where none is named, the beds are not known. */
static circlet_service_record *giver_of(ci_planned_facility *facility,
                                        const circlet_plan_action *action)
{
    circlet_service_record *named;

    if (!action->from_service || !*action->from_service)
        return most_beds(facility, action->service);
    named = ci_planned_service(facility, action->from_service);
    return named && named->beds >= 0 ? named : NULL;
}

static circlet_status fail_too_few(const circlet_plan_action *action,
                                   circlet_error *error)
{
    if (action->from_service && *action->from_service)
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' takes %" PRId64
                       " beds of the service '%s', which the facility '%s' "
                       "is not known to have",
                       action->id, action->beds, action->from_service,
                       action->facility);
    return ci_fail(error, CIRCLET_E_DATA,
                   "action '%s' takes %" PRId64
                   " beds, and no other service of the facility '%s' is "
                   "known to have so many",
                   action->id, action->beds, action->facility);
}

static circlet_status partition(ci_planned_city *planned,
                                ci_planned_facility *facility,
                                const circlet_plan_action *action,
                                circlet_error *error)
{
    const circlet_service_record section = {
        action->service, -1, action->beds, -1, 0, 0};
    circlet_service_record *from = giver_of(facility, action);
    circlet_service_record *there =
        ci_planned_service(facility, action->service);

    if (!from || from->beds < action->beds)
        return fail_too_few(action, error);
    if (from->occupied > from->beds - action->beds)
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' takes %" PRId64
                       " beds of the service '%s' of the facility '%s', "
                       "where %" PRId64 " of %" PRId64 " are occupied",
                       action->id, action->beds, from->service,
                       action->facility, from->occupied, from->beds);
    if (there && !add_known(&there->beds, &there->beds_low, action->beds))
        return fail_uncountable(action, error);
    from->beds -= action->beds;
    return there ? CIRCLET_OK
                 : ci_planned_add_service(planned, facility, &section, error);
}

/* Changes the list of services, which becomes the facility's own. */
static circlet_status change_services(ci_planned_city *planned,
                                      ci_planned_facility *facility,
                                      const circlet_plan_action *action,
                                      circlet_error *error)
{
    circlet_status status;

    if (facility->hides_services)
        return CIRCLET_OK;
    status = ci_planned_own_services(planned, facility, error);
    if (status != CIRCLET_OK)
        return status;
    switch (ci_action_kind_of(action->kind)) {
    case CI_ACTION_ENLARGE:
        return enlarge_service(facility, action, error);
    case CI_ACTION_PARTITION:
        return partition(planned, facility, action, error);
    default:
        return add_service(planned, facility, action, error);
    }
}

static circlet_status enlarge(ci_planned_city *planned,
                              ci_planned_facility *facility,
                              const circlet_plan_action *action,
                              circlet_error *error)
{
    circlet_facility_record *record = &facility->record;

    /* An unknown area stays so, but it is surely what is added. */
    if (!isnan(action->area_m2) && isnan(record->measures[MEASURE_AREA]))
        record->measures_low[MEASURE_AREA] += action->area_m2;
    else if (!isnan(action->area_m2))
        record->measures[MEASURE_AREA] += action->area_m2;
    return action->places > 0 || action->beds > 0
               ? change_services(planned, facility, action, error)
               : CIRCLET_OK;
}

/* ---- places ------------------------------------------------------------- */

/* The address and the building are those of the old place. */
static circlet_status move(const ci_planned_city *planned,
                           ci_planned_facility *facility,
                           const circlet_plan_action *action,
                           circlet_error *error)
{
    circlet_facility_record *record = &facility->record;
    ci_new_place where;
    circlet_status status;

    if (facility->moved_by && facility->moved_by->year == action->year)
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' moves the facility '%s', which action "
                       "'%s' moves in the same year",
                       action->id, action->facility, facility->moved_by->id);
    status = ci_new_place_find(&where, planned, action, record->type, error);
    if (status != CIRCLET_OK)
        return status;
    record->at = where.at;
    record->accesses = NULL;
    record->access_count = 0;
    record->building_id = record->address = NULL;
    facility->moved_by = facility->placed_by = action;
    facility->site = where.site;
    return CIRCLET_OK;
}

/* Without a date it is closed on every day: what was only planned never
 * opens. What opens in the course of the year is closed on that day. */
static circlet_status close_facility(ci_planned_facility *facility,
                                     const circlet_plan_action *action,
                                     circlet_error *error)
{
    circlet_facility_record *record = &facility->record;
    bool was_open =
        action->year != -1 && ci_facility_is_open(record, action->year);

    if (facility->kept_by)
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' closes the facility '%s', which action "
                       "'%s' keeps",
                       action->id, action->facility, facility->kept_by->id);
    if (facility->moved_by && facility->moved_by->year == action->year)
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' closes the facility '%s', which action "
                       "'%s' moves in the same year",
                       action->id, action->facility, facility->moved_by->id);
    record->closed = -1;
    if (was_open) {
        record->closed = ci_action_first_day(action);
        if (record->closed < record->opened)
            record->closed = record->opened;
    }
    record->status = CIRCLET_FACILITY_CLOSED;
    facility->closed_by = action;
    return CIRCLET_OK;
}

/* ---- any of them -------------------------------------------------------- */

static circlet_status change(ci_planned_city *planned,
                             ci_planned_facility *facility,
                             const circlet_plan_action *action,
                             circlet_error *error)
{
    switch (ci_action_kind_of(action->kind)) {
    case CI_ACTION_ENLARGE:
        return enlarge(planned, facility, action, error);
    case CI_ACTION_ADD_SERVICE:
    case CI_ACTION_DESIGNATE:
    case CI_ACTION_PARTITION:
        return change_services(planned, facility, action, error);
    case CI_ACTION_MOVE:
        return move(planned, facility, action, error);
    case CI_ACTION_CLOSE:
        return close_facility(facility, action, error);
    default: /* what is kept stays as it is */
        if (!facility->kept_by)
            facility->kept_by = action;
        return CIRCLET_OK;
    }
}

circlet_status ci_planned_change(ci_planned_city *planned,
                                 ci_planned_facility *facility,
                                 const circlet_plan_action *action,
                                 circlet_error *error)
{
    circlet_status status = change(planned, facility, action, error);

    return status == CIRCLET_OK && !facility->closed_by
               ? ci_site_check_limits(facility, action, error)
               : status;
}

circlet_status ci_planned_carry_out(ci_planned_city *planned,
                                    const circlet_plan_action *action,
                                    circlet_error *error)
{
    ci_planned_facility *facility = NULL;
    circlet_status status = ci_planned_check_services(planned, action, error);

    if (status != CIRCLET_OK)
        return status;
    if (ci_action_kind_of(action->kind) == CI_ACTION_BUILD)
        return ci_new_facility_build(planned, action, error);
    status = find_facility(&facility, planned, action, error);
    return facility ? ci_planned_change(planned, facility, action, error)
                    : status;
}
