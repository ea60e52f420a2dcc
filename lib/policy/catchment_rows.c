/*
 * One query for each circle, mode and bound, for the whole city at once.
 * Rows are kept as the source gave them where it can be so; those of people
 * who go by one of several modes are joined: at worst they get to what all
 * modes reach, after the longest time, at best to what any of them does.
 */
#include "policy/catchment_rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "policy/traveller.h"
#include "reach/od_matrix.h"

typedef struct asker {
    ci_catchment_run *run;
    circlet_point *entrances;
    size_t entrance_count;
    uint32_t *facility_of; /* of each entrance; NULL: one of each */
    size_t *chosen; /* positions of people */
    circlet_point *origins;
    size_t count;
    uint32_t *times_ms; /* of each facility, or to the edge */
    size_t *marks; /* of each facility: the row that was there last */
    size_t mark;
} asker;

static void asker_clear(asker *a)
{
    free(a->entrances);
    free(a->facility_of);
    free(a->chosen);
    free(a->origins);
    free(a->times_ms);
    free(a->marks);
}

/* ---- set up ------------------------------------------------------------- */

static circlet_status find_entrances(asker *a, circlet_error *error)
{
    const ci_catchment_run *run = a->run;
    const circlet_city *city = run->judgement->city;
    size_t next = 0;
    circlet_status status =
        ci_entrances_find(&a->entrances, &a->entrance_count, city,
                          run->facilities, run->facility_count, error);

    if (status || a->entrance_count == run->facility_count)
        return status;
    a->facility_of = malloc(a->entrance_count * sizeof(*a->facility_of));
    if (!a->facility_of)
        return ci_fail_nomem(error);
    for (size_t j = 0; j < run->facility_count; j++) {
        size_t own =
            circlet_city_facility(city, run->facilities[j])->access_count;

        for (size_t k = 0; k < (own > 0 ? own : 1); k++)
            a->facility_of[next++] = (uint32_t)j;
    }
    return CIRCLET_OK;
}

static circlet_status asker_start(asker *a, circlet_error *error)
{
    const ci_catchment_run *run = a->run;
    size_t most =
        run->count > run->facility_count ? run->count : run->facility_count;

    a->chosen = malloc((run->count + 1) * sizeof(*a->chosen));
    a->origins = malloc((run->count + 1) * sizeof(*a->origins));
    a->times_ms = malloc((most + 1) * sizeof(*a->times_ms));
    a->marks = calloc(run->facility_count + 1, sizeof(*a->marks));
    if (!a->chosen || !a->origins || !a->times_ms || !a->marks)
        return ci_fail_nomem(error);
    return find_entrances(a, error);
}

/* ---- rows --------------------------------------------------------------- */

/* Whether a facility is new to the row that is being made. */
static bool is_new(asker *a, uint32_t facility)
{
    if (a->marks[facility] == a->mark)
        return false;
    a->marks[facility] = a->mark;
    return true;
}

static circlet_od_entry *take_entries(asker *a, size_t count)
{
    return ci_arena_take(&a->run->arena,
                         (count + 1) * sizeof(circlet_od_entry));
}

/* The row with facilities in place of their entrances, each once. */
static bool to_facilities(ci_od_row *row, asker *a)
{
    circlet_od_entry *entries;
    size_t count = 0;

    if (!a->facility_of || row->count == 0)
        return true;
    entries = take_entries(a, row->count);
    if (!entries)
        return false;
    a->mark++;
    for (size_t k = 0; k < row->count; k++) {
        uint32_t facility = a->facility_of[row->entries[k].destination];

        if (is_new(a, facility))
            entries[count++] =
                (circlet_od_entry){facility, row->entries[k].time_ms};
    }
    ci_od_entries_sort(entries, count);
    *row = (ci_od_row){entries, count};
    return true;
}

