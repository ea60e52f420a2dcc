/* The search against the algorithms of Bellman and Ford and of Dijkstra. */
#include "network_fixture.h"

#include "reach/search.h"

#define SIDE 14
#define NODES ((size_t)SIDE * SIDE)

/* A lattice of streets whose links are so short, at times, that many nodes
 * fall into one bucket, and so long, at times, that buckets stay empty. */
static circlet_network *make_lattice(uint64_t *random, uint32_t longest_m)
{
    circlet_network_builder *builder = NULL;
    circlet_network *network = NULL;

    assert_ok(circlet_network_builder_new(&builder, error));
    for (uint32_t i = 0; i < NODES; i++) {
        town_node node = {
            {TOWN_LON + 0.001 * (i % SIDE), TOWN_LAT + 0.001 * (i / SIDE)},
            one_in(random, 12),
            one_in(random, 3),
            false,
            false,
            false};
        circlet_node added;

        town_build_node(builder, &node, &added);
    }
    for (uint32_t i = 0; i < 3 * NODES; i++) {
        circlet_tag tags[2] = {{"highway", "footway"}, {"oneway", "yes"}};
        circlet_link_record link = {.tags = tags};
        uint32_t step = one_in(random, 2) ? 1 : SIDE;

        link.from = unit_random_below(random, NODES);
        link.to = (uint32_t)((link.from + step) % NODES);
        if (!one_in(random, 8))
            link.length_m =
                unit_random_below(random, longest_m * 1000) / 1000.0;
        link.tag_count = one_in(random, 4) ? 2 : 1;
        assert_ok(circlet_network_builder_add_link(builder, &link, error));
    }
    assert_ok(circlet_network_builder_finish(&network, builder, error));
    circlet_network_builder_free(builder);
    return network;
}

static uint64_t through(const circlet_arc_times *times, const uint64_t *time,
                        uint32_t node)
{
    if (time[node] == UINT64_MAX || times->through_ms[node] == CI_CLOSED)
        return UINT64_MAX;
    return time[node] + times->through_ms[node];
}

static bool relax(uint64_t *time, uint32_t tail, uint32_t arc_ms,
                  uint64_t rest)
{
    if (arc_ms == CI_CLOSED || rest == UINT64_MAX ||
        rest + arc_ms >= time[tail])
        return false;
    time[tail] = rest + arc_ms;
    return true;
}

/* Goes over all links until nothing changes. */
static void bellman_ford(const circlet_arc_times *times, uint64_t *time)
{
    const circlet_network *network = times->network;
    bool changed = true;

    while (changed) {
        changed = false;
        for (uint32_t i = 0; i < network->link_count; i++) {
            uint32_t from = network->links[i].from;
            uint32_t to = network->links[i].to;

            changed |= relax(time, from, times->forward_ms[i],
                             through(times, time, to));
            changed |= relax(time, to, times->backward_ms[i],
                             through(times, time, from));
        }
    }
}

/* Times are those for one who comes to a node: passing it counts. */
static void compare(const ci_search *search, const circlet_arc_times *times,
                    const uint64_t *time, uint32_t cutoff_ms, uint64_t seed)
{
    size_t count, want = 0;

    ci_search_touched(search, &count);
    for (uint32_t v = 0; v < NODES; v++) {
        uint64_t rest = through(times, time, v);
        uint32_t found = ci_search_time(search, v);

        want += rest <= cutoff_ms;
        if (found != (rest <= cutoff_ms ? rest : CIRCLET_UNREACHED))
            fail_msg("seed %llu, node %u: %u ms, not %llu",
                     (unsigned long long)seed, v, found,
                     (unsigned long long)rest);
    }
    assert_int_equal(count, want);
}

typedef struct goal {
    uint32_t node, ms;
} goal;

/* A cutoff at random, the longest, or the very time of some node. */
static uint32_t choose_cutoff(const uint64_t *time, uint64_t *random)
{
    uint64_t exact_ms = time[unit_random_below(random, NODES)];

    if (one_in(random, 2) && exact_ms <= CIRCLET_CUTOFF_MAX)
        return (uint32_t)exact_ms;
    return one_in(random, 3) ? CIRCLET_CUTOFF_MAX
                             : unit_random_below(random, 2000000);
}

/* The arcs of a way and its nodes take what the search says, and it ends. */
static void follow_way(const ci_search *search, const ci_graph *graph,
                       uint32_t node, uint64_t seed)
{
    const circlet_network *network = graph->times->network;
    uint64_t sum_ms = 0;
    uint32_t first_ms = ci_search_time(search, node), next;
    size_t steps = 0;

    while ((next = ci_search_way(search, node)) != CI_AT_SEED) {
        uint32_t k = ci_graph_adjacent(graph, node, next);

        assert_true(network->first[node] <= k && k < network->first[node + 1]);
        assert_int_equal(network->adjacent[k].head, next);
        sum_ms += graph->times->leave_ms[k] + graph->times->through_ms[node];
        node = next;
        if (++steps > NODES)
            fail_msg("seed %llu: a way leads in a circle",
                     (unsigned long long)seed);
    }
    assert_int_equal(sum_ms + ci_search_time(search, node), first_ms);
}

