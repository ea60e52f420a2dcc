#include "network_fixture.h"

#include "network/arc_times.h"
#include "network/component.h"
#include "network/tag_effect.h"

/* A network of one link from west to east with these tags. */
static circlet_network *one_link(double length_m, const circlet_tag *tags,
                                 size_t tag_count)
{
    circlet_point east = {TOWN_LON + 0.001, TOWN_LAT};
    circlet_point west = {TOWN_LON, TOWN_LAT};
    circlet_link_record link = {0};
    circlet_network_builder *builder = NULL;
    circlet_network *network = NULL;

    link.length_m = length_m;
    link.tags = tags;
    link.tag_count = tag_count;
    assert_ok(circlet_network_builder_new(&builder, error));
    assert_ok(circlet_network_builder_add_node(builder, west, NULL, 0,
                                               &link.from, error));
    assert_ok(circlet_network_builder_add_node(builder, east, NULL, 0,
                                               &link.to, error));
    assert_ok(circlet_network_builder_add_link(builder, &link, error));
    assert_ok(circlet_network_builder_finish(&network, builder, error));
    circlet_network_builder_free(builder);
    return network;
}

/* What a mode makes of one link. */
static void time_link(uint32_t *forward_ms, uint32_t *backward_ms,
                      const circlet_travel_mode *mode, double length_m,
                      const circlet_tag *tags, size_t tag_count)
{
    circlet_network *network = one_link(length_m, tags, tag_count);
    circlet_arc_times *times = NULL;

    assert_ok(circlet_arc_times_compute(&times, network, mode,
                                        CIRCLET_BOUND_NOMINAL, error));
    *forward_ms = times->forward_ms[0];
    *backward_ms = times->backward_ms[0];
    circlet_arc_times_free(times);
    circlet_network_free(network);
}

static uint32_t forward_time(const circlet_travel_mode *mode, double length_m,
                             const circlet_tag *tags, size_t tag_count)
{
    uint32_t forward_ms, backward_ms;

    time_link(&forward_ms, &backward_ms, mode, length_m, tags, tag_count);
    return forward_ms;
}

static void a_link_takes_length_over_speed_times_factors(void **state)
{
    static const circlet_tag tags[] = {{"highway", "footway"},
                                       {"surface", "gravel"},
                                       {"conveying", "elevator"}};
    circlet_travel_mode mode = fixture_mode();

    (void)state;
    assert_int_equal(forward_time(&mode, 100, tags, 1), 80000);
    assert_int_equal(forward_time(&mode, 100, tags, 2), 120000);
    assert_int_equal(forward_time(&mode, 100, tags, 3), 127000);
    assert_int_equal(forward_time(&mode, 100, NULL, 0), CI_CLOSED);
}

static void times_round_half_away_from_zero(void **state)
{
    static const circlet_tag tags[] = {{"highway", "footway"}};
    circlet_travel_mode mode = fixture_mode();

    (void)state;
    mode.speed_mps = 1;
    assert_int_equal(forward_time(&mode, 0.0625, tags, 1), 63); /* 62.5 */
    assert_int_equal(forward_time(&mode, 0.062, tags, 1), 62);
    assert_int_equal(forward_time(&mode, 0.0004, tags, 1), 0);
}

static void no_length_takes_no_time_but_the_delay(void **state)
{
    static const circlet_tag tags[] = {{"highway", "footway"},
                                       {"conveying", "elevator"}};
    circlet_travel_mode mode = fixture_mode();

    (void)state;
    assert_int_equal(forward_time(&mode, 0, tags, 1), 0);
    assert_int_equal(forward_time(&mode, 0, tags, 2), 7000);
}

static void times_stop_at_the_longest(void **state)
{
    static const circlet_tag tags[] = {{"highway", "footway"},
                                       {"conveying", "elevator"}};
    circlet_travel_mode mode = fixture_mode();
    double longest_m = CIRCLET_TIME_MAX * 1.25 / 1000;

    (void)state;
    assert_int_equal(forward_time(&mode, 1e300, tags, 1), CIRCLET_TIME_MAX);
    assert_int_equal(forward_time(&mode, 1e300, tags, 2), CIRCLET_TIME_MAX);
    assert_int_equal(forward_time(&mode, longest_m, tags, 1),
                     CIRCLET_TIME_MAX);
    assert_int_equal(forward_time(&mode, longest_m - 8, tags, 2),
                     CIRCLET_TIME_MAX);
    assert_int_equal(forward_time(&mode, longest_m - 1250, tags, 1),
                     CIRCLET_TIME_MAX - 1000000);
    mode.speed_mps = 1e-300;
    assert_int_equal(forward_time(&mode, 1e300, tags, 1), CIRCLET_TIME_MAX);
}

