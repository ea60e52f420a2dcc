#include "siting/median_branch.h"

#include <stdlib.h>
#include <string.h>

/* Steps of the bound at the root, and at the other nodes each time. */
#define ROOT_STEPS 2000
#define NODE_STEPS 120

/* Steps of the root between looks for plans. */
#define CHUNK_STEPS 50

/* Picked sites are tried within one part in so many of the plan. */
#define ROOT_SLACK 50
#define NODE_SLACK 200

/* Rounds of raising and fixing at a node. */
#define ROUNDS_MAX 6

/* One part in so many of the work is for plans, so many rounds a time. */
#define WANDER_SHARE 4
#define WANDER_ROUNDS 20

/* A node of the tree while it is worked on. */
typedef struct node {
    ci_median_lists lists; /* without what is decided */
    const ci_median_lists *view; /* these, or those of the tree */
    ci_median_prices prices;
    uint8_t *decided;
    ci_median_fixing *fixings;
    uint32_t *fixing_duals; /* of each, a leaf of the proof's */
    size_t fixing_count;
} node;

static void clear_node(node *at)
{
    ci_median_lists_clear_cut(&at->lists);
    free(at->prices.prices);
    free(at->decided);
    free(at->fixings);
    free(at->fixing_duals);
}

/*
 * Prices that rise no further than this keep the lists short: twice the
 * price, and twice as many sites as are below it. Any price proves
 * something, so that a limit of prices is no error.
 */
static uint32_t *make_ceilings(const ci_median_tree *tree, const node *at)
{
    const ci_median_lists *lists = at->view;
    uint32_t *ceilings = malloc((lists->client_count + 1) * sizeof(*ceilings));

    for (size_t c = 0; ceilings && c < lists->client_count; c++) {
        int64_t price = at->prices.prices[c] >> tree->bound->shift;
        size_t last = lists->first[c] + (size_t)2 * tree->bound->reach[c] + 16;
        int64_t high = 2 * price + 2;

        if (last >= lists->first[c + 1] || high > lists->caps[c])
            high = lists->caps[c];
        else if (lists->entries[last].time_ms > high)
            high = lists->entries[last].time_ms;
        ceilings[c] = (uint32_t)high;
    }
    return ceilings;
}

/* Cuts the node's lists anew from those of `from`. */
static bool cut(ci_median_tree *tree, node *at, const ci_median_lists *from,
                const uint32_t *ceilings)
{
    ci_median_lists lists;

    if (!ci_median_lists_cut(&lists, from, at->decided, ceilings)) {
        tree->has_no_memory = true;
        return false;
    }
    ci_effort_spend(tree->effort, from->first[from->client_count]);
    ci_median_lists_clear_cut(&at->lists);
    at->lists = lists;
    at->view = &at->lists;
    return true;
}

static bool make_node(ci_median_tree *tree, node *out,
                      const ci_median_prices *prices, const uint8_t *decided)
{
    size_t sites = tree->lists->site_count;
    size_t clients = tree->lists->client_count;

    *out = (node){.prices = *prices, .view = tree->lists};
    out->prices.prices = malloc((clients + 1) * sizeof(*out->prices.prices));
    out->decided = malloc(sites + 1);
    out->fixings = malloc((sites + 1) * sizeof(*out->fixings));
    out->fixing_duals = malloc((sites + 1) * sizeof(*out->fixing_duals));
    if (!out->prices.prices || !out->decided || !out->fixings ||
        !out->fixing_duals) {
        tree->has_no_memory = true;
        return false;
    }
    memcpy(out->prices.prices, prices->prices,
           clients * sizeof(*prices->prices));
    memcpy(out->decided, decided, sites);
    return true;
}

/* ---- proof ------------------------------------------------------------- */

/* Hands prices to the proof: the dual of a point is its weight times the
 * price of its client. */
static uint32_t write_duals(ci_median_tree *tree,
                            const ci_median_prices *prices)
{
    const ci_median_lists *lists = tree->lists;
    const int64_t *weights = tree->location->weights;
    size_t points = circlet_od_matrix_origin_count(tree->location->reach);
    circlet_dual *duals;
    size_t count = 0;
    uint32_t position;

    if (!tree->proof)
        return 0;
    duals = malloc((points + 1) * sizeof(*duals));
    if (!duals) {
        tree->has_no_memory = true;
        return 0;
    }
    for (size_t point = 0; point < points; point++)
        duals[point] = (circlet_dual){(uint32_t)point, 0};
    for (size_t c = 0; c < lists->client_count; c++)
        for (size_t i = lists->member_first[c]; i < lists->member_first[c + 1];
             i++) {
            uint32_t point = lists->members[i];

            duals[point].value =
                (weights ? weights[point] : 1) * prices->prices[c];
        }
    for (size_t point = 0; point < points; point++)
        if (duals[point].value > 0)
            duals[count++] = duals[point];
    position = ci_proof_duals(tree->proof, duals, count, prices->theta);
    free(duals);
    return position;
}

