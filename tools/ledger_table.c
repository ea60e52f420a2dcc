/* Tables of ledgers for people. */
#include <stdio.h>
#include <string.h>

#include "ledger_output.h"
#include "ledger_words.h"
#include "locale.h"
#include "quantity.h"
#include "table.h"

/* So many columns of figures stand beside each other at most. */
#define WIDTH_MAX 12

#define CELL_SIZE (NUMBER_SIZE + 8)
#define NAME_SIZE 512

/* One table: figures of some columns, of modelled people or of the others. */
typedef struct sheet {
    const circlet_ledger *ledger;
    size_t columns[WIDTH_MAX];
    size_t count;
    bool of_modelled;
    bool has_share; /* the second column's share of the first */
} sheet;

/* ---- cells -------------------------------------------------------------- */

static int64_t figure_of(const sheet *s, circlet_ledger_cell cell)
{
    return s->of_modelled ? cell.modelled_milli : cell.value_milli;
}

/* Of people the mark stands at the one of two figures that is small. */
static bool is_marked(const sheet *s, circlet_ledger_cell cell, size_t column)
{
    int64_t milli = figure_of(s, cell);
    int64_t below = circlet_ledger_internal_below(s->ledger) * 1000;

    if (!cell.is_internal || milli == 0)
        return false;
    return milli < below ||
           strcmp(circlet_ledger_column_at(s->ledger, column)->unit,
                  "persons") != 0;
}

static void cell_text(char out[CELL_SIZE], const sheet *s, size_t row,
                      size_t column)
{
    circlet_ledger_cell cell = circlet_ledger_cell_at(s->ledger, row, column);
    int64_t milli = figure_of(s, cell);
    char number[NUMBER_SIZE];

    ledger_format_milli(number, milli, 2);
    if (cell.is_hidden)
        snprintf(out, CELL_SIZE, "x");
    else if (!cell.is_known)
        snprintf(out, CELL_SIZE, "?");
    else
        snprintf(out, CELL_SIZE, "%s%s%s", number, cell.is_complete ? "" : "+",
                 is_marked(s, cell, column) ? "*" : "");
}

static void set_share(table *out, const sheet *s, size_t row, size_t at)
{
    circlet_ledger_cell all =
        circlet_ledger_cell_at(s->ledger, row, s->columns[0]);
    circlet_ledger_cell part =
        circlet_ledger_cell_at(s->ledger, row, s->columns[1]);
    char text[QUANTITY_SIZE] = "";

    if (part.is_known && part.is_complete && figure_of(s, all) > 0)
        quantity_text(text,
                      (double)figure_of(s, part) / (double)figure_of(s, all),
                      "share");
    table_set(out, at, text);
}

static void row_name(char out[NAME_SIZE], const circlet_ledger_row *row)
{
    const char *parent = row->parent_name ? row->parent_name : "";
    bool is_of_household = row->level == CIRCLET_LEDGER_HOUSEHOLD;

    if (row->code)
        snprintf(out, NAME_SIZE, "%s", row->name ? row->name : parent);
    else if (*parent)
        snprintf(out, NAME_SIZE,
                 is_of_household ? _("(no household, in %s)")
                                 : _("(no unit, in %s)"),
                 parent);
    else
        snprintf(out, NAME_SIZE, "%s",
                 is_of_household ? _("(no household)") : _("(no unit)"));
}

static void add_row(table *out, const sheet *s, size_t row)
{
    const circlet_ledger_row *which = circlet_ledger_row_at(s->ledger, row);
    char text[CELL_SIZE], name[NAME_SIZE];
    size_t at = 2;

    table_add_row(out);
    if (which)
        row_name(name, which);
    table_set(out, 0, which && which->code ? which->code : "");
    table_set(out, 1, which ? name : _("total"));
    for (size_t i = 0; i < s->count; i++) {
        cell_text(text, s, row, s->columns[i]);
        table_set(out, at++, text);
        if (s->has_share && i == 1)
            set_share(out, s, row, at++);
    }
}

/* Apart from the heading before it, though both may be of several words. */
static void add_heading(table *out, const char *title)
{
    char text[NAME_SIZE];

    snprintf(text, sizeof(text), "  %s", title);
    table_add_column(out, text, TABLE_RIGHT);
}

static bool print_sheet(const sheet *s)
{
    table *out = table_new();
    bool is_printed;

    if (!out)
        return false;
    table_add_column(out, _("CODE"), TABLE_LEFT);
    table_add_column(out, _("NAME"), TABLE_LEFT);
    for (size_t i = 0; i < s->count; i++) {
        add_heading(out, ledger_column_title(circlet_ledger_column_at(
                             s->ledger, s->columns[i])));
        if (s->has_share && i == 1)
            add_heading(out, _("share"));
    }
    for (size_t i = 0; i <= circlet_ledger_row_count(s->ledger); i++)
        add_row(out, s, i);
    is_printed = table_print(out);
    table_free(out);
    return is_printed;
}

