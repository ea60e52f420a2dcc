/*
 * More places somewhere touch those who asked for places there; what these
 * had elsewhere becomes free, which touches those who asked for that. Who had
 * all they need before they would have asked is not touched, and nor is what
 * nobody touched has places in. The rest is given away anew.
 */
#include "policy/place_market.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

static size_t facilities_of(const ci_place_run *run)
{
    return run->catchment.facility_count;
}

void ci_place_market_clear(ci_place_market *market)
{
    ci_place_log_clear(&market->log);
    ci_place_room_clear(&market->room);
    free(market->first_grant);
    free(market->first_asker);
    free(market->askers);
    free(market->local);
    free(market->facilities);
    free(market->people);
    free(market->is_touched);
    free(market->places_milli);
    free(market->placed_milli);
}

/* ---- who asked, and who got --------------------------------------------- */

static int compare_grants(const void *left, const void *right)
{
    const ci_place_grant *a = left, *b = right;

    if (a->class != b->class)
        return a->class < b->class ? -1 : 1;
    return a->facility < b->facility ? -1 : a->facility > b->facility;
}

static circlet_status sort_grants(ci_place_market *market,
                                  circlet_error *error)
{
    ci_place_log *log = &market->log;
    size_t next = 0;

    market->first_grant =
        calloc(log->class_count + 2, sizeof(*market->first_grant));
    if (!market->first_grant)
        return ci_fail_nomem(error);
    if (log->grant_count > 1)
        qsort(log->grants, log->grant_count, sizeof(*log->grants),
              compare_grants);
    for (size_t class = 0; class <= log->class_count; class ++) {
        while (next < log->grant_count && log->grants[next].class < class)
            next++;
        market->first_grant[class] = next;
    }
    return CIRCLET_OK;
}

/* How many entries of their row a person asked at. */
static size_t asked_count(const ci_place_market *market, size_t person)
{
    const ci_place_log *log = &market->log;
    const ci_od_row *row =
        &market->run->catchment.people[person].rows[CI_CASE_NOMINAL];
    uint32_t end_ms = log->ends_ms[log->class_of[person]];
    size_t count = 0;

    while (count < row->count && row->entries[count].time_ms <= end_ms)
        count++;
    return count;
}

static const circlet_od_entry *entries_of(const ci_place_market *market,
                                          size_t person)
{
    return market->run->catchment.people[person].rows[CI_CASE_NOMINAL].entries;
}

static circlet_status list_askers(ci_place_market *market,
                                  circlet_error *error)
{
    size_t people = market->run->catchment.count;
    size_t count = facilities_of(market->run), all = 0;
    size_t *first = calloc(count + 2, sizeof(*first));

    market->first_asker = first;
    if (!first)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < people; i++)
        for (size_t k = asked_count(market, i); k-- > 0; all++)
            first[entries_of(market, i)[k].destination + 1]++;
    for (size_t j = 0; j < count; j++)
        first[j + 1] += first[j];
    market->askers = calloc(all + 1, sizeof(*market->askers));
    if (!market->askers)
        return ci_fail_nomem(error);
    for (size_t i = people; i-- > 0;)
        for (size_t k = asked_count(market, i); k-- > 0;)
            market->askers[--first[entries_of(market, i)[k].destination + 1]] =
                (uint32_t)i;
    /* Each beginning stands one too far now. */
    memmove(first, first + 1, count * sizeof(*first));
    first[count] = all;
    return CIRCLET_OK;
}

static bool allocate(ci_place_market *market)
{
    size_t facilities = facilities_of(market->run) + 2;
    size_t people = market->run->catchment.count + 1;

    market->local = calloc(facilities, sizeof(*market->local));
    market->facilities = calloc(facilities, sizeof(*market->facilities));
    market->places_milli = calloc(facilities, sizeof(int64_t));
    market->people = calloc(people, sizeof(*market->people));
    market->is_touched = calloc(people, sizeof(*market->is_touched));
    market->placed_milli = calloc(people, sizeof(int64_t));
    return market->local && market->facilities && market->places_milli &&
           market->people && market->is_touched && market->placed_milli;
}

