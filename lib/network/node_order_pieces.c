#include "network/node_order_pieces.h"

#include <stdlib.h>
#include <string.h>

void ci_pieces_free(ci_pieces *pieces)
{
    for (int copy = 0; copy < 2; copy++) {
        free(pieces->copies[copy].first);
        free(pieces->copies[copy].end);
        free(pieces->copies[copy].heads);
        free(pieces->copies[copy].ids);
    }
    free(pieces->moved);
    free(pieces->order);
}

static bool reserve(ci_pieces *pieces)
{
    size_t nodes = (size_t)pieces->graph->node_count + 1;
    size_t arcs = (size_t)pieces->graph->first[nodes - 1] + 1;
    bool is_made = true;

    for (int copy = 0; copy < 2; copy++) {
        pieces->copies[copy].first = malloc(nodes * sizeof(uint32_t));
        pieces->copies[copy].end = malloc(nodes * sizeof(uint32_t));
        pieces->copies[copy].heads = malloc(arcs * sizeof(uint32_t));
        pieces->copies[copy].ids = malloc(nodes * sizeof(uint32_t));
        is_made = is_made && pieces->copies[copy].first &&
                  pieces->copies[copy].end && pieces->copies[copy].heads &&
                  pieces->copies[copy].ids;
    }
    pieces->moved = malloc(nodes * sizeof(uint32_t));
    pieces->order = malloc(nodes * sizeof(uint32_t));
    return is_made && pieces->moved && pieces->order;
}

bool ci_pieces_make(ci_pieces *out, ci_piece *whole, const ci_reduced *graph)
{
    uint32_t count = graph->node_count;

    *out = (ci_pieces){.graph = graph};
    if (!reserve(out))
        return false;
    memcpy(out->copies[0].first, graph->first, count * sizeof(uint32_t));
    memcpy(out->copies[0].end, graph->first + 1, count * sizeof(uint32_t));
    memcpy(out->copies[0].heads, graph->heads,
           graph->first[count] * sizeof(uint32_t));
    for (uint32_t i = 0; i < count; i++)
        out->copies[0].ids[i] = i;
    *whole = (ci_piece){0, count, 0};
    return true;
}

ci_flow_graph ci_piece_graph(const ci_pieces *pieces, ci_piece piece)
{
    return (ci_flow_graph){piece.high - piece.low, piece.low,
                           pieces->copies[piece.copy].first + piece.low,
                           pieces->copies[piece.copy].end + piece.low,
                           pieces->copies[piece.copy].heads};
}

const uint32_t *ci_piece_ids(const ci_pieces *pieces, ci_piece piece)
{
    return pieces->copies[piece.copy].ids + piece.low;
}

/* Where each node of a piece goes: sides first, what separates them last. */
static void move_nodes(ci_piece parts[2], ci_pieces *pieces, ci_piece piece,
                       const uint8_t *sides)
{
    uint32_t next[3] = {piece.low, piece.low, piece.low};

    for (uint32_t i = piece.low; i < piece.high; i++) {
        next[1] += sides[i - piece.low] == 0;
        next[2] += sides[i - piece.low] < 2;
    }
    parts[0] = (ci_piece){piece.low, next[1], 1 - piece.copy};
    parts[1] = (ci_piece){next[1], next[2], 1 - piece.copy};
    for (uint32_t i = piece.low; i < piece.high; i++) {
        uint8_t side = sides[i - piece.low];

        pieces->moved[i] = next[side]++;
        if (side == CI_FLOW_SEPARATOR)
            pieces->order[pieces->moved[i]] =
                pieces->copies[piece.copy].ids[i];
    }
}

/* Writes the nodes of a side and their lists, from `arc` on; returns where
 * the lists end. */
static uint32_t copy_side(ci_pieces *pieces, ci_piece piece,
                          const uint8_t *sides, uint8_t side, uint32_t arc)
{
    uint32_t from = piece.copy, to = 1 - piece.copy;

    for (uint32_t i = piece.low; i < piece.high; i++) {
        uint32_t place = pieces->moved[i];

        if (sides[i - piece.low] != side)
            continue;
        pieces->copies[to].ids[place] = pieces->copies[from].ids[i];
        pieces->copies[to].first[place] = arc;
        for (uint32_t k = pieces->copies[from].first[i];
             k < pieces->copies[from].end[i]; k++) {
            uint32_t head = pieces->copies[from].heads[k];

            if (sides[head - piece.low] == side)
                pieces->copies[to].heads[arc++] = pieces->moved[head];
        }
        pieces->copies[to].end[place] = arc;
    }
    return arc;
}

void ci_piece_part(ci_piece parts[2], ci_pieces *pieces, ci_piece piece,
                   const uint8_t *sides)
{
    uint32_t arc = pieces->copies[piece.copy].first[piece.low];

    move_nodes(parts, pieces, piece, sides);
    arc = copy_side(pieces, piece, sides, 0, arc);
    copy_side(pieces, piece, sides, 1, arc);
}

uint32_t *ci_piece_finish(ci_pieces *pieces, ci_piece piece)
{
    uint32_t *order = pieces->order + piece.low;

    memcpy(order, ci_piece_ids(pieces, piece),
           (piece.high - piece.low) * sizeof(*order));
    return order;
}
