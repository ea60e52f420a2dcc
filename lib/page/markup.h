/* HTML in two languages, with everything escaped that is not markup. */
#ifndef CI_PAGE_MARKUP_H
#define CI_PAGE_MARKUP_H

#include "base/text.h"

typedef struct ci_phrase {
    const char *zh, *en;
} ci_phrase;

/* Which languages stand in the page. */
typedef enum ci_tongues {
    CI_TONGUES_BOTH,
    CI_TONGUES_ZH,
    CI_TONGUES_EN
} ci_tongues;

/* Appends a text in which nothing is markup any more. Characters that HTML
 * forbids become U+FFFD. */
void ci_markup_text(ci_buffer *out, const char *text);

/* The same of a JSON string with its quotes, safe within a script. */
void ci_markup_json(ci_buffer *out, const char *text);

/* Room for any number that is written below. */
#define CI_MARKUP_NUMBER 48

/* "1,043"; `decimals` as many at most, without final zeros; "–": NaN. */
const char *ci_markup_number(char room[CI_MARKUP_NUMBER], double value,
                             int decimals);

/* "37%" of a share, "37.5%" where it needs that; never 100% for less, nor 0%
 * for more than none. */
const char *ci_markup_share(char room[CI_MARKUP_NUMBER], double share);

/*
 * Appends a template in which
 *   %b  is a phrase (const char *zh, const char *en) in both languages
 *   %t  a text, escaped
 *   %r  markup as it is
 *   %n  a number (double), rounded to a whole one
 *   %z  a count (size_t)
 *   %%  a per cent sign.
 */
void ci_markup_put(ci_buffer *out, ci_tongues tongues, const char *template,
                   ...);

/* Phrases with their arguments {0} to {3}, texts that are escaped; a null
 * pointer ends them. */
void ci_markup_say(ci_buffer *out, ci_tongues tongues, ci_phrase template,
                   const char *const *arguments);

/* Yuan: "1.2 million CNY", and in Chinese in units of 10,000. */
void ci_markup_money(ci_buffer *out, ci_tongues tongues, double value);

#endif
