/*
 * Units with many people and no facility of their own, which may ask for
 * one; each with the time that half of its people need, in their own modes,
 * to the nearest facility that there is.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "policy/list.h"
#include "policy/own_times.h"

typedef struct units_run {
    const ci_judgement *judgement;
    const ci_rule *rule;
    bool is_known; /* such facilities were given */
    ci_headcount *people; /* of each unit */
    ci_list_count *counts; /* of each unit */
    ci_traveller *travellers; /* of listed units, sorted by unit */
    uint32_t *times_ms; /* of each of them */
    size_t traveller_count;
} units_run;

static void units_run_clear(units_run *run)
{
    free(run->people);
    free(run->counts);
    free(run->travellers);
    free(run->times_ms);
}

/* A unit of the rule's kind and tag; perhaps, where its kind is not given. */
static ci_membership unit_holds(const ci_list *list,
                                const circlet_unit_record *unit)
{
    if (list->tag && !circlet_list_has(unit->tags, list->tag))
        return CI_MEMBER_NO;
    if (!list->member_kind)
        return CI_MEMBER_YES;
    if (!unit->kind)
        return CI_MEMBER_MAYBE;
    return strcmp(unit->kind, list->member_kind) == 0 ? CI_MEMBER_YES
                                                      : CI_MEMBER_NO;
}

/* Whether a unit is to be listed. */
static ci_membership is_listed(const units_run *run, circlet_unit unit)
{
    const ci_headcount *people = &run->people[unit];
    const ci_list_count *count = &run->counts[unit];
    int64_t min = run->rule->as.list.min_milli;

    if (people->sure_milli + people->maybe_milli < min || count->sure > 0)
        return CI_MEMBER_NO;
    return people->sure_milli >= min && count->maybe == 0 ? CI_MEMBER_YES
                                                          : CI_MEMBER_MAYBE;
}

/* ---- the times ---------------------------------------------------------- */

static int compare_times(const void *left, const void *right)
{
    const uint32_t *a = left, *b = right;

    return (a[0] > b[0]) - (a[0] < b[0]);
}

static bool has_unit(const units_run *run, circlet_unit unit)
{
    return unit_holds(&run->rule->as.list,
                      circlet_city_unit(run->judgement->city, unit)) ==
               CI_MEMBER_YES &&
           is_listed(run, unit) != CI_MEMBER_NO;
}

static circlet_status find_goals(circlet_point **out, size_t *out_count,
                                 const units_run *run, circlet_error *error)
{
    const ci_judgement *judgement = run->judgement;
    ci_rule nearest = *run->rule;
    uint32_t *facilities = NULL;
    size_t count = 0;
    circlet_status status;

    nearest.facility = run->rule->as.list.in_reach;
    status =
        ci_rule_facilities(&facilities, &count, judgement->policy,
                           judgement->city, &nearest, judgement->day, error);
    if (!status)
        status = ci_entrances_find(out, out_count, judgement->city, facilities,
                                   count, error);
    free(facilities);
    return status;
}

static circlet_status find_times(units_run *run, circlet_error *error)
{
    const ci_judgement *judgement = run->judgement;
    const ci_traveller_query query = {
        run->rule,      CI_NO_POSITION,          judgement->unit,
        judgement->day, judgement->thread_count, judgement->crowd};
    circlet_point *goals = NULL;
    size_t goal_count = 0, all = 0;
    circlet_status status =
        ci_travellers_find(&run->travellers, &all, judgement->policy,
                           judgement->city, &query, error);

    for (size_t i = 0; !status && i < all; i++)
        if (has_unit(run, run->travellers[i].unit))
            run->travellers[run->traveller_count++] = run->travellers[i];
    if (!status)
        status = find_goals(&goals, &goal_count, run, error);
    run->times_ms = calloc(run->traveller_count + 1, sizeof(*run->times_ms));
    if (!status && !run->times_ms)
        status = ci_fail_nomem(error);
    if (!status)
        status = ci_own_times_find(run->times_ms, judgement, run->travellers,
                                   run->traveller_count, goals, goal_count,
                                   run->rule->as.list.look_ms, error);
    free(goals);
    return status;
}

/* The least time within which at least half of the unit's people are there;
 * weights are in the city's order, so pairs of both are sorted. */
