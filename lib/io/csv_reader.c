/* Reads block by block: of the file, one row is in memory. */
#include "io/csv_reader.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"

#define BLOCK_SIZE ((size_t)64 * 1024)
/* A missing closing quote must not draw the whole file into memory. */
#define ROW_SIZE_MAX ((size_t)16 * 1024 * 1024)
#define PROBLEM_SIZE ((size_t)256)
#define NO_BYTE (-1) /* the end, or the file cannot be read */

struct ci_csv_reader {
    FILE *file;
    char *path;
    unsigned char block[BLOCK_SIZE];
    size_t block_size, block_at;
    int read_errno; /* why reading stopped; 0: at the end */
    uint64_t line; /* of the next byte */
    char *text; /* the fields of a row, each ending in 0 */
    size_t text_size, text_capacity;
    size_t *starts; /* of the fields, in `text` */
    size_t field_count, start_capacity;
    bool has_loose_text; /* after a closing quote */
    char **columns;
    const char **values;
    size_t column_count;
    char problem[PROBLEM_SIZE];
};

static int peek(ci_csv_reader *reader)
{
    if (reader->block_at == reader->block_size) {
        reader->block_at = 0;
        errno = 0;
        reader->block_size = fread(reader->block, 1, BLOCK_SIZE, reader->file);
        if (reader->block_size == 0) {
            reader->read_errno = ferror(reader->file) ? errno : 0;
            return NO_BYTE;
        }
    }
    return reader->block[reader->block_at];
}

static bool is_line_end(int c)
{
    return c == '\n' || c == '\r';
}

/* Passes over the end of a line, of which the first byte was peeked at. */
static void take_line_end(ci_csv_reader *reader)
{
    int c = reader->block[reader->block_at++];

    if (c == '\r' && peek(reader) == '\n')
        reader->block_at++;
    reader->line++;
}

static circlet_status add(ci_csv_reader *reader, int c, circlet_error *error)
{
    char *text;

    if (reader->text_size >= ROW_SIZE_MAX)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: the row before line %" PRIu64
                       " is longer than %zu bytes (is a quote missing?)",
                       reader->path, reader->line, ROW_SIZE_MAX);
    text = ci_array_reserve_one(reader->text, reader->text_size,
                                &reader->text_capacity, 1);
    if (!text)
        return ci_fail_nomem(error);
    reader->text = text;
    text[reader->text_size++] = (char)c;
    return CIRCLET_OK;
}

/* Adds the next byte of the file, which was peeked at. */
static circlet_status add_next(ci_csv_reader *reader, circlet_error *error)
{
    int c = reader->block[reader->block_at++];

    if (c == 0)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: line %" PRIu64 " holds a zero byte", reader->path,
                       reader->line);
    return add(reader, c, error);
}

static circlet_status fail_reading(const ci_csv_reader *reader,
                                   circlet_error *error)
{
    return ci_fail(
        error, reader->read_errno == EISDIR ? CIRCLET_E_INPUT : CIRCLET_E_IO,
        "%s: %s", reader->path, strerror(reader->read_errno));
}

/* What stands between two quotes; the first was taken. */
static circlet_status read_quoted(ci_csv_reader *reader, circlet_error *error)
{
    uint64_t first_line = reader->line;
    circlet_status status = CIRCLET_OK;

    while (!status) {
        int c = peek(reader);

        if (c == NO_BYTE && reader->read_errno)
            return fail_reading(reader, error);
        if (c == NO_BYTE)
            return ci_fail(error, CIRCLET_E_FORMAT,
                           "%s: the quote opened in line %" PRIu64
                           " is never closed",
                           reader->path, first_line);
        status = add_next(reader, error);
        if (c == '"') {
            if (peek(reader) != '"') {
                reader->text_size--; /* the closing quote */
                return status;
            }
            reader->block_at++; /* of two, the second */
        }
        if (c == '\n' || (c == '\r' && peek(reader) != '\n'))
            reader->line++;
    }
    return status;
}

static circlet_status start_field(ci_csv_reader *reader, circlet_error *error)
{
    size_t *starts =
        ci_array_reserve_one(reader->starts, reader->field_count,
                             &reader->start_capacity, sizeof(*starts));

    if (!starts)
        return ci_fail_nomem(error);
    reader->starts = starts;
    starts[reader->field_count++] = reader->text_size;
    return CIRCLET_OK;
}

/* A field up to the comma or line end after it, which stays. */
static circlet_status read_field(ci_csv_reader *reader, circlet_error *error)
{
    circlet_status status = start_field(reader, error);
    bool is_quoted = !status && peek(reader) == '"';

    if (is_quoted) {
        reader->block_at++;
        status = read_quoted(reader, error);
    }
    while (!status) {
        int c = peek(reader);

        if (c == NO_BYTE || c == ',' || is_line_end(c))
            break;
        reader->has_loose_text |= is_quoted;
        status = add_next(reader, error);
    }
    if (!status)
        status = add(reader, 0, error);
    return status;
}

/* Names the line, counted on from `line`, of the first text that is not
 * UTF-8. No character holds a line break: lines are looked at one by one. */
static circlet_status check_encoding(const ci_csv_reader *reader,
                                     uint64_t line, circlet_error *error)
{
    const char *text = reader->text;
    size_t start = 0;

    if (ci_utf8_is_valid(text, reader->text_size))
        return CIRCLET_OK;
    for (size_t i = 0; i < reader->text_size; i++) {
        if (!is_line_end(text[i]))
            continue;
        if (!ci_utf8_is_valid(text + start, i - start))
            break;
        if (text[i] == '\n' || text[i + 1] != '\n')
            line++;
        start = i + 1;
    }
    return ci_fail(error, CIRCLET_E_FORMAT,
                   "%s: file is not UTF-8 at line %" PRIu64, reader->path,
                   line);
}

