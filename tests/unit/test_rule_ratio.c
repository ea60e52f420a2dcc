#include "judge_city.h"

#define UNKNOWN (-1.0)

/* The area rule in a street of 1000 people whose homes have these areas. */
static circlet_findings *judge_areas(circlet_policy *policy,
                                     circlet_city **city, double first,
                                     double second)
{
    const double areas[] = {first, second};
    judge_city small = judge_city_new();

    judge_add_street(&small, 0, NULL);
    judge_add_people(&small, 0, 1000000);
    for (int i = 0; i < 2; i++) {
        circlet_facility_record home = judge_facility("warm_home", 0);

        if (areas[i] >= 0)
            home.measures[CIRCLET_MEASURE_AREA_M2] = areas[i];
        judge_add_facility(&small, home);
    }
    *city = judge_finish(&small);
    return judge_city_now(policy, *city, NULL, 2020, "B-AREA");
}

static void floor_area_is_held_to_both_limits(void **state)
{
    static const struct {
        double first, second;
        circlet_verdict verdict;
        double shortfall;
        const char *reason;
    } cases[] = {
        {299.999, 0, CIRCLET_VERDICT_FAIL, 0.001, NULL},
        {100.1, 199.9, CIRCLET_VERDICT_PASS, 0, NULL}, /* exactly 0.3 */
        {300.1, 199.9, CIRCLET_VERDICT_PASS, 0, NULL}, /* exactly 0.5 */
        {300.1, 199.901, CIRCLET_VERDICT_ADVICE, 0, "over_provision"},
        {0, 0, CIRCLET_VERDICT_FAIL, 300, NULL},
        {300, UNKNOWN, CIRCLET_VERDICT_PASS, 0, NULL},
        {600, UNKNOWN, CIRCLET_VERDICT_ADVICE, 0, "over_provision"},
    };
    circlet_policy *policy = judge_policy();

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        circlet_city *city = NULL;
        circlet_findings *findings =
            judge_areas(policy, &city, cases[i].first, cases[i].second);
        const circlet_finding *finding = circlet_findings_at(findings, 0);

        assert_int_equal(finding->verdict, cases[i].verdict);
        assert_near(finding->shortfall, cases[i].shortfall);
        assert_near(finding->required, 0.3);
        assert_string_equal(finding->shortfall_unit, "m2");
        if (cases[i].reason)
            assert_true(judge_has_reason(finding, cases[i].reason));
        circlet_findings_free(findings);
        circlet_city_free(city);
    }
    circlet_policy_free(policy);
}

static void a_home_of_unknown_area_leaves_it_undecided(void **state)
{
    circlet_policy *policy = judge_policy();
    circlet_city *city = NULL;
    circlet_findings *findings = judge_areas(policy, &city, 150, UNKNOWN);
    const circlet_finding *finding = circlet_findings_at(findings, 0);

    (void)state;
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_UNDECIDED);
    assert_true(judge_has_reason(finding, "area_unknown"));
    assert_true(isnan(finding->measured));
    assert_true(isnan(finding->measured_high));
    assert_near(finding->measured_low, 0.15);
    assert_string_equal(finding->text_en,
                        "Street 0 has at least 150 m² of Warm Homes for "
                        "1,000 certified residents; 0.3 to 0.5 are asked for; "
                        "undecided: the floor area of a facility is not "
                        "known.");
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

/* As a plan leaves a home that it enlarges: "at least so much" is added up at
 * the low end, and what nobody knows stays open above it. */
