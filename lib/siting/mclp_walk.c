/*
 * Primal-dual hybrid gradient steps (A. Chambolle and T. Pock, A first-order
 * primal-dual algorithm for convex problems, 2011) with diagonal step sizes
 * (T. Pock and A. Chambolle, Diagonal preconditioning for first order
 * primal-dual algorithms, 2011), reflected and anchored at a start (B.
 * Halpern, Fixed points of nonexpanding maps, 1967), restarted when the
 * residual has shrunk, the balance of the steps learnt at each restart (H.
 * Lu and J. Yang, Restarted Halpern PDHG for linear programming, 2024; D.
 * Applegate et al., Practical large-scale linear programming using
 * primal-dual hybrid gradient, 2021).
 */
#include "siting/mclp_walk.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PRICE_ROUNDS 40

/* Restarts: enough progress, some progress that ends, a long time. */
#define ENOUGH 0.2
#define SOME 0.8
#define LONG 0.36

static double clip(double value, double low, double high)
{
    return value < low ? low : value > high ? high : value;
}

/* ---- limits ------------------------------------------------------------ */

static bool has_budget(const ci_mclp_walk *walk)
{
    return walk->side->budget < INT64_MAX;
}

static uint32_t group_of(const ci_mclp_walk *walk, uint32_t site)
{
    return walk->side->groups ? walk->side->groups[site] : CIRCLET_NO_GROUP;
}

static double cost_of(const ci_mclp_walk *walk, uint32_t site)
{
    return (double)walk->side->costs[site] / walk->cost_unit;
}

/* What the multipliers take off each open site. */
static void fill_prices(ci_mclp_walk *walk)
{
    size_t groups = walk->side->group_count;
    double theta = has_budget(walk) ? walk->m[groups] : 0;

    for (size_t i = 0; i < walk->open_count; i++) {
        uint32_t site = walk->open[i], group = group_of(walk, site);
        double price = theta * cost_of(walk, site);

        if (group != CIRCLET_NO_GROUP)
            price += walk->m[group];
        walk->prices[site] = price * walk->coefficient;
    }
}

/* What y takes of each group, and of the budget. */
static void fill_sums(ci_mclp_walk *walk, const double *y)
{
    const ci_side *side = walk->side;

    memset(walk->m_sums, 0, walk->m_count * sizeof(*walk->m_sums));
    for (size_t site = 0; site < walk->site_count; site++) {
        uint32_t group = group_of(walk, (uint32_t)site);

        if (y[site] == 0)
            continue;
        if (group != CIRCLET_NO_GROUP)
            walk->m_sums[group] += y[site] * walk->coefficient;
        if (has_budget(walk))
            walk->m_sums[side->group_count] +=
                y[site] * cost_of(walk, (uint32_t)site) * walk->coefficient;
    }
}

/* A step of the multipliers: what a sum is beyond its limits. */
static void step_multipliers(ci_mclp_walk *walk)
{
    const ci_side *side = walk->side;

    if (walk->m_count == 0)
        return;
    fill_sums(walk, walk->y_ahead);
    for (size_t e = 0; e < walk->m_count; e++) {
        double step = walk->m_steps[e] * walk->balance;
        double at = walk->m[e] + step * walk->m_sums[e], low, high;

        if (e < side->group_count) {
            low = side->group_min[e];
            high = side->group_max[e] < UINT32_MAX ? side->group_max[e]
                                                   : 4.0 * UINT32_MAX;
        } else {
            low = -4.0 * UINT32_MAX;
            high = (double)side->budget / walk->cost_unit;
        }
        walk->m_next[e] =
            at - step * clip(step > 0 ? at / step : 0, low * walk->coefficient,
                             high * walk->coefficient);
    }
}

/* ---- shares ------------------------------------------------------------ */

/* The sum of the shares at a price of p, and its slope. */
static double share_sum(const ci_mclp_walk *walk, double price, double *slope)
{
    double sum = 0, falls = 0;

    for (size_t i = 0; i < walk->open_count; i++) {
        uint32_t site = walk->open[i];
        double share = walk->y_next[site] - walk->sums[site] * price;

        if (share >= 1) {
            sum += 1;
        } else if (share > 0) {
            sum += share;
            falls += walk->sums[site];
        }
    }
    *slope = falls;
    return sum;
}

