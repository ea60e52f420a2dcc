#include "fuzz_file.h"

#include <stdbool.h>
#include <string.h>

#include "base/text.h"
#include "io/csv_reader.h"

/* A value is never empty, is UTF-8, and rows come in order. */
static void check(const ci_csv_reader *reader, const ci_csv_row *row,
                  uint64_t line_before)
{
    if (row->line <= line_before)
        abort();
    for (size_t i = 0; i < ci_csv_reader_column_count(reader); i++) {
        const char *value = row->values[i];

        if (value && (!*value || !ci_utf8_is_valid(value, strlen(value))))
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    char path[FUZZ_PATH_SIZE];
    ci_csv_reader *reader = NULL;
    circlet_error error = {CIRCLET_OK, ""};
    bool has_row = true;
    uint64_t line = 0;

    fuzz_write(path, bytes, size);
    if (ci_csv_reader_open(&reader, path, &error) == CIRCLET_OK)
        while (has_row) {
            ci_csv_row row;

            if (ci_csv_reader_next(reader, &row, &has_row, &error))
                break;
            if (has_row) {
                check(reader, &row, line);
                line = row.line;
            }
        }
    ci_csv_reader_close(reader);
    unlink(path);
    return 0;
}