static void what_an_unknown_area_surely_is_counts(void **state)
{
    circlet_policy *policy = judge_policy();

    (void)state;
    for (int i = 0; i < 2; i++) {
        judge_city small = judge_city_new();
        circlet_facility_record home = judge_facility("warm_home", 0);
        circlet_city *city = NULL;
        circlet_findings *findings;
        const circlet_finding *finding;

        judge_add_street(&small, 0, NULL);
        judge_add_people(&small, 0, 1000000);
        home.measures_low[CIRCLET_MEASURE_AREA_M2] = i == 0 ? 300 : 299;
        judge_add_facility(&small, home);
        city = judge_finish(&small);
        findings = judge_city_now(policy, city, NULL, 2020, "B-AREA");
        finding = circlet_findings_at(findings, 0);
        assert_int_equal(finding->verdict, i == 0 ? CIRCLET_VERDICT_PASS
                                                  : CIRCLET_VERDICT_UNDECIDED);
        assert_near(finding->measured_low, i == 0 ? 0.3 : 0.299);
        assert_true(isnan(finding->measured_high));
        circlet_findings_free(findings);
        circlet_city_free(city);
    }
    circlet_policy_free(policy);
}

static void a_lack_of_area_is_said_in_square_metres(void **state)
{
    circlet_policy *policy = judge_policy();
    circlet_city *city = NULL;
    circlet_findings *findings = judge_areas(policy, &city, 150, 50);
    const circlet_finding *finding = circlet_findings_at(findings, 0);

    (void)state;
    assert_near(finding->measured, 0.2);
    assert_string_equal(finding->text_en,
                        "Street 0 has 200 m² of Warm Homes for 1,000 "
                        "certified residents, 0.2 m² per person; 0.3 to 0.5 "
                        "are asked for; 100 m² missing.");
    assert_string_equal(finding->text_zh,
                        "Street 0的温馨家园有200平方米，对应1000名持证残疾人"
                        "（0.2平方米/人），应为0.3至0.5，缺100平方米。");
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

static void add_unit(judge_city *small, const char *code, circlet_level level,
                     const char *parent, int64_t residents)
{
    circlet_unit_record unit = CIRCLET_UNIT_RECORD_INIT;
    const circlet_point ring[] = {{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}};
    const circlet_ring rings[] = {{5, false}};

    unit.code = code;
    unit.name = code;
    unit.level = level;
    unit.parent_code = parent;
    unit.residents = residents;
    if (level == CIRCLET_LEVEL_DISTRICT)
        unit.area = (circlet_area){ring, rings, 1};
    assert_ok(circlet_city_builder_add_unit(small->builder, &unit, error));
}

/* The beds rule in a district of two streets with so many residents. */
static circlet_findings *judge_beds(circlet_policy *policy,
                                    circlet_city **city, int64_t residents,
                                    int64_t first, int64_t second,
                                    int64_t beds, bool is_complete)
{
    circlet_facility_record hospital =
        judge_facility("rehabilitation_hospital", 0);
    const circlet_service_record service = {
        "rehabilitation", -1, beds, -1, 0, 0};
    judge_city small = judge_city_new();

    add_unit(&small, "D", CIRCLET_LEVEL_DISTRICT, NULL, residents);
    add_unit(&small, "S0", CIRCLET_LEVEL_STREET, "D", first);
    add_unit(&small, "S1", CIRCLET_LEVEL_STREET, "D", second);
    hospital.services = &service;
    hospital.service_count = 1;
    judge_add_facility(&small, hospital);
    judge_add_facility(&small, judge_facility("warm_home", 0));
    judge_say_all(&small);
    if (is_complete)
        assert_ok(circlet_city_builder_say_complete(
            small.builder, CIRCLET_PART_UNITS, error));
    *city = judge_finish(&small);
    return judge_city_now(policy, *city, NULL, 2020, "A-BEDS-REHAB");
}

/* 20,000 residents need 10 beds. */
static void what_an_unknown_number_of_beds_surely_is_counts(void **state)
{
    circlet_policy *policy = judge_policy();

    (void)state;
    for (int64_t low = 9; low <= 10; low++) {
        const circlet_service_record service = {
            "rehabilitation", -1, -1, -1, 0, low};
        circlet_facility_record hospital =
            judge_facility("rehabilitation_hospital", 0);
        judge_city small = judge_city_new();
        circlet_city *city;
        circlet_findings *findings;
        const circlet_finding *finding;

        add_unit(&small, "D", CIRCLET_LEVEL_DISTRICT, NULL, 20000);
        add_unit(&small, "S0", CIRCLET_LEVEL_STREET, "D", -1);
        hospital.services = &service;
        hospital.service_count = 1;
        judge_add_facility(&small, hospital);
        judge_say_all(&small);
        city = judge_finish(&small);
        findings = judge_city_now(policy, city, NULL, 2020, "A-BEDS-REHAB");
        finding = circlet_findings_at(findings, 0);
        assert_int_equal(finding->verdict, low < 10 ? CIRCLET_VERDICT_UNDECIDED
                                                    : CIRCLET_VERDICT_PASS);
        assert_near(finding->measured_low, (double)low / 20);
        assert_true(isnan(finding->measured_high));
        circlet_findings_free(findings);
        circlet_city_free(city);
    }
    circlet_policy_free(policy);
}

/* Streets that are perhaps not all of the district's say nothing about it. */
static void residents_of_some_streets_are_no_district(void **state)
{
    circlet_policy *policy = judge_policy();
    circlet_city *city = NULL;
    circlet_findings *findings =
        judge_beds(policy, &city, -1, 12000, 8000, 10, false);

    (void)state;
    assert_int_equal(circlet_findings_at(findings, 0)->verdict,
                     CIRCLET_VERDICT_NO_DATA);
    assert_true(judge_has_reason(circlet_findings_at(findings, 0),
                                 "residents_unknown"));
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

static void beds_are_counted_per_thousand_residents(void **state)
{
    static const struct {
        int64_t residents, first, second, beds;
        circlet_verdict verdict;
        double shortfall;
        const char *reason;
    } cases[] = {
        {20000, -1, -1, 10, CIRCLET_VERDICT_PASS, 0, NULL},
        {20001, -1, -1, 10, CIRCLET_VERDICT_FAIL, 1, NULL},
        {-1, 12000, 8000, 10, CIRCLET_VERDICT_PASS, 0, NULL},
        {-1, 12000, 9000, 4, CIRCLET_VERDICT_FAIL, 7, NULL},
        {-1, 12000, -1, 4, CIRCLET_VERDICT_NO_DATA, NAN, "residents_unknown"},
        {0, -1, -1, 0, CIRCLET_VERDICT_PASS, 0, NULL},
        {20000, -1, -1, -1, CIRCLET_VERDICT_UNDECIDED, NAN, "beds_unknown"},
    };
    circlet_policy *policy = judge_policy();

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        circlet_city *city = NULL;
        circlet_findings *findings =
            judge_beds(policy, &city, cases[i].residents, cases[i].first,
                       cases[i].second, cases[i].beds, true);
        const circlet_finding *finding = circlet_findings_at(findings, 0);

        assert_int_equal(circlet_findings_count(findings), 1);
        assert_int_equal(finding->verdict, cases[i].verdict);
        if (isnan(cases[i].shortfall))
            assert_true(isnan(finding->shortfall));
        else
            assert_near(finding->shortfall, cases[i].shortfall);
        if (cases[i].reason)
            assert_true(judge_has_reason(finding, cases[i].reason));
        circlet_findings_free(findings);
        circlet_city_free(city);
    }
    circlet_policy_free(policy);
}

static void one_bed_is_no_beds(void **state)
{
    static const struct {
        int64_t beds;
        const char *en;
    } cases[] = {
        {1, "D has 1 bed (rehabilitation) for 1,000 residents, 1 bed per "
            "1,000 residents; at least 0.5 are asked for."},
        {2, "D has 2 beds (rehabilitation) for 1,000 residents, 2 beds per "
            "1,000 residents; at least 0.5 are asked for."},
    };
    circlet_policy *policy = judge_policy();

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        circlet_city *city = NULL;
        circlet_findings *findings =
            judge_beds(policy, &city, 1000, -1, -1, cases[i].beds, true);

        assert_string_equal(circlet_findings_at(findings, 0)->text_en,
                            cases[i].en);
        circlet_findings_free(findings);
        circlet_city_free(city);
    }
    circlet_policy_free(policy);
}

