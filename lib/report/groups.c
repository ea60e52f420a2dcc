#include <circlet/groups.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/options.h"
#include "report/group_gaps.h"
#include "report/group_planned.h"
#include "report/group_privacy.h"
#include "report/group_rows.h"

#define INTERNAL_BELOW 10
#define INTERNAL_BELOW_MAX 1000000

struct circlet_groups {
    int year;
    int64_t internal_milli;
    int64_t step; /* persons; 0: what is told is exact */
    bool has_plan;
    ci_group_sets sets;
    circlet_group_row *rows;
    size_t count, hidden_count;
    circlet_group_gap *gaps;
    size_t gap_count;
};

const char *circlet_group_by_name(circlet_group_by by)
{
    static const char *const names[CIRCLET_GROUP_BY_COUNT] = {
        "all", "kind", "grade", "mode", "setting", "age", "street"};

    return (unsigned)by < CIRCLET_GROUP_BY_COUNT ? names[by] : "unknown";
}

void circlet_groups_free(circlet_groups *groups)
{
    if (!groups)
        return;
    ci_group_sets_clear(&groups->sets);
    free(groups->rows);
    free(groups->gaps);
    free(groups);
}

/* ---- what is asked for -------------------------------------------------- */

typedef struct grouping {
    circlet_groups *out;
    ci_judgement judgement, planned;
    bool has_plan;
    const circlet_groups_options *options;
    ci_group_divisions divisions;
    size_t *rules; /* positions in the policy */
    size_t rule_count;
    ci_crowd crowd; /* the people are the same with a plan */
    bool *is_unknown; /* beside the rows */
    ci_together together;
} grouping;

static void grouping_clear(grouping *work)
{
    free(work->rules);
    ci_crowd_clear(&work->crowd);
    free(work->is_unknown);
    free(work->together.before);
    free(work->together.after);
    free(work->together.rows);
}

static circlet_status read_options(grouping *work, circlet_error *error)
{
    const circlet_groups_options *options = work->options;
    int64_t below = options->internal_below;

    if (below < 0 || below > INTERNAL_BELOW_MAX)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a threshold of %lld persons is not from 1 to %d",
                       (long long)below, INTERNAL_BELOW_MAX);
    if (options->hidden_below < 0 ||
        options->hidden_below > INTERNAL_BELOW_MAX)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a threshold of %lld persons is not from 1 to %d",
                       (long long)options->hidden_below, INTERNAL_BELOW_MAX);
    if (options->by >> CIRCLET_GROUP_BY_COUNT)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "people cannot be divided by 0x%x", options->by);
    work->out->internal_milli = (below > 0 ? below : INTERNAL_BELOW) * 1000;
    work->divisions.by =
        options->by ? options->by : ~(1U << CIRCLET_GROUP_BY_STREET);
    return ci_age_bands_read(&work->divisions.ages, options->age_limits,
                             options->age_limit_count, error);
}

/* By their very ids; else all but variants. */
static bool is_chosen(const ci_rule *rule, const char *list)
{
    return list ? ci_rule_is_listed(list, rule->id)
                : rule->kind == CI_RULE_CIRCLE && !rule->is_variant;
}

static circlet_status choose_rules(grouping *work, circlet_error *error)
{
    const circlet_policy *policy = work->judgement.policy;

    work->rules = calloc(policy->rule_count + 1, sizeof(*work->rules));
    if (!work->rules)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < policy->rule_count; i++) {
        const ci_rule *rule = &policy->rules[i];

        if (!is_chosen(rule, work->options->rule))
            continue;
        if (rule->kind != CI_RULE_CIRCLE)
            return ci_fail(error, CIRCLET_E_NOT_FOUND,
                           "rule '%s' is none of a circle: no travel time "
                           "decides it",
                           rule->id);
        if (ci_rule_is_in_force(rule, work->judgement.year))
            work->rules[work->rule_count++] = i;
    }
    return CIRCLET_OK;
}

/* Persons are told apart by their place in the city's list. */
static circlet_status check_people(const circlet_city *city,
                                   const circlet_city *planned,
                                   circlet_error *error)
{
    size_t count = circlet_city_demand_count(city);

    if (circlet_city_demand_count(planned) != count)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "%zu people, and with the plan %zu: they must be the "
                       "same",
                       count, circlet_city_demand_count(planned));
    for (size_t i = 0; i < count; i++) {
        const circlet_demand_record *was =
            circlet_city_demand(city, (circlet_demand)i);
        const circlet_demand_record *is =
            circlet_city_demand(planned, (circlet_demand)i);

        if (strcmp(was->id, is->id) != 0 ||
            was->weight_milli != is->weight_milli ||
            was->at.lon != is->at.lon || was->at.lat != is->at.lat)
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "person #%zu is not the same with the plan", i + 1);
    }
    return CIRCLET_OK;
}

