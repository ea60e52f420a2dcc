/* What the modes take, and how they are ordered. */
#include "shipped_modes.h"

#include <math.h>

#include "network/tag_effect.h"

/* Half away from zero, as times are. */
static uint32_t ms(double seconds)
{
    return (uint32_t)(seconds * 1000 + 0.5);
}

static void times_follow_from_the_numbers_of_the_modes(void **state)
{
    static const struct {
        size_t mode;
        const char *tags;
        double forward_s, backward_s; /* along 100 m */
    } cases[] = {
        {WALK, "highway=footway", 100 / 1.2, 100 / 1.2},
        /* Tobler: exp(3.5 x 0.05), and at -5 % its inverse */
        {WALK, "highway=footway incline=5%", 100 / 1.2 * 1.1912462166,
         100 / 1.2 * 0.8394570208},
        {WALK, "highway=steps incline=50%", 250, 250},
        {WALK, "highway=steps ramp:wheelchair=yes", 100 / 1.2, 100 / 1.2},
        {WALK, "highway=elevator", 100 / 1.2 + 45, 100 / 1.2 + 45},
        {STICK, "highway=steps", 100 / 0.31, 100 / 0.31},
        {STICK, "highway=steps handrail=no", 150 / 0.31, 150 / 0.31},
        {STICK, "highway=footway incline=5%", 125 / 0.64, 100 / 0.64},
        {CRUTCHES, "highway=steps", 100 / 0.15, 100 / 0.15},
        {WHEELCHAIR, "highway=footway", 100 / 0.79, 100 / 0.79},
        {WHEELCHAIR, "highway=footway incline=8.3%", 250 / 0.79,
         100 / 0.79 * 1.232},
        {WHEELCHAIR, "highway=footway surface=sett smoothness=intermediate",
         162.5 / 0.79, 162.5 / 0.79},
        {POWERED, "highway=footway incline=10%", 145 / 1.2, 120 / 1.2},
        {DRIVE, "highway=residential", 14.4, 14.4},
        {DRIVE, "highway=residential maxspeed=36", 10, 10},
        {DRIVE, "highway=residential maxspeed=36 maxspeed:backward=72", 10, 5},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        answer found = ask(cases[i].mode, cases[i].tags, "");

        if (found.forward_ms != ms(cases[i].forward_s) ||
            found.backward_ms != ms(cases[i].backward_s))
            fail_msg("%s, %s: %u and %u ms", shipped_names[cases[i].mode],
                     cases[i].tags, found.forward_ms, found.backward_ms);
    }
}

static void escalators_carry_one_way(void **state)
{
    answer up = ask(WALK, "highway=steps conveying=forward", "");
    answer down = ask(ELDERLY, "highway=steps conveying=backward", "");
    answer either = ask(ESCORT, "highway=steps conveying=yes", "");

    (void)state;
    assert_int_equal(up.forward_ms, ms(100 / 0.45));
    assert_false(up.backward);
    assert_false(down.forward);
    assert_int_equal(down.backward_ms, ms(100 / 0.45));
    assert_int_equal(either.forward_ms, ms(100 / 0.45));
    assert_int_equal(either.backward_ms, ms(100 / 0.45));
    assert_false(
        ask(WHEELCHAIR, "highway=steps conveying=yes wheelchair=yes", "")
            .forward);
}

