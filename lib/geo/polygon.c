#include "geo/polygon.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "geo/geos_area.h"

/* What GEOS refuses to build. */
static circlet_status check_rings(const circlet_area *area,
                                  circlet_error *error)
{
    size_t start = 0;

    for (size_t r = 0; r < area->ring_count; r++) {
        size_t end = area->rings[r].end;
        const circlet_point *first = &area->points[start];
        const circlet_point *last = first + (end - start) - 1;

        if (end < start + 4)
            return ci_fail(error, CIRCLET_E_GEOMETRY,
                           "ring %zu has %zu points, fewer than 4", r + 1,
                           end - start);
        if (end - start > INT32_MAX)
            return ci_fail(error, CIRCLET_E_GEOMETRY,
                           "ring %zu has %zu points, which are too many",
                           r + 1, end - start);
        for (size_t i = start; i < end; i++)
            if (!isfinite(area->points[i].lon) ||
                !isfinite(area->points[i].lat))
                return ci_fail(error, CIRCLET_E_GEOMETRY,
                               "point %zu of ring %zu is no number",
                               i - start + 1, r + 1);
        if (first->lon != last->lon || first->lat != last->lat)
            return ci_fail(error, CIRCLET_E_GEOMETRY, "ring %zu is not closed",
                           r + 1);
        start = end;
    }
    if (area->ring_count > 0 && area->rings[0].is_hole)
        return ci_fail(error, CIRCLET_E_GEOMETRY,
                       "the first ring is a hole of nothing");
    return CIRCLET_OK;
}

/* GEOS's reasons (TopologyValidationError) in the words of a planner. */
static const char *plain_words(const char *reason)
{
    static const struct {
        const char *reason, *words;
    } table[] = {
        {"Self-intersection",
         CI_TRANSLATED("ring crosses itself or another ring")},
        {"Ring Self-intersection", CI_TRANSLATED("ring touches itself")},
        {"Hole lies outside shell",
         CI_TRANSLATED("hole lies outside its outer ring")},
        {"Holes are nested", CI_TRANSLATED("hole lies in another hole")},
        {"Nested shells",
         CI_TRANSLATED("outer ring lies in another outer ring")},
        {"Interior is disconnected",
         CI_TRANSLATED("holes cut the inside in two")},
        {"Duplicate Rings", CI_TRANSLATED("ring stands twice")},
        {"Too few points in geometry component",
         CI_TRANSLATED("ring has fewer than 3 different points")},
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
        if (strcmp(table[i].reason, reason) == 0)
            return ci_translate(table[i].words);
    return ci_translate(reason);
}

static circlet_status fail_invalid(const ci_geos *geos, const char *reason,
                                   const GEOSGeometry *location,
                                   circlet_error *error)
{
    const char *words = plain_words(reason);
    char lon[CI_NUMBER_SIZE], lat[CI_NUMBER_SIZE];
    double x, y;

    if (!location || GEOSGeomGetX_r(geos->handle, location, &x) != 1 ||
        GEOSGeomGetY_r(geos->handle, location, &y) != 1)
        return ci_fail(error, CIRCLET_E_GEOMETRY, "%s", words);
    ci_format_fixed(lon, x, 6);
    ci_format_fixed(lat, y, 6);
    return ci_fail(error, CIRCLET_E_GEOMETRY, "%s at %s %s", words, lon, lat);
}

static circlet_status check_validity(const ci_geos *geos,
                                     const GEOSGeometry *geometry,
                                     circlet_error *error)
{
    char *reason = NULL;
    GEOSGeometry *location = NULL;
    circlet_status status = CIRCLET_OK;
    char is_valid =
        GEOSisValidDetail_r(geos->handle, geometry, 0, &reason, &location);

    if (is_valid == 0)
        status = fail_invalid(
            geos, reason ? reason : CI_TRANSLATED("polygon is not valid"),
            location, error);
    else if (is_valid != 1)
        status = ci_geos_fail(geos, error);
    GEOSFree_r(geos->handle, reason);
    if (location)
        GEOSGeom_destroy_r(geos->handle, location);
    return status;
}

circlet_status ci_polygon_check(const circlet_area *area, circlet_error *error)
{
    ci_geos geos;
    GEOSGeometry *geometry;
    circlet_status status = check_rings(area, error);

    if (status != CIRCLET_OK || area->ring_count == 0)
        return status;
    status = ci_geos_start(&geos, error);
    if (status != CIRCLET_OK)
        return status;
    geometry = ci_geos_make(&geos, area);
    status = geometry ? check_validity(&geos, geometry, error)
                      : ci_geos_fail(&geos, error);
    ci_geos_destroy(&geos, geometry);
    ci_geos_end(&geos);
    return status;
}

void ci_polygon_free(ci_polygon *polygon)
{
    free(polygon->points);
    free(polygon->rings);
    *polygon = (ci_polygon){NULL, NULL, 0};
}

circlet_area ci_polygon_area(const ci_polygon *polygon)
{
    circlet_area area = {polygon->points, polygon->rings, polygon->ring_count};

    return area;
}
