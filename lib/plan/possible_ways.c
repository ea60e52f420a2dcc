#include "plan/possible_ways.h"

#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"

static bool has_mode(ci_modes modes, size_t mode)
{
    return (modes >> mode & 1) != 0;
}

static circlet_travel_query query_in(const ci_ways_query *query, size_t mode,
                                     const ci_ways_goals *goals)
{
    return (circlet_travel_query){.mode = query->policy->modes[mode],
                                  .bound = query->travel->has_bounds
                                               ? query->bound
                                               : CIRCLET_BOUND_NOMINAL,
                                  .origins = query->origins,
                                  .origin_count = query->origin_count,
                                  .destinations = goals->points,
                                  .destination_count = goals->count,
                                  .cutoff_ms = query->cutoff_ms,
                                  .progress = query->progress};
}

/* ---- what is near already ----------------------------------------------- */

/* Who is tied to no street gets nowhere, unless there already. */
static bool is_near(uint32_t time_ms, uint32_t cutoff_ms, bool is_tied)
{
    return time_ms <= cutoff_ms && (is_tied || time_ms == 0);
}

circlet_status ci_ways_find(ci_ways *out, const ci_ways_query *query,
                            const ci_ways_goals *facilities,
                            circlet_error *error)
{
    const circlet_travel *travel = query->travel;
    size_t count = query->origin_count;
    uint32_t *times_ms = calloc(count + 1, sizeof(*times_ms));
    circlet_snap *snaps = calloc(count + 1, sizeof(*snaps));
    circlet_status status =
        times_ms && snaps ? CIRCLET_OK : ci_fail_nomem(error);

    for (size_t i = 0; i < count; i++)
        out[i] = (ci_ways){0, 0};
    for (size_t m = 0; !status && count > 0 && m < query->policy->mode_count;
         m++) {
        const circlet_travel_query one = query_in(query, m, facilities);

        if (!has_mode(query->modes, m))
            continue;
        status =
            travel->find_nearest(times_ms, snaps, &one, travel->user, error);
        for (size_t i = 0; !status && i < count; i++) {
            bool is_tied = snaps[i] == CIRCLET_SNAP_TIED;

            /* What is an island hangs on where one goes. */
            out[i].tied |= (ci_modes)(snaps[i] != CIRCLET_SNAP_NO_ROAD) << m;
            if (!is_near(times_ms[i], query->cutoff_ms, is_tied))
                out[i].open |= (ci_modes)1 << m;
        }
    }
    free(times_ms);
    free(snaps);
    return status;
}

/* ---- what would be ------------------------------------------------------ */

typedef struct pair_list {
    ci_ways_pair *items;
    size_t count, capacity;
} pair_list;

static int compare_pairs(const void *left, const void *right)
{
    const ci_ways_pair *a = left, *b = right;

    if (a->origin != b->origin)
        return a->origin < b->origin ? -1 : 1;
    return (a->place > b->place) - (a->place < b->place);
}

static void sort(ci_ways_pair *pairs, size_t count)
{
    if (count > 0)
        qsort(pairs, count, sizeof(*pairs), compare_pairs);
}

static bool add_pair(pair_list *list, size_t origin, size_t place)
{
    ci_ways_pair *items = ci_array_reserve_one(
        list->items, list->count, &list->capacity, sizeof(*items));

    if (!items)
        return false;
    list->items = items;
    items[list->count++] = (ci_ways_pair){(uint32_t)origin, (uint32_t)place};
    return true;
}

/* A place with several entrances is there once. */
static void drop_repeated(pair_list *list, size_t first)
{
    size_t kept = first;

    sort(list->items + first, list->count - first);
    for (size_t i = first; i < list->count; i++)
        if (kept == first ||
            compare_pairs(&list->items[kept - 1], &list->items[i]) != 0)
            list->items[kept++] = list->items[i];
    list->count = kept;
}

static bool add_mode(pair_list *list, const circlet_od_matrix *matrix,
                     size_t origin_count, size_t mode, const ci_ways *ways,
                     const ci_ways_goals *goals)
{
    size_t first = list->count;

    for (size_t i = 0; i < origin_count; i++) {
        size_t count;
        const circlet_od_entry *entries =
            circlet_od_matrix_row(matrix, i, &count);

        if (!has_mode(ways[i].open, mode))
            continue;
        for (size_t e = 0; e < count; e++) {
            uint32_t goal = entries[e].destination;

            if ((has_mode(ways[i].tied, mode) || entries[e].time_ms == 0) &&
                !add_pair(list, i, goals->places ? goals->places[goal] : goal))
                return false;
        }
    }
    if (list->count > first)
        drop_repeated(list, first);
    return true;
}

static size_t count_modes(ci_modes modes)
{
    size_t count = 0;

    for (; modes != 0; modes &= modes - 1)
        count++;
    return count;
}

/* Keeps what is there once for each open mode. */
static void keep_common(pair_list *list, const ci_ways *ways)
{
    size_t kept = 0;

    sort(list->items, list->count);
    for (size_t i = 0; i < list->count;) {
        const ci_ways_pair pair = list->items[i];
        size_t first = i;

        while (i < list->count && compare_pairs(&pair, &list->items[i]) == 0)
            i++;
        if (i - first == count_modes(ways[pair.origin].open))
            list->items[kept++] = pair;
    }
    list->count = kept;
}

circlet_status ci_ways_reach(ci_ways_pair **out, size_t *count,
                             const ci_ways_query *query, const ci_ways *ways,
                             const ci_ways_goals *goals, circlet_error *error)
{
    const circlet_travel *travel = query->travel;
    bool asks = query->origin_count > 0 && goals->count > 0;
    pair_list list = {NULL, 0, 0};
    circlet_status status = CIRCLET_OK;

    for (size_t m = 0; !status && asks && m < query->policy->mode_count; m++) {
        const circlet_travel_query one = query_in(query, m, goals);
        circlet_od_matrix *matrix = NULL;

        if (!has_mode(query->modes, m))
            continue;
        status = travel->find_within(&matrix, &one, travel->user, error);
        if (!status &&
            !add_mode(&list, matrix, query->origin_count, m, ways, goals))
            status = ci_fail_nomem(error);
        circlet_od_matrix_free(matrix);
    }
    if (status) {
        free(list.items);
        return status;
    }
    if (count_modes(query->modes) > 1)
        keep_common(&list, ways);
    *out = list.items;
    *count = list.count;
    return CIRCLET_OK;
}
