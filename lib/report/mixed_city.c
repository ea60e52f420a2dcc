#include "report/mixed_city.h"

#include <stdlib.h>

#include "base/error.h"
#include "policy/circle.h"
#include "report/city_difference.h"

/* ---- facilities --------------------------------------------------------- */

static const circlet_facility_record *facility_before(const ci_mix *mix,
                                                      size_t position)
{
    return circlet_city_facility(mix->before,
                                 mix->facilities.items[position].before);
}

static const circlet_facility_record *facility_after(const ci_mix *mix,
                                                     size_t position)
{
    return circlet_city_facility(mix->after,
                                 mix->facilities.items[position].after);
}

/* Whether a facility is missing in one of the cities because nobody has said
 * anything there of facilities of its type: it was neither opened nor
 * closed. */
static bool is_unsaid(const ci_mix *mix, const circlet_facility_record *a,
                      const circlet_facility_record *b)
{
    if (a && b)
        return false;
    return !circlet_city_knows_facility_type(a ? mix->after : mix->before,
                                             a ? a->type : b->type);
}

/* What moved and changed as well counts as moved here; the rest of it is
 * made with the changes of all others. */
static circlet_change_kind what_became(const ci_mix *mix, size_t position)
{
    const circlet_facility_record *a = facility_before(mix, position);
    const circlet_facility_record *b = facility_after(mix, position);
    bool was_open = a && ci_facility_is_open(a, mix->year_before);
    bool is_open = b && ci_facility_is_open(b, mix->year_after);

    if (was_open != is_open && is_unsaid(mix, a, b))
        return CIRCLET_CHANGE_DATA;
    if (was_open != is_open)
        return is_open ? CIRCLET_CHANGE_FACILITY_OPENED
                       : CIRCLET_CHANGE_FACILITY_CLOSED;
    if (!is_open)
        return CIRCLET_CHANGE_NONE;
    if (!ci_is_same_home(a->at, b->at))
        return CIRCLET_CHANGE_FACILITY_MOVED;
    return ci_is_same_facility(a, b) ? CIRCLET_CHANGE_NONE
                                     : CIRCLET_CHANGE_FACILITY_CHANGED;
}

/* The record that stands for a facility, before its place is looked at. */
static const circlet_facility_record *choose(const ci_mix *mix,
                                             size_t position,
                                             circlet_change_kind done)
{
    circlet_change_kind touched = mix->touched[position];
    circlet_change_kind from =
        touched == CIRCLET_CHANGE_FACILITY_OPENED ||
                touched == CIRCLET_CHANGE_FACILITY_CLOSED ||
                touched == CIRCLET_CHANGE_DATA
            ? touched
            : CIRCLET_CHANGE_FACILITY_CHANGED;

    return done >= from ? facility_after(mix, position)
                        : facility_before(mix, position);
}

/* Its dates are of its own city's year: where they would make it open or
 * closed in the other's, they are left out. */
static void keep_open(circlet_facility_record *facility, bool is_open,
                      int year)
{
    if (ci_facility_is_open(facility, year) == is_open)
        return;
    facility->opened = facility->closed = -1;
    facility->status =
        is_open ? CIRCLET_FACILITY_OPEN : CIRCLET_FACILITY_CLOSED;
}

bool ci_mix_facility(circlet_facility_record *out, const ci_mix *mix,
                     size_t position, circlet_change_kind done)
{
    const circlet_facility_record *chosen = choose(mix, position, done);
    const circlet_facility_record *after = facility_after(mix, position);
    bool is_after = chosen && chosen == after;

    if (!chosen)
        return false;
    *out = *chosen;
    out->id = mix->facilities.items[position].id;
    if (!is_after && mix->touched[position] == CIRCLET_CHANGE_FACILITY_MOVED &&
        done >= CIRCLET_CHANGE_FACILITY_MOVED) {
        out->at = after->at;
        out->accesses = after->accesses;
        out->access_count = after->access_count;
    }
    keep_open(out,
              ci_facility_is_open(chosen, is_after ? mix->year_after
                                                   : mix->year_before),
              done >= CIRCLET_CHANGE_YEAR ? mix->year_after
                                          : mix->year_before);
    return true;
}

/* ---- people ------------------------------------------------------------- */

static const circlet_demand_record *person_before(const ci_mix *mix,
                                                  size_t person)
{
    return circlet_city_demand(mix->before, mix->people.items[person].before);
}

static const circlet_demand_record *person_after(const ci_mix *mix,
                                                 size_t person)
{
    return circlet_city_demand(mix->after, mix->people.items[person].after);
}

int64_t ci_mix_weight_before(const ci_mix *mix, size_t person)
{
    const circlet_demand_record *record = person_before(mix, person);

    return record ? record->weight_milli : 0;
}

