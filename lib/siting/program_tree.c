#include "siting/program_tree.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"

#define NONE CI_PROGRAM_NONE

/* Rounds that raise the bound of the root, again after it fixed much, and of
 * another node. */
#define ROOT_ROUNDS 600
#define NODE_ROUNDS 24

/* The length of the first step of a node. */
#define NODE_STEP 0.2

/* A plan is built in one of so many nodes. */
#define PLAN_EVERY 4

void ci_program_tree_clear(ci_program_tree *tree)
{
    free(tree->frames);
    free(tree->derived);
    free(tree->trail);
    tree->frames = NULL;
    tree->derived = NULL;
    tree->trail = NULL;
}

/* ---- bounds and plans -------------------------------------------------- */

/* The greatest bound that leaves room for a better plan. */
static int64_t limit_of(const ci_program_tree *tree)
{
    const ci_program_core *core = tree->core;

    if (!ci_program_plan_is_feasible(tree->best))
        return INT64_MAX / 2;
    return (tree->best->cost - core->unit) * core->scale;
}

/* What subgradient steps aim at. */
static double upper_of(const ci_program_tree *tree)
{
    double cost = (double)tree->best->cost;

    return ci_program_plan_is_feasible(tree->best)
               ? cost
               : cost + 0.1 * (cost < 0 ? -cost : cost) + 1.0;
}

/* The whole bound here; multipliers of 0 where a sum would not fit. */
static int64_t whole_bound(ci_program_tree *tree)
{
    ci_program_bound *bound = tree->bound;
    int64_t low;

    if (ci_program_bound_whole(bound, &low))
        return low;
    memset(bound->best_prices, 0,
           tree->core->row_count * sizeof(*bound->best_prices));
    bound->best_theta = 0.0;
    return ci_program_bound_whole(bound, &low)
               ? low
               : bound->fixed_value * tree->core->scale;
}

static void keep_plan(ci_program_tree *tree)
{
    ci_program_plan *trial = tree->trial;

    if (ci_program_plan_is_feasible(trial) &&
        (!ci_program_plan_is_feasible(tree->best) ||
         trial->cost < tree->best->cost))
        ci_program_plan_choose(tree->best, trial->chosen);
}

static void seek_plan(ci_program_tree *tree)
{
    ci_program_greedy_build(tree->greedy, tree->trial, tree->bound,
                            tree->bound->best_prices, tree->effort);
    ci_program_plan_polish(tree->trial, tree->effort);
    keep_plan(tree);
}

/* Nothing is open: what is in is the plan. */
static void take_plan(ci_program_tree *tree)
{
    const ci_program_core *core = tree->core;

    ci_program_plan_reset(tree->trial);
    for (uint32_t g = 0; g < core->group_count; g++)
        if (tree->bound->taken[g] != NONE)
            ci_program_plan_put(tree->trial, tree->bound->taken[g]);
    keep_plan(tree);
}

/* ---- the trace --------------------------------------------------------- */

/* Where the proof gets too large the search goes on without. */
static bool keeps_proof(const ci_program_tree *tree)
{
    return tree->wants_proof && !tree->trace->is_cut;
}

static uint32_t add_node(ci_program_tree *tree, ci_program_node node)
{
    return keeps_proof(tree) ? ci_program_trace_node(tree->trace, node) : 0;
}

static uint32_t add_leaf(ci_program_tree *tree, uint32_t vector, int64_t low)
{
    if (low < tree->least)
        tree->least = low;
    return add_node(
        tree, (ci_program_node){.kind = CI_PROGRAM_LEAF, .vector = vector});
}

/* A run of fixes by one bound is one node. */
static uint32_t wrap_fixes(ci_program_tree *tree, size_t first, uint32_t node)
{
    ci_program_node fix = {.kind = CI_PROGRAM_FIX,
                           .vector = tree->derived[first].name,
                           .with = node,
                           .fix_first = tree->trace->fix_count};

    if (!keeps_proof(tree))
        return node;
    for (size_t k = first; k < tree->derived_count; k++)
        ci_program_trace_fix(tree->trace, tree->derived[k].column,
                             tree->derived[k].is_in);
    fix.fix_count = tree->trace->fix_count - fix.fix_first;
    return add_node(tree, fix);
}

static uint32_t wrap_one(ci_program_tree *tree, uint32_t node)
{
    const ci_program_derived *what = &tree->derived[tree->derived_count - 1];
    ci_program_node other = {.kind = what->is_in ? CI_PROGRAM_SHORT
                                                 : CI_PROGRAM_OVERSPENT,
                             .name = what->name};
    ci_program_node branch = {.kind = CI_PROGRAM_BRANCH, .name = what->column};
    uint32_t leaf;

    if (!keeps_proof(tree))
        return node;
    leaf = add_node(tree, other);
    branch.without = what->is_in ? leaf : node;
    branch.with = what->is_in ? node : leaf;
    /* Children stand before their parent. */
    return add_node(tree, branch);
}

