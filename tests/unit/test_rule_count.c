#include "judge_city.h"

static circlet_facility_record home(circlet_answer comprehensive,
                                    const char *tier)
{
    circlet_facility_record facility = judge_facility("warm_home", 0);

    facility.is_comprehensive = comprehensive;
    facility.tier = tier;
    return facility;
}

/* Judges one rule in one street with so many people and homes. */
static circlet_verdict judge_homes(const char *rule, const char *setting,
                                   int64_t people_milli, int homes,
                                   const char *reason)
{
    circlet_policy *policy = judge_policy();
    judge_city small = judge_city_new();
    const circlet_finding *finding;
    circlet_findings *findings;
    circlet_city *city;
    circlet_verdict verdict;

    judge_add_street(&small, 0, setting);
    if (people_milli > 0)
        judge_add_people(&small, 0, people_milli);
    assert_ok(circlet_city_builder_say_complete(small.builder,
                                                CIRCLET_PART_PEOPLE, error));
    assert_ok(circlet_city_builder_say_complete(
        small.builder, CIRCLET_PART_FACILITIES, error));
    for (int i = 0; i < homes; i++)
        judge_add_facility(&small, home(CIRCLET_YES, "street"));
    judge_add_facility(&small, home(CIRCLET_NO, "street"));
    city = judge_finish(&small);
    findings = judge_city_now(policy, city, NULL, 2020, rule);
    assert_int_equal(circlet_findings_count(findings), 1);
    finding = circlet_findings_at(findings, 0);
    verdict = finding->verdict;
    if (reason)
        assert_true(judge_has_reason(finding, reason));
    else
        assert_int_equal(finding->reason_count, 0);
    if (people_milli > 0) {
        assert_near(finding->measured, homes);
        assert_near(finding->required, 1);
        assert_near(finding->shortfall, homes ? 0 : 1);
    }
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
    return verdict;
}

