#include "siting/median_search.h"

#include <stdlib.h>
#include <string.h>

/* The loss of a site that has to stay. */
#define STAYS (INT64_MAX / 4)

static bool make_sites(ci_median_search *search, const uint8_t *core)
{
    size_t sites = search->side->site_count;

    search->slot_of = malloc((sites + 1) * sizeof(*search->slot_of));
    search->column_of = malloc((sites + 1) * sizeof(*search->column_of));
    search->site_at = malloc((sites + 1) * sizeof(*search->site_at));
    if (!search->slot_of || !search->column_of || !search->site_at)
        return false;
    for (size_t site = 0; site < sites; site++) {
        bool may_come = search->side->states[site] == CIRCLET_SITE_FREE &&
                        (!core || core[site]);

        search->slot_of[site] = CI_MEDIAN_NONE;
        search->column_of[site] =
            may_come ? (uint32_t)search->column_count : CI_MEDIAN_NONE;
        if (may_come)
            search->site_at[search->column_count++] = (uint32_t)site;
    }
    return true;
}

bool ci_median_search_make(ci_median_search *out, const ci_median_lists *lists,
                           const ci_side *side, const int64_t *costs,
                           size_t slot_count, const uint8_t *core,
                           ci_effort *effort)
{
    ci_median_search search = {.lists = lists,
                               .side = side,
                               .costs = costs,
                               .effort = effort,
                               .slot_count = slot_count};
    size_t clients = lists->client_count + 1, slots = slot_count + 1, columns;
    bool is_made =
        ci_choice_make(&search.choice, side) && make_sites(&search, core);

    columns = search.column_count + 1;
    search.site_of = calloc(slots, sizeof(*search.site_of));
    search.near1 = calloc(clients, sizeof(*search.near1));
    search.near2 = calloc(clients, sizeof(*search.near2));
    search.gain = calloc(columns, sizeof(*search.gain));
    search.loss = calloc(slots, sizeof(*search.loss));
    search.extra = calloc(slots * columns, sizeof(*search.extra));
    search.local = calloc(columns, sizeof(*search.local));
    search.local_slot = calloc(columns, sizeof(*search.local_slot));
    search.touched = calloc(slots, sizeof(*search.touched));
    search.is_touched = calloc(slots, sizeof(*search.is_touched));
    search.affected = calloc(clients, sizeof(*search.affected));
    search.is_affected = calloc(clients, sizeof(*search.is_affected));
    if (!is_made || !search.site_of || !search.near1 || !search.near2 ||
        !search.gain || !search.loss || !search.extra || !search.local ||
        !search.local_slot || !search.touched || !search.is_touched ||
        !search.affected || !search.is_affected) {
        ci_median_search_clear(&search);
        return false;
    }
    *out = search;
    return true;
}

void ci_median_search_clear(ci_median_search *search)
{
    ci_choice_clear(&search->choice);
    free(search->slot_of);
    free(search->site_of);
    free(search->column_of);
    free(search->site_at);
    free(search->near1);
    free(search->near2);
    free(search->gain);
    free(search->loss);
    free(search->extra);
    free(search->local);
    free(search->local_slot);
    free(search->touched);
    free(search->is_touched);
    free(search->affected);
    free(search->is_affected);
    *search = (ci_median_search){0};
}

static int64_t opening(const ci_median_search *search, uint32_t site)
{
    return search->costs && site != CI_MEDIAN_NONE ? search->costs[site] : 0;
}

static void touch(ci_median_search *search, uint32_t slot)
{
    if (search->is_touched[slot])
        return;
    search->is_touched[slot] = 1;
    search->touched[search->touched_count++] = slot;
}

/*
 * Adds (sign 1) or takes off (-1) what a client says of its sites. With d1
 * and d2 its two nearest times: a site nearer than d1 gains d1 - d, losing
 * the nearest costs d2 - d1, and a site nearer than d2 saves
 * d2 - max(d, d1) of that loss.
 */
