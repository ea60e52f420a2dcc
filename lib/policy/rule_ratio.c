/*
 * What facilities have in sum (floor area, beds, places) for each person or
 * resident. All sums are whole thousandths, so that a unit exactly at a
 * limit keeps it.
 */
#include <math.h>
#include <stdlib.h>

#include "access/coverage.h"
#include "base/error.h"
#include "policy/circle.h"
#include "policy/exact.h"
#include "policy/rule.h"

/* More than this of anything in one facility is a mistake in the data. */
#define MAX_AMOUNT 1e12

/* What the facilities of one unit have. */
typedef struct amount {
    int64_t low_milli;
    int64_t high_milli; /* with facilities that perhaps count */
    bool is_open_ended; /* a facility's amount is not known */
    ci_doubts doubts;
} amount;

/* People or residents. */
typedef struct base {
    int64_t low_milli, high_milli;
    int64_t modelled_milli; /* of the higher number: of modelled people */
    bool is_known;
    ci_doubts doubts;
} base;

typedef struct ratio_run {
    const ci_judgement *judgement;
    const ci_rule *rule;
    bool is_known; /* such facilities were given */
    amount *amounts; /* of each unit */
    base *bases; /* of each unit */
} ratio_run;

/* The reason of a sum that lacks a facility's amount. */
static const char *unknown_amount(const ci_ratio *ratio)
{
    if (ratio->amount == CI_AMOUNT_BEDS)
        return "beds_unknown";
    if (ratio->amount == CI_AMOUNT_PLACES)
        return "places_unknown";
    return ci_measure_doubt_name(ratio->measure);
}

/* What it surely has of an amount that is not known. */
static double least_of(const ratio_run *run,
                       const circlet_facility_record *facility)
{
    const ci_ratio *ratio = &run->rule->as.ratio;
    const ci_facility_types *types = &run->judgement->types;

    if (ratio->amount == CI_AMOUNT_MEASURE)
        return ci_facility_measure_low(facility, ratio->measure);
    return (
        double)(ratio->amount == CI_AMOUNT_BEDS
                    ? ci_facility_beds_low(facility, ratio->service, types)
                    : ci_facility_places_low(facility, ratio->service, types));
}

/* NaN where it is not known. */
static double amount_of(const ratio_run *run,
                        const circlet_facility_record *facility)
{
    const ci_ratio *ratio = &run->rule->as.ratio;
    const ci_facility_types *types = &run->judgement->types;
    int64_t number;

    if (ratio->amount == CI_AMOUNT_MEASURE)
        return facility->measures[ratio->measure];
    number = ratio->amount == CI_AMOUNT_BEDS
                 ? ci_facility_beds(facility, ratio->service, types)
                 : ci_facility_places(facility, ratio->service, types);
    return number < 0 ? (double)NAN : (double)number;
}

static circlet_status add_facility(amount *sum, const ratio_run *run,
                                   const circlet_facility_record *facility,
                                   circlet_error *error)
{
    ci_doubts doubts = 0;
    ci_membership member = ci_selection_holds(&run->rule->facility, facility,
                                              &run->judgement->types, &doubts);
    double value = amount_of(run, facility);
    bool is_known = !isnan(value);
    int64_t milli;

    if (member == CI_MEMBER_NO)
        return CIRCLET_OK;
    if (member == CI_MEMBER_MAYBE)
        sum->doubts |= doubts;
    if (!is_known) {
        sum->is_open_ended = true;
        value = least_of(run, facility);
    }
    if (!(value >= 0 && value <= MAX_AMOUNT))
        return ci_fail(error, CIRCLET_E_DATA,
                       "facility '%s' has an impossible amount for rule '%s'",
                       facility->id, run->rule->id);
    milli = llround(value * 1000);
    if (!ci_add_weight(&sum->high_milli, milli))
        return ci_fail(error, CIRCLET_E_DATA,
                       "the amounts for rule '%s' are too large",
                       run->rule->id);
    if (member == CI_MEMBER_YES)
        sum->low_milli += milli;
    return CIRCLET_OK;
}

