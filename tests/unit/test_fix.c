/* Street k is the square from longitude k; a hundredth of a degree between
 * longitudes takes a minute on foot, and latitudes count as in judge_city.h
 * for who reaches what there is. */
#include "judge_city.h"

#include "policy/policy.h"

#define MOST 32

static circlet_status find_within(circlet_od_matrix **out,
                                  const circlet_travel_query *query,
                                  void *user, circlet_error *error)
{
    size_t first[MOST + 1] = {0}, count = 0;
    circlet_od_entry entries[MOST * MOST];

    (void)user;
    assert_true(query->origin_count <= MOST);
    assert_true(query->destination_count <= MOST);
    for (size_t i = 0; i < query->origin_count; i++) {
        for (uint32_t k = 0; k < query->destination_count; k++) {
            double way =
                fabs(query->origins[i].lon - query->destinations[k].lon);
            uint32_t time_ms = (uint32_t)llround(way * 100 * 60000);

            if (time_ms <= query->cutoff_ms)
                entries[count++] = (circlet_od_entry){k, time_ms};
        }
        first[i + 1] = count;
    }
    return circlet_od_matrix_new(out, query->origin_count,
                                 query->destination_count, first, entries,
                                 error);
}

/* A policy that says of nothing what it costs. */
static circlet_policy *policy_without_prices(void)
{
    circlet_policy *policy = judge_policy();

    policy->catalogue_count = 0;
    policy->price_count = 0;
    return policy;
}

static circlet_travel roads(void)
{
    static judge_roads none;
    circlet_travel travel = judge_travel(&none);

    travel.find_within = find_within;
    return travel;
}

static circlet_findings *judge_fixed(const circlet_policy *policy,
                                     const circlet_city *city,
                                     const circlet_travel *travel,
                                     const char *rule)
{
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;
    circlet_findings *findings = NULL;

    options.year = 2020;
    options.rule = rule;
    options.wants_fixes = true;
    assert_ok(circlet_policy_judge(&findings, policy, city, travel, &options,
                                   error));
    return findings;
}

/* Persons far north are not covered; `east` is their longitude. */
static void add_far(judge_city *small, double east, int persons)
{
    circlet_demand_record person = judge_person(0, 0.95);

    person.at.lon = east;
    person.weight_milli = persons * 1000;
    judge_add_person(small, person);
}

static void add_community(judge_city *small, const char *code, double lon)
{
    circlet_unit_record unit = CIRCLET_UNIT_RECORD_INIT;

    unit.code = code;
    unit.name = code;
    unit.parent_code = "S0";
    unit.level = CIRCLET_LEVEL_COMMUNITY;
    unit.has_point = true;
    unit.point = (circlet_point){lon, 0.5};
    assert_ok(circlet_city_builder_add_unit(small->builder, &unit, error));
}

static void add_site_for(judge_city *small, const char *name,
                         const char *types, double lon, double cost_cny)
{
    circlet_site_record site = {.id = name,
                                .name = name,
                                .types = types,
                                .at = {lon, 0.5},
                                .max_area_m2 = (double)NAN,
                                .max_beds = (double)NAN,
                                .cost_cny = cost_cny,
                                .base_score = (double)NAN};

    assert_ok(circlet_city_builder_add_site(small->builder, &site, error));
}

static void add_site(judge_city *small, const char *name, const char *types,
                     double lon)
{
    add_site_for(small, name, types, lon, (double)NAN);
}

/* Of ten persons four live at 0.1, three at 0.2, three at 0.5: from 0.15
 * one reaches seven of them in 15 minutes. */
static judge_city street_with_uncovered(void)
{
    judge_city small = judge_city_new();

    judge_add_street(&small, 0, "urban");
    judge_add_people(&small, 0, 5000);
    add_far(&small, 0.1, 4);
    add_far(&small, 0.2, 3);
    add_far(&small, 0.5, 3);
    judge_add_facility(&small, judge_facility("warm_home", 0));
    return small;
}

static void a_circle_is_mended_by_the_best_place(void **state)
{
    circlet_policy *policy = judge_policy();
    circlet_travel travel = roads();
    judge_city small = street_with_uncovered();
    const circlet_finding *finding;
    circlet_findings *findings;
    circlet_city *city;

    (void)state;
    add_community(&small, "S01", 0.5);
    add_community(&small, "S02", 0.15);
    add_community(&small, "S03", 0.14);
    add_site(&small, "station only", "mental_day_station", 0.15);
    add_site(&small, "market", "warm_home;day_care_station", 0.45);
    city = judge_finish(&small);

    findings = judge_fixed(policy, city, &travel, "B-CIRCLE-15");

    finding = circlet_findings_at(findings, 0);
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_FAIL);
    assert_string_equal(
        finding->fix_en,
        "1 Warm Home in S02 covers 70 % of the 10 persons not covered.");
    assert_string_equal(finding->fix_zh,
                        "在S02设1个温馨家园，可覆盖10名未覆盖者中的70%。");
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

