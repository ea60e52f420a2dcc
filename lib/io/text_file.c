#include "io/text_file.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "io/text_converter.h"

#define BLOCK_SIZE ((size_t)64 * 1024)

/* More than any character has in any encoding, with its shifts. */
#define CARRY_SIZE ((size_t)64)

/* How much of a start tells UTF-16 by its zero bytes. */
#define START_SIZE ((size_t)4096)

struct ci_text_file {
    FILE *file;
    ci_encoding_choice choice;
    ci_converter *converter; /* NULL: UTF-8 */
    size_t block_size;
    char *raw; /* room for what was carried over and a block */
    size_t raw_at, raw_size; /* what of it is still to be converted */
    uint64_t offset; /* in the file, of the byte at raw_at */
    char *decoded; /* NULL: UTF-8 */
    size_t decoded_capacity;
    bool is_at_end; /* of the file */
    bool is_bad; /* the byte at raw_at starts no character */
};

void ci_text_file_close(ci_text_file *file)
{
    if (!file)
        return;
    if (file->file)
        fclose(file->file);
    ci_converter_free(file->converter);
    free(file->raw);
    free(file->decoded);
    free(file);
}

static circlet_status fail_read(int code, circlet_error *error)
{
    return ci_fail(error, code == EISDIR ? CIRCLET_E_INPUT : CIRCLET_E_IO,
                   "%s", strerror(code));
}

/* ---- the encoding ------------------------------------------------------- */

typedef struct byte_order_mark {
    const char *bytes;
    size_t size;
    const char *encoding;
} byte_order_mark;

/* UTF-32LE before UTF-16LE, of which its mark is the start. */
static const byte_order_mark marks[] = {
    {"\xEF\xBB\xBF", 3, "UTF-8"},    {"\xFF\xFE\0\0", 4, "UTF-32LE"},
    {"\0\0\xFE\xFF", 4, "UTF-32BE"}, {"\xFF\xFE", 2, "UTF-16LE"},
    {"\xFE\xFF", 2, "UTF-16BE"},     {"\x84\x31\x95\x33", 4, "GB18030"},
};

static const byte_order_mark *find_mark(const char *bytes, size_t size)
{
    for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
        if (size >= marks[i].size &&
            memcmp(bytes, marks[i].bytes, marks[i].size) == 0)
            return &marks[i];
    return NULL;
}

/* A workbook under a wrong name: of the new kind (a zip file) or the old
 * (an OLE file). */
static bool is_workbook(const char *bytes, size_t size)
{
    return size >= 8 &&
           (memcmp(bytes, "PK\x03\x04", 4) == 0 ||
            memcmp(bytes, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) == 0);
}

static void set_choice(ci_text_file *file, const char *encoding,
                       enum ci_encoding_ground ground)
{
    snprintf(file->choice.encoding.name, CI_ENCODING_NAME_SIZE, "%s",
             encoding);
    file->choice.ground = ground;
}

static circlet_status take_said(ci_text_file *file, const char *encoding,
                                const byte_order_mark *mark,
                                circlet_error *error)
{
    ci_encoding *said = &file->choice.encoding;
    circlet_status status = ci_encoding_find(said, encoding, error);
    bool has_order;

    if (status != CIRCLET_OK)
        return status;
    file->choice.ground = CI_ENCODING_SAID;
    has_order =
        !ci_encoding_is(said, "UTF-16") && !ci_encoding_is(said, "UTF-32");
    if (!has_order && mark &&
        strncmp(mark->encoding, said->name, strlen(said->name)) == 0)
        set_choice(file, mark->encoding, CI_ENCODING_SAID);
    else if (!has_order) /* without a mark: as Excel writes it */
        set_choice(file,
                   ci_encoding_is(said, "UTF-16") ? "UTF-16LE" : "UTF-32LE",
                   CI_ENCODING_SAID);
    if (mark && !ci_encoding_is(said, mark->encoding))
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "file begins with the byte order mark of %s, but its "
                       "encoding is said to be %s",
                       mark->encoding, said->name);
    return CIRCLET_OK;
}

typedef void (*look_fn)(ci_encoding_signs *signs, const char *bytes,
                        size_t size);

