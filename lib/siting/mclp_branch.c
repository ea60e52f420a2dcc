/*
 * Depth first, the side with the site first: it leads to good choices and
 * keeps little. Sites that the duals decide (reduced costs; E. Balas and C.
 * Martin, Pivot and complement: a heuristic for 0-1 programming, 1980) are
 * branches of the proof too, one side of which is a leaf.
 */
#include "siting/mclp_branch.h"

#include <stdlib.h>
#include <string.h>

#include "siting/mclp_improve.h"
#include "siting/mclp_pick.h"
#include "siting/mclp_round.h"

#define DEPTH_MAX 1500
#define PLACE_MAX ((size_t)1 << 18) /* numbers */
#define GUIDED_EVERY 16
#define BRIEF_STEPS 60
#define WAIT_MAX 64

/* A smaller core is made once so few of the sites are open, and not for
 * fewer rows. */
#define CORE_SHARE 0.75
#define CORE_ROWS_MIN 200

/* With several needs each site that is in makes one, where rows are so few
 * that memory holds one for every level of the tree. */
#define CORE_ROWS_OFTEN 20000

bool ci_mclp_branch_make(ci_mclp_branch *out, ci_mclp_bound *bound,
                         ci_mclp_search *search, const uint8_t *decided,
                         ci_effort *effort)
{
    size_t sites = search->cover->site_count;
    ci_mclp_branch made = {.full = search->cover,
                           .bound = bound,
                           .scale = bound->scale,
                           .search = search,
                           .effort = effort};

    made.decided = calloc(sites + 1, sizeof(*made.decided));
    made.trail = calloc(sites + 1, sizeof(*made.trail));
    made.kinds = calloc(sites + 1, sizeof(*made.kinds));
    made.chosen = calloc(sites + 1, sizeof(*made.chosen));
    made.falls = calloc(sites + 1, sizeof(*made.falls));
    made.born_site = UINT32_MAX;
    made.costly = CIRCLET_NO_DUALS;
    if (!made.falls || !made.decided || !made.trail || !made.chosen ||
        !made.kinds) {
        ci_mclp_branch_clear(&made);
        return false;
    }
    memcpy(made.decided, decided, sites);
    made.search_at = effort->work;
    made.search_wait = 2;
    *out = made;
    return true;
}

void ci_mclp_branch_clear(ci_mclp_branch *branch)
{
    free(branch->decided);
    free(branch->trail);
    free(branch->kinds);
    free(branch->chosen);
    free(branch->falls);
    free(branch->duals);
    free(branch->is_member);
    free(branch->row_duals);
}

int64_t ci_mclp_goal(const ci_mclp_bound *bound, const ci_mclp_search *search)
{
    return (search->best_value / bound->unit + 1) * bound->scale;
}

/* ---- choices ----------------------------------------------------------- */

/* Adds the sites of the greatest shares, as far as the limits allow. */
static void add_by_share(ci_mclp_branch *branch)
{
    ci_mclp_search *search = branch->search;
    const double *shares = branch->bound->walk.y_next;
    size_t sites = branch->full->site_count;

    memcpy(branch->chosen, search->choice.is_chosen, sites);
    while (search->choice.count < search->side->p) {
        uint32_t best = UINT32_MAX;

        for (size_t site = 0; site < sites; site++)
            if (!search->choice.is_chosen[site] && shares[site] > 1e-3 &&
                (best == UINT32_MAX || shares[site] > shares[best]) &&
                ci_choice_may_add(&search->choice, (uint32_t)site))
                best = (uint32_t)site;
        if (best == UINT32_MAX)
            break;
        ci_mclp_search_add(search, best);
    }
    ci_effort_spend(branch->effort, search->side->p * sites);
}

void ci_mclp_branch_guide(ci_mclp_branch *branch)
{
    ci_mclp_search *search = branch->search;
    const double *shares = branch->bound->walk.y_next;
    bool is_proved;

    for (size_t i = search->slot_count; i-- > 0;) {
        uint32_t site = search->slots[i];

        if (search->side->states[site] == CIRCLET_SITE_FREE &&
            shares[site] < 0.5)
            ci_mclp_search_drop(search, site);
    }
    add_by_share(branch);
    if (!ci_mclp_complete(search, &is_proved)) {
        ci_mclp_search_recall(search);
        return;
    }
    ci_mclp_fill(search, false);
    ci_mclp_descend(search);
}

