/* Proving a median plan best: branch and bound on sites. */
#ifndef CI_SITING_MEDIAN_BRANCH_H
#define CI_SITING_MEDIAN_BRANCH_H

#include "siting/certificate.h"
#include "siting/median_bound.h"
#include "siting/median_find.h"

/* A search tree and what it works with, all borrowed. */
typedef struct ci_median_tree {
    const circlet_location *location;
    const ci_median_lists *lists;
    ci_median_bound *bound;
    ci_median_search *search;
    ci_median_plan *plan; /* becomes better on the way */
    ci_proof *proof; /* NULL: not wanted */
    ci_effort *effort;
    ci_random random;
    uint64_t nodes;
    uint64_t wander_work; /* steps spent on looking for plans */
    int64_t root_bound; /* units of the objective */
    int64_t open_bound; /* the worst of leaves that were given up; INT64_MAX:
                           there are none */
    bool has_no_memory;
} ci_median_tree;

/*
 * Searches the whole tree, starting from `prices`; the proof ends with the
 * root. What holds for every choice that is better than the plan at the end is
 * min(plan's objective, open_bound).
 */
void ci_median_branch(ci_median_tree *tree, const ci_median_prices *prices);

#endif
