/*
 * OR-Library's pmed files (J. Beasley, A note on solving large p-median
 * problems, European Journal of Operational Research 21 (1985)): "n m p",
 * then m lines "a b cost" of a graph without directions. Of an edge that is
 * listed twice the last cost counts. Every node is a demand point and a
 * site; distances are those of the graph.
 */
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "io/location_file.h"

typedef struct edge {
    uint32_t from, to;
    uint32_t cost;
    uint32_t position; /* in the file */
} edge;

typedef struct graph {
    size_t node_count, edge_count; /* each edge both ways */
    edge *edges; /* sorted by `from` */
    size_t *first; /* node_count + 1 */
    uint32_t *distance; /* of each node, of one search */
    uint32_t *heap; /* nodes, the nearest first */
    uint32_t *place; /* of each node in the heap; CI_NOWHERE: not there */
} graph;

/* By ends, of equals the last of the file first. */
static int compare_edges(const void *left, const void *right)
{
    const edge *a = left, *b = right;

    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    if (a->to != b->to)
        return a->to < b->to ? -1 : 1;
    return a->position > b->position ? -1 : a->position < b->position;
}

static circlet_status read_edge(graph *net, ci_number_file *text,
                                uint32_t position, circlet_error *error)
{
    edge *forth = &net->edges[2 * (size_t)position], *back = forth + 1;
    int64_t from = 0, to = 0, cost = 0;
    int64_t most = (int64_t)net->node_count;
    circlet_status status = ci_number_file_whole(
        text, &from, CI_TRANSLATED("an end of an edge"), 1, most, error);

    if (!status)
        status = ci_number_file_whole(
            text, &to, CI_TRANSLATED("an end of an edge"), 1, most, error);
    if (!status)
        status = ci_number_file_whole(text, &cost,
                                      CI_TRANSLATED("the cost of an edge"), 0,
                                      CIRCLET_TIME_MAX, error);
    *forth = (edge){(uint32_t)(from - 1), (uint32_t)(to - 1), (uint32_t)cost,
                    position};
    *back = (edge){forth->to, forth->from, forth->cost, position};
    return status;
}

/* Sorts the edges and keeps of equal ones that which stood last. */
static void sort_edges(graph *net)
{
    size_t kept = 0;

    qsort(net->edges, net->edge_count, sizeof(*net->edges), compare_edges);
    for (size_t k = 0; k < net->edge_count; k++) {
        const edge *last = kept > 0 ? &net->edges[kept - 1] : NULL;

        if (!last || last->from != net->edges[k].from ||
            last->to != net->edges[k].to)
            net->edges[kept++] = net->edges[k];
    }
    net->edge_count = kept;
    for (size_t k = 0; k < kept; k++)
        net->first[net->edges[k].from + 1]++;
    for (size_t i = 0; i < net->node_count; i++)
        net->first[i + 1] += net->first[i];
}

static circlet_status make_graph(graph *net, ci_number_file *text,
                                 size_t node_count, size_t edge_count,
                                 circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    net->node_count = node_count;
    net->edge_count = 2 * edge_count;
    net->edges = calloc(net->edge_count + 1, sizeof(*net->edges));
    net->first = calloc(node_count + 1, sizeof(*net->first));
    net->distance = calloc(node_count, sizeof(*net->distance));
    net->heap = calloc(node_count, sizeof(*net->heap));
    net->place = calloc(node_count, sizeof(*net->place));
    if (!net->edges || !net->first || !net->distance || !net->heap ||
        !net->place)
        return ci_fail_nomem(error);
    for (uint32_t k = 0; k < edge_count && !status; k++)
        status = read_edge(net, text, k, error);
    if (!status)
        status = ci_number_file_end(text, error);
    if (!status)
        sort_edges(net);
    return status;
}

static void clear_graph(graph *net)
{
    free(net->edges);
    free(net->first);
    free(net->distance);
    free(net->heap);
    free(net->place);
}

/* ---- shortest paths ----------------------------------------------------- */

static void put(graph *net, size_t at, uint32_t node)
{
    net->heap[at] = node;
    net->place[node] = (uint32_t)at;
}

static void move_up(graph *net, size_t at)
{
    uint32_t node = net->heap[at];

    while (at > 0) {
        size_t above = (at - 1) / 2;

        if (net->distance[net->heap[above]] <= net->distance[node])
            break;
        put(net, at, net->heap[above]);
        at = above;
    }
    put(net, at, node);
}

