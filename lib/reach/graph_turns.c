#include "reach/graph_turns.h"

#include <stdlib.h>

#include "network/turns.h"

/* One who came over a link may not go on over another. */
typedef struct ban {
    uint32_t via, from_link, to_link;
} ban;

struct ci_graph_turns {
    ban *bans; /* each once; by via, from_link, to_link */
    uint32_t ban_count;
    uint32_t *copied_link; /* of each copy */
    uint32_t *first_ban; /* of each copy, and the end */
    uint32_t via_count;
    uint32_t *vias; /* the nodes with copies, ascending */
    uint8_t *is_via; /* of each node */
    uint32_t *first_copy; /* of each via, and the end */
    uint32_t *first_slot; /* of each via, and the end: as many slots as links
                             stand in its adjacency */
    uint32_t *first_departure; /* of each slot, and the end */
    uint32_t *departures; /* see ci_graph_departures() */
};

void ci_graph_turns_free(struct ci_graph_turns *turns)
{
    if (!turns)
        return;
    free(turns->bans);
    free(turns->copied_link);
    free(turns->first_ban);
    free(turns->vias);
    free(turns->is_via);
    free(turns->first_copy);
    free(turns->first_slot);
    free(turns->first_departure);
    free(turns->departures);
    free(turns);
}

