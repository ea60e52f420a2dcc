/*
 * Sums over people are whole numbers, made for each facility before they
 * meet its ratio, so that a unit's figure hangs neither on the order of its
 * people nor on how weighted points are divided.
 */
#include "policy/even_run.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "access/gini.h"
#include "base/error.h"

void ci_even_run_clear(ci_even_run *run)
{
    for (size_t i = 0; i < CI_CASE_COUNT; i++) {
        free(run->supply[i]);
        free(run->cases[i].units);
    }
    free(run->all_milli);
    free(run->sure_milli);
    free(run->modelled_milli);
    ci_catchment_run_clear(&run->catchment);
}

static bool allocate(ci_even_run *run)
{
    size_t facilities = run->catchment.facility_count + 1;
    size_t units = circlet_city_unit_count(run->catchment.judgement->city) + 1;
    bool has_all = true;

    for (size_t i = 0; i < CI_CASE_COUNT; i++) {
        run->supply[i] = calloc(facilities, sizeof(*run->supply[i]));
        run->cases[i].units = calloc(units, sizeof(*run->cases[i].units));
        has_all = has_all && run->supply[i] && run->cases[i].units;
    }
    run->all_milli = calloc(units, sizeof(*run->all_milli));
    run->sure_milli = calloc(units, sizeof(*run->sure_milli));
    run->modelled_milli = calloc(units, sizeof(*run->modelled_milli));
    return has_all && run->all_milli && run->sure_milli && run->modelled_milli;
}

/* ---- supply ------------------------------------------------------------- */

/* Places, or where they are not given beds: they are the same. */
static int64_t places_or_beds(const circlet_facility_record *facility,
                              const char *service,
                              const ci_facility_types *types)
{
    for (size_t i = 0; i < facility->service_count; i++) {
        const circlet_service_record *record = &facility->services[i];

        if (strcmp(record->service, service) == 0)
            return record->places >= 0 ? record->places : record->beds;
    }
    return ci_facility_offers(facility, service, types) ? -1 : 0;
}

/* -1: not known. */
static int64_t supply_of(const ci_even_run *run, size_t j)
{
    const ci_catchment_run *catchment = &run->catchment;
    const ci_evenness *evenness = &catchment->rule->as.evenness;
    const circlet_facility_record *facility = circlet_city_facility(
        catchment->judgement->city, catchment->facilities[j]);
    const ci_facility_types *types = &catchment->judgement->types;

    if (evenness->is_either)
        return places_or_beds(facility, evenness->service, types);
    return evenness->amount == CI_AMOUNT_BEDS
               ? ci_facility_beds(facility, evenness->service, types)
               : ci_facility_places(facility, evenness->service, types);
}

/* A facility whose supply is not known has none at worst, and at best as
 * much as the greatest of the others: no more than a guess. */
static void count_supply(ci_even_run *run)
{
    size_t count = run->catchment.facility_count;
    int64_t most = 0;

    for (size_t j = 0; j < count; j++) {
        int64_t supply = supply_of(run, j);

        most = supply > most ? supply : most;
    }
    for (size_t j = 0; j < count; j++) {
        int64_t supply = supply_of(run, j);

        run->supply[CI_CASE_NOMINAL][j] = supply < 0 ? 0.0 : (double)supply;
        run->supply[CI_CASE_WORST][j] = run->supply[CI_CASE_NOMINAL][j];
        run->supply[CI_CASE_BEST][j] =
            supply < 0 ? (double)most : (double)supply;
    }
}

/* ---- people ------------------------------------------------------------- */

/* Whether it is certain which facilities somebody gets to and, where that
 * counts, after which time. The cases hold each other's facilities. */
static bool is_way_open(const ci_even_run *run,
                        const ci_catchment_person *person)
{
    return run->catchment.rule->as.evenness.band_count > 0
               ? ci_catchment_is_way_open(person)
               : person->rows[CI_CASE_WORST].count !=
                     person->rows[CI_CASE_BEST].count;
}

/* Beyond the known streets there is nothing for somebody who surely gets to
 * all facilities that there are. */
