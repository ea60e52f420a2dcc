#include "io/xlsx_sheet.h"

#ifdef HAVE_XLSX

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "io/xlsx_xml.h"

/* A cell has at most 32,767 characters. */
#define ROW_SIZE_MAX ((size_t)16 * 1024 * 1024)
/* Each is looked at column by column. */
#define MERGE_WIDTH_MAX 100000000

/* A cell as it is being read. */
typedef struct raw_cell {
    ci_xlsx_cell cell;
    size_t start; /* of its text, in the row's */
    bool is_shared; /* its text is the number of a shared one */
} raw_cell;

struct ci_xlsx_sheet {
    ci_xml_reader *xml;
    const ci_xlsx_book *book; /* borrowed */
    const char *name; /* borrowed */
    ci_xlsx_sheet_facts facts;
    uint64_t merge_width; /* columns, of all merges */
    uint32_t column_notes; /* that there were */
    uint32_t row; /* the last that began */
    uint32_t next_column;
    bool is_hidden, has_row;
    bool is_in_rows, is_in_row, is_in_cell, is_in_text, is_in_inline;
    bool is_inline; /* the text of the cell stands within it */
    int phonetic_depth;
    raw_cell *raw;
    ci_xlsx_cell *cells;
    size_t count, raw_capacity, cell_capacity;
    ci_buffer text;
};

/* ---- the attributes of rows and cells ----------------------------------- */

/* Gives the whole number that an attribute is, or `missing`; -1: none. */
static int64_t read_number(const char *text, int64_t missing)
{
    int64_t number = -1;

    if (!text)
        return missing;
    return ci_parse_int64(&number, text) && number >= 0 ? number : -1;
}

static circlet_status begin_row(ci_xlsx_sheet *sheet,
                                const char *const *attributes,
                                circlet_error *error)
{
    const char *text = ci_xml_attribute(attributes, "r");
    int64_t row = read_number(text, (int64_t)sheet->row + 1);

    if (row <= sheet->row || row > CI_XLSX_ROW_MAX)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: sheet '%s': row '%s' comes after row %" PRIu32,
                       ci_xlsx_zip_path(sheet->book->zip), sheet->name,
                       text ? text : "", sheet->row);
    sheet->row = (uint32_t)row;
    sheet->next_column = 0;
    sheet->is_hidden = ci_xml_flag(attributes, "hidden");
    sheet->is_in_row = true;
    sheet->count = 0;
    sheet->text.size = 0;
    return CIRCLET_OK;
}

static bool read_type(raw_cell *raw, bool *is_inline, const char *text)
{
    static const struct {
        const char *word;
        ci_xlsx_type type;
    } types[] = {
        {"n", CI_XLSX_TYPE_NUMBER},   {"s", CI_XLSX_TYPE_TEXT},
        {"str", CI_XLSX_TYPE_TEXT},   {"inlineStr", CI_XLSX_TYPE_TEXT},
        {"b", CI_XLSX_TYPE_BOOLEAN},  {"e", CI_XLSX_TYPE_ERROR},
        {"d", CI_XLSX_TYPE_ISO_DATE},
    };

    *is_inline = false;
    if (!text)
        return true;
    raw->is_shared = strcmp(text, "s") == 0;
    *is_inline = strcmp(text, "inlineStr") == 0;
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
        if (strcmp(text, types[i].word) == 0) {
            raw->cell.type = types[i].type;
            return true;
        }
    return false;
}

static circlet_status fail_cell(const ci_xlsx_sheet *sheet, const char *text,
                                circlet_error *error)
{
    char column[CI_XLSX_COLUMN_SIZE];

    ci_xlsx_name_column(column, sheet->next_column < CI_XLSX_COLUMN_MAX
                                    ? sheet->next_column
                                    : CI_XLSX_COLUMN_MAX - 1);
    return ci_fail(error, CIRCLET_E_FORMAT,
                   "%s: sheet '%s': cell '%s' stands where %s%" PRIu32
                   " or a later one is expected",
                   ci_xlsx_zip_path(sheet->book->zip), sheet->name,
                   text ? text : "", column, sheet->row);
}