static void link_client(ci_median_search *search, size_t client, int64_t sign)
{
    const ci_median_lists *lists = search->lists;
    const circlet_od_entry *list = &lists->entries[lists->first[client]];
    size_t count = lists->first[client + 1] - lists->first[client];
    size_t near1 = search->near1[client], near2 = search->near2[client];
    int64_t weight = sign * lists->weights[client];
    int64_t cap = lists->caps[client];
    int64_t d1 = near1 < count ? list[near1].time_ms : cap;
    int64_t d2 = near2 < count ? list[near2].time_ms : cap;
    const uint32_t *column_of = search->column_of;
    int64_t *gain = search->gain, *extra = NULL;

    if (near1 < count) {
        uint32_t slot = search->slot_of[list[near1].destination];

        touch(search, slot);
        search->loss[slot] += weight * (d2 - d1);
        extra = &search->extra[slot * search->column_count];
    }
    for (size_t k = 0; k < near1; k++) {
        uint32_t column = column_of[list[k].destination];

        if (column == CI_MEDIAN_NONE)
            continue;
        gain[column] += weight * (d1 - list[k].time_ms);
        if (extra)
            extra[column] += weight * (d2 - d1);
    }
    for (size_t k = near1 + 1; extra && k < near2; k++) {
        uint32_t column = column_of[list[k].destination];

        if (column != CI_MEDIAN_NONE)
            extra[column] += weight * (d2 - list[k].time_ms);
    }
}

/* Finds the nearest two of a client anew. Gives the entries looked at. */
static size_t find_near(ci_median_search *search, size_t client)
{
    const ci_median_lists *lists = search->lists;
    const circlet_od_entry *list = &lists->entries[lists->first[client]];
    size_t count = lists->first[client + 1] - lists->first[client], k = 0;
    const uint32_t *slot_of = search->slot_of;

    while (k < count && slot_of[list[k].destination] == CI_MEDIAN_NONE)
        k++;
    search->near1[client] = (uint32_t)k;
    k += k < count;
    while (k < count && slot_of[list[k].destination] == CI_MEDIAN_NONE)
        k++;
    search->near2[client] = (uint32_t)k;
    return k;
}

/* The best exchange of a column among the slots that it has some extra in. */
static void find_local(ci_median_search *search, size_t column)
{
    int64_t best = INT64_MIN;
    uint32_t best_slot = CI_MEDIAN_NONE;

    for (size_t slot = 0; slot < search->slot_count; slot++) {
        int64_t extra = search->extra[slot * search->column_count + column];

        if (extra > 0 && extra - search->loss[slot] > best) {
            best = extra - search->loss[slot];
            best_slot = (uint32_t)slot;
        }
    }
    search->local[column] = best;
    search->local_slot[column] = best_slot;
}

/* Brings `local` up to date after slots were touched. */
static void renew_local(ci_median_search *search)
{
    size_t columns = search->column_count;

    ci_effort_spend(search->effort, columns * (1 + search->touched_count));
    for (size_t i = 0; i < search->touched_count; i++) {
        size_t slot = search->touched[i];
        const int64_t *extra = &search->extra[slot * columns];
        int64_t loss = search->loss[slot];

        for (size_t column = 0; column < columns; column++)
            if (extra[column] > 0 &&
                extra[column] - loss > search->local[column]) {
                search->local[column] = extra[column] - loss;
                search->local_slot[column] = (uint32_t)slot;
            }
    }
    for (size_t column = 0; column < columns; column++) {
        uint32_t slot = search->local_slot[column];
        int64_t extra;

        if (slot == CI_MEDIAN_NONE || !search->is_touched[slot])
            continue;
        extra = search->extra[slot * columns + column];
        if (extra > 0 && extra - search->loss[slot] == search->local[column])
            continue;
        ci_effort_spend(search->effort, search->slot_count);
        find_local(search, column);
    }
    for (size_t i = 0; i < search->touched_count; i++)
        search->is_touched[search->touched[i]] = 0;
    search->touched_count = 0;
}

static void put_in_slot(ci_median_search *search, uint32_t site, uint32_t slot)
{
    bool may_go = search->side->states[site] == CIRCLET_SITE_FREE;

    search->slot_of[site] = slot;
    search->site_of[slot] = site;
    search->loss[slot] += may_go ? -opening(search, site) : STAYS;
    touch(search, slot);
}

