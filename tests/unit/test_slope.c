#include "network_fixture.h"

#include "network/arc_times.h"
#include "network/slope.h"
#include "network/tag_effect.h"

/* In units of 1.25 m/s: 100 m take 80 s on the flat. */
static const ci_slope_point hill_points[] = {
    {-10, 1.2}, {0, 1}, {5, 1.5}, {10, 3}};

static const ci_tag_test steps_test[] = {
    {"highway", CI_TAG_IS_PRESENT, NULL, 0, 0},
    {"ramp", CI_TAG_IS_PRESENT, NULL, 0, 0}};
static const ci_unknown incline_unknown = {
    .key = "incline", .from = -6, .to = 8};

static circlet_travel_mode hill_mode(void)
{
    circlet_travel_mode mode = fixture_mode();

    mode.obeys_oneway = false;
    mode.slope.form = CI_SLOPE_PIECES;
    mode.slope.points = hill_points;
    mode.slope.point_count = 4;
    return mode;
}

static circlet_network *hill(double length_m, const float *heights_m,
                             size_t height_count, const char *key,
                             const char *value)
{
    circlet_tag tags[] = {{"highway", "footway"}, {key, value}};
    circlet_link_record link = {0};
    circlet_network_builder *builder = NULL;
    circlet_network *network = NULL;

    link.length_m = length_m;
    link.tags = tags;
    link.tag_count = key ? 2 : 1;
    link.heights_m = heights_m;
    link.height_count = height_count;
    assert_ok(circlet_network_builder_new(&builder, error));
    assert_ok(circlet_network_builder_add_node(
        builder, (circlet_point){TOWN_LON, TOWN_LAT}, NULL, 0, &link.from,
        error));
    assert_ok(circlet_network_builder_add_node(
        builder, (circlet_point){TOWN_LON, TOWN_LAT + 0.001}, NULL, 0,
        &link.to, error));
    assert_ok(circlet_network_builder_add_link(builder, &link, error));
    assert_ok(circlet_network_builder_finish(&network, builder, error));
    circlet_network_builder_free(builder);
    return network;
}

/* The slope of one link. */
static ci_slope_effect effect_on(const circlet_travel_mode *mode,
                                 const circlet_network *network,
                                 bool is_backward)
{

    return ci_slope_of_link(network, mode, 0, is_backward);
}

static uint32_t hill_ms(const circlet_travel_mode *mode,
                        const circlet_network *network, bool is_backward,
                        circlet_bound bound)
{
    return ci_link_time_ms(network, mode, 0, is_backward, bound);
}

static void near(double value, double want)
{
    if (!(fabs(value - want) < 1e-9))
        fail_msg("%.12g is not %.12g", value, want);
}

/* 0, 4, 4, 9, 6.5 m at every 50 m: +8 %, 0, +10 %, -5 %. */
static void a_hill_takes_the_time_worked_out_by_hand(void **state)
{
    static const float heights_m[] = {100, 104, 104, 109, 106.5F};
    circlet_travel_mode mode = hill_mode();
    circlet_network *network = hill(200, heights_m, 5, NULL, NULL);

    (void)state;
    /* up: 1.5 + 1.5 x 3/5 = 2.4, 1, 3, 1.1: 7.5 / 4 x 160 s */
    assert_int_equal(hill_ms(&mode, network, false, CIRCLET_BOUND_NOMINAL),
                     300000);
    /* back: 5 % 1.5, -10 % 1.2, 1, -8 % 1.16: 4.86 / 4 x 160 s */
    assert_int_equal(hill_ms(&mode, network, true, CIRCLET_BOUND_NOMINAL),
                     194400);
    near(effect_on(&mode, network, false).steepest_pct, 10);
    near(effect_on(&mode, network, true).steepest_pct, -10);
    circlet_network_free(network);
}

static void tobler_has_the_published_values(void **state)
{
    ci_slope slope = {.form = CI_SLOPE_TOBLER};

    (void)state;
    near(ci_slope_factor(&slope, 0), 1);
    near(round(100 * ci_slope_factor(&slope, 5)), 119);
    near(round(100 * ci_slope_factor(&slope, 10)), 142);
    near(round(100 * ci_slope_factor(&slope, -5)), 84);
    near(ci_slope_factor(&slope, -10), 1);
}

