/* The different words that a city uses, such as kinds of disability. */
#ifndef CI_REPORT_WORD_SET_H
#define CI_REPORT_WORD_SET_H

#include "base/arena.h"

#include <stdbool.h>

/* Starts as {0}; ci_word_set_clear() at the end. */
typedef struct ci_word_set {
    const char **words;
    size_t count, capacity;
    ci_arena arena;
} ci_word_set;

void ci_word_set_clear(ci_word_set *set);

/* Adds a word, or each of a list divided by ';', unless it is there; NULL
 * and the empty word are none. false: no memory. */
bool ci_word_set_add(ci_word_set *set, const char *word);
bool ci_word_set_add_list(ci_word_set *set, const char *list);

bool ci_word_set_has(const ci_word_set *set, const char *word);

/* Sorts the words from position `first` on, byte by byte. */
void ci_word_set_sort(ci_word_set *set, size_t first);

/* The usual kinds of disability, in the order of the law; NULL at the end. */
const char *const *ci_kind_words(void);

#endif
