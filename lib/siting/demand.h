/* What a location says of a demand point, with the defaults filled in. */
#ifndef CI_SITING_DEMAND_H
#define CI_SITING_DEMAND_H

#include <circlet/location.h>

#include "base/naming.h"

/* How a message calls a demand point, a site, a group; into `out`. */
static inline const char *ci_point_name(char out[CI_NAME_SIZE],
                                        const circlet_location *location,
                                        size_t point)
{
    return ci_name(out, location->names ? location->names->points : NULL,
                   point);
}

static inline const char *ci_site_name(char out[CI_NAME_SIZE],
                                       const circlet_location *location,
                                       size_t site)
{
    return ci_name(out, location->names ? location->names->sites : NULL, site);
}

static inline const char *ci_group_name(char out[CI_NAME_SIZE],
                                        const circlet_location *location,
                                        size_t group)
{
    return ci_name(out, location->names ? location->names->groups : NULL,
                   group);
}

/* How a message writes costs and weights. */
static inline const char *ci_cost_text(char out[CI_DECIMAL_SIZE],
                                       const circlet_location *location,
                                       int64_t cost)
{
    return ci_decimal_text(
        out, cost, location->names ? location->names->cost_decimals : 0);
}

static inline const char *ci_weight_text(char out[CI_DECIMAL_SIZE],
                                         const circlet_location *location,
                                         int64_t weight)
{
    return ci_decimal_text(
        out, weight, location->names ? location->names->weight_decimals : 0);
}

/* The cutoff of a point; bands have their own. */
static inline uint32_t ci_point_cutoff_ms(const circlet_location *location,
                                          size_t point)
{
    if (location->cutoffs_ms)
        return location->cutoffs_ms[point];
    return location->cutoff_ms > 0 ? location->cutoff_ms : CIRCLET_TIME_MAX;
}

/* What a point pays at most: by default the longest time of the matrix.
 * Looks at every point. */
uint32_t ci_unserved_ms(const circlet_location *location);

/* CIRCLET_E_ARGUMENT if a point asks for backup, which `model` has none of. */
circlet_status ci_refuse_backup(const circlet_location *location,
                                const char *model, circlet_error *error);

/* CIRCLET_E_INFEASIBLE: a point that must be covered `need` times has `left`
 * sites only, because fixed and existing ones keep others away. */
circlet_status ci_fail_spaced(circlet_error *error,
                              const circlet_location *location, size_t point,
                              uint32_t need, uint32_t left);

#endif
