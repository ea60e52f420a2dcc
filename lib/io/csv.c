/* A CSV file as a source of records. Coordinates are columns like others:
 * who imports them knows which. */
#include "io/source.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "io/csv_reader.h"

static const ci_geometry no_geometry = {0};

static circlet_status next_record(void *state, ci_record *out, bool *has_row,
                                  circlet_error *error)
{
    ci_csv_row row;
    circlet_status status = ci_csv_reader_next(state, &row, has_row, error);

    if (!status && *has_row)
        *out = (ci_record){row.line, row.values, &no_geometry, row.problem};
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

circlet_status ci_csv_open(ci_source *out, const char *path,
                           circlet_error *error)
{
    ci_csv_reader *reader;
    circlet_status status = ci_csv_reader_open(&reader, path, error);
    char **fields;

    if (status)
        return status;
    fields = copy_fields(reader);
    if (!fields) {
        ci_csv_reader_close(reader);
        return ci_fail_nomem(error);
    }
    *out = (ci_source){{next_record, close_reader},
                       reader,
                       fields,
                       ci_csv_reader_column_count(reader),
                       {NULL}};
    return CIRCLET_OK;
}
