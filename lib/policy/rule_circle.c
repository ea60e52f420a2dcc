/*
 * Who reaches an open facility within a time. People of whom it is not
 * known whether they belong to the group count as members in the measured
 * share; the bounds leave them out where that makes it worse or better.
 */
#include <math.h>
#include <stdlib.h>

#include "access/coverage.h"
#include "base/error.h"
#include "policy/exact.h"
#include "policy/rule.h"
#include "policy/traveller.h"

/* Arrays beside `people`, and sums beside the city's units. */
typedef struct circle_run {
    const ci_judgement *judgement;
    const ci_rule *rule;
    size_t mode; /* CI_NO_POSITION: own */
    bool is_known; /* people, facilities and streets */
    ci_traveller *people;
    size_t count;
    circlet_point *facilities;
    size_t facility_count;
    int64_t *weights_milli;
    uint32_t *times_ms;
    circlet_snap *snaps;
    bool *is_outside;
    bool *is_modelled;
    uint32_t *rows; /* 2 x unit, + 1 for those who are not sure */
    ci_coverage *sums; /* 2 x units */
    ci_doubts *doubts;
    uint32_t *own_rows; /* bits: rows of the own-mode table that decided */
} circle_run;

/* One unit's sums, and both together. */
typedef struct circle_sums {
    ci_coverage sure, maybe, all;
} circle_sums;

static void run_clear(circle_run *run)
{
    free(run->people);
    free(run->facilities);
    free(run->weights_milli);
    free(run->times_ms);
    free(run->snaps);
    free(run->is_outside);
    free(run->is_modelled);
    free(run->rows);
    free(run->sums);
    free(run->doubts);
    free(run->own_rows);
}

static circlet_status allocate(circle_run *run, circlet_error *error)
{
    size_t units = circlet_city_unit_count(run->judgement->city) + 1;
    size_t count = run->count + 1;

    run->weights_milli = calloc(count, sizeof(*run->weights_milli));
    run->times_ms = calloc(count, sizeof(*run->times_ms));
    run->snaps = calloc(count, sizeof(*run->snaps));
    run->is_outside = calloc(count, sizeof(*run->is_outside));
    run->is_modelled = calloc(count, sizeof(*run->is_modelled));
    run->rows = calloc(count, sizeof(*run->rows));
    run->sums = calloc(2 * units, sizeof(*run->sums));
    run->doubts = calloc(units, sizeof(*run->doubts));
    run->own_rows = calloc(units, sizeof(*run->own_rows));
    if (!run->weights_milli || !run->times_ms || !run->snaps ||
        !run->is_outside || !run->is_modelled || !run->rows || !run->sums ||
        !run->doubts || !run->own_rows)
        return ci_fail_nomem(error);
    return CIRCLET_OK;
}

static void describe_people(circle_run *run)
{
    const ci_judgement *judgement = run->judgement;
    const circlet_travel *travel = judgement->travel;

    for (size_t i = 0; i < run->count; i++) {
        const ci_traveller *person = &run->people[i];
        const circlet_demand_record *record =
            circlet_city_demand(judgement->city, person->demand);

        run->weights_milli[i] = record->weight_milli;
        run->is_modelled[i] = record->is_modelled;
        run->rows[i] = 2 * person->unit + !person->is_sure;
        run->times_ms[i] = CIRCLET_UNREACHED;
        run->doubts[person->unit] |= person->doubts;
        if (person->own_row != CI_NO_POSITION)
            run->own_rows[person->unit] |= UINT32_C(1) << person->own_row;
        if (travel && travel->knows)
            run->is_outside[i] = !travel->knows(record->at, travel->user);
    }
}

static circlet_status find_facilities(circle_run *run, circlet_error *error)
{
    const ci_judgement *judgement = run->judgement;
    uint32_t *positions = NULL;
    circlet_status status =
        ci_rule_facilities(&positions, &run->facility_count, judgement->policy,
                           judgement->city, run->rule, judgement->year, error);

    if (status)
        return status;
    run->facilities =
        malloc((run->facility_count + 1) * sizeof(*run->facilities));
    if (run->facilities)
        for (size_t i = 0; i < run->facility_count; i++)
            run->facilities[i] =
                circlet_city_facility(judgement->city, positions[i])->at;
    free(positions);
    return run->facilities ? CIRCLET_OK : ci_fail_nomem(error);
}