static bool is_beside_edge(const ci_even_run *run,
                           const ci_catchment_person *person)
{
    const ci_catchment_run *catchment = &run->catchment;

    return person->is_at_edge &&
           (catchment->rule->as.evenness.band_count > 0 ||
            person->rows[CI_CASE_WORST].count < catchment->facility_count ||
            !circlet_city_is_complete(catchment->judgement->city,
                                      CIRCLET_PART_FACILITIES));
}

static void describe_doubts(ci_even_run *run,
                            const ci_catchment_person *person)
{
    const ci_od_row *best = &person->rows[CI_CASE_BEST];
    bool is_edge = is_beside_edge(run, person);
    bool is_open = is_way_open(run, person);

    run->is_exact = run->is_exact && person->member == CI_MEMBER_YES &&
                    person->circle && !person->is_outside && !is_edge &&
                    !is_open;
    run->has_outside = run->has_outside || person->is_outside;
    run->has_homeless = run->has_homeless || !person->circle;
    run->has_edge = run->has_edge || is_edge;
    run->doubts |= person->doubts;
    if (is_open) {
        run->has_open_way = true;
        run->doubts |= person->travel.doubts;
        run->own_rows |= person->travel.rows;
    }
    for (size_t k = 0; k < best->count; k++)
        if (supply_of(run, best->entries[k].destination) < 0)
            run->has_unknown_supply = true;
}

static void describe_people(ci_even_run *run)
{
    const ci_catchment_run *catchment = &run->catchment;

    run->is_exact = true;
    for (size_t i = 0; i < catchment->count; i++) {
        const ci_catchment_person *person = &catchment->people[i];
        const circlet_unit units[] = {person->unit, person->city};

        for (size_t k = 0; k < 2; k++) {
            if (units[k] == CIRCLET_NONE || (k > 0 && units[k] == units[0]))
                continue;
            run->all_milli[units[k]] += person->weight_milli;
            if (person->member == CI_MEMBER_YES)
                run->sure_milli[units[k]] += person->weight_milli;
            if (person->is_modelled)
                run->modelled_milli[units[k]] += person->weight_milli;
        }
        describe_doubts(run, person);
    }
    run->is_exact = run->is_exact && !run->has_unknown_supply;
}

/* ---- the two steps ------------------------------------------------------ */

typedef struct even_room {
    ci_od_row *rows;
    int64_t *weights_milli;
    int64_t *demand; /* of each facility */
    double *ratios; /* of each facility */
    double *values, *weights; /* of units */
} even_room;

static circlet_status room_make(even_room *room, const ci_even_run *run,
                                circlet_error *error)
{
    size_t people = run->catchment.count + 1;
    size_t facilities = run->catchment.facility_count + 1;
    size_t units = circlet_city_unit_count(run->catchment.judgement->city) + 1;

    room->rows = malloc(people * sizeof(*room->rows));
    room->weights_milli = malloc(people * sizeof(*room->weights_milli));
    room->demand = malloc(facilities * sizeof(*room->demand));
    room->ratios = malloc(facilities * sizeof(*room->ratios));
    room->values = malloc(units * sizeof(*room->values));
    room->weights = malloc(units * sizeof(*room->weights));
    return room->rows && room->weights_milli && room->demand && room->ratios &&
                   room->values && room->weights
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}

static void room_clear(even_room *room)
{
    free(room->rows);
    free(room->weights_milli);
    free(room->demand);
    free(room->ratios);
    free(room->values);
    free(room->weights);
}

/* Whether somebody counts in a case; who lives where nothing is known counts
 * in none. */
static bool counts(const ci_catchment_person *person, ci_case which)
{
    return person->circle && !person->is_outside &&
           (which != CI_CASE_BEST || person->member == CI_MEMBER_YES);
}

/* Puts somebody into the problem that the room holds. */
static void put(even_room *room, size_t position,
                const ci_catchment_person *person, ci_case which)
{
    room->rows[position] = person->rows[which];
    room->weights_milli[position] =
        counts(person, which) ? person->weight_milli : 0;
}

