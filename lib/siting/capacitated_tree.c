#include "siting/capacitated_tree.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"

#define NONE CI_CAPACITATED_NONE

/* Steps that raise the bound of a node, and how long the first is. */
#define NODE_ROUNDS 40
#define NODE_FACTOR 0.25

/* Prices of open nodes may take so much memory. */
#define PRICE_BYTES_MAX ((size_t)512 << 20)

/* Shares this near to 0 or 1 say nothing. */
#define SHARE_MIN 0.04

/* Of the steps of the search the part that seeks plans. */
#define WANDER_PART 4

static void run_out(ci_capacitated_tree *tree)
{
    tree->has_no_memory = true;
    ci_effort_finish(tree->effort, CIRCLET_STOP_EXHAUSTED);
}

/* ---- decisions --------------------------------------------------------- */

static void close_site(ci_capacitated_bound *bound, uint32_t site)
{
    const ci_capacitated *problem = bound->problem;

    bound->decided[site] = CI_OUT;
    while (bound->live_count[site] > 0)
        ci_capacitated_bound_remove(
            bound, bound->live[problem->site_first[site]].visit);
}

void ci_capacitated_tree_apply(ci_capacitated_tree *tree,
                               const ci_capacitated_decision *decision)
{
    ci_capacitated_bound *bound = tree->bound;

    if (decision->is_pair && decision->is_in)
        ci_capacitated_bound_force(bound, decision->site, decision->visit);
    else if (decision->is_pair)
        ci_capacitated_bound_remove(bound, decision->visit);
    else if (decision->is_in)
        bound->decided[decision->site] = CI_IN;
    else
        close_site(bound, decision->site);
}

void ci_capacitated_tree_note(ci_capacitated_tree *tree,
                              ci_capacitated_decision decision)
{
    void *fixes = ci_array_reserve_one(tree->fixes, tree->fix_count,
                                       &tree->fix_room, sizeof(*tree->fixes));

    if (!fixes) {
        run_out(tree);
        return;
    }
    tree->fixes = fixes;
    tree->fixes[tree->fix_count++] = decision;
    ci_capacitated_tree_apply(tree, &decision);
}

uint32_t ci_capacitated_tree_duals(ci_capacitated_tree *tree,
                                   const int64_t *prices)
{
    const ci_capacitated_bound *bound = tree->bound;
    const ci_capacitated *problem = bound->problem;
    size_t count = 0;

    if (!tree->proof)
        return 0;
    for (size_t c = 0; c < problem->client_count; c++) {
        int64_t weight = problem->is_whole ? 1 : problem->weights[c];
        int64_t value = tree->is_cover
                            ? ci_capacitated_bound_top(bound, c) - prices[c]
                            : prices[c];

        if (value > 0)
            tree->duals[count++] =
                (circlet_dual){problem->points[c], value * weight};
    }
    return ci_proof_duals(tree->proof, tree->duals, count, bound->theta);
}

/* Decides anew all that leads to a node. */
static bool replay(ci_capacitated_tree *tree, uint32_t node)
{
    size_t depth = 0;

    for (uint32_t at = node; at != NONE; at = tree->nodes[at].parent) {
        void *path = ci_array_reserve_one(tree->path, depth, &tree->path_room,
                                          sizeof(*tree->path));

        if (!path) {
            run_out(tree);
            return false;
        }
        tree->path = path;
        tree->path[depth++] = at;
    }
    ci_capacitated_bound_reset(tree->bound);
    while (depth > 0) {
        const ci_capacitated_node *at = &tree->nodes[tree->path[--depth]];

        if (at->parent != NONE)
            ci_capacitated_tree_apply(tree, &at->decision);
        for (size_t i = 0; i < at->fix_count; i++)
            ci_capacitated_tree_apply(tree, &tree->fixes[at->fix_first + i]);
        ci_effort_spend(tree->effort, at->fix_count + 1);
    }
    ci_effort_spend(tree->effort, tree->bound->problem->client_count +
                                      tree->bound->problem->site_count);
    return true;
}

/* ---- the heap of open nodes -------------------------------------------- */

/* The least bound first, then the newest. */
static bool is_before(const ci_capacitated_tree *tree, uint32_t a, uint32_t b)
{
    int64_t at_a = tree->nodes[a].limit, at_b = tree->nodes[b].limit;

    return at_a != at_b ? at_a < at_b : a > b;
}

