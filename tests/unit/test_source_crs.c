#include "unit.h"

#include <math.h>
#include <stdio.h>

#include "io/source_crs.h"
#include "scratch.h"

#define GEOGCS(name, datum, axis, flattening)                                 \
    "GEOGCS[\"" name "\",DATUM[\"" datum "\",SPHEROID[\"S\"," axis            \
    "," flattening                                                            \
    "]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]"

#define GAUSS_KRUGER(name, geogcs, easting, meridian)                         \
    "PROJCS[\"" name "\"," geogcs ",PROJECTION[\"Gauss_Kruger\"],"            \
    "PARAMETER[\"False_Easting\"," easting                                    \
    "],PARAMETER[\"False_Northing\",0.0],"                                    \
    "PARAMETER[\"Central_Meridian\"," meridian                                \
    "],PARAMETER[\"Scale_Factor\",1.0],"                                      \
    "PARAMETER[\"Latitude_Of_Origin\",0.0],UNIT[\"Meter\",1.0]]"

#define CGCS2000                                                              \
    GEOGCS("GCS_China_Geodetic_Coordinate_System_2000", "D_China_2000",       \
           "6378137.0", "298.257222101")
#define BEIJING                                                               \
    GEOGCS("GCS_Beijing_1954", "D_Beijing_1954", "6378245.0", "298.3")
#define XIAN GEOGCS("GCS_Xian_1980", "D_Xian_1980", "6378140.0", "298.257")

static const ci_source_options nothing;

/* Places around Beijing in a system's own coordinates. */
static ci_crs_sample sample_in(const char *crs)
{
    ci_crs_sample sample = {.count = 0};
    ci_transform *transform = NULL;
    uint64_t seed = 2000;

    assert_ok(ci_transform_new(&transform, crs, error));
    for (int i = 0; i < 50; i++) {
        circlet_point at = {
            116.0 + (double)unit_random_below(&seed, 900000) / 1e6,
            39.6 + (double)unit_random_below(&seed, 700000) / 1e6};

        assert_ok(ci_transform_points_back(transform, &at, 1, error));
        ci_crs_sample_add(&sample, at);
    }
    ci_transform_free(transform);
    return sample;
}

static ci_crs_sample exchanged(const ci_crs_sample *from)
{
    ci_crs_sample sample = {.count = 0};

    for (size_t i = 0; i < from->count; i++)
        ci_crs_sample_add(&sample, (circlet_point){from->points[i].lat,
                                                   from->points[i].lon});
    return sample;
}

static circlet_status claim(const char *said, const ci_crs_sample *sample,
                            circlet_error *error)
{
    ci_transform *transform = NULL;
    ci_source source = {0};
    circlet_status status = ci_source_transform(
        &transform, &source, "town.shp", &nothing, said, sample, error);

    assert_true((status == CIRCLET_OK) == (transform != NULL));
    assert_null(ci_source_remark(&source, 0));
    ci_transform_free(transform);
    ci_source_free_parts(&source);
    return status;
}

/* What a file says against what is in it. Systems of one class cannot be
 * told apart by numbers; in web Mercator those of class 5 lie in
 * Africa, also when exchanged. */
