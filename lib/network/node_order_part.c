#include "network/node_order_part.h"

#include <stdlib.h>
#include <string.h>

#define DIGIT_BITS 8
#define DIGITS (1u << DIGIT_BITS)
#define KEY_BITS 24

/* The sets that a cut must part hold these thousandths of the nodes each, one
 * after the other: small ones find few nodes, large ones a better balance. */
static const uint32_t shares[] = {200, 300, 400};
#define SHARE_COUNT (sizeof(shares) / sizeof(shares[0]))

struct ci_parter {
    ci_flow *flow;
    uint32_t *keys; /* of each node: how far along the line */
    uint32_t *sorted, *scratch; /* nodes */
    uint32_t *backward; /* the last of them first */
    uint32_t *component; /* of each node */
};

void ci_parter_free(ci_parter *parter)
{
    if (!parter)
        return;
    ci_flow_free(parter->flow);
    free(parter->keys);
    free(parter->sorted);
    free(parter->scratch);
    free(parter->backward);
    free(parter->component);
    free(parter);
}

ci_parter *ci_parter_new(uint32_t node_limit)
{
    ci_parter *parter = calloc(1, sizeof(*parter));
    size_t room = (size_t)node_limit + 1;

    if (!parter)
        return NULL;
    parter->flow = ci_flow_new(node_limit);
    parter->keys = malloc(room * sizeof(uint32_t));
    parter->sorted = malloc(room * sizeof(uint32_t));
    parter->scratch = malloc(room * sizeof(uint32_t));
    parter->backward = malloc(room * sizeof(uint32_t));
    parter->component = malloc(room * sizeof(uint32_t));
    if (parter->flow && parter->keys && parter->sorted && parter->scratch &&
        parter->backward && parter->component)
        return parter;
    ci_parter_free(parter);
    return NULL;
}

/* ---- components --------------------------------------------------------- */

/* Numbers the component of a node; returns its size. */
static uint32_t spread(ci_parter *parter, const ci_flow_graph *graph,
                       uint32_t start, uint32_t number)
{
    uint32_t count = 1;

    parter->component[start] = number;
    parter->scratch[0] = start;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t node = parter->scratch[i];

        for (uint32_t k = graph->first[node]; k < graph->end[node]; k++) {
            uint32_t head = graph->heads[k] - graph->base;

            if (parter->component[head] != UINT32_MAX)
                continue;
            parter->component[head] = number;
            parter->scratch[count++] = head;
        }
    }
    return count;
}

/* The largest component is one side; the others fill up the smaller one, in
 * the order of their first nodes. `side_of` and `sizes` are by component. */
static void share_out(uint32_t *side_of, const uint32_t *sizes, uint32_t count)
{
    uint64_t filled[2] = {0, 0};
    uint32_t largest = 0;

    for (uint32_t i = 1; i < count; i++)
        if (sizes[i] > sizes[largest])
            largest = i;
    filled[0] = sizes[largest];
    for (uint32_t i = 0; i < count; i++) {
        uint32_t side = i != largest && filled[1] < filled[0];

        side_of[i] = side;
        filled[side] += i != largest ? sizes[i] : 0;
    }
}

bool ci_part_components(uint8_t *sides, ci_parter *parter,
                        const ci_part_piece *piece)
{
    const ci_flow_graph *graph = &piece->graph;
    uint32_t count = 0;

    memset(parter->component, 0xff, graph->node_count * sizeof(uint32_t));
    for (uint32_t i = 0; i < graph->node_count; i++)
        if (parter->component[i] == UINT32_MAX) {
            parter->keys[count] = spread(parter, graph, i, count);
            count++;
        }
    if (count < 2)
        return false;
    share_out(parter->sorted, parter->keys, count);
    for (uint32_t i = 0; i < graph->node_count; i++)
        sides[i] = (uint8_t)parter->sorted[parter->component[i]];
    return true;
}

/* ---- cuts --------------------------------------------------------------- */

