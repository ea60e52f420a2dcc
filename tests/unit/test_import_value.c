#include <circlet/io.h>

#include "city_file_fixture.h"
#include "io/import_value.h"

static void dates_are_as_exact_as_they_were_said(void **state)
{
    static const struct {
        const char *text;
        int date; /* 0: none */
    } cases[] = {{"2019", 20190000},
                 {"2019-05", 20190500},
                 {"2019-5-1", 20190501},
                 {"2019/12/31", 20191231},
                 {"20200229", 20200229},
                 {"2019-02-29", 0},
                 {"2019-13", 0},
                 {"2019-00-01", 0},
                 {"19-05-01", 0},
                 {"2019-05-01x", 0},
                 {"2019-", 0},
                 {"", 0},
                 {"2019-05-01-02", 0},
                 {"1900-02-29", 0},
                 {"2015.3.1", 20150301},
                 {"2015.3", 0},
                 {"2015.03-01", 0},
                 {"2015-03.01", 0},
                 {"2015-03-01 12:30", 20150301},
                 {"2015-03-01T12:30:00", 20150301},
                 {"2015/3/1 00:00:00.000", 20150301},
                 {"2015-03-01T12:30:00+08:00", 20150301},
                 {"2015-03-01 25:00", 0},
                 {"2015-03-01 12:60", 0},
                 {"2015-03-01 12", 0},
                 {"2015-03-01T12:3", 0},
                 {"2015-03 12:30", 0},
                 {"2015-02-30 12:30", 0},
                 {"2015-03-01 12:30 x", 0},
                 {"20150301 12:30", 0}};

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        int date = 0;

        assert_int_equal(ci_parse_date(&date, cases[i].text),
                         cases[i].date != 0);
        assert_int_equal(date, cases[i].date);
    }
}

static void lists_lose_empty_words_and_spaces(void **state)
{
    static const ci_layer_column column = {.name = "needs",
                                           .type = CI_VALUE_LIST};
    static const struct {
        const char *cell, *list; /* NULL: none */
    } cases[] = {
        {"a;b", "a;b"}, {" a ;; b c ;", "a;b c"},         {";", NULL},
        {" ", NULL},    {"甲；乙、丙;丁", "甲;乙;丙;丁"}, {"a；", "a"}};
    ci_value value = {0};
    ci_row_fault fault = {0};

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_true(ci_value_parse(&value, &column, cases[i].cell, &fault));
        if (cases[i].list)
            assert_string_equal(value.text.text, cases[i].list);
        assert_int_equal(value.state,
                         cases[i].list ? CI_VALUE_IS_TEXT : CI_VALUE_IS_NULL);
    }
    ci_value_free(&value);
    ci_row_fault_free(&fault);
}

#define CITY_TEST(test)                                                       \
    cmocka_unit_test_setup_teardown(test, make_city_folder, remove_city_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_as_exact_as_they_were_said),
        cmocka_unit_test(lists_lose_empty_words_and_spaces),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
