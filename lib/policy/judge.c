#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/options.h"
#include "base/parallel.h"
#include "base/text.h"
#include "policy/fix.h"
#include "policy/rule.h"
#include "policy/rule_crew.h"

#define MAX_YEAR 9999

static circlet_status fail_unknown_rule(const circlet_policy *policy,
                                        const char *rule, size_t size,
                                        circlet_error *error)
{
    ci_buffer names = {0};
    circlet_status status;

    for (size_t i = 0; i < policy->rule_count; i++) {
        ci_buffer_add(&names, i > 0 ? ", " : "");
        ci_buffer_add(&names, policy->rules[i].id);
    }
    status =
        names.failed
            ? ci_fail_nomem(error)
            : ci_fail(error, CIRCLET_E_NOT_FOUND,
                      "policy '%s' has no rule '%.*s' (rules: %s)", policy->id,
                      (int)size, rule, names.text ? names.text : "");
    ci_buffer_free(&names);
    return status;
}

bool ci_rule_is_listed(const char *list, const char *id)
{
    size_t size = strlen(id);

    for (; list; list = strchr(list, ',')) {
        list += *list == ',';
        if (strncmp(list, id, size) == 0 &&
            (list[size] == ',' || list[size] == '\0'))
            return true;
    }
    return false;
}

/* Whether the rule at a position is asked for: by its own id, or by that of
 * the rule whose variant it is. */
static bool is_chosen(const circlet_policy *policy, size_t position,
                      const char *list)
{
    const ci_rule *rule = &policy->rules[position];

    while (!ci_rule_is_listed(list, rule->id)) {
        if (!rule->is_variant)
            return false;
        rule--;
    }
    return true;
}

static bool has_rule(const circlet_policy *policy, const char *id, size_t size)
{
    for (size_t i = 0; i < policy->rule_count; i++)
        if (strlen(policy->rules[i].id) == size &&
            strncmp(policy->rules[i].id, id, size) == 0)
            return true;
    return false;
}

static circlet_status check_rules(const circlet_policy *policy,
                                  const char *list, circlet_error *error)
{
    for (; list; list = strchr(list, ',')) {
        size_t size;

        list += *list == ',';
        size = strcspn(list, ",");
        if (!has_rule(policy, list, size))
            return fail_unknown_rule(policy, list, size, error);
    }
    return CIRCLET_OK;
}

static void add_mode(ci_judgement *judgement, size_t mode)
{
    for (size_t i = 0; i < judgement->mode_count; i++)
        if (judgement->modes[i] == mode)
            return;
    judgement->modes[judgement->mode_count++] = mode;
}

/* A list such as "own,drive"; a mode that stands twice counts once. */
static circlet_status read_modes(ci_judgement *judgement, const char *list,
                                 circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    while (list && !status) {
        size_t size = strcspn(list, ","), mode = CI_NO_POSITION;
        char *name;

        if (judgement->mode_count == CI_MODES_MAX)
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "more than %d travel modes", CI_MODES_MAX);
        name = ci_text_copy_n(list, size);
        if (!name)
            return ci_fail_nomem(error);
        status = ci_policy_find_mode(&mode, judgement->policy, name, error);
        free(name);
        if (!status)
            add_mode(judgement, mode);
        list = list[size] ? list + size + 1 : NULL;
    }
    return status;
}

static bool is_calendar_day(int date)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year = date / 10000, month = date / 100 % 100, day = date % 100;
    bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return month >= 1 && month <= 12 && day >= 1 &&
           day <= days[month - 1] + (month == 2 && is_leap);
}

/* A year means its last day; a date is a day of its own. */
static circlet_status read_day(ci_judgement *judgement,
                               const circlet_judge_options *options,
                               circlet_error *error)
{
    int year = options->date   ? options->date / 10000
               : options->year ? options->year
                               : judgement->policy->default_year;

    if (year < 1 || year > MAX_YEAR)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "year %d is not from 1 to %d", year, MAX_YEAR);
    if (options->date && !is_calendar_day(options->date))
        return ci_fail(error, CIRCLET_E_ARGUMENT, "%d is no date",
                       options->date);
    if (options->date && options->year &&
        options->date != CI_LAST_DAY(options->year))
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "the date %d is not 31 December of the year %d",
                       options->date, options->year);
    judgement->year = year;
    judgement->day = options->date ? options->date : CI_LAST_DAY(year);
    return CIRCLET_OK;
}

