#include "reach/near_rows.h"

#include <stdlib.h>

#include "reach/search.h"

/* A port of a target, kept by its node. Times are below 2^31: the highest bit
 * says whether a row may come to the target again, over another port or a
 * shortcut. */
typedef struct target_port {
    uint32_t target;
    uint32_t time_ms;
} target_port;

#define COMES_AGAIN ((uint32_t)1 << 31)

struct ci_near_targets {
    const ci_rows_query *query;
    uint64_t *is_port; /* a bit of each node: most nodes have none, and these
                          bits stay in the cache */
    uint32_t *first; /* of each node, and the end */
    target_port *ports;
    uint32_t cutoff_ms; /* of searches: the query's without what the quickest
                           port takes */
    bool is_any; /* there are ports within the cutoff */
};

struct ci_near_worker {
    const ci_near_targets *targets;
    ci_search *search;
    uint32_t *place_of; /* of each target that may come again: 1 + where it
                           stands in `entries` */
    uint32_t *placed; /* the targets with a place */
    size_t placed_count;
    circlet_od_entry *entries;
    size_t entry_count;
    uint64_t settled_count;
};

/* ---- targets ----------------------------------------------------------- */

void ci_near_targets_free(ci_near_targets *targets)
{
    if (!targets)
        return;
    free(targets->is_port);
    free(targets->first);
    free(targets->ports);
    free(targets);
}

/* Marks the targets that a row may come to more than once. */
static void mark_repeats(uint8_t *repeats, const ci_rows_query *query)
{
    const ci_ports *all = &query->targets;
    size_t source_count = query->sources.place_count;

    for (size_t t = 0; t < all->place_count; t++)
        repeats[t] = all->first[t + 1] - all->first[t] > 1;
    if (query->first_shortcut)
        for (size_t i = query->first_shortcut[0];
             i < query->first_shortcut[source_count]; i++)
            repeats[query->shortcuts[i].destination] = true;
}

/* Counts the ports within the cutoff, then fills each node's part from its
 * end downwards. */
static void lay_ports(ci_near_targets *targets, const uint8_t *repeats)
{
    const ci_rows_query *query = targets->query;
    const ci_ports *all = &query->targets;
    uint32_t least_ms = query->cutoff_ms;

    for (size_t i = 0; i < all->first[all->place_count]; i++) {
        const ci_port *port = &all->ports[i];

        if (port->time_ms > query->cutoff_ms)
            continue;
        targets->first[port->node]++;
        targets->is_port[port->node / 64] |= (uint64_t)1 << port->node % 64;
        targets->is_any = true;
        if (port->time_ms < least_ms)
            least_ms = port->time_ms;
    }
    targets->cutoff_ms = query->cutoff_ms - least_ms;
    for (size_t i = 1; i <= query->graph->node_count; i++)
        targets->first[i] += targets->first[i - 1];
    for (uint32_t t = (uint32_t)all->place_count; t-- > 0;)
        for (size_t i = all->first[t + 1]; i-- > all->first[t];) {
            const ci_port *port = &all->ports[i];

            if (port->time_ms <= query->cutoff_ms)
                targets->ports[--targets->first[port->node]] = (target_port){
                    t, port->time_ms | (repeats[t] ? COMES_AGAIN : 0)};
        }
}

ci_near_targets *ci_near_targets_new(const ci_rows_query *query)
{
    ci_near_targets *targets = calloc(1, sizeof(*targets));
    size_t node_count = query->graph->node_count;
    size_t port_count = query->targets.first[query->targets.place_count];
    uint8_t *repeats;

    if (!targets)
        return NULL;
    repeats = malloc(query->targets.place_count + 1);
    targets->query = query;
    targets->is_port = calloc(node_count / 64 + 1, sizeof(uint64_t));
    targets->first = calloc(node_count + 1, sizeof(uint32_t));
    if (port_count < UINT32_MAX)
        targets->ports = malloc((port_count + 1) * sizeof(target_port));
    if (!repeats || !targets->is_port || !targets->first || !targets->ports) {
        free(repeats);
        ci_near_targets_free(targets);
        return NULL;
    }
    mark_repeats(repeats, query);
    lay_ports(targets, repeats);
    free(repeats);
    return targets;
}

