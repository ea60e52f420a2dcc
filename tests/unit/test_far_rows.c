#include "graph_riddle.h"

#include "reach/far_rows.h"

#define CASE_COUNT 300
#define PLACES_MAX 120
#define PORTS_MAX 5

/* A query with its parts. */
typedef struct question {
    graph_riddle riddle;
    ci_rows_query query;
    size_t source_first[PLACES_MAX + 1], target_first[PLACES_MAX + 1];
    size_t first_shortcut[PLACES_MAX + 1];
    ci_port source_ports[PLACES_MAX * PORTS_MAX];
    ci_port target_ports[PLACES_MAX * PORTS_MAX];
    circlet_od_entry shortcuts[PLACES_MAX * 4];
    uint64_t *times[PLACES_MAX]; /* of each source to each target */
} question;

static void ask_places(graph_riddle *riddle, ci_ports *places, size_t *first,
                       ci_port *ports)
{
    uint64_t *state = &riddle->state;
    uint32_t most = 1 + unit_random_below(state, PORTS_MAX);
    uint32_t span = unit_random_below(state, 3) == 0 ? 1 : riddle->node_count;

    places->place_count = 1 + unit_random_below(state, PLACES_MAX);
    first[0] = 0;
    for (size_t i = 0; i < places->place_count; i++) {
        uint32_t count = unit_random_below(state, most + 1);

        first[i + 1] = first[i];
        while (count-- > 0)
            ports[first[i + 1]++] = (ci_port){
                unit_random_below(state, span),
                unit_random_below(state, 9) == 0
                    ? CIRCLET_CUTOFF_MAX - unit_random_below(state, 9)
                    : unit_random_below(state, 3000)};
    }
    places->first = first;
    places->ports = ports;
}

static void ask_shortcuts(question *asked)
{
    uint64_t *state = &asked->riddle.state;
    size_t end = 0;

    asked->first_shortcut[0] = 0;
    for (size_t i = 0; i < asked->query.sources.place_count; i++) {
        uint32_t count = unit_random_below(state, 5);

        while (count-- > 0)
            asked->shortcuts[end++] = (circlet_od_entry){
                unit_random_below(state,
                                  (uint32_t)asked->query.targets.place_count),
                unit_random_below(state, 20000)};
        asked->first_shortcut[i + 1] = end;
    }
    if (unit_random_below(state, 2)) {
        asked->query.first_shortcut = asked->first_shortcut;
        asked->query.shortcuts = asked->shortcuts;
    }
}

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

/* By trying all pairs of ports. */
static uint64_t *answer(const question *asked, size_t source)
{
    const ci_ports *from = &asked->query.sources, *to = &asked->query.targets;
    uint64_t *out = malloc(to->place_count * sizeof(*out));

    assert_non_null(out);
    for (size_t i = 0; i < to->place_count; i++)
        out[i] = RIDDLE_INFINITE;
    for (size_t a = from->first[source]; a < from->first[source + 1]; a++) {
        uint64_t *times = riddle_times(&asked->riddle, from->ports[a].node,
                                       asked->query.is_against);

        for (size_t i = 0; i < to->place_count; i++)
            for (size_t b = to->first[i]; b < to->first[i + 1]; b++)
                if (times[to->ports[b].node] != RIDDLE_INFINITE)
                    out[i] = least(out[i], from->ports[a].time_ms +
                                               times[to->ports[b].node] +
                                               to->ports[b].time_ms);
        free(times);
    }
    if (asked->query.first_shortcut)
        for (size_t i = asked->query.first_shortcut[source];
             i < asked->query.first_shortcut[source + 1]; i++)
            out[asked->shortcuts[i].destination] =
                least(out[asked->shortcuts[i].destination],
                      asked->shortcuts[i].time_ms);
    return out;
}

/* Often a time that occurs, to the millisecond. */
static uint32_t choose_cutoff(question *asked)
{
    uint64_t *state = &asked->riddle.state;
    size_t source =
        unit_random_below(state, (uint32_t)asked->query.sources.place_count);
    uint64_t time = asked->times[source][unit_random_below(
        state, (uint32_t)asked->query.targets.place_count)];

    switch (unit_random_below(state, 5)) {
    case 0:
        return CIRCLET_CUTOFF_MAX;
    case 1:
        return unit_random_below(state, 40000);
    case 2:
        return time > 0 && time <= CIRCLET_CUTOFF_MAX ? (uint32_t)time - 1 : 0;
    default:
        return time <= CIRCLET_CUTOFF_MAX ? (uint32_t)time : 30000;
    }
}

