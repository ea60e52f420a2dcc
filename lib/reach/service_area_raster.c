#include "reach/service_area_raster.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "geo/area.h"

/* More samples than that take too much memory: cells become larger. */
#define MAX_SAMPLES 20e6

/* So many cells beyond the border values are of interest. */
#define RIM_CELLS 2.0

/* A sample upon a barrier is so far from it, in cells. */
#define LEAST_CELLS 0.02

/* A line that ends within so much of a barrier only touches it, as when
 * points are tied, see network/snap.c. */
#define TOUCH_M 1e-3

/* The lattice starts at no round number, so that points do not lie on its
 * lines: the golden section. */
#define LATTICE_SHIFT 0.6180339887498949

/* Metres east and north of the raster's first sample. */
typedef struct place {
    double x, y;
} place;

/* A line as it is drawn: how far around its ends. */
typedef struct stroke {
    place a, b;
    double a_room_m, b_room_m; /* not limited yet */
    double limit_m;
} stroke;

/* A range of samples. */
typedef struct sample_box {
    size_t left, right, bottom, top;
} sample_box;

static place place_of(const ci_area_raster *area, circlet_point at)
{
    place metres = {(at.lon - area->raster.origin.lon) * area->frame.m_per_lon,
                    (at.lat - area->raster.origin.lat) *
                        area->frame.m_per_lat};

    return metres;
}

static place sample_place(const ci_area_raster *area, size_t column,
                          size_t row)
{
    return (place){(double)column * area->cell_m, (double)row * area->cell_m};
}

/* ---- room --------------------------------------------------------------- */

static ci_box box_of(const ci_reached_lines *lines,
                     const circlet_point *points, size_t count)
{
    ci_box box = ci_box_empty();

    for (size_t i = 0; i < lines->count; i++) {
        ci_box_grow(&box, lines->items[i].a);
        ci_box_grow(&box, lines->items[i].b);
    }
    for (size_t i = 0; i < count; i++)
        ci_box_grow(&box, points[i]);
    return box;
}

/* Sets the lattice over a box and a rim around it. */
static void lay_out(ci_area_raster *area, const ci_box *box, double limit_m,
                    double cell_m)
{
    ci_raster *raster = &area->raster;
    double width_m = (box->east - box->west) * area->frame.m_per_lon;
    double height_m = (box->north - box->south) * area->frame.m_per_lat;
    double rim_m, columns, rows;

    for (;; cell_m *= 1.05) {
        rim_m = limit_m + (RIM_CELLS + LATTICE_SHIFT) * cell_m;
        columns = ceil((width_m + 2 * rim_m) / cell_m) + 2;
        rows = ceil((height_m + 2 * rim_m) / cell_m) + 2;
        if (columns * rows <= MAX_SAMPLES)
            break;
    }
    area->cell_m = cell_m;
    raster->width = (size_t)columns;
    raster->height = (size_t)rows;
    raster->lon_step = cell_m / area->frame.m_per_lon;
    raster->lat_step = cell_m / area->frame.m_per_lat;
    raster->origin.lon = box->west - rim_m / area->frame.m_per_lon;
    raster->origin.lat = box->south - rim_m / area->frame.m_per_lat;
}

static bool add_barrier(ci_area_raster *area, circlet_point a, circlet_point b)
{
    const ci_raster *raster = &area->raster;
    double east =
        raster->origin.lon + (double)raster->width * raster->lon_step;
    double north =
        raster->origin.lat + (double)raster->height * raster->lat_step;
    ci_segment *grown;

    if (fmax(a.lon, b.lon) < raster->origin.lon || fmin(a.lon, b.lon) > east ||
        fmax(a.lat, b.lat) < raster->origin.lat || fmin(a.lat, b.lat) > north)
        return true;
    grown = ci_array_reserve_one(area->barriers, area->barrier_count,
                                 &area->barrier_capacity, sizeof(*grown));
    if (!grown)
        return false;
    area->barriers = grown;
    grown[area->barrier_count++] = (ci_segment){a, b};
    return true;
}

static bool add_barriers(ci_area_raster *area, const circlet_arc_times *times)
{
    const circlet_network *network = times->network;

    for (uint32_t i = 0; i < network->link_count; i++) {
        const ci_link *link = &network->links[i];
        size_t count;
        const circlet_point *shape = ci_link_shape(network, i, &count);
        circlet_point a = network->points[link->from];

        for (size_t k = 0; k <= count && times->is_snap_barrier[i]; k++) {
            circlet_point b = k < count ? shape[k] : network->points[link->to];

            if (!add_barrier(area, a, b))
                return false;
            a = b;
        }
    }
    area->barrier_index =
        ci_grid_index_new(area->barriers, area->barrier_count);
    return area->barrier_index;
}

