#include "judge_city.h"

#include "policy/circle.h"
#include "policy/selection.h"

static const char *const care[] = {"day_care", "rehabilitation"};
static const char *const beds[] = {"rehabilitation"};
static const char *const wards[] = {"residential"};
static const ci_facility_type type_items[] = {
    {"home", {care, 2}, {NULL, 0}, {wards, 1}},
    {"hospital", {beds, 1}, {beds, 1}, {NULL, 0}},
    {"elderly_home", {wards, 1}, {wards, 1}, {NULL, 0}},
};
static const ci_facility_types types = {type_items, 3};

static void dates_win_over_the_status(void **state)
{
    static const struct {
        circlet_facility_status status;
        int opened, closed;
        bool is_open;
    } cases[] = {
        {CIRCLET_FACILITY_OPEN, -1, -1, true},
        {CIRCLET_FACILITY_PLANNED, -1, -1, false},
        {CIRCLET_FACILITY_CLOSED, -1, -1, false},
        {CIRCLET_FACILITY_OPEN, 20201231, -1, true},
        {CIRCLET_FACILITY_OPEN, 20210101, -1, false},
        {CIRCLET_FACILITY_PLANNED, 20200601, -1, true},
        {CIRCLET_FACILITY_OPEN, -1, 20201231, false},
        {CIRCLET_FACILITY_OPEN, -1, 20210101, true},
        {CIRCLET_FACILITY_CLOSED, -1, 20210101, true},
        {CIRCLET_FACILITY_CLOSED, 20150101, -1, false},
        {CIRCLET_FACILITY_CLOSED, 20150101, 20210101, true},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        circlet_facility_record facility = circlet_facility_record_unknown();

        facility.status = cases[i].status;
        facility.opened = cases[i].opened;
        facility.closed = cases[i].closed;
        if (ci_facility_is_open(&facility, 2020) != cases[i].is_open)
            fail_msg("case %zu", i);
    }
}

static void services_come_from_the_type_unless_said(void **state)
{
    const circlet_service_record service = {"respite", 5, -1, -1, 0, 0};
    circlet_facility_record home = judge_facility("home", 0);
    circlet_facility_record castle = judge_facility("castle", 0);

    (void)state;
    assert_true(ci_facility_offers(&home, "day_care", &types));
    assert_false(ci_facility_offers(&home, "respite", &types));
    assert_false(ci_facility_offers(&castle, "day_care", &types));
    assert_int_equal(ci_facility_places(&home, "day_care", &types), -1);
    home.services = &service;
    home.service_count = 1;
    assert_false(ci_facility_offers(&home, "day_care", &types));
    assert_true(ci_facility_offers(&home, "respite", &types));
    assert_int_equal(ci_facility_places(&home, "respite", &types), 5);
    assert_int_equal(ci_facility_places(&home, "day_care", &types), 0);
}

static void beds_are_unknown_only_where_the_type_has_some(void **state)
{
    circlet_service_record service = {"rehabilitation", -1, -1, -1, 0, 0};
    circlet_facility_record home = judge_facility("home", 0);
    circlet_facility_record hospital = judge_facility("hospital", 0);
    circlet_facility_record castle = judge_facility("castle", 0);

    (void)state;
    assert_int_equal(ci_facility_beds(&home, "rehabilitation", &types), 0);
    assert_int_equal(ci_facility_beds(&hospital, "rehabilitation", &types),
                     -1);
    assert_int_equal(ci_facility_beds(&castle, "rehabilitation", &types), 0);
    home.services = hospital.services = castle.services = &service;
    home.service_count = hospital.service_count = castle.service_count = 1;
    assert_int_equal(ci_facility_beds(&home, "rehabilitation", &types), 0);
    assert_int_equal(ci_facility_beds(&castle, "rehabilitation", &types), -1);
    /* A section of an elderly home: it has beds, nobody said how many. */
    castle.type = "elderly_home";
    assert_int_equal(ci_facility_beds(&castle, "rehabilitation", &types), -1);
    service.beds = 12;
    assert_int_equal(ci_facility_beds(&home, "rehabilitation", &types), 12);
    assert_int_equal(ci_facility_beds(&hospital, "rehabilitation", &types),
                     12);
}

static void what_is_unknown_of_a_facility_is_maybe(void **state)
{
    ci_selection selection = {
        .type = "home", .tier = "street", .is_comprehensive = CIRCLET_YES};
    circlet_facility_record home = judge_facility("home", 0);
    ci_doubts doubts = 0;

    (void)state;
    assert_int_equal(ci_selection_holds(&selection, &home, &types, &doubts),
                     CI_MEMBER_MAYBE);
    assert_int_equal(doubts, 3u << CI_DOUBT_COUNT);
    home.tier = "village";
    assert_int_equal(ci_selection_holds(&selection, &home, &types, NULL),
                     CI_MEMBER_NO);
    home.tier = "street";
    home.is_comprehensive = CIRCLET_YES;
    assert_int_equal(ci_selection_holds(&selection, &home, &types, NULL),
                     CI_MEMBER_YES);
    home.type = "hospital";
    assert_int_equal(ci_selection_holds(&selection, &home, &types, NULL),
                     CI_MEMBER_NO);
}

/* A home that says nothing perhaps has wards, too; one that says what it
 * offers has not. */
