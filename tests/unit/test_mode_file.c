#include "yaml_text.h"

#include <circlet/io.h>
#include <math.h>

#include "network/travel_mode.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* ---- reading ----------------------------------------------------------- */

#define HEAD                                                                  \
    "name: test\ntitle: {zh: 试, en: test}\n"                                \
    "speed: {kmh: 3.6, assumed: yes}\n"                                       \
    "off_road: {m_per_s: 1, source: a book}\noneway: ignored\nlinks:\n"

/* A file that has every key. */
#define FULL                                                                  \
    HEAD "  - {when: {highway: a}, speed_kmh: 5, source: x,"                  \
         " toward: forward}\n"                                                \
         "  - {when: {highway: a}, pass: no, source: y, toward: backward}\n"  \
         "  - {when: {width: {below: 2}, ramp: absent, lit: present},"        \
         " factor: 1.5, source: x}\n"                                         \
         "  - {when: {maxspeed: present}, speed_from: maxspeed,"              \
         " factor: 0.8, source: x}\n"                                         \
         "nodes:\n  - {when: {kerb: raised}, delay_s: 5,"                     \
         " across_road: yes, assumed: yes}\n"                                 \
         "  - {when: {kerb: regular}, pass: no,"                              \
         " across_road: yes, assumed: yes}\n"                                 \
         "roadway: {highway: {other: [path, steps]}}\n"                       \
         "turn_share: {value: 0.5, assumed: yes}\n"                           \
         "boarding: {s: 180, assumed: yes}\n"                                 \
         "slope:\n"                                                           \
         "  time: {points: [[-10, 1.2], [0, 1], [8, 2]], assumed: yes}\n"     \
         "  limit: {up: 8.3, source: a law}\n"                                \
         "  error: {per_cent: 3, assumed: yes}\n"                             \
         "  except: {highway: [steps, elevator]}\n"                           \
         "unknown:\n"                                                         \
         "  - {on: nodes, key: kerb, when: {highway: crossing},"              \
         " vague: [\"yes\"], values: [lowered, raised], none: yes,"           \
         " across_road: yes,"                                                 \
         " assumed: yes}\n"                                                   \
         "  - {on: links, key: incline, when: {highway: a},"                  \
         " from: -8, to: 8, graded: yes, assumed: yes}\n"                     \
         "  - {on: links, key: width, from: 1, to: 3, source: x}\n"           \
         "  - {on: links, key: ramp, ends: yes, values: [low, high],"         \
         " assumed: yes}\n"                                                   \
         "harmless: {kerb: [flush, rolled], ramp: none}\n"

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
        {HEAD "  - {when: {a: b}, pass: no}\n",
         ":7:5: 'pass: no' needs a 'source' or 'assumed: yes'"},
        {HEAD "  []\nnodes:\n  - {when: {a: b}, pass: no, assumed: no}\n",
         ":9:5: 'pass: no' needs a 'source' or 'assumed: yes'"},
        {HEAD "  []\nroadway: {a: b}\nnodes:\n"
              "  - {when: {a: b}, pass: yes, across_road: yes}\n",
         ":10:31: 'across_road' belongs to 'delay_s' or to 'pass: no'"},
        {HEAD "  []\nroadway: {a: b}\nnodes:\n"
              "  - {when: {a: b}, delay_s: 5, across_road: yes, source: x}\n",
         ":10:32: 'across_road' of a delay needs the mode's 'turn_share'"},
        {HEAD "  []\nturn_share: {value: 0.5}\n",
         ":8:13: the number needs a 'source' or 'assumed: yes'"},
        {HEAD "  []\nturn_share: {value: 0.6, source: x}\n",
         ":8:21: 'value' must be from 0.01 to 0.5, not 0.6"},
        {HEAD "  - {when: {a: c}, pass: yes}\nunknown:\n"
              "  - {on: links, key: a, values: [b, d], across_road: yes,"
              " assumed: yes}\n",
         "only nodes have 'across_road'"},
        {HEAD "  []\nnodes:\n  - {when: {a: c}, pass: yes}\nunknown:\n"
              "  - {on: nodes, key: a, values: [b, d], across_road: yes,"
              " assumed: yes}\n",
         "'across_road' needs the mode's 'roadway'"},
        {HEAD "  []\nnodes:\n  - {when: {a: b}, delay_s: 5, across_road: yes,"
              " assumed: yes}\n",
         ":9:32: 'across_road' needs the mode's 'roadway'"},
        {HEAD "  - {when: {a: b}, delay_s: 5, across_road: yes,"
              " assumed: yes}\n",
         "unknown key 'across_road'"},
        {HEAD "  - {when: {a: {other: []}}, pass: yes}\n",
         "'other' has no values"},
        {HEAD "  - {when: {a: {other: b, above: 1}}, pass: yes}\n",
         "'a' needs one of 'above', 'below', 'other'"},
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

