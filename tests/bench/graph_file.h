/*
 * A graph in a file, for benches of routing: the same bytes for circlet and
 * its peers. Little-endian 32-bit words: "BGR1", nodes, arcs, first[nodes +
 * 1], heads[arcs], times[arcs] (ms), longitudes[nodes], latitudes[nodes]
 * (millionths of a degree). Arcs are sorted by tail, then head, and nodes
 * along a Hilbert curve.
 */
#ifndef BENCH_GRAPH_FILE_H
#define BENCH_GRAPH_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct bench_graph {
    uint32_t node_count, arc_count;
    uint32_t *first; /* node_count + 1 */
    uint32_t *heads, *times_ms;
    int32_t *lon_e6, *lat_e6;
} bench_graph;

#ifdef __cplusplus
extern "C" {
#endif

bool bench_graph_read(bench_graph *graph, const char *path);
bool bench_graph_write(const bench_graph *graph, const char *path);
void bench_graph_free(bench_graph *graph);

/* The same nodes to start from for every program. */
void bench_sources(uint32_t *out, uint32_t count, uint32_t node_count);

/* Seconds of a clock that only goes on. */
double bench_seconds(void);

#ifdef __cplusplus
}
#endif

#endif
