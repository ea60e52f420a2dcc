#include "unit.h"

#include <stdio.h>
#include <unistd.h>

#include "base/text.h"
#include "io/csv_reader.h"
#include "io/source.h"
#include "scratch.h"

/* A file with these bytes, opened and removed again. */
static circlet_status open_bytes(ci_source *out, const void *bytes,
                                 size_t size, circlet_error *error)
{
    char path[] = "/tmp/circlet-csv-XXXXXX";
    int file = mkstemp(path);
    circlet_status status;

    assert_true(file >= 0);
    assert_int_equal(write(file, bytes, size), size);
    close(file);
    status = ci_csv_open(out, path, &(ci_source_options){0}, error);
    unlink(path);
    return status;
}

static circlet_status open_text(ci_source *out, const char *text,
                                circlet_error *error)
{
    return open_bytes(out, text, strlen(text), error);
}

static void close_csv(ci_source *source)
{
    ci_source_free_parts(source);
}

static circlet_status next(ci_source *source, ci_record *out, bool *has_row,
                           circlet_error *error)
{
    return source->format.next(source->state, out, has_row, error);
}

/* The next record must be there. */
static ci_record take(ci_source *source)
{
    ci_record record = {0};
    bool has_row = false;

    assert_ok(next(source, &record, &has_row, error));
    assert_true(has_row);
    return record;
}

static void expect_end(ci_source *source)
{
    ci_record record;
    bool has_row = true;

    assert_ok(next(source, &record, &has_row, error));
    assert_false(has_row);
}

/* What reading a whole file fails with. */
static circlet_status read_all(const void *bytes, size_t size,
                               circlet_error *error)
{
    ci_source source;
    circlet_status status = open_bytes(&source, bytes, size, error);
    bool has_row = true;

    if (status)
        return status;
    while (!status && has_row) {
        ci_record record;

        status = next(&source, &record, &has_row, error);
    }
    close_csv(&source);
    return status;
}

static circlet_status read_all_text(const char *text, circlet_error *error)
{
    return read_all(text, strlen(text), error);
}

static void fields_come_with_the_line_they_stand_in(void **state)
{
    ci_source source;
    ci_record record;

    (void)state;
    assert_ok(open_text(&source, "id,name,WKT\n1,a b,\n\n2,\"\",POINT (1 2)",
                        error));

    assert_int_equal(source.field_count, 3);
    assert_string_equal(source.fields[0], "id");
    assert_string_equal(source.fields[2], "WKT");
    record = take(&source);
    assert_int_equal(record.row, 2);
    assert_null(record.problem);
    assert_int_equal(record.geometry->type, CI_GEOMETRY_NONE);
    assert_string_equal(record.values[0], "1");
    assert_string_equal(record.values[1], "a b");
    assert_null(record.values[2]);
    record = take(&source);
    assert_int_equal(record.row, 4);
    assert_null(record.values[1]);
    assert_string_equal(record.values[2], "POINT (1 2)");
    expect_end(&source);
    expect_end(&source);
    close_csv(&source);
}

static void quoted_fields_hold_commas_quotes_and_line_breaks(void **state)
{
    ci_source source;
    ci_record record;

    (void)state;
    assert_ok(open_text(&source,
                        "a,\"b,c\"\r\n\"1,\r\n2\n3\r4\",\"say \"\"hi\"\"\"\r\n"
                        "5\" pipe,6\r\n",
                        error));

    assert_string_equal(source.fields[1], "b,c");
    record = take(&source);
    assert_int_equal(record.row, 2);
    assert_string_equal(record.values[0], "1,\r\n2\n3\r4");
    assert_string_equal(record.values[1], "say \"hi\"");
    record = take(&source);
    assert_int_equal(record.row, 6);
    assert_string_equal(record.values[0], "5\" pipe");
    expect_end(&source);
    close_csv(&source);
}

