/*
 * Random towns with points in them, a router, and all times between the
 * points found by Floyd and Warshall's algorithm from what the tags say.
 */
#ifndef TESTS_TOWN_WORLD_H
#define TESTS_TOWN_WORLD_H

#include "network_fixture.h"

#include <circlet/reach.h>

#include "geo/geodesic.h"
#include "network/snap.h"
#include "reach/router.h"

#define MAX_POINTS 5
#define MAX_PLACES 1000 /* of ties */
#define MAX_VERTICES (4 * TOWN_MAX_NODES + 2 * MAX_POINTS + 1)
#define FAR UINT64_C(1000000000000)

typedef struct tied_place {
    uint32_t link; /* of the town */
    double fraction;
    uint32_t off_road_ms;
    uint32_t point; /* origins first, then destinations */
} tied_place;

/* A town, points in it, and all times between them found by brute force. */
typedef struct tied_world {
    random_town town;
    random_town truth; /* the town at the bound */
    circlet_bound bound;
    const circlet_area *extent; /* NULL: the box of the streets */
    circlet_travel_mode mode;
    circlet_network *network;
    circlet_snap_options options;
    circlet_router *router;
    circlet_point points[2 * MAX_POINTS];
    uint32_t origin_count, destination_count;
    tied_place places[MAX_PLACES];
    uint32_t place_count;
} tied_world;

static uint64_t distance[MAX_VERTICES][MAX_VERTICES];

/* ---- the brute force --------------------------------------------------- */

static inline uint32_t point_vertex(const tied_world *world, uint32_t point)
{
    return 4 * world->town.node_count + point;
}

static inline void add_arc(uint32_t tail, uint32_t head, uint64_t ms)
{
    if (ms < distance[tail][head])
        distance[tail][head] = ms;
}

/* One arrives at a node from a road or a path (of gravel), and leaves it the
 * same ways. */
static inline uint32_t arrival(uint32_t node, const town_link *link)
{
    return 4 * node + link->is_gravel;
}

static inline uint32_t departure(uint32_t node, const town_link *link)
{
    return 4 * node + 2 + link->is_gravel;
}

/* A kerb closes to those who cross, where a mode asks for kerbs at all. */
static inline bool has_kerb(const tied_world *world, uint32_t node)
{
    return world->mode.roadway_count > 0 && world->truth.nodes[node].has_kerb;
}

/* Whether nobody passes a node: at a road, who stays on it meets no kerb,
 * unless all that is bad is true. */
static inline bool is_closed_to_all(const tied_world *world, uint32_t node)
{
    return world->truth.nodes[node].is_wall ||
           (has_kerb(world, node) && (world->bound == CIRCLET_BOUND_MAX ||
                                      !town_meets(&world->town, node, false)));
}

/* Whether who comes from a link to a node, or goes the other way, gets on. */
static inline bool leads_on(const tied_world *world, uint32_t link,
                            uint32_t node)
{
    return !is_closed_to_all(world, node) &&
           !(has_kerb(world, node) && world->town.links[link].is_gravel);
}

/* What passing a node takes, from a path (or a road) to a path (or a road):
 * at a crossing one waits in full to get across, and half as long for each
 * turn between road and path. */
static inline uint32_t passing_ms(const tied_world *world, uint32_t node,
                                  int paths)
{
    const town_node *at = &world->truth.nodes[node];
    uint32_t ms = town_through_ms(at);

    if (is_closed_to_all(world, node) || (paths > 0 && has_kerb(world, node)))
        return TOWN_CLOSED;
    if (!at->is_crossing || world->mode.roadway_count == 0)
        return ms;
    if (world->bound == CIRCLET_BOUND_MIN)
        return 0;
    return world->bound == CIRCLET_BOUND_MAX ||
                   !town_meets(&world->town, node, false)
               ? ms
               : ms / 2 * (uint32_t)paths;
}

/* Half of that: what coming from a path, or going onto it, adds. */
static inline uint32_t half_ms(const tied_world *world, uint32_t node)
{
    return passing_ms(world, node, 1) == TOWN_CLOSED
               ? 0
               : passing_ms(world, node, 1) - passing_ms(world, node, 0);
}