static circlet_status read_choices(ci_judgement *judgement,
                                   const circlet_judge_options *options,
                                   circlet_error *error)
{
    const circlet_policy *policy = judgement->policy;
    circlet_status status;

    status = read_day(judgement, options, error);
    if (status)
        return status;
    judgement->thread_count = ci_parallel_threads(options->threads);
    status = read_modes(judgement, options->mode, error);
    if (!status && options->rule)
        status = check_rules(policy, options->rule, error);
    judgement->unit = CIRCLET_NONE;
    if (status || !options->unit)
        return status;
    judgement->unit = circlet_city_find_unit(judgement->city, options->unit);
    return judgement->unit != CIRCLET_NONE
               ? CIRCLET_OK
               : ci_fail(error, CIRCLET_E_NOT_FOUND,
                         "the city has no unit '%s'", options->unit);
}

circlet_status ci_judgement_start(ci_judgement *judgement,
                                  circlet_judge_options *own,
                                  const circlet_judge_options *options,
                                  circlet_error *error)
{
    const circlet_policy *policy = judgement->policy;
    const circlet_travel *travel = judgement->travel;
    circlet_status status;

    if (!policy || !judgement->city)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "judging needs a policy and a city");
    if (travel && !travel->find_nearest)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "the source of travel times cannot find the nearest");
    status = ci_options_read(own, sizeof(*own), options, error);
    if (!status)
        status = read_choices(judgement, own, error);
    if (!status)
        judgement->types =
            (ci_facility_types){policy->types, policy->type_count};
    return status;
}

circlet_status ci_judgement_report(const circlet_progress *progress,
                                   size_t done, size_t all,
                                   circlet_error *error)
{
    double fraction = all > 0 ? (double)done / (double)all : 1.0;

    if (!progress->report ||
        progress->report("judging", fraction, progress->user))
        return CIRCLET_OK;
    return ci_fail(error, CIRCLET_E_CANCELLED, "judging was cancelled");
}

/* Those that are asked for and in force. */
static size_t choose_rules(size_t *positions, const ci_judgement *judgement,
                           const circlet_judge_options *options)
{
    const circlet_policy *policy = judgement->policy;
    size_t count = 0;

    for (size_t i = 0; i < policy->rule_count; i++)
        if ((!options->rule || is_chosen(policy, i, options->rule)) &&
            ci_rule_is_in_force(&policy->rules[i], judgement->year))
            positions[count++] = i;
    return count;
}

/* What several rules ask about the people is worked out once. */
static circlet_status judge_together(const ci_judgement *judgement,
                                     const size_t *positions, size_t count,
                                     const circlet_progress *progress,
                                     circlet_error *error)
{
    ci_judgement shared = *judgement;
    ci_crowd crowd = ci_judgement_crowd(judgement);
    circlet_status status;

    if (count > 1) {
        if (!ci_crowd_make(&crowd, positions, count,
                           judgement->thread_count)) {
            ci_crowd_clear(&crowd);
            return ci_fail_nomem(error);
        }
        shared.crowd = &crowd;
    }
    status = ci_rule_crew_judge(&shared, positions, count, progress, error);
    ci_crowd_clear(&crowd);
    return status;
}

static circlet_status judge_rules(const ci_judgement *judgement,
                                  const circlet_judge_options *options,
                                  circlet_error *error)
{
    size_t *positions =
        calloc(judgement->policy->rule_count + 1, sizeof(*positions));
    size_t count;
    circlet_status status;

    if (!positions)
        return ci_fail_nomem(error);
    count = choose_rules(positions, judgement, options);
    status = ci_judgement_report(&options->progress, 0, count + 1, error);
    if (!status)
        status = judge_together(judgement, positions, count,
                                &options->progress, error);
    free(positions);
    return status;
}

circlet_status circlet_policy_judge(circlet_findings **out,
                                    const circlet_policy *policy,
                                    const circlet_city *city,
                                    const circlet_travel *travel,
                                    const circlet_judge_options *options,
                                    circlet_error *error)
{
    ci_judgement judgement = {
        .policy = policy, .city = city, .travel = travel};
    circlet_judge_options own;
    circlet_status status;

    if (!out)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "judging needs a place for the findings");
    status = ci_judgement_start(&judgement, &own, options, error);
    if (status)
        return status;
    judgement.findings = ci_findings_new(city, judgement.day);
    if (!judgement.findings)
        return ci_fail_nomem(error);
    judgement.wants_fixes = own.wants_fixes;
    status = judge_rules(&judgement, &own, error);
    if (!status && own.wants_fixes)
        status = ci_fix_findings(&judgement, error);
    if (status)
        circlet_findings_free(judgement.findings);
    else
        *out = judgement.findings;
    return status;
}
