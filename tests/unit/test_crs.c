#include "unit.h"

#include <math.h>

#include "geo/crs.h"

#define CM_114E                                                               \
    "PROJCS[\"CGCS2000_3_Degree_GK_CM_114E\","                                \
    "GEOGCS[\"GCS_China_Geodetic_Coordinate_System_2000\","                   \
    "DATUM[\"D_China_2000\",SPHEROID[\"CGCS2000\",6378137.0,298.257222101]]," \
    "PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]],"         \
    "PROJECTION[\"Gauss_Kruger\"],PARAMETER[\"False_Easting\",500000.0],"     \
    "PARAMETER[\"False_Northing\",0.0],"                                      \
    "PARAMETER[\"Central_Meridian\",114.0],"                                  \
    "PARAMETER[\"Scale_Factor\",1.0],"                                        \
    "PARAMETER[\"Latitude_Of_Origin\",0.0],UNIT[\"Meter\",1.0]]"

#define XIAN_1980                                                             \
    "GEOGCS[\"GCS_Xian_1980\",DATUM[\"D_Xian_1980\","                         \
    "SPHEROID[\"Xian_1980\",6378140.0,298.257]],"                             \
    "PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]"

static ci_transform *transform_from(const char *crs)
{
    ci_transform *transform = NULL;

    assert_ok(ci_transform_new(&transform, crs, error));
    return transform;
}

/* One point, to a hundredth of a millimetre. */
static void expect(const char *crs, double x, double y, double lon, double lat)
{
    ci_transform *transform = transform_from(crs);
    circlet_point at = {x, y};

    assert_ok(ci_transform_points(transform, &at, 1, error));

    assert_true(fabs(at.lon - lon) < 1e-10);
    assert_true(fabs(at.lat - lat) < 1e-10);
    ci_transform_free(transform);
}

static circlet_status move(const char *crs, double x, double y,
                           circlet_error *error)
{
    ci_transform *transform = transform_from(crs);
    circlet_point at = {x, y};
    circlet_status status = ci_transform_points(transform, &at, 1, error);

    assert_true(status == CIRCLET_OK || (at.lon == x || isnan(x)));
    ci_transform_free(transform);
    return status;
}

/* The places come from Krueger's series to the fifth order (Karney 2011,
 * equations 17 to 36) and from the formula of Mercator on the sphere, worked
 * out apart from PROJ. */
static void known_points_arrive_where_they_are(void **state)
{
    (void)state;
    expect("EPSG:4547", 700000, 4420000, 116.3382449131105, 39.89059999584205);
    expect("EPSG:4527", 39450000, 4420000, 116.41522358589886,
           39.91270453189326);
    expect("EPSG:32650", 450000, 4420000, 116.41485402399778,
           39.92863206842905);
    expect("EPSG:3857", 12960000, 4850000, 116.42166082189,
           39.890205183465724);
}

static void a_prj_of_esri_is_as_good_as_a_code(void **state)
{
    (void)state;
    expect(CM_114E, 700000, 4420000, 116.3382449131105, 39.89059999584205);
}

static void a_proj_string_needs_no_type(void **state)
{
    (void)state;
    expect("+proj=utm +zone=50 +datum=WGS84", 450000, 4420000,
           116.41485402399778, 39.92863206842905);
    expect("+proj=merc +a=6378137 +b=6378137 +nadgrids=@null", 12960000,
           4850000, 116.42166082189, 39.890205183465724);
}

static void degrees_stay_bit_for_bit_with_longitude_first(void **state)
{
    static const char *const systems[] = {
        "EPSG:4326", "EPSG:4490", "OGC:CRS84", "urn:ogc:def:crs:OGC:1.3:CRS84",
        "EPSG:4979"};

    (void)state;
    for (size_t i = 0; i < sizeof(systems) / sizeof(systems[0]); i++) {
        ci_transform *transform = transform_from(systems[i]);
        circlet_point at[2] = {{116.1, 39.7}, {-180.0, 90.0}};

        assert_true(ci_transform_is_degrees(transform));
        assert_ok(ci_transform_points(transform, at, 2, error));
        assert_true(at[0].lon == 116.1 && at[0].lat == 39.7);
        assert_true(at[1].lon == -180.0 && at[1].lat == 90.0);
        ci_transform_free(transform);
    }
}

