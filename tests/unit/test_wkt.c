#include "io/wkt.h"

#include <string.h>

#include "unit.h"

static ci_geometry geometry;

static circlet_status read(const char *text, circlet_error *error)
{
    int32_t srs_id = -1;

    return ci_wkt_read(&geometry, &srs_id, text, error);
}

static void every_type_is_read(void **state)
{
    static const struct {
        const char *text;
        ci_geometry_type type;
        size_t points, rings;
    } cases[] = {
        {"POINT (1 2)", CI_GEOMETRY_POINT, 1, 0},
        {" point(1 2) ", CI_GEOMETRY_POINT, 1, 0},
        {"POINT Z (1 2 3)", CI_GEOMETRY_POINT, 1, 0},
        {"POINTZM(1 2 3 4)", CI_GEOMETRY_POINT, 1, 0},
        {"POINT EMPTY", CI_GEOMETRY_NONE, 0, 0},
        {"MULTIPOINT (1 2)", CI_GEOMETRY_POINT, 1, 0},
        {"MULTIPOINT ((1 2))", CI_GEOMETRY_POINT, 1, 0},
        {"LINESTRING(1 2,3 4,5 6)", CI_GEOMETRY_LINE, 3, 0},
        {"MULTILINESTRING((1 2,3 4),(5 6,7 8))", CI_GEOMETRY_LINE, 4, 2},
        {"POLYGON ((0 0, 1 0, 1 1, 0 0))", CI_GEOMETRY_AREA, 4, 1},
        {"POLYGON((0 0,9 0,9 9,0 0),(5 1,6 1,6 2,5 1))", CI_GEOMETRY_AREA, 8,
         2},
        {"POLYGON ((0 0,1 0,1 1))", CI_GEOMETRY_AREA, 4, 1}, /* closed */
        {"POLYGON EMPTY", CI_GEOMETRY_NONE, 0, 0},
        {"MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((2 0,3 0,3 1,2 0)))",
         CI_GEOMETRY_AREA, 8, 2},
        {"GEOMETRYCOLLECTION EMPTY", CI_GEOMETRY_NONE, 0, 0},
        {"GEOMETRYCOLLECTION(POINT(1 2))", CI_GEOMETRY_POINT, 1, 0},
        {"SRID=4326;POINT(1 2)", CI_GEOMETRY_POINT, 1, 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_true(ci_wkt_is_likely(cases[i].text));
        assert_ok(read(cases[i].text, error));
        if (geometry.type != cases[i].type ||
            geometry.point_count != cases[i].points ||
            geometry.ring_count != cases[i].rings)
            fail_msg("%s: type %d, %zu points, %zu rings", cases[i].text,
                     geometry.type, geometry.point_count, geometry.ring_count);
    }
    assert_ok(read("MULTIPOLYGON(((0 0,9 0,9 9,0 0),(5 1,6 1,6 2,5 1)),"
                   "((20 0,30 0,30 1,20 0)))",
                   error));
    assert_false(geometry.rings[0].is_hole);
    assert_true(geometry.rings[1].is_hole);
    assert_false(geometry.rings[2].is_hole);
}

static void numbers_are_kept_to_the_last_digit(void **state)
{
    int32_t srs_id = -1;

    (void)state;
    assert_ok(ci_wkt_read(&geometry, &srs_id,
                          "SRID=4490;POINT(116.40740000000001 -3.5e1)",
                          error));
    assert_true(geometry.points[0].lon == 116.40740000000001);
    assert_true(geometry.points[0].lat == -35.0);
    assert_int_equal(srs_id, 4490);
    assert_ok(ci_wkt_read(&geometry, &srs_id, "POINT(1 2)", error));
    assert_int_equal(srs_id, 0);
}

static void a_malformed_text_is_refused(void **state)
{
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"", "is no point, line or polygon"},
        {"POINT", "is no point, line or polygon"},
        {"POINT 1 2", "is no point, line or polygon"},
        {"CIRCULARSTRING(1 2,3 4,5 6)", "is no point, line or polygon"},
        {"SRID=;POINT(1 2)", "is no point, line or polygon"},
        {"POINT(1)", "malformed at character 7"},
        {"POINT(1 x)", "malformed at character 7"},
        {"POINT(1 2", "malformed at character 7"},
        {"POINT(1 2))", "malformed at character 11"},
        {"POINT(1 2 3 4 5)", "malformed at character 15"},
        {"POINT(nan 2)", "malformed at character 7"},
        {"POLYGON(0 0,1 0,1 1)", "malformed at character 9"},
        {"POLYGON((0 0,1 0,1 1)", "malformed at character 22"},
        {"MULTIPOINT((1 2)", "malformed at character 17"},
        {"MULTIPOINT(1 2,3 4)", "its geometry is 2 points in one"},
        {"GEOMETRYCOLLECTION(POINT(1 2),POINT(3 4))",
         "its geometry is a collection of several"},
        {"GEOMETRYCOLLECTION(POINT(1 2)", "malformed at character 30"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        circlet_error error = {CIRCLET_OK, ""};

        assert_int_equal(read(cases[i].text, &error), CIRCLET_E_FORMAT);
        if (!strstr(error.message, cases[i].message))
            fail_msg("%s: %s", cases[i].text, error.message);
        assert_int_equal(geometry.type, CI_GEOMETRY_NONE);
        assert_int_equal(geometry.point_count, 0);
    }
}

/* Every beginning of a text is malformed, and no byte after it is read. */
static void a_text_cut_anywhere_is_refused(void **state)
{
    static const char text[] =
        "MULTIPOLYGON(((0 0,9 0,9 9,0 0),(5 1,6 1,6 2,5 1)))";
    char cut[sizeof(text)];

    (void)state;
    for (size_t size = 0; size + 1 < sizeof(text); size++) {
        circlet_error error = {CIRCLET_OK, ""};

        memcpy(cut, text, size);
        cut[size] = '\0';
        assert_int_equal(read(cut, &error), CIRCLET_E_FORMAT);
    }
    assert_ok(read(text, error));
}

static void other_text_is_not_likely(void **state)
{
    static const char *const texts[] = {
        "", "point", "a", "POINT to the sky", "0101000020E6100000", "(1 2)"};

    (void)state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        assert_false(ci_wkt_is_likely(texts[i]));
}

static int free_geometry(void **state)
{
    (void)state;
    ci_geometry_free(&geometry);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_type_is_read),
        cmocka_unit_test(numbers_are_kept_to_the_last_digit),
        cmocka_unit_test(a_malformed_text_is_refused),
        cmocka_unit_test(a_text_cut_anywhere_is_refused),
        cmocka_unit_test(other_text_is_not_likely),
    };

    return cmocka_run_group_tests(tests, NULL, free_geometry);
}
