/* Jobs on files: importing heights, streets and plans, and reading them; a run
 * file and its digest; a workbook. */
#include <stdio.h>

#include <circlet.h>

#include "failed_allocations.h"
#include "network/network.h"
#include "scratch.h"
#include "turn_map.h"

/* A city file with two streets, one over a bridge, and a grid for them. */
static scratch_folder folder;
static char city_path[SCRATCH_PATH_SIZE], grid_path[SCRATCH_PATH_SIZE];

static void write_scratch(const char *name, const char *text)
{
    assert_true(scratch_write(&folder, name, text, strlen(text)));
}

static int make_streets(void **state)
{
    char nodes[SCRATCH_PATH_SIZE], links[SCRATCH_PATH_SIZE];
    const char *sources[2];
    circlet_import_counts counts;

    (void)state;
    assert_true(scratch_make(&folder));
    write_scratch("node.csv", "node_id,x_coord,y_coord\n1,116.00,40.005\n"
                              "2,116.01,40.005\n3,116.02,40.005\n");
    write_scratch("link.csv",
                  "link_id,from_node_id,to_node_id,length,facility_type,"
                  "bridge,layer\n10,1,2,852,footway,,\n"
                  "11,2,3,853,footway,yes,1\n");
    write_scratch("g.asc", "ncols 5\nnrows 2\nxllcenter 115.99\n"
                           "yllcenter 40\ncellsize 0.01\n"
                           "50 51 52 53 9999\n50 51 52 53 -9999\n");
    sources[0] = scratch_path(&folder, nodes, "node.csv");
    sources[1] = scratch_path(&folder, links, "link.csv");
    scratch_path(&folder, city_path, "city.gpkg");
    scratch_path(&folder, grid_path, "g.asc");
    assert_ok(circlet_write_new_city(city_path, error));
    assert_ok(circlet_import(&counts, city_path, CIRCLET_LAYER_ROADS, sources,
                             2, NULL, error));
    return 0;
}

static int remove_streets(void **state)
{
    (void)state;
    scratch_remove(&folder);
    return 0;
}

static circlet_status heights_job(circlet_error *error)
{
    const char *source = grid_path;
    circlet_import_counts counts;
    circlet_network *network = NULL;
    circlet_status status = circlet_import(
        &counts, city_path, CIRCLET_LAYER_ELEVATION, &source, 1, NULL, error);

    if (!status)
        status = circlet_read_network(&network, city_path, NULL, error);
    if (!status)
        assert_true(circlet_network_height_count(network) == 2 &&
                    network->order);
    circlet_network_free(network);
    return status;
}

/* Other streets in place of the city's. */
static circlet_status turns_job(circlet_error *error)
{
    char path[SCRATCH_PATH_SIZE];
    const char *source = scratch_path(&folder, path, "map.osm.pbf");
    circlet_import_counts counts;
    circlet_status status = circlet_import(
        &counts, city_path, CIRCLET_LAYER_ROADS, &source, 1, NULL, error);

    circlet_network *network = NULL;

    if (!status)
        status = circlet_read_network(&network, city_path, NULL, error);
    if (!status)
        assert_true(network->order && network->turn_count == 1);
    circlet_network_free(network);
    return status;
}

/* A plan of one action, made by hand. */
static circlet_status plan_job(circlet_error *error)
{
    char path[SCRATCH_PATH_SIZE];
    const char *source = scratch_path(&folder, path, "hand.csv");
    circlet_import_counts counts;
    circlet_plan *plan = NULL;
    circlet_status status = circlet_import(
        &counts, city_path, CIRCLET_LAYER_PLAN, &source, 1, NULL, error);

    if (!status)
        status = circlet_read_plan(&plan, city_path, "hand", error);
    if (!status)
        assert_int_equal(circlet_plan_action_count(plan), 2);
    circlet_plan_free(plan);
    return status;
}

static circlet_status run_job(circlet_error *error)
{
    char path[SCRATCH_PATH_SIZE], digest[CIRCLET_DIGEST_SIZE];
    circlet_run_file *file = NULL;
    circlet_status status = circlet_read_run_file(
        &file, scratch_path(&folder, path, "run.yaml"), error);

    if (!status)
        assert_int_equal(circlet_run_file_step_count(file), 2);
    circlet_run_file_free(file);
    if (!status)
        status = circlet_digest_file(digest, folder.path, error);
    return status;
}

static bool take(const char *bytes, size_t size, void *user)
{
    (void)bytes;
    *(size_t *)user += size;
    return true;
}

static circlet_status workbook_job(circlet_error *error)
{
    static const circlet_workbook_column column = {"名称", 20};
    circlet_workbook *book = NULL;
    circlet_status status = circlet_workbook_new(&book, "book", error);
    size_t size = 0;

    if (status)
        return status;
    circlet_workbook_add_sheet(book, "sheet", &column, 1, 0);
    circlet_workbook_add_row(book);
    circlet_workbook_add_text(book, CIRCLET_CELL_LONG_TEXT, "说明");
    circlet_workbook_add_row(book);
    circlet_workbook_add_number(book, CIRCLET_CELL_SHARE, 0.5);
    status = circlet_workbook_write(book, take, &size, error);
    if (!status)
        assert_true(size > 1000);
    circlet_workbook_free(book);
    return status;
}

static void runs_survive_any_failed_allocation(void **state)
{
    (void)state;
    write_scratch("run.yaml", "city: a.gpkg\nsteps:\n  - new\n"
                              "  - import: {map: {a: b}, source: [c, d]}\n");
    assert_true(allocations_of(run_job) > 10);
}

static void workbooks_survive_any_failed_allocation(void **state)
{
    (void)state;
#ifdef HAVE_XLSX
    assert_true(allocations_of(workbook_job) > 10);
#else
    assert_fails(workbook_job(error), CIRCLET_E_UNSUPPORTED, "libzip");
#endif
}

static void turns_survive_any_failed_allocation(void **state)
{
    const map_relation sign = {1, "type=restriction,restriction=no_u_turn",
                               "w1@from n2@via w3@to"};
    ci_buffer file = turn_map(&sign, 1);

    (void)state;
    assert_true(scratch_write(&folder, "map.osm.pbf", file.text, file.size));
    ci_buffer_free(&file);
    assert_true(allocations_of(turns_job) > 50);
}

static void heights_survive_any_failed_allocation(void **state)
{
    (void)state;
    assert_true(allocations_of(heights_job) > 50);
}

static void plans_survive_any_failed_allocation(void **state)
{
    (void)state;
    write_scratch("hand.csv", "id,kind,year,facility,lon,lat,type,service\n"
                              "b,build,2020,n,116.01,40,warm_home,day_care\n"
                              "e,close,2021,n,,,,\n");
    assert_true(allocations_of(plan_job) > 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(heights_survive_any_failed_allocation,
                                        make_streets, remove_streets),
        cmocka_unit_test_setup_teardown(turns_survive_any_failed_allocation,
                                        make_streets, remove_streets),
        cmocka_unit_test_setup_teardown(plans_survive_any_failed_allocation,
                                        make_streets, remove_streets),
        cmocka_unit_test_setup_teardown(runs_survive_any_failed_allocation,
                                        make_streets, remove_streets),
        cmocka_unit_test(workbooks_survive_any_failed_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
