#include "siting/capacitated_flow.h"

#include <stdlib.h>
#include <string.h>

#define SHIFT_MAX 16
#define SUM_MAX (INT64_C(1) << 61)

/* Where a path ends that leaves demand unserved. */
#define UNSERVED (CI_CAPACITATED_NONE - 1)

/* What a unit of load of whole demand pays, rounded down. */
static void fill_units(ci_capacitated_flow *flow)
{
    const ci_capacitated *problem = flow->problem;

    while (problem->is_whole && flow->shift < SHIFT_MAX &&
           problem->total << (flow->shift + 1) <= SUM_MAX)
        flow->shift++;
    for (size_t c = 0; c < problem->client_count; c++) {
        int64_t load = problem->loads[c] > 0 ? problem->loads[c] : 1;
        int64_t weight = problem->weights[c] << flow->shift;

        flow->unserved_units[c] = weight * problem->unserved / load;
        for (size_t k = problem->first[c]; k < problem->first[c + 1]; k++)
            flow->visit_units[problem->visit_of[k]] =
                weight * problem->options[k].time / load;
    }
}

static bool make_pairs(ci_capacitated_flow *flow, size_t pairs)
{
    flow->visit_units = calloc(pairs, sizeof(*flow->visit_units));
    flow->pair_client = calloc(pairs, sizeof(*flow->pair_client));
    flow->pair_slot = calloc(pairs, sizeof(*flow->pair_slot));
    flow->pair_time = calloc(pairs, sizeof(*flow->pair_time));
    flow->pair_unit = calloc(pairs, sizeof(*flow->pair_unit));
    flow->amounts = calloc(pairs, sizeof(*flow->amounts));
    flow->client_pairs = calloc(pairs, sizeof(*flow->client_pairs));
    flow->members = calloc(pairs, sizeof(*flow->members));
    flow->member_at = calloc(pairs, sizeof(*flow->member_at));
    return flow->visit_units && flow->pair_client && flow->pair_slot &&
           flow->pair_time && flow->pair_unit && flow->amounts &&
           flow->client_pairs && flow->members && flow->member_at;
}

static bool make_slots(ci_capacitated_flow *flow, size_t sites)
{
    flow->slot_sites = calloc(sites, sizeof(*flow->slot_sites));
    flow->slot_first = calloc(sites, sizeof(*flow->slot_first));
    flow->used = calloc(sites, sizeof(*flow->used));
    flow->prices = calloc(sites, sizeof(*flow->prices));
    flow->member_count = calloc(sites, sizeof(*flow->member_count));
    flow->distance = calloc(sites, sizeof(*flow->distance));
    flow->via = calloc(sites, sizeof(*flow->via));
    flow->into = calloc(sites, sizeof(*flow->into));
    flow->is_final = calloc(sites, sizeof(*flow->is_final));
    flow->met = calloc(sites, sizeof(*flow->met));
    return flow->slot_sites && flow->slot_first && flow->used &&
           flow->prices && flow->member_count && flow->distance && flow->via &&
           flow->into && flow->is_final && flow->met;
}

bool ci_capacitated_flow_make(ci_capacitated_flow *out,
                              const ci_capacitated *problem, ci_effort *effort)
{
    ci_capacitated_flow flow = {.problem = problem, .effort = effort};
    size_t pairs = problem->first[problem->client_count];
    size_t clients = problem->client_count + 2;
    bool has_room;

    if (pairs >= UNSERVED)
        return false;
    has_room = make_pairs(&flow, pairs + 1) &&
               make_slots(&flow, problem->site_count + 2);
    flow.unserved_units = calloc(clients, sizeof(*flow.unserved_units));
    flow.client_first = calloc(clients, sizeof(*flow.client_first));
    flow.left = calloc(clients, sizeof(*flow.left));
    if (!has_room || !flow.unserved_units || !flow.client_first ||
        !flow.left) {
        ci_capacitated_flow_clear(&flow);
        return false;
    }
    fill_units(&flow);
    *out = flow;
    return true;
}

void ci_capacitated_flow_clear(ci_capacitated_flow *flow)
{
    free(flow->visit_units);
    free(flow->unserved_units);
    free(flow->slot_sites);
    free(flow->slot_first);
    free(flow->pair_client);
    free(flow->pair_slot);
    free(flow->pair_time);
    free(flow->pair_unit);
    free(flow->amounts);
    free(flow->client_first);
    free(flow->client_pairs);
    free(flow->left);
    free(flow->used);
    free(flow->prices);
    free(flow->members);
    free(flow->member_count);
    free(flow->member_at);
    free(flow->distance);
    free(flow->via);
    free(flow->into);
    free(flow->is_final);
    free(flow->met);
    *flow = (ci_capacitated_flow){0};
}

int64_t ci_capacitated_flow_units(const ci_capacitated_flow *flow)
{
    int64_t scale = INT64_C(1) << flow->shift;

    return flow->cost / scale + (flow->cost % scale > 0);
}