static void a_claim_is_held_against_the_numbers(void **state)
{
    static const struct {
        const char *crs;
        int class;
    } systems[] = {
        {"EPSG:4326", 1},
        {"EPSG:4490", 1},
        {"EPSG:3857", 2},
        {"EPSG:4527", 3},
        {"EPSG:4498", 4},
        {"EPSG:4548", 5},
        {"EPSG:32650", 5},
        {"EPSG:4547", 5},
        {GAUSS_KRUGER("CGCS2000_3_Degree_GK_Zone_39", CGCS2000, "39500000.0",
                      "117.0"),
         3},
        {GAUSS_KRUGER("CGCS2000_3_Degree_GK_CM_117E", CGCS2000, "500000.0",
                      "117.0"),
         5},
        {GAUSS_KRUGER("my own", CGCS2000, "500000.0", "116.35"), 5},
        {"+proj=tmerc +lon_0=117 +x_0=500000 +ellps=GRS80 "
         "+towgs84=0,0,0,0,0,0,0",
         5},
    };
    const size_t count = sizeof(systems) / sizeof(systems[0]);

    (void)state;
    for (size_t data = 0; data < count; data++) {
        ci_crs_sample sample = sample_in(systems[data].crs);
        ci_crs_sample wrong = exchanged(&sample);

        /* Where a part is tried: each system against a quarter of them, itself
         * among these. */
        for (size_t said = unit_tries_all() ? 0 : data % 4; said < count;
             said += unit_tries_all() ? 1 : 4) {
            circlet_error error = {CIRCLET_OK, ""};
            bool is_same = systems[said].class == systems[data].class;
            bool is_africa =
                systems[said].class == 2 && systems[data].class == 5;
            circlet_status status = claim(systems[said].crs, &sample, &error);

            if (status != (is_same || is_africa ? CIRCLET_OK : CIRCLET_E_CRS))
                fail_msg("%s said of %s: %d %s", systems[said].crs,
                         systems[data].crs, (int)status, error.message);
            status = claim(systems[said].crs, &wrong, &error);
            if ((status != CIRCLET_E_CRS && !is_africa) ||
                (is_same && !strstr(error.message, "exchange the two")))
                fail_msg("%s said of %s exchanged: %d %s", systems[said].crs,
                         systems[data].crs, (int)status, error.message);
        }
    }
}

static void a_lie_is_told_with_what_it_looks_like(void **state)
{
    ci_crs_sample zone = sample_in("EPSG:4527");
    ci_crs_sample plane = sample_in("EPSG:4548");
    ci_crs_sample degrees = sample_in("EPSG:4326");
    ci_crs_sample latitude_first = exchanged(&degrees);
    ci_crs_sample northing_first = exchanged(&zone);
    ci_crs_sample local = {{{501234, 301234}}, 1};

    (void)state;
    assert_fails(claim("EPSG:4490", &zone, error), CIRCLET_E_CRS,
                 "they look like EPSG:4527");
    assert_fails(claim("EPSG:4326", &plane, error), CIRCLET_E_CRS,
                 "EPSG:4548 (117 E)");
    assert_fails(claim("EPSG:4548", &zone, error), CIRCLET_E_CRS,
                 "do not fit coordinate system 'CGCS2000 / 3-degree "
                 "Gauss-Kruger CM 117E': they look like EPSG:4527");
    assert_fails(claim("EPSG:3857", &degrees, error), CIRCLET_E_CRS,
                 "they look like degrees");
    assert_fails(claim("EPSG:4326", &latitude_first, error), CIRCLET_E_CRS,
                 "latitude stands first");
    assert_fails(claim("EPSG:4326", &local, error), CIRCLET_E_CRS,
                 "the local system of a city");
    /* Exchanged they would not fit, either. */
    assert_fails(claim("EPSG:4548", &latitude_first, error), CIRCLET_E_CRS,
                 "they look like degrees with the latitude first; put the "
                 "longitude first, and give EPSG:4326");
    assert_fails(claim("EPSG:4326", &northing_first, error), CIRCLET_E_CRS,
                 "they look like metres of another one with the northing "
                 "first");
}

/* The numbers of one zone of 3 degrees under the name of the next one. */
static void another_zone_is_no_lie_of_who_says_it_himself(void **state)
{
    ci_crs_sample east = sample_in("EPSG:4549");
    const ci_source_options given = {.crs = "EPSG:4548"};
    ci_source source = {0};
    ci_transform *transform = NULL;

    (void)state;
    assert_fails(claim("EPSG:4548", &east, error), CIRCLET_E_CRS,
                 "lie outside the area of coordinate system 'CGCS2000 / "
                 "3-degree Gauss-Kruger CM 117E'");
    assert_fails(claim(GAUSS_KRUGER("CGCS2000_3_Degree_GK_CM_117E", CGCS2000,
                                    "500000.0", "117.0"),
                       &east, error),
                 CIRCLET_E_CRS, "(115.5 22.6 to 118.5 49.88)");
    assert_ok(ci_source_transform(&transform, &source, "town.shp", &given,
                                  NULL, &east, error));
    assert_non_null(strstr(ci_source_remark(&source, 0)->english,
                           "is it another zone's?"));
    ci_transform_free(transform);
    ci_source_free_parts(&source);
}

