#include "io/xlsx_value.h"

#include <inttypes.h>
#include <stdio.h>

#include "unit.h"

#ifdef HAVE_XLSX

#define LOOK(look) ((ci_xlsx_style){CI_XLSX_##look, 0})

/* Compares the value of a number that is shown so. */
#define assert_number(number, style, is_1904, want)                           \
    do {                                                                      \
        ci_buffer value = {0};                                                \
        assert_int_equal(ci_xlsx_number_add(&value, number, style, is_1904),  \
                         CI_XLSX_GOOD);                                       \
        assert_string_equal(value.text, want);                                \
        ci_buffer_free(&value);                                               \
    } while (0)

static ci_xlsx_fault fault_of(const char *text, ci_xlsx_style style,
                              bool is_1904)
{
    ci_buffer value = {0};
    ci_xlsx_fault fault = ci_xlsx_number_add(&value, text, style, is_1904);

    ci_buffer_free(&value);
    return fault;
}

static void numbers_are_the_shortest_decimals(void **state)
{
    (void)state;

    assert_number("110101001", LOOK(NUMBER), false, "110101001");
    assert_number("116.39700000000001", LOOK(NUMBER), false, "116.397");
    assert_number("39.906999999999996", LOOK(NUMBER), false, "39.907");
    assert_number("0.10000000000000001", LOOK(NUMBER), false, "0.1");
    assert_number("5", LOOK(NUMBER), false, "5");
    assert_number("5.0", LOOK(NUMBER), false, "5");
    assert_number("5.", LOOK(NUMBER), false, "5");
    assert_number("0050.50", LOOK(NUMBER), false, "50.5");
    assert_number("-0.0", LOOK(NUMBER), false, "0");
    assert_number("-12.5", LOOK(NUMBER), false, "-12.5");
    assert_number("1.5E3", LOOK(NUMBER), false, "1500");
    assert_number("1.1010100100000001E+14", LOOK(NUMBER), false,
                  "110101001000000.02");
    assert_number("999999999999999", LOOK(NUMBER), false, "999999999999999");
}

static void long_numbers_are_refused(void **state)
{
    (void)state;

    assert_int_equal(fault_of("1000000000000000", LOOK(NUMBER), false),
                     CI_XLSX_TOO_LONG);
    assert_int_equal(fault_of("1.1010119800101E+17", LOOK(NUMBER), false),
                     CI_XLSX_TOO_LONG);
    assert_int_equal(fault_of("-110101198001010012", LOOK(NUMBER), false),
                     CI_XLSX_TOO_LONG);
    assert_int_equal(fault_of("abc", LOOK(NUMBER), false), CI_XLSX_NO_NUMBER);
    assert_int_equal(fault_of("INF", LOOK(DATE), false), CI_XLSX_NO_NUMBER);
    assert_int_equal(fault_of("0x10", LOOK(NUMBER), false), CI_XLSX_NO_NUMBER);
}

/* What is printed reads back as the same double. */
static void random_numbers_read_back(void **state)
{
    uint64_t seed = 20240229;
    (void)state;

    for (int i = 0; i < 20000; i++) {
        int64_t digits = (int64_t)(unit_random(&seed) % 1000000000000000);
        char text[64], plain[64];
        ci_buffer value = {0};
        double want = 0.0, got = 1.0;
        int decimals = (int)unit_random_below(&seed, 15) + 1;

        snprintf(plain, sizeof(plain), "%016" PRId64, digits);
        snprintf(text, sizeof(text), "%s%.*s.%s", i % 2 ? "-" : "",
                 16 - decimals, plain, plain + 16 - decimals);
        assert_true(ci_parse_double(&want, text));
        assert_int_equal(ci_xlsx_number_add(&value, text, LOOK(NUMBER), false),
                         CI_XLSX_GOOD);
        assert_true(ci_parse_double(&got, value.text));
        if (got != want)
            fail_msg("%s gives %s", text, value.text);
        assert_true(strlen(value.text) <= strlen(text));
        ci_buffer_free(&value);
    }
}

static void digits_get_their_zeros_back(void **state)
{
    const ci_xlsx_style six = {CI_XLSX_DIGITS, 6};
    (void)state;

    assert_number("42", six, false, "000042");
    assert_number("0", six, false, "000000");
    assert_number("1234567", six, false, "1234567");
    assert_number("1.5", six, false, "1.5");
    assert_number("-3", six, false, "-3");
}

static void dates_of_1900_have_the_leap_day_that_never_was(void **state)
{
    (void)state;

    assert_number("1", LOOK(DATE), false, "1900-01-01");
    assert_number("59", LOOK(DATE), false, "1900-02-28");
    assert_int_equal(fault_of("60", LOOK(DATE), false), CI_XLSX_NO_DATE);
    assert_number("61", LOOK(DATE), false, "1900-03-01");
    assert_number("45351", LOOK(DATE), false, "2024-02-29");
    assert_number("2958465", LOOK(DATE), false, "9999-12-31");
    assert_int_equal(fault_of("2958466", LOOK(DATE), false), CI_XLSX_NO_DATE);
    assert_int_equal(fault_of("-1", LOOK(DATE), false), CI_XLSX_NO_DATE);
    assert_int_equal(fault_of("0", LOOK(DATE), false), CI_XLSX_NO_DATE);
    assert_int_equal(fault_of("1e300", LOOK(DATE), false), CI_XLSX_NO_DATE);
}

