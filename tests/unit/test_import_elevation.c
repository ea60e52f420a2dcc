/* Heights of the streets in a city file. */
#include <math.h>
#include <stdio.h>

#include "city_file_fixture.h"
#include "network/network.h"

/* 116 to 116.02 E: the streets run along 40.005 N. Cells of 0.001 degrees
 * rise by 1 m each to the east. */
static void write_slope(const city_folder *f, const char *name, double west,
                        int columns, int void_column)
{
    char text[4096];
    int size = snprintf(text, sizeof(text),
                        "ncols %d\nnrows 4\nxllcenter %d.%03d\n"
                        "yllcenter 40.003\ncellsize 0.001\n",
                        columns, (int)west, (int)lround(fmod(west, 1) * 1000));

    for (int i = 0; i < 4 * columns; i++)
        size += snprintf(text + size, sizeof(text) - (size_t)size, "%d ",
                         i % columns == void_column
                             ? -9999
                             : (int)lround((west - 116) * 1000) + i % columns +
                                   100);
    write_source(f, name, text);
}

static circlet_status import_grids(circlet_import_counts *counts,
                                   city_folder *f, const char *first,
                                   const char *second, circlet_error *error)
{
    circlet_import_options options = CIRCLET_IMPORT_OPTIONS_INIT;
    char a[SCRATCH_PATH_SIZE], b[SCRATCH_PATH_SIZE];
    const char *const sources[] = {
        scratch_path(&f->folder, a, first),
        scratch_path(&f->folder, b, second ? second : "")};

    options.remarked = count_remark;
    options.user = f;
    return circlet_import(counts, f->city, CIRCLET_LAYER_ELEVATION, sources,
                          second ? 2 : 1, &options, error);
}

/* The height at a share of link 0 or 1 of the network, -1: unknown. */
static double height_at(const city_folder *f, double lon)
{
    circlet_network *network = NULL;
    double found = -1.0;

    assert_ok(circlet_read_network(&network, f->city, NULL, error));
    for (uint32_t i = 0; i < network->link_count; i++) {
        const ci_link *link = &network->links[i];
        double from = network->points[link->from].lon;
        double share = (lon - from) / (network->points[link->to].lon - from);
        size_t count = 0;
        const float *heights = ci_link_heights(network, i, &count);

        if (share >= 0.0 && share <= 1.0 && count > 0)
            found = (double)heights[lround(share * (double)(count - 1))];
    }
    circlet_network_free(network);
    return found;
}

static void heights_come_to_the_network(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;

    assert_ok(import_roads(&counts, f, NULL, error));
    assert_true(height_at(f, 116.005) == -1.0);
    write_slope(f, "g.asc", 115.99, 40, -1);
    assert_ok(import_grids(&counts, f, "g.asc", NULL, error));
    /* 852 m and 853 m: 35 parts each, 3 nodes and 34 stations twice. */
    assert_int_equal(counts.rows, 71);
    assert_int_equal(counts.imported, 71);
    assert_int_equal(counts.rejected, 0);
    assert_int_equal(counts.links, 2);
    assert_true(fabs(height_at(f, 116.004) - 104.0) < 0.02);
    assert_true(fabs(height_at(f, 116.016) - 116.0) < 0.02);
    assert_int_equal(city_query(f, "SELECT imported FROM source "
                                   "WHERE layer = 'elevation'"),
                     71);
}

static void a_later_file_fills_what_the_first_does_not_know(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;

    assert_ok(import_roads(&counts, f, NULL, error));
    write_slope(f, "a.asc", 115.99, 20, -1); /* to 116.0095 */
    assert_ok(import_grids(&counts, f, "a.asc", NULL, error));
    assert_int_equal(counts.links, 0);
    assert_true(counts.rejected > 0 && counts.imported > 30);
    write_slope(f, "b.asc", 116.0, 30, 15);
    assert_ok(import_grids(&counts, f, "a.asc", "b.asc", error));
    assert_int_equal(counts.links, 1); /* the void of b lies on the other */
    assert_true(height_at(f, 116.004) > 100.0);
    assert_true(height_at(f, 116.016) == -1.0);
    assert_int_equal(counts.replaced, 0);
    assert_true(city_query(f, "SELECT rejected FROM source "
                              "WHERE file = 'b.asc'") > 0);
    assert_int_equal(city_query(f, "SELECT sum(imported) FROM source "
                                   "WHERE layer = 'elevation'"),
                     (int64_t)counts.imported);
    assert_ok(import_grids(&counts, f, "b.asc", NULL, error));
    assert_int_equal(counts.replaced, 1);
    assert_int_equal(city_query(f, "SELECT count(*) FROM source "
                                   "WHERE layer = 'elevation'"),
                     1);
}

