/* Which rows fill a target of weight at the least price. */
#ifndef CI_SITING_LSCP_FILL_H
#define CI_SITING_LSCP_FILL_H

#include "siting/lscp_core.h"

/*
 * The least sum of need x dual x share over shares of the rows (0 to 1) that
 * reach the core's target, with the shares in `fill`, and in *price what one
 * more unit of the target costs. HUGE_VAL: all rows together do not reach
 * it. `order` is scratch, of each row.
 */
double ci_lscp_fill(const ci_lscp_core *core, const double *duals,
                    double *fill, uint32_t *order, double *price);

#endif
