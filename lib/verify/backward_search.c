#include "verify/backward_search.h"

#include <stdlib.h>

#include "network/travel_mode.h"
#include "network/turns.h"

typedef struct heap_item {
    uint32_t ms, state;
} heap_item;

/* A state is twice a link, which one has just gone along to its end, or one
 * more: to its start. */
struct ci_backward_search {
    const circlet_arc_times *times;
    size_t *first_turn; /* of each node, and the end: into network->turns */
    uint32_t *rest_ms; /* of each state: from there to a goal */
    uint32_t *touched; /* states with a time */
    size_t touched_count;
    heap_item *heap; /* some of them outdated */
    size_t heap_count, heap_capacity;
    uint32_t cutoff_ms;
};

/* ---- making ------------------------------------------------------------- */

/* Turns are sorted by their nodes. */
static void lay_turns(ci_backward_search *search)
{
    const circlet_network *network = search->times->network;

    if (!search->times->mode->obeys_turns)
        return;
    for (size_t i = 0; i < network->turn_count; i++)
        search->first_turn[network->turns[i].via + 1]++;
    for (size_t i = 0; i < network->node_count; i++)
        search->first_turn[i + 1] += search->first_turn[i];
}

ci_backward_search *ci_backward_search_new(const circlet_arc_times *times)
{
    const circlet_network *network = times->network;
    size_t states = 2 * network->link_count;
    ci_backward_search *search = calloc(1, sizeof(*search));

    if (!search)
        return NULL;
    search->times = times;
    search->first_turn = calloc(network->node_count + 1, sizeof(size_t));
    search->rest_ms = malloc((states + 1) * sizeof(*search->rest_ms));
    search->touched = malloc((states + 1) * sizeof(*search->touched));
    if (!search->first_turn || !search->rest_ms || !search->touched) {
        ci_backward_search_free(search);
        return NULL;
    }
    lay_turns(search);
    for (size_t i = 0; i < states; i++)
        search->rest_ms[i] = CIRCLET_UNREACHED;
    return search;
}

void ci_backward_search_free(ci_backward_search *search)
{
    if (!search)
        return;
    free(search->first_turn);
    free(search->rest_ms);
    free(search->touched);
    free(search->heap);
    free(search);
}

void ci_backward_search_start(ci_backward_search *search, uint32_t cutoff_ms)
{
    for (size_t i = 0; i < search->touched_count; i++)
        search->rest_ms[search->touched[i]] = CIRCLET_UNREACHED;
    search->touched_count = 0;
    search->heap_count = 0;
    search->cutoff_ms = cutoff_ms;
}

/* ---- a binary heap ------------------------------------------------------ */

static bool push(ci_backward_search *search, heap_item item)
{
    size_t at = search->heap_count;

    if (at == search->heap_capacity) {
        size_t capacity = at > 0 ? 2 * at : 1024;
        heap_item *heap = realloc(search->heap, capacity * sizeof(*heap));

        if (!heap)
            return false;
        search->heap = heap;
        search->heap_capacity = capacity;
    }
    search->heap_count++;
    for (; at > 0 && search->heap[(at - 1) / 2].ms > item.ms;
         at = (at - 1) / 2)
        search->heap[at] = search->heap[(at - 1) / 2];
    search->heap[at] = item;
    return true;
}

