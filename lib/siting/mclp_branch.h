/* Branch and bound for maximal covering. */
#ifndef CI_SITING_MCLP_BRANCH_H
#define CI_SITING_MCLP_BRANCH_H

#include "siting/mclp_bound.h"
#include "siting/mclp_core.h"
#include "siting/mclp_search.h"

/* Why a site was decided, which says what proves it. */
typedef enum ci_mclp_kind {
    CI_BY_CHOICE = 0, /* by duals, or as a branch */
    CI_BY_SPACING, /* it is not apart from one that is in */
    CI_BY_LIMIT /* otherwise no choice keeps the limits */
} ci_mclp_kind;

/* What deciding a site did to the bound so far (pseudocosts; T. Achterberg,
 * T. Koch and A. Martin, Branching rules revisited, Operations Research
 * Letters 33 (2005)). */
typedef struct ci_mclp_fall {
    double sum[2]; /* by CI_OUT and CI_IN, in 1 / scale of a unit */
    uint32_t count[2];
} ci_mclp_fall;

typedef struct ci_mclp_branch {
    const ci_cover *full;
    const ci_mclp_core *core; /* NULL: the bound is of the full cover; the
                                 deeper in the tree the smaller */
    ci_mclp_bound *bound;
    int64_t scale; /* of its duals */
    ci_mclp_search *search; /* of the full cover */
    ci_effort *effort;
    const circlet_location *location;
    ci_proof *proof; /* NULL: none is wanted */
    uint8_t *decided; /* of each site */
    uint32_t *trail; /* sites in the order of their decisions */
    size_t trail_count;
    uint8_t *kinds; /* of each decided site: why it is */
    bool is_hopeless; /* the gap is wide: the search gets most of the time */
    circlet_dual *duals; /* scratch: a vector for the proof */
    uint8_t *is_member; /* scratch: of each demand point and band */
    int64_t *row_duals; /* scratch: of each full row */
    uint8_t *chosen; /* scratch, of each site */
    size_t core_open; /* sites that were open when the core was made */
    size_t core_in; /* sites that were decided to be in then */
    ci_mclp_fall *falls; /* of each site */
    uint32_t born_site; /* what the node at hand decides: a site */
    uint8_t born_how;
    int64_t born_value; /* and the bound before that */
    uint32_t costly; /* duals of leaves whose choices cost more than the
                        budget; CIRCLET_NO_DUALS: none yet */
    uint64_t nodes;
    uint64_t search_wait; /* how long the search waits, in lengths of its
                             last turn */
    uint64_t search_at; /* the work at which the search gets its turn */
    bool is_stopped;
} ci_mclp_branch;

/* Takes what is decided already (CI_OPEN, CI_IN, CI_OUT). False: no memory.
 * The caller clears `out`. */
bool ci_mclp_branch_make(ci_mclp_branch *out, ci_mclp_bound *bound,
                         ci_mclp_search *search, const uint8_t *decided,
                         ci_effort *effort);
void ci_mclp_branch_clear(ci_mclp_branch *branch);

/*
 * Searches the whole tree below what is decided. Returns a bound of all its
 * choices, in 1 / scale of a unit, not below the best choice found; *node
 * becomes the proof's position of the tree.
 */
int64_t ci_mclp_branch_run(ci_mclp_branch *branch, uint32_t *node);

/* What a bound must stay below to be no better than the best choice. */
int64_t ci_mclp_goal(const ci_mclp_bound *bound, const ci_mclp_search *search);

/* Decides open sites by the best value of the bound: those that would have
 * to be decided otherwise in any better choice. Returns how many. */
size_t ci_mclp_branch_fix(ci_mclp_branch *branch, int64_t goal);

/* Decides a site, and what that decides by spacing; and takes all decisions
 * after the first `mark` back. */
void ci_mclp_branch_decide(ci_mclp_branch *branch, uint32_t site, uint8_t how);
void ci_mclp_branch_take_back(ci_mclp_branch *branch, size_t mark);

/* Where the bound is, to be given back by ci_mclp_bound_return(); the caller
 * frees it. NULL: too much to keep. */
double *ci_mclp_branch_place(const ci_mclp_branch *branch);

/* Writes the best duals of the bound into the proof. */
uint32_t ci_mclp_branch_duals(ci_mclp_branch *branch);

/* What a leaf that holds no choice is proved by. */
uint32_t ci_mclp_branch_no_choice(ci_mclp_branch *branch);

/* Writes duals of the one choice that is decided, whose bound is exactly what
 * it covers. */
uint32_t ci_mclp_branch_settled(ci_mclp_branch *branch);

/* A proof of no more than that nobody is covered twice; takes a branch with
 * no bound. */
void ci_mclp_branch_trivial(ci_mclp_branch *branch);

/* Wraps a tree with decisions from `mark` on: each is a branch whose other
 * side is a leaf with these duals. */
uint32_t ci_mclp_branch_wrap(ci_mclp_branch *branch, size_t mark,
                             uint32_t node, uint32_t duals);

/* A choice from the shares of the bound's walk, improved. */
void ci_mclp_branch_guide(ci_mclp_branch *branch);

#endif
