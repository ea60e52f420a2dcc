#include "network_fixture.h"

#include "network/hilbert.h"

static circlet_network_builder *new_builder(void)
{
    circlet_network_builder *builder = NULL;

    assert_ok(circlet_network_builder_new(&builder, error));
    return builder;
}

static circlet_network *finish(circlet_network_builder *builder)
{
    circlet_network *network = NULL;

    assert_ok(circlet_network_builder_finish(&network, builder, error));
    circlet_network_builder_free(builder);
    return network;
}

static circlet_node add_node(circlet_network_builder *builder, double lon,
                             double lat)
{
    circlet_point at = {lon, lat};
    circlet_node node = 0;

    assert_ok(
        circlet_network_builder_add_node(builder, at, NULL, 0, &node, error));
    return node;
}

static void add_tagged(circlet_network_builder *builder, circlet_node from,
                       circlet_node to, const char *key, const char *value)
{
    circlet_tag tag = {key, value};
    circlet_link_record link = {
        .from = from, .to = to, .length_m = 1, .tags = &tag, .tag_count = 1};

    assert_ok(circlet_network_builder_add_link(builder, &link, error));
}

/* ---- what a network keeps ---------------------------------------------- */

static bool same_point(circlet_point a, circlet_point b)
{
    return a.lon == b.lon && a.lat == b.lat;
}

static void check_link(const random_town *town, const circlet_network *network,
                       uint32_t position)
{
    const ci_link *link = &network->links[position];
    const town_link *want = &town->links[town_link_of(network, position)];
    size_t count;
    const circlet_point *shape = ci_link_shape(network, position, &count);

    assert_true(
        same_point(network->points[link->from], town->nodes[want->from].at));
    assert_true(
        same_point(network->points[link->to], town->nodes[want->to].at));
    assert_true(link->length_m == want->length_m);
    assert_int_equal(count, want->shape_count);
    for (size_t i = 0; i < count; i++)
        assert_true(same_point(shape[i], want->shape[i]));
    assert_int_equal(ci_link_is_street(network, position), !want->is_rail);
}

static void check_node_tags(const circlet_network *network,
                            const random_town *town)
{
    size_t walls = 0, crossings = 0;

    for (uint32_t i = 0; i < network->node_count; i++) {
        size_t count;
        const circlet_tag *tags = ci_node_tags(network, i, &count);

        walls += ci_tag_value(tags, count, "barrier") != NULL;
        crossings += ci_tag_value(tags, count, "highway") != NULL;
    }
    for (uint32_t i = 0; i < town->node_count; i++) {
        walls -= town->nodes[i].is_wall;
        crossings -= town->nodes[i].is_crossing;
    }
    assert_int_equal(walls, 0);
    assert_int_equal(crossings, 0);
}

static void a_network_holds_what_was_added(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        uint64_t random = seed;
        random_town town;
        circlet_network *network;

        town_make(&town, &random, 300);
        network = town_build(&town, &random);
        assert_int_equal(circlet_network_node_count(network), town.node_count);
        assert_int_equal(circlet_network_link_count(network), town.link_count);
        for (uint32_t i = 0; i < town.link_count; i++)
            check_link(&town, network, i);
        check_node_tags(network, &town);
        circlet_network_free(network);
    }
}

/* Every link once at its start, forward, and once at its end, backward. */
static void links_stand_at_both_ends(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        uint64_t random = seed;
        random_town town;
        circlet_network *network;
        unsigned seen[TOWN_MAX_LINKS][2] = {{0}};

        town_make(&town, &random, 300);
        network = town_build(&town, &random);
        assert_int_equal(network->first[0], 0);
        assert_int_equal(network->first[network->node_count],
                         2 * network->link_count);
        for (uint32_t v = 0; v < network->node_count; v++)
            for (uint32_t k = network->first[v]; k < network->first[v + 1];
                 k++) {
                ci_adjacent adjacent = network->adjacent[k];
                const ci_link *link = &network->links[adjacent.link];

                assert_int_equal(adjacent.is_backward ? link->to : link->from,
                                 v);
                assert_int_equal(adjacent.is_backward ? link->from : link->to,
                                 adjacent.head);
                seen[adjacent.link][adjacent.is_backward]++;
            }
        for (uint32_t i = 0; i < network->link_count; i++)
            assert_true(seen[i][0] == 1 && seen[i][1] == 1);
        circlet_network_free(network);
    }
}

