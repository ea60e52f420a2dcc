#include "judge_city.h"

static void a_circle_passes_when_everyone_is_inside(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city small = judge_city_new();
    judge_roads roads = {0};
    circlet_travel travel = judge_travel(&roads);
    circlet_city *city;
    circlet_findings *findings;
    const circlet_finding *finding;

    (void)state;
    judge_add_street(&small, 0, "urban");
    judge_add_person(&small, judge_person(0, 0.1));
    judge_add_person(&small, judge_person(0, 0.9)); /* the cutoff itself */
    judge_add_facility(&small, judge_facility("warm_home", 0));
    city = judge_finish(&small);

    findings = judge_city_now(policy, city, &travel, 2020, "B-CIRCLE-15");

    assert_int_equal(circlet_findings_count(findings), 1);
    finding = circlet_findings_at(findings, 0);
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_PASS);
    assert_near(finding->measured, 1);
    assert_near(finding->measured_low, 1);
    assert_near(finding->measured_high, 1);
    assert_near(finding->required, 1);
    assert_near(finding->shortfall, 0);
    assert_near(finding->persons, 2);
    assert_string_equal(finding->measured_unit, "share");
    assert_string_equal(finding->mode, "own");
    assert_string_equal(finding->citation, "京残发〔2017〕72号 二(四)");
    assert_string_equal(finding->text_en,
                        "Street 0 has 2 certified residents; 100 % reach a "
                        "Warm Home within 15 min (own mode).");
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

static void a_circle_fails_by_one_millisecond(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city small = judge_city_new();
    judge_roads roads = {0};
    circlet_travel travel = judge_travel(&roads);
    circlet_city *city;
    circlet_findings *findings;
    const circlet_finding *finding;

    (void)state;
    judge_add_street(&small, 0, "urban");
    judge_add_person(&small, judge_person(0, 0.1));
    judge_add_person(&small, judge_person(0, 0.900001));
    judge_add_person(&small, judge_person(0, 0.999)); /* off every street */
    judge_add_facility(&small, judge_facility("warm_home", 0));
    city = judge_finish(&small);

    findings = judge_city_now(policy, city, &travel, 2020, "B-CIRCLE-15");

    finding = circlet_findings_at(findings, 0);
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_FAIL);
    assert_near(finding->measured, 1.0 / 3);
    assert_near(finding->shortfall, 2);
    assert_string_equal(finding->shortfall_unit, "persons");
    assert_near(finding->persons_covered, 1);
    assert_near(finding->persons_unreached, 1);
    assert_string_equal(
        finding->text_en,
        "Street 0 has 3 certified residents; 33.3 % reach a Warm Home within "
        "15 min (own mode); 2 persons do not, 1 of them lives off every "
        "street.");
    assert_string_equal(finding->text_zh,
                        "Street 0有3名持证残疾人，其中33.3%可在15分钟内（"
                        "本人出行方式）到达温馨家园，2人不能到达，其中1人的"
                        "住处不邻可通行的道路。");
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

static void years_before_due_give_advice(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city small = judge_city_new();
    judge_roads roads = {0};
    circlet_travel travel = judge_travel(&roads);
    circlet_city *city;
    circlet_findings *findings;
    const circlet_finding *finding;

    (void)state;
    judge_add_street(&small, 0, "urban");
    judge_add_person(&small, judge_person(0, 0.95));
    judge_add_facility(&small, judge_facility("warm_home", 0));
    city = judge_finish(&small);

    findings = judge_city_now(policy, city, &travel, 2017, NULL);
    assert_int_equal(circlet_findings_count(findings), 0);
    circlet_findings_free(findings);

    findings = judge_city_now(policy, city, &travel, 2019, "B-CIRCLE-15");
    finding = circlet_findings_at(findings, 0);
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_ADVICE);
    assert_int_equal(finding->due, 2020);
    assert_true(judge_has_reason(finding, "due_later"));
    assert_non_null(strstr(finding->text_en, "due by the end of 2020"));
    circlet_findings_free(findings);

    findings = judge_city_now(policy, city, &travel, 2021, "B-CIRCLE-15");
    assert_int_equal(circlet_findings_at(findings, 0)->verdict,
                     CIRCLET_VERDICT_FAIL);
    circlet_findings_free(findings);

    findings = judge_city_now(policy, city, &travel, 0, "B-CIRCLE-15");
    assert_int_equal(circlet_findings_year(findings), 2020);
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