static circlet_status find_median(uint32_t *out, const units_run *run,
                                  circlet_unit unit, circlet_error *error)
{
    const circlet_city *city = run->judgement->city;
    uint32_t(*pairs)[2] = calloc(run->traveller_count + 1, sizeof(*pairs));
    int64_t all = 0, within = 0;
    size_t count = 0, i = 0;

    if (!pairs)
        return ci_fail_nomem(error);
    for (size_t k = 0; k < run->traveller_count; k++)
        if (run->travellers[k].unit == unit) {
            pairs[count][0] = run->times_ms[k];
            pairs[count++][1] = run->travellers[k].demand;
            all += circlet_city_demand(city, run->travellers[k].demand)
                       ->weight_milli;
        }
    qsort(pairs, count, sizeof(*pairs), compare_times);
    *out = CIRCLET_UNREACHED;
    for (; i < count && within < all - all / 2; i++) {
        within += circlet_city_demand(city, pairs[i][1])->weight_milli;
        *out = pairs[i][0];
    }
    free(pairs);
    return CIRCLET_OK;
}

/* ---- the findings ------------------------------------------------------- */

static circlet_status describe_time(ci_draft *draft, const units_run *run,
                                    circlet_unit unit, circlet_error *error)
{
    const ci_list *list = &run->rule->as.list;
    uint32_t median = CIRCLET_UNREACHED;
    circlet_status status = CIRCLET_OK;

    if (!run->judgement->travel)
        return CIRCLET_OK;
    draft->finding.mode = CI_MODE_OWN;
    status = find_median(&median, run, unit, error);
    ci_draft_word(draft, "nearest", list->in_reach.word);
    ci_draft_word(draft, "mode", CI_MODE_OWN);
    if (median != CIRCLET_UNREACHED)
        ci_draft_number(draft, "minutes", CIRCLET_ARGUMENT_MINUTES,
                        median / 60000.0);
    else
        ci_draft_number(draft, "look", CIRCLET_ARGUMENT_MINUTES,
                        list->look_ms / 60000.0);
    return status;
}

static void describe(ci_draft *draft, const units_run *run, circlet_unit unit)
{
    const ci_headcount *people = &run->people[unit];
    circlet_finding *finding = &draft->finding;

    finding->measured_low = (double)people->sure_milli / 1000;
    finding->measured_high = finding->persons;
    if (people->maybe_milli == 0)
        finding->measured = finding->measured_low;
    finding->required = (double)run->rule->as.list.min_milli / 1000;
    finding->sentence = "list_unit";
    ci_draft_persons(draft, people->sure_milli + people->maybe_milli,
                     people->sure_milli);
    ci_draft_word(draft, "group",
                  run->judgement->policy->groups[run->rule->group].name);
    ci_draft_number(draft, run->counts[unit].maybe > 0 ? "least" : "count",
                    CIRCLET_ARGUMENT_COUNT_OF, (double)run->counts[unit].sure);
    ci_draft_word(draft, "facility", run->rule->facility.word);
    ci_draft_number(draft, "min", CIRCLET_ARGUMENT_PERSONS, finding->required);
}

static circlet_status decide(ci_draft *draft, const units_run *run,
                             circlet_unit unit, circlet_error *error)
{
    ci_membership listed = is_listed(run, unit);

    describe(draft, run, unit);
    if (listed == CI_MEMBER_NO)
        return CIRCLET_OK;
    if (listed == CI_MEMBER_MAYBE) {
        ci_draft_undecided(draft, run->people[unit].doubts |
                                      run->counts[unit].doubts);
    } else {
        draft->finding.verdict = CIRCLET_VERDICT_ADVICE;
        ci_draft_reason(draft, "may_apply");
        ci_draft_word(draft, "listed", "may_apply");
    }
    return describe_time(draft, run, unit, error);
}

static const char *missing_data(const units_run *run, circlet_unit unit,
                                bool is_setting_known)
{
    const circlet_city *city = run->judgement->city;
    const circlet_unit_record *record = circlet_city_unit(city, unit);

    if (!is_setting_known)
        return "setting_unknown";
    if (!circlet_city_knows_people(city))
        return "people_unknown";
    if (record->area.ring_count == 0)
        return "member_area_unknown";
    if (unit_holds(&run->rule->as.list, record) == CI_MEMBER_MAYBE)
        return "member_kind_unknown";
    return run->is_known ? NULL : "type_unknown";
}

