/*
 * The way to a proof: a greedy plan; reduction; prices at the root, with
 * plans from what they pick; local search; then trees with a rising cutoff.
 * A tree with a low cutoff is small, and if it holds no plan the cutoff is a
 * bound (iterative deepening: R. Korf, Depth-first iterative-deepening,
 * Artificial Intelligence 27 (1985)).
 */
#include "siting/lscp_search.h"

#include <stdlib.h>
#include <string.h>

#include "siting/lscp_narrow.h"
#include "siting/lscp_tree.h"

#define ROOT_ROUNDS 3000
#define ROOT_STEP 1.0
#define ROOT_PATIENCE 30
#define ROOT_KEPT 0.95
#define ROOT_WINDOW 250
#define ROOT_WORTH 0.004

/* The local search before the first tree has so many steps an entry; where
 * only a good enough plan is welcome, no more than the first. */
#define CLIMB_FIRST 20000000
#define CLIMB_FIRST_ENTRY 3000

/* The cutoff rises by one in so many of the gap. */
#define DEEPER 4

static const ci_lscp_rounds root_rounds = {
    0,         ROOT_ROUNDS, ROOT_STEP, ROOT_PATIENCE,
    ROOT_KEPT, ROOT_WINDOW, ROOT_WORTH};

typedef struct search {
    const ci_lscp_task *task;
    ci_lscp_plan plan;
    ci_lscp_trail trail;
    ci_lscp_price price;
    ci_lscp_marks marks;
    ci_lscp_tree tree;
    ci_lscp_core core; /* what is left at the root */
    ci_lscp_core narrow; /* of a wide core: where the local search looks */
    ci_lscp_result *out;
    uint32_t leaf; /* duals of the root's bound */
    bool is_priced; /* the core has its duals */
    bool is_closed;
} search;

int64_t ci_lscp_scale(int64_t limit)
{
    int64_t scale = INT64_C(1) << 24;

    while (scale > 1 && (limit > (INT64_C(1) << 48) / scale))
        scale /= 2;
    return scale;
}

void ci_lscp_result_clear(ci_lscp_result *result)
{
    free(result->is_chosen);
    ci_proof_free(result->proof);
    *result = (ci_lscp_result){0};
}

static void clear(search *run)
{
    ci_lscp_climb_free(run->tree.climb);
    ci_lscp_core_clear(&run->narrow);
    ci_lscp_core_clear(&run->core);
    ci_lscp_marks_clear(&run->marks);
    ci_lscp_price_clear(&run->price);
    ci_lscp_trail_clear(&run->trail);
    ci_lscp_plan_clear(&run->plan);
}

/* ---- set up ------------------------------------------------------------ */

/* Sites that are fixed are in from the start, and their cost is a value of
 * every choice. */
static bool cut_fixed(search *run)
{
    const ci_lscp_core *root = run->task->root;

    for (size_t j = 0; j < root->site_count; j++) {
        uint32_t site = root->site_names[j];

        run->marks.fates[j] = run->trail.decided[site];
        if (run->marks.fates[j] == CI_IN)
            run->price.values[site] = -root->costs[j] * run->task->scale;
    }
    return ci_lscp_core_cut(&run->core, root, run->marks.fates, NULL);
}

static bool is_even(const ci_lscp_core *root)
{
    for (size_t j = 1; j < root->site_count; j++)
        if (root->costs[j] != root->costs[0])
            return false;
    return true;
}

static bool make(search *run)
{
    const ci_lscp_task *task = run->task;

    if (!ci_lscp_plan_make(&run->plan, task->root, task->side, task->is_sided,
                           task->limit) ||
        !ci_lscp_trail_make(&run->trail, &run->plan, task->unit,
                            task->wants_proof) ||
        !ci_lscp_trail_spread(&run->trail, task->cover, task->weights) ||
        !ci_lscp_price_make(&run->price, task->root, task->side,
                            run->trail.decided, task->scale, task->is_sided,
                            task->effort) ||
        !ci_lscp_marks_make(&run->marks, task->root) || !cut_fixed(run))
        return false;
    run->trail.price = &run->price;
    run->price.row_points = task->cover ? task->cover->member_first : NULL;
    run->trail.theta = task->theta;
    run->tree = (ci_lscp_tree){.effort = task->effort,
                               .plan = &run->plan,
                               .trail = &run->trail,
                               .price = &run->price,
                               .marks = &run->marks,
                               .is_sided = task->is_sided,
                               .is_even = is_even(task->root),
                               .may_dominate = task->may_dominate,
                               .cutoff = INT64_MAX,
                               .enough = task->enough};
    return true;
}

