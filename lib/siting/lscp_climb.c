/*
 * Local search with row weights (C. Gao, X. Yao, T. Weise and J. Li, An
 * efficient local search heuristic with row weighting for the unicost set
 * covering problem, European Journal of Operational Research 246 (2015)),
 * with gains and losses counted per cost: whenever all is covered, a site is
 * taken out; then one goes and one that covers a row by chance comes, while
 * the priority of what stays uncovered grows.
 */
#include "siting/lscp_climb.h"

#include <stdlib.h>
#include <string.h>

#include "siting/lscp_swap.h"

/* Sites tried for a row before another row gets its turn. */
#define DROPS_MAX 8

struct ci_lscp_climb {
    ci_lscp_swap *swap; /* searches instead where it can; else NULL */
    ci_lscp_plan *plan;
    const ci_lscp_core *core;
    const uint8_t *decided;
    ci_effort *effort;
    ci_random random;
    ci_choice choice; /* if the plan is sided */
    bool has_choice;
    uint32_t *counts; /* of each row */
    uint64_t *sums; /* of each row: of the positions of the chosen sites that
                       cover it; of a single one it is the site */
    int64_t *priorities; /* of each row */
    int64_t *scores; /* of each site: gain, or loss if it is in */
    double *shares; /* of each site: 1 / cost, large where it costs nothing */
    uint64_t *stamps; /* of each site: when it came or went */
    uint8_t *is_in; /* of each site */
    uint8_t *may_enter; /* of each site: something near it has changed */
    uint32_t *chosen, *chosen_place;
    size_t chosen_count;
    uint32_t *open, *open_place; /* rows not covered */
    size_t open_count;
    int64_t cost; /* of the chosen */
    int64_t left; /* with weights: of the target */
    uint64_t clock, steps;
    bool has_begun;
};

static void reset(ci_lscp_climb *climb)
{
    const ci_lscp_core *core = climb->core;

    climb->open_count = 0;
    climb->left = core->target;
    for (size_t i = 0; i < core->row_count; i++) {
        climb->priorities[i] = core->weights ? core->weights[i] : 1;
        climb->open_place[i] = (uint32_t)climb->open_count;
        climb->open[climb->open_count++] = (uint32_t)i;
    }
    for (size_t j = 0; j < core->site_count; j++) {
        climb->may_enter[j] = 1;
        climb->shares[j] =
            core->costs[j] > 0 ? 1.0 / (double)core->costs[j] : 100.0;
        for (size_t k = core->site_first[j]; k < core->site_first[j + 1]; k++)
            climb->scores[j] += climb->priorities[core->site_rows[k]];
    }
}

static bool make_choice(ci_lscp_climb *climb)
{
    const ci_lscp_core *root = climb->plan->root;

    if (!climb->plan->is_sided)
        return true;
    climb->has_choice = ci_choice_make(&climb->choice, climb->plan->side);
    if (!climb->has_choice)
        return false;
    for (size_t j = 0; j < root->site_count; j++) {
        uint32_t site = root->site_names[j];

        if (climb->decided[site] == CI_IN && !climb->choice.is_chosen[site])
            ci_choice_add(&climb->choice, site);
    }
    return true;
}

static bool make_arrays(ci_lscp_climb *climb)
{
    size_t rows = climb->core->row_count + 1;
    size_t sites = climb->core->site_count + 1;

    climb->counts = calloc(rows, sizeof(uint32_t));
    climb->sums = calloc(rows, sizeof(uint64_t));
    climb->priorities = calloc(rows, sizeof(int64_t));
    climb->open = calloc(rows, sizeof(uint32_t));
    climb->open_place = calloc(rows, sizeof(uint32_t));
    climb->scores = calloc(sites, sizeof(int64_t));
    climb->shares = calloc(sites, sizeof(double));
    climb->stamps = calloc(sites, sizeof(uint64_t));
    climb->is_in = calloc(sites, 1);
    climb->may_enter = calloc(sites, 1);
    climb->chosen = calloc(sites, sizeof(uint32_t));
    climb->chosen_place = calloc(sites, sizeof(uint32_t));
    return climb->counts && climb->sums && climb->priorities && climb->open &&
           climb->open_place && climb->scores && climb->shares &&
           climb->stamps && climb->is_in && climb->may_enter &&
           climb->chosen && climb->chosen_place;
}

