#include "unit.h"

#include "encoded_text.h"
#include "io/text_converter.h"

/* The longest front that is UTF-8 as base/text.h tells, byte by byte. */
static size_t slow_prefix(const char *bytes, size_t size)
{
    while (!ci_utf8_is_valid(bytes, size))
        size--;
    return size;
}

/* Whether bytes can be the start of a character: some go on to be one. */
static bool can_go_on(const char *bytes, size_t size)
{
    static const char ends[] = "\x80\x90\xA0\xBF";
    char text[4];

    if (size == 0 || size > 3)
        return false;
    memcpy(text, bytes, size);
    for (size_t total = size + 1; total <= 4; total++)
        for (size_t code = 0; code < 64; code++) {
            for (size_t i = size, rest = code; i < total; i++, rest /= 4)
                text[i] = ends[rest % 4];
            if (ci_utf8_is_valid(text, total) && !ci_utf8_is_valid(text, size))
                return true;
        }
    return false;
}

static void the_front_that_is_utf8_is_as_long_as_it_can_be(void **state)
{
    static const unsigned char bytes[] = {
        'a',  'b',  0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC1, 0xC2,
        0xDF, 0xE0, 0xE8, 0xED, 0xEF, 0xF0, 0xF4, 0xF5, 0xFF, 0x00};

    (void)state;
    for (uint64_t first = 1; first <= 20000; first++) {
        uint64_t seed = first;
        size_t size = unit_random_below(&seed, 24), front, rest;
        char text[24];
        bool is_cut;

        for (size_t i = 0; i < size; i++)
            text[i] =
                (char)(unit_random_below(&seed, 3) > 0
                           ? 'x'
                           : bytes[unit_random_below(&seed, sizeof(bytes))]);
        front = ci_utf8_prefix_size(text, size, &is_cut);
        rest = size - front;
        if (front != slow_prefix(text, size) ||
            is_cut != can_go_on(text + front, rest))
            fail_msg("seed %d: %zu of %zu, cut %d", (int)first, front, size,
                     is_cut);
        if (ci_text_is_ascii(text, size) && front != size)
            fail_msg("seed %d: ASCII", (int)first);
    }
}

static ci_converter *open_converter(const char *name)
{
    ci_encoding encoding;
    ci_converter *converter = NULL;

    assert_ok(ci_encoding_find(&encoding, name, error));
    assert_ok(ci_converter_open(&converter, &encoding, error));
    return converter;
}

/* With state (ISO-2022), of one byte, of two, of four, with two code points
 * a character (Big5-HKSCS holds one back). */
static const char *const encodings[] = {
    "UTF-8",    "GB18030",  "GBK",      "GB2312",     "BIG5",
    "UTF-16LE", "UTF-16BE", "UTF-32LE", "CP1252",     "ISO-8859-1",
    "CP1251",   "EUC-JP",   "CP949",    "BIG5-HKSCS", "UTF-7"};

static void what_iconv_wrote_is_read_back(void **state)
{
    (void)state;
    for (size_t e = 0; e < sizeof(encodings) / sizeof(*encodings); e++) {
        ci_converter *converter = open_converter(encodings[e]);
        ci_buffer out = {0};

        for (uint64_t first = 1; first <= 300; first++) {
            ci_buffer utf8 = {0}, bytes = {0};
            uint64_t seed = first;

            make_encoded(&utf8, &bytes, encodings[e],
                         unit_random_below(&seed, 60), &seed);
            out.size = 0;
            assert_ok(ci_converter_add(&out, converter, bytes.text, bytes.size,
                                       NULL, error));
            if (out.size != utf8.size ||
                memcmp(out.text ? out.text : "", utf8.text, utf8.size) != 0)
                fail_msg("%s, seed %d", encodings[e], (int)first);
            ci_buffer_free(&utf8);
            ci_buffer_free(&bytes);
        }
        ci_buffer_free(&out);
        ci_converter_free(converter);
    }
}

/* Cut at any byte a text gives the front of what it gives whole, and less
 * than one character is left. */
static void a_text_cut_anywhere_gives_its_front(void **state)
{
    static const char *const cut[] = {"UTF-8", "GB18030", "BIG5", "UTF-16LE",
                                      "EUC-JP"};

    (void)state;
    for (size_t e = 0; e < sizeof(cut) / sizeof(*cut); e++) {
        ci_converter *converter = open_converter(cut[e]);
        ci_buffer utf8 = {0}, bytes = {0}, out = {0};
        uint64_t seed = 7;

        make_encoded(&utf8, &bytes, cut[e], 200, &seed);
        for (size_t size = 0; size <= bytes.size; size++) {
            size_t cut_size = 99;

            out.size = 0;
            assert_ok(ci_converter_add(&out, converter, bytes.text, size,
                                       &cut_size, error));
            assert_in_range(cut_size, 0, 3);
            assert_memory_equal(out.text ? out.text : "", utf8.text, out.size);
            assert_true(ci_utf8_is_valid(out.text ? out.text : "", out.size));
            if (cut_size > 0)
                assert_fails(ci_converter_add(&out, converter, bytes.text,
                                              size, NULL, error),
                             CIRCLET_E_FORMAT, "is no character of");
        }
        assert_int_equal(out.size, utf8.size);
        ci_buffer_free(&utf8);
        ci_buffer_free(&bytes);
        ci_buffer_free(&out);
        ci_converter_free(converter);
    }
}

static void a_bad_byte_is_named_and_nothing_is_added(void **state)
{
    ci_converter *converter = open_converter("GBK");
    char many[2005];
    ci_buffer out = {0};

    (void)state;
    ci_buffer_add(&out, "> ");
    for (size_t i = 0; i < 2000; i += 4)
        memcpy(many + i, "\xBD\xD6\xB5\xC0", 4);
    memcpy(many + 2000, "\xFF\xFF", 3);
    assert_fails(ci_converter_add(&out, converter, many, 2002, NULL, error),
                 CIRCLET_E_FORMAT, "byte 2001 is no character of GB18030");
    assert_string_equal(out.text, "> ");
    assert_ok(ci_converter_add(&out, converter, many, 2000, NULL, error));
    assert_int_equal(out.size, 3002);
    assert_string_equal(out.text + 2996, "街道");
    ci_buffer_free(&out);
    ci_converter_free(converter);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_front_that_is_utf8_is_as_long_as_it_can_be),
        cmocka_unit_test(what_iconv_wrote_is_read_back),
        cmocka_unit_test(a_text_cut_anywhere_gives_its_front),
        cmocka_unit_test(a_bad_byte_is_named_and_nothing_is_added),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
