/*
 * Covering programs: the cheapest columns that give every row what it needs,
 * or pay for what is missing. Plain arrays in, plan and proof out.
 */
#ifndef CI_SITING_PROGRAM_H
#define CI_SITING_PROGRAM_H

#include <circlet/siting.h>

#include "base/covering_program.h"

typedef struct ci_program_options {
    circlet_progress progress; /* no report: none */
    double time_limit_s; /* of the wall clock; 0: none */
    uint64_t work_limit; /* elementary steps of all threads; 0: none */
    double gap_limit; /* stop at this gap; 0: a proof */
    uint64_t seed;
    uint32_t thread_count; /* 0: 1; the answer does not depend on it, but for
                              a time limit */
    bool wants_proof; /* whether `proof` is kept */
} ci_program_options;

typedef enum ci_program_result {
    CI_PROGRAM_OPTIMAL, /* no plan is better */
    CI_PROGRAM_BOUNDED, /* no plan is better than `bound` */
    CI_PROGRAM_IMPOSSIBLE /* proved: the hard rows, choices and budget leave no
                             plan; the one told misses little */
} ci_program_result;

typedef struct ci_program_answer {
    uint32_t *chosen; /* ascending */
    size_t chosen_count;
    int64_t objective; /* of the chosen columns; hard rows left out */
    int64_t bound; /* INT64_MAX: impossible */
    double theta; /* what a unit of the budget is worth in the bound; 0: there
                     is none, or it does not bind */
    bool is_feasible; /* hard rows miss but the unavoidable, the budget is
                         kept */
    ci_program_result result;
    circlet_stop stop;
    uint64_t work; /* steps taken */
    int64_t *missing; /* of each row, of its whole need */
    int64_t *unavoidable; /* of each row: of hard ones what no choice of
                             columns gives; else 0 */
    size_t part_count; /* independent parts */
    ci_program_proof *proof; /* NULL: not wanted, or too much to keep */
} ci_program_answer;

/*
 * Solves a program. It keeps nothing of its arrays. Where a limit ends the
 * search the best plan is told with an honest bound; a cancelled search, too.
 * CIRCLET_E_ARGUMENT for numbers out of range (naming column or row),
 * CIRCLET_E_DATA where sums pass 62 bits, CIRCLET_E_NOMEM. Free `*out` with
 * ci_program_answer_free().
 */
circlet_status ci_program_solve(ci_program_answer **out,
                                const ci_program *program,
                                const ci_program_options *options,
                                circlet_error *error);

void ci_program_answer_free(ci_program_answer *answer);

#endif
