/* Units below those of a rule, ranked by the people of its group who have
 * none of its facilities in reach. */
#ifndef CI_POLICY_NEED_LIST_H
#define CI_POLICY_NEED_LIST_H

#include "policy/rule.h"

typedef struct ci_need_item {
    circlet_unit unit;
    circlet_unit owner; /* the unit of the rule that it lies in */
    bool is_known; /* who lives there; else the numbers are 0 */
    int64_t people_milli; /* of the group, perhaps of it */
    int64_t sure_milli; /* of these, surely of it */
    int64_t without_milli; /* of all, out of reach as far as is known */
    int64_t low_milli, high_milli; /* and at best, and at worst */
    int64_t modelled_milli; /* of people_milli: of modelled people */
} ci_need_item;

typedef struct ci_need_list {
    const ci_judgement *judgement;
    const ci_rule *rule;
    bool is_known; /* people, facilities and streets */
    ci_need_item *items; /* by owner, then rank: those of whom it is known
                            first, by descending need, then by code */
    size_t count;
    bool *has_open_setting; /* of each unit: there is a unit in it of which
                               it is not known whether it is to be listed */
    ci_membership *may_have; /* of each unit: whether a unit in it (itself,
                                where none is in it) is of the settings of
                                those to be listed */
} ci_need_list;

/* Fills a list of which judgement and rule are set; the caller clears it,
 * after a failure too. */
circlet_status ci_need_list_make(ci_need_list *list, circlet_error *error);
void ci_need_list_clear(ci_need_list *list);

#endif
