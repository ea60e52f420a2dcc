/* A comparison for people. */
#include "compare_output.h"

#include <math.h>
#include <string.h>

#include "groups_output.h"
#include "locale.h"
#include "quantity.h"
#include "table.h"
#include "word.h"

#define CELL_SIZE 512
#define MILLI 1000.0

/* ---- cells -------------------------------------------------------------- */

/* Nobody is an empty cell, so that changes stand out. */
static void set_persons(table *out, size_t column, int64_t milli)
{
    char text[QUANTITY_SIZE];

    quantity_text(text, (double)milli / MILLI, NULL);
    table_set(out, column, milli != 0 ? text : "");
}

/* As a code that holds the name, or both. */
static void set_named(table *out, size_t column, const char *code,
                      const char *name)
{
    char text[CELL_SIZE];
    bool says_all = !name || strstr(code, name);

    snprintf(text, sizeof(text), "%s%s%s", code, says_all ? "" : " ",
             says_all ? "" : name);
    table_set(out, column, text);
}

/* "2 of 4 (50%)"; of nobody: nothing. */
static void set_cover(table *out, size_t column, int64_t covered_milli,
                      int64_t all_milli)
{
    char part[QUANTITY_SIZE], all[QUANTITY_SIZE], share[QUANTITY_SIZE];
    char text[CELL_SIZE];

    if (all_milli == 0) {
        table_set(out, column, "");
        return;
    }
    quantity_text(part, (double)covered_milli / MILLI, NULL);
    quantity_text(all, (double)all_milli / MILLI, NULL);
    quantity_text(share, (double)covered_milli / (double)all_milli, "share");
    snprintf(text, sizeof(text), _("%s of %s (%s)"), part, all, share);
    table_set(out, column, text);
}

static void add_word(char out[CELL_SIZE], const char *text)
{
    size_t used = strlen(out);

    snprintf(out + used, CELL_SIZE - used, "%s%s", used > 0 ? _(", ") : "",
             text);
}

/* "facility opened 12, moved 3" */
static void add_sums(char out[CELL_SIZE], const circlet_change_sums *sums)
{
    for (int i = 0; i < CIRCLET_CHANGE_KIND_COUNT; i++) {
        char number[QUANTITY_SIZE], text[CELL_SIZE];

        if (sums->milli[i] == 0)
            continue;
        quantity_text(number, (double)sums->milli[i] / MILLI, NULL);
        snprintf(text, sizeof(text), "%s %s",
                 word(circlet_change_kind_name((circlet_change_kind)i)),
                 number);
        add_word(out, text);
    }
}

static void set_sums(table *out, size_t column,
                     const circlet_change_sums *sums)
{
    char text[CELL_SIZE] = "";

    add_sums(text, sums);
    table_set(out, column, text);
}

static void set_reasons(table *out, size_t column, uint32_t reasons)
{
    char text[CELL_SIZE] = "";

    for (int i = 0; i < CIRCLET_CHANGE_KIND_COUNT; i++)
        if (reasons >> i & 1)
            add_word(text,
                     word(circlet_change_kind_name((circlet_change_kind)i)));
    table_set(out, column, text);
}

static bool print(table *out)
{
    bool is_printed = table_print(out);

    table_free(out);
    return is_printed;
}

/* ---- people ------------------------------------------------------------- */

static bool print_people(const circlet_comparison *comparison)
{
    circlet_compared_people people = circlet_comparison_people(comparison);
    const int64_t cells[] = {people.before_milli,  people.after_milli,
                             people.entered_milli, people.left_milli,
                             people.moved_milli,   people.changed_milli,
                             people.gained_milli,  people.lost_milli};
    const char *const titles[] = {
        _("PEOPLE BEFORE"), _("NOW"),     _("ENTERED"),      _("LEFT"),
        _("MOVED"),         _("CHANGED"), _("GAINED COVER"), _("LOST COVER")};
    table *out = table_new();

    if (!out)
        return false;
    for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++)
        table_add_column(out, titles[i], TABLE_RIGHT);
    table_add_row(out);
    for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++) {
        char text[QUANTITY_SIZE];

        quantity_text(text, (double)cells[i] / MILLI, NULL);
        table_set(out, i, text);
    }
    return print(out);
}