int64_t ci_mix_weight_after(const ci_mix *mix, size_t person)
{
    const circlet_demand_record *record = person_after(mix, person);

    return record ? record->weight_milli : 0;
}

/* Whether there is somebody, and as whom they count. A row that stands for
 * more persons than before has some who entered, and the other way round. */
static bool find_person(circlet_demand_record *out, const ci_mix *mix,
                        size_t person, circlet_change_kind done)
{
    const circlet_demand_record *a = person_before(mix, person);
    const circlet_demand_record *b = person_after(mix, person);
    int64_t was = ci_mix_weight_before(mix, person);
    int64_t is = ci_mix_weight_after(mix, person);
    circlet_change_kind from =
        is > was ? CIRCLET_CHANGE_PERSON_ENTERED : CIRCLET_CHANGE_PERSON_LEFT;

    if (!a && done < CIRCLET_CHANGE_PERSON_ENTERED)
        return false;
    if (!b && done >= CIRCLET_CHANGE_PERSON_LEFT)
        return false;
    *out = !b || (a && done < CIRCLET_CHANGE_PERSON_CHANGED) ? *a : *b;
    if (a && b && done < CIRCLET_CHANGE_PERSON_MOVED)
        out->at = a->at;
    if (a && b)
        out->weight_milli = done >= from ? is : was;
    out->id = mix->people.items[person].id;
    return true;
}

/* ---- whether there is a change ------------------------------------------ */

static bool says_other_parts(const ci_mix *mix)
{
    for (int i = 0; i < CIRCLET_PART_COUNT; i++)
        if (circlet_city_is_complete(mix->before, (circlet_part)i) !=
            circlet_city_is_complete(mix->after, (circlet_part)i))
            return true;
    return false;
}

static bool is_touched(const ci_mix *mix, circlet_change_kind kind)
{
    for (size_t i = 0; i < mix->facilities.count; i++) {
        const circlet_facility_record *a = facility_before(mix, i);
        const circlet_facility_record *b = facility_after(mix, i);

        if (mix->touched[i] == kind)
            return true;
        if (kind == CIRCLET_CHANGE_FACILITY_CHANGED &&
            mix->touched[i] != CIRCLET_CHANGE_FACILITY_OPENED &&
            mix->touched[i] != CIRCLET_CHANGE_FACILITY_CLOSED &&
            mix->touched[i] != CIRCLET_CHANGE_DATA &&
            (!a || !b || a->status != b->status || a->opened != b->opened ||
             a->closed != b->closed || !ci_is_same_facility(a, b)))
            return true;
    }
    return false;
}

static bool has_person(const ci_mix *mix, circlet_change_kind kind)
{
    for (size_t i = 0; i < mix->people.count; i++) {
        const circlet_demand_record *a = person_before(mix, i);
        const circlet_demand_record *b = person_after(mix, i);
        int64_t was = ci_mix_weight_before(mix, i);
        int64_t is = ci_mix_weight_after(mix, i);

        if ((kind == CIRCLET_CHANGE_PERSON_ENTERED && is > was) ||
            (kind == CIRCLET_CHANGE_PERSON_LEFT && is < was))
            return true;
        if (!a || !b)
            continue;
        if (kind == CIRCLET_CHANGE_PERSON_CHANGED &&
            (a->age != b->age || !ci_is_same_person(a, b, 0)))
            return true;
        if (kind == CIRCLET_CHANGE_PERSON_MOVED &&
            (a->at.lon != b->at.lon || a->at.lat != b->at.lat))
            return true;
    }
    return false;
}

bool ci_mix_has(const ci_mix *mix, circlet_change_kind kind)
{
    if (kind >= CIRCLET_CHANGE_FACILITY_OPENED &&
        kind <= CIRCLET_CHANGE_FACILITY_CHANGED)
        return is_touched(mix, kind);
    if (kind >= CIRCLET_CHANGE_PERSON_CHANGED &&
        kind <= CIRCLET_CHANGE_PERSON_LEFT)
        return has_person(mix, kind);
    if (kind == CIRCLET_CHANGE_UNIT)
        return ci_has_other_units(mix->before, mix->after) ||
               ci_has_other_venues(mix->before, mix->after);
    if (kind == CIRCLET_CHANGE_WAIVER)
        return ci_has_other_waivers(mix->before, mix->after);
    return kind == CIRCLET_CHANGE_DATA &&
           (ci_has_other_sites(mix->before, mix->after) ||
            says_other_parts(mix) || is_touched(mix, kind));
}

/* ---- making a city ------------------------------------------------------ */

static circlet_status add_units(circlet_city_builder *builder,
                                const circlet_city *city, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (circlet_unit i = 0; !status && i < circlet_city_unit_count(city); i++)
        status = circlet_city_builder_add_unit(
            builder, circlet_city_unit(city, i), error);
    for (circlet_venue i = 0; !status && i < circlet_city_venue_count(city);
         i++)
        status = circlet_city_builder_add_venue(
            builder, circlet_city_venue(city, i), error);
    return status;
}

