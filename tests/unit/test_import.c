#include <circlet/io.h>

#include "city_file_fixture.h"
#include "io/city_file.h"

static void good_rows_are_counted_and_stored(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;

    assert_ok(import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "people.csv", NULL,
                          error));

    assert_int_equal(counts.rows, 3);
    assert_int_equal(counts.imported, 3);
    assert_int_equal(counts.rejected, 0);
    assert_int_equal(city_query(f, "SELECT sum(weight_milli) FROM demand"),
                     3125);
    assert_int_equal(
        city_query(f,
                   "SELECT count(*) FROM demand WHERE id = 'p2' AND "
                   "attributes = '{\"hobby\":\"chess\"}' AND source_row = 2"),
        1);
    assert_int_equal(city_query(f,
                                "SELECT count(*) FROM demand WHERE id = 'p1' "
                                "AND weight_milli = 0 AND certified IS NULL "
                                "AND aid IS NULL AND attributes IS NULL"),
                     1);
    assert_int_equal(
        city_query(f, "SELECT round(max_x * 1000) FROM gpkg_contents "
                      "WHERE table_name = 'demand'"),
        116500);
}

static void a_missing_column_has_its_default(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;

    write_source(f, "a.csv", "id,lon,lat\na,116,40\n");

    assert_ok(
        import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "a.csv", NULL, error));
    assert_int_equal(city_query(f, "SELECT count(*) FROM demand WHERE "
                                   "weight_milli = 1000 AND certified = 1"),
                     1);
}

static void strict_refuses_the_file_for_one_bad_row(void **state)
{
    city_folder *f = *state;
    circlet_import_options options = CIRCLET_IMPORT_OPTIONS_INIT;
    circlet_import_counts counts = {.rows = 77};
    size_t size;
    char *before = file_bytes(f->city, &size);

    options.is_strict = true;
    write_source(f, "a.csv", "id,lon,lat,age\na,116,40,1\nb,116,40,x\n");

    assert_fails(import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "a.csv",
                             &options, error),
                 CIRCLET_E_DATA, "1 of 2 rows were refused");
    assert_fails(import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "a.csv",
                             &options, error),
                 CIRCLET_E_DATA, "row 3: age 'x' is no whole number");
    assert_int_equal(counts.rows, 77);
    assert_true(file_is(f->city, before, size));
    free(before);
}

static void a_source_without_one_good_row_is_refused(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;

    write_source(f, "a.csv", "id,lon,lat,age\na,116,40,x\n");
    assert_fails(
        import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "a.csv", NULL, error),
        CIRCLET_E_DATA, "age 'x' is no whole number");
    write_source(f, "a.csv", "id,lon,lat,age\n");
    assert_ok(
        import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "a.csv", NULL, error));
    assert_int_equal(counts.rows, 0);
}

/* A city with a unit above its own parent could not be read any more. */
static void a_parent_of_no_higher_level_refuses_its_child(void **state)
{
    static const struct {
        const char *rows;
        uint64_t imported;
    } cases[] = {
        {"x,X,community,y\ny,Y,community,\nz,Z,community,\n", 2},
        {"x,X,community,x\nz,Z,community,\n", 1},
        {"z,Z,community,\nx,X,community,z\n", 1},
    };
    city_folder *f = *state;
    circlet_import_counts counts;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char text[128];

        snprintf(text, sizeof(text), "code,name,level,parent_code\n%s",
                 cases[i].rows);
        write_source(f, "u.csv", text);
        assert_ok(import_file(&counts, f, CIRCLET_LAYER_UNITS, "u.csv", NULL,
                              error));
        assert_int_equal(counts.imported, cases[i].imported);
        assert_int_equal(counts.rejected, 1);
        assert_int_equal(city_query(f, "SELECT count(*) FROM unit WHERE code "
                                       "= 'x'"),
                         0);
        assert_int_equal(city_query(f, "SELECT rejected FROM source"), 1);
        assert_int_equal(city_query(f, "SELECT imported FROM source"),
                         cases[i].imported);
    }
    write_source(f, "u.csv", "code,name,level,parent_code\nx,X,community,x\n");
    assert_fails(
        import_file(&counts, f, CIRCLET_LAYER_UNITS, "u.csv", NULL, error),
        CIRCLET_E_DATA, "none of its 1 rows can be used: unit 'x' is its own");
}