/* Shows the whole file to one reading of it. */
static circlet_status look_through(ci_text_file *file,
                                   ci_encoding_signs *signs, look_fn look,
                                   circlet_error *error)
{
    size_t size;

    if (fseeko(file->file, 0, SEEK_SET) != 0)
        return ci_fail(error, CIRCLET_E_INPUT,
                       "file cannot be read twice; say its encoding");
    do {
        errno = 0;
        size = fread(file->raw, 1, file->block_size, file->file);
        if (ferror(file->file))
            return fail_read(errno, error);
        look(signs, file->raw, size);
    } while (size > 0 && !(signs->is_no_utf8 && signs->is_no_gb18030));
    ci_encoding_signs_end_piece(signs, false);
    return CIRCLET_OK;
}

/* The line of a byte of the file, both counted from 1. */
static uint64_t find_line(ci_text_file *file, uint64_t at)
{
    uint64_t line = 1;
    bool is_after_return = false;

    if (fseeko(file->file, 0, SEEK_SET) != 0)
        return line;
    for (uint64_t i = 1; i < at; i++) {
        int c = getc(file->file);

        line += c == '\r' || (c == '\n' && !is_after_return);
        is_after_return = c == '\r';
    }
    return line;
}

/* UTF-8 is looked for first and alone, as it is fast to tell; most files
 * need no more. */
static circlet_status guess(ci_text_file *file, circlet_error *error)
{
    ci_encoding_signs signs = {0};
    circlet_status status =
        look_through(file, &signs, ci_encoding_signs_add_utf8, error);

    if (status == CIRCLET_OK &&
        (signs.is_no_utf8 || (signs.is_no_ascii && !signs.has_long)))
        status =
            look_through(file, &signs, ci_encoding_signs_add_gb18030, error);
    if (status != CIRCLET_OK || ci_encoding_choose(&file->choice, &signs))
        return status;
    return ci_fail(error, CIRCLET_E_FORMAT,
                   "line %" PRIu64 ": byte %" PRIu64
                   " of the file is no UTF-8, and the text does not look "
                   "like Chinese in GB18030; say its encoding",
                   find_line(file, signs.utf8_bad_at), signs.utf8_bad_at);
}

static circlet_status find_encoding(ci_text_file *file, const char *encoding,
                                    size_t *mark_size, circlet_error *error)
{
    char start[START_SIZE];
    const byte_order_mark *mark;
    const char *utf16;
    size_t size;

    errno = 0;
    size = fread(start, 1, sizeof(start), file->file);
    if (ferror(file->file))
        return fail_read(errno, error);
    if (is_workbook(start, size))
        return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                       "file is a workbook, not text; save it as CSV or give "
                       "it its own suffix");
    mark = find_mark(start, size);
    *mark_size = mark ? mark->size : 0;
    if (encoding)
        return take_said(file, encoding, mark, error);
    utf16 = ci_encoding_guess_utf16(start, size);
    if (!mark && !utf16)
        return guess(file, error);
    set_choice(file, mark ? mark->encoding : utf16,
               mark ? CI_ENCODING_SAID : CI_ENCODING_GUESSED);
    return CIRCLET_OK;
}

/* ---- reading ------------------------------------------------------------ */

/* Moves what is left to the front and reads on behind it. */
static circlet_status fill(ci_text_file *file, circlet_error *error)
{
    size_t size;

    memmove(file->raw, file->raw + file->raw_at, file->raw_size);
    file->raw_at = 0;
    errno = 0;
    size = fread(file->raw + file->raw_size, 1, file->block_size, file->file);
    if (ferror(file->file))
        return fail_read(errno, error);
    file->is_at_end = size == 0;
    file->raw_size += size;
    return CIRCLET_OK;
}

static void take(ci_text_file *file, size_t size)
{
    file->raw_at += size;
    file->raw_size -= size;
    file->offset += size;
}

/* Hands out the good part of a block as it is. */
static ci_conversion pass_utf8(ci_text_file *file, const char **text,
                               size_t *size)
{
    bool is_cut;

    *text = file->raw + file->raw_at;
    *size = ci_utf8_prefix_size(*text, file->raw_size, &is_cut);
    take(file, *size);
    if (file->raw_size == 0)
        return CI_CONVERSION_DONE;
    return is_cut ? CI_CONVERSION_CUT : CI_CONVERSION_BAD;
}

static ci_conversion convert(ci_text_file *file, const char **text,
                             size_t *size)
{
    ci_conversion_state state = {file->raw + file->raw_at, file->raw_size,
                                 file->decoded, file->decoded_capacity};
    ci_conversion result = ci_converter_run(file->converter, &state);

    if (result == CI_CONVERSION_DONE && file->is_at_end)
        result = ci_converter_end(file->converter, &state);
    take(file, file->raw_size - state.size);
    *text = file->decoded;
    *size = (size_t)(state.out - file->decoded);
    return result;
}

