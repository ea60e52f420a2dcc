/*
 * First a choice, then a bound, then both in turn: the shares of the
 * relaxed problem start the search, and what it finds decides sites by the
 * duals, until the sites that are left are few enough for a tree.
 */
#include "siting/mclp.h"

#include <stdlib.h>
#include <string.h>

#include "base/divisor.h"
#include "base/error.h"
#include "siting/mclp_branch.h"
#include "siting/mclp_improve.h"
#include "siting/mclp_round.h"

/* Steps of the first search without a better choice, and its work in passes
 * over all entries. */
#define FIRST_STEPS 1000
#define FIRST_PASSES 16

/* Rounds of a large cover's first search. */
#define FIRST_ROUNDS 5

/* Slices of the relaxed problem: near its best value it crawls. */
#define SLICES_MAX 80

/* A gap above it will not be closed by branching: of a cover of so many
 * entries, and of smaller ones. */
#define HOPELESS_GAP 0.004
#define HOPELESS_ENTRIES ((size_t)1 << 20)
#define HOPELESS_GAP_SMALL 0.015

/* Rows that fixed sites cover are taken out of a cover of no more entries:
 * of a larger one that would take longer than a caller waits. */
#define BASE_ENTRIES ((size_t)4 << 20)

/* ---- made and cleared -------------------------------------------------- */

/* Of the points' weights, so that what existing sites cover is a multiple
 * too. */
static int64_t find_unit(const ci_mclp *mclp)
{
    const circlet_location *location = mclp->location;
    int64_t unit = mclp->cover.served_weight;

    for (size_t row = 0; row < mclp->cover.row_count && unit != 1; row++)
        for (size_t k = mclp->cover.member_first[row];
             k < mclp->cover.member_first[row + 1]; k++) {
            size_t point = mclp->cover.members[k] / mclp->cover.band_count;

            unit = ci_common_divisor(
                unit, location->weights ? location->weights[point] : 1);
        }
    return unit > 0 ? unit : 1;
}

circlet_status ci_mclp_make(ci_mclp *out, const circlet_location *location,
                            ci_effort *effort, circlet_error *error)
{
    ci_mclp mclp = {.location = location};
    ci_cover_wish wish = {.has_bands = location->bands != NULL,
                          .effort = effort};
    circlet_status status = ci_side_make(&mclp.side, location, error);

    if (status != CIRCLET_OK)
        return status;
    status = ci_cover_make(&mclp.cover, location, &mclp.side, &wish, error);
    if (status == CIRCLET_OK && !ci_mclp_reduce(&mclp.reduced, &mclp.cover,
                                                &mclp.side, location, effort))
        status = ci_fail_nomem(error);
    if (status == CIRCLET_OK) {
        mclp.unit = find_unit(&mclp);
        mclp.scale = ci_mclp_scale(&mclp.cover);
        if (mclp.scale == 0)
            status = ci_fail(error, CIRCLET_E_DATA,
                             "the weights of %zu rows of cover are too large "
                             "to be added up",
                             mclp.cover.row_count);
    }
    if (status != CIRCLET_OK) {
        ci_mclp_clear(&mclp);
        return status;
    }
    *out = mclp;
    return CIRCLET_OK;
}

void ci_mclp_clear(ci_mclp *mclp)
{
    if (mclp->has_search)
        ci_mclp_search_clear(&mclp->search);
    if (mclp->has_bound)
        ci_mclp_bound_clear(&mclp->bound);
    if (mclp->has_base)
        ci_mclp_core_clear(&mclp->base);
    ci_proof_free(mclp->proof);
    ci_mclp_reduced_clear(&mclp->reduced);
    ci_cover_clear(&mclp->cover);
    ci_side_clear(&mclp->side);
}

void ci_mclp_set_limits(ci_mclp *mclp, size_t p, int64_t budget)
{
    size_t most = mclp->reduced.stay_count;

    mclp->side.p = p < most ? p : most;
    mclp->side.budget = budget;
}

