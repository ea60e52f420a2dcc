/* Branch and bound with capacities, and the proof of it. */
#ifndef CI_SITING_CAPACITATED_TREE_H
#define CI_SITING_CAPACITATED_TREE_H

#include "siting/capacitated_bound.h"
#include "siting/capacitated_find.h"
#include "siting/certificate.h"

/* A decision of a site, or of a pair: whether a client goes to a site. */
typedef struct ci_capacitated_decision {
    size_t visit; /* of a pair */
    uint32_t site;
    uint32_t duals; /* where the opposite was shut out: what shows it */
    bool is_pair;
    bool is_in;
} ci_capacitated_decision;

typedef struct ci_capacitated_node {
    uint32_t parent; /* or CI_CAPACITATED_NONE */
    uint32_t without, with; /* children, or CI_CAPACITATED_NONE */
    ci_capacitated_decision decision; /* that made it of its parent */
    size_t fix_first, fix_count; /* what follows from it */
    int64_t limit; /* scaled bound */
    uint32_t duals; /* that show it, in the proof */
    int64_t *prices; /* while children are open */
    uint8_t users; /* of the prices */
} ci_capacitated_node;

/* The open node of the least bound is taken first. */
typedef struct ci_capacitated_tree {
    ci_capacitated_bound *bound;
    ci_capacitated_find *find;
    ci_effort *effort;
    ci_proof *proof; /* NULL: none is wanted */
    bool is_cover; /* duals are what clients keep, not what they offer */
    int64_t offset; /* objective = sign x cost + offset */
    int sign;

    ci_capacitated_node *nodes;
    size_t node_count, node_room;
    uint32_t *heap;
    size_t heap_count, heap_room;
    ci_capacitated_decision *fixes;
    size_t fix_count, fix_room;
    int64_t *prices; /* scratch, of each client */
    circlet_dual *duals; /* scratch */
    uint32_t *path; /* scratch */
    size_t path_room;
    int64_t stuck; /* the least bound of leaves that stay open */
    int64_t root_limit; /* of the prices that the search starts from */
    int64_t root_theta;
    uint64_t visited;
    size_t price_bytes;
    bool has_no_memory;
} ci_capacitated_tree;

/* Searches the tree from `prices`, of which it takes a copy. */
void ci_capacitated_tree_run(ci_capacitated_tree *tree, const int64_t *prices);

/* The bound of all that is open, scaled; INT64_MAX: nothing is. */
int64_t ci_capacitated_tree_limit(const ci_capacitated_tree *tree);

/* Writes the tree down. */
void ci_capacitated_tree_prove(ci_capacitated_tree *tree);

void ci_capacitated_tree_clear(ci_capacitated_tree *tree);

/* ---- what follows from a bound ----------------------------------------- */

/*
 * At the last evaluation, of `prices`, whose bound is `limit`: decides sites
 * and pairs whose opposite no plan better than the best has.
 */
void ci_capacitated_fix(ci_capacitated_tree *tree, const int64_t *prices,
                        int64_t limit);

/* Writes down prices as duals; gives their place. */
uint32_t ci_capacitated_tree_duals(ci_capacitated_tree *tree,
                                   const int64_t *prices);

/* Notes what follows, in the order in which it does, and applies it. */
void ci_capacitated_tree_note(ci_capacitated_tree *tree,
                              ci_capacitated_decision decision);

/* A site is chosen no more, or a pair is decided. */
void ci_capacitated_tree_apply(ci_capacitated_tree *tree,
                               const ci_capacitated_decision *decision);

#endif
