#include "siting/capacitated_pack.h"

#include <stdlib.h>
#include <string.h>

#define NONE CI_CAPACITATED_NONE

/* Rounds over all clients; each ends sooner where nothing gains. */
#define ROUNDS_MAX 50

bool ci_capacitated_pack_make(ci_capacitated_pack *out,
                              ci_capacitated_flow *flow)
{
    size_t clients = flow->problem->client_count + 1;
    ci_capacitated_pack pack = {.flow = flow};

    pack.pair_of = calloc(clients, sizeof(*pack.pair_of));
    pack.order = calloc(clients, sizeof(*pack.order));
    if (!pack.pair_of || !pack.order) {
        ci_capacitated_pack_clear(&pack);
        return false;
    }
    *out = pack;
    return true;
}

void ci_capacitated_pack_clear(ci_capacitated_pack *pack)
{
    free(pack->pair_of);
    free(pack->order);
    *pack = (ci_capacitated_pack){0};
}

static int64_t load_of(const ci_capacitated_pack *pack, uint32_t client)
{
    return pack->flow->problem->loads[client];
}

static int64_t room_of(const ci_capacitated_pack *pack, uint32_t slot)
{
    const ci_capacitated_flow *flow = pack->flow;

    return flow->problem->capacities[flow->slot_sites[slot]] -
           flow->used[slot];
}

/* What a client pays by a pair. */
static int64_t pays(const ci_capacitated_pack *pack, uint32_t client,
                    uint32_t pair)
{
    const ci_capacitated *problem = pack->flow->problem;

    return problem->weights[client] *
           (pair == NONE ? problem->unserved : pack->flow->pair_time[pair]);
}

static void assign(ci_capacitated_pack *pack, uint32_t client, uint32_t pair)
{
    ci_capacitated_flow *flow = pack->flow;
    uint32_t before = pack->pair_of[client];

    pack->cost += pays(pack, client, pair) - pays(pack, client, before);
    if (before != NONE) {
        flow->used[flow->pair_slot[before]] -= load_of(pack, client);
        ci_capacitated_flow_leave(flow, before);
    }
    pack->pair_of[client] = pair;
    if (pair != NONE) {
        flow->used[flow->pair_slot[pair]] += load_of(pack, client);
        ci_capacitated_flow_join(flow, pair);
    }
}

/* ---- places for all ---------------------------------------------------- */

/* Clients that the flow gives wholly to one site; gives how many are left,
 * in `order`. */
static size_t keep_whole(ci_capacitated_pack *pack)
{
    ci_capacitated_flow *flow = pack->flow;
    const ci_capacitated *problem = flow->problem;
    size_t left = 0;

    for (uint32_t slot = 0; slot < flow->slot_count; slot++) {
        flow->member_count[slot] = 0;
        flow->used[slot] = 0;
    }
    pack->cost = problem->total;
    for (uint32_t c = 0; c < problem->client_count; c++) {
        uint32_t whole = NONE;

        for (size_t k = flow->client_first[c]; k < flow->client_first[c + 1];
             k++)
            if (flow->amounts[flow->client_pairs[k]] == problem->loads[c] &&
                problem->loads[c] > 0)
                whole = flow->client_pairs[k];
        pack->pair_of[c] = NONE;
        if (whole == NONE)
            pack->order[left++] = c;
        else
            assign(pack, c, whole);
    }
    return left;
}

/* The cheapest pair of a client whose site has room, and what the next best
 * costs more. */
static uint32_t best_place(const ci_capacitated_pack *pack, uint32_t client,
                           int64_t *regret)
{
    const ci_capacitated_flow *flow = pack->flow;
    int64_t best = pays(pack, client, NONE), second = best;
    uint32_t found = NONE;

    for (size_t k = flow->client_first[client];
         k < flow->client_first[client + 1]; k++) {
        uint32_t pair = flow->client_pairs[k];
        int64_t cost = pays(pack, client, pair);

        if (room_of(pack, flow->pair_slot[pair]) < load_of(pack, client))
            continue;
        if (cost < best) {
            second = best;
            best = cost;
            found = pair;
        } else if (cost < second) {
            second = cost;
        }
    }
    *regret = second - best;
    return found;
}

/* Places the rest, whoever would regret it most first (S. Martello and P.
 * Toth, An algorithm for the generalized assignment problem, 1981). */