static void several_services_must_all_be_offered(void **state)
{
    static const char *const wanted[] = {"day_care", "residential"};
    const circlet_service_record services[] = {
        {"day_care", -1, -1, -1, 0, 0}, {"residential", -1, -1, -1, 0, 0}};
    const ci_selection selection = {.services = {wanted, 2}};
    const ci_selection more = {.service = "respite", .services = {wanted, 2}};
    circlet_facility_record home = judge_facility("home", 0);
    ci_doubts doubts = 0;

    (void)state;
    assert_int_equal(ci_selection_holds(&selection, &home, &types, &doubts),
                     CI_MEMBER_MAYBE);
    assert_int_equal(doubts, 32u << CI_DOUBT_COUNT);
    assert_string_equal(ci_facility_doubt_name(5), "services_unknown");
    assert_int_equal(ci_selection_holds(&more, &home, &types, NULL),
                     CI_MEMBER_NO);
    home.services = services;
    home.service_count = 1;
    assert_int_equal(ci_selection_holds(&selection, &home, &types, NULL),
                     CI_MEMBER_NO);
    home.service_count = 2;
    assert_int_equal(ci_selection_holds(&selection, &home, &types, NULL),
                     CI_MEMBER_YES);
    assert_int_equal(ci_selection_holds(&more, &home, &types, NULL),
                     CI_MEMBER_NO);
    home.type = "hospital";
    home.service_count = 0;
    assert_int_equal(ci_selection_holds(&selection, &home, &types, NULL),
                     CI_MEMBER_NO);
}

static void it_is_known_whether_there_is_none(void **state)
{
    static const char *const wanted[] = {"day_care", "residential"};
    const ci_selection any = {.word = "any_facility"};
    const ci_selection both = {.services = {wanted, 2}};
    judge_city small = judge_city_new();
    circlet_city *city = judge_finish(&small);

    (void)state;
    assert_false(ci_selection_is_known(&any, city, &types));
    assert_false(ci_selection_is_known(&both, city, &types));
    circlet_city_free(city);

    small = judge_city_new();
    judge_add_facility(&small, judge_facility("elderly_home", 0));
    city = judge_finish(&small);
    assert_true(ci_selection_is_known(&any, city, &types));
    assert_false(ci_selection_is_known(&both, city, &types));
    circlet_city_free(city);

    small = judge_city_new(); /* which is perhaps residential as well */
    judge_add_facility(&small, judge_facility("home", 0));
    city = judge_finish(&small);
    assert_true(ci_selection_is_known(&both, city, &types));
    circlet_city_free(city);

    small = judge_city_new();
    assert_ok(circlet_city_builder_say_complete(
        small.builder, CIRCLET_PART_FACILITIES, error));
    city = judge_finish(&small);
    assert_true(ci_selection_is_known(&any, city, &types));
    assert_true(ci_selection_is_known(&both, city, &types));
    circlet_city_free(city);
}

static void a_plan_is_told_who_has_to_reach_what(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city small = judge_city_new();
    circlet_demand_record person = judge_person(0, 0.2);
    circlet_facility_record closed = judge_facility("warm_home", 0);
    ci_circle_batches batches = {NULL, 0};
    uint32_t *facilities = NULL;
    size_t count = 0;
    circlet_city *city;

    (void)state;
    judge_add_street(&small, 0, "urban");
    judge_add_street(&small, 1, "mountain");
    judge_add_street(&small, 2, NULL);
    judge_add_person(&small, person);
    person.aid = "crutches";
    judge_add_person(&small, person);
    judge_add_person(&small, judge_person(0, 0.3));
    person.certified = CIRCLET_NO;
    judge_add_person(&small, person);
    judge_add_person(&small, judge_person(1, 0.2));
    judge_add_person(&small, judge_person(2, 0.2));
    closed.closed = 20190101;
    judge_add_facility(&small, closed);
    judge_add_facility(&small, judge_facility("day_care_station", 0));
    judge_add_facility(&small, judge_facility("warm_home", 1));
    city = judge_finish(&small);

    assert_ok(ci_circle_batches_make(&batches, policy, city, "warm_home", 2020,
                                     error));
    assert_int_equal(batches.count, 3);
    assert_string_equal(batches.batches[0].rule, "B-CIRCLE-15");
    assert_string_equal(batches.batches[0].mode, "walk");
    assert_int_equal(batches.batches[0].cutoff_ms, 900000);
    assert_int_equal(batches.batches[0].demand_count, 2);
    assert_int_equal(batches.batches[0].demands[0], 0);
    assert_int_equal(batches.batches[0].demands[1], 2);
    assert_string_equal(batches.batches[1].mode, "crutches");
    assert_int_equal(batches.batches[1].demands[0], 1);
    assert_string_equal(batches.batches[2].rule, "B-CIRCLE-30");
    assert_string_equal(batches.batches[2].mode, "drive");
    assert_int_equal(batches.batches[2].demands[0], 4);
    ci_circle_batches_free(&batches);
    assert_fails(
        ci_circle_batches_make(&batches, policy, city, "castle", 2020, error),
        CIRCLET_E_NOT_FOUND, "no circle rule for 'castle'");
    assert_fails(ci_circle_batches_make(&batches, policy, city, "warm_home",
                                        2017, error),
                 CIRCLET_E_NOT_FOUND, "in 2017");

    assert_ok(ci_circle_facilities(&facilities, &count, policy, city,
                                   "B-CIRCLE-15", 2020, error));
    assert_int_equal(count, 1);
    assert_int_equal(facilities[0], 2);
    free(facilities);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_win_over_the_status),
        cmocka_unit_test(services_come_from_the_type_unless_said),
        cmocka_unit_test(beds_are_unknown_only_where_the_type_has_some),
        cmocka_unit_test(what_is_unknown_of_a_facility_is_maybe),
        cmocka_unit_test(several_services_must_all_be_offered),
        cmocka_unit_test(it_is_known_whether_there_is_none),
        cmocka_unit_test(a_plan_is_told_who_has_to_reach_what),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
