/* A covering problem while its rows are added. */
#ifndef CI_PLAN_PROBLEM_ROWS_H
#define CI_PLAN_PROBLEM_ROWS_H

#include "plan/problem.h"
#include "policy/circle.h"

/* What is under construction besides the problem itself. */
typedef struct ci_problem_draft {
    ci_plan_problem *problem;
    const ci_plan_question *question;
    circlet_point *site_points;
    size_t row_capacity, weight_capacity;
    size_t *first; /* of each row, into entries */
    size_t first_capacity;
    circlet_od_entry *entries;
    size_t entry_count, entry_capacity;
} ci_problem_draft;

/* Adds a row that the sites of `entries` reach. False: no memory. */
bool ci_problem_add_row(ci_problem_draft *draft, const ci_plan_row *row,
                        const circlet_od_entry *entries, size_t count);

/* The entrances of the facilities that serve a batch; the caller frees
 * them. */
circlet_status ci_problem_entrances(circlet_point **out, size_t *count,
                                    const ci_plan_question *question,
                                    const ci_circle_batch *batch,
                                    circlet_error *error);

/* Adds the people of a batch who are not surely covered. */
circlet_status ci_problem_add_unsure(ci_problem_draft *draft,
                                     const ci_circle_batch *batch,
                                     const circlet_progress *progress,
                                     circlet_error *error);

#endif
