/* Who gets to which place. */
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "policy/fix_places.h"

circlet_status ci_place_pairs_add(ci_place_pairs *pairs, ci_place_pair pair,
                                  circlet_error *error)
{
    ci_place_pair *items = ci_array_reserve_one(
        pairs->items, pairs->count, &pairs->capacity, sizeof(*items));

    if (!items)
        return ci_fail_nomem(error);
    pairs->items = items;
    items[pairs->count++] = pair;
    return CIRCLET_OK;
}

static int compare_pairs(const void *left, const void *right)
{
    const ci_place_pair *a = left, *b = right;

    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    if (a->place != b->place)
        return a->place < b->place ? -1 : 1;
    if (a->person != b->person)
        return a->person < b->person ? -1 : 1;
    return a->time_ms < b->time_ms ? -1 : a->time_ms > b->time_ms;
}

void ci_place_pairs_sort(ci_place_pairs *pairs)
{
    ci_place_pair *items = pairs->items;
    size_t kept = 0;

    if (pairs->count > 1)
        qsort(pairs->items, pairs->count, sizeof(*pairs->items),
              compare_pairs);
    for (size_t i = 0; i < pairs->count; i++)
        if (kept == 0 || items[kept - 1].key != items[i].key ||
            items[kept - 1].place != items[i].place ||
            items[kept - 1].person != items[i].person)
            items[kept++] = items[i];
    pairs->count = kept;
}

void ci_place_pairs_join(ci_place_pairs *pairs)
{
    ci_place_pair *items = pairs->items;
    size_t kept = 0;

    ci_place_pairs_sort(pairs);
    for (size_t i = 0; i < pairs->count; i++) {
        if (kept > 0 && items[kept - 1].key == items[i].key &&
            items[kept - 1].place == items[i].place)
            items[kept - 1].milli += items[i].milli;
        else
            items[kept++] = items[i];
    }
    pairs->count = kept;
}
