/*
 * Streets whose true profile is known, seen through grids of 1 m to 30 m:
 * what a fine grid shows is used, what a coarse one hides is not taken to be
 * known.
 */
#include <math.h>

#include "city_file_fixture.h"
#include "geo/geodesic.h"
#include "network/height_window.h"
#include "network/tag_effect.h"
#include "shipped_modes.h"

#define LON 116.0
#define LAT 40.005
#define LENGTH_M 60.0 /* of each of the streets, which follow each other */
#define STREET_COUNT 8
#define STEP_M 0.25 /* of the true profiles */
#define MARGIN_M 150.0
#define RAMP_FROM_M 26.0
#define RAMP_M 8.0
#define RAMP_PCT 12.0

/* The last four are a hill of 5 %, with level land before it. */
#define RAMP_STREET 1
#define HILL_FROM_M (4 * LENGTH_M)

static double true_height(double x)
{
    double ramp = x - RAMP_STREET * LENGTH_M - RAMP_FROM_M;
    double hill = fmin(fmax(x - HILL_FROM_M, 0), 4 * LENGTH_M);

    return 50 + RAMP_PCT / 100 * fmin(fmax(ramp, 0), RAMP_M) +
           0.05 * fmin(hill, 4 * LENGTH_M - hill);
}

static void degrees_per_m(double *lon, double *lat)
{
    ci_frame frame = ci_frame_at(LAT);

    *lon = 1 / frame.m_per_lon;
    *lat = 1 / frame.m_per_lat;
}

static void write_streets(const city_folder *f)
{
    char nodes[2048] = "node_id,x_coord,y_coord\n";
    char links[2048] =
        "link_id,from_node_id,to_node_id,length,facility_type\n";
    double lon, lat;

    degrees_per_m(&lon, &lat);
    for (int i = 0; i <= STREET_COUNT; i++) {
        size_t size = strlen(nodes);

        snprintf(nodes + size, sizeof(nodes) - size, "%d,%.9f,%.9f\n", i,
                 LON + i * LENGTH_M * lon, LAT);
        size = strlen(links);
        if (i < STREET_COUNT)
            snprintf(links + size, sizeof(links) - size,
                     "%d,%d,%d,%g,footway\n", i, i, i + 1, LENGTH_M);
    }
    write_source(f, "node.csv", nodes);
    write_source(f, "link.csv", links);
}

/* The points lie `phase` cells east of where the streets begin. */
static void write_grid(const city_folder *f, double cell_m, double phase)
{
    int columns = (int)((STREET_COUNT * LENGTH_M + 2 * MARGIN_M) / cell_m) + 1;
    int rows = 6;
    size_t room = (size_t)columns * (size_t)rows * 12 + 512, size;
    char *text = malloc(room);
    double west_m = -MARGIN_M + phase * cell_m, lon, lat;

    assert_non_null(text);
    degrees_per_m(&lon, &lat);
    size =
        (size_t)snprintf(text, room,
                         "ncols %d\nnrows %d\nxllcenter %.12f\n"
                         "yllcenter %.12f\ndx %.15f\ndy %.15f\n",
                         columns, rows, LON + west_m * lon,
                         LAT - 2.4 * cell_m * lat, cell_m * lon, cell_m * lat);
    for (int i = 0; i < columns * rows; i++)
        size += (size_t)snprintf(text + size, room - size, "%.3f ",
                                 true_height(west_m + i % columns * cell_m));
    write_source(f, "g.asc", text);
    free(text);
}

static circlet_network *network_by_grid(city_folder *f, double cell_m,
                                        double phase)
{
    circlet_import_options options = CIRCLET_IMPORT_OPTIONS_INIT;
    circlet_import_counts counts;
    circlet_network *network = NULL;

    write_streets(f);
    assert_ok(import_roads(&counts, f, NULL, error));
    write_grid(f, cell_m, phase);
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_ELEVATION, "g.asc",
                          &options, error));
    assert_int_equal(counts.links, STREET_COUNT);
    assert_ok(circlet_read_network(&network, f->city, NULL, error));
    return network;
}

