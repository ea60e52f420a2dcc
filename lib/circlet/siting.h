#ifndef CIRCLET_SITING_H
#define CIRCLET_SITING_H

#include <circlet/reach.h>

#ifdef __cplusplus
extern "C" {
#endif

/* How far a solver got. */
typedef enum circlet_proof {
    CIRCLET_PROOF_OPTIMAL = 0, /* no better answer exists */
    CIRCLET_PROOF_BOUND = 1 /* a better one may exist, see the bound */
} circlet_proof;

/* Chosen sites and how good they are. */
typedef struct circlet_siting circlet_siting;

/* Start from CIRCLET_SITING_OPTIONS_INIT; a zero field has its default. */
typedef struct circlet_siting_options {
    size_t struct_size; /* set by the initialiser */
    circlet_progress progress; /* default: no reports */
} circlet_siting_options;

#define CIRCLET_SITING_OPTIONS_INIT                                           \
    {                                                                         \
        .struct_size = sizeof(circlet_siting_options)                         \
    }

/*
 * Maximal covering location problem (Church and ReVelle 1974): the `p`
 * sites that cover the most weight. Origins of `reach` are demand points
 * with `weights` (thousandths, not negative), destinations are sites; every
 * pair in the matrix is cover. Lazy greedy (Minoux 1978): at least 1 - 1/e
 * of the best, with an upper bound from what the sites could still add.
 * Fewer than `p` sites are chosen if more would add nothing. The caller
 * frees the answer with circlet_siting_free().
 */
circlet_status circlet_solve_mclp(circlet_siting **out,
                                  const circlet_od_matrix *reach,
                                  const int64_t *weights, size_t p,
                                  const circlet_siting_options *options,
                                  circlet_error *error);

void circlet_siting_free(circlet_siting *siting);

circlet_proof circlet_siting_proof(const circlet_siting *siting);

/* Weight covered, and what no choice can exceed. */
int64_t circlet_siting_objective(const circlet_siting *siting);
int64_t circlet_siting_bound(const circlet_siting *siting);

/* (bound - objective) / bound; 0: proved best. */
double circlet_siting_gap(const circlet_siting *siting);

/* Chosen sites in the order they were chosen, each with the weight that it
 * added. Borrowed from `siting`. */
const uint32_t *circlet_siting_sites(const circlet_siting *siting,
                                     size_t *count);
const int64_t *circlet_siting_gains(const circlet_siting *siting);

#ifdef __cplusplus
}
#endif

#endif
