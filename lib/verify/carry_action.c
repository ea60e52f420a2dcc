/* One action of a plan, kind by kind, as <circlet/plan.h> describes them. */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "city/plan_action.h"
#include "policy/circle.h"
#include "policy/selection.h"
#include "verify/carried_city.h"

#define AREA CIRCLET_MEASURE_AREA_M2

/* ---- sites -------------------------------------------------------------- */

static circlet_status check_site(const ci_carried_city *carried,
                                 const ci_carried_facility *facility,
                                 const circlet_plan_action *action,
                                 circlet_error *error)
{
    const circlet_site_record *site = facility->site;

    if (site->types && *site->types &&
        !circlet_list_has(site->types, facility->record.type))
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' puts a '%s' on the site '%s', which is "
                       "for %s",
                       action->id, facility->record.type, site->id,
                       site->types);
    for (size_t i = 0; i < carried->count; i++) {
        const ci_carried_facility *other = &carried->facilities[i];

        if (other->site == site && !other->closed_by &&
            strcmp(other->record.id, action->facility) != 0)
            return ci_fail(error, CIRCLET_E_DATA,
                           "action '%s' puts the facility '%s' on the site "
                           "'%s', where action '%s' puts '%s'",
                           action->id, action->facility, site->id,
                           other->placed_by->id, other->record.id);
    }
    return CIRCLET_OK;
}

circlet_status ci_carried_place(ci_carried_facility *facility,
                                const ci_carried_city *carried,
                                const circlet_plan_action *action,
                                circlet_error *error)
{
    circlet_site site;

    facility->placed_by = action;
    facility->site = NULL;
    facility->record.at = action->at;
    if (!action->site || !*action->site)
        return CIRCLET_OK;
    site = circlet_city_find_site(carried->city, action->site);
    if (site == CIRCLET_NONE)
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' names the site '%s', which is not there",
                       action->id, action->site);
    facility->site = circlet_city_site(carried->city, site);
    if (!ci_action_has_place(action))
        facility->record.at = facility->site->at;
    return check_site(carried, facility, action, error);
}

circlet_status ci_carried_fits(const ci_carried_facility *facility,
                               const circlet_plan_action *action,
                               circlet_error *error)
{
    const circlet_site_record *site = facility->site;
    double area = ci_facility_measure_low(&facility->record, AREA), beds = 0;
    char has[CI_NUMBER_SIZE], room[CI_NUMBER_SIZE];
    bool is_too_large = site && area > site->max_area_m2;

    for (size_t i = 0; i < facility->record.service_count; i++)
        beds += fmax(0, (double)facility->record.services[i].beds);
    if (!site || (!is_too_large && !(beds > site->max_beds)))
        return CIRCLET_OK;
    ci_format_double(has, is_too_large ? area : beds);
    ci_format_double(room, is_too_large ? site->max_area_m2 : site->max_beds);
    if (is_too_large)
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' gives the facility '%s' %s m2, and its "
                       "site '%s' has room for %s",
                       action->id, action->facility, has, site->id, room);
    return ci_fail(error, CIRCLET_E_DATA,
                   "action '%s' gives the facility '%s' %s beds, and its "
                   "site '%s' has room for %s",
                   action->id, action->facility, has, site->id, room);
}

/* ---- whether it may be done --------------------------------------------- */

static bool is_closed_for_good(const circlet_facility_record *facility,
                               int year)
{
    if (year == -1)
        return facility->status == CIRCLET_FACILITY_CLOSED;
    return facility->closed >= 0 ? facility->closed <= year * 10000 + 1231
                                 : facility->status == CIRCLET_FACILITY_CLOSED;
}

/* What is only planned may be kept or given up; else it must be open. */
static bool is_fit(const circlet_facility_record *facility,
                   const circlet_plan_action *action)
{
    ci_action_kind kind = ci_action_kind_of(action->kind);

    if (kind == CI_ACTION_KEEP || kind == CI_ACTION_CLOSE)
        return !is_closed_for_good(facility, action->year);
    return action->year == -1 ? facility->status == CIRCLET_FACILITY_OPEN
                              : ci_facility_is_open(facility, action->year);
}