/* The same streets with the profiles that they have. */
static circlet_network *true_network(void)
{
    enum { count = 60 * 4 + 1 }; /* LENGTH_M / STEP_M + 1 */
    static const circlet_tag tags[] = {{"highway", "footway"}};
    circlet_network_builder *builder = NULL;
    circlet_network *network = NULL;
    double lon, lat;

    degrees_per_m(&lon, &lat);
    assert_ok(circlet_network_builder_new(&builder, error));
    for (int i = 0; i <= STREET_COUNT; i++) {
        circlet_point at = {LON + i * LENGTH_M * lon, LAT};
        float heights_m[count];
        circlet_link_record link = {.length_m = LENGTH_M,
                                    .tags = tags,
                                    .tag_count = 1,
                                    .heights_m = heights_m,
                                    .height_count = count};

        assert_ok(circlet_network_builder_add_node(builder, at, NULL, 0,
                                                   &link.to, error));
        if (i == 0)
            continue;
        link.from = link.to - 1;
        for (int k = 0; k < count; k++)
            heights_m[k] = (float)true_height((i - 1) * LENGTH_M + k * STEP_M);
        assert_ok(circlet_network_builder_add_link(builder, &link, error));
    }
    assert_ok(circlet_network_builder_finish(&network, builder, error));
    circlet_network_builder_free(builder);
    return network;
}

/* The street whose middle is that of street `i`. */
static uint32_t find_street(const circlet_network *network, int i,
                            bool *is_turned)
{
    double lon, lat;

    degrees_per_m(&lon, &lat);
    for (uint32_t k = 0; k < network->link_count; k++) {
        double from = network->points[network->links[k].from].lon;
        double to = network->points[network->links[k].to].lon;

        *is_turned = to < from;
        if (fabs((from + to) / 2 - LON - (i + 0.5) * LENGTH_M * lon) < lon)
            return k;
    }
    fail_msg("street %d is not there", i);
    return 0;
}

static uint32_t time_on(const circlet_network *network, int mode, int street,
                        bool is_back, circlet_bound bound)
{
    bool is_turned = false;
    uint32_t link = find_street(network, street, &is_turned);

    return ci_link_time_ms(network, shipped[mode], link, is_back != is_turned,
                           bound);
}

static void check_bounds(const circlet_network *network,
                         const circlet_network *truth, double cell_m)
{
    for (int mode = 0; mode < SHIPPED_COUNT; mode++)
        for (int i = 0; i < 2 * STREET_COUNT; i++) {
            int street = i / 2;
            bool is_back = i % 2 == 1;
            uint32_t real =
                time_on(truth, mode, street, is_back, CIRCLET_BOUND_NOMINAL);
            uint32_t low =
                time_on(network, mode, street, is_back, CIRCLET_BOUND_MIN);
            uint32_t high =
                time_on(network, mode, street, is_back, CIRCLET_BOUND_MAX);

            if (low > real || high < real)
                fail_msg("%s, %g m, street %d, back %d: %u not in %u to %u",
                         shipped_names[mode], cell_m, street, is_back, real,
                         low, high);
        }
}

static void the_truth_lies_within_the_bounds_of_any_grid(void **state)
{
    static const double cells_m[] = {1, 2, 5, 10, 19, 21, 30};
    city_folder *f = *state;
    circlet_network *truth = true_network();

    for (size_t i = 0; i < COUNT_OF(cells_m); i++)
        for (double phase = 0; phase < 1; phase += 0.3) {
            circlet_network *network = network_by_grid(f, cells_m[i], phase);

            check_bounds(network, truth, cells_m[i]);
            circlet_network_free(network);
        }
    circlet_network_free(truth);
}

