/* From a location to the core of a set covering problem. */
#ifndef CI_SITING_LSCP_H
#define CI_SITING_LSCP_H

#include "siting/effort.h"
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

/*
 * circlet_solve_lscp(), but where a search has shown that there is no plan
 * the message does not say why. *is_searched tells that it was so; *effort
 * is what it took.
 */
circlet_status ci_lscp_solve(circlet_siting **out,
                             const circlet_location *location,
                             const circlet_siting_options *options,
                             ci_effort *effort, bool *is_searched,
                             circlet_error *error);

/*
 * CIRCLET_E_INFEASIBLE, naming the one of p, the budget, the maxima of the
 * groups and spacing without which there is a plan, and what that takes; the
 * first of them if there are several. `effort` is that of the search that
 * found none: what it left of the time limit, and some work, may be spent.
 * CIRCLET_E_NOMEM.
 */
circlet_status ci_lscp_blame(const circlet_location *location,
                             const ci_effort *effort, circlet_error *error);

#endif
