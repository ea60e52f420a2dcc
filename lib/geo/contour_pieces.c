#include "geo/contour_pieces.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/union_find.h"

/* The contour keeps off the ends of an edge by so much of it: off samples so
 * that pieces have a length, off points so that these are truly inside. */
#define OFF_SAMPLE 0.01
#define OFF_POINT 0.2

/* A point that is so near to a sample, in cells, decides its side. */
#define NEAR_SAMPLE 0.05

/* A point that is so near to a line of the lattice, in degrees, is taken to
 * lie on it, so that no triangle is too thin for rounded coordinates. */
#define ON_LINE 5e-8

/* An edge's end, in samples. */
typedef struct vertex {
    double x, y, value;
    uint32_t id;
    bool is_point;
} vertex;

/* A point in its cell. */
typedef struct cell_point {
    size_t cell; /* of its south-west sample */
    double x, y; /* within the cell */
    uint32_t position;
    bool is_inside;
} cell_point;

typedef struct contour_job {
    ci_raster *raster;
    ci_contour_pieces *out;
    cell_point *points; /* by cell, then position */
    size_t point_count;
    size_t next_point; /* of the cells to come */
    double least;
    ci_cell_mesh mesh;
} contour_job;

void ci_contour_pieces_free(ci_contour_pieces *pieces)
{
    free(pieces->items);
    free(pieces->part);
}

static bool is_inside(double value)
{
    return value < 0;
}

/* ---- pieces ------------------------------------------------------------- */

/* Where the contour crosses an edge: always computed from the vertex with
 * the lower id, so that both cells of the edge find the very same place. */
static void cross(const vertex *a, const vertex *b, double *x, double *y)
{
    double low, high, share;

    if (a->id > b->id) {
        const vertex *c = a;

        a = b;
        b = c;
    }
    low = a->is_point ? OFF_POINT : OFF_SAMPLE;
    high = 1 - (b->is_point ? OFF_POINT : OFF_SAMPLE);
    share = low + (high - low) * (a->value / (a->value - b->value));
    *x = a->x + share * (b->x - a->x);
    *y = a->y + share * (b->y - a->y);
}

static uint64_t edge_name(const vertex *a, const vertex *b)
{
    uint32_t low = a->id < b->id ? a->id : b->id;
    uint32_t high = a->id < b->id ? b->id : a->id;

    return (uint64_t)low << 32 | high;
}

/* From the edge a-b, on which a is inside, to the edge c-d. */
static bool add_piece(ci_contour_pieces *out, const vertex *a, const vertex *b,
                      const vertex *c, const vertex *d)
{
    ci_contour_piece *grown = ci_array_reserve_one(
        out->items, out->count, &out->capacity, sizeof(*grown));

    if (!grown)
        return false;
    out->items = grown;
    grown += out->count++;
    grown->start = edge_name(a, b);
    grown->end = edge_name(c, d);
    grown->inside = a->id;
    cross(a, b, &grown->x, &grown->y);
    return true;
}

static void join_inside(ci_contour_pieces *out, const vertex *a,
                        const vertex *b)
{
    if (is_inside(a->value) && is_inside(b->value))
        ci_union_join(out->part, a->id, b->id);
}

/*
 * The pieces in a face with `count` corners in counterclockwise order. One
 * goes round each corner or run of corners: of those inside, or of those
 * outside where the inside is joined through the middle of a square.
 */
static bool contour_face(ci_contour_pieces *out, const vertex *corners,
                         size_t count, bool is_joined)
{
    for (size_t i = 0; i < count; i++) {
        const vertex *a = &corners[i], *b = &corners[(i + 1) % count];
        size_t k = i;

        join_inside(out, a, b);
        if (!is_inside(a->value) || is_inside(b->value))
            continue;
        /* The contour starts here; it ends where the inside began, or where
         * it begins again. */
        do
            k = is_joined ? (k + 1) % count : (k + count - 1) % count;
        while (is_inside(corners[k].value) ==
               is_inside(corners[(k + 1) % count].value));
        if (!add_piece(out, a, b, &corners[k], &corners[(k + 1) % count]))
            return false;
    }
    return true;
}

/* ---- cells without points ----------------------------------------------- */