static circlet_status begin_cell(ci_xlsx_sheet *sheet,
                                 const char *const *attributes,
                                 circlet_error *error)
{
    const char *place = ci_xml_attribute(attributes, "r");
    const char *type = ci_xml_attribute(attributes, "t");
    int64_t style = read_number(ci_xml_attribute(attributes, "s"), 0);
    uint32_t row = sheet->row, column = sheet->next_column;
    raw_cell raw = {.start = sheet->text.size};
    raw_cell *cells;
    const char *end = place ? ci_xlsx_read_cell(&row, &column, place) : "";

    if (!end || *end || row != sheet->row || column < sheet->next_column ||
        column >= CI_XLSX_COLUMN_MAX)
        return fail_cell(sheet, place, error);
    if (!read_type(&raw, &sheet->is_inline, type))
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: sheet '%s': cell '%s' has the type '%s'",
                       ci_xlsx_zip_path(sheet->book->zip), sheet->name,
                       place ? place : "", type);
    if (style < 0 || (sheet->book->styles.count > 0 &&
                      (uint64_t)style >= sheet->book->styles.count))
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: sheet '%s': cell '%s' has a style that the file "
                       "lacks",
                       ci_xlsx_zip_path(sheet->book->zip), sheet->name,
                       place ? place : "");
    cells = ci_array_reserve_one(sheet->raw, sheet->count,
                                 &sheet->raw_capacity, sizeof(*cells));
    if (!cells)
        return ci_fail_nomem(error);
    raw.cell.column = column;
    raw.cell.style =
        sheet->book->styles.count > 0 ? (uint32_t)style : UINT32_MAX;
    sheet->raw = cells;
    cells[sheet->count++] = raw;
    sheet->next_column = column + 1;
    sheet->is_in_cell = true;
    return CIRCLET_OK;
}

/* ---- beside the rows ---------------------------------------------------- */

static circlet_status hear_merge(ci_xlsx_sheet *sheet,
                                 const char *const *attributes,
                                 circlet_error *error)
{
    const char *text = ci_xml_attribute(attributes, "ref");
    ci_xlsx_range range = {0};
    const char *end = text;

    if (end)
        end = ci_xlsx_read_cell(&range.first_row, &range.first_column, end);
    if (end && *end == ':')
        end = ci_xlsx_read_cell(&range.last_row, &range.last_column, end + 1);
    if (!end || *end || range.last_row < range.first_row ||
        range.last_column < range.first_column)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: sheet '%s': the merged cells '%s' are none",
                       ci_xlsx_zip_path(sheet->book->zip), sheet->name,
                       text ? text : "");
    sheet->merge_width += range.last_column - range.first_column + 1;
    if (sheet->merge_width > MERGE_WIDTH_MAX)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: sheet '%s' has too many merged cells",
                       ci_xlsx_zip_path(sheet->book->zip), sheet->name);
    return ci_xlsx_merges_add(&sheet->facts.merges, range)
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}

static void hear_columns(ci_xlsx_sheet *sheet, const char *const *attributes)
{
    int64_t min = read_number(ci_xml_attribute(attributes, "min"), 0);
    int64_t max = read_number(ci_xml_attribute(attributes, "max"), 0);

    /* Each is about other columns. */
    if (sheet->column_notes++ >= CI_XLSX_COLUMN_MAX ||
        !ci_xml_flag(attributes, "hidden") || min < 1)
        return;
    for (int64_t i = min; i <= max && i <= CI_XLSX_COLUMN_MAX; i++)
        sheet->facts.is_hidden[i - 1] = 1;
}

/* ---- what the part says ------------------------------------------------- */

