#include "unit.h"

#include <math.h>
#include <stdio.h>

#include "city/metric_plane.h"
#include "geo/crs.h"
#include "geo/geodesic.h"

static ci_metric_plane plane_at(double lon, double lat)
{
    return ci_metric_plane_at((circlet_point){lon, lat});
}

static void the_centre_is_the_origin_and_north_is_up(void **state)
{
    const circlet_point points[] = {{116, 40}, {116, 40.5}, {116.5, 40}};
    ci_metric_plane plane = plane_at(116, 40);
    ci_xy found[3];

    (void)state;
    for (size_t i = 0; i < 3; i++)
        found[i] = ci_metric_plane_from_degrees(&plane, points[i]);

    assert_true(hypot(found[0].x, found[0].y) < 1e-6);
    /* Along the middle meridian nearly as long as on the ground. */
    assert_true(fabs(found[1].x) < 1e-6);
    assert_true(fabs(found[1].y - ci_geodesic_length_m(points, 2)) < 1);
    assert_true(found[2].x > 42600 && found[2].x < 42800);
}

/* Snyder 1987, page 333: on Clarke's ellipsoid of 1866 x is -965,932.1 and y
 * -1,056,814.9; that of WGS 84 is greater by some 70 m in 6,378 km. */
static void snyders_example_comes_out(void **state)
{
    ci_metric_plane plane = plane_at(-100, 40);
    ci_xy found =
        ci_metric_plane_from_degrees(&plane, (circlet_point){-110, 30});

    (void)state;
    assert_true(fabs(found.x - -965932.1) < 30);
    assert_true(fabs(found.y - -1056814.9) < 30);
}

static void proj_says_the_same(void **state)
{
    uint64_t seed = 3;

    (void)state;
    for (int i = 0; i < 300; i++) {
        int lon = (int)unit_random_below(&seed, 340) - 170;
        int lat = (int)unit_random_below(&seed, 140) - 70;
        circlet_point at = {lon + unit_random_below(&seed, 6000) / 1000.0 - 3,
                            lat + unit_random_below(&seed, 6000) / 1000.0 - 3};
        circlet_point moved = at;
        ci_metric_plane plane = plane_at(lon, lat);
        ci_xy found = ci_metric_plane_from_degrees(&plane, at);
        ci_transform *transform = NULL;
        char crs[128];

        snprintf(crs, sizeof(crs),
                 "+proj=laea +lat_0=%d +lon_0=%d +x_0=4000000 +y_0=4000000 "
                 "+datum=WGS84 +type=crs",
                 lat, lon);
        assert_ok(ci_transform_new(&transform, crs, error));
        assert_ok(ci_transform_points_back(transform, &moved, 1, error));
        assert_true(fabs(moved.lon - 4e6 - found.x) < 1e-5);
        assert_true(fabs(moved.lat - 4e6 - found.y) < 1e-5);
        ci_transform_free(transform);
    }
}

static void points_come_back_to_where_they_were(void **state)
{
    uint64_t seed = 7;

    (void)state;
    for (int i = 0; i < 2000; i++) {
        int lat = (int)unit_random_below(&seed, 160) - 80;
        ci_metric_plane plane = plane_at(116, lat);
        circlet_point at = {115 + unit_random_below(&seed, 3000) / 1000.0,
                            lat + unit_random_below(&seed, 4000) / 1000.0 - 2};
        circlet_point back = ci_metric_plane_to_degrees(
            &plane, ci_metric_plane_from_degrees(&plane, at));

        assert_true(fabs(back.lon - at.lon) < 1e-12);
        assert_true(fabs(back.lat - at.lat) < 1e-12);
    }
}

static void the_centre_comes_back(void **state)
{
    ci_metric_plane plane = plane_at(116, 40);
    circlet_point back = ci_metric_plane_to_degrees(&plane, (ci_xy){0, 0});

    (void)state;
    assert_true(fabs(back.lon - 116) < 1e-12);
    assert_true(fabs(back.lat - 40) < 1e-12);
}

/* A degree by a degree; on the ellipsoid its northern and southern sides are
 * not geodesics, so that both are compared by points along them. */