static void place_rest(ci_capacitated_pack *pack, size_t count)
{
    while (count > 0 && !pack->flow->effort->is_over) {
        size_t best = 0;
        int64_t most = -1;
        uint32_t place = NONE;

        for (size_t i = 0; i < count; i++) {
            int64_t regret;
            uint32_t pair = best_place(pack, pack->order[i], &regret);

            if (regret > most) {
                most = regret;
                best = i;
                place = pair;
            }
        }
        assign(pack, pack->order[best], place);
        pack->order[best] = pack->order[--count];
        ci_effort_spend(pack->flow->effort, 8 * count);
    }
}

/* ---- moves ------------------------------------------------------------- */

/* A client goes to `pair`, and who is there now (or nobody) to `other`. */
typedef struct pack_move {
    int64_t gain;
    uint32_t pair;
    uint32_t guest; /* who makes room; NONE: nobody */
    uint32_t other; /* where the guest goes; NONE: unserved */
} pack_move;

/* Where a guest would go so that the client fits: the best gain. */
static void try_guest(const ci_capacitated_pack *pack, uint32_t client,
                      uint32_t pair, uint32_t guest, pack_move *best)
{
    const ci_capacitated_flow *flow = pack->flow;
    uint32_t own = pack->pair_of[client];
    uint32_t own_slot = own == NONE ? NONE : flow->pair_slot[own];
    uint32_t slot = flow->pair_slot[pair];
    int64_t load = load_of(pack, client), guest_load = load_of(pack, guest);
    int64_t gain = pays(pack, client, own) - pays(pack, client, pair) +
                   pays(pack, guest, pack->pair_of[guest]);

    if (room_of(pack, slot) + guest_load < load)
        return;
    if (gain - pays(pack, guest, NONE) > best->gain)
        *best = (pack_move){gain - pays(pack, guest, NONE), pair, guest, NONE};
    for (size_t k = flow->client_first[guest];
         k < flow->client_first[guest + 1]; k++) {
        uint32_t other = flow->client_pairs[k];
        uint32_t to = flow->pair_slot[other];
        int64_t room = room_of(pack, to) + (to == own_slot ? load : 0);

        if (to == slot || room < guest_load ||
            gain - pays(pack, guest, other) <= best->gain)
            continue;
        *best =
            (pack_move){gain - pays(pack, guest, other), pair, guest, other};
    }
}

/* The best move of a client to a site that is nearer. Of who changes places
 * somebody gains, so that all exchanges that gain are found so. */
static pack_move best_move(const ci_capacitated_pack *pack, uint32_t client)
{
    const ci_capacitated_flow *flow = pack->flow;
    uint32_t own = pack->pair_of[client];
    pack_move best = {0, NONE, NONE, NONE};
    uint64_t steps = 0;

    for (size_t k = flow->client_first[client];
         k < flow->client_first[client + 1]; k++) {
        uint32_t pair = flow->client_pairs[k], slot = flow->pair_slot[pair];
        int64_t gain = pays(pack, client, own) - pays(pack, client, pair);

        if (pair == own || gain <= 0)
            continue;
        if (gain > best.gain && room_of(pack, slot) >= load_of(pack, client))
            best = (pack_move){gain, pair, NONE, NONE};
        steps += flow->member_count[slot];
        for (uint32_t i = 0; i < flow->member_count[slot]; i++)
            try_guest(
                pack, client, pair,
                flow->pair_client[flow->members[flow->slot_first[slot] + i]],
                &best);
    }
    ci_effort_spend(flow->effort, 4 * steps + 1);
    return best;
}

/* Whether a client may gain at all: it is not at its nearest site, or keeps
 * others out of theirs. */
static bool is_worth_it(const ci_capacitated_pack *pack, uint32_t client)
{
    const ci_capacitated_flow *flow = pack->flow;
    int64_t now = pays(pack, client, pack->pair_of[client]);

    for (size_t k = flow->client_first[client];
         k < flow->client_first[client + 1]; k++)
        if (pays(pack, client, flow->client_pairs[k]) < now)
            return true;
    return false;
}

static void improve(ci_capacitated_pack *pack)
{
    const ci_capacitated *problem = pack->flow->problem;
    bool has_gained = true;

    for (int round = 0; has_gained && round < ROUNDS_MAX; round++) {
        has_gained = false;
        for (uint32_t c = 0; c < problem->client_count; c++) {
            pack_move move;

            if (pack->flow->effort->is_over)
                return;
            if (!is_worth_it(pack, c))
                continue;
            move = best_move(pack, c);
            if (move.gain <= 0)
                continue;
            /* A swap goes over the capacity in between. */
            if (move.guest != NONE)
                assign(pack, move.guest, move.other);
            assign(pack, c, move.pair);
            has_gained = true;
        }
    }
}

void ci_capacitated_pack_run(ci_capacitated_pack *pack)
{
    place_rest(pack, keep_whole(pack));
    improve(pack);
}
