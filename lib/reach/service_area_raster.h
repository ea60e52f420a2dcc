/* A raster of how far the ground around reached streets is from the border
 * of a service area. */
#ifndef CI_REACH_SERVICE_AREA_RASTER_H
#define CI_REACH_SERVICE_AREA_RASTER_H

#include "geo/contour.h"
#include "geo/geodesic.h"
#include "geo/grid_index.h"
#include "reach/service_area_lines.h"

/* Starts as {0}. */
typedef struct ci_area_raster {
    ci_raster raster; /* metres from the border, below zero inside */
    uint8_t *is_fenced; /* samples that only a barrier keeps out */
    double cell_m;
    ci_frame frame;
    ci_segment *barriers; /* that touch it */
    size_t barrier_count, barrier_capacity;
    ci_grid_index *barrier_index;
    ci_grid_found found;
} ci_area_raster;

/* How far one gets off the street. */
typedef struct ci_off_road {
    double limit_m;
    double m_per_ms; /* straight, that is less the detour */
} ci_off_road;

/*
 * Makes room for lines, and `points` that shall lie within it, with cells of
 * at least `cell_m`: larger ones if there would be too many. The caller frees
 * the raster even on failure. false: no memory. Without lines and points the
 * raster has no samples.
 */
bool ci_area_raster_start(ci_area_raster *area, const ci_travel_job *job,
                          const ci_reached_lines *lines,
                          const circlet_point *points, size_t count,
                          const ci_off_road *off_road, double cell_m);
void ci_area_raster_free(ci_area_raster *area);

/*
 * Draws the lines as far as they are reached within a cutoff: around each
 * place of them the ground within the limit that is reached in what time is
 * left there, unless a barrier lies between. Values for a greater cutoff are
 * nowhere above those for a lesser one. false: no memory.
 */
bool ci_area_raster_draw(ci_area_raster *area, const ci_reached_lines *lines,
                         const ci_off_road *off_road, uint32_t cutoff_ms);

#endif
