/* Lengths that GeographicLib publishes (C. Karney, geodtest.c). */
#include "unit.h"

#include <math.h>

#include "geo/geodesic.h"

static void lengths_are_those_of_geographiclib(void **state)
{
    static const struct {
        circlet_point ends[2];
        double length_m;
    } known[] = {
        {{{0, 0}, {0, 1}}, 110574.3885577987},
        {{{0, 0}, {1, 0}}, 111319.4907932264},
        {{{-139.44815, 35.60777}, {-69.95921, -11.17491}}, 8935244.5604818305},
        {{{106.05087, 55.52454}, {197.18234 - 360, 77.03196}},
         4105086.1713924406},
        {{{0, 0}, {179.5, 0.5}}, 19936288.578965},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        double length_m = ci_geodesic_length_m(known[i].ends, 2);

        if (!(fabs(length_m - known[i].length_m) < 1e-5))
            fail_msg("case %zu: off by %d nanometres", i,
                     (int)((length_m - known[i].length_m) * 1e9));
    }
}

static void a_line_is_as_long_as_its_pieces(void **state)
{
    static const circlet_point line[] = {
        {116.3, 39.9}, {116.31, 39.9}, {116.31, 39.91}, {116.3, 39.9}};
    double sum_m = 0;

    (void)state;
    for (size_t i = 1; i < 4; i++)
        sum_m += ci_geodesic_length_m(line + i - 1, 2);

    assert_true(fabs(ci_geodesic_length_m(line, 4) - sum_m) < 1e-9);
    assert_true(ci_geodesic_length_m(line, 1) == 0);
    assert_true(ci_geodesic_length_m(NULL, 0) == 0);
}

static void flat_metres_agree_within_a_kilometre(void **state)
{
    (void)state;
    for (int lat = -85; lat <= 85; lat += 5) {
        ci_frame frame = ci_frame_at(lat);
        circlet_point north[] = {{116, lat - 0.002}, {116, lat + 0.002}};
        circlet_point east[] = {{115.998, lat}, {116.002, lat}};

        assert_true(fabs(ci_geodesic_length_m(north, 2) -
                         0.004 * frame.m_per_lat) < 1e-5);
        assert_true(fabs(ci_geodesic_length_m(east, 2) -
                         0.004 * frame.m_per_lon) < 1e-5);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lengths_are_those_of_geographiclib),
        cmocka_unit_test(a_line_is_as_long_as_its_pieces),
        cmocka_unit_test(flat_metres_agree_within_a_kilometre),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