circlet_status ci_place_market_make(ci_place_market *market,
                                    const ci_place_run *run,
                                    circlet_error *error)
{
    ci_places_problem problem;
    circlet_status status;

    *market = (ci_place_market){.run = run};
    if (!allocate(market))
        return ci_fail_nomem(error);
    status = ci_place_room_make(&market->room, run->catchment.count, error);
    if (status)
        return status;
    problem = ci_place_room_problem(&market->room, run->catchment.count, run,
                                    run->places_milli);
    ci_place_room_assume(&market->room, run);
    status = ci_assign_places_logged(market->placed_milli, &market->log,
                                     &problem, error);
    if (!status)
        status = sort_grants(market, error);
    return status ? status : list_askers(market, error);
}

/* ---- what a spot touches ------------------------------------------------ */

static void touch_facility(ci_place_market *market, uint32_t facility)
{
    if (market->local[facility] > 0)
        return;
    market->facilities[market->facility_count++] = facility;
    market->local[facility] = (uint32_t)market->facility_count;
}

static void touch_person(ci_place_market *market, uint32_t person)
{
    uint32_t class = market->log.class_of[person];

    if (market->is_touched[person])
        return;
    market->is_touched[person] = true;
    market->people[market->count++] = person;
    for (size_t g = market->first_grant[class];
         g < market->first_grant[class + 1]; g++)
        touch_facility(market, market->log.grants[g].facility);
}

static void touch_askers(ci_place_market *market, uint32_t facility)
{
    if (facility == facilities_of(market->run))
        return;
    for (size_t i = market->first_asker[facility];
         i < market->first_asker[facility + 1]; i++)
        touch_person(market, market->askers[i]);
}

static void touch_callers(ci_place_market *market, const ci_place_spot *spot)
{
    const ci_place_log *log = &market->log;

    for (size_t i = 0; i < spot->caller_count; i++) {
        const ci_place_caller *caller = &spot->callers[i];

        if (log->ends_ms[log->class_of[caller->person]] >= caller->time_ms)
            touch_person(market, caller->person);
    }
}

static void forget(ci_place_market *market)
{
    for (size_t i = 0; i < market->count; i++)
        market->is_touched[market->people[i]] = false;
    for (size_t i = 0; i < market->facility_count; i++)
        market->local[market->facilities[i]] = 0;
    market->count = market->facility_count = 0;
}

static int compare_numbers(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;

    return a < b ? -1 : a > b;
}

/* People stand in the order of the run, as they do when all are served, and
 * so do facilities: of those as near the first is taken. */
static void sort_touched(ci_place_market *market)
{
    if (market->count > 1)
        qsort(market->people, market->count, sizeof(*market->people),
              compare_numbers);
    if (market->facility_count > 1)
        qsort(market->facilities, market->facility_count,
              sizeof(*market->facilities), compare_numbers);
    for (size_t i = 0; i < market->facility_count; i++)
        market->local[market->facilities[i]] = (uint32_t)(i + 1);
}

static void touch(ci_place_market *market, const ci_place_spot *spot)
{
    forget(market);
    touch_facility(market, spot->facility);
    touch_callers(market, spot);
    for (size_t i = 0; i < market->facility_count; i++)
        touch_askers(market, market->facilities[i]);
    sort_touched(market);
}

/* ---- giving it away anew ------------------------------------------------ */

/* Puts the new place into a row, behind what is as near. */
static bool add_entry(ci_od_row *row, ci_arena *arena, uint32_t place,
                      uint32_t time_ms)
{
    circlet_od_entry *entries =
        ci_arena_take(arena, (row->count + 1) * sizeof(*entries));
    size_t at = 0;

    if (!entries)
        return false;
    while (at < row->count && row->entries[at].time_ms <= time_ms)
        at++;
    if (at > 0)
        memcpy(entries, row->entries, at * sizeof(*entries));
    entries[at] = (circlet_od_entry){place, time_ms};
    if (at < row->count)
        memcpy(entries + at + 1, row->entries + at,
               (row->count - at) * sizeof(*entries));
    *row = (ci_od_row){entries, row->count + 1};
    return true;
}

static const ci_place_caller *find_caller(const ci_place_spot *spot,
                                          uint32_t person)
{
    size_t low = 0, high = spot->caller_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (spot->callers[middle].person < person)
            low = middle + 1;
        else
            high = middle;
    }
    return low < spot->caller_count && spot->callers[low].person == person
               ? &spot->callers[low]
               : NULL;
}

