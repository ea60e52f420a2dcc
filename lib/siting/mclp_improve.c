/*
 * Greedy choice, exchange (M. Teitz and P. Bart, Heuristic methods for
 * estimating the generalized vertex median of a weighted graph, Operations
 * Research 16 (1968)) with all exchanges' worth kept up to date (M. Resende
 * and R. Werneck, A fast swap-based local search procedure for location
 * problems, Annals of Operations Research 150 (2007)), and tabu search (F.
 * Glover, Tabu search, part I, ORSA Journal on Computing 1 (1989)).
 */
#include "siting/mclp_improve.h"

#include <stdlib.h>
#include <string.h>

/* A site that may not come back yet has a gain below that of any other. */
#define TABU_BELOW (INT64_C(1) << 59)

#define TENURE_MIN 4
#define TENURE_SPREAD 8

/* Sites whose exchange is tried where overlaps are not kept. */
#define TRIED 64

#define COMPLETE_STEPS ((size_t)2 << 20)

/* A site for another, or for a free place. */
typedef struct exchange {
    int64_t worth;
    uint32_t in; /* UINT32_MAX: none */
    uint32_t out; /* UINT32_MAX: `in` is added */
} exchange;

/* ---- filling up -------------------------------------------------------- */

bool ci_mclp_complete(ci_mclp_search *search, bool *is_proved)
{
    ci_choice choice;
    bool is_complete;

    *is_proved = false;
    if (search->choice.missing == 0)
        return true;
    if (!ci_choice_make(&choice, search->side))
        return false;
    ci_choice_copy(&choice, &search->choice);
    is_complete =
        ci_choice_complete(&choice, search->gains, COMPLETE_STEPS, is_proved);
    if (is_complete)
        ci_mclp_search_set(search, choice.is_chosen);
    ci_choice_clear(&choice);
    return is_complete;
}

/* With needs a first site of two completes no row: rows that lack more
 * count for a part, in `hopes` of each site. */
static void fill_hopes(const ci_mclp_search *search, int64_t *hopes)
{
    const ci_cover *cover = search->cover;

    memset(hopes, 0, cover->site_count * sizeof(*hopes));
    for (size_t row = 0; row < cover->row_count; row++) {
        uint32_t need = ci_cover_need(cover, row);
        uint32_t count = search->counts[row];

        if (count >= need)
            continue;
        for (size_t k = cover->row_first[row]; k < cover->row_first[row + 1];
             k++)
            hopes[ci_cover_site(cover, k)] +=
                cover->weights[row] / (need - count);
    }
    ci_effort_spend(search->effort, cover->entry_count);
}

/* gain a for cost ca before gain b for cost cb */
static bool is_more(int64_t a, int64_t ca, int64_t b, int64_t cb)
{
    return (double)a * (double)(cb > 0 ? cb : 1) >
           (double)b * (double)(ca > 0 ? ca : 1);
}

static uint32_t best_addition(const ci_mclp_search *search,
                              const int64_t *gains, bool for_cost)
{
    const ci_side *side = search->side;
    uint32_t best = UINT32_MAX;
    int64_t most = 0;

    for (size_t site = 0; site < side->site_count; site++) {
        int64_t gain = gains[site];
        bool is_better =
            for_cost && best != UINT32_MAX
                ? is_more(gain, side->costs[site], most, side->costs[best])
                : gain > most;

        if (gain <= 0 || !is_better ||
            !ci_choice_may_add(&search->choice, (uint32_t)site))
            continue;
        most = gain;
        best = (uint32_t)site;
    }
    return best;
}

void ci_mclp_fill(ci_mclp_search *search, bool for_cost)
{
    int64_t *hopes = NULL;

    if (search->cover->needs)
        hopes = calloc(search->cover->site_count + 1, sizeof(*hopes));
    while (search->choice.count < search->side->p) {
        uint32_t site;

        if (hopes && search->effort->is_over && search->has_best)
            break;
        if (hopes)
            fill_hopes(search, hopes);
        site = best_addition(search, hopes ? hopes : search->gains, for_cost);
        if (site == UINT32_MAX)
            break;
        ci_mclp_search_add(search, site);
    }
    free(hopes);
}

/* ---- exchanges --------------------------------------------------------- */

static bool is_movable(const ci_mclp_search *search, uint32_t site)
{
    return search->side->states[site] == CIRCLET_SITE_FREE &&
           search->tabu[site] <= search->step;
}

