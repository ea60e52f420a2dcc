/* How much of each cell of a grid lies within areas. */
#ifndef CI_ACCESS_DENSITY_COVER_H
#define CI_ACCESS_DENSITY_COVER_H

#include "access/density_grid.h"

/* Room that one ring leaves to the next. Starts as {0}. */
typedef struct ci_cover_room {
    ci_xy *points;
    size_t capacity;
} ci_cover_room;

void ci_cover_room_free(ci_cover_room *room);

/*
 * Adds to `out_m2`, one number for each cell of the grid, the square metres
 * that a ring encloses of it, or takes them away if it is a hole; whichever
 * way the ring runs, which must not cross itself. Exact but for rounding.
 */
circlet_status ci_density_cover_add(double *out_m2,
                                    const ci_density_grid *grid,
                                    ci_cover_room *room, const ci_xy *ring,
                                    size_t count, bool is_hole,
                                    circlet_error *error);

#endif