/* The price of p at which the shares are p in sum: Newton's method inside
 * an interval. */
static double find_price(ci_mclp_walk *walk, double high)
{
    double low = 0, slope, price;

    if (share_sum(walk, 0, &slope) <= walk->p_left)
        return 0;
    price =
        walk->p_price > 0 && walk->p_price < high ? walk->p_price : high / 2;
    for (int i = 0; i < PRICE_ROUNDS; i++) {
        double over = share_sum(walk, price, &slope) - walk->p_left;
        double next;

        if (fabs(over) <= 1e-10 * (1 + walk->p_left))
            break;
        if (over > 0)
            low = price;
        else
            high = price;
        next = slope > 0 ? price + over / slope : (low + high) / 2;
        price = next > low && next < high ? next : (low + high) / 2;
    }
    return price;
}

/* y_next: a step along the gradient, brought back to the limits. The sums'
 * room holds the sites' step lengths meanwhile. */
static void step_shares(ci_mclp_walk *walk)
{
    double high = 0;

    if (walk->m_count > 0)
        fill_prices(walk);
    for (size_t i = 0; i < walk->open_count; i++) {
        uint32_t site = walk->open[i];
        double step = walk->site_steps[site] / walk->balance;
        double gain = walk->totals[site] - walk->prices[site];

        walk->sums[site] = step;
        walk->y_next[site] = walk->y[site] + step * gain;
        if (step > 0 && walk->y_next[site] / step > high)
            high = walk->y_next[site] / step;
    }
    walk->p_price = find_price(walk, high);
    for (size_t i = 0; i < walk->open_count; i++) {
        uint32_t site = walk->open[i];

        walk->y_next[site] = clip(
            walk->y_next[site] - walk->sums[site] * walk->p_price, 0.0, 1.0);
    }
}

/* ---- steps ------------------------------------------------------------- */

/* u_next: against the gradient, inside its limits; returns the squared
 * length of the step. */
static double step_duals(ci_mclp_walk *walk)
{
    ci_row_tree *tree = &walk->tree;
    double moved = 0;

    ci_row_tree_sum(tree, walk->y_ahead, walk->sums);
    for (size_t i = 1; i < tree->node_count; i++) {
        double step = walk->row_steps[i];
        double next = walk->u[i] -
                      step * walk->balance * (walk->sums[i] - walk->needs[i]);
        double by;

        next = clip(next, 0.0, walk->caps[i]);
        by = next - walk->u[i];
        moved += by * by * walk->row_lengths[i];
        walk->u_next[i] = next;
    }
    return moved;
}

static double distance(const double *a, const double *b, const double *steps,
                       size_t count)
{
    double sum = 0;

    for (size_t i = 0; i < count; i++)
        if (a[i] != b[i] && steps[i] > 0)
            sum += (a[i] - b[i]) * (a[i] - b[i]) / steps[i];
    return sum;
}

/* To the point that the step reached. */
static void move_on(ci_mclp_walk *walk)
{
    size_t nodes = walk->tree.node_count, sites = walk->site_count;

    memcpy(walk->y, walk->y_next, sites * sizeof(*walk->y));
    memcpy(walk->u, walk->u_next, nodes * sizeof(*walk->u));
    memcpy(walk->m, walk->m_next, walk->m_count * sizeof(*walk->m));
    memcpy(walk->totals, walk->totals_next, sites * sizeof(*walk->totals));
}

/* The next start is here. */
static void restart(ci_mclp_walk *walk)
{
    size_t nodes = walk->tree.node_count, sites = walk->site_count;

    move_on(walk);
    memcpy(walk->y_start, walk->y_next, sites * sizeof(*walk->y));
    memcpy(walk->u_start, walk->u_next, nodes * sizeof(*walk->u));
    memcpy(walk->m_start, walk->m_next, walk->m_count * sizeof(*walk->m));
    memcpy(walk->totals_start, walk->totals_next,
           sites * sizeof(*walk->totals));
    walk->last_restart = walk->step;
}

/* The balance moves half way to the ratio of the ways that duals and shares
 * went since the last start. */