/* The rules of a car: speed 10, then by class, then by the sign. */
static void the_last_speed_that_matches_decides(void **state)
{
    static const char *const slow[] = {"service"};
    static const ci_tag_test tests[] = {
        {"highway", CI_TAG_IS_PRESENT, NULL, 0, 0},
        {"highway", CI_TAG_IS_ONE_OF, slow, 1, 0},
        {"maxspeed", CI_TAG_IS_PRESENT, NULL, 0, 0}};
    static const ci_tag_rule rules[] = {
        {&tests[0], 1, CI_EFFECT_PASS, 1, .toward = CI_TOWARD_BOTH},
        {&tests[1], 1, CI_EFFECT_SPEED, 5, .toward = CI_TOWARD_BOTH},
        {&tests[2], 1, CI_EFFECT_SPEED_FROM_TAG, 0.5, "maxspeed",
         .toward = CI_TOWARD_BOTH}};
    static const circlet_tag road[] = {{"highway", "primary"}};
    static const circlet_tag service[] = {{"highway", "service"},
                                          {"maxspeed", "signals"}};
    static const circlet_tag signed_road[] = {{"highway", "service"},
                                              {"maxspeed", "18"}};
    circlet_travel_mode mode = fixture_mode();

    (void)state;
    mode.speed_mps = 10;
    mode.link_rules = rules;
    mode.link_rule_count = 3;
    assert_int_equal(forward_time(&mode, 100, road, 1), 10000);
    assert_int_equal(forward_time(&mode, 100, service, 2), 20000);
    assert_int_equal(forward_time(&mode, 100, signed_road, 2), 40000);
}

static void oneway_tags_bind_those_who_obey_them(void **state)
{
    static const struct {
        const char *highway, *oneway, *junction;
        bool forward, backward;
    } cases[] = {
        {"service", NULL, NULL, true, true},
        {"service", "yes", NULL, true, false},
        {"service", "1", NULL, true, false},
        {"service", "true", NULL, true, false},
        {"service", "-1", NULL, false, true},
        {"service", "reverse", NULL, false, true},
        {"service", "no", NULL, true, true},
        {"service", "reversible", NULL, true, true},
        {"service", NULL, "roundabout", true, false},
        {"service", NULL, "circular", true, false},
        {"service", "no", "roundabout", true, true},
        {"service", "-1", "roundabout", false, true},
        {"service", "yes", "roundabout", true, false},
        {"service", NULL, "yes", true, true},
        {"motorway", NULL, NULL, true, false},
        {"motorway", "yes", NULL, true, false},
        {"motorway", "no", NULL, true, true},
        {"motorway", "-1", NULL, false, true},
        {"motorway", "reversible", NULL, true, true},
        {"motorway", NULL, "roundabout", true, false},
        {"motorway_link", NULL, NULL, true, true},
        {"trunk", NULL, NULL, true, true},
    };
    circlet_travel_mode mode = fixture_mode();

    (void)state;
    mode.link_rule_count = 1; /* all streets are open */
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        circlet_tag tags[3] = {{"highway", cases[i].highway}};
        size_t count = 1;
        uint32_t forward_ms, backward_ms;

        if (cases[i].oneway)
            town_tag(tags, &count, "oneway", cases[i].oneway);
        if (cases[i].junction)
            town_tag(tags, &count, "junction", cases[i].junction);
        mode.obeys_oneway = true;
        time_link(&forward_ms, &backward_ms, &mode, 100, tags, count);
        if (forward_ms != (cases[i].forward ? 80000 : CI_CLOSED) ||
            backward_ms != (cases[i].backward ? 80000 : CI_CLOSED))
            fail_msg("case %zu", i);
        mode.obeys_oneway = false;
        time_link(&forward_ms, &backward_ms, &mode, 100, tags, count);
        assert_int_equal(forward_ms, 80000);
        assert_int_equal(backward_ms, 80000);
    }
}

