/*
 * How much supply (beds, places) people have in reach, by floating
 * catchments, unit by unit, and how evenly. The city's Gini coefficient is
 * the rule; units far below the city's mean are advice, which says where.
 * What is unknown makes bounds of both and of the mean. A verdict is given
 * where the worse end of one keeps to the worse end of the other, or the
 * better end of neither does.
 */
#include <math.h>
#include <string.h>

#include "base/error.h"
#include "policy/even_run.h"
#include "policy/open_types.h"

/* So much may come of rounding sums of quotients. */
#define ROUNDING 1e-12

/* A figure as assumed, and its bounds; high may be infinite. */
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

/* What is known of a figure; as assumed only where that may be true, and where
 * supply that nobody knows is not taken for none. */
static even_figure figure_make(const ci_even_run *run, double nominal,
                               ci_even_bounds bounds, double scale)
{
    double slack = ROUNDING * fabs(nominal);
    bool is_open = bounds.low < bounds.high;

    if ((is_open && (run->has_unknown_supply || run->lacks_types)) ||
        !(nominal >= bounds.low - slack && nominal <= bounds.high + slack))
        nominal = (double)NAN;
    return (even_figure){scale * nominal, scale * bounds.low,
                         scale * bounds.high};
}

static even_figure figure_of(const even_view *view)
{
    const ci_even_run *run = view->run;
    const ci_even_unit *unit = &run->units[view->unit];

    return view->is_city ? figure_make(run, run->gini, run->gini_bounds, 1)
                         : figure_make(run, unit->ratio, unit->bounds,
                                       (double)evenness_of(view)->per);
}

/* The mean of all units. */
static even_figure mean_of(const even_view *view)
{
    return figure_make(view->run, view->run->mean, view->run->mean_bounds,
                       (double)evenness_of(view)->per);
}

static even_figure limit_of(const even_view *view)
{
    const ci_evenness *evenness = evenness_of(view);
    double gini = (double)evenness->gini_micro / CI_MILLION;
    double least = (double)evenness->least_micro / CI_MILLION;
    even_figure mean = mean_of(view);

    if (view->is_city)
        return (even_figure){gini, gini, gini};
    return (even_figure){least * mean.nominal, least * mean.low,
                         least > 0 ? least * mean.high : 0};
}

/* Surely nothing is in anybody's reach: that is no even share of it, and the
 * coefficient is that of no numbers. */
static bool has_no_supply(const ci_even_run *run)
{
    return run->mean_bounds.high <= 0;
}

static bool is_open(const even_figure *figure)
{
    return figure->low < figure->high;
}

/* ---- what is said ------------------------------------------------------- */

static double finite_or_unknown(double value)
{
    return isfinite(value) ? value : (double)NAN;
}

static void describe_doubts(ci_draft *draft, const even_view *view)
{
    const ci_even_run *run = view->run;
    const circlet_policy *policy = run->catchment.judgement->policy;

    for (size_t i = 0; i < policy->own_mode_count; i++)
        if (run->own_rows >> i & 1 && policy->own_modes[i].reason)
            ci_draft_reason(draft, policy->own_modes[i].reason);
    if (run->lacks_types)
        ci_draft_reason(draft, CI_TYPES_UNKNOWN);
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
    if (draft->finding.reason_count == 0)
        ci_draft_reason(draft, "rivals_unknown");
}

/* A bound that is none is left out. */
static void describe_bound(ci_draft *draft, const char *name, double bound)
{
    if (isfinite(bound))
        ci_draft_number(draft, name, CIRCLET_ARGUMENT_NUMBER, bound);
}

static void describe_bounds(ci_draft *draft, const even_view *view,
                            const even_figure *figure,
                            const even_figure *limit)
{
    if (is_open(figure)) {
        describe_bound(draft, "low", figure->low);
        describe_bound(draft, "high", figure->high);
    }
    if (is_open(limit)) {
        describe_bound(draft, "limit_low", limit->low);
        describe_bound(draft, "limit_high", limit->high);
    }
    if (is_open(figure) || is_open(limit))
        describe_doubts(draft, view);
}

static void describe_figures(ci_draft *draft, const even_view *view,
                             const even_figure *figure)
{
    circlet_finding *finding = &draft->finding;
    even_figure mean = mean_of(view);

    if (!isnan(finding->required))
        ci_draft_number(draft, view->is_city ? "most" : "least",
                        CIRCLET_ARGUMENT_NUMBER, finding->required);
    describe_bound(draft, "mean", mean.nominal);
    if (view->is_city && has_no_supply(view->run))
        return;
    finding->measured = figure->nominal;
    finding->measured_low = figure->low;
    finding->measured_high = finite_or_unknown(figure->high);
    describe_bound(draft, view->is_city ? "gini" : "ratio", figure->nominal);
    if (isnan(figure->nominal))
        ci_draft_word(draft, "open_service", evenness_of(view)->service);
}

