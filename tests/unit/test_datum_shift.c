#include "unit.h"

#include <math.h>
#include <stdio.h>

#include "geo/datum_shift.h"
#include "geo/geodesic.h"

#define CASES 2000

/* Metres between two places. */
static double apart_m(circlet_point a, circlet_point b)
{
    circlet_point line[2] = {a, b};

    return ci_geodesic_length_m(line, 2);
}

/* A place in China, further than the longest shift from the rectangle. */
static circlet_point random_place(uint64_t *state)
{
    circlet_point at;

    at.lon = 72.1 + (double)unit_random_below(state, 65600000) / 1e6;
    at.lat = 0.9 + (double)unit_random_below(state, 54800000) / 1e6;
    return at;
}

static void expect_near(circlet_point at, double lon, double lat,
                        double degrees)
{
    if (!(fabs(at.lon - lon) < degrees && fabs(at.lat - lat) < degrees))
        fail_msg("%.12f %.12f is not %.12f %.12f", at.lon, at.lat, lon, lat);
}

/* The points that programs with the formula test themselves by:
 * googollee/eviltransform and wandergis/coordtransform. */
static void published_points_of_gcj02_are_met(void **state)
{
    static const double points[][4] = {
        {121.5272106, 31.1774276, 121.531541859215, 31.17530398364597},
        {113.912316, 22.543847, 113.9171764808363, 22.540796131694766},
        {116.377817, 39.911954, 116.38404722455657, 39.91334545536069},
        {116.404, 39.915, 116.41024449916938, 39.91640428150164},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(points) / sizeof(points[0]); i++) {
        const double *p = points[i];
        circlet_point wgs84 = {p[0], p[1]}, gcj02 = {p[2], p[3]};

        expect_near(ci_datum_shift(CIRCLET_DATUM_GCJ02, wgs84), p[2], p[3],
                    1e-12);
        expect_near(ci_datum_unshift(CIRCLET_DATUM_GCJ02, gcj02), p[0], p[1],
                    1e-10);
    }
}

static void published_points_of_bd09_are_met(void **state)
{
    circlet_point wgs84 = {121.0917077, 30.6107779};
    circlet_point bd09 = {121.10271732371203, 30.61484572185035};
    circlet_point gcj02 = {116.404, 39.915};

    (void)state;
    /* The pair of geotool, whose constants end a few digits earlier. */
    expect_near(ci_datum_shift(CIRCLET_DATUM_BD09, wgs84), bd09.lon, bd09.lat,
                1e-7);
    expect_near(ci_datum_unshift(CIRCLET_DATUM_BD09, bd09), wgs84.lon,
                wgs84.lat, 1e-7);
    /* The pair of coordtransform is from GCJ-02 to BD-09. */
    wgs84 = ci_datum_unshift(CIRCLET_DATUM_GCJ02, gcj02);
    expect_near(ci_datum_shift(CIRCLET_DATUM_BD09, wgs84), 116.41036949371029,
                39.92133699351021, 1e-10);
}

static void both_ways_undo_each_other(void **state)
{
    uint64_t seed = 20181;
    double worst_m = 0.0, shortest_m = INFINITY, longest_m = 0.0;

    (void)state;
    for (int i = 0; i < CASES; i++) {
        circlet_point at = random_place(&seed);

        for (int d = CIRCLET_DATUM_GCJ02; d < CIRCLET_DATUM_COUNT; d++) {
            circlet_datum datum = (circlet_datum)d;
            circlet_point there = ci_datum_shift(datum, at);
            circlet_point back = ci_datum_unshift(datum, there);
            circlet_point source = ci_datum_unshift(datum, at);
            circlet_point again = ci_datum_shift(datum, source);
            double shift_m = apart_m(at, there);

            worst_m = fmax(worst_m, apart_m(at, back));
            worst_m = fmax(worst_m, apart_m(at, again));
            shortest_m = fmin(shortest_m, shift_m);
            longest_m = fmax(longest_m, shift_m);
            expect_near(back, at.lon, at.lat, 1e-10);
            expect_near(again, at.lon, at.lat, 1e-10);
        }
    }
    print_message("# worst error %.2e m, shifts from %.0f to %.0f m\n",
                  worst_m, shortest_m, longest_m);
    assert_true(worst_m < 0.001);
    assert_true(shortest_m > 10.0 && longest_m < 2000.0);
}

