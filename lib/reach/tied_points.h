/* Many points and their ties; points at one place are tied once. */
#ifndef CI_REACH_TIED_POINTS_H
#define CI_REACH_TIED_POINTS_H

#include <circlet/reach.h>

#include "network/snap.h"
#include "reach/stage.h"

/* Starts as {0}. */
typedef struct ci_tied_points {
    size_t point_count, place_count;
    uint32_t *place_of; /* of each point */
    circlet_point *places; /* where each lies, by lon, then lat */
    circlet_snap *snaps; /* of each place */
    size_t *first; /* place_count + 1; into ties */
    ci_tie *ties;
} ci_tied_points;

/* Who ties them, for which times. */
typedef struct ci_tier {
    ci_snapper *snapper;
    const circlet_arc_times *times;
    uint32_t thread_count; /* 1 to CI_THREADS_MAX */
    const struct ci_reached_cells *within; /* what lies elsewhere has no ties
                                              and is not told from what is
                                              near no road; NULL: anywhere */
} ci_tier;

/* Fills `tied`, which the caller frees even on failure. */
circlet_status ci_tied_points_find(ci_tied_points *tied, const ci_tier *tier,
                                   const circlet_point *points, size_t count,
                                   const ci_stage *stage,
                                   circlet_error *error);
void ci_tied_points_free(ci_tied_points *tied);

/* Fills the places alone: room for snaps is made, ties there are none. The
 * caller frees `tied` even on failure. false: no memory. */
bool ci_tied_points_place(ci_tied_points *tied, const circlet_point *points,
                          size_t count);

/* Takes the ties of a place: see struct ci_snap_points. */
typedef bool (*ci_take_ties)(void *taker, uint32_t worker, size_t place,
                             ci_tie *ties, size_t count);

/* Hands over the ties of each place, and keeps none. */
circlet_status ci_tied_points_each(const ci_tied_points *tied,
                                   const ci_tier *tier, ci_take_ties take,
                                   void *taker, const ci_stage *stage,
                                   circlet_error *error);

/* What became of a place, of whose ties so many are kept. */
circlet_snap ci_snap_of(size_t found, size_t kept);

#define CI_NO_PLACE UINT32_MAX

/* The place that is exactly at a point; CI_NO_PLACE: none is. */
uint32_t ci_tied_points_place_at(const ci_tied_points *tied, circlet_point at);

/* Drops the ties to islands. */
struct ci_island_rule;
void ci_tied_points_leave_islands(ci_tied_points *tied,
                                  const struct ci_island_rule *rule);

/* A tie found by its link. */
typedef struct ci_link_tie {
    uint32_t link;
    uint32_t place;
    const ci_tie *tie; /* borrowed from the tied points */
} ci_link_tie;

/* All ties by link, then place; the caller frees them. NULL: no memory. */
ci_link_tie *ci_tied_points_by_link(const ci_tied_points *tied);

/* The ties on one link, out of `count` that are sorted by link. */
const ci_link_tie *ci_link_ties_find(const ci_link_tie *ties, size_t count,
                                     uint32_t link, size_t *found_count);

#endif
