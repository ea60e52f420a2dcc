/* Sites that maximal covering can do without. */
#ifndef CI_SITING_MCLP_REDUCE_H
#define CI_SITING_MCLP_REDUCE_H

#include "siting/certificate.h"
#include "siting/cover.h"
#include "siting/effort.h"
#include "siting/side.h"

/* Nobody stands in for a site that covers nothing. */
#define CI_NO_STAND_IN UINT32_MAX

/*
 * Which sites are left out. Of rows only equal ones can go: each one covered
 * counts, so that none is dominated by another.
 */
typedef struct ci_mclp_reduced {
    uint32_t *by; /* of each site: itself, the site that is as good, or
                     CI_NO_STAND_IN; NULL: all stay */
    uint32_t *order; /* sites with a stand-in, in the order of leaving: the
                        stand-in was there then */
    size_t order_count;
    size_t out_count; /* with those that cover nothing */
    size_t stay_count; /* free and fixed sites that stay */
} ci_mclp_reduced;

/*
 * Leaves out free sites that cover nothing, and those whose rows another
 * site covers too, where the limits let that one take their place in every
 * choice: they become forbidden in `side`, leave the rows of `cover` (of a
 * very large one not), and rows that are then equal are merged. `side.p`
 * becomes no more than the sites that are left. Ends early, with less left
 * out, after steps in proportion to the entries or when the effort is over.
 * False: no memory, and nothing has changed. The caller clears `out`.
 */
bool ci_mclp_reduce(ci_mclp_reduced *out, ci_cover *cover, ci_side *side,
                    const circlet_location *location, ci_effort *effort);
void ci_mclp_reduced_clear(ci_mclp_reduced *reduced);

/* The site that is there for one; CI_NO_STAND_IN: none is. */
uint32_t ci_mclp_stand_in(const ci_mclp_reduced *reduced, uint32_t site);

/* Writes down who stands in for whom. */
void ci_mclp_reduced_prove(const ci_mclp_reduced *reduced, ci_proof *proof);

#endif
