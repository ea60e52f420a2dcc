#include "judge_city.h"

#include "policy/crowd.h"

static circlet_demand_record random_person(uint64_t *seed)
{
    static const char *const words[] = {
        "visual", "mental;physical", "day_care", "rehabilitation;day_care",
        "stick",  "crutches",        NULL};
    circlet_demand_record person =
        judge_person((int)unit_random_below(seed, 3),
                     (double)unit_random_below(seed, 1000) / 1000);

    person.certified = (circlet_answer)unit_random_below(seed, 3);
    person.poor = (circlet_answer)unit_random_below(seed, 3);
    person.old_carer = (circlet_answer)unit_random_below(seed, 3);
    person.kind = words[unit_random_below(seed, 7)];
    person.aid = words[unit_random_below(seed, 7)];
    person.needs = words[unit_random_below(seed, 7)];
    person.received = words[unit_random_below(seed, 7)];
    person.grade = (int)(1 + unit_random_below(seed, 4));
    person.birth_year = 1930 + (int)unit_random_below(seed, 88);
    return person;
}

static circlet_city *random_city(uint64_t seed)
{
    judge_city small = judge_city_new();

    for (int k = 0; k < 3; k++)
        judge_add_street(&small, k, "urban");
    for (uint32_t i = unit_random_below(&seed, 40); i > 0; i--)
        judge_add_person(&small, random_person(&seed));
    return judge_finish(&small);
}

static void assert_same_travel(ci_own_travel a, ci_own_travel b)
{
    assert_int_equal(a.mode, b.mode);
    assert_int_equal(a.modes, b.modes);
    assert_int_equal(a.rows, b.rows);
    assert_int_equal(a.doubts, b.doubts);
}

/* Group by group and person by person, against what they are asked of. */
static void compare(const ci_crowd *made, const ci_crowd *plain)
{
    for (circlet_demand i = 0; i < circlet_city_demand_count(made->city);
         i++) {
        const circlet_demand_record *person =
            circlet_city_demand(made->city, i);

        for (size_t g = 0; g < made->policy->group_count; g++) {
            ci_doubts doubts = 1, wanted = 1;

            assert_int_equal(
                ci_crowd_member(made, g, i, &doubts),
                ci_condition_holds(&made->policy->groups[g].condition, person,
                                   made->day, &wanted));
            assert_int_equal(doubts, wanted);
            assert_int_equal(ci_crowd_member(made, g, i, NULL),
                             ci_crowd_member(plain, g, i, NULL));
        }
        assert_same_travel(
            ci_crowd_own_travel(made, i),
            ci_policy_own_travel(made->policy, person, made->day));
        assert_int_equal(ci_crowd_is_outside(made, i), person->at.lon >= 2);
        assert_int_equal(ci_crowd_is_outside(plain, i), person->at.lon >= 2);
    }
}

static void what_was_worked_out_is_what_is_asked(void **state)
{
    circlet_policy *policy = judge_policy();

    (void)state;
    for (uint64_t seed = 1; seed <= 100; seed++) {
        judge_roads roads = {.known_west_of = 2};
        circlet_travel travel = judge_travel(&roads);
        circlet_city *city = random_city(seed);
        const ci_crowd plain = {.policy = policy,
                                .city = city,
                                .travel = &travel,
                                .day = 20181231};
        ci_crowd made = plain;
        size_t positions[64], count = 0, asked_for = 0;

        for (size_t i = 0; i < policy->rule_count && count < 64; i++)
            if (i % 2 == seed % 2)
                positions[count++] = i;
        assert_true(
            ci_crowd_make(&made, positions, count, (uint32_t)(1 + seed % 4)));

        for (size_t g = 0; g < policy->group_count; g++)
            asked_for += made.members[g] != NULL;
        assert_true(asked_for > 0);
        compare(&made, &plain);
        ci_crowd_clear(&made);
        circlet_city_free(city);
    }
    circlet_policy_free(policy);
}

static void without_streets_nobody_lives_outside(void **state)
{
    circlet_policy *policy = judge_policy();
    circlet_city *city = random_city(3);
    ci_crowd crowd = {.policy = policy, .city = city, .day = 20181231};

    (void)state;
    assert_true(circlet_city_demand_count(city) > 0);
    assert_false(ci_crowd_is_outside(&crowd, 0));
    assert_true(ci_crowd_make(&crowd, NULL, 0, 2));
    assert_false(ci_crowd_is_outside(&crowd, 0));
    ci_crowd_clear(&crowd);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_worked_out_is_what_is_asked),
        cmocka_unit_test(without_streets_nobody_lives_outside),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
