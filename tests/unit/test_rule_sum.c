/* Sums of the staff of a unit, and facilities that offer several services:
 * what rules of count and ratio ask for besides their own tests. */
#include "judge_units.h"

#define UNKNOWN ((double)NAN)

/* ---- staff -------------------------------------------------------------- */

/* Street S0 with so many people, and two facilities with so much staff. */
static judged judge_staff(circlet_policy *policy, const char *rule, int year,
                          circlet_measure measure, int64_t people_milli,
                          double first, double second)
{
    const double staff[] = {first, second};
    judge_city city = judge_city_new();

    judge_add_street(&city, 0, NULL);
    judge_add_people(&city, 0, people_milli);
    for (int i = 0; i < 2; i++) {
        circlet_facility_record facility =
            judge_facility(i ? "mental_day_station" : "warm_home", 0);

        facility.measures[measure] = staff[i];
        judge_add_facility(&city, facility);
    }
    judge_say_all(&city);
    return judge_now(policy, &city, year, rule);
}

static void a_street_needs_a_mental_health_professional(void **state)
{
    static const struct {
        double first, second;
        circlet_verdict verdict;
        double shortfall;
    } cases[] = {
        {1, 0, CIRCLET_VERDICT_PASS, 0},
        {0.5, 0.5, CIRCLET_VERDICT_PASS, 0}, /* exactly one */
        {0.5, 0.25, CIRCLET_VERDICT_FAIL, 0.25},
        {0, 0, CIRCLET_VERDICT_FAIL, 1},
        {9, UNKNOWN, CIRCLET_VERDICT_PASS, 0},
        {0, UNKNOWN, CIRCLET_VERDICT_UNDECIDED, UNKNOWN},
    };
    circlet_policy *policy = judge_policy();

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        judged all = judge_staff(policy, "A-MENTAL-STAFF", 2018,
                                 CIRCLET_MEASURE_MENTAL_STAFF, 345000,
                                 cases[i].first, cases[i].second);
        const circlet_finding *finding = judged_at(&all, 0);

        assert_int_equal(finding->verdict, cases[i].verdict);
        assert_near(finding->required, 1);
        assert_near(finding->persons, 345);
        assert_string_equal(finding->measured_unit, "mental_staff");
        if (isnan(cases[i].shortfall)) {
            assert_true(isnan(finding->shortfall));
            assert_true(judge_has_reason(finding, "mental_staff_unknown"));
        } else {
            assert_near(finding->shortfall, cases[i].shortfall);
        }
        judged_free(&all);
    }
    circlet_policy_free(policy);
}

static void part_of_a_hundred_people_needs_a_worker_too(void **state)
{
    static const struct {
        int64_t people_milli;
        double workers;
        circlet_verdict verdict;
        double required, shortfall;
    } cases[] = {
        {100000, 1, CIRCLET_VERDICT_PASS, 1, 0},
        {100001, 1, CIRCLET_VERDICT_FAIL, 2, 1},
        {101000, 2, CIRCLET_VERDICT_PASS, 2, 0},
        {1000, 0, CIRCLET_VERDICT_FAIL, 1, 1},
        {1000, 0.5, CIRCLET_VERDICT_FAIL, 1, 0.5},
        {999999, 10, CIRCLET_VERDICT_PASS, 10, 0},
        {1000001, 10, CIRCLET_VERDICT_FAIL, 11, 1},
        {250000, 7, CIRCLET_VERDICT_PASS, 3, 0},
    };
    circlet_policy *policy = judge_policy();

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        judged all = judge_staff(policy, "A-REHAB-STAFF", 2020,
                                 CIRCLET_MEASURE_REHAB_WORKERS,
                                 cases[i].people_milli, cases[i].workers, 0);
        const circlet_finding *finding = judged_at(&all, 0);

        assert_int_equal(finding->verdict, cases[i].verdict);
        assert_near(finding->measured, cases[i].workers);
        assert_near(finding->required, cases[i].required);
        assert_near(finding->shortfall, cases[i].shortfall);
        judged_free(&all);
    }
    circlet_policy_free(policy);
}