bool ci_area_raster_start(ci_area_raster *area, const ci_travel_job *job,
                          const ci_reached_lines *lines,
                          const circlet_point *points, size_t count,
                          const ci_off_road *off_road, double cell_m)
{
    ci_box box = box_of(lines, points, count);
    size_t sample_count;

    area->cell_m = cell_m;
    if (lines->count + count == 0)
        return true;
    area->frame = ci_frame_at((box.south + box.north) / 2);
    lay_out(area, &box, off_road->limit_m, cell_m);
    sample_count = area->raster.width * area->raster.height;
    area->raster.values = malloc(sample_count * sizeof(float));
    area->is_fenced = malloc(sample_count);
    return area->raster.values && area->is_fenced &&
           add_barriers(area, job->times);
}

void ci_area_raster_free(ci_area_raster *area)
{
    free(area->raster.values);
    free(area->is_fenced);
    free(area->barriers);
    ci_grid_index_free(area->barrier_index);
    free(area->found.items);
}

/* ---- barriers ----------------------------------------------------------- */

static place nearest_place(place a, place b, place from, double *share)
{
    double dx = b.x - a.x, dy = b.y - a.y;
    double length2 = dx * dx + dy * dy;
    double t = 0;

    if (length2 > 0)
        t = ((from.x - a.x) * dx + (from.y - a.y) * dy) / length2;
    *share = t > 0 ? fmin(t, 1) : 0;
    return (place){a.x + *share * dx, a.y + *share * dy};
}

static double distance_to(place a, place b, place from)
{
    double share;
    place foot = nearest_place(a, b, from, &share);

    return hypot(foot.x - from.x, foot.y - from.y);
}

