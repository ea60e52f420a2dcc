/*
 * igraph's side of the routing bench: igraph_distances_dijkstra_cutoff(), a
 * row of all nodes for each source.
 *
 *     reach_igraph GRAPH CUTOFF_S SOURCES
 */
#include <igraph/igraph.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "graph_file.h"

static void make_graph(igraph_t *graph, igraph_vector_t *weights,
                       const bench_graph *file)
{
    igraph_vector_int_t edges;

    igraph_vector_int_init(&edges, 2 * (igraph_integer_t)file->arc_count);
    igraph_vector_init(weights, file->arc_count);
    for (uint32_t i = 0; i < file->node_count; i++)
        for (uint32_t k = file->first[i]; k < file->first[i + 1]; k++) {
            VECTOR(edges)[2 * k] = i;
            VECTOR(edges)[2 * k + 1] = file->heads[k];
            VECTOR(*weights)[k] = file->times_ms[k];
        }
    igraph_create(graph, &edges, file->node_count, IGRAPH_DIRECTED);
    igraph_vector_int_destroy(&edges);
}

int main(int argc, char **argv)
{
    bench_graph file;
    igraph_t graph;
    igraph_vector_t weights;
    igraph_matrix_t times;
    uint32_t count;
    uint32_t *picked;
    uint64_t reached = 0;
    double cutoff_ms, sum = 0, start;

    if (argc != 4 || !bench_graph_read(&file, argv[1]))
        return 2;
    count = (uint32_t)strtoul(argv[3], NULL, 10);
    cutoff_ms = (double)strtoul(argv[2], NULL, 10) * 1000;
    picked = calloc(count + 1, sizeof(*picked));
    if (!picked)
        return 1;
    make_graph(&graph, &weights, &file);
    igraph_matrix_init(&times, 0, 0);
    bench_sources(picked, count, file.node_count);
    start = bench_seconds();
    for (uint32_t i = 0; i < count; i++) {
        igraph_distances_dijkstra_cutoff(
            &graph, &times, igraph_vss_1((igraph_integer_t)picked[i]),
            igraph_vss_all(), &weights, IGRAPH_OUT, cutoff_ms);
        for (uint32_t k = 0; k < file.node_count; k++)
            if (MATRIX(times, 0, k) <= cutoff_ms) {
                reached++;
                sum += MATRIX(times, 0, k);
            }
    }
    printf("%.3f us a source, %.1f reached, sum %.0f\n",
           (bench_seconds() - start) / count * 1e6, (double)reached / count,
           sum);
    igraph_matrix_destroy(&times);
    igraph_vector_destroy(&weights);
    igraph_destroy(&graph);
    free(picked);
    bench_graph_free(&file);
    return 0;
}
