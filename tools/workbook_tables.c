/* The sheets of a workbook that are about people, money and sources. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ledger_words.h"
#include "locale.h"
#include "word.h"
#include "workbook_sheets.h"

#define COUNT(items) (sizeof(items) / sizeof((items)[0]))
#define TITLE_SIZE 512
#define NAME_COLUMNS 3 /* code, name, what it is in */
#define FIGURE_WIDTH 14

/* ---- the ledger --------------------------------------------------------- */

/* What the columns of a section are about, before the word of each. */
static const char *section_word(circlet_ledger_section section)
{
    static const char *const words[CIRCLET_LEDGER_SECTION_COUNT] = {
        [CIRCLET_LEDGER_PEOPLE] = N_("People"),
        [CIRCLET_LEDGER_KIND] = N_("Disability"),
        [CIRCLET_LEDGER_GRADE] = N_("Grade"),
        [CIRCLET_LEDGER_AGE] = N_("Age"),
        [CIRCLET_LEDGER_NEED] = N_("Need"),
        [CIRCLET_LEDGER_AID] = N_("Aid"),
        [CIRCLET_LEDGER_CERTIFIED] = N_("Certified"),
        [CIRCLET_LEDGER_POOR] = N_("Poor"),
        [CIRCLET_LEDGER_COVERAGE] = N_("Circle"),
        [CIRCLET_LEDGER_TYPE] = N_("Facilities"),
        [CIRCLET_LEDGER_SERVICE] = N_("Facilities with"),
        [CIRCLET_LEDGER_PLACES] = N_("Places"),
        [CIRCLET_LEDGER_OCCUPIED] = N_("Occupied"),
        [CIRCLET_LEDGER_BEDS] = N_("Beds"),
        [CIRCLET_LEDGER_STAFF] = N_("Staff"),
        [CIRCLET_LEDGER_AREA] = N_("Area (m²)")};

    return words[section] ? _(words[section]) : "";
}

void workbook_add_figure(circlet_workbook *book, circlet_ledger_cell cell,
                         int64_t milli)
{
    circlet_cell look = CIRCLET_CELL_NUMBER;

    if (!cell.is_known) {
        circlet_workbook_add_text(book, CIRCLET_CELL_TEXT,
                                  cell.is_hidden ? "x" : "?");
        return;
    }
    if (cell.is_internal && milli != 0)
        look = cell.is_complete ? CIRCLET_CELL_INTERNAL
                                : CIRCLET_CELL_MORE_INTERNAL;
    else if (!cell.is_complete)
        look = CIRCLET_CELL_MORE;
    circlet_workbook_add_number(book, look, (double)milli / 1000);
}

/* Of people the mark is for the one of two figures that is small. */
static circlet_ledger_cell marked(const circlet_ledger *ledger,
                                  circlet_ledger_cell cell, int64_t milli)
{
    cell.is_internal = cell.is_internal &&
                       milli < circlet_ledger_internal_below(ledger) * 1000;
    return cell;
}

static bool is_of_people(const circlet_ledger_column *column)
{
    return strcmp(column->unit, "persons") == 0;
}

static void title_column(char out[TITLE_SIZE],
                         const circlet_ledger_column *column, bool is_modelled)
{
    snprintf(out, TITLE_SIZE, "%s: %s%s%s%s", section_word(column->section),
             column->rule ? column->rule : "", column->rule ? " " : "",
             column->rule ? ledger_word(column->word)
                          : ledger_column_title(column),
             is_modelled ? _(" (modelled)") : "");
}

/* The columns of modelled people stand beside those of the others. */
static bool has_modelled(const circlet_ledger *ledger, size_t column)
{
    return circlet_ledger_has_modelled(ledger) &&
           is_of_people(circlet_ledger_column_at(ledger, column)) &&
           circlet_ledger_column_at(ledger, column)->section !=
               CIRCLET_LEDGER_STAFF;
}

