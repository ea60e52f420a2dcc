/*
 * What every facility of a kind has to have: one finding for each, about the
 * part of it that it is furthest from.
 */
#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/json_value.h"
#include "policy/circle.h"
#include "policy/exact.h"
#include "policy/rule.h"

/* More than this of anything in one facility is a mistake in the data. */
#define MAX_AMOUNT 1e9

typedef struct place {
    circlet_unit unit; /* CIRCLET_NONE: it stands in none */
    circlet_facility facility;
    ci_doubts doubts; /* of its being selected */
    int64_t beds; /* -1: not known; 1 where beds do not matter */
} place;

typedef struct each_run {
    const ci_judgement *judgement;
    const ci_rule *rule;
    place *places; /* by unit, then facility */
    size_t count;
} each_run;

/* A part in one facility, in thousandths and millionths. */
typedef struct part_state {
    int64_t has_milli;
    double has, needs;
    bool is_known;
    bool is_short;
} part_state;

/* ---- which facilities --------------------------------------------------- */

/* The unit of the rule's level, else of a higher, else of a lower one. */
static circlet_unit unit_of(const each_run *run, circlet_facility facility)
{
    const circlet_city *city = run->judgement->city;
    int own = (int)run->rule->level;
    circlet_unit unit = CIRCLET_NONE;

    for (int level = own; level >= 0 && unit == CIRCLET_NONE; level--)
        unit =
            circlet_city_facility_unit(city, facility, (circlet_level)level);
    for (int level = own + 1;
         level < CIRCLET_LEVEL_COUNT && unit == CIRCLET_NONE; level++)
        unit =
            circlet_city_facility_unit(city, facility, (circlet_level)level);
    return unit;
}

static void add_place(each_run *run, circlet_facility position)
{
    const ci_judgement *judgement = run->judgement;
    const circlet_facility_record *facility =
        circlet_city_facility(judgement->city, position);
    const char *service = run->rule->as.each.beds;
    place own = {.facility = position, .beds = 1};

    if (!ci_facility_is_open_on(facility, judgement->day) ||
        ci_selection_holds(&run->rule->facility, facility, &judgement->types,
                           &own.doubts) == CI_MEMBER_NO)
        return;
    own.unit = unit_of(run, position);
    if (service)
        own.beds = ci_facility_beds(facility, service, &judgement->types);
    if (own.beds != 0 &&
        (own.unit != CIRCLET_NONE ? ci_judgement_has(judgement, own.unit)
                                  : judgement->unit == CIRCLET_NONE))
        run->places[run->count++] = own;
}

static int compare_places(const void *a, const void *b)
{
    const place *x = a, *y = b;

    if (x->unit != y->unit)
        return x->unit < y->unit ? -1 : 1;
    return x->facility < y->facility ? -1 : x->facility > y->facility;
}

static circlet_status gather_places(each_run *run, circlet_error *error)
{
    size_t count = circlet_city_facility_count(run->judgement->city);

    run->places = calloc(count + 1, sizeof(*run->places));
    if (!run->places)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < count; i++)
        add_place(run, (circlet_facility)i);
    qsort(run->places, run->count, sizeof(*run->places), compare_places);
    return CIRCLET_OK;
}

/* ---- one facility ------------------------------------------------------- */

/* An attribute is what somebody wrote: what cannot be is not known. */
static double value_of(const ci_each_part *part,
                       const circlet_facility_record *facility)
{
    double value = (double)NAN;

    if (part->is_measure)
        return facility->measures[part->measure];
    if (ci_json_find_number(&value, facility->attributes, part->attribute) &&
        !(value >= 0 && value <= MAX_AMOUNT))
        value = (double)NAN;
    return value;
}

static circlet_status read_part(part_state *out, const each_run *run,
                                const ci_each_part *part, const place *own,
                                circlet_error *error)
{
    const circlet_facility_record *facility =
        circlet_city_facility(run->judgement->city, own->facility);
    double value = value_of(part, facility);

    *out = (part_state){.is_known = own->beds >= 0 && !isnan(value)};
    out->needs = own->beds < 0 ? (double)NAN
                               : (double)part->min_micro * (double)own->beds /
                                     CI_MILLION;
    if (!isnan(value) && !(value >= 0 && value <= MAX_AMOUNT))
        return ci_fail(error, CIRCLET_E_DATA,
                       "facility '%s' has an impossible amount for rule '%s'",
                       facility->id, run->rule->id);
    if (!out->is_known)
        return CIRCLET_OK;
    out->has_milli = llround(value * 1000);
    out->has = (double)out->has_milli / 1000;
    out->is_short = ci_compare_products(out->has_milli, 1000, part->min_micro,
                                        own->beds) < 0;
    return CIRCLET_OK;
}

static double missing_of(const part_state *part, const ci_each_part *asked,
                         int64_t beds)
{
    return ((double)asked->min_micro * (double)beds -
            (double)part->has_milli * 1000) /
           CI_MILLION;
}

