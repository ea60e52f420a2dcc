#include "io/workbook.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

/* What a sheet can have: ECMA-376 leaves it open, programs do not. */
#define ROW_MAX 1048576
#define TEXT_MAX 32767 /* characters of a cell */
#define FILTER_WIDTH 3 /* of the button in a heading, in characters */
#define LINE_MAX 25 /* of a row: 409 points high */

circlet_status circlet_workbook_new(circlet_workbook **out, const char *title,
                                    circlet_error *error)
{
    circlet_workbook *book;

    if (!out || !title)
        return ci_fail(error, CIRCLET_E_ARGUMENT, "a workbook needs a title");
#ifndef HAVE_XLSX
    return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                   "this circlet was built without .xlsx files: they need "
                   "libzip and expat");
#endif
    book = calloc(1, sizeof(*book));
    if (!book)
        return ci_fail_nomem(error);
    book->title = ci_text_copy(title);
    if (!book->title) {
        free(book);
        return ci_fail_nomem(error);
    }
    *out = book;
    return CIRCLET_OK;
}

void circlet_workbook_free(circlet_workbook *book)
{
    if (!book)
        return;
    for (size_t i = 0; i < book->sheet_count; i++) {
        free(book->sheets[i].name);
        free(book->sheets[i].widths);
        ci_buffer_free(&book->sheets[i].rows);
        ci_buffer_free(&book->sheets[i].cells);
    }
    free(book->sheets);
    free(book->title);
    free(book);
}

/* ---- cells -------------------------------------------------------------- */

static void start_cell(ci_workbook_sheet *sheet, unsigned style)
{
    ci_buffer *out = &sheet->cells;

    ci_buffer_add(out, "<c r=\"");
    ci_workbook_put_letters(out, sheet->next_column);
    ci_workbook_put_count(out, sheet->row_count);
    ci_buffer_add(out, "\" s=\"");
    ci_workbook_put_count(out, style);
    ci_buffer_add(out, "\"");
}

/* A copy that is no longer than a cell can hold. */
static char *cut_text(const char *text)
{
    size_t characters = 0, i = 0;

    for (; text[i] && characters < TEXT_MAX; i++) {
        unsigned char c = (unsigned char)text[i];

        /* A character beyond the basic plane counts twice. */
        characters += (c & 0xC0) != 0x80 ? 1 + (c >= 0xF0) : 0;
    }
    while (text[i] && ((unsigned char)text[i] & 0xC0) == 0x80)
        i++;
    return ci_text_copy_n(text, i);
}

static void put_text(ci_workbook_sheet *sheet, unsigned style,
                     const char *text)
{
    ci_buffer *out = &sheet->cells;
    char *cut = cut_text(text);

    start_cell(sheet, style);
    ci_buffer_add(out, " t=\"inlineStr\"><is><t xml:space=\"preserve\">");
    if (cut)
        ci_workbook_put_text(out, cut);
    else
        out->failed = true;
    ci_buffer_add(out, "</t></is></c>");
    free(cut);
}

/* How many lines a text takes in a column: a Chinese character is as wide as
 * two others. Words that are broken leave some room. */
static size_t count_lines(const char *text, double width)
{
    size_t lines = 1;
    double used = 0;

    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        double size = (c & 0xC0) == 0x80 ? 0 : c >= 0xE0 ? 2 : 1;

        used += size;
        if (c == '\n' || used > width) {
            lines++;
            used = c == '\n' ? 0 : size;
        }
    }
    return lines;
}

/* The row is to be high enough for the text. */
static void make_room(ci_workbook_sheet *sheet, const char *text, double taken)
{
    size_t lines =
        count_lines(text, sheet->widths[sheet->next_column] - taken);

    if (lines > sheet->line_count)
        sheet->line_count = lines < LINE_MAX ? lines : LINE_MAX;
}

static ci_workbook_sheet *open_sheet(circlet_workbook *book)
{
    return book->sheet_count > 0 && !book->has_failed
               ? &book->sheets[book->sheet_count - 1]
               : NULL;
}

void circlet_workbook_add_text(circlet_workbook *book, circlet_cell look,
                               const char *text)
{
    ci_workbook_sheet *sheet = open_sheet(book);

    if (!sheet)
        return;
    if (text && look == CIRCLET_CELL_LONG_TEXT &&
        sheet->next_column < sheet->column_count)
        make_room(sheet, text, 1);
    if (text && text[0])
        put_text(sheet, ci_workbook_style(look, true, sheet->has_total), text);
    sheet->next_column++;
}

void circlet_workbook_add_number(circlet_workbook *book, circlet_cell look,
                                 double value)
{
    ci_workbook_sheet *sheet = open_sheet(book);

    if (!sheet)
        return;
    if (isfinite(value)) {
        start_cell(sheet, ci_workbook_style(look, value == floor(value),
                                            sheet->has_total));
        ci_buffer_add(&sheet->cells, "><v>");
        ci_buffer_add_double(&sheet->cells, value);
        ci_buffer_add(&sheet->cells, "</v></c>");
    }
    sheet->next_column++;
}

/* ---- rows --------------------------------------------------------------- */

static void close_row(ci_workbook_sheet *sheet)
{
    ci_buffer *out = &sheet->rows;

    if (!sheet->is_row_open)
        return;
    ci_buffer_add(out, "<row r=\"");
    ci_workbook_put_count(out, sheet->row_count);
    ci_buffer_add(out, "\" ht=\"");
    ci_workbook_put_count(out, sheet->line_count * CI_WORKBOOK_LINE_PT);
    ci_buffer_add(out, "\" customHeight=\"1\">");
    if (sheet->cells.size > 0)
        ci_buffer_add_n(out, sheet->cells.text, sheet->cells.size);
    ci_buffer_add(out, "</row>\n");
    out->failed = out->failed || sheet->cells.failed;
    sheet->cells.size = 0;
    sheet->is_row_open = false;
}