static void seed_goals(ci_search *search, const circlet_arc_times *times,
                       const goal *goals, uint32_t count, uint32_t cutoff_ms)
{
    for (uint32_t i = 0; i < count; i++) {
        uint64_t total_ms =
            (uint64_t)goals[i].ms + times->through_ms[goals[i].node];

        if (total_ms <= cutoff_ms)
            ci_search_seed(search, goals[i].node, (uint32_t)total_ms);
    }
}

static void run_and_compare(ci_search *search, const ci_graph *graph,
                            uint64_t *random, uint64_t seed)
{
    const circlet_arc_times *times = graph->times;
    uint64_t time[NODES];
    goal goals[4];
    uint32_t goal_count = unit_random_below(random, 5), cutoff_ms;

    for (size_t i = 0; i < NODES; i++)
        time[i] = UINT64_MAX;
    for (uint32_t i = 0; i < goal_count; i++) {
        goals[i].node = unit_random_below(random, NODES);
        goals[i].ms = unit_random_below(random, 100000);
        if (goals[i].ms < time[goals[i].node])
            time[goals[i].node] = goals[i].ms;
    }
    bellman_ford(times, time);
    cutoff_ms = choose_cutoff(time, random);
    ci_search_clear(search);
    seed_goals(search, times, goals, goal_count, cutoff_ms);
    ci_search_run(search, cutoff_ms);
    compare(search, times, time, cutoff_ms, seed);
    for (uint32_t v = 0; v < NODES; v++)
        if (through(times, time, v) <= cutoff_ms)
            follow_way(search, graph, v, seed);
}

static void times_are_those_of_bellman_and_ford(void **state)
{
    static const uint32_t longest_m[] = {1, 20, 300, 100000};

    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        uint64_t random = seed;
        circlet_network *network = make_lattice(&random, longest_m[seed % 4]);
        circlet_travel_mode mode = fixture_mode();
        circlet_arc_times *times = NULL;
        ci_search *search = ci_search_new();
        ci_graph *graph;

        assert_non_null(search);
        assert_ok(circlet_arc_times_compute(&times, network, &mode,
                                            CIRCLET_BOUND_NOMINAL, error));
        graph = ci_graph_new(times);
        assert_non_null(graph);
        ci_search_keep_ways(search);
        assert_true(ci_search_aim(search, graph, true));
        for (int run = 0; run < 10; run++)
            run_and_compare(search, graph, &random, seed);
        ci_search_free(search);
        ci_graph_free(graph);
        circlet_arc_times_free(times);
        circlet_network_free(network);
    }
}

/* ---- graphs that are no networks --------------------------------------- */

#define MAX_NODES 60
#define MAX_ARCS 400

typedef struct arc_set {
    uint32_t node_count;
    size_t count;
    uint32_t tails[MAX_ARCS], heads[MAX_ARCS], times_ms[MAX_ARCS];
} arc_set;

/* Islands, loops, parallels; arcs of no time, of a day, and closed ones. */
static void make_arcs(arc_set *set, uint64_t *random)
{
    static const uint32_t longest_ms[] = {1, 3, 1000, 100000,
                                          CIRCLET_CUTOFF_MAX};
    uint32_t scale = longest_ms[unit_random_below(random, 5)];

    set->node_count = 1 + unit_random_below(random, MAX_NODES);
    set->count = unit_random_below(random, MAX_ARCS);
    for (size_t i = 0; i < set->count; i++) {
        set->tails[i] = unit_random_below(random, set->node_count);
        set->heads[i] = unit_random_below(random, set->node_count);
        set->times_ms[i] = unit_random_below(random, scale + 1);
        if (one_in(random, 20))
            set->times_ms[i] = CIRCLET_CUTOFF_MAX;
        if (one_in(random, 20))
            set->times_ms[i] = CIRCLET_CUTOFF_MAX + 1;
        if (one_in(random, 5))
            set->times_ms[i] = 0;
    }
}

/* Dijkstra 1959: the nearest node that is not done is done next. */
static void dijkstra(const arc_set *set, bool is_against, uint64_t *time)
{
    bool is_done[MAX_NODES] = {false};

    for (;;) {
        uint32_t node = UINT32_MAX;

        for (uint32_t i = 0; i < set->node_count; i++)
            if (!is_done[i] && time[i] != UINT64_MAX &&
                (node == UINT32_MAX || time[i] < time[node]))
                node = i;
        if (node == UINT32_MAX)
            return;
        is_done[node] = true;
        for (size_t k = 0; k < set->count; k++) {
            uint32_t tail = is_against ? set->heads[k] : set->tails[k];
            uint32_t head = is_against ? set->tails[k] : set->heads[k];
            uint64_t total_ms = time[node] + set->times_ms[k];

            if (tail == node && set->times_ms[k] <= CIRCLET_CUTOFF_MAX &&
                total_ms < time[head])
                time[head] = total_ms;
        }
    }
}

