/* First prices for the bound of a median problem, by dual ascent. */
#ifndef CI_SITING_MEDIAN_ASCENT_H
#define CI_SITING_MEDIAN_ASCENT_H

#include "siting/median_bound.h"

/*
 * Raises prices client by client as long as no site earns more than `toll`
 * (scaled) beside its cost. False: no memory, and prices are undefined.
 */
bool ci_median_ascend(int64_t *prices, const ci_median_bound *bound,
                      const ci_median_lists *lists, int64_t toll);

/*
 * Tries tolls around that of a plan of `objective` and leaves the prices that
 * prove most, and their limit; *toll is theirs. False: no memory, or no
 * choice keeps the limits.
 */
bool ci_median_find_toll(ci_median_prices *prices, int64_t *toll,
                         ci_median_bound *bound, const ci_median_lists *lists,
                         int64_t objective);

#endif
