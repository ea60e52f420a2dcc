/* Service areas of random towns against the travel times of points in them,
 * and of small towns made by hand. */
#include "network_fixture.h"

#include <circlet/service_area.h>

#include "geo/area.h"
#include "geo/polygon.h"

#define SIZE_M 500
#define POINT_COUNT 60
#define CUTOFF_COUNT 3

typedef struct world {
    circlet_travel_mode mode; /* the router shares it */
    random_town town;
    circlet_network *network;
    circlet_router *router;
    circlet_point places[3], points[POINT_COUNT];
    uint32_t cutoffs_ms[CUTOFF_COUNT];
    circlet_service_area_query query;
    circlet_service_areas *areas;
} world;

static void add_router(world *to, uint32_t component_nodes)
{
    circlet_snap_options options = CIRCLET_SNAP_OPTIONS_INIT;

    to->mode = fixture_mode();
    options.component_nodes = component_nodes;
    assert_ok(circlet_router_new(&to->router, to->network, &options, error));
    assert_ok(circlet_router_add_mode(to->router, &to->mode, error));
}

static void make_world(world *out, uint64_t *state)
{
    memset(out, 0, sizeof(*out));
    town_make(&out->town, state, SIZE_M);
    out->network = town_build(&out->town, state);
    add_router(out, 3);
    for (size_t i = 0; i < POINT_COUNT; i++)
        out->points[i] = town_place(state, SIZE_M);
    for (size_t i = 0; i < 3; i++)
        out->places[i] = town_place(state, SIZE_M);
    for (uint32_t i = 0; i < CUTOFF_COUNT; i++)
        out->cutoffs_ms[i] =
            i * 150000 + 1000 + unit_random_below(state, 140000);
    out->query = (circlet_service_area_query)CIRCLET_SERVICE_AREA_QUERY_INIT;
    out->query.mode = "walk";
    out->query.places = out->places;
    out->query.place_count = 1 + unit_random_below(state, 3);
    out->query.cutoffs_ms = out->cutoffs_ms;
    out->query.cutoff_count = CUTOFF_COUNT;
    out->query.points = out->points;
    out->query.point_count = POINT_COUNT;
}

static void free_world(world *made)
{
    circlet_service_areas_free(made->areas);
    circlet_router_free(made->router);
    circlet_network_free(made->network);
}

static void make_areas(world *made)
{
    assert_ok(circlet_service_areas_make(&made->areas, made->router,
                                         &made->query, error));
    assert_int_equal(circlet_service_areas_count(made->areas), CUTOFF_COUNT);
}

static bool is_inside(const world *made, size_t i, circlet_point at)
{
    circlet_area area = circlet_service_areas_at(made->areas, i);

    return ci_area_has(&area, at);
}

static void points_are_inside_if_they_are_reached_in_time(void **state)
{
    size_t inside_count = 0, outside_count = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        uint64_t random = seed;
        world made;
        circlet_travel travel;
        circlet_travel_query query = {.mode = "walk"};
        uint32_t times_ms[POINT_COUNT];
        circlet_snap snaps[POINT_COUNT];

        make_world(&made, &random);
        travel = circlet_router_travel(made.router);
        query.origins = made.points;
        query.origin_count = POINT_COUNT;
        query.destinations = made.places;
        query.destination_count = made.query.place_count;
        query.cutoff_ms = made.cutoffs_ms[CUTOFF_COUNT - 1];
        assert_ok(
            travel.find_nearest(times_ms, snaps, &query, travel.user, error));

        make_areas(&made);

        for (size_t i = 0; i < CUTOFF_COUNT; i++)
            for (size_t p = 0; p < POINT_COUNT; p++) {
                bool is_reached = times_ms[p] <= made.cutoffs_ms[i];

                inside_count += is_reached;
                outside_count += !is_reached;
                if (is_inside(&made, i, made.points[p]) != is_reached)
                    fail_msg("seed %u: point %zu, cutoff %zu", (unsigned)seed,
                             p, i);
            }
        assert_memory_equal(circlet_service_areas_times_ms(made.areas),
                            times_ms, sizeof(times_ms));
        free_world(&made);
    }
    assert_true(inside_count > 1000 && outside_count > 1000);
}

