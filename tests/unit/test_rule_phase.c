#include "judge_units.h"

static circlet_facility_record home(int k, circlet_answer is_pilot,
                                    circlet_answer is_reformed)
{
    circlet_facility_record facility = judge_facility("warm_home", k);

    facility.is_pilot = is_pilot;
    facility.is_reformed = is_reformed;
    return facility;
}

/* A city C of districts D0, which is one of the six, and D1. */
static judge_city two_districts(bool with_city)
{
    judge_city city = judge_city_new();

    if (with_city)
        judge_add_unit(&city, (judge_unit){"C", CIRCLET_LEVEL_CITY, NULL, 0, 2,
                                           NULL, NULL});
    judge_add_unit(&city, (judge_unit){"D0", CIRCLET_LEVEL_DISTRICT,
                                       with_city ? "C" : NULL, 0, 1,
                                       "old;urban_six", NULL});
    judge_add_unit(&city,
                   (judge_unit){"D1", CIRCLET_LEVEL_DISTRICT,
                                with_city ? "C" : NULL, 1, 2, NULL, NULL});
    judge_add_people(&city, 0, 1000);
    judge_add_people(&city, 1, 1000);
    return city;
}

static void in_2018_each_district_needs_three_pilots(void **state)
{
    static const struct {
        int yes, unknown;
        circlet_verdict verdict;
        double low, high, shortfall;
    } cases[] = {
        {0, 0, CIRCLET_VERDICT_FAIL, 0, 0, 3},
        {2, 0, CIRCLET_VERDICT_FAIL, 2, 2, 1},
        {3, 0, CIRCLET_VERDICT_PASS, 3, 3, 0},
        {4, 1, CIRCLET_VERDICT_PASS, 4, 5, 0},
        {2, 1, CIRCLET_VERDICT_UNDECIDED, 2, 3, 0},
        {1, 1, CIRCLET_VERDICT_FAIL, 1, 2, 1},
    };
    circlet_policy *policy = judge_policy();

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        judge_city city = two_districts(true);
        const circlet_finding *finding;
        judged all;

        for (int k = 0; k < cases[i].yes; k++)
            judge_add_facility(&city, home(1, CIRCLET_YES, CIRCLET_NO));
        for (int k = 0; k < cases[i].unknown; k++)
            judge_add_facility(&city, home(1, CIRCLET_UNKNOWN, CIRCLET_NO));
        judge_add_facility(&city, home(1, CIRCLET_NO, CIRCLET_NO));
        all = judge_now(policy, &city, 2018, "B-PILOT");
        assert_int_equal(circlet_findings_count(all.findings), 2);
        assert_string_equal(judged_at(&all, 0)->unit, "D0");
        assert_near(judged_at(&all, 0)->shortfall, 3);
        finding = judged_at(&all, 1);
        assert_string_equal(finding->unit, "D1");
        assert_int_equal(finding->verdict, cases[i].verdict);
        assert_int_equal(finding->force, CIRCLET_FORCE_MUST);
        assert_int_equal(finding->level, CIRCLET_LEVEL_DISTRICT);
        assert_near(finding->measured_low, cases[i].low);
        assert_near(finding->measured_high, cases[i].high);
        assert_near(finding->required, 3);
        if (cases[i].verdict == CIRCLET_VERDICT_UNDECIDED)
            assert_true(judge_has_reason(finding, "pilot_unknown"));
        else
            assert_near(finding->shortfall, cases[i].shortfall);
        judged_free(&all);
    }
    circlet_policy_free(policy);
}

/* Judges 2019 with so many homes in the urban district, and none reformed
 * elsewhere. */
static judged judge_begun(circlet_policy *policy, int yes, int unknown, int no)
{
    judge_city city = two_districts(true);

    for (int k = 0; k < yes; k++)
        judge_add_facility(&city, home(0, CIRCLET_NO, CIRCLET_YES));
    for (int k = 0; k < unknown; k++)
        judge_add_facility(&city, home(0, CIRCLET_NO, CIRCLET_UNKNOWN));
    for (int k = 0; k < no; k++)
        judge_add_facility(&city, home(0, CIRCLET_NO, CIRCLET_NO));
    judge_add_facility(&city, home(1, CIRCLET_NO, CIRCLET_NO));
    return judge_now(policy, &city, 2019, "B-PILOT");
}

