/* Triangles over one cell of a raster and the points within it. */
#ifndef CI_GEO_CELL_MESH_H
#define CI_GEO_CELL_MESH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct ci_mesh_vertex {
    double x, y; /* within the cell: 0 to 1 */
    double value;
    uint32_t id;
} ci_mesh_vertex;

typedef struct ci_mesh_triangle {
    uint32_t corner[3]; /* counterclockwise, into the vertices */
} ci_mesh_triangle;

/* Room that one cell leaves to the next. Starts as {0}. */
typedef struct ci_cell_mesh {
    ci_mesh_vertex *vertices;
    ci_mesh_triangle *triangles;
    size_t vertex_count, vertex_capacity;
    size_t triangle_count, triangle_capacity;
} ci_cell_mesh;

void ci_cell_mesh_free(ci_cell_mesh *mesh);

/* Starts a cell with its corners, counterclockwise from the south-west.
 * false: no memory. */
bool ci_cell_mesh_start(ci_cell_mesh *mesh, const ci_mesh_vertex corners[4]);

/*
 * Adds a vertex that lies within the cell, or on its border at exactly 0 or
 * 1. One at practically the place of another is left out. The mesh stays
 * Delaunay as far as rounding goes, and a mesh in any case. false: no memory.
 */
bool ci_cell_mesh_add(ci_cell_mesh *mesh, ci_mesh_vertex vertex);

#endif
