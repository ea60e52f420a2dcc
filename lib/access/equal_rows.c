/* Spans are sorted by a hash, so that equal ones lie together; the hash
 * decides nothing else. */
#include "access/equal_rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

typedef struct hashed_span {
    uint64_t hash;
    size_t position;
} hashed_span;

/* The finaliser of SplitMix64 (Steele, Lea and Flood 2014). */
static uint64_t mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

static uint64_t hash_of(const ci_span *span)
{
    const unsigned char *bytes = span->words;
    uint64_t hash = mix((uint64_t)span->word_count << 32 | span->tag);

    for (size_t i = 0; i < span->word_count; i++) {
        uint32_t word;

        memcpy(&word, bytes + i * sizeof(word), sizeof(word));
        hash = mix(hash + UINT64_C(0x9e3779b97f4a7c15) + word);
    }
    return hash;
}

static bool is_same(const ci_span *a, const ci_span *b)
{
    return a->tag == b->tag && a->word_count == b->word_count &&
           (a->words == b->words || a->word_count == 0 ||
            memcmp(a->words, b->words, a->word_count * sizeof(uint32_t)) == 0);
}

static int compare_hashes(const void *left, const void *right)
{
    const hashed_span *a = left, *b = right;

    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return a->position < b->position ? -1 : a->position > b->position;
}

/* Fills firsts[i] with the position of the first span that equals span i.
 * Within a hash, which nearly always means one content, the spans found so
 * far lead the run. */
static void find_firsts(size_t *firsts, hashed_span *order,
                        const ci_span *spans, size_t count)
{
    size_t leader_count = 0, start = 0;

    for (size_t i = 0; i < count; i++) {
        size_t position = order[i].position;
        size_t k = start;

        if (i == 0 || order[i].hash != order[i - 1].hash) {
            start = leader_count = i;
            k = start;
        }
        while (k < leader_count &&
               !is_same(&spans[order[k].position], &spans[position]))
            k++;
        if (k == leader_count) {
            order[leader_count] = order[i];
            leader_count++;
        }
        firsts[position] = order[k].position;
    }
}

circlet_status ci_number_equal_spans(uint32_t *numbers, size_t *number_count,
                                     const ci_span *spans, size_t count,
                                     circlet_error *error)
{
    hashed_span *order = malloc((count + 1) * sizeof(*order));
    size_t *firsts = malloc((count + 1) * sizeof(*firsts));
    uint32_t next = 0;

    if (!order || !firsts) {
        free(order);
        free(firsts);
        return ci_fail_nomem(error);
    }
    for (size_t i = 0; i < count; i++) {
        bool is_repeated = i > 0 && spans[i].words == spans[i - 1].words &&
                           is_same(&spans[i], &spans[i - 1]);

        order[i] = (hashed_span){
            is_repeated ? order[i - 1].hash : hash_of(&spans[i]), i};
    }
    if (count > 1)
        qsort(order, count, sizeof(*order), compare_hashes);
    find_firsts(firsts, order, spans, count);
    for (size_t i = 0; i < count; i++)
        numbers[i] = firsts[i] == i ? next++ : numbers[firsts[i]];
    *number_count = next;
    free(order);
    free(firsts);
    return CIRCLET_OK;
}
