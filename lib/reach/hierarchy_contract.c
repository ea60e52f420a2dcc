/*
 * The chordal supergraph: a node's upper neighbours are its own and those of
 * its children in the elimination tree, whose parent is the lowest of the
 * upper neighbours (symbolic Cholesky factorisation: Dibbelt, Strasser and
 * Wagner 2016, section 4).
 */
#include <stdlib.h>
#include <string.h>

#include "reach/hierarchy_parts.h"

typedef struct contraction {
    const ci_graph *graph;
    uint32_t count;
    uint32_t *rank, *node_at; /* in the order that was given */
    uint32_t *parent, *child, *sibling; /* lists of children */
    uint32_t *seen_by; /* the rank that has it among its neighbours */
    size_t *first;
    uint32_t *upper;
    size_t capacity;
} contraction;

/* Copies of a node come right before it. */
static bool rank_nodes(contraction *work, const uint32_t *rank)
{
    const ci_graph *graph = work->graph;
    uint32_t own = graph->node_count - graph->copy_count;
    uint32_t *end = calloc((size_t)own + 1, sizeof(*end));

    if (!end)
        return false;
    for (uint32_t i = 0; i < own; i++)
        end[rank[i]] = 1;
    for (uint32_t i = own; i < graph->node_count; i++)
        end[rank[graph->copied_node[i - own]]]++;
    for (uint32_t r = 1; r < own; r++)
        end[r] += end[r - 1];
    for (uint32_t i = 0; i < own; i++)
        work->rank[i] = --end[rank[i]];
    for (uint32_t i = graph->node_count; i-- > own;)
        work->rank[i] = --end[rank[graph->copied_node[i - own]]];
    for (uint32_t i = 0; i < graph->node_count; i++)
        work->node_at[work->rank[i]] = i;
    free(end);
    return true;
}

static bool add_upper(contraction *work, uint32_t of, uint32_t rank)
{
    size_t *end = &work->first[of + 1];
    uint32_t *upper;

    if (rank <= of || work->seen_by[rank] == of)
        return true;
    if (*end == work->capacity) {
        upper =
            realloc(work->upper, 2 * work->capacity * sizeof(*work->upper));
        if (!upper)
            return false;
        work->upper = upper;
        work->capacity *= 2;
    }
    work->seen_by[rank] = of;
    work->upper[(*end)++] = rank;
    return true;
}

static bool add_side(contraction *work, uint32_t of, const ci_graph_side *side)
{
    uint32_t node = work->node_at[of];

    for (uint32_t a = side->first[node]; a < side->first[node + 1]; a++)
        if (!add_upper(work, of, work->rank[side->arcs[a].head]))
            return false;
    return true;
}

static bool add_children(contraction *work, uint32_t of)
{
    for (uint32_t c = work->child[of]; c != CI_NO_RANK; c = work->sibling[c])
        for (size_t i = work->first[c]; i < work->first[c + 1]; i++)
            if (!add_upper(work, of, work->upper[i]))
                return false;
    return true;
}

