#include "reach/search.h"

#include <stdlib.h>
#include <string.h>

/* A bucket holds the nodes whose times lie within so many milliseconds: few
 * links are quicker, so few nodes are looked at twice. */
#define BUCKET_MS 1000
#define BUCKET_COUNT (CIRCLET_CUTOFF_MAX / BUCKET_MS + 1)

/* Marks in lists of nodes; a network has fewer nodes than either. */
#define NO_NODE UINT32_MAX
#define IS_FIRST UINT32_MAX
#define NOT_QUEUED (UINT32_MAX - 1)

struct ci_search {
    const circlet_network *network;
    uint32_t *time_ms; /* CIRCLET_UNREACHED if untouched */
    uint32_t *next, *before; /* in the bucket's list */
    uint32_t *bucket; /* the first node of each */
    uint32_t *way; /* where each node's journey goes on; NULL: not kept */
    uint32_t *touched;
    size_t touched_count;
    size_t queued_count;
};

ci_search *ci_search_new(const circlet_network *network)
{
    ci_search *search = calloc(1, sizeof(*search));
    size_t size = (network->node_count + 1) * sizeof(uint32_t);

    if (!search)
        return NULL;
    search->network = network;
    search->time_ms = malloc(size);
    search->next = malloc(size);
    search->before = malloc(size);
    search->touched = malloc(size);
    search->bucket = malloc(BUCKET_COUNT * sizeof(uint32_t));
    if (!search->time_ms || !search->next || !search->before ||
        !search->touched || !search->bucket) {
        ci_search_free(search);
        return NULL;
    }
    memset(search->bucket, 0xff, BUCKET_COUNT * sizeof(uint32_t));
    for (size_t i = 0; i < network->node_count; i++) {
        search->time_ms[i] = CIRCLET_UNREACHED;
        search->before[i] = NOT_QUEUED;
    }
    return search;
}

void ci_search_free(ci_search *search)
{
    if (!search)
        return;
    free(search->time_ms);
    free(search->next);
    free(search->before);
    free(search->way);
    free(search->touched);
    free(search->bucket);
    free(search);
}

bool ci_search_keep_ways(ci_search *search)
{
    if (!search->way)
        search->way =
            malloc((search->network->node_count + 1) * sizeof(uint32_t));
    return search->way;
}

static void unqueue(ci_search *search, uint32_t node)
{
    uint32_t next = search->next[node], before = search->before[node];

    if (next != NO_NODE)
        search->before[next] = before;
    if (before == IS_FIRST)
        search->bucket[search->time_ms[node] / BUCKET_MS] = next;
    else
        search->next[before] = next;
    search->before[node] = NOT_QUEUED;
    search->queued_count--;
}

static void queue(ci_search *search, uint32_t node)
{
    uint32_t *first = &search->bucket[search->time_ms[node] / BUCKET_MS];

    if (*first != NO_NODE)
        search->before[*first] = node;
    search->next[node] = *first;
    search->before[node] = IS_FIRST;
    *first = node;
    search->queued_count++;
}

/* Only by a shorter time, so that no way leads in a circle, even along links
 * that take no time. */
static void improve(ci_search *search, uint32_t node, uint32_t time_ms,
                    uint32_t way)
{
    if (search->way)
        search->way[node] = way;
    if (search->time_ms[node] == CIRCLET_UNREACHED)
        search->touched[search->touched_count++] = node;
    else if (search->before[node] != NOT_QUEUED)
        unqueue(search, node);
    search->time_ms[node] = time_ms;
    queue(search, node);
}

void ci_search_clear(ci_search *search)
{
    for (size_t i = 0; i < search->touched_count; i++) {
        uint32_t node = search->touched[i];

        if (search->before[node] != NOT_QUEUED)
            unqueue(search, node);
        search->time_ms[node] = CIRCLET_UNREACHED;
    }
    search->touched_count = 0;
}

void ci_search_seed(ci_search *search, uint32_t node, uint32_t time_ms)
{
    if (time_ms < search->time_ms[node])
        improve(search, node, time_ms, CI_AT_GOAL);
}

/*
 * Dijkstra's algorithm against the arcs, with the queue in buckets of equal
 * width (Dial 1969; Denardo and Fox 1979). Within a bucket nodes come in any
 * order; one that is improved after it was taken is queued and taken again,
 * so the times are exact. A node stands in one bucket at most: lists through
 * arrays of nodes suffice, and nothing is allocated.
 */
void ci_search_run(ci_search *search, const circlet_arc_times *times,
                   uint32_t cutoff_ms)
{
    const circlet_network *network = search->network;

    for (uint32_t b = 0; search->queued_count > 0 && b < BUCKET_COUNT; b++)
        while (search->bucket[b] != NO_NODE) {
            uint32_t node = search->bucket[b], room_ms, base_ms;

            unqueue(search, node);
            base_ms = ci_search_time_through(search, times, node);
            if (base_ms > cutoff_ms) /* unreached is over any cutoff */
                continue;
            room_ms = cutoff_ms - base_ms;
            for (uint32_t k = network->first[node];
                 k < network->first[node + 1]; k++) {
                uint32_t head = network->adjacent[k].head;
                uint32_t arc_ms = times->arrive_ms[k];

                /* A closed arc takes longer than any room. */
                if (arc_ms <= room_ms &&
                    base_ms + arc_ms < search->time_ms[head])
                    improve(search, head, base_ms + arc_ms, k);
            }
        }
}

uint32_t ci_search_time_through(const ci_search *search,
                                const circlet_arc_times *times, uint32_t node)
{
    uint32_t time_ms = search->time_ms[node];
    uint32_t through_ms = times->through_ms[node];

    if (time_ms == CIRCLET_UNREACHED || through_ms == CI_CLOSED)
        return CIRCLET_UNREACHED;
    return time_ms + through_ms; /* 2^27 + 2^30 at most */
}

uint32_t ci_search_time(const ci_search *search, uint32_t node)
{
    return search->time_ms[node];
}

uint32_t ci_search_next(const ci_search *search, uint32_t node)
{
    return search->way[node];
}

const uint32_t *ci_search_touched(const ci_search *search, size_t *count)
{
    *count = search->touched_count;
    return search->touched;
}
