#include "robust_output.h"

#include <math.h>
#include <string.h>

#include "csv_field.h"
#include "locale.h"
#include "table.h"
#include "word.h"

/* So many streets and actions are shown. */
#define SHOWN_MAX 10

/* ---- JSON --------------------------------------------------------------- */

static void write_held(json *out, const char *key, circlet_held held)
{
    json_object(out, key);
    json_number(out, "surely", held.surely);
    json_number(out, "perhaps", held.perhaps);
    json_end(out);
}

static void write_rules(json *out, const circlet_robustness *robustness)
{
    json_array(out, "rules");
    for (size_t i = 0; i < circlet_robustness_rule_count(robustness); i++) {
        const circlet_robust_rule *rule =
            circlet_robustness_rule(robustness, i);

        json_object(out, NULL);
        json_text(out, "rule", rule->rule);
        json_text(out, "force", circlet_force_name(rule->force));
        json_integer(out, "findings", (int64_t)rule->findings);
        json_integer(out, "failing", (int64_t)rule->failing);
        write_held(out, "everywhere", rule->everywhere);
        write_held(out, "each", rule->each);
        json_end(out);
    }
    json_end(out);
}

static void write_streets(json *out, const circlet_robustness *robustness)
{
    json_array(out, "streets");
    for (size_t i = 0; i < circlet_robustness_street_count(robustness); i++) {
        const circlet_robust_street *street =
            circlet_robustness_street(robustness, i);

        json_object(out, NULL);
        json_text(out, "unit", street->unit);
        json_text(out, "unit_name", street->unit_name);
        write_held(out, "held", street->held);
        json_number(out, "failures", street->failures);
        json_number(out, "persons_outside", street->persons);
        json_end(out);
    }
    json_end(out);
}

static void write_actions(json *out, const circlet_robustness *robustness)
{
    json_array(out, "actions");
    for (size_t i = 0; i < circlet_robustness_action_count(robustness); i++) {
        const circlet_robust_action *action =
            circlet_robustness_action(robustness, i);

        json_object(out, NULL);
        json_text(out, "facility", action->facility);
        json_list(out, "actions", action->actions);
        json_integer(out, "draws_with", action->with);
        json_integer(out, "draws_without", action->without);
        json_number(out, "failures_saved", action->failures);
        json_number(out, "failures_error", action->failures_error);
        json_number(out, "persons_saved", action->persons);
        json_number(out, "persons_error", action->persons_error);
        json_end(out);
    }
    json_end(out);
}

static void write_findings(json *out, const circlet_robustness *robustness)
{
    json_array(out, "findings");
    for (size_t i = 0; i < circlet_robustness_finding_count(robustness); i++) {
        const circlet_robust_finding *f =
            circlet_robustness_finding(robustness, i);

        json_object(out, NULL);
        json_text(out, "rule", f->rule);
        json_text(out, "unit", f->unit);
        json_text(out, "unit_name", f->unit_name);
        json_text(out, "level", circlet_level_name(f->level));
        json_text(out, "subject", circlet_subject_name(f->subject));
        json_text(out, "subject_id", f->subject_id);
        json_text(out, "force", circlet_force_name(f->force));
        json_text(out, "mode", f->mode);
        json_text(out, "verdict",
                  f->is_known ? circlet_verdict_name(f->verdict) : NULL);
        json_integer(out, "draws", f->draws);
        write_held(out, "held", f->held);
        json_end(out);
    }
    json_end(out);
}

void robust_write(json *out, const circlet_robustness *robustness)
{
    write_rules(out, robustness);
    write_streets(out, robustness);
    write_actions(out, robustness);
    write_findings(out, robustness);
}

/* ---- CSV ---------------------------------------------------------------- */

static void add_text(FILE *file, const char *text)
{
    csv_write_field(file, text);
    putc(',', file);
}

static void add_share(FILE *file, double share)
{
    char text[NUMBER_SIZE];

    format_shortest(text, share);
    add_text(file, isfinite(share) ? text : NULL);
}

static void write_row(FILE *file, const circlet_robust_finding *f)
{
    add_text(file, f->rule);
    add_text(file, f->unit);
    add_text(file, f->unit_name);
    add_text(file, circlet_level_name(f->level));
    add_text(file, circlet_subject_name(f->subject));
    add_text(file, f->subject_id);
    add_text(file, circlet_force_name(f->force));
    add_text(file, f->mode);
    add_text(file, f->is_known ? circlet_verdict_name(f->verdict) : NULL);
    add_share(file, f->held.surely);
    add_share(file, f->held.perhaps);
    fprintf(file, "%u\n", f->draws);
}

void robust_write_csv(FILE *file, const circlet_robustness *robustness)
{
    fputs("rule,unit,unit_name,level,subject,subject_id,force,mode,verdict,"
          "held_surely,held_perhaps,draws\n",
          file);
    for (size_t i = 0; i < circlet_robustness_finding_count(robustness); i++)
        write_row(file, circlet_robustness_finding(robustness, i));
}

/* ---- text --------------------------------------------------------------- */

