/* Reads block by block: of the file, one row is in memory. */
#include "io/csv_fields.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"

/* A missing closing quote must not draw the whole file into memory. */
#define ROW_SIZE_MAX ((size_t)16 * 1024 * 1024)
/* What a spreadsheet can have. */
#define COLUMN_MAX ((size_t)16384)
#define NO_BYTE (-1) /* the end, or the file cannot be read on */

/* ---- bytes -------------------------------------------------------------- */

/* All before was taken, so `line` is where a fault lies. */
static void add_place(ci_csv_fields *fields)
{
    circlet_error found = fields->failure;

    if (found.status == CIRCLET_E_FORMAT)
        ci_fail(&fields->failure, found.status, "%s: line %" PRIu64 ": %s",
                fields->path, fields->line, found.message);
    else
        ci_fail_within(&fields->failure, found.status, fields->path);
}

static bool read_block(ci_csv_fields *fields)
{
    circlet_status status;

    if (fields->failure.status)
        return false;
    fields->block_at = 0;
    fields->block_size = 0;
    status = ci_text_file_next(fields->file, &fields->block,
                               &fields->block_size, &fields->failure);
    if (status && status != CIRCLET_E_NOMEM)
        add_place(fields);
    return fields->block_size > 0;
}

static int peek(ci_csv_fields *fields)
{
    if (fields->block_at == fields->block_size && !read_block(fields))
        return NO_BYTE;
    return (unsigned char)fields->block[fields->block_at];
}

static bool is_line_end(int c)
{
    return c == '\n' || c == '\r';
}

/* Passes over a byte of the end of a line. */
static void take_line_end(ci_csv_fields *fields, int c)
{
    fields->block_at++;
    fields->line += c == '\r' || !fields->is_after_return;
    fields->is_after_return = c == '\r';
}

static circlet_status reserve(ci_csv_fields *fields, size_t size,
                              circlet_error *error)
{
    size_t capacity = fields->text_capacity ? fields->text_capacity : 1024;
    char *text;

    if (fields->text_size + size > ROW_SIZE_MAX)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: the row before line %" PRIu64
                       " is longer than %zu bytes (is a quote missing?)",
                       fields->path, fields->line, ROW_SIZE_MAX);
    while (capacity < fields->text_size + size)
        capacity *= 2;
    if (capacity == fields->text_capacity)
        return CIRCLET_OK;
    text = realloc(fields->text, capacity);
    if (!text)
        return ci_fail_nomem(error);
    fields->text = text;
    fields->text_capacity = capacity;
    return CIRCLET_OK;
}

/* Adds the next bytes of the block to the field. */
static circlet_status add(ci_csv_fields *fields, size_t size,
                          circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    if (size == 0)
        return CIRCLET_OK;
    if (fields->text_size + size > fields->text_capacity)
        status = reserve(fields, size, error);
    if (status)
        return status;
    memcpy(fields->text + fields->text_size, fields->block + fields->block_at,
           size);
    fields->text_size += size;
    fields->block_at += size;
    fields->is_after_return = false;
    return CIRCLET_OK;
}

static circlet_status fail_zero(const ci_csv_fields *fields,
                                circlet_error *error)
{
    return ci_fail(error, CIRCLET_E_FORMAT,
                   "%s: line %" PRIu64 " holds a zero byte", fields->path,
                   fields->line);
}

static circlet_status pass_on_failure(const ci_csv_fields *fields,
                                      circlet_error *error)
{
    if (error && fields->failure.status)
        *error = fields->failure;
    return fields->failure.status;
}

/* ---- fields ------------------------------------------------------------- */

/* Text between quotes up to what is no plain byte of it. */
static circlet_status add_quoted_span(ci_csv_fields *fields,
                                      circlet_error *error)
{
    const char *text = fields->block;
    size_t end = fields->block_at;

    while (end < fields->block_size && text[end] != '"' && text[end] != '\n' &&
           text[end] != '\r' && text[end] != '\0')
        end++;
    return add(fields, end - fields->block_at, error);
}

/* A line end within quotes is text as well as a line end. */
static circlet_status add_line_end(ci_csv_fields *fields, int c,
                                   circlet_error *error)
{
    bool was_after_return = fields->is_after_return;
    circlet_status status = add(fields, 1, error);

    fields->line += c == '\r' || !was_after_return;
    fields->is_after_return = c == '\r';
    return status;
}

/* What stands between two quotes; the first was taken. */
static circlet_status read_quoted(ci_csv_fields *fields, circlet_error *error)
{
    uint64_t first_line = fields->line;
    circlet_status status = CIRCLET_OK;

    while (!status) {
        int c = peek(fields);

        if (c == NO_BYTE && fields->failure.status)
            return pass_on_failure(fields, error);
        if (c == NO_BYTE)
            return ci_fail(error, CIRCLET_E_FORMAT,
                           "%s: the quote opened in line %" PRIu64
                           " is never closed",
                           fields->path, first_line);
        if (c == 0)
            return fail_zero(fields, error);
        if (is_line_end(c)) {
            status = add_line_end(fields, c, error);
        } else if (c == '"') {
            fields->block_at++;
            fields->is_after_return = false;
            if (peek(fields) != '"')
                return CIRCLET_OK;
            status = add(fields, 1, error);
        } else {
            status = add_quoted_span(fields, error);
        }
    }
    return status;
}