static void a_limit_closes_what_is_steeper_and_not_what_is_as_steep(
    void **state)
{
    static const struct {
        float rise_m; /* on 10 m */
        bool is_open[2];
    } cases[] = {{0.6F, {true, true}},   {0.61F, {false, true}},
                 {-0.6F, {true, true}},  {-0.8F, {true, false}},
                 {0.8F, {false, true}},  {0.801F, {false, false}},
                 {-0.61F, {true, false}}};
    circlet_travel_mode mode = hill_mode();

    (void)state;
    mode.slope.limit_up_pct = 6;
    mode.slope.limit_down_pct = 8;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        float heights_m[3] = {312.3F, 312.3F, 312.3F + cases[i].rise_m};
        circlet_network *network = hill(20, heights_m, 3, NULL, NULL);

        for (int way = 0; way < 2; way++)
            if ((hill_ms(&mode, network, way == 1, CIRCLET_BOUND_NOMINAL) !=
                 CI_CLOSED) != cases[i].is_open[way])
                fail_msg("case %zu, way %d", i, way);
        circlet_network_free(network);
    }
}

static void heights_are_right_to_their_error(void **state)
{
    static const float heights_m[] = {0, 5};
    circlet_travel_mode mode = hill_mode();
    circlet_network *network = hill(100, heights_m, 2, NULL, NULL);
    ci_slope_effect effect;

    (void)state;
    mode.slope.error_pct = 3;
    mode.slope.limit_up_pct = 6;
    effect = effect_on(&mode, network, false); /* 2 to 8 % */
    near(effect.factors.low, 1.2);
    near(effect.factor, 1.5);
    near(effect.factors.high, 2.4);
    assert_true(effect.may_pass && effect.passes && !effect.must_pass);
    assert_false(effect.is_missing);
    assert_int_equal(hill_ms(&mode, network, false, CIRCLET_BOUND_MIN), 96000);
    assert_int_equal(hill_ms(&mode, network, false, CIRCLET_BOUND_NOMINAL),
                     120000);
    assert_int_equal(hill_ms(&mode, network, false, CIRCLET_BOUND_MAX),
                     CI_CLOSED);
    mode.slope.limit_up_pct = 8;
    assert_int_equal(hill_ms(&mode, network, false, CIRCLET_BOUND_MAX),
                     192000);
    mode.slope.limit_up_pct = 1.9;
    assert_false(effect_on(&mode, network, false).may_pass);
    circlet_network_free(network);
}

/* Which unknowns decide the time of a street of 100 m that rises by 2 m. */
static ci_unknown_mask deciding(const circlet_travel_mode *mode,
                                size_t height_count, const char *incline,
                                ci_unknown_mask *asked)
{
    static const float heights_m[] = {0, 2};
    circlet_network *network = hill(100, heights_m, height_count,
                                    incline ? "incline" : NULL, incline);
    ci_unknown_mask missing = 0;

    ci_link_unknowns(network, mode, 0, asked, &missing);
    circlet_network_free(network);
    return missing;
}

static void slopes_known_from_heights_alone_are_a_doubt_of_their_own(
    void **state)
{
    circlet_travel_mode mode = hill_mode();
    ci_unknown_mask asked = 0;

    (void)state;
    mode.link_unknowns = &incline_unknown;
    mode.link_unknown_count = 1;
    mode.slope.error_pct = 3;
    assert_true(deciding(&mode, 0, NULL, &asked) == 1 && asked == 1);
    assert_true(deciding(&mode, 2, NULL, &asked) == CI_UNKNOWN_BY_HEIGHTS);
    assert_true(asked == (1 | CI_UNKNOWN_BY_HEIGHTS));
    assert_true(deciding(&mode, 2, "2 %", &asked) == 0);
    assert_true(asked == (1 | CI_UNKNOWN_BY_HEIGHTS));
    mode.slope.error_pct = 0;
    assert_true(deciding(&mode, 2, NULL, &asked) == 0);
    mode.slope.error_pct = 3;
    mode.link_unknown_count = 0;
    assert_true(deciding(&mode, 2, NULL, &asked) == CI_UNKNOWN_BY_HEIGHTS);
    mode.slope.except = steps_test;
    mode.slope.except_count = 1;
    assert_true(deciding(&mode, 2, NULL, &asked) == 0 && asked == 0);
}

