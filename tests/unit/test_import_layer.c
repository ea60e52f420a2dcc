#include <circlet/io.h>

#include "city_file_fixture.h"
#include "io/import_layer.h"

static void totals_are_counts_of_units(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;

    write_source(f, "t.csv",
                 "unit_code,count,kind,grade,age_from,age_to,aid,needs,note\n"
                 "D1,12,visual;mental,2,16,60,none,day_care,x\n"
                 "D9,3,,,,,,,\nD1,1.5,,,,,,,\nD1,-1,,,,,,,\n");
    assert_ok(
        import_file(&counts, f, CIRCLET_LAYER_TOTALS, "t.csv", NULL, error));
    assert_int_equal(counts.imported, 2); /* no units are there yet */
    assert_int_equal(
        city_query(f, "SELECT count(*) FROM totals WHERE unit_code = 'D1' AND "
                      "count = 12 AND kind = 'visual;mental' AND grade = 2 "
                      "AND age_from = 16 AND age_to = 60 AND aid = 'none' AND "
                      "needs = 'day_care' AND attributes = "
                      "'{\"note\":\"x\"}' AND source_row = 2"),
        1);
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_UNITS, "units.geojson",
                          NULL, error));
    assert_ok(
        import_file(&counts, f, CIRCLET_LAYER_TOTALS, "t.csv", NULL, error));
    assert_int_equal(counts.imported, 1);
    assert_int_equal(counts.replaced, 2);
    assert_int_equal(city_query(f, "SELECT sum(count) FROM totals"), 12);
}

static void waivers_have_documents_and_dates(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;

    assert_ok(import_file(&counts, f, CIRCLET_LAYER_UNITS, "units.geojson",
                          NULL, error));
    write_source(f, "w.csv",
                 "rule,unit_code,document,from,until\n"
                 "R1,D1,No. 7,2021/3/1,2021\nR1,D2,,,\nR1,D3,No. 8,,\n"
                 "R2,D2,No. 9,,soon\n");
    assert_ok(
        import_file(&counts, f, CIRCLET_LAYER_WAIVERS, "w.csv", NULL, error));
    assert_int_equal(counts.imported, 1);
    assert_string_equal(f->last.kind, "bad_date");
    assert_int_equal(
        city_query(f, "SELECT count(*) FROM waiver WHERE rule = 'R1' AND "
                      "document = 'No. 7' AND \"from\" = '2021-03-01' AND "
                      "until = '2021'"),
        1);
}

static void venues_have_names_and_places(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;

    write_source(f, "v.csv",
                 "id,name,lon,lat,kind\nv1,Hall,116,40,theatre\n"
                 "v1,Hall,116,40,\nv2,,116,40,\n");
    assert_ok(
        import_file(&counts, f, CIRCLET_LAYER_VENUES, "v.csv", NULL, error));
    assert_int_equal(counts.imported, 1);
    assert_int_equal(counts.rejected, 2);
    assert_int_equal(city_query(f,
                                "SELECT count(*) FROM venue WHERE id = 'v1' "
                                "AND kind = 'theatre'"),
                     1);
}

/* The facilities that entrances may belong to. */
static void import_homes(city_folder *f)
{
    circlet_import_counts counts;

    write_source(f, "homes.csv",
                 "id,name,type,lon,lat\nh1,Home,warm_home,116.2,40.2\n"
                 "h2,Home 2,warm_home,116.3,40.2\n");
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_FACILITIES, "homes.csv",
                          NULL, error));
}

static void entrances_belong_to_facilities_that_are_there(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;

    write_source(f, "e.csv",
                 "facility,lon,lat,door\nh1,116.2001,40.2,north\n"
                 "h3,116.2,40.2,south\n,116.2,40.2,west\n"
                 "h1,116.2,40.2002,east\n");
    assert_fails(
        import_file(&counts, f, CIRCLET_LAYER_ENTRANCES, "e.csv", NULL, error),
        CIRCLET_E_DATA, "facility 'h1' is not in the city");
    import_homes(f);
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_ENTRANCES, "e.csv", NULL,
                          error));
    assert_int_equal(counts.imported, 2);
    assert_int_equal(counts.rejected, 2);
    assert_int_equal(city_query(f,
                                "SELECT count(*) FROM facility_access WHERE "
                                "facility = 'h1' AND attributes = "
                                "'{\"door\":\"north\"}'"),
                     1);
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_ENTRANCES, "e.csv", NULL,
                          error));
    assert_int_equal(counts.replaced, 2);
    assert_int_equal(city_query(f, "SELECT count(*) FROM facility_access"), 2);
}

static void an_entrance_far_from_its_facility_is_doubted(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;

    import_homes(f);
    write_source(f, "e.csv",
                 "facility,lon,lat\nh1,116.2117,40.2\nh2,116.2882,40.2\n");
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_ENTRANCES, "e.csv", NULL,
                          error));
    assert_int_equal(counts.imported, 2);
    assert_int_equal(counts.doubtful, 1); /* 997 and 1005 m */
    assert_string_equal(f->last.kind, "far_off");
}

static void a_city_has_the_entrances_of_its_facilities(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;
    const circlet_facility_record *home;
    circlet_city *city = NULL;

    import_homes(f);
    write_source(f, "e.csv",
                 "facility,lon,lat\nh1,116.2001,40.2\nh1,116.2,40.2002\n");
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_ENTRANCES, "e.csv", NULL,
                          error));

    assert_ok(circlet_read_city(&city, f->city, NULL, error));

    home = circlet_city_facility(city, circlet_city_find_facility(city, "h1"));
    assert_int_equal(home->access_count, 2);
    assert_true(home->accesses[0].lon == 116.2001);
    assert_true(home->accesses[1].lat == 40.2002);
    home = circlet_city_facility(city, circlet_city_find_facility(city, "h2"));
    assert_int_equal(home->access_count, 0);
    circlet_city_free(city);
}

