/* Bounds of maximal covering that need no trust in rounding. */
#ifndef CI_SITING_MCLP_BOUND_H
#define CI_SITING_MCLP_BOUND_H

#include "siting/certificate.h"
#include "siting/effort.h"
#include "siting/mclp_walk.h"

/*
 * The bound of <circlet/certificate.h>, in whole numbers, from the duals of
 * a walk. Weights are counted in `unit`, their greatest common divisor.
 */
typedef struct ci_mclp_bound {
    const ci_cover *cover;
    const ci_side *side;
    ci_mclp_walk walk;
    ci_most most;
    int64_t unit;
    int64_t base; /* in units: what is covered already and is no row */
    int64_t scale; /* duals are in 1 / scale of a unit */
    int64_t *weights; /* of each node, in units */
    /* The last duals, of each node, what they give each site, the price of
     * the budget, the best choice at these prices, and the bound they make,
     * in 1 / scale of a unit. */
    int64_t *duals;
    int64_t *totals;
    int64_t theta;
    uint8_t *picked;
    int64_t value;
    int64_t kept; /* the part of it that is the rows', whatever is chosen */
    /* Those of the least value since the decisions changed. */
    int64_t *best_duals; /* NULL: they are not wanted */
    int64_t *best_totals;
    int64_t best_theta;
    uint8_t *best_picked;
    int64_t best_value;
    int64_t best_kept;
    int64_t *forced; /* scratch, of each site */
} ci_mclp_bound;

/* How a run ended. */
typedef enum ci_mclp_end {
    CI_MCLP_BELOW = 0, /* the best value is below the goal */
    CI_MCLP_ABOVE, /* more steps promise little */
    CI_MCLP_OVER /* the effort is over */
} ci_mclp_end;

/*
 * `scale` keeps all sums below 2^60, see
 * ci_mclp_scale(). False: no memory, or the effort is over. The caller clears
 * `out`.
 */
bool ci_mclp_bound_make(ci_mclp_bound *out, const ci_cover *cover,
                        const ci_side *side, int64_t unit, int64_t scale,
                        bool keeps_best, ci_effort *effort);
void ci_mclp_bound_clear(ci_mclp_bound *bound);

/* The scale for a cover; 0: sums do not fit. */
int64_t ci_mclp_scale(const ci_cover *cover);

/* Whether it is a multiple of all needs and what may be left of them, so that
 * duals can be shared out between the parts of a row. */
bool ci_mclp_scale_divides(const ci_cover *cover, int64_t scale);

/* Value, rounded down to units. */
static inline int64_t ci_mclp_floor(const ci_mclp_bound *bound, int64_t value)
{
    return value / bound->scale;
}

/* When to leave off: once the bound has fallen by less than `share` of what
 * is still above the goal during so many looks, or after `looks_max`. */
typedef struct ci_mclp_patience {
    uint32_t look_every; /* steps */
    uint32_t looks, looks_max;
    double share;
} ci_mclp_patience;

/* Turns to the choices that keep `decided`; the best duals so far are the
 * first ones. False: there is none. */
bool ci_mclp_bound_begin(ci_mclp_bound *bound, const uint8_t *decided);

/* Where the bound is, to be kept in so many numbers, and back to it (to be
 * followed by ci_mclp_bound_begin()). */
size_t ci_mclp_bound_room(const ci_mclp_bound *bound);
void ci_mclp_bound_keep(const ci_mclp_bound *bound, double *place);
void ci_mclp_bound_return(ci_mclp_bound *bound, const double *place);

/* Improves the bound of these choices until it is below `goal` (in 1 / scale
 * of a unit). */
ci_mclp_end ci_mclp_bound_run(ci_mclp_bound *bound, const uint8_t *decided,
                              int64_t goal, const ci_mclp_patience *patience,
                              ci_effort *effort);

/* The best duals under the present limits of the side. False: no choice keeps
 * them. */
bool ci_mclp_bound_other(ci_mclp_bound *bound, int64_t *value);

/* Of the best value: forced[site] = the bound with an open site decided the
 * other way than it was picked; INT64_MAX of the others. */
void ci_mclp_bound_force(ci_mclp_bound *bound, const uint8_t *decided);

#endif