static void ask(question *asked, uint64_t seed)
{
    riddle_make(&asked->riddle, seed, seed % 8 == 0 ? 900 : 200);
    asked->query = (ci_rows_query){
        .graph = asked->riddle.graph,
        .is_against = unit_random_below(&asked->riddle.state, 2) == 1};
    ask_places(&asked->riddle, &asked->query.sources, asked->source_first,
               asked->source_ports);
    ask_places(&asked->riddle, &asked->query.targets, asked->target_first,
               asked->target_ports);
    ask_shortcuts(asked);
    for (size_t i = 0; i < asked->query.sources.place_count; i++)
        asked->times[i] = answer(asked, i);
    asked->query.cutoff_ms = choose_cutoff(asked);
}

static void forget(question *asked)
{
    for (size_t i = 0; i < asked->query.sources.place_count; i++)
        free(asked->times[i]);
    riddle_free(&asked->riddle);
}

typedef struct rows_taken {
    const question *asked;
    uint32_t calls[PLACES_MAX];
    uint32_t call_count, stop_after;
} rows_taken;

/* cmocka's asserts end the test from here; what leaks then is no matter. */
static bool take_row(void *user, uint32_t worker, uint32_t source,
                     const circlet_od_entry *entries, size_t count)
{
    rows_taken *taken = user;
    const question *asked = taken->asked;
    bool is_given[PLACES_MAX] = {false};
    size_t want = 0;

    assert_int_equal(worker, 7);
    for (size_t i = 0; i < asked->query.targets.place_count; i++)
        want += asked->times[source][i] <= asked->query.cutoff_ms;
    if (count != want)
        fail_msg("seed %llu: source %u has %zu targets, not %zu",
                 (unsigned long long)asked->riddle.seed, source, count, want);
    for (size_t i = 0; i < count; i++) {
        uint32_t target = entries[i].destination;

        assert_true(target < asked->query.targets.place_count);
        assert_false(is_given[target]);
        is_given[target] = true;
        if (entries[i].time_ms != asked->times[source][target])
            fail_msg("seed %llu: from %u to %u takes %llu, not %u",
                     (unsigned long long)asked->riddle.seed, source, target,
                     (unsigned long long)asked->times[source][target],
                     entries[i].time_ms);
    }
    taken->calls[source]++;
    return ++taken->call_count < taken->stop_after;
}

static void check_counts(ci_far_worker *worker, const question *asked,
                         const uint32_t *sources, size_t count)
{
    uint64_t counts[CI_LANES], sums_ms[CI_LANES];

    ci_far_count(worker, sources, count, counts, sums_ms);
    for (size_t lane = 0; lane < CI_LANES; lane++) {
        uint64_t want_count = 0, want_sum = 0;

        for (size_t i = 0;
             lane < count && i < asked->query.targets.place_count; i++) {
            uint64_t time = asked->times[sources[lane]][i];

            if (time > asked->query.cutoff_ms)
                continue;
            want_count++;
            want_sum += time;
        }
        assert_int_equal(counts[lane], want_count);
        assert_int_equal(sums_ms[lane], want_sum);
    }
}

/* All sources in batches of any size, twice with the same worker. */
static void check_rows(question *asked, const ci_hierarchy *hierarchy,
                       ci_lane_set lanes)
{
    size_t count = asked->query.sources.place_count;
    ci_far_targets *targets =
        ci_far_targets_new(&asked->query, hierarchy, lanes);
    ci_far_worker *worker = ci_far_worker_new(targets);
    rows_taken taken = {.asked = asked, .stop_after = UINT32_MAX};
    uint32_t order[PLACES_MAX];

    assert_non_null(targets);
    assert_non_null(worker);
    assert_true(ci_far_order(order, targets));
    for (size_t turn = 0; turn < 2; turn++)
        for (size_t i = 0, size; i < count; i += size) {
            size = 1 + unit_random_below(&asked->riddle.state, CI_LANES);
            if (size > count - i)
                size = count - i;
            assert_true(
                ci_far_rows(worker, order + i, size, take_row, &taken, 7));
            check_counts(worker, asked, order + i, size);
        }
    for (size_t i = 0; i < count; i++)
        assert_int_equal(taken.calls[i], 2);
    ci_far_worker_free(worker);
    ci_far_targets_free(targets);
}

static void rows_equal_those_of_a_textbook_search(void **state)
{
    question *asked = calloc(1, sizeof(*asked));

    (void)state;
    assert_non_null(asked);
    for (uint64_t seed = 1; seed <= CASE_COUNT; seed++) {
        ci_hierarchy *hierarchy;

        ask(asked, seed);
        hierarchy = ci_hierarchy_new(asked->riddle.graph, asked->riddle.rank);
        assert_non_null(hierarchy);
        for (int lanes = 0; lanes <= (int)ci_lanes_best(); lanes++)
            check_rows(asked, hierarchy, (ci_lane_set)lanes);
        ci_hierarchy_free(hierarchy);
        forget(asked);
    }
    free(asked);
}

