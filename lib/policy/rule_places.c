/*
 * Who gets a free place within the circle of their setting. All people of
 * the city compete, so that a unit's share hangs on its neighbours. Where
 * not all is known that matters there are bounds, and they alone decide. For
 * the city as a whole the same is said as advice, so that no shortfall counts
 * twice.
 */
#include <math.h>
#include <stdlib.h>

#include "access/coverage.h"
#include "base/error.h"
#include "policy/exact.h"
#include "policy/fix_places.h"
#include "policy/place_run.h"

/* What is said of one unit. */
typedef struct place_view {
    const ci_place_run *run;
    const ci_place_sums *sums;
    const ci_setting_circle *circle; /* NULL: there are several */
    bool is_city; /* with nobody beside its people who wants the places */
    bool is_total; /* the city beside its units */
    bool is_measured; /* nothing lacks that the measured share needs */
} place_view;

static const ci_places *places_of(const ci_place_run *run)
{
    return &run->catchment.rule->as.places;
}

static double persons(int64_t milli)
{
    return (double)milli / 1000;
}

static double share_of(ci_place_share share)
{
    return share.all_milli > 0
               ? (double)share.part_milli / (double)share.all_milli
               : 1.0;
}

/* ---- what is said ------------------------------------------------------- */

static void describe_numbers(circlet_finding *finding, const place_view *view)
{
    const ci_place_sums *sums = view->sums;
    const ci_place_share nominal = {sums->placed_milli, sums->all_milli};
    const ci_place_share low = ci_place_share_low(sums);
    const ci_place_share high = ci_place_share_high(sums);

    finding->required =
        (double)places_of(view->run)->target_micro / CI_MILLION;
    if (view->is_measured) {
        finding->measured = share_of(nominal);
        finding->persons_covered = persons(sums->placed_milli);
    }
    finding->measured_low = share_of(low);
    finding->measured_high = share_of(high);
    finding->covered_low = persons(low.part_milli);
    finding->persons_low = persons(low.all_milli);
    finding->covered_high = persons(high.part_milli);
    finding->persons_high = persons(high.all_milli);
}

static void describe_focus(ci_draft *draft, const place_view *view)
{
    const ci_place_sums *sums = view->sums;
    const ci_judgement *judgement = view->run->catchment.judgement;

    if (sums->focus_milli == 0)
        return;
    ci_draft_number(draft, "focus", CIRCLET_ARGUMENT_PERSONS,
                    persons(sums->focus_milli));
    ci_draft_word(draft, "focus_group",
                  judgement->policy->groups[places_of(view->run)->focus].name);
    ci_draft_number(draft, "focus_share", CIRCLET_ARGUMENT_SHARE,
                    (double)sums->focus_placed_milli /
                        (double)sums->focus_milli);
}

static void describe_sentence(ci_draft *draft, const place_view *view)
{
    const ci_place_sums *sums = view->sums;
    const ci_catchment_run *catchment = &view->run->catchment;
    const ci_rule *rule = catchment->rule;
    const circlet_policy *policy = catchment->judgement->policy;
    int64_t unplaced = sums->all_milli - sums->placed_milli;
    int64_t surely = sums->sure_milli - sums->most_sure_milli;
    bool fails = !ci_place_share_meets(ci_place_share_high(sums),
                                       places_of(view->run)->target_micro);

    draft->finding.sentence = view->is_measured ? "places" : "places_range";
    ci_draft_persons(draft, sums->all_milli, sums->sure_milli);
    ci_draft_word(draft, "group", policy->groups[rule->group].name);
    ci_draft_word(draft, "facility", rule->facility.word);
    if (view->circle) {
        ci_draft_number(draft, "minutes", CIRCLET_ARGUMENT_MINUTES,
                        view->circle->cutoff_ms / 60000.0);
        ci_draft_word(draft, "mode", draft->finding.mode);
    }
    if (!view->is_measured) {
        ci_draft_number(draft, "best_known", CIRCLET_ARGUMENT_PERSONS,
                        persons(sums->flow_milli));
        return;
    }
    ci_draft_number(draft, "share", CIRCLET_ARGUMENT_SHARE,
                    draft->finding.measured);
    if (fails && surely < unplaced)
        ci_draft_number(draft, "unplaced_least", CIRCLET_ARGUMENT_PERSONS,
                        persons(surely));
    else if (unplaced > 0)
        ci_draft_number(draft, "unplaced", CIRCLET_ARGUMENT_PERSONS,
                        persons(unplaced));
    if (sums->nowhere_milli > 0)
        ci_draft_number(draft, "nowhere", CIRCLET_ARGUMENT_PERSONS,
                        persons(sums->nowhere_milli));
    describe_focus(draft, view);
    if (unplaced > 0)
        ci_draft_number(draft, view->is_city ? "best" : "best_alone",
                        CIRCLET_ARGUMENT_PERSONS, persons(sums->flow_milli));
}

