/*
 * Large pieces are parted level by level: each of them along all lines, which
 * are the items that threads share, then at the best cut. Pieces that have
 * become small are ordered by one thread each. What is done to a piece
 * depends on nothing but the piece, and so the order on no thread.
 */
#include "network/node_order_dissect.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/parallel.h"
#include "network/node_order_leaf.h"
#include "network/node_order_pieces.h"

/* Larger pieces are shared by threads. */
#define LARGE 8192

/* A thread takes room for the whole network: more would help little. */
#define WORKERS_MAX 8

/* Of pieces waiting, each is at most half as large as the one below it on the
 * stack. */
#define STACK_SIZE 64

#define REPORTS 100

typedef struct worker {
    ci_parter *parter;
    uint8_t *sides; /* of a small piece */
    ci_leaf_scratch leaf;
} worker;

typedef struct piece_list {
    ci_piece *items;
    size_t count, capacity;
} piece_list;

typedef struct dissection {
    const ci_dissection_input *input;
    ci_pieces pieces;
    worker workers[WORKERS_MAX];
    uint32_t worker_count;
    uint8_t *sides[CI_PART_LINES]; /* of all nodes, by each line */
    piece_list large, small;
    ci_part_score *scores; /* of each large piece and line */
    ci_piece *parts; /* two of each large piece */
    bool *is_scattered; /* large pieces of several components */
    atomic_uint_fast64_t done; /* in nodes times levels */
    uint64_t total, reported;
    bool is_cancelled;
} dissection;

static void dissection_free(dissection *d)
{
    ci_pieces_free(&d->pieces);
    for (uint32_t i = 0; i < d->worker_count; i++) {
        ci_parter_free(d->workers[i].parter);
        free(d->workers[i].sides);
        ci_leaf_scratch_free(&d->workers[i].leaf);
    }
    for (int line = 0; line < CI_PART_LINES; line++)
        free(d->sides[line]);
    free(d->large.items);
    free(d->small.items);
    free(d->scores);
    free(d->parts);
    free(d->is_scattered);
}

static bool add_worker(dissection *d, uint32_t nodes)
{
    worker *w = &d->workers[d->worker_count++];

    w->parter = ci_parter_new(nodes);
    w->sides = malloc((size_t)LARGE + 1);
    return ci_leaf_scratch_make(&w->leaf, nodes) && w->parter && w->sides;
}

static bool add_piece(piece_list *list, ci_piece piece)
{
    ci_piece *items = ci_array_reserve_one(list->items, list->count,
                                           &list->capacity, sizeof(*items));

    if (!items)
        return false;
    list->items = items;
    items[list->count++] = piece;
    return true;
}

static uint32_t size_of(ci_piece piece)
{
    return piece.high - piece.low;
}

/* By its size a piece is for one list or the other. */
static bool sort_in(dissection *d, ci_piece piece)
{
    if (size_of(piece) == 0)
        return true;
    return add_piece(size_of(piece) > LARGE ? &d->large : &d->small, piece);
}

/* Halvings until leaves are left. */
static uint64_t levels_of(uint32_t nodes)
{
    uint64_t levels = 1;

    for (; nodes > CI_LEAF_SIZE; nodes /= 2)
        levels++;
    return levels;
}

static bool make(dissection *d)
{
    uint32_t nodes = d->input->graph->node_count;
    uint32_t threads = ci_parallel_threads(d->input->thread_count);
    bool is_made = true;
    ci_piece whole;

    if (!ci_pieces_make(&d->pieces, &whole, d->input->graph) ||
        !sort_in(d, whole))
        return false;
    for (int line = 0; line < CI_PART_LINES; line++) {
        d->sides[line] = malloc((size_t)nodes + 1);
        is_made = is_made && d->sides[line];
    }
    while (is_made && d->worker_count < threads &&
           d->worker_count < WORKERS_MAX)
        is_made = add_worker(d, nodes);
    atomic_init(&d->done, 0);
    d->total = (uint64_t)nodes * levels_of(nodes) + 1;
    return is_made;
}

/* ---- small pieces ------------------------------------------------------- */

static ci_part_piece part_piece(const dissection *d, ci_piece piece)
{
    return (ci_part_piece){ci_piece_graph(&d->pieces, piece),
                           ci_piece_ids(&d->pieces, piece), d->input->places};
}

/* The sides of a small piece; false: it falls into no sides. */
static bool find_sides(dissection *d, worker *w, ci_piece piece)
{
    const ci_part_lines *lines = &d->input->lines;
    ci_part_piece of = part_piece(d, piece);
    ci_part_score best = {0, 0};

    if (ci_part_components(w->sides, w->parter, &of))
        return true;
    for (int line = 0; line < CI_PART_LINES; line++)
        ci_part_across(w->sides, &best, w->parter, &of, lines->x[line],
                       lines->y[line]);
    return best.smaller > 0;
}

/* Orders a piece; its parts, unless it has none, are put on the stack, the
 * smaller above the larger. */
static size_t order_piece(dissection *d, worker *w, ci_piece piece,
                          ci_piece *stack, size_t height)
{
    bool is_leaf = size_of(piece) <= CI_LEAF_SIZE;
    ci_piece parts[2];
    uint32_t first;

    if (is_leaf || !find_sides(d, w, piece)) {
        uint32_t *nodes = ci_piece_finish(&d->pieces, piece);

        if (is_leaf)
            ci_leaf_order(nodes, size_of(piece), d->input->graph, &w->leaf);
        return height;
    }
    ci_piece_part(parts, &d->pieces, piece, w->sides);
    first = size_of(parts[0]) < size_of(parts[1]);
    if (size_of(parts[first]) > 0)
        stack[height++] = parts[first];
    if (size_of(parts[1 - first]) > 0)
        stack[height++] = parts[1 - first];
    return height;
}