/* The corner of a cell, counterclockwise from the south-west. */
static vertex corner_of(const ci_raster *raster, size_t cell, size_t i)
{
    static const size_t east[] = {0, 1, 1, 0}, north[] = {0, 0, 1, 1};
    size_t sample = cell + east[i] + north[i] * raster->width;
    size_t column = sample % raster->width, row = sample / raster->width;
    vertex corner = {(double)column, (double)row,
                     (double)raster->values[sample], (uint32_t)sample, false};

    return corner;
}

static bool contour_cell(contour_job *job, size_t cell)
{
    vertex corners[4];
    double sum = 0;
    bool is_saddle;

    for (size_t i = 0; i < 4; i++) {
        corners[i] = corner_of(job->raster, cell, i);
        sum += corners[i].value;
    }
    is_saddle = is_inside(corners[0].value) == is_inside(corners[2].value) &&
                is_inside(corners[1].value) == is_inside(corners[3].value) &&
                is_inside(corners[0].value) != is_inside(corners[1].value);
    if (is_saddle && is_inside(sum)) {
        join_inside(job->out, &corners[0], &corners[2]);
        join_inside(job->out, &corners[1], &corners[3]);
    }
    return contour_face(job->out, corners, 4, is_saddle && is_inside(sum));
}

/* ---- cells with points -------------------------------------------------- */

static double put_on_side(double value, bool inside, double least)
{
    return inside ? fmin(value, -least) : fmax(value, least);
}

/* The value between four corners (bilinear interpolation). */
static double value_between(const ci_mesh_vertex corners[4], double x,
                            double y)
{
    return (corners[0].value * (1 - x) + corners[1].value * x) * (1 - y) +
           (corners[3].value * (1 - x) + corners[2].value * x) * y;
}

static bool mesh_cell(contour_job *job, size_t cell, size_t end)
{
    static const double east[] = {0, 1, 1, 0}, north[] = {0, 0, 1, 1};
    size_t sample_count = job->raster->width * job->raster->height;
    ci_mesh_vertex corners[4];

    for (size_t i = 0; i < 4; i++) {
        vertex corner = corner_of(job->raster, cell, i);

        corners[i] =
            (ci_mesh_vertex){east[i], north[i], corner.value, corner.id};
    }
    if (!ci_cell_mesh_start(&job->mesh, corners))
        return false;
    for (size_t i = job->next_point; i < end; i++) {
        const cell_point *point = &job->points[i];
        double value = put_on_side(value_between(corners, point->x, point->y),
                                   point->is_inside, job->least);
        ci_mesh_vertex added = {point->x, point->y, value,
                                (uint32_t)(sample_count + point->position)};

        if (!ci_cell_mesh_add(&job->mesh, added))
            return false;
    }
    return true;
}

static bool contour_mesh(contour_job *job, size_t cell)
{
    const ci_raster *raster = job->raster;
    size_t column = cell % raster->width, row = cell / raster->width;
    double west = (double)column, south = (double)row;

    for (size_t i = 0; i < job->mesh.triangle_count; i++) {
        vertex corners[3];

        for (size_t k = 0; k < 3; k++) {
            const ci_mesh_vertex *from =
                &job->mesh.vertices[job->mesh.triangles[i].corner[k]];

            corners[k] =
                (vertex){west + from->x, south + from->y, from->value,
                         from->id, from->id >= raster->width * raster->height};
        }
        if (!contour_face(job->out, corners, 3, false))
            return false;
    }
    return true;
}

/* ---- the points --------------------------------------------------------- */

static bool is_at_end(double share)
{
    return share <= 0 || share >= 1;
}

/* A share of a cell, put on the cell's border if it almost lies there. */
static double off_lines(double share, double step)
{
    double near = ON_LINE / step;

    if (share < near)
        return 0;
    return share > 1 - near ? 1 : share;
}

static cell_point place_point(const ci_raster *raster,
                              const ci_raster_point *point, size_t position)
{
    double x = (point->at.lon - raster->origin.lon) / raster->lon_step;
    double y = (point->at.lat - raster->origin.lat) / raster->lat_step;
    double column = fmin(fmax(floor(x), 0), (double)raster->width - 2);
    double row = fmin(fmax(floor(y), 0), (double)raster->height - 2);
    cell_point placed = {(size_t)row * raster->width + (size_t)column,
                         off_lines(x - column, raster->lon_step),
                         off_lines(y - row, raster->lat_step),
                         (uint32_t)position, point->is_inside};

    return placed;
}