/* The bounds, and what keeps them apart: of these people, or of others who
 * want the same places. */
static void describe_bounds(ci_draft *draft, const place_view *view)
{
    const ci_place_sums *sums = view->sums;
    const circlet_policy *policy = view->run->catchment.judgement->policy;

    ci_draft_number(draft, "low", CIRCLET_ARGUMENT_SHARE,
                    draft->finding.measured_low);
    ci_draft_number(draft, "high", CIRCLET_ARGUMENT_SHARE,
                    draft->finding.measured_high);
    if (sums->place_doubts & CI_PLACES_UNKNOWN)
        ci_draft_reason(draft, "places_unknown");
    if (sums->place_doubts & CI_OCCUPIED_UNKNOWN)
        ci_draft_reason(draft, "occupied_unknown");
    if (sums->homeless_milli > 0)
        ci_draft_reason(draft, "setting_unknown");
    if (sums->outside_milli > 0)
        ci_draft_reason(draft, "outside_extent");
    if (sums->is_at_edge)
        ci_draft_reason(draft, "network_edge");
    ci_draft_doubts(draft, sums->doubts);
    for (size_t i = 0; i < policy->own_mode_count; i++)
        if (sums->own_rows >> i & 1 && policy->own_modes[i].reason)
            ci_draft_reason(draft, policy->own_modes[i].reason);
    if (sums->is_way_open)
        ci_draft_reason(draft, "ways_unknown");
    if (draft->finding.reason_count == 0)
        ci_draft_reason(draft, "rivals_unknown");
}

/* ---- judging ------------------------------------------------------------ */

/* The people who lack a place at best: so many surely do. */
static double shortfall_of(const place_view *view)
{
    const ci_place_share high = ci_place_share_high(view->sums);
    int64_t target = places_of(view->run)->target_micro;

    return persons(
        ci_persons_missing_milli(high.part_milli, high.all_milli, target));
}

static void decide(ci_draft *draft, const place_view *view)
{
    const ci_place_run *run = view->run;
    const ci_place_sums *sums = view->sums;
    int64_t target = places_of(run)->target_micro;
    ci_rule rule = *run->catchment.rule;

    rule.is_variant = rule.is_variant || view->is_total;
    describe_numbers(&draft->finding, view);
    describe_sentence(draft, view);
    if (!sums->is_exact)
        describe_bounds(draft, view);
    if (ci_place_share_meets(ci_place_share_low(sums), target))
        return;
    if (!ci_place_share_meets(ci_place_share_high(sums), target)) {
        ci_draft_shortfall(draft, &rule, run->catchment.judgement->day,
                           shortfall_of(view), "persons");
        return;
    }
    draft->finding.verdict = CIRCLET_VERDICT_UNDECIDED;
    draft->finding.shortfall = (double)NAN;
    ci_draft_word(draft, "doubt", draft->reasons[0]);
}

/* What keeps a unit with people from being measured; false: nothing. */
static bool lacks_data(ci_draft *draft, const place_view *view)
{
    const ci_catchment_run *catchment = &view->run->catchment;
    const ci_judgement *judgement = catchment->judgement;
    const ci_place_sums *sums = view->sums;

    if (!ci_selection_is_known(&catchment->rule->facility, judgement->city,
                               &judgement->types))
        ci_draft_no_data(draft, "type_unknown");
    if (!judgement->travel || !judgement->travel->find_within)
        ci_draft_no_data(draft, "no_network");
    if (!catchment->is_known)
        return true;
    if (sums->blind_milli < sums->all_milli)
        return false;
    ci_draft_no_data(draft, sums->homeless_milli > 0 ? "setting_unknown"
                                                     : "no_network");
    return true;
}

