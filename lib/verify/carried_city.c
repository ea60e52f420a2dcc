#include "verify/carried_city.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "city/city.h"
#include "policy/policy.h"

circlet_status ci_carried_city_start(ci_carried_city *out,
                                     const circlet_city *city,
                                     const circlet_policy *policy,
                                     circlet_error *error)
{
    size_t count = circlet_city_facility_count(city);

    *out = (ci_carried_city){.city = city, .policy = policy};
    out->facilities = calloc(count + 1, sizeof(*out->facilities));
    if (!out->facilities)
        return ci_fail_nomem(error);
    out->capacity = count + 1;
    for (size_t i = 0; i < count; i++)
        out->facilities[out->count++].record =
            *circlet_city_facility(city, (circlet_facility)i);
    return CIRCLET_OK;
}

void ci_carried_city_clear(ci_carried_city *carried)
{
    free(carried->facilities);
    ci_arena_free(&carried->arena);
    *carried = (ci_carried_city){0};
}

ci_carried_facility *ci_carried_city_find(const ci_carried_city *carried,
                                          const char *id)
{
    for (size_t i = 0; i < carried->count; i++)
        if (strcmp(carried->facilities[i].record.id, id) == 0)
            return &carried->facilities[i];
    return NULL;
}

/* ---- services ----------------------------------------------------------- */

/* What a facility of a type offers that does not say so itself. */
static ci_words services_of_type(const circlet_policy *policy,
                                 const char *type)
{
    for (size_t i = 0; i < policy->type_count; i++)
        if (strcmp(policy->types[i].type, type) == 0)
            return policy->types[i].services;
    return (ci_words){NULL, 0};
}

bool ci_carried_own_services(ci_carried_city *carried,
                             ci_carried_facility *facility)
{
    circlet_facility_record *record = &facility->record;
    ci_words typical = {NULL, 0};
    circlet_service_record *list;

    if (record->service_count == 0)
        typical = services_of_type(carried->policy, record->type);
    list = ci_arena_take(&carried->arena,
                         (record->service_count + typical.count + 1) *
                             sizeof(*list));
    if (!list)
        return false;
    for (size_t i = 0; i < record->service_count; i++)
        list[i] = record->services[i];
    for (size_t i = 0; i < typical.count; i++)
        list[record->service_count++] =
            (circlet_service_record){typical.items[i], -1, -1, -1, 0, 0};
    record->services = facility->services = list;
    return true;
}

circlet_service_record *ci_carried_service(const ci_carried_facility *facility,
                                           const char *service)
{
    for (size_t i = 0; i < facility->record.service_count; i++)
        if (strcmp(facility->services[i].service, service) == 0)
            return &facility->services[i];
    return NULL;
}

/* ---- the city ----------------------------------------------------------- */

static circlet_status fill(circlet_city_builder *builder,
                           const ci_carried_city *carried,
                           circlet_error *error)
{
    const circlet_city *city = carried->city;
    circlet_status status = ci_city_copy_places(builder, city, error);

    for (circlet_demand i = 0;
         status == CIRCLET_OK && i < circlet_city_demand_count(city); i++)
        status = circlet_city_builder_add_demand(
            builder, circlet_city_demand(city, i), error);
    for (size_t i = 0; status == CIRCLET_OK && i < carried->count; i++)
        status = circlet_city_builder_add_facility(
            builder, &carried->facilities[i].record, error);
    for (int part = 0; part < CIRCLET_PART_COUNT; part++)
        if (status == CIRCLET_OK &&
            circlet_city_is_complete(city, (circlet_part)part))
            status = circlet_city_builder_say_complete(
                builder, (circlet_part)part, error);
    return status;
}

circlet_status ci_carried_city_make(circlet_city **out,
                                    const ci_carried_city *carried,
                                    circlet_error *error)
{
    circlet_city_builder *builder = NULL;
    circlet_status status = circlet_city_builder_new(&builder, error);

    if (status == CIRCLET_OK)
        status = fill(builder, carried, error);
    if (status == CIRCLET_OK)
        status = circlet_city_builder_finish(out, builder, error);
    circlet_city_builder_free(builder);
    return status;
}

/* ---- the order ---------------------------------------------------------- */

/* An insertion sort: plans have some hundred actions, mostly of one year. */
size_t *ci_carried_order(const circlet_plan *plan)
{
    size_t count = circlet_plan_action_count(plan);
    size_t *order = malloc((count + 1) * sizeof(*order));

    for (size_t i = 0; order && i < count; i++) {
        int year = circlet_plan_action_at(plan, i)->year;
        size_t at = i;

        for (; at > 0 &&
               circlet_plan_action_at(plan, order[at - 1])->year > year;
             at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
    return order;
}
