#include "judge_city.h"

static void add(judge_city *town, const char *household,
                circlet_answer certified, int64_t weight_milli)
{
    circlet_demand_record person = judge_person(0, 0.5);

    person.household = household;
    person.certified = certified;
    person.weight_milli = weight_milli;
    person.household_certified_milli = 99; /* is not believed */
    judge_add_person(town, person);
}

static void check(const circlet_city *city, circlet_demand demand,
                  int64_t sure_milli, int64_t high_milli)
{
    const circlet_demand_record *person = circlet_city_demand(city, demand);

    assert_int_equal(person->household_certified_milli, sure_milli);
    assert_int_equal(person->household_certified_high_milli, high_milli);
}

static void certified_people_of_a_household_are_counted(void **state)
{
    judge_city town = judge_city_new();
    circlet_city *city;

    (void)state;
    judge_add_street(&town, 0, "urban");
    add(&town, "a", CIRCLET_YES, 1000);
    add(&town, "b", CIRCLET_YES, 1000);
    add(&town, "a", CIRCLET_UNKNOWN, 1000);
    add(&town, NULL, CIRCLET_YES, 1000);
    add(&town, "a", CIRCLET_YES, 500);
    add(&town, "b", CIRCLET_NO, 1000);
    add(&town, "c", CIRCLET_NO, 1000);
    add(&town, NULL, CIRCLET_YES, 1000);
    city = judge_finish(&town);
    check(city, 0, 1500, 2500);
    check(city, 1, 1000, 1000);
    check(city, 2, 1500, 2500);
    check(city, 3, -1, -1);
    check(city, 4, 1500, 2500);
    check(city, 5, 1000, 1000);
    check(city, 6, 0, 0);
    check(city, 7, -1, -1);
    circlet_city_free(city);
}

static void a_city_without_people_has_no_households(void **state)
{
    judge_city town = judge_city_new();
    circlet_city *city;

    (void)state;
    judge_add_street(&town, 0, "urban");
    city = judge_finish(&town);
    assert_int_equal(circlet_city_demand_count(city), 0);
    circlet_city_free(city);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(certified_people_of_a_household_are_counted),
        cmocka_unit_test(a_city_without_people_has_no_households),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
