/*
 * Where it is worth tying points: most homes are nowhere near the streets
 * from which a search found a way, and need not be looked at one by one.
 */
#ifndef CI_REACH_REACHED_CELLS_H
#define CI_REACH_REACHED_CELLS_H

#include "geo/area.h"
#include "reach/search.h"

/* Any number of threads may ask. */
typedef struct ci_reached_cells ci_reached_cells;

/*
 * The cells within `limit_m` of any link at an end of which the search, which
 * has run on the graph, has a time. The box holds the graph's network. NULL:
 * no memory.
 */
ci_reached_cells *ci_reached_cells_new(const ci_search *search,
                                       const ci_graph *graph,
                                       const ci_box *box, double limit_m);
void ci_reached_cells_free(ci_reached_cells *cells);

/* false: no such link lies within the limit; true: perhaps one does. */
bool ci_reached_cells_has(const ci_reached_cells *cells, circlet_point at);

#endif
