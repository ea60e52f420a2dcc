#include "reach/graph.h"

#include <stdlib.h>

#include "reach/graph_turns.h"

/* Arcs in any order. */
typedef struct arc_list {
    uint32_t *tails, *heads, *times_ms;
    size_t count;
} arc_list;

void ci_graph_free(ci_graph *graph)
{
    if (!graph)
        return;
    free(graph->out.first);
    free(graph->out.arcs);
    free(graph->in.first);
    free(graph->in.arcs);
    free(graph->copied_node);
    ci_graph_turns_free(graph->turns);
    free(graph);
}

/* ---- laying out -------------------------------------------------------- */

/* From the count of each node's items to where they end. */
static void sum_up(uint32_t *first, uint32_t node_count)
{
    for (size_t i = 1; i <= node_count; i++)
        first[i] += first[i - 1];
}

/* The arcs by their heads: a counting sort, filled from the end of each
 * node's part downwards. false: no memory. */
static bool order_by_head(uint32_t *order, const arc_list *list,
                          uint32_t node_count)
{
    uint32_t *first = calloc((size_t)node_count + 1, sizeof(*first));

    if (!first)
        return false;
    for (size_t i = 0; i < list->count; i++)
        first[list->heads[i]]++;
    sum_up(first, node_count);
    for (size_t i = list->count; i-- > 0;)
        order[--first[list->heads[i]]] = (uint32_t)i;
    free(first);
    return true;
}

/* Taken by their heads, the arcs of each tail come to stand by head. */
static void lay_out(ci_graph_side *side, const arc_list *list,
                    const uint32_t *order, uint32_t node_count)
{
    for (size_t i = 0; i < list->count; i++)
        side->first[list->tails[i]]++;
    sum_up(side->first, node_count);
    for (size_t i = list->count; i-- > 0;) {
        uint32_t k = order[i];

        side->arcs[--side->first[list->tails[k]]] =
            (ci_graph_arc){list->heads[k], list->times_ms[k]};
    }
}

/* Keeps the quickest of parallel arcs, which stand side by side. */
static void merge_parallels(ci_graph_side *side, uint32_t node_count)
{
    uint32_t kept = 0, start = 0;

    for (uint32_t i = 0; i < node_count; i++) {
        uint32_t end = side->first[i + 1], own = kept;

        side->first[i] = kept;
        for (uint32_t k = start; k < end; k++) {
            ci_graph_arc arc = side->arcs[k];

            if (kept == own || side->arcs[kept - 1].head != arc.head)
                side->arcs[kept++] = arc;
            else if (arc.time_ms < side->arcs[kept - 1].time_ms)
                side->arcs[kept - 1].time_ms = arc.time_ms;
        }
        start = end;
    }
    side->first[node_count] = kept;
}

/* Taken by their tails, the arcs of each head come to stand by tail. */
static void turn_round(ci_graph_side *in, const ci_graph_side *out,
                       uint32_t node_count)
{
    for (uint32_t k = 0; k < out->first[node_count]; k++)
        in->first[out->arcs[k].head]++;
    sum_up(in->first, node_count);
    for (uint32_t i = node_count; i-- > 0;)
        for (uint32_t k = out->first[i + 1]; k-- > out->first[i];) {
            ci_graph_arc arc = out->arcs[k];

            in->arcs[--in->first[arc.head]] = (ci_graph_arc){i, arc.time_ms};
        }
}

/* The whole part of a binary logarithm; of 0 it is 0. */
static uint32_t log2_of(uint32_t number)
{
    uint32_t log = 0;

    while (number >>= 1)
        log++;
    return log;
}

/* The mean of the logarithms: some arcs that take hours do not sway it. */
static uint32_t find_typical_shift(const ci_graph_side *side,
                                   uint32_t node_count)
{
    uint32_t count = side->first[node_count];
    uint64_t sum = 0;

    for (uint32_t k = 0; k < count; k++)
        sum += log2_of(side->arcs[k].time_ms);
    return count > 0 ? (uint32_t)(sum / count) : 0;
}

/* An array of just what is used of it; as it was if there is no memory. */
static ci_graph_arc *shrink(ci_graph_arc *arcs, size_t count)
{
    ci_graph_arc *shrunk = realloc(arcs, (count + 1) * sizeof(*arcs));

    return shrunk ? shrunk : arcs;
}

static bool lay_sides(ci_graph *graph, const arc_list *list)
{
    uint32_t node_count = graph->node_count;
    uint32_t *order = calloc(list->count + 1, sizeof(*order));
    bool is_ordered = order && order_by_head(order, list, node_count);

    graph->out.first = calloc((size_t)node_count + 1, sizeof(uint32_t));
    graph->in.first = calloc((size_t)node_count + 1, sizeof(uint32_t));
    graph->out.arcs = calloc(list->count + 1, sizeof(ci_graph_arc));
    if (is_ordered && graph->out.first && graph->out.arcs) {
        lay_out(&graph->out, list, order, node_count);
        merge_parallels(&graph->out, node_count);
        graph->out.arcs =
            shrink(graph->out.arcs, graph->out.first[node_count]);
        graph->in.arcs = calloc((size_t)graph->out.first[node_count] + 1,
                                sizeof(ci_graph_arc));
    }
    free(order);
    if (!graph->out.first || !graph->in.first || !graph->in.arcs)
        return false;
    turn_round(&graph->in, &graph->out, node_count);
    graph->typical_shift = find_typical_shift(&graph->out, node_count);
    return true;
}

