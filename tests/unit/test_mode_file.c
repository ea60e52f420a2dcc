#include "yaml_text.h"

#include <circlet/io.h>

#include "network/travel_mode.h"

static circlet_travel_mode *shipped(const char *name)
{
    circlet_travel_mode *mode = NULL;
    char path[512];

    snprintf(path, sizeof(path), "%s/geodata/modes/%s.yaml",
             yaml_source_folder(), name);
    assert_ok(circlet_read_travel_mode(&mode, path, error));
    assert_string_equal(circlet_travel_mode_name(mode), name);
    return mode;
}

/* What the last matching "pass" says of tags: "k=v k=v ...". */
static bool passes(const ci_tag_rule *rules, size_t count, const char *text,
                   bool is_open)
{
    char copy[256], *rest = copy, *token;
    circlet_tag tags[8];
    size_t tag_count = 0;

    strcpy(copy, text);
    while ((token = strtok_r(rest, " ", &rest)) != NULL) {
        char *equals = strchr(token, '=');

        *equals = '\0';
        tags[tag_count++] = (circlet_tag){token, equals + 1};
    }
    for (size_t i = 0; i < count; i++)
        if (rules[i].effect == CI_EFFECT_PASS &&
            ci_tag_rule_matches(&rules[i], tags, tag_count))
            is_open = rules[i].value != 0;
    return is_open;
}

typedef struct pass_case {
    const char *tags;
    bool is_open;
} pass_case;

static void check_links(const char *name, const pass_case *cases, size_t count)
{
    circlet_travel_mode *mode = shipped(name);

    for (size_t i = 0; i < count; i++)
        if (passes(mode->link_rules, mode->link_rule_count, cases[i].tags,
                   false) != cases[i].is_open)
            fail_msg("%s: link %s", name, cases[i].tags);
    circlet_travel_mode_free(mode);
}

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static void walkers_use_what_is_open_on_foot(void **state)
{
    static const pass_case cases[] = {
        {"highway=footway", true},
        {"highway=steps", true},
        {"highway=road", true},
        {"highway=motorway", false},
        {"highway=trunk", false},
        {"highway=trunk sidewalk=both", true},
        {"highway=residential access=private", false},
        {"highway=residential access=private foot=yes", true},
        {"highway=residential foot=no", false},
        {"highway=construction foot=yes", false},
        {"railway=rail", false},
    };

    (void)state;
    check_links("walk", cases, COUNT_OF(cases));
}

static void wheelchairs_stop_at_steps_slopes_and_narrows(void **state)
{
    static const pass_case cases[] = {
        {"highway=footway", true},
        {"highway=footway width=0.9", true},
        {"highway=footway width=0.89", false},
        {"highway=footway incline=8%", true},
        {"highway=footway incline=-8.1%", false},
        {"highway=footway incline=up", true},
        {"highway=footway wheelchair=no", false},
        {"highway=footway surface=sand", false},
        {"highway=footway surface=sand wheelchair=yes", true},
        {"highway=steps", false},
        {"highway=steps foot=yes", false},
        {"highway=steps ramp:wheelchair=yes", true},
        {"highway=steps ramp=wheelchair", true},
        {"highway=road", true},
    };
    static const pass_case nodes[] = {
        {"kerb=lowered", true},
        {"kerb=raised", false},
        {"kerb=raised wheelchair=yes", true},
        {"barrier=stile", false},
        {"barrier=turnstile", false},
        {"barrier=kissing_gate", false},
        {"barrier=cycle_barrier", false},
        {"barrier=bollard", true},
        {"barrier=gate wheelchair=no", false},
        {"highway=crossing", true},
    };
    circlet_travel_mode *mode = shipped("manual_wheelchair");

    (void)state;
    check_links("manual_wheelchair", cases, COUNT_OF(cases));
    for (size_t i = 0; i < COUNT_OF(nodes); i++)
        if (passes(mode->node_rules, mode->node_rule_count, nodes[i].tags,
                   true) != nodes[i].is_open)
            fail_msg("node %s", nodes[i].tags);
    assert_true(mode->speed_mps == 0.79);
    assert_false(mode->obeys_oneway);
    circlet_travel_mode_free(mode);
}

