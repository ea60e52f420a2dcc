/*
 * A cover of the whole costs what covers of its parts cost together. The
 * bound of each is rounded up by itself, and their trees stand side by side
 * instead of one in each leaf of the other.
 */
#include "siting/lscp_parts.h"

#include <stdlib.h>

#include "siting/lscp_search.h"

typedef struct part {
    uint32_t head; /* the first of its sites: they are named by it */
    size_t rows;
    int64_t low; /* bound of its cost, at first in 1 / scale */
} part;

typedef struct parted {
    ci_lscp_tree *tree;
    const ci_lscp_core *core;
    uint32_t *heads; /* of each site: the first one of its part */
    uint8_t *fates; /* scratch: of each site */
    uint8_t *is_dropped; /* scratch: of each row */
    uint8_t *is_chosen; /* of each site: in the cover of its part */
    part *parts; /* of each site; then one each, the small ones first */
    size_t count;
    int64_t sum; /* of the parts' bounds, and what is chosen already */
} parted;

static void clear(parted *of)
{
    free(of->heads);
    free(of->fates);
    free(of->is_dropped);
    free(of->is_chosen);
    free(of->parts);
}

static bool make(parted *of)
{
    size_t sites = of->core->site_count + 1;

    of->heads = malloc(sites * sizeof(*of->heads));
    of->fates = malloc(sites);
    of->is_dropped = malloc(of->core->row_count + 1);
    of->is_chosen = calloc(sites, 1);
    of->parts = calloc(sites, sizeof(*of->parts));
    return of->heads && of->fates && of->is_dropped && of->is_chosen &&
           of->parts;
}

/* ---- finding them ------------------------------------------------------ */

/* Disjoint sets, halving the paths (R. Tarjan and J. van Leeuwen, Worst-case
 * analysis of set union algorithms, Journal of the ACM 31 (1984)). */
static uint32_t head_of(uint32_t *heads, uint32_t site)
{
    while (heads[site] != site) {
        heads[site] = heads[heads[site]];
        site = heads[site];
    }
    return site;
}

/* The smaller position becomes the head. */
static void join_sites(parted *of)
{
    const ci_lscp_core *core = of->core;

    of->count = core->site_count;
    for (uint32_t j = 0; j < core->site_count; j++)
        of->heads[j] = j;
    for (size_t i = 0; i < core->row_count; i++) {
        uint32_t a = head_of(of->heads, core->row_sites[core->row_first[i]]);

        for (size_t k = core->row_first[i]; k < core->row_first[i + 1]; k++) {
            uint32_t b = head_of(of->heads, core->row_sites[k]);

            of->count -= a != b;
            of->heads[a > b ? a : b] = a > b ? b : a;
            a = a > b ? b : a;
        }
    }
    for (uint32_t j = 0; j < core->site_count; j++)
        of->heads[j] = head_of(of->heads, j);
}

static int by_rows(const void *a, const void *b)
{
    const part *x = a;
    const part *y = b;

    if (x->rows != y->rows)
        return x->rows < y->rows ? -1 : 1;
    return (x->head > y->head) - (x->head < y->head);
}

static int64_t round_up(int64_t whole, int64_t scale)
{
    return whole > 0 ? (whole - 1) / scale + 1 : 0;
}

/* The parts with their bounds by the duals of the whole, each rounded up. */
static void list_parts(parted *of)
{
    const ci_lscp_core *core = of->core;
    const ci_lscp_price *price = of->tree->price;
    size_t to = 0;

    ci_lscp_prove(of->tree->price, core);
    for (size_t i = 0; i < core->row_count; i++) {
        uint32_t site = core->row_sites[core->row_first[i]];

        of->parts[of->heads[site]].rows++;
        of->parts[of->heads[site]].low += core->needs[i] * price->whole[i];
    }
    for (size_t j = 0; j < core->site_count; j++)
        if (price->whole_reduced[j] < 0)
            of->parts[of->heads[j]].low += price->whole_reduced[j];
    of->sum = core->base;
    for (uint32_t j = 0; j < core->site_count; j++) {
        part here = of->parts[j];

        if (of->heads[j] != j)
            continue;
        here.head = j;
        here.low = round_up(here.low, price->scale);
        of->sum += here.low;
        of->parts[to++] = here;
    }
    qsort(of->parts, to, sizeof(*of->parts), by_rows);
}