/* The parent comes later and is wrong: it is refused, for what was there
 * before cannot be. */
static void a_parent_may_come_later(void **state)
{
    static const char district[] =
        "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":"
        "\"Feature\",\"properties\":{\"code\":\"y\",\"name\":\"Y\","
        "\"level\":\"district\"},\"geometry\":{\"type\":\"Polygon\","
        "\"coordinates\":[[[116,40],[116.1,40],[116.1,40.1],[116,40]]]}}]}";
    city_folder *f = *state;
    circlet_import_counts counts;
    circlet_city *city = NULL;

    write_source(f, "a.csv", "code,name,level,parent_code\nx,X,community,y\n");
    assert_ok(
        import_file(&counts, f, CIRCLET_LAYER_UNITS, "a.csv", NULL, error));
    assert_ok(circlet_read_city(&city, f->city, NULL, error));
    assert_int_equal(
        circlet_city_unit_parent(city, circlet_city_find_unit(city, "x")),
        CIRCLET_NONE);
    circlet_city_free(city);
    city = NULL;
    write_source(f, "b.csv", "code,name,level\ny,Y,community\n");
    assert_fails(
        import_file(&counts, f, CIRCLET_LAYER_UNITS, "b.csv", NULL, error),
        CIRCLET_E_DATA,
        "unit 'x' (community) names the parent 'y' (community)");
    write_source(f, "b.geojson", district);
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_UNITS, "b.geojson", NULL,
                          error));
    assert_ok(circlet_read_city(&city, f->city, NULL, error));
    assert_int_equal(
        circlet_city_unit_parent(city, circlet_city_find_unit(city, "x")),
        circlet_city_find_unit(city, "y"));
    circlet_city_free(city);
}

static void roads_replace_the_roads_that_were_there(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;

    assert_ok(import_roads(&counts, f, NULL, error));
    assert_int_equal(counts.nodes, 3);
    assert_int_equal(counts.links, 2);
    assert_int_equal(counts.replaced, 0);
    assert_ok(import_roads(&counts, f, "115,39,117,41", error));

    assert_int_equal(counts.replaced, 5);
    assert_int_equal(city_query(f, "SELECT count(*) FROM road_link"), 2);
    assert_int_equal(city_query(f, "SELECT count(*) FROM network_extent WHERE "
                                   "origin = 'option'"),
                     1);
    assert_int_equal(city_query(f, "SELECT count(*) FROM source"), 2);
    assert_fails(import_roads(&counts, f, "117,39,115,41", error),
                 CIRCLET_E_ARGUMENT, "west,south,east,north");
    assert_fails(
        import_file(&counts, f, CIRCLET_LAYER_ROADS, "link.csv", NULL, error),
        CIRCLET_E_ARGUMENT, "node.csv and link.csv");
}

static void options_that_would_change_nothing_are_refused(void **state)
{
    const char *const maps[] = {"id=id"};
    city_folder *f = *state;
    circlet_import_options options = CIRCLET_IMPORT_OPTIONS_INIT;
    circlet_import_counts counts;

    options.extent = "1,2,3,4";
    assert_fails(import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "people.csv",
                             &options, error),
                 CIRCLET_E_ARGUMENT, "an extent is for roads");
    options.extent = NULL;
    options.maps = maps;
    options.map_count = 1;
    assert_fails(
        import_file(&counts, f, CIRCLET_LAYER_ROADS, "a.pbf", &options, error),
        CIRCLET_E_ARGUMENT, "no map and no set");
    assert_fails(circlet_import(&counts, f->city, (circlet_layer)99, maps, 1,
                                NULL, error),
                 CIRCLET_E_ARGUMENT, "layer 99");
    assert_fails(circlet_import(&counts, f->city, CIRCLET_LAYER_UNITS, maps, 0,
                                NULL, error),
                 CIRCLET_E_ARGUMENT, "needs a city");
}

