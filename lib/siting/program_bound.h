/* What is decided of a core's columns, and its Lagrangian bound then. */
#ifndef CI_SITING_PROGRAM_BOUND_H
#define CI_SITING_PROGRAM_BOUND_H

#include "siting/effort.h"
#include "siting/program_core.h"
#include "siting/side.h"

/*
 * Multipliers are kept as money for all of a row's need, so that rows of
 * beds and of square decimetres weigh the same.
 */
typedef struct ci_program_bound {
    const ci_program_core *core;

    /* what is decided */
    uint8_t *states; /* of each column: CI_OPEN, CI_IN, CI_OUT */
    uint32_t *taken; /* of each choice: its column in, or none */
    int64_t *given; /* of each row: by what is in */
    int64_t fixed_value, fixed_price; /* of what is in */

    /* the multipliers */
    double *prices, *best_prices, *caps; /* of each row */
    double hard_weight; /* of a hard row in the first guess */
    double theta, best_theta;
    bool is_theta_fixed; /* steps leave it as it is */
    double best; /* bound of the best ones in the state they are of */
    double step; /* of the next round */
    uint32_t quiet; /* rounds that brought little */

    /* scratch of a round */
    double *unit_prices; /* of each row, for one unit */
    double *slacks; /* of each row, as part of its need */
    double *ways; /* of each row: the direction of the last step */
    double *metric; /* of each row: how long its steps are */
    double theta_way;
    double *reduced; /* of each open column */
    double *shares; /* of each column: how often the relaxation took it */
    uint32_t *picks; /* of each choice: the column it took, or none */

    /* whole multipliers */
    int64_t *whole; /* of each row, for one unit, times the core's scale */
    int64_t whole_theta;
    int64_t *whole_reduced; /* of each open column */
} ci_program_bound;

/* Nothing decided, prices of a first guess. False: no memory, and the caller
 * clears. */
bool ci_program_bound_make(ci_program_bound *out, const ci_program_core *core);
void ci_program_bound_clear(ci_program_bound *bound);

static inline bool ci_program_bound_is_open(const ci_program_bound *bound,
                                            uint32_t column)
{
    return bound->states[column] == CI_OPEN &&
           bound->taken[bound->core->group_of[column]] == CI_PROGRAM_NONE;
}

static inline int64_t ci_program_bound_rest(const ci_program_bound *bound,
                                            size_t row)
{
    int64_t need = bound->core->needs[row], given = bound->given[row];

    return need > given ? need - given : 0;
}

/* The first guess of prices where a unit of the budget costs `theta`. */
void ci_program_bound_guess(ci_program_bound *bound, double theta);

/* Looks for the price of the budget at which the relaxation spends just so
 * much, and for prices that go with it, in program_theta.c. `upper`: of a plan
 * that keeps the budget. */
void ci_program_bound_seek(ci_program_bound *bound, double upper,
                           ci_effort *effort);

void ci_program_bound_put(ci_program_bound *bound, uint32_t column,
                          bool is_in);
void ci_program_bound_take(ci_program_bound *bound, uint32_t column);

/*
 * Raises the bound by at most so many rounds of subgradient steps from the
 * best multipliers so far, towards `upper`; ends early where it is reached
 * or nothing comes of it.
 */
void ci_program_bound_raise(ci_program_bound *bound, double upper,
                            uint32_t rounds, ci_effort *effort);

/*
 * Rounds the best multipliers down to whole ones and gives their bound here,
 * times the core's scale, exactly. False: a sum would pass 62 bits.
 */
bool ci_program_bound_whole(ci_program_bound *bound, int64_t *out);

/* The best multipliers become these whole ones. */
void ci_program_bound_load(ci_program_bound *bound, const int64_t *whole,
                           int64_t whole_theta);

/* Prices that make the bound exact where nothing is open: penalties. */
bool ci_program_bound_settled(ci_program_bound *bound, int64_t *out);

/* By how much the whole bound grows where an open column is in, or out. */
int64_t ci_program_bound_if_in(const ci_program_bound *bound, uint32_t column);
int64_t ci_program_bound_if_out(const ci_program_bound *bound,
                                uint32_t column);

#endif
