/* Which goals ask for beds that other rules count as well. */
#include <string.h>

#include "plan/mend.h"

/* The service of a rule's facilities, then those that count for it, too. */
static const char *service_of(const ci_rule *rule, size_t i)
{
    return i == 0 ? rule->facility.service
                  : rule->as.class_count.nested.items[i - 1];
}

static bool count_the_same(const ci_rule *a, const ci_rule *b)
{
    for (size_t i = 0; i <= a->as.class_count.nested.count; i++)
        for (size_t k = 0; k <= b->as.class_count.nested.count; k++)
            if (strcmp(service_of(a, i), service_of(b, k)) == 0)
                return true;
    return false;
}

static bool takes_part(const ci_rule *rule)
{
    return rule->kind == CI_RULE_CLASS_COUNT &&
           !rule->as.class_count.is_shared;
}

bool ci_mend_is_contested(const ci_mend *mend, const ci_mend_goal *goal)
{
    const ci_judgement *judgement = &mend->judgement;
    const circlet_policy *policy = judgement->policy;

    if (!takes_part(goal->rule) || goal->unit == CIRCLET_NONE ||
        mend->options->year_count > 0)
        return false;
    for (size_t i = 0; i < policy->rule_count; i++) {
        const ci_rule *other = &policy->rules[i];

        if (other != goal->rule && takes_part(other) &&
            ci_rule_is_in_force(other, judgement->year) &&
            ci_rule_applies(other, policy, judgement->city, goal->unit) ==
                CI_APPLIES &&
            count_the_same(goal->rule, other))
            return true;
    }
    return false;
}
