#include "judge_city.h"

#define RULE "A-REHAB-ADULT" /* at least 90 % */

/* Adults of street 0 who need rehabilitation; `received` NULL: nothing is
 * known of it. */
static void add_adults(judge_city *city, int64_t persons, double latitude,
                       const char *received)
{
    circlet_demand_record person = judge_person(0, latitude);

    person.weight_milli = persons * 1000;
    person.needs = "rehabilitation";
    person.received = received;
    judge_add_person(city, person);
}

static void a_share_exactly_at_the_target_passes(void **state)
{
    static const struct {
        int64_t received;
        circlet_verdict verdict;
        double shortfall;
    } cases[] = {{899, CIRCLET_VERDICT_FAIL, 1},
                 {900, CIRCLET_VERDICT_PASS, 0},
                 {901, CIRCLET_VERDICT_PASS, 0}};
    circlet_policy *policy = judge_policy();

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        judge_city small = judge_city_new();
        const circlet_finding *finding;
        circlet_findings *findings;
        circlet_city *city;

        judge_add_street(&small, 0, "urban");
        add_adults(&small, cases[i].received, 0.1, "day_care;rehabilitation");
        add_adults(&small, 1000 - cases[i].received, 0.1, "day_care");
        city = judge_finish(&small);
        findings = judge_city_now(policy, city, NULL, 2020, RULE);
        finding = judge_find(findings, RULE, "S0");
        assert_int_equal(finding->verdict, cases[i].verdict);
        assert_near(finding->shortfall, cases[i].shortfall);
        assert_near(finding->measured, (double)cases[i].received / 1000);
        assert_near(finding->persons_covered, (double)cases[i].received);
        assert_near(finding->required, 0.9);
        circlet_findings_free(findings);
        circlet_city_free(city);
    }
    circlet_policy_free(policy);
}

static void the_sentence_says_received(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city small = judge_city_new();
    circlet_findings *findings;
    circlet_city *city;

    (void)state;
    judge_add_street(&small, 0, "urban");
    add_adults(&small, 1, 0.1, "rehabilitation");
    add_adults(&small, 1, 0.1, "day_care");
    city = judge_finish(&small);
    findings = judge_city_now(policy, city, NULL, 2020, RULE);

    assert_string_equal(
        judge_find(findings, RULE, "S0")->text_en,
        "Street 0 has 2 certified adults who need rehabilitation; 50 % of "
        "them have received rehabilitation; at least 90 % are asked for; 1 "
        "person is missing.");
    assert_string_equal(judge_find(findings, RULE, "S0")->text_zh,
                        "Street 0有2名有康复需求的持证成年残疾人，其中50%已"
                        "获得康复，应不低于90%，缺1人。");
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

/* 90 % of two persons and a half are 2.25, of whom one is served. Of three
 * persons it is three. */
static void people_in_part_may_be_short_in_part(void **state)
{
    circlet_policy *policy = judge_policy();

    (void)state;
    for (int i = 0; i < 2; i++) {
        judge_city small = judge_city_new();
        circlet_demand_record half = judge_person(0, 0.1);
        circlet_findings *findings;
        circlet_city *city;

        judge_add_street(&small, 0, "urban");
        add_adults(&small, 1, 0.1, "rehabilitation");
        add_adults(&small, 1, 0.1, "day_care");
        half.needs = "rehabilitation";
        half.received = "day_care";
        half.age = 40;
        half.weight_milli = i == 0 ? 500 : 250;
        judge_add_person(&small, half);
        if (i > 0) {
            half.weight_milli = 750;
            judge_add_person(&small, half);
        }
        city = judge_finish(&small);
        findings = judge_city_now(policy, city, NULL, 2020, RULE);
        assert_near(judge_find(findings, RULE, "S0")->persons,
                    i == 0 ? 2.5 : 3);
        assert_near(judge_find(findings, RULE, "S0")->shortfall,
                    i == 0 ? 1.25 : 2);
        circlet_findings_free(findings);
        circlet_city_free(city);
    }
    circlet_policy_free(policy);
}

/* Of ten, so many have received it, of so many that is not known. */
static void what_is_not_known_of_some_makes_bounds(void **state)
{
    static const struct {
        int64_t received, unknown;
        circlet_verdict verdict;
    } cases[] = {{9, 1, CIRCLET_VERDICT_PASS},
                 {8, 1, CIRCLET_VERDICT_UNDECIDED},
                 {8, 2, CIRCLET_VERDICT_UNDECIDED},
                 {6, 2, CIRCLET_VERDICT_FAIL}};
    circlet_policy *policy = judge_policy();

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        double received = (double)cases[i].received;
        double unknown = (double)cases[i].unknown;
        judge_city small = judge_city_new();
        const circlet_finding *finding;
        circlet_findings *findings;
        circlet_city *city;

        judge_add_street(&small, 0, "urban");
        add_adults(&small, cases[i].received, 0.1, "rehabilitation");
        add_adults(&small, cases[i].unknown, 0.1, NULL);
        add_adults(&small, 10 - cases[i].received - cases[i].unknown, 0.1,
                   "day_care");
        city = judge_finish(&small);
        findings = judge_city_now(policy, city, NULL, 2020, RULE);
        finding = judge_find(findings, RULE, "S0");
        assert_int_equal(finding->verdict, cases[i].verdict);
        assert_near(finding->measured_low, received / 10);
        assert_near(finding->measured_high, (received + unknown) / 10);
        assert_true(isnan(finding->measured));
        assert_int_equal(judge_has_reason(finding, "received_unknown"),
                         cases[i].verdict == CIRCLET_VERDICT_UNDECIDED);
        circlet_findings_free(findings);
        circlet_city_free(city);
    }
    circlet_policy_free(policy);
}

