/* What an action of a plan does, as a sentence in Chinese and in English. */
#ifndef CI_PLAN_ACTION_TEXT_H
#define CI_PLAN_ACTION_TEXT_H

#include <circlet/plan.h>

#include "base/text.h"

typedef enum ci_action_word {
    CI_ACTION_WORD_TYPE, /* of facilities */
    CI_ACTION_WORD_SERVICE
} ci_action_word;

/* What words are called. */
typedef struct ci_action_words {
    void (*add_zh)(ci_buffer *out, ci_action_word kind, const char *word,
                   const void *user);
    void (*add_en)(ci_buffer *out, ci_action_word kind, const char *word,
                   const void *user);
    const void *user;
} ci_action_words;

/* "day care" of "day_care", for words that have no name. */
void ci_action_add_plain_word(ci_buffer *out, const char *word);

/* An action with the names of what it is about. */
typedef struct ci_told_action {
    const circlet_plan_action *action;
    const ci_action_words *words;
    const char *facility; /* name or id */
    const char *site; /* name or id; NULL: none */
    bool is_site_proposed; /* by the plan */
    double saved_cny; /* yearly, by closing; NaN: not known */
    bool is_saved_assumed; /* no document states it */
} ci_told_action;

/* What is not known is not said. */
void ci_action_tell_zh(ci_buffer *out, const ci_told_action *told);
void ci_action_tell_en(ci_buffer *out, const ci_told_action *told);

#endif
