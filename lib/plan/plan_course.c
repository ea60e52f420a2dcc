/* A plan from year to year, beside the city in which nothing is done. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/options.h"
#include "base/text.h"
#include "city/plan_record.h"
#include "plan/year_cover.h"
#include "policy/circle.h"
#include "policy/policy.h"

#define YEAR_MAX 9999

struct circlet_plan_course {
    circlet_course_year *years;
    size_t count;
    ci_loss_list losses;
    ci_arena arena;
};

typedef struct following {
    circlet_plan_course *course;
    const circlet_plan *plan;
    const circlet_policy *policy;
    const circlet_city *city;
    const circlet_travel *travel;
    const circlet_plan_course_options *options;
} following;

/* ---- which years -------------------------------------------------------- */

static bool add_year(circlet_plan_course *course, size_t *capacity, int year)
{
    circlet_course_year *years = ci_array_reserve_one(
        course->years, course->count, capacity, sizeof(*years));

    if (!years)
        return false;
    course->years = years;
    years[course->count++] = (circlet_course_year){.year = year};
    return true;
}

static int compare_years(const void *left, const void *right)
{
    const circlet_course_year *a = left, *b = right;

    return (a->year > b->year) - (a->year < b->year);
}

static void drop_repeated(circlet_plan_course *course)
{
    size_t kept = 0;

    if (course->count > 0)
        qsort(course->years, course->count, sizeof(*course->years),
              compare_years);
    for (size_t i = 0; i < course->count; i++)
        if (kept == 0 || course->years[kept - 1].year != course->years[i].year)
            course->years[kept++] = course->years[i];
    course->count = kept;
}

/* "2018;2019": what no year can be is left out. */
static bool add_listed(circlet_plan_course *course, size_t *capacity,
                       const char *list)
{
    bool is_added = true;

    while (is_added && list && *list) {
        int year = ci_plan_take_year(&list, ';');

        if (year > 0)
            is_added = add_year(course, capacity, year);
    }
    return is_added;
}

static bool add_years_of_actions(circlet_plan_course *course, size_t *capacity,
                                 const circlet_plan *plan)
{
    bool is_added = true;

    for (size_t i = 0; is_added && i < plan->action_count; i++) {
        const circlet_plan_action *action = &plan->actions[i];

        if (action->start_year > 0)
            is_added = add_year(course, capacity, action->start_year);
        if (is_added && action->year > 0)
            is_added = add_year(course, capacity, action->year);
    }
    return is_added;
}

static circlet_status find_years(following *of, circlet_error *error)
{
    const circlet_plan_course_options *options = of->options;
    circlet_plan_course *course = of->course;
    size_t capacity = 0;
    bool is_added = true;

    for (size_t i = 0; is_added && options->years && i < options->year_count;
         i++) {
        if (options->years[i] <= 0 || options->years[i] > YEAR_MAX ||
            (i > 0 && options->years[i] <= options->years[i - 1]))
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "the years to follow plan '%s' in do not ascend",
                           of->plan->name);
        is_added = add_year(course, &capacity, options->years[i]);
    }
    if (is_added && course->count == 0)
        is_added = add_listed(course, &capacity, of->plan->years);
    if (is_added && course->count == 0)
        is_added = add_years_of_actions(course, &capacity, of->plan);
    if (is_added && course->count == 0)
        is_added = add_year(course, &capacity, of->policy->default_year);
    drop_repeated(course);
    return is_added ? CIRCLET_OK : ci_fail_nomem(error);
}

/* ---- one year ----------------------------------------------------------- */

static void count_failures(size_t *must, size_t *should,
                           const circlet_findings *findings)
{
    for (size_t i = 0; i < circlet_findings_count(findings); i++) {
        const circlet_finding *finding = circlet_findings_at(findings, i);

        if (finding->verdict != CIRCLET_VERDICT_FAIL)
            continue;
        *must += finding->force == CIRCLET_FORCE_MUST;
        *should += finding->force == CIRCLET_FORCE_SHOULD;
    }
}

static circlet_status judge(size_t *must, size_t *should, const following *of,
                            const circlet_city *city, int year,
                            circlet_error *error)
{
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;
    circlet_findings *findings = NULL;
    circlet_status status;

    options.year = year;
    options.threads = of->options->threads;
    options.progress = of->options->progress;
    status = circlet_policy_judge(&findings, of->policy, city, of->travel,
                                  &options, error);
    if (!status)
        count_failures(must, should, findings);
    circlet_findings_free(findings);
    return status;
}

