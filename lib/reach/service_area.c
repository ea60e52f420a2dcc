#include <circlet/service_area.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/options.h"
#include "base/text.h"
#include "geo/geodesic.h"
#include "geo/unit_index.h"
#include "reach/service_area_raster.h"

#define DEFAULT_CELL_M 25.0
#define MIN_CELL_M 1.0
#define MAX_CELL_M 1000.0
#define MAX_OFF_ROAD_M 10000.0

/* How far a point changes the raster around it, in cells. */
#define POINT_CELLS 0.25

struct circlet_service_areas {
    ci_polygon *polygons;
    size_t count;
    double cell_m;
    uint32_t *times_ms; /* of the points */
    circlet_snap *snaps;
    size_t untied_count;
};

/* A part of the caller's progress. */
typedef struct share {
    const circlet_progress *progress;
    double from, to;
} share;

typedef struct area_job {
    circlet_service_area_query query;
    ci_off_road off_road;
    circlet_router router; /* the caller's, with the arcs as the query asks */
    ci_router_mode mode;
    circlet_arc_times times;
    circlet_travel_query travel; /* of points to places */
    ci_reached_lines lines;
    ci_area_raster raster;
    ci_raster_point *points; /* within the raster */
    size_t point_count;
    circlet_service_areas *out;
} area_job;

/* ---- what is made ------------------------------------------------------- */

void circlet_service_areas_free(circlet_service_areas *areas)
{
    if (!areas)
        return;
    for (size_t i = 0; i < areas->count; i++)
        ci_polygon_free(&areas->polygons[i]);
    free(areas->polygons);
    free(areas->times_ms);
    free(areas->snaps);
    free(areas);
}

static circlet_service_areas *new_areas(
    const circlet_service_area_query *query)
{
    circlet_service_areas *areas = calloc(1, sizeof(*areas));

    if (!areas)
        return NULL;
    areas->count = query->cutoff_count;
    areas->polygons = calloc(areas->count, sizeof(*areas->polygons));
    areas->times_ms = malloc((query->point_count + 1) * sizeof(uint32_t));
    areas->snaps = malloc((query->point_count + 1) * sizeof(circlet_snap));
    if (areas->polygons && areas->times_ms && areas->snaps)
        return areas;
    if (!areas->polygons)
        areas->count = 0;
    circlet_service_areas_free(areas);
    return NULL;
}

size_t circlet_service_areas_count(const circlet_service_areas *areas)
{
    return areas->count;
}

circlet_area circlet_service_areas_at(const circlet_service_areas *areas,
                                      size_t i)
{
    return ci_polygon_area(&areas->polygons[i]);
}

double circlet_service_areas_m2(const circlet_service_areas *areas, size_t i)
{
    circlet_area area = ci_polygon_area(&areas->polygons[i]);

    return ci_geodesic_area_m2(&area);
}

double circlet_service_areas_cell_m(const circlet_service_areas *areas)
{
    return areas->cell_m;
}

const uint32_t *circlet_service_areas_times_ms(
    const circlet_service_areas *areas)
{
    return areas->times_ms;
}

size_t circlet_service_areas_untied_count(const circlet_service_areas *areas)
{
    return areas->untied_count;
}

/* ---- checks ------------------------------------------------------------- */

static circlet_status check_cutoffs(const circlet_service_area_query *query,
                                    circlet_error *error)
{
    if (query->cutoff_count == 0 || !query->cutoffs_ms)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "service areas need a cutoff");
    for (size_t i = 1; i < query->cutoff_count; i++)
        if (query->cutoffs_ms[i] <= query->cutoffs_ms[i - 1])
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "a cutoff of %lu ms comes after one of %lu ms",
                           (unsigned long)query->cutoffs_ms[i],
                           (unsigned long)query->cutoffs_ms[i - 1]);
    return CIRCLET_OK;
}

/* Mode, bound, points and the last cutoff are checked where they are used:
 * by the travel query. */
static circlet_status read_query(area_job *job, const circlet_router *router,
                                 const circlet_service_area_query *given,
                                 circlet_error *error)
{
    circlet_service_area_query *query = &job->query;
    circlet_status status =
        ci_options_read(query, sizeof(*query), given, error);

    if (status)
        return status;
    if (query->cell_m == 0)
        query->cell_m = DEFAULT_CELL_M;
    if (query->off_road_m == 0)
        query->off_road_m = router->limits.limit_m;
    status = ci_options_check("cell_m", query->cell_m, MIN_CELL_M, MAX_CELL_M,
                              error);
    if (!status)
        status = ci_options_check("off_road_m", query->off_road_m, 0,
                                  MAX_OFF_ROAD_M, error);
    if (!status)
        status = check_cutoffs(query, error);
    if (status)
        return status;
    job->travel = (circlet_travel_query){
        .mode = query->mode,
        .bound = query->bound,
        .origins = query->points,
        .origin_count = query->point_count,
        .destinations = query->places,
        .destination_count = query->place_count,
        .cutoff_ms = query->cutoffs_ms[query->cutoff_count - 1]};
    return CIRCLET_OK;
}

