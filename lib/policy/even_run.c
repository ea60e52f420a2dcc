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
#include "policy/circle.h"
#include "policy/even_bounds.h"

#define PERSON_MILLI 1000

void ci_even_run_clear(ci_even_run *run)
{
    free(run->supply);
    free(run->supply_low);
    free(run->units);
    ci_catchment_run_clear(&run->catchment);
}

static bool allocate(ci_even_run *run)
{
    size_t facilities = run->catchment.facility_count + 1;
    size_t units = circlet_city_unit_count(run->catchment.judgement->city) + 1;

    run->supply = calloc(facilities, sizeof(*run->supply));
    run->supply_low = calloc(facilities, sizeof(*run->supply_low));
    run->units = calloc(units, sizeof(*run->units));
    return run->supply && run->supply_low && run->units;
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

/* Whether some facility is perhaps one of these, for want of knowing what it
 * offers. */
static bool find_unknown_offer(ci_even_run *run)
{
    const ci_judgement *judgement = run->catchment.judgement;
    bool is_one = false;

    for (size_t i = 0; i < circlet_city_facility_count(judgement->city); i++) {
        const circlet_facility_record *facility =
            circlet_city_facility(judgement->city, (circlet_facility)i);
        ci_doubts doubts = 0;

        if (!ci_facility_is_open_on(facility, judgement->day) ||
            ci_selection_holds(&run->catchment.rule->facility, facility,
                               &judgement->types, &doubts) != CI_MEMBER_MAYBE)
            continue;
        run->doubts |= doubts;
        is_one = true;
    }
    return is_one;
}

/* What there surely is, though it is not known how much. */
static int64_t supply_low_of(const ci_even_run *run, size_t j)
{
    const ci_catchment_run *catchment = &run->catchment;
    const ci_evenness *evenness = &catchment->rule->as.evenness;
    const circlet_facility_record *facility = circlet_city_facility(
        catchment->judgement->city, catchment->facilities[j]);
    const ci_facility_types *types = &catchment->judgement->types;
    int64_t beds = ci_facility_beds_low(facility, evenness->service, types);
    int64_t places =
        ci_facility_places_low(facility, evenness->service, types);

    if (evenness->is_either)
        return places > beds ? places : beds;
    return evenness->amount == CI_AMOUNT_BEDS ? beds : places;
}

static void count_supply(ci_even_run *run)
{
    for (size_t j = 0; j < run->catchment.facility_count; j++) {
        run->supply[j] = supply_of(run, j);
        run->supply_low[j] =
            run->supply[j] < 0 ? supply_low_of(run, j) : run->supply[j];
    }
    run->has_unknown_offer = find_unknown_offer(run);
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

bool ci_even_is_compared(const ci_even_run *run, circlet_unit unit)
{
    const ci_catchment_run *catchment = &run->catchment;

    return circlet_city_unit(catchment->judgement->city, unit)->level ==
           catchment->rule->level;
}

bool ci_even_goes_anywhere(const ci_even_run *run,
                           const ci_catchment_person *person)
{
    return !person->circle || person->is_outside ||
           is_beside_edge(run, person);
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
        if (run->supply[best->entries[k].destination] < 0)
            run->has_unknown_supply = true;
}

/* Who may get anywhere gets there, too. */
static bool has_unknown_anywhere(const ci_even_run *run)
{
    for (size_t j = 0; j < run->catchment.facility_count; j++)
        if (run->supply[j] < 0)
            return run->has_outside || run->has_homeless || run->has_edge;
    return false;
}

/* Of a row of several each may be one alone, and so may the part of a person
 * that a row stands for beyond whole ones. */
static int64_t least_of_row(int64_t weight_milli)
{
    int64_t part = weight_milli % PERSON_MILLI;

    return part > 0 ? part : PERSON_MILLI;
}

static void add_to_unit(ci_even_unit *unit, const ci_catchment_person *person)
{
    unit->all_milli += person->weight_milli;
    if (person->member == CI_MEMBER_YES)
        unit->sure_milli += person->weight_milli;
    else
        unit->perhaps_milli = ci_even_least_of(
            unit->perhaps_milli, least_of_row(person->weight_milli));
    if (person->is_modelled)
        unit->modelled_milli += person->weight_milli;
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
            add_to_unit(&run->units[units[k]], person);
        }
        if (person->unit != CIRCLET_NONE && person->member == CI_MEMBER_YES)
            run->sure_milli += person->weight_milli;
        describe_doubts(run, person);
    }
    run->has_unknown_supply =
        run->has_unknown_supply || has_unknown_anywhere(run);
    run->is_exact =
        run->is_exact && !run->has_unknown_supply && !run->has_unknown_offer;
}

/* ---- the two steps ------------------------------------------------------ */

