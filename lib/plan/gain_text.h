/* What the sentence of an action says of whom it newly covers. */
#ifndef CI_PLAN_GAIN_TEXT_H
#define CI_PLAN_GAIN_TEXT_H

#include <circlet/plan.h>

#include "base/text.h"

/* What stands before and after the two numbers of persons. */
typedef struct ci_gain_words {
    const char *gained, *persons;
    const char *modelled, *of_them;
    const char *at_least, *fewer_than; /* of numbers told in steps */
} ci_gain_words;

extern const ci_gain_words ci_gain_words_zh, ci_gain_words_en;

/*
 * A sentence of an action with its persons in whole steps, "at least 10", as
 * it is published; `action` has the numbers that are in it now. One without
 * numbers, or with such, stays as it is. false: it must not be told, since
 * fewer than a step are newly covered, or it has other numbers than the
 * action.
 */
bool ci_gain_text_in_steps(ci_buffer *out, const char *text,
                           const ci_gain_words *words,
                           const circlet_plan_action *action, double step);

#endif