/* ---- workers ----------------------------------------------------------- */

ci_near_worker *ci_near_worker_new(const ci_near_targets *targets)
{
    const ci_rows_query *query = targets->query;
    size_t count = query->targets.place_count + 1;
    ci_near_worker *worker = calloc(1, sizeof(*worker));

    if (!worker)
        return NULL;
    worker->targets = targets;
    worker->search = ci_search_new();
    worker->place_of = calloc(count, sizeof(uint32_t));
    worker->placed = malloc(count * sizeof(uint32_t));
    worker->entries = malloc(count * sizeof(circlet_od_entry));
    if (!worker->search || !worker->place_of || !worker->placed ||
        !worker->entries ||
        !ci_search_aim(worker->search, query->graph, query->is_against)) {
        ci_near_worker_free(worker);
        return NULL;
    }
    return worker;
}

void ci_near_worker_free(ci_near_worker *worker)
{
    if (!worker)
        return;
    ci_search_free(worker->search);
    free(worker->place_of);
    free(worker->placed);
    free(worker->entries);
    free(worker);
}

uint64_t ci_near_settled_count(const ci_near_worker *worker)
{
    return worker->settled_count;
}

/* ---- rows -------------------------------------------------------------- */

/* The target may be there already. */
static void offer(ci_near_worker *worker, uint32_t target, uint32_t time_ms)
{
    uint32_t *place = &worker->place_of[target];

    if (time_ms > worker->targets->query->cutoff_ms)
        return;
    if (*place == 0) {
        worker->entries[worker->entry_count++] =
            (circlet_od_entry){target, time_ms};
        *place = (uint32_t)worker->entry_count;
        worker->placed[worker->placed_count++] = target;
    } else if (time_ms < worker->entries[*place - 1].time_ms) {
        worker->entries[*place - 1].time_ms = time_ms;
    }
}

static void search_from(ci_near_worker *worker, uint32_t source)
{
    const ci_near_targets *targets = worker->targets;
    const ci_ports *sources = &targets->query->sources;

    ci_search_clear(worker->search);
    for (size_t i = sources->first[source]; i < sources->first[source + 1];
         i++)
        if (sources->ports[i].time_ms <= targets->cutoff_ms)
            ci_search_seed(worker->search, sources->ports[i].node,
                           sources->ports[i].time_ms);
    ci_search_run(worker->search, targets->cutoff_ms);
}

/* What comes only once needs no place to be found again. */
static void take_port(ci_near_worker *worker, const target_port *port,
                      uint32_t node_ms)
{
    uint32_t time_ms = node_ms + (port->time_ms & ~COMES_AGAIN);

    if (port->time_ms & COMES_AGAIN)
        offer(worker, port->target, time_ms);
    else if (time_ms <= worker->targets->query->cutoff_ms)
        worker->entries[worker->entry_count++] =
            (circlet_od_entry){port->target, time_ms};
}

static void take_reached(ci_near_worker *worker)
{
    const ci_near_targets *targets = worker->targets;
    size_t count;
    const uint32_t *touched = ci_search_touched(worker->search, &count);

    worker->settled_count += count;
    for (size_t i = 0; i < count; i++) {
        uint32_t node = touched[i], time_ms;

        if (!(targets->is_port[node / 64] >> node % 64 & 1))
            continue;
        time_ms = ci_search_time(worker->search, node);
        for (uint32_t k = targets->first[node]; k < targets->first[node + 1];
             k++)
            take_port(worker, &targets->ports[k], time_ms);
    }
}

const circlet_od_entry *ci_near_row(ci_near_worker *worker, uint32_t source,
                                    size_t *count)
{
    const ci_rows_query *query = worker->targets->query;

    for (size_t i = 0; i < worker->placed_count; i++)
        worker->place_of[worker->placed[i]] = 0;
    worker->placed_count = worker->entry_count = 0;
    if (worker->targets->is_any) {
        search_from(worker, source);
        take_reached(worker);
    }
    if (query->first_shortcut)
        for (size_t i = query->first_shortcut[source];
             i < query->first_shortcut[source + 1]; i++)
            offer(worker, query->shortcuts[i].destination,
                  query->shortcuts[i].time_ms);
    *count = worker->entry_count;
    return worker->entries;
}
