#include "hold_output.h"

#include <stdio.h>
#include <string.h>

#include "doubt_option.h"
#include "locale.h"
#include "quantity.h"
#include "table.h"
#include "word.h"

/* So many findings are shown. */
#define SHOWN_MAX 10

/* ---- JSON --------------------------------------------------------------- */

static void write_finding(json *out, const circlet_hold_finding *f)
{
    json_object(out, NULL);
    json_text(out, "rule", f->rule);
    json_text(out, "unit", f->unit);
    json_text(out, "unit_name", f->unit_name);
    json_text(out, "level", circlet_level_name(f->level));
    json_text(out, "subject", circlet_subject_name(f->subject));
    json_text(out, "subject_id", f->subject_id);
    json_text(out, "mode", f->mode);
    json_boolean(out, "promised", f->is_promised);
    json_integer(out, "draws", f->draws);
    json_integer(out, "held", f->held);
    json_integer(out, "held_plain", f->plain_held);
    json_integer(out, "held_most", f->most);
    json_text(out, "reason", f->reason);
    json_integer(out, "other_draws", f->other_draws);
    json_integer(out, "other_held", f->other_held);
    json_number(out, "other_low", f->other_low);
    json_end(out);
}

void hold_write(json *out, const circlet_holding *holding,
                const circlet_robust_doubt *doubt)
{
    circlet_hold_summary sum = circlet_holding_summary(holding);

    json_object(out, "hold");
    json_number(out, "share", sum.share);
    json_integer(out, "draws", sum.draws);
    json_integer(out, "seed", (int64_t)sum.seed);
    doubt_write(out, doubt);
    json_number(out, "cost_cny", sum.cost_cny);
    json_number(out, "plain_cost_cny", sum.plain_cost_cny);
    json_number(out, "bound_cny", sum.bound_cny);
    json_integer(out, "promised", (int64_t)sum.promised);
    json_integer(out, "other_promised", (int64_t)sum.other_promised);
    json_integer(out, "plans_tried", sum.trials);
    json_array(out, "findings");
    for (size_t i = 0; i < circlet_holding_finding_count(holding); i++)
        write_finding(out, circlet_holding_finding(holding, i));
    json_end(out);
    json_end(out);
}

/* ---- text --------------------------------------------------------------- */

/* "93 of 100" */
static void set_draws(table *out, size_t column, uint32_t held, uint32_t draws)
{
    char text[2 * NUMBER_SIZE];

    snprintf(text, sizeof(text), _("%u of %u"), held, draws);
    table_set(out, column, text);
}

/* What is undecided would be so whatever is built. */
static const char *reason_text(const char *reason)
{
    if (strcmp(reason, "in_doubt") == 0)
        return _("data are missing, so that it is undecided");
    if (strcmp(reason, "not_together") == 0)
        return _("what each draw needs cannot be done together");
    return _("nothing was found that mends it");
}

static void add_finding(table *out, const circlet_hold_finding *f)
{
    table_add_row(out);
    table_set(out, 0, f->rule);
    table_set(out, 1, f->unit);
    table_set(out, 2, f->unit_name);
    set_draws(out, 3, f->plain_held, f->draws);
    set_draws(out, 4, f->held, f->draws);
    if (f->is_promised) {
        set_draws(out, 5, f->other_held, f->other_draws);
    } else {
        set_draws(out, 5, f->most, f->draws);
        table_set(out, 6, reason_text(f->reason));
    }
}

static bool is_shown(const circlet_hold_finding *f, bool are_promised)
{
    return f->is_promised == are_promised &&
           (!are_promised || f->held != f->plain_held);
}

/* The findings that are promised and were not held so often, or those that are
 * not promised: a table of rules would hide the one that is weak. */
static bool print_findings(const circlet_holding *holding, bool are_promised)
{
    table *out = table_new();
    size_t all = 0;
    bool is_printed;

    if (!out)
        return false;
    table_add_column(out, are_promised ? _("PROMISED") : _("NOT PROMISED"),
                     TABLE_LEFT);
    table_add_column(out, _("UNIT"), TABLE_LEFT);
    table_add_column(out, _("NAME"), TABLE_LEFT);
    table_add_column(out, _("PLAIN PLAN"), TABLE_RIGHT);
    table_add_column(out, _("HOLDS"), TABLE_RIGHT);
    table_add_column(out, are_promised ? _("OTHER DRAWS") : _("AT MOST"),
                     TABLE_RIGHT);
    if (!are_promised)
        table_add_column(out, _("REASON"), TABLE_SENTENCE);
    for (size_t i = 0; i < circlet_holding_finding_count(holding); i++) {
        const circlet_hold_finding *f = circlet_holding_finding(holding, i);

        if (is_shown(f, are_promised) && all++ < SHOWN_MAX)
            add_finding(out, f);
    }
    if (all > 0)
        putchar('\n');
    is_printed = table_print(out);
    table_free(out);
    if (all > SHOWN_MAX)
        printf(_("... and %zu more (--json has all)\n"), all - SHOWN_MAX);
    return is_printed;
}

static void print_cost(const circlet_hold_summary *sum)
{
    char plain[NUMBER_SIZE], more[NUMBER_SIZE];

    format_rounded(plain, sum->plain_cost_cny, 0);
    format_rounded(more, sum->cost_cny - sum->plain_cost_cny, 0);
    if (sum->cost_cny <= sum->bound_cny)
        printf(_("It costs no more than the plain plan, the plan for what is "
                 "assumed: %s yuan. No plan that does as much costs less.\n"),
               plain);
    else
        printf(_("It costs %s yuan more than the plain plan, the plan for "
                 "what is assumed: %s yuan. It is the cheapest of %u plans "
                 "that were tried; that none is cheaper is not proved.\n"),
               more, plain, sum->trials);
}

static void print_promise(const circlet_hold_summary *sum)
{
    char share[NUMBER_SIZE];

    format_rounded(share, sum->share * 100, 2);
    printf(_("Of %zu findings of what must be %zu are promised: each holds in "
             "%s%% of the draws or more.\n"),
           sum->findings, sum->promised, share);
    if (sum->promised > 0)
        printf(_("The weakest holds in %u of %u. In %u other draws, which "
                 "were not planned for, %zu of the %zu hold so often, too.\n"),
               sum->lowest_held, sum->lowest_draws, sum->draws,
               sum->other_promised, sum->promised);
}

bool hold_print(const circlet_holding *holding,
                const circlet_robust_doubt *doubt)
{
    circlet_hold_summary sum = circlet_holding_summary(holding);

    printf(_("\nUnder doubt, in %u draws (seed %llu):\n"), sum.draws,
           (unsigned long long)sum.seed);
    doubt_print(doubt);
    print_promise(&sum);
    print_cost(&sum);
    if (!print_findings(holding, true) || !print_findings(holding, false))
        return false;
    if (sum.promised < sum.findings)
        puts(_("\"At most\" is with what was planned for each draw by "
               "itself."));
    return true;
}
