/* What is sure of who gets a place, where not all is known. */
#ifndef CI_POLICY_PLACE_BOUNDS_H
#define CI_POLICY_PLACE_BOUNDS_H

#include "policy/place_run.h"

/* Room for the arrays of a problem about some of a run's people. */
typedef struct ci_place_room {
    ci_od_row *rows;
    int64_t *weights_milli;
    bool *is_focus;
} ci_place_room;

circlet_status ci_place_room_make(ci_place_room *room, size_t count,
                                  circlet_error *error);
void ci_place_room_clear(ci_place_room *room);

/* Puts all of a run's people there as assumed: who is perhaps in the group,
 * or in the one that comes first, is. */
void ci_place_room_assume(ci_place_room *room, const ci_place_run *run);

/* The problem of the first `count` people in the room. */
ci_places_problem ci_place_room_problem(const ci_place_room *room,
                                        size_t count, const ci_place_run *run,
                                        const int64_t *places_milli);

/* Fills is_settled, is_certain, firm_milli and is_exact of a run in which the
 * places are assigned as assumed. */
circlet_status ci_place_bounds_people(ci_place_run *run, ci_place_room *room,
                                      circlet_error *error);

/* Fills most_sure_milli and most_milli of the unit of some members, whose
 * other sums are there. */
circlet_status ci_place_bounds_unit(ci_place_run *run,
                                    const ci_catchment_member *members,
                                    size_t count, ci_place_room *room,
                                    circlet_error *error);

#endif
