/*
 * The best choice of sites for given values. With a limit of number and of
 * each group it is a greedy choice: within a group nothing but its best
 * sites is ever taken, so the minima take the best of each group, and what
 * is left takes the best of all (the sets between such limits are the bases
 * of a laminar matroid; J. Edmonds, Matroids and the greedy algorithm,
 * Mathematical Programming 1 (1971)). The budget is priced: for any price
 * theta >= 0, theta * budget + the best choice of values less theta * cost
 * is an upper limit; it is convex in theta, its slope the budget less the
 * cost of the choice (A. Geoffrion, Lagrangean relaxation for integer
 * programming, 1974).
 */
#include "siting/side.h"

#include <stdlib.h>
#include <string.h>

/* Prices times costs stay below this. */
#define PRICED_MAX (INT64_C(1) << 61)

bool ci_most_make(ci_most *out, const ci_side *side)
{
    ci_most most = {.side = side};

    most.status = calloc(side->site_count + 1, sizeof(*most.status));
    most.order = calloc(side->site_count + 1, sizeof(*most.order));
    most.keys = calloc(2 * side->site_count + 2, sizeof(*most.keys));
    most.ranked = calloc(side->site_count + 1, sizeof(*most.ranked));
    /* Twice: as they are, and as a pick leaves them. */
    most.group_need =
        calloc(2 * side->group_count + 1, sizeof(*most.group_need));
    most.group_room =
        calloc(2 * side->group_count + 1, sizeof(*most.group_room));
    if (!most.status || !most.order || !most.keys || !most.ranked ||
        !most.group_need || !most.group_room) {
        ci_most_clear(&most);
        return false;
    }
    *out = most;
    return true;
}

void ci_most_clear(ci_most *most)
{
    free(most->status);
    free(most->order);
    free(most->keys);
    free(most->ranked);
    free(most->group_need);
    free(most->group_room);
}

/* A question with what the decisions leave of the limits. */
typedef struct ask {
    ci_most *most;
    const int64_t *values;
    size_t open_count; /* sites in most->order */
    size_t p; /* left */
    size_t need; /* of all groups, left */
    int64_t cost; /* of the sites that are in */
    int64_t in_value; /* of these, and of the existing ones */
} ask;

static bool keep_apart(const ask *question, size_t site)
{
    const ci_side *side = question->most->side;

    for (size_t k = side->apart_first[site]; k < side->apart_first[site + 1];
         k++) {
        uint8_t *status = &question->most->status[side->apart[k]];

        if (*status == CI_IN)
            return false;
        *status = CI_OUT;
    }
    return true;
}

/* Takes a site that is in off the limits; false: they do not allow it. */
static bool take_in(ask *question, size_t site)
{
    ci_most *most = question->most;
    const ci_side *side = most->side;
    uint32_t group = side->groups ? side->groups[site] : CIRCLET_NO_GROUP;

    question->in_value += question->values[site];
    question->cost += side->costs[site];
    if (question->p == 0)
        return false;
    question->p--;
    if (group != CIRCLET_NO_GROUP) {
        if (most->group_room[group] == 0)
            return false;
        if (most->group_room[group] < UINT32_MAX)
            most->group_room[group]--;
        if (most->group_need[group] > 0) {
            most->group_need[group]--;
            question->need--;
        }
    }
    return !side->apart || keep_apart(question, site);
}

static void start_limits(ask *question)
{
    ci_most *most = question->most;
    const ci_side *side = most->side;

    question->p = side->p;
    for (size_t g = 0; g < side->group_count; g++) {
        most->group_need[g] = side->group_min[g];
        most->group_room[g] = side->group_max[g];
        question->need += side->group_min[g];
    }
}