static void each_person_goes_their_own_way(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city small = judge_city_new();
    judge_roads roads = {0};
    circlet_travel travel = judge_travel(&roads);
    circlet_demand_record person;
    circlet_city *city;
    circlet_findings *findings;
    const circlet_finding *finding;

    (void)state;
    judge_add_street(&small, 0, "urban");
    judge_add_street(&small, 1, "urban");
    person = judge_person(0, 0.5); /* 500 s on foot, 1000 s on wheels */
    judge_add_person(&small, person);
    person.aid = "powered_wheelchair";
    judge_add_person(&small, person);
    person = judge_person(1, 0.3);
    person.aid = NULL;
    person.kind = "physical";
    judge_add_person(&small, person);
    judge_add_facility(&small, judge_facility("warm_home", 0));
    city = judge_finish(&small);

    findings = judge_city_now(policy, city, &travel, 2020, "B-CIRCLE-15");

    finding = judge_find(findings, "B-CIRCLE-15", "S0");
    assert_near(finding->measured, 0.5);
    assert_false(judge_has_reason(finding, "aid_unknown"));
    finding = judge_find(findings, "B-CIRCLE-15", "S1");
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_PASS);
    assert_true(judge_has_reason(finding, "aid_unknown"));
    /* One query for each mode, not for each street: as measured, and for the
     * last of them, whose aid is not known, once more in every other mode. */
    assert_string_equal(roads.modes,
                        "manual_wheelchair walk powered_wheelchair walk "
                        "powered_wheelchair crutches stick blind escort "
                        "elderly ");
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

static void rural_circles_have_an_advisory_variant(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city small = judge_city_new();
    judge_roads roads = {0};
    circlet_travel travel = judge_travel(&roads);
    circlet_demand_record person;
    circlet_city *city;
    circlet_findings *findings;
    const circlet_finding *finding;

    (void)state;
    judge_add_street(&small, 0, "plain");
    judge_add_street(&small, 1, "mountain");
    judge_add_street(&small, 2, "urban");
    person = judge_person(0, 0.95);
    person.aid = "crutches"; /* 1900 s on wheels, 237.5 s by car */
    judge_add_person(&small, person);
    judge_add_person(&small, judge_person(1, 0.9));
    judge_add_person(&small, judge_person(2, 0.9));
    judge_add_facility(&small, judge_facility("warm_home", 0));
    city = judge_finish(&small);

    findings = judge_city_now(policy, city, &travel, 2020, "B-CIRCLE-30");

    assert_int_equal(circlet_findings_count(findings), 4);
    finding = judge_find(findings, "B-CIRCLE-30", "S0");
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_PASS);
    assert_string_equal(finding->mode, "drive");
    finding = judge_find(findings, "B-CIRCLE-30/own", "S0");
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_ADVICE);
    assert_false(judge_has_reason(finding, "due_later"));
    assert_near(finding->shortfall, 1);
    finding = judge_find(findings, "B-CIRCLE-30/own", "S1");
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_PASS);
    circlet_findings_free(findings);
    findings = judge_city_now(policy, city, &travel, 2020, "B-CIRCLE-30/own");
    assert_int_equal(circlet_findings_count(findings), 2);
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

