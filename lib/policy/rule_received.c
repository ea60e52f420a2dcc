/*
 * Who has received a service: not who could. Of people of whom it is not
 * known what they have received the bounds take the worst and the best.
 * Who could reach such a service is said by the variant of the rule, never
 * as a pass: a service next door need not be received.
 */
#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "policy/circle_set.h"
#include "policy/circle_words.h"
#include "policy/exact.h"

typedef struct received_run {
    const ci_judgement *judgement;
    const ci_rule *rule;
    bool is_known; /* what anybody has received */
    ci_circle_sums *sums; /* of each unit; covered is who received it */
    ci_doubts *doubts; /* of each unit */
    ci_circle_set reach; /* of a variant */
} received_run;

static const char *group_name(const received_run *run)
{
    return run->judgement->policy->groups[run->rule->group].name;
}

/* ---- counting ----------------------------------------------------------- */

/* False if the sum would leave the range. */
static bool add_person(ci_circle_sums *sums, const received_run *run,
                       const circlet_demand_record *person,
                       ci_membership member)
{
    ci_coverage *sum = member == CI_MEMBER_YES ? &sums->sure : &sums->maybe;
    int64_t weight = person->weight_milli;

    if (!ci_add_weight(&sums->all.all_milli, weight))
        return false;
    sum->all_milli += weight;
    if (person->is_modelled)
        sums->all.modelled_milli += weight;
    if (!person->received) {
        sum->high_milli += weight;
    } else if (circlet_list_has(person->received,
                                run->rule->as.received.service)) {
        sum->low_milli += weight;
        sum->high_milli += weight;
        sums->all.covered_milli += weight;
    }
    return true;
}

static circlet_status count_people(received_run *run, circlet_error *error)
{
    const ci_judgement *judgement = run->judgement;
    const circlet_city *city = judgement->city;
    const ci_crowd crowd = ci_judgement_crowd(judgement);

    for (size_t i = 0; i < circlet_city_demand_count(city); i++) {
        const circlet_demand_record *person =
            circlet_city_demand(city, (circlet_demand)i);
        circlet_unit unit = circlet_city_demand_unit(city, (circlet_demand)i,
                                                     run->rule->level);
        ci_doubts doubts = 0;
        ci_membership member;

        run->is_known = run->is_known || person->received;
        if (unit == CIRCLET_NONE)
            continue;
        member = ci_crowd_member(&crowd, run->rule->group, (circlet_demand)i,
                                 &doubts);
        if (member == CI_MEMBER_NO)
            continue;
        run->doubts[unit] |= doubts;
        if (!add_person(&run->sums[unit], run, person, member))
            return ci_fail(error, CIRCLET_E_DATA,
                           "the weights of the people of unit '%s' add up to "
                           "more than 64 bits hold",
                           circlet_city_unit(city, unit)->code);
    }
    return CIRCLET_OK;
}

/* ---- who has received it ------------------------------------------------ */

static bool meets(ci_circle_share share, int64_t target_micro)
{
    return ci_compare_products(share.part_milli, CI_MILLION, share.all_milli,
                               target_micro) >= 0;
}

static double share_of(ci_circle_share share)
{
    return share.all_milli > 0
               ? (double)share.part_milli / (double)share.all_milli
               : 1.0;
}

static void describe(ci_draft *draft, const received_run *run,
                     const ci_circle_sums *sums, ci_circle_share low,
                     ci_circle_share high)
{
    circlet_finding *finding = &draft->finding;
    bool is_exact =
        low.part_milli == high.part_milli && low.all_milli == high.all_milli;

    finding->required =
        (double)run->rule->as.received.target_micro / CI_MILLION;
    finding->measured_low = share_of(low);
    finding->measured_high = share_of(high);
    finding->covered_low = (double)low.part_milli / 1000;
    finding->persons_low = (double)low.all_milli / 1000;
    finding->covered_high = (double)high.part_milli / 1000;
    finding->persons_high = (double)high.all_milli / 1000;
    finding->sentence = "received";
    ci_draft_persons(draft, sums->all.all_milli, sums->sure.all_milli);
    ci_draft_word(draft, "group", group_name(run));
    ci_draft_word(draft, "service", run->rule->as.received.service);
    ci_draft_number(draft, "target", CIRCLET_ARGUMENT_SHARE,
                    finding->required);
    if (is_exact)
        finding->measured = finding->measured_low;
    ci_draft_number(draft, is_exact ? "share" : "low", CIRCLET_ARGUMENT_SHARE,
                    finding->measured_low);
    if (!is_exact)
        ci_draft_number(draft, "high", CIRCLET_ARGUMENT_SHARE,
                        finding->measured_high);
}

static bool lacks_receipts(const ci_circle_sums *sums)
{
    return sums->sure.low_milli < sums->sure.high_milli ||
           sums->maybe.low_milli < sums->maybe.high_milli;
}

static void decide(ci_draft *draft, const received_run *run, circlet_unit unit)
{
    const ci_circle_sums *sums = &run->sums[unit];
    int64_t target = run->rule->as.received.target_micro;
    ci_circle_share low = ci_circle_share_low(sums);
    ci_circle_share high = ci_circle_share_high(sums);

    describe(draft, run, sums, low, high);
    draft->finding.persons_covered = (double)sums->all.covered_milli / 1000;
    draft->finding.persons_unreached = 0;
    if (!meets(high, target)) {
        double missing = (double)ci_persons_missing_milli(
                             high.part_milli, high.all_milli, target) /
                         1000;

        ci_draft_number(draft, "missing", CIRCLET_ARGUMENT_PERSONS, missing);
        ci_draft_shortfall(draft, run->rule, run->judgement->day, missing,
                           "persons");
    } else if (!meets(low, target)) {
        ci_draft_undecided(draft, run->doubts[unit]);
        if (lacks_receipts(sums))
            ci_draft_reason(draft, "received_unknown");
    }
}

