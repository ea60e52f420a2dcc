/* The search for the columns of a plan, level by level. */
#ifndef CI_PLAN_MEND_SOLVE_H
#define CI_PLAN_MEND_SOLVE_H

#include "plan/mend_stage.h"

/* The levels that the program knows, the first counts most. */
typedef enum ci_mend_level {
    CI_MEND_MUST_SHORTFALL, /* millionths of persons */
    CI_MEND_MUST_FAILURES,
    CI_MEND_SHOULD_SHORTFALL,
    CI_MEND_SHOULD_FAILURES,
    CI_MEND_COST, /* yuan */
    CI_MEND_LEVEL_COUNT
} ci_mend_level;

/* A bound of a level for plans that give each row no less than it needs. */
typedef struct ci_mend_held_bound {
    int64_t bound;
    int64_t *needs; /* of each row; NULL: there is none */
} ci_mend_held_bound;

/* A bound of a level that follows from the answer to a question: for plans
 * that come to no more than `before` at each level before. */
typedef struct ci_mend_bound {
    ci_mend_level level;
    int64_t value; /* that no such plan is below */
    int64_t before[CI_MEND_LEVEL_COUNT];
    int64_t times[CI_MEND_LEVEL_COUNT]; /* what each level counted for */
    int64_t unit; /* the level counted in so many */
} ci_mend_bound;

typedef struct ci_mend_search {
    ci_mend_program *program;
    ci_mend_answer *out;
    const circlet_progress *progress;
    int64_t budget_cny; /* of the whole; 0: none */
    bool has_no_money; /* a budget of 0 is one */
    bool has_unit_budgets; /* those of the options count */
    uint64_t work_limit; /* of one question */
    int64_t *needs; /* of the level at hand */
    int64_t *penalties;
    int64_t *zeros; /* of each column */
    int64_t *held; /* what each row gets of the best plan so far */
    int64_t values[CI_MEND_LEVEL_COUNT]; /* of that plan */
    int64_t bounds[CI_MEND_LEVEL_COUNT]; /* least value that a plan can have
                                            where the levels before are no
                                            more than `given` */
    int64_t given[CI_MEND_LEVEL_COUNT][CI_MEND_LEVEL_COUNT];
    bool is_settled; /* hosts were: what comes now says nothing of a bound */
    ci_mend_extent size; /* of the last question */
    bool wants_proof; /* bounds are to be proved, as far as they can be */
    char *certificates[CI_MEND_LEVEL_COUNT]; /* of the bounds; NULL: none */
    ci_mend_held_bound held_bounds[CI_MEND_LEVEL_COUNT];
    uint8_t *rivals; /* of each row: whether it competes with others for what
                        not all can have; NULL: that was not looked for */
} ci_mend_search;

bool ci_mend_search_make(ci_mend_search *out, ci_mend_program *program,
                         ci_mend_answer *answer,
                         const circlet_progress *progress);
void ci_mend_search_clear(ci_mend_search *search);

/* Whether a row is of a rule that must be kept; of rows for sites neither. */
bool ci_mend_row_is_must(const ci_mend_program *program, size_t row);

/* Gives each row what a column has for it, no more than it needs. */
void ci_mend_give(int64_t *got, const ci_mend_program *program, size_t column);

/* The values of what the rows got, but for the cost. False: no memory. */
bool ci_mend_evaluate(int64_t values[CI_MEND_LEVEL_COUNT],
                      const ci_mend_program *program, const int64_t *got);

/* Asks, and takes the answer if it is feasible and better than the best plan
 * by the levels, or there is none. The caller frees `*out`, which is NULL
 * after a failure. */
circlet_status ci_mend_search_ask(ci_program_answer **out,
                                  ci_mend_search *search,
                                  const ci_mend_task *task,
                                  circlet_error *error);

/* Notes a bound that follows from the answer to the last question, which had
 * the `needs` of the search, and keeps what proves it. */
circlet_status ci_mend_search_note(ci_mend_search *search,
                                   const ci_mend_bound *bound,
                                   const ci_program_answer *answer,
                                   circlet_error *error);

/* The same where the level alone counted, and the best plan comes to nothing
 * at the levels before. */
circlet_status ci_mend_search_prove(ci_mend_search *search,
                                    ci_mend_level level,
                                    const ci_program_answer *answer,
                                    circlet_error *error);

/* Keeps a bound of plans that give each row no less than the `needs` of the
 * search. false: no memory. */
bool ci_mend_search_hold(ci_mend_search *search, ci_mend_level level,
                         int64_t bound);

/* That bound, if the best plan is one of these; else 0. Nothing proves it. */
int64_t ci_mend_search_held_bound(const ci_mend_search *search,
                                  ci_mend_level level);

/* Hands over what proves a bound that still holds; NULL: nothing does. */
char *ci_mend_search_take_certificate(ci_mend_search *search,
                                      ci_mend_level level);

/* The value that is proved the least one of a level; see `given`. */
int64_t ci_mend_search_bound(const ci_mend_search *search,
                             ci_mend_level level);
bool ci_mend_search_is_proved(const ci_mend_search *search,
                              ci_mend_level level);

/* A question with the needs of the search; `is_hard`: nothing may be missing.
 */
ci_mend_task ci_mend_task_of(const ci_mend_search *search,
                             const int64_t *values, bool is_hard);

/* Whether the whole, or some unit, may spend only so much. */
bool ci_mend_has_money_limit(const ci_mend_search *search);

/* Makes the shortfall of what must be, or of what should be, small; what the
 * others have is held (mend_shortfall.c). CIRCLET_E_INFEASIBLE if the sites
 * to be built on cost more than the budget. */
circlet_status ci_mend_solve_shortfall(ci_mend_search *search, bool of_must,
                                       circlet_error *error);

/* Takes these columns, ascending, if they are better by the levels than the
 * best plan. False: no memory. */
bool ci_mend_search_offer(ci_mend_search *search, const uint32_t *chosen,
                          size_t count);

/*
 * Makes the best plan better at the level that the needs and penalties of the
 * search are of, by exchanges of what competes for the same places, and finds
 * the rows that do (mend_rivals.c). *bound: no plan that gives hard rows what
 * they need is below it.
 */
circlet_status ci_mend_find_rivals(ci_mend_search *search, int64_t *bound,
                                   circlet_error *error);

/* Adds to the best plan what is free to be done and gives a row what it
 * misses, whatever it costs: one of what must be, or any (mend_fill.c). False:
 * no memory. */
bool ci_mend_fill(ci_mend_search *search, bool of_must);

/*
 * Makes the best plan better at one level after the other, in mend_exact.c:
 * those before it count so much that nothing at the level outweighs them.
 * Where numbers get too large, or the program is, the plan stays as it is.
 */
circlet_status ci_mend_refine(ci_mend_search *search, circlet_error *error);

#endif