static circlet_status start_judging(grouping *work, circlet_error *error)
{
    const circlet_groups_options *options = work->options;
    const circlet_judge_options asked = {.struct_size = sizeof(asked),
                                         .year = options->year,
                                         .rule = options->rule,
                                         .unit = options->unit,
                                         .threads = options->threads};
    circlet_judge_options own;
    circlet_status status =
        ci_judgement_start(&work->judgement, &own, &asked, error);

    if (!status && work->has_plan)
        status = ci_judgement_start(&work->planned, &own, &asked, error);
    if (!status && work->has_plan)
        status = check_people(work->judgement.city, work->planned.city, error);
    work->out->year = work->judgement.year;
    work->out->has_plan = work->has_plan;
    work->out->step = work->has_plan ? options->hidden_below : 0;
    return status;
}

/* ---- rows --------------------------------------------------------------- */

static bool is_few(int64_t milli, int64_t below_milli)
{
    return milli > 0 && milli < below_milli;
}

/* Takes over the rows of a rule that have people, those of a division one
 * after the other. */
static void keep_rows(grouping *work, const circlet_group_row *rows)
{
    circlet_groups *out = work->out;
    size_t first = out->count;

    for (size_t i = 0; i < out->sets.count; i++) {
        circlet_group_row *row = &out->rows[out->count];

        if (rows[i].persons_milli == 0)
            continue;
        *row = rows[i];
        row->is_internal = is_few(row->persons_milli - row->modelled_milli,
                                  out->internal_milli) ||
                           is_few(row->modelled_milli, out->internal_milli);
        ci_group_row_finish(row);
        work->is_unknown[out->count++] = out->sets.items[i].is_unknown;
    }
    if (work->options->hidden_below > 0)
        ci_group_rows_hide(&out->rows[first], out->count - first,
                           work->options->hidden_below * 1000);
    if (out->step > 0)
        ci_group_rows_round(&out->rows[first], out->count - first,
                            out->step * 1000);
}

static const char *mode_of(const grouping *work, const ci_rule *rule)
{
    size_t mode = rule->as.circle.mode;

    return mode == CI_NO_POSITION ? CI_MODE_OWN
                                  : work->judgement.policy->modes[mode];
}

static circlet_status add_rule(grouping *work, const ci_rule *rule,
                               circlet_error *error)
{
    const ci_group_sets *sets = &work->out->sets;
    const circlet_city *city = work->judgement.city;
    circlet_group_row *rows =
        ci_group_rows_new(sets, rule->id, mode_of(work, rule));
    ci_group_states states = {0};
    circlet_status status =
        rows ? ci_group_states_measure(&states, &work->judgement,
                                       work->has_plan ? &work->planned : NULL,
                                       rule, error)
             : ci_fail_nomem(error);

    if (!status)
        status = ci_group_rows_add(rows, &work->together, sets, &states, city,
                                   error);
    if (!status)
        status = ci_group_rows_find_medians(rows, sets, &states, city, error);
    if (!status)
        keep_rows(work, rows);
    ci_group_states_clear(&states);
    free(rows);
    return status;
}

static circlet_status make_room(grouping *work, circlet_error *error)
{
    circlet_groups *out = work->out;
    size_t people = circlet_city_demand_count(work->judgement.city) + 1;
    size_t rows = out->sets.count * (work->rule_count + 1) + 1;

    out->rows = calloc(rows, sizeof(*out->rows));
    out->gaps = calloc(rows, sizeof(*out->gaps));
    work->is_unknown = calloc(rows, sizeof(*work->is_unknown));
    work->together.before = calloc(people, 1);
    work->together.after = calloc(people, 1);
    work->together.rows = ci_group_rows_new(&out->sets, NULL, NULL);
    return out->rows && out->gaps && work->is_unknown &&
                   work->together.before && work->together.after &&
                   work->together.rows
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}

static circlet_status add_together(grouping *work, circlet_error *error)
{
    const ci_group_sets *sets = &work->out->sets;
    circlet_status status =
        ci_together_add_up(&work->together, sets, work->judgement.city, error);

    for (size_t i = 0; i < sets->count; i++)
        work->together.rows[i].before.median_minutes =
            work->together.rows[i].after.median_minutes = (double)NAN;
    if (!status)
        keep_rows(work, work->together.rows);
    return status;
}

