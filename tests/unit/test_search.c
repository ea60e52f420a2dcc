/* The search against the Bellman-Ford algorithm. */
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

static void compare(const ci_search *search, const circlet_arc_times *times,
                    const uint64_t *time, uint32_t cutoff_ms, uint64_t seed)
{
    size_t count, want = 0;

    ci_search_touched(search, &count);
    for (uint32_t v = 0; v < NODES; v++) {
        uint64_t rest =
            time[v] <= cutoff_ms ? through(times, time, v) : UINT64_MAX;
        uint32_t found = ci_search_time_through(search, times, v);

        want += time[v] <= cutoff_ms;
        if (found != (rest == UINT64_MAX ? CIRCLET_UNREACHED : rest))
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
static void follow_way(const ci_search *search, const circlet_arc_times *times,
                       uint32_t node, uint64_t seed)
{
    const circlet_network *network = times->network;
    uint64_t sum_ms = 0;
    uint32_t first_ms = ci_search_time(search, node), k;
    size_t steps = 0;

    while ((k = ci_search_next(search, node)) != CI_AT_GOAL) {
        ci_adjacent arc = network->adjacent[k];
        const ci_link *link = &network->links[arc.link];

        assert_int_equal(arc.head, node);
        node = arc.is_backward ? link->to : link->from;
        assert_true(network->first[node] <= k && k < network->first[node + 1]);
        sum_ms += times->arrive_ms[k] + times->through_ms[node];
        if (++steps > NODES)
            fail_msg("seed %llu: a way leads in a circle",
                     (unsigned long long)seed);
    }
    assert_int_equal(sum_ms + ci_search_time(search, node), first_ms);
}

static void run_and_compare(ci_search *search, const circlet_arc_times *times,
                            uint64_t *random, uint64_t seed)
{
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
    for (uint32_t i = 0; i < goal_count; i++)
        if (goals[i].ms <= cutoff_ms)
            ci_search_seed(search, goals[i].node, goals[i].ms);
    ci_search_run(search, times, cutoff_ms);
    compare(search, times, time, cutoff_ms, seed);
    for (uint32_t v = 0; v < NODES; v++)
        if (time[v] <= cutoff_ms)
            follow_way(search, times, v, seed);
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
        ci_search *search = ci_search_new(network);

        assert_non_null(search);
        assert_true(ci_search_keep_ways(search));
        assert_ok(circlet_arc_times_compute(&times, network, &mode,
                                            CIRCLET_BOUND_NOMINAL, error));
        for (int run = 0; run < 10; run++)
            run_and_compare(search, times, &random, seed);
        ci_search_free(search);
        circlet_arc_times_free(times);
        circlet_network_free(network);
    }
}

static void seeds_that_were_not_run_are_forgotten(void **state)
{
    uint64_t random = 1;
    circlet_network *network = make_lattice(&random, 100);
    circlet_travel_mode mode = fixture_mode();
    circlet_arc_times *times = NULL;
    ci_search *search = ci_search_new(network);
    size_t count;

    (void)state;
    assert_non_null(search);
    assert_ok(circlet_arc_times_compute(&times, network, &mode,
                                        CIRCLET_BOUND_NOMINAL, error));
    ci_search_seed(search, 3, 1500);
    ci_search_seed(search, 5, 1500);
    ci_search_seed(search, 4, 1600);
    ci_search_seed(search, 5, 200);
    ci_search_clear(search);
    ci_search_run(search, times, CIRCLET_CUTOFF_MAX);

    ci_search_touched(search, &count);
    assert_int_equal(count, 0);
    ci_search_free(search);
    circlet_arc_times_free(times);
    circlet_network_free(network);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_are_those_of_bellman_and_ford),
        cmocka_unit_test(seeds_that_were_not_run_are_forgotten),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