static circlet_status put_people(ci_place_market *market, ci_arena *arena,
                                 const ci_place_spot *spot,
                                 circlet_error *error)
{
    ci_place_room *room = &market->room;

    for (size_t i = 0; i < market->count; i++) {
        const ci_catchment_person *person =
            &market->run->catchment.people[market->people[i]];
        const ci_place_caller *caller = find_caller(spot, market->people[i]);

        room->rows[i] = person->rows[CI_CASE_NOMINAL];
        room->weights_milli[i] = person->weight_milli;
        room->is_focus[i] = person->focus != CI_MEMBER_NO;
        if (caller &&
            !add_entry(&room->rows[i], arena, spot->facility, caller->time_ms))
            return ci_fail_nomem(error);
    }
    return CIRCLET_OK;
}

/* How many more of the unit have a place with so many more at the spot. */
static circlet_status gain(int64_t *out, ci_place_market *market,
                           const ci_place_spot *spot, int64_t places,
                           circlet_unit unit, circlet_error *error)
{
    const ci_place_run *run = market->run;
    const ci_places_problem problem = {
        .rows = market->room.rows,
        .weights_milli = market->room.weights_milli,
        .is_focus = market->room.is_focus,
        .row_count = market->count,
        .facility_of = market->local,
        .places_milli = market->places_milli,
        .facility_count = market->facility_count + 1};
    circlet_status status;

    market->places_milli[0] = 0;
    for (size_t i = 0; i < market->facility_count; i++) {
        uint32_t facility = market->facilities[i];

        market->places_milli[i + 1] =
            facility < facilities_of(run) ? run->places_milli[facility] : 0;
        if (facility == spot->facility)
            market->places_milli[i + 1] += places * 1000;
    }
    status = ci_assign_places(market->placed_milli, NULL, &problem, error);
    *out = 0;
    for (size_t i = 0; !status && i < market->count; i++) {
        uint32_t person = market->people[i];

        if (run->catchment.people[person].unit == unit)
            *out += market->placed_milli[i] - run->placed_milli[person];
    }
    return status;
}

/* As many as all who are touched could want. */
static int64_t most_places(const ci_place_market *market)
{
    int64_t sum_milli = 0;

    for (size_t i = 0; i < market->count; i++)
        sum_milli += market->room.weights_milli[i];
    return sum_milli / 1000 + 1;
}

/* `most` is enough, less than `low` is not. */
static circlet_status search(int64_t *out, ci_place_market *market,
                             const ci_place_spot *spot, circlet_unit unit,
                             int64_t wanted_milli, int64_t low, int64_t most,
                             circlet_error *error)
{
    int64_t high = low, step = 1, gained_milli = 0;
    circlet_status status = CIRCLET_OK;

    while (!status && high < most) {
        status = gain(&gained_milli, market, spot, high, unit, error);
        if (status || gained_milli >= wanted_milli)
            break;
        low = high + 1;
        high += step;
        step *= 2;
    }
    if (high > most)
        high = most;
    while (!status && low < high) {
        int64_t middle = low + (high - low) / 2;

        status = gain(&gained_milli, market, spot, middle, unit, error);
        if (gained_milli >= wanted_milli)
            high = middle;
        else
            low = middle + 1;
    }
    *out = high;
    return status;
}

circlet_status ci_place_market_least(int64_t *places, int64_t *gained_milli,
                                     ci_place_market *market,
                                     const ci_place_spot *spot,
                                     circlet_unit unit, int64_t wanted_milli,
                                     circlet_error *error)
{
    ci_arena arena = {0};
    int64_t attained_milli = 0, most;
    circlet_status status;

    *places = *gained_milli = 0;
    touch(market, spot);
    status = put_people(market, &arena, spot, error);
    most = most_places(market);
    if (!status)
        status = gain(&attained_milli, market, spot, most, unit, error);
    if (!status && attained_milli > 0) {
        if (wanted_milli > attained_milli)
            wanted_milli = attained_milli;
        *gained_milli = wanted_milli;
        status = search(places, market, spot, unit, wanted_milli,
                        (wanted_milli + 999) / 1000, most, error);
    }
    ci_arena_free(&arena);
    return status;
}
