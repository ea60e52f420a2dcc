/* Judging several rules at the same time. */
#ifndef CI_POLICY_RULE_CREW_H
#define CI_POLICY_RULE_CREW_H

#include "policy/rule.h"

/*
 * Judges the rules at `positions` of the judgement's policy, ascending, and
 * adds their findings in this order. With several threads some rules are
 * judged at a time, while the caller's thread asks the source of travel times
 * for them; the findings, and of several errors which, are the same for any
 * number of threads. How many rules are done is reported as it goes;
 * CIRCLET_E_CANCELLED.
 */
circlet_status ci_rule_crew_judge(const ci_judgement *judgement,
                                  const size_t *positions, size_t count,
                                  const circlet_progress *progress,
                                  circlet_error *error);

#endif
