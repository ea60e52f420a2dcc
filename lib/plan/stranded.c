#include "plan/stranded.h"

#include <stdlib.h>

#include <circlet/siting.h>

#include "base/array.h"
#include "base/error.h"
#include "policy/middle.h"

/* Elementary steps for the fewest spots of one item: well below a second. */
#define SPOT_WORK UINT64_C(20000000)

/* ---- asking ------------------------------------------------------------- */

static int compare_numbers(double a, double b)
{
    return a < b ? -1 : a > b;
}

static int compare_places(const ci_stranded *a, const ci_stranded *b)
{
    int by_lon = compare_numbers(a->at.lon, b->at.lon);

    return by_lon != 0 ? by_lon : compare_numbers(a->at.lat, b->at.lat);
}

static int compare_people(const void *left, const void *right)
{
    const ci_stranded *a = left, *b = right;
    int by_place = compare_places(a, b);

    if (a->item != b->item)
        return a->item < b->item ? -1 : 1;
    if (a->part != b->part)
        return a->part < b->part ? -1 : 1;
    if (by_place != 0)
        return by_place;
    return (a->mode > b->mode) - (a->mode < b->mode);
}

/* Those of one mode, while they are asked for. */
typedef struct asked {
    size_t *rows;
    circlet_point *points;
    uint32_t *times_ms;
    circlet_snap *snaps;
    size_t count;
} asked;

static void asked_clear(asked *of)
{
    free(of->rows);
    free(of->points);
    free(of->times_ms);
    free(of->snaps);
}

static bool asked_make(asked *out, size_t room)
{
    out->rows = calloc(room + 1, sizeof(*out->rows));
    out->points = calloc(room + 1, sizeof(*out->points));
    out->times_ms = calloc(room + 1, sizeof(*out->times_ms));
    out->snaps = calloc(room + 1, sizeof(*out->snaps));
    return out->rows && out->points && out->times_ms && out->snaps;
}

static void take(asked *out, const ci_stranded *people, size_t row)
{
    out->rows[out->count] = row;
    out->points[out->count++] = people[row].at;
}

static circlet_travel_query query_of(const ci_stranded_query *query,
                                     size_t mode, const asked *from)
{
    return (circlet_travel_query){.mode = query->policy->modes[mode],
                                  .bound = CIRCLET_BOUND_NOMINAL,
                                  .origins = from->points,
                                  .origin_count = from->count};
}

static circlet_status ask_nearest(ci_stranded *people, asked *from,
                                  const ci_stranded_query *query, size_t mode,
                                  circlet_error *error)
{
    circlet_travel_query travel = query_of(query, mode, from);
    circlet_status status;

    if (from->count == 0)
        return CIRCLET_OK;
    travel.destinations = query->doors;
    travel.destination_count = query->door_count;
    travel.cutoff_ms = CIRCLET_CUTOFF_MAX;
    status = query->travel->find_nearest(from->times_ms, from->snaps, &travel,
                                         query->travel->user, error);
    for (size_t i = 0; !status && i < from->count; i++) {
        ci_stranded *one = &people[from->rows[i]];

        one->is_tied = from->snaps[i] == CIRCLET_SNAP_TIED;
        one->is_on_island = from->snaps[i] == CIRCLET_SNAP_ISLAND;
        one->nearest_ms = one->is_tied ? from->times_ms[i] : CIRCLET_UNREACHED;
    }
    return status;
}

circlet_status ci_stranded_find_nearest(ci_stranded *people, size_t count,
                                        const ci_stranded_query *query,
                                        circlet_error *error)
{
    asked from = {.count = 0};
    circlet_status status =
        asked_make(&from, count) ? CIRCLET_OK : ci_fail_nomem(error);

    if (count > 0)
        qsort(people, count, sizeof(*people), compare_people);
    for (size_t m = 0; !status && m < query->policy->mode_count; m++) {
        from.count = 0;
        for (size_t i = 0; i < count; i++)
            if (people[i].mode == m)
                take(&from, people, i);
        status = ask_nearest(people, &from, query, m, error);
    }
    asked_clear(&from);
    return status;
}

/* ---- spots -------------------------------------------------------------- */

/* A spot that is near enough to somebody of its item. */
typedef struct near_pair {
    uint32_t row, spot; /* both are rows of people */
} near_pair;

