/* The table is libsmartcols's; that a sentence fits the terminal is ours. */
#include "table.h"

#include <libsmartcols/libsmartcols.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "fold.h"

#define COLUMN_MAX 16

/* Less room than this for a sentence, and it is not folded. */
#define FOLD_MIN 24

struct table {
    struct libscols_table *cells;
    struct libscols_line *row;
    table_style styles[COLUMN_MAX];
    size_t widths[COLUMN_MAX]; /* of the widest cell or title */
    size_t column_count;
    size_t row_count;
    bool has_failed;
};

static size_t terminal_width(void)
{
    struct winsize size;

    if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0)
        return 0;
    return size.ws_col;
}

table *table_new(void)
{
    table *t = calloc(1, sizeof(*t));

    if (!t)
        return NULL;
    t->cells = scols_new_table();
    if (!t->cells) {
        free(t);
        return NULL;
    }
    if (isatty(STDOUT_FILENO) && !getenv("NO_COLOR"))
        scols_table_enable_colors(t->cells, 1);
    return t;
}

void table_free(table *t)
{
    if (!t)
        return;
    scols_unref_table(t->cells);
    free(t);
}

void table_add_column(table *t, const char *title, table_style style)
{
    struct libscols_column *column;
    int flags = style == TABLE_RIGHT      ? SCOLS_FL_RIGHT
                : style == TABLE_SENTENCE ? SCOLS_FL_WRAP
                                          : 0;

    if (t->column_count == COLUMN_MAX) {
        t->has_failed = true;
        return;
    }
    column = scols_table_new_column(t->cells, title, 0, flags);
    if (!column)
        t->has_failed = true;
    else if (style == TABLE_SENTENCE)
        scols_column_set_wrapfunc(column, scols_wrapnl_chunksize,
                                  scols_wrapnl_nextchunk, NULL);
    if (column && style == TABLE_SENTENCE)
        scols_column_set_safechars(column, "\n");
    t->styles[t->column_count] = style;
    t->widths[t->column_count++] = text_width(title);
}

void table_add_row(table *t)
{
    t->row = scols_table_new_line(t->cells, NULL);
    t->row_count++;
    if (!t->row)
        t->has_failed = true;
}

void table_set(table *t, size_t column, const char *text)
{
    size_t width = text_width(text);

    if (!t->row || scols_line_set_data(t->row, column, text) != 0)
        t->has_failed = true;
    if (width > t->widths[column])
        t->widths[column] = width;
}

void table_colour(table *t, size_t column, const char *colour)
{
    struct libscols_cell *cell =
        t->row ? scols_line_get_cell(t->row, column) : NULL;

    if (!cell || scols_cell_set_color(cell, colour) != 0)
        t->has_failed = true;
}

/* Folds the cells of a column so that it is at most `room` wide. */
static void fold_column(table *t, size_t column, size_t room)
{
    for (size_t i = 0; i < t->row_count; i++) {
        struct libscols_line *row = scols_table_get_line(t->cells, i);
        struct libscols_cell *cell = scols_line_get_cell(row, column);
        const char *text = cell ? scols_cell_get_data(cell) : NULL;
        char *folded = text ? text_fold(text, room) : NULL;

        if (text && (!folded || scols_cell_set_data(cell, folded) != 0))
            t->has_failed = true;
        free(folded);
    }
}

static void fit_terminal(table *t)
{
    size_t last = t->column_count - 1, used = 0;
    size_t width = terminal_width();

    for (size_t i = 0; i < last; i++)
        used += t->widths[i] + 1;
    if (t->styles[last] == TABLE_SENTENCE && width >= used + FOLD_MIN)
        fold_column(t, last, width - used);
    /* Wider than the terminal is better than cut off. */
    scols_table_set_termforce(t->cells, SCOLS_TERMFORCE_NEVER);
}

bool table_print(table *t)
{
    if (t->row_count == 0 || t->column_count == 0)
        return !t->has_failed;
    fit_terminal(t);
    if (!t->has_failed && scols_print_table(t->cells) != 0)
        t->has_failed = true;
    return !t->has_failed;
}
