/*
 * For which groups of a unit's people a facility lies within their circle:
 * so it is where at least the target share of those who live there reach
 * one. A group of which nobody lives there asks for nothing.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "policy/circle_set.h"
#include "policy/circle_words.h"
#include "policy/exact.h"
#include "policy/list.h"
#include "policy/open_types.h"

typedef struct kinds_run {
    const ci_judgement *judgement;
    const ci_rule *rule;
    size_t unit_count;
    /* Ways are looked for once where kinds have the same facilities, which is
     * the rule: sets of all people, and which of them is each kind's. */
    ci_rule rules[CI_LIST_KIND_MAX];
    ci_circle_set sets[CI_LIST_KIND_MAX];
    size_t set_count;
    size_t set_of[CI_LIST_KIND_MAX];
    ci_coverage *sums; /* of each kind: those of a run, see ci_circle_run */
    ci_doubts *doubts; /* of each kind: who is of it, in each unit */
    ci_headcount *people; /* of each unit: of the rule's group */
} kinds_run;

/* How the kinds of one unit stand. */
typedef struct kinds_sum {
    size_t present; /* of which somebody lives there, perhaps */
    size_t surely_present;
    size_t served; /* surely present, surely served */
    size_t perhaps_served; /* perhaps present, perhaps served */
    bool is_open; /* some kind is perhaps not served, or not present */
    size_t without[CI_LIST_KIND_MAX]; /* surely present, surely not served */
    size_t without_count;
    size_t wanting[CI_LIST_KIND_MAX]; /* not surely served */
    size_t wanting_count;
    const ci_circle_run *circle; /* of the unit */
    int64_t people_milli, modelled_milli;
    ci_doubts doubts;
    bool lacks_types; /* of what may serve a kind that is not surely served */
    const char *missing; /* why nothing is known; NULL: it is */
} kinds_sum;

static bool meets(ci_circle_share share, int64_t target_micro)
{
    return ci_compare_products(share.part_milli, CI_MILLION, share.all_milli,
                               target_micro) >= 0;
}

static bool is_type_known(const ci_circle_run *run)
{
    const ci_judgement *judgement = run->judgement;

    return ci_selection_is_known(&run->rule->facility, judgement->city,
                                 &judgement->types);
}

static const char *missing_of(const ci_circle_run *run,
                              const ci_circle_sums *sums)
{
    if (!run->judgement->travel)
        return "no_network";
    if (!is_type_known(run))
        return "type_unknown";
    return sums->all.outside_milli == sums->all.all_milli ? "no_network"
                                                          : NULL;
}

/* Counts a kind as what it surely is, and as what it perhaps is. Of a kind
 * that is perhaps not there at best somebody who is covered is. */
static void count_kind(kinds_sum *sum, size_t kind, const ci_circle_sums *sums,
                       int64_t target, bool lacks_types)
{
    bool is_there = sums->sure.all_milli > 0;
    bool surely = meets(ci_circle_share_low(sums), target);
    bool perhaps = lacks_types || (meets(ci_circle_share_high(sums), target) &&
                                   (is_there || sums->maybe.high_milli > 0));

    sum->present++;
    sum->surely_present += is_there;
    sum->served += is_there && surely;
    sum->perhaps_served += perhaps && !(is_there && surely);
    if (surely)
        return;
    sum->lacks_types |= lacks_types;
    sum->wanting[sum->wanting_count++] = kind;
    if (is_there && !perhaps)
        sum->without[sum->without_count++] = kind;
    else
        sum->is_open = true;
}

/* Whether types that no import has spoken of may serve a kind. */
static bool kind_lacks_types(const kinds_run *run, size_t kind)
{
    const ci_selection selection = {
        .one_of = run->rule->as.list.kinds[kind].services};

    return ci_selection_lacks_types(&selection, run->judgement->city,
                                    &run->judgement->types);
}