/* ---- cover -------------------------------------------------------------- */

static void add_cover(table *out, const circlet_cover_change *cover,
                      bool has_open)
{
    table_add_row(out);
    table_set(out, 0, cover->rule);
    if (cover->unit)
        set_named(out, 1, cover->unit, cover->unit_name);
    else
        table_set(out, 1, _("all"));
    set_cover(out, 2, cover->covered_before_milli, cover->people_before_milli);
    set_cover(out, 3, cover->covered_after_milli, cover->people_after_milli);
    set_persons(out, 4, cover->gained_milli);
    set_sums(out, 5, &cover->gained_by);
    set_persons(out, 6, cover->lost_milli);
    set_sums(out, 7, &cover->lost_by);
    set_persons(out, 8, cover->came_milli);
    set_persons(out, 9, cover->went_milli);
    if (has_open)
        set_persons(out, 10, cover->open_milli);
}

/* Whether there is anybody of whom it is not sure that they gained or lost. */
static bool has_open(const circlet_comparison *comparison)
{
    for (size_t i = 0; i < circlet_comparison_rule_count(comparison); i++)
        if (circlet_comparison_rule(comparison, i)->open_milli > 0)
            return true;
    return false;
}

/* The city and then its units, rule by rule. */
static void add_covers(table *out, const circlet_comparison *comparison,
                       bool shows_open)
{
    size_t units = circlet_comparison_unit_count(comparison), next = 0;

    for (size_t i = 0; i < circlet_comparison_rule_count(comparison); i++) {
        const circlet_cover_change *rule =
            circlet_comparison_rule(comparison, i);

        if (rule->people_before_milli == 0 && rule->people_after_milli == 0)
            continue;
        add_cover(out, rule, shows_open);
        for (; next < units &&
               strcmp(circlet_comparison_unit(comparison, next)->rule,
                      rule->rule) == 0;
             next++)
            add_cover(out, circlet_comparison_unit(comparison, next),
                      shows_open);
    }
}

static bool print_covers(const circlet_comparison *comparison)
{
    static const struct {
        const char *title;
        table_style style;
    } columns[] = {{N_("RULE"), TABLE_LEFT},
                   {N_("UNIT"), TABLE_LEFT},
                   {N_("COVERED BEFORE"), TABLE_RIGHT},
                   {N_("NOW"), TABLE_RIGHT},
                   {N_("GAINED"), TABLE_RIGHT},
                   {N_("BY"), TABLE_LEFT},
                   {N_("LOST"), TABLE_RIGHT},
                   {N_("BY"), TABLE_LEFT},
                   {N_("CAME"), TABLE_RIGHT},
                   {N_("WENT"), TABLE_RIGHT}};
    bool shows_open = has_open(comparison);
    table *out = table_new();

    if (!out)
        return false;
    for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
        table_add_column(out, _(columns[i].title), columns[i].style);
    if (shows_open)
        table_add_column(out, _("UNDECIDED"), TABLE_RIGHT);
    add_covers(out, comparison, shows_open);
    return print(out);
}

/* ---- what changed ------------------------------------------------------- */

/* "a3 of p20"; "p20 without a3": of an action that is not done any more. */
static void set_actions(table *out, size_t column,
                        const compare_output *output, const char *facility)
{
    char text[CELL_SIZE] = "";

    for (int i = 1; i >= 0; i--) {
        const circlet_plan_action *action = compared_plan_find(
            &output->plans[i], &output->plans[1 - i], facility);
        char one[CELL_SIZE];

        if (!action)
            continue;
        snprintf(one, sizeof(one),
                 i == 1 ? _("action %s of %s") : _("not action %s of %s"),
                 action->id, circlet_plan_name(output->plans[i].plan));
        add_word(text, one);
    }
    table_set(out, column, text);
}

static bool has_plan(const compare_output *output)
{
    return output->plans[0].plan || output->plans[1].plan;
}

