#include "verify/plain_edge.h"

#include <math.h>
#include <stdlib.h>

#include "geo/area.h"
#include "geo/grid_index.h"
#include "network/near_links.h"

struct ci_plain_edge {
    const circlet_area *extent;
    double margin_m;
    ci_box box; /* around the extent */
    ci_segment *border;
    ci_grid_index *index;
    ci_grid_found near; /* what the last question found */
    uint32_t *nodes; /* at the edge */
    size_t node_count;
};

/* The pieces of all rings; gives how many. */
static size_t cut_border(ci_segment *border, const circlet_area *extent)
{
    size_t count = 0, first = 0;

    for (size_t i = 0; i < extent->ring_count; i++) {
        for (size_t k = first + 1; k < extent->rings[i].end; k++)
            border[count++] =
                (ci_segment){extent->points[k - 1], extent->points[k]};
        first = extent->rings[i].end;
    }
    return count;
}

bool ci_plain_edge_distance_m(double *out, ci_plain_edge *edge,
                              circlet_point at)
{
    ci_frame frame = ci_frame_at(at.lat);
    ci_box box = ci_box_around(at, frame, edge->margin_m);
    double nearest_m = INFINITY;

    if (!ci_box_has(&edge->box, at) || !ci_area_has(edge->extent, at)) {
        *out = 0;
        return true;
    }
    if (!ci_grid_index_find(edge->index, &box, &edge->near))
        return false;
    for (size_t i = 0; i < edge->near.count; i++)
        nearest_m = fmin(nearest_m,
                         ci_segment_distance_m(
                             at, frame, &edge->border[edge->near.items[i]]));
    *out = nearest_m <= edge->margin_m ? nearest_m : INFINITY;
    return true;
}

static bool find_nodes(ci_plain_edge *edge, const circlet_network *network)
{
    edge->nodes = malloc((network->node_count + 1) * sizeof(*edge->nodes));
    if (!edge->nodes)
        return false;
    for (uint32_t i = 0; i < network->node_count; i++) {
        double distance_m;

        if (!ci_plain_edge_distance_m(&distance_m, edge, network->points[i]))
            return false;
        if (isfinite(distance_m))
            edge->nodes[edge->node_count++] = i;
    }
    return true;
}

ci_plain_edge *ci_plain_edge_new(const circlet_network *network,
                                 double margin_m)
{
    ci_plain_edge *edge = calloc(1, sizeof(*edge));

    if (!edge)
        return NULL;
    edge->extent = &network->extent;
    edge->margin_m = margin_m;
    edge->box = ci_area_box(edge->extent);
    edge->border = malloc((ci_area_point_count(edge->extent) + 1) *
                          sizeof(*edge->border));
    if (edge->border)
        edge->index = ci_grid_index_new(
            edge->border, cut_border(edge->border, edge->extent));
    if (edge->index && find_nodes(edge, network))
        return edge;
    ci_plain_edge_free(edge);
    return NULL;
}

void ci_plain_edge_free(ci_plain_edge *edge)
{
    if (!edge)
        return;
    free(edge->border);
    ci_grid_index_free(edge->index);
    free(edge->near.items);
    free(edge->nodes);
    free(edge);
}

const uint32_t *ci_plain_edge_nodes(const ci_plain_edge *edge, size_t *count)
{
    *count = edge->node_count;
    return edge->nodes;
}
