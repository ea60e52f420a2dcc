/* Turn restrictions of OpenStreetMap, once the ways are cut into links. */
#include "io/osm_turns.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "io/osm_junctions.h"

/* Where a way that a restriction names should end. */
typedef struct way_end {
    size_t street; /* position */
    uint32_t node; /* position */
    uint32_t link; /* that ends there, if one does */
    uint32_t count; /* of the ends of links that lie there */
} way_end;

typedef struct turn_finder {
    ci_roads *roads;
    const ci_osm_turns *turns;
    const ci_osm_streets *streets;
    way_end *ends; /* by street, then node, each once */
    size_t end_count;
    size_t turn_capacity;
} turn_finder;

/* ---- ends -------------------------------------------------------------- */

/* The position of a way among the streets; SIZE_MAX: it is none. */
static size_t find_street(const ci_osm_streets *streets, int64_t id)
{
    size_t low = 0, high = streets->street_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (streets->streets[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < streets->street_count && streets->streets[low].id == id
               ? low
               : SIZE_MAX;
}

static size_t way_count(const ci_osm_restriction *of)
{
    return of->from_count + of->to_count;
}

/* The end of way `i` of a restriction; false: the way is no street, or none
 * ends at the node. */
static bool make_end(way_end *out, const turn_finder *finder,
                     const ci_osm_restriction *of, size_t i)
{
    const ci_osm_junction *via =
        ci_osm_find_junction(finder->streets, of->via);
    size_t street =
        find_street(finder->streets, finder->turns->ways[of->first_way + i]);

    if (!via || via->position == CI_NOWHERE || street == SIZE_MAX)
        return false;
    *out = (way_end){street, via->position, 0, 0};
    return true;
}

static int compare_ends(const void *a, const void *b)
{
    const way_end *x = a, *y = b;

    if (x->street != y->street)
        return x->street < y->street ? -1 : 1;
    return (x->node > y->node) - (x->node < y->node);
}

static bool list_ends(turn_finder *finder)
{
    const ci_osm_turns *turns = finder->turns;
    size_t count = 0, kept = 0;

    finder->ends = malloc((turns->way_count + 1) * sizeof(*finder->ends));
    if (!finder->ends)
        return false;
    for (size_t i = 0; i < turns->count; i++)
        for (size_t k = 0; k < way_count(&turns->list[i]); k++)
            count +=
                make_end(&finder->ends[count], finder, &turns->list[i], k);
    qsort(finder->ends, count, sizeof(*finder->ends), compare_ends);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 ||
            compare_ends(&finder->ends[i], &finder->ends[kept - 1]) != 0)
            finder->ends[kept++] = finder->ends[i];
    finder->end_count = kept;
    return true;
}

static way_end *find_end(const turn_finder *finder, const way_end *key)
{
    return finder->end_count > 0
               ? bsearch(key, finder->ends, finder->end_count, sizeof(*key),
                         compare_ends)
               : NULL;
}

/* Both ends of a link count, though they be at one node. */
static void note_link(const turn_finder *finder, size_t street, size_t link)
{
    const ci_road_link *of = &finder->roads->links[link];
    const uint32_t nodes[2] = {of->from, of->to};

    for (size_t i = 0; i < 2; i++) {
        way_end *end =
            find_end(finder, &(way_end){.street = street, .node = nodes[i]});

        if (!end)
            continue;
        end->link = (uint32_t)link;
        end->count++;
    }
}

/* Looks at the links of the streets that restrictions name. */
static void note_links(const turn_finder *finder)
{
    const ci_osm_streets *streets = finder->streets;

    for (size_t i = 0; i < finder->end_count; i++) {
        size_t street = finder->ends[i].street;
        size_t end = street + 1 < streets->street_count
                         ? streets->streets[street + 1].first_link
                         : finder->roads->link_count;

        if (i > 0 && finder->ends[i - 1].street == street)
            continue;
        for (size_t k = streets->streets[street].first_link; k < end; k++)
            note_link(finder, street, k);
    }
}

/* ---- turns ------------------------------------------------------------- */

/* Why a restriction cannot be used; CI_TURN_FAULT_COUNT: it can. */
static ci_turn_fault fault_of(const turn_finder *finder,
                              const ci_osm_restriction *of)
{
    bool is_loose = false;

    for (size_t i = 0; i < way_count(of); i++) {
        way_end end;

        if (!make_end(&end, finder, of, i))
            return CI_TURN_ABSENT;
        is_loose |= find_end(finder, &end)->count != 1;
    }
    return is_loose ? CI_TURN_LOOSE : CI_TURN_FAULT_COUNT;
}

static circlet_status add_turn(turn_finder *finder,
                               const ci_osm_restriction *of, size_t number,
                               ci_road_turn turn, circlet_error *error)
{
    ci_roads *roads = finder->roads;
    ci_road_turn *turns =
        ci_array_reserve_one(roads->turns, roads->turn_count,
                             &finder->turn_capacity, sizeof(*turns));
    char id[48];

    if (!turns)
        return ci_fail_nomem(error);
    roads->turns = turns;
    snprintf(id, sizeof(id), "%" PRId64 "-%zu", of->id, number);
    turn.id = ci_arena_copy(&roads->arena, id);
    turn.except = ci_arena_copy(&roads->arena, of->except);
    turn.vehicle =
        ci_arena_copy(&roads->arena, turn.is_only ? of->allows : of->forbids);
    if (!turn.id || !turn.except || !turn.vehicle)
        return ci_fail_nomem(error);
    turns[roads->turn_count++] = turn;
    return CIRCLET_OK;
}

/* Of the two kinds a restriction may have each, for other vehicles. */
static circlet_status add_turns(turn_finder *finder,
                                const ci_osm_restriction *of,
                                circlet_error *error)
{
    size_t pairs = of->from_count * of->to_count; /* one of them is 1 */
    circlet_status status = CIRCLET_OK;
    size_t number = 0;

    if (pairs == 0 || of->to_count == 0)
        return CIRCLET_OK;
    for (size_t i = 0; !status && i < 2 * pairs; i++) {
        size_t pair = i % pairs;
        size_t from = pair / of->to_count;
        size_t to = of->from_count + pair % of->to_count;
        way_end ends[2];

        if (i < pairs ? !of->forbids : !of->allows)
            continue;
        make_end(&ends[0], finder, of, from);
        make_end(&ends[1], finder, of, to);
        status = add_turn(
            finder, of, number++,
            (ci_road_turn){.from_link = find_end(finder, &ends[0])->link,
                           .via = ends[0].node,
                           .to_link = find_end(finder, &ends[1])->link,
                           .is_only = i >= pairs},
            error);
    }
    return status;
}

circlet_status ci_osm_turns_find(ci_roads *roads, const ci_osm_turns *turns,
                                 const ci_osm_streets *streets,
                                 circlet_error *error)
{
    turn_finder finder = {.roads = roads, .turns = turns, .streets = streets};
    circlet_status status = CIRCLET_OK;

    if (!list_ends(&finder))
        return ci_fail_nomem(error);
    note_links(&finder);
    roads->turn_restriction_count = turns->seen_count;
    for (size_t i = 0; i < CI_TURN_FAULT_COUNT; i++)
        roads->turn_faults[i] = turns->faults[i];
    for (size_t i = 0; !status && i < turns->count; i++) {
        ci_turn_fault fault = fault_of(&finder, &turns->list[i]);

        if (fault == CI_TURN_FAULT_COUNT) {
            roads->turn_restriction_used_count++;
            status = add_turns(&finder, &turns->list[i], error);
        } else {
            roads->turn_faults[fault]++;
        }
    }
    free(finder.ends);
    return status;
}