static void settings_are_inherited_and_never_guessed(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city small = judge_city_new();
    judge_roads roads = {0};
    circlet_travel travel = judge_travel(&roads);
    circlet_unit_record district = CIRCLET_UNIT_RECORD_INIT;
    circlet_unit_record street = CIRCLET_UNIT_RECORD_INIT;
    circlet_city *city;
    circlet_findings *findings;
    const circlet_finding *finding;

    (void)state;
    district.code = "D";
    district.name = "District";
    district.level = CIRCLET_LEVEL_DISTRICT;
    district.setting = "urban";
    assert_ok(circlet_city_builder_add_unit(small.builder, &district, error));
    street.code = "S7";
    street.name = "Heir";
    street.level = CIRCLET_LEVEL_STREET;
    street.parent_code = "D";
    assert_ok(circlet_city_builder_add_unit(small.builder, &street, error));
    judge_add_street(&small, 0, NULL);
    judge_add_person(&small, judge_person(0, 0.1));
    judge_add_facility(&small, judge_facility("warm_home", 0));
    city = judge_finish(&small);

    findings = judge_city_now(policy, city, &travel, 2020, NULL);

    finding = judge_find(findings, "B-CIRCLE-15", "S7");
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_PASS);
    assert_near(finding->required, 0);
    assert_near(finding->persons, 0);
    assert_null(judge_find(findings, "B-CIRCLE-30", "S7"));
    finding = judge_find(findings, "B-CIRCLE-15", "S0");
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_NO_DATA);
    assert_true(judge_has_reason(finding, "setting_unknown"));
    assert_true(isnan(finding->measured));
    assert_int_equal(judge_find(findings, "B-CIRCLE-30", "S0")->verdict,
                     CIRCLET_VERDICT_NO_DATA);
    /* A rule without a setting is judged all the same. */
    assert_true(judge_find(findings, "B-AREA", "S0")->verdict !=
                CIRCLET_VERDICT_NO_DATA);
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

static void what_is_missing_is_said(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city small = judge_city_new();
    judge_roads roads = {.known_west_of = 1.5};
    circlet_travel travel = judge_travel(&roads);
    circlet_demand_record person;
    circlet_city *city;
    circlet_findings *findings;
    const circlet_finding *finding;

    (void)state;
    for (int k = 0; k < 3; k++)
        judge_add_street(&small, k, "urban");
    judge_add_person(&small, judge_person(0, 0.1));
    person = judge_person(1, 0.1);
    person.at.lon = 1.1;
    judge_add_person(&small, person);
    person.at.lon = 1.9; /* not known */
    judge_add_person(&small, person);
    judge_add_person(&small, judge_person(2, 0.1));
    judge_add_facility(&small, judge_facility("day_care_station", 0));
    city = judge_finish(&small);
    findings = judge_city_now(policy, city, &travel, 2020, "B-CIRCLE-15");
    finding = judge_find(findings, "B-CIRCLE-15", "S0");
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_NO_DATA);
    assert_true(judge_has_reason(finding, "type_unknown"));
    circlet_findings_free(findings);
    circlet_city_free(city);

    small = judge_city_new();
    for (int k = 0; k < 3; k++)
        judge_add_street(&small, k, "urban");
    judge_add_person(&small, judge_person(0, 0.1));
    person.at.lon = 1.1;
    judge_add_person(&small, person);
    person.at.lon = 1.9;
    judge_add_person(&small, person);
    judge_add_person(&small, judge_person(2, 0.1));
    judge_add_facility(&small, judge_facility("warm_home", 0));
    city = judge_finish(&small);
    findings = judge_city_now(policy, city, &travel, 2020, "B-CIRCLE-15");
    assert_int_equal(judge_find(findings, "B-CIRCLE-15", "S0")->verdict,
                     CIRCLET_VERDICT_PASS);
    finding = judge_find(findings, "B-CIRCLE-15", "S1");
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_UNDECIDED);
    assert_true(judge_has_reason(finding, "outside_extent"));
    finding = judge_find(findings, "B-CIRCLE-15", "S2");
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_NO_DATA);
    assert_true(judge_has_reason(finding, "no_network"));
    circlet_findings_free(findings);

    findings = judge_city_now(policy, city, NULL, 2020, "B-CIRCLE-15");
    finding = judge_find(findings, "B-CIRCLE-15", "S0");
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_NO_DATA);
    assert_true(judge_has_reason(finding, "no_network"));
    assert_string_equal(
        finding->text_en,
        "Street 0 cannot be judged: there are no streets in the data.");
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

