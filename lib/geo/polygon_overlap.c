#include "geo/polygon_overlap.h"

#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "geo/area.h"
#include "geo/geodesic.h"
#include "geo/geos_area.h"

/* What sums of square degrees may be off by, as a part of them. */
#define TILE_ERROR 1e-12

/* ---- measuring what an overlay gave ------------------------------------- */

static double perimeter_m(const circlet_area *area)
{
    double length_m = 0;
    size_t start = 0;

    for (size_t r = 0; r < area->ring_count; r++) {
        length_m += ci_geodesic_length_m(area->points + start,
                                         area->rings[r].end - start);
        start = area->rings[r].end;
    }
    return length_m;
}

/* The same area in metres, in points that the caller frees; NULL: no
 * memory. */
static circlet_point *flatten(const circlet_area *area)
{
    size_t count = ci_area_point_count(area);
    circlet_point *flat = calloc(count, sizeof(*flat));
    circlet_point origin = area->points[0];
    ci_frame frame = ci_frame_at(origin.lat);

    for (size_t i = 0; flat && i < count; i++) {
        flat[i].lon = (area->points[i].lon - origin.lon) * frame.m_per_lon;
        flat[i].lat = (area->points[i].lat - origin.lat) * frame.m_per_lat;
    }
    return flat;
}

/* Whether nothing is left of a part once its border is moved inwards. */
static circlet_status find_thin(bool *out, const ci_geos *geos,
                                const circlet_area *part, circlet_error *error)
{
    circlet_point *points = flatten(part);
    circlet_area flat = {points, part->rings, part->ring_count};
    GEOSGeometry *whole, *shrunk = NULL;
    circlet_status status = CIRCLET_OK;

    if (!points)
        return ci_fail_nomem(error);
    whole = ci_geos_make(geos, &flat);
    if (whole)
        shrunk = GEOSBuffer_r(geos->handle, whole, -CI_SLIVER_WIDTH_M / 2, 2);
    if (shrunk)
        *out = GEOSisEmpty_r(geos->handle, shrunk) == 1;
    else
        status = ci_geos_fail(geos, error);
    ci_geos_destroy(geos, whole);
    ci_geos_destroy(geos, shrunk);
    free(points);
    return status;
}

/* No point of an area lies farther from its border than its area divided by
 * its perimeter says, at the least: only a part of which that is little has
 * to be looked at. */
static circlet_status find_sliver(bool *out, const ci_geos *geos,
                                  const circlet_area *part, double area_m2,
                                  circlet_error *error)
{
    *out = area_m2 < CI_SLIVER_M2;
    if (*out || area_m2 > perimeter_m(part) * CI_SLIVER_WIDTH_M / 2)
        return CIRCLET_OK;
    return find_thin(out, geos, part, error);
}

static circlet_status find_inner_point(circlet_point *out, const ci_geos *geos,
                                       const circlet_area *part,
                                       circlet_error *error)
{
    GEOSGeometry *whole = ci_geos_make(geos, part), *at = NULL;
    circlet_status status = CIRCLET_OK;

    if (whole)
        at = GEOSPointOnSurface_r(geos->handle, whole);
    if (!at || GEOSGeomGetX_r(geos->handle, at, &out->lon) != 1 ||
        GEOSGeomGetY_r(geos->handle, at, &out->lat) != 1)
        status = ci_geos_fail(geos, error);
    ci_geos_destroy(geos, whole);
    ci_geos_destroy(geos, at);
    return status;
}

/* An overlay, and its largest part so far. */
typedef struct measure {
    ci_overlay found;
    circlet_area largest;
    double largest_m2;
} measure;

/* Of thousands of small parts the area need not be exact. */
static double measure_area(const circlet_area *part)
{
    double area_m2 = ci_flat_area_m2(part);

    return area_m2 < CI_SLIVER_M2 / 2 ? area_m2 : ci_geodesic_area_m2(part);
}

