/* Turn restrictions: what the builder takes, whom they bind, and journeys
 * that have to heed them. */
#include "network_fixture.h"

#include <circlet/reach.h>
#include <circlet/service_area.h>

#include "network/turns.h"
#include "reach/router.h"
#include "reach/way_tree.h"

/* ---- the builder ------------------------------------------------------- */

/* Three nodes in a row, two links, and one apart. */
static circlet_network_builder *make_row(void)
{
    circlet_network_builder *builder = NULL;
    circlet_tag tag = {"highway", "residential"};

    assert_ok(circlet_network_builder_new(&builder, error));
    for (uint32_t i = 0; i < 5; i++) {
        circlet_point at = {TOWN_LON + 100 * TOWN_METRE * i, TOWN_LAT};
        circlet_node node;

        assert_ok(circlet_network_builder_add_node(builder, at, NULL, 0, &node,
                                                   error));
    }
    for (uint32_t i = 0; i < 4; i++) {
        circlet_link_record link = {.from = i,
                                    .to = i + 1,
                                    .length_m = 100,
                                    .tags = &tag,
                                    .tag_count = 1};

        if (i != 2)
            assert_ok(circlet_network_builder_add_link(builder, &link, error));
    }
    return builder;
}

static void a_turn_that_is_none_is_refused(void **state)
{
    circlet_network_builder *builder = make_row();
    circlet_turn_record turn = {.from_link = 0, .via = 1, .to_link = 1};

    (void)state;
    assert_ok(circlet_network_builder_add_turn(builder, &turn, error));
    turn.via = 2;
    assert_fails(circlet_network_builder_add_turn(builder, &turn, error),
                 CIRCLET_E_ARGUMENT,
                 "turn 1 is at node 2, where link 0 does not end");
    turn.via = 1;
    turn.to_link = 2;
    assert_fails(circlet_network_builder_add_turn(builder, &turn, error),
                 CIRCLET_E_ARGUMENT,
                 "turn 1 is at node 1, where link 2 does not end");
    turn.to_link = 3;
    assert_fails(circlet_network_builder_add_turn(builder, &turn, error),
                 CIRCLET_E_ARGUMENT,
                 "turn 1 names link 3, which was never added");
    turn.via = 5;
    assert_fails(circlet_network_builder_add_turn(builder, &turn, error),
                 CIRCLET_E_ARGUMENT,
                 "turn 1 is at node 5, which was never added");
    turn = (circlet_turn_record){0, 1, 1, (circlet_turn_kind)2, NULL, NULL};
    assert_fails(circlet_network_builder_add_turn(builder, &turn, error),
                 CIRCLET_E_ARGUMENT, "turn 1 is of no kind: 2");
    circlet_network_builder_free(builder);
}

static void turns_bind_vehicles_that_are_not_excepted(void **state)
{
    static const struct {
        const char *except, *only, *vehicle;
        bool binds;
    } cases[] = {
        {"", "", NULL, true},
        {"bus", "", NULL, true},
        {"motorcar", "", NULL, false},
        {"bus;motorcar", "", NULL, false},
        {" psv ; motor_vehicle ", "", NULL, false},
        {"vehicle", "", NULL, false},
        {"motorcar", "", "bus", true},
        {"psv", "", "bus", false},
        {"bus", "", "psv", true},
        {"motorcars", "", NULL, true},
        {"motor", "", NULL, true},
        {"bus", "", "bus", false},
        {"", "hgv", NULL, false},
        {"", "motorcar", NULL, true},
        {"", "hgv;motor_vehicle", NULL, true},
        {"", "hgv; bus", NULL, false},
        {"", "hgv; bus", "bus", true},
        {"", "psv", "bus", true},
        {"", "bus", "psv", false},
        {"psv", "motor_vehicle", "bus", false},
        {"psv", "motor_vehicle", NULL, true},
    };
    circlet_travel_mode mode = fixture_mode();

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ci_turn turn = {.except = cases[i].except, .vehicle = cases[i].only};

        mode.vehicle = cases[i].vehicle;
        mode.obeys_turns = true;
        assert_int_equal(ci_turn_binds(&turn, &mode), cases[i].binds);
        mode.obeys_turns = false;
        assert_false(ci_turn_binds(&turn, &mode));
    }
}

