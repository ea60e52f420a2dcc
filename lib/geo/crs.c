/*
 * Each transform has a PROJ context of its own, since a PJ holds on to the
 * context that made it; nothing is logged and nothing is fetched.
 */
#include "geo/crs.h"

#include <proj.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "base/text.h"

#define LABEL_SIZE 80

/* How far outside the area that a coordinate system is meant for a point
 * may lie. Farther out, it was most likely another system. */
#define AREA_MARGIN_DEGREES 10.0

struct ci_transform {
    PJ_CONTEXT *context;
    PJ *crs; /* of the source; horizontal */
    PJ *pj; /* NULL: the source is WGS 84 already */
    bool is_degrees;
    bool has_area;
    double west, south, east, north;
    char label[LABEL_SIZE]; /* the source's name for messages */
};

/* What decides how the source's datum lies to WGS 84. */
typedef struct source_datum {
    char name[LABEL_SIZE];
    double semi_major_m, inverse_flattening;
    double meridian_degrees;
} source_datum;

static void copy_label(char label[LABEL_SIZE], const char *text)
{
    snprintf(label, LABEL_SIZE, "%s", text);
    ci_text_cut_at_character(label);
}

/* ---- the source's coordinate system --------------------------------------
 */

/* PROJ takes "+proj=utm +zone=50" for an operation unless told otherwise. */
static PJ *create_from_text(PJ_CONTEXT *context, const char *crs, bool *failed)
{
    ci_buffer text = {0};
    PJ *made = NULL;

    ci_buffer_add(&text, crs);
    if ((strncmp(crs, "+proj=", 6) == 0 || strncmp(crs, "proj=", 5) == 0) &&
        !strstr(crs, "type=crs"))
        ci_buffer_add(&text, " +type=crs");
    *failed = text.failed;
    if (!text.failed)
        made = proj_create(context, text.text);
    ci_buffer_free(&text);
    return made;
}

/* Of a compound system the horizontal part; otherwise the system itself. */
static PJ *horizontal_part(PJ_CONTEXT *context, PJ *crs)
{
    PJ *part;

    if (proj_get_type(crs) != PJ_TYPE_COMPOUND_CRS)
        return crs;
    part = proj_crs_get_sub_crs(context, crs, 0);
    proj_destroy(crs);
    return part;
}

static bool is_horizontal(const PJ *crs)
{
    switch (proj_get_type(crs)) {
    case PJ_TYPE_GEOGRAPHIC_2D_CRS:
    case PJ_TYPE_GEOGRAPHIC_3D_CRS:
    case PJ_TYPE_PROJECTED_CRS:
    case PJ_TYPE_BOUND_CRS:
        return true;
    default:
        return false;
    }
}

static circlet_status create_source(ci_transform *transform, const char *crs,
                                    circlet_error *error)
{
    bool has_failed;
    PJ *made = create_from_text(transform->context, crs, &has_failed);

    if (has_failed)
        return ci_fail_nomem(error);
    if (made)
        made = horizontal_part(transform->context, made);
    transform->crs = made;
    if (!made || !proj_is_crs(made))
        return ci_fail(error, CIRCLET_E_CRS,
                       "coordinate system '%s' is not known",
                       transform->label);
    if (proj_get_name(made) && strcmp(proj_get_name(made), "unknown") != 0)
        copy_label(transform->label, proj_get_name(made));
    if (!is_horizontal(made))
        return ci_fail(error, CIRCLET_E_CRS,
                       "coordinate system '%s' is not one of maps",
                       transform->label);
    return CIRCLET_OK;
}

/* The system without the shift that a BOUNDCRS or +towgs84 adds; the
 * caller destroys it. */
static PJ *unbound(const ci_transform *transform)
{
    if (proj_get_type(transform->crs) == PJ_TYPE_BOUND_CRS)
        return proj_get_source_crs(transform->context, transform->crs);
    return proj_clone(transform->context, transform->crs);
}