static circlet_status measure_part(measure *m, const ci_geos *geos,
                                   const circlet_area *part,
                                   circlet_error *error)
{
    double area_m2 = measure_area(part);
    bool is_sliver = false;
    circlet_status status =
        find_sliver(&is_sliver, geos, part, area_m2, error);

    if (status != CIRCLET_OK)
        return status;
    if (is_sliver) {
        m->found.sliver_m2 += area_m2;
        return CIRCLET_OK;
    }
    m->found.area_m2 += area_m2;
    m->found.part_count++;
    if (area_m2 > m->largest_m2) {
        m->largest_m2 = area_m2;
        m->largest = *part;
    }
    return CIRCLET_OK;
}

/* A part's own rings: they count their points from the part's first. */
static circlet_area take_part(ci_polygon *polygon, size_t first, size_t end)
{
    size_t start = first > 0 ? polygon->rings[first - 1].end : 0;
    circlet_area part = {polygon->points + start, polygon->rings + first,
                         end - first};

    return part;
}

static circlet_status measure_parts(ci_overlay *out, const ci_geos *geos,
                                    ci_polygon *polygon, circlet_error *error)
{
    measure m = {.largest_m2 = 0};
    circlet_status status = CIRCLET_OK;
    size_t end = polygon->ring_count;

    /* From the last part to the first, because each counts its rings anew,
     * and the next needs to know where it starts. */
    while (end > 0 && status == CIRCLET_OK) {
        size_t first = end - 1, start;
        circlet_area part;

        while (first > 0 && polygon->rings[first].is_hole)
            first--;
        part = take_part(polygon, first, end);
        start = (size_t)(part.points - polygon->points);
        for (size_t r = first; r < end; r++)
            polygon->rings[r].end -= start;
        status = measure_part(&m, geos, &part, error);
        end = first;
    }
    if (status == CIRCLET_OK && m.found.part_count > 0)
        status = find_inner_point(&m.found.at, geos, &m.largest, error);
    if (status == CIRCLET_OK)
        *out = m.found;
    return status;
}

static circlet_status measure_geometry(ci_overlay *out, const ci_geos *geos,
                                       GEOSGeometry *geometry,
                                       circlet_error *error)
{
    ci_polygon polygon = {NULL, NULL, 0};
    circlet_status status;

    if (!geometry)
        return ci_geos_fail(geos, error);
    status = ci_geos_read(&polygon, geos, geometry, error);
    if (status == CIRCLET_OK)
        status = measure_parts(out, geos, &polygon, error);
    ci_polygon_free(&polygon);
    return status;
}

/* ---- the overlays ------------------------------------------------------- */

static bool boxes_meet(const circlet_area *a, const circlet_area *b)
{
    ci_box left = ci_area_box(a), right = ci_area_box(b);

    return left.west <= right.east && right.west <= left.east &&
           left.south <= right.north && right.south <= left.north;
}

typedef GEOSGeometry *(*overlay_fn)(GEOSContextHandle_t handle,
                                    const GEOSGeometry *a,
                                    const GEOSGeometry *b);

/* An overlay fails at areas that are not valid: it is tried once more with
 * what is made of them. */
static GEOSGeometry *overlay(ci_geos *geos, overlay_fn function,
                             const GEOSGeometry *a, const GEOSGeometry *b)
{
    GEOSGeometry *made = function(geos->handle, a, b), *left, *right;

    if (made)
        return made;
    geos->said[0] = '\0';
    left = ci_geos_make_valid(geos, a);
    right = left ? ci_geos_make_valid(geos, b) : NULL;
    if (right)
        made = function(geos->handle, left, right);
    ci_geos_destroy(geos, left);
    ci_geos_destroy(geos, right);
    return made;
}

