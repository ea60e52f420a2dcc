/* Who of the people of a circle rule is covered, and how far it is for each
 * of them, in a city and in what a plan makes of it. */
#ifndef CI_REPORT_GROUP_STATES_H
#define CI_REPORT_GROUP_STATES_H

#include "policy/circle_run.h"

/* The longest way that counts; farther ones, and none at all, are as long. */
#define CI_LONGEST_WAY_MS UINT32_C(3600000)

/* It is not known how far somebody has to go: nor are the streets. */
#define CI_NO_WAY UINT32_MAX

/* A person's cover, as bits. */
typedef enum ci_cover_bit {
    CI_COVERED = 1, /* as measured */
    CI_COVERED_AT_WORST = 2,
    CI_COVERED_AT_BEST = 4
} ci_cover_bit;

/* Arrays beside the people of a pair. */
typedef struct ci_group_state {
    bool is_known; /* facilities and streets; else the arrays are NULL */
    bool lacks_types; /* of which no import has spoken */
    circlet_point *entrances;
    size_t entrance_count;
    uint8_t *covers; /* bits of ci_cover_bit */
    uint32_t *ways_ms;
} ci_group_state;

typedef struct ci_group_states {
    ci_traveller *people;
    size_t count;
    ci_group_state before;
    ci_group_state planned;
    const ci_group_state *after; /* `planned`, or `before` where there is no
                                    plan or it changes nothing for the rule */
} ci_group_states;

/* Measures both; `planned` is NULL without a plan. The caller clears the
 * states, after a failure too. */
circlet_status ci_group_states_measure(ci_group_states *out,
                                       const ci_judgement *judgement,
                                       const ci_judgement *planned,
                                       const ci_rule *rule,
                                       circlet_error *error);
void ci_group_states_clear(ci_group_states *states);

#endif
