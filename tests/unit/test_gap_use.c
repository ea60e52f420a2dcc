/* What is missing on ways, against walking each way for itself. */
#include "town_world.h"

#include "network/tag_effect.h"
#include "reach/way.h"

#define ROWS 3
#define KEYS 5

static const char *const key_names[KEYS] = {"access", "barrier", "highway",
                                            "kerb", "surface"};

/* Of one way, or of all ways of a row; links, then nodes. */
typedef struct used_set {
    bool links[TOWN_MAX_LINKS], nodes[TOWN_MAX_NODES];
} used_set;

typedef struct gap_truth {
    used_set rows[ROWS], ways[MAX_POINTS];
    int64_t link_weights[TOWN_MAX_LINKS], node_weights[TOWN_MAX_NODES];
} gap_truth;

/* ---- the truth --------------------------------------------------------- */

static void walk_on(const ci_ways *ways, uint32_t node, used_set *used)
{
    const ci_search *search = ways->job->search;
    const ci_graph *graph = ways->job->graph;
    uint32_t next;
    bool from_end;
    const ci_tie *goal;

    while ((next = ci_search_way(search, node)) != CI_AT_SEED) {
        uint32_t k = ci_graph_adjacent(graph, node, next);

        used->nodes[ci_graph_node(graph, node)] = true;
        used->links[graph->times->network->adjacent[k].link] = true;
        node = next;
    }
    used->nodes[ci_graph_node(graph, node)] = true;
    goal = ci_way_goal(ways, node, &from_end);
    assert_non_null(goal);
    if (goal->fraction != (from_end ? 1 : 0))
        used->links[goal->link] = true;
}

static used_set walk(const ci_ways *ways, size_t place)
{
    ci_way_start start = ci_way_start_find(ways, place);
    used_set used = {{false}, {false}};
    double end;

    if (start.time_ms == CIRCLET_UNREACHED)
        return used;
    end = start.goal ? start.goal->fraction : start.to_end;
    if (start.tie->fraction != end)
        used.links[start.tie->link] = true;
    if (!start.goal)
        walk_on(ways, start.node, &used);
    return used;
}

static void add_way(gap_truth *truth, const used_set *used, uint32_t row,
                    int64_t weight)
{
    for (size_t i = 0; i < TOWN_MAX_LINKS; i++) {
        truth->rows[row].links[i] |= used->links[i];
        truth->link_weights[i] += used->links[i] ? weight : 0;
    }
    for (size_t i = 0; i < TOWN_MAX_NODES; i++) {
        truth->rows[row].nodes[i] |= used->nodes[i];
        truth->node_weights[i] += used->nodes[i] ? weight : 0;
    }
}

static void find_truth(gap_truth *truth, tied_world *world,
                       circlet_travel_query query,
                       const circlet_gap_query *gap_query)
{
    ci_travel_job job = {0};
    ci_ways ways = {0};

    memset(truth, 0, sizeof(*truth));
    query.bound = CIRCLET_BOUND_MIN;
    assert_ok(ci_travel_job_start(&job, world->router, &query, error));
    ci_search_keep_ways(job.search);
    assert_true(ci_ways_search(&ways, &job));
    for (uint32_t i = 0; i < world->origin_count; i++) {
        used_set used = walk(&ways, job.origins.place_of[i]);

        truth->ways[i] = used;
        add_way(truth, &used, gap_query->rows[i], gap_query->weights_milli[i]);
    }
    ci_ways_free(&ways);
    ci_travel_job_free(&job);
}

/* ---- the comparison ---------------------------------------------------- */

/* Links know access (1) and surface (0), nodes barrier (0), highway (1), kerb
 * (2): the order of the fixture's unknowns. */
static bool has_key(const tied_world *world, bool is_node, uint32_t position,
                    size_t key, bool is_missing)
{
    static const int unknown_of[2][KEYS] = {{1, -1, -1, -1, 0},
                                            {-1, 2, 3, 4, -1}};
    ci_unknown_mask asked, missing;
    int unknown = unknown_of[is_node][key];

    if (is_node)
        ci_node_unknowns(world->network, &world->mode, position, &asked,
                         &missing);
    else
        ci_link_unknowns(world->network, &world->mode, position, &asked,
                         &missing);
    return unknown >= 0 && ((is_missing ? missing : asked) >> unknown & 1);
}