/* ---- progress ----------------------------------------------------------- */

static bool report(const char *stage, double fraction, void *user)
{
    const share *part = user;

    return part->progress->report(
        stage, part->from + fraction * (part->to - part->from),
        part->progress->user);
}

/* What a call is given that is a part of the work. */
static circlet_progress progress_of(share *part)
{
    circlet_progress progress = {0};

    if (part->progress->report)
        progress = (circlet_progress){report, part};
    return progress;
}

/* ---- times -------------------------------------------------------------- */

/*
 * The same times with every arc turned round: who travels from places on the
 * streets as they are travels to places on these. What is not turned is
 * borrowed from the router.
 */
static void turn_round(circlet_arc_times *times)
{
    uint32_t *leave_ms = times->leave_ms, *forward_ms = times->forward_ms;

    times->leave_ms = times->arrive_ms;
    times->arrive_ms = leave_ms;
    times->forward_ms = times->backward_ms;
    times->backward_ms = forward_ms;
    times->is_turned = true;
}

/* The router as the query asks for it, borrowed from the caller's. */
static circlet_status view_router(area_job *job, circlet_router *router,
                                  circlet_error *error)
{
    ci_travel_job opened = {0};
    circlet_status status =
        ci_travel_job_open(&opened, router, &job->travel, error);

    ci_travel_job_free(&opened);
    if (status)
        return status;
    if (!ci_router_view_open(&job->router, router, &job->mode))
        return ci_fail_nomem(error);
    job->times = *opened.times;
    if (job->query.is_outward)
        turn_round(&job->times);
    job->mode.mode = job->times.mode;
    job->mode.times[job->query.bound] = &job->times;
    if (!job->query.is_outward)
        job->mode.graphs[job->query.bound] = (ci_graph *)opened.graph;
    job->off_road =
        (ci_off_road){job->query.off_road_m,
                      job->times.off_road_mps / 1000 / router->limits.detour};
    return CIRCLET_OK;
}

static circlet_status find_times(area_job *job, circlet_error *error)
{
    share part = {&job->query.progress, 0, 0.4};

    job->travel.progress = progress_of(&part);
    return ci_find_nearest(job->out->times_ms, job->out->snaps, &job->travel,
                           &job->router, error);
}

/* Where streets are reached; the points are not tied again for that. */
static circlet_status find_lines(area_job *job, ci_travel_job *streets,
                                 circlet_error *error)
{
    circlet_status status;

    job->travel.origin_count = 0;
    job->travel.progress = (circlet_progress){0};
    status = ci_travel_job_start(streets, &job->router, &job->travel, error);
    if (status)
        return status;
    for (size_t i = 0; i < streets->destinations.point_count; i++) {
        uint32_t place = streets->destinations.place_of[i];

        if (streets->destinations.snaps[place] != CIRCLET_SNAP_TIED)
            job->out->untied_count++;
    }
    return ci_reached_lines_find(&job->lines, streets) ? CIRCLET_OK
                                                       : ci_fail_nomem(error);
}

/* ---- points ------------------------------------------------------------- */

static bool is_reached(const area_job *job, size_t point, uint32_t cutoff_ms)
{
    return job->out->times_ms[point] <= cutoff_ms;
}

static bool is_in_raster(const ci_raster *raster, circlet_point at)
{
    double x = (at.lon - raster->origin.lon) / raster->lon_step;
    double y = (at.lat - raster->origin.lat) / raster->lat_step;

    return x > 1 && x < (double)raster->width - 2 && y > 1 &&
           y < (double)raster->height - 2;
}

/* All reached points, which the raster has to have room for. */
static circlet_point *reached_points(const area_job *job, size_t *count)
{
    circlet_point *reached =
        malloc((job->query.point_count + 1) * sizeof(*reached));

    *count = 0;
    for (size_t i = 0; i < job->query.point_count && reached; i++)
        if (is_reached(job, i, job->travel.cutoff_ms))
            reached[(*count)++] = job->query.points[i];
    return reached;
}

static circlet_status start_raster(area_job *job, circlet_error *error)
{
    ci_travel_job streets = {0};
    circlet_status status = find_lines(job, &streets, error);
    size_t count = 0;
    circlet_point *reached = status ? NULL : reached_points(job, &count);

    if (!status &&
        (!reached ||
         !ci_area_raster_start(&job->raster, &streets, &job->lines, reached,
                               count, &job->off_road, job->query.cell_m)))
        status = ci_fail_nomem(error);
    job->out->cell_m = job->raster.cell_m;
    free(reached);
    ci_travel_job_free(&streets);
    return status;
}