static void a_crossing_takes_what_its_kind_takes(void **state)
{
    static const struct {
        const char *tags;
        uint32_t walk_ms, blind_ms;
    } cases[] = {
        {"highway=crossing crossing=traffic_signals", 30000, 30000},
        {"highway=traffic_signals crossing=traffic_signals", 30000, 30000},
        {"highway=crossing crossing=traffic_signals traffic_signals:sound=no",
         30000, 60000},
        {"highway=crossing crossing=zebra", 20000, 20000},
        {"highway=crossing crossing=unmarked", 15000, 45000},
        {"highway=crossing", 30000, 30000},
        {"highway=crossing crossing=yes", 30000, 30000},
        /* one waits at signals, too, of whose crossing nothing is said */
        {"highway=traffic_signals", 30000, 30000},
        {"highway=traffic_signals crossing=island", 30000, 30000},
        /* on a road's node with another tag, or none */
        {"highway=stop crossing=traffic_signals", 30000, 30000},
        {"highway=give_way crossing=unmarked", 15000, 45000},
        {"highway=bus_stop crossing=yes", 30000, 30000},
        {"crossing=zebra", 20000, 20000},
        {"crossing=traffic_signals", 30000, 30000},
        {"crossing=island", 30000, 30000},
        {"crossing=Signals", 30000, 30000},
        {"highway=crossing crossing=zebra;marked", 30000, 30000},
        /* no crossing, or none of a road */
        {"highway=crossing crossing=no", 0, 0},
        {"highway=traffic_signals crossing=no", 0, 0},
        {"crossing=no", 0, 0},
        {"highway=stop", 0, 0},
        {"railway=crossing crossing=uncontrolled", 0, 0},
        {"highway=elevator", 45000, 45000},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        assert_int_equal(
            ask(WALK, "highway=footway", cases[i].tags).through_ms,
            cases[i].walk_ms);
        assert_int_equal(
            ask(BLIND, "highway=footway", cases[i].tags).through_ms,
            cases[i].blind_ms);
        assert_int_equal(
            ask(DRIVE, "highway=footway", cases[i].tags).through_ms, 0);
    }
}

/* ---- order ------------------------------------------------------------- */

#define ORDER_LINKS 1500

/* The first is nowhere slower than the second, nor closed where it is open. */
static const size_t ordered[][2] = {
    {WALK, ESCORT},      {ESCORT, ELDERLY},     {ELDERLY, STICK},
    {ELDERLY, CRUTCHES}, {ESCORT, BLIND},       {ESCORT, WHEELCHAIR},
    {WALK, POWERED},     {POWERED, WHEELCHAIR},
};

static const variation order_link_tags[] = {
    {"highway",
     {"footway", "steps", "path", "residential", "trunk", "elevator", "track"},
     7},
    {"surface",
     {"", "", "asphalt", "gravel", "ground", "rock", "mud;wood"},
     7},
    {"smoothness", {"", "good", "intermediate", "bad", "horrible", "Bad"}, 6},
    {"footway", {"", "", "crossing"}, 3},
    {"width", {"", "", "", "0,5", "2"}, 5},
    {"incline", {"", "", "3%", "-12%", "up", "35%", "-60%"}, 7},
    {"wheelchair", {"", "", "yes", "no"}, 4},
    {"foot", {"", "", "yes", "no", "No", "no;yes"}, 6},
    {"conveying", {"", "", "", "yes", "forward"}, 5},
    {"handrail", {"", "no"}, 2},
    {"ramp", {"", "yes", "Wheelchair"}, 3},
    {"access", {"", "", "", "private", "Private", "no;private"}, 6},
};

static const variation order_node_tags[] = {
    {"highway", {"", "crossing", "elevator", "stop", "traffic_signals"}, 5},
    {"crossing",
     {"", "yes", "traffic_signals", "zebra", "unmarked", "no", "Zebra"},
     7},
    {"kerb", {"", "", "yes", "raised", "lowered", "rolled", "12 cm"}, 7},
    {"barrier", {"", "", "stile", "wall", "cycle_barrier", "kerb"}, 6},
    {"wheelchair", {"", "", "yes", "no"}, 4},
    {"foot", {"", "", "yes", "no"}, 4},
};

/* Random tags; none where the value is "". */
static size_t draw_tags(circlet_tag *tags, const variation *from, size_t count,
                        uint64_t *state)
{
    size_t used = 0;

    for (size_t i = 0; i < count; i++) {
        const char *value = from[i].values[unit_random_below(
            state, (uint32_t)from[i].value_count)];

        if (value[0] != '\0')
            tags[used++] = (circlet_tag){from[i].key, value};
    }
    return used;
}

