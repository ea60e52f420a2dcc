#include "care_town.h"

/*
 * Two streets so far from each other that no car gets there in 30 minutes:
 * street 0 with 6 people, street 9 with 2.
 */
typedef struct even_case {
    circlet_policy *policy;
    judge_city town;
    care_roads roads;
    circlet_travel travel;
    circlet_city *city;
    circlet_findings *findings;
} even_case;

static void add_city(judge_city *town)
{
    const circlet_point ring[] = {{0, 0}, {10, 0}, {10, 1}, {0, 1}, {0, 0}};
    const circlet_ring rings[] = {{5, false}};
    circlet_unit_record city = CIRCLET_UNIT_RECORD_INIT;

    city.code = "C";
    city.name = "Town";
    city.level = CIRCLET_LEVEL_CITY;
    city.area = (circlet_area){ring, rings, 1};
    assert_ok(circlet_city_builder_add_unit(town->builder, &city, error));
}

static even_case *start(circlet_policy *policy)
{
    even_case *c = calloc(1, sizeof(*c));

    assert_non_null(c);
    c->policy = policy;
    c->town = judge_city_new();
    add_city(&c->town);
    judge_add_street(&c->town, 0, "urban");
    judge_add_street(&c->town, 9, "urban");
    care_add(&c->town, care_person(0, 0.4), 6);
    care_add(&c->town, care_person(9, 0.4), 2);
    return c;
}

/* A residential home in street k; -1: not known. */
static void add_home_at(even_case *c, int k, double latitude, int64_t beds)
{
    const circlet_service_record service = {"residential", -1, beds, -1, 0, 0};
    circlet_facility_record home =
        judge_facility("residential_institution", k);

    home.services = &service;
    home.service_count = 1;
    home.at.lat = latitude;
    judge_add_facility(&c->town, home);
}

static void add_home(even_case *c, int k, int64_t beds)
{
    add_home_at(c, k, 0.5, beds);
}

/* Of the other type that has such beds there is none that is open. */
static void speak_of_other_type(even_case *c)
{
    circlet_facility_record home = judge_facility("elderly_institution", 0);

    home.status = CIRCLET_FACILITY_CLOSED;
    judge_add_facility(&c->town, home);
}

static void judge(even_case *c)
{
    speak_of_other_type(c);
    c->city = judge_finish(&c->town);
    c->travel = care_travel(&c->roads);
    c->findings =
        judge_city_now(c->policy, c->city, &c->travel, 2020, "A-RESPITE");
}

static const circlet_finding *of(const even_case *c, const char *unit)
{
    const circlet_finding *finding =
        judge_find(c->findings, "A-RESPITE", unit);

    assert_non_null(finding);
    return finding;
}

static void end(even_case *c)
{
    circlet_findings_free(c->findings);
    circlet_city_free(c->city);
    circlet_policy_free(c->policy);
    free(c);
}

/* At least 3 beds for 6 people and 3 for 2: at least 50 and just 150 per 100,
 * of which nobody knows the mean. */
static void supply_that_is_at_least_so_much_has_a_low_end(void **state)
{
    const circlet_service_record service = {"residential", -1, -1, -1, 0, 3};
    circlet_facility_record home =
        judge_facility("residential_institution", 0);
    even_case *c = start(judge_policy());

    (void)state;
    home.services = &service;
    home.service_count = 1;
    judge_add_facility(&c->town, home);
    add_home(c, 9, 3);
    judge(c);
    assert_true(isnan(of(c, "S0")->measured));
    assert_near(of(c, "S0")->measured_low, 50);
    assert_true(isnan(of(c, "S0")->measured_high));
    assert_near(of(c, "S9")->measured_low, 150);
    assert_near(of(c, "S9")->measured_high, 150);
    assert_int_equal(of(c, "S9")->verdict, CIRCLET_VERDICT_UNDECIDED);
    end(c);
}

/*
 * 3 beds for 6 people and 3 for 2: 50 and 150 per 100, 75 on average; the
 * differences of all pairs are 2 x 6 x 2 x 1, G = 24 / (2 x 64 x 0.75).
 */