static void take_from_slot(ci_median_search *search, uint32_t site)
{
    uint32_t slot = search->slot_of[site];

    search->slot_of[site] = CI_MEDIAN_NONE;
    search->site_of[slot] = CI_MEDIAN_NONE;
    search->loss[slot] += opening(search, site);
    touch(search, slot);
}

static uint32_t free_slot(const ci_median_search *search)
{
    uint32_t slot = 0;

    while (search->site_of[slot] != CI_MEDIAN_NONE)
        slot++;
    return slot;
}

void ci_median_search_start(ci_median_search *search, const ci_choice *choice)
{
    const ci_median_lists *lists = search->lists;
    size_t columns = search->column_count;
    uint32_t slot = 0;

    ci_choice_copy(&search->choice, choice);
    memset(search->gain, 0, columns * sizeof(*search->gain));
    memset(search->loss, 0, search->slot_count * sizeof(*search->loss));
    memset(search->extra, 0,
           search->slot_count * columns * sizeof(*search->extra));
    memset(search->site_of, 0xff,
           search->slot_count * sizeof(*search->site_of));
    memset(search->slot_of, 0xff,
           search->side->site_count * sizeof(*search->slot_of));
    search->objective = 0;
    for (size_t site = 0; site < search->side->site_count; site++)
        if (choice->is_chosen[site] &&
            search->side->states[site] != CIRCLET_SITE_EXISTING) {
            put_in_slot(search, (uint32_t)site, slot++);
            search->objective += opening(search, (uint32_t)site);
        }
    for (size_t c = 0; c < lists->client_count; c++) {
        size_t first = lists->first[c];
        size_t steps = find_near(search, c);

        ci_effort_spend(search->effort, 2 * steps);
        link_client(search, c, 1);
        search->objective +=
            lists->weights[c] *
            (first + search->near1[c] < lists->first[c + 1]
                 ? lists->entries[first + search->near1[c]].time_ms
                 : lists->caps[c]);
    }
    ci_effort_spend(search->effort, columns * (slot + 1));
    for (size_t column = 0; column < columns; column++)
        find_local(search, column);
    renew_local(search);
}

static void affect(ci_median_search *search, uint32_t client)
{
    if (search->is_affected[client])
        return;
    search->is_affected[client] = 1;
    search->affected[search->affected_count++] = client;
    link_client(search, client, -1);
    ci_effort_spend(search->effort, search->near2[client]);
}

/* The clients of which `out` is one of the nearest two. */
static void affect_out(ci_median_search *search, uint32_t out)
{
    const ci_median_lists *lists = search->lists;

    for (size_t i = lists->site_first[out]; i < lists->site_first[out + 1];
         i++) {
        uint32_t client = lists->reached[i].destination;
        uint32_t time = lists->reached[i].time_ms;
        size_t first = lists->first[client];
        size_t count = lists->first[client + 1] - first;
        const circlet_od_entry *list = &lists->entries[first];
        size_t near2 = search->near2[client];

        if (near2 >= count || list[near2].time_ms >= time)
            affect(search, client);
    }
}

/* The clients of which `in` becomes one of the nearest two. */
static void affect_in(ci_median_search *search, uint32_t in)
{
    const ci_median_lists *lists = search->lists;

    for (size_t i = lists->site_first[in]; i < lists->site_first[in + 1];
         i++) {
        uint32_t client = lists->reached[i].destination;
        size_t first = lists->first[client] + search->near2[client];

        if (first >= lists->first[client + 1] ||
            lists->entries[first].time_ms > lists->reached[i].time_ms)
            affect(search, client);
    }
}

static void relink(ci_median_search *search)
{
    for (size_t i = 0; i < search->affected_count; i++) {
        uint32_t client = search->affected[i];

        ci_effort_spend(search->effort, 2 * find_near(search, client));
        link_client(search, client, 1);
        search->is_affected[client] = 0;
    }
    search->affected_count = 0;
}

