/*
 * A reform by years: so many facilities, or such a share of them, in the
 * units whose turn it is. Facilities of which not all is known make bounds.
 */
#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "policy/circle.h"
#include "policy/exact.h"
#include "policy/rule.h"

/* The facilities of a unit: [is it one of the rule's?][has it what the step
 * asks for?] */
typedef struct tally {
    int64_t counts[CI_MEMBER_YES + 1][CI_MEMBER_YES + 1];
    ci_doubts doubts;
} tally;

/* Of how many facilities how many have it, at worst and at best. */
typedef struct range {
    int64_t low, low_of;
    int64_t high, high_of;
} range;

typedef struct step_run {
    const ci_judgement *judgement;
    ci_rule rule; /* with the level and force of the step */
    const ci_phase_step *step;
    bool has_people; /* of the rule's group, and known */
    bool is_tag_known; /* some unit has the tag */
    bool *is_in_turn; /* each unit: it is, lies in or holds a tagged one */
    tally *tallies; /* of each unit */
    ci_headcount *people; /* of each unit */
} step_run;

/* ---- counting ----------------------------------------------------------- */

/* Narrows the rule's facilities to those that the step is about. */
static void add_facility(tally *out, const step_run *run,
                         const circlet_facility_record *facility)
{
    const ci_facility_types *types = &run->judgement->types;
    ci_doubts doubts = 0;
    ci_membership is_one =
        ci_selection_holds(&run->rule.facility, facility, types, &doubts);
    ci_membership has_it =
        ci_selection_holds(&run->step->having, facility, types, &doubts);

    if (is_one == CI_MEMBER_NO)
        return;
    out->counts[is_one][has_it]++;
    if (is_one == CI_MEMBER_MAYBE || has_it == CI_MEMBER_MAYBE)
        out->doubts |= doubts;
}

static bool has_own_tag(const circlet_city *city, circlet_unit unit,
                        const char *tag)
{
    const char *tags =
        unit == CIRCLET_NONE ? NULL : circlet_city_unit(city, unit)->tags;

    return tags && circlet_list_has(tags, tag);
}

/* Whether a facility stands in a unit that the step is about. */
static bool stands_in_turn(const step_run *run, circlet_facility facility)
{
    const circlet_city *city = run->judgement->city;

    if (!run->step->tag)
        return true;
    for (int level = 0; level < CIRCLET_LEVEL_COUNT; level++)
        if (has_own_tag(city,
                        circlet_city_facility_unit(city, facility,
                                                   (circlet_level)level),
                        run->step->tag))
            return true;
    return false;
}

static void count_facilities(step_run *run)
{
    const circlet_city *city = run->judgement->city;

    for (size_t i = 0; i < circlet_city_facility_count(city); i++) {
        circlet_facility position = (circlet_facility)i;
        const circlet_facility_record *facility =
            circlet_city_facility(city, position);
        circlet_unit unit =
            circlet_city_facility_unit(city, position, run->rule.level);

        if (unit != CIRCLET_NONE &&
            ci_facility_is_open_on(facility, run->judgement->day) &&
            stands_in_turn(run, position))
            add_facility(&run->tallies[unit], run, facility);
    }
}

/* At worst whoever perhaps is one, and has it not for sure, is one without
 * it; at best who has it perhaps does, and who has it not is none. */
static range range_of(const tally *t)
{
    const int64_t *yes = t->counts[CI_MEMBER_YES];
    const int64_t *maybe = t->counts[CI_MEMBER_MAYBE];
    range out;

    out.low = yes[CI_MEMBER_YES];
    out.low_of = yes[CI_MEMBER_YES] + yes[CI_MEMBER_MAYBE] +
                 yes[CI_MEMBER_NO] + maybe[CI_MEMBER_MAYBE] +
                 maybe[CI_MEMBER_NO];
    out.high = yes[CI_MEMBER_YES] + yes[CI_MEMBER_MAYBE] +
               maybe[CI_MEMBER_YES] + maybe[CI_MEMBER_MAYBE];
    out.high_of = out.high + yes[CI_MEMBER_NO];
    return out;
}

/* ---- units whose turn it is --------------------------------------------- */

