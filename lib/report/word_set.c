#include "report/word_set.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"

void ci_word_set_clear(ci_word_set *set)
{
    free(set->words);
    ci_arena_free(&set->arena);
}

/* There are a few dozen words at most, and most are found at once. */
static bool has(const ci_word_set *set, const char *word, size_t size)
{
    for (size_t i = 0; i < set->count; i++)
        if (strncmp(set->words[i], word, size) == 0 &&
            set->words[i][size] == '\0')
            return true;
    return false;
}

bool ci_word_set_has(const ci_word_set *set, const char *word)
{
    return has(set, word, strlen(word));
}

static bool add(ci_word_set *set, const char *word, size_t size)
{
    const char **words;

    if (size == 0 || has(set, word, size))
        return true;
    words = ci_array_reserve_one(set->words, set->count, &set->capacity,
                                 sizeof(*words));
    if (!words)
        return false;
    set->words = words;
    words[set->count] = ci_arena_copy_n(&set->arena, word, size);
    return words[set->count] && ++set->count > 0;
}

bool ci_word_set_add(ci_word_set *set, const char *word)
{
    return !word || add(set, word, strlen(word));
}

bool ci_word_set_add_list(ci_word_set *set, const char *list)
{
    while (list && *list) {
        size_t size = strcspn(list, ";");

        if (!add(set, list, size))
            return false;
        list += size + (list[size] == ';');
    }
    return true;
}

static int compare_words(const void *left, const void *right)
{
    const char *const *a = left, *const *b = right;

    return strcmp(*a, *b);
}

void ci_word_set_sort(ci_word_set *set, size_t first)
{
    if (set->count > first + 1)
        qsort(set->words + first, set->count - first, sizeof(*set->words),
              compare_words);
}

const char *const *ci_kind_words(void)
{
    static const char *const kinds[] = {"visual",   "hearing",      "speech",
                                        "physical", "intellectual", "mental",
                                        NULL};

    return kinds;
}
