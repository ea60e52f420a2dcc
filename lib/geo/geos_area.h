/*
 * GEOS for areas: one call's handle, and areas to and from its geometries.
 * Included by the files that use GEOS and by no other.
 */
#ifndef CI_GEO_GEOS_AREA_H
#define CI_GEO_GEOS_AREA_H

#define GEOS_USE_ONLY_R_API
#include <geos_c.h>

#include "geo/polygon.h"

/* A handle of its own for one call, and the last thing that GEOS said: a
 * failure is NULL or 2, and silent without this. */
typedef struct ci_geos {
    GEOSContextHandle_t handle;
    char said[256];
} ci_geos;

/* `geos` must stay where it is until its end. */
circlet_status ci_geos_start(ci_geos *geos, circlet_error *error);
void ci_geos_end(ci_geos *geos);

/* What to return after GEOS failed: CIRCLET_E_NOMEM or CIRCLET_E_GEOMETRY
 * with what it said. */
circlet_status ci_geos_fail(const ci_geos *geos, circlet_error *error);

/* NULL may be destroyed. */
void ci_geos_destroy(const ci_geos *geos, GEOSGeometry *geometry);

/* A MULTIPOLYGON of an area whose rings are closed, have 4 points or more
 * and finite coordinates; NULL: it failed. */
GEOSGeometry *ci_geos_make(const ci_geos *geos, const circlet_area *area);

/* A valid geometry made of one that may not be, by what its rings run
 * around: a loop that a ring makes over itself stays part of the area, where
 * GEOS's other method cuts it out. NULL: it failed. */
GEOSGeometry *ci_geos_make_valid(const ci_geos *geos,
                                 const GEOSGeometry *geometry);

/*
 * The polygons of a geometry, which is put into its canonical order: parts
 * from west to east, outer rings counterclockwise, holes clockwise. Points
 * and lines are left out; without polygons there are no rings.
 */
circlet_status ci_geos_read(ci_polygon *out, const ci_geos *geos,
                            GEOSGeometry *geometry, circlet_error *error);

#endif
