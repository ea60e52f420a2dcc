#include "network/component.h"

#include <stdlib.h>

#include "base/union_find.h"

static void join_links(const circlet_arc_times *times, uint32_t *parent)
{
    const circlet_network *network = times->network;

    for (uint32_t i = 0; i < network->link_count; i++) {
        const ci_link *link = &network->links[i];
        bool is_open = times->forward_ms[i] != CI_CLOSED ||
                       times->backward_ms[i] != CI_CLOSED;

        if (is_open && ci_link_leads_on(times, i, false) &&
            ci_link_leads_on(times, i, true))
            ci_union_join(parent, link->from, link->to);
    }
}

bool ci_components_find(circlet_arc_times *times)
{
    size_t count = times->network->node_count;
    uint32_t *parent = malloc((count + 1) * sizeof(*parent));

    times->component = malloc((count + 1) * sizeof(uint32_t));
    times->component_size = calloc(count + 1, sizeof(uint32_t));
    if (!parent || !times->component || !times->component_size) {
        free(parent);
        return false;
    }
    for (uint32_t i = 0; i < count; i++)
        parent[i] = i;
    join_links(times, parent);
    times->component_count = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t root = ci_union_root(parent, i);

        times->component[i] =
            root == i ? times->component_count++ : times->component[root];
        times->component_size[times->component[i]]++;
    }
    free(parent);
    return true;
}

uint32_t ci_link_component_size(const circlet_arc_times *times, uint32_t link)
{
    return ci_link_is_shut(times, link)
               ? 1
               : times->component_size[ci_link_component(times, link)];
}