/* Where it is not known who needs it, they count where that is worse, or
 * better: 9 of 10, and one who perhaps needs it and has it not. */
static void who_is_perhaps_in_the_group_makes_bounds(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city small = judge_city_new();
    circlet_demand_record person = judge_person(0, 0.1);
    const circlet_finding *finding;
    circlet_findings *findings;
    circlet_city *city;

    (void)state;
    judge_add_street(&small, 0, "urban");
    add_adults(&small, 9, 0.1, "rehabilitation");
    add_adults(&small, 1, 0.1, "day_care");
    person.received = "day_care";
    judge_add_person(&small, person);
    city = judge_finish(&small);
    findings = judge_city_now(policy, city, NULL, 2020, RULE);

    finding = judge_find(findings, RULE, "S0");
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_UNDECIDED);
    assert_near(finding->measured_low, 9.0 / 11);
    assert_near(finding->measured_high, 0.9);
    assert_true(isnan(finding->measured));
    assert_true(judge_has_reason(finding, "needs_unknown"));
    assert_false(judge_has_reason(finding, "received_unknown"));
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

static void without_the_column_there_is_no_data(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city small = judge_city_new();
    const circlet_finding *finding;
    circlet_findings *findings;
    circlet_city *city;

    (void)state;
    judge_add_street(&small, 0, "urban");
    judge_add_street(&small, 1, "urban");
    add_adults(&small, 1, 0.1, NULL);
    city = judge_finish(&small);
    findings = judge_city_now(policy, city, NULL, 2020, RULE);

    finding = judge_find(findings, RULE, "S0");
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_NO_DATA);
    assert_true(judge_has_reason(finding, "receipt_unknown"));
    assert_near(finding->persons, 1);
    assert_true(isnan(finding->persons_covered));
    finding = judge_find(findings, RULE, "S1");
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_PASS);
    assert_near(finding->required, 0);
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

