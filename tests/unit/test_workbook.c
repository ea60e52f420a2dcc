#include "unit.h"

#ifdef HAVE_XLSX

#include <circlet/workbook.h>

#include <math.h>

#include "base/text.h"
#include "io/source.h"

#include "scratch.h"

typedef struct book_file {
    scratch_folder folder;
    char path[SCRATCH_PATH_SIZE + 64];
    ci_source *source;
} book_file;

static bool keep(const char *bytes, size_t size, void *user)
{
    ci_buffer_add_n(user, bytes, size);
    return true;
}

static bool refuse(const char *bytes, size_t size, void *user)
{
    (void)bytes;
    (void)size;
    (void)user;
    return false;
}

/* Writes a book, and opens a sheet of it by circlet's own reader. */
static void open_sheet(book_file *f, circlet_workbook *book, const char *sheet)
{
    char path[SCRATCH_PATH_SIZE];
    ci_buffer bytes = {0};
    FILE *file;

    assert_ok(circlet_workbook_write(book, keep, &bytes, error));
    circlet_workbook_free(book);
    assert_true(scratch_make(&f->folder));
    scratch_path(&f->folder, path, "a.xlsx");
    file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.text, 1, bytes.size, file), bytes.size);
    assert_int_equal(fclose(file), 0);
    ci_buffer_free(&bytes);
    snprintf(f->path, sizeof(f->path), "%s%s%s", path, sheet ? ":" : "",
             sheet ? sheet : "");
    assert_ok(ci_source_open(&f->source, f->path, NULL, error));
}

static void close_sheet(book_file *f)
{
    ci_source_close(f->source);
    scratch_remove(&f->folder);
}

static const char *value(book_file *f, const ci_record *record,
                         const char *field)
{
    for (size_t i = 0; i < ci_source_field_count(f->source); i++)
        if (strcmp(ci_source_field(f->source, i), field) == 0)
            return record->values[i];
    fail_msg("there is no column '%s'", field);
    return NULL;
}

static void next_row(ci_record *out, book_file *f)
{
    bool has_row = false;

    assert_ok(ci_source_next(f->source, out, &has_row, error));
    assert_true(has_row);
    if (out->problem)
        fail_msg("%s", out->problem);
}

static circlet_workbook *new_book(void)
{
    static const circlet_workbook_column columns[] = {
        {"id", 8}, {"名称", 20}, {"value", 10}, {"last", 10}};
    circlet_workbook *book = NULL;

    assert_ok(circlet_workbook_new(&book, "A <title> & 标题", error));
    circlet_workbook_add_sheet(book, "判定", columns, 4, 1);
    return book;
}

static void add(circlet_workbook *book, const char *id, const char *text,
                double number)
{
    circlet_workbook_add_row(book);
    circlet_workbook_add_text(book, CIRCLET_CELL_TEXT, id);
    circlet_workbook_add_text(book, CIRCLET_CELL_LONG_TEXT, text);
    circlet_workbook_add_number(book, CIRCLET_CELL_NUMBER, number);
    circlet_workbook_add_text(book, CIRCLET_CELL_PASS, "z");
}

static void every_text_comes_back_as_it_was(void **state)
{
    static const char *const texts[] = {"北京市残疾人服务圈",
                                        "a < b & \"c\" > 'd'",
                                        " spaces ",
                                        "_x0041_ and _x00zz_",
                                        "two\nlines",
                                        "𠀀𡈽",
                                        "=1+1",
                                        "00123",
                                        "_x005F_",
                                        "[]:*?/\\ in a text, no sheet's name"};
    circlet_workbook *book = new_book();
    book_file f;
    (void)state;

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        add(book, "x", texts[i], 1);
    open_sheet(&f, book, "判定");

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        ci_record record;

        next_row(&record, &f);
        assert_int_equal(record.row, i + 2);
        assert_string_equal(value(&f, &record, "名称"), texts[i]);
        assert_string_equal(value(&f, &record, "last"), "z");
    }
    close_sheet(&f);
}

static void every_number_comes_back_as_it_was(void **state)
{
    static const double numbers[] = {
        0, 0.1, 1.0 / 3, -2.5, 1e14, 1e-12, 12345, 0.30000000000000004};
    circlet_workbook *book = new_book();
    book_file f;
    (void)state;

    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
        add(book, "x", "y", numbers[i]);
    open_sheet(&f, book, NULL);

    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        ci_record record;
        double number = -1;

        next_row(&record, &f);
        assert_true(ci_parse_double(&number, value(&f, &record, "value")));
        assert_true(number == numbers[i]);
    }
    close_sheet(&f);
}

