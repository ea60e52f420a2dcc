#include <circlet/io.h>

#include "city_file_fixture.h"
#include "io/city_file.h"
#include "io/import_privacy.h"
#include "io/import_value.h"

static int64_t query(const city_folder *f, const char *sql)
{
    ci_db *db = NULL;
    int64_t value = -1;

    assert_ok(ci_city_file_open(&db, f->city, error));
    assert_ok(ci_db_query_int(&value, db, sql, error));
    ci_db_close(db);
    return value;
}

static void good_rows_are_counted_and_stored(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;

    assert_ok(import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "people.csv", NULL,
                          error));

    assert_int_equal(counts.rows, 3);
    assert_int_equal(counts.imported, 3);
    assert_int_equal(counts.rejected, 0);
    assert_int_equal(query(f, "SELECT sum(weight_milli) FROM demand"), 3125);
    assert_int_equal(
        query(f, "SELECT count(*) FROM demand WHERE id = 'p2' AND "
                 "attributes = '{\"hobby\":\"chess\"}' AND source_row = 2"),
        1);
    assert_int_equal(query(f, "SELECT count(*) FROM demand WHERE id = 'p1' "
                              "AND weight_milli = 0 AND certified IS NULL "
                              "AND aid IS NULL AND attributes IS NULL"),
                     1);
    assert_int_equal(query(f, "SELECT round(max_x * 1000) FROM gpkg_contents "
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
    assert_int_equal(query(f, "SELECT count(*) FROM demand WHERE "
                              "weight_milli = 1000 AND certified = 1"),
                     1);
}

static void a_bad_row_is_refused_with_its_reason(void **state)
{
    static const struct {
        const char *row, *reason;
    } cases[] = {
        {"a,116,40,4x,,,1", "age '4x' is no whole number"},
        {"a,116,40,131,,,1", "age 131 is outside 0..130"},
        {"a,116,239.9,,,,1", "lat 239.9 is outside -90..90"},
        {"a,,40,,,,1", "lon is empty"},
        {",116,40,,,,1", "id is empty"},
        {"a,116,40,,7,,1", "grade 7 is outside 1..4"},
        {"a,116,40,,1.5,,1", "grade '1.5' is no whole number"},
        {"a,116,40,,,visual;blnd,1", "kind 'blnd' is none of visual, hearing"},
        {"a,116,40,,,,", "weight is empty"},
        {"a,116,40,,,,-1", "weight -1 is outside 0..1000000000"},
        {"a,116,40,,,,1.0005", "weight '1.0005' has more than 3 decimals"},
        {"a,116,40,,,,1e10", "weight 1e10 is outside 0..1000000000"},
        {"a,116,40,,,,nan", "weight 'nan' is no number"},
        {"a,116,0x10,,,,1", "lat '0x10' is no number"},
        {"good,116,40,,,,1", "id 'good' stands in row 2 already"},
        {"11010519491231002X,116,40,,,,1", "identity number"},
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
        assert_int_equal(f->last_row, 3);
        if (!strstr(f->last_reason, cases[i].reason))
            fail_msg("%s: %s", cases[i].row, f->last_reason);
    }
    assert_int_equal(query(f, "SELECT count(*) FROM demand"), 1);
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

static void a_source_of_the_same_name_replaces_its_rows(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;

    assert_ok(import_file(&counts, f, CIRCLET_LAYER_FACILITIES,
                          "facilities.csv", NULL, error));
    assert_int_equal(counts.replaced, 0);
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_FACILITIES,
                          "facilities.csv", NULL, error));

    assert_int_equal(counts.replaced, 2);
    assert_int_equal(query(f, "SELECT count(*) FROM facility"), 2);
    assert_int_equal(query(f, "SELECT count(*) FROM facility_service"), 2);
    assert_int_equal(query(f, "SELECT count(*) FROM source"), 1);
    assert_int_equal(query(f, "SELECT count(*) FROM run"), 2);
}