circlet_status ci_text_file_next(ci_text_file *file, const char **text,
                                 size_t *size, circlet_error *error)
{
    circlet_status status;
    size_t found = 0;

    while (found == 0 && !file->is_bad) {
        bool was_at_end = file->is_at_end;
        ci_conversion result = file->converter ? convert(file, text, &found)
                                               : pass_utf8(file, text, &found);

        /* At the end, bytes without a character are part of one. */
        file->is_bad = result == CI_CONVERSION_BAD ||
                       (result == CI_CONVERSION_CUT &&
                        (was_at_end || file->raw_size >= CARRY_SIZE));
        if (found > 0 || file->is_bad || result == CI_CONVERSION_FULL)
            continue;
        if (was_at_end)
            break;
        status = fill(file, error);
        if (status != CIRCLET_OK)
            return status;
    }
    if (found == 0 && file->is_bad)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "byte %" PRIu64 " of the file is no text of %s",
                       file->offset + 1, file->choice.encoding.name);
    *size = found;
    return CIRCLET_OK;
}

/* ---- opening ------------------------------------------------------------ */

/* The heading is in the first line, for which a block is enough to show. */
static void set_sample(ci_text_file *file, size_t mark_size)
{
    char start[START_SIZE], line[START_SIZE];
    size_t size = fread(start, 1, sizeof(start), file->file);
    ci_conversion_state state = {.out = line, .room = sizeof(line)};
    ci_converter *converter = NULL;
    size_t end = 0;

    if (size <= mark_size ||
        ci_converter_open(&converter, &file->choice.encoding, NULL) !=
            CIRCLET_OK)
        return;
    state.bytes = start + mark_size;
    state.size = size - mark_size;
    ci_converter_run(converter, &state);
    ci_converter_free(converter);
    while (line + end < state.out && line[end] != '\r' && line[end] != '\n')
        end++;
    ci_encoding_set_sample(&file->choice, line, end);
}

static circlet_status start(ci_text_file *file, size_t mark_size,
                            circlet_error *error)
{
    bool is_guessed = file->choice.ground == CI_ENCODING_GUESSED;

    if (is_guessed && fseeko(file->file, 0, SEEK_SET) == 0)
        set_sample(file, mark_size);
    if (fseeko(file->file, (off_t)mark_size, SEEK_SET) != 0)
        return ci_fail(error, CIRCLET_E_INPUT, "%s", strerror(errno));
    file->offset = mark_size;
    if (ci_encoding_is(&file->choice.encoding, "UTF-8"))
        return CIRCLET_OK;
    file->decoded_capacity = 3 * file->block_size + CARRY_SIZE;
    file->decoded = malloc(file->decoded_capacity);
    if (!file->decoded)
        return ci_fail_nomem(error);
    return ci_converter_open(&file->converter, &file->choice.encoding, error);
}

static circlet_status open_all(ci_text_file *file, const char *path,
                               const char *encoding, circlet_error *error)
{
    size_t mark_size = 0;
    circlet_status status;

    file->file = fopen(path, "rb");
    if (!file->file)
        return ci_fail(error, CIRCLET_E_INPUT, "%s", strerror(errno));
    file->raw = malloc(file->block_size + CARRY_SIZE);
    if (!file->raw)
        return ci_fail_nomem(error);
    status = find_encoding(file, encoding, &mark_size, error);
    return status == CIRCLET_OK ? start(file, mark_size, error) : status;
}

circlet_status ci_text_file_open(ci_text_file **out, const char *path,
                                 const char *encoding, size_t block_size,
                                 circlet_error *error)
{
    ci_text_file *file = calloc(1, sizeof(*file));
    circlet_status status;

    if (!file)
        return ci_fail_nomem(error);
    file->block_size = block_size > 0 ? block_size : BLOCK_SIZE;
    status = open_all(file, path, encoding, error);
    if (status != CIRCLET_OK) {
        ci_text_file_close(file);
        return status == CIRCLET_E_NOMEM ? status
                                         : ci_fail_within(error, status, path);
    }
    *out = file;
    return CIRCLET_OK;
}

const ci_encoding_choice *ci_text_file_choice(const ci_text_file *file)
{
    return &file->choice;
}
