#include "unit.h"

#include <math.h>
#include <stdio.h>

#include "geo/crs.h"
#include "geo/crs_guess.h"

static ci_crs_guess guess_of(const char *crs, double west, double south,
                             double east, double north)
{
    ci_crs_sample sample = {.count = 0};
    ci_transform *transform = NULL;
    uint64_t seed = 1980;

    assert_ok(ci_transform_new(&transform, crs, error));
    for (int i = 0; i < 40; i++) {
        double u = (double)unit_random_below(&seed, 1000001) / 1e6;
        double v = (double)unit_random_below(&seed, 1000001) / 1e6;
        circlet_point at = {west + (east - west) * u,
                            south + (north - south) * v};

        assert_ok(ci_transform_points_back(transform, &at, 1, error));
        ci_crs_sample_add(&sample, at);
    }
    ci_transform_free(transform);
    return ci_crs_guess_of(&sample);
}

static void expect_guess(const char *crs, double lon, double lat,
                         ci_crs_look look, int zone)
{
    ci_crs_guess guess =
        guess_of(crs, lon - 0.2, lat - 0.2, lon + 0.2, lat + 0.2);

    if (guess.look != look || guess.zone != zone)
        fail_msg("%s at %d %d: look %d, zone %d", crs, (int)lon, (int)lat,
                 (int)guess.look, guess.zone);
}

/* Cities from one end of China to the other, in what their maps are in. */
static void cities_are_known_by_their_numbers(void **state)
{
    (void)state;
    expect_guess("EPSG:4490", 116.4, 39.9, CI_LOOK_DEGREES, 0);
    expect_guess("EPSG:4490", 87.6, 43.8, CI_LOOK_DEGREES, 0);
    expect_guess("EPSG:4527", 116.4, 39.9, CI_LOOK_ZONE, 39); /* Beijing */
    expect_guess("EPSG:4498", 116.4, 39.9, CI_LOOK_ZONE, 20);
    expect_guess("EPSG:4513", 75.9, 39.5, CI_LOOK_ZONE, 25); /* Kashgar */
    expect_guess("EPSG:4517", 87.6, 43.8, CI_LOOK_ZONE, 29); /* Urumqi */
    expect_guess("EPSG:4493", 87.6, 43.8, CI_LOOK_ZONE, 15);
    expect_guess("EPSG:4533", 134.3, 48.3, CI_LOOK_ZONE, 45); /* Fuyuan */
    expect_guess("EPSG:4526", 114.1, 22.5, CI_LOOK_ZONE, 38); /* Shenzhen */
    expect_guess("EPSG:4499", 121.5, 31.2, CI_LOOK_ZONE, 21); /* Shanghai */
    expect_guess("EPSG:4492", 80.3, 44.2, CI_LOOK_ZONE, 14); /* Yining */
    expect_guess("EPSG:4548", 116.4, 39.9, CI_LOOK_NO_ZONE, 0);
    expect_guess("EPSG:32650", 116.4, 39.9, CI_LOOK_NO_ZONE, 0);
    expect_guess("EPSG:32649", 110.3, 20.0, CI_LOOK_NO_ZONE, 0); /* Haikou */
    expect_guess("EPSG:3857", 116.4, 39.9, CI_LOOK_TILES, 0);
    expect_guess("EPSG:3857", 87.6, 43.8, CI_LOOK_TILES, 0);
    expect_guess("EPSG:3857", 121.5, 31.2, CI_LOOK_TILES, 0);
    expect_guess("EPSG:3857", 126.6, 45.8, CI_LOOK_TILES, 0); /* Harbin */
    expect_guess("EPSG:3857", 110.3, 20.0, CI_LOOK_TILES, 0);
    expect_guess("EPSG:3857", 134.3, 48.3, CI_LOOK_TILES, 0);
}

/* x = 13.4 million: Qingdao in web Mercator as well as the land south of
 * Kashgar in zone 13. */
static void numbers_that_fit_two_systems_are_left_open(void **state)
{
    (void)state;
    expect_guess("EPSG:3857", 120.9, 36.1, CI_LOOK_TILES_OR_ZONE, 13);
    expect_guess("EPSG:4491", 75.9, 39.5, CI_LOOK_TILES_OR_ZONE, 13);
}

typedef struct number_case {
    double x, y;
    ci_crs_look look;
} number_case;

