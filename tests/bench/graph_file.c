#include "graph_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static bool make_room(bench_graph *graph)
{
    size_t nodes = graph->node_count, arcs = graph->arc_count;

    graph->first = calloc(nodes + 1, sizeof(uint32_t));
    graph->heads = calloc(arcs + 1, sizeof(uint32_t));
    graph->times_ms = calloc(arcs + 1, sizeof(uint32_t));
    graph->lon_e6 = calloc(nodes + 1, sizeof(int32_t));
    graph->lat_e6 = calloc(nodes + 1, sizeof(int32_t));
    return graph->first && graph->heads && graph->times_ms && graph->lon_e6 &&
           graph->lat_e6;
}

static bool read_arrays(bench_graph *graph, FILE *file)
{
    size_t nodes = graph->node_count, arcs = graph->arc_count;

    return fread(graph->first, 4, nodes + 1, file) == nodes + 1 &&
           fread(graph->heads, 4, arcs, file) == arcs &&
           fread(graph->times_ms, 4, arcs, file) == arcs &&
           fread(graph->lon_e6, 4, nodes, file) == nodes &&
           fread(graph->lat_e6, 4, nodes, file) == nodes;
}

bool bench_graph_read(bench_graph *graph, const char *path)
{
    FILE *file = fopen(path, "rb");
    char magic[4];
    uint32_t counts[2];
    bool is_read = false;

    memset(graph, 0, sizeof(*graph));
    if (file && fread(magic, 1, 4, file) == 4 &&
        memcmp(magic, "BGR1", 4) == 0 && fread(counts, 4, 2, file) == 2) {
        graph->node_count = counts[0];
        graph->arc_count = counts[1];
        is_read = make_room(graph) && read_arrays(graph, file);
    }
    if (file)
        fclose(file);
    if (!is_read) {
        fprintf(stderr, "%s: no graph\n", path);
        bench_graph_free(graph);
    }
    return is_read;
}

bool bench_graph_write(const bench_graph *graph, const char *path)
{
    uint32_t counts[2] = {graph->node_count, graph->arc_count};
    size_t nodes = graph->node_count, arcs = graph->arc_count;
    FILE *file = fopen(path, "wb");
    bool is_written;

    if (!file) {
        perror(path);
        return false;
    }
    is_written = fwrite("BGR1", 1, 4, file) == 4 &&
                 fwrite(counts, 4, 2, file) == 2 &&
                 fwrite(graph->first, 4, nodes + 1, file) == nodes + 1 &&
                 fwrite(graph->heads, 4, arcs, file) == arcs &&
                 fwrite(graph->times_ms, 4, arcs, file) == arcs &&
                 fwrite(graph->lon_e6, 4, nodes, file) == nodes &&
                 fwrite(graph->lat_e6, 4, nodes, file) == nodes;
    if (fclose(file) || !is_written) {
        perror(path);
        return false;
    }
    return true;
}

void bench_graph_free(bench_graph *graph)
{
    free(graph->first);
    free(graph->heads);
    free(graph->times_ms);
    free(graph->lon_e6);
    free(graph->lat_e6);
    memset(graph, 0, sizeof(*graph));
}

/* SplitMix64 (Steele, Lea, Flood 2014): tests/bench/peer_ratio.py has it,
 * too. */
void bench_sources(uint32_t *out, uint32_t count, uint32_t node_count)
{
    uint64_t state = 20240607;

    for (uint32_t i = 0; i < count; i++) {
        uint64_t z = (state += UINT64_C(0x9E3779B97F4A7C15));

        z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
        z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
        out[i] = (uint32_t)((z ^ (z >> 31)) % node_count);
    }
}

double bench_seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}
