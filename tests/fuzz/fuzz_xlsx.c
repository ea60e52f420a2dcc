/* The first byte says what the others are: a whole .xlsx file, or one of its
 * parts in a file that is otherwise sound. */
#include "fuzz_file.h"

#include <stdbool.h>
#include <string.h>

#include "base/text.h"
#include "io/source.h"

/* A value is never empty, is UTF-8, and rows come in order. */
static void check(const ci_source *source, const ci_record *record,
                  uint64_t row_before)
{
    if (record->row <= row_before)
        abort();
    for (size_t i = 0; i < ci_source_field_count(source); i++) {
        const char *value = record->values[i];

        if (value && (!*value || !ci_utf8_is_valid(value, strlen(value))))
            abort();
    }
    if (record->problem &&
        !ci_utf8_is_valid(record->problem, strlen(record->problem)))
        abort();
}

static void read_all(const char *path)
{
    ci_source *source = NULL;
    circlet_error error = {CIRCLET_OK, ""};
    bool has_row = true;
    uint64_t row = 0;

    if (ci_source_open(&source, path, NULL, &error) != CIRCLET_OK) {
        if (!error.message[0])
            abort();
        return;
    }
    while (has_row) {
        ci_record record;

        if (ci_source_next(source, &record, &has_row, &error) != CIRCLET_OK)
            break;
        if (has_row) {
            check(source, &record, row);
            row = record.row;
        }
    }
    ci_source_close(source);
}

#ifdef HAVE_XLSX

#include "../unit/xlsx_writer.h"

static const char sheet[] = XLSX_SHEET(
    "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c>"
    "<c r='C1' t='s'><v>2</v></c></row><row r='2'><c r='A2' s='1'><v>45351"
    "</v></c><c r='B2' s='2'><v>0.5</v></c><c r='C2' "
    "s='3'><v>3</v></c></row>");
static const char strings[] =
    "<sst xmlns='" XLSX_MAIN "'><si><t>a</t></si><si><t>b</t></si>"
    "<si><r><t>c</t></r></si></sst>";
static const char styles[] =
    "<styleSheet xmlns='" XLSX_MAIN "'><numFmts><numFmt numFmtId='164' "
    "formatCode='yyyy'/></numFmts><cellXfs><xf numFmtId='0'/>"
    "<xf numFmtId='164'/><xf numFmtId='20'/><xf numFmtId='14'/></cellXfs>"
    "</styleSheet>";

/* Writes a book of which one part is `given`, a text of `size` bytes. */
static bool write_book(const char *path, uint8_t part, const char *given,
                       size_t size)
{
    xlsx_text text = {.sheet = sheet, .strings = strings, .styles = styles};

    switch (part % 6) {
    case 1:
        text.strings = given;
        break;
    case 2:
        text.styles = given;
        break;
    case 3:
        text.book = given;
        break;
    case 4:
        text.book_links = given;
        break;
    case 5:
        text.package_links = given;
        break;
    default:
        text.sheet = given;
        text.sheet_size = size;
        break;
    }
    return xlsx_write(path, &text);
}

#endif

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const char suffix[] = ".xlsx";
    char path[FUZZ_PATH_SIZE + sizeof(suffix)];
    char name[FUZZ_PATH_SIZE];

    if (size == 0)
        return 0;
    fuzz_write(name, bytes + 1, size - 1);
    snprintf(path, sizeof(path), "%s%s", name, suffix);
    if (rename(name, path) != 0)
        abort();
#ifdef HAVE_XLSX
    if (bytes[0] % 7 != 6 && size > 1) {
        char *given = malloc(size);

        if (!given)
            abort();
        memcpy(given, bytes + 1, size - 1);
        given[size - 1] = '\0';
        if (!write_book(path, bytes[0] % 7, given, size - 1))
            abort();
        free(given);
    }
#endif
    read_all(path);
    unlink(path);
    return 0;
}
