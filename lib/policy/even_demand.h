/* How much some people ask of each facility, at least and at most. */
#ifndef CI_POLICY_EVEN_DEMAND_H
#define CI_POLICY_EVEN_DEMAND_H

#include "policy/even_run.h"

/* Which of some people count, and how much. */
typedef enum ci_even_end {
    CI_EVEN_LEAST, /* who surely belongs, after the longest time */
    CI_EVEN_SURE, /* who surely belongs, after the shortest */
    CI_EVEN_MOST, /* everybody who may belong, after the shortest */
    CI_EVEN_COUNT
} ci_even_end;

/* Demand for each facility, in thousandths of a person times millionths. */
typedef struct ci_even_demand {
    double *of[CI_EVEN_COUNT];
} ci_even_demand;

/* Some people of the run: those of a unit, or everybody. */
typedef struct ci_even_people {
    const ci_catchment_member *members; /* NULL: everybody */
    size_t count;
} ci_even_people;

const ci_catchment_person *ci_even_person_at(const ci_even_run *run,
                                             const ci_even_people *people,
                                             size_t i);

/* What sums are made with. */
typedef struct ci_even_sums {
    const ci_even_run *run;
    ci_catchment_band *low_bands, *high_bands; /* that never rise */
    int64_t most_micro; /* that anybody counts anywhere */
    ci_od_row *rows;
    int64_t *weights_milli;
    int64_t *demand; /* of each facility */
} ci_even_sums;

/* The caller clears it, after a failure too. */
circlet_status ci_even_sums_start(ci_even_sums *sums, const ci_even_run *run,
                                  circlet_error *error);
void ci_even_sums_clear(ci_even_sums *sums);

/* False: no memory; the caller clears it all the same. */
bool ci_even_demand_make(ci_even_demand *out, size_t facilities);
void ci_even_demand_clear(ci_even_demand *demand);

/* Fills the least and the greatest demand of some people. */
circlet_status ci_even_demand_find(ci_even_demand *out, ci_even_sums *sums,
                                   const ci_even_people *people,
                                   circlet_error *error);

/* After it: the greatest of those who surely belong. */
circlet_status ci_even_demand_find_sure(ci_even_demand *out,
                                        ci_even_sums *sums,
                                        const ci_even_people *people,
                                        bool are_all_sure,
                                        circlet_error *error);

#endif
