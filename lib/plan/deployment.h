/* The order in which chosen columns are told. */
#ifndef CI_PLAN_DEPLOYMENT_H
#define CI_PLAN_DEPLOYMENT_H

#include "plan/mend_program.h"

/*
 * Puts columns in order: by the year in which they count, then that in which
 * work on them begins; within these, of a plan over years, those in units that
 * come first before others, and each next one covers most persons of those
 * whom none before it covers (the greedy order, which at every length covers
 * at least 1 - 1/e of what the best as many of them do: Nemhauser, Wolsey and
 * Fisher 1978), of other plans that which reaches most comes first.
 * `covered_by` has for each row the column that covers it first, or
 * CI_MEND_NONE. False: no memory.
 */
bool ci_mend_deploy(size_t *columns, size_t count, size_t *covered_by,
                    const ci_mend_program *program);

/* Whether the people of a row count as gained: those of the last year. */
bool ci_mend_is_gained(const ci_mend *mend, const ci_mend_row *row);

/* Whether a column is done in the year of a row. */
bool ci_mend_is_in_time(const ci_mend *mend, size_t column,
                        const ci_mend_row *row);

#endif
