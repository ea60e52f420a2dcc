#include "yaml_text.h"

#include <circlet/io.h>

#include "network/arc_times.h"
#include "network/travel_mode.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#define MAX_TAGS 8

/* ---- the modes that are shipped ---------------------------------------- */

enum { WALK, WHEELCHAIR, DRIVE, SHIPPED_COUNT };

static const char *const shipped_names[] = {"walk", "manual_wheelchair",
                                            "drive"};

/* Read once, for all tests. */
static circlet_travel_mode *shipped[SHIPPED_COUNT];

static int read_shipped(void **state)
{
    char path[512];

    (void)state;
    for (size_t i = 0; i < SHIPPED_COUNT; i++) {
        snprintf(path, sizeof(path), "%s/geodata/modes/%s.yaml",
                 yaml_source_folder(), shipped_names[i]);
        assert_ok(circlet_read_travel_mode(&shipped[i], path, error));
    }
    return 0;
}

static int free_shipped(void **state)
{
    (void)state;
    for (size_t i = 0; i < SHIPPED_COUNT; i++)
        circlet_travel_mode_free(shipped[i]);
    return 0;
}

/* Tags from "k=v k=v ..."; they point into `copy`. */
static size_t read_tags(circlet_tag *tags, char *copy, size_t size,
                        const char *text)
{
    char *rest = copy, *token;
    size_t count = 0;

    assert_true(strlen(text) < size);
    strcpy(copy, text);
    while ((token = strtok_r(rest, " ", &rest)) != NULL) {
        char *equals = strchr(token, '=');

        assert_true(equals && count < MAX_TAGS);
        *equals = '\0';
        tags[count++] = (circlet_tag){token, equals + 1};
    }
    return count;
}

/* A network of one link with these tags, from a node with those. */
static circlet_network *one_link(const char *link_text, const char *node_text)
{
    char link_copy[256], node_copy[256];
    circlet_tag link_tags[MAX_TAGS], node_tags[MAX_TAGS];
    size_t node_tag_count =
        read_tags(node_tags, node_copy, sizeof(node_copy), node_text);
    circlet_point west = {116.3, 39.9}, east = {116.301, 39.9};
    circlet_link_record link = {.length_m = 100, .tags = link_tags};
    circlet_network_builder *builder = NULL;
    circlet_network *network = NULL;

    link.tag_count =
        read_tags(link_tags, link_copy, sizeof(link_copy), link_text);
    assert_ok(circlet_network_builder_new(&builder, error));
    assert_ok(circlet_network_builder_add_node(
        builder, west, node_tags, node_tag_count, &link.from, error));
    assert_ok(circlet_network_builder_add_node(
        builder, east, node_tags, node_tag_count, &link.to, error));
    assert_ok(circlet_network_builder_add_link(builder, &link, error));
    assert_ok(circlet_network_builder_finish(&network, builder, error));
    circlet_network_builder_free(builder);
    return network;
}

typedef struct answer {
    bool forward, backward, through, is_snap_barrier;
} answer;

/* What a mode makes of a link and of the node at its start. */
static answer ask(size_t mode, const char *link_text, const char *node_text)
{
    circlet_network *network = one_link(link_text, node_text);
    circlet_arc_times *times = NULL;
    answer found;

    assert_ok(circlet_arc_times_compute(&times, network, shipped[mode],
                                        CIRCLET_BOUND_NOMINAL, error));
    found.forward = times->forward_ms[0] != CI_CLOSED;
    found.backward = times->backward_ms[0] != CI_CLOSED;
    found.through = times->through_ms[0] != CI_CLOSED;
    found.is_snap_barrier = times->is_snap_barrier[0];
    circlet_arc_times_free(times);
    circlet_network_free(network);
    return found;
}

/* For whom it is open: walkers, wheelchairs, cars; "-": closed, and for cars
 * ">": along the link only, "<": against it only. */
