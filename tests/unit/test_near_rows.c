/* Rows by searches against a table of all times between nodes. */
#include "unit.h"

#include "reach/near_rows.h"

#define MAX_NODES 24
#define MAX_ARCS 80
#define MAX_PLACES 10
#define MAX_PORTS 4
#define MAX_SHORTCUTS 4
#define NONE UINT64_MAX

typedef struct place_set {
    size_t first[MAX_PLACES + 1];
    ci_port ports[MAX_PLACES * MAX_PORTS];
} place_set;

typedef struct row_world {
    ci_graph *graph;
    uint64_t table[MAX_NODES][MAX_NODES]; /* from, to */
    place_set sides[2];
    size_t first_shortcut[MAX_PLACES + 1];
    circlet_od_entry shortcuts[MAX_PLACES * MAX_SHORTCUTS];
    ci_rows_query query;
} row_world;

/* Floyd 1962. */
static void fill_table(row_world *world)
{
    const ci_graph *graph = world->graph;
    uint32_t n = graph->node_count;

    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = 0; k < n; k++)
            world->table[i][k] = i == k ? 0 : NONE;
        for (uint32_t k = graph->out.first[i]; k < graph->out.first[i + 1];
             k++)
            if (graph->out.arcs[k].head != i)
                world->table[i][graph->out.arcs[k].head] =
                    graph->out.arcs[k].time_ms;
    }
    for (uint32_t v = 0; v < n; v++)
        for (uint32_t i = 0; i < n; i++)
            for (uint32_t k = 0; k < n; k++)
                if (world->table[i][v] != NONE && world->table[v][k] != NONE &&
                    world->table[i][v] + world->table[v][k] <
                        world->table[i][k])
                    world->table[i][k] =
                        world->table[i][v] + world->table[v][k];
}

static uint32_t random_ms(uint64_t *random)
{
    if (unit_random_below(random, 10) == 0)
        return CIRCLET_CUTOFF_MAX - unit_random_below(random, 2);
    return unit_random_below(random, 4) == 0 ? 0
                                             : unit_random_below(random, 5000);
}

static ci_ports make_places(place_set *set, uint32_t node_count,
                            uint64_t *random)
{
    ci_ports ports = {unit_random_below(random, MAX_PLACES + 1), set->first,
                      set->ports};
    size_t count = 0;

    for (size_t i = 0; i < ports.place_count; i++) {
        uint32_t own = unit_random_below(random, MAX_PORTS + 1);

        set->first[i] = count;
        for (uint32_t k = 0; k < own; k++)
            set->ports[count++] = (ci_port){
                unit_random_below(random, node_count), random_ms(random)};
    }
    set->first[ports.place_count] = count;
    return ports;
}

static void make_shortcuts(row_world *world, uint64_t *random)
{
    ci_rows_query *query = &world->query;
    size_t count = 0;

    for (size_t i = 0; i < query->sources.place_count; i++) {
        world->first_shortcut[i] = count;
        for (uint32_t k = 0; query->targets.place_count > 0 &&
                             k < unit_random_below(random, MAX_SHORTCUTS);
             k++)
            world->shortcuts[count++] = (circlet_od_entry){
                unit_random_below(random,
                                  (uint32_t)query->targets.place_count),
                random_ms(random)};
    }
    world->first_shortcut[query->sources.place_count] = count;
    query->first_shortcut = world->first_shortcut;
    query->shortcuts = world->shortcuts;
}

static void make_world(row_world *world, uint64_t *random)
{
    uint32_t tails[MAX_ARCS], heads[MAX_ARCS], times_ms[MAX_ARCS];
    uint32_t node_count = 1 + unit_random_below(random, MAX_NODES);
    size_t count = unit_random_below(random, MAX_ARCS);

    memset(world, 0, sizeof(*world));
    for (size_t i = 0; i < count; i++) {
        tails[i] = unit_random_below(random, node_count);
        heads[i] = unit_random_below(random, node_count);
        times_ms[i] = random_ms(random);
    }
    world->graph =
        ci_graph_from_arcs(node_count, tails, heads, times_ms, count);
    assert_non_null(world->graph);
    fill_table(world);
    world->query.graph = world->graph;
    world->query.is_against = unit_random_below(random, 2);
    world->query.cutoff_ms = unit_random_below(random, 2)
                                 ? CIRCLET_CUTOFF_MAX
                                 : unit_random_below(random, 20000);
    world->query.sources = make_places(&world->sides[0], node_count, random);
    world->query.targets = make_places(&world->sides[1], node_count, random);
    if (unit_random_below(random, 2))
        make_shortcuts(world, random);
}

static uint64_t true_ms(const row_world *world, uint32_t source,
                        uint32_t target)
{
    const ci_rows_query *query = &world->query;
    const ci_ports *from = &query->sources, *to = &query->targets;
    uint64_t best = NONE;

    for (size_t a = from->first[source]; a < from->first[source + 1]; a++)
        for (size_t b = to->first[target]; b < to->first[target + 1]; b++) {
            uint32_t x = from->ports[a].node, y = to->ports[b].node;
            uint64_t between =
                query->is_against ? world->table[y][x] : world->table[x][y];
            uint64_t total =
                from->ports[a].time_ms + between + to->ports[b].time_ms;

            if (between != NONE && total < best)
                best = total;
        }
    for (size_t i = query->first_shortcut ? query->first_shortcut[source] : 0;
         query->first_shortcut && i < query->first_shortcut[source + 1]; i++)
        if (query->shortcuts[i].destination == target &&
            query->shortcuts[i].time_ms < best)
            best = query->shortcuts[i].time_ms;
    return best <= query->cutoff_ms ? best : NONE;
}