static void a_network_outlives_its_builder_and_its_texts(void **state)
{
    circlet_network_builder *builder = new_builder();
    circlet_network *network;
    char key[] = "highway", value[] = "footway";
    size_t count;

    (void)state;
    add_node(builder, 1, 1);
    add_tagged(builder, 0, 0, key, value);
    memset(key, 'x', sizeof(key) - 1);
    memset(value, 'x', sizeof(value) - 1);
    network = finish(builder);

    assert_string_equal(
        ci_tag_value(ci_link_tags(network, 0, &count), 1, "highway"),
        "footway");
    circlet_network_free(network);
}

static void a_builder_can_go_on_after_it_finished(void **state)
{
    circlet_network_builder *builder = new_builder();
    circlet_network *early = NULL, *late;

    (void)state;
    add_node(builder, 1, 1);
    assert_ok(circlet_network_builder_finish(&early, builder, error));
    add_node(builder, 2, 2);
    late = finish(builder);

    assert_int_equal(circlet_network_node_count(early), 1);
    assert_int_equal(circlet_network_node_count(late), 2);
    circlet_network_free(early);
    circlet_network_free(late);
}

/* ---- what is refused --------------------------------------------------- */

static void bad_nodes_are_refused_with_a_reason(void **state)
{
    circlet_network_builder *builder = new_builder();
    circlet_point beyond = {181, 0}, nowhere = {0, NAN}, good = {0, 0};
    circlet_tag half = {"highway", NULL};
    circlet_node node = 7;

    (void)state;
    assert_fails(circlet_network_builder_add_node(builder, beyond, NULL, 0,
                                                  &node, error),
                 CIRCLET_E_ARGUMENT, "node 0 lies at 181, 0, outside");
    assert_fails(circlet_network_builder_add_node(builder, nowhere, NULL, 0,
                                                  &node, error),
                 CIRCLET_E_ARGUMENT, "outside the Earth's range");
    assert_fails(circlet_network_builder_add_node(builder, good, &half, 1,
                                                  &node, error),
                 CIRCLET_E_ARGUMENT, "tag 0 of node 0 has no key");
    assert_int_equal(node, 7);
    circlet_network_builder_free(builder);
}

static void bad_links_are_refused_with_a_reason(void **state)
{
    circlet_network_builder *builder = new_builder();
    circlet_link_record link = {0};
    circlet_point beyond = {0, 91};
    circlet_network *network;

    (void)state;
    add_node(builder, 0, 0);
    link.to = 9;
    assert_fails(circlet_network_builder_add_link(builder, &link, error),
                 CIRCLET_E_ARGUMENT,
                 "link 0-9 joins a node that was never added");
    link.to = 0;
    link.length_m = -1;
    assert_fails(circlet_network_builder_add_link(builder, &link, error),
                 CIRCLET_E_ARGUMENT, "link 0 has a length of -1 m");
    link.length_m = INFINITY;
    assert_fails(circlet_network_builder_add_link(builder, &link, error),
                 CIRCLET_E_ARGUMENT, "link 0 has a length of");
    link.length_m = 1;
    link.shape = &beyond;
    link.shape_count = 1;
    assert_fails(circlet_network_builder_add_link(builder, &link, error),
                 CIRCLET_E_ARGUMENT, "a shape point of link 0 lies at 0, 91");
    network = finish(builder);
    assert_int_equal(circlet_network_link_count(network), 0);
    circlet_network_free(network);
}

static void bad_extents_are_refused_with_a_reason(void **state)
{
    circlet_network_builder *builder = new_builder();
    circlet_point open[4] = {{0, 0}, {1, 0}, {1, 1}, {0, 1}};
    circlet_ring ring = {4, false};
    circlet_area area = {open, &ring, 1}, empty = {NULL, NULL, 0};

    (void)state;
    assert_fails(circlet_network_builder_set_extent(builder, &area, error),
                 CIRCLET_E_ARGUMENT, "ring 0 of the extent is not closed");
    assert_fails(circlet_network_builder_set_extent(builder, &empty, error),
                 CIRCLET_E_ARGUMENT, "no rings");
    circlet_network_builder_free(builder);
}

/* ---- the extent -------------------------------------------------------- */

static bool knows(const circlet_network *network, double lon, double lat)
{
    circlet_point at = {lon, lat};

    return circlet_network_knows(network, at);
}

/* A footway from 0, 0 to 1, 1, a ferry to 2, 0, a river to 9, 9. */
static circlet_network_builder *river_town(void)
{
    circlet_network_builder *builder = new_builder();

    add_node(builder, 0, 0);
    add_node(builder, 1, 1);
    add_node(builder, 2, 0);
    add_node(builder, 9, 9);
    add_tagged(builder, 0, 1, "highway", "footway");
    add_tagged(builder, 1, 2, "route", "ferry");
    add_tagged(builder, 2, 3, "waterway", "river");
    return builder;
}