static void rebalance(ci_mclp_walk *walk)
{
    double duals =
        distance(walk->u_next, walk->u_start, walk->row_steps,
                 walk->tree.node_count) +
        distance(walk->m_next, walk->m_start, walk->m_steps, walk->m_count);
    double shares = distance(walk->y_next, walk->y_start, walk->site_steps,
                             walk->site_count);

    if (duals > 1e-20 && shares > 1e-20)
        walk->balance = sqrt(walk->balance * sqrt(duals / shares));
}

static void anchor(double *at, const double *next, const double *start,
                   size_t count, double share)
{
    for (size_t i = 0; i < count; i++)
        at[i] = share * (2 * next[i] - at[i]) + (1 - share) * start[i];
}

static void go_on(ci_mclp_walk *walk)
{
    double k = (double)(walk->step - walk->last_restart);
    double share = k / (k + 1);

    anchor(walk->y, walk->y_next, walk->y_start, walk->site_count, share);
    anchor(walk->u, walk->u_next, walk->u_start, walk->tree.node_count, share);
    anchor(walk->m, walk->m_next, walk->m_start, walk->m_count, share);
    anchor(walk->totals, walk->totals_next, walk->totals_start,
           walk->site_count, share);
}

static bool is_restart_due(ci_mclp_walk *walk, double residual)
{
    uint64_t since = walk->step - walk->last_restart;
    bool is_due = residual <= ENOUGH * walk->residual_start ||
                  (residual <= SOME * walk->residual_start &&
                   residual > walk->residual_last) ||
                  (double)since > LONG * (double)walk->step;

    if (since == 1)
        walk->residual_start = residual;
    walk->residual_last = residual;
    return since > 5 && is_due;
}

void ci_mclp_walk_step(ci_mclp_walk *walk)
{
    double duals, shares, multipliers;

    step_shares(walk);
    for (size_t site = 0; site < walk->site_count; site++)
        walk->y_ahead[site] = 2 * walk->y_next[site] - walk->y[site];
    step_multipliers(walk);
    duals = step_duals(walk);
    ci_row_tree_total(&walk->tree, walk->u_next, walk->totals_next);
    shares =
        distance(walk->y_next, walk->y, walk->site_steps, walk->site_count);
    multipliers =
        distance(walk->m_next, walk->m, walk->m_steps, walk->m_count);
    walk->step++;
    if (is_restart_due(walk, sqrt((duals + multipliers) / walk->balance +
                                  shares * walk->balance))) {
        rebalance(walk);
        restart(walk);
    } else if (walk->is_anchored) {
        go_on(walk);
    } else {
        move_on(walk);
    }
}

size_t ci_mclp_walk_size(const ci_mclp_walk *walk)
{
    return 2 * ci_row_tree_size(&walk->tree) + 3 * walk->tree.node_count +
           16 * walk->site_count;
}

/* ---- start ------------------------------------------------------------- */

void ci_mclp_walk_decide(ci_mclp_walk *walk, const uint8_t *decided)
{
    size_t in_count = 0;

    walk->open_count = 0;
    for (size_t site = 0; site < walk->site_count; site++) {
        uint8_t state = walk->side->states[site];
        bool is_in = state == CIRCLET_SITE_FIXED ||
                     (state == CIRCLET_SITE_FREE && decided[site] == CI_IN);

        in_count += is_in;
        if (is_in)
            walk->y_next[site] = 1;
        else if (state != CIRCLET_SITE_FREE || decided[site] == CI_OUT)
            walk->y_next[site] = 0;
        else
            walk->open[walk->open_count++] = (uint32_t)site;
    }
    walk->p_left = (double)walk->side->p - (double)in_count;
    walk->step = 0;
    restart(walk);
}

