/*
 * The pieces that a network falls into while it is ordered. The nodes of a
 * piece stand side by side, at the ranks that they will have among them: its
 * sides first, then what separates them, whose ranks are thereby final.
 */
#ifndef CI_NETWORK_NODE_ORDER_PIECES_H
#define CI_NETWORK_NODE_ORDER_PIECES_H

#include "network/node_order_part.h"
#include "network/node_order_reduce.h"

/* Nodes low to high - 1 of one of the two copies of the network. */
typedef struct ci_piece {
    uint32_t low, high;
    uint32_t copy;
} ci_piece;

/* The network as it is parted: nodes know neighbours of their own piece
 * only. A piece of one copy is parted into the other, so that pieces which
 * share no nodes can be parted at the same time. */
typedef struct ci_pieces {
    const ci_reduced *graph; /* borrowed */
    struct {
        uint32_t *first, *end; /* of each node, into `heads` */
        uint32_t *heads;
        uint32_t *ids; /* nodes of the graph */
    } copies[2];
    uint32_t *moved; /* where each node goes */
    uint32_t *order; /* node of each rank */
} ci_pieces;

/* Starts with the whole graph, borrowed, as one piece. false: no memory;
 * ci_pieces_free() is then due all the same. */
bool ci_pieces_make(ci_pieces *out, ci_piece *whole, const ci_reduced *graph);
void ci_pieces_free(ci_pieces *pieces);

ci_flow_graph ci_piece_graph(const ci_pieces *pieces, ci_piece piece);
const uint32_t *ci_piece_ids(const ci_pieces *pieces, ci_piece piece);

/* Parts a piece by the side of each of its nodes. */
void ci_piece_part(ci_piece parts[2], ci_pieces *pieces, ci_piece piece,
                   const uint8_t *sides);

/* Gives the nodes of a piece their ranks as they stand; returns them. */
uint32_t *ci_piece_finish(ci_pieces *pieces, ci_piece piece);

#endif
