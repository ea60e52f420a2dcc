#ifndef CIRCLET_SITING_H
#define CIRCLET_SITING_H

#include <circlet/certificate.h>
#include <circlet/location.h>

#ifdef __cplusplus
extern "C" {
#endif

/* How far a solver got. */
typedef enum circlet_proof {
    CIRCLET_PROOF_OPTIMAL = 0, /* no better answer exists */
    CIRCLET_PROOF_BOUND = 1 /* a better one may exist, see the bound */
} circlet_proof;

/* Why a solver stopped. */
typedef enum circlet_stop {
    CIRCLET_STOP_PROVED = 0, /* the answer is proved best */
    CIRCLET_STOP_GAP = 1, /* the gap limit was met */
    CIRCLET_STOP_TIME = 2,
    CIRCLET_STOP_WORK = 3,
    CIRCLET_STOP_CANCELLED = 4,
    CIRCLET_STOP_EXHAUSTED = 5 /* the method has nothing more to try */
} circlet_stop;

/* Chosen sites and how good they are. Immutable. */
typedef struct circlet_siting circlet_siting;

/*
 * Start from CIRCLET_SITING_OPTIONS_INIT; a zero field has its default.
 * With the same problem, options and seed the answer is the same, bit for
 * bit, for any number of threads, unless the time limit or a cancel ended
 * the search. Both leave the best answer so far with its honest bound; only
 * where they come before there was any answer, while the problem is still
 * being read or before any choice was found that covers what it must, they
 * give CIRCLET_E_CANCELLED.
 */
typedef struct circlet_siting_options {
    size_t struct_size; /* set by the initialiser */
    circlet_progress progress; /* default: no reports */
    double time_limit_s; /* of the wall clock; default: none */
    double gap_limit; /* stop at this gap; default: 0, a proof */
    uint64_t work_limit; /* of elementary steps, roughly 10^8 to 10^9 a second;
                            default: none */
    uint64_t seed; /* default: 0, a seed like any other */
    uint32_t threads; /* that read what covers what (set covering, maximal
                         covering); the search runs on one; default: 1 */
    const uint32_t *start; /* sites to start from; made to obey the limits */
    size_t start_count;
    bool wants_certificate; /* default: none is kept */
} circlet_siting_options;

#define CIRCLET_SITING_OPTIONS_INIT                                           \
    {                                                                         \
        .struct_size = sizeof(circlet_siting_options)                         \
    }

/*
 * All solvers: the caller frees `*out` with circlet_siting_free().
 * CIRCLET_E_ARGUMENT for arrays and options out of range (naming the demand
 * point or site), CIRCLET_E_DATA where sums pass 64 bits,
 * CIRCLET_E_INFEASIBLE where the caller's own limits contradict each other
 * (fixed sites above p, a group's minimum above its sites, ...). Demand that
 * no free, fixed or existing site reaches is no error: it is left out and
 * stated in circlet_siting_report. Demand that only spacing from fixed and
 * existing sites leaves without one stays in: it is not covered (mclp), pays
 * `unserved_ms` (median, facility location), or makes the problem
 * CIRCLET_E_INFEASIBLE (lscp without target, p-center). Backup is refused by
 * models that have none. All read the states, costs, groups and pairs apart
 * of the sites, p and the budget; a solver says what else it reads. Fewer
 * sites than p are chosen where more would add nothing.
 */

/*
 * Location set covering problem (C. Toregas et al., The location of
 * emergency service facilities, Operations Research 19 (1971)): the cheapest
 * sites that cover all demand (or weight of `target`, the partial set
 * covering problem). Reads cutoffs and backup. Objective: the sum of costs.
 */
circlet_status circlet_solve_lscp(circlet_siting **out,
                                  const circlet_location *location,
                                  const circlet_siting_options *options,
                                  circlet_error *error);

/*
 * Maximal covering location problem (R. Church and C. ReVelle, The maximal
 * covering location problem, Papers in Regional Science 32 (1974)): the
 * sites that cover the most weight. Reads weights, cutoffs, bands, backup.
 * Objective: the weight covered; with bands in thousandths of it.
 */
circlet_status circlet_solve_mclp(circlet_siting **out,
                                  const circlet_location *location,
                                  const circlet_siting_options *options,
                                  circlet_error *error);

/*
 * p-median problem (S. Hakimi, Optimum locations of switching centers,
 * Operations Research 12 (1964)): the least sum of weight x time to the
 * nearest chosen site. Reads weights and `unserved_ms`.
 */
circlet_status circlet_solve_p_median(circlet_siting **out,
                                      const circlet_location *location,
                                      const circlet_siting_options *options,
                                      circlet_error *error);

/*
 * p-center problem (Hakimi 1964): the least longest time to the nearest
 * chosen site (with backup n: to the n-th nearest). Objective: that time.
 */
circlet_status circlet_solve_p_center(circlet_siting **out,
                                      const circlet_location *location,
                                      const circlet_siting_options *options,
                                      circlet_error *error);

/*
 * Facility location with fixed costs, uncapacitated (M. Balinski, Integer
 * programming: methods, uses, computation, Management Science 12 (1965)):
 * the least sum of costs and weight x time. Reads weights, `unserved_ms`.
 */
circlet_status circlet_solve_facility_location(
    circlet_siting **out, const circlet_location *location,
    const circlet_siting_options *options, circlet_error *error);

/*
 * Maximal covering with capacities (J. Current and J. Storbeck, Capacitated
 * covering models, Environment and Planning B 15 (1988)): the sites and the
 * assignment that serve the most weight within the cutoffs. A point's
 * weight may be split over sites unless `is_whole`.
 */
circlet_status circlet_solve_capacitated_mclp(
    circlet_siting **out, const circlet_location *location,
    const circlet_siting_options *options, circlet_error *error);

/*
 * p-median with capacities: all demand is assigned to chosen sites within
 * their capacities at the least sum of weight x time; what cannot be is
 * unserved at `unserved_ms`. With `is_whole` the single-source problem (I.
 * Osman and N. Christofides, Capacitated clustering problems by hybrid
 * simulated annealing and tabu search, 1994).
 */
circlet_status circlet_solve_capacitated_p_median(
    circlet_siting **out, const circlet_location *location,
    const circlet_siting_options *options, circlet_error *error);

/* The solver of a model. */
circlet_status circlet_solve(circlet_siting **out, circlet_model model,
                             const circlet_location *location,
                             const circlet_siting_options *options,
                             circlet_error *error);

void circlet_siting_free(circlet_siting *siting);

circlet_model circlet_siting_model(const circlet_siting *siting);
circlet_proof circlet_siting_proof(const circlet_siting *siting);

/* What the chosen sites reach, and what no choice can pass. */
int64_t circlet_siting_objective(const circlet_siting *siting);
int64_t circlet_siting_bound(const circlet_siting *siting);

/* |bound - objective| / the larger of both; 0: proved best. */
double circlet_siting_gap(const circlet_siting *siting);

/* Chosen sites, without the existing ones. Of maximal covering in the order
 * in which they add most, else ascending. Borrowed from `siting`. */
const uint32_t *circlet_siting_sites(const circlet_siting *siting,
                                     size_t *count);

/* Maximal covering: the weight that each of these added when it was chosen
 * after those before it (and the existing ones); else NULL. */
const int64_t *circlet_siting_gains(const circlet_siting *siting);

/* Who is served by which site. Borrowed. */
const circlet_assignment *circlet_siting_assignments(
    const circlet_siting *siting, size_t *count);

/* What was found out on the way. */
typedef struct circlet_siting_report {
    size_t unreachable; /* demand points that no allowed site can serve */
    int64_t unreachable_weight;
    size_t unserved; /* points that the chosen sites do not serve wholly, with
                        the unreachable ones */
    int64_t unserved_weight;
    size_t merged_points; /* left out: another has the same sites */
    size_t dominated_points; /* left out: served whenever another is */
    size_t dominated_sites; /* left out: another is as good */
    size_t forced_sites; /* in every answer that counts */
    int64_t root_bound; /* before the first branch */
    uint64_t nodes; /* of the search tree */
    uint64_t work; /* elementary steps */
    circlet_stop stop;
} circlet_siting_report;

circlet_siting_report circlet_siting_get_report(const circlet_siting *siting);

/* NULL: none was asked for. Borrowed. */
const circlet_certificate *circlet_siting_certificate(
    const circlet_siting *siting);

/* ---- frontier ---------------------------------------------------------- */

/* The best answer for each p (or budget) of a range. */
typedef struct circlet_frontier circlet_frontier;

/*
 * Solves `model` for each limit from `first` to `last` in steps of `step`:
 * of p, or of the budget where the location has one. What is learnt of one
 * limit (bounds, plans) serves the others, so that this is far cheaper than
 * so many calls; a limit of time or work is for all together. No model
 * whose answer does not depend on p: CIRCLET_E_ARGUMENT for lscp without
 * target. The caller frees with circlet_frontier_free().
 */
circlet_status circlet_solve_frontier(
    circlet_frontier **out, circlet_model model,
    const circlet_location *location, int64_t first, int64_t last,
    int64_t step, const circlet_siting_options *options, circlet_error *error);
void circlet_frontier_free(circlet_frontier *frontier);

size_t circlet_frontier_count(const circlet_frontier *frontier);

/* The limit of a step, and its answer (borrowed; NULL: no choice obeys the
 * limits there). */
int64_t circlet_frontier_limit(const circlet_frontier *frontier, size_t step);
const circlet_siting *circlet_frontier_siting(const circlet_frontier *frontier,
                                              size_t step);

#ifdef __cplusplus
}
#endif

#endif
