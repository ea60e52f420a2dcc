/*
 * A customizable contraction hierarchy of a graph (Dibbelt, Strasser and
 * Wagner, Customizable Contraction Hierarchies, ACM JEA 21, 2016).
 */
#ifndef CI_REACH_HIERARCHY_H
#define CI_REACH_HIERARCHY_H

#include "reach/graph.h"

typedef struct ci_hierarchy ci_hierarchy;

/*
 * Contracts the nodes of a graph in the order of their ranks, and finds the
 * quickest times of its arcs. rank[i] is that of the network's node i, each
 * of 0 to its node count - 1 once; copies come right before their node. The
 * graph must outlive the hierarchy. NULL: no memory.
 */
ci_hierarchy *ci_hierarchy_new(const ci_graph *graph, const uint32_t *rank);
void ci_hierarchy_free(ci_hierarchy *hierarchy);

/* Arcs of the chordal supergraph per node: some 5 on streets of a real city,
 * 29 on a random grid, where a hierarchy does not pay. */
double ci_hierarchy_arcs_per_node(const ci_hierarchy *hierarchy);
size_t ci_hierarchy_bytes(const ci_hierarchy *hierarchy);

#endif
