/* The search tree as a proof. */
#include <stdlib.h>

#include "siting/capacitated_tree.h"

#include "base/divisor.h"

/* See <circlet/certificate.h>. */
#define TABLE_CELLS 100000000

#define NONE CI_CAPACITATED_NONE

/* The number of a pair in a certificate, after those of the sites. */
static uint32_t key_of(ci_capacitated_tree *tree,
                       const ci_capacitated_decision *decision)
{
    const ci_capacitated *problem = tree->bound->problem;
    uint64_t sites = problem->site_count, key;

    if (!decision->is_pair)
        return decision->site;
    key = sites * (problem->points[problem->visits[decision->visit].client] +
                   UINT64_C(1)) +
          decision->site;
    if (key < CIRCLET_LEAF)
        return (uint32_t)key;
    ci_proof_give_up(tree->proof);
    return 0;
}

static uint32_t prove_branch(ci_capacitated_tree *tree,
                             const ci_capacitated_decision *decision,
                             uint32_t without, uint32_t with)
{
    return ci_proof_branch(tree->proof, key_of(tree, decision), without, with);
}

/* What follows from a bound is a branch whose other child is a leaf. */
static uint32_t prove_fixes(ci_capacitated_tree *tree,
                            const ci_capacitated_node *node, uint32_t place)
{
    for (size_t i = node->fix_count; i-- > 0;) {
        const ci_capacitated_decision *fix = &tree->fixes[node->fix_first + i];
        uint32_t leaf = ci_proof_leaf(tree->proof, fix->duals);

        place = fix->is_in ? prove_branch(tree, fix, leaf, place)
                           : prove_branch(tree, fix, place, leaf);
    }
    return place;
}

/* Whether whoever checks the proof finds whole knapsacks as exactly. */
static bool are_tables_small(const ci_capacitated *problem)
{
    int64_t divisor = 0;

    for (size_t c = 0; c < problem->client_count; c++)
        divisor = ci_common_divisor(problem->loads[c], divisor);
    for (size_t site = 0; divisor > 0 && site < problem->site_count; site++) {
        size_t count =
            problem->site_first[site + 1] - problem->site_first[site];

        if (count > 0 && problem->capacities[site] / divisor >=
                             TABLE_CELLS / (int64_t)count)
            return false;
    }
    return true;
}

void ci_capacitated_tree_prove(ci_capacitated_tree *tree)
{
    uint32_t *places;

    if (!tree->proof)
        return;
    if (tree->bound->problem->is_whole &&
        !are_tables_small(tree->bound->problem))
        ci_proof_give_up(tree->proof);
    places = calloc(tree->node_count + 1, sizeof(*places));
    if (!places) {
        tree->has_no_memory = true;
        return;
    }
    /* Children have larger numbers than their parents. */
    for (size_t i = tree->node_count; i-- > 0;) {
        const ci_capacitated_node *node = &tree->nodes[i];
        uint32_t place;

        if (node->without == NONE)
            place = ci_proof_leaf(tree->proof, node->duals);
        else
            place = prove_branch(tree, &tree->nodes[node->without].decision,
                                 places[node->without], places[node->with]);
        places[i] = prove_fixes(tree, node, place);
    }
    free(places);
}