/* ---- a crossing where one may not turn left ---------------------------- */

enum { WEST, CENTRE, EAST, NORTH, NODE_COUNT };
enum { STREET_WEST, STREET_EAST, STREET_NORTH, STREET_COUNT };

static const circlet_point corners[NODE_COUNT] = {
    {TOWN_LON - 400 * TOWN_METRE, TOWN_LAT},
    {TOWN_LON, TOWN_LAT},
    {TOWN_LON + 400 * TOWN_METRE, TOWN_LAT},
    {TOWN_LON, TOWN_LAT + 400 * TOWN_METRE}};

/* A box whose border is near the north end alone. */
static const circlet_point box_corners[] = {
    {TOWN_LON - 1000 * TOWN_METRE, TOWN_LAT - 1000 * TOWN_METRE},
    {TOWN_LON + 1000 * TOWN_METRE, TOWN_LAT - 1000 * TOWN_METRE},
    {TOWN_LON + 1000 * TOWN_METRE, TOWN_LAT + 401 * TOWN_METRE},
    {TOWN_LON - 1000 * TOWN_METRE, TOWN_LAT + 401 * TOWN_METRE},
    {TOWN_LON - 1000 * TOWN_METRE, TOWN_LAT - 1000 * TOWN_METRE}};
static const circlet_ring box_ring = {5, false};

typedef struct crossing {
    circlet_network *network;
    circlet_travel_mode mode;
    circlet_router *router;
    circlet_point from, to;
} crossing;

static void build_crossing(crossing *at, const circlet_turn_record *turns,
                           size_t turn_count)
{
    const circlet_area box = {box_corners, &box_ring, 1};
    circlet_network_builder *builder = NULL;
    circlet_tag tag = {"highway", "residential"};

    assert_ok(circlet_network_builder_new(&builder, error));
    assert_ok(circlet_network_builder_set_extent(builder, &box, error));
    for (uint32_t i = 0; i < NODE_COUNT; i++) {
        circlet_node node;

        assert_ok(circlet_network_builder_add_node(builder, corners[i], NULL,
                                                   0, &node, error));
    }
    for (uint32_t i = 0; i < STREET_COUNT; i++) {
        static const uint32_t ends[] = {WEST, EAST, NORTH};
        circlet_link_record link = {.from = CENTRE,
                                    .to = ends[i],
                                    .length_m = 1000,
                                    .tags = &tag,
                                    .tag_count = 1};

        assert_ok(circlet_network_builder_add_link(builder, &link, error));
    }
    for (size_t i = 0; i < turn_count; i++)
        assert_ok(circlet_network_builder_add_turn(builder, &turns[i], error));
    assert_ok(circlet_network_builder_finish(&at->network, builder, error));
    circlet_network_builder_free(builder);
}

/* From the middle of the western street to the middle of the northern. */
static void open_crossing(crossing *at, const circlet_turn_record *turns,
                          size_t turn_count, bool obeys_turns)
{
    circlet_snap_options options = CIRCLET_SNAP_OPTIONS_INIT;

    memset(at, 0, sizeof(*at));
    build_crossing(at, turns, turn_count);
    at->mode = fixture_mode();
    at->mode.obeys_turns = obeys_turns;
    options.component_nodes = 1;
    options.limit_m = 100;
    assert_ok(circlet_router_new(&at->router, at->network, &options, error));
    assert_ok(circlet_router_add_mode(at->router, &at->mode, error));
    at->from = (circlet_point){TOWN_LON - 200 * TOWN_METRE, TOWN_LAT};
    at->to = (circlet_point){TOWN_LON, TOWN_LAT + 200 * TOWN_METRE};
}

static void close_crossing(crossing *at)
{
    circlet_router_free(at->router);
    circlet_network_free(at->network);
}