/* ---- from arcs --------------------------------------------------------- */

static bool reserve_list(arc_list *list, size_t count)
{
    list->tails = calloc(count + 1, sizeof(uint32_t));
    list->heads = calloc(count + 1, sizeof(uint32_t));
    list->times_ms = calloc(count + 1, sizeof(uint32_t));
    return list->tails && list->heads && list->times_ms;
}

static void free_list(arc_list *list)
{
    free(list->tails);
    free(list->heads);
    free(list->times_ms);
}

static void add_arc(arc_list *list, uint32_t tail, uint32_t head,
                    uint32_t time_ms)
{
    list->tails[list->count] = tail;
    list->heads[list->count] = head;
    list->times_ms[list->count++] = time_ms;
}

ci_graph *ci_graph_from_arcs(uint32_t node_count, const uint32_t *tails,
                             const uint32_t *heads, const uint32_t *times_ms,
                             size_t arc_count)
{
    ci_graph *graph = calloc(1, sizeof(*graph));
    arc_list list = {0};
    bool is_made =
        graph && arc_count < UINT32_MAX && reserve_list(&list, arc_count);

    if (is_made) {
        graph->node_count = node_count;
        for (size_t i = 0; i < arc_count; i++)
            if (times_ms[i] <= CIRCLET_CUTOFF_MAX)
                add_arc(&list, tails[i], heads[i], times_ms[i]);
        is_made = lay_sides(graph, &list);
    }
    free_list(&list);
    if (is_made)
        return graph;
    ci_graph_free(graph);
    return NULL;
}

/* ---- from a network ---------------------------------------------------- */

uint32_t ci_graph_node(const ci_graph *graph, uint32_t node)
{
    uint32_t original_count = graph->node_count - graph->copy_count;

    return node < original_count ? node
                                 : graph->copied_node[node - original_count];
}

uint32_t ci_graph_through_ms(const ci_graph *graph, uint32_t node)
{
    return graph->times->through_ms[ci_graph_node(graph, node)];
}

/* The time of the arc of adjacent[k] from its node, as the graph has it;
 * CI_CLOSED if that is no arc. */
static uint32_t arc_ms(const ci_graph *graph, uint32_t node, uint32_t k)
{
    const circlet_arc_times *times = graph->times;
    uint64_t total_ms =
        (uint64_t)ci_graph_through_ms(graph, node) + times->leave_ms[k];

    /* What is closed takes longer than the longest cutoff. */
    if (total_ms > CIRCLET_CUTOFF_MAX ||
        !ci_graph_may_turn(graph, node, times->network->adjacent[k].link))
        return CI_CLOSED;
    return (uint32_t)total_ms;
}

static void add_arcs_of(arc_list *list, const ci_graph *graph, uint32_t node)
{
    const circlet_network *network = graph->times->network;
    uint32_t original = ci_graph_node(graph, node);

    for (uint32_t k = network->first[original];
         k < network->first[original + 1]; k++) {
        ci_adjacent adjacent = network->adjacent[k];
        uint32_t time_ms = arc_ms(graph, node, k);

        if (time_ms != CI_CLOSED)
            add_arc(
                list, node,
                ci_graph_arrival(graph, adjacent.link, !adjacent.is_backward),
                time_ms);
    }
}

/* At most so many arcs leave all nodes and copies. */
static size_t most_arcs(const ci_graph *graph)
{
    const circlet_network *network = graph->times->network;
    size_t count = 2 * network->link_count;

    for (uint32_t i = 0; i < graph->copy_count; i++) {
        uint32_t node = graph->copied_node[i];

        count += network->first[node + 1] - network->first[node];
    }
    return count;
}

static bool lay_network(ci_graph *graph)
{
    arc_list list = {0};
    size_t most = most_arcs(graph);
    bool is_laid = most < UINT32_MAX && reserve_list(&list, most);

    if (is_laid) {
        for (uint32_t i = 0; i < graph->node_count; i++)
            add_arcs_of(&list, graph, i);
        is_laid = lay_sides(graph, &list);
    }
    free_list(&list);
    return is_laid;
}

ci_graph *ci_graph_new(const circlet_arc_times *times)
{
    ci_graph *graph = calloc(1, sizeof(*graph));

    if (!graph)
        return NULL;
    graph->times = times;
    graph->node_count = (uint32_t)times->network->node_count;
    if (ci_graph_turns_find(graph) && lay_network(graph))
        return graph;
    ci_graph_free(graph);
    return NULL;
}

uint32_t ci_graph_adjacent(const ci_graph *graph, uint32_t tail, uint32_t head)
{
    const circlet_network *network = graph->times->network;
    uint32_t node = ci_graph_node(graph, tail);
    uint32_t best = network->first[node], best_ms = CI_CLOSED;

    for (uint32_t k = best; k < network->first[node + 1]; k++) {
        ci_adjacent adjacent = network->adjacent[k];
        uint32_t time_ms = arc_ms(graph, tail, k);

        if (time_ms < best_ms &&
            ci_graph_arrival(graph, adjacent.link, !adjacent.is_backward) ==
                head) {
            best = k;
            best_ms = time_ms;
        }
    }
    return best;
}
