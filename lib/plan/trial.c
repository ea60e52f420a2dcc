#include "plan/trial.h"

#include "plan/part_progress.h"

void ci_trial_clear(ci_trial *trial)
{
    circlet_findings_free(trial->findings);
    circlet_city_free(trial->city);
    *trial = (ci_trial){NULL, NULL};
}

static circlet_status judge(ci_trial *out, const ci_mend *mend,
                            circlet_error *error)
{
    ci_part_progress part = {mend->options->progress, 0.99, 0.01};
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;

    options.year = mend->judgement.year;
    options.threads = mend->judgement.thread_count;
    options.progress = ci_part_progress_of(&part);
    return circlet_policy_judge(&out->findings, mend->judgement.policy,
                                out->city, mend->judgement.travel, &options,
                                error);
}

circlet_status ci_trial_make(ci_trial *out, const ci_mend *mend,
                             const circlet_plan_action *actions, size_t count,
                             circlet_error *error)
{
    const circlet_plan_parts parts = {.actions = actions,
                                      .action_count = count};
    circlet_plan *plan = NULL;
    circlet_error why;
    circlet_status status =
        circlet_plan_new(&plan, mend->options->name, &parts, error);

    *out = (ci_trial){NULL, NULL};
    if (status)
        return status;
    status = circlet_plan_apply(&out->city, plan, mend->judgement.policy,
                                mend->judgement.city, 0, &why);
    circlet_plan_free(plan);
    if (status == CIRCLET_E_DATA)
        return CIRCLET_OK;
    if (status && error)
        *error = why;
    return status ? status : judge(out, mend, error);
}