static heap_item pop(ci_backward_search *search)
{
    heap_item *heap = search->heap;
    heap_item least = heap[0], last = heap[--search->heap_count];
    size_t count = search->heap_count, at = 0;

    for (;;) {
        size_t child = 2 * at + 1;

        if (child + 1 < count && heap[child + 1].ms < heap[child].ms)
            child++;
        if (child >= count || heap[child].ms >= last.ms)
            break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = last;
    return least;
}

/* ---- the search --------------------------------------------------------- */

/* What is closed takes longer than any cutoff. */
static bool offer(ci_backward_search *search, uint32_t state, uint64_t ms)
{
    if (ms > search->cutoff_ms || ms >= search->rest_ms[state])
        return true;
    if (search->rest_ms[state] == CIRCLET_UNREACHED)
        search->touched[search->touched_count++] = state;
    search->rest_ms[state] = (uint32_t)ms;
    return push(search, (heap_item){(uint32_t)ms, state});
}

/* Whether signs forbid to go on from a link to another, or allow others
 * alone. */
static bool is_forbidden(const ci_backward_search *search, uint32_t from_link,
                         uint32_t via, uint32_t to_link)
{
    const circlet_arc_times *times = search->times;
    bool has_only = false, is_only = false;

    for (size_t i = search->first_turn[via]; i < search->first_turn[via + 1];
         i++) {
        const ci_turn *turn = &times->network->turns[i];

        if (turn->from_link != from_link || !ci_turn_binds(turn, times->mode))
            continue;
        if (!turn->is_only && turn->to_link == to_link)
            return true;
        has_only = has_only || turn->is_only;
        is_only = is_only || (turn->is_only && turn->to_link == to_link);
    }
    return has_only && !is_only;
}

/* Who sets out over a link from its end, or its start, needs `ms` from there
 * on: offers that, with what passing the node takes, to all who come there. */
static bool offer_before(ci_backward_search *search, uint32_t link,
                         bool at_end, uint64_t ms)
{
    const circlet_arc_times *times = search->times;
    const circlet_network *network = times->network;
    const ci_link *ends = &network->links[link];
    uint32_t node = at_end ? ends->to : ends->from;

    ms += (uint64_t)ci_approach_ms(times, link, at_end) +
          times->through_ms[node];
    for (uint32_t k = network->first[node]; k < network->first[node + 1];
         k++) {
        ci_adjacent come = network->adjacent[k];

        if (is_forbidden(search, come.link, node, link))
            continue;
        if (!offer(search, 2 * come.link + !come.is_backward,
                   ms + ci_approach_ms(times, come.link, come.is_backward)))
            return false;
    }
    return true;
}

bool ci_backward_search_end_at(ci_backward_search *search, const ci_tie *tie)
{
    const circlet_arc_times *times = search->times;
    uint64_t goal_ms = (uint64_t)tie->off_road_ms + times->boarding_ms;

    return offer_before(search, tie->link, false,
                        goal_ms + ci_tie_from_start_ms(times, tie)) &&
           offer_before(search, tie->link, true,
                        goal_ms + ci_tie_from_end_ms(times, tie));
}

bool ci_backward_search_end_at_node(ci_backward_search *search, uint32_t node)
{
    const circlet_arc_times *times = search->times;
    const circlet_network *network = times->network;

    for (uint32_t k = network->first[node]; k < network->first[node + 1];
         k++) {
        ci_adjacent come = network->adjacent[k];

        if (!offer(search, 2 * come.link + !come.is_backward,
                   (uint64_t)times->boarding_ms +
                       ci_approach_ms(times, come.link, come.is_backward)))
            return false;
    }
    return true;
}

bool ci_backward_search_run(ci_backward_search *search)
{
    const circlet_arc_times *times = search->times;

    while (search->heap_count > 0) {
        heap_item least = pop(search);
        uint32_t link = least.state / 2;
        bool goes_back = least.state % 2 == 1;
        uint32_t along_ms =
            goes_back ? times->backward_ms[link] : times->forward_ms[link];

        if (least.ms == search->rest_ms[least.state] &&
            !offer_before(search, link, goes_back,
                          (uint64_t)least.ms + along_ms))
            return false;
    }
    return true;
}

/* ---- answers ------------------------------------------------------------ */

uint32_t ci_backward_search_from(const ci_backward_search *search,
                                 const ci_tie *tie)
{
    const circlet_arc_times *times = search->times;
    uint64_t by_end = (uint64_t)search->rest_ms[2 * (size_t)tie->link] +
                      ci_tie_to_end_ms(times, tie) + tie->off_road_ms;
    uint64_t by_start = (uint64_t)search->rest_ms[2 * (size_t)tie->link + 1] +
                        ci_tie_to_start_ms(times, tie) + tie->off_road_ms;
    uint64_t ms = by_end < by_start ? by_end : by_start;

    return ms <= search->cutoff_ms ? (uint32_t)ms : CIRCLET_UNREACHED;
}

size_t ci_backward_search_count(const ci_backward_search *search)
{
    return search->touched_count;
}

uint32_t ci_backward_search_link(const ci_backward_search *search, size_t i)
{
    return search->touched[i] / 2;
}
