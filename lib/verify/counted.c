#include "verify/counted.h"

#include <math.h>
#include <string.h>

#include "base/json_value.h"

/* ---- what it counts ----------------------------------------------------- */

static bool surely_is(const ci_judgement *judgement,
                      const ci_selection *selection,
                      const circlet_facility_record *facility)
{
    return ci_selection_holds(selection, facility, &judgement->types, NULL) ==
           CI_MEMBER_YES;
}

static int64_t in_thousandths(int64_t number)
{
    return number > 0 && number < INT64_MAX / 1000 ? 1000 * number : 0;
}

static int64_t sum_part(const ci_judgement *judgement, const ci_ratio *ratio,
                        const circlet_facility_record *facility)
{
    switch (ratio->amount) {
    case CI_AMOUNT_BEDS:
        return in_thousandths(
            ci_facility_beds(facility, ratio->service, &judgement->types));
    case CI_AMOUNT_PLACES:
        return in_thousandths(
            ci_facility_places(facility, ratio->service, &judgement->types));
    default:
        return llround(1000 *
                       ci_facility_measure_low(facility, ratio->measure));
    }
}

/* The beds of one service are enough: the rule's, or one that counts for
 * it. */
static bool is_large(const ci_judgement *judgement, const ci_rule *rule,
                     const circlet_facility_record *facility)
{
    const ci_class_count *asked = &rule->as.class_count;
    ci_selection selection = rule->facility;
    size_t next = 0;

    for (;;) {
        if (surely_is(judgement, &selection, facility) &&
            ci_facility_beds(facility, selection.service, &judgement->types) >=
                asked->beds)
            return true;
        if (next == asked->nested.count)
            return false;
        selection.service = asked->nested.items[next++];
    }
}

int64_t ci_counted_for(const ci_judgement *judgement, const ci_rule *rule,
                       const circlet_facility_record *facility)
{
    if (rule->kind == CI_RULE_CLASS_COUNT)
        return is_large(judgement, rule, facility);
    if (!surely_is(judgement, &rule->facility, facility))
        return 0;
    return rule->kind == CI_RULE_RATIO
               ? sum_part(judgement, &rule->as.ratio, facility)
               : 1;
}

bool ci_is_of_buildings(const ci_rule *rule)
{
    const ci_ratio *ratio = &rule->as.ratio;

    /* Staff is engaged, not built; what is only limited from above is not
     * mended by more of it. */
    if (rule->kind == CI_RULE_RATIO)
        return ratio->lower_micro >= 0 &&
               (ratio->amount == CI_AMOUNT_BEDS ||
                ratio->amount == CI_AMOUNT_PLACES ||
                ratio->measure == CIRCLET_MEASURE_AREA_M2);
    return rule->kind == CI_RULE_CIRCLE || rule->kind == CI_RULE_COUNT ||
           rule->kind == CI_RULE_CLASS_COUNT ||
           rule->kind == CI_RULE_GROUP_SIZE || rule->kind == CI_RULE_NEAR;
}

/* ---- what it must not lose ---------------------------------------------- */

static double staff_of(const ci_each_part *part,
                       const circlet_facility_record *facility)
{
    double number = (double)NAN;

    if (part->is_measure)
        number = facility->measures[part->measure];
    else
        (void)ci_json_find_number(&number, facility->attributes,
                                  part->attribute);
    return number;
}

/* What is not known does not show a lack. */
static bool lacks_staff(const ci_judgement *judgement, const ci_each *each,
                        const circlet_facility_record *facility)
{
    double beds =
        (double)ci_facility_beds(facility, each->beds, &judgement->types);

    for (size_t i = 0; beds > 0 && i < each->part_count; i++)
        if (staff_of(&each->parts[i], facility) * CI_MILLION <
            (double)each->parts[i].min_micro * beds)
            return true;
    return false;
}

static bool comes_to_lack(const ci_judgement *judgement, const ci_rule *rule,
                          const circlet_facility_record *before,
                          const circlet_facility_record *after)
{
    return rule->as.each.beds &&
           ci_selection_holds(&rule->facility, after, &judgement->types,
                              NULL) != CI_MEMBER_NO &&
           lacks_staff(judgement, &rule->as.each, after) &&
           !lacks_staff(judgement, &rule->as.each, before);
}

bool ci_loses_something(const ci_judgement *judgement,
                        const circlet_facility_record *before,
                        const circlet_facility_record *after)
{
    const circlet_policy *policy = judgement->policy;

    for (size_t i = 0; i < policy->rule_count; i++) {
        const ci_rule *rule = &policy->rules[i];
        bool is_counted =
            ci_is_of_buildings(rule) || rule->kind == CI_RULE_PLACES;

        if (!ci_rule_is_in_force(rule, judgement->year))
            continue;
        if (is_counted && ci_counted_for(judgement, rule, after) <
                              ci_counted_for(judgement, rule, before))
            return true;
        if (rule->kind == CI_RULE_EACH &&
            comes_to_lack(judgement, rule, before, after))
            return true;
    }
    return false;
}