/* A district is looked at if it is tagged, or for its tagged streets. Where
 * no unit has the tag, it is not known whose turn it is. */
static void find_turns(step_run *run)
{
    const circlet_city *city = run->judgement->city;
    const char *tag = run->step->tag;
    bool is_known = !tag || circlet_city_is_complete(city, CIRCLET_PART_UNITS);

    for (size_t i = 0; i < circlet_city_unit_count(city); i++) {
        circlet_unit unit = (circlet_unit)i, above = unit;
        bool is_tagged = !tag || has_own_tag(city, unit, tag);

        for (; above != CIRCLET_NONE;
             above = circlet_city_unit_parent(city, above)) {
            run->is_in_turn[above] |= is_tagged;
            run->is_in_turn[unit] |= tag && has_own_tag(city, above, tag);
        }
        is_known |= is_tagged;
    }
    run->is_tag_known = is_known;
}

/* ---- judging ------------------------------------------------------------ */

/* The facilities and the people of one unit. */
typedef struct unit_view {
    const step_run *run;
    const tally *counted;
    const ci_headcount *people;
    range has;
} unit_view;

static void describe_people(ci_draft *draft, const unit_view *view)
{
    const step_run *run = view->run;
    const ci_headcount *people = view->people;

    if (!run->has_people)
        return;
    ci_draft_persons(draft, people->sure_milli + people->maybe_milli,
                     people->sure_milli);
    ci_draft_word(draft, "group",
                  run->judgement->policy->groups[run->rule.group].name);
}

static void describe_amount(ci_draft *draft, const step_run *run,
                            const range *has)
{
    ci_draft_number(draft, has->low < has->high ? "least" : "count",
                    CIRCLET_ARGUMENT_COUNT_OF, (double)has->low);
    ci_draft_word(draft, "facility", run->step->having.word);
}

/* `mend` more of the rule's facilities that have it are surely enough; -1: it
 * cannot be said. Perhaps nobody lives there, who would ask for them. */
static void fall_short(ci_draft *draft, const unit_view *view, int64_t missing,
                       int64_t mend)
{
    const step_run *run = view->run;
    const ci_headcount *people = view->people;

    if (run->rule.group != CI_NO_POSITION && people->sure_milli == 0) {
        ci_draft_undecided(draft, people->doubts);
        return;
    }
    ci_draft_missing(draft, CIRCLET_ARGUMENT_COUNT_OF, (double)missing,
                     view->has.low < view->has.high);
    if (mend > 0)
        ci_draft_more(draft, (double)mend);
    ci_draft_shortfall(draft, &run->rule, run->judgement->day, (double)missing,
                       "facilities");
}

/* The rule's facilities that could have it as well. */
static int64_t candidates(const tally *counted)
{
    const int64_t *yes = counted->counts[CI_MEMBER_YES];

    return yes[CI_MEMBER_NO] + yes[CI_MEMBER_MAYBE];
}

/* How a fix calls them: those that could, if they are enough. */
static void describe_candidates(ci_draft *draft, const unit_view *view,
                                int64_t mend)
{
    int64_t count = candidates(view->counted);

    if (count < mend || mend <= 0)
        return;
    ci_draft_fact(draft, "all", CIRCLET_ARGUMENT_COUNT_OF, (double)count,
                  NULL);
    ci_draft_fact(draft, "among", CIRCLET_ARGUMENT_WORD, (double)NAN,
                  view->run->rule.facility.word);
}

static void decide_count(ci_draft *draft, const unit_view *view)
{
    const range *has = &view->has;
    int64_t min = view->run->step->min;
    circlet_finding *finding = &draft->finding;

    finding->sentence = "count_least";
    finding->measured_low = (double)has->low;
    finding->measured_high = (double)has->high;
    if (has->low == has->high)
        finding->measured = finding->measured_low;
    finding->required = (double)min;
    describe_amount(draft, view->run, has);
    describe_people(draft, view);
    ci_draft_number(draft, "min", CIRCLET_ARGUMENT_COUNT_OF, (double)min);
    if (has->high < min) {
        fall_short(draft, view, min - has->high, min - has->low);
        describe_candidates(draft, view, min - has->low);
    } else if (has->low < min) {
        ci_draft_undecided(draft, view->counted->doubts);
    }
}