/* ---- root -------------------------------------------------------------- */

static bool is_done(const search *run)
{
    return run->is_closed || run->task->effort->is_over ||
           run->plan.limit <= run->task->enough;
}

static void tell(search *run)
{
    if (run->task->tells && run->plan.has_plan)
        ci_effort_tell(run->task->effort, run->plan.limit * run->task->unit,
                       run->out->bound * run->task->unit);
}

static void end_climb(search *run)
{
    ci_lscp_climb_free(run->tree.climb);
    run->tree.climb = NULL;
    ci_lscp_core_clear(&run->narrow);
}

static bool climb_some(search *run, uint64_t steps)
{
    ci_lscp_core *core = &run->core;

    end_climb(run);
    if (run->is_priced && ci_lscp_is_wide(core)) {
        ci_lscp_look(&run->price, core, core->duals);
        if (!ci_lscp_narrow(&run->narrow, core, run->price.reduced,
                            &run->marks))
            return false;
        core = &run->narrow;
    }
    run->tree.climb =
        ci_lscp_climb_new(&run->plan, core, run->trail.decided,
                          run->task->effort->options.seed, run->task->effort);
    if (!run->tree.climb)
        return false;
    ci_lscp_climb_go_on(run->tree.climb, steps, run->task->enough);
    return true;
}

/* The greedy plan comes before anything that takes long. */
static bool find_early(search *run)
{
    bool is_made;

    if (run->task->start) {
        memcpy(run->plan.trial, run->task->start, run->task->root->site_count);
        ci_lscp_plan_offer(&run->plan);
    }
    if (run->core.is_broken)
        return true;
    is_made = climb_some(run, 1);
    end_climb(run);
    return is_made;
}

static bool settle_root(search *run)
{
    ci_lscp_rounds rounds = root_rounds;
    ci_lscp_state state;

    rounds.limit = run->plan.limit;
    if (!ci_lscp_settle(&run->tree, &run->core, &rounds, true, &state))
        return false;
    if (state.bound == CI_LSCP_CLOSED) {
        run->is_closed = true;
        run->leaf = state.duals;
        run->out->bound = run->plan.limit;
    } else if (state.bound > run->out->bound) {
        run->out->bound = state.bound;
        run->leaf = run->trail.wants_proof
                        ? ci_lscp_trail_duals(&run->trail, &run->core)
                        : CIRCLET_NO_DUALS;
    }
    if (run->out->bound > run->plan.limit)
        run->out->bound = run->plan.limit;
    tell(run);
    return !run->trail.has_failed;
}

/* The proof of the root's bound alone. */
static bool prove_root(search *run)
{
    uint32_t leaf = run->leaf;

    if (!run->trail.wants_proof)
        return true;
    if (!ci_lscp_trail_begin(&run->trail))
        return false;
    if (leaf != CIRCLET_NO_DUALS)
        leaf = run->trail.kept_places[leaf];
    leaf = ci_proof_leaf(run->trail.proof, leaf);
    run->out->proof = ci_lscp_trail_end(&run->trail, leaf);
    return true;
}

static uint64_t first_climb(const search *run)
{
    uint64_t steps = CLIMB_FIRST_ENTRY * (uint64_t)run->core.entry_count;

    return run->task->enough >= 0 && steps > CLIMB_FIRST ? CLIMB_FIRST : steps;
}