static void cars_keep_to_roads_and_oneways(void **state)
{
    static const pass_case cases[] = {
        {"highway=motorway", true},
        {"highway=residential", true},
        {"highway=road", true},
        {"highway=footway", false},
        {"highway=residential access=no", false},
        {"highway=residential motor_vehicle=private", false},
        {"highway=residential access=no motor_vehicle=yes", true},
    };
    circlet_travel_mode *mode = shipped("drive");

    (void)state;
    check_links("drive", cases, COUNT_OF(cases));
    assert_true(mode->obeys_oneway);
    assert_true(mode->speed_mps > 8.333 && mode->speed_mps < 8.334);
    circlet_travel_mode_free(mode);
}

static void rivers_and_rails_are_barriers_but_not_under_bridges(void **state)
{
    static const char *const names[] = {"walk", "manual_wheelchair", "drive"};
    static const pass_case cases[] = {
        {"highway=motorway", true},
        {"highway=motorway bridge=yes", false},
        {"highway=trunk", false},
        {"highway=trunk motorroad=yes", true},
        {"railway=rail", true},
        {"railway=subway tunnel=yes", false},
        {"railway=tram", false},
        {"waterway=river", true},
        {"waterway=canal", true},
        {"waterway=stream", false},
        {"waterway=river covered=yes", false},
        {"natural=water", true},
    };

    (void)state;
    for (size_t n = 0; n < COUNT_OF(names); n++) {
        circlet_travel_mode *mode = shipped(names[n]);

        for (size_t i = 0; i < COUNT_OF(cases); i++) {
            ci_tag_rule rules[64];
            size_t count = 0;

            for (size_t r = 0; r < mode->link_rule_count; r++)
                if (mode->link_rules[r].effect == CI_EFFECT_SNAP_BARRIER) {
                    rules[count] = mode->link_rules[r];
                    rules[count++].effect = CI_EFFECT_PASS;
                }
            if (passes(rules, count, cases[i].tags, false) != cases[i].is_open)
                fail_msg("%s: %s", names[n], cases[i].tags);
        }
        circlet_travel_mode_free(mode);
    }
}

#define HEAD                                                                  \
    "name: test\ntitle: {zh: 试, en: test}\n"                                \
    "speed: {kmh: 3.6, assumed: yes}\n"                                       \
    "off_road: {m_per_s: 1, source: a book}\noneway: ignored\nlinks:\n"

static circlet_status read_text(circlet_travel_mode **mode, const char *text,
                                circlet_error *error)
{
    char path[YAML_PATH_SIZE];
    circlet_status status;

    yaml_write(path, text, strlen(text));
    status = circlet_read_travel_mode(mode, path, error);
    remove(path);
    return status;
}

