/*
 * Each set of actions stands beside the whole plan or the city as it is, and
 * differs from it by the entrances of the facilities that it builds, changes
 * or leaves out. The times from people to all entrances of all sets are found
 * once; a set is looked at for those people alone who reach an entrance by
 * which it differs.
 */
#include "plan/explain_cover.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "city/plan_record.h"
#include "plan/carrying.h"
#include "policy/circle.h"
#include "policy/traveller.h"

#define NO_SET SIZE_MAX

/* An entrance that a set has, or has not, of a rule's facilities. */
typedef struct entrance {
    circlet_point at;
    size_t rule;
    size_t set; /* NO_SET: of what sets are beside */
    bool beside_plan; /* then: of which of these */
    int sign; /* 1: it has it, -1: what it is beside has it */
} entrance;

typedef struct covering {
    const ci_explaining *of;
    ci_judgement judgement;
    ci_covered *sets;
    size_t count;
    entrance *entrances; /* by rule, then place */
    size_t entrance_count, entrance_room;

    /* Of the rule at hand. */
    circlet_point *points; /* each place once */
    size_t point_count;
    size_t *first; /* of each, into the entrances */
    circlet_point *homes;
    int64_t *weights;
    size_t home_count;
    int64_t *balance; /* of each set: entrances that it has more than what it
                         is beside, of those that somebody reaches */
    uint8_t *is_touched; /* each set */
    size_t *touched;
} covering;

/* ---- entrances ---------------------------------------------------------- */

static bool add_entrance(covering *work, const entrance *one)
{
    entrance *list =
        ci_array_reserve_one(work->entrances, work->entrance_count,
                             &work->entrance_room, sizeof(*list));

    if (!list)
        return false;
    work->entrances = list;
    list[work->entrance_count++] = *one;
    return true;
}

static bool is_counted(const ci_rule *rule, int year)
{
    return rule->kind == CI_RULE_CIRCLE && !rule->is_variant &&
           rule->force != CIRCLET_FORCE_MAY && ci_rule_is_in_force(rule, year);
}

/* Of a facility, for each rule that it is for; `facility` may be NULL. */
static bool add_facility(covering *work, entrance one,
                         const circlet_facility_record *facility)
{
    const ci_judgement *judgement = &work->judgement;
    const circlet_policy *policy = judgement->policy;

    if (!facility || !ci_facility_is_open_on(facility, judgement->day))
        return true;
    for (one.rule = 0; one.rule < policy->rule_count; one.rule++) {
        const ci_rule *rule = &policy->rules[one.rule];

        if (!is_counted(rule, judgement->year) ||
            ci_selection_holds(&rule->facility, facility, &judgement->types,
                               NULL) != CI_MEMBER_YES)
            continue;
        one.at = facility->at;
        if (facility->access_count == 0 && !add_entrance(work, &one))
            return false;
        for (size_t i = 0; i < facility->access_count; i++) {
            one.at = facility->accesses[i];
            if (!add_entrance(work, &one))
                return false;
        }
    }
    return true;
}

static const circlet_facility_record *record_of(const ci_planned_city *planned,
                                                const char *id)
{
    const ci_planned_facility *found = ci_planned_find(planned, id);

    return found ? &found->record : NULL;
}

/* ---- sets --------------------------------------------------------------- */

/* The city with the actions of a set up to the year; `plan` is to be freed
 * after the carrying is finished. */
static circlet_status carry_out(ci_carrying *out, circlet_plan **plan,
                                const ci_explaining *of, const bool *is_taken,
                                circlet_error *error)
{
    circlet_status status = ci_explain_some(plan, of, is_taken, error);

    *out = (ci_carrying){.order = NULL};
    if (!status)
        status = ci_carrying_start(out, *plan, of->policy, of->city, error);
    return status ? status : ci_carrying_go_on(out, of->year, error);
}

/* All facilities of what sets are beside. */
static circlet_status add_beside(covering *work, const ci_carrying *beside,
                                 bool is_plan, circlet_error *error)
{
    for (size_t i = 0; i < beside->planned.count; i++)
        if (!add_facility(
                work,
                (entrance){.set = NO_SET, .beside_plan = is_plan, .sign = 1},
                &beside->planned.facilities[i].record))
            return ci_fail_nomem(error);
    return CIRCLET_OK;
}

static bool is_listed_before(const circlet_plan *plan, const ci_covered *set,
                             size_t action)
{
    for (size_t i = 0; i < action; i++)
        if (set->is_taken[i] != set->beside_plan &&
            strcmp(plan->actions[i].facility,
                   plan->actions[action].facility) == 0)
            return true;
    return false;
}

