#include "judge_units.h"

#define UNKNOWN (-1)

typedef struct institution {
    const char *type, *service;
    int64_t beds;
} institution;

/* District D0 with people and these institutions, and no others. */
static judge_city district_with(const institution *all, size_t count)
{
    judge_city city = judge_city_new();

    judge_add_district(&city, 0, NULL);
    judge_add_people(&city, 0, 5000);
    for (size_t i = 0; i < count; i++)
        judge_add_beds(&city, all[i].type, all[i].service, all[i].beds, 0);
    judge_say_all(&city);
    return city;
}

static void assert_finding(const circlet_finding *finding,
                           circlet_verdict verdict, double low, double high,
                           double shortfall)
{
    assert_int_equal(finding->verdict, verdict);
    assert_near(finding->measured_low, low);
    assert_near(finding->measured_high, high);
    assert_int_equal(isnan(finding->measured), low < high);
    if (verdict == CIRCLET_VERDICT_UNDECIDED)
        assert_true(isnan(finding->shortfall));
    else
        assert_near(finding->shortfall, shortfall);
    assert_string_equal(finding->measured_unit, "facilities");
    assert_string_equal(finding->shortfall_unit, "facilities");
}

static void each_institution_has_to_be_large_enough(void **state)
{
    static const struct {
        int64_t first, second;
        circlet_verdict verdict;
        double low, high, shortfall;
    } cases[] = {
        {50, 50, CIRCLET_VERDICT_PASS, 2, 2, 0}, /* exactly at the limit */
        {50, 49, CIRCLET_VERDICT_FAIL, 1, 1, 1},
        {49, 49, CIRCLET_VERDICT_FAIL, 0, 0, 2}, /* they do not add up */
        {500, 0, CIRCLET_VERDICT_FAIL, 1, 1, 1},
        {50, UNKNOWN, CIRCLET_VERDICT_UNDECIDED, 1, 2, 0},
        {49, UNKNOWN, CIRCLET_VERDICT_FAIL, 0, 1, 1},
        {UNKNOWN, UNKNOWN, CIRCLET_VERDICT_UNDECIDED, 0, 2, 0},
    };
    circlet_policy *policy = judge_policy();

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const institution homes[] = {
            {"special_welfare_institution", "special_welfare", cases[i].first},
            {"elderly_institution", "special_welfare", cases[i].second}};
        judge_city city = district_with(homes, 2);
        judged all = judge_now(policy, &city, 2020, "A-BEDS-SPECIAL");

        assert_int_equal(circlet_findings_count(all.findings), 1);
        assert_finding(judged_at(&all, 0), cases[i].verdict, cases[i].low,
                       cases[i].high, cases[i].shortfall);
        assert_near(judged_at(&all, 0)->required, 2);
        judged_free(&all);
    }
    circlet_policy_free(policy);
}

static void more_than_is_asked_for_is_a_pass(void **state)
{
    const institution homes[] = {
        {"special_welfare_institution", "special_welfare", 50},
        {"special_welfare_institution", "special_welfare", 60},
        {"special_welfare_institution", "special_welfare", 70},
        {"special_welfare_institution", "special_welfare", UNKNOWN}};
    circlet_policy *policy = judge_policy();
    judge_city city = district_with(homes, 4);
    judged all = judge_now(policy, &city, 2020, "A-BEDS-SPECIAL");

    (void)state;
    assert_finding(judged_at(&all, 0), CIRCLET_VERDICT_PASS, 3, 4, 0);
    judged_free(&all);
    circlet_policy_free(policy);
}