static circlet_network *random_streets(uint64_t *state)
{
    circlet_network_builder *builder = NULL;
    circlet_network *network = NULL;
    circlet_tag tags[MAX_TAGS];
    circlet_link_record link = {.tags = tags};
    circlet_node last = 0, next = 0;

    assert_ok(circlet_network_builder_new(&builder, error));
    for (size_t i = 0; i <= ORDER_LINKS; i++) {
        circlet_point at = {116.3 + 0.001 * (double)i, 39.9};
        uint32_t length = 1 + unit_random_below(state, 200);
        /* At most 60 %: beyond 100 % the slow modes' points end. */
        float part = (float)length / 100;
        float heights[3] = {0, part * (float)unit_random_below(state, 30),
                            part * (float)unit_random_below(state, 30)};
        size_t count =
            draw_tags(tags, order_node_tags, COUNT_OF(order_node_tags), state);

        last = next;
        assert_ok(circlet_network_builder_add_node(builder, at, tags, count,
                                                   &next, error));
        if (i == 0)
            continue;
        link.from = last;
        link.to = next;
        link.length_m = length;
        link.heights_m = heights;
        link.height_count = unit_random_below(state, 2) ? 3 : 0;
        link.tag_count =
            draw_tags(tags, order_link_tags, COUNT_OF(order_link_tags), state);
        assert_ok(circlet_network_builder_add_link(builder, &link, error));
    }
    assert_ok(circlet_network_builder_finish(&network, builder, error));
    circlet_network_builder_free(builder);
    return network;
}

static void check_order(const circlet_arc_times *fast,
                        const circlet_arc_times *slow, const char *names,
                        int bound)
{
    for (size_t i = 0; i < ORDER_LINKS; i++)
        if (fast->forward_ms[i] > slow->forward_ms[i] ||
            fast->backward_ms[i] > slow->backward_ms[i] ||
            fast->through_ms[i] > slow->through_ms[i])
            fail_msg("%s, bound %d, link %zu: %u/%u/%u and %u/%u/%u", names,
                     bound, i, fast->forward_ms[i], fast->backward_ms[i],
                     fast->through_ms[i], slow->forward_ms[i],
                     slow->backward_ms[i], slow->through_ms[i]);
}

static void modes_are_ordered_on_every_street_and_bound(void **state)
{
    uint64_t seed = 20240917;
    circlet_network *network = random_streets(&seed);

    (void)state;
    for (int bound = 0; bound < CIRCLET_BOUND_COUNT; bound++) {
        circlet_arc_times *times[SHIPPED_COUNT] = {NULL};

        for (size_t k = 0; k < SHIPPED_COUNT; k++)
            assert_ok(circlet_arc_times_compute(&times[k], network, shipped[k],
                                                (circlet_bound)bound, error));
        for (size_t i = 0; i < COUNT_OF(ordered); i++)
            check_order(times[ordered[i][0]], times[ordered[i][1]],
                        shipped_names[ordered[i][1]], bound);
        for (size_t k = 0; k < SHIPPED_COUNT; k++)
            circlet_arc_times_free(times[k]);
    }
    circlet_network_free(network);
}

/* Nor one of which somebody says how steep it is. */
static void pessimism_closes_no_paved_street(void **state)
{
    static const struct {
        const char *tags, *node;
        bool is_open;
    } cases[] = {
        {"highway=residential", "", false}, /* 20 % is plausible */
        {"highway=residential incline=2%", "", true},
        {"highway=footway footway=sidewalk", "", false},
        {"highway=footway", "", false},
        {"highway=footway incline=2%", "", true},
        {"highway=path incline=2%", "", false},
        {"highway=path incline=2% surface=asphalt width=2", "", true},
        {"highway=footway incline=2% surface=asphalt", "highway=crossing",
         true},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        circlet_network *network = one_link(cases[i].tags, cases[i].node);
        circlet_arc_times *times = NULL;

        assert_ok(circlet_arc_times_compute(
            &times, network, shipped[WHEELCHAIR], CIRCLET_BOUND_MAX, error));
        if ((times->forward_ms[0] != CI_CLOSED) != cases[i].is_open)
            fail_msg("%s", cases[i].tags);
        /* Who goes along the road meets no kerb. */
        if (cases[i].node[0])
            assert_true(times->through_ms[0] == 30000);
        circlet_arc_times_free(times);
        circlet_network_free(network);
    }
}

/* Whether a footway is sure to be open whose tags a wheelchair's mode does not
 * understand: they may be all that it names. Words that it knows to be vague
 * may be what is plausible of them. */
