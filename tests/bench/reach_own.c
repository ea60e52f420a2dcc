/*
 * circlet's own side of the routing bench: times from a number of nodes to
 * all within a cutoff.
 *
 *     reach_own GRAPH CUTOFF_S SOURCES KIND THREADS baseline|avx2|avx512
 *
 * KIND is near or far: rows to all nodes by the engine, what is made for a
 * query included, each entry read by a consumer and not kept. Or it is
 * near-reach or far-reach: to reach, count and sum alone, as the peers do,
 * with all that is made before the first search left out, as it is for them.
 * Prints what was made before, microseconds a source, reached nodes a source
 * and the sum of all times.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/parallel.h"
#include "graph_file.h"
#include "network/node_order.h"
#include "reach/engine.h"
#include "reach/search.h"

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

/* The order of an earlier run stands beside the graph. */
static bool read_order(bench *b, const char *path)
{
    size_t nodes = b->file.node_count;
    FILE *file = fopen(path, "rb");
    bool is_read = file && fread(b->rank, 4, nodes, file) == nodes;

    if (file)
        fclose(file);
    return is_read;
}

static void write_order(const bench *b, const char *path)
{
    FILE *file = fopen(path, "wb");

    if (!file)
        return;
    fwrite(b->rank, 4, b->file.node_count, file);
    fclose(file);
}