static void the_new_keys_are_read(void **state)
{
    circlet_travel_mode *mode = NULL;
    const ci_unknown *unknown;

    (void)state;
    assert_ok(read_text(&mode, FULL, error));

    assert_true(mode->node_rules[0].is_across_road);
    assert_int_equal(mode->roadway_count, 1);
    assert_true(mode->turn_share == 0.5);
    assert_int_equal(mode->roadway[0].kind, CI_TAG_IS_OTHER);
    assert_int_equal(mode->roadway[0].value_count, 2);

    assert_int_equal(mode->slope.form, CI_SLOPE_PIECES);
    assert_int_equal(mode->slope.point_count, 3);
    assert_true(mode->slope.points[2].slope_pct == 8);
    assert_true(mode->slope.points[2].factor == 2);
    assert_true(mode->slope.limit_up_pct == 8.3);
    assert_true(isinf(mode->slope.limit_down_pct));
    assert_true(mode->slope.error_pct == 3);
    assert_string_equal(mode->slope.limit_origin.source, "a law");
    assert_true(mode->slope.time_origin.is_assumed);
    assert_string_equal(mode->slope.except_when, "highway=steps or elevator");
    assert_true(mode->boarding_s == 180);
    assert_true(mode->boarding_origin.is_assumed);
    assert_true(mode->speed_origin.is_assumed);
    assert_string_equal(mode->off_road_origin.source, "a book");
    assert_int_equal(mode->link_rules[0].toward, CI_TOWARD_END);
    assert_int_equal(mode->link_rules[1].toward, CI_TOWARD_START);
    assert_int_equal(mode->link_rules[2].toward, CI_TOWARD_BOTH);
    assert_string_equal(mode->link_rules[2].when,
                        "width below 2, ramp absent, lit present");
    assert_string_equal(mode->link_rules[2].origin.source, "x");
    assert_int_equal(mode->link_unknown_count, 3);
    assert_int_equal(mode->node_unknown_count, 1);
    unknown = mode->link_unknowns;
    assert_string_equal(unknown[0].key, "incline");
    assert_true(unknown[0].from == -8 && unknown[0].to == 8);
    assert_string_equal(unknown[0].when, "highway=a");
    assert_null(unknown[1].when);
    unknown = mode->node_unknowns;
    assert_int_equal(unknown->value_count, 2);
    assert_string_equal(unknown->values[1], "raised");
    assert_int_equal(unknown->vague_count, 1);
    assert_true(unknown->may_be_none);
    assert_true(unknown->origin.is_assumed);
    circlet_travel_mode_free(mode);
}

static void a_mode_without_slope_is_level(void **state)
{
    circlet_travel_mode *mode = NULL;

    (void)state;
    assert_ok(read_text(&mode, HEAD "  []\n", error));

    assert_int_equal(mode->slope.form, CI_SLOPE_LEVEL);
    assert_true(isinf(mode->slope.limit_up_pct));
    assert_true(mode->boarding_s == 0);
    assert_int_equal(mode->link_unknown_count, 0);
    circlet_travel_mode_free(mode);
}

