#include "workbook_study.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "message.h"
#include "plan_course.h"

const circlet_city *workbook_study_city(const workbook_study *work)
{
    return work->planned ? work->planned : work->base.city;
}

/* ---- judging ------------------------------------------------------------ */

static circlet_status read_plan(workbook_study *work, const arguments *read,
                                int year, circlet_error *error)
{
    const char *name = option_value(read, OPTION_PLAN);
    circlet_status status;

    if (!name)
        return CIRCLET_OK;
    status = circlet_read_plan(&work->given, work->base.path, name, error);
    if (!status)
        status =
            circlet_plan_apply(&work->planned, work->given, work->base.policy,
                               work->base.city, year, error);
    if (!status)
        status =
            circlet_plan_complete(&work->plan, work->given, work->base.policy,
                                  work->base.city, error);
    return status;
}

static circlet_status judge_city(circlet_findings **out,
                                 const workbook_study *work,
                                 const circlet_city *city, int year,
                                 circlet_error *error)
{
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;

    options.year = year;
    options.progress = work->base.progress;
    options.threads = work->base.engine.threads;
    return circlet_policy_judge(out, work->base.policy, city,
                                study_travel(&work->base), &options, error);
}

/* What is told of a plan follows from what is told without it. */
static circlet_status find_hidden(workbook_study *work, int year,
                                  circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    if (work->planned)
        status = judge_city(&work->today, work, work->base.city, year, error);
    if (!status)
        status = circlet_privacy_of_findings(
            &work->privacy, work->base.city,
            work->today ? work->today : work->findings,
            work->today ? work->findings : NULL, 0, error);
    if (!status && work->today) {
        work->judged = work->findings;
        work->findings = NULL;
        status = circlet_privacy_step(&work->findings, work->privacy,
                                      work->judged, error);
    }
    return status;
}

static circlet_status judge(workbook_study *work, bool is_exact, int year,
                            circlet_error *error)
{
    circlet_status status = judge_city(&work->findings, work,
                                       workbook_study_city(work), year, error);

    if (!status && !is_exact)
        status = find_hidden(work, year, error);
    if (status)
        return status;
    return rule_counts_add(&work->counts, work->findings) ? CIRCLET_OK
                                                          : fail_nomem(error);
}

static circlet_status compute_ledger(circlet_ledger **out,
                                     const workbook_study *work,
                                     const circlet_city *city,
                                     const circlet_ledger_options *options,
                                     circlet_error *error)
{
    return circlet_ledger_compute(out, city, work->base.policy,
                                  study_travel(&work->base), options, error);
}

static circlet_status add_up(workbook_study *work, int year,
                             circlet_error *error)
{
    circlet_ledger_options options = CIRCLET_LEDGER_OPTIONS_INIT;
    circlet_ledger *today = NULL;
    circlet_status status = CIRCLET_OK;

    options.level = CIRCLET_LEDGER_STREET;
    options.year = year;
    options.progress = work->base.progress;
    if (work->privacy) {
        options.hidden_below = options.internal_below = CIRCLET_PRIVACY_SMALL;
        options.findings = work->today ? work->today : work->findings;
        options.privacy = work->privacy;
    }
    if (work->today) {
        status =
            compute_ledger(&today, work, work->base.city, &options, error);
        options.today = today;
        options.findings = work->findings;
    }
    if (!status)
        status = compute_ledger(&work->ledger, work, workbook_study_city(work),
                                &options, error);
    circlet_ledger_free(today);
    return status;
}

/* ---- costs by year ------------------------------------------------------ */

static int compare_years(const void *a, const void *b)
{
    const year_cost *x = a, *y = b;

    return (x->year > y->year) - (x->year < y->year);
}

/* An action without a year is there from the start. */
static int year_of(const circlet_plan_action *action, int first)
{
    return action->year < 0 ? first : action->year;
}

/* The years in which something starts, and the one that is judged. */
static circlet_status find_years(workbook_study *work, int judged,
                                 circlet_error *error)
{
    size_t count = work->plan ? circlet_plan_action_count(work->plan) : 0;
    size_t kept = 0;

    work->years = calloc(count + 1, sizeof(*work->years));
    if (!work->years)
        return fail_nomem(error);
    for (size_t i = 0; i < count; i++)
        work->years[i].year =
            year_of(circlet_plan_action_at(work->plan, i), judged);
    work->years[count].year = judged;
    qsort(work->years, count + 1, sizeof(*work->years), compare_years);
    for (size_t i = 0; i < count + 1; i++)
        if (kept == 0 || work->years[kept - 1].year != work->years[i].year)
            work->years[kept++] = work->years[i];
    work->year_count = kept;
    return CIRCLET_OK;
}

