/* Which site a search tree decides next. */
#ifndef CI_SITING_MCLP_PICK_H
#define CI_SITING_MCLP_PICK_H

#include "siting/mclp_branch.h"

/* Whether a site is open and another may be chosen, as the walk saw it. */
bool ci_mclp_pick_is_left(const ci_mclp_branch *branch);

/*
 * The open site whose decision, either way, brings the bound down most, by
 * what is known of it or a short look at both; UINT32_MAX: no site is open,
 * or no more may be chosen. Leaves the bound where it was.
 */
uint32_t ci_mclp_pick(ci_mclp_branch *branch);

/* Learns from the bound of the node that was born last; once. */
void ci_mclp_pick_learn(ci_mclp_branch *branch);

#endif
