/* An order of the chosen actions while it is sought: see phase_schedule.c. */
#ifndef CI_PLAN_PHASE_ORDER_H
#define CI_PLAN_PHASE_ORDER_H

#include "plan/mend_stage.h"
#include "plan/phase_cover.h"
#include "plan/phase_entries.h"

/* An action that begins in a year. */
typedef struct ci_order_option {
    size_t chosen; /* position in the answer */
    int start, done;
} ci_order_option;

/* What of the years before is asked for as far as it can be had. */
typedef enum ci_order_asks {
    CI_ORDER_COVER, /* all that is due is held: people's cover */
    CI_ORDER_MUST, /* what must be */
    CI_ORDER_SHOULD /* what should be: what must be is held */
} ci_order_asks;

typedef struct ci_order {
    ci_mend *mend;
    const ci_mend_program *given;
    const ci_mend_answer *answer;
    ci_mend_budget *budgets;
    size_t budget_count;
    ci_cover_rows cover;
    ci_order_option *options;
    size_t option_count;
    ci_phase_entries entries;
    int64_t *values; /* of each option; NULL: they count for nothing */
    int64_t *needs, *penalties;
    size_t row_count;
    ci_order_asks asks;
    int64_t unit_milli; /* penalties count in so many thousandths */
    int64_t times_first; /* what people who come first count for */
    bool trades; /* what is due before the last year is held in sum, so that
                    one row may get less and another more */
    int64_t times_must, times_should; /* what it counts for then; 0: numbers
                                         get too large for that */
} ci_order;

/* Options and rows of the program; what there was is cleared. False: no
 * memory. */
bool ci_order_make(ci_order *order);

/* What is made of the program goes; all of it. */
void ci_order_clear(ci_order *order);

const ci_mend_column *ci_order_column(const ci_order *order, size_t chosen);

#endif
