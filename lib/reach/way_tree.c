#include "reach/way_tree.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"

void ci_way_tree_free(ci_way_tree *tree)
{
    free(tree->parts);
    free(tree->knots);
    free(tree->entries);
    free(tree->part_of_link);
    free(tree->part_of_node);
    free(tree->knot_of_node);
    *tree = (ci_way_tree){0};
}

static uint32_t *take_unset(size_t count)
{
    uint32_t *items = calloc(count + 1, sizeof(*items));

    if (items)
        memset(items, 0xff, (count + 1) * sizeof(*items));
    return items;
}

/* The new part's position; CI_NO_PART: no memory. */
static uint32_t add_part(ci_way_tree *tree, uint32_t position, bool is_node)
{
    ci_way_part *parts = ci_array_reserve_one(
        tree->parts, tree->part_count, &tree->part_capacity, sizeof(*parts));

    if (!parts)
        return CI_NO_PART;
    tree->parts = parts;
    parts[tree->part_count] = (ci_way_part){0, position, is_node};
    return (uint32_t)tree->part_count++;
}

static uint32_t part_of_link(ci_way_tree *tree, uint32_t link)
{
    if (tree->part_of_link[link] == CI_NO_PART)
        tree->part_of_link[link] = add_part(tree, link, false);
    return tree->part_of_link[link];
}

static uint32_t part_of_node(ci_way_tree *tree, uint32_t node)
{
    if (tree->part_of_node[node] == CI_NO_PART)
        tree->part_of_node[node] = add_part(tree, node, true);
    return tree->part_of_node[node];
}

/* Where a journey goes on from a node, whether it uses a link at all, and
 * the node that comes then (UINT32_MAX: none). */
static bool follow(const ci_ways *ways, uint32_t node, uint32_t *link,
                   uint32_t *next)
{
    const ci_graph *graph = ways->job->graph;
    const ci_tie *goal;
    bool from_end;

    *next = ci_search_way(ways->job->search, node);
    if (*next != CI_AT_SEED) {
        uint32_t k = ci_graph_adjacent(graph, node, *next);

        *link = graph->times->network->adjacent[k].link;
        return true;
    }
    goal = ci_way_goal(ways, node, &from_end);
    *link = goal->link;
    return goal->fraction != (from_end ? 1 : 0);
}

/* The new knot's position; CI_NO_PART: no memory. */
static uint32_t add_knot(ci_way_tree *tree, const ci_graph *graph,
                         uint32_t node, bool has_link, uint32_t link)
{
    ci_way_knot *knots = ci_array_reserve_one(
        tree->knots, tree->knot_count, &tree->knot_capacity, sizeof(*knots));
    ci_way_knot knot = {CI_NO_PART, CI_NO_PART, CI_NO_PART};

    if (!knots)
        return CI_NO_PART;
    tree->knots = knots;
    knot.node_part = part_of_node(tree, ci_graph_node(graph, node));
    if (has_link)
        knot.link_part = part_of_link(tree, link);
    if (knot.node_part == CI_NO_PART ||
        (has_link && knot.link_part == CI_NO_PART))
        return CI_NO_PART;
    knots[tree->knot_count] = knot;
    tree->knot_of_node[node] = (uint32_t)tree->knot_count;
    return (uint32_t)tree->knot_count++;
}

/* Adds the knots from a node on, up to those that are there already. */
static bool grow_from(ci_way_tree *tree, const ci_ways *ways, uint32_t node)
{
    uint32_t before = CI_NO_PART;

    while (node != UINT32_MAX && tree->knot_of_node[node] == CI_NO_PART) {
        uint32_t link, next, knot;
        bool has_link = follow(ways, node, &link, &next);

        knot = add_knot(tree, ways->job->graph, node, has_link, link);
        if (knot == CI_NO_PART)
            return false;
        if (before != CI_NO_PART)
            tree->knots[before].next = knot;
        before = knot;
        node = next;
    }
    if (node != UINT32_MAX && before != CI_NO_PART)
        tree->knots[before].next = tree->knot_of_node[node];
    return true;
}