static void add_change(table *out, const compare_output *output,
                       const circlet_change *change,
                       const circlet_change_effect *effect, bool is_first)
{
    table_add_row(out);
    if (is_first && has_plan(output))
        set_actions(out, 5, output, change->id);
    if (is_first) {
        table_set(out, 0, word(circlet_change_kind_name(change->kind)));
        if (change->id)
            set_named(out, 1, change->id, change->name);
        if (change->persons_milli > 0) {
            char text[QUANTITY_SIZE];

            quantity_text(text, (double)change->persons_milli / MILLI,
                          "persons");
            table_set(out, 1, text);
        }
    }
    if (!effect)
        return;
    table_set(out, 2, effect->rule);
    set_persons(out, 3, effect->gained_milli);
    set_persons(out, 4, effect->lost_milli);
}

static bool print_changes(const compare_output *output)
{
    const circlet_comparison *comparison = output->comparison;
    table *out = table_new();

    if (!out)
        return false;
    table_add_column(out, _("CHANGE"), TABLE_LEFT);
    table_add_column(out, _("OF"), TABLE_LEFT);
    table_add_column(out, _("RULE"), TABLE_LEFT);
    table_add_column(out, _("GAINED"), TABLE_RIGHT);
    table_add_column(out, _("LOST"), TABLE_RIGHT);
    if (has_plan(output))
        table_add_column(out, _("BECAUSE"), TABLE_LEFT);
    for (size_t i = 0; i < circlet_comparison_change_count(comparison); i++) {
        const circlet_change *change =
            circlet_comparison_change(comparison, i);

        if (change->effect_count == 0)
            add_change(out, output, change, NULL, true);
        for (size_t k = 0; k < change->effect_count; k++)
            add_change(out, output, change, &change->effects[k], k == 0);
    }
    return print(out);
}

/* ---- kinds of people ---------------------------------------------------- */

static bool print_kinds(const circlet_comparison *comparison)
{
    table *out = table_new();

    if (!out)
        return false;
    table_add_column(out, _("RULE"), TABLE_LEFT);
    table_add_column(out, _("KIND"), TABLE_LEFT);
    table_add_column(out, _("GAINED"), TABLE_RIGHT);
    table_add_column(out, _("LOST"), TABLE_RIGHT);
    for (size_t i = 0; i < circlet_comparison_kind_count(comparison); i++) {
        const circlet_kind_change *kind =
            circlet_comparison_kind(comparison, i);

        table_add_row(out);
        table_set(out, 0, kind->rule);
        table_set(out, 1, word(kind->kind));
        set_persons(out, 2, kind->gained_milli);
        set_persons(out, 3, kind->lost_milli);
    }
    return print(out);
}

/* ---- verdicts ----------------------------------------------------------- */

static const char *verdict_word(int verdict)
{
    return verdict < 0 ? _("not judged")
                       : word(circlet_verdict_name((circlet_verdict)verdict));
}

static const char *verdict_colour(int verdict)
{
    switch (verdict) {
    case CIRCLET_VERDICT_PASS:
        return "green";
    case CIRCLET_VERDICT_FAIL:
        return "red";
    case CIRCLET_VERDICT_ADVICE:
    case CIRCLET_VERDICT_UNDECIDED:
        return "yellow";
    default:
        return "darkgray";
    }
}

static void set_verdict(table *out, size_t column, int verdict)
{
    table_set(out, column, verdict_word(verdict));
    table_colour(out, column, verdict_colour(verdict));
}

static void set_measured(table *out, size_t column, double value,
                         const char *unit)
{
    char text[QUANTITY_SIZE];

    quantity_text(text, value, unit);
    table_set(out, column, text);
}

static void add_verdict(table *out, const circlet_verdict_change *change)
{
    char subject[CELL_SIZE];

    table_add_row(out);
    table_set(out, 0, change->rule);
    if (change->subject == CIRCLET_SUBJECT_UNIT) {
        set_named(out, 1, change->unit, change->unit_name);
    } else {
        snprintf(subject, sizeof(subject), "%s %s", change->unit,
                 change->subject_id);
        table_set(out, 1, subject);
    }
    set_verdict(out, 2, change->before);
    set_verdict(out, 3, change->after);
    set_measured(out, 4, change->measured_before, change->measured_unit);
    set_measured(out, 5, change->measured_after, change->measured_unit);
    set_reasons(out, 6, change->reasons);
}

