/* Seeded random graphs with ranks, and times on them by a textbook search
 * that shares nothing with what is tested. */
#ifndef TESTS_GRAPH_RIDDLE_H
#define TESTS_GRAPH_RIDDLE_H

#include "unit.h"

#include "reach/graph.h"

#define RIDDLE_INFINITE UINT64_MAX

typedef struct graph_riddle {
    uint64_t seed; /* to be printed; and what `state` began as */
    uint64_t state;
    uint32_t node_count;
    size_t arc_count;
    uint32_t *tails, *heads, *times_ms;
    uint32_t *rank;
    ci_graph *graph;
} graph_riddle;

static inline void riddle_arc(graph_riddle *riddle, uint32_t tail,
                              uint32_t head, uint32_t time_ms)
{
    riddle->tails[riddle->arc_count] = tail;
    riddle->heads[riddle->arc_count] = head;
    riddle->times_ms[riddle->arc_count++] = time_ms;
}

/* Some are zero, some near or over the longest cutoff. */
static inline uint32_t riddle_time(graph_riddle *riddle)
{
    switch (unit_random_below(&riddle->state, 12)) {
    case 0:
        return 0;
    case 1:
        return CIRCLET_CUTOFF_MAX / 2 -
               unit_random_below(&riddle->state, 1000);
    case 2:
        return CIRCLET_CUTOFF_MAX - 2 + unit_random_below(&riddle->state, 5);
    default:
        return unit_random_below(&riddle->state, 9999);
    }
}

/* Chains with cross streets, whose order has small separators, or no order
 * at all; loops, parallels, one-ways, islands. */
static inline void riddle_arcs(graph_riddle *riddle)
{
    uint32_t n = riddle->node_count;
    uint32_t span = 1 + unit_random_below(&riddle->state, n);
    size_t count = n * (1 + unit_random_below(&riddle->state, 3)) / 2;

    for (uint32_t i = 0; i + 1 < n; i++) {
        if (unit_random_below(&riddle->state, 16) == 0)
            continue;
        riddle_arc(riddle, i, i + 1, riddle_time(riddle));
        if (unit_random_below(&riddle->state, 4) > 0)
            riddle_arc(riddle, i + 1, i, riddle_time(riddle));
    }
    while (count-- > 0) {
        uint32_t tail = unit_random_below(&riddle->state, n);
        uint32_t far = unit_random_below(&riddle->state, span);

        riddle_arc(riddle, tail, (tail + far) % n, riddle_time(riddle));
        if (unit_random_below(&riddle->state, 2))
            riddle_arc(riddle, (tail + far) % n, tail, riddle_time(riddle));
    }
}

/* Any permutation, or that by which halves of the chain come before their
 * middle. */
static inline void riddle_rank(graph_riddle *riddle)
{
    uint32_t n = riddle->node_count, next = n, bit = 1;

    if (unit_random_below(&riddle->state, 2)) {
        while (bit < n)
            bit *= 2;
        for (; bit > 0; bit /= 2)
            for (uint32_t i = bit; i <= n; i += 2 * bit)
                riddle->rank[i - 1] = --next;
        return;
    }
    for (uint32_t i = 0; i < n; i++) {
        uint32_t k = unit_random_below(&riddle->state, i + 1);

        riddle->rank[i] = riddle->rank[k];
        riddle->rank[k] = i;
    }
}

static inline void riddle_make(graph_riddle *riddle, uint64_t seed,
                               uint32_t most_nodes)
{
    uint32_t n;
    size_t room;

    *riddle = (graph_riddle){.seed = seed, .state = seed};
    n = 1 + unit_random_below(&riddle->state, most_nodes);
    room = (size_t)n * 6 + 1;
    riddle->node_count = n;
    riddle->tails = malloc(room * sizeof(uint32_t));
    riddle->heads = malloc(room * sizeof(uint32_t));
    riddle->times_ms = malloc(room * sizeof(uint32_t));
    riddle->rank = malloc(room * sizeof(uint32_t));
    assert_non_null(riddle->tails);
    assert_non_null(riddle->heads);
    assert_non_null(riddle->times_ms);
    assert_non_null(riddle->rank);
    riddle_arcs(riddle);
    riddle_rank(riddle);
    riddle->graph = ci_graph_from_arcs(n, riddle->tails, riddle->heads,
                                       riddle->times_ms, riddle->arc_count);
    assert_non_null(riddle->graph);
}

static inline void riddle_free(graph_riddle *riddle)
{
    free(riddle->tails);
    free(riddle->heads);
    free(riddle->times_ms);
    free(riddle->rank);
    ci_graph_free(riddle->graph);
}

/* The times from a node (or to it) to all: Bellman and Ford, until nothing
 * is quicker. The caller frees them. */
static inline uint64_t *riddle_times(const graph_riddle *riddle,
                                     uint32_t source, bool is_against)
{
    const uint32_t *from = is_against ? riddle->heads : riddle->tails;
    const uint32_t *to = is_against ? riddle->tails : riddle->heads;
    uint64_t *times = malloc(riddle->node_count * sizeof(*times));
    bool is_changed = true;

    assert_non_null(times);
    for (uint32_t i = 0; i < riddle->node_count; i++)
        times[i] = i == source ? 0 : RIDDLE_INFINITE;
    while (is_changed) {
        is_changed = false;
        for (size_t a = 0; a < riddle->arc_count; a++) {
            uint64_t over = times[from[a]] + riddle->times_ms[a];

            if (times[from[a]] == RIDDLE_INFINITE ||
                riddle->times_ms[a] > CIRCLET_CUTOFF_MAX ||
                over >= times[to[a]])
                continue;
            times[to[a]] = over;
            is_changed = true;
        }
    }
    return times;
}

#endif
