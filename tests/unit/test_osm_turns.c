/* Turn restrictions of OpenStreetMap: which are read, as what, and which
 * not. */
#include "turn_map.h"

/* "ID:FROM>VIA>TO=no(EXCEPT)[VEHICLE];" for every turn. */
static ci_buffer describe_turns(const ci_roads *roads)
{
    ci_buffer text = {0};

    ci_buffer_add(&text, "");
    for (size_t i = 0; i < roads->turn_count; i++) {
        const ci_road_turn *turn = &roads->turns[i];
        const char *const parts[] = {turn->id,
                                     ":",
                                     roads->links[turn->from_link].id,
                                     ">",
                                     roads->nodes[turn->via].id,
                                     ">",
                                     roads->links[turn->to_link].id,
                                     turn->is_only ? "=only(" : "=no(",
                                     turn->except,
                                     ")[",
                                     turn->vehicle,
                                     "];"};

        for (size_t k = 0; k < sizeof(parts) / sizeof(parts[0]); k++)
            ci_buffer_add(&text, parts[k]);
    }
    return text;
}

/* `fault` CI_TURN_FAULT_COUNT: the restriction is used. */
static void expect_turns(const char *tags, const char *members,
                         const char *want, ci_turn_fault fault)
{
    const map_relation sign = {7, tags, members};
    ci_buffer file = turn_map(&sign, 1), text;
    ci_roads *roads = NULL;

    assert_ok(read_map(&roads, &file, NULL, error));
    text = describe_turns(roads);
    if (strcmp(text.text, want) != 0)
        fail_msg("%s, %s: %s, not %s", tags, members, text.text, want);
    ci_buffer_free(&text);
    assert_int_equal(roads->turn_restriction_count, 1);
    assert_int_equal(roads->turn_restriction_used_count,
                     fault == CI_TURN_FAULT_COUNT);
    for (int i = 0; i < CI_TURN_FAULT_COUNT; i++)
        if (roads->turn_faults[i] != (fault == (ci_turn_fault)i))
            fail_msg("%s, %s: fault %d", tags, members, i);
    ci_roads_free(roads);
}

static const char members[] = "w1@from n2@via w3@to";

static void all_kinds_of_signs_are_read(void **state)
{
    static const char *const kinds[] = {
        "no_left_turn",   "no_right_turn",   "no_straight_on",
        "no_u_turn",      "no_entry",        "no_exit",
        "only_left_turn", "only_right_turn", "only_straight_on"};
    char tags[64];

    (void)state;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        snprintf(tags, sizeof(tags), "type=restriction,restriction=%s",
                 kinds[i]);
        expect_turns(tags, members,
                     kinds[i][0] == 'n' ? "7-0:1-0>2>3-0=no()[];"
                                        : "7-0:1-0>2>3-0=only()[];",
                     CI_TURN_FAULT_COUNT);
    }
}

static void a_sign_may_name_several_streets_on_one_side(void **state)
{
    (void)state;
    expect_turns("type=restriction,restriction=no_entry",
                 "w3@to w2@from n2@via w1@from",
                 "7-0:2-0>2>3-0=no()[];7-1:1-0>2>3-0=no()[];",
                 CI_TURN_FAULT_COUNT);
    expect_turns("type=restriction,restriction=no_exit",
                 "w1@from n2@via w3@to w2@to n9@location_hint",
                 "7-0:1-0>2>3-0=no()[];7-1:1-0>2>2-0=no()[];",
                 CI_TURN_FAULT_COUNT);
    expect_turns("type=restriction,restriction=no_exit",
                 "w1@from w2@from n2@via w3@to w2@to", "", CI_TURN_UNKNOWN);
    expect_turns("type=restriction,restriction=no_u_turn",
                 "w3@from n4@via w3@to", "7-0:3-0>4>3-0=no()[];",
                 CI_TURN_FAULT_COUNT);
}

