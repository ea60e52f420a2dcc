/* How far people have to go: the levels of mean times. */
#ifndef CI_PLAN_MEND_TIMES_H
#define CI_PLAN_MEND_TIMES_H

#include "plan/mend.h"

/* Minutes; each of at most 60. NaN: there is nobody. */
typedef struct ci_mend_times {
    double worst; /* of those of one rule who travel alike: the greatest mean
                     of all such groups */
    double all; /* the mean of all; of a person under two rules both times
                   count */
} ci_mend_times;

/*
 * Mean times to the nearest facility of each circle rule that the plan works
 * on, of all people whom it is about and whose streets are known, as they
 * travel: in `planned`, and in `least` if every site were built on for it, and
 * every facility where something can be done for it counted: no plan has less.
 */
circlet_status ci_mend_measure_times(ci_mend_times *planned,
                                     ci_mend_times *least, const ci_mend *mend,
                                     const circlet_city *city,
                                     circlet_error *error);

/* The same of `city` alone. */
circlet_status ci_mend_measure_city(ci_mend_times *out, const ci_mend *mend,
                                    const circlet_city *city,
                                    circlet_error *error);

/* People of one rule who travel alike: milliseconds x thousandths of persons,
 * and thousandths of persons. */
typedef struct ci_mend_group_time {
    double time, weight;
} ci_mend_group_time;

/* The same of each group by itself, slot x mode of the policy, with columns
 * chosen (not NULL). */
circlet_status ci_mend_time_groups(ci_mend_group_time *out,
                                   const ci_mend *mend, const size_t *chosen,
                                   size_t count, circlet_error *error);

#endif
