/* Lengths and areas that GeographicLib publishes (C. Karney, geodtest.c). */
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

/* A meridian and the equator are geodesics: a long piece and a short one of
 * them, which are computed in two ways, add up. */
static void short_lines_are_as_long_as_long_ones_by_pieces(void **state)
{
    uint64_t seed = 4;

    (void)state;
    for (int i = 0; i < 2000; i++) {
        circlet_point line[3];
        double share = 0.5 + unit_random_below(&seed, 1000) / 1e6;
        double whole_m, far_m;

        line[0].lat = i % 2 ? 0 : unit_random_below(&seed, 70) - 35.0;
        line[0].lon = unit_random_below(&seed, 300) - 150.0;
        line[2] = line[0];
        *(i % 2 ? &line[2].lon : &line[2].lat) += 1;
        line[1] = line[2];
        *(i % 2 ? &line[1].lon : &line[1].lat) -= share / 50;
        whole_m = ci_geodesic_length_m(line, 2);
        far_m = ci_geodesic_length_m((circlet_point[]){line[0], line[2]}, 2);
        if (!(fabs(whole_m + ci_geodesic_length_m(line + 1, 2) - far_m) <
              2e-8))
            fail_msg(
                "case %d: off by %d nanometres", i,
                (int)((whole_m + ci_geodesic_length_m(line + 1, 2) - far_m) *
                      1e9));
    }
}

static void short_lines_are_those_of_geographiclib(void **state)
{
    /* By the inverse of PROJ's copy of GeographicLib. */
    static const struct {
        circlet_point ends[2];
        double length_m;
    } known[] = {
        {{{116.4, 39.9}, {116.4029235169, 39.9038998279}}, 500.000002871},
        {{{116.4, 39.9}, {116.4169433031, 39.9034952855}}, 1499.999998489},
        {{{116.4, -22.9}, {116.4001688192, -22.8999097004}}, 20.000001181},
        {{{116.4, 64.1}, {116.4173440350, 64.0972377431}}, 900.000000443},
        {{{116.4, 0.5}, {116.4031183828, 0.5178036803}}, 1999.000001359},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        assert_true(fabs(ci_geodesic_length_m(known[i].ends, 2) -
                         known[i].length_m) < 1e-7);
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

static void areas_are_those_of_geographiclib(void **state)
{
    static const struct {
        size_t count;
        circlet_point points[5];
        double area_m2;
    } known[] = {
        {4, {{0, 89}, {90, 89}, {180, 89}, {270, 89}}, 24952305678.0},
        {4, {{-1, 0}, {0, -1}, {1, 0}, {0, 1}}, 24619419146.0},
        {3, {{0, 90}, {0, 0}, {90, 0}}, 63758202715511.0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        circlet_point back[5];
        double area_m2 = ci_geodesic_ring_m2(known[i].points, known[i].count);

        for (size_t j = 0; j < known[i].count; j++)
            back[j] = known[i].points[known[i].count - 1 - j];
        assert_true(fabs(area_m2 - known[i].area_m2) < 1);
        assert_true(fabs(ci_geodesic_ring_m2(back, known[i].count) + area_m2) <
                    1);
    }
}

static void holes_are_taken_off_whichever_way_they_run(void **state)
{
    const circlet_point points[] = {
        {116, 40},       {116.1, 40},     {116.1, 40.1},   {116, 40.1},
        {116, 40},       {116.02, 40.02}, {116.03, 40.02}, {116.03, 40.03},
        {116.02, 40.03}, {116.02, 40.02}};
    const circlet_ring rings[] = {{5, false}, {10, true}};
    const circlet_ring both[] = {{5, false}, {10, false}};
    const circlet_area area = {points, rings, 2}, two = {points, both, 2};
    const circlet_area none = {NULL, NULL, 0};
    double outer_m2 = ci_geodesic_ring_m2(points, 5);
    double inner_m2 = ci_geodesic_ring_m2(points + 5, 5);

    (void)state;
    assert_true(inner_m2 > 900000 && inner_m2 < 1000000);
    assert_true(fabs(ci_geodesic_area_m2(&area) - outer_m2 + inner_m2) < 1e-3);
    assert_true(fabs(ci_geodesic_area_m2(&two) - outer_m2 - inner_m2) < 1e-3);
    assert_true(ci_geodesic_area_m2(&none) == 0);
}

static void a_flat_area_agrees_within_a_kilometre(void **state)
{
    (void)state;
    for (int lat = -80; lat <= 80; lat += 10) {
        const circlet_point points[] = {{116, lat},
                                        {116.004, lat},
                                        {116.004, lat + 0.004},
                                        {116, lat + 0.004},
                                        {116, lat},
                                        {116.001, lat + 0.001},
                                        {116.002, lat + 0.001},
                                        {116.001, lat + 0.002},
                                        {116.001, lat + 0.001}};
        const circlet_ring rings[] = {{5, false}, {9, true}};
        const circlet_area area = {points, rings, 2};
        double area_m2 = ci_geodesic_area_m2(&area);

        assert_true(fabs(ci_flat_area_m2(&area) - area_m2) < 1e-3 * area_m2);
    }
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
        cmocka_unit_test(short_lines_are_as_long_as_long_ones_by_pieces),
        cmocka_unit_test(short_lines_are_those_of_geographiclib),
        cmocka_unit_test(a_line_is_as_long_as_its_pieces),
        cmocka_unit_test(areas_are_those_of_geographiclib),
        cmocka_unit_test(holes_are_taken_off_whichever_way_they_run),
        cmocka_unit_test(a_flat_area_agrees_within_a_kilometre),
        cmocka_unit_test(flat_metres_agree_within_a_kilometre),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
