/* Numbers to and from text, UTF-8, and the growing buffer. */
#include "base/text.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>

#include "unit.h"

static void decimal_numbers_are_read(void **state)
{
    static const struct {
        const char *text;
        double value;
    } cases[] = {
        {"0", 0.0},          {"-2.5", -2.5}, {"+7", 7.0},
        {"1e3", 1000.0},     {".5", 0.5},    {"5.", 5.0},
        {"1.25E-2", 0.0125}, {"007", 7.0},   {"116.3", 116.3},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        double value = NAN;

        assert_true(ci_parse_double(&value, cases[i].text));
        assert_true(value == cases[i].value);
    }
}

static void what_is_no_decimal_number_is_refused(void **state)
{
    static const char *const cases[] = {
        "",    " 1",  "1 ",    "0x10", "nan", "inf",   "1,5", "1e",
        "1e+", "--1", "1.2.3", ".",    "-",   "1e999", "4x",  "１",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        double value = 3.0;

        assert_false(ci_parse_double(&value, cases[i]));
        assert_true(value == 3.0);
    }
}

static void whole_numbers_stop_at_64_bits(void **state)
{
    int64_t value = 5;

    (void)state;
    assert_true(ci_parse_int64(&value, "9223372036854775807"));
    assert_true(value == INT64_MAX);
    assert_true(ci_parse_int64(&value, "-9223372036854775808"));
    assert_true(value == INT64_MIN);
    assert_false(ci_parse_int64(&value, "9223372036854775808"));
    assert_false(ci_parse_int64(&value, "1.0"));
    assert_false(ci_parse_int64(&value, "4x"));
    assert_false(ci_parse_int64(&value, ""));
    assert_true(value == INT64_MIN);
}

static void every_double_survives_text(void **state)
{
    uint64_t seed = 11;

    (void)state;
    for (int i = 0; i < 20000; i++) {
        uint64_t bits = unit_random(&seed);
        char text[CI_NUMBER_SIZE];
        double value, back = 0.0;

        memcpy(&value, &bits, sizeof(value));
        if (!isfinite(value))
            continue;
        ci_format_double(text, value);
        assert_true(strlen(text) < CI_NUMBER_SIZE - 1);
        assert_true(ci_parse_double(&back, text));
        assert_true(back == value);
    }
}

static void numbers_are_written_plainly(void **state)
{
    char text[CI_NUMBER_SIZE];

    (void)state;
    ci_format_double(text, 0.1);
    assert_string_equal(text, "0.1");
    ci_format_double(text, -0.0);
    assert_string_equal(text, "0");
    ci_format_double(text, 1234567.0);
    assert_string_equal(text, "1234567");
    ci_format_double(text, NAN);
    assert_string_equal(text, "null");
    ci_format_fixed(text, -0.004, 2);
    assert_string_equal(text, "0.00");
    ci_format_fixed(text, 2.5, 3);
    assert_string_equal(text, "2.500");
    ci_format_fixed(text, 1e300, 2);
    assert_string_equal(text, "1e+300");
}

static void a_comma_locale_changes_nothing(void **state)
{
    char text[CI_NUMBER_SIZE], host[16];
    double value = 0.0;

    (void)state;
    if (!setlocale(LC_ALL, "de_DE.UTF-8")) {
        print_message("# no de_DE.UTF-8 locale here\n");
        skip();
    }
    snprintf(host, sizeof(host), "%.1f", 1.5);
    assert_string_equal(host, "1,5");
    ci_format_double(text, 1.5);
    assert_string_equal(text, "1.5");
    ci_format_fixed(text, 1.25, 2);
    assert_string_equal(text, "1.25");
    assert_true(ci_parse_double(&value, "1.5"));
    assert_true(value == 1.5);
    assert_false(ci_parse_double(&value, "1,5"));
    setlocale(LC_ALL, "C");
}

static void utf8_is_told_from_other_bytes(void **state)
{
    (void)state;
    assert_true(ci_utf8_is_valid("东花市", 9));
    assert_true(ci_utf8_is_valid("\xF0\x9F\x98\x80", 4));
    assert_false(ci_utf8_is_valid("\xB6\xAB\xBB\xA8", 4)); /* GBK */
    assert_false(ci_utf8_is_valid("\xC0\xAF", 2)); /* long form */
    assert_false(ci_utf8_is_valid("\xED\xA0\x80", 3)); /* surrogate */
    assert_false(ci_utf8_is_valid("\xF4\x90\x80\x80", 4));
    assert_false(ci_utf8_is_valid("\xE4\xB8", 2));
}

static void a_text_is_cut_between_characters(void **state)
{
    char cut[] = "ab\xE4\xB8", whole[] = "ab\xE4\xB8\x9C", empty[] = "";

    (void)state;
    ci_text_cut_at_character(cut);
    assert_string_equal(cut, "ab");
    ci_text_cut_at_character(whole);
    assert_string_equal(whole, "ab\xE4\xB8\x9C");
    ci_text_cut_at_character(empty);
    assert_string_equal(empty, "");
}

static void a_buffer_grows_and_escapes_json(void **state)
{
    ci_buffer buffer = {0};

    (void)state;
    for (int i = 0; i < 1000; i++)
        ci_buffer_add(&buffer, "x");
    assert_int_equal(buffer.size, 1000);
    ci_buffer_free(&buffer);

    ci_buffer_add_json(&buffer, "a\"b\\c\n\x01东");
    ci_buffer_add_n(&buffer, ",", 1);
    ci_buffer_add_int(&buffer, -7);
    ci_buffer_add_n(&buffer, ",", 1);
    ci_buffer_add_double(&buffer, 0.25);
    ci_buffer_add_n(&buffer, ",", 1);
    ci_buffer_add_fixed(&buffer, 1.0, 3);
    assert_false(buffer.failed);
    assert_string_equal(buffer.text,
                        "\"a\\\"b\\\\c\\u000a\\u0001东\",-7,0.25,1.000");
    ci_buffer_free(&buffer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decimal_numbers_are_read),
        cmocka_unit_test(what_is_no_decimal_number_is_refused),
        cmocka_unit_test(whole_numbers_stop_at_64_bits),
        cmocka_unit_test(every_double_survives_text),
        cmocka_unit_test(numbers_are_written_plainly),
        cmocka_unit_test(a_comma_locale_changes_nothing),
        cmocka_unit_test(utf8_is_told_from_other_bytes),
        cmocka_unit_test(a_text_is_cut_between_characters),
        cmocka_unit_test(a_buffer_grows_and_escapes_json),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
