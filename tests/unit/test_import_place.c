#include <circlet/io.h>

#include <math.h>

#include "city_file_fixture.h"

/* A collection of one feature. */
static void write_feature(const city_folder *f, const char *name,
                          const char *properties, const char *geometry)
{
    char text[1024];

    snprintf(text, sizeof(text),
             "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":"
             "\"Feature\",\"properties\":{%s},\"geometry\":%s}]}",
             properties, geometry);
    write_source(f, name, text);
}

static void columns_of_a_csv_file_may_be_projected(void **state)
{
    city_folder *f = *state;
    circlet_import_options options = CIRCLET_IMPORT_OPTIONS_INIT;
    circlet_import_counts counts;

    /* 117 E, 0 N: the central meridian of UTM zone 50. */
    options.crs = "EPSG:32650";
    write_source(f, "a.csv", "id,lon,lat\na,500000,0\n");

    assert_ok(import_file(&counts, f, CIRCLET_LAYER_SITES, "a.csv", &options,
                          error));
    assert_int_equal(city_query(f, "SELECT round(min_x * 1000000) FROM "
                                   "gpkg_contents WHERE table_name = 'site'"),
                     117000000);
}

static void a_point_layer_takes_the_points_of_its_source(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;

    write_source(f, "s.geojson",
                 "{\"type\":\"FeatureCollection\",\"features\":["
                 "{\"type\":\"Feature\",\"properties\":{\"id\":\"s\"},"
                 "\"geometry\":{\"type\":\"Point\",\"coordinates\":[116,40]}},"
                 "{\"type\":\"Feature\",\"properties\":{\"id\":\"t\"},"
                 "\"geometry\":null}]}");

    assert_ok(import_file(&counts, f, CIRCLET_LAYER_SITES, "s.geojson", NULL,
                          error));
    assert_int_equal(counts.imported, 1);
    assert_string_equal(f->last_reason, "it has no lon and lat and no point");
}

/* The degrees of a table of Amap's are moved back by some 500 m. */
static void columns_may_be_shifted(void **state)
{
    city_folder *f = *state;
    circlet_import_options options = CIRCLET_IMPORT_OPTIONS_INIT;
    circlet_import_counts counts;
    circlet_point at = {116.404, 39.915};
    const circlet_coordinates from = {NULL, CIRCLET_DATUM_GCJ02};
    const circlet_coordinates to = {NULL, CIRCLET_DATUM_NONE};
    circlet_summary *summary = NULL;
    const circlet_table_summary *table = NULL;

    options.datum = CIRCLET_DATUM_GCJ02;
    write_source(f, "a.csv", "id,lon,lat\na,116.404,39.915\n");
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_SITES, "a.csv", &options,
                          error));
    assert_ok(circlet_convert_points(&from, &to, &at, 1, error));
    assert_ok(circlet_read_summary(&summary, f->city, error));
    for (size_t i = 0; i < circlet_summary_table_count(summary); i++)
        if (strcmp(circlet_summary_table(summary, i)->name, "site") == 0)
            table = circlet_summary_table(summary, i);
    assert_non_null(table);
    assert_true(at.lon < 116.399 && at.lon > 116.396);
    assert_true(fabs(table->west - at.lon) < 1e-9);
    assert_true(fabs(table->south - at.lat) < 1e-9);
    circlet_summary_free(summary);
}

