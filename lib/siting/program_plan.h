/* A choice of columns of a core, what it costs and what it leaves missing. */
#ifndef CI_SITING_PROGRAM_PLAN_H
#define CI_SITING_PROGRAM_PLAN_H

#include "base/random.h"
#include "siting/program_bound.h"

typedef struct ci_program_plan {
    const ci_program_core *core;
    uint32_t *chosen; /* of each choice: its column, or none */
    int64_t *supply; /* of each row */
    int64_t cost; /* values, and penalties of what is missing */
    int64_t spent;
    uint32_t *short_rows; /* hard rows that miss something */
    uint32_t *short_place; /* of each row: in `short_rows`, or none */
    size_t short_count;
} ci_program_plan;

/* Nothing chosen. False: no memory, and the caller clears. */
bool ci_program_plan_make(ci_program_plan *out, const ci_program_core *core);
void ci_program_plan_clear(ci_program_plan *plan);
void ci_program_plan_reset(ci_program_plan *plan);

static inline bool ci_program_plan_has(const ci_program_plan *plan,
                                       uint32_t column)
{
    return plan->chosen[plan->core->group_of[column]] == column;
}

static inline int64_t ci_program_plan_missing(const ci_program_plan *plan,
                                              size_t row)
{
    int64_t need = plan->core->needs[row], supply = plan->supply[row];

    return need > supply ? need - supply : 0;
}

/* Whether hard rows and the budget are kept. */
bool ci_program_plan_is_feasible(const ci_program_plan *plan);

/* Puts in a column whose choice is empty; takes a chosen one out. */
void ci_program_plan_put(ci_program_plan *plan, uint32_t column);
void ci_program_plan_take(ci_program_plan *plan, uint32_t column);

/* Becomes the choice of another plan of the core. */
void ci_program_plan_choose(ci_program_plan *plan, const uint32_t *chosen);

/* How the cost changes where a column goes out, or comes into its empty
 * choice; *is_short: hard rows miss something then that do not now. */
int64_t ci_program_plan_if_out(const ci_program_plan *plan, uint32_t column,
                               bool *is_short);
int64_t ci_program_plan_if_in(const ci_program_plan *plan, uint32_t column);

/*
 * Takes out what costs more than it brings, brings in what saves, and changes
 * sizes, until nothing is left to gain or the effort is over. Hard rows that
 * are met stay so.
 */
void ci_program_plan_polish(ci_program_plan *plan, ci_effort *effort);

/*
 * Builds a plan from the columns that are in: the best price for a gain at
 * the multipliers first. Of memory it needs `keys` and `heap`, one for each
 * column.
 */
typedef struct ci_program_greedy {
    double *keys; /* of each column */
    uint32_t *heap; /* the least key, then column, is first */
    size_t count;
} ci_program_greedy;

/* Mends the heap where a key at `at` has grown, and takes its first out. */
void ci_program_greedy_sift(ci_program_greedy *greedy, size_t at);
void ci_program_greedy_drop(ci_program_greedy *greedy);

bool ci_program_greedy_make(ci_program_greedy *out,
                            const ci_program_core *core);
void ci_program_greedy_clear(ci_program_greedy *greedy);
void ci_program_greedy_build(ci_program_greedy *greedy, ci_program_plan *plan,
                             const ci_program_bound *bound,
                             const double *prices, ci_effort *effort);

/* The same for the budget of a core that has one: what saves most for its
 * price first, in program_spend.c. */
void ci_program_greedy_spend(ci_program_greedy *greedy, ci_program_plan *plan,
                             const ci_program_bound *bound, ci_effort *effort);

#endif