static void the_extent_is_the_box_of_the_streets(void **state)
{
    circlet_network *network = finish(river_town());

    (void)state;
    assert_true(knows(network, 1, 0.5));
    assert_true(knows(network, 0, 0));
    assert_true(knows(network, 2, 1));
    assert_false(knows(network, 2.001, 0.5));
    assert_false(knows(network, 5, 5));
    circlet_network_free(network);
}

static void an_extent_that_is_given_counts(void **state)
{
    circlet_network_builder *builder = river_town();
    circlet_point points[4] = {{0, 0}, {8, 0}, {0, 8}, {0, 0}};
    circlet_ring ring = {4, false};
    circlet_area area = {points, &ring, 1};
    circlet_network *network;

    (void)state;
    assert_ok(circlet_network_builder_set_extent(builder, &area, error));
    points[1].lon = 4;
    assert_ok(circlet_network_builder_set_extent(builder, &area, error));
    points[2].lat = 1;
    network = finish(builder);

    assert_true(knows(network, 1, 5));
    assert_false(knows(network, 4, 1));
    circlet_network_free(network);
}

static void a_network_without_streets_knows_nothing(void **state)
{
    circlet_network_builder *builder = new_builder();
    circlet_network *network;

    (void)state;
    add_node(builder, 3, 3);
    network = finish(builder);
    assert_false(knows(network, 3, 3));
    circlet_network_free(network);
}

/* ---- the Hilbert order ------------------------------------------------- */

static void hilbert_order_visits_a_lattice_step_by_step(void **state)
{
    circlet_point points[256];
    uint32_t order[256];

    (void)state;
    for (uint32_t i = 0; i < 256; i++)
        points[i] = (circlet_point){i % 16, i / 16};
    assert_true(ci_hilbert_order(order, points, 256));

    for (uint32_t i = 1; i < 256; i++) {
        circlet_point a = points[order[i - 1]], b = points[order[i]];

        assert_true(fabs(a.lon - b.lon) + fabs(a.lat - b.lat) == 1);
    }
}

static void hilbert_order_breaks_ties_by_position(void **state)
{
    circlet_point points[4] = {{1, 1}, {0, 0}, {1, 1}, {1, 1}};
    uint32_t order[4];

    (void)state;
    assert_true(ci_hilbert_order(order, points, 4));
    assert_int_equal(order[0], 1);
    assert_int_equal(order[1], 0);
    assert_int_equal(order[2], 2);
    assert_int_equal(order[3], 3);
}

/* ---- what a link is to show -------------------------------------------- */

/* Links added in an order that is not the network's. */
static circlet_network *make_shown(void)
{
    static const float heights[2][3] = {{10, 12, 11.5f}, {7, 8, 9}};
    static const circlet_point bend[1] = {{0.5, 0.25}};
    static const circlet_tag tags[2] = {{"ref", "G 5"}, {"name", "长安街"}};
    circlet_network_builder *builder = NULL;
    circlet_network *network = NULL;
    circlet_node far_node, near_node;

    assert_ok(circlet_network_builder_new(&builder, error));
    assert_ok(circlet_network_builder_add_node(
        builder, (circlet_point){1, 0.5}, NULL, 0, &far_node, error));
    assert_ok(circlet_network_builder_add_node(builder, (circlet_point){0, 0},
                                               NULL, 0, &near_node, error));
    assert_ok(circlet_network_builder_name_node(builder, near_node, "node/7",
                                                error));
    assert_fails(circlet_network_builder_name_node(builder, 2, "x", error),
                 CIRCLET_E_ARGUMENT, "node 2 was never added");
    assert_ok(circlet_network_builder_add_link(
        builder,
        &(circlet_link_record){.from = far_node,
                               .to = near_node,
                               .length_m = 1,
                               .tags = tags,
                               .tag_count = 1,
                               .heights_m = heights[0],
                               .height_count = 3,
                               .id = "way/1"},
        error));
    assert_ok(circlet_network_builder_add_link(
        builder,
        &(circlet_link_record){.from = near_node,
                               .to = far_node,
                               .length_m = 2,
                               .shape = bend,
                               .shape_count = 1,
                               .tags = tags,
                               .tag_count = 2,
                               .heights_m = heights[1],
                               .height_count = 2,
                               .height_cell_m = 30},
        error));
    assert_ok(circlet_network_builder_add_link(
        builder,
        &(circlet_link_record){
            .from = near_node, .to = near_node, .length_m = 3},
        error));
    assert_ok(circlet_network_builder_finish(&network, builder, error));
    circlet_network_builder_free(builder);
    return network;
}