static circlet_status read_datum(source_datum *out,
                                 const ci_transform *transform, PJ *geodetic,
                                 circlet_error *error)
{
    PJ_CONTEXT *context = transform->context;
    PJ *frame = proj_crs_get_datum_forced(context, geodetic);
    PJ *ellipsoid = proj_get_ellipsoid(context, geodetic);
    PJ *meridian = proj_get_prime_meridian(context, geodetic);
    double unit = 0.0;
    bool is_good =
        frame && ellipsoid && meridian &&
        proj_ellipsoid_get_parameters(context, ellipsoid, &out->semi_major_m,
                                      NULL, NULL, &out->inverse_flattening) &&
        proj_prime_meridian_get_parameters(
            context, meridian, &out->meridian_degrees, &unit, NULL);

    if (is_good) {
        const char *name = proj_get_name(frame);

        copy_label(out->name, name ? name : "");
        out->meridian_degrees *= unit / (M_PI / 180.0);
    }
    proj_destroy(frame);
    proj_destroy(ellipsoid);
    proj_destroy(meridian);
    if (!is_good)
        return ci_fail(error, CIRCLET_E_CRS,
                       "coordinate system '%s' has no known datum",
                       transform->label);
    return CIRCLET_OK;
}

/* Whether coordinates of `crs` are geographic and in degrees. */
static bool has_degrees(PJ_CONTEXT *context, const PJ *crs)
{
    PJ_TYPE type = proj_get_type(crs);
    double unit = 0.0;
    PJ *system;

    if (type != PJ_TYPE_GEOGRAPHIC_2D_CRS && type != PJ_TYPE_GEOGRAPHIC_3D_CRS)
        return false;
    system = proj_crs_get_coordinate_system(context, crs);
    if (!system)
        return false;
    if (!proj_cs_get_axis_info(context, system, 0, NULL, NULL, NULL, &unit,
                               NULL, NULL, NULL))
        unit = 0.0;
    proj_destroy(system);
    return fabs(unit - M_PI / 180.0) < 1e-9;
}

static circlet_status describe_source(source_datum *out,
                                      ci_transform *transform,
                                      circlet_error *error)
{
    PJ *plain = unbound(transform);
    PJ *geodetic =
        plain ? proj_crs_get_geodetic_crs(transform->context, plain) : NULL;
    circlet_status status;

    if (geodetic) {
        transform->is_degrees = has_degrees(transform->context, plain);
        status = read_datum(out, transform, geodetic, error);
    } else {
        status = ci_fail(error, CIRCLET_E_CRS,
                         "coordinate system '%s' has no known datum",
                         transform->label);
    }
    proj_destroy(geodetic);
    proj_destroy(plain);
    return status;
}

/* ---- how it lies to WGS 84 -----------------------------------------------
 */

/* WGS 84 itself, CGCS2000, ITRF and what else stands on their ellipsoid
 * differ by less than metres. PROJ has no operation between some of them
 * and calls doing nothing "ballpark", which is right here. */
static bool is_like_wgs84(const source_datum *datum)
{
    return fabs(datum->semi_major_m - 6378137.0) < 0.5 &&
           fabs(datum->inverse_flattening - 298.2572) < 0.001;
}

static bool is_wgs84_degrees(const ci_transform *transform,
                             const source_datum *datum)
{
    return transform->is_degrees && is_like_wgs84(datum) &&
           proj_get_type(transform->crs) != PJ_TYPE_BOUND_CRS &&
           datum->meridian_degrees == 0.0 &&
           (strncmp(datum->name, "World Geodetic System 1984", 26) == 0 ||
            strcmp(datum->name, "China 2000") == 0);
}

static bool has_word(const char *text, const char *word)
{
    for (; *text; text++)
        if (strncasecmp(text, word, strlen(word)) == 0)
            return true;
    return false;
}

/* For these PROJ shifts nothing, or by the parameters of some oil field. */
static bool is_chinese_legacy(const source_datum *datum)
{
    return has_word(datum->name, "beijing") || has_word(datum->name, "xian") ||
           has_word(datum->name, "xi'an");
}

