#include "geo/outline.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

/* WGS 84, on a sphere of the same surface; enough to draw with. */
#define METRES_PER_DEGREE 111195.0
#define RADIANS_PER_DEGREE 0.017453292519943295

/* A place where rings have points. */
typedef struct vertex {
    double x, y; /* metres */
    uint32_t first, second; /* its neighbours on the first ring, ascending */
    bool is_used, is_corner, is_kept;
} vertex;

typedef struct drawing {
    const circlet_area *const *areas;
    size_t count;
    double tolerance; /* metres, squared */
    size_t point_count;
    uint32_t *ids; /* of the points of all areas, in their order */
    vertex *vertices;
    uint32_t *path; /* an arc, as vertices */
    size_t *stack; /* spans that are still to be looked at */
} drawing;

static size_t points_of(const circlet_area *area)
{
    return area->ring_count > 0 ? area->rings[area->ring_count - 1].end : 0;
}

/* ---- one vertex for points of one place --------------------------------- */

typedef struct placed {
    circlet_point at;
    size_t position;
} placed;

static int compare_placed(const void *left, const void *right)
{
    const placed *a = left, *b = right;

    if (a->at.lon != b->at.lon)
        return a->at.lon < b->at.lon ? -1 : 1;
    if (a->at.lat != b->at.lat)
        return a->at.lat < b->at.lat ? -1 : 1;
    return (a->position > b->position) - (a->position < b->position);
}

static void name_vertices(const drawing *d, const placed *points)
{
    double stretch;
    uint32_t id = 0;

    if (d->point_count == 0)
        return;
    stretch = cos(points[d->point_count / 2].at.lat * RADIANS_PER_DEGREE);
    for (size_t i = 0; i < d->point_count; i++) {
        if (i > 0 && (points[i].at.lon != points[i - 1].at.lon ||
                      points[i].at.lat != points[i - 1].at.lat))
            id++;
        d->ids[points[i].position] = id;
        d->vertices[id].x = points[i].at.lon * METRES_PER_DEGREE * stretch;
        d->vertices[id].y = points[i].at.lat * METRES_PER_DEGREE;
    }
}

static circlet_status find_vertices(const drawing *d, circlet_error *error)
{
    placed *points = malloc((d->point_count + 1) * sizeof(*points));
    size_t filled = 0;

    if (!points)
        return ci_fail_nomem(error);
    for (size_t a = 0; a < d->count; a++)
        for (size_t p = 0; p < points_of(d->areas[a]); p++) {
            points[filled] = (placed){d->areas[a]->points[p], filled};
            filled++;
        }
    qsort(points, filled, sizeof(*points), compare_placed);
    name_vertices(d, points);
    free(points);
    return CIRCLET_OK;
}

/* ---- where borders part ------------------------------------------------- */

/* Where one ring runs otherwise than another, both end an arc. */
static void meet(vertex *at, uint32_t before, uint32_t after)
{
    uint32_t first = before < after ? before : after;
    uint32_t second = before < after ? after : before;

    if (!at->is_used) {
        at->is_used = true;
        at->first = first;
        at->second = second;
    } else if (at->first != first || at->second != second)
        at->is_corner = true;
}

/* `ids` of a ring whose last repeats the first. */
static void find_corners(const drawing *d, const uint32_t *ids, size_t size)
{
    for (size_t i = 0; i + 1 < size; i++)
        meet(&d->vertices[ids[i]], ids[i > 0 ? i - 1 : size - 2], ids[i + 1]);
}

/* ---- arcs --------------------------------------------------------------- */

/* The squared distance of a vertex from a segment. */
static double distance_of(const vertex *at, const vertex *a, const vertex *b)
{
    double dx = b->x - a->x, dy = b->y - a->y;
    double length = dx * dx + dy * dy, along = 0;

    if (length > 0)
        along = ((at->x - a->x) * dx + (at->y - a->y) * dy) / length;
    along = along < 0 ? 0 : along > 1 ? 1 : along;
    dx = a->x + along * dx - at->x;
    dy = a->y + along * dy - at->y;
    return dx * dx + dy * dy;
}

