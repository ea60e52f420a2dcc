/* The pieces of a contour, cell by cell, before they are joined to rings. */
#ifndef CI_GEO_CONTOUR_PIECES_H
#define CI_GEO_CONTOUR_PIECES_H

#include "geo/cell_mesh.h"
#include "geo/contour.h"

/*
 * A straight piece with the inside on its left. Its ends lie on edges of the
 * mesh, and the contour meets an edge once: an edge, named by its two
 * vertices, is where one piece ends and one starts.
 */
typedef struct ci_contour_piece {
    uint64_t start, end; /* edges */
    double x, y; /* of the start, in samples */
    uint32_t inside; /* the vertex of the start's edge that is inside */
} ci_contour_piece;

typedef struct ci_contour_pieces {
    ci_contour_piece *items;
    size_t count, capacity;
    uint32_t *part; /* of each vertex: what is joined within the area, see
                       base/union_find.h */
} ci_contour_pieces;

/* Collects the pieces; the caller frees them even on failure. Vertices are
 * the samples, then the points. false: no memory. */
bool ci_contour_pieces_find(ci_contour_pieces *out, ci_raster *raster,
                            const ci_raster_point *points, size_t count,
                            float least);
void ci_contour_pieces_free(ci_contour_pieces *pieces);

#endif
