/* What a plan says of its level "covered_persons", and of those whom no site
 * reaches: from the covering problem that it solved, made anew. */
#ifndef CI_VERIFY_BOUND_CHECK_H
#define CI_VERIFY_BOUND_CHECK_H

#include "verify/action_gain.h"
#include "verify/verification.h"

#define CI_LEVEL_COVERED "covered_persons"

/* Which sites reach the uncovered. Starts as {0}. */
typedef struct ci_site_reach {
    bool is_known; /* the plan is for one type, which can be built */
    circlet_site *sites; /* that may be built on, ascending */
    circlet_point *places; /* of these */
    size_t site_count;
    size_t *first; /* of each row, and the end: into entries */
    circlet_od_entry *entries; /* positions in `sites`, with times */
    size_t entry_count, entry_capacity;
} ci_site_reach;

/* Fills `out`, which the caller clears, even after a failure. */
circlet_status ci_site_reach_find(ci_site_reach *out,
                                  const ci_uncovered *uncovered,
                                  circlet_error *error);
void ci_site_reach_clear(ci_site_reach *reach);

/* Adds the claims of a level; `covered_milli` is what the actions cover. */
circlet_status ci_level_check(circlet_verification *out,
                              const circlet_plan_level *level,
                              int64_t covered_milli,
                              const ci_uncovered *uncovered,
                              const ci_site_reach *reach,
                              circlet_error *error);

/* Adds the claims about who is impossible to reach; of a cautious plan those
 * apart who are not covered as assumed and whom no site reaches then. false:
 * no memory. */
bool ci_impossible_check(circlet_verification *out,
                         const ci_uncovered *uncovered,
                         const ci_site_reach *reach,
                         const ci_uncovered *assumed,
                         const ci_site_reach *assumed_reach);

#endif
