#include <math.h>

#include "siting/lscp_pair.h"
#include "siting/lscp_tree.h"

/* Reduction costs at most so many steps an entry. */
#define ROOT_STEPS 2000
#define NODE_STEPS 6

/* Pricing goes on while this share of the sites, one in so many, is decided
 * by it. */
#define WORTH_AGAIN 20

/* Sets the fates of the core's sites to what is decided of them. */
static void read_fates(ci_lscp_tree *tree, const ci_lscp_core *core)
{
    for (size_t j = 0; j < core->site_count; j++)
        tree->marks->fates[j] = tree->trail->decided[core->site_names[j]];
}

static bool cut(ci_lscp_tree *tree, ci_lscp_core *core, bool has_drops)
{
    ci_lscp_core smaller;

    read_fates(tree, core);
    if (!ci_lscp_core_cut(&smaller, core, tree->marks->fates,
                          has_drops ? tree->marks->is_dropped : NULL))
        return false;
    ci_effort_spend(tree->effort, core->entry_count);
    ci_lscp_core_clear(core);
    *core = smaller;
    return true;
}

static int64_t cutoff(const ci_lscp_tree *tree)
{
    return tree->cutoff < tree->plan->limit ? tree->cutoff : tree->plan->limit;
}

/* ---- reduction --------------------------------------------------------- */

/* Without a forced site its row has one site too few: a dual as large as the
 * cutoff proves that. */
static void decide_forced(ci_lscp_tree *tree, const ci_lscp_core *core)
{
    int64_t dual = cutoff(tree) * tree->price->scale;

    for (size_t j = 0; j < core->site_count; j++) {
        uint32_t site = core->site_names[j];
        uint32_t row;

        if (tree->marks->fates[j] != CI_IN)
            continue;
        row = core->row_names[tree->marks->forcing[j]];
        if (tree->trail->decided[site] == CI_OPEN)
            ci_lscp_trail_decide(tree->trail, site, CI_IN,
                                 ci_lscp_trail_dual(tree->trail, row, dual));
    }
}

static void decide_dominated(ci_lscp_tree *tree, const ci_lscp_core *core)
{
    for (size_t j = 0; j < core->site_count; j++)
        if (tree->marks->fates[j] == CI_OUT)
            ci_lscp_trail_dominate(tree->trail, core->site_names[j],
                                   core->site_names[tree->marks->by[j]]);
}

/* One pass; *has_changed tells whether it found anything. A certificate
 * takes dominance of sites for granted only where it shows on all rows: in
 * the first pass, before rows go. */
static bool reduce_once(ci_lscp_tree *tree, ci_lscp_core *core, bool is_root,
                        bool *has_changed)
{
    ci_lscp_marks *marks = tree->marks;
    uint64_t steps =
        (is_root ? ROOT_STEPS : NODE_STEPS) * (uint64_t)core->entry_count;

    ci_lscp_marks_reset(marks, core);
    ci_lscp_find_forced(marks, core);
    *has_changed = marks->forced > 0;
    if (marks->forced > 0) {
        decide_forced(tree, core);
        tree->forced += is_root ? marks->forced : 0;
        return cut(tree, core, false);
    }
    if (tree->may_dominate &&
        (!tree->trail->wants_proof || !tree->has_reduced))
        ci_lscp_find_sites(marks, core, steps, tree->effort);
    decide_dominated(tree, core);
    if (!is_root || marks->dominated_sites == 0)
        ci_lscp_find_rows(marks, core, steps, tree->effort);
    *has_changed = marks->dominated_sites > 0 || marks->dominated_rows > 0;
    tree->dominated_sites += is_root ? marks->dominated_sites : 0;
    tree->dominated_rows += is_root ? marks->dominated_rows : 0;
    return !*has_changed || cut(tree, core, true);
}

static bool reduce(ci_lscp_tree *tree, ci_lscp_core *core, bool is_root)
{
    bool has_changed = true;
    size_t passes = is_root ? 50 : 3;

    for (size_t pass = 0; pass < passes && has_changed; pass++) {
        if (core->is_broken || tree->effort->is_over)
            return true;
        if (!reduce_once(tree, core, is_root, &has_changed))
            return false;
        tree->has_reduced = true;
    }
    return true;
}

/* ---- closing a node ---------------------------------------------------- */

static bool close_broken(ci_lscp_tree *tree, const ci_lscp_core *core,
                         ci_lscp_state *out)
{
    bool is_lost = core->weights && core->target > 0 && core->row_count == 0;

    if (!core->is_broken && !is_lost)
        return false;
    out->bound = CI_LSCP_CLOSED;
    out->duals = CIRCLET_NO_DUALS;
    if (!is_lost)
        out->duals = ci_lscp_trail_dual(tree->trail, core->broken_row,
                                        cutoff(tree) * tree->price->scale);
    return true;
}

