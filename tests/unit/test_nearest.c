/* Nearest and all pairs against Floyd and Warshall on a graph in which every
 * tied point is a node of its own. */
#include "network_fixture.h"

#include <circlet/reach.h>

#include "network/snap.h"
#include "reach/router.h"

#define MAX_POINTS 5
#define MAX_PLACES 1000 /* of ties */
#define MAX_VERTICES 320
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
    circlet_network *network;
    circlet_snap_options options;
    circlet_router *router;
    circlet_point points[2 * MAX_POINTS];
    uint32_t origin_count, destination_count;
    tied_place places[MAX_PLACES];
    uint32_t place_count;
    uint32_t vertex_count;
} tied_world;

static uint64_t distance[MAX_VERTICES][MAX_VERTICES];

/* ---- the brute force --------------------------------------------------- */

static uint32_t point_vertex(const tied_world *world, uint32_t point)
{
    return 2 * world->town.node_count + point;
}

static void add_arc(uint32_t tail, uint32_t head, uint64_t ms)
{
    if (ms < distance[tail][head])
        distance[tail][head] = ms;
}

/* Arriving at node v is vertex 2v, leaving it 2v + 1. */
static void add_nodes(const tied_world *world)
{
    for (uint32_t v = 0; v < world->town.node_count; v++) {
        uint32_t ms = town_through_ms(&world->town.nodes[v]);

        if (ms != TOWN_CLOSED)
            add_arc(2 * v, 2 * v + 1, ms);
    }
}

static uint64_t part(uint32_t ms, double fraction)
{
    return (uint64_t)llround(fraction * ms);
}

/* The different fractions of a link at which points are tied, ascending. */
static uint32_t fractions_of(const tied_world *world, uint32_t link,
                             double *out)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < world->place_count; i++) {
        double fraction = world->places[i].fraction;
        uint32_t at = 0, end = count;

        if (world->places[i].link != link)
            continue;
        while (at < count && out[at] < fraction)
            at++;
        if (at < count && out[at] == fraction)
            continue;
        for (; end > at; end--)
            out[end] = out[end - 1];
        out[at] = fraction;
        count++;
    }
    return count;
}

/* Makes a vertex for every tied place and joins it to its neighbours. */
static void add_link(tied_world *world, uint32_t position)
{
    const town_link *link = &world->town.links[position];
    uint32_t forward = town_forward_ms(link);
    uint32_t backward = town_backward_ms(link);
    double fractions[MAX_PLACES];
    uint32_t count = fractions_of(world, position, fractions);
    uint32_t first = world->vertex_count;

    world->vertex_count += count;
    assert_true(world->vertex_count <= MAX_VERTICES);
    for (uint32_t i = 0; i <= count; i++) {
        double f = i > 0 ? fractions[i - 1] : 0;
        double g = i < count ? fractions[i] : 1;
        bool starts = i == 0, ends = i == count;

        if (forward != TOWN_CLOSED)
            add_arc(starts ? 2 * link->from + 1 : first + i - 1,
                    ends ? 2 * link->to : first + i,
                    part(forward, g) - part(forward, f));
        if (backward != TOWN_CLOSED)
            add_arc(ends ? 2 * link->to + 1 : first + i,
                    starts ? 2 * link->from : first + i - 1,
                    part(backward, 1 - f) - part(backward, 1 - g));
    }
    for (uint32_t i = 0; i < world->place_count; i++) {
        const tied_place *place = &world->places[i];
        uint32_t vertex = first;

        if (place->link != position)
            continue;
        while (fractions[vertex - first] != place->fraction)
            vertex++;
        if (place->point < world->origin_count)
            add_arc(point_vertex(world, place->point), vertex,
                    place->off_road_ms);
        else
            add_arc(vertex, point_vertex(world, place->point),
                    place->off_road_ms);
    }
}

static void floyd_warshall(uint32_t count)
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

static void measure_all(tied_world *world)
{
    world->vertex_count = 2 * world->town.node_count + world->origin_count +
                          world->destination_count;
    for (uint32_t i = 0; i < MAX_VERTICES; i++)
        for (uint32_t j = 0; j < MAX_VERTICES; j++)
            distance[i][j] = FAR;
    add_nodes(world);
    for (uint32_t i = 0; i < world->town.link_count; i++)
        add_link(world, i);
    floyd_warshall(world->vertex_count);
}

static uint32_t true_time(const tied_world *world, uint32_t origin,
                          uint32_t destination, uint32_t cutoff_ms)
{
    uint64_t ms =
        distance[point_vertex(world, origin)]
                [point_vertex(world, world->origin_count + destination)];

    return ms <= cutoff_ms ? (uint32_t)ms : CIRCLET_UNREACHED;
}

