/*
 * How many facilities a unit has whose service has so many beds. The rules
 * of this kind that are in force for a unit compete: the beds of a service
 * of a facility count for one of them, unless a rule says that it shares.
 */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "policy/bed_contest.h"
#include "policy/circle.h"
#include "policy/rule.h"

/* A rule that competes. */
typedef struct clause {
    const ci_rule *rule;
    bool has_people; /* of the rule's group, and known */
    ci_headcount *people; /* of each unit */
} clause;

/* The beds of a service in a facility that may count for some clause. */
typedef struct bed_block {
    circlet_unit unit;
    uint32_t facility;
    bool is_size_unknown;
    ci_doubts doubts;
} bed_block;

typedef struct class_run {
    const ci_judgement *judgement;
    const ci_rule *rule;
    clause *clauses; /* by priority */
    size_t clause_count;
    bed_block *blocks; /* ascending by facility */
    size_t block_count, block_capacity;
    uint8_t *members; /* of each block in each clause */
    size_t member_capacity;
} class_run;

/* ---- who competes ------------------------------------------------------- */

static bool competes(const class_run *run, const ci_rule *rule)
{
    if (rule == run->rule)
        return true;
    return rule->kind == CI_RULE_CLASS_COUNT &&
           rule->level == run->rule->level &&
           !run->rule->as.class_count.is_shared &&
           !rule->as.class_count.is_shared &&
           ci_rule_is_in_force(rule, run->judgement->year);
}

/* What must be comes before what should be; then the policy's order. */
static circlet_status gather_clauses(class_run *run, circlet_error *error)
{
    const circlet_policy *policy = run->judgement->policy;

    run->clauses = calloc(policy->rule_count + 1, sizeof(*run->clauses));
    if (!run->clauses)
        return ci_fail_nomem(error);
    for (int force = CIRCLET_FORCE_MUST; force <= CIRCLET_FORCE_MAY; force++)
        for (size_t i = 0; i < policy->rule_count; i++)
            if ((int)policy->rules[i].force == force &&
                competes(run, &policy->rules[i]))
                run->clauses[run->clause_count++].rule = &policy->rules[i];
    for (size_t i = 0; i < run->clause_count; i++) {
        clause *one = &run->clauses[i];
        circlet_status status =
            ci_headcounts_make(&one->people, run->judgement, one->rule, error);

        if (status)
            return status;
        one->has_people = one->rule->group != CI_NO_POSITION &&
                          circlet_city_knows_people(run->judgement->city);
    }
    return CIRCLET_OK;
}

static bool has_nobody(const clause *one, circlet_unit unit)
{
    const ci_headcount *people = &one->people[unit];

    return one->has_people && people->sure_milli + people->maybe_milli == 0;
}

/* What a clause asks for in a unit. */
static int64_t required_in(const class_run *run, const clause *one,
                           circlet_unit unit)
{
    const ci_judgement *judgement = run->judgement;

    if (has_nobody(one, unit) ||
        ci_rule_applies(one->rule, judgement->policy, judgement->city, unit) !=
            CI_APPLIES)
        return 0;
    return one->rule->as.class_count.min;
}

/* ---- what they compete for ---------------------------------------------- */

static ci_membership block_counts(const class_run *run, const clause *one,
                                  const circlet_facility_record *facility,
                                  const char *service, bed_block *block)
{
    const ci_facility_types *types = &run->judgement->types;
    const ci_class_count *asked = &one->rule->as.class_count;
    ci_selection selection = one->rule->facility;
    ci_membership member;
    ci_doubts doubts = 0;
    int64_t beds;

    if (strcmp(service, selection.service) != 0 &&
        !ci_words_have(&asked->nested, service))
        return CI_MEMBER_NO;
    selection.service = service;
    member = ci_selection_holds(&selection, facility, types, &doubts);
    beds = ci_facility_beds(facility, service, types);
    if (member == CI_MEMBER_NO || (beds >= 0 && beds < asked->beds))
        return CI_MEMBER_NO;
    block->doubts |= doubts;
    if (ci_facility_beds_low(facility, service, types) >= asked->beds)
        return member;
    block->is_size_unknown = true;
    return CI_MEMBER_MAYBE;
}

static bool reserve_block(class_run *run)
{
    bed_block *blocks = ci_array_reserve_one(
        run->blocks, run->block_count, &run->block_capacity, sizeof(*blocks));
    uint8_t *members;

    if (!blocks)
        return false;
    run->blocks = blocks;
    if (run->member_capacity >= run->block_capacity)
        return true;
    if (run->block_capacity > SIZE_MAX / run->clause_count)
        return false;
    members = realloc(run->members, run->block_capacity * run->clause_count);
    if (!members)
        return false;
    run->members = members;
    run->member_capacity = run->block_capacity;
    return true;
}