/* ---- a first choice ---------------------------------------------------- */

/* Sites to start from; `fixed` of each site: it is chosen in any case. */
typedef struct first_sites {
    const uint8_t *fixed;
    const uint32_t *start;
    size_t count;
} first_sites;

/* Sites that are left out have others that are there for them. */
static void add_start(ci_mclp *mclp, const first_sites *first)
{
    ci_mclp_search *search = &mclp->search;

    for (size_t i = 0; i < first->count; i++) {
        uint32_t site = first->start[i];

        if (site < search->side->site_count)
            site = ci_mclp_stand_in(&mclp->reduced, site);
        if (site < search->side->site_count &&
            ci_choice_may_add(&search->choice, site))
            ci_mclp_search_add(search, site);
    }
}

/* The fixed sites, `start`, what the minima ask for, and the best others. */
static bool fill_choice(ci_mclp *mclp, const first_sites *first, bool for_cost,
                        bool *is_proved)
{
    ci_mclp_search *search = &mclp->search;

    *is_proved = false;
    ci_mclp_search_set(search, first->fixed);
    add_start(mclp, first);
    if (!ci_mclp_complete(search, is_proved)) {
        ci_mclp_search_set(search, first->fixed);
        if (!ci_mclp_complete(search, is_proved))
            return false;
    }
    ci_mclp_fill(search, for_cost);
    ci_mclp_search_note(search);
    return search->has_best;
}

static circlet_status fill_first(ci_mclp *mclp, const first_sites *first,
                                 circlet_error *error)
{
    const first_sites none = {.fixed = first->fixed};
    bool is_proved;

    if (!fill_choice(mclp, first, false, &is_proved))
        return is_proved ? ci_fail(error, CIRCLET_E_INFEASIBLE,
                                   "no choice of sites keeps all limits")
                         : ci_fail(error, CIRCLET_E_INFEASIBLE,
                                   "no choice of sites that keeps all limits "
                                   "was found in time");
    if (first->count > 0)
        fill_choice(mclp, &none, false, &is_proved);
    if (mclp->side.budget < INT64_MAX)
        fill_choice(mclp, &none, true, &is_proved);
    ci_mclp_search_recall(&mclp->search);
    return CIRCLET_OK;
}

static circlet_status choose_first(ci_mclp *mclp, const uint32_t *start,
                                   size_t count, circlet_error *error)
{
    uint8_t *fixed = calloc(mclp->side.site_count + 1, sizeof(*fixed));
    const first_sites first = {fixed, start, start ? count : 0};
    circlet_status status;

    if (!fixed)
        return ci_fail_nomem(error);
    for (size_t site = 0; site < mclp->side.site_count; site++)
        fixed[site] = mclp->side.states[site] == CIRCLET_SITE_FIXED;
    status = fill_first(mclp, &first, error);
    free(fixed);
    return status;
}

/* ---- bounds ------------------------------------------------------------ */

static bool tell(ci_mclp *mclp, ci_effort *effort)
{
    int64_t served = mclp->cover.served_weight;

    if (mclp->limit < mclp->search.best_value)
        mclp->limit = mclp->search.best_value;
    return ci_effort_tell(effort, served + mclp->search.best_value,
                          served + mclp->limit);
}

/* A bound in 1 / scale of a unit becomes one in weight. */
static void lower_limit(ci_mclp *mclp, const ci_mclp_bound *bound,
                        int64_t value)
{
    int64_t limit = ci_mclp_floor(bound, value) * mclp->unit;

    if (value < INT64_MAX && limit < mclp->limit)
        mclp->limit = limit;
}

static double root_gap(const ci_mclp *mclp)
{
    return ci_gap(mclp->search.best_value, mclp->limit);
}

static bool is_hopeless(const ci_mclp *mclp)
{
    /* With several needs the gap is wide, and only the tree closes it. */
    if (mclp->cover.needs && mclp->cover.entry_count < HOPELESS_ENTRIES)
        return false;
    return root_gap(mclp) > (mclp->cover.entry_count >= HOPELESS_ENTRIES
                                 ? HOPELESS_GAP
                                 : HOPELESS_GAP_SMALL);
}

