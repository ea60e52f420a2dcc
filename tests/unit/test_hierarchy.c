#include "graph_riddle.h"

#include "reach/hierarchy_parts.h"

#define CASE_COUNT 300

/* The last nodes of every other riddle are taken for copies of earlier
 * ones. */
static ci_hierarchy *build(graph_riddle *riddle, uint64_t seed)
{
    ci_hierarchy *hierarchy;
    uint32_t next = 0, own;

    riddle_make(riddle, seed, 60);
    own = riddle->node_count;
    if (seed % 2) {
        riddle->graph->copy_count =
            unit_random_below(&riddle->state, riddle->node_count);
        own -= riddle->graph->copy_count;
        riddle->graph->copied_node =
            malloc((riddle->graph->copy_count + 1) * sizeof(uint32_t));
        assert_non_null(riddle->graph->copied_node);
        for (uint32_t i = 0; i < riddle->graph->copy_count; i++)
            riddle->graph->copied_node[i] =
                unit_random_below(&riddle->state, own);
        for (uint32_t i = 0; i < riddle->node_count; i++)
            if (riddle->rank[i] < own)
                riddle->rank[next++] = riddle->rank[i];
    }
    hierarchy = ci_hierarchy_new(riddle->graph, riddle->rank);
    assert_non_null(hierarchy);
    return hierarchy;
}

static bool are_adjacent(const ci_hierarchy *hierarchy, uint32_t a, uint32_t b)
{
    uint32_t low = a < b ? a : b, high = a < b ? b : a;

    for (size_t i = hierarchy->upper_first[low];
         i < hierarchy->upper_first[low + 1]; i++)
        if (hierarchy->upper[i] == high)
            return true;
    return false;
}

static void check_tree(const ci_hierarchy *hierarchy)
{
    uint32_t n = hierarchy->node_count, *first = malloc(n * sizeof(*first));
    bool *is_taken = calloc(n, sizeof(*is_taken));
    uint32_t deepest = 0;

    assert_non_null(first);
    assert_non_null(is_taken);
    for (uint32_t i = 0; i < n; i++) {
        assert_true(hierarchy->rank[i] < n);
        assert_false(is_taken[hierarchy->rank[i]]);
        is_taken[hierarchy->rank[i]] = true;
        first[i] = i;
    }
    for (uint32_t r = 0; r < n; r++) {
        size_t begin = hierarchy->upper_first[r];
        uint32_t parent = hierarchy->parent[r], depth = 0;

        assert_int_equal(parent, begin == hierarchy->upper_first[r + 1]
                                     ? CI_NO_RANK
                                     : hierarchy->upper[begin]);
        if (parent != CI_NO_RANK && first[r] < first[parent])
            first[parent] = first[r];
        for (uint32_t up = r; up != CI_NO_RANK; up = hierarchy->parent[up])
            depth++;
        deepest = depth > deepest ? depth : deepest;
    }
    assert_int_equal(hierarchy->depth, deepest);
    for (uint32_t r = 0; r < n; r++)
        for (uint32_t under = first[r]; under < r; under++)
            assert_in_range(hierarchy->parent[under], under + 1, r);
    free(first);
    free(is_taken);
}

static void subtrees_are_the_ranks_before_their_root(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= CASE_COUNT; seed++) {
        graph_riddle riddle;
        ci_hierarchy *hierarchy = build(&riddle, seed);

        check_tree(hierarchy);
        ci_hierarchy_free(hierarchy);
        riddle_free(&riddle);
    }
}

static void upper_neighbours_are_neighbours_of_each_other(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= CASE_COUNT; seed++) {
        graph_riddle riddle;
        ci_hierarchy *hierarchy = build(&riddle, seed);

        for (size_t a = 0; a < riddle.arc_count; a++)
            if (riddle.tails[a] != riddle.heads[a] &&
                riddle.times_ms[a] <= CIRCLET_CUTOFF_MAX)
                assert_true(are_adjacent(hierarchy,
                                         hierarchy->rank[riddle.tails[a]],
                                         hierarchy->rank[riddle.heads[a]]));
        for (uint32_t r = 0; r < riddle.node_count; r++)
            for (size_t i = hierarchy->upper_first[r];
                 i + 1 < hierarchy->upper_first[r + 1]; i++) {
                assert_in_range(hierarchy->upper[i], r + 1,
                                hierarchy->upper[i + 1] - 1);
                assert_true(are_adjacent(hierarchy, hierarchy->upper[i],
                                         hierarchy->upper[i + 1]));
            }
        ci_hierarchy_free(hierarchy);
        riddle_free(&riddle);
    }
}