/* ---- one of them ------------------------------------------------------- */

static bool cut_part(ci_lscp_core *out, parted *of, const part *here)
{
    const ci_lscp_core *core = of->core;

    for (size_t j = 0; j < core->site_count; j++)
        of->fates[j] = of->heads[j] == here->head ? CI_OPEN : CI_OUT;
    for (size_t i = 0; i < core->row_count; i++)
        of->is_dropped[i] =
            of->heads[core->row_sites[core->row_first[i]]] != here->head;
    if (!ci_lscp_core_cut(out, core, of->fates, of->is_dropped))
        return false;
    out->base = 0;
    return true;
}

/* Takes over the cover of a part; the sites of its core are in order. */
static void take_plan(parted *of, const part *here,
                      const ci_lscp_result *result)
{
    size_t at = 0;

    for (size_t j = 0; j < of->core->site_count; j++)
        if (of->heads[j] == here->head)
            of->is_chosen[j] = result->is_chosen[at++];
}

/* Raises the bound of a part to its least cost, or so far that nothing below
 * the cutoff is left. False: no memory; the search may have ended too. */
static bool raise_part(parted *of, part *here, int64_t cutoff)
{
    ci_lscp_tree *tree = of->tree;
    ci_lscp_result result = {0};
    ci_lscp_core core = {0};
    ci_lscp_task task = {.root = &core,
                         .side = tree->trail->side,
                         .effort = tree->effort,
                         .may_dominate = tree->may_dominate,
                         .limit = cutoff - (of->sum - here->low),
                         .enough = here->low,
                         .unit = 1,
                         .scale = tree->price->scale};
    bool is_done_well = cut_part(&core, of, here);

    is_done_well = is_done_well && ci_lscp_search(&result, &task);
    if (is_done_well && (result.is_closed || result.cost <= here->low)) {
        of->sum += result.cost - here->low;
        here->low = result.cost;
    }
    if (is_done_well && result.has_plan)
        take_plan(of, here, &result);
    tree->nodes += is_done_well ? result.nodes : 0;
    ci_lscp_result_clear(&result);
    ci_lscp_core_clear(&core);
    return is_done_well;
}

static void offer(const parted *of)
{
    ci_lscp_plan *plan = of->tree->plan;

    ci_lscp_plan_start(plan, of->tree->trail->decided);
    for (size_t j = 0; j < of->core->site_count; j++)
        if (of->is_chosen[j])
            plan->trial[plan->place[of->core->site_names[j]]] = 1;
    ci_lscp_plan_offer(plan);
}

static ci_lscp_parted try_all(parted *of)
{
    ci_lscp_tree *tree = of->tree;
    int64_t cutoff =
        tree->cutoff < tree->plan->limit ? tree->cutoff : tree->plan->limit;

    list_parts(of);
    for (size_t i = 0; i < of->count && of->sum < cutoff; i++)
        if (!raise_part(of, &of->parts[i], cutoff))
            return CI_LSCP_PARTED_FAILED;
        else if (tree->effort->is_over)
            return CI_LSCP_WHOLE;
    if (of->sum < cutoff)
        offer(of);
    return CI_LSCP_PARTED;
}

ci_lscp_parted ci_lscp_try_parts(ci_lscp_tree *tree, const ci_lscp_core *core)
{
    parted of = {.tree = tree, .core = core};
    ci_lscp_parted told = CI_LSCP_WHOLE;

    if (tree->is_sided || tree->trail->wants_proof || core->weights ||
        core->row_count < 2)
        return told;
    if (!make(&of)) {
        clear(&of);
        return CI_LSCP_PARTED_FAILED;
    }
    join_sites(&of);
    ci_effort_spend(tree->effort, core->entry_count);
    if (of.count > 1)
        told = try_all(&of);
    clear(&of);
    return told;
}
