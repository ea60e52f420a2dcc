/* Graphs of networks, turn restrictions and all, against a search over arcs
 * that knows on which it came. */
#include "network_fixture.h"

#include "reach/search.h"

#define MAX_TURNS 12
#define NONE UINT64_MAX

/* In the numbers of the town. */
typedef struct turn_town {
    random_town town;
    circlet_turn_record turns[MAX_TURNS];
    uint32_t turn_count;
    circlet_network *network;
    uint32_t link_of[TOWN_MAX_LINKS]; /* the network's */
    circlet_travel_mode mode;
    circlet_arc_times *times;
    ci_graph *graph;
} turn_town;

/* ---- making ------------------------------------------------------------ */

static bool ends_at(const town_link *link, uint32_t node)
{
    return link->from == node || link->to == node;
}

static void add_turn(turn_town *world, circlet_network_builder *builder,
                     uint64_t *random)
{
    static const char *const excepts[] = {
        NULL, "", "bus", "bus; motorcar", "psv;motor_vehicle", "motorcars"};
    const random_town *town = &world->town;
    static const char *const vehicles[] = {
        NULL, "", "hgv", "motor_vehicle", "hgv;motorcar", NULL};
    circlet_turn_record turn = {
        .from_link = unit_random_below(random, town->link_count),
        .to_link = unit_random_below(random, town->link_count),
        .via = unit_random_below(random, town->node_count),
        .kind = one_in(random, 3) ? CIRCLET_TURN_ONLY : CIRCLET_TURN_FORBIDDEN,
        .except = excepts[unit_random_below(random, 6)],
        .vehicle = vehicles[unit_random_below(random, 6)]};

    if (one_in(random, 4))
        turn.to_link = turn.from_link;
    if (!ends_at(&town->links[turn.from_link], turn.via) ||
        !ends_at(&town->links[turn.to_link], turn.via))
        return;
    assert_ok(circlet_network_builder_add_turn(builder, &turn, error));
    world->turns[world->turn_count++] = turn;
}

static void make_world(turn_town *world, uint64_t *random)
{
    circlet_network_builder *builder = NULL;
    circlet_node nodes[TOWN_MAX_NODES];

    memset(world, 0, sizeof(*world));
    town_make(&world->town, random, 400);
    if (one_in(random, 2))
        world->town.node_count = 2 + unit_random_below(random, 4);
    for (uint32_t i = 0; i < world->town.link_count; i++) {
        world->town.links[i].from %= world->town.node_count;
        world->town.links[i].to %= world->town.node_count;
    }
    assert_ok(circlet_network_builder_new(&builder, error));
    for (uint32_t i = 0; i < world->town.node_count; i++)
        town_build_node(builder, &world->town.nodes[i], &nodes[i]);
    for (uint32_t i = 0; i < world->town.link_count; i++)
        town_build_link(builder, &world->town, i, nodes);
    for (int tries = 0; tries < 300 && world->turn_count < MAX_TURNS; tries++)
        add_turn(world, builder, random);
    assert_ok(circlet_network_builder_finish(&world->network, builder, error));
    circlet_network_builder_free(builder);
    for (uint32_t i = 0; i < world->town.link_count; i++)
        world->link_of[town_link_of(world->network, i)] = i;
    world->mode = fixture_mode();
    world->mode.obeys_turns = !one_in(random, 10);
    assert_ok(circlet_arc_times_compute(&world->times, world->network,
                                        &world->mode, CIRCLET_BOUND_NOMINAL,
                                        error));
    world->graph = ci_graph_new(world->times);
    assert_non_null(world->graph);
}

static void free_world(turn_town *world)
{
    ci_graph_free(world->graph);
    circlet_arc_times_free(world->times);
    circlet_network_free(world->network);
}

/* ---- the truth --------------------------------------------------------- */

static bool binds(const turn_town *world, const circlet_turn_record *turn)
{
    return world->mode.obeys_turns &&
           (!turn->except || (!strstr(turn->except, "; motorcar") &&
                              !strstr(turn->except, "motor_vehicle"))) &&
           (!turn->vehicle || strcmp(turn->vehicle, "hgv") != 0);
}