static void metres_are_no_degrees(void **state)
{
    ci_transform *transform = transform_from("EPSG:4547");

    (void)state;
    assert_false(ci_transform_is_degrees(transform));
    ci_transform_free(transform);
    assert_fails(move("EPSG:4326", 441234.5, 4412345, error), CIRCLET_E_DATA,
                 "point 441234.5 4412345 is not in degrees");
    assert_fails(move("EPSG:4490", 39.9, 116.4, error), CIRCLET_E_DATA,
                 "longitude and latitude look exchanged");
}

static void degrees_are_no_metres(void **state)
{
    (void)state;
    assert_fails(move("EPSG:4547", 116.4, 39.9, error), CIRCLET_E_DATA,
                 "point 116.4 39.9 lies far outside the area");
    assert_fails(move("EPSG:4527", 116.4, 39.9, error), CIRCLET_E_DATA,
                 "point 116.4 39.9 has no place on the Earth");
}

static void another_zone_prefix_is_refused(void **state)
{
    (void)state;
    assert_fails(move("EPSG:4547", 39450000, 4420000, error), CIRCLET_E_DATA,
                 "point 39450000 4420000 has no place on the Earth");
    assert_fails(move("EPSG:4527", 450000, 4420000, error), CIRCLET_E_DATA,
                 "has no place on the Earth");
}

static void a_point_beyond_the_map_does_not_wrap_round(void **state)
{
    (void)state;
    assert_fails(move("EPSG:3857", 39500000, 4400000, error), CIRCLET_E_DATA,
                 "point 39500000 4400000 has no place on the Earth");
}

static void what_is_no_number_is_refused(void **state)
{
    (void)state;
    assert_fails(move("EPSG:4326", 116, INFINITY, error), CIRCLET_E_DATA,
                 "has no finite place");
    assert_fails(move("EPSG:4547", NAN, 4420000, error), CIRCLET_E_DATA,
                 "has no finite place");
}

static void a_failure_leaves_all_points_as_they_were(void **state)
{
    ci_transform *transform = transform_from("EPSG:4547");
    circlet_point at[2] = {{700000, 4420000}, {1e9, 1e9}};

    (void)state;
    assert_fails(ci_transform_points(transform, at, 2, error), CIRCLET_E_DATA,
                 "point 1000000000 1000000000");

    assert_true(at[0].lon == 700000 && at[0].lat == 4420000);
    ci_transform_free(transform);
}

static circlet_status make(const char *crs, circlet_error *error)
{
    ci_transform *transform = NULL;
    circlet_status status = ci_transform_new(&transform, crs, error);

    assert_true((status == CIRCLET_OK) == (transform != NULL));
    ci_transform_free(transform);
    return status;
}

static void chinese_datums_without_parameters_are_refused(void **state)
{
    static const char *const systems[] = {
        "EPSG:4214", /* Beijing 1954 */
        "EPSG:2437", /* Beijing 1954, Gauss-Krueger */
        "EPSG:4610", /* Xian 1980 */
        "EPSG:2343", /* Xian 1980, Gauss-Krueger */
        "EPSG:4555", /* New Beijing */
        XIAN_1980};

    (void)state;
    for (size_t i = 0; i < sizeof(systems) / sizeof(systems[0]); i++)
        assert_fails(make(systems[i], error), CIRCLET_E_CRS,
                     "has no public transformation to WGS 84");
}

static void an_old_ellipsoid_without_a_shift_is_refused(void **state)
{
    (void)state;
    assert_fails(make("+proj=longlat +ellps=krass", error), CIRCLET_E_CRS,
                 "has no public transformation to WGS 84");
}

/* A shift of 100 m along each axis, turned at 0 N 90 E into north (z) and
 * west (x), by arithmetic: 100 m of latitude and of longitude there. */
static void parameters_make_an_old_datum_usable(void **state)
{
    ci_transform *transform = transform_from(
        "+proj=longlat +ellps=IAU76 +towgs84=100,100,100,0,0,0,0");
    circlet_point at = {90.0, 0.0};

    (void)state;
    assert_ok(ci_transform_points(transform, &at, 1, error));

    assert_true(fabs(at.lon - (90.0 - 100.0 / 6378240.0 * 57.29577951)) <
                1e-6);
    assert_true(fabs(at.lat - 100.0 / 6335440.0 * 57.29577951) < 1e-5);
    ci_transform_free(transform);
}

/* 116.38404722455657 39.91334545536069 in GCJ-02 is 116.377817 39.911954 in
 * WGS 84 (googollee/eviltransform); in web Mercator by its formula. */
