#include "judge_city.h"

#include "policy/policy.h"
#include "policy/traveller.h"

#define YEAR 2020

/* The name of the mode that is measured, and whether another may be. */
static ci_own_travel travel_of(const circlet_policy *policy,
                               const circlet_demand_record *person,
                               const char *mode, int modes)
{
    ci_own_travel travel = ci_policy_own_travel(policy, person, YEAR);

    assert_string_equal(policy->modes[travel.mode], mode);
    assert_int_equal(__builtin_popcountll(travel.modes), modes);
    assert_true(travel.modes >> travel.mode & 1);
    return travel;
}

static bool may_go(const circlet_policy *policy, ci_own_travel travel,
                   const char *mode)
{
    size_t position = 0;

    assert_ok(ci_policy_find_mode(&position, policy, mode, error));
    return (travel.modes >> position & 1) != 0;
}

/* What the table of geodata/README.md says. */
static void people_of_whom_all_is_known_have_one_mode(void **state)
{
    static const struct {
        const char *aid, *kind;
        int grade, age;
        const char *mode;
    } cases[] = {
        {"none", "hearing", 1, 40, "walk"},
        {"none", "physical", 3, 40, "walk"},
        {"none", "physical", 3, 64, "walk"},
        {"none", "physical", 3, 65, "elderly"},
        {"none", "hearing", 1, 11, "escort"},
        {"none", "hearing", 1, 12, "walk"},
        {"none", "visual", 1, 70, "blind"},
        {"none", "visual", 2, 8, "blind"},
        {"stick", "visual", 2, 40, "blind"},
        {"stick", "visual", 3, 40, "stick"},
        {"stick", "physical", 3, 80, "stick"},
        {"guide_dog", "visual", 1, 40, "blind"},
        {"guide_dog", "visual", 4, 40, "blind"},
        {"escort", "visual", 1, 40, "escort"},
        {"none", "intellectual", 2, 40, "escort"},
        {"none", "mental", 3, 40, "walk"},
        {"crutches", "visual;physical", 1, 80, "crutches"},
        {"manual_wheelchair", "intellectual;physical", 1, 8,
         "manual_wheelchair"},
        {"powered_wheelchair", "physical", 1, 90, "powered_wheelchair"},
        {NULL, "hearing", 3, 40, "walk"},
        {NULL, "hearing", 3, 70, "elderly"},
        {NULL, "visual", 1, 70, "blind"},
        {NULL, "mental", 2, 30, "escort"},
    };
    circlet_policy *policy = judge_policy();

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        circlet_demand_record person = CIRCLET_DEMAND_RECORD_INIT;

        person.aid = cases[i].aid;
        person.kind = cases[i].kind;
        person.grade = cases[i].grade;
        person.birth_year = YEAR - cases[i].age;
        travel_of(policy, &person, cases[i].mode, 1);
    }
    circlet_policy_free(policy);
}

static void an_unknown_aid_may_be_slow_or_fast(void **state)
{
    circlet_policy *policy = judge_policy();
    circlet_demand_record person = CIRCLET_DEMAND_RECORD_INIT;
    ci_own_travel travel;

    (void)state;
    person.kind = "physical";
    person.grade = 2;
    person.age = 40;

    travel = travel_of(policy, &person, "manual_wheelchair", 2);

    assert_true(may_go(policy, travel, "walk"));
    assert_int_equal(travel.rows, 1);
    assert_int_equal(travel.doubts, 0);
    assert_string_equal(policy->own_modes[0].reason, "aid_unknown");
    circlet_policy_free(policy);
}

