/* Places that are missing at one station, worked out by hand. */
#include "care_town.h"

/* Four people at 100 s from a station of some type in street 0. */
typedef struct corner {
    circlet_policy *policy;
    const char *type;
    int64_t places, occupied;
    int rivals; /* of street 1, nearer than they are */
    care_roads roads;
    circlet_city *city; /* findings point into it */
    circlet_findings *findings;
} corner;

static void corner_free(corner *c)
{
    circlet_findings_free(c->findings);
    circlet_city_free(c->city);
}

static const circlet_finding *judge_corner(corner *c)
{
    judge_city small = judge_city_new();
    const circlet_service_record care = {"day_care",  c->places, -1,
                                         c->occupied, 0,         0};
    circlet_facility_record station = judge_facility(c->type, 0);
    circlet_demand_record person = care_person(0, 0.5);
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;
    circlet_travel travel = care_travel(&c->roads);

    judge_add_street(&small, 0, "urban");
    judge_add_street(&small, 1, "urban");
    station.at.lon = 0.99;
    station.services = &care;
    station.service_count = 1;
    judge_add_facility(&small, station);
    person.at.lon = 0.89;
    care_add(&small, person, 4);
    person.at.lon = 1.01;
    care_add(&small, person, c->rivals);
    judge_say_all(&small);
    c->city = judge_finish(&small);
    options.year = 2020;
    options.rule = "A-DAYCARE";
    options.wants_fixes = true;
    assert_ok(circlet_policy_judge(&c->findings, c->policy, c->city, &travel,
                                   &options, error));
    return judge_find(c->findings, "A-DAYCARE", "S0");
}

/* What is said, and that so many places pass and one less does not. */
static void check_corner(corner c, const char *said, int64_t enough)
{
    const circlet_finding *finding = judge_corner(&c);

    assert_int_equal(finding->verdict, CIRCLET_VERDICT_FAIL);
    assert_non_null(finding->fix_en);
    assert_string_equal(finding->fix_en, said);
    corner_free(&c);
    for (int64_t less = 0; less < 2; less++) {
        c.places = enough - less;
        finding = judge_corner(&c);
        assert_int_equal(finding->verdict,
                         less ? CIRCLET_VERDICT_FAIL : CIRCLET_VERDICT_PASS);
        if (!less)
            assert_null(finding->fix_en);
        corner_free(&c);
    }
    circlet_policy_free(c.policy);
}

/* Two places for four people: two more, which are sold by five or singly. */
static void what_is_missing_is_added(void **state)
{
    (void)state;
    check_corner((corner){.policy = judge_policy(),
                          .type = "day_care_station",
                          .places = 2,
                          .occupied = 0},
                 "Mended by enlarging f0000 by 5 places of day care, for "
                 "75,000 CNY in the first year, prices assumed in part.",
                 4);
    check_corner(
        (corner){.policy = judge_policy_with("place_step: 5", "place_step: 1"),
                 .type = "day_care_station",
                 .places = 2,
                 .occupied = 0},
        "Mended by enlarging f0000 by 2 places of day care, for "
        "30,000 CNY in the first year, prices assumed in part.",
        4);
}

/* Three of four are asked for, and one has a place. */
static void a_share_below_all_is_brought_to_the_limit(void **state)
{
    (void)state;
    check_corner(
        (corner){.policy = judge_policy_with("target: 1", "target: 0.75"),
                 .type = "elderly_service_station",
                 .places = 1,
                 .occupied = 0},
        "Mended by enlarging f0000 by 2 places of day care.", 3);
}

/* Two of street 1 are nearer, and take the first places that are added. */
static void who_else_wants_the_places_is_counted(void **state)
{
    (void)state;
    check_corner((corner){.policy = judge_policy(),
                          .type = "elderly_service_station",
                          .places = 0,
                          .occupied = 0,
                          .rivals = 2},
                 "Mended by enlarging f0000 by 6 places of day care.", 6);
}

/* Seven have the five places, so that the first two are not free. */
static void places_that_are_taken_twice_are_filled_first(void **state)
{
    (void)state;
    check_corner((corner){.policy = judge_policy(),
                          .type = "elderly_service_station",
                          .places = 5,
                          .occupied = 7},
                 "Mended by enlarging f0000 by 6 places of day care.", 11);
}

/* With streets of which not all is known nobody can say that it is mended:
 * at the worst the way takes 1000 s. */
static void what_is_not_sure_is_said_as_measured(void **state)
{
    corner c = {.policy = judge_policy(),
                .type = "elderly_service_station",
                .places = 1,
                .occupied = 0,
                .roads = {.best = 1, .worst = 10}};
    const circlet_finding *finding = judge_corner(&c);

    (void)state;
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_FAIL);
    assert_string_equal(finding->fix_en,
                        "100 % of the 3 persons without a free place would "
                        "have one by enlarging f0000 by 3 places of day "
                        "care.");
    assert_string_equal(finding->fix_zh,
                        "将f0000扩建3个日间照料名额，3名没有名额者中有100%"
                        "可获得名额。");
    corner_free(&c);
    circlet_policy_free(c.policy);
}

/* How many places there are is not known: nor is how many are missing. */
static void where_nothing_is_measured_nothing_is_said(void **state)
{
    corner c = {.policy = judge_policy(),
                .type = "elderly_service_station",
                .places = -1,
                .occupied = 0};

    (void)state;
    assert_null(judge_corner(&c)->fix_en);
    corner_free(&c);
    circlet_policy_free(c.policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_missing_is_added),
        cmocka_unit_test(a_share_below_all_is_brought_to_the_limit),
        cmocka_unit_test(who_else_wants_the_places_is_counted),
        cmocka_unit_test(places_that_are_taken_twice_are_filled_first),
        cmocka_unit_test(what_is_not_sure_is_said_as_measured),
        cmocka_unit_test(where_nothing_is_measured_nothing_is_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
