#include "geo/cell_mesh.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"

/* Vertices nearer than that are one: a hundredth of a millimetre in cells of
 * a hundred metres. */
#define SAME_PLACE 1e-7

/* A vertex on an edge is moved so much of its way into the triangle. */
#define INWARD 1e-6

/* So many edges are turned one after the other at most. */
#define MEND_DEPTH 50

/* Determinants below that are taken for zero. */
#define TINY 1e-13

void ci_cell_mesh_free(ci_cell_mesh *mesh)
{
    free(mesh->vertices);
    free(mesh->triangles);
}

static bool add_vertex(ci_cell_mesh *mesh, ci_mesh_vertex vertex)
{
    ci_mesh_vertex *grown =
        ci_array_reserve_one(mesh->vertices, mesh->vertex_count,
                             &mesh->vertex_capacity, sizeof(*grown));

    if (!grown)
        return false;
    mesh->vertices = grown;
    grown[mesh->vertex_count++] = vertex;
    return true;
}

static bool add_triangle(ci_cell_mesh *mesh, uint32_t a, uint32_t b,
                         uint32_t c)
{
    ci_mesh_triangle *grown =
        ci_array_reserve_one(mesh->triangles, mesh->triangle_count,
                             &mesh->triangle_capacity, sizeof(*grown));

    if (!grown)
        return false;
    mesh->triangles = grown;
    grown[mesh->triangle_count++] = (ci_mesh_triangle){{a, b, c}};
    return true;
}

bool ci_cell_mesh_start(ci_cell_mesh *mesh, const ci_mesh_vertex corners[4])
{
    mesh->vertex_count = 0;
    mesh->triangle_count = 0;
    for (size_t i = 0; i < 4; i++)
        if (!add_vertex(mesh, corners[i]))
            return false;
    return add_triangle(mesh, 0, 1, 2) && add_triangle(mesh, 0, 2, 3);
}

/* Twice the area of a triangle, above zero if it is counterclockwise. */
static double area_of(const ci_mesh_vertex *a, const ci_mesh_vertex *b,
                      const ci_mesh_vertex *c)
{
    return (b->x - a->x) * (c->y - a->y) - (b->y - a->y) * (c->x - a->x);
}

/* How far within a triangle a vertex is: its least share of the area. */
static double depth_in(const ci_cell_mesh *mesh, size_t triangle,
                       const ci_mesh_vertex *at)
{
    const ci_mesh_vertex *v = mesh->vertices;
    const uint32_t *corner = mesh->triangles[triangle].corner;
    double depth = INFINITY;

    for (size_t i = 0; i < 3; i++)
        depth =
            fmin(depth, area_of(&v[corner[i]], &v[corner[(i + 1) % 3]], at));
    return depth;
}

static size_t find_triangle(const ci_cell_mesh *mesh, const ci_mesh_vertex *at)
{
    size_t best = 0;
    double best_depth = -INFINITY;

    for (size_t i = 0; i < mesh->triangle_count; i++) {
        double depth = depth_in(mesh, i, at);

        if (depth > best_depth) {
            best = i;
            best_depth = depth;
        }
    }
    return best;
}

/* Off the edges of its triangle, so that the three new ones have an area. */
static void move_inward(const ci_cell_mesh *mesh, size_t triangle,
                        ci_mesh_vertex *at)
{
    const ci_mesh_vertex *v = mesh->vertices;
    const uint32_t *corner = mesh->triangles[triangle].corner;
    const ci_mesh_vertex *a = &v[corner[0]], *b = &v[corner[1]],
                         *c = &v[corner[2]];

    at->x += INWARD * ((a->x + b->x + c->x) / 3 - at->x);
    at->y += INWARD * ((a->y + b->y + c->y) / 3 - at->y);
}

/* Above zero if d lies within the circle through a, b and c (Shewchuk 1997,
 * without his exact arithmetic: here it decides on beauty alone). */
static double in_circle(const ci_mesh_vertex *a, const ci_mesh_vertex *b,
                        const ci_mesh_vertex *c, const ci_mesh_vertex *d)
{
    double ax = a->x - d->x, ay = a->y - d->y;
    double bx = b->x - d->x, by = b->y - d->y;
    double cx = c->x - d->x, cy = c->y - d->y;

    return (ax * ax + ay * ay) * (bx * cy - cx * by) -
           (bx * bx + by * by) * (ax * cy - cx * ay) +
           (cx * cx + cy * cy) * (ax * by - bx * ay);
}

/* The triangle with the edge from-to in this direction, and the position of
 * `from` in it; false: there is none. */
static bool find_edge(const ci_cell_mesh *mesh, uint32_t from, uint32_t to,
                      size_t *triangle, size_t *place)
{
    for (size_t i = 0; i < mesh->triangle_count; i++)
        for (size_t k = 0; k < 3; k++) {
            const uint32_t *corner = mesh->triangles[i].corner;

            if (corner[k] == from && corner[(k + 1) % 3] == to) {
                *triangle = i;
                *place = k;
                return true;
            }
        }
    return false;
}