static void add_ledger_columns(circlet_workbook *book,
                               const circlet_ledger *ledger,
                               circlet_workbook_column *columns,
                               char (*titles)[TITLE_SIZE])
{
    size_t count = NAME_COLUMNS;

    columns[0] = (circlet_workbook_column){_("CODE"), 14};
    columns[1] = (circlet_workbook_column){_("UNIT"), 18};
    columns[2] = (circlet_workbook_column){_("IN"), 18};
    for (size_t i = 0; i < circlet_ledger_column_count(ledger); i++)
        for (int m = 0; m < (has_modelled(ledger, i) ? 2 : 1); m++) {
            title_column(titles[count], circlet_ledger_column_at(ledger, i),
                         m == 1);
            columns[count] =
                (circlet_workbook_column){titles[count], FIGURE_WIDTH};
            count++;
        }
    circlet_workbook_add_sheet(book, _("Ledger"), columns, count, 2);
}

static void add_ledger_row(circlet_workbook *book,
                           const circlet_ledger *ledger, size_t row)
{
    const circlet_ledger_row *which = circlet_ledger_row_at(ledger, row);

    if (which)
        circlet_workbook_add_row(book);
    else
        circlet_workbook_add_total(book);
    circlet_workbook_add_text(book, CIRCLET_CELL_TEXT,
                              which ? which->code : NULL);
    circlet_workbook_add_text(book, CIRCLET_CELL_TEXT,
                              !which        ? _("total")
                              : which->code ? which->name
                                            : _("(no unit)"));
    circlet_workbook_add_text(book, CIRCLET_CELL_TEXT,
                              which ? which->parent_name : NULL);
    for (size_t i = 0; i < circlet_ledger_column_count(ledger); i++) {
        circlet_ledger_cell cell = circlet_ledger_cell_at(ledger, row, i);

        workbook_add_figure(book, marked(ledger, cell, cell.value_milli),
                            cell.value_milli);
        if (has_modelled(ledger, i))
            workbook_add_figure(book,
                                marked(ledger, cell, cell.modelled_milli),
                                cell.modelled_milli);
    }
}

void workbook_add_ledger(circlet_workbook *book, const workbook_study *work)
{
    const circlet_ledger *ledger = work->ledger;
    size_t most = NAME_COLUMNS + 2 * circlet_ledger_column_count(ledger);
    circlet_workbook_column *columns = calloc(most, sizeof(*columns));
    char(*titles)[TITLE_SIZE] = calloc(most, sizeof(*titles));

    if (columns && titles) {
        add_ledger_columns(book, ledger, columns, titles);
        for (size_t r = 0; r <= circlet_ledger_row_count(ledger); r++)
            add_ledger_row(book, ledger, r);
    }
    free(columns);
    free(titles);
}

/* ---- the plan ----------------------------------------------------------- */

static void add_known(circlet_workbook *book, circlet_cell look, int64_t value)
{
    circlet_workbook_add_number(book, look,
                                value >= 0 ? (double)value : (double)NAN);
}

static void add_action(circlet_workbook *book, const workbook_study *work,
                       const circlet_plan_action *action)
{
    circlet_workbook_add_row(book);
    circlet_workbook_add_text(book, CIRCLET_CELL_TEXT, action->id);
    circlet_workbook_add_text(book, CIRCLET_CELL_TEXT, word(action->kind));
    circlet_workbook_add_text(book, CIRCLET_CELL_TEXT, action->facility);
    circlet_workbook_add_text(book, CIRCLET_CELL_TEXT, action->site);
    circlet_workbook_add_text(book, CIRCLET_CELL_TEXT,
                              workbook_word(work, action->type));
    circlet_workbook_add_text(book, CIRCLET_CELL_TEXT,
                              workbook_word(work, action->service));
    add_known(book, CIRCLET_CELL_YEAR, action->year);
    circlet_workbook_add_number(book, CIRCLET_CELL_NUMBER, action->area_m2);
    add_known(book, CIRCLET_CELL_NUMBER, action->places);
    add_known(book, CIRCLET_CELL_NUMBER, action->beds);
    circlet_workbook_add_number(book, CIRCLET_CELL_NUMBER, action->cost_cny);
    circlet_workbook_add_number(book, CIRCLET_CELL_NUMBER,
                                action->persons_gained);
    circlet_workbook_add_text(book, CIRCLET_CELL_LONG_TEXT, action->mends);
    circlet_workbook_add_text(book, CIRCLET_CELL_LONG_TEXT,
                              locale_is_chinese() ? action->text_zh
                                                  : action->text_en);
}

