/* What a plan leaves of rules that nothing that is built mends. */
#include <math.h>

#include "base/error.h"
#include "base/text.h"
#include "plan/build_action.h"
#include "plan/mend_actions.h"

circlet_status ci_mend_carry_out(circlet_city **out, const ci_mend *mend,
                                 const circlet_plan_parts *parts,
                                 circlet_error *error)
{
    const ci_judgement *judgement = &mend->judgement;
    const circlet_plan_parts actions = {.actions = parts->actions,
                                        .action_count = parts->action_count};
    circlet_plan *plan = NULL;
    circlet_status status =
        circlet_plan_new(&plan, mend->options->name, &actions, error);

    if (!status)
        status = circlet_plan_apply(out, plan, judgement->policy,
                                    judgement->city, judgement->year, error);
    circlet_plan_free(plan);
    return status;
}

/* ---- which rules -------------------------------------------------------- */

static bool is_not_planned(const ci_rule *rule)
{
    return !ci_mend_is_planned(rule) || rule->is_variant;
}

/* Ids divided by commas. */
static bool list_rules(ci_buffer *out, const ci_mend *mend)
{
    const circlet_policy *policy = mend->judgement.policy;

    for (size_t i = 0; i < policy->rule_count; i++)
        if (is_not_planned(&policy->rules[i])) {
            ci_buffer_add(out, out->size > 0 ? "," : "");
            ci_buffer_add(out, policy->rules[i].id);
        }
    return !out->failed;
}

/* What these rules find in the city that the plan leaves; NULL: there are no
 * such rules. */
static circlet_status judge_after(circlet_findings **out, circlet_city **city,
                                  const ci_mend *mend,
                                  const circlet_plan_parts *parts,
                                  circlet_error *error)
{
    const ci_judgement *judgement = &mend->judgement;
    circlet_judge_options wanted = CIRCLET_JUDGE_OPTIONS_INIT;
    ci_buffer rules = {0};
    circlet_status status = CIRCLET_OK;

    *out = NULL;
    *city = NULL;
    if (!list_rules(&rules, mend))
        status = ci_fail_nomem(error);
    if (!status && rules.size > 0)
        status = ci_mend_carry_out(city, mend, parts, error);
    wanted.year = judgement->year;
    wanted.threads = mend->options->threads;
    wanted.rule = rules.text;
    if (!status && rules.size > 0)
        status = circlet_policy_judge(out, judgement->policy, *city,
                                      judgement->travel, &wanted, error);
    ci_buffer_free(&rules);
    return status;
}

/* ---- what they find ----------------------------------------------------- */

static bool is_left(const ci_mend *mend, const circlet_finding *finding)
{
    const ci_rule *rule =
        ci_policy_find_rule(mend->judgement.policy, finding->rule);

    return finding->verdict == CIRCLET_VERDICT_FAIL &&
           finding->force != CIRCLET_FORCE_MAY && rule && is_not_planned(rule);
}

/* The city that was judged does not last: its words are copied. False: no
 * memory. */
static bool add(circlet_plan_impossible *out, ci_mend *mend,
                const circlet_finding *finding)
{
    *out = (circlet_plan_impossible){
        .rule = finding->rule,
        .unit = ci_arena_copy(&mend->arena, finding->unit),
        .persons = (double)NAN,
        .persons_modelled = (double)NAN,
        .missing = finding->shortfall,
        .missing_unit = finding->shortfall_unit,
        .mode =
            ci_plan_modes(&mend->arena, mend->judgement.policy, finding->rule),
        .reason = "not_planned"};
    if (out->missing_unit)
        out->missing_unit = ci_arena_copy(&mend->arena, out->missing_unit);
    return out->unit && out->mode &&
           (out->missing_unit || !finding->shortfall_unit);
}

static circlet_status append(circlet_plan_parts *parts, ci_mend *mend,
                             const circlet_findings *findings,
                             circlet_error *error)
{
    size_t count = parts->impossible_count;
    circlet_plan_impossible *list = ci_arena_take(
        &mend->arena,
        (count + circlet_findings_count(findings) + 1) * sizeof(*list));

    if (!list)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < count; i++)
        list[i] = parts->impossible[i];
    for (size_t i = 0; i < circlet_findings_count(findings); i++) {
        const circlet_finding *finding = circlet_findings_at(findings, i);

        if (is_left(mend, finding) && !add(&list[count++], mend, finding))
            return ci_fail_nomem(error);
    }
    parts->impossible = list;
    parts->impossible_count = count;
    return CIRCLET_OK;
}

circlet_status ci_mend_add_not_planned(circlet_plan_parts *parts,
                                       ci_mend *mend, circlet_error *error)
{
    const char *services = mend->options->services;
    circlet_findings *findings = NULL;
    circlet_city *city = NULL;
    circlet_status status = CIRCLET_OK;

    if (services && *services)
        return CIRCLET_OK;
    status = judge_after(&findings, &city, mend, parts, error);
    if (!status && findings)
        status = append(parts, mend, findings, error);
    circlet_findings_free(findings);
    circlet_city_free(city);
    return status;
}
