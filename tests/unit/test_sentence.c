#include "unit.h"

#include <math.h>

#include "policy/sentence.h"

static const ci_word words[] = {
    {"home", "家园", "home", "homes"},
    {"institution", "机构", "institution", "institutions"},
    {"people", "居民", "person", "people"},
};

static void check(const char *text, const circlet_argument *arguments,
                  size_t count, const char *zh, const char *en)
{
    const circlet_policy policy = {.words = words, .word_count = 3};
    ci_buffer chinese = {0}, english = {0};

    ci_sentence_render(&chinese, text, CI_CHINESE, &policy, arguments, count);
    ci_sentence_render(&english, text, CI_ENGLISH, &policy, arguments, count);
    assert_string_equal(chinese.text, zh);
    assert_string_equal(english.text, en);
    ci_buffer_free(&chinese);
    ci_buffer_free(&english);
}

static void numbers_are_written_as_their_kind(void **state)
{
    static const struct {
        circlet_argument_type type;
        double number;
        const char *zh, *en;
    } cases[] = {
        {CIRCLET_ARGUMENT_COUNT_OF, 1234567, "1234567", "1,234,567"},
        {CIRCLET_ARGUMENT_COUNT_OF, 999, "999", "999"},
        {CIRCLET_ARGUMENT_PERSONS, 1204, "1204", "1,204"},
        {CIRCLET_ARGUMENT_PERSONS, 1204.5, "1204.5", "1,204.5"},
        {CIRCLET_ARGUMENT_PERSONS, 0.001, "0.001", "0.001"},
        {CIRCLET_ARGUMENT_SHARE, 0.962, "96.2%", "96.2 %"},
        {CIRCLET_ARGUMENT_SHARE, 1, "100%", "100 %"},
        {CIRCLET_ARGUMENT_SHARE, 0, "0%", "0 %"},
        {CIRCLET_ARGUMENT_SHARE, 0.99999, "99.9%", "99.9 %"},
        {CIRCLET_ARGUMENT_SHARE, 0.00001, "0.1%", "0.1 %"},
        {CIRCLET_ARGUMENT_AREA, 1300.25, "1300.2", "1,300.2"},
        {CIRCLET_ARGUMENT_NUMBER, 0.304, "0.3", "0.3"},
        {CIRCLET_ARGUMENT_MINUTES, 15, "15", "15"},
        {CIRCLET_ARGUMENT_YEAR, 2020, "2020", "2020"},
        {CIRCLET_ARGUMENT_NUMBER, (double)NAN, "未知", "unknown"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const circlet_argument argument = {"x", cases[i].type, cases[i].number,
                                           NULL};

        check("{x}", &argument, 1, cases[i].zh, cases[i].en);
    }
}

static void words_take_article_and_plural_in_english(void **state)
{
    const circlet_argument arguments[] = {
        {"unit", CIRCLET_ARGUMENT_TEXT, 0, "东花市街道"},
        {"what", CIRCLET_ARGUMENT_WORD, 0, "home"},
        {"which", CIRCLET_ARGUMENT_WORD, 0, "institution"},
        {"odd", CIRCLET_ARGUMENT_WORD, 0, "castle"},
        {"one", CIRCLET_ARGUMENT_COUNT_OF, 1, NULL},
        {"two", CIRCLET_ARGUMENT_COUNT_OF, 2, NULL},
    };

    (void)state;
    check("{unit}: {what@} {which@}", arguments, 6, "东花市街道: 家园 机构",
          "东花市街道: a home an institution");
    check("{what#one} {what#two} {what#*} {odd}", arguments, 6,
          "家园 家园 家园 castle", "home homes homes castle");
    check("{one|lives|live} {two|lives|live}", arguments, 6, "lives live",
          "lives live");
}

/* "1 homes" must not come of 0.999 homes either. */
static void the_plural_goes_by_the_number_as_it_is_written(void **state)
{
    static const struct {
        circlet_argument_type type;
        double number;
        const char *zh, *en;
    } cases[] = {
        {CIRCLET_ARGUMENT_NUMBER, 1, "1家园", "1 home"},
        {CIRCLET_ARGUMENT_NUMBER, 0.999, "1家园", "1 home"},
        {CIRCLET_ARGUMENT_NUMBER, 1.01, "1.01家园", "1.01 homes"},
        {CIRCLET_ARGUMENT_NUMBER, 0.5, "0.5家园", "0.5 homes"},
        {CIRCLET_ARGUMENT_AREA, 1.04, "1家园", "1 home"},
        {CIRCLET_ARGUMENT_AREA, 1.06, "1.1家园", "1.1 homes"},
        {CIRCLET_ARGUMENT_PERSONS, 1.001, "1.001家园", "1.001 homes"},
        {CIRCLET_ARGUMENT_COUNT_OF, 0, "0家园", "0 homes"},
        {CIRCLET_ARGUMENT_NUMBER, (double)NAN, "未知家园", "unknown homes"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const circlet_argument arguments[] = {
            {"x", cases[i].type, cases[i].number, NULL},
            {"what", CIRCLET_ARGUMENT_WORD, 0, "home"},
        };
        const circlet_policy policy = {.words = words, .word_count = 3};
        ci_buffer chinese = {0}, english = {0};

        ci_sentence_render(&chinese, "{x}{what}", CI_CHINESE, &policy,
                           arguments, 2);
        ci_sentence_render(&english, "{x} {what#x}", CI_ENGLISH, &policy,
                           arguments, 2);
        assert_string_equal(chinese.text, cases[i].zh);
        assert_string_equal(english.text, cases[i].en);
        ci_buffer_free(&chinese);
        ci_buffer_free(&english);
    }
}

static void a_part_is_left_out_with_its_argument(void **state)
{
    const circlet_argument argument = {"x", CIRCLET_ARGUMENT_COUNT_OF, 3,
                                       NULL};

    (void)state;
    check("a[ {x}][ {y}][ {x} {y}].", &argument, 1, "a 3.", "a 3.");
    check("[{y}]", NULL, 0, "", "");
}

static void every_template_is_well_formed(void **state)
{
    size_t count = 0;

    (void)state;
    ci_template_at(0, &count);
    assert_true(count >= 9);
    for (size_t i = 0; i < count; i++) {
        const ci_template *sentence = ci_template_at(i, &count);
        const char *const texts[] = {sentence->zh, sentence->en};

        assert_ptr_equal(ci_template_find(sentence->id), sentence);
        for (size_t t = 0; t < 2; t++) {
            int depth = 0, braces = 0;

            for (const char *c = texts[t]; *c; c++) {
                depth += (*c == '[') - (*c == ']');
                braces += (*c == '{') - (*c == '}');
                assert_true(depth == 0 || depth == 1);
                assert_true(braces == 0 || braces == 1);
            }
            assert_int_equal(depth, 0);
            assert_int_equal(braces, 0);
        }
    }
    assert_null(ci_template_find("no such template"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_written_as_their_kind),
        cmocka_unit_test(words_take_article_and_plural_in_english),
        cmocka_unit_test(the_plural_goes_by_the_number_as_it_is_written),
        cmocka_unit_test(a_part_is_left_out_with_its_argument),
        cmocka_unit_test(every_template_is_well_formed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
