/* Lower bounds of median problems by Lagrangian relaxation. */
#ifndef CI_SITING_MEDIAN_BOUND_H
#define CI_SITING_MEDIAN_BOUND_H

#include "siting/median_lists.h"

/*
 * Each client i offers a price lambda_i for its service; a site earns
 * v_j = sum of w_i max(0, lambda_i - d_ij), less its cost where that is in
 * the objective. The bound is sum w_i lambda_i less the most that a choice
 * can earn (G. Cornuejols, M. Fisher and G. Nemhauser, Location of bank
 * accounts to optimize float, Management Science 23 (1977)). All of it is
 * in integers, in units of 1 / 2^shift.
 */
typedef struct ci_median_bound {
    const ci_side *side;
    const int64_t *costs; /* of the objective; NULL: none */
    ci_effort *effort;
    ci_most most;
    unsigned shift;
    int64_t *values; /* of each site at the prices of the last evaluation */
    uint8_t *picked; /* the choice that earns most there */
    int64_t sum; /* of weight x price there */
    int64_t theta;
    uint32_t *reach; /* of each client, entries below its price */
    int64_t *trial; /* prices that are tried */
    double *direction; /* of each client */
    double *share; /* of each site, how often it was picked of late */
    double factor, keep; /* of the steps and of the last direction */
    size_t bad; /* steps without gain */
    bool is_stuck;
    size_t kept_theta; /* steps since the price of the budget was sought */
    bool tells; /* tells the effort of each better bound */
} ci_median_bound;

/* Prices of the clients and what they prove. */
typedef struct ci_median_prices {
    int64_t *prices;
    int64_t limit; /* scaled lower bound; INT64_MIN: none yet */
    int64_t theta;
} ci_median_prices;

/* CIRCLET_E_DATA if sums pass 64 bits even at scale 1. */
circlet_status ci_median_bound_make(ci_median_bound *out,
                                    const ci_median_lists *lists,
                                    const ci_side *side, const int64_t *costs,
                                    ci_effort *effort, circlet_error *error);
void ci_median_bound_clear(ci_median_bound *bound);

/*
 * The bound at `prices` under what is decided, into *limit; values and picked
 * are then those of these prices. False: no choice keeps the limits.
 */
bool ci_median_bound_evaluate(ci_median_bound *bound,
                              const ci_median_lists *lists,
                              const int64_t *prices, const uint8_t *decided,
                              int64_t *limit);

/* Limits prices to what the lists allow: from the nearest site to the cap. */
void ci_median_bound_clip(const ci_median_bound *bound,
                          const ci_median_lists *lists, int64_t *prices);

/* Starts to raise the bound of `prices`, which are clipped. False: no choice
 * keeps the limits. */
bool ci_median_bound_start(ci_median_bound *bound,
                           const ci_median_lists *lists,
                           const uint8_t *decided, ci_median_prices *prices);

/*
 * Goes on raising it in at most `steps` steps, aiming at `objective`, until
 * it reaches it or little more can be had (then bound->is_stuck). False: no
 * choice keeps the limits.
 */
bool ci_median_bound_raise(ci_median_bound *bound,
                           const ci_median_lists *lists,
                           const uint8_t *decided, int64_t objective,
                           size_t steps, ci_median_prices *prices);

/* The bound in units of the objective, rounded up. */
int64_t ci_median_bound_units(const ci_median_bound *bound, int64_t limit);

/* A site that was decided by its reduced cost. */
typedef struct ci_median_fixing {
    uint32_t site;
    bool is_in;
    bool has_duals; /* false: the limits alone decide it */
} ci_median_fixing;

/*
 * Decides open sites that can be in no choice, or must be in each, that is
 * better than `objective`, by the last evaluation, whose bound is `limit`.
 * Into `fixings`, with room for all sites, go what was decided; gives how
 * many.
 */
size_t ci_median_bound_fix(ci_median_bound *bound, int64_t limit,
                           int64_t objective, uint8_t *decided,
                           ci_median_fixing *fixings);

#endif
