/* The different words of a city. */
#include "unit.h"

#include "report/word_set.h"

static void a_word_stands_once(void **state)
{
    ci_word_set set = {0};

    (void)state;
    assert_true(ci_word_set_add(&set, "mental"));
    assert_true(ci_word_set_add_list(&set, "visual;mental;;visual;men"));
    assert_true(ci_word_set_add(&set, "mental"));
    assert_int_equal(set.count, 3);
    assert_string_equal(set.words[0], "mental");
    assert_string_equal(set.words[1], "visual");
    assert_string_equal(set.words[2], "men");
    assert_true(ci_word_set_has(&set, "men"));
    assert_false(ci_word_set_has(&set, "menta"));
    ci_word_set_clear(&set);
}

static void no_text_is_no_word(void **state)
{
    ci_word_set set = {0};

    (void)state;
    assert_true(ci_word_set_add(&set, NULL));
    assert_true(ci_word_set_add(&set, ""));
    assert_true(ci_word_set_add_list(&set, NULL));
    assert_true(ci_word_set_add_list(&set, ";;"));
    assert_int_equal(set.count, 0);
    ci_word_set_sort(&set, 0);
    ci_word_set_clear(&set);
}

static void words_are_sorted_from_a_position_on(void **state)
{
    static const char *const sorted[] = {"z", "a", "b", "c"};
    ci_word_set set = {0};

    (void)state;
    assert_true(ci_word_set_add_list(&set, "z;c;b;a"));
    ci_word_set_sort(&set, 1);
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(set.words[i], sorted[i]);
    ci_word_set_clear(&set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_word_stands_once),
        cmocka_unit_test(no_text_is_no_word),
        cmocka_unit_test(words_are_sorted_from_a_position_on),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