static circlet_status fail_legacy(const ci_transform *transform,
                                  const source_datum *datum,
                                  circlet_error *error)
{
    return ci_fail(error, CIRCLET_E_CRS,
                   "coordinate system '%s' stands on datum '%s', which has no "
                   "public transformation to WGS 84 (points would lie some "
                   "100 m off): convert the file to CGCS2000 first, or give a "
                   "PROJ string with +towgs84 and your parameters",
                   transform->label, datum->name);
}

static circlet_status create_operation(ci_transform *transform,
                                       const source_datum *datum,
                                       circlet_error *error)
{
    static const char *const strict[] = {"ALLOW_BALLPARK=NO", NULL};
    PJ *target = proj_create(transform->context, "EPSG:4326");
    PJ *pj;

    if (!target)
        return ci_fail(error, CIRCLET_E_CRS,
                       "the database of coordinate systems (proj.db) "
                       "cannot be read");
    pj = proj_create_crs_to_crs_from_pj(transform->context, transform->crs,
                                        target, NULL,
                                        is_like_wgs84(datum) ? NULL : strict);
    proj_destroy(target);
    if (!pj)
        return fail_legacy(transform, datum, error);
    transform->pj = proj_normalize_for_visualization(transform->context, pj);
    proj_destroy(pj);
    if (!transform->pj)
        return ci_fail(error, CIRCLET_E_CRS,
                       "coordinate system '%s' cannot be turned into WGS 84",
                       transform->label);
    return CIRCLET_OK;
}

static void read_area(ci_transform *transform)
{
    double west, south, east, north;

    if (!proj_get_area_of_use(transform->context, transform->crs, &west,
                              &south, &east, &north, NULL) ||
        west < -180.0 || west > east) /* not known, or across 180 degrees */
        return;
    transform->has_area = true;
    transform->west = west - AREA_MARGIN_DEGREES;
    transform->south = south - AREA_MARGIN_DEGREES;
    transform->east = east + AREA_MARGIN_DEGREES;
    transform->north = north + AREA_MARGIN_DEGREES;
}

static circlet_status set_up(ci_transform *transform, const char *crs,
                             circlet_error *error)
{
    source_datum datum = {"", 0.0, 0.0, 0.0};
    circlet_status status = create_source(transform, crs, error);

    if (status == CIRCLET_OK)
        status = describe_source(&datum, transform, error);
    if (status != CIRCLET_OK || is_wgs84_degrees(transform, &datum))
        return status;
    if (is_chinese_legacy(&datum) &&
        proj_get_type(transform->crs) != PJ_TYPE_BOUND_CRS)
        return fail_legacy(transform, &datum, error);
    read_area(transform);
    return create_operation(transform, &datum, error);
}

void ci_transform_free(ci_transform *transform)
{
    if (!transform)
        return;
    proj_destroy(transform->pj);
    proj_destroy(transform->crs);
    proj_context_destroy(transform->context);
    free(transform);
}

circlet_status ci_transform_new(ci_transform **out, const char *crs,
                                circlet_error *error)
{
    ci_transform *transform = calloc(1, sizeof(*transform));
    circlet_status status;

    if (!transform)
        return ci_fail_nomem(error);
    transform->context = proj_context_create();
    if (!transform->context) {
        free(transform);
        return ci_fail_nomem(error);
    }
    proj_log_level(transform->context, PJ_LOG_NONE);
    proj_context_set_enable_network(transform->context, 0);
    copy_label(transform->label, crs);
    status = set_up(transform, crs, error);
    if (status != CIRCLET_OK) {
        ci_transform_free(transform);
        return status;
    }
    *out = transform;
    return CIRCLET_OK;
}

bool ci_transform_is_degrees(const ci_transform *transform)
{
    return transform->is_degrees;
}

/* ---- points --------------------------------------------------------------
 */

static bool on_earth(circlet_point at)
{
    return fabs(at.lon) <= 180.0 && fabs(at.lat) <= 90.0; /* false for NaN */
}