/* The other beds of an elderly home are none of a special institution. */
static void a_bed_belongs_to_its_service(void **state)
{
    const circlet_service_record services[] = {
        {"residential", -1, 300, -1, 0, 0},
        {"mental_welfare", -1, 99, -1, 0, 0}};
    circlet_policy *policy = judge_policy();
    judge_city city = district_with(NULL, 0);
    circlet_facility_record home = judge_facility("elderly_institution", 0);
    judged all;

    (void)state;
    home.services = services;
    home.service_count = 2;
    judge_add_facility(&city, home);
    all = judge_now(policy, &city, 2020, "A-BEDS-MENTAL");
    assert_finding(judged_at(&all, 0), CIRCLET_VERDICT_FAIL, 0, 0, 1);
    assert_string_equal(judged_at(&all, 0)->text_en,
                        "D0 has 0 mental welfare institutions of at least "
                        "100 beds; at least 1 is asked for; 1 missing.");
    assert_string_equal(
        judged_at(&all, 0)->text_zh,
        "D0有0个床位不少于100张的精神卫生福利机构，应不少于1个，缺1个。");
    judged_free(&all);
    circlet_policy_free(policy);
}

/* One special institution, and so many elderly homes that say nothing of what
 * they offer: each perhaps has a section for it. Two are asked for. */
static void a_section_that_nobody_spoke_of_is_not_known(void **state)
{
    static const struct {
        size_t homes;
        bool is_told; /* the homes offer residential care and nothing else */
        circlet_verdict verdict;
        double high;
    } cases[] = {{1, false, CIRCLET_VERDICT_UNDECIDED, 2},
                 {2, false, CIRCLET_VERDICT_UNDECIDED, 3},
                 {2, true, CIRCLET_VERDICT_FAIL, 1},
                 {0, false, CIRCLET_VERDICT_FAIL, 1}};
    const circlet_service_record own = {"residential", -1, 60, -1, 0, 0};
    const institution special = {"special_welfare_institution",
                                 "special_welfare", 50};
    circlet_policy *policy = judge_policy();

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        judge_city city = district_with(&special, 1);
        circlet_facility_record home =
            judge_facility("elderly_institution", 0);
        const circlet_finding *finding;
        judged all;

        home.services = cases[i].is_told ? &own : NULL;
        home.service_count = cases[i].is_told;
        for (size_t k = 0; k < cases[i].homes; k++)
            judge_add_facility(&city, home);
        all = judge_now(policy, &city, 2020, "A-BEDS-SPECIAL");
        finding = judged_at(&all, 0);
        assert_int_equal(finding->verdict, cases[i].verdict);
        assert_near(finding->measured_low, 1);
        assert_near(finding->measured_high, cases[i].high);
        assert_int_equal(judge_has_reason(finding, "services_unknown"),
                         cases[i].verdict == CIRCLET_VERDICT_UNDECIDED);
        judged_free(&all);
    }
    circlet_policy_free(policy);
}

static void a_shortfall_is_advice_until_it_is_due(void **state)
{
    static const struct {
        int year;
        circlet_verdict verdict;
    } years[] = {{2018, CIRCLET_VERDICT_ADVICE},
                 {2019, CIRCLET_VERDICT_ADVICE},
                 {2020, CIRCLET_VERDICT_FAIL},
                 {2030, CIRCLET_VERDICT_FAIL}};
    const institution homes[] = {
        {"mental_welfare_institution", "mental_welfare", 99}};
    circlet_policy *policy = judge_policy();

    (void)state;
    for (size_t i = 0; i < sizeof(years) / sizeof(years[0]); i++) {
        judge_city city = district_with(homes, 1);
        judged all = judge_now(policy, &city, years[i].year, "A-BEDS-MENTAL");

        assert_finding(judged_at(&all, 0), years[i].verdict, 0, 0, 1);
        assert_int_equal(judge_has_reason(judged_at(&all, 0), "due_later"),
                         years[i].year < 2020);
        judged_free(&all);
    }
    {
        judge_city city = district_with(homes, 1);
        judged all = judge_now(policy, &city, 2017, "A-BEDS-MENTAL");

        assert_int_equal(circlet_findings_count(all.findings), 0);
        judged_free(&all);
    }
    circlet_policy_free(policy);
}

