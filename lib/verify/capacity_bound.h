/* What sites with capacities can earn, by the duals of the points and by
 * what a proof's tree decides of pairs of a point and a site. */
#ifndef CI_VERIFY_CAPACITY_BOUND_H
#define CI_VERIFY_CAPACITY_BOUND_H

#include <circlet/certificate.h>

#include "verify/exact_sum.h"
#include "verify/knapsack.h"

/* No such pair. */
#define CI_NO_PAIR SIZE_MAX

/* A pair as its site sees it. */
typedef struct ci_site_pair {
    size_t pair; /* its place: by point, then by time */
    uint32_t point;
    uint32_t time_ms;
} ci_site_pair;

typedef struct ci_capacity_bound {
    const circlet_certificate *certificate;
    const circlet_location *location;
    uint32_t unserved_ms;
    size_t *first; /* of each point: its first pair */
    size_t *site_first; /* of each site, and the end: into `pairs` */
    ci_site_pair *pairs;
    ci_item *items; /* scratch */

    uint8_t *verdicts; /* ci_verdict of each pair */
    uint32_t *given; /* of each point: pairs that are in */
    uint32_t *taken; /* of each site: the same */
    int64_t *taken_load; /* of each site */
    size_t torn; /* points with two pairs that are in */
    size_t overfull; /* sites whose pairs that are in pass the capacity */

    int64_t *duals; /* of each point */
    int64_t *values; /* of each site */
    uint8_t *is_stale; /* of each site: its value may be too low */
    uint8_t *is_loose; /* of each site: it may be too high, which is no less
                          true */
    uint64_t clock; /* of decisions and values */
    uint64_t *found_at; /* of each site: its value */
    uint64_t *decided_at; /* of each pair */
    uint64_t *given_at; /* of each point */
    bool is_lost; /* loads together pass 64 bits */
} ci_capacity_bound;

/* False: no memory. Borrows all but what it makes. */
bool ci_capacity_bound_make(ci_capacity_bound *out,
                            const circlet_certificate *certificate,
                            const circlet_location *location,
                            uint32_t unserved_ms);
void ci_capacity_bound_clear(ci_capacity_bound *bound);

/* ---- decisions --------------------------------------------------------- */

/* The place of a pair that could be in an assignment; else CI_NO_PAIR. */
size_t ci_capacity_pair(const ci_capacity_bound *bound, uint32_t point,
                        uint32_t site);

/* Decides of a pair (a ci_verdict), or takes that back. */
void ci_capacity_decide(ci_capacity_bound *bound, size_t pair, uint32_t point,
                        uint32_t site, uint8_t verdict);

/* What the pairs that are in make of the sites: `out` is `verdicts` with
 * these in. False: they contradict each other, the sites' verdicts or the
 * capacities. */
bool ci_capacity_join(const ci_capacity_bound *bound, const uint8_t *verdicts,
                      uint8_t *out);

/* ---- values ------------------------------------------------------------ */

/* Takes in a vector of duals; `base` becomes their sum. */
void ci_capacity_read(ci_capacity_bound *bound, const circlet_dual *duals,
                      size_t count, ci_exact_sum *base);

/* r_j of <circlet/certificate.h> by what is decided, into `values`; unless
 * `is_sharp` some may be those of fewer decisions, which are as true. False:
 * no memory. */
bool ci_capacity_values(ci_capacity_bound *bound, bool is_sharp,
                        int64_t *values, bool *is_lost);

#endif