static void what_is_not_understood_may_be_all_that_rules_name(void **state)
{
    static const struct {
        const char *tags, *keys;
        bool must_pass;
    } cases[] = {
        {"surface=asphalt", "", true},
        {"surface=concrete:plates", "", true},
        {"surface=wood smoothness=excellent", "", true},
        {"surface=rock", "surface", false},
        {"surface=Asphalt", "surface", false},
        {"surface=mud;ground", "surface", false},
        {"surface=gravel;fine_gravel", "surface", true},
        {"surface=gravel;rock", "surface", false},
        {"surface=paved", "surface", true},
        {"surface=unpaved", "surface", false},
        {"surface=paved;sett", "surface", false},
        {"smoothness=Bad", "smoothness", false},
        {"smoothness=bad;good", "smoothness", false},
        {"width=0,5", "width", false},
        {"width=1.5", "", true},
        {"width=1.5;2", "", true},
        {"width=1.5;0.5", "width", false},
        {"width=wide", "width", false},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char text[128];
        circlet_network *network;
        ci_tag_effect effect;
        ci_unknown_mask asked, missing;
        const char *keys = "";

        snprintf(text, sizeof(text), "highway=footway incline=0 %s%s%s",
                 strstr(cases[i].tags, "surface") ? "" : "surface=asphalt ",
                 strstr(cases[i].tags, "smoothness") ? "" : "smoothness=good ",
                 cases[i].tags);
        network = one_link(text, "");
        effect = ci_tag_effect_of_link(network, shipped[WHEELCHAIR], 0, false);
        ci_link_unknowns(network, shipped[WHEELCHAIR], 0, &asked, &missing);
        for (size_t k = 0; k < CI_UNKNOWN_MAX; k++)
            if (missing >> k & 1)
                keys = shipped[WHEELCHAIR]->link_unknowns[k].key;
        if (strcmp(keys, cases[i].keys) != 0 ||
            effect.must_pass != cases[i].must_pass || !effect.may_pass)
            fail_msg("%s: '%s' is missing", text, keys);
        circlet_network_free(network);
    }
}

/* The greatest delay at a node (UINT32_MAX: closed). */
static double most_at(size_t mode, const char *node)
{
    circlet_network *network = one_link("highway=residential", node);
    ci_tag_effect effect = ci_tag_effect_of_node(network, shipped[mode], 0);

    circlet_network_free(network);
    return effect.must_pass ? effect.delays_s.high : UINT32_MAX;
}

/* Whether the sound is missing is asked where there may be signals. */
static void what_two_missing_tags_may_be_together_is_within_the_bounds(
    void **state)
{
    static const char *const hidden[] = {
        "highway=crossing crossing=traffic_signals",
        "highway=crossing",
        "highway=crossing crossing=yes",
        "highway=crossing crossing=Signals",
        "highway=crossing traffic_signals:sound=no",
        "highway=crossing crossing=island traffic_signals:sound=No",
        "highway=traffic_signals",
        "highway=traffic_signals crossing=yes",
        "highway=stop crossing=Signals",
        "crossing=island",
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(hidden); i++)
        if (most_at(BLIND, hidden[i]) < 60 || most_at(WALK, hidden[i]) < 30)
            fail_msg("%s: %g, %g", hidden[i], most_at(BLIND, hidden[i]),
                     most_at(WALK, hidden[i]));
    assert_true(most_at(BLIND, "highway=crossing crossing=no") <= 0);
    assert_true(most_at(BLIND, "highway=crossing crossing=zebra") < 21);
}

/* "?": in doubt: open at best and not at worst. */
typedef struct doubt {
    size_t mode;
    const char *tags;
    char want; /* o: open at all bounds, x: closed as mapped and at worst */
} doubt;

static char passage_of(size_t mode, const char *tags)
{
    circlet_network *network = one_link(tags, "");
    ci_tag_effect effect =
        ci_tag_effect_of_link(network, shipped[mode], 0, false);

    circlet_network_free(network);
    if (effect.must_pass)
        return 'o';
    return effect.may_pass ? effect.passes ? '?' : '!' : 'x';
}