static circlet_travel_query query_of(const crossing *at)
{
    circlet_travel_query query = {.mode = "walk",
                                  .origins = &at->from,
                                  .origin_count = 1,
                                  .destinations = &at->to,
                                  .destination_count = 1,
                                  .cutoff_ms = 86400000};

    return query;
}

/* By a nearest query, checked to be that of a matrix. */
static uint32_t find_ms(const crossing *at)
{
    circlet_travel travel = circlet_router_travel(at->router);
    circlet_travel_query query = query_of(at);
    circlet_od_matrix *matrix = NULL;
    const circlet_od_entry *row;
    uint32_t time_ms;
    circlet_snap snap;
    size_t count;

    assert_ok(
        travel.find_nearest(&time_ms, &snap, &query, travel.user, error));
    assert_ok(travel.find_within(&matrix, &query, travel.user, error));
    row = circlet_od_matrix_row(matrix, 0, &count);
    if (time_ms == CIRCLET_UNREACHED)
        assert_int_equal(count, 0);
    else
        assert_int_equal(row[0].time_ms, time_ms);
    circlet_od_matrix_free(matrix);
    return time_ms;
}

/* 1,000 m at 1.25 m/s are 800 seconds; both ends lie within a metre of the
 * middles. */
static void assert_links(uint32_t time_ms, double links)
{
    if (fabs(time_ms - links * 800000) > 5000)
        fail_msg("%u ms are not those of %g streets", time_ms, links);
}

static const circlet_turn_record no_left = {
    STREET_WEST, STREET_NORTH, CENTRE, CIRCLET_TURN_FORBIDDEN, NULL, NULL};
static const circlet_turn_record no_return = {
    STREET_EAST, STREET_EAST, EAST, CIRCLET_TURN_FORBIDDEN, NULL, NULL};
static const circlet_turn_record only_on = {
    STREET_WEST, STREET_EAST, CENTRE, CIRCLET_TURN_ONLY, NULL, NULL};

static void who_may_not_turn_left_goes_on_and_comes_back(void **state)
{
    const circlet_turn_record both[] = {no_left, no_return};
    crossing at;

    (void)state;
    open_crossing(&at, NULL, 0, true);
    assert_links(find_ms(&at), 1);
    close_crossing(&at);
    open_crossing(&at, &no_left, 1, false);
    assert_links(find_ms(&at), 1);
    close_crossing(&at);
    open_crossing(&at, &no_left, 1, true);
    assert_links(find_ms(&at), 3);
    close_crossing(&at);
    open_crossing(&at, &only_on, 1, true);
    assert_links(find_ms(&at), 3);
    close_crossing(&at);
    open_crossing(&at, both, 2, true);
    assert_int_equal(find_ms(&at), CIRCLET_UNREACHED);
    close_crossing(&at);
}

static void a_path_shows_how_a_forbidden_turn_is_gone_round(void **state)
{
    crossing at;
    circlet_path *path = NULL;
    uint64_t sum_ms = 0;
    size_t links = 0;

    (void)state;
    open_crossing(&at, &no_left, 1, true);
    assert_ok(circlet_router_find_path(&path, at.router, "walk",
                                       CIRCLET_BOUND_NOMINAL, at.from, at.to,
                                       86400000, error));
    assert_int_equal(circlet_path_time_ms(path), find_ms(&at));
    for (size_t i = 0; i < circlet_path_step_count(path); i++) {
        const circlet_step *step = circlet_path_step(path, i);

        links += step->kind == CIRCLET_STEP_LINK;
        sum_ms += step->time_ms;
    }
    assert_int_equal(links, 4); /* west, east, east again, north */
    assert_int_equal(sum_ms, circlet_path_time_ms(path));
    circlet_path_free(path);
    close_crossing(&at);
}

static uint32_t find_edge_ms(const crossing *at)
{
    circlet_travel travel = circlet_router_travel(at->router);
    circlet_travel_query query = query_of(at);
    uint32_t time_ms;

    query.destinations = NULL;
    query.destination_count = 0;
    assert_ok(travel.find_edge(&time_ms, &query, travel.user, error));
    return time_ms;
}

