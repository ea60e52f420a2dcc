/*
 * Plans that are carried out over years. What is due in a year before the
 * last has rows of its own beside those of the last year; a column says when
 * work on it begins, and serves the rows of the years from when it is done.
 */
#ifndef CI_PLAN_PHASES_H
#define CI_PLAN_PHASES_H

#include "plan/mend_program.h"
#include "plan/mend_stage.h"

/* What the years before the last one ask for; it lives as long as the goals
 * of the plan do. */
typedef struct ci_phases {
    ci_mend *early; /* a city each */
    size_t early_count;
} ci_phases;

/* CIRCLET_E_ARGUMENT names what of the options does not go with years. */
circlet_status ci_phases_check(const circlet_plan_options *options,
                               circlet_error *error);

/* Sets a budget of the whole where all years have one: their sum, unless less
 * is given. */
void ci_phases_settle(circlet_plan_options *options,
                      const ci_mend_budget *budgets, size_t count);

/*
 * Puts what is due in the years before the last beside the goals, rows and
 * columns of `mend`, which are of the last (phase_years.c). Rows of the last
 * year stay before the others. The caller clears `out` in any case, after
 * `mend`.
 */
circlet_status ci_phases_join(ci_phases *out, ci_mend *mend,
                              circlet_error *error);
void ci_phases_clear(ci_phases *phases);

/* What a column of another year's city adds to each slot of `of` (ci_mend);
 * nothing if the facility is not open then. */
circlet_status ci_phase_gains(int64_t *out, ci_mend *of,
                              const ci_mend_column *column,
                              circlet_error *error);

/* How many years after work on it begins a column counts, at the earliest
 * (phase_starts.c). */
int ci_phase_lead(const ci_mend *mend, const ci_mend_column *column);

/* The first planned year in which what is begun in `start` counts; 0: none. */
int ci_phase_done(const ci_mend *mend, const ci_mend_column *column,
                  int start);

/*
 * Lets work on all columns begin in the first year, though it may be done too
 * late. Then those that are too late go, and it is noted which rows of
 * `program` they were for. Or each column once for every year in which it can
 * begin to be done in time, within the budgets of years.
 */
circlet_status ci_phases_begin_early(ci_mend *mend, circlet_error *error);
circlet_status ci_phases_drop_late(ci_mend *mend,
                                   const ci_mend_program *program,
                                   circlet_error *error);
circlet_status ci_phases_begin_any(ci_mend *mend, circlet_error *error);

/*
 * Says when work on each chosen column begins: within the budgets of years and
 * units, so that each row gets what it has been given, the fewest persons are
 * left uncovered over the years before the last, those of units that come
 * first before all others; else as early as the money allows. `*fits` false:
 * the budgets leave no such order (phase_schedule.c).
 */
circlet_status ci_phases_schedule(bool *fits, ci_mend *mend,
                                  const ci_mend_program *program,
                                  const ci_mend_answer *answer, bool may_yield,
                                  circlet_error *error);

/*
 * Goes on from the answer for the last year, in which all begins early: the
 * rows of the last year keep what they got, what is due before lacks as
 * little as it can, of what must be first, for the least cost; and work is
 * put into years. Where budgets of years leave no such order, the last year is
 * planned anew within them, with a column for each year in which work can
 * begin; of a large city only if its actions leave no order at all, else what
 * is due before gets what one gives (phase_arrange.c). `program` then knows
 * the rows of the years before, which need nothing.
 */
circlet_status ci_phases_arrange(ci_phases *out, ci_mend_answer *answer,
                                 ci_mend *mend, ci_mend_program *program,
                                 const circlet_progress *progress,
                                 circlet_error *error);

/* What the years before the last lack (phase_early.c): the answer of which
 * the rows of the last year keep what they got, of the first `rows` rows.
 * `needs` are those of the rows behind. */
circlet_status ci_phases_mend_early(ci_mend_answer *answer, ci_mend *mend,
                                    ci_mend_program *program, size_t rows,
                                    const int64_t *needs,
                                    const circlet_progress *progress,
                                    circlet_error *error);

/* The years and budgets, as the plan keeps them. */
circlet_status ci_phases_tell(circlet_plan_parts *out, ci_mend *mend,
                              circlet_error *error);

/* Whether somebody is covered in one of the years if nothing is done and not
 * with these actions (phase_losses.c). Those that cannot be carried out take
 * nothing. */
circlet_status ci_phases_lose(bool *out, const ci_mend *mend,
                              const circlet_plan_action *actions, size_t count,
                              circlet_error *error);

#endif
