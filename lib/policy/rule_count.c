/* How many facilities a unit has, against what its people ask for. Both may
 * be known only within bounds. */
#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "policy/circle.h"
#include "policy/rule.h"

/* Facilities of one unit. */
typedef struct facility_count {
    int64_t sure, maybe;
    ci_doubts doubts;
} facility_count;

typedef struct count_run {
    const ci_judgement *judgement;
    const ci_rule *rule;
    bool has_people; /* of the rule's group, and known */
    facility_count *facilities; /* of each unit */
    ci_headcount *people; /* of each unit */
} count_run;

/* What bands ask for between two numbers of people. */
typedef struct demanded {
    int64_t least_min, most_min;
    int64_t least_max, most_max;
    const ci_band *nominal; /* the band of the higher number */
} demanded;

static void count_facilities(count_run *run)
{
    const ci_judgement *judgement = run->judgement;
    const circlet_city *city = judgement->city;

    for (size_t i = 0; i < circlet_city_facility_count(city); i++) {
        circlet_facility position = (circlet_facility)i;
        const circlet_facility_record *facility =
            circlet_city_facility(city, position);
        circlet_unit unit =
            circlet_city_facility_unit(city, position, run->rule->level);
        ci_doubts doubts = 0;
        ci_membership member;

        if (unit == CIRCLET_NONE ||
            !ci_facility_is_open_on(facility, judgement->day))
            continue;
        member = ci_selection_holds(&run->rule->facility, facility,
                                    &judgement->types, &doubts);
        run->facilities[unit].sure += member == CI_MEMBER_YES;
        run->facilities[unit].maybe += member == CI_MEMBER_MAYBE;
        if (member == CI_MEMBER_MAYBE)
            run->facilities[unit].doubts |= doubts;
    }
}

static const ci_band *band_of(const ci_count *count, int64_t people_milli)
{
    size_t i = count->band_count - 1;

    while (i > 0 && count->bands[i].from_milli > people_milli)
        i--;
    return &count->bands[i];
}

static demanded demand_between(const ci_count *count, int64_t low_milli,
                               int64_t high_milli)
{
    const ci_band *band = band_of(count, low_milli);
    demanded all = {band->min, band->min, band->max, band->max, NULL};

    all.nominal = band_of(count, high_milli);
    for (; band <= all.nominal; band++) {
        if (band->min < all.least_min)
            all.least_min = band->min;
        if (band->min > all.most_min)
            all.most_min = band->min;
        if (band->max < all.least_max)
            all.least_max = band->max;
        if (band->max > all.most_max)
            all.most_max = band->max;
    }
    return all;
}

static void describe_numbers(ci_draft *draft, const facility_count *facilities,
                             const ci_band *band)
{
    circlet_finding *finding = &draft->finding;

    finding->measured_low = (double)facilities->sure;
    finding->measured_high = (double)(facilities->sure + facilities->maybe);
    if (facilities->maybe == 0)
        finding->measured = finding->measured_low;
    finding->required = (double)band->min;
}

static void describe_sentence(ci_draft *draft, const count_run *run,
                              const facility_count *facilities,
                              const ci_headcount *people, const ci_band *band)
{
    const ci_rule *rule = run->rule;

    draft->finding.sentence = band->max == INT64_MAX   ? "count_least"
                              : band->max == band->min ? "count_exact"
                                                       : "count_range";
    ci_draft_number(draft, facilities->maybe > 0 ? "least" : "count",
                    CIRCLET_ARGUMENT_COUNT_OF, (double)facilities->sure);
    ci_draft_word(draft, "facility", rule->facility.word);
    if (run->has_people) {
        ci_draft_persons(draft, people->sure_milli + people->maybe_milli,
                         people->sure_milli);
        ci_draft_word(draft, "group",
                      run->judgement->policy->groups[rule->group].name);
    }
    ci_draft_number(draft, "min", CIRCLET_ARGUMENT_COUNT_OF,
                    (double)band->min);
    if (band->max != INT64_MAX)
        ci_draft_number(draft, "max", CIRCLET_ARGUMENT_COUNT_OF,
                        (double)band->max);
}

/* A pass that may be more than is asked for. What is not known of facilities
 * matters where some limit lies between those that surely and those that
 * perhaps count, what is not known of people where there are several limits.
 */