static void no_people_is_no_data_unless_said_to_be_complete(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_roads roads = {0};
    circlet_travel travel = judge_travel(&roads);

    (void)state;
    for (int complete = 0; complete < 2; complete++) {
        judge_city small = judge_city_new();
        circlet_findings *findings;
        circlet_city *city;

        judge_add_street(&small, 0, "urban");
        judge_add_facility(&small, judge_facility("warm_home", 0));
        if (complete)
            assert_ok(circlet_city_builder_say_complete(
                small.builder, CIRCLET_PART_PEOPLE, error));
        city = judge_finish(&small);
        findings = judge_city_now(policy, city, &travel, 2020, NULL);
        assert_int_equal(judge_find(findings, "B-CIRCLE-15", "S0")->verdict,
                         complete ? CIRCLET_VERDICT_PASS
                                  : CIRCLET_VERDICT_NO_DATA);
        assert_int_equal(judge_find(findings, "B-AREA", "S0")->verdict,
                         complete ? CIRCLET_VERDICT_PASS
                                  : CIRCLET_VERDICT_NO_DATA);
        assert_int_equal(
            judge_has_reason(judge_find(findings, "B-HOME-URBAN", "S0"),
                             "people_unknown"),
            !complete);
        circlet_findings_free(findings);
        circlet_city_free(city);
    }
    circlet_policy_free(policy);
}

/* Nobody lives in the second street, as far as the people given say. */
static void nobody_passes_with_a_reason_unless_people_are_complete(
    void **state)
{
    circlet_policy *policy = judge_policy();
    judge_roads roads = {0};
    circlet_travel travel = judge_travel(&roads);

    (void)state;
    for (int complete = 0; complete < 2; complete++) {
        judge_city small = judge_city_new();
        const circlet_finding *finding;
        circlet_findings *findings;
        circlet_city *city;

        judge_add_street(&small, 0, "urban");
        judge_add_street(&small, 1, "urban");
        judge_add_people(&small, 0, 5000);
        judge_add_facility(&small, judge_facility("warm_home", 0));
        if (complete)
            assert_ok(circlet_city_builder_say_complete(
                small.builder, CIRCLET_PART_PEOPLE, error));
        city = judge_finish(&small);
        findings = judge_city_now(policy, city, &travel, 2020, NULL);
        finding = judge_find(findings, "B-CIRCLE-15", "S1");
        assert_int_equal(finding->verdict, CIRCLET_VERDICT_PASS);
        assert_true(finding->required == 0);
        assert_int_equal(judge_has_reason(finding, "people_incomplete"),
                         !complete);
        assert_false(judge_has_reason(
            judge_find(findings, "B-CIRCLE-15", "S0"), "people_incomplete"));
        circlet_findings_free(findings);
        circlet_city_free(city);
    }
    circlet_policy_free(policy);
}

static void a_type_with_no_open_facility_covers_nobody(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city small = judge_city_new();
    judge_roads roads = {0};
    circlet_travel travel = judge_travel(&roads);
    circlet_facility_record home = judge_facility("warm_home", 0);
    circlet_city *city;
    circlet_findings *findings;
    const circlet_finding *finding;

    (void)state;
    judge_add_street(&small, 0, "urban");
    judge_add_person(&small, judge_person(0, 0.1));
    home.opened = 20210101;
    judge_add_facility(&small, home);
    city = judge_finish(&small);

    findings = judge_city_now(policy, city, &travel, 2020, "B-CIRCLE-15");
    finding = circlet_findings_at(findings, 0);
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_FAIL);
    assert_near(finding->measured, 0);
    assert_non_null(strstr(finding->text_en, "there is no open Warm Home"));
    circlet_findings_free(findings);
    findings = judge_city_now(policy, city, &travel, 2021, "B-CIRCLE-15");
    assert_int_equal(circlet_findings_at(findings, 0)->verdict,
                     CIRCLET_VERDICT_PASS);
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

