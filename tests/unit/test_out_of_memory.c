/* Jobs in memory: travelling, judging, planning. */
#include <stdio.h>

#include <circlet.h>

#include "failed_allocations.h"
#include "network/node_order.h"
#include "reach/router.h"

/* A street of `count` nodes 100 m apart along a parallel, where one may not
 * turn back at the third. */
static circlet_status build_street(circlet_network **out, unsigned count,
                                   circlet_error *error)
{
    const circlet_tag tags[] = {{"highway", "residential"}};
    const float heights[] = {50, 51};
    const circlet_turn_record turn = {.from_link = 1, .via = 2, .to_link = 1};
    circlet_network_builder *builder = NULL;
    circlet_status status = circlet_network_builder_new(&builder, error);

    for (unsigned i = 0; i < count && !status; i++) {
        circlet_point at = {116.3 + 0.00117 * i, 39.9};
        circlet_link_record link = {.to = i,
                                    .length_m = 100.0,
                                    .tags = tags,
                                    .tag_count = 1,
                                    .heights_m = heights,
                                    .height_count = 2,
                                    .id = "way/1"};
        circlet_node node;

        status = circlet_network_builder_add_node(builder, at, NULL, 0, &node,
                                                  error);
        if (status || i == 0)
            continue;
        link.from = i - 1;
        status = circlet_network_builder_add_link(builder, &link, error);
    }
    if (!status)
        status = circlet_network_builder_add_turn(builder, &turn, error);
    if (!status)
        status = circlet_network_builder_finish(out, builder, error);
    circlet_network_builder_free(builder);
    return status;
}

static circlet_status add_people(circlet_city_builder *builder,
                                 circlet_error *error)
{
    static const char *const ids[] = {"p1", "p2", "p3"};
    circlet_status status = CIRCLET_OK;

    for (unsigned i = 0; i < 3 && !status; i++) {
        circlet_demand_record person = CIRCLET_DEMAND_RECORD_INIT;

        person.id = ids[i];
        person.at = (circlet_point){116.3 + 0.004 * i, 39.9001};
        person.aid = "none";
        person.received = "day_care";
        person.weight_milli = 20000;
        status = circlet_city_builder_add_demand(builder, &person, error);
    }
    return status;
}

static circlet_status add_places(circlet_city_builder *builder,
                                 circlet_error *error)
{
    circlet_facility_record home = circlet_facility_record_unknown();
    circlet_site_record site = {.id = "s1", .at = {116.309, 39.9001}};
    circlet_venue_record venue = {
        .id = "v1", .name = "v1", .at = {116.301, 39.9001}};
    circlet_waiver_record waiver = CIRCLET_WAIVER_RECORD_INIT;
    circlet_status status;

    home.id = home.name = "h1";
    home.type = "warm_home";
    home.at = (circlet_point){116.3, 39.9001};
    status = circlet_city_builder_add_facility(builder, &home, error);
    if (!status)
        status = circlet_city_builder_add_site(builder, &site, error);
    waiver.rule = "B-VENUE";
    waiver.unit_code = "u1";
    waiver.document = "1";
    if (!status)
        status = circlet_city_builder_add_venue(builder, &venue, error);
    if (!status)
        status = circlet_city_builder_add_waiver(builder, &waiver, error);
    return status;
}

/* The street belongs to a district, and is a village of it as well. */
static circlet_status add_village(circlet_city_builder *builder,
                                  circlet_area area, circlet_error *error)
{
    circlet_unit_record unit = CIRCLET_UNIT_RECORD_INIT;
    circlet_status status;

    unit.code = unit.name = "d1";
    unit.level = CIRCLET_LEVEL_DISTRICT;
    status = circlet_city_builder_add_unit(builder, &unit, error);
    unit.code = unit.name = "c1";
    unit.level = CIRCLET_LEVEL_COMMUNITY;
    unit.parent_code = "u1";
    unit.kind = "village";
    unit.tags = "difficult";
    unit.setting = "mountain";
    unit.area = area;
    return status ? status
                  : circlet_city_builder_add_unit(builder, &unit, error);
}