static void ratios_and_their_evenness_are_as_worked_by_hand(void **state)
{
    even_case *c = start(judge_policy());

    (void)state;
    add_home(c, 0, 3);
    add_home(c, 9, 3);
    judge(c);
    assert_int_equal(circlet_findings_count(c->findings), 3);
    assert_near(of(c, "S0")->measured, 50);
    assert_near(of(c, "S9")->measured, 150);
    assert_near(of(c, "S0")->required, 37.5);
    assert_string_equal(of(c, "S0")->measured_unit, "places_per_100");
    assert_string_equal(of(c, "S0")->mode, "drive");
    assert_int_equal(of(c, "S0")->verdict, CIRCLET_VERDICT_PASS);
    assert_near(of(c, "C")->measured, 0.25);
    assert_near(of(c, "C")->measured_low, 0.25);
    assert_near(of(c, "C")->persons, 8);
    assert_int_equal(of(c, "C")->verdict, CIRCLET_VERDICT_PASS);
    assert_string_equal(of(c, "C")->measured_unit, "gini");
    assert_non_null(strstr(of(c, "C")->text_en,
                           "Gini coefficient of residential care in reach of "
                           "them is 0.25; at most 0.4 is even; 75 places per "
                           "100 people on average."));
    assert_non_null(strstr(of(c, "C")->text_zh, "基尼系数为0.25"));
    end(c);
}

static void judge_gini(const char *limit, circlet_verdict wanted)
{
    even_case *c = start(judge_policy_with("gini: 0.4", limit));

    add_home(c, 0, 3);
    add_home(c, 9, 3);
    judge(c);
    assert_int_equal(of(c, "C")->verdict, wanted);
    end(c);
}

static void judge_least(const char *limit, circlet_verdict wanted)
{
    even_case *c = start(judge_policy_with("least: 0.5", limit));

    add_home(c, 0, 3);
    add_home(c, 9, 3);
    judge(c);
    assert_int_equal(of(c, "S0")->verdict, wanted);
    end(c);
}

static void exactly_at_the_limit_is_even(void **state)
{
    (void)state;
    judge_gini("gini: 0.25", CIRCLET_VERDICT_PASS);
    judge_gini("gini: 0.249999", CIRCLET_VERDICT_FAIL);
    judge_least("least: 0.666666", CIRCLET_VERDICT_PASS);
    judge_least("least: 0.666667", CIRCLET_VERDICT_ADVICE);
}

/* 0 and 150 per 100, 37.5 on average: G = 36 / (2 x 64 x 0.375). */
static void a_street_without_beds_is_uneven(void **state)
{
    even_case *c = start(judge_policy());

    (void)state;
    add_home(c, 9, 3);
    judge(c);
    assert_near(of(c, "C")->measured, 0.75);
    assert_near(of(c, "C")->shortfall, 0.35);
    assert_int_equal(of(c, "C")->verdict, CIRCLET_VERDICT_FAIL);
    assert_near(of(c, "S0")->measured, 0);
    assert_int_equal(of(c, "S0")->verdict, CIRCLET_VERDICT_ADVICE);
    assert_int_equal(of(c, "S9")->verdict, CIRCLET_VERDICT_PASS);
    end(c);
}

static void nothing_for_nobody_is_not_even(void **state)
{
    even_case *c = start(judge_policy());

    (void)state;
    add_home(c, 5, 0);
    judge(c);
    assert_int_equal(of(c, "C")->verdict, CIRCLET_VERDICT_FAIL);
    assert_true(judge_has_reason(of(c, "C"), "no_supply"));
    assert_true(isnan(of(c, "C")->measured)); /* of nothing there is none */
    assert_int_equal(of(c, "S0")->verdict, CIRCLET_VERDICT_ADVICE);
    assert_true(judge_has_reason(of(c, "S0"), "no_supply"));
    assert_near(of(c, "S0")->measured, 0);
    assert_true(isnan(of(c, "S0")->required));
    end(c);
}