static void a_mode_can_be_asked_for(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city small = judge_city_new();
    judge_roads roads = {0};
    circlet_travel travel = judge_travel(&roads);
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;
    circlet_findings *findings = NULL;
    circlet_demand_record person = judge_person(0, 0.5);
    circlet_city *city;

    (void)state;
    judge_add_street(&small, 0, "urban");
    person.aid = "crutches";
    judge_add_person(&small, person);
    judge_add_facility(&small, judge_facility("warm_home", 0));
    city = judge_finish(&small);

    options.mode = "walk";
    options.rule = "B-CIRCLE-15";
    assert_ok(circlet_policy_judge(&findings, policy, city, &travel, &options,
                                   error));
    assert_string_equal(circlet_findings_at(findings, 0)->mode, "walk");
    assert_int_equal(circlet_findings_at(findings, 0)->verdict,
                     CIRCLET_VERDICT_PASS);
    assert_string_equal(roads.modes, "walk ");
    circlet_findings_free(findings);

    findings = NULL;
    options.mode = "teleport";
    assert_fails(circlet_policy_judge(&findings, policy, city, &travel,
                                      &options, error),
                 CIRCLET_E_NOT_FOUND,
                 "no mode 'teleport' (modes: own, manual_wheelchair, walk, "
                 "powered_wheelchair, crutches, stick, blind, escort, "
                 "elderly, drive)");
    options.mode = NULL;
    options.rule = "B-NOTHING";
    assert_fails(circlet_policy_judge(&findings, policy, city, &travel,
                                      &options, error),
                 CIRCLET_E_NOT_FOUND, "no rule 'B-NOTHING' (rules: B-CIRCLE");
    options.rule = NULL;
    options.unit = "S9";
    assert_fails(circlet_policy_judge(&findings, policy, city, &travel,
                                      &options, error),
                 CIRCLET_E_NOT_FOUND, "no unit 'S9'");
    options.unit = NULL;
    options.year = -3;
    assert_fails(circlet_policy_judge(&findings, policy, city, &travel,
                                      &options, error),
                 CIRCLET_E_ARGUMENT, "year -3");
    assert_null(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

static bool stop(const char *stage, double fraction, void *user)
{
    (void)stage;
    (void)user;
    return fraction < 0.5;
}

static void judging_can_be_cancelled(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city small = judge_city_new();
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;
    circlet_findings *findings = NULL;
    circlet_city *city;

    (void)state;
    judge_add_street(&small, 0, "urban");
    city = judge_finish(&small);
    options.progress.report = stop;
    assert_fails(
        circlet_policy_judge(&findings, policy, city, NULL, &options, error),
        CIRCLET_E_CANCELLED, "cancelled");
    assert_null(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

static void findings_come_by_rule_then_unit(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city small = judge_city_new();
    circlet_findings *findings;
    circlet_city *city;
    size_t rule = 0;
    const char *unit = NULL;

    (void)state;
    judge_add_street(&small, 2, "urban");
    judge_add_street(&small, 0, "urban");
    judge_add_street(&small, 1, NULL);
    city = judge_finish(&small);
    findings = judge_city_now(policy, city, NULL, 2020, NULL);
    assert_true(circlet_findings_count(findings) > 10);
    for (size_t i = 0; i < circlet_findings_count(findings); i++) {
        const circlet_finding *finding = circlet_findings_at(findings, i);

        while (strcmp(circlet_policy_rule_id(policy, rule), finding->rule) !=
               0) {
            rule++;
            unit = NULL;
            assert_true(rule < circlet_policy_rule_count(policy));
        }
        assert_true(!unit || strcmp(unit, finding->unit) < 0);
        unit = finding->unit;
    }
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_circle_passes_when_everyone_is_inside),
        cmocka_unit_test(a_circle_fails_by_one_millisecond),
        cmocka_unit_test(years_before_due_give_advice),
        cmocka_unit_test(each_person_goes_their_own_way),
        cmocka_unit_test(rural_circles_have_an_advisory_variant),
        cmocka_unit_test(settings_are_inherited_and_never_guessed),
        cmocka_unit_test(what_is_missing_is_said),
        cmocka_unit_test(no_people_is_no_data_unless_said_to_be_complete),
        cmocka_unit_test(
            nobody_passes_with_a_reason_unless_people_are_complete),
        cmocka_unit_test(a_type_with_no_open_facility_covers_nobody),
        cmocka_unit_test(a_mode_can_be_asked_for),
        cmocka_unit_test(judging_can_be_cancelled),
        cmocka_unit_test(findings_come_by_rule_then_unit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