static void every_statement_is_a_figure_that_can_be_read(void **state)
{
    static const struct {
        const char *part, *when, *effect, *value, *source;
    } want[] = {
        {"speed", NULL, "m_per_s", "1", "assumed"},
        {"off_road", NULL, "m_per_s", "1", "a book"},
        {"boarding", NULL, "s", "180", "assumed"},
        {"slope", NULL, "at -10 %", "1.2", "assumed"},
        {"slope", NULL, "at 0 %", "1", "assumed"},
        {"slope", NULL, "at 8 %", "2", "assumed"},
        {"slope", NULL, "limit_up", "8.3", "a law"},
        {"slope", NULL, "error", "3", "assumed"},
        {"slope", "highway=steps or elevator", "except", "yes", NULL},
        {"links", "highway=a, going forward", "speed_kmh", "5", "x"},
        {"links", "highway=a, going backward", "pass", "no", "y"},
        {"links", "width below 2, ramp absent, lit present", "factor", "1.5",
         "x"},
        {"links", "maxspeed present", "speed_from", "maxspeed x 0.8", "x"},
        {"nodes", "highway other than path or steps", "roadway", "yes", NULL},
        {"nodes", NULL, "turn_share", "0.5", "assumed"},
        {"nodes", "kerb=raised", "delay_s", "5, to get across a road",
         "assumed"},
        {"nodes", "kerb=regular", "pass", "no, to get across a road",
         "assumed"},
        {"unknown", "highway=a, incline missing, built as a road", "may be",
         "from -8 to 8", "assumed"},
        {"unknown", "width missing", "may be", "from 1 to 3", "x"},
        {"unknown", "ramp missing, also at either end", "may be",
         "low or high", "assumed"},
        {"unknown",
         "highway=crossing, kerb missing or yes, to get across a road",
         "may be", "lowered or raised or none", "assumed"},
        {"harmless", "kerb=flush or rolled", "harmless", "yes", NULL},
        {"harmless", "ramp=none", "harmless", "yes", NULL},
    };
    circlet_travel_mode *mode = NULL;

    (void)state;
    assert_ok(read_text(&mode, FULL, error));

    assert_int_equal(circlet_travel_mode_figure_count(mode), COUNT_OF(want));
    for (size_t i = 0; i < COUNT_OF(want); i++) {
        circlet_mode_figure figure = circlet_travel_mode_figure(mode, i);

        assert_string_equal(figure.part, want[i].part);
        assert_string_equal(figure.when ? figure.when : "-",
                            want[i].when ? want[i].when : "-");
        assert_string_equal(figure.effect, want[i].effect);
        assert_string_equal(figure.value, want[i].value);
        if (figure.is_assumed)
            assert_string_equal(want[i].source, "assumed");
        else
            assert_string_equal(figure.source ? figure.source : "-",
                                want[i].source ? want[i].source : "-");
    }
    circlet_travel_mode_free(mode);
}

typedef struct bad_case {
    const char *text, *message;
} bad_case;

static void check_bad(const bad_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        circlet_travel_mode *mode = NULL;

        assert_fails(read_text(&mode, cases[i].text, error), CIRCLET_E_FORMAT,
                     cases[i].message);
        assert_null(mode);
    }
}

static void harmless_words_and_ends_are_read(void **state)
{
    circlet_travel_mode *mode = NULL;

    (void)state;
    assert_ok(read_text(&mode, FULL, error));

    assert_int_equal(mode->harmless_count, 2);
    assert_string_equal(mode->harmless[0].key, "kerb");
    assert_int_equal(mode->harmless[0].kind, CI_TAG_IS_ONE_OF);
    assert_int_equal(mode->harmless[0].value_count, 2);
    assert_string_equal(mode->harmless[0].values[1], "rolled");
    assert_string_equal(mode->harmless[1].values[0], "none");
    assert_int_equal(mode->link_unknown_count, 3);
    assert_false(mode->link_unknowns[1].may_stand_at_ends);
    assert_true(mode->link_unknowns[2].may_stand_at_ends);
    circlet_travel_mode_free(mode);
}