circlet_status ci_polygon_overlap(ci_overlay *out, const circlet_area *a,
                                  const circlet_area *b, circlet_error *error)
{
    ci_geos geos;
    GEOSGeometry *left, *right, *common = NULL;
    circlet_status status;

    if (!boxes_meet(a, b)) {
        *out = (ci_overlay){.part_count = 0};
        return CIRCLET_OK;
    }
    status = ci_geos_start(&geos, error);
    if (status != CIRCLET_OK)
        return status;
    left = ci_geos_make(&geos, a);
    right = left ? ci_geos_make(&geos, b) : NULL;
    if (right)
        common = overlay(&geos, GEOSIntersection_r, left, right);
    status = measure_geometry(out, &geos, common, error);
    ci_geos_destroy(&geos, left);
    ci_geos_destroy(&geos, right);
    ci_geos_destroy(&geos, common);
    ci_geos_end(&geos);
    return status;
}

/* One collection of areas; NULL: it failed. */
static GEOSGeometry *collect(const ci_geos *geos, const circlet_area *areas,
                             size_t count)
{
    /* NOLINTNEXTLINE(bugprone-sizeof-expression) */
    GEOSGeometry **parts = calloc(count > 0 ? count : 1, sizeof(*parts));
    GEOSGeometry *all = NULL;
    size_t made = 0;

    while (parts && made < count &&
           (parts[made] = ci_geos_make(geos, &areas[made])))
        made++;
    if (parts && made == count) /* this takes the parts over */
        all = GEOSGeom_createCollection_r(
            geos->handle, GEOS_GEOMETRYCOLLECTION, parts, (unsigned)count);
    else
        while (made > 0)
            ci_geos_destroy(geos, parts[--made]);
    free(parts);
    return all;
}

/*
 * The union of areas that share nothing but whole edges, from point to
 * point; NULL if they do not. Edges that stand twice are struck out, and
 * what is left is put together to polygons. If these are valid, they are
 * what an odd number of the areas covers, for nothing else has this border;
 * and that is as large as all areas together only if no two overlap.
 */
static GEOSGeometry *unite_tiles(ci_geos *geos, const GEOSGeometry *all)
{
    GEOSGeometry *united = GEOSCoverageUnion_r(geos->handle, all);
    double all_area = 0, united_area = 0;

    if (united && GEOSisValid_r(geos->handle, united) == 1 &&
        GEOSArea_r(geos->handle, all, &all_area) == 1 &&
        GEOSArea_r(geos->handle, united, &united_area) == 1 &&
        fabs(all_area - united_area) <= TILE_ERROR * all_area)
        return united;
    ci_geos_destroy(geos, united);
    geos->said[0] = '\0';
    return NULL;
}

circlet_status ci_polygon_are_tiles(bool *out, const circlet_area *areas,
                                    size_t count, circlet_error *error)
{
    ci_geos geos;
    GEOSGeometry *all, *united = NULL;
    circlet_status status = ci_geos_start(&geos, error);

    if (status != CIRCLET_OK)
        return status;
    all = collect(&geos, areas, count);
    if (all)
        united = unite_tiles(&geos, all);
    *out = united != NULL;
    ci_geos_destroy(&geos, united);
    ci_geos_destroy(&geos, all);
    ci_geos_end(&geos);
    return CIRCLET_OK;
}

static GEOSGeometry *unite(ci_geos *geos, const circlet_area *areas,
                           size_t count)
{
    GEOSGeometry *all = collect(geos, areas, count), *united;

    if (!all)
        return NULL;
    united = unite_tiles(geos, all);
    if (!united)
        united = GEOSUnaryUnion_r(geos->handle, all);
    ci_geos_destroy(geos, all);
    return united;
}

/* What a geometry has beyond another, measured. */
static circlet_status measure_excess(ci_overlay *out, ci_geos *geos,
                                     const GEOSGeometry *whole,
                                     const GEOSGeometry *cover,
                                     circlet_error *error)
{
    GEOSGeometry *rest = overlay(geos, GEOSDifference_r, whole, cover);
    circlet_status status = measure_geometry(out, geos, rest, error);

    ci_geos_destroy(geos, rest);
    return status;
}

