#include "io/number_file.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "io/whole_file.h"

/* A wrong word is shown in a message up to here. */
#define SHOWN_SIZE 40

circlet_status ci_number_file_open(ci_number_file *out, const char *path,
                                   circlet_error *error)
{
    circlet_status status =
        ci_read_whole_file(&out->text, path, CI_NUMBER_FILE_MAX, error);

    if (status)
        return status;
    out->path = path;
    out->line = 1;
    ci_buffer_add(&out->text, ""); /* an empty file has text, too */
    if (out->text.failed)
        return ci_fail_nomem(error);
    out->at = out->text.text;
    if (strlen(out->at) != out->text.size)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: byte %zu is zero: this is no text", path,
                       strlen(out->at) + 1);
    return CIRCLET_OK;
}

void ci_number_file_close(ci_number_file *file)
{
    ci_buffer_free(&file->text);
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static const char *skip_space(const char *c, uint64_t *line)
{
    for (; is_space(*c); c++)
        *line += *c == '\n';
    return c;
}

static const char *skip_word(const char *c)
{
    while (*c && !is_space(*c))
        c++;
    return c;
}

const char *ci_number_file_word(ci_number_file *file)
{
    uint64_t line = file->line;
    char *word = file->at + (skip_space(file->at, &line) - file->at);
    char *end = word + (skip_word(word) - word);

    file->line = line;
    file->word_line = line;
    file->at = end;
    if (!*word)
        return NULL;
    if (*end) {
        file->line += *end == '\n';
        *end = '\0';
        file->at = end + 1;
    }
    return word;
}

size_t ci_number_file_words_of_line(const ci_number_file *file)
{
    uint64_t line = 0;
    const char *c = skip_space(file->at, &line);
    size_t count = 0;

    for (line = 0; *c && line == 0; count++)
        c = skip_space(skip_word(c), &line);
    return count;
}

size_t ci_number_file_words_left(const ci_number_file *file)
{
    uint64_t line = 0;
    const char *c = skip_space(file->at, &line);
    size_t count = 0;

    for (; *c; count++)
        c = skip_space(skip_word(c), &line);
    return count;
}

char *ci_number_file_line(ci_number_file *file)
{
    char *line = file->at, *end;

    if (!*line)
        return NULL;
    end = line + strcspn(line, "\n");
    file->word_line = file->line;
    file->at = end;
    if (*end) {
        file->line++;
        file->at = end + 1;
    }
    *end = '\0';
    if (end > line && end[-1] == '\r')
        end[-1] = '\0';
    return line;
}

/* The word as it may stand in a message. */
static void show(char out[SHOWN_SIZE], const char *word)
{
    snprintf(out, SHOWN_SIZE, "%s", word);
    ci_text_cut_at_character(out);
    if (!ci_utf8_is_valid(out, strlen(out)))
        snprintf(out, SHOWN_SIZE, "?");
}

static circlet_status fail_end(const ci_number_file *file, const char *what,
                               circlet_error *error)
{
    return ci_fail(error, CIRCLET_E_FORMAT, "%s: the file ends before %s",
                   file->path, ci_translate(what));
}

circlet_status ci_number_file_whole(ci_number_file *file, int64_t *out,
                                    const char *what, int64_t low,
                                    int64_t high, circlet_error *error)
{
    const char *word = ci_number_file_word(file);
    char shown[SHOWN_SIZE];
    ci_decimal value;

    if (!word)
        return fail_end(file, what, error);
    show(shown, word);
    /* Whole numbers may be written "7500." or "1e3". */
    if (!ci_decimal_read(&value, word) || value.decimals > 0)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: line %" PRIu64 ": %s is a whole number, not '%s'",
                       file->path, file->word_line, ci_translate(what), shown);
    if (value.digits < low || value.digits > high)
        return ci_fail(error, CIRCLET_E_DATA,
                       "%s: line %" PRIu64 ": %s is from %" PRId64
                       " to %" PRId64 ", not %s",
                       file->path, file->word_line, ci_translate(what), low,
                       high, shown);
    *out = value.digits;
    return CIRCLET_OK;
}

circlet_status ci_number_file_decimal(ci_number_file *file, ci_decimal *out,
                                      const char *what, circlet_error *error)
{
    const char *word = ci_number_file_word(file);
    char shown[SHOWN_SIZE];

    if (!word)
        return fail_end(file, what, error);
    show(shown, word);
    if (!ci_decimal_read(out, word))
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: line %" PRIu64
                       ": %s is a number of at most 18 digits, 9 of them "
                       "after the point, not '%s'",
                       file->path, file->word_line, ci_translate(what), shown);
    return CIRCLET_OK;
}

circlet_status ci_number_file_end(ci_number_file *file, circlet_error *error)
{
    const char *word = ci_number_file_word(file);
    char shown[SHOWN_SIZE];

    if (!word)
        return CIRCLET_OK;
    show(shown, word);
    return ci_fail(error, CIRCLET_E_FORMAT,
                   "%s: line %" PRIu64 ": '%s' stands after the end of the "
                   "problem",
                   file->path, file->word_line, shown);
}
