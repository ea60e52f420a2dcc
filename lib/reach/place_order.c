/*
 * Half a million homes are sorted for each question: by the bits of their
 * longitudes, eleven at a time (radix sort from the last digit, Knuth, The
 * Art of Computer Programming 3, 5.2.5), then each run of one longitude.
 */
#include "reach/place_order.h"

#include <stdlib.h>
#include <string.h>

#include "reach/straight.h"

#define DIGIT_BITS 11
#define DIGIT_COUNT 6 /* of 64 bits */
#define BUCKETS (1 << DIGIT_BITS)
#define FEW 2048 /* compared one with another as quickly */

typedef struct keyed {
    uint64_t key;
    uint32_t position;
} keyed;

bool ci_lies_before(circlet_point a, circlet_point b)
{
    return a.lon != b.lon ? a.lon < b.lon : a.lat < b.lat;
}

static int compare_points(const void *left, const void *right)
{
    const ci_placed_point *a = left, *b = right;

    if (!ci_is_same_place(a->at, b->at))
        return ci_lies_before(a->at, b->at) ? -1 : 1;
    return (a->position > b->position) - (a->position < b->position);
}

/* Grows with the number; the zeros of both signs are one. */
static uint64_t key_of(double number)
{
    const uint64_t sign = UINT64_C(1) << 63;
    uint64_t bits;

    number += 0.0;
    memcpy(&bits, &number, sizeof(bits));
    return bits & sign ? ~bits : bits | sign;
}

static unsigned digit_of(uint64_t key, int digit)
{
    return (unsigned)(key >> (digit * DIGIT_BITS)) & (BUCKETS - 1);
}

/* Counts how often each value of each digit is there. */
static void count_digits(uint32_t *counts, const keyed *items, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (int d = 0; d < DIGIT_COUNT; d++)
            counts[d * BUCKETS + digit_of(items[i].key, d)]++;
}

/* Orders by one digit, what is equal as before. */
static void deal(keyed *to, const keyed *from, size_t count, int digit,
                 uint32_t *starts)
{
    uint32_t next = 0;

    for (int i = 0; i < BUCKETS; i++) {
        uint32_t size = starts[i];

        starts[i] = next;
        next += size;
    }
    for (size_t i = 0; i < count; i++)
        to[starts[digit_of(from[i].key, digit)]++] = from[i];
}

/* `items` and `spare` have room for all; gives which holds them in order. */
static const keyed *sort_keys(keyed *items, keyed *spare, size_t count,
                              uint32_t *counts)
{
    count_digits(counts, items, count);
    for (int d = 0; d < DIGIT_COUNT; d++) {
        uint32_t *starts = counts + (size_t)d * BUCKETS;
        keyed *dealt = spare;

        if (starts[digit_of(items[0].key, d)] == count)
            continue; /* all have the same */
        deal(dealt, items, count, d, starts);
        spare = items;
        items = dealt;
    }
    return items;
}

/* As most runs are: people of one home, in their order. */
static bool is_ordered(const ci_placed_point *points, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (compare_points(&points[i - 1], &points[i]) > 0)
            return false;
    return true;
}

static void sort_runs(ci_placed_point *points, size_t count)
{
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1;
             end < count && points[end].at.lon == points[i].at.lon; end++)
            continue;
        if (!is_ordered(points + i, end - i))
            qsort(points + i, end - i, sizeof(*points), compare_points);
    }
}

static bool order_many(ci_placed_point *out, const circlet_point *points,
                       size_t count)
{
    keyed *items = malloc(2 * count * sizeof(*items));
    uint32_t *counts = calloc((size_t)DIGIT_COUNT * BUCKETS, sizeof(*counts));
    bool is_ready = items && counts;

    if (is_ready) {
        const keyed *sorted;

        for (size_t i = 0; i < count; i++)
            items[i] = (keyed){key_of(points[i].lon), (uint32_t)i};
        sorted = sort_keys(items, items + count, count, counts);
        for (size_t i = 0; i < count; i++)
            out[i] = (ci_placed_point){points[sorted[i].position],
                                       sorted[i].position};
        sort_runs(out, count);
    }
    free(items);
    free(counts);
    return is_ready;
}

ci_placed_point *ci_place_order(const circlet_point *points, size_t count)
{
    ci_placed_point *sorted = malloc((count + 1) * sizeof(*sorted));

    if (!sorted)
        return NULL;
    if (count > FEW) {
        if (order_many(sorted, points, count))
            return sorted;
        free(sorted);
        return NULL;
    }
    for (size_t i = 0; i < count; i++)
        sorted[i] = (ci_placed_point){points[i], (uint32_t)i};
    qsort(sorted, count, sizeof(*sorted), compare_points);
    return sorted;
}