static circlet_status start_field(ci_csv_fields *fields, circlet_error *error)
{
    size_t *starts;

    if (fields->count >= COLUMN_MAX)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: line %" PRIu64 " has more than %zu fields",
                       fields->path, fields->line, COLUMN_MAX);
    starts = ci_array_reserve_one(fields->starts, fields->count,
                                  &fields->start_capacity, sizeof(*starts));
    if (!starts)
        return ci_fail_nomem(error);
    fields->starts = starts;
    starts[fields->count++] = fields->text_size;
    return CIRCLET_OK;
}

static circlet_status end_field(ci_csv_fields *fields, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    if (fields->text_size == fields->text_capacity)
        status = reserve(fields, 1, error);
    if (!status)
        fields->text[fields->text_size++] = '\0';
    return status;
}

/* Text up to the separator or line end after it, which stays. */
static circlet_status read_plain(ci_csv_fields *fields, bool is_loose,
                                 circlet_error *error)
{
    int c;

    while ((c = peek(fields)) != NO_BYTE) {
        size_t end = fields->block_at;
        circlet_status status;

        if (c == 0)
            return fail_zero(fields, error);
        if (fields->stops[c])
            return CIRCLET_OK;
        fields->has_loose_text |= is_loose;
        while (end < fields->block_size &&
               !fields->stops[(unsigned char)fields->block[end]])
            end++;
        status = add(fields, end - fields->block_at, error);
        if (status)
            return status;
    }
    return pass_on_failure(fields, error);
}

static circlet_status read_field(ci_csv_fields *fields, circlet_error *error)
{
    circlet_status status = start_field(fields, error);
    bool is_quoted = !status && peek(fields) == '"';

    if (is_quoted) {
        fields->block_at++;
        fields->is_after_return = false;
        status = read_quoted(fields, error);
    }
    if (!status)
        status = read_plain(fields, is_quoted, error);
    return status ? status : end_field(fields, error);
}

circlet_status ci_csv_fields_next(ci_csv_fields *fields, uint64_t *out_line,
                                  bool *has_row, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;
    int c;

    fields->text_size = 0;
    fields->count = 0;
    fields->has_loose_text = false;
    while ((c = peek(fields)) != NO_BYTE && is_line_end(c))
        take_line_end(fields, c);
    *out_line = fields->line;
    *has_row = c != NO_BYTE;
    while (!status && c != NO_BYTE && !is_line_end(c)) {
        status = read_field(fields, error);
        c = status ? NO_BYTE : peek(fields);
        if (c == NO_BYTE || is_line_end(c))
            break;
        fields->block_at++; /* the separator */
        fields->is_after_return = false;
        c = 0;
    }
    if (!status && c == NO_BYTE)
        status = pass_on_failure(fields, error);
    if (!status && c != NO_BYTE)
        take_line_end(fields, c);
    return status;
}

/* ---- opening ------------------------------------------------------------ */

/* Reads far enough to know the separator; what was read is then the first
 * block. */
static circlet_status find_separator(ci_csv_fields *fields,
                                     circlet_error *error)
{
    while (!fields->heading.is_done && fields->start.size < ROW_SIZE_MAX &&
           read_block(fields)) {
        ci_buffer_add_n(&fields->start, fields->block, fields->block_size);
        ci_csv_heading_add(&fields->heading, fields->block,
                           fields->block_size);
    }
    if (fields->start.failed)
        return ci_fail_nomem(error);
    ci_csv_heading_end(&fields->heading);
    fields->block = fields->start.text;
    fields->block_size = fields->start.size;
    fields->block_at = 0;
    fields->stops[0] = true;
    fields->stops['\n'] = true;
    fields->stops['\r'] = true;
    fields->stops[(unsigned char)fields->heading.separator] = true;
    return CIRCLET_OK;
}

/* Passes over the line that says the separator. */
static void skip_line(ci_csv_fields *fields)
{
    int c;

    while ((c = peek(fields)) != NO_BYTE && is_line_end(c))
        take_line_end(fields, c);
    while ((c = peek(fields)) != NO_BYTE && !is_line_end(c))
        fields->block_at++;
    fields->is_after_return = false;
}

circlet_status ci_csv_fields_open(ci_csv_fields *fields, const char *path,
                                  const char *encoding, size_t block_size,
                                  circlet_error *error)
{
    circlet_status status;

    fields->line = 1;
    fields->path = ci_text_copy(path);
    if (!fields->path)
        return ci_fail_nomem(error);
    status =
        ci_text_file_open(&fields->file, path, encoding, block_size, error);
    if (!status)
        status = find_separator(fields, error);
    if (!status && fields->heading.is_said)
        skip_line(fields);
    return status;
}

void ci_csv_fields_close(ci_csv_fields *fields)
{
    ci_text_file_close(fields->file);
    ci_buffer_free(&fields->start);
    free(fields->starts);
    free(fields->text);
    free(fields->path);
}

const char *ci_csv_field(const ci_csv_fields *fields, size_t i)
{
    return i < fields->count ? fields->text + fields->starts[i] : "";
}