/* The fields of the next row that is not empty. */
static circlet_status read_row(ci_csv_reader *reader, uint64_t *out_line,
                               bool *has_row, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;
    int c;

    reader->text_size = 0;
    reader->field_count = 0;
    reader->has_loose_text = false;
    while ((c = peek(reader)) != NO_BYTE && is_line_end(c))
        take_line_end(reader);
    *out_line = reader->line;
    *has_row = c != NO_BYTE;
    while (!status && c != NO_BYTE && !is_line_end(c)) {
        status = read_field(reader, error);
        c = status ? NO_BYTE : peek(reader);
        if (c != ',')
            break;
        reader->block_at++;
    }
    if (!status && c == NO_BYTE && reader->read_errno)
        status = fail_reading(reader, error);
    if (!status && c != NO_BYTE)
        take_line_end(reader);
    return status ? status : check_encoding(reader, *out_line, error);
}

static circlet_status name_columns(ci_csv_reader *reader, circlet_error *error)
{
    size_t count = reader->field_count;

    reader->column_count = 0;
    reader->columns = calloc(count, sizeof(*reader->columns));
    reader->values = calloc(count, sizeof(*reader->values));
    if (!reader->columns || !reader->values)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < count; i++) {
        const char *name = reader->text + reader->starts[i];

        if (!*name)
            return ci_fail(error, CIRCLET_E_FORMAT,
                           "%s: column %zu has no name", reader->path, i + 1);
        if (ci_csv_reader_find(reader, name) != CI_NOWHERE)
            return ci_fail(error, CIRCLET_E_FORMAT,
                           "%s: two columns have the name '%s'", reader->path,
                           name);
        reader->columns[i] = ci_text_copy(name);
        if (!reader->columns[i])
            return ci_fail_nomem(error);
        reader->column_count++;
    }
    return CIRCLET_OK;
}

static void skip_byte_order_mark(ci_csv_reader *reader)
{
    static const unsigned char mark[] = {0xEF, 0xBB, 0xBF};

    if (peek(reader) != NO_BYTE && reader->block_size >= sizeof(mark) &&
        memcmp(reader->block, mark, sizeof(mark)) == 0)
        reader->block_at = sizeof(mark);
}

/* UTF-16 is what spreadsheets call Unicode text: it would be refused for
 * its zero bytes, which would puzzle the user. */
static bool is_utf16(ci_csv_reader *reader)
{
    return peek(reader) != NO_BYTE && reader->block_size >= 2 &&
           (memcmp(reader->block, "\xFF\xFE", 2) == 0 ||
            memcmp(reader->block, "\xFE\xFF", 2) == 0);
}

static circlet_status read_heading(ci_csv_reader *reader, circlet_error *error)
{
    bool has_row = false;
    uint64_t line;
    circlet_status status;

    if (is_utf16(reader))
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: file is UTF-16, not UTF-8", reader->path);
    skip_byte_order_mark(reader);
    status = read_row(reader, &line, &has_row, error);
    if (status)
        return status;
    if (!has_row)
        return ci_fail(error, CIRCLET_E_FORMAT, "%s: file is empty",
                       reader->path);
    if (reader->has_loose_text)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: the heading has text after a closing quote",
                       reader->path);
    return name_columns(reader, error);
}

circlet_status ci_csv_reader_open(ci_csv_reader **out, const char *path,
                                  circlet_error *error)
{
    ci_csv_reader *reader = calloc(1, sizeof(*reader));
    circlet_status status;

    if (!reader)
        return ci_fail_nomem(error);
    reader->line = 1;
    reader->path = ci_text_copy(path);
    reader->file = reader->path ? fopen(path, "rb") : NULL;
    if (!reader->path)
        status = ci_fail_nomem(error);
    else if (!reader->file)
        status =
            ci_fail(error, CIRCLET_E_INPUT, "%s: %s", path, strerror(errno));
    else
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
    if (reader->file)
        fclose(reader->file);
    for (size_t i = 0; i < reader->column_count; i++)
        free(reader->columns[i]);
    free(reader->columns);
    free(reader->values);
    free(reader->starts);
    free(reader->text);
    free(reader->path);
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

/* Says why the fields just read are no good row, or NULL. */
static const char *find_problem(ci_csv_reader *reader)
{
    if (reader->field_count != reader->column_count)
        snprintf(reader->problem, PROBLEM_SIZE,
                 ci_translate("row has %zu fields, the heading has %zu"),
                 reader->field_count, reader->column_count);
    else if (reader->has_loose_text)
        snprintf(reader->problem, PROBLEM_SIZE, "%s",
                 ci_translate("text stands after a closing quote"));
    else
        return NULL;
    ci_text_cut_at_character(reader->problem);
    return reader->problem;
}

circlet_status ci_csv_reader_next(ci_csv_reader *reader, ci_csv_row *out,
                                  bool *has_row, circlet_error *error)
{
    bool is_row = false;
    uint64_t line = 0;
    circlet_status status = read_row(reader, &line, &is_row, error);

    if (status)
        return status;
    *has_row = is_row;
    if (!is_row)
        return CIRCLET_OK;
    for (size_t i = 0; i < reader->column_count; i++) {
        const char *value =
            i < reader->field_count ? reader->text + reader->starts[i] : NULL;

        reader->values[i] = value && *value ? value : NULL;
    }
    *out = (ci_csv_row){line, reader->values, find_problem(reader)};
    return CIRCLET_OK;
}