ci_lscp_climb *ci_lscp_climb_new(ci_lscp_plan *plan, const ci_lscp_core *core,
                                 const uint8_t *decided, uint64_t seed,
                                 ci_effort *effort)
{
    ci_lscp_climb *climb = calloc(1, sizeof(*climb));

    if (!climb)
        return NULL;
    if (ci_lscp_swap_suits(plan, core)) {
        climb->swap = ci_lscp_swap_new(plan, core, decided, seed, effort);
        if (climb->swap)
            return climb;
        free(climb);
        return NULL;
    }
    climb->plan = plan;
    climb->core = core;
    climb->decided = decided;
    climb->effort = effort;
    climb->random = ci_random_start(seed, "lscp");
    if (!make_arrays(climb) || !make_choice(climb)) {
        ci_lscp_climb_free(climb);
        return NULL;
    }
    reset(climb);
    return climb;
}

void ci_lscp_climb_free(ci_lscp_climb *climb)
{
    if (!climb)
        return;
    ci_lscp_swap_free(climb->swap);
    if (climb->has_choice)
        ci_choice_clear(&climb->choice);
    free(climb->counts);
    free(climb->sums);
    free(climb->priorities);
    free(climb->open);
    free(climb->open_place);
    free(climb->scores);
    free(climb->shares);
    free(climb->stamps);
    free(climb->is_in);
    free(climb->may_enter);
    free(climb->chosen);
    free(climb->chosen_place);
    free(climb);
}

/* ---- one site comes or goes -------------------------------------------- */

/* A row changes between uncovered and covered: `sign` +1 when it opens. The
 * sites that are not in gain or lose its priority. */
static void turn_row(ci_lscp_climb *climb, uint32_t row, int64_t sign)
{
    const ci_lscp_core *core = climb->core;
    const uint32_t *sites = core->row_sites;
    const uint8_t *is_in = climb->is_in;
    uint8_t *may_enter = climb->may_enter;
    int64_t *scores = climb->scores;
    int64_t priority = sign * climb->priorities[row];
    uint32_t place = climb->open_place[row];
    size_t end = core->row_first[row + 1];

    for (size_t k = core->row_first[row]; k < end; k++) {
        uint32_t site = sites[k];

        may_enter[site] = 1;
        scores[site] += is_in[site] ? 0 : priority;
    }
    climb->steps += core->row_first[row + 1] - core->row_first[row];
    if (core->weights)
        climb->left += sign * core->weights[row];
    if (sign > 0) {
        climb->open_place[row] = (uint32_t)climb->open_count;
        climb->open[climb->open_count++] = row;
        return;
    }
    climb->open[place] = climb->open[--climb->open_count];
    climb->open_place[climb->open[place]] = place;
}

/* A row begins or ceases to have one chosen site more than it needs: the
 * chosen ones no longer, or again, are missed. */
static void turn_chosen(ci_lscp_climb *climb, uint32_t row, int64_t sign)
{
    const ci_lscp_core *core = climb->core;
    size_t left = core->needs[row];

    if (left == 1) {
        climb->scores[climb->sums[row]] += sign * climb->priorities[row];
        climb->steps++;
        return;
    }
    for (size_t k = core->row_first[row];
         left > 0 && k < core->row_first[row + 1]; k++) {
        uint32_t site = core->row_sites[k];

        climb->steps++;
        if (!climb->is_in[site])
            continue;
        climb->scores[site] += sign * climb->priorities[row];
        left--;
    }
}

static void note_cost(ci_lscp_climb *climb, uint32_t site, bool is_in)
{
    uint32_t place = climb->chosen_place[site];

    climb->stamps[site] = ++climb->clock;
    climb->cost +=
        is_in ? climb->core->costs[site] : -climb->core->costs[site];
    if (is_in) {
        climb->chosen_place[site] = (uint32_t)climb->chosen_count;
        climb->chosen[climb->chosen_count++] = site;
    } else {
        climb->chosen[place] = climb->chosen[--climb->chosen_count];
        climb->chosen_place[climb->chosen[place]] = place;
    }
    if (!climb->has_choice)
        return;
    if (is_in)
        ci_choice_add(&climb->choice, climb->core->site_names[site]);
    else
        ci_choice_drop(&climb->choice, climb->core->site_names[site]);
}