static void from_2019_the_six_have_begun(void **state)
{
    static const struct {
        int yes, unknown, no;
        circlet_verdict verdict;
        double low, high;
    } cases[] = {
        {0, 0, 4, CIRCLET_VERDICT_FAIL, 0, 0},
        {1, 0, 3, CIRCLET_VERDICT_ADVICE, 0.25, 0.25},
        {4, 0, 0, CIRCLET_VERDICT_ADVICE, 1, 1},
        {0, 1, 3, CIRCLET_VERDICT_UNDECIDED, 0, 0.25},
        {1, 1, 2, CIRCLET_VERDICT_ADVICE, 0.25, 0.5},
    };
    circlet_policy *policy = judge_policy();

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        judged all =
            judge_begun(policy, cases[i].yes, cases[i].unknown, cases[i].no);
        const circlet_finding *finding = judged_at(&all, 0);

        /* The other district is none of the six. */
        assert_int_equal(circlet_findings_count(all.findings), 1);
        assert_string_equal(finding->unit, "D0");
        assert_int_equal(finding->verdict, cases[i].verdict);
        assert_int_equal(finding->force, CIRCLET_FORCE_SHOULD);
        assert_near(finding->measured_low, cases[i].low);
        assert_near(finding->measured_high, cases[i].high);
        assert_string_equal(finding->measured_unit, "share");
        if (cases[i].verdict == CIRCLET_VERDICT_FAIL)
            assert_near(finding->shortfall, 1);
        if (cases[i].verdict == CIRCLET_VERDICT_ADVICE)
            assert_true(judge_has_reason(finding, "phase_underway"));
        judged_free(&all);
    }
    circlet_policy_free(policy);
}

static void a_share_is_said_in_words(void **state)
{
    circlet_policy *policy = judge_policy();
    judged all = judge_begun(policy, 1, 0, 2);

    (void)state;
    assert_string_equal(judged_at(&all, 0)->text_en,
                        "D0 has 1 reformed Warm Home among 3 Warm Homes, "
                        "33.3 %; at least 1 is asked for at this stage.");
    assert_string_equal(judged_at(&all, 0)->text_zh,
                        "D0的3个温馨家园中有1个已完成改革的温馨家园"
                        "（33.3%），现阶段应不少于1个。");
    judged_free(&all);
    circlet_policy_free(policy);
}

/* Judges so many reformed homes, homes that are perhaps, and others. */
static judged judge_city_share(circlet_policy *policy, int year, int yes,
                               int unknown, int no)
{
    judge_city city = two_districts(true);

    for (int k = 0; k < yes; k++)
        judge_add_facility(&city, home(k % 2, CIRCLET_NO, CIRCLET_YES));
    for (int k = 0; k < unknown; k++)
        judge_add_facility(&city, home(1, CIRCLET_NO, CIRCLET_UNKNOWN));
    for (int k = 0; k < no; k++)
        judge_add_facility(&city, home(1, CIRCLET_NO, CIRCLET_NO));
    return judge_now(policy, &city, year, "B-PILOT");
}

static void from_2020_all_homes_of_the_city_are_reformed(void **state)
{
    static const struct {
        int yes, unknown, no;
        circlet_verdict verdict;
        double low, high, shortfall;
    } cases[] = {
        {5, 0, 0, CIRCLET_VERDICT_PASS, 1, 1, 0},
        {3, 0, 1, CIRCLET_VERDICT_FAIL, 0.75, 0.75, 1},
        {2, 1, 1, CIRCLET_VERDICT_FAIL, 0.5, 0.75, 1},
        {2, 2, 0, CIRCLET_VERDICT_UNDECIDED, 0.5, 1, 0},
    };
    circlet_policy *policy = judge_policy();

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        judged all = judge_city_share(policy, 2020, cases[i].yes,
                                      cases[i].unknown, cases[i].no);
        const circlet_finding *finding = judged_at(&all, 0);

        /* The six are looked at, too; units come in the order of codes. */
        assert_int_equal(circlet_findings_count(all.findings), 2);
        assert_string_equal(finding->unit, "C");
        assert_string_equal(judged_at(&all, 1)->unit, "D0");
        assert_int_equal(finding->level, CIRCLET_LEVEL_CITY);
        assert_int_equal(finding->verdict, cases[i].verdict);
        assert_near(finding->measured_low, cases[i].low);
        assert_near(finding->measured_high, cases[i].high);
        assert_near(finding->required, 1);
        if (cases[i].verdict != CIRCLET_VERDICT_UNDECIDED)
            assert_near(finding->shortfall, cases[i].shortfall);
        judged_free(&all);
    }
    circlet_policy_free(policy);
}