static circlet_status add_rules(grouping *work, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < work->rule_count; i++) {
        status = ci_judgement_report(&work->options->progress, i,
                                     work->rule_count, error);
        if (!status)
            status = add_rule(
                work, &work->judgement.policy->rules[work->rules[i]], error);
    }
    if (!status)
        status =
            ci_judgement_report(&work->options->progress, work->rule_count,
                                work->rule_count, error);
    return status ? status : add_together(work, error);
}

/* ---- gaps --------------------------------------------------------------- */

static bool is_beside(const circlet_group_row *a, const circlet_group_row *b)
{
    return a->rule == b->rule && a->by == b->by;
}

static void find_gaps(grouping *work)
{
    circlet_groups *out = work->out;
    size_t end;

    for (size_t i = 0; i < out->count; i = end) {
        end = i + 1;
        while (end < out->count && is_beside(&out->rows[i], &out->rows[end]))
            end++;
        if (out->rows[i].by != CIRCLET_GROUP_BY_ALL)
            out->gaps[out->gap_count++] =
                ci_group_gap_of(&out->rows[i], &work->is_unknown[i], end - i);
    }
}

/* ---- the call ----------------------------------------------------------- */

/* What several rules ask of people is worked out once. */
static circlet_status make_crowd(grouping *work, circlet_error *error)
{
    work->crowd = ci_judgement_crowd(&work->judgement);
    if (!ci_crowd_make(&work->crowd, work->rules, work->rule_count,
                       work->judgement.thread_count))
        return ci_fail_nomem(error);
    work->judgement.crowd = work->planned.crowd = &work->crowd;
    return CIRCLET_OK;
}

static circlet_status compute(grouping *work, circlet_error *error)
{
    circlet_status status = read_options(work, error);

    if (!status)
        status = start_judging(work, error);
    if (!status)
        status = choose_rules(work, error);
    if (!status)
        status = make_crowd(work, error);
    if (!status)
        status = ci_group_sets_make(&work->out->sets, &work->judgement,
                                    &work->divisions, error);
    if (!status)
        status = make_room(work, error);
    if (!status)
        status = add_rules(work, error);
    if (!status)
        find_gaps(work);
    if (!status && work->options->hidden_below > 0) {
        size_t left = ci_group_rows_drop(work->out->rows, work->out->count);

        work->out->hidden_count = work->out->count - left;
        work->out->count = left;
    }
    return status;
}

circlet_status circlet_groups_compute(circlet_groups **out,
                                      const circlet_policy *policy,
                                      const circlet_city *city,
                                      const circlet_city *planned,
                                      const circlet_travel *travel,
                                      const circlet_groups_options *options,
                                      circlet_error *error)
{
    circlet_groups_options own;
    grouping work = {
        .judgement = {.policy = policy, .city = city, .travel = travel},
        .planned = {.policy = policy, .city = planned, .travel = travel},
        .has_plan = planned != NULL,
        .options = &own};
    circlet_status status;

    if (!out)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "groups need a place to be put");
    status = ci_options_read(&own, sizeof(own), options, error);
    if (status)
        return status;
    work.out = calloc(1, sizeof(*work.out));
    if (!work.out)
        return ci_fail_nomem(error);
    status = compute(&work, error);
    grouping_clear(&work);
    if (status)
        circlet_groups_free(work.out);
    else
        *out = work.out;
    return status;
}

/* ---- reading ------------------------------------------------------------ */

int circlet_groups_year(const circlet_groups *groups)
{
    return groups->year;
}

size_t circlet_groups_hidden_count(const circlet_groups *groups)
{
    return groups->hidden_count;
}

int64_t circlet_groups_step(const circlet_groups *groups)
{
    return groups->step;
}

int64_t circlet_groups_internal_below(const circlet_groups *groups)
{
    return groups->internal_milli / 1000;
}

bool circlet_groups_has_plan(const circlet_groups *groups)
{
    return groups->has_plan;
}

size_t circlet_groups_count(const circlet_groups *groups)
{
    return groups->count;
}

const circlet_group_row *circlet_groups_at(const circlet_groups *groups,
                                           size_t position)
{
    return position < groups->count ? &groups->rows[position] : NULL;
}

size_t circlet_groups_gap_count(const circlet_groups *groups)
{
    return groups->gap_count;
}

const circlet_group_gap *circlet_groups_gap_at(const circlet_groups *groups,
                                               size_t position)
{
    return position < groups->gap_count ? &groups->gaps[position] : NULL;
}

bool circlet_group_loses(const circlet_group_row *row)
{
    return row->losses != 0 || row->lost_milli > 0;
}