/* 95 people are certified, and 10 perhaps: one worker or two. */
static void people_who_are_perhaps_certified_make_bounds(void **state)
{
    static const struct {
        double workers;
        circlet_verdict verdict;
    } cases[] = {{0, CIRCLET_VERDICT_FAIL},
                 {1, CIRCLET_VERDICT_UNDECIDED},
                 {2, CIRCLET_VERDICT_PASS}};
    circlet_policy *policy = judge_policy();

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        judge_city city = judge_city_new();
        circlet_demand_record perhaps = judge_person(0, 0.1);
        circlet_facility_record home = judge_facility("warm_home", 0);
        judged all;

        judge_add_street(&city, 0, NULL);
        judge_add_people(&city, 0, 95000);
        perhaps.certified = CIRCLET_UNKNOWN;
        perhaps.weight_milli = 10000;
        judge_add_person(&city, perhaps);
        home.measures[CIRCLET_MEASURE_REHAB_WORKERS] = cases[i].workers;
        judge_add_facility(&city, home);
        judge_say_all(&city);
        all = judge_now(policy, &city, 2020, "A-REHAB-STAFF");
        assert_int_equal(judged_at(&all, 0)->verdict, cases[i].verdict);
        assert_near(judged_at(&all, 0)->required, 2);
        judged_free(&all);
    }
    circlet_policy_free(policy);
}

static void a_sum_is_said_in_words(void **state)
{
    circlet_policy *policy = judge_policy();
    judged all = judge_staff(policy, "A-REHAB-STAFF", 2019,
                             CIRCLET_MEASURE_REHAB_WORKERS, 201000, 1, 1);

    (void)state;
    assert_int_equal(judged_at(&all, 0)->verdict, CIRCLET_VERDICT_ADVICE);
    assert_string_equal(judged_at(&all, 0)->text_en,
                        "Street 0 has 2 non-medical rehabilitation workers in "
                        "its facilities for 201 certified residents; at least "
                        "3 are asked for; 1 non-medical rehabilitation worker "
                        "missing; due by the end of 2020.");
    assert_string_equal(judged_at(&all, 0)->text_zh,
                        "Street 0的设施有2名非医疗康复服务人员，"
                        "对应201名持证残疾人，应不少于3名非医疗康复服务人员，"
                        "缺1名非医疗康复服务人员；应于2020年底前达到。");
    judged_free(&all);
    circlet_policy_free(policy);
}

static void staff_counts_while_its_facility_is_open(void **state)
{
    circlet_policy *policy = judge_policy();

    (void)state;
    for (int year = 2018; year <= 2021; year++) {
        judge_city city = judge_city_new();
        circlet_facility_record home = judge_facility("warm_home", 0);
        judged all;

        judge_add_street(&city, 0, NULL);
        judge_add_people(&city, 0, 1000);
        home.measures[CIRCLET_MEASURE_MENTAL_STAFF] = 1;
        home.opened = 20190601;
        home.closed = 20210601;
        judge_add_facility(&city, home);
        judge_say_all(&city);
        all = judge_now(policy, &city, year, "A-MENTAL-STAFF");
        assert_near(judged_at(&all, 0)->measured,
                    year == 2019 || year == 2020);
        judged_free(&all);
    }
    circlet_policy_free(policy);
}

/* Nobody there needs nobody; where people were not imported, one is asked
 * for all the same, but no number for each hundred of them. */