static bool sort_out_points(area_job *job, uint32_t cutoff_ms)
{
    job->point_count = 0;
    if (!job->points)
        job->points =
            malloc((job->query.point_count + 1) * sizeof(*job->points));
    for (size_t i = 0; i < job->query.point_count && job->points; i++)
        if (is_in_raster(&job->raster.raster, job->query.points[i]))
            job->points[job->point_count++] = (ci_raster_point){
                job->query.points[i], is_reached(job, i, cutoff_ms)};
    return job->points;
}

/* ---- areas -------------------------------------------------------------- */

static circlet_status fail_point(const area_job *job, size_t point,
                                 uint32_t cutoff_ms, circlet_error *error)
{
    char lon[CI_NUMBER_SIZE], lat[CI_NUMBER_SIZE];

    ci_format_double(lon, job->query.points[point].lon);
    ci_format_double(lat, job->query.points[point].lat);
    return ci_fail(error, CIRCLET_E_GEOMETRY,
                   "no border at %lu ms can be drawn at point %zu, %s, %s: "
                   "one on its other side lies too near",
                   (unsigned long)cutoff_ms, point, lon, lat);
}

/* The promise of the header, whatever was thought of above. */
static circlet_status verify(const area_job *job, const ci_polygon *polygon,
                             uint32_t cutoff_ms, circlet_error *error)
{
    circlet_area area = ci_polygon_area(polygon);
    ci_unit_index *index = ci_unit_index_new(&area, 1);
    circlet_status status = index ? CIRCLET_OK : ci_fail_nomem(error);

    for (size_t i = 0; i < job->query.point_count && !status; i++) {
        bool is_inside =
            ci_unit_index_find(index, job->query.points[i]) != CI_NOWHERE;

        if (is_inside != is_reached(job, i, cutoff_ms))
            status = fail_point(job, i, cutoff_ms, error);
    }
    ci_unit_index_free(index);
    return status;
}

/* Where rounding made rings touch, GEOS mends them. */
static circlet_status mend(ci_polygon *polygon, circlet_error *error)
{
    circlet_area area = ci_polygon_area(polygon);
    ci_repair repair = {0};
    circlet_status status;

    if (area.ring_count == 0 || !ci_polygon_check(&area, NULL))
        return CIRCLET_OK;
    status = ci_polygon_repair(&repair, &area, error);
    if (status || !repair.is_needed) {
        ci_polygon_free(&repair.polygon);
        return status;
    }
    ci_polygon_free(polygon);
    *polygon = repair.polygon;
    return CIRCLET_OK;
}

static circlet_status make_area(area_job *job, size_t i, circlet_error *error)
{
    uint32_t cutoff_ms = job->query.cutoffs_ms[i];
    ci_polygon *polygon = &job->out->polygons[i];
    circlet_status status;

    if (job->raster.raster.width > 0) {
        if (!ci_area_raster_draw(&job->raster, &job->lines, &job->off_road,
                                 cutoff_ms) ||
            !sort_out_points(job, cutoff_ms))
            return ci_fail_nomem(error);
        /* The points of the job are freed with it. */
        /* NOLINTNEXTLINE(clang-analyzer-unix.Malloc) */
        status = ci_contour_make(
            polygon, &job->raster.raster, job->points, job->point_count,
            (float)(POINT_CELLS * job->raster.cell_m), error);
        if (!status)
            status = mend(polygon, error);
        if (status)
            return status;
    }
    return verify(job, polygon, cutoff_ms, error);
}

static circlet_status make_all(area_job *job, circlet_error *error)
{
    ci_stage stage = {&job->query.progress, "drawing service areas", 0.4, 1};
    circlet_status status = find_times(job, error);

    if (!status)
        status = start_raster(job, error);
    for (size_t i = 0; i < job->query.cutoff_count && !status; i++) {
        status = make_area(job, i, error);
        if (!status &&
            !ci_stage_goes_on(&stage, i + 1, job->query.cutoff_count))
            status = ci_fail(error, CIRCLET_E_CANCELLED, "cancelled");
    }
    return status;
}

circlet_status circlet_service_areas_make(
    circlet_service_areas **out, circlet_router *router,
    const circlet_service_area_query *query, circlet_error *error)
{
    area_job job = {0};
    circlet_status status = read_query(&job, router, query, error);

    if (!status)
        status = view_router(&job, router, error);
    if (status)
        return status;
    job.out = new_areas(&job.query);
    status = job.out ? make_all(&job, error) : ci_fail_nomem(error);
    if (!status) {
        *out = job.out;
        job.out = NULL;
    }
    circlet_service_areas_free(job.out);
    if (job.query.is_outward)
        ci_graph_free(job.mode.graphs[job.query.bound]);
    ci_router_view_close(&job.router);
    free(job.lines.items);
    free(job.points);
    ci_area_raster_free(&job.raster);
    return status;
}
