/*
 * Makes a graph file (graph_file.h) for the benches of routing:
 *
 *     make_graph city SIDE walk|drive OUT          a made city of SIDE x SIDE
 *     make_graph gmns NODES.csv LINKS.csv walk|drive OUT
 *     make_graph mode CITY MODE.yaml OUT           a travel mode's open arcs
 *
 * On foot one goes 5 km/h, but not on expressways of the made city. The CSV
 * files have the columns of ../shared/data/new_york.
 */
#include <circlet.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "city_streets.h"
#include "graph_file.h"
#include "network/hilbert.h"
#include "reach/graph.h"

#define WALK_KMH 5.0

/* Arcs from anywhere, in any order. */
typedef struct arc_list {
    circlet_point *points;
    uint32_t node_count;
    uint32_t *tails, *heads, *times_ms;
    size_t count, capacity;
} arc_list;

static bool add_arc(arc_list *list, uint32_t tail, uint32_t head,
                    uint32_t time_ms)
{
    if (list->count == list->capacity) {
        size_t capacity = list->capacity ? 2 * list->capacity : 1 << 16;
        uint32_t *tails = realloc(list->tails, capacity * sizeof(*tails));
        uint32_t *heads =
            tails ? realloc(list->heads, capacity * sizeof(*heads)) : NULL;
        uint32_t *times =
            heads ? realloc(list->times_ms, capacity * sizeof(*times)) : NULL;

        if (tails)
            list->tails = tails;
        if (heads)
            list->heads = heads;
        if (times)
            list->times_ms = times;
        if (!tails || !heads || !times)
            return false;
        list->capacity = capacity;
    }
    list->tails[list->count] = tail;
    list->heads[list->count] = head;
    list->times_ms[list->count++] = time_ms;
    return true;
}

/* Both ways of a street. */
static bool add_street(arc_list *list, uint32_t from, uint32_t to,
                       double length_m, double kmh)
{
    uint32_t ms = (uint32_t)llround(length_m * 3600 / kmh);

    return add_arc(list, from, to, ms) && add_arc(list, to, from, ms);
}

static bool from_city(arc_list *list, uint32_t side, bool is_walk)
{
    city_streets city;
    bool is_made = city_streets_make(&city, side, 7);

    list->points = city.points;
    list->node_count = city.node_count;
    for (size_t i = 0; is_made && i < city.link_count; i++) {
        const city_link *link = &city.links[i];

        if (is_walk && link->class == CITY_EXPRESSWAY)
            continue;
        is_made = add_street(list, link->from, link->to, link->length_m,
                             is_walk ? WALK_KMH : city_speed_kmh(link->class));
    }
    city.points = NULL;
    city_streets_free(&city);
    return is_made;
}

/* The file as the bench made it: numbers and plain words, no quotes. */
static bool read_nodes(arc_list *list, const char *path)
{
    FILE *file = fopen(path, "r");
    char line[256];
    size_t capacity = 0;
    bool is_read = file && fgets(line, sizeof(line), file);

    while (is_read && fgets(line, sizeof(line), file)) {
        char *end;

        if (list->node_count == capacity) {
            circlet_point *points;

            capacity = capacity ? 2 * capacity : 1 << 16;
            points = realloc(list->points, capacity * sizeof(*points));
            if (!points)
                break;
            list->points = points;
        }
        is_read = strtoul(line, &end, 10) == list->node_count + 1UL;
        list->points[list->node_count].lon = strtod(end + 1, &end);
        list->points[list->node_count++].lat = strtod(end + 1, &end);
    }
    if (file)
        fclose(file);
    return is_read;
}

static bool read_links(arc_list *list, const char *path, bool is_walk)
{
    FILE *file = fopen(path, "r");
    char line[256];
    bool is_read = file && fgets(line, sizeof(line), file);

    while (is_read && fgets(line, sizeof(line), file)) {
        unsigned long from, to;
        double length_m, kmh;
        char *end;

        strtoul(line, &end, 10);
        from = strtoul(end + 1, &end, 10);
        to = strtoul(end + 1, &end, 10);
        length_m = strtod(end + 1, &end);
        end = strrchr(line, ',');
        kmh = end ? strtod(end + 1, NULL) : 0;
        is_read = from > 0 && to > 0 && from <= list->node_count &&
                  to <= list->node_count && kmh > 0 &&
                  add_street(list, (uint32_t)from - 1, (uint32_t)to - 1,
                             length_m, is_walk ? WALK_KMH : kmh);
    }
    if (file)
        fclose(file);
    return is_read;
}

static bool copy_graph(arc_list *list, const ci_graph *graph,
                       const circlet_network *network)
{
    list->node_count = graph->node_count;
    list->points = calloc(graph->node_count + 1, sizeof(*list->points));
    if (!list->points)
        return false;
    for (uint32_t i = 0; i < graph->node_count; i++) {
        list->points[i] = network->points[ci_graph_node(graph, i)];
        for (uint32_t k = graph->out.first[i]; k < graph->out.first[i + 1];
             k++)
            if (!add_arc(list, i, graph->out.arcs[k].head,
                         graph->out.arcs[k].time_ms))
                return false;
    }
    return true;
}

