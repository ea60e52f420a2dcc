/* Branch and bound for covers, on Lagrangian bounds. */
#ifndef CI_SITING_LSCP_TREE_H
#define CI_SITING_LSCP_TREE_H

#include "siting/lscp_climb.h"
#include "siting/lscp_trail.h"

/* The bound of a tree that holds no plan below the cutoff. */
#define CI_LSCP_CLOSED INT64_MAX

typedef struct ci_lscp_tree {
    ci_effort *effort;
    ci_lscp_plan *plan;
    ci_lscp_trail *trail;
    ci_lscp_price *price;
    ci_lscp_marks *marks;
    ci_lscp_climb *climb; /* goes on from time to time; NULL: none */
    bool is_sided;
    bool is_even; /* all sites cost the same */
    bool has_reduced; /* some rows may be gone */
    bool may_dominate; /* sites may be left out for others as good */
    int64_t cutoff; /* no plan is sought that costs this or more */
    int64_t enough; /* a plan of this cost ends the search */
    uint64_t climb_work, tree_work;
    uint64_t nodes;
    size_t forced, dominated_sites, dominated_rows; /* at the root */
} ci_lscp_tree;

/* What is known of a node once it cannot be made smaller. */
typedef struct ci_lscp_state {
    int64_t bound; /* CI_LSCP_CLOSED: nothing below the cutoff */
    uint32_t duals; /* that prove it, if it is closed */
} ci_lscp_state;

/*
 * Makes the core smaller (forced and dominated sites and rows, reduced
 * costs) and prices it, again while that helps. Plans found on the way are
 * offered. The decisions stand in the trail. False: no memory.
 */
bool ci_lscp_settle(ci_lscp_tree *tree, ci_lscp_core *core,
                    const ci_lscp_rounds *rounds, bool is_root,
                    ci_lscp_state *out);

/*
 * Searches below a settled core, which it uses up. Returns the bound, and
 * the top of the proof in *node. The trail's has_failed: no memory.
 */
int64_t ci_lscp_explore(ci_lscp_tree *tree, ci_lscp_core *core, int64_t bound,
                        uint32_t *node);

#endif