static void what_is_not_harmless_is_refused(void **state)
{
    static const bad_case cases[] = {
        {HEAD "  []\nharmless: {a: b}\n",
         ":8:12: no entry of 'unknown' asks for words of 'a'"},
        {HEAD "  []\nharmless: []\n", ":8:11: 'harmless' must be a map"},
        {HEAD "  - {when: {a: c}, pass: yes}\nunknown:\n"
              "  - {on: links, key: a, values: [b, d], assumed: yes}\n"
              "harmless: {a: [d, c]}\n",
         ":10:15: a=c is not harmless: an entry of 'links' or 'nodes' asks "
         "for it"},
        {HEAD "  - {when: {a: c}, pass: yes}\nunknown:\n"
              "  - {on: links, key: a, values: [b, d], assumed: yes}\n"
              "harmless: {a: [e, e]}\n",
         "'e' stands here twice"},
        {HEAD "  - {when: {a: c}, pass: yes}\nunknown:\n"
              "  - {on: links, key: a, values: [b, d], assumed: yes}\n"
              "harmless: {a: {e: f}}\n",
         "'a' must be a word or a list of words"},
        {HEAD "  []\nunknown:\n  - {on: links, key: incline, from: 1, to: 2,"
              " assumed: yes}\nharmless: {incline: up}\n",
         "no entry of 'unknown' asks for words of 'incline'"},
        {HEAD "  []\nnodes:\n  - {when: {a: b}, pass: yes}\nunknown:\n"
              "  - {on: nodes, key: a, ends: yes, values: [b, c],"
              " assumed: yes}\n",
         ":11:25: only links have 'ends'"},
        {HEAD "  []\nunknown:\n  - {on: links, key: incline, ends: yes,"
              " from: 1, to: 2, assumed: yes}\n",
         "no node says how steep a street is"},
    };

    (void)state;
    check_bad(cases, COUNT_OF(cases));
}

/* Whoever goes one way is asked whether it is steep that way. */
static void the_sign_of_a_slope_counts_where_a_way_is_named(void **state)
{
    static const circlet_tag down[] = {{"incline", "-9 %"}};
    circlet_travel_mode *mode = NULL;
    const ci_tag_rule *rules;

    (void)state;
    assert_ok(read_text(
        &mode,
        HEAD "  - {when: {incline: {above: 5}}, pass: no, source: x}\n"
             "  - {when: {incline: {above: 5}}, pass: no, source: x,"
             " toward: forward}\n"
             "  - {when: {incline: {above: 5}}, pass: no, source: x,"
             " toward: backward}\n"
             "  - {when: {incline: {below: 5}}, pass: no, source: x}\n"
             "  - {when: {incline: {below: 5}}, pass: no, source: x,"
             " toward: forward}\n"
             "  - {when: {incline: {below: 5}, width: {below: 1}}, pass: no,"
             " source: x, toward: backward}\n",
        error));
    rules = mode->link_rules;
    assert_true(ci_tag_rule_matches(&rules[0], down, 1));
    assert_false(ci_tag_rule_matches(&rules[1], down, 1));
    assert_true(ci_tag_rule_matches(&rules[2], down, 1));
    assert_false(ci_tag_rule_matches(&rules[3], down, 1));
    assert_true(ci_tag_rule_matches(&rules[4], down, 1));
    assert_int_equal(rules[5].tests[0].kind, CI_TAG_FALL_BELOW);
    assert_int_equal(rules[5].tests[1].kind, CI_TAG_BELOW);
    assert_string_equal(rules[2].when, "incline above 5");
    circlet_travel_mode_free(mode);
}

static void bad_slopes_are_refused(void **state)
{
#define SLOPE(text) HEAD "  []\nslope:\n  " text "\n"
    static const bad_case cases[] = {
        {SLOPE("{}"), ":9:3: 'slope' needs 'time' or 'limit'"},
        {SLOPE("{error: {per_cent: 3, assumed: yes}}"), "needs 'time'"},
        {SLOPE("{times: 1}"), ":9:4: unknown key 'times'"},
        {SLOPE("[1]"), "must be a map of keys"},
        {SLOPE("{time: {assumed: yes}}"), "needs either 'points' or 'form'"},
        {SLOPE("{time: {form: tobler, points: [[0, 1], [1, 1]]}}"),
         "needs either 'points' or 'form'"},
        {SLOPE("{time: {form: tobler}}"),
         ":9:10: the number needs a 'source'"},
        {SLOPE("{time: {form: naismith, assumed: yes}}"),
         "'form' must be tobler, not 'naismith'"},
        {SLOPE("{time: {points: [[0, 1]], assumed: yes}}"),
         "a list of two points or more"},
        {SLOPE("{time: {points: [[0, 1], [5]], assumed: yes}}"),
         ":9:28: a point is [slope in per cent, factor of time]"},
        {SLOPE("{time: {points: [[0, 1], [5, 2], [5, 3]], assumed: yes}}"),
         ":9:36: the slope 5 stands after 5: points ascend"},
        {SLOPE("{time: {points: [[5, 1], [-5, 2]], assumed: yes}}"),
         "the slope -5 stands after 5"},
        {SLOPE("{time: {points: [[0, 1], [5, 0]], assumed: yes}}"),
         "'value' must be from 0.01 to 100, not 0"},
        {SLOPE("{time: {points: [[0, 1], [x, 1]], assumed: yes}}"),
         "must be a number"},
        {SLOPE("{limit: {assumed: yes}}"), "'limit' needs 'up' or 'down'"},
        {SLOPE("{limit: {up: 8}}"), "the number needs a 'source'"},
        {SLOPE("{limit: {up: -8, assumed: yes}}"),
         "'up' must be from 0 to 1000, not -8"},
        {SLOPE("{limit: {up: 8, assumed: yes}, error: {assumed: yes}}"),
         "key 'per_cent' is missing"},
        {SLOPE("{limit: {up: 8, assumed: yes}, error: {per_cent: 3}}"),
         "the number needs a 'source'"},
        {SLOPE("{limit: {up: 8, assumed: yes}, except: {}}"),
         "'except' must be a map of tags"},
        {SLOPE("{limit: {up: 8, assumed: yes}, except: {width: {above: 2}}}"),
         "'except' asks for no number"},
    };

    (void)state;
    check_bad(cases, COUNT_OF(cases));
}