/* The same point in the cell on the other side of the line it lies on. */
static cell_point beyond_line(const ci_raster *raster, cell_point point)
{
    if (is_at_end(point.x)) {
        point.cell = point.x > 0 ? point.cell + 1 : point.cell - 1;
        point.x = 1 - point.x;
    } else {
        point.cell = point.y > 0 ? point.cell + raster->width
                                 : point.cell - raster->width;
        point.y = 1 - point.y;
    }
    return point;
}

static int compare_points(const void *left, const void *right)
{
    const cell_point *a = left, *b = right;

    if (a->cell != b->cell)
        return a->cell < b->cell ? -1 : 1;
    return (a->position > b->position) - (a->position < b->position);
}

/* Puts a sample that a point lies almost upon on the point's side, so that
 * the contour finds room between them and the next. */
static void settle_sample(contour_job *job, const cell_point *point)
{
    ci_raster *raster = job->raster;
    bool is_east = point->x > 0.5, is_north = point->y > 0.5;
    size_t sample =
        point->cell + is_east + (is_north ? raster->width : (size_t)0);
    float *value = &raster->values[sample];

    if (fabs(point->x - is_east) < NEAR_SAMPLE &&
        fabs(point->y - is_north) < NEAR_SAMPLE)
        *value =
            (float)put_on_side((double)*value, point->is_inside, job->least);
}

/* Keeps a point for its cell, and for both if it lies between two. One that
 * lies on a sample is spoken for by that. */
static void keep_point(contour_job *job, const cell_point *point)
{
    bool is_between = is_at_end(point->x) || is_at_end(point->y);

    if (is_at_end(point->x) && is_at_end(point->y))
        return;
    job->points[job->point_count++] = *point;
    if (is_between)
        job->points[job->point_count++] = beyond_line(job->raster, *point);
}

static bool place_points(contour_job *job, const ci_raster_point *points,
                         size_t count)
{
    job->points = malloc((2 * count + 1) * sizeof(*job->points));
    if (!job->points)
        return false;
    for (size_t i = 0; i < count; i++) {
        cell_point placed = place_point(job->raster, &points[i], i);

        settle_sample(job, &placed);
        keep_point(job, &placed);
    }
    if (job->point_count > 1)
        qsort(job->points, job->point_count, sizeof(*job->points),
              compare_points);
    return true;
}

/* ---- all cells ---------------------------------------------------------- */

/* Joins the samples of a cell that is all inside; its other two edges are its
 * neighbours' business. */
static void join_cell(contour_job *job, size_t cell)
{
    uint32_t *part = job->out->part;

    ci_union_join(part, (uint32_t)cell, (uint32_t)cell + 1);
    ci_union_join(part, (uint32_t)cell, (uint32_t)(cell + job->raster->width));
}

/* How many corners of a cell are inside. */
static size_t count_inside(const ci_raster *raster, size_t cell)
{
    const float *south = &raster->values[cell];
    const float *north = south + raster->width;

    return (size_t)(south[0] < 0) + (size_t)(south[1] < 0) +
           (size_t)(north[0] < 0) + (size_t)(north[1] < 0);
}

static bool find_in_cell(contour_job *job, size_t cell)
{
    size_t end = job->next_point, inside;
    bool is_done;

    while (end < job->point_count && job->points[end].cell == cell)
        end++;
    if (end == job->next_point) {
        inside = count_inside(job->raster, cell);
        if (inside == 4)
            join_cell(job, cell);
        return inside % 4 == 0 || contour_cell(job, cell);
    }
    is_done = mesh_cell(job, cell, end) && contour_mesh(job, cell);
    job->next_point = end;
    return is_done;
}

static bool find_all(contour_job *job)
{
    const ci_raster *raster = job->raster;

    for (size_t row = 0; row + 1 < raster->height; row++)
        for (size_t column = 0; column + 1 < raster->width; column++)
            if (!find_in_cell(job, row * raster->width + column))
                return false;
    return true;
}

bool ci_contour_pieces_find(ci_contour_pieces *out, ci_raster *raster,
                            const ci_raster_point *points, size_t count,
                            float least)
{
    contour_job job = {.raster = raster, .out = out, .least = (double)least};
    size_t vertex_count = raster->width * raster->height + count;
    bool is_done = false;

    out->part = malloc((vertex_count + 1) * sizeof(*out->part));
    if (out->part && place_points(&job, points, count)) {
        for (size_t i = 0; i < vertex_count; i++)
            out->part[i] = (uint32_t)i;
        is_done = find_all(&job);
    }
    free(job.points);
    ci_cell_mesh_free(&job.mesh);
    return is_done;
}