static bool may_turn(const turn_town *world, uint32_t from_link, uint32_t via,
                     uint32_t to_link)
{
    bool has_only = false, is_only = false;

    for (uint32_t i = 0; i < world->turn_count; i++) {
        const circlet_turn_record *turn = &world->turns[i];

        if (turn->from_link != from_link || turn->via != via ||
            !binds(world, turn))
            continue;
        if (turn->kind == CIRCLET_TURN_ONLY) {
            has_only = true;
            is_only |= turn->to_link == to_link;
        } else if (turn->to_link == to_link) {
            return false;
        }
    }
    return is_only || !has_only;
}

/* An arc is 2 x its link, and 1 more against it; it is reached when one is at
 * its head. */
static uint32_t head_of(const turn_town *world, uint32_t arc)
{
    const town_link *link = &world->town.links[arc / 2];

    return arc % 2 ? link->from : link->to;
}

static uint32_t tail_of(const turn_town *world, uint32_t arc)
{
    return head_of(world, arc ^ 1);
}

static uint32_t ms_of(const turn_town *world, uint32_t arc)
{
    const town_link *link = &world->town.links[arc / 2];

    return arc % 2 ? town_backward_ms(link) : town_forward_ms(link);
}

/* From the head of an arc on to where an arc begins: NONE if one may not. */
static uint64_t pass_ms(const turn_town *world, uint32_t arc, uint32_t next)
{
    uint32_t node = head_of(world, arc);
    uint32_t through_ms = town_through_ms(&world->town.nodes[node]);

    if (tail_of(world, next) != node || through_ms == TOWN_CLOSED ||
        !may_turn(world, arc / 2, node, next / 2))
        return NONE;
    return through_ms;
}

/* Over arcs until nothing changes. */
static void search_arcs(const turn_town *world, uint64_t *time)
{
    uint32_t count = 2 * world->town.link_count;
    bool changed = true;

    while (changed) {
        changed = false;
        for (uint32_t a = 0; a < count; a++)
            for (uint32_t b = 0; b < count && time[a] != NONE; b++) {
                uint64_t through_ms = pass_ms(world, a, b), total_ms;

                if (through_ms == NONE || ms_of(world, b) == TOWN_CLOSED)
                    continue;
                total_ms = time[a] + through_ms + ms_of(world, b);
                if (total_ms < time[b]) {
                    time[b] = total_ms;
                    changed = true;
                }
            }
    }
}

/* From being at the head of the first arc to setting out on the last. */
static uint64_t true_ms(const turn_town *world, uint32_t first, uint32_t last)
{
    uint64_t time[2 * TOWN_MAX_LINKS], best = NONE;
    uint32_t count = 2 * world->town.link_count;

    for (uint32_t i = 0; i < count; i++)
        time[i] = i == first ? 0 : NONE;
    search_arcs(world, time);
    for (uint32_t i = 0; i < count; i++) {
        uint64_t through_ms = pass_ms(world, i, last);

        if (time[i] != NONE && through_ms != NONE &&
            time[i] + through_ms < best)
            best = time[i] + through_ms;
    }
    return best;
}

/* ---- the graph --------------------------------------------------------- */

static uint32_t arrival(const turn_town *world, uint32_t arc)
{
    return ci_graph_arrival(world->graph, world->link_of[arc / 2],
                            arc % 2 == 0);
}

static uint64_t along_ms(const turn_town *world, ci_search *search,
                         uint32_t first, uint32_t last)
{
    uint32_t room[1];
    size_t count;
    const uint32_t *from = ci_graph_departures(
        world->graph, world->link_of[last / 2], last % 2 == 1, room, &count);
    uint64_t best = NONE;

    ci_search_clear(search);
    ci_search_seed(search, arrival(world, first), 0);
    ci_search_run(search, CIRCLET_CUTOFF_MAX);
    for (size_t i = 0; i < count; i++) {
        uint32_t time_ms = ci_search_time(search, from[i]);
        uint32_t through_ms = ci_graph_through_ms(world->graph, from[i]);

        if (time_ms != CIRCLET_UNREACHED && through_ms != CI_CLOSED &&
            (uint64_t)time_ms + through_ms < best)
            best = (uint64_t)time_ms + through_ms;
    }
    return best;
}

