#include "siting/capacitated_find.h"

#include <stdlib.h>
#include <string.h>

#define NONE CI_CAPACITATED_NONE

/* Places for what is known of choices; a power of two. */
#define MEMORY_SIZE ((size_t)1 << 14)

/* Of a client's sites so many of the nearest are looked at. */
#define NEAR_MAX 12

bool ci_capacitated_find_make(ci_capacitated_find *out,
                              const ci_capacitated *problem, ci_effort *effort)
{
    ci_capacitated_find find = {.problem = problem,
                                .effort = effort,
                                .relaxed = INT64_MAX,
                                .cost = INT64_MAX};
    bool has_room = ci_capacitated_flow_make(&find.flow, problem, effort);

    find.plan.cost = INT64_MAX;
    find.memory = calloc(MEMORY_SIZE, sizeof(*find.memory));
    find.room = calloc(problem->site_count + 1, sizeof(*find.room));
    has_room = ci_choice_make(&find.choice, problem->side) && has_room;
    has_room = ci_choice_make(&find.trial, problem->side) && has_room;
    has_room = ci_choice_make(&find.plan.choice, problem->side) && has_room;
    if (!has_room || !find.memory || !find.room) {
        ci_capacitated_find_clear(&find);
        return false;
    }
    find.random = ci_random_start(effort->options.seed, "capacitated");
    *out = find;
    if (!ci_capacitated_pack_make(&out->pack, &out->flow)) {
        ci_capacitated_find_clear(out);
        return false;
    }
    return true;
}

void ci_capacitated_find_clear(ci_capacitated_find *find)
{
    ci_capacitated_flow_clear(&find->flow);
    ci_capacitated_pack_clear(&find->pack);
    ci_choice_clear(&find->choice);
    ci_choice_clear(&find->trial);
    ci_choice_clear(&find->plan.choice);
    free(find->plan.parts);
    free(find->memory);
    free(find->room);
    *find = (ci_capacitated_find){0};
}

/* ---- plans ------------------------------------------------------------- */

static void add_part(ci_capacitated_find *find, ci_capacitated_part part)
{
    ci_capacitated_plan *plan = &find->plan;

    if (plan->part_count == plan->part_room) {
        size_t room = 2 * plan->part_room + 64;
        ci_capacitated_part *grown =
            realloc(plan->parts, room * sizeof(*grown));

        if (!grown) {
            find->has_no_memory = true;
            ci_effort_finish(find->effort, CIRCLET_STOP_EXHAUSTED);
            return;
        }
        plan->parts = grown;
        plan->part_room = room;
    }
    plan->parts[plan->part_count++] = part;
}

/* Keeps what the last run of flow or pack gives. */
static void keep(ci_capacitated_find *find, const ci_choice *choice,
                 int64_t cost)
{
    const ci_capacitated *problem = find->problem;
    const ci_capacitated_flow *flow = &find->flow;

    ci_choice_copy(&find->plan.choice, choice);
    find->plan.cost = cost;
    find->plan.part_count = 0;
    for (uint32_t c = 0; c < problem->client_count; c++)
        for (size_t k = flow->client_first[c]; k < flow->client_first[c + 1];
             k++) {
            uint32_t pair = flow->client_pairs[k];
            int64_t amount = flow->amounts[pair];

            if (problem->is_whole)
                amount =
                    find->pack.pair_of[c] == pair ? problem->weights[c] : 0;
            if (amount > 0)
                add_part(find, (ci_capacitated_part){
                                   c, flow->slot_sites[flow->pair_slot[pair]],
                                   amount, flow->pair_time[pair]});
        }
}

int64_t ci_capacitated_find_cost(ci_capacitated_find *find,
                                 const ci_choice *choice, int64_t limit)
{
    int64_t cost;

    if (!ci_capacitated_flow_run(&find->flow, choice->is_chosen, limit))
        return INT64_MAX;
    cost = ci_capacitated_flow_units(&find->flow);
    if (cost < find->relaxed)
        find->relaxed = cost;
    if (find->problem->is_whole) {
        ci_capacitated_pack_run(&find->pack);
        cost = find->pack.cost;
    }
    if (cost < find->plan.cost)
        keep(find, choice, cost);
    return cost < limit ? cost : INT64_MAX;
}

