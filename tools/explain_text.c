#include <math.h>
#include <string.h>

#include "explain_output.h"
#include "locale.h"
#include "plan_output.h"
#include "quantity.h"
#include "table.h"
#include "word.h"

/* "1200000 yuan", or that it is not known. */
static void money_text(char out[QUANTITY_SIZE], double cny)
{
    char number[NUMBER_SIZE];

    if (!isfinite(cny)) {
        snprintf(out, QUANTITY_SIZE, "%s", _("not known"));
        return;
    }
    format_rounded(number, cny, 0);
    snprintf(out, QUANTITY_SIZE, _("%s yuan"), number);
}

/* ---- what something buys ------------------------------------------------ */

static const char *verdict_word(int verdict)
{
    return verdict < 0 ? _("not judged")
                       : word(circlet_verdict_name((circlet_verdict)verdict));
}

static const char *colour_of(int verdict)
{
    return verdict == CIRCLET_VERDICT_FAIL   ? "red"
           : verdict == CIRCLET_VERDICT_PASS ? "green"
                                             : "yellow";
}

static void set_missing(table *out, size_t column, double missing,
                        const char *unit)
{
    char text[QUANTITY_SIZE];

    if (!(missing > 0))
        return;
    quantity_up(text, missing, unit);
    table_set(out, column, text);
}

static void add_change(table *out, const circlet_finding_change *change)
{
    table_add_row(out);
    table_set(out, 0, change->rule);
    table_set(out, 1, change->mode ? word(change->mode) : "");
    table_set(out, 2,
              change->subject == CIRCLET_SUBJECT_UNIT ? change->unit_name
                                                      : change->subject_id);
    table_set(out, 3, verdict_word(change->verdict_with));
    table_colour(out, 3, colour_of(change->verdict_with));
    table_set(out, 4, verdict_word(change->verdict_without));
    table_colour(out, 4, colour_of(change->verdict_without));
    explain_set_number(out, 5, change->covered_with, 2);
    explain_set_number(out, 6, change->covered_without, 2);
    set_missing(out, 7, change->missing_with, change->missing_unit);
    set_missing(out, 8, change->missing_without, change->missing_unit);
}

/* The columns that say the same of two states of the city. */
typedef struct headings {
    const char *verdicts[2], *covered[2], *missing[2];
} headings;

static headings headings_of_worth(void)
{
    return (headings){{_("WITH IT"), _("WITHOUT IT")},
                      {_("COVERED"), _("WITHOUT IT")},
                      {_("MISSING"), _("WITHOUT IT")}};
}

static headings headings_of_second(void)
{
    return (headings){{_("PLAN"), _("SECOND BEST")},
                      {_("COVERED"), _("SECOND BEST")},
                      {_("MISSING"), _("SECOND BEST")}};
}

static bool print_changes(const circlet_worth *worth, const headings *titles)
{
    table *out = table_new();
    bool is_printed;

    if (!out)
        return false;
    table_add_column(out, _("RULE"), TABLE_LEFT);
    table_add_column(out, _("MODE"), TABLE_LEFT);
    table_add_column(out, _("OF"), TABLE_LEFT);
    for (size_t i = 0; i < 2; i++)
        table_add_column(out, titles->verdicts[i], TABLE_LEFT);
    for (size_t i = 0; i < 2; i++)
        table_add_column(out, titles->covered[i], TABLE_RIGHT);
    for (size_t i = 0; i < 2; i++)
        table_add_column(out, titles->missing[i], TABLE_RIGHT);
    for (size_t i = 0; i < worth->change_count; i++)
        add_change(out, &worth->changes[i]);
    is_printed = table_print(out);
    table_free(out);
    return is_printed;
}

