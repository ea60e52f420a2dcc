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
    char *certificate; /* or NULL */
} ci_mend_held_bound;

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
    bool wants_proof; /* bounds are to be proved, as far as they can be */
    char *certificates[CI_MEND_LEVEL_COUNT]; /* of the bounds; NULL: none */
    ci_mend_held_bound held_bounds[CI_MEND_LEVEL_COUNT];
} ci_mend_search;

bool ci_mend_search_make(ci_mend_search *out, ci_mend_program *program,
                         ci_mend_answer *answer,
                         const circlet_progress *progress);
void ci_mend_search_clear(ci_mend_search *search);

/* Whether a row is of a rule that must be kept; of rows for sites neither. */
bool ci_mend_row_is_must(const ci_mend_program *program, size_t row);

/* The values of what the rows got, but for the cost. False: no memory. */
bool ci_mend_evaluate(int64_t values[CI_MEND_LEVEL_COUNT],
                      const ci_mend_program *program, const int64_t *got);

/* Asks, and takes the answer if it is feasible and better than the best plan
 * by the levels, or there is none. The caller frees `*out`. */
circlet_status ci_mend_search_ask(ci_program_answer **out,
                                  ci_mend_search *search,
                                  const ci_mend_task *task,
                                  circlet_error *error);

/* A bound of a level for plans as good as the best one at those before it. */
void ci_mend_search_note(ci_mend_search *search, ci_mend_level level,
                         int64_t bound);

/* The same of the program as it is, with the `needs` of the search: keeps what
 * proves it. */
circlet_status ci_mend_search_prove(ci_mend_search *search,
                                    ci_mend_level level,
                                    const ci_program_answer *answer,
                                    circlet_error *error);

/* Keeps a bound of plans that give each row no less than the `needs` of the
 * search, which are what the best plan gives or less. */
circlet_status ci_mend_search_prove_held(ci_mend_search *search,
                                         ci_mend_level level,
                                         const ci_program_answer *answer,
                                         circlet_error *error);

/* That bound, if it is for plans like the best one and no less than that of
 * all plans: with what proves it, or NULL. false: it is not. */
bool ci_mend_search_take_held(int64_t *bound, char **certificate,
                              ci_mend_search *search, ci_mend_level level);

/* Hands over what proves a bound that still holds; NULL: nothing does. */
char *ci_mend_search_take_certificate(ci_mend_search *search,
                                      ci_mend_level level);

/* The value that is proved the least one of a level; see `given`. */
int64_t ci_mend_search_bound(const ci_mend_search *search,
                             ci_mend_level level);
bool ci_mend_search_is_proved(const ci_mend_search *search,
                              ci_mend_level level);

/*
 * Makes the best plan better at one level after the other, in mend_exact.c:
 * those before it count so much that nothing at the level outweighs them.
 * Where numbers get too large, or the program is, the plan stays as it is.
 */
circlet_status ci_mend_refine(ci_mend_search *search, circlet_error *error);

#endif
