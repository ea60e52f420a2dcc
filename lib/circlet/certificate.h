#ifndef CIRCLET_CERTIFICATE_H
#define CIRCLET_CERTIFICATE_H

#include <circlet/error.h>
#include <circlet/location.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The location models. */
typedef enum circlet_model {
    CIRCLET_MODEL_LSCP = 0, /* location set covering */
    CIRCLET_MODEL_MCLP = 1, /* maximal covering */
    CIRCLET_MODEL_P_MEDIAN = 2,
    CIRCLET_MODEL_P_CENTER = 3,
    CIRCLET_MODEL_FACILITY_LOCATION = 4, /* with fixed costs */
    CIRCLET_MODEL_CAPACITATED_MCLP = 5,
    CIRCLET_MODEL_CAPACITATED_P_MEDIAN = 6
} circlet_model;

/* "lscp", "p-median", ... */
const char *circlet_model_name(circlet_model model);

/* No site: the node of a search tree is a leaf. */
#define CIRCLET_LEAF UINT32_MAX

/* No duals: the leaf's fixings alone contradict the limits. */
#define CIRCLET_NO_DUALS UINT32_MAX

/* A node of the search tree. A branch has the site that it decides and two
 * children, which stand before it; a leaf has the duals that bound it. With
 * capacities and `is_whole` a branch may decide of a pair instead: whether a
 * point within reach is served by a site, which is then chosen. */
typedef struct circlet_proof_node {
    uint32_t site; /* of a pair: sites + point x sites + site; or
                      CIRCLET_LEAF */
    uint32_t without; /* child where the site is not chosen, or does not serve
                         the point; of a leaf: the position of its duals or
                         CIRCLET_NO_DUALS */
    uint32_t with; /* child where it is, or does; of a leaf: 0 */
} circlet_proof_node;

/* One nonzero dual of a row. Row r = point * band_count + band, with one
 * band where the location has none. */
typedef struct circlet_dual {
    uint32_t row;
    int64_t value; /* in units of 1 / scale */
} circlet_dual;

/*
 * A proof of a bound that needs no solver: a search tree whose leaves are
 * bounded by Lagrangian duals, all in integers. With u >= 0 the duals of a
 * leaf, Y the choices that obey the leaf's decisions and the limits of the
 * location, where of the pairs apart only this is used: a site that is in
 * keeps those apart from it out; and theta >= 0 the price of a unit of the
 * budget:
 *
 *   most(v) = theta * (budget - cost of the sites that are in)
 *             + max over Y of the sum of v_j (less theta * cost_j for the
 *             sites that the leaf leaves open); Y leaves the budget out.
 *
 * Covering: rows that too few free, fixed and existing sites cover are left
 * out, of mclp and with a target also those for which too few are left beside
 * the free sites that must be apart from a fixed or existing one. Those that
 * the existing sites cover are out (lscp, p-center) or count whole (mclp);
 * n_i is what a row still needs beside the existing sites, and c_j the sum
 * of u_i over the rows that j covers, 0 for existing sites.
 *
 *   lscp      sum n_i u_i - most(c_j - scale * cost_j) >= scale * bound; with
 *             a target t * target - sum max(0, t * w_i - n_i u_i) - most(...),
 *             where t stands for theta and the budget is not priced
 *   mclp      sum max(0, scale * w_i - n_i u_i) + most(c_j) <= scale * bound
 *   both      of a row with n_i > 1, where not all must be covered, the leaf
 *             says more: with k_i of its sites in at the leaf it counts s *
 *             w_i where k_i >= n_i (s is t or scale), nothing where fewer
 *             than n_i are not out, else max(0, s * w_i - (n_i - k_i) u_i),
 *             and c_j has its u_i for open j alone
 *   p-center  cover is within `bound` - 1; sum n_i u_i > most(c_j): no choice
 *             covers all rows, so that `bound` is the least time possible
 *
 * Median: points that no free, fixed or existing site reaches are left out,
 * those that spacing alone leaves without a site are not; u_i is cut at
 * scale * w_i * unserved_ms; existing sites are in each choice.
 *
 *   p-median  sum u_i - most(r_j) >= scale * bound,
 *             r_j = sum over points of max(0, u_i - scale * w_i * d_ij)
 *   facility-location  the same with r_j - scale * cost_j
 *   capacitated-p-median  r_j the most that points of its capacity give
 *   capacitated-mclp  sum u_i + most(r_j) <= scale * bound, r_j the most of
 *             sum max(0, scale * w_i - u_i) that points within its cutoff
 *             and of its capacity give
 *   with pairs decided, r_j is the same of the points that may still be
 *             served by j and by no other for sure, in what those that j
 *             serves leave of its capacity, and for each of these u_i -
 *             scale * w_i * d_ij or scale * w_i - u_i, whatever its sign
 *
 * "Of its capacity" is a knapsack of the points' loads: with `is_whole`
 * exact where weights and capacity, divided by their common divisor, allow a
 * table of at most 10^8 cells, else with the last point in part, rounded up.
 *
 * >= and <= hold after rounding to whole units on the safe side: a minimum's
 * bound up, a maximum's down; sums of costs are multiples of the common
 * divisor of the costs of all sites that may be chosen (free or fixed, and not
 * apart from a fixed or existing one). A leaf without duals holds no choice at
 * all (its decisions contradict the limits, the groups' minima need more sites
 * than are left, or sites that cost more than the budget leaves), or none that
 * can reach the target. The bound of the tree is the worst of its leaves. M.
 * Fisher, The Lagrangian relaxation method for solving integer programming
 * problems, Management Science 27 (1981).
 */
typedef struct circlet_certificate {
    circlet_model model;
    int64_t objective; /* of the sites below */
    int64_t bound; /* that the tree proves */
    const uint32_t *sites; /* chosen, without the existing ones, ascending */
    size_t site_count;
    int64_t scale; /* 1 or more */
    const circlet_proof_node *nodes; /* the root is the last */
    size_t node_count; /* 0: nothing is exported, see `is_too_large` */
    const size_t *dual_first; /* dual_count + 1; into `duals` */
    const circlet_dual *duals; /* each vector by row */
    const int64_t *thetas; /* of each vector, in units of 1 / scale */
    size_t dual_count; /* vectors */
    const uint32_t *dominated; /* site, by which: pairs; a site is left out
                                  of Y because another that stays covers all
                                  that it covers and costs no more */
    size_t dominated_count; /* pairs */
    const circlet_assignment *assignments; /* with capacities; else NULL */
    size_t assignment_count;
    bool is_too_large; /* a proof was found, but is too large to export */
    size_t p; /* how many sites might be chosen at most; 0: it is not said */
} circlet_certificate;

/*
 * Checks a certificate against the problem, with none of the solvers' code:
 * the sites obey all limits, the objective is theirs, the tree covers every
 * choice, and the bound follows from its leaves. CIRCLET_E_DATA with the
 * first contradiction found. Without nodes only the sites are checked.
 * Sums that could pass 64 bits are refused with CIRCLET_E_DATA.
 */
circlet_status circlet_certificate_check(
    const circlet_certificate *certificate, const circlet_location *location,
    circlet_error *error);

#ifdef __cplusplus
}
#endif

#endif