static circlet_status check_facility(const ci_carried_facility *facility,
                                     const circlet_plan_action *action,
                                     circlet_error *error)
{
    if (!facility)
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' is about the facility '%s', which is not "
                       "there",
                       action->id, action->facility);
    if (facility->closed_by)
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' is about the facility '%s', which action "
                       "'%s' closes before",
                       action->id, action->facility, facility->closed_by->id);
    if (!is_fit(&facility->record, action))
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' is about the facility '%s', which is not "
                       "open",
                       action->id, action->facility);
    return CIRCLET_OK;
}

/* ---- services ----------------------------------------------------------- */

/* What was unknown stays so. */
static bool add_known(int64_t *total, int64_t more)
{
    if (*total < 0 || more <= 0)
        return true;
    if (*total > INT64_MAX - more)
        return false;
    *total += more;
    return true;
}

static circlet_status fail_uncountable(const circlet_plan_action *action,
                                       circlet_error *error)
{
    return ci_fail(error, CIRCLET_E_DATA,
                   "action '%s' adds more places or beds than can be counted",
                   action->id);
}

static circlet_status enlarge_service(ci_carried_facility *facility,
                                      const circlet_plan_action *action,
                                      circlet_error *error)
{
    circlet_service_record *service =
        ci_carried_service(facility, action->service);

    if (!service)
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' enlarges the service '%s', which the "
                       "facility '%s' does not offer",
                       action->id, action->service, action->facility);
    return add_known(&service->places, action->places) &&
                   add_known(&service->beds, action->beds)
               ? CIRCLET_OK
               : fail_uncountable(action, error);
}

/* There is room for one more. */
static circlet_status add_service(ci_carried_facility *facility,
                                  const circlet_plan_action *action,
                                  circlet_error *error)
{
    if (ci_carried_service(facility, action->service))
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' adds the service '%s', which the facility "
                       "'%s' offers already",
                       action->id, action->service, action->facility);
    facility->services[facility->record.service_count++] =
        (circlet_service_record){action->service, action->places, action->beds,
                                 -1};
    return CIRCLET_OK;
}

/* The beds are those of the other service with most. */
static circlet_status partition(ci_carried_facility *facility,
                                const circlet_plan_action *action,
                                circlet_error *error)
{
    circlet_service_record *from = NULL, *to;

    for (size_t i = 0; i < facility->record.service_count; i++) {
        circlet_service_record *other = &facility->services[i];

        if (strcmp(other->service, action->service) != 0 && other->beds >= 0 &&
            (!from || other->beds > from->beds ||
             (other->beds == from->beds &&
              strcmp(other->service, from->service) < 0)))
            from = other;
    }
    if (!from || from->beds < action->beds)
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' takes %" PRId64
                       " beds, and no other service of the facility '%s' is "
                       "known to have so many",
                       action->id, action->beds, action->facility);
    to = ci_carried_service(facility, action->service);
    if (to && !add_known(&to->beds, action->beds))
        return fail_uncountable(action, error);
    from->beds -= action->beds;
    if (!to)
        facility->services[facility->record.service_count++] =
            (circlet_service_record){action->service, -1, action->beds, -1};
    return CIRCLET_OK;
}

static circlet_status change_services(ci_carried_city *carried,
                                      ci_carried_facility *facility,
                                      const circlet_plan_action *action,
                                      circlet_error *error)
{
    if (!ci_carried_own_services(carried, facility))
        return ci_fail_nomem(error);
    switch (ci_action_kind_of(action->kind)) {
    case CI_ACTION_ENLARGE:
        return enlarge_service(facility, action, error);
    case CI_ACTION_PARTITION:
        return partition(facility, action, error);
    default:
        return add_service(facility, action, error);
    }
}

/* ---- kind by kind ------------------------------------------------------- */

