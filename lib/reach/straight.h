/* Straight ways to the nearest of many places, or to all that are near. */
#ifndef CI_REACH_STRAIGHT_H
#define CI_REACH_STRAIGHT_H

#include <circlet/types.h>

/* Places to go to. Any number of threads. */
typedef struct ci_straight ci_straight;

/* Copies. NULL: no memory. */
ci_straight *ci_straight_new(const circlet_point *places, size_t count);
void ci_straight_free(ci_straight *straight);

/* The time along the geodesic between two points, rounded; it stops at
 * CIRCLET_TIME_MAX. */
uint32_t ci_straight_ms(circlet_point from, circlet_point to,
                        double speed_mps);

/* That to the nearest place; CIRCLET_UNREACHED: none within the cutoff. */
uint32_t ci_straight_nearest_ms(const ci_straight *straight,
                                circlet_point from, double speed_mps,
                                uint32_t cutoff_ms);

/* Called for each place within the cutoff; false: stop. */
typedef bool (*ci_straight_fn)(uint32_t place, uint32_t time_ms, void *user);

/* Calls `found` for all places within the cutoff, from south to north; false
 * if it stopped. */
bool ci_straight_within(const ci_straight *straight, circlet_point from,
                        double speed_mps, uint32_t cutoff_ms,
                        ci_straight_fn found, void *user);

#endif
