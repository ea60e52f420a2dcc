/* CSV and JSON of ledgers. */
#include "ledger_output.h"

#include <inttypes.h>
#include <string.h>

#include "csv_field.h"
#include "ledger_words.h"

void ledger_format_milli(char out[NUMBER_SIZE], int64_t milli, int decimals)
{
    static const int64_t steps[] = {1000, 100, 10, 1};
    int64_t step = steps[decimals];
    int64_t rounded = (milli + step / 2) / step * step;
    int size = snprintf(out, NUMBER_SIZE, "%" PRId64 ".%03" PRId64,
                        rounded / 1000, rounded % 1000);

    while (out[size - 1] == '0')
        out[--size] = '\0';
    if (out[size - 1] == '.')
        out[--size] = '\0';
}

static bool is_of_people(const circlet_ledger_column *column)
{
    return strcmp(column->unit, "persons") == 0;
}

static bool has_modelled(const circlet_ledger *ledger, size_t column)
{
    return circlet_ledger_has_modelled(ledger) &&
           is_of_people(circlet_ledger_column_at(ledger, column));
}

/* ---- CSV ---------------------------------------------------------------- */

static void write_heading(FILE *file, const circlet_ledger *ledger)
{
    char id[COLUMN_ID_SIZE];

    fputs("level,code,name,parent_code", file);
    for (size_t c = 0; c < circlet_ledger_column_count(ledger); c++) {
        ledger_column_id(id, circlet_ledger_column_at(ledger, c));
        putc(',', file);
        csv_write_field(file, id);
        if (!has_modelled(ledger, c))
            continue;
        fputs(",modelled_", file);
        csv_write_field(file, id);
    }
    fputs(",internal,incomplete,hidden\n", file);
}

static void write_figure(FILE *file, int64_t milli)
{
    char number[NUMBER_SIZE];

    ledger_format_milli(number, milli, 3);
    fputs(number, file);
}

/* The ids of the columns that a test picks out, divided by ';'. */
static void write_list(FILE *file, const circlet_ledger *ledger, size_t row,
                       bool (*is_listed)(circlet_ledger_cell cell))
{
    const char *divider = ",";

    for (size_t c = 0; c < circlet_ledger_column_count(ledger); c++) {
        char id[COLUMN_ID_SIZE];

        if (!is_listed(circlet_ledger_cell_at(ledger, row, c)))
            continue;
        ledger_column_id(id, circlet_ledger_column_at(ledger, c));
        fprintf(file, "%s%s", divider, id);
        divider = ";";
    }
    if (*divider == ',')
        putc(',', file);
}

static bool is_internal(circlet_ledger_cell cell)
{
    return cell.is_internal;
}

static bool is_incomplete(circlet_ledger_cell cell)
{
    return !cell.is_complete && !cell.is_hidden;
}

static bool is_hidden(circlet_ledger_cell cell)
{
    return cell.is_hidden;
}

static void write_row(FILE *file, const circlet_ledger *ledger, size_t row)
{
    const circlet_ledger_row *which = circlet_ledger_row_at(ledger, row);

    fputs(which ? circlet_ledger_level_name(which->level) : "total", file);
    putc(',', file);
    csv_write_field(file, which ? which->code : NULL);
    putc(',', file);
    csv_write_field(file, which ? which->name : NULL);
    putc(',', file);
    csv_write_field(file, which ? which->parent_code : NULL);
    for (size_t c = 0; c < circlet_ledger_column_count(ledger); c++) {
        circlet_ledger_cell cell = circlet_ledger_cell_at(ledger, row, c);

        putc(',', file);
        if (cell.is_known)
            write_figure(file, cell.value_milli);
        if (!has_modelled(ledger, c))
            continue;
        putc(',', file);
        if (cell.is_known)
            write_figure(file, cell.modelled_milli);
    }
    write_list(file, ledger, row, is_internal);
    write_list(file, ledger, row, is_incomplete);
    write_list(file, ledger, row, is_hidden);
    putc('\n', file);
}

void ledger_write_csv(FILE *file, const circlet_ledger *ledger)
{
    write_heading(file, ledger);
    for (size_t i = 0; i <= circlet_ledger_row_count(ledger); i++)
        write_row(file, ledger, i);
}

