/* The two-step floating catchment area method. */
#ifndef CI_ACCESS_FLOATING_CATCHMENT_H
#define CI_ACCESS_FLOATING_CATCHMENT_H

#include "access/equal_rows.h"

#define CI_DECAY_ONE 1000000

/* What people at most so far count, in millionths. */
typedef struct ci_catchment_band {
    uint32_t to_ms; /* inclusive */
    int64_t weight_micro;
} ci_catchment_band;

/* People beside each other and what they reach. Borrowed. */
typedef struct ci_catchment_problem {
    const ci_od_row *rows; /* of each person, up to the cutoff */
    const int64_t *weights_milli; /* of each, not negative; their sum fits */
    size_t row_count;
    const uint32_t *facility_of; /* as in a ci_places_problem */
    size_t facility_count;
    const ci_catchment_band *bands; /* ascending; beyond the last nobody
                                       counts; none: all count alike */
    size_t band_count;
} ci_catchment_problem;

/* What somebody counts who takes so long, in millionths. */
int64_t ci_catchment_weight_at(const ci_catchment_band *bands, size_t count,
                               uint32_t time_ms);

/*
 * Sums the people in reach of each facility, each once, by their nearest
 * entrance, in thousandths of a person times millionths of their weight.
 * Whole numbers, so that neither order nor division of points matters.
 * CIRCLET_E_DATA if a sum leaves the range of 64 bits.
 */
circlet_status ci_catchment_demand(int64_t *demand,
                                   const ci_catchment_problem *problem,
                                   circlet_error *error);

/*
 * The first step (Luo and Wang, Environment and Planning B 30 (2003)
 * 865-884, eq. 3; with weights by band: Luo and Qi, Health & Place 15 (2009)
 * 1100-1107): ratios[j] = supply[j] / sum of the people in reach of j, who
 * are given by ci_catchment_demand(). 0 where nobody is.
 */
void ci_catchment_ratios(double *ratios, const double *supply,
                         const int64_t *demand, size_t facility_count);

/* The second step: access[i] = sum of the ratios of the facilities in reach
 * of person i, weighted by band. */
circlet_status ci_catchment_access(double *access, const double *ratios,
                                   const ci_catchment_problem *problem,
                                   circlet_error *error);

#endif
