/* The people of a circle rule, when each of them is at a facility, and what
 * that comes to in each unit. */
#ifndef CI_POLICY_CIRCLE_RUN_H
#define CI_POLICY_CIRCLE_RUN_H

#include "access/coverage.h"
#include "policy/rule.h"
#include "policy/traveller.h"

/* Where people live whose answer is open. */
typedef enum ci_open_place {
    CI_OPEN_AT_EDGE = 1, /* near streets that are not known */
    CI_OPEN_OFF_STREET = 2, /* tied to no street */
    CI_OPEN_OUTSIDE = 4 /* where streets are not known */
} ci_open_place;

/* Arrays beside `people`, and sums beside the city's units. */
typedef struct ci_circle_run {
    const ci_judgement *judgement;
    const ci_rule *rule;
    size_t mode; /* CI_NO_POSITION: own */
    bool is_known; /* people, facilities and streets */
    ci_traveller *people;
    size_t count;
    circlet_point *entrances; /* of the facilities */
    size_t entrance_count;
    int64_t *weights_milli;
    uint32_t *times_ms; /* in the measured mode, as assumed */
    uint32_t *least_ms; /* in any possible mode, at its best */
    uint32_t *greatest_ms; /* in any possible mode, at its worst */
    ci_modes *doubted; /* modes in which the answer is another */
    bool *is_at_edge; /* it is, perhaps, beyond the known streets */
    circlet_snap *snaps;
    bool *is_outside; /* uncovered at worst, covered at best */
    bool *is_modelled;
    uint32_t *rows; /* 2 x unit, + 1 for those who are not sure */
    ci_coverage *sums; /* 2 x units */
    ci_doubts *doubts; /* of each unit */
    uint32_t *own_rows; /* bits: rows of the own-mode table that decided */
    uint32_t *open_rows; /* the same, of people whose answer is open */
    uint32_t *open_places; /* bits of ci_open_place, of the same people */
} ci_circle_run;

/*
 * Fills a run of which judgement, rule, mode and is_known are set; the
 * caller clears it, after a failure too. Three questions are put, each once
 * for every mode and the whole city: whom a facility is near enough as
 * assumed; for whom of these it surely is; for whom of the others perhaps.
 */
circlet_status ci_circle_run_measure(ci_circle_run *run, circlet_error *error);
void ci_circle_run_clear(ci_circle_run *run);

/* Whether it hangs on what is unknown that a person is covered. */
bool ci_circle_run_is_open(const ci_circle_run *run, size_t person);

/* The same where facilities of types that no import has spoken of may be near
 * as well, which `lacks_types` says: whoever is not surely covered may be. */
bool ci_circle_run_may_change(const ci_circle_run *run, size_t person,
                              bool lacks_types);

#endif
