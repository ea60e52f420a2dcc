#include "unit.h"

#include <math.h>

#include "network/tag_guess.h"

static void a_test_asks_for_one_tag(void **state)
{
    static const char *const paved[] = {"asphalt", "concrete"};
    static const circlet_tag tags[] = {
        {"surface", "concrete"}, {"incline", "-9%"},
        {"width", "0.8 m"},      {"kerb", "raised"},
        {"tunnel", "no"},        {"ramp", "asphalt; concrete"},
        {"est_width", "0.8;1"}};
    static const struct {
        ci_tag_test test;
        bool want;
    } cases[] = {
        {{"surface", CI_TAG_IS_ONE_OF, paved, 2, 0}, true},
        {{"surface", CI_TAG_IS_ONE_OF, paved, 1, 0}, false},
        {{"smoothness", CI_TAG_IS_ONE_OF, paved, 2, 0}, false},
        {{"surface", CI_TAG_IS_OTHER, paved, 2, 0}, false},
        {{"surface", CI_TAG_IS_OTHER, paved, 1, 0}, true},
        {{"tunnel", CI_TAG_IS_OTHER, paved, 2, 0}, false}, /* "no" */
        {{"smoothness", CI_TAG_IS_OTHER, paved, 2, 0}, false},
        {{"surface", CI_TAG_ARE_ALL_OF, paved, 2, 0}, true},
        {{"surface", CI_TAG_ARE_ALL_OF, paved, 1, 0}, false},
        {{"smoothness", CI_TAG_ARE_ALL_OF, paved, 2, 0}, false},
        {{"ramp", CI_TAG_ARE_ALL_OF, paved, 2, 0}, true},
        {{"ramp", CI_TAG_ARE_ALL_OF, paved, 1, 0}, false},
        {{"ramp", CI_TAG_IS_ONE_OF, paved, 2, 0}, false},
        {{"surface", CI_TAG_IS_NOT, paved, 2, 0}, false},
        {{"surface", CI_TAG_IS_NOT, paved, 1, 0}, true},
        {{"tunnel", CI_TAG_IS_NOT, paved, 2, 0}, true},
        {{"smoothness", CI_TAG_IS_NOT, paved, 2, 0}, true},
        {{"est_width", CI_TAG_BELOW, NULL, 0, 1.1}, true},
        {{"est_width", CI_TAG_BELOW, NULL, 0, 0.9}, false},
        {{"kerb", CI_TAG_IS_PRESENT, NULL, 0, 0}, true},
        {{"lit", CI_TAG_IS_PRESENT, NULL, 0, 0}, false},
        {{"kerb", CI_TAG_IS_ABSENT, NULL, 0, 0}, false},
        {{"lit", CI_TAG_IS_ABSENT, NULL, 0, 0}, true},
        {{"tunnel", CI_TAG_IS_ABSENT, NULL, 0, 0}, true},
        {{"tunnel", CI_TAG_IS_PRESENT, NULL, 0, 0}, false},
        {{"incline", CI_TAG_ABOVE, NULL, 0, 8}, true},
        {{"incline", CI_TAG_ABOVE, NULL, 0, 9}, false},
        {{"incline", CI_TAG_BELOW, NULL, 0, 0}, false},
        {{"incline", CI_TAG_BELOW, NULL, 0, 9}, false},
        {{"incline", CI_TAG_BELOW, NULL, 0, 10}, true},
        {{"incline", CI_TAG_CLIMB_ABOVE, NULL, 0, -10}, true},
        {{"incline", CI_TAG_CLIMB_ABOVE, NULL, 0, 8}, false},
        {{"incline", CI_TAG_CLIMB_BELOW, NULL, 0, -8}, true},
        {{"incline", CI_TAG_CLIMB_BELOW, NULL, 0, -9}, false},
        {{"incline", CI_TAG_FALL_ABOVE, NULL, 0, 8}, true},
        {{"incline", CI_TAG_FALL_ABOVE, NULL, 0, 9}, false},
        {{"incline", CI_TAG_FALL_BELOW, NULL, 0, 10}, true},
        {{"incline", CI_TAG_FALL_BELOW, NULL, 0, -10}, false},
        {{"width", CI_TAG_BELOW, NULL, 0, 0.9}, true},
        {{"width", CI_TAG_BELOW, NULL, 0, 0.8}, false},
        {{"kerb", CI_TAG_ABOVE, NULL, 0, -1}, false},
        {{"lit", CI_TAG_BELOW, NULL, 0, 9}, false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ci_tag_rule rule = {&cases[i].test, 1, CI_EFFECT_PASS, 1,
                            .toward = CI_TOWARD_BOTH};

        if (ci_tag_rule_matches(&rule, tags, 7) != cases[i].want)
            fail_msg("case %zu", i);
    }
}

static void a_rule_matches_where_all_tests_hold(void **state)
{
    static const ci_tag_test tests[] = {
        {"highway", CI_TAG_IS_PRESENT, NULL, 0, 0},
        {"lit", CI_TAG_IS_ABSENT, NULL, 0, 0}};
    static const circlet_tag tags[] = {{"highway", "path"}, {"lit", "yes"}};
    ci_tag_rule rule = {tests, 2, CI_EFFECT_PASS, 1, .toward = CI_TOWARD_BOTH};

    (void)state;
    assert_true(ci_tag_rule_matches(&rule, tags, 1));
    assert_false(ci_tag_rule_matches(&rule, tags, 2));
    assert_false(ci_tag_rule_matches(&rule, tags, 0));
    rule.test_count = 0;
    assert_true(ci_tag_rule_matches(&rule, tags, 0));
}

static void speeds_are_read_as_mappers_write_them(void **state)
{
    static const struct {
        const char *text;
        double kmh; /* 0: none */
    } cases[] = {
        {"50", 50},
        {"30 mph", 48.28032},
        {"30mph", 48.28032},
        {"40 km/h", 40},
        {"10 knots", 18.52},
        {"2.5", 2.5},
        {"1.25 m/s", 4.5},
        {"walk", 6},
        {"DE:walk", 6},
        {"RU:living_street", 0},
        {"DE:urban", 0},
        {"de:walk", 0},
        {":walk", 0},
        {"D", 0},
        {"CN:urban", 50},
        {"CN:rural", 70},
        {"CN:motorway", 120},
        {"", 0},
        {"none", 0},
        {"signals", 0},
        {"0", 0},
        {"-30", 0},
        {"50;30", 0},
        {"30 parsecs", 0},
        {"1e999", 0},
        {"0x20", 0},
        {"nan", 0},
        {"100000000000000000000000000000000000000000", 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        double mps = 0;
        bool is_read = ci_read_speed(&mps, cases[i].text);

        if (is_read != (cases[i].kmh > 0) ||
            !(fabs(mps * 3.6 - cases[i].kmh) < 1e-9))
            fail_msg("'%s'", cases[i].text);
    }
}

static void measures_are_read_in_the_unit_of_their_key(void **state)
{
    static const struct {
        const char *key, *text;
        double want; /* -99: none */
    } cases[] = {
        {"incline", "8%", 8},
        {"incline", "-5 %", -5},
        {"incline", "8", 8},
        {"incline", "+3%", 3},
        {"incline", "45°", 100},
        {"incline", "-45 °", -100},
        {"incline", "90°", -99},
        {"incline", "up", -99},
        {"incline:across", "2%", 2},
        {"width", "0.9 m", 0.9},
        {"width", "0.9", 0.9},
        {"width", " 90 cm ", 0.9},
        {"width", "3'6\"", 1.0668},
        {"width", "3' 6\"", 1.0668},
        {"width", "3'", 0.9144},
        {"width", "10 ft", 3.048},
        {"width", "36\"", 0.9144},
        {"width", "wide", -99},
        {"width", "8%", -99},
        {"width", "", -99},
        {"width", "1-2", -99},
        {"width", "2;3", -99},
        {"width", "-1", -99}, /* no street is that narrow */
        {"width", "-0.5 m", -99},
        {"kerb:height", "-3 cm", -99},
        {"width", "0", 0},
        {"layer", "-1", -1},
        {"kerb:height", "3 cm", 0.03},
        {"step_count", "12", 12},
        {"maxspeed", "30 mph", 48.28032},
        {"maxspeed:forward", "50", 50},
        {"maxspeed", "none", -99},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        double value = -99;
        bool is_read = ci_read_measure(&value, cases[i].key, cases[i].text);

        if (is_read != (cases[i].want > -99 || cases[i].want < -99) ||
            !(fabs(value - cases[i].want) < 1e-9))
            fail_msg("%s=%s", cases[i].key, cases[i].text);
    }
}

static void a_mode_keeps_its_texts(void **state)
{
    circlet_travel_mode *mode = ci_travel_mode_new();

    (void)state;
    assert_non_null(mode);
    mode->name = ci_arena_copy(&mode->arena, "walk");
    assert_string_equal(circlet_travel_mode_name(mode), "walk");
    circlet_travel_mode_free(mode);
    circlet_travel_mode_free(NULL);
}

static void a_mode_is_freed_with_its_last_owner(void **state)
{
    circlet_travel_mode *mode = ci_travel_mode_new();
    circlet_travel_mode *shared = ci_travel_mode_share(mode);
    static const circlet_mode_figure figures[] = {
        {"speed", NULL, "m_per_s", "1.2", "a book", false},
        {"boarding", NULL, "delay_s", "180", NULL, true}};

    (void)state;
    mode->name = ci_arena_copy(&mode->arena, "walk");
    mode->title_zh = "步行";
    mode->title_en = "on foot";
    mode->figures = figures;
    mode->figure_count = 2;
    assert_true(mode->slope.limit_up_pct > 1e300);
    assert_true(mode->slope.limit_down_pct > 1e300);
    circlet_travel_mode_free(mode);
    assert_string_equal(circlet_travel_mode_name(shared), "walk");
    assert_string_equal(circlet_travel_mode_title_zh(shared), "步行");
    assert_string_equal(circlet_travel_mode_title_en(shared), "on foot");
    assert_int_equal(circlet_travel_mode_figure_count(shared), 2);
    assert_string_equal(circlet_travel_mode_figure(shared, 1).part,
                        "boarding");
    assert_true(circlet_travel_mode_figure(shared, 1).is_assumed);
    circlet_travel_mode_free(shared);
}

static void an_unknown_is_missing_where_it_is_asked_for(void **state)
{
    static const char *const vague[] = {"yes"}, *const values[] = {"raised"};
    static const ci_tag_test tests[] = {
        {"highway", CI_TAG_IS_PRESENT, NULL, 0, 0}};
    static const ci_unknown unknown = {.key = "kerb",
                                       .tests = tests,
                                       .test_count = 1,
                                       .vague = vague,
                                       .vague_count = 1,
                                       .values = values,
                                       .value_count = 1,
                                       .may_be_none = true};
    static const struct {
        circlet_tag tags[2];
        size_t count;
        bool is_asked, is_missing;
    } cases[] = {
        {{{"highway", "crossing"}}, 1, true, true},
        {{{"highway", "crossing"}, {"kerb", "yes"}}, 2, true, true},
        {{{"highway", "crossing"}, {"kerb", "raised"}}, 2, true, false},
        {{{"highway", "crossing"}, {"kerb", "no"}}, 2, true, false},
        {{{"highway", "no"}}, 1, false, false},
        {{{"kerb", "yes"}}, 1, false, false},
        {{{"kerb", "Raised"}}, 1, true, true}, /* in doubt everywhere */
        {{{"highway", "crossing"}, {"kerb", "Raised"}}, 2, true, true},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ci_scene scene = {.unknowns = &unknown, .unknown_count = 1};

        scene.tags = cases[i].tags;
        scene.tag_count = cases[i].count;
        ci_scene_find_missing(&scene);
        if ((scene.missing == 1) != cases[i].is_missing ||
            (scene.asked == 1) != cases[i].is_asked)
            fail_msg("case %zu", i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_test_asks_for_one_tag),
        cmocka_unit_test(a_rule_matches_where_all_tests_hold),
        cmocka_unit_test(speeds_are_read_as_mappers_write_them),
        cmocka_unit_test(measures_are_read_in_the_unit_of_their_key),
        cmocka_unit_test(a_mode_keeps_its_texts),
        cmocka_unit_test(a_mode_is_freed_with_its_last_owner),
        cmocka_unit_test(an_unknown_is_missing_where_it_is_asked_for),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
