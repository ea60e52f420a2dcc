/*
 * Who surely is covered: by each travel mode that is possible for them, with
 * all that is unknown of the streets at its worst. One question for each
 * mode, and what all of them answer alike.
 */
#include <stdlib.h>

#include "base/error.h"
#include "verify/uncovered.h"

#define MODE_MAX 64

static bool has_mode(ci_modes modes, size_t mode)
{
    return (modes >> mode & 1) != 0;
}

/* At the worst, where the source of travel times knows that. */
static circlet_travel_query query_in(const ci_uncovered *uncovered,
                                     const ci_circle_batch *batch, size_t mode,
                                     const circlet_point *homes, size_t count)
{
    const ci_cover_question *question = &uncovered->question;

    return (circlet_travel_query){.mode = question->policy->modes[mode],
                                  .bound = question->travel->has_bounds
                                               ? CIRCLET_BOUND_MAX
                                               : CIRCLET_BOUND_NOMINAL,
                                  .origins = homes,
                                  .origin_count = count,
                                  .cutoff_ms = batch->cutoff_ms,
                                  .progress = question->progress};
}

/* ---- who is covered ----------------------------------------------------- */

static circlet_status find_open(ci_uncovered *out,
                                const circlet_travel_query *query,
                                size_t first, size_t mode, uint32_t *times_ms,
                                circlet_snap *snaps, circlet_error *error)
{
    const circlet_travel *travel = out->question.travel;
    circlet_status status = CIRCLET_OK;

    if (query->destination_count > 0)
        status =
            travel->find_nearest(times_ms, snaps, query, travel->user, error);
    for (size_t i = 0; status == CIRCLET_OK && i < query->origin_count; i++) {
        ci_uncovered_row *row = &out->rows[first + i];

        if (query->destination_count == 0 || row->is_unknown ||
            times_ms[i] == CIRCLET_UNREACHED)
            row->open |= (ci_modes)1 << mode;
    }
    return status;
}

circlet_status ci_sure_cover_find(ci_uncovered *out,
                                  const ci_circle_batch *batch, size_t first,
                                  const circlet_point *places, size_t count,
                                  circlet_error *error)
{
    size_t asked = out->row_count - first;
    circlet_point *homes = ci_uncovered_homes(out, first, out->row_count);
    uint32_t *times_ms = calloc(asked + 1, sizeof(*times_ms));
    circlet_snap *snaps = calloc(asked + 1, sizeof(*snaps));
    circlet_status status =
        homes && times_ms && snaps ? CIRCLET_OK : ci_fail_nomem(error);

    for (size_t m = 0; status == CIRCLET_OK && asked > 0 && m < MODE_MAX;
         m++) {
        circlet_travel_query query;

        if (!has_mode(batch->modes, m))
            continue;
        query = query_in(out, batch, m, homes, asked);
        query.destinations = places;
        query.destination_count = count;
        status = find_open(out, &query, first, m, times_ms, snaps, error);
    }
    free(homes);
    free(times_ms);
    free(snaps);
    return status;
}

/* ---- who would be ------------------------------------------------------- */

/* What each mode answers, and which owners a row has reached in it. */
typedef struct sure_reach {
    const ci_reach_goals *goals;
    circlet_od_matrix *matrices[MODE_MAX];
    size_t *modes_reached; /* of each owner, of the row at hand */
    circlet_od_entry *entries; /* of the row at hand */
    size_t owner_count;
} sure_reach;

static size_t owner_of(const ci_reach_goals *goals, size_t place)
{
    return goals->owners ? goals->owners[place] : place;
}

static bool make_room(sure_reach *reach, const ci_reach_goals *goals)
{
    reach->goals = goals;
    for (size_t i = 0; i < goals->count; i++)
        if (owner_of(goals, i) >= reach->owner_count)
            reach->owner_count = owner_of(goals, i) + 1;
    reach->modes_reached =
        calloc(reach->owner_count + 1, sizeof(*reach->modes_reached));
    reach->entries = calloc(goals->count + 1, sizeof(*reach->entries));
    return reach->modes_reached && reach->entries;
}

static void clear(sure_reach *reach)
{
    for (size_t m = 0; m < MODE_MAX; m++)
        circlet_od_matrix_free(reach->matrices[m]);
    free(reach->modes_reached);
    free(reach->entries);
}

static circlet_status ask_each(sure_reach *reach,
                               const ci_uncovered *uncovered, size_t batch,
                               circlet_error *error)
{
    const circlet_travel *travel = uncovered->question.travel;
    const ci_circle_batch *people = &uncovered->batches[batch];
    size_t first = uncovered->batch_row[batch];
    size_t end = uncovered->batch_row[batch + 1];
    circlet_point *homes = ci_uncovered_homes(uncovered, first, end);
    circlet_status status = homes ? CIRCLET_OK : ci_fail_nomem(error);

    for (size_t m = 0; status == CIRCLET_OK && m < MODE_MAX; m++) {
        circlet_travel_query query;

        if (!has_mode(people->modes, m))
            continue;
        query = query_in(uncovered, people, m, homes, end - first);
        query.destinations = reach->goals->places;
        query.destination_count = reach->goals->count;
        status = travel->find_within(&reach->matrices[m], &query, travel->user,
                                     error);
    }
    free(homes);
    return status;
}

/* Counts the modes that reach each owner: bits of them would do, but their
 * number is all that is asked. */
static size_t count_modes(sure_reach *reach, const ci_uncovered_row *row,
                          size_t origin)
{
    size_t asked = 0;

    for (size_t o = 0; o < reach->owner_count; o++)
        reach->modes_reached[o] = 0;
    for (size_t m = 0; m < MODE_MAX; m++) {
        const circlet_od_entry *entries;
        size_t count;

        if (!has_mode(row->open, m))
            continue;
        entries = circlet_od_matrix_row(reach->matrices[m], origin, &count);
        for (size_t e = 0; e < count; e++) {
            size_t owner = owner_of(reach->goals, entries[e].destination);

            if (reach->modes_reached[owner] == asked)
                reach->modes_reached[owner]++;
        }
        asked++;
    }
    return asked;
}

static bool take_row(sure_reach *reach, const ci_uncovered_row *row,
                     size_t position, size_t origin, ci_row_reach_fn take,
                     void *user)
{
    size_t asked, count = 0;

    if (row->is_unknown)
        return take(position, reach->entries, 0, user);
    asked = count_modes(reach, row, origin);
    for (size_t p = 0; p < reach->goals->count; p++) {
        size_t *reached = &reach->modes_reached[owner_of(reach->goals, p)];

        if (*reached != asked)
            continue;
        reach->entries[count++] = (circlet_od_entry){(uint32_t)p, 0};
        *reached = 0; /* once */
    }
    return take(position, reach->entries, count, user);
}

circlet_status ci_sure_cover_reach(const ci_uncovered *uncovered, size_t batch,
                                   const ci_reach_goals *goals,
                                   ci_row_reach_fn take, void *user,
                                   circlet_error *error)
{
    size_t first = uncovered->batch_row[batch];
    size_t end = uncovered->batch_row[batch + 1];
    sure_reach reach = {.owner_count = 0};
    circlet_status status = make_room(&reach, goals)
                                ? ask_each(&reach, uncovered, batch, error)
                                : ci_fail_nomem(error);

    for (size_t i = first; status == CIRCLET_OK && i < end; i++)
        if (!take_row(&reach, &uncovered->rows[i], i, i - first, take, user))
            status = ci_fail_nomem(error);
    clear(&reach);
    return status;
}