/* What a grid hides is in doubt, but no more than without heights. */
static void short_ramps_hide_in_coarse_grids(void **state)
{
    static const float heights_m[] = {0, 2};
    circlet_travel_mode mode = hill_mode();
    circlet_network *network = hill(100, heights_m, 2, NULL, NULL);

    (void)state;
    mode.link_unknowns = &incline_unknown; /* up to 8 % */
    mode.link_unknown_count = 1;
    mode.slope.error_pct = 1;
    mode.slope.limit_up_pct = 6;
    assert_true(effect_on(&mode, network, false).must_pass);
    network->links[0].height_cell_m = 1;
    assert_true(effect_on(&mode, network, false).must_pass);
    network->links[0].height_cell_m = 30;
    assert_false(effect_on(&mode, network, false).must_pass);
    assert_true(effect_on(&mode, network, false).passes);
    mode.slope.limit_up_pct = 8;
    assert_true(effect_on(&mode, network, false).must_pass);
    circlet_network_free(network);
}

static void a_tag_wins_over_heights_and_turns_with_the_direction(void **state)
{
    static const float heights_m[] = {0, 5};
    circlet_travel_mode mode = hill_mode();
    circlet_network *network = hill(100, heights_m, 2, "incline", "-10 %");
    ci_slope_effect down = effect_on(&mode, network, false);
    ci_slope_effect up = effect_on(&mode, network, true);

    (void)state;
    near(down.factor, 1.2);
    near(up.factor, 3);
    near(down.steepest_pct, -10);
    near(up.factors.low, 3);
    near(up.factors.high, 3);
    circlet_network_free(network);
}

static void words_without_a_number_say_the_sign(void **state)
{
    static const float heights_m[] = {0, 5};
    circlet_travel_mode mode = hill_mode();
    circlet_network *network = hill(100, NULL, 0, "incline", "up");
    ci_slope_effect effect;

    (void)state;
    near(effect_on(&mode, network, false).factors.high, 1);
    mode.link_unknowns = &incline_unknown; /* up to 8 %, either way */
    mode.link_unknown_count = 1;
    effect = effect_on(&mode, network, false);
    assert_true(effect.is_missing);
    near(effect.factor, 1);
    near(effect.factors.low, 1);
    near(effect.factors.high, 2.4);
    effect = effect_on(&mode, network, true); /* 0 to -8 % */
    near(effect.factors.low, 1);
    near(effect.factors.high, 1.16);
    mode.slope.limit_up_pct = 5;
    effect = effect_on(&mode, network, false);
    assert_true(effect.passes && effect.may_pass && !effect.must_pass);
    assert_true(effect_on(&mode, network, true).must_pass);
    circlet_network_free(network);

    network = hill(100, NULL, 0, "incline", "down");
    near(effect_on(&mode, network, false).factors.high, 1.16);
    near(effect_on(&mode, network, true).factors.high, 2.4);
    circlet_network_free(network);

    network = hill(100, NULL, 0, NULL, NULL);
    near(effect_on(&mode, network, false).factors.high, 2.4);
    near(effect_on(&mode, network, true).factors.high, 2.4);
    circlet_network_free(network);

    network = hill(100, heights_m, 2, "incline", "up");
    near(effect_on(&mode, network, false).factor, 1.5);
    assert_false(effect_on(&mode, network, false).is_missing);
    circlet_network_free(network);
}

static void slope_does_not_count_where_it_is_excepted(void **state)
{
    static const float heights_m[] = {0, 50};
    circlet_travel_mode mode = hill_mode();
    circlet_network *network = hill(100, heights_m, 2, "ramp", "yes");

    (void)state;
    mode.slope.limit_up_pct = 6;
    mode.slope.error_pct = 3;
    assert_false(effect_on(&mode, network, false).may_pass);
    mode.slope.except = steps_test;
    mode.slope.except_count = 2;
    for (int bound = 0; bound < CIRCLET_BOUND_COUNT; bound++)
        assert_int_equal(hill_ms(&mode, network, false, (circlet_bound)bound),
                         80000);
    circlet_network_free(network);
    network = hill(100, heights_m, 2, NULL, NULL);
    assert_false(effect_on(&mode, network, false).may_pass);
    circlet_network_free(network);
}

