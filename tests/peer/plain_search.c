#include "plain_search.h"

#include <stdlib.h>

#include "network/turns.h"

/* A link that stands at a node; one that begins and ends there does so
 * twice. */
typedef struct standing {
    uint32_t link;
    bool is_at_end; /* of the link: leaving over it is going backward */
} standing;

typedef struct heap_item {
    uint32_t ms, state;
} heap_item;

/* A state is twice a link, which one has just gone along to its end, or one
 * more: to its start. */
struct plain_search {
    const circlet_arc_times *times;
    bool heeds_turns;
    size_t *first; /* of each node, and the end */
    standing *links; /* that stand at it */
    size_t *first_turn; /* of each node, and the end: into network->turns */
    uint32_t *best_ms; /* of each state */
    heap_item *heap; /* some of them outdated */
    size_t heap_count, heap_capacity;
    uint32_t cutoff_ms;
};

/* ---- what stands where -------------------------------------------------- */

static void sum_up(size_t *first, size_t count)
{
    for (size_t i = 0; i < count; i++)
        first[i + 1] += first[i];
}

static void lay_links(plain_search *search)
{
    const circlet_network *network = search->times->network;
    size_t *next = search->first;

    for (size_t i = 0; i < network->link_count; i++) {
        next[network->links[i].from]++;
        next[network->links[i].to]++;
    }
    sum_up(next, network->node_count);
    for (uint32_t i = 0; i < network->link_count; i++) {
        ci_link link = network->links[i];

        search->links[--next[link.from]] = (standing){i, false};
        search->links[--next[link.to]] = (standing){i, true};
    }
}

/* They are sorted by their nodes. */
static void lay_turns(plain_search *search)
{
    const circlet_network *network = search->times->network;

    for (size_t i = 0; i < network->turn_count; i++)
        search->first_turn[network->turns[i].via + 1]++;
    sum_up(search->first_turn, network->node_count);
}

plain_search *plain_search_new(const circlet_arc_times *times,
                               bool heeds_turns)
{
    const circlet_network *network = times->network;
    plain_search *search = calloc(1, sizeof(*search));

    if (!search)
        return NULL;
    search->times = times;
    search->heeds_turns = heeds_turns;
    search->first = calloc(network->node_count + 1, sizeof(size_t));
    search->first_turn = calloc(network->node_count + 1, sizeof(size_t));
    search->links = calloc(2 * network->link_count + 1, sizeof(standing));
    search->best_ms = calloc(2 * network->link_count + 1, sizeof(uint32_t));
    if (search->first && search->first_turn && search->links &&
        search->best_ms) {
        lay_links(search);
        lay_turns(search);
        return search;
    }
    plain_search_free(search);
    return NULL;
}

void plain_search_free(plain_search *search)
{
    if (!search)
        return;
    free(search->first);
    free(search->first_turn);
    free(search->links);
    free(search->best_ms);
    free(search->heap);
    free(search);
}

/* ---- a binary heap ------------------------------------------------------ */

static bool push(plain_search *search, heap_item item)
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

static heap_item pop(plain_search *search)
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
static bool reach(plain_search *search, uint32_t state, uint64_t ms)
{
    if (ms > search->cutoff_ms || ms >= search->best_ms[state])
        return true;
    search->best_ms[state] = (uint32_t)ms;
    return push(search, (heap_item){(uint32_t)ms, state});
}

/* Whether signs forbid to go on from a link to another, or allow others
 * alone. */
static bool is_forbidden(const plain_search *search, uint32_t from_link,
                         uint32_t via, uint32_t to_link)
{
    bool has_only = false, is_only = false;

    for (size_t i = search->first_turn[via]; i < search->first_turn[via + 1];
         i++) {
        const ci_turn *turn = &search->times->network->turns[i];

        if (turn->from_link != from_link || !search->heeds_turns ||
            !ci_turn_binds(turn, search->times->mode))
            continue;
        if (!turn->is_only && turn->to_link == to_link)
            return true;
        has_only = has_only || turn->is_only;
        is_only = is_only || (turn->is_only && turn->to_link == to_link);
    }
    return has_only && !is_only;
}

static bool go_on(plain_search *search, heap_item from)
{
    const circlet_arc_times *times = search->times;
    const ci_link *come = &times->network->links[from.state / 2];
    uint32_t node = from.state % 2 == 0 ? come->to : come->from;

    for (size_t i = search->first[node]; i < search->first[node + 1]; i++) {
        standing next = search->links[i];
        uint64_t ms =
            (uint64_t)from.ms + times->through_ms[node] +
            ci_approach_ms(times, from.state / 2, from.state % 2 == 0) +
            ci_approach_ms(times, next.link, next.is_at_end);

        if (is_forbidden(search, from.state / 2, node, next.link))
            continue;
        ms += next.is_at_end ? times->backward_ms[next.link]
                             : times->forward_ms[next.link];
        if (!reach(search, 2 * next.link + next.is_at_end, ms))
            return false;
    }
    return true;
}

bool plain_search_run(plain_search *search, const ci_tie *ties, size_t count,
                      uint32_t cutoff_ms)
{
    const circlet_arc_times *times = search->times;

    search->cutoff_ms = cutoff_ms;
    search->heap_count = 0;
    for (size_t i = 0; i < 2 * times->network->link_count; i++)
        search->best_ms[i] = CIRCLET_UNREACHED;
    for (size_t i = 0; i < count; i++) {
        uint64_t off_ms = ties[i].off_road_ms;

        if (!reach(search, 2 * ties[i].link,
                   off_ms + ci_tie_to_end_ms(times, &ties[i])) ||
            !reach(search, 2 * ties[i].link + 1,
                   off_ms + ci_tie_to_start_ms(times, &ties[i])))
            return false;
    }
    while (search->heap_count > 0) {
        heap_item least = pop(search);

        if (least.ms == search->best_ms[least.state] && !go_on(search, least))
            return false;
    }
    return true;
}

/* The quickest arrival at the end (or start) of a link from which one may
 * turn into it, with what passing the node costs. */
static uint64_t least_at(const plain_search *search, uint32_t link,
                         bool at_end)
{
    const ci_link *ends = &search->times->network->links[link];
    uint32_t node = at_end ? ends->to : ends->from;
    uint64_t least = CIRCLET_UNREACHED;

    for (size_t i = search->first[node]; i < search->first[node + 1]; i++) {
        standing come = search->links[i];
        uint64_t ms = search->best_ms[2 * come.link + !come.is_at_end];

        ms += ci_approach_ms(search->times, come.link, come.is_at_end);
        if (ms < least && !is_forbidden(search, come.link, node, link))
            least = ms;
    }
    return least + search->times->through_ms[node] +
           ci_approach_ms(search->times, link, at_end);
}

uint32_t plain_search_to(const plain_search *search, const ci_tie *ties,
                         size_t count)
{
    const circlet_arc_times *times = search->times;
    uint64_t best = CIRCLET_UNREACHED;

    for (size_t i = 0; i < count; i++) {
        uint64_t by_start = least_at(search, ties[i].link, false) +
                            ci_tie_from_start_ms(times, &ties[i]);
        uint64_t by_end = least_at(search, ties[i].link, true) +
                          ci_tie_from_end_ms(times, &ties[i]);
        uint64_t ms = (by_start < by_end ? by_start : by_end) +
                      ties[i].off_road_ms + times->boarding_ms;

        if (ms <= search->cutoff_ms && ms < best)
            best = ms;
    }
    return (uint32_t)best;
}