static void lines_may_end_in_any_way_and_begin_with_a_mark(void **state)
{
    static const char *const texts[] = {
        "id,\xE5\x90\x8D\n1,2\n3,4\n", "id,\xE5\x90\x8D\r\n1,2\r\n3,4",
        "id,\xE5\x90\x8D\r1,2\r3,4\r",
        "\xEF\xBB\xBFid,\xE5\x90\x8D\n1,2\n3,4\n\n"};

    (void)state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
        ci_source source;
        ci_record record;

        assert_ok(open_text(&source, texts[i], error));
        assert_string_equal(source.fields[0], "id");
        assert_string_equal(source.fields[1], "\xE5\x90\x8D");
        take(&source);
        record = take(&source);
        assert_int_equal(record.row, 3);
        assert_string_equal(record.values[1], "4");
        expect_end(&source);
        close_csv(&source);
    }
}

static void a_row_with_other_fields_than_the_heading_has_a_problem(
    void **state)
{
    ci_source source;
    ci_record record;

    (void)state;
    assert_ok(open_text(&source, "a,b\n1\n1,2,3\n\"1\"x,2\n1,2\n", error));

    record = take(&source);
    assert_string_equal(record.problem, "row has 1 fields, the heading has 2");
    assert_null(record.values[1]);
    record = take(&source);
    assert_string_equal(record.problem, "row has 3 fields, the heading has 2");
    record = take(&source);
    assert_string_equal(record.problem, "text stands after a closing quote");
    record = take(&source);
    assert_null(record.problem);
    expect_end(&source);
    close_csv(&source);
}

static void headings_without_use_are_refused(void **state)
{
    ci_source source;

    (void)state;
    assert_fails(open_text(&source, "", error), CIRCLET_E_FORMAT,
                 ": file is empty");
    assert_fails(open_text(&source, "\xEF\xBB\xBF\r\n\n", error),
                 CIRCLET_E_FORMAT, ": file is empty");
    assert_fails(open_text(&source, "sep=;\r\n", error), CIRCLET_E_FORMAT,
                 ": file is empty");
    assert_fails(open_text(&source, "a,b,a\n1,2,3\n", error), CIRCLET_E_FORMAT,
                 ": two columns have the name 'a'");
    assert_fails(open_text(&source, ",\"\", ,\n1,2,3,4\n", error),
                 CIRCLET_E_FORMAT, ": no column of the heading has a name");
    assert_fails(open_text(&source, "\"a\"x,b\n", error), CIRCLET_E_FORMAT,
                 ": the heading has text after a closing quote");
}

static void files_that_cannot_be_read_on_name_the_line(void **state)
{
    (void)state;
    assert_fails(read_all("a\n1\n2\0\n", 7, error), CIRCLET_E_FORMAT,
                 ": line 3 holds a zero byte");
    assert_fails(read_all("a\n1\n\"2\n\0\"\n", 10, error), CIRCLET_E_FORMAT,
                 ": line 4 holds a zero byte");
    assert_fails(read_all_text("a,b\n1,\"x\ny\n", error), CIRCLET_E_FORMAT,
                 ": the quote opened in line 2 is never closed");
    assert_fails(
        read_all_text("a,b\n1,2\n\xB1\xB1\xBE\xA9 S\xE3o\xE1 ,2\n", error),
        CIRCLET_E_FORMAT, ": line 3: byte 9 of the file is no UTF-8");
    assert_fails(read_all_text("a,b\n\"x\ny\r\n\xE9\",2\n", error),
                 CIRCLET_E_FORMAT,
                 ": line 4: byte 11 of the file is no UTF-8");
    assert_fails(read_all_text("\xEF\xBB\xBF"
                               "a,b\r1,\"2\r\r\xB1\"\r",
                               error),
                 CIRCLET_E_FORMAT,
                 ": line 4: byte 14 of the file is no text of UTF-8");
    assert_fails(read_all("\xFF\xFE"
                          "a\0\n\0b",
                          7, error),
                 CIRCLET_E_FORMAT,
                 ": line 2: byte 7 of the file is no text of UTF-16LE");
}

