/* What is drawn of people and facilities. */
#include "judge_city.h"

#include "plan/doubted_city.h"

#define DRAWS 300

static circlet_city *draw(const circlet_city *city,
                          const circlet_robust_doubt *doubt, uint64_t seed)
{
    ci_donors donors;
    circlet_city *out = NULL;

    assert_ok(ci_donors_find(&donors, city, error));
    assert_ok(ci_doubted_city_draw(&out, city, &donors, doubt, seed, error));
    ci_donors_clear(&donors);
    return out;
}

static void people_of_one_street_grow_alike(void **state)
{
    const circlet_robust_doubt doubt = {.growth_low = -0.5, .growth_high = 1};
    judge_city making = judge_city_new();
    circlet_city *city;
    double least = 9, most = 0;

    (void)state;
    judge_add_street(&making, 0, "urban");
    judge_add_street(&making, 1, "urban");
    judge_add_people(&making, 0, 1000000);
    judge_add_people(&making, 0, 2000000);
    judge_add_people(&making, 1, 1000000);
    city = judge_finish(&making);
    for (uint64_t seed = 0; seed < DRAWS; seed++) {
        circlet_city *drawn = draw(city, &doubt, seed);
        int64_t one = circlet_city_demand(drawn, 0)->weight_milli;
        int64_t other = circlet_city_demand(drawn, 2)->weight_milli;

        assert_in_range(circlet_city_demand(drawn, 1)->weight_milli,
                        2 * one - 1, 2 * one + 1);
        assert_int_not_equal(one, other);
        least = fmin(least, (double)one / 1e6);
        most = fmax(most, (double)one / 1e6);
        circlet_city_free(drawn);
    }
    assert_true(least >= 0.5 && least < 0.55);
    assert_true(most <= 2 && most > 1.95);
    circlet_city_free(city);
}

static void add_member(judge_city *city, const char *household, double lat)
{
    circlet_demand_record person = judge_person(0, lat);

    person.household = household;
    judge_add_person(city, person);
}

static void a_household_moves_as_one(void **state)
{
    const circlet_robust_doubt doubt = {.move_share = 0.5};
    judge_city making = judge_city_new();
    circlet_city *city;
    size_t moved = 0;

    (void)state;
    judge_add_street(&making, 0, "urban");
    add_member(&making, "h", 0.1);
    add_member(&making, "h", 0.1);
    for (int i = 0; i < 8; i++)
        add_member(&making, NULL, 0.2 + 0.05 * i);
    city = judge_finish(&making);
    for (uint64_t seed = 0; seed < DRAWS; seed++) {
        circlet_city *drawn = draw(city, &doubt, seed);
        double lat = circlet_city_demand(drawn, 0)->at.lat;

        assert_true(lat == circlet_city_demand(drawn, 1)->at.lat);
        moved += lat != 0.1;
        circlet_city_free(drawn);
    }
    /* Half move, to one of ten places, two of which are their own. */
    assert_in_range(moved, (size_t)(DRAWS * (0.4 - 0.12)),
                    (size_t)(DRAWS * (0.4 + 0.12)));
    circlet_city_free(city);
}

/* What is known stays, what is unknown is another's of the same kind. */
static void what_is_unknown_is_lent(void **state)
{
    const circlet_robust_doubt doubt = {.draws_unknown = true};
    judge_city making = judge_city_new();
    circlet_demand_record person = judge_person(0, 0.1);
    circlet_city *city;
    size_t sticks = 0;

    (void)state;
    judge_add_street(&making, 0, "urban");
    person.kind = "physical";
    person.aid = "stick";
    judge_add_person(&making, person);
    person.aid = "crutches";
    judge_add_person(&making, person);
    person.aid = NULL;
    judge_add_person(&making, person);
    person.kind = "visual"; /* of whom nobody's aid is known */
    judge_add_person(&making, person);
    city = judge_finish(&making);
    for (uint64_t seed = 0; seed < DRAWS; seed++) {
        circlet_city *drawn = draw(city, &doubt, seed);
        const char *aid = circlet_city_demand(drawn, 2)->aid;

        assert_string_equal(circlet_city_demand(drawn, 0)->aid, "stick");
        assert_string_equal(circlet_city_demand(drawn, 1)->aid, "crutches");
        assert_null(circlet_city_demand(drawn, 3)->aid);
        assert_true(strcmp(aid, "stick") == 0 || strcmp(aid, "crutches") == 0);
        sticks += strcmp(aid, "stick") == 0;
        circlet_city_free(drawn);
    }
    assert_in_range(sticks, DRAWS * 4 / 10, DRAWS * 6 / 10);
    circlet_city_free(city);
}

static void a_facility_never_gets_less_than_it_surely_has(void **state)
{
    const circlet_robust_doubt doubt = {.draws_unknown = true};
    const circlet_service_record known = {"day_care", 20, 7, -1, 0, 0};
    const circlet_service_record open = {"day_care", -1, -1, 9, 30, 0};
    judge_city making = judge_city_new();
    circlet_facility_record home = judge_facility("warm_home", 0);
    const circlet_facility_record *lent;
    circlet_city *city, *drawn;

    (void)state;
    home.services = &known;
    home.service_count = 1;
    home.measures[CIRCLET_MEASURE_AREA_M2] = 250;
    judge_add_facility(&making, home);
    home.services = &open;
    home.measures[CIRCLET_MEASURE_AREA_M2] = NAN;
    home.measures_low[CIRCLET_MEASURE_AREA_M2] = 100;
    judge_add_facility(&making, home);
    city = judge_finish(&making);
    drawn = draw(city, &doubt, 5);
    lent = circlet_city_facility(drawn, 1);
    assert_near(lent->measures[CIRCLET_MEASURE_AREA_M2], 250);
    assert_int_equal(lent->services[0].places, 30); /* 20 were lent */
    assert_int_equal(lent->services[0].beds, 9); /* 7 were, 9 are taken */
    assert_true(isnan(lent->measures[CIRCLET_MEASURE_STARS]));
    circlet_city_free(drawn);
    circlet_city_free(city);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_of_one_street_grow_alike),
        cmocka_unit_test(a_household_moves_as_one),
        cmocka_unit_test(what_is_unknown_is_lent),
        cmocka_unit_test(a_facility_never_gets_less_than_it_surely_has)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
