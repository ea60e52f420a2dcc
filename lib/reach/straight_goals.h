/* Who goes straight at the best that may be: anybody who, or whose
 * destination, is tied to no street. */
#ifndef CI_REACH_STRAIGHT_GOALS_H
#define CI_REACH_STRAIGHT_GOALS_H

#include "reach/straight.h"
#include "reach/travel_job.h"

/* Places to which one goes straight at CIRCLET_BOUND_MIN: to those tied to no
 * street from anywhere, to the others from what is tied to none. Starts as
 * {0}. */
typedef struct ci_straight_goals {
    ci_straight *all, *untied;
    uint32_t *untied_places; /* positions among all */
} ci_straight_goals;

/* The caller frees the goals, even on failure. false: no memory. */
bool ci_straight_goals_find(ci_straight_goals *goals,
                            const ci_tied_points *places);
void ci_straight_goals_free(ci_straight_goals *goals);

/* How the mode of a job goes straight. */
ci_straight_pace ci_straight_pace_of(const ci_travel_job *job);

/* The time of a place of the job's origins to the nearest goal to which it
 * goes straight; CIRCLET_UNREACHED: none within the cutoff. */
uint32_t ci_straight_goals_nearest_ms(const ci_straight_goals *goals,
                                      const ci_travel_job *job,
                                      size_t origin_place);

/* Calls `found` for all goals within the cutoff to which a place of `from`
 * goes straight; false if it stopped. */
bool ci_straight_goals_each(const ci_straight_goals *goals,
                            const ci_tied_points *from, size_t place,
                            const ci_straight_pace *pace, uint32_t cutoff_ms,
                            ci_straight_fn found, void *user);

#endif
