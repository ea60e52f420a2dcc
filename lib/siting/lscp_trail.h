/*
 * What a search for covers has decided of sites, how to take it back, and
 * what of it belongs into the proof.
 */
#ifndef CI_SITING_LSCP_TRAIL_H
#define CI_SITING_LSCP_TRAIL_H

#include "siting/certificate.h"
#include "siting/cover.h"
#include "siting/lscp_plan.h"
#include "siting/lscp_price.h"

/* One decision. The opposite one was shown to be useless by a vector of
 * duals, or follows from another decision. */
typedef struct ci_lscp_step {
    uint32_t site;
    uint32_t duals; /* position of the vector, or CIRCLET_NO_DUALS; of a
                       dominated site: the site that is as good */
    bool is_given; /* follows: the tree of the proof need not say it */
} ci_lscp_step;

/* A vector of duals that is kept beside the proof. */
typedef struct ci_lscp_vector {
    circlet_dual *duals;
    size_t count;
    int64_t theta;
} ci_lscp_vector;

typedef struct ci_lscp_trail {
    const ci_side *side;
    const ci_lscp_core *root;
    const uint32_t *place; /* site of the location: in the root */
    ci_lscp_price *price;
    uint8_t *decided; /* of each site of the location: CI_OPEN, CI_IN or
                         CI_OUT */
    ci_lscp_step *steps;
    size_t count, capacity;
    int64_t unit; /* of the costs, in the caller's */
    int64_t theta; /* written with duals where there is no target */

    bool wants_proof;
    ci_proof *proof; /* of the tree that is walked; NULL: at the root, whose
                        vectors are kept for each tree */
    ci_lscp_vector *kept;
    size_t kept_count, kept_capacity;
    uint32_t *kept_places; /* in the proof */
    circlet_dual *scratch; /* of each row of the root */
    const ci_cover *cover; /* with a target: whose rows have many points, each
                              of which has its own dual; else NULL */
    const int64_t *weights; /* of the points; NULL: 1 each */
    circlet_dual *spread; /* then: scratch, of each point */
    uint32_t *covers; /* scratch, of each row of the root */
    uint32_t *needs; /* the same: what a row with a dual still needs */
    bool has_failed; /* memory ran out */
} ci_lscp_trail;

/* False: no memory. `decided` is set from the states of the sites. */
bool ci_lscp_trail_make(ci_lscp_trail *out, const ci_lscp_plan *plan,
                        int64_t unit, bool wants_proof);
void ci_lscp_trail_clear(ci_lscp_trail *trail);

/* Duals of rows are written down as duals of the points of `cover`. False:
 * no memory. */
bool ci_lscp_trail_spread(ci_lscp_trail *trail, const ci_cover *cover,
                          const int64_t *weights);

/* Decides of a site; where it is chosen, those apart from it are out. */
void ci_lscp_trail_decide(ci_lscp_trail *trail, uint32_t site, uint8_t fate,
                          uint32_t duals);

/* The same for one side of a branch, whose proof is the caller's. */
void ci_lscp_trail_try(ci_lscp_trail *trail, uint32_t site, uint8_t fate);

/* Leaves out a site because another one is as good. */
void ci_lscp_trail_dominate(ci_lscp_trail *trail, uint32_t site, uint32_t by);

/* Takes back all beyond the first `count`; `node` (of the tree below) gets
 * the branches above it that the proof needs, and the top is returned. */
uint32_t ci_lscp_trail_undo(ci_lscp_trail *trail, size_t count, uint32_t node);

/* Writes down the duals last proved, or a single one; CIRCLET_NO_DUALS where
 * no proof is wanted. */
uint32_t ci_lscp_trail_duals(ci_lscp_trail *trail, const ci_lscp_core *core);
uint32_t ci_lscp_trail_dual(ci_lscp_trail *trail, uint32_t row, int64_t value);

/* A new proof, which knows the vectors of the root already. */
bool ci_lscp_trail_begin(ci_lscp_trail *trail);

/* The proof with the root's decisions on top of `node`; they are not taken
 * back. The caller frees it. */
ci_proof *ci_lscp_trail_end(ci_lscp_trail *trail, uint32_t node);

#endif
