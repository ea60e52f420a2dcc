#include <circlet/io.h>

#include "city_file_fixture.h"

static void a_bad_row_is_refused_with_kind_field_and_value(void **state)
{
    static const struct {
        const char *row, *kind, *field, *value, *reason;
    } cases[] = {
        {"a,116,40,4x,,,1", "no_number", "age", "4x",
         "age '4x' is no whole number"},
        {"a,116,40,131,,,1", "out_of_range", "age", "131",
         "age 131 is outside 0..130"},
        {"a,116,40,-1,,,1", "out_of_range", "age", "-1",
         "age -1 is outside 0..130"},
        {"a,116,239.9,,,,1", "out_of_range", "lat", "239.9",
         "lat 239.9 is outside -90..90"},
        {"a,,40,,,,1", "empty", "lon", "", "lon is empty"},
        {",116,40,,,,1", "empty", "id", "", "id is empty"},
        {"a,116,40,,7,,1", "out_of_range", "grade", "7",
         "grade 7 is outside 1..4"},
        {"a,116,40,,0,,1", "out_of_range", "grade", "0",
         "grade 0 is outside 1..4"},
        {"a,116,40,,1.5,,1", "no_number", "grade", "1.5",
         "grade '1.5' is no whole number"},
        {"a,116,40,,,visual;blnd,1", "unknown_word", "kind", "visual;blnd",
         "kind 'blnd' is none of visual, hearing"},
        {"a,116,40,,,,", "empty", "weight", "", "weight is empty"},
        {"a,116,40,,,,-1", "out_of_range", "weight", "-1",
         "weight -1 is outside 0..1000000000"},
        {"a,116,40,,,,1e10", "out_of_range", "weight", "1e10",
         "weight 1e10 is outside 0..1000000000"},
        {"a,116,40,,,,nan", "no_number", "weight", "nan",
         "weight 'nan' is no number"},
        {"a,116,0x10,,,,1", "no_number", "lat", "0x10",
         "lat '0x10' is no number"},
        {"good,116,40,,,,1", "duplicate", "id", "good",
         "its id stands in row 2 already"},
        {"a,116,40,,,,1,2", "unreadable", "", "", "fields"},
    };
    city_folder *f = *state;
    circlet_import_counts counts;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char text[256];

        snprintf(text, sizeof(text),
                 "id,lon,lat,age,grade,kind,weight\ngood,116,40,,,,1\n%s\n",
                 cases[i].row);
        write_source(f, "a.csv", text);
        assert_ok(import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "a.csv", NULL,
                              error));
        assert_int_equal(counts.rejected, 1);
        assert_int_equal(counts.imported, 1);
        assert_int_equal(f->last.row, 3);
        assert_int_equal(f->last.outcome, CIRCLET_ROW_REFUSED);
        assert_string_equal(f->last.kind, cases[i].kind);
        assert_string_equal(f->last.field, cases[i].field);
        assert_string_equal(f->last.value, cases[i].value);
        if (!strstr(f->last.reason, cases[i].reason))
            fail_msg("%s: %s", cases[i].row, f->last.reason);
    }
    assert_int_equal(city_query(f, "SELECT count(*) FROM demand"), 1);
}

/* The field is the source's own, whatever column it is mapped to. */
static void a_note_names_the_field_of_the_source(void **state)
{
    const char *const maps[] = {"age=Alter"};
    city_folder *f = *state;
    circlet_import_options options = CIRCLET_IMPORT_OPTIONS_INIT;
    circlet_import_counts counts;

    options.maps = maps;
    options.map_count = 1;
    write_source(f, "a.csv", "id,lon,lat,Alter\na,1,2,3\nb,1,2,?\n");
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "a.csv", &options,
                          error));
    assert_string_equal(f->last.field, "Alter");
    assert_string_equal(f->last.value, "?");
}

static void staff_beds_and_places_are_not_negative(void **state)
{
    static const struct {
        const char *row, *kind, *field;
    } cases[] = {
        {"x,X,warm_home,1,2,-1,,", "out_of_range", "nurses"},
        {"x,X,warm_home,1,2,,residential:beds=-5,", "bad_text", "services"},
        {"x,X,warm_home,1,2,,day_care:-3,", "bad_text", "services"},
        {"x,X,warm_home,1,2,,,-0.5", "out_of_range", "area_m2"},
    };
    city_folder *f = *state;
    circlet_import_counts counts;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char text[256];

        snprintf(text, sizeof(text),
                 "id,name,type,lon,lat,nurses,services,area_m2\n"
                 "g,G,warm_home,1,2,0,,\n%s\n",
                 cases[i].row);
        write_source(f, "x.csv", text);
        assert_ok(import_file(&counts, f, CIRCLET_LAYER_FACILITIES, "x.csv",
                              NULL, error));
        assert_int_equal(counts.rejected, 1);
        assert_string_equal(f->last.kind, cases[i].kind);
        assert_string_equal(f->last.field, cases[i].field);
    }
}

/* Columns of a file that are none of ours. */
static void beds_that_are_attributes_are_not_negative(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;

    write_source(f, "x.csv",
                 "id,name,type,lon,lat,beds,floor\ng,G,warm_home,1,2,5,-1\n"
                 "h,H,warm_home,1,2,-5,1\n");
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_FACILITIES, "x.csv", NULL,
                          error));
    assert_int_equal(counts.rejected, 1);
    assert_string_equal(f->last.kind, "out_of_range");
    assert_string_equal(f->last.field, "beds");
    assert_string_equal(f->last.value, "-5");
}