/* Times beside the adjacency, in both directions, on random towns. */
static void arcs_have_the_times_of_their_links(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 100; seed++) {
        uint64_t random = seed;
        random_town town;
        circlet_network *network;
        circlet_arc_times *times = NULL;
        circlet_travel_mode mode = fixture_mode();
        size_t open_count = 0;

        town_make(&town, &random, 300);
        network = town_build(&town, &random);
        assert_ok(circlet_arc_times_compute(&times, network, &mode,
                                            CIRCLET_BOUND_NOMINAL, error));
        for (size_t k = 0; k < 2 * network->link_count; k++) {
            ci_adjacent adjacent = network->adjacent[k];
            const town_link *link =
                &town.links[town_link_of(network, adjacent.link)];
            uint32_t forward_ms = town_forward_ms(link);
            uint32_t backward_ms = town_backward_ms(link);

            assert_int_equal(times->leave_ms[k],
                             adjacent.is_backward ? backward_ms : forward_ms);
            assert_int_equal(times->arrive_ms[k],
                             adjacent.is_backward ? forward_ms : backward_ms);
            assert_int_equal(times->is_snap_barrier[adjacent.link],
                             link->is_motorway || link->is_rail);
            open_count += times->leave_ms[k] != CI_CLOSED;
        }
        assert_int_equal(circlet_arc_times_open_count(times), open_count);
        circlet_arc_times_free(times);
        circlet_network_free(network);
    }
}

/* A row of six nodes; a wall at the third. */
static void a_closed_node_divides_components(void **state)
{
    random_town town = {0};
    uint64_t random = 1;
    circlet_network *network;
    circlet_arc_times *times = NULL;
    circlet_travel_mode mode = fixture_mode();
    uint32_t sizes[4] = {0};

    (void)state;
    town.node_count = 6;
    town.link_count = 5;
    for (uint32_t i = 0; i < 6; i++)
        town.nodes[i].at.lon = i;
    town.nodes[2].is_wall = true;
    for (uint32_t i = 0; i < 5; i++)
        town.links[i] = (town_link){.from = i, .to = i + 1, .length_m = 9};
    town.links[0].oneway = -1;
    network = town_build(&town, &random);
    assert_ok(circlet_arc_times_compute(&times, network, &mode,
                                        CIRCLET_BOUND_NOMINAL, error));

    assert_int_equal(times->component_count, 3);
    for (uint32_t i = 0; i < 3; i++)
        sizes[times->component_size[i]]++;
    assert_true(sizes[1] == 1 && sizes[2] == 1 && sizes[3] == 1);
    for (uint32_t i = 0; i < 5; i++) {
        uint32_t size = times->component_size[ci_link_component(times, i)];

        assert_int_equal(size, town_link_of(network, i) < 2 ? 2 : 3);
    }
    circlet_arc_times_free(times);
    circlet_network_free(network);
}

/* Streets with the same tags and heights of their own, some without. */
static void slopes_are_those_of_each_link(void **state)
{
    static const ci_slope_point points[] = {{-10, 1.3}, {0, 1}, {10, 2}};
    static const ci_unknown incline = {.key = "incline", .from = 0, .to = 6};
    static const circlet_tag tags[] = {{"highway", "footway"}};
    circlet_travel_mode mode = fixture_mode();
    uint64_t random = 7;
    circlet_network_builder *builder = NULL;
    circlet_network *network = NULL;
    circlet_node node;

    (void)state;
    mode.slope.form = CI_SLOPE_PIECES;
    mode.slope.points = points;
    mode.slope.point_count = 3;
    mode.slope.limit_up_pct = 9;
    mode.slope.error_pct = 1;
    mode.link_unknowns = &incline;
    mode.link_unknown_count = 1;
    assert_ok(circlet_network_builder_new(&builder, error));
    for (int i = 0; i < 2; i++)
        assert_ok(circlet_network_builder_add_node(
            builder, (circlet_point){TOWN_LON + i * 0.001, TOWN_LAT}, NULL, 0,
            &node, error));
    for (int i = 0; i < 60; i++) {
        float heights_m[3] = {0};
        circlet_link_record link = {.from = 0, .to = 1, .length_m = 40};

        for (size_t k = 0; k < 3; k++)
            heights_m[k] = (float)unit_random_below(&random, 16) / 8;
        link.tags = tags;
        link.tag_count = 1;
        link.heights_m = heights_m;
        link.height_count = one_in(&random, 4) ? 0 : 3;
        assert_ok(circlet_network_builder_add_link(builder, &link, error));
    }
    assert_ok(circlet_network_builder_finish(&network, builder, error));
    for (int bound = 0; bound < CIRCLET_BOUND_COUNT; bound++) {
        circlet_arc_times *times = NULL;

        assert_ok(circlet_arc_times_compute(&times, network, &mode,
                                            (circlet_bound)bound, error));
        for (uint32_t i = 0; i < network->link_count; i++) {
            assert_int_equal(times->forward_ms[i],
                             ci_link_time_ms(network, &mode, i, false,
                                             (circlet_bound)bound));
            assert_int_equal(times->backward_ms[i],
                             ci_link_time_ms(network, &mode, i, true,
                                             (circlet_bound)bound));
        }
        circlet_arc_times_free(times);
    }
    circlet_network_builder_free(builder);
    circlet_network_free(network);
}