static void shifted_degrees_and_tiles_are_moved_back(void **state)
{
    static const char *const tiles[] = {
        "EPSG:3857",
        "PROJCS[\"WGS_1984_Web_Mercator_Auxiliary_Sphere\","
        "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\","
        "SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],"
        "PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]],"
        "PROJECTION[\"Mercator_Auxiliary_Sphere\"],"
        "PARAMETER[\"False_Easting\",0.0],PARAMETER[\"False_Northing\",0.0],"
        "PARAMETER[\"Central_Meridian\",0.0],"
        "PARAMETER[\"Standard_Parallel_1\",0.0],"
        "PARAMETER[\"Auxiliary_Sphere_Type\",0.0],UNIT[\"Meter\",1.0]]",
        "+proj=merc +a=6378137 +b=6378137 +nadgrids=@null"};
    const circlet_point shifted = {116.38404722455657, 39.91334545536069};
    const double radius = 6378137.0, degree = M_PI / 180.0;
    ci_transform *degrees = transform_from("EPSG:4490");
    circlet_point at = shifted;

    (void)state;
    assert_ok(ci_transform_set_datum(degrees, CIRCLET_DATUM_GCJ02, error));
    assert_ok(ci_transform_points(degrees, &at, 1, error));
    assert_true(fabs(at.lon - 116.377817) < 1e-10);
    assert_true(fabs(at.lat - 39.911954) < 1e-10);
    assert_ok(ci_transform_points_back(degrees, &at, 1, error));
    assert_true(fabs(at.lon - shifted.lon) < 1e-10);
    ci_transform_free(degrees);
    for (size_t i = 0; i < sizeof(tiles) / sizeof(tiles[0]); i++) {
        ci_transform *transform = transform_from(tiles[i]);

        at.lon = shifted.lon * degree * radius;
        at.lat = log(tan((45.0 + shifted.lat / 2.0) * degree)) * radius;
        assert_ok(
            ci_transform_set_datum(transform, CIRCLET_DATUM_GCJ02, error));
        assert_ok(ci_transform_points(transform, &at, 1, error));
        assert_true(fabs(at.lon - 116.377817) < 1e-9);
        assert_true(fabs(at.lat - 39.911954) < 1e-9);
        ci_transform_free(transform);
    }
}

static void what_is_not_published_shifted_takes_no_datum(void **state)
{
    static const char *const systems[] = {
        "EPSG:4547", "EPSG:32650", "EPSG:3395",
        "+proj=longlat +ellps=krass +towgs84=15,-150,-90",
        "+proj=longlat +datum=WGS84 +pm=paris"};

    (void)state;
    for (size_t i = 0; i < sizeof(systems) / sizeof(systems[0]); i++) {
        ci_transform *transform = transform_from(systems[i]);

        assert_fails(
            ci_transform_set_datum(transform, CIRCLET_DATUM_BD09, error),
            CIRCLET_E_CRS, "cannot be shifted by bd09");
        assert_ok(
            ci_transform_set_datum(transform, CIRCLET_DATUM_NONE, error));
        ci_transform_free(transform);
    }
}

static void the_way_back_leads_back(void **state)
{
    static const char *const systems[] = {"EPSG:4326",  "EPSG:4490",
                                          "EPSG:4527",  "EPSG:4548",
                                          "EPSG:32650", "EPSG:3857"};
    uint64_t seed = 4490;

    (void)state;
    for (size_t i = 0; i < sizeof(systems) / sizeof(systems[0]); i++) {
        ci_transform *transform = transform_from(systems[i]);

        for (int k = 0; k < 300; k++) {
            circlet_point at = {
                115.6 + (double)unit_random_below(&seed, 3000000) / 1e6,
                18.0 + (double)unit_random_below(&seed, 35000000) / 1e6};
            circlet_point moved = at;

            assert_ok(ci_transform_points_back(transform, &moved, 1, error));
            assert_ok(ci_transform_points(transform, &moved, 1, error));
            assert_true(fabs(at.lon - moved.lon) < 1e-9);
            assert_true(fabs(at.lat - moved.lat) < 1e-9);
        }
        ci_transform_free(transform);
    }
}