static bool from_mode(arc_list *list, const char *city, const char *file)
{
    circlet_error error = {CIRCLET_OK, ""};
    circlet_network *network = NULL;
    circlet_travel_mode *mode = NULL;
    circlet_arc_times *times = NULL;
    ci_graph *graph = NULL;
    circlet_status status = circlet_read_network(&network, city, NULL, &error);

    if (!status)
        status = circlet_read_travel_mode(&mode, file, &error);
    if (!status)
        status = circlet_arc_times_compute(&times, network, mode,
                                           CIRCLET_BOUND_NOMINAL, &error);
    if (status)
        fprintf(stderr, "make_graph: %s\n", error.message);
    else
        graph = ci_graph_new(times);
    if (graph && !copy_graph(list, graph, network))
        status = CIRCLET_E_NOMEM;
    status = graph ? status : CIRCLET_E_NOMEM;
    ci_graph_free(graph);
    circlet_arc_times_free(times);
    circlet_travel_mode_free(mode);
    circlet_network_free(network);
    return !status;
}

static int compare_arcs(const void *left, const void *right)
{
    const uint64_t *a = left, *b = right;

    return a[0] != b[0] ? (a[0] > b[0]) - (a[0] < b[0])
                        : (a[1] > b[1]) - (a[1] < b[1]);
}

/* Nodes along a Hilbert curve, arcs by tail, then head, then time. */
static bool lay_out(bench_graph *graph, const arc_list *list)
{
    size_t nodes = list->node_count, arcs = list->count;
    uint32_t *order = malloc((nodes + 1) * sizeof(*order));
    uint32_t *number = malloc((nodes + 1) * sizeof(*number));
    uint64_t(*keys)[2] = malloc((arcs + 1) * sizeof(*keys));

    graph->node_count = (uint32_t)nodes;
    graph->arc_count = (uint32_t)arcs;
    graph->first = calloc(nodes + 1, sizeof(uint32_t));
    graph->heads = calloc(arcs + 1, sizeof(uint32_t));
    graph->times_ms = calloc(arcs + 1, sizeof(uint32_t));
    graph->lon_e6 = calloc(nodes + 1, sizeof(int32_t));
    graph->lat_e6 = calloc(nodes + 1, sizeof(int32_t));
    if (!order || !number || !keys || !graph->first || !graph->heads ||
        !graph->times_ms || !graph->lon_e6 || !graph->lat_e6 ||
        !ci_hilbert_order(order, list->points, nodes))
        return false;
    for (uint32_t i = 0; i < nodes; i++) {
        circlet_point at = list->points[order[i]];

        number[order[i]] = i;
        graph->lon_e6[i] = (int32_t)lround(at.lon * 1e6);
        graph->lat_e6[i] = (int32_t)lround(at.lat * 1e6);
    }
    for (size_t i = 0; i < arcs; i++) {
        keys[i][0] =
            (uint64_t)number[list->tails[i]] << 32 | number[list->heads[i]];
        keys[i][1] = list->times_ms[i];
        graph->first[number[list->tails[i]] + 1]++;
    }
    for (size_t i = 0; i < nodes; i++)
        graph->first[i + 1] += graph->first[i];
    qsort(keys, arcs, sizeof(*keys), compare_arcs);
    for (size_t i = 0; i < arcs; i++) {
        graph->heads[i] = (uint32_t)keys[i][0];
        graph->times_ms[i] = (uint32_t)keys[i][1];
    }
    free(order);
    free(number);
    free(keys);
    return true;
}

static bool gather(arc_list *list, int argc, char **argv)
{
    if (argc == 5 && strcmp(argv[1], "city") == 0)
        return from_city(list, (uint32_t)strtoul(argv[2], NULL, 10),
                         strcmp(argv[3], "walk") == 0);
    if (argc == 6 && strcmp(argv[1], "gmns") == 0)
        return read_nodes(list, argv[2]) &&
               read_links(list, argv[3], strcmp(argv[4], "walk") == 0);
    if (argc == 5 && strcmp(argv[1], "mode") == 0)
        return from_mode(list, argv[2], argv[3]);
    fprintf(stderr, "usage: make_graph city SIDE walk|drive OUT\n"
                    "       make_graph gmns NODES LINKS walk|drive OUT\n"
                    "       make_graph mode CITY MODE.yaml OUT\n");
    return false;
}

int main(int argc, char **argv)
{
    arc_list list = {0};
    bench_graph graph = {0};
    bool is_made = gather(&list, argc, argv) && lay_out(&graph, &list) &&
                   bench_graph_write(&graph, argv[argc - 1]);

    if (is_made)
        printf("%u nodes, %u arcs\n", graph.node_count, graph.arc_count);
    else
        fprintf(stderr, "make_graph: no graph made\n");
    bench_graph_free(&graph);
    free(list.points);
    free(list.tails);
    free(list.heads);
    free(list.times_ms);
    return is_made ? 0 : 1;
}
