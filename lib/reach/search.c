#include "reach/search.h"

#include <stdlib.h>
#include <string.h>

#include "base/prefetch.h"

/* As many buckets cover any cutoff. One more holds what is looked at now. */
#define BUCKET_COUNT ((uint32_t)1 << 16)
#define NOW BUCKET_COUNT

#define NO_CELL UINT32_MAX
#define FRESH_CELLS 1024 /* linked at a time */

/* What a search asks of a node lies together: its time, and where its arcs
 * start. */
typedef struct node_state {
    uint32_t time_ms; /* CIRCLET_UNREACHED if untouched */
    uint32_t first;
} node_state;

/* A node that waits in a bucket. It is stale if the node's time is less by
 * now. */
typedef struct cell {
    uint32_t node, time_ms;
    uint32_t next; /* in the bucket, or of those that are free */
} cell;

struct ci_search {
    const ci_graph *graph;
    const ci_graph_arc *arcs;
    uint32_t node_capacity, node_count;
    node_state *nodes; /* one more, for the end of the last one's arcs */
    uint32_t *touched;
    uint32_t touched_count;
    bool keeps_ways;
    uint32_t *ways; /* from where a node was reached; NULL: not kept */
    cell *cells;
    uint32_t free_cell; /* the first of those that were used and are free */
    uint32_t fresh_cell, cell_count; /* those from here on never were */
    uint32_t *buckets; /* the first cell of each */
    uint32_t shift; /* a bucket is 2^shift milliseconds wide */
};

ci_search *ci_search_new(void)
{
    ci_search *search = calloc(1, sizeof(*search));

    if (!search)
        return NULL;
    search->buckets = malloc((BUCKET_COUNT + 1) * sizeof(uint32_t));
    if (!search->buckets) {
        free(search);
        return NULL;
    }
    memset(search->buckets, 0xff, (BUCKET_COUNT + 1) * sizeof(uint32_t));
    return search;
}

static void free_nodes(ci_search *search)
{
    free(search->nodes);
    free(search->touched);
    free(search->ways);
    free(search->cells);
    search->nodes = NULL;
    search->touched = search->ways = NULL;
    search->cells = NULL;
    search->node_capacity = search->node_count = search->touched_count = 0;
}

void ci_search_free(ci_search *search)
{
    if (!search)
        return;
    free_nodes(search);
    free(search->buckets);
    free(search);
}

/*
 * A node has at most one cell that is not stale, because one is made only for
 * a time less than before; stale ones are thrown out when the free ones run
 * short. So room for all nodes and some more is enough for any search, and
 * throwing out takes no longer than filling that room took.
 */
static size_t count_cells(uint32_t node_count)
{
    return (size_t)node_count + node_count / 4 + 64;
}

static bool reserve_nodes(ci_search *search, uint32_t node_count)
{
    size_t count = (size_t)node_count + 1, cells = count_cells(node_count);

    if (search->nodes && node_count <= search->node_capacity)
        return true;
    free_nodes(search);
    if (cells >= NO_CELL)
        return false;
    search->nodes = malloc(count * sizeof(*search->nodes));
    search->touched = malloc(count * sizeof(*search->touched));
    search->cells = malloc(cells * sizeof(*search->cells));
    if (!search->nodes || !search->touched || !search->cells) {
        free_nodes(search);
        return false;
    }
    search->free_cell = NO_CELL;
    search->fresh_cell = 0;
    search->cell_count = (uint32_t)cells;
    search->node_capacity = node_count;
    return true;
}

static bool reserve_ways(ci_search *search)
{
    size_t count = (size_t)search->node_capacity + 1;

    if (search->keeps_ways && !search->ways)
        search->ways = malloc(count * sizeof(*search->ways));
    return !search->keeps_ways || search->ways;
}

bool ci_search_aim(ci_search *search, const ci_graph *graph, bool is_against)
{
    const ci_graph_side *side = is_against ? &graph->in : &graph->out;

    if (!reserve_nodes(search, graph->node_count) || !reserve_ways(search))
        return false;
    for (uint32_t i = 0; i <= graph->node_count; i++)
        search->nodes[i] = (node_state){CIRCLET_UNREACHED, side->first[i]};
    search->graph = graph;
    search->arcs = side->arcs;
    search->node_count = graph->node_count;
    search->touched_count = 0;
    return true;
}

void ci_search_keep_ways(ci_search *search)
{
    search->keeps_ways = true;
}

void ci_search_clear(ci_search *search)
{
    for (uint32_t i = 0; i < search->touched_count; i++)
        search->nodes[search->touched[i]].time_ms = CIRCLET_UNREACHED;
    search->touched_count = 0;
}

void ci_search_seed(ci_search *search, uint32_t node, uint32_t time_ms)
{
    uint32_t before_ms = search->nodes[node].time_ms;

    if (time_ms >= before_ms)
        return;
    if (before_ms == CIRCLET_UNREACHED)
        search->touched[search->touched_count++] = node;
    search->nodes[node].time_ms = time_ms;
    if (search->ways)
        search->ways[node] = CI_AT_SEED;
}

/* Few arcs are quicker than a bucket is wide, so few nodes are looked at
 * twice; nor are there more buckets than there is room for. */
static uint32_t choose_shift(const ci_graph *graph, uint32_t cutoff_ms)
{
    uint32_t shift = graph->typical_shift;

    while (cutoff_ms >> shift >= BUCKET_COUNT)
        shift++;
    return shift;
}

/* Makes a list of some cells that were never used, so that a short search
 * touches little memory; NO_CELL: all were. */