static circlet_status judge_unit(const void *state, circlet_unit unit,
                                 bool is_setting_known, circlet_error *error)
{
    const units_run *run = state;
    const ci_judgement *judgement = run->judgement;
    const circlet_unit_record *record =
        circlet_city_unit(judgement->city, unit);
    const char *missing = missing_data(run, unit, is_setting_known);
    circlet_status status = CIRCLET_OK;
    ci_draft draft;

    if (unit_holds(&run->rule->as.list, record) == CI_MEMBER_NO)
        return CIRCLET_OK;
    ci_draft_start(&draft, run->rule, record);
    draft.finding.measured_unit = "persons";
    draft.finding.shortfall_unit = "facilities";
    if (missing) {
        ci_draft_no_data(&draft, missing);
    } else {
        draft.finding.persons = (double)(run->people[unit].sure_milli +
                                         run->people[unit].maybe_milli) /
                                1000;
        status = decide(&draft, run, unit, error);
        ci_draft_modelled(&draft, run->people[unit].modelled_milli);
    }
    return status ? status
                  : ci_findings_add(judgement->findings, &draft,
                                    judgement->policy, error);
}

static circlet_status make_run(units_run *run, circlet_error *error)
{
    const ci_judgement *judgement = run->judgement;
    const ci_rule *rule = run->rule;
    circlet_status status =
        ci_headcounts_make(&run->people, judgement, rule, error);

    run->is_known = ci_selection_is_known(&rule->facility, judgement->city,
                                          &judgement->types);
    if (!status)
        status = ci_list_counts_make(&run->counts, judgement, rule, error);
    if (!status && judgement->travel)
        status = find_times(run, error);
    return status;
}

circlet_status ci_judge_list_units(const ci_judgement *judgement,
                                   const ci_rule *rule, circlet_error *error)
{
    units_run run = {.judgement = judgement, .rule = rule};
    circlet_status status = make_run(&run, error);

    if (!status)
        status = ci_judge_units(judgement, rule, judge_unit, &run, error);
    units_run_clear(&run);
    return status;
}

/* ---- the list itself ---------------------------------------------------- */

/* Adds a unit if it is listed, or nothing says that it is not. */
static circlet_status list_unit(ci_listed *items, size_t *count,
                                const units_run *run, circlet_unit unit,
                                bool is_setting_known, circlet_error *error)
{
    const ci_headcount *people = &run->people[unit];
    ci_listed item = {.unit = unit, .half_ms = CIRCLET_UNREACHED};
    circlet_status status = CIRCLET_OK;

    if (unit_holds(&run->rule->as.list,
                   circlet_city_unit(run->judgement->city, unit)) ==
        CI_MEMBER_NO)
        return CIRCLET_OK;
    item.is_known = !missing_data(run, unit, is_setting_known);
    if (item.is_known) {
        if (is_listed(run, unit) == CI_MEMBER_NO)
            return CIRCLET_OK;
        item.is_sure = is_listed(run, unit) == CI_MEMBER_YES;
        item.people_milli = people->sure_milli + people->maybe_milli;
        item.modelled_milli = people->modelled_milli;
        if (run->judgement->travel)
            status = find_median(&item.half_ms, run, unit, error);
    }
    if (!status)
        items[(*count)++] = item;
    return status;
}

static circlet_status list_all(ci_listed *items, size_t *count,
                               const units_run *run, circlet_error *error)
{
    const ci_judgement *judgement = run->judgement;
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < circlet_city_unit_count(judgement->city);
         i++) {
        circlet_unit unit = (circlet_unit)i;
        ci_applies applies = ci_rule_applies(run->rule, judgement->policy,
                                             judgement->city, unit);

        if (applies != CI_APPLIES_NOT && ci_judgement_has(judgement, unit))
            status = list_unit(items, count, run, unit, applies == CI_APPLIES,
                               error);
    }
    return status;
}

circlet_status ci_list_units_find(ci_listed **out, size_t *count,
                                  const ci_judgement *judgement,
                                  const ci_rule *rule, circlet_error *error)
{
    units_run run = {.judgement = judgement, .rule = rule};
    ci_listed *items =
        calloc(circlet_city_unit_count(judgement->city) + 1, sizeof(*items));
    size_t found = 0;
    circlet_status status =
        items ? make_run(&run, error) : ci_fail_nomem(error);

    if (!status)
        status = list_all(items, &found, &run, error);
    units_run_clear(&run);
    if (status) {
        free(items);
        return status;
    }
    *out = items;
    *count = found;
    return CIRCLET_OK;
}