/* The part that the numbers of the finding are about: the one that has the
 * least of what it needs; where nothing is missing, one that is not known. */
static size_t decisive_part(const part_state *parts, size_t count)
{
    size_t least = count;

    for (size_t i = 0; i < count; i++)
        if (parts[i].is_known &&
            (least == count || parts[i].has / parts[i].needs <
                                   parts[least].has / parts[least].needs))
            least = i;
    if (least < count && parts[least].is_short)
        return least;
    for (size_t i = 0; i < count; i++)
        if (!parts[i].is_known)
            return i;
    return least;
}

static void describe_part(ci_draft *draft, const ci_each_part *asked,
                          const part_state *part, int64_t beds, size_t i)
{
    static const char *const has[CI_EACH_MAX] = {"has1", "has2", "has3",
                                                 "has4"};
    static const char *const shorts[CI_EACH_MAX] = {"short1", "short2",
                                                    "short3", "short4"};
    static const char *const gaps[CI_EACH_MAX] = {"missing1", "missing2",
                                                  "missing3", "missing4"};
    static const char *const open[CI_EACH_MAX] = {"open1", "open2", "open3",
                                                  "open4"};
    static const char *const needs[CI_EACH_MAX] = {"needs1", "needs2",
                                                   "needs3", "needs4"};
    static const char *const words[CI_EACH_MAX] = {"word1", "word2", "word3",
                                                   "word4"};

    ci_draft_word(draft, words[i], asked->word);
    ci_draft_number(draft, needs[i], CIRCLET_ARGUMENT_PERSONS, part->needs);
    if (!part->is_known) {
        ci_draft_word(draft, open[i], asked->reason);
        return;
    }
    ci_draft_number(draft, part->is_short ? shorts[i] : has[i],
                    CIRCLET_ARGUMENT_PERSONS, part->has);
    if (part->is_short)
        ci_draft_number(draft, gaps[i], CIRCLET_ARGUMENT_PERSONS,
                        ceil(missing_of(part, asked, beds) * 1000 - 1e-6) /
                            1000);
}

static void describe(ci_draft *draft, const each_run *run, const place *own,
                     const part_state *parts, size_t unknown)
{
    const ci_each *each = &run->rule->as.each;
    size_t i = decisive_part(parts, each->part_count);
    circlet_finding *finding = &draft->finding;

    finding->sentence = "each";
    finding->measured_unit = each->parts[i].word;
    finding->shortfall_unit = each->parts[i].word;
    finding->required = parts[i].needs;
    if (parts[i].is_known)
        finding->measured = parts[i].has;
    if (unknown == 0)
        finding->measured_low = finding->measured_high = parts[i].has;
    else /* one that is not known may lack more, whatever is counted there */
        finding->measured_low = 0;
    if (each->beds) {
        ci_draft_number(draft, "beds", CIRCLET_ARGUMENT_COUNT_OF,
                        (double)own->beds);
        ci_draft_word(draft, "service", each->beds);
    }
    for (size_t k = 0; k < each->part_count; k++)
        describe_part(draft, &each->parts[k], &parts[k], own->beds, k);
}

/* How much more of each part that is short is enough, in whole things. */
static void describe_mend(ci_draft *draft, const each_run *run,
                          const place *own, const part_state *parts)
{
    static const char *const more[CI_EACH_MAX] = {"more", "more2", "more3",
                                                  "more4"};
    static const char *const word[CI_EACH_MAX] = {"word", "word2", "word3",
                                                  "word4"};
    const ci_each *each = &run->rule->as.each;
    size_t count = 0;

    for (size_t i = 0; i < each->part_count; i++) {
        if (!parts[i].is_short)
            continue;
        ci_draft_fact(
            draft, more[count], CIRCLET_ARGUMENT_COUNT_OF,
            ceil(missing_of(&parts[i], &each->parts[i], own->beds) - 1e-9),
            NULL);
        ci_draft_fact(draft, word[count++], CIRCLET_ARGUMENT_WORD, (double)NAN,
                      each->parts[i].word);
    }
}

static void decide(ci_draft *draft, const each_run *run, const place *own,
                   const part_state *parts, size_t unknown)
{
    const ci_each *each = &run->rule->as.each;
    size_t worst = decisive_part(parts, each->part_count);

    describe(draft, run, own, parts, unknown);
    if (parts[worst].is_short && own->doubts) {
        ci_draft_undecided(draft, own->doubts);
    } else if (parts[worst].is_short) {
        if (unknown == 0)
            describe_mend(draft, run, own, parts);
        ci_draft_shortfall(
            draft, run->rule, run->judgement->day,
            missing_of(&parts[worst], &each->parts[worst], own->beds),
            each->parts[worst].word);
    } else if (unknown > 0) {
        ci_draft_doubts(draft, own->doubts);
        for (size_t i = 0; i < each->part_count; i++)
            if (!parts[i].is_known)
                ci_draft_reason(draft, each->parts[i].reason);
        ci_draft_undecided(draft, 0);
    }
}

