/* Bounds with capacities by Lagrangian relaxation. */
#ifndef CI_SITING_CAPACITATED_BOUND_H
#define CI_SITING_CAPACITATED_BOUND_H

#include "siting/capacitated_data.h"
#include "siting/capacitated_knapsack.h"

/* A visit that may still be. */
typedef struct ci_capacitated_live {
    uint32_t client;
    uint32_t time;
    size_t visit; /* in problem->visits */
} ci_capacitated_live;

/*
 * Each client offers a price for its service. A site fills its capacity with
 * the clients that pay most beyond what they cost there, a knapsack; the
 * bound is the sum of prices less the most that a choice of sites can earn
 * (A. Ceselli and G. Righini, A branch-and-price algorithm for the
 * capacitated p-median problem, Networks 45 (2005); the same relaxation,
 * solved by subgradients). Prices are in units of 1 / 2^shift: of a client
 * where it is served whole, else of a unit of its weight. All of it is in
 * integers, so that each evaluation is a proof.
 */
typedef struct ci_capacitated_bound {
    const ci_capacitated *problem;
    ci_effort *effort;
    ci_most most;
    unsigned shift;

    /* What a node of a search has decided. */
    uint8_t *decided; /* of each site: CI_OPEN, CI_IN, CI_OUT */
    ci_capacitated_live *live; /* as visits: of each site the first
                                  live_count may still be */
    size_t *live_count;
    size_t *live_at; /* of each visit: where in `live` */
    uint32_t *degree; /* of each client: sites that may serve it */
    uint32_t *forced; /* of each client: the site that serves it, or
                         CI_CAPACITATED_NONE */
    int64_t *forced_load; /* of each site */
    int64_t forced_cost; /* scaled */
    size_t overfull; /* sites with more forced load than capacity */

    /* Of the last evaluation. */
    int64_t *values; /* of each site: what it earns at most */
    int64_t *units; /* of each site: the price of its capacity */
    uint8_t *picked; /* the choice that earns most */
    int64_t theta;
    double *served; /* of each client: its share in the picked sites */

    /* Of a raise: how often it was so of late. */
    double *site_share;
    double *pair_share; /* of each visit */
    double share_weight;

    uint8_t *is_exact;
    size_t *taken; /* of each site: visits that it takes, by site_first */
    size_t *taken_count;
    double *taken_last; /* share of the last one taken */
    ci_knapsack_item *items;
    int64_t *trial; /* prices that are tried */
    double *direction;
} ci_capacitated_bound;

/* Nothing is decided. CIRCLET_E_DATA if sums pass 64 bits even at scale 1. */
circlet_status ci_capacitated_bound_make(ci_capacitated_bound *out,
                                         const ci_capacitated *problem,
                                         ci_effort *effort,
                                         circlet_error *error);
void ci_capacitated_bound_clear(ci_capacitated_bound *bound);

/* ---- decisions --------------------------------------------------------- */

/* Back to nothing decided. */
void ci_capacitated_bound_reset(ci_capacitated_bound *bound);

/* A visit can be no more. */
void ci_capacitated_bound_remove(ci_capacitated_bound *bound, size_t visit);

/* A client is served by this visit; its site is CI_IN then. */
void ci_capacitated_bound_force(ci_capacitated_bound *bound, uint32_t site,
                                size_t visit);

/* ---- bounds ------------------------------------------------------------ */

/* The bound at `prices` under what is decided. False: no choice keeps the
 * limits. */
bool ci_capacitated_bound_evaluate(ci_capacitated_bound *bound,
                                   const int64_t *prices, int64_t *limit);

/*
 * Raises the bound of `prices`, whose value comes into *limit, in at most
 * `rounds` steps of at first `factor` times the way to `aim`, until it
 * reaches `enough` or little more can be had; bound->theta is then that of
 * these prices, the rest of the last ones tried. False: no choice keeps the
 * limits.
 */
typedef struct ci_capacitated_raise {
    size_t rounds;
    double factor;
    int64_t aim, enough; /* in units of the objective */
} ci_capacitated_raise;

bool ci_capacitated_bound_raise(ci_capacitated_bound *bound,
                                const ci_capacitated_raise *how,
                                int64_t *prices, int64_t *limit);

/* Whoever can be served by nobody offers the most, nobody less than what the
 * nearest site costs; who is served already offers nothing. */
void ci_capacitated_bound_clip(const ci_capacitated_bound *bound,
                               int64_t *prices);

/* The bound in units of the objective, rounded up. */
int64_t ci_capacitated_bound_units(const ci_capacitated_bound *bound,
                                   int64_t limit);

/* How often a visit was in the best choice of late, 0 to 1. */
double ci_capacitated_bound_share(const ci_capacitated_bound *bound,
                                  size_t visit);

/* The most a client may offer: nobody pays more than not being served. */
int64_t ci_capacitated_bound_top(const ci_capacitated_bound *bound,
                                 size_t client);

/* The least profit, scaled, that a visit brings at a price; may be negative.
 */
int64_t ci_capacitated_bound_profit(const ci_capacitated_bound *bound,
                                    const ci_capacitated_live *live,
                                    int64_t price);

#endif
