/* What a finding of a circle rule says. */
#ifndef CI_POLICY_CIRCLE_WORDS_H
#define CI_POLICY_CIRCLE_WORDS_H

#include "policy/circle_gaps.h"

/* One unit's sums, and both together. */
typedef struct ci_circle_sums {
    ci_coverage sure, maybe, all;
} ci_circle_sums;

/*
 * The least and the greatest share that may be true, as part and whole. Who
 * is perhaps in the group counts where that makes it worse, or better.
 */
typedef struct ci_circle_share {
    int64_t part_milli, all_milli;
} ci_circle_share;

ci_circle_share ci_circle_share_low(const ci_circle_sums *sums);
ci_circle_share ci_circle_share_high(const ci_circle_sums *sums);

/* The sums of a unit; CIRCLET_E_DATA if they leave the range of 64 bits. */
circlet_status ci_circle_add_up(ci_circle_sums *out, const ci_circle_run *run,
                                circlet_unit unit, circlet_error *error);

/* What keeps a unit with people from being measured; false: nothing. Then
 * no number but that of the people is given: half a count misleads. */
bool ci_circle_lacks_data(ci_draft *draft, const ci_circle_run *run,
                          const ci_circle_sums *sums);

/* Says what was measured, with its bounds, and of whose own mode what was
 * assumed. */
void ci_circle_describe(ci_draft *draft, const ci_circle_run *run,
                        const ci_circle_sums *sums, circlet_unit unit);

/* Says that the limit lies between the bounds, and what would decide. */
circlet_status ci_circle_undecided(ci_draft *draft, const ci_circle_run *run,
                                   const ci_circle_gaps *gaps,
                                   circlet_unit unit, circlet_error *error);

#endif