static void a_grid_is_points_with_weights(void **state)
{
    const char *const maps[] = {"weight=population"};
    city_folder *f = *state;
    circlet_import_options options = CIRCLET_IMPORT_OPTIONS_INIT;
    circlet_import_counts counts;

    options.maps = maps;
    options.map_count = 1;
    write_source(f, "g.csv",
                 "lon,lat,population\n116,40,12.25\n116,40,0\n116,40,\n"
                 "116,40,-3\n");
    assert_ok(
        import_file(&counts, f, CIRCLET_LAYER_GRID, "g.csv", &options, error));
    assert_int_equal(counts.imported, 2);
    assert_int_equal(
        city_query(f, "SELECT round(sum(weight) * 100) FROM grid"), 1225);
}

/* 0.001 degrees each way at 40 N: 111.0 m by 85.4 m. */
static const char square[] =
    "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\","
    "\"properties\":{%s},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":"
    "[[[116.005,40.005],[116.006,40.005],[116.006,40.006],[116.005,40.006],"
    "[116.005,40.005]]]}},{\"type\":\"Feature\",\"properties\":{%s},"
    "\"geometry\":{\"type\":\"Point\",\"coordinates\":[116.007,40.007]}}]}";

static void import_square(circlet_import_counts *counts, city_folder *f,
                          const char *first, const char *second)
{
    char text[1024];

    snprintf(text, sizeof(text), square, first, second);
    write_source(f, "b.geojson", text);
    assert_ok(import_file(counts, f, CIRCLET_LAYER_BUILDINGS, "b.geojson",
                          NULL, error));
}

static void a_building_weighs_what_its_source_tells(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;

    import_square(&counts, f, "\"weight\":7,\"floors\":6", "\"weight\":8");
    assert_int_equal(counts.imported, 2);
    assert_int_equal(city_query(f, "SELECT sum(weight) FROM building"), 15);
    assert_int_equal(city_query(f, "SELECT count(*) FROM building WHERE "
                                   "floors = 6 AND geom IS NOT NULL AND "
                                   "lon BETWEEN 116.005 AND 116.006 AND "
                                   "lat BETWEEN 40.005 AND 40.006"),
                     1);
    import_square(&counts, f, "\"dwellings\":30,\"floors\":6", "\"floors\":2");
    assert_int_equal(counts.imported, 1);
    assert_string_equal(f->last.reason,
                        "it has no weight, no dwellings and no area");
    assert_int_equal(city_query(f, "SELECT sum(weight) FROM building"), 30);
    import_square(&counts, f, "\"floors\":3", "\"floors\":2");
    assert_int_equal(counts.imported, 1);
    assert_string_equal(f->last.reason,
                        "it has no weight, no dwellings and no area");
    /* 111.04 m by 85.26 m is the square at 40.0055 N. */
    assert_int_equal(
        city_query(f, "SELECT abs(sum(weight) / 3 - 9482) < 15 FROM building"),
        1);
}

static void a_table_of_buildings_needs_a_weight(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;

    write_source(f, "b.csv", "lon,lat,floors\n116,40,3\n");
    assert_fails(
        import_file(&counts, f, CIRCLET_LAYER_BUILDINGS, "b.csv", NULL, error),
        CIRCLET_E_FORMAT, "needed column 'weight' is missing");
    write_source(f, "b.csv", "weight,floors\n4,3\n");
    assert_fails(
        import_file(&counts, f, CIRCLET_LAYER_BUILDINGS, "b.csv", NULL, error),
        CIRCLET_E_FORMAT, "needed column 'lon' is missing");
    write_source(f, "b.csv", "lon,lat,dwellings\n116,40,3\n");
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_BUILDINGS, "b.csv", NULL,
                          error));
    assert_int_equal(city_query(f, "SELECT sum(weight) FROM building"), 3);
}

static void every_layer_has_a_name_and_a_table(void **state)
{
    (void)state;
    for (int i = 0; i < CIRCLET_LAYER_COUNT; i++) {
        assert_non_null(circlet_layer_name((circlet_layer)i));
        if (i != CIRCLET_LAYER_ROADS && i != CIRCLET_LAYER_ELEVATION)
            assert_true(ci_layer_table_of((circlet_layer)i)->column_count > 0);
    }
    assert_null(circlet_layer_name(CIRCLET_LAYER_COUNT));
}

#define CITY_TEST(test)                                                       \
    cmocka_unit_test_setup_teardown(test, make_city_folder, remove_city_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CITY_TEST(totals_are_counts_of_units),
        CITY_TEST(waivers_have_documents_and_dates),
        CITY_TEST(venues_have_names_and_places),
        CITY_TEST(entrances_belong_to_facilities_that_are_there),
        CITY_TEST(an_entrance_far_from_its_facility_is_doubted),
        CITY_TEST(a_city_has_the_entrances_of_its_facilities),
        CITY_TEST(a_grid_is_points_with_weights),
        CITY_TEST(a_building_weighs_what_its_source_tells),
        CITY_TEST(a_table_of_buildings_needs_a_weight),
        cmocka_unit_test(every_layer_has_a_name_and_a_table),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
