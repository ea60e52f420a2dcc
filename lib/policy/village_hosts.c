/*
 * A capacitated p-median problem. That each village belongs to one group is
 * relaxed with multipliers; what is left falls apart into the best group of
 * each host, of which the best are taken (Lorena, Senne, A column generation
 * approach to capacitated p-median problems, Computers & Operations Research
 * 31, 2004, section 2). Multipliers are whole numbers, so that the bound is
 * exact. They are bettered by subgradient steps; each set of hosts that is
 * met is grouped exactly. A village whose reversal would lift the bound over
 * the best value is fixed; then one is tried as a host and as none.
 */
#include "policy/village_hosts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "policy/village_groups.h"

#define ROOT_STEPS 200
#define NODE_STEPS 25
#define NODE_MAX 300
#define NONE INT64_MAX

/* Steps without a better bound before they get shorter. */
#define PATIENCE 12

enum { IS_FREE, IS_HOST, IS_NONE };

/* One node of the search tree, one for each depth. */
typedef struct tree_node {
    int64_t *multipliers; /* of each village: the best met */
    uint8_t *states; /* of each village as a host */
} tree_node;

typedef struct host_search {
    const ci_host_problem *problem;
    int64_t *multipliers; /* that are tried */
    int64_t *values; /* of each village's best group; NONE: there is none */
    uint32_t *members; /* village x size_to: who is in it */
    size_t *sizes; /* how many, the host counted */
    int64_t *least; /* the least costs of one group, ascending */
    size_t *counts; /* in how many chosen groups each village is */
    bool *is_chosen;
    uint32_t *set, *met; /* hosts, ascending: to group, and grouped last */
    int64_t *set_costs;
    uint32_t *set_home_of;
    tree_node *nodes;
    int64_t *node_multipliers; /* of all nodes */
    uint8_t *node_states;
    size_t node_count;
    uint32_t *hosts, *home_of; /* the best */
    int64_t best;
    int64_t open_bound; /* of what was not looked into */
} host_search;

/* ---- one bound ---------------------------------------------------------- */

/* Puts a village among the cheapest of a group, of which there is room for
 * `room`; of those as cheap, the first. */
static size_t insert(int64_t *least, uint32_t *members, size_t count,
                     size_t room, int64_t cost, uint32_t village)
{
    size_t at = count;

    while (at > 0 && least[at - 1] > cost)
        at--;
    if (at >= room)
        return count;
    if (count == room)
        count--;
    memmove(least + at + 1, least + at, (count - at) * sizeof(*least));
    memmove(members + at + 1, members + at, (count - at) * sizeof(*members));
    least[at] = cost;
    members[at] = village;
    return count + 1;
}

/* The best group that a village can be the host of. */
static void value_group(host_search *s, const tree_node *node, uint32_t host)
{
    const ci_host_problem *problem = s->problem;
    size_t villages = problem->village_count, count = 0;
    uint32_t *members = s->members + host * problem->size_to;

    s->values[host] = NONE;
    for (uint32_t i = 0; i < villages; i++)
        if (i != host && node->states[i] != IS_HOST)
            count = insert(
                s->least, members + 1, count, problem->size_to - 1,
                problem->costs[i * villages + host] - s->multipliers[i], i);
    if (count + 1 < problem->size_from)
        return;
    while (count + 1 > problem->size_from && s->least[count - 1] >= 0)
        count--;
    members[0] = host;
    s->sizes[host] = count + 1;
    s->values[host] = problem->costs[host * villages + host] -
                      s->multipliers[host] - problem->bonuses[host];
    for (size_t k = 0; k < count; k++)
        s->values[host] += s->least[k];
}

/* The free village of the best group that is not chosen (or, the worst that
 * is), or `villages`. */