/* The node with all that was derived in it since; it is undone. */
static uint32_t wrap(ci_program_tree *tree, size_t derived_first,
                     uint32_t node)
{
    while (tree->derived_count > derived_first) {
        size_t first = tree->derived_count - 1;

        if (tree->derived[first].cause != CI_PROGRAM_CAUSE_BOUND) {
            node = wrap_one(tree, node);
        } else {
            while (first > derived_first &&
                   tree->derived[first - 1].cause == CI_PROGRAM_CAUSE_BOUND &&
                   tree->derived[first - 1].name == tree->derived[first].name)
                first--;
            node = wrap_fixes(tree, first, node);
        }
        tree->derived_count = first;
    }
    return node;
}

/* ---- a node ------------------------------------------------------------ */

/* The open column that the relaxation doubts most, or none. */
static uint32_t pick_branch(const ci_program_tree *tree)
{
    const ci_program_bound *bound = tree->bound;
    uint32_t best = NONE;
    double high = 0.0;

    for (uint32_t j = 0; j < tree->core->column_count; j++) {
        double share = bound->shares[j], doubt;

        if (!ci_program_bound_is_open(bound, j))
            continue;
        doubt = (share < 0.5 ? share : 1.0 - share) *
                ((double)tree->core->values[j] + 1.0);
        if (best == NONE || doubt > high) {
            high = doubt;
            best = j;
        }
    }
    return best;
}

static bool push(ci_program_tree *tree, ci_program_frame frame)
{
    void *frames =
        ci_array_reserve_one(tree->frames, tree->frame_count,
                             &tree->frame_room, sizeof(*tree->frames));

    if (!frames) {
        tree->is_failed = true;
        return false;
    }
    tree->frames = frames;
    tree->frames[tree->frame_count++] = frame;
    return true;
}

/* Raises the bound, and has it fix what it can, as long as that is much. */
static int64_t settle_bound(ci_program_tree *tree, ci_program_frame *frame,
                            uint32_t *short_row)
{
    ci_program_bound *bound = tree->bound;
    bool is_root = tree->nodes == 0;
    int64_t low = INT64_MIN;

    for (int again = 0; again < (is_root ? 3 : 2); again++) {
        if (again > 0 || !is_root)
            bound->step = NODE_STEP;
        ci_program_bound_raise(
            bound, upper_of(tree),
            is_root && again == 0 ? ROOT_ROUNDS : NODE_ROUNDS, tree->effort);
        low = whole_bound(tree);
        frame->vector = ci_program_trace_vector(
            tree->trace, tree->core, bound->whole, bound->whole_theta);
        if (frame->vector == NONE || low > limit_of(tree))
            return low;
        if (is_root || tree->nodes % PLAN_EVERY == 0)
            seek_plan(tree);
        if (low > limit_of(tree) ||
            ci_program_tree_fix(tree, low, limit_of(tree), frame->vector) == 0)
            return low;
        *short_row = ci_program_tree_propagate(tree);
        if (*short_row != NONE || tree->is_failed)
            return low;
    }
    return low;
}

/* Nothing is open: a bound that is exact, or a row that is short. */
static uint32_t settled_leaf(ci_program_tree *tree, int64_t low,
                             uint32_t vector)
{
    int64_t exact;
    uint32_t own;

    take_plan(tree);
    if (!ci_program_bound_settled(tree->bound, &exact) || exact <= low)
        return add_leaf(tree, vector, low);
    own = ci_program_trace_vector(tree->trace, tree->core, tree->bound->whole,
                                  0);
    return own == NONE ? add_leaf(tree, vector, low)
                       : add_leaf(tree, own, exact);
}

/* What the budget leaves no room for. */
static bool is_overspent(const ci_program_tree *tree)
{
    return tree->core->prices && tree->bound->fixed_price > tree->core->budget;
}

static uint32_t short_leaf(ci_program_tree *tree, uint32_t row)
{
    return add_node(tree,
                    (ci_program_node){.kind = CI_PROGRAM_SHORT, .name = row});
}

/* Opens the node of what is decided: true, and it is closed as *node; false,
 * and its frame is on top (or the search cannot go on). `father`: the bound
 * that it has at least. */