static void the_edge_is_not_reached_by_a_forbidden_turn(void **state)
{
    const circlet_turn_record both[] = {no_left, no_return};
    crossing at;

    (void)state;
    open_crossing(&at, &no_left, 1, false);
    assert_links(find_edge_ms(&at), 1.5);
    close_crossing(&at);
    open_crossing(&at, &no_left, 1, true);
    assert_links(find_edge_ms(&at), 3.5);
    close_crossing(&at);
    open_crossing(&at, both, 2, true);
    assert_int_equal(find_edge_ms(&at), CIRCLET_UNREACHED);
    close_crossing(&at);
}

/* The time that areas say of a point, from a place or to it. */
static uint32_t find_area_ms(const crossing *at, const circlet_point *place,
                             const circlet_point *point, bool is_outward)
{
    static const uint32_t cutoff_ms = 86400000;
    circlet_service_area_query query = CIRCLET_SERVICE_AREA_QUERY_INIT;
    circlet_service_areas *areas = NULL;
    uint32_t time_ms;

    query.mode = "walk";
    query.places = place;
    query.place_count = 1;
    query.cutoffs_ms = &cutoff_ms;
    query.cutoff_count = 1;
    query.points = point;
    query.point_count = 1;
    query.is_outward = is_outward;
    assert_ok(circlet_service_areas_make(&areas, at->router, &query, error));
    time_ms = circlet_service_areas_times_ms(areas)[0];
    circlet_service_areas_free(areas);
    return time_ms;
}

static void service_areas_heed_turns_in_either_direction(void **state)
{
    crossing at;

    (void)state;
    open_crossing(&at, &no_left, 1, true);
    assert_links(find_area_ms(&at, &at.from, &at.to, true), 3);
    assert_links(find_area_ms(&at, &at.to, &at.from, true), 1);
    assert_links(find_area_ms(&at, &at.to, &at.from, false), 3);
    assert_links(find_area_ms(&at, &at.from, &at.to, false), 1);
    close_crossing(&at);
    open_crossing(&at, &no_left, 1, false);
    assert_links(find_area_ms(&at, &at.from, &at.to, true), 1);
    close_crossing(&at);
}

static void a_street_that_a_way_comes_to_twice_counts_once(void **state)
{
    static const int64_t weight = 1000;
    crossing at;
    circlet_travel_query query;
    ci_travel_job job = {0};
    ci_ways ways = {0};
    ci_way_tree tree = {0};
    size_t nodes = 0;

    (void)state;
    open_crossing(&at, &no_left, 1, true);
    query = query_of(&at);
    assert_ok(ci_travel_job_start(&job, at.router, &query, error));
    ci_search_keep_ways(job.search);
    assert_true(ci_ways_search(&ways, &job));
    assert_true(ci_way_tree_grow(&tree, &ways, &weight));
    for (size_t i = 0; i < tree.part_count; i++) {
        assert_int_equal(tree.parts[i].weight_milli, 1000);
        nodes += tree.parts[i].is_node;
    }
    assert_int_equal(nodes, 2); /* the centre and the east */
    assert_int_equal(tree.part_count, 5);
    ci_way_tree_free(&tree);
    ci_ways_free(&ways);
    ci_travel_job_free(&job);
    close_crossing(&at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_turn_that_is_none_is_refused),
        cmocka_unit_test(turns_bind_vehicles_that_are_not_excepted),
        cmocka_unit_test(who_may_not_turn_left_goes_on_and_comes_back),
        cmocka_unit_test(a_path_shows_how_a_forbidden_turn_is_gone_round),
        cmocka_unit_test(the_edge_is_not_reached_by_a_forbidden_turn),
        cmocka_unit_test(service_areas_heed_turns_in_either_direction),
        cmocka_unit_test(a_street_that_a_way_comes_to_twice_counts_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