/* 2 of 3 keep a target of 66.6666 %, not of 66.6667 %. */
static void a_share_exactly_at_its_target_is_enough(void **state)
{
    static const struct {
        const char *target;
        circlet_verdict verdict;
        double shortfall;
    } cases[] = {{"target: 0.5}", CIRCLET_VERDICT_PASS, 0},
                 {"target: 0.666666}", CIRCLET_VERDICT_PASS, 0},
                 {"target: 0.666667}", CIRCLET_VERDICT_FAIL, 1}};

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        circlet_policy *policy =
            judge_policy_with("target: 1}", cases[i].target);
        judged all = judge_city_share(policy, 2020, 2, 0, 1);

        assert_int_equal(judged_at(&all, 0)->verdict, cases[i].verdict);
        assert_near(judged_at(&all, 0)->shortfall, cases[i].shortfall);
        judged_free(&all);
        circlet_policy_free(policy);
    }
}

static void a_year_has_its_own_steps(void **state)
{
    static const struct {
        int year;
        size_t count;
    } years[] = {{2017, 0}, {2018, 2}, {2019, 1}, {2020, 2}, {2025, 2}};
    circlet_policy *policy = judge_policy();

    (void)state;
    for (size_t i = 0; i < sizeof(years) / sizeof(years[0]); i++) {
        judged all = judge_city_share(policy, years[i].year, 1, 0, 1);

        assert_int_equal(circlet_findings_count(all.findings), years[i].count);
        judged_free(&all);
    }
    circlet_policy_free(policy);
}

static void homes_count_while_they_are_open(void **state)
{
    circlet_policy *policy = judge_policy();

    (void)state;
    for (int year = 2020; year <= 2023; year++) {
        judge_city city = two_districts(true);
        circlet_facility_record late = home(1, CIRCLET_NO, CIRCLET_NO);
        judged all;

        late.opened = 20210301;
        late.closed = 20230301;
        judge_add_facility(&city, late);
        judge_add_facility(&city, home(1, CIRCLET_NO, CIRCLET_YES));
        all = judge_now(policy, &city, year, "B-PILOT");
        assert_near(judged_at(&all, 0)->measured,
                    year == 2021 || year == 2022 ? 0.5 : 1);
        judged_free(&all);
    }
    circlet_policy_free(policy);
}

static void a_tag_that_nobody_has_is_no_data(void **state)
{
    circlet_policy *policy = judge_policy();

    (void)state;
    for (int is_complete = 0; is_complete < 2; is_complete++) {
        judge_city city = judge_city_new();
        judged all;

        judge_add_district(&city, 0, "difficult");
        judge_add_facility(&city, home(0, CIRCLET_NO, CIRCLET_NO));
        if (is_complete)
            assert_ok(circlet_city_builder_say_complete(
                city.builder, CIRCLET_PART_UNITS, error));
        all = judge_now(policy, &city, 2019, "B-PILOT");
        assert_int_equal(circlet_findings_count(all.findings), !is_complete);
        if (!is_complete)
            assert_true(judge_has_reason(judged_at(&all, 0), "tag_unknown"));
        judged_free(&all);
    }
    circlet_policy_free(policy);
}