static void bad_ways_and_boardings_are_refused(void **state)
{
    static const bad_case cases[] = {
        {HEAD "  - {when: {a: b}, pass: no, toward: left}\n",
         ":7:38: 'toward' must be forward or backward, not 'left'"},
        {HEAD "  - {when: {a: b}, snap_barrier: yes, toward: forward}\n",
         "a snap barrier has no direction"},
        {HEAD "  []\nnodes:\n"
              "  - {when: {a: b}, pass: no, toward: forward}\n",
         ":9:30: unknown key 'toward'"},
        {HEAD "  []\nboarding: {s: 10}\n", "the number needs a 'source'"},
        {HEAD "  []\nboarding: {s: -1, assumed: yes}\n", "'s' must be from 0"},
        {HEAD "  []\nboarding: {assumed: yes}\n", "key 's' is missing"},
        {HEAD "  []\nboarding: {min: 1, assumed: yes}\n", "unknown key 'min'"},
        {HEAD "  []\nboarding: 3\n", "must be a map of keys"},
    };

    (void)state;
    check_bad(cases, COUNT_OF(cases));
}

static void turns_are_obeyed_where_a_file_says_so(void **state)
{
    static const char open_all[] =
        "  - {when: {highway: present}, pass: yes}\n";
    char text[1000];
    circlet_travel_mode *mode = NULL;

    (void)state;
    snprintf(text, sizeof(text), "%s%s", HEAD, open_all);
    assert_ok(read_text(&mode, text, error));
    assert_false(mode->obeys_turns);
    assert_null(mode->vehicle);
    circlet_travel_mode_free(mode);
    snprintf(text, sizeof(text), "turns: obeyed\nvehicle: bus\n%s%s", HEAD,
             open_all);
    assert_ok(read_text(&mode, text, error));
    assert_true(mode->obeys_turns);
    assert_string_equal(mode->vehicle, "bus");
    circlet_travel_mode_free(mode);
    snprintf(text, sizeof(text), "turns: seldom\n%s%s", HEAD, open_all);
    assert_fails(read_text(&mode, text, error), CIRCLET_E_FORMAT,
                 "'turns' must be ignored or obeyed, not 'seldom'");
    snprintf(text, sizeof(text), "vehicle: sledge\n%s%s", HEAD, open_all);
    assert_fails(read_text(&mode, text, error), CIRCLET_E_FORMAT,
                 "no vehicle 'sledge'");
}

