#include "list_town.h"

/* ---- samples ------------------------------------------------------------ */

static void a_sample_is_a_tenth_rounded_up(void **state)
{
    static const struct {
        int homes;
        double size;
    } cases[] = {{0, 0}, {1, 1}, {9, 1}, {10, 1}, {11, 2}, {20, 2}, {21, 3}};
    circlet_policy *policy = judge_policy();

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        judge_city small = judge_city_new();
        circlet_facility_record closed = judge_facility("warm_home", 0);
        const circlet_finding *finding;
        circlet_findings *findings;
        circlet_city *city;

        add_unit(&small, "B", CIRCLET_LEVEL_CITY, NULL, NULL, NULL, NULL, 0,
                 9);
        for (int k = 0; k < cases[i].homes; k++)
            judge_add_facility(&small, judge_facility("warm_home", 0));
        closed.status = CIRCLET_FACILITY_CLOSED;
        judge_add_facility(&small, closed);
        say_complete(&small);
        city = judge_finish(&small);
        findings = judge_city_now(policy, city, NULL, 2020, "B-AUDIT");
        finding = judge_find(findings, "B-AUDIT", "B");
        assert_int_equal(finding->verdict, CIRCLET_VERDICT_PASS);
        assert_near(finding->measured, cases[i].size);
        if (cases[i].homes == 11)
            assert_string_equal(finding->text_en,
                                "B has 11 Warm Homes; 10 % of them are to be "
                                "sampled: 2.");
        circlet_findings_free(findings);
        circlet_city_free(city);
    }
    circlet_policy_free(policy);
}

static void a_sample_of_what_was_never_imported_is_no_data(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city small = judge_city_new();
    circlet_findings *findings;
    circlet_city *city;

    (void)state;
    add_unit(&small, "B", CIRCLET_LEVEL_CITY, NULL, NULL, NULL, NULL, 0, 9);
    city = judge_finish(&small);
    findings = judge_city_now(policy, city, NULL, 2020, "B-AUDIT");
    assert_int_equal(judge_find(findings, "B-AUDIT", "B")->verdict,
                     CIRCLET_VERDICT_NO_DATA);
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

/* ---- units -------------------------------------------------------------- */

#define VILLAGE "B-HOME-VILLAGE"

static void add_mountain(judge_city *city)
{
    add_unit(city, "D", CIRCLET_LEVEL_DISTRICT, NULL, NULL, NULL, NULL, 0, 9);
    add_unit(city, "T", CIRCLET_LEVEL_STREET, "D", "township", "mountain",
             NULL, 0, 9);
}

static void villages_in_difficulty_with_thirty_people_are_listed(void **state)
{
    static const struct {
        int64_t milli;
        const char *tags, *tier;
        bool is_found;
        circlet_verdict verdict;
    } cases[] = {
        {29999, "difficult", NULL, true, CIRCLET_VERDICT_PASS},
        {30000, "difficult", NULL, true, CIRCLET_VERDICT_ADVICE},
        {30000, "old;difficult", NULL, true, CIRCLET_VERDICT_ADVICE},
        {30000, "difficult", "village", true, CIRCLET_VERDICT_PASS},
        {30000, "difficult", "street", true, CIRCLET_VERDICT_ADVICE},
        {30000, "difficult", "", true, CIRCLET_VERDICT_UNDECIDED},
        {30000, "old", NULL, false, CIRCLET_VERDICT_PASS},
        {30000, NULL, NULL, false, CIRCLET_VERDICT_PASS},
    };
    circlet_policy *policy = judge_policy();

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        judge_city small = judge_city_new();
        circlet_facility_record home = judge_facility("warm_home", 0);
        const circlet_finding *finding;
        circlet_findings *findings;
        circlet_city *city;

        add_mountain(&small);
        add_village(&small, "V", "T", "village", cases[i].tags, 0);
        judge_add_people(&small, 0, cases[i].milli);
        home.tier = cases[i].tier;
        if (cases[i].tier)
            judge_add_facility(&small, home);
        say_complete(&small);
        city = judge_finish(&small);
        findings = judge_city_now(policy, city, NULL, 2020, VILLAGE);
        finding = judge_find(findings, VILLAGE, "V");
        assert_int_equal(finding != NULL, cases[i].is_found);
        if (finding) {
            assert_int_equal(finding->verdict, cases[i].verdict);
            assert_near(finding->required, 30);
            assert_int_equal(judge_has_reason(finding, "may_apply"),
                             cases[i].verdict == CIRCLET_VERDICT_ADVICE);
        }
        circlet_findings_free(findings);
        circlet_city_free(city);
    }
    circlet_policy_free(policy);
}