/* As a plan leaves an institution that it enlarges. */
static void what_an_unknown_number_surely_is_counts(void **state)
{
    circlet_policy *policy = judge_policy();

    (void)state;
    for (int64_t low = 99; low <= 101; low++) {
        const circlet_service_record service = {
            "mental_welfare", -1, -1, -1, 0, low};
        judge_city city = district_with(NULL, 0);
        circlet_facility_record home =
            judge_facility("mental_welfare_institution", 0);
        judged all;

        home.services = &service;
        home.service_count = 1;
        judge_add_facility(&city, home);
        all = judge_now(policy, &city, 2020, "A-BEDS-MENTAL");
        assert_finding(judged_at(&all, 0),
                       low < 100 ? CIRCLET_VERDICT_UNDECIDED
                                 : CIRCLET_VERDICT_PASS,
                       low < 100 ? 0 : 1, 1, 0);
        judged_free(&all);
    }
    circlet_policy_free(policy);
}

/* It opened in 2019 and closed in 2021. */
static void dates_say_whether_it_counts(void **state)
{
    circlet_policy *policy = judge_policy();

    (void)state;
    for (int year = 2018; year <= 2022; year++) {
        const circlet_service_record service = {
            "mental_welfare", -1, 120, -1, 0, 0};
        judge_city city = district_with(NULL, 0);
        circlet_facility_record home =
            judge_facility("mental_welfare_institution", 0);
        judged all;

        home.services = &service;
        home.service_count = 1;
        home.opened = 20191231;
        home.closed = 20211231;
        judge_add_facility(&city, home);
        all = judge_now(policy, &city, year, "A-BEDS-MENTAL");
        assert_near(judged_at(&all, 0)->measured,
                    year == 2019 || year == 2020);
        judged_free(&all);
    }
    circlet_policy_free(policy);
}

static void nobody_there_needs_nothing_and_no_data_says_so(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city city = judge_city_new();
    judged all;

    (void)state;
    judge_add_district(&city, 0, NULL);
    judge_add_district(&city, 1, NULL);
    judge_add_people(&city, 1, 1000);
    judge_add_facility(&city, judge_facility("warm_home", 1));
    all = judge_now(policy, &city, 2020, "A-BEDS-MENTAL");
    assert_int_equal(circlet_findings_count(all.findings), 2);
    assert_int_equal(judged_at(&all, 0)->verdict, CIRCLET_VERDICT_PASS);
    assert_near(judged_at(&all, 0)->required, 0);
    assert_int_equal(judged_at(&all, 1)->verdict, CIRCLET_VERDICT_NO_DATA);
    assert_true(judge_has_reason(judged_at(&all, 1), "type_unknown"));
    assert_near(judged_at(&all, 1)->persons, 1);
    judged_free(&all);

    /* Without districts nothing is said at all. */
    city = judge_city_new();
    judge_add_street(&city, 0, "urban");
    all = judge_now(policy, &city, 2020, "A-BEDS-MENTAL");
    assert_int_equal(circlet_findings_count(all.findings), 0);
    judged_free(&all);
    circlet_policy_free(policy);
}

/* ---- what fills two clauses --------------------------------------------- */

/* Judges both clauses where mental welfare counts as special welfare. */
static void assert_nested(const char *switches, const institution *homes,
                          size_t count, double mental_missing,
                          double special_missing)
{
    circlet_policy *policy = judge_policy_with("    least_beds: 50", switches);
    judge_city city = district_with(homes, count);
    judged all = {policy, NULL, NULL};

    all.city = judge_finish(&city);
    all.findings =
        judge_city_now(policy, all.city, NULL, 2020, "A-BEDS-MENTAL");
    assert_near(judged_at(&all, 0)->shortfall, mental_missing);
    circlet_findings_free(all.findings);
    all.findings =
        judge_city_now(policy, all.city, NULL, 2020, "A-BEDS-SPECIAL");
    assert_near(judged_at(&all, 0)->shortfall, special_missing);
    judged_free(&all);
    circlet_policy_free(policy);
}

#define NESTED "    least_beds: 50\n    nested: [mental_welfare]"