/* Fills the chosen sites client by client: a plan that is there at once. */
static void fill_in_order(ci_capacitated_find *find, const ci_choice *choice)
{
    const ci_capacitated *problem = find->problem;

    ci_choice_copy(&find->plan.choice, choice);
    find->plan.cost = 0;
    find->plan.part_count = 0;
    memcpy(find->room, problem->capacities,
           problem->site_count * sizeof(*find->room));
    for (uint32_t c = 0; c < problem->client_count; c++) {
        int64_t left = problem->weights[c], load = problem->loads[c];

        for (size_t k = problem->first[c];
             k < problem->first[c + 1] && left > 0; k++) {
            const ci_capacitated_option *option = &problem->options[k];
            int64_t room = find->room[option->site], amount = left;

            if (!choice->is_chosen[option->site] ||
                (problem->is_whole ? load > room : room == 0))
                continue;
            if (!problem->is_whole && amount > room)
                amount = room;
            find->room[option->site] -= problem->is_whole ? load : amount;
            find->plan.cost += amount * option->time;
            left -= amount;
            add_part(find, (ci_capacitated_part){c, option->site, amount,
                                                 option->time});
        }
        find->plan.cost += left * problem->unserved;
    }
}

void ci_capacitated_find_offer(ci_capacitated_find *find,
                               const ci_choice *choice,
                               const uint32_t *site_of)
{
    const ci_capacitated *problem = find->problem;
    int64_t cost = problem->total;

    for (size_t c = 0; c < problem->client_count; c++)
        for (size_t k = problem->first[c]; k < problem->first[c + 1]; k++)
            if (problem->options[k].site == site_of[c])
                cost -= problem->weights[c] *
                        (problem->unserved - problem->options[k].time);
    if (cost >= find->plan.cost)
        return;
    ci_choice_copy(&find->plan.choice, choice);
    find->plan.cost = cost;
    find->plan.part_count = 0;
    for (uint32_t c = 0; c < problem->client_count; c++)
        for (size_t k = problem->first[c]; k < problem->first[c + 1]; k++)
            if (problem->options[k].site == site_of[c])
                add_part(find, (ci_capacitated_part){
                                   c, site_of[c], problem->weights[c],
                                   problem->options[k].time});
}

int64_t ci_capacitated_find_price(const ci_capacitated_find *find,
                                  size_t client, unsigned shift)
{
    const ci_capacitated *problem = find->problem;
    const ci_capacitated_flow *flow = &find->flow;
    int64_t best = flow->unserved_units[client];

    for (size_t k = flow->client_first[client];
         k < flow->client_first[client + 1]; k++) {
        uint32_t pair = flow->client_pairs[k];
        int64_t price =
            flow->pair_unit[pair] + flow->prices[flow->pair_slot[pair]];

        best = price < best ? price : best;
    }
    if (!problem->is_whole)
        return best << shift;
    best *= problem->loads[client];
    return shift > flow->shift ? best << (shift - flow->shift)
                               : best >> (flow->shift - shift);
}

int64_t ci_capacitated_find_aim(const ci_capacitated_find *find)
{
    int64_t near = find->plan.cost;

    if (find->problem->is_whole && find->relaxed < INT64_MAX / 2)
        near = find->relaxed + find->relaxed / 50 + 1;
    return near < find->plan.cost ? near : find->plan.cost;
}

bool ci_capacitated_find_first(ci_capacitated_find *find, bool *is_proved)
{
    if (!ci_capacitated_greedy(find, &find->choice, is_proved))
        return false;
    fill_in_order(find, &find->choice);
    find->cost = ci_capacitated_find_cost(find, &find->choice, INT64_MAX);
    if (find->cost == INT64_MAX)
        find->cost = find->plan.cost;
    find->patience = 30 + 4 * find->choice.count;
    return true;
}

bool ci_capacitated_find_try(ci_capacitated_find *find,
                             const uint8_t *is_chosen, const int64_t *values)
{
    const ci_side *side = find->problem->side;
    int64_t before = find->plan.cost;
    bool is_proved;

    ci_choice_reset(&find->trial);
    if (!ci_choice_complete(&find->trial, values, 1000, &is_proved))
        return false;
    for (;;) {
        uint32_t best = NONE;

        /* The picked ones first, each time that of the greatest value. */
        for (uint32_t site = 0; site < side->site_count; site++)
            if (is_chosen[site] &&
                (best == NONE || values[site] > values[best]) &&
                ci_choice_may_add(&find->trial, site))
                best = site;
        for (uint32_t site = 0; best == NONE && site < side->site_count;
             site++)
            if (values[site] > 0 && ci_choice_may_add(&find->trial, site))
                best = site;
        if (best == NONE || !ci_effort_spend(find->effort, side->site_count))
            break;
        ci_choice_add(&find->trial, best);
    }
    ci_capacitated_find_cost(find, &find->trial, before);
    return find->plan.cost < before;
}

/* ---- exchanges --------------------------------------------------------- */

/* The same for the same choice, whatever the order. */
static uint64_t hash_of(const ci_choice *choice)
{
    uint64_t hash = 0;

    for (size_t site = 0; site < choice->side->site_count; site++) {
        uint64_t x = (site + 1) * UINT64_C(0x9e3779b97f4a7c15);

        if (!choice->is_chosen[site])
            continue;
        x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
        hash += x ^ (x >> 31);
    }
    return hash == 0 ? 1 : hash;
}