static uint32_t write_leaf(ci_median_tree *tree, const node *at)
{
    return ci_proof_leaf(tree->proof, write_duals(tree, &at->prices));
}

/* Puts the node's fixings above what became of it: each is a branch whose
 * other child is a leaf. */
static uint32_t write_fixings(ci_median_tree *tree, const node *at,
                              uint32_t below)
{
    for (size_t i = at->fixing_count; i-- > 0 && tree->proof;) {
        const ci_median_fixing *fixing = &at->fixings[i];
        uint32_t leaf = ci_proof_leaf(tree->proof, at->fixing_duals[i]);

        below = ci_proof_branch(tree->proof, fixing->site,
                                fixing->is_in ? leaf : below,
                                fixing->is_in ? below : leaf);
    }
    return below;
}

/* ---- a node ------------------------------------------------------------ */

typedef enum outcome {
    OUTCOME_CLOSED, /* nothing better is below */
    OUTCOME_EMPTY, /* no choice is below */
    OUTCOME_OPEN,
    OUTCOME_COMPLETE /* all is decided */
} outcome;

static int64_t objective_of(const ci_median_tree *tree,
                            const ci_choice *choice)
{
    int64_t sum = ci_median_cost(tree->lists, choice->is_chosen);

    return tree->bound->costs ? sum + choice->cost : sum;
}

/* Takes the picked sites as a start of the interchange if they are nearly as
 * good as the plan: within a part in `slack`. */
static void try_picked(ci_median_tree *tree, int64_t slack)
{
    const ci_side *side = tree->bound->side;
    ci_median_plan *plan = tree->plan;
    ci_choice choice;
    bool is_proved;

    if (!tree->search || !ci_choice_make(&choice, side))
        return;
    for (uint32_t site = 0; site < side->site_count; site++)
        if (tree->bound->picked[site] && ci_choice_may_add(&choice, site) &&
            choice.count < tree->search->slot_count)
            ci_choice_add(&choice, site);
    if (ci_choice_complete(&choice, tree->bound->values, 1000, &is_proved) &&
        choice.count <= tree->search->slot_count) {
        int64_t cost = objective_of(tree, &choice);

        ci_effort_spend(tree->effort, 8 * tree->lists->client_count);
        if (cost < plan->objective + plan->objective / slack) {
            ci_median_search_start(tree->search, &choice);
            ci_median_descend(tree->search, plan);
        }
    }
    ci_choice_clear(&choice);
}

static size_t fix_sites(ci_median_tree *tree, node *at)
{
    size_t count = ci_median_bound_fix(tree->bound, at->prices.limit,
                                       tree->plan->objective, at->decided,
                                       at->fixings + at->fixing_count);
    uint32_t duals = count > 0 ? write_duals(tree, &at->prices) : 0;

    for (size_t i = at->fixing_count; i < at->fixing_count + count; i++)
        at->fixing_duals[i] =
            at->fixings[i].has_duals ? duals : CIRCLET_NO_DUALS;
    at->fixing_count += count;
    return count;
}

/* Sites that may still come or go; 0 where p sites are in. */
static size_t count_open(const ci_median_tree *tree, const uint8_t *decided)
{
    const ci_side *side = tree->bound->side;
    size_t open = 0, in = 0;

    for (size_t site = 0; site < side->site_count; site++) {
        if (side->states[site] == CIRCLET_SITE_FIXED)
            in++;
        if (side->states[site] != CIRCLET_SITE_FREE)
            continue;
        in += decided[site] == CI_IN;
        open += decided[site] == CI_OPEN;
    }
    return in >= side->p ? 0 : open;
}

/* Keeps the choice of a node where all is decided, if it is the best. */
static void keep_complete(ci_median_tree *tree, const node *at)
{
    const ci_side *side = tree->bound->side;
    ci_choice choice;
    int64_t objective;

    if (!ci_choice_make(&choice, side)) {
        tree->has_no_memory = true;
        return;
    }
    for (uint32_t site = 0; site < side->site_count; site++)
        if (side->states[site] == CIRCLET_SITE_FREE &&
            at->decided[site] == CI_IN)
            ci_choice_add(&choice, site);
    objective = objective_of(tree, &choice);
    if (ci_choice_is_allowed(&choice) && objective < tree->plan->objective) {
        ci_choice_copy(&tree->plan->choice, &choice);
        tree->plan->objective = objective;
    }
    ci_choice_clear(&choice);
}