static void no_institution_fills_two_clauses_unless_a_rule_says_so(
    void **state)
{
    const institution homes[] = {
        {"mental_welfare_institution", "mental_welfare", 120},
        {"special_welfare_institution", "special_welfare", 50},
        {"mental_welfare_institution", "mental_welfare", 60}};

    (void)state;
    /* Not nested: 1 of 1, and 1 of 2. */
    assert_nested("    least_beds: 50", homes, 3, 0, 1);
    /* Nested: the large one is taken, the small one counts. */
    assert_nested(NESTED, homes, 2, 0, 1);
    assert_nested(NESTED, homes, 3, 0, 0);
    assert_nested(NESTED "\n    shared: yes", homes, 2, 0, 0);
    /* What must be is filled first: one large institution is not special. */
    assert_nested(NESTED, homes, 1, 0, 2);
    assert_nested(NESTED "\n    shared: yes", homes, 1, 0, 1);
}

static void what_counts_elsewhere_is_said(void **state)
{
    const institution homes[] = {
        {"mental_welfare_institution", "mental_welfare", 120},
        {"special_welfare_institution", "special_welfare", 50}};
    circlet_policy *policy = judge_policy_with("    least_beds: 50", NESTED);
    judge_city city = district_with(homes, 2);
    judged all = judge_now(policy, &city, 2020, "A-BEDS-SPECIAL");

    (void)state;
    assert_finding(judged_at(&all, 0), CIRCLET_VERDICT_FAIL, 1, 1, 1);
    assert_true(judge_has_reason(judged_at(&all, 0), "counted_elsewhere"));
    assert_string_equal(judged_at(&all, 0)->text_en,
                        "D0 has 1 special welfare institution of at least 50 "
                        "beds; at least 2 are asked for; 1 missing; 1 counts "
                        "for another rule.");
    judged_free(&all);
    circlet_policy_free(policy);
}

/* Both beds are of one building: one place, however many services. */
static void a_building_is_one_place(void **state)
{
    const circlet_service_record services[] = {
        {"special_welfare", -1, 60, -1, 0, 0},
        {"mental_welfare", -1, 60, -1, 0, 0}};
    circlet_policy *policy = judge_policy_with("    least_beds: 50", NESTED);
    judge_city city = district_with(NULL, 0);
    circlet_facility_record home = judge_facility("elderly_institution", 0);
    judged all;

    (void)state;
    home.services = services;
    home.service_count = 2;
    judge_add_facility(&city, home);
    all = judge_now(policy, &city, 2020, "A-BEDS-SPECIAL");
    assert_finding(judged_at(&all, 0), CIRCLET_VERDICT_FAIL, 1, 1, 1);
    judged_free(&all);
    circlet_policy_free(policy);
}

/* The size of the mental institution decides whether the other clause may
 * have it. */
static void an_unknown_size_may_leave_it_to_the_other_clause(void **state)
{
    const institution homes[] = {
        {"mental_welfare_institution", "mental_welfare", UNKNOWN},
        {"special_welfare_institution", "special_welfare", 50}};
    circlet_policy *policy = judge_policy_with("    least_beds: 50", NESTED);
    judge_city city = district_with(homes, 2);
    judged all = judge_now(policy, &city, 2020, "A-BEDS-SPECIAL");

    (void)state;
    assert_finding(judged_at(&all, 0), CIRCLET_VERDICT_UNDECIDED, 1, 2, 0);
    assert_true(judge_has_reason(judged_at(&all, 0), "beds_unknown"));
    judged_free(&all);
    circlet_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_institution_has_to_be_large_enough),
        cmocka_unit_test(more_than_is_asked_for_is_a_pass),
        cmocka_unit_test(a_bed_belongs_to_its_service),
        cmocka_unit_test(a_section_that_nobody_spoke_of_is_not_known),
        cmocka_unit_test(a_shortfall_is_advice_until_it_is_due),
        cmocka_unit_test(dates_say_whether_it_counts),
        cmocka_unit_test(what_an_unknown_number_surely_is_counts),
        cmocka_unit_test(nobody_there_needs_nothing_and_no_data_says_so),
        cmocka_unit_test(
            no_institution_fills_two_clauses_unless_a_rule_says_so),
        cmocka_unit_test(what_counts_elsewhere_is_said),
        cmocka_unit_test(a_building_is_one_place),
        cmocka_unit_test(an_unknown_size_may_leave_it_to_the_other_clause),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
