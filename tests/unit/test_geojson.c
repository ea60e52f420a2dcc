#include "unit.h"

#include <stdio.h>

#include "base/id_map.h"
#include "io/geojson.h"

static ci_source source;

static circlet_status parse(const char *text, const char *crs,
                            circlet_error *error)
{
    return ci_geojson_parse(&source, "town.geojson", text, strlen(text),
                            &(ci_source_options){.crs = crs}, error);
}

static void open_text(const char *text)
{
    assert_ok(parse(text, NULL, error));
}

static ci_record next_record(void)
{
    ci_record record;
    bool has_row = false;

    assert_ok(ci_source_next(&source, &record, &has_row, error));
    assert_true(has_row);
    return record;
}

static void expect_end(void)
{
    ci_record record;
    bool has_row = true;

    assert_ok(ci_source_next(&source, &record, &has_row, error));
    assert_false(has_row);
    ci_source_free_parts(&source);
}

#define FEATURE(properties, geometry)                                         \
    "{\"type\":\"Feature\",\"properties\":" properties                        \
    ",\"geometry\":" geometry "}"
#define COLLECTION(features)                                                  \
    "{\"type\":\"FeatureCollection\",\"features\":[" features "]}"
#define POINT "{\"type\":\"Point\",\"coordinates\":[116.5,39.5,12]}"

static void fields_are_all_names_in_order_of_appearance(void **state)
{
    ci_record record;

    (void)state;
    open_text(COLLECTION(FEATURE("{\"b\":\"x\",\"a\":1}", POINT) "," FEATURE(
        "{\"c\":2,\"a\":3}", "null") "," FEATURE("null", POINT)));
    assert_int_equal(ci_source_field_count(&source), 3);
    assert_string_equal(ci_source_field(&source, 0), "b");
    assert_string_equal(ci_source_field(&source, 1), "a");
    assert_string_equal(ci_source_field(&source, 2), "c");
    assert_int_equal(ci_source_find_field(&source, "c"), 2);
    assert_int_equal(ci_source_find_field(&source, "d"), CI_NOWHERE);

    record = next_record();
    assert_int_equal(record.row, 1);
    assert_null(record.problem);
    assert_string_equal(record.values[0], "x");
    assert_string_equal(record.values[1], "1");
    assert_null(record.values[2]);
    assert_int_equal(record.geometry->type, CI_GEOMETRY_POINT);
    assert_true(record.geometry->points[0].lon == 116.5 &&
                record.geometry->points[0].lat == 39.5);
    record = next_record();
    assert_int_equal(record.row, 2);
    assert_null(record.values[0]);
    assert_string_equal(record.values[1], "3");
    assert_int_equal(record.geometry->type, CI_GEOMETRY_NONE);
    record = next_record();
    assert_null(record.problem);
    assert_null(record.values[1]);
    expect_end();
}

