/*
 * Parting a connected piece of a network: a few nodes whose removal leaves
 * two sides, neither much smaller than the other.
 */
#ifndef CI_NETWORK_NODE_ORDER_PART_H
#define CI_NETWORK_NODE_ORDER_PART_H

#include "network/flow_cut.h"

/* Places on a plane, in any unit of length. */
typedef struct ci_plane_point {
    int32_t x, y;
} ci_plane_point;

/* Lines along which pieces are parted, about evenly spread over half a
 * turn: of components of at most 128. */
#define CI_PART_LINES 8
typedef struct ci_part_lines {
    int32_t x[CI_PART_LINES], y[CI_PART_LINES];
} ci_part_lines;

/* How well a piece is parted: few separating nodes for each of the smaller
 * side. smaller 0: not at all. */
typedef struct ci_part_score {
    uint32_t separator, smaller;
} ci_part_score;

bool ci_part_is_better(ci_part_score score, ci_part_score than);

/* A piece: nodes of a graph, and where each of them lies. */
typedef struct ci_part_piece {
    ci_flow_graph graph;
    const uint32_t *ids; /* of each node, into `places` */
    const ci_plane_point *places;
} ci_part_piece;

/* Scratch for pieces of up to a number of nodes. */
typedef struct ci_parter ci_parter;

/* NULL: no memory. */
ci_parter *ci_parter_new(uint32_t node_limit);
void ci_parter_free(ci_parter *parter);

/* The side of each node of a piece of several components, the larger first;
 * false: it has one. */
bool ci_part_components(uint8_t *sides, ci_parter *parter,
                        const ci_part_piece *piece);

/*
 * Parts a connected piece across a line of direction (x, y). If that is
 * better than `best`, replaces it and writes the sides; returns whether.
 */
bool ci_part_across(uint8_t *sides, ci_part_score *best, ci_parter *parter,
                    const ci_part_piece *piece, int32_t x, int32_t y);

#endif
