/* Whom the actions of a plan cover in the years before its last. */
#ifndef CI_PLAN_PHASE_COVER_H
#define CI_PLAN_PHASE_COVER_H

#include "plan/mend_program.h"

/* People whom a circle leaves out in a year as the city is. */
typedef struct ci_cover_row {
    int year;
    int64_t weight_milli;
    bool is_first; /* they live in a unit that comes first */
} ci_cover_row;

typedef struct ci_cover_rows {
    ci_cover_row *rows;
    size_t count, capacity;
    size_t *first; /* of each row, into the next */
    uint32_t *chosen; /* positions of chosen columns that cover them once they
                         are done, ascending */
    size_t link_count, link_capacity;
} ci_cover_rows;

/* Whether the people of a unit come before others: it, or one above it, has
 * the policy's tag. */
bool ci_phase_is_first(const ci_mend *mend, circlet_unit unit);

/* The caller clears `out` in any case. */
circlet_status ci_cover_rows_find(ci_cover_rows *out, ci_mend *mend,
                                  const ci_mend_answer *answer,
                                  circlet_error *error);
void ci_cover_rows_clear(ci_cover_rows *rows);

#endif