static inline void add_nodes(const tied_world *world)
{
    for (uint32_t v = 0; v < world->town.node_count; v++)
        for (uint32_t from = 0; from < 2; from++)
            for (uint32_t to = 0; to < 2; to++) {
                uint32_t ms = passing_ms(world, v, (int)(from + to));

                if (ms != TOWN_CLOSED)
                    add_arc(4 * v + from, 4 * v + 2 + to, ms);
            }
}

static inline uint64_t part(uint32_t ms, double fraction)
{
    return (uint64_t)llround(fraction * ms);
}

static inline uint32_t boarding_ms(const tied_world *world)
{
    return (uint32_t)llround(world->mode.boarding_s * 1000);
}

static inline void add_street(const tied_world *world, uint32_t position)
{
    const town_link *link = &world->truth.links[position];
    const town_link *as = &world->town.links[position];
    uint32_t forward = town_forward_ms(link);
    uint32_t backward = town_backward_ms(link);

    if (forward != TOWN_CLOSED)
        add_arc(departure(link->from, as), arrival(link->to, as), forward);
    if (backward != TOWN_CLOSED)
        add_arc(departure(link->to, as), arrival(link->from, as), backward);
}

/* From an origin to the ends of its link, or from them to a destination. */
static inline void add_tie(const tied_world *world, const tied_place *place)
{
    const town_link *link = &world->truth.links[place->link];
    const town_link *as = &world->town.links[place->link];
    uint32_t forward = town_forward_ms(link);
    uint32_t backward = town_backward_ms(link);
    uint32_t point = point_vertex(world, place->point);
    uint32_t off_ms = place->off_road_ms;
    double f = place->fraction;

    if (place->point < world->origin_count) {
        if (forward != TOWN_CLOSED)
            add_arc(point, arrival(link->to, as),
                    off_ms + forward - part(forward, f));
        if (backward != TOWN_CLOSED)
            add_arc(point, arrival(link->from, as),
                    off_ms + backward - part(backward, 1 - f));
        return;
    }
    off_ms += boarding_ms(world);
    if (forward != TOWN_CLOSED)
        add_arc(departure(link->from, as), point, off_ms + part(forward, f));
    if (backward != TOWN_CLOSED)
        add_arc(departure(link->to, as), point,
                off_ms + part(backward, 1 - f));
}

/* Along one link. */
static inline void add_between(const tied_world *world,
                               const tied_place *origin,
                               const tied_place *goal)
{
    const town_link *link = &world->truth.links[origin->link];
    double d = goal->fraction - origin->fraction;
    uint32_t ms = d > 0 ? town_forward_ms(link) : town_backward_ms(link);

    if (ms == TOWN_CLOSED && d != 0)
        return;
    add_arc(point_vertex(world, origin->point),
            point_vertex(world, goal->point),
            (d == 0 ? 0 : part(ms, fabs(d))) + origin->off_road_ms +
                goal->off_road_ms + boarding_ms(world));
}

static inline void add_ties(const tied_world *world)
{
    for (uint32_t i = 0; i < world->place_count; i++) {
        add_tie(world, &world->places[i]);
        for (uint32_t k = 0; k < world->place_count; k++)
            if (world->places[i].link == world->places[k].link &&
                world->places[i].point < world->origin_count &&
                world->places[k].point >= world->origin_count)
                add_between(world, &world->places[i], &world->places[k]);
    }
}

static inline void floyd_warshall(uint32_t count)
{
    for (uint32_t k = 0; k < count; k++)
        for (uint32_t i = 0; i < count; i++) {
            if (distance[i][k] >= FAR)
                continue;
            for (uint32_t j = 0; j < count; j++)
                if (distance[i][k] + distance[k][j] < distance[i][j])
                    distance[i][j] = distance[i][k] + distance[k][j];
        }
}

/* The ties are the library's, which test_snap.c looks after; what follows
 * from them is worked out here. */