typedef struct open_case {
    const char *tags, *open;
} open_case;

static char letter_of(size_t mode, answer found)
{
    if (!found.forward && !found.backward)
        return '-';
    if (found.forward && found.backward)
        return "wcd"[mode];
    return found.forward ? '>' : '<';
}

static void check_links(const open_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char open[SHIPPED_COUNT + 1] = "";

        for (size_t k = 0; k < SHIPPED_COUNT; k++)
            open[k] = letter_of(k, ask(k, cases[i].tags, ""));
        if (strcmp(open, cases[i].open) != 0)
            fail_msg("%s: %s, not %s", cases[i].tags, open, cases[i].open);
    }
}

static void check_nodes(const open_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char open[SHIPPED_COUNT + 1] = "";

        for (size_t k = 0; k < SHIPPED_COUNT; k++)
            open[k] = ask(k, "highway=service", cases[i].tags).through
                          ? "wcd"[k]
                          : '-';
        if (strcmp(open, cases[i].open) != 0)
            fail_msg("%s: %s, not %s", cases[i].tags, open, cases[i].open);
    }
}

static void the_shipped_modes_have_their_names_and_speeds(void **state)
{
    (void)state;
    for (size_t i = 0; i < SHIPPED_COUNT; i++)
        assert_string_equal(circlet_travel_mode_name(shipped[i]),
                            shipped_names[i]);
    assert_true(shipped[WALK]->speed_mps == 1.2);
    assert_true(shipped[WHEELCHAIR]->speed_mps == 0.79);
    assert_true(shipped[DRIVE]->speed_mps > 8.333 &&
                shipped[DRIVE]->speed_mps < 8.334);
    assert_false(shipped[WALK]->obeys_oneway);
    assert_false(shipped[WHEELCHAIR]->obeys_oneway);
    assert_true(shipped[DRIVE]->obeys_oneway);
}

static void streets_are_open_by_their_kind(void **state)
{
    static const open_case cases[] = {
        {"highway=footway", "wc-"},
        {"highway=footway indoor=yes", "wc-"},
        {"highway=pedestrian", "wc-"},
        {"highway=corridor indoor=yes", "wc-"},
        {"highway=platform", "wc-"},
        {"railway=platform", "wc-"},
        {"railway=platform access=no", "---"},
        {"highway=elevator", "wc-"},
        {"highway=bridleway", "w--"},
        {"highway=residential", "wcd"},
        {"highway=residential sidewalk=separate", "wcd"},
        {"highway=residential sidewalk=no", "wcd"},
        {"highway=residential oneway=yes", "wc>"},
        {"highway=residential oneway=-1", "wc<"},
        {"highway=service junction=roundabout", "wc>"},
        {"highway=road", "wcd"},
        {"highway=trunk", "--d"},
        {"highway=trunk sidewalk=both", "wcd"},
        {"highway=trunk sidewalk=no", "--d"},
        {"highway=trunk sidewalk=separate", "--d"},
        {"highway=trunk foot=yes", "wcd"},
        {"highway=trunk sidewalk=both motorroad=yes", "--d"},
        {"highway=trunk sidewalk=both motorroad=yes foot=yes", "wcd"},
        {"highway=motorway", "-->"},
        {"highway=motorway oneway=no", "--d"},
        {"highway=motorway_link", "--d"},
        {"highway=motorway foot=yes", "-->"},
        {"highway=motorway sidewalk=both", "-->"},
        {"highway=motorway wheelchair=yes", "-->"},
        {"highway=motorway foot=yes sidewalk=right", "wc>"},
        {"highway=construction", "---"},
        {"highway=construction foot=yes wheelchair=yes motorcar=yes", "---"},
        {"highway=proposed access=yes foot=designated", "---"},
        {"highway=abandoned foot=yes", "---"},
        {"route=ferry", "---"},
        {"route=ferry foot=yes wheelchair=yes motor_vehicle=yes", "---"},
        {"railway=rail foot=yes wheelchair=yes", "---"},
        {"waterway=river", "---"},
    };

    (void)state;
    check_links(cases, COUNT_OF(cases));
}

