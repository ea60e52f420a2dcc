/* What came of each rule, and the figures that stand first. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "page/page.h"

ci_phrase ci_page_rule_title(const ci_page *page, const char *rule)
{
    const circlet_policy *policy = page->content->policy;
    size_t size = strcspn(rule, "/");

    for (size_t i = 0; i < circlet_policy_rule_count(policy); i++) {
        const char *id = circlet_policy_rule_id(policy, i);

        if (strlen(id) == size && strncmp(id, rule, size) == 0)
            return (ci_phrase){circlet_policy_rule_title_zh(policy, i),
                               circlet_policy_rule_title_en(policy, i)};
    }
    return (ci_phrase){rule, rule};
}

static bool is_same(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool is_circle(const ci_page *page, const char *id)
{
    const ci_rule *rule = ci_policy_find_rule(page->content->policy, id);

    return rule && ci_map_is_circle(rule, NULL);
}

/* The row of a finding's rule and mode; NULL: memory ran out. */
static ci_page_rule *rule_of(ci_page *page, const circlet_finding *finding)
{
    ci_page_rule *items;

    for (size_t i = page->rule_count; i > 0; i--)
        if (is_same(page->rules[i - 1].rule, finding->rule) &&
            is_same(page->rules[i - 1].mode, finding->mode))
            return &page->rules[i - 1];
    items = ci_array_reserve_one(page->rules, page->rule_count,
                                 &page->rule_capacity, sizeof(*items));
    if (!items)
        return NULL;
    page->rules = items;
    items += page->rule_count++;
    *items = (ci_page_rule){.rule = finding->rule,
                            .mode = finding->mode,
                            .force = finding->force,
                            .is_circle = is_circle(page, finding->rule)};
    return items;
}

static double known(double value)
{
    return isfinite(value) ? value : 0;
}

static void add_persons(ci_page_rule *row, const circlet_finding *finding,
                        size_t state)
{
    if (!circlet_finding_adds_persons(finding))
        return;
    row->knows_persons[state] = true;
    row->persons[state] += finding->persons;
    row->covered[state] += finding->persons_covered;
    row->unreached[state] += known(finding->persons_unreached);
    row->modelled[state] += known(finding->persons_modelled);
}

static circlet_status add_findings(ci_page *page, size_t state,
                                   circlet_error *error)
{
    const circlet_findings *findings = page->findings[state];

    for (size_t i = 0; i < circlet_findings_count(findings); i++) {
        const circlet_finding *finding = circlet_findings_at(findings, i);
        ci_page_rule *row = rule_of(page, finding);

        if (!row)
            return ci_fail_nomem(error);
        row->verdicts[state][finding->verdict]++;
        if (finding->force < row->force)
            row->force = finding->force;
        page->facts.must_failures[state] +=
            finding->verdict == CIRCLET_VERDICT_FAIL &&
            finding->force == CIRCLET_FORCE_MUST;
        add_persons(row, finding, state);
    }
    return CIRCLET_OK;
}

static void add_circles(ci_page *page)
{
    for (size_t s = 0; s < CI_PAGE_STATES; s++) {
        bool is_known = false;
        double outside = 0;

        for (size_t i = 0; i < page->rule_count; i++) {
            const ci_page_rule *row = &page->rules[i];

            if (!row->is_circle || !row->knows_persons[s])
                continue;
            is_known = true;
            outside += row->persons[s] - row->covered[s];
            page->persons += s == 0 ? row->persons[s] : 0;
            page->modelled += s == 0 ? row->modelled[s] : 0;
        }
        page->facts.persons_outside[s] = is_known ? outside : (double)NAN;
    }
}

circlet_status ci_page_add_up(ci_page *page, circlet_error *error)
{
    const circlet_plan *plan = page->content->plan;
    circlet_status status = CIRCLET_OK;

    for (size_t s = 0; s < page->state_count && !status; s++)
        status = add_findings(page, s, error);
    if (status)
        return status;
    add_circles(page);
    page->facts.cost_cny = plan ? 0 : (double)NAN;
    for (size_t i = 0; plan && i < circlet_plan_action_count(plan); i++)
        page->facts.cost_cny += circlet_plan_action_at(plan, i)->cost_cny;
    return CIRCLET_OK;
}