void workbook_add_actions(circlet_workbook *book, const workbook_study *work)
{
    const circlet_workbook_column columns[] = {
        {_("ID"), 8},     {_("ACTION"), 16},     {_("FACILITY"), 14},
        {_("SITE"), 12},  {_("TYPE"), 22},       {_("SERVICE"), 22},
        {_("YEAR"), 8},   {_("M2"), 10},         {_("PLACES"), 9},
        {_("BEDS"), 9},   {_("COST (CNY)"), 15}, {_("PERSONS GAINED"), 12},
        {_("MENDS"), 28}, {_("WHAT IT IS"), 80}};

    const circlet_plan *plan = work->told ? work->told : work->plan;

    if (!plan)
        return;
    circlet_workbook_add_sheet(book, _("Plan"), columns, COUNT(columns), 1);
    for (size_t i = 0; i < circlet_plan_action_count(plan); i++)
        add_action(book, work, circlet_plan_action_at(plan, i));
}

void workbook_add_funds(circlet_workbook *book, const year_cost *year)
{
    workbook_add_figure(book, year->known, year->known.value_milli);
    workbook_add_figure(book, year->low, year->low.value_milli);
    workbook_add_figure(book, year->high, year->high.value_milli);
}

static void add_year(circlet_workbook *book, const workbook_study *work,
                     const year_cost *year)
{
    circlet_workbook_add_row(book);
    circlet_workbook_add_number(book, CIRCLET_CELL_YEAR, year->year);
    circlet_workbook_add_number(book, CIRCLET_CELL_NUMBER,
                                (double)year->actions);
    circlet_workbook_add_number(book, CIRCLET_CELL_NUMBER, year->once_cny);
    circlet_workbook_add_number(book, CIRCLET_CELL_NUMBER, year->total_cny);
    if (work->has_funds)
        workbook_add_funds(book, year);
}

void workbook_add_costs(circlet_workbook *book, const workbook_study *work)
{
    const circlet_workbook_column columns[] = {{_("YEAR"), 8},
                                               {_("ACTIONS"), 10},
                                               {_("ONCE (CNY)"), 16},
                                               {_("ONCE SO FAR (CNY)"), 18},
                                               {_("FUNDS A YEAR (CNY)"), 20},
                                               {_("FUNDS AT LEAST (CNY)"), 20},
                                               {_("FUNDS AT MOST (CNY)"), 20}};

    if (work->course) {
        workbook_add_years(book, work);
        return;
    }
    circlet_workbook_add_sheet(book, _("Costs by year"), columns,
                               work->has_funds ? COUNT(columns) : 4, 1);
    for (size_t i = 0; i < work->year_count; i++)
        add_year(book, work, &work->years[i]);
}

/* ---- sources ------------------------------------------------------------ */

static void add_source(circlet_workbook *book,
                       const circlet_source_summary *source)
{
    const uint64_t counts[] = {source->size,     source->rows,
                               source->imported, source->repaired,
                               source->doubtful, source->rejected};

    circlet_workbook_add_row(book);
    circlet_workbook_add_text(book, CIRCLET_CELL_TEXT, source->layer);
    circlet_workbook_add_text(book, CIRCLET_CELL_TEXT, source->file);
    for (size_t i = 0; i < COUNT(counts); i++)
        circlet_workbook_add_number(book, CIRCLET_CELL_NUMBER,
                                    (double)counts[i]);
    circlet_workbook_add_text(book, CIRCLET_CELL_TEXT,
                              source->is_complete ? _("yes") : _("no"));
    circlet_workbook_add_text(book, CIRCLET_CELL_TEXT, source->sha256);
    circlet_workbook_add_text(
        book, CIRCLET_CELL_LONG_TEXT,
        strcmp(source->options, "{}") != 0 ? source->options : NULL);
}

void workbook_add_sources(circlet_workbook *book, const workbook_study *work)
{
    const circlet_workbook_column columns[] = {
        {_("LAYER"), 12},    {_("SOURCE"), 26},   {_("BYTES"), 12},
        {_("ROWS"), 10},     {_("IMPORTED"), 11}, {_("REPAIRED"), 11},
        {_("DOUBTFUL"), 11}, {_("REFUSED"), 11},  {_("COMPLETE"), 11},
        {_("SHA-256"), 20},  {_("OPTIONS"), 40}};

    circlet_workbook_add_sheet(book, _("Sources"), columns, COUNT(columns), 2);
    for (size_t i = 0; i < circlet_summary_source_count(work->summary); i++)
        add_source(book, circlet_summary_source(work->summary, i));
}