/* One file of each district, all of one name. */
static void another_file_of_the_same_name_replaces_nothing(void **state)
{
    static const char *const others[] = {
        "id,name,type,lon,lat\ng1,G,warm_home,1,2\n",
        "id,name,type,lon,lat\n"};
    city_folder *f = *state;
    circlet_import_counts counts = {.rows = 77};
    size_t size;
    char *before;

    assert_ok(import_file(&counts, f, CIRCLET_LAYER_FACILITIES,
                          "facilities.csv", NULL, error));
    before = file_bytes(f->city, &size);
    counts.rows = 77;
    for (size_t i = 0; i < 2; i++) {
        write_source(f, "facilities.csv", others[i]);
        assert_fails(import_file(&counts, f, CIRCLET_LAYER_FACILITIES,
                                 "facilities.csv", NULL, error),
                     CIRCLET_E_DATA,
                     "/facilities.csv: another source of that name is in the "
                     "city, and none of its 2 ids is in this one; rename one "
                     "of the two");
    }
    assert_int_equal(counts.rows, 77);
    assert_true(file_is(f->city, before, size));
    free(before);
    write_source(f, "facilities.csv",
                 "id,name,type,lon,lat\nf1,One,warm_home,1,95\n");
    assert_fails(import_file(&counts, f, CIRCLET_LAYER_FACILITIES,
                             "facilities.csv", NULL, error),
                 CIRCLET_E_DATA, "none of its 1 rows can be used");
}

static void a_corrected_file_needs_one_id_of_the_first(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;

    assert_ok(import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "people.csv", NULL,
                          error));
    write_source(f, "people.csv",
                 "id,lon,lat\nn1,116,40\np3,116,40\nn2,116,40\n");
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "people.csv", NULL,
                          error));
    assert_int_equal(counts.replaced, 3);
    assert_int_equal(query(f, "SELECT count(*) FROM demand"), 3);
    /* A row that is refused does not bring its id along. */
    write_source(f, "people.csv", "id,lon,lat\nn1,116,95\nn4,116,40\n");
    assert_fails(import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "people.csv",
                             NULL, error),
                 CIRCLET_E_DATA, "none of its 3 ids");
    assert_int_equal(query(f, "SELECT count(*) FROM demand"), 3);
}

/* The first time its columns were mapped wrongly. */
static void the_same_file_may_give_other_ids(void **state)
{
    const char *const maps[] = {"code=name"};
    city_folder *f = *state;
    circlet_import_options options = CIRCLET_IMPORT_OPTIONS_INIT;
    circlet_import_counts counts;

    options.maps = maps;
    options.map_count = 1;
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_UNITS, "units.geojson",
                          &options, error));
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_UNITS, "units.geojson",
                          NULL, error));
    assert_int_equal(counts.replaced, 3);
    write_source(f, "units.geojson",
                 "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":"
                 "\"Feature\",\"properties\":{\"code\":\"E\",\"name\":"
                 "\"E\",\"level\":\"district\"},\"geometry\":null}]}");
    assert_fails(import_file(&counts, f, CIRCLET_LAYER_UNITS, "units.geojson",
                             NULL, error),
                 CIRCLET_E_DATA, "none of its 3 codes is in this one");
}

/* ---- units above each other --------------------------------------------- */

static void a_parent_of_no_higher_level_refuses_the_source(void **state)
{
    static const struct {
        const char *rows, *message;
    } cases[] = {
        {"x,X,street,y\ny,Y,street,\n",
         "/u.csv: unit 'x' (street) names the parent 'y' (street), which is "
         "not of a higher level"},
        {"x,X,district,y\ny,Y,community,D1\n",
         "/u.csv: unit 'x' (district) names the parent 'y' (community)"},
        {"x,X,city,x\n",
         "/u.csv: unit 'x' (city) names the parent 'x' (city)"},
        {"x,X,street,D1\n", "names the parent 'D1' (street)"},
    };
    city_folder *f = *state;
    circlet_import_counts counts = {.rows = 77};
    size_t size;
    char *before;

    assert_ok(import_file(&counts, f, CIRCLET_LAYER_UNITS, "units.geojson",
                          NULL, error));
    before = file_bytes(f->city, &size);
    counts.rows = 77;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char text[128];

        snprintf(text, sizeof(text), "code,name,level,parent_code\n%s",
                 cases[i].rows);
        write_source(f, "u.csv", text);
        assert_fails(
            import_file(&counts, f, CIRCLET_LAYER_UNITS, "u.csv", NULL, error),
            CIRCLET_E_DATA, cases[i].message);
    }
    assert_int_equal(counts.rows, 77);
    assert_true(file_is(f->city, before, size));
    free(before);
}

