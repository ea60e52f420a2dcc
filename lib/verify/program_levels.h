/* What a plan that mends all rules says of its levels: from the covering
 * program of its certificates, made anew. */
#ifndef CI_VERIFY_PROGRAM_LEVELS_H
#define CI_VERIFY_PROGRAM_LEVELS_H

#include "verify/level_program.h"
#include "verify/verdict_check.h"
#include "verify/verification.h"

/* Starts as {0}. */
typedef struct ci_program_levels {
    const circlet_plan *plan;
    ci_judgement judgement;
    ci_program_certificate certificate; /* the first that the plan has */
    ci_lacks lacks;
    ci_rebuilt_program program;
    ci_plan_choice choice;
    int64_t values[CI_LEVEL_COUNT]; /* of the plan */
    circlet_claim_state state; /* of the program: it was made anew and no way
                                  is left out, or `why` not */
    bool is_made; /* the program was, so that the rows are known */
    double least_must, least_should; /* shortfalls that are proved; or 0 */
    ci_level first_unsure; /* from it on the program counts otherwise than the
                              rules do, or may: no bound holds;
                              CI_LEVEL_COUNT: nowhere */
    const char *why_unsure; /* as the plan says it, or NULL */
    double more_must, more_should; /* people who are uncovered, and of whom no
                                      row tells; below 0: fewer */
    bool are_best; /* no plan does better at the levels looked at so far */
    circlet_error why;
} ci_program_levels;

/* What came of the bound of a level. */
typedef struct ci_level_bound {
    circlet_claim_state state;
    double bound; /* where it holds */
    circlet_error why; /* else */
} ci_level_bound;

/* What is missing with the plan is what the rules find: corrects the choice
 * and the values of the levels, and says from where on no bound holds
 * (judged_levels.c). false: no memory. */
bool ci_judged_levels_take(ci_program_levels *levels,
                           const ci_verdict_pair *verdicts);

/* Adds the claims of a level that comes to `objective` (NaN: not known).
 * false: no memory. */
bool ci_level_claims_add(circlet_verification *out, ci_program_levels *levels,
                         const circlet_plan_level *level, double objective,
                         const ci_level_bound *bound);

/* Whether the bound of a level is proved (program_bounds.c). */
circlet_status ci_level_bound_find(ci_level_bound *out,
                                   ci_program_levels *levels,
                                   const circlet_plan_level *level,
                                   ci_level kind, circlet_error *error);

/* What the plan comes to at a level, in persons, findings or yuan. */
double ci_level_objective(const ci_program_levels *levels, ci_level level);

/* The names of the levels, in their order. */
extern const char *const ci_program_level_names[CI_LEVEL_COUNT];

/* Whether a level is one of those. */
bool ci_program_level_is_known(const char *name);

/*
 * Makes the program of a plan that has such levels, for what fails among the
 * findings of the city as it is, and takes what it comes to from those of the
 * city with the plan; all must outlive `out`, which the caller clears, even
 * after a failure.
 */
circlet_status ci_program_levels_make(ci_program_levels *out,
                                      const circlet_plan *plan,
                                      const ci_verdict_pair *verdicts,
                                      const ci_judgement *judgement,
                                      circlet_error *error);
void ci_program_levels_clear(ci_program_levels *levels);

/* Adds what the plan was asked for, then the claims of one of the levels;
 * `cost_cny` is what its actions cost. */
circlet_status ci_program_limits_tell(circlet_verification *out,
                                      const ci_program_levels *levels,
                                      circlet_error *error);
circlet_status ci_program_level_check(circlet_verification *out,
                                      ci_program_levels *levels,
                                      const circlet_plan_level *level,
                                      double cost_cny, circlet_error *error);

/* Adds the claims about what the plan leaves; `findings` are those of the city
 * with the plan carried out. false: no memory. */
bool ci_program_left_check(circlet_verification *out,
                           const ci_program_levels *levels,
                           const circlet_findings *findings);

#endif