/* What both rows reach, after the longer time; false: no memory. */
static bool join_worst(ci_od_row *row, asker *a, const ci_od_row *other)
{
    circlet_od_entry *entries = take_entries(a, row->count);
    size_t count = 0;

    if (!entries)
        return false;
    a->mark++;
    for (size_t k = 0; k < row->count; k++) {
        a->marks[row->entries[k].destination] = a->mark;
        a->times_ms[row->entries[k].destination] = row->entries[k].time_ms;
    }
    for (size_t k = 0; k < other->count; k++) {
        circlet_od_entry entry = other->entries[k];

        if (a->marks[entry.destination] != a->mark)
            continue;
        if (a->times_ms[entry.destination] > entry.time_ms)
            entry.time_ms = a->times_ms[entry.destination];
        entries[count++] = entry;
    }
    ci_od_entries_sort(entries, count);
    *row = (ci_od_row){entries, count};
    return true;
}

/* What either row reaches, after the shorter time; false: no memory. */
static bool join_best(ci_od_row *row, asker *a, const ci_od_row *other)
{
    circlet_od_entry *entries = take_entries(a, row->count + other->count);
    const ci_od_row *const both[] = {row, other};
    size_t count = 0;

    if (!entries)
        return false;
    a->mark++;
    for (size_t r = 0; r < 2; r++)
        for (size_t k = 0; k < both[r]->count; k++) {
            circlet_od_entry entry = both[r]->entries[k];

            if (is_new(a, entry.destination)) {
                a->times_ms[entry.destination] = entry.time_ms;
                entries[count++].destination = entry.destination;
            } else if (entry.time_ms < a->times_ms[entry.destination]) {
                a->times_ms[entry.destination] = entry.time_ms;
            }
        }
    for (size_t k = 0; k < count; k++)
        entries[k].time_ms = a->times_ms[entries[k].destination];
    ci_od_entries_sort(entries, count);
    *row = (ci_od_row){entries, count};
    return true;
}

/* Gives a person the row of one mode: the first there is, or joined. */
static bool add_row(ci_catchment_person *person, asker *a, ci_od_row row,
                    ci_case which, bool is_first)
{
    ci_od_row *own = &person->rows[which];

    if (is_first) {
        *own = row;
        return true;
    }
    return which == CI_CASE_WORST ? join_worst(own, a, &row)
                                  : join_best(own, a, &row);
}

/* ---- the questions ------------------------------------------------------ */

/* Those of a circle who go by a mode, or perhaps do. */
static void choose(asker *a, const ci_setting_circle *circle, size_t mode,
                   bool is_nominal)
{
    const ci_catchment_run *run = a->run;

    a->count = 0;
    for (size_t i = 0; i < run->count; i++) {
        const ci_catchment_person *person = &run->people[i];

        if (person->circle != circle || person->is_outside ||
            (is_nominal ? person->travel.mode != mode
                        : (person->travel.modes >> mode & 1) == 0))
            continue;
        a->origins[a->count] =
            circlet_city_demand(run->judgement->city, person->demand)->at;
        a->chosen[a->count++] = i;
    }
}

static circlet_travel_query query_of(const asker *a,
                                     const ci_setting_circle *circle,
                                     size_t mode, circlet_bound bound)
{
    const ci_judgement *judgement = a->run->judgement;

    return (circlet_travel_query){
        .mode = judgement->policy->modes[mode],
        .bound = judgement->travel->has_bounds ? bound : CIRCLET_BOUND_NOMINAL,
        .origins = a->origins,
        .origin_count = a->count,
        .destinations = a->entrances,
        .destination_count = a->entrance_count,
        .cutoff_ms = circle->cutoff_ms};
}

/* A matrix that lives as long as the run. */
static circlet_status ask(circlet_od_matrix **out, asker *a,
                          const circlet_travel_query *query,
                          circlet_error *error)
{
    ci_catchment_run *run = a->run;
    const circlet_travel *travel = run->judgement->travel;
    circlet_od_matrix **matrices =
        ci_array_reserve_one(run->matrices, run->matrix_count,
                             &run->matrix_capacity, sizeof(void *));
    circlet_od_matrix *matrix = NULL;
    circlet_status status;

    if (!matrices)
        return ci_fail_nomem(error);
    run->matrices = matrices;
    status = travel->find_within(&matrix, query, travel->user, error);
    if (status)
        return status;
    matrices[run->matrix_count++] = matrix;
    *out = matrix;
    return CIRCLET_OK;
}