static circlet_status build_city(circlet_city **out, circlet_error *error)
{
    static const circlet_point corners[] = {{116.2, 39.8},
                                            {116.4, 39.8},
                                            {116.4, 40.0},
                                            {116.2, 40.0},
                                            {116.2, 39.8}};
    static const circlet_ring ring = {5, false};
    circlet_unit_record unit = CIRCLET_UNIT_RECORD_INIT;
    circlet_city_builder *builder = NULL;
    circlet_status status = circlet_city_builder_new(&builder, error);

    unit.code = unit.name = "u1";
    unit.level = CIRCLET_LEVEL_STREET;
    unit.parent_code = "d1";
    unit.setting = "urban";
    unit.area = (circlet_area){corners, &ring, 1};
    if (!status)
        status = circlet_city_builder_add_unit(builder, &unit, error);
    if (!status)
        status = add_village(builder, unit.area, error);
    if (!status)
        status = add_people(builder, error);
    if (!status)
        status = add_places(builder, error);
    if (!status)
        status = circlet_city_builder_finish(out, builder, error);
    circlet_city_builder_free(builder);
    return status;
}

/* Read once, while memory lasts: reading them has tests of its own, and is
 * most of the work. */
static circlet_policy *beijing;
static circlet_travel_mode *modes[16];
static size_t mode_count;

static int read_beijing(void **state)
{
    const char *top = getenv("srcdir");
    char path[4096];

    snprintf(path, sizeof(path), "%s/geodata/policies/beijing-2018.yaml",
             top ? top : ".");
    assert_ok(circlet_read_policy(&beijing, path, error));
    mode_count = circlet_policy_mode_count(beijing);
    assert_true(mode_count <= sizeof(modes) / sizeof(modes[0]));
    for (size_t i = 0; i < mode_count; i++)
        assert_ok(circlet_read_policy_mode(&modes[i], beijing, i, error));
    (void)state;
    return 0;
}

static int free_beijing(void **state)
{
    (void)state;
    for (size_t i = 0; i < mode_count; i++)
        circlet_travel_mode_free(modes[i]);
    circlet_policy_free(beijing);
    return 0;
}

/* What judging and planning need, made by each job anew. */
typedef struct bench {
    circlet_network *network;
    circlet_router *router;
    circlet_city *city;
    circlet_travel travel;
} bench;

static circlet_status set_up(bench *b, circlet_error *error)
{
    circlet_snap_options snap = CIRCLET_SNAP_OPTIONS_INIT;
    circlet_status status = build_street(&b->network, 12, error);

    snap.component_nodes = 1;
    if (!status)
        status = build_city(&b->city, error);
    if (!status)
        status = circlet_router_new(&b->router, b->network, &snap, error);
    for (size_t i = 0; !status && i < mode_count; i++)
        status = circlet_router_add_mode(b->router, modes[i], error);
    if (!status)
        b->travel = circlet_router_travel(b->router);
    return status;
}

static void tear_down(bench *b)
{
    circlet_router_free(b->router);
    circlet_city_free(b->city);
    circlet_network_free(b->network);
}

static circlet_status judge_job(circlet_error *error)
{
    bench b = {0};
    circlet_findings *findings = NULL;
    circlet_status status = set_up(&b, error);

    if (!status)
        status = circlet_policy_judge(&findings, beijing, b.city, &b.travel,
                                      NULL, error);
    if (!status)
        assert_true(circlet_findings_count(findings) > 0);
    circlet_findings_free(findings);
    tear_down(&b);
    return status;
}