/* Above 0 if c lies left of the line from a to b. */
static double side_of(place a, place b, place c)
{
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

static bool are_apart(double a, double b)
{
    return (a > 0 && b > 0) || (a < 0 && b < 0);
}

/* Whether two lines meet elsewhere than at the foot of the first; of those
 * that lie on one line their boxes decide. */
static bool line_crosses(place foot, place end, place a, place b)
{
    return fmin(a.x, b.x) <= fmax(end.x, foot.x) &&
           fmax(a.x, b.x) >= fmin(end.x, foot.x) &&
           fmin(a.y, b.y) <= fmax(end.y, foot.y) &&
           fmax(a.y, b.y) >= fmin(end.y, foot.y) &&
           !are_apart(side_of(a, b, end), side_of(a, b, foot)) &&
           !are_apart(side_of(foot, end, a), side_of(foot, end, b)) &&
           distance_to(a, b, foot) > TOUCH_M;
}

static bool is_fenced_off(const ci_area_raster *area, place foot, place at)
{
    for (size_t i = 0; i < area->found.count; i++) {
        const ci_segment *barrier = &area->barriers[area->found.items[i]];

        if (line_crosses(foot, at, place_of(area, barrier->a),
                         place_of(area, barrier->b)))
            return true;
    }
    return false;
}

/* ---- drawing ------------------------------------------------------------ */

/* The first sample at or after so many metres, and the last before. */
static size_t first_sample(const ci_area_raster *area, double m)
{
    return (size_t)fmax(ceil(m / area->cell_m), 0);
}

static size_t end_sample(const ci_area_raster *area, double m, size_t count)
{
    return (size_t)fmin(fmax(floor(m / area->cell_m) + 1, 0), (double)count);
}

static sample_box samples_around(const ci_area_raster *area, place a, place b,
                                 double reach_m)
{
    const ci_raster *raster = &area->raster;
    sample_box box = {
        first_sample(area, fmin(a.x, b.x) - reach_m),
        end_sample(area, fmax(a.x, b.x) + reach_m, raster->width),
        first_sample(area, fmin(a.y, b.y) - reach_m),
        end_sample(area, fmax(a.y, b.y) + reach_m, raster->height)};

    return box;
}

/* The border lies where the room at the foot ends. */
static void draw_sample(ci_area_raster *area, const stroke *line,
                        size_t column, size_t row)
{
    size_t sample = row * area->raster.width + column;
    place at = sample_place(area, column, row);
    double share, room_m, value;
    place foot = nearest_place(line->a, line->b, at, &share);

    room_m = line->a_room_m + share * (line->b_room_m - line->a_room_m);
    value = hypot(at.x - foot.x, at.y - foot.y) - fmin(room_m, line->limit_m);
    if (value >= (double)area->raster.values[sample])
        return;
    if (!is_fenced_off(area, foot, at))
        area->raster.values[sample] = (float)value;
    else if (value < 0)
        area->is_fenced[sample] = true;
}

/* Keeps of a line what is reached in time; false: nothing. */
static bool cut_stroke(stroke *line)
{
    place a = line->a, b = line->b;
    double a_room_m = line->a_room_m, b_room_m = line->b_room_m, share;

    if (a_room_m <= 0 && b_room_m <= 0)
        return false;
    share = a_room_m / (a_room_m - b_room_m);
    if (b_room_m < 0) {
        line->b =
            (place){a.x + share * (b.x - a.x), a.y + share * (b.y - a.y)};
        line->b_room_m = 0;
    } else if (a_room_m < 0) {
        line->a =
            (place){a.x + share * (b.x - a.x), a.y + share * (b.y - a.y)};
        line->a_room_m = 0;
    }
    return true;
}

static bool find_barriers(ci_area_raster *area, const ci_reached_line *line,
                          double reach_m)
{
    double width = reach_m / area->frame.m_per_lon;
    double height = reach_m / area->frame.m_per_lat;
    ci_box box = {fmin(line->a.lon, line->b.lon) - width,
                  fmin(line->a.lat, line->b.lat) - height,
                  fmax(line->a.lon, line->b.lon) + width,
                  fmax(line->a.lat, line->b.lat) + height};

    return ci_grid_index_find(area->barrier_index, &box, &area->found);
}

static bool draw_line(ci_area_raster *area, const ci_reached_line *line,
                      const ci_off_road *off_road, uint32_t cutoff_ms)
{
    stroke drawn = {place_of(area, line->a), place_of(area, line->b),
                    (cutoff_ms - line->a_ms) * off_road->m_per_ms,
                    (cutoff_ms - line->b_ms) * off_road->m_per_ms,
                    off_road->limit_m};
    double reach_m;
    sample_box box;

    if (!cut_stroke(&drawn))
        return true;
    reach_m = fmin(fmax(drawn.a_room_m, drawn.b_room_m), off_road->limit_m) +
              RIM_CELLS * area->cell_m;
    if (!find_barriers(area, line, reach_m))
        return false;
    box = samples_around(area, drawn.a, drawn.b, reach_m);
    for (size_t row = box.bottom; row < box.top; row++)
        for (size_t column = box.left; column < box.right; column++)
            draw_sample(area, &drawn, column, row);
    return true;
}

/* ---- along barriers ----------------------------------------------------- */

/* A border between the two sides of a barrier lies on it. */
static void draw_along(ci_area_raster *area, const ci_segment *barrier)
{
    place a = place_of(area, barrier->a), b = place_of(area, barrier->b);
    double rim_m = RIM_CELLS * area->cell_m;
    sample_box box = samples_around(area, a, b, rim_m);

    for (size_t row = box.bottom; row < box.top; row++)
        for (size_t column = box.left; column < box.right; column++) {
            size_t sample = row * area->raster.width + column;
            float *value = &area->raster.values[sample];
            double away_m =
                fmax(distance_to(a, b, sample_place(area, column, row)),
                     LEAST_CELLS * area->cell_m);

            if (*value < 0)
                *value = (float)fmax((double)*value, -away_m);
            else if (area->is_fenced[sample])
                *value = (float)fmin((double)*value, away_m);
        }
}

static void clear(ci_area_raster *area)
{
    size_t count = area->raster.width * area->raster.height;
    float outside = (float)(RIM_CELLS * area->cell_m);

    for (size_t i = 0; i < count; i++)
        area->raster.values[i] = outside;
    if (count > 0)
        memset(area->is_fenced, 0, count);
}

bool ci_area_raster_draw(ci_area_raster *area, const ci_reached_lines *lines,
                         const ci_off_road *off_road, uint32_t cutoff_ms)
{
    clear(area);
    for (size_t i = 0; i < lines->count; i++)
        if (!draw_line(area, &lines->items[i], off_road, cutoff_ms))
            return false;
    for (size_t i = 0; i < area->barrier_count; i++)
        draw_along(area, &area->barriers[i]);
    return true;
}
