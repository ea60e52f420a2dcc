#include "city/record.h"

#include <string.h>

#include "geo/area.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* Unknown text has one form only, NULL, so that readers need one test. With
 * `words` what was copied before is shared; NULL: nothing is. */
static bool copy_texts(ci_arena *arena, ci_repeated_words *words,
                       const char **const *texts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *text = *texts[i];

        *texts[i] = NULL;
        if (!text || !*text)
            continue;
        *texts[i] = words ? ci_repeated_words_keep(words, arena, text)
                          : ci_arena_copy(arena, text);
        if (!*texts[i])
            return false;
    }
    return true;
}

bool ci_copy_unit(ci_arena *arena, circlet_unit_record *out,
                  const circlet_unit_record *unit)
{
    circlet_unit_record copy = *unit;
    const char **const texts[] = {
        &copy.code,    &copy.name, &copy.parent_code, &copy.kind,
        &copy.setting, &copy.tags, &copy.attributes};

    if (!copy_texts(arena, NULL, texts, COUNT_OF(texts)))
        return false;
    copy.area = (circlet_area){NULL, NULL, 0};
    if (unit->area.ring_count > 0 &&
        !ci_area_copy(arena, &copy.area, &unit->area))
        return false;
    *out = copy;
    return true;
}

bool ci_copy_demand(ci_arena *arena, ci_repeated_words *words,
                    circlet_demand_record *out,
                    const circlet_demand_record *demand)
{
    circlet_demand_record copy = *demand;
    const char **const texts[] = {&copy.id, &copy.household, &copy.attributes};
    const char **const repeated[] = {&copy.unit_code, &copy.kind, &copy.aid,
                                     &copy.needs, &copy.received};

    if (!copy_texts(arena, NULL, texts, COUNT_OF(texts)) ||
        !copy_texts(arena, words, repeated, COUNT_OF(repeated)))
        return false;
    *out = copy;
    return true;
}

static bool copy_services(ci_arena *arena, circlet_facility_record *facility)
{
    circlet_service_record *services;

    if (facility->service_count == 0) {
        facility->services = NULL;
        return true;
    }
    services =
        ci_arena_take(arena, facility->service_count * sizeof(*services));
    if (!services)
        return false;
    for (size_t i = 0; i < facility->service_count; i++) {
        services[i] = facility->services[i];
        services[i].service =
            ci_arena_copy(arena, facility->services[i].service);
        if (!services[i].service)
            return false;
    }
    facility->services = services;
    return true;
}

static bool copy_accesses(ci_arena *arena, circlet_facility_record *facility)
{
    size_t size = facility->access_count * sizeof(*facility->accesses);
    circlet_point *accesses;

    if (facility->access_count == 0) {
        facility->accesses = NULL;
        return true;
    }
    accesses = ci_arena_take(arena, size);
    if (!accesses)
        return false;
    memcpy(accesses, facility->accesses, size);
    facility->accesses = accesses;
    return true;
}

bool ci_copy_facility(ci_arena *arena, circlet_facility_record *out,
                      const circlet_facility_record *facility)
{
    circlet_facility_record copy = *facility;
    const char **const texts[] = {
        &copy.id,          &copy.name,  &copy.type,
        &copy.building_id, &copy.tier,  &copy.attributes,
        &copy.address,     &copy.phone, &copy.hours};

    if (!copy_texts(arena, NULL, texts, COUNT_OF(texts)) ||
        !copy_services(arena, &copy) || !copy_accesses(arena, &copy))
        return false;
    *out = copy;
    return true;
}

bool ci_copy_site(ci_arena *arena, circlet_site_record *out,
                  const circlet_site_record *site)
{
    circlet_site_record copy = *site;
    const char **const texts[] = {&copy.id, &copy.name, &copy.types,
                                  &copy.attributes};

    if (!copy_texts(arena, NULL, texts, COUNT_OF(texts)))
        return false;
    *out = copy;
    return true;
}

bool ci_copy_venue(ci_arena *arena, circlet_venue_record *out,
                   const circlet_venue_record *venue)
{
    circlet_venue_record copy = *venue;
    const char **const texts[] = {&copy.id, &copy.name, &copy.kind,
                                  &copy.attributes};

    if (!copy_texts(arena, NULL, texts, COUNT_OF(texts)))
        return false;
    *out = copy;
    return true;
}

bool ci_copy_waiver(ci_arena *arena, circlet_waiver_record *out,
                    const circlet_waiver_record *waiver)
{
    circlet_waiver_record copy = *waiver;
    const char **const texts[] = {&copy.rule, &copy.unit_code, &copy.document};

    if (!copy_texts(arena, NULL, texts, COUNT_OF(texts)))
        return false;
    *out = copy;
    return true;
}
