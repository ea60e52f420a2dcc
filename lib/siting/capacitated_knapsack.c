#include "siting/capacitated_knapsack.h"

#include <stdlib.h>

/* Products of a load and a remainder must fit. */
#define LOAD_MAX (INT64_C(1) << 31)

/* Cores up to this many items are searched. */
#define CORE_MAX 256

static void exchange(ci_knapsack_item *a, ci_knapsack_item *b)
{
    ci_knapsack_item moved = *a;

    *a = *b;
    *b = moved;
}

/* Puts ratios above the pivot first, then those equal to it. */
static void part(ci_knapsack_item *items, size_t low, size_t high,
                 size_t *equal, size_t *less)
{
    double pivot = items[low + (high - low) / 2].ratio;
    size_t above = low, at = low, below = high;

    while (at < below) {
        if (items[at].ratio > pivot)
            exchange(&items[above++], &items[at++]);
        else if (items[at].ratio < pivot)
            exchange(&items[at], &items[--below]);
        else
            at++;
    }
    *equal = above;
    *less = below;
}

static int64_t load_between(const ci_knapsack_item *items, size_t from,
                            size_t to)
{
    int64_t load = 0;

    for (size_t i = from; i < to; i++)
        load += items[i].load;
    return load;
}

/* Orders items so that the first ones are those of the greatest ratios that
 * fit one after the other. Gives how many; *room is what they leave. */
static size_t find_break(ci_knapsack_item *items, size_t count,
                         int64_t capacity, int64_t *room)
{
    size_t low = 0, high = count;
    int64_t left = capacity;

    while (low < high) {
        size_t equal, less;
        int64_t above;

        part(items, low, high, &equal, &less);
        above = load_between(items, low, equal);
        if (above > left) {
            high = equal;
            continue;
        }
        left -= above;
        for (low = equal; low < less; low++) {
            if (items[low].load > left) {
                *room = left;
                return low;
            }
            left -= items[low].load;
        }
    }
    *room = left;
    return low;
}

int64_t ci_knapsack_limit(ci_knapsack_item *items, size_t count,
                          int64_t capacity, int64_t *price, size_t *whole,
                          int64_t *room)
{
    size_t stop = find_break(items, count, capacity, room);
    int64_t limit = 0, unit = 0;

    if (stop < count) {
        /* Of the items from here on the first is the best, because the
         * search ended in its ratio. */
        unit = items[stop].profit / items[stop].load;
        limit = capacity * unit;
    }
    for (size_t i = 0; i < count; i++) {
        int64_t more = items[i].profit - unit * items[i].load;

        limit += more > 0 ? more : 0;
    }
    *price = unit;
    *whole = stop;
    return limit;
}

/* ---- whole items ------------------------------------------------------- */

typedef struct core_search {
    ci_knapsack_item *items; /* of the core, the best ratio first */
    size_t count;
    size_t steps; /* left */
    int64_t best; /* profit to be beaten */
    bool has_found;
    bool is_in[CORE_MAX];
} core_search;

/* By exact ratio, the greatest first, then by visit. */
static int compare_items(const void *left, const void *right)
{
    const ci_knapsack_item *a = left, *b = right;
    int64_t by_a = a->profit / a->load, by_b = b->profit / b->load;

    if (by_a == by_b) {
        by_a = a->profit % a->load * b->load;
        by_b = b->profit % b->load * a->load;
    }
    if (by_a != by_b)
        return by_a > by_b ? -1 : 1;
    return (a->visit > b->visit) - (a->visit < b->visit);
}

/* What the items from k on can add at most. */
static int64_t limit_from(core_search *search, size_t k, int64_t room)
{
    int64_t profit = 0;

    for (; k < search->count; k++) {
        const ci_knapsack_item *item = &search->items[k];

        search->steps -= search->steps > 0;
        if (item->load > room)
            return profit + room * (item->profit / item->load + 1);
        profit += item->profit;
        room -= item->load;
    }
    return profit;
}

/* Depth first, each item taken before it is left out. */
static void search_core(core_search *search, int64_t room)
{
    bool is_in[CORE_MAX] = {false};
    int64_t profit = 0;
    size_t k = 0;

    while (search->steps > 0) {
        while (k < search->count &&
               profit + limit_from(search, k, room) > search->best) {
            const ci_knapsack_item *item = &search->items[k];

            is_in[k] = item->load <= room;
            if (is_in[k]) {
                profit += item->profit;
                room -= item->load;
            }
            k++;
            if (profit <= search->best)
                continue;
            search->best = profit;
            search->has_found = true;
            for (size_t i = 0; i < search->count; i++)
                search->is_in[i] = i < k && is_in[i];
        }
        while (k > 0 && !is_in[k - 1])
            k--;
        if (k == 0)
            return;
        is_in[k - 1] = false;
        profit -= search->items[k - 1].profit;
        room += search->items[k - 1].load;
    }
}

/* Takes what fits, the best ratios of the break first, then the rest. */
static int64_t fill(ci_knapsack_item *items, size_t count, size_t whole,
                    int64_t room)
{
    int64_t profit = 0;

    for (size_t i = 0; i < count; i++) {
        items[i].is_taken = i < whole || items[i].load <= room;
        if (!items[i].is_taken)
            continue;
        profit += items[i].profit;
        room -= i < whole ? 0 : items[i].load;
    }
    return profit;
}

/* Puts the items first that the limit does not settle against a profit;
 * *room is what those that are in leave, *base their profit. False: there
 * are too many, or too large ones. */
static bool find_core(ci_knapsack_item *items, size_t count, int64_t slack,
                      int64_t unit, core_search *search, int64_t *room,
                      int64_t *base)
{
    size_t found = 0;

    for (size_t i = 0; i < count; i++) {
        int64_t more = items[i].profit - unit * items[i].load;
        bool is_settled = (more < 0 ? -more : more) >= slack;

        if (is_settled && more > 0) {
            *room -= items[i].load;
            *base += items[i].profit;
        }
        if (is_settled)
            continue;
        if (found == CORE_MAX || items[i].load >= LOAD_MAX)
            return false;
        exchange(&items[found++], &items[i]);
    }
    search->items = items;
    search->count = found;
    return true;
}

/* Takes what the search found: settled items by their price alone. */
static void mark(const core_search *search, ci_knapsack_item *items,
                 size_t count, int64_t unit)
{
    if (!search->has_found)
        return;
    for (size_t i = 0; i < count; i++)
        items[i].is_taken = i < search->count
                                ? search->is_in[i]
                                : items[i].profit > unit * items[i].load;
}

int64_t ci_knapsack_whole(ci_knapsack_item *items, size_t count,
                          int64_t capacity, size_t steps, int64_t *price,
                          bool *is_exact)
{
    core_search search = {.steps = steps};
    size_t whole;
    int64_t room, base = 0;
    int64_t limit =
        ci_knapsack_limit(items, count, capacity, price, &whole, &room);
    int64_t profit = fill(items, count, whole, room);

    *is_exact = profit == limit;
    if (*is_exact)
        return profit;
    room = capacity;
    /* An item that is not as its price wants costs `more`: if that is the
     * whole slack no better profit has it so. */
    if (!find_core(items, count, limit - profit, *price, &search, &room,
                   &base))
        return limit;
    search.best = profit - base;
    qsort(search.items, search.count, sizeof(*search.items), compare_items);
    if (room >= 0)
        search_core(&search, room);
    if (search.steps == 0)
        return limit;
    mark(&search, items, count, *price);
    *is_exact = true;
    return base + search.best;
}
