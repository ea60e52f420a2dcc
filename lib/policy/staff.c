/* The positions that rules about staff ask for, unit by unit. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "policy/circle.h"
#include "policy/rule.h"

#define COUNT_MAX 1e12

struct circlet_staff {
    circlet_staff_row *rows;
    size_t count, capacity;
};

typedef struct staffing {
    ci_judgement judgement;
    const circlet_findings *findings;
    circlet_staff *staff;
    circlet_staff_row *sums; /* of each unit, then of none; of the part at hand
                              */
    bool *has_sum;
} staffing;

static bool is_staff(circlet_measure measure)
{
    return measure != CIRCLET_MEASURE_AREA_M2 &&
           measure != CIRCLET_MEASURE_STARS &&
           measure != CIRCLET_MEASURE_COUNT;
}

static int64_t whole(double number)
{
    return number > 0 && number < COUNT_MAX ? (int64_t)ceil(number - 1e-9) : 0;
}

static circlet_status add_row(staffing *work, const circlet_staff_row *row,
                              circlet_error *error)
{
    circlet_staff *staff = work->staff;
    circlet_staff_row *rows = ci_array_reserve_one(
        staff->rows, staff->count, &staff->capacity, sizeof(*rows));

    if (!rows)
        return ci_fail_nomem(error);
    staff->rows = rows;
    rows[staff->count++] = *row;
    return CIRCLET_OK;
}

/* ---- of each facility --------------------------------------------------- */

/* The unit of the rule's level, else of a higher, else of a lower one. */
static circlet_unit unit_of(const staffing *work, const ci_rule *rule,
                            circlet_facility facility)
{
    const circlet_city *city = work->judgement.city;
    circlet_unit unit = CIRCLET_NONE;

    for (int level = (int)rule->level; level >= 0 && unit == CIRCLET_NONE;
         level--)
        unit =
            circlet_city_facility_unit(city, facility, (circlet_level)level);
    for (int level = (int)rule->level + 1;
         level < CIRCLET_LEVEL_COUNT && unit == CIRCLET_NONE; level++)
        unit =
            circlet_city_facility_unit(city, facility, (circlet_level)level);
    return unit;
}

static bool applies(const staffing *work, const ci_rule *rule,
                    circlet_unit unit)
{
    const circlet_city *city = work->judgement.city;
    ci_rule there = *rule;

    if (unit == CIRCLET_NONE)
        return rule->settings.count == 0;
    there.level = circlet_city_unit(city, unit)->level;
    return ci_rule_applies(&there, work->judgement.policy, city, unit) ==
           CI_APPLIES;
}

static void add_to(circlet_staff_row *sum, const ci_each_part *part,
                   const circlet_facility_record *facility, int64_t beds,
                   bool is_sure)
{
    double needed = (double)part->min_micro * (double)beds / CI_MILLION;
    double has = facility->measures[part->measure];
    double low = ci_facility_measure_low(facility, part->measure);
    double there = fmin(isnan(has) ? low : has, needed);

    if (beds < 0) {
        sum->is_complete = false;
        return;
    }
    sum->needed += whole(needed);
    sum->missing_high += whole(needed - there);
    sum->there += whole(needed) - whole(needed - there);
    if (is_sure && !isnan(has))
        sum->missing += whole(needed - has);
}

static void add_facility(staffing *work, const ci_rule *rule,
                         const ci_each_part *part, circlet_facility position)
{
    const ci_judgement *judgement = &work->judgement;
    const circlet_facility_record *facility =
        circlet_city_facility(judgement->city, position);
    const char *service = rule->as.each.beds;
    ci_membership member =
        ci_selection_holds(&rule->facility, facility, &judgement->types, NULL);
    circlet_unit unit = unit_of(work, rule, position);
    size_t at =
        unit == CIRCLET_NONE ? circlet_city_unit_count(judgement->city) : unit;
    int64_t beds =
        service ? ci_facility_beds(facility, service, &judgement->types) : 1;

    if (member == CI_MEMBER_NO || beds == 0 ||
        !ci_facility_is_open(facility, judgement->year) ||
        !applies(work, rule, unit))
        return;
    if (!work->has_sum[at])
        work->sums[at] = (circlet_staff_row){.is_complete = true};
    work->has_sum[at] = true;
    add_to(&work->sums[at], part, facility, beds, member == CI_MEMBER_YES);
}

static circlet_status add_part(staffing *work, const ci_rule *rule,
                               const ci_each_part *part, circlet_error *error)
{
    const circlet_city *city = work->judgement.city;
    size_t units = circlet_city_unit_count(city);
    circlet_status status = CIRCLET_OK;

    memset(work->has_sum, 0, (units + 1) * sizeof(*work->has_sum));
    for (size_t i = 0; i < circlet_city_facility_count(city); i++)
        add_facility(work, rule, part, (circlet_facility)i);
    for (size_t u = 0; !status && u <= units; u++) {
        circlet_staff_row *sum = &work->sums[u];

        if (!work->has_sum[u])
            continue;
        sum->rule = rule->id;
        sum->staff = part->word;
        sum->unit =
            u < units ? circlet_city_unit(city, (circlet_unit)u)->code : "";
        sum->unit_name =
            u < units ? circlet_city_unit(city, (circlet_unit)u)->name : "";
        status = add_row(work, sum, error);
    }
    return status;
}

