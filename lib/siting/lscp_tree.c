#include "siting/lscp_tree.h"

#include <math.h>
#include <stdlib.h>

#include "siting/lscp_parts.h"

/* Rounds of prices at a node, which starts from the duals of its parent. */
#define NODE_ROUNDS 200
#define NODE_STEP 0.1
#define NODE_PATIENCE 15
#define NODE_KEPT 0.85
#define NODE_WINDOW 40
#define NODE_WORTH 0.1

/* Added to the greatest share of a row's sites. */
#define SURE_PART 0.2

/* For each step of the tree the local search gets a third of one. */
#define CLIMB_THIRDS 1
#define CLIMB_SLICE 2000000

static void let_climb(ci_lscp_tree *tree)
{
    uint64_t before = tree->effort->work;

    if (!tree->climb ||
        3 * tree->climb_work + CLIMB_SLICE > CLIMB_THIRDS * tree->tree_work)
        return;
    ci_lscp_climb_go_on(tree->climb, CLIMB_SLICE, tree->enough);
    tree->climb_work += tree->effort->work - before;
}

/* The row whose cover is shared by the fewest sites, most of all where none
 * of them has the greatest part: all of its sites will have to be tried. */
static size_t choose_row(const ci_lscp_core *core)
{
    size_t best = core->row_count;
    double best_score = HUGE_VAL;

    for (size_t i = 0; i < core->row_count; i++) {
        size_t sites = core->row_first[i + 1] - core->row_first[i];
        double most = 0.0;
        double score;

        for (size_t k = core->row_first[i]; k < core->row_first[i + 1]; k++)
            most = fmax(most, core->shares[core->row_sites[k]]);
        score = (double)sites * (most + SURE_PART);
        if (score < best_score) {
            best = i;
            best_score = score;
        }
    }
    return best;
}

/* The site about which the shares are least sure; where all are sure, the
 * one that covers most. */
static size_t choose_unsure(const ci_lscp_core *core)
{
    size_t best = core->site_count;
    double best_score = -1.0;

    for (size_t j = 0; j < core->site_count; j++) {
        double share = core->shares[j];
        double score = share < 0.5 ? share : 1.0 - share;
        size_t rows = core->site_first[j + 1] - core->site_first[j];

        score = (score + 0.01) * (double)(rows + 1);
        if (score > best_score) {
            best = j;
            best_score = score;
        }
    }
    return best;
}

/* The site with the greatest part in that row; without rows the first. */
static size_t choose_in_row(const ci_lscp_core *core)
{
    size_t row = choose_row(core);
    size_t best = 0;

    if (row == core->row_count)
        return best;
    best = core->row_sites[core->row_first[row]];
    for (size_t k = core->row_first[row]; k < core->row_first[row + 1]; k++)
        if (core->shares[core->row_sites[k]] > core->shares[best])
            best = core->row_sites[k];
    return best;
}

static bool is_finished(const ci_lscp_tree *tree)
{
    return tree->effort->is_over || tree->plan->limit <= tree->enough ||
           tree->trail->has_failed;
}

/* One side of a branch: settled, then searched. */
static int64_t explore_side(ci_lscp_tree *tree, const ci_lscp_core *core,
                            uint32_t site, uint8_t fate, int64_t bound,
                            uint32_t *node)
{
    const ci_lscp_rounds rounds = {tree->cutoff,  NODE_ROUNDS, NODE_STEP,
                                   NODE_PATIENCE, NODE_KEPT,   NODE_WINDOW,
                                   NODE_WORTH};
    size_t mark = tree->trail->count;
    uint64_t before = tree->effort->work;
    ci_lscp_state state = {bound, CIRCLET_NO_DUALS};
    ci_lscp_core own;

    ci_lscp_trail_try(tree->trail, core->site_names[site], fate);
    for (size_t j = 0; j < core->site_count; j++)
        tree->marks->fates[j] = tree->trail->decided[core->site_names[j]];
    if (!ci_lscp_core_cut(&own, core, tree->marks->fates, NULL)) {
        tree->trail->has_failed = true;
        return bound;
    }
    tree->nodes++;
    ci_effort_spend(tree->effort, core->entry_count);
    if (!ci_lscp_settle(tree, &own, &rounds, false, &state))
        tree->trail->has_failed = true;
    tree->tree_work += tree->effort->work - before;
    if (state.bound == CI_LSCP_CLOSED) {
        *node = ci_proof_leaf(tree->trail->proof, state.duals);
        bound = CI_LSCP_CLOSED;
        ci_lscp_core_clear(&own);
    } else {
        bound = ci_lscp_explore(
            tree, &own, state.bound > bound ? state.bound : bound, node);
    }
    *node = ci_lscp_trail_undo(tree->trail, mark, *node);
    return bound;
}

/* All is decided: the prices' bound is the plan's cost or there is none. */
static int64_t close_decided(ci_lscp_tree *tree, uint32_t *node)
{
    *node = ci_proof_leaf(tree->trail->proof, CIRCLET_NO_DUALS);
    return CI_LSCP_CLOSED;
}

int64_t ci_lscp_explore(ci_lscp_tree *tree, ci_lscp_core *core, int64_t bound,
                        uint32_t *node)
{
    uint32_t with = 0;
    uint32_t without = 0;
    size_t site;
    uint32_t name;
    int64_t bounds[2] = {bound, bound};
    ci_lscp_parted parted;

    let_climb(tree);
    if (core->site_count == 0) {
        ci_lscp_core_clear(core);
        return close_decided(tree, node);
    }
    parted = is_finished(tree) ? CI_LSCP_WHOLE : ci_lscp_try_parts(tree, core);
    tree->trail->has_failed |= parted == CI_LSCP_PARTED_FAILED;
    if (is_finished(tree) || parted == CI_LSCP_PARTED) {
        ci_lscp_core_clear(core);
        return parted == CI_LSCP_PARTED ? CI_LSCP_CLOSED : bound;
    }
    site = tree->is_even ? choose_in_row(core) : choose_unsure(core);
    name = core->site_names[site];
    bounds[0] = explore_side(tree, core, (uint32_t)site, CI_IN, bound, &with);
    if (!is_finished(tree))
        bounds[1] =
            explore_side(tree, core, (uint32_t)site, CI_OUT, bound, &without);
    ci_lscp_core_clear(core);
    *node = ci_proof_branch(tree->trail->proof, name, without, with);
    return bounds[0] < bounds[1] ? bounds[0] : bounds[1];
}