/* The choice that the decisions leave, where they leave one alone. */
static void note_decided(ci_mclp_branch *branch)
{
    ci_mclp_search *search = branch->search;
    const ci_side *side = search->side;

    for (size_t site = 0; site < side->site_count; site++)
        branch->chosen[site] = side->states[site] == CIRCLET_SITE_FIXED ||
                               (side->states[site] == CIRCLET_SITE_FREE &&
                                branch->decided[site] == CI_IN);
    ci_mclp_search_set(search, branch->chosen);
    ci_mclp_search_note(search);
}

/* ---- decisions --------------------------------------------------------- */

static void decide(ci_mclp_branch *branch, uint32_t site, uint8_t how,
                   ci_mclp_kind kind)
{
    branch->decided[site] = how;
    branch->kinds[site] = (uint8_t)kind;
    branch->trail[branch->trail_count++] = site;
}

/* A site that is in keeps others out. */
static void keep_apart(ci_mclp_branch *branch, uint32_t site)
{
    const ci_side *side = branch->search->side;

    if (!side->apart || branch->decided[site] != CI_IN)
        return;
    for (size_t k = side->apart_first[site]; k < side->apart_first[site + 1];
         k++) {
        uint32_t other = side->apart[k];

        if (side->states[other] == CIRCLET_SITE_FREE &&
            branch->decided[other] == CI_OPEN)
            decide(branch, other, CI_OUT, CI_BY_SPACING);
    }
}

size_t ci_mclp_branch_fix(ci_mclp_branch *branch, int64_t goal)
{
    ci_mclp_bound *bound = branch->bound;
    size_t before = branch->trail_count, after;

    ci_mclp_bound_force(bound, branch->decided);
    for (size_t site = 0; site < branch->full->site_count; site++)
        if (bound->forced[site] < goal)
            decide(branch, (uint32_t)site,
                   bound->best_picked[site] ? CI_IN : CI_OUT,
                   bound->forced[site] == INT64_MIN ? CI_BY_LIMIT
                                                    : CI_BY_CHOICE);
    after = branch->trail_count;
    for (size_t i = before; i < after; i++)
        keep_apart(branch, branch->trail[i]);
    return after - before;
}

void ci_mclp_branch_decide(ci_mclp_branch *branch, uint32_t site, uint8_t how)
{
    decide(branch, site, how, CI_BY_CHOICE);
    keep_apart(branch, site);
}

void ci_mclp_branch_take_back(ci_mclp_branch *branch, size_t mark)
{
    while (branch->trail_count > mark)
        branch->decided[branch->trail[--branch->trail_count]] = CI_OPEN;
}

double *ci_mclp_branch_place(const ci_mclp_branch *branch)
{
    size_t room = ci_mclp_bound_room(branch->bound);
    double *place = room <= PLACE_MAX ? malloc(room * sizeof(*place)) : NULL;

    if (place)
        ci_mclp_bound_keep(branch->bound, place);
    return place;
}

/* ---- the tree ---------------------------------------------------------- */

/* Turns of the search, as long as the tree took since the last one. */
static void take_turn(ci_mclp_branch *branch)
{
    ci_effort *effort = branch->effort;
    ci_mclp_search *search = branch->search;
    uint64_t start = effort->work;
    int64_t before;

    if (branch->nodes % GUIDED_EVERY == 1)
        ci_mclp_branch_guide(branch);
    if (start < branch->search_at)
        return;
    before = search->best_value;
    if (ci_mclp_has_rounds(search->cover)) {
        ci_mclp_round(search);
    } else {
        ci_mclp_search_recall(search);
        ci_mclp_improve(search, BRIEF_STEPS + 10 * search->slot_count,
                        UINT64_MAX);
    }
    start = effort->work - start;
    if (search->best_value > before)
        branch->search_wait = 2;
    else if (branch->search_wait < WAIT_MAX)
        branch->search_wait += branch->search_wait;
    branch->search_at =
        effort->work +
        (branch->is_hopeless ? start / 8 : branch->search_wait * start);
}

