#include "verify/program_leaves.h"

#include <stdlib.h>

#include "base/error.h"

/* A node on the way down, and how many of its sides are done. */
typedef struct step_down {
    uint32_t node;
    int done;
} step_down;

typedef struct walk {
    ci_program_state *state;
    const ci_program_proof *proof;
    const ci_program_leaves_part *part;
    step_down *way;
    size_t depth;
    int64_t least;
    circlet_error *error;
} walk;

static circlet_status refuse(const walk *of, uint32_t node, const char *why)
{
    return ci_fail(of->error, CIRCLET_E_DATA,
                   "the proof of the covering program, node %u: %s", node,
                   why);
}

static void keep_least(walk *of, int64_t bound)
{
    if (bound < of->least)
        of->least = bound;
}

/* ---- multipliers ------------------------------------------------------- */

static const char *dual_fault(const walk *of, const ci_program_dual *dual)
{
    const ci_program *program = of->state->program;
    int64_t penalty;

    if (dual->row >= program->row_count ||
        of->part->part_of_row[dual->row] != of->part->number)
        return CI_TRANSLATED("a multiplier of a row of no part or another");
    penalty = ci_program_penalty(program, dual->row);
    if (dual->price < 0 ||
        (penalty != CI_PROGRAM_HARD &&
         (penalty == 0 ? dual->price > 0
                       : dual->price / penalty >
                             of->proof->scale - (dual->price % penalty > 0))))
        return CI_TRANSLATED("a multiplier below 0 or above the penalty");
    return NULL;
}

static void clear_prices(const walk *of, const ci_program_duals *vector)
{
    for (size_t k = 0; k < vector->count; k++)
        of->state->prices[of->proof->duals[vector->first + k].row] = 0;
}

static const char *vector_fault(const walk *of, uint32_t name)
{
    const ci_program_proof *proof = of->proof;
    const ci_program_duals *vector;

    if (name >= proof->vector_count)
        return CI_TRANSLATED("a vector of multipliers that is not there");
    vector = &proof->vectors[name];
    if (vector->first > proof->dual_count ||
        vector->count > proof->dual_count - vector->first)
        return CI_TRANSLATED("a vector of multipliers that is not there");
    if (vector->theta < 0 ||
        (vector->theta > 0 && !of->state->program->has_budget) ||
        (!of->part->has_own_theta && vector->theta != of->part->theta))
        return CI_TRANSLATED("a multiplier of the budget that cannot be");
    for (size_t k = 0; k < vector->count; k++) {
        const ci_program_dual *dual = &proof->duals[vector->first + k];
        const char *fault = dual_fault(of, dual);

        if (!fault && k > 0 && dual->row <= dual[-1].row)
            fault = CI_TRANSLATED("multipliers out of order");
        if (fault)
            return fault;
    }
    return NULL;
}

/* The bound of a sound vector here; state->reduced and the rest stay. */
static ci_exact_sum bound_of(const walk *of, const ci_program_duals *vector)
{
    const ci_program_proof *proof = of->proof;
    ci_exact_sum bound;

    for (size_t k = 0; k < vector->count; k++) {
        const ci_program_dual *dual = &proof->duals[vector->first + k];

        of->state->prices[dual->row] = dual->price;
    }
    bound = ci_program_state_bound(of->state, &of->part->span, proof->scale,
                                   vector->theta);
    if (of->part->has_own_theta)
        ci_exact_add_product(&bound, -1, vector->theta, of->part->room);
    clear_prices(of, vector);
    return bound;
}

/* ---- nodes ------------------------------------------------------------- */

static circlet_status leaf(walk *of, uint32_t name)
{
    uint32_t vector = of->proof->nodes[name].vector;
    const char *fault = vector_fault(of, vector);
    ci_exact_sum bound;

    if (fault)
        return refuse(of, name, ci_translate(fault));
    bound = bound_of(of, &of->proof->vectors[vector]);
    ci_program_state_forget(of->state, &of->part->span);
    if (bound.is_lost)
        return refuse(of, name, ci_translate("a sum passes 64 bits"));
    keep_least(of, bound.value);
    return CIRCLET_OK;
}

static circlet_status short_row(walk *of, uint32_t name)
{
    ci_program_state *state = of->state;
    uint32_t row = of->proof->nodes[name].name;

    if (row >= state->program->row_count ||
        ci_program_penalty(state->program, row) != CI_PROGRAM_HARD ||
        ci_program_state_available(state, row, CI_PROGRAM_NONE) >=
            ci_program_state_rest(state, row))
        return refuse(of, name,
                      ci_translate("a row that is not short of columns"));
    return CIRCLET_OK;
}

static circlet_status overspent(walk *of, uint32_t name)
{
    const ci_program *program = of->state->program;
    int64_t room = of->part->room;

    for (size_t j = 0; program->has_budget && j < of->part->span.column_count;
         j++) {
        uint32_t column = of->part->span.columns[j];
        int64_t price = ci_program_price(program, column);

        if (!of->state->is_in[column])
            continue;
        if (price > room)
            return CIRCLET_OK;
        room -= price;
    }
    return refuse(of, name, ci_translate("a budget that is not spent"));
}