static void a_city_street_needs_one_home_and_may_have_two_from_1000(
    void **state)
{
    static const struct {
        int64_t people;
        int homes;
        circlet_verdict verdict;
        const char *reason;
    } cases[] = {
        {0, 0, CIRCLET_VERDICT_PASS, NULL},
        {1, 0, CIRCLET_VERDICT_FAIL, NULL},
        {999000, 0, CIRCLET_VERDICT_FAIL, NULL},
        {999000, 1, CIRCLET_VERDICT_PASS, NULL},
        {999000, 2, CIRCLET_VERDICT_ADVICE, "over_provision"},
        {999999, 2, CIRCLET_VERDICT_ADVICE, "over_provision"},
        {1000000, 0, CIRCLET_VERDICT_FAIL, NULL},
        {1000000, 1, CIRCLET_VERDICT_PASS, NULL},
        {1000000, 2, CIRCLET_VERDICT_PASS, NULL},
        {1000000, 3, CIRCLET_VERDICT_ADVICE, "over_provision"},
        {1000001, 1, CIRCLET_VERDICT_PASS, "second_allowed"},
        {1001000, 1, CIRCLET_VERDICT_PASS, "second_allowed"},
        {1001000, 2, CIRCLET_VERDICT_PASS, NULL},
        {1001000, 3, CIRCLET_VERDICT_ADVICE, "over_provision"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_int_equal(judge_homes("B-HOME-URBAN", "urban", cases[i].people,
                                     cases[i].homes, cases[i].reason),
                         cases[i].verdict);
}

static void a_mountain_township_needs_one_home_of_its_own_tier(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city small = judge_city_new();
    circlet_findings *findings;
    circlet_city *city;

    (void)state;
    assert_int_equal(judge_homes("B-HOME-MOUNTAIN", "mountain", 5000, 0, NULL),
                     CIRCLET_VERDICT_FAIL);
    assert_int_equal(judge_homes("B-HOME-MOUNTAIN", "mountain", 5000, 1, NULL),
                     CIRCLET_VERDICT_PASS);
    assert_int_equal(
        judge_homes("B-HOME-MOUNTAIN", "mountain", 5000, 2, "over_provision"),
        CIRCLET_VERDICT_ADVICE);

    judge_add_street(&small, 0, "mountain");
    judge_add_people(&small, 0, 5000);
    judge_add_facility(&small, home(CIRCLET_YES, "village"));
    city = judge_finish(&small);
    findings = judge_city_now(policy, city, NULL, 2020, "B-HOME-MOUNTAIN");
    assert_int_equal(circlet_findings_at(findings, 0)->verdict,
                     CIRCLET_VERDICT_FAIL);
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

/* Else a misspelt setting would excuse a street from every rule unseen. */
static void a_setting_that_no_rule_knows_is_not_known(void **state)
{
    static const char *const settings[] = {"城市", "moon", "Urban", "urban "};
    static const char *const rules[] = {
        "B-CIRCLE-15",     "B-CIRCLE-30",  "B-CIRCLE-30/own",
        "B-HOME-MOUNTAIN", "B-HOME-URBAN",
    };
    circlet_policy *policy = judge_policy();

    (void)state;
    for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++) {
        judge_city small = judge_city_new();
        judge_roads roads = {0};
        circlet_travel travel = judge_travel(&roads);
        circlet_findings *findings;
        circlet_city *city;

        judge_add_street(&small, 0, settings[i]);
        judge_add_people(&small, 0, 5000);
        judge_add_facility(&small, home(CIRCLET_YES, "street"));
        city = judge_finish(&small);
        findings = judge_city_now(policy, city, &travel, 2020, NULL);
        for (size_t k = 0; k < sizeof(rules) / sizeof(rules[0]); k++) {
            const circlet_finding *finding =
                judge_find(findings, rules[k], "S0");

            assert_non_null(finding);
            assert_int_equal(finding->verdict, CIRCLET_VERDICT_NO_DATA);
            assert_true(judge_has_reason(finding, "setting_unknown"));
        }
        /* A rule without a setting is judged all the same. */
        assert_int_equal(judge_find(findings, "B-AREA", "S0")->verdict,
                         CIRCLET_VERDICT_UNDECIDED);
        circlet_findings_free(findings);
        circlet_city_free(city);
    }
    circlet_policy_free(policy);
}

/* What one rule asks for alone is a setting for all of them. */
static void a_setting_of_another_rule_is_known(void **state)
{
    static const struct {
        const char *setting, *rule;
    } others[] = {
        {"plain", "B-CIRCLE-15"},     {"plain", "B-HOME-URBAN"},
        {"plain", "B-HOME-MOUNTAIN"}, {"mountain", "B-CIRCLE-15"},
        {"mountain", "B-HOME-URBAN"}, {"urban", "B-CIRCLE-30"},
        {"urban", "B-HOME-MOUNTAIN"},
    };
    circlet_policy *policy = judge_policy();

    (void)state;
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        judge_city small = judge_city_new();
        circlet_findings *findings;
        circlet_city *city;

        judge_add_street(&small, 0, others[i].setting);
        judge_add_people(&small, 0, 5000);
        city = judge_finish(&small);
        findings = judge_city_now(policy, city, NULL, 2020, others[i].rule);
        assert_null(judge_find(findings, others[i].rule, "S0"));
        circlet_findings_free(findings);
        circlet_city_free(city);
    }
    circlet_policy_free(policy);
}

static void a_home_of_unknown_kind_leaves_it_undecided(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city small = judge_city_new();
    const circlet_finding *finding;
    circlet_findings *findings;
    circlet_city *city;

    (void)state;
    judge_add_street(&small, 0, "urban");
    judge_add_people(&small, 0, 5000);
    judge_add_facility(&small, home(CIRCLET_UNKNOWN, NULL));
    city = judge_finish(&small);

    findings = judge_city_now(policy, city, NULL, 2020, "B-HOME-URBAN");

    finding = circlet_findings_at(findings, 0);
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_UNDECIDED);
    assert_true(judge_has_reason(finding, "comprehensive_unknown"));
    assert_true(isnan(finding->measured));
    assert_near(finding->measured_low, 0);
    assert_near(finding->measured_high, 1);
    assert_string_equal(finding->text_en,
                        "Street 0 has at least 0 comprehensive Warm Homes for "
                        "5 certified residents; 1 is asked for; undecided: it "
                        "is not known of a facility whether it is "
                        "comprehensive.");
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

static void every_street_needs_its_stations(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city small = judge_city_new();
    const circlet_finding *finding;
    circlet_findings *findings;
    circlet_city *city;

    (void)state;
    judge_add_street(&small, 0, NULL);
    judge_add_street(&small, 1, NULL);
    judge_add_people(&small, 0, 1000);
    judge_add_people(&small, 1, 1000);
    judge_add_facility(&small, judge_facility("mental_day_station", 0));
    judge_add_facility(&small, judge_facility("mental_day_station", 0));
    city = judge_finish(&small);

    /* 2018 is judged, for the rule has no due year. */
    findings = judge_city_now(policy, city, NULL, 2018, NULL);

    finding = judge_find(findings, "A-MENTAL-DAY", "S0");
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_PASS);
    finding = judge_find(findings, "A-MENTAL-DAY", "S1");
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_FAIL);
    assert_int_equal(finding->force, CIRCLET_FORCE_MUST);
    assert_int_equal(finding->due, -1);
    assert_string_equal(finding->text_en,
                        "Street 1 has 0 mental-health day stations for 1 "
                        "certified resident; at least 1 is asked for; 1 "
                        "missing.");
    assert_string_equal(finding->text_zh,
                        "Street 1有0个精神残疾人日间康复照料站，1名持证残疾人"
                        "，应不少于1个，缺1个。");
    finding = judge_find(findings, "A-ASSISTIVE", "S0");
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_NO_DATA);
    assert_true(judge_has_reason(finding, "type_unknown"));
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
    judge_add_facility(&small, home);
    city = judge_finish(&small);

    findings = judge_city_now(policy, city, NULL, 2020, "B-HOME-URBAN");

    finding = judge_find(findings, "B-HOME-URBAN", "S0");
    assert_near(finding->persons, 3);
    assert_near(finding->persons_modelled, 2);
    assert_true(judge_has_reason(finding, "modelled_people"));
    assert_non_null(strstr(finding->text_en,
                           "; 2 persons are modelled: nobody's known homes"));
    finding = judge_find(findings, "B-HOME-URBAN", "S1");
    assert_near(finding->persons_modelled, 0);
    assert_false(judge_has_reason(finding, "modelled_people"));
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

