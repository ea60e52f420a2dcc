/* Joining lines into a network: which of their points are nodes. */
#ifndef CI_IO_LINE_ROADS_JOIN_H
#define CI_IO_LINE_ROADS_JOIN_H

#include "io/line_roads_set.h"

/* The nodes of joined lines. Starts as {0}. */
typedef struct ci_line_nodes {
    circlet_point *places;
    size_t count;
} ci_line_nodes;

void ci_line_nodes_free(ci_line_nodes *nodes);

/*
 * Makes ends and crossings nodes, and numbers them in the order of the
 * lines; each point learns its node. Points become one node if they lie
 * within `tolerance_m` (above 0) of each other, or of one that lies so of
 * both, and on the way from one to the next
 *   - an end meets a vertex, whatever the levels: who ends there is joined;
 *   - or two ends or crossings of one level meet.
 * A vertex that meets no end is no node. A node lies at the most southern,
 * then most western of its ends, else of its crossings.
 */
circlet_status ci_line_set_join(ci_line_nodes *out, ci_line_set *set,
                                double tolerance_m, circlet_error *error);

#endif
