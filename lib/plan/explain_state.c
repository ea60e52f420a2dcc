/* A city as some actions of a plan leave it, judged. */
#include "base/error.h"
#include "plan/explain.h"
#include "plan/mend_run.h"

static void add_up(ci_explain_state *state)
{
    const ci_mend *mend = &state->mend;

    for (size_t i = 0; i < mend->goal_count; i++) {
        const ci_mend_goal *goal = &mend->goals[i];
        size_t level = goal->finding->force == CIRCLET_FORCE_MUST ? 0 : 2;
        double missing =
            ci_mend_goal_shortfall(goal, mend->options->is_cautious);

        state->sums[level] += missing;
        state->sums[level + 1] +=
            missing > 0 || goal->finding->verdict == CIRCLET_VERDICT_FAIL;
    }
}

circlet_status ci_explain_state_make(ci_explain_state *out,
                                     const ci_explaining *of,
                                     const circlet_city *city,
                                     const circlet_plan *plan,
                                     circlet_error *error)
{
    circlet_judge_options wanted = CIRCLET_JUDGE_OPTIONS_INIT, own;
    circlet_status status = CIRCLET_OK;

    *out = (ci_explain_state){.own = NULL};
    out->mend.options = &of->options;
    out->mend.failed = of->failed;
    if (plan)
        status = circlet_plan_apply(&out->own, plan, of->policy, city,
                                    of->year, error);
    out->mend.judgement = (ci_judgement){.policy = of->policy,
                                         .city = out->own ? out->own : city,
                                         .travel = of->travel};
    wanted.year = of->year;
    wanted.threads = of->options.threads;
    if (!status)
        status =
            ci_judgement_start(&out->mend.judgement, &own, &wanted, error);
    if (!status)
        status = ci_mend_find_goals(&out->mend, error);
    if (!status)
        add_up(out);
    return status;
}

void ci_explain_state_clear(ci_explain_state *state)
{
    ci_mend_clear(&state->mend);
    circlet_city_free(state->own);
    *state = (ci_explain_state){.own = NULL};
}
