/* A survey list while it is made. */
#ifndef CI_POLICY_SURVEY_H
#define CI_POLICY_SURVEY_H

#include <circlet/policy.h>

#include "base/arena.h"

struct circlet_survey {
    circlet_gap *items;
    size_t count;
    int64_t *touched_milli; /* by the first i items: count + 1 sums */
    circlet_survey_key *keys;
    size_t key_count;
    int64_t people_milli, open_milli;
    size_t rule_count;
    const char *modes; /* list: those that were judged by */
    ci_arena arena; /* modes, keys, and those of the items */
};

/* The ways of one rule in one mode. */
typedef struct ci_way_set {
    circlet_gaps *gaps;
    circlet_demand *demands; /* of each origin, ascending */
    size_t count;
} ci_way_set;

/* Fills the items of a survey and what they touch, each person counted once
 * in each item. false: no memory. */
bool ci_survey_merge(circlet_survey *survey, const ci_way_set *sets,
                     size_t set_count, const circlet_city *city);

#endif