/* "93%", or "80-93%" where some draws stay undecided. */
static void set_held(table *out, size_t column, circlet_held held)
{
    char low[NUMBER_SIZE], high[NUMBER_SIZE], text[2 * NUMBER_SIZE + 8];

    format_rounded(low, held.surely * 100, 0);
    format_rounded(high, held.perhaps * 100, 0);
    if (strcmp(low, high) == 0)
        snprintf(text, sizeof(text), "%s%%", low);
    else
        snprintf(text, sizeof(text), "%s-%s%%", low, high);
    table_set(out, column, text);
    if (held.perhaps < 0.5)
        table_colour(out, column, "red");
}

static void set_number(table *out, size_t column, double value)
{
    char text[NUMBER_SIZE];

    format_rounded(text, value, 1);
    table_set(out, column, text);
}

static void set_count(table *out, size_t column, size_t count)
{
    char text[NUMBER_SIZE];

    snprintf(text, sizeof(text), "%zu", count);
    table_set(out, column, text);
}

/* "1.2 +-0.3"; NaN: nothing. */
static void set_saved(table *out, size_t column, double value, double error)
{
    char number[NUMBER_SIZE], margin[NUMBER_SIZE], text[2 * NUMBER_SIZE + 8];

    if (!isfinite(value))
        return;
    format_rounded(number, value, 1);
    format_rounded(margin, error, 1);
    snprintf(text, sizeof(text), isfinite(error) ? "%s ±%s" : "%s", number,
             margin);
    table_set(out, column, text);
}

static bool finish(table *out)
{
    bool is_printed = table_print(out);

    table_free(out);
    return is_printed;
}

static bool print_rules(const circlet_robustness *robustness)
{
    table *out = table_new();

    if (!out)
        return false;
    table_add_column(out, _("RULE"), TABLE_LEFT);
    table_add_column(out, _("FORCE"), TABLE_LEFT);
    table_add_column(out, _("FINDINGS"), TABLE_RIGHT);
    table_add_column(out, _("FAIL NOW"), TABLE_RIGHT);
    table_add_column(out, _("HOLDS EVERYWHERE"), TABLE_RIGHT);
    table_add_column(out, _("EACH HOLDS"), TABLE_RIGHT);
    for (size_t i = 0; i < circlet_robustness_rule_count(robustness); i++) {
        const circlet_robust_rule *rule =
            circlet_robustness_rule(robustness, i);

        table_add_row(out);
        table_set(out, 0, rule->rule);
        table_set(out, 1, word(circlet_force_name(rule->force)));
        set_count(out, 2, rule->findings);
        set_count(out, 3, rule->failing);
        set_held(out, 4, rule->everywhere);
        set_held(out, 5, rule->each);
    }
    return finish(out);
}

static bool print_streets(const circlet_robustness *robustness)
{
    table *out = table_new();
    size_t count = circlet_robustness_street_count(robustness);

    if (!out)
        return false;
    table_add_column(out, _("WEAKEST STREETS"), TABLE_LEFT);
    table_add_column(out, _("NAME"), TABLE_LEFT);
    table_add_column(out, _("ALL THAT MUST BE HOLDS"), TABLE_RIGHT);
    table_add_column(out, _("FAILURES"), TABLE_RIGHT);
    table_add_column(out, _("PERSONS OUTSIDE"), TABLE_RIGHT);
    for (size_t i = 0; i < count && i < SHOWN_MAX; i++) {
        const circlet_robust_street *street =
            circlet_robustness_street(robustness, i);

        table_add_row(out);
        table_set(out, 0, street->unit);
        table_set(out, 1, street->unit_name);
        set_held(out, 2, street->held);
        set_number(out, 3, street->failures);
        set_number(out, 4, street->persons);
    }
    return finish(out);
}

static bool print_actions(const circlet_robustness *robustness)
{
    table *out = table_new();
    size_t count = circlet_robustness_action_count(robustness);

    if (!out)
        return false;
    table_add_column(out, _("ACTIONS THAT HELP MOST"), TABLE_LEFT);
    table_add_column(out, _("FACILITY"), TABLE_LEFT);
    table_add_column(out, _("FAILURES SAVED"), TABLE_RIGHT);
    table_add_column(out, _("PERSONS BROUGHT IN"), TABLE_RIGHT);
    for (size_t i = 0; i < count && i < SHOWN_MAX; i++) {
        const circlet_robust_action *action =
            circlet_robustness_action(robustness, i);

        table_add_row(out);
        table_set(out, 0, action->actions);
        table_set(out, 1, action->facility);
        set_saved(out, 2, action->failures, action->failures_error);
        set_saved(out, 3, action->persons, action->persons_error);
    }
    return finish(out);
}

/* How many are not shown. */
static void print_rest(size_t count)
{
    if (count > SHOWN_MAX)
        printf(_("... and %zu more (--json has all)\n"), count - SHOWN_MAX);
}

bool robust_print(const circlet_robustness *robustness)
{
    if (!print_rules(robustness))
        return false;
    putchar('\n');
    if (!print_streets(robustness))
        return false;
    print_rest(circlet_robustness_street_count(robustness));
    if (circlet_robustness_action_count(robustness) == 0)
        return true;
    putchar('\n');
    if (!print_actions(robustness))
        return false;
    print_rest(circlet_robustness_action_count(robustness));
    return true;
}
