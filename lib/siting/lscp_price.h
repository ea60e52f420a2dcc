/*
 * Prices of rows (Lagrangian duals) of a covering problem: a bound, which
 * sites look good, and the same bound once more in whole numbers.
 */
#ifndef CI_SITING_LSCP_PRICE_H
#define CI_SITING_LSCP_PRICE_H

#include "siting/lscp_core.h"
#include "siting/side.h"

/* What ci_lscp_prove() returns where no choice keeps the limits. */
#define CI_LSCP_NONE INT64_MAX

typedef struct ci_lscp_price {
    ci_effort *effort;
    bool is_sided; /* limits other than of the cost bind */
    ci_most most; /* if sided */
    const uint8_t *decided; /* of each site of the location */
    int64_t *values; /* of each site of the location, in 1 / scale */
    uint8_t *most_picked;
    int64_t scale; /* whole numbers are in units of 1 / scale */
    const size_t *row_points; /* with weights: the points of row r are those
                                 from row_points[r] on; NULL: no proof */

    /* Of the core's sites and rows, at the duals last looked at. */
    double *reduced; /* cost less the duals of the rows */
    uint8_t *picked; /* in the best choice */
    double *mean; /* the share of the last rounds that picked it */
    double *fill; /* of each row: share covered, 1 without weights */
    double *trial, *direction;
    uint32_t *order; /* scratch */
    double price_of_weight; /* with weights: of a unit of the target */

    /* Of the last proof. */
    int64_t *whole; /* duals of the core's rows */
    int64_t *whole_reduced; /* of the core's sites */
    int64_t whole_theta; /* price of a unit of the target */
} ci_lscp_price;

/* Room for cores no larger than `core`. False: no memory. */
bool ci_lscp_price_make(ci_lscp_price *out, const ci_lscp_core *core,
                        const ci_side *side, const uint8_t *decided,
                        int64_t scale, bool is_sided, ci_effort *effort);
void ci_lscp_price_clear(ci_lscp_price *price);

/* Duals to start from where nothing is known. */
void ci_lscp_first_duals(ci_lscp_core *core);

/* The bound of some duals, not rounded, with the reduced costs and picks
 * that go with them. HUGE_VAL: no choice at all. */
double ci_lscp_look(ci_lscp_price *price, const ci_lscp_core *core,
                    const double *duals);

/* How long prices are sought. */
typedef struct ci_lscp_rounds {
    int64_t limit; /* aim: enough once the bound is over limit - 1 */
    size_t rounds;
    double step; /* share of the way to the aim, 0 to 2 */
    size_t patience; /* rounds without progress before the step is halved */
    double kept; /* how much of the old direction the new one keeps */
    size_t window; /* pairs go on while so many rounds */
    double worth; /* gain this share of what is missing */
} ci_lscp_rounds;

/*
 * Improves core->duals and returns the bound, not rounded; HUGE_VAL: no
 * choice at all. Reduced costs and picks are those of the best duals;
 * core->shares are the shares of the last rounds that picked a site.
 * After W. Polyak, Minimization of unsmooth functionals, 1969, with the
 * directions averaged as in P. Camerini, L. Fratta and F. Maffioli, On
 * improving relaxation methods by modified gradient techniques, 1975.
 */
double ci_lscp_price_rounds(ci_lscp_price *price, ci_lscp_core *core,
                            const ci_lscp_rounds *rounds);

/* The bound of core->duals in whole numbers, in units of 1 / scale, with
 * price->whole and its companions. CI_LSCP_NONE: no choice at all. */
int64_t ci_lscp_prove(ci_lscp_price *price, const ci_lscp_core *core);

#endif
