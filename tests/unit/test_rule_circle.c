#include "judge_city.h"

/* 1000 people, so many of them covered, against a target of 90 %. */
static void judge_share(circlet_policy *policy, int covered,
                        circlet_verdict wanted, double shortfall)
{
    judge_city small = judge_city_new();
    judge_roads roads = {0};
    circlet_travel travel = judge_travel(&roads);
    circlet_demand_record person = judge_person(0, 0.2);
    const circlet_finding *finding;
    circlet_findings *findings;
    circlet_city *city;

    judge_add_street(&small, 0, "urban");
    person.weight_milli = covered * INT64_C(1000);
    judge_add_person(&small, person);
    person = judge_person(0, 0.95);
    person.weight_milli = (1000 - covered) * INT64_C(1000);
    judge_add_person(&small, person);
    judge_add_facility(&small, judge_facility("warm_home", 0));
    city = judge_finish(&small);
    findings = judge_city_now(policy, city, &travel, 2020, "B-CIRCLE-15");
    finding = circlet_findings_at(findings, 0);
    assert_int_equal(finding->verdict, wanted);
    assert_near(finding->required, 0.9);
    assert_near(finding->shortfall, shortfall);
    circlet_findings_free(findings);
    circlet_city_free(city);
}

static void a_share_exactly_at_the_target_passes(void **state)
{
    circlet_policy *policy = judge_policy_with("target: 1", "target: 0.9");

    (void)state;
    judge_share(policy, 899, CIRCLET_VERDICT_FAIL, 1);
    judge_share(policy, 900, CIRCLET_VERDICT_PASS, 0);
    judge_share(policy, 901, CIRCLET_VERDICT_PASS, 0);
    circlet_policy_free(policy);
}

static void one_thousandth_of_a_person_fails_a_full_target(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city small = judge_city_new();
    judge_roads roads = {0};
    circlet_travel travel = judge_travel(&roads);
    circlet_demand_record person = judge_person(0, 0.2);
    const circlet_finding *finding;
    circlet_findings *findings;
    circlet_city *city;

    (void)state;
    judge_add_street(&small, 0, "urban");
    /* Their quotient is 1 when it is rounded to a double. */
    person.weight_milli = INT64_C(9007199254740992000);
    judge_add_person(&small, person);
    person = judge_person(0, 0.95);
    person.weight_milli = 1;
    judge_add_person(&small, person);
    judge_add_facility(&small, judge_facility("warm_home", 0));
    city = judge_finish(&small);
    findings = judge_city_now(policy, city, &travel, 2020, "B-CIRCLE-15");
    finding = circlet_findings_at(findings, 0);
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_FAIL);
    assert_near(finding->shortfall, 0.001);
    assert_non_null(strstr(finding->text_en, "0.001 persons do not"));
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

/* Counted again in the plainest way. */
static void random_cities_agree_with_a_plain_count(void **state)
{
    circlet_policy *policy = judge_policy_with("target: 1", "target: 0.75");

    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        uint64_t random = seed;
        judge_city small = judge_city_new();
        judge_roads roads = {0};
        circlet_travel travel = judge_travel(&roads);
        int64_t all[3] = {0}, covered[3] = {0}, unreached[3] = {0};
        circlet_findings *findings;
        circlet_city *city;

        for (int k = 0; k < 3; k++)
            judge_add_street(&small, k, "urban");
        for (int i = 0; i < 20; i++) {
            int k = (int)unit_random_below(&random, 3);
            uint32_t steps = unit_random_below(&random, 1000);
            bool on_wheels = unit_random_below(&random, 2) == 0;
            circlet_demand_record person = judge_person(k, steps / 1000.0);

            if (steps == 0)
                person.at.lat = 0.0005; /* not on the border */
            person.aid = on_wheels ? "manual_wheelchair" : "stick";
            person.weight_milli = 1 + unit_random_below(&random, 3000);
            judge_add_person(&small, person);
            all[k] += person.weight_milli;
            if (steps > 995)
                unreached[k] += person.weight_milli;
            else if (steps * (on_wheels ? 2 : 1) <= 900)
                covered[k] += person.weight_milli;
        }
        judge_add_facility(&small, judge_facility("warm_home", 0));
        city = judge_finish(&small);
        findings = judge_city_now(policy, city, &travel, 2020, "B-CIRCLE-15");
        for (int k = 0; k < 3; k++) {
            const circlet_finding *finding =
                circlet_findings_at(findings, (size_t)k);
            bool passes = covered[k] * 4 >= all[k] * 3;

            if (finding->verdict !=
                (passes ? CIRCLET_VERDICT_PASS : CIRCLET_VERDICT_FAIL))
                fail_msg("seed %u: street %d", (unsigned)seed, k);
            assert_near(finding->persons, (double)all[k] / 1000);
            assert_near(finding->persons_covered, (double)covered[k] / 1000);
            assert_near(finding->persons_unreached,
                        (double)unreached[k] / 1000);
        }
        circlet_findings_free(findings);
        circlet_city_free(city);
    }
    circlet_policy_free(policy);
}

