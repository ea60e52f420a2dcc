/*
 * Places compete across the whole city, so that more of them somewhere may
 * mean fewer for somebody, and a case at its best is no bound. Three thoughts
 * are.
 *
 * Who could get to the same facilities, straight or by way of others who
 * could, are one market. Where all is known of a market, its outcome is.
 *
 * Somebody surely has a place where all who could possibly come to a facility
 * that they surely get to find room there together.
 *
 * No more people of a unit have one than if they alone were served, as well
 * as can be. And nobody loses by it if somebody else goes away, or if there
 * are more places (Gale and Shapley 1962; Roth and Sotomayor 1990, theorem
 * 2.25): so no more of those of whom all is known have one than if only such
 * people were there, besides all of the others.
 */
#include "policy/place_bounds.h"

#include <stdlib.h>

#include "access/max_flow.h"
#include "base/error.h"

/* ---- room --------------------------------------------------------------- */

circlet_status ci_place_room_make(ci_place_room *room, size_t count,
                                  circlet_error *error)
{
    room->rows = malloc((count + 1) * sizeof(*room->rows));
    room->weights_milli = malloc((count + 1) * sizeof(*room->weights_milli));
    room->is_focus = calloc(count + 1, sizeof(*room->is_focus));
    return room->rows && room->weights_milli && room->is_focus
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}

void ci_place_room_clear(ci_place_room *room)
{
    free(room->rows);
    free(room->weights_milli);
    free(room->is_focus);
}

void ci_place_room_assume(ci_place_room *room, const ci_place_run *run)
{
    const ci_catchment_run *catchment = &run->catchment;

    for (size_t i = 0; i < catchment->count; i++) {
        const ci_catchment_person *person = &catchment->people[i];

        room->rows[i] = person->rows[CI_CASE_NOMINAL];
        room->weights_milli[i] = person->weight_milli;
        room->is_focus[i] = person->focus != CI_MEMBER_NO;
    }
}

ci_places_problem ci_place_room_problem(const ci_place_room *room,
                                        size_t count, const ci_place_run *run,
                                        const int64_t *places_milli)
{
    return (ci_places_problem){.rows = room->rows,
                               .weights_milli = room->weights_milli,
                               .is_focus = room->is_focus,
                               .row_count = count,
                               .places_milli = places_milli,
                               .facility_count =
                                   run->catchment.facility_count};
}

/* ---- markets ------------------------------------------------------------ */

/* Who lives where nothing is known could come to any facility. */
static bool could_come_anywhere(const ci_catchment_person *person)
{
    return (!person->circle || person->is_outside) && person->weight_milli > 0;
}

/* The facility that stands for a market. */
static uint32_t market_of(uint32_t *parents, uint32_t facility)
{
    while (parents[facility] != facility) {
        parents[facility] = parents[parents[facility]];
        facility = parents[facility];
    }
    return facility;
}

static void join_markets(uint32_t *parents, const ci_place_run *run)
{
    const ci_catchment_run *catchment = &run->catchment;

    for (uint32_t j = 0; j < catchment->facility_count; j++)
        parents[j] = j;
    for (size_t i = 0; i < catchment->count; i++) {
        const ci_od_row *row = &catchment->people[i].rows[CI_CASE_BEST];

        for (size_t k = 1; k < row->count; k++)
            parents[market_of(parents, row->entries[k].destination)] =
                market_of(parents, row->entries[0].destination);
    }
}

/* Marks the markets in which something is not known. */
static void mark_open(bool *is_open, uint32_t *parents,
                      const ci_place_run *run)
{
    const ci_catchment_run *catchment = &run->catchment;
    bool are_all = false;

    for (size_t i = 0; i < catchment->count; i++) {
        const ci_catchment_person *person = &catchment->people[i];
        const ci_od_row *row = &person->rows[CI_CASE_BEST];

        if (row->count > 0 && !ci_catchment_is_certain(person))
            is_open[market_of(parents, row->entries[0].destination)] = true;
        are_all = are_all || could_come_anywhere(person);
    }
    for (uint32_t j = 0; j < catchment->facility_count; j++)
        if (are_all || run->place_doubts[j])
            is_open[market_of(parents, j)] = true;
}

static circlet_status find_settled(ci_place_run *run, circlet_error *error)
{
    const ci_catchment_run *catchment = &run->catchment;
    size_t count = catchment->facility_count + 1;
    uint32_t *parents = malloc(count * sizeof(*parents));
    bool *is_open = calloc(count, sizeof(*is_open));
    circlet_status status = CIRCLET_OK;

    if (!parents || !is_open) {
        status = ci_fail_nomem(error);
    } else {
        join_markets(parents, run);
        mark_open(is_open, parents, run);
        run->is_exact = true;
        for (size_t i = 0; i < catchment->count; i++) {
            const ci_catchment_person *person = &catchment->people[i];
            const ci_od_row *row = &person->rows[CI_CASE_BEST];

            run->is_settled[i] =
                ci_catchment_is_certain(person) &&
                (row->count == 0 ||
                 !is_open[market_of(parents, row->entries[0].destination)]);
            run->is_exact = run->is_exact && run->is_settled[i];
        }
    }
    free(parents);
    free(is_open);
    return status;
}

/* ---- who surely has a place --------------------------------------------- */

/* Everybody who could possibly come to each facility. The sums fit: all
 * weights do. */
