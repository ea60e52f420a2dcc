/*
 * Who reaches an open facility within a time. People of whom it is not
 * known whether they belong to the group count as members in the measured
 * share; the bounds leave them out where that makes it worse or better, and
 * take times at their worst or best. People who live outside the known
 * streets are not covered in the measured share, and perhaps at best; where
 * all of a unit do, nothing is known of it. What is missing is what is missing
 * at best: so much surely is.
 */
#include <stdlib.h>

#include "base/error.h"
#include "policy/circle_words.h"
#include "policy/exact.h"

/* A run and what is missing where it is undecided. */
typedef struct circle_judging {
    ci_circle_run run;
    ci_circle_gaps gaps;
} circle_judging;

static bool meets(ci_circle_share share, int64_t target_micro)
{
    return ci_compare_products(share.part_milli, CI_MILLION, share.all_milli,
                               target_micro) >= 0;
}

static bool is_undecided(const ci_circle_run *run, const ci_circle_sums *sums)
{
    int64_t target = run->rule->as.circle.target_micro;

    return !meets(ci_circle_share_low(sums), target) &&
           meets(ci_circle_share_high(sums), target);
}

static circlet_status decide(ci_draft *draft, const circle_judging *judging,
                             const ci_circle_sums *sums, circlet_unit unit,
                             circlet_error *error)
{
    const ci_circle_run *run = &judging->run;
    int64_t target = run->rule->as.circle.target_micro;
    const ci_circle_share high = ci_circle_share_high(sums);

    ci_circle_describe(draft, run, sums, unit);
    if (sums->all.outside_milli > 0)
        ci_draft_reason(draft, "outside_extent");
    if (is_undecided(run, sums))
        return ci_circle_undecided(draft, run, &judging->gaps, unit, error);
    if (meets(ci_circle_share_low(sums), target))
        return CIRCLET_OK;
    ci_draft_doubts(draft, run->doubts[unit]);
    ci_draft_shortfall(draft, run->rule, run->judgement->day,
                       (double)ci_persons_missing_milli(
                           high.part_milli, high.all_milli, target) /
                           1000,
                       "persons");
    return CIRCLET_OK;
}

/* What a unit whose setting is known, with people who are, comes to. */
static circlet_status judge_people(ci_draft *draft,
                                   const circle_judging *judging,
                                   const ci_circle_sums *sums,
                                   circlet_unit unit, circlet_error *error)
{
    const ci_judgement *judgement = judging->run.judgement;
    circlet_status status = CIRCLET_OK;

    draft->finding.persons = (double)sums->all.all_milli / 1000;
    if (sums->all.all_milli == 0) {
        draft->finding.persons_covered = 0;
        draft->finding.persons_unreached = 0;
        draft->finding.covered_low = draft->finding.persons_low = 0;
        draft->finding.covered_high = draft->finding.persons_high = 0;
        ci_draft_nobody(
            draft, judgement->city,
            judgement->policy->groups[judging->run.rule->group].name);
    } else if (!ci_circle_lacks_data(draft, &judging->run, sums)) {
        status = decide(draft, judging, sums, unit, error);
    }
    ci_draft_modelled(draft, sums->all.modelled_milli);
    return status;
}

static circlet_status judge_unit(const void *state, circlet_unit unit,
                                 bool is_setting_known, circlet_error *error)
{
    const circle_judging *judging = state;
    const ci_circle_run *run = &judging->run;
    const ci_judgement *judgement = run->judgement;
    const circlet_policy *policy = judgement->policy;
    ci_circle_sums sums;
    ci_draft draft;
    circlet_status status = ci_circle_add_up(&sums, run, unit, error);

    if (status)
        return status;
    ci_draft_start(&draft, run->rule,
                   circlet_city_unit(judgement->city, unit));
    draft.finding.measured_unit = "share";
    draft.finding.shortfall_unit = "persons";
    draft.finding.mode =
        run->mode == CI_NO_POSITION ? CI_MODE_OWN : policy->modes[run->mode];
    if (!is_setting_known)
        ci_draft_no_data(&draft, "setting_unknown");
    else if (!circlet_city_knows_people(judgement->city))
        ci_draft_no_data(&draft, "people_unknown");
    else
        status = judge_people(&draft, judging, &sums, unit, error);
    return status
               ? status
               : ci_findings_add(judgement->findings, &draft, policy, error);
}

/* Looks for what is missing in the units where it decides. */
static circlet_status find_gaps(circle_judging *judging, circlet_error *error)
{
    const ci_circle_run *run = &judging->run;
    size_t count = circlet_city_unit_count(run->judgement->city);
    bool *wanted = calloc(count + 1, sizeof(*wanted));
    circlet_status status = wanted ? CIRCLET_OK : ci_fail_nomem(error);

    for (size_t i = 0; !status && i < count; i++) {
        ci_circle_sums sums;

        status = ci_circle_add_up(&sums, run, (circlet_unit)i, error);
        if (!status)
            wanted[i] = sums.all.all_milli > 0 &&
                        sums.all.outside_milli < sums.all.all_milli &&
                        is_undecided(run, &sums);
    }
    if (!status)
        status = ci_circle_gaps_find(&judging->gaps, run, wanted, error);
    free(wanted);
    return status;
}

static circlet_status judge_in_mode(const ci_judgement *judgement,
                                    const ci_rule *rule, size_t mode,
                                    circlet_error *error)
{
    circle_judging judging = {
        .run = {.judgement = judgement, .rule = rule, .mode = mode}};
    circlet_status status;

    judging.run.is_known =
        judgement->travel &&
        ci_selection_is_known(&rule->facility, judgement->city,
                              &judgement->types);
    status = ci_circle_run_measure(&judging.run, error);
    if (!status)
        status = find_gaps(&judging, error);
    if (!status)
        status = ci_judge_units(judgement, rule, judge_unit, &judging, error);
    ci_circle_gaps_clear(&judging.gaps);
    ci_circle_run_clear(&judging.run);
    return status;
}

/* A variant is there for the sake of its own mode. */
circlet_status ci_judge_circle(const ci_judgement *judgement,
                               const ci_rule *rule, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    if (rule->is_variant || judgement->mode_count == 0)
        return judge_in_mode(judgement, rule, rule->as.circle.mode, error);
    for (size_t i = 0; !status && i < judgement->mode_count; i++)
        status = judge_in_mode(judgement, rule, judgement->modes[i], error);
    return status;
}
