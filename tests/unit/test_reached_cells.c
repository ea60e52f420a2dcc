/* What lies near streets that a search came to, against a look at each. */
#include "network_fixture.h"

#include "geo/grid_index.h"
#include "network/near_links.h"
#include "reach/reached_cells.h"

/* Metres from a point to the nearest link at an end of which there is a
 * time. */
static double true_distance_m(const circlet_network *network,
                              const ci_search *search, circlet_point at)
{
    ci_frame frame = ci_frame_at(at.lat);
    double nearest_m = INFINITY;

    for (uint32_t i = 0; i < network->link_count; i++) {
        circlet_point line[64];
        size_t count = circlet_network_line_size(network, i);

        if (ci_search_time(search, network->links[i].from) ==
                CIRCLET_UNREACHED &&
            ci_search_time(search, network->links[i].to) == CIRCLET_UNREACHED)
            continue;
        assert_true(count <= 64);
        circlet_network_line(line, network, i);
        for (size_t k = 1; k < count; k++) {
            ci_segment piece = {line[k - 1], line[k]};

            nearest_m =
                fmin(nearest_m, ci_segment_distance_m(at, frame, &piece));
        }
    }
    return nearest_m;
}

/* Asks about places in and around the town; says how many lie apart from all
 * that was reached, and are known to. */
static size_t look_around(const circlet_network *network,
                          const ci_search *search,
                          const ci_reached_cells *cells, double limit_m,
                          uint64_t *random)
{
    size_t apart = 0;

    for (int i = 0; i < 60; i++) {
        circlet_point at = town_place(random, 1000);

        at.lon -= 150 * TOWN_METRE;
        at.lat -= 150 * TOWN_METRE;
        if (true_distance_m(network, search, at) <= limit_m)
            assert_true(ci_reached_cells_has(cells, at));
        else
            apart += !ci_reached_cells_has(cells, at);
    }
    return apart;
}

static void what_is_near_is_found_and_most_else_left_out(void **state)
{
    const circlet_travel_mode shape = fixture_mode();
    size_t apart = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        uint64_t random = seed;
        double limit_m = 5 + unit_random_below(&random, 60);
        circlet_travel_mode *mode = ci_travel_mode_new();
        ci_search *search = ci_search_new();
        circlet_arc_times *times = NULL;
        circlet_network *network;
        ci_reached_cells *cells;
        ci_graph *graph;
        random_town town;
        ci_box box;

        assert_true(mode && search);
        *mode = shape;
        town_make(&town, &random, 700);
        network = town_build(&town, &random);
        assert_ok(circlet_arc_times_compute(&times, network, mode,
                                            CIRCLET_BOUND_NOMINAL, error));
        graph = ci_graph_new(times);
        assert_true(graph && ci_search_aim(search, graph, true));
        ci_search_seed(search, 0, 0);
        ci_search_run(search, 60000);
        box = ci_network_box(network);
        cells = ci_reached_cells_new(search, graph, &box, limit_m);
        assert_non_null(cells);

        apart += look_around(network, search, cells, limit_m, &random);
        ci_reached_cells_free(cells);
        ci_search_free(search);
        ci_graph_free(graph);
        circlet_arc_times_free(times);
        circlet_travel_mode_free(mode);
        circlet_network_free(network);
    }
    assert_true(apart > 6000); /* of 18,000 */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_near_is_found_and_most_else_left_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