static void push(ci_capacitated_tree *tree, uint32_t node)
{
    void *heap = ci_array_reserve_one(tree->heap, tree->heap_count,
                                      &tree->heap_room, sizeof(*tree->heap));
    size_t at = tree->heap_count;

    if (!heap) {
        run_out(tree);
        return;
    }
    tree->heap = heap;
    tree->heap_count++;
    for (; at > 0; at = (at - 1) / 2) {
        if (!is_before(tree, node, tree->heap[(at - 1) / 2]))
            break;
        tree->heap[at] = tree->heap[(at - 1) / 2];
    }
    tree->heap[at] = node;
}

static uint32_t pop(ci_capacitated_tree *tree)
{
    uint32_t top = tree->heap[0], last = tree->heap[--tree->heap_count];
    size_t at = 0;

    for (size_t child = 1; child < tree->heap_count; child = 2 * at + 1) {
        if (child + 1 < tree->heap_count &&
            is_before(tree, tree->heap[child + 1], tree->heap[child]))
            child++;
        if (!is_before(tree, tree->heap[child], last))
            break;
        tree->heap[at] = tree->heap[child];
        at = child;
    }
    if (tree->heap_count > 0)
        tree->heap[at] = last;
    return top;
}

int64_t ci_capacitated_tree_limit(const ci_capacitated_tree *tree)
{
    int64_t limit = tree->stuck;

    if (tree->heap_count > 0 && tree->nodes[tree->heap[0]].limit < limit)
        limit = tree->nodes[tree->heap[0]].limit;
    return limit;
}

/* ---- nodes ------------------------------------------------------------- */

static uint32_t add_node(ci_capacitated_tree *tree, ci_capacitated_node node)
{
    void *nodes = ci_array_reserve_one(tree->nodes, tree->node_count,
                                       &tree->node_room, sizeof(node));

    if (!nodes || tree->node_count >= NONE) {
        if (nodes)
            tree->nodes = nodes;
        run_out(tree);
        return NONE;
    }
    tree->nodes = nodes;
    tree->nodes[tree->node_count] = node;
    return (uint32_t)tree->node_count++;
}

/* One user less of the prices that a node keeps for its children. */
static void release(ci_capacitated_tree *tree, uint32_t node)
{
    ci_capacitated_node *owner;

    if (node == NONE)
        return;
    owner = &tree->nodes[node];
    if (!owner->prices || --owner->users > 0)
        return;
    free(owner->prices);
    owner->prices = NULL;
    tree->price_bytes -=
        tree->bound->problem->client_count * sizeof(*owner->prices);
}

/* How undecided a share is. */
static double doubt(double share)
{
    return share < 0.5 ? share : 1.0 - share;
}

static bool is_undecided(const ci_capacitated_bound *bound, size_t site)
{
    return bound->problem->side->states[site] == CIRCLET_SITE_FREE &&
           bound->decided[site] == CI_OPEN;
}

/* The undecided site of the greatest doubt, or of the greatest share. */
static uint32_t doubtful_site(const ci_capacitated_bound *bound, bool by_share,
                              double *found)
{
    uint32_t best = NONE;

    for (uint32_t site = 0; site < bound->problem->site_count; site++) {
        double share, value;

        if (!is_undecided(bound, site))
            continue;
        share = bound->site_share[site] / bound->share_weight;
        value = by_share ? share : doubt(share);
        if (best != NONE && value <= *found)
            continue;
        best = site;
        *found = value;
    }
    return best;
}

/* The same of pairs. */
static bool doubtful_pair(const ci_capacitated_bound *bound, bool by_share,
                          double *found, ci_capacitated_decision *out)
{
    const ci_capacitated *problem = bound->problem;
    bool has_found = false;

    for (uint32_t site = 0; site < problem->site_count; site++)
        for (size_t k = 0; k < bound->live_count[site]; k++) {
            size_t visit = bound->live[problem->site_first[site] + k].visit;
            double share = ci_capacitated_bound_share(bound, visit);
            double value = by_share ? share : doubt(share);

            if (has_found &&
                (value < *found || (value == *found && visit > out->visit)))
                continue;
            has_found = true;
            *found = value;
            *out = (ci_capacitated_decision){
                .visit = visit, .site = site, .is_pair = true};
        }
    return has_found;
}

/* What to branch on; false: everything is decided that may be. */
static bool find_branch(const ci_capacitated_tree *tree,
                        ci_capacitated_decision *out)
{
    const ci_capacitated_bound *bound = tree->bound;
    bool is_whole = bound->problem->is_whole;
    double found = 0;
    uint32_t site = doubtful_site(bound, false, &found);

    if (site != NONE && found >= SHARE_MIN) {
        *out = (ci_capacitated_decision){.site = site};
        return true;
    }
    if (is_whole && doubtful_pair(bound, false, &found, out) &&
        found >= SHARE_MIN)
        return true;
    site = doubtful_site(bound, true, &found);
    if (site != NONE) {
        *out = (ci_capacitated_decision){.site = site};
        return true;
    }
    return is_whole && doubtful_pair(bound, true, &found, out);
}