static size_t find_free(const host_search *s, const tree_node *node,
                        bool among_chosen)
{
    size_t villages = s->problem->village_count, found = villages;

    for (size_t j = 0; j < villages; j++) {
        if (node->states[j] != IS_FREE || s->values[j] == NONE ||
            s->is_chosen[j] != among_chosen)
            continue;
        if (found == villages ||
            (among_chosen ? s->values[j] >= s->values[found]
                          : s->values[j] < s->values[found]))
            found = j;
    }
    return found;
}

/* Takes the hosts of the node and the best of the free ones. False: there
 * are not enough. */
static bool choose(host_search *s, const tree_node *node)
{
    size_t villages = s->problem->village_count, count = 0;

    for (size_t j = 0; j < villages; j++) {
        s->is_chosen[j] = node->states[j] == IS_HOST;
        count += s->is_chosen[j];
        if (s->is_chosen[j] && s->values[j] == NONE)
            return false;
    }
    if (count > s->problem->home_count)
        return false;
    for (; count < s->problem->home_count; count++) {
        size_t next = find_free(s, node, false);

        if (next == villages)
            return false;
        s->is_chosen[next] = true;
    }
    return true;
}

/* The bound that the multipliers give; NONE: nothing is possible. */
static int64_t find_bound(host_search *s, const tree_node *node)
{
    size_t villages = s->problem->village_count;
    int64_t bound = 0;

    for (uint32_t j = 0; j < villages; j++) {
        bound += s->multipliers[j];
        s->counts[j] = 0;
        s->values[j] = NONE;
        if (node->states[j] != IS_NONE)
            value_group(s, node, j);
    }
    if (!choose(s, node))
        return NONE;
    for (size_t j = 0; j < villages; j++) {
        const uint32_t *members = s->members + j * s->problem->size_to;

        if (!s->is_chosen[j])
            continue;
        bound += s->values[j];
        for (size_t k = 0; k < s->sizes[j]; k++)
            s->counts[members[k]]++;
    }
    return bound;
}

/* ---- one set of hosts --------------------------------------------------- */

/* Groups the villages around the chosen hosts, if they are new. */
static circlet_status group_chosen(host_search *s, circlet_error *error)
{
    const ci_host_problem *problem = s->problem;
    size_t villages = problem->village_count, homes = 0;
    ci_grouping grouping = {villages, problem->home_count, s->set_costs,
                            s->set,   problem->size_from,  problem->size_to};
    int64_t cost = 0;
    circlet_status status;

    for (uint32_t j = 0; j < villages; j++)
        if (s->is_chosen[j])
            s->set[homes++] = j;
    if (memcmp(s->set, s->met, homes * sizeof(*s->set)) == 0)
        return CIRCLET_OK;
    memcpy(s->met, s->set, homes * sizeof(*s->set));
    for (size_t i = 0; i < villages; i++)
        for (size_t k = 0; k < homes; k++)
            s->set_costs[i * homes + k] =
                problem->costs[i * villages + s->set[k]];
    status = ci_grouping_solve(s->set_home_of, &cost, &grouping, error);
    for (size_t k = 0; k < homes; k++)
        cost -= problem->bonuses[s->set[k]];
    if (status || cost >= s->best)
        return status;
    s->best = cost;
    memcpy(s->hosts, s->set, homes * sizeof(*s->set));
    memcpy(s->home_of, s->set_home_of, villages * sizeof(*s->home_of));
    return CIRCLET_OK;
}

/* ---- better multipliers ------------------------------------------------- */

/* A step along the subgradient: villages in no group become dearer to leave
 * out, those in several cheaper. False: there is none to make. */
