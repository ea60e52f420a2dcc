/* From a location to the core of a set covering problem. */
#ifndef CI_SITING_LSCP_H
#define CI_SITING_LSCP_H

#include "siting/lscp_core.h"
#include "siting/side.h"

/* Whether limits other than states and the cost tell choices apart; `p` is
 * one if `counts_p`. */
bool ci_lscp_is_sided(const ci_side *side, bool counts_p);

/* Whether all sites are free or forbidden: nothing is covered beforehand. */
bool ci_lscp_is_untouched(const ci_side *side);

/* The sites that may be chosen or are fixed, with their costs in units of
 * their greatest common divisor, which is returned (1 if all are 0). */
int64_t ci_lscp_name_sites(ci_lscp_core *core, const ci_side *side);
size_t ci_lscp_count_sites(const ci_side *side);

#endif
