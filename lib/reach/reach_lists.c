/* Who is within the cutoff of whom: lists where they are few, bits where they
 * are many. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "reach/reach_rows.h"
#include "reach/reach_side.h"
#include "reach/sharers.h"

#define WORD_BITS 64

/* Of the places of the other side, either sorted or as bits. */
typedef struct place_list {
    uint32_t *places; /* NULL: bits */
    uint64_t *bits; /* NULL: places */
    uint32_t place_count;
    size_t point_count;
} place_list;

struct circlet_reach_lists {
    size_t point_count, place_count; /* of the side */
    uint32_t *place_of; /* of each point of the side */
    place_list *lists; /* of each place of the side */
    size_t other_count, other_place_count;
    uint32_t *other_place_of; /* of each point of the other side */
    ci_sharers others; /* the points of each of their places */
};

/* ---- bits -------------------------------------------------------------- */

static size_t word_count(const circlet_reach_lists *lists)
{
    return lists->other_place_count / WORD_BITS + 1;
}

static void set_bit(uint64_t *bits, uint32_t place)
{
    bits[place / WORD_BITS] |= UINT64_C(1) << place % WORD_BITS;
}

static bool has_bit(const uint64_t *bits, uint32_t place)
{
    return bits[place / WORD_BITS] >> place % WORD_BITS & 1;
}

/* ---- making ------------------------------------------------------------ */

typedef struct list_maker {
    circlet_reach_lists *lists;
    uint64_t **rooms; /* of each worker: bits, all zero between rows */
    uint32_t worker_count;
    bool *has_failed; /* of each worker: no memory */
} list_maker;

static int compare_places(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;

    return (a > b) - (a < b);
}

/* Bits sort many places in less time than comparing does. */
static void sort_by_bits(uint32_t *places, size_t count, uint64_t *room,
                         size_t words)
{
    size_t filled = 0;

    for (size_t i = 0; i < count; i++)
        set_bit(room, places[i]);
    for (size_t w = 0; w < words && filled < count; w++) {
        for (uint64_t rest = room[w]; rest; rest &= rest - 1) {
            uint32_t bit = 0;

            while (!(rest >> bit & 1))
                bit++;
            places[filled++] = (uint32_t)(w * WORD_BITS) + bit;
        }
        room[w] = 0;
    }
}

static bool make_sparse(place_list *list, const circlet_od_entry *entries,
                        size_t count, uint64_t *room, size_t words)
{
    list->places = malloc((count + 1) * sizeof(*list->places));
    if (!list->places)
        return false;
    for (size_t i = 0; i < count; i++)
        list->places[i] = entries[i].destination;
    if (count > words / 8)
        sort_by_bits(list->places, count, room, words);
    else
        qsort(list->places, count, sizeof(*list->places), compare_places);
    return true;
}

static bool make_dense(place_list *list, const circlet_od_entry *entries,
                       size_t count, size_t words)
{
    list->bits = calloc(words, sizeof(*list->bits));
    if (!list->bits)
        return false;
    for (size_t i = 0; i < count; i++)
        set_bit(list->bits, entries[i].destination);
    return true;
}

static bool take_row(void *user, uint32_t worker, uint32_t source,
                     const circlet_od_entry *entries, size_t count)
{
    const list_maker *maker = user;
    place_list *list = &maker->lists->lists[source];
    size_t words = word_count(maker->lists);
    bool is_made =
        count * sizeof(uint32_t) > words * sizeof(uint64_t)
            ? make_dense(list, entries, count, words)
            : make_sparse(list, entries, count, maker->rooms[worker], words);

    maker->has_failed[worker] = !is_made;
    list->place_count = (uint32_t)count;
    for (size_t i = 0; i < count; i++)
        list->point_count +=
            maker->lists->others.count[entries[i].destination];
    return is_made;
}

static bool make_rooms(list_maker *maker)
{
    maker->rooms = calloc(maker->worker_count, sizeof(*maker->rooms));
    maker->has_failed =
        calloc(maker->worker_count, sizeof(*maker->has_failed));
    if (!maker->rooms || !maker->has_failed)
        return false;
    for (uint32_t i = 0; i < maker->worker_count; i++) {
        maker->rooms[i] =
            calloc(word_count(maker->lists), sizeof(*maker->rooms[i]));
        if (!maker->rooms[i])
            return false;
    }
    return true;
}

static void list_maker_free(list_maker *maker)
{
    for (uint32_t i = 0; maker->rooms && i < maker->worker_count; i++)
        free(maker->rooms[i]);
    free(maker->rooms);
    free(maker->has_failed);
}

static uint32_t *copy_places(const ci_tied_points *tied)
{
    uint32_t *copy = malloc((tied->point_count + 1) * sizeof(*copy));

    if (copy && tied->point_count > 0)
        memcpy(copy, tied->place_of, tied->point_count * sizeof(*copy));
    return copy;
}