static bool step(host_search *s, double length, int64_t bound)
{
    size_t villages = s->problem->village_count;
    double squares = 0, scale;

    for (size_t i = 0; i < villages; i++) {
        double excess = 1.0 - (double)s->counts[i];

        squares += excess * excess;
    }
    if (squares == 0)
        return false;
    scale = length * ((double)s->best - (double)bound) / squares;
    if (scale < 1)
        scale = 1;
    for (size_t i = 0; i < villages; i++) {
        const int64_t *costs = s->problem->costs + i * villages;
        int64_t most = s->problem->bonuses[i], most_cost = 0;

        for (size_t j = 0; j < villages; j++) {
            most_cost = costs[j] > most_cost ? costs[j] : most_cost;
            most =
                s->problem->bonuses[j] > most ? s->problem->bonuses[j] : most;
        }
        most += most_cost;
        s->multipliers[i] +=
            (int64_t)llround(scale * (1.0 - (double)s->counts[i]));
        if (s->multipliers[i] > most)
            s->multipliers[i] = most;
        if (s->multipliers[i] < -most)
            s->multipliers[i] = -most;
    }
    return true;
}

/* The best bound of a node after so many steps; its multipliers are left in
 * the node, and what they give in the search. */
static circlet_status better_bound(int64_t *out, host_search *s,
                                   tree_node *node, size_t steps,
                                   circlet_error *error)
{
    size_t size = s->problem->village_count * sizeof(*s->multipliers);
    size_t idle = 0;
    double length = 1;
    circlet_status status = CIRCLET_OK;

    *out = INT64_MIN;
    memcpy(s->multipliers, node->multipliers, size);
    for (size_t i = 0; i < steps && !status; i++) {
        int64_t bound = find_bound(s, node);

        if (bound == NONE) {
            *out = NONE;
            return CIRCLET_OK;
        }
        status = group_chosen(s, error);
        idle++;
        if (bound > *out) {
            *out = bound;
            memcpy(node->multipliers, s->multipliers, size);
            idle = 0;
        }
        if (idle == PATIENCE) {
            length /= 2;
            idle = 0;
        }
        if (*out >= s->best || !step(s, length, bound))
            break;
    }
    memcpy(s->multipliers, node->multipliers, size);
    find_bound(s, node);
    return status;
}

/* ---- the tree ----------------------------------------------------------- */

/* Fixes every free village whose other state is no better than the best. */
static void fix_states(const host_search *s, tree_node *node, int64_t bound)
{
    size_t villages = s->problem->village_count;
    size_t worst = find_free(s, node, true), next = find_free(s, node, false);
    int64_t worst_value = worst < villages ? s->values[worst] : NONE;
    int64_t next_value = next < villages ? s->values[next] : NONE;

    for (size_t j = 0; j < villages; j++) {
        if (node->states[j] != IS_FREE)
            continue;
        if (s->is_chosen[j]) {
            if (next_value == NONE ||
                bound - s->values[j] + next_value >= s->best)
                node->states[j] = IS_HOST;
        } else if (s->values[j] == NONE || worst_value == NONE ||
                   bound - worst_value + s->values[j] >= s->best) {
            node->states[j] = IS_NONE;
        }
    }
}

/* The free village whose group is best, or `villages`. */
static size_t find_branch(const host_search *s, const tree_node *node)
{
    size_t villages = s->problem->village_count, found = villages;

    for (size_t j = 0; j < villages; j++)
        if (node->states[j] == IS_FREE && s->is_chosen[j] &&
            (found == villages || s->values[j] < s->values[found]))
            found = j;
    return found;
}

static void enter(host_search *s, size_t depth, size_t village, uint8_t state)
{
    const tree_node *parent = &s->nodes[depth];
    tree_node *child = &s->nodes[depth + 1];
    size_t villages = s->problem->village_count;

    memcpy(child->multipliers, parent->multipliers,
           villages * sizeof(*child->multipliers));
    memcpy(child->states, parent->states, villages);
    child->states[village] = state;
}

