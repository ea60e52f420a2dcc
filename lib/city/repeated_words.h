/*
 * Of half a million people many have the same few words: kind, aid, needs.
 * They are kept once where that is found at a glance.
 */
#ifndef CI_CITY_REPEATED_WORDS_H
#define CI_CITY_REPEATED_WORDS_H

#include "base/arena.h"

#define CI_REPEATED_WORDS 256 /* a power of two */

/* The words met last, each where its letters say. Starts as {0}; lives no
 * longer than the arena that the words lie in. */
typedef struct ci_repeated_words {
    const char *items[CI_REPEATED_WORDS];
} ci_repeated_words;

/* A copy of `text` in the arena, one that was made before if it is one of the
 * words met last. NULL: no memory. */
const char *ci_repeated_words_keep(ci_repeated_words *words, ci_arena *arena,
                                   const char *text);

#endif
