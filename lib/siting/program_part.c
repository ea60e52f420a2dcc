#include "siting/program_part.h"

#include "siting/certificate.h"

/* Rounds that raise the bound of the root, and how many between two plans. */
#define ROOT_ROUNDS 2500
#define SLICE_ROUNDS 50

/* Turns of plans and bound where there is a budget, and the length of the
 * first step of each. */
#define TURNS 3
#define TURN_STEP 1.0

/* Steps of a walk, with as many again for each choice, that may bring
 * nothing before the tree has its turn. */
#define WALK_STEPS 64
#define WALK_STEPS_EACH 4

/* Larger cores are rarely proved by a tree: it gets less of the work. */
#define LARGE_CORE 2000

void ci_program_part_clear(ci_program_part *part)
{
    ci_program_tree_clear(&part->tree);
    ci_program_trace_clear(&part->trace);
    ci_program_walk_clear(&part->walk);
    ci_program_greedy_clear(&part->greedy);
    ci_program_plan_clear(&part->trial);
    ci_program_plan_clear(&part->best);
    ci_program_bound_clear(&part->bound);
    ci_program_core_clear(&part->core);
}

/* The plan that it starts from, of columns that no other of their choice
 * stands beside. */
static void take_start(ci_program_part *part)
{
    const ci_program_core *core = &part->core;

    for (uint32_t j = 0; part->start && j < core->column_count; j++)
        if (part->start[core->column_names[j]])
            ci_program_plan_put(&part->best, j);
}

static bool make(ci_program_part *part, uint64_t seed, bool wants_proof)
{
    const ci_program_core *core = &part->core;

    part->trace.bytes_max = CI_PROOF_BYTES_MAX / 2;
    if (!ci_program_bound_make(&part->bound, core) ||
        !ci_program_plan_make(&part->best, core) ||
        !ci_program_plan_make(&part->trial, core) ||
        !ci_program_greedy_make(&part->greedy, core) ||
        !ci_program_walk_make(&part->walk, core, seed))
        return false;
    part->tree = (ci_program_tree){.core = core,
                                   .bound = &part->bound,
                                   .best = &part->best,
                                   .trial = &part->trial,
                                   .greedy = &part->greedy,
                                   .trace = &part->trace,
                                   .wants_proof = wants_proof,
                                   .least = INT64_MAX};
    take_start(part);
    part->is_made = true;
    return true;
}

/* ---- bounds ------------------------------------------------------------ */

static int64_t round_up(int64_t low, int64_t unit)
{
    int64_t rest = low % unit;

    return rest > 0 ? low - rest + unit : low - rest;
}

int64_t ci_program_part_low(const ci_program_part *part)
{
    const ci_program_core *core = &part->core;
    bool is_feasible = ci_program_plan_is_feasible(&part->best);
    int64_t low = ci_program_tree_low(&part->tree);

    if (low == INT64_MAX)
        return is_feasible ? part->best.cost : INT64_MAX;
    low = round_up(round_up(low, core->scale) / core->scale, core->unit);
    return is_feasible && low > part->best.cost ? part->best.cost : low;
}

static bool is_near(const ci_program_part *part, const ci_effort *effort)
{
    int64_t low = ci_program_part_low(part);

    if (part->tree.is_done)
        return true;
    return ci_program_plan_is_feasible(&part->best) &&
           (low >= part->best.cost ||
            (effort->options.gap_limit > 0.0 &&
             ci_gap(part->best.cost, low) <= effort->options.gap_limit));
}

/* ---- plans ------------------------------------------------------------- */

static bool is_better(const ci_program_plan *a, const ci_program_plan *b)
{
    bool is_a = ci_program_plan_is_feasible(a);

    if (is_a != ci_program_plan_is_feasible(b))
        return is_a;
    if (!is_a && a->short_count != b->short_count)
        return a->short_count < b->short_count;
    return a->cost < b->cost;
}

static void take_trial(ci_program_part *part, ci_effort *effort)
{
    ci_program_plan_polish(&part->trial, effort);
    if (is_better(&part->trial, &part->best))
        ci_program_plan_choose(&part->best, part->trial.chosen);
}

