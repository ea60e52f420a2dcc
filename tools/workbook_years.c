/* The sheet of a plan over years: what each costs, and what it brings. */
#include <math.h>

#include "locale.h"
#include "workbook_sheets.h"

#define COUNT(items) (sizeof(items) / sizeof((items)[0]))
#define FUND_COLUMNS 3 /* the last */

static void add_count(circlet_workbook *book, size_t count)
{
    circlet_workbook_add_number(book, CIRCLET_CELL_NUMBER, (double)count);
}

static void add_money(circlet_workbook *book, const year_cost *year)
{
    const circlet_course_year *course = year->course;

    circlet_workbook_add_number(book, CIRCLET_CELL_NUMBER, year->once_cny);
    circlet_workbook_add_number(book, CIRCLET_CELL_NUMBER, course->budget_cny);
    circlet_workbook_add_number(book, CIRCLET_CELL_SHARE,
                                course->budget_cny > 0
                                    ? year->once_cny / course->budget_cny
                                    : (double)NAN);
    circlet_workbook_add_number(book, CIRCLET_CELL_NUMBER, year->total_cny);
}

/* Persons of the whole city, a rule each; x: so few that they are hidden. */
static void add_cover(circlet_workbook *book, const workbook_study *work,
                      const circlet_course_year *course)
{
    const circlet_course_year told =
        work->privacy ? circlet_privacy_year(work->years[0].course, course, 0)
                      : *course;
    const double persons[] = {told.persons,
                              told.persons - told.uncovered_before,
                              told.persons - told.uncovered};

    for (size_t i = 0; i < COUNT(persons); i++)
        if (isfinite(persons[i]))
            circlet_workbook_add_number(book, CIRCLET_CELL_NUMBER, persons[i]);
        else
            circlet_workbook_add_text(book, CIRCLET_CELL_TEXT, "x");
    circlet_workbook_add_number(book, CIRCLET_CELL_SHARE,
                                told.persons > 0 ? persons[2] / told.persons
                                                 : (double)NAN);
}

static void add_year(circlet_workbook *book, const workbook_study *work,
                     const year_cost *year)
{
    const circlet_course_year *course = year->course;

    circlet_workbook_add_row(book);
    circlet_workbook_add_number(book, CIRCLET_CELL_YEAR, year->year);
    add_count(book, course->begun);
    add_count(book, course->done);
    add_money(book, year);
    add_cover(book, work, course);
    add_count(book, course->must_fail_before);
    add_count(book, course->must_fail);
    add_count(book, course->should_fail_before);
    add_count(book, course->should_fail);
    if (work->has_funds)
        workbook_add_funds(book, year);
}

void workbook_add_years(circlet_workbook *book, const workbook_study *work)
{
    const circlet_workbook_column columns[] = {
        {_("YEAR"), 8},
        {_("BEGUN"), 9},
        {_("DONE"), 9},
        {_("ONCE (CNY)"), 16},
        {_("BUDGET (CNY)"), 16},
        {_("SPENT OF THE BUDGET"), 14},
        {_("ONCE SO FAR (CNY)"), 18},
        {_("PERSONS"), 11},
        {_("COVERED IF NOTHING IS DONE"), 16},
        {_("COVERED WITH THE PLAN"), 16},
        {_("SHARE COVERED"), 12},
        {_("MUST FAIL IF NOTHING IS DONE"), 16},
        {_("MUST FAIL WITH THE PLAN"), 16},
        {_("SHOULD FAIL IF NOTHING IS DONE"), 16},
        {_("SHOULD FAIL WITH THE PLAN"), 16},
        {_("FUNDS A YEAR (CNY)"), 20},
        {_("FUNDS AT LEAST (CNY)"), 20},
        {_("FUNDS AT MOST (CNY)"), 20}};

    circlet_workbook_add_sheet(
        book, _("Costs by year"), columns,
        COUNT(columns) - (work->has_funds ? 0 : FUND_COLUMNS), 1);
    for (size_t i = 0; i < work->year_count; i++)
        add_year(book, work, &work->years[i]);
}
