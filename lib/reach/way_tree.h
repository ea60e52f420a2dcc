/* The ways of many origins together: they join as they near a destination,
 * so that each street is looked at once, however many use it. */
#ifndef CI_REACH_WAY_TREE_H
#define CI_REACH_WAY_TREE_H

#include "reach/way.h"

#define CI_NO_PART UINT32_MAX

/* A link or node that ways use. */
typedef struct ci_way_part {
    int64_t weight_milli; /* of the origins whose ways use it */
    uint32_t position; /* in the network */
    bool is_node;
} ci_way_part;

/*
 * Passing a node, then going along a link to the next. Where turns are
 * forbidden a way may come to a node or link again: only the last time has a
 * part, so that nothing counts twice.
 */
typedef struct ci_way_knot {
    uint32_t node_part; /* CI_NO_PART: the way comes here again */
    uint32_t link_part; /* so too, or the destination lies at the node */
    uint32_t next; /* of the knots; CI_NO_PART: there is none */
} ci_way_knot;

/* How one place of origins goes. */
typedef struct ci_way_entry {
    uint32_t link_part; /* CI_NO_PART: at an end of it, or it comes again,
                           or no way */
    uint32_t knot; /* CI_NO_PART: along that link alone, or no way */
} ci_way_entry;

/* Starts as {0}. */
typedef struct ci_way_tree {
    ci_way_part *parts;
    size_t part_count, part_capacity;
    ci_way_knot *knots;
    size_t knot_count, knot_capacity;
    ci_way_entry *entries; /* of each place of origins */
    uint32_t *part_of_link, *part_of_node; /* of the network's */
    uint32_t *knot_of_node; /* of each node of the graph */
} ci_way_tree;

/* Follows the ways of all places of origins, found by a search that kept
 * ways, and sums the weights of the places. The caller frees the tree even
 * on failure. false: no memory. */
bool ci_way_tree_grow(ci_way_tree *tree, const ci_ways *ways,
                      const int64_t *place_weights);
void ci_way_tree_free(ci_way_tree *tree);

#endif