static void rows_that_perhaps_hold_add_their_modes(void **state)
{
    circlet_policy *policy = judge_policy();
    circlet_demand_record person = CIRCLET_DEMAND_RECORD_INIT;
    ci_own_travel travel;

    (void)state;
    person.aid = "none";
    person.kind = "hearing";
    person.grade = 3;
    travel = travel_of(policy, &person, "walk", 3);
    assert_true(may_go(policy, travel, "escort"));
    assert_true(may_go(policy, travel, "elderly"));

    person.age = 50;
    person.kind = "visual";
    person.grade = -1;
    travel = travel_of(policy, &person, "walk", 2);
    assert_true(may_go(policy, travel, "blind"));

    person.kind = NULL;
    person.grade = 1;
    travel = travel_of(policy, &person, "walk", 3);
    assert_true(may_go(policy, travel, "blind"));
    assert_true(may_go(policy, travel, "escort"));

    /* What the aid says is enough. */
    person.aid = "powered_wheelchair";
    person.grade = person.age = -1;
    travel_of(policy, &person, "powered_wheelchair", 1);
    circlet_policy_free(policy);
}

static void of_whom_nothing_is_known_the_slow_mode_is_measured(void **state)
{
    circlet_policy *policy = judge_policy();
    circlet_demand_record person = CIRCLET_DEMAND_RECORD_INIT;
    ci_own_travel travel;

    (void)state;
    travel = travel_of(policy, &person, "manual_wheelchair", 5);

    assert_true(may_go(policy, travel, "walk"));
    assert_false(may_go(policy, travel, "crutches"));
    assert_false(may_go(policy, travel, "drive"));
    circlet_policy_free(policy);
}

/* Filling in what is missing never leads out of the modes that may be. */
static void what_is_not_known_may_be_anything(void **state)
{
    static const char *const aids[] = {
        "none", "stick", "crutches", "manual_wheelchair", "guide_dog", NULL};
    static const char *const kinds[] = {"visual", "hearing", "physical",
                                        "intellectual", "mental;speech"};
    circlet_policy *policy = judge_policy();

    (void)state;
    for (uint64_t seed = 1; seed <= 500; seed++) {
        uint64_t random = seed;
        circlet_demand_record known = CIRCLET_DEMAND_RECORD_INIT, blurred;
        ci_own_travel truth, guess;

        known.aid = aids[unit_random_below(&random, 6)];
        known.kind = kinds[unit_random_below(&random, 5)];
        known.grade = 1 + (int)unit_random_below(&random, 4);
        known.age = (int)unit_random_below(&random, 100);
        blurred = known;
        if (unit_random_below(&random, 2))
            blurred.kind = NULL;
        if (unit_random_below(&random, 2))
            blurred.grade = -1;
        if (unit_random_below(&random, 2))
            blurred.age = -1;
        truth = ci_policy_own_travel(policy, &known, YEAR);
        guess = ci_policy_own_travel(policy, &blurred, YEAR);
        if (truth.modes & ~guess.modes)
            fail_msg("seed %u", (unsigned)seed);
    }
    circlet_policy_free(policy);
}

static void a_facility_is_entered_where_it_has_entrances(void **state)
{
    const circlet_point doors[] = {{0.1, 0.1}, {0.9, 0.9}};
    const uint32_t facilities[] = {0, 1};
    judge_city small = judge_city_new();
    circlet_facility_record facility = judge_facility("warm_home", 0);
    circlet_point *points = NULL;
    size_t count = 0;
    circlet_city *city;

    (void)state;
    judge_add_street(&small, 0, "urban");
    judge_add_facility(&small, facility);
    facility.accesses = doors;
    facility.access_count = 2;
    judge_add_facility(&small, facility);
    city = judge_finish(&small);

    assert_ok(ci_entrances_find(&points, &count, city, facilities, 2, error));

    assert_int_equal(count, 3);
    assert_near(points[0].lon, 0.5);
    assert_near(points[1].lon, 0.1);
    assert_near(points[2].lat, 0.9);
    free(points);
    circlet_city_free(city);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_of_whom_all_is_known_have_one_mode),
        cmocka_unit_test(an_unknown_aid_may_be_slow_or_fast),
        cmocka_unit_test(rows_that_perhaps_hold_add_their_modes),
        cmocka_unit_test(of_whom_nothing_is_known_the_slow_mode_is_measured),
        cmocka_unit_test(what_is_not_known_may_be_anything),
        cmocka_unit_test(a_facility_is_entered_where_it_has_entrances),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