typedef struct even_room {
    ci_od_row *rows;
    int64_t *weights_milli;
    int64_t *demand; /* of each facility */
    double *supply, *ratios; /* of each facility */
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
    room->supply = malloc(facilities * sizeof(*room->supply));
    room->ratios = malloc(facilities * sizeof(*room->ratios));
    room->values = malloc(units * sizeof(*room->values));
    room->weights = malloc(units * sizeof(*room->weights));
    return room->rows && room->weights_milli && room->demand && room->supply &&
                   room->ratios && room->values && room->weights
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}

static void room_clear(even_room *room)
{
    free(room->rows);
    free(room->weights_milli);
    free(room->demand);
    free(room->supply);
    free(room->ratios);
    free(room->values);
    free(room->weights);
}

/* Puts somebody into the problem that the room holds. Who lives where nothing
 * is known does not count. */
static void put(even_room *room, size_t position,
                const ci_catchment_person *person)
{
    room->rows[position] = person->rows[CI_CASE_NOMINAL];
    room->weights_milli[position] =
        person->circle && !person->is_outside ? person->weight_milli : 0;
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
                                   size_t count, circlet_error *error)
{
    double sum = 0;
    circlet_status status;

    for (size_t i = 0; i < count; i++) {
        put(room, i, &run->catchment.people[members[i].person]);
        out->counted_milli += room->weights_milli[i];
    }
    status = sum_demand(room, run, count, error);
    if (status)
        return status;
    for (size_t j = 0; j < run->catchment.facility_count; j++)
        sum += room->ratios[j] * (double)room->demand[j];
    out->ratio = out->counted_milli > 0
                     ? sum / CI_DECAY_ONE / (double)out->counted_milli
                     : (double)NAN;
    return CIRCLET_OK;
}

static circlet_status measure_units(ci_even_run *run, even_room *room,
                                    const ci_catchment_member *members,
                                    size_t count, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;
    size_t end;

    for (size_t i = 0; !status && i < count; i = end) {
        end = i + ci_catchment_unit_size(members + i, count - i);
        if (ci_even_is_compared(run, members[i].unit))
            status = measure_unit(&run->units[members[i].unit], room, run,
                                  members + i, end - i, error);
    }
    return status;
}

static circlet_status compare_units(ci_even_run *run, even_room *room,
                                    circlet_error *error)
{
    const circlet_city *city = run->catchment.judgement->city;
    double sum = 0, people = 0;
    size_t count = 0;

    for (size_t i = 0; i < circlet_city_unit_count(city); i++) {
        const ci_even_unit *unit = &run->units[i];

        if (!ci_even_is_compared(run, (circlet_unit)i) ||
            unit->counted_milli == 0)
            continue;
        room->values[count] = unit->ratio;
        room->weights[count] = (double)unit->counted_milli / 1000;
        sum += room->values[count] * room->weights[count];
        people += room->weights[count++];
    }
    run->mean = people > 0 ? sum / people : (double)NAN;
    return ci_gini(&run->gini, room->values, room->weights, count, error);
}

/* As assumed: a facility whose supply is not known has what is sure of it. */
static circlet_status measure_as_assumed(ci_even_run *run, even_room *room,
                                         const ci_catchment_member *members,
                                         size_t count, circlet_error *error)
{
    const ci_catchment_run *catchment = &run->catchment;
    circlet_status status;

    for (size_t i = 0; i < catchment->count; i++)
        put(room, i, &catchment->people[i]);
    for (size_t j = 0; j < catchment->facility_count; j++)
        room->supply[j] = (double)run->supply_low[j];
    status = sum_demand(room, run, catchment->count, error);
    if (status)
        return status;
    ci_catchment_ratios(room->ratios, room->supply, room->demand,
                        catchment->facility_count);
    status = measure_units(run, room, members, count, error);
    return status ? status : compare_units(run, room, error);
}

static circlet_status measure(ci_even_run *run,
                              const ci_catchment_member *members, size_t count,
                              circlet_error *error)
{
    even_room room = {0};
    circlet_status status = room_make(&room, run, error);

    if (!status)
        status = measure_as_assumed(run, &room, members, count, error);
    room_clear(&room);
    return status ? status : ci_even_bounds_find(run, members, count, error);
}

circlet_status ci_even_run_measure(ci_even_run *run, circlet_error *error)
{
    ci_catchment_member *members = NULL;
    size_t count = 0;
    circlet_status status = ci_catchment_run_find(&run->catchment, error);

    if (!status && !allocate(run))
        status = ci_fail_nomem(error);
    if (!status)
        status =
            ci_catchment_members(&members, &count, &run->catchment, error);
    if (!status) {
        count_supply(run);
        describe_people(run);
        status = measure(run, members, count, error);
    }
    free(members);
    return status;
}
