#include "report/city_difference.h"

#include <math.h>
#include <string.h>

#include "report/record_match.h"

static bool is_same_number(double a, double b)
{
    return isnan(a) ? isnan(b) : a == b;
}

static bool offers_the_same(const circlet_facility_record *a,
                            const circlet_facility_record *b)
{
    if (a->service_count != b->service_count)
        return false;
    for (size_t i = 0; i < a->service_count; i++) {
        const circlet_service_record *x = &a->services[i];
        const circlet_service_record *y = &b->services[i];

        if (strcmp(x->service, y->service) != 0 || x->places != y->places ||
            x->beds != y->beds || x->occupied != y->occupied ||
            (x->places < 0 && x->places_low != y->places_low) ||
            (x->beds < 0 && x->beds_low != y->beds_low))
            return false;
    }
    return true;
}

static bool has_the_same_entrances(const circlet_facility_record *a,
                                   const circlet_facility_record *b)
{
    if (a->access_count != b->access_count)
        return false;
    for (size_t i = 0; i < a->access_count; i++)
        if (!ci_is_same_home(a->accesses[i], b->accesses[i]))
            return false;
    return true;
}

bool ci_is_same_facility(const circlet_facility_record *a,
                         const circlet_facility_record *b)
{
    for (int i = 0; i < CIRCLET_MEASURE_COUNT; i++)
        if (!is_same_number(a->measures[i], b->measures[i]) ||
            (isnan(a->measures[i]) &&
             a->measures_low[i] != b->measures_low[i]))
            return false;
    return strcmp(a->type, b->type) == 0 &&
           ci_are_same_words(a->tier, b->tier) &&
           ci_are_same_words(a->building_id, b->building_id) &&
           ci_are_same_words(a->attributes, b->attributes) &&
           a->is_comprehensive == b->is_comprehensive &&
           a->is_pilot == b->is_pilot && a->is_reformed == b->is_reformed &&
           a->is_reform_base == b->is_reform_base && offers_the_same(a, b) &&
           has_the_same_entrances(a, b);
}

static bool is_same_area(const circlet_area *a, const circlet_area *b)
{
    size_t first = 0;

    if (a->ring_count != b->ring_count)
        return false;
    for (size_t i = 0; i < a->ring_count; i++) {
        size_t end = a->rings[i].end;

        if (end != b->rings[i].end ||
            a->rings[i].is_hole != b->rings[i].is_hole)
            return false;
        for (size_t k = first; k < end; k++)
            if (!ci_is_same_home(a->points[k], b->points[k]))
                return false;
        first = end;
    }
    return true;
}

static bool is_same_unit(const circlet_unit_record *a,
                         const circlet_unit_record *b)
{
    return strcmp(a->name, b->name) == 0 && a->level == b->level &&
           ci_are_same_words(a->parent_code, b->parent_code) &&
           ci_are_same_words(a->kind, b->kind) &&
           ci_are_same_words(a->setting, b->setting) &&
           ci_are_same_words(a->tags, b->tags) &&
           a->residents == b->residents &&
           ci_are_same_words(a->attributes, b->attributes) &&
           a->has_point == b->has_point &&
           (!a->has_point || ci_is_same_home(a->point, b->point)) &&
           is_same_area(&a->area, &b->area);
}

bool ci_has_other_units(const circlet_city *before, const circlet_city *after)
{
    size_t count = circlet_city_unit_count(before);

    if (count != circlet_city_unit_count(after))
        return true;
    for (circlet_unit i = 0; i < count; i++) {
        const circlet_unit_record *a = circlet_city_unit(before, i);
        const circlet_unit_record *b = circlet_city_unit(after, i);

        if (strcmp(a->code, b->code) != 0 || !is_same_unit(a, b))
            return true;
    }
    return false;
}

bool ci_has_other_venues(const circlet_city *before, const circlet_city *after)
{
    size_t count = circlet_city_venue_count(before);

    if (count != circlet_city_venue_count(after))
        return true;
    for (circlet_venue i = 0; i < count; i++) {
        const circlet_venue_record *a = circlet_city_venue(before, i);
        const circlet_venue_record *b = circlet_city_venue(after, i);

        if (strcmp(a->id, b->id) != 0 || strcmp(a->name, b->name) != 0 ||
            !ci_is_same_home(a->at, b->at) ||
            !ci_are_same_words(a->kind, b->kind) ||
            !ci_are_same_words(a->attributes, b->attributes))
            return true;
    }
    return false;
}

bool ci_has_other_waivers(const circlet_city *before,
                          const circlet_city *after)
{
    size_t count = circlet_city_waiver_count(before);

    if (count != circlet_city_waiver_count(after))
        return true;
    for (size_t i = 0; i < count; i++) {
        const circlet_waiver_record *a = circlet_city_waiver(before, i);
        const circlet_waiver_record *b = circlet_city_waiver(after, i);

        if (strcmp(a->rule, b->rule) != 0 ||
            strcmp(a->unit_code, b->unit_code) != 0 ||
            strcmp(a->document, b->document) != 0 || a->from != b->from ||
            a->until != b->until)
            return true;
    }
    return false;
}

bool ci_has_other_sites(const circlet_city *before, const circlet_city *after)
{
    size_t count = circlet_city_site_count(before);

    if (count != circlet_city_site_count(after))
        return true;
    for (circlet_site i = 0; i < count; i++) {
        const circlet_site_record *a = circlet_city_site(before, i);
        const circlet_site_record *b = circlet_city_site(after, i);

        if (strcmp(a->id, b->id) != 0 || !ci_is_same_home(a->at, b->at) ||
            !is_same_number(a->base_score, b->base_score))
            return true;
    }
    return false;
}