/* The position of a number in an ascending list; `count`: it is not there. */
static uint32_t find_number(const uint32_t *list, uint32_t count,
                            uint32_t number)
{
    uint32_t low = 0, high = count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (list[middle] < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && list[low] == number ? low : count;
}

/* ---- bans -------------------------------------------------------------- */

/* Turns from one link at one node, of which some may not bind the mode. */
typedef struct turn_group {
    const ci_turn *turns;
    size_t count;
    const circlet_travel_mode *mode;
} turn_group;

static turn_group group_at(const circlet_arc_times *times, size_t start)
{
    const circlet_network *network = times->network;
    const ci_turn *turns = &network->turns[start];
    turn_group group = {turns, 1, times->mode};

    while (start + group.count < network->turn_count &&
           turns[group.count].via == turns->via &&
           turns[group.count].from_link == turns->from_link)
        group.count++;
    return group;
}

/* Where signs allow only some turns, these are all there are. */
static bool group_bans(const turn_group *group, uint32_t to_link)
{
    bool has_only = false, is_only = false;

    for (size_t i = 0; i < group->count; i++) {
        const ci_turn *turn = &group->turns[i];

        if (!ci_turn_binds(turn, group->mode))
            continue;
        if (!turn->is_only && turn->to_link == to_link)
            return true;
        has_only |= turn->is_only;
        is_only |= turn->is_only && turn->to_link == to_link;
    }
    return has_only && !is_only;
}

/* Appends what a group bans, and gives how many there are then; counts only
 * if there are no `bans`. */
static size_t add_bans(ban *bans, size_t count, const circlet_arc_times *times,
                       const turn_group *group)
{
    const circlet_network *network = times->network;
    uint32_t via = group->turns->via, from = group->turns->from_link;

    for (uint32_t k = network->first[via]; k < network->first[via + 1]; k++) {
        uint32_t to = network->adjacent[k].link;

        if (!group_bans(group, to))
            continue;
        if (bans)
            bans[count] =
                times->is_turned ? (ban){via, to, from} : (ban){via, from, to};
        count++;
    }
    return count;
}

static size_t list_bans(ban *bans, const circlet_arc_times *times)
{
    size_t count = 0;

    for (size_t i = 0; i < times->network->turn_count;) {
        turn_group group = group_at(times, i);

        count = add_bans(bans, count, times, &group);
        i += group.count;
    }
    return count;
}

static int compare_numbers(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

static int compare_bans(const void *left, const void *right)
{
    const ban *a = left, *b = right;
    int order = compare_numbers(a->via, b->via);

    if (order == 0)
        order = compare_numbers(a->from_link, b->from_link);
    return order ? order : compare_numbers(a->to_link, b->to_link);
}

/* A link from a node to itself stands there twice, and so do its bans. */
static bool find_bans(ci_graph *graph)
{
    struct ci_graph_turns *turns = graph->turns;
    size_t count = list_bans(NULL, graph->times);
    uint32_t kept = 0;

    if (count >= UINT32_MAX)
        return false;
    turns->bans = malloc((count + 1) * sizeof(*turns->bans));
    if (!turns->bans)
        return false;
    list_bans(turns->bans, graph->times);
    qsort(turns->bans, count, sizeof(*turns->bans), compare_bans);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || compare_bans(&turns->bans[i], &turns->bans[i - 1]) != 0)
            turns->bans[kept++] = turns->bans[i];
    turns->ban_count = kept;
    return true;
}

/* ---- copies ------------------------------------------------------------ */

static bool reserve_copies(ci_graph *graph)
{
    struct ci_graph_turns *turns = graph->turns;
    size_t size = ((size_t)turns->ban_count + 1) * sizeof(uint32_t);

    turns->copied_link = malloc(size);
    turns->first_ban = malloc(size);
    turns->vias = malloc(size);
    turns->is_via = calloc(graph->times->network->node_count + 1, 1);
    turns->first_copy = malloc(size);
    turns->first_slot = malloc(size);
    graph->copied_node = malloc(size);
    return turns->copied_link && turns->first_ban && turns->vias &&
           turns->is_via && turns->first_copy && turns->first_slot &&
           graph->copied_node;
}

/* One copy for each link and node that turns are forbidden from. */
static void lay_copies(ci_graph *graph)
{
    struct ci_graph_turns *turns = graph->turns;
    const uint32_t *first = graph->times->network->first;
    uint32_t slots = 0, copy = 0, via = 0;

    for (uint32_t i = 0; i < turns->ban_count; i++) {
        const ban *one = &turns->bans[i];

        if (i > 0 && one[-1].via == one->via &&
            one[-1].from_link == one->from_link)
            continue;
        if (via == 0 || turns->vias[via - 1] != one->via) {
            turns->vias[via] = one->via;
            turns->is_via[one->via] = 1;
            turns->first_copy[via] = copy;
            turns->first_slot[via++] = slots;
            slots += first[one->via + 1] - first[one->via];
        }
        turns->copied_link[copy] = one->from_link;
        turns->first_ban[copy] = i;
        graph->copied_node[copy++] = one->via;
    }
    turns->first_copy[via] = copy;
    turns->first_slot[via] = slots;
    turns->first_ban[copy] = turns->ban_count;
    turns->via_count = via;
    graph->copy_count = copy;
    graph->node_count += copy;
}

bool ci_graph_may_turn(const ci_graph *graph, uint32_t node, uint32_t link)
{
    uint32_t original_count = graph->node_count - graph->copy_count;
    const struct ci_graph_turns *turns = graph->turns;
    uint32_t copy;

    if (node < original_count)
        return true;
    copy = node - original_count;
    for (uint32_t i = turns->first_ban[copy]; i < turns->first_ban[copy + 1];
         i++)
        if (turns->bans[i].to_link == link)
            return false;
    return true;
}

/* ---- departures -------------------------------------------------------- */

/* Appends from where one may go over a link at a via; or counts only. */
static uint32_t add_departures(const ci_graph *graph, uint32_t via,
                               uint32_t link, uint32_t *departures,
                               uint32_t count)
{
    const struct ci_graph_turns *turns = graph->turns;
    uint32_t original_count = graph->node_count - graph->copy_count;

    if (departures)
        departures[count] = turns->vias[via];
    count++;
    for (uint32_t i = turns->first_copy[via]; i < turns->first_copy[via + 1];
         i++)
        if (ci_graph_may_turn(graph, original_count + i, link)) {
            if (departures)
                departures[count] = original_count + i;
            count++;
        }
    return count;
}

/* Fills the departures of all slots if there is room for them, and gives
 * their number. */
static uint32_t lay_departures(ci_graph *graph)
{
    struct ci_graph_turns *turns = graph->turns;
    const circlet_network *network = graph->times->network;
    uint32_t count = 0, slot = 0;

    for (uint32_t via = 0; via < turns->via_count; via++) {
        uint32_t node = turns->vias[via];

        for (uint32_t k = network->first[node]; k < network->first[node + 1];
             k++) {
            turns->first_departure[slot++] = count;
            count = add_departures(graph, via, network->adjacent[k].link,
                                   turns->departures, count);
        }
    }
    turns->first_departure[slot] = count;
    return count;
}

static bool find_departures(ci_graph *graph)
{
    struct ci_graph_turns *turns = graph->turns;
    size_t slot_count = turns->first_slot[turns->via_count];

    turns->first_departure = malloc((slot_count + 1) * sizeof(uint32_t));
    if (!turns->first_departure)
        return false;
    turns->departures =
        malloc(((size_t)lay_departures(graph) + 1) * sizeof(uint32_t));
    if (!turns->departures)
        return false;
    lay_departures(graph);
    return true;
}

bool ci_graph_turns_find(ci_graph *graph)
{
    const circlet_arc_times *times = graph->times;

    if (times->network->turn_count == 0 || !times->mode->obeys_turns)
        return true;
    graph->turns = calloc(1, sizeof(*graph->turns));
    if (!graph->turns || !find_bans(graph) || !reserve_copies(graph))
        return false;
    lay_copies(graph);
    return find_departures(graph);
}

/* ---- asking ------------------------------------------------------------ */

uint32_t ci_graph_arrival(const ci_graph *graph, uint32_t link, bool to_end)
{
    const ci_link *ends = &graph->times->network->links[link];
    uint32_t node = to_end ? ends->to : ends->from, via;
    const struct ci_graph_turns *turns = graph->turns;

    if (!turns || !turns->is_via[node])
        return node;
    via = find_number(turns->vias, turns->via_count, node);
    for (uint32_t i = turns->first_copy[via]; i < turns->first_copy[via + 1];
         i++)
        if (turns->copied_link[i] == link)
            return graph->node_count - graph->copy_count + i;
    return node;
}

const uint32_t *ci_graph_departures(const ci_graph *graph, uint32_t link,
                                    bool from_end, uint32_t room[1],
                                    size_t *count)
{
    const circlet_network *network = graph->times->network;
    const ci_link *ends = &network->links[link];
    const struct ci_graph_turns *turns = graph->turns;
    uint32_t via_count = turns ? turns->via_count : 0, via, slot;

    room[0] = from_end ? ends->to : ends->from;
    *count = 1;
    via = turns ? find_number(turns->vias, via_count, room[0]) : via_count;
    if (via == via_count)
        return room;
    slot = turns->first_slot[via];
    for (uint32_t k = network->first[room[0]];
         network->adjacent[k].link != link; k++)
        slot++;
    *count = turns->first_departure[slot + 1] - turns->first_departure[slot];
    return turns->departures + turns->first_departure[slot];
}