static circlet_status add_kind(kinds_sum *sum, const kinds_run *run,
                               size_t kind, circlet_unit unit,
                               circlet_error *error)
{
    int64_t target = run->rule->as.list.target_micro;
    const ci_circle_run *circle =
        ci_circle_set_of(&run->sets[run->set_of[kind]], unit);
    ci_circle_run own;
    ci_circle_sums sums;
    circlet_status status;

    if (!circle) {
        sum->missing = "setting_unknown";
        return CIRCLET_OK;
    }
    own = *circle;
    own.sums = run->sums + 2 * kind * run->unit_count;
    status = ci_circle_add_up(&sums, &own, unit, error);
    if (status || sums.all.all_milli == 0)
        return status;
    sum->people_milli += sums.all.all_milli;
    sum->modelled_milli += sums.all.modelled_milli;
    sum->doubts |=
        circle->doubts[unit] | run->doubts[kind * run->unit_count + unit];
    if (!sum->missing)
        sum->missing = missing_of(circle, &sums);
    sum->circle = circle;
    count_kind(sum, kind, &sums, target, kind_lacks_types(run, kind));
    return CIRCLET_OK;
}

static void describe(ci_draft *draft, const kinds_run *run,
                     const kinds_sum *sum)
{
    static const char *const names[CI_LIST_KIND_MAX] = {
        "kind", "kind2", "kind3", "kind4", "kind5", "kind6"};
    const ci_list *list = &run->rule->as.list;
    const circlet_policy *policy = run->judgement->policy;
    circlet_finding *finding = &draft->finding;

    finding->sentence = "list_kinds";
    finding->measured_low = (double)sum->served;
    finding->measured_high = (double)(sum->served + sum->perhaps_served);
    if (sum->perhaps_served == 0)
        finding->measured = finding->measured_low;
    if (sum->surely_present == sum->present)
        finding->required = (double)sum->present;
    else
        ci_draft_number(draft, "present_least", CIRCLET_ARGUMENT_COUNT_OF,
                        (double)sum->surely_present);
    ci_draft_number(draft, "present", CIRCLET_ARGUMENT_COUNT_OF,
                    (double)sum->present);
    ci_draft_number(draft, sum->perhaps_served > 0 ? "least" : "count",
                    CIRCLET_ARGUMENT_COUNT_OF, (double)sum->served);
    ci_draft_word(draft, "facility", run->rule->facility.word);
    for (size_t i = 0; i < sum->without_count; i++)
        ci_draft_word(draft, names[i],
                      policy->groups[list->kinds[sum->without[i]].group].name);
    if (sum->perhaps_served > 0 || sum->surely_present < sum->present)
        ci_draft_doubts(draft, sum->doubts);
}

/* For whom there has to be something, and within which circle. */
static void describe_mend(ci_draft *draft, const kinds_run *run,
                          const kinds_sum *sum)
{
    static const char *const names[CI_LIST_KIND_MAX] = {
        "kind", "kind2", "kind3", "kind4", "kind5", "kind6"};
    const circlet_policy *policy = run->judgement->policy;
    const ci_list *list = &run->rule->as.list;
    const ci_circle_run *circle = sum->circle;

    for (size_t i = 0; i < sum->wanting_count; i++)
        ci_draft_fact(draft, names[i], CIRCLET_ARGUMENT_WORD, (double)NAN,
                      policy->groups[list->kinds[sum->wanting[i]].group].name);
    ci_draft_fact(draft, "minutes", CIRCLET_ARGUMENT_MINUTES,
                  circle->rule->as.circle.cutoff_ms / 60000.0, NULL);
    ci_draft_fact(draft, "mode", CIRCLET_ARGUMENT_WORD, (double)NAN,
                  circle->mode == CI_NO_POSITION
                      ? CI_MODE_OWN
                      : policy->modes[circle->mode]);
}

