/* Who may pass where. */
#include "shipped_modes.h"

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
        char open[TABLE_COUNT + 1] = "";

        for (size_t k = 0; k < TABLE_COUNT; k++)
            open[k] = letter_of(k, ask(k, cases[i].tags, ""));
        if (strcmp(open, cases[i].open) != 0)
            fail_msg("%s: %s, not %s", cases[i].tags, open, cases[i].open);
    }
}

static void check_nodes(const open_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char open[TABLE_COUNT + 1] = "";

        for (size_t k = 0; k < TABLE_COUNT; k++)
            open[k] = ask(k, "highway=footway", cases[i].tags).through
                          ? "wcd"[k]
                          : '-';
        if (strcmp(open, cases[i].open) != 0)
            fail_msg("%s: %s, not %s", cases[i].tags, open, cases[i].open);
    }
}

static void the_shipped_modes_have_their_names_and_speeds(void **state)
{
    static const double speeds_mps[] = {1.2, 0.79, 30 / 3.6, 0.82, 0.64,
                                        0.8, 1.2,  0.8,      0.9};

    (void)state;
    for (size_t i = 0; i < SHIPPED_COUNT; i++) {
        assert_string_equal(circlet_travel_mode_name(shipped[i]),
                            shipped_names[i]);
        assert_true(shipped[i]->speed_mps == speeds_mps[i]);
        assert_true(shipped[i]->obeys_oneway == (i == DRIVE));
        assert_true(shipped[i]->boarding_s == (i == DRIVE ? 180 : 0));
    }
}

/* Every number and all that closes has an origin, and every mode names what
 * it assumes. */
static void every_number_and_closure_of_the_modes_has_an_origin(void **state)
{
    (void)state;
    for (size_t k = 0; k < SHIPPED_COUNT; k++) {
        size_t sourced = 0, assumed = 0;

        for (size_t i = 0; i < circlet_travel_mode_figure_count(shipped[k]);
             i++) {
            circlet_mode_figure figure =
                circlet_travel_mode_figure(shipped[k], i);
            bool is_number = (strcmp(figure.effect, "pass") != 0 ||
                              strcmp(figure.value, "no") == 0) &&
                             strcmp(figure.effect, "snap_barrier") != 0 &&
                             strcmp(figure.effect, "except") != 0 &&
                             strcmp(figure.effect, "harmless") != 0 &&
                             strcmp(figure.effect, "roadway") != 0 &&
                             strcmp(figure.effect, "speed_from") != 0;

            if (is_number && !figure.source && !figure.is_assumed)
                fail_msg("%s: %s %s", shipped_names[k], figure.effect,
                         figure.value);
            sourced += figure.source != NULL;
            assumed += figure.is_assumed;
        }
        assert_true(sourced > 0 && assumed > 0);
    }
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
        {"highway=footway incline=8.3%", "wc-"},
        {"highway=footway incline=-8.3%", "wc-"},
        {"highway=footway incline=-8.4%", "w>-"},
        {"highway=footway incline=10%", "w<-"},
        {"highway=footway incline=-10.1%", "w--"},
        {"highway=steps ramp:wheelchair=yes incline=30%", "wc-"},
        {"highway=footway incline=10% wheelchair=designated", "w<-"},
        {"highway=footway incline=up", "wc-"},
        {"highway=footway smoothness=bad", "w--"},
        {"highway=footway smoothness=bad wheelchair=yes", "wc-"},
        {"highway=track tracktype=grade5", "w-d"},
        {"highway=footway surface=sand", "w--"},
        {"highway=footway surface=sand foot=yes", "w--"},
        {"highway=footway surface=sand wheelchair=yes", "wc-"},
        {"highway=footway surface=sand wheelchair=limited", "w--"},
        {"highway=footway wheelchair=no", "w--"},
        {"highway=trunk sidewalk=both incline=9% wheelchair=yes", "w<d"},
        {"highway=footway surface=ground", "w--"},
        {"highway=path sac_scale=hiking", "w--"},
        {"highway=footway kerb:height=0.06", "wc-"},
        {"highway=footway kerb:height=7cm", "w--"},
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
        {"kerb=rolled", "wcd"},
        {"kerb=regular", "w-d"},
        {"kerb=raised kerb:height=0.05", "wcd"},
        {"kerb=raised kerb:height=12cm", "w-d"},
        {"kerb=lowered kerb:height=3cm", "wcd"},
        {"kerb:height=0.07", "w-d"},
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
        {"highway=motorway", true},  {"highway=motorway bridge=yes", false},
        {"highway=trunk", false},    {"highway=trunk motorroad=yes", true},
        {"railway=rail", true},      {"railway=subway tunnel=yes", false},
        {"railway=tram", false},     {"railway=platform", false},
        {"waterway=river", true},    {"waterway=river tunnel=no", true},
        {"waterway=canal", true},    {"waterway=canal tunnel=culvert", false},
        {"waterway=stream", false},  {"waterway=river covered=yes", false},
        {"natural=water", true},     {"route=ferry", false},
        {"natural=coastline", true}, {"waterway=riverbank", true},
        {"waterway=dock", true},     {"natural=wood", false},
    };

    (void)state;
    for (size_t k = 0; k < SHIPPED_COUNT; k++)
        for (size_t i = 0; i < COUNT_OF(cases); i++)
            if (ask(k, cases[i].tags, "").is_snap_barrier !=
                cases[i].is_barrier)
                fail_msg("%s: %s", shipped_names[k], cases[i].tags);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_shipped_modes_have_their_names_and_speeds),
        cmocka_unit_test(every_number_and_closure_of_the_modes_has_an_origin),
        cmocka_unit_test(streets_are_open_by_their_kind),
        cmocka_unit_test(the_word_closest_to_the_traveller_says_who_may_go),
        cmocka_unit_test(wheelchairs_stop_at_steps_slopes_and_narrows),
        cmocka_unit_test(barriers_stop_those_who_do_not_get_past),
        cmocka_unit_test(wheelchairs_go_nowhere_that_walkers_may_not),
        cmocka_unit_test(cars_heed_the_word_closest_to_them),
        cmocka_unit_test(rivers_and_rails_are_barriers_but_not_under_bridges),
    };

    return cmocka_run_group_tests(tests, read_shipped, free_shipped);
}
