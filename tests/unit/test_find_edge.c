/* Times to the edge of what is known, against brute force. */
#include "town_world.h"

#include "reach/edge.h"

#define EDGE_VERTEX (MAX_VERTICES - 1)

/* A box that leaves some of the town outside. */
static circlet_area make_extent(circlet_point *corners, circlet_ring *ring,
                                uint64_t *random)
{
    double west = TOWN_LON + unit_random_below(random, 200) * TOWN_METRE;
    double south = TOWN_LAT + unit_random_below(random, 200) * TOWN_METRE;
    double east = west + (50 + unit_random_below(random, 500)) * TOWN_METRE;
    double north = south + (50 + unit_random_below(random, 500)) * TOWN_METRE;
    circlet_area area = {corners, ring, 1};

    corners[0] = corners[4] = (circlet_point){west, south};
    corners[1] = (circlet_point){east, south};
    corners[2] = (circlet_point){east, north};
    corners[3] = (circlet_point){west, north};
    *ring = (circlet_ring){5, false};
    return area;
}

/* Metres to the border of the box, 0 outside. */
static double true_distance_m(const circlet_area *box, circlet_point at)
{
    ci_frame frame = ci_frame_at(at.lat);
    circlet_point low = box->points[0], high = box->points[2];

    if (at.lon < low.lon || at.lon > high.lon || at.lat < low.lat ||
        at.lat > high.lat)
        return 0;
    return fmin(fmin(at.lon - low.lon, high.lon - at.lon) * frame.m_per_lon,
                fmin(at.lat - low.lat, high.lat - at.lat) * frame.m_per_lat);
}

/* Whether a kerb keeps those on paths from a node that others pass. */
static bool is_kept_off(const tied_world *world, uint32_t node)
{
    return has_kerb(world, node) && !is_closed_to_all(world, node);
}

/* An edge node is left for the edge once one has come to it, out of the way
 * of those on its road. */
static void join_edge(const tied_world *world, const circlet_area *box)
{
    for (uint32_t v = 0; v < world->town.node_count; v++)
        if (true_distance_m(box, world->town.nodes[v].at) <=
            world->options.limit_m)
            for (uint32_t paths = 0; paths < (is_kept_off(world, v) ? 1 : 2);
                 paths++)
                add_arc(4 * v + paths, EDGE_VERTEX,
                        boarding_ms(world) + paths * half_ms(world, v));
    floyd_warshall(MAX_VERTICES);
}

static uint32_t true_edge_ms(const tied_world *world, const circlet_area *box,
                             uint32_t origin, uint32_t cutoff_ms)
{
    uint64_t ms = distance[point_vertex(world, origin)][EDGE_VERTEX];
    double border_m = true_distance_m(box, world->points[origin]);
    uint64_t out_ms =
        (uint64_t)llround(border_m * 1.3 / world->mode.off_road_mps * 1000);

    if (border_m <= world->options.limit_m && out_ms < ms)
        ms = out_ms;
    return ms <= cutoff_ms ? (uint32_t)ms : CIRCLET_UNREACHED;
}

static void open_in_box(tied_world *world, const circlet_area *box,
                        uint64_t *random)
{
    close_router(world);
    world->extent = box;
    open_router(world, random);
}

static void times_to_the_edge_are_those_of_floyd_and_warshall(void **state)
{
    size_t reached = 0, unreached = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= 800; seed++) {
        uint64_t random = seed;
        static tied_world world;
        circlet_point corners[5];
        circlet_ring ring;
        circlet_area box;
        circlet_travel travel;
        circlet_travel_query query;
        uint32_t times_ms[MAX_POINTS];

        make_world(&world, &random);
        box = make_extent(corners, &ring, &random);
        world.options.limit_m = 5 + unit_random_below(&random, 60);
        open_in_box(&world, &box, &random);
        measure_all(&world, (circlet_bound)(seed % 3));
        join_edge(&world, &box);
        query = query_of(&world, seed % 2 ? CIRCLET_CUTOFF_MAX : 200000);
        travel = circlet_router_travel(world.router);
        assert_ok(travel.find_edge(times_ms, &query, travel.user, error));
        for (uint32_t i = 0; i < world.origin_count; i++) {
            uint32_t want = true_edge_ms(&world, &box, i, query.cutoff_ms);

            if (times_ms[i] != want)
                fail_msg("seed %llu, origin %u: %u ms, not %u",
                         (unsigned long long)seed, i, times_ms[i], want);
            reached += want != CIRCLET_UNREACHED && want > 0;
            unreached += want == CIRCLET_UNREACHED;
        }
        close_router(&world);
    }
    assert_true(reached > 200 && unreached > 100);
}

static void without_an_extent_everything_is_at_the_edge(void **state)
{
    circlet_network_builder *builder = NULL;
    circlet_network *network = NULL;
    circlet_node node;
    ci_grid_found room = {0};
    ci_edge *edge;
    double distance_m = 1;

    (void)state;
    assert_ok(circlet_network_builder_new(&builder, error));
    assert_ok(circlet_network_builder_add_node(builder, (circlet_point){1, 2},
                                               NULL, 0, &node, error));
    assert_ok(circlet_network_builder_finish(&network, builder, error));
    edge = ci_edge_new(network, 100);
    assert_non_null(edge);

    assert_true(ci_edge_has(edge, 0));
    assert_true(
        ci_edge_distance_m(&distance_m, edge, &room, (circlet_point){50, 50}));
    free(room.items);
    assert_true(distance_m == 0);
    ci_edge_free(edge);
    circlet_network_free(network);
    circlet_network_builder_free(builder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_to_the_edge_are_those_of_floyd_and_warshall),
        cmocka_unit_test(without_an_extent_everything_is_at_the_edge),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
