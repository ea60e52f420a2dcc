#include "io/csv_heading.h"

#include <string.h>

static const char separators[] = ",;\t|";

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

/* Excel's "sep=;", which may stand in quotes. */
static bool says_separator(ci_csv_heading *heading)
{
    const char *line = heading->line;
    size_t size = heading->line_size;

    if (size >= 2 && line[0] == '"' && line[size - 1] == '"') {
        line++;
        size -= 2;
    }
    if (size != 5 || memcmp(line, "sep=", 4) != 0 || line[4] == '"' ||
        (unsigned char)line[4] >= 0x80 || line[4] == '\0')
        return false;
    heading->is_said = true;
    heading->separator = line[4];
    return true;
}

/* Quotes count as such only where a field starts, as they do to who reads
 * the fields. */
static void add_text(ci_csv_heading *heading, char c)
{
    const char *found = c ? strchr(separators, c) : NULL;

    if (heading->is_quoted) {
        heading->is_closed = c == '"';
        heading->is_quoted = !heading->is_closed;
    } else if (c == '"' && (heading->is_closed || !heading->is_in_field)) {
        heading->is_quoted = true;
        heading->is_in_field = true;
        heading->is_closed = false;
    } else {
        heading->is_closed = false;
        heading->is_in_field = !found;
        if (found)
            heading->counts[found - separators]++;
    }
}

static void add(ci_csv_heading *heading, char c)
{
    if (!heading->is_quoted && is_line_end(c)) {
        heading->is_done = heading->line_size > 0;
        return;
    }
    if (heading->line_size < CI_CSV_LINE_SIZE)
        heading->line[heading->line_size++] = c;
    add_text(heading, c);
}

void ci_csv_heading_add(ci_csv_heading *heading, const char *text, size_t size)
{
    for (size_t i = 0; i < size && !heading->is_done; i++)
        add(heading, text[i]);
}

void ci_csv_heading_end(ci_csv_heading *heading)
{
    size_t best = 0;

    if (says_separator(heading))
        return;
    for (size_t i = 1; i < CI_CSV_SEPARATOR_COUNT; i++)
        if (heading->counts[i] > heading->counts[best])
            best = i;
    heading->separator = separators[best];
}