static void the_word_closest_to_the_traveller_says_who_may_go(void **state)
{
    static const open_case cases[] = {
        {"highway=residential access=yes", "wcd"},
        {"highway=residential access=no", "---"},
        {"highway=residential access=private", "---"},
        {"highway=residential access=military", "---"},
        {"highway=residential access=destination", "wcd"},
        {"highway=residential access=customers", "wcd"},
        {"highway=track access=agricultural", "wc-"},
        {"highway=service access=delivery", "wc-"},
        {"highway=residential access=private foot=permissive", "wc-"},
        {"highway=residential access=no foot=yes", "wc-"},
        {"highway=residential access=no foot=customers", "wc-"},
        {"highway=residential access=no foot=no", "---"},
        {"highway=residential foot=no", "--d"},
        {"highway=residential foot=use_sidepath", "--d"},
        {"highway=residential access=yes foot=private", "--d"},
        {"highway=residential vehicle=no", "wc-"},
        {"highway=residential vehicle=no motor_vehicle=destination", "wcd"},
        {"highway=residential access=no vehicle=yes", "--d"},
        {"highway=residential access=no motor_vehicle=yes", "--d"},
        {"highway=residential access=no motorcar=permissive", "--d"},
        {"highway=residential motor_vehicle=no motorcar=yes", "wcd"},
        {"highway=residential motor_vehicle=yes motorcar=private", "wc-"},
        {"highway=residential vehicle=yes motor_vehicle=delivery", "wc-"},
        {"highway=track motor_vehicle=agricultural;forestry", "wc-"},
        {"highway=footway motor_vehicle=yes", "wc-"},
        {"highway=residential access=private wheelchair=yes", "---"},
        {"highway=residential foot=no wheelchair=designated", "--d"},
        {"highway=footway surface=sand access=no wheelchair=yes", "---"},
        {"highway=steps foot=no wheelchair=yes", "---"},
        {"highway=trunk wheelchair=yes", "--d"},
    };

    (void)state;
    check_links(cases, COUNT_OF(cases));
}

static void wheelchairs_stop_at_steps_slopes_and_narrows(void **state)
{
    static const open_case cases[] = {
        {"highway=steps", "w--"},
        {"highway=steps foot=yes", "w--"},
        {"highway=steps wheelchair=yes", "wc-"},
        {"highway=steps ramp:wheelchair=yes", "wc-"},
        {"highway=steps ramp=wheelchair", "wc-"},
        {"highway=steps ramp:wheelchair=yes access=private", "---"},
        {"highway=footway width=0.9", "wc-"},
        {"highway=footway width=0.89", "w--"},
        {"highway=footway width=0.89 wheelchair=yes", "wc-"},
        {"highway=footway incline=8%", "wc-"},
        {"highway=footway incline=-8.1%", "w--"},
        {"highway=footway incline=10% wheelchair=designated", "wc-"},
        {"highway=footway incline=up", "wc-"},
        {"highway=footway smoothness=bad", "w--"},
        {"highway=footway smoothness=bad wheelchair=yes", "wc-"},
        {"highway=track tracktype=grade5", "w-d"},
        {"highway=footway surface=sand", "w--"},
        {"highway=footway surface=sand foot=yes", "w--"},
        {"highway=footway surface=sand wheelchair=yes", "wc-"},
        {"highway=footway surface=sand wheelchair=limited", "w--"},
        {"highway=footway wheelchair=no", "w--"},
        {"highway=trunk sidewalk=both incline=9% wheelchair=yes", "wcd"},
    };

    (void)state;
    check_links(cases, COUNT_OF(cases));
}

