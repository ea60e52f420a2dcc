/* A CSV file as a source of records. Coordinates are columns like others:
 * who imports them knows which. */
#include "io/source.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/id_map.h"
#include "base/text.h"
#include "io/csv_reader.h"

static const ci_geometry no_geometry = {0};

static circlet_status next_record(void *state, ci_record *out, bool *has_row,
                                  circlet_error *error)
{
    ci_csv_row row;
    circlet_status status = ci_csv_reader_next(state, &row, has_row, error);

    if (!status && *has_row)
        *out = (ci_record){row.line,    row.values, &no_geometry,
                           row.problem, CI_NOWHERE, NULL};
    return status;
}

static void close_reader(void *state)
{
    ci_csv_reader_close(state);
}

static void free_fields(char **fields, size_t count)
{
    for (size_t i = 0; fields && i < count; i++)
        free(fields[i]);
    free(fields);
}

static char **copy_fields(const ci_csv_reader *reader)
{
    size_t count = ci_csv_reader_column_count(reader);
    char **fields = calloc(count, sizeof(*fields));

    for (size_t i = 0; fields && i < count; i++) {
        fields[i] = ci_text_copy(ci_csv_reader_column(reader, i));
        if (!fields[i]) {
            free_fields(fields, count);
            return NULL;
        }
    }
    return fields;
}

/* What was found out about the file and could be otherwise. */
static bool add_remarks(ci_source *source, const ci_csv_reader *reader)
{
    bool is_said;
    char separator = ci_csv_reader_separator(reader, &is_said);

    if (!ci_encoding_add_remark(source, ci_csv_reader_encoding(reader)))
        return false;
    if (is_said || separator == ',')
        return true;
    return separator == '\t'
               ? ci_source_add_remark(source, "columns are separated by tabs")
               : ci_source_add_remark(source, "columns are separated by '%c'",
                                      separator);
}

circlet_status ci_csv_open(ci_source *out, const char *path,
                           const ci_source_options *options,
                           circlet_error *error)
{
    ci_csv_options csv = {.encoding = options->encoding};
    ci_csv_reader *reader;
    circlet_status status = ci_csv_reader_open(&reader, path, &csv, error);
    ci_source made;
    char **fields;

    if (status)
        return status;
    fields = copy_fields(reader);
    if (!fields) {
        ci_csv_reader_close(reader);
        return ci_fail_nomem(error);
    }
    made = (ci_source){.format = {next_record, close_reader},
                       .state = reader,
                       .fields = fields,
                       .field_count = ci_csv_reader_column_count(reader)};
    if (!add_remarks(&made, reader)) {
        ci_source_free_parts(&made);
        return ci_fail_nomem(error);
    }
    *out = made;
    return CIRCLET_OK;
}
