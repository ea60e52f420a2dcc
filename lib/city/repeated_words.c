#include "city/repeated_words.h"

#include <stdint.h>
#include <string.h>

/* FNV-1a, of Fowler, Noll and Vo. */
static size_t place_of(const char *text)
{
    uint32_t hash = UINT32_C(2166136261);

    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * UINT32_C(16777619);
    return (hash ^ hash >> 16) & (CI_REPEATED_WORDS - 1);
}

const char *ci_repeated_words_keep(ci_repeated_words *words, ci_arena *arena,
                                   const char *text)
{
    const char **place = &words->items[place_of(text)];
    const char *copy;

    if (*place && strcmp(*place, text) == 0)
        return *place;
    copy = ci_arena_copy(arena, text);
    if (copy)
        *place = copy;
    return copy;
}