static void barriers_stop_those_who_do_not_get_past(void **state)
{
    static const open_case cases[] = {
        {"highway=crossing", "wcd"},
        {"kerb=lowered", "wcd"},
        {"kerb=raised", "w-d"},
        {"kerb=raised wheelchair=yes", "wcd"},
        {"barrier=stile", "w--"},
        {"barrier=stile foot=yes", "w--"},
        {"barrier=stile wheelchair=yes", "wc-"},
        {"barrier=stile wheelchair=yes access=private", "---"},
        {"barrier=stile wheelchair=yes foot=no", "---"},
        {"barrier=turnstile", "w--"},
        {"barrier=kissing_gate", "w--"},
        {"barrier=cycle_barrier", "w--"},
        {"barrier=bollard", "wc-"},
        {"barrier=bollard access=yes", "wc-"},
        {"barrier=bollard vehicle=yes", "wcd"},
        {"barrier=bollard motor_vehicle=destination", "wcd"},
        {"barrier=bollard vehicle=yes motor_vehicle=no", "wc-"},
        {"barrier=bollard maxwidth:physical=0.7", "w--"},
        {"barrier=bollard maxwidth:physical=0.7 foot=yes", "w--"},
        {"barrier=gate", "wcd"},
        {"barrier=gate access=no", "---"},
        {"barrier=gate access=private foot=yes", "wc-"},
        {"barrier=gate access=private motorcar=yes", "--d"},
        {"barrier=gate access=no vehicle=yes motorcar=no", "---"},
        {"barrier=gate vehicle=private", "wc-"},
        {"barrier=gate motor_vehicle=forestry", "wc-"},
        {"barrier=gate motorcar=no", "wc-"},
        {"barrier=gate foot=no", "--d"},
        {"barrier=gate foot=no wheelchair=yes", "--d"},
        {"barrier=gate wheelchair=no", "w-d"},
        {"barrier=wall", "---"},
        {"barrier=wall foot=yes", "w--"},
        {"barrier=wall wheelchair=yes", "wc-"},
    };

    (void)state;
    check_nodes(cases, COUNT_OF(cases));
}

static void add_tag(char *text, size_t size, const char *key,
                    const char *value)
{
    size_t used = strlen(text);

    if (value[0] != '\0')
        snprintf(text + used, size - used, " %s=%s", key, value);
}

/* A tag with each of its values, "" being none, the first fastest. */
typedef struct variation {
    const char *key;
    const char *values[7];
    size_t value_count;
} variation;

/* The text of one combination; false after the last. */
static bool combine(char *text, size_t size, const variation *tags,
                    size_t count, size_t combination)
{
    text[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        add_tag(text, size, tags[i].key,
                tags[i].values[combination % tags[i].value_count]);
        combination /= tags[i].value_count;
    }
    return combination == 0;
}

static void wheelchairs_go_nowhere_that_walkers_may_not(void **state)
{
    static const variation tags[] = {
        {"wheelchair", {"", "yes", "no"}, 3},
        {"access", {"", "yes", "no", "private"}, 4},
        {"foot", {"", "yes", "no", "private", "customers"}, 5},
        {"sidewalk", {"", "both", "separate"}, 3},
        {"surface", {"", "sand"}, 2},
        {"highway",
         {"footway", "steps", "trunk", "motorway", "proposed", "path",
          "corridor"},
         7},
    };
    static const variation node_tags[] = {
        {"barrier",
         {"", "gate", "wall", "stile", "bollard", "hedge", "turnstile"},
         7},
        {"wheelchair", {"", "yes", "no"}, 3},
        {"access", {"", "yes", "no", "private"}, 4},
        {"foot", {"", "yes", "no", "private", "customers"}, 5},
    };
    char text[256];

    (void)state;
    for (size_t i = 0; combine(text, sizeof(text), tags, 6, i); i++)
        if (ask(WHEELCHAIR, text, "").forward && !ask(WALK, text, "").forward)
            fail_msg("%s", text);
    for (size_t i = 0; combine(text, sizeof(text), node_tags, 4, i); i++)
        if (ask(WHEELCHAIR, "a=b", text).through &&
            !ask(WALK, "a=b", text).through)
            fail_msg("node %s", text);
}