/* Sorts the sites into those that are in, out and open. */
static bool settle(ask *question, const uint8_t *decided)
{
    ci_most *most = question->most;
    const ci_side *side = most->side;

    start_limits(question);
    for (size_t site = 0; site < side->site_count; site++) {
        uint8_t state = side->states[site];

        most->status[site] = state == CIRCLET_SITE_FIXED ? CI_IN
                             : state == CIRCLET_SITE_FREE
                                 ? (decided ? decided[site] : CI_OPEN)
                                 : CI_OUT;
        if (state == CIRCLET_SITE_EXISTING)
            question->in_value += question->values[site];
    }
    for (size_t site = 0; site < side->site_count; site++)
        if (most->status[site] == CI_IN && !take_in(question, site))
            return false;
    if (question->cost > side->budget || question->need > question->p)
        return false;
    for (size_t site = 0; site < side->site_count; site++)
        if (most->status[site] == CI_OPEN)
            most->order[question->open_count++] = (uint32_t)site;
    return true;
}

/* The `count`-th largest of `size` keys, 1 or more (C. A. R. Hoare,
 * Algorithm 65: Find, 1961). Moves them about. */
static int64_t find_largest(int64_t *keys, size_t size, size_t count)
{
    size_t low = 0, high = size, wanted = count - 1;

    while (high - low > 1) {
        int64_t pivot = keys[low + (high - 1 - low) / 2];
        size_t i = low, j = high - 1;

        for (;;) {
            int64_t moved;

            while (keys[i] > pivot)
                i++;
            while (keys[j] < pivot)
                j--;
            if (i >= j)
                break;
            moved = keys[i];
            keys[i++] = keys[j];
            keys[j--] = moved;
        }
        if (wanted <= j)
            high = j + 1;
        else
            low = j + 1;
    }
    return keys[wanted];
}

/* What a price makes of a question. */
typedef struct reply {
    int64_t value; /* of the open sites picked, priced */
    int64_t cost; /* of these */
} reply;

static void pick(const ask *question, uint32_t site, int64_t key, reply *out,
                 uint8_t *picked)
{
    out->value += key;
    out->cost += question->most->side->costs[site];
    if (picked)
        picked[site] = 1;
}

/* Without groups: the best p that are above 0, ties by position. */
static void pick_plain(const ask *question, reply *out, uint8_t *picked)
{
    ci_most *most = question->most;
    const int64_t *keys = most->keys;
    int64_t *good = most->keys + question->open_count;
    size_t good_count = 0, ties = 0;
    int64_t least = 1;

    for (size_t i = 0; i < question->open_count; i++)
        if (keys[i] > 0)
            good[good_count++] = keys[i];
    if (question->p == 0)
        return;
    if (good_count > question->p) {
        least = find_largest(good, good_count, question->p);
        ties = question->p;
        for (size_t i = 0; i < question->open_count; i++)
            ties -= keys[i] > least;
        least++;
    }
    for (size_t i = 0; i < question->open_count; i++) {
        bool is_tie = ties > 0 && keys[i] == least - 1;

        ties -= is_tie;
        if (keys[i] >= least || is_tie)
            pick(question, most->order[i], keys[i], out, picked);
    }
}

static int compare_ranked(const void *left, const void *right)
{
    const ci_ranked_site *a = left, *b = right;

    if (a->key != b->key)
        return a->key > b->key ? -1 : 1;
    return (a->site > b->site) - (a->site < b->site);
}

/* Of the ranked sites those that a minimum needs, or those that are above 0
 * and have room. What is picked is marked by CIRCLET_NO_GROUP as its site. */
static void pick_ranked(ask *question, bool by_need, reply *out,
                        uint8_t *picked)
{
    ci_most *most = question->most;
    const ci_side *side = most->side;

    for (size_t i = 0; i < question->open_count && question->p > 0; i++) {
        ci_ranked_site *ranked = &most->ranked[i];
        uint32_t group = ranked->site == CIRCLET_NO_GROUP
                             ? CIRCLET_NO_GROUP
                             : side->groups[ranked->site];

        if (ranked->site == CIRCLET_NO_GROUP ||
            (by_need
                 ? group == CIRCLET_NO_GROUP || most->group_need[group] == 0
                 : ranked->key <= 0))
            continue;
        if (group != CIRCLET_NO_GROUP) {
            if (most->group_room[group] == 0)
                continue;
            most->group_room[group] -= most->group_room[group] < UINT32_MAX;
            most->group_need[group] -= by_need;
            question->need -= by_need;
        }
        question->p--;
        pick(question, ranked->site, ranked->key, out, picked);
        ranked->site = CIRCLET_NO_GROUP;
    }
}