/* Facilities about which a set does other things. */
static bool add_differences(covering *work, size_t set,
                            const ci_planned_city *own,
                            const ci_planned_city *beside)
{
    const circlet_plan *plan = work->of->plan;
    const ci_covered *asked = &work->sets[set];

    for (size_t i = 0; i < plan->action_count; i++) {
        const char *id = plan->actions[i].facility;

        if (asked->is_taken[i] == asked->beside_plan ||
            is_listed_before(plan, asked, i))
            continue;
        if (!add_facility(work, (entrance){.set = set, .sign = 1},
                          record_of(own, id)) ||
            !add_facility(work, (entrance){.set = set, .sign = -1},
                          record_of(beside, id)))
            return false;
    }
    return true;
}

static circlet_status add_set(covering *work, size_t set,
                              const ci_carrying beside[2],
                              circlet_error *error)
{
    const ci_covered *asked = &work->sets[set];
    ci_carrying own;
    circlet_plan *plan = NULL;
    circlet_status status =
        carry_out(&own, &plan, work->of, asked->is_taken, error);

    if (!status && !add_differences(work, set, &own.planned,
                                    &beside[asked->beside_plan].planned))
        status = ci_fail_nomem(error);
    ci_carrying_finish(&own);
    circlet_plan_free(plan);
    return status;
}

static int compare_numbers(double a, double b)
{
    return (a > b) - (a < b);
}

static int compare_places(const circlet_point *a, const circlet_point *b)
{
    int order = compare_numbers(a->lon, b->lon);

    return order != 0 ? order : compare_numbers(a->lat, b->lat);
}

static int compare_entrances(const void *left, const void *right)
{
    const entrance *a = left, *b = right;

    if (a->rule != b->rule)
        return a->rule < b->rule ? -1 : 1;
    return compare_places(&a->at, &b->at);
}

static circlet_status find_entrances(covering *work, circlet_error *error)
{
    size_t actions = work->of->plan->action_count;
    ci_carrying beside[2] = {{.order = NULL}, {.order = NULL}};
    circlet_plan *plans[2] = {NULL, NULL};
    bool *is_taken = calloc(actions + 1, sizeof(*is_taken));
    circlet_status status = is_taken ? CIRCLET_OK : ci_fail_nomem(error);

    for (size_t k = 0; !status && k < 2; k++) {
        memset(is_taken, (int)k, actions);
        status = carry_out(&beside[k], &plans[k], work->of, is_taken, error);
        if (!status)
            status = add_beside(work, &beside[k], k == 1, error);
    }
    for (size_t i = 0; !status && i < work->count; i++)
        status = add_set(work, i, beside, error);
    if (!status && work->entrance_count > 0)
        qsort(work->entrances, work->entrance_count, sizeof(*work->entrances),
              compare_entrances);
    for (size_t k = 0; k < 2; k++) {
        ci_carrying_finish(&beside[k]);
        circlet_plan_free(plans[k]);
    }
    free(is_taken);
    return status;
}

/* ---- people ------------------------------------------------------------- */

/* What somebody reaches of it: notes the sets that differ there. */
static void visit(covering *work, size_t point, int64_t has[2],
                  size_t *touched)
{
    for (size_t e = work->first[point]; e < work->first[point + 1]; e++) {
        const entrance *one = &work->entrances[e];

        if (one->set == NO_SET) {
            has[one->beside_plan]++;
            continue;
        }
        if (!work->is_touched[one->set])
            work->touched[(*touched)++] = one->set;
        work->is_touched[one->set] = 1;
        work->balance[one->set] += one->sign;
    }
}

static void count_home(covering *work, size_t home,
                       const circlet_od_matrix *matrix)
{
    int64_t has[2] = {0, 0};
    size_t count, touched = 0;
    const circlet_od_entry *entries =
        circlet_od_matrix_row(matrix, home, &count);

    for (size_t i = 0; i < count; i++)
        visit(work, entries[i].destination, has, &touched);
    for (size_t i = 0; i < touched; i++) {
        ci_covered *set = &work->sets[work->touched[i]];
        int64_t beside = has[set->beside_plan];
        int64_t own = beside + work->balance[work->touched[i]];

        set->more_milli += ((own > 0) - (beside > 0)) * work->weights[home];
        work->balance[work->touched[i]] = 0;
        work->is_touched[work->touched[i]] = 0;
    }
}