static void no_length_has_no_slope(void **state)
{
    static const float heights_m[] = {0, 50};
    circlet_travel_mode mode = hill_mode();
    circlet_network *network = hill(0, heights_m, 2, NULL, NULL);

    (void)state;
    mode.slope.limit_up_pct = 6;
    assert_int_equal(hill_ms(&mode, network, false, CIRCLET_BOUND_MAX), 0);
    circlet_network_free(network);
}

/* The least and greatest factor of a range by trying 4,001 slopes. */
static void factors_of_a_range_are_those_of_a_dense_sample(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 400; seed++) {
        uint64_t random = seed;
        ci_slope_point points[6];
        ci_slope slope = {.points = points};
        ci_range range, factors, sample = {INFINITY, 0};

        slope.form = seed % 3 == 0 ? CI_SLOPE_TOBLER : CI_SLOPE_PIECES;
        slope.point_count = 1 + unit_random_below(&random, 6);
        for (size_t i = 0; i < slope.point_count; i++) {
            points[i].slope_pct = (i > 0 ? points[i - 1].slope_pct : -16) + 1 +
                                  unit_random_below(&random, 8);
            points[i].factor = (1 + unit_random_below(&random, 40)) / 10.0;
        }
        range.low = (double)unit_random_below(&random, 40) - 20;
        range.high = range.low + unit_random_below(&random, 20);
        factors = ci_slope_factors(&slope, range);
        for (int i = 0; i <= 4000; i++) {
            double at = range.low + (range.high - range.low) * i / 4000;
            double factor = ci_slope_factor(&slope, at);

            sample.low = fmin(sample.low, factor);
            sample.high = fmax(sample.high, factor);
        }
        /* Within a step of the sample of 0.005 per cent. */
        if (!(factors.low <= sample.low + 1e-12 &&
              factors.high >= sample.high - 1e-12 &&
              factors.low > sample.low - 0.03 &&
              factors.high < sample.high + 0.03))
            fail_msg("seed %d", (int)seed);
    }
}

/* Random profiles: the truth, with heights off by less than the error, lies
 * within the bounds. */
static void true_slopes_lie_within_the_bounds(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        uint64_t random = seed;
        size_t count = 2 + unit_random_below(&random, 5);
        double length_m = 10 * (double)(count - 1); /* pieces of 10 m */
        circlet_travel_mode mode = hill_mode();
        float known_m[6], true_m[6];
        circlet_network *known, *truth;
        double off_m = 0;

        mode.slope.limit_up_pct = 8;
        mode.slope.limit_down_pct = 9;
        for (size_t i = 0; i < count; i++) {
            known_m[i] = (float)unit_random_below(&random, 16) / 8;
            off_m += (unit_random_below(&random, 5) - 2.0) / 16; /* 1.25 % */
            true_m[i] = known_m[i] + (float)off_m;
        }
        known = hill(length_m, known_m, count, NULL, NULL);
        truth = hill(length_m, true_m, count, NULL, NULL);
        for (int way = 0; way < 2; way++) {
            uint32_t ms =
                hill_ms(&mode, truth, way == 1, CIRCLET_BOUND_NOMINAL);

            mode.slope.error_pct = 1.25;
            if (hill_ms(&mode, known, way == 1, CIRCLET_BOUND_MIN) > ms ||
                hill_ms(&mode, known, way == 1, CIRCLET_BOUND_MAX) < ms)
                fail_msg("seed %d", (int)seed);
        }
        circlet_network_free(known);
        circlet_network_free(truth);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hill_takes_the_time_worked_out_by_hand),
        cmocka_unit_test(tobler_has_the_published_values),
        cmocka_unit_test(
            a_limit_closes_what_is_steeper_and_not_what_is_as_steep),
        cmocka_unit_test(heights_are_right_to_their_error),
        cmocka_unit_test(
            slopes_known_from_heights_alone_are_a_doubt_of_their_own),
        cmocka_unit_test(short_ramps_hide_in_coarse_grids),
        cmocka_unit_test(a_tag_wins_over_heights_and_turns_with_the_direction),
        cmocka_unit_test(words_without_a_number_say_the_sign),
        cmocka_unit_test(slope_does_not_count_where_it_is_excepted),
        cmocka_unit_test(no_length_has_no_slope),
        cmocka_unit_test(factors_of_a_range_are_those_of_a_dense_sample),
        cmocka_unit_test(true_slopes_lie_within_the_bounds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
