/* What a vector of duals proves, by the formulas of
 * <circlet/certificate.h>. */
#ifndef CI_VERIFY_LEAF_BOUND_H
#define CI_VERIFY_LEAF_BOUND_H

#include <circlet/certificate.h>

#include "verify/capacity_bound.h"
#include "verify/limits_check.h"
#include "verify/need_rows.h"
#include "verify/rows_check.h"

typedef struct ci_leaf_bound {
    const circlet_certificate *certificate;
    const circlet_location *location;
    const ci_check_rows *rows; /* of a covering model, else NULL */
    uint32_t unserved_ms;
    uint32_t duals; /* the vector that follows is of; CIRCLET_NO_DUALS: none */
    int64_t *values; /* of each site: v of most() */
    uint8_t *may_open; /* scratch, of each site */
    uint8_t *joined; /* the same: verdicts with what pairs say of the sites */
    ci_exact_sum base; /* the sum beside most() */
    bool has_need; /* maximal covering or a target, with rows that need more
                      than one site: these, and what they make of the above */
    ci_need_rows need;
    int64_t *leaf_values;
    ci_exact_sum leaf_base;
    ci_capacity_bound capacity; /* of the models that have capacities */
    int64_t cost_divisor; /* of all sites that may be chosen; 0: all cost 0 */
    bool are_values_lost; /* a site's value passes 64 bits */
    ci_most_scratch scratch;
    bool is_out_of_memory; /* the sums are not what they seem */
} ci_leaf_bound;

/* False: no memory. Borrows all but what it makes. */
bool ci_leaf_bound_make(ci_leaf_bound *out,
                        const circlet_certificate *certificate,
                        const circlet_location *location,
                        const ci_check_rows *rows);
void ci_leaf_bound_clear(ci_leaf_bound *bound);

/* CIRCLET_E_DATA unless the leaf with these duals (or none) and verdicts is
 * no better than the certificate's bound; CIRCLET_E_NOMEM. */
circlet_status ci_leaf_bound_check(ci_leaf_bound *bound, uint32_t duals,
                                   const uint8_t *verdicts,
                                   circlet_error *error);

#endif
