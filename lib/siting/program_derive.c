/* What follows in a node of the tree of a covering program. */
#include "siting/program_tree.h"

#include "base/array.h"

#define NONE CI_PROGRAM_NONE

/* Rows are gone through so often for what follows from them. */
#define PASSES 8

void ci_program_tree_decide(ci_program_tree *tree, uint32_t column, bool is_in)
{
    void *trail =
        ci_array_reserve_one(tree->trail, tree->trail_count, &tree->trail_room,
                             sizeof(*tree->trail));

    if (!trail) {
        tree->is_failed = true;
        return;
    }
    tree->trail = trail;
    tree->trail[tree->trail_count++] = column;
    ci_program_bound_put(tree->bound, column, is_in);
}

void ci_program_tree_derive(ci_program_tree *tree, ci_program_derived what)
{
    void *derived =
        ci_array_reserve_one(tree->derived, tree->derived_count,
                             &tree->derived_room, sizeof(*tree->derived));

    if (!derived) {
        tree->is_failed = true;
        return;
    }
    tree->derived = derived;
    tree->derived[tree->derived_count++] = what;
    ci_program_tree_decide(tree, what.column, what.is_in);
}

void ci_program_tree_undo(ci_program_tree *tree, size_t trail_count)
{
    while (tree->trail_count > trail_count)
        ci_program_bound_take(tree->bound, tree->trail[--tree->trail_count]);
}

/* ---- rows and the budget ----------------------------------------------- */

/* The two greatest open amounts of one choice in a row, from entry `k` on;
 * returns where the next choice starts. */
typedef struct two_most {
    int64_t first, second;
    uint32_t column; /* of the first */
} two_most;

static size_t scan_choice(two_most *out, const ci_program_bound *bound,
                          uint32_t row, size_t k)
{
    const ci_program_core *core = bound->core;
    uint32_t group = core->group_of[core->row_columns[k]];

    *out = (two_most){.column = NONE};
    for (; k < core->row_first[row + 1] &&
           core->group_of[core->row_columns[k]] == group;
         k++) {
        int64_t amount = core->row_amounts[k];

        if (!ci_program_bound_is_open(bound, core->row_columns[k]))
            continue;
        if (amount > out->first) {
            out->second = out->first;
            out->first = amount;
            out->column = core->row_columns[k];
        } else if (amount > out->second) {
            out->second = amount;
        }
    }
    return k;
}

static int64_t available(const ci_program_bound *bound, uint32_t row)
{
    const ci_program_core *core = bound->core;
    int64_t sum = 0;
    two_most most;

    for (size_t k = core->row_first[row]; k < core->row_first[row + 1];) {
        k = scan_choice(&most, bound, row, k);
        sum += most.first;
    }
    return sum;
}

/* Forces in what a row cannot do without; false: it is short. */
static bool force_row(ci_program_tree *tree, uint32_t row, bool *is_changed)
{
    const ci_program_core *core = tree->core;
    int64_t spare =
        available(tree->bound, row) - ci_program_bound_rest(tree->bound, row);
    two_most most;

    if (spare < 0)
        return false;
    for (size_t k = core->row_first[row]; k < core->row_first[row + 1];) {
        k = scan_choice(&most, tree->bound, row, k);
        /* Both sides lose the same amount, so that `spare` stays right. */
        if (most.column == NONE || most.first - most.second <= spare)
            continue;
        ci_program_tree_derive(
            tree, (ci_program_derived){.cause = CI_PROGRAM_CAUSE_ROW,
                                       .column = most.column,
                                       .name = row,
                                       .is_in = true});
        *is_changed = true;
        if (tree->is_failed)
            break;
    }
    return true;
}

static void leave_dear(ci_program_tree *tree)
{
    const ci_program_core *core = tree->core;
    const ci_program_bound *bound = tree->bound;

    for (uint32_t j = 0;
         core->prices && j < core->column_count && !tree->is_failed; j++)
        if (ci_program_bound_is_open(bound, j) &&
            core->prices[j] > core->budget - bound->fixed_price)
            ci_program_tree_derive(
                tree, (ci_program_derived){.cause = CI_PROGRAM_CAUSE_BUDGET,
                                           .column = j});
}

uint32_t ci_program_tree_propagate(ci_program_tree *tree)
{
    const ci_program_core *core = tree->core;
    bool is_changed = true;

    for (int pass = 0; is_changed && pass < PASSES && !tree->is_failed;
         pass++) {
        is_changed = false;
        leave_dear(tree);
        for (uint32_t i = 0; i < core->row_count && !tree->is_failed; i++)
            if (ci_program_core_is_hard(core, i) &&
                ci_program_bound_rest(tree->bound, i) > 0 &&
                !force_row(tree, i, &is_changed))
                return i;
        ci_effort_spend(tree->effort, core->entry_count);
    }
    return NONE;
}

/* ---- bounds ------------------------------------------------------------ */

size_t ci_program_tree_fix(ci_program_tree *tree, int64_t low, int64_t limit,
                           uint32_t vector)
{
    const ci_program_core *core = tree->core;
    ci_program_bound *bound = tree->bound;
    size_t before = tree->derived_count;

    /* Those out first: one that is in closes the rest of its choice. Where
     * the second of a choice went out, it was as far behind the first as the
     * first asks for to be in. */
    for (int is_in = 0; is_in < 2; is_in++)
        for (uint32_t j = 0; j < core->column_count && !tree->is_failed; j++) {
            ci_program_derived what = {.cause = CI_PROGRAM_CAUSE_BOUND,
                                       .column = j,
                                       .name = vector,
                                       .is_in = is_in == 1};
            int64_t more;

            if (!ci_program_bound_is_open(bound, j))
                continue;
            more = is_in ? ci_program_bound_if_out(bound, j)
                         : ci_program_bound_if_in(bound, j);
            if (more > limit - low)
                ci_program_tree_derive(tree, what);
        }
    return tree->derived_count - before;
}