/* The last of the keys with a word that decides is the closest to a car. */
static bool may_drive(const variation *tags, size_t combination, bool is_open)
{
    for (size_t i = 0; i < 4; i++) {
        const char *value = tags[i].values[combination % tags[i].value_count];

        if (strcmp(value, "no") == 0 || strcmp(value, "delivery") == 0)
            is_open = false;
        else if (i > 0 && (strcmp(value, "yes") == 0 ||
                           strcmp(value, "destination") == 0))
            is_open = true;
        combination /= tags[i].value_count;
    }
    return is_open;
}

static void cars_heed_the_word_closest_to_them(void **state)
{
#define WORDS                                                                 \
    {                                                                         \
        "", "yes", "no", "destination", "delivery", "customers"               \
    }
    static const variation tags[] = {{"access", WORDS, 6},
                                     {"vehicle", WORDS, 6},
                                     {"motor_vehicle", WORDS, 6},
                                     {"motorcar", WORDS, 6}};
    char text[200], street[256], gate[256], bollard[256];

    (void)state;
    for (size_t i = 0; combine(text, sizeof(text), tags, 4, i); i++) {
        answer found;

        snprintf(street, sizeof(street), "highway=service%s", text);
        snprintf(gate, sizeof(gate), "barrier=gate%s", text);
        snprintf(bollard, sizeof(bollard), "barrier=bollard%s", text);
        found = ask(DRIVE, street, gate);
        if (found.forward != may_drive(tags, i, true) ||
            found.through != may_drive(tags, i, true) ||
            ask(DRIVE, street, bollard).through != may_drive(tags, i, false))
            fail_msg("%s", text);
    }
}

static void rivers_and_rails_are_barriers_but_not_under_bridges(void **state)
{
    static const struct {
        const char *tags;
        bool is_barrier;
    } cases[] = {
        {"highway=motorway", true}, {"highway=motorway bridge=yes", false},
        {"highway=trunk", false},   {"highway=trunk motorroad=yes", true},
        {"railway=rail", true},     {"railway=subway tunnel=yes", false},
        {"railway=tram", false},    {"railway=platform", false},
        {"waterway=river", true},   {"waterway=river tunnel=no", true},
        {"waterway=canal", true},   {"waterway=canal tunnel=culvert", false},
        {"waterway=stream", false}, {"waterway=river covered=yes", false},
        {"natural=water", true},    {"route=ferry", false},
    };

    (void)state;
    for (size_t k = 0; k < SHIPPED_COUNT; k++)
        for (size_t i = 0; i < COUNT_OF(cases); i++)
            if (ask(k, cases[i].tags, "").is_snap_barrier !=
                cases[i].is_barrier)
                fail_msg("%s: %s", shipped_names[k], cases[i].tags);
}

/* ---- reading ----------------------------------------------------------- */

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
        cmocka_unit_test(the_shipped_modes_have_their_names_and_speeds),
        cmocka_unit_test(streets_are_open_by_their_kind),
        cmocka_unit_test(the_word_closest_to_the_traveller_says_who_may_go),
        cmocka_unit_test(wheelchairs_stop_at_steps_slopes_and_narrows),
        cmocka_unit_test(barriers_stop_those_who_do_not_get_past),
        cmocka_unit_test(wheelchairs_go_nowhere_that_walkers_may_not),
        cmocka_unit_test(cars_heed_the_word_closest_to_them),
        cmocka_unit_test(rivers_and_rails_are_barriers_but_not_under_bridges),
        cmocka_unit_test(every_effect_and_test_is_read),
        cmocka_unit_test(a_number_without_origin_is_refused),
    };

    return cmocka_run_group_tests(tests, read_shipped, free_shipped);
}