void ci_capacitated_flow_join(ci_capacitated_flow *flow, uint32_t pair)
{
    uint32_t slot = flow->pair_slot[pair];
    uint32_t at = flow->member_count[slot]++;

    flow->members[flow->slot_first[slot] + at] = pair;
    flow->member_at[pair] = at;
}

void ci_capacitated_flow_leave(ci_capacitated_flow *flow, uint32_t pair)
{
    uint32_t slot = flow->pair_slot[pair], at = flow->member_at[pair];
    uint32_t *members = flow->members + flow->slot_first[slot];
    uint32_t moved = members[--flow->member_count[slot]];

    members[at] = moved;
    flow->member_at[moved] = at;
}

/* ---- set up ------------------------------------------------------------ */

static void lay_out_slots(ci_capacitated_flow *flow, const uint8_t *is_open)
{
    const ci_capacitated *problem = flow->problem;
    size_t pair = 0;

    flow->slot_count = 0;
    for (size_t site = 0; site < problem->site_count; site++) {
        uint32_t slot = (uint32_t)flow->slot_count;

        if (!is_open[site])
            continue;
        flow->slot_sites[slot] = (uint32_t)site;
        flow->slot_first[slot] = pair;
        flow->member_count[slot] = 0;
        flow->used[slot] = 0;
        flow->prices[slot] = 0;
        flow->distance[slot] = INT64_MAX;
        for (size_t k = problem->site_first[site];
             k < problem->site_first[site + 1]; k++, pair++) {
            flow->pair_client[pair] = problem->visits[k].client;
            flow->pair_time[pair] = problem->visits[k].time;
            flow->pair_slot[pair] = slot;
            flow->pair_unit[pair] = flow->visit_units[k];
            flow->amounts[pair] = 0;
        }
        flow->slot_count++;
    }
    flow->slot_first[flow->slot_count] = pair;
    ci_effort_spend(flow->effort, pair + problem->site_count);
}

static void lay_out_clients(ci_capacitated_flow *flow)
{
    size_t *first = flow->client_first, clients = flow->problem->client_count;
    size_t pairs = flow->slot_first[flow->slot_count];

    memset(first, 0, (clients + 2) * sizeof(*first));
    for (size_t k = 0; k < pairs; k++)
        first[flow->pair_client[k] + 2]++;
    for (size_t c = 2; c <= clients; c++)
        first[c] += first[c - 1];
    for (size_t k = 0; k < pairs; k++)
        flow->client_pairs[first[flow->pair_client[k] + 1]++] = (uint32_t)k;
}

static void start_nearest(ci_capacitated_flow *flow)
{
    const ci_capacitated *problem = flow->problem;

    flow->cost = 0;
    for (size_t c = 0; c < problem->client_count; c++) {
        int64_t load = problem->loads[c], best = flow->unserved_units[c];
        uint32_t nearest = CI_CAPACITATED_NONE;

        for (size_t k = flow->client_first[c]; k < flow->client_first[c + 1];
             k++)
            if (flow->pair_unit[flow->client_pairs[k]] < best ||
                nearest == CI_CAPACITATED_NONE) {
                nearest = flow->client_pairs[k];
                best = flow->pair_unit[nearest];
            }
        flow->cost += load * best;
        flow->left[c] = nearest == CI_CAPACITATED_NONE ? load : 0;
        if (nearest == CI_CAPACITATED_NONE || load == 0)
            continue;
        flow->amounts[nearest] = load;
        flow->used[flow->pair_slot[nearest]] += load;
        ci_capacitated_flow_join(flow, nearest);
    }
}

/* ---- paths ------------------------------------------------------------- */

static int64_t room_of(const ci_capacitated_flow *flow, uint32_t slot)
{
    return flow->problem->capacities[flow->slot_sites[slot]] -
           flow->used[slot];
}

/* Where the nearest end of a path lies, met so far. */
typedef struct path_end {
    int64_t distance;
    uint32_t slot; /* or UNSERVED */
    uint32_t via; /* of an end unserved: the pair that leaves */
} path_end;

/* Lengthens the paths by all clients of a slot that is final. */
static void scan(ci_capacitated_flow *flow, uint32_t slot, path_end *end)
{
    const uint32_t *members = flow->members + flow->slot_first[slot];
    int64_t base = flow->distance[slot] - flow->prices[slot];
    uint64_t steps = 0;

    for (uint32_t i = 0; i < flow->member_count[slot]; i++) {
        uint32_t pair = members[i], c = flow->pair_client[pair];
        int64_t from = base - flow->pair_unit[pair];

        if (from + flow->unserved_units[c] < end->distance)
            *end = (path_end){from + flow->unserved_units[c], UNSERVED, pair};
        steps += flow->client_first[c + 1] - flow->client_first[c];
        for (size_t k = flow->client_first[c]; k < flow->client_first[c + 1];
             k++) {
            uint32_t other = flow->client_pairs[k];
            uint32_t to = flow->pair_slot[other];
            int64_t length = from + flow->pair_unit[other] + flow->prices[to];

            if (length >= flow->distance[to] || length >= end->distance)
                continue;
            if (flow->distance[to] == INT64_MAX) {
                flow->met[flow->met_count++] = to;
                flow->is_final[to] = 0;
            }
            flow->distance[to] = length;
            flow->via[to] = pair;
            flow->into[to] = other;
        }
    }
    ci_effort_spend(flow->effort, steps + 1);
}

