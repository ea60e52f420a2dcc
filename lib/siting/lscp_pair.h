/* Prices of rows together with shares of sites: the linear relaxation of a
 * covering problem whose sites no limits but their costs tell apart. */
#ifndef CI_SITING_LSCP_PAIR_H
#define CI_SITING_LSCP_PAIR_H

#include "siting/lscp_price.h"

/*
 * Improves core->duals and core->shares and returns the bound, not rounded.
 * Reduced costs and picks are those of the best duals. Only without weights
 * and where the limits are not sided; of `rounds` the limit, the rounds, the
 * window and the worth count.
 */
double ci_lscp_pair_rounds(ci_lscp_price *price, ci_lscp_core *core,
                           const ci_lscp_rounds *rounds);

#endif
