/* Tables of groups for people. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "groups_output.h"
#include "ledger_output.h"
#include "ledger_words.h"
#include "locale.h"
#include "quantity.h"
#include "rule_counts.h"
#include "table.h"

#define CELL_SIZE 512

/* ---- words -------------------------------------------------------------- */

static const char *by_title(circlet_group_by by)
{
    static const char *const titles[CIRCLET_GROUP_BY_COUNT] = {
        N_("everybody"),         N_("disability"), N_("grade"),
        N_("travel mode"),       N_("setting"),    N_("age"),
        N_("street or township")};

    return _(titles[by]);
}

static const char *setting_word(const char *group)
{
    return strcmp(group, "urban") == 0      ? _("city")
           : strcmp(group, "plain") == 0    ? _("plain")
           : strcmp(group, "mountain") == 0 ? _("mountain")
                                            : ledger_word(group);
}

/* As the policy calls it, else in the user's language. */
static const char *group_title(const circlet_group_row *row)
{
    const char *title = locale_is_chinese() ? row->title_zh : row->title_en;

    if (row->by == CIRCLET_GROUP_BY_ALL)
        return "";
    if (title)
        return title;
    if (row->by == CIRCLET_GROUP_BY_STREET)
        return _("(no street or township)");
    return row->by == CIRCLET_GROUP_BY_SETTING ? setting_word(row->group)
                                               : ledger_word(row->group);
}

/* Of a row that stands somewhere in the groups. */
static const char *title_in(const circlet_groups *groups,
                            const circlet_group_gap *gap, const char *group)
{
    for (size_t i = 0; i < circlet_groups_count(groups); i++) {
        const circlet_group_row *row = circlet_groups_at(groups, i);

        if (row->by == gap->by && strcmp(row->group, group) == 0)
            return group_title(row);
    }
    return group;
}

static const char *rule_name(const char *rule)
{
    return rule ? rule : _("all rules");
}

/* ---- cells -------------------------------------------------------------- */

static void set_persons(table *out, size_t column, int64_t milli,
                        bool is_marked)
{
    char number[NUMBER_SIZE], text[CELL_SIZE];

    ledger_format_milli(number, milli, 2);
    snprintf(text, sizeof(text), "%s%s", number, is_marked ? "*" : "");
    table_set(out, column, text);
}

static void set_minutes(table *out, size_t column, double minutes)
{
    char text[NUMBER_SIZE] = "";

    if (isfinite(minutes))
        format_rounded(text, minutes, 1);
    table_set(out, column, text);
}

static void set_share(table *out, size_t column, double share)
{
    char text[QUANTITY_SIZE] = "";

    if (isfinite(share))
        quantity_text(text, share, "share");
    table_set(out, column, text);
}

static double share_of(int64_t part, int64_t all)
{
    return all > 0 ? (double)part / (double)all : (double)NAN;
}

/* "50%", or "50% (40%-80%)" where what is unknown makes a difference. */
static void set_cover(table *out, size_t column, const circlet_group_row *row,
                      const circlet_group_figures *of)
{
    char share[QUANTITY_SIZE], low[QUANTITY_SIZE] = "";
    char high[QUANTITY_SIZE] = "", text[CELL_SIZE];

    quantity_text(share, share_of(of->covered_milli, row->persons_milli),
                  "share");
    if (of->persons_low_milli > 0 && of->persons_high_milli > 0) {
        quantity_text(low,
                      share_of(of->covered_low_milli, of->persons_low_milli),
                      "share");
        quantity_text(high,
                      share_of(of->covered_high_milli, of->persons_high_milli),
                      "share");
    }
    if (strcmp(low, high) == 0)
        snprintf(text, sizeof(text), "%s", share);
    else
        snprintf(text, sizeof(text), "%s (%s-%s)", share, low, high);
    table_set(out, column, text);
}

