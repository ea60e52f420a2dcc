/* What is due in the years before the last, while it is sought: see
 * phase_early.c. */
#ifndef CI_PLAN_PHASE_EARLY_H
#define CI_PLAN_PHASE_EARLY_H

#include "plan/mend_solve.h"

typedef struct ci_early {
    ci_mend_answer *answer;
    ci_mend *mend;
    ci_mend_program *program; /* its rows of the years before need nothing */
    size_t first; /* row of the years before */
    const int64_t *wanted; /* of each of these */
    int64_t *held; /* of each row */
    int64_t *needs, *penalties, *zeros;
    const circlet_progress *progress;
    bool is_done; /* nothing in the way */
} ci_early;

static inline bool ci_early_has(const ci_early *of, size_t row)
{
    return row >= of->first && row < of->mend->row_count;
}

/* Holds the early rows of a kind at what the chosen columns give them. */
void ci_early_hold(ci_early *of, const uint32_t *chosen, size_t count,
                   bool of_must);

/* Asks for the needs and penalties at hand. `give_up`: of each goal, as of a
 * task; NULL: no goal is. */
circlet_status ci_early_ask(ci_program_answer **out, const ci_early *of,
                            const int64_t *values, const int64_t *give_up,
                            circlet_error *error);

/* Takes over the columns of an answer. */
circlet_status ci_early_take(ci_early *of, const ci_program_answer *answer,
                             circlet_error *error);

/* Makes what is due before, and then the cost, as small as they can be where
 * the last year comes to the same in sum, not row by row (phase_sums.c). */
circlet_status ci_early_refine(ci_early *of, circlet_error *error);

#endif