/* The units of the fixture lie at 116..116.02, 40..40.01. */
static void points_that_cannot_be_there_are_refused(void **state)
{
    static const struct {
        circlet_layer layer;
        const char *columns, *start, *row, *kind, *reason;
    } cases[] = {
        {CIRCLET_LAYER_PEOPLE, "id,lon,lat", NULL, "x,0,0", "null_island",
         "as if its coordinates were never filled in"},
        {CIRCLET_LAYER_PEOPLE, "id,lon,lat", NULL, "x,0.009,-0.009",
         "null_island", ""},
        {CIRCLET_LAYER_PEOPLE, "id,lon,lat", NULL, "x,0.01,0", "outside", ""},
        {CIRCLET_LAYER_PEOPLE, "id,lon,lat", NULL, "x,116.5,40.5", "outside",
         "it lies at 116.5,40.5, outside every unit of the city"},
        {CIRCLET_LAYER_PEOPLE, "id,lon,lat", NULL, "x,40.005,116.005",
         "swapped",
         "longitude and latitude look exchanged at 40.005,116.005: try --map "
         "lon=lat --map lat=lon"},
        {CIRCLET_LAYER_SITES, "id,lon,lat", NULL, "x,116.03,40.005", "outside",
         ""},
        {CIRCLET_LAYER_SITES, "id,lon,lat", NULL, "x,1,95", "swapped", ""},
        {CIRCLET_LAYER_VENUES, "id,name,lon,lat", "v,V,", "x,X,0,0",
         "null_island", ""},
        {CIRCLET_LAYER_GRID, "weight,lon,lat", "1,", "1,40.005,116.005",
         "swapped", ""},
        {CIRCLET_LAYER_BUILDINGS, "weight,lon,lat", "1,", "1,0,0",
         "null_island", ""},
    };
    city_folder *f = *state;
    circlet_import_counts counts;

    assert_ok(import_file(&counts, f, CIRCLET_LAYER_UNITS, "units.geojson",
                          NULL, error));
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char name[16], id[16], text[128];

        snprintf(id, sizeof(id), "k%zu,", i); /* of the row that is good */
        snprintf(name, sizeof(name), "%zu.csv", i);
        snprintf(text, sizeof(text), "%s\n%s\n%s116.005,40.005\n",
                 cases[i].columns, cases[i].row,
                 cases[i].start ? cases[i].start : id);
        write_source(f, name, text);
        assert_ok(import_file(&counts, f, cases[i].layer, name, NULL, error));
        if (counts.rejected != 1 || counts.imported != 1 ||
            strcmp(f->last.kind, cases[i].kind) != 0 ||
            !strstr(f->last.reason, cases[i].reason))
            fail_msg("%s: %s: %s", cases[i].row, f->last.kind, f->last.reason);
        assert_string_equal(f->last.field, "lon");
    }
}

/* A unit of which nobody knows where it lies may hold anybody. */
static void nobody_is_outside_while_a_unit_has_no_place(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;

    assert_ok(import_file(&counts, f, CIRCLET_LAYER_UNITS, "units.geojson",
                          NULL, error));
    write_source(f, "c.csv",
                 "code,name,level,parent_code\nC,C,community,D1\n");
    assert_ok(
        import_file(&counts, f, CIRCLET_LAYER_UNITS, "c.csv", NULL, error));
    write_source(f, "a.csv", "id,lon,lat\na,117,40\nb,116.005,40.005\n");
    assert_ok(
        import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "a.csv", NULL, error));
    assert_int_equal(counts.imported, 1); /* C lies in D1 */
    write_source(f, "e.csv", "code,name,level\nE,E,community\n");
    assert_ok(
        import_file(&counts, f, CIRCLET_LAYER_UNITS, "e.csv", NULL, error));
    assert_ok(
        import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "a.csv", NULL, error));
    assert_int_equal(counts.imported, 2);
}

static void facilities_and_venues_outside_are_kept_and_doubted(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;

    assert_ok(import_file(&counts, f, CIRCLET_LAYER_UNITS, "units.geojson",
                          NULL, error));
    write_source(f, "f.csv", "id,name,type,lon,lat\nx,X,warm_home,116.5,40\n");
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_FACILITIES, "f.csv", NULL,
                          error));
    assert_int_equal(counts.imported, 1);
    assert_int_equal(counts.doubtful, 1);
    assert_string_equal(f->last.kind, "outside");
    assert_int_equal(f->last.outcome, CIRCLET_ROW_DOUBTFUL);
    write_source(f, "v.csv", "id,name,lon,lat\nx,X,116.5,40\n");
    assert_ok(
        import_file(&counts, f, CIRCLET_LAYER_VENUES, "v.csv", NULL, error));
    assert_int_equal(counts.doubtful, 1);
}