static circlet_status add_facilities(ratio_run *run, circlet_error *error)
{
    const ci_judgement *judgement = run->judgement;
    const circlet_city *city = judgement->city;
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < circlet_city_facility_count(city); i++) {
        circlet_facility position = (circlet_facility)i;
        const circlet_facility_record *facility =
            circlet_city_facility(city, position);
        circlet_unit unit =
            circlet_city_facility_unit(city, position, run->rule->level);

        if (unit != CIRCLET_NONE &&
            ci_facility_is_open_on(facility, judgement->day))
            status = add_facility(&run->amounts[unit], run, facility, error);
    }
    return status;
}

/* Residents of a unit, or the sum of its children if the units are said to be
 * complete and all of them are known. Levels are gone through from the
 * lowest, so that children come first. */
static circlet_status add_residents(ratio_run *run, circlet_error *error)
{
    const circlet_city *city = run->judgement->city;
    size_t count = circlet_city_unit_count(city);
    bool *is_partial = calloc(count + 1, sizeof(*is_partial));

    if (!is_partial)
        return ci_fail_nomem(error);
    for (int level = CIRCLET_LEVEL_COUNT - 1; level >= 0; level--)
        for (size_t i = 0; i < count; i++) {
            const circlet_unit_record *unit =
                circlet_city_unit(city, (circlet_unit)i);
            circlet_unit parent =
                circlet_city_unit_parent(city, (circlet_unit)i);
            base *own = &run->bases[i];

            if ((int)unit->level != level)
                continue;
            if (unit->residents >= 0 && unit->residents < INT64_MAX / 1000)
                *own = (base){.low_milli = unit->residents * 1000,
                              .high_milli = unit->residents * 1000,
                              .is_known = true};
            else if (is_partial[i] ||
                     !circlet_city_is_complete(city, CIRCLET_PART_UNITS))
                own->is_known = false;
            if (parent == CIRCLET_NONE)
                continue;
            if (own->is_known &&
                ci_add_weight(&run->bases[parent].low_milli, own->low_milli))
                run->bases[parent].is_known = true;
            else
                is_partial[parent] = true;
            run->bases[parent].high_milli = run->bases[parent].low_milli;
        }
    free(is_partial);
    return CIRCLET_OK;
}

static circlet_status add_people(ratio_run *run, circlet_error *error)
{
    const circlet_city *city = run->judgement->city;
    ci_headcount *people = NULL;
    circlet_status status =
        ci_headcounts_make(&people, run->judgement, run->rule, error);

    if (status)
        return status;
    for (size_t i = 0; i < circlet_city_unit_count(city); i++)
        run->bases[i] = (base){people[i].sure_milli,
                               people[i].sure_milli + people[i].maybe_milli,
                               people[i].modelled_milli,
                               run->rule->group != CI_NO_POSITION &&
                                   circlet_city_knows_people(city),
                               people[i].doubts};
    free(people);
    return CIRCLET_OK;
}

static bool exceeds_upper(const ci_ratio *ratio, int64_t amount_milli,
                          int64_t base_milli)
{
    return ci_compare_products(amount_milli, ratio->per * CI_MILLION,
                               base_milli, ratio->upper_micro) > 0;
}

/* What the lower limit asks for of so many people. */
static int64_t needed_milli(const ci_ratio *ratio, int64_t base_milli)
{
    int64_t milli = ci_multiply_divide_up(base_milli, ratio->lower_micro,
                                          ratio->per * CI_MILLION);

    if (!ratio->is_rounded_up || milli > INT64_MAX - 1000)
        return milli;
    return (milli + 999) / 1000 * 1000;
}