static circlet_status plan_job(circlet_error *error)
{
    circlet_plan_options options = CIRCLET_PLAN_OPTIONS_INIT;
    bench b = {0};
    circlet_plan *plan = NULL, *whole = NULL;
    circlet_city *planned = NULL;
    circlet_status status = set_up(&b, error);

    options.name = "p";
    options.services = "warm_home";
    options.count = 1;
    if (!status)
        status = circlet_plan_compute(&plan, beijing, b.city, &b.travel,
                                      &options, error);
    if (!status)
        status = circlet_plan_apply(&planned, plan, beijing, b.city, 0, error);
    if (!status)
        status = circlet_plan_complete(&whole, plan, beijing, b.city, error);
    circlet_city_free(planned);
    circlet_plan_free(whole);
    circlet_plan_free(plan);
    tear_down(&b);
    return status;
}

/* A router that knows one mode and no other. */
static circlet_status open_router(bench *b, const char *mode,
                                  circlet_error *error)
{
    circlet_status status = build_street(&b->network, 12, error);

    if (!status)
        status = circlet_router_new(&b->router, b->network, NULL, error);
    for (size_t i = 0; !status && i < mode_count; i++)
        if (strcmp(circlet_travel_mode_name(modes[i]), mode) == 0)
            status = circlet_router_add_mode(b->router, modes[i], error);
    if (!status)
        b->travel = circlet_router_travel(b->router);
    return status;
}

/* Times of all bounds, to the edge, a path and gaps. */
static circlet_status ask_all(bench *b, const circlet_travel_query *asked,
                              circlet_error *error)
{
    circlet_travel_query query = *asked;
    uint32_t times_ms[2];
    circlet_snap snaps[2];
    circlet_gaps *gaps = NULL;
    circlet_od_matrix *matrix = NULL;
    circlet_path *path = NULL;
    circlet_status status;

    query.bound = CIRCLET_BOUND_MIN;
    status =
        b->travel.find_nearest(times_ms, snaps, &query, b->travel.user, error);
    if (!status)
        status = b->travel.find_within(&matrix, &query, b->travel.user, error);
    circlet_od_matrix_free(matrix);
    query.bound = CIRCLET_BOUND_MAX;
    if (!status)
        status = b->travel.find_edge(times_ms, &query, b->travel.user, error);
    if (!status)
        status =
            b->travel.find_gaps(&gaps, &query, NULL, b->travel.user, error);
    circlet_gaps_free(gaps);
    if (!status)
        status = circlet_router_find_path(
            &path, b->router, query.mode, CIRCLET_BOUND_NOMINAL,
            query.origins[0], query.destinations[0], query.cutoff_ms, error);
    circlet_path_free(path);
    return status;
}

/* The graph of a mode that heeds turn restrictions has copies of nodes. */
static circlet_status find_copies(uint32_t *count, bench *b, const char *mode,
                                  circlet_error *error)
{
    const ci_graph *graph = NULL;
    circlet_status status =
        ci_router_graph(&graph, b->router, mode, CIRCLET_BOUND_NOMINAL, error);

    if (!status)
        *count = graph->copy_count;
    return status;
}

static circlet_status travel_by(const char *mode, uint32_t copy_count,
                                circlet_error *error)
{
    const circlet_point origins[] = {{116.301, 39.9003}, {116.301, 39.91}};
    const circlet_point goal = {116.305, 39.9002};
    circlet_travel_query query = {.mode = mode,
                                  .origins = origins,
                                  .origin_count = 2,
                                  .destinations = &goal,
                                  .destination_count = 1,
                                  .cutoff_ms = CIRCLET_CUTOFF_MAX};
    bench b = {0};
    uint32_t found = copy_count;
    circlet_status status = open_router(&b, mode, error);

    if (!status)
        status = ask_all(&b, &query, error);
    if (!status)
        status = find_copies(&found, &b, mode, error);
    assert_int_equal(found, copy_count);
    tear_down(&b);
    return status;
}

static circlet_status travel_job(circlet_error *error)
{
    return travel_by("manual_wheelchair", 0, error);
}

static circlet_status driving_job(circlet_error *error)
{
    return travel_by("drive", 1, error);
}