static uint32_t link_fresh(ci_search *search)
{
    uint32_t first = search->fresh_cell;
    uint32_t end = search->cell_count - first > FRESH_CELLS
                       ? first + FRESH_CELLS
                       : search->cell_count;

    for (uint32_t i = first; i < end; i++)
        search->cells[i].next = i + 1 < end ? i + 1 : NO_CELL;
    search->fresh_cell = end;
    return first < end ? first : NO_CELL;
}

/* Puts the seeds into their buckets and gives the last of these. */
static uint32_t queue_seeds(ci_search *search)
{
    uint32_t last = 0;

    for (uint32_t i = 0; i < search->touched_count; i++) {
        uint32_t node = search->touched[i];
        uint32_t time_ms = search->nodes[node].time_ms;
        uint32_t bucket = time_ms >> search->shift;
        uint32_t position;

        if (search->free_cell == NO_CELL)
            search->free_cell = link_fresh(search);
        position = search->free_cell;
        search->free_cell = search->cells[position].next;
        search->cells[position] =
            (cell){node, time_ms, search->buckets[bucket]};
        search->buckets[bucket] = position;
        if (bucket > last)
            last = bucket;
    }
    return last;
}

/* Throws the stale cells out of a bucket, onto the list of free ones. */
static uint32_t throw_out(ci_search *search, uint32_t bucket, uint32_t spare)
{
    uint32_t *link = &search->buckets[bucket];

    while (*link != NO_CELL) {
        uint32_t position = *link;
        cell *waiting = &search->cells[position];

        if (search->nodes[waiting->node].time_ms == waiting->time_ms) {
            link = &waiting->next;
            continue;
        }
        *link = waiting->next;
        waiting->next = spare;
        spare = position;
    }
    return spare;
}

/* Cells that were never used or, where there are none, those that all buckets
 * from `first` to `last` can do without. */
static uint32_t find_room(ci_search *search, uint32_t first, uint32_t last)
{
    uint32_t spare = link_fresh(search);

    if (spare != NO_CELL)
        return spare;
    spare = throw_out(search, NOW, NO_CELL);
    for (uint32_t bucket = first; bucket <= last; bucket++)
        spare = throw_out(search, bucket, spare);
    return spare;
}

static inline uint32_t larger(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

/* Turns to the next bucket that holds something; false: there is none. */
static inline bool turn_to_next(uint32_t *buckets, uint32_t *bucket,
                                uint32_t last)
{
    while (*bucket <= last && buckets[*bucket] == NO_CELL)
        ++*bucket;
    if (*bucket > last)
        return false;
    buckets[NOW] = buckets[*bucket];
    buckets[*bucket] = NO_CELL;
    return true;
}

/*
 * Buckets of equal width are emptied in turn (Dial 1969; Denardo and Fox
 * 1979). Within a bucket nodes come in any order, though round by round, as
 * in Meyer and Sanders' delta-stepping (2003); one that is improved after it
 * was looked at gets another cell and is looked at again, so times are exact.
 * A node's arcs are fetched from memory as soon as it is queued: they are
 * needed soon, and would be waited for.
 */
static void settle(ci_search *search, uint32_t last, uint32_t cutoff_ms)
{
    node_state *nodes = search->nodes;
    const ci_graph_arc *arcs = search->arcs;
    uint32_t *buckets = search->buckets, *touched = search->touched;
    uint32_t *ways = search->ways;
    cell *cells = search->cells;
    uint32_t free_cell = search->free_cell, shift = search->shift;
    uint32_t touched_count = search->touched_count, bucket = 0;

    for (;;) {
        uint32_t position = buckets[NOW];
        cell now;

        if (position == NO_CELL) {
            if (!turn_to_next(buckets, &bucket, last))
                break;
            continue;
        }
        now = cells[position];
        buckets[NOW] = now.next;
        cells[position].next = free_cell;
        free_cell = position;
        if (nodes[now.node].time_ms != now.time_ms)
            continue;
        for (uint32_t k = nodes[now.node].first,
                      end = nodes[now.node + 1].first;
             k < end; k++) {
            uint32_t head = arcs[k].head;
            uint32_t time_ms = now.time_ms + arcs[k].time_ms;
            uint32_t target;

            if (time_ms >= nodes[head].time_ms || time_ms > cutoff_ms)
                continue;
            if (nodes[head].time_ms == CIRCLET_UNREACHED)
                touched[touched_count++] = head;
            nodes[head].time_ms = time_ms;
            ci_prefetch(&arcs[nodes[head].first]);
            if (ways)
                ways[head] = now.node;
            if (free_cell == NO_CELL)
                free_cell = find_room(search, bucket, last);
            target = time_ms >> shift;
            position = free_cell;
            free_cell = cells[position].next;
            cells[position] = (cell){head, time_ms, buckets[target]};
            buckets[target] = position;
            last = larger(last, target);
        }
    }
    search->free_cell = free_cell;
    search->touched_count = touched_count;
}

void ci_search_run(ci_search *search, uint32_t cutoff_ms)
{
    search->shift = choose_shift(search->graph, cutoff_ms);
    settle(search, queue_seeds(search), cutoff_ms);
}

uint32_t ci_search_time(const ci_search *search, uint32_t node)
{
    return search->nodes[node].time_ms;
}

uint32_t ci_search_way(const ci_search *search, uint32_t node)
{
    return search->ways[node];
}

const uint32_t *ci_search_touched(const ci_search *search, size_t *count)
{
    *count = search->touched_count;
    return search->touched;
}
