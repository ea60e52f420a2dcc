#include "unit.h"

#include "io/encoding.h"

static void encodings_are_found_by_any_of_their_names(void **state)
{
    static const struct {
        const char *name, *found;
    } cases[] = {
        {"UTF-8", "UTF-8"},
        {"utf8", "UTF-8"},
        {"utf_8", "UTF-8"},
        {"utf-8-sig", "UTF-8"},
        {"65001", "UTF-8"},
        {"CP65001", "UTF-8"},
        {"GB18030", "GB18030"},
        {"gb 18030", "GB18030"},
        {"gb18030-2022", "GB18030"},
        {"GBK", "GB18030"},
        {"gb2312", "GB18030"},
        {"GB_2312-80", "GB18030"},
        {"cp936", "GB18030"},
        {"936", "GB18030"},
        {"ms936", "GB18030"},
        {"windows-936", "GB18030"},
        {"ANSI 936", "GB18030"},
        {"euc-cn", "GB18030"},
        {"latin1", "ISO-8859-1"},
        {"Latin-1", "ISO-8859-1"},
        {"iso8859_1", "ISO-8859-1"},
        {"ISO-8859-1", "ISO-8859-1"},
        {"88591", "ISO-8859-1"},
        {"8859_15", "ISO-8859-15"},
        {"28591", "ISO-8859-1"},
        {"windows-1252", "CP1252"},
        {"Windows 1252", "CP1252"},
        {"ANSI_1252", "CP1252"},
        {"cp1252", "CP1252"},
        {"1252", "CP1252"},
        {"OEM 437", "CP437"},
        {"ibm850", "CP850"},
        {"utf-16", "UTF-16"},
        {"Unicode", "UTF-16"},
        {"UCS-2", "UTF-16"},
        {"utf16le", "UTF-16LE"},
        {"UTF-16BE", "UTF-16BE"},
        {"1200", "UTF-16LE"},
        {"big5", "BIG5"},
        {"Big5-HKSCS", "BIG5HKSCS"},
        {"950", "CP950"},
        {"shift_jis", "CP932"},
        {"euc-jp", "EUCJP"},
        {"koi8-r", "KOI8R"},
        {"MAC-CENTRALEUROPE", "MAC-CENTRALEUROPE"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        ci_encoding encoding = {"?"};

        if (ci_encoding_find(&encoding, cases[i].name, NULL) != CIRCLET_OK ||
            !ci_encoding_is(&encoding, cases[i].found))
            fail_msg("'%s' is '%s'", cases[i].name, encoding.name);
    }
}

/* iconv() would take "GBK//IGNORE" and drop what it cannot read. */
static void other_names_are_refused(void **state)
{
    static const char *const names[] = {
        "",
        "-",
        "Klingon",
        "GBK//IGNORE",
        "GBK/",
        "//TRANSLIT",
        "99999",
        "cp",
        "8859-99",
        "\xE4\xB8\xAD",
        "a-name-that-is-longer-than-any-other"};

    (void)state;
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        ci_encoding encoding = {"as it was"};

        assert_fails(ci_encoding_find(&encoding, names[i], error),
                     CIRCLET_E_UNSUPPORTED, names[i]);
        assert_string_equal(encoding.name, "as it was");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(encodings_are_found_by_any_of_their_names),
        cmocka_unit_test(other_names_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
