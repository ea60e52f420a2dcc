/* Waivers that waive nothing. */
#ifndef WAIVER_REMARK_H
#define WAIVER_REMARK_H

#include <circlet.h>

/* Says on stderr which waivers of a city are of rules that the policy does
 * not have: each rule once. */
void remark_on_waivers(const char *command, const circlet_city *city,
                       const circlet_policy *policy);

#endif