/* The least time from a place to each point. */
static void find_outward(const world *made, uint32_t *times_ms)
{
    circlet_travel travel = circlet_router_travel(made->router);
    circlet_travel_query query = {.mode = "walk"};
    circlet_od_matrix *matrix = NULL;

    query.origins = made->places;
    query.origin_count = made->query.place_count;
    query.destinations = made->points;
    query.destination_count = POINT_COUNT;
    query.cutoff_ms = made->cutoffs_ms[CUTOFF_COUNT - 1] + 1;
    assert_ok(travel.find_within(&matrix, &query, travel.user, error));
    for (size_t p = 0; p < POINT_COUNT; p++)
        times_ms[p] = CIRCLET_UNREACHED;
    for (size_t i = 0; i < query.origin_count; i++) {
        size_t count;
        const circlet_od_entry *row = circlet_od_matrix_row(matrix, i, &count);

        for (size_t k = 0; k < count; k++)
            if (row[k].time_ms < times_ms[row[k].destination])
                times_ms[row[k].destination] = row[k].time_ms;
    }
    circlet_od_matrix_free(matrix);
}

/* Islands differ, for there a point and a place change parts: a router of
 * its own ties to all components. */
static void outward_times_are_those_from_the_places(void **state)
{
    size_t reached_count = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        uint64_t random = seed;
        uint32_t times_ms[POINT_COUNT];
        const uint32_t *found_ms;
        world made;

        make_world(&made, &random);
        circlet_router_free(made.router);
        made.router = NULL;
        add_router(&made, 1);
        find_outward(&made, times_ms);
        made.query.is_outward = true;

        make_areas(&made);

        found_ms = circlet_service_areas_times_ms(made.areas);
        for (size_t p = 0; p < POINT_COUNT; p++) {
            uint32_t most_ms = made.cutoffs_ms[CUTOFF_COUNT - 1];

            if (times_ms[p] >= most_ms || found_ms[p] >= most_ms)
                continue;
            reached_count++;
            if (times_ms[p] + 2 < found_ms[p] || found_ms[p] + 2 < times_ms[p])
                fail_msg("seed %u: point %zu: %u and %u", (unsigned)seed, p,
                         (unsigned)times_ms[p], (unsigned)found_ms[p]);
        }
        free_world(&made);
    }
    assert_true(reached_count > 300);
}

static bool is_within(const world *made, size_t i, circlet_point at)
{
    for (int dx = -1; dx <= 1; dx++)
        for (int dy = -1; dy <= 1; dy++)
            if (is_inside(
                    made, i,
                    (circlet_point){at.lon + dx * 2e-9, at.lat + dy * 2e-9}))
                return true;
    return false;
}

static void areas_are_valid_and_nest(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        uint64_t random = seed;
        world made;

        make_world(&made, &random);
        made.query.cell_m = 5 + unit_random_below(&random, 40);

        make_areas(&made);

        for (size_t i = 0; i < CUTOFF_COUNT; i++) {
            circlet_area area = circlet_service_areas_at(made.areas, i);

            if (area.ring_count > 0)
                assert_ok(ci_polygon_check(&area, error));
            for (size_t k = 0;
                 i + 1 < CUTOFF_COUNT && k < ci_area_point_count(&area); k++)
                if (!is_within(&made, i + 1, area.points[k]))
                    fail_msg("seed %u: cutoff %zu, corner %zu", (unsigned)seed,
                             i, k);
        }
        free_world(&made);
    }
}

/* ---- by hand ------------------------------------------------------------ */

static circlet_point metres(double east, double north)
{
    /* At the equator a degree is 111319.491 m to the east, 110574.276 m to
     * the north (WGS 84). */
    return (circlet_point){10 + east / 111319.491, north / 110574.276};
}

