/* Joins the pieces of a contour to rings, and these to an area. */
#include "geo/contour.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "base/union_find.h"
#include "geo/area.h"
#include "geo/contour_pieces.h"

/* Coordinates are rounded to so many parts of a degree. */
#define PARTS 1e9

typedef struct traced_ring {
    uint32_t part; /* what it borders, see ci_contour_pieces */
    bool is_hole;
    size_t first, count; /* of its points, the last repeats the first */
} traced_ring;

typedef struct tracing {
    const ci_raster *raster;
    ci_contour_pieces pieces; /* by start */
    uint8_t *is_traced; /* of each piece */
    circlet_point *points;
    size_t point_count;
    traced_ring *rings;
    size_t ring_count, ring_capacity;
} tracing;

static int compare_pieces(const void *left, const void *right)
{
    const ci_contour_piece *a = left, *b = right;

    return (a->start > b->start) - (a->start < b->start);
}

/* The piece that starts on an edge: there is one, where one ends. */
static size_t find_piece(const ci_contour_pieces *pieces, uint64_t start)
{
    size_t low = 0, high = pieces->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (pieces->items[middle].start < start)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static circlet_point place_of(const ci_raster *raster,
                              const ci_contour_piece *piece)
{
    double lon = raster->origin.lon + piece->x * raster->lon_step;
    double lat = raster->origin.lat + piece->y * raster->lat_step;

    return (circlet_point){round(lon * PARTS) / PARTS,
                           round(lat * PARTS) / PARTS};
}

static bool is_same(circlet_point a, circlet_point b)
{
    return a.lon == b.lon && a.lat == b.lat;
}

/* Appends a point to the ring that starts at `first`; one that lies straight
 * on between two others is left out. */
static void add_point(tracing *work, size_t first, circlet_point at)
{
    circlet_point *end = work->points + work->point_count;
    size_t count = work->point_count - first;

    if (count > 0 && is_same(end[-1], at))
        return;
    if (count > 1 && ci_side_of(end[-2], end[-1], at) == 0) {
        end[-1] = at;
        return;
    }
    *end = at;
    work->point_count++;
}

/* Twice the square degrees, from the ring's first point. */
static double twice_area(const circlet_point *points, size_t count)
{
    double sum = 0;

    for (size_t i = 2; i < count; i++)
        sum += (points[i - 1].lon - points[0].lon) *
                   (points[i].lat - points[0].lat) -
               (points[i].lon - points[0].lon) *
                   (points[i - 1].lat - points[0].lat);
    return sum;
}

/* Follows a contour from one of its pieces until it is back there. */
static bool trace_ring(tracing *work, size_t start)
{
    const ci_contour_pieces *pieces = &work->pieces;
    traced_ring ring = {.first = work->point_count};
    traced_ring *grown;
    double area;

    for (size_t i = start; !work->is_traced[i];
         i = find_piece(pieces, pieces->items[i].end)) {
        work->is_traced[i] = true;
        add_point(work, ring.first, place_of(work->raster, &pieces->items[i]));
    }
    add_point(work, ring.first, place_of(work->raster, &pieces->items[start]));
    ring.count = work->point_count - ring.first;
    area = twice_area(work->points + ring.first, ring.count);
    if (ring.count < 4 || area == 0) {
        work->point_count = ring.first; /* rounding left nothing of it */
        return true;
    }
    ring.is_hole = area < 0;
    ring.part = ci_union_root(pieces->part, pieces->items[start].inside);
    grown = ci_array_reserve_one(work->rings, work->ring_count,
                                 &work->ring_capacity, sizeof(*grown));
    if (!grown)
        return false;
    work->rings = grown;
    grown[work->ring_count++] = ring;
    return true;
}

static bool trace_all(tracing *work)
{
    size_t count = work->pieces.count;

    if (count > 1)
        qsort(work->pieces.items, count, sizeof(*work->pieces.items),
              compare_pieces);
    work->is_traced = calloc(count + 1, 1);
    /* A ring repeats its first point, and has two pieces at least. */
    work->points = malloc((count + count / 2 + 2) * sizeof(circlet_point));
    if (!work->is_traced || !work->points)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!work->is_traced[i] && !trace_ring(work, i))
            return false;
    return true;
}

/* Parts in the order of their first sample, each with its holes after. */
static int compare_rings(const void *left, const void *right)
{
    const traced_ring *a = left, *b = right;

    if (a->part != b->part)
        return a->part < b->part ? -1 : 1;
    if (a->is_hole != b->is_hole)
        return a->is_hole ? 1 : -1;
    return (a->first > b->first) - (a->first < b->first);
}

static bool put_together(ci_polygon *out, const tracing *work)
{
    circlet_point *points = malloc((work->point_count + 1) * sizeof(*points));
    circlet_ring *rings = malloc((work->ring_count + 1) * sizeof(*rings));
    size_t end = 0;

    if (!points || !rings) {
        free(points);
        free(rings);
        return false;
    }
    if (work->ring_count > 1)
        qsort(work->rings, work->ring_count, sizeof(*work->rings),
              compare_rings);
    for (size_t r = 0; r < work->ring_count; r++) {
        const traced_ring *ring = &work->rings[r];

        for (size_t i = 0; i < ring->count; i++)
            points[end++] = work->points[ring->first + i];
        rings[r] = (circlet_ring){end, ring->is_hole};
    }
    *out = (ci_polygon){points, rings, work->ring_count};
    return true;
}

circlet_status ci_contour_make(ci_polygon *out, ci_raster *raster,
                               const ci_raster_point *points, size_t count,
                               float least, circlet_error *error)
{
    tracing work = {.raster = raster};
    bool is_done =
        ci_contour_pieces_find(&work.pieces, raster, points, count, least) &&
        trace_all(&work) && put_together(out, &work);

    ci_contour_pieces_free(&work.pieces);
    free(work.is_traced);
    free(work.points);
    free(work.rings);
    return is_done ? CIRCLET_OK : ci_fail_nomem(error);
}
