/* Whom one facility alone covers. */
#ifndef CI_PLAN_SOLE_COVER_H
#define CI_PLAN_SOLE_COVER_H

#include "policy/rule.h"

/*
 * Finds of each facility of the judged city how many people, in thousandths,
 * get to it and to no other facility of a circle rule in time; each counts
 * once for each rule. The caller frees `out`.
 */
circlet_status ci_sole_cover_find(int64_t **out, const ci_judgement *judgement,
                                  circlet_error *error);

#endif