static uint64_t against_ms(const turn_town *world, ci_search *search,
                           uint32_t first, uint32_t last)
{
    uint32_t room[1], time_ms;
    size_t count;
    const uint32_t *from = ci_graph_departures(
        world->graph, world->link_of[last / 2], last % 2 == 1, room, &count);

    ci_search_clear(search);
    for (size_t i = 0; i < count; i++) {
        uint32_t through_ms = ci_graph_through_ms(world->graph, from[i]);

        if (through_ms != CI_CLOSED)
            ci_search_seed(search, from[i], through_ms);
    }
    ci_search_run(search, CIRCLET_CUTOFF_MAX);
    time_ms = ci_search_time(search, arrival(world, first));
    return time_ms == CIRCLET_UNREACHED ? NONE : time_ms;
}

static void compare_arcs(const turn_town *world, ci_search *along,
                         ci_search *against, uint64_t *random, uint64_t seed)
{
    uint32_t first = unit_random_below(random, 2 * world->town.link_count);
    uint32_t last = unit_random_below(random, 2 * world->town.link_count);
    uint64_t want = true_ms(world, first, last);

    if (along_ms(world, along, first, last) != want ||
        against_ms(world, against, first, last) != want)
        fail_msg("seed %llu, arcs %u to %u: %llu and %llu ms, not %llu",
                 (unsigned long long)seed, first, last,
                 (unsigned long long)along_ms(world, along, first, last),
                 (unsigned long long)against_ms(world, against, first, last),
                 (unsigned long long)want);
}

static void times_are_those_of_a_search_over_arcs(void **state)
{
    ci_search *along = ci_search_new(), *against = ci_search_new();
    size_t copies = 0;

    (void)state;
    assert_non_null(along);
    assert_non_null(against);
    for (uint64_t seed = 1; seed <= 500; seed++) {
        uint64_t random = seed;
        turn_town world;

        make_world(&world, &random);
        copies += world.graph->copy_count;
        assert_true(ci_search_aim(along, world.graph, false));
        assert_true(ci_search_aim(against, world.graph, true));
        for (int i = 0; i < 8; i++)
            compare_arcs(&world, along, against, &random, seed);
        free_world(&world);
    }
    assert_true(copies > 500);
    ci_search_free(along);
    ci_search_free(against);
}

/* The same journeys, run backwards: what one sets out on is what one would
 * have come by. */
static void turn_round(turn_town *world)
{
    circlet_arc_times *times = world->times;
    uint32_t *leave_ms = times->leave_ms, *forward_ms = times->forward_ms;

    times->leave_ms = times->arrive_ms;
    times->arrive_ms = leave_ms;
    times->forward_ms = times->backward_ms;
    times->backward_ms = forward_ms;
    times->is_turned = true;
    ci_graph_free(world->graph);
    world->graph = ci_graph_new(times);
    assert_non_null(world->graph);
}

static void journeys_run_backwards_heed_the_same_turns(void **state)
{
    ci_search *search = ci_search_new();

    (void)state;
    assert_non_null(search);
    for (uint64_t seed = 1; seed <= 300; seed++) {
        uint64_t random = seed;
        turn_town world;

        make_world(&world, &random);
        turn_round(&world);
        assert_true(ci_search_aim(search, world.graph, false));
        for (int i = 0; i < 8; i++) {
            uint32_t count = 2 * world.town.link_count;
            uint32_t first = unit_random_below(&random, count);
            uint32_t last = unit_random_below(&random, count);

            if (along_ms(&world, search, first, last) !=
                true_ms(&world, last ^ 1, first ^ 1))
                fail_msg("seed %llu, arcs %u to %u", (unsigned long long)seed,
                         first, last);
        }
        free_world(&world);
    }
    ci_search_free(search);
}

