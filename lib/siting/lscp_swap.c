/*
 * Tabu search over pairs with row weights (Q. Zhang, Z. Lu, Z. Su, C. Li, Y.
 * Fang and F. Ma, Vertex weighting-based tabu search for p-center problem,
 * IJCAI 2020): one site fewer than the best plan has is chosen; a row that
 * they leave open is drawn; of its sites and of the chosen ones that pair is
 * exchanged that leaves the least weight open; and where that is no gain,
 * open rows weigh more from then on. What a site covers is known only of the
 * chosen ones: the others are looked at when they are candidates, so that an
 * exchange touches no row's sites but those of the row that was drawn.
 */
#include "siting/lscp_swap.h"

#include <stdlib.h>
#include <string.h>

#include "siting/side.h"

/* Where a row has no slot of its own; chosen sites have those that follow. */
#define SLOT_NONE 0
#define SLOT_MANY 1
#define SLOT_FIRST 2

/* A slot that just changed is too dear to be emptied; all weights together
 * are below. */
#define TABU (INT64_C(1) << 60)

/* No row weighs more. */
#define WEIGHT_MAX (UINT32_C(1) << 27)

struct ci_lscp_swap {
    ci_lscp_plan *plan;
    const ci_lscp_core *core;
    const uint8_t *decided;
    ci_effort *effort;
    ci_random random;
    uint32_t *counts; /* of each row: chosen sites that cover it */
    uint32_t *sums; /* of each row: of their slots */
    uint32_t *slots; /* of each row: of the only one, or none, or many */
    uint32_t *weights; /* of each row */
    uint32_t *open, *open_place; /* rows not covered */
    size_t open_count;
    uint32_t *chosen; /* of each slot: its site */
    int64_t *losses; /* of each slot: weight of the rows it alone covers */
    int64_t *shared; /* scratch of each slot: what a candidate covers too; at
                        the start of each site: what it would cover */
    size_t end; /* of the slots in use */
    uint8_t *is_in; /* of each site */
    uint32_t came; /* slot of the last exchange, 0: none */
    uint32_t went; /* site of the last exchange */
    uint64_t steps;
    bool has_begun;
};

/* An exchange: the site that comes, the slot that it takes, and by how much
 * the weight of the open rows grows. */
typedef struct exchange {
    uint32_t site, slot;
    int64_t growth;
    uint64_t ties; /* pairs as good that were seen */
} exchange;

bool ci_lscp_swap_suits(const ci_lscp_plan *plan, const ci_lscp_core *core)
{
    if (plan->is_sided || core->weights || core->site_count == 0 ||
        core->row_count == 0 || core->is_broken)
        return false;
    for (size_t i = 0; i < core->row_count; i++)
        if (core->needs[i] != 1)
            return false;
    for (size_t j = 0; j < core->site_count; j++)
        if (core->costs[j] != core->costs[0] || core->costs[0] == 0)
            return false;
    return true;
}

static bool make_arrays(ci_lscp_swap *swap)
{
    size_t rows = swap->core->row_count;
    size_t slots = swap->core->site_count + SLOT_FIRST;

    swap->counts = calloc(rows, sizeof(uint32_t));
    swap->sums = calloc(rows, sizeof(uint32_t));
    swap->slots = calloc(rows, sizeof(uint32_t));
    swap->weights = calloc(rows, sizeof(uint32_t));
    swap->open = calloc(rows, sizeof(uint32_t));
    swap->open_place = calloc(rows, sizeof(uint32_t));
    swap->chosen = calloc(slots, sizeof(uint32_t));
    swap->losses = calloc(slots, sizeof(int64_t));
    swap->shared = calloc(slots, sizeof(int64_t));
    swap->is_in = calloc(slots, 1);
    return swap->counts && swap->sums && swap->slots && swap->weights &&
           swap->open && swap->open_place && swap->chosen && swap->losses &&
           swap->shared && swap->is_in;
}