static void decide(ci_draft *draft, const kinds_run *run, const kinds_sum *sum)
{
    if (sum->missing) {
        ci_draft_no_data(draft, sum->missing);
        return;
    }
    describe(draft, run, sum);
    if (sum->without_count > 0) {
        describe_mend(draft, run, sum);
        ci_draft_shortfall(draft, run->rule, run->judgement->day,
                           (double)sum->without_count, "kinds");
    } else if (sum->is_open && sum->lacks_types) {
        ci_draft_doubts(draft, sum->doubts);
        ci_draft_reason(draft, CI_TYPES_UNKNOWN);
        ci_draft_undecided(draft, 0);
    } else if (sum->is_open) {
        ci_draft_undecided(draft, sum->doubts);
        if (draft->finding.reason_count == 0) {
            ci_draft_reason(draft, "ways_unknown");
            ci_draft_word(draft, "doubt", "ways_unknown");
        }
    }
}

static const char *missing_of_unit(const kinds_run *run, circlet_unit unit,
                                   bool is_setting_known)
{
    const circlet_city *city = run->judgement->city;

    if (!is_setting_known)
        return "setting_unknown";
    if (!circlet_city_knows_people(city))
        return "people_unknown";
    return circlet_city_unit(city, unit)->area.ring_count == 0
               ? "unit_area_unknown"
               : NULL;
}

/* Where the setting is not known, nor is the circle. */
static bool is_empty(const kinds_run *run, circlet_unit unit)
{
    return run->people[unit].sure_milli + run->people[unit].maybe_milli == 0;
}

static circlet_status judge_unit(const void *state, circlet_unit unit,
                                 bool is_setting_known, circlet_error *error)
{
    const kinds_run *run = state;
    const ci_judgement *judgement = run->judgement;
    const char *missing = missing_of_unit(run, unit, is_setting_known);
    circlet_status status = CIRCLET_OK;
    kinds_sum sum = {0};
    ci_draft draft;

    for (size_t i = 0; !status && i < run->rule->as.list.kind_count; i++)
        status = add_kind(&sum, run, i, unit, error);
    if (status)
        return status;
    ci_draft_start(&draft, run->rule,
                   circlet_city_unit(judgement->city, unit));
    draft.finding.measured_unit = "kinds";
    draft.finding.shortfall_unit = "kinds";
    if (missing)
        ci_draft_no_data(&draft, missing);
    else if (sum.present == 0 && (!sum.missing || is_empty(run, unit)))
        ci_draft_nobody(&draft, judgement->city,
                        judgement->policy->groups[run->rule->group].name);
    else
        decide(&draft, run, &sum);
    if (!missing)
        ci_draft_modelled(&draft, sum.modelled_milli);
    return ci_findings_add(judgement->findings, &draft, judgement->policy,
                           error);
}

/* ---- who is of which kind ----------------------------------------------- */

/* The weights of the people of a kind in a run, 0 of others, and the sums
 * that they belong to. */
static void choose_people(int64_t *weights, uint32_t *rows,
                          const kinds_run *run, size_t kind,
                          const ci_circle_run *circle)
{
    const ci_judgement *judgement = run->judgement;
    const ci_circle_set *set = &run->sets[run->set_of[kind]];
    size_t group = run->rule->as.list.kinds[kind].group;
    const ci_crowd crowd = ci_judgement_crowd(judgement);

    for (size_t i = 0; i < circle->count; i++) {
        const ci_traveller *person = &circle->people[i];
        ci_doubts doubts = 0;
        ci_membership member =
            ci_crowd_member(&crowd, group, person->demand, &doubts);
        bool is_sure = member == CI_MEMBER_YES && person->is_sure;

        rows[i] = 2 * person->unit + !is_sure;
        weights[i] = 0;
        if (member == CI_MEMBER_NO ||
            ci_circle_set_of(set, person->unit) != circle)
            continue;
        weights[i] = circle->weights_milli[i];
        run->doubts[kind * run->unit_count + person->unit] |= doubts;
    }
}

