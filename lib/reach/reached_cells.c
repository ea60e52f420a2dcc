#include "reach/reached_cells.h"

#include <math.h>
#include <stdlib.h>

#include "geo/area.h"
#include "geo/geodesic.h"
#include "network/network.h"

/* A degree of latitude is nowhere shorter: at the equator. */
#define LEAST_M_PER_LAT 110574.0

/* Rounding, generously. */
#define MARGIN 1.01

/* So many cells at most; they are larger where there would be more. */
#define MAX_CELLS 4e6

/* A lattice over the network; a cell is at least as wide and as high as the
 * limit, so what is within it of a cell's streets lies in a neighbour. */
struct ci_reached_cells {
    double west, south;
    double width, height; /* degrees of a cell */
    size_t columns, rows; /* one cell of room on every side */
    uint8_t *is_near;
};

/* A cell. */
typedef struct spot {
    size_t column, row;
} spot;

/* Lays the lattice; degrees of longitude are shortest where it is farthest
 * from the equator. */
static void lay(ci_reached_cells *cells, const ci_box *box, double limit_m)
{
    double pole = fmax(fabs(box->south), fabs(box->north));
    double width =
        MARGIN * limit_m /
        ci_frame_at(fmin(pole + limit_m / LEAST_M_PER_LAT, 90)).m_per_lon;
    double height = MARGIN * limit_m / LEAST_M_PER_LAT;
    double across = fmax(box->east - box->west, 0);
    double along = fmax(box->north - box->south, 0);

    width = width < 360 ? width : 360; /* at a pole it is not finite */
    while ((across / width + 3) * (along / height + 3) > MAX_CELLS) {
        width *= 2;
        height *= 2;
    }
    cells->width = width;
    cells->height = height;
    cells->west = box->west - width;
    cells->south = box->south - height;
    cells->columns = (size_t)(across / width) + 3;
    cells->rows = (size_t)(along / height) + 3;
}

/* false: outside the lattice. */
static bool find_spot(spot *out, const ci_reached_cells *cells,
                      circlet_point at)
{
    double column = (at.lon - cells->west) / cells->width;
    double row = (at.lat - cells->south) / cells->height;

    if (!(column >= 0 && row >= 0 && column < (double)cells->columns &&
          row < (double)cells->rows))
        return false;
    *out = (spot){(size_t)column, (size_t)row};
    return true;
}

/* All cells of the box around a segment. */
static void mark_segment(ci_reached_cells *cells, circlet_point a,
                         circlet_point b)
{
    spot from, to;

    if (!find_spot(&from, cells,
                   (circlet_point){fmin(a.lon, b.lon), fmin(a.lat, b.lat)}) ||
        !find_spot(&to, cells,
                   (circlet_point){fmax(a.lon, b.lon), fmax(a.lat, b.lat)}))
        return; /* no point of the network lies outside its box */
    for (size_t row = from.row; row <= to.row; row++)
        for (size_t column = from.column; column <= to.column; column++)
            cells->is_near[row * cells->columns + column] = 1;
}

static void mark_link(ci_reached_cells *cells, const circlet_network *network,
                      uint32_t link)
{
    size_t count;
    const circlet_point *shape = ci_link_shape(network, link, &count);
    circlet_point a = network->points[network->links[link].from];

    for (size_t k = 0; k < count; k++) {
        mark_segment(cells, a, shape[k]);
        a = shape[k];
    }
    mark_segment(cells, a, network->points[network->links[link].to]);
}

static void mark_links(ci_reached_cells *cells, const ci_search *search,
                       const ci_graph *graph)
{
    const circlet_network *network = graph->times->network;
    size_t count;
    const uint32_t *touched = ci_search_touched(search, &count);

    for (size_t i = 0; i < count; i++) {
        uint32_t node = ci_graph_node(graph, touched[i]);

        for (uint32_t k = network->first[node]; k < network->first[node + 1];
             k++)
            mark_link(cells, network, network->adjacent[k].link);
    }
}

/* Marks what has a marked cell beside it, `step` before or after. */
static void spread(ci_reached_cells *cells, uint8_t *room, size_t step)
{
    size_t count = cells->columns * cells->rows;

    for (size_t i = 0; i < count; i++)
        room[i] = (uint8_t)(cells->is_near[i] |
                            (i >= step ? cells->is_near[i - step] : 0) |
                            (i + step < count ? cells->is_near[i + step] : 0));
}

/* By one cell in all directions: sideways, then up and down. */
static bool widen(ci_reached_cells *cells)
{
    uint8_t *room = malloc(cells->columns * cells->rows);
    const size_t steps[2] = {1, cells->columns};

    for (int i = 0; room && i < 2; i++) {
        uint8_t *before = cells->is_near;

        spread(cells, room, steps[i]);
        cells->is_near = room;
        room = before;
    }
    free(room);
    return room != NULL;
}

ci_reached_cells *ci_reached_cells_new(const ci_search *search,
                                       const ci_graph *graph,
                                       const ci_box *box, double limit_m)
{
    ci_reached_cells *cells = calloc(1, sizeof(*cells));

    if (!cells || graph->times->network->node_count == 0)
        return cells;
    lay(cells, box, limit_m);
    cells->is_near = calloc(cells->columns * cells->rows, 1);
    if (cells->is_near)
        mark_links(cells, search, graph);
    if (!cells->is_near || !widen(cells)) {
        ci_reached_cells_free(cells);
        return NULL;
    }
    return cells;
}

void ci_reached_cells_free(ci_reached_cells *cells)
{
    if (!cells)
        return;
    free(cells->is_near);
    free(cells);
}

bool ci_reached_cells_has(const ci_reached_cells *cells, circlet_point at)
{
    spot where;

    return find_spot(&where, cells, at) &&
           cells->is_near[where.row * cells->columns + where.column];
}