/* With groups: first what the minima need, then the best of all. False: a
 * minimum cannot be met. */
static bool pick_grouped(const ask *question, reply *out, uint8_t *picked)
{
    ci_most *most = question->most;
    size_t size = most->side->group_count * sizeof(*most->group_need);
    uint32_t *kept_need = most->group_need + most->side->group_count;
    uint32_t *kept_room = most->group_room + most->side->group_count;
    ask left = *question;

    memcpy(kept_need, most->group_need, size);
    memcpy(kept_room, most->group_room, size);
    for (size_t i = 0; i < question->open_count; i++)
        most->ranked[i] = (ci_ranked_site){most->keys[i], most->order[i]};
    qsort(most->ranked, question->open_count, sizeof(*most->ranked),
          compare_ranked);
    pick_ranked(&left, true, out, picked);
    pick_ranked(&left, false, out, picked);
    memcpy(most->group_need, kept_need, size);
    memcpy(most->group_room, kept_room, size);
    return left.need == 0;
}

static bool answer(const ask *question, int64_t theta, reply *out,
                   uint8_t *picked)
{
    ci_most *most = question->most;
    const ci_side *side = most->side;

    *out = (reply){0};
    for (size_t i = 0; i < question->open_count; i++) {
        uint32_t site = most->order[i];

        most->keys[i] = question->values[site] - theta * side->costs[site];
    }
    if (side->groups)
        return pick_grouped(question, out, picked);
    pick_plain(question, out, picked);
    return true;
}

/* A price from which on a dearer choice is never better: nothing is picked
 * for its value, and what a minimum needs is the cheapest. Less where it
 * could overflow; *is_whole is then false. */
static int64_t price_limit(const ask *question, bool *is_whole)
{
    const ci_side *side = question->most->side;
    int64_t total = 1, most = 0, least = 0;

    for (size_t i = 0; i < question->open_count; i++) {
        uint32_t site = question->most->order[i];
        int64_t value = question->values[site];

        total += side->costs[site];
        most = value > most ? value : most;
        least = value < least ? value : least;
    }
    if (side->budget > total)
        total = side->budget;
    most = most - least + 1;
    *is_whole = most <= PRICED_MAX / total;
    return *is_whole ? most : PRICED_MAX / total;
}

static int64_t priced(const ask *question, int64_t theta, const reply *found)
{
    int64_t room = question->most->side->budget - question->cost;

    return theta == 0 ? found->value : theta * room + found->value;
}

/* The price where the choice begins to fit the budget: there the convex
 * limit is least, or one step before. False: no choice fits. */
static bool find_price(const ask *question, int64_t *price)
{
    int64_t room = question->most->side->budget - question->cost;
    bool is_whole;
    int64_t low = 0, high = price_limit(question, &is_whole);
    reply found, before;

    while (low < high) {
        int64_t middle = low + (high - low) / 2;

        answer(question, middle, &found, NULL);
        if (found.cost > room)
            low = middle + 1;
        else
            high = middle;
    }
    *price = low;
    if (low == 0)
        return true;
    answer(question, low, &found, NULL);
    if (is_whole && found.cost > room)
        return false;
    answer(question, low - 1, &before, NULL);
    if (priced(question, low - 1, &before) < priced(question, low, &found))
        *price = low - 1;
    return true;
}

bool ci_most_find(ci_most *most, const int64_t *values, const uint8_t *decided,
                  int64_t *theta, bool is_free, int64_t *value,
                  uint8_t *picked)
{
    ask question = {.most = most, .values = values};
    const ci_side *side = most->side;
    bool has_budget = side->budget < INT64_MAX;
    int64_t price = has_budget && theta ? *theta : 0;
    reply found;

    if (!settle(&question, decided))
        return false;
    if (has_budget && is_free && !find_price(&question, &price))
        return false;
    if (picked)
        for (size_t site = 0; site < side->site_count; site++)
            picked[site] = most->status[site] == CI_IN ||
                           side->states[site] == CIRCLET_SITE_EXISTING;
    if (!answer(&question, price, &found, picked))
        return false;
    if (theta)
        *theta = price;
    *value = question.in_value + priced(&question, price, &found);
    return true;
}