static void bad_unknowns_are_refused(void **state)
{
#define UNKNOWN(text)                                                         \
    HEAD "  - {when: {a: b}, pass: yes}\nunknown:\n  - {" text "}\n"
    static const bad_case cases[] = {
        {HEAD "  []\nunknown: {a: b}\n", "'unknown' must be a list"},
        {HEAD "  []\nunknown: [a]\n", "must be a map of keys"},
        {UNKNOWN("key: a, values: [b], assumed: yes"), "key 'on' is missing"},
        {UNKNOWN("on: ways, key: a, values: [b], assumed: yes"),
         ":9:10: 'on' must be links or nodes, not 'ways'"},
        {UNKNOWN("on: links, values: [b], assumed: yes"),
         "key 'key' is missing"},
        {UNKNOWN("on: links, key: a, values: [b]"),
         "the number needs a 'source'"},
        {UNKNOWN("on: links, key: a, assumed: yes"),
         "'a' needs either 'values' or 'from' and 'to'"},
        {UNKNOWN("on: links, key: a, values: [b], from: 1, assumed: yes"),
         "'a' needs either 'values' or 'from' and 'to'"},
        {UNKNOWN("on: links, key: a, from: 1, assumed: yes"),
         "key 'to' is missing"},
        {UNKNOWN("on: links, key: a, from: 2, to: 1, assumed: yes"),
         "'from' 2 is above 'to' 1"},
        {UNKNOWN("on: links, key: a, from: 1, to: 2, none: yes, assumed: yes"),
         "'none' belongs to 'values'"},
        {UNKNOWN("on: links, key: a, values: [], assumed: yes"),
         "'values' has no values"},
        {UNKNOWN("on: links, key: a, values: {b: c}, assumed: yes"),
         "'values' must be a word or a list of words"},
        {UNKNOWN(
             "on: links, key: a, vague: [c, b], values: [b], assumed: yes"),
         "'b' is vague and may be the truth, too"},
        {UNKNOWN("on: links, key: incline, values: [up], assumed: yes"),
         "'incline' needs 'from' and 'to'"},
        {UNKNOWN("on: links, key: a, values: [b], graded: yes, assumed: yes"),
         "'graded' belongs to 'incline'"},
        {UNKNOWN("on: links, key: c, values: [b], assumed: yes"),
         "no entry of 'links' asks for 'c'"},
        {UNKNOWN("on: nodes, key: a, values: [b], assumed: yes"),
         ":9:22: no entry of 'nodes' asks for 'a'"},
        {UNKNOWN("on: links, key: a, when: {}, values: [b], assumed: yes"),
         "'when' must be a map of tags"},
        {UNKNOWN("on: links, key: a, value: [b], assumed: yes"),
         "unknown key 'value'"},
    };

    (void)state;
    check_bad(cases, COUNT_OF(cases));
}

static void too_many_unknowns_are_refused(void **state)
{
    char text[8192] = HEAD "  - {when: {a: b}, pass: yes}\n"
                           "nodes:\n  - {when: {a: b}, pass: yes}\nunknown:\n";
    circlet_travel_mode *mode = NULL;

    (void)state;
    for (int i = 0; i < CI_UNKNOWN_MAX; i++)
        strcat(text, i % 2
                         ? "  - {on: links, key: a, values: b, source: x}\n"
                         : "  - {on: nodes, key: a, values: b, source: x}\n");
    assert_ok(read_text(&mode, text, error));
    assert_int_equal(mode->link_unknown_count + mode->node_unknown_count,
                     CI_UNKNOWN_MAX);
    circlet_travel_mode_free(mode);
    mode = NULL;

    strcat(text, "  - {on: links, key: a, values: b, source: x}\n");
    assert_fails(read_text(&mode, text, error), CIRCLET_E_FORMAT,
                 ":11:3: 61 unknowns, more than 60");
    assert_null(mode);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_effect_and_test_is_read),
        cmocka_unit_test(a_number_without_origin_is_refused),
        cmocka_unit_test(the_new_keys_are_read),
        cmocka_unit_test(a_mode_without_slope_is_level),
        cmocka_unit_test(every_statement_is_a_figure_that_can_be_read),
        cmocka_unit_test(harmless_words_and_ends_are_read),
        cmocka_unit_test(what_is_not_harmless_is_refused),
        cmocka_unit_test(the_sign_of_a_slope_counts_where_a_way_is_named),
        cmocka_unit_test(bad_slopes_are_refused),
        cmocka_unit_test(bad_ways_and_boardings_are_refused),
        cmocka_unit_test(turns_are_obeyed_where_a_file_says_so),
        cmocka_unit_test(bad_unknowns_are_refused),
        cmocka_unit_test(too_many_unknowns_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
