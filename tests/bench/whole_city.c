/*
 * Who is within the cutoff of which site, for a whole made city: the time and
 * memory of what siting stands on.
 *
 *     whole_city MODE.yaml CUTOFF_MIN [THREADS [SIDE [SITES [PEOPLE]]]]
 *
 * Streets are of a city of SIDE x SIDE nodes (1,040); sites (7,000) and
 * homes (550,000) lie beside them, drawn by a seed. Prints what each step
 * took.
 */
#include <circlet.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "base/random.h"
#include "city_streets.h"
#include "graph_file.h"
#include "network/network.h"
#include "network/node_order.h"

#define OFF_DEGREES 0.0002 /* some 20 m */

typedef struct whole_city {
    circlet_network *network;
    circlet_travel_mode *mode;
    circlet_router *router;
    circlet_point *sites, *homes;
    size_t site_count, home_count;
    double start;
} whole_city;

static void print_step(whole_city *city, const char *name)
{
    struct rusage usage;

    getrusage(RUSAGE_SELF, &usage);
    printf("%-28s %8.2f s  peak %7.1f MiB\n", name,
           bench_seconds() - city->start, (double)usage.ru_maxrss / 1024);
    fflush(stdout);
    city->start = bench_seconds();
}

static circlet_status add_streets(circlet_network_builder *builder,
                                  const city_streets *streets,
                                  circlet_error *error)
{
    static const char *const classes[] = {"residential", "tertiary", "primary",
                                          "trunk"};
    /* The made city is flat and paved. */
    circlet_tag tags[] = {
        {"highway", NULL}, {"incline", "0%"}, {"surface", "asphalt"}};
    circlet_status status = CIRCLET_OK;

    for (uint32_t i = 0; !status && i < streets->node_count; i++) {
        circlet_node node;

        status = circlet_network_builder_add_node(builder, streets->points[i],
                                                  NULL, 0, &node, error);
    }
    for (size_t i = 0; !status && i < streets->link_count; i++) {
        const city_link *street = &streets->links[i];
        circlet_link_record link = {.from = street->from,
                                    .to = street->to,
                                    .length_m = street->length_m,
                                    .tags = tags,
                                    .tag_count = 3};

        tags[0].value = classes[street->class];
        status = circlet_network_builder_add_link(builder, &link, error);
    }
    return status;
}

/* Places beside a street each. */
static circlet_point *draw_places(const city_streets *streets, size_t count,
                                  const char *name)
{
    ci_random random = ci_random_start(11, name);
    circlet_point *places = calloc(count + 1, sizeof(*places));

    for (size_t i = 0; places && i < count; i++) {
        const city_link *link =
            &streets->links[ci_random_below(&random, streets->link_count)];
        circlet_point from = streets->points[link->from];
        circlet_point to = streets->points[link->to];
        double part = (double)ci_random_below(&random, 1001) / 1000;
        double off = (double)ci_random_below(&random, 1001) / 500 - 1;

        places[i].lon =
            from.lon + part * (to.lon - from.lon) + off * OFF_DEGREES;
        places[i].lat =
            from.lat + part * (to.lat - from.lat) - off * OFF_DEGREES;
    }
    return places;
}

static circlet_status build(whole_city *city, uint32_t side,
                            circlet_error *error)
{
    city_streets streets;
    circlet_network_builder *builder = NULL;
    circlet_status status;

    if (!city_streets_make(&streets, side, 7))
        return CIRCLET_E_NOMEM;
    city->sites = draw_places(&streets, city->site_count, "sites");
    city->homes = draw_places(&streets, city->home_count, "homes");
    status = city->sites && city->homes
                 ? circlet_network_builder_new(&builder, error)
                 : CIRCLET_E_NOMEM;
    if (!status)
        status = add_streets(builder, &streets, error);
    if (!status)
        status =
            circlet_network_builder_finish(&city->network, builder, error);
    circlet_network_builder_free(builder);
    city_streets_free(&streets);
    return status;
}