/* Whether the sum itself is said, not how much it is for each person. */
static bool is_sum(const ci_ratio *ratio)
{
    return ratio->is_of_unit || ratio->is_rounded_up;
}

static double quotient(const ci_ratio *ratio, int64_t amount_milli,
                       int64_t base_milli)
{
    return base_milli > 0
               ? (double)amount_milli / (double)base_milli * (double)ratio->per
               : (double)NAN;
}

/* For a unit as such, however many live there; but perhaps nobody does. */
static base base_of_unit(const ratio_run *run, const base *people)
{
    bool is_sure = run->rule->group == CI_NO_POSITION || people->low_milli > 0;

    return (base){.low_milli = is_sure ? 1000 : 0,
                  .high_milli = 1000,
                  .is_known = true,
                  .doubts = people->doubts};
}

static void describe_sum(ci_draft *draft, const ci_ratio *ratio,
                         const amount *has, const base *people)
{
    circlet_finding *finding = &draft->finding;

    finding->required = (double)needed_milli(ratio, people->high_milli) / 1000;
    finding->measured_low = (double)has->low_milli / 1000;
    if (!has->is_open_ended)
        finding->measured_high = (double)has->high_milli / 1000;
    if (!has->is_open_ended && has->low_milli == has->high_milli)
        finding->measured = finding->measured_low;
}

static void describe_numbers(ci_draft *draft, const ci_ratio *ratio,
                             const amount *has, const base *people)
{
    circlet_finding *finding = &draft->finding;
    bool is_exact = !has->is_open_ended && has->low_milli == has->high_milli &&
                    people->low_milli == people->high_milli;

    finding->required = ratio->lower_micro >= 0
                            ? (double)ratio->lower_micro / CI_MILLION
                            : (double)NAN;
    finding->measured_low =
        quotient(ratio, has->low_milli, people->high_milli);
    if (!has->is_open_ended)
        finding->measured_high =
            quotient(ratio, has->high_milli, people->low_milli);
    if (is_exact)
        finding->measured = finding->measured_low;
}

static const char *group_word(const ratio_run *run)
{
    return run->rule->as.ratio.is_of_residents
               ? "residents"
               : run->judgement->policy->groups[run->rule->group].name;
}

static void describe_sentence(ci_draft *draft, const ratio_run *run,
                              const amount *has, const base *people)
{
    const ci_ratio *ratio = &run->rule->as.ratio;
    bool is_of_measure = ratio->amount == CI_AMOUNT_MEASURE;

    draft->finding.sentence = is_sum(ratio)            ? "ratio_sum"
                              : ratio->lower_micro < 0 ? "ratio_most"
                              : ratio->upper_micro < 0 ? "ratio_least"
                                                       : "ratio_range";
    ci_draft_number(draft,
                    has->is_open_ended || has->high_milli > has->low_milli
                        ? "least"
                        : "amount",
                    CIRCLET_ARGUMENT_AREA, (double)has->low_milli / 1000);
    ci_draft_word(draft, "amount_unit", ratio->amount_unit);
    if (is_of_measure)
        ci_draft_word(draft, "facility", run->rule->facility.word);
    else
        ci_draft_word(draft, "service", ratio->service);
    if (!ratio->is_of_unit) {
        ci_draft_number(draft, "base", CIRCLET_ARGUMENT_PERSONS,
                        (double)people->high_milli / 1000);
        if (people->low_milli < people->high_milli)
            ci_draft_number(draft, "perhaps", CIRCLET_ARGUMENT_PERSONS,
                            (double)(people->high_milli - people->low_milli) /
                                1000);
        ci_draft_word(draft, "people", group_word(run));
    }
    if (!isnan(draft->finding.measured)) {
        ci_draft_number(draft, "measured", CIRCLET_ARGUMENT_NUMBER,
                        draft->finding.measured);
        ci_draft_word(draft, "measured_unit", ratio->measured_unit);
    }
    if (is_sum(ratio) && !ratio->is_of_unit &&
        needed_milli(ratio, people->low_milli) <
            needed_milli(ratio, people->high_milli))
        ci_draft_number(draft, "lower_least", CIRCLET_ARGUMENT_NUMBER,
                        (double)needed_milli(ratio, people->low_milli) / 1000);
    if (ratio->lower_micro >= 0)
        ci_draft_number(draft, "lower", CIRCLET_ARGUMENT_NUMBER,
                        draft->finding.required);
    if (ratio->upper_micro >= 0)
        ci_draft_number(draft, "upper", CIRCLET_ARGUMENT_NUMBER,
                        (double)ratio->upper_micro / CI_MILLION);
}

