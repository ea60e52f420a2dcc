/* In what a city is better with something than without. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "plan/explain.h"
#include "plan/finding_map.h"

/* Figures that differ by rounding alone are the same. */
#define SLACK 1e-6

typedef struct comparing {
    const ci_explaining *of;
    circlet_finding_change *changes;
    size_t count, room; /* of the changes */
    circlet_worth *out;
    circlet_rule_persons *rules;
    size_t rule_room;
    bool has_failed;
} comparing;

/* Of what may be, and beside what must be, nothing is bought. */
static bool counts(const comparing *work, const circlet_finding *finding)
{
    const ci_rule *rule = ci_policy_find_rule(work->of->policy, finding->rule);

    return finding->force != CIRCLET_FORCE_MAY && rule && !rule->is_variant;
}

static bool differs(double a, double b)
{
    return isnan(a) != isnan(b) || fabs(a - b) > SLACK;
}

/* One that is only judged on one side is a change if it says something. */
static bool is_change(const circlet_finding *with,
                      const circlet_finding *without)
{
    if (!with || !without)
        return (with ? with : without)->verdict != CIRCLET_VERDICT_PASS;
    return with->verdict != without->verdict ||
           differs(with->shortfall, without->shortfall) ||
           differs(with->persons_covered, without->persons_covered);
}

static const char *keep(comparing *work, const char *text)
{
    const char *kept = text ? ci_arena_copy(work->of->arena, text) : NULL;

    work->has_failed |= text && !kept;
    return kept;
}

/* ---- persons ------------------------------------------------------------ */

static bool is_same(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

/* Findings come by rule and mode. */
static void add_persons(comparing *work, const circlet_finding_change *change)
{
    double with = isnan(change->covered_with) ? 0 : change->covered_with;
    double without =
        isnan(change->covered_without) ? 0 : change->covered_without;
    circlet_rule_persons *rules = work->rules;

    if (!differs(with, without))
        return;
    for (size_t i = 0; i < work->out->rule_count; i++)
        if (is_same(rules[i].rule, change->rule) &&
            is_same(rules[i].mode, change->mode)) {
            rules[i].persons += with - without;
            return;
        }
    rules = ci_array_reserve_one(rules, work->out->rule_count,
                                 &work->rule_room, sizeof(*rules));
    work->has_failed |= !rules;
    if (!rules)
        return;
    work->rules = rules;
    rules[work->out->rule_count++] =
        (circlet_rule_persons){change->rule, change->mode, with - without};
}

static bool is_circle(const comparing *work, const char *id)
{
    return ci_policy_find_rule(work->of->policy, id)->kind == CI_RULE_CIRCLE;
}

/* ---- findings ----------------------------------------------------------- */

static circlet_finding_change change_of(comparing *work,
                                        const circlet_finding *with,
                                        const circlet_finding *without)
{
    const circlet_finding *any = without ? without : with;
    const double unknown = (double)NAN;

    return (circlet_finding_change){
        .rule = keep(work, any->rule),
        .mode = keep(work, any->mode),
        .unit = keep(work, any->unit),
        .unit_name = keep(work, any->unit_name),
        .level = any->level,
        .subject = any->subject,
        .subject_id = keep(work, any->subject_id),
        .force = any->force,
        .verdict_with = with ? (int)with->verdict : -1,
        .verdict_without = without ? (int)without->verdict : -1,
        .missing_with = with ? with->shortfall : unknown,
        .missing_without = without ? without->shortfall : unknown,
        .missing_unit = keep(work, any->shortfall_unit),
        .covered_with = with ? with->persons_covered : unknown,
        .covered_without = without ? without->persons_covered : unknown};
}

static void add_change(comparing *work, const circlet_finding *with,
                       const circlet_finding *without)
{
    const circlet_finding *any = without ? without : with;
    circlet_finding_change *changes;
    bool fails_with = with && with->verdict == CIRCLET_VERDICT_FAIL;
    bool fails_without = without && without->verdict == CIRCLET_VERDICT_FAIL;

    if (!any || !counts(work, any) || !is_change(with, without))
        return;
    changes = ci_array_reserve_one(work->changes, work->count, &work->room,
                                   sizeof(*changes));
    work->has_failed |= !changes;
    if (!changes)
        return;
    work->changes = changes;
    changes[work->count] = change_of(work, with, without);
    work->out->failures += fails_without && !fails_with;
    work->out->broken += fails_with && !fails_without;
    if (is_circle(work, changes[work->count].rule))
        add_persons(work, &changes[work->count]);
    work->count++;
}

/* Those of `own`, beside what the other city says of the same; `only_own`:
 * those alone of which it says nothing. */
static void add_all(comparing *work, const circlet_findings *own,
                    const circlet_findings *other, bool is_with)
{
    ci_finding_map map;

    work->has_failed |= !ci_finding_map_make(&map, other);
    for (size_t i = 0; !work->has_failed && i < circlet_findings_count(own);
         i++) {
        const circlet_finding *finding = circlet_findings_at(own, i);
        const circlet_finding *same;

        work->has_failed |= !ci_finding_map_find(&same, &map, finding);
        if (work->has_failed)
            break;
        if (!is_with)
            add_change(work, same, finding);
        else if (!same)
            add_change(work, finding, NULL);
    }
    ci_finding_map_clear(&map);
}

static const void *settle(comparing *work, const void *list, size_t size)
{
    void *kept = ci_arena_take(work->of->arena, size + 1);

    work->has_failed |= !kept;
    if (kept && list && size > 0)
        memcpy(kept, list, size);
    return kept;
}

circlet_status ci_explain_worth(circlet_worth *out, const ci_explaining *of,
                                const ci_explain_state *with,
                                const ci_explain_state *without,
                                circlet_error *error)
{
    comparing work = {.of = of, .out = out};

    *out = (circlet_worth){.persons = 0};
    add_all(&work, without->mend.findings, with->mend.findings, false);
    add_all(&work, with->mend.findings, without->mend.findings, true);
    out->change_count = work.count;
    out->changes =
        settle(&work, work.changes, work.count * sizeof(*work.changes));
    out->rules =
        settle(&work, work.rules, out->rule_count * sizeof(*work.rules));
    for (size_t i = 0; i < out->rule_count; i++)
        out->persons += out->rules ? out->rules[i].persons : 0;
    free(work.changes);
    free(work.rules);
    return work.has_failed ? ci_fail_nomem(error) : CIRCLET_OK;
}