static void other_roads_have_no_heights(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;

    assert_ok(import_roads(&counts, f, NULL, error));
    write_slope(f, "g.asc", 115.99, 40, -1);
    assert_ok(import_grids(&counts, f, "g.asc", NULL, error));
    assert_ok(import_roads(&counts, f, NULL, error));
    assert_true(height_at(f, 116.004) == -1.0);
    assert_int_equal(city_query(f, "SELECT count(*) FROM source "
                                   "WHERE layer = 'elevation'"),
                     0);
}

static void a_bridge_has_the_line_between_its_ends(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;

    /* Link 11 runs from 116.01 to 116.02 over a place that no grid knows. */
    write_source(f, "node.csv",
                 "node_id,x_coord,y_coord\n1,116.00,40.005\n"
                 "2,116.01,40.005\n3,116.02,40.005\n4,116.03,40.005\n");
    write_source(f, "link.csv",
                 "link_id,from_node_id,to_node_id,length,facility_type,"
                 "bridge,layer\n10,1,2,852,footway,,\n"
                 "11,2,3,853,footway,yes,1\n12,3,4,853,footway,,\n");
    write_slope(f, "g.asc", 115.99, 60, 25);
    assert_ok(import_roads(&counts, f, NULL, error));
    assert_ok(import_grids(&counts, f, "g.asc", NULL, error));
    /* No place of the bridge is asked for: 4 nodes and 34 places twice. */
    assert_int_equal(counts.rows, 72);
    assert_int_equal(counts.imported, 72);
    assert_int_equal(counts.links, 3);
    assert_true(fabs(height_at(f, 116.015) - 115.0) < 0.2);
}

static void what_does_not_fit_is_refused(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;
    circlet_import_options options = CIRCLET_IMPORT_OPTIONS_INIT;

    write_slope(f, "g.asc", 115.99, 20, -1);
    assert_fails(import_grids(&counts, f, "g.asc", NULL, error),
                 CIRCLET_E_NOT_FOUND, "import roads before elevation");
    assert_ok(import_roads(&counts, f, NULL, error));
    options.is_strict = true;
    assert_fails(import_file(&counts, f, CIRCLET_LAYER_ELEVATION, "g.asc",
                             &options, error),
                 CIRCLET_E_DATA, "the height of the street at 116.0");
    assert_int_equal(
        city_query(f, "SELECT count(*) FROM road_link WHERE heights NOT NULL"),
        0);
    options.is_strict = false;
    options.is_complete = true;
    assert_fails(import_file(&counts, f, CIRCLET_LAYER_ELEVATION, "g.asc",
                             &options, error),
                 CIRCLET_E_ARGUMENT, "option 'complete' does not apply");
}

static void a_damaged_list_of_heights_is_told(void **state)
{
    static const char *const lists[] = {"1;x", "1", "", "1;", "1;2e9"};
    city_folder *f = *state;
    circlet_import_counts counts;
    circlet_network *network = NULL;

    assert_ok(import_roads(&counts, f, NULL, error));
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
        ci_city_change change = {0};
        char sql[128];

        snprintf(sql, sizeof(sql), "UPDATE road_link SET heights = '%s'",
                 lists[i]);
        assert_ok(ci_city_change_begin(&change, f->city, error));
        assert_ok(ci_db_run(change.db, sql, error));
        assert_ok(ci_city_change_commit(&change, error));
        ci_city_change_end(&change);
        assert_fails(circlet_read_network(&network, f->city, NULL, error),
                     CIRCLET_E_FORMAT, "its heights are no list of metres");
    }
}

#define CITY_TEST(test)                                                       \
    cmocka_unit_test_setup_teardown(test, make_city_folder, remove_city_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CITY_TEST(heights_come_to_the_network),
        CITY_TEST(a_later_file_fills_what_the_first_does_not_know),
        CITY_TEST(other_roads_have_no_heights),
        CITY_TEST(a_bridge_has_the_line_between_its_ends),
        CITY_TEST(what_does_not_fit_is_refused),
        CITY_TEST(a_damaged_list_of_heights_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
