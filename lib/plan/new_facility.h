/* What an action builds. */
#ifndef CI_PLAN_NEW_FACILITY_H
#define CI_PLAN_NEW_FACILITY_H

#include "plan/planned_city.h"
#include "policy/price.h"

/* What an action of kind "build" asks of its building. */
ci_wish ci_new_facility_wish(const circlet_plan_action *action);

/*
 * The service that an action's places and beds are of: the one that it names,
 * else the only one of a building whose number of these is known. NULL: it is
 * not clear.
 */
const char *ci_new_facility_service(const circlet_facility_record *building,
                                    const circlet_plan_action *action);

/*
 * Builds what an action says: what it leaves open is as the size that the
 * policy's catalogue has for it, or where none is enough as the largest. The
 * area is then no larger than the site. Errors as of ci_planned_carry_out().
 */
circlet_status ci_new_facility_build(ci_planned_city *planned,
                                     const circlet_plan_action *action,
                                     circlet_error *error);

#endif
