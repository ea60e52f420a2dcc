/* What ways use, of many origins together, against following each way for
 * itself: in random towns, with turns that are forbidden. */
#include "network_fixture.h"

#include <circlet/reach.h>

#include "reach/router.h"
#include "reach/way_tree.h"

#define ORIGINS 6
#define TURNS 14
#define SIZE_M 400

typedef struct way_town {
    random_town town;
    circlet_network *network;
    circlet_travel_mode mode;
    circlet_router *router;
    circlet_point points[ORIGINS + 1]; /* the destination last */
    int64_t weights[ORIGINS]; /* of the origins; 0 where it shares a place */
} way_town;

static bool ends_at(const town_link *link, uint32_t node)
{
    return link->from == node || link->to == node;
}

static void add_turns(const random_town *town,
                      circlet_network_builder *builder, uint64_t *random)
{
    for (int tries = 0, count = 0; tries < 600 && count < TURNS; tries++) {
        circlet_turn_record turn = {
            .from_link = unit_random_below(random, town->link_count),
            .to_link = unit_random_below(random, town->link_count),
            .via = unit_random_below(random, town->node_count),
            .kind = one_in(random, 3) ? CIRCLET_TURN_ONLY
                                      : CIRCLET_TURN_FORBIDDEN};

        if (!ends_at(&town->links[turn.from_link], turn.via) ||
            !ends_at(&town->links[turn.to_link], turn.via))
            continue;
        assert_ok(circlet_network_builder_add_turn(builder, &turn, error));
        count++;
    }
}

static void make_network(way_town *world, uint64_t *random)
{
    circlet_network_builder *builder = NULL;
    circlet_node nodes[TOWN_MAX_NODES];

    town_make(&world->town, random, SIZE_M);
    assert_ok(circlet_network_builder_new(&builder, error));
    for (uint32_t i = 0; i < world->town.node_count; i++)
        town_build_node(builder, &world->town.nodes[i], &nodes[i]);
    for (uint32_t i = 0; i < world->town.link_count; i++)
        town_build_link(builder, &world->town, i, nodes);
    add_turns(&world->town, builder, random);
    assert_ok(circlet_network_builder_finish(&world->network, builder, error));
    circlet_network_builder_free(builder);
}

static void make_world(way_town *world, uint64_t *random)
{
    circlet_snap_options options = CIRCLET_SNAP_OPTIONS_INIT;

    memset(world, 0, sizeof(*world));
    make_network(world, random);
    world->mode = fixture_mode();
    world->mode.obeys_turns = true;
    options.component_nodes = 1;
    assert_ok(
        circlet_router_new(&world->router, world->network, &options, error));
    assert_ok(circlet_router_add_mode(world->router, &world->mode, error));
    for (size_t i = 0; i <= ORIGINS; i++)
        world->points[i] = town_place(random, SIZE_M);
    for (size_t i = 0; i < ORIGINS; i++)
        world->weights[i] = 1 + unit_random_below(random, 5000);
}

static void free_world(way_town *world)
{
    circlet_router_free(world->router);
    circlet_network_free(world->network);
}

typedef struct used_set {
    bool links[TOWN_MAX_LINKS], nodes[TOWN_MAX_NODES];
    size_t repeats; /* times that the way came to a node again */
} used_set;

static void use_node(used_set *used, uint32_t node)
{
    used->repeats += used->nodes[node];
    used->nodes[node] = true;
}

static void follow(used_set *used, const ci_ways *ways, uint32_t node)
{
    const ci_graph *graph = ways->job->graph;
    const ci_tie *goal;
    bool from_end;
    uint32_t next;

    while ((next = ci_search_way(ways->job->search, node)) != CI_AT_SEED) {
        uint32_t k = ci_graph_adjacent(graph, node, next);

        use_node(used, ci_graph_node(graph, node));
        used->links[graph->times->network->adjacent[k].link] = true;
        node = next;
    }
    use_node(used, ci_graph_node(graph, node));
    goal = ci_way_goal(ways, node, &from_end);
    assert_non_null(goal);
    if (goal->fraction != (from_end ? 1 : 0))
        used->links[goal->link] = true;
}

static void use_way(used_set *used, const ci_ways *ways, size_t place)
{
    ci_way_start start = ci_way_start_find(ways, place);

    memset(used, 0, sizeof(*used));
    if (start.time_ms == CIRCLET_UNREACHED)
        return;
    if (start.tie->fraction !=
        (start.goal ? start.goal->fraction : (start.to_end ? 1.0 : 0.0)))
        used->links[start.tie->link] = true;
    if (!start.goal)
        follow(used, ways, start.node);
}

typedef struct true_weights {
    int64_t links[TOWN_MAX_LINKS], nodes[TOWN_MAX_NODES];
} true_weights;

/* Returns how often ways came to a node again. */
static size_t add_truth(true_weights *truth, const ci_ways *ways,
                        const int64_t *place_weights)
{
    size_t repeats = 0;

    memset(truth, 0, sizeof(*truth));
    for (size_t p = 0; p < ways->job->origins.place_count; p++) {
        used_set used;

        use_way(&used, ways, p);
        repeats += used.repeats;
        for (size_t i = 0; i < TOWN_MAX_LINKS; i++)
            truth->links[i] += used.links[i] ? place_weights[p] : 0;
        for (size_t i = 0; i < TOWN_MAX_NODES; i++)
            truth->nodes[i] += used.nodes[i] ? place_weights[p] : 0;
    }
    return repeats;
}

static void compare(const ci_way_tree *tree, true_weights *truth,
                    uint64_t seed)
{
    for (size_t i = 0; i < tree->part_count; i++) {
        const ci_way_part *part = &tree->parts[i];
        int64_t *want = part->is_node ? &truth->nodes[part->position]
                                      : &truth->links[part->position];

        if (part->weight_milli != *want)
            fail_msg("seed %llu, %s %u: weight %lld, not %lld",
                     (unsigned long long)seed, part->is_node ? "node" : "link",
                     part->position, (long long)part->weight_milli,
                     (long long)*want);
        *want = 0;
    }
    for (size_t i = 0; i < TOWN_MAX_LINKS; i++)
        assert_int_equal(truth->links[i], 0);
    for (size_t i = 0; i < TOWN_MAX_NODES; i++)
        assert_int_equal(truth->nodes[i], 0);
}

static void parts_weigh_what_the_origins_that_use_them_do(void **state)
{
    size_t repeats = 0, parts = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= 4000; seed++) {
        uint64_t random = seed;
        static way_town world;
        static true_weights truth;
        circlet_travel_query query = {.mode = "walk",
                                      .origin_count = ORIGINS,
                                      .destination_count = 1,
                                      .cutoff_ms = CIRCLET_CUTOFF_MAX};
        ci_travel_job job = {0};
        ci_ways ways = {0};
        ci_way_tree tree = {0};

        make_world(&world, &random);
        query.origins = world.points;
        query.destinations = world.points + ORIGINS;
        assert_ok(ci_travel_job_start(&job, world.router, &query, error));
        ci_search_keep_ways(job.search);
        assert_true(ci_ways_search(&ways, &job));
        repeats += add_truth(&truth, &ways, world.weights);
        assert_true(ci_way_tree_grow(&tree, &ways, world.weights));
        parts += tree.part_count;
        compare(&tree, &truth, seed);
        ci_way_tree_free(&tree);
        ci_ways_free(&ways);
        ci_travel_job_free(&job);
        free_world(&world);
    }
    if (repeats < 100 || parts < 3000)
        fail_msg("%zu repeats among %zu parts", repeats, parts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_weigh_what_the_origins_that_use_them_do),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
