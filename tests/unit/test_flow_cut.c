#include "network/flow_cut.h"

#include "unit.h"

#define NODES_MAX 11
#define ARCS_MAX (NODES_MAX * NODES_MAX * 2)

/* A small graph, as lists and as bits. */
typedef struct small_graph {
    uint32_t node_count;
    uint32_t first[NODES_MAX], end[NODES_MAX];
    uint32_t heads[ARCS_MAX];
    uint32_t bits[NODES_MAX]; /* neighbours of each node */
    ci_flow_graph graph;
} small_graph;

static void fill_lists(small_graph *g, uint32_t base,
                       const uint32_t (*times)[NODES_MAX])
{
    uint32_t arcs = 0;

    for (uint32_t i = 0; i < g->node_count; i++) {
        g->first[i] = arcs;
        for (uint32_t j = 0; j < g->node_count; j++)
            for (uint32_t k = 0; k < times[i][j]; k++)
                g->heads[arcs++] = base + j;
        g->end[i] = arcs;
    }
    g->graph =
        (ci_flow_graph){g->node_count, base, g->first, g->end, g->heads};
}

/* Loops and parallels are among the arcs. */
static void draw_graph(small_graph *g, uint64_t *seed)
{
    uint32_t times[NODES_MAX][NODES_MAX] = {{0}};
    uint32_t links;

    memset(g, 0, sizeof(*g));
    g->node_count = 2 + unit_random_below(seed, NODES_MAX - 1);
    links = unit_random_below(seed, 2 * g->node_count + 3);
    for (uint32_t i = 0; i < links; i++) {
        uint32_t a = unit_random_below(seed, g->node_count);
        uint32_t b = unit_random_below(seed, g->node_count);

        if (times[a][b] == 2 || (a == b && times[a][b] > 0))
            continue;
        times[a][b]++;
        times[b][a] += a != b;
        g->bits[a] |= 1u << b;
        g->bits[b] |= 1u << a;
    }
    fill_lists(g, unit_random_below(seed, 1000),
               (const uint32_t(*)[NODES_MAX])times);
}

/* All that can be got to from some nodes without passing through others. */
static uint32_t reach(const small_graph *g, uint32_t from, uint32_t without)
{
    uint32_t reached = from & ~without, before = 0;

    while (reached != before) {
        before = reached;
        for (uint32_t i = 0; i < g->node_count; i++)
            if (reached >> i & 1)
                reached |= g->bits[i] & ~without;
    }
    return reached;
}

static uint32_t count_bits(uint32_t bits)
{
    return (uint32_t)__builtin_popcount(bits);
}

/* Tries every set of nodes. */
static uint32_t least_cut(const small_graph *g, uint32_t source,
                          uint32_t target)
{
    uint32_t least = g->node_count;

    for (uint32_t cut = 0; cut < 1u << g->node_count; cut++)
        if (count_bits(cut) < least && (reach(g, source, cut) & target) == 0)
            least = count_bits(cut);
    return least;
}

static uint32_t add_bits(ci_flow *flow, int set, uint32_t bits)
{
    uint32_t nodes[NODES_MAX], count = 0;

    for (uint32_t i = 0; i < NODES_MAX; i++)
        if (bits >> i & 1)
            nodes[count++] = i;
    ci_flow_add(flow, set, nodes, count);
    return count;
}

/* Sides are apart, sizes are true, and the cut is the nearest to its set:
 * brute force finds no smaller side of it. */
static void check_cut(ci_flow *flow, const small_graph *g, int set,
                      const uint32_t sets[2], uint32_t least)
{
    ci_flow_sizes sizes = ci_flow_cut(flow, set);
    uint32_t sides[3] = {0, 0, 0}, smallest = g->node_count;
    uint8_t side_of[NODES_MAX];

    ci_flow_sides(side_of, flow, set);
    for (uint32_t i = 0; i < g->node_count; i++)
        sides[side_of[i]] |= 1u << i;
    assert_int_equal(count_bits(sides[0]), sizes.side[0]);
    assert_int_equal(count_bits(sides[1]), sizes.side[1]);
    assert_int_equal(count_bits(sides[2]), sizes.separator);
    assert_int_equal(sizes.separator, least);
    assert_int_equal(sides[1] & sets[0], 0);
    assert_int_equal(sides[0] & sets[1], 0);
    assert_int_equal(reach(g, sides[0], sides[2]), sides[0]);
    for (uint32_t cut = 0; cut < 1u << g->node_count; cut++) {
        uint32_t side = reach(g, sets[set], cut);

        if (count_bits(cut) == least && (side & sets[1 - set]) == 0 &&
            count_bits(side) < smallest)
            smallest = count_bits(side);
    }
    assert_true(count_bits(reach(g, sets[set], sides[2])) <= smallest);
}

/* Two sets that share nothing, growing in three steps. */
static void check_growth(ci_flow *flow, const small_graph *g, uint64_t *seed)
{
    uint32_t sets[2] = {0, 0};

    ci_flow_start(flow, &g->graph);
    for (int step = 0; step < 3; step++) {
        uint32_t least;

        for (int set = 0; set < 2; set++) {
            uint32_t more = unit_random_below(seed, 1u << g->node_count) &
                            unit_random_below(seed, 1u << g->node_count) &
                            ~sets[0] & ~sets[1];

            sets[set] |= more;
            add_bits(flow, set, more);
        }
        least = least_cut(g, sets[0], sets[1]);
        assert_int_equal(ci_flow_find(flow, g->node_count), least);
        check_cut(flow, g, 0, sets, least);
        check_cut(flow, g, 1, sets, least);
    }
}

static void cuts_are_as_small_as_brute_force_finds(void **state)
{
    ci_flow *flow = ci_flow_new(NODES_MAX);

    (void)state;
    assert_non_null(flow);
    for (uint64_t seed = 1; seed <= 600; seed++) {
        uint64_t random = seed;
        small_graph g;

        draw_graph(&g, &random);
        check_growth(flow, &g, &random);
    }
    ci_flow_free(flow);
}

/* Five streets that share no node: asked for more than two, it may stop. */
static void a_search_stops_beyond_its_limit(void **state)
{
    uint32_t times[NODES_MAX][NODES_MAX] = {{0}};
    ci_flow *flow = ci_flow_new(NODES_MAX);
    small_graph g = {.node_count = 10};

    (void)state;
    assert_non_null(flow);
    for (uint32_t i = 0; i < 5; i++)
        times[i][i + 5] = times[i + 5][i] = 1;
    fill_lists(&g, 7, (const uint32_t(*)[NODES_MAX])times);
    ci_flow_start(flow, &g.graph);
    add_bits(flow, CI_FLOW_SOURCE, 0x1f);
    add_bits(flow, CI_FLOW_TARGET, 0x3e0);
    assert_true(ci_flow_find(flow, 2) > 2);
    assert_int_equal(ci_flow_find(flow, 10), 5);
    ci_flow_free(flow);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cuts_are_as_small_as_brute_force_finds),
        cmocka_unit_test(a_search_stops_beyond_its_limit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