/* Cells of a model have parts of people; nobody knows whose homes. */
static void parts_of_people_are_rounded_and_modelled(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;

    write_source(f, "x.csv",
                 "id,lon,lat,weight\na,116,40,12.3456\nb,116,40,2\n"
                 "c,116,40,0.5\n");
    assert_ok(
        import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "x.csv", NULL, error));
    assert_int_equal(counts.imported, 3);
    assert_int_equal(
        city_query(f, "SELECT weight_milli FROM demand WHERE id = 'a'"),
        12346);
    assert_int_equal(city_query(f, "SELECT sum(modelled) FROM demand WHERE "
                                   "id <> 'b'"),
                     2);
    assert_int_equal(city_query(f, "SELECT count(*) FROM demand WHERE "
                                   "modelled IS NULL"),
                     1);
}

/* In dwellings, where others have them. */
static void floors_stand_in_for_dwellings(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;

    write_source(
        f, "b.geojson",
        "{\"type\":\"FeatureCollection\",\"features\":["
        "{\"type\":\"Feature\",\"properties\":{\"dwellings\":7},"
        "\"geometry\":{\"type\":\"Point\",\"coordinates\":[116,40]}},"
        "{\"type\":\"Feature\",\"properties\":{\"floors\":10},"
        "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[116,40],"
        "[116.001,40],[116.001,40.001],[116,40.001],[116,40]]]}},"
        "{\"type\":\"Feature\",\"properties\":{},"
        "\"geometry\":{\"type\":\"Point\",\"coordinates\":[116,40]}}]}");
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_BUILDINGS, "b.geojson",
                          NULL, error));
    assert_int_equal(counts.imported, 2);
    assert_string_equal(f->last.field, "dwellings");
    assert_int_equal(city_query(f, "SELECT weight FROM building WHERE "
                                   "dwellings = 7"),
                     7);
    /* 85.4 m by 111.0 m, ten floors, 100 m2 for a dwelling */
    assert_int_equal(city_query(f, "SELECT round(weight) FROM building WHERE "
                                   "floors = 10"),
                     948);
}

static void what_ends_before_it_starts_is_refused(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;

    write_source(f, "w.csv",
                 "rule,unit_code,document,from,until\n"
                 "R,u,d,2020,2021\nR,u,d,2021-02-01,2021-01-31\n");
    assert_ok(
        import_file(&counts, f, CIRCLET_LAYER_WAIVERS, "w.csv", NULL, error));
    assert_int_equal(counts.imported, 1);
    assert_string_equal(f->last.kind, "bad_date");
    assert_string_equal(f->last.field, "until");
    write_source(f, "t.csv",
                 "unit_code,count,age_from,age_to\nu,1,16,16\nu,1,17,16\n");
    assert_ok(
        import_file(&counts, f, CIRCLET_LAYER_TOTALS, "t.csv", NULL, error));
    assert_int_equal(counts.imported, 1);
    assert_string_equal(f->last.reason, "age_to 16 is less than age_from 17");
}

static void an_id_of_another_source_is_refused_with_its_place(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;

    assert_ok(import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "people.csv", NULL,
                          error));
    write_source(f, "b.csv", "id,lon,lat\np1,116,40\nnew,116,40\n");

    assert_ok(
        import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "b.csv", NULL, error));
    assert_int_equal(counts.imported, 1);
    assert_string_equal(f->last_reason,
                        "its id stands in people.csv, row 3 already");
}

static void services_are_rows_of_their_own(void **state)
{
    static const struct {
        const char *cell, *reason;
    } bad[] = {{"a:x", "services 'a:x' is not"},
               {"a:1;a", "services 'a' stands twice"},
               {":3", "has no name"},
               {"a:1:2:3", "services 'a:1:2:3' is not"},
               {"a:5:6", "fewer places than occupied"},
               {"a:rooms=2", "services 'a:rooms=2' is not"}};
    city_folder *f = *state;
    circlet_import_counts counts;

    assert_ok(import_file(&counts, f, CIRCLET_LAYER_FACILITIES,
                          "facilities.csv", NULL, error));
    assert_int_equal(city_query(f,
                                "SELECT count(*) FROM facility_service WHERE "
                                "service = 'day_care' AND places = 30 AND "
                                "occupied = 12 AND beds IS NULL"),
                     1);
    assert_int_equal(city_query(f,
                                "SELECT count(*) FROM facility_service WHERE "
                                "service = 'residential' AND beds = 100 AND "
                                "places IS NULL"),
                     1);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        char text[160];

        snprintf(text, sizeof(text),
                 "id,name,type,lon,lat,services\ng,G,t,1,2,\nx,X,t,1,2,%s\n",
                 bad[i].cell);
        write_source(f, "x.csv", text);
        assert_ok(import_file(&counts, f, CIRCLET_LAYER_FACILITIES, "x.csv",
                              NULL, error));
        if (counts.rejected != 1 || !strstr(f->last_reason, bad[i].reason))
            fail_msg("%s: %s", bad[i].cell, f->last_reason);
    }
}

#define CITY_TEST(test)                                                       \
    cmocka_unit_test_setup_teardown(test, make_city_folder, remove_city_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CITY_TEST(a_bad_row_is_refused_with_kind_field_and_value),
        CITY_TEST(a_note_names_the_field_of_the_source),
        CITY_TEST(staff_beds_and_places_are_not_negative),
        CITY_TEST(what_ends_before_it_starts_is_refused),
        CITY_TEST(beds_that_are_attributes_are_not_negative),
        CITY_TEST(parts_of_people_are_rounded_and_modelled),
        CITY_TEST(floors_stand_in_for_dwellings),
        CITY_TEST(an_id_of_another_source_is_refused_with_its_place),
        CITY_TEST(services_are_rows_of_their_own),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