static void single_numbers_tell_what_they_are(void **state)
{
    static const number_case cases[] = {
        {116.4, 39.9, CI_LOOK_DEGREES},
        {-74.0, 40.7, CI_LOOK_DEGREES},
        {8.7, 49.4, CI_LOOK_DEGREES},
        {-180, -90, CI_LOOK_DEGREES},
        {15.6, 78.2, CI_LOOK_DEGREES}, /* Longyearbyen */
        {39.9, 116.4, CI_LOOK_DEGREES_EXCHANGED},
        {40.7, -174.0, CI_LOOK_DEGREES_EXCHANGED},
        {43.8, 87.6, CI_LOOK_DEGREES_EXCHANGED}, /* Urumqi */
        {441234, 4412345, CI_LOOK_NO_ZONE},
        {4412345, 441234, CI_LOOK_METRES_EXCHANGED},
        {4412345, 39441234, CI_LOOK_METRES_EXCHANGED},
        {4850000, 12960000, CI_LOOK_METRES_EXCHANGED},
        {39441234, 4412345, CI_LOOK_ZONE},
        {39041234, 4412345, CI_LOOK_UNKNOWN}, /* 459 km off the meridian */
        {24500000, 4412345, CI_LOOK_UNKNOWN}, /* no zone 24 in China */
        {500000, 300000, CI_LOOK_LOCAL},
        {181, 91, CI_LOOK_UNKNOWN},
        {1e9, 1e9, CI_LOOK_UNKNOWN},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        circlet_point at = {cases[i].x, cases[i].y};

        if (ci_crs_look_of(at) != cases[i].look)
            fail_msg("case %zu: look %d", i, (int)ci_crs_look_of(at));
    }
}

static void nearly_all_points_decide(void **state)
{
    ci_crs_sample sample = {.count = 0};

    (void)state;
    assert_int_equal(ci_crs_guess_of(&sample).look, CI_LOOK_NONE);
    ci_crs_sample_add(&sample, (circlet_point){0, 0});
    ci_crs_sample_add(&sample, (circlet_point){NAN, 1});
    ci_crs_sample_add(&sample, (circlet_point){1, INFINITY});
    assert_int_equal(sample.count, 0);
    for (int i = 0; i < 19; i++)
        ci_crs_sample_add(&sample, (circlet_point){39441234, 4412345 + i});
    ci_crs_sample_add(&sample, (circlet_point){116.4, 39.9});
    assert_int_equal(ci_crs_guess_of(&sample).look, CI_LOOK_ZONE);
    assert_int_equal(ci_crs_guess_of(&sample).zone, 39);
    ci_crs_sample_add(&sample, (circlet_point){116.4, 39.9});
    assert_int_equal(ci_crs_guess_of(&sample).look, CI_LOOK_UNKNOWN);
}

static void two_zones_are_no_one(void **state)
{
    ci_crs_sample sample = {.count = 0};

    (void)state;
    for (int i = 0; i < 20; i++)
        ci_crs_sample_add(
            &sample,
            (circlet_point){(i % 2 ? 39e6 : 40e6) + 441234, 4412345 + i});
    assert_int_equal(ci_crs_guess_of(&sample).look, CI_LOOK_UNKNOWN);
}

static void a_full_sample_takes_no_more(void **state)
{
    ci_crs_sample sample = {.count = 0};

    (void)state;
    for (int i = 0; i < CI_CRS_SAMPLE_MAX + 10; i++)
        ci_crs_sample_add(&sample, (circlet_point){116, 39});
    assert_int_equal(sample.count, CI_CRS_SAMPLE_MAX);
}

/* The zone's meridian is that of PROJ's system of the code. */
static void codes_are_those_of_the_zones(void **state)
{
    (void)state;
    for (int zone = 13; zone <= 45; zone++) {
        char crs[32];
        ci_transform *transform = NULL;
        circlet_point at = {zone * 1e6 + 500000, 4000000};

        if (zone == 24)
            continue;
        snprintf(crs, sizeof(crs), "EPSG:%d", ci_crs_zone_code(zone));
        assert_ok(ci_transform_new(&transform, crs, error));
        assert_ok(ci_transform_points(transform, &at, 1, error));
        assert_true(fabs(at.lon - (zone < 24 ? zone * 6 - 3 : zone * 3)) <
                    1e-9);
        ci_transform_free(transform);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cities_are_known_by_their_numbers),
        cmocka_unit_test(numbers_that_fit_two_systems_are_left_open),
        cmocka_unit_test(single_numbers_tell_what_they_are),
        cmocka_unit_test(nearly_all_points_decide),
        cmocka_unit_test(two_zones_are_no_one),
        cmocka_unit_test(a_full_sample_takes_no_more),
        cmocka_unit_test(codes_are_those_of_the_zones),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
