/* Ways against the matrix, and whether their steps hang together. */
#include "town_world.h"

typedef struct path_tally {
    size_t found, not_found, straight, nodes, backward, doubted;
} path_tally;

static bool is_near(circlet_point a, circlet_point b)
{
    return fabs(a.lon - b.lon) < 1e-9 && fabs(a.lat - b.lat) < 1e-9;
}

static void check_causes(const circlet_step *step, circlet_bound bound,
                         uint64_t seed, path_tally *tally)
{
    double sum_s = 0;

    for (size_t i = 0; i < step->cause_count; i++) {
        bool is_rest = strcmp(step->causes[i].effect, "bound") == 0;

        sum_s += step->causes[i].seconds;
        tally->doubted += is_rest;
        assert_false(is_rest && bound == CIRCLET_BOUND_NOMINAL);
    }
    if (fabs(sum_s - step->time_ms / 1000.0) > 1e-6)
        fail_msg("seed %llu: causes of %f s, not %u ms",
                 (unsigned long long)seed, sum_s, step->time_ms);
}

/* The tags of a step's link or node are those of the town. */
static void check_tags(const tied_world *world, const circlet_step *step)
{
    const town_link *link;

    if (step->kind != CIRCLET_STEP_LINK)
        return;
    link = &world->truth.links[town_link_of(world->network, step->position)];
    assert_true((step->is_backward ? town_backward_ms(link)
                                   : town_forward_ms(link)) != TOWN_CLOSED);
    assert_true(step->length_m <= link->length_m * (1 + 1e-9));
}

static void check_steps(const tied_world *world, const circlet_path *path,
                        circlet_point from, circlet_point to, uint64_t seed,
                        path_tally *tally)
{
    uint64_t sum_ms = 0;
    double length_m = 0;
    circlet_point at = from;

    for (size_t i = 0; i < circlet_path_step_count(path); i++) {
        const circlet_step *step = circlet_path_step(path, i);

        sum_ms += step->time_ms;
        length_m += step->length_m;
        assert_true(step->point_count > 0);
        if (i > 0 || step->kind == CIRCLET_STEP_OFF_ROAD)
            assert_true(is_near(step->points[0], at));
        at = step->points[step->point_count - 1];
        tally->nodes += step->kind == CIRCLET_STEP_NODE;
        tally->backward += step->is_backward;
        check_causes(step, world->bound, seed, tally);
        check_tags(world, step);
    }
    if (circlet_path_step_count(path) > 0 &&
        circlet_path_step(path, circlet_path_step_count(path) - 1)->kind ==
            CIRCLET_STEP_OFF_ROAD)
        assert_true(is_near(at, to));
    assert_int_equal(sum_ms, circlet_path_time_ms(path));
    assert_true(fabs(length_m - circlet_path_length_m(path)) < 1e-6);
}

static uint32_t pair_ms(const tied_world *world, circlet_point from,
                        circlet_point to, uint32_t cutoff_ms)
{
    circlet_travel travel = circlet_router_travel(world->router);
    circlet_travel_query query = query_of(world, cutoff_ms);
    circlet_od_matrix *matrix = NULL;
    const circlet_od_entry *row;
    uint32_t ms;
    size_t count;

    query.origins = &from;
    query.destinations = &to;
    query.origin_count = query.destination_count = 1;
    assert_ok(travel.find_within(&matrix, &query, travel.user, error));
    row = circlet_od_matrix_row(matrix, 0, &count);
    ms = count > 0 ? row[0].time_ms : CIRCLET_UNREACHED;
    circlet_od_matrix_free(matrix);
    return ms;
}

static void compare_path(const tied_world *world, circlet_point from,
                         circlet_point to, uint64_t seed, path_tally *tally)
{
    uint32_t cutoff_ms = seed % 3 == 0 ? 300000 : CIRCLET_CUTOFF_MAX;
    uint32_t want_ms = pair_ms(world, from, to, cutoff_ms);
    circlet_path *path = NULL;
    circlet_status status = circlet_router_find_path(
        &path, world->router, "walk", world->bound, from, to, cutoff_ms, NULL);

    if (want_ms == CIRCLET_UNREACHED) {
        assert_int_equal(status, CIRCLET_E_NOT_FOUND);
        assert_null(path);
        tally->not_found++;
        return;
    }
    assert_int_equal(status, CIRCLET_OK);
    if (circlet_path_time_ms(path) != want_ms)
        fail_msg("seed %llu: %u ms, not %u", (unsigned long long)seed,
                 circlet_path_time_ms(path), want_ms);
    check_steps(world, path, from, to, seed, tally);
    tally->found++;
    tally->straight +=
        circlet_path_step_count(path) == 1 &&
        circlet_path_step(path, 0)->kind == CIRCLET_STEP_OFF_ROAD;
    circlet_path_free(path);
}

