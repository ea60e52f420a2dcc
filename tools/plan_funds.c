#include "plan_funds.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "locale.h"
#include "message.h"
#include "table.h"

static const char *const ranges[] = {"known", "low", "high"};

/* ---- adding up ---------------------------------------------------------- */

static plan_fund_row empty_row(const char *unit, const char *name)
{
    plan_fund_row row = {.unit = unit, .name = name};

    for (size_t i = 0; i < 3; i++)
        row.before[i] = row.after[i] = (double)NAN;
    return row;
}

/* A row for each district; the last for what lies in none. */
static circlet_status start(plan_funds *out, const circlet_city *city,
                            circlet_error *error)
{
    size_t units = circlet_city_unit_count(city);

    out->rows = calloc(units + 1, sizeof(*out->rows));
    if (!out->rows)
        return fail_nomem(error);
    for (size_t u = 0; u < units; u++) {
        const circlet_unit_record *unit =
            circlet_city_unit(city, (circlet_unit)u);

        if (unit->level == CIRCLET_LEVEL_DISTRICT)
            out->rows[out->count++] = empty_row(unit->code, unit->name);
    }
    out->rows[out->count++] = empty_row(NULL, NULL);
    out->total = empty_row(NULL, NULL);
    return CIRCLET_OK;
}

static plan_fund_row *find_row(plan_funds *funds, const char *unit)
{
    for (size_t i = 0; i + 1 < funds->count; i++)
        if (unit && strcmp(funds->rows[i].unit, unit) == 0)
            return &funds->rows[i];
    return &funds->rows[funds->count - 1];
}

/* The district of what an action leaves. */
static const char *district_of(const circlet_city *city,
                               const circlet_city *planned,
                               const circlet_plan_action *action)
{
    const char *id = action->facility ? action->facility : "";
    circlet_facility facility = circlet_city_find_facility(planned, id);
    circlet_unit unit = CIRCLET_NONE;

    if (facility != CIRCLET_NONE) {
        unit = circlet_city_facility_unit(planned, facility,
                                          CIRCLET_LEVEL_DISTRICT);
        return unit == CIRCLET_NONE ? NULL
                                    : circlet_city_unit(planned, unit)->code;
    }
    facility = circlet_city_find_facility(city, id);
    if (facility != CIRCLET_NONE)
        unit =
            circlet_city_facility_unit(city, facility, CIRCLET_LEVEL_DISTRICT);
    return unit == CIRCLET_NONE ? NULL : circlet_city_unit(city, unit)->code;
}

static void add_actions(plan_funds *funds, const circlet_plan *plan,
                        const circlet_city *city, const circlet_city *planned)
{
    for (size_t i = 0; i < circlet_plan_action_count(plan); i++) {
        const circlet_plan_action *action = circlet_plan_action_at(plan, i);

        find_row(funds, district_of(city, planned, action))->once_cny +=
            action->cost_cny;
        funds->total.once_cny += action->cost_cny;
    }
}

/* The column of a range of the yearly sum, or the number of columns. */
static size_t find_column(const circlet_ledger *ledger, const char *word)
{
    size_t columns = circlet_ledger_column_count(ledger);

    for (size_t c = 0; c < columns; c++) {
        const circlet_ledger_column *column =
            circlet_ledger_column_at(ledger, c);

        if (column->section == CIRCLET_LEDGER_YEARLY &&
            strcmp(column->word, word) == 0)
            return c;
    }
    return columns;
}

/* A sum that hangs on so few persons that it must not get out is not known
 * here. */
static double value_at(const circlet_ledger *ledger, size_t row, size_t column)
{
    circlet_ledger_cell cell = circlet_ledger_cell_at(ledger, row, column);

    return cell.is_known && !cell.is_internal ? (double)cell.value_milli / 1000
                                              : (double)NAN;
}

static void read_ledger(plan_funds *funds, const circlet_ledger *ledger,
                        bool is_before)
{
    size_t rows = circlet_ledger_row_count(ledger);

    for (size_t i = 0; i < 3; i++) {
        size_t column = find_column(ledger, ranges[i]);

        for (size_t r = 0; r < rows; r++) {
            plan_fund_row *row =
                find_row(funds, circlet_ledger_row_at(ledger, r)->code);

            (is_before ? row->before : row->after)[i] =
                value_at(ledger, r, column);
        }
        (is_before ? funds->total.before : funds->total.after)[i] =
            value_at(ledger, rows, column);
    }
}