static void describe(ci_draft *draft, const even_view *view,
                     const even_figure *figure, const even_figure *limit)
{
    const ci_even_run *run = view->run;
    const ci_even_unit *unit = &run->units[view->unit];
    const ci_evenness *evenness = evenness_of(view);
    const circlet_policy *policy = run->catchment.judgement->policy;

    draft->finding.sentence =
        view->is_city ? "evenness_city" : "evenness_unit";
    if (view->is_city || !has_no_supply(run))
        draft->finding.required = limit->nominal;
    ci_draft_persons(draft, unit->all_milli, unit->sure_milli);
    ci_draft_word(draft, "group",
                  policy->groups[run->catchment.rule->group].name);
    ci_draft_word(draft, "service", evenness->service);
    ci_draft_word(draft, "measured_unit", evenness->measured_unit);
    describe_figures(draft, view, figure);
    if (!has_no_supply(run))
        describe_bounds(draft, view, figure, limit);
}

/* ---- judging ------------------------------------------------------------ */

/* By how much a figure misses its limit: a Gini coefficient is better where it
 * is less, a ratio where it is more. Both are sums of quotients: what is over
 * the limit by rounding keeps it. 0: by nothing. */
static double miss(const even_view *view, double value, double limit)
{
    bool meets = view->is_city ? value <= limit + ROUNDING
                               : value >= limit * (1 - ROUNDING);

    return meets ? 0 : fabs(value - limit);
}

/* Whether it holds whatever is true: something is shared out, and the worse
 * end meets the worse end of the limit. Where perhaps nobody is in the group
 * nothing may be asked for, which holds as well. */
static bool is_surely_even(const even_view *view, const even_figure *figure,
                           const even_figure *limit)
{
    const ci_even_run *run = view->run;

    return run->mean_bounds.low > 0 &&
           miss(view, view->is_city ? figure->high : figure->low,
                limit->high) <= 0;
}

/* What is missing whatever is true; 0: perhaps nothing. Where perhaps nobody
 * lives, nobody perhaps lacks anything. */
static double sure_miss(const even_view *view, const even_figure *figure,
                        const even_figure *limit)
{
    const ci_even_run *run = view->run;

    if (run->sure_milli == 0 || run->units[view->unit].sure_milli == 0)
        return 0;
    return miss(view, view->is_city ? figure->low : figure->high, limit->low);
}

static void decide(ci_draft *draft, const even_view *view)
{
    const ci_even_run *run = view->run;
    const even_figure figure = figure_of(view), limit = limit_of(view);
    int day = run->catchment.judgement->day;
    const char *measured_unit = draft->finding.shortfall_unit;
    double missing = sure_miss(view, &figure, &limit);
    ci_rule rule = *run->catchment.rule;

    rule.is_variant = rule.is_variant || !view->is_city;
    describe(draft, view, &figure, &limit);
    if (has_no_supply(run) && run->units[view->unit].sure_milli > 0) {
        ci_draft_reason(draft, "no_supply");
        ci_draft_word(draft, "none", evenness_of(view)->service);
        ci_draft_shortfall(draft, &rule, day, (double)NAN, measured_unit);
    } else if (missing > 0) {
        ci_draft_shortfall(draft, &rule, day, missing, measured_unit);
    } else if (!is_surely_even(view, &figure, &limit)) {
        draft->finding.verdict = CIRCLET_VERDICT_UNDECIDED;
        draft->finding.shortfall = (double)NAN;
        if (draft->finding.reason_count == 0)
            describe_doubts(draft, view);
        ci_draft_word(draft, "doubt", draft->reasons[0]);
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
    if (!isnan(view->is_city ? view->run->gini
                             : view->run->units[view->unit].ratio))
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
    int64_t all_milli = run->units[view->unit].all_milli;
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
        ci_draft_modelled(&draft, run->units[view->unit].modelled_milli);
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

static bool lacks_types(const ci_judgement *judgement, const ci_rule *rule)
{
    if (rule->as.evenness.amount == CI_AMOUNT_BEDS && !rule->facility.type)
        return ci_beds_lack_types(rule->as.evenness.service, judgement->city,
                                  &judgement->types);
    return ci_selection_lacks_types(&rule->facility, judgement->city,
                                    &judgement->types);
}

/* Facilities of types that no import has spoken of add to what is in reach:
 * nobody has less of it, but how evenly it is shared out is open. */
static void leave_open(ci_even_run *run)
{
    size_t units = circlet_city_unit_count(run->catchment.judgement->city);

    run->lacks_types = true;
    for (size_t i = 0; i < units; i++)
        run->units[i].bounds.high = (double)INFINITY;
    run->mean_bounds.high = (double)INFINITY;
    run->gini_bounds = (ci_even_bounds){0, 1};
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
    if (!status && run.catchment.is_known && lacks_types(judgement, rule))
        leave_open(&run);
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
