#include "access/coverage.h"

#include "base/error.h"

bool ci_add_weight(int64_t *sum, int64_t weight)
{
    if (weight > INT64_MAX - *sum)
        return false;
    *sum += weight;
    return true;
}

circlet_status ci_coverage_add(ci_coverage *out,
                               const ci_coverage_points *points,
                               uint32_t cutoff_ms, circlet_error *error)
{
    for (size_t i = 0; i < points->count; i++) {
        ci_coverage *row = &out[points->rows[i]];
        int64_t weight = points->weights_milli[i];

        if (!ci_add_weight(&row->all_milli, weight))
            return ci_fail(error, CIRCLET_E_DATA,
                           "the weights of the people add up to more than "
                           "64 bits hold");
        /* The parts are no more than the whole, so they cannot overflow. */
        if (points->is_modelled[i])
            row->modelled_milli += weight;
        if (points->is_outside[i]) {
            row->outside_milli += weight;
            row->high_milli += weight;
            continue;
        }
        if (points->least_ms[i] <= cutoff_ms)
            row->high_milli += weight;
        if (points->times_ms[i] <= cutoff_ms)
            row->covered_milli += weight;
        else if (points->snaps[i] != CIRCLET_SNAP_TIED)
            row->unreached_milli += weight;
        if (points->greatest_ms[i] <= cutoff_ms)
            row->low_milli += weight;
    }
    return CIRCLET_OK;
}
