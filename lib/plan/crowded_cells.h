/* In which parts of each unit people live most closely. */
#ifndef CI_PLAN_CROWDED_CELLS_H
#define CI_PLAN_CROWDED_CELLS_H

#include <circlet/city.h>

#include "city/metric_plane.h"

/* Sides of the cells, and the bandwidth of the quartic kernel. */
#define CI_CROWDED_CELL_M 250
#define CI_CROWDED_BANDWIDTH_M 500

/* The people of a unit in a cell. */
typedef struct ci_crowded_cell {
    circlet_unit unit;
    size_t cell; /* in the density's order */
    double persons; /* density of the cell, smoothed */
    int64_t weight_milli; /* of the unit's people in it */
    circlet_point at; /* their mean place */
} ci_crowded_cell;

typedef struct ci_crowded_cells {
    ci_crowded_cell *items; /* by unit, the most crowded first */
    size_t *first; /* of each unit, and the end */
    ci_metric_plane plane;
} ci_crowded_cells;

/* The units are communities, and streets for who lives in no community. The
 * caller clears `out`, also after a failure. `threads`: 0: one for each
 * processor. */
circlet_status ci_crowded_cells_find(ci_crowded_cells *out,
                                     const circlet_city *city,
                                     uint32_t threads, circlet_error *error);
void ci_crowded_cells_clear(ci_crowded_cells *cells);

#endif