static void what_is_unknown_leaves_its_cell_empty(void **state)
{
    circlet_workbook *book = new_book();
    ci_record record;
    book_file f;
    (void)state;

    add(book, "x", NULL, (double)NAN);
    open_sheet(&f, book, NULL);
    next_row(&record, &f);

    assert_null(value(&f, &record, "名称"));
    assert_null(value(&f, &record, "value"));
    assert_string_equal(value(&f, &record, "last"), "z");
    close_sheet(&f);
}

static void characters_that_xml_has_not_become_spaces(void **state)
{
    circlet_workbook *book = new_book();
    ci_record record;
    book_file f;
    (void)state;

    add(book, "x", "a\001b\033c", 1);
    open_sheet(&f, book, NULL);
    next_row(&record, &f);

    assert_string_equal(value(&f, &record, "名称"), "a b c");
    close_sheet(&f);
}

/* 32,767 characters as UTF-16 has them: one beyond the basic plane is two. */
static void a_text_is_cut_at_what_a_cell_can_hold(void **state)
{
    circlet_workbook *book = new_book();
    char *text = malloc(3 * 40000 + 1);
    ci_record record;
    book_file f;
    (void)state;

    assert_non_null(text);
    for (size_t i = 0; i < 40000; i++)
        memcpy(text + 3 * i, "字", 4);
    add(book, "x", text, 1);
    open_sheet(&f, book, NULL);
    next_row(&record, &f);

    assert_int_equal(strlen(value(&f, &record, "名称")), 3 * 32767);
    free(text);
    close_sheet(&f);
}

static void columns_beyond_z_and_several_sheets(void **state)
{
    circlet_workbook_column columns[60];
    char names[60][16];
    circlet_workbook *book = new_book();
    ci_record record;
    book_file f;
    (void)state;

    for (int i = 0; i < 60; i++) {
        snprintf(names[i], sizeof(names[i]), "c%d", i);
        columns[i] = (circlet_workbook_column){names[i], 9};
    }
    add(book, "x", "y", 1);
    circlet_workbook_add_sheet(book, "second", columns, 60, 0);
    circlet_workbook_add_row(book);
    for (int i = 0; i < 60; i++)
        circlet_workbook_add_number(book, CIRCLET_CELL_YEAR, 100 + i);
    circlet_workbook_add_total(book);
    circlet_workbook_add_number(book, CIRCLET_CELL_NUMBER, 7);
    open_sheet(&f, book, "second");
    next_row(&record, &f);

    assert_int_equal(ci_source_field_count(f.source), 60);
    assert_string_equal(value(&f, &record, "c25"), "125");
    assert_string_equal(value(&f, &record, "c26"), "126");
    assert_string_equal(value(&f, &record, "c59"), "159");
    next_row(&record, &f);
    assert_string_equal(value(&f, &record, "c0"), "7");
    close_sheet(&f);
}

static void the_same_cells_give_the_same_bytes(void **state)
{
    ci_buffer bytes[2] = {{0}, {0}};
    (void)state;

    for (int i = 0; i < 2; i++) {
        circlet_workbook *book = new_book();

        add(book, "x", "一", 0.5);
        assert_ok(circlet_workbook_write(book, keep, &bytes[i], error));
        circlet_workbook_free(book);
    }

    assert_int_equal(bytes[0].size, bytes[1].size);
    assert_memory_equal(bytes[0].text, bytes[1].text, bytes[0].size);
    ci_buffer_free(&bytes[0]);
    ci_buffer_free(&bytes[1]);
}

static void failures_are_said(void **state)
{
    circlet_workbook *book = NULL;
    ci_buffer bytes = {0};
    (void)state;

    assert_fails(circlet_workbook_new(&book, NULL, error), CIRCLET_E_ARGUMENT,
                 "a workbook needs a title");
    assert_ok(circlet_workbook_new(&book, "empty", error));
    assert_fails(circlet_workbook_write(book, keep, &bytes, error),
                 CIRCLET_E_ARGUMENT, "a workbook needs a sheet");
    circlet_workbook_free(book);
    circlet_workbook_free(NULL);
    book = new_book();
    assert_fails(circlet_workbook_write(book, refuse, NULL, error),
                 CIRCLET_E_IO, "the workbook could not be written");
    circlet_workbook_free(book);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_text_comes_back_as_it_was),
        cmocka_unit_test(every_number_comes_back_as_it_was),
        cmocka_unit_test(what_is_unknown_leaves_its_cell_empty),
        cmocka_unit_test(characters_that_xml_has_not_become_spaces),
        cmocka_unit_test(a_text_is_cut_at_what_a_cell_can_hold),
        cmocka_unit_test(columns_beyond_z_and_several_sheets),
        cmocka_unit_test(the_same_cells_give_the_same_bytes),
        cmocka_unit_test(failures_are_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

int main(void)
{
    return 77; /* this circlet has no .xlsx files */
}

#endif
