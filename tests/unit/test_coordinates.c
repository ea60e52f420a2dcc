#include "unit.h"

#include <circlet/coordinates.h>

#include <math.h>
#include <stdio.h>

static void words_name_the_datums(void **state)
{
    (void)state;
    assert_string_equal(circlet_datum_word(CIRCLET_DATUM_NONE), "none");
    assert_string_equal(circlet_datum_word(CIRCLET_DATUM_GCJ02), "gcj02");
    assert_string_equal(circlet_datum_word(CIRCLET_DATUM_BD09), "bd09");
    assert_null(circlet_datum_word(CIRCLET_DATUM_COUNT));
    assert_null(circlet_datum_word((circlet_datum)-1));
}

static void degrees_are_degrees_by_default(void **state)
{
    const circlet_coordinates degrees = {0};
    circlet_point at = {116.1, 39.7};

    (void)state;
    assert_ok(circlet_convert_points(&degrees, &degrees, &at, 1, error));
    assert_true(at.lon == 116.1 && at.lat == 39.7);
    assert_ok(circlet_convert_points(&degrees, &degrees, NULL, 0, error));
}

static void every_pair_of_sides_leads_back(void **state)
{
    static const circlet_coordinates sides[] = {
        {NULL, CIRCLET_DATUM_NONE},         {NULL, CIRCLET_DATUM_GCJ02},
        {"EPSG:4490", CIRCLET_DATUM_BD09},  {"EPSG:3857", CIRCLET_DATUM_GCJ02},
        {"EPSG:4527", CIRCLET_DATUM_NONE},  {"EPSG:4548", CIRCLET_DATUM_NONE},
        {"EPSG:32650", CIRCLET_DATUM_NONE},
    };
    const size_t count = sizeof(sides) / sizeof(sides[0]);
    const circlet_coordinates degrees = {0};
    uint64_t seed = 39;

    (void)state;
    for (size_t a = 0; a < count; a++)
        for (size_t b = 0; b < count; b++) {
            circlet_point points[50], kept[50];

            for (int i = 0; i < 50; i++)
                kept[i] = points[i] = (circlet_point){
                    115.7 + (double)unit_random_below(&seed, 1700000) / 1e6,
                    22.0 + (double)unit_random_below(&seed, 20000000) / 1e6};
            assert_ok(circlet_convert_points(&degrees, &sides[a], points, 50,
                                             error));
            assert_ok(circlet_convert_points(&sides[a], &sides[b], points, 50,
                                             error));
            assert_ok(circlet_convert_points(&sides[b], &degrees, points, 50,
                                             error));
            for (int i = 0; i < 50; i++)
                if (!(fabs(points[i].lon - kept[i].lon) < 2e-9 &&
                      fabs(points[i].lat - kept[i].lat) < 2e-9))
                    fail_msg("%s to %s: %.10f %.10f is not %.10f %.10f",
                             sides[a].crs, sides[b].crs, points[i].lon,
                             points[i].lat, kept[i].lon, kept[i].lat);
        }
}

static void a_failure_leaves_the_points(void **state)
{
    const circlet_coordinates degrees = {0};
    const circlet_coordinates zone = {"EPSG:4547", CIRCLET_DATUM_NONE};
    circlet_point at[2] = {{116.4, 39.9}, {8.7, 49.4}};

    (void)state;
    assert_fails(circlet_convert_points(&degrees, &zone, at, 2, error),
                 CIRCLET_E_DATA, "8.7 49.4");
    assert_true(at[0].lon == 116.4 && at[0].lat == 39.9);
    assert_fails(circlet_convert_points(&zone, &degrees, at, 1, error),
                 CIRCLET_E_DATA, "116.4 39.9");
    assert_true(at[0].lon == 116.4 && at[0].lat == 39.9);
}

static void bad_sides_are_refused(void **state)
{
    const circlet_coordinates degrees = {0};
    const circlet_coordinates unknown = {"EPSG:99", CIRCLET_DATUM_NONE};
    const circlet_coordinates shifted = {"EPSG:4547", CIRCLET_DATUM_GCJ02};
    const circlet_coordinates no_datum = {NULL, CIRCLET_DATUM_COUNT};
    circlet_point at = {116.4, 39.9};

    (void)state;
    assert_fails(circlet_convert_points(NULL, &degrees, &at, 1, error),
                 CIRCLET_E_ARGUMENT, "two sides");
    assert_fails(circlet_convert_points(&degrees, NULL, &at, 1, error),
                 CIRCLET_E_ARGUMENT, "two sides");
    assert_fails(circlet_convert_points(&degrees, &degrees, NULL, 1, error),
                 CIRCLET_E_ARGUMENT, "two sides");
    assert_fails(circlet_convert_points(&degrees, &unknown, &at, 1, error),
                 CIRCLET_E_CRS, "EPSG:99");
    assert_fails(circlet_convert_points(&degrees, &shifted, &at, 1, error),
                 CIRCLET_E_CRS, "cannot be shifted by gcj02");
    assert_fails(circlet_convert_points(&no_datum, &degrees, &at, 1, error),
                 CIRCLET_E_ARGUMENT, "datum 3 is none");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_name_the_datums),
        cmocka_unit_test(degrees_are_degrees_by_default),
        cmocka_unit_test(every_pair_of_sides_leads_back),
        cmocka_unit_test(a_failure_leaves_the_points),
        cmocka_unit_test(bad_sides_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