/* With all decided, prices of what each client pays are exact. */
static outcome close_complete(ci_median_tree *tree, node *at)
{
    const ci_median_lists *lists = tree->lists;
    ci_median_bound *bound = tree->bound;
    int64_t limit;

    for (size_t c = 0; c < lists->client_count; c++) {
        uint32_t time = lists->caps[c];

        for (size_t k = lists->first[c]; k < lists->first[c + 1]; k++)
            if (at->decided[lists->entries[k].destination] == CI_IN) {
                time = lists->entries[k].time_ms;
                break;
            }
        at->prices.prices[c] = (int64_t)time << bound->shift;
    }
    bound->theta = 0;
    if (!ci_median_bound_evaluate(bound, lists, at->prices.prices, at->decided,
                                  &limit))
        return OUTCOME_EMPTY;
    at->prices.limit = limit;
    at->prices.theta = bound->theta;
    keep_complete(tree, at);
    return OUTCOME_COMPLETE;
}

/* The site to decide next: picked about half of the time. */
static uint32_t find_branch(const ci_median_tree *tree, const node *at)
{
    const ci_side *side = tree->bound->side;
    uint32_t best = CI_MEDIAN_NONE;
    double best_score = -1.0;

    for (size_t site = 0; site < side->site_count; site++) {
        double share = tree->bound->share[site];
        double score = share < 0.5 ? share : 1.0 - share;

        if (side->states[site] == CIRCLET_SITE_FREE &&
            at->decided[site] == CI_OPEN && score > best_score) {
            best = (uint32_t)site;
            best_score = score;
        }
    }
    return best;
}

/* A fair share of the work goes into looking for better plans. */
static void wander(ci_median_tree *tree)
{
    uint64_t before = tree->effort->work;

    if (!tree->search || tree->wander_work > before / WANDER_SHARE)
        return;
    ci_median_wander(tree->search, tree->plan, WANDER_ROUNDS, &tree->random);
    tree->wander_work += tree->effort->work - before;
}

/* What holds for all choices is the bound of the root. */
static void tell(ci_median_tree *tree, int64_t root_limit)
{
    if (root_limit > INT64_MIN)
        tree->root_bound = ci_median_bound_units(tree->bound, root_limit);
    ci_effort_tell(tree->effort, tree->plan->objective,
                   tree->root_bound < tree->plan->objective
                       ? tree->root_bound
                       : tree->plan->objective);
}

/* Raises the bound of the root, with looks for plans between. */
static bool raise_root(ci_median_tree *tree, node *at)
{
    ci_median_bound *bound = tree->bound;

    for (size_t i = 0; i < ROOT_STEPS && !bound->is_stuck; i += CHUNK_STEPS) {
        if (!ci_median_bound_raise(bound, at->view, at->decided,
                                   tree->plan->objective, CHUNK_STEPS,
                                   &at->prices))
            return false;
        if (tree->effort->is_over ||
            ci_median_bound_units(bound, at->prices.limit) >=
                tree->plan->objective)
            break;
        try_picked(tree, ROOT_SLACK);
        wander(tree);
        tell(tree, at->prices.limit);
    }
    return true;
}

/* Raises the node's bound; values and picked sites are those of the best
 * prices then. */
static outcome bound_node(ci_median_tree *tree, node *at, bool is_root)
{
    ci_median_bound *bound = tree->bound;
    int64_t limit;

    /* NOLINTBEGIN(clang-analyzer-unix.Malloc): clear_node() frees the node. */
    if (!ci_median_bound_start(bound, at->view, at->decided, &at->prices) ||
        !(is_root ? raise_root(tree, at)
                  : ci_median_bound_raise(bound, at->view, at->decided,
                                          tree->plan->objective, NODE_STEPS,
                                          &at->prices)) ||
        !ci_median_bound_evaluate(bound, at->view, at->prices.prices,
                                  at->decided, &limit))
        return OUTCOME_EMPTY;
    /* NOLINTEND(clang-analyzer-unix.Malloc) */
    /* Another price of the budget may do better or worse than the best. */
    at->prices.limit = limit;
    at->prices.theta = bound->theta;
    if (ci_median_bound_units(bound, limit) >= tree->plan->objective)
        return OUTCOME_CLOSED;
    return OUTCOME_OPEN;
}