static void print_persons(const circlet_worth *worth)
{
    char number[NUMBER_SIZE];

    for (size_t i = 0; i < worth->rule_count; i++) {
        const circlet_rule_persons *rule = &worth->rules[i];

        format_rounded(number, fabs(rule->persons), 2);
        printf(rule->persons > 0 ? _("  %s: covers %s persons more\n")
                                 : _("  %s: covers %s persons fewer\n"),
               rule->rule, number);
    }
    if (worth->failures > 0)
        printf(ngettext("  %zu finding that fails without it is mended\n",
                        "  %zu findings that fail without it are mended\n",
                        (unsigned long)worth->failures),
               worth->failures);
    if (worth->broken > 0)
        printf(ngettext("  %zu finding fails that does not without it\n",
                        "  %zu findings fail that do not without it\n",
                        (unsigned long)worth->broken),
               worth->broken);
}

static bool print_worth(const circlet_worth *worth)
{
    const headings titles = headings_of_worth();

    if (worth->rule_count == 0 && worth->failures == 0 && worth->broken == 0)
        puts(_("  No finding is mended by it, but this changes:"));
    print_persons(worth);
    putchar('\n');
    return print_changes(worth, &titles);
}

static bool print_last(const circlet_explained_action *one)
{
    putchar('\n');
    puts(_("What it buys last (the whole plan against the plan without it):"));
    if (one->is_later)
        puts(_("  It is done after the year that is judged."));
    if (one->last.change_count == 0) {
        puts(one->first.change_count > 0
                 ? _("  Nothing: what it does the rest of the plan does, "
                     "too.")
                 : _("  Nothing that the rules count."));
        return true;
    }
    return print_worth(&one->last);
}

static bool is_same(const circlet_worth *a, const circlet_worth *b)
{
    if (a->change_count != b->change_count)
        return false;
    for (size_t i = 0; i < a->change_count; i++) {
        const circlet_finding_change *one = &a->changes[i],
                                     *two = &b->changes[i];

        if (strcmp(one->rule, two->rule) != 0 ||
            strcmp(one->subject_id, two->subject_id) != 0 ||
            one->verdict_with != two->verdict_with ||
            one->verdict_without != two->verdict_without ||
            !(fabs((one->missing_with - one->missing_without) -
                   (two->missing_with - two->missing_without)) < 1e-6))
            return false;
    }
    return true;
}

static bool print_first(const circlet_explained_action *one)
{
    putchar('\n');
    puts(_("What it buys first (it alone against the city as it is):"));
    if (*one->after) {
        printf(_("  It rests on %s, taken as done."), one->after);
        putchar('\n');
    }
    if (one->first.change_count == 0) {
        puts(_("  Nothing that the rules count."));
        return true;
    }
    if (one->last.change_count > 0 && is_same(&one->first, &one->last)) {
        puts(_("  The same: no other action does any of it."));
        return true;
    }
    return print_worth(&one->first);
}

/* ---- instead ------------------------------------------------------------ */

static void print_difference(const circlet_second_best *second,
                             const circlet_explained_action *one)
{
    double more = second->cost_cny - one->cost_cny;
    double more_yearly = second->yearly_cny - one->yearly_cny;
    char costs[QUANTITY_SIZE], once[QUANTITY_SIZE], yearly[QUANTITY_SIZE];

    money_text(costs, second->cost_cny);
    money_text(once, fabs(more));
    money_text(yearly, fabs(more_yearly));
    if (isnan(more))
        printf(_("It costs %s.\n"), costs);
    else if (fabs(more) < 0.5)
        printf(_("It costs %s, as much.\n"), costs);
    else
        printf(more > 0 ? _("It costs %s, %s more.\n")
                        : _("It costs %s, %s less.\n"),
               costs, once);
    if (isfinite(more_yearly) && fabs(more_yearly) >= 0.5)
        printf(more_yearly > 0 ? _("Every year it costs %s more.\n")
                               : _("Every year it costs %s less.\n"),
               yearly);
}

static void print_order(const circlet_second_best *second,
                        const circlet_explained_action *one)
{
    bool is_dearer = second->cost_cny > one->cost_cny + 0.5;

    if (second->order == 0)
        puts(_("It is as good at every level."));
    else if (second->order < 0)
        printf(_("It is worse; the first level that differs: %s.\n"),
               word(second->decided_by));
    else
        printf(is_dearer ? _("It gives more than what is planned, for more "
                             "money; the first level that differs: %s.\n")
                         : _("It is better than what is planned; the first "
                             "level that differs: %s.\n"),
               word(second->decided_by));
}