/* Asks for the times of `count` people, whose positions are in `chosen`. */
static circlet_status ask(circle_run *run, size_t mode, const size_t *chosen,
                          size_t count, circlet_point *origins,
                          circlet_error *error)
{
    const circlet_travel *travel = run->judgement->travel;
    const circlet_travel_query query = {
        .mode = run->judgement->policy->modes[mode],
        .bound = CIRCLET_BOUND_NOMINAL,
        .origins = origins,
        .origin_count = count,
        .destinations = run->facilities,
        .destination_count = run->facility_count,
        .cutoff_ms = run->rule->as.circle.cutoff_ms};
    uint32_t *times_ms = malloc(count * sizeof(*times_ms));
    circlet_snap *snaps = calloc(count, sizeof(*snaps));
    circlet_status status;

    if (!times_ms || !snaps) {
        free(times_ms);
        free(snaps);
        return ci_fail_nomem(error);
    }
    for (size_t i = 0; i < count; i++)
        origins[i] = circlet_city_demand(run->judgement->city,
                                         run->people[chosen[i]].demand)
                         ->at;
    status =
        travel->find_nearest(times_ms, snaps, &query, travel->user, error);
    for (size_t i = 0; !status && i < count; i++) {
        run->times_ms[chosen[i]] = times_ms[i];
        run->snaps[chosen[i]] = snaps[i];
    }
    free(times_ms);
    free(snaps);
    return status;
}

static circlet_status ask_in_each_mode(circle_run *run, size_t *chosen,
                                       circlet_point *origins,
                                       circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (size_t mode = 0; !status && mode < run->judgement->policy->mode_count;
         mode++) {
        size_t count = 0;

        for (size_t i = 0; i < run->count; i++)
            if (run->people[i].mode == mode && !run->is_outside[i])
                chosen[count++] = i;
        if (count > 0)
            status = ask(run, mode, chosen, count, origins, error);
    }
    return status;
}

/* One query for each mode, for the whole city at once. */
static circlet_status find_times(circle_run *run, circlet_error *error)
{
    size_t *chosen = malloc((run->count + 1) * sizeof(*chosen));
    circlet_point *origins = malloc((run->count + 1) * sizeof(*origins));
    circlet_status status = chosen && origins
                                ? ask_in_each_mode(run, chosen, origins, error)
                                : ci_fail_nomem(error);

    free(chosen);
    free(origins);
    return status;
}

static circlet_status sum_up(circle_run *run, circlet_error *error)
{
    const ci_coverage_points points = {
        run->count,      run->weights_milli, run->times_ms,   run->snaps,
        run->is_outside, run->rows,          run->is_modelled};

    return ci_coverage_add(run->sums, &points, run->rule->as.circle.cutoff_ms,
                           error);
}

static circlet_status measure(circle_run *run, circlet_error *error)
{
    const ci_judgement *judgement = run->judgement;
    const ci_traveller_query query = {run->rule, run->mode, judgement->unit,
                                      judgement->year};
    circlet_status status =
        ci_travellers_find(&run->people, &run->count, judgement->policy,
                           judgement->city, &query, error);

    if (!status)
        status = allocate(run, error);
    if (status)
        return status;
    describe_people(run);
    if (run->is_known) {
        status = find_facilities(run, error);
        if (!status)
            status = find_times(run, error);
    }
    return status ? status : sum_up(run, error);
}

static double share(int64_t part_milli, int64_t all_milli)
{
    return all_milli > 0 ? (double)part_milli / (double)all_milli : 1.0;
}

static bool meets(int64_t part_milli, int64_t all_milli, int64_t target_micro)
{
    return ci_compare_products(part_milli, CI_MILLION, all_milli,
                               target_micro) >= 0;
}

/* Nobody lives where the streets are not known: such units have no data. */
static void describe_numbers(ci_draft *draft, const circle_run *run,
                             const circle_sums *sums)
{
    circlet_finding *finding = &draft->finding;
    const ci_coverage *sure = &sums->sure, *maybe = &sums->maybe;
    const ci_coverage *all = &sums->all;
    int64_t uncertain = maybe->all_milli - maybe->covered_milli;

    finding->required = (double)run->rule->as.circle.target_micro / CI_MILLION;
    finding->measured_low =
        share(sure->covered_milli, sure->all_milli + uncertain);
    finding->measured_high = share(sure->covered_milli + maybe->covered_milli,
                                   sure->all_milli + maybe->covered_milli);
    finding->measured = share(all->covered_milli, all->all_milli);
    finding->persons_covered = (double)all->covered_milli / 1000;
    finding->persons_unreached = (double)all->unreached_milli / 1000;
}

static void describe_sentence(ci_draft *draft, const circle_run *run,
                              const ci_coverage *all)
{
    const ci_rule *rule = run->rule;
    int64_t uncovered = all->all_milli - all->covered_milli;

    draft->finding.sentence = "circle";
    ci_draft_number(draft, "persons", CIRCLET_ARGUMENT_PERSONS,
                    draft->finding.persons);
    ci_draft_word(draft, "group",
                  run->judgement->policy->groups[rule->group].name);
    ci_draft_number(draft, "share", CIRCLET_ARGUMENT_SHARE,
                    draft->finding.measured);
    ci_draft_number(draft, "minutes", CIRCLET_ARGUMENT_MINUTES,
                    rule->as.circle.cutoff_ms / 60000.0);
    ci_draft_word(draft, "mode", draft->finding.mode);
    ci_draft_word(draft, "facility", rule->facility.word);
    if (uncovered > 0)
        ci_draft_number(draft, "uncovered", CIRCLET_ARGUMENT_PERSONS,
                        (double)uncovered / 1000);
    if (all->unreached_milli > 0)
        ci_draft_number(draft, "unreached", CIRCLET_ARGUMENT_PERSONS,
                        draft->finding.persons_unreached);
    if (run->facility_count == 0)
        ci_draft_word(draft, "missing", rule->facility.word);
}

