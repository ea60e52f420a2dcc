/*
 * Everybody asks at the facilities of their row, one after the other. A heap
 * holds for each class of equal people the time of the next facility with
 * room, so that only pairs are looked at that somebody still cares for: all
 * pairs of the least time are taken out together and divided facility by
 * facility.
 */
#include "access/capacity.h"

#include <stdlib.h>
#include <string.h>

#include "access/apportion.h"
#include "base/array.h"
#include "base/error.h"

/* People of one group with equal rows. */
typedef struct people_class {
    ci_od_row row;
    size_t cursor; /* the next entry of the row to ask at */
    int64_t weight_milli;
    int64_t left_milli; /* without a place so far */
    bool is_focus;
} people_class;

/* A class that waits for its turn. */
typedef struct turn {
    uint32_t time_ms;
    uint32_t class;
} turn;

/* A class that asks at a facility. */
typedef struct wish {
    uint32_t facility;
    uint32_t class;
} wish;

typedef struct assigner {
    const ci_places_problem *problem;
    uint32_t *class_of; /* of each row */
    people_class *classes;
    size_t class_count;
    int64_t *room_milli; /* of each facility */
    turn *heap;
    size_t heap_count;
    turn *taken; /* the turns of the least time */
    wish *wishes;
    size_t wish_count, wish_capacity;
    int64_t *needs, *shares; /* of those who share, and what they get */
    ci_remainder *scratch;
    ci_place_log *log; /* NULL: nobody wants it */
} assigner;

/* ---- set up ------------------------------------------------------------- */

static circlet_status number_classes(assigner *a, circlet_error *error)
{
    const ci_places_problem *p = a->problem;
    ci_span *spans = calloc((p->row_count + 1), sizeof(*spans));
    circlet_status status;

    if (!spans)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < p->row_count; i++)
        spans[i] = (ci_span){p->rows[i].entries, 2 * p->rows[i].count,
                             p->is_focus && p->is_focus[i]};
    status = ci_number_equal_spans(a->class_of, &a->class_count, spans,
                                   p->row_count, error);
    free(spans);
    return status;
}

static bool allocate_classes(assigner *a)
{
    size_t count = a->class_count + 1;

    a->classes = calloc(count, sizeof(*a->classes));
    a->heap = calloc(count, sizeof(*a->heap));
    a->taken = calloc(count, sizeof(*a->taken));
    a->needs = calloc(count, sizeof(*a->needs));
    a->shares = calloc(count, sizeof(*a->shares));
    a->scratch = calloc(count, sizeof(*a->scratch));
    return a->classes && a->heap && a->taken && a->needs && a->shares &&
           a->scratch;
}

static circlet_status set_up(assigner *a, circlet_error *error)
{
    const ci_places_problem *p = a->problem;
    size_t room_size = (p->facility_count + 1) * sizeof(*a->room_milli);
    circlet_status status;

    a->class_of = calloc((p->row_count + 1), sizeof(*a->class_of));
    a->room_milli = malloc(room_size);
    if (!a->class_of || !a->room_milli)
        return ci_fail_nomem(error);
    status = number_classes(a, error);
    if (status)
        return status;
    if (!allocate_classes(a))
        return ci_fail_nomem(error);
    for (size_t i = 0; i < p->row_count; i++) {
        people_class *class = &a->classes[a->class_of[i]];

        class->row = p->rows[i];
        class->is_focus = p->is_focus && p->is_focus[i];
        class->weight_milli += p->weights_milli[i];
        class->left_milli = class->weight_milli;
    }
    if (p->facility_count > 0)
        memcpy(a->room_milli, p->places_milli,
               p->facility_count * sizeof(*a->room_milli));
    return CIRCLET_OK;
}

static void assigner_clear(assigner *a)
{
    free(a->class_of);
    free(a->classes);
    free(a->room_milli);
    free(a->heap);
    free(a->taken);
    free(a->wishes);
    free(a->needs);
    free(a->shares);
    free(a->scratch);
}

/* ---- the heap of turns -------------------------------------------------- */

static bool is_before(turn a, turn b)
{
    return a.time_ms != b.time_ms ? a.time_ms < b.time_ms : a.class < b.class;
}

static void heap_add(assigner *a, turn added)
{
    size_t i = a->heap_count++;

    while (i > 0 && is_before(added, a->heap[(i - 1) / 2])) {
        a->heap[i] = a->heap[(i - 1) / 2];
        i = (i - 1) / 2;
    }
    a->heap[i] = added;
}