static void search_and_compare(ci_search *search, const arc_set *set,
                               bool is_against, uint64_t *random)
{
    uint64_t time[MAX_NODES];
    uint32_t seed_count = 1 + unit_random_below(random, 3), reached = 0;
    uint32_t cutoff_ms = one_in(random, 2) ? CIRCLET_CUTOFF_MAX
                                           : unit_random_below(random, 200000);
    size_t count;

    for (uint32_t i = 0; i < set->node_count; i++)
        time[i] = UINT64_MAX;
    ci_search_clear(search);
    for (uint32_t i = 0; i < seed_count; i++) {
        uint32_t node = unit_random_below(random, set->node_count);
        uint32_t seed_ms = unit_random_below(random, cutoff_ms + 1);

        ci_search_seed(search, node, seed_ms);
        if (seed_ms < time[node])
            time[node] = seed_ms;
    }
    dijkstra(set, is_against, time);
    ci_search_run(search, cutoff_ms);
    for (uint32_t i = 0; i < set->node_count; i++) {
        bool is_near = time[i] <= cutoff_ms;

        assert_int_equal(ci_search_time(search, i),
                         is_near ? time[i] : CIRCLET_UNREACHED);
        reached += is_near;
    }
    ci_search_touched(search, &count);
    assert_int_equal(count, reached);
}

static void times_are_those_of_dijkstra_along_and_against(void **state)
{
    ci_search *search = ci_search_new();

    (void)state;
    assert_non_null(search);
    for (uint64_t seed = 1; seed <= 800; seed++) {
        uint64_t random = seed;
        bool is_against = seed % 2;
        arc_set set;
        ci_graph *graph;

        make_arcs(&set, &random);
        graph = ci_graph_from_arcs(set.node_count, set.tails, set.heads,
                                   set.times_ms, set.count);
        assert_non_null(graph);
        assert_true(ci_search_aim(search, graph, is_against));
        for (int run = 0; run < 5; run++)
            search_and_compare(search, &set, is_against, &random);
        ci_graph_free(graph);
    }
    ci_search_free(search);
}

/* Each of the first nodes makes all the last ones nearer, by more than a
 * bucket: more cells are left behind than there is room for. */
static void nodes_may_be_improved_again_and_again(void **state)
{
    enum { HALF = 200 };
    static uint32_t tails[HALF * HALF + HALF], heads[HALF * HALF + HALF];
    static uint32_t times_ms[HALF * HALF + HALF];
    ci_search *search = ci_search_new();
    ci_graph *graph;
    size_t count = 0;

    (void)state;
    for (uint32_t i = 0; i < HALF; i++) {
        tails[count] = i;
        heads[count] = i + 1 < HALF ? i + 1 : 0;
        times_ms[count++] = 1;
        for (uint32_t k = 0; k < HALF; k++) {
            tails[count] = i;
            heads[count] = HALF + k;
            times_ms[count++] = 80000000 - i * 400000 + k;
        }
    }
    graph = ci_graph_from_arcs(2 * HALF, tails, heads, times_ms, count);
    assert_non_null(search);
    assert_non_null(graph);
    graph->typical_shift = 0;
    assert_true(ci_search_aim(search, graph, false));
    for (int run = 0; run < 2; run++) {
        ci_search_clear(search);
        ci_search_seed(search, 0, 0);
        ci_search_run(search, CIRCLET_CUTOFF_MAX);

        for (uint32_t k = 0; k < HALF; k++)
            assert_int_equal(ci_search_time(search, HALF + k),
                             HALF - 1 + 80000000 - (HALF - 1) * 400000 + k);
    }
    ci_search_free(search);
    ci_graph_free(graph);
}

static void seeds_that_were_not_run_are_forgotten(void **state)
{
    uint64_t random = 1;
    circlet_network *network = make_lattice(&random, 100);
    circlet_travel_mode mode = fixture_mode();
    circlet_arc_times *times = NULL;
    ci_search *search = ci_search_new();
    ci_graph *graph;
    size_t count;

    (void)state;
    assert_non_null(search);
    assert_ok(circlet_arc_times_compute(&times, network, &mode,
                                        CIRCLET_BOUND_NOMINAL, error));
    graph = ci_graph_new(times);
    assert_non_null(graph);
    assert_true(ci_search_aim(search, graph, false));
    ci_search_seed(search, 3, 1500);
    ci_search_seed(search, 5, 1500);
    ci_search_seed(search, 4, 1600);
    ci_search_seed(search, 5, 200);
    ci_search_clear(search);
    ci_search_run(search, CIRCLET_CUTOFF_MAX);

    ci_search_touched(search, &count);
    assert_int_equal(count, 0);
    ci_search_free(search);
    ci_graph_free(graph);
    circlet_arc_times_free(times);
    circlet_network_free(network);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_are_those_of_bellman_and_ford),
        cmocka_unit_test(times_are_those_of_dijkstra_along_and_against),
        cmocka_unit_test(nodes_may_be_improved_again_and_again),
        cmocka_unit_test(seeds_that_were_not_run_are_forgotten),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
