/* How good a city is that a plan leaves, by one measure for all plans that
 * begin with the same city. */
#ifndef CI_PLAN_FROM_MEASURE_H
#define CI_PLAN_FROM_MEASURE_H

#include "plan/finding_map.h"
#include "plan/mend.h"

/* The levels before the cost. */
#define CI_FROM_SUMS 4

typedef struct ci_from_measure {
    circlet_plan_options options; /* of all plans */
    ci_mend before; /* the city to begin with, judged */
    ci_finding_map findings; /* of that */
    double *missing; /* each of these: persons x share */
    double *beyond; /* of that: what no plan can choose gives it */
    ci_arena arena;
} ci_from_measure;

/* Judges the city to begin with, which it borrows as it does the judgement's
 * policy and travel times. Cleared by the caller in any case. */
circlet_status ci_from_measure_start(ci_from_measure *out,
                                     const ci_judgement *judgement,
                                     const circlet_plan_options *options,
                                     circlet_error *error);
void ci_from_measure_clear(ci_from_measure *measure);

/* Learns what can be had from a plan that was just computed for the city to
 * begin with; without it all can. */
void ci_from_measure_learn(ci_from_measure *measure, const circlet_plan *plan);

/* Carries a plan out in a city and judges it: of what must be and then of what
 * should be the persons x relative shortfall, with what cannot be had, and the
 * findings that lack something that can. */
circlet_status ci_from_measure_take(double sums[CI_FROM_SUMS],
                                    const ci_from_measure *measure,
                                    const circlet_city *city,
                                    const circlet_plan *plan,
                                    circlet_error *error);

#endif
