/* A sheet of an .xlsx file as a source of records. Coordinates are columns
 * like others: who imports them knows which. */
#include "io/source.h"

#include "base/error.h"

#ifdef HAVE_XLSX

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/id_map.h"
#include "base/text.h"
#include "io/xlsx_choice.h"
#include "io/xlsx_heading.h"
#include "io/xlsx_value.h"

static const ci_geometry no_geometry = {0};

typedef struct xlsx_source {
    ci_xlsx_book book;
    ci_xlsx_sheet *sheet;
    ci_xlsx_layout layout;
    ci_xlsx_cover cover;
    ci_xlsx_heading heading;
    char **fields; /* borrowed */
    size_t field_count;
    const char **values;
    size_t *starts; /* of the values in `text`; SIZE_MAX: none */
    ci_buffer text; /* of the values of a row */
    ci_buffer problem;
    uint32_t problem_field; /* of the first unreadable cell */
    const char *problem_value;
} xlsx_source;

static void close_source(void *state)
{
    xlsx_source *x = state;

    if (!x)
        return;
    ci_xlsx_sheet_close(x->sheet);
    ci_xlsx_layout_free(&x->layout);
    ci_xlsx_book_close(&x->book);
    ci_buffer_free(&x->text);
    ci_buffer_free(&x->problem);
    free(x->values);
    free(x->starts);
    free(x);
}

/* ---- rows --------------------------------------------------------------- */

/* Says what is wrong with a cell, but not what it holds: that may be who
 * somebody is. */
static void add_problem(xlsx_source *x, const ci_xlsx_cell *cell, uint32_t row,
                        ci_xlsx_fault fault)
{
    ci_buffer *out = &x->problem;
    const char *field = x->fields[x->heading.field_of[cell->column]];
    char column[CI_XLSX_COLUMN_SIZE];

    if (out->size == 0) {
        x->problem_field = x->heading.field_of[cell->column];
        x->problem_value = fault == CI_XLSX_ERROR ? cell->text : NULL;
    }
    ci_xlsx_name_column(column, cell->column);
    ci_buffer_add(out, out->size > 0 ? "; " : "");
    if (fault == CI_XLSX_ERROR)
        ci_reason_add(out, "%s in cell %s%" PRIu32 " is the error %.20s",
                      field, column, row, cell->text);
    else if (fault == CI_XLSX_NO_RESULT)
        ci_reason_add(out,
                      "%s in cell %s%" PRIu32
                      " is a formula without a stored result: open the file "
                      "in a spreadsheet program and save it",
                      field, column, row);
    else if (fault == CI_XLSX_TOO_LONG)
        ci_reason_add(out,
                      "%s in cell %s%" PRIu32
                      " is a number of more than 15 digits, of which a "
                      "spreadsheet loses some: format the column as text "
                      "and enter it again",
                      field, column, row);
    else if (fault == CI_XLSX_NO_DATE)
        ci_reason_add(out,
                      "%s in cell %s%" PRIu32 " is shown as a date, and "
                      "there is no such day",
                      field, column, row);
    else
        ci_reason_add(out,
                      "%s in cell %s%" PRIu32 " is marked as a number, "
                      "and is none",
                      field, column, row);
}

/* Whether the row has a value. */
static bool read_cells(xlsx_source *x, const ci_xlsx_row *row)
{
    bool has_value = false;

    x->text.size = x->problem.size = 0;
    x->problem_field = CI_NOWHERE;
    x->problem_value = NULL;
    ci_xlsx_cover_row(&x->cover, &x->layout.merges, row->number);
    for (size_t i = 0; i < x->field_count; i++)
        x->starts[i] = SIZE_MAX;
    for (size_t i = 0; i < row->count; i++) {
        const ci_xlsx_cell *cell = &row->cells[i];
        uint32_t field = x->heading.field_of[cell->column];
        size_t start = x->text.size;
        ci_xlsx_fault fault;

        if (field == CI_NOWHERE || !ci_xlsx_is_filled(cell) ||
            ci_xlsx_is_covered(&x->cover, row->number, cell->column))
            continue;
        has_value = true;
        fault = ci_xlsx_value_add(&x->text, cell, &x->book);
        if (fault != CI_XLSX_GOOD) {
            add_problem(x, cell, row->number, fault);
            x->text.size = start;
            continue;
        }
        ci_buffer_add_n(&x->text, "", 1);
        x->starts[field] = start;
    }
    return has_value;
}

static circlet_status next_record(void *state, ci_record *out, bool *has_row,
                                  circlet_error *error)
{
    xlsx_source *x = state;
    ci_xlsx_row row;
    bool is_row = false;

    /* Rows without a value are passed over. */
    do {
        circlet_status status =
            ci_xlsx_sheet_next(x->sheet, &row, &is_row, error);

        if (status != CIRCLET_OK)
            return status;
    } while (is_row && !read_cells(x, &row));
    if (x->text.failed || x->problem.failed)
        return ci_fail_nomem(error);
    *has_row = is_row;
    if (!is_row)
        return CIRCLET_OK;
    for (size_t i = 0; i < x->field_count; i++)
        x->values[i] =
            x->starts[i] == SIZE_MAX ? NULL : x->text.text + x->starts[i];
    *out = (ci_record){
        row.number,       x->values,
        &no_geometry,     x->problem.size > 0 ? x->problem.text : NULL,
        x->problem_field, x->problem_value};
    return CIRCLET_OK;
}

