/* Rules that ask for a list: each thing that may be listed. */
#ifndef CI_POLICY_LIST_H
#define CI_POLICY_LIST_H

#include "policy/rule.h"

circlet_status ci_judge_list_sample(const ci_judgement *judgement,
                                    const ci_rule *rule, circlet_error *error);
circlet_status ci_judge_list_units(const ci_judgement *judgement,
                                   const ci_rule *rule, circlet_error *error);
circlet_status ci_judge_list_need(const ci_judgement *judgement,
                                  const ci_rule *rule, circlet_error *error);
circlet_status ci_judge_list_kinds(const ci_judgement *judgement,
                                   const ci_rule *rule, circlet_error *error);

/* Open facilities of a rule in a unit of its level. */
typedef struct ci_list_count {
    int64_t sure, maybe;
    ci_doubts doubts; /* of those that are perhaps of the rule */
} ci_list_count;

/* Counts them in every unit: an array beside the city's units, which the
 * caller frees. */
circlet_status ci_list_counts_make(ci_list_count **out,
                                   const ci_judgement *judgement,
                                   const ci_rule *rule, circlet_error *error);

#endif