/* The cost of the search's choice if it is below `limit`; what was found out
 * of it before is used. */
static int64_t try_choice(ci_capacitated_find *find, int64_t limit)
{
    uint64_t hash = hash_of(&find->choice);
    ci_capacitated_memory *memory = &find->memory[hash & (MEMORY_SIZE - 1)];
    int64_t cost;

    ci_effort_spend(find->effort, find->problem->site_count);
    if (memory->hash == hash && memory->least >= limit)
        return INT64_MAX;
    cost = ci_capacitated_find_cost(find, &find->choice, limit);
    if (!find->effort->is_over)
        *memory =
            (ci_capacitated_memory){hash, cost == INT64_MAX ? limit : cost};
    return cost;
}

typedef struct site_move {
    uint32_t out, in; /* one may be NONE */
} site_move;

static bool may_make(const ci_choice *choice, site_move move)
{
    if (move.in == NONE)
        return false;
    return move.out == NONE ? ci_choice_may_add(choice, move.in)
                            : ci_choice_may_swap(choice, move.out, move.in);
}

static void make_move(ci_choice *choice, site_move move)
{
    if (move.out != NONE)
        ci_choice_drop(choice, move.out);
    if (move.in != NONE)
        ci_choice_add(choice, move.in);
}

/* A chosen free site, each as likely. */
static uint32_t draw_chosen(ci_capacitated_find *find)
{
    const ci_choice *choice = &find->choice;
    uint64_t count = 0, wanted;

    for (size_t site = 0; site < choice->side->site_count; site++)
        count += choice->is_chosen[site] &&
                 choice->side->states[site] == CIRCLET_SITE_FREE;
    if (count == 0)
        return NONE;
    wanted = ci_random_below(&find->random, count);
    for (uint32_t site = 0; site < choice->side->site_count; site++)
        if (choice->is_chosen[site] &&
            choice->side->states[site] == CIRCLET_SITE_FREE && wanted-- == 0)
            return site;
    return NONE;
}

/* A site near some client comes, one near it or any other goes. */
static site_move draw_move(ci_capacitated_find *find)
{
    const ci_capacitated *problem = find->problem;
    const ci_choice *choice = &find->choice;
    site_move move = {NONE, NONE};
    size_t client, first, count;

    if (problem->client_count == 0)
        return move;
    client = ci_random_below(&find->random, problem->client_count);
    first = problem->first[client];
    count = problem->first[client + 1] - first;
    if (count == 0)
        return move;
    if (count > NEAR_MAX && ci_random_below(&find->random, 4) > 0)
        count = NEAR_MAX;
    move.in =
        problem->options[first + ci_random_below(&find->random, count)].site;
    if (ci_choice_may_add(choice, move.in))
        return move;
    if (ci_random_below(&find->random, 2) == 0)
        for (size_t k = first; k < problem->first[client + 1]; k++) {
            uint32_t site = problem->options[k].site;

            if (!choice->is_chosen[site] ||
                problem->side->states[site] != CIRCLET_SITE_FREE)
                continue;
            move.out = site;
            if (ci_random_below(&find->random, 2) == 0)
                return move;
        }
    if (move.out == NONE)
        move.out = draw_chosen(find);
    return move;
}

/* Back to the best plan, and a few exchanges away from it. */
static void leap(ci_capacitated_find *find)
{
    size_t wanted = 1 + ci_random_below(&find->random, 3);

    ci_choice_copy(&find->choice, &find->plan.choice);
    for (size_t i = 0; i < 20 * wanted && wanted > 0; i++) {
        site_move move = draw_move(find);

        if (!may_make(&find->choice, move))
            continue;
        make_move(&find->choice, move);
        wanted--;
    }
    find->vain = 0;
    find->cost = try_choice(find, INT64_MAX);
}

void ci_capacitated_find_wander(ci_capacitated_find *find, uint64_t steps)
{
    uint64_t start = find->effort->work;

    if (find->plan.choice.count == 0 && find->problem->side->p == 0)
        return;
    while (!find->effort->is_over && find->effort->work - start < steps) {
        site_move move = draw_move(find);
        int64_t cost;

        ci_effort_spend(find->effort, 200);
        if (++find->vain > find->patience)
            leap(find);
        if (!may_make(&find->choice, move))
            continue;
        make_move(&find->choice, move);
        cost = try_choice(find, find->cost == INT64_MAX ? INT64_MAX
                                                        : find->cost + 1);
        if (cost == INT64_MAX) {
            make_move(&find->choice, (site_move){move.in, move.out});
            continue;
        }
        if (cost < find->cost)
            find->vain = 0;
        find->cost = cost;
    }
}