/* Nothing is known of what the facility must have. */
static void draft_unknown(ci_draft *draft, const each_run *run,
                          const place *own)
{
    const ci_each *each = &run->rule->as.each;

    if (own->beds < 0)
        ci_draft_no_data(draft, "beds_unknown");
    for (size_t i = 0; i < each->part_count && own->beds >= 0; i++)
        ci_draft_no_data(draft, each->parts[i].reason);
    ci_draft_doubts(draft, own->doubts);
    draft->finding.sentence = "each_no_data";
}

static ci_applies applies_to(const each_run *run, circlet_unit unit)
{
    const circlet_city *city = run->judgement->city;
    ci_rule there = *run->rule;

    if (unit == CIRCLET_NONE)
        return there.settings.count == 0 ? CI_APPLIES : CI_APPLIES_UNKNOWN;
    there.level = circlet_city_unit(city, unit)->level;
    return ci_rule_applies(&there, run->judgement->policy, city, unit);
}

/* Starts the finding of a facility, wherever it stands. */
static void start_draft(ci_draft *draft, const each_run *run, const place *own)
{
    const circlet_city *city = run->judgement->city;
    const ci_each_part *first = run->rule->as.each.parts;
    const circlet_unit_record nowhere = {
        .code = "", .name = "", .level = run->rule->level, .residents = -1};
    bool has_unit = own->unit != CIRCLET_NONE;

    ci_draft_start(draft, run->rule,
                   has_unit ? circlet_city_unit(city, own->unit) : &nowhere);
    if (!has_unit) {
        draft->arguments[0].type = CIRCLET_ARGUMENT_WORD;
        draft->arguments[0].text = "outside_units";
        ci_draft_reason(draft, "outside_units");
    }
    ci_draft_facility(draft, circlet_city_facility(city, own->facility));
    draft->finding.measured_unit = first->word;
    draft->finding.shortfall_unit = first->word;
}

static circlet_status judge_place(const each_run *run, const place *own,
                                  circlet_error *error)
{
    const ci_each *each = &run->rule->as.each;
    ci_applies applies = applies_to(run, own->unit);
    part_state parts[CI_EACH_MAX] = {{0}};
    circlet_status status = CIRCLET_OK;
    size_t unknown = 0;
    ci_draft draft;

    if (applies == CI_APPLIES_NOT)
        return CIRCLET_OK;
    start_draft(&draft, run, own);
    for (size_t i = 0; !status && i < each->part_count; i++) {
        status = read_part(&parts[i], run, &each->parts[i], own, error);
        unknown += !parts[i].is_known;
    }
    if (status)
        return status;
    if (applies == CI_APPLIES_UNKNOWN) {
        ci_draft_no_data(&draft, "setting_unknown");
        draft.finding.sentence = "each_no_data";
    } else if (unknown == each->part_count) {
        draft_unknown(&draft, run, own);
    } else {
        decide(&draft, run, own, parts, unknown);
    }
    return ci_findings_add(run->judgement->findings, &draft,
                           run->judgement->policy, error);
}

/* ---- no such facilities ------------------------------------------------- */

/* Whether "there is none" is an answer, so that nothing need be said. */
static bool is_known(const each_run *run)
{
    const ci_judgement *judgement = run->judgement;
    const char *beds = run->rule->as.each.beds;

    if (beds && !run->rule->facility.type)
        return ci_beds_are_known(beds, judgement->city, &judgement->types);
    return ci_selection_is_known(&run->rule->facility, judgement->city,
                                 &judgement->types);
}

static circlet_status judge_unknown(const void *state, circlet_unit unit,
                                    bool is_setting_known,
                                    circlet_error *error)
{
    const each_run *run = state;
    const ci_judgement *judgement = run->judgement;
    ci_draft draft;

    ci_draft_start(&draft, run->rule,
                   circlet_city_unit(judgement->city, unit));
    draft.finding.measured_unit = run->rule->as.each.parts[0].word;
    draft.finding.shortfall_unit = draft.finding.measured_unit;
    if (!is_setting_known)
        ci_draft_no_data(&draft, "setting_unknown");
    ci_draft_no_data(&draft, "type_unknown");
    return ci_findings_add(judgement->findings, &draft, judgement->policy,
                           error);
}

circlet_status ci_judge_each(const ci_judgement *judgement,
                             const ci_rule *rule, circlet_error *error)
{
    each_run run = {.judgement = judgement, .rule = rule};
    circlet_status status;

    if (!is_known(&run))
        return ci_judge_units(judgement, rule, judge_unknown, &run, error);
    status = gather_places(&run, error);
    for (size_t i = 0; !status && i < run.count; i++)
        status = judge_place(&run, &run.places[i], error);
    free(run.places);
    return status;
}
