#include "unit.h"

#include "io/csv_heading.h"

static ci_csv_heading look(const char *text, size_t step)
{
    ci_csv_heading heading = {0};
    size_t size = strlen(text);

    for (size_t i = 0; i < size; i += step)
        ci_csv_heading_add(&heading, text + i,
                           step < size - i ? step : size - i);
    ci_csv_heading_end(&heading);
    return heading;
}

static void the_separator_is_what_the_heading_has_most(void **state)
{
    static const struct {
        const char *text;
        char separator;
        bool is_said, is_done;
    } cases[] = {
        {"", ',', false, false},
        {"a", ',', false, false},
        {"a\n", ',', false, true},
        {"a,b;c\n", ',', false, true},
        {"a;b,c;d\n", ';', false, true},
        {"a\tb", '\t', false, false},
        {"a|b|c,d\r\n", '|', false, true},
        {"\n\r\na;b\n1,2,3\n", ';', false, true},
        {"\"a,b,c\";d\n", ';', false, true},
        {"\"a\n,\"\",\";d\n", ';', false, true},
        {"a;\"b,,\"\",\"\n", ';', false, true},
        {"a \"b;c\",d,e\n", ',', false, true},
        {"sep=;\n", ';', true, true},
        {"sep=|", '|', true, false},
        {"\"sep=\t\"\r\na,b,c\n", '\t', true, true},
        {"sep=\na,b\n", ',', false, true},
        {"sep=;;\n", ';', false, true},
        {"sep=\xE9\n", ',', false, true},
        {"xsep=;\n", ';', false, true},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        for (size_t step = 1; step < 20; step++) {
            ci_csv_heading heading = look(cases[i].text, step);

            if (heading.separator != cases[i].separator ||
                heading.is_said != cases[i].is_said ||
                heading.is_done != cases[i].is_done)
                fail_msg("case %zu, step %zu: '%c'", i, step,
                         heading.separator);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_separator_is_what_the_heading_has_most),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