static void whom_a_sign_binds_is_kept(void **state)
{
    static const char bus_and_goods[] =
        "type=restriction,restriction:hgv=no_left_turn,"
        "restriction:bus=no_left_turn";

    (void)state;
    expect_turns("type=restriction,restriction=no_left_turn,except=psv;taxi",
                 members, "7-0:1-0>2>3-0=no(psv;taxi)[];",
                 CI_TURN_FAULT_COUNT);
    expect_turns(bus_and_goods, members, "7-0:1-0>2>3-0=no()[hgv;bus];",
                 CI_TURN_FAULT_COUNT);
    expect_turns("type=restriction:bus,restriction=only_left_turn", members,
                 "7-0:1-0>2>3-0=only()[bus];", CI_TURN_FAULT_COUNT);
    expect_turns("type=restriction,restriction=no_left_turn,"
                 "restriction:hgv=only_left_turn",
                 members, "7-0:1-0>2>3-0=no()[];7-1:1-0>2>3-0=only()[hgv];",
                 CI_TURN_FAULT_COUNT);
    expect_turns("type=restriction,restriction=no_left_turn,"
                 "restriction:hgv=no_u_turn",
                 members, "7-0:1-0>2>3-0=no()[];", CI_TURN_FAULT_COUNT);
}

static void what_holds_at_times_only_is_not_used(void **state)
{
    (void)state;
    expect_turns("type=restriction,restriction:conditional=no_left_turn @ "
                 "(Mo-Fr)",
                 members, "", CI_TURN_TIMED);
    expect_turns("type=restriction,restriction:hgv:conditional=no_left_turn "
                 "@ (weight>3)",
                 members, "", CI_TURN_TIMED);
    expect_turns("type=restriction:conditional,restriction=no_left_turn",
                 members, "", CI_TURN_TIMED);
    expect_turns("type=restriction,restriction=no_left_turn,day_on=Monday",
                 members, "", CI_TURN_TIMED);
    expect_turns("type=restriction,restriction=no_left_turn,hour_off=19:00",
                 members, "", CI_TURN_TIMED);
    expect_turns("type=restriction,restriction=no_left_turn,"
                 "restriction:conditional=none @ (22:00-06:00)",
                 members, "7-0:1-0>2>3-0=no()[];", CI_TURN_FAULT_COUNT);
}

static void what_is_of_another_kind_is_not_used(void **state)
{
    static const char no_left[] = "type=restriction,restriction=no_left_turn";
    static const char *const lacking[] = {
        "n2@via w3@to",         "w1@from n2@via",       "w1@from w3@to",
        "n1@from n2@via w3@to", "w1@from n2@via r3@to", "",
        "w1@ n2@via w3@to"};
    char long_list[400];

    (void)state;
    expect_turns("type=restriction", members, "", CI_TURN_UNKNOWN);
    expect_turns("type=restriction,restriction=no_turn", members, "",
                 CI_TURN_UNKNOWN);
    expect_turns("type=restriction,restriction=none", members, "",
                 CI_TURN_UNKNOWN);
    for (size_t i = 0; i < sizeof(lacking) / sizeof(lacking[0]); i++)
        expect_turns(no_left, lacking[i], "", CI_TURN_UNKNOWN);
    snprintf(long_list, sizeof(long_list), "%s,except=%0300d", no_left, 0);
    expect_turns(long_list, members, "", CI_TURN_UNKNOWN);
    snprintf(long_list, sizeof(long_list),
             "type=restriction,restriction:%0300d=no_u_turn", 0);
    expect_turns(long_list, members, "", CI_TURN_UNKNOWN);
}

static void what_leads_over_a_way_is_not_used(void **state)
{
    static const char no_u[] = "type=restriction,restriction=no_u_turn";

    (void)state;
    expect_turns(no_u, "w1@from w2@via w3@to", "", CI_TURN_VIA);
    expect_turns(no_u, "w1@from n2@via n4@via w7@to", "", CI_TURN_VIA);
    expect_turns(no_u, "w1@from r2@via w3@to", "", CI_TURN_VIA);
}