static void add_site(ci_lscp_climb *climb, uint32_t site)
{
    const ci_lscp_core *core = climb->core;
    int64_t loss = 0;

    climb->is_in[site] = 1;
    for (size_t k = core->site_first[site]; k < core->site_first[site + 1];
         k++) {
        uint32_t row = core->site_rows[k];
        uint32_t need = core->needs[row];

        if (climb->counts[row] < need)
            loss += climb->priorities[row];
        if (climb->counts[row] + 1 == need) {
            turn_row(climb, row, -1);
        } else if (climb->counts[row] == need) {
            /* The new one is not missed either: it is not counted in. */
            climb->is_in[site] = 0;
            turn_chosen(climb, row, -1);
            climb->is_in[site] = 1;
        }
        climb->counts[row]++;
        climb->sums[row] += site;
    }
    climb->steps += core->site_first[site + 1] - core->site_first[site];
    climb->scores[site] = loss;
    note_cost(climb, site, true);
}

static void drop_site(ci_lscp_climb *climb, uint32_t site)
{
    const ci_lscp_core *core = climb->core;
    int64_t gain = 0;

    climb->is_in[site] = 0;
    for (size_t k = core->site_first[site]; k < core->site_first[site + 1];
         k++) {
        uint32_t row = core->site_rows[k];
        uint32_t need = core->needs[row];

        climb->counts[row]--;
        climb->sums[row] -= site;
        if (climb->counts[row] < need)
            gain += climb->priorities[row];
        if (climb->counts[row] + 1 == need)
            turn_row(climb, row, 1);
        else if (climb->counts[row] == need)
            turn_chosen(climb, row, 1);
    }
    climb->steps += core->site_first[site + 1] - core->site_first[site];
    climb->scores[site] = gain;
    climb->may_enter[site] = 0;
    note_cost(climb, site, false);
}

/* ---- choosing ---------------------------------------------------------- */

static bool is_complete(const ci_lscp_climb *climb)
{
    return climb->core->weights ? climb->left <= 0 : climb->open_count == 0;
}

/* Score per cost, with a little cost where there is none. */
static double rate(const ci_lscp_climb *climb, uint32_t site)
{
    return (double)climb->scores[site] * climb->shares[site];
}

static bool may_add(const ci_lscp_climb *climb, uint32_t site)
{
    return !climb->has_choice ||
           ci_choice_may_add(&climb->choice, climb->core->site_names[site]);
}

static bool may_drop(const ci_lscp_climb *climb, uint32_t site)
{
    return !climb->has_choice ||
           ci_choice_may_drop(&climb->choice, climb->core->site_names[site]);
}

/* The chosen site whose loss per cost is the least, the longest there among
 * equals, but not the one that came last; UINT32_MAX: none. */
static uint32_t find_drop(ci_lscp_climb *climb)
{
    uint32_t best = UINT32_MAX;
    double best_rate = 0.0;

    climb->steps += climb->chosen_count;
    for (size_t i = 0; i < climb->chosen_count; i++) {
        uint32_t site = climb->chosen[i];
        double here = rate(climb, site);

        if (best != UINT32_MAX && here > best_rate)
            continue;
        if (best != UINT32_MAX && here == best_rate &&
            climb->stamps[site] > climb->stamps[best])
            continue;
        if (climb->stamps[site] == climb->clock || !may_drop(climb, site))
            continue;
        best = site;
        best_rate = here;
    }
    return best;
}

/* The best site of an uncovered row that may come. */
static uint32_t find_add(ci_lscp_climb *climb, uint32_t row)
{
    const ci_lscp_core *core = climb->core;
    uint32_t best = UINT32_MAX;
    double best_rate = 0.0;

    climb->steps += core->row_first[row + 1] - core->row_first[row];
    for (size_t k = core->row_first[row]; k < core->row_first[row + 1]; k++) {
        uint32_t site = core->row_sites[k];
        double here;

        if (climb->is_in[site] || !climb->may_enter[site] ||
            !may_add(climb, site))
            continue;
        here = rate(climb, site);
        if (best == UINT32_MAX || here > best_rate ||
            (here == best_rate && climb->stamps[site] < climb->stamps[best])) {
            best = site;
            best_rate = here;
        }
    }
    return best;
}

