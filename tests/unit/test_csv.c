#include "unit.h"

#include <stdio.h>
#include <unistd.h>

#include "base/text.h"
#include "io/csv_reader.h"
#include "io/source.h"

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
    status = ci_csv_open(out, path, error);
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
    source->format.close(source->state);
    for (size_t i = 0; i < source->field_count; i++)
        free(source->fields[i]);
    free(source->fields);
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
    assert_fails(open_text(&source, "a,b,a\n1,2,3\n", error), CIRCLET_E_FORMAT,
                 ": two columns have the name 'a'");
    assert_fails(open_text(&source, "a,,b\n", error), CIRCLET_E_FORMAT,
                 ": column 2 has no name");
    assert_fails(open_text(&source, "\"a\"x,b\n", error), CIRCLET_E_FORMAT,
                 ": the heading has text after a closing quote");
}

static void files_that_cannot_be_read_on_name_the_line(void **state)
{
    (void)state;
    assert_fails(read_all("a\n1\n2\0\n", 7, error), CIRCLET_E_FORMAT,
                 ": line 3 holds a zero byte");
    assert_fails(read_all_text("a,b\n1,\"x\ny\n", error), CIRCLET_E_FORMAT,
                 ": the quote opened in line 2 is never closed");
    assert_fails(read_all_text("a,b\n1,2\n\xB1\xB1\xBE\xA9,2\n", error),
                 CIRCLET_E_FORMAT, ": file is not UTF-8 at line 3");
    assert_fails(read_all_text("a,b\n\"x\ny\r\n\xB1\",2\n", error),
                 CIRCLET_E_FORMAT, ": file is not UTF-8 at line 4");
    assert_fails(read_all_text("\xB1,b\n", error), CIRCLET_E_FORMAT,
                 ": file is not UTF-8 at line 1");
    assert_fails(read_all("\xFF\xFE"
                          "a\0\n\0",
                          6, error),
                 CIRCLET_E_FORMAT, ": file is UTF-16, not UTF-8");
}

static void a_missing_file_and_a_folder_are_missing_input(void **state)
{
    ci_source source;

    (void)state;
    assert_fails(ci_csv_open(&source, "/no/such.csv", error), CIRCLET_E_INPUT,
                 "/no/such.csv: ");
    assert_fails(ci_csv_open(&source, "/", error), CIRCLET_E_INPUT, "/: ");
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

/* The reader's block is 64 KiB: what matters must not depend on where a
 * block ends. */
static void rows_are_whole_where_blocks_of_the_file_meet(void **state)
{
    (void)state;
    for (size_t shift = 0; shift < 12; shift++) {
        size_t size = 65536 - 6 - shift;
        ci_buffer text = {0};
        ci_source source;
        ci_record record;

        ci_buffer_add(&text, "a,b\r\n");
        while (text.size < size)
            ci_buffer_add(&text, "x");
        ci_buffer_add(&text, ",\"y\"\"\r\n\"\r\n1,2\r\n");
        assert_ok(open_bytes(&source, text.text, text.size, error));
        record = take(&source);
        assert_null(record.problem);
        assert_int_equal(strlen(record.values[0]), size - 5);
        assert_string_equal(record.values[1], "y\"\r\n");
        record = take(&source);
        assert_int_equal(record.row, 4);
        assert_string_equal(record.values[1], "2");
        expect_end(&source);
        close_csv(&source);
        ci_buffer_free(&text);
    }
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
        cmocka_unit_test(a_missing_file_and_a_folder_are_missing_input),
        cmocka_unit_test(a_quote_that_swallows_the_file_is_noticed),
        cmocka_unit_test(what_is_written_by_the_rules_is_read_back),
        cmocka_unit_test(rows_are_whole_where_blocks_of_the_file_meet),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