/* ---- opening ------------------------------------------------------------ */

/* What a planner should know of how the sheet was read. */
static bool remark_on_layout(const xlsx_source *x, ci_source *out)
{
    const ci_xlsx_layout *layout = &x->layout;
    const char *sheet = x->heading.sheet;
    uint32_t columns = 0;
    size_t merges = 0;

    for (uint32_t i = 0; i < CI_XLSX_COLUMN_MAX; i++)
        columns +=
            layout->is_hidden[i] && x->heading.field_of[i] != CI_NOWHERE;
    for (size_t i = 0; i < layout->merges.count; i++)
        merges += layout->merges.ranges[i].first_row > layout->heading_row;
    if (layout->heading_row > 1 &&
        !ci_source_add_remark(out,
                              "the heading of sheet '%s' is row %" PRIu32
                              ": what stands above it is not read",
                              sheet, layout->heading_row))
        return false;
    if (layout->hidden_rows + columns > 0 &&
        !ci_source_add_remark(out,
                              "hidden rows (%" PRIu32 ") and columns (%" PRIu32
                              ") of sheet '%s' are read like the others",
                              layout->hidden_rows, columns, sheet))
        return false;
    return merges == 0 ||
           ci_source_add_remark(out,
                                "sheet '%s' has merged cells (%zu) below the "
                                "heading: only the first cell of each has "
                                "the value",
                                sheet, merges);
}

/* Reads up to and with the heading row. */
static circlet_status read_heading(xlsx_source *x, ci_source *out,
                                   circlet_error *error)
{
    ci_xlsx_row row = {0};
    bool has_row = true;
    circlet_status status = CIRCLET_OK;

    while (status == CIRCLET_OK && has_row &&
           row.number != x->layout.heading_row)
        status = ci_xlsx_sheet_next(x->sheet, &row, &has_row, error);
    if (status == CIRCLET_OK)
        status = ci_xlsx_heading_read(&x->heading, out, &row, error);
    if (status != CIRCLET_OK)
        return status;
    ci_xlsx_cover_row(&x->cover, &x->layout.merges, row.number);
    x->fields = out->fields;
    x->field_count = out->field_count;
    x->values = calloc(x->field_count, sizeof(*x->values));
    x->starts = calloc(x->field_count, sizeof(*x->starts));
    return x->values && x->starts ? CIRCLET_OK : ci_fail_nomem(error);
}

static circlet_status open_sheet(xlsx_source *x, ci_source *out,
                                 const char *name, circlet_error *error)
{
    size_t place = 0;
    circlet_status status =
        ci_xlsx_choose_sheet(&place, &x->book, name, out, error);

    if (status == CIRCLET_OK)
        status = ci_xlsx_layout_read(&x->layout, &x->book, place, error);
    if (status != CIRCLET_OK)
        return status;
    x->heading.book = &x->book;
    x->heading.sheet = x->book.sheets[place].name;
    x->heading.layout = &x->layout;
    if (x->layout.heading_row == 0)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: sheet '%s' has no filled cell",
                       ci_xlsx_zip_path(x->book.zip), x->heading.sheet);
    status = ci_xlsx_sheet_open(&x->sheet, &x->book, place, error);
    if (status == CIRCLET_OK)
        status = read_heading(x, out, error);
    if (status == CIRCLET_OK && !remark_on_layout(x, out))
        status = ci_fail_nomem(error);
    return status;
}

static circlet_status open_book(xlsx_source *x, ci_source *out,
                                const char *path, circlet_error *error)
{
    size_t size = ci_source_file_size(path);
    char *file = ci_text_copy_n(path, size);
    circlet_status status;

    if (!file)
        return ci_fail_nomem(error);
    status = ci_xlsx_book_open(&x->book, file, error);
    free(file);
    if (status == CIRCLET_OK)
        status =
            open_sheet(x, out, path[size] ? path + size + 1 : NULL, error);
    return status;
}

circlet_status ci_xlsx_open(ci_source *out, const char *path,
                            const ci_source_options *options,
                            circlet_error *error)
{
    xlsx_source *x;
    circlet_status status;

    if (options->encoding)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "%s: the encoding of an .xlsx file is known: it takes "
                       "no other",
                       path);
    x = calloc(1, sizeof(*x));
    if (!x)
        return ci_fail_nomem(error);
    status = open_book(x, out, path, error);
    out->state = x;
    out->format = (ci_source_format){next_record, close_source};
    if (status != CIRCLET_OK)
        ci_source_free_parts(out);
    return status;
}

#else

circlet_status ci_xlsx_open(ci_source *out, const char *path,
                            const ci_source_options *options,
                            circlet_error *error)
{
    (void)out;
    (void)options;
    return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                   "%s: this circlet was built without xlsx: save the file as "
                   "CSV",
                   path);
}

#endif
