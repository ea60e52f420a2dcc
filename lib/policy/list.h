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

/* A unit that a rule of CI_LIST_UNITS lists, or perhaps does. */
typedef struct ci_listed {
    circlet_unit unit;
    bool is_known; /* who lives there; else the numbers are 0 */
    bool is_sure; /* that it is listed */
    int64_t people_milli; /* of the group, perhaps of it */
    int64_t modelled_milli; /* of these: of modelled people */
    uint32_t half_ms; /* within which half of them reach what there is;
                         CIRCLET_UNREACHED: none in time, or no streets */
} ci_listed;

/* Finds them in the city's order; the caller frees the array, also where
 * there are none. */
circlet_status ci_list_units_find(ci_listed **out, size_t *count,
                                  const ci_judgement *judgement,
                                  const ci_rule *rule, circlet_error *error);

#endif