/* 10 people at 5 min, 20 at 10 (in a wheelchair 20), 30 at 15. */
static void the_time_of_half_the_village_is_said(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city small = judge_city_new();
    judge_roads roads = {0};
    circlet_travel travel = judge_travel(&roads);
    circlet_demand_record person;
    const circlet_finding *finding;
    circlet_findings *findings;
    circlet_city *city;

    (void)state;
    add_mountain(&small);
    add_village(&small, "V", "T", "village", "difficult", 0);
    person = judge_person(0, 0.3);
    person.weight_milli = 10000;
    judge_add_person(&small, person);
    person = judge_person(0, 0.6);
    person.weight_milli = 20000;
    person.aid = "manual_wheelchair";
    judge_add_person(&small, person);
    person = judge_person(0, 0.9);
    person.weight_milli = 30000;
    judge_add_person(&small, person);
    judge_add_facility(&small, judge_facility("warm_home", 5));
    city = judge_finish(&small);
    findings = judge_city_now(policy, city, &travel, 2020, VILLAGE);

    finding = judge_find(findings, VILLAGE, "V");
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_ADVICE);
    assert_string_equal(
        finding->text_en,
        "V has 60 certified residents (listed from 30 on) and 0 village Warm "
        "Homes; half of them are within 15 min (own mode) of the nearest "
        "Warm Home; one may be applied for.");
    assert_string_equal(finding->mode, "own");
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

static void only_mountain_villages_are_listed(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city small = judge_city_new();
    circlet_findings *findings;
    circlet_city *city;

    (void)state;
    add_unit(&small, "D", CIRCLET_LEVEL_DISTRICT, NULL, NULL, "plain", NULL, 0,
             9);
    add_unit(&small, "T", CIRCLET_LEVEL_STREET, "D", "township", NULL, NULL, 0,
             9);
    add_village(&small, "V", "T", "village", "difficult", 0);
    judge_add_people(&small, 0, 90000);
    city = judge_finish(&small);
    findings = judge_city_now(policy, city, NULL, 2020, VILLAGE);
    assert_int_equal(circlet_findings_count(findings), 0);
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

static void a_village_of_which_too_little_is_known_has_no_data(void **state)
{
    static const struct {
        const char *kind, *reason;
        bool has_area, has_type;
    } cases[] = {{NULL, "member_kind_unknown", true, true},
                 {"village", "member_area_unknown", false, true},
                 {"village", "type_unknown", true, false}};
    circlet_policy *policy = judge_policy();

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        judge_city small = judge_city_new();
        const circlet_finding *finding;
        circlet_findings *findings;
        circlet_city *city;

        add_mountain(&small);
        add_unit(&small, "V", CIRCLET_LEVEL_COMMUNITY, "T", cases[i].kind,
                 NULL, "difficult", 0, cases[i].has_area ? 1 : 0);
        judge_add_people(&small, 0, 90000);
        if (cases[i].has_type)
            judge_add_facility(&small, judge_facility("warm_home", 7));
        city = judge_finish(&small);
        findings = judge_city_now(policy, city, NULL, 2020, VILLAGE);
        finding = judge_find(findings, VILLAGE, "V");
        assert_int_equal(finding->verdict, CIRCLET_VERDICT_NO_DATA);
        assert_true(judge_has_reason(finding, cases[i].reason));
        circlet_findings_free(findings);
        circlet_city_free(city);
    }
    circlet_policy_free(policy);
}

/* ---- need --------------------------------------------------------------- */

#define PLAN "A-VILLAGE-PLAN"

