#include "unit.h"

#include "io/dbf_text.h"

/* 街道 in GB18030 and UTF-8; 㐂 is in GB18030 (four bytes), not in GBK. */
#define STREET_GB "\xBD\xD6\xB5\xC0"
#define STREET "街道"
#define RARE_GB "\x81\x39\xEF\x31"
#define RARE "㐂"

/* Texts of a table, one by one. */
typedef struct text_list {
    const char *const *texts;
    size_t at;
    bool are_padded; /* spaces follow each in its field */
} text_list;

static const char *next_text(void *state, bool *is_full)
{
    text_list *list = state;

    *is_full = !list->are_padded;
    return list->texts[list->at] ? list->texts[list->at++] : NULL;
}

static circlet_status open_text(ci_dbf_text *text, const char *said,
                                const char *code_page,
                                const char *const *texts, circlet_error *error)
{
    text_list list = {texts, 0, false};

    return ci_dbf_text_open(text, said, code_page,
                            (ci_dbf_texts){next_text, &list}, error);
}

static const char *const plain[] = {"name", "abc", "", NULL};
static const char *const chinese[] = {"name", STREET_GB, STREET_GB "\xBD", "",
                                      NULL};
static const char *const utf8[] = {"name", STREET, STREET "\xE8\xA1", NULL};
static const char *const latin[] = {"nome", "S\xE3o Jo\xE3o", "Bel\xE9m",
                                    NULL};

static void an_encoding_is_said_by_the_user_the_cpg_or_the_dbf(void **state)
{
    static const struct {
        const char *said, *code_page;
        const char *const *texts;
        const char *encoding;
        enum ci_encoding_ground ground;
    } cases[] = {
        {NULL, "UTF-8", chinese, "UTF-8", CI_ENCODING_SAID},
        {NULL, "utf8\r\n", utf8, "UTF-8", CI_ENCODING_SAID},
        {NULL, "65001", utf8, "UTF-8", CI_ENCODING_SAID},
        {NULL, "GBK", chinese, "GB18030", CI_ENCODING_SAID},
        {NULL, "CP936", chinese, "GB18030", CI_ENCODING_SAID},
        {NULL, "ANSI 936", chinese, "GB18030", CI_ENCODING_SAID},
        {NULL, "LDID/77", chinese, "GB18030", CI_ENCODING_SAID},
        {NULL, "LDID/3", latin, "CP1252", CI_ENCODING_SAID},
        {NULL, "88591", latin, "ISO-8859-1", CI_ENCODING_SAID},
        {NULL, "BIG5", chinese, "BIG5", CI_ENCODING_SAID},
        {"gbk", "UTF-8", chinese, "GB18030", CI_ENCODING_SAID},
        {"latin1", "LDID/77", latin, "ISO-8859-1", CI_ENCODING_SAID},
        {NULL, NULL, plain, "UTF-8", CI_ENCODING_PLAIN},
        {NULL, "LDID/0", utf8, "UTF-8", CI_ENCODING_PLAIN},
        {NULL, "LDID/87", chinese, "GB18030", CI_ENCODING_GUESSED},
        {NULL, " \n", chinese, "GB18030", CI_ENCODING_GUESSED},
        {NULL, "LDID/104", plain, "UTF-8", CI_ENCODING_PLAIN},
        {NULL, "Klingon", plain, "UTF-8", CI_ENCODING_PLAIN},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ci_dbf_text text = {0};

        assert_ok(open_text(&text, cases[i].said, cases[i].code_page,
                            cases[i].texts, error));
        assert_string_equal(text.choice.encoding.name, cases[i].encoding);
        assert_int_equal(text.choice.ground, cases[i].ground);
        ci_dbf_text_free(&text);
    }
}

static void what_cannot_be_known_is_refused(void **state)
{
    ci_dbf_text text = {0};

    (void)state;
    assert_fails(open_text(&text, "Klingon", "UTF-8", plain, error),
                 CIRCLET_E_UNSUPPORTED,
                 "text encoding 'Klingon' is not known");
    assert_fails(open_text(&text, NULL, "Klingon", chinese, error),
                 CIRCLET_E_UNSUPPORTED,
                 "text encoding 'Klingon' of the .dbf is not known");
    assert_fails(open_text(&text, NULL, "LDID/104", chinese, error),
                 CIRCLET_E_UNSUPPORTED, "'LDID/104' of the .dbf");
    assert_fails(open_text(&text, NULL, NULL, latin, error), CIRCLET_E_FORMAT,
                 "it is no UTF-8 and does not look like Chinese in GB18030");
}

