/*
 * How much supply (beds, places) people have in reach, by floating
 * catchments, unit by unit, and how evenly. The city's Gini coefficient is
 * the rule; units far below the city's mean are advice, which says where.
 * None of this is monotone in what is unknown: the three cases make a range,
 * which is said to be one, and nothing passes or fails by it.
 */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "policy/even_run.h"

/* So much may come of rounding sums of quotients. */
#define ROUNDING 1e-12

/* A figure in the three cases. */
typedef struct even_figure {
    double nominal, low, high;
} even_figure;

/* What is said of one unit. */
typedef struct even_view {
    const ci_even_run *run;
    circlet_unit unit;
    bool is_city;
} even_view;

static const ci_evenness *evenness_of(const even_view *view)
{
    return &view->run->catchment.rule->as.evenness;
}

static double figure_in(const even_view *view, ci_case which)
{
    const ci_even_case *one = &view->run->cases[which];

    return view->is_city
               ? one->gini
               : one->units[view->unit].ratio * (double)evenness_of(view)->per;
}

static even_figure figure_of(const even_view *view)
{
    even_figure out = {.nominal = figure_in(view, CI_CASE_NOMINAL)};

    out.low = out.high = out.nominal;
    for (int i = 1; i < CI_CASE_COUNT; i++) {
        double value = figure_in(view, (ci_case)i);

        /* In the best case a unit may have nobody. */
        out.low = fmin(out.low, value);
        out.high = fmax(out.high, value);
    }
    return out;
}

/* Surely nothing is in anybody's reach: that is no even share of it, and the
 * coefficient is that of no numbers. */
static bool has_no_supply(const ci_even_run *run)
{
    return run->is_exact && !(run->cases[CI_CASE_NOMINAL].mean > 0);
}

/* ---- what is said ------------------------------------------------------- */

static void describe_range(ci_draft *draft, const even_view *view,
                           const even_figure *figure)
{
    const ci_even_run *run = view->run;
    const circlet_policy *policy = run->catchment.judgement->policy;

    ci_draft_reason(draft, "range_only");
    ci_draft_number(draft, "low", CIRCLET_ARGUMENT_NUMBER, figure->low);
    ci_draft_number(draft, "high", CIRCLET_ARGUMENT_NUMBER, figure->high);
    for (size_t i = 0; i < policy->own_mode_count; i++)
        if (run->own_rows >> i & 1 && policy->own_modes[i].reason)
            ci_draft_reason(draft, policy->own_modes[i].reason);
    if (run->has_unknown_supply)
        ci_draft_reason(draft, evenness_of(view)->amount == CI_AMOUNT_BEDS
                                   ? "beds_unknown"
                                   : "places_unknown");
    if (run->has_homeless)
        ci_draft_reason(draft, "setting_unknown");
    if (run->has_outside)
        ci_draft_reason(draft, "outside_extent");
    if (run->has_edge)
        ci_draft_reason(draft, "network_edge");
    ci_draft_doubts(draft, run->doubts);
    if (run->has_open_way && run->own_rows == 0)
        ci_draft_reason(draft, "ways_unknown");
}

static void describe(ci_draft *draft, const even_view *view,
                     const even_figure *figure)
{
    const ci_even_run *run = view->run;
    const ci_evenness *evenness = evenness_of(view);
    const circlet_policy *policy = run->catchment.judgement->policy;
    double mean = run->cases[CI_CASE_NOMINAL].mean * (double)evenness->per;
    bool is_defined = !view->is_city || !has_no_supply(run);
    circlet_finding *finding = &draft->finding;

    if (!run->has_unknown_supply && is_defined)
        finding->measured = figure->nominal;
    if (is_defined) {
        finding->measured_low = figure->low;
        finding->measured_high = figure->high;
    }
    finding->sentence = view->is_city ? "evenness_city" : "evenness_unit";
    ci_draft_persons(draft, run->all_milli[view->unit],
                     run->sure_milli[view->unit]);
    ci_draft_word(draft, "group",
                  policy->groups[run->catchment.rule->group].name);
    ci_draft_word(draft, "service", evenness->service);
    ci_draft_word(draft, "measured_unit", evenness->measured_unit);
    if (!isnan(finding->required))
        ci_draft_number(draft, view->is_city ? "most" : "least",
                        CIRCLET_ARGUMENT_NUMBER, finding->required);
    if (!run->has_unknown_supply) {
        ci_draft_number(draft, "mean", CIRCLET_ARGUMENT_NUMBER, mean);
        if (is_defined)
            ci_draft_number(draft, view->is_city ? "gini" : "ratio",
                            CIRCLET_ARGUMENT_NUMBER, figure->nominal);
    }
    if (!run->is_exact)
        describe_range(draft, view, figure);
}

/* ---- judging ------------------------------------------------------------ */

/* A Gini coefficient is better where it is less, a ratio where it is more.
 * Both are sums of quotients: what is over the limit by rounding keeps it. */
static bool meets(const even_view *view, double value, double limit)
{
    return view->is_city ? value <= limit + ROUNDING
                         : value >= limit * (1 - ROUNDING);
}

