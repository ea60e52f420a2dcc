#include "policy/place_run.h"

#include <stdlib.h>
#include <string.h>

#include "access/coverage.h"
#include "access/max_flow.h"
#include "base/error.h"
#include "policy/exact.h"
#include "policy/place_bounds.h"

/* More places than this in one facility are a mistake in the data. */
#define PLACES_MAX INT64_C(1000000000)

void ci_place_run_clear(ci_place_run *run)
{
    free(run->places_milli);
    free(run->least_places_milli);
    free(run->most_places_milli);
    free(run->place_doubts);
    free(run->placed_milli);
    free(run->is_settled);
    free(run->is_certain);
    free(run->firm_milli);
    free(run->sums);
    ci_catchment_run_clear(&run->catchment);
}

static bool allocate(ci_place_run *run)
{
    const ci_catchment_run *catchment = &run->catchment;
    size_t facilities = catchment->facility_count + 1;
    size_t people = catchment->count + 1;
    size_t units = circlet_city_unit_count(catchment->judgement->city) + 1;

    run->places_milli = calloc(facilities, sizeof(int64_t));
    run->least_places_milli = calloc(facilities, sizeof(int64_t));
    run->most_places_milli = calloc(facilities, sizeof(int64_t));
    run->place_doubts = calloc(facilities, sizeof(*run->place_doubts));
    run->placed_milli = calloc(people, sizeof(int64_t));
    run->is_settled = calloc(people, sizeof(*run->is_settled));
    run->is_certain = calloc(people, sizeof(*run->is_certain));
    run->firm_milli = calloc(people, sizeof(int64_t));
    run->sums = calloc(units, sizeof(*run->sums));
    return run->places_milli && run->least_places_milli &&
           run->most_places_milli && run->place_doubts && run->placed_milli &&
           run->is_settled && run->is_certain && run->firm_milli && run->sums;
}

/* ---- places ------------------------------------------------------------- */

static int64_t occupied_of(const circlet_facility_record *facility,
                           const char *service)
{
    for (size_t i = 0; i < facility->service_count; i++)
        if (strcmp(facility->services[i].service, service) == 0)
            return facility->services[i].occupied;
    return -1;
}

/* As assumed, all places are free of which nothing says that they are not,
 * and there are no more than is sure of which nothing says how many. */
static circlet_status count_places(ci_place_run *run, size_t j,
                                   const circlet_facility_record *facility,
                                   circlet_error *error)
{
    const ci_catchment_run *catchment = &run->catchment;
    const char *service = catchment->rule->as.places.service;
    const ci_facility_types *types = &catchment->judgement->types;
    bool is_known = ci_facility_places(facility, service, types) >= 0;
    int64_t places = ci_facility_places_low(facility, service, types);
    int64_t occupied = occupied_of(facility, service);
    int64_t free_places = occupied < 0        ? places
                          : occupied < places ? places - occupied
                                              : 0;

    if (places > PLACES_MAX)
        return ci_fail(error, CIRCLET_E_DATA,
                       "facility '%s' has an impossible number of places",
                       facility->id);
    if (!is_known)
        run->place_doubts[j] = CI_PLACES_UNKNOWN;
    else if (occupied < 0 && places > 0)
        run->place_doubts[j] = CI_OCCUPIED_UNKNOWN;
    run->places_milli[j] = free_places * 1000;
    run->most_places_milli[j] =
        is_known ? free_places * 1000 : CI_PLACES_UNLIMITED;
    run->least_places_milli[j] = occupied < 0 ? 0 : free_places * 1000;
    return CIRCLET_OK;
}

static circlet_status count_all_places(ci_place_run *run, circlet_error *error)
{
    const ci_catchment_run *catchment = &run->catchment;
    circlet_status status = CIRCLET_OK;

    for (size_t j = 0; !status && j < catchment->facility_count; j++)
        status = count_places(run, j,
                              circlet_city_facility(catchment->judgement->city,
                                                    catchment->facilities[j]),
                              error);
    return status;
}

/* ---- as assumed --------------------------------------------------------- */

static circlet_status assign(ci_place_run *run, ci_place_room *room,
                             circlet_error *error)
{
    const ci_places_problem problem = ci_place_room_problem(
        room, run->catchment.count, run, run->places_milli);

    ci_place_room_assume(room, run);
    return ci_assign_places(run->placed_milli, NULL, &problem, error);
}

/* ---- sums --------------------------------------------------------------- */

static void add_placed(ci_place_sums *sums, const ci_place_run *run,
                       size_t position)
{
    const ci_catchment_person *person = &run->catchment.people[position];
    int64_t weight = person->weight_milli;
    int64_t placed = run->placed_milli[position];
    bool is_sure = person->member == CI_MEMBER_YES;

    sums->placed_milli += placed;
    if (run->is_settled[position])
        sums->certain_milli += placed;
    else if (run->is_certain[position] && is_sure)
        sums->certain_milli += weight;
    else if (run->is_certain[position])
        sums->certain_maybe_milli += weight;
    if (person->focus != CI_MEMBER_NO &&
        run->catchment.focus != CI_NO_POSITION) {
        sums->focus_milli += weight;
        sums->focus_placed_milli += placed;
    }
}