static void a_short_steep_ramp_closes_wheelchairs_on_fine_grids(void **state)
{
    static const double cells_m[] = {1, 2, 5};
    city_folder *f = *state;

    for (size_t i = 0; i < COUNT_OF(cells_m); i++)
        for (double phase = 0; phase < 1; phase += 0.3) {
            circlet_network *network = network_by_grid(f, cells_m[i], phase);

            assert_true(time_on(network, WHEELCHAIR, RAMP_STREET, false,
                                CIRCLET_BOUND_NOMINAL) == CI_CLOSED);
            for (int street = 0; street < STREET_COUNT; street++)
                if (street != RAMP_STREET)
                    assert_true(time_on(network, WHEELCHAIR, street, false,
                                        CIRCLET_BOUND_NOMINAL) != CI_CLOSED);
            circlet_network_free(network);
        }
}

static void a_coarse_grid_hides_the_ramp_and_says_that_it_may(void **state)
{
    city_folder *f = *state;
    circlet_network *network = network_by_grid(f, 30, 0.3);

    assert_true(time_on(network, WHEELCHAIR, RAMP_STREET, false,
                        CIRCLET_BOUND_NOMINAL) != CI_CLOSED);
    assert_true(time_on(network, WHEELCHAIR, RAMP_STREET, false,
                        CIRCLET_BOUND_MAX) == CI_CLOSED);
    circlet_network_free(network);
}

/* Of a fine grid hardly more than the mode's error is left in doubt. */
static void a_fine_grid_decides_level_streets(void **state)
{
    city_folder *f = *state;
    circlet_network *network = network_by_grid(f, 1, 0.3);

    assert_true(time_on(network, WHEELCHAIR, 3, false, CIRCLET_BOUND_MAX) !=
                CI_CLOSED);
    circlet_network_free(network);
}

static void finer_grids_and_longer_runs_show_more(void **state)
{
    (void)state;
    assert_true(ci_height_shown(0, 1) == 1);
    for (double cell_m = 0.5; cell_m < 90; cell_m *= 1.3)
        for (double run_m = 1; run_m < 500; run_m *= 1.7) {
            double shown = ci_height_shown(cell_m, run_m);

            assert_true(shown > 0 && shown <= 1);
            assert_true(ci_height_shown(cell_m, 2 * run_m) >= shown);
            assert_true(run_m < 100 || shown > 0.8);
        }
    assert_true(ci_height_shown(1, 6) > 0.8);
    assert_true(ci_height_shown(5, 6) > 0.7);
    assert_true(ci_height_shown(30, 6) < 0.15);
    assert_true(ci_height_reach_m(30) == 15 && ci_height_reach_m(90) == 15);
    assert_true(ci_height_reach_m(1) == 1.5);
    assert_true(ci_height_is_averaged(30.9) && !ci_height_is_averaged(5) &&
                !ci_height_is_averaged(92.6));
}

/* Of a link that is doubtful all along everything is: an error of 3 % leaves
 * more than any mode thinks possible. */
static void what_is_doubtful_counts_as_a_coarser_grid(void **state)
{
    (void)state;
    assert_true(ci_height_mixed_m(30) == 60 && ci_height_mixed_m(90) == 150);
    assert_true(ci_height_doubtful_cell_m(30, 0) == 30);
    for (double length_m = 3; length_m < 1000; length_m *= 1.5) {
        double all = ci_height_doubtful_cell_m(30, length_m);
        double tenth = ci_height_doubtful_cell_m(1, length_m / 10);

        assert_true(ci_height_shown(all, length_m) < 0.03 / 0.3);
        assert_true(length_m < 60 || ci_height_shown(tenth, length_m) > 0.5);
    }
}

#define CITY_TEST(test)                                                       \
    cmocka_unit_test_setup_teardown(test, make_city_folder, remove_city_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CITY_TEST(the_truth_lies_within_the_bounds_of_any_grid),
        CITY_TEST(a_short_steep_ramp_closes_wheelchairs_on_fine_grids),
        CITY_TEST(a_coarse_grid_hides_the_ramp_and_says_that_it_may),
        CITY_TEST(a_fine_grid_decides_level_streets),
        cmocka_unit_test(finer_grids_and_longer_runs_show_more),
        cmocka_unit_test(what_is_doubtful_counts_as_a_coarser_grid),
    };

    return cmocka_run_group_tests(tests, read_shipped, free_shipped);
}