/* What it costs is known of candidate sites alone. */
static void of_places_as_good_the_cheaper_is_said(void **state)
{
    circlet_policy *policy = judge_policy();
    circlet_travel travel = roads();
    judge_city small = street_with_uncovered();
    circlet_findings *findings;
    const char *text;
    circlet_city *city;

    (void)state;
    add_site_for(&small, "dear", "warm_home", 0.15, 900000);
    add_site_for(&small, "cheap", "warm_home", 0.15, 100000);
    add_site_for(&small, "far", "warm_home", 0.55, 1);
    city = judge_finish(&small);
    findings = judge_fixed(policy, city, &travel, "B-CIRCLE-15");

    text = circlet_findings_at(findings, 0)->fix_en;
    assert_non_null(strstr(text, "1 Warm Home in cheap covers 70 % of the 10 "
                                 "persons not covered, for 1,300,000 CNY in "
                                 "the first year"));
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

/* A site with room for no home, which has at least 300 square metres in a
 * city, has one of its own area, at the price of 300. Where there is no room
 * at all it is none; what is left is the middle of those who are not covered.
 */
static void a_site_that_is_too_small_has_a_smaller_home(void **state)
{
    static const double areas[] = {0, 299, 300};
    static const char *const wanted[] = {
        "1 Warm Home in Street 0 covers 70 % of the 10 persons not covered.",
        ("1 Warm Home of 299 m² in site covers 70 % of the 10 persons not "
         "covered, for 1,200,009 CNY in the first year, prices assumed in "
         "part."),
        ("1 Warm Home in site covers 70 % of the 10 persons not covered, for "
         "1,200,009 CNY in the first year, prices assumed in part.")};
    circlet_policy *policy = judge_policy();
    circlet_travel travel = roads();

    (void)state;
    for (int i = 0; i < 3; i++) {
        judge_city small = street_with_uncovered();
        circlet_site_record site = {.id = "site",
                                    .name = "site",
                                    .types = "warm_home",
                                    .at = {0.15, 0.5},
                                    .max_area_m2 = areas[i],
                                    .max_beds = (double)NAN,
                                    .cost_cny = 9,
                                    .base_score = (double)NAN};
        circlet_findings *findings;
        circlet_city *city;

        assert_ok(circlet_city_builder_add_site(small.builder, &site, error));
        city = judge_finish(&small);
        findings = judge_fixed(policy, city, &travel, "B-CIRCLE-15");
        assert_string_equal(circlet_findings_at(findings, 0)->fix_en,
                            wanted[i]);
        circlet_findings_free(findings);
        circlet_city_free(city);
    }
    circlet_policy_free(policy);
}

/* Day care, of which the home with these entrances offers none, in place of
 * homes. */
static void assert_added(const circlet_point *entrances, size_t count)
{
    static const circlet_service_record training[] = {
        {"rehabilitation", -1, -1, -1, 0, 0}};
    circlet_policy *policy = judge_policy();
    circlet_travel travel = roads();
    judge_city small = street_with_uncovered();
    circlet_facility_record home = judge_facility("warm_home", 0);
    ci_rule *rule = (ci_rule *)(uintptr_t)policy->rules;
    circlet_findings *findings;
    circlet_city *city;

    while (strcmp(rule->id, "B-CIRCLE-15") != 0)
        rule++;
    rule->facility.type = NULL;
    rule->facility.service = rule->facility.word = "day_care";
    home.services = training;
    home.service_count = 1;
    home.at = entrances[0];
    home.accesses = entrances;
    home.access_count = count > 1 ? count : 0;
    judge_add_facility(&small, home);
    add_site_for(&small, "site", NULL, 0.15, 0);
    judge_say_all(&small);
    city = judge_finish(&small);
    findings = judge_fixed(policy, city, &travel, "B-CIRCLE-15");
    assert_string_equal(
        circlet_findings_at(findings, 0)->fix_en,
        "70 % of the 10 persons not covered would be by adding day care at "
        "f0001, for 100,000 CNY in the first year, prices assumed in part.");
    assert_string_equal(circlet_findings_at(findings, 0)->fix_zh,
                        "在f0001增设日间照料，可覆盖10名未覆盖者中的70%，"
                        "首年费用100000元，含假设价格。");
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

static void a_service_is_added_where_that_is_cheaper(void **state)
{
    const circlet_point at = {0.15, 0.5};

    (void)state;
    assert_added(&at, 1);
}

/* From 0.9 nobody is reached; who reaches two is covered once. */
static void people_get_in_by_any_entrance(void **state)
{
    const circlet_point near = {0.15, 0.5}, far = {0.9, 0.5};
    const circlet_point orders[][3] = {
        {near, far, near}, {far, near, near}, {near, near, far}};

    (void)state;
    for (size_t i = 0; i < 3; i++)
        assert_added(orders[i], 3);
}

/* A unit without parts or sites: the home in the middle of those uncovered,
 * here at 0.2, from which all but the last three are reached. */
static void a_unit_without_parts_has_its_middle(void **state)
{
    circlet_policy *policy = judge_policy();
    circlet_travel travel = roads();
    judge_city small = street_with_uncovered();
    circlet_findings *findings;
    circlet_city *city = judge_finish(&small);

    (void)state;
    findings = judge_fixed(policy, city, &travel, "B-CIRCLE-15");
    assert_string_equal(
        circlet_findings_at(findings, 0)->fix_en,
        "1 Warm Home in Street 0 covers 70 % of the 10 persons not covered.");
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

/* The street has a site that three of the ten reach; from the one next door
 * seven do. A street that is next to none has its own middle. */
static void the_site_may_lie_in_another_street(void **state)
{
    circlet_policy *policy = judge_policy();
    circlet_travel travel = roads();
    judge_city small = judge_city_new();
    circlet_findings *findings;
    circlet_city *city;

    (void)state;
    judge_add_street(&small, 0, "urban");
    judge_add_street(&small, 1, "urban");
    judge_add_street(&small, 3, "urban");
    judge_add_people(&small, 0, 5000);
    add_far(&small, 0.6, 3);
    add_far(&small, 0.95, 7);
    add_far(&small, 3.5, 2);
    judge_add_facility(&small, judge_facility("warm_home", 0));
    add_site_for(&small, "own", "warm_home", 0.5, 0);
    add_site_for(&small, "next", "warm_home", 1.08, 900000);
    city = judge_finish(&small);

    findings = judge_fixed(policy, city, &travel, "B-CIRCLE-15");
    assert_string_equal(
        judge_find(findings, "B-CIRCLE-15", "S0")->fix_en,
        "1 Warm Home in next covers 70 % of the 10 persons not covered, for "
        "2,100,000 CNY in the first year, prices assumed in part.");
    assert_string_equal(
        judge_find(findings, "B-CIRCLE-15", "S3")->fix_en,
        "1 Warm Home in Street 3 covers 100 % of the 2 persons not covered.");
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

/* Of communities, in which a home could become such a place that is too far
 * for everybody. */
static void a_community_has_its_middle(void **state)
{
    static const circlet_service_record training[] = {
        {"rehabilitation", -1, -1, -1, 0, 0}};
    circlet_policy *policy = judge_policy();
    circlet_travel travel = roads();
    judge_city small = street_with_uncovered();
    circlet_facility_record home = judge_facility("warm_home", 0);
    ci_rule *rule = (ci_rule *)(uintptr_t)policy->rules;
    const circlet_point ring[] = {{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}};
    const circlet_ring rings[] = {{5, false}};
    circlet_unit_record unit = CIRCLET_UNIT_RECORD_INIT;
    circlet_findings *findings;
    circlet_city *city;

    (void)state;
    while (strcmp(rule->id, "B-CIRCLE-15") != 0)
        rule++;
    rule->level = CIRCLET_LEVEL_COMMUNITY;
    rule->facility.type = NULL;
    rule->facility.service = rule->facility.word = "day_care";
    unit.code = unit.name = "S01";
    unit.parent_code = "S0";
    unit.level = CIRCLET_LEVEL_COMMUNITY;
    unit.area = (circlet_area){ring, rings, 1};
    assert_ok(circlet_city_builder_add_unit(small.builder, &unit, error));
    home.services = training;
    home.service_count = 1;
    home.at = (circlet_point){0.9, 0.5};
    judge_add_facility(&small, home);
    assert_ok(circlet_city_builder_say_complete(
        small.builder, CIRCLET_PART_FACILITIES, error));
    city = judge_finish(&small);
    findings = judge_fixed(policy, city, &travel, "B-CIRCLE-15");
    assert_string_equal(
        judge_find(findings, "B-CIRCLE-15", "S01")->fix_en,
        "1 day care in S01 covers 70 % of the 10 persons not covered.");
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

static void what_is_short_is_said_for_other_rules(void **state)
{
    circlet_policy *policy = policy_without_prices();
    judge_city small = judge_city_new();
    circlet_facility_record home = judge_facility("warm_home", 0);
    const circlet_finding *finding;
    circlet_findings *findings;
    circlet_city *city;

    (void)state;
    judge_add_street(&small, 0, "urban");
    judge_add_people(&small, 0, 333300);
    home.is_comprehensive = CIRCLET_NO;
    home.measures[CIRCLET_MEASURE_AREA_M2] = 18;
    judge_add_facility(&small, home);
    city = judge_finish(&small);

    findings = judge_fixed(policy, city, NULL, "B-AREA,B-HOME-URBAN");

    assert_int_equal(circlet_findings_count(findings), 2);
    finding = judge_find(findings, "B-HOME-URBAN", "S0");
    assert_string_equal(finding->fix_en,
                        "Mended by making f0000 a comprehensive Warm Home.");
    assert_string_equal(finding->fix_zh,
                        "将f0000建成综合性示范温馨家园即可。");
    /* 99.99 are asked for: 81.99 missing, rounded up to be enough. */
    finding = judge_find(findings, "B-AREA", "S0");
    assert_string_equal(finding->fix_en, "Mended by 82 more m².");
    assert_string_equal(finding->fix_zh, "再增加82平方米即可。");
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

static void nothing_is_said_unasked_or_of_what_holds(void **state)
{
    circlet_policy *policy = judge_policy();
    circlet_travel travel = roads();
    judge_city small = street_with_uncovered();
    circlet_city *city = judge_finish(&small);
    circlet_findings *findings =
        judge_city_now(policy, city, &travel, 2020, "B-CIRCLE-15,B-AREA");

    (void)state;
    for (size_t i = 0; i < circlet_findings_count(findings); i++)
        assert_null(circlet_findings_at(findings, i)->fix_en);
    circlet_findings_free(findings);
    findings = judge_fixed(policy, city, &travel, NULL);
    for (size_t i = 0; i < circlet_findings_count(findings); i++) {
        const circlet_finding *finding = circlet_findings_at(findings, i);

        assert_int_equal(finding->fix_en == NULL, finding->fix_zh == NULL);
        if (finding->verdict != CIRCLET_VERDICT_FAIL)
            assert_null(finding->fix_en);
    }
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

/* Rules by a list, a unit with all that lies in it. */
static void rules_and_units_are_chosen(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city small = judge_city_new();
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;
    circlet_findings *findings = NULL;
    circlet_city *city;

    (void)state;
    judge_add_street(&small, 0, "urban");
    judge_add_street(&small, 1, "urban");
    add_community(&small, "S01", 0.5);
    judge_add_people(&small, 0, 5000);
    city = judge_finish(&small);
    options.rule = "B-AREA,A-COMMUNITY-REHAB";
    options.unit = "S0";
    assert_ok(
        circlet_policy_judge(&findings, policy, city, NULL, &options, error));
    assert_int_equal(circlet_findings_count(findings), 2);
    assert_non_null(judge_find(findings, "B-AREA", "S0"));
    assert_non_null(judge_find(findings, "A-COMMUNITY-REHAB", "S01"));
    circlet_findings_free(findings);
    options.rule = "B-AREA,B-NONE";
    assert_fails(
        circlet_policy_judge(&findings, policy, city, NULL, &options, error),
        CIRCLET_E_NOT_FOUND, "has no rule 'B-NONE' (rules: ");
    options.rule = "B-AREA,";
    assert_fails(
        circlet_policy_judge(&findings, policy, city, NULL, &options, error),
        CIRCLET_E_NOT_FOUND, "has no rule ''");
    circlet_city_free(city);
    circlet_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_circle_is_mended_by_the_best_place),
        cmocka_unit_test(of_places_as_good_the_cheaper_is_said),
        cmocka_unit_test(a_site_that_is_too_small_has_a_smaller_home),
        cmocka_unit_test(a_service_is_added_where_that_is_cheaper),
        cmocka_unit_test(people_get_in_by_any_entrance),
        cmocka_unit_test(a_unit_without_parts_has_its_middle),
        cmocka_unit_test(the_site_may_lie_in_another_street),
        cmocka_unit_test(a_community_has_its_middle),
        cmocka_unit_test(what_is_short_is_said_for_other_rules),
        cmocka_unit_test(nothing_is_said_unasked_or_of_what_holds),
        cmocka_unit_test(rules_and_units_are_chosen),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