static bool order_small(void *user, uint32_t worker_number, size_t item)
{
    dissection *d = user;
    worker *w = &d->workers[worker_number];
    ci_piece stack[STACK_SIZE] = {d->small.items[item]};
    uint32_t nodes = size_of(stack[0]);
    size_t height = 1;

    while (height > 0) {
        ci_piece piece = stack[--height];

        height = order_piece(d, w, piece, stack, height);
    }
    atomic_fetch_add(&d->done, nodes * levels_of(nodes));
    return true;
}

/* ---- large pieces ------------------------------------------------------- */

static bool look_at_large(void *user, uint32_t worker_number, size_t item)
{
    dissection *d = user;
    ci_piece piece = d->large.items[item];
    ci_part_piece of = part_piece(d, piece);

    d->is_scattered[item] = ci_part_components(
        d->sides[0] + piece.low, d->workers[worker_number].parter, &of);
    return true;
}

static bool try_line(void *user, uint32_t worker_number, size_t item)
{
    dissection *d = user;
    size_t line = item % CI_PART_LINES;
    ci_piece piece = d->large.items[item / CI_PART_LINES];
    ci_part_piece of = part_piece(d, piece);

    if (d->is_scattered[item / CI_PART_LINES])
        return true;
    d->scores[item] = (ci_part_score){0, 0};
    ci_part_across(d->sides[line] + piece.low, &d->scores[item],
                   d->workers[worker_number].parter, &of,
                   d->input->lines.x[line], d->input->lines.y[line]);
    atomic_fetch_add(&d->done, size_of(piece) / CI_PART_LINES);
    return true;
}

static bool part_large(void *user, uint32_t worker_number, size_t item)
{
    dissection *d = user;
    ci_piece piece = d->large.items[item], *parts = d->parts + 2 * item;
    const ci_part_score *scores = d->scores + item * CI_PART_LINES;
    size_t best = 0;

    (void)worker_number;
    for (size_t line = 1; line < CI_PART_LINES && !d->is_scattered[item];
         line++)
        if (ci_part_is_better(scores[line], scores[best]))
            best = line;
    parts[0] = parts[1] = (ci_piece){piece.low, piece.low, 0};
    if (d->is_scattered[item] || scores[best].smaller > 0)
        ci_piece_part(parts, &d->pieces, piece, d->sides[best] + piece.low);
    else
        ci_piece_finish(&d->pieces, piece);
    return true;
}

/* ---- all of them -------------------------------------------------------- */

/* On the caller's thread: reports what is done. */
static bool goes_on(void *user, size_t taken)
{
    dissection *d = user;
    const circlet_progress *progress = &d->input->progress;
    uint64_t done = atomic_load(&d->done);

    (void)taken;
    done = done < d->total ? done : d->total;
    if (!progress->report || done * REPORTS < d->reported * d->total)
        return true;
    d->reported = done * REPORTS / d->total + 1;
    d->is_cancelled = !progress->report(
        "ordering streets", (double)done / (double)d->total, progress->user);
    return !d->is_cancelled;
}

static bool run(dissection *d,
                bool (*work)(void *user, uint32_t worker, size_t item),
                size_t count)
{
    const ci_parallel job = {d->worker_count, work, goes_on, d};

    return ci_parallel_run(&job, count);
}

static bool reserve_level(dissection *d)
{
    size_t count = d->large.count;

    free(d->scores);
    free(d->parts);
    free(d->is_scattered);
    d->scores = calloc(count * CI_PART_LINES, sizeof(*d->scores));
    d->parts = calloc(2 * count, sizeof(*d->parts));
    d->is_scattered = calloc(count, sizeof(*d->is_scattered));
    return d->scores && d->parts && d->is_scattered;
}

/* Parts all large pieces; their parts take their place. */
static bool part_level(dissection *d)
{
    size_t count = d->large.count;
    bool is_done = reserve_level(d) && run(d, look_at_large, count) &&
                   run(d, try_line, count * CI_PART_LINES) &&
                   run(d, part_large, count);

    d->large.count = 0;
    for (size_t i = 0; i < 2 * count && is_done; i++)
        is_done = sort_in(d, d->parts[i]);
    return is_done;
}

circlet_status ci_dissect(uint32_t *order, const ci_dissection_input *input,
                          circlet_error *error)
{
    dissection d = {.input = input};
    bool is_done = make(&d);

    while (is_done && d.large.count > 0)
        is_done = part_level(&d);
    is_done = is_done && run(&d, order_small, d.small.count);
    if (is_done) {
        atomic_store(&d.done, d.total);
        is_done = goes_on(&d, 0);
    }
    if (is_done && input->graph->node_count > 0)
        memcpy(order, d.pieces.order,
               input->graph->node_count * sizeof(*order));
    dissection_free(&d);
    if (d.is_cancelled)
        return ci_fail(error, CIRCLET_E_CANCELLED, "cancelled");
    return is_done ? CIRCLET_OK : ci_fail_nomem(error);
}
