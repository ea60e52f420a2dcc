#include "plan_rules.h"

#include <math.h>
#include <stdio.h>

#include "locale.h"
#include "plan_left.h"
#include "quantity.h"
#include "table.h"

static size_t failures(const rule_count *count)
{
    return count ? count->verdicts[CIRCLET_VERDICT_FAIL] : 0;
}

static bool is_open(const rule_count *count)
{
    return count->verdicts[CIRCLET_VERDICT_UNDECIDED] ||
           count->verdicts[CIRCLET_VERDICT_NO_DATA];
}

/* ---- JSON --------------------------------------------------------------- */

/* A rule is met if all its findings say so; unknown where data is missing
 * and nothing fails. */
static void write_rule(json *out, const circlet_plan *plan,
                       const rule_count *before, const rule_count *count)
{
    json_object(out, NULL);
    json_text(out, "rule", count->rule);
    json_text(out, "mode", count->mode);
    if (failures(count))
        json_boolean(out, "met", false);
    else if (is_open(count))
        json_null(out, "met");
    else
        json_boolean(out, "met", true);
    json_boolean(out, "impossible", plan_left_has_rule(plan, count->rule));
    json_known(out, "failed_before", before ? (int64_t)failures(before) : -1);
    json_integer(out, "failed", (int64_t)failures(count));
    json_number(out, "persons_modelled",
                count->knows_persons ? count->modelled : (double)NAN);
    json_end(out);
}

static const rule_count *find(const rule_counts *counts,
                              const rule_count *like)
{
    return counts ? rule_counts_find(counts, like->rule, like->mode) : NULL;
}

void plan_rules_write(json *out, const circlet_plan *plan,
                      const rule_counts *before, const rule_counts *after)
{
    json_array(out, "rules");
    for (size_t i = 0; i < after->count; i++)
        write_rule(out, plan, find(before, &after->items[i]),
                   &after->items[i]);
    json_end(out);
}

/* ---- text --------------------------------------------------------------- */

typedef enum section {
    MENDED, /* fails today, and nowhere with the plan */
    DOUBTED, /* no longer fails, but only for want of data */
    BROKEN, /* fails with the plan */
    KEPT,
    OPEN, /* nothing fails, but data is missing */
    SECTION_COUNT
} section;

/* What a plan says that it leaves is not mended by what it cannot know of what
 * it builds. */
static section section_of(const circlet_plan *plan, const rule_count *before,
                          const rule_count *after)
{
    if (failures(after))
        return BROKEN;
    if (failures(before))
        return is_open(after) && plan_left_has_rule(plan, after->rule)
                   ? DOUBTED
                   : MENDED;
    return is_open(after) ? OPEN : KEPT;
}

static void set_whole(table *out, size_t column, size_t number)
{
    char text[NUMBER_SIZE];

    snprintf(text, sizeof(text), "%zu", number);
    table_set(out, column, text);
}

/* How many of the persons are covered, of rules that are about them. */
static void set_share(table *out, size_t column, const rule_count *count)
{
    char text[QUANTITY_SIZE];

    if (!count || !count->knows_persons || !(count->persons > 0))
        return;
    quantity_text(text, count->covered / count->persons, "share");
    table_set(out, column, text);
}

static table *start_table(void)
{
    table *out = table_new();

    if (!out)
        return NULL;
    table_add_column(out, _("RULE"), TABLE_LEFT);
    table_add_column(out, _("MODE"), TABLE_LEFT);
    table_add_column(out, _("BROKEN TODAY"), TABLE_RIGHT);
    table_add_column(out, _("WITH PLAN"), TABLE_RIGHT);
    table_add_column(out, _("COVERED TODAY"), TABLE_RIGHT);
    table_add_column(out, _("WITH PLAN"), TABLE_RIGHT);
    table_add_column(out, _("TITLE"), TABLE_SENTENCE);
    return out;
}

static bool print_section(section which, const char *title,
                          const circlet_plan *plan,
                          const circlet_policy *policy,
                          const rule_counts *before, const rule_counts *after)
{
    table *out = start_table();
    size_t shown = 0;
    bool is_printed;

    if (!out)
        return false;
    for (size_t i = 0; i < after->count; i++) {
        const rule_count *now = &after->items[i], *then = find(before, now);

        if (section_of(plan, then, now) != which)
            continue;
        table_add_row(out);
        table_set(out, 0, now->rule);
        table_set(out, 1, now->mode ? now->mode : "");
        set_whole(out, 2, failures(then));
        set_whole(out, 3, failures(now));
        set_share(out, 4, then);
        set_share(out, 5, now);
        table_set(out, 6, rule_title(policy, now->rule));
        shown++;
    }
    if (shown > 0)
        printf("\n%s\n", title);
    is_printed = table_print(out);
    table_free(out);
    return is_printed;
}

bool plan_rules_print(const circlet_plan *plan, const circlet_policy *policy,
                      const rule_counts *before, const rule_counts *after)
{
    size_t sizes[SECTION_COUNT] = {0};

    for (size_t i = 0; i < after->count; i++)
        sizes[section_of(plan, find(before, &after->items[i]),
                         &after->items[i])]++;
    if (!print_section(MENDED,
                       _("Rules that the plan mends (in how many "
                         "places they are broken):"),
                       plan, policy, before, after) ||
        !print_section(DOUBTED,
                       _("Rules that are no longer broken, but open: data is "
                         "missing:"),
                       plan, policy, before, after) ||
        !print_section(BROKEN, _("Rules that stay broken somewhere:"), plan,
                       policy, before, after))
        return false;
    printf("\n");
    printf(_("Kept today and with the plan: %zu; broken nowhere, but data is "
             "missing: %zu."),
           sizes[KEPT], sizes[OPEN]);
    printf("\n");
    printf(_("All verdicts: circlet check ... --plan %s"),
           circlet_plan_name(plan));
    printf("\n");
    return true;
}