/* A way over copies uses links that lead there and takes its time. */
static void ways_lead_over_links_of_the_network(void **state)
{
    ci_search *search = ci_search_new();

    (void)state;
    assert_non_null(search);
    ci_search_keep_ways(search);
    for (uint64_t seed = 1; seed <= 200; seed++) {
        uint64_t random = seed;
        turn_town world;
        uint32_t at;

        make_world(&world, &random);
        at = unit_random_below(&random, world.graph->node_count);
        assert_true(ci_search_aim(search, world.graph, true));
        ci_search_seed(search, at, 0);
        ci_search_run(search, CIRCLET_CUTOFF_MAX);
        for (uint32_t v = 0; v < world.graph->node_count; v++) {
            const ci_adjacent *adjacent = world.network->adjacent;
            uint32_t time_ms = ci_search_time(search, v), next, k;

            if (time_ms == CIRCLET_UNREACHED || v == at)
                continue;
            next = ci_search_way(search, v);
            k = ci_graph_adjacent(world.graph, v, next);
            assert_true(ci_graph_may_turn(world.graph, v, adjacent[k].link));
            assert_int_equal(ci_graph_arrival(world.graph, adjacent[k].link,
                                              !adjacent[k].is_backward),
                             next);
            assert_int_equal(time_ms, ci_graph_through_ms(world.graph, v) +
                                          world.times->leave_ms[k] +
                                          ci_search_time(search, next));
        }
        free_world(&world);
    }
    ci_search_free(search);
}

/* ---- arrays of arcs ---------------------------------------------------- */

#define MAX_NODES 20
#define MAX_ARCS 120

/* The quickest open arc between two nodes, or CI_CLOSED. */
static void fill_table(uint32_t *table, const uint32_t *tails,
                       const uint32_t *heads, const uint32_t *times_ms,
                       size_t count)
{
    for (size_t i = 0; i < (size_t)MAX_NODES * MAX_NODES; i++)
        table[i] = CI_CLOSED;
    for (size_t i = 0; i < count; i++) {
        uint32_t *best = &table[tails[i] * MAX_NODES + heads[i]];

        if (times_ms[i] <= CIRCLET_CUTOFF_MAX && times_ms[i] < *best)
            *best = times_ms[i];
    }
}

/* The arcs of a side are just those of the table, sorted. */
static void compare_side(const ci_graph_side *side, const uint32_t *table,
                         uint32_t node_count, bool is_in)
{
    for (uint32_t i = 0; i < node_count; i++) {
        uint32_t k = side->first[i];

        for (uint32_t head = 0; head < node_count; head++) {
            uint32_t time_ms =
                table[is_in ? head * MAX_NODES + i : i * MAX_NODES + head];

            if (time_ms == CI_CLOSED)
                continue;
            assert_true(k < side->first[i + 1]);
            assert_int_equal(side->arcs[k].head, head);
            assert_int_equal(side->arcs[k].time_ms, time_ms);
            k++;
        }
        assert_int_equal(k, side->first[i + 1]);
    }
}

static void sides_hold_the_quickest_of_parallels_by_head(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        uint64_t random = seed;
        uint32_t node_count = unit_random_below(&random, MAX_NODES + 1);
        size_t count =
            node_count > 0 ? unit_random_below(&random, MAX_ARCS + 1) : 0;
        uint32_t tails[MAX_ARCS], heads[MAX_ARCS], times_ms[MAX_ARCS];
        uint32_t table[MAX_NODES * MAX_NODES];
        ci_graph *graph;

        for (size_t i = 0; i < count; i++) {
            tails[i] = unit_random_below(&random, node_count);
            heads[i] = unit_random_below(&random, node_count);
            times_ms[i] = one_in(&random, 6)
                              ? CIRCLET_CUTOFF_MAX + one_in(&random, 2)
                              : unit_random_below(&random, 20);
        }
        fill_table(table, tails, heads, times_ms, count);
        graph = ci_graph_from_arcs(node_count, tails, heads, times_ms, count);

        assert_non_null(graph);
        compare_side(&graph->out, table, node_count, false);
        compare_side(&graph->in, table, node_count, true);
        ci_graph_free(graph);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_are_those_of_a_search_over_arcs),
        cmocka_unit_test(journeys_run_backwards_heed_the_same_turns),
        cmocka_unit_test(ways_lead_over_links_of_the_network),
        cmocka_unit_test(sides_hold_the_quickest_of_parallels_by_head),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
