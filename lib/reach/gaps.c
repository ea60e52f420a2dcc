/* Asking for what is missing on ways, and reading it. */
#include <stdlib.h>

#include "base/error.h"
#include "reach/gap_use.h"

#define WEIGHT_OF_ONE 1000

/* ---- queries ----------------------------------------------------------- */

size_t ci_gap_row_count_of(const circlet_gap_query *query)
{
    return !query || (!query->rows && query->row_count == 0)
               ? 1
               : query->row_count;
}

int64_t ci_gap_weight_of(const circlet_gap_query *query, size_t origin)
{
    return query && query->weights_milli ? query->weights_milli[origin]
                                         : WEIGHT_OF_ONE;
}

uint32_t ci_gap_row_of(const circlet_gap_query *query, size_t origin)
{
    return query && query->rows ? query->rows[origin] : 0;
}

circlet_status ci_gap_query_check(const circlet_gap_query *query,
                                  size_t origin_count, circlet_error *error)
{
    size_t row_count = ci_gap_row_count_of(query);
    int64_t sum = 0;

    if (row_count == 0 || row_count >= UINT32_MAX)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "gaps cannot be summed in %zu rows", row_count);
    for (size_t i = 0; i < origin_count; i++) {
        int64_t weight = ci_gap_weight_of(query, i);

        if (ci_gap_row_of(query, i) >= row_count)
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "origin %zu belongs to row %lu of %zu", i,
                           (unsigned long)ci_gap_row_of(query, i), row_count);
        if (weight < 0 || weight > INT64_MAX - sum)
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "origin %zu has a weight of %lld thousandths", i,
                           (long long)weight);
        sum += weight;
    }
    return CIRCLET_OK;
}

/* ---- the list ---------------------------------------------------------- */

static int compare_gaps(const void *left, const void *right)
{
    const circlet_gap *a = &((const ci_found_gap *)left)->gap;
    const circlet_gap *b = &((const ci_found_gap *)right)->gap;

    if (a->weight_milli != b->weight_milli)
        return a->weight_milli > b->weight_milli ? -1 : 1;
    if (a->is_node != b->is_node)
        return a->is_node ? 1 : -1;
    return (a->position > b->position) - (a->position < b->position);
}

bool ci_gaps_take(circlet_gaps *gaps, ci_found_gap *found, size_t count,
                  uint32_t *item_of)
{
    gaps->items = malloc((count + 1) * sizeof(*gaps->items));
    if (!gaps->items)
        return false;
    if (count > 1)
        qsort(found, count, sizeof(*found), compare_gaps);
    for (size_t i = 0; i < count; i++) {
        gaps->items[i] = found[i].gap;
        item_of[found[i].part] = (uint32_t)i;
    }
    gaps->item_count = count;
    return true;
}

/* ---- reading ----------------------------------------------------------- */

void circlet_gaps_free(circlet_gaps *gaps)
{
    if (!gaps)
        return;
    free(gaps->keys);
    free(gaps->asked);
    free(gaps->missing);
    free(gaps->items);
    free(gaps->knots);
    free(gaps->entries);
    ci_arena_free(&gaps->arena);
    free(gaps);
}

size_t circlet_gaps_key_count(const circlet_gaps *gaps)
{
    return gaps->key_count;
}

const char *circlet_gaps_key(const circlet_gaps *gaps, size_t key)
{
    return gaps->keys[key];
}

void circlet_gaps_count(const circlet_gaps *gaps, size_t row, size_t key,
                        uint64_t *asked, uint64_t *missing)
{
    *asked = gaps->asked[row * gaps->key_count + key];
    *missing = gaps->missing[row * gaps->key_count + key];
}

size_t circlet_gaps_size(const circlet_gaps *gaps)
{
    return gaps->item_count;
}

circlet_gap circlet_gaps_at(const circlet_gaps *gaps, size_t i)
{
    return gaps->items[i];
}

/* Puts a gap at the end of a list that has room for some. */
static void give(uint32_t *out, size_t room, size_t *count, uint32_t item)
{
    if (item == CI_NO_GAP)
        return;
    if (*count < room)
        out[*count] = item;
    ++*count;
}

/* A way may come again to the link on which it began. */
size_t circlet_gaps_on_way(const circlet_gaps *gaps, size_t origin,
                           uint32_t *out, size_t room)
{
    const ci_gap_entry *entry;
    size_t count = 0;

    if (origin >= gaps->entry_count)
        return 0;
    entry = &gaps->entries[origin];
    give(out, room, &count, entry->item);
    for (uint32_t i = entry->knot; i != CI_NO_GAP; i = gaps->knots[i].next) {
        const ci_gap_knot *knot = &gaps->knots[i];

        give(out, room, &count, knot->node_item);
        if (knot->link_item != entry->item)
            give(out, room, &count, knot->link_item);
    }
    return count;
}