static void homes_alone_say_nothing_about_beds(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city small = judge_city_new();
    circlet_findings *findings;
    circlet_city *city;

    (void)state;
    add_unit(&small, "D", CIRCLET_LEVEL_DISTRICT, NULL, 1000);
    judge_add_facility(&small, judge_facility("warm_home", 0));
    city = judge_finish(&small);
    findings = judge_city_now(policy, city, NULL, 2020, "A-BEDS-REHAB");
    assert_int_equal(circlet_findings_at(findings, 0)->verdict,
                     CIRCLET_VERDICT_NO_DATA);
    assert_true(
        judge_has_reason(circlet_findings_at(findings, 0), "type_unknown"));
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

static void people_spread_from_totals_are_said_to_be(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city small = judge_city_new();
    circlet_demand_record person = judge_person(0, 0.1);
    circlet_facility_record home = judge_facility("warm_home", 0);
    const circlet_finding *finding;
    circlet_findings *findings;
    circlet_city *city;

    (void)state;
    judge_add_street(&small, 0, "urban");
    judge_add_street(&small, 1, "urban");
    judge_add_people(&small, 0, 1000);
    judge_add_people(&small, 1, 1000);
    person.weight_milli = 2000;
    person.is_modelled = true;
    judge_add_person(&small, person);
    home.measures[CIRCLET_MEASURE_AREA_M2] = 1;
    judge_add_facility(&small, home);
    city = judge_finish(&small);

    findings = judge_city_now(policy, city, NULL, 2020, "B-AREA");

    finding = judge_find(findings, "B-AREA", "S0");
    assert_near(finding->persons, 3);
    assert_near(finding->persons_modelled, 2);
    assert_true(judge_has_reason(finding, "modelled_people"));
    assert_non_null(strstr(finding->text_en,
                           "; 2 persons are modelled: nobody's known homes"));
    finding = judge_find(findings, "B-AREA", "S1");
    assert_near(finding->persons_modelled, 0);
    assert_false(judge_has_reason(finding, "modelled_people"));
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

/* Of 100 people and 50 of whom no certificate is known. What is missing is
 * so for the 100; the bounds take all of them, or these alone. */
static void who_is_perhaps_in_the_group_is_in_no_shortfall(void **state)
{
    static const struct {
        double area;
        circlet_verdict verdict;
        double shortfall;
    } cases[] = {{20, CIRCLET_VERDICT_FAIL, 10},
                 {30, CIRCLET_VERDICT_UNDECIDED, NAN},
                 {44.999, CIRCLET_VERDICT_UNDECIDED, NAN},
                 {45, CIRCLET_VERDICT_PASS, 0}};
    circlet_policy *policy = judge_policy();

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        judge_city small = judge_city_new();
        circlet_demand_record person = judge_person(0, 0.1);
        circlet_facility_record home = judge_facility("warm_home", 0);
        const circlet_finding *finding;
        circlet_findings *findings;
        circlet_city *city;

        judge_add_street(&small, 0, NULL);
        judge_add_people(&small, 0, 100000);
        person.certified = CIRCLET_UNKNOWN;
        person.weight_milli = 50000;
        judge_add_person(&small, person);
        home.measures[CIRCLET_MEASURE_AREA_M2] = cases[i].area;
        judge_add_facility(&small, home);
        city = judge_finish(&small);
        findings = judge_city_now(policy, city, NULL, 2020, "B-AREA");
        finding = judge_find(findings, "B-AREA", "S0");
        assert_int_equal(finding->verdict, cases[i].verdict);
        assert_near(finding->persons, 150);
        assert_true(isnan(finding->measured));
        assert_near(finding->measured_low, cases[i].area / 150);
        assert_near(finding->measured_high, cases[i].area / 100);
        if (isnan(cases[i].shortfall))
            assert_true(isnan(finding->shortfall));
        else
            assert_near(finding->shortfall, cases[i].shortfall);
        circlet_findings_free(findings);
        circlet_city_free(city);
    }
    circlet_policy_free(policy);
}

/* Between 0.3 and 0.5 m2 are asked for each of `sure` people and perhaps of
 * `maybe` more. */
static void what_is_perhaps_too_much_says_why(void **state)
{
    static const struct {
        int64_t sure, maybe;
        double area, second; /* m2 */
        circlet_verdict verdict;
        const char *reason, *other;
        const char *said; /* in the sentence */
    } cases[] = {
        {0, 1, 10, 0, CIRCLET_VERDICT_ADVICE, "over_provision",
         "certified_unknown", "; perhaps there are no such people, and "},
        {1, 1, 10, 0, CIRCLET_VERDICT_ADVICE, "over_provision", NULL, NULL},
        {100, 50, 50, 0, CIRCLET_VERDICT_PASS, NULL, NULL, NULL},
        {100, 50, 50.001, 0, CIRCLET_VERDICT_PASS, "certified_unknown", NULL,
         "; perhaps more than is asked for: it is not known of some people "},
        {100, 0, 40, UNKNOWN, CIRCLET_VERDICT_PASS, "area_unknown", NULL,
         "; perhaps more than is asked for: the floor area of a "},
        {0, 1, 0.4, 0, CIRCLET_VERDICT_PASS, NULL, NULL, NULL},
        {0, 2, 0.6, 0, CIRCLET_VERDICT_PASS, "certified_unknown", NULL,
         "; perhaps more than is asked for: it is not known of some people "},
    };
    circlet_policy *policy = judge_policy();

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        judge_city small = judge_city_new();
        circlet_demand_record person = judge_person(0, 0.1);
        circlet_facility_record home = judge_facility("warm_home", 0);
        const circlet_finding *finding;
        circlet_findings *findings;
        circlet_city *city;

        judge_add_street(&small, 0, NULL);
        if (cases[i].sure > 0)
            judge_add_people(&small, 0, cases[i].sure * 1000);
        person.certified = CIRCLET_UNKNOWN;
        for (int64_t k = 0; k < cases[i].maybe; k++)
            judge_add_person(&small, person);
        home.measures[CIRCLET_MEASURE_AREA_M2] = cases[i].area;
        judge_add_facility(&small, home);
        home.measures[CIRCLET_MEASURE_AREA_M2] =
            cases[i].second == UNKNOWN ? (double)NAN : cases[i].second;
        judge_add_facility(&small, home);
        city = judge_finish(&small);
        findings = judge_city_now(policy, city, NULL, 2020, "B-AREA");
        finding = judge_find(findings, "B-AREA", "S0");
        assert_int_equal(finding->verdict, cases[i].verdict);
        if (cases[i].reason)
            assert_true(judge_has_reason(finding, cases[i].reason));
        if (cases[i].other)
            assert_true(judge_has_reason(finding, cases[i].other));
        assert_int_equal(finding->reason_count,
                         !!cases[i].reason + !!cases[i].other);
        if (cases[i].said)
            assert_non_null(strstr(finding->text_en, cases[i].said));
        else
            assert_null(strstr(finding->text_en, "perhaps"));
        circlet_findings_free(findings);
        circlet_city_free(city);
    }
    circlet_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(floor_area_is_held_to_both_limits),
        cmocka_unit_test(a_home_of_unknown_area_leaves_it_undecided),
        cmocka_unit_test(what_an_unknown_area_surely_is_counts),
        cmocka_unit_test(a_lack_of_area_is_said_in_square_metres),
        cmocka_unit_test(beds_are_counted_per_thousand_residents),
        cmocka_unit_test(one_bed_is_no_beds),
        cmocka_unit_test(residents_of_some_streets_are_no_district),
        cmocka_unit_test(what_an_unknown_number_of_beds_surely_is_counts),
        cmocka_unit_test(homes_alone_say_nothing_about_beds),
        cmocka_unit_test(people_spread_from_totals_are_said_to_be),
        cmocka_unit_test(who_is_perhaps_in_the_group_is_in_no_shortfall),
        cmocka_unit_test(what_is_perhaps_too_much_says_why),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
