#include "policy/open_types.h"

#include <math.h>
#include <string.h>

/* ---- which rules -------------------------------------------------------- */

static bool beds_lack_types(const ci_rule *rule, const circlet_city *city,
                            const ci_facility_types *types)
{
    const ci_words *nested = &rule->as.class_count.nested;

    if (ci_beds_lack_types(rule->facility.service, city, types))
        return true;
    for (size_t i = 0; i < nested->count; i++)
        if (ci_beds_lack_types(nested->items[i], city, types))
            return true;
    return false;
}

bool ci_rule_lacks_types(const ci_rule *rule, const circlet_city *city,
                         const ci_facility_types *types)
{
    bool is_list_of_people =
        rule->kind == CI_RULE_LIST && (rule->as.list.of == CI_LIST_NEED ||
                                       rule->as.list.of == CI_LIST_KINDS);

    if (rule->facility.type || rule->kind == CI_RULE_EACH ||
        rule->kind == CI_RULE_EVENNESS || is_list_of_people ||
        (rule->kind == CI_RULE_RECEIVED && !rule->is_variant))
        return false;
    if (rule->kind == CI_RULE_CLASS_COUNT)
        return beds_lack_types(rule, city, types);
    if (rule->kind == CI_RULE_RATIO && rule->as.ratio.amount == CI_AMOUNT_BEDS)
        return ci_beds_lack_types(rule->as.ratio.service, city, types);
    return ci_selection_lacks_types(&rule->facility, city, types);
}

/* ---- what a sentence says ----------------------------------------------- */

static circlet_argument *find_argument(ci_draft *draft, const char *name)
{
    for (size_t i = 0; i < draft->finding.argument_count; i++)
        if (strcmp(draft->arguments[i].name, name) == 0)
            return &draft->arguments[i];
    return NULL;
}

static void drop_argument(ci_draft *draft, const char *name)
{
    circlet_argument *found = find_argument(draft, name);
    circlet_argument *end = draft->arguments + draft->finding.argument_count;

    if (!found)
        return;
    memmove(found, found + 1, (size_t)(end - found - 1) * sizeof(*found));
    draft->finding.argument_count--;
}

static void rename_argument(ci_draft *draft, const char *name,
                            const char *other)
{
    circlet_argument *found = find_argument(draft, name);

    if (found)
        found->name = other;
}

static void set_number(ci_draft *draft, const char *name,
                       circlet_argument_type type, double number)
{
    drop_argument(draft, name);
    ci_draft_number(draft, name, type, number);
}

static void drop_reason(ci_draft *draft, const char *reason)
{
    circlet_finding *finding = &draft->finding;
    size_t kept = 0;

    for (size_t i = 0; i < finding->reason_count; i++)
        if (strcmp(draft->reasons[i], reason) != 0)
            draft->reasons[kept++] = draft->reasons[i];
    finding->reason_count = kept;
}

/* Reasons of a verdict come before the one about modelled people. */
static void add_reason(ci_draft *draft)
{
    static const char last[] = "modelled_people";
    size_t before = draft->finding.reason_count;

    drop_reason(draft, last);
    ci_draft_reason(draft, CI_TYPES_UNKNOWN);
    if (draft->finding.reason_count == before)
        ci_draft_reason(draft, last);
}

/* ---- what is measured --------------------------------------------------- */

/* More of them only makes a number greater. */
static void leave_number(ci_draft *draft)
{
    circlet_finding *finding = &draft->finding;

    finding->measured = finding->measured_high = (double)NAN;
    rename_argument(draft, "count", "least");
    rename_argument(draft, "amount", "least");
    rename_argument(draft, "size", "least_size");
    drop_argument(draft, "measured");
    drop_argument(draft, "measured_unit");
}

/* A share of the facilities themselves may be any. */
static void leave_share_of_facilities(ci_draft *draft)
{
    circlet_finding *finding = &draft->finding;

    finding->measured = (double)NAN;
    finding->measured_low = 0;
    finding->measured_high = 1;
    rename_argument(draft, "count", "least");
    drop_argument(draft, "share");
}

/* A share of people is as good as it can be where all are near one. */
static void leave_share_of_people(ci_draft *draft)
{
    circlet_finding *finding = &draft->finding;

    if (finding->measured_low >= 1)
        return;
    finding->measured_high = 1;
    finding->covered_high = finding->persons_high = finding->persons;
    if (finding->verdict == CIRCLET_VERDICT_PASS &&
        !find_argument(draft, "high"))
        return;
    set_number(draft, "low", CIRCLET_ARGUMENT_SHARE, finding->measured_low);
    set_number(draft, "high", CIRCLET_ARGUMENT_SHARE, 1);
}