static void dates_of_1904_count_from_zero(void **state)
{
    (void)state;

    assert_number("0", LOOK(DATE), true, "1904-01-01");
    assert_number("60", LOOK(DATE), true, "1904-03-01");
    assert_number("43889", LOOK(DATE), true, "2024-02-29");
    assert_number("2957003", LOOK(DATE), true, "9999-12-31");
    assert_int_equal(fault_of("2957004", LOOK(DATE), true), CI_XLSX_NO_DATE);
}

static void times_of_day_are_kept(void **state)
{
    (void)state;

    assert_number("45351.354166666664", LOOK(DATE), false,
                  "2024-02-29T08:30:00");
    assert_number("45351.9999999999", LOOK(DATE), false, "2024-03-01");
    assert_number("45351.00001446759", LOOK(DATE), false,
                  "2024-02-29T00:00:01.250");
    assert_number("0.35416666666666669", LOOK(TIME), false, "08:30:00");
    assert_number("0", LOOK(TIME), false, "00:00:00");
    assert_number("45351.5", LOOK(TIME), false, "2024-02-29T12:00:00");
    assert_number("1.1041666666666667", LOOK(DURATION), false, "26:30:00");
    assert_number("0.5", LOOK(DATE), false, "12:00:00");
}

/* Counted day by day from 1900-03-01. */
static void every_day_of_four_centuries_is_right(void **state)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30,
                                  31, 31, 30, 31, 30, 31};
    int year = 1900, month = 3, day = 1;
    (void)state;

    for (int number = 61; year < 2301; number++) {
        bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        char text[64], want[64];

        snprintf(text, sizeof(text), "%d", number);
        snprintf(want, sizeof(want), "%04d-%02d-%02d", year, month, day);
        assert_number(text, LOOK(DATE), false, want);
        day++;
        if (day > lengths[month - 1] + (month == 2 && is_leap)) {
            day = 1;
            month++;
        }
        if (month > 12) {
            month = 1;
            year++;
        }
    }
}

static void cells_say_what_their_type_makes_of_them(void **state)
{
    static const struct {
        ci_xlsx_type type;
        bool has_formula;
        const char *text, *want;
        ci_xlsx_fault fault;
    } cases[] = {
        {CI_XLSX_TYPE_TEXT, false, " a ", " a ", CI_XLSX_GOOD},
        {CI_XLSX_TYPE_TEXT, false, " \xe3\x80\x80\n", "", CI_XLSX_GOOD},
        {CI_XLSX_TYPE_TEXT, true, "", "", CI_XLSX_GOOD},
        {CI_XLSX_TYPE_TEXT, false, "1.1E+17", "", CI_XLSX_TOO_LONG},
        {CI_XLSX_TYPE_TEXT, false, "1.1E+3", "1.1E+3", CI_XLSX_GOOD},
        {CI_XLSX_TYPE_TEXT, false, "110101198001010012", "110101198001010012",
         CI_XLSX_GOOD},
        {CI_XLSX_TYPE_NUMBER, true, "", "", CI_XLSX_NO_RESULT},
        {CI_XLSX_TYPE_NUMBER, true, "7", "7", CI_XLSX_GOOD},
        {CI_XLSX_TYPE_BOOLEAN, false, "1", "1", CI_XLSX_GOOD},
        {CI_XLSX_TYPE_BOOLEAN, false, "false", "0", CI_XLSX_GOOD},
        {CI_XLSX_TYPE_BOOLEAN, false, "2", "", CI_XLSX_NO_NUMBER},
        {CI_XLSX_TYPE_ERROR, false, "#N/A", "#N/A", CI_XLSX_ERROR},
        {CI_XLSX_TYPE_ISO_DATE, false, "2024-02-29T00:00:00.000Z",
         "2024-02-29", CI_XLSX_GOOD},
        {CI_XLSX_TYPE_ISO_DATE, false, "2024-02-29T08:30:00",
         "2024-02-29T08:30:00", CI_XLSX_GOOD},
    };
    const ci_xlsx_book book = {0};
    (void)state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ci_xlsx_cell cell = {.type = cases[i].type,
                             .has_formula = cases[i].has_formula,
                             .text = cases[i].text};
        ci_buffer value = {0};

        ci_buffer_add(&value, "");
        assert_int_equal(ci_xlsx_value_add(&value, &cell, &book),
                         cases[i].fault);
        assert_string_equal(value.text, cases[i].want);
        ci_buffer_free(&value);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_the_shortest_decimals),
        cmocka_unit_test(long_numbers_are_refused),
        cmocka_unit_test(random_numbers_read_back),
        cmocka_unit_test(digits_get_their_zeros_back),
        cmocka_unit_test(dates_of_1900_have_the_leap_day_that_never_was),
        cmocka_unit_test(dates_of_1904_count_from_zero),
        cmocka_unit_test(times_of_day_are_kept),
        cmocka_unit_test(every_day_of_four_centuries_is_right),
        cmocka_unit_test(cells_say_what_their_type_makes_of_them),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

static void built_without_xlsx(void **state)
{
    (void)state;
    skip();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(built_without_xlsx),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

#endif