static void areas_are_true(void **state)
{
    circlet_point ring[401];
    ci_metric_plane plane = plane_at(116, 40);
    ci_plane_ring found = {0};
    size_t count = 0;
    double want;

    (void)state;
    for (int i = 0; i < 100; i++)
        ring[count++] = (circlet_point){116.2 + i / 100.0, 39};
    for (int i = 0; i < 100; i++)
        ring[count++] = (circlet_point){117.2, 39 + i / 100.0};
    for (int i = 0; i < 100; i++)
        ring[count++] = (circlet_point){117.2 - i / 100.0, 40};
    for (int i = 0; i < 100; i++)
        ring[count++] = (circlet_point){116.2, 40 - i / 100.0};
    ring[count++] = ring[0];
    want = ci_geodesic_ring_m2(ring, count);

    assert_ok(ci_metric_plane_ring(&found, &plane, ring, count, error));

    assert_true(fabs(ci_plane_ring_m2(found.points, found.count) / want - 1) <
                1e-6);
    free(found.points);
}

/* Drawn with four corners, as straight in degrees. */
static void long_edges_are_cut(void **state)
{
    const circlet_point ring[] = {
        {116.2, 39}, {117.2, 39}, {117.2, 40}, {116.2, 40}, {116.2, 39}};
    ci_metric_plane plane = plane_at(116, 40);
    ci_plane_ring found = {0};
    ci_xy middle;

    (void)state;
    assert_ok(ci_metric_plane_ring(&found, &plane, ring, 5, error));
    assert_int_equal(found.count, 401);
    middle = ci_metric_plane_from_degrees(&plane, (circlet_point){116.7, 39});
    assert_true(hypot(found.points[50].x - middle.x,
                      found.points[50].y - middle.y) < 1e-6);
    assert_true(ci_plane_ring_m2(found.points, found.count) > 9.5e9);

    free(found.points);

    assert_ok(ci_metric_plane_ring(&found, &plane, ring, 0, error));
    assert_int_equal(found.count, 0);
    free(found.points);
}

/* How much longer a line is in the plane than on the ground. */
static double stretch_of(const ci_metric_plane *plane,
                         const circlet_point ends[2])
{
    const ci_xy found[] = {ci_metric_plane_from_degrees(plane, ends[0]),
                           ci_metric_plane_from_degrees(plane, ends[1])};

    return hypot(found[1].x - found[0].x, found[1].y - found[0].y) /
               ci_geodesic_length_m(ends, 2) -
           1;
}

static void lengths_are_off_by_no_more_than_is_said(void **state)
{
    const double latitudes[] = {0, 22, 40, 45, 53, -33};

    (void)state;
    for (size_t k = 0; k < 6; k++)
        for (int i = 0; i < 120; i++) {
            ci_metric_plane plane = plane_at(116, latitudes[k]);
            double angle = 0.5236 * i, far = 0.3 * (1 + i / 12);
            circlet_point at = {116 + far * cos(angle),
                                latitudes[k] + far * sin(angle)};
            const circlet_point east[] = {{at.lon - 0.001, at.lat},
                                          {at.lon + 0.001, at.lat}};
            const circlet_point north[] = {{at.lon, at.lat - 0.001},
                                           {at.lon, at.lat + 0.001}};
            ci_xy found = ci_metric_plane_from_degrees(&plane, at);
            double said, across, along;

            said = ci_metric_plane_distortion(hypot(found.x, found.y));
            across = fabs(stretch_of(&plane, east));
            along = fabs(stretch_of(&plane, north));
            assert_true(across <= said && along <= said);
            assert_true(said < 0.001 + far * 0.0001);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_centre_is_the_origin_and_north_is_up),
        cmocka_unit_test(snyders_example_comes_out),
        cmocka_unit_test(proj_says_the_same),
        cmocka_unit_test(the_centre_comes_back),
        cmocka_unit_test(points_come_back_to_where_they_were),
        cmocka_unit_test(areas_are_true),
        cmocka_unit_test(long_edges_are_cut),
        cmocka_unit_test(lengths_are_off_by_no_more_than_is_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