/* The vertex of a path that is farthest from the line between two. */
static size_t farthest(const drawing *d, size_t from, size_t to,
                       double *distance)
{
    size_t found = from;

    *distance = 0;
    for (size_t i = from + 1; i < to; i++) {
        double here =
            distance_of(&d->vertices[d->path[i]], &d->vertices[d->path[from]],
                        &d->vertices[d->path[to]]);

        if (here > *distance) {
            *distance = here;
            found = i;
        }
    }
    return found;
}

static void keep_of_path(const drawing *d, size_t size)
{
    size_t depth = 0;

    d->vertices[d->path[0]].is_kept = true;
    d->vertices[d->path[size - 1]].is_kept = true;
    d->stack[depth++] = 0;
    d->stack[depth++] = size - 1;
    while (depth > 0) {
        size_t to = d->stack[--depth], from = d->stack[--depth];
        double distance;
        size_t middle = farthest(d, from, to, &distance);

        if (middle == from || distance <= d->tolerance)
            continue;
        d->vertices[d->path[middle]].is_kept = true;
        d->stack[depth++] = from;
        d->stack[depth++] = middle;
        d->stack[depth++] = middle;
        d->stack[depth++] = to;
    }
}

/* Both areas of a border must see it alike, so it always runs from its lesser
 * end, and a closed one to its lesser neighbour. */
static void keep_of_arc(const drawing *d, const uint32_t *ids,
                        size_t ring_size, size_t from, size_t size)
{
    const uint32_t first = ids[from % ring_size];
    const uint32_t last = ids[(from + size - 1) % ring_size];
    const uint32_t next = ids[(from + 1) % ring_size];
    const uint32_t before = ids[(from + size - 2) % ring_size];
    bool is_turned = last < first || (last == first && before < next);

    for (size_t i = 0; i < size; i++)
        d->path[is_turned ? size - 1 - i : i] = ids[(from + i) % ring_size];
    keep_of_path(d, size);
}

/* `size` points without the last, which repeats the first. */
static void keep_of_ring(const drawing *d, const uint32_t *ids, size_t size)
{
    size_t start = 0, from, length = 2;

    for (size_t i = 0; i < size; i++) /* the least, or a corner */
        if (d->vertices[ids[i]].is_corner != d->vertices[ids[start]].is_corner
                ? d->vertices[ids[i]].is_corner
                : ids[i] < ids[start])
            start = i;
    from = start;
    for (size_t i = 1; i <= size; i++, length++) {
        size_t at = (start + i) % size;

        if (i < size && !d->vertices[ids[at]].is_corner)
            continue;
        keep_of_arc(d, ids, size, from, length);
        from = at;
        length = 1;
    }
}

/* ---- what is left ------------------------------------------------------- */

typedef struct kept_rings {
    ci_polygon polygon;
    size_t point_count;
} kept_rings;

/* Twice the area that a ring runs around. */
static double size_of_ring(const drawing *d, const uint32_t *ids, size_t size)
{
    double sum = 0;

    for (size_t i = 0; i + 1 < size; i++) {
        const vertex *a = &d->vertices[ids[i]], *b = &d->vertices[ids[i + 1]];
        const vertex *zero = &d->vertices[ids[0]];

        sum += (a->x - zero->x) * (b->y - zero->y) -
               (b->x - zero->x) * (a->y - zero->y);
    }
    return fabs(sum);
}

static size_t count_kept(const drawing *d, const uint32_t *ids, size_t size)
{
    size_t kept = 0;

    for (size_t i = 0; i + 1 < size; i++)
        kept += d->vertices[ids[i]].is_kept;
    return kept;
}

static void copy_ring(kept_rings *out, const drawing *d,
                      const circlet_point *points, const uint32_t *ids,
                      size_t size, bool is_hole, bool is_whole)
{
    size_t start = out->point_count;

    for (size_t i = 0; i + 1 < size; i++)
        if (is_whole || d->vertices[ids[i]].is_kept)
            out->polygon.points[out->point_count++] = points[i];
    out->polygon.points[out->point_count] = out->polygon.points[start];
    out->point_count++;
    out->polygon.rings[out->polygon.ring_count++] =
        (circlet_ring){out->point_count, is_hole};
}