static int compare_ranks(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

/* Most have few neighbours. */
static void sort_ranks(uint32_t *ranks, size_t count)
{
    if (count > 24) {
        qsort(ranks, count, sizeof(*ranks), compare_ranks);
        return;
    }
    for (size_t i = 1; i < count; i++) {
        uint32_t rank = ranks[i];
        size_t k = i;

        for (; k > 0 && ranks[k - 1] > rank; k--)
            ranks[k] = ranks[k - 1];
        ranks[k] = rank;
    }
}

static bool contract_nodes(contraction *work)
{
    for (uint32_t r = 0; r < work->count; r++) {
        size_t start = work->first[r];
        uint32_t parent;

        work->first[r + 1] = start;
        if (!add_side(work, r, &work->graph->out) ||
            !add_side(work, r, &work->graph->in) || !add_children(work, r))
            return false;
        sort_ranks(work->upper + start, work->first[r + 1] - start);
        if (work->first[r + 1] == start)
            continue;
        parent = work->upper[start];
        work->parent[r] = parent;
        work->sibling[r] = work->child[parent];
        work->child[parent] = r;
    }
    return true;
}

/* A subtree gets the ranks up to that of its root; places[r] is the new rank
 * of r. Takes the lists of children apart for room. */
static void find_post_order(contraction *work, uint32_t *places)
{
    uint32_t *size = work->child, *last = work->sibling;
    uint32_t root_last = work->count;

    for (uint32_t r = 0; r < work->count; r++)
        size[r] = 1;
    for (uint32_t r = 0; r < work->count; r++)
        if (work->parent[r] != CI_NO_RANK)
            size[work->parent[r]] += size[r];
    for (uint32_t r = work->count; r-- > 0;) {
        uint32_t *end = work->parent[r] == CI_NO_RANK ? &root_last
                                                      : &last[work->parent[r]];

        places[r] = *end - 1;
        last[r] = *end - 1;
        *end -= size[r];
    }
}

/* Ancestors keep their order, so that lists of neighbours stay sorted. */
static void renumber(ci_hierarchy *hierarchy, const contraction *work,
                     const uint32_t *places)
{
    uint32_t *old = work->seen_by;
    size_t end = 0;

    for (uint32_t r = 0; r < work->count; r++)
        old[places[r]] = r;
    for (uint32_t r = 0; r < work->count; r++) {
        uint32_t parent = work->parent[old[r]];

        hierarchy->parent[r] =
            parent == CI_NO_RANK ? CI_NO_RANK : places[parent];
        hierarchy->upper_first[r] = end;
        for (size_t i = work->first[old[r]]; i < work->first[old[r] + 1]; i++)
            hierarchy->upper[end++] = places[work->upper[i]];
        hierarchy->rank[work->node_at[old[r]]] = r;
    }
    hierarchy->upper_first[work->count] = end;
}

/* `levels` is room of one's own. */
static uint32_t find_depth(const ci_hierarchy *hierarchy, uint32_t *levels)
{
    uint32_t depth = 0;

    for (uint32_t r = hierarchy->node_count; r-- > 0;) {
        uint32_t parent = hierarchy->parent[r];

        levels[r] = parent == CI_NO_RANK ? 1 : levels[parent] + 1;
        if (levels[r] > depth)
            depth = levels[r];
    }
    return depth;
}

static bool keep(ci_hierarchy *hierarchy, contraction *work)
{
    size_t size = (size_t)work->count * sizeof(uint32_t) + 1;
    uint32_t *places = calloc(1, size);

    hierarchy->rank = calloc(1, size);
    hierarchy->parent = calloc(1, size);
    hierarchy->upper_first = calloc((size_t)work->count + 1, sizeof(size_t));
    hierarchy->upper = calloc(work->first[work->count] + 1, sizeof(uint32_t));
    if (places && hierarchy->rank && hierarchy->parent &&
        hierarchy->upper_first && hierarchy->upper) {
        find_post_order(work, places);
        renumber(hierarchy, work, places);
        hierarchy->depth = find_depth(hierarchy, places);
    }
    free(places);
    return places && hierarchy->rank && hierarchy->parent &&
           hierarchy->upper_first && hierarchy->upper;
}

static bool make_room(contraction *work)
{
    size_t size = (size_t)work->count * sizeof(uint32_t) + 1;

    work->capacity = (size_t)work->count * 4 + 16;
    work->rank = calloc(1, size);
    work->node_at = calloc(1, size);
    work->parent = calloc(1, size);
    work->child = calloc(1, size);
    work->sibling = calloc(1, size);
    work->seen_by = calloc(1, size);
    work->first = calloc((size_t)work->count + 1, sizeof(*work->first));
    work->upper = malloc(work->capacity * sizeof(*work->upper));
    if (!work->rank || !work->node_at || !work->parent || !work->child ||
        !work->sibling || !work->seen_by || !work->first || !work->upper)
        return false;
    memset(work->parent, 0xff, size);
    memset(work->child, 0xff, size);
    memset(work->seen_by, 0xff, size);
    work->first[0] = 0;
    return true;
}

static void free_room(contraction *work)
{
    free(work->rank);
    free(work->node_at);
    free(work->parent);
    free(work->child);
    free(work->sibling);
    free(work->seen_by);
    free(work->first);
    free(work->upper);
}

bool ci_hierarchy_contract(ci_hierarchy *hierarchy, const uint32_t *rank)
{
    contraction work = {.graph = hierarchy->graph,
                        .count = hierarchy->node_count};
    bool is_done = make_room(&work) && rank_nodes(&work, rank) &&
                   contract_nodes(&work) && keep(hierarchy, &work);

    free_room(&work);
    return is_done;
}