/* Of no facilities at all none has it. */
static double share_of(int64_t has, int64_t of)
{
    return of > 0 ? (double)has / (double)of : 0.0;
}

static void describe_share(ci_draft *draft, const unit_view *view)
{
    const step_run *run = view->run;
    const range *has = &view->has;
    circlet_finding *finding = &draft->finding;

    finding->measured_unit = "share";
    finding->measured_low = share_of(has->low, has->low_of);
    finding->measured_high = share_of(has->high, has->high_of);
    if (has->low == has->high && has->low_of == has->high_of)
        finding->measured = finding->measured_low;
    describe_amount(draft, run, has);
    ci_draft_number(draft, "all", CIRCLET_ARGUMENT_COUNT_OF,
                    (double)has->low_of);
    ci_draft_word(draft, "among", run->rule.facility.word);
    if (!isnan(finding->measured) && has->low_of > 0)
        ci_draft_number(draft, "share", CIRCLET_ARGUMENT_SHARE,
                        finding->measured);
}

/* Whether has / of reaches the target; none of none does not. */
static bool is_enough(int64_t has, int64_t of, int64_t target_micro)
{
    return of > 0 &&
           ci_compare_products(has, CI_MILLION, of, target_micro) >= 0;
}

/* How many of those that could must have it as well, so that the share is
 * reached at worst; -1: they are too few. Where there are none it takes a new
 * one. */
static int64_t mend_of_share(const unit_view *view, int64_t target_micro)
{
    const range *has = &view->has;
    int64_t more =
        ci_multiply_divide_up(has->low_of, target_micro, CI_MILLION) -
        has->low;

    if (has->high_of == 0 && has->low_of == 0)
        return 1;
    return more <= candidates(view->counted) ? more : -1;
}

static void decide_share(ci_draft *draft, const unit_view *view)
{
    const range *has = &view->has;
    int64_t target = view->run->step->target_micro;
    int64_t needed = ci_multiply_divide_up(has->high_of, target, CI_MILLION);

    draft->finding.sentence = "phase_share";
    draft->finding.required = (double)target / CI_MILLION;
    describe_share(draft, view);
    ci_draft_number(draft, "target", CIRCLET_ARGUMENT_SHARE,
                    draft->finding.required);
    if (!is_enough(has->high, has->high_of, target)) {
        int64_t mend = mend_of_share(view, target);

        fall_short(draft, view, has->high_of > 0 ? needed - has->high : 1,
                   mend);
        describe_candidates(draft, view, mend);
    } else if (!is_enough(has->low, has->low_of, target)) {
        ci_draft_undecided(draft, view->counted->doubts);
    }
}

/* None at all breaks the rule; how many there are by now is for the reader
 * to judge. */
static void decide_begun(ci_draft *draft, const unit_view *view)
{
    const range *has = &view->has;

    draft->finding.sentence = "phase_begun";
    describe_share(draft, view);
    if (has->high == 0) {
        fall_short(draft, view, 1, 1);
        describe_candidates(draft, view, 1);
    } else if (has->low == 0) {
        ci_draft_undecided(draft, view->counted->doubts);
    } else {
        draft->finding.verdict = CIRCLET_VERDICT_ADVICE;
        ci_draft_reason(draft, "phase_underway");
    }
}

static void decide(ci_draft *draft, const step_run *run, circlet_unit unit)
{
    const unit_view view = {run, &run->tallies[unit], &run->people[unit],
                            range_of(&run->tallies[unit])};

    if (run->step->goal == CI_PHASE_COUNT)
        decide_count(draft, &view);
    else if (run->step->goal == CI_PHASE_SHARE)
        decide_share(draft, &view);
    else
        decide_begun(draft, &view);
}