static void without_people_nobody_is_known_to_need_staff(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city city = judge_city_new();
    circlet_facility_record home = judge_facility("warm_home", 1);
    judged all;

    (void)state;
    judge_add_street(&city, 0, NULL);
    judge_add_street(&city, 1, NULL);
    judge_add_people(&city, 1, 1000);
    home.measures[CIRCLET_MEASURE_MENTAL_STAFF] = 0;
    judge_add_facility(&city, home);
    judge_say_all(&city);
    all = judge_now(policy, &city, 2020, "A-MENTAL-STAFF");
    assert_int_equal(judged_at(&all, 0)->verdict, CIRCLET_VERDICT_PASS);
    assert_near(judged_at(&all, 0)->required, 0);
    assert_int_equal(judged_at(&all, 1)->verdict, CIRCLET_VERDICT_FAIL);
    judged_free(&all);

    city = judge_city_new();
    judge_add_street(&city, 0, NULL);
    home.at.lon = 0.5;
    home.measures[CIRCLET_MEASURE_REHAB_WORKERS] = 0;
    judge_add_facility(&city, home);
    all = judge_now(policy, &city, 2020, NULL);
    assert_int_equal(judge_find(all.findings, "A-MENTAL-STAFF", "S0")->verdict,
                     CIRCLET_VERDICT_NO_DATA);
    assert_true(judge_has_reason(
        judge_find(all.findings, "A-MENTAL-STAFF", "S0"), "people_unknown"));
    assert_int_equal(judge_find(all.findings, "A-REHAB-STAFF", "S0")->verdict,
                     CIRCLET_VERDICT_NO_DATA);
    judged_free(&all);

    /* No facility at all was given. */
    city = judge_city_new();
    judge_add_street(&city, 0, NULL);
    judge_add_people(&city, 0, 1000);
    all = judge_now(policy, &city, 2020, "A-MENTAL-STAFF");
    assert_int_equal(judged_at(&all, 0)->verdict, CIRCLET_VERDICT_NO_DATA);
    assert_true(judge_has_reason(judged_at(&all, 0), "type_unknown"));
    judged_free(&all);
    circlet_policy_free(policy);
}

/* ---- several services --------------------------------------------------- */

typedef enum offer { NOTHING_SAID, ONE, OTHER, BOTH } offer;

static judged judge_function(circlet_policy *policy, int year,
                             const offer *offers, size_t count)
{
    static const circlet_service_record services[] = {
        {"mental_care", 12, -1, -1, 0, 0}, {"severe_care", 10, -1, -1, 0, 0}};
    judge_city city = judge_city_new();

    judge_add_street(&city, 0, NULL);
    judge_add_people(&city, 0, 1000);
    for (size_t i = 0; i < count; i++) {
        circlet_facility_record home = judge_facility("warm_home", 0);

        home.services = services + (offers[i] == OTHER);
        home.service_count = offers[i] == NOTHING_SAID ? 0
                             : offers[i] == BOTH       ? 2
                                                       : 1;
        judge_add_facility(&city, home);
    }
    return judge_now(policy, &city, year, "B-FUNCTION");
}

static void one_home_must_have_both_services(void **state)
{
    static const struct {
        offer offers[2];
        circlet_verdict verdict;
    } cases[] = {
        {{BOTH, ONE}, CIRCLET_VERDICT_PASS},
        {{ONE, OTHER}, CIRCLET_VERDICT_FAIL}, /* one each is not both */
        {{ONE, ONE}, CIRCLET_VERDICT_FAIL},
        {{NOTHING_SAID, ONE}, CIRCLET_VERDICT_UNDECIDED},
        {{NOTHING_SAID, BOTH}, CIRCLET_VERDICT_PASS},
        {{BOTH, BOTH}, CIRCLET_VERDICT_PASS},
    };
    circlet_policy *policy = judge_policy();

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        judged all = judge_function(policy, 2020, cases[i].offers, 2);

        assert_int_equal(judged_at(&all, 0)->verdict, cases[i].verdict);
        assert_int_equal(
            judge_has_reason(judged_at(&all, 0), "services_unknown"),
            cases[i].verdict == CIRCLET_VERDICT_UNDECIDED);
        judged_free(&all);
    }
    circlet_policy_free(policy);
}

static void both_services_are_due_in_2020(void **state)
{
    static const offer one[] = {ONE};
    circlet_policy *policy = judge_policy();

    (void)state;
    for (int year = 2018; year <= 2021; year++) {
        judged all = judge_function(policy, year, one, 1);

        assert_int_equal(judged_at(&all, 0)->verdict,
                         year < 2020 ? CIRCLET_VERDICT_ADVICE
                                     : CIRCLET_VERDICT_FAIL);
        judged_free(&all);
    }
    circlet_policy_free(policy);
}

