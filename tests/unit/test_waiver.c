#include "judge_city.h"

#define DOCUMENT "京政发〔2019〕5号"

static circlet_waiver_record waiver(const char *rule, const char *unit)
{
    circlet_waiver_record record = CIRCLET_WAIVER_RECORD_INIT;

    record.rule = rule;
    record.unit_code = unit;
    record.document = DOCUMENT;
    return record;
}

static void add(judge_city *city, circlet_waiver_record record)
{
    assert_ok(circlet_city_builder_add_waiver(city->builder, &record, error));
}

/* Two streets of a district, with people and without a station. */
static judge_city two_streets(void)
{
    judge_city small = judge_city_new();
    circlet_unit_record unit = CIRCLET_UNIT_RECORD_INIT;

    unit.code = unit.name = "D";
    unit.level = CIRCLET_LEVEL_DISTRICT;
    assert_ok(circlet_city_builder_add_unit(small.builder, &unit, error));
    for (int k = 0; k < 2; k++) {
        const circlet_point ring[] = {
            {k, 0}, {k + 1, 0}, {k + 1, 1}, {k, 1}, {k, 0}};
        const circlet_ring rings[] = {{5, false}};

        unit = (circlet_unit_record)CIRCLET_UNIT_RECORD_INIT;
        unit.code = unit.name = k == 0 ? "S0" : "S1";
        unit.level = CIRCLET_LEVEL_STREET;
        unit.parent_code = "D";
        unit.area = (circlet_area){ring, rings, 1};
        assert_ok(circlet_city_builder_add_unit(small.builder, &unit, error));
        judge_add_people(&small, k, 5000);
    }
    assert_ok(circlet_city_builder_say_complete(
        small.builder, CIRCLET_PART_FACILITIES, error));
    return small;
}

static circlet_verdict judge_street(circlet_waiver_record record,
                                    const char *unit, int year)
{
    circlet_policy *policy = judge_policy();
    judge_city small = two_streets();
    circlet_findings *findings;
    circlet_verdict verdict;
    circlet_city *city;

    add(&small, record);
    city = judge_finish(&small);
    findings = judge_city_now(policy, city, NULL, year, "A-MENTAL-DAY");
    verdict = judge_find(findings, "A-MENTAL-DAY", unit)->verdict;
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
    return verdict;
}

static void a_waived_failure_is_advice_that_names_the_document(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city small = two_streets();
    const circlet_finding *finding;
    circlet_findings *findings;
    circlet_city *city;

    (void)state;
    add(&small, waiver("A-MENTAL-DAY", "S0"));
    city = judge_finish(&small);
    findings = judge_city_now(policy, city, NULL, 2020, "A-MENTAL-DAY");

    finding = judge_find(findings, "A-MENTAL-DAY", "S0");
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_ADVICE);
    assert_true(judge_has_reason(finding, "waived"));
    assert_near(finding->shortfall, 1);
    assert_string_equal(
        finding->text_en,
        "S0 has 0 mental-health day stations for 5 certified residents; at "
        "least 1 is asked for; 1 missing. This is waived by " DOCUMENT ".");
    assert_non_null(
        strstr(finding->text_zh, "。依据" DOCUMENT "，本项获准豁免。"));
    assert_string_equal(finding->arguments[finding->argument_count - 1].name,
                        "waiver");
    finding = judge_find(findings, "A-MENTAL-DAY", "S1");
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_FAIL);
    assert_null(strstr(finding->text_en, "waived"));
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

static void a_waiver_holds_in_the_units_of_its_unit(void **state)
{
    (void)state;
    assert_int_equal(judge_street(waiver("A-MENTAL-DAY", "D"), "S1", 2020),
                     CIRCLET_VERDICT_ADVICE);
    assert_int_equal(judge_street(waiver("A-MENTAL-DAY", "S0"), "S1", 2020),
                     CIRCLET_VERDICT_FAIL);
    assert_int_equal(judge_street(waiver("A-ASSISTIVE", "S1"), "S1", 2020),
                     CIRCLET_VERDICT_FAIL);
}

static void a_waiver_counts_that_is_in_force_at_the_end_of_the_year(
    void **state)
{
    static const struct {
        int from, until;
        int year;
        bool holds;
    } cases[] = {
        {-1, -1, 2020, true},
        {20200000, -1, 2019, false},
        {20201231, -1, 2020, true},
        {20210101, -1, 2020, false},
        {-1, 20201231, 2020, true},
        {-1, 20201230, 2020, false},
        {-1, 20201200, 2020, true}, /* to the end of the month */
        {-1, 20201100, 2020, false},
        {-1, 20200000, 2020, true}, /* and of the year */
        {-1, 20200000, 2021, false},
        {20190000, 20190000, 2019, true},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        circlet_waiver_record record = waiver("A-MENTAL-DAY", "S0");

        record.from = cases[i].from;
        record.until = cases[i].until;
        assert_int_equal(judge_street(record, "S0", cases[i].year),
                         cases[i].holds ? CIRCLET_VERDICT_ADVICE
                                        : CIRCLET_VERDICT_FAIL);
    }
}