static void a_path_takes_the_time_of_the_matrix(void **state)
{
    path_tally tally = {0};

    (void)state;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        uint64_t random = seed;
        static tied_world world;

        make_world(&world, &random);
        for (int bound = 0; bound < CIRCLET_BOUND_COUNT; bound++) {
            measure_all(&world, (circlet_bound)bound);
            for (uint32_t i = 0; i < world.origin_count; i++)
                for (uint32_t d = 0; d < world.destination_count; d++)
                    compare_path(&world, world.points[i],
                                 world.points[world.origin_count + d], seed,
                                 &tally);
        }
        close_router(&world);
    }
    assert_true(tally.straight > 300 && tally.nodes > 200);
    assert_true(tally.backward > 300 && tally.doubted > 50);
}

/* ---- kerbs ------------------------------------------------------------- */

static bool is_found(const tied_world *world, circlet_bound bound,
                     circlet_point from, circlet_point to)
{
    circlet_path *path = NULL;
    circlet_status status = circlet_router_find_path(
        &path, world->router, "walk", bound, from, to, 1000000, NULL);

    assert_true(status == CIRCLET_OK || status == CIRCLET_E_NOT_FOUND);
    circlet_path_free(path);
    return status == CIRCLET_OK;
}

/* Where two roads (to the west and the east) and two paths meet: three bounds
 * of who goes along the road, turns from it into a path, and crosses it. */
static void expect_passing(bool has_kerb, bool has_doubtful_kerb,
                           const char *want)
{
    static const int ends[3][2] = {{0, 1}, {0, 2}, {2, 3}};
    static const circlet_bound bounds[] = {
        CIRCLET_BOUND_MIN, CIRCLET_BOUND_NOMINAL, CIRCLET_BOUND_MAX};
    static const double east[] = {-1, 1, 0, 0}, north[] = {0, 0, -1, 1};
    static tied_world world;
    circlet_point points[4];
    uint64_t random = 7;
    char have[12] = "";
    size_t size = 0;

    memset(&world, 0, sizeof(world));
    world.town.node_count = 5;
    world.town.link_count = 4;
    world.town.nodes[4].at = (circlet_point){TOWN_LON, TOWN_LAT};
    world.town.nodes[4].has_kerb = has_kerb;
    world.town.nodes[4].has_doubtful_kerb = has_doubtful_kerb;
    for (uint32_t i = 0; i < 4; i++) {
        double metre = 200 * TOWN_METRE;

        world.town.nodes[i].at = (circlet_point){TOWN_LON + east[i] * metre,
                                                 TOWN_LAT + north[i] * metre};
        points[i] = (circlet_point){TOWN_LON + east[i] * metre * 3 / 4,
                                    TOWN_LAT + north[i] * metre * 3 / 4};
        world.town.links[i] = (town_link){
            .from = i, .to = 4, .length_m = 200, .is_gravel = i > 1};
    }
    world.options = (circlet_snap_options)CIRCLET_SNAP_OPTIONS_INIT;
    world.options.component_nodes = 1;
    world.options.spread_m = 1;
    open_router(&world, &random);
    fixture_cross_roads(&world.mode);
    assert_ok(circlet_router_add_mode(world.router, &world.mode, error));
    for (size_t b = 0; b < 3; b++) {
        for (size_t k = 0; k < 3; k++)
            have[size++] = is_found(&world, bounds[b], points[ends[k][0]],
                                    points[ends[k][1]])
                               ? "atx"[k]
                               : '-';
        have[size++] = b < 2 ? ' ' : '\0';
    }
    close_router(&world);
    assert_string_equal(have, want);
}

static void a_kerb_stops_those_who_leave_the_road_or_come_onto_it(void **state)
{
    (void)state;
    expect_passing(false, false, "atx atx atx");
    expect_passing(true, false, "a-- a-- ---");
    expect_passing(false, true, "atx atx ---"); /* open as mapped */
    expect_passing(true, true, "atx a-- ---"); /* closed as mapped */
}

/* ---- one street -------------------------------------------------------- */

static circlet_point east_of(double metres, double north_m)
{
    circlet_point at = {TOWN_LON + metres * TOWN_METRE,
                        TOWN_LAT + north_m * TOWN_METRE};

    return at;
}

