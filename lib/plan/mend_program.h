/* The cheapest columns that give every row what it needs. */
#ifndef CI_PLAN_MEND_PROGRAM_H
#define CI_PLAN_MEND_PROGRAM_H

#include "base/covering_program.h"
#include "plan/mend.h"

/* The columns and rows of a city as a covering program. */
typedef struct ci_mend_program {
    const ci_mend *mend;
    size_t row_count; /* those of the city, then one for each kept site */
    size_t *first; /* of each column, into the next two */
    uint32_t *rows;
    int64_t *amounts;
    int64_t *prices;
    uint32_t *choices;
    int64_t *needs; /* without what cannot be had */
    int64_t *unavoidable; /* of each row: no choice of columns gives it */
    int64_t *dear; /* of each row: it is left out for what it costs */
    int64_t *weights; /* what a unit that is missing counts for: millionths
                         of a person */
} ci_mend_program;

/* How well one kind of rule is kept, what cannot be had left aside. */
typedef struct ci_mend_score {
    double shortfall, bound; /* persons x relative shortfall */
    size_t failures; /* findings that still fail */
    bool is_proved; /* that the shortfall cannot be less */
    size_t failures_bound; /* no fewer fail */
    bool are_failures_proved;
    char *certificate; /* what proves the bound; NULL: nothing */
    char *failures_certificate; /* likewise */
} ci_mend_score;

typedef struct ci_mend_answer {
    size_t *chosen; /* columns, ascending */
    size_t chosen_count;
    int64_t *missing; /* of each row, without the unavoidable */
    int64_t cost_cny, bound_cny;
    bool is_cost_proved;
    char *cost_certificate; /* likewise */
    ci_mend_score must, should;
    const char *must_unsure, *should_unsure; /* why no bound of these levels
                                                and those after them is one of
                                                what rules say; NULL: each
                                                is */
} ci_mend_answer;

/* Whether the whole, or some unit, has a budget. */
bool ci_mend_has_budget(const ci_mend *mend);

/* Puts the columns together; the caller clears the program in any case. */
circlet_status ci_mend_program_make(ci_mend_program *out, const ci_mend *mend,
                                    circlet_error *error);

/* Takes off the needs what no choice of columns gives. False: no memory. */
bool ci_mend_find_unavoidable(ci_mend_program *program);
void ci_mend_program_clear(ci_mend_program *program);

/* Takes out entries without an amount. */
void ci_mend_program_drop_nothings(ci_mend_program *program);

/* What is missing of what must be, or should be, where rows get so much:
 * persons x relative shortfall, without the rounding of weights. */
double ci_mend_program_shortfall(const ci_mend_program *program,
                                 const int64_t *got, bool of_must);

/* Of each finding of the city the persons x relative shortfall that the
 * columns can give it; not of a plan over years, whose goals are of findings
 * of several. */
void ci_mend_list_available(double *out, const ci_mend_program *program);

/* The most that rows about group sizes can get: one of each member. False: no
 * memory. */
bool ci_mend_limit_to_hosts(int64_t *room, const ci_mend_program *program);

/*
 * A member of a unit hosts one facility of a rule about group sizes at most,
 * which the program does not know. Where several of the chosen columns share
 * one, that which does most stays for it, with all of its place, and all
 * others there no longer count for the rule; true in `has_changed`. What the
 * program can give is then found anew. CIRCLET_E_NOMEM.
 */
circlet_status ci_mend_settle_hosts(ci_mend_program *program,
                                    const size_t *chosen, size_t count,
                                    bool *has_changed, circlet_error *error);

/*
 * Least shortfall of what must be, then of what should be, then the least
 * cost, within the budget of the options. CIRCLET_E_INFEASIBLE if sites that
 * are to be built on cost more than the budget, or nothing may be built there.
 * The caller clears the answer in any case. Amounts of the program may get
 * less, see above.
 */
circlet_status ci_mend_solve(ci_mend_answer *out, ci_mend_program *program,
                             const circlet_progress *progress,
                             circlet_error *error);
void ci_mend_answer_clear(ci_mend_answer *answer);

/* The same without any budget. */
circlet_status ci_mend_solve_unlimited(ci_mend_answer *out,
                                       ci_mend_program *program,
                                       const circlet_progress *progress,
                                       circlet_error *error);

/* Least shortfall of what must be for so much (0: for nothing) and within the
 * budgets of the options, then the least cost of that. Of the answer only
 * what must be and the cost count. */
circlet_status ci_mend_solve_must(ci_mend_answer *out,
                                  ci_mend_program *program, int64_t budget_cny,
                                  const circlet_progress *progress,
                                  circlet_error *error);

/*
 * Takes people off the needs whom it costs too much to cover
 * (max_cost_per_person): those whom a plan leaves out that makes what it costs
 * and so much for each person left out least, within no budget, where all
 * else is had as a plan without that limit has it. Does not depend on any
 * order: what the plan is, not how it was found, decides.
 */
circlet_status ci_mend_leave_dear(ci_mend_program *program,
                                  const circlet_progress *progress,
                                  circlet_error *error);

#endif