/* Times to all ranks: up, then down. */
static uint64_t *sweep(const ci_hierarchy *hierarchy, uint32_t source)
{
    uint32_t n = hierarchy->node_count;
    uint64_t *times = malloc(n * sizeof(*times));

    assert_non_null(times);
    for (uint32_t r = 0; r < n; r++)
        times[r] = r == source ? 0 : RIDDLE_INFINITE / 2;
    for (uint32_t r = 0; r < n; r++)
        for (size_t a = hierarchy->up.first[r]; a < hierarchy->up.first[r + 1];
             a++) {
            const ci_upper_arc *arc = &hierarchy->up.arcs[a];

            if (times[r] + arc->time_ms < times[arc->rank])
                times[arc->rank] = times[r] + arc->time_ms;
        }
    for (uint32_t r = n; r-- > 0;)
        for (size_t a = hierarchy->down.first[r];
             a < hierarchy->down.first[r + 1]; a++) {
            const ci_upper_arc *arc = &hierarchy->down.arcs[a];

            if (times[arc->rank] + arc->time_ms < times[r])
                times[r] = times[arc->rank] + arc->time_ms;
        }
    return times;
}

static void ways_up_and_down_are_as_quick_as_any(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= CASE_COUNT; seed++) {
        graph_riddle riddle;
        ci_hierarchy *hierarchy = build(&riddle, seed);

        for (uint32_t i = 0; i < riddle.node_count; i++) {
            uint64_t *want = riddle_times(&riddle, i, false);
            uint64_t *got = sweep(hierarchy, hierarchy->rank[i]);

            for (uint32_t k = 0; k < riddle.node_count; k++) {
                uint64_t time = got[hierarchy->rank[k]];

                if (want[k] <= CIRCLET_CUTOFF_MAX ? time != want[k]
                                                  : time <= CIRCLET_CUTOFF_MAX)
                    fail_msg("seed %llu: from %u to %u",
                             (unsigned long long)seed, i, k);
            }
            free(want);
            free(got);
        }
        ci_hierarchy_free(hierarchy);
        riddle_free(&riddle);
    }
}

static void check_arcs(const graph_riddle *riddle,
                       const ci_hierarchy *hierarchy, bool is_down)
{
    const ci_upper_arcs *side = is_down ? &hierarchy->down : &hierarchy->up;

    for (uint32_t i = 0; i < riddle->node_count; i++) {
        uint32_t r = hierarchy->rank[i];
        uint64_t *times = riddle_times(riddle, i, is_down);

        for (size_t a = side->first[r]; a < side->first[r + 1]; a++) {
            uint32_t k = 0;

            while (hierarchy->rank[k] != side->arcs[a].rank)
                k++;
            assert_true(side->arcs[a].rank > r);
            assert_int_equal(side->arcs[a].time_ms, times[k]);
        }
        free(times);
    }
}

static void no_arc_is_kept_that_is_slower_than_another_way(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= CASE_COUNT; seed++) {
        graph_riddle riddle;
        ci_hierarchy *hierarchy = build(&riddle, seed);

        check_arcs(&riddle, hierarchy, false);
        check_arcs(&riddle, hierarchy, true);
        ci_hierarchy_free(hierarchy);
        riddle_free(&riddle);
    }
}

/* Every other node of a chain first: one arc for each link, one for each
 * pair of them. */
static void arcs_and_bytes_are_counted(void **state)
{
    const uint32_t tails[4] = {0, 1, 2, 3}, heads[4] = {1, 2, 3, 4};
    const uint32_t times[4] = {1, 1, 1, 1}, rank[5] = {3, 0, 4, 1, 2};
    ci_graph *graph = ci_graph_from_arcs(5, tails, heads, times, 4);
    ci_hierarchy *hierarchy = ci_hierarchy_new(graph, rank);

    (void)state;
    assert_non_null(hierarchy);
    assert_true(ci_hierarchy_arcs_per_node(hierarchy) == 6.0 / 5);
    assert_in_range(ci_hierarchy_bytes(hierarchy), 5 * 8, 2000);
    ci_hierarchy_free(hierarchy);
    ci_graph_free(graph);
}

static void a_graph_without_nodes_has_a_hierarchy(void **state)
{
    ci_graph *graph = ci_graph_from_arcs(0, NULL, NULL, NULL, 0);
    ci_hierarchy *hierarchy = ci_hierarchy_new(graph, NULL);

    (void)state;
    assert_non_null(hierarchy);
    assert_true(ci_hierarchy_arcs_per_node(hierarchy) == 0);
    ci_hierarchy_free(hierarchy);
    ci_graph_free(graph);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(subtrees_are_the_ranks_before_their_root),
        cmocka_unit_test(upper_neighbours_are_neighbours_of_each_other),
        cmocka_unit_test(ways_up_and_down_are_as_quick_as_any),
        cmocka_unit_test(no_arc_is_kept_that_is_slower_than_another_way),
        cmocka_unit_test(arcs_and_bytes_are_counted),
        cmocka_unit_test(a_graph_without_nodes_has_a_hierarchy),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