/* ---- of a unit ---------------------------------------------------------- */

/* How much is asked for in all, of a finding that is measured. */
static double required_of(const ci_ratio *ratio,
                          const circlet_finding *finding)
{
    return ratio->is_of_unit || ratio->is_rounded_up
               ? finding->required
               : finding->required * finding->persons / (double)ratio->per;
}

static double scale_of(const ci_ratio *ratio, const circlet_finding *finding)
{
    return ratio->is_of_unit || ratio->is_rounded_up
               ? 1
               : finding->persons / (double)ratio->per;
}

static circlet_status add_finding(staffing *work, const ci_rule *rule,
                                  const circlet_finding *finding,
                                  circlet_error *error)
{
    const ci_ratio *ratio = &rule->as.ratio;
    double scale = scale_of(ratio, finding);
    double required = required_of(ratio, finding);
    double low = finding->measured_low * scale;
    double high = finding->measured_high * scale;
    circlet_staff_row row = {.rule = rule->id,
                             .unit = finding->unit,
                             .unit_name = finding->unit_name,
                             .staff = ratio->amount_unit,
                             .is_complete = isfinite(required)};

    if (row.is_complete) {
        row.needed = whole(required);
        row.missing = isfinite(high) ? whole(required - high) : 0;
        row.missing_high = whole(required - (isfinite(low) ? low : 0));
        row.there = row.needed - row.missing_high;
    }
    return add_row(work, &row, error);
}

static circlet_status add_findings(staffing *work, const ci_rule *rule,
                                   circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < circlet_findings_count(work->findings);
         i++) {
        const circlet_finding *finding =
            circlet_findings_at(work->findings, i);

        if (strcmp(finding->rule, rule->id) == 0)
            status = add_finding(work, rule, finding, error);
    }
    return status;
}

/* ---- all ---------------------------------------------------------------- */

static circlet_status add_rule(staffing *work, const ci_rule *rule,
                               circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    if (rule->kind == CI_RULE_RATIO &&
        rule->as.ratio.amount == CI_AMOUNT_MEASURE &&
        rule->as.ratio.lower_micro >= 0 && is_staff(rule->as.ratio.measure))
        return add_findings(work, rule, error);
    if (rule->kind != CI_RULE_EACH)
        return CIRCLET_OK;
    for (size_t i = 0; !status && i < rule->as.each.part_count; i++) {
        const ci_each_part *part = &rule->as.each.parts[i];

        if (part->is_measure && is_staff(part->measure))
            status = add_part(work, rule, part, error);
    }
    return status;
}

static circlet_status add_rules(staffing *work, circlet_error *error)
{
    const circlet_policy *policy = work->judgement.policy;
    size_t units = circlet_city_unit_count(work->judgement.city);
    circlet_status status = CIRCLET_OK;

    work->sums = calloc(units + 1, sizeof(*work->sums));
    work->has_sum = calloc(units + 1, sizeof(*work->has_sum));
    if (!work->sums || !work->has_sum)
        status = ci_fail_nomem(error);
    for (size_t i = 0; !status && i < policy->rule_count; i++)
        if (ci_rule_is_in_force(&policy->rules[i], work->judgement.year) &&
            !policy->rules[i].is_variant)
            status = add_rule(work, &policy->rules[i], error);
    free(work->sums);
    free(work->has_sum);
    return status;
}

circlet_status circlet_policy_staff(circlet_staff **out,
                                    const circlet_policy *policy,
                                    const circlet_city *city,
                                    const circlet_findings *findings,
                                    circlet_error *error)
{
    staffing work = {.judgement = {.policy = policy, .city = city},
                     .findings = findings};
    circlet_status status;

    if (!out || !policy || !city || !findings)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "staff needs a policy, a city and its findings");
    work.judgement.year = circlet_findings_year(findings);
    work.judgement.types =
        (ci_facility_types){policy->types, policy->type_count};
    work.staff = calloc(1, sizeof(*work.staff));
    if (!work.staff)
        return ci_fail_nomem(error);
    status = add_rules(&work, error);
    if (status)
        circlet_staff_free(work.staff);
    else
        *out = work.staff;
    return status;
}

void circlet_staff_free(circlet_staff *staff)
{
    if (!staff)
        return;
    free(staff->rows);
    free(staff);
}

size_t circlet_staff_count(const circlet_staff *staff)
{
    return staff->count;
}

const circlet_staff_row *circlet_staff_at(const circlet_staff *staff,
                                          size_t position)
{
    return position < staff->count ? &staff->rows[position] : NULL;
}