/* So many poor people of village k, who are `latitude` away from care. */
static void add_poor(judge_city *city, int k, int64_t persons, double latitude)
{
    circlet_demand_record person = judge_person(k, latitude);

    person.poor = CIRCLET_YES;
    person.aid = "manual_wheelchair"; /* 0.95 of them is over 30 min */
    person.weight_milli = persons * 1000;
    judge_add_person(city, person);
}

static void add_not_poor(judge_city *city, int k, int64_t persons)
{
    circlet_demand_record person = judge_person(k, 0.95);

    person.poor = CIRCLET_NO;
    person.aid = "manual_wheelchair";
    person.weight_milli = persons * 1000;
    judge_add_person(city, person);
}

/* A rural district with four villages, and one that is urban. */
static judge_city two_districts(void)
{
    judge_city small = judge_city_new();

    add_unit(&small, "D", CIRCLET_LEVEL_DISTRICT, NULL, NULL, "plain", NULL, 0,
             4);
    add_unit(&small, "T", CIRCLET_LEVEL_STREET, "D", "township", NULL, NULL, 0,
             4);
    for (int k = 0; k < 4; k++) {
        const char code[] = {'V', (char)('0' + k), '\0'};

        add_village(&small, code, "T", "village", NULL, k);
    }
    add_unit(&small, "U", CIRCLET_LEVEL_DISTRICT, NULL, NULL, "urban", NULL, 4,
             6);
    add_unit(&small, "S", CIRCLET_LEVEL_STREET, "U", "street", NULL, NULL, 4,
             6);
    add_village(&small, "C", "S", "neighbourhood", NULL, 4);
    add_poor(&small, 4, 99, 0.95);
    return small;
}

static void villages_are_ranked_by_people_without_care(void **state)
{
    static const struct {
        const char *unit;
        size_t rank;
        double persons, without;
    } wanted[] = {
        {"V2", 1, 9, 7}, {"V0", 2, 5, 5}, {"V3", 3, 5, 5}, {"V1", 4, 8, 0}};
    circlet_policy *policy = judge_policy();
    judge_city small = two_districts();
    judge_roads roads = {0};
    circlet_travel travel = judge_travel(&roads);
    const circlet_finding *finding;
    circlet_findings *findings;
    circlet_need *need = NULL;
    circlet_city *city;

    (void)state;
    add_poor(&small, 0, 5, 0.95);
    add_not_poor(&small, 0, 50);
    add_poor(&small, 1, 8, 0.9); /* exactly half an hour */
    add_poor(&small, 2, 7, 0.95);
    add_poor(&small, 2, 2, 0.1);
    add_poor(&small, 3, 5, 0.95);
    judge_add_facility(&small, judge_facility("day_care_station", 0));
    say_complete(&small);
    city = judge_finish(&small);
    findings = judge_city_now(policy, city, &travel, 2020, PLAN);

    finding = judge_find(findings, PLAN, "D");
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_PASS);
    assert_near(finding->measured, 4);
    assert_near(finding->persons, 27);
    assert_near(finding->persons_covered, 10);
    assert_string_equal(
        finding->text_en,
        "4 villages of D are ranked by need; of 27 poor or severely disabled "
        "certified residents 17 have no day care in reach, most of them in "
        "V2 (7), V0 (5), V3 (5).");
    finding = judge_find(findings, PLAN, "U");
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_PASS);
    assert_near(finding->required, 0);
    assert_ok(circlet_policy_need(&need, policy, city, &travel, NULL, error));
    assert_int_equal(circlet_need_count(need), 4);
    for (size_t i = 0; i < 4; i++) {
        const circlet_need_row *row = circlet_need_at(need, i);

        assert_string_equal(row->rule, PLAN);
        assert_string_equal(row->owner, "D");
        assert_string_equal(row->unit, wanted[i].unit);
        assert_int_equal(row->rank, wanted[i].rank);
        assert_true(row->is_known);
        assert_near(row->persons, wanted[i].persons);
        assert_near(row->without, wanted[i].without);
        assert_near(row->without_low, wanted[i].without);
        assert_near(row->without_high, wanted[i].without);
    }
    assert_null(circlet_need_at(need, 4));
    circlet_need_free(need);
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