/* "cover, time" */
static void set_losses(table *out, size_t column, const circlet_group_row *row)
{
    const char *const names[] = {
        row->losses & CIRCLET_GROUP_LOSES_COVER ? _("cover") : NULL,
        row->losses & CIRCLET_GROUP_LOSES_SURE ? _("sure cover") : NULL,
        row->losses & CIRCLET_GROUP_LOSES_TIME ? _("mean time") : NULL,
        row->losses == 0 && row->lost_milli > 0 ? _("single persons") : NULL};
    char text[CELL_SIZE] = "";
    size_t size = 0;

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (names[i])
            size += (size_t)snprintf(text + size, sizeof(text) - size, "%s%s",
                                     size > 0 ? ", " : "", names[i]);
    table_set(out, column, text);
}

/* ---- a rule's groups ---------------------------------------------------- */

static void add_columns(table *out, bool has_plan, bool has_rule)
{
    if (has_rule)
        table_add_column(out, _("RULE"), TABLE_LEFT);
    table_add_column(out, _("DIVIDED BY"), TABLE_LEFT);
    table_add_column(out, _("GROUP"), TABLE_LEFT);
    table_add_column(out, _("PERSONS"), TABLE_RIGHT);
    table_add_column(out, _("COVERED"), TABLE_RIGHT);
    if (has_plan)
        table_add_column(out, _("AFTER"), TABLE_RIGHT);
    table_add_column(out, _("MEAN MIN"), TABLE_RIGHT);
    if (!has_plan) {
        table_add_column(out, _("MEDIAN MIN"), TABLE_RIGHT);
        return;
    }
    table_add_column(out, _("AFTER"), TABLE_RIGHT);
    table_add_column(out, _("GAINED"), TABLE_RIGHT);
    table_add_column(out, _("LOST"), TABLE_RIGHT);
    table_add_column(out, _("FARTHER"), TABLE_RIGHT);
    table_add_column(out, _("WORSE IN"), TABLE_LEFT);
}

static void set_plan_cells(table *out, size_t at, const circlet_group_row *row)
{
    set_cover(out, at++, row, &row->before);
    set_cover(out, at++, row, &row->after);
    set_minutes(out, at++, row->before.mean_minutes);
    set_minutes(out, at++, row->after.mean_minutes);
    set_persons(out, at++, row->gained_milli, false);
    set_persons(out, at++, row->lost_milli, false);
    set_persons(out, at++, row->farther_milli, false);
    set_losses(out, at, row);
}

static void add_row(table *out, const circlet_group_row *row, bool has_plan,
                    bool has_rule)
{
    size_t at = 0;

    table_add_row(out);
    if (has_rule)
        table_set(out, at++, rule_name(row->rule));
    table_set(out, at++, by_title(row->by));
    table_set(out, at++, group_title(row));
    set_persons(out, at++, row->persons_milli, row->is_internal);
    if (!row->is_known) {
        table_set(out, at, "?");
    } else if (has_plan) {
        set_plan_cells(out, at, row);
    } else {
        set_cover(out, at++, row, &row->before);
        set_minutes(out, at++, row->before.mean_minutes);
        set_minutes(out, at, row->before.median_minutes);
    }
}

static bool is_of_rule(const circlet_group_row *row, const char *rule)
{
    return rule ? row->rule && strcmp(row->rule, rule) == 0 : !row->rule;
}

static bool print_rule(const circlet_groups *groups, const char *rule)
{
    bool has_plan = circlet_groups_has_plan(groups), is_printed;
    table *out = table_new();

    if (!out)
        return false;
    add_columns(out, has_plan, false);
    for (size_t i = 0; i < circlet_groups_count(groups); i++) {
        const circlet_group_row *row = circlet_groups_at(groups, i);

        if (is_of_rule(row, rule))
            add_row(out, row, has_plan, false);
    }
    is_printed = table_print(out);
    table_free(out);
    return is_printed;
}

