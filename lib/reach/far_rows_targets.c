#include "reach/far_rows_targets.h"

#include <stdlib.h>

/* A place on its way into the order. */
typedef struct place_key {
    uint32_t block, position;
    uint32_t target;
} place_key;

static bool is_within(const ci_rows_query *query, const ci_port *port)
{
    return port->time_ms <= query->cutoff_ms;
}

/* false: no memory. */
static bool make_plan(ci_far_targets *targets)
{
    const ci_rows_query *query = targets->query;
    const ci_hierarchy *hierarchy = targets->hierarchy;
    bool *is_needed = calloc((size_t)hierarchy->node_count + 1, sizeof(bool));
    bool is_made;

    if (!is_needed)
        return false;
    for (size_t k = query->targets.first[0];
         k < query->targets.first[query->targets.place_count]; k++)
        if (is_within(query, &query->targets.ports[k]))
            is_needed[hierarchy->rank[query->targets.ports[k].node]] = true;
    is_made = ci_sweep_plan_make(&targets->plan, hierarchy, query->is_against,
                                 is_needed);
    free(is_needed);
    return is_made;
}

/* Of the blocks around two blocks the smallest: blocks come after those
 * around them. */
static uint32_t find_common(const ci_sweep_plan *plan, uint32_t a, uint32_t b)
{
    while (a != b)
        if (a > b)
            a = plan->blocks[a].parent;
        else
            b = plan->blocks[b].parent;
    return a;
}

static ci_sweep_port find_port(const ci_far_targets *targets,
                               const ci_port *port)
{
    uint32_t position =
        targets->plan.position[targets->hierarchy->rank[port->node]];

    return (ci_sweep_port){position, targets->plan.block_of[position],
                           port->time_ms};
}

/* false: it has no port. */
static bool find_key(place_key *key, const ci_far_targets *targets,
                     uint32_t target)
{
    const ci_rows_query *query = targets->query;
    bool has_port = false;

    *key = (place_key){.target = target};
    for (size_t k = query->targets.first[target];
         k < query->targets.first[target + 1]; k++) {
        ci_sweep_port port;

        if (!is_within(query, &query->targets.ports[k]))
            continue;
        port = find_port(targets, &query->targets.ports[k]);
        key->block = has_port
                         ? find_common(&targets->plan, key->block, port.block)
                         : port.block;
        if (port.position > key->position)
            key->position = port.position;
        has_port = true;
    }
    return has_port;
}

static int compare_keys(const void *a, const void *b)
{
    const place_key *x = a, *y = b;

    if (x->block != y->block)
        return x->block < y->block ? -1 : 1;
    if (x->position != y->position)
        return x->position < y->position ? -1 : 1;
    return (x->target > y->target) - (x->target < y->target);
}

static void lay_ports(ci_far_targets *targets)
{
    const ci_rows_query *query = targets->query;
    uint32_t end = 0;

    for (uint32_t i = 0; i < targets->place_count; i++) {
        uint32_t target = targets->places.target[i];

        targets->places.first_port[i] = end;
        for (size_t k = query->targets.first[target];
             k < query->targets.first[target + 1]; k++)
            if (is_within(query, &query->targets.ports[k]))
                targets->places.ports[end++] =
                    find_port(targets, &query->targets.ports[k]);
    }
    targets->places.first_port[targets->place_count] = end;
}

static void lay_places(ci_far_targets *targets, place_key *keys)
{
    uint32_t count = 0, at = 0;

    for (size_t i = 0; i < targets->query->targets.place_count; i++) {
        targets->place[i] = CI_NO_PLACE;
        count += find_key(&keys[count], targets, (uint32_t)i);
    }
    targets->place_count = count;
    qsort(keys, count, sizeof(*keys), compare_keys);
    for (uint32_t i = 0; i < count; i++) {
        targets->places.target[i] = keys[i].target;
        targets->place[keys[i].target] = i;
    }
    for (uint32_t b = 0; b <= targets->plan.block_count; b++) {
        while (at < count && keys[at].block < b)
            at++;
        targets->block_first[b] = at;
    }
    lay_ports(targets);
}

/* false: no memory, or more ports than can be counted. */
static bool make_places(ci_far_targets *targets)
{
    const ci_ports *asked = &targets->query->targets;
    size_t count = asked->place_count;
    size_t port_count = asked->first[count] - asked->first[0];
    place_key *keys = malloc((count + 1) * sizeof(*keys));

    targets->places.target = malloc(count * sizeof(uint32_t) + 1);
    targets->place = malloc(count * sizeof(uint32_t) + 1);
    targets->places.first_port = malloc((count + 1) * sizeof(uint32_t));
    targets->places.ports =
        malloc(port_count * sizeof(*targets->places.ports) + 1);
    targets->block_first =
        malloc(((size_t)targets->plan.block_count + 1) * sizeof(uint32_t));
    if (!keys || !targets->places.target || !targets->place ||
        !targets->places.first_port || !targets->places.ports ||
        !targets->block_first || port_count > UINT32_MAX) {
        free(keys);
        return false;
    }
    lay_places(targets, keys);
    free(keys);
    return true;
}

static size_t count_starts(const ci_ports *sources)
{
    size_t most = 1;

    for (size_t i = 0; i < sources->place_count; i++)
        if (sources->first[i + 1] - sources->first[i] > most)
            most = sources->first[i + 1] - sources->first[i];
    return most * CI_LANES;
}

ci_far_targets *ci_far_targets_new(const ci_rows_query *query,
                                   const ci_hierarchy *hierarchy,
                                   ci_lane_set lanes)
{
    ci_far_targets *targets = calloc(1, sizeof(*targets));

    if (!targets)
        return NULL;
    targets->query = query;
    targets->hierarchy = hierarchy;
    targets->code = ci_sweep_code_of(lanes);
    targets->start_count = count_starts(&query->sources);
    if (!make_plan(targets) || !make_places(targets)) {
        ci_far_targets_free(targets);
        return NULL;
    }
    return targets;
}

void ci_far_targets_free(ci_far_targets *targets)
{
    if (!targets)
        return;
    ci_sweep_plan_clear(&targets->plan);
    free(targets->places.target);
    free(targets->place);
    free(targets->places.first_port);
    free(targets->places.ports);
    free(targets->block_first);
    free(targets);
}

/* A source with the rank of its lowest port. */
typedef struct source_key {
    uint32_t rank;
    uint32_t source;
} source_key;

static int compare_sources(const void *a, const void *b)
{
    const source_key *x = a, *y = b;

    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    return (x->source > y->source) - (x->source < y->source);
}

/* What lies under one rank is near. */
bool ci_far_order(uint32_t *order, const ci_far_targets *targets)
{
    const ci_ports *sources = &targets->query->sources;
    size_t count = sources->place_count;
    source_key *keys = malloc((count + 1) * sizeof(*keys));

    if (!keys)
        return false;
    for (size_t i = 0; i < count; i++) {
        keys[i] = (source_key){CI_NO_RANK, (uint32_t)i};
        for (size_t k = sources->first[i]; k < sources->first[i + 1]; k++) {
            uint32_t rank = targets->hierarchy->rank[sources->ports[k].node];

            if (rank < keys[i].rank)
                keys[i].rank = rank;
        }
    }
    qsort(keys, count, sizeof(*keys), compare_sources);
    for (size_t i = 0; i < count; i++)
        order[i] = keys[i].source;
    free(keys);
    return true;
}