/* The best exchange for the site of a slot, by the kept overlaps. */
static void look_at_slot(const ci_mclp_search *search, uint32_t slot,
                         exchange *best)
{
    const int64_t *gains = search->gains;
    size_t sites = search->cover->site_count;
    const int64_t *overlaps = search->overlaps + slot * sites;
    uint32_t out = search->slots[slot];
    int64_t most = best->worth + search->losses[out];

    for (size_t site = 0; site < sites; site++) {
        if (gains[site] + overlaps[site] <= most)
            continue;
        if (!search->side->is_plain &&
            !ci_choice_may_swap(&search->choice, out, (uint32_t)site))
            continue;
        most = gains[site] + overlaps[site];
        best->worth = most - search->losses[out];
        best->in = (uint32_t)site;
        best->out = out;
    }
}

/* The same where the sites that share rows with that of the slot are known:
 * the others bring their gain alone, and of these `top` has the most. */
static void look_near_slot(const ci_mclp_search *search, uint32_t slot,
                           uint32_t top, exchange *best)
{
    const int64_t *gains = search->gains;
    uint32_t out = search->slots[slot];
    const uint32_t *near = search->near[out];
    const int64_t *overlaps =
        search->overlaps + slot * search->cover->site_count;
    int64_t most = best->worth + search->losses[out];
    uint32_t in = UINT32_MAX;

    if (gains[top] + overlaps[top] > most) {
        most = gains[top] + overlaps[top];
        in = top;
    }
    for (uint32_t i = 1; i <= near[0]; i++) {
        uint32_t site = near[i];

        if (gains[site] + overlaps[site] > most) {
            most = gains[site] + overlaps[site];
            in = site;
        }
    }
    if (in != UINT32_MAX)
        *best = (exchange){most - search->losses[out], in, out};
}

static uint32_t top_site(const ci_mclp_search *search)
{
    uint32_t top = 0;

    for (size_t site = 1; site < search->cover->site_count; site++)
        if (search->gains[site] > search->gains[top])
            top = (uint32_t)site;
    return top;
}

/* Fills `around` with the overlaps of a site and each slot. */
static void count_overlaps(ci_mclp_search *search, uint32_t site)
{
    const ci_cover *cover = search->cover;

    memset(search->around, 0, search->slot_count * sizeof(*search->around));
    for (size_t k = cover->site_first[site]; k < cover->site_first[site + 1];
         k++) {
        uint32_t row = ci_cover_row(cover, k),
                 need = ci_cover_need(cover, row);
        uint32_t count = search->counts[row];
        int64_t weight = cover->weights[row];

        if (count != need && count + 1 != need)
            continue;
        if (search->owners && count == need) {
            search->around[search->slot_of[search->owners[row]]] += weight;
            continue;
        }
        for (size_t i = cover->row_first[row];
             need > 1 && i < cover->row_first[row + 1]; i++) {
            uint32_t slot = search->slot_of[ci_cover_site(cover, i)];

            if (slot != UINT32_MAX)
                search->around[slot] += count == need ? weight : -weight;
        }
    }
    ci_effort_spend(search->effort,
                    cover->site_first[site + 1] - cover->site_first[site]);
}

static void look_at_site(ci_mclp_search *search, uint32_t site, exchange *best)
{
    count_overlaps(search, site);
    for (uint32_t slot = 0; slot < search->slot_count; slot++) {
        uint32_t out = search->slots[slot];
        int64_t worth =
            search->gains[site] + search->around[slot] - search->losses[out];

        if (worth > best->worth && is_movable(search, out) &&
            ci_choice_may_swap(&search->choice, out, site))
            *best = (exchange){worth, site, out};
    }
}

static void look_at_slots(ci_mclp_search *search, exchange *best)
{
    uint32_t top = search->near ? top_site(search) : 0;
    size_t looked = search->cover->site_count;

    for (uint32_t slot = 0; slot < search->slot_count; slot++) {
        uint32_t site = search->slots[slot];

        if (!is_movable(search, site))
            continue;
        if (search->near && search->near[site]) {
            look_near_slot(search, slot, top, best);
            looked += search->near[site][0];
        } else {
            look_at_slot(search, slot, best);
            looked += search->cover->site_count;
        }
    }
    ci_effort_spend(search->effort, looked);
}