/* Two homes, of one of which it is not known whether it counts. */
static circlet_finding judge_perhaps_two(circlet_policy *policy,
                                         judge_city *small,
                                         circlet_findings **findings,
                                         circlet_city **city)
{
    judge_add_facility(small, home(CIRCLET_YES, "street"));
    judge_add_facility(small, home(CIRCLET_UNKNOWN, "street"));
    *city = judge_finish(small);
    *findings = judge_city_now(policy, *city, NULL, 2020, "B-HOME-URBAN");
    return *circlet_findings_at(*findings, 0);
}

static void add_of_unknown_certificate(judge_city *small, int64_t milli)
{
    circlet_demand_record person = judge_person(0, 0.2);

    person.certified = CIRCLET_UNKNOWN;
    person.weight_milli = milli;
    judge_add_person(small, person);
}

/* Below 1000 residents one home is asked for, from 1000 on up to two. */
static void a_pass_says_that_there_may_be_too_many(void **state)
{
    static const struct {
        int64_t sure_milli, maybe_milli;
        const char *reasons[2];
    } cases[] = {
        {11000, 0, {"comprehensive_unknown", NULL}},
        {999000, 1000, {"comprehensive_unknown", "certified_unknown"}},
        {0, 11000, {"comprehensive_unknown", NULL}},
        {1000000, 1000, {NULL, NULL}},
    };
    circlet_policy *policy = judge_policy();

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        judge_city small = judge_city_new();
        circlet_findings *findings;
        circlet_city *city;
        circlet_finding finding;

        judge_add_street(&small, 0, "urban");
        if (cases[i].sure_milli > 0)
            judge_add_people(&small, 0, cases[i].sure_milli);
        if (cases[i].maybe_milli > 0)
            add_of_unknown_certificate(&small, cases[i].maybe_milli);
        finding = judge_perhaps_two(policy, &small, &findings, &city);
        assert_int_equal(finding.verdict, CIRCLET_VERDICT_PASS);
        assert_near(finding.measured_low, 1);
        assert_near(finding.measured_high, 2);
        for (int r = 0; r < 2; r++)
            if (cases[i].reasons[r])
                assert_true(judge_has_reason(&finding, cases[i].reasons[r]));
        assert_int_equal(finding.reason_count,
                         !!cases[i].reasons[0] + !!cases[i].reasons[1]);
        assert_int_equal(strstr(finding.text_en, "perhaps more") != NULL,
                         cases[i].reasons[0] != NULL);
        circlet_findings_free(findings);
        circlet_city_free(city);
    }
    circlet_policy_free(policy);
}

static void too_many_for_perhaps_nobody_are_said_with_that(void **state)
{
    circlet_policy *policy = judge_policy();

    (void)state;
    for (int is_sure = 0; is_sure < 2; is_sure++) {
        judge_city small = judge_city_new();
        circlet_findings *findings;
        circlet_city *city;
        circlet_finding finding;

        judge_add_street(&small, 0, "urban");
        if (is_sure)
            judge_add_people(&small, 0, 1000);
        add_of_unknown_certificate(&small, 1000);
        judge_add_facility(&small, home(CIRCLET_YES, "street"));
        judge_add_facility(&small, home(CIRCLET_YES, "street"));
        finding = judge_perhaps_two(policy, &small, &findings, &city);
        assert_int_equal(finding.verdict, CIRCLET_VERDICT_ADVICE);
        assert_true(judge_has_reason(&finding, "over_provision"));
        assert_int_equal(judge_has_reason(&finding, "certified_unknown"),
                         !is_sure);
        circlet_findings_free(findings);
        circlet_city_free(city);
    }
    circlet_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            a_city_street_needs_one_home_and_may_have_two_from_1000),
        cmocka_unit_test(a_mountain_township_needs_one_home_of_its_own_tier),
        cmocka_unit_test(a_setting_that_no_rule_knows_is_not_known),
        cmocka_unit_test(a_setting_of_another_rule_is_known),
        cmocka_unit_test(a_home_of_unknown_kind_leaves_it_undecided),
        cmocka_unit_test(every_street_needs_its_stations),
        cmocka_unit_test(people_spread_from_totals_are_said_to_be),
        cmocka_unit_test(a_pass_says_that_there_may_be_too_many),
        cmocka_unit_test(too_many_for_perhaps_nobody_are_said_with_that),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