static void count_actions(circlet_course_year *out, const circlet_plan *plan,
                          bool is_first)
{
    for (size_t i = 0; i < plan->action_count; i++) {
        const circlet_plan_action *action = &plan->actions[i];
        int start = action->start_year > 0 ? action->start_year : action->year;

        if (strcmp(action->kind, "keep") == 0)
            continue;
        out->done +=
            action->year == out->year || (is_first && action->year < 0);
        if (start != out->year && !(is_first && start < 0))
            continue;
        out->begun++;
        out->cost_cny += action->cost_cny;
    }
}

/* Open at the end of the year before, and not now. */
static const char *list_closing(following *of, int year)
{
    ci_buffer list = {0};
    const char *kept;

    ci_buffer_add(&list, "");
    for (circlet_facility i = 0; i < circlet_city_facility_count(of->city);
         i++) {
        const circlet_facility_record *facility =
            circlet_city_facility(of->city, i);

        if (!ci_facility_is_open(facility, year - 1) ||
            ci_facility_is_open(facility, year))
            continue;
        ci_buffer_add(&list, list.size > 0 ? ";" : "");
        ci_buffer_add(&list, facility->id);
    }
    kept = list.failed ? NULL : ci_arena_copy(&of->course->arena, list.text);
    ci_buffer_free(&list);
    return kept;
}

static circlet_status find_cover(circlet_course_year *out, following *of,
                                 const circlet_city *planned,
                                 circlet_error *error)
{
    const ci_judgement asked = {.policy = of->policy,
                                .city = of->city,
                                .travel = of->travel,
                                .thread_count = of->options->threads};

    return ci_year_cover_find(out, &of->course->losses, &asked, planned,
                              error);
}

static circlet_status follow(circlet_course_year *out, following *of,
                             bool is_first, circlet_error *error)
{
    circlet_city *planned = NULL;
    circlet_status status = circlet_plan_apply(&planned, of->plan, of->policy,
                                               of->city, out->year, error);

    count_actions(out, of->plan, is_first);
    out->closing = list_closing(of, out->year);
    if (!status && !out->closing)
        status = ci_fail_nomem(error);
    if (!status)
        status = judge(&out->must_fail_before, &out->should_fail_before, of,
                       of->city, out->year, error);
    if (!status)
        status = judge(&out->must_fail, &out->should_fail, of, planned,
                       out->year, error);
    if (!status)
        status = find_cover(out, of, planned, error);
    circlet_city_free(planned);
    return status;
}

circlet_status circlet_plan_follow(circlet_plan_course **out,
                                   const circlet_plan *plan,
                                   const circlet_policy *policy,
                                   const circlet_city *city,
                                   const circlet_travel *travel,
                                   const circlet_plan_course_options *options,
                                   circlet_error *error)
{
    circlet_plan_course_options own;
    following of = {.plan = plan,
                    .policy = policy,
                    .city = city,
                    .travel = travel,
                    .options = &own};
    circlet_status status;

    if (!out || !plan || !policy || !city || !travel)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "following a plan needs a plan, a policy, a city and "
                       "travel times");
    status = ci_options_read(&own, sizeof(own), options, error);
    if (status)
        return status;
    of.course = calloc(1, sizeof(*of.course));
    if (!of.course)
        return ci_fail_nomem(error);
    of.course->losses.arena = &of.course->arena;
    of.course->losses.names_people = own.names_people;
    status = find_years(&of, error);
    for (size_t i = 0; !status && i < of.course->count; i++)
        status = follow(&of.course->years[i], &of, i == 0, error);
    if (status)
        circlet_plan_course_free(of.course);
    else
        *out = of.course;
    return status;
}

/* ---- asking ------------------------------------------------------------- */

void circlet_plan_course_free(circlet_plan_course *course)
{
    if (!course)
        return;
    free(course->years);
    free(course->losses.items);
    ci_arena_free(&course->arena);
    free(course);
}

size_t circlet_plan_course_count(const circlet_plan_course *course)
{
    return course->count;
}

const circlet_course_year *circlet_plan_course_at(
    const circlet_plan_course *course, size_t i)
{
    return i < course->count ? &course->years[i] : NULL;
}

size_t circlet_plan_loss_count(const circlet_plan_course *course)
{
    return course->losses.count;
}

const circlet_plan_loss *circlet_plan_loss_at(
    const circlet_plan_course *course, size_t i)
{
    return i < course->losses.count ? &course->losses.items[i] : NULL;
}
