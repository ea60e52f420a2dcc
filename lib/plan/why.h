/* Why a plan leaves something, and what would do, in words. */
#ifndef CI_PLAN_WHY_H
#define CI_PLAN_WHY_H

#include <circlet/plan.h>

#include "base/arena.h"
#include "policy/rule.h"

/* What sentences are made from. All is borrowed; texts come to lie in the
 * arena. */
typedef struct ci_why_words {
    const circlet_policy *policy;
    const circlet_city *city;
    ci_arena *arena;
    const circlet_plan_action *actions; /* of the plan, that may be named */
    size_t action_count;
} ci_why_words;

/* Makes the texts of something that a plan leaves from its other fields;
 * `rule` is its rule, NULL: it is not known. CIRCLET_E_NOMEM. */
circlet_status ci_why_tell(circlet_plan_impossible *item,
                           const ci_why_words *words, const ci_rule *rule,
                           circlet_error *error);

/*
 * The cheapest buildings of the catalogue that may stand in a unit and give a
 * rule so much more, as ci_mend_measure() counts, all of one size, or one for
 * each facility with the services added that no size has: what it is, how
 * many, the area and beds of each, and what all cost without land. Where
 * there are none with a price nothing is written. Added services lie in the
 * arena. CIRCLET_E_NOMEM.
 */
circlet_status ci_why_buildings(circlet_plan_change *out, ci_arena *arena,
                                const ci_judgement *judgement,
                                const ci_rule *rule, circlet_unit unit,
                                int64_t missing, circlet_error *error);

#endif