/* ---- sections ----------------------------------------------------------- */

/* A column of nobody unknown says nothing. */
static bool is_idle(const circlet_ledger *ledger, size_t column)
{
    size_t total = circlet_ledger_row_count(ledger);
    circlet_ledger_cell cell = circlet_ledger_cell_at(ledger, total, column);

    return strcmp(circlet_ledger_column_at(ledger, column)->word, "unknown") ==
               0 &&
           !cell.is_hidden && cell.value_milli == 0 &&
           cell.modelled_milli == 0;
}

static bool is_same_table(const circlet_ledger_column *a,
                          const circlet_ledger_column *b)
{
    return a && b && a->section == b->section &&
           (a->section != CIRCLET_LEDGER_COVERAGE ||
            strcmp(a->rule, b->rule) == 0);
}

/* The total number of people stands in every table that divides them. */
static bool divides_people(circlet_ledger_section section)
{
    return section > CIRCLET_LEDGER_PEOPLE &&
           section < CIRCLET_LEDGER_COVERAGE;
}

static void print_title(const circlet_ledger_column *column, bool of_modelled)
{
    const char *title =
        locale_is_chinese() ? column->title_zh : column->title_en;

    if (column->section != CIRCLET_LEDGER_COVERAGE)
        printf("%s\n", of_modelled ? ledger_modelled_title(column->section)
                                   : ledger_section_title(column->section));
    else if (of_modelled)
        printf(_("Modelled people within the circle of %s, %s; mode: %s "
                 "(persons), not counted above\n"),
               column->rule, title, ledger_word(column->mode));
    else
        printf(_("People within the circle of %s, %s; mode: %s (persons)\n"),
               column->rule, title, ledger_word(column->mode));
}

/* Prints the columns from `first` up to `end`, as many beside each other as
 * there is room. */
static bool print_section(const circlet_ledger *ledger, size_t first,
                          size_t end, bool of_modelled)
{
    const circlet_ledger_column *column =
        circlet_ledger_column_at(ledger, first);
    sheet s = {.ledger = ledger,
               .of_modelled = of_modelled,
               .has_share = column->section == CIRCLET_LEDGER_COVERAGE};

    print_title(column, of_modelled);
    for (size_t c = first; c < end; c++) {
        if (s.count == 0 && divides_people(column->section))
            s.columns[s.count++] = 0; /* the column of all */
        if (!is_idle(ledger, c))
            s.columns[s.count++] = c;
        if (s.count < WIDTH_MAX && c + 1 < end)
            continue;
        if (s.count > divides_people(column->section) && !print_sheet(&s))
            return false;
        s.count = 0;
    }
    putchar('\n');
    return true;
}

/* The marks that were used, each with its meaning. */
static void print_legend(const circlet_ledger *ledger)
{
    bool has_internal = false, has_incomplete = false, has_unknown = false,
         has_hidden = false;

    for (size_t i = 0; i <= circlet_ledger_row_count(ledger); i++)
        for (size_t c = 0; c < circlet_ledger_column_count(ledger); c++) {
            circlet_ledger_cell cell = circlet_ledger_cell_at(ledger, i, c);

            has_internal |= cell.is_internal;
            has_incomplete |= !cell.is_complete && cell.is_known;
            has_unknown |= !cell.is_known && !cell.is_hidden;
            has_hidden |= cell.is_hidden;
        }
    if (has_internal)
        printf(_("* internal: fewer than %lld persons, not to be "
                 "published\n"),
               (long long)circlet_ledger_internal_below(ledger));
    if (has_incomplete)
        printf("%s\n", _("+ or more: of some it is not known"));
    if (has_unknown)
        printf("%s\n", _("? not known"));
    if (has_hidden)
        printf(_("x not published: it would tell of fewer than %lld "
                 "persons, or help to\n"),
               (long long)circlet_ledger_hidden_below(ledger));
}

bool ledger_print_tables(const circlet_ledger *ledger)
{
    size_t count = circlet_ledger_column_count(ledger), end;

    for (size_t c = 0; c < count; c = end) {
        const circlet_ledger_column *column =
            circlet_ledger_column_at(ledger, c);

        for (end = c + 1;
             is_same_table(column, circlet_ledger_column_at(ledger, end));
             end++)
            ;
        /* The number of all stands beside every division of it. */
        if (column->section == CIRCLET_LEDGER_PEOPLE)
            continue;
        if (!print_section(ledger, c, end, false))
            return false;
        if (circlet_ledger_has_modelled(ledger) &&
            ledger_modelled_title(column->section) &&
            !print_section(ledger, c, end, true))
            return false;
    }
    print_legend(ledger);
    return true;
}
