/* Points of a travel query and the streets that they are tied to; points at
 * one place stand together. */
#ifndef CI_VERIFY_PLAIN_POINTS_H
#define CI_VERIFY_PLAIN_POINTS_H

#include <circlet/reach.h>

#include "network/snap.h"

/* Starts as {0}. */
typedef struct ci_plain_points {
    size_t point_count, place_count;
    uint32_t *sorted; /* positions of the points by place */
    size_t *first_point; /* of each place, and the end: into sorted */
    circlet_point *places; /* by longitude, then latitude */
    size_t *first; /* of each place, and the end: into ties */
    ci_tie *ties;
    circlet_snap *snaps; /* of each place */
    size_t *first_on_link; /* of each link, and the end: into on_link */
    uint32_t *on_link; /* positions of ties */
    uint32_t *place_of_tie;
} ci_plain_points;

/* Fills `out`, which the caller clears, even after a failure. */
circlet_status ci_plain_points_tie(ci_plain_points *out, ci_snapper *snapper,
                                   const circlet_arc_times *times,
                                   const circlet_point *points, size_t count,
                                   circlet_error *error);
void ci_plain_points_clear(ci_plain_points *points);

/* Drops the ties to components of fewer than `least_nodes` nodes where none
 * of `goals` is tied to the same one; a link that leads on over neither end
 * is a component for itself. false: no memory. */
bool ci_plain_points_leave_islands(ci_plain_points *points,
                                   const circlet_arc_times *times,
                                   const ci_plain_points *goals,
                                   uint32_t least_nodes);

/* Finds the ties of each link: call it once the ties are what they stay.
 * false: no memory. */
bool ci_plain_points_sort_by_link(ci_plain_points *points,
                                  const circlet_network *network);

/* Whether there is a place exactly there; its position into `place`. */
bool ci_plain_points_find(uint32_t *place, const ci_plain_points *points,
                          circlet_point at);

#endif
