/* What one facility counts for a rule, and what it must not lose. */
#include <math.h>
#include <string.h>

#include "base/json_value.h"
#include "plan/mend.h"

#define MILLI 1000

static bool is_selected(const ci_judgement *judgement,
                        const ci_selection *selection,
                        const circlet_facility_record *facility)
{
    return ci_selection_holds(selection, facility, &judgement->types, NULL) ==
           CI_MEMBER_YES;
}

/* ---- what it counts ----------------------------------------------------- */

static int64_t thousandths(int64_t count)
{
    return count > 0 && count <= INT64_MAX / MILLI ? count * MILLI : 0;
}

/* As the rule itself adds up, so that the sums are the same to the digit. */
static int64_t amount_of(const ci_judgement *judgement, const ci_rule *rule,
                         const circlet_facility_record *facility)
{
    const ci_ratio *ratio = &rule->as.ratio;

    if (!is_selected(judgement, &rule->facility, facility))
        return 0;
    if (ratio->amount == CI_AMOUNT_BEDS)
        return thousandths(
            ci_facility_beds(facility, ratio->service, &judgement->types));
    if (ratio->amount == CI_AMOUNT_PLACES)
        return thousandths(
            ci_facility_places(facility, ratio->service, &judgement->types));
    return llround(ci_facility_measure_low(facility, ratio->measure) * MILLI);
}

static bool has_class(const ci_judgement *judgement, const ci_rule *rule,
                      const circlet_facility_record *facility)
{
    const ci_class_count *asked = &rule->as.class_count;

    for (size_t i = 0; i <= asked->nested.count; i++) {
        ci_selection selection = rule->facility;

        if (i > 0)
            selection.service = asked->nested.items[i - 1];
        if (is_selected(judgement, &selection, facility) &&
            ci_facility_beds(facility, selection.service, &judgement->types) >=
                asked->beds)
            return true;
    }
    return false;
}

int64_t ci_mend_measure(const ci_judgement *judgement, const ci_rule *rule,
                        const circlet_facility_record *facility)
{
    if (rule->kind == CI_RULE_RATIO)
        return amount_of(judgement, rule, facility);
    if (rule->kind == CI_RULE_CLASS_COUNT)
        return has_class(judgement, rule, facility);
    return is_selected(judgement, &rule->facility, facility);
}

/* ---- what it must not lose ---------------------------------------------- */

static bool is_counted(const ci_rule *rule)
{
    return ci_mend_is_planned(rule) || rule->kind == CI_RULE_PLACES;
}

/* What a facility has of a part; NaN: that is not known. */
static double part_of(const ci_each_part *part,
                      const circlet_facility_record *facility)
{
    double value = (double)NAN;

    if (part->is_measure)
        return facility->measures[part->measure];
    return ci_json_find_number(&value, facility->attributes, part->attribute)
               ? value
               : (double)NAN;
}

/* Whether a facility is known to have too little staff for so many beds. */
static bool lacks_staff(const ci_each *each,
                        const circlet_facility_record *facility, int64_t beds)
{
    for (size_t i = 0; beds > 0 && i < each->part_count; i++)
        if (part_of(&each->parts[i], facility) * CI_MILLION <
            (double)each->parts[i].min_micro * (double)beds)
            return true;
    return false;
}

double ci_mend_staffed_beds(const ci_each *each,
                            const circlet_facility_record *facility)
{
    double beds = (double)INFINITY;

    for (size_t i = 0; i < each->part_count; i++) {
        double value = part_of(&each->parts[i], facility);

        if (value >= 0 && each->parts[i].min_micro > 0)
            beds = fmin(beds, floor(value * CI_MILLION /
                                    (double)each->parts[i].min_micro));
    }
    return beds;
}

static bool comes_to_lack_staff(const ci_judgement *judgement,
                                const ci_rule *rule,
                                const circlet_facility_record *before,
                                const circlet_facility_record *after)
{
    const ci_each *each = &rule->as.each;
    const ci_facility_types *types = &judgement->types;

    return each->beds &&
           ci_selection_holds(&rule->facility, after, types, NULL) !=
               CI_MEMBER_NO &&
           !lacks_staff(each, before,
                        ci_facility_beds(before, each->beds, types)) &&
           lacks_staff(each, after,
                       ci_facility_beds(after, each->beds, types));
}

bool ci_mend_breaks(const ci_judgement *judgement,
                    const circlet_facility_record *before,
                    const circlet_facility_record *after)
{
    const circlet_policy *policy = judgement->policy;

    for (size_t i = 0; i < policy->rule_count; i++) {
        const ci_rule *rule = &policy->rules[i];

        if (!ci_rule_is_in_force(rule, judgement->year))
            continue;
        if (is_counted(rule) && ci_mend_measure(judgement, rule, after) <
                                    ci_mend_measure(judgement, rule, before))
            return true;
        if (rule->kind == CI_RULE_EACH &&
            comes_to_lack_staff(judgement, rule, before, after))
            return true;
    }
    return false;
}

/* ---- what is missing ---------------------------------------------------- */

double ci_mend_goal_shortfall(const ci_mend_goal *goal, bool is_cautious)
{
    const circlet_finding *finding = goal->finding;
    double missing;

    if (goal->rule->kind == CI_RULE_CIRCLE) {
        missing = is_cautious ? finding->persons_low - finding->covered_low
                              : finding->persons - finding->persons_covered;
        return missing > 0 ? missing : 0;
    }
    if (goal->need == 0)
        return 1; /* a venue */
    return (double)goal->need * (double)goal->persons_milli /
           (double)goal->required / MILLI;
}
