/*
 * Each node is split in two, joined by an arc of capacity one; the other arcs
 * have no limit. A free node (no path passes) is one state, since who enters
 * it may leave it. A node on a path has two: who enters it can only push the
 * path's earlier part back to the node before, whose outgoing side is then
 * reached; and who is on its outgoing side may also push its own path back.
 */
#include "network/flow_cut.h"

#include <stdlib.h>
#include <string.h>

#define NONE UINT32_MAX
#define IN_NO_SET 2

struct ci_flow {
    ci_flow_graph graph;
    /* The next node of the path that a node is on, towards the set of this
     * number: beside[CI_FLOW_TARGET] is the one after. NONE: none. */
    uint32_t *beside[2];
    uint8_t *set; /* of each node */
    uint32_t *members[2]; /* of the sets, in the order they were added */
    uint32_t member_count[2];
    uint32_t *border; /* members with neighbours outside their set */
    uint32_t border_count[2];
    uint32_t path_count;

    /* Of the last pass. Incoming and outgoing sides of node i are the states
     * 2 i and 2 i + 1. */
    uint32_t *seen; /* pass of each state */
    uint32_t *before; /* the state from which each was reached */
    uint32_t *root; /* the member from which each outgoing side was reached */
    uint32_t *done; /* the pass in which a member found a path */
    uint32_t *queue; /* nodes whose outgoing side was reached */
    uint32_t queue_size;
    uint32_t *ends; /* of the paths found */
    uint32_t pass;
};

static uint32_t in_of(uint32_t node)
{
    return 2 * node;
}

static uint32_t out_of(uint32_t node)
{
    return 2 * node + 1;
}

void ci_flow_free(ci_flow *flow)
{
    if (!flow)
        return;
    for (int set = 0; set < 2; set++) {
        free(flow->beside[set]);
        free(flow->members[set]);
    }
    free(flow->set);
    free(flow->border);
    free(flow->seen);
    free(flow->before);
    free(flow->root);
    free(flow->done);
    free(flow->queue);
    free(flow->ends);
    free(flow);
}

ci_flow *ci_flow_new(uint32_t node_limit)
{
    ci_flow *flow = calloc(1, sizeof(*flow));
    size_t room = (size_t)node_limit + 1;
    bool is_made = flow != NULL;

    if (!flow)
        return NULL;
    for (int set = 0; set < 2; set++) {
        flow->beside[set] = malloc(room * sizeof(uint32_t));
        flow->members[set] = malloc(room * sizeof(uint32_t));
        is_made = is_made && flow->beside[set] && flow->members[set];
    }
    flow->set = malloc(room);
    flow->border = malloc(room * sizeof(uint32_t));
    flow->seen = calloc(2 * room, sizeof(uint32_t));
    flow->before = malloc(2 * room * sizeof(uint32_t));
    flow->root = malloc(room * sizeof(uint32_t));
    flow->done = calloc(room, sizeof(uint32_t));
    flow->queue = malloc(room * sizeof(uint32_t));
    flow->ends = malloc(room * sizeof(uint32_t));
    if (is_made && flow->set && flow->border && flow->seen && flow->before &&
        flow->root && flow->done && flow->queue && flow->ends)
        return flow;
    ci_flow_free(flow);
    return NULL;
}

void ci_flow_start(ci_flow *flow, const ci_flow_graph *graph)
{
    size_t count = graph->node_count;

    flow->graph = *graph;
    memset(flow->beside[0], 0xff, count * sizeof(uint32_t));
    memset(flow->beside[1], 0xff, count * sizeof(uint32_t));
    memset(flow->set, IN_NO_SET, count);
    flow->member_count[0] = flow->member_count[1] = 0;
    flow->border_count[0] = flow->border_count[1] = 0;
    flow->path_count = 0;
    if (flow->pass > UINT32_MAX / 2) { /* far from going round */
        flow->pass = 0;
        memset(flow->seen, 0, 2 * count * sizeof(uint32_t));
        memset(flow->done, 0, count * sizeof(uint32_t));
    }
}

static bool is_free(const ci_flow *flow, uint32_t node)
{
    return flow->beside[0][node] == NONE && flow->beside[1][node] == NONE;
}

/* A path through a node that joins a set starts, or ends, there from now
 * on. */
static void cut_path(ci_flow *flow, int set, uint32_t node)
{
    uint32_t at = flow->beside[set][node];

    flow->beside[set][node] = NONE;
    while (at != NONE) {
        uint32_t next = flow->beside[set][at];

        flow->beside[0][at] = flow->beside[1][at] = NONE;
        at = next;
    }
}

static bool is_at_border(const ci_flow *flow, int set, uint32_t node)
{
    const ci_flow_graph *graph = &flow->graph;

    for (uint32_t k = graph->first[node]; k < graph->end[node]; k++)
        if (flow->set[graph->heads[k] - graph->base] != set)
            return true;
    return false;
}

/* Paths need start at the border alone: what of a path runs within its set
 * can be left out. Both borders share an array, from its two ends. */
static void find_border(ci_flow *flow, int set)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < flow->member_count[set]; i++)
        if (is_at_border(flow, set, flow->members[set][i])) {
            uint32_t place =
                set == 0 ? count : flow->graph.node_count - 1 - count;

            flow->border[place] = flow->members[set][i];
            count++;
        }
    flow->border_count[set] = count;
}

void ci_flow_add(ci_flow *flow, int set, const uint32_t *nodes, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        flow->set[nodes[i]] = (uint8_t)set;
        flow->members[set][flow->member_count[set]++] = nodes[i];
    }
    for (uint32_t i = 0; i < count; i++)
        cut_path(flow, set, nodes[i]);
    find_border(flow, set);
}