circlet_status ci_polygon_fit(ci_overlay *gap, ci_overlay *excess,
                              const circlet_area *whole,
                              const circlet_area *parts, size_t count,
                              circlet_error *error)
{
    ci_geos geos;
    GEOSGeometry *drawn, *united;
    ci_overlay missing = {.part_count = 0}, more = {.part_count = 0};
    circlet_status status = ci_geos_start(&geos, error);

    if (status != CIRCLET_OK)
        return status;
    drawn = ci_geos_make(&geos, whole);
    united = drawn ? unite(&geos, parts, count) : NULL;
    if (!united)
        status = ci_geos_fail(&geos, error);
    if (status == CIRCLET_OK)
        status = measure_excess(&missing, &geos, drawn, united, error);
    if (status == CIRCLET_OK)
        status = measure_excess(&more, &geos, united, drawn, error);
    ci_geos_destroy(&geos, drawn);
    ci_geos_destroy(&geos, united);
    ci_geos_end(&geos);
    if (status != CIRCLET_OK)
        return status;
    *gap = missing;
    *excess = more;
    return CIRCLET_OK;
}

circlet_status ci_polygon_excess(ci_overlay *out, const circlet_area *a,
                                 const circlet_area *b, circlet_error *error)
{
    ci_geos geos;
    GEOSGeometry *left, *right;
    circlet_status status = ci_geos_start(&geos, error);

    if (status != CIRCLET_OK)
        return status;
    left = ci_geos_make(&geos, a);
    right = left ? ci_geos_make(&geos, b) : NULL;
    status = right ? measure_excess(out, &geos, left, right, error)
                   : ci_geos_fail(&geos, error);
    ci_geos_destroy(&geos, left);
    ci_geos_destroy(&geos, right);
    ci_geos_end(&geos);
    return status;
}

/* The holes of a union as areas of their own, which stay in `polygon`. */
static circlet_area take_holes(ci_polygon *polygon)
{
    size_t count = 0, points = 0, start = 0;

    for (size_t r = 0; r < polygon->ring_count; r++) {
        size_t end = polygon->rings[r].end;

        for (size_t i = start; polygon->rings[r].is_hole && i < end; i++)
            polygon->points[points++] = polygon->points[i];
        if (polygon->rings[r].is_hole)
            polygon->rings[count++] = (circlet_ring){points, false};
        start = end;
    }
    return (circlet_area){polygon->points, polygon->rings, count};
}

/* In a hole there may be islands. */
static circlet_status measure_holes(ci_overlay *out, ci_geos *geos,
                                    GEOSGeometry *united, circlet_error *error)
{
    ci_polygon polygon = {NULL, NULL, 0};
    GEOSGeometry *holes = NULL;
    circlet_area area;
    circlet_status status = ci_geos_read(&polygon, geos, united, error);

    *out = (ci_overlay){.part_count = 0};
    if (status != CIRCLET_OK)
        return status;
    area = take_holes(&polygon);
    if (area.ring_count > 0) {
        holes = ci_geos_make(geos, &area);
        status = holes ? measure_excess(out, geos, holes, united, error)
                       : ci_geos_fail(geos, error);
    }
    ci_geos_destroy(geos, holes);
    ci_polygon_free(&polygon);
    return status;
}

circlet_status ci_polygon_enclosed(ci_overlay *out, const circlet_area *areas,
                                   size_t count, circlet_error *error)
{
    ci_geos geos;
    GEOSGeometry *united;
    ci_overlay found = {.part_count = 0};
    circlet_status status = ci_geos_start(&geos, error);

    if (status != CIRCLET_OK)
        return status;
    united = unite(&geos, areas, count);
    status = united ? measure_holes(&found, &geos, united, error)
                    : ci_geos_fail(&geos, error);
    ci_geos_destroy(&geos, united);
    ci_geos_end(&geos);
    if (status == CIRCLET_OK)
        *out = found;
    return status;
}