static void add_line(circlet_network_builder *builder, circlet_point a,
                     circlet_point b, double length_m, const char *key,
                     const char *value)
{
    circlet_tag tag = {key, value};
    circlet_link_record link = {
        .length_m = length_m, .tags = &tag, .tag_count = 1};

    assert_ok(circlet_network_builder_add_node(builder, a, NULL, 0, &link.from,
                                               error));
    assert_ok(circlet_network_builder_add_node(builder, b, NULL, 0, &link.to,
                                               error));
    assert_ok(circlet_network_builder_add_link(builder, &link, error));
}

static void start_query(world *out)
{
    add_router(out, 3);
    out->places[0] = metres(0, 0);
    for (uint32_t i = 0; i < CUTOFF_COUNT; i++)
        out->cutoffs_ms[i] = (i + 1) * 200000;
    out->query = (circlet_service_area_query)CIRCLET_SERVICE_AREA_QUERY_INIT;
    out->query.mode = "walk";
    out->query.places = out->places;
    out->query.place_count = 1;
    out->query.cutoffs_ms = out->cutoffs_ms;
    out->query.cutoff_count = CUTOFF_COUNT;
    out->query.cell_m = 5;
}

/* A street of a kilometre to the east, and a rail 30 m north of it. */
static void make_street(world *out, bool has_rail)
{
    circlet_network_builder *builder = NULL;

    memset(out, 0, sizeof(*out));
    assert_ok(circlet_network_builder_new(&builder, error));
    add_line(builder, metres(0, 0), metres(1000, 0), 1000, "highway",
             "footway");
    if (has_rail)
        add_line(builder, metres(-500, 30), metres(1500, 30), 2000, "railway",
                 "rail");
    assert_ok(circlet_network_builder_finish(&out->network, builder, error));
    circlet_network_builder_free(builder);
    start_query(out);
}

/* A street of 700 m to the east, of which 400 m in the middle are a tunnel or
 * a bridge. */
static void make_passage(world *out, const char *key)
{
    const double ends_m[] = {0, 150, 550, 700};
    const circlet_tag tags[] = {{"highway", "footway"}, {key, "yes"}};
    circlet_network_builder *builder = NULL;
    circlet_node node;

    memset(out, 0, sizeof(*out));
    assert_ok(circlet_network_builder_new(&builder, error));
    for (int i = 0; i < 4; i++)
        assert_ok(circlet_network_builder_add_node(
            builder, metres(ends_m[i], 0), NULL, 0, &node, error));
    for (uint32_t i = 0; i < 3; i++) {
        circlet_link_record link = {.from = i, .to = i + 1, .tags = tags};

        link.length_m = ends_m[i + 1] - ends_m[i];
        link.tag_count = i == 1 ? 2 : 1;
        assert_ok(circlet_network_builder_add_link(builder, &link, error));
    }
    assert_ok(circlet_network_builder_finish(&out->network, builder, error));
    circlet_network_builder_free(builder);
    start_query(out);
}

static void a_street_is_drawn_as_far_as_it_is_reached(void **state)
{
    world made;

    (void)state;
    make_street(&made, false);

    make_areas(&made);

    /* 200 s at 1.25 m/s are 250 m; 60 s of these leave 60 / 1.3 = 46 m off
     * the street at 1 m/s, 75 m before the end. */
    for (size_t i = 0; i < CUTOFF_COUNT; i++) {
        double end_m = 250 * (double)(i + 1);

        assert_true(is_inside(&made, i, metres(end_m - 6, 0)));
        assert_false(is_inside(&made, i, metres(end_m + 3, 0)));
        assert_true(is_inside(&made, i, metres(end_m - 75, 43)));
        assert_false(is_inside(&made, i, metres(end_m - 75, 49)));
        assert_false(is_inside(&made, i, metres(10, 103)));
    }
    assert_true(is_inside(&made, 2, metres(10, 97)));
    free_world(&made);
}