static void values_become_text_without_loss(void **state)
{
    static const struct {
        const char *json, *text;
    } cases[] = {
        {"0.1", "0.1"},
        {"3.0", "3"},
        {"-1.5e-7", "-1.5e-07"},
        {"9007199254740993", "9007199254740993"},
        {"-9223372036854775808", "-9223372036854775808"},
        {"true", "true"},
        {"false", "false"},
        {"null", NULL},
        {"\"\"", NULL},
        {"\"\\u6e29\\u99a8\"", "温馨"},
        {"[1, 2.5, \"a\\\"b\", null]", "[1,2.5,\"a\\\"b\",null]"},
        {"{ \"z\" : {\"a\" : [ ]}, \"b\" : false }",
         "{\"z\":{\"a\":[]},\"b\":false}"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char text[256];
        ci_record record;

        snprintf(text, sizeof(text),
                 "{\"type\":\"Feature\",\"properties\":{\"v\":%s},"
                 "\"geometry\":null}",
                 cases[i].json);
        open_text(text);
        record = next_record();
        if (cases[i].text)
            assert_string_equal(record.values[0], cases[i].text);
        else
            assert_null(record.values[0]);
        expect_end();
    }
}

static const ci_geometry *only_geometry(const char *text)
{
    ci_record record;

    open_text(text);
    record = next_record();
    assert_null(record.problem);
    return record.geometry;
}

static void each_kind_of_geometry_is_read(void **state)
{
    const ci_geometry *geometry;

    (void)state;
    geometry = only_geometry("{\"type\":\"LineString\","
                             "\"coordinates\":[[1,2],[3,4],[5,6.5]]}");
    assert_int_equal(geometry->type, CI_GEOMETRY_LINE);
    assert_int_equal(geometry->point_count, 3);
    assert_true(geometry->points[2].lat == 6.5);
    expect_end();
    geometry = only_geometry("{\"type\":\"MultiLineString\","
                             "\"coordinates\":[[[1,2],[3,4]],[],"
                             "[[5,6],[7,8],[9,9]]]}");
    assert_int_equal(geometry->type, CI_GEOMETRY_LINE);
    assert_int_equal(geometry->ring_count, 2);
    assert_int_equal(geometry->rings[0].end, 2);
    assert_int_equal(geometry->rings[1].end, 5);
    expect_end();
    geometry = only_geometry("{\"type\":\"MultiPolygon\",\"coordinates\":["
                             "[[[0,0],[9,0],[9,9],[0,0]],[[5,1],[6,1],[6,2]]],"
                             "[[[20,0],[29,0],[29,9],[20,0]]]]}");
    assert_int_equal(geometry->type, CI_GEOMETRY_AREA);
    assert_int_equal(geometry->ring_count, 3);
    assert_true(geometry->rings[1].is_hole);
    assert_false(geometry->rings[2].is_hole);
    assert_int_equal(geometry->rings[1].end, 8); /* closed */
    expect_end();
    geometry = only_geometry("{\"type\":\"Polygon\",\"coordinates\":[]}");
    assert_int_equal(geometry->type, CI_GEOMETRY_NONE);
    expect_end();
    geometry = only_geometry("{\"type\":\"Point\",\"coordinates\":[]}");
    assert_int_equal(geometry->type, CI_GEOMETRY_NONE);
    expect_end();
}

static void lists_and_single_features_are_files_too(void **state)
{
    (void)state;
    open_text(FEATURE("{\"a\":1}", POINT));
    assert_string_equal(next_record().values[0], "1");
    expect_end();
    open_text("[" POINT "," FEATURE("{\"a\":1}", POINT) "]");
    assert_null(next_record().values[0]);
    assert_string_equal(next_record().values[0], "1");
    expect_end();
    open_text("{\"type\":\"GeometryCollection\",\"geometries\":[" POINT "]}");
    assert_int_equal(next_record().geometry->type, CI_GEOMETRY_POINT);
    expect_end();
    open_text("\xEF\xBB\xBF" COLLECTION(""));
    expect_end();
}

static void a_bad_record_has_a_problem_and_the_next_is_read(void **state)
{
    static const struct {
        const char *geometry, *problem;
    } cases[] = {
        {"{\"type\":\"Point\",\"coordinates\":[\"a\",2]}",
         "coordinates are no pair of numbers: [\"a\",2]"},
        {"{\"type\":\"Point\",\"coordinates\":[1]}",
         "no pair of numbers: [1]"},
        {"{\"type\":\"Point\"}", "no pair of numbers: nothing"},
        {"{\"type\":\"LineString\",\"coordinates\":[[1,2],3]}",
         "no pair of numbers: 3"},
        {"{\"type\":\"Polygon\",\"coordinates\":[7]}",
         "coordinates are no list: 7"},
        {"{\"type\":\"MultiPoint\",\"coordinates\":[[1,2],[3,4]]}",
         "its geometry is 2 points in one (MultiPoint)"},
        {"{\"type\":\"GeometryCollection\",\"geometries\":[1,2]}",
         "its geometry is a collection of several"},
        {"{\"type\":\"Circle\",\"coordinates\":[[1,2]]}",
         "geometry is no Point, LineString, Polygon or MultiPolygon: "
         "\"Circle\""},
        {"{\"type\":\"MultiLineString\",\"coordinates\":[[[1,2],[3,4]],7]}",
         "coordinates are no list: 7"},
        {"{\"type\":\"Point\",\"coordinates\":[441234.5,4412345]}",
         "point 441234.5 4412345 is not in degrees"},
        {"12", "geometry is no Point, LineString, Polygon or MultiPolygon: "
               "12"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char text[512];
        ci_record record;

        snprintf(text, sizeof(text),
                 "[{\"type\":\"Feature\",\"properties\":{\"a\":1},"
                 "\"geometry\":%s}," POINT "]",
                 cases[i].geometry);
        open_text(text);
        record = next_record();
        assert_non_null(record.problem);
        if (!strstr(record.problem, cases[i].problem))
            fail_msg("problem is '%s'", record.problem);
        assert_string_equal(record.values[0], "1");
        assert_int_equal(record.geometry->type, CI_GEOMETRY_NONE);
        record = next_record();
        assert_int_equal(record.row, 2);
        assert_null(record.problem);
        expect_end();
    }
}

static void a_multi_point_or_collection_of_one_is_that(void **state)
{
    static const char *const geometries[] = {
        "{\"type\":\"MultiPoint\",\"coordinates\":[[1,2]]}",
        "{\"type\":\"GeometryCollection\",\"geometries\":[{\"type\":"
        "\"Point\",\"coordinates\":[1,2]}]}"};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        char text[256];
        ci_record record;

        snprintf(text, sizeof(text),
                 "[{\"type\":\"Feature\",\"properties\":{},"
                 "\"geometry\":%s}]",
                 geometries[i]);
        open_text(text);
        record = next_record();
        assert_null(record.problem);
        assert_int_equal(record.geometry->type, CI_GEOMETRY_POINT);
        assert_true(record.geometry->points[0].lat == 2.0);
        expect_end();
    }
}

static void the_crs_member_is_honoured_unless_overridden(void **state)
{
    static const char text[] =
        "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\","
        "\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::4547\"}},"
        "\"features\":[" FEATURE(
            "{}",
            "{\"type\":\"Point\",\"coordinates\":[700000,4420000]}") "]}";
    const circlet_point *at;

    (void)state;
    open_text(text);
    at = next_record().geometry->points;
    assert_int_equal((int)(at->lon * 1e6), 116338244);
    assert_int_equal((int)(at->lat * 1e6), 39890599);
    expect_end();
    assert_ok(parse(text, "EPSG:32650", error));
    at = next_record().geometry->points;
    assert_int_equal((int)at->lon, 119);
    expect_end();
    assert_fails(parse("{\"type\":\"FeatureCollection\",\"features\":[],"
                       "\"crs\":{\"type\":\"EPSG\",\"properties\":"
                       "{\"code\":4214}}}",
                       NULL, error),
                 CIRCLET_E_CRS, "town.geojson: coordinate system 'Beijing");
    assert_fails(parse("{\"type\":\"FeatureCollection\",\"features\":[],"
                       "\"crs\":{\"type\":\"link\"}}",
                       NULL, error),
                 CIRCLET_E_FORMAT, "crs names no coordinate system");
}

static void a_broken_file_is_refused_with_line_and_column(void **state)
{
    (void)state;
    assert_fails(parse("{\"a\":\n [1,2,}", NULL, error), CIRCLET_E_FORMAT,
                 "town.geojson:2:7: unexpected token near '}'");
    assert_fails(parse("", NULL, error), CIRCLET_E_FORMAT,
                 "town.geojson: file is empty");
    assert_fails(parse("\xEF\xBB\xBF", NULL, error), CIRCLET_E_FORMAT,
                 "file is empty");
    assert_fails(parse("{\"a\":1}", NULL, error), CIRCLET_E_FORMAT,
                 "town.geojson: file is no GeoJSON");
    assert_fails(
        parse("{\"type\":\"FeatureCollection\",\"features\":1}", NULL, error),
        CIRCLET_E_FORMAT, "file is no GeoJSON");
    assert_fails(parse("[{\"a\":1,\"a\":2}]", NULL, error), CIRCLET_E_FORMAT,
                 "duplicate");
    assert_null(source.state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_all_names_in_order_of_appearance),
        cmocka_unit_test(values_become_text_without_loss),
        cmocka_unit_test(each_kind_of_geometry_is_read),
        cmocka_unit_test(lists_and_single_features_are_files_too),
        cmocka_unit_test(a_bad_record_has_a_problem_and_the_next_is_read),
        cmocka_unit_test(a_multi_point_or_collection_of_one_is_that),
        cmocka_unit_test(the_crs_member_is_honoured_unless_overridden),
        cmocka_unit_test(a_broken_file_is_refused_with_line_and_column),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
