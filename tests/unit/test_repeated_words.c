#include "unit.h"

#include <stdio.h>

#include "city/repeated_words.h"

static void a_word_met_again_is_not_copied_again(void **state)
{
    ci_repeated_words words = {0};
    ci_arena arena = {0};
    char first[] = "visual;mental", second[] = "visual;mental";
    const char *kept = ci_repeated_words_keep(&words, &arena, first);

    (void)state;
    assert_ptr_not_equal(kept, first);
    first[0] = 'x';
    assert_string_equal(kept, "visual;mental");
    assert_ptr_equal(ci_repeated_words_keep(&words, &arena, second), kept);
    assert_string_equal(ci_repeated_words_keep(&words, &arena, ""), "");
    ci_arena_free(&arena);
}

static void every_copy_says_what_it_is_of(void **state)
{
    enum { COUNT = 5000 };
    ci_repeated_words words = {0};
    ci_arena arena = {0};
    const char **kept = calloc(COUNT, sizeof(*kept));
    int *numbers = calloc(COUNT, sizeof(*numbers));
    uint64_t seed = 5;
    char text[16];

    (void)state;
    assert_non_null(kept);
    assert_non_null(numbers);
    for (int i = 0; i < COUNT; i++) {
        numbers[i] = (int)unit_random_below(&seed, 900);
        snprintf(text, sizeof(text), "w%d", numbers[i]);
        kept[i] = ci_repeated_words_keep(&words, &arena, text);
        assert_non_null(kept[i]);
    }

    for (int i = 0; i < COUNT; i++) {
        snprintf(text, sizeof(text), "w%d", numbers[i]);
        assert_string_equal(kept[i], text);
    }
    free(kept);
    free(numbers);
    ci_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_word_met_again_is_not_copied_again),
        cmocka_unit_test(every_copy_says_what_it_is_of),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