static bool add_entry(ci_way_tree *tree, const ci_ways *ways, size_t place)
{
    ci_way_start start = ci_way_start_find(ways, place);
    ci_way_entry *entry = &tree->entries[place];
    double end;

    *entry = (ci_way_entry){CI_NO_PART, CI_NO_PART};
    if (start.time_ms == CIRCLET_UNREACHED)
        return true;
    end = start.goal ? start.goal->fraction : (start.to_end ? 1 : 0);
    if (start.tie->fraction != end) {
        entry->link_part = part_of_link(tree, start.tie->link);
        if (entry->link_part == CI_NO_PART)
            return false;
    }
    if (start.goal)
        return true;
    if (!grow_from(tree, ways, start.node))
        return false;
    entry->knot = tree->knot_of_node[start.node];
    return true;
}

/* ---- repeats ----------------------------------------------------------- */

/* The ways seen from their ends, to go through all of them in one walk. */
typedef struct way_walk {
    ci_way_tree *tree;
    uint32_t *first_before; /* of each knot: one that leads to it */
    uint32_t *next_before; /* of each knot: another that leads where it does */
    uint32_t *first_entry; /* of each knot: a place that comes to it first */
    uint32_t *next_entry; /* of each place: another that does */
    bool *is_ahead; /* of each part: it lies between here and the end */
} way_walk;

static bool start_walk(way_walk *walk, ci_way_tree *tree, size_t place_count)
{
    *walk = (way_walk){.tree = tree};
    walk->first_before = take_unset(tree->knot_count);
    walk->next_before = take_unset(tree->knot_count);
    walk->first_entry = take_unset(tree->knot_count);
    walk->next_entry = take_unset(place_count);
    walk->is_ahead = calloc(tree->part_count + 1, sizeof(*walk->is_ahead));
    return walk->first_before && walk->next_before && walk->first_entry &&
           walk->next_entry && walk->is_ahead;
}

static void free_walk(way_walk *walk)
{
    free(walk->first_before);
    free(walk->next_before);
    free(walk->first_entry);
    free(walk->next_entry);
    free(walk->is_ahead);
}

static void link_knots(way_walk *walk, size_t place_count)
{
    for (uint32_t i = 0; i < walk->tree->knot_count; i++) {
        uint32_t next = walk->tree->knots[i].next;

        if (next == CI_NO_PART)
            continue;
        walk->next_before[i] = walk->first_before[next];
        walk->first_before[next] = i;
    }
    for (uint32_t i = 0; i < place_count; i++) {
        uint32_t knot = walk->tree->entries[i].knot;

        if (knot == CI_NO_PART)
            continue;
        walk->next_entry[i] = walk->first_entry[knot];
        walk->first_entry[knot] = i;
    }
}

/* Takes away a part that lies ahead, and puts another there. */
static void pass_part(const way_walk *walk, uint32_t *part)
{
    if (*part == CI_NO_PART)
        return;
    if (walk->is_ahead[*part])
        *part = CI_NO_PART;
    else
        walk->is_ahead[*part] = true;
}

static void enter_knot(const way_walk *walk, uint32_t knot)
{
    ci_way_knot *at = &walk->tree->knots[knot];

    pass_part(walk, &at->node_part);
    pass_part(walk, &at->link_part);
    for (uint32_t i = walk->first_entry[knot]; i != CI_NO_PART;
         i = walk->next_entry[i]) {
        uint32_t *part = &walk->tree->entries[i].link_part;

        if (*part != CI_NO_PART && walk->is_ahead[*part])
            *part = CI_NO_PART;
    }
}

static void leave_knot(const way_walk *walk, uint32_t knot)
{
    const ci_way_knot *at = &walk->tree->knots[knot];

    if (at->node_part != CI_NO_PART)
        walk->is_ahead[at->node_part] = false;
    if (at->link_part != CI_NO_PART)
        walk->is_ahead[at->link_part] = false;
}

/* Through all knots that lead to the last one of ways. */
static void walk_back(const way_walk *walk, uint32_t last)
{
    uint32_t knot = last;

    enter_knot(walk, knot);
    while (knot != CI_NO_PART) {
        uint32_t before = walk->first_before[knot];

        if (before != CI_NO_PART) {
            walk->first_before[knot] = walk->next_before[before];
            enter_knot(walk, before);
            knot = before;
        } else {
            leave_knot(walk, knot);
            knot = walk->tree->knots[knot].next;
        }
    }
}

/* All but the last time that ways come to a part. false: no memory. */
static bool drop_repeats(ci_way_tree *tree, size_t place_count)
{
    way_walk walk;
    bool is_ready = start_walk(&walk, tree, place_count);

    if (is_ready) {
        link_knots(&walk, place_count);
        for (uint32_t i = 0; i < tree->knot_count; i++)
            if (tree->knots[i].next == CI_NO_PART)
                walk_back(&walk, i);
    }
    free_walk(&walk);
    return is_ready;
}

