/*
 * Prints how good the order of a network's nodes is, and how long it took:
 *
 *     order_figures NODES.csv LINKS.csv [THREADS [SEED]]
 *     order_figures CITY [THREADS [SEED]]
 *     order_figures --made SIDE [THREADS [SEED]]      SIDE x SIDE nodes
 *
 * The CSV files are those of GMNS. "fill" is what plain elimination in this
 * order makes: the arcs of a hierarchy, each once, and how many for a node;
 * "deepest" is the longest way up the tree of eliminations, "mean" the mean.
 */
#include <circlet.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "city_streets.h"
#include "io/roads.h"
#include "network/network.h"
#include "network/node_order.h"

typedef struct streets {
    uint32_t node_count;
    uint32_t *first, *heads;
    circlet_point *points;
} streets;

static double now(clockid_t clock)
{
    struct timespec time;

    clock_gettime(clock, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static void *take(size_t count, size_t size)
{
    void *room = calloc(count + 1, size);

    if (!room) {
        fprintf(stderr, "order_figures: out of memory\n");
        exit(5);
    }
    return room;
}

static void fail(const circlet_error *error)
{
    fprintf(stderr, "order_figures: %s\n", error->message);
    exit(3);
}

/* Ends of link i, two after the other. */
static void join(streets *out, const uint32_t *ends, size_t link_count)
{
    out->first = take(out->node_count + 1, sizeof(uint32_t));
    out->heads = take(2 * link_count, sizeof(uint32_t));
    for (size_t k = 0; k < 2 * link_count; k++)
        out->first[ends[k]]++;
    for (uint32_t i = 1; i <= out->node_count; i++)
        out->first[i] += out->first[i - 1];
    for (size_t k = 2 * link_count; k-- > 0;)
        out->heads[--out->first[ends[k]]] = ends[k ^ 1];
}

static void read_gmns(streets *out, const char *nodes, const char *links)
{
    circlet_error error = {CIRCLET_OK, ""};
    ci_roads *roads = NULL;
    uint32_t *ends;

    if (ci_gmns_read(&roads, nodes, links, NULL, NULL, NULL, &error))
        fail(&error);
    out->node_count = (uint32_t)roads->node_count;
    out->points = take(roads->node_count, sizeof(circlet_point));
    ends = take(2 * roads->link_count, sizeof(uint32_t));
    for (size_t i = 0; i < roads->node_count; i++)
        out->points[i] = roads->nodes[i].at;
    for (size_t i = 0; i < roads->link_count; i++) {
        ends[2 * i] = roads->links[i].from;
        ends[2 * i + 1] = roads->links[i].to;
    }
    join(out, ends, roads->link_count);
    free(ends);
    ci_roads_free(roads);
}

static void read_city(streets *out, const char *path)
{
    circlet_error error = {CIRCLET_OK, ""};
    circlet_network *network = NULL;
    uint32_t *ends;

    if (circlet_read_network(&network, path, NULL, &error))
        fail(&error);
    out->node_count = (uint32_t)network->node_count;
    out->points = take(network->node_count, sizeof(circlet_point));
    ends = take(2 * network->link_count, sizeof(uint32_t));
    if (network->node_count > 0)
        memcpy(out->points, network->points,
               network->node_count * sizeof(circlet_point));
    for (size_t i = 0; i < network->link_count; i++) {
        ends[2 * i] = network->links[i].from;
        ends[2 * i + 1] = network->links[i].to;
    }
    join(out, ends, network->link_count);
    free(ends);
    circlet_network_free(network);
}

static void make_city(streets *out, uint32_t side)
{
    city_streets city = {0};
    uint32_t *ends;

    if (!city_streets_make(&city, side, 1))
        exit(5);
    out->node_count = city.node_count;
    out->points = take(city.node_count, sizeof(circlet_point));
    memcpy(out->points, city.points, city.node_count * sizeof(circlet_point));
    ends = take(2 * city.link_count, sizeof(uint32_t));
    for (size_t i = 0; i < city.link_count; i++) {
        ends[2 * i] = city.links[i].from;
        ends[2 * i + 1] = city.links[i].to;
    }
    join(out, ends, city.link_count);
    free(ends);
    city_streets_free(&city);
}

/* ---- plain elimination ---------------------------------------------------
 */

typedef struct upward {
    uint32_t *heads; /* ranks, ascending */
    uint32_t count;
} upward;

static int compare(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;

    return (a > b) - (a < b);
}

static void sort_once(upward *list)
{
    uint32_t kept = 0;

    qsort(list->heads, list->count, sizeof(uint32_t), compare);
    for (uint32_t i = 0; i < list->count; i++)
        if (kept == 0 || list->heads[kept - 1] != list->heads[i])
            list->heads[kept++] = list->heads[i];
    list->count = kept;
}

/* Hands all but the lowest of a node's upward neighbours to the lowest. */
static void eliminate(upward *lists, uint32_t rank)
{
    upward *list = &lists[rank], *parent;

    sort_once(list);
    if (list->count < 2)
        return;
    parent = &lists[list->heads[0]];
    parent->heads = realloc(parent->heads, (parent->count + list->count - 1) *
                                               sizeof(uint32_t));
    if (!parent->heads)
        exit(5);
    memcpy(parent->heads + parent->count, list->heads + 1,
           (list->count - 1) * sizeof(uint32_t));
    parent->count += list->count - 1;
}

static void print_fill(const streets *of, const uint32_t *rank)
{
    upward *lists = take(of->node_count, sizeof(*lists));
    uint32_t *depth = take(of->node_count, sizeof(*depth)), deepest = 0;
    uint64_t arcs = 0, triangles = 0, sum = 0;

    for (uint32_t i = 0; i < of->node_count; i++) {
        upward *list = &lists[rank[i]];

        list->heads = take(of->first[i + 1] - of->first[i], sizeof(uint32_t));
        for (uint32_t k = of->first[i]; k < of->first[i + 1]; k++)
            if (rank[of->heads[k]] > rank[i])
                list->heads[list->count++] = rank[of->heads[k]];
    }
    for (uint32_t r = 0; r < of->node_count; r++) {
        eliminate(lists, r);
        arcs += lists[r].count;
        triangles += (uint64_t)lists[r].count * lists[r].count / 2;
    }
    for (uint32_t r = of->node_count; r-- > 0;) {
        depth[r] = lists[r].count > 0 ? depth[lists[r].heads[0]] + 1 : 1;
        deepest = depth[r] > deepest ? depth[r] : deepest;
        sum += depth[r];
        free(lists[r].heads);
    }
    printf("fill %llu arcs, %.3f a node, %llu triangles; deepest %u, mean "
           "%.1f\n",
           (unsigned long long)arcs, (double)arcs / of->node_count,
           (unsigned long long)triangles, deepest,
           (double)sum / of->node_count);
    free(depth);
    free(lists);
}

/* Returns how many arguments named the streets. */
static int read_streets(streets *out, int argc, char **argv)
{
    if (argc > 2 && strcmp(argv[1], "--made") == 0) {
        make_city(out, (uint32_t)strtoul(argv[2], NULL, 10));
        return 2;
    }
    if (argc > 2 && strstr(argv[2], ".csv")) {
        read_gmns(out, argv[1], argv[2]);
        return 2;
    }
    read_city(out, argv[1]);
    return 1;
}

int main(int argc, char **argv)
{
    circlet_error error = {CIRCLET_OK, ""};
    streets of = {0};
    ci_order_input input = {.thread_count = 1};
    uint32_t *rank;
    double started, busy;
    int rest;

    if (argc < 2) {
        fprintf(stderr, "order_figures: no streets\n");
        return 2;
    }
    rest = 1 + read_streets(&of, argc, argv);
    rank = take(of.node_count, sizeof(uint32_t));
    input.node_count = of.node_count;
    input.first = of.first;
    input.heads = of.heads;
    input.points = of.points;
    if (argc > rest)
        input.thread_count = (uint32_t)strtoul(argv[rest], NULL, 10);
    if (argc > rest + 1)
        input.seed = strtoul(argv[rest + 1], NULL, 10);
    started = now(CLOCK_MONOTONIC);
    busy = now(CLOCK_PROCESS_CPUTIME_ID);
    if (ci_node_order_find(rank, &input, &error))
        fail(&error);
    printf("%u nodes, %u links, ordered in %.2f s (processor %.2f s)\n",
           of.node_count, of.first[of.node_count] / 2,
           now(CLOCK_MONOTONIC) - started,
           now(CLOCK_PROCESS_CPUTIME_ID) - busy);
    print_fill(&of, rank);
    free(rank);
    free(of.first);
    free(of.heads);
    free(of.points);
    return 0;
}