static circlet_status add_block(class_run *run, circlet_facility position,
                                const char *service, circlet_error *error)
{
    const circlet_city *city = run->judgement->city;
    bed_block block = {.facility = position};
    ci_membership best = CI_MEMBER_NO;
    uint8_t *members;

    if (!reserve_block(run))
        return ci_fail_nomem(error);
    members = &run->members[run->block_count * run->clause_count];
    for (size_t c = 0; c < run->clause_count; c++) {
        ci_membership member = block_counts(
            run, &run->clauses[c], circlet_city_facility(city, position),
            service, &block);

        members[c] = (uint8_t)member;
        best = member > best ? member : best;
    }
    block.unit = circlet_city_facility_unit(city, position, run->rule->level);
    if (best != CI_MEMBER_NO && block.unit != CIRCLET_NONE)
        run->blocks[run->block_count++] = block;
    return CIRCLET_OK;
}

/* Whether a service was met before, in this clause or one before it. */
static bool is_repeated(const class_run *run, size_t clause_position,
                        size_t service_position, const char *service)
{
    for (size_t c = 0; c <= clause_position; c++) {
        const ci_rule *rule = run->clauses[c].rule;
        const ci_words *nested = &rule->as.class_count.nested;
        size_t count =
            c < clause_position ? nested->count + 1 : service_position;

        for (size_t i = 0; i < count; i++)
            if (strcmp(i ? nested->items[i - 1] : rule->facility.service,
                       service) == 0)
                return true;
    }
    return false;
}

static circlet_status add_facility(class_run *run, circlet_facility position,
                                   circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (size_t c = 0; c < run->clause_count; c++) {
        const ci_rule *rule = run->clauses[c].rule;
        const ci_words *nested = &rule->as.class_count.nested;

        for (size_t i = 0; !status && i <= nested->count; i++) {
            const char *service =
                i ? nested->items[i - 1] : rule->facility.service;

            if (!is_repeated(run, c, i, service))
                status = add_block(run, position, service, error);
        }
    }
    return status;
}

static circlet_status gather_blocks(class_run *run, circlet_error *error)
{
    const circlet_city *city = run->judgement->city;
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < circlet_city_facility_count(city); i++)
        if (ci_facility_is_open_on(
                circlet_city_facility(city, (circlet_facility)i),
                run->judgement->day))
            status = add_facility(run, (circlet_facility)i, error);
    return status;
}

/* ---- one unit ----------------------------------------------------------- */

/* The contest of one unit: the clauses that ask for something there, and
 * the blocks that stand there. */
typedef struct unit_contest {
    int64_t *required;
    uint32_t *facilities;
    uint8_t *members;
    ci_bed_share *shares;
    size_t own; /* position of the rule that is judged */
    bool is_size_unknown;
    ci_doubts doubts;
} unit_contest;

static void unit_contest_clear(unit_contest *contest)
{
    free(contest->required);
    free(contest->facilities);
    free(contest->members);
    free(contest->shares);
}

static bool allocate_contest(unit_contest *contest, const class_run *run)
{
    size_t clauses = run->clause_count, blocks = run->block_count + 1;

    contest->required = calloc(clauses, sizeof(*contest->required));
    contest->facilities = calloc(blocks, sizeof(*contest->facilities));
    contest->members = calloc(blocks, clauses);
    contest->shares = calloc(clauses, sizeof(*contest->shares));
    return contest->required && contest->facilities && contest->members &&
           contest->shares;
}

static circlet_status settle_unit(unit_contest *contest, const class_run *run,
                                  circlet_unit unit, circlet_error *error)
{
    size_t count = run->clause_count;
    ci_bed_contest all;

    if (!allocate_contest(contest, run))
        return ci_fail_nomem(error);
    all = (ci_bed_contest){contest->required, count, contest->facilities, 0,
                           contest->members};
    for (size_t c = 0; c < count; c++) {
        contest->required[c] = required_in(run, &run->clauses[c], unit);
        if (run->clauses[c].rule == run->rule)
            contest->own = c;
    }
    for (size_t b = 0; b < run->block_count; b++) {
        const bed_block *block = &run->blocks[b];
        uint8_t *members = &contest->members[all.block_count * count];

        if (block->unit != unit)
            continue;
        memcpy(members, &run->members[b * count], count);
        for (size_t c = 0; c < count; c++)
            if (contest->required[c] == 0)
                members[c] = CI_MEMBER_NO;
        contest->facilities[all.block_count++] = block->facility;
        contest->is_size_unknown |= block->is_size_unknown;
        contest->doubts |= block->doubts;
    }
    return ci_bed_contest_settle(contest->shares, &all, error);
}

