#include "io/csv_reader.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "io/csv_fields.h"

#define PROBLEM_SIZE ((size_t)256)

struct ci_csv_reader {
    ci_csv_fields fields;
    char **names; /* of all columns; NULL: it has none */
    size_t name_count;
    const char **columns; /* those with a name */
    const char **values;
    size_t column_count;
    char problem[PROBLEM_SIZE];
};

static bool is_blank(const char *text)
{
    return text[strspn(text, " \t")] == '\0';
}

static circlet_status name_column(ci_csv_reader *reader, size_t i,
                                  circlet_error *error)
{
    const char *name = ci_csv_field(&reader->fields, i);

    reader->name_count = i + 1;
    if (is_blank(name))
        return CIRCLET_OK;
    if (ci_csv_reader_find(reader, name) != CI_NOWHERE)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: two columns have the name '%s'",
                       reader->fields.path, name);
    reader->names[i] = ci_text_copy(name);
    if (!reader->names[i])
        return ci_fail_nomem(error);
    reader->columns[reader->column_count++] = reader->names[i];
    return CIRCLET_OK;
}

static circlet_status name_columns(ci_csv_reader *reader, circlet_error *error)
{
    size_t count = reader->fields.count;
    circlet_status status = CIRCLET_OK;

    reader->names = calloc(count, sizeof(*reader->names));
    reader->columns = calloc(count, sizeof(*reader->columns));
    reader->values = calloc(count, sizeof(*reader->values));
    if (!reader->names || !reader->columns || !reader->values)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < count && !status; i++)
        status = name_column(reader, i, error);
    if (!status && reader->column_count == 0)
        status = ci_fail(error, CIRCLET_E_FORMAT,
                         "%s: no column of the heading has a name",
                         reader->fields.path);
    return status;
}

static circlet_status read_heading(ci_csv_reader *reader, circlet_error *error)
{
    bool has_row = false;
    uint64_t line;
    circlet_status status =
        ci_csv_fields_next(&reader->fields, &line, &has_row, error);

    if (status)
        return status;
    if (!has_row)
        return ci_fail(error, CIRCLET_E_FORMAT, "%s: file is empty",
                       reader->fields.path);
    if (reader->fields.has_loose_text)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: the heading has text after a closing quote",
                       reader->fields.path);
    return name_columns(reader, error);
}

circlet_status ci_csv_reader_open(ci_csv_reader **out, const char *path,
                                  const ci_csv_options *options,
                                  circlet_error *error)
{
    ci_csv_reader *reader = calloc(1, sizeof(*reader));
    circlet_status status;

    if (!reader)
        return ci_fail_nomem(error);
    status = ci_csv_fields_open(&reader->fields, path,
                                options ? options->encoding : NULL,
                                options ? options->block_size : 0, error);
    if (!status)
        status = read_heading(reader, error);
    if (status) {
        ci_csv_reader_close(reader);
        return status;
    }
    *out = reader;
    return CIRCLET_OK;
}

void ci_csv_reader_close(ci_csv_reader *reader)
{
    if (!reader)
        return;
    ci_csv_fields_close(&reader->fields);
    for (size_t i = 0; i < reader->name_count; i++)
        free(reader->names[i]);
    free(reader->names);
    free(reader->columns);
    free(reader->values);
    free(reader);
}

size_t ci_csv_reader_column_count(const ci_csv_reader *reader)
{
    return reader->column_count;
}

const char *ci_csv_reader_column(const ci_csv_reader *reader, size_t i)
{
    return reader->columns[i];
}

uint32_t ci_csv_reader_find(const ci_csv_reader *reader, const char *name)
{
    for (size_t i = 0; i < reader->column_count; i++)
        if (strcmp(reader->columns[i], name) == 0)
            return (uint32_t)i;
    return CI_NOWHERE;
}

void ci_csv_reader_list_columns(const ci_csv_reader *reader, char *out,
                                size_t size)
{
    size_t used = 0;

    out[0] = '\0';
    for (size_t i = 0; i < reader->column_count && used < size; i++)
        used += (size_t)snprintf(out + used, size - used, "%s%s",
                                 i > 0 ? ", " : "", reader->columns[i]);
    ci_text_cut_at_character(out);
}

char ci_csv_reader_separator(const ci_csv_reader *reader, bool *is_said)
{
    *is_said = reader->fields.heading.is_said;
    return reader->fields.heading.separator;
}

const ci_encoding_choice *ci_csv_reader_encoding(const ci_csv_reader *reader)
{
    return ci_text_file_choice(reader->fields.file);
}

/* ---- rows --------------------------------------------------------------- */

/* Spreadsheets leave out or add empty fields at the end where columns have
 * no name: those are no fault. */
static bool has_good_count(const ci_csv_reader *reader)
{
    for (size_t i = reader->fields.count; i < reader->name_count; i++)
        if (reader->names[i])
            return false;
    for (size_t i = reader->name_count; i < reader->fields.count; i++)
        if (*ci_csv_field(&reader->fields, i))
            return false;
    return true;
}

/* Says why the fields just read are no good row, or NULL. */
static const char *find_problem(ci_csv_reader *reader)
{
    if (!has_good_count(reader))
        snprintf(reader->problem, PROBLEM_SIZE,
                 ci_translate("row has %zu fields, the heading has %zu"),
                 reader->fields.count, reader->name_count);
    else if (reader->fields.has_loose_text)
        snprintf(reader->problem, PROBLEM_SIZE, "%s",
                 ci_translate("text stands after a closing quote"));
    else
        return NULL;
    ci_text_cut_at_character(reader->problem);
    return reader->problem;
}

/* Sorts the fields into the columns that have a name. Returns the first
 * column without one that holds a value, from 1; 0: none does. */
static size_t sort_values(ci_csv_reader *reader)
{
    size_t column = 0, nameless = 0;

    for (size_t i = 0; i < reader->name_count; i++) {
        const char *value = ci_csv_field(&reader->fields, i);

        if (reader->names[i])
            reader->values[column++] = *value ? value : NULL;
        else if (nameless == 0 && !is_blank(value))
            nameless = i + 1;
    }
    return nameless;
}

circlet_status ci_csv_reader_next(ci_csv_reader *reader, ci_csv_row *out,
                                  bool *has_row, circlet_error *error)
{
    bool is_row = false;
    ci_csv_row row = {0};
    circlet_status status =
        ci_csv_fields_next(&reader->fields, &row.line, &is_row, error);
    size_t nameless;

    if (status)
        return status;
    if (is_row) {
        nameless = sort_values(reader);
        row.values = reader->values;
        row.problem = find_problem(reader);
        if (nameless > 0 && !row.problem)
            return ci_fail(error, CIRCLET_E_FORMAT,
                           "%s: line %" PRIu64
                           ": column %zu holds a value, but has no name in "
                           "the heading",
                           reader->fields.path, row.line, nameless);
        *out = row;
    }
    *has_row = is_row;
    return CIRCLET_OK;
}