/* ---- JSON --------------------------------------------------------------- */

static void text_or_null(json *out, const char *key, const char *text)
{
    if (text)
        json_text(out, key, text);
    else
        json_null(out, key);
}

static void write_column(json *out, const circlet_ledger_column *column)
{
    char id[COLUMN_ID_SIZE];

    ledger_column_id(id, column);
    json_object(out, NULL);
    json_text(out, "id", id);
    json_text(out, "section", circlet_ledger_section_name(column->section));
    json_text(out, "word", column->word);
    json_text(out, "unit", column->unit);
    text_or_null(out, "rule", column->rule);
    text_or_null(out, "mode", column->mode);
    text_or_null(out, "title_zh", column->title_zh);
    text_or_null(out, "title_en", column->title_en);
    text_or_null(out, "citation", column->citation);
    json_end(out);
}

static void write_number(json *out, const char *id, int64_t milli,
                         bool is_known)
{
    char number[NUMBER_SIZE];

    ledger_format_milli(number, milli, 3);
    json_raw(out, id, is_known ? number : "null");
}

static void write_figures(json *out, const circlet_ledger *ledger, size_t row,
                          bool of_modelled)
{
    char id[COLUMN_ID_SIZE];

    json_object(out, of_modelled ? "modelled" : "figures");
    for (size_t c = 0; c < circlet_ledger_column_count(ledger); c++) {
        circlet_ledger_cell cell = circlet_ledger_cell_at(ledger, row, c);

        if (of_modelled && !has_modelled(ledger, c))
            continue;
        ledger_column_id(id, circlet_ledger_column_at(ledger, c));
        write_number(out, id,
                     of_modelled ? cell.modelled_milli : cell.value_milli,
                     cell.is_known);
    }
    json_end(out);
}

static void write_marked(json *out, const circlet_ledger *ledger, size_t row,
                         const char *key,
                         bool (*is_listed)(circlet_ledger_cell cell))
{
    char id[COLUMN_ID_SIZE];

    json_array(out, key);
    for (size_t c = 0; c < circlet_ledger_column_count(ledger); c++)
        if (is_listed(circlet_ledger_cell_at(ledger, row, c))) {
            ledger_column_id(id, circlet_ledger_column_at(ledger, c));
            json_text(out, NULL, id);
        }
    json_end(out);
}

static void write_cells(json *out, const circlet_ledger *ledger, size_t row)
{
    write_figures(out, ledger, row, false);
    if (circlet_ledger_has_modelled(ledger))
        write_figures(out, ledger, row, true);
    write_marked(out, ledger, row, "internal", is_internal);
    write_marked(out, ledger, row, "incomplete", is_incomplete);
    write_marked(out, ledger, row, "hidden", is_hidden);
}

void ledger_write_json(json *out, const circlet_ledger *ledger)
{
    size_t rows = circlet_ledger_row_count(ledger);
    int year = circlet_ledger_year(ledger);

    json_text(out, "level",
              circlet_ledger_level_name(circlet_ledger_level_of(ledger)));
    json_known(out, "year", year > 0 ? year : -1);
    json_integer(out, "internal_below", circlet_ledger_internal_below(ledger));
    json_integer(out, "hidden_below", circlet_ledger_hidden_below(ledger));
    json_array(out, "columns");
    for (size_t c = 0; c < circlet_ledger_column_count(ledger); c++)
        write_column(out, circlet_ledger_column_at(ledger, c));
    json_end(out);
    json_array(out, "rows");
    for (size_t i = 0; i < rows; i++) {
        const circlet_ledger_row *row = circlet_ledger_row_at(ledger, i);

        json_object(out, NULL);
        text_or_null(out, "code", row->code);
        text_or_null(out, "name", row->name);
        text_or_null(out, "parent", row->parent_code);
        text_or_null(out, "parent_name", row->parent_name);
        write_cells(out, ledger, i);
        json_end(out);
    }
    json_end(out);
    json_object(out, "total");
    write_cells(out, ledger, rows);
    json_end(out);
}
