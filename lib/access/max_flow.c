/*
 * The network has a source, a class for the people who reach the same
 * facilities, the facilities and a sink. Arcs from a class to its facilities
 * have no limit, so that only what is left of the classes, the room of the
 * facilities and the flows of the arcs are kept: an arc can be gone back
 * against its flow.
 */
#include "access/max_flow.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"

#define NO_LEVEL UINT32_MAX
#define NO_INFLOW UINT32_MAX

/* An arc that has or had a flow, in the list of its facility. */
typedef struct inflow {
    uint32_t class;
    uint32_t next; /* NO_INFLOW: the last */
    size_t arc;
} inflow;

/* A class on the way, the arc that leaves it, and from the facility there
 * the inflow back to the next class. */
typedef struct step {
    uint32_t class;
    uint32_t back;
    size_t arc;
} step;

typedef struct flow {
    size_t class_count, facility_count;
    size_t *first; /* class_count + 1; into arcs */
    uint32_t *heads; /* the facility of each arc */
    int64_t *flows_milli; /* of each arc */
    bool *is_listed; /* each arc: it has an inflow */
    int64_t *left_milli; /* of each class */
    int64_t *room_milli; /* of each facility */
    inflow *inflows;
    size_t inflow_count, inflow_capacity;
    uint32_t *first_inflow; /* of each facility */
    uint32_t *class_levels, *facility_levels;
    size_t *arc_cursors; /* of each class */
    uint32_t *inflow_cursors; /* of each facility */
    uint32_t *queue; /* of classes */
    step *way;
    int64_t moved_milli;
} flow;

static void flow_clear(flow *f)
{
    free(f->first);
    free(f->heads);
    free(f->flows_milli);
    free(f->is_listed);
    free(f->left_milli);
    free(f->room_milli);
    free(f->inflows);
    free(f->first_inflow);
    free(f->class_levels);
    free(f->facility_levels);
    free(f->arc_cursors);
    free(f->inflow_cursors);
    free(f->queue);
    free(f->way);
}

/* ---- set up: merging ---------------------------------------------------- */

/* What people reach: sorted facilities with room, each once. */
typedef struct reach_sets {
    ci_span *spans; /* of each row */
    uint32_t *facilities;
    uint32_t *numbers; /* of each row; later its class */
    size_t number_count;
} reach_sets;

static void sets_clear(reach_sets *sets)
{
    free(sets->spans);
    free(sets->facilities);
    free(sets->numbers);
}

static int compare_words(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;

    return a < b ? -1 : a > b;
}

/* Writes the set of a row and returns its size. */
static size_t write_set(uint32_t *out, const ci_places_problem *p,
                        const ci_od_row *row)
{
    size_t count = 0, kept = 0;

    for (size_t k = 0; k < row->count; k++) {
        uint32_t destination = row->entries[k].destination;
        uint32_t facility =
            p->facility_of ? p->facility_of[destination] : destination;

        if (p->places_milli[facility] > 0)
            out[count++] = facility;
    }
    if (count > 1)
        qsort(out, count, sizeof(*out), compare_words);
    for (size_t k = 0; k < count; k++)
        if (k == 0 || out[k] != out[k - 1])
            out[kept++] = out[k];
    return kept;
}

/* Rows that are the very same, as those of people at one place, first: only
 * one of them is sorted. */
static circlet_status number_rows(reach_sets *sets, const ci_places_problem *p,
                                  circlet_error *error)
{
    for (size_t i = 0; i < p->row_count; i++)
        sets->spans[i] =
            (ci_span){p->rows[i].entries, 2 * p->rows[i].count, 0};
    /* The caller frees both, whatever comes. */
    /* NOLINTNEXTLINE(clang-analyzer-unix.Malloc) */
    return ci_number_equal_spans(sets->numbers, &sets->number_count,
                                 sets->spans, p->row_count, error);
}

/* The sets of the rows that lead their numbers, which come in order; others
 * take over theirs. */
static circlet_status write_sets(reach_sets *sets, const ci_places_problem *p,
                                 circlet_error *error)
{
    ci_span *of_number = malloc((sets->number_count + 1) * sizeof(*of_number));
    size_t room = 1, used = 0, next = 0;

    for (size_t i = 0; i < p->row_count; i++)
        if (sets->numbers[i] == next) {
            room += p->rows[i].count;
            next++;
        }
    sets->facilities = malloc(room * sizeof(*sets->facilities));
    if (!of_number || !sets->facilities) {
        free(of_number);
        return ci_fail_nomem(error);
    }
    next = 0;
    for (size_t i = 0; i < p->row_count; i++) {
        if (sets->numbers[i] == next) {
            uint32_t *set = sets->facilities + used;

            of_number[next] =
                (ci_span){set, write_set(set, p, &p->rows[i]), 0};
            used += of_number[next++].word_count;
        }
        sets->spans[i] = of_number[sets->numbers[i]];
    }
    free(of_number);
    return ci_number_equal_spans(sets->numbers, &sets->number_count,
                                 sets->spans, p->row_count, error);
}