static void doubt_limit(ci_draft *draft, const facility_count *facilities,
                        const ci_headcount *people, const demanded *asked)
{
    int64_t high = facilities->sure + facilities->maybe;
    ci_doubts doubts = 0;

    if (high <= asked->least_max)
        return;
    if (facilities->sure <= asked->least_max || high > asked->most_max)
        doubts |= facilities->doubts;
    if (asked->least_max < asked->most_max)
        doubts |= people->doubts;
    ci_draft_perhaps_over(draft, doubts, NULL);
}

static void decide(ci_draft *draft, const count_run *run, circlet_unit unit)
{
    const facility_count *facilities = &run->facilities[unit];
    const ci_headcount *people = &run->people[unit];
    int64_t high = facilities->sure + facilities->maybe;
    int64_t all_people = people->sure_milli + people->maybe_milli;
    demanded asked =
        demand_between(&run->rule->as.count, people->sure_milli, all_people);

    /* Perhaps nobody lives there, and then nothing is required. */
    if (run->rule->group != CI_NO_POSITION && people->sure_milli == 0)
        asked.least_min = 0;
    describe_numbers(draft, facilities, asked.nominal);
    describe_sentence(draft, run, facilities, people, asked.nominal);
    if (high < asked.least_min) {
        double missing = (double)(asked.least_min - high);
        int64_t mend = asked.most_min - facilities->sure;

        ci_draft_missing(draft, CIRCLET_ARGUMENT_COUNT_OF, missing,
                         mend > asked.least_min - high);
        ci_draft_more(draft, (double)mend);
        ci_draft_shortfall(draft, run->rule, run->judgement->day, missing,
                           "facilities");
    } else if (facilities->sure < asked.most_min) {
        ci_draft_more(draft, (double)(asked.most_min - facilities->sure));
        ci_draft_undecided(draft, facilities->doubts | people->doubts);
    } else if (facilities->sure > asked.most_max) {
        ci_draft_number(draft, "excess", CIRCLET_ARGUMENT_COUNT_OF,
                        (double)(facilities->sure - asked.most_max));
        ci_draft_over_provision(draft);
        if (run->has_people && people->sure_milli == 0)
            ci_draft_perhaps_nobody(draft, people->doubts);
    } else {
        if (asked.nominal->reason && high < asked.nominal->max)
            ci_draft_reason(draft, asked.nominal->reason);
        doubt_limit(draft, facilities, people, &asked);
    }
}

static circlet_status judge_unit(const void *state, circlet_unit unit,
                                 bool is_setting_known, circlet_error *error)
{
    const count_run *run = state;
    const ci_judgement *judgement = run->judgement;
    const ci_rule *rule = run->rule;
    int64_t people =
        run->people[unit].sure_milli + run->people[unit].maybe_milli;
    ci_draft draft;

    ci_draft_start(&draft, rule, circlet_city_unit(judgement->city, unit));
    draft.finding.measured_unit = "facilities";
    draft.finding.shortfall_unit = "facilities";
    if (run->has_people)
        draft.finding.persons = (double)people / 1000;
    if (!is_setting_known)
        ci_draft_no_data(&draft, "setting_unknown");
    else if (rule->as.count.band_count > 1 && !run->has_people)
        ci_draft_no_data(&draft, "people_unknown");
    else if (run->has_people && people == 0)
        ci_draft_nobody(&draft, judgement->city,
                        judgement->policy->groups[rule->group].name);
    else if (!ci_selection_is_known(&rule->facility, judgement->city,
                                    &judgement->types))
        ci_draft_no_data(&draft, "type_unknown");
    else
        decide(&draft, run, unit);
    if (rule->group != CI_NO_POSITION && !run->has_people)
        ci_draft_without_people(&draft);
    if (run->has_people)
        ci_draft_modelled(&draft, run->people[unit].modelled_milli);
    return ci_findings_add(judgement->findings, &draft, judgement->policy,
                           error);
}

circlet_status ci_judge_count(const ci_judgement *judgement,
                              const ci_rule *rule, circlet_error *error)
{
    count_run run = {.judgement = judgement, .rule = rule};
    circlet_status status;

    run.has_people = rule->group != CI_NO_POSITION &&
                     circlet_city_knows_people(judgement->city);
    run.facilities = calloc(circlet_city_unit_count(judgement->city) + 1,
                            sizeof(*run.facilities));
    if (!run.facilities)
        return ci_fail_nomem(error);
    status = ci_headcounts_make(&run.people, judgement, rule, error);
    if (!status) {
        count_facilities(&run);
        status = ci_judge_units(judgement, rule, judge_unit, &run, error);
    }
    free(run.facilities);
    free(run.people);
    return status;
}
