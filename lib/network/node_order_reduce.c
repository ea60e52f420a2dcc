#include "network/node_order_reduce.h"

#include <stdlib.h>

#include "network/hilbert.h"

/* A node of two neighbours, one of them with more than that, stays: looking
 * through long lists again and again takes long. */
#define LIST_LIMIT 256

/* A network that loses nodes. Those that are gone stay in the lists of their
 * neighbours, or are replaced there by the neighbour behind them. */
typedef struct shrinking {
    uint32_t node_count;
    uint32_t *first, *end; /* of each node's list */
    uint32_t *heads;
    uint32_t *degree; /* neighbours that are not gone */
    bool *is_gone;
    uint32_t *touched; /* the last round in which a neighbour went */
    uint32_t *ends; /* loose ends to be taken, from ends_done on */
    uint32_t end_count, ends_done;
    uint32_t *round_nodes, *next_nodes; /* of two neighbours */
    uint32_t next_count;
    uint32_t *rank;
    uint32_t gone_count;
} shrinking;

static void shrinking_free(shrinking *s)
{
    free(s->first);
    free(s->end);
    free(s->heads);
    free(s->degree);
    free(s->is_gone);
    free(s->touched);
    free(s->ends);
    free(s->round_nodes);
    free(s->next_nodes);
}

static bool reserve(shrinking *s, const ci_order_input *input)
{
    size_t nodes = (size_t)input->node_count + 1;
    size_t arcs = (size_t)input->first[input->node_count] + 1;

    s->node_count = input->node_count;
    s->first = calloc(nodes, sizeof(uint32_t));
    s->end = malloc(nodes * sizeof(uint32_t));
    s->heads = malloc(arcs * sizeof(uint32_t));
    s->degree = malloc(nodes * sizeof(uint32_t));
    s->is_gone = calloc(nodes, sizeof(bool));
    s->touched = calloc(nodes, sizeof(uint32_t));
    s->ends = malloc(nodes * sizeof(uint32_t));
    s->round_nodes = malloc(nodes * sizeof(uint32_t));
    s->next_nodes = malloc(nodes * sizeof(uint32_t));
    return s->first && s->end && s->heads && s->degree && s->is_gone &&
           s->touched && s->ends && s->round_nodes && s->next_nodes;
}

/* Turns all arcs round: nodes taken in ascending order write themselves into
 * the lists of their neighbours, which are then in ascending order too. */
static void sort_lists(shrinking *s, const ci_order_input *input)
{
    uint32_t sum = 0;

    for (uint32_t k = 0; k < input->first[input->node_count]; k++)
        s->first[input->heads[k]]++;
    for (uint32_t i = 0; i < s->node_count; i++) {
        uint32_t count = s->first[i];

        s->first[i] = s->end[i] = sum;
        sum += count;
    }
    for (uint32_t i = 0; i < s->node_count; i++)
        for (uint32_t k = input->first[i]; k < input->first[i + 1]; k++)
            s->heads[s->end[input->heads[k]]++] = i;
}

/* Loops and parallels go; lists are in ascending order. */
static void clean_lists(shrinking *s)
{
    for (uint32_t i = 0; i < s->node_count; i++) {
        uint32_t kept = s->first[i];

        for (uint32_t k = s->first[i]; k < s->end[i]; k++) {
            uint32_t head = s->heads[k];

            if (head == i ||
                (kept > s->first[i] && s->heads[kept - 1] == head))
                continue;
            s->heads[kept++] = head;
        }
        s->end[i] = kept;
        s->degree[i] = kept - s->first[i];
    }
}

static void take_away(shrinking *s, uint32_t node)
{
    s->rank[node] = s->gone_count++;
    s->is_gone[node] = true;
}

/* A node has lost a neighbour and not gained one. */
static void lower_degree(shrinking *s, uint32_t node)
{
    s->degree[node]--;
    if (s->degree[node] == 1)
        s->ends[s->end_count++] = node;
    else if (s->degree[node] == 2)
        s->next_nodes[s->next_count++] = node;
}

static void take_ends(shrinking *s)
{
    while (s->ends_done < s->end_count) {
        uint32_t node = s->ends[s->ends_done++];

        take_away(s, node);
        for (uint32_t k = s->first[node]; k < s->end[node]; k++)
            if (!s->is_gone[s->heads[k]])
                lower_degree(s, s->heads[k]);
    }
}

static uint32_t *find_in_list(const shrinking *s, uint32_t node, uint32_t head)
{
    for (uint32_t k = s->first[node]; k < s->end[node]; k++)
        if (s->heads[k] == head)
            return &s->heads[k];
    return NULL;
}

static uint32_t list_size(const shrinking *s, uint32_t node)
{
    return s->end[node] - s->first[node];
}