static circlet_status sum_demand(even_room *room, const ci_even_run *run,
                                 size_t count, circlet_error *error)
{
    const ci_evenness *evenness = &run->catchment.rule->as.evenness;
    const ci_catchment_problem problem = {.rows = room->rows,
                                          .weights_milli = room->weights_milli,
                                          .row_count = count,
                                          .facility_count =
                                              run->catchment.facility_count,
                                          .bands = evenness->bands,
                                          .band_count = evenness->band_count};

    return ci_catchment_demand(room->demand, &problem, error);
}

/* The second step, summed over the people of one unit. */
static circlet_status measure_unit(ci_even_unit *out, even_room *room,
                                   const ci_even_run *run,
                                   const ci_catchment_member *members,
                                   size_t count, ci_case which,
                                   circlet_error *error)
{
    double sum = 0;
    circlet_status status;

    for (size_t i = 0; i < count; i++) {
        put(room, i, &run->catchment.people[members[i].person], which);
        out->all_milli += room->weights_milli[i];
    }
    status = sum_demand(room, run, count, error);
    if (status)
        return status;
    for (size_t j = 0; j < run->catchment.facility_count; j++)
        sum += room->ratios[j] * (double)room->demand[j];
    out->ratio = out->all_milli > 0
                     ? sum / CI_DECAY_ONE / (double)out->all_milli
                     : (double)NAN;
    return CIRCLET_OK;
}

static circlet_status measure_units(ci_even_case *out, even_room *room,
                                    const ci_even_run *run,
                                    const ci_catchment_member *members,
                                    size_t count, ci_case which,
                                    circlet_error *error)
{
    circlet_status status = CIRCLET_OK;
    size_t end;

    for (size_t i = 0; !status && i < count; i = end) {
        end = i + 1;
        while (end < count && members[end].unit == members[i].unit)
            end++;
        status = measure_unit(&out->units[members[i].unit], room, run,
                              members + i, end - i, which, error);
    }
    return status;
}

static circlet_status compare_units(ci_even_case *out, even_room *room,
                                    const ci_even_run *run,
                                    circlet_error *error)
{
    const circlet_city *city = run->catchment.judgement->city;
    double sum = 0, people = 0;
    size_t count = 0;

    for (size_t i = 0; i < circlet_city_unit_count(city); i++) {
        const ci_even_unit *unit = &out->units[i];

        if (circlet_city_unit(city, (circlet_unit)i)->level !=
                run->catchment.rule->level ||
            unit->all_milli == 0)
            continue;
        room->values[count] = unit->ratio;
        room->weights[count] = (double)unit->all_milli / 1000;
        sum += room->values[count] * room->weights[count];
        people += room->weights[count++];
    }
    out->mean = people > 0 ? sum / people : (double)NAN;
    return ci_gini(&out->gini, room->values, room->weights, count, error);
}

static circlet_status measure_case(ci_even_run *run, even_room *room,
                                   const ci_catchment_member *members,
                                   size_t count, ci_case which,
                                   circlet_error *error)
{
    const ci_catchment_run *catchment = &run->catchment;
    ci_even_case *out = &run->cases[which];
    circlet_status status;

    for (size_t i = 0; i < catchment->count; i++)
        put(room, i, &catchment->people[i], which);
    status = sum_demand(room, run, catchment->count, error);
    if (status)
        return status;
    ci_catchment_ratios(room->ratios, run->supply[which], room->demand,
                        catchment->facility_count);
    status = measure_units(out, room, run, members, count, which, error);
    return status ? status : compare_units(out, room, run, error);
}

circlet_status ci_even_run_measure(ci_even_run *run, circlet_error *error)
{
    ci_catchment_member *members = NULL;
    even_room room = {0};
    size_t count = 0;
    circlet_status status = ci_catchment_run_find(&run->catchment, error);

    if (!status && !allocate(run))
        status = ci_fail_nomem(error);
    if (!status)
        status = room_make(&room, run, error);
    if (!status)
        status =
            ci_catchment_members(&members, &count, &run->catchment, error);
    if (!status) {
        count_supply(run);
        describe_people(run);
    }
    for (int i = 0; !status && i < CI_CASE_COUNT; i++)
        status = measure_case(run, &room, members, count, (ci_case)i, error);
    free(members);
    room_clear(&room);
    return status;
}