static void heights_ids_and_names_stay_with_their_links(void **state)
{
    circlet_network *network = make_shown();
    size_t seen = 0, count;

    (void)state;
    assert_int_equal(circlet_network_height_count(network), 2);
    for (uint32_t i = 0; i < 2; i++) {
        const char *id = circlet_network_node_id(network, i);

        if (circlet_network_node_point(network, i).lon < 0.5)
            assert_string_equal(id, "node/7");
        else
            assert_null(id);
    }
    for (uint32_t i = 0; i < 3; i++) {
        const float *heights_m = ci_link_heights(network, i, &count);
        const char *id = circlet_network_link_id(network, i);
        const char *name = circlet_network_link_name(network, i);

        if (network->links[i].length_m == 1) {
            assert_int_equal(count, 3);
            assert_true(heights_m[0] == 10 && heights_m[2] == 11.5f);
            assert_string_equal(id, "way/1");
            assert_string_equal(name, "G 5");
            seen |= 1;
        } else if (network->links[i].length_m == 2) {
            assert_int_equal(count, 2);
            assert_true(heights_m[0] == 7 && heights_m[1] == 8);
            assert_true(network->links[i].height_cell_m == 30);
            assert_null(id);
            assert_string_equal(name, "长安街");
            seen |= 2;
        } else {
            assert_int_equal(count, 0);
            assert_null(id);
            assert_null(name);
            seen |= 4;
        }
    }
    assert_int_equal(seen, 7);
    circlet_network_free(network);
}

static void a_line_runs_from_end_to_end(void **state)
{
    circlet_network *network = make_shown();
    circlet_point line[3];

    (void)state;
    for (uint32_t i = 0; i < 3; i++) {
        const ci_link *link = &network->links[i];
        size_t size = circlet_network_line_size(network, i);
        circlet_point from = circlet_network_node_point(network, link->from);
        circlet_point to = circlet_network_node_point(network, link->to);

        assert_int_equal(size, link->length_m == 2 ? 3 : 2);
        circlet_network_line(line, network, i);
        assert_memory_equal(&line[0], &from, sizeof(from));
        assert_memory_equal(&line[size - 1], &to, sizeof(to));
        if (size == 3)
            assert_true(line[1].lon == 0.5 && line[1].lat == 0.25);
    }
    circlet_network_free(network);
}

static void heights_with_a_fault_are_refused(void **state)
{
    static const float heights[2] = {1, NAN};
    circlet_network_builder *builder = NULL;
    circlet_network *network = NULL;
    circlet_node node;
    circlet_link_record link = {.heights_m = heights, .height_count = 1};

    (void)state;
    assert_ok(circlet_network_builder_new(&builder, error));
    assert_ok(circlet_network_builder_add_node(builder, (circlet_point){1, 2},
                                               NULL, 0, &node, error));
    assert_fails(circlet_network_builder_add_link(builder, &link, error),
                 CIRCLET_E_ARGUMENT,
                 "link 0 has 1 heights, not 0 or 2 to 10000");
    link.height_count = 10001;
    assert_fails(circlet_network_builder_add_link(builder, &link, error),
                 CIRCLET_E_ARGUMENT, "link 0 has 10001 heights");
    link.height_count = 2;
    assert_fails(circlet_network_builder_add_link(builder, &link, error),
                 CIRCLET_E_ARGUMENT, "height 1 of link 0 is no number");
    link.heights_m = NULL;
    assert_fails(circlet_network_builder_add_link(builder, &link, error),
                 CIRCLET_E_ARGUMENT, "link 0 has no height array");
    assert_ok(circlet_network_builder_finish(&network, builder, error));
    assert_int_equal(circlet_network_link_count(network), 0);
    circlet_network_free(network);
    circlet_network_builder_free(builder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_network_holds_what_was_added),
        cmocka_unit_test(links_stand_at_both_ends),
        cmocka_unit_test(a_network_outlives_its_builder_and_its_texts),
        cmocka_unit_test(a_builder_can_go_on_after_it_finished),
        cmocka_unit_test(bad_nodes_are_refused_with_a_reason),
        cmocka_unit_test(bad_links_are_refused_with_a_reason),
        cmocka_unit_test(bad_extents_are_refused_with_a_reason),
        cmocka_unit_test(the_extent_is_the_box_of_the_streets),
        cmocka_unit_test(an_extent_that_is_given_counts),
        cmocka_unit_test(a_network_without_streets_knows_nothing),
        cmocka_unit_test(hilbert_order_visits_a_lattice_step_by_step),
        cmocka_unit_test(hilbert_order_breaks_ties_by_position),
        cmocka_unit_test(heights_ids_and_names_stay_with_their_links),
        cmocka_unit_test(a_line_runs_from_end_to_end),
        cmocka_unit_test(heights_with_a_fault_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