void ci_mclp_walk_start(ci_mclp_walk *walk, const uint8_t *is_chosen)
{
    const ci_row_tree *tree = &walk->tree;
    double duals = 0, shares = 0, sites = 0;

    for (size_t site = 0; site < walk->site_count; site++)
        sites += walk->side->states[site] == CIRCLET_SITE_FREE;
    for (size_t site = 0; site < walk->site_count; site++) {
        double level = sites > 0 ? (double)walk->side->p / sites : 0;
        double share = is_chosen && is_chosen[site] ? 1.0 : 0.0;

        /* Half way between the choice and equal shares. */
        share = 0.5 * share + 0.5 * (level < 1 ? level : 1);
        if (walk->side->states[site] != CIRCLET_SITE_FREE)
            share = 0;
        walk->y_next[site] = share;
        if (walk->site_steps[site] > 0)
            shares += level * level / walk->site_steps[site];
    }
    for (size_t i = 1; i < tree->node_count; i++) {
        walk->u_next[i] = 0.5 * walk->caps[i];
        duals += walk->caps[i] * walk->caps[i] / walk->row_steps[i];
    }
    memset(walk->m_next, 0, walk->m_count * sizeof(*walk->m_next));
    walk->balance = shares > 0 && duals > 0 ? 0.3 * sqrt(duals / shares) : 1;
    ci_row_tree_total(&walk->tree, walk->u_next, walk->totals_next);
    walk->step = 0;
    restart(walk);
}

void ci_mclp_walk_keep(const ci_mclp_walk *walk, double *place)
{
    size_t nodes = walk->tree.node_count, sites = walk->site_count;

    memcpy(place, walk->u_next, nodes * sizeof(*place));
    memcpy(place + nodes, walk->y_next, sites * sizeof(*place));
    memcpy(place + nodes + sites, walk->totals_next, sites * sizeof(*place));
    memcpy(place + nodes + 2 * sites, walk->m_next,
           walk->m_count * sizeof(*place));
    place[nodes + 2 * sites + walk->m_count] = walk->balance;
}

void ci_mclp_walk_return(ci_mclp_walk *walk, const double *place)
{
    size_t nodes = walk->tree.node_count, sites = walk->site_count;

    memcpy(walk->u_next, place, nodes * sizeof(*place));
    memcpy(walk->y_next, place + nodes, sites * sizeof(*place));
    memcpy(walk->totals_next, place + nodes + sites, sites * sizeof(*place));
    memcpy(walk->m_next, place + nodes + 2 * sites,
           walk->m_count * sizeof(*place));
    walk->balance = place[nodes + 2 * sites + walk->m_count];
}

size_t ci_mclp_walk_room(const ci_mclp_walk *walk)
{
    return walk->tree.node_count + 2 * walk->site_count + walk->m_count + 1;
}

void ci_mclp_walk_take(ci_mclp_walk *walk, const ci_mclp_walk *from,
                       const uint32_t *row_of)
{
    size_t nodes = walk->tree.node_count;

    memset(walk->sums, 0, nodes * sizeof(*walk->sums));
    for (size_t i = 1; i < from->tree.node_count; i++) {
        uint32_t row = row_of[from->tree.row_of[i]];

        if ((size_t)row + 1 < nodes)
            walk->sums[row] += from->u_next[i];
    }
    for (size_t i = 1; i < nodes; i++)
        walk->u_next[i] =
            clip(walk->sums[walk->tree.row_of[i]], 0.0, walk->caps[i]);
    memcpy(walk->y_next, from->y_next,
           walk->site_count * sizeof(*walk->y_next));
    memcpy(walk->m_next, from->m_next, walk->m_count * sizeof(*walk->m_next));
    ci_row_tree_total(&walk->tree, walk->u_next, walk->totals_next);
    walk->balance = from->balance;
    walk->step = 0;
    restart(walk);
}

static void fill_rows(ci_mclp_walk *walk, const ci_cover *cover, double unit)
{
    for (size_t i = 1; i < walk->tree.node_count; i++) {
        uint32_t row = walk->tree.row_of[i];
        size_t length = cover->row_first[row + 1] - cover->row_first[row];

        walk->needs[i] = ci_cover_need(cover, row);
        walk->caps[i] = (double)cover->weights[row] / unit / walk->needs[i];
        walk->row_lengths[i] = (double)length;
        walk->row_steps[i] = 1.0 / (double)length;
    }
}