static const uint32_t *border_of(const ci_flow *flow, int set)
{
    if (set == 0)
        return flow->border;
    return flow->border + flow->graph.node_count - flow->border_count[1];
}

/* ---- a pass ------------------------------------------------------------- */

/* The outgoing side of a node is reached from a state. */
static void reach_out(ci_flow *flow, uint32_t node, uint32_t from,
                      uint32_t root)
{
    uint32_t state = out_of(node);

    if (flow->seen[state] == flow->pass)
        return;
    flow->seen[state] = flow->pass;
    flow->before[state] = from;
    flow->root[node] = root;
    flow->queue[flow->queue_size++] = node;
}

/* The incoming side of a node on a path is reached. */
static void reach_in(ci_flow *flow, int set, uint32_t node, uint32_t from,
                     uint32_t root)
{
    uint32_t state = in_of(node);

    if (flow->seen[state] == flow->pass)
        return;
    flow->seen[state] = flow->pass;
    flow->before[state] = from;
    reach_out(flow, flow->beside[set][node], state, root);
}

/* Goes on from the outgoing side of a node; the end of a new path if one was
 * found, else NONE. */
static uint32_t go_on(ci_flow *flow, int set, uint32_t node)
{
    const ci_flow_graph *graph = &flow->graph;
    uint32_t state = out_of(node), root = flow->root[node];

    for (uint32_t k = graph->first[node]; k < graph->end[node]; k++) {
        uint32_t head = graph->heads[k] - graph->base;

        if (flow->set[head] == set)
            continue;
        if (!is_free(flow, head)) {
            reach_in(flow, set, head, state, root);
        } else if (flow->seen[out_of(head)] != flow->pass) {
            if (flow->set[head] == 1 - set) {
                flow->seen[out_of(head)] = flow->pass;
                flow->before[out_of(head)] = state;
                return head;
            }
            reach_out(flow, head, state, root);
        }
    }
    if (!is_free(flow, node) && flow->set[node] != set)
        reach_in(flow, set, node, state, root);
    return NONE;
}

/*
 * Searches from the border of a set in breadth, in one tree from each of its
 * free members; a tree that found a path grows no more. The trees share no
 * state, so that all their paths are found by one pass. Returns how many.
 */
static uint32_t search(ci_flow *flow, int set)
{
    const uint32_t *border = border_of(flow, set);
    uint32_t count = 0;

    flow->pass++;
    flow->queue_size = 0;
    for (uint32_t i = 0; i < flow->border_count[set]; i++)
        if (is_free(flow, border[i]))
            reach_out(flow, border[i], NONE, border[i]);
    for (uint32_t i = 0; i < flow->queue_size; i++) {
        uint32_t node = flow->queue[i], root = flow->root[node], end;

        if (flow->done[root] == flow->pass)
            continue;
        end = go_on(flow, set, node);
        if (end == NONE)
            continue;
        flow->done[root] = flow->pass;
        flow->ends[count++] = end;
    }
    return count;
}

static void join(ci_flow *flow, uint32_t node, uint32_t head)
{
    flow->beside[CI_FLOW_TARGET][node] = head;
    flow->beside[CI_FLOW_SOURCE][head] = node;
}

/* Takes a new path into the flow, from its end back to its start. */
static void take_path(ci_flow *flow, uint32_t end)
{
    uint32_t head = end, state = flow->before[out_of(end)];

    while (state != NONE) {
        uint32_t node = state / 2, before = flow->before[state];

        join(flow, node, head);
        head = node;
        /* An outgoing side that was reached through an incoming one: that of
         * the node after it on its old path. */
        while (before != NONE && before % 2 == 0) {
            uint32_t after = before / 2;

            head = after;
            before = flow->before[before];
            if (before / 2 != after)
                break;
            /* The path through `after` is pushed back on both sides. */
            flow->beside[0][after] = flow->beside[1][after] = NONE;
            before = flow->before[out_of(after)];
        }
        state = before;
    }
}

uint32_t ci_flow_find(ci_flow *flow, uint32_t limit)
{
    uint32_t found = 1;

    while (found > 0 && flow->path_count <= limit) {
        found = search(flow, CI_FLOW_SOURCE);
        for (uint32_t i = 0; i < found; i++)
            take_path(flow, flow->ends[i]);
        flow->path_count += found;
    }
    return flow->path_count;
}

/* ---- the cut ------------------------------------------------------------ */

/* The side of a node after a pass from `set` that found no path. */
static int side_of(const ci_flow *flow, int set, uint32_t node)
{
    bool is_member = flow->set[node] == set;
    bool is_left = flow->seen[out_of(node)] == flow->pass;
    bool is_entered = is_member || flow->seen[in_of(node)] == flow->pass;

    if (is_left || (is_member && is_free(flow, node)))
        return set;
    return is_entered ? CI_FLOW_SEPARATOR : 1 - set;
}

ci_flow_sizes ci_flow_cut(ci_flow *flow, int set)
{
    ci_flow_sizes sizes = {{0, 0}, flow->path_count};
    const uint32_t *border = border_of(flow, set);
    uint32_t inside = flow->member_count[set];

    search(flow, set);
    for (uint32_t i = 0; i < flow->queue_size; i++)
        inside += flow->set[flow->queue[i]] != set;
    /* Paths start at the border: no other member can be cut. */
    for (uint32_t i = 0; i < flow->border_count[set]; i++)
        inside -= side_of(flow, set, border[i]) != set;
    sizes.side[set] = inside;
    sizes.side[1 - set] = flow->graph.node_count - inside - flow->path_count;
    return sizes;
}

void ci_flow_sides(uint8_t *sides, const ci_flow *flow, int set)
{
    for (uint32_t i = 0; i < flow->graph.node_count; i++)
        sides[i] = (uint8_t)side_of(flow, set, i);
}