/* W may be a village, or not: whether the list is whole is not known. */
static void a_list_that_may_lack_a_village_is_undecided(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city small = two_districts();
    judge_roads roads = {0};
    circlet_travel travel = judge_travel(&roads);
    const circlet_finding *finding;
    circlet_findings *findings;
    circlet_city *city;

    (void)state;
    add_village(&small, "W", "T", NULL, NULL, 9);
    add_poor(&small, 0, 5, 0.95);
    judge_add_facility(&small, judge_facility("day_care_station", 0));
    say_complete(&small);
    city = judge_finish(&small);
    findings = judge_city_now(policy, city, &travel, 2020, PLAN);
    finding = judge_find(findings, PLAN, "D");
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_UNDECIDED);
    assert_true(judge_has_reason(finding, "members_open"));
    assert_true(isnan(finding->measured));
    assert_near(finding->measured_low, 4);
    assert_non_null(strstr(finding->text_en, "undecided: of some units"));
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

static void a_rural_district_without_villages_has_no_data(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city small = judge_city_new();
    judge_roads roads = {0};
    circlet_travel travel = judge_travel(&roads);
    const circlet_finding *finding;
    circlet_findings *findings;
    circlet_city *city;

    (void)state;
    add_unit(&small, "D", CIRCLET_LEVEL_DISTRICT, NULL, NULL, "plain", NULL, 0,
             4);
    add_unit(&small, "T", CIRCLET_LEVEL_STREET, "D", "township", NULL, NULL, 0,
             4);
    say_complete(&small);
    city = judge_finish(&small);
    findings = judge_city_now(policy, city, &travel, 2020, PLAN);
    finding = judge_find(findings, PLAN, "D");
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_NO_DATA);
    assert_true(judge_has_reason(finding, "no_members"));
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

/* What a district without villages comes to hangs on its setting alone,
 * whether streets lie in it or none, and whatever the quarters in them. */
static void a_district_without_villages_goes_by_its_setting(void **state)
{
    static const struct {
        const char *setting, *reason;
        circlet_verdict verdict;
    } cases[] = {{"urban", NULL, CIRCLET_VERDICT_PASS},
                 {"plain", "no_members", CIRCLET_VERDICT_NO_DATA},
                 {"mountain", "no_members", CIRCLET_VERDICT_NO_DATA},
                 {NULL, "setting_unknown", CIRCLET_VERDICT_NO_DATA},
                 {"island", "setting_unknown", CIRCLET_VERDICT_NO_DATA}};
    circlet_policy *policy = judge_policy();

    (void)state;
    for (size_t i = 0; i < 3 * sizeof(cases) / sizeof(cases[0]); i++) {
        judge_city small = judge_city_new();
        const circlet_finding *finding;
        circlet_findings *findings;
        circlet_city *city;
        size_t k = i / 3, levels = i % 3;

        add_unit(&small, "D", CIRCLET_LEVEL_DISTRICT, NULL, NULL,
                 cases[k].setting, NULL, 0, 4);
        if (levels > 0)
            add_unit(&small, "S", CIRCLET_LEVEL_STREET, "D", NULL, NULL, NULL,
                     0, 4);
        if (levels > 1)
            add_village(&small, "Q", "S", "neighbourhood", NULL, 0);
        add_poor(&small, 0, 9, 0.95);
        say_complete(&small);
        city = judge_finish(&small);
        findings = judge_city_now(policy, city, NULL, 2020, PLAN);
        finding = judge_find(findings, PLAN, "D");
        assert_int_equal(finding->verdict, cases[k].verdict);
        if (cases[k].reason)
            assert_true(judge_has_reason(finding, cases[k].reason));
        else
            assert_near(finding->measured, 0);
        circlet_findings_free(findings);
        circlet_city_free(city);
    }
    circlet_policy_free(policy);
}

/* The setting is that of streets: an urban one within a rural district has
 * no villages to list, a rural one within an urban district may have. */