ci_lscp_swap *ci_lscp_swap_new(ci_lscp_plan *plan, const ci_lscp_core *core,
                               const uint8_t *decided, uint64_t seed,
                               ci_effort *effort)
{
    ci_lscp_swap *swap = calloc(1, sizeof(*swap));

    if (!swap)
        return NULL;
    swap->plan = plan;
    swap->core = core;
    swap->decided = decided;
    swap->effort = effort;
    swap->random = ci_random_start(seed, "lscp");
    swap->end = SLOT_FIRST;
    swap->went = UINT32_MAX;
    if (!make_arrays(swap)) {
        ci_lscp_swap_free(swap);
        return NULL;
    }
    for (size_t i = 0; i < core->row_count; i++) {
        swap->weights[i] = 1;
        swap->open[i] = (uint32_t)i;
        swap->open_place[i] = (uint32_t)i;
    }
    swap->open_count = core->row_count;
    return swap;
}

void ci_lscp_swap_free(ci_lscp_swap *swap)
{
    if (!swap)
        return;
    free(swap->counts);
    free(swap->sums);
    free(swap->slots);
    free(swap->weights);
    free(swap->open);
    free(swap->open_place);
    free(swap->chosen);
    free(swap->losses);
    free(swap->shared);
    free(swap->is_in);
    free(swap);
}

/* ---- one site comes or goes -------------------------------------------- */

static void put_in(ci_lscp_swap *swap, uint32_t slot, uint32_t site)
{
    const ci_lscp_core *core = swap->core;
    size_t end = core->site_first[site + 1];
    int64_t loss = 0;

    for (size_t k = core->site_first[site]; k < end; k++) {
        uint32_t row = core->site_rows[k];
        uint32_t count = swap->counts[row]++;

        swap->sums[row] += slot;
        if (count == 0) {
            uint32_t place = swap->open_place[row];

            swap->slots[row] = slot;
            loss += swap->weights[row];
            swap->open[place] = swap->open[--swap->open_count];
            swap->open_place[swap->open[place]] = place;
        } else if (count == 1) {
            swap->losses[swap->slots[row]] -= swap->weights[row];
            swap->slots[row] = SLOT_MANY;
        }
    }
    swap->steps += end - core->site_first[site];
    swap->chosen[slot] = site;
    swap->losses[slot] = loss;
    swap->is_in[site] = 1;
}

/* The slot is empty then. */
static void take_out(ci_lscp_swap *swap, uint32_t slot)
{
    const ci_lscp_core *core = swap->core;
    uint32_t site = swap->chosen[slot];
    size_t end = core->site_first[site + 1];

    for (size_t k = core->site_first[site]; k < end; k++) {
        uint32_t row = core->site_rows[k];
        uint32_t count = --swap->counts[row];

        swap->sums[row] -= slot;
        if (count == 0) {
            swap->slots[row] = SLOT_NONE;
            swap->open_place[row] = (uint32_t)swap->open_count;
            swap->open[swap->open_count++] = row;
        } else if (count == 1) {
            swap->slots[row] = swap->sums[row];
            swap->losses[swap->sums[row]] += swap->weights[row];
        }
    }
    swap->steps += end - core->site_first[site];
    swap->losses[slot] = 0;
    swap->is_in[site] = 0;
}

/* ---- how many ---------------------------------------------------------- */

/* As many as a better plan may have. */
static size_t most_sites(const ci_lscp_swap *swap)
{
    int64_t left = swap->plan->limit - 1 - swap->core->base;
    int64_t sites = left > 0 ? left / swap->core->costs[0] : 0;

    return sites < (int64_t)swap->core->site_count ? (size_t)sites
                                                   : swap->core->site_count;
}

/* The one that covers the least alone; the last slot's site takes its. */
static void shrink(ci_lscp_swap *swap)
{
    uint32_t last = (uint32_t)swap->end - 1;
    uint32_t least = last;

    for (uint32_t slot = SLOT_FIRST; slot < last; slot++)
        if (swap->losses[slot] < swap->losses[least])
            least = slot;
    swap->steps += swap->end;
    take_out(swap, least);
    if (least != last) {
        uint32_t site = swap->chosen[last];

        take_out(swap, last);
        put_in(swap, least, site);
    }
    swap->end--;
    swap->came = 0;
}

