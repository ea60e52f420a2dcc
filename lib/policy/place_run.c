/*
 * Places compete across the whole city, so that more of them somewhere may
 * mean fewer for somebody: the cases are no strict bounds. What is sure is
 * said by a simpler thought: where all who could possibly come to a facility
 * find room together, nobody who surely gets there is left without a place.
 */
#include "policy/place_run.h"

#include <stdlib.h>
#include <string.h>

#include "access/coverage.h"
#include "access/max_flow.h"
#include "base/error.h"
#include "policy/exact.h"

/* More places than this in one facility are a mistake in the data. */
#define PLACES_MAX INT64_C(1000000000)

void ci_place_run_clear(ci_place_run *run)
{
    for (size_t i = 0; i < CI_CASE_COUNT; i++) {
        free(run->places_milli[i]);
        free(run->placed_milli[i]);
    }
    free(run->place_doubts);
    free(run->is_certain);
    free(run->sums);
    ci_catchment_run_clear(&run->catchment);
}

static bool allocate(ci_place_run *run)
{
    const ci_catchment_run *catchment = &run->catchment;
    size_t facilities = catchment->facility_count + 1;
    size_t people = catchment->count + 1;
    size_t units = circlet_city_unit_count(catchment->judgement->city) + 1;
    bool has_all = true;

    for (size_t i = 0; i < CI_CASE_COUNT; i++) {
        run->places_milli[i] = calloc(facilities, sizeof(int64_t));
        run->placed_milli[i] = calloc(people, sizeof(int64_t));
        has_all = has_all && run->places_milli[i] && run->placed_milli[i];
    }
    run->place_doubts = calloc(facilities, sizeof(*run->place_doubts));
    run->is_certain = calloc(people, sizeof(*run->is_certain));
    run->sums = calloc(units, sizeof(*run->sums));
    return has_all && run->place_doubts && run->is_certain && run->sums;
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
 * and there are none of which nothing says how many. */
static circlet_status count_places(ci_place_run *run, size_t j,
                                   const circlet_facility_record *facility,
                                   circlet_error *error)
{
    const ci_catchment_run *catchment = &run->catchment;
    const char *service = catchment->rule->as.places.service;
    int64_t places =
        ci_facility_places(facility, service, &catchment->judgement->types);
    int64_t occupied = occupied_of(facility, service);
    int64_t free_places = occupied < 0        ? places
                          : occupied < places ? places - occupied
                                              : 0;

    if (places < 0) {
        run->place_doubts[j] = CI_PLACES_UNKNOWN;
        run->places_milli[CI_CASE_BEST][j] = CI_PLACES_UNLIMITED;
        return CIRCLET_OK;
    }
    if (places > PLACES_MAX)
        return ci_fail(error, CIRCLET_E_DATA,
                       "facility '%s' has an impossible number of places",
                       facility->id);
    if (occupied < 0 && places > 0)
        run->place_doubts[j] = CI_OCCUPIED_UNKNOWN;
    run->places_milli[CI_CASE_NOMINAL][j] = free_places * 1000;
    run->places_milli[CI_CASE_BEST][j] = free_places * 1000;
    run->places_milli[CI_CASE_WORST][j] =
        occupied < 0 ? 0 : free_places * 1000;
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

/* ---- the cases ---------------------------------------------------------- */

/* Room for the arrays of a problem. */
typedef struct problem_room {
    ci_od_row *rows;
    int64_t *weights_milli;
    bool *is_focus;
} problem_room;

static circlet_status room_make(problem_room *room, size_t count,
                                circlet_error *error)
{
    room->rows = malloc((count + 1) * sizeof(*room->rows));
    room->weights_milli = malloc((count + 1) * sizeof(*room->weights_milli));
    room->is_focus = calloc(count + 1, sizeof(*room->is_focus));
    return room->rows && room->weights_milli && room->is_focus
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}

static void room_clear(problem_room *room)
{
    free(room->rows);
    free(room->weights_milli);
    free(room->is_focus);
}

static ci_places_problem problem_of(const problem_room *room, size_t count,
                                    const ci_place_run *run, ci_case which)
{
    return (ci_places_problem){.rows = room->rows,
                               .weights_milli = room->weights_milli,
                               .is_focus = room->is_focus,
                               .row_count = count,
                               .places_milli = run->places_milli[which],
                               .facility_count =
                                   run->catchment.facility_count};
}

/* Who is perhaps not in the group asks for no place in the best case; who is
 * perhaps in the focus group is served first but in the worst. */
static circlet_status assign(ci_place_run *run, ci_case which,
                             problem_room *room, circlet_error *error)
{
    const ci_catchment_run *catchment = &run->catchment;
    ci_places_problem problem = problem_of(room, catchment->count, run, which);

    for (size_t i = 0; i < catchment->count; i++) {
        const ci_catchment_person *person = &catchment->people[i];
        bool is_left_out =
            which == CI_CASE_BEST && person->member != CI_MEMBER_YES;

        room->rows[i] = person->rows[which];
        room->weights_milli[i] = is_left_out ? 0 : person->weight_milli;
        room->is_focus[i] = which == CI_CASE_WORST
                                ? person->focus == CI_MEMBER_YES
                                : person->focus != CI_MEMBER_NO;
    }
    return ci_assign_places(run->placed_milli[which], NULL, &problem, error);
}

/* ---- what is sure ------------------------------------------------------- */

/* Everybody who could possibly come to each facility; who lives where
 * nothing is known could come to any. The sums fit: all weights do. */
static void count_callers(int64_t *callers_milli, const ci_place_run *run)
{
    const ci_catchment_run *catchment = &run->catchment;
    int64_t anywhere_milli = 0;

    for (size_t i = 0; i < catchment->count; i++) {
        const ci_catchment_person *person = &catchment->people[i];
        const ci_od_row *row = &person->rows[CI_CASE_BEST];

        if (!person->circle || person->is_outside) {
            anywhere_milli += person->weight_milli;
            continue;
        }
        for (size_t k = 0; k < row->count; k++)
            callers_milli[row->entries[k].destination] += person->weight_milli;
    }
    for (size_t j = 0; j < catchment->facility_count; j++)
        callers_milli[j] += anywhere_milli;
}

static circlet_status find_certain(ci_place_run *run, circlet_error *error)
{
    const ci_catchment_run *catchment = &run->catchment;
    const int64_t *places_milli = run->places_milli[CI_CASE_WORST];
    int64_t *callers_milli =
        calloc(catchment->facility_count + 1, sizeof(*callers_milli));

    if (!callers_milli)
        return ci_fail_nomem(error);
    count_callers(callers_milli, run);
    for (size_t i = 0; i < catchment->count; i++) {
        const ci_od_row *row = &catchment->people[i].rows[CI_CASE_WORST];

        for (size_t k = 0; k < row->count && !run->is_certain[i]; k++) {
            uint32_t facility = row->entries[k].destination;

            run->is_certain[i] =
                callers_milli[facility] <= places_milli[facility];
        }
    }
    free(callers_milli);
    return CIRCLET_OK;
}

/* ---- sums --------------------------------------------------------------- */

static void add_cases(ci_place_sums *sums, const ci_place_run *run,
                      size_t position)
{
    const ci_catchment_person *person = &run->catchment.people[position];
    int64_t weight = person->weight_milli;
    bool is_sure = person->member == CI_MEMBER_YES;

    sums->placed_milli += run->placed_milli[CI_CASE_NOMINAL][position];
    sums->worst_milli += run->placed_milli[CI_CASE_WORST][position];
    if (is_sure)
        sums->best_milli += ci_catchment_is_blind(person)
                                ? weight
                                : run->placed_milli[CI_CASE_BEST][position];
    if (run->is_certain[position] && is_sure)
        sums->certain_milli += weight;
    if (run->is_certain[position] && !is_sure)
        sums->certain_maybe_milli += weight;
    if (person->focus != CI_MEMBER_NO &&
        run->catchment.focus != CI_NO_POSITION) {
        sums->focus_milli += weight;
        sums->focus_placed_milli +=
            run->placed_milli[CI_CASE_NOMINAL][position];
    }
}

static void add_person(ci_place_sums *sums, const ci_place_run *run,
                       size_t position)
{
    const ci_catchment_person *person = &run->catchment.people[position];
    const ci_od_row *best = &person->rows[CI_CASE_BEST];
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
    add_cases(sums, run, position);
    sums->doubts |= person->doubts | person->travel.doubts;
    sums->own_rows |= person->travel.rows;
    sums->is_at_edge = sums->is_at_edge || person->is_at_edge;
    for (size_t k = 0; k < best->count; k++)
        sums->place_doubts |= run->place_doubts[best->entries[k].destination];
}

static void add_up(ci_place_run *run)
{
    const ci_catchment_run *catchment = &run->catchment;

    run->is_exact = true;
    for (size_t i = 0; i < catchment->count; i++) {
        const ci_catchment_person *person = &catchment->people[i];
        const ci_od_row *best = &person->rows[CI_CASE_BEST];

        if (person->unit != CIRCLET_NONE)
            add_person(&run->sums[person->unit], run, i);
        if (person->city != CIRCLET_NONE && person->city != person->unit)
            add_person(&run->sums[person->city], run, i);
        if (!ci_catchment_is_certain(person))
            run->is_exact = false;
        for (size_t k = 0; k < best->count; k++)
            if (run->place_doubts[best->entries[k].destination])
                run->is_exact = false;
    }
}

/* ---- the most that could be placed -------------------------------------- */

static circlet_status find_flow(ci_place_run *run,
                                const ci_catchment_member *members,
                                size_t count, problem_room *room,
                                circlet_error *error)
{
    ci_places_problem problem = problem_of(room, count, run, CI_CASE_NOMINAL);
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

static circlet_status find_flows(ci_place_run *run, problem_room *room,
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
        if (ci_judgement_has(catchment->judgement, members[i].unit))
            status = find_flow(run, members + i, end - i, room, error);
    }
    free(members);
    return status;
}

circlet_status ci_place_run_measure(ci_place_run *run, circlet_error *error)
{
    problem_room room = {0};
    circlet_status status = ci_catchment_run_find(&run->catchment, error);

    if (!status && !allocate(run))
        status = ci_fail_nomem(error);
    if (!status)
        status = count_all_places(run, error);
    if (!status)
        status = room_make(&room, run->catchment.count, error);
    for (int i = 0; !status && i < CI_CASE_COUNT; i++)
        status = assign(run, (ci_case)i, &room, error);
    if (!status)
        status = find_certain(run, error);
    if (!status) {
        add_up(run);
        status = find_flows(run, &room, error);
    }
    room_clear(&room);
    return status;
}

/* ---- shares ------------------------------------------------------------- */

bool ci_place_share_meets(ci_place_share share, int64_t target_micro)
{
    return ci_compare_products(share.part_milli, CI_MILLION, share.all_milli,
                               target_micro) >= 0;
}

static bool is_less(ci_place_share a, ci_place_share b)
{
    return ci_compare_products(a.part_milli, b.all_milli, b.part_milli,
                               a.all_milli) < 0;
}

static ci_place_share outermost(const ci_place_sums *sums, bool is_low)
{
    const ci_place_share shares[CI_CASE_COUNT] = {
        {sums->placed_milli, sums->all_milli},
        {sums->worst_milli, sums->all_milli},
        {sums->best_milli, sums->sure_milli}};
    ci_place_share out = shares[0];

    for (size_t i = 1; i < CI_CASE_COUNT; i++)
        if (shares[i].all_milli > 0 &&
            (is_low ? is_less(shares[i], out) : is_less(out, shares[i])))
            out = shares[i];
    return out;
}

ci_place_share ci_place_share_low(const ci_place_sums *sums)
{
    return outermost(sums, true);
}

ci_place_share ci_place_share_high(const ci_place_sums *sums)
{
    return outermost(sums, false);
}

ci_place_share ci_place_share_certain(const ci_place_sums *sums)
{
    return (ci_place_share){sums->certain_milli,
                            sums->all_milli - sums->certain_maybe_milli};
}