/* Everybody could reach it, nobody has received it. */
static void reach_is_advice_even_where_everybody_could(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city small = judge_city_new();
    judge_roads roads = {0};
    circlet_travel travel = judge_travel(&roads);
    const circlet_finding *finding;
    circlet_findings *findings;
    circlet_city *city;

    (void)state;
    judge_add_street(&small, 0, "urban");
    judge_add_street(&small, 1, NULL);
    add_adults(&small, 3, 0.9, "day_care");
    judge_add_facility(&small, judge_facility("warm_home", 0));
    city = judge_finish(&small);
    findings = judge_city_now(policy, city, &travel, 2020, RULE);

    assert_int_equal(judge_find(findings, RULE, "S0")->verdict,
                     CIRCLET_VERDICT_FAIL);
    finding = judge_find(findings, RULE "/reach", "S0");
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_ADVICE);
    assert_near(finding->measured, 1);
    assert_true(isnan(finding->required));
    assert_near(finding->shortfall, 0);
    assert_string_equal(finding->mode, "own");
    assert_true(judge_has_reason(finding, "reach_only"));
    assert_string_equal(
        finding->text_en,
        "Street 0 has 3 certified adults who need rehabilitation; 100 % of "
        "them could reach a place with rehabilitation within 15 min (own "
        "mode); that does not say that they receive it.");
    assert_int_equal(judge_find(findings, RULE "/reach", "S1")->verdict,
                     CIRCLET_VERDICT_PASS); /* nobody lives there */
    assert_string_equal(judge_find(findings, RULE "/reach", "S1")->mode,
                        "own");
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

/* 20 minutes are too many in the city, and not in the country. */
static void the_circle_goes_by_the_setting(void **state)
{
    static const struct {
        const char *setting;
        double share;
    } cases[] = {{"urban", 0}, {"plain", 1}, {"mountain", 1}};
    circlet_policy *policy = judge_policy();

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        judge_city small = judge_city_new();
        judge_roads roads = {0};
        circlet_travel travel = judge_travel(&roads);
        circlet_findings *findings;
        circlet_city *city;
        circlet_demand_record person = judge_person(0, 0.6);

        judge_add_street(&small, 0, cases[i].setting);
        person.aid = "manual_wheelchair"; /* takes twice as long */
        person.needs = "rehabilitation";
        judge_add_person(&small, person);
        judge_add_facility(&small, judge_facility("warm_home", 0));
        city = judge_finish(&small);
        findings = judge_city_now(policy, city, &travel, 2020, RULE);
        assert_near(judge_find(findings, RULE "/reach", "S0")->measured,
                    cases[i].share);
        circlet_findings_free(findings);
        circlet_city_free(city);
    }
    circlet_policy_free(policy);
}

static void reach_without_streets_type_or_setting_is_no_data(void **state)
{
    static const struct {
        const char *setting, *type, *reason;
        bool has_streets;
    } cases[] = {{"urban", "warm_home", "no_network", false},
                 {"urban", "elderly_institution", "type_unknown", true},
                 {NULL, "warm_home", "setting_unknown", true}};
    circlet_policy *policy = judge_policy();

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        judge_city small = judge_city_new();
        judge_roads roads = {0};
        circlet_travel travel = judge_travel(&roads);
        const circlet_finding *finding;
        circlet_findings *findings;
        circlet_city *city;

        judge_add_street(&small, 0, cases[i].setting);
        add_adults(&small, 3, 0.1, "rehabilitation");
        judge_add_facility(&small, judge_facility(cases[i].type, 0));
        city = judge_finish(&small);
        findings = judge_city_now(
            policy, city, cases[i].has_streets ? &travel : NULL, 2020, RULE);
        finding = judge_find(findings, RULE "/reach", "S0");
        assert_int_equal(finding->verdict, CIRCLET_VERDICT_NO_DATA);
        assert_true(judge_has_reason(finding, cases[i].reason));
        assert_int_equal(judge_find(findings, RULE, "S0")->verdict,
                         CIRCLET_VERDICT_PASS);
        circlet_findings_free(findings);
        circlet_city_free(city);
    }
    circlet_policy_free(policy);
}

