#include "plan_left.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "locale.h"
#include "quantity.h"
#include "rule_counts.h"
#include "table.h"
#include "word.h"

bool plan_left_is_unplanned(const circlet_plan_impossible *item)
{
    return item->reason && strcmp(item->reason, "not_planned") == 0;
}

/* It is had as assumed, which is not sure enough for a cautious plan. */
static bool is_in_doubt(const circlet_plan_impossible *item)
{
    return item->reason && strcmp(item->reason, "in_doubt") == 0;
}

bool plan_left_has_rule(const circlet_plan *plan, const char *rule)
{
    for (size_t i = 0; i < circlet_plan_impossible_count(plan); i++) {
        const circlet_plan_impossible *item =
            circlet_plan_impossible_at(plan, i);

        if (strcmp(item->rule, rule) == 0 && !plan_left_is_unplanned(item) &&
            !is_in_doubt(item))
            return true;
    }
    return false;
}

/* ---- JSON --------------------------------------------------------------- */

/* A number of which 0 says that there is none. */
static void write_some(json *out, const char *key, double number)
{
    json_number(out, key, number > 0 ? number : (double)NAN);
}

static void write_change(json *out, const circlet_plan_change *change)
{
    if (!change->kind) {
        json_null(out, "change");
        return;
    }
    json_object(out, "change");
    json_text(out, "kind", change->kind);
    json_text(out, "type", change->type);
    json_list(out, "units", change->units);
    json_integer(out, "count", (int64_t)change->count);
    write_some(out, "area_m2", change->area_m2);
    write_some(out, "beds", (double)change->beds);
    json_list(out, "services", change->services);
    write_some(out, "cost_cny", change->cost_cny);
    json_end(out);
}

static void write_item(json *out, const circlet_plan_impossible *item)
{
    json_object(out, NULL);
    json_text(out, "rule", item->rule);
    json_text(out, "unit", item->unit);
    json_text(out, "mode", item->mode);
    json_number(out, "persons", item->persons);
    json_number(out, "persons_modelled", item->persons_modelled);
    json_text(out, "reason", item->reason);
    json_number(out, "missing", item->missing);
    json_text(out, "missing_unit", item->missing_unit);
    write_some(out, "nearest_seconds", item->nearest_s);
    write_some(out, "median_seconds", item->median_s);
    json_number(out, "persons_cut_off", item->persons_cut_off);
    json_number(out, "persons_off_streets", item->persons_off_streets);
    json_list(out, "parts", item->parts);
    json_list(out, "taken_by", item->taken_by);
    write_change(out, &item->change);
    json_text(out, "text_zh", item->text_zh);
    json_text(out, "text_en", item->text_en);
    json_end(out);
}

/* What is in doubt, or all else. */
static void write_items(json *out, const char *key, const circlet_plan *plan,
                        bool of_doubt)
{
    json_array(out, key);
    for (size_t i = 0; i < circlet_plan_impossible_count(plan); i++)
        if (is_in_doubt(circlet_plan_impossible_at(plan, i)) == of_doubt)
            write_item(out, circlet_plan_impossible_at(plan, i));
    json_end(out);
}

void plan_left_write(json *out, const circlet_plan *plan)
{
    write_items(out, "impossible", plan, false);
    if (circlet_plan_is_cautious(plan))
        write_items(out, "in_doubt", plan, true);
}

/* ---- text --------------------------------------------------------------- */

/* So long a sentence stands in a column of its own. */
static void add_sentence(table *out, const circlet_plan_impossible *item)
{
    const char *text = locale_is_chinese() ? item->text_zh : item->text_en;

    table_add_row(out);
    table_set(out, 0, item->rule);
    table_set(out, 1, text ? text : "");
}

/* What a plan read from a file leaves: without a sentence. */
static void add_figures(table *out, const circlet_plan_impossible *item)
{
    char text[NUMBER_SIZE];

    table_add_row(out);
    table_set(out, 0, item->rule);
    table_set(out, 1, item->unit ? item->unit : "");
    if (isfinite(item->persons)) {
        format_rounded(text, item->persons, 2);
        table_set(out, 2, text);
    }
    if (item->missing > 0) {
        format_rounded(text, item->missing, 2);
        table_set(out, 3, text);
    }
    table_set(out, 4, item->missing_unit ? item->missing_unit : "");
    table_set(out, 5, item->reason ? word(item->reason) : "");
}

static table *start_table(bool has_text)
{
    table *out = table_new();

    if (!out)
        return NULL;
    table_add_column(out, _("RULE"), TABLE_LEFT);
    if (has_text) {
        table_add_column(out, _("REASON"), TABLE_SENTENCE);
        return out;
    }
    table_add_column(out, _("UNIT"), TABLE_LEFT);
    table_add_column(out, _("PERSONS"), TABLE_RIGHT);
    table_add_column(out, _("MISSING"), TABLE_RIGHT);
    table_add_column(out, "", TABLE_LEFT);
    table_add_column(out, _("REASON"), TABLE_SENTENCE);
    return out;
}

/* What is in doubt, or what cannot be had. */
static bool print_items(const circlet_plan *plan, bool of_doubt,
                        const char *title)
{
    size_t count = circlet_plan_impossible_count(plan), shown = 0;
    bool has_text =
        count > 0 && circlet_plan_impossible_at(plan, 0)->text_en != NULL;
    table *out = start_table(has_text);
    bool is_printed;

    if (!out)
        return false;
    for (size_t i = 0; i < count; i++) {
        const circlet_plan_impossible *item =
            circlet_plan_impossible_at(plan, i);

        if (plan_left_is_unplanned(item) || is_in_doubt(item) != of_doubt)
            continue;
        if (has_text)
            add_sentence(out, item);
        else
            add_figures(out, item);
        shown++;
    }
    if (shown > 0)
        printf("\n%s\n", title);
    is_printed = table_print(out);
    table_free(out);
    return is_printed;
}

/* What is not built is only counted: the staff stands in a table of its own,
 * the rest in what `circlet check` says. */
static bool print_unplanned(const circlet_plan *plan,
                            const circlet_policy *policy)
{
    size_t count = circlet_plan_impossible_count(plan), units = 0;
    table *out = table_new();
    bool is_printed, is_started = false;

    if (!out)
        return false;
    table_add_column(out, _("RULE"), TABLE_LEFT);
    table_add_column(out, _("BROKEN"), TABLE_RIGHT);
    table_add_column(out, _("TITLE"), TABLE_SENTENCE);
    for (size_t i = 0; i < count; i++) {
        const circlet_plan_impossible *item =
            circlet_plan_impossible_at(plan, i);
        const circlet_plan_impossible *next =
            circlet_plan_impossible_at(plan, i + 1);
        char text[NUMBER_SIZE];

        if (!plan_left_is_unplanned(item))
            continue;
        units++;
        if (next && strcmp(next->rule, item->rule) == 0)
            continue;
        is_started = true;
        snprintf(text, sizeof(text), "%zu", units);
        table_add_row(out);
        table_set(out, 0, item->rule);
        table_set(out, 1, text);
        table_set(out, 2, rule_title(policy, item->rule));
        units = 0;
    }
    if (is_started)
        printf("\n%s\n",
               _("What is not a matter of buildings, and not planned:"));
    is_printed = table_print(out);
    table_free(out);
    return is_printed;
}

bool plan_left_print(const circlet_plan *plan, const circlet_policy *policy)
{
    return print_items(plan, false,
                       _("What the plan cannot mend, and what would do:")) &&
           print_items(plan, true,
                       _("What can be had as assumed, but not surely:")) &&
           print_unplanned(plan, policy);
}