/* Several circle rules, and all of them together; else that is the one. */
static bool print_rules(const circlet_groups *groups,
                        const circlet_policy *policy)
{
    const char *last = NULL;
    size_t rules = 0;

    for (size_t i = 0; i < circlet_groups_count(groups); i++) {
        const circlet_group_row *row = circlet_groups_at(groups, i);

        if (i > 0 && is_of_rule(row, last))
            continue;
        last = row->rule;
        if (!last && rules == 1)
            continue;
        if (rules++ > 0 || circlet_groups_has_plan(groups))
            putchar('\n');
        if (last)
            printf("%s %s (%s)\n", last, rule_title(policy, last),
                   ledger_word(row->mode));
        else
            printf("%s\n", _("All these rules together: covered is who is so "
                             "under each that is about them"));
        if (!print_rule(groups, last))
            return false;
    }
    return true;
}

/* ---- who loses ---------------------------------------------------------- */

static size_t count_rules(const circlet_groups *groups)
{
    const char *last = NULL;
    size_t count = 0;

    for (size_t i = 0; i < circlet_groups_count(groups); i++) {
        const circlet_group_row *row = circlet_groups_at(groups, i);

        if (row->rule && (!last || strcmp(last, row->rule) != 0)) {
            last = row->rule;
            count++;
        }
    }
    return count;
}

static bool is_listed_loser(const circlet_group_row *row, bool has_together)
{
    return circlet_group_loses(row) && (row->rule || has_together);
}

static bool print_losers(const circlet_groups *groups)
{
    bool has_together = count_rules(groups) > 1, is_printed;
    table *out = table_new();
    size_t count = 0;

    if (!out)
        return false;
    add_columns(out, true, true);
    for (size_t i = 0; i < circlet_groups_count(groups); i++) {
        const circlet_group_row *row = circlet_groups_at(groups, i);

        if (!is_listed_loser(row, has_together))
            continue;
        add_row(out, row, true, true);
        count++;
    }
    printf("%s\n", count > 0 ? _("Worse off, or with persons who lose their "
                                 "cover:")
                             : _("No group is worse off, and nobody loses "
                                 "their cover."));
    is_printed = table_print(out);
    table_free(out);
    return is_printed;
}

/* ---- gaps --------------------------------------------------------------- */

static void add_gap_columns(table *out)
{
    table_add_column(out, _("RULE"), TABLE_LEFT);
    table_add_column(out, _("DIVIDED BY"), TABLE_LEFT);
    table_add_column(out, "", TABLE_LEFT);
    table_add_column(out, _("WORST OFF"), TABLE_LEFT);
    table_add_column(out, _("COVERED"), TABLE_RIGHT);
    table_add_column(out, _("BEST OFF"), TABLE_LEFT);
    table_add_column(out, _("COVERED"), TABLE_RIGHT);
    table_add_column(out, _("GAP, POINTS"), TABLE_RIGHT);
    table_add_column(out, _("WORST OFF"), TABLE_LEFT);
    table_add_column(out, _("MEAN MIN"), TABLE_RIGHT);
    table_add_column(out, _("BEST OFF"), TABLE_LEFT);
    table_add_column(out, _("MEAN MIN"), TABLE_RIGHT);
    table_add_column(out, _("GAP, MIN"), TABLE_RIGHT);
}

typedef void (*set_value_fn)(table *out, size_t column, double value);

/* One of the two ranges of a gap; `scale` makes a difference of shares one of
 * percentage points. */
typedef struct side {
    const circlet_group_range *before, *after;
    set_value_fn set;
    double scale;
} side;

static void set_difference(table *out, size_t column, const side *s,
                           bool is_after)
{
    double before = s->before->difference;
    double value = is_after ? s->after->difference : before;
    char number[NUMBER_SIZE], text[CELL_SIZE];

    format_rounded(number, value * s->scale, 1);
    snprintf(text, sizeof(text),
             is_after && value > before ? _("%s, wider") : "%s", number);
    table_set(out, column, text);
}

static void set_range(table *out, size_t at, const circlet_groups *groups,
                      const circlet_group_gap *gap, const side *s,
                      bool is_after)
{
    const circlet_group_range *range = is_after ? s->after : s->before;

    if (!range->worst)
        return;
    table_set(out, at, title_in(groups, gap, range->worst));
    s->set(out, at + 1, range->worst_value);
    table_set(out, at + 2, title_in(groups, gap, range->best));
    s->set(out, at + 3, range->best_value);
    set_difference(out, at + 4, s, is_after);
}