static void begin_in_cell(ci_xlsx_sheet *sheet, const char *name)
{
    if (strcmp(name, "v") == 0)
        sheet->is_in_text = !sheet->is_inline;
    else if (strcmp(name, "f") == 0)
        sheet->raw[sheet->count - 1].cell.has_formula = true;
    else if (strcmp(name, "is") == 0)
        sheet->is_in_inline = sheet->is_inline;
    else if (strcmp(name, "rPh") == 0)
        sheet->phonetic_depth++;
    else if (strcmp(name, "t") == 0)
        sheet->is_in_text = sheet->is_in_inline && sheet->phonetic_depth == 0;
}

static void on_start(void *user, const char *name,
                     const char *const *attributes)
{
    ci_xlsx_sheet *sheet = user;
    circlet_error *error = ci_xml_error(sheet->xml);
    circlet_status status = CIRCLET_OK;

    if (sheet->is_in_cell)
        begin_in_cell(sheet, name);
    else if (sheet->is_in_row && strcmp(name, "c") == 0)
        status = begin_cell(sheet, attributes, error);
    else if (sheet->is_in_rows && !sheet->is_in_row &&
             strcmp(name, "row") == 0)
        status = begin_row(sheet, attributes, error);
    else if (strcmp(name, "sheetData") == 0)
        sheet->is_in_rows = true;
    else if (strcmp(name, "mergeCell") == 0)
        status = hear_merge(sheet, attributes, error);
    else if (strcmp(name, "col") == 0)
        hear_columns(sheet, attributes);
    if (status != CIRCLET_OK)
        ci_xml_fail(sheet->xml, status);
}

static void on_text(void *user, const char *text, size_t size)
{
    ci_xlsx_sheet *sheet = user;

    if (!sheet->is_in_text)
        return;
    if (sheet->text.size + size > ROW_SIZE_MAX)
        ci_xml_fail(sheet->xml,
                    ci_fail(ci_xml_error(sheet->xml), CIRCLET_E_FORMAT,
                            "%s: sheet '%s': row %" PRIu32
                            " has more than %zu bytes",
                            ci_xlsx_zip_path(sheet->book->zip), sheet->name,
                            sheet->row, ROW_SIZE_MAX));
    else
        ci_buffer_add_n(&sheet->text, text, size);
}

static void end_cell(ci_xlsx_sheet *sheet)
{
    raw_cell *raw = &sheet->raw[sheet->count - 1];

    sheet->is_in_cell = sheet->is_in_inline = false;
    if (raw->cell.type == CI_XLSX_TYPE_TEXT && !raw->is_shared)
        ci_xlsx_unescape(&sheet->text, raw->start);
    ci_buffer_add_n(&sheet->text, "", 1);
    if (sheet->text.failed)
        ci_xml_fail(sheet->xml, ci_fail_nomem(ci_xml_error(sheet->xml)));
}

static void on_end(void *user, const char *name)
{
    ci_xlsx_sheet *sheet = user;

    if (sheet->is_in_cell) {
        if (strcmp(name, "c") == 0)
            end_cell(sheet);
        else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
            sheet->is_in_text = false;
        else if (strcmp(name, "rPh") == 0)
            sheet->phonetic_depth--;
    } else if (sheet->is_in_row && strcmp(name, "row") == 0) {
        sheet->is_in_row = false;
        sheet->has_row = sheet->count > 0;
        if (sheet->has_row)
            ci_xml_pause(sheet->xml);
    } else if (strcmp(name, "sheetData") == 0) {
        sheet->is_in_rows = false;
    }
}

circlet_status ci_xlsx_sheet_open(ci_xlsx_sheet **out,
                                  const ci_xlsx_book *book, size_t position,
                                  circlet_error *error)
{
    static const ci_xml_handler handler = {on_start, on_end, on_text};
    ci_xlsx_sheet *sheet = calloc(1, sizeof(*sheet));
    circlet_status status;

    if (!sheet)
        return ci_fail_nomem(error);
    sheet->book = book;
    sheet->name = book->sheets[position].name;
    status =
        ci_xml_reader_open(&sheet->xml, book->zip, book->sheets[position].part,
                           &handler, sheet, error);
    if (status != CIRCLET_OK) {
        ci_xlsx_sheet_close(sheet);
        return status;
    }
    *out = sheet;
    return CIRCLET_OK;
}