static void decide(ci_draft *draft, const even_view *view)
{
    const ci_even_run *run = view->run;
    const even_figure figure = figure_of(view);
    const ci_evenness *evenness = evenness_of(view);
    double mean = run->cases[CI_CASE_NOMINAL].mean;
    ci_rule rule = *run->catchment.rule;
    double limit = view->is_city
                       ? (double)evenness->gini_micro / CI_MILLION
                       : mean * (double)evenness->per *
                             ((double)evenness->least_micro / CI_MILLION);

    rule.is_variant = rule.is_variant || !view->is_city;
    if (view->is_city || !(run->has_unknown_supply || has_no_supply(run)))
        draft->finding.required = limit;
    describe(draft, view, &figure);
    if (!run->is_exact) {
        draft->finding.verdict = CIRCLET_VERDICT_UNDECIDED;
        draft->finding.shortfall = (double)NAN;
        ci_draft_word(draft, "doubt", "range_only");
    } else if (has_no_supply(run)) {
        ci_draft_reason(draft, "no_supply");
        ci_draft_word(draft, "none", evenness->service);
        ci_draft_shortfall(draft, &rule, run->catchment.judgement->year,
                           (double)NAN, draft->finding.shortfall_unit);
    } else if (!meets(view, figure.nominal, limit)) {
        ci_draft_shortfall(draft, &rule, run->catchment.judgement->year,
                           fabs(figure.nominal - limit),
                           draft->finding.shortfall_unit);
    }
}

/* What keeps a unit with people from being measured; false: nothing. */
static bool lacks_data(ci_draft *draft, const even_view *view)
{
    const ci_catchment_run *catchment = &view->run->catchment;
    const ci_judgement *judgement = catchment->judgement;

    if (!catchment->is_known &&
        (!judgement->travel || !judgement->travel->find_within))
        ci_draft_no_data(draft, "no_network");
    else if (!catchment->is_known)
        ci_draft_no_data(draft, "type_unknown");
    if (!catchment->is_known)
        return true;
    if (!isnan(figure_in(view, CI_CASE_NOMINAL)))
        return false;
    ci_draft_no_data(draft, view->run->has_homeless ? "setting_unknown"
                                                    : "no_network");
    return true;
}

static circlet_status judge_unit(const even_view *view, bool is_setting_known,
                                 circlet_error *error)
{
    const ci_even_run *run = view->run;
    const ci_catchment_run *catchment = &run->catchment;
    const ci_judgement *judgement = catchment->judgement;
    int64_t all_milli = run->all_milli[view->unit];
    ci_draft draft;

    ci_draft_start(&draft, catchment->rule,
                   circlet_city_unit(judgement->city, view->unit));
    draft.finding.measured_unit =
        view->is_city ? "gini" : evenness_of(view)->measured_unit;
    draft.finding.shortfall_unit = draft.finding.measured_unit;
    draft.finding.mode = ci_catchment_mode(
        catchment, view->is_city
                       ? NULL
                       : ci_catchment_circle(catchment->circles,
                                             judgement->city, view->unit));
    if (!is_setting_known)
        ci_draft_no_data(&draft, "setting_unknown");
    else if (!circlet_city_knows_people(judgement->city))
        ci_draft_no_data(&draft, "people_unknown");
    else if (all_milli == 0)
        ci_draft_nobody(
            &draft, judgement->city,
            judgement->policy->groups[catchment->rule->group].name);
    if (is_setting_known && circlet_city_knows_people(judgement->city)) {
        draft.finding.persons = (double)all_milli / 1000;
        if (all_milli > 0 && !lacks_data(&draft, view))
            decide(&draft, view);
        ci_draft_modelled(&draft, run->modelled_milli[view->unit]);
    }
    return ci_findings_add(judgement->findings, &draft, judgement->policy,
                           error);
}

/* The units of the rule's level, and the city. */
static circlet_status judge_units(const ci_even_run *run, circlet_error *error)
{
    const ci_catchment_run *catchment = &run->catchment;
    const ci_judgement *judgement = catchment->judgement;
    const circlet_city *city = judgement->city;
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < circlet_city_unit_count(city); i++) {
        even_view view = {run, (circlet_unit)i, false};
        ci_applies applies = ci_rule_applies(
            catchment->rule, judgement->policy, city, view.unit);

        view.is_city =
            circlet_city_unit(city, view.unit)->level == CIRCLET_LEVEL_CITY;
        if ((view.is_city || applies != CI_APPLIES_NOT) &&
            ci_judgement_has(judgement, view.unit))
            status = judge_unit(&view, view.is_city || applies == CI_APPLIES,
                                error);
    }
    return status;
}

static bool is_known(const ci_judgement *judgement, const ci_rule *rule)
{
    if (!judgement->travel || !judgement->travel->find_within)
        return false;
    if (rule->as.evenness.amount == CI_AMOUNT_BEDS && !rule->facility.type)
        return ci_beds_are_known(rule->as.evenness.service, judgement->city,
                                 &judgement->types);
    return ci_selection_is_known(&rule->facility, judgement->city,
                                 &judgement->types);
}

/* `mode` is one of those asked for, or NULL: as the circles say. */
static circlet_status judge_in_mode(const ci_judgement *judgement,
                                    const ci_rule *rule, const size_t *mode,
                                    circlet_error *error)
{
    ci_even_run run = {.catchment = {.judgement = judgement,
                                     .rule = rule,
                                     .circles = &rule->as.evenness.circles,
                                     .focus = CI_NO_POSITION,
                                     .has_mode = mode != NULL,
                                     .mode = mode ? *mode : CI_NO_POSITION}};
    circlet_status status;

    run.catchment.is_known = is_known(judgement, rule);
    status = ci_even_run_measure(&run, error);
    if (!status)
        status = judge_units(&run, error);
    ci_even_run_clear(&run);
    return status;
}

circlet_status ci_judge_evenness(const ci_judgement *judgement,
                                 const ci_rule *rule, circlet_error *error)
{
    return ci_judge_in_modes(judgement, rule, judge_in_mode, error);
}