/* As the import of streets does, which keeps it in the city file. */
static circlet_status find_order(whole_city *city, circlet_error *error)
{
    circlet_network *network = city->network;
    size_t arc_count = 2 * network->link_count;
    uint32_t *heads = calloc(arc_count + 1, sizeof(*heads));
    const ci_order_input input = {.node_count = (uint32_t)network->node_count,
                                  .first = network->first,
                                  .heads = heads,
                                  .points = network->points};

    network->order = calloc(network->node_count + 1, sizeof(uint32_t));
    for (size_t k = 0; heads && k < arc_count; k++) {
        ci_adjacent arc = network->adjacent[k];
        const ci_link *link = &network->links[arc.link];

        heads[k] = arc.is_backward ? link->from : link->to;
    }
    if (heads && network->order)
        ci_node_order_find(network->order, &input, error);
    free(heads);
    return heads && network->order ? error->status : CIRCLET_E_NOMEM;
}

/* With a new router nothing is there yet but streets and their order. */
static circlet_status open_router(whole_city *city, uint32_t threads,
                                  circlet_error *error)
{
    circlet_engine_options options = CIRCLET_ENGINE_OPTIONS_INIT;
    circlet_status status =
        circlet_router_new(&city->router, city->network, NULL, error);

    options.threads = threads;
    if (!status)
        status = circlet_router_set_engine(city->router, &options, error);
    return status ? status
                  : circlet_router_add_mode(city->router, city->mode, error);
}

/* Twice: what is made with the first question (times of streets, ties of
 * places, hierarchy) is there for the second. */
static circlet_status list(whole_city *city, uint32_t cutoff_ms,
                           circlet_error *error)
{
    static const char *const names[] = {"all lists", "all lists once more"};
    const circlet_travel_query query = {
        .mode = circlet_travel_mode_name(city->mode),
        .origins = city->homes,
        .origin_count = city->home_count,
        .destinations = city->sites,
        .destination_count = city->site_count,
        .cutoff_ms = cutoff_ms};
    circlet_reach_lists *lists = NULL;
    circlet_status status = CIRCLET_OK;
    uint64_t pairs = 0;

    for (int i = 0; !status && i < 2; i++) {
        circlet_reach_lists_free(lists);
        lists = NULL;
        status = circlet_reach_lists_compute(&lists, city->router, &query,
                                             CIRCLET_SIDE_DESTINATION, error);
        print_step(city, names[i]);
    }
    for (size_t i = 0; !status && i < city->site_count; i++)
        pairs += circlet_reach_lists_count(lists, i);
    if (!status)
        printf("%" PRIu64 " pairs, lists of %.1f MiB\n", pairs,
               (double)circlet_reach_lists_bytes(lists) / 1048576);
    circlet_reach_lists_free(lists);
    return status;
}

static uint32_t argument(int argc, char **argv, int i, uint32_t value)
{
    return argc > i ? (uint32_t)strtoul(argv[i], NULL, 10) : value;
}

static circlet_status run(whole_city *city, int argc, char **argv,
                          circlet_error *error)
{
    circlet_status status = build(city, argument(argc, argv, 4, 1040), error);

    print_step(city, "streets made and built");
    if (!status)
        status = find_order(city, error);
    print_step(city, "order of nodes, at import");
    if (!status)
        status = circlet_read_travel_mode(&city->mode, argv[1], error);
    if (!status)
        status = open_router(city, argument(argc, argv, 3, 0), error);
    print_step(city, "router");
    if (!status)
        status = list(city, argument(argc, argv, 2, 15) * 60000, error);
    return status;
}

int main(int argc, char **argv)
{
    whole_city city = {.site_count = argument(argc, argv, 5, 7000),
                       .home_count = argument(argc, argv, 6, 550000),
                       .start = bench_seconds()};
    circlet_error error = {CIRCLET_OK, ""};
    circlet_status status;

    if (argc < 3) {
        fprintf(stderr, "usage: whole_city MODE.yaml CUTOFF_MIN [THREADS "
                        "[SIDE [SITES [PEOPLE]]]]\n");
        return 2;
    }
    status = run(&city, argc, argv, &error);
    if (status)
        fprintf(stderr, "whole_city: %s\n",
                error.message[0] ? error.message : "no memory");
    circlet_router_free(city.router);
    circlet_travel_mode_free(city.mode);
    circlet_network_free(city.network);
    free(city.sites);
    free(city.homes);
    return status ? 1 : 0;
}