static void the_way_back_refuses_what_has_no_image(void **state)
{
    ci_transform *zone = transform_from("EPSG:4547");
    circlet_point at[2] = {{114.1, 39.9}, {8.7, 49.4}};

    (void)state;
    assert_fails(ci_transform_points_back(zone, at, 2, error), CIRCLET_E_DATA,
                 "point 8.7 49.4 lies far outside the area");
    assert_true(at[0].lon == 114.1 && at[0].lat == 39.9);
    at[0] = (circlet_point){39.9, 116.4};
    assert_fails(ci_transform_points_back(zone, at, 1, error), CIRCLET_E_DATA,
                 "point 39.9 116.4 is no longitude and latitude");
    ci_transform_free(zone);
}

/* Degrees from Paris, 2 20' 14.025" E of Greenwich, and 400 grads to a turn:
 * by arithmetic. */
static void other_meridians_and_grads_become_degrees(void **state)
{
    (void)state;
    expect("+proj=longlat +datum=WGS84 +pm=paris", 100, 40,
           100 + 2 + 20 / 60.0 + 14.025 / 3600.0, 40);
    expect("GEOGCS[\"WGS 84 (grads)\",DATUM[\"WGS_1984\","
           "SPHEROID[\"WGS 84\",6378137,298.257223563]],"
           "PRIMEM[\"Greenwich\",0],UNIT[\"grad\",0.015707963267948967]]",
           129, 44, 116.1, 39.6);
}

static void a_height_in_the_system_is_left_aside(void **state)
{
    (void)state;
    expect("COMPD_CS[\"UTM 50N + height\",PROJCS[\"WGS 84 / UTM zone 50N\","
           "GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\","
           "SPHEROID[\"WGS 84\",6378137,298.257223563]],"
           "PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0.0174532925199433]],"
           "PROJECTION[\"Transverse_Mercator\"],"
           "PARAMETER[\"latitude_of_origin\",0],"
           "PARAMETER[\"central_meridian\",117],"
           "PARAMETER[\"scale_factor\",0.9996],"
           "PARAMETER[\"false_easting\",500000],"
           "PARAMETER[\"false_northing\",0],UNIT[\"metre\",1]],"
           "VERT_CS[\"Yellow Sea 1985\",VERT_DATUM[\"Yellow Sea 1985\",2005],"
           "UNIT[\"metre\",1],AXIS[\"Up\",UP]]]",
           450000, 4420000, 116.41485402399778, 39.92863206842905);
    expect("EPSG:32650+5737", 450000, 4420000, 116.41485402399778,
           39.92863206842905);
}

static void what_is_no_map_system_is_refused(void **state)
{
    (void)state;
    assert_fails(make("EPSG:999999", error), CIRCLET_E_CRS,
                 "coordinate system 'EPSG:999999' is not known");
    assert_fails(make("", error), CIRCLET_E_CRS, "is not known");
    assert_fails(make("nonsense", error), CIRCLET_E_CRS, "'nonsense'");
    assert_fails(make("EPSG:5773", error), CIRCLET_E_CRS, "not one of maps");
    assert_fails(make("EPSG:4978", error), CIRCLET_E_CRS, "not one of maps");
    assert_fails(make("LOCAL_CS[\"site\",UNIT[\"m\",1]]", error),
                 CIRCLET_E_CRS, "not one of maps");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_points_arrive_where_they_are),
        cmocka_unit_test(a_prj_of_esri_is_as_good_as_a_code),
        cmocka_unit_test(a_proj_string_needs_no_type),
        cmocka_unit_test(degrees_stay_bit_for_bit_with_longitude_first),
        cmocka_unit_test(metres_are_no_degrees),
        cmocka_unit_test(degrees_are_no_metres),
        cmocka_unit_test(another_zone_prefix_is_refused),
        cmocka_unit_test(a_point_beyond_the_map_does_not_wrap_round),
        cmocka_unit_test(what_is_no_number_is_refused),
        cmocka_unit_test(a_failure_leaves_all_points_as_they_were),
        cmocka_unit_test(chinese_datums_without_parameters_are_refused),
        cmocka_unit_test(an_old_ellipsoid_without_a_shift_is_refused),
        cmocka_unit_test(parameters_make_an_old_datum_usable),
        cmocka_unit_test(what_is_no_map_system_is_refused),
        cmocka_unit_test(shifted_degrees_and_tiles_are_moved_back),
        cmocka_unit_test(what_is_not_published_shifted_takes_no_datum),
        cmocka_unit_test(the_way_back_leads_back),
        cmocka_unit_test(the_way_back_refuses_what_has_no_image),
        cmocka_unit_test(other_meridians_and_grads_become_degrees),
        cmocka_unit_test(a_height_in_the_system_is_left_aside),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