/* The parent comes later and is wrong: the unit is none of its file. */
static void a_parent_may_come_later(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;
    circlet_city *city = NULL;

    write_source(f, "a.csv",
                 "code,name,level,parent_code\nx,X,street,y\nz,Z,street,\n");
    assert_ok(
        import_file(&counts, f, CIRCLET_LAYER_UNITS, "a.csv", NULL, error));
    assert_int_equal(f->remarks, 1);
    assert_ok(circlet_read_city(&city, f->city, NULL, error));
    assert_int_equal(
        circlet_city_unit_parent(city, circlet_city_find_unit(city, "x")),
        CIRCLET_NONE);
    circlet_city_free(city);
    city = NULL;
    write_source(f, "b.csv", "code,name,level\ny,Y,community\n");
    assert_fails(
        import_file(&counts, f, CIRCLET_LAYER_UNITS, "b.csv", NULL, error),
        CIRCLET_E_DATA, "unit 'x' (street) names the parent 'y' (community)");
    write_source(f, "b.csv", "code,name,level\ny,Y,district\n");
    assert_ok(
        import_file(&counts, f, CIRCLET_LAYER_UNITS, "b.csv", NULL, error));
    assert_int_equal(f->remarks, 1);
    assert_ok(circlet_read_city(&city, f->city, NULL, error));
    assert_int_equal(
        circlet_city_unit_parent(city, circlet_city_find_unit(city, "x")),
        circlet_city_find_unit(city, "y"));
    circlet_city_free(city);
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
                        "id 'p1' stands in people.csv, row 3 already");
}

static void columns_are_mapped_joined_and_set(void **state)
{
    const char *const maps[] = {"code=a+b", "name=b"};
    const char *const sets[] = {"level=community"};
    city_folder *f = *state;
    circlet_import_options options = CIRCLET_IMPORT_OPTIONS_INIT;
    circlet_import_counts counts;

    options.maps = maps;
    options.map_count = 2;
    options.sets = sets;
    options.set_count = 1;
    write_source(f, "u.csv", "a,b,c,level\nx,y,z,city\nx,,z,city\n");

    assert_ok(import_file(&counts, f, CIRCLET_LAYER_UNITS, "u.csv", &options,
                          error));
    assert_int_equal(counts.imported, 1);
    assert_string_equal(f->last_reason, "code is empty");
    assert_int_equal(query(f, "SELECT count(*) FROM unit WHERE code = 'x/y' "
                              "AND name = 'y' AND level = 'community' AND "
                              "attributes = '{\"c\":\"z\"}'"),
                     1);
}

static void a_wrong_mapping_lists_what_there_is(void **state)
{
    static const struct {
        const char *map;
        circlet_status status;
        const char *message;
    } cases[] = {
        {"ident=id", CIRCLET_E_ARGUMENT, "columns: id, lon, lat, household"},
        {"id=code", CIRCLET_E_NOT_FOUND, "fields found: id, lon, lat, weight"},
        {"id", CIRCLET_E_ARGUMENT, "'id' is not of the form COLUMN="},
        {"=id", CIRCLET_E_ARGUMENT, "COLUMN="},
        {"id=id+", CIRCLET_E_NOT_FOUND, "no field ''"},
    };
    city_folder *f = *state;
    circlet_import_options options = CIRCLET_IMPORT_OPTIONS_INIT;
    circlet_import_counts counts;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        options.maps = &cases[i].map;
        options.map_count = 1;
        assert_fails(import_file(&counts, f, CIRCLET_LAYER_PEOPLE,
                                 "people.csv", &options, error),
                     cases[i].status, cases[i].message);
    }
}

static void a_column_is_not_given_twice(void **state)
{
    const char *const maps[] = {"id=id"}, *const sets[] = {"id=x"};
    city_folder *f = *state;
    circlet_import_options options = CIRCLET_IMPORT_OPTIONS_INIT;
    circlet_import_counts counts;

    options.maps = maps;
    options.sets = sets;
    options.map_count = options.set_count = 1;

    assert_fails(import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "people.csv",
                             &options, error),
                 CIRCLET_E_ARGUMENT, "column 'id' is given twice");
}