/* The triggers are those of OGC 12-128r17, shortened. */
static void a_layer_with_a_spatial_index_can_still_be_changed(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;
    ci_city_change change = {0};

    assert_ok(ci_city_change_begin(&change, f->city, error));
    assert_ok(ci_db_run(
        change.db,
        "CREATE VIRTUAL TABLE rtree_unit_geom USING rtree(id, minx, maxx, "
        "miny, maxy);"
        "CREATE TRIGGER rtree_unit_geom_insert AFTER INSERT ON unit WHEN "
        "(new.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom)) BEGIN "
        "INSERT OR REPLACE INTO rtree_unit_geom VALUES (NEW.fid, "
        "ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), "
        "ST_MaxY(NEW.geom)); END;"
        "CREATE TRIGGER rtree_unit_geom_delete AFTER DELETE ON unit WHEN "
        "old.geom NOT NULL BEGIN DELETE FROM rtree_unit_geom WHERE "
        "id = OLD.fid; END",
        error));
    assert_ok(ci_city_change_commit(&change, error));
    ci_city_change_end(&change);

    for (int i = 0; i < 2; i++)
        assert_ok(import_file(&counts, f, CIRCLET_LAYER_UNITS, "units.geojson",
                              NULL, error));
    assert_int_equal(city_query(f, "SELECT count(*) FROM rtree_unit_geom"), 3);
    assert_int_equal(city_query(f,
                                "SELECT count(*) FROM rtree_unit_geom WHERE "
                                "minx > 116.009 AND maxx < 116.0201 AND "
                                "miny < 40.0001 AND maxy > 40.0099"),
                     1);
}

static bool stop(const char *stage, double fraction, void *user)
{
    (void)stage;
    (void)user;
    return fraction < 1.0;
}

static void a_cancelled_import_leaves_the_bytes_as_they_were(void **state)
{
    city_folder *f = *state;
    circlet_import_options options = CIRCLET_IMPORT_OPTIONS_INIT;
    circlet_import_counts counts;
    size_t size;
    char *before = file_bytes(f->city, &size);

    options.progress.report = stop;

    assert_fails(import_file(&counts, f, CIRCLET_LAYER_UNITS, "units.geojson",
                             &options, error),
                 CIRCLET_E_CANCELLED, "cancelled");
    assert_true(file_is(f->city, before, size));
    assert_false(file_exists(f, ".city.gpkg.circlet-new"));
    free(before);
}

static void the_same_imports_give_the_same_bytes(void **state)
{
    city_folder *f = *state;
    size_t size;
    char *first;

    import_everything(f);
    first = file_bytes(f->city, &size);
    assert_int_equal(unlink(f->city), 0);
    assert_ok(circlet_write_new_city(f->city, error));
    import_everything(f);

    assert_true(file_is(f->city, first, size));
    free(first);
}

/* What was given, and nothing of the key of ids. */
static void a_run_keeps_the_options_that_were_given(void **state)
{
    const char *const maps[] = {"household=hobby"};
    city_folder *f = *state;
    circlet_import_options options = CIRCLET_IMPORT_OPTIONS_INIT;
    circlet_import_counts counts;

    assert_ok(import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "people.csv", NULL,
                          error));
    assert_int_equal(
        city_query(f, "SELECT count(*) FROM run WHERE options = '{}'"), 1);
    options.maps = maps;
    options.map_count = 1;
    options.is_complete = true;
    options.encoding = "UTF-8";
    options.datum = CIRCLET_DATUM_GCJ02;
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "people.csv",
                          &options, error));
    assert_int_equal(
        city_query(f,
                   "SELECT count(*) FROM run WHERE options = "
                   "'{\"complete\":true,\"datum\":\"gcj02\","
                   "\"encoding\":\"UTF-8\",\"map\":[\"household=hobby\"]}'"),
        1);
}

