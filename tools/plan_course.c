#include "plan_course.h"

#include <math.h>

#include "locale.h"
#include "quantity.h"
#include "table.h"

circlet_status plan_course_follow(circlet_plan_course **out,
                                  const circlet_plan *plan, study *s,
                                  circlet_error *error)
{
    circlet_plan_course_options options = CIRCLET_PLAN_COURSE_OPTIONS_INIT;

    if (!circlet_plan_years(plan) || !study_travel(s))
        return CIRCLET_OK;
    options.threads = s->engine.threads;
    options.progress = s->progress;
    return circlet_plan_follow(out, plan, s->policy, s->city, study_travel(s),
                               &options, error);
}

/* ---- text --------------------------------------------------------------- */

static void set_number(table *out, size_t column, double number)
{
    char text[NUMBER_SIZE];

    if (!isfinite(number))
        return;
    format_rounded(text, number, 2);
    table_set(out, column, text);
}

/* "12 -> 3". */
static void set_change(table *out, size_t column, double before, double after)
{
    char from[NUMBER_SIZE], to[NUMBER_SIZE], text[2 * NUMBER_SIZE + 8];

    format_rounded(from, before, 2);
    format_rounded(to, after, 2);
    snprintf(text, sizeof(text), "%s → %s", from, to);
    table_set(out, column, text);
}

static void add_year(table *out, const circlet_course_year *year)
{
    table_add_row(out);
    set_number(out, 0, year->year);
    set_number(out, 1, (double)year->begun);
    set_number(out, 2, (double)year->done);
    set_number(out, 3, year->cost_cny);
    set_change(out, 4, (double)year->must_fail_before,
               (double)year->must_fail);
    set_change(out, 5, (double)year->should_fail_before,
               (double)year->should_fail);
    set_change(out, 6, year->uncovered_before, year->uncovered);
    set_number(out, 7, year->closed_out);
    set_number(out, 8, year->answered);
    set_number(out, 9, year->lost);
}

static bool print_years(const circlet_plan_course *course)
{
    const char *const headings[] = {_("YEAR"),
                                    _("BEGUN"),
                                    _("DONE"),
                                    _("SPENT (CNY)"),
                                    _("MUST FAIL"),
                                    _("SHOULD FAIL"),
                                    _("OUTSIDE CIRCLES"),
                                    _("BY CLOSURES"),
                                    _("ANSWERED"),
                                    _("LOST")};
    table *out = table_new();
    bool is_printed;

    if (!out)
        return false;
    for (size_t i = 0; i < sizeof(headings) / sizeof(headings[0]); i++)
        table_add_column(out, headings[i],
                         i < 4 || i > 6 ? TABLE_RIGHT : TABLE_LEFT);
    for (size_t i = 0; i < circlet_plan_course_count(course); i++)
        add_year(out, circlet_plan_course_at(course, i));
    is_printed = table_print(out);
    table_free(out);
    return is_printed;
}

static const char *name_of(const circlet_city *city, const char *code)
{
    circlet_unit unit =
        code ? circlet_city_find_unit(city, code) : CIRCLET_NONE;

    return unit == CIRCLET_NONE ? "" : circlet_city_unit(city, unit)->name;
}

static bool print_losses(const circlet_plan_course *course,
                         const circlet_city *city)
{
    table *out = table_new();
    bool is_printed;

    if (!out)
        return false;
    table_add_column(out, _("YEAR"), TABLE_RIGHT);
    table_add_column(out, _("RULE"), TABLE_LEFT);
    table_add_column(out, _("UNIT"), TABLE_LEFT);
    table_add_column(out, _("PERSONS WHO LOSE COVER"), TABLE_RIGHT);
    table_add_column(out, "", TABLE_LEFT);
    for (size_t i = 0; i < circlet_plan_loss_count(course); i++) {
        const circlet_plan_loss *loss = circlet_plan_loss_at(course, i);

        table_add_row(out);
        set_number(out, 0, loss->year);
        table_set(out, 1, loss->rule);
        table_set(out, 2, name_of(city, loss->unit));
        set_number(out, 3, loss->persons);
        table_set(out, 4, loss->ids ? loss->ids : "");
    }
    is_printed = table_print(out);
    table_free(out);
    return is_printed;
}

bool plan_course_print(const circlet_plan_course *course,
                       const circlet_city *city)
{
    if (!course)
        return true;
    putchar('\n');
    if (!print_years(course))
        return false;
    if (circlet_plan_loss_count(course) == 0)
        return true;
    putchar('\n');
    return print_losses(course, city);
}

/* ---- JSON --------------------------------------------------------------- */

static void write_year(json *out, const circlet_course_year *year)
{
    json_object(out, NULL);
    json_integer(out, "year", year->year);
    json_integer(out, "begun", (int64_t)year->begun);
    json_integer(out, "done", (int64_t)year->done);
    json_number(out, "cost_cny", year->cost_cny);
    json_integer(out, "must_fail_before", (int64_t)year->must_fail_before);
    json_integer(out, "must_fail", (int64_t)year->must_fail);
    json_integer(out, "should_fail_before", (int64_t)year->should_fail_before);
    json_integer(out, "should_fail", (int64_t)year->should_fail);
    json_number(out, "persons", year->persons);
    json_number(out, "uncovered_before", year->uncovered_before);
    json_number(out, "uncovered", year->uncovered);
    json_list(out, "closing", year->closing);
    json_number(out, "closed_out", year->closed_out);
    json_number(out, "answered", year->answered);
    json_number(out, "lost", year->lost);
    json_end(out);
}

void plan_course_write(json *out, const circlet_plan_course *course)
{
    if (!course)
        return;
    json_array(out, "years");
    for (size_t i = 0; i < circlet_plan_course_count(course); i++)
        write_year(out, circlet_plan_course_at(course, i));
    json_end(out);
    json_array(out, "losses");
    for (size_t i = 0; i < circlet_plan_loss_count(course); i++) {
        const circlet_plan_loss *loss = circlet_plan_loss_at(course, i);

        json_object(out, NULL);
        json_integer(out, "year", loss->year);
        json_text(out, "rule", loss->rule);
        json_text(out, "unit", loss->unit);
        json_number(out, "persons", loss->persons);
        if (loss->ids)
            json_list(out, "ids", loss->ids);
        json_end(out);
    }
    json_end(out);
}