/* Whoever sums up findings must not take half a count for a whole. */
static void without_data_only_the_people_are_counted(void **state)
{
    static const struct {
        double known_west_of;
        const char *setting, *type, *reason;
        double persons;
    } cases[] = {
        {1.2, "urban", "warm_home", "no_network", 2},
        {2.0, "urban", "day_care_station", "type_unknown", 2},
        {2.0, "城市", "warm_home", "setting_unknown", (double)NAN},
    };
    circlet_policy *policy = judge_policy();

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        judge_city small = judge_city_new();
        judge_roads roads = {.known_west_of = cases[i].known_west_of};
        circlet_travel travel = judge_travel(&roads);
        circlet_demand_record person = judge_person(1, 0.1);
        const circlet_finding *finding;
        circlet_findings *findings;
        circlet_city *city;

        judge_add_street(&small, 1, cases[i].setting);
        person.at.lon = 1.3;
        judge_add_person(&small, person);
        person.at.lon = 1.7;
        judge_add_person(&small, person);
        judge_add_facility(&small, judge_facility(cases[i].type, 1));
        city = judge_finish(&small);
        findings = judge_city_now(policy, city, &travel, 2020, "B-CIRCLE-15");
        assert_int_equal(circlet_findings_count(findings), 1);
        finding = circlet_findings_at(findings, 0);
        assert_int_equal(finding->verdict, CIRCLET_VERDICT_NO_DATA);
        assert_true(judge_has_reason(finding, cases[i].reason));
        assert_true(isnan(finding->measured));
        assert_true(isnan(finding->measured_low));
        assert_true(isnan(finding->measured_high));
        assert_true(isnan(finding->shortfall));
        assert_true(isnan(finding->persons_covered));
        assert_true(isnan(finding->persons_unreached));
        if (isnan(cases[i].persons))
            assert_true(isnan(finding->persons));
        else
            assert_near(finding->persons, cases[i].persons);
        circlet_findings_free(findings);
        circlet_city_free(city);
    }
    circlet_policy_free(policy);
}

/* One of two homes lies outside: uncovered as measured, at best covered. */
static void a_home_outside_the_extent_widens_the_bounds(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city small = judge_city_new();
    judge_roads roads = {.known_west_of = 1.5};
    circlet_travel travel = judge_travel(&roads);
    circlet_demand_record person = judge_person(1, 0.1);
    const circlet_finding *finding;
    circlet_findings *findings;
    circlet_city *city;

    (void)state;
    judge_add_street(&small, 1, "urban");
    person.at.lon = 1.3;
    judge_add_person(&small, person);
    person.at.lon = 1.7;
    judge_add_person(&small, person);
    judge_add_facility(&small, judge_facility("warm_home", 1));
    city = judge_finish(&small);
    findings = judge_city_now(policy, city, &travel, 2020, "B-CIRCLE-15");
    finding = circlet_findings_at(findings, 0);
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_UNDECIDED);
    assert_int_equal(finding->reason_count, 1);
    assert_string_equal(finding->reasons[0], "outside_extent");
    assert_near(finding->measured, 0.5);
    assert_near(finding->measured_low, 0.5);
    assert_near(finding->measured_high, 1);
    assert_near(finding->persons_covered, 1);
    assert_near(finding->persons_unreached, 0);
    assert_non_null(
        strstr(finding->text_en, "some homes lie outside the known streets"));
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

/* A person of whom only the street is known. */
static circlet_demand_record spread_person(int k, double latitude,
                                           int64_t milli)
{
    circlet_demand_record person = judge_person(k, latitude);

    person.weight_milli = milli;
    person.is_modelled = true;
    return person;
}