static void what_names_no_street_is_not_used(void **state)
{
    static const char no_u[] = "type=restriction,restriction=no_u_turn";

    (void)state;
    expect_turns(no_u, "w99@from n2@via w3@to", "", CI_TURN_ABSENT);
    expect_turns(no_u, "w1@from n2@via w99@to", "", CI_TURN_ABSENT);
    expect_turns(no_u, "w6@from n2@via w3@to", "", CI_TURN_ABSENT);
    expect_turns(no_u, "w1@from n99@via w3@to", "", CI_TURN_ABSENT);
    expect_turns(no_u, "w1@from n77@via w8@to", "", CI_TURN_ABSENT);
    /* Node 7 is within a link. */
    expect_turns(no_u, "w1@from n7@via w5@to", "", CI_TURN_ABSENT);
    expect_turns(no_u, "w1@from n2@via w3@to w99@to", "", CI_TURN_ABSENT);
}

static void a_way_that_goes_on_through_the_node_is_ambiguous(void **state)
{
    static const char no_u[] = "type=restriction,restriction=no_u_turn";

    (void)state;
    expect_turns(no_u, "w4@from n2@via w3@to", "", CI_TURN_LOOSE);
    expect_turns(no_u, "w1@from n2@via w4@to", "", CI_TURN_LOOSE);
    expect_turns(no_u, "w4@from n2@via w4@to", "", CI_TURN_LOOSE);
    expect_turns(no_u, "w5@from n2@via w1@to", "", CI_TURN_LOOSE);
    /* And one that does not come there. */
    expect_turns(no_u, "w1@from n4@via w7@to", "", CI_TURN_LOOSE);
    expect_turns(no_u, "w4@from n5@via w4@to", "7-0:4-0>5>4-0=no()[];",
                 CI_TURN_FAULT_COUNT);
}

static void turns_are_in_the_order_of_their_ids(void **state)
{
    static const char no[] = "type=restriction,restriction=no_u_turn";
    static const map_relation signs[] = {{30, no, "w1@from n2@via w1@to"},
                                         {4, no, "w2@from n2@via w2@to"},
                                         {5, "type=route", "w2@from"},
                                         {-9, no, "w3@from n2@via w3@to"},
                                         {6, no, "w3@from n2@via"}};
    ci_buffer file = turn_map(signs, 5), text;
    ci_roads *roads = NULL;

    (void)state;
    assert_ok(read_map(&roads, &file, NULL, error));
    text = describe_turns(roads);
    assert_string_equal(text.text, "-9-0:3-0>2>3-0=no()[];"
                                   "4-0:2-0>2>2-0=no()[];"
                                   "30-0:1-0>2>1-0=no()[];");
    ci_buffer_free(&text);
    assert_int_equal(roads->turn_restriction_count, 4);
    assert_int_equal(roads->turn_restriction_used_count, 3);
    ci_roads_free(roads);
}

static void one_that_stands_there_twice_is_refused(void **state)
{
    static const char no[] = "type=restriction,restriction=no_u_turn";
    static const map_relation signs[] = {{30, no, "w1@from n2@via w1@to"},
                                         {4, no, "w2@from n2@via w2@to"},
                                         {30, no, "w1@from n2@via w1@to"}};
    ci_buffer file = turn_map(signs, 3);
    ci_roads *roads = NULL;

    (void)state;
    assert_fails(read_map(&roads, &file, NULL, error), CIRCLET_E_DATA,
                 "relation 30 stands in the file twice");
    assert_null(roads);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_kinds_of_signs_are_read),
        cmocka_unit_test(a_sign_may_name_several_streets_on_one_side),
        cmocka_unit_test(whom_a_sign_binds_is_kept),
        cmocka_unit_test(what_holds_at_times_only_is_not_used),
        cmocka_unit_test(what_is_of_another_kind_is_not_used),
        cmocka_unit_test(what_leads_over_a_way_is_not_used),
        cmocka_unit_test(what_names_no_street_is_not_used),
        cmocka_unit_test(a_way_that_goes_on_through_the_node_is_ambiguous),
        cmocka_unit_test(turns_are_in_the_order_of_their_ids),
        cmocka_unit_test(one_that_stands_there_twice_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
