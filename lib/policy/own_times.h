/* How long people take to the nearest of some places, each in the mode that
 * is measured. */
#ifndef CI_POLICY_OWN_TIMES_H
#define CI_POLICY_OWN_TIMES_H

#include "policy/rule.h"
#include "policy/traveller.h"

/*
 * Fills times_ms[i] with the time of people[i] to the nearest goal, as the
 * streets are mapped: CIRCLET_UNREACHED where it is over the cutoff, or where
 * streets are not known. The judgement has a travel source.
 */
circlet_status ci_own_times_find(uint32_t *times_ms,
                                 const ci_judgement *judgement,
                                 const ci_traveller *people, size_t count,
                                 const circlet_point *goals, size_t goal_count,
                                 uint32_t cutoff_ms, circlet_error *error);

/* The same to the facilities of a circle rule that are open in `city` on a day
 * (year x 10000 + month x 100 + day), within the rule's time; the people are
 * those of the judged city. */
circlet_status ci_own_times_to_rule(uint32_t *times_ms,
                                    const ci_judgement *judgement,
                                    const ci_rule *rule,
                                    const ci_traveller *people, size_t count,
                                    const circlet_city *city, int day,
                                    circlet_error *error);

#endif
