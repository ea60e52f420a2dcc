#include "io/xlsx_style.h"

#include "unit.h"

#ifdef HAVE_XLSX

static int look_of(const char *code)
{
    return ci_xlsx_style_of_code(code).look;
}

static void numbers_are_no_dates(void **state)
{
    static const char *const codes[] = {
        "General",
        "general",
        "G/通用格式",
        "0.00",
        "#,##0",
        "#,##0.00_);[Red](#,##0.00)",
        "0%",
        "0.00E+00",
        "##0.0E-0",
        "@",
        "0\"days\"",
        "0\\d",
        "[Red]0",
        "[$¥-804]#,##0.00",
        "[DBNum1]General",
        "_(* #,##0_)",
        "0;[hh]",
        "\"yyyy-mm-dd\"0",
        "",
        "0",
        "[>=10000]0.0,\"万\";0",
    };
    (void)state;

    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
        if (look_of(codes[i]) != CI_XLSX_NUMBER)
            fail_msg("%s is %d", codes[i], look_of(codes[i]));
}

static void dates_are_told_by_their_letters(void **state)
{
    static const char *const codes[] = {
        "yyyy-mm-dd",
        "m/d/yy",
        "yyyy\"年\"m\"月\"d\"日\"",
        "yyyy年m月",
        "[$-804]yyyy\"年\"m\"月\"d\"日\";@",
        "mmm",
        "mm",
        "[$-F800]dddd, mmmm dd, yyyy",
        "yyyy-mm-dd hh:mm:ss",
        "m/d/yyyy h:mm AM/PM",
        "[DBNum1][$-804]yyyy\"年\"m\"月\"",
        "[$-804]aaaa",
        "ge.m.d",
        "e\"年\"",
        "YYYY",
    };
    (void)state;

    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
        if (look_of(codes[i]) != CI_XLSX_DATE)
            fail_msg("%s is %d", codes[i], look_of(codes[i]));
}

static void times_are_told_from_dates_and_durations(void **state)
{
    (void)state;

    assert_int_equal(look_of("h:mm"), CI_XLSX_TIME);
    assert_int_equal(look_of("mm:ss.0"), CI_XLSX_TIME);
    assert_int_equal(look_of("h:mm AM/PM"), CI_XLSX_TIME);
    assert_int_equal(look_of("上午/下午h\"时\"mm\"分\""), CI_XLSX_TIME);
    assert_int_equal(look_of("[h]:mm:ss"), CI_XLSX_DURATION);
    assert_int_equal(look_of("[mm]"), CI_XLSX_DURATION);
}

static void zeros_alone_are_digits(void **state)
{
    (void)state;

    assert_int_equal(look_of("000000"), CI_XLSX_DIGITS);
    assert_int_equal(ci_xlsx_style_of_code("000000").digits, 6);
    assert_int_equal(look_of("0000000000000000"), CI_XLSX_NUMBER);
    assert_int_equal(look_of("00.0"), CI_XLSX_NUMBER);
}

static void ids_that_all_files_share_are_known(void **state)
{
    (void)state;

    assert_int_equal(ci_xlsx_style_of_id(0).look, CI_XLSX_NUMBER);
    assert_int_equal(ci_xlsx_style_of_id(13).look, CI_XLSX_NUMBER);
    assert_int_equal(ci_xlsx_style_of_id(14).look, CI_XLSX_DATE);
    assert_int_equal(ci_xlsx_style_of_id(17).look, CI_XLSX_DATE);
    assert_int_equal(ci_xlsx_style_of_id(18).look, CI_XLSX_TIME);
    assert_int_equal(ci_xlsx_style_of_id(22).look, CI_XLSX_DATE);
    assert_int_equal(ci_xlsx_style_of_id(23).look, CI_XLSX_NUMBER);
    assert_int_equal(ci_xlsx_style_of_id(31).look, CI_XLSX_DATE);
    assert_int_equal(ci_xlsx_style_of_id(46).look, CI_XLSX_DURATION);
    assert_int_equal(ci_xlsx_style_of_id(49).look, CI_XLSX_NUMBER);
    assert_int_equal(ci_xlsx_style_of_id(58).look, CI_XLSX_DATE);
    assert_int_equal(ci_xlsx_style_of_id(59).look, CI_XLSX_NUMBER);
}

static void codes_that_end_early_are_read_to_their_end(void **state)
{
    static const char *const codes[] = {"\"", "\\", "[",   "[h",  "_",
                                        "*",  "A/", "\"d", "[$-", "0\\",
                                        "#/", "aa", "E+"};
    (void)state;

    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
        assert_int_equal(look_of(codes[i]), CI_XLSX_NUMBER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_no_dates),
        cmocka_unit_test(dates_are_told_by_their_letters),
        cmocka_unit_test(times_are_told_from_dates_and_durations),
        cmocka_unit_test(zeros_alone_are_digits),
        cmocka_unit_test(ids_that_all_files_share_are_known),
        cmocka_unit_test(codes_that_end_early_are_read_to_their_end),
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
