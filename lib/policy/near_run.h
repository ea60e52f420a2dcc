/* The venues of a rule and how far each is from a facility. */
#ifndef CI_POLICY_NEAR_RUN_H
#define CI_POLICY_NEAR_RUN_H

#include "policy/rule.h"

typedef struct ci_near_venue {
    circlet_venue venue;
    circlet_unit unit; /* where it stands: of the rule's level, else the
                          next higher; CIRCLET_NONE: in no unit */
    bool is_setting_known;
    bool is_kind_known; /* if the rule asks for kinds */
    bool is_outside; /* where streets are not known */
    bool is_at_edge; /* it is, perhaps, beyond the known streets */
    bool hangs_on_facility; /* it is near enough to one that perhaps counts,
                               and to no other */
    circlet_snap snap;
    uint32_t time_ms; /* to the nearest that surely counts, as assumed */
    uint32_t least_ms; /* to any that perhaps does, at its best */
    uint32_t greatest_ms; /* to one that surely does, at its worst */
} ci_near_venue;

typedef struct ci_near_run {
    const ci_judgement *judgement;
    const ci_rule *rule;
    uint32_t look_ms; /* times are looked for up to this, inclusive */
    ci_near_venue *venues; /* by unit, then id */
    size_t count;
    circlet_point *origins; /* of the venues */
    circlet_point *sure; /* entrances of facilities that surely count */
    size_t sure_count;
    circlet_point *all; /* and of those that perhaps do */
    size_t all_count;
    bool is_host_unknown; /* how many live where a facility stands */
    ci_doubts doubts; /* of facilities that perhaps count */
} ci_near_run;

/* Fills a run of which judgement and rule are set; the caller clears it,
 * after a failure too. */
circlet_status ci_near_run_measure(ci_near_run *run, circlet_error *error);
void ci_near_run_clear(ci_near_run *run);

#endif