/* Two links of 100 m in a row, the second gravel, a crossing between. */
static void make_row(tied_world *world)
{
    uint64_t random = 7;

    memset(world, 0, sizeof(*world));
    world->town.node_count = 3;
    for (uint32_t i = 0; i < 3; i++)
        world->town.nodes[i].at = east_of(100.0 * i, 0);
    world->town.nodes[1].is_crossing = true;
    world->town.link_count = 2;
    for (uint32_t i = 0; i < 2; i++)
        world->town.links[i] =
            (town_link){.from = i, .to = i + 1, .length_m = 100};
    world->town.links[1].is_gravel = true;
    world->options = (circlet_snap_options)CIRCLET_SNAP_OPTIONS_INIT;
    world->options.component_nodes = 1;
    world->options.spread_m = 1;
    open_router(world, &random);
}

static void the_steps_of_a_way_say_what_it_costs(void **state)
{
    static tied_world world;
    circlet_path *path = NULL;
    const circlet_step *step;

    (void)state;
    make_row(&world);
    world.mode.boarding_s = 0;
    fixture_cross_roads(&world.mode);
    assert_ok(circlet_router_add_mode(world.router, &world.mode, error));
    assert_ok(circlet_router_find_path(&path, world.router, "walk",
                                       CIRCLET_BOUND_NOMINAL, east_of(50, 0),
                                       east_of(150, 20), 1000000, error));

    assert_int_equal(circlet_path_step_count(path), 4);
    step = circlet_path_step(path, 0);
    assert_int_equal(step->kind, CIRCLET_STEP_LINK);
    assert_int_equal(step->time_ms, 40000);
    assert_true(fabs(step->length_m - 50) < 1e-6);
    step = circlet_path_step(path, 1);
    assert_int_equal(step->kind, CIRCLET_STEP_NODE);
    assert_int_equal(step->time_ms, 2500); /* half: from a road to a path */
    assert_int_equal(step->cause_count, 1);
    assert_string_equal(step->causes[0].effect, "delay");
    assert_true(fabs(step->causes[0].seconds - 2.5) < 1e-6);
    assert_true(step->causes[0].share == 0.5);
    assert_true(step->causes[0].value == 5);
    step = circlet_path_step(path, 2);
    assert_int_equal(step->time_ms, 60000);
    assert_int_equal(step->cause_count, 2);
    assert_string_equal(step->causes[0].effect, "speed");
    assert_true(fabs(step->causes[0].seconds - 40) < 1e-6);
    assert_true(step->causes[0].share == 1);
    assert_string_equal(step->causes[1].effect, "factor");
    assert_true(fabs(step->causes[1].seconds - 20) < 1e-6);
    step = circlet_path_step(path, 3);
    assert_int_equal(step->kind, CIRCLET_STEP_OFF_ROAD);
    assert_true(is_near(step->points[1], east_of(150, 20)));
    circlet_path_free(path);
    close_router(&world);
}

static void a_path_that_is_none_says_why(void **state)
{
    static tied_world world;
    circlet_path *path = NULL;

    (void)state;
    make_row(&world);
    assert_fails(circlet_router_find_path(
                     &path, world.router, "walk", CIRCLET_BOUND_NOMINAL,
                     east_of(50, 400), east_of(150, 0), 1000000, error),
                 CIRCLET_E_NOT_FOUND,
                 "no street that can be passed in mode 'walk' lies within "
                 "100 m of 116.3005, 39.90");
    assert_fails(circlet_router_find_path(
                     &path, world.router, "walk", CIRCLET_BOUND_NOMINAL,
                     east_of(50, 0), east_of(150, 0), 1500, error),
                 CIRCLET_E_NOT_FOUND, "takes at most 1.5 s");
    assert_fails(circlet_router_find_path(
                     &path, world.router, "fly", CIRCLET_BOUND_NOMINAL,
                     east_of(50, 0), east_of(150, 0), 1500, error),
                 CIRCLET_E_NOT_FOUND, "no travel mode 'fly'");
    assert_fails(circlet_router_find_path(
                     &path, world.router, "walk", CIRCLET_BOUND_NOMINAL,
                     (circlet_point){NAN, 0}, east_of(150, 0), 1500, error),
                 CIRCLET_E_ARGUMENT, "outside the Earth's range");
    assert_null(path);
    close_router(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_path_takes_the_time_of_the_matrix),
        cmocka_unit_test(
            a_kerb_stops_those_who_leave_the_road_or_come_onto_it),
        cmocka_unit_test(the_steps_of_a_way_say_what_it_costs),
        cmocka_unit_test(a_path_that_is_none_says_why),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