static uint32_t take_nearest(graph *net, size_t *count)
{
    uint32_t nearest = net->heap[0], last = net->heap[--*count];
    size_t at = 0;

    for (;;) {
        size_t below = 2 * at + 1;

        if (below >= *count)
            break;
        if (below + 1 < *count && net->distance[net->heap[below + 1]] <
                                      net->distance[net->heap[below]])
            below++;
        if (net->distance[net->heap[below]] >= net->distance[last])
            break;
        put(net, at, net->heap[below]);
        at = below;
    }
    if (*count > 0)
        put(net, at, last);
    return nearest;
}

/* E. Dijkstra, A note on two problems in connexion with graphs, Numerische
 * Mathematik 1 (1959). What is over the longest time is not reached. */
static void search(graph *net, uint32_t source)
{
    size_t count = 1;

    for (size_t i = 0; i < net->node_count; i++) {
        net->distance[i] = CIRCLET_UNREACHED;
        net->place[i] = CI_NOWHERE;
    }
    net->distance[source] = 0;
    put(net, 0, source);
    while (count > 0) {
        uint32_t node = take_nearest(net, &count);

        for (size_t k = net->first[node]; k < net->first[node + 1]; k++) {
            uint32_t to = net->edges[k].to;
            uint32_t distance = net->distance[node] + net->edges[k].cost;

            if (distance >= net->distance[to] || distance > CIRCLET_TIME_MAX)
                continue;
            net->distance[to] = distance;
            if (net->place[to] == CI_NOWHERE)
                put(net, count++, to);
            move_up(net, net->place[to]);
        }
    }
}

/* Of one node: what it reaches. */
static bool add_row(circlet_od_entry **entries, size_t *used, size_t *capacity,
                    const graph *net)
{
    for (uint32_t j = 0; j < net->node_count; j++) {
        circlet_od_entry *grown;

        if (net->distance[j] == CIRCLET_UNREACHED)
            continue;
        grown =
            ci_array_reserve_one(*entries, *used, capacity, sizeof(*grown));
        if (!grown)
            return false;
        *entries = grown;
        grown[(*used)++] = (circlet_od_entry){j, net->distance[j]};
    }
    return true;
}

static circlet_status set_distances(circlet_location_file *file, graph *net,
                                    circlet_error *error)
{
    size_t count = net->node_count, used = 0, capacity = 0;
    size_t *first = calloc(count + 1, sizeof(*first));
    circlet_od_entry *entries = NULL;
    circlet_status status = first ? CIRCLET_OK : ci_fail_nomem(error);

    for (uint32_t i = 0; i < count && !status; i++) {
        search(net, i);
        if (!add_row(&entries, &used, &capacity, net))
            status = ci_fail_nomem(error);
        else
            first[i + 1] = used;
    }
    if (!status)
        status =
            ci_location_set_reach(file, count, count, first, &entries, error);
    free(first);
    free(entries);
    return status;
}

static circlet_status read_text(circlet_location_file *file,
                                ci_number_file *text, circlet_error *error)
{
    int64_t nodes = 0, edges = 0, p = 0;
    graph net = {0};
    circlet_status status = ci_number_file_whole(
        text, &nodes, CI_TRANSLATED("the number of nodes"), 1, 16384, error);

    if (!status)
        status = ci_number_file_whole(text, &edges,
                                      CI_TRANSLATED("the number of edges"), 0,
                                      CI_LOCATION_SIZE_MAX, error);
    if (!status)
        status = ci_number_file_whole(text, &p, CI_TRANSLATED("p"), 1, nodes,
                                      error);
    if (!status && ci_number_file_words_left(text) < 3 * (size_t)edges)
        status = ci_fail(error, CIRCLET_E_FORMAT,
                         "%s: the file ends before %zu edges", text->path,
                         (size_t)edges);
    if (!status)
        status = make_graph(&net, text, (size_t)nodes, (size_t)edges, error);
    if (!status)
        status = set_distances(file, &net, error);
    clear_graph(&net);
    file->location.has_p = true;
    file->location.p = (size_t)p;
    return status;
}

circlet_status ci_read_pmed(circlet_location_file *file, const char *path,
                            circlet_error *error)
{
    ci_number_file text = {0};
    circlet_status status = ci_number_file_open(&text, path, error);

    if (!status)
        status = read_text(file, &text, error);
    ci_number_file_close(&text);
    return status;
}