static void a_street_of_its_own_setting_decides_over_the_district(void **state)
{
    circlet_policy *policy = judge_policy();

    (void)state;
    for (int is_rural = 0; is_rural < 2; is_rural++) {
        judge_city small = judge_city_new();
        const circlet_finding *finding;
        circlet_findings *findings;
        circlet_city *city;

        add_unit(&small, "D", CIRCLET_LEVEL_DISTRICT, NULL, NULL,
                 is_rural ? "urban" : "plain", NULL, 0, 4);
        add_unit(&small, "S", CIRCLET_LEVEL_STREET, "D", NULL,
                 is_rural ? "plain" : "urban", NULL, 0, 4);
        say_complete(&small);
        city = judge_finish(&small);
        findings = judge_city_now(policy, city, NULL, 2020, PLAN);
        finding = judge_find(findings, PLAN, "D");
        assert_int_equal(finding->verdict, is_rural ? CIRCLET_VERDICT_NO_DATA
                                                    : CIRCLET_VERDICT_PASS);
        assert_int_equal(judge_has_reason(finding, "no_members"), is_rural);
        circlet_findings_free(findings);
        circlet_city_free(city);
    }
    circlet_policy_free(policy);
}

static void a_list_needs_people_facilities_and_streets(void **state)
{
    static const struct {
        const char *type, *reason;
        bool has_streets;
    } cases[] = {{"day_care_station", "no_network", false},
                 {"elderly_institution", "type_unknown", true}};
    circlet_policy *policy = judge_policy();

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        judge_city small = two_districts();
        judge_roads roads = {0};
        circlet_travel travel = judge_travel(&roads);
        const circlet_finding *finding;
        circlet_findings *findings;
        circlet_city *city;

        judge_add_facility(&small, judge_facility(cases[i].type, 0));
        city = judge_finish(&small);
        findings = judge_city_now(
            policy, city, cases[i].has_streets ? &travel : NULL, 2020, PLAN);
        finding = judge_find(findings, PLAN, "D");
        assert_int_equal(finding->verdict, CIRCLET_VERDICT_NO_DATA);
        assert_true(judge_has_reason(finding, cases[i].reason));
        circlet_findings_free(findings);
        circlet_city_free(city);
    }
    circlet_policy_free(policy);
}

/* Before 2018 nothing is looked at; afterwards all lists are, for good. */
static void lists_are_asked_for_from_2018_on(void **state)
{
    static const char *const rules[] = {"B-AUDIT", VILLAGE, PLAN, REHAB};
    static const int years[] = {2017, 2018, 2030};
    circlet_policy *policy = judge_policy();
    judge_city small = judge_city_new();
    circlet_city *city;

    (void)state;
    add_unit(&small, "B", CIRCLET_LEVEL_CITY, NULL, NULL, NULL, NULL, 0, 9);
    add_unit(&small, "D", CIRCLET_LEVEL_DISTRICT, "B", NULL, NULL, NULL, 0, 9);
    add_unit(&small, "T", CIRCLET_LEVEL_STREET, "D", "township", "mountain",
             NULL, 0, 9);
    add_village(&small, "V", "T", "village", "difficult", 0);
    city = judge_finish(&small);
    for (size_t i = 0; i < 4; i++)
        for (size_t k = 0; k < 3; k++) {
            circlet_findings *findings =
                judge_city_now(policy, city, NULL, years[k], rules[i]);

            assert_int_equal(circlet_findings_count(findings), k > 0);
            circlet_findings_free(findings);
        }
    circlet_city_free(city);
    circlet_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sample_is_a_tenth_rounded_up),
        cmocka_unit_test(a_sample_of_what_was_never_imported_is_no_data),
        cmocka_unit_test(villages_in_difficulty_with_thirty_people_are_listed),
        cmocka_unit_test(the_time_of_half_the_village_is_said),
        cmocka_unit_test(only_mountain_villages_are_listed),
        cmocka_unit_test(a_village_of_which_too_little_is_known_has_no_data),
        cmocka_unit_test(villages_are_ranked_by_people_without_care),
        cmocka_unit_test(a_list_that_may_lack_a_village_is_undecided),
        cmocka_unit_test(a_rural_district_without_villages_has_no_data),
        cmocka_unit_test(a_district_without_villages_goes_by_its_setting),
        cmocka_unit_test(
            a_street_of_its_own_setting_decides_over_the_district),
        cmocka_unit_test(a_list_needs_people_facilities_and_streets),
        cmocka_unit_test(lists_are_asked_for_from_2018_on),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