static void a_geometry_of_another_type_is_refused(void **state)
{
    static const char line[] = "{\"type\":\"LineString\",\"coordinates\":"
                               "[[116,40],[117,40]]}";
    static const char area[] =
        "{\"type\":\"Polygon\",\"coordinates\":[[[116,40],[117,40],[117,41],"
        "[116,40]]]}";
    static const char point[] =
        "{\"type\":\"Point\",\"coordinates\":[116,40]}";
    static const struct {
        circlet_layer layer;
        const char *properties, *geometry, *reason;
    } cases[] = {
        {CIRCLET_LAYER_SITES, "\"id\":\"a\"", line, "is a line"},
        {CIRCLET_LAYER_SITES, "\"id\":\"a\"", area, "is an area, not a point"},
        {CIRCLET_LAYER_SITES, "\"id\":\"a\"", "null", "no point"},
        {CIRCLET_LAYER_BUILDINGS, "\"weight\":1", line, "is a line"},
        {CIRCLET_LAYER_UNITS,
         "\"code\":\"a\",\"name\":\"A\",\"level\":\"street\"", line,
         "is a line"},
        {CIRCLET_LAYER_UNITS,
         "\"code\":\"a\",\"name\":\"A\",\"level\":\"street\"", point,
         "its geometry is a point: only a community"},
        {CIRCLET_LAYER_UNITS,
         "\"code\":\"a\",\"name\":\"A\",\"level\":\"district\"", "null",
         "it has no geometry: only a community"},
    };
    city_folder *f = *state;
    circlet_import_counts counts;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        write_feature(f, "x.geojson", cases[i].properties, cases[i].geometry);
        assert_fails(
            import_file(&counts, f, cases[i].layer, "x.geojson", NULL, error),
            CIRCLET_E_DATA, cases[i].reason);
        assert_int_equal(f->note_count, 1);
        assert_string_equal(f->last.kind,
                            strcmp(cases[i].geometry, "null") == 0
                                ? "no_geometry"
                                : "other_geometry");
    }
    write_feature(f, "x.geojson",
                  "\"code\":\"a\",\"name\":\"A\",\"level\":"
                  "\"community\"",
                  "null");
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_UNITS, "x.geojson", NULL,
                          error));
    assert_int_equal(counts.imported, 1);
}

/* Fields of another place beside a geometry: 14 km from it. */
static void a_geometry_says_more_than_fields_beside_it(void **state)
{
    static const char point[] =
        "{\"type\":\"Point\",\"coordinates\":[116.4,39.9]}";
    static const struct {
        const char *properties;
        size_t doubtful;
    } cases[] = {
        {"\"id\":\"a\",\"lon\":116.3,\"lat\":39.8", 1},
        {"\"id\":\"a\",\"经度\":116.3,\"纬度\":39.8", 1},
        {"\"id\":\"a\",\"lon\":116.4005,\"lat\":39.9", 0}, /* 43 m */
        {"\"id\":\"a\",\"lon\":null,\"lat\":null", 0},
        {"\"id\":\"a\",\"lon\":\"x\",\"lat\":395", 0},
        {"\"id\":\"a\",\"lon\":116.3", 0},
        {"\"id\":\"a\",\"lon\":0,\"lat\":0", 0}, /* never filled in */
        {"\"id\":\"a\",\"lon\":116.3,\"lat\":0", 1},
    };
    static const char *const maps[] = {"lon=lon", "lat=lat"};
    circlet_import_options options = CIRCLET_IMPORT_OPTIONS_INIT;
    city_folder *f = *state;
    circlet_import_counts counts;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        write_feature(f, "s.geojson", cases[i].properties, point);
        assert_ok(import_file(&counts, f, CIRCLET_LAYER_SITES, "s.geojson",
                              NULL, error));
        assert_int_equal(counts.imported, 1);
        assert_int_equal(counts.doubtful, cases[i].doubtful);
        if (counts.doubtful)
            assert_string_equal(f->last.kind, "two_places");
        assert_int_equal(city_query(f, "SELECT round(min_x * 10) FROM "
                                       "gpkg_contents WHERE table_name = "
                                       "'site'"),
                         1164);
    }
    options.maps = maps;
    options.map_count = 2;
    write_feature(f, "s.geojson", cases[0].properties, point);
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_SITES, "s.geojson",
                          &options, error));
    assert_int_equal(counts.doubtful, 1);
    assert_int_equal(city_query(f, "SELECT round(min_x * 10) FROM "
                                   "gpkg_contents WHERE table_name = 'site'"),
                     1163);
}