static void add_gap(table *out, const circlet_groups *groups,
                    const circlet_group_gap *gap, bool is_after)
{
    const side cover = {&gap->cover_before, &gap->cover_after, set_share, 100};
    const side time = {&gap->time_before, &gap->time_after, set_minutes, 1};

    table_add_row(out);
    table_set(out, 0, is_after ? "" : rule_name(gap->rule));
    table_set(out, 1, is_after ? "" : by_title(gap->by));
    table_set(out, 2, is_after ? _("later") : _("earlier"));
    set_range(out, 3, groups, gap, &cover, is_after);
    set_range(out, 8, groups, gap, &time, is_after);
}

/* Of all rules, or of all of them together alone, or of the only one. */
static bool is_shown(const circlet_groups *groups,
                     const circlet_group_gap *gap, bool together_alone)
{
    bool has_together = count_rules(groups) > 1;

    if (!gap->cover_before.worst && !gap->time_before.worst)
        return false;
    if (!gap->rule)
        return has_together;
    return !together_alone || !has_together;
}

static bool print_gaps(const circlet_groups *groups, bool together_alone)
{
    bool has_plan = circlet_groups_has_plan(groups), has_rows = false;
    bool is_printed;
    table *out = table_new();

    if (!out)
        return false;
    add_gap_columns(out);
    for (size_t i = 0; i < circlet_groups_gap_count(groups); i++) {
        const circlet_group_gap *gap = circlet_groups_gap_at(groups, i);

        if (!is_shown(groups, gap, together_alone))
            continue;
        add_gap(out, groups, gap, false);
        if (has_plan)
            add_gap(out, groups, gap, true);
        has_rows = true;
    }
    if (has_rows)
        printf("\n%s\n", _("The worst off and the best off, groups that are "
                           "internal or not known left out:"));
    is_printed = table_print(out);
    table_free(out);
    return is_printed;
}

bool groups_print_summary(const circlet_groups *groups)
{
    putchar('\n');
    return print_losers(groups) && print_gaps(groups, true);
}

/* ---- all of it ---------------------------------------------------------- */

static void print_remarks(const circlet_groups *groups)
{
    bool has_internal = false, has_unknown = false, has_kinds = false;

    for (size_t i = 0; i < circlet_groups_count(groups); i++) {
        const circlet_group_row *row = circlet_groups_at(groups, i);

        has_internal |= row->is_internal;
        has_unknown |= !row->is_known;
        has_kinds |= row->by == CIRCLET_GROUP_BY_KIND;
    }
    printf("%s\n", _("Ways of over 60 minutes, and none at all, count as "
                     "60."));
    if (has_kinds)
        printf("%s\n", _("Who has two kinds of disability is in both "
                         "groups."));
    if (circlet_groups_step(groups) > 0)
        printf(_("Numbers with the plan are told in steps of %lld persons "
                 "from today's, and times in\ntenths of a minute.\n"),
               (long long)circlet_groups_step(groups));
    if (has_internal)
        printf(_("* internal: fewer than %lld persons, not to be "
                 "published\n"),
               (long long)circlet_groups_internal_below(groups));
    if (has_unknown)
        printf("%s\n", _("? not known"));
}

/* Nothing is to be shown, or there is nothing. */
static void print_none(const circlet_groups *groups)
{
    if (circlet_groups_hidden_count(groups) > 0)
        printf(_("Every group would tell of fewer than %lld persons, in it, "
                 "covered or not; --exact shows\nthem.\n"),
               (long long)circlet_groups_internal_below(groups));
    else
        printf("%s\n", _("No circle rule in force is about anybody."));
}

bool groups_print_tables(const circlet_groups *groups,
                         const circlet_policy *policy)
{
    if (circlet_groups_count(groups) == 0) {
        print_none(groups);
        return true;
    }
    if (circlet_groups_has_plan(groups) && !print_losers(groups))
        return false;
    if (!print_rules(groups, policy) || !print_gaps(groups, false))
        return false;
    putchar('\n');
    print_remarks(groups);
    return true;
}