/* A point's numbers as messages show them. */
typedef struct shown_point {
    char x[CI_NUMBER_SIZE], y[CI_NUMBER_SIZE];
} shown_point;

static shown_point show(circlet_point at)
{
    shown_point shown;

    ci_format_double(shown.x, at.lon);
    ci_format_double(shown.y, at.lat);
    return shown;
}

static circlet_status check_source_point(const ci_transform *transform,
                                         circlet_point at,
                                         circlet_error *error)
{
    shown_point shown;

    if (isfinite(at.lon) && isfinite(at.lat) &&
        (!transform->is_degrees || on_earth(at)))
        return CIRCLET_OK;
    shown = show(at);
    if (isfinite(at.lon) && isfinite(at.lat))
        return ci_fail(error, CIRCLET_E_DATA,
                       "point %s %s is not in degrees, as its coordinate "
                       "system '%s' says",
                       shown.x, shown.y, transform->label);
    return ci_fail(error, CIRCLET_E_DATA, "point %s %s has no finite place",
                   shown.x, shown.y);
}

/* A projection wraps round the Earth or stops at a pole without an error;
 * then the way back does not lead to where it began. */
static bool comes_back(const ci_transform *transform, circlet_point from,
                       circlet_point to)
{
    PJ_COORD back =
        proj_trans(transform->pj, PJ_INV, proj_coord(to.lon, to.lat, 0, 0));
    double allowed = 1e-5 + 1e-6 * fmax(fabs(from.lon), fabs(from.lat));

    return fabs(back.xy.x - from.lon) <= allowed &&
           fabs(back.xy.y - from.lat) <= allowed; /* false for NaN */
}

static bool is_in_area(const ci_transform *transform, circlet_point at)
{
    return !transform->has_area ||
           (transform->west <= at.lon && at.lon <= transform->east &&
            transform->south <= at.lat && at.lat <= transform->north);
}

static circlet_status transform_point(circlet_point *out,
                                      const ci_transform *transform,
                                      circlet_point at, circlet_error *error)
{
    circlet_status status = check_source_point(transform, at, error);
    PJ_COORD image;
    circlet_point place;
    shown_point shown;

    if (status != CIRCLET_OK)
        return status;
    image =
        proj_trans(transform->pj, PJ_FWD, proj_coord(at.lon, at.lat, 0, 0));
    place = (circlet_point){image.xy.x, image.xy.y};
    if (on_earth(place) && comes_back(transform, at, place) &&
        is_in_area(transform, place)) {
        *out = place;
        return CIRCLET_OK;
    }
    shown = show(at);
    if (!on_earth(place) || !comes_back(transform, at, place))
        return ci_fail(error, CIRCLET_E_DATA,
                       "point %s %s has no place on the Earth in coordinate "
                       "system '%s'",
                       shown.x, shown.y, transform->label);
    return ci_fail(error, CIRCLET_E_DATA,
                   "point %s %s lies far outside the area of coordinate "
                   "system '%s'",
                   shown.x, shown.y, transform->label);
}

/* The source is WGS 84 already: only whether it can be true is looked at. */
static circlet_status check_points(const ci_transform *transform,
                                   const circlet_point *points, size_t count,
                                   circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; i < count && status == CIRCLET_OK; i++)
        status = check_source_point(transform, points[i], error);
    return status;
}

circlet_status ci_transform_points(const ci_transform *transform,
                                   circlet_point *points, size_t count,
                                   circlet_error *error)
{
    circlet_status status = CIRCLET_OK;
    circlet_point *places;

    if (!transform->pj)
        return check_points(transform, points, count, error);
    /* Aside, so that the points stay as they were if one fails. */
    places = calloc(count + 1, sizeof(*places));
    if (!places)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < count && status == CIRCLET_OK; i++)
        status = transform_point(&places[i], transform, points[i], error);
    if (status == CIRCLET_OK && count > 0)
        memcpy(points, places, count * sizeof(*places));
    free(places);
    return status;
}
