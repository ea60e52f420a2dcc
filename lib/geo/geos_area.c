#include "geo/geos_area.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

/* ---- a call ------------------------------------------------------------- */

static void remember(const char *message, void *user)
{
    ci_geos *geos = user;

    snprintf(geos->said, sizeof(geos->said), "%s", message);
}

circlet_status ci_geos_start(ci_geos *geos, circlet_error *error)
{
    geos->said[0] = '\0';
    geos->handle = GEOS_init_r();
    if (!geos->handle)
        return ci_fail_nomem(error);
    GEOSContext_setErrorMessageHandler_r(geos->handle, remember, geos);
    return CIRCLET_OK;
}

void ci_geos_end(ci_geos *geos)
{
    if (geos->handle)
        GEOS_finish_r(geos->handle);
    geos->handle = NULL;
}

circlet_status ci_geos_fail(const ci_geos *geos, circlet_error *error)
{
    if (geos->said[0] == '\0' || strstr(geos->said, "bad_alloc"))
        return ci_fail_nomem(error);
    return ci_fail(error, CIRCLET_E_GEOMETRY, "geometry cannot be checked: %s",
                   geos->said);
}

void ci_geos_destroy(const ci_geos *geos, GEOSGeometry *geometry)
{
    if (geometry)
        GEOSGeom_destroy_r(geos->handle, geometry);
}

/* ---- to GEOS ------------------------------------------------------------ */

static GEOSGeometry *make_ring(const ci_geos *geos, const circlet_area *area,
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

static void destroy_all(const ci_geos *geos, GEOSGeometry **geometries,
                        size_t count)
{
    for (size_t i = 0; i < count; i++)
        GEOSGeom_destroy_r(geos->handle, geometries[i]);
}

/* The polygon of the rings from `first` up to `end`. `rings` is room. */
static GEOSGeometry *make_polygon(const ci_geos *geos,
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

static GEOSGeometry *make_polygons(const ci_geos *geos,
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

GEOSGeometry *ci_geos_make(const ci_geos *geos, const circlet_area *area)
{
    size_t room_count = area->ring_count > 0 ? 2 * area->ring_count : 1;
    GEOSGeometry **room = calloc(room_count, sizeof(GEOSGeometry *));
    GEOSGeometry *made = NULL;

    if (room)
        made = make_polygons(geos, area, room, room + area->ring_count);
    free(room);
    return made;
}

GEOSGeometry *ci_geos_make_valid(const ci_geos *geos,
                                 const GEOSGeometry *geometry)
{
    GEOSMakeValidParams *how = GEOSMakeValidParams_create_r(geos->handle);
    GEOSGeometry *made = NULL;

    if (how &&
        GEOSMakeValidParams_setMethod_r(geos->handle, how,
                                        GEOS_MAKE_VALID_STRUCTURE) &&
        GEOSMakeValidParams_setKeepCollapsed_r(geos->handle, how, 0))
        made = GEOSMakeValidWithParams_r(geos->handle, geometry, how);
    if (how)
        GEOSMakeValidParams_destroy_r(geos->handle, how);
    return made;
}

/* ---- from GEOS ---------------------------------------------------------- */

/* The rings of a geometry's polygons, one after the other. */
typedef struct ring_walk {
    const ci_geos *geos;
    ci_polygon *out; /* NULL: only counts */
    size_t ring_count, point_count;
} ring_walk;

static bool walk_ring(ring_walk *walk, const GEOSGeometry *ring, bool is_hole)
{
    GEOSContextHandle_t handle = walk->geos->handle;
    const GEOSCoordSequence *sequence = GEOSGeom_getCoordSeq_r(handle, ring);
    unsigned count = 0;
    char is_ccw = 0;

    if (!sequence || !GEOSCoordSeq_getSize_r(handle, sequence, &count))
        return false;
    if (walk->out) {
        circlet_point *points = walk->out->points + walk->point_count;

        if (!GEOSCoordSeq_copyToBuffer_r(handle, sequence, &points->lon, 0,
                                         0) ||
            !GEOSCoordSeq_isCCW_r(handle, sequence, &is_ccw))
            return false;
        for (unsigned i = 0; (is_ccw == 1) == is_hole && i < count / 2; i++) {
            circlet_point kept = points[i];

            points[i] = points[count - 1 - i];
            points[count - 1 - i] = kept;
        }
        walk->out->rings[walk->ring_count] =
            (circlet_ring){walk->point_count + count, is_hole};
    }
    walk->ring_count++;
    walk->point_count += count;
    return true;
}

static bool walk_polygon(ring_walk *walk, const GEOSGeometry *polygon)
{
    GEOSContextHandle_t handle = walk->geos->handle;
    const GEOSGeometry *ring = GEOSGetExteriorRing_r(handle, polygon);
    int holes = GEOSGetNumInteriorRings_r(handle, polygon);

    if (!ring || holes < 0 || !walk_ring(walk, ring, false))
        return false;
    for (int i = 0; i < holes; i++) {
        ring = GEOSGetInteriorRingN_r(handle, polygon, i);
        if (!ring || !walk_ring(walk, ring, true))
            return false;
    }
    return true;
}

/* GEOS's canonical order is from east to west. */
static bool walk_polygons(ring_walk *walk, const GEOSGeometry *geometry)
{
    GEOSContextHandle_t handle = walk->geos->handle;
    int count = GEOSGetNumGeometries_r(handle, geometry);

    walk->ring_count = 0;
    walk->point_count = 0;
    for (int i = count - 1; i >= 0; i--) {
        const GEOSGeometry *part = GEOSGetGeometryN_r(handle, geometry, i);

        if (!part)
            return false;
        if (GEOSGeomTypeId_r(handle, part) == GEOS_POLYGON &&
            GEOSisEmpty_r(handle, part) == 0 && !walk_polygon(walk, part))
            return false;
    }
    return count >= 0;
}

circlet_status ci_geos_read(ci_polygon *out, const ci_geos *geos,
                            GEOSGeometry *geometry, circlet_error *error)
{
    ci_polygon made = {NULL, NULL, 0};
    ring_walk walk = {.geos = geos};

    if (GEOSNormalize_r(geos->handle, geometry) != 0 ||
        !walk_polygons(&walk, geometry))
        return ci_geos_fail(geos, error);
    if (walk.ring_count == 0) {
        *out = made;
        return CIRCLET_OK;
    }
    made.ring_count = walk.ring_count;
    made.points = calloc(walk.point_count, sizeof(*made.points));
    made.rings = calloc(walk.ring_count, sizeof(*made.rings));
    walk.out = &made;
    if (!made.points || !made.rings || !walk_polygons(&walk, geometry)) {
        circlet_status status = made.points && made.rings
                                    ? ci_geos_fail(geos, error)
                                    : ci_fail_nomem(error);

        ci_polygon_free(&made);
        return status;
    }
    *out = made;
    return CIRCLET_OK;
}