/* Where nothing fails there is nothing to waive: too early, it is advice
 * already, and a pass stays one. */
static void what_does_not_fail_is_not_waived(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city small = two_streets();
    const circlet_finding *finding;
    circlet_findings *findings;
    circlet_city *city;

    (void)state;
    add(&small, waiver("A-MENTAL-DAY", "S0"));
    add(&small, waiver("B-AREA", "S0"));
    judge_add_facility(&small, judge_facility("mental_day_station", 0));
    city = judge_finish(&small);
    findings = judge_city_now(policy, city, NULL, 2019, NULL);

    finding = judge_find(findings, "A-MENTAL-DAY", "S0");
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_PASS);
    assert_false(judge_has_reason(finding, "waived"));
    finding = judge_find(findings, "B-AREA", "S0");
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_ADVICE);
    assert_false(judge_has_reason(finding, "waived"));
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

static void bad_waivers_are_refused_with_their_values(void **state)
{
    static const struct {
        const char *rule, *unit, *document;
        int from, until;
        const char *message;
    } cases[] = {
        {NULL, "S0", "D1", -1, -1, "a waiver for unit 'S0' names no rule"},
        {"R", "", "D1", -1, -1, "a waiver of rule 'R' names no unit"},
        {"R", "S0", NULL, -1, -1,
         "the waiver of rule 'R' for unit 'S0' names no document"},
        {"R", "S0", "D1", 20201399, -1,
         "the waiver of rule 'R' for unit 'S0' has from 20201399, which is "
         "no date"},
        {"R", "S0", "D1", -1, 7,
         "the waiver of rule 'R' for unit 'S0' has until 7, which is no "
         "date"},
        {"R", "S0", "D1", 20200201, 20200131,
         "the waiver of rule 'R' for unit 'S0' ends on 20200131, before it "
         "begins on 20200201"},
    };
    judge_city small = judge_city_new();

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        circlet_waiver_record record = {cases[i].rule, cases[i].unit,
                                        cases[i].document, cases[i].from,
                                        cases[i].until};

        assert_fails(
            circlet_city_builder_add_waiver(small.builder, &record, error),
            CIRCLET_E_DATA, cases[i].message);
    }
    assert_fails(circlet_city_builder_add_waiver(small.builder, NULL, error),
                 CIRCLET_E_ARGUMENT, "no builder or no record");
    circlet_city_builder_free(small.builder);
}

static void a_waiver_of_no_unit_of_the_city_is_refused(void **state)
{
    judge_city small = two_streets();
    circlet_city *city = NULL;

    (void)state;
    add(&small, waiver("R", "S7"));
    assert_fails(circlet_city_builder_finish(&city, small.builder, error),
                 CIRCLET_E_DATA,
                 "the waiver of rule 'R' names unit 'S7', which is not in "
                 "the city");
    assert_null(city);
    circlet_city_builder_free(small.builder);
}

static void the_order_of_rows_changes_nothing(void **state)
{
    (void)state;
    for (int turn = 0; turn < 2; turn++) {
        judge_city small = two_streets();
        circlet_waiver_record records[2] = {waiver("R", "S0"),
                                            waiver("R", "S0")};
        const circlet_waiver_record *found;
        circlet_city *city;

        records[0].document = "later";
        records[1].document = "earlier";
        records[0].from = 20190501;
        records[1].from = 20180501;
        add(&small, records[turn]);
        add(&small, records[1 - turn]);
        city = judge_finish(&small);
        assert_int_equal(circlet_city_waiver_count(city), 2);
        assert_string_equal(circlet_city_waiver(city, 0)->document, "earlier");
        assert_null(circlet_city_waiver(city, 2));
        found = circlet_city_find_waiver(
            city, "R", circlet_city_find_unit(city, "S0"), 2020);
        assert_string_equal(found->document, "earlier");
        assert_null(circlet_city_find_waiver(city, "R", CIRCLET_NONE, 2020));
        circlet_city_free(city);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_waived_failure_is_advice_that_names_the_document),
        cmocka_unit_test(a_waiver_holds_in_the_units_of_its_unit),
        cmocka_unit_test(
            a_waiver_counts_that_is_in_force_at_the_end_of_the_year),
        cmocka_unit_test(what_does_not_fail_is_not_waived),
        cmocka_unit_test(bad_waivers_are_refused_with_their_values),
        cmocka_unit_test(a_waiver_of_no_unit_of_the_city_is_refused),
        cmocka_unit_test(the_order_of_rows_changes_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