/* ---- weights ----------------------------------------------------------- */

/* What is needed to sum weights from the leaves on. */
typedef struct weight_sums {
    int64_t *weights; /* of each knot */
    uint32_t *waiting; /* knots that lead to it and are not done */
    uint32_t *order; /* every knot after those that lead to it */
    uint32_t *last_link; /* the link part with which its way ends */
} weight_sums;

static void sort_knots(const ci_way_tree *tree, weight_sums *sums)
{
    size_t count = 0;

    for (size_t i = 0; i < tree->knot_count; i++)
        if (tree->knots[i].next != CI_NO_PART)
            sums->waiting[tree->knots[i].next]++;
    for (uint32_t i = 0; i < tree->knot_count; i++)
        if (sums->waiting[i] == 0)
            sums->order[count++] = i;
    for (size_t done = 0; done < count; done++) {
        uint32_t next = tree->knots[sums->order[done]].next;

        if (next != CI_NO_PART && --sums->waiting[next] == 0)
            sums->order[count++] = next;
    }
    for (size_t i = tree->knot_count; i-- > 0;) {
        uint32_t knot = sums->order[i], next = tree->knots[knot].next;

        sums->last_link[knot] = next == CI_NO_PART
                                    ? tree->knots[knot].link_part
                                    : sums->last_link[next];
    }
}

/* A way may end on the link on which it began, round a one-way street; it may
 * also turn back on it at once, if that takes no time. */
static void add_entry_weight(ci_way_tree *tree, weight_sums *sums,
                             const ci_way_entry *entry, int64_t weight)
{
    uint32_t first = entry->link_part;
    bool comes_again = false;

    if (entry->knot != CI_NO_PART) {
        sums->weights[entry->knot] += weight;
        comes_again = first == sums->last_link[entry->knot] ||
                      first == tree->knots[entry->knot].link_part;
    }
    if (first != CI_NO_PART && !comes_again)
        tree->parts[first].weight_milli += weight;
}

static void add_knot_weights(ci_way_tree *tree, weight_sums *sums)
{
    for (size_t i = 0; i < tree->knot_count; i++) {
        const ci_way_knot *knot = &tree->knots[sums->order[i]];
        int64_t weight = sums->weights[sums->order[i]];

        if (knot->node_part != CI_NO_PART)
            tree->parts[knot->node_part].weight_milli += weight;
        if (knot->link_part != CI_NO_PART)
            tree->parts[knot->link_part].weight_milli += weight;
        if (knot->next != CI_NO_PART)
            sums->weights[knot->next] += weight;
    }
}

static bool sum_weights(ci_way_tree *tree, size_t place_count,
                        const int64_t *place_weights)
{
    size_t count = tree->knot_count + 1;
    weight_sums sums = {
        calloc(count, sizeof(int64_t)), calloc(count, sizeof(uint32_t)),
        calloc(count, sizeof(uint32_t)), calloc(count, sizeof(uint32_t))};
    bool is_ready =
        sums.weights && sums.waiting && sums.order && sums.last_link;

    if (is_ready) {
        sort_knots(tree, &sums);
        for (size_t i = 0; i < place_count; i++)
            add_entry_weight(tree, &sums, &tree->entries[i], place_weights[i]);
        add_knot_weights(tree, &sums);
    }
    free(sums.weights);
    free(sums.waiting);
    free(sums.order);
    free(sums.last_link);
    return is_ready;
}

bool ci_way_tree_grow(ci_way_tree *tree, const ci_ways *ways,
                      const int64_t *place_weights)
{
    const circlet_network *network = ways->job->times->network;
    size_t place_count = ways->job->origins.place_count;

    tree->part_of_link = take_unset(network->link_count);
    tree->part_of_node = take_unset(network->node_count);
    tree->knot_of_node = take_unset(ways->job->graph->node_count);
    tree->entries = calloc(place_count + 1, sizeof(*tree->entries));
    if (!tree->part_of_link || !tree->part_of_node || !tree->knot_of_node ||
        !tree->entries)
        return false;
    for (size_t i = 0; i < place_count; i++)
        if (!add_entry(tree, ways, i))
            return false;
    if (ways->job->graph->copy_count > 0 && !drop_repeats(tree, place_count))
        return false;
    return sum_weights(tree, place_count, place_weights);
}
