/* How much of the weight of many points lies within a time of a facility. */
#ifndef CI_ACCESS_COVERAGE_H
#define CI_ACCESS_COVERAGE_H

#include <circlet/reach.h>

/* Sums of weights in thousandths of a person. */
typedef struct ci_coverage {
    int64_t all_milli;
    int64_t covered_milli; /* within the cutoff, which is inclusive */
    int64_t low_milli; /* the same if what is unknown is at its worst */
    int64_t high_milli; /* and if it is at its best */
    int64_t unreached_milli; /* of those not covered: tied to no street */
    int64_t outside_milli; /* where the streets are not known: covered only
                              if what is unknown is at its best */
    int64_t modelled_milli; /* of modelled people, covered or not */
} ci_coverage;

/* Points beside each other in arrays of `count`. */
typedef struct ci_coverage_points {
    size_t count;
    const int64_t *weights_milli;
    const uint32_t *times_ms; /* to the nearest facility */
    const uint32_t *least_ms; /* the time if all that is unknown is good */
    const uint32_t *greatest_ms; /* and if all is bad */
    const circlet_snap *snaps;
    const bool *is_outside; /* time and snap then say nothing */
    const uint32_t *rows; /* which sum a point belongs to */
    const bool *is_modelled; /* nobody's known home */
} ci_coverage_points;

/* Adds the points to `out`, an array with every row that they name.
 * CIRCLET_E_DATA if a sum leaves the range of 64 bits. */
circlet_status ci_coverage_add(ci_coverage *out,
                               const ci_coverage_points *points,
                               uint32_t cutoff_ms, circlet_error *error);

/* Adds a weight that is not negative; false if the sum would overflow. */
bool ci_add_weight(int64_t *sum, int64_t weight);

#endif
