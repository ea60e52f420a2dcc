/*
 * A covering program and the proof of a bound of it, as plain arrays: what
 * the solver (siting) writes and the checker (verify) reads.
 *
 *     minimise  sum_j value_j x_j + sum_i penalty_i s_i
 *     so that   sum_j amount_ij x_j + s_i >= need_i      for every row i
 *               at most one column of every choice, x binary, s >= 0
 *               sum_j price_j x_j <= budget              where there is one
 *
 * A hard row misses nothing that can be had: what its columns cannot give
 * together under the choices is taken off its need before (unavoidable).
 */
#ifndef CI_BASE_COVERING_PROGRAM_H
#define CI_BASE_COVERING_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CI_PROGRAM_HARD INT64_MAX /* the penalty of a hard row */
#define CI_PROGRAM_NONE UINT32_MAX /* no column, row, choice or part */

/* All numbers are at least 0, amounts at least 1. The arrays are the
 * caller's. */
typedef struct ci_program {
    size_t column_count, row_count; /* below UINT32_MAX */
    const int64_t *values; /* of each column */
    const int64_t *prices; /* of each column; NULL: the values */
    const int64_t *needs; /* of each row */
    const int64_t *penalties; /* of each row, for one unit; NULL: all hard */
    const size_t *first; /* column_count + 1; into `rows` and `amounts` */
    const uint32_t *rows; /* of each column, ascending */
    const int64_t *amounts; /* above 0; NULL: all 1 */
    const uint32_t *choice_of; /* of each column, below column_count or
                                  CI_PROGRAM_NONE; NULL: no choices */
    bool has_budget;
    int64_t budget;
} ci_program;

static inline int64_t ci_program_penalty(const ci_program *program, size_t row)
{
    return program->penalties ? program->penalties[row] : CI_PROGRAM_HARD;
}

static inline int64_t ci_program_amount(const ci_program *program, size_t k)
{
    return program->amounts ? program->amounts[k] : 1;
}

static inline int64_t ci_program_price(const ci_program *program, size_t j)
{
    return program->prices ? program->prices[j] : program->values[j];
}

static inline uint32_t ci_program_choice(const ci_program *program, size_t j)
{
    return program->choice_of ? program->choice_of[j] : CI_PROGRAM_NONE;
}

/* ---- the proof of a bound ---------------------------------------------- */

/* What is decided of a column before the search. */
typedef enum ci_program_step_kind {
    CI_PROGRAM_FORCED, /* hard row `by` cannot be met without the column */
    CI_PROGRAM_DOMINATED /* column `by` costs no more and gives no less */
} ci_program_step_kind;

typedef struct ci_program_step {
    ci_program_step_kind kind;
    uint32_t column, by;
} ci_program_step;

typedef struct ci_program_dual {
    uint32_t row;
    int64_t price; /* of one unit of the row, times the proof's scale */
} ci_program_dual;

/* A vector of multipliers; rows ascending, those left out are 0. */
typedef struct ci_program_duals {
    size_t first, count; /* into `duals` */
    int64_t theta; /* of one unit of the budget, times the scale */
} ci_program_duals;

/* A proof that is kept has no more multipliers in all: 512 MiB of them. */
#define CI_PROGRAM_DUALS_MAX ((size_t)1 << 25)

typedef enum ci_program_node_kind {
    CI_PROGRAM_LEAF, /* its bound is that of the multipliers `vector` */
    CI_PROGRAM_SHORT, /* hard row `name` cannot be met any more */
    CI_PROGRAM_OVERSPENT, /* what is in costs more than the budget */
    CI_PROGRAM_BRANCH, /* column `name` is out in `without`, in in `with` */
    CI_PROGRAM_FIX /* by `vector` every fixed column is as it is, or the bound
                      is as good as that of the leaves; then `with` */
} ci_program_node_kind;

typedef struct ci_program_node {
    ci_program_node_kind kind;
    uint32_t name, vector, without, with;
    size_t fix_first, fix_count; /* into `fixes`: 2 * column + 1 if it is in */
} ci_program_node;

/*
 * The bound of multipliers u, theta (whole, with the common scale S), where
 * some columns are in, some out, and r is what is needed beside those in:
 *
 *   sum_in S value + sum_i u_i r_i - theta (budget - sum_in price)
 *   + sum over choices without a column in of
 *     min(0, min_j S value_j + theta price_j - sum_i u_i min(amount_ij, r_i))
 *
 * with 0 <= u_i <= S penalty_i (M. Fisher, The Lagrangian relaxation method
 * for solving integer programming problems, Management Science 27 (1981);
 * an amount beyond what is needed may be cut off as x is binary). The parts
 * have neither rows nor choices in common after the steps: their bounds add
 * up, where the budget has the same theta in all their leaves.
 */
typedef struct ci_program_proof {
    int64_t scale;
    size_t step_count;
    ci_program_step *steps; /* taken one after the other */
    uint8_t *is_dropped; /* 1: a row that the proof does without */
    uint32_t short_row; /* a hard row that cannot be met after the steps: there
                           is no plan; else CI_PROGRAM_NONE */
    size_t part_count;
    uint32_t *part_of; /* of each column that the steps leave and that has
                          rows left; else CI_PROGRAM_NONE */
    uint32_t *roots; /* of each part: into `nodes` */
    size_t node_count;
    ci_program_node *nodes; /* children before their parent */
    size_t fix_count;
    uint32_t *fixes;
    size_t vector_count;
    ci_program_duals *vectors;
    size_t dual_count;
    ci_program_dual *duals;
} ci_program_proof;

#endif