static void what_lies_beyond_a_rail_is_not_drawn(void **state)
{
    world made;

    (void)state;
    make_street(&made, true);

    make_areas(&made);

    for (double east = 50; east < 650; east += 50) {
        assert_true(is_inside(&made, 2, metres(east, 28)));
        assert_false(is_inside(&made, 2, metres(east, 32)));
    }
    assert_true(is_inside(&made, 2, metres(100, -80)));
    free_world(&made);
}

/* Nobody gets off there, but beyond it one arrives. */
static void nothing_is_drawn_along_tunnels_and_bridges(void **state)
{
    static const char *const keys[] = {"tunnel", "bridge"};
    world made;

    (void)state;
    for (int i = 0; i < 2; i++) {
        make_passage(&made, keys[i]);

        make_areas(&made);

        assert_true(is_inside(&made, 2, metres(100, 20)));
        assert_true(is_inside(&made, 2, metres(240, 0)));
        for (double east = 260; east < 440; east += 20) {
            assert_false(is_inside(&made, 2, metres(east, 0)));
            assert_false(is_inside(&made, 2, metres(east, 20)));
        }
        assert_true(is_inside(&made, 2, metres(600, 20)));
        free_world(&made);
    }
}

static void a_place_at_no_street_has_no_area(void **state)
{
    world made;

    (void)state;
    make_street(&made, false);
    made.places[0] = metres(5000, 5000);

    make_areas(&made);

    assert_int_equal(circlet_service_areas_untied_count(made.areas), 1);
    assert_int_equal(circlet_service_areas_at(made.areas, 2).ring_count, 0);
    assert_true(circlet_service_areas_m2(made.areas, 2) == 0);
    free_world(&made);
}

static void cells_grow_rather_than_fill_the_memory(void **state)
{
    world made;

    (void)state;
    make_street(&made, false);
    made.query.off_road_m = 10000;
    made.query.cell_m = 2;

    make_areas(&made);

    assert_true(circlet_service_areas_cell_m(made.areas) > 4);
    free_world(&made);
}

static void bad_queries_are_refused_with_a_reason(void **state)
{
    world made;

    (void)state;
    make_street(&made, false);
    made.cutoffs_ms[1] = made.cutoffs_ms[0];
    assert_fails(circlet_service_areas_make(&made.areas, made.router,
                                            &made.query, error),
                 CIRCLET_E_ARGUMENT, "a cutoff of 200000 ms comes after");
    made.query.cutoff_count = 0;
    assert_fails(circlet_service_areas_make(&made.areas, made.router,
                                            &made.query, error),
                 CIRCLET_E_ARGUMENT, "need a cutoff");
    made.query.cutoff_count = 1;
    made.query.cell_m = 0.5;
    assert_fails(circlet_service_areas_make(&made.areas, made.router,
                                            &made.query, error),
                 CIRCLET_E_ARGUMENT, "cell_m is 0.5");
    made.query.cell_m = 0;
    made.query.mode = "fly";
    assert_fails(circlet_service_areas_make(&made.areas, made.router,
                                            &made.query, error),
                 CIRCLET_E_NOT_FOUND, "fly");
    assert_null(made.areas);
    free_world(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(points_are_inside_if_they_are_reached_in_time),
        cmocka_unit_test(outward_times_are_those_from_the_places),
        cmocka_unit_test(areas_are_valid_and_nest),
        cmocka_unit_test(a_street_is_drawn_as_far_as_it_is_reached),
        cmocka_unit_test(what_lies_beyond_a_rail_is_not_drawn),
        cmocka_unit_test(nothing_is_drawn_along_tunnels_and_bridges),
        cmocka_unit_test(a_place_at_no_street_has_no_area),
        cmocka_unit_test(cells_grow_rather_than_fill_the_memory),
        cmocka_unit_test(bad_queries_are_refused_with_a_reason),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
