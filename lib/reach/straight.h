/* Straight ways to the nearest of many places, or to all that are near. */
#ifndef CI_REACH_STRAIGHT_H
#define CI_REACH_STRAIGHT_H

#include <circlet/types.h>

/* Places to go to. Any number of threads. */
typedef struct ci_straight ci_straight;

/* Copies. NULL: no memory. */
ci_straight *ci_straight_new(const circlet_point *places, size_t count);
void ci_straight_free(ci_straight *straight);

/* How one goes straight. */
typedef struct ci_straight_pace {
    double speed_mps;
    uint32_t boarding_ms; /* once a journey */
} ci_straight_pace;

/* Whether two points are one: a journey between them takes no time and
 * boards nothing, in any mode and at any bound. */
bool ci_is_same_place(circlet_point a, circlet_point b);

/* The time along the geodesic between two points, rounded, with boarding; it
 * stops at CIRCLET_TIME_MAX. 0 if the points are one. */
uint32_t ci_straight_ms(circlet_point from, circlet_point to,
                        const ci_straight_pace *pace);

/* That to the nearest place; CIRCLET_UNREACHED: none within the cutoff. */
uint32_t ci_straight_nearest_ms(const ci_straight *straight,
                                circlet_point from,
                                const ci_straight_pace *pace,
                                uint32_t cutoff_ms);

/* Called for each place within the cutoff; false: stop. */
typedef bool (*ci_straight_fn)(uint32_t place, uint32_t time_ms, void *user);

/* Calls `found` for all places within the cutoff, from south to north; false
 * if it stopped. */
bool ci_straight_within(const ci_straight *straight, circlet_point from,
                        const ci_straight_pace *pace, uint32_t cutoff_ms,
                        ci_straight_fn found, void *user);

#endif