static bool find_order(bench *b, const char *graph, circlet_error *error)
{
    uint32_t nodes = b->file.node_count;
    circlet_point *points = calloc(nodes + 1, sizeof(*points));
    ci_order_input input = {nodes, b->file.first, b->file.heads, points, 1, 0,
                            {0}};
    double start = bench_seconds();
    char path[4096];
    bool is_found = false;

    snprintf(path, sizeof(path), "%s.order", graph);
    b->rank = calloc(nodes + 1, sizeof(*b->rank));
    if (points && b->rank && !(is_found = read_order(b, path))) {
        for (uint32_t i = 0; i < nodes; i++)
            points[i] = (circlet_point){b->file.lon_e6[i] * 1e-6,
                                        b->file.lat_e6[i] * 1e-6};
        is_found = !ci_node_order_find(b->rank, &input, error);
        printf("order %.2f s; ", bench_seconds() - start);
        write_order(b, path);
    }
    free(points);
    return is_found;
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

/* ---- to reach alone ---------------------------------------------------- */

typedef struct reach_job {
    bench *b;
    const ci_rows_query *query;
    uint32_t *order; /* sources, neighbours together */
    ci_search **searches; /* of each worker; NULL: far */
    ci_far_worker **far_workers;
} reach_job;

static void reach_near(const reach_job *job, uint32_t worker, uint32_t source)
{
    ci_search *search = job->searches[worker];
    sum *into = &job->b->sums[worker];
    const uint32_t *touched;
    size_t count;

    ci_search_clear(search);
    ci_search_seed(search, job->b->sources[source].node, 0);
    ci_search_run(search, job->query->cutoff_ms);
    touched = ci_search_touched(search, &count);
    for (size_t i = 0; i < count; i++)
        into->time_ms += ci_search_time(search, touched[i]);
    into->reached += count;
}

static bool reach_batch(void *user, uint32_t worker, size_t batch)
{
    const reach_job *job = user;
    size_t from = batch * CI_LANES, count = job->query->sources.place_count;
    size_t to = count - from > CI_LANES ? from + CI_LANES : count;
    uint64_t counts[CI_LANES], sums_ms[CI_LANES];

    if (job->searches) {
        for (size_t i = from; i < to; i++)
            reach_near(job, worker, job->order[i]);
        return true;
    }
    ci_far_count(job->far_workers[worker], job->order + from, to - from,
                 counts, sums_ms);
    for (size_t i = 0; i < to - from; i++) {
        job->b->sums[worker].reached += counts[i];
        job->b->sums[worker].time_ms += sums_ms[i];
    }
    return true;
}

static void time_reach(const reach_job *job, uint32_t threads)
{
    size_t count = job->query->sources.place_count;
    ci_parallel parallel = {threads, reach_batch, NULL, (void *)job};
    double start;

    /* Once to bring all into memory. */
    ci_parallel_run(&parallel, (count + CI_LANES - 1) / CI_LANES);
    memset(job->b->sums, 0, sizeof(job->b->sums));
    start = bench_seconds();
    ci_parallel_run(&parallel, (count + CI_LANES - 1) / CI_LANES);
    printf("%.3f us a source",
           (bench_seconds() - start) / (double)count * 1e6);
}

/* Nodes are numbered along a curve. */
static int compare_nodes(const void *left, const void *right)
{
    const uint64_t *a = left, *b = right;

    return (*a > *b) - (*a < *b);
}

static bool reach_by_searches(reach_job *job, uint32_t threads)
{
    size_t count = job->query->sources.place_count;
    uint64_t *keys = malloc((count + 1) * sizeof(*keys));
    bool is_ready = keys;

    job->searches = calloc(threads, sizeof(void *));
    for (uint32_t i = 0; job->searches && i < threads; i++) {
        job->searches[i] = ci_search_new();
        is_ready = is_ready && job->searches[i] &&
                   ci_search_aim(job->searches[i], job->b->graph, false);
    }
    for (size_t i = 0; is_ready && i < count; i++)
        keys[i] = (uint64_t)job->b->sources[i].node << 32 | i;
    if (is_ready) {
        qsort(keys, count, sizeof(*keys), compare_nodes);
        for (size_t i = 0; i < count; i++)
            job->order[i] = (uint32_t)keys[i];
        time_reach(job, threads);
    }
    for (uint32_t i = 0; job->searches && i < threads; i++)
        ci_search_free(job->searches[i]);
    free(job->searches);
    free(keys);
    return is_ready;
}

static bool reach_by_sweeps(reach_job *job, uint32_t threads,
                            ci_lane_set lanes)
{
    double start = bench_seconds();
    ci_hierarchy *hierarchy = ci_hierarchy_new(job->b->graph, job->b->rank);
    ci_far_targets *targets =
        hierarchy ? ci_far_targets_new(job->query, hierarchy, lanes) : NULL;
    bool is_ready = targets && ci_far_order(job->order, targets);

    job->far_workers = calloc(threads, sizeof(void *));
    for (uint32_t i = 0; is_ready && i < threads; i++) {
        job->far_workers[i] = ci_far_worker_new(targets);
        is_ready = job->far_workers[i];
    }
    if (is_ready) {
        printf("hierarchy %.1f arcs a node, made %.2f s; ",
               ci_hierarchy_arcs_per_node(hierarchy), bench_seconds() - start);
        time_reach(job, threads);
    }
    for (uint32_t i = 0; job->far_workers && i < threads; i++)
        ci_far_worker_free(job->far_workers[i]);
    free(job->far_workers);
    ci_far_targets_free(targets);
    ci_hierarchy_free(hierarchy);
    return is_ready;
}

static circlet_status reach(bench *b, char **argv, const ci_rows_query *query)
{
    uint32_t threads = (uint32_t)strtoul(argv[5], NULL, 10);
    reach_job job = {.b = b, .query = query};
    bool is_done = false;

    job.order = calloc(query->sources.place_count + 1, sizeof(uint32_t));
    if (job.order)
        is_done = strcmp(argv[4], "near-reach") == 0
                      ? reach_by_searches(&job, threads)
                      : reach_by_sweeps(&job, threads, lanes_of(argv[6]));
    free(job.order);
    return is_done ? CIRCLET_OK : CIRCLET_E_NOMEM;
}

/* ---- rows --------------------------------------------------------------- */

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

    if (strstr(argv[4], "-reach"))
        return reach(b, argv, &query);
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
        fprintf(stderr, "usage: reach_own GRAPH CUTOFF_S SOURCES "
                        "near|far|near-reach|far-reach THREADS "
                        " baseline|avx2|avx512\n");
        return 2;
    }
    source_count = (uint32_t)strtoul(argv[3], NULL, 10);
    if (bench_graph_read(&b.file, argv[1]) && make_graph(&b) &&
        make_ports(&b, source_count) &&
        (strncmp(argv[4], "near", 4) == 0 ||
         find_order(&b, argv[1], &error))) {
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