static void every_effect_and_test_is_read(void **state)
{
    circlet_travel_mode *mode = NULL;
    const ci_tag_rule *rules;

    (void)state;
    assert_ok(read_text(
        &mode,
        HEAD "  - {when: {highway: [a, b], lit: present}, pass: yes}\n"
             "  - {when: {highway: a, lit: absent}, speed_kmh: 36,"
             " assumed: yes}\n"
             "  - {when: {maxspeed: present}, speed_from: maxspeed,"
             " factor: 0.8, source: x}\n"
             "  - {when: {width: {below: 2}}, factor: 1.5, source: x}\n"
             "  - {when: {incline: {above: 3}}, delay_s: 10, assumed: yes}\n"
             "  - {when: {waterway: river}, snap_barrier: yes}\n"
             "nodes:\n  - {when: {a: b}, delay_s: 5, assumed: yes}\n",
        error));

    rules = mode->link_rules;
    assert_true(mode->speed_mps == 1.0);
    assert_int_equal(mode->link_rule_count, 6);
    assert_int_equal(rules[0].test_count, 2);
    assert_int_equal(rules[0].tests[0].value_count, 2);
    assert_int_equal(rules[0].tests[1].kind, CI_TAG_IS_PRESENT);
    assert_int_equal(rules[1].effect, CI_EFFECT_SPEED);
    assert_true(rules[1].value == 10.0);
    assert_int_equal(rules[1].tests[1].kind, CI_TAG_IS_ABSENT);
    assert_int_equal(rules[2].effect, CI_EFFECT_SPEED_FROM_TAG);
    assert_string_equal(rules[2].key, "maxspeed");
    assert_true(rules[2].value == 0.8);
    assert_int_equal(rules[3].tests[0].kind, CI_TAG_BELOW);
    assert_true(rules[3].tests[0].limit == 2);
    assert_int_equal(rules[4].tests[0].kind, CI_TAG_ABOVE);
    assert_int_equal(rules[4].effect, CI_EFFECT_DELAY);
    assert_int_equal(rules[5].effect, CI_EFFECT_SNAP_BARRIER);
    assert_int_equal(mode->node_rule_count, 1);
    assert_true(mode->node_rules[0].value == 5);
    circlet_travel_mode_free(mode);
}

static void a_number_without_origin_is_refused(void **state)
{
    static const struct {
        const char *text, *message;
    } cases[] = {
        {HEAD "  - {when: {a: b}, speed_kmh: 5}\n",
         ":7:5: the number needs a 'source' or 'assumed: yes'"},
        {HEAD "  - {when: {a: b}, delay_s: 5, assumed: no}\n",
         "the number needs a 'source'"},
        {HEAD "  - {when: {width: {below: 1}}, pass: no}\n",
         "the number needs a 'source'"},
        {HEAD "  - {when: {a: present}, speed_from: a, factor: 2}\n",
         "the number needs a 'source'"},
        {HEAD "  - {when: {a: b}, factor: 2, source: x, assumed: yes}\n",
         "a number with a source is not assumed"},
        {HEAD "  - {when: {a: b}, pass: yes, delay_s: 5, assumed: yes}\n",
         "a second effect beside 'pass'"},
        {HEAD "  - {when: {a: b}}\n", "the entry has no effect"},
        {HEAD "  - {when: {}, pass: yes}\n", "'when' must be a map of tags"},
        {HEAD "  - {pass: yes}\n", "key 'when' is missing"},
        {HEAD "  - {when: {a: {over: 1}}, pass: yes}\n", "unknown key 'over'"},
        {HEAD "  - {when: {a: b}, snap_barrier: no}\n", "can only be yes"},
        {HEAD "  - {when: {a: b}, speed: 5}\n", ":7:20: unknown key 'speed'"},
        {HEAD "  []\nnodes:\n  - {when: {a: b}, factor: 2, assumed: yes}\n",
         "unknown key 'factor'"},
        {"name: x\ntitle: {zh: x, en: x}\nspeed: {m_per_s: 1}\n",
         ":3:8: the number needs a 'source'"},
        {"name: x\ntitle: {zh: x, en: x}\nspeed: {assumed: yes}\n",
         "needs either 'kmh' or 'm_per_s'"},
        {"name: x\ntitle: {zh: x, en: x}\nspeed: {kmh: 0, assumed: yes}\n",
         "'kmh' must be from"},
        {"- 1\n", ":1:1: must be a map"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        circlet_travel_mode *mode = NULL;

        assert_fails(read_text(&mode, cases[i].text, error), CIRCLET_E_FORMAT,
                     cases[i].message);
        assert_null(mode);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(walkers_use_what_is_open_on_foot),
        cmocka_unit_test(wheelchairs_stop_at_steps_slopes_and_narrows),
        cmocka_unit_test(cars_keep_to_roads_and_oneways),
        cmocka_unit_test(rivers_and_rails_are_barriers_but_not_under_bridges),
        cmocka_unit_test(every_effect_and_test_is_read),
        cmocka_unit_test(a_number_without_origin_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