static circlet_status search(host_search *s, size_t depth,
                             circlet_error *error)
{
    tree_node *node = &s->nodes[depth];
    size_t branch;
    int64_t bound;
    circlet_status status = better_bound(
        &bound, s, node, depth == 0 ? ROOT_STEPS : NODE_STEPS, error);

    if (status || bound >= s->best)
        /* The nodes are the caller's. */
        /* NOLINTNEXTLINE(clang-analyzer-unix.Malloc) */
        return status;
    if (++s->node_count > NODE_MAX) {
        s->open_bound = bound < s->open_bound ? bound : s->open_bound;
        return CIRCLET_OK;
    }
    fix_states(s, node, bound);
    branch = find_branch(s, node);
    if (branch == s->problem->village_count)
        return CIRCLET_OK; /* these hosts were grouped */
    enter(s, depth, branch, IS_HOST);
    status = search(s, depth + 1, error);
    if (status)
        return status;
    enter(s, depth, branch, IS_NONE);
    return search(s, depth + 1, error);
}

/* ---- memory ------------------------------------------------------------- */

static void clear(host_search *s)
{
    free(s->nodes);
    free(s->node_multipliers);
    free(s->node_states);
    free(s->multipliers);
    free(s->values);
    free(s->members);
    free(s->sizes);
    free(s->least);
    free(s->counts);
    free(s->is_chosen);
    free(s->set);
    free(s->met);
    free(s->set_costs);
    free(s->set_home_of);
}

static bool allocate(host_search *s)
{
    size_t villages = s->problem->village_count;
    size_t homes = s->problem->home_count;
    size_t size = s->problem->size_to;

    s->multipliers = calloc(villages, sizeof(*s->multipliers));
    s->values = calloc(villages, sizeof(*s->values));
    s->members = calloc(villages * (size + 1), sizeof(*s->members));
    s->sizes = calloc(villages, sizeof(*s->sizes));
    s->least = calloc(size + 1, sizeof(*s->least));
    s->counts = calloc(villages, sizeof(*s->counts));
    s->is_chosen = calloc(villages, sizeof(*s->is_chosen));
    s->set = calloc(homes, sizeof(*s->set));
    s->met = calloc(homes, sizeof(*s->met));
    s->set_costs = calloc(villages * homes, sizeof(*s->set_costs));
    s->set_home_of = calloc(villages, sizeof(*s->set_home_of));
    s->nodes = calloc(villages + 1, sizeof(*s->nodes));
    s->node_multipliers =
        calloc((villages + 1) * villages, sizeof(*s->node_multipliers));
    s->node_states = calloc((villages + 1) * villages, 1);
    if (!s->multipliers || !s->values || !s->members || !s->sizes ||
        !s->least || !s->counts || !s->is_chosen || !s->set || !s->met ||
        !s->set_costs || !s->set_home_of || !s->nodes ||
        !s->node_multipliers || !s->node_states)
        return false;
    for (size_t d = 0; d <= villages; d++) {
        s->nodes[d].multipliers = s->node_multipliers + d * villages;
        s->nodes[d].states = s->node_states + d * villages;
    }
    return true;
}

/* Each village starts at the cost of the nearest home elsewhere. */
static void start(host_search *s)
{
    size_t villages = s->problem->village_count;

    s->best = s->open_bound = NONE;
    s->met[0] = UINT32_MAX; /* no set was met */
    for (size_t i = 0; i < villages; i++) {
        int64_t least = NONE;

        for (size_t j = 0; j < villages; j++)
            if (j != i && s->problem->costs[i * villages + j] < least)
                least = s->problem->costs[i * villages + j];
        s->nodes[0].multipliers[i] = least == NONE ? 0 : least;
        s->nodes[0].states[i] = s->problem->is_fixed[i] ? IS_HOST : IS_FREE;
    }
}

circlet_status ci_hosts_choose(uint32_t *hosts, uint32_t *home_of,
                               ci_host_choice *choice,
                               const ci_host_problem *problem,
                               circlet_error *error)
{
    host_search s = {.problem = problem, .hosts = hosts, .home_of = home_of};
    circlet_status status;

    if (!allocate(&s)) {
        clear(&s);
        return ci_fail_nomem(error);
    }
    start(&s);
    status = search(&s, 0, error);
    choice->value = s.best;
    choice->bound = s.open_bound < s.best ? s.open_bound : s.best;
    clear(&s);
    return status;
}
