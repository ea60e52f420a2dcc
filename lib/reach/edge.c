#include "reach/edge.h"

#include <math.h>
#include <stdlib.h>

#include "geo/unit_index.h"
#include "network/snap.h"

struct ci_edge {
    const circlet_network *network;
    double margin_m;
    ci_box box; /* around the network */
    ci_unit_index *inside; /* of the extent alone */
    ci_segment *border; /* of all rings */
    ci_grid_index *index;
    uint32_t *nodes;
    size_t node_count;
    uint8_t *is_edge; /* of each node */
};

/* The pieces of all rings; gives how many. */
static size_t cut_border(ci_segment *border, const circlet_area *extent)
{
    size_t count = 0, first = 0;

    for (size_t i = 0; i < extent->ring_count; i++) {
        size_t end = extent->rings[i].end;

        for (size_t k = first + 1; k < end; k++)
            border[count++] =
                (ci_segment){extent->points[k - 1], extent->points[k]};
        first = end;
    }
    return count;
}

bool ci_edge_distance_m(double *out, const ci_edge *edge, ci_grid_found *room,
                        circlet_point at)
{
    ci_frame frame = ci_frame_at(at.lat);
    ci_box box = ci_box_around(at, frame, edge->margin_m);
    double nearest_m = INFINITY;

    if (ci_unit_index_find(edge->inside, at) == CI_NOWHERE) {
        *out = 0;
        return true;
    }
    if (!ci_grid_index_find(edge->index, &box, room))
        return false;
    for (size_t i = 0; i < room->count; i++)
        nearest_m = fmin(
            nearest_m,
            ci_segment_distance_m(at, frame, &edge->border[room->items[i]]));
    *out = nearest_m <= edge->margin_m ? nearest_m : INFINITY;
    return true;
}

static bool find_nodes(ci_edge *edge)
{
    const circlet_network *network = edge->network;
    ci_grid_found room = {0};
    bool is_found = true;

    for (uint32_t i = 0; is_found && i < network->node_count; i++) {
        double distance_m = INFINITY;

        is_found =
            ci_edge_distance_m(&distance_m, edge, &room, network->points[i]);
        edge->is_edge[i] = distance_m < INFINITY;
        if (edge->is_edge[i])
            edge->nodes[edge->node_count++] = i;
    }
    free(room.items);
    return is_found;
}

ci_edge *ci_edge_new(const circlet_network *network, double margin_m)
{
    const circlet_area *extent = &network->extent;
    ci_edge *edge = calloc(1, sizeof(*edge));

    if (!edge)
        return NULL;
    edge->network = network;
    edge->margin_m = margin_m;
    edge->box = ci_network_box(network);
    edge->inside = ci_unit_index_new(extent, 1);
    edge->border =
        malloc((ci_area_point_count(extent) + 1) * sizeof(ci_segment));
    edge->nodes = malloc((network->node_count + 1) * sizeof(uint32_t));
    edge->is_edge = malloc(network->node_count + 1);
    if (edge->border)
        edge->index =
            ci_grid_index_new(edge->border, cut_border(edge->border, extent));
    if (!edge->inside || !edge->index || !edge->nodes || !edge->is_edge ||
        !find_nodes(edge)) {
        ci_edge_free(edge);
        return NULL;
    }
    return edge;
}

void ci_edge_free(ci_edge *edge)
{
    if (!edge)
        return;
    ci_unit_index_free(edge->inside);
    free(edge->border);
    ci_grid_index_free(edge->index);
    free(edge->nodes);
    free(edge->is_edge);
    free(edge);
}

const uint32_t *ci_edge_nodes(const ci_edge *edge, size_t *count)
{
    *count = edge->node_count;
    return edge->nodes;
}

bool ci_edge_has(const ci_edge *edge, uint32_t node)
{
    return edge->is_edge[node];
}

ci_box ci_edge_box(const ci_edge *edge)
{
    return edge->box;
}