static void a_needed_column_that_is_missing_is_named(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;

    write_source(f, "a.csv", "key,lon,lat\na,1,2\n");
    assert_fails(
        import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "a.csv", NULL, error),
        CIRCLET_E_FORMAT,
        "a.csv: needed column 'id' is missing (columns found: key, "
        "lon, lat)");
    write_source(f, "a.csv", "id,lon\na,1\n");
    assert_fails(
        import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "a.csv", NULL, error),
        CIRCLET_E_FORMAT, "needed column 'lat' is missing");
    write_source(f, "a.csv", "id\na\n");
    assert_fails(
        import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "a.csv", NULL, error),
        CIRCLET_E_FORMAT, "needed column 'lon' is missing");
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
    assert_int_equal(query(f, "SELECT round(min_x * 1000000) FROM "
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

static void an_invalid_polygon_refuses_the_whole_source(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;
    size_t size;
    char *before = file_bytes(f->city, &size);

    write_source(f, "u.geojson",
                 "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":"
                 "\"Feature\",\"properties\":{\"code\":\"bow\",\"name\":"
                 "\"Bow\",\"level\":\"street\"},\"geometry\":{\"type\":"
                 "\"Polygon\",\"coordinates\":[[[116,40],[117,41],[117,40],"
                 "[116,41],[116,40]]]}}]}");

    assert_fails(
        import_file(&counts, f, CIRCLET_LAYER_UNITS, "u.geojson", NULL, error),
        CIRCLET_E_GEOMETRY, "row 1: unit 'bow': ");
    assert_true(file_is(f->city, before, size));
    free(before);
}

static void columns_about_persons_are_refused_even_if_mapped(void **state)
{
    static const char *const fields[] = {
        "name",
        "Full Name",
        "id_number",
        "Phone",
        "mobile_phone",
        "\xe5\xa7\x93\xe5\x90\x8d",
        "\xe8\xba\xab\xe4\xbb\xbd\xe8\xaf\x81",
        "\xe7\x94\xb5\xe8\xaf\x9d",
        "\xe6\x89\x8b\xe6\x9c\xba",
        "XM",
        "lxdh",
        "sjh",
        "DH",
        "zhuzhi",
        "zz",
        "dz",
        "jianhuren",
        "home_address",
        "监护人",
        "户主",
        "住址",
        "家庭住址",
        "地址"};
    city_folder *f = *state;
    circlet_import_counts counts;

    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
        char text[128], map[64];
        const char *const maps[] = {map};
        circlet_import_options options = CIRCLET_IMPORT_OPTIONS_INIT;

        snprintf(text, sizeof(text), "id,lon,lat,%s\na,1,2,b\n", fields[i]);
        snprintf(map, sizeof(map), "household=%s", fields[i]);
        write_source(f, "a.csv", text);
        options.maps = maps;
        options.map_count = 1;
        assert_fails(import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "a.csv",
                                 &options, error),
                     CIRCLET_E_DATA, fields[i]);
    }
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "people.csv", NULL,
                          error));
}

static void an_identity_number_is_told_by_its_check_digit(void **state)
{
    (void)state;
    /* The example of GB 11643-1999, annex. */
    assert_true(ci_is_identity_number("11010519491231002X"));
    assert_true(ci_is_identity_number("11010519491231002x44"));
    assert_false(ci_is_identity_number("110105194912310021"));
    assert_false(ci_is_identity_number("11010519491331002X"));
    assert_false(ci_is_identity_number("p1"));
    assert_false(ci_is_identity_number(""));
}

static void a_mobile_number_is_told_by_its_digits(void **state)
{
    static const char *const numbers[] = {
        "13800138000",      " 19912345678 ",   "138 0013 8000",
        "138-0013-8000",    "+8613800138000",  "+86 138 0013 8000",
        "86-138-0013-8000", "86 139 00138000 "};
    static const char *const others[] = {"",
                                         "1380013800",
                                         "138001380000",
                                         "12800138000",
                                         "23800138000",
                                         "+8512345678901",
                                         "H13800138000",
                                         "13800138000/2",
                                         "11010519491231002X",
                                         "861380013800000"};

    (void)state;
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
        if (!ci_is_mobile_number(numbers[i]))
            fail_msg("'%s' is taken for none", numbers[i]);
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        if (ci_is_mobile_number(others[i]))
            fail_msg("'%s' is taken for one", others[i]);
}