static bool print_verdicts(const circlet_comparison *comparison)
{
    const char *const titles[] = {_("RULE"),   _("UNIT"),     _("BEFORE"),
                                  _("NOW"),    _("MEASURED"), _("NOW"),
                                  _("BECAUSE")};
    table *out;

    if (circlet_comparison_verdict_count(comparison) == 0) {
        printf("%s\n", _("No verdict changed."));
        return true;
    }
    out = table_new();
    if (!out)
        return false;
    for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++)
        table_add_column(out, titles[i],
                         i == 4 || i == 5 ? TABLE_RIGHT : TABLE_LEFT);
    for (size_t i = 0; i < circlet_comparison_verdict_count(comparison); i++)
        add_verdict(out, circlet_comparison_verdict(comparison, i));
    return print(out);
}

/* ---- persons ------------------------------------------------------------ */

static const char *answer_word(int answer)
{
    return answer < 0 ? "" : answer > 0 ? _("covered") : _("not covered");
}

static void add_person(table *out, const circlet_person_change *person)
{
    const char *a = person->id_before, *b = person->id_after;
    char text[CELL_SIZE];

    table_add_row(out);
    table_set(out, 0, person->rule);
    if (a && b && strcmp(a, b) != 0)
        snprintf(text, sizeof(text), "%s = %s", a, b);
    else
        snprintf(text, sizeof(text), "%s", a ? a : b);
    table_set(out, 1, text);
    table_set(out, 2, person->unit ? person->unit : "");
    table_set(out, 3, answer_word(person->before));
    table_set(out, 4, answer_word(person->after));
    snprintf(text, sizeof(text), "%s%s%s",
             word(circlet_change_kind_name(person->reason)),
             person->facility ? " " : "",
             person->facility ? person->facility : "");
    table_set(out, 5, text);
}

static bool print_persons(const circlet_comparison *comparison)
{
    const char *const titles[] = {_("RULE"),   _("PERSON"), _("UNIT"),
                                  _("BEFORE"), _("NOW"),    _("BECAUSE")};
    table *out = table_new();

    if (!out)
        return false;
    for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++)
        table_add_column(out, titles[i], TABLE_LEFT);
    for (size_t i = 0; i < circlet_comparison_person_count(comparison); i++)
        add_person(out, circlet_comparison_person(comparison, i));
    return print(out);
}

/* ---- all of it ---------------------------------------------------------- */

static const char *title_of(const circlet_policy *policy)
{
    return locale_is_chinese() ? circlet_policy_title_zh(policy)
                               : circlet_policy_title_en(policy);
}

static void print_head(const compare_output *output)
{
    const circlet_comparison *comparison = output->comparison;

    printf("%s\n", title_of(output->policies[0]));
    if (output->policies[1] != output->policies[0])
        printf(_("then: %s\n"), title_of(output->policies[1]));
    printf(_("%s on 31 December %d, and now %s on 31 December %d\n"),
           output->names[0], circlet_comparison_year_before(comparison),
           output->names[1], circlet_comparison_year_after(comparison));
}

static bool has_cover(const circlet_comparison *comparison)
{
    for (size_t i = 0; i < circlet_comparison_rule_count(comparison); i++) {
        const circlet_cover_change *rule =
            circlet_comparison_rule(comparison, i);

        if (rule->people_before_milli > 0 || rule->people_after_milli > 0)
            return true;
    }
    return false;
}

bool compare_print_text(const compare_output *output)
{
    const circlet_comparison *comparison = output->comparison;
    bool is_printed;

    print_head(output);
    putchar('\n');
    is_printed = print_people(comparison);
    if (is_printed && circlet_comparison_change_count(comparison) > 0) {
        putchar('\n');
        is_printed = print_changes(output);
    }
    if (is_printed)
        is_printed = compare_plans_text(output->plans);
    if (is_printed && has_cover(comparison)) {
        putchar('\n');
        is_printed = print_covers(comparison);
    }
    if (is_printed && has_plan(output) &&
        circlet_comparison_kind_count(comparison) > 0) {
        putchar('\n');
        is_printed = print_kinds(comparison);
    }
    if (is_printed && output->groups)
        is_printed = groups_print_summary(output->groups);
    if (is_printed) {
        putchar('\n');
        is_printed = print_verdicts(comparison);
    }
    if (is_printed && output->shows_individuals &&
        circlet_comparison_person_count(comparison) > 0) {
        putchar('\n');
        is_printed = print_persons(comparison);
    }
    return is_printed;
}