/* Two children, which share the prices. */
static void branch(ci_capacitated_tree *tree, uint32_t node,
                   ci_capacitated_decision decision, const int64_t *prices)
{
    size_t size = tree->bound->problem->client_count * sizeof(*prices);
    int64_t *kept = malloc(size + sizeof(*prices));
    ci_capacitated_node child = {.parent = node,
                                 .without = NONE,
                                 .with = NONE,
                                 .decision = decision,
                                 .limit = tree->nodes[node].limit,
                                 .duals = tree->nodes[node].duals};
    uint32_t children[2];

    if (!kept) {
        run_out(tree);
        return;
    }
    memcpy(kept, prices, size);
    tree->price_bytes += size;
    tree->nodes[node].prices = kept;
    tree->nodes[node].users = 2;
    for (int i = 0; i < 2; i++) {
        child.decision.is_in = i == 1;
        children[i] = add_node(tree, child);
        if (children[i] == NONE)
            return;
        push(tree, children[i]);
    }
    tree->nodes[node].without = children[0];
    tree->nodes[node].with = children[1];
    if (tree->price_bytes > PRICE_BYTES_MAX)
        ci_effort_finish(tree->effort, CIRCLET_STOP_EXHAUSTED);
}

/* Everything is decided: what is forced is a plan, the only one here. */
static void offer_decided(ci_capacitated_tree *tree, int64_t *prices)
{
    ci_capacitated_bound *bound = tree->bound;
    const ci_capacitated *problem = bound->problem;
    ci_capacitated_find *find = tree->find;

    ci_choice_reset(&find->trial);
    for (uint32_t site = 0; site < problem->site_count; site++)
        if (bound->decided[site] == CI_IN &&
            problem->side->states[site] == CIRCLET_SITE_FREE)
            ci_choice_add(&find->trial, site);
    if (!ci_choice_is_allowed(&find->trial))
        return;
    if (problem->is_whole) {
        ci_capacitated_find_offer(find, &find->trial, bound->forced);
        return;
    }
    if (ci_capacitated_find_cost(find, &find->trial, INT64_MAX) == INT64_MAX)
        return;
    /* Of split demand the duals of the flow are the best prices. */
    for (size_t c = 0; c < problem->client_count; c++)
        prices[c] = ci_capacitated_find_price(find, c, bound->shift);
}

/* A node is done: nothing better lies in it. */
static void close_node(ci_capacitated_tree *tree, uint32_t node,
                       uint32_t duals)
{
    tree->nodes[node].duals = duals;
    release(tree, tree->nodes[node].parent);
}

static bool is_enough(const ci_capacitated_tree *tree, int64_t limit)
{
    return ci_capacitated_bound_units(tree->bound, limit) >=
           tree->find->plan.cost;
}

/* Where nothing is left to decide: the plan is offered, and the bound is
 * what it costs. */
static void finish_node(ci_capacitated_tree *tree, uint32_t node,
                        int64_t *prices)
{
    int64_t limit;

    offer_decided(tree, prices);
    if (tree->effort->is_over) {
        push(tree, node);
        return;
    }
    ci_capacitated_bound_clip(tree->bound, prices);
    if (!ci_capacitated_bound_evaluate(tree->bound, prices, &limit)) {
        close_node(tree, node, CIRCLET_NO_DUALS);
        return;
    }
    if (!is_enough(tree, limit) && limit < tree->stuck)
        tree->stuck = limit;
    tree->nodes[node].limit = limit;
    close_node(tree, node, ci_capacitated_tree_duals(tree, prices));
}