void ci_xlsx_sheet_close(ci_xlsx_sheet *sheet)
{
    if (!sheet)
        return;
    ci_xml_reader_close(sheet->xml);
    ci_xlsx_merges_free(&sheet->facts.merges);
    ci_buffer_free(&sheet->text);
    free(sheet->raw);
    free(sheet->cells);
    free(sheet);
}

static circlet_status find_shared(const char **out, const ci_xlsx_sheet *sheet,
                                  const raw_cell *raw, circlet_error *error)
{
    const char *number = sheet->text.text + raw->start;
    int64_t place = read_number(*number ? number : NULL, -1);
    char column[CI_XLSX_COLUMN_SIZE];

    *out = *number ? NULL : "";
    if (place >= 0)
        *out = ci_xlsx_string(&sheet->book->strings, (uint64_t)place);
    if (*out)
        return CIRCLET_OK;
    ci_xlsx_name_column(column, raw->cell.column);
    return ci_fail(error, CIRCLET_E_FORMAT,
                   "%s: sheet '%s': cell %s%" PRIu32
                   " has the shared text '%.20s' of %zu",
                   ci_xlsx_zip_path(sheet->book->zip), sheet->name, column,
                   sheet->row, number, sheet->book->strings.count);
}

/* The texts of the row lie still now. */
static circlet_status finish_cells(ci_xlsx_sheet *sheet, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    if (sheet->cell_capacity < sheet->count) {
        free(sheet->cells);
        sheet->cells = calloc(sheet->raw_capacity, sizeof(*sheet->cells));
        sheet->cell_capacity = sheet->cells ? sheet->raw_capacity : 0;
        if (!sheet->cells)
            return ci_fail_nomem(error);
    }
    for (size_t i = 0; i < sheet->count && status == CIRCLET_OK; i++) {
        const raw_cell *raw = &sheet->raw[i];

        sheet->cells[i] = raw->cell;
        sheet->cells[i].text = sheet->text.text + raw->start;
        if (raw->is_shared)
            status = find_shared(&sheet->cells[i].text, sheet, raw, error);
    }
    return status;
}

circlet_status ci_xlsx_sheet_next(ci_xlsx_sheet *sheet, ci_xlsx_row *out,
                                  bool *has_row, circlet_error *error)
{
    bool is_done = false;
    circlet_status status;

    sheet->has_row = false;
    status = ci_xml_reader_run(sheet->xml, &is_done, error);
    if (status == CIRCLET_OK && sheet->has_row)
        status = finish_cells(sheet, error);
    if (status != CIRCLET_OK)
        return status;
    *has_row = sheet->has_row;
    if (*has_row)
        *out = (ci_xlsx_row){sheet->row, sheet->is_hidden, sheet->cells,
                             sheet->count};
    return CIRCLET_OK;
}

ci_xlsx_sheet_facts *ci_xlsx_sheet_look(ci_xlsx_sheet *sheet)
{
    return &sheet->facts;
}

const char *ci_xlsx_skip_spaces(const char *text)
{
    static const char no_break[] = "\xc2\xa0", wide[] = "\xe3\x80\x80";

    for (;;) {
        if (*text == ' ' || (*text >= '\t' && *text <= '\r'))
            text++;
        else if (strncmp(text, no_break, sizeof(no_break) - 1) == 0)
            text += sizeof(no_break) - 1;
        else if (strncmp(text, wide, sizeof(wide) - 1) == 0)
            text += sizeof(wide) - 1;
        else
            return text;
    }
}

bool ci_xlsx_is_filled(const ci_xlsx_cell *cell)
{
    return *ci_xlsx_skip_spaces(cell->text) ||
           (cell->has_formula && cell->type != CI_XLSX_TYPE_TEXT);
}

#endif