static bool do_root(search *run)
{
    bool has_improved = true;

    run->out->bound = run->core.base;
    if (!find_early(run))
        return false;
    ci_lscp_first_duals(&run->core);
    if (!settle_root(run))
        return false;
    run->out->root_bound = run->out->bound;
    run->is_priced = true;
    while (has_improved && !is_done(run)) {
        int64_t limit = run->plan.limit;

        if (!climb_some(run, first_climb(run)))
            return false;
        has_improved = run->plan.limit < limit;
        tell(run);
        if (!has_improved || is_done(run))
            break;
        end_climb(run);
        if (!settle_root(run))
            return false;
    }
    return prove_root(run);
}

/* ---- trees ------------------------------------------------------------- */

static int64_t next_cutoff(const search *run)
{
    int64_t gap = run->plan.limit - run->out->bound;
    int64_t more = (gap + DEEPER - 1) / DEEPER;

    return run->plan.has_plan ? run->out->bound + (more > 0 ? more : 1)
                              : run->plan.limit;
}

/* The top of a tree: what its cutoff rules out goes before the first branch.
 * Uses up the core; returns the bound. */
static int64_t walk_core(search *run, ci_lscp_core *core, uint32_t *node)
{
    ci_lscp_rounds rounds = root_rounds;
    ci_lscp_state state;
    size_t mark = run->trail.count;
    int64_t bound = CI_LSCP_CLOSED;

    rounds.limit = run->tree.cutoff;
    rounds.step = 0.5 * ROOT_STEP;
    if (!ci_lscp_settle(&run->tree, core, &rounds, true, &state)) {
        run->trail.has_failed = true;
        ci_lscp_core_clear(core);
        return run->out->bound;
    }
    if (state.bound < CI_LSCP_CLOSED) {
        bound = state.bound > run->out->bound ? state.bound : run->out->bound;
        bound = ci_lscp_explore(&run->tree, core, bound, node);
    } else {
        *node = ci_proof_leaf(run->trail.proof, state.duals);
        ci_lscp_core_clear(core);
    }
    *node = ci_lscp_trail_undo(&run->trail, mark, *node);
    return bound;
}

/* A tree that closes proves its cutoff, or that the plan is the best. */
static bool walk_tree(search *run)
{
    ci_lscp_core core;
    uint32_t node = 0;
    int64_t bound;

    run->tree.cutoff = next_cutoff(run);
    for (size_t j = 0; j < run->core.site_count; j++)
        run->marks.fates[j] = CI_OPEN;
    if (!ci_lscp_trail_begin(&run->trail) ||
        !ci_lscp_core_cut(&core, &run->core, run->marks.fates, NULL))
        return false;
    bound = walk_core(run, &core, &node);
    if (run->trail.has_failed)
        return false;
    if (bound == CI_LSCP_CLOSED) {
        run->out->bound = run->tree.cutoff < run->plan.limit ? run->tree.cutoff
                                                             : run->plan.limit;
        if (run->trail.wants_proof) {
            ci_proof_free(run->out->proof);
            run->out->proof = ci_lscp_trail_end(&run->trail, node);
        }
    }
    run->is_closed = run->out->bound >= run->plan.limit;
    tell(run);
    return true;
}

static bool search_all(search *run)
{
    if (!do_root(run))
        return false;
    while (!is_done(run))
        if (!walk_tree(run))
            return false;
    return true;
}

bool ci_lscp_search(ci_lscp_result *out, const ci_lscp_task *task)
{
    search run = {.task = task, .out = out, .leaf = CIRCLET_NO_DUALS};
    bool is_done_well;

    *out = (ci_lscp_result){0};
    is_done_well = make(&run) && search_all(&run);
    if (is_done_well) {
        out->has_plan = run.plan.has_plan;
        out->cost = run.plan.limit;
        out->is_closed = run.is_closed || run.out->bound >= run.plan.limit;
        out->nodes = run.tree.nodes + 1;
        out->forced = run.tree.forced;
        out->dominated_sites = run.tree.dominated_sites;
        out->dominated_rows = run.tree.dominated_rows;
        out->is_chosen = run.plan.is_chosen;
        run.plan.is_chosen = NULL;
    }
    clear(&run);
    if (!is_done_well)
        ci_lscp_result_clear(out);
    return is_done_well;
}