/* ---- who could reach it ------------------------------------------------- */

/* Of a unit whose setting is not known: the mode of all settings. */
static const char *reach_mode(const received_run *run, circlet_unit unit)
{
    const ci_circle_set *set = &run->reach;
    const ci_circle_run *circle = ci_circle_set_of(set, unit);
    size_t mode = circle ? circle->mode : set->runs[0].mode;

    for (size_t i = 0; i < set->count && !circle; i++)
        if (set->runs[i].mode != mode)
            return NULL;
    return mode == CI_NO_POSITION ? CI_MODE_OWN
                                  : run->judgement->policy->modes[mode];
}

/* Advice whatever the share. */
static circlet_status describe_reach(ci_draft *draft, const received_run *run,
                                     circlet_unit unit, circlet_error *error)
{
    const ci_circle_run *circle = ci_circle_set_of(&run->reach, unit);
    circlet_finding *finding = &draft->finding;
    ci_circle_sums sums;
    circlet_status status;

    if (!circle) {
        ci_draft_no_data(draft, "setting_unknown");
        return CIRCLET_OK;
    }
    status = ci_circle_add_up(&sums, circle, unit, error);
    if (status || ci_circle_lacks_data(draft, circle, &sums))
        return status;
    ci_circle_describe(draft, circle, &sums, unit);
    finding->required = (double)NAN;
    finding->sentence = "received_reach";
    finding->verdict = CIRCLET_VERDICT_ADVICE;
    if (sums.all.outside_milli > 0)
        ci_draft_reason(draft, "outside_extent");
    ci_draft_reason(draft, "reach_only");
    if (finding->measured_low >= finding->measured_high)
        return CIRCLET_OK;
    if (circle->open_places[unit] & CI_OPEN_AT_EDGE)
        ci_draft_reason(draft, "network_edge");
    ci_draft_doubts(draft, circle->doubts[unit]);
    ci_draft_number(draft, "low", CIRCLET_ARGUMENT_SHARE,
                    finding->measured_low);
    ci_draft_number(draft, "high", CIRCLET_ARGUMENT_SHARE,
                    finding->measured_high);
    return CIRCLET_OK;
}

/* ---- both --------------------------------------------------------------- */

static circlet_status judge_people(ci_draft *draft, const received_run *run,
                                   circlet_unit unit, circlet_error *error)
{
    const ci_circle_sums *sums = &run->sums[unit];
    circlet_finding *finding = &draft->finding;
    circlet_status status = CIRCLET_OK;

    finding->persons = (double)sums->all.all_milli / 1000;
    if (sums->all.all_milli == 0) {
        finding->persons_covered = finding->persons_unreached = 0;
        finding->covered_low = finding->persons_low = 0;
        finding->covered_high = finding->persons_high = 0;
        ci_draft_nobody(draft, run->judgement->city, group_name(run));
    } else if (run->rule->is_variant) {
        status = describe_reach(draft, run, unit, error);
    } else if (!run->is_known) {
        ci_draft_no_data(draft, "receipt_unknown");
    } else {
        decide(draft, run, unit);
    }
    ci_draft_modelled(draft, sums->all.modelled_milli);
    return status;
}

static circlet_status judge_unit(const void *state, circlet_unit unit,
                                 bool is_setting_known, circlet_error *error)
{
    const received_run *run = state;
    const ci_judgement *judgement = run->judgement;
    circlet_status status = CIRCLET_OK;
    ci_draft draft;

    ci_draft_start(&draft, run->rule,
                   circlet_city_unit(judgement->city, unit));
    draft.finding.measured_unit = "share";
    draft.finding.shortfall_unit = "persons";
    if (run->rule->is_variant)
        draft.finding.mode = reach_mode(run, unit);
    if (!is_setting_known)
        ci_draft_no_data(&draft, "setting_unknown");
    else if (!circlet_city_knows_people(judgement->city))
        ci_draft_no_data(&draft, "people_unknown");
    else
        status = judge_people(&draft, run, unit, error);
    return status ? status
                  : ci_findings_add(judgement->findings, &draft,
                                    judgement->policy, error);
}

circlet_status ci_judge_received(const ci_judgement *judgement,
                                 const ci_rule *rule, circlet_error *error)
{
    size_t units = circlet_city_unit_count(judgement->city) + 1;
    received_run run = {.judgement = judgement, .rule = rule};
    circlet_status status = CIRCLET_OK;

    run.sums = calloc(units, sizeof(*run.sums));
    run.doubts = calloc(units, sizeof(*run.doubts));
    if (!run.sums || !run.doubts)
        status = ci_fail_nomem(error);
    if (!status)
        status = count_people(&run, error);
    if (!status && rule->is_variant)
        status = ci_circle_set_measure(&run.reach, judgement, rule,
                                       &rule->as.received.reach, error);
    if (!status)
        status = ci_judge_units(judgement, rule, judge_unit, &run, error);
    ci_circle_set_clear(&run.reach);
    free(run.sums);
    free(run.doubts);
    return status;
}