static size_t compare_counts(const tied_world *world, const gap_truth *truth,
                             const circlet_gaps *gaps, uint64_t seed)
{
    size_t total = 0;

    assert_int_equal(circlet_gaps_key_count(gaps), KEYS);
    for (size_t row = 0; row < ROWS; row++)
        for (size_t key = 0; key < KEYS; key++) {
            uint64_t want[2] = {0, 0}, asked, missing;

            for (uint32_t i = 0; i < world->network->link_count; i++)
                for (int m = 0; m < 2 && truth->rows[row].links[i]; m++)
                    want[m] += has_key(world, false, i, key, m);
            for (uint32_t i = 0; i < world->network->node_count; i++)
                for (int m = 0; m < 2 && truth->rows[row].nodes[i]; m++)
                    want[m] += has_key(world, true, i, key, m);
            assert_string_equal(circlet_gaps_key(gaps, key), key_names[key]);
            circlet_gaps_count(gaps, row, key, &asked, &missing);
            if (asked != want[0] || missing != want[1])
                fail_msg("seed %llu, row %zu, %s", (unsigned long long)seed,
                         row, key_names[key]);
            total += missing;
        }
    return total;
}

static size_t count_wanted(const tied_world *world, const gap_truth *truth)
{
    size_t wanted = 0;

    for (int is_node = 0; is_node < 2; is_node++) {
        size_t count =
            is_node ? world->network->node_count : world->network->link_count;

        for (uint32_t i = 0; i < count; i++) {
            bool is_missing = false;

            for (size_t key = 0; key < KEYS; key++)
                is_missing |= has_key(world, is_node, i, key, true);
            wanted += is_missing && (is_node ? truth->node_weights[i]
                                             : truth->link_weights[i]) > 0;
        }
    }
    return wanted;
}

static void compare_items(const tied_world *world, const gap_truth *truth,
                          const circlet_gaps *gaps)
{
    assert_int_equal(circlet_gaps_size(gaps), count_wanted(world, truth));
    for (size_t i = 0; i < circlet_gaps_size(gaps); i++) {
        circlet_gap gap = circlet_gaps_at(gaps, i), before;
        char keys[64] = "";

        assert_int_equal(gap.weight_milli,
                         gap.is_node ? truth->node_weights[gap.position]
                                     : truth->link_weights[gap.position]);
        for (size_t key = 0; key < KEYS; key++)
            if (has_key(world, gap.is_node, gap.position, key, true)) {
                strcat(keys, keys[0] ? ";" : "");
                strcat(keys, key_names[key]);
            }
        assert_string_equal(gap.keys, keys);
        if (i == 0)
            continue;
        before = circlet_gaps_at(gaps, i - 1);
        assert_true(before.weight_milli > gap.weight_milli ||
                    (before.weight_milli == gap.weight_milli &&
                     (before.is_node < gap.is_node ||
                      (before.is_node == gap.is_node &&
                       before.position < gap.position))));
    }
}

/* Each gap on the way of each origin, once. */
static void compare_ways(const tied_world *world, const gap_truth *truth,
                         const circlet_gaps *gaps)
{
    size_t size = circlet_gaps_size(gaps);

    for (size_t origin = 0; origin < world->origin_count; origin++) {
        uint32_t items[TOWN_MAX_LINKS + TOWN_MAX_NODES];
        size_t count = circlet_gaps_on_way(gaps, origin, items,
                                           TOWN_MAX_LINKS + TOWN_MAX_NODES);
        const used_set *used = &truth->ways[origin];

        assert_int_equal(circlet_gaps_on_way(gaps, origin, NULL, 0), count);
        for (uint32_t i = 0; i < size; i++) {
            circlet_gap gap = circlet_gaps_at(gaps, i);
            size_t times = 0;

            for (size_t k = 0; k < count; k++)
                times += items[k] == i;
            assert_int_equal(times, gap.is_node ? used->nodes[gap.position]
                                                : used->links[gap.position]);
        }
    }
    assert_int_equal(circlet_gaps_on_way(gaps, world->origin_count, NULL, 0),
                     0);
}

static void gaps_are_those_of_every_single_way(void **state)
{
    size_t missing = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= 500; seed++) {
        uint64_t random = seed;
        static tied_world world;
        int64_t weights[MAX_POINTS];
        uint32_t rows[MAX_POINTS];
        circlet_gap_query gap_query = {weights, rows, ROWS};
        circlet_travel travel;
        circlet_travel_query query;
        circlet_gaps *gaps = NULL;
        gap_truth truth;

        make_world(&world, &random);
        travel = circlet_router_travel(world.router);
        query = query_of(&world, seed % 4 ? CIRCLET_CUTOFF_MAX : 100000);
        for (uint32_t i = 0; i < world.origin_count; i++) {
            weights[i] = unit_random_below(&random, 3) * 1000;
            rows[i] = unit_random_below(&random, ROWS);
        }
        find_truth(&truth, &world, query, &gap_query);
        assert_ok(
            travel.find_gaps(&gaps, &query, &gap_query, travel.user, error));
        missing += compare_counts(&world, &truth, gaps, seed);
        compare_items(&world, &truth, gaps);
        compare_ways(&world, &truth, gaps);
        circlet_gaps_free(gaps);
        close_router(&world);
    }
    assert_true(missing > 500);
}