/* ---- counts of the district and the city -------------------------------- */

static void a_district_needs_a_hospital_and_an_assessment(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city city = judge_city_new();
    judged all;

    (void)state;
    for (int k = 0; k < 3; k++) {
        judge_add_district(&city, k, NULL);
        judge_add_people(&city, k, 1000);
    }
    judge_add_facility(&city, judge_facility("rehabilitation_hospital", 0));
    judge_add_beds(&city, "warm_home", "rehabilitation_assessment", -1, 1);
    judge_say_all(&city);
    all = judge_now(policy, &city, 2018, NULL);
    assert_int_equal(
        judge_find(all.findings, "A-REHAB-HOSPITAL", "D0")->verdict,
        CIRCLET_VERDICT_PASS);
    assert_int_equal(
        judge_find(all.findings, "A-REHAB-HOSPITAL", "D1")->verdict,
        CIRCLET_VERDICT_FAIL);
    /* The hospital does not say what it offers. */
    assert_int_equal(judge_find(all.findings, "A-REHAB-ASSESS", "D0")->verdict,
                     CIRCLET_VERDICT_UNDECIDED);
    assert_int_equal(judge_find(all.findings, "A-REHAB-ASSESS", "D1")->verdict,
                     CIRCLET_VERDICT_PASS);
    assert_int_equal(judge_find(all.findings, "A-REHAB-ASSESS", "D2")->verdict,
                     CIRCLET_VERDICT_FAIL);
    judged_free(&all);
    circlet_policy_free(policy);
}

static void the_city_has_twenty_bases_from_2019_on(void **state)
{
    static const struct {
        int year, bases;
        circlet_verdict verdict;
    } cases[] = {
        {2019, 19, CIRCLET_VERDICT_FAIL},
        {2019, 20, CIRCLET_VERDICT_PASS},
        {2020, 20, CIRCLET_VERDICT_PASS},
        {2019, 21, CIRCLET_VERDICT_ADVICE},
    };
    circlet_policy *policy = judge_policy();

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        judge_city city = judge_city_new();
        judged all;

        judge_add_unit(&city, (judge_unit){"C", CIRCLET_LEVEL_CITY, NULL, 0, 1,
                                           NULL, NULL});
        judge_add_people(&city, 0, 1000);
        for (int k = 0; k < cases[i].bases + 1; k++) {
            circlet_facility_record home = judge_facility("warm_home", 0);

            home.is_reform_base = k ? CIRCLET_YES : CIRCLET_NO;
            judge_add_facility(&city, home);
        }
        all = judge_now(policy, &city, cases[i].year, "B-REFORM-BASE");
        assert_int_equal(judged_at(&all, 0)->verdict, cases[i].verdict);
        assert_near(judged_at(&all, 0)->required, 20);
        assert_int_equal(
            judge_has_reason(judged_at(&all, 0), "over_provision"),
            cases[i].bases > 20);
        judged_free(&all);
    }
    {
        judge_city city = judge_city_new();
        judged all;

        judge_add_unit(&city, (judge_unit){"C", CIRCLET_LEVEL_CITY, NULL, 0, 1,
                                           NULL, NULL});
        all = judge_now(policy, &city, 2018, "B-REFORM-BASE");
        assert_int_equal(circlet_findings_count(all.findings), 0);
        judged_free(&all);
    }
    circlet_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_street_needs_a_mental_health_professional),
        cmocka_unit_test(part_of_a_hundred_people_needs_a_worker_too),
        cmocka_unit_test(people_who_are_perhaps_certified_make_bounds),
        cmocka_unit_test(a_sum_is_said_in_words),
        cmocka_unit_test(staff_counts_while_its_facility_is_open),
        cmocka_unit_test(without_people_nobody_is_known_to_need_staff),
        cmocka_unit_test(one_home_must_have_both_services),
        cmocka_unit_test(both_services_are_due_in_2020),
        cmocka_unit_test(a_district_needs_a_hospital_and_an_assessment),
        cmocka_unit_test(the_city_has_twenty_bases_from_2019_on),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