static circlet_status judge_unit(const step_run *run, circlet_unit unit,
                                 bool is_setting_known, circlet_error *error)
{
    const ci_judgement *judgement = run->judgement;
    const ci_headcount *people = &run->people[unit];
    int64_t all_people = people->sure_milli + people->maybe_milli;
    ci_draft draft;

    ci_draft_start(&draft, &run->rule,
                   circlet_city_unit(judgement->city, unit));
    draft.finding.measured_unit =
        run->step->goal == CI_PHASE_COUNT ? "facilities" : "share";
    draft.finding.shortfall_unit = "facilities";
    if (run->has_people)
        draft.finding.persons = (double)all_people / 1000;
    if (!is_setting_known)
        ci_draft_no_data(&draft, "setting_unknown");
    else if (!run->is_tag_known)
        ci_draft_no_data(&draft, "tag_unknown");
    else if (run->has_people && all_people == 0)
        ci_draft_nobody(&draft, judgement->city,
                        judgement->policy->groups[run->rule.group].name);
    else if (!ci_selection_is_known(&run->rule.facility, judgement->city,
                                    &judgement->types))
        ci_draft_no_data(&draft, "type_unknown");
    else
        decide(&draft, run, unit);
    if (run->rule.group != CI_NO_POSITION && !run->has_people)
        ci_draft_without_people(&draft);
    if (run->has_people)
        ci_draft_modelled(&draft, people->modelled_milli);
    return ci_findings_add(judgement->findings, &draft, judgement->policy,
                           error);
}

/* ---- the steps of a year ------------------------------------------------ */

static bool is_in_force(const ci_phase_step *step, int year)
{
    return year >= step->from && (step->until < 0 || year <= step->until);
}

static circlet_status start_step(step_run *run, circlet_error *error)
{
    const circlet_city *city = run->judgement->city;

    run->rule.level = run->step->level;
    run->rule.force = run->step->force;
    run->has_people =
        run->rule.group != CI_NO_POSITION && circlet_city_knows_people(city);
    run->tallies =
        calloc(circlet_city_unit_count(city) + 1, sizeof(*run->tallies));
    run->is_in_turn =
        calloc(circlet_city_unit_count(city) + 1, sizeof(*run->is_in_turn));
    if (!run->tallies || !run->is_in_turn)
        return ci_fail_nomem(error);
    find_turns(run);
    count_facilities(run);
    return ci_headcounts_make(&run->people, run->judgement, &run->rule, error);
}

/* Several steps may look at one year, each at units of its own level. */
static circlet_status judge_steps(const step_run *runs, size_t count,
                                  const ci_judgement *judgement,
                                  circlet_error *error)
{
    const circlet_city *city = judgement->city;
    circlet_status status = CIRCLET_OK;

    for (size_t k = 0; !status && k < count; k++)
        status = ci_judge_missing_city(judgement, &runs[k].rule, error);
    for (size_t i = 0; !status && i < circlet_city_unit_count(city); i++)
        for (size_t k = 0; !status && k < count; k++) {
            circlet_unit unit = (circlet_unit)i;
            ci_applies applies =
                ci_rule_applies(&runs[k].rule, judgement->policy, city, unit);

            if (applies != CI_APPLIES_NOT &&
                ci_judgement_has(judgement, unit) &&
                (runs[k].is_in_turn[unit] || !runs[k].is_tag_known))
                status =
                    judge_unit(&runs[k], unit, applies == CI_APPLIES, error);
        }
    return status;
}

circlet_status ci_judge_phase(const ci_judgement *judgement,
                              const ci_rule *rule, circlet_error *error)
{
    const ci_phase *phase = &rule->as.phase;
    step_run *runs = calloc(phase->step_count + 1, sizeof(*runs));
    circlet_status status = runs ? CIRCLET_OK : ci_fail_nomem(error);
    size_t count = 0;

    for (size_t i = 0; !status && i < phase->step_count; i++) {
        if (!is_in_force(&phase->steps[i], judgement->year))
            continue;
        runs[count] = (step_run){
            .judgement = judgement, .rule = *rule, .step = &phase->steps[i]};
        status = start_step(&runs[count++], error);
    }
    if (!status)
        status = judge_steps(runs, count, judgement, error);
    for (size_t i = 0; i < count; i++) {
        free(runs[i].tallies);
        free(runs[i].is_in_turn);
        free(runs[i].people);
    }
    free(runs);
    return status;
}
