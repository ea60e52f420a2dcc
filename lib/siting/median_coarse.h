/* A first look at a large median problem through some of its clients. */
#ifndef CI_SITING_MEDIAN_COARSE_H
#define CI_SITING_MEDIAN_COARSE_H

#include "siting/median_find.h"

/* Of how many clients one makes a sample that shows the way; 0: the problem
 * is not large enough to need one. */
size_t ci_median_sampling(const ci_median_lists *lists, const ci_side *side,
                          bool has_p);

/*
 * Makes `choice`, which holds what the caller starts from, a good one for
 * one of `every` clients. *toll becomes what a site has to earn there, in
 * units of the objective; -1: it was not found out. *is_proved: there is no
 * choice at all. False: none was found, or memory ran out.
 */
bool ci_median_coarse(ci_choice *choice, int64_t *toll,
                      const ci_median_lists *lists, const int64_t *costs,
                      size_t every, ci_effort *effort, bool *is_proved);

#endif
