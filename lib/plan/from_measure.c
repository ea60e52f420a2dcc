#include "plan/from_measure.h"

#include <string.h>

#include "base/error.h"
#include "city/plan_record.h"
#include "plan/mend_run.h"

/* Sums that differ by rounding alone are the same. */
#define SLACK 1e-6

/* ---- the city to begin with --------------------------------------------- */

static size_t position_of(const ci_mend *mend, const circlet_finding *finding)
{
    return (size_t)(finding - mend->findings->items);
}

static bool list_missing(ci_from_measure *out)
{
    const ci_mend *before = &out->before;
    size_t size = (before->findings->count + 1) * sizeof(double);

    out->missing = ci_arena_take(&out->arena, size);
    out->beyond = ci_arena_take(&out->arena, size);
    if (!out->missing || !out->beyond)
        return false;
    memset(out->missing, 0, size);
    memset(out->beyond, 0, size);
    for (size_t i = 0; i < before->goal_count; i++)
        out->missing[position_of(before, before->goals[i].finding)] =
            ci_mend_goal_shortfall(&before->goals[i],
                                   out->options.is_cautious);
    return ci_finding_map_make(&out->findings, before->findings);
}

circlet_status ci_from_measure_start(ci_from_measure *out,
                                     const ci_judgement *judgement,
                                     const circlet_plan_options *options,
                                     circlet_error *error)
{
    circlet_status status;

    *out = (ci_from_measure){.options = *options};
    out->options.from = NULL;
    out->before.options = &out->options;
    status = ci_mend_start(&out->before, judgement, out->options.year, error);
    if (status)
        return status;
    return list_missing(out) ? CIRCLET_OK : ci_fail_nomem(error);
}

void ci_from_measure_clear(ci_from_measure *measure)
{
    ci_finding_map_clear(&measure->findings);
    ci_mend_clear(&measure->before);
    ci_arena_free(&measure->arena);
}

void ci_from_measure_learn(ci_from_measure *measure, const circlet_plan *plan)
{
    size_t count = measure->before.findings->count;

    if (!plan->available || plan->available_count != count)
        return;
    for (size_t i = 0; i < count; i++) {
        double beyond = measure->missing[i] - plan->available[i];

        measure->beyond[i] = beyond > 0 ? beyond : 0;
    }
}

/* ---- another city ------------------------------------------------------- */

/* What is not known to be mended, nor how much would surely do, is missing as
 * it was. */
static double missing_of(const ci_from_measure *measure,
                         const ci_mend_goal *goal, size_t before)
{
    bool is_open = goal->finding->verdict == CIRCLET_VERDICT_UNDECIDED;
    bool is_counted =
        goal->rule->kind != CI_RULE_CIRCLE && goal->rule->kind != CI_RULE_NEAR;

    return is_open && is_counted && goal->need == 0 && before != CI_MEND_NONE
               ? measure->missing[before]
               : ci_mend_goal_shortfall(goal, measure->options.is_cautious);
}

static bool add_up(double sums[CI_FROM_SUMS], const ci_from_measure *measure,
                   const ci_mend *mend)
{
    for (size_t i = 0; i < mend->goal_count; i++) {
        const ci_mend_goal *goal = &mend->goals[i];
        size_t level = goal->finding->force == CIRCLET_FORCE_MUST ? 0 : 2;
        const circlet_finding *same = NULL;
        size_t before;
        double missing, beyond;

        if (!ci_finding_map_find(&same, &measure->findings, goal->finding))
            return false;
        before = same ? position_of(&measure->before, same) : CI_MEND_NONE;
        missing = missing_of(measure, goal, before);
        beyond = same ? measure->beyond[before] : 0;
        sums[level] += missing;
        sums[level + 1] += missing > beyond + SLACK * (1 + beyond);
    }
    return true;
}

circlet_status ci_from_measure_take(double sums[CI_FROM_SUMS],
                                    const ci_from_measure *measure,
                                    const circlet_city *city,
                                    const circlet_plan *plan,
                                    circlet_error *error)
{
    ci_judgement judgement = measure->before.judgement;
    ci_mend mend = {.options = &measure->options,
                    .aims = CI_MEND_LEFT,
                    .failed = measure->before.findings};
    circlet_city *own = NULL;
    circlet_status status = circlet_plan_apply(
        &own, plan, judgement.policy, city, measure->options.year, error);

    memset(sums, 0, CI_FROM_SUMS * sizeof(*sums));
    judgement.city = own;
    if (!status)
        status =
            ci_mend_start(&mend, &judgement, measure->options.year, error);
    if (!status && !add_up(sums, measure, &mend))
        status = ci_fail_nomem(error);
    ci_mend_clear(&mend);
    circlet_city_free(own);
    return status;
}
