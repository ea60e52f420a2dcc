/* The copies of nodes with turn restrictions. */
#ifndef CI_REACH_GRAPH_TURNS_H
#define CI_REACH_GRAPH_TURNS_H

#include "reach/graph.h"

/* Finds the copies that a graph of a mode's times needs; none if it need not
 * heed a turn. false: no memory. */
bool ci_graph_turns_find(ci_graph *graph);
void ci_graph_turns_free(struct ci_graph_turns *turns);

#endif
