/* What a router is asked, on one street, and what it refuses. */
#include "network_fixture.h"

#include <circlet/reach.h>

typedef struct one_street {
    circlet_travel_mode mode;
    circlet_network *network;
    circlet_router *router;
} one_street;

static const circlet_point west = {TOWN_LON, TOWN_LAT};
static const circlet_point east = {TOWN_LON + 1000 * TOWN_METRE, TOWN_LAT};

/* Two nodes and one link of 1,250 m: 1,000 seconds. */
static void make_street(one_street *street, int oneway)
{
    circlet_snap_options options = CIRCLET_SNAP_OPTIONS_INIT;
    random_town town = {0};
    uint64_t state = 1;

    town.node_count = 2;
    town.nodes[0].at = west;
    town.nodes[1].at = east;
    town.link_count = 1;
    town.links[0].to = 1;
    town.links[0].length_m = 1250;
    town.links[0].oneway = oneway;
    options.component_nodes = 1;
    street->mode = fixture_mode();
    street->network = town_build(&town, &state);
    assert_ok(
        circlet_router_new(&street->router, street->network, &options, error));
    assert_ok(circlet_router_add_mode(street->router, &street->mode, error));
}

static void free_street(one_street *street)
{
    circlet_router_free(street->router);
    circlet_network_free(street->network);
}

static uint32_t time_between(const one_street *street, circlet_point origin,
                             circlet_point destination, uint32_t cutoff_ms)
{
    circlet_travel travel = circlet_router_travel(street->router);
    circlet_travel_query query = {0};
    circlet_snap snap;
    uint32_t ms = 0;

    query.mode = "walk";
    query.origins = &origin;
    query.destinations = &destination;
    query.origin_count = query.destination_count = 1;
    query.cutoff_ms = cutoff_ms;
    assert_ok(travel.find_nearest(&ms, &snap, &query, travel.user, error));
    return ms;
}

static circlet_point on_street(double share)
{
    circlet_point at = {TOWN_LON + share * 1000 * TOWN_METRE, TOWN_LAT};

    return at;
}

static void a_street_is_walked_from_place_to_place(void **state)
{
    one_street street;

    (void)state;
    make_street(&street, 0);

    assert_int_equal(time_between(&street, west, east, 2000000), 1000000);
    assert_int_equal(time_between(&street, west, east, 1000000), 1000000);
    assert_int_equal(time_between(&street, west, east, 999999),
                     CIRCLET_UNREACHED);
    assert_int_equal(
        time_between(&street, on_street(0.25), on_street(0.75), 2000000),
        500000);
    assert_int_equal(
        time_between(&street, on_street(0.75), on_street(0.25), 2000000),
        500000);
    free_street(&street);
}

static void a_oneway_street_is_not_walked_against(void **state)
{
    one_street street;

    (void)state;
    make_street(&street, 1);

    assert_int_equal(
        time_between(&street, on_street(0.25), on_street(0.75), 2000000),
        500000);
    assert_int_equal(
        time_between(&street, on_street(0.75), on_street(0.25), 2000000),
        CIRCLET_UNREACHED);
    assert_int_equal(
        time_between(&street, on_street(0.5), on_street(0.5), 2000000), 0);
    free_street(&street);
}

/* ---- what is refused --------------------------------------------------- */

static bool stop_late(const char *stage, double fraction, void *user)
{
    double *until = user;

    (void)stage;
    return fraction < *until;
}

static void a_query_with_a_fault_is_refused(void **state)
{
    one_street street;
    circlet_travel travel;
    circlet_travel_query good = {0}, bad;
    circlet_point points[2] = {west, {NAN, 1}};
    uint32_t ms = 7;
    circlet_snap snap = CIRCLET_SNAP_ISLAND;
    circlet_od_matrix *matrix = NULL;

    (void)state;
    make_street(&street, 0);
    travel = circlet_router_travel(street.router);
    good.mode = "walk";
    good.origins = good.destinations = points;
    good.origin_count = good.destination_count = 1;

    bad = good;
    bad.mode = "fly";
    assert_fails(travel.find_nearest(&ms, &snap, &bad, travel.user, error),
                 CIRCLET_E_NOT_FOUND, "no travel mode 'fly' (modes: walk)");
    bad = good;
    bad.mode = NULL;
    assert_fails(travel.find_within(&matrix, &bad, travel.user, error),
                 CIRCLET_E_ARGUMENT, "names no mode");
    bad = good;
    bad.cutoff_ms = CIRCLET_CUTOFF_MAX + 1;
    assert_fails(travel.find_within(&matrix, &bad, travel.user, error),
                 CIRCLET_E_ARGUMENT, "cutoff of 86400001 ms");
    bad = good;
    bad.destination_count = 2;
    assert_fails(travel.find_nearest(&ms, &snap, &bad, travel.user, error),
                 CIRCLET_E_ARGUMENT, "point 1 of the destinations lies at");
    bad = good;
    bad.origins = NULL;
    assert_fails(travel.find_nearest(&ms, &snap, &bad, travel.user, error),
                 CIRCLET_E_ARGUMENT, "no array of 1 origins");
    assert_int_equal(ms, 7);
    assert_int_equal(snap, CIRCLET_SNAP_ISLAND);
    assert_null(matrix);
    free_street(&street);
}

