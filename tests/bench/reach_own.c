/*
 * circlet's own side of the routing bench: times from a number of nodes to
 * all within a cutoff.
 *
 *     reach_own GRAPH CUTOFF_S SOURCES near|far THREADS baseline|avx2|avx512
 *
 * prints reached nodes per source, the sum of all times, microseconds a
 * source and what was made before. Rows are counted as they come and not
 * kept. With THREADS 0 nothing is searched: the cost of setting up.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/parallel.h"
#include "graph_file.h"
#include "network/node_order.h"
#include "reach/engine.h"

typedef struct sum {
    uint64_t reached, time_ms;
    char pad[48]; /* a cache line for each worker */
} sum;

typedef struct bench {
    bench_graph file;
    ci_graph *graph;
    ci_engine *engine;
    uint32_t *rank;
    size_t *first_source, *first_target;
    ci_port *sources, *targets;
    sum sums[CI_THREADS_MAX];
} bench;

static bool count_row(void *user, uint32_t worker, uint32_t source,
                      const circlet_od_entry *entries, size_t count)
{
    sum *into = &((bench *)user)->sums[worker];

    (void)source;
    for (size_t i = 0; i < count; i++)
        into->time_ms += entries[i].time_ms;
    into->reached += count;
    return true;
}

static bool make_graph(bench *b)
{
    uint32_t nodes = b->file.node_count;
    uint32_t *tails = malloc((b->file.arc_count + 1) * sizeof(*tails));

    if (!tails)
        return false;
    for (uint32_t i = 0; i < nodes; i++)
        for (uint32_t k = b->file.first[i]; k < b->file.first[i + 1]; k++)
            tails[k] = i;
    b->graph = ci_graph_from_arcs(nodes, tails, b->file.heads,
                                  b->file.times_ms, b->file.arc_count);
    free(tails);
    return b->graph;
}

static bool find_order(bench *b, circlet_error *error)
{
    uint32_t nodes = b->file.node_count;
    circlet_point *points = calloc(nodes + 1, sizeof(*points));
    ci_order_input input = {nodes, b->file.first, b->file.heads, points, 1, 0,
                            {0}};
    double start = bench_seconds();
    circlet_status status;

    b->rank = calloc(nodes + 1, sizeof(*b->rank));
    if (!points || !b->rank) {
        free(points);
        return false;
    }
    for (uint32_t i = 0; i < nodes; i++)
        points[i] = (circlet_point){b->file.lon_e6[i] * 1e-6,
                                    b->file.lat_e6[i] * 1e-6};
    status = ci_node_order_find(b->rank, &input, error);
    free(points);
    printf("order %.2f s; ", bench_seconds() - start);
    return !status;
}

/* A port at each node, without delay. */
static bool make_ports(bench *b, uint32_t source_count)
{
    uint32_t nodes = b->file.node_count;
    uint32_t *picked = malloc((source_count + 1) * sizeof(*picked));

    b->first_source = calloc(source_count + 1, sizeof(size_t));
    b->first_target = calloc(nodes + 1, sizeof(size_t));
    b->sources = calloc(source_count + 1, sizeof(ci_port));
    b->targets = calloc(nodes + 1, sizeof(ci_port));
    if (!picked || !b->first_source || !b->first_target || !b->sources ||
        !b->targets) {
        free(picked);
        return false;
    }
    bench_sources(picked, source_count, nodes);
    for (uint32_t i = 0; i < source_count; i++) {
        b->sources[i] = (ci_port){picked[i], 0};
        b->first_source[i + 1] = i + 1;
    }
    for (uint32_t i = 0; i < nodes; i++) {
        b->targets[i] = (ci_port){i, 0};
        b->first_target[i + 1] = i + 1;
    }
    free(picked);
    return true;
}

static ci_lane_set lanes_of(const char *name)
{
    if (strcmp(name, "avx512") == 0)
        return CI_LANES_AVX512;
    return strcmp(name, "avx2") == 0 ? CI_LANES_AVX2 : CI_LANES_BASELINE;
}

static circlet_status run(bench *b, char **argv, uint32_t source_count,
                          circlet_error *error)
{
    ci_rows_query query = {
        .graph = b->graph,
        .sources = {source_count, b->first_source, b->sources},
        .targets = {b->file.node_count, b->first_target, b->targets},
        .cutoff_ms = (uint32_t)strtoul(argv[2], NULL, 10) * 1000};
    const circlet_progress silent = {0};
    ci_engine_options options = {
        .thread_count = (uint32_t)strtoul(argv[5], NULL, 10),
        .choice = strcmp(argv[4], "far") == 0 ? CI_ENGINE_FAR : CI_ENGINE_NEAR,
        .lanes = lanes_of(argv[6]),
        .stage = {&silent, "searching", 0, 1}};
    uint32_t one = query.sources.place_count > 0;
    double start = bench_seconds();
    circlet_status status;

    /* The hierarchy is made with the first question. */
    query.sources.place_count = one;
    status = ci_engine_rows(b->engine, &query, &options, count_row, b, error);
    printf("first %.2f s; ", bench_seconds() - start);
    memset(b->sums, 0, sizeof(b->sums));
    query.sources.place_count = source_count;
    start = bench_seconds();
    if (!status)
        status =
            ci_engine_rows(b->engine, &query, &options, count_row, b, error);
    printf("%.3f us a source", (bench_seconds() - start) / source_count * 1e6);
    return status;
}

static void print_sums(const bench *b, uint32_t source_count)
{
    sum total = {0};

    for (size_t i = 0; i < CI_THREADS_MAX; i++) {
        total.reached += b->sums[i].reached;
        total.time_ms += b->sums[i].time_ms;
    }
    printf(", %.1f reached, sum %" PRIu64 "\n",
           (double)total.reached / source_count, total.time_ms);
}

static void free_bench(bench *b)
{
    ci_engine_free(b->engine);
    ci_graph_free(b->graph);
    bench_graph_free(&b->file);
    free(b->rank);
    free(b->first_source);
    free(b->first_target);
    free(b->sources);
    free(b->targets);
}

int main(int argc, char **argv)
{
    static bench b;
    circlet_error error = {CIRCLET_OK, ""};
    uint32_t source_count;
    circlet_status status = CIRCLET_E_NOMEM;

    if (argc != 7) {
        fprintf(stderr, "usage: reach_own GRAPH CUTOFF_S SOURCES near|far "
                        "THREADS baseline|avx2|avx512\n");
        return 2;
    }
    source_count = (uint32_t)strtoul(argv[3], NULL, 10);
    if (bench_graph_read(&b.file, argv[1]) && make_graph(&b) &&
        make_ports(&b, source_count) &&
        (strcmp(argv[4], "near") == 0 || find_order(&b, &error))) {
        b.engine = ci_engine_new(b.graph, b.rank);
        if (b.engine)
            status = run(&b, argv, source_count, &error);
    }
    if (status)
        fprintf(stderr, "reach_own: %s\n", error.message);
    else
        print_sums(&b, source_count);
    free_bench(&b);
    return status ? 1 : 0;
}