static void words_on_who_may_go_are_in_doubt_if_not_understood(void **state)
{
    static const doubt cases[] = {
        {WALK, "access=private", 'x'},
        {WALK, "access=private;no", 'x'},
        {WALK, "access=no;private;military", 'x'},
        {WALK, "access=private;yes", '?'},
        {WALK, "access=Private", '?'},
        {WALK, "access=psv", '?'},
        {WALK, "access=destination;customers", 'o'},
        {WALK, "access=customers", 'o'},
        {WALK, "access=Private foot=yes", 'o'},
        {WALK, "access=private foot=Yes", '?'},
        {WALK, "foot=No", '?'},
        {WALK, "foot=no;yes", '?'},
        {WALK, "foot=no;private", 'x'},
        {WALK, "foot=yes;designated", 'o'},
        {WALK, "motorroad=Yes", '?'},
        {WHEELCHAIR, "wheelchair=No", '?'},
        {WHEELCHAIR, "wheelchair=limited", '?'},
        {WHEELCHAIR, "wheelchair=no;yes", '?'},
        {WHEELCHAIR, "wheelchair=yes;designated", 'o'},
        {WHEELCHAIR, "access=private;no", 'x'},
        {WHEELCHAIR, "foot=No", '?'},
        {WHEELCHAIR, "width=-1", '?'},
        {WHEELCHAIR, "width=0.5;0.6", 'x'},
        {WHEELCHAIR, "kerb=12cm", '?'},
        {WHEELCHAIR, "smoothness=bad;horrible", 'x'},
        {DRIVE, "access=private;no", 'x'},
        {DRIVE, "access=psv", '?'},
        {DRIVE, "motor_vehicle=No", '?'},
        {DRIVE, "vehicle=agricultural;no", 'x'},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char text[160];

        snprintf(text, sizeof(text), "highway=residential %s", cases[i].tags);
        if (passage_of(cases[i].mode, text) != cases[i].want)
            fail_msg("%s, %s: %c", shipped_names[cases[i].mode], text,
                     passage_of(cases[i].mode, text));
    }
}

/* What may be missing, and what is held plausible of it by the class of the
 * street: the greatest factor of the time, 0: closed. */
static void classes_of_streets_say_what_is_plausible(void **state)
{
    static const struct {
        size_t mode;
        const char *tags;
        double most;
    } cases[] = {
        {STICK, "highway=footway", 1.2}, /* cobblestone */
        {STICK, "highway=footway surface=asphalt", 1},
        {STICK, "highway=footway surface=zzz", 1.2},
        {STICK, "highway=footway surface=MUD!", 1.2},
        {STICK, "highway=residential smoothness=Bad surface=asphalt", 1.5},
        {STICK, "highway=path surface=asphalt", 1.5},
        {CRUTCHES, "highway=path", 1.8}, /* mud and horrible */
        {CRUTCHES, "highway=service smoothness=good", 1.2},
        {WHEELCHAIR, "highway=living_street smoothness=good", 1.6},
        {WHEELCHAIR, "highway=residential", 2}, /* 1.6 x 1.25 */
        {WHEELCHAIR, "highway=cycleway surface=asphalt", 1.25},
        {WHEELCHAIR, "highway=track surface=gravel tracktype=grade1", 0},
        {WHEELCHAIR, "highway=track surface=asphalt smoothness=good", 1.5},
        {WHEELCHAIR, "highway=path surface=gravel", 0}, /* how smooth? */
        {WHEELCHAIR, "highway=pedestrian width=zzz", 0},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        circlet_network *network = one_link(cases[i].tags, "");
        ci_tag_effect effect =
            ci_tag_effect_of_link(network, shipped[cases[i].mode], 0, false);
        double most = effect.must_pass ? effect.factors.high : 0;

        if (!(fabs(most - cases[i].most) < 1e-9))
            fail_msg("%s, %s: %g", shipped_names[cases[i].mode], cases[i].tags,
                     most);
        circlet_network_free(network);
    }
}