static turn heap_take(assigner *a)
{
    turn least = a->heap[0];
    turn last = a->heap[--a->heap_count];
    size_t i = 0, child;

    while ((child = 2 * i + 1) < a->heap_count) {
        if (child + 1 < a->heap_count &&
            is_before(a->heap[child + 1], a->heap[child]))
            child++;
        if (!is_before(a->heap[child], last))
            break;
        a->heap[i] = a->heap[child];
        i = child;
    }
    a->heap[i] = last;
    return least;
}

/* ---- the search --------------------------------------------------------- */

static uint32_t facility_at(const assigner *a, const circlet_od_entry *entry)
{
    const uint32_t *facility_of = a->problem->facility_of;

    return facility_of ? facility_of[entry->destination] : entry->destination;
}

/* Puts a class on the heap if it still needs places and may find some. */
static void wait_for_turn(assigner *a, uint32_t position)
{
    people_class *class = &a->classes[position];
    const ci_od_row *row = &class->row;

    if (class->left_milli == 0)
        return;
    while (class->cursor < row->count &&
           a->room_milli[facility_at(a, &row->entries[class->cursor])] == 0)
        class->cursor++;
    if (class->cursor < row->count)
        heap_add(a, (turn){row->entries[class->cursor].time_ms, position});
}

/* Adds what a class asks for after one time. */
static circlet_status add_wishes(assigner *a, turn now, circlet_error *error)
{
    people_class *class = &a->classes[now.class];

    for (; class->cursor < class->row.count &&
           class->row.entries[class->cursor].time_ms == now.time_ms;
         class->cursor++) {
        uint32_t facility = facility_at(a, &class->row.entries[class->cursor]);
        wish *wishes;

        if (a->room_milli[facility] == 0)
            continue;
        wishes = ci_array_reserve_one(a->wishes, a->wish_count,
                                      &a->wish_capacity, sizeof(*wishes));
        if (!wishes)
            return ci_fail_nomem(error);
        a->wishes = wishes;
        wishes[a->wish_count++] = (wish){facility, now.class};
    }
    return CIRCLET_OK;
}

static int compare_wishes(const void *left, const void *right)
{
    const wish *a = left, *b = right;

    if (a->facility != b->facility)
        return a->facility < b->facility ? -1 : 1;
    return a->class < b->class ? -1 : a->class > b->class;
}

static circlet_status note_grant(assigner *a, const wish *asked, int64_t milli,
                                 circlet_error *error)
{
    ci_place_log *log = a->log;
    ci_place_grant *grants;

    if (!log || milli == 0)
        return CIRCLET_OK;
    grants = ci_array_reserve_one(log->grants, log->grant_count,
                                  &log->grant_capacity, sizeof(*grants));
    if (!grants)
        return ci_fail_nomem(error);
    log->grants = grants;
    grants[log->grant_count++] =
        (ci_place_grant){asked->class, asked->facility, milli};
    return CIRCLET_OK;
}

/* Divides the room of one facility among those who ask. A class stands twice
 * where two entrances are as near. */
static circlet_status divide(assigner *a, const wish *wishes, size_t count,
                             circlet_error *error)
{
    int64_t *room_milli = &a->room_milli[wishes[0].facility];
    circlet_status status = CIRCLET_OK;
    int64_t needed_milli = 0;
    size_t sharers = 0;

    for (size_t i = 0; i < count; i++) {
        bool is_new = i == 0 || wishes[i].class != wishes[i - 1].class;

        a->needs[sharers] = a->classes[wishes[i].class].left_milli;
        needed_milli += is_new ? a->needs[sharers] : 0;
        sharers += is_new;
    }
    ci_apportion(a->shares, a->needs, sharers,
                 needed_milli < *room_milli ? needed_milli : *room_milli,
                 a->scratch);
    *room_milli -= needed_milli < *room_milli ? needed_milli : *room_milli;
    sharers = 0;
    for (size_t i = 0; !status && i < count; i++)
        if (i == 0 || wishes[i].class != wishes[i - 1].class) {
            a->classes[wishes[i].class].left_milli -= a->shares[sharers];
            status = note_grant(a, &wishes[i], a->shares[sharers++], error);
        }
    return status;
}

static circlet_status divide_all(assigner *a, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;
    size_t end;

    if (a->wish_count > 1)
        qsort(a->wishes, a->wish_count, sizeof(*a->wishes), compare_wishes);
    for (size_t start = 0; !status && start < a->wish_count; start = end) {
        end = start + 1;
        while (end < a->wish_count &&
               a->wishes[end].facility == a->wishes[start].facility)
            end++;
        status = divide(a, a->wishes + start, end - start, error);
    }
    return status;
}