/* A turn of the search, of so many steps. */
static void take_turn(ci_mclp_branch *root, uint64_t steps)
{
    ci_mclp_search *search = root->search;
    uint64_t until = root->effort->work + steps;

    if (!ci_mclp_has_rounds(search->cover)) {
        ci_mclp_search_recall(search);
        ci_mclp_improve(search, UINT64_MAX, until);
        return;
    }
    while (root->effort->work < until && ci_mclp_round(search))
        ;
}

/* The relaxed problem in slices; after each a choice from its shares and,
 * where the gap stays wide, a turn of the search. */
static ci_mclp_end run_root(ci_mclp *mclp, ci_mclp_branch *root, double share,
                            bool has_turns)
{
    const ci_mclp_patience patience = {10, 8, 8, 0};
    ci_mclp_bound *bound = root->bound;
    ci_mclp_search *search = &mclp->search;
    ci_mclp_end end = CI_MCLP_ABOVE;

    for (int i = 0; i < SLICES_MAX && end == CI_MCLP_ABOVE; i++) {
        int64_t before = bound->best_value, left;
        uint64_t start = root->effort->work;

        end = ci_mclp_bound_run(bound, root->decided,
                                ci_mclp_goal(bound, search), &patience,
                                root->effort);
        lower_limit(mclp, bound, bound->best_value);
        if (end != CI_MCLP_ABOVE || !tell(mclp, root->effort))
            break;
        ci_mclp_branch_guide(root);
        if (has_turns)
            take_turn(root, root->effort->work - start);
        if (!tell(mclp, root->effort))
            return CI_MCLP_OVER;
        left = bound->best_value - ci_mclp_goal(bound, search);
        if ((double)(before - bound->best_value) < share * (double)left)
            break;
    }
    return end;
}

/* ---- the tree ---------------------------------------------------------- */

/* Where most sites are decided, the rest is a much smaller problem. */
static int64_t run_core(ci_mclp *mclp, ci_mclp_branch *root, uint32_t *node)
{
    ci_mclp_core core;
    ci_mclp_bound bound;
    ci_mclp_branch branch = {0};
    int64_t value = root->bound->best_value;
    uint32_t *row_of = NULL;

    *node = CIRCLET_LEAF;
    if (!ci_mclp_core_make(&core, &mclp->cover, &mclp->side, root->decided))
        return value;
    if (mclp->has_base)
        row_of = ci_mclp_core_map(&core, &mclp->base);
    if (ci_mclp_bound_make(&bound, &core.cover, &mclp->side, mclp->unit,
                           mclp->scale, mclp->proof != NULL, root->effort)) {
        bound.base = core.base / mclp->unit;
        /* Without memory for a map the walk starts anew. */
        if (!mclp->has_base || row_of)
            ci_mclp_walk_take(&bound.walk, &root->bound->walk,
                              row_of ? row_of : core.core_row);
        if (ci_mclp_branch_make(&branch, &bound, &mclp->search, root->decided,
                                root->effort)) {
            branch.core = &core;
            branch.location = mclp->location;
            branch.proof = mclp->proof;
            branch.is_hopeless = is_hopeless(mclp);
            value = ci_mclp_branch_run(&branch, node);
            mclp->nodes = branch.nodes;
            ci_mclp_branch_clear(&branch);
        }
        ci_mclp_bound_clear(&bound);
    }
    free(row_of);
    ci_mclp_core_clear(&core);
    return value;
}

/* A proof of the root alone. */
static void prove_by_root(ci_mclp *mclp, ci_mclp_branch *root)
{
    if (mclp->proof)
        ci_proof_leaf(mclp->proof, ci_mclp_branch_duals(root));
}

static void count_forced(ci_mclp *mclp, const ci_mclp_branch *root)
{
    mclp->forced = 0;
    for (size_t i = 0; i < root->trail_count; i++)
        mclp->forced += root->decided[root->trail[i]] == CI_IN;
}

