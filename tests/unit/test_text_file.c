#include "unit.h"

#include <stdio.h>

#include "encoded_text.h"
#include "io/text_file.h"
#include "scratch.h"

static scratch_folder folder;
static char path[SCRATCH_PATH_SIZE];

static void write_file(const char *bytes, size_t size)
{
    assert_true(scratch_write(&folder, "text", bytes, size));
    scratch_path(&folder, path, "text");
}

/* Reads a file to its end or to what fails; each block is whole. */
static circlet_status read_file(ci_buffer *out, const char *encoding,
                                size_t block_size, circlet_error *error)
{
    ci_text_file *file = NULL;
    circlet_status status =
        ci_text_file_open(&file, path, encoding, block_size, error);
    const char *text = NULL;
    size_t size = 1;

    out->size = 0;
    ci_buffer_add_n(out, "", 0);
    while (status == CIRCLET_OK && size > 0) {
        status = ci_text_file_next(file, &text, &size, error);
        if (status != CIRCLET_OK)
            break;
        assert_true(ci_utf8_is_valid(text, size));
        ci_buffer_add_n(out, text, size);
    }
    ci_text_file_close(file);
    return status;
}

static const char *const encodings[] = {"UTF-8",      "GB18030",  "BIG5",
                                        "UTF-16LE",   "UTF-16BE", "CP1252",
                                        "BIG5-HKSCS", "UTF-7"};

/* Every size of block puts the border at every offset of some text. */
static void blocks_of_every_size_give_the_same_text(void **state)
{
    ci_buffer out = {0};

    (void)state;
    for (size_t e = 0; e < sizeof(encodings) / sizeof(*encodings); e++) {
        ci_buffer utf8 = {0}, bytes = {0};
        uint64_t seed = e + 1;

        make_encoded(&utf8, &bytes, encodings[e], 60, &seed);
        write_file(bytes.text, bytes.size);
        for (size_t size = 1; size <= bytes.size + 1; size++) {
            assert_ok(read_file(&out, encodings[e], size, error));
            if (out.size != utf8.size ||
                memcmp(out.text, utf8.text, utf8.size) != 0)
                fail_msg("%s, block of %zu", encodings[e], size);
        }
        ci_buffer_free(&utf8);
        ci_buffer_free(&bytes);
    }
    ci_buffer_free(&out);
}

/* The text before the cut comes; then a cut character is an error that
 * names its first byte. */
static void files_cut_at_every_byte_give_their_front(void **state)
{
    ci_buffer out = {0};

    (void)state;
    for (size_t e = 0; e < 5; e++) {
        ci_buffer utf8 = {0}, bytes = {0};
        uint64_t seed = e + 11;
        size_t cut_count = 0;

        make_encoded(&utf8, &bytes, encodings[e], 60, &seed);
        for (size_t size = 0; size <= bytes.size; size++) {
            circlet_error failure = {CIRCLET_OK, ""};
            unsigned at = 0;

            write_file(bytes.text, size);
            if (read_file(&out, encodings[e], 16, &failure) != CIRCLET_OK) {
                assert_int_equal(failure.status, CIRCLET_E_FORMAT);
                assert_int_equal(
                    sscanf(failure.message, "byte %u of the file is no", &at),
                    1);
                assert_in_range(at, size < 3 ? 1 : size - 2, size);
                cut_count++;
            }
            assert_memory_equal(out.text, utf8.text, out.size);
        }
        assert_int_equal(out.size, utf8.size);
        assert_in_range(cut_count, 10, bytes.size);
        ci_buffer_free(&utf8);
        ci_buffer_free(&bytes);
    }
    ci_buffer_free(&out);
}

static void expect(const char *bytes, size_t size, const char *said,
                   const char *encoding, enum ci_encoding_ground ground,
                   const char *text)
{
    ci_text_file *file = NULL;
    ci_buffer out = {0};

    write_file(bytes, size);
    assert_ok(ci_text_file_open(&file, path, said, 0, error));
    assert_string_equal(ci_text_file_choice(file)->encoding.name, encoding);
    assert_int_equal(ci_text_file_choice(file)->ground, ground);
    ci_text_file_close(file);
    assert_ok(read_file(&out, said, 0, error));
    assert_string_equal(out.text, text);
    ci_buffer_free(&out);
}