/* What is surely missing, whole where halves are of no use. */
static double missing(const ci_ratio *ratio, const amount *has,
                      const base *people)
{
    double gap =
        (double)(needed_milli(ratio, people->low_milli) - has->high_milli) /
        1000;

    return ratio->is_whole ? ceil(gap) : gap;
}

/* What is missing at worst: so much more is surely enough. */
static double mend_of(const ci_ratio *ratio, const amount *has,
                      const base *people)
{
    double gap =
        (double)(needed_milli(ratio, people->high_milli) - has->low_milli) /
        1000;

    return ratio->is_whole ? ceil(gap) : gap;
}

/* No less than it is, to the digit that sentences give. */
static double round_up(double number)
{
    return ceil(number * 10 - 1e-9) / 10;
}

static void fall_short(ci_draft *draft, const ratio_run *run,
                       const amount *has, const base *people)
{
    const ci_ratio *ratio = &run->rule->as.ratio;
    double gap = missing(ratio, has, people);
    double mend = mend_of(ratio, has, people);

    ci_draft_doubts(draft, has->doubts | people->doubts);
    ci_draft_missing(draft, CIRCLET_ARGUMENT_AREA, round_up(gap), mend > gap);
    ci_draft_more(draft, mend);
    ci_draft_shortfall(draft, run->rule, run->judgement->day, gap,
                       ratio->amount_unit);
}

static double excess(const ci_ratio *ratio, const amount *has,
                     const base *people)
{
    int64_t allowed_milli = ci_multiply_divide_down(
        people->high_milli, ratio->upper_micro, ratio->per * CI_MILLION);
    double gap = (double)(has->low_milli - allowed_milli) / 1000;

    return ratio->is_whole ? ceil(gap) : gap;
}

/* Someone, if only one person, where perhaps nobody is concerned. */
static int64_t fewest_milli(const base *people)
{
    if (people->low_milli > 0)
        return people->low_milli;
    return people->high_milli < 1000 ? people->high_milli : 1000;
}

/* A pass that may be more than the upper limit. */
static void doubt_upper(ci_draft *draft, const ratio_run *run,
                        const amount *has, const base *people)
{
    const ci_ratio *ratio = &run->rule->as.ratio;
    int64_t fewest = fewest_milli(people);

    if (!has->is_open_ended && !exceeds_upper(ratio, has->high_milli, fewest))
        return;
    ci_draft_perhaps_over(
        draft,
        has->doubts | (fewest < people->high_milli ? people->doubts : 0),
        has->is_open_ended ? unknown_amount(ratio) : NULL);
}