/* GDAL writes ISO-8859-1 where it was told nothing. */
static void latin_that_looks_like_chinese_is_in_doubt(void **state)
{
    static const struct {
        const char *code_page;
        const char *const *texts;
        const char *doubt;
    } cases[] = {
        {"ISO-8859-1", chinese, "GB18030"}, {"LDID/3", utf8, "UTF-8"},
        {"ISO-8859-1", latin, NULL},        {"ISO-8859-1", plain, NULL},
        {"UTF-8", chinese, NULL},           {NULL, chinese, NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        text_list list = {cases[i].texts, 0, false};
        ci_dbf_text text = {0};
        const char *doubt;

        assert_ok(
            open_text(&text, NULL, cases[i].code_page, cases[i].texts, error));
        doubt = ci_dbf_text_doubt(&text, (ci_dbf_texts){next_text, &list});
        if (cases[i].doubt)
            assert_string_equal(doubt, cases[i].doubt);
        else
            assert_null(doubt);
        ci_dbf_text_free(&text);
    }
}

static void every_language_driver_is_an_encoding_of_this_machine(void **state)
{
    size_t count = 0;

    (void)state;
    for (int id = -1; id < 260; id++) {
        const char *name = ci_dbf_language_driver(id);
        ci_encoding encoding;

        if (!name)
            continue;
        assert_ok(ci_encoding_find(&encoding, name, error));
        assert_string_equal(encoding.name, name);
        count++;
    }
    assert_int_equal(count, 63);
    assert_null(ci_dbf_language_driver(0));
    assert_null(ci_dbf_language_driver(87));
    assert_string_equal(ci_dbf_language_driver(77), "GB18030");
    assert_string_equal(ci_dbf_language_driver(201), "CP1251");
}

static ci_buffer out;

static circlet_status decode(const char *encoding, const char *bytes,
                             circlet_error *error)
{
    ci_dbf_text text = {0};
    circlet_status status;

    status = open_text(&text, encoding, NULL, plain, error);
    assert_int_equal(status, CIRCLET_OK);
    status = ci_dbf_decode(&out, &text, bytes, strlen(bytes), true, error);
    ci_dbf_text_free(&text);
    return status;
}

static void expect(const char *encoding, const char *bytes, const char *want)
{
    assert_ok(decode(encoding, bytes, error));
    assert_string_equal(out.text, want);
    assert_int_equal(out.size, strlen(want));
}

static void text_is_decoded_and_trimmed(void **state)
{
    (void)state;
    expect("UTF-8", STREET "  ", STREET);
    expect("GBK", STREET_GB, STREET);
    expect("GBK", STREET_GB RARE_GB " ", STREET RARE);
    expect("CP1252", "\x80 5", "€ 5");
    expect("CP437", " plain ", " plain");
    expect("GBK", "   ", "");
    expect("GBK", "", "");
}

static void a_character_that_the_width_cut_is_left_out(void **state)
{
    (void)state;
    expect("UTF-8", STREET "\xE8\xA1", STREET);
    expect("UTF-8", STREET "\xE8", STREET);
    expect("UTF-8", "\xE8", "");
    expect("GBK", STREET_GB "\xBD", STREET);
    expect("GBK", STREET_GB "\x81\x39\xEF", STREET);
    expect("GBK", STREET_GB "\x81\x39", STREET);
    expect("BIG5", "\xB5\xF3\xB9", "街");
}

/* "Café" in Latin-1, in a field of 80 bytes: not UTF-8 that was cut. */
static void a_text_before_spaces_was_not_cut(void **state)
{
    static const char *const texts[] = {"name", "Caf\xE9", NULL};
    text_list list = {texts, 0, true};
    ci_dbf_text text = {0};

    (void)state;
    assert_fails(ci_dbf_text_open(&text, NULL, NULL,
                                  (ci_dbf_texts){next_text, &list}, error),
                 CIRCLET_E_FORMAT, "say its encoding");
    assert_ok(open_text(&text, "UTF-8", NULL, plain, error));
    assert_fails(ci_dbf_decode(&out, &text, "Caf\xE9", 4, false, error),
                 CIRCLET_E_FORMAT, "byte 4 is no character of UTF-8");
    ci_dbf_text_free(&text);
}

static void bytes_of_another_encoding_are_refused(void **state)
{
    (void)state;
    assert_fails(decode("UTF-8", STREET_GB, error), CIRCLET_E_FORMAT,
                 "byte 1 is no character of UTF-8");
    assert_fails(decode("UTF-8", "\xE8" STREET, error), CIRCLET_E_FORMAT,
                 "byte 1 is no character of UTF-8");
    assert_fails(decode("GBK", STREET_GB "\xFF\xFF plain", error),
                 CIRCLET_E_FORMAT, "byte 5 is no character of GB18030");
}

static int free_buffer(void **state)
{
    (void)state;
    ci_buffer_free(&out);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_encoding_is_said_by_the_user_the_cpg_or_the_dbf),
        cmocka_unit_test(what_cannot_be_known_is_refused),
        cmocka_unit_test(latin_that_looks_like_chinese_is_in_doubt),
        cmocka_unit_test(every_language_driver_is_an_encoding_of_this_machine),
        cmocka_unit_test(text_is_decoded_and_trimmed),
        cmocka_unit_test(a_character_that_the_width_cut_is_left_out),
        cmocka_unit_test(a_text_before_spaces_was_not_cut),
        cmocka_unit_test(bytes_of_another_encoding_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, free_buffer);
}