/* Takes a node of two neighbours; they are neighbours from then on. */
static void take_between(shrinking *s, uint32_t node, uint32_t round)
{
    uint32_t beside[2] = {0, 0}, found = 0;

    for (uint32_t k = s->first[node]; k < s->end[node] && found < 2; k++)
        if (!s->is_gone[s->heads[k]])
            beside[found++] = s->heads[k];
    if (list_size(s, beside[0]) > LIST_LIMIT ||
        list_size(s, beside[1]) > LIST_LIMIT)
        return;
    take_away(s, node);
    s->touched[beside[0]] = s->touched[beside[1]] = round;
    if (find_in_list(s, beside[0], beside[1])) {
        lower_degree(s, beside[0]);
        lower_degree(s, beside[1]);
        return;
    }
    *find_in_list(s, beside[0], node) = beside[1];
    *find_in_list(s, beside[1], node) = beside[0];
}

/* Every second node of a chain, about, goes in a round, so that a long chain
 * becomes a flat tree of eliminations and not a long path. */
static void take_chains(shrinking *s)
{
    for (uint32_t round = 1; s->next_count > 0; round++) {
        uint32_t count = s->next_count, *nodes = s->next_nodes;

        s->next_nodes = s->round_nodes;
        s->round_nodes = nodes;
        s->next_count = 0;
        for (uint32_t i = 0; i < count; i++) {
            uint32_t node = nodes[i];

            if (s->is_gone[node] || s->degree[node] != 2)
                continue;
            if (s->touched[node] == round)
                s->next_nodes[s->next_count++] = node;
            else
                take_between(s, node, round);
        }
        take_ends(s);
    }
}

static void shrink(shrinking *s)
{
    for (uint32_t i = 0; i < s->node_count; i++) {
        if (s->degree[i] < 2)
            s->ends[s->end_count++] = i;
        else if (s->degree[i] == 2)
            s->next_nodes[s->next_count++] = i;
    }
    take_ends(s);
    take_chains(s);
}

/* ---- what is left ------------------------------------------------------- */

void ci_reduced_free(ci_reduced *reduced)
{
    free(reduced->first);
    free(reduced->heads);
    free(reduced->ids);
}

/* Numbers what is left along a Hilbert curve; `numbers` is by input. */
static bool number_rest(ci_reduced *out, uint32_t *numbers, const shrinking *s,
                        const ci_order_input *input)
{
    uint32_t count = out->node_count, next = 0;
    circlet_point *points = malloc(((size_t)count + 1) * sizeof(*points));
    uint32_t *order = malloc(((size_t)count + 1) * sizeof(*order));
    bool is_ordered = false;

    if (points && order) {
        for (uint32_t i = 0; i < s->node_count; i++)
            if (!s->is_gone[i]) {
                numbers[next] = i;
                points[next++] = input->points[i];
            }
        is_ordered = ci_hilbert_order(order, points, count);
    }
    for (uint32_t i = 0; i < count && is_ordered; i++)
        out->ids[i] = numbers[order[i]];
    for (uint32_t i = 0; i < count && is_ordered; i++)
        numbers[out->ids[i]] = i;
    free(points);
    free(order);
    return is_ordered;
}

static void copy_rest(ci_reduced *out, const uint32_t *numbers,
                      const shrinking *s)
{
    uint32_t arcs = 0;

    for (uint32_t i = 0; i < out->node_count; i++) {
        uint32_t old = out->ids[i];

        out->first[i] = arcs;
        for (uint32_t k = s->first[old]; k < s->end[old]; k++)
            if (!s->is_gone[s->heads[k]])
                out->heads[arcs++] = numbers[s->heads[k]];
    }
    out->first[out->node_count] = arcs;
}

static bool collect_rest(ci_reduced *out, shrinking *s,
                         const ci_order_input *input)
{
    ci_reduced rest = {.node_count = s->node_count - s->gone_count};
    size_t nodes = (size_t)rest.node_count + 1, arcs = 1;
    bool is_made;

    for (uint32_t i = 0; i < s->node_count; i++)
        arcs += s->is_gone[i] ? 0 : s->degree[i];
    rest.first = malloc(nodes * sizeof(uint32_t));
    rest.heads = malloc(arcs * sizeof(uint32_t));
    rest.ids = malloc(nodes * sizeof(uint32_t));
    /* The marks of the rounds have done their duty: the new numbers. */
    is_made = rest.first && rest.heads && rest.ids &&
              number_rest(&rest, s->touched, s, input);
    if (!is_made) {
        ci_reduced_free(&rest);
        return false;
    }
    copy_rest(&rest, s->touched, s);
    *out = rest;
    return true;
}

bool ci_order_reduce(ci_reduced *out, uint32_t *rank,
                     const ci_order_input *input)
{
    shrinking s = {.rank = rank};
    bool is_made = reserve(&s, input);

    if (is_made) {
        sort_lists(&s, input);
        clean_lists(&s);
        shrink(&s);
        is_made = collect_rest(out, &s, input);
    }
    shrinking_free(&s);
    return is_made;
}