static void count_callers(int64_t *callers_milli, const ci_place_run *run)
{
    const ci_catchment_run *catchment = &run->catchment;
    int64_t anywhere_milli = 0;

    for (size_t i = 0; i < catchment->count; i++) {
        const ci_catchment_person *person = &catchment->people[i];
        const ci_od_row *row = &person->rows[CI_CASE_BEST];

        if (could_come_anywhere(person)) {
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
                callers_milli[facility] <= run->least_places_milli[facility];
        }
    }
    free(callers_milli);
    return CIRCLET_OK;
}

/* ---- those of whom all is known, by themselves -------------------------- */

static circlet_status assign_firm(ci_place_run *run, ci_place_room *room,
                                  circlet_error *error)
{
    const ci_catchment_run *catchment = &run->catchment;
    const ci_places_problem problem = ci_place_room_problem(
        room, catchment->count, run, run->most_places_milli);

    for (size_t i = 0; i < catchment->count; i++) {
        const ci_catchment_person *person = &catchment->people[i];

        room->rows[i] = person->rows[CI_CASE_NOMINAL];
        room->weights_milli[i] =
            ci_catchment_is_certain(person) ? person->weight_milli : 0;
        room->is_focus[i] = person->focus != CI_MEMBER_NO;
    }
    return ci_assign_places(run->firm_milli, NULL, &problem, error);
}

circlet_status ci_place_bounds_people(ci_place_run *run, ci_place_room *room,
                                      circlet_error *error)
{
    circlet_status status = find_settled(run, error);

    if (!status)
        status = find_certain(run, error);
    return status || run->is_exact ? status : assign_firm(run, room, error);
}

/* ---- one unit ----------------------------------------------------------- */

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* What all is known of a person comes to at most. Shares of places are
 * rounded to thousandths, which may gain somebody one for each facility. */
static int64_t firm_of(const ci_place_run *run, size_t position)
{
    const ci_catchment_person *person = &run->catchment.people[position];
    int64_t slack = (int64_t)person->rows[CI_CASE_NOMINAL].count;

    if (run->is_settled[position])
        return run->placed_milli[position];
    return ci_catchment_is_certain(person)
               ? smaller(person->weight_milli,
                         run->firm_milli[position] + slack)
               : 0;
}

/* Which of a unit's people are meant. */
typedef struct choice {
    bool sure_only; /* surely in the group */
    bool open_only; /* of whom something is not known */
} choice;

/* The most of the chosen that could be placed if they alone were served. Who
 * may get beyond the known streets may have a place there. */
static circlet_status find_most(int64_t *out, const ci_place_run *run,
                                const ci_catchment_member *members,
                                size_t count, choice which,
                                ci_place_room *room, circlet_error *error)
{
    ci_places_problem problem;
    int64_t beyond_milli = 0;
    size_t chosen = 0;
    circlet_status status;

    for (size_t i = 0; i < count; i++) {
        const ci_catchment_person *person =
            &run->catchment.people[members[i].person];

        if ((which.sure_only && person->member != CI_MEMBER_YES) ||
            (which.open_only && ci_catchment_is_certain(person)))
            continue;
        if (ci_catchment_is_blind(person)) {
            beyond_milli += person->weight_milli;
            continue;
        }
        room->rows[chosen] = person->rows[CI_CASE_BEST];
        room->weights_milli[chosen++] = person->weight_milli;
    }
    *out = 0;
    problem = ci_place_room_problem(room, chosen, run, run->most_places_milli);
    status = chosen > 0 ? ci_max_flow(out, NULL, &problem, error) : CIRCLET_OK;
    *out += beyond_milli;
    return status;
}

/* The most of the chosen, by both thoughts. */
static circlet_status bound(int64_t *out, const ci_place_run *run,
                            const ci_catchment_member *members, size_t count,
                            choice which, ci_place_room *room,
                            circlet_error *error)
{
    int64_t firm_milli = 0, open_milli;
    bool has_certain = false;
    circlet_status status =
        find_most(out, run, members, count, which, room, error);

    for (size_t i = 0; i < count; i++) {
        size_t position = members[i].person;

        has_certain = has_certain || ci_catchment_is_certain(
                                         &run->catchment.people[position]);
        firm_milli += firm_of(run, position);
    }
    if (status || !has_certain)
        return status;
    which.open_only = true;
    status = find_most(&open_milli, run, members, count, which, room, error);
    *out = smaller(*out, firm_milli + open_milli);
    return status;
}

circlet_status ci_place_bounds_unit(ci_place_run *run,
                                    const ci_catchment_member *members,
                                    size_t count, ci_place_room *room,
                                    circlet_error *error)
{
    ci_place_sums *sums = &run->sums[members[0].unit];
    int64_t maybe_milli = sums->all_milli - sums->sure_milli;
    circlet_status status;

    if (sums->is_exact) {
        sums->most_milli = sums->most_sure_milli = sums->placed_milli;
        return CIRCLET_OK;
    }
    status = bound(&sums->most_sure_milli, run, members, count,
                   (choice){true, false}, room, error);
    sums->most_milli = sums->most_sure_milli;
    if (!status && maybe_milli > 0)
        status = bound(&sums->most_milli, run, members, count,
                       (choice){false, false}, room, error);
    sums->most_milli =
        smaller(sums->most_milli, sums->most_sure_milli + maybe_milli);
    return status;
}