/* Serves one group of people. */
static circlet_status serve(assigner *a, bool is_focus, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; i < a->class_count; i++)
        if (a->classes[i].is_focus == is_focus)
            wait_for_turn(a, (uint32_t)i);
    while (!status && a->heap_count > 0) {
        uint32_t now_ms = a->heap[0].time_ms;
        size_t taken = 0;

        a->wish_count = 0;
        while (a->heap_count > 0 && a->heap[0].time_ms == now_ms)
            a->taken[taken++] = heap_take(a);
        for (size_t i = 0; !status && i < taken; i++)
            status = add_wishes(a, a->taken[i], error);
        if (!status)
            status = divide_all(a, error);
        for (size_t i = 0; !status && i < taken; i++) {
            if (a->log)
                a->log->ends_ms[a->taken[i].class] = now_ms;
            wait_for_turn(a, a->taken[i].class);
        }
    }
    return status;
}

/* ---- collecting --------------------------------------------------------- */

typedef struct member {
    uint32_t class;
    size_t row;
} member;

static int compare_members(const void *left, const void *right)
{
    const member *a = left, *b = right;

    if (a->class != b->class)
        return a->class < b->class ? -1 : 1;
    return a->row < b->row ? -1 : a->row > b->row;
}

/* What a class got goes to its people in proportion. */
static void divide_class(int64_t *placed_milli, const assigner *a,
                         const member *members, size_t count, int64_t *buffers,
                         ci_remainder *scratch)
{
    const people_class *class = &a->classes[members[0].class];
    int64_t *weights = buffers, *shares = buffers + count;

    for (size_t i = 0; i < count; i++)
        weights[i] = a->problem->weights_milli[members[i].row];
    ci_apportion(shares, weights, count,
                 class->weight_milli - class->left_milli, scratch);
    for (size_t i = 0; i < count; i++)
        placed_milli[members[i].row] = shares[i];
}

static circlet_status collect(int64_t *placed_milli, const assigner *a,
                              circlet_error *error)
{
    size_t count = a->problem->row_count, end;
    member *members = calloc((count + 1), sizeof(*members));
    int64_t *buffers = calloc(2 * (count + 1), sizeof(*buffers));
    ci_remainder *scratch = calloc((count + 1), sizeof(*scratch));
    circlet_status status =
        members && buffers && scratch ? CIRCLET_OK : ci_fail_nomem(error);

    for (size_t i = 0; !status && i < count; i++)
        members[i] = (member){a->class_of[i], i};
    if (!status && count > 1)
        qsort(members, count, sizeof(*members), compare_members);
    for (size_t i = 0; !status && i < count; i = end) {
        end = i + 1;
        while (end < count && members[end].class == members[i].class)
            end++;
        divide_class(placed_milli, a, members + i, end - i, buffers, scratch);
    }
    free(members);
    free(buffers);
    free(scratch);
    return status;
}

static circlet_status start_log(assigner *a, circlet_error *error)
{
    if (!a->log)
        return CIRCLET_OK;
    a->log->ends_ms = calloc(a->class_count + 1, sizeof(*a->log->ends_ms));
    return a->log->ends_ms ? CIRCLET_OK : ci_fail_nomem(error);
}

/* The classes of the people become the log's. */
static void finish_log(assigner *a)
{
    ci_place_log *log = a->log;

    for (size_t i = 0; i < a->class_count; i++)
        if (a->classes[i].left_milli > 0)
            log->ends_ms[i] = CIRCLET_UNREACHED;
    log->class_of = a->class_of;
    log->class_count = a->class_count;
    a->class_of = NULL;
}

void ci_place_log_clear(ci_place_log *log)
{
    free(log->class_of);
    free(log->ends_ms);
    free(log->grants);
}

static circlet_status assign(assigner *a, int64_t *placed_milli,
                             circlet_error *error)
{
    circlet_status status = set_up(a, error);

    if (!status)
        status = start_log(a, error);
    if (!status)
        status = serve(a, true, error);
    if (!status)
        status = serve(a, false, error);
    return status ? status : collect(placed_milli, a, error);
}

circlet_status ci_assign_places(int64_t *placed_milli, int64_t *taken_milli,
                                const ci_places_problem *problem,
                                circlet_error *error)
{
    assigner a = {.problem = problem};
    circlet_status status = assign(&a, placed_milli, error);

    for (size_t j = 0; !status && taken_milli && j < problem->facility_count;
         j++)
        taken_milli[j] = problem->places_milli[j] - a.room_milli[j];
    assigner_clear(&a);
    return status;
}

circlet_status ci_assign_places_logged(int64_t *placed_milli,
                                       ci_place_log *log,
                                       const ci_places_problem *problem,
                                       circlet_error *error)
{
    assigner a = {.problem = problem, .log = log};
    circlet_status status = assign(&a, placed_milli, error);

    if (!status)
        finish_log(&a);
    assigner_clear(&a);
    return status;
}
