#include "plan/planned_city.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "policy/known_services.h"
#include "policy/policy.h"

void ci_planned_city_clear(ci_planned_city *planned)
{
    free(planned->facilities);
    ci_name_map_free(planned->ids);
    ci_arena_free(&planned->arena);
    *planned = (ci_planned_city){0};
}

circlet_status ci_planned_add(ci_planned_city *planned,
                              const ci_planned_facility *facility,
                              circlet_error *error)
{
    ci_planned_facility *list =
        ci_array_reserve_one(planned->facilities, planned->count,
                             &planned->capacity, sizeof(*list));

    if (!list)
        return ci_fail_nomem(error);
    planned->facilities = list;
    if (!ci_name_map_add(planned->ids, facility->record.id,
                         (uint32_t)planned->count))
        return ci_fail_nomem(error);
    list[planned->count++] = *facility;
    return CIRCLET_OK;
}

circlet_status ci_planned_city_start(ci_planned_city *out,
                                     const circlet_city *city,
                                     const circlet_policy *policy,
                                     const circlet_plan *plan,
                                     circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    *out = (ci_planned_city){.city = city, .policy = policy, .plan = plan};
    out->ids = ci_name_map_new();
    if (!out->ids)
        return ci_fail_nomem(error);
    for (circlet_facility i = 0;
         i < circlet_city_facility_count(city) && status == CIRCLET_OK; i++) {
        ci_planned_facility facility = {.record =
                                            *circlet_city_facility(city, i)};

        facility.hides_services =
            !policy && facility.record.service_count == 0;
        status = ci_planned_add(out, &facility, error);
    }
    return status;
}

ci_planned_facility *ci_planned_find(const ci_planned_city *planned,
                                     const char *id)
{
    uint32_t position = ci_name_map_find(planned->ids, id);

    return position == CI_NOWHERE ? NULL : &planned->facilities[position];
}

/* ---- services ----------------------------------------------------------- */

/* What a facility of a type offers that does not say so itself. */
static ci_words services_of_type(const circlet_policy *policy,
                                 const char *type)
{
    for (size_t i = 0; policy && i < policy->type_count; i++)
        if (strcmp(policy->types[i].type, type) == 0)
            return policy->types[i].services;
    return (ci_words){NULL, 0};
}

/* Puts a list of its own, with room for one more, in the record's place. */
static bool take_list(ci_planned_city *planned, ci_planned_facility *facility,
                      size_t count)
{
    circlet_service_record *list =
        ci_arena_take(&planned->arena, (count + 1) * sizeof(*list));

    if (!list)
        return false;
    for (size_t i = 0; i < facility->record.service_count; i++)
        list[i] = facility->record.services[i];
    facility->services = list;
    facility->record.services = list;
    return true;
}

circlet_status ci_planned_own_services(ci_planned_city *planned,
                                       ci_planned_facility *facility,
                                       circlet_error *error)
{
    circlet_facility_record *record = &facility->record;
    ci_words typical = {NULL, 0};

    if (facility->services)
        return CIRCLET_OK;
    if (record->service_count == 0)
        typical = services_of_type(planned->policy, record->type);
    if (!take_list(planned, facility, record->service_count + typical.count))
        return ci_fail_nomem(error);
    for (size_t i = 0; i < typical.count; i++)
        facility->services[record->service_count++] =
            (circlet_service_record){typical.items[i], -1, -1, -1, 0, 0};
    return CIRCLET_OK;
}

circlet_service_record *ci_planned_service(const ci_planned_facility *facility,
                                           const char *service)
{
    for (size_t i = 0; i < facility->record.service_count; i++)
        if (strcmp(facility->services[i].service, service) == 0)
            return &facility->services[i];
    return NULL;
}

circlet_status ci_planned_add_service(ci_planned_city *planned,
                                      ci_planned_facility *facility,
                                      const circlet_service_record *service,
                                      circlet_error *error)
{
    if (!take_list(planned, facility, facility->record.service_count + 1))
        return ci_fail_nomem(error);
    facility->services[facility->record.service_count++] = *service;
    return CIRCLET_OK;
}

circlet_status ci_planned_check_services(const ci_planned_city *planned,
                                         const circlet_plan_action *action,
                                         circlet_error *error)
{
    const char *const named[] = {action->service, action->from_service};

    for (size_t i = 0; planned->policy && i < 2; i++) {
        const char *meant =
            named[i]
                ? ci_service_meant(named[i], planned->policy, planned->city)
                : NULL;

        if (meant)
            return ci_fail(error, CIRCLET_E_DATA,
                           "action '%s' names the service '%s', which neither "
                           "policy '%s' nor a facility of the city has; is "
                           "'%s' meant?",
                           action->id, named[i], planned->policy->id, meant);
    }
    return CIRCLET_OK;
}
