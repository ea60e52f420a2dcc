/* What is written into a page cannot become markup or script. */
#include "unit.h"

#include "page/markup.h"

static void expect_text(const char *text, const char *want)
{
    ci_buffer out = {0};

    ci_markup_text(&out, text);
    assert_false(out.failed);
    assert_string_equal(out.text ? out.text : "", want);
    ci_buffer_free(&out);
}

static void markup_in_a_text_is_escaped(void **state)
{
    (void)state;
    expect_text("a<b>&\"c\"'", "a&lt;b&gt;&amp;&quot;c&quot;&#39;");
    expect_text("文昌街道", "文昌街道");
    expect_text("bell\x07", "bell\xef\xbf\xbd");
    expect_text("bad \xff", "\xef\xbf\xbd");
    expect_text("", "");
}

static void a_script_cannot_be_left_from_json(void **state)
{
    ci_buffer out = {0};

    (void)state;
    ci_markup_json(&out, "</script><!--&\"\\\n\xe2\x80\xa8");
    assert_string_equal(out.text,
                        "\"\\u003c/script\\u003e\\u003c!--\\u0026\\\""
                        "\\\\\\u000a\\u2028\"");
    ci_buffer_free(&out);
}

static void expect_number(double value, int decimals, const char *want)
{
    char room[CI_MARKUP_NUMBER];

    assert_string_equal(ci_markup_number(room, value, decimals), want);
}

static void numbers_have_their_digits_grouped(void **state)
{
    (void)state;
    expect_number(0, 0, "0");
    expect_number(-0.2, 0, "0");
    expect_number(999, 0, "999");
    expect_number(1043, 0, "1,043");
    expect_number(-1234567.5, 2, "-1,234,567.5");
    expect_number(100, 2, "100");
}

static void expect_share(double share, const char *want)
{
    char room[CI_MARKUP_NUMBER];

    assert_string_equal(ci_markup_share(room, share), want);
}

static void a_share_is_never_rounded_to_all_or_none(void **state)
{
    (void)state;
    expect_share(0, "0%");
    expect_share(1e-6, "0.1%");
    expect_share(0.38, "38%");
    expect_share(0.99999, "99.9%");
    expect_share(1, "100%");
}

static void expect_money(double value, ci_tongues tongues, const char *want)
{
    ci_buffer out = {0};

    ci_markup_money(&out, tongues, value);
    assert_string_equal(out.text, want);
    ci_buffer_free(&out);
}

static void money_is_said_as_each_language_counts(void **state)
{
    (void)state;
    expect_money(73940000, CI_TONGUES_ZH, "7,394万元");
    expect_money(73940000, CI_TONGUES_EN, "CNY 73.94 million");
    expect_money(2080150000, CI_TONGUES_ZH, "20.8亿元");
    expect_money(2080150000, CI_TONGUES_EN, "CNY 2.08 billion");
    expect_money(250000, CI_TONGUES_ZH, "25万元");
    expect_money(900, CI_TONGUES_ZH, "900元");
}

static void templates_take_phrases_and_arguments(void **state)
{
    ci_buffer out = {0};

    (void)state;
    ci_markup_put(&out, CI_TONGUES_BOTH, "<p>%b %t %n %z%%</p>", "甲", "a",
                  "<x>", 1234.4, (size_t)5);
    assert_string_equal(out.text,
                        "<p><span lang=zh>甲</span><span lang=en>a</span> "
                        "&lt;x&gt; 1,234 5%</p>");
    ci_buffer_free(&out);
    out = (ci_buffer){0};
    ci_markup_say(&out, CI_TONGUES_EN, (ci_phrase){"{1}之{0}", "{0} of {1}"},
                  (const char *[]){"<1>", "2", NULL});
    assert_string_equal(out.text, "&lt;1&gt; of 2");
    ci_buffer_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(markup_in_a_text_is_escaped),
        cmocka_unit_test(a_script_cannot_be_left_from_json),
        cmocka_unit_test(numbers_have_their_digits_grouped),
        cmocka_unit_test(a_share_is_never_rounded_to_all_or_none),
        cmocka_unit_test(money_is_said_as_each_language_counts),
        cmocka_unit_test(templates_take_phrases_and_arguments),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