/* All people at 25 s; beyond 20 s a half counts: 3 / (6 x 0.5) x 0.5. */
static void decay_cancels_where_all_are_as_far(void **state)
{
    even_case *c = start(judge_policy_with(
        "gini: 0.4", "decay: [{to_min: 0.3, weight: 1}, {to_min: 30, weight: "
                     "0.5}]\n    gini: 0.4"));

    (void)state;
    add_home(c, 0, 3);
    add_home(c, 9, 3);
    judge(c);
    assert_near(of(c, "S0")->measured, 50);
    end(c);
}

/* ---- what is not known -------------------------------------------------- */

static void supply_that_is_not_known_has_no_end(void **state)
{
    even_case *c = start(judge_policy());

    (void)state;
    add_home(c, 0, 3);
    add_home(c, 9, 3);
    add_home(c, 9, -1);
    judge(c);
    assert_true(isnan(of(c, "S9")->measured));
    assert_near(of(c, "S9")->measured_low, 150);
    assert_true(isnan(of(c, "S9")->measured_high));
    assert_true(isnan(of(c, "S9")->required));
    assert_true(judge_has_reason(of(c, "S9"), "places_unknown"));
    assert_near(of(c, "S0")->measured, 50);
    assert_near(of(c, "S0")->measured_high, 50);
    assert_int_equal(of(c, "S0")->verdict, CIRCLET_VERDICT_UNDECIDED);
    assert_non_null(strstr(of(c, "S0")->text_en,
                           "of residential care; the limit of what is even is "
                           "at least 37.5; undecided: the number of places "));
    assert_non_null(strstr(of(c, "S9")->text_en,
                           "how much residential care floating catchments "
                           "give them is not known; whatever is true of what "
                           "is not known at least 150; "));
    assert_int_equal(of(c, "C")->verdict, CIRCLET_VERDICT_UNDECIDED);
    end(c);
}

/* 1 bed for 6 people is 16.7 per 100; of all there are at least 4 for 8. */
static void too_little_is_so_however_much_others_have(void **state)
{
    even_case *c = start(judge_policy());

    (void)state;
    add_home(c, 0, 1);
    add_home(c, 9, 3);
    add_home(c, 9, -1);
    judge(c);
    assert_int_equal(of(c, "S0")->verdict, CIRCLET_VERDICT_ADVICE);
    assert_near(of(c, "S0")->shortfall, 25 - 100.0 / 6);
    assert_int_equal(of(c, "S9")->verdict, CIRCLET_VERDICT_UNDECIDED);
    /* 1 in 6 and at least 3 in 2: G >= (12 x 4/3) / (64 x 1/2) = 0.5. */
    assert_near(of(c, "C")->measured_low, 0.5);
    assert_int_equal(of(c, "C")->verdict, CIRCLET_VERDICT_FAIL);
    end(c);
}

/*
 * 2 more in street 0 perhaps: 3 beds for 6 to 8 people, 6 beds for 8 to 10 in
 * all. The terms of the Gini coefficient are at most 32 (1.5 (1 - g) -
 * 0.375 (1 + g)) - 27 g - 12 g and at least 24 (1.5 (1 - g) - 0.5 (1 + g)) -
 * 64 g - 12 g.
 */
static void people_who_perhaps_belong_make_bounds(void **state)
{
    even_case *c = start(judge_policy());
    circlet_demand_record person = care_person(0, 0.4);

    (void)state;
    person.needs = NULL;
    care_add(&c->town, person, 2);
    add_home(c, 0, 3);
    add_home(c, 9, 3);
    judge(c);
    assert_near(of(c, "S0")->measured, 37.5);
    assert_near(of(c, "S0")->measured_low, 37.5);
    assert_near(of(c, "S0")->measured_high, 50);
    assert_near(of(c, "S9")->measured_low, 150);
    assert_near(of(c, "S9")->measured_high, 150);
    assert_int_equal(of(c, "S0")->verdict, CIRCLET_VERDICT_PASS);
    assert_near(of(c, "C")->measured_low, 24.0 / 124);
    assert_near(of(c, "C")->measured_high, 36.0 / 99);
    assert_int_equal(of(c, "C")->verdict, CIRCLET_VERDICT_PASS);
    assert_true(judge_has_reason(of(c, "C"), "needs_unknown"));
    assert_non_null(strstr(of(c, "S0")->text_en, "at least 37.5 and at most "
                                                 "50; "));
    assert_non_null(strstr(of(c, "S0")->text_en,
                           "the limit of what is even is at least 30 and at "
                           "most 37.5"));
    assert_non_null(strstr(of(c, "S0")->text_zh, "不低于37.5，不高于50"));
    end(c);
}

