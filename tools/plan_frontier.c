#include "plan_frontier.h"

#include <stdio.h>

#include "locale.h"
#include "quantity.h"
#include "table.h"
#include "word.h"

static const char *proof_of(const circlet_plan_point *point)
{
    return point->proof == CIRCLET_PROOF_OPTIMAL ? "optimal" : "bound";
}

void frontier_write_json(json *out, const circlet_plan *plan)
{
    if (circlet_plan_point_count(plan) == 0) {
        json_null(out, "frontier");
        return;
    }
    json_array(out, "frontier");
    for (size_t i = 0; i < circlet_plan_point_count(plan); i++) {
        const circlet_plan_point *point = circlet_plan_point_at(plan, i);

        json_object(out, NULL);
        json_number(out, "budget_cny", point->budget_cny);
        json_number(out, "cost_cny", point->cost_cny);
        json_number(out, "cost_bound_cny", point->cost_bound_cny);
        json_number(out, "persons", point->persons);
        json_number(out, "must_shortfall", point->must_shortfall);
        json_number(out, "must_shortfall_bound", point->must_shortfall_bound);
        json_number(out, "must_failures", (double)point->must_failures);
        json_text(out, "proof", proof_of(point));
        json_end(out);
    }
    json_end(out);
}

/* ---- for spreadsheets --------------------------------------------------- */

static void put_number(double value, char end)
{
    char text[NUMBER_SIZE];

    format_rounded(text, value, 4);
    printf("%s%c", text, end);
}

void frontier_print_csv(const circlet_plan *plan)
{
    printf("budget_cny,cost_cny,cost_bound_cny,persons,must_shortfall,"
           "must_shortfall_bound,must_failures,proof\n");
    for (size_t i = 0; i < circlet_plan_point_count(plan); i++) {
        const circlet_plan_point *point = circlet_plan_point_at(plan, i);

        put_number(point->budget_cny, ',');
        put_number(point->cost_cny, ',');
        put_number(point->cost_bound_cny, ',');
        put_number(point->persons, ',');
        put_number(point->must_shortfall, ',');
        put_number(point->must_shortfall_bound, ',');
        printf("%zu,%s\n", point->must_failures, proof_of(point));
    }
}

/* ---- for people --------------------------------------------------------- */

static void set_number(table *out, size_t column, double value, int decimals)
{
    char text[NUMBER_SIZE];

    format_rounded(text, value, decimals);
    table_set(out, column, text);
}

static void add_point(table *out, const circlet_plan_point *point)
{
    table_add_row(out);
    set_number(out, 0, point->budget_cny, 0);
    set_number(out, 1, point->cost_cny, 0);
    set_number(out, 2, point->cost_bound_cny, 0);
    set_number(out, 3, point->persons, 2);
    set_number(out, 4, point->must_shortfall, 2);
    set_number(out, 5, point->must_shortfall_bound, 2);
    set_number(out, 6, (double)point->must_failures, 0);
    table_set(out, 7, word(proof_of(point)));
}

bool frontier_print_text(const circlet_plan *plan)
{
    size_t count = circlet_plan_point_count(plan);
    table *out;
    bool is_printed;

    if (count == 0)
        return true;
    out = table_new();
    if (!out)
        return false;
    table_add_column(out, _("BUDGET"), TABLE_RIGHT);
    table_add_column(out, _("COST (CNY)"), TABLE_RIGHT);
    table_add_column(out, _("NO LESS THAN"), TABLE_RIGHT);
    table_add_column(out, _("PERSONS LEFT"), TABLE_RIGHT);
    table_add_column(out, _("SHORTFALL"), TABLE_RIGHT);
    table_add_column(out, _("NO LESS THAN"), TABLE_RIGHT);
    table_add_column(out, _("FAILURES"), TABLE_RIGHT);
    table_add_column(out, _("PROOF"), TABLE_LEFT);
    for (size_t i = 0; i < count; i++)
        add_point(out, circlet_plan_point_at(plan, i));
    printf("\n%s\n", _("What must be, for less money:"));
    is_printed = table_print(out);
    table_free(out);
    return is_printed;
}