/* One row with fields does not make them needed in the others. */
static void each_row_has_its_own_place(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;

    write_source(
        f, "s.geojson",
        "{\"type\":\"FeatureCollection\",\"features\":["
        "{\"type\":\"Feature\",\"properties\":{\"id\":\"a\",\"lon\":116,"
        "\"lat\":40},\"geometry\":null},"
        "{\"type\":\"Feature\",\"properties\":{\"id\":\"b\"},"
        "\"geometry\":{\"type\":\"Point\",\"coordinates\":[116,40]}}]}");
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_SITES, "s.geojson", NULL,
                          error));
    assert_int_equal(counts.imported, 2);
}

static void a_table_may_hold_geometries_as_text(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;

    write_source(
        f, "u.csv",
        "code,name,level,WKT\n"
        "a,A,street,\"POLYGON((116 39.5,117 39.5,116 40.5,116 39.5))\"\n"
        "b,B,street,\n"
        "c,C,street,POLYGON(1 2)\n");
    assert_ok(
        import_file(&counts, f, CIRCLET_LAYER_UNITS, "u.csv", NULL, error));
    assert_int_equal(counts.imported, 1);
    assert_int_equal(counts.rejected, 2);
    assert_int_equal(
        city_query(f, "SELECT count(*) FROM unit WHERE geom IS NOT NULL AND "
                      "attributes IS NULL"),
        1);
    write_source(f, "t.csv",
                 "id,geom\na,SRID=4527;POINT(39448688.856 4418598.001)\n");
    assert_ok(
        import_file(&counts, f, CIRCLET_LAYER_SITES, "t.csv", NULL, error));
    assert_int_equal(city_query(f, "SELECT round(min_x * 10000) FROM "
                                   "gpkg_contents WHERE table_name = 'site'"),
                     1164000);
    write_source(f, "x.csv", "code,name,level\na,A,street\n");
    assert_fails(
        import_file(&counts, f, CIRCLET_LAYER_UNITS, "x.csv", NULL, error),
        CIRCLET_E_DATA, "only a community may do without an area");
}

static void an_invalid_area_is_repaired_and_said(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;

    write_feature(f, "u.geojson",
                  "\"code\":\"bow\",\"name\":\"Bow\",\"level\":"
                  "\"district\"",
                  "{\"type\":\"Polygon\",\"coordinates\":[[[116,40],"
                  "[117,41],[117,40],[116,41],[116,40]]]}");
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_UNITS, "u.geojson", NULL,
                          error));
    assert_int_equal(counts.imported, 1);
    assert_int_equal(counts.repaired, 1);
    assert_int_equal(city_query(f, "SELECT repaired FROM source"), 1);
}

#define CITY_TEST(test)                                                       \
    cmocka_unit_test_setup_teardown(test, make_city_folder, remove_city_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CITY_TEST(columns_of_a_csv_file_may_be_projected),
        CITY_TEST(a_point_layer_takes_the_points_of_its_source),
        CITY_TEST(columns_may_be_shifted),
        CITY_TEST(points_that_cannot_be_there_are_refused),
        CITY_TEST(nobody_is_outside_while_a_unit_has_no_place),
        CITY_TEST(facilities_and_venues_outside_are_kept_and_doubted),
        CITY_TEST(a_geometry_of_another_type_is_refused),
        CITY_TEST(a_geometry_says_more_than_fields_beside_it),
        CITY_TEST(each_row_has_its_own_place),
        CITY_TEST(a_table_may_hold_geometries_as_text),
        CITY_TEST(an_invalid_area_is_repaired_and_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
