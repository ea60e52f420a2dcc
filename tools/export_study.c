#include "export_study.h"

#include <stdlib.h>
#include <string.h>

#include "locale.h"
#include "message.h"

typedef struct request {
    const arguments *read;
    int year, date;
    double cell_m;
} request;

/* The city with the plan, as check --plan judges it. */
static circlet_status apply_plan(export_study *work, const request *asked,
                                 circlet_error *error)
{
    const char *name = option_value(asked->read, OPTION_PLAN);
    const study *s = &work->study;
    int year = asked->date   ? asked->date / 10000
               : asked->year ? asked->year
                             : circlet_policy_default_year(s->policy);
    circlet_plan *plan = NULL;
    circlet_status status;

    if (!name)
        return CIRCLET_OK;
    status = circlet_read_plan(&plan, s->path, name, error);
    if (!status)
        status = circlet_plan_apply(&work->planned, plan, s->policy, s->city,
                                    year, error);
    circlet_plan_free(plan);
    return status;
}

static circlet_status judge(circlet_findings **out, export_study *work,
                            const circlet_city *city, const request *asked,
                            circlet_error *error)
{
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;
    circlet_status status;

    options.year = asked->year;
    options.date = asked->date;
    options.progress = work->study.progress;
    options.threads = work->study.engine.threads;
    status = circlet_policy_judge(out, work->study.policy, city,
                                  study_travel(&work->study), &options, error);
    progress_end(&work->study.bar);
    return status ? status : study_check_interrupt(error);
}

/* ---- uncovered people --------------------------------------------------- */

static bool is_judged(const circlet_findings *findings, const char *rule)
{
    for (size_t i = 0; i < circlet_findings_count(findings); i++)
        if (strcmp(circlet_findings_at(findings, i)->rule, rule) == 0)
            return true;
    return false;
}

static circlet_status add_uncovered(export_study *work, const char *rule,
                                    const request *asked, circlet_error *error)
{
    circlet_density_options options = CIRCLET_DENSITY_OPTIONS_INIT;
    circlet_density **items =
        realloc(work->uncovered, (work->uncovered_count + 1) * sizeof(void *));
    circlet_status status;

    if (!items)
        return fail_nomem(error);
    work->uncovered = items;
    options.uncovered = rule;
    options.year = circlet_findings_year(work->findings);
    options.kernel = CIRCLET_KERNEL_NONE;
    options.cell_m = asked->cell_m;
    options.has_outlines = true;
    options.threads = work->study.engine.threads;
    options.progress = work->study.progress;
    status = circlet_density_make(
        &items[work->uncovered_count],
        work->planned ? work->planned : work->study.city, work->study.policy,
        study_travel(&work->study), &options, error);
    progress_end(&work->study.bar);
    if (status)
        return status;
    work->uncovered_count++;
    return study_check_interrupt(error);
}

static circlet_status count_uncovered(export_study *work, const request *asked,
                                      circlet_error *error)
{
    const circlet_findings *judged =
        work->planned_findings ? work->planned_findings : work->findings;
    circlet_guide *guide = NULL;
    const circlet_guide_rule *rule;
    circlet_status status;

    if (!study_travel(&work->study) ||
        !circlet_city_knows_people(work->study.city))
        return CIRCLET_OK;
    status = circlet_policy_explain(&guide, work->study.policy, error);
    for (size_t i = 0; !status && (rule = circlet_guide_rule_at(guide, i));
         i++)
        if (strcmp(rule->kind, "circle") == 0 && !rule->is_variant &&
            is_judged(judged, rule->id))
            status = add_uncovered(work, rule->id, asked, error);
    circlet_guide_free(guide);
    return status;
}

static circlet_status find_survey(export_study *work, const request *asked,
                                  circlet_error *error)
{
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;
    circlet_status status;

    if (!option_given(asked->read, OPTION_SURVEY) ||
        !study_travel(&work->study))
        return CIRCLET_OK;
    options.year = asked->year;
    options.progress = work->study.progress;
    options.threads = work->study.engine.threads;
    status =
        circlet_policy_gaps(&work->survey, work->study.policy,
                            work->planned ? work->planned : work->study.city,
                            study_travel(&work->study), &options, error);
    progress_end(&work->study.bar);
    return status;
}

/* What numbers of units alone would be off by. */
static circlet_status aggregate(export_study *work, const request *asked,
                                circlet_error *error)
{
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;
    circlet_status status;

    if (!study_travel(&work->study))
        return CIRCLET_OK;
    options.year = asked->year;
    options.date = asked->date;
    options.progress = work->study.progress;
    options.threads = work->study.engine.threads;
    status = circlet_aggregation_measure(
        &work->aggregation, work->study.city, work->study.policy,
        work->findings, study_travel(&work->study), &options, error);
    progress_end(&work->study.bar);
    return status ? status : study_check_interrupt(error);
}

static void hand_over(const export_study *work,
                      circlet_export_options *options)
{
    options->policy = work->study.policy;
    options->aggregation = &work->aggregation;
    options->findings = work->findings;
    options->planned_findings = work->planned_findings;
    options->planned = work->planned;
    options->uncovered = (const circlet_density *const *)work->uncovered;
    options->uncovered_count = work->uncovered_count;
    options->survey = work->survey;
    options->network = work->study.network;
}

circlet_status export_study_make(export_study *out, const arguments *read,
                                 int year, int date, double cell_m,
                                 circlet_export_options *options,
                                 circlet_error *error)
{
    const request asked = {read, year, date, cell_m};
    circlet_status status = study_open(&out->study, read, error);

    if (!status && !study_travel(&out->study) &&
        !option_given(read, OPTION_QUIET))
        remark(read->command->name,
               _("%s has no roads: rules about travel times have no data"),
               out->study.path);
    if (!status)
        status = apply_plan(out, &asked, error);
    if (!status)
        status = judge(&out->findings, out, out->study.city, &asked, error);
    if (!status && out->planned)
        status =
            judge(&out->planned_findings, out, out->planned, &asked, error);
    if (!status)
        status = aggregate(out, &asked, error);
    if (!status)
        status = count_uncovered(out, &asked, error);
    if (!status)
        status = find_survey(out, &asked, error);
    if (!status)
        hand_over(out, options);
    return status;
}

void export_study_close(export_study *work)
{
    for (size_t i = 0; i < work->uncovered_count; i++)
        circlet_density_free(work->uncovered[i]);
    free(work->uncovered);
    circlet_survey_free(work->survey);
    circlet_findings_free(work->findings);
    circlet_findings_free(work->planned_findings);
    circlet_city_free(work->planned);
    study_close(&work->study);
}