typedef struct spotting {
    ci_stranded *people;
    size_t count;
    const ci_stranded_query *query;
    bool *is_candidate; /* each row */
    bool *is_reached; /* each row: by a candidate */
    near_pair *pairs;
    size_t pair_count, pair_capacity;
    uint32_t *candidates; /* asked for at a time */
    circlet_point *spots;
    size_t spot_count;
} spotting;

static bool is_together(const ci_stranded *a, const ci_stranded *b)
{
    return a->item == b->item && a->part == b->part;
}

/* Marks the middle of those who are tied, in each part of each item. */
static circlet_status mark_middles(spotting *work, circlet_error *error)
{
    size_t room = work->count + 1, count = 0, groups = 0;
    circlet_point *points = calloc(room, sizeof(*points));
    circlet_point *middles = calloc(room, sizeof(*middles));
    int64_t *weights = calloc(room, sizeof(*weights));
    size_t *rows = calloc(room, sizeof(*rows));
    bool *found = calloc(room, sizeof(*found));
    bool *is_done = calloc(room, sizeof(*is_done));
    circlet_status status =
        points && middles && weights && rows && found && is_done
            ? CIRCLET_OK
            : ci_fail_nomem(error);

    for (size_t i = 0; !status && i < work->count; i++) {
        const ci_stranded *one = &work->people[i];

        groups += i > 0 && !is_together(one, one - 1);
        if (!one->is_tied)
            continue;
        points[count] = one->at;
        weights[count] = one->weight_milli > 0 ? one->weight_milli : 1;
        rows[count++] = groups;
    }
    if (!status)
        status = ci_middles_find(
            middles, found,
            &(ci_weighted_points){points, weights, rows, count}, groups + 1,
            error);
    groups = 0;
    for (size_t i = 0; !status && i < work->count; i++) {
        const ci_stranded *one = &work->people[i];

        groups += i > 0 && !is_together(one, one - 1);
        if (one->is_tied && !is_done[groups] &&
            one->at.lon == middles[groups].lon &&
            one->at.lat == middles[groups].lat)
            is_done[groups] = work->is_candidate[i] = true;
    }
    free(points);
    free(middles);
    free(weights);
    free(rows);
    free(found);
    free(is_done);
    return status;
}

static circlet_status add_pair(spotting *work, size_t row, size_t spot,
                               circlet_error *error)
{
    near_pair *pairs = ci_array_reserve_one(
        work->pairs, work->pair_count, &work->pair_capacity, sizeof(*pairs));

    if (!pairs)
        return ci_fail_nomem(error);
    work->pairs = pairs;
    pairs[work->pair_count++] = (near_pair){(uint32_t)row, (uint32_t)spot};
    work->is_reached[row] = true;
    return CIRCLET_OK;
}

/* Adds which of the spots asked for are near enough to whom. */
static circlet_status ask_within(spotting *work, asked *from, size_t mode,
                                 circlet_error *error)
{
    const ci_stranded_query *query = work->query;
    circlet_travel_query travel = query_of(query, mode, from);
    circlet_od_matrix *matrix = NULL;
    circlet_status status = CIRCLET_OK;

    travel.destinations = work->spots;
    travel.destination_count = work->spot_count;
    travel.cutoff_ms = query->cutoff_ms;
    if (from->count > 0 && work->spot_count > 0)
        status = query->travel->find_within(&matrix, &travel,
                                            query->travel->user, error);
    for (size_t i = 0; matrix && !status && i < from->count; i++) {
        size_t row = from->rows[i], count;
        const circlet_od_entry *entries =
            circlet_od_matrix_row(matrix, i, &count);

        for (size_t e = 0; !status && e < count; e++) {
            size_t spot = work->candidates[entries[e].destination];

            if (work->people[spot].item == work->people[row].item)
                status = add_pair(work, row, spot, error);
        }
    }
    circlet_od_matrix_free(matrix);
    return status;
}

/* Asks for all candidates, or those homes alone that none has reached, and
 * who is near enough to them. */
