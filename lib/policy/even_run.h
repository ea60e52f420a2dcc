/* What people of each unit have in reach of a supply that all share, and how
 * evenly. */
#ifndef CI_POLICY_EVEN_RUN_H
#define CI_POLICY_EVEN_RUN_H

#include "policy/catchment_run.h"

/* One unit's people in one case. */
typedef struct ci_even_unit {
    int64_t all_milli; /* of known circles and streets */
    double ratio; /* supply for each of them; NaN: there is nobody */
} ci_even_unit;

typedef struct ci_even_case {
    ci_even_unit *units; /* of each of the city's units */
    double mean; /* of all people of the units of the rule's level */
    double gini; /* of these units by their people; NaN: there is nobody */
} ci_even_case;

typedef struct ci_even_run {
    ci_catchment_run catchment;
    double *supply[CI_CASE_COUNT]; /* of each facility */
    ci_even_case cases[CI_CASE_COUNT];
    int64_t *all_milli; /* people of each unit, known or not */
    int64_t *sure_milli; /* of them: surely in the group */
    int64_t *modelled_milli; /* of all */
    bool is_exact; /* nothing is unknown that matters */
    bool has_unknown_supply; /* of a facility that somebody may get to */
    bool has_outside, has_homeless; /* people nothing can be said of */
    bool has_edge; /* somebody may get beyond the known streets */
    bool has_open_way; /* for somebody what the streets lack matters */
    ci_doubts doubts; /* about any of the people */
    uint32_t own_rows;
} ci_even_run;

/* Fills a run whose catchment is set up as ci_catchment_run_find() needs it;
 * the caller clears it, after a failure too. */
circlet_status ci_even_run_measure(ci_even_run *run, circlet_error *error);
void ci_even_run_clear(ci_even_run *run);

#endif
