/* Random graphs with places on them, and a textbook Dijkstra that says what
 * their rows are. */
#ifndef TESTS_RANDOM_ROWS_H
#define TESTS_RANDOM_ROWS_H

#include "reach/ports.h"
#include "unit.h"

#define ROWS_NODES 60
#define ROWS_ARCS 400
#define ROWS_PLACES 70
#define ROWS_PORTS (3 * ROWS_PLACES)

typedef struct random_rows {
    uint32_t node_count;
    uint32_t tails[ROWS_ARCS], heads[ROWS_ARCS], times_ms[ROWS_ARCS];
    size_t arc_count;
    size_t first_source[ROWS_PLACES + 1], first_target[ROWS_PLACES + 1];
    ci_port source_ports[ROWS_PORTS], target_ports[ROWS_PORTS];
    size_t first_shortcut[ROWS_PLACES + 1];
    circlet_od_entry shortcuts[2 * ROWS_PLACES];
    ci_graph *graph;
    ci_rows_query query;
} random_rows;

/* Zero, short, long, and longer than any journey. */
static inline uint32_t random_time_ms(uint64_t *state)
{
    switch (unit_random_below(state, 8)) {
    case 0:
        return 0;
    case 1:
        return CIRCLET_CUTOFF_MAX - unit_random_below(state, 3);
    case 2:
        return 10 * unit_random_below(state, 10);
    case 3:
        return UINT32_MAX - unit_random_below(state, 2);
    default:
        return unit_random_below(state, 100000);
    }
}

static inline size_t random_ports(size_t *first, ci_port *ports, size_t places,
                                  uint32_t node_count, uint64_t *state)
{
    size_t count = 0;

    for (size_t i = 0; i < places; i++) {
        first[i] = count;
        for (uint32_t k = unit_random_below(state, 4); k > 0; k--)
            ports[count++] = (ci_port){unit_random_below(state, node_count),
                                       unit_random_below(state, 50000)};
    }
    first[places] = count;
    return count;
}

static inline void random_shortcuts(random_rows *rows, size_t sources,
                                    uint32_t targets, uint64_t *state)
{
    size_t count = 0;

    for (size_t i = 0; i < sources; i++) {
        rows->first_shortcut[i] = count;
        for (uint32_t k = unit_random_below(state, 3); k > 0 && targets > 0;
             k--)
            rows->shortcuts[count++] =
                (circlet_od_entry){unit_random_below(state, targets),
                                   unit_random_below(state, 200000)};
    }
    rows->first_shortcut[sources] = count;
}

/* The caller frees rows->graph. */
static inline void random_rows_make(random_rows *rows, uint64_t *state)
{
    size_t sources = unit_random_below(state, ROWS_PLACES + 1);
    uint32_t targets = unit_random_below(state, ROWS_PLACES + 1);

    rows->node_count = 1 + unit_random_below(state, ROWS_NODES);
    rows->arc_count = unit_random_below(state, ROWS_ARCS + 1);
    for (size_t k = 0; k < rows->arc_count; k++) {
        rows->tails[k] = unit_random_below(state, rows->node_count);
        rows->heads[k] = unit_random_below(state, rows->node_count);
        rows->times_ms[k] = random_time_ms(state);
    }
    random_ports(rows->first_source, rows->source_ports, sources,
                 rows->node_count, state);
    random_ports(rows->first_target, rows->target_ports, targets,
                 rows->node_count, state);
    random_shortcuts(rows, sources, targets, state);
    rows->graph =
        ci_graph_from_arcs(rows->node_count, rows->tails, rows->heads,
                           rows->times_ms, rows->arc_count);
    assert_non_null(rows->graph);
    rows->query = (ci_rows_query){
        .graph = rows->graph,
        .is_against = unit_random_below(state, 2),
        .sources = {sources, rows->first_source, rows->source_ports},
        .targets = {targets, rows->first_target, rows->target_ports},
        .first_shortcut =
            unit_random_below(state, 4) > 0 ? rows->first_shortcut : NULL,
        .shortcuts = rows->shortcuts,
        .cutoff_ms = unit_random_below(state, 6) > 0
                         ? unit_random_below(state, 300000)
                         : CIRCLET_CUTOFF_MAX};
}

/* Times from (to) each node, without a cutoff: the arcs are relaxed until
 * nothing changes (Bellman 1958). */
static inline void textbook_times(uint64_t *node_ms, const random_rows *rows,
                                  size_t source)
{
    bool is_changed = true;

    for (uint32_t i = 0; i < rows->node_count; i++)
        node_ms[i] = UINT64_MAX / 2;
    for (size_t k = rows->first_source[source];
         k < rows->first_source[source + 1]; k++)
        if (rows->source_ports[k].time_ms <
            node_ms[rows->source_ports[k].node])
            node_ms[rows->source_ports[k].node] =
                rows->source_ports[k].time_ms;
    while (is_changed) {
        is_changed = false;
        for (size_t k = 0; k < rows->arc_count; k++) {
            bool is_against = rows->query.is_against;
            uint32_t a = is_against ? rows->heads[k] : rows->tails[k];
            uint32_t b = is_against ? rows->tails[k] : rows->heads[k];

            if (rows->times_ms[k] > CIRCLET_CUTOFF_MAX ||
                node_ms[a] + rows->times_ms[k] >= node_ms[b])
                continue;
            node_ms[b] = node_ms[a] + rows->times_ms[k];
            is_changed = true;
        }
    }
}

/* The row of a source: the time to each target, CIRCLET_UNREACHED if it is
 * over the cutoff. */
static inline void textbook_row(uint32_t *target_ms, const random_rows *rows,
                                size_t source)
{
    uint64_t node_ms[ROWS_NODES], best_ms[ROWS_PLACES];
    const ci_rows_query *query = &rows->query;

    textbook_times(node_ms, rows, source);
    for (size_t t = 0; t < query->targets.place_count; t++) {
        best_ms[t] = UINT64_MAX;
        for (size_t k = rows->first_target[t]; k < rows->first_target[t + 1];
             k++) {
            uint64_t ms = node_ms[rows->target_ports[k].node] +
                          rows->target_ports[k].time_ms;

            best_ms[t] = ms < best_ms[t] ? ms : best_ms[t];
        }
    }
    if (query->first_shortcut)
        for (size_t k = rows->first_shortcut[source];
             k < rows->first_shortcut[source + 1]; k++)
            if (rows->shortcuts[k].time_ms <
                best_ms[rows->shortcuts[k].destination])
                best_ms[rows->shortcuts[k].destination] =
                    rows->shortcuts[k].time_ms;
    for (size_t t = 0; t < query->targets.place_count; t++)
        target_ms[t] = best_ms[t] <= query->cutoff_ms ? (uint32_t)best_ms[t]
                                                      : CIRCLET_UNREACHED;
}

#endif