/*
 * Turns the edge opposite to the newest vertex if that makes the mesh
 * Delaunay there, and goes on with the two edges that come to lie opposite
 * (Lawson 1977). The depth is bounded against rounding in circles.
 */
static void mend_edge(ci_cell_mesh *mesh, uint32_t from, uint32_t to,
                      size_t room)
{
    uint32_t newest = (uint32_t)mesh->vertex_count - 1;
    const ci_mesh_vertex *v = mesh->vertices;
    size_t inner, outer, at_inner, at_outer;
    uint32_t far;

    if (room == 0 || !find_edge(mesh, from, to, &inner, &at_inner) ||
        !find_edge(mesh, to, from, &outer, &at_outer))
        return;
    far = mesh->triangles[outer].corner[(at_outer + 2) % 3];
    if (in_circle(&v[from], &v[to], &v[newest], &v[far]) <= TINY ||
        area_of(&v[newest], &v[from], &v[far]) <= TINY ||
        area_of(&v[newest], &v[far], &v[to]) <= TINY)
        return;
    mesh->triangles[inner] = (ci_mesh_triangle){{newest, from, far}};
    mesh->triangles[outer] = (ci_mesh_triangle){{newest, far, to}};
    mend_edge(mesh, from, far, room - 1);
    mend_edge(mesh, far, to, room - 1);
}

static bool is_there(const ci_cell_mesh *mesh, const ci_mesh_vertex *vertex)
{
    for (size_t i = 0; i < mesh->vertex_count; i++)
        if (fabs(mesh->vertices[i].x - vertex->x) < SAME_PLACE &&
            fabs(mesh->vertices[i].y - vertex->y) < SAME_PLACE)
            return true;
    return false;
}

/* The triangle and its edge, from corner k on, on which a vertex on the
 * cell's border lies: exactly, for all on one border share a coordinate. */
static bool find_border(const ci_cell_mesh *mesh, const ci_mesh_vertex *at,
                        size_t *triangle, size_t *k)
{
    for (*triangle = 0; *triangle < mesh->triangle_count; ++*triangle)
        for (*k = 0; *k < 3; ++*k) {
            const uint32_t *corner = mesh->triangles[*triangle].corner;
            const ci_mesh_vertex *a = &mesh->vertices[corner[*k]];
            const ci_mesh_vertex *b = &mesh->vertices[corner[(*k + 1) % 3]];

            if (area_of(a, b, at) == 0 &&
                (at->x - a->x) * (at->x - b->x) +
                        (at->y - a->y) * (at->y - b->y) <
                    0)
                return true;
        }
    return false;
}

static bool add_on_border(ci_cell_mesh *mesh, const ci_mesh_vertex *vertex)
{
    uint32_t position = (uint32_t)mesh->vertex_count;
    uint32_t a, b, c;
    size_t found, k;

    if (!find_border(mesh, vertex, &found, &k))
        return true;
    a = mesh->triangles[found].corner[k];
    b = mesh->triangles[found].corner[(k + 1) % 3];
    c = mesh->triangles[found].corner[(k + 2) % 3];
    if (!add_vertex(mesh, *vertex) || !add_triangle(mesh, position, b, c))
        return false;
    mesh->triangles[found] = (ci_mesh_triangle){{a, position, c}};
    mend_edge(mesh, b, c, MEND_DEPTH);
    mend_edge(mesh, c, a, MEND_DEPTH);
    return true;
}

static bool is_on_border(const ci_mesh_vertex *vertex)
{
    return vertex->x <= 0 || vertex->x >= 1 || vertex->y <= 0 ||
           vertex->y >= 1;
}

bool ci_cell_mesh_add(ci_cell_mesh *mesh, ci_mesh_vertex vertex)
{
    uint32_t position = (uint32_t)mesh->vertex_count;
    ci_mesh_triangle around;
    size_t found;

    if (is_there(mesh, &vertex))
        return true;
    if (is_on_border(&vertex))
        return add_on_border(mesh, &vertex);
    found = find_triangle(mesh, &vertex);
    if (depth_in(mesh, found, &vertex) < INWARD)
        move_inward(mesh, found, &vertex);
    if (depth_in(mesh, found, &vertex) <= 0)
        return true; /* the triangle is thinner than numbers are */
    if (!add_vertex(mesh, vertex))
        return false;
    around = mesh->triangles[found];
    mesh->triangles[found].corner[2] = position;
    if (!add_triangle(mesh, around.corner[1], around.corner[2], position) ||
        !add_triangle(mesh, around.corner[2], around.corner[0], position))
        return false;
    for (size_t i = 0; i < 3; i++)
        mend_edge(mesh, around.corner[i], around.corner[(i + 1) % 3],
                  MEND_DEPTH);
    return true;
}