static void a_set_that_the_processor_lacks_gives_way_to_its_best(void **state)
{
    question *asked = calloc(1, sizeof(*asked));
    ci_hierarchy *hierarchy;

    (void)state;
    assert_non_null(asked);
    ask(asked, 4711);
    hierarchy = ci_hierarchy_new(asked->riddle.graph, asked->riddle.rank);
    assert_non_null(hierarchy);
    check_rows(asked, hierarchy, CI_LANES_AVX512);
    ci_hierarchy_free(hierarchy);
    forget(asked);
    free(asked);
}

static void taking_stops_when_asked(void **state)
{
    question *asked = calloc(1, sizeof(*asked));
    ci_hierarchy *hierarchy;
    ci_far_targets *targets;
    ci_far_worker *worker;
    rows_taken taken = {.asked = asked, .stop_after = 2};
    const uint32_t sources[3] = {0, 0, 0};

    (void)state;
    assert_non_null(asked);
    ask(asked, 99);
    hierarchy = ci_hierarchy_new(asked->riddle.graph, asked->riddle.rank);
    targets = ci_far_targets_new(&asked->query, hierarchy, ci_lanes_best());
    worker = ci_far_worker_new(targets);
    assert_non_null(worker);

    assert_false(ci_far_rows(worker, sources, 3, take_row, &taken, 7));

    assert_int_equal(taken.call_count, 2);
    ci_far_worker_free(worker);
    ci_far_targets_free(targets);
    ci_hierarchy_free(hierarchy);
    forget(asked);
    free(asked);
}

/* A chain of 4,000 nodes, 1 s each, is swept near its source only. */
static void what_is_beyond_the_cutoff_is_not_swept(void **state)
{
    enum { COUNT = 4000 };
    uint32_t *tails = malloc(COUNT * sizeof(uint32_t));
    uint32_t *heads = malloc(COUNT * sizeof(uint32_t));
    uint32_t *times = malloc(COUNT * sizeof(uint32_t));
    uint32_t *rank = malloc(COUNT * sizeof(uint32_t)), next = COUNT;
    size_t *first = malloc((COUNT + 1) * sizeof(size_t));
    ci_port *ports = malloc(COUNT * sizeof(*ports));
    const uint32_t source = 0;
    uint64_t counts[CI_LANES], sums[CI_LANES];
    ci_rows_query query;
    ci_graph *graph;
    ci_hierarchy *hierarchy;
    ci_far_targets *targets;
    ci_far_worker *worker;

    (void)state;
    for (uint32_t i = 0; i < COUNT; i++) {
        tails[i] = i;
        heads[i] = i + 1 < COUNT ? i + 1 : i;
        times[i] = 1000;
        ports[i] = (ci_port){i, 0};
        first[i] = i;
    }
    first[COUNT] = COUNT;
    for (uint32_t bit = 4096; bit > 0; bit /= 2)
        for (uint32_t i = bit; i <= COUNT; i += 2 * bit)
            rank[i - 1] = --next;
    graph = ci_graph_from_arcs(COUNT, tails, heads, times, COUNT);
    hierarchy = ci_hierarchy_new(graph, rank);
    query = (ci_rows_query){.graph = graph,
                            .sources = {1, first, ports + 1000},
                            .targets = {COUNT, first, ports},
                            .cutoff_ms = 100 * 1000};
    targets = ci_far_targets_new(&query, hierarchy, ci_lanes_best());
    worker = ci_far_worker_new(targets);
    assert_non_null(worker);

    ci_far_count(worker, &source, 1, counts, sums);

    assert_int_equal(counts[0], 101);
    assert_int_equal(sums[0], 1000 * 100 * 101 / 2);
    assert_in_range(ci_far_swept_count(worker), 101, 700);
    ci_far_worker_free(worker);
    ci_far_targets_free(targets);
    ci_hierarchy_free(hierarchy);
    ci_graph_free(graph);
    free(tails);
    free(heads);
    free(times);
    free(rank);
    free(first);
    free(ports);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_equal_those_of_a_textbook_search),
        cmocka_unit_test(a_set_that_the_processor_lacks_gives_way_to_its_best),
        cmocka_unit_test(taking_stops_when_asked),
        cmocka_unit_test(what_is_beyond_the_cutoff_is_not_swept),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
