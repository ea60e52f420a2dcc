/* A list of the kinds of people in a community, each with a place in reach. */
#include "list_town.h"

static void add_kind(judge_city *city, const char *kind, int64_t persons,
                     double latitude)
{
    circlet_demand_record person = judge_person(0, latitude);

    person.kind = kind;
    person.grade = 4;
    person.weight_milli = persons * 1000;
    judge_add_person(city, person);
}

static judge_city one_community(const char *setting)
{
    judge_city small = judge_city_new();

    judge_add_street(&small, 0, setting);
    add_unit(&small, "C", CIRCLET_LEVEL_COMMUNITY, "S0", NULL, NULL, NULL, 0,
             1);
    return small;
}

static circlet_findings *judge_rehab(const circlet_policy *policy,
                                     judge_city *small, circlet_city **city,
                                     const circlet_travel *travel, int year)
{
    *city = judge_finish(small);
    return judge_city_now(policy, *city, travel, year, REHAB);
}

static void each_kind_that_lives_there_needs_a_place_in_reach(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city small = one_community("urban");
    judge_roads roads = {0};
    circlet_travel travel = judge_travel(&roads);
    const circlet_finding *finding;
    circlet_findings *findings;
    circlet_city *city;

    (void)state;
    add_kind(&small, "physical", 1, 0.9); /* half of them are near enough */
    add_kind(&small, "physical", 1, 0.95);
    add_kind(&small, "mental", 1, 0.9);
    add_kind(&small, "mental", 2, 0.95);
    add_kind(&small, "hearing", 5, 0.95);
    judge_add_facility(&small,
                       judge_facility("rehabilitation_institution", 0));
    judge_say_all(&small);
    findings = judge_rehab(policy, &small, &city, &travel, 2020);

    finding = judge_find(findings, REHAB, "C");
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_FAIL);
    assert_near(finding->measured, 1);
    assert_near(finding->required, 2);
    assert_near(finding->shortfall, 1);
    assert_string_equal(
        finding->text_en,
        "C has people of 2 groups; for 1 of them there is rehabilitation "
        "within the circle, not for: certified residents with a mental "
        "disability.");
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

static void a_place_for_one_kind_serves_that_kind_alone(void **state)
{
    static const struct {
        const char *service;
        circlet_verdict verdict;
    } cases[] = {{"rehabilitation", CIRCLET_VERDICT_PASS},
                 {"rehabilitation_visual", CIRCLET_VERDICT_PASS},
                 {"rehabilitation_mental", CIRCLET_VERDICT_FAIL}};
    circlet_policy *policy = judge_policy();

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        const circlet_service_record service = {
            cases[i].service, -1, -1, -1, 0, 0};
        judge_city small = one_community("urban");
        judge_roads roads = {0};
        circlet_travel travel = judge_travel(&roads);
        circlet_facility_record place = judge_facility("other", 0);
        circlet_findings *findings;
        circlet_city *city;

        add_kind(&small, "visual", 3, 0.1);
        place.services = &service;
        place.service_count = 1;
        judge_add_facility(&small, place);
        say_complete(&small);
        findings = judge_rehab(policy, &small, &city, &travel, 2020);
        assert_int_equal(judge_find(findings, REHAB, "C")->verdict,
                         cases[i].verdict);
        circlet_findings_free(findings);
        circlet_city_free(city);
    }
    circlet_policy_free(policy);
}

static void a_community_without_the_kinds_passes(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city small = one_community("urban");
    judge_roads roads = {0};
    circlet_travel travel = judge_travel(&roads);
    const circlet_finding *finding;
    circlet_findings *findings;
    circlet_city *city;

    (void)state;
    add_kind(&small, "hearing", 5, 0.95);
    judge_add_facility(&small, judge_facility("warm_home", 0));
    findings = judge_rehab(policy, &small, &city, &travel, 2020);
    finding = judge_find(findings, REHAB, "C");
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_PASS);
    assert_near(finding->required, 0);
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

static void kinds_without_setting_type_or_streets_are_no_data(void **state)
{
    static const struct {
        const char *setting, *type, *reason;
        bool has_streets;
    } cases[] = {{NULL, "warm_home", "setting_unknown", true},
                 {"urban", "elderly_institution", "type_unknown", true},
                 {"urban", "warm_home", "no_network", false}};
    circlet_policy *policy = judge_policy();

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        judge_city small = one_community(cases[i].setting);
        judge_roads roads = {0};
        circlet_travel travel = judge_travel(&roads);
        const circlet_finding *finding;
        circlet_findings *findings;
        circlet_city *city;

        add_kind(&small, "physical", 1, 0.1);
        judge_add_facility(&small, judge_facility(cases[i].type, 0));
        findings = judge_rehab(policy, &small, &city,
                               cases[i].has_streets ? &travel : NULL, 2020);
        finding = judge_find(findings, REHAB, "C");
        assert_int_equal(finding->verdict, CIRCLET_VERDICT_NO_DATA);
        assert_true(judge_has_reason(finding, cases[i].reason));
        circlet_findings_free(findings);
        circlet_city_free(city);
    }
    circlet_policy_free(policy);
}

static void somebody_of_unknown_kind_leaves_it_open(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city small = one_community("urban");
    judge_roads roads = {0};
    circlet_travel travel = judge_travel(&roads);
    const circlet_finding *finding;
    circlet_findings *findings;
    circlet_city *city;

    (void)state;
    add_kind(&small, NULL, 1, 0.95);
    judge_add_facility(&small, judge_facility("warm_home", 0));
    findings = judge_rehab(policy, &small, &city, &travel, 2020);
    finding = judge_find(findings, REHAB, "C");
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_UNDECIDED);
    assert_true(judge_has_reason(finding, "kind_unknown"));
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind_that_lives_there_needs_a_place_in_reach),
        cmocka_unit_test(a_place_for_one_kind_serves_that_kind_alone),
        cmocka_unit_test(a_community_without_the_kinds_passes),
        cmocka_unit_test(kinds_without_setting_type_or_streets_are_no_data),
        cmocka_unit_test(somebody_of_unknown_kind_leaves_it_open),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