static void a_workbook_under_a_wrong_name_is_told(void **state)
{
    (void)state;
    assert_fails(read_all("PK\x03\x04....", 8, error), CIRCLET_E_UNSUPPORTED,
                 ": file is a workbook, not text");
    assert_fails(read_all("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8, error),
                 CIRCLET_E_UNSUPPORTED, ": file is a workbook, not text");
}

/* Opens a text (size 0: up to its final 0), checks the two names of its
 * heading and its one row. */
static void expect_two(const char *bytes, size_t size, const char *first,
                       const char *remark)
{
    ci_source source;
    ci_record record;

    assert_ok(open_bytes(&source, bytes, size ? size : strlen(bytes), error));
    assert_int_equal(source.field_count, 2);
    assert_string_equal(source.fields[0], first);
    assert_string_equal(source.fields[1], "b");
    if (remark)
        assert_string_equal(source.remarks[0].english, remark);
    else
        assert_null(source.remarks[0].english);
    record = take(&source);
    assert_null(record.problem);
    assert_string_equal(record.values[0], "1,5");
    assert_string_equal(record.values[1], "2");
    expect_end(&source);
    close_csv(&source);
}

static void separators_are_those_of_the_heading(void **state)
{
    static const struct {
        const char *text, *remark;
    } cases[] = {
        {"a,b\n\"1,5\",2\n", NULL},
        {"a;b\n1,5;2\n", "columns are separated by ';'"},
        {"a\tb\n1,5\t2\n", "columns are separated by tabs"},
        {"a|b\n1,5|2\n", "columns are separated by '|'"},
        {"sep=;\r\na;b\r\n1,5;2\r\n", NULL},
        {"\"sep=:\"\r\na:b\r\n1,5:2\r\n", NULL},
        {"\r\nsep=\t\ra\tb\r1,5\t2\r", NULL},
        {"\xEF\xBB\xBFsep=;\na;b\n1,5;2\n", NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        expect_two(cases[i].text, 0, "a", cases[i].remark);
    /* Quotes hide what is no separator. */
    expect_two("\"a;;\n;\",b\n\"1,5\",2", 0, "a;;\n;", NULL);
}

static void the_line_after_a_separator_line_is_the_second(void **state)
{
    ci_source source;

    (void)state;
    assert_ok(open_text(&source, "sep=;\r\na;b\r\n1;2\r\n", error));
    assert_int_equal(take(&source).row, 3);
    close_csv(&source);
}

/* "Unicode text" of Excel, "CSV (UTF-8)", and how it saves in China. */
static void files_of_spreadsheets_are_read_in_their_encodings(void **state)
{
    static const char utf16[] = "\xFF\xFE"
                                "S\x88W\0\t\0b\0\r\0\n\0"
                                "1\0,\0"
                                "5\0\t\0"
                                "2\0\r\0\n";

    (void)state;
    expect_two(utf16, sizeof(utf16), "\xE8\xA1\x93W",
               "columns are separated by tabs");
    expect_two(utf16 + 2, sizeof(utf16) - 2, "\xE8\xA1\x93W",
               "nothing says how text is encoded; it is taken as UTF-16LE, in "
               "which the heading has '\xE8\xA1\x93W'; say its encoding if "
               "this is wrong");
    expect_two("\xBD\xD6\xB5\xC0,b\n\"1,5\",2", 0, "\xE8\xA1\x97\xE9\x81\x93",
               "nothing says how text is encoded; it is taken as GB18030, in "
               "which the heading has '\xE8\xA1\x97\xE9\x81\x93'; say its "
               "encoding if this is wrong");
}

static void an_encoding_that_is_said_is_used(void **state)
{
    static const char bytes[] = "a,b\nS\xE3o,\xE9t\xE9\n";
    scratch_folder folder;
    char path[SCRATCH_PATH_SIZE];
    ci_source source;
    ci_record record;

    (void)state;
    assert_true(scratch_make(&folder));
    assert_true(scratch_write(&folder, "a.csv", bytes, sizeof(bytes) - 1));
    scratch_path(&folder, path, "a.csv");
    assert_fails(ci_csv_open(&source, path, &(ci_source_options){0}, error),
                 CIRCLET_E_FORMAT, "does not look like Chinese");
    assert_ok(ci_csv_open(&source, path,
                          &(ci_source_options){.encoding = "latin1"}, error));
    record = take(&source);
    assert_string_equal(record.values[0], "S\xC3\xA3o");
    assert_string_equal(record.values[1], "\xC3\xA9t\xC3\xA9");
    assert_null(source.remarks[0].english);
    close_csv(&source);
    assert_fails(
        ci_csv_open(&source, path,
                    &(ci_source_options){.encoding = "GBK//IGNORE"}, error),
        CIRCLET_E_UNSUPPORTED, "text encoding 'GBK//IGNORE' is not known");
    scratch_remove(&folder);
}

static void empty_columns_without_a_name_are_left_out(void **state)
{
    ci_source source;
    ci_record record;

    (void)state;
    assert_ok(open_text(&source,
                        "a,,b,, \n1,,2,, \n3, ,4\n5,,6,,,,\n"
                        "7,,8,,,9\n7\n",
                        error));
    assert_int_equal(source.field_count, 2);
    assert_string_equal(source.fields[1], "b");
    for (char digit = '1'; digit < '7'; digit += 2) {
        record = take(&source);
        assert_null(record.problem);
        assert_int_equal(record.values[0][0], digit);
        assert_int_equal(record.values[1][0], digit + 1);
    }
    record = take(&source);
    assert_string_equal(record.problem, "row has 6 fields, the heading has 5");
    record = take(&source);
    assert_string_equal(record.problem, "row has 1 fields, the heading has 5");
    expect_end(&source);
    close_csv(&source);
    assert_fails(read_all_text("a,,b\n1,,2\n\n3,x,4\n", error),
                 CIRCLET_E_FORMAT,
                 ": line 4: column 2 holds a value, but has no name in the "
                 "heading");
}

static void rows_of_too_many_fields_are_refused(void **state)
{
    char *text = malloc(20000);

    (void)state;
    assert_non_null(text);
    memset(text, ',', 20000);
    memcpy(text, "a\n", 2);
    assert_fails(read_all(text, 20000, error), CIRCLET_E_FORMAT,
                 ": line 2 has more than 16384 fields");
    free(text);
}

static void a_missing_file_and_a_folder_are_missing_input(void **state)
{
    ci_source source;

    (void)state;
    assert_fails(
        ci_csv_open(&source, "/no/such.csv", &(ci_source_options){0}, error),
        CIRCLET_E_INPUT, "/no/such.csv: ");
    assert_fails(ci_csv_open(&source, "/", &(ci_source_options){0}, error),
                 CIRCLET_E_INPUT, "/: ");
}

static void a_quote_that_swallows_the_file_is_noticed(void **state)
{
    size_t size = (size_t)17 * 1024 * 1024;
    char *text = malloc(size);

    (void)state;
    assert_non_null(text);
    memset(text, 'x', size);
    memcpy(text, "a\n\"", 3);
    assert_fails(read_all(text, size, error), CIRCLET_E_FORMAT,
                 "is a quote missing?");
    free(text);
}

/* Writes a field, quoted if it must be or by chance. */
static void write_field(ci_buffer *out, const char *text, bool is_quoted)
{
    if (!is_quoted) {
        ci_buffer_add(out, text);
        return;
    }
    ci_buffer_add(out, "\"");
    for (const char *c = text; *c; c++)
        ci_buffer_add_n(out, *c == '"' ? "\"\"" : c, *c == '"' ? 2 : 1);
    ci_buffer_add(out, "\"");
}

static void random_text(char out[16], uint64_t *seed)
{
    static const char letters[] = "ab ,\"\n\r;";
    size_t size = unit_random_below(seed, 15);

    for (size_t i = 0; i < size; i++)
        out[i] = letters[unit_random_below(seed, sizeof(letters) - 1)];
    out[size] = '\0';
}

enum { ROWS = 40, COLUMNS = 3 };

static void write_table(ci_buffer *out, char texts[ROWS][COLUMNS][16],
                        uint64_t *seed)
{
    ci_buffer_add(out, "a,b,c");
    for (size_t r = 0; r < ROWS; r++)
        for (size_t c = 0; c < COLUMNS; c++) {
            bool must;

            random_text(texts[r][c], seed);
            must = strpbrk(texts[r][c], ",\"\n\r") != NULL;
            ci_buffer_add(out, c > 0                            ? ","
                               : unit_random_below(seed, 2) > 0 ? "\n"
                                                                : "\r\n");
            write_field(out, texts[r][c],
                        must || unit_random_below(seed, 4) == 0);
        }
}

static void what_is_written_by_the_rules_is_read_back(void **state)
{
    static char texts[ROWS][COLUMNS][16];

    (void)state;
    for (uint64_t first = 1; first <= 300; first++) {
        uint64_t seed = first;
        ci_buffer text = {0};
        ci_source source;

        write_table(&text, texts, &seed);
        assert_false(text.failed);
        assert_ok(open_bytes(&source, text.text, text.size, error));
        for (size_t r = 0; r < ROWS; r++) {
            ci_record record = take(&source);

            for (size_t c = 0; c < COLUMNS; c++)
                if (strcmp(record.values[c] ? record.values[c] : "",
                           texts[r][c]) != 0)
                    fail_msg("seed %d, row %zu", (int)first, r);
        }
        expect_end(&source);
        close_csv(&source);
        ci_buffer_free(&text);
    }
}

/* What matters must not depend on where a block ends. */
static void every_size_of_block_gives_the_same_rows(void **state)
{
    static const char text[] =
        "\r\n\xEF\xBC\xA1;\"b;\"\"\r\n\";\xF0\xA0\x80\x80\r\n"
        "\r1;\"\r\n2\n\r3\";4\n\n5;6;\"7\"\r8;9;\xE8\xA1\x97";
    static const uint64_t lines[] = {5, 10, 11};
    scratch_folder folder;
    char path[SCRATCH_PATH_SIZE];

    (void)state;
    assert_true(scratch_make(&folder));
    assert_true(scratch_write(&folder, "a.csv", text, sizeof(text) - 1));
    scratch_path(&folder, path, "a.csv");
    for (size_t size = 1; size < sizeof(text) + 1; size++) {
        ci_csv_reader *reader = NULL;
        ci_csv_row row;
        bool has_row = true;

        assert_ok(ci_csv_reader_open(
            &reader, path, &(ci_csv_options){.block_size = size}, error));
        assert_int_equal(ci_csv_reader_column_count(reader), 3);
        assert_string_equal(ci_csv_reader_column(reader, 1), "b;\"\r\n");
        for (size_t i = 0; i < 3; i++) {
            assert_ok(ci_csv_reader_next(reader, &row, &has_row, error));
            assert_true(has_row);
            assert_int_equal(row.line, lines[i]);
        }
        assert_string_equal(row.values[2], "\xE8\xA1\x97");
        assert_ok(ci_csv_reader_next(reader, &row, &has_row, error));
        assert_false(has_row);
        ci_csv_reader_close(reader);
    }
    scratch_remove(&folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_come_with_the_line_they_stand_in),
        cmocka_unit_test(quoted_fields_hold_commas_quotes_and_line_breaks),
        cmocka_unit_test(lines_may_end_in_any_way_and_begin_with_a_mark),
        cmocka_unit_test(
            a_row_with_other_fields_than_the_heading_has_a_problem),
        cmocka_unit_test(headings_without_use_are_refused),
        cmocka_unit_test(files_that_cannot_be_read_on_name_the_line),
        cmocka_unit_test(a_workbook_under_a_wrong_name_is_told),
        cmocka_unit_test(separators_are_those_of_the_heading),
        cmocka_unit_test(the_line_after_a_separator_line_is_the_second),
        cmocka_unit_test(files_of_spreadsheets_are_read_in_their_encodings),
        cmocka_unit_test(an_encoding_that_is_said_is_used),
        cmocka_unit_test(empty_columns_without_a_name_are_left_out),
        cmocka_unit_test(rows_of_too_many_fields_are_refused),
        cmocka_unit_test(a_missing_file_and_a_folder_are_missing_input),
        cmocka_unit_test(a_quote_that_swallows_the_file_is_noticed),
        cmocka_unit_test(what_is_written_by_the_rules_is_read_back),
        cmocka_unit_test(every_size_of_block_gives_the_same_rows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
