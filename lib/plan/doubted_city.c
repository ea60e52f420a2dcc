#include "plan/doubted_city.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/random.h"
#include "city/city.h"

typedef struct drawing {
    const circlet_city *city;
    const circlet_robust_doubt *doubt;
    uint64_t seed;
    const ci_donors *donors;
    circlet_city_builder *builder;
} drawing;

/* The numbers of one thing and one question about it. */
static ci_random random_of(const drawing *d, const char *question,
                           const char *id)
{
    return ci_random_start(ci_random_start(d->seed, question).state, id);
}

bool ci_is_closed_in_draw(const circlet_robust_doubt *doubt, uint64_t seed,
                          const char *facility)
{
    const drawing d = {.seed = seed};
    ci_random closing = random_of(&d, "closure", facility);

    return ci_random_share(&closing) < doubt->closure_share;
}

/* ---- people ------------------------------------------------------------- */

/* Who has no household is one by themselves; ids of people and of households
 * may be alike, which does no harm. */
static void move_person(const drawing *d, circlet_demand_record *person)
{
    const char *home = person->household ? person->household : person->id;
    ci_random random = random_of(d, "move", home);
    size_t count = circlet_city_demand_count(d->city);
    const circlet_demand_record *other;

    if (ci_random_share(&random) >= d->doubt->move_share)
        return;
    other = circlet_city_demand(
        d->city, (circlet_demand)ci_random_below(&random, count));
    person->at = other->at;
    person->unit_code = other->unit_code;
}

/* By the street where they lived: it is that which is counted on. */
static void let_grow(const drawing *d, circlet_demand i,
                     circlet_demand_record *person)
{
    circlet_unit street =
        circlet_city_demand_unit(d->city, i, CIRCLET_LEVEL_STREET);
    const char *code =
        street == CIRCLET_NONE ? "" : circlet_city_unit(d->city, street)->code;
    ci_random random = random_of(d, "growth", code);
    double low = d->doubt->growth_low, high = d->doubt->growth_high;
    double factor = 1 + low + (high - low) * ci_random_share(&random);
    int64_t weight = llround((double)person->weight_milli * factor);

    person->weight_milli = weight < 1 ? 1 : weight;
}

static void learn_person(const drawing *d, circlet_demand_record *person)
{
    ci_random random = random_of(d, "person", person->id);
    const circlet_demand_record *donor;

    for (int trait = 0; trait < CI_TRAIT_COUNT; trait++) {
        donor = ci_donors_person(d->donors, person, (ci_trait)trait,
                                 ci_random_next(&random));
        if (donor)
            ci_trait_take(person, donor, (ci_trait)trait);
    }
}

static circlet_status draw_people(const drawing *d, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (circlet_demand i = 0;
         !status && i < circlet_city_demand_count(d->city); i++) {
        circlet_demand_record person = *circlet_city_demand(d->city, i);

        if (d->doubt->growth_low != 0 || d->doubt->growth_high != 0)
            let_grow(d, i, &person);
        if (d->doubt->draws_unknown)
            learn_person(d, &person);
        if (d->doubt->move_share > 0)
            move_person(d, &person);
        status = circlet_city_builder_add_demand(d->builder, &person, error);
    }
    return status;
}

/* ---- facilities --------------------------------------------------------- */

/* Out of use for all years: no date of its own opens it again. */
static void close_facility(circlet_facility_record *facility)
{
    facility->status = CIRCLET_FACILITY_CLOSED;
    facility->opened = -1;
    facility->closed = -1;
}

static void learn_measures(const drawing *d, ci_random *random,
                           circlet_facility_record *facility)
{
    for (int i = 0; i < CIRCLET_MEASURE_COUNT; i++) {
        double value =
            ci_donors_measure(d->donors, facility->type, (circlet_measure)i,
                              ci_random_next(random));

        if (isnan(facility->measures[i]) && !isnan(value))
            facility->measures[i] = value > facility->measures_low[i]
                                        ? value
                                        : facility->measures_low[i];
    }
}

static int64_t learn_count(int64_t known, int64_t low, int64_t donated)
{
    if (known >= 0 || donated < 0)
        return known;
    return donated > low ? donated : low;
}

/* Beds that people are in are there. */
static void learn_services(const drawing *d, ci_random *random,
                           const char *type, circlet_service_record *services,
                           size_t count)
{
    for (size_t i = 0; i < count; i++) {
        circlet_service_record *service = &services[i];
        int64_t places = ci_donors_count(d->donors, type, service->service,
                                         false, ci_random_next(random));
        int64_t beds = ci_donors_count(d->donors, type, service->service, true,
                                       ci_random_next(random));
        int64_t beds_low = service->beds_low > service->occupied
                               ? service->beds_low
                               : service->occupied;

        service->places =
            learn_count(service->places, service->places_low, places);
        service->beds = learn_count(service->beds, beds_low, beds);
    }
}

static circlet_status draw_facility(const drawing *d,
                                    const circlet_facility_record *of,
                                    circlet_error *error)
{
    circlet_facility_record facility = *of;
    ci_random random = random_of(d, "facility", of->id);
    circlet_service_record *services = NULL;
    circlet_status status;

    if (d->doubt->draws_unknown) {
        services = malloc((of->service_count + 1) * sizeof(*services));
        if (!services)
            return ci_fail_nomem(error);
        if (of->service_count > 0)
            memcpy(services, of->services,
                   of->service_count * sizeof(*services));
        learn_measures(d, &random, &facility);
        learn_services(d, &random, of->type, services, of->service_count);
        facility.services = services;
    }
    if (ci_is_closed_in_draw(d->doubt, d->seed, of->id))
        close_facility(&facility);
    status = circlet_city_builder_add_facility(d->builder, &facility, error);
    free(services);
    return status;
}

static circlet_status draw_facilities(const drawing *d, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (circlet_facility i = 0;
         !status && i < circlet_city_facility_count(d->city); i++)
        status = draw_facility(d, circlet_city_facility(d->city, i), error);
    return status;
}

static circlet_status draw_city(drawing *d, circlet_error *error)
{
    circlet_status status = ci_city_copy_places(d->builder, d->city, error);

    if (!status)
        status = draw_people(d, error);
    if (!status)
        status = draw_facilities(d, error);
    for (int part = 0; !status && part < CIRCLET_PART_COUNT; part++)
        if (circlet_city_is_complete(d->city, (circlet_part)part))
            status = circlet_city_builder_say_complete(
                d->builder, (circlet_part)part, error);
    return status;
}

circlet_status ci_doubted_city_draw(circlet_city **out,
                                    const circlet_city *city,
                                    const ci_donors *donors,
                                    const circlet_robust_doubt *doubt,
                                    uint64_t seed, circlet_error *error)
{
    drawing d = {.city = city, .doubt = doubt, .seed = seed, .donors = donors};
    circlet_status status = circlet_city_builder_new(&d.builder, error);

    if (!status)
        status = draw_city(&d, error);
    if (!status)
        status = ci_city_builder_hand_over(out, d.builder, error);
    circlet_city_builder_free(d.builder);
    return status;
}