static void add_actions(workbook_study *work, int judged)
{
    size_t count = work->plan ? circlet_plan_action_count(work->plan) : 0;
    double total = 0;

    for (size_t y = 0; y < work->year_count; y++) {
        year_cost *year = &work->years[y];

        for (size_t i = 0; i < count; i++) {
            const circlet_plan_action *action =
                circlet_plan_action_at(work->plan, i);

            if (year_of(action, judged) != year->year)
                continue;
            year->actions++;
            year->once_cny += action->cost_cny;
        }
        total += year->once_cny;
        year->total_cny = total;
    }
}

/* Of a plan over years money is spent when work begins. */
static circlet_status take_years(workbook_study *work, circlet_error *error)
{
    double total = 0;

    work->year_count = circlet_plan_course_count(work->course);
    work->years = calloc(work->year_count + 1, sizeof(*work->years));
    if (!work->years)
        return fail_nomem(error);
    for (size_t i = 0; i < work->year_count; i++) {
        const circlet_course_year *year =
            circlet_plan_course_at(work->course, i);

        total += year->cost_cny;
        work->years[i] = (year_cost){.year = year->year,
                                     .course = year,
                                     .actions = year->begun,
                                     .once_cny = year->cost_cny,
                                     .total_cny = total};
    }
    return CIRCLET_OK;
}

static size_t find_column(const circlet_ledger *ledger, const char *word)
{
    size_t i = 0;

    while (i < circlet_ledger_column_count(ledger) &&
           (circlet_ledger_column_at(ledger, i)->section !=
                CIRCLET_LEDGER_YEARLY ||
            strcmp(circlet_ledger_column_at(ledger, i)->word, word) != 0))
        i++;
    return i;
}

/* What the funds of the policy pay in that year. */
static circlet_status add_funds(workbook_study *work, year_cost *year,
                                circlet_error *error)
{
    circlet_ledger_options options = CIRCLET_LEDGER_OPTIONS_INIT;
    circlet_city *planned = NULL;
    circlet_ledger *ledger = NULL;
    circlet_status status = CIRCLET_OK;

    options.year = year->year;
    if (work->given)
        status = circlet_plan_apply(&planned, work->given, work->base.policy,
                                    work->base.city, year->year, error);
    if (!status)
        status = circlet_cost_compute(
            &ledger, planned ? planned : work->base.city, work->base.policy,
            study_travel(&work->base), &options, error);
    if (!status) {
        size_t total = circlet_ledger_row_count(ledger);

        year->known = circlet_ledger_cell_at(ledger, total,
                                             find_column(ledger, "known"));
        year->low =
            circlet_ledger_cell_at(ledger, total, find_column(ledger, "low"));
        year->high =
            circlet_ledger_cell_at(ledger, total, find_column(ledger, "high"));
        work->has_funds = true;
    }
    circlet_ledger_free(ledger);
    circlet_city_free(planned);
    return status;
}

static circlet_status find_costs(workbook_study *work, int judged,
                                 circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    if (work->plan)
        status =
            plan_course_follow(&work->course, work->plan, &work->base, error);
    if (!status)
        status = work->course ? take_years(work, error)
                              : find_years(work, judged, error);
    if (!status && !work->course)
        add_actions(work, judged);
    for (size_t i = 0; !status && i < work->year_count; i++) {
        circlet_error own;

        status = add_funds(work, &work->years[i], &own);
        if (status == CIRCLET_E_NOT_FOUND)
            return CIRCLET_OK; /* a policy without funds pays nothing */
        if (status)
            *error = own;
    }
    return status;
}

/* ---- all ---------------------------------------------------------------- */

circlet_status workbook_study_make(workbook_study *out, const arguments *read,
                                   int year, circlet_error *error)
{
    circlet_status status = study_open(&out->base, read, error);

    if (status)
        return status;
    if (year == 0)
        year = circlet_policy_default_year(out->base.policy);
    status = read_plan(out, read, year, error);
    if (!status)
        status = judge(out, option_given(read, OPTION_EXACT), year, error);
    if (!status && out->plan && out->privacy)
        status = circlet_plan_publish(&out->told, out->plan, error);
    if (!status)
        status = add_up(out, year, error);
    if (!status)
        status = find_costs(out, year, error);
    if (!status)
        status = circlet_read_summary(&out->summary, out->base.path, error);
    progress_end(&out->base.bar);
    return status ? status : study_check_interrupt(error);
}

void workbook_study_free(workbook_study *work)
{
    free(work->years);
    circlet_plan_course_free(work->course);
    circlet_summary_free(work->summary);
    circlet_ledger_free(work->ledger);
    rule_counts_free(&work->counts);
    circlet_findings_free(work->findings);
    circlet_findings_free(work->judged);
    circlet_privacy_free(work->privacy);
    circlet_findings_free(work->today);
    circlet_plan_free(work->told);
    circlet_plan_free(work->plan);
    circlet_plan_free(work->given);
    circlet_city_free(work->planned);
    study_close(&work->base);
}
