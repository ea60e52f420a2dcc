/* How far people have to go, with a plan and at least. */
#ifndef CI_VERIFY_MEAN_TIMES_H
#define CI_VERIFY_MEAN_TIMES_H

#include "verify/rebuilt_program.h"

/* Minutes, each time at most 60; NaN: there is nobody. */
typedef struct ci_mean_pair {
    double worst; /* the greatest mean of those of one rule who travel alike */
    double all; /* the mean of all; of a person under two rules both times
                   count */
} ci_mean_pair;

typedef struct ci_mean_times {
    ci_mean_pair planned;
    ci_mean_pair least; /* no plan of the program's ways has less */
} ci_mean_times;

/*
 * Times to the nearest facility of each circle rule with lacks, of all whom
 * the rule is about and whose streets are known, to those that count in
 * `planned`; and, if every site were built on for it and every facility that
 * a way of the program makes count did. CIRCLET_E_NOMEM and what the travel
 * source says.
 */
circlet_status ci_mean_times_find(ci_mean_times *out,
                                  const ci_rebuilt_program *program,
                                  const circlet_city *planned,
                                  circlet_error *error);

#endif