static circlet_status ask_all(spotting *work, bool of_unreached,
                              circlet_error *error)
{
    asked from = {.count = 0};
    bool *is_asked = calloc(work->count + 1, sizeof(*is_asked));
    circlet_status status = is_asked && asked_make(&from, work->count)
                                ? CIRCLET_OK
                                : ci_fail_nomem(error);

    work->spot_count = 0;
    for (size_t i = 0; !status && i < work->count; i++) {
        is_asked[i] = work->people[i].is_tied && !work->is_reached[i];
        if (of_unreached && is_asked[i])
            work->is_candidate[i] = true;
        if (of_unreached ? !is_asked[i] : !work->is_candidate[i])
            continue;
        work->candidates[work->spot_count] = (uint32_t)i;
        work->spots[work->spot_count++] = work->people[i].at;
    }
    for (size_t m = 0; !status && m < work->query->policy->mode_count; m++) {
        from.count = 0;
        for (size_t i = 0; i < work->count; i++)
            if (is_asked[i] && work->people[i].mode == m)
                take(&from, work->people, i);
        status = ask_within(work, &from, m, error);
    }
    asked_clear(&from);
    free(is_asked);
    return status;
}

static int compare_pairs(const void *left, const void *right)
{
    const near_pair *a = left, *b = right;

    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return (a->spot > b->spot) - (a->spot < b->spot);
}

/* ---- the fewest --------------------------------------------------------- */

/* Of the pairs of one item: its rows from `start` on are points and sites. */
static circlet_status solve_item(spotting *work, size_t start, size_t end,
                                 const near_pair *pairs, size_t pair_count,
                                 circlet_error *error)
{
    circlet_location location = CIRCLET_LOCATION_INIT;
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
    size_t rows = end - start, next = 0;
    size_t *first = calloc(rows + 1, sizeof(*first));
    circlet_od_entry *entries = calloc(pair_count + 1, sizeof(*entries));
    circlet_od_matrix *reach = NULL;
    circlet_siting *siting = NULL;
    circlet_status status =
        first && entries ? CIRCLET_OK : ci_fail_nomem(error);

    for (size_t i = 0; !status && i < rows; i++) {
        for (; next < pair_count && pairs[next].row == start + i; next++)
            entries[next].destination = pairs[next].spot - (uint32_t)start;
        first[i + 1] = next;
    }
    if (!status)
        status =
            circlet_od_matrix_new(&reach, rows, rows, first, entries, error);
    location.reach = reach;
    options.work_limit = SPOT_WORK;
    if (!status)
        status = circlet_solve_lscp(&siting, &location, &options, error);
    if (!status) {
        size_t count;
        const uint32_t *chosen = circlet_siting_sites(siting, &count);

        for (size_t i = 0; i < count; i++)
            work->people[start + chosen[i]].is_spot = true;
    }
    circlet_siting_free(siting);
    circlet_od_matrix_free(reach);
    free(first);
    free(entries);
    return status;
}

static circlet_status solve_items(spotting *work, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;
    size_t pair = 0;

    for (size_t start = 0, end; !status && start < work->count; start = end) {
        size_t from = pair;

        for (end = start; end < work->count &&
                          work->people[end].item == work->people[start].item;)
            end++;
        while (pair < work->pair_count && work->pairs[pair].row < end)
            pair++;
        if (pair > from)
            status = solve_item(work, start, end, work->pairs + from,
                                pair - from, error);
    }
    return status;
}

/* A home is near enough to itself, whatever a source of travel times says. */
static circlet_status add_selves(spotting *work, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < work->count; i++)
        if (work->people[i].is_tied && !work->is_reached[i])
            status = add_pair(work, i, i, error);
    return status;
}

circlet_status ci_stranded_find_spots(ci_stranded *people, size_t count,
                                      const ci_stranded_query *query,
                                      circlet_error *error)
{
    spotting work = {.people = people, .count = count, .query = query};
    circlet_status status = CIRCLET_OK;

    if (count >= UINT32_MAX)
        return ci_fail_nomem(error);
    work.is_candidate = calloc(count + 1, sizeof(*work.is_candidate));
    work.is_reached = calloc(count + 1, sizeof(*work.is_reached));
    work.candidates = calloc(count + 1, sizeof(*work.candidates));
    work.spots = calloc(count + 1, sizeof(*work.spots));
    if (!work.is_candidate || !work.is_reached || !work.candidates ||
        !work.spots)
        status = ci_fail_nomem(error);
    if (!status)
        status = mark_middles(&work, error);
    if (!status)
        status = ask_all(&work, false, error);
    if (!status)
        status = ask_all(&work, true, error);
    if (!status)
        status = add_selves(&work, error);
    if (work.pair_count > 0)
        qsort(work.pairs, work.pair_count, sizeof(*work.pairs), compare_pairs);
    if (!status)
        status = solve_items(&work, error);
    free(work.is_candidate);
    free(work.is_reached);
    free(work.candidates);
    free(work.spots);
    free(work.pairs);
    return status;
}