/* Bounds a node, then fixes what follows, then branches. */
static void settle(ci_capacitated_tree *tree, uint32_t node, size_t rounds)
{
    ci_capacitated_bound *bound = tree->bound;
    ci_capacitated_find *find = tree->find;
    ci_capacitated_raise how = {.rounds = rounds,
                                .factor = NODE_FACTOR,
                                .aim = ci_capacitated_find_aim(find),
                                .enough = find->plan.cost};
    ci_capacitated_decision decision;
    bool is_possible;
    int64_t limit;

    is_possible =
        ci_capacitated_bound_raise(bound, &how, tree->prices, &limit);
    if (is_possible && tree->effort->is_over) {
        push(tree, node);
        return;
    }
    if (!is_possible ||
        !ci_capacitated_bound_evaluate(bound, tree->prices, &limit)) {
        close_node(tree, node, CIRCLET_NO_DUALS);
        return;
    }
    ci_capacitated_find_try(find, bound->picked, bound->values);
    if (is_enough(tree, limit)) {
        close_node(tree, node, ci_capacitated_tree_duals(tree, tree->prices));
        return;
    }
    tree->nodes[node].limit = limit;
    tree->nodes[node].duals = ci_capacitated_tree_duals(tree, tree->prices);
    tree->nodes[node].fix_first = tree->fix_count;
    ci_capacitated_fix(tree, tree->prices, limit);
    tree->nodes[node].fix_count =
        tree->fix_count - tree->nodes[node].fix_first;
    if (!find_branch(tree, &decision)) {
        finish_node(tree, node, tree->prices);
        return;
    }
    branch(tree, node, decision, tree->prices);
    release(tree, tree->nodes[node].parent);
}

static void visit(ci_capacitated_tree *tree, uint32_t node)
{
    size_t size = tree->bound->problem->client_count * sizeof(*tree->prices);
    uint32_t parent = tree->nodes[node].parent;

    if (ci_capacitated_bound_units(tree->bound, tree->nodes[node].limit) >=
        tree->find->plan.cost) {
        release(tree, parent);
        return;
    }
    if (!replay(tree, node))
        return;
    if (parent != NONE)
        memcpy(tree->prices, tree->nodes[parent].prices, size);
    tree->visited++;
    settle(tree, node, NODE_ROUNDS);
}

static bool tell(ci_capacitated_tree *tree)
{
    int64_t cost = tree->find->plan.cost;
    int64_t limit = ci_capacitated_tree_limit(tree);
    int64_t least = limit == INT64_MAX
                        ? cost
                        : ci_capacitated_bound_units(tree->bound, limit);

    least = least < cost ? least : cost;
    return ci_effort_tell(tree->effort, tree->sign * cost + tree->offset,
                          tree->sign * least + tree->offset);
}

/* Empties the tree; the proof is begun anew. */
static void forget(ci_capacitated_tree *tree)
{
    for (size_t i = 0; i < tree->node_count; i++)
        free(tree->nodes[i].prices);
    free(tree->prices);
    free(tree->duals);
    tree->prices = NULL;
    tree->duals = NULL;
    tree->node_count = 0;
    tree->heap_count = 0;
    tree->fix_count = 0;
    tree->price_bytes = 0;
    tree->stuck = INT64_MAX;
}

/* A tree of its root alone. False: no memory. */
static bool plant(ci_capacitated_tree *tree, const int64_t *prices)
{
    size_t clients = tree->bound->problem->client_count;
    ci_capacitated_node root = {.parent = NONE, .without = NONE, .with = NONE};

    forget(tree);
    root.limit = tree->root_limit;
    tree->prices = calloc(clients + 1, sizeof(*tree->prices));
    tree->duals = calloc(clients + 1, sizeof(*tree->duals));
    if (!tree->prices || !tree->duals) {
        run_out(tree);
        return false;
    }
    memcpy(tree->prices, prices, clients * sizeof(*prices));
    tree->bound->theta = tree->root_theta;
    root.duals = ci_capacitated_tree_duals(tree, tree->prices);
    if (add_node(tree, root) == NONE)
        return false;
    push(tree, 0);
    return !tree->has_no_memory;
}

/* Some of the steps since `start` seek plans. */
static void wander(ci_capacitated_tree *tree, uint64_t start,
                   uint64_t *wandered)
{
    uint64_t now = tree->effort->work, due = (now - start) / WANDER_PART;

    if (*wandered >= due)
        return;
    ci_capacitated_find_wander(tree->find, due - *wandered);
    *wandered += tree->effort->work - now;
}

void ci_capacitated_tree_run(ci_capacitated_tree *tree, const int64_t *prices)
{
    uint64_t wandered = 0, start = tree->effort->work;

    if (!plant(tree, prices))
        return;
    while (tree->heap_count > 0 && tell(tree)) {
        visit(tree, pop(tree));
        wander(tree, start, &wandered);
    }
    if (tree->heap_count == 0 && tree->stuck == INT64_MAX)
        tell(tree);
}

void ci_capacitated_tree_clear(ci_capacitated_tree *tree)
{
    forget(tree);
    free(tree->nodes);
    free(tree->heap);
    free(tree->fixes);
    free(tree->path);
    ci_proof_free(tree->proof);
    *tree = (ci_capacitated_tree){0};
}