void ci_median_search_move(ci_median_search *search, ci_median_move move)
{
    uint32_t slot;

    if (move.out != CI_MEDIAN_NONE)
        affect_out(search, move.out);
    if (move.in != CI_MEDIAN_NONE)
        affect_in(search, move.in);
    slot = move.out != CI_MEDIAN_NONE ? search->slot_of[move.out]
                                      : free_slot(search);
    if (move.out != CI_MEDIAN_NONE) {
        take_from_slot(search, move.out);
        ci_choice_drop(&search->choice, move.out);
    }
    if (move.in != CI_MEDIAN_NONE) {
        put_in_slot(search, move.in, slot);
        ci_choice_add(&search->choice, move.in);
    }
    relink(search);
    renew_local(search);
    search->objective -= move.profit;
}

int64_t ci_median_search_profit(const ci_median_search *search, uint32_t out,
                                uint32_t in)
{
    size_t slot = out != CI_MEDIAN_NONE ? search->slot_of[out] : 0;
    size_t column = in != CI_MEDIAN_NONE ? search->column_of[in] : 0;
    int64_t profit = 0;

    if (in != CI_MEDIAN_NONE)
        profit += search->gain[column] - opening(search, in);
    if (out != CI_MEDIAN_NONE)
        profit -= search->loss[slot];
    if (in != CI_MEDIAN_NONE && out != CI_MEDIAN_NONE)
        profit += search->extra[slot * search->column_count + column];
    return profit;
}

/* The best drop, and the slot whose loss is least. */
static uint32_t find_drop(const ci_median_search *search, ci_median_move *best)
{
    uint32_t least = CI_MEDIAN_NONE;

    for (uint32_t slot = 0; slot < search->slot_count; slot++) {
        uint32_t site = search->site_of[slot];

        if (site == CI_MEDIAN_NONE)
            continue;
        if (least == CI_MEDIAN_NONE ||
            search->loss[slot] < search->loss[least])
            least = slot;
        if (-search->loss[slot] > best->profit &&
            ci_choice_may_drop(&search->choice, site))
            *best =
                (ci_median_move){site, CI_MEDIAN_NONE, -search->loss[slot]};
    }
    return least;
}

/* Of a site that comes the best one to go that the limits allow. */
static void find_partner(const ci_median_search *search, uint32_t in,
                         ci_median_move *best)
{
    for (size_t slot = 0; slot < search->slot_count; slot++) {
        uint32_t out = search->site_of[slot];
        int64_t profit;

        if (out == CI_MEDIAN_NONE)
            continue;
        profit = ci_median_search_profit(search, out, in);
        if (profit > best->profit &&
            ci_choice_may_swap(&search->choice, out, in))
            *best = (ci_median_move){out, in, profit};
    }
}

bool ci_median_search_best(ci_median_search *search, ci_median_move *out)
{
    ci_median_move best = {CI_MEDIAN_NONE, CI_MEDIAN_NONE, 0};
    bool has_slot = search->choice.count < search->slot_count;
    uint32_t least = find_drop(search, &best);

    ci_effort_spend(search->effort, search->column_count + search->slot_count);
    for (size_t column = 0; column < search->column_count; column++) {
        uint32_t in = search->site_at[column], slot = least;
        int64_t gain = search->gain[column] - opening(search, in);
        int64_t pair =
            least == CI_MEDIAN_NONE ? INT64_MIN / 2 : -search->loss[least];

        if (search->slot_of[in] != CI_MEDIAN_NONE)
            continue;
        if (gain > best.profit && has_slot &&
            ci_choice_may_add(&search->choice, in))
            best = (ci_median_move){CI_MEDIAN_NONE, in, gain};
        if (search->local[column] > pair) {
            pair = search->local[column];
            slot = search->local_slot[column];
        }
        if (gain + pair <= best.profit || slot == CI_MEDIAN_NONE)
            continue;
        if (search->side->is_plain) {
            uint32_t site = search->site_of[slot];

            best = (ci_median_move){site, in,
                                    ci_median_search_profit(search, site, in)};
        } else {
            ci_effort_spend(search->effort, search->slot_count);
            find_partner(search, in, &best);
        }
    }
    *out = best;
    return best.profit > 0;
}