static uint32_t leaf(ci_mclp_branch *branch, uint32_t duals)
{
    return branch->proof ? ci_proof_leaf(branch->proof, duals) : 0;
}

/* ---- smaller cores ----------------------------------------------------- */

typedef struct inner_core {
    ci_mclp_core core;
    ci_mclp_bound bound;
    const ci_mclp_core *outer_core;
    ci_mclp_bound *outer_bound;
    size_t outer_open, outer_in;
} inner_core;

static bool make_inner(const ci_mclp_branch *branch, inner_core *inner)
{
    const ci_mclp_bound *outer = branch->bound;
    uint32_t *row_of;

    if (!ci_mclp_core_make(&inner->core, branch->full, branch->search->side,
                           branch->decided))
        return false;
    row_of = ci_mclp_core_map(&inner->core, branch->core);
    if (!row_of ||
        !ci_mclp_bound_make(&inner->bound, &inner->core.cover, outer->side,
                            outer->unit, branch->scale,
                            outer->best_duals != NULL, branch->effort)) {
        free(row_of);
        ci_mclp_core_clear(&inner->core);
        return false;
    }
    inner->bound.walk.is_anchored = outer->walk.is_anchored;
    inner->bound.base = inner->core.base / outer->unit;
    ci_mclp_walk_take(&inner->bound.walk, &outer->walk, row_of);
    free(row_of);
    return true;
}

static size_t count_in(const ci_mclp_branch *branch)
{
    size_t in = 0;

    for (size_t i = 0; i < branch->trail_count; i++)
        in += branch->decided[branch->trail[i]] == CI_IN;
    return in;
}

static bool is_core_large(const ci_mclp_branch *branch)
{
    return branch->full->needs
               ? branch->core->cover.row_count > 0
               : branch->core->cover.row_count >= CORE_ROWS_MIN;
}

/* Where few sites are left of the core, the tree goes on in one of them
 * alone. False: it stays in this one. */
static bool enter_core(ci_mclp_branch *branch, inner_core *inner)
{
    size_t open = 0, in;

    if (!branch->core || !is_core_large(branch))
        return false;
    for (size_t i = 0; i < branch->bound->walk.open_count; i++)
        open += branch->decided[branch->bound->walk.open[i]] == CI_OPEN;
    in = count_in(branch);
    /* A site that is in lowers needs, which allows higher duals. */
    if ((double)open > CORE_SHARE * (double)branch->core_open &&
        (!branch->full->needs || in == branch->core_in ||
         branch->core->cover.row_count > CORE_ROWS_OFTEN))
        return false;
    if (!make_inner(branch, inner))
        return false;
    inner->outer_in = branch->core_in;
    branch->core_in = in;
    inner->outer_core = branch->core;
    inner->outer_bound = branch->bound;
    inner->outer_open = branch->core_open;
    branch->core = &inner->core;
    branch->bound = &inner->bound;
    branch->core_open = open;
    return true;
}

static void leave_core(ci_mclp_branch *branch, inner_core *inner)
{
    branch->core = inner->outer_core;
    branch->bound = inner->outer_bound;
    branch->core_open = inner->outer_open;
    branch->core_in = inner->outer_in;
    ci_mclp_bound_clear(&inner->bound);
    ci_mclp_core_clear(&inner->core);
}

/* ---- nodes ------------------------------------------------------------- */

/* No site is open: the choice itself says what it covers. */
static int64_t end_decided(ci_mclp_branch *branch, uint32_t *node)
{
    note_decided(branch);
    if (branch->proof)
        *node = leaf(branch, ci_mclp_branch_settled(branch));
    return 0;
}

static int64_t run_node(ci_mclp_branch *branch, size_t depth, uint32_t *node);