/* A map of one place in metres from its middle has small numbers. */
static void a_small_plane_is_no_lie(void **state)
{
    ci_crs_sample sample = {{{-100, 80}, {120, -70}, {3, 4}}, 3};

    (void)state;
    assert_ok(claim("+proj=aeqd +lat_0=39.9 +lon_0=116.4 +datum=WGS84",
                    &sample, error));
}

static void a_few_stray_points_are_left_to_their_rows(void **state)
{
    ci_crs_sample sample = {{{116.4, 39.9}, {1e9, 4}, {39.9, 116.4}}, 3};

    (void)state;
    assert_ok(claim("EPSG:4326", &sample, error));
    sample = sample_in("EPSG:4548");
    for (size_t i = 1; i < sample.count; i++)
        sample.points[i] = (circlet_point){1e9, 1e9};
    assert_ok(claim("EPSG:4548", &sample, error));
}

static void old_datums_need_parameters(void **state)
{
    static const char *const systems[] = {
        BEIJING,
        XIAN,
        GAUSS_KRUGER("Beijing_1954_3_Degree_GK_CM_117E", BEIJING, "500000.0",
                     "117.0"),
        GAUSS_KRUGER("Xian_1980_3_Degree_GK_Zone_39", XIAN, "39500000.0",
                     "117.0"),
        GAUSS_KRUGER("Beijing_Local",
                     GEOGCS("GCS_Beijing_Local", "D_Beijing_Local",
                            "6378245.0", "298.3"),
                     "500000.0", "116.35025181"),
        GAUSS_KRUGER("local", GEOGCS("mine", "D_mine", "6378245.0", "298.3"),
                     "500000.0", "116.35025181"),
        "EPSG:4214",
        "EPSG:4610",
        "EPSG:2437",
        "EPSG:2363",
    };
    ci_crs_sample sample = {.count = 0};

    (void)state;
    for (size_t i = 0; i < sizeof(systems) / sizeof(systems[0]); i++)
        assert_fails(claim(systems[i], &sample, error), CIRCLET_E_CRS,
                     "+towgs84 and the 7 parameters");
}

static void parameters_of_an_old_datum_are_taken(void **state)
{
    static const char crs[] =
        "+proj=tmerc +lon_0=117 +x_0=500000 +ellps=krass "
        "+towgs84=15.8,-154.4,-82.3,0,0,0,0";
    ci_crs_sample sample = sample_in(crs);
    const ci_source_options options = {.crs = crs};
    ci_transform *transform = NULL;
    ci_source source = {0};
    circlet_point at = sample.points[0];

    (void)state;
    assert_ok(ci_source_transform(&transform, &source, "town.shp", &options,
                                  BEIJING, &sample, error));
    assert_ok(ci_transform_points(transform, &at, 1, error));
    assert_true(at.lon > 116.0 && at.lon < 117.0);
    ci_transform_free(transform);
}

static const char *remark_of(ci_source *source)
{
    const ci_source_remark_text *remark = ci_source_remark(source, 0);

    return remark ? remark->english : "";
}

