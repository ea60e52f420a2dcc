/* The sentence of a planned finding whose numbers are told in steps. */
#ifndef CI_REPORT_PLANNED_WORDS_H
#define CI_REPORT_PLANNED_WORDS_H

#include "base/text.h"
#include "report/finding_privacy.h"

/* Starts as {{0}, {0}}; a buffer that has failed had no memory. */
typedef struct ci_planned_words {
    ci_buffer zh, en;
} ci_planned_words;

/* `required`: the share that is asked for; NaN: none. Texts are added. */
void ci_planned_words_say(ci_planned_words *words, const char *unit_name,
                          double required, const ci_public_figure *figure);
void ci_planned_words_clear(ci_planned_words *words);

/* The sentence's name: a static text. */
const char *ci_planned_words_id(const ci_public_figure *figure);

#endif