static void describe(ci_draft *draft, const class_run *run,
                     const ci_bed_share *share)
{
    const ci_class_count *asked = &run->rule->as.class_count;
    circlet_finding *finding = &draft->finding;

    finding->measured_low = (double)share->measured_low;
    finding->measured_high = (double)share->measured_high;
    if (share->measured_low == share->measured_high)
        finding->measured = finding->measured_low;
    finding->required = (double)asked->min;
    finding->sentence = "class_count";
    ci_draft_number(
        draft, share->measured_low < share->measured_high ? "least" : "count",
        CIRCLET_ARGUMENT_COUNT_OF, finding->measured_low);
    ci_draft_word(draft, "facility", run->rule->facility.word);
    ci_draft_number(draft, "beds", CIRCLET_ARGUMENT_COUNT_OF,
                    (double)asked->beds);
    ci_draft_number(draft, "min", CIRCLET_ARGUMENT_COUNT_OF,
                    (double)asked->min);
    if (share->taken > 0)
        ci_draft_number(draft, "taken", CIRCLET_ARGUMENT_COUNT_OF,
                        (double)share->taken);
}

static void decide(ci_draft *draft, const class_run *run,
                   const unit_contest *contest, const ci_headcount *people)
{
    const ci_bed_share *share = &contest->shares[contest->own];
    int64_t min = run->rule->as.class_count.min;

    describe(draft, run, share);
    if (share->taken > 0)
        ci_draft_reason(draft, "counted_elsewhere");
    if (share->low < min)
        ci_draft_more(draft, (double)(min - share->low));
    if (share->high < min && run->rule->group != CI_NO_POSITION &&
        people->sure_milli == 0) { /* perhaps nobody lives there */
        ci_draft_undecided(draft, people->doubts);
    } else if (share->high < min) {
        double missing = (double)(min - share->high);

        ci_draft_missing(draft, CIRCLET_ARGUMENT_COUNT_OF, missing,
                         share->low < share->high);
        ci_draft_shortfall(draft, run->rule, run->judgement->day, missing,
                           "facilities");
    } else if (share->low < min) {
        ci_draft_doubts(draft, contest->doubts);
        if (contest->is_size_unknown)
            ci_draft_reason(draft, "beds_unknown");
        ci_draft_undecided(draft, 0);
    }
}

static bool beds_are_known(const class_run *run)
{
    const ci_selection *selection = &run->rule->facility;
    const ci_words *nested = &run->rule->as.class_count.nested;
    const circlet_city *city = run->judgement->city;
    const ci_facility_types *types = &run->judgement->types;

    if (selection->type)
        return circlet_city_knows_facility_type(city, selection->type);
    if (ci_beds_are_known(selection->service, city, types))
        return true;
    for (size_t i = 0; i < nested->count; i++)
        if (ci_beds_are_known(nested->items[i], city, types))
            return true;
    return false;
}

static circlet_status decide_unit(ci_draft *draft, const class_run *run,
                                  circlet_unit unit,
                                  const ci_headcount *people,
                                  circlet_error *error)
{
    unit_contest contest = {0};
    circlet_status status = settle_unit(&contest, run, unit, error);

    if (!status)
        decide(draft, run, &contest, people);
    unit_contest_clear(&contest);
    return status;
}

static circlet_status judge_unit(const void *state, circlet_unit unit,
                                 bool is_setting_known, circlet_error *error)
{
    const class_run *run = state;
    const ci_judgement *judgement = run->judgement;
    const clause *own = run->clauses;
    circlet_status status = CIRCLET_OK;
    ci_draft draft;

    while (own->rule != run->rule)
        own++;
    ci_draft_start(&draft, run->rule,
                   circlet_city_unit(judgement->city, unit));
    draft.finding.measured_unit = "facilities";
    draft.finding.shortfall_unit = "facilities";
    if (own->has_people)
        draft.finding.persons = (double)(own->people[unit].sure_milli +
                                         own->people[unit].maybe_milli) /
                                1000;
    if (!is_setting_known)
        ci_draft_no_data(&draft, "setting_unknown");
    else if (has_nobody(own, unit))
        ci_draft_nobody(&draft, judgement->city,
                        judgement->policy->groups[run->rule->group].name);
    else if (!beds_are_known(run))
        ci_draft_no_data(&draft, "type_unknown");
    else
        status = decide_unit(&draft, run, unit, &own->people[unit], error);
    if (run->rule->group != CI_NO_POSITION && !own->has_people)
        ci_draft_without_people(&draft);
    if (own->has_people)
        ci_draft_modelled(&draft, own->people[unit].modelled_milli);
    return status ? status
                  : ci_findings_add(judgement->findings, &draft,
                                    judgement->policy, error);
}

circlet_status ci_judge_class_count(const ci_judgement *judgement,
                                    const ci_rule *rule, circlet_error *error)
{
    class_run run = {.judgement = judgement, .rule = rule};
    circlet_status status = gather_clauses(&run, error);

    if (!status)
        status = gather_blocks(&run, error);
    if (!status)
        status = ci_judge_units(judgement, rule, judge_unit, &run, error);
    for (size_t i = 0; i < run.clause_count; i++)
        free(run.clauses[i].people);
    free(run.clauses);
    free(run.blocks);
    free(run.members);
    return status;
}