static circlet_status count_mode(covering *work, const ci_rule *rule,
                                 size_t mode, circlet_error *error)
{
    const ci_judgement *judgement = &work->judgement;
    const circlet_travel_query query = {.mode = judgement->policy->modes[mode],
                                        .bound = CIRCLET_BOUND_NOMINAL,
                                        .origins = work->homes,
                                        .origin_count = work->home_count,
                                        .destinations = work->points,
                                        .destination_count = work->point_count,
                                        .cutoff_ms =
                                            rule->as.circle.cutoff_ms};
    circlet_od_matrix *matrix = NULL;
    circlet_status status;

    if (work->home_count == 0 || work->point_count == 0)
        return CIRCLET_OK;
    status = judgement->travel->find_within(&matrix, &query,
                                            judgement->travel->user, error);
    for (size_t i = 0; !status && i < work->home_count; i++)
        count_home(work, i, matrix);
    circlet_od_matrix_free(matrix);
    return status;
}

/* ---- rules -------------------------------------------------------------- */

/* The places of a rule's entrances, from position `from` on. */
static size_t list_points(covering *work, size_t rule, size_t from)
{
    size_t next = from;

    work->point_count = 0;
    for (; next < work->entrance_count && work->entrances[next].rule == rule;
         next++) {
        const entrance *one = &work->entrances[next];

        if (work->point_count > 0 &&
            compare_places(&work->points[work->point_count - 1], &one->at) ==
                0)
            continue;
        work->points[work->point_count] = one->at;
        work->first[work->point_count++] = next;
    }
    work->first[work->point_count] = next;
    return next;
}

static circlet_status count_rule(covering *work, const ci_rule *rule,
                                 circlet_error *error)
{
    const ci_judgement *judgement = &work->judgement;
    const ci_traveller_query query = {
        rule,           rule->as.circle.mode,    CIRCLET_NONE,
        judgement->day, judgement->thread_count, NULL};
    ci_traveller *people = NULL;
    size_t count = 0;
    circlet_status status = ci_travellers_find(
        &people, &count, judgement->policy, work->of->city, &query, error);

    for (size_t m = 0; !status && m < judgement->policy->mode_count; m++) {
        work->home_count = ci_travellers_by_mode(
            work->homes, work->weights, work->of->city, people, count, m);
        status = count_mode(work, rule, m, error);
    }
    free(people);
    return status;
}

static bool make_room(covering *work)
{
    size_t people = circlet_city_demand_count(work->of->city) + 1;

    work->points = calloc(work->entrance_count + 1, sizeof(*work->points));
    work->first = calloc(work->entrance_count + 2, sizeof(*work->first));
    work->homes = calloc(people, sizeof(*work->homes));
    work->weights = calloc(people, sizeof(*work->weights));
    work->balance = calloc(work->count + 1, sizeof(*work->balance));
    work->is_touched = calloc(work->count + 1, sizeof(*work->is_touched));
    work->touched = calloc(work->count + 1, sizeof(*work->touched));
    return work->points && work->first && work->homes && work->weights &&
           work->balance && work->is_touched && work->touched;
}

static circlet_status count_rules(covering *work, circlet_error *error)
{
    const circlet_policy *policy = work->of->policy;
    circlet_status status =
        make_room(work) ? CIRCLET_OK : ci_fail_nomem(error);
    size_t next = 0;

    while (!status && next < work->entrance_count) {
        size_t rule = work->entrances[next].rule;

        next = list_points(work, rule, next);
        status = count_rule(work, &policy->rules[rule], error);
    }
    free(work->points);
    free(work->first);
    free(work->homes);
    free(work->weights);
    free(work->balance);
    free(work->is_touched);
    free(work->touched);
    return status;
}

circlet_status ci_explain_cover(ci_covered *sets, size_t count,
                                const ci_explaining *of, circlet_error *error)
{
    covering work = {.of = of,
                     .judgement = {.policy = of->policy,
                                   .city = of->city,
                                   .travel = of->travel},
                     .sets = sets,
                     .count = count};
    circlet_judge_options wanted = CIRCLET_JUDGE_OPTIONS_INIT, own;
    circlet_status status;

    for (size_t i = 0; i < count; i++)
        sets[i].more_milli = 0;
    wanted.year = of->year;
    wanted.threads = of->options.threads;
    status = ci_judgement_start(&work.judgement, &own, &wanted, error);
    if (!status)
        status = find_entrances(&work, error);
    if (!status)
        status = count_rules(&work, error);
    free(work.entrances);
    return status;
}
