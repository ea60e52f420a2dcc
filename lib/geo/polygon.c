#include "geo/polygon.h"

#define GEOS_USE_ONLY_R_API
#include <geos_c.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"

#define REASON_SIZE 256

/* One call's GEOS: a handle of its own, and the last thing it said. */
typedef struct geos_call {
    GEOSContextHandle_t handle;
    char said[REASON_SIZE];
} geos_call;

static void remember(const char *message, void *user)
{
    geos_call *geos = user;

    snprintf(geos->said, sizeof(geos->said), "%s", message);
}

static circlet_status fail_geos(const geos_call *geos, circlet_error *error)
{
    if (geos->said[0] == '\0' || strstr(geos->said, "bad_alloc"))
        return ci_fail_nomem(error);
    return ci_fail(error, CIRCLET_E_GEOMETRY, "geometry cannot be checked: %s",
                   geos->said);
}

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

static GEOSGeometry *make_ring(const geos_call *geos, const circlet_area *area,
                               size_t r)
{
    size_t start = r > 0 ? area->rings[r - 1].end : 0;
    size_t count = area->rings[r].end - start;
    GEOSCoordSequence *sequence =
        GEOSCoordSeq_create_r(geos->handle, (unsigned)count, 2);

    for (size_t i = 0; sequence && i < count; i++) {
        circlet_point at = area->points[start + i];

        if (!GEOSCoordSeq_setXY_r(geos->handle, sequence, (unsigned)i, at.lon,
                                  at.lat)) {
            GEOSCoordSeq_destroy_r(geos->handle, sequence);
            sequence = NULL;
        }
    }
    /* This takes the sequence over, also when it fails. */
    return sequence ? GEOSGeom_createLinearRing_r(geos->handle, sequence)
                    : NULL;
}

static void destroy_all(const geos_call *geos, GEOSGeometry **geometries,
                        size_t count)
{
    for (size_t i = 0; i < count; i++)
        GEOSGeom_destroy_r(geos->handle, geometries[i]);
}

/* The polygon of the rings from `first` up to `end`. `rings` is room. */
static GEOSGeometry *make_polygon(const geos_call *geos,
                                  const circlet_area *area, size_t first,
                                  size_t end, GEOSGeometry **rings)
{
    for (size_t r = first; r < end; r++) {
        rings[r - first] = make_ring(geos, area, r);
        if (!rings[r - first]) {
            destroy_all(geos, rings, r - first);
            return NULL;
        }
    }
    /* This takes the rings over, also when it fails. */
    return GEOSGeom_createPolygon_r(geos->handle, rings[0], rings + 1,
                                    (unsigned)(end - first - 1));
}

static GEOSGeometry *make_polygons(const geos_call *geos,
                                   const circlet_area *area,
                                   GEOSGeometry **polygons,
                                   GEOSGeometry **rings)
{
    size_t count = 0;

    for (size_t first = 0, end; first < area->ring_count; first = end) {
        end = first + 1;
        while (end < area->ring_count && area->rings[end].is_hole)
            end++;
        polygons[count] = make_polygon(geos, area, first, end, rings);
        if (!polygons[count]) {
            destroy_all(geos, polygons, count);
            return NULL;
        }
        count++;
    }
    return GEOSGeom_createCollection_r(geos->handle, GEOS_MULTIPOLYGON,
                                       polygons, (unsigned)count);
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

static circlet_status fail_invalid(const geos_call *geos, const char *reason,
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

static circlet_status check_validity(const geos_call *geos,
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
        status = fail_geos(geos, error);
    GEOSFree_r(geos->handle, reason);
    if (location)
        GEOSGeom_destroy_r(geos->handle, location);
    return status;
}

static circlet_status check_with_geos(geos_call *geos,
                                      const circlet_area *area,
                                      circlet_error *error)
{
    GEOSGeometry **room = calloc(area->ring_count * 2, sizeof(GEOSGeometry *));
    GEOSGeometry *geometry;
    circlet_status status;

    if (!room)
        return ci_fail_nomem(error);
    geometry = make_polygons(geos, area, room, room + area->ring_count);
    free(room);
    if (!geometry)
        return fail_geos(geos, error);
    status = check_validity(geos, geometry, error);
    GEOSGeom_destroy_r(geos->handle, geometry);
    return status;
}

circlet_status ci_polygon_check(const circlet_area *area, circlet_error *error)
{
    geos_call geos = {NULL, ""};
    circlet_status status = check_rings(area, error);

    if (status != CIRCLET_OK || area->ring_count == 0)
        return status;
    geos.handle = GEOS_init_r();
    if (!geos.handle)
        return ci_fail_nomem(error);
    GEOSContext_setErrorMessageHandler_r(geos.handle, remember, &geos);
    status = check_with_geos(&geos, area, error);
    GEOS_finish_r(geos.handle);
    return status;
}