/* Cells of a kernel, of whom a rule leaves uncovered, and units. */
static circlet_status density_job(circlet_error *error)
{
    circlet_density_options options = CIRCLET_DENSITY_OPTIONS_INIT;
    circlet_density *density = NULL;
    bench b = {0};
    circlet_status status = set_up(&b, error);

    options.cell_m = 2000;
    options.uncovered = "B-CIRCLE-15";
    options.group = "certified";
    options.has_outlines = true;
    options.threads = 1;
    if (!status)
        status = circlet_density_make(&density, b.city, beijing, &b.travel,
                                      &options, error);
    circlet_density_free(density);
    density = NULL;
    options.is_by_unit = true;
    options.level = CIRCLET_LEVEL_STREET;
    if (!status)
        status = circlet_density_make(&density, b.city, beijing, &b.travel,
                                      &options, error);
    if (!status)
        assert_int_equal(circlet_density_unit_count(density), 1);
    circlet_density_free(density);
    tear_down(&b);
    return status;
}

static circlet_status area_job(circlet_error *error)
{
    const circlet_point places[] = {{116.301, 39.9001}, {116.309, 39.9001}};
    const circlet_point points[] = {{116.303, 39.9002}, {116.305, 39.9004}};
    const uint32_t cutoffs_ms[] = {120000, 300000};
    circlet_service_area_query query = CIRCLET_SERVICE_AREA_QUERY_INIT;
    circlet_service_areas *areas = NULL;
    bench b = {0};
    circlet_status status = open_router(&b, "manual_wheelchair", error);

    query.mode = "manual_wheelchair";
    query.places = places;
    query.place_count = 2;
    query.cutoffs_ms = cutoffs_ms;
    query.cutoff_count = 2;
    query.points = points;
    query.point_count = 2;
    if (!status)
        status = circlet_service_areas_make(&areas, b.router, &query, error);
    if (!status)
        assert_int_equal(circlet_service_areas_count(areas), 2);
    circlet_service_areas_free(areas);
    tear_down(&b);
    return status;
}

static void areas_survive_any_failed_allocation(void **state)
{
    (void)state;
    assert_true(allocations_of(area_job) > 50);
}

static void travelling_survives_any_failed_allocation(void **state)
{
    (void)state;
    assert_true(allocations_of(travel_job) > 50);
}

static void driving_survives_any_failed_allocation(void **state)
{
    (void)state;
    assert_true(allocations_of(driving_job) > 50);
}

static bool ignore_row(size_t position, const circlet_od_entry *entries,
                       size_t count, void *user)
{
    (void)position;
    (void)entries;
    (void)count;
    (void)user;
    return true;
}

/* A matrix, the nearest, sums, lists and rows, by one engine. */
static circlet_status ask_many(bench *b, const circlet_travel_query *query,
                               circlet_engine_kind kind, circlet_error *error)
{
    circlet_engine_options engine = CIRCLET_ENGINE_OPTIONS_INIT;
    circlet_od_matrix *matrix = NULL, *nearest = NULL;
    circlet_reach_lists *lists = NULL;
    int64_t sums[2];
    circlet_status status;

    engine.kind = kind;
    engine.threads = 1;
    status = circlet_router_set_engine(b->router, &engine, error);
    if (!status)
        status = circlet_od_matrix_compute(&matrix, b->router, query, error);
    if (!status)
        status = circlet_nearest_compute(&nearest, b->router, query, 2, error);
    if (!status)
        status = circlet_reach_sum_bands(sums, b->router, query,
                                         CIRCLET_SIDE_ORIGIN, NULL,
                                         &query->cutoff_ms, 1, error);
    if (!status)
        status = circlet_reach_lists_compute(&lists, b->router, query,
                                             CIRCLET_SIDE_DESTINATION, error);
    if (!status)
        status = circlet_reach_each_row(b->router, query, CIRCLET_SIDE_ORIGIN,
                                        ignore_row, NULL, error);
    circlet_od_matrix_free(matrix);
    circlet_od_matrix_free(nearest);
    circlet_reach_lists_free(lists);
    return status;
}