/* The times share the mode, so that it may be freed before them. */
static void times_keep_their_mode_and_its_boarding(void **state)
{
    circlet_network *network = one_link(1, NULL, 0);
    circlet_travel_mode *mode = ci_travel_mode_new();
    circlet_arc_times *times = NULL;

    (void)state;
    mode->name = ci_arena_copy(&mode->arena, "drive");
    mode->speed_mps = mode->off_road_mps = 1;
    mode->boarding_s = 180.5;
    assert_ok(circlet_arc_times_compute(&times, network, mode,
                                        CIRCLET_BOUND_MAX, error));
    circlet_travel_mode_free(mode);
    assert_string_equal(circlet_travel_mode_name(times->mode), "drive");
    assert_int_equal(times->boarding_ms, 180500);
    assert_int_equal(times->bound, CIRCLET_BOUND_MAX);
    circlet_arc_times_free(times);
    circlet_network_free(network);
}

static void a_mode_with_a_fault_is_refused(void **state)
{
    circlet_network *network = one_link(1, NULL, 0);
    circlet_travel_mode mode = fixture_mode();
    circlet_arc_times *times = NULL;

    (void)state;
    mode.off_road_mps = 0;
    assert_fails(circlet_arc_times_compute(&times, network, &mode,
                                           CIRCLET_BOUND_NOMINAL, error),
                 CIRCLET_E_ARGUMENT, "speed of travel mode 'walk'");
    mode = fixture_mode();
    mode.name = NULL;
    assert_fails(circlet_arc_times_compute(&times, network, &mode,
                                           CIRCLET_BOUND_NOMINAL, error),
                 CIRCLET_E_ARGUMENT, "no name");
    mode = fixture_mode();
    mode.node_rules = fixture_link_rules;
    mode.node_rule_count = 4;
    assert_fails(circlet_arc_times_compute(&times, network, &mode,
                                           CIRCLET_BOUND_NOMINAL, error),
                 CIRCLET_E_ARGUMENT, "node rule 3 of travel mode 'walk'");
    mode = fixture_mode();
    mode.boarding_s = -1;
    assert_fails(circlet_arc_times_compute(&times, network, &mode,
                                           CIRCLET_BOUND_NOMINAL, error),
                 CIRCLET_E_ARGUMENT, "boarding time of travel mode 'walk'");
    mode = fixture_mode();
    mode.link_rule_count = 513;
    assert_fails(circlet_arc_times_compute(&times, network, &mode,
                                           CIRCLET_BOUND_NOMINAL, error),
                 CIRCLET_E_ARGUMENT, "more than 512 rules");
    mode = fixture_mode();
    mode.link_unknown_count = 30;
    mode.node_unknown_count = 31;
    assert_fails(circlet_arc_times_compute(&times, network, &mode,
                                           CIRCLET_BOUND_NOMINAL, error),
                 CIRCLET_E_ARGUMENT, "more than 60 unknowns");
    mode = fixture_mode();
    assert_fails(circlet_arc_times_compute(&times, network, &mode,
                                           (circlet_bound)7, error),
                 CIRCLET_E_ARGUMENT, "no such bound: 7");
    assert_null(times);
    circlet_network_free(network);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_link_takes_length_over_speed_times_factors),
        cmocka_unit_test(times_round_half_away_from_zero),
        cmocka_unit_test(no_length_takes_no_time_but_the_delay),
        cmocka_unit_test(times_stop_at_the_longest),
        cmocka_unit_test(the_last_speed_that_matches_decides),
        cmocka_unit_test(oneway_tags_bind_those_who_obey_them),
        cmocka_unit_test(arcs_have_the_times_of_their_links),
        cmocka_unit_test(a_closed_node_divides_components),
        cmocka_unit_test(slopes_are_those_of_each_link),
        cmocka_unit_test(times_keep_their_mode_and_its_boarding),
        cmocka_unit_test(a_mode_with_a_fault_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
