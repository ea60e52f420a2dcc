/* How many people could get a place at best. */
#ifndef CI_ACCESS_MAX_FLOW_H
#define CI_ACCESS_MAX_FLOW_H

#include "access/capacity.h"

/*
 * The most that any assignment could place, in thousandths of a person, of
 * the people of a problem, whose groups and times do not matter: the maximum
 * flow (Ford and Fulkerson 1956) from people through facilities in their
 * reach, by the blocking flows of Dinitz, Soviet Math. Doklady 11 (1970)
 * 1277-1280. People who reach the same facilities are merged first. Fills,
 * unless NULL, taken_milli (of each facility) with one flow of this size.
 */
circlet_status ci_max_flow(int64_t *out_milli, int64_t *taken_milli,
                           const ci_places_problem *problem,
                           circlet_error *error);

#endif