/* The site that covers most of what is open; among equals one by chance. */
static uint32_t find_most(ci_lscp_swap *swap)
{
    const int64_t *gains = swap->shared;
    uint32_t best = 0;
    uint64_t ties = 0;

    for (uint32_t j = 0; j < swap->core->site_count; j++) {
        if (gains[j] < gains[best])
            continue;
        if (gains[j] > gains[best])
            ties = 0;
        if (ci_random_below(&swap->random, ++ties) == 0)
            best = j;
    }
    swap->steps += swap->core->site_count;
    return best;
}

/* The sites of the rows that `site` covers as the first one lose them. */
static void take_gains(ci_lscp_swap *swap, uint32_t site)
{
    const ci_lscp_core *core = swap->core;

    for (size_t k = core->site_first[site]; k < core->site_first[site + 1];
         k++) {
        uint32_t row = core->site_rows[k];
        size_t end = core->row_first[row + 1];

        if (swap->counts[row] > 0)
            continue;
        for (size_t e = core->row_first[row]; e < end; e++)
            swap->shared[core->row_sites[e]]--;
        swap->steps += end - core->row_first[row];
    }
}

/* Greedy, as far as a better plan may go. */
static void begin(ci_lscp_swap *swap)
{
    const ci_lscp_core *core = swap->core;
    size_t most = most_sites(swap);

    swap->has_begun = true;
    for (size_t j = 0; j < core->site_count; j++)
        swap->shared[j] =
            (int64_t)(core->site_first[j + 1] - core->site_first[j]);
    while (swap->open_count > 0 && swap->end < SLOT_FIRST + most) {
        uint32_t site = find_most(swap);

        take_gains(swap, site);
        put_in(swap, (uint32_t)swap->end++, site);
    }
    memset(swap->shared, 0, core->site_count * sizeof(*swap->shared));
}

static void offer(ci_lscp_swap *swap)
{
    const ci_lscp_core *core = swap->core;
    ci_lscp_plan *plan = swap->plan;

    ci_lscp_plan_start(plan, swap->decided);
    for (size_t slot = SLOT_FIRST; slot < swap->end; slot++)
        plan->trial[plan->place[core->site_names[swap->chosen[slot]]]] = 1;
    ci_lscp_plan_offer(plan);
    swap->steps += plan->root->entry_count;
}

/* ---- pairs ------------------------------------------------------------- */

/* Keeps the better; of as good ones each with the same chance. */
static void compare(ci_lscp_swap *swap, exchange *best, exchange other)
{
    if (other.growth > best->growth)
        return;
    other.ties = other.growth < best->growth ? 1 : best->ties + 1;
    best->ties = other.ties;
    if (other.ties == 1 || ci_random_below(&swap->random, other.ties) == 0)
        *best = other;
}

/* What each slot would no longer lose, since the candidate covers it too, and
 * in SLOT_NONE what the candidate gains. */
static void share_rows(ci_lscp_swap *swap, uint32_t site)
{
    const ci_lscp_core *core = swap->core;
    const uint32_t *rows = core->site_rows;
    const uint32_t *slots = swap->slots;
    const uint32_t *weights = swap->weights;
    int64_t *shared = swap->shared;
    size_t end = core->site_first[site + 1];

    for (size_t k = core->site_first[site]; k < end; k++)
        shared[slots[rows[k]]] += weights[rows[k]];
    swap->steps += end - core->site_first[site];
}

/* The candidate in each of the slots. */
static void try_slots(ci_lscp_swap *swap, uint32_t site, exchange *best)
{
    const int64_t *losses = swap->losses;
    const int64_t *shared = swap->shared;
    int64_t limit = best->growth + shared[SLOT_NONE];

    for (uint32_t slot = SLOT_FIRST; slot < swap->end; slot++) {
        if (losses[slot] - shared[slot] > limit)
            continue;
        compare(swap, best,
                (exchange){site, slot,
                           losses[slot] - shared[slot] - shared[SLOT_NONE],
                           0});
        limit = best->growth + shared[SLOT_NONE];
    }
    swap->steps += swap->end;
    memset(swap->shared, 0, swap->end * sizeof(*swap->shared));
}

