/* What messages call things. */
#include "unit.h"

#include "base/naming.h"

static void an_id_stands_in_quotes_and_a_position_does_not(void **state)
{
    const char *const ids[] = {"west", NULL, "温馨家园"};
    char name[CI_NAME_SIZE];

    (void)state;
    assert_string_equal(ci_name(name, ids, 0), "'west'");
    assert_string_equal(ci_name(name, ids, 1), "1");
    assert_string_equal(ci_name(name, ids, 2), "'温馨家园'");
    assert_string_equal(ci_name(name, NULL, 70000), "70000");
}

static void a_long_id_is_cut_at_a_character(void **state)
{
    char name[CI_NAME_SIZE], id[400];
    const char *const ids[] = {id};
    size_t size;

    (void)state;
    for (size_t shift = 0; shift < 3; shift++) {
        memset(id, 'a', shift);
        for (size_t i = 0; i < 100; i++)
            memcpy(id + shift + 3 * i, "馨", 4);
        ci_name(name, ids, 0);
        size = strlen(name);
        assert_true(size < CI_NAME_SIZE && size > CI_NAME_SIZE - 6);
        assert_int_equal(name[size - 1], '\'');
        /* Whole characters alone stand between the quotes. */
        assert_int_equal((size - 2 - shift) % 3, 0);
        assert_memory_equal(name + size - 4, "馨", 3);
    }
}

static void numbers_are_written_exactly(void **state)
{
    char text[CI_DECIMAL_SIZE];

    (void)state;
    assert_string_equal(ci_decimal_text(text, 0, 3), "0");
    assert_string_equal(ci_decimal_text(text, 1250, 3), "1.25");
    assert_string_equal(ci_decimal_text(text, -5, 3), "-0.005");
    assert_string_equal(ci_decimal_text(text, 7000, 3), "7");
    assert_string_equal(ci_decimal_text(text, 42, 0), "42");
    assert_string_equal(ci_decimal_text(text, INT64_MIN, 0),
                        "-9223372036854775808");
    assert_string_equal(ci_decimal_text(text, INT64_MAX, 18),
                        "9.223372036854775807");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_id_stands_in_quotes_and_a_position_does_not),
        cmocka_unit_test(a_long_id_is_cut_at_a_character),
        cmocka_unit_test(numbers_are_written_exactly),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
