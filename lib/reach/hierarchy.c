#include "reach/hierarchy_parts.h"

#include <stdlib.h>

ci_hierarchy *ci_hierarchy_new(const ci_graph *graph, const uint32_t *rank)
{
    ci_hierarchy *hierarchy = calloc(1, sizeof(*hierarchy));

    if (!hierarchy)
        return NULL;
    hierarchy->graph = graph;
    hierarchy->node_count = graph->node_count;
    if (!ci_hierarchy_contract(hierarchy, rank) ||
        !ci_hierarchy_customize(hierarchy)) {
        ci_hierarchy_free(hierarchy);
        return NULL;
    }
    return hierarchy;
}

void ci_hierarchy_free(ci_hierarchy *hierarchy)
{
    if (!hierarchy)
        return;
    free(hierarchy->rank);
    free(hierarchy->parent);
    free(hierarchy->upper_first);
    free(hierarchy->upper);
    free(hierarchy->up.first);
    free(hierarchy->up.arcs);
    free(hierarchy->down.first);
    free(hierarchy->down.arcs);
    free(hierarchy);
}

double ci_hierarchy_arcs_per_node(const ci_hierarchy *hierarchy)
{
    uint32_t count = hierarchy->node_count;

    return count > 0 ? (double)hierarchy->upper_first[count] / count : 0;
}

size_t ci_hierarchy_bytes(const ci_hierarchy *hierarchy)
{
    size_t count = hierarchy->node_count;

    return sizeof(*hierarchy) + count * 2 * sizeof(uint32_t) +
           (count + 1) * 3 * sizeof(size_t) +
           hierarchy->upper_first[count] * sizeof(uint32_t) +
           (hierarchy->up.first[count] + hierarchy->down.first[count]) *
               sizeof(ci_upper_arc);
}