/* Of all slots without shared rows `least` is the best: with many slots only
 * that one and those with shared rows are looked at. */
static void try_touched(ci_lscp_swap *swap, uint32_t site, uint32_t least,
                        exchange *best)
{
    const ci_lscp_core *core = swap->core;
    size_t end = core->site_first[site + 1];
    int64_t gain = swap->shared[SLOT_NONE];

    swap->shared[SLOT_NONE] = 0;
    swap->shared[SLOT_MANY] = 0;
    if (swap->shared[least] == 0)
        compare(swap, best,
                (exchange){site, least, swap->losses[least] - gain, 0});
    for (size_t k = core->site_first[site]; k < end; k++) {
        uint32_t slot = swap->slots[core->site_rows[k]];

        if (swap->shared[slot] == 0)
            continue;
        compare(swap, best,
                (exchange){site, slot,
                           swap->losses[slot] - swap->shared[slot] - gain, 0});
        swap->shared[slot] = 0;
    }
    swap->steps += end - core->site_first[site];
}

/* The slot that loses least; among equals one by chance. */
static uint32_t find_least(ci_lscp_swap *swap)
{
    uint32_t least = SLOT_FIRST;
    uint64_t ties = 0;

    for (uint32_t slot = SLOT_FIRST; slot < swap->end; slot++) {
        if (swap->losses[slot] > swap->losses[least])
            continue;
        if (swap->losses[slot] < swap->losses[least])
            ties = 0;
        if (ci_random_below(&swap->random, ++ties) == 0)
            least = slot;
    }
    swap->steps += swap->end;
    return least;
}

/* The best pair for a row: not with the site that went last, nor with the one
 * that came. */
static exchange find_exchange(ci_lscp_swap *swap, uint32_t row)
{
    const ci_lscp_core *core = swap->core;
    exchange best = {UINT32_MAX, 0, TABU / 2, 0};
    uint32_t least;

    swap->losses[swap->came] += TABU;
    least = find_least(swap);
    for (size_t k = core->row_first[row]; k < core->row_first[row + 1]; k++) {
        uint32_t site = core->row_sites[k];

        if (site == swap->went)
            continue;
        share_rows(swap, site);
        if (swap->end / 4 >
            core->site_first[site + 1] - core->site_first[site])
            try_touched(swap, site, least, &best);
        else
            try_slots(swap, site, &best);
    }
    swap->losses[swap->came] -= TABU;
    return best;
}

static void raise_rows(ci_lscp_swap *swap)
{
    for (size_t i = 0; i < swap->open_count; i++)
        if (swap->weights[swap->open[i]] < WEIGHT_MAX)
            swap->weights[swap->open[i]]++;
    swap->steps += swap->open_count;
}

static void make_exchange(ci_lscp_swap *swap)
{
    uint32_t row =
        swap->open[ci_random_below(&swap->random, swap->open_count)];
    exchange best = find_exchange(swap, row);

    if (best.site != UINT32_MAX && best.growth < 0) {
        swap->went = swap->chosen[best.slot];
    } else {
        raise_rows(swap);
        swap->went = best.slot > 0 ? swap->chosen[best.slot] : UINT32_MAX;
    }
    swap->came = best.slot;
    if (best.slot == 0)
        return;
    take_out(swap, best.slot);
    put_in(swap, best.slot, best.site);
}

void ci_lscp_swap_go_on(ci_lscp_swap *swap, uint64_t steps, int64_t enough)
{
    uint64_t counted = swap->steps;
    uint64_t end = swap->steps + steps;

    if (!swap->has_begun) {
        begin(swap);
        if (swap->open_count == 0)
            offer(swap);
    }
    while (swap->steps < end && swap->plan->limit > enough) {
        if (swap->open_count == 0)
            offer(swap);
        while (swap->end > SLOT_FIRST &&
               swap->end > SLOT_FIRST + most_sites(swap))
            shrink(swap);
        if (swap->end == SLOT_FIRST)
            return;
        if (swap->open_count > 0)
            make_exchange(swap);
        if (!ci_effort_spend(swap->effort, swap->steps + 10 - counted))
            return;
        counted = swap->steps;
    }
}