static void compare_row(const row_world *world, ci_near_worker *worker,
                        uint32_t source, uint64_t seed)
{
    uint64_t found[MAX_PLACES];
    size_t count;
    const circlet_od_entry *row = ci_near_row(worker, source, &count);

    for (size_t i = 0; i < MAX_PLACES; i++)
        found[i] = NONE;
    for (size_t i = 0; i < count; i++) {
        assert_true(found[row[i].destination] == NONE);
        found[row[i].destination] = row[i].time_ms;
    }
    for (uint32_t t = 0; t < world->query.targets.place_count; t++)
        if (found[t] != true_ms(world, source, t))
            fail_msg("seed %llu, %u to %u: %llu ms, not %llu",
                     (unsigned long long)seed, source, t,
                     (unsigned long long)found[t],
                     (unsigned long long)true_ms(world, source, t));
}

static void rows_are_those_of_a_table_of_all_times(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 1000; seed++) {
        uint64_t random = seed;
        row_world world;
        ci_near_targets *targets;
        ci_near_worker *worker;

        make_world(&world, &random);
        targets = ci_near_targets_new(&world.query);
        assert_non_null(targets);
        worker = ci_near_worker_new(targets);
        assert_non_null(worker);
        for (int twice = 0; twice < 2; twice++)
            for (uint32_t i = 0; i < world.query.sources.place_count; i++)
                compare_row(&world, worker, i, seed);
        ci_near_worker_free(worker);
        ci_near_targets_free(targets);
        ci_graph_free(world.graph);
    }
}

/* The time of a pair, or CIRCLET_UNREACHED. */
static uint32_t time_in(const circlet_od_entry *row, size_t count,
                        uint32_t target)
{
    for (size_t i = 0; i < count; i++)
        if (row[i].destination == target)
            return row[i].time_ms;
    return CIRCLET_UNREACHED;
}

static ci_near_worker *take_worker(ci_near_targets **targets,
                                   const ci_rows_query *query)
{
    ci_near_worker *worker;

    *targets = ci_near_targets_new(query);
    assert_non_null(*targets);
    worker = ci_near_worker_new(*targets);
    assert_non_null(worker);
    return worker;
}

static void both_directions_give_the_same_matrix(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        uint64_t random = seed;
        row_world world;
        ci_rows_query turned;
        ci_near_targets *targets, *turned_targets;
        ci_near_worker *worker, *turned_worker;

        make_world(&world, &random);
        world.query.first_shortcut = NULL;
        turned = world.query;
        turned.is_against = !turned.is_against;
        turned.sources = world.query.targets;
        turned.targets = world.query.sources;
        worker = take_worker(&targets, &world.query);
        turned_worker = take_worker(&turned_targets, &turned);
        for (uint32_t s = 0; s < world.query.sources.place_count; s++)
            for (uint32_t t = 0; t < world.query.targets.place_count; t++) {
                size_t count, turned_count;
                const circlet_od_entry *row = ci_near_row(worker, s, &count);
                const circlet_od_entry *other =
                    ci_near_row(turned_worker, t, &turned_count);

                assert_int_equal(time_in(row, count, t),
                                 time_in(other, turned_count, s));
            }
        ci_near_worker_free(worker);
        ci_near_worker_free(turned_worker);
        ci_near_targets_free(targets);
        ci_near_targets_free(turned_targets);
        ci_graph_free(world.graph);
    }
}

static void what_was_settled_is_counted(void **state)
{
    static const uint32_t tails[] = {0, 1, 2}, heads[] = {1, 2, 3};
    static const uint32_t times_ms[] = {10, 10, 10};
    static const size_t first[] = {0, 1};
    static const ci_port source = {0, 5}, target = {3, 5};
    ci_rows_query query = {.sources = {1, first, &source},
                           .targets = {1, first, &target},
                           .cutoff_ms = 40};
    ci_graph *graph = ci_graph_from_arcs(4, tails, heads, times_ms, 3);
    ci_near_targets *targets;
    ci_near_worker *worker;
    size_t count;

    (void)state;
    assert_non_null(graph);
    query.graph = graph;
    worker = take_worker(&targets, &query);
    assert_int_equal(ci_near_settled_count(worker), 0);
    assert_int_equal(ci_near_row(worker, 0, &count)->time_ms, 40);
    assert_int_equal(count, 1);
    assert_int_equal(ci_near_settled_count(worker), 4);
    ci_near_row(worker, 0, &count);
    assert_int_equal(ci_near_settled_count(worker), 8);
    ci_near_worker_free(worker);
    ci_near_targets_free(targets);
    ci_graph_free(graph);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_those_of_a_table_of_all_times),
        cmocka_unit_test(both_directions_give_the_same_matrix),
        cmocka_unit_test(what_was_settled_is_counted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