static void add_doubts(ci_place_sums *sums, const ci_place_run *run,
                       size_t position)
{
    const ci_catchment_person *person = &run->catchment.people[position];
    const ci_od_row *best = &person->rows[CI_CASE_BEST];

    sums->doubts |= person->doubts | person->travel.doubts;
    sums->own_rows |= person->travel.rows;
    sums->is_at_edge = sums->is_at_edge || person->is_at_edge;
    sums->is_way_open =
        sums->is_way_open ||
        ((person->travel.modes & (person->travel.modes - 1)) == 0 &&
         ci_catchment_is_way_open(person));
    sums->is_exact = sums->is_exact && run->is_settled[position];
    for (size_t k = 0; k < best->count; k++)
        sums->place_doubts |= run->place_doubts[best->entries[k].destination];
}

static void add_person(ci_place_sums *sums, const ci_place_run *run,
                       size_t position)
{
    const ci_catchment_person *person = &run->catchment.people[position];
    int64_t weight = person->weight_milli;

    sums->all_milli += weight;
    if (person->member == CI_MEMBER_YES)
        sums->sure_milli += weight;
    if (person->is_modelled)
        sums->modelled_milli += weight;
    if (!person->circle)
        sums->homeless_milli += weight;
    else if (person->is_outside)
        sums->outside_milli += weight;
    if (!person->circle || person->is_outside)
        sums->blind_milli += weight;
    else if (person->rows[CI_CASE_NOMINAL].count == 0)
        sums->nowhere_milli += weight;
    add_placed(sums, run, position);
    add_doubts(sums, run, position);
}

static void add_up(ci_place_run *run)
{
    const ci_catchment_run *catchment = &run->catchment;
    size_t units = circlet_city_unit_count(catchment->judgement->city);

    for (size_t i = 0; i < units; i++)
        run->sums[i].is_exact = true;
    for (size_t i = 0; i < catchment->count; i++) {
        const ci_catchment_person *person = &catchment->people[i];

        if (person->unit != CIRCLET_NONE)
            add_person(&run->sums[person->unit], run, i);
        if (person->city != CIRCLET_NONE && person->city != person->unit)
            add_person(&run->sums[person->city], run, i);
    }
}

/* ---- the most that could be placed -------------------------------------- */

static circlet_status find_flow(ci_place_run *run,
                                const ci_catchment_member *members,
                                size_t count, ci_place_room *room,
                                circlet_error *error)
{
    const ci_places_problem problem =
        ci_place_room_problem(room, count, run, run->places_milli);
    ci_place_sums *sums = &run->sums[members[0].unit];

    if (sums->placed_milli == sums->all_milli) { /* no more can be */
        sums->flow_milli = sums->all_milli;
        return CIRCLET_OK;
    }
    for (size_t i = 0; i < count; i++) {
        const ci_catchment_person *person =
            &run->catchment.people[members[i].person];

        room->rows[i] = person->rows[CI_CASE_NOMINAL];
        room->weights_milli[i] = person->weight_milli;
    }
    return ci_max_flow(&sums->flow_milli, NULL, &problem, error);
}

static circlet_status find_flows(ci_place_run *run, ci_place_room *room,
                                 circlet_error *error)
{
    const ci_catchment_run *catchment = &run->catchment;
    ci_catchment_member *members = NULL;
    size_t count = 0, end;
    circlet_status status =
        ci_catchment_members(&members, &count, catchment, error);

    for (size_t i = 0; !status && i < count; i = end) {
        end = i + 1;
        while (end < count && members[end].unit == members[i].unit)
            end++;
        if (!ci_judgement_has(catchment->judgement, members[i].unit))
            continue;
        status = find_flow(run, members + i, end - i, room, error);
        if (!status)
            status =
                ci_place_bounds_unit(run, members + i, end - i, room, error);
    }
    free(members);
    return status;
}

circlet_status ci_place_run_measure(ci_place_run *run, circlet_error *error)
{
    ci_place_room room = {0};
    circlet_status status = ci_catchment_run_find(&run->catchment, error);

    if (!status && !allocate(run))
        status = ci_fail_nomem(error);
    if (!status)
        status = count_all_places(run, error);
    if (!status)
        status = ci_place_room_make(&room, run->catchment.count, error);
    if (!status)
        status = assign(run, &room, error);
    if (!status)
        status = ci_place_bounds_people(run, &room, error);
    if (!status) {
        add_up(run);
        status = find_flows(run, &room, error);
    }
    ci_place_room_clear(&room);
    return status;
}

/* ---- shares ------------------------------------------------------------- */

bool ci_place_share_meets(ci_place_share share, int64_t target_micro)
{
    return ci_compare_products(share.part_milli, CI_MILLION, share.all_milli,
                               target_micro) >= 0;
}

/* The others who are perhaps in the group are, and have no place. */
ci_place_share ci_place_share_low(const ci_place_sums *sums)
{
    return (ci_place_share){sums->certain_milli,
                            sums->all_milli - sums->certain_maybe_milli};
}

/* Those who are perhaps in the group are in it if they have a place. */
ci_place_share ci_place_share_high(const ci_place_sums *sums)
{
    return (ci_place_share){sums->most_milli, sums->sure_milli +
                                                  sums->most_milli -
                                                  sums->most_sure_milli};
}