static void add_own_reasons(ci_draft *draft, const circle_run *run,
                            circlet_unit unit)
{
    const circlet_policy *policy = run->judgement->policy;

    for (size_t i = 0; i < policy->own_mode_count; i++)
        if (run->own_rows[unit] >> i & 1 && policy->own_modes[i].reason)
            ci_draft_reason(draft, policy->own_modes[i].reason);
}

static void decide(ci_draft *draft, const circle_run *run,
                   const circle_sums *sums, circlet_unit unit)
{
    int64_t target = run->rule->as.circle.target_micro;
    const ci_coverage *sure = &sums->sure, *maybe = &sums->maybe;
    int64_t needed =
        ci_multiply_divide_up(sums->all.all_milli, target, CI_MILLION);

    describe_numbers(draft, run, sums);
    describe_sentence(draft, run, &sums->all);
    add_own_reasons(draft, run, unit);
    if (meets(sure->covered_milli,
              sure->all_milli + maybe->all_milli - maybe->covered_milli,
              target))
        return;
    if (meets(sure->covered_milli + maybe->covered_milli,
              sure->all_milli + maybe->covered_milli, target))
        ci_draft_undecided(draft, run->doubts[unit]);
    else
        ci_draft_shortfall(draft, run->rule, run->judgement->year,
                           (double)(needed - sums->all.covered_milli) / 1000,
                           "persons");
}

/* What keeps a unit with people from being measured; false: nothing. Then
 * no number but that of the people is given: half a count misleads. */
static bool lacks_data(ci_draft *draft, const circle_run *run,
                       const circle_sums *sums)
{
    const ci_judgement *judgement = run->judgement;

    if (!ci_selection_is_known(&run->rule->facility, judgement->city,
                               &judgement->types))
        ci_draft_no_data(draft, "type_unknown");
    if (!judgement->travel)
        ci_draft_no_data(draft, "no_network");
    if (!run->is_known)
        return true;
    if (sums->all.outside_milli == 0)
        return false;
    ci_draft_no_data(draft, sums->all.outside_milli == sums->all.all_milli
                                ? "no_network"
                                : "outside_extent");
    return true;
}

static circlet_status add_up(circle_sums *out, const circle_run *run,
                             circlet_unit unit, circlet_error *error)
{
    out->sure = run->sums[2 * (size_t)unit];
    out->maybe = run->sums[2 * (size_t)unit + 1];
    out->all = out->sure;
    if (!ci_add_weight(&out->all.all_milli, out->maybe.all_milli))
        return ci_fail(error, CIRCLET_E_DATA,
                       "the weights of the people add up to more than 64 "
                       "bits hold");
    out->all.covered_milli += out->maybe.covered_milli;
    out->all.unreached_milli += out->maybe.unreached_milli;
    out->all.outside_milli += out->maybe.outside_milli;
    out->all.modelled_milli += out->maybe.modelled_milli;
    return CIRCLET_OK;
}

/* What a unit whose setting is known, with people who are, comes to. */
static void judge_people(ci_draft *draft, const circle_run *run,
                         const circle_sums *sums, circlet_unit unit)
{
    const ci_judgement *judgement = run->judgement;

    draft->finding.persons = (double)sums->all.all_milli / 1000;
    if (sums->all.all_milli == 0) {
        draft->finding.persons_covered = 0;
        draft->finding.persons_unreached = 0;
        ci_draft_nobody(draft, judgement->city,
                        judgement->policy->groups[run->rule->group].name);
    } else if (!lacks_data(draft, run, sums)) {
        decide(draft, run, sums, unit);
    }
    ci_draft_modelled(draft, sums->all.modelled_milli);
}

static circlet_status judge_unit(const void *state, circlet_unit unit,
                                 bool is_setting_known, circlet_error *error)
{
    const circle_run *run = state;
    const ci_judgement *judgement = run->judgement;
    const circlet_policy *policy = judgement->policy;
    circle_sums sums;
    ci_draft draft;
    circlet_status status = add_up(&sums, run, unit, error);

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
        judge_people(&draft, run, &sums, unit);
    return ci_findings_add(judgement->findings, &draft, policy, error);
}

static circlet_status judge_in_mode(const ci_judgement *judgement,
                                    const ci_rule *rule, size_t mode,
                                    circlet_error *error)
{
    circle_run run = {.judgement = judgement, .rule = rule, .mode = mode};
    circlet_status status;

    run.is_known = judgement->travel &&
                   ci_selection_is_known(&rule->facility, judgement->city,
                                         &judgement->types);
    status = measure(&run, error);
    if (!status)
        status = ci_judge_units(judgement, rule, judge_unit, &run, error);
    run_clear(&run);
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