/* A failure of 2020 is advice before, and nothing before 2018. */
static void it_is_due_in_2020(void **state)
{
    static const struct {
        int year;
        size_t findings;
        circlet_verdict verdict;
    } cases[] = {{2017, 0, CIRCLET_VERDICT_PASS},
                 {2018, 1, CIRCLET_VERDICT_ADVICE},
                 {2019, 1, CIRCLET_VERDICT_ADVICE},
                 {2020, 1, CIRCLET_VERDICT_FAIL},
                 {2021, 1, CIRCLET_VERDICT_FAIL}};
    circlet_policy *policy = judge_policy();

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        judge_city small = judge_city_new();
        circlet_findings *findings;
        circlet_city *city;

        judge_add_street(&small, 0, "urban");
        add_adults(&small, 3, 0.1, "day_care");
        city = judge_finish(&small);
        findings = judge_city_now(policy, city, NULL, cases[i].year, RULE);
        assert_int_equal(circlet_findings_count(findings),
                         2 * cases[i].findings);
        if (cases[i].findings)
            assert_int_equal(judge_find(findings, RULE, "S0")->verdict,
                             cases[i].verdict);
        circlet_findings_free(findings);
        circlet_city_free(city);
    }
    circlet_policy_free(policy);
}

/* Children are those under 18 at the end of the year. */
static void a_child_is_under_eighteen(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city small = judge_city_new();
    circlet_demand_record person = judge_person(0, 0.1);
    circlet_findings *findings;
    circlet_city *city;

    (void)state;
    judge_add_street(&small, 0, "urban");
    person.received = "rehabilitation";
    person.birth_year = 2003;
    judge_add_person(&small, person);
    person.birth_year = 2002;
    judge_add_person(&small, person);
    city = judge_finish(&small);
    findings = judge_city_now(policy, city, NULL, 2020, "A-REHAB-CHILD");

    assert_near(judge_find(findings, "A-REHAB-CHILD", "S0")->persons, 1);
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

/* Counted again in the plainest way. */
static void random_cities_agree_with_a_plain_count(void **state)
{
    static const char *const answers[] = {NULL, "day_care", "rehabilitation"};
    circlet_policy *policy = judge_policy();

    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        uint64_t random = seed;
        judge_city small = judge_city_new();
        int64_t counts[3] = {0}, all;
        const circlet_finding *finding;
        circlet_findings *findings;
        circlet_city *city;
        circlet_verdict wanted;

        judge_add_street(&small, 0, "urban");
        add_adults(&small, 1, 0.1, "rehabilitation");
        counts[2]++;
        for (int i = 0; i < 30; i++) {
            uint32_t roll = unit_random_below(&random, 20);
            size_t answer = roll < 1 ? 1 : roll < 3 ? 0 : 2;
            int64_t persons = 1 + unit_random_below(&random, 3);

            add_adults(&small, persons, 0.1, answers[answer]);
            counts[answer] += persons;
        }
        all = counts[0] + counts[1] + counts[2];
        wanted = counts[2] * 10 >= all * 9 ? CIRCLET_VERDICT_PASS
                 : (counts[2] + counts[0]) * 10 >= all * 9
                     ? CIRCLET_VERDICT_UNDECIDED
                     : CIRCLET_VERDICT_FAIL;
        city = judge_finish(&small);
        findings = judge_city_now(policy, city, NULL, 2020, RULE);
        finding = judge_find(findings, RULE, "S0");
        if (finding->verdict != wanted)
            fail_msg("seed %u: verdict %d", (unsigned)seed, finding->verdict);
        circlet_findings_free(findings);
        circlet_city_free(city);
    }
    circlet_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_share_exactly_at_the_target_passes),
        cmocka_unit_test(the_sentence_says_received),
        cmocka_unit_test(people_in_part_may_be_short_in_part),
        cmocka_unit_test(what_is_not_known_of_some_makes_bounds),
        cmocka_unit_test(who_is_perhaps_in_the_group_makes_bounds),
        cmocka_unit_test(without_the_column_there_is_no_data),
        cmocka_unit_test(reach_is_advice_even_where_everybody_could),
        cmocka_unit_test(the_circle_goes_by_the_setting),
        cmocka_unit_test(reach_without_streets_type_or_setting_is_no_data),
        cmocka_unit_test(it_is_due_in_2020),
        cmocka_unit_test(a_child_is_under_eighteen),
        cmocka_unit_test(random_cities_agree_with_a_plain_count),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