static void a_query_can_be_stopped_at_any_report(void **state)
{
    static const double stops[] = {0, 0.1, 0.4, 0.6, 1};
    one_street street;
    circlet_travel travel;
    circlet_travel_query query = {0};
    uint32_t ms = 7;
    circlet_snap snap = CIRCLET_SNAP_ISLAND;
    circlet_od_matrix *matrix = NULL;

    (void)state;
    make_street(&street, 0);
    travel = circlet_router_travel(street.router);
    query.mode = "walk";
    query.origins = query.destinations = &west;
    query.origin_count = query.destination_count = 1;
    query.progress.report = stop_late;

    for (size_t i = 0; i < sizeof(stops) / sizeof(stops[0]); i++) {
        double until = stops[i];

        query.progress.user = &until;
        assert_int_equal(
            travel.find_nearest(&ms, &snap, &query, travel.user, NULL),
            CIRCLET_E_CANCELLED);
        assert_int_equal(
            travel.find_within(&matrix, &query, travel.user, NULL),
            CIRCLET_E_CANCELLED);
    }
    assert_int_equal(ms, 7);
    assert_null(matrix);
    free_street(&street);
}

static void no_points_are_an_empty_answer(void **state)
{
    one_street street;
    circlet_travel travel;
    circlet_travel_query query = {0};
    circlet_od_matrix *matrix = NULL;
    uint32_t ms = 7;
    circlet_snap snap = CIRCLET_SNAP_ISLAND;

    (void)state;
    make_street(&street, 0);
    travel = circlet_router_travel(street.router);
    query.mode = "walk";
    assert_ok(travel.find_nearest(NULL, NULL, &query, travel.user, error));
    query.origins = &west;
    query.origin_count = 1;
    assert_ok(travel.find_nearest(&ms, &snap, &query, travel.user, error));
    assert_ok(travel.find_within(&matrix, &query, travel.user, error));

    assert_int_equal(ms, CIRCLET_UNREACHED);
    assert_int_equal(snap, CIRCLET_SNAP_TIED);
    assert_int_equal(circlet_od_matrix_destination_count(matrix), 0);
    circlet_od_matrix_free(matrix);
    free_street(&street);
}

static void options_out_of_range_are_refused(void **state)
{
    one_street street;
    circlet_router *router = NULL;
    circlet_snap_options options = CIRCLET_SNAP_OPTIONS_INIT;

    (void)state;
    make_street(&street, 0);
    options.limit_m = -1;
    assert_fails(circlet_router_new(&router, street.network, &options, error),
                 CIRCLET_E_ARGUMENT, "limit_m is -1, not from 0 to 10000");
    options.limit_m = 50;
    options.detour = 0.5;
    assert_fails(circlet_router_new(&router, street.network, &options, error),
                 CIRCLET_E_ARGUMENT, "detour is 0.5");
    assert_null(router);
    free_street(&street);
}

static void a_mode_of_the_same_name_replaces_the_first(void **state)
{
    one_street street;
    circlet_travel_mode mode = fixture_mode();

    (void)state;
    make_street(&street, 0);
    mode.speed_mps = 2.5;
    assert_ok(circlet_router_add_mode(street.router, &mode, error));

    assert_int_equal(time_between(&street, west, east, 2000000), 500000);
    free_street(&street);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_street_is_walked_from_place_to_place),
        cmocka_unit_test(a_oneway_street_is_not_walked_against),
        cmocka_unit_test(a_query_with_a_fault_is_refused),
        cmocka_unit_test(a_query_can_be_stopped_at_any_report),
        cmocka_unit_test(no_points_are_an_empty_answer),
        cmocka_unit_test(options_out_of_range_are_refused),
        cmocka_unit_test(a_mode_of_the_same_name_replaces_the_first),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
