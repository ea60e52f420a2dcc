/* What all actions of a plan buy, as a table. */
#include <math.h>

#include "explain_output.h"
#include "locale.h"
#include "word.h"

void explain_set_number(table *out, size_t column, double value, int decimals)
{
    char text[NUMBER_SIZE];

    if (!isfinite(value))
        return;
    format_rounded(text, value, decimals);
    table_set(out, column, text);
}

static void set_count(table *out, size_t column, int64_t count)
{
    explain_set_number(out, column, (double)count, 0);
}

/* What of it is missing less; empty where nothing is known. */
static void set_saved(table *out, size_t column,
                      const circlet_explained_action *one, size_t level)
{
    if (level < one->level_count)
        explain_set_number(
            out, column, one->levels[level].without - one->levels[level].with,
            2);
}

static const char *remark_on(const circlet_explained_action *one)
{
    if (one->last.change_count > 0)
        return "";
    if (one->is_later)
        return _("done after this year");
    return one->first.change_count > 0
               ? _("buys nothing that the others do not buy")
               : _("buys nothing that the rules count");
}

static void add_row(table *out, const circlet_explained_action *one)
{
    size_t last = 7; /* column of what is known of it */

    table_add_row(out);
    table_set(out, 0, one->action->id);
    table_set(out, 1, word(one->action->kind));
    table_set(out, 2,
              one->action->site ? one->action->site : one->action->facility);
    explain_set_number(out, 3, one->cost_cny, 0);
    explain_set_number(out, 4, one->yearly_cny, 0);
    explain_set_number(out, 5, one->last.persons, 2);
    explain_set_number(out, 6, one->first.persons, 2);
    if (one->is_judged) {
        set_count(out, last++, (int64_t)one->last.failures);
        set_count(out, last++, (int64_t)one->first.failures);
        set_saved(out, last++, one, 0);
        set_saved(out, last++, one, 2);
    }
    table_set(out, last++, one->together);
    if (one->is_judged)
        table_set(out, last, remark_on(one));
}

static void print_notes(bool is_judged)
{
    puts(
        _("LAST: lost if the whole plan is carried out but for this. FIRST: "
          "gained if this\nalone is done. TOGETHER: what rests on it and goes "
          "with it."));
    puts(is_judged
             ? _("MENDED: findings that fail without it. MUST, SHOULD: "
                 "shortfall in persons that there\nwould be more without it "
                 "(last).")
             : _("The plan has many actions: findings are compared with "
                 "--action alone."));
}

static void add_columns(table *out, bool is_judged)
{
    table_add_column(out, _("ACTION"), TABLE_LEFT);
    table_add_column(out, _("KIND"), TABLE_LEFT);
    table_add_column(out, _("WHERE"), TABLE_LEFT);
    table_add_column(out, _("COST (CNY)"), TABLE_RIGHT);
    table_add_column(out, _("A YEAR"), TABLE_RIGHT);
    table_add_column(out, _("PERSONS LAST"), TABLE_RIGHT);
    table_add_column(out, _("PERSONS FIRST"), TABLE_RIGHT);
    if (is_judged) {
        table_add_column(out, _("MENDED LAST"), TABLE_RIGHT);
        table_add_column(out, _("MENDED FIRST"), TABLE_RIGHT);
        table_add_column(out, _("MUST"), TABLE_RIGHT);
        table_add_column(out, _("SHOULD"), TABLE_RIGHT);
    }
    table_add_column(out, _("TOGETHER"), TABLE_LEFT);
    if (is_judged)
        table_add_column(out, _("REMARK"), TABLE_SENTENCE);
}

bool explain_print_all(const explain_view *view)
{
    size_t count = circlet_explanation_count(view->explanation);
    table *out;
    bool is_judged, is_printed;

    printf(ngettext("Plan %s: %zu action, judged in %d\n",
                    "Plan %s: %zu actions, judged in %d\n",
                    (unsigned long)count),
           circlet_plan_name(view->plan), count,
           circlet_explanation_year(view->explanation));
    if (count == 0)
        return true;
    out = table_new();
    if (!out)
        return false;
    is_judged = circlet_explanation_at(view->explanation, 0)->is_judged;
    add_columns(out, is_judged);
    for (size_t i = 0; i < count; i++)
        add_row(out, circlet_explanation_at(view->explanation, i));
    putchar('\n');
    print_notes(is_judged);
    putchar('\n');
    is_printed = table_print(out);
    table_free(out);
    return is_printed;
}
