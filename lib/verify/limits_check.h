/*
 * The limits of a location, read from its definition alone: whether a choice
 * keeps them, and the most that a choice can be worth. Plain and slow where
 * the solvers are quick.
 */
#ifndef CI_VERIFY_LIMITS_CHECK_H
#define CI_VERIFY_LIMITS_CHECK_H

#include <circlet/error.h>
#include <circlet/location.h>

#include "base/naming.h"
#include "verify/exact_sum.h"

/* What is decided of a site. */
typedef enum ci_verdict {
    CI_VERDICT_OPEN = 0,
    CI_VERDICT_IN = 1,
    CI_VERDICT_OUT = 2
} ci_verdict;

static inline uint8_t ci_state_of(const circlet_location *location,
                                  size_t site)
{
    return location->states ? location->states[site] : CIRCLET_SITE_FREE;
}

static inline int64_t ci_cost_of(const circlet_location *location, size_t site)
{
    return location->costs ? location->costs[site] : 1;
}

static inline int64_t ci_weight_of(const circlet_location *location,
                                   size_t point)
{
    return location->weights ? location->weights[point] : 1;
}

/* The cutoff of a point; bands have their own. */
static inline uint32_t ci_cutoff_of(const circlet_location *location,
                                    size_t point)
{
    if (location->cutoffs_ms)
        return location->cutoffs_ms[point];
    return location->cutoff_ms > 0 ? location->cutoff_ms : CIRCLET_TIME_MAX;
}

/* Whether any site that is not forbidden reaches a point. */
static inline bool ci_is_reached(const circlet_location *location,
                                 size_t point)
{
    size_t count;
    const circlet_od_entry *entries =
        circlet_od_matrix_row(location->reach, point, &count);

    for (size_t k = 0; k < count; k++)
        if (ci_state_of(location, entries[k].destination) !=
            CIRCLET_SITE_FORBIDDEN)
            return true;
    return false;
}

/* scale x weight x factor; INT64_MAX where that does not fit. */
static inline int64_t ci_scaled_weight(const circlet_location *location,
                                       int64_t scale, size_t point,
                                       uint32_t factor)
{
    ci_exact_sum weight = {0, false}, product = {0, false};

    ci_exact_add_product(&weight, 1, scale, ci_weight_of(location, point));
    ci_exact_add_product(&product, 1, weight.value, factor);
    return weight.is_lost || product.is_lost ? INT64_MAX : product.value;
}

/* How a message calls a demand point, a site, a group; into `out`. */
static inline const char *ci_name_of_point(char out[CI_NAME_SIZE],
                                           const circlet_location *location,
                                           size_t point)
{
    return ci_name(out, location->names ? location->names->points : NULL,
                   point);
}

static inline const char *ci_name_of_site(char out[CI_NAME_SIZE],
                                          const circlet_location *location,
                                          size_t site)
{
    return ci_name(out, location->names ? location->names->sites : NULL, site);
}

static inline const char *ci_name_of_group(char out[CI_NAME_SIZE],
                                           const circlet_location *location,
                                           size_t group)
{
    return ci_name(out, location->names ? location->names->groups : NULL,
                   group);
}

/*
 * CIRCLET_E_DATA, naming the limit, unless the sites (ascending, without the
 * existing ones) keep every limit. `is_open` of each site becomes 1 for
 * these and the existing ones.
 */
circlet_status ci_limits_keep(const circlet_location *location,
                              const uint32_t *sites, size_t count,
                              uint8_t *is_open, circlet_error *error);

/* What a site is worth at a price. */
typedef struct ci_keyed_site {
    int64_t key;
    uint32_t site;
} ci_keyed_site;

/* Scratch for ci_limits_most(), one for each site. */
typedef struct ci_most_scratch {
    uint8_t *verdicts; /* with the neighbours of those that are in */
    ci_keyed_site *ranked; /* by falling key */
    uint32_t *need, *room; /* of each group */
    uint32_t *fill; /* of each group: what it still needs of the cheapest */
} ci_most_scratch;

bool ci_most_scratch_make(ci_most_scratch *out,
                          const circlet_location *location);
void ci_most_scratch_clear(ci_most_scratch *scratch);

/* Verdicts with what the states and the pairs apart make of them; existing
 * sites are out. False: they contradict each other. */
bool ci_limits_settle(const circlet_location *location,
                      const uint8_t *verdicts, uint8_t *settled);

/*
 * most() of <circlet/certificate.h> for these values and verdicts at the
 * price theta. False: no choice obeys the verdicts and the limits.
 */
bool ci_limits_most(const circlet_location *location, const int64_t *values,
                    const uint8_t *verdicts, int64_t theta,
                    ci_most_scratch *scratch, ci_exact_sum *most);

#endif