/* Of an area that fell together the largest ring stays as it is. */
static void copy_rings(kept_rings *out, const drawing *d,
                       const circlet_area *area, const uint32_t *ids)
{
    size_t start = 0, largest = 0;
    double size = -1;

    for (size_t r = 0; r < area->ring_count; r++) {
        size_t end = area->rings[r].end, points = end - start;
        double here = size_of_ring(d, ids + start, points);

        if (here > size) {
            size = here;
            largest = r;
        }
        if (count_kept(d, ids + start, points) >= 3)
            copy_ring(out, d, area->points + start, ids + start, points,
                      area->rings[r].is_hole, false);
        start = end;
    }
    if (out->polygon.ring_count == 0 && area->ring_count > 0) {
        start = largest > 0 ? area->rings[largest - 1].end : 0;
        copy_ring(out, d, area->points + start, ids + start,
                  area->rings[largest].end - start, false, true);
    }
}

static circlet_status copy_area(ci_polygon *out, const drawing *d,
                                const circlet_area *area, const uint32_t *ids,
                                circlet_error *error)
{
    kept_rings kept = {
        .polygon = {
            .points = malloc((points_of(area) + 1) * sizeof(circlet_point)),
            .rings = malloc((area->ring_count + 1) * sizeof(circlet_ring))}};

    if (!kept.polygon.points || !kept.polygon.rings) {
        ci_polygon_free(&kept.polygon);
        return ci_fail_nomem(error);
    }
    copy_rings(&kept, d, area, ids);
    *out = kept.polygon;
    return CIRCLET_OK;
}

/* ---- all of it ---------------------------------------------------------- */

typedef void (*ring_fn)(const drawing *d, const uint32_t *ids, size_t size);

static void for_rings(const drawing *d, ring_fn function, size_t less)
{
    const uint32_t *ids = d->ids;

    for (size_t a = 0; a < d->count; a++) {
        size_t start = 0;

        for (size_t r = 0; r < d->areas[a]->ring_count; r++) {
            size_t end = d->areas[a]->rings[r].end;

            if (end - start >= 4)
                function(d, ids + start, end - start - less);
            start = end;
        }
        ids += points_of(d->areas[a]);
    }
}

static circlet_status simplify(ci_polygon *out, const drawing *d,
                               circlet_error *error)
{
    circlet_status status = find_vertices(d, error);
    size_t first = 0;

    if (status)
        return status;
    for_rings(d, find_corners, 0);
    for_rings(d, keep_of_ring, 1);
    for (size_t a = 0; a < d->count && !status; a++) {
        status = copy_area(&out[a], d, d->areas[a], d->ids + first, error);
        first += points_of(d->areas[a]);
    }
    return status;
}

circlet_status ci_outline_make(ci_polygon *out,
                               const circlet_area *const *areas, size_t count,
                               double tolerance_m, circlet_error *error)
{
    drawing d = {.areas = areas,
                 .count = count,
                 .tolerance = tolerance_m * tolerance_m};
    circlet_status status;

    memset(out, 0, count * sizeof(*out));
    for (size_t a = 0; a < count; a++)
        d.point_count += points_of(areas[a]);
    d.ids = calloc(d.point_count + 1, sizeof(*d.ids));
    d.vertices = calloc(d.point_count + 1, sizeof(*d.vertices));
    d.path = malloc((d.point_count + 2) * sizeof(*d.path));
    d.stack = malloc((2 * d.point_count + 8) * sizeof(*d.stack));
    if (!d.ids || !d.vertices || !d.path || !d.stack)
        status = ci_fail_nomem(error);
    else if (d.point_count >= UINT32_MAX)
        status = ci_fail(error, CIRCLET_E_DATA, "borders of %zu points",
                         d.point_count);
    else
        status = simplify(out, &d, error);
    free(d.ids);
    free(d.vertices);
    free(d.path);
    free(d.stack);
    for (size_t a = 0; status && a < count; a++) {
        ci_polygon_free(&out[a]);
        out[a] = (ci_polygon){0};
    }
    return status;
}