static void raise_row(ci_lscp_climb *climb, uint32_t row)
{
    const ci_lscp_core *core = climb->core;
    int64_t more = core->weights ? core->weights[row] / 8 + 1 : 1;
    int64_t *scores = climb->scores;
    size_t end = core->row_first[row + 1];

    if (climb->priorities[row] > INT64_MAX >> 24)
        return;
    climb->priorities[row] += more;

    climb->steps += end - core->row_first[row];
    for (size_t k = core->row_first[row]; k < end; k++)
        scores[core->row_sites[k]] += more;
}

/* ---- searching --------------------------------------------------------- */

/* Greedy: the site with the most per cost, until all is covered. */
static bool begin(ci_lscp_climb *climb)
{
    const ci_lscp_core *core = climb->core;

    climb->has_begun = true;
    while (!is_complete(climb)) {
        uint32_t best = UINT32_MAX;
        double best_rate = 0.0;

        for (uint32_t j = 0; j < core->site_count; j++)
            if (!climb->is_in[j] && climb->scores[j] > 0 &&
                (best == UINT32_MAX || rate(climb, j) > best_rate) &&
                may_add(climb, j)) {
                best = j;
                best_rate = rate(climb, j);
            }
        climb->steps += core->site_count;
        if (best == UINT32_MAX)
            return false;
        add_site(climb, best);
    }
    return true;
}

static void offer(ci_lscp_climb *climb)
{
    const ci_lscp_core *core = climb->core;
    ci_lscp_plan *plan = climb->plan;

    if (core->base + climb->cost >= plan->limit)
        return;
    ci_lscp_plan_start(plan, climb->decided);
    for (size_t i = 0; i < climb->chosen_count; i++)
        plan->trial[plan->place[core->site_names[climb->chosen[i]]]] = 1;
    ci_lscp_plan_offer(plan);
}

static uint32_t draw_row(ci_lscp_climb *climb)
{
    return climb->open[ci_random_below(&climb->random, climb->open_count)];
}

static bool fits(const ci_lscp_climb *climb, uint32_t site)
{
    return climb->core->base + climb->cost + climb->core->costs[site] <
           climb->plan->limit;
}

/* What dear sites left of the limit of the cost goes to cheap ones. */
static void fill_up(ci_lscp_climb *climb)
{
    while (!is_complete(climb) && climb->open_count > 0) {
        uint32_t site = find_add(climb, draw_row(climb));

        if (site == UINT32_MAX || !fits(climb, site))
            return;
        add_site(climb, site);
    }
}

/* One site comes that covers an uncovered row, after as many have gone as
 * the limit of the cost asks for. */
static void exchange(ci_lscp_climb *climb)
{
    uint32_t row, site;

    if (climb->open_count == 0)
        return;
    row = draw_row(climb);
    if (climb->core->weights)
        raise_row(climb, row);
    site = find_add(climb, row);
    for (int drops = 0; drops < DROPS_MAX; drops++) {
        uint32_t out;

        if (site != UINT32_MAX && fits(climb, site)) {
            add_site(climb, site);
            break;
        }
        out = find_drop(climb);
        if (out == UINT32_MAX)
            break;
        drop_site(climb, out);
        if (site == UINT32_MAX)
            site = find_add(climb, row);
    }
    fill_up(climb);
    for (size_t i = 0; !climb->core->weights && i < climb->open_count; i++)
        raise_row(climb, climb->open[i]);
}

void ci_lscp_climb_go_on(ci_lscp_climb *climb, uint64_t steps, int64_t enough)
{
    uint64_t counted = climb->steps;
    uint64_t end = climb->steps + steps;

    if (climb->swap) {
        ci_lscp_swap_go_on(climb->swap, steps, enough);
        return;
    }
    if (!climb->has_begun && begin(climb))
        offer(climb);
    while (climb->steps < end && climb->plan->limit > enough) {
        uint32_t out;

        if (is_complete(climb))
            offer(climb);
        out = find_drop(climb);
        if (out != UINT32_MAX)
            drop_site(climb, out);
        if (!is_complete(climb))
            exchange(climb);
        climb->steps += 10;
        if (!ci_effort_spend(climb->effort, climb->steps - counted))
            return;
        counted = climb->steps;
    }
}
