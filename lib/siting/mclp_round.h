/* Searching a large cover by way of covers in small. */
#ifndef CI_SITING_MCLP_ROUND_H
#define CI_SITING_MCLP_ROUND_H

#include "siting/mclp_search.h"

/* Whether a cover is so large that rounds bring more than the search of the
 * cover itself. */
bool ci_mclp_has_rounds(const ci_cover *cover);

/*
 * One round: searches a sketch of the cover from the best choice on, then
 * improves what was found there on the cover itself, and notes the best.
 * Each round of a search draws other rows, the first ones few, later ones
 * more. False: no memory, or the effort is over.
 */
bool ci_mclp_round(ci_mclp_search *search);

/* So many rounds. */
void ci_mclp_rounds(ci_mclp_search *search, size_t count);

#endif
