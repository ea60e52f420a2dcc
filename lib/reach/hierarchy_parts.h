/* What a hierarchy is made of; ranks stand for nodes. */
#ifndef CI_REACH_HIERARCHY_PARTS_H
#define CI_REACH_HIERARCHY_PARTS_H

#include "base/lanes.h"
#include "reach/hierarchy.h"

#define CI_NO_RANK UINT32_MAX

/* An arc between a node and one of a higher rank. */
typedef struct ci_upper_arc {
    uint32_t rank; /* the higher one */
    uint32_t time_ms; /* at most CIRCLET_CUTOFF_MAX */
} ci_upper_arc;

/* The arcs of rank r from first[r] up to first[r + 1], by rank. */
typedef struct ci_upper_arcs {
    size_t *first;
    ci_upper_arc *arcs;
} ci_upper_arcs;

/*
 * Ranks are a post-order of the elimination tree: the subtree under rank r
 * are the ranks right before r. The upper neighbours of r in the chordal
 * supergraph are among its ancestors, and part its subtree from all else.
 */
struct ci_hierarchy {
    const ci_graph *graph;
    uint32_t node_count;
    uint32_t *rank; /* of each node of the graph */
    uint32_t *parent; /* of each rank; CI_NO_RANK: a root */
    size_t *upper_first; /* node_count + 1 */
    uint32_t *upper; /* the upper neighbours of each rank, by rank */
    uint32_t depth; /* ranks on the longest way up to a root */
    ci_upper_arcs up; /* those needed that lead up */
    ci_upper_arcs down; /* those that lead down, by where they arrive */
};

/* Fills rank, parent, upper_first, upper and depth. false: no memory. */
bool ci_hierarchy_contract(ci_hierarchy *hierarchy, const uint32_t *rank);

/* Fills up and down. false: no memory. */
bool ci_hierarchy_customize(ci_hierarchy *hierarchy);

#endif
