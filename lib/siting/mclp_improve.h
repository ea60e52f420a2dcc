/* Better choices of sites for maximal covering. */
#ifndef CI_SITING_MCLP_IMPROVE_H
#define CI_SITING_MCLP_IMPROVE_H

#include "siting/mclp_search.h"

/* Adds what the groups' minima ask for. False: `is_proved` tells whether no
 * choice keeps the limits, or memory or steps ran out. */
bool ci_mclp_complete(ci_mclp_search *search, bool *is_proved);

/* Adds the sites of the greatest gain (or gain for its cost) while there is
 * any and the limits allow it. */
void ci_mclp_fill(ci_mclp_search *search, bool for_cost);

/* Exchanges sites while that covers more. */
void ci_mclp_descend(ci_mclp_search *search);

/* Tabu search from the best choice until so many steps found nothing better
 * or the effort's work reaches `until`; notes the best. */
void ci_mclp_improve(ci_mclp_search *search, uint64_t steps, uint64_t until);

#endif