static circlet_status many_job(circlet_error *error)
{
    const circlet_point origins[] = {{116.301, 39.9003}, {116.301, 39.91}};
    const circlet_point goal = {116.305, 39.9002};
    circlet_travel_query query = {.mode = "manual_wheelchair",
                                  .bound = CIRCLET_BOUND_MIN,
                                  .origins = origins,
                                  .origin_count = 2,
                                  .destinations = &goal,
                                  .destination_count = 1,
                                  .cutoff_ms = CIRCLET_CUTOFF_MAX};
    bench b = {0};
    circlet_status status = open_router(&b, "manual_wheelchair", error);

    if (!status)
        status = ask_many(&b, &query, CIRCLET_ENGINE_NEAR, error);
    if (!status)
        status = ask_many(&b, &query, CIRCLET_ENGINE_FAR, error);
    tear_down(&b);
    return status;
}

static void searching_survives_any_failed_allocation(void **state)
{
    (void)state;
    assert_true(allocations_of(many_job) > 50);
}

static void judging_survives_any_failed_allocation(void **state)
{
    (void)state;
    assert_true(allocations_of(judge_job) > 50);
}

#define GRID_SIDE 100
#define GRID_NODES (GRID_SIDE * GRID_SIDE)

/* Of a grid so large that threads would share its pieces. What it needs is in
 * fixed arrays: the test's own allocations would be counted. */
static circlet_status order_job(circlet_error *error)
{
    static uint32_t first[GRID_NODES + 1], heads[4 * GRID_NODES];
    static uint32_t rank[GRID_NODES];
    static circlet_point points[GRID_NODES];
    const ci_order_input input = {.node_count = GRID_NODES,
                                  .first = first,
                                  .heads = heads,
                                  .points = points,
                                  .thread_count = 1};
    circlet_status status;
    uint32_t arcs = 0;

    for (uint32_t i = 0; i < GRID_NODES; i++) {
        uint32_t x = i % GRID_SIDE, y = i / GRID_SIDE;

        points[i] = (circlet_point){116 + 0.001 * x, 40 + 0.001 * y};
        first[i] = arcs;
        if (x > 0)
            heads[arcs++] = i - 1;
        if (x + 1 < GRID_SIDE)
            heads[arcs++] = i + 1;
        if (y > 0)
            heads[arcs++] = i - GRID_SIDE;
        if (y + 1 < GRID_SIDE)
            heads[arcs++] = i + GRID_SIDE;
    }
    first[GRID_NODES] = arcs;
    rank[7] = 7777777;
    status = ci_node_order_find(rank, &input, error);
    assert_true((rank[7] == 7777777) == (status != CIRCLET_OK));
    return status;
}

static void ordering_survives_any_failed_allocation(void **state)
{
    (void)state;
    assert_true(allocations_of(order_job) > 50);
}

static void densities_survive_any_failed_allocation(void **state)
{
    (void)state;
    assert_true(allocations_of(density_job) > 50);
}

static void planning_survives_any_failed_allocation(void **state)
{
    (void)state;
    assert_true(allocations_of(plan_job) > 50);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(travelling_survives_any_failed_allocation),
        cmocka_unit_test(driving_survives_any_failed_allocation),
        cmocka_unit_test(searching_survives_any_failed_allocation),
        cmocka_unit_test(areas_survive_any_failed_allocation),
        cmocka_unit_test(judging_survives_any_failed_allocation),
        cmocka_unit_test(ordering_survives_any_failed_allocation),
        cmocka_unit_test(densities_survive_any_failed_allocation),
        cmocka_unit_test(planning_survives_any_failed_allocation),
    };

    return cmocka_run_group_tests(tests, read_beijing, free_beijing);
}
