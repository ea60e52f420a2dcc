#include "fuzz_file.h"

#include <stdbool.h>
#include <string.h>

#include "base/text.h"
#include "io/csv_reader.h"

/* What a file was read as: equal for equal rows and the same end. */
typedef struct outcome {
    uint64_t hash;
} outcome;

static void add(outcome *seen, const char *text)
{
    for (; *text; text++)
        seen->hash =
            (seen->hash ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
    seen->hash = (seen->hash ^ 0xFF) * UINT64_C(0x100000001b3);
}

/* A value is never empty, is UTF-8, and rows come in order. */
static void check(outcome *seen, const ci_csv_reader *reader,
                  const ci_csv_row *row, uint64_t line_before)
{
    if (row->line <= line_before)
        abort();
    seen->hash += row->line;
    for (size_t i = 0; i < ci_csv_reader_column_count(reader); i++) {
        const char *value = row->values[i];

        if (value && (!*value || !ci_utf8_is_valid(value, strlen(value))))
            abort();
        add(seen, value ? value : "");
    }
    add(seen, row->problem ? row->problem : "");
}

static outcome read_file(const char *path, const char *encoding,
                         size_t block_size)
{
    ci_csv_options options = {encoding, block_size};
    ci_csv_reader *reader = NULL;
    circlet_error error = {CIRCLET_OK, ""};
    bool has_row = true;
    uint64_t line = 0;
    outcome seen = {1};

    if (ci_csv_reader_open(&reader, path, &options, &error) == CIRCLET_OK)
        while (has_row) {
            ci_csv_row row;

            if (ci_csv_reader_next(reader, &row, &has_row, &error))
                break;
            if (has_row) {
                check(&seen, reader, &row, line);
                line = row.line;
            }
        }
    add(&seen, error.message);
    ci_csv_reader_close(reader);
    return seen;
}

/* Each file is read as its bytes show and in one other encoding, whole and
 * in small blocks, which must make no difference. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const char *const encodings[] = {
        "GBK",    "latin-1",    "UTF-16", "UTF-16BE", "UTF-8",
        "CP1252", "Big5-HKSCS", "UTF-7",  "EUC-JP",   "ISO-2022-CN"};
    const char *encoding =
        encodings[size % (sizeof(encodings) / sizeof(*encodings))];
    size_t block_size = 1 + size % 7;
    char path[FUZZ_PATH_SIZE];

    fuzz_write(path, bytes, size);
    if (read_file(path, NULL, 0).hash !=
        read_file(path, NULL, block_size).hash)
        abort();
    if (read_file(path, encoding, 0).hash !=
        read_file(path, encoding, block_size).hash)
        abort();
    unlink(path);
    return 0;
}