static void print_proof(const circlet_second_best *second)
{
    if (second->is_proved)
        puts(_("Proved: of all other sites, sizes and changes that were "
               "looked at none does better\nup to what it costs."));
    else
        puts(_("That nothing else does better is not proved."));
    if (second->leaves_ways_out)
        puts(_("A building can be changed in more ways than were looked at."));
}

static void set_level(table *out, size_t column, double value)
{
    explain_set_number(out, column, value, 2);
}

static bool print_levels(const circlet_explained_action *one, bool has_second)
{
    table *out = table_new();
    bool is_printed;

    if (!out)
        return false;
    table_add_column(out, _("LEVEL"), TABLE_LEFT);
    table_add_column(out, _("WITH IT"), TABLE_RIGHT);
    table_add_column(out, _("WITHOUT IT"), TABLE_RIGHT);
    if (has_second)
        table_add_column(out, _("SECOND BEST"), TABLE_RIGHT);
    for (size_t i = 0; i < one->level_count; i++) {
        const circlet_explained_level *level = &one->levels[i];

        if (isnan(level->with) && isnan(level->without))
            continue;
        table_add_row(out);
        table_set(out, 0, word(level->name));
        set_level(out, 1, level->with);
        set_level(out, 2, level->without);
        if (has_second)
            set_level(out, 3, level->second);
    }
    putchar('\n');
    puts(_("The plan by its levels (with what nothing can mend):"));
    is_printed = table_print(out);
    table_free(out);
    return is_printed;
}

static bool print_lost(const circlet_second_best *second)
{
    const headings titles = headings_of_second();

    if (second->worth.change_count == 0)
        return true;
    putchar('\n');
    puts(_("What differs between the plan and the plan with the second "
           "best:"));
    return print_changes(&second->worth, &titles);
}

static bool print_second(const explain_view *view,
                         const circlet_second_best *second,
                         const circlet_explained_action *one)
{
    bool is_printed = true;

    putchar('\n');
    if (second->kind == CIRCLET_SECOND_NOT_NEEDED) {
        puts(_("Second best: nothing. Without it nothing is lost that a plan "
               "gives back."));
        return print_levels(one, false);
    }
    if (second->kind == CIRCLET_SECOND_NONE) {
        puts(_("Second best: there is none. No other site and no other change "
               "gives back any of it."));
        print_proof(second);
        return print_levels(one, false);
    }
    puts(second->order == 0 ? _("Second best, and as good:")
                            : _("Second best:"));
    is_printed = plan_print_actions(second->actions, view->city, view->policy);
    print_difference(second, one);
    print_order(second, one);
    print_proof(second);
    return is_printed && print_levels(one, true) && print_lost(second);
}

/* ---- one action --------------------------------------------------------- */

static void print_head(const explain_view *view,
                       const circlet_explained_action *one)
{
    const char *text =
        locale_is_chinese() ? one->action->text_zh : one->action->text_en;
    char once[QUANTITY_SIZE], yearly[QUANTITY_SIZE];

    printf(_("Action %s of plan %s, judged in %d\n"), one->action->id,
           circlet_plan_name(view->plan),
           circlet_explanation_year(view->explanation));
    if (text)
        puts(text);
    if (*one->together) {
        printf(_("With it goes what rests on it: %s"), one->together);
        putchar('\n');
    }
    money_text(once, one->cost_cny);
    money_text(yearly, one->yearly_cny);
    printf(_("Without it are saved: once %s, every year %s\n"), once, yearly);
}

bool explain_print_text(const explain_view *view)
{
    const circlet_second_best *second =
        circlet_explanation_second(view->explanation);
    const circlet_explained_action *one =
        circlet_explanation_at(view->explanation, 0);

    if (!second || !one)
        return explain_print_all(view);
    print_head(view, one);
    return print_last(one) && print_first(one) &&
           print_second(view, second, one);
}
