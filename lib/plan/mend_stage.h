/* One question to the program of a city: which values, needs and penalties
 * count now, within the budgets of the options. */
#ifndef CI_PLAN_MEND_STAGE_H
#define CI_PLAN_MEND_STAGE_H

#include "plan/mend_program.h"
#include "siting/program.h"

/* What a unit may spend, in a year. */
typedef struct ci_mend_budget {
    circlet_unit unit; /* CIRCLET_NONE: the whole */
    int year; /* in which work begins; 0: all together */
    int64_t cny;
} ci_mend_budget;

/* Columns and rows that a question has beside those of the program. */
typedef struct ci_mend_extent {
    size_t more_columns, more_rows;
    bool has_unit_budgets; /* some of them are for these */
} ci_mend_extent;

typedef struct ci_mend_task {
    const int64_t *values; /* of each column of the program */
    const int64_t *needs; /* of each row of the program */
    const int64_t *penalties; /* likewise, for one unit; NULL: all hard */
    const int64_t *give_up; /* of each goal: what it counts for to give it up,
                               so that its rows may miss something; 0: it is
                               not asked; NULL: no goal is */
    const uint8_t *only; /* of each row of the city: whether it counts; NULL:
                            all do. A proof holds with all of them */
    int64_t budget_cny; /* of the whole; 0: none */
    bool has_no_money; /* a budget of 0 is one */
    bool has_unit_budgets; /* those of the options count */
    bool wants_proof; /* with the answer */
    ci_mend_extent *size; /* out; NULL: it is not asked for */
    uint64_t work_limit;
} ci_mend_task;

/*
 * Reads the budgets of units and years out of the options,
 * "110101=2000000,2018:5000000,2019:110101=1000000,...": whole yuan each.
 * CIRCLET_E_ARGUMENT names what cannot be read, is given twice, or is of a
 * year that is not planned, CIRCLET_E_NOT_FOUND a unit that is not there. The
 * caller frees `*out`; NULL: none.
 */
circlet_status ci_mend_read_budgets(ci_mend_budget **out, size_t *count,
                                    const ci_mend *mend, circlet_error *error);

/* Whether money for what is done at a place comes out of a budget, in its
 * year. */
bool ci_mend_is_of_budget(const ci_mend_budget *budget, const ci_mend *mend,
                          size_t place);

/* Solves; the chosen columns, and `missing`, are those of the program alone.
 * The caller frees the answer. */
circlet_status ci_mend_ask(ci_program_answer **out,
                           const ci_mend_program *program,
                           const ci_mend_task *task,
                           const circlet_progress *progress,
                           circlet_error *error);

#endif