static void without_a_claim_the_numbers_decide_and_it_is_said(void **state)
{
    static const char *const cases[][2] = {
        {"EPSG:4490", "are taken as WGS 84 degrees"},
        {"EPSG:3857", "are taken as web Mercator (EPSG:3857)"},
        {"EPSG:4527", "begin with zone 39 and are taken as CGCS2000 "
                      "(EPSG:4527); if they are Beijing 1954 or Xian 1980"},
        {"EPSG:4498", "begin with zone 20 and are taken as CGCS2000 "
                      "(EPSG:4498)"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ci_crs_sample sample = sample_in(cases[i][0]);
        ci_transform *transform = NULL;
        ci_source source = {0};

        assert_ok(ci_source_transform(&transform, &source, "town.shp",
                                      &nothing, NULL, &sample, error));
        if (!strstr(remark_of(&source), cases[i][1]))
            fail_msg("%s: %s", cases[i][0], remark_of(&source));
        for (size_t k = 0; k < sample.count; k++) {
            circlet_point at = sample.points[k];

            assert_ok(ci_transform_points(transform, &at, 1, error));
            assert_true(at.lon > 115.99 && at.lon < 116.91);
            assert_true(at.lat > 39.59 && at.lat < 40.31);
        }
        ci_transform_free(transform);
        ci_source_free_parts(&source);
    }
}

static circlet_status assume(const ci_crs_sample *sample, circlet_error *error)
{
    return claim(NULL, sample, error);
}

static void what_the_numbers_do_not_decide_is_refused(void **state)
{
    ci_crs_sample plane = sample_in("EPSG:4548");
    ci_crs_sample degrees = sample_in("EPSG:4326");
    ci_crs_sample zone = sample_in("EPSG:4527");
    ci_crs_sample latitude_first = exchanged(&degrees);
    ci_crs_sample northing_first = exchanged(&zone);
    ci_crs_sample qingdao = {{{13410000, 4310000}}, 1};
    ci_crs_sample local = {{{501234, 301234}}, 1};
    ci_crs_sample wild = {{{1e9, 1e9}}, 1};

    (void)state;
    assert_fails(assume(&plane, error), CIRCLET_E_CRS,
                 "EPSG:4534 (75 E) to EPSG:4554 (135 E)");
    assert_fails(assume(&latitude_first, error), CIRCLET_E_CRS,
                 "latitude stands first");
    assert_fails(assume(&northing_first, error), CIRCLET_E_CRS,
                 "the northing stands first");
    assert_fails(assume(&qingdao, error), CIRCLET_E_CRS,
                 "they look like EPSG:4491 as well as EPSG:3857");
    assert_fails(assume(&local, error), CIRCLET_E_CRS, "local system");
    assert_fails(assume(&wild, error), CIRCLET_E_CRS,
                 "town.shp: nothing says which coordinate system coordinates "
                 "such as 1000000000 1000000000 have: say which");
}

static void a_shift_needs_degrees(void **state)
{
    const ci_source_options options = {.datum = CIRCLET_DATUM_GCJ02};
    ci_crs_sample degrees = sample_in("EPSG:4326");
    ci_crs_sample zone = sample_in("EPSG:4527");
    ci_transform *transform = NULL;
    ci_source source = {0};
    circlet_point at = {116.38404722455657, 39.91334545536069};

    (void)state;
    assert_fails(ci_source_transform(&transform, &source, "town.shp", &options,
                                     "EPSG:4527", &zone, error),
                 CIRCLET_E_CRS,
                 "town.shp: coordinate system 'CGCS2000 / "
                 "3-degree Gauss-Kruger zone 39' cannot be "
                 "shifted by gcj02");
    assert_ok(ci_source_transform(&transform, &source, "town.shp", &options,
                                  "EPSG:4490", &degrees, error));
    assert_ok(ci_transform_points(transform, &at, 1, error));
    assert_true(fabs(at.lon - 116.377817) < 1e-10);
    assert_true(fabs(at.lat - 39.911954) < 1e-10);
    ci_transform_free(transform);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_claim_is_held_against_the_numbers),
        cmocka_unit_test(a_lie_is_told_with_what_it_looks_like),
        cmocka_unit_test(another_zone_is_no_lie_of_who_says_it_himself),
        cmocka_unit_test(a_small_plane_is_no_lie),
        cmocka_unit_test(a_few_stray_points_are_left_to_their_rows),
        cmocka_unit_test(old_datums_need_parameters),
        cmocka_unit_test(parameters_of_an_old_datum_are_taken),
        cmocka_unit_test(without_a_claim_the_numbers_decide_and_it_is_said),
        cmocka_unit_test(what_the_numbers_do_not_decide_is_refused),
        cmocka_unit_test(a_shift_needs_degrees),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