/* The best exchange worth more than `above`. */
static exchange best_exchange(ci_mclp_search *search, int64_t above)
{
    exchange best = {above, UINT32_MAX, UINT32_MAX};
    size_t sites = search->cover->site_count;

    if (search->overlaps) {
        look_at_slots(search, &best);
        return best;
    }
    for (int i = 0; i < TRIED && sites > 0; i++) {
        uint32_t site = (uint32_t)ci_random_below(&search->random, sites);

        if (search->gains[site] > -TABU_BELOW / 2)
            look_at_site(search, site, &best);
    }
    return best;
}

static void apply(ci_mclp_search *search, const exchange *move)
{
    if (move->out != UINT32_MAX)
        ci_mclp_search_drop(search, move->out);
    ci_mclp_search_add(search, move->in);
}

void ci_mclp_descend(ci_mclp_search *search)
{
    while (!search->effort->is_over) {
        exchange move = best_exchange(search, 0);

        if (move.in == UINT32_MAX)
            break;
        apply(search, &move);
        ci_mclp_fill(search, false);
    }
    ci_mclp_search_note(search);
}

/* ---- tabu search ------------------------------------------------------- */

/* Sites that may not come yet. */
typedef struct barred {
    uint32_t sites[TENURE_MIN + TENURE_SPREAD + 1];
    uint64_t until[TENURE_MIN + TENURE_SPREAD + 1];
    size_t count;
} barred;

static void release(ci_mclp_search *search, barred *bars, bool all)
{
    size_t kept = 0;

    for (size_t i = 0; i < bars->count; i++) {
        if (all || bars->until[i] <= search->step) {
            search->gains[bars->sites[i]] += TABU_BELOW;
            continue;
        }
        bars->sites[kept] = bars->sites[i];
        bars->until[kept++] = bars->until[i];
    }
    bars->count = kept;
}

static void bar(ci_mclp_search *search, barred *bars, uint32_t site)
{
    if (bars->count == sizeof(bars->sites) / sizeof(*bars->sites))
        return;
    search->gains[site] -= TABU_BELOW;
    bars->sites[bars->count] = site;
    bars->until[bars->count++] =
        search->step + TENURE_MIN +
        ci_random_below(&search->random, TENURE_SPREAD);
}

static uint32_t random_chosen(ci_mclp_search *search)
{
    if (search->slot_count == 0)
        return UINT32_MAX;
    return search->slots[ci_random_below(&search->random, search->slot_count)];
}

/* Drops up to three chosen sites and fills up with others: where exchanges
 * one by one would not lead. */
static void kick(ci_mclp_search *search, barred *bars)
{
    uint32_t count = 1 + (uint32_t)ci_random_below(&search->random, 3);

    for (uint32_t i = 0; i < count; i++) {
        uint32_t site = random_chosen(search);

        if (site == UINT32_MAX || !ci_choice_may_drop(&search->choice, site))
            continue;
        ci_mclp_search_drop(search, site);
        bar(search, bars, site);
    }
    ci_mclp_fill(search, ci_random_below(&search->random, 2) == 0);
}

/* One step: the best exchange, better or worse; false: there is none. */
static bool tabu_step(ci_mclp_search *search, barred *bars)
{
    exchange move = best_exchange(search, -TABU_BELOW / 2);
    uint64_t stay;

    search->step++;
    if (move.in == UINT32_MAX)
        return false;
    apply(search, &move);
    bar(search, bars, move.out);
    stay = 2 + ci_random_below(&search->random, 2 + search->slot_count / 8);
    search->tabu[move.in] = search->step + stay;
    release(search, bars, false);
    if (search->choice.count < search->side->p)
        ci_mclp_fill(search, false);
    return true;
}

void ci_mclp_improve(ci_mclp_search *search, uint64_t steps, uint64_t until)
{
    barred bars = {.count = 0};
    uint64_t since = 0;

    if (search->slot_count == 0)
        return;
    while (since < steps && !search->effort->is_over &&
           search->effort->work < until) {
        bool has_moved = tabu_step(search, &bars);

        since++;
        if (ci_mclp_search_note(search)) {
            since = 0;
        } else if (!has_moved || since % 40 == 39) {
            release(search, &bars, true);
            if (since % 3 == 0)
                ci_mclp_search_recall(search);
            kick(search, &bars);
        }
        /* Steps that touch nothing count too. */
        ci_effort_spend(search->effort, 64);
    }
    release(search, &bars, true);
}