/*
 * In street 0 a home of 1 bed for 1 person and, too far for each other, one of
 * 4 beds for 4 of whom nothing is known: with none of them it is 1 for 1, with
 * one 5 for 2, with all 5 for 5. So is it where the 4 are rows of their own.
 */
static void any_of_a_row_may_belong(void **state)
{
    (void)state;
    for (int rows = 1; rows <= 4; rows += 3) {
        even_case c = {.policy =
                           judge_policy_with("{cutoff_min: 30, mode: drive}",
                                             "{cutoff_min: 1, mode: drive}"),
                       .town = judge_city_new()};
        circlet_demand_record person = care_person(0, 0.1);

        add_city(&c.town);
        judge_add_street(&c.town, 0, "urban");
        judge_add_street(&c.town, 9, "urban");
        care_add(&c.town, person, 1);
        care_add(&c.town, care_person(9, 0.1), 1);
        person.at.lat = 0.9;
        person.needs = NULL;
        person.weight_milli = 4000 / rows;
        care_add(&c.town, person, rows);
        add_home_at(&c, 0, 0.1, 1);
        add_home_at(&c, 0, 0.9, 4);
        add_home_at(&c, 9, 0.1, 3);
        judge(&c);
        assert_near(of(&c, "S0")->measured_low, 100);
        assert_near(of(&c, "S0")->measured_high, 250);
        assert_int_equal(of(&c, "S0")->verdict, CIRCLET_VERDICT_UNDECIDED);
        circlet_findings_free(c.findings);
        circlet_city_free(c.city);
        circlet_policy_free(c.policy);
    }
}

static void where_perhaps_nobody_lives_nothing_surely_lacks(void **state)
{
    even_case *c = start(judge_policy());
    circlet_demand_record person = care_person(1, 0.4);

    (void)state;
    judge_add_street(&c->town, 1, "urban");
    person.needs = NULL;
    care_add(&c->town, person, 1);
    add_home(c, 9, 3);
    judge(c);
    assert_near(of(c, "S1")->measured_high, 0);
    assert_int_equal(of(c, "S1")->verdict, CIRCLET_VERDICT_UNDECIDED);
    assert_int_equal(of(c, "S0")->verdict, CIRCLET_VERDICT_ADVICE);
    end(c);
}

static void without_data_nothing_is_measured(void **state)
{
    static const struct {
        bool has_home, has_streets;
        const char *reason;
    } cases[] = {{false, true, "type_unknown"}, {true, false, "no_network"}};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        even_case *c = start(judge_policy());

        if (cases[i].has_home)
            add_home(c, 0, 3);
        c->city = judge_finish(&c->town);
        c->travel = care_travel(&c->roads);
        c->findings = judge_city_now(c->policy, c->city,
                                     cases[i].has_streets ? &c->travel : NULL,
                                     2020, "A-RESPITE");
        for (size_t k = 0; k < 3; k++) {
            const circlet_finding *finding =
                circlet_findings_at(c->findings, k);

            assert_int_equal(finding->verdict, CIRCLET_VERDICT_NO_DATA);
            assert_true(judge_has_reason(finding, cases[i].reason));
            assert_true(isnan(finding->measured));
        }
        end(c);
    }
}

static void a_street_outside_the_streets_is_not_compared(void **state)
{
    even_case *c = start(judge_policy());

    (void)state;
    add_home(c, 0, 3);
    c->roads.known_west_of = 5;
    judge(c);
    assert_int_equal(of(c, "S9")->verdict, CIRCLET_VERDICT_NO_DATA);
    assert_true(judge_has_reason(of(c, "S9"), "no_network"));
    assert_near(of(c, "C")->measured, 0);
    assert_int_equal(of(c, "C")->verdict, CIRCLET_VERDICT_UNDECIDED);
    assert_true(judge_has_reason(of(c, "C"), "outside_extent"));
    end(c);
}