/* Offers what is in with what the prices pick. */
static void offer_picks(ci_lscp_tree *tree, const ci_lscp_core *core)
{
    ci_lscp_plan *plan = tree->plan;

    ci_lscp_plan_start(plan, tree->trail->decided);
    for (size_t j = 0; j < core->site_count; j++)
        if (tree->price->picked[j])
            plan->trial[plan->place[core->site_names[j]]] = 1;
    ci_lscp_plan_repair(plan, core, tree->price->reduced);
    ci_lscp_plan_offer(plan);
    ci_effort_spend(tree->effort,
                    core->entry_count + plan->root->site_count / 8);
}

/* The bound that the last proof gives, rounded up. */
static int64_t round_up(int64_t whole, int64_t scale)
{
    return whole > 0 ? (whole - 1) / scale + 1 : -(-whole / scale);
}

static bool close_proved(ci_lscp_tree *tree, const ci_lscp_core *core,
                         double bound, int64_t *whole, ci_lscp_state *out)
{
    out->duals = CIRCLET_NO_DUALS;
    out->bound = CI_LSCP_CLOSED;
    if (bound == HUGE_VAL)
        return true;
    *whole = ci_lscp_prove(tree->price, core);
    if (*whole == CI_LSCP_NONE)
        return true;
    if (*whole > (cutoff(tree) - 1) * tree->price->scale) {
        out->duals = ci_lscp_trail_duals(tree->trail, core);
        return true;
    }
    out->bound = round_up(*whole, tree->price->scale);
    return false;
}

/* ---- reduced costs ----------------------------------------------------- */

/* A site of a group that must have some may be wanted for that alone. */
static bool may_fix(const ci_lscp_tree *tree, uint32_t site)
{
    const ci_side *side = tree->trail->side;

    return !side->groups || side->groups[site] >= side->group_count ||
           side->group_min[side->groups[site]] == 0;
}

/* Decides sites whose other fate lifts the bound to the cutoff. Of limited
 * choices a site that is forced in adds its reduced cost at least, since the
 * rest is a choice too; what replaces a site that is left out is unknown. */
static size_t fix_sites(ci_lscp_tree *tree, const ci_lscp_core *core,
                        int64_t whole)
{
    int64_t enough = (cutoff(tree) - 1) * tree->price->scale - whole;
    uint32_t duals = CIRCLET_NO_DUALS;
    bool is_written = false;
    size_t fixed = 0;

    for (size_t j = 0; j < core->site_count; j++) {
        int64_t reduced = tree->price->whole_reduced[j];
        uint32_t site = core->site_names[j];
        bool goes = reduced > enough;
        bool comes = !tree->is_sided && -reduced > enough;

        if ((!goes && !comes) || tree->trail->decided[site] != CI_OPEN ||
            (tree->is_sided && !may_fix(tree, site)))
            continue;
        if (!is_written)
            duals = ci_lscp_trail_duals(tree->trail, core);
        is_written = true;
        ci_lscp_trail_decide(tree->trail, site, goes ? CI_OUT : CI_IN, duals);
        fixed++;
    }
    return fixed;
}

static double find_prices(ci_lscp_tree *tree, ci_lscp_core *core,
                          const ci_lscp_rounds *rounds)
{
    return tree->is_sided || core->weights
               ? ci_lscp_price_rounds(tree->price, core, rounds)
               : ci_lscp_pair_rounds(tree->price, core, rounds);
}

bool ci_lscp_settle(ci_lscp_tree *tree, ci_lscp_core *core,
                    const ci_lscp_rounds *rounds, bool is_root,
                    ci_lscp_state *out)
{
    ci_lscp_rounds these = *rounds;
    size_t before;
    size_t fixed;

    do {
        double bound;
        int64_t whole = 0;

        if (!reduce(tree, core, is_root))
            return false;
        if (close_broken(tree, core, out))
            return true;
        these.limit = cutoff(tree);
        bound = find_prices(tree, core, &these);
        if (bound < HUGE_VAL)
            offer_picks(tree, core);
        if (close_proved(tree, core, bound, &whole, out))
            return true;
        before = core->site_count;
        fixed = fix_sites(tree, core, whole);
        if (fixed > 0 && !cut(tree, core, false))
            return false;
        these.rounds = rounds->rounds / 2;
        these.step = rounds->step / 2;
    } while (fixed * WORTH_AGAIN > before && !tree->effort->is_over);
    return !tree->trail->has_failed;
}