static bool can_decide(const walk *of, uint32_t column)
{
    return column < of->state->program->column_count &&
           of->proof->part_of[column] == of->part->number &&
           ci_program_state_is_open(of->state, column);
}

static void undo_fixes(const walk *of, const ci_program_node *node,
                       size_t count)
{
    while (count-- > 0)
        ci_program_state_take(of->state,
                              of->proof->fixes[node->fix_first + count] / 2);
}

/* The bounds of the sides that a node's fixes leave out. */
static circlet_status weigh_fixes(walk *of, uint32_t name)
{
    const ci_program_node *node = &of->proof->nodes[name];
    const char *fault = vector_fault(of, node->vector);
    ci_exact_sum bound;

    if (fault)
        return refuse(of, name, ci_translate(fault));
    bound = bound_of(of, &of->proof->vectors[node->vector]);
    for (size_t k = 0; k < node->fix_count && !fault; k++) {
        uint32_t fix = of->proof->fixes[node->fix_first + k];
        ci_exact_sum other;

        if (!can_decide(of, fix / 2)) {
            fault = CI_TRANSLATED("a column that cannot be decided");
            break;
        }
        other = ci_program_state_other(of->state, bound, fix / 2, fix % 2);
        if (other.is_lost)
            fault = CI_TRANSLATED("a sum passes 64 bits");
        keep_least(of, other.value);
    }
    ci_program_state_forget(of->state, &of->part->span);
    return fault ? refuse(of, name, ci_translate(fault)) : CIRCLET_OK;
}

static circlet_status apply_fixes(walk *of, uint32_t name)
{
    const ci_program_node *node = &of->proof->nodes[name];
    circlet_status status;

    if (node->fix_first > of->proof->fix_count ||
        node->fix_count > of->proof->fix_count - node->fix_first)
        return refuse(of, name, ci_translate("fixes that are not there"));
    status = weigh_fixes(of, name);
    for (size_t k = 0; status == CIRCLET_OK && k < node->fix_count; k++) {
        uint32_t fix = of->proof->fixes[node->fix_first + k];

        if (can_decide(of, fix / 2)) {
            ci_program_state_put(of->state, fix / 2, fix % 2);
            continue;
        }
        undo_fixes(of, node, k);
        status =
            refuse(of, name, ci_translate("a column that cannot be decided"));
    }
    return status;
}

static circlet_status go_down(walk *of, uint32_t from, uint32_t to)
{
    /* Children stand before their parents, so that no way has an end. */
    if (to >= from)
        return refuse(of, from, ci_translate("a child after its parent"));
    of->way[of->depth++] = (step_down){.node = to};
    return CIRCLET_OK;
}

static circlet_status branch(walk *of, step_down *at)
{
    const ci_program_node *node = &of->proof->nodes[at->node];

    if (at->done > 0)
        ci_program_state_take(of->state, node->name);
    if (at->done == 2) {
        of->depth--;
        return CIRCLET_OK;
    }
    if (!can_decide(of, node->name))
        return refuse(of, at->node,
                      ci_translate("a column that cannot be decided"));
    ci_program_state_put(of->state, node->name, at->done > 0);
    at->done++;
    return go_down(of, at->node, at->done == 1 ? node->without : node->with);
}

static circlet_status fix(walk *of, step_down *at)
{
    const ci_program_node *node = &of->proof->nodes[at->node];
    circlet_status status;

    if (at->done++ > 0) {
        undo_fixes(of, node, node->fix_count);
        of->depth--;
        return CIRCLET_OK;
    }
    status = apply_fixes(of, at->node);
    return status == CIRCLET_OK ? go_down(of, at->node, node->with) : status;
}

static circlet_status visit(walk *of)
{
    step_down *at = &of->way[of->depth - 1];
    uint32_t name = at->node;

    switch (of->proof->nodes[name].kind) {
    case CI_PROGRAM_BRANCH:
        return branch(of, at);
    case CI_PROGRAM_FIX:
        return fix(of, at);
    case CI_PROGRAM_LEAF:
        of->depth--;
        return leaf(of, name);
    case CI_PROGRAM_SHORT:
        of->depth--;
        return short_row(of, name);
    case CI_PROGRAM_OVERSPENT:
        of->depth--;
        return overspent(of, name);
    }
    return refuse(of, name, ci_translate("a node of no kind"));
}

circlet_status ci_program_leaves_least(int64_t *least, ci_program_state *state,
                                       const ci_program_proof *proof,
                                       const ci_program_leaves_part *part,
                                       circlet_error *error)
{
    walk of = {.state = state,
               .proof = proof,
               .part = part,
               .least = INT64_MAX,
               .error = error};
    circlet_status status = CIRCLET_OK;
    uint32_t root = proof->roots[part->number];

    if (root >= proof->node_count)
        return refuse(&of, root, ci_translate("a root that is not there"));
    of.way = malloc((proof->node_count + 1) * sizeof(*of.way));
    if (!of.way)
        return ci_fail_nomem(error);
    of.way[of.depth++] = (step_down){.node = root};
    while (status == CIRCLET_OK && of.depth > 0)
        status = visit(&of);
    free(of.way);
    *least = of.least;
    return status;
}