static outcome settle_node(ci_median_tree *tree, node *at, bool is_root)
{
    outcome now = OUTCOME_OPEN;

    for (size_t round = 0; round < ROUNDS_MAX; round++) {
        size_t open, fixed;

        if (count_open(tree, at->decided) == 0)
            return close_complete(tree, at);
        now = bound_node(tree, at, is_root);
        if (now != OUTCOME_OPEN || tree->effort->is_over)
            return now;
        try_picked(tree, NODE_SLACK);
        wander(tree);
        tell(tree, is_root ? at->prices.limit : INT64_MIN);
        /* The bound's values are those of the node still. */
        if (ci_median_bound_units(tree->bound, at->prices.limit) >=
            tree->plan->objective)
            return OUTCOME_CLOSED;
        open = count_open(tree, at->decided);
        fixed = fix_sites(tree, at);
        if (fixed > 0 && !cut(tree, at, at->view, NULL))
            return OUTCOME_OPEN;
        if (fixed * 20 < open)
            return OUTCOME_OPEN;
    }
    return now;
}

/* ---- the tree ---------------------------------------------------------- */

static uint32_t search_below(ci_median_tree *tree, node *at);

/* A child that was not looked at keeps the bound of its parent. */
static uint32_t give_up(ci_median_tree *tree, const node *parent)
{
    int64_t units = ci_median_bound_units(tree->bound, parent->prices.limit);

    if (units < tree->open_bound)
        tree->open_bound = units;
    return write_leaf(tree, parent);
}

static uint32_t search_child(ci_median_tree *tree, node *parent, uint32_t site,
                             uint8_t value)
{
    node child;
    uint32_t position = 0;

    if (tree->effort->is_over || tree->has_no_memory)
        return give_up(tree, parent);
    parent->decided[site] = value;
    if (make_node(tree, &child, &parent->prices, parent->decided) &&
        cut(tree, &child, parent->view, NULL))
        position = search_below(tree, &child);
    clear_node(&child);
    parent->decided[site] = CI_OPEN;
    return position;
}

/* Recursion: as deep as sites are decided by branching. */
static uint32_t branch(ci_median_tree *tree, node *at, outcome found)
{
    uint32_t site, position;

    if (found == OUTCOME_EMPTY) {
        position = ci_proof_leaf(tree->proof, CIRCLET_NO_DUALS);
    } else if (found == OUTCOME_CLOSED || found == OUTCOME_COMPLETE) {
        position = write_leaf(tree, at);
    } else if (tree->effort->is_over || tree->has_no_memory) {
        position = give_up(tree, at);
    } else {
        uint32_t with, without;

        site = find_branch(tree, at);
        with = search_child(tree, at, site, CI_IN);
        without = search_child(tree, at, site, CI_OUT);
        position = ci_proof_branch(tree->proof, site, without, with);
    }
    return write_fixings(tree, at, position);
}

static uint32_t search_below(ci_median_tree *tree, node *at)
{
    tree->nodes++;
    return branch(tree, at, settle_node(tree, at, false));
}

static outcome settle_root(ci_median_tree *tree, node *root)
{
    outcome found;
    uint32_t *ceilings;

    tree->bound->tells = true;
    found = settle_node(tree, root, true);
    tree->bound->tells = false;
    tree->nodes++;
    tree->root_bound = tree->plan->objective;
    if (found == OUTCOME_OPEN)
        tell(tree, root->prices.limit);
    if (tree->effort->is_over || found != OUTCOME_OPEN)
        return found;
    ceilings = make_ceilings(tree, root);
    if (!ceilings)
        tree->has_no_memory = true;
    else
        cut(tree, root, root->view, ceilings);
    free(ceilings);
    return found;
}

void ci_median_branch(ci_median_tree *tree, const ci_median_prices *prices)
{
    const ci_side *side = tree->bound->side;
    uint8_t *decided = calloc(side->site_count + 1, 1);
    node root = {0};
    bool has_fixed = false;

    tree->open_bound = INT64_MAX;
    for (size_t site = 0; decided && site < side->site_count; site++) {
        decided[site] = CI_OUT;
        if (side->states[site] == CIRCLET_SITE_FREE)
            decided[site] = CI_OPEN;
        else if (side->states[site] == CIRCLET_SITE_FIXED)
            decided[site] = CI_IN;
        has_fixed |= decided[site] == CI_IN;
    }
    if (!decided)
        tree->has_no_memory = true;
    else if (make_node(tree, &root, prices, decided) &&
             (!has_fixed || cut(tree, &root, tree->lists, NULL)))
        branch(tree, &root, settle_root(tree, &root));
    clear_node(&root);
    free(decided);
}