static bool open_node(ci_program_tree *tree, ci_program_frame frame,
                      uint32_t *node)
{
    uint32_t short_row;
    int64_t low;

    short_row = ci_program_tree_propagate(tree);
    if (short_row == NONE && !tree->is_failed && !is_overspent(tree)) {
        low = settle_bound(tree, &frame, &short_row);
        frame.bound = low > frame.bound ? low : frame.bound;
        tree->is_failed |= tree->trace->is_failed;
    }
    tree->nodes++;
    if (tree->is_failed)
        return false;
    if (short_row != NONE) {
        *node = short_leaf(tree, short_row);
        return true;
    }
    if (is_overspent(tree)) {
        *node =
            add_node(tree, (ci_program_node){.kind = CI_PROGRAM_OVERSPENT});
        return true;
    }
    if (frame.vector != NONE && frame.bound > limit_of(tree)) {
        *node = add_leaf(tree, frame.vector, frame.bound);
        return true;
    }
    frame.column = pick_branch(tree);
    if (frame.column == NONE && frame.vector != NONE) {
        *node = settled_leaf(tree, frame.bound, frame.vector);
        return true;
    }
    if (frame.column != NONE)
        frame.in_first = tree->bound->shares[frame.column] >= 0.5;
    push(tree, frame);
    return false;
}

/* ---- the tree ---------------------------------------------------------- */

/* A child of the top frame is done; frames that are done with it go. */
static void close_node(ci_program_tree *tree, uint32_t node)
{
    while (tree->frame_count > 0) {
        ci_program_frame *top = &tree->frames[tree->frame_count - 1];
        bool is_in = top->in_first == (top->done == 0);

        top->children[is_in] = node;
        if (++top->done < 2)
            return;
        node = add_node(tree, (ci_program_node){.kind = CI_PROGRAM_BRANCH,
                                                .name = top->column,
                                                .without = top->children[0],
                                                .with = top->children[1]});
        ci_program_tree_undo(tree, top->trail_first);
        node = wrap(tree, top->derived_first, node);
        if (!keeps_proof(tree))
            ci_program_trace_shorten(tree->trace, top->vector_first);
        tree->frame_count--;
    }
    tree->root = node;
    tree->is_done = true;
}

/* Goes into the next child of the top frame, from its multipliers. */
static ci_program_frame enter_child(ci_program_tree *tree)
{
    ci_program_frame *top = &tree->frames[tree->frame_count - 1];
    ci_program_frame child = {.bound = top->bound,
                              .vector = top->vector,
                              .children = {NONE, NONE},
                              .derived_first = tree->derived_count,
                              .trail_first = tree->trail_count,
                              .vector_first = tree->trace->vector_count};
    int64_t theta = ci_program_trace_read(
        tree->trace, top->vector, tree->core->row_count, tree->bound->whole);

    ci_program_bound_load(tree->bound, tree->bound->whole, theta);
    ci_program_tree_decide(tree, top->column,
                           top->in_first == (top->done == 0));
    return child;
}

static void visit(ci_program_tree *tree)
{
    ci_program_frame frame = {
        .bound = INT64_MIN, .vector = NONE, .children = {NONE, NONE}};
    uint32_t node = NONE;

    if (tree->frame_count > 0)
        frame = enter_child(tree);
    if (tree->is_failed || !open_node(tree, frame, &node))
        return;
    ci_program_tree_undo(tree, frame.trail_first);
    node = wrap(tree, frame.derived_first, node);
    if (!keeps_proof(tree))
        ci_program_trace_shorten(tree->trace, frame.vector_first);
    close_node(tree, node);
    tree->is_failed |= tree->trace->is_failed;
}

void ci_program_tree_go(ci_program_tree *tree)
{
    if (!tree->is_started) {
        tree->is_started = true;
        tree->least = INT64_MAX;
        visit(tree);
    }
    while (!tree->is_done && !tree->is_failed && tree->frame_count > 0 &&
           !tree->effort->is_over && tree->effort->work < tree->pause_at)
        visit(tree);
}

int64_t ci_program_tree_low(const ci_program_tree *tree)
{
    int64_t low = tree->least;

    /* Of the top frame no child is open; of those below, the second may not
     * be. */
    for (size_t k = 0; !tree->is_done && k < tree->frame_count; k++) {
        const ci_program_frame *frame = &tree->frames[k];

        if ((frame->done == 0 || k + 1 == tree->frame_count) &&
            frame->bound < low)
            low = frame->bound;
    }
    return low;
}

void ci_program_tree_finish(ci_program_tree *tree)
{
    while (!tree->is_done && tree->frame_count > 0) {
        ci_program_frame *top = &tree->frames[tree->frame_count - 1];
        int64_t bound = top->bound;
        uint32_t vector = top->vector;

        if (top->column == NONE || top->done == 0) {
            /* Neither child was opened: it is a leaf itself. */
            uint32_t node = add_leaf(tree, vector, bound);

            ci_program_tree_undo(tree, top->trail_first);
            node = wrap(tree, top->derived_first, node);
            tree->frame_count--;
            close_node(tree, node);
            continue;
        }
        close_node(tree, add_leaf(tree, vector, bound));
    }
}