/* ---- set up: the network ------------------------------------------------ */

static bool allocate(flow *f, size_t arc_count)
{
    size_t classes = f->class_count + 1, facilities = f->facility_count + 1;

    f->heads = malloc((arc_count + 1) * sizeof(*f->heads));
    f->flows_milli = calloc(arc_count + 1, sizeof(*f->flows_milli));
    f->is_listed = calloc(arc_count + 1, sizeof(*f->is_listed));
    f->left_milli = calloc(classes, sizeof(*f->left_milli));
    f->room_milli = calloc(facilities, sizeof(*f->room_milli));
    f->first_inflow = malloc(facilities * sizeof(*f->first_inflow));
    f->class_levels = malloc(classes * sizeof(*f->class_levels));
    f->facility_levels = malloc(facilities * sizeof(*f->facility_levels));
    f->arc_cursors = malloc(classes * sizeof(*f->arc_cursors));
    f->inflow_cursors = malloc(facilities * sizeof(*f->inflow_cursors));
    f->queue = malloc(classes * sizeof(*f->queue));
    f->way = malloc((classes + facilities) * sizeof(*f->way));
    return f->heads && f->flows_milli && f->is_listed && f->left_milli &&
           f->room_milli && f->first_inflow && f->class_levels &&
           f->facility_levels && f->arc_cursors && f->inflow_cursors &&
           f->queue && f->way;
}

static circlet_status make_network(flow *f, const reach_sets *sets,
                                   const ci_places_problem *p,
                                   circlet_error *error)
{
    size_t arcs = 0, next = 0;

    f->class_count = sets->number_count;
    f->facility_count = p->facility_count;
    f->first = calloc(f->class_count + 1, sizeof(*f->first));
    if (!f->first)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < p->row_count; i++)
        if (sets->numbers[i] == next) {
            arcs += sets->spans[i].word_count;
            f->first[++next] = arcs;
        }
    if (!allocate(f, arcs))
        return ci_fail_nomem(error);
    for (size_t i = 0; i < p->row_count; i++) {
        uint32_t class = sets->numbers[i];

        f->left_milli[class] += p->weights_milli[i];
        if (sets->spans[i].word_count > 0)
            memcpy(f->heads + f->first[class], sets->spans[i].words,
                   sets->spans[i].word_count * sizeof(*f->heads));
    }
    for (size_t j = 0; j < p->facility_count; j++) {
        f->room_milli[j] = p->places_milli[j];
        f->first_inflow[j] = NO_INFLOW;
    }
    return CIRCLET_OK;
}

static circlet_status set_up(flow *f, const ci_places_problem *problem,
                             circlet_error *error)
{
    size_t rows = problem->row_count;
    reach_sets sets = {.spans = calloc(rows + 1, sizeof(*sets.spans)),
                       .numbers = calloc(rows + 1, sizeof(*sets.numbers))};
    circlet_status status = sets.spans && sets.numbers
                                ? number_rows(&sets, problem, error)
                                : ci_fail_nomem(error);

    if (!status)
        status = write_sets(&sets, problem, error);
    if (!status)
        status = make_network(f, &sets, problem, error);
    sets_clear(&sets);
    return status;
}

/* ---- levels ------------------------------------------------------------- */

/* Appends the classes from which flow could be taken back at a facility. */
static size_t queue_inflows(flow *f, uint32_t facility, size_t queued)
{
    for (uint32_t k = f->first_inflow[facility]; k != NO_INFLOW;
         k = f->inflows[k].next) {
        uint32_t class = f->inflows[k].class;

        if (f->class_levels[class] != NO_LEVEL ||
            f->flows_milli[f->inflows[k].arc] == 0)
            continue;
        f->class_levels[class] = f->facility_levels[facility] + 1;
        f->queue[queued++] = class;
    }
    return queued;
}

/* Numbers classes and facilities by their distance from people without a
 * place, up to the nearest facility with room; false: there is none. */
static bool find_levels(flow *f)
{
    uint32_t end_level = NO_LEVEL;
    size_t queued = 0;

    for (size_t j = 0; j < f->facility_count; j++)
        f->facility_levels[j] = NO_LEVEL;
    for (size_t c = 0; c < f->class_count; c++) {
        f->class_levels[c] = f->left_milli[c] > 0 ? 0 : NO_LEVEL;
        if (f->left_milli[c] > 0)
            f->queue[queued++] = (uint32_t)c;
    }
    for (size_t i = 0; i < queued; i++) {
        uint32_t class = f->queue[i];
        uint32_t level = f->class_levels[class] + 1;

        if (level > end_level)
            break;
        for (size_t arc = f->first[class]; arc < f->first[class + 1]; arc++) {
            uint32_t facility = f->heads[arc];

            if (f->facility_levels[facility] != NO_LEVEL)
                continue;
            f->facility_levels[facility] = level;
            if (f->room_milli[facility] > 0)
                end_level = level;
            else if (end_level == NO_LEVEL)
                queued = queue_inflows(f, facility, queued);
        }
    }
    return end_level != NO_LEVEL;
}

