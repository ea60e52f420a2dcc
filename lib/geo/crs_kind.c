#include "geo/crs_kind.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

/* How far from its central meridian a transverse Mercator projection is in
 * use that says nothing of its area: half a zone of 6 degrees. */
#define HALF_ZONE_DEGREES 3.0

/* From here on PROJ is sure that two systems are the same but for names. */
#define SURE_PERCENT 90

static bool read_datum(ci_crs_kind *out, PJ_CONTEXT *context, PJ *geodetic)
{
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

        snprintf(out->datum, sizeof(out->datum), "%s", name ? name : "");
        ci_text_cut_at_character(out->datum);
        out->meridian_degrees *= unit / (M_PI / 180.0);
    }
    proj_destroy(frame);
    proj_destroy(ellipsoid);
    proj_destroy(meridian);
    return is_good;
}

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

/* The system of tiles, under the names that EPSG, ESRI and PROJ strings give
 * it: Mercator's formula for a sphere. */
static bool is_web_mercator(const ci_crs_kind *kind, const char *method)
{
    bool is_it = strstr(method, "Pseudo") || strstr(method, "Auxiliary") ||
                 (strncmp(method, "Mercator", 8) == 0 &&
                  kind->inverse_flattening == 0.0);

    return is_it && fabs(kind->semi_major_m - 6378137.0) < 0.5;
}

/* What is no system of EPSG's says nothing of an area, but all that is mapped
 * in a transverse Mercator projection lies near its central meridian; far from
 * it the formulas still give places, only not those that were meant. */
static void read_central_meridian(ci_crs_kind *out, PJ_CONTEXT *context,
                                  const PJ *conversion)
{
    int position = proj_coordoperation_get_param_index(
        context, conversion, "Longitude of natural origin");
    double value = 0.0, unit = 0.0;

    if (position < 0 || !proj_coordoperation_get_param(
                            context, conversion, position, NULL, NULL, NULL,
                            &value, NULL, &unit, NULL, NULL, NULL, NULL))
        return;
    value = value * unit / (M_PI / 180.0) + out->meridian_degrees;
    out->has_area = true;
    out->west = value - HALF_ZONE_DEGREES;
    out->east = value + HALF_ZONE_DEGREES;
    out->south = -90.0;
    out->north = 90.0;
}

static void read_conversion(ci_crs_kind *out, PJ_CONTEXT *context,
                            const PJ *crs)
{
    PJ *conversion;
    const char *method = NULL;

    if (proj_get_type(crs) != PJ_TYPE_PROJECTED_CRS)
        return;
    out->is_plane = true;
    conversion = proj_crs_get_coordoperation(context, crs);
    if (conversion && proj_coordoperation_get_method_info(
                          context, conversion, &method, NULL, NULL)) {
        out->is_web_mercator = is_web_mercator(out, method);
        if (!out->has_area && strncmp(method, "Transverse Mercator", 19) == 0)
            read_central_meridian(out, context, conversion);
    }
    proj_destroy(conversion);
}

/* An area that is not known, or goes across 180 degrees, is none. */
static bool read_area_of(ci_crs_kind *out, PJ_CONTEXT *context, const PJ *crs)
{
    out->has_area = proj_get_area_of_use(context, crs, &out->west, &out->south,
                                         &out->east, &out->north, NULL) &&
                    out->west >= -180.0 && out->west <= out->east;
    return out->has_area;
}

/* An ESRI .prj says nothing of an area, but mostly is one of EPSG's systems
 * under another name, whose area is known. */
static void read_area(ci_crs_kind *out, PJ_CONTEXT *context, const PJ *crs)
{
    int *confidence = NULL;
    PJ_OBJ_LIST *list;
    PJ *same;

    if (read_area_of(out, context, crs) ||
        proj_get_type(crs) != PJ_TYPE_PROJECTED_CRS)
        return;
    list = proj_identify(context, crs, "EPSG", NULL, &confidence);
    if (list && proj_list_get_count(list) > 0 && confidence &&
        confidence[0] >= SURE_PERCENT) {
        same = proj_list_get(context, list, 0);
        if (same)
            read_area_of(out, context, same);
        proj_destroy(same);
    }
    proj_int_list_destroy(confidence);
    proj_list_destroy(list);
}

bool ci_crs_kind_read(ci_crs_kind *out, PJ_CONTEXT *context, PJ *crs)
{
    PJ *geodetic = proj_crs_get_geodetic_crs(context, crs);
    bool is_good;

    *out = (ci_crs_kind){.is_degrees = has_degrees(context, crs)};
    is_good = geodetic && read_datum(out, context, geodetic);
    proj_destroy(geodetic);
    if (!is_good)
        return false;
    read_area(out, context, crs);
    read_conversion(out, context, crs);
    return true;
}

/* WGS 84 itself, CGCS2000, ITRF and what else stands on their ellipsoid
 * differ by less than metres. PROJ has no operation between some of them
 * and calls doing nothing "ballpark", which is right here. */
bool ci_crs_kind_is_like_wgs84(const ci_crs_kind *kind)
{
    return fabs(kind->semi_major_m - 6378137.0) < 0.5 &&
           fabs(kind->inverse_flattening - 298.2572) < 0.001;
}

static bool has_word(const char *text, const char *word)
{
    for (; *text; text++)
        if (strncasecmp(text, word, strlen(word)) == 0)
            return true;
    return false;
}

bool ci_crs_kind_is_chinese_legacy(const ci_crs_kind *kind)
{
    return has_word(kind->datum, "beijing") || has_word(kind->datum, "xian") ||
           has_word(kind->datum, "xi'an");
}