/* ---- components, by spreading a colour --------------------------------- */

static bool joins(const random_town *town, const town_link *link)
{
    return (town_forward_ms(link) != TOWN_CLOSED ||
            town_backward_ms(link) != TOWN_CLOSED) &&
           !town->nodes[link->from].is_wall && !town->nodes[link->to].is_wall;
}

static void colour_town(const random_town *town, uint32_t *colour)
{
    bool changed = true;

    for (uint32_t i = 0; i < town->node_count; i++)
        colour[i] = i;
    while (changed) {
        changed = false;
        for (uint32_t i = 0; i < town->link_count; i++) {
            uint32_t *a = &colour[town->links[i].from];
            uint32_t *b = &colour[town->links[i].to];

            if (!joins(town, &town->links[i]) || *a == *b)
                continue;
            *a = *b = *a < *b ? *a : *b;
            changed = true;
        }
    }
}

static uint32_t colour_of_link(const random_town *town, const uint32_t *colour,
                               uint32_t link)
{
    const town_link *ends = &town->links[link];

    return town->nodes[ends->from].is_wall && !town->nodes[ends->to].is_wall
               ? colour[ends->to]
               : colour[ends->from];
}

static uint32_t colour_size(const random_town *town, const uint32_t *colour,
                            uint32_t wanted)
{
    uint32_t size = 0;

    for (uint32_t i = 0; i < town->node_count; i++)
        size += colour[i] == wanted;
    return size;
}

static circlet_snap true_snap(const tied_world *world, uint32_t origin)
{
    uint32_t colour[TOWN_MAX_NODES];
    circlet_snap snap = CIRCLET_SNAP_NO_ROAD;

    colour_town(&world->town, colour);
    for (uint32_t i = 0; i < world->place_count; i++) {
        uint32_t mine;

        if (world->places[i].point != origin)
            continue;
        mine = colour_of_link(&world->town, colour, world->places[i].link);
        if (colour_size(&world->town, colour, mine) >=
            world->options.component_nodes)
            return CIRCLET_SNAP_TIED;
        for (uint32_t k = 0; k < world->place_count; k++)
            if (world->places[k].point >= world->origin_count &&
                colour_of_link(&world->town, colour, world->places[k].link) ==
                    mine)
                return CIRCLET_SNAP_TIED;
        snap = CIRCLET_SNAP_ISLAND;
    }
    return snap;
}

/* ---- making worlds ----------------------------------------------------- */

static void place_points(tied_world *world, uint64_t *state, uint32_t size_m)
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

/* The ties are the library's, which test_snap.c looks after; what follows
 * from them is worked out here. */
static void tie_points(tied_world *world)
{
    const circlet_arc_times *times = world->router->modes[0].times;

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

static void open_router(tied_world *world, uint64_t *state)
{
    circlet_travel_mode mode = fixture_mode();

    world->network = town_build(&world->town, state);
    assert_ok(circlet_router_new(&world->router, world->network,
                                 &world->options, error));
    assert_ok(circlet_router_add_mode(world->router, &mode, error));
}

static void close_router(tied_world *world)
{
    circlet_router_free(world->router);
    circlet_network_free(world->network);
}

static void make_world(tied_world *world, uint64_t *state)
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
    open_router(world, state);
    tie_points(world);
    measure_all(world);
}

static circlet_travel_query query_of(const tied_world *world,
                                     uint32_t cutoff_ms)
{
    circlet_travel_query query = {0};

    query.mode = "walk";
    query.origins = world->points;
    query.origin_count = world->origin_count;
    query.destinations = world->points + world->origin_count;
    query.destination_count = world->destination_count;
    query.cutoff_ms = cutoff_ms;
    return query;
}

/* ---- the comparisons --------------------------------------------------- */

static uint32_t true_nearest(const tied_world *world, uint32_t origin,
                             uint32_t cutoff_ms)
{
    uint32_t best = CIRCLET_UNREACHED;

    for (uint32_t d = 0; d < world->destination_count; d++) {
        uint32_t ms = true_time(world, origin, d, cutoff_ms);

        if (ms < best)
            best = ms;
    }
    return best;
}

static void compare_nearest(const tied_world *world, uint32_t cutoff_ms,
                            uint64_t seed)
{
    circlet_travel travel = circlet_router_travel(world->router);
    circlet_travel_query query = query_of(world, cutoff_ms);
    uint32_t times_ms[MAX_POINTS];
    circlet_snap snaps[MAX_POINTS];

    assert_ok(
        travel.find_nearest(times_ms, snaps, &query, travel.user, error));
    for (uint32_t i = 0; i < world->origin_count; i++) {
        uint32_t want = true_nearest(world, i, cutoff_ms);

        if (times_ms[i] != want || snaps[i] != true_snap(world, i))
            fail_msg("seed %llu, origin %u: %u ms, snap %d, not %u, %d",
                     (unsigned long long)seed, i, times_ms[i], (int)snaps[i],
                     want, (int)true_snap(world, i));
    }
}

