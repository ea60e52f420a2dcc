/* The nearest few destinations of each origin: a heap for each place of
 * origins, whatever side is searched from. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "reach/od_matrix.h"
#include "reach/reach_rows.h"
#include "reach/sharers.h"

/* Places share so many locks. */
#define LOCKS 1024

/* A place of destinations, by the first of its points: places before which
 * there are enough others need not be kept, as each has a point at least. */
typedef struct near_place {
    uint32_t time_ms;
    uint32_t first_point;
    uint32_t place;
} near_place;

typedef struct nearest_lists {
    ci_travel_job job;
    size_t nearest_count; /* of points, and so of places */
    ci_sharers sharers; /* of the destinations */
    near_place *heaps; /* nearest_count of each place of origins: the
                          farthest comes first */
    uint32_t *heap_sizes; /* of each place of origins */
    atomic_uint_least32_t *worst_ms; /* beyond that nothing is kept */
    pthread_mutex_t locks[LOCKS];
    size_t lock_count;
    bool is_against;
} nearest_lists;

/* ---- heaps ------------------------------------------------------------- */

static bool is_farther(near_place a, near_place b)
{
    return a.time_ms > b.time_ms ||
           (a.time_ms == b.time_ms && a.first_point > b.first_point);
}

static void sift_up(near_place *heap, size_t i)
{
    near_place risen = heap[i];

    while (i > 0 && is_farther(risen, heap[(i - 1) / 2])) {
        heap[i] = heap[(i - 1) / 2];
        i = (i - 1) / 2;
    }
    heap[i] = risen;
}

static void sift_down(near_place *heap, size_t count)
{
    near_place fallen = heap[0];
    size_t i = 0;

    for (;;) {
        size_t child = 2 * i + 1;

        if (child + 1 < count && is_farther(heap[child + 1], heap[child]))
            child++;
        if (child >= count || !is_farther(heap[child], fallen))
            break;
        heap[i] = heap[child];
        i = child;
    }
    heap[i] = fallen;
}

static void keep(nearest_lists *lists, uint32_t origin, near_place found)
{
    near_place *heap = lists->heaps + origin * lists->nearest_count;
    uint32_t *size = &lists->heap_sizes[origin];

    if (*size < lists->nearest_count) {
        heap[(*size)++] = found;
        sift_up(heap, *size - 1);
    } else if (is_farther(heap[0], found)) {
        heap[0] = found;
        sift_down(heap, *size);
    }
    if (*size == lists->nearest_count)
        atomic_store_explicit(&lists->worst_ms[origin], heap[0].time_ms,
                              memory_order_relaxed);
}

/* ---- search ------------------------------------------------------------ */

static void offer(nearest_lists *lists, uint32_t origin, uint32_t destination,
                  uint32_t time_ms)
{
    near_place found = {time_ms, lists->sharers.first[destination],
                        destination};
    pthread_mutex_t *lock = &lists->locks[origin % LOCKS];

    /* What is known to be worst only falls, so that an old value errs on the
     * side of looking. */
    if (time_ms >
        atomic_load_explicit(&lists->worst_ms[origin], memory_order_relaxed))
        return;
    pthread_mutex_lock(lock);
    keep(lists, origin, found);
    pthread_mutex_unlock(lock);
}

static bool take_row(void *user, uint32_t worker, uint32_t source,
                     const circlet_od_entry *entries, size_t count)
{
    nearest_lists *lists = user;

    (void)worker;
    for (size_t i = 0; i < count; i++) {
        uint32_t target = entries[i].destination;

        offer(lists, lists->is_against ? target : source,
              lists->is_against ? source : target, entries[i].time_ms);
    }
    return true;
}

/* ---- set up ------------------------------------------------------------ */

static bool make_heaps(nearest_lists *lists)
{
    size_t places = lists->job.origins.place_count;

    if (lists->nearest_count > SIZE_MAX / sizeof(near_place) / (places + 1))
        return false;
    lists->heaps =
        malloc((places + 1) * lists->nearest_count * sizeof(*lists->heaps));
    lists->heap_sizes = calloc(places + 1, sizeof(*lists->heap_sizes));
    lists->worst_ms = malloc((places + 1) * sizeof(*lists->worst_ms));
    if (!lists->heaps || !lists->heap_sizes || !lists->worst_ms)
        return false;
    for (size_t i = 0; i <= places; i++)
        atomic_init(&lists->worst_ms[i], UINT32_MAX);
    for (; lists->lock_count < LOCKS; lists->lock_count++)
        if (pthread_mutex_init(&lists->locks[lists->lock_count], NULL))
            return false;
    return ci_sharers_find(&lists->sharers, &lists->job.destinations);
}

static void nearest_lists_free(nearest_lists *lists)
{
    for (size_t i = 0; i < lists->lock_count; i++)
        pthread_mutex_destroy(&lists->locks[i]);
    free(lists->heaps);
    free(lists->heap_sizes);
    free(lists->worst_ms);
    ci_sharers_free(&lists->sharers);
    ci_travel_job_free(&lists->job);
    free(lists);
}