bool ci_part_is_better(ci_part_score score, ci_part_score than)
{
    uint64_t left = (uint64_t)score.separator * than.smaller;
    uint64_t right = (uint64_t)than.separator * score.smaller;

    if (score.smaller == 0 || than.smaller == 0)
        return score.smaller > than.smaller;
    return left != right ? left < right : score.smaller > than.smaller;
}

/* How far along the line each node lies, in KEY_BITS bits. */
static void measure(ci_parter *parter, const ci_part_piece *piece, int32_t x,
                    int32_t y)
{
    uint32_t count = piece->graph.node_count;
    int64_t low = INT64_MAX, high = INT64_MIN;
    int shift = 0;

    for (uint32_t i = 0; i < count; i++) {
        ci_plane_point at = piece->places[piece->ids[i]];
        int64_t along = (int64_t)at.x * x + (int64_t)at.y * y;

        low = along < low ? along : low;
        high = along > high ? along : high;
    }
    while ((high - low) >> shift >= (int64_t)1 << KEY_BITS)
        shift++;
    for (uint32_t i = 0; i < count; i++) {
        ci_plane_point at = piece->places[piece->ids[i]];
        int64_t along = (int64_t)at.x * x + (int64_t)at.y * y;

        parter->keys[i] = (uint32_t)((along - low) >> shift);
    }
}

/* By keys, then positions: a radix sort, least digit first. */
static void sort(ci_parter *parter, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        parter->sorted[i] = i;
    for (int shift = 0; shift < KEY_BITS; shift += DIGIT_BITS) {
        uint32_t starts[DIGITS + 1] = {0}, *swapped = parter->scratch;

        for (uint32_t i = 0; i < count; i++)
            starts[(parter->keys[i] >> shift) % DIGITS + 1]++;
        for (uint32_t d = 1; d < DIGITS; d++)
            starts[d] += starts[d - 1];
        for (uint32_t i = 0; i < count; i++) {
            uint32_t node = parter->sorted[i];

            swapped[starts[(parter->keys[node] >> shift) % DIGITS]++] = node;
        }
        parter->scratch = parter->sorted;
        parter->sorted = swapped;
    }
    for (uint32_t i = 0; i < count; i++)
        parter->backward[i] = parter->sorted[count - 1 - i];
}

/* So many separating nodes that not even equal sides would make a better
 * cut than `best`. */
static uint32_t too_many(ci_part_score best, uint32_t count)
{
    uint64_t limit = UINT32_MAX;

    if (best.smaller > 0)
        limit = (uint64_t)best.separator * (count / 2) / best.smaller;
    return limit < count ? (uint32_t)limit : count;
}

/* Both of the outermost minimum cuts. */
static bool take_cuts(uint8_t *sides, ci_part_score *best, ci_flow *flow)
{
    bool is_better = false;

    for (int set = 0; set < 2; set++) {
        ci_flow_sizes sizes = ci_flow_cut(flow, set);
        uint32_t a = sizes.side[0], b = sizes.side[1];
        ci_part_score score = {sizes.separator, a < b ? a : b};

        if (ci_part_is_better(score, *best)) {
            *best = score;
            ci_flow_sides(sides, flow, set);
            is_better = true;
        }
    }
    return is_better;
}

bool ci_part_across(uint8_t *sides, ci_part_score *best, ci_parter *parter,
                    const ci_part_piece *piece, int32_t x, int32_t y)
{
    uint32_t count = piece->graph.node_count, reached = 0;
    bool is_better = false;

    measure(parter, piece, x, y);
    sort(parter, count);
    ci_flow_start(parter->flow, &piece->graph);
    for (size_t i = 0; i < SHARE_COUNT; i++) {
        uint32_t share = (uint32_t)((uint64_t)count * shares[i] / 1000);
        uint32_t limit = too_many(*best, count);

        if (share <= reached)
            continue;
        ci_flow_add(parter->flow, CI_FLOW_SOURCE, parter->sorted + reached,
                    share - reached);
        ci_flow_add(parter->flow, CI_FLOW_TARGET, parter->backward + reached,
                    share - reached);
        reached = share;
        if (ci_flow_find(parter->flow, limit) > limit)
            break;
        is_better |= take_cuts(sides, best, parter->flow);
    }
    return is_better;
}