static void open_row(ci_workbook_sheet *sheet)
{
    close_row(sheet);
    sheet->row_count++;
    if (!sheet->has_total)
        sheet->filtered_rows = sheet->row_count;
    sheet->line_count = 1;
    sheet->is_row_open = true;
    sheet->next_column = 0;
}

void circlet_workbook_add_row(circlet_workbook *book)
{
    ci_workbook_sheet *sheet = open_sheet(book);

    if (sheet)
        open_row(sheet);
}

void circlet_workbook_add_total(circlet_workbook *book)
{
    ci_workbook_sheet *sheet = open_sheet(book);

    if (!sheet)
        return;
    sheet->has_total = true;
    open_row(sheet);
}

/* ---- sheets ------------------------------------------------------------- */

/* The heading; false if memory ran out. */
static bool put_columns(ci_workbook_sheet *sheet,
                        const circlet_workbook_column *columns)
{
    sheet->widths = calloc(sheet->column_count + 1, sizeof(*sheet->widths));
    if (!sheet->widths || !sheet->name)
        return false;
    open_row(sheet);
    for (size_t i = 0; i < sheet->column_count; i++) {
        sheet->widths[i] = columns[i].width;
        make_room(sheet, columns[i].title, FILTER_WIDTH);
        put_text(sheet, CI_WORKBOOK_HEADING, columns[i].title);
        sheet->next_column++;
    }
    return true;
}

void circlet_workbook_add_sheet(circlet_workbook *book, const char *name,
                                const circlet_workbook_column *columns,
                                size_t column_count, size_t frozen_columns)
{
    ci_workbook_sheet *sheets =
        book->has_failed
            ? NULL
            : realloc(book->sheets, (book->sheet_count + 1) * sizeof(*sheets));

    if (!sheets) {
        book->has_failed = true;
        return;
    }
    book->sheets = sheets;
    sheets[book->sheet_count] =
        (ci_workbook_sheet){.name = ci_text_copy(name),
                            .column_count = column_count,
                            .frozen_columns = frozen_columns};
    if (!put_columns(&sheets[book->sheet_count++], columns))
        book->has_failed = true;
}

/* ---- the file ----------------------------------------------------------- */

static circlet_status check_sheets(circlet_workbook *book,
                                   circlet_error *error)
{
    if (book->has_failed)
        return ci_fail_nomem(error);
    if (book->sheet_count == 0)
        return ci_fail(error, CIRCLET_E_ARGUMENT, "a workbook needs a sheet");
    for (size_t i = 0; i < book->sheet_count; i++) {
        close_row(&book->sheets[i]);
        if (book->sheets[i].row_count > ROW_MAX)
            return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                           "sheet '%s' would have %zu rows: an .xlsx file "
                           "has at most %d",
                           book->sheets[i].name, book->sheets[i].row_count,
                           ROW_MAX);
        if (book->sheets[i].rows.failed)
            book->has_failed = true;
    }
    return book->has_failed ? ci_fail_nomem(error) : CIRCLET_OK;
}

/* Where a part of the file is; the buffer is to be filled. */
static ci_buffer *add_part(ci_workbook_part *parts, size_t *count,
                           const char *name)
{
    ci_workbook_part *part = &parts[(*count)++];

    snprintf(part->name, sizeof(part->name), "%s", name);
    return &part->text;
}

static void fill_parts(ci_workbook_part *parts, size_t *count,
                       const circlet_workbook *book)
{
    ci_workbook_put_types(add_part(parts, count, "[Content_Types].xml"), book);
    ci_buffer_add(add_part(parts, count, "_rels/.rels"),
                  ci_workbook_package_links);
    ci_workbook_put_core(add_part(parts, count, "docProps/core.xml"), book);
    ci_workbook_put_book(add_part(parts, count, "xl/workbook.xml"), book);
    ci_workbook_put_links(add_part(parts, count, "xl/_rels/workbook.xml.rels"),
                          book);
    ci_workbook_put_styles(add_part(parts, count, "xl/styles.xml"));
    for (size_t i = 0; i < book->sheet_count; i++) {
        char name[48];

        snprintf(name, sizeof(name), "xl/worksheets/sheet%zu.xml", i + 1);
        ci_workbook_put_sheet(add_part(parts, count, name), &book->sheets[i],
                              i == 0);
    }
}

circlet_status circlet_workbook_write(circlet_workbook *book,
                                      circlet_write_fn write, void *user,
                                      circlet_error *error)
{
    circlet_status status;
    ci_workbook_part *parts;
    size_t count = 0;

    if (!book || !write)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "writing a workbook needs one, and where to");
    status = check_sheets(book, error);
    if (status)
        return status;
    parts = calloc(book->sheet_count + 6, sizeof(*parts));
    if (!parts)
        return ci_fail_nomem(error);
    fill_parts(parts, &count, book);
    for (size_t i = 0; !status && i < count; i++)
        if (parts[i].text.failed)
            status = ci_fail_nomem(error);
    if (!status)
        status = ci_workbook_pack(parts, count, write, user, error);
    for (size_t i = 0; i < count; i++)
        ci_buffer_free(&parts[i].text);
    free(parts);
    return status;
}
