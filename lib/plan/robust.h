/* Counting what holds over many draws of a city. */
#ifndef CI_PLAN_ROBUST_H
#define CI_PLAN_ROBUST_H

#include <circlet/robust.h>

#include "base/arena.h"
#include "base/id_map.h"

/* How bad a verdict is; the worst of several is the greatest. */
typedef enum ci_state {
    CI_STATE_HOLDS, /* it passes, or is advice */
    CI_STATE_OPEN, /* undecided, or data are missing */
    CI_STATE_FAILS
} ci_state;

ci_state ci_state_of(circlet_verdict verdict);

/* Persons outside a circle that must be; 0 of other findings. */
double ci_persons_outside(const circlet_finding *finding);

/* In how many draws. */
typedef struct ci_held_count {
    uint32_t held, open;
    ci_state now; /* the worst of the draw under way */
} ci_held_count;

void ci_held_count_end(ci_held_count *count); /* of a draw */
circlet_held ci_held_share(const ci_held_count *count, uint32_t draws);

typedef struct ci_rule_row {
    circlet_robust_rule out;
    ci_held_count count;
    size_t judged; /* findings */
} ci_rule_row;

typedef struct ci_finding_row {
    circlet_robust_finding out;
    ci_held_count count;
    size_t rule; /* position in the policy */
} ci_finding_row;

typedef struct ci_street_row {
    circlet_robust_street out;
    ci_held_count count;
} ci_street_row;

struct circlet_robustness {
    const circlet_policy *policy;
    circlet_city *city; /* whose units are spoken of; its own */
    int year;
    uint32_t draws; /* that were counted */
    ci_rule_row *rules; /* all of the policy until it is finished, then those
                           that were judged */
    size_t rule_count;
    ci_finding_row *findings;
    size_t finding_count, finding_capacity;
    ci_name_map *finding_names;
    ci_street_row *streets;
    size_t street_count;
    uint32_t *street_of_unit; /* CIRCLET_NONE: it is in none */
    circlet_robust_action *actions;
    size_t action_count;
    ci_arena arena; /* of all texts that are not the policy's or the city's */
};

/* The position of a rule of the policy that findings name. */
size_t ci_robust_rule_of(const circlet_policy *policy, const char *rule);

/* An empty count for the rules of the policy and the streets of the city,
 * which becomes its own; freed by circlet_robustness_free(), after a failure
 * too. */
circlet_status ci_robust_start(circlet_robustness **out,
                               const circlet_policy *policy,
                               circlet_city *city, int year,
                               circlet_error *error);

/* Takes in the findings of the city without doubt. */
circlet_status ci_robust_know(circlet_robustness *robustness,
                              const circlet_findings *findings,
                              circlet_error *error);

/* Takes in those of a draw. */
circlet_status ci_robust_count(circlet_robustness *robustness,
                               const circlet_findings *findings,
                               circlet_error *error);

/* Makes shares of the counts, and sorts. */
void ci_robust_finish(circlet_robustness *robustness);

#endif