/* Rows of one case in one mode; modes are gone through in ascending order,
 * so that a person's first is known. */
static circlet_status ask_case(asker *a, const ci_setting_circle *circle,
                               size_t mode, ci_case which,
                               circlet_error *error)
{
    static const circlet_bound bounds[CI_CASE_COUNT] = {
        CIRCLET_BOUND_NOMINAL, CIRCLET_BOUND_MAX, CIRCLET_BOUND_MIN};
    circlet_travel_query query;
    circlet_od_matrix *matrix = NULL;
    circlet_status status;

    choose(a, circle, mode, which == CI_CASE_NOMINAL);
    if (a->count == 0)
        return CIRCLET_OK;
    query = query_of(a, circle, mode, bounds[which]);
    status = ask(&matrix, a, &query, error);
    for (size_t i = 0; !status && i < a->count; i++) {
        ci_catchment_person *person = &a->run->people[a->chosen[i]];
        ci_modes before = person->travel.modes & (((ci_modes)1 << mode) - 1);
        ci_od_row row;

        row.entries = circlet_od_matrix_row(matrix, i, &row.count);
        if (!to_facilities(&row, a) ||
            !add_row(person, a, row, which,
                     which == CI_CASE_NOMINAL || before == 0))
            status = ci_fail_nomem(error);
    }
    return status;
}

/* Who gets, at best, beyond the known streets, where there may be places. */
static circlet_status ask_edge(asker *a, const ci_setting_circle *circle,
                               size_t mode, circlet_error *error)
{
    const circlet_travel *travel = a->run->judgement->travel;
    circlet_travel_query query;
    circlet_status status;

    choose(a, circle, mode, false);
    if (!travel->find_edge || a->count == 0)
        return CIRCLET_OK;
    query = query_of(a, circle, mode, CIRCLET_BOUND_MIN);
    status = travel->find_edge(a->times_ms, &query, travel->user, error);
    for (size_t i = 0; !status && i < a->count; i++)
        if (a->times_ms[i] <= circle->cutoff_ms)
            a->run->people[a->chosen[i]].is_at_edge = true;
    return status;
}

/* Whether the nominal rows are all there is to know. */
static bool is_simple(const ci_catchment_run *run)
{
    if (run->judgement->travel->has_bounds)
        return false;
    for (size_t i = 0; i < run->count; i++) {
        const ci_own_travel *travel = &run->people[i].travel;

        if (run->people[i].circle && travel->modes != (ci_modes)1
                                                          << travel->mode)
            return false;
    }
    return true;
}

static circlet_status ask_circle(asker *a, const ci_setting_circle *circle,
                                 bool has_cases, circlet_error *error)
{
    size_t modes = a->run->judgement->policy->mode_count;
    circlet_status status = CIRCLET_OK;

    for (size_t mode = 0; !status && mode < modes; mode++) {
        status = ask_case(a, circle, mode, CI_CASE_NOMINAL, error);
        if (!status && has_cases)
            status = ask_case(a, circle, mode, CI_CASE_WORST, error);
        if (!status && has_cases)
            status = ask_case(a, circle, mode, CI_CASE_BEST, error);
        if (!status)
            status = ask_edge(a, circle, mode, error);
    }
    return status;
}

circlet_status ci_catchment_rows_find(ci_catchment_run *run,
                                      circlet_error *error)
{
    asker a = {.run = run};
    bool has_cases = !is_simple(run);
    circlet_status status = asker_start(&a, error);

    for (size_t i = 0; !status && i < run->circles->count; i++)
        status = ask_circle(&a, &run->circles->items[i], has_cases, error);
    for (size_t i = 0; !status && !has_cases && i < run->count; i++) {
        ci_od_row *rows = run->people[i].rows;

        rows[CI_CASE_WORST] = rows[CI_CASE_BEST] = rows[CI_CASE_NOMINAL];
    }
    asker_clear(&a);
    return status;
}