static void compare_within(const tied_world *world, uint32_t cutoff_ms,
                           uint64_t seed)
{
    circlet_travel travel = circlet_router_travel(world->router);
    circlet_travel_query query = query_of(world, cutoff_ms);
    circlet_od_matrix *matrix = NULL;

    assert_ok(travel.find_within(&matrix, &query, travel.user, error));
    assert_int_equal(circlet_od_matrix_origin_count(matrix),
                     world->origin_count);
    assert_int_equal(circlet_od_matrix_destination_count(matrix),
                     world->destination_count);
    for (uint32_t i = 0; i < world->origin_count; i++) {
        uint32_t found[MAX_POINTS];
        size_t count;
        const circlet_od_entry *row = circlet_od_matrix_row(matrix, i, &count);

        memset(found, 0xff, sizeof(found));
        for (size_t k = 0; k < count; k++) {
            found[row[k].destination] = row[k].time_ms;
            assert_true(k == 0 || row[k - 1].time_ms < row[k].time_ms ||
                        (row[k - 1].time_ms == row[k].time_ms &&
                         row[k - 1].destination < row[k].destination));
        }
        for (uint32_t d = 0; d < world->destination_count; d++)
            if (found[d] != true_time(world, i, d, cutoff_ms))
                fail_msg("seed %llu, pair %u-%u: %u ms, not %u",
                         (unsigned long long)seed, i, d, found[d],
                         true_time(world, i, d, cutoff_ms));
    }
    circlet_od_matrix_free(matrix);
}

/* How much the towns hold, so that a test on empty ones would be noticed. */
typedef struct case_tally {
    size_t reached, unreached, on_one_link, islands;
} case_tally;

static void count_cases(const tied_world *world, case_tally *tally)
{
    for (uint32_t i = 0; i < world->origin_count; i++) {
        bool is_reached =
            true_nearest(world, i, CIRCLET_CUTOFF_MAX) != CIRCLET_UNREACHED;

        tally->reached += is_reached;
        tally->unreached += !is_reached;
        tally->islands += true_snap(world, i) == CIRCLET_SNAP_ISLAND;
    }
    for (uint32_t i = 0; i < world->place_count; i++)
        for (uint32_t k = 0; k < world->place_count; k++)
            tally->on_one_link +=
                world->places[i].link == world->places[k].link &&
                world->places[i].point < world->origin_count &&
                world->places[k].point >= world->origin_count;
}

static void times_are_those_of_floyd_and_warshall(void **state)
{
    case_tally tally = {0};

    (void)state;
    for (uint64_t seed = 1; seed <= 600; seed++) {
        uint64_t random = seed;
        uint32_t cutoff_ms;
        static tied_world world;

        make_world(&world, &random);
        cutoff_ms = unit_random_below(&random, 900000);
        compare_nearest(&world, CIRCLET_CUTOFF_MAX, seed);
        compare_nearest(&world, cutoff_ms, seed);
        compare_within(&world, CIRCLET_CUTOFF_MAX, seed);
        compare_within(&world, cutoff_ms, seed);
        count_cases(&world, &tally);
        close_router(&world);
    }
    assert_true(tally.reached > 500 && tally.unreached > 200);
    assert_true(tally.on_one_link > 500 && tally.islands > 20);
}

static void a_cutoff_holds_to_the_millisecond(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 100; seed++) {
        uint64_t random = seed;
        static tied_world world;
        uint32_t ms;

        make_world(&world, &random);
        ms = true_nearest(&world, 0, CIRCLET_CUTOFF_MAX);
        if (ms != CIRCLET_UNREACHED && ms > 0) {
            compare_nearest(&world, ms, seed);
            compare_nearest(&world, ms - 1, seed);
            compare_within(&world, ms, seed);
            compare_within(&world, ms - 1, seed);
        }
        close_router(&world);
    }
}

static void the_order_of_building_does_not_matter(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 100; seed++) {
        uint64_t random = seed;
        static tied_world world;

        make_world(&world, &random);
        close_router(&world);
        open_router(&world, &random);
        compare_nearest(&world, CIRCLET_CUTOFF_MAX, seed);
        compare_within(&world, CIRCLET_CUTOFF_MAX, seed);
        close_router(&world);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_are_those_of_floyd_and_warshall),
        cmocka_unit_test(a_cutoff_holds_to_the_millisecond),
        cmocka_unit_test(the_order_of_building_does_not_matter),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
