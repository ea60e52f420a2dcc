#include "report_inputs.h"

#include <stdlib.h>
#include <string.h>

#include "message.h"
#include "plan_course.h"

/* ---- verdicts ----------------------------------------------------------- */

static circlet_status judge(circlet_findings **out, study *s,
                            const circlet_city *city, int year, int date,
                            circlet_error *error)
{
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;
    circlet_status status;

    options.year = year;
    options.date = date;
    options.progress = s->progress;
    options.threads = s->engine.threads;
    status = circlet_policy_judge(out, s->policy, city, study_travel(s),
                                  &options, error);
    progress_end(&s->bar);
    return status;
}

static circlet_status read_plan(report_inputs *out, const study *s,
                                const char *name, int year,
                                circlet_error *error)
{
    circlet_plan *given = NULL;
    circlet_status status = circlet_read_plan(&given, s->path, name, error);

    if (!status)
        status = circlet_plan_apply(&out->planned, given, s->policy, s->city,
                                    year, error);
    if (!status)
        status = circlet_plan_complete(&out->plan, given, s->policy, s->city,
                                       error);
    circlet_plan_free(given);
    return status;
}

/* Of a plan over years, from year to year. */
static circlet_status find_course(report_inputs *out, study *s,
                                  circlet_error *error)
{
    circlet_status status =
        plan_course_follow(&out->course, out->plan, s, error);

    progress_end(&s->bar);
    return status;
}

/* A policy without funds pays nothing. */
static circlet_status find_funds(circlet_ledger **out, const study *s,
                                 const circlet_city *city, int year,
                                 circlet_error *error)
{
    circlet_ledger_options options = CIRCLET_LEDGER_OPTIONS_INIT;
    circlet_error own;
    circlet_status status;

    options.year = year;
    status = circlet_cost_compute(out, city, s->policy, study_travel(s),
                                  &options, &own);
    if (status == CIRCLET_E_NOT_FOUND)
        return CIRCLET_OK;
    if (status)
        *error = own;
    return status;
}

/* ---- sources ------------------------------------------------------------ */

static char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return strdup(slash ? slash + 1 : path);
}

static circlet_status find_sources(report_inputs *out, const char *city,
                                   const char *policy, circlet_error *error)
{
    circlet_status status = circlet_file_sha256(out->city_sha256, city, error);
    size_t sources, doubts;

    if (!status)
        status = circlet_file_sha256(out->policy_sha256, policy, error);
    if (!status)
        status = circlet_read_summary(&out->summary, city, error);
    if (status)
        return status;
    sources = circlet_summary_source_count(out->summary);
    doubts = circlet_summary_doubt_count(out->summary);
    out->sources = malloc((sources + 1) * sizeof(*out->sources));
    out->doubts = malloc((doubts + 1) * sizeof(*out->doubts));
    out->city_name = file_name(city);
    out->policy_name = file_name(policy);
    if (!out->sources || !out->doubts || !out->city_name || !out->policy_name)
        return fail_nomem(error);
    for (size_t i = 0; i < sources; i++)
        out->sources[i] = *circlet_summary_source(out->summary, i);
    for (size_t i = 0; i < doubts; i++)
        out->doubts[i] = *circlet_summary_doubt(out->summary, i);
    out->content.source_count = sources;
    out->content.doubt_count = doubts;
    return CIRCLET_OK;
}

static void fill_content(report_inputs *out, const study *s)
{
    out->content.city = s->city;
    out->content.policy = s->policy;
    out->content.travel = study_travel(s);
    out->content.network = s->network;
    out->content.findings = out->findings;
    out->content.funds = out->funds;
    out->content.plan = out->plan;
    out->content.planned = out->planned;
    out->content.planned_findings = out->planned_findings;
    out->content.planned_funds = out->planned_funds;
    out->content.course = out->course;
    out->content.sources = out->sources;
    out->content.doubts = out->doubts;
    out->content.city_name = out->city_name;
    out->content.policy_name = out->policy_name;
    out->content.city_sha256 = out->city_sha256;
    out->content.policy_sha256 = out->policy_sha256;
}

circlet_status report_inputs_find(report_inputs *out, study *from,
                                  const char *plan, const char *policy,
                                  int year, int date, circlet_error *error)
{
    int judged = date   ? date / 10000
                 : year ? year
                        : circlet_policy_default_year(from->policy);
    circlet_status status = find_sources(out, from->path, policy, error);

    if (!status && plan)
        status = read_plan(out, from, plan, judged, error);
    if (!status)
        status = judge(&out->findings, from, from->city, year, date, error);
    if (!status && plan)
        status = judge(&out->planned_findings, from, out->planned, year, date,
                       error);
    if (!status)
        status = find_funds(&out->funds, from, from->city, judged, error);
    if (!status && plan)
        status =
            find_funds(&out->planned_funds, from, out->planned, judged, error);
    if (!status && plan)
        status = find_course(out, from, error);
    if (!status)
        status = study_check_interrupt(error);
    if (!status)
        fill_content(out, from);
    return status;
}

void report_inputs_clear(report_inputs *inputs)
{
    circlet_findings_free(inputs->findings);
    circlet_findings_free(inputs->planned_findings);
    circlet_plan_course_free(inputs->course);
    circlet_plan_free(inputs->plan);
    circlet_city_free(inputs->planned);
    circlet_ledger_free(inputs->funds);
    circlet_ledger_free(inputs->planned_funds);
    circlet_summary_free(inputs->summary);
    free(inputs->sources);
    free(inputs->doubts);
    free(inputs->city_name);
    free(inputs->policy_name);
}