static int64_t run_child(ci_mclp_branch *branch, size_t depth, uint32_t site,
                         uint8_t how, int64_t parent, uint32_t *node)
{
    size_t mark = branch->trail_count;
    int64_t value;

    ci_mclp_branch_decide(branch, site, how);
    branch->born_site = site;
    branch->born_how = how;
    branch->born_value = parent;
    value = run_node(branch, depth + 1, node);
    ci_mclp_branch_take_back(branch, mark);
    return value;
}

/* What is left open has the bound of its parent. */
static int64_t run_children(ci_mclp_branch *branch, size_t depth,
                            uint32_t site, int64_t parent, uint32_t duals,
                            uint32_t *node)
{
    static const uint8_t order[2] = {CI_IN, CI_OUT};
    double *place = ci_mclp_branch_place(branch);
    int64_t worst = 0;
    uint32_t children[2] = {0, 0};

    for (int i = 0; i < 2; i++) {
        int64_t value = parent;

        if (i > 0 && place)
            ci_mclp_bound_return(branch->bound, place);
        if (branch->is_stopped)
            children[order[i]] = leaf(branch, duals);
        else
            value = run_child(branch, depth, site, order[i], parent,
                              &children[order[i]]);
        worst = value > worst ? value : worst;
    }
    free(place);
    if (branch->proof)
        *node = ci_proof_branch(branch->proof, site, children[CI_OUT],
                                children[CI_IN]);
    return worst;
}

/* The tree below a node whose bound does not end it. */
static int64_t run_below(ci_mclp_branch *branch, size_t depth, int64_t parent,
                         uint32_t duals, uint32_t *node)
{
    inner_core inner;
    uint32_t site;
    int64_t value;

    if (enter_core(branch, &inner)) {
        value = run_node(branch, depth + 1, node);
        leave_core(branch, &inner);
        return value;
    }
    site = ci_mclp_pick(branch);
    return site == UINT32_MAX
               ? run_node(branch, depth + 1, node)
               : run_children(branch, depth, site, parent, duals, node);
}

static int64_t run_node(ci_mclp_branch *branch, size_t depth, uint32_t *node)
{
    static const ci_mclp_patience patience = {5, 16, 200, 0.1};
    ci_mclp_bound *bound = branch->bound;
    size_t mark = branch->trail_count;
    uint32_t duals = 0;
    int64_t value, parent;
    ci_mclp_end end;

    branch->nodes++;
    if (!ci_mclp_bound_begin(bound, branch->decided)) {
        *node = leaf(branch, ci_mclp_branch_no_choice(branch));
        return 0;
    }
    end = ci_mclp_bound_run(bound, branch->decided,
                            ci_mclp_goal(bound, branch->search), &patience,
                            branch->effort);
    if (end == CI_MCLP_OVER)
        branch->is_stopped = true;
    if (end != CI_MCLP_OVER)
        ci_mclp_pick_learn(branch);
    if (end == CI_MCLP_ABOVE && !ci_mclp_pick_is_left(branch))
        return end_decided(branch, node);
    duals = ci_mclp_branch_duals(branch);
    parent = bound->best_value;
    if (end != CI_MCLP_ABOVE || depth >= DEPTH_MAX) {
        *node = leaf(branch, duals);
        return parent;
    }
    ci_mclp_branch_fix(branch, ci_mclp_goal(bound, branch->search));
    take_turn(branch);
    value = run_below(branch, depth, parent, duals, node);
    *node = ci_mclp_branch_wrap(branch, mark, *node, duals);
    ci_mclp_branch_take_back(branch, mark);
    return value < parent ? value : parent;
}

int64_t ci_mclp_branch_run(ci_mclp_branch *branch, uint32_t *node)
{
    int64_t value, best;

    branch->core_open = branch->full->site_count;
    for (size_t site = 0; site < branch->full->site_count; site++)
        branch->core_open -=
            branch->decided[site] != CI_OPEN ||
            branch->search->side->states[site] != CIRCLET_SITE_FREE;
    value = run_node(branch, 0, node);
    best = branch->search->best_value / branch->bound->unit *
           branch->bound->scale;
    return value > best ? value : best;
}
