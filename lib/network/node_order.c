#include "network/node_order.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/random.h"
#include "network/node_order_dissect.h"

#define RADIANS 0.017453292519943295

/* Of places on the plane: a centimetre. */
#define UNITS_PER_DEGREE 1e7

/* Cosines are rounded, so that machines whose cosines differ in the last
 * digit do not differ in the order. */
#define COSINE_STEPS 1024.0

/* Half a turn in eight parts; a seed turns each line by some degrees. */
#define LINE_LENGTH 100
#define LINE_JITTER 12

static ci_part_lines draw_lines(uint64_t seed)
{
    ci_part_lines lines = {
        {LINE_LENGTH, 92, 71, 38, 0, -38, -71, -92},
        {0, 38, 71, 92, LINE_LENGTH, 92, 71, 38},
    };
    ci_random random = ci_random_start(seed, "lines");

    for (int i = 0; i < CI_PART_LINES; i++) {
        lines.x[i] += (int32_t)ci_random_below(&random, 2 * LINE_JITTER + 1) -
                      LINE_JITTER;
        lines.y[i] += (int32_t)ci_random_below(&random, 2 * LINE_JITTER + 1) -
                      LINE_JITTER;
    }
    return lines;
}

static ci_plane_point *place_nodes(const ci_reduced *graph,
                                   const circlet_point *points)
{
    uint32_t count = graph->node_count;
    ci_plane_point *places = malloc(((size_t)count + 1) * sizeof(*places));
    double south = 90.0, north = -90.0, narrow;

    if (!places)
        return NULL;
    for (uint32_t i = 0; i < count; i++) {
        double lat = points[graph->ids[i]].lat;

        south = lat < south ? lat : south;
        north = lat > north ? lat : north;
    }
    narrow = round(cos((south + north) / 2 * RADIANS) * COSINE_STEPS);
    narrow *= UNITS_PER_DEGREE / COSINE_STEPS;
    for (uint32_t i = 0; i < count; i++) {
        circlet_point at = points[graph->ids[i]];

        places[i].x = (int32_t)(at.lon * narrow);
        places[i].y = (int32_t)(at.lat * UNITS_PER_DEGREE);
    }
    return places;
}

/* Ranks what is left of the network above what was taken away. */
static circlet_status rank_rest(uint32_t *rank, const ci_reduced *graph,
                                const ci_order_input *input,
                                circlet_error *error)
{
    uint32_t count = graph->node_count, below = input->node_count - count;
    ci_plane_point *places = place_nodes(graph, input->points);
    uint32_t *order = malloc(((size_t)count + 1) * sizeof(*order));
    circlet_status status;

    if (places && order) {
        const ci_dissection_input rest = {
            graph, places, draw_lines(input->seed), input->thread_count,
            input->progress};

        status = ci_dissect(order, &rest, error);
    } else {
        status = ci_fail_nomem(error);
    }
    for (uint32_t i = 0; i < count && status == CIRCLET_OK; i++)
        rank[graph->ids[order[i]]] = below + i;
    free(places);
    free(order);
    return status;
}

circlet_status ci_node_order_find(uint32_t *rank, const ci_order_input *input,
                                  circlet_error *error)
{
    uint32_t count = input->node_count;
    uint32_t *found = malloc(((size_t)count + 1) * sizeof(*found));
    ci_reduced graph = {0};
    circlet_status status;

    if (!found || !ci_order_reduce(&graph, found, input)) {
        free(found);
        return ci_fail_nomem(error);
    }
    status = rank_rest(found, &graph, input, error);
    if (status == CIRCLET_OK && count > 0)
        memcpy(rank, found, count * sizeof(*rank));
    ci_reduced_free(&graph);
    free(found);
    return status;
}
