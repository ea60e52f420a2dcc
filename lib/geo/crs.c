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

#include "base/error.h"
#include "base/text.h"
#include "geo/crs_kind.h"
#include "geo/datum_shift.h"

/* How far outside the area that a coordinate system is meant for a point
 * may lie. Farther out, it was most likely another system. */
#define AREA_MARGIN_DEGREES 10.0

struct ci_transform {
    PJ_CONTEXT *context;
    PJ *crs; /* of the source; horizontal */
    PJ *pj; /* NULL: the source is WGS 84 already */
    ci_crs_kind kind;
    circlet_datum datum;
    char label[CI_CRS_NAME_SIZE]; /* the source's name for messages */
};

static void copy_label(char label[CI_CRS_NAME_SIZE], const char *text)
{
    snprintf(label, CI_CRS_NAME_SIZE, "%s", text);
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
    if (!made && crs[0] && crs[strspn(crs, "0123456789")] == '\0')
        return ci_fail(error, CIRCLET_E_CRS,
                       "coordinate system '%s' is not known: a code of EPSG's "
                       "is written EPSG:%s",
                       transform->label, transform->label);
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

static circlet_status describe_source(ci_transform *transform,
                                      circlet_error *error)
{
    PJ *plain = unbound(transform);
    bool is_good =
        plain && ci_crs_kind_read(&transform->kind, transform->context, plain);

    proj_destroy(plain);
    if (!is_good)
        return ci_fail(error, CIRCLET_E_CRS,
                       "coordinate system '%s' has no known datum",
                       transform->label);
    return CIRCLET_OK;
}

/* ---- how it lies to WGS 84 -----------------------------------------------
 */

static bool is_wgs84_degrees(const ci_transform *transform)
{
    const ci_crs_kind *kind = &transform->kind;

    return kind->is_degrees && ci_crs_kind_is_like_wgs84(kind) &&
           proj_get_type(transform->crs) != PJ_TYPE_BOUND_CRS &&
           kind->meridian_degrees == 0.0 &&
           (strncmp(kind->datum, "World Geodetic System 1984", 26) == 0 ||
            strcmp(kind->datum, "China 2000") == 0);
}

/* For these PROJ shifts nothing, or by the parameters of some oil field. */
static circlet_status fail_legacy(const ci_transform *transform,
                                  circlet_error *error)
{
    return ci_fail(error, CIRCLET_E_CRS,
                   "coordinate system '%s' stands on datum '%s', which has no "
                   "public transformation to WGS 84 (points would lie some "
                   "100 m off): let the file be converted to CGCS2000 first, "
                   "or give as crs a PROJ string with +towgs84 and the 7 "
                   "parameters of your surveying office",
                   transform->label, transform->kind.datum);
}

static circlet_status create_operation(ci_transform *transform,
                                       circlet_error *error)
{
    static const char *const strict[] = {"ALLOW_BALLPARK=NO", NULL};
    PJ *target = proj_create(transform->context, "EPSG:4326");
    PJ *pj;

    if (!target)
        return ci_fail(error, CIRCLET_E_CRS,
                       "the database of coordinate systems (proj.db) "
                       "cannot be read");
    pj = proj_create_crs_to_crs_from_pj(
        transform->context, transform->crs, target, NULL,
        ci_crs_kind_is_like_wgs84(&transform->kind) ? NULL : strict);
    proj_destroy(target);
    if (!pj)
        return fail_legacy(transform, error);
    transform->pj = proj_normalize_for_visualization(transform->context, pj);
    proj_destroy(pj);
    if (!transform->pj)
        return ci_fail(error, CIRCLET_E_CRS,
                       "coordinate system '%s' cannot be turned into WGS 84",
                       transform->label);
    return CIRCLET_OK;
}

static circlet_status set_up(ci_transform *transform, const char *crs,
                             circlet_error *error)
{
    circlet_status status = create_source(transform, crs, error);

    if (status == CIRCLET_OK)
        status = describe_source(transform, error);
    if (status != CIRCLET_OK || is_wgs84_degrees(transform))
        return status;
    if (ci_crs_kind_is_chinese_legacy(&transform->kind) &&
        proj_get_type(transform->crs) != PJ_TYPE_BOUND_CRS)
        return fail_legacy(transform, error);
    return create_operation(transform, error);
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
    return transform->kind.is_degrees;
}

int ci_transform_decimals(const ci_transform *transform)
{
    return transform->kind.is_plane ? 3 : 9;
}

const char *ci_transform_label(const ci_transform *transform)
{
    return transform->label;
}

bool ci_transform_area(ci_box *out, const ci_transform *transform)
{
    const ci_crs_kind *kind = &transform->kind;

    if (kind->has_area)
        *out = (ci_box){kind->west, kind->south, kind->east, kind->north};
    return kind->has_area;
}

/* Maps of China are published in these. */
static bool takes_datum(const ci_crs_kind *kind)
{
    return kind->is_web_mercator ||
           (kind->is_degrees && ci_crs_kind_is_like_wgs84(kind) &&
            kind->meridian_degrees == 0.0);
}

circlet_status ci_transform_set_datum(ci_transform *transform,
                                      circlet_datum datum,
                                      circlet_error *error)
{
    if (datum != CIRCLET_DATUM_NONE && !takes_datum(&transform->kind))
        return ci_fail(error, CIRCLET_E_CRS,
                       "coordinate system '%s' cannot be shifted by %s: only "
                       "degrees of WGS 84 or CGCS2000 and web Mercator "
                       "coordinates are published so",
                       transform->label, circlet_datum_word(datum));
    transform->datum = datum;
    return CIRCLET_OK;
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
        (!transform->kind.is_degrees || on_earth(at)))
        return CIRCLET_OK;
    shown = show(at);
    if (on_earth((circlet_point){at.lat, at.lon}))
        return ci_fail(error, CIRCLET_E_DATA,
                       "point %s %s has no latitude: longitude and latitude "
                       "look exchanged (longitude comes first)",
                       shown.x, shown.y);
    if (isfinite(at.lon) && isfinite(at.lat))
        return ci_fail(error, CIRCLET_E_DATA,
                       "point %s %s is not in degrees, which coordinate "
                       "system '%s' has",
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
    const ci_crs_kind *kind = &transform->kind;

    return !kind->has_area || (kind->west - AREA_MARGIN_DEGREES <= at.lon &&
                               at.lon <= kind->east + AREA_MARGIN_DEGREES &&
                               kind->south - AREA_MARGIN_DEGREES <= at.lat &&
                               at.lat <= kind->north + AREA_MARGIN_DEGREES);
}

static circlet_status fail_no_place(const ci_transform *transform,
                                    circlet_point at, circlet_error *error)
{
    shown_point shown = show(at);

    return ci_fail(error, CIRCLET_E_DATA,
                   "point %s %s has no place on the Earth in coordinate "
                   "system '%s'",
                   shown.x, shown.y, transform->label);
}

static circlet_status fail_far(const ci_transform *transform, circlet_point at,
                               circlet_error *error)
{
    shown_point shown = show(at);

    return ci_fail(error, CIRCLET_E_DATA,
                   "point %s %s lies far outside the area of coordinate "
                   "system '%s'",
                   shown.x, shown.y, transform->label);
}

static circlet_status transform_point(circlet_point *out,
                                      const ci_transform *transform,
                                      circlet_point at, circlet_error *error)
{
    circlet_status status = check_source_point(transform, at, error);
    PJ_COORD image;
    circlet_point place;

    if (status != CIRCLET_OK)
        return status;
    image =
        proj_trans(transform->pj, PJ_FWD, proj_coord(at.lon, at.lat, 0, 0));
    place = (circlet_point){image.xy.x, image.xy.y};
    if (on_earth(place) && comes_back(transform, at, place) &&
        is_in_area(transform, place)) {
        *out = ci_datum_unshift(transform->datum, place);
        return CIRCLET_OK;
    }
    if (!on_earth(place) || !comes_back(transform, at, place))
        return fail_no_place(transform, at, error);
    return fail_far(transform, at, error);
}

/* The source is WGS 84 already, but for a shift. */
static circlet_status keep_point(circlet_point *out,
                                 const ci_transform *transform,
                                 circlet_point at, circlet_error *error)
{
    circlet_status status = check_source_point(transform, at, error);

    if (status == CIRCLET_OK)
        *out = ci_datum_unshift(transform->datum, at);
    return status;
}

static circlet_status point_back(circlet_point *out,
                                 const ci_transform *transform,
                                 circlet_point at, circlet_error *error)
{
    circlet_point shifted = ci_datum_shift(transform->datum, at);
    shown_point shown = show(at);
    PJ_COORD image;
    circlet_point place;

    if (!on_earth(at))
        return ci_fail(error, CIRCLET_E_DATA,
                       "point %s %s is no longitude and latitude in degrees",
                       shown.x, shown.y);
    if (!transform->pj) {
        *out = shifted;
        return CIRCLET_OK;
    }
    if (!is_in_area(transform, shifted))
        return fail_far(transform, at, error);
    image = proj_trans(transform->pj, PJ_INV,
                       proj_coord(shifted.lon, shifted.lat, 0, 0));
    place = (circlet_point){image.xy.x, image.xy.y};
    if (!isfinite(place.lon) || !isfinite(place.lat) ||
        !comes_back(transform, place, shifted))
        return fail_no_place(transform, at, error);
    *out = place;
    return CIRCLET_OK;
}

typedef circlet_status (*point_mover)(circlet_point *out,
                                      const ci_transform *transform,
                                      circlet_point at, circlet_error *error);

/* Aside, so that the points stay as they were if one fails. */
static circlet_status move_points(const ci_transform *transform,
                                  point_mover move, circlet_point *points,
                                  size_t count, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;
    circlet_point *places = calloc(count + 1, sizeof(*places));

    if (!places)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < count && status == CIRCLET_OK; i++)
        status = move(&places[i], transform, points[i], error);
    if (status == CIRCLET_OK && count > 0)
        memcpy(points, places, count * sizeof(*places));
    free(places);
    return status;
}

circlet_status ci_transform_points(const ci_transform *transform,
                                   circlet_point *points, size_t count,
                                   circlet_error *error)
{
    return move_points(transform, transform->pj ? transform_point : keep_point,
                       points, count, error);
}

circlet_status ci_transform_points_back(const ci_transform *transform,
                                        circlet_point *points, size_t count,
                                        circlet_error *error)
{
    return move_points(transform, point_back, points, count, error);
}
