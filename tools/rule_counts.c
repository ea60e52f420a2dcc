#include "rule_counts.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "locale.h"
#include "quantity.h"
#include "table.h"

/* ---- adding up ---------------------------------------------------------- */

static bool is_same(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

/* The count of a finding's rule and mode, made if there is none yet; NULL
 * if memory ran out. */
static rule_count *count_of(rule_counts *counts,
                            const circlet_finding *finding)
{
    rule_count *items;

    /* Findings are sorted by rule: it is nearly always the last. */
    for (size_t i = counts->count; i > 0; i--)
        if (is_same(counts->items[i - 1].rule, finding->rule) &&
            is_same(counts->items[i - 1].mode, finding->mode))
            return &counts->items[i - 1];
    items = realloc(counts->items, (counts->count + 1) * sizeof(*items));
    if (!items)
        return NULL;
    counts->items = items;
    items[counts->count] =
        (rule_count){.rule = finding->rule, .mode = finding->mode};
    return &items[counts->count++];
}

static double known(double value)
{
    return isfinite(value) ? value : 0;
}

static void add_persons(rule_count *count, const circlet_finding *finding)
{
    if (!circlet_finding_adds_persons(finding))
        return;
    count->knows_persons = true;
    count->persons += finding->persons;
    count->covered += finding->persons_covered;
    count->covered_low += known(finding->covered_low);
    count->persons_low += known(finding->persons_low);
    count->covered_high += known(finding->covered_high);
    count->persons_high += known(finding->persons_high);
    count->unreached += known(finding->persons_unreached);
    count->modelled += known(finding->persons_modelled);
}

bool rule_counts_add(rule_counts *counts, const circlet_findings *findings)
{
    for (size_t i = 0; i < circlet_findings_count(findings); i++) {
        const circlet_finding *finding = circlet_findings_at(findings, i);
        rule_count *count = count_of(counts, finding);

        if (!count)
            return false;
        count->units++;
        count->verdicts[finding->verdict]++;
        counts->verdicts[finding->verdict]++;
        if (finding->verdict == CIRCLET_VERDICT_FAIL &&
            finding->force == CIRCLET_FORCE_MUST)
            counts->breaks_must = true;
        if (finding->persons_modelled > 0)
            counts->uses_modelled = true;
        add_persons(count, finding);
    }
    return true;
}

const rule_count *rule_counts_find(const rule_counts *counts, const char *rule,
                                   const char *mode)
{
    for (size_t i = 0; i < counts->count; i++)
        if (is_same(counts->items[i].rule, rule) &&
            is_same(counts->items[i].mode, mode))
            return &counts->items[i];
    return NULL;
}

void rule_counts_free(rule_counts *counts)
{
    free(counts->items);
}

/* ---- JSON --------------------------------------------------------------- */

void rule_counts_write(const rule_counts *counts, json *out)
{
    json_array(out, "rules");
    for (size_t i = 0; i < counts->count; i++) {
        const rule_count *count = &counts->items[i];

        json_object(out, NULL);
        json_text(out, "rule", count->rule);
        json_text(out, "mode", count->mode);
        json_integer(out, "units", (int64_t)count->units);
        for (int v = 0; v < CIRCLET_VERDICT_COUNT; v++)
            json_integer(out, circlet_verdict_name((circlet_verdict)v),
                         (int64_t)count->verdicts[v]);
        json_number(out, "persons",
                    count->knows_persons ? count->persons : (double)NAN);
        json_number(out, "persons_covered",
                    count->knows_persons ? count->covered : (double)NAN);
        json_number(out, "share_low",
                    count->knows_persons
                        ? count->covered_low / count->persons_low
                        : (double)NAN);
        json_number(out, "share_high",
                    count->knows_persons
                        ? count->covered_high / count->persons_high
                        : (double)NAN);
        json_number(out, "persons_unreached",
                    count->knows_persons ? count->unreached : (double)NAN);
        json_number(out, "persons_modelled",
                    count->knows_persons ? count->modelled : (double)NAN);
        json_end(out);
    }
    json_end(out);
}

/* ---- text --------------------------------------------------------------- */

const char *rule_title(const circlet_policy *policy, const char *rule)
{
    size_t size = strcspn(rule, "/");

    for (size_t i = 0; i < circlet_policy_rule_count(policy); i++) {
        const char *id = circlet_policy_rule_id(policy, i);

        if (strlen(id) == size && strncmp(id, rule, size) == 0)
            return locale_is_chinese()
                       ? circlet_policy_rule_title_zh(policy, i)
                       : circlet_policy_rule_title_en(policy, i);
    }
    return "";
}

static void set_whole(table *out, size_t column, size_t count)
{
    char text[NUMBER_SIZE];

    snprintf(text, sizeof(text), "%zu", count);
    table_set(out, column, text);
}

static void set_quantity(table *out, size_t column, double value,
                         const char *unit)
{
    char text[QUANTITY_SIZE];

    quantity_text(text, value, unit);
    table_set(out, column, text);
}

/* "50%", or "50% (40%-80%)" where what is unknown makes a difference. */
static void set_share(table *out, size_t column, const rule_count *count)
{
    char share[QUANTITY_SIZE], low[QUANTITY_SIZE], high[QUANTITY_SIZE];
    char text[4 * QUANTITY_SIZE];

    quantity_text(share, count->covered / count->persons, "share");
    quantity_text(low, count->covered_low / count->persons_low, "share");
    quantity_text(high, count->covered_high / count->persons_high, "share");
    if (strcmp(low, high) == 0)
        snprintf(text, sizeof(text), "%s", share);
    else
        snprintf(text, sizeof(text), "%s (%s-%s)", share, low, high);
    table_set(out, column, text);
}

/* The column of modelled people is there only where there are some. */
static void add_columns(table *out, bool uses_modelled)
{
    const char *const counts[] = {_("PASS"), _("FAIL"), _("ADVICE"),
                                  _("UNDECIDED"), _("NO DATA")};

    table_add_column(out, _("RULE"), TABLE_LEFT);
    table_add_column(out, _("MODE"), TABLE_LEFT);
    for (size_t i = 0; i < CIRCLET_VERDICT_COUNT; i++)
        table_add_column(out, counts[i], TABLE_RIGHT);
    table_add_column(out, _("PERSONS"), TABLE_RIGHT);
    table_add_column(out, _("COVERED"), TABLE_RIGHT);
    table_add_column(out, _("SHARE"), TABLE_RIGHT);
    table_add_column(out, _("UNREACHED"), TABLE_RIGHT);
    if (uses_modelled)
        table_add_column(out, _("MODELLED"), TABLE_RIGHT);
    table_add_column(out, _("TITLE"), TABLE_SENTENCE);
}

static void add_row(table *out, const rule_count *count, const char *title,
                    bool uses_modelled)
{
    table_add_row(out);
    table_set(out, 0, count->rule);
    table_set(out, 1, count->mode ? count->mode : "");
    for (size_t v = 0; v < CIRCLET_VERDICT_COUNT; v++)
        set_whole(out, 2 + v, count->verdicts[v]);
    if (count->knows_persons) {
        set_quantity(out, 7, count->persons, NULL);
        set_quantity(out, 8, count->covered, NULL);
        set_share(out, 9, count);
        set_quantity(out, 10, count->unreached, NULL);
        if (uses_modelled)
            set_quantity(out, 11, count->modelled, NULL);
    }
    table_set(out, uses_modelled ? 12 : 11, title);
}

bool rule_counts_print(const rule_counts *counts, const circlet_policy *policy)
{
    table *out = table_new();
    bool is_printed;

    if (!out)
        return false;
    add_columns(out, counts->uses_modelled);
    for (size_t i = 0; i < counts->count; i++)
        add_row(out, &counts->items[i],
                rule_title(policy, counts->items[i].rule),
                counts->uses_modelled);
    is_printed = table_print(out);
    table_free(out);
    if (counts->uses_modelled)
        printf("\n%s\n", _("Modelled people are estimates: where they live "
                           "is not known."));
    return is_printed;
}