static void build(ci_program_part *part, ci_effort *effort)
{
    ci_program_greedy_build(&part->greedy, &part->trial, &part->bound,
                            part->bound.best_prices, effort);
    take_trial(part, effort);
}

static void spend(ci_program_part *part, ci_effort *effort)
{
    ci_program_greedy_spend(&part->greedy, &part->trial, &part->bound, effort);
    take_trial(part, effort);
}

/* ---- turns ------------------------------------------------------------- */

static uint64_t walk(ci_program_part *part, ci_effort *effort)
{
    uint64_t before = effort->work;
    int64_t enough = part->tree.is_started ? ci_program_part_low(part) : 0;

    if (!part->is_walking)
        ci_program_walk_start(&part->walk, part->bound.best_prices,
                              part->bound.best_theta, &part->best);
    part->is_walking = true;
    ci_program_walk_go(&part->walk, &part->best,
                       WALK_STEPS + WALK_STEPS_EACH * part->core.group_count,
                       enough, effort);
    return effort->work - before;
}

/* What steps aim at. */
static double upper_of(const ci_program_part *part)
{
    double cost = (double)part->best.cost;

    return ci_program_plan_is_feasible(&part->best) ? cost : cost * 1.1 + 1.0;
}

static void raise_root(ci_program_part *part, ci_effort *effort)
{
    while (part->rounds < ROOT_ROUNDS && !effort->is_over) {
        double step = part->bound.step, cost = upper_of(part);

        ci_program_bound_raise(&part->bound, cost, SLICE_ROUNDS, effort);
        part->rounds += SLICE_ROUNDS;
        build(part, effort);
        if (part->bound.best >= cost - (double)part->core.unit ||
            (part->bound.step < 0.002 && part->bound.step < step))
            part->rounds = ROOT_ROUNDS;
    }
}

/* Where a budget binds the first plans are far off, and steps towards them too
 * long: plans and bound are made better in turns. */
static void raise_in_turns(ci_program_part *part, ci_effort *effort)
{
    for (int turn = 0; turn < TURNS && !effort->is_over; turn++) {
        spend(part, effort);
        part->is_walking = false;
        walk(part, effort);
        part->bound.step = TURN_STEP;
        part->bound.quiet = 0;
        part->rounds = 0;
        raise_root(part, effort);
    }
}

static void search(ci_program_part *part, ci_effort *effort)
{
    ci_program_tree *tree = &part->tree;
    uint64_t share = part->core.column_count > LARGE_CORE ? 4 : 1;

    while (!effort->is_over && !part->is_failed) {
        uint64_t spent = walk(part, effort);

        tree->pause_at = effort->work + spent / share;
        if (tree->pause_at < effort->work + part->core.entry_count)
            tree->pause_at = effort->work + part->core.entry_count;
        ci_program_tree_go(tree);
        part->is_failed = tree->is_failed;
        if (is_near(part, effort))
            break;
    }
}

void ci_program_part_go(ci_program_part *part, uint64_t seed, bool wants_proof,
                        ci_effort *effort)
{
    uint64_t before = effort->work;

    if (!part->is_made && !make(part, seed, wants_proof)) {
        part->is_failed = true;
        return;
    }
    part->tree.effort = effort;
    if (part->rounds == 0) {
        build(part, effort);
        if (part->core.prices)
            spend(part, effort);
        if (part->core.prices)
            ci_program_bound_seek(&part->bound, upper_of(part), effort);
    }
    if (part->rounds == 0 && part->core.prices)
        raise_in_turns(part, effort);
    raise_root(part, effort);
    if (part->core.column_count <= LARGE_CORE) {
        part->tree.pause_at = 0; /* the root alone */
        ci_program_tree_go(&part->tree);
    }
    if (!part->tree.is_done && !part->tree.is_failed)
        search(part, effort);
    /* Where the effort was over at once there is a bound all the same. */
    ci_program_tree_go(&part->tree);
    part->is_failed |= part->tree.is_failed;
    part->is_proved = !part->is_failed && is_near(part, effort);
    part->work += effort->work - before;
}