static void decide(ci_draft *draft, const ratio_run *run, const amount *has,
                   const base *people)
{
    const ci_ratio *ratio = &run->rule->as.ratio;
    bool has_lower = ratio->lower_micro >= 0;

    if (is_sum(ratio))
        describe_sum(draft, ratio, has, people);
    else
        describe_numbers(draft, ratio, has, people);
    describe_sentence(draft, run, has, people);
    if (has_lower && !has->is_open_ended &&
        has->high_milli < needed_milli(ratio, people->low_milli)) {
        fall_short(draft, run, has, people);
    } else if (has_lower &&
               has->low_milli < needed_milli(ratio, people->high_milli)) {
        if (has->is_open_ended)
            ci_draft_reason(draft, unknown_amount(ratio));
        ci_draft_more(draft, mend_of(ratio, has, people));
        ci_draft_undecided(draft, has->doubts | people->doubts);
    } else if (ratio->upper_micro >= 0 &&
               exceeds_upper(ratio, has->low_milli, people->high_milli)) {
        ci_draft_number(draft, "excess", CIRCLET_ARGUMENT_AREA,
                        round_up(excess(ratio, has, people)));
        ci_draft_over_provision(draft);
        if (people->low_milli == 0)
            ci_draft_perhaps_nobody(draft, people->doubts);
    } else if (ratio->upper_micro >= 0) {
        doubt_upper(draft, run, has, people);
    }
}

static circlet_status judge_unit(const void *state, circlet_unit unit,
                                 bool is_setting_known, circlet_error *error)
{
    const ratio_run *run = state;
    const ci_judgement *judgement = run->judgement;
    const ci_ratio *ratio = &run->rule->as.ratio;
    const base *people = &run->bases[unit];
    const base one = base_of_unit(run, people);
    bool lacks_people = run->rule->group != CI_NO_POSITION &&
                        !people->is_known && ratio->is_of_unit;
    ci_draft draft;

    ci_draft_start(&draft, run->rule,
                   circlet_city_unit(judgement->city, unit));
    draft.finding.measured_unit =
        is_sum(ratio) ? ratio->amount_unit : ratio->measured_unit;
    draft.finding.shortfall_unit = ratio->amount_unit;
    if (people->is_known && !ratio->is_of_residents)
        draft.finding.persons = (double)people->high_milli / 1000;
    if (!is_setting_known)
        ci_draft_no_data(&draft, "setting_unknown");
    else if (!people->is_known && !ratio->is_of_unit)
        ci_draft_no_data(&draft, ratio->is_of_residents ? "residents_unknown"
                                                        : "people_unknown");
    else if (people->is_known && people->high_milli == 0)
        ci_draft_nobody(&draft,
                        ratio->is_of_residents ? NULL : run->judgement->city,
                        group_word(run));
    else if (!run->is_known)
        ci_draft_no_data(&draft, "type_unknown");
    else
        decide(&draft, run, &run->amounts[unit],
               ratio->is_of_unit ? &one : people);
    if (lacks_people)
        ci_draft_without_people(&draft);
    if (people->is_known && !ratio->is_of_residents)
        ci_draft_modelled(&draft, people->modelled_milli);
    return ci_findings_add(judgement->findings, &draft, judgement->policy,
                           error);
}

circlet_status ci_judge_ratio(const ci_judgement *judgement,
                              const ci_rule *rule, circlet_error *error)
{
    const ci_ratio *ratio = &rule->as.ratio;
    size_t units = circlet_city_unit_count(judgement->city) + 1;
    ratio_run run = {.judgement = judgement, .rule = rule};
    circlet_status status;

    run.is_known =
        ratio->amount == CI_AMOUNT_BEDS && !rule->facility.type
            ? ci_beds_are_known(ratio->service, judgement->city,
                                &judgement->types)
            : ci_selection_is_known(&rule->facility, judgement->city,
                                    &judgement->types);
    run.amounts = calloc(units, sizeof(*run.amounts));
    run.bases = calloc(units, sizeof(*run.bases));
    if (!run.amounts || !run.bases) {
        free(run.amounts);
        free(run.bases);
        return ci_fail_nomem(error);
    }
    status = add_facilities(&run, error);
    if (!status)
        status = ratio->is_of_residents ? add_residents(&run, error)
                                        : add_people(&run, error);
    if (!status)
        status = ci_judge_units(judgement, rule, judge_unit, &run, error);
    free(run.amounts);
    free(run.bases);
    return status;
}