/* The nearest slot that is not final; ties by position. */
static uint32_t next_slot(const ci_capacitated_flow *flow)
{
    uint32_t best = CI_CAPACITATED_NONE;

    for (size_t i = 0; i < flow->met_count; i++) {
        uint32_t slot = flow->met[i];

        if (!flow->is_final[slot] &&
            (best == CI_CAPACITATED_NONE ||
             flow->distance[slot] < flow->distance[best] ||
             (flow->distance[slot] == flow->distance[best] && slot < best)))
            best = slot;
    }
    return best;
}

/* The shortest path from a slot that has too much (E. Dijkstra 1959, with
 * lengths that the prices keep from being negative). */
static path_end find_path(ci_capacitated_flow *flow, uint32_t source)
{
    path_end end = {INT64_MAX, UNSERVED, CI_CAPACITATED_NONE};
    uint32_t slot = source;

    flow->met_count = 0;
    flow->met[flow->met_count++] = source;
    flow->distance[source] = 0;
    flow->is_final[source] = 0;
    while (slot != CI_CAPACITATED_NONE &&
           flow->distance[slot] < end.distance) {
        flow->is_final[slot] = 1;
        if (slot != source && room_of(flow, slot) > 0) {
            end = (path_end){flow->distance[slot], slot, CI_CAPACITATED_NONE};
            break;
        }
        scan(flow, slot, &end);
        slot = next_slot(flow);
    }
    return end;
}

/* What the path can carry. */
static int64_t width_of(const ci_capacitated_flow *flow, uint32_t source,
                        const path_end *end)
{
    int64_t width = -room_of(flow, source);
    uint32_t slot = end->slot;

    if (slot == UNSERVED) {
        if (flow->amounts[end->via] < width)
            width = flow->amounts[end->via];
        slot = flow->pair_slot[end->via];
    } else if (room_of(flow, slot) < width) {
        width = room_of(flow, slot);
    }
    for (; slot != source; slot = flow->pair_slot[flow->via[slot]])
        if (flow->amounts[flow->via[slot]] < width)
            width = flow->amounts[flow->via[slot]];
    return width;
}

static void take(ci_capacitated_flow *flow, uint32_t pair, int64_t width)
{
    flow->amounts[pair] -= width;
    flow->used[flow->pair_slot[pair]] -= width;
    if (flow->amounts[pair] == 0)
        ci_capacitated_flow_leave(flow, pair);
}

static void put(ci_capacitated_flow *flow, uint32_t pair, int64_t width)
{
    if (flow->amounts[pair] == 0)
        ci_capacitated_flow_join(flow, pair);
    flow->amounts[pair] += width;
    flow->used[flow->pair_slot[pair]] += width;
}

static void send(ci_capacitated_flow *flow, uint32_t source,
                 const path_end *end)
{
    int64_t width = width_of(flow, source, end);
    uint32_t slot = end->slot;

    flow->cost += width * (end->distance + flow->prices[source]);
    if (slot == UNSERVED) {
        slot = flow->pair_slot[end->via];
        flow->left[flow->pair_client[end->via]] += width;
        take(flow, end->via, width);
    }
    while (slot != source) {
        uint32_t from = flow->pair_slot[flow->via[slot]];

        take(flow, flow->via[slot], width);
        put(flow, flow->into[slot], width);
        slot = from;
    }
}

/* Raises the prices of the slots that are nearer than the end. */
static void raise_prices(ci_capacitated_flow *flow, int64_t distance)
{
    for (size_t i = 0; i < flow->met_count; i++) {
        uint32_t slot = flow->met[i];

        if (flow->distance[slot] < distance)
            flow->prices[slot] += distance - flow->distance[slot];
        flow->distance[slot] = INT64_MAX;
    }
}

bool ci_capacitated_flow_run(ci_capacitated_flow *flow, const uint8_t *is_open,
                             int64_t limit)
{
    int64_t top =
        limit > INT64_MAX >> flow->shift ? INT64_MAX : limit << flow->shift;

    lay_out_slots(flow, is_open);
    lay_out_clients(flow);
    start_nearest(flow);
    for (uint32_t slot = 0; slot < flow->slot_count; slot++)
        while (room_of(flow, slot) < 0) {
            path_end end;

            if (flow->cost >= top || flow->effort->is_over)
                return false;
            end = find_path(flow, slot);
            send(flow, slot, &end);
            raise_prices(flow, end.distance);
        }
    return flow->cost < top;
}