static void run_tree(ci_mclp *mclp, ci_mclp_branch *root)
{
    ci_mclp_bound *bound = root->bound;
    int64_t value = bound->best_value, inner;
    uint32_t duals, node;

    ci_mclp_branch_fix(root, ci_mclp_goal(bound, &mclp->search));
    count_forced(mclp, root);
    duals = ci_mclp_branch_duals(root);
    inner = run_core(mclp, root, &node);
    if (node == CIRCLET_LEAF && mclp->proof)
        node = ci_proof_leaf(mclp->proof, duals);
    ci_mclp_branch_wrap(root, 0, node, duals);
    lower_limit(mclp, bound, inner < value ? inner : value);
}

static void run_bounds(ci_mclp *mclp, ci_mclp_branch *root)
{
    ci_mclp_end end;

    if (!ci_mclp_bound_begin(root->bound, root->decided))
        return;
    ci_mclp_branch_guide(root);
    end = run_root(mclp, root, 0.02, false);
    if (end == CI_MCLP_ABOVE && is_hopeless(mclp))
        end = run_root(mclp, root, 0.0005, true);
    mclp->root_limit = mclp->limit;
    if (end == CI_MCLP_ABOVE && !root->effort->is_over)
        run_tree(mclp, root);
    else
        prove_by_root(mclp, root);
    tell(mclp, root->effort);
}

/* All demand that some site can cover is a bound. */
static void prove_by_total(ci_mclp *mclp)
{
    ci_mclp_branch branch = {.full = &mclp->cover,
                             .search = &mclp->search,
                             .location = mclp->location,
                             .proof = mclp->proof,
                             .scale = mclp->scale};

    ci_mclp_branch_trivial(&branch);
    ci_mclp_branch_clear(&branch);
}

/* Time was over before there was any other bound. */
static circlet_status end_early(ci_mclp *mclp, const ci_effort *effort,
                                circlet_error *error)
{
    if (!effort->is_over)
        return ci_fail_nomem(error);
    prove_by_total(mclp);
    return CIRCLET_OK;
}

/* Rows that the fixed sites cover need no bound; where there are none the
 * cover itself is as good. */
static void make_base(ci_mclp *mclp, const uint8_t *decided)
{
    bool has_fixed = false;

    for (size_t site = 0; site < mclp->side.site_count; site++)
        has_fixed |=
            mclp->side.states[site] == CIRCLET_SITE_FIXED &&
            mclp->cover.site_first[site + 1] > mclp->cover.site_first[site];
    if (has_fixed && mclp->cover.entry_count <= BASE_ENTRIES)
        mclp->has_base =
            ci_mclp_core_make(&mclp->base, &mclp->cover, &mclp->side, decided);
}

/* False: no memory, or the effort is over. */
static bool make_bound(ci_mclp *mclp, const uint8_t *decided,
                       ci_effort *effort)
{
    if (!mclp->has_base)
        make_base(mclp, decided);
    if (!ci_mclp_bound_make(
            &mclp->bound, mclp->has_base ? &mclp->base.cover : &mclp->cover,
            &mclp->side, mclp->unit, mclp->scale, true, effort))
        return false;
    mclp->has_bound = true;
    if (mclp->has_base)
        mclp->bound.base = mclp->base.base / mclp->unit;
    ci_mclp_walk_start(&mclp->bound.walk, mclp->search.best);
    return true;
}

static circlet_status bound_all(ci_mclp *mclp, ci_effort *effort,
                                circlet_error *error)
{
    ci_mclp_branch root;
    uint8_t *decided;

    decided = malloc(mclp->side.site_count + 1);
    if (!decided)
        return ci_fail_nomem(error);
    memset(decided, CI_OPEN, mclp->side.site_count + 1);
    if (!mclp->has_bound && !make_bound(mclp, decided, effort)) {
        free(decided);
        return end_early(mclp, effort, error);
    }
    if (!ci_mclp_branch_make(&root, &mclp->bound, &mclp->search, decided,
                             effort)) {
        free(decided);
        return ci_fail_nomem(error);
    }
    root.core = mclp->has_base ? &mclp->base : NULL;
    root.location = mclp->location;
    root.proof = mclp->proof;
    run_bounds(mclp, &root);
    ci_mclp_branch_clear(&root);
    free(decided);
    return CIRCLET_OK;
}

