#include "unit.h"

#include "io/dbf_text.h"
#include "io/encoding.h"

/* 街道 in GB18030 and UTF-8; 㐂 is in GB18030 (four bytes), not in GBK. */
#define STREET_GB "\xBD\xD6\xB5\xC0"
#define STREET "街道"
#define RARE_GB "\x81\x39\xEF\x31"
#define RARE "㐂"

static void code_pages_are_known_by_their_many_names(void **state)
{
    static const struct {
        const char *name;
        ci_dbf_encoding encoding;
    } cases[] = {
        {NULL, CI_DBF_UNKNOWN},       {"", CI_DBF_UNKNOWN},
        {"LDID/0", CI_DBF_UNKNOWN},   {"LDID/87", CI_DBF_UNKNOWN},
        {"UTF-8", CI_DBF_UTF8},       {"utf8\r\n", CI_DBF_UTF8},
        {"65001", CI_DBF_UTF8},       {"GBK", CI_DBF_GB18030},
        {"CP936", CI_DBF_GB18030},    {"936", CI_DBF_GB18030},
        {"gb2312", CI_DBF_GB18030},   {"LDID/77", CI_DBF_GB18030},
        {"GB 18030", CI_DBF_GB18030}, {"ISO-8859-1", CI_DBF_OTHER},
        {"BIG5", CI_DBF_OTHER},       {"LDID/78", CI_DBF_OTHER},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_int_equal(ci_dbf_encoding_of(cases[i].name), cases[i].encoding);
}

static ci_buffer out;

static circlet_status decode(ci_dbf_encoding encoding, const char *bytes,
                             circlet_error *error)
{
    return ci_dbf_decode(&out, encoding, bytes, strlen(bytes), error);
}

static void expect(ci_dbf_encoding encoding, const char *bytes,
                   const char *want)
{
    assert_ok(decode(encoding, bytes, error));
    assert_string_equal(out.text, want);
    assert_int_equal(out.size, strlen(want));
}

static void text_is_decoded_and_trimmed(void **state)
{
    (void)state;
    expect(CI_DBF_UTF8, STREET "  ", STREET);
    expect(CI_DBF_GB18030, STREET_GB, STREET);
    expect(CI_DBF_GB18030, STREET_GB RARE_GB " ", STREET RARE);
    expect(CI_DBF_OTHER, " plain ", " plain");
    expect(CI_DBF_GB18030, "   ", "");
}

static void a_character_that_the_width_cut_is_left_out(void **state)
{
    (void)state;
    expect(CI_DBF_UTF8, STREET "\xE8\xA1", STREET);
    expect(CI_DBF_UTF8, STREET "\xE8", STREET);
    expect(CI_DBF_GB18030, STREET_GB "\xBD", STREET);
    expect(CI_DBF_GB18030, STREET_GB "\x81\x39\xF0", STREET);
    assert_true(ci_dbf_is_cut_utf8(STREET "\xE8", 7));
    assert_false(ci_dbf_is_cut_utf8(STREET_GB, 4));
}

static void bytes_of_another_encoding_are_refused(void **state)
{
    (void)state;
    assert_fails(decode(CI_DBF_UTF8, STREET_GB, error), CIRCLET_E_FORMAT,
                 "text is not UTF-8");
    assert_fails(decode(CI_DBF_UTF8, "\xE8" STREET, error), CIRCLET_E_FORMAT,
                 "text is not UTF-8");
    assert_fails(decode(CI_DBF_GB18030, "\xFF\xFF plain", error),
                 CIRCLET_E_FORMAT, "byte 1 is no character of GB18030");
    assert_fails(ci_decode(&out, "NO-SUCH", "a", 1, error),
                 CIRCLET_E_UNSUPPORTED, "'NO-SUCH' is not known");
}

static void decoding_appends_and_takes_back_what_failed(void **state)
{
    char many[2001];

    (void)state;
    out.size = 0;
    ci_buffer_add(&out, "> ");
    assert_ok(ci_decode(&out, "GBK", STREET_GB, 4, error));
    assert_string_equal(out.text, "> " STREET);
    assert_fails(ci_decode(&out, "GBK", STREET_GB "\xBD", 5, error),
                 CIRCLET_E_FORMAT, "byte 5 is no character of GBK");
    assert_string_equal(out.text, "> " STREET);
    for (size_t i = 0; i < 2000; i += 4)
        memcpy(many + i, STREET_GB, 4);
    out.size = 0;
    assert_ok(ci_decode(&out, "GB18030", many, 2000, error));
    assert_int_equal(out.size, 3000);
    assert_string_equal(out.text + 2994, STREET);
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
        cmocka_unit_test(code_pages_are_known_by_their_many_names),
        cmocka_unit_test(text_is_decoded_and_trimmed),
        cmocka_unit_test(a_character_that_the_width_cut_is_left_out),
        cmocka_unit_test(bytes_of_another_encoding_are_refused),
        cmocka_unit_test(decoding_appends_and_takes_back_what_failed),
    };

    return cmocka_run_group_tests(tests, NULL, free_buffer);
}