static circlet_status find_yearly(plan_funds *funds, bool is_before,
                                  const circlet_policy *policy,
                                  const circlet_city *city,
                                  const circlet_travel *travel, int year,
                                  circlet_error *error)
{
    circlet_ledger_options options = CIRCLET_LEDGER_OPTIONS_INIT;
    circlet_ledger **ledger = is_before ? &funds->before : &funds->after;
    circlet_error own;
    circlet_status status;

    options.level = CIRCLET_LEDGER_DISTRICT;
    options.year = year;
    status =
        circlet_cost_compute(ledger, city, policy, travel, &options, &own);
    if (status == CIRCLET_E_NOT_FOUND)
        return CIRCLET_OK; /* a policy without funds pays nothing */
    if (status) {
        *error = own;
        return status;
    }
    funds->has_funds = true;
    read_ledger(funds, *ledger, is_before);
    return CIRCLET_OK;
}

/* The row of no district stands only where there is something. */
static void drop_empty(plan_funds *funds)
{
    const plan_fund_row *last = &funds->rows[funds->count - 1];

    if (!(last->once_cny > 0) && !isnan(last->once_cny) &&
        !(last->before[2] > 0) && !(last->after[2] > 0))
        funds->count--;
}

circlet_status plan_funds_find(plan_funds *out, const circlet_plan *plan,
                               const circlet_policy *policy,
                               const circlet_city *city,
                               const circlet_city *planned,
                               const circlet_travel *travel, int year,
                               circlet_error *error)
{
    circlet_status status = start(out, city, error);

    if (status)
        return status;
    add_actions(out, plan, city, planned);
    status = find_yearly(out, true, policy, city, travel, year, error);
    if (!status)
        status = find_yearly(out, false, policy, planned, travel, year, error);
    if (!status)
        drop_empty(out);
    return status;
}

void plan_funds_clear(plan_funds *funds)
{
    free(funds->rows);
    circlet_ledger_free(funds->before);
    circlet_ledger_free(funds->after);
    *funds = (plan_funds){.rows = NULL};
}

/* ---- JSON --------------------------------------------------------------- */

static void write_range(json *out, const char *key, const double range[3])
{
    json_object(out, key);
    for (size_t i = 0; i < 3; i++)
        json_number(out, ranges[i], range[i]);
    json_end(out);
}

static void write_sums(json *out, const plan_fund_row *row)
{
    json_number(out, "once_cny", row->once_cny);
    write_range(out, "yearly_cny_before", row->before);
    write_range(out, "yearly_cny_after", row->after);
}

void plan_funds_write(json *out, const plan_funds *funds)
{
    json_object(out, "funds");
    write_sums(out, &funds->total);
    json_array(out, "districts");
    for (size_t i = 0; i < funds->count; i++) {
        json_object(out, NULL);
        json_text(out, "unit", funds->rows[i].unit);
        json_text(out, "unit_name", funds->rows[i].name);
        write_sums(out, &funds->rows[i]);
        json_end(out);
    }
    json_end(out);
    json_end(out);
}

/* ---- text --------------------------------------------------------------- */

/* "4200000", or "4200000-4500000" where what is not known makes a
 * difference. */
static void set_range(table *out, size_t column, const double range[3])
{
    char low[NUMBER_SIZE], high[NUMBER_SIZE], text[2 * NUMBER_SIZE + 1];

    if (isnan(range[1]) || isnan(range[2]))
        return;
    format_rounded(low, range[1], 0);
    format_rounded(high, range[2], 0);
    if (strcmp(low, high) == 0)
        snprintf(text, sizeof(text), "%s", low);
    else
        snprintf(text, sizeof(text), "%s-%s", low, high);
    table_set(out, column, text);
}

static void add_row(table *out, const plan_fund_row *row, const char *name)
{
    char text[NUMBER_SIZE];

    table_add_row(out);
    table_set(out, 0, name);
    if (!isnan(row->once_cny)) {
        format_rounded(text, row->once_cny, 0);
        table_set(out, 1, text);
    }
    set_range(out, 2, row->before);
    set_range(out, 3, row->after);
}

bool plan_funds_print(const plan_funds *funds)
{
    table *out = table_new();
    bool is_printed;

    if (!out)
        return false;
    table_add_column(out, _("DISTRICT"), TABLE_LEFT);
    table_add_column(out, _("ONCE (CNY)"), TABLE_RIGHT);
    table_add_column(out, _("YEARLY TODAY (CNY)"), TABLE_RIGHT);
    table_add_column(out, _("WITH PLAN (CNY)"), TABLE_RIGHT);
    for (size_t i = 0; i < funds->count; i++)
        add_row(out, &funds->rows[i],
                funds->rows[i].name ? funds->rows[i].name
                                    : _("outside every district"));
    add_row(out, &funds->total, _("in all"));
    printf("\n%s\n", _("Funds: the plan once, and what the policy's funds pay "
                       "every year:"));
    is_printed = table_print(out);
    table_free(out);
    return is_printed;
}