/* ---- a solve ----------------------------------------------------------- */

static circlet_status start_solve(ci_mclp *mclp, ci_effort *effort,
                                  circlet_error *error)
{
    if (mclp->has_search)
        ci_mclp_search_clear(&mclp->search);
    mclp->has_search = false;
    ci_proof_free(mclp->proof);
    mclp->proof = NULL;
    /* Else the duals of merged rows have no whole parts. */
    if (effort->options.wants_certificate &&
        ci_mclp_scale_divides(&mclp->cover, mclp->scale)) {
        mclp->proof = ci_proof_new();
        if (!mclp->proof)
            return ci_fail_nomem(error);
        ci_mclp_reduced_prove(&mclp->reduced, mclp->proof);
    }
    mclp->nodes = 0;
    mclp->forced = 0;
    /* A certificate's bound is rounded to 1. */
    if (effort->options.wants_certificate)
        mclp->unit = 1;
    if (!ci_mclp_search_make(&mclp->search, &mclp->cover, &mclp->side, effort))
        return ci_fail_nomem(error);
    mclp->has_search = true;
    return CIRCLET_OK;
}

static void search_first(ci_mclp *mclp, ci_effort *effort)
{
    ci_mclp_search *search = &mclp->search;

    if (ci_mclp_has_rounds(&mclp->cover)) {
        ci_mclp_rounds(search, FIRST_ROUNDS);
        return;
    }
    ci_mclp_descend(search);
    ci_mclp_improve(search, FIRST_STEPS,
                    effort->work + FIRST_PASSES * mclp->cover.entry_count);
}

circlet_status ci_mclp_solve(ci_mclp *mclp, ci_effort *effort,
                             const uint32_t *start, size_t start_count,
                             int64_t limit, circlet_error *error)
{
    circlet_status status;

    status = start_solve(mclp, effort, error);
    if (status == CIRCLET_OK)
        status = choose_first(mclp, start, start_count, error);
    if (status != CIRCLET_OK)
        return status;
    mclp->limit = limit < mclp->cover.total ? limit : mclp->cover.total;
    mclp->root_limit = mclp->limit;
    if (tell(mclp, effort))
        search_first(mclp, effort);
    if (tell(mclp, effort))
        status = bound_all(mclp, effort, error);
    else
        prove_by_total(mclp);
    return status;
}

/* ---- alone ------------------------------------------------------------- */

int64_t ci_mclp_limit(ci_mclp *mclp)
{
    int64_t value;

    if (!mclp->has_bound || !ci_mclp_bound_other(&mclp->bound, &value))
        return INT64_MAX;
    return ci_mclp_floor(&mclp->bound, value) * mclp->unit;
}

circlet_status circlet_solve_mclp(circlet_siting **out,
                                  const circlet_location *location,
                                  const circlet_siting_options *options,
                                  circlet_error *error)
{
    ci_effort effort;
    ci_mclp mclp;
    circlet_status status;

    if (!out || !location || !location->reach)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "no location problem or no place for an answer");
    status = ci_effort_start(&effort, options, error);
    if (status == CIRCLET_OK)
        status = ci_mclp_make(&mclp, location, &effort, error);
    if (status != CIRCLET_OK)
        return status;
    status = ci_mclp_solve(&mclp, &effort, effort.options.start,
                           effort.options.start_count, INT64_MAX, error);
    if (status == CIRCLET_OK)
        status = ci_mclp_answer(out, &mclp, &effort, error);
    ci_mclp_clear(&mclp);
    return status;
}