static inline void tie_points(tied_world *world)
{
    const circlet_arc_times *times = NULL;

    assert_ok(
        ci_router_times(&times, world->router, "walk", world->bound, error));
    assert_true(ci_snapper_know_islands(world->router->snapper,
                                        world->router->component_nodes));
    world->place_count = 0;
    for (uint32_t i = 0; i < world->origin_count + world->destination_count;
         i++) {
        const ci_tie *ties;
        size_t count;

        assert_true(ci_snapper_find(world->router->snapper, times,
                                    world->points[i], &ties, &count));
        for (size_t k = 0; k < count; k++)
            world->places[world->place_count++] =
                (tied_place){town_link_of(world->network, ties[k].link),
                             ties[k].fraction, ties[k].off_road_ms, i};
    }
}

/* All times, as the town is at a bound. */
static inline void measure_all(tied_world *world, circlet_bound bound)
{
    world->bound = bound;
    world->truth = town_at(&world->town, bound);
    tie_points(world);
    for (uint32_t i = 0; i < MAX_VERTICES; i++)
        for (uint32_t j = 0; j < MAX_VERTICES; j++)
            distance[i][j] = FAR;
    add_nodes(world);
    for (uint32_t i = 0; i < world->town.link_count; i++)
        add_street(world, i);
    add_ties(world);
    floyd_warshall(4 * world->town.node_count + world->origin_count +
                   world->destination_count);
}

/* ---- components, by spreading a colour --------------------------------- */

static inline bool joins(const tied_world *world, uint32_t position)
{
    const town_link *link = &world->truth.links[position];

    return (town_forward_ms(link) != TOWN_CLOSED ||
            town_backward_ms(link) != TOWN_CLOSED) &&
           leads_on(world, position, link->from) &&
           leads_on(world, position, link->to);
}

static inline void colour_town(const tied_world *world, uint32_t *colour)
{
    const random_town *town = &world->truth;
    bool changed = true;

    for (uint32_t i = 0; i < town->node_count; i++)
        colour[i] = i;
    while (changed) {
        changed = false;
        for (uint32_t i = 0; i < town->link_count; i++) {
            uint32_t *a = &colour[town->links[i].from];
            uint32_t *b = &colour[town->links[i].to];

            if (!joins(world, i) || *a == *b)
                continue;
            *a = *b = *a < *b ? *a : *b;
            changed = true;
        }
    }
}

/* A link that leads on over neither end is a component for itself. */
static inline uint32_t colour_of_link(const tied_world *world,
                                      const uint32_t *colour, uint32_t link)
{
    const town_link *ends = &world->truth.links[link];

    if (leads_on(world, link, ends->from))
        return colour[ends->from];
    return leads_on(world, link, ends->to) ? colour[ends->to]
                                           : TOWN_MAX_NODES + link;
}

static inline uint32_t colour_size(const random_town *town,
                                   const uint32_t *colour, uint32_t wanted)
{
    uint32_t size = wanted >= TOWN_MAX_NODES;

    for (uint32_t i = 0; i < town->node_count; i++)
        size += colour[i] == wanted;
    return size;
}

static inline circlet_snap true_snap(const tied_world *world, uint32_t origin)
{
    uint32_t colour[TOWN_MAX_NODES];
    circlet_snap snap = CIRCLET_SNAP_NO_ROAD;

    colour_town(world, colour);
    for (uint32_t i = 0; i < world->place_count; i++) {
        uint32_t mine;

        if (world->places[i].point != origin)
            continue;
        mine = colour_of_link(world, colour, world->places[i].link);
        if (colour_size(&world->truth, colour, mine) >=
            world->options.component_nodes)
            return CIRCLET_SNAP_TIED;
        for (uint32_t k = 0; k < world->place_count; k++)
            if (world->places[k].point >= world->origin_count &&
                colour_of_link(world, colour, world->places[k].link) == mine)
                return CIRCLET_SNAP_TIED;
        snap = CIRCLET_SNAP_ISLAND;
    }
    return snap;
}

/* Straight, for one who is tied to no street, at the best: whoever does so
 * by a vehicle has to get in, too. */
static inline uint64_t true_straight_ms(const tied_world *world,
                                        uint32_t origin, uint32_t destination)
{
    circlet_point line[2] = {world->points[origin],
                             world->points[world->origin_count + destination]};

    return (uint64_t)llround(ci_geodesic_length_m(line, 2) /
                             world->mode.speed_mps * 1000) +
           boarding_ms(world);
}

