/*
 * Whether every venue has a facility within a time. The least time is to any
 * facility that perhaps counts, with all that is unknown at its best, the
 * greatest to one that surely counts, at the worst. Times are looked for
 * somewhat beyond the limit, to say how much is missing.
 */
#include "policy/near_run.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

static double minutes(uint32_t time_ms)
{
    return time_ms == CIRCLET_UNREACHED ? (double)NAN : time_ms / 60000.0;
}

static void describe(ci_draft *draft, const ci_near_run *run, size_t i)
{
    const ci_near *near = &run->rule->as.near;
    const ci_near_venue *venue = &run->venues[i];
    const circlet_policy *policy = run->judgement->policy;
    circlet_finding *finding = &draft->finding;
    bool is_reached = venue->time_ms != CIRCLET_UNREACHED;
    bool may_be_reached = venue->least_ms <= run->look_ms;

    finding->measured = minutes(venue->time_ms);
    finding->measured_low = minutes(venue->least_ms);
    finding->measured_high = minutes(venue->greatest_ms);
    finding->required = minutes(near->cutoff_ms);
    finding->sentence = "near";
    ci_draft_word(draft, "mode", policy->modes[near->mode]);
    ci_draft_word(draft,
                  is_reached       ? "facility"
                  : may_be_reached ? "perhaps"
                                   : "missing",
                  run->rule->facility.word);
    ci_draft_number(draft, is_reached ? "minutes" : "look",
                    CIRCLET_ARGUMENT_MINUTES,
                    is_reached ? finding->measured : minutes(run->look_ms));
    ci_draft_number(draft, "limit", CIRCLET_ARGUMENT_MINUTES,
                    finding->required);
    if (near->host_residents > 0)
        ci_draft_number(draft, "host", CIRCLET_ARGUMENT_COUNT_OF,
                        (double)near->host_residents);
}

/* The first reason goes into the sentence. */
static void undecided(ci_draft *draft, const ci_near_run *run, size_t i)
{
    const ci_near_venue *venue = &run->venues[i];
    circlet_finding *finding = &draft->finding;

    if (venue->hangs_on_facility && run->is_host_unknown)
        ci_draft_reason(draft, "host_residents_unknown");
    if (venue->hangs_on_facility)
        ci_draft_doubts(draft, run->doubts);
    if (venue->is_at_edge)
        ci_draft_reason(draft, "venue_at_edge");
    else if (!venue->hangs_on_facility && venue->snap != CIRCLET_SNAP_TIED)
        ci_draft_reason(draft, "venue_off_street");
    if (finding->reason_count == 0)
        ci_draft_reason(draft, "ways_unknown");
    finding->verdict = CIRCLET_VERDICT_UNDECIDED;
    finding->shortfall = (double)NAN;
    ci_draft_word(draft, "doubt", draft->reasons[0]);
    if (venue->is_at_edge)
        return;
    ci_draft_number(draft, "low", CIRCLET_ARGUMENT_MINUTES,
                    finding->measured_low);
    if (!isnan(finding->measured_high))
        ci_draft_number(draft, "high", CIRCLET_ARGUMENT_MINUTES,
                        finding->measured_high);
}

static void decide(ci_draft *draft, const ci_near_run *run, size_t i)
{
    uint32_t cutoff_ms = run->rule->as.near.cutoff_ms;
    const ci_near_venue *venue = &run->venues[i];

    describe(draft, run, i);
    if (venue->greatest_ms <= cutoff_ms)
        return;
    if (venue->least_ms <= cutoff_ms)
        undecided(draft, run, i);
    else
        ci_draft_shortfall(draft, run->rule, run->judgement->day, 1,
                           "facilities");
}

/* What keeps a venue from being judged; false: nothing. */
static bool lacks_data(ci_draft *draft, const ci_near_run *run,
                       const ci_near_venue *venue)
{
    const ci_judgement *judgement = run->judgement;

    if (!venue->is_setting_known)
        ci_draft_no_data(draft, "setting_unknown");
    if (!venue->is_kind_known)
        ci_draft_no_data(draft, "venue_kind_unknown");
    if (!ci_selection_is_known(&run->rule->facility, judgement->city,
                               &judgement->types))
        ci_draft_no_data(draft, "type_unknown");
    if (!judgement->travel)
        ci_draft_no_data(draft, "no_network");
    else if (venue->is_outside)
        ci_draft_no_data(draft, "venue_outside_extent");
    return draft->finding.verdict == CIRCLET_VERDICT_NO_DATA;
}

static circlet_status add_venue(const ci_near_run *run, size_t i,
                                circlet_error *error)
{
    const ci_judgement *judgement = run->judgement;
    const ci_near_venue *venue = &run->venues[i];
    const circlet_venue_record *record =
        circlet_city_venue(judgement->city, venue->venue);
    const circlet_unit_record nowhere = {
        .code = "", .name = record->name, .level = run->rule->level};
    ci_draft draft;

    ci_draft_start(&draft, run->rule,
                   venue->unit == CIRCLET_NONE
                       ? &nowhere
                       : circlet_city_unit(judgement->city, venue->unit));
    draft.finding.subject = CIRCLET_SUBJECT_VENUE;
    draft.finding.subject_id = record->id;
    draft.finding.mode = judgement->policy->modes[run->rule->as.near.mode];
    draft.finding.measured_unit = "minutes";
    draft.finding.shortfall_unit = "facilities";
    ci_draft_text(&draft, "venue", record->name);
    if (!lacks_data(&draft, run, venue))
        decide(&draft, run, i);
    else
        draft.finding.sentence = "venue_no_data";
    return ci_findings_add(judgement->findings, &draft, judgement->policy,
                           error);
}

/* The level of the highest units that the city has. */
static circlet_level highest_level(const circlet_city *city)
{
    circlet_level highest = CIRCLET_LEVEL_COMMUNITY;

    for (size_t i = 0; i < circlet_city_unit_count(city); i++) {
        circlet_level level = circlet_city_unit(city, (circlet_unit)i)->level;

        highest = level < highest ? level : highest;
    }
    return highest;
}

/* Nothing is said of venues: that is no reason to be silent. */
static circlet_status add_no_venues(const ci_judgement *judgement,
                                    const ci_rule *rule, circlet_error *error)
{
    const circlet_city *city = judgement->city;
    const circlet_level highest = highest_level(city);
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < circlet_city_unit_count(city); i++) {
        circlet_unit unit = (circlet_unit)i;
        ci_draft draft;

        if (circlet_city_unit(city, unit)->level != highest ||
            !ci_judgement_has(judgement, unit))
            continue;
        ci_draft_start(&draft, rule, circlet_city_unit(city, unit));
        draft.finding.mode = judgement->policy->modes[rule->as.near.mode];
        draft.finding.measured_unit = "minutes";
        draft.finding.shortfall_unit = "facilities";
        ci_draft_no_data(&draft, "venues_unknown");
        status = ci_findings_add(judgement->findings, &draft,
                                 judgement->policy, error);
    }
    return status;
}

circlet_status ci_judge_near(const ci_judgement *judgement,
                             const ci_rule *rule, circlet_error *error)
{
    ci_near_run run = {.judgement = judgement, .rule = rule};
    circlet_status status;

    if (circlet_city_venue_count(judgement->city) == 0)
        return add_no_venues(judgement, rule, error);
    status = ci_near_run_measure(&run, error);
    for (size_t i = 0; !status && i < run.count; i++)
        status = add_venue(&run, i, error);
    ci_near_run_clear(&run);
    return status;
}