/* One over what stands in a site's column, its limits included. */
static void fill_site_steps(ci_mclp_walk *walk, const ci_cover *cover)
{
    const ci_side *side = walk->side;
    double cost = 0, entries = (double)cover->entry_count;
    size_t count = 0;

    for (size_t site = 0; site < walk->site_count; site++) {
        cost += (double)side->costs[site];
        count += cover->site_first[site + 1] > cover->site_first[site];
    }
    walk->cost_unit = cost > 0 && count > 0 ? cost / (double)count : 1;
    walk->coefficient = count > 0 ? entries / (double)count : 1;
    for (size_t site = 0; site < walk->site_count; site++) {
        uint32_t group = group_of(walk, (uint32_t)site);
        double length =
            (double)(cover->site_first[site + 1] - cover->site_first[site]);

        if (has_budget(walk)) {
            double part = cost_of(walk, (uint32_t)site) * walk->coefficient;

            length += part;
            walk->m_steps[side->group_count] += part;
        }
        if (group != CIRCLET_NO_GROUP) {
            length += walk->coefficient;
            walk->m_steps[group] += walk->coefficient;
        }
        walk->site_steps[site] = length > 0 ? 1.0 / length : 1.0;
    }
    for (size_t e = 0; e < walk->m_count; e++)
        walk->m_steps[e] = walk->m_steps[e] > 0 ? 1.0 / walk->m_steps[e] : 0;
}

/* A row of doubles for every array that a walk keeps of its sites, nodes or
 * multipliers. */
static bool arrays_make(ci_mclp_walk *walk)
{
    size_t sites = walk->site_count + 1, nodes = walk->tree.node_count;
    size_t room = nodes > sites ? nodes : sites;
    double **of_sites[] = {
        &walk->site_steps,   &walk->y,           &walk->y_start,
        &walk->y_next,       &walk->y_ahead,     &walk->totals,
        &walk->totals_start, &walk->totals_next, &walk->prices};
    double **of_nodes[] = {&walk->caps,        &walk->needs, &walk->row_steps,
                           &walk->row_lengths, &walk->u,     &walk->u_start,
                           &walk->u_next};
    double **of_limits[] = {&walk->m, &walk->m_start, &walk->m_next,
                            &walk->m_steps, &walk->m_sums};
    bool is_made;

    walk->open = calloc(sites, sizeof(*walk->open));
    walk->sums = calloc(room, sizeof(*walk->sums));
    is_made = walk->open && walk->sums;
    for (size_t i = 0; i < sizeof(of_sites) / sizeof(*of_sites); i++)
        is_made &= !!(*of_sites[i] = calloc(sites, sizeof(double)));
    for (size_t i = 0; i < sizeof(of_nodes) / sizeof(*of_nodes); i++)
        is_made &= !!(*of_nodes[i] = calloc(nodes, sizeof(double)));
    for (size_t i = 0; i < sizeof(of_limits) / sizeof(*of_limits); i++)
        is_made &=
            !!(*of_limits[i] = calloc(walk->m_count + 1, sizeof(double)));
    return is_made;
}

bool ci_mclp_walk_make(ci_mclp_walk *out, const ci_cover *cover,
                       const ci_side *side, double unit, ci_effort *effort)
{
    ci_mclp_walk walk = {
        .side = side, .site_count = cover->site_count, .is_anchored = true};

    if (side->groups)
        walk.m_count = side->group_count;
    if (side->budget < INT64_MAX)
        walk.m_count = side->group_count + 1;
    if (!ci_row_tree_make(&walk.tree, cover, effort))
        return false;
    if (!arrays_make(&walk)) {
        ci_mclp_walk_clear(&walk);
        return false;
    }
    fill_rows(&walk, cover, unit);
    /* The empty row has a step, so that distances need not leave it out. */
    walk.row_steps[0] = 1.0;
    fill_site_steps(&walk, cover);
    *out = walk;
    ci_mclp_walk_start(out, NULL);
    return true;
}

void ci_mclp_walk_clear(ci_mclp_walk *walk)
{
    double *arrays[] = {walk->row_lengths,  walk->site_steps,  walk->y,
                        walk->y_start,      walk->y_next,      walk->y_ahead,
                        walk->totals,       walk->prices,      walk->caps,
                        walk->totals_start, walk->totals_next, walk->needs,
                        walk->row_steps,    walk->u,           walk->u_start,
                        walk->u_next,       walk->m,           walk->m_start,
                        walk->m_next,       walk->m_steps,     walk->m_sums,
                        walk->sums};

    ci_row_tree_clear(&walk->tree);
    free(walk->open);
    for (size_t i = 0; i < sizeof(arrays) / sizeof(*arrays); i++)
        free(arrays[i]);
}