/* ---- ways --------------------------------------------------------------- */

static bool list_arc(flow *f, uint32_t class, size_t arc)
{
    uint32_t facility = f->heads[arc];
    inflow *inflows;

    if (f->is_listed[arc])
        return true;
    inflows = ci_array_reserve_one(f->inflows, f->inflow_count,
                                   &f->inflow_capacity, sizeof(*inflows));
    if (!inflows)
        return false;
    f->inflows = inflows;
    inflows[f->inflow_count] = (inflow){class, f->first_inflow[facility], arc};
    f->first_inflow[facility] = (uint32_t)f->inflow_count++;
    f->is_listed[arc] = true;
    return true;
}

/* Moves all that fits along the way of `length` steps; false: no memory. */
static bool push(flow *f, size_t length)
{
    uint32_t start = f->way[0].class;
    uint32_t end = f->heads[f->way[length - 1].arc];
    int64_t amount = f->left_milli[start];

    if (f->room_milli[end] < amount)
        amount = f->room_milli[end];
    for (size_t i = 0; i + 1 < length; i++) {
        int64_t back = f->flows_milli[f->inflows[f->way[i].back].arc];

        amount = back < amount ? back : amount;
    }
    for (size_t i = 0; i < length; i++) {
        if (!list_arc(f, f->way[i].class, f->way[i].arc))
            return false;
        f->flows_milli[f->way[i].arc] += amount;
        if (i + 1 < length)
            f->flows_milli[f->inflows[f->way[i].back].arc] -= amount;
    }
    f->left_milli[start] -= amount;
    f->room_milli[end] -= amount;
    f->moved_milli += amount;
    return true;
}

/* The next arc of a class that leads one level on; false: none is left. */
static bool find_arc(flow *f, uint32_t class)
{
    size_t *arc = &f->arc_cursors[class];
    uint32_t level = f->class_levels[class] + 1;

    while (*arc < f->first[class + 1] &&
           f->facility_levels[f->heads[*arc]] != level)
        ++*arc;
    return *arc < f->first[class + 1];
}

/* The same for the classes behind a full facility. */
static bool find_back(flow *f, uint32_t facility)
{
    uint32_t *k = &f->inflow_cursors[facility];
    uint32_t level = f->facility_levels[facility] + 1;

    while (*k != NO_INFLOW &&
           (f->class_levels[f->inflows[*k].class] != level ||
            f->flows_milli[f->inflows[*k].arc] == 0))
        *k = f->inflows[*k].next;
    return *k != NO_INFLOW;
}

/* Goes on from the last class of a way; true: it ends at room. A class or a
 * facility from which nothing leads on is left by the way it was come to,
 * and its cursor stays at the end. */
static bool find_way(flow *f, uint32_t start, size_t *length)
{
    size_t depth = 0;

    f->way[0].class = start;
    for (;;) {
        uint32_t class = f->way[depth].class, facility;

        if (!find_arc(f, class)) {
            if (depth == 0)
                return false;
            depth--;
            facility = f->heads[f->way[depth].arc];
            f->inflow_cursors[facility] =
                f->inflows[f->inflow_cursors[facility]].next;
        }
        class = f->way[depth].class;
        f->way[depth].arc = f->arc_cursors[class];
        facility = f->heads[f->way[depth].arc];
        if (f->room_milli[facility] > 0) {
            *length = depth + 1;
            return true;
        }
        if (find_back(f, facility)) {
            f->way[depth].back = f->inflow_cursors[facility];
            depth++;
            f->way[depth].class = f->inflows[f->way[depth - 1].back].class;
        } else {
            f->arc_cursors[class]++;
        }
    }
}

/* Pushes along ways of the least length until there is none. */
static circlet_status push_all(flow *f, circlet_error *error)
{
    for (size_t c = 0; c < f->class_count; c++)
        f->arc_cursors[c] = f->first[c];
    for (size_t j = 0; j < f->facility_count; j++)
        f->inflow_cursors[j] = f->first_inflow[j];
    for (size_t c = 0; c < f->class_count; c++) {
        size_t length;

        while (f->left_milli[c] > 0 && find_way(f, (uint32_t)c, &length))
            if (!push(f, length))
                return ci_fail_nomem(error);
    }
    return CIRCLET_OK;
}

circlet_status ci_max_flow(int64_t *out_milli, int64_t *taken_milli,
                           const ci_places_problem *problem,
                           circlet_error *error)
{
    flow f = {0};
    circlet_status status = set_up(&f, problem, error);

    while (!status && find_levels(&f))
        status = push_all(&f, error);
    for (size_t j = 0; !status && taken_milli && j < problem->facility_count;
         j++)
        taken_milli[j] = problem->places_milli[j] - f.room_milli[j];
    if (!status)
        *out_milli = f.moved_milli;
    flow_clear(&f);
    return status;
}