static void leave_minutes(ci_draft *draft)
{
    circlet_finding *finding = &draft->finding;

    finding->measured_low = 0;
    if (finding->verdict == CIRCLET_VERDICT_PASS)
        return;
    set_number(draft, "low", CIRCLET_ARGUMENT_MINUTES, 0);
    if (!isnan(finding->measured_high))
        set_number(draft, "high", CIRCLET_ARGUMENT_MINUTES,
                   finding->measured_high);
}

static void leave_measured(ci_draft *draft)
{
    switch (draft->rule->kind) {
    case CI_RULE_CIRCLE:
    case CI_RULE_PLACES:
    case CI_RULE_RECEIVED:
        leave_share_of_people(draft);
        break;
    case CI_RULE_NEAR:
        leave_minutes(draft);
        break;
    case CI_RULE_PHASE:
        if (strcmp(draft->finding.measured_unit, "share") == 0)
            leave_share_of_facilities(draft);
        else
            leave_number(draft);
        break;
    case CI_RULE_LIST:
        if (draft->rule->as.list.of == CI_LIST_UNITS) /* measures people */
            rename_argument(draft, "count", "least");
        else
            leave_number(draft);
        break;
    case CI_RULE_COUNT:
    case CI_RULE_RATIO:
    case CI_RULE_CLASS_COUNT:
    case CI_RULE_EACH:
    case CI_RULE_EVENNESS:
    case CI_RULE_GROUP_SIZE:
    case CI_RULE_KIND_COUNT:
        leave_number(draft);
        break;
    }
}

/* ---- the verdict -------------------------------------------------------- */

/* Whether more facilities, of whatever kind, could change it. */
static bool hangs_on_types(const ci_draft *draft)
{
    const circlet_finding *finding = &draft->finding;
    const ci_rule *rule = draft->rule;

    if (finding->verdict == CIRCLET_VERDICT_UNDECIDED)
        return true;
    if (finding->shortfall > 0)
        return true;
    if (rule->kind == CI_RULE_PHASE)
        return strcmp(finding->sentence, "phase_share") == 0;
    return rule->kind == CI_RULE_LIST && rule->as.list.of == CI_LIST_UNITS &&
           finding->verdict == CIRCLET_VERDICT_ADVICE;
}

static void leave_verdict(ci_draft *draft)
{
    static const char *const sure[] = {"missing_least", "uncovered_least",
                                       "unplaced_least", "due", "listed"};

    for (size_t i = 0; i < sizeof(sure) / sizeof(sure[0]); i++)
        drop_argument(draft, sure[i]);
    if (draft->rule->kind != CI_RULE_NEAR) /* there it stands for the way */
        drop_argument(draft, "missing");
    drop_reason(draft, "due_later");
    drop_reason(draft, "may_apply");
    draft->fact_count = 0;
    draft->finding.verdict = CIRCLET_VERDICT_UNDECIDED;
    draft->finding.shortfall = (double)NAN;
    add_reason(draft);
    if (!find_argument(draft, "doubt"))
        ci_draft_word(draft, "doubt", CI_TYPES_UNKNOWN);
}

/* Where a number has an upper limit there may be more than that; what more
 * would be allowed is no longer said. */
static void leave_surplus(ci_draft *draft)
{
    ci_rule_kind kind = draft->rule->kind;
    const ci_count *count = &draft->rule->as.count; /* of that kind */

    if (draft->finding.verdict != CIRCLET_VERDICT_PASS ||
        !(kind == CI_RULE_COUNT || kind == CI_RULE_GROUP_SIZE ||
          (kind == CI_RULE_RATIO && draft->rule->as.ratio.upper_micro >= 0)))
        return;
    for (size_t i = 0; kind == CI_RULE_COUNT && i < count->band_count; i++)
        if (count->bands[i].reason)
            drop_reason(draft, count->bands[i].reason);
    if (kind == CI_RULE_COUNT && !find_argument(draft, "max"))
        return;
    add_reason(draft);
    if (!find_argument(draft, "surplus"))
        ci_draft_word(draft, "surplus", CI_TYPES_UNKNOWN);
}

/* Whether nothing was measured, as where nobody lives. */
static bool is_unmeasured(const circlet_finding *finding)
{
    return finding->verdict == CIRCLET_VERDICT_NO_DATA ||
           strcmp(finding->sentence, "nobody") == 0;
}

void ci_open_types_leave(ci_draft *draft, const circlet_policy *policy,
                         const circlet_city *city)
{
    const ci_facility_types types = {policy->types, policy->type_count};
    const ci_rule *rule = draft->rule;

    if (is_unmeasured(&draft->finding) ||
        !ci_rule_lacks_types(rule, city, &types))
        return;
    leave_measured(draft);
    if (hangs_on_types(draft))
        leave_verdict(draft);
    else if (rule->kind == CI_RULE_RECEIVED && /* always advice */
             draft->finding.measured_low < 1)
        add_reason(draft);
    else
        leave_surplus(draft);
}
