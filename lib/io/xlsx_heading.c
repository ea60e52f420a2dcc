#include "io/xlsx_heading.h"

#ifdef HAVE_XLSX

#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "base/id_map.h"
#include "io/xlsx_value.h"

static bool ends_in_ascii(const ci_buffer *name)
{
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference) */
    return (unsigned char)name->text[name->size - 1] < 0x80;
}

/* The name as one line, without the spaces around it. */
static void add_name(ci_buffer *out, const char *text)
{
    for (const char *c = ci_xlsx_skip_spaces(text); *c;) {
        const char *after = ci_xlsx_skip_spaces(c);
        bool is_break = false;

        if (after == c) {
            ci_buffer_add_n(out, c++, 1);
            continue;
        }
        for (const char *i = c; i < after; i++)
            is_break |= *i == '\n' || *i == '\r';
        if (!*after || out->failed)
            return;
        if (!is_break)
            ci_buffer_add_n(out, c, (size_t)(after - c));
        else if (ends_in_ascii(out) || (unsigned char)*after < 0x80)
            ci_buffer_add_n(out, " ", 1);
        c = after;
    }
}

static circlet_status add_field(ci_xlsx_heading *heading, ci_source *source,
                                const ci_xlsx_cell *cell, const char *name,
                                circlet_error *error)
{
    const char *path = ci_xlsx_zip_path(heading->book->zip);

    if (ci_source_find_field(source, name) != CI_NOWHERE)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: sheet '%s': two columns have the name '%s'", path,
                       heading->sheet, name);
    heading->field_of[cell->column] = (uint32_t)source->field_count;
    return ci_source_add_field(source, name) ? CIRCLET_OK
                                             : ci_fail_nomem(error);
}

static circlet_status read_name(ci_xlsx_heading *heading, ci_source *source,
                                const ci_xlsx_cell *cell, circlet_error *error)
{
    ci_buffer value = {0}, name = {0};
    ci_xlsx_fault fault = ci_xlsx_value_add(&value, cell, heading->book);
    char column[CI_XLSX_COLUMN_SIZE];
    circlet_status status = CIRCLET_OK;

    ci_xlsx_name_column(column, cell->column);
    if (fault != CI_XLSX_GOOD)
        status = ci_fail(error, CIRCLET_E_FORMAT,
                         "%s: sheet '%s': cell %s%" PRIu32
                         " of the heading holds no name",
                         ci_xlsx_zip_path(heading->book->zip), heading->sheet,
                         column, heading->layout->heading_row);
    else if (value.size > 0)
        add_name(&name, value.text);
    if (status == CIRCLET_OK && (value.failed || name.failed))
        status = ci_fail_nomem(error);
    if (status == CIRCLET_OK && name.size > 0)
        status = add_field(heading, source, cell, name.text, error);
    ci_buffer_free(&value);
    ci_buffer_free(&name);
    return status;
}

static circlet_status fail_merged(const ci_xlsx_heading *heading,
                                  const ci_xlsx_range *range,
                                  circlet_error *error)
{
    char first[CI_XLSX_COLUMN_SIZE], last[CI_XLSX_COLUMN_SIZE];

    ci_xlsx_name_column(first, range->first_column);
    ci_xlsx_name_column(last, range->last_column);
    return ci_fail(error, CIRCLET_E_FORMAT,
                   "%s: sheet '%s': cells %s%" PRIu32 ":%s%" PRIu32
                   " of the heading (row %" PRIu32
                   ") are merged: unmerge them and give each column one name "
                   "in one row",
                   ci_xlsx_zip_path(heading->book->zip), heading->sheet, first,
                   range->first_row, last, range->last_row,
                   heading->layout->heading_row);
}

static circlet_status check_merges(const ci_xlsx_heading *heading,
                                   circlet_error *error)
{
    const ci_xlsx_layout *layout = heading->layout;

    for (size_t i = 0; i < layout->merges.count; i++) {
        const ci_xlsx_range *range = &layout->merges.ranges[i];

        if (range->first_row <= layout->heading_row &&
            range->last_row >= layout->heading_row)
            return fail_merged(heading, range, error);
    }
    return CIRCLET_OK;
}

static circlet_status check_unnamed(const ci_xlsx_heading *heading,
                                    circlet_error *error)
{
    const ci_xlsx_layout *layout = heading->layout;
    char column[CI_XLSX_COLUMN_SIZE];

    for (uint32_t i = 0; i < CI_XLSX_COLUMN_MAX; i++) {
        if (heading->field_of[i] != CI_NOWHERE ||
            layout->last_filled[i] <= layout->heading_row)
            continue;
        ci_xlsx_name_column(column, i);
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: sheet '%s': column %s has values (the last in "
                       "row %" PRIu32 "), but no name in the heading (row "
                       "%" PRIu32 ")",
                       ci_xlsx_zip_path(heading->book->zip), heading->sheet,
                       column, layout->last_filled[i], layout->heading_row);
    }
    return CIRCLET_OK;
}

circlet_status ci_xlsx_heading_read(ci_xlsx_heading *heading,
                                    ci_source *source, const ci_xlsx_row *row,
                                    circlet_error *error)
{
    circlet_status status = check_merges(heading, error);

    for (size_t i = 0; i < CI_XLSX_COLUMN_MAX; i++)
        heading->field_of[i] = CI_NOWHERE;
    for (size_t i = 0; i < row->count && status == CIRCLET_OK; i++)
        status = read_name(heading, source, &row->cells[i], error);
    if (status == CIRCLET_OK)
        status = check_unnamed(heading, error);
    return status;
}

#endif