/* ---- collect ----------------------------------------------------------- */

/* How many points the places of a heap have, as far as they are wanted. */
static size_t row_size(const nearest_lists *lists, size_t origin)
{
    const near_place *heap = lists->heaps + origin * lists->nearest_count;
    size_t count = 0;

    for (uint32_t i = 0; i < lists->heap_sizes[origin]; i++)
        count += lists->sharers.count[heap[i].place];
    return count < lists->nearest_count ? count : lists->nearest_count;
}

/* All points of the places of a heap, sorted. */
static size_t lay_points(circlet_od_entry *room, const nearest_lists *lists,
                         size_t origin)
{
    const near_place *heap = lists->heaps + origin * lists->nearest_count;
    size_t count = 0;

    for (uint32_t i = 0; i < lists->heap_sizes[origin]; i++)
        for (uint32_t point = heap[i].first_point; point != CI_NO_SHARER;
             point = lists->sharers.next[point])
            room[count++] = (circlet_od_entry){point, heap[i].time_ms};
    ci_od_entries_sort(room, count);
    return count;
}

static bool fill_rows(circlet_od_matrix *matrix, const nearest_lists *lists)
{
    size_t points = lists->job.destinations.point_count;
    circlet_od_entry *room = malloc((points + 1) * sizeof(*room));

    matrix->own_entries = malloc((matrix->first[matrix->row_count] + 1) *
                                 sizeof(*matrix->own_entries));
    matrix->entries = matrix->own_entries;
    for (size_t i = 0; room && matrix->entries && i < matrix->row_count; i++) {
        size_t count = matrix->first[i + 1] - matrix->first[i];

        lay_points(room, lists, i);
        if (count > 0)
            memcpy(matrix->own_entries + matrix->first[i], room,
                   count * sizeof(*room));
    }
    free(room);
    return room && matrix->entries;
}

static circlet_status collect(circlet_od_matrix **out,
                              const nearest_lists *lists, circlet_error *error)
{
    const ci_tied_points *origins = &lists->job.origins;
    circlet_od_matrix *matrix = ci_od_matrix_start(
        origins->point_count, lists->job.destinations.point_count,
        origins->place_count);

    if (!matrix)
        return ci_fail_nomem(error);
    if (origins->point_count > 0)
        memcpy(matrix->row_of, origins->place_of,
               origins->point_count * sizeof(*matrix->row_of));
    for (size_t i = 0; i < matrix->row_count; i++)
        matrix->first[i + 1] = matrix->first[i] + row_size(lists, i);
    if (!fill_rows(matrix, lists)) {
        circlet_od_matrix_free(matrix);
        return ci_fail_nomem(error);
    }
    *out = matrix;
    return CIRCLET_OK;
}

/* More than there are destinations cannot be found. */
static circlet_status answer(circlet_od_matrix **out, nearest_lists *lists,
                             circlet_error *error)
{
    size_t most = lists->job.destinations.point_count;
    ci_reach_rows_plan plan = {.is_in_order = false};
    circlet_status status;

    if (lists->nearest_count > most)
        lists->nearest_count = most > 0 ? most : 1;
    if (!make_heaps(lists))
        return ci_fail_nomem(error);
    lists->is_against = ci_reach_is_best_against(&lists->job);
    plan.is_against = lists->is_against;
    status = ci_reach_rows_find(&lists->job, &plan, take_row, lists, error);
    return status ? status : collect(out, lists, error);
}

/* Whether the heaps might take more memory than the router may; before any
 * point is tied, as a matrix ties them itself. */
static bool is_too_much(const circlet_router *router,
                        const circlet_travel_query *query,
                        size_t nearest_count)
{
    uint64_t most = query->destination_count;
    uint64_t count = nearest_count < most ? nearest_count : most;

    return count * sizeof(near_place) >
           router->engine_options.memory_bytes / (query->origin_count + 1);
}

/* All pairs, which go to a file where they are too many, and rows of which
 * only the beginning is shown. */
static circlet_status cut_rows(circlet_od_matrix **out, circlet_router *router,
                               const circlet_travel_query *query,
                               size_t nearest_count, circlet_error *error)
{
    circlet_status status =
        circlet_od_matrix_compute(out, router, query, error);

    if (!status)
        (*out)->row_limit = nearest_count;
    return status;
}

circlet_status circlet_nearest_compute(circlet_od_matrix **out,
                                       circlet_router *router,
                                       const circlet_travel_query *query,
                                       size_t nearest_count,
                                       circlet_error *error)
{
    nearest_lists *lists;
    circlet_status status;

    if (nearest_count == 0)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "the nearest 0 destinations are none");
    if (query && is_too_much(router, query, nearest_count))
        return cut_rows(out, router, query, nearest_count, error);
    lists = calloc(1, sizeof(*lists));
    if (!lists)
        return ci_fail_nomem(error);
    lists->nearest_count = nearest_count;
    status = ci_travel_job_start(&lists->job, router, query, error);
    if (!status)
        status = answer(out, lists, error);
    nearest_lists_free(lists);
    return status;
}