static circlet_status sum_up(kinds_run *run, size_t kind,
                             const ci_circle_run *circle, circlet_error *error)
{
    int64_t *weights = calloc(circle->count + 1, sizeof(*weights));
    uint32_t *rows = calloc(circle->count + 1, sizeof(*rows));
    const ci_coverage_points points = {.count = circle->count,
                                       .weights_milli = weights,
                                       .times_ms = circle->times_ms,
                                       .least_ms = circle->least_ms,
                                       .greatest_ms = circle->greatest_ms,
                                       .snaps = circle->snaps,
                                       .is_outside = circle->is_outside,
                                       .rows = rows,
                                       .is_modelled = circle->is_modelled};
    circlet_status status;

    if (!weights || !rows) {
        status = ci_fail_nomem(error);
    } else {
        choose_people(weights, rows, run, kind, circle);
        status =
            ci_coverage_add(run->sums + 2 * kind * run->unit_count, &points,
                            circle->rule->as.circle.cutoff_ms, error);
    }
    free(weights);
    free(rows);
    return status;
}

/* ---- the ways ----------------------------------------------------------- */

static circlet_status find_facilities(uint32_t **out, size_t *count,
                                      const kinds_run *run,
                                      const ci_rule *rule,
                                      circlet_error *error)
{
    const ci_judgement *judgement = run->judgement;

    return ci_rule_facilities(out, count, judgement->policy, judgement->city,
                              rule, judgement->day, error);
}

static bool is_selection_known(const kinds_run *run, const ci_rule *rule)
{
    return ci_selection_is_known(&rule->facility, run->judgement->city,
                                 &run->judgement->types);
}

/* Finds the set that has the facilities of a rule; the number of sets if
 * none has. */
static circlet_status find_set(size_t *out, const kinds_run *run,
                               const ci_rule *rule, circlet_error *error)
{
    uint32_t *wanted = NULL, *others = NULL;
    size_t count = 0, other_count = 0;
    bool is_same = false;
    circlet_status status = find_facilities(&wanted, &count, run, rule, error);

    for (*out = 0; !status && *out < run->set_count; ++*out) {
        const ci_rule *other = &run->rules[*out];

        status = find_facilities(&others, &other_count, run, other, error);
        is_same =
            !status && count == other_count &&
            memcmp(wanted, others, count * sizeof(*wanted)) == 0 &&
            is_selection_known(run, rule) == is_selection_known(run, other);
        free(others);
        others = NULL;
        if (is_same)
            break;
    }
    free(wanted);
    return status;
}

static circlet_status measure_kind(kinds_run *run, size_t kind,
                                   circlet_error *error)
{
    const ci_list *list = &run->rule->as.list;
    ci_rule rule = *run->rule;
    size_t *set = &run->set_of[kind];
    circlet_status status;

    rule.facility = (ci_selection){.one_of = list->kinds[kind].services,
                                   .word = run->rule->facility.word};
    status = find_set(set, run, &rule, error);
    if (!status && *set == run->set_count) {
        run->rules[*set] = rule;
        run->set_count++;
        status =
            ci_circle_set_measure(&run->sets[*set], run->judgement,
                                  &run->rules[*set], &list->circles, error);
    }
    for (size_t i = 0; !status && i < run->sets[*set].count; i++)
        status = sum_up(run, kind, &run->sets[*set].runs[i], error);
    return status;
}

circlet_status ci_judge_list_kinds(const ci_judgement *judgement,
                                   const ci_rule *rule, circlet_error *error)
{
    size_t count = rule->as.list.kind_count;
    kinds_run run = {.judgement = judgement, .rule = rule};
    circlet_status status = CIRCLET_OK;

    run.unit_count = circlet_city_unit_count(judgement->city);
    run.sums = calloc(2 * count * run.unit_count + 1, sizeof(*run.sums));
    run.doubts = calloc(count * run.unit_count + 1, sizeof(*run.doubts));
    if (!run.sums || !run.doubts)
        status = ci_fail_nomem(error);
    if (!status)
        status = ci_headcounts_make(&run.people, judgement, rule, error);
    for (size_t i = 0; !status && i < count; i++)
        status = measure_kind(&run, i, error);
    if (!status)
        status = ci_judge_units(judgement, rule, judge_unit, &run, error);
    for (size_t i = 0; i < run.set_count; i++)
        ci_circle_set_clear(&run.sets[i]);
    free(run.sums);
    free(run.doubts);
    free(run.people);
    return status;
}