static void judge_people(ci_draft *draft, const place_view *view)
{
    const ci_catchment_run *catchment = &view->run->catchment;
    const ci_judgement *judgement = catchment->judgement;

    draft->finding.persons = persons(view->sums->all_milli);
    if (view->sums->all_milli == 0) {
        draft->finding.persons_covered = 0;
        draft->finding.covered_low = draft->finding.persons_low = 0;
        draft->finding.covered_high = draft->finding.persons_high = 0;
        ci_draft_nobody(
            draft, judgement->city,
            judgement->policy->groups[catchment->rule->group].name);
    } else if (!lacks_data(draft, view)) {
        decide(draft, view);
    }
    ci_draft_modelled(draft, view->sums->modelled_milli);
}

static circlet_status judge_unit(const ci_place_run *run, circlet_unit unit,
                                 bool is_setting_known, circlet_error *error)
{
    const ci_catchment_run *catchment = &run->catchment;
    const ci_judgement *judgement = catchment->judgement;
    const circlet_unit_record *record =
        circlet_city_unit(judgement->city, unit);
    place_view view = {.run = run, .sums = &run->sums[unit]};
    ci_draft draft;

    view.is_city = record->level == CIRCLET_LEVEL_CITY;
    view.is_total =
        view.is_city && catchment->rule->level != CIRCLET_LEVEL_CITY;
    view.is_measured = !(view.sums->place_doubts & CI_PLACES_UNKNOWN);
    if (!view.is_city)
        view.circle =
            ci_catchment_circle(catchment->circles, judgement->city, unit);
    ci_draft_start(&draft, catchment->rule, record);
    draft.finding.measured_unit = "share";
    draft.finding.shortfall_unit = "persons";
    draft.finding.is_total = view.is_total;
    draft.finding.mode = ci_catchment_mode(catchment, view.circle);
    if (!is_setting_known)
        ci_draft_no_data(&draft, "setting_unknown");
    else if (!circlet_city_knows_people(judgement->city))
        ci_draft_no_data(&draft, "people_unknown");
    else
        judge_people(&draft, &view);
    return ci_findings_add(judgement->findings, &draft, judgement->policy,
                           error);
}

/* The units of the rule's level, and the city. */
static circlet_status judge_units(const ci_place_run *run,
                                  circlet_error *error)
{
    const ci_catchment_run *catchment = &run->catchment;
    const ci_judgement *judgement = catchment->judgement;
    const circlet_city *city = judgement->city;
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < circlet_city_unit_count(city); i++) {
        circlet_unit unit = (circlet_unit)i;
        bool is_total =
            circlet_city_unit(city, unit)->level == CIRCLET_LEVEL_CITY &&
            catchment->rule->level != CIRCLET_LEVEL_CITY;
        ci_applies applies =
            ci_rule_applies(catchment->rule, judgement->policy, city, unit);

        if ((is_total || applies != CI_APPLIES_NOT) &&
            ci_judgement_has(judgement, unit))
            status = judge_unit(run, unit, is_total || applies == CI_APPLIES,
                                error);
    }
    return status;
}

/* `mode` is one of those asked for, or NULL: as the circles say. */
static circlet_status judge_in_mode(const ci_judgement *judgement,
                                    const ci_rule *rule, const size_t *mode,
                                    circlet_error *error)
{
    ci_place_run run = {.catchment = {.judgement = judgement,
                                      .rule = rule,
                                      .circles = &rule->as.places.circles,
                                      .focus = rule->as.places.focus,
                                      .has_mode = mode != NULL,
                                      .mode = mode ? *mode : CI_NO_POSITION}};
    size_t first = judgement->findings->count;
    circlet_status status;

    run.catchment.is_known =
        judgement->travel && judgement->travel->find_within &&
        ci_selection_is_known(&rule->facility, judgement->city,
                              &judgement->types);
    status = ci_place_run_measure(&run, error);
    if (!status)
        status = judge_units(&run, error);
    if (!status && judgement->wants_fixes)
        status = ci_fix_places(&run, first, error);
    ci_place_run_clear(&run);
    return status;
}

circlet_status ci_judge_places(const ci_judgement *judgement,
                               const ci_rule *rule, circlet_error *error)
{
    return ci_judge_in_modes(judgement, rule, judge_in_mode, error);
}