/* The file's size, and how many of its rows were how odd. */
static void a_source_keeps_its_size_and_counts(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;
    circlet_summary *summary = NULL;
    const circlet_source_summary *source;

    assert_ok(import_file(&counts, f, CIRCLET_LAYER_UNITS, "units.geojson",
                          NULL, error));
    write_source(f, "a.csv",
                 "id,lon,lat,unit_code,needs\na,116.005,40.005,D1,\n"
                 "b,116.005,40.005,D2,chess\nc,0,0,,\n");
    assert_ok(
        import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "a.csv", NULL, error));
    assert_int_equal(counts.doubtful, 1);
    assert_int_equal(f->note_count, 2);
    assert_ok(circlet_read_summary(&summary, f->city, error));
    source = circlet_summary_source(summary, 0);
    assert_string_equal(source->file, "a.csv");
    assert_int_equal(source->size, 82);
    assert_int_equal(source->rows, 3);
    assert_int_equal(source->imported, 2);
    assert_int_equal(source->rejected, 1);
    assert_int_equal(source->doubtful, 1);
    assert_int_equal(source->repaired, 0);
    assert_string_equal(source->options, "{}");
    circlet_summary_free(summary);
}

static void an_option_of_another_layer_is_refused(void **state)
{
    city_folder *f = *state;
    circlet_import_options options = CIRCLET_IMPORT_OPTIONS_INIT;
    circlet_import_counts counts;

    options.split_crossings = true;
    assert_fails(import_file(&counts, f, CIRCLET_LAYER_SITES, "sites.csv",
                             &options, error),
                 CIRCLET_E_ARGUMENT, "crossings are split of roads");
    options = (circlet_import_options)CIRCLET_IMPORT_OPTIONS_INIT;
    options.spread = "grid";
    assert_fails(import_file(&counts, f, CIRCLET_LAYER_SITES, "sites.csv",
                             &options, error),
                 CIRCLET_E_ARGUMENT, "totals are spread, not sites");
    options.spread = NULL;
    options.seed = 7;
    assert_fails(import_file(&counts, f, CIRCLET_LAYER_TOTALS, "sites.csv",
                             &options, error),
                 CIRCLET_E_ARGUMENT, "a seed is for totals that are spread");
    options.seed = 0;
    options.id_key = "k";
    assert_fails(import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "people.csv",
                             &options, error),
                 CIRCLET_E_ARGUMENT, "its bytes and their number");
    options.id_key_size = 1;
    assert_fails(import_file(&counts, f, CIRCLET_LAYER_SITES, "sites.csv",
                             &options, error),
                 CIRCLET_E_ARGUMENT, "a key of ids is for people");
    options = (circlet_import_options)CIRCLET_IMPORT_OPTIONS_INIT;
    options.datum = CIRCLET_DATUM_BD09;
    assert_fails(import_file(&counts, f, CIRCLET_LAYER_WAIVERS, "sites.csv",
                             &options, error),
                 CIRCLET_E_ARGUMENT, "waivers have no coordinates");
    options.datum = (circlet_datum)9;
    assert_fails(import_file(&counts, f, CIRCLET_LAYER_SITES, "sites.csv",
                             &options, error),
                 CIRCLET_E_ARGUMENT, "datum 9 is none");
}

#define CITY_TEST(test)                                                       \
    cmocka_unit_test_setup_teardown(test, make_city_folder, remove_city_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CITY_TEST(good_rows_are_counted_and_stored),
        CITY_TEST(a_missing_column_has_its_default),
        CITY_TEST(strict_refuses_the_file_for_one_bad_row),
        CITY_TEST(a_source_without_one_good_row_is_refused),
        CITY_TEST(a_parent_of_no_higher_level_refuses_its_child),
        CITY_TEST(a_parent_may_come_later),
        CITY_TEST(roads_replace_the_roads_that_were_there),
        CITY_TEST(options_that_would_change_nothing_are_refused),
        CITY_TEST(a_layer_with_a_spatial_index_can_still_be_changed),
        CITY_TEST(a_cancelled_import_leaves_the_bytes_as_they_were),
        CITY_TEST(the_same_imports_give_the_same_bytes),
        CITY_TEST(a_run_keeps_the_options_that_were_given),
        CITY_TEST(a_source_keeps_its_size_and_counts),
        CITY_TEST(an_option_of_another_layer_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