static inline bool lies_at_street(const tied_world *world, uint32_t point)
{
    for (uint32_t i = 0; i < world->place_count; i++)
        if (world->places[i].point == point)
            return true;
    return false;
}

/* Going nowhere takes no time. */
static inline bool is_there_already(const tied_world *world, uint32_t origin,
                                    uint32_t destination)
{
    circlet_point a = world->points[origin];
    circlet_point b = world->points[world->origin_count + destination];

    return a.lon == b.lon && a.lat == b.lat;
}

static inline uint32_t true_time(const tied_world *world, uint32_t origin,
                                 uint32_t destination, uint32_t cutoff_ms)
{
    uint64_t ms =
        distance[point_vertex(world, origin)]
                [point_vertex(world, world->origin_count + destination)];

    if (is_there_already(world, origin, destination))
        return 0;
    if (world->bound == CIRCLET_BOUND_MIN &&
        (true_snap(world, origin) != CIRCLET_SNAP_TIED ||
         !lies_at_street(world, world->origin_count + destination)))
        ms = true_straight_ms(world, origin, destination);
    return ms <= cutoff_ms ? (uint32_t)ms : CIRCLET_UNREACHED;
}

/* ---- making worlds ----------------------------------------------------- */

static inline void place_points(tied_world *world, uint64_t *state,
                                uint32_t size_m)
{
    uint32_t count;

    world->origin_count = 1 + unit_random_below(state, MAX_POINTS);
    world->destination_count = 1 + unit_random_below(state, MAX_POINTS);
    count = world->origin_count + world->destination_count;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t node = unit_random_below(state, world->town.node_count);

        world->points[i] = town_place(state, size_m);
        if (one_in(state, 4))
            world->points[i] = world->town.nodes[node].at;
        if (i > 0 && one_in(state, 4))
            world->points[i] = world->points[unit_random_below(state, i)];
    }
}

static inline void open_router(tied_world *world, uint64_t *state)
{
    world->mode = fixture_doubtful_mode();
    world->mode.boarding_s = one_in(state, 2) ? 20 : 0;
    if (one_in(state, 2))
        fixture_cross_roads(&world->mode);
    world->network = town_build_in(&world->town, world->extent, state);
    assert_ok(circlet_router_new(&world->router, world->network,
                                 &world->options, error));
    assert_ok(circlet_router_add_mode(world->router, &world->mode, error));
}

static inline void close_router(tied_world *world)
{
    circlet_router_free(world->router);
    circlet_network_free(world->network);
}

static inline void make_world(tied_world *world, uint64_t *state)
{
    uint32_t size_m = 100 + unit_random_below(state, 400);

    memset(world, 0, sizeof(*world));
    town_make(&world->town, state, size_m);
    place_points(world, state, size_m);
    world->options = (circlet_snap_options){
        .struct_size = sizeof(world->options),
        .limit_m = 10 + unit_random_below(state, 200),
        .spread_m = 1 + unit_random_below(state, 60),
        .component_nodes = 1 + unit_random_below(state, 5)};
    town_doubt(&world->town, state);
    open_router(world, state);
    measure_all(world, CIRCLET_BOUND_NOMINAL);
}

static inline circlet_travel_query query_of(const tied_world *world,
                                            uint32_t cutoff_ms)
{
    circlet_travel_query query = {0};

    query.mode = "walk";
    query.bound = world->bound;
    query.origins = world->points;
    query.origin_count = world->origin_count;
    query.destinations = world->points + world->origin_count;
    query.destination_count = world->destination_count;
    query.cutoff_ms = cutoff_ms;
    return query;
}

/* How the router works from now on. */
static inline void set_engine(circlet_router *router, circlet_engine_kind kind,
                              uint32_t threads, uint64_t memory_bytes)
{
    circlet_engine_options options = CIRCLET_ENGINE_OPTIONS_INIT;

    options.kind = kind;
    options.threads = threads;
    options.memory_bytes = memory_bytes;
    assert_ok(circlet_router_set_engine(router, &options, error));
}

#endif
