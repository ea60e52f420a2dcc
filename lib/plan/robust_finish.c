/* Shares out of counts, in the order in which they are read. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plan/robust.h"

static void finish_findings(circlet_robustness *r)
{
    for (size_t i = 0; i < r->finding_count; i++) {
        ci_finding_row *row = &r->findings[i];
        ci_rule_row *rule = &r->rules[row->rule];

        row->out.held = ci_held_share(&row->count, row->out.draws);
        if (row->out.draws == 0)
            continue;
        rule->judged++;
        rule->out.each.surely += row->out.held.surely;
        rule->out.each.perhaps += row->out.held.perhaps;
    }
}

static void finish_rules(circlet_robustness *r)
{
    size_t kept = 0;

    for (size_t i = 0; i < r->rule_count; i++) {
        ci_rule_row row = r->rules[i];

        if (row.judged == 0)
            continue;
        row.out.everywhere = ci_held_share(&row.count, r->draws);
        row.out.each.surely /= (double)row.judged;
        row.out.each.perhaps /= (double)row.judged;
        r->rules[kept++] = row;
    }
    r->rule_count = kept;
}

static void finish_streets(circlet_robustness *r)
{
    for (size_t i = 0; i < r->street_count; i++) {
        ci_street_row *row = &r->streets[i];

        row->out.held = ci_held_share(&row->count, r->draws);
        row->out.failures /= r->draws;
        row->out.persons /= r->draws;
    }
}

/* ---- order -------------------------------------------------------------- */

static int compare_numbers(double a, double b)
{
    return a < b ? -1 : a > b;
}

static int compare_streets(const void *a, const void *b)
{
    const circlet_robust_street *first = &((const ci_street_row *)a)->out;
    const circlet_robust_street *second = &((const ci_street_row *)b)->out;
    int order = compare_numbers(first->held.surely, second->held.surely);

    if (order == 0)
        order = compare_numbers(second->failures, first->failures);
    if (order == 0)
        order = compare_numbers(second->persons, first->persons);
    return order ? order : strcmp(first->unit, second->unit);
}

/* By failures, then persons; what was not measured comes last. */
static int compare_actions(const void *a, const void *b)
{
    const circlet_robust_action *first = a, *second = b;
    int order = isnan(first->failures) - isnan(second->failures);

    if (order == 0)
        order = compare_numbers(second->failures, first->failures);
    if (order == 0)
        order = compare_numbers(second->persons, first->persons);
    return order ? order : strcmp(first->facility, second->facility);
}

/* Of one rule; rules have their own order. */
static int compare_within(const circlet_robust_finding *first,
                          const circlet_robust_finding *second)
{
    int order = strcmp(first->unit, second->unit);

    if (order == 0)
        order = (int)first->subject - (int)second->subject;
    if (order == 0)
        order = strcmp(first->subject_id, second->subject_id);
    if (order == 0)
        order = strcmp(first->mode ? first->mode : "",
                       second->mode ? second->mode : "");
    return order;
}

static int compare_findings(const void *a, const void *b)
{
    const ci_finding_row *first = a, *second = b;

    if (first->rule != second->rule)
        return first->rule < second->rule ? -1 : 1;
    return compare_within(&first->out, &second->out);
}

/* An empty list may be NULL. */
static void sort(void *list, size_t count, size_t size,
                 int (*compare)(const void *, const void *))
{
    if (count > 1)
        qsort(list, count, size, compare);
}

static void sort_all(circlet_robustness *r)
{
    sort(r->findings, r->finding_count, sizeof(*r->findings),
         compare_findings);
    sort(r->streets, r->street_count, sizeof(*r->streets), compare_streets);
    sort(r->actions, r->action_count, sizeof(*r->actions), compare_actions);
}

void ci_robust_finish(circlet_robustness *robustness)
{
    finish_findings(robustness);
    finish_rules(robustness);
    finish_streets(robustness);
    sort_all(robustness);
}