static void people_spread_from_totals_are_said_to_be(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city small = judge_city_new();
    judge_roads roads = {0};
    circlet_travel travel = judge_travel(&roads);
    const circlet_finding *finding;
    circlet_findings *findings;
    circlet_city *city;

    (void)state;
    judge_add_street(&small, 0, "urban");
    judge_add_person(&small, judge_person(0, 0.2));
    judge_add_person(&small, spread_person(0, 0.95, 3000));
    judge_add_person(&small, spread_person(0, 0.1, 500));
    judge_add_street(&small, 1, "urban");
    judge_add_person(&small, judge_person(1, 0.2));
    judge_add_street(&small, 2, "urban");
    judge_add_facility(&small, judge_facility("warm_home", 0));
    city = judge_finish(&small);

    findings = judge_city_now(policy, city, &travel, 2020, "B-CIRCLE-15");

    finding = judge_find(findings, "B-CIRCLE-15", "S0");
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_FAIL);
    assert_near(finding->persons, 4.5);
    assert_near(finding->persons_modelled, 3.5);
    assert_true(judge_has_reason(finding, "modelled_people"));
    assert_non_null(strstr(
        finding->text_en, "; 3.5 persons are modelled: nobody's known homes"));
    assert_non_null(strstr(finding->text_zh, "3.5人为推算人口，实际住处未知"));
    finding = judge_find(findings, "B-CIRCLE-15", "S1");
    assert_near(finding->persons_modelled, 0);
    assert_false(judge_has_reason(finding, "modelled_people"));
    assert_null(strstr(finding->text_en, "totals"));
    assert_near(judge_find(findings, "B-CIRCLE-15", "S2")->persons_modelled,
                0);
    circlet_findings_free(findings);
    findings = judge_city_now(policy, city, NULL, 2020, "B-CIRCLE-15");
    finding = judge_find(findings, "B-CIRCLE-15", "S0");
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_NO_DATA);
    assert_near(finding->persons_modelled, 3.5);
    assert_string_equal(finding->reasons[0], "no_network");
    assert_string_equal(finding->reasons[1], "modelled_people");
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

static void people_of_unknown_certificate_widen_the_bounds(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_roads roads = {0};
    circlet_travel travel = judge_travel(&roads);

    (void)state;
    /* The doubtful person is uncovered; the sure one is covered or not. */
    for (int covered = 0; covered < 2; covered++) {
        judge_city small = judge_city_new();
        circlet_demand_record doubtful = judge_person(0, 0.95);
        circlet_demand_record stranger = judge_person(0, 0.95);
        const circlet_finding *finding;
        circlet_findings *findings;
        circlet_city *city;

        judge_add_street(&small, 0, "urban");
        judge_add_person(&small, judge_person(0, covered ? 0.1 : 0.95));
        doubtful.certified = CIRCLET_UNKNOWN;
        judge_add_person(&small, doubtful);
        stranger.certified = CIRCLET_NO;
        judge_add_person(&small, stranger);
        judge_add_facility(&small, judge_facility("warm_home", 0));
        city = judge_finish(&small);
        findings = judge_city_now(policy, city, &travel, 2020, "B-CIRCLE-15");
        finding = circlet_findings_at(findings, 0);
        assert_int_equal(finding->verdict, covered ? CIRCLET_VERDICT_UNDECIDED
                                                   : CIRCLET_VERDICT_FAIL);
        assert_near(finding->measured_low, covered ? 0.5 : 0);
        assert_near(finding->measured_high, covered ? 1 : 0);
        assert_true(judge_has_reason(finding, "certified_unknown"));
        if (!covered) {
            assert_near(finding->shortfall, 1); /* whoever the other is */
            assert_non_null(
                strstr(finding->text_en, "; at least 1 person does not"));
        }
        circlet_findings_free(findings);
        circlet_city_free(city);
    }
    circlet_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_share_exactly_at_the_target_passes),
        cmocka_unit_test(one_thousandth_of_a_person_fails_a_full_target),
        cmocka_unit_test(random_cities_agree_with_a_plain_count),
        cmocka_unit_test(without_data_only_the_people_are_counted),
        cmocka_unit_test(a_home_outside_the_extent_widens_the_bounds),
        cmocka_unit_test(people_spread_from_totals_are_said_to_be),
        cmocka_unit_test(people_of_unknown_certificate_widen_the_bounds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