/* A way over a doubtful link of two, and a doubtful node between them. */
static void what_is_missing_on_a_way_is_counted_once(void **state)
{
    static tied_world world;
    uint64_t random = 1, asked, missing;
    circlet_gaps *gaps = NULL;
    circlet_travel travel;
    circlet_travel_query query;
    circlet_gap gap;

    (void)state;
    memset(&world, 0, sizeof(world));
    world.town.node_count = 3;
    world.town.link_count = 2;
    for (uint32_t i = 0; i < 3; i++)
        world.town.nodes[i].at =
            (circlet_point){TOWN_LON + 100 * i * TOWN_METRE, TOWN_LAT};
    for (uint32_t i = 0; i < 2; i++)
        world.town.links[i] =
            (town_link){.from = i, .to = i + 1, .length_m = 100};
    world.town.nodes[1].is_doubtful = world.town.links[1].is_doubtful = true;
    world.options = (circlet_snap_options)CIRCLET_SNAP_OPTIONS_INIT;
    world.options.component_nodes = 1;
    world.options.spread_m = 1;
    open_router(&world, &random);
    world.origin_count = 2;
    world.destination_count = 1;
    world.points[0] = (circlet_point){TOWN_LON + 1e-4, TOWN_LAT};
    world.points[1] = (circlet_point){TOWN_LON + 2e-4, TOWN_LAT};
    world.points[2] = (circlet_point){TOWN_LON + 15e-4, TOWN_LAT};
    query = query_of(&world, 1000000);
    travel = circlet_router_travel(world.router);
    assert_ok(travel.find_gaps(&gaps, &query, NULL, travel.user, error));

    for (size_t key = 0; key < KEYS; key++) {
        circlet_gaps_count(gaps, 0, key, &asked, &missing);
        /* No way meets a road there, so that no kerb is asked for. */
        assert_int_equal(asked, strcmp(key_names[key], "kerb") != 0);
        assert_int_equal(missing, asked);
    }
    assert_int_equal(circlet_gaps_size(gaps), 2);
    gap = circlet_gaps_at(gaps, 0);
    assert_false(gap.is_node);
    assert_int_equal(town_link_of(world.network, gap.position), 1);
    assert_int_equal(gap.weight_milli, 2000);
    assert_string_equal(gap.keys, "access;surface");
    gap = circlet_gaps_at(gaps, 1);
    assert_true(gap.is_node);
    assert_int_equal(gap.weight_milli, 2000);
    assert_string_equal(gap.keys, "barrier;highway");
    circlet_gaps_free(gaps);
    close_router(&world);
}

static void a_gap_query_with_a_fault_is_refused(void **state)
{
    uint64_t random = 3;
    static tied_world world;
    int64_t weights[MAX_POINTS] = {0};
    uint32_t rows[MAX_POINTS] = {0};
    circlet_gap_query gap_query = {weights, rows, 1};
    circlet_travel travel;
    circlet_travel_query query;
    circlet_gaps *gaps = NULL;

    (void)state;
    make_world(&world, &random);
    travel = circlet_router_travel(world.router);
    query = query_of(&world, 1000);

    rows[0] = 1;
    assert_fails(
        travel.find_gaps(&gaps, &query, &gap_query, travel.user, error),
        CIRCLET_E_ARGUMENT, "origin 0 belongs to row 1 of 1");
    rows[0] = 0;
    weights[0] = -1;
    assert_fails(
        travel.find_gaps(&gaps, &query, &gap_query, travel.user, error),
        CIRCLET_E_ARGUMENT, "origin 0 has a weight of -1 thousandths");
    gap_query.row_count = 0;
    assert_fails(
        travel.find_gaps(&gaps, &query, &gap_query, travel.user, error),
        CIRCLET_E_ARGUMENT, "in 0 rows");
    assert_null(gaps);
    assert_ok(travel.find_gaps(&gaps, &query, NULL, travel.user, error));
    circlet_gaps_free(gaps);
    close_router(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gaps_are_those_of_every_single_way),
        cmocka_unit_test(what_is_missing_on_a_way_is_counted_once),
        cmocka_unit_test(a_gap_query_with_a_fault_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
