#include "network/node_order_leaf.h"

#include <stdlib.h>
#include <string.h>

/* Neighbours outside the piece beyond these are not counted. */
#define OUTSIDE_LIMIT 128
#define OUTSIDE_WORDS (OUTSIDE_LIMIT / 64)

/* The neighbours of a node, as bits: in the piece and outside. */
typedef struct neighbours {
    uint64_t inside;
    uint64_t outside[OUTSIDE_WORDS];
} neighbours;

bool ci_leaf_scratch_make(ci_leaf_scratch *out, uint32_t node_count)
{
    out->number = malloc(((size_t)node_count + 1) * sizeof(uint32_t));
    out->piece = calloc((size_t)node_count + 1, sizeof(uint32_t));
    out->piece_count = 0;
    return out->number && out->piece;
}

void ci_leaf_scratch_free(ci_leaf_scratch *scratch)
{
    free(scratch->number);
    free(scratch->piece);
}

static uint32_t count_bits(uint64_t bits)
{
    return (uint32_t)__builtin_popcountll(bits);
}

static uint32_t degree_of(const neighbours *of)
{
    uint32_t degree = count_bits(of->inside);

    for (int w = 0; w < OUTSIDE_WORDS; w++)
        degree += count_bits(of->outside[w]);
    return degree;
}

/* Numbers within the piece run from 0, those outside from CI_LEAF_SIZE. */
static uint32_t number_of(ci_leaf_scratch *scratch, uint32_t node,
                          uint32_t *outside_count)
{
    if (scratch->piece[node] != scratch->piece_count) {
        scratch->piece[node] = scratch->piece_count;
        scratch->number[node] = CI_LEAF_SIZE + (*outside_count)++;
    }
    return scratch->number[node];
}

static void collect(neighbours *of, const uint32_t *nodes, uint32_t count,
                    const ci_reduced *graph, ci_leaf_scratch *scratch)
{
    uint32_t outside_count = 0;

    scratch->piece_count++;
    for (uint32_t i = 0; i < count; i++) {
        scratch->piece[nodes[i]] = scratch->piece_count;
        scratch->number[nodes[i]] = i;
    }
    memset(of, 0, count * sizeof(*of));
    for (uint32_t i = 0; i < count; i++) {
        uint32_t end = graph->first[nodes[i] + 1];

        for (uint32_t k = graph->first[nodes[i]]; k < end; k++) {
            uint32_t at = number_of(scratch, graph->heads[k], &outside_count);

            if (at < CI_LEAF_SIZE)
                of[i].inside |= UINT64_C(1) << at;
            else if (at - CI_LEAF_SIZE < OUTSIDE_LIMIT)
                of[i].outside[at / 64 - 1] |= UINT64_C(1) << at % 64;
        }
    }
}

/* The neighbours of a node become neighbours of each other. */
static void take(neighbours *of, uint32_t node)
{
    const neighbours *taken = &of[node];

    for (uint64_t left = taken->inside; left != 0; left &= left - 1) {
        uint32_t i = (uint32_t)__builtin_ctzll(left);

        of[i].inside |= taken->inside;
        of[i].inside &= ~(UINT64_C(1) << i | UINT64_C(1) << node);
        for (int w = 0; w < OUTSIDE_WORDS; w++)
            of[i].outside[w] |= taken->outside[w];
    }
}

void ci_leaf_order(uint32_t *nodes, uint32_t count, const ci_reduced *graph,
                   ci_leaf_scratch *scratch)
{
    neighbours of[CI_LEAF_SIZE];
    uint32_t ordered[CI_LEAF_SIZE];
    uint64_t left = count < 64 ? (UINT64_C(1) << count) - 1 : UINT64_MAX;

    collect(of, nodes, count, graph, scratch);
    for (uint32_t place = 0; place < count; place++) {
        uint32_t best = 0, least = UINT32_MAX;

        for (uint64_t rest = left; rest != 0; rest &= rest - 1) {
            uint32_t i = (uint32_t)__builtin_ctzll(rest);
            uint32_t degree = degree_of(&of[i]);

            if (degree < least) {
                least = degree;
                best = i;
            }
        }
        take(of, best);
        left &= ~(UINT64_C(1) << best);
        ordered[place] = nodes[best];
    }
    memcpy(nodes, ordered, count * sizeof(*nodes));
}