static void a_grade_that_cannot_be_read_is_missing(void **state)
{
    static const struct {
        const char *tags;
        bool is_open;
    } cases[] = {
        {"tracktype=grade3", true},         {"tracktype=grade5", false},
        {"tracktype=grade3;grade5", false}, {"tracktype=grade1;grade2", true},
        {"tracktype=Grade1", false},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char text[128];
        circlet_network *network;

        snprintf(text, sizeof(text),
                 "highway=track incline=0 surface=asphalt smoothness=good %s",
                 cases[i].tags);
        network = one_link(text, "");
        if (ci_tag_effect_of_link(network, shipped[POWERED], 0, false)
                .must_pass != cases[i].is_open)
            fail_msg("%s", cases[i].tags);
        circlet_network_free(network);
    }
}

/* Nodes at both ends carry the same. */
static void kerbs_belong_to_crossings_and_may_stand_at_their_ends(void **state)
{
    static const struct {
        const char *link, *node;
        bool is_missing, node_is_missing;
    } cases[] = {
        {"highway=footway footway=crossing", "", true, false},
        {"highway=footway footway=crossing kerb=lowered", "", false, false},
        {"highway=footway footway=crossing kerb=yes", "", true, false},
        {"highway=footway footway=crossing", "kerb=flush", false, false},
        {"highway=footway footway=crossing", "kerb=no", false, false},
        {"highway=footway footway=crossing", "kerb=raised", false, false},
        {"highway=footway footway=crossing", "kerb=rolled", false, false},
        {"highway=footway footway=crossing", "kerb=yes", true, true},
        {"highway=footway footway=crossing", "kerb=12cm", true, true},
        {"highway=footway footway=crossing", "barrier=kerb", true, true},
        {"highway=footway footway=crossing", "barrier=kerb kerb=lowered",
         false, false},
        {"highway=footway footway=crossing", "highway=crossing", true, false},
        {"highway=path path=crossing", "", true, false},
        {"highway=cycleway cycleway=crossing", "", true, false},
        {"highway=crossing", "", true, false},
        {"highway=footway", "", false, false},
        {"highway=residential", "highway=crossing", false, false},
        {"highway=residential", "highway=crossing kerb=yes", false, true},
        {"highway=residential cycleway=crossing", "", false, false},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        for (size_t mode = 0; mode < SHIPPED_COUNT; mode++) {
            circlet_network *network = one_link(cases[i].link, cases[i].node);
            const circlet_travel_mode *of = shipped[mode];
            bool minds = mode == WHEELCHAIR || mode == POWERED ||
                         mode == STICK || mode == CRUTCHES;
            ci_unknown_mask asked, missing, node_asked, node_missing;
            bool is_missing = false, node_is_missing = false;

            ci_link_unknowns(network, of, 0, &asked, &missing);
            ci_node_unknowns(network, of, 0, &node_asked, &node_missing);
            for (size_t k = 0; k < of->link_unknown_count; k++)
                is_missing |= (missing >> k & 1) &&
                              strcmp(of->link_unknowns[k].key, "kerb") == 0;
            for (size_t k = 0; k < of->node_unknown_count; k++)
                node_is_missing |=
                    (node_missing >> (of->link_unknown_count + k) & 1) &&
                    strcmp(of->node_unknowns[k].key, "kerb") == 0;
            if (is_missing != (minds && cases[i].is_missing) ||
                node_is_missing != (minds && cases[i].node_is_missing))
                fail_msg("%s: %s, %s", shipped_names[mode], cases[i].link,
                         cases[i].node);
            circlet_network_free(network);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_follow_from_the_numbers_of_the_modes),
        cmocka_unit_test(escalators_carry_one_way),
        cmocka_unit_test(a_crossing_takes_what_its_kind_takes),
        cmocka_unit_test(modes_are_ordered_on_every_street_and_bound),
        cmocka_unit_test(pessimism_closes_no_paved_street),
        cmocka_unit_test(what_is_not_understood_may_be_all_that_rules_name),
        cmocka_unit_test(
            what_two_missing_tags_may_be_together_is_within_the_bounds),
        cmocka_unit_test(words_on_who_may_go_are_in_doubt_if_not_understood),
        cmocka_unit_test(classes_of_streets_say_what_is_plausible),
        cmocka_unit_test(a_grade_that_cannot_be_read_is_missing),
        cmocka_unit_test(
            kerbs_belong_to_crossings_and_may_stand_at_their_ends),
    };

    return cmocka_run_group_tests(tests, read_shipped, free_shipped);
}
