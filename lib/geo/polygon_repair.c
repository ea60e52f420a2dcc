/* Making an area valid, and joining two. */
#include "geo/polygon.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "geo/geodesic.h"
#include "geo/geos_area.h"

#define NOTHING_M2 0.01

/* ---- rings that GEOS can be given --------------------------------------- */

static size_t ring_start(const circlet_area *area, size_t r)
{
    return r > 0 ? area->rings[r - 1].end : 0;
}

static bool is_open(const circlet_point *points, size_t count)
{
    return points[0].lon != points[count - 1].lon ||
           points[0].lat != points[count - 1].lat;
}

/* Copies a ring, closed; false: it is too short to enclose anything. */
static bool add_ring(ci_polygon *out, const circlet_area *area, size_t r,
                     bool is_hole)
{
    size_t start = ring_start(area, r), count = area->rings[r].end - start;
    size_t end = out->ring_count ? out->rings[out->ring_count - 1].end : 0;
    const circlet_point *points = area->points + start;
    bool is_closed_here = count > 0 && is_open(points, count);

    if (count + is_closed_here < 4 || count >= INT32_MAX)
        return false;
    memcpy(out->points + end, points, count * sizeof(*points));
    end += count;
    if (is_closed_here)
        out->points[end++] = points[0];
    out->rings[out->ring_count++] = (circlet_ring){end, is_hole};
    return true;
}

/* Rings that can be rings, each with the outer ring before it: the holes of
 * one that is none are none either. */
static bool tidy_rings(ci_polygon *out, const circlet_area *area)
{
    size_t room = area->ring_count + ring_start(area, area->ring_count);
    bool has_shell = false;

    out->points = calloc(room + 1, sizeof(*out->points));
    out->rings = calloc(area->ring_count + 1, sizeof(*out->rings));
    if (!out->points || !out->rings)
        return false;
    for (size_t r = 0; r < area->ring_count; r++) {
        bool is_hole = area->rings[r].is_hole && r > 0;

        if (!is_hole)
            has_shell = add_ring(out, area, r, false);
        else if (has_shell)
            add_ring(out, area, r, true);
    }
    return true;
}

static bool has_numbers(const circlet_area *area)
{
    size_t count = ring_start(area, area->ring_count);

    for (size_t i = 0; i < count; i++)
        if (!isfinite(area->points[i].lon) || !isfinite(area->points[i].lat))
            return false;
    return true;
}

/* ---- the repair --------------------------------------------------------- */

static circlet_status rebuild(ci_polygon *out, const circlet_area *tidy,
                              circlet_error *error)
{
    ci_geos geos;
    GEOSGeometry *drawn, *made = NULL;
    circlet_status status = ci_geos_start(&geos, error);

    if (status != CIRCLET_OK)
        return status;
    drawn = ci_geos_make(&geos, tidy);
    if (drawn)
        made = ci_geos_make_valid(&geos, drawn);
    status = made ? ci_geos_read(out, &geos, made, error)
                  : ci_geos_fail(&geos, error);
    ci_geos_destroy(&geos, drawn);
    ci_geos_destroy(&geos, made);
    ci_geos_end(&geos);
    return status;
}

/* The repaired area must stand the same check, whatever GEOS did. */
static circlet_status repair(ci_polygon *out, const circlet_area *area,
                             circlet_error *error)
{
    ci_polygon tidy = {NULL, NULL, 0}, made = {NULL, NULL, 0};
    circlet_area drawn, result;
    circlet_status status = CIRCLET_OK;

    if (!tidy_rings(&tidy, area)) {
        ci_polygon_free(&tidy);
        return ci_fail_nomem(error);
    }
    drawn = ci_polygon_area(&tidy);
    if (drawn.ring_count > 0)
        status = rebuild(&made, &drawn, error);
    ci_polygon_free(&tidy);
    result = ci_polygon_area(&made);
    if (status == CIRCLET_OK && made.ring_count > 0)
        status = ci_polygon_check(&result, error);
    if (status != CIRCLET_OK) {
        ci_polygon_free(&made);
        return status;
    }
    *out = made;
    return CIRCLET_OK;
}

/* Whether an area is less than any border is exact to. In the plane, where
 * it is drawn: between points on a line the ellipsoid has some room. */
static bool is_nothing(const circlet_area *area)
{
    return area->ring_count > 0 && ci_flat_area_m2(area) < NOTHING_M2;
}

circlet_status ci_polygon_repair(ci_repair *out, const circlet_area *area,
                                 circlet_error *error)
{
    circlet_error why = {CIRCLET_OK, ""};
    ci_polygon made = {NULL, NULL, 0};
    circlet_area result;
    circlet_status status = ci_polygon_check(area, &why);

    if (status == CIRCLET_E_NOMEM)
        return ci_fail_nomem(error);
    if (status == CIRCLET_OK && is_nothing(area))
        return ci_fail(error, CIRCLET_E_GEOMETRY, "the area encloses nothing");
    if (status == CIRCLET_OK) {
        *out = (ci_repair){.is_needed = false};
        return CIRCLET_OK;
    }
    if (!has_numbers(area))
        return ci_fail(error, CIRCLET_E_GEOMETRY, "%s", why.message);
    status = repair(&made, area, error);
    if (status != CIRCLET_OK)
        return status;
    result = ci_polygon_area(&made);
    if (result.ring_count == 0 || is_nothing(&result)) {
        ci_polygon_free(&made);
        return ci_fail(error, CIRCLET_E_GEOMETRY,
                       "%s: after a repair nothing is left of the area",
                       why.message);
    }
    *out = (ci_repair){.is_needed = true, .polygon = made};
    memcpy(out->reason, why.message, sizeof(out->reason));
    out->before_m2 = ci_geodesic_area_m2(area);
    out->after_m2 = ci_geodesic_area_m2(&result);
    return CIRCLET_OK;
}

/* ---- the union ---------------------------------------------------------- */

circlet_status ci_polygon_union(ci_polygon *out, const circlet_area *a,
                                const circlet_area *b, circlet_error *error)
{
    ci_geos geos;
    GEOSGeometry *left, *right, *both = NULL;
    circlet_status status = ci_geos_start(&geos, error);

    if (status != CIRCLET_OK)
        return status;
    left = ci_geos_make(&geos, a);
    right = left ? ci_geos_make(&geos, b) : NULL;
    if (right)
        both = GEOSUnion_r(geos.handle, left, right);
    status = both ? ci_geos_read(out, &geos, both, error)
                  : ci_geos_fail(&geos, error);
    ci_geos_destroy(&geos, left);
    ci_geos_destroy(&geos, right);
    ci_geos_destroy(&geos, both);
    ci_geos_end(&geos);
    return status;
}