static circlet_status enlarge(ci_carried_city *carried,
                              ci_carried_facility *facility,
                              const circlet_plan_action *action,
                              circlet_error *error)
{
    circlet_facility_record *record = &facility->record;

    if (action->area_m2 > 0) {
        if (isnan(record->measures[AREA]))
            record->measures_low[AREA] += action->area_m2;
        else
            record->measures[AREA] += action->area_m2;
    }
    return action->places > 0 || action->beds > 0
               ? change_services(carried, facility, action, error)
               : CIRCLET_OK;
}

static circlet_status move(ci_carried_city *carried,
                           ci_carried_facility *facility,
                           const circlet_plan_action *action,
                           circlet_error *error)
{
    circlet_facility_record *record = &facility->record;

    if (facility->moved_by && facility->moved_by->year == action->year)
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' moves the facility '%s', which action "
                       "'%s' moves in the same year",
                       action->id, action->facility, facility->moved_by->id);
    facility->moved_by = action;
    record->accesses = NULL;
    record->access_count = 0;
    record->building_id = record->address = NULL;
    return ci_carried_place(facility, carried, action, error);
}

static circlet_status close_facility(ci_carried_facility *facility,
                                     const circlet_plan_action *action,
                                     circlet_error *error)
{
    circlet_facility_record *record = &facility->record;

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
    if (action->year != -1 && ci_facility_is_open(record, action->year)) {
        int first_day = ci_action_first_day(action);

        record->closed =
            first_day < record->opened ? record->opened : first_day;
    }
    record->status = CIRCLET_FACILITY_CLOSED;
    facility->closed_by = action;
    return CIRCLET_OK;
}

static circlet_status change(ci_carried_city *carried,
                             ci_carried_facility *facility,
                             const circlet_plan_action *action,
                             circlet_error *error)
{
    switch (ci_action_kind_of(action->kind)) {
    case CI_ACTION_ENLARGE:
        return enlarge(carried, facility, action, error);
    case CI_ACTION_ADD_SERVICE:
    case CI_ACTION_DESIGNATE:
    case CI_ACTION_PARTITION:
        return change_services(carried, facility, action, error);
    case CI_ACTION_MOVE:
        return move(carried, facility, action, error);
    case CI_ACTION_CLOSE:
        return close_facility(facility, action, error);
    default: /* what is kept stays as it is */
        if (!facility->kept_by)
            facility->kept_by = action;
        return CIRCLET_OK;
    }
}

static circlet_status add(ci_carried_city *carried,
                          const ci_carried_facility *facility,
                          circlet_error *error)
{
    ci_carried_facility *list =
        ci_array_reserve_one(carried->facilities, carried->count,
                             &carried->capacity, sizeof(*list));

    if (!list)
        return ci_fail_nomem(error);
    carried->facilities = list;
    list[carried->count++] = *facility;
    return CIRCLET_OK;
}

/* The facility is changed as a copy, so that a contradiction changes
 * nothing; lists of services are made anew by whoever changes them. */
circlet_status ci_carried_city_do(ci_carried_city *carried,
                                  const circlet_plan_action *action,
                                  circlet_error *error)
{
    circlet_status status = ci_actions_check(action, 1, error);
    bool builds = ci_action_kind_of(action->kind) == CI_ACTION_BUILD;
    ci_carried_facility *place, changed = {.site = NULL};

    if (status != CIRCLET_OK)
        return status;
    place = ci_carried_city_find(carried, action->facility);
    if (builds && place)
        return ci_fail(error, CIRCLET_E_DATA,
                       "action '%s' builds the facility '%s', which is there "
                       "already",
                       action->id, action->facility);
    if (!builds)
        status = check_facility(place, action, error);
    if (status != CIRCLET_OK)
        return status;
    if (place)
        changed = *place;
    status = builds ? ci_carried_build(&changed, carried, action, error)
                    : change(carried, &changed, action, error);
    if (status == CIRCLET_OK && !changed.closed_by)
        status = ci_carried_fits(&changed, action, error);
    if (status != CIRCLET_OK)
        return status;
    if (builds)
        return add(carried, &changed, error);
    *place = changed;
    return CIRCLET_OK;
}