/* In columns that may hold anything; ids and units have their own codes. */
static void rows_with_a_mobile_number_are_refused(void **state)
{
    static const char people[] = "id,lon,lat,household,unit_code,note,flat\n"
                                 "13000000001,1,2,h,14000000001,n,\n"
                                 "b,1,2,138-0013-8000,,n,\n"
                                 "c,1,2,h,,13800138000,\n"
                                 "d,1,2,h,,n,+86 13800138000\n";
    const char *const maps[] = {"household=household+flat"};
    city_folder *f = *state;
    circlet_import_options options = CIRCLET_IMPORT_OPTIONS_INIT;
    circlet_import_counts counts;

    write_source(f, "a.csv", people);
    assert_ok(
        import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "a.csv", NULL, error));
    assert_int_equal(counts.imported, 1);
    assert_int_equal(counts.rejected, 3);
    assert_string_equal(f->last_reason,
                        "flat is a mobile phone number, which is not taken");
    options.maps = maps;
    options.map_count = 1;
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "a.csv", &options,
                          error));
    assert_int_equal(counts.rejected, 3);
    assert_int_equal(f->last_row, 5);
    write_source(f, "s.csv", "id,lon,lat,note\na,1,2,13800138000\n");
    assert_ok(
        import_file(&counts, f, CIRCLET_LAYER_SITES, "s.csv", NULL, error));
    assert_int_equal(counts.imported, 1);
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
    assert_int_equal(query(f, "SELECT count(*) FROM facility_service WHERE "
                              "service = 'day_care' AND places = 30 AND "
                              "occupied = 12 AND beds IS NULL"),
                     1);
    assert_int_equal(query(f, "SELECT count(*) FROM facility_service WHERE "
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

static void dates_are_as_exact_as_they_were_said(void **state)
{
    static const struct {
        const char *text;
        int date; /* 0: none */
    } cases[] = {{"2019", 20190000},     {"2019-05", 20190500},
                 {"2019-5-1", 20190501}, {"2019/12/31", 20191231},
                 {"20200229", 20200229}, {"2019-02-29", 0},
                 {"2019-13", 0},         {"2019-00-01", 0},
                 {"19-05-01", 0},        {"2019-05-01x", 0},
                 {"2019-", 0},           {"", 0},
                 {"2019-05-01-02", 0},   {"1900-02-29", 0}};

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        int date = 0;

        assert_int_equal(ci_parse_date(&date, cases[i].text),
                         cases[i].date != 0);
        assert_int_equal(date, cases[i].date);
    }
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
    assert_int_equal(query(f, "SELECT count(*) FROM road_link"), 2);
    assert_int_equal(query(f, "SELECT count(*) FROM network_extent WHERE "
                              "origin = 'option'"),
                     1);
    assert_int_equal(query(f, "SELECT count(*) FROM source"), 2);
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
    assert_int_equal(query(f, "SELECT count(*) FROM rtree_unit_geom"), 3);
    assert_int_equal(query(f, "SELECT count(*) FROM rtree_unit_geom WHERE "
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

#define CITY_TEST(test)                                                       \
    cmocka_unit_test_setup_teardown(test, make_city_folder, remove_city_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CITY_TEST(good_rows_are_counted_and_stored),
        CITY_TEST(a_missing_column_has_its_default),
        CITY_TEST(a_bad_row_is_refused_with_its_reason),
        CITY_TEST(strict_refuses_the_file_for_one_bad_row),
        CITY_TEST(a_source_without_one_good_row_is_refused),
        CITY_TEST(a_source_of_the_same_name_replaces_its_rows),
        CITY_TEST(another_file_of_the_same_name_replaces_nothing),
        CITY_TEST(a_corrected_file_needs_one_id_of_the_first),
        CITY_TEST(the_same_file_may_give_other_ids),
        CITY_TEST(a_parent_of_no_higher_level_refuses_the_source),
        CITY_TEST(a_parent_may_come_later),
        CITY_TEST(an_id_of_another_source_is_refused_with_its_place),
        CITY_TEST(columns_are_mapped_joined_and_set),
        CITY_TEST(a_wrong_mapping_lists_what_there_is),
        CITY_TEST(a_column_is_not_given_twice),
        CITY_TEST(a_needed_column_that_is_missing_is_named),
        CITY_TEST(columns_of_a_csv_file_may_be_projected),
        CITY_TEST(a_point_layer_takes_the_points_of_its_source),
        CITY_TEST(an_invalid_polygon_refuses_the_whole_source),
        CITY_TEST(columns_about_persons_are_refused_even_if_mapped),
        cmocka_unit_test(an_identity_number_is_told_by_its_check_digit),
        cmocka_unit_test(a_mobile_number_is_told_by_its_digits),
        CITY_TEST(rows_with_a_mobile_number_are_refused),
        CITY_TEST(services_are_rows_of_their_own),
        cmocka_unit_test(dates_are_as_exact_as_they_were_said),
        CITY_TEST(roads_replace_the_roads_that_were_there),
        CITY_TEST(options_that_would_change_nothing_are_refused),
        CITY_TEST(a_layer_with_a_spatial_index_can_still_be_changed),
        CITY_TEST(a_cancelled_import_leaves_the_bytes_as_they_were),
        CITY_TEST(the_same_imports_give_the_same_bytes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