static void a_street_without_such_people_passes(void **state)
{
    even_case *c = start(judge_policy());

    (void)state;
    judge_add_street(&c->town, 4, "plain");
    add_home(c, 0, 3);
    add_home(c, 9, 1);
    judge(c);
    assert_int_equal(of(c, "S4")->verdict, CIRCLET_VERDICT_PASS);
    assert_near(of(c, "S4")->required, 0);
    assert_near(of(c, "C")->measured, 0); /* 50 and 50 */
    end(c);
}

static void assert_alike(double a, double b)
{
    assert_int_equal(isnan(a), isnan(b));
    if (!isnan(a))
        assert_near(a, b);
}

/* Neither the order of people nor the division of points changes a digit. */
static void dividing_points_changes_no_digit(void **state)
{
    circlet_policy *policy = judge_policy();

    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        even_case whole = {.policy = policy, .town = judge_city_new()};
        even_case parts = {.policy = policy, .town = judge_city_new()};
        even_case *both[] = {&whole, &parts};
        uint64_t random = seed;

        for (size_t i = 0; i < 2; i++) {
            add_city(&both[i]->town);
            for (int k = 0; k < 10; k++)
                judge_add_street(&both[i]->town, k, "urban");
        }
        for (int i = 0; i < 30; i++) {
            circlet_demand_record person =
                care_person((int)unit_random_below(&random, 10), 0.3);
            int64_t weight = 2 + unit_random_below(&random, 9000);
            int64_t part = weight / 3;

            person.household = "h";
            if (unit_random_below(&random, 5) == 0)
                person.needs = NULL;
            if (!person.needs) /* the part of a person stays as it is */
                part -= part % 1000;
            person.weight_milli = weight;
            judge_add_person(&whole.town, person);
            person.weight_milli = weight - part;
            judge_add_person(&parts.town, person);
            person.weight_milli = part;
            if (part > 0)
                judge_add_person(&parts.town, person);
        }
        for (int k = 0; k < 10; k += 3) {
            int64_t beds = unit_random_below(&random, 40);

            add_home(&whole, k, beds);
            add_home(&parts, k, beds);
        }
        judge(&whole);
        judge(&parts);
        assert_int_equal(circlet_findings_count(whole.findings), 11);
        for (size_t i = 0; i < 11; i++) {
            const circlet_finding *a = circlet_findings_at(whole.findings, i);
            const circlet_finding *b = circlet_findings_at(parts.findings, i);

            assert_string_equal(a->text_en, b->text_en);
            if (!isnan(a->measured))
                assert_true(a->measured == b->measured);
            assert_alike(a->measured_low, b->measured_low);
            assert_alike(a->measured_high, b->measured_high);
        }
        for (size_t i = 0; i < 2; i++) {
            circlet_findings_free(both[i]->findings);
            circlet_city_free(both[i]->city);
        }
    }
    circlet_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ratios_and_their_evenness_are_as_worked_by_hand),
        cmocka_unit_test(supply_that_is_at_least_so_much_has_a_low_end),
        cmocka_unit_test(exactly_at_the_limit_is_even),
        cmocka_unit_test(a_street_without_beds_is_uneven),
        cmocka_unit_test(nothing_for_nobody_is_not_even),
        cmocka_unit_test(decay_cancels_where_all_are_as_far),
        cmocka_unit_test(supply_that_is_not_known_has_no_end),
        cmocka_unit_test(too_little_is_so_however_much_others_have),
        cmocka_unit_test(people_who_perhaps_belong_make_bounds),
        cmocka_unit_test(any_of_a_row_may_belong),
        cmocka_unit_test(where_perhaps_nobody_lives_nothing_surely_lacks),
        cmocka_unit_test(without_data_nothing_is_measured),
        cmocka_unit_test(a_street_outside_the_streets_is_not_compared),
        cmocka_unit_test(a_street_without_such_people_passes),
        cmocka_unit_test(dividing_points_changes_no_digit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