/* Where streets are tagged, their homes count in the district. */
static void tagged_streets_count_in_their_district(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city city = judge_city_new();
    judged all;

    (void)state;
    judge_add_unit(&city, (judge_unit){"D", CIRCLET_LEVEL_DISTRICT, NULL, 0, 2,
                                       NULL, NULL});
    judge_add_unit(&city, (judge_unit){"E", CIRCLET_LEVEL_DISTRICT, NULL, 2, 3,
                                       NULL, NULL});
    judge_add_unit(&city, (judge_unit){"S0", CIRCLET_LEVEL_STREET, "D", 0, 1,
                                       "urban_six", NULL});
    judge_add_unit(&city, (judge_unit){"S1", CIRCLET_LEVEL_STREET, "D", 1, 2,
                                       NULL, NULL});
    judge_add_facility(&city, home(0, CIRCLET_NO, CIRCLET_YES));
    judge_add_facility(&city, home(0, CIRCLET_NO, CIRCLET_NO));
    judge_add_facility(&city, home(1, CIRCLET_NO, CIRCLET_NO));
    judge_add_facility(&city, home(2, CIRCLET_NO, CIRCLET_NO));
    all = judge_now(policy, &city, 2019, "B-PILOT");
    assert_int_equal(circlet_findings_count(all.findings), 1);
    assert_string_equal(judged_at(&all, 0)->unit, "D");
    assert_near(judged_at(&all, 0)->measured, 0.5);
    judged_free(&all);
    circlet_policy_free(policy);
}

static void a_city_that_is_no_unit_is_said_to_be_missing(void **state)
{
    static const char *const rules[] = {"B-PILOT", "B-REFORM-BASE"};
    circlet_policy *policy = judge_policy();

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        judge_city city = two_districts(false);
        const circlet_finding *finding;
        judged all;

        judge_add_facility(&city, home(0, CIRCLET_YES, CIRCLET_YES));
        all = judge_now(policy, &city, 2020, rules[i]);
        finding = judged_at(&all, 0);
        assert_string_equal(finding->unit, "");
        assert_int_equal(finding->level, CIRCLET_LEVEL_CITY);
        assert_int_equal(finding->verdict, CIRCLET_VERDICT_NO_DATA);
        assert_true(judge_has_reason(finding, "city_missing"));
        assert_string_equal(finding->text_en,
                            "The city cannot be judged: the data have no unit "
                            "for the city as a whole.");
        judged_free(&all);
    }
    circlet_policy_free(policy);
}

static void no_people_no_homes_and_no_data_are_told_apart(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city city = judge_city_new();
    judged all;

    (void)state;
    judge_add_district(&city, 0, "urban_six");
    judge_add_district(&city, 1, "urban_six");
    judge_add_people(&city, 1, 1000);
    all = judge_now(policy, &city, 2019, "B-PILOT");
    assert_int_equal(judged_at(&all, 0)->verdict, CIRCLET_VERDICT_PASS);
    assert_near(judged_at(&all, 0)->required, 0);
    assert_int_equal(judged_at(&all, 1)->verdict, CIRCLET_VERDICT_NO_DATA);
    assert_true(judge_has_reason(judged_at(&all, 1), "type_unknown"));
    judged_free(&all);

    city = judge_city_new();
    judge_add_district(&city, 0, "urban_six");
    judge_add_people(&city, 0, 1000);
    assert_ok(circlet_city_builder_say_complete(
        city.builder, CIRCLET_PART_FACILITIES, error));
    all = judge_now(policy, &city, 2019, "B-PILOT");
    assert_int_equal(judged_at(&all, 0)->verdict, CIRCLET_VERDICT_FAIL);
    assert_near(judged_at(&all, 0)->measured, 0);
    assert_string_equal(judged_at(&all, 0)->text_en,
                        "D0 has 0 reformed Warm Homes among 0 Warm Homes; at "
                        "least 1 is asked for at this stage; 1 missing.");
    judged_free(&all);
    circlet_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(in_2018_each_district_needs_three_pilots),
        cmocka_unit_test(from_2019_the_six_have_begun),
        cmocka_unit_test(a_share_is_said_in_words),
        cmocka_unit_test(from_2020_all_homes_of_the_city_are_reformed),
        cmocka_unit_test(a_share_exactly_at_its_target_is_enough),
        cmocka_unit_test(a_year_has_its_own_steps),
        cmocka_unit_test(homes_count_while_they_are_open),
        cmocka_unit_test(a_tag_that_nobody_has_is_no_data),
        cmocka_unit_test(tagged_streets_count_in_their_district),
        cmocka_unit_test(a_city_that_is_no_unit_is_said_to_be_missing),
        cmocka_unit_test(no_people_no_homes_and_no_data_are_told_apart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
