/* Maximal covering: a problem that is solved once or for many limits. */
#ifndef CI_SITING_MCLP_H
#define CI_SITING_MCLP_H

#include "siting/mclp_bound.h"
#include "siting/mclp_core.h"
#include "siting/mclp_reduce.h"
#include "siting/mclp_search.h"
#include "siting/siting.h"

/*
 * A maximal covering problem. Between two solves p and the budget (where
 * there was one) may be set anew by ci_mclp_set_limits(): duals and choices
 * of one solve serve the next.
 */
typedef struct ci_mclp {
    const circlet_location *location;
    ci_side side;
    ci_cover cover;
    ci_mclp_reduced reduced; /* sites that `side` and `cover` do without */
    int64_t unit; /* all weights are multiples of it */
    int64_t scale;
    bool has_base;
    ci_mclp_core base; /* what is left of the cover by the fixed sites */
    bool has_bound;
    ci_mclp_bound bound; /* of `base`, or the cover; its duals stay */
    bool has_search; /* `search` is of the last solve */
    ci_mclp_search search;
    /* Of the last solve, in weight, without what existing sites cover:
     * search.best_value is reached, nothing passes `limit`. */
    int64_t limit;
    int64_t root_limit;
    uint64_t nodes;
    size_t forced; /* free sites that the duals of the root choose */
    ci_proof *proof; /* of the last solve; NULL: none wanted or possible */
} ci_mclp;

/* CIRCLET_E_INFEASIBLE and others as circlet_solve_mclp(), CIRCLET_E_CANCELLED
 * as ci_effort_prepare(). The caller clears `out`, and keeps the location
 * until then. */
circlet_status ci_mclp_make(ci_mclp *out, const circlet_location *location,
                            ci_effort *effort, circlet_error *error);
void ci_mclp_clear(ci_mclp *mclp);
void ci_mclp_set_limits(ci_mclp *mclp, size_t p, int64_t budget);

/*
 * Finds the sites that cover most within the limits of `side`, and a bound.
 * `start` (NULL: none) are sites to begin with, `limit` a bound that is
 * known already (INT64_MAX: none). CIRCLET_E_INFEASIBLE: no choice.
 */
circlet_status ci_mclp_solve(ci_mclp *mclp, ci_effort *effort,
                             const uint32_t *start, size_t start_count,
                             int64_t limit, circlet_error *error);

/* The answer of the last solve. The caller frees it. */
circlet_status ci_mclp_answer(circlet_siting **out, ci_mclp *mclp,
                              const ci_effort *effort, circlet_error *error);

/* A bound for the limits that `side` has now, from the duals of the last
 * solve; INT64_MAX: there are none yet. */
int64_t ci_mclp_limit(ci_mclp *mclp);

#endif