static void marks_and_users_say_the_encoding(void **state)
{
    (void)state;
    expect("\xEF\xBB\xBF"
           "a",
           4, NULL, "UTF-8", CI_ENCODING_SAID, "a");
    expect("\xEF\xBB\xBF"
           "a",
           4, "utf8", "UTF-8", CI_ENCODING_SAID, "a");
    expect("\xFF\xFE\x57\x88", 4, NULL, "UTF-16LE", CI_ENCODING_SAID, "街");
    expect("\xFE\xFF\x88\x57", 4, NULL, "UTF-16BE", CI_ENCODING_SAID, "街");
    expect("\xFE\xFF\x88\x57", 4, "utf-16", "UTF-16BE", CI_ENCODING_SAID,
           "街");
    expect("\x57\x88", 2, "utf-16", "UTF-16LE", CI_ENCODING_SAID, "街");
    expect("\xFF\xFE\0\0\x57\x88\0\0", 8, NULL, "UTF-32LE", CI_ENCODING_SAID,
           "街");
    expect("\x84\x31\x95\x33\xBD\xD6", 6, NULL, "GB18030", CI_ENCODING_SAID,
           "街");
    expect("\xE9t\xE9", 3, "latin1", "ISO-8859-1", CI_ENCODING_SAID, "été");
    expect("", 0, NULL, "UTF-8", CI_ENCODING_PLAIN, "");
    expect("\xEF\xBB\xBF", 3, NULL, "UTF-8", CI_ENCODING_SAID, "");
}

static void bytes_say_the_encoding_if_nobody_does(void **state)
{
    (void)state;
    expect("abc", 3, NULL, "UTF-8", CI_ENCODING_PLAIN, "abc");
    expect("街", 3, NULL, "UTF-8", CI_ENCODING_PLAIN, "街");
    expect("\xBD\xD6\xB5\xC0", 4, NULL, "GB18030", CI_ENCODING_GUESSED,
           "街道");
    expect("a\0,\0\0\x4E", 6, NULL, "UTF-16LE", CI_ENCODING_GUESSED, "a,一");
    expect("\0a\0,\x4E\0", 6, NULL, "UTF-16BE", CI_ENCODING_GUESSED, "a,一");
    expect("a,\xD2\xBB", 4, NULL, "UTF-8", CI_ENCODING_AMBIGUOUS, "a,һ");
}

static void what_contradicts_or_is_no_text_is_refused(void **state)
{
    ci_buffer out = {0};

    (void)state;
    write_file("\xEF\xBB\xBF"
               "a",
               4);
    assert_fails(read_file(&out, "gbk", 0, error), CIRCLET_E_FORMAT,
                 "/text: file begins with the byte order mark of UTF-8, but "
                 "its encoding is said to be GB18030");
    assert_fails(read_file(&out, "Klingon", 0, error), CIRCLET_E_UNSUPPORTED,
                 "/text: text encoding 'Klingon' is not known");
    write_file("a\r\nb\r\nS\xE3o", 9);
    assert_fails(read_file(&out, NULL, 0, error), CIRCLET_E_FORMAT,
                 "/text: line 3: byte 8 of the file is no UTF-8, and the text "
                 "does not look like Chinese in GB18030; say its encoding");
    write_file("PK\x03\x04xxxx", 8);
    assert_fails(read_file(&out, NULL, 0, error), CIRCLET_E_UNSUPPORTED,
                 "/text: file is a workbook");
    scratch_path(&folder, path, "none");
    assert_fails(read_file(&out, NULL, 0, error), CIRCLET_E_INPUT,
                 "/none: No such file");
    ci_buffer_free(&out);
}

/* 64 KiB of ASCII, then the first character that is not. */
static void what_stands_far_behind_counts_as_well(void **state)
{
    size_t size = 100000;
    char *bytes = malloc(size);
    ci_buffer out = {0};

    (void)state;
    assert_non_null(bytes);
    memset(bytes, 'x', size);
    memcpy(bytes + size - 5, " \xBD\xD6\xB5\xC0", 5);
    write_file(bytes, size);
    assert_ok(read_file(&out, NULL, 0, error));
    assert_int_equal(out.size, size + 2);
    assert_string_equal(out.text + size - 4, "街道");
    free(bytes);
    ci_buffer_free(&out);
}

static int make_folder(void **state)
{
    (void)state;
    return scratch_make(&folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    scratch_remove(&folder);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_of_every_size_give_the_same_text),
        cmocka_unit_test(files_cut_at_every_byte_give_their_front),
        cmocka_unit_test(marks_and_users_say_the_encoding),
        cmocka_unit_test(bytes_say_the_encoding_if_nobody_does),
        cmocka_unit_test(what_contradicts_or_is_no_text_is_refused),
        cmocka_unit_test(what_stands_far_behind_counts_as_well),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