/* The root of |x| in the formula is steep at 105 E. */
static void the_meridian_in_the_middle_is_no_trap(void **state)
{
    (void)state;
    for (int i = -1000; i <= 1000; i++) {
        circlet_point at = {105.0 + i * 1e-7, 35.0 + i * 1e-3};

        for (int d = CIRCLET_DATUM_GCJ02; d < CIRCLET_DATUM_COUNT; d++) {
            circlet_datum datum = (circlet_datum)d;
            circlet_point there = ci_datum_shift(datum, at);

            assert_true(apart_m(at, ci_datum_unshift(datum, there)) < 0.001);
        }
    }
}

static void outside_the_rectangle_nothing_moves(void **state)
{
    static const circlet_point places[] = {
        {8.69, 49.41},  {-74.0, 40.7}, {139.77, 35.68}, {103.8, -1.3},
        {116.4, -39.9}, {100.0, 60.0}, {0.0, 0.0},      {180.0, 90.0},
        {-180, -90},    {116.4, 90},   {71.0, 35.0},    {120.0, 56.5},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
        for (int d = 0; d < CIRCLET_DATUM_COUNT; d++) {
            circlet_point there = ci_datum_shift((circlet_datum)d, places[i]);
            circlet_point back = ci_datum_unshift((circlet_datum)d, places[i]);

            assert_memory_equal(&there, &places[i], sizeof(there));
            assert_memory_equal(&back, &places[i], sizeof(back));
        }
}

/* There a place may have no image; but what comes out stays near, and what
 * was in the rectangle comes back. */
static void the_rim_of_the_rectangle_does_not_diverge(void **state)
{
    uint64_t seed = 7;

    (void)state;
    for (int i = 0; i < CASES; i++) {
        double away = (double)unit_random_below(&seed, 40000) / 1e6 - 0.02;
        double lat = 1.0 + (double)unit_random_below(&seed, 54000000) / 1e6;
        double lon = 73.0 + (double)unit_random_below(&seed, 64000000) / 1e6;
        const circlet_point rim[] = {{72.004 + away, lat},
                                     {137.8347 + away, lat},
                                     {lon, 0.8293 + away},
                                     {lon, 55.8271 + away}};

        for (int k = 0; k < 4; k++)
            for (int d = CIRCLET_DATUM_GCJ02; d < CIRCLET_DATUM_COUNT; d++) {
                circlet_datum datum = (circlet_datum)d;
                circlet_point there = ci_datum_shift(datum, rim[k]);
                circlet_point back = ci_datum_unshift(datum, there);

                assert_true(apart_m(rim[k], back) < 2000.0);
                if (ci_datum_has(rim[k]))
                    assert_true(apart_m(rim[k], back) < 0.001);
            }
    }
}

static void no_datum_and_no_number_pass_through(void **state)
{
    circlet_point at = {116.4, 39.9}, none = {NAN, 39.9};
    circlet_point same = ci_datum_unshift(CIRCLET_DATUM_NONE, at);

    (void)state;
    assert_true(same.lon == at.lon && same.lat == at.lat);
    same = ci_datum_shift(CIRCLET_DATUM_NONE, at);
    assert_true(same.lon == at.lon && same.lat == at.lat);
    assert_false(ci_datum_has(none));
    assert_true(isnan(ci_datum_shift(CIRCLET_DATUM_GCJ02, none).lon));
    assert_true(isnan(ci_datum_unshift(CIRCLET_DATUM_BD09, none).lon));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_points_of_gcj02_are_met),
        cmocka_unit_test(published_points_of_bd09_are_met),
        cmocka_unit_test(both_ways_undo_each_other),
        cmocka_unit_test(the_meridian_in_the_middle_is_no_trap),
        cmocka_unit_test(outside_the_rectangle_nothing_moves),
        cmocka_unit_test(the_rim_of_the_rectangle_does_not_diverge),
        cmocka_unit_test(no_datum_and_no_number_pass_through),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