static circlet_status add_sites(circlet_city_builder *builder,
                                const circlet_city *city, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (circlet_site i = 0; !status && i < circlet_city_site_count(city); i++)
        status = circlet_city_builder_add_site(
            builder, circlet_city_site(city, i), error);
    return status;
}

/* Waivers for units that are not there any more are none. */
static circlet_status add_waivers(circlet_city_builder *builder,
                                  const circlet_city *city,
                                  const circlet_city *units,
                                  circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < circlet_city_waiver_count(city); i++) {
        const circlet_waiver_record *waiver = circlet_city_waiver(city, i);

        if (circlet_city_find_unit(units, waiver->unit_code) != CIRCLET_NONE)
            status = circlet_city_builder_add_waiver(builder, waiver, error);
    }
    return status;
}

static circlet_status add_people(circlet_city_builder *builder,
                                 uint32_t *people, const ci_mix *mix,
                                 circlet_change_kind done,
                                 circlet_error *error)
{
    circlet_status status = CIRCLET_OK;
    size_t count = 0;

    for (size_t i = 0; !status && i < mix->people.count; i++) {
        circlet_demand_record person;

        if (!find_person(&person, mix, i, done))
            continue;
        people[count++] = (uint32_t)i;
        status = circlet_city_builder_add_demand(builder, &person, error);
    }
    return status;
}

static circlet_status add_facilities(circlet_city_builder *builder,
                                     const ci_mix *mix,
                                     circlet_change_kind done,
                                     circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < mix->facilities.count; i++) {
        circlet_facility_record facility;

        if (ci_mix_facility(&facility, mix, i, done))
            status =
                circlet_city_builder_add_facility(builder, &facility, error);
    }
    return status;
}

/* What is complete, and the sites, are as before until all else is made. */
static circlet_status say_complete(circlet_city_builder *builder,
                                   const circlet_city *city,
                                   circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (int i = 0; !status && i < CIRCLET_PART_COUNT; i++)
        if (circlet_city_is_complete(city, (circlet_part)i))
            status = circlet_city_builder_say_complete(builder,
                                                       (circlet_part)i, error);
    return status;
}

static circlet_status fill(circlet_city_builder *builder, uint32_t *people,
                           const ci_mix *mix, circlet_change_kind done,
                           circlet_error *error)
{
    const circlet_city *units =
        done >= CIRCLET_CHANGE_UNIT ? mix->after : mix->before;
    const circlet_city *waivers =
        done >= CIRCLET_CHANGE_WAIVER ? mix->after : mix->before;
    circlet_status status = add_units(builder, units, error);

    if (!status)
        status = add_sites(builder, mix->before, error);
    if (!status)
        status = add_waivers(builder, waivers, units, error);
    if (!status)
        status = add_people(builder, people, mix, done, error);
    if (!status)
        status = add_facilities(builder, mix, done, error);
    return status ? status : say_complete(builder, mix->before, error);
}

circlet_status ci_mix_make(circlet_city **out, uint32_t *people,
                           const ci_mix *mix, circlet_change_kind done,
                           circlet_error *error)
{
    circlet_city_builder *builder = NULL;
    circlet_status status = circlet_city_builder_new(&builder, error);

    if (!status)
        status = fill(builder, people, mix, done, error);
    if (!status)
        status = circlet_city_builder_finish(out, builder, error);
    circlet_city_builder_free(builder);
    return status;
}

circlet_status ci_mix_start(ci_mix *out, const circlet_compared *before,
                            const circlet_compared *after,
                            circlet_error *error)
{
    circlet_status status;

    *out = (ci_mix){.before = before->city,
                    .after = after->city,
                    .year_before = before->year,
                    .year_after = after->year};
    status =
        ci_pairs_of_people(&out->people, before->city, after->city, error);
    if (!status)
        status = ci_pairs_of_facilities(&out->facilities, before->city,
                                        after->city, error);
    if (status)
        return status;
    out->touched = calloc(out->facilities.count + 1, sizeof(*out->touched));
    out->facility_of_after =
        calloc(out->facilities.count + 1, sizeof(*out->facility_of_after));
    if (!out->touched || !out->facility_of_after)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < out->facilities.count; i++) {
        uint32_t own = out->facilities.items[i].after;

        out->touched[i] = what_became(out, i);
        if (own != CIRCLET_NONE)
            out->facility_of_after[own] = (uint32_t)i;
    }
    return CIRCLET_OK;
}

void ci_mix_clear(ci_mix *mix)
{
    ci_pairs_clear(&mix->people);
    ci_pairs_clear(&mix->facilities);
    free(mix->touched);
    free(mix->facility_of_after);
    *mix = (ci_mix){0};
}