static circlet_reach_lists *start_lists(const ci_tied_points *own,
                                        const ci_tied_points *others)
{
    circlet_reach_lists *lists = calloc(1, sizeof(*lists));

    if (!lists)
        return NULL;
    lists->point_count = own->point_count;
    lists->place_count = own->place_count;
    lists->other_count = others->point_count;
    lists->other_place_count = others->place_count;
    lists->lists = calloc(own->place_count + 1, sizeof(*lists->lists));
    lists->place_of = copy_places(own);
    lists->other_place_of = copy_places(others);
    if (!lists->lists || !lists->place_of || !lists->other_place_of ||
        !ci_sharers_find(&lists->others, others)) {
        circlet_reach_lists_free(lists);
        return NULL;
    }
    return lists;
}

static bool any_failed(const list_maker *maker)
{
    bool is_failed = false;

    for (uint32_t i = 0; i < maker->worker_count; i++)
        is_failed |= maker->has_failed[i];
    return is_failed;
}

static circlet_status make_lists(circlet_reach_lists *lists,
                                 const ci_travel_job *job, circlet_side side,
                                 circlet_error *error)
{
    const ci_reach_rows_plan plan = {.is_against =
                                         side == CIRCLET_SIDE_DESTINATION};
    list_maker maker = {.lists = lists,
                        .worker_count = ci_reach_worker_count(job->router)};
    circlet_status status = CIRCLET_OK;

    if (!make_rooms(&maker))
        status = ci_fail_nomem(error);
    if (!status)
        status = ci_reach_rows_find(job, &plan, take_row, &maker, error);
    if (status == CIRCLET_E_CANCELLED && any_failed(&maker))
        status = ci_fail_nomem(error);
    list_maker_free(&maker);
    return status;
}

circlet_status circlet_reach_lists_compute(circlet_reach_lists **out,
                                           circlet_router *router,
                                           const circlet_travel_query *query,
                                           circlet_side side,
                                           circlet_error *error)
{
    ci_travel_job job = {0};
    circlet_reach_lists *lists = NULL;
    circlet_status status = ci_side_check(side, error);

    if (!status)
        status = ci_travel_job_start(&job, router, query, error);
    if (!status) {
        lists = start_lists(ci_side_points(&job, side),
                            ci_other_points(&job, side));
        status = lists ? make_lists(lists, &job, side, error)
                       : ci_fail_nomem(error);
    }
    ci_travel_job_free(&job);
    if (status)
        circlet_reach_lists_free(lists);
    else
        *out = lists;
    return status;
}

void circlet_reach_lists_free(circlet_reach_lists *lists)
{
    if (!lists)
        return;
    for (size_t i = 0; lists->lists && i < lists->place_count; i++) {
        free(lists->lists[i].places);
        free(lists->lists[i].bits);
    }
    free(lists->lists);
    free(lists->place_of);
    free(lists->other_place_of);
    ci_sharers_free(&lists->others);
    free(lists);
}

/* ---- reading ----------------------------------------------------------- */

static bool has_place(const place_list *list, uint32_t place)
{
    if (list->bits)
        return has_bit(list->bits, place);
    return list->places && bsearch(&place, list->places, list->place_count,
                                   sizeof(*list->places), compare_places);
}

static const place_list *list_of(const circlet_reach_lists *lists, size_t i)
{
    return &lists->lists[lists->place_of[i]];
}

size_t circlet_reach_lists_size(const circlet_reach_lists *lists)
{
    return lists->point_count;
}

size_t circlet_reach_lists_count(const circlet_reach_lists *lists, size_t i)
{
    return list_of(lists, i)->point_count;
}

bool circlet_reach_lists_has(const circlet_reach_lists *lists, size_t i,
                             size_t other)
{
    return has_place(list_of(lists, i), lists->other_place_of[other]);
}

/* Points lie anywhere among those of other places. */
static void copy_sparse(uint32_t *out, const circlet_reach_lists *lists,
                        const place_list *list)
{
    size_t filled = 0;

    for (size_t i = 0; i < list->place_count; i++)
        for (uint32_t point = lists->others.first[list->places[i]];
             point != CI_NO_SHARER; point = lists->others.next[point])
            out[filled++] = point;
    if (filled > 0)
        qsort(out, filled, sizeof(*out), compare_places);
}

void circlet_reach_lists_copy(const circlet_reach_lists *lists, size_t i,
                              uint32_t *out)
{
    const place_list *list = list_of(lists, i);
    size_t filled = 0;

    if (!list->bits) {
        copy_sparse(out, lists, list);
        return;
    }
    for (uint32_t point = 0; point < lists->other_count; point++)
        if (has_bit(list->bits, lists->other_place_of[point]))
            out[filled++] = point;
}

uint64_t circlet_reach_lists_bytes(const circlet_reach_lists *lists)
{
    uint64_t bytes = sizeof(*lists) +
                     (lists->point_count + 2 * lists->other_count +
                      2 * lists->other_place_count) *
                         sizeof(uint32_t) +
                     lists->place_count * sizeof(place_list);

    for (size_t i = 0; i < lists->place_count; i++)
        bytes += lists->lists[i].bits
                     ? word_count(lists) * sizeof(uint64_t)
                     : lists->lists[i].place_count * sizeof(uint32_t);
    return bytes;
}
