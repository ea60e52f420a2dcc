/* Townships of villages, and the homes for four or five of them each. */
#include "township.h"

static void so_many_villages_ask_for_so_many_homes(void **state)
{
    static const struct {
        int villages, homes;
        circlet_verdict verdict;
        double shortfall;
        const char *reason;
    } cases[] = {
        {4, 0, CIRCLET_VERDICT_FAIL, 1, NULL},
        {4, 1, CIRCLET_VERDICT_PASS, 0, NULL},
        {4, 2, CIRCLET_VERDICT_ADVICE, 0, "over_provision"},
        {5, 1, CIRCLET_VERDICT_PASS, 0, NULL},
        {8, 1, CIRCLET_VERDICT_FAIL, 1, NULL},
        {8, 2, CIRCLET_VERDICT_PASS, 0, NULL},
        {10, 2, CIRCLET_VERDICT_PASS, 0, NULL},
        {10, 3, CIRCLET_VERDICT_ADVICE, 0, "over_provision"},
        {12, 3, CIRCLET_VERDICT_PASS, 0, NULL},
        {16, 3, CIRCLET_VERDICT_FAIL, 1, NULL},
        {16, 4, CIRCLET_VERDICT_PASS, 0, NULL},
        {1, 0, CIRCLET_VERDICT_FAIL, 1, "group_size_outside"},
        {1, 1, CIRCLET_VERDICT_PASS, 0, "group_size_outside"},
        {2, 1, CIRCLET_VERDICT_PASS, 0, "group_size_outside"},
        {3, 1, CIRCLET_VERDICT_PASS, 0, "group_size_outside"},
        {6, 1, CIRCLET_VERDICT_FAIL, 1, "group_size_outside"},
        {6, 2, CIRCLET_VERDICT_PASS, 0, "group_size_outside"},
        {7, 2, CIRCLET_VERDICT_PASS, 0, "group_size_outside"},
        {11, 2, CIRCLET_VERDICT_FAIL, 1, "group_size_outside"},
        {11, 3, CIRCLET_VERDICT_PASS, 0, "group_size_outside"},
        {11, 4, CIRCLET_VERDICT_ADVICE, 0, "over_provision"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        township t = township_new(cases[i].villages);
        const circlet_finding *finding;

        add_people(&t, 0, 1);
        for (int k = 0; k < cases[i].homes; k++)
            add_home(&t, k);
        add_home_at(&t, 0.99, 0.5, CIRCLET_NO);
        finding = judge(&t);
        if (finding->verdict != cases[i].verdict)
            fail_msg("%d villages, %d homes: %s", cases[i].villages,
                     cases[i].homes, finding->text_en);
        assert_near(finding->shortfall, cases[i].shortfall);
        assert_near(finding->measured, cases[i].homes);
        if (cases[i].reason)
            assert_true(judge_has_reason(finding, cases[i].reason));
        else
            assert_int_equal(finding->reason_count, 0);
        township_free(&t);
    }
}

/*
 * Ten villages, 0.1 apart; homes in 0 and 1, so five each. The home in 1 is
 * 6 minutes nearer to all from 1 on: the other four of 0 are those with the
 * fewest people, 2, 3, 4 and 5 with one each; 6 to 9 have two.
 */
static void villages_go_where_it_takes_least_time(void **state)
{
    township t = township_new(10);
    const circlet_finding *finding;

    (void)state;
    for (int i = 0; i < 10; i++)
        add_people(&t, i, i < 6 ? 1 : 2);
    add_home(&t, 0);
    add_home(&t, 1);

    finding = judge(&t);

    assert_int_equal(finding->verdict, CIRCLET_VERDICT_PASS);
    /* To 0: (2 + 3 + 4 + 5) x 6; to 1: 2 x (5 + 6 + 7 + 8) x 6. */
    assert_near(number(finding, "total"), 14 * 6 + 52 * 6);
    assert_near(number(finding, "longest"), 48);
    assert_string_equal(find_argument(finding, "farthest")->text, "Village 9");
    assert_string_equal(
        finding->text_en,
        "Street 0 has 10 villages and 2 comprehensive Warm Homes; 2 are asked "
        "for, one for 4 to 5 villages; grouped by the shortest ways (by car), "
        "one way for everybody is 396 person-minutes, the longest 48 min "
        "(Village 9).");
    township_free(&t);
}

/*
 * Four villages in a row, 15 minutes apart, with four people each: a home in
 * 1 costs 4 x (15 + 15 + 30) = 240 person-minutes, in 0 it costs 360: as good
 * from a base score of 4 on, at 30 a point. With n people in 3, a home there
 * costs 360 less 5 n; in 2, 180 + 15 n less 5 x 4: worse if n is over 10.
 */
static void a_host_is_central_populous_and_well_built(void **state)
{
    static const struct {
        int people_of_3;
        double score_of_0;
        const char *hosts;
    } cases[] = {
        {4, 0, "Village 1"},   {9, 0, "Village 2"},   {11, 0, "Village 3"},
        {4, 3.9, "Village 1"}, {4, 4.1, "Village 0"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        township t = township_new(4);
        circlet_site_record site = {.id = "x",
                                    .at = {0.01, 0.5},
                                    .types = "warm_home",
                                    .max_area_m2 = (double)NAN,
                                    .max_beds = (double)NAN,
                                    .cost_cny = (double)NAN,
                                    .base_score = cases[i].score_of_0};
        const circlet_finding *finding;

        for (int k = 0; k < 4; k++)
            add_people(&t, k, k == 3 ? cases[i].people_of_3 : 4);
        assert_ok(circlet_city_builder_add_site(t.city.builder, &site, error));
        assert_ok(circlet_city_builder_say_complete(
            t.city.builder, CIRCLET_PART_FACILITIES, error));

        finding = judge(&t);

        assert_int_equal(finding->verdict, CIRCLET_VERDICT_FAIL);
        assert_string_equal(find_argument(finding, "hosts_en")->text,
                            cases[i].hosts);
        township_free(&t);
    }
}

/* The home that there is stays a host, and the new one goes elsewhere. */
static void what_is_missing_stands_beside_what_there_is(void **state)
{
    township t = township_new(8);
    const circlet_finding *finding;

    (void)state;
    for (int i = 0; i < 8; i++)
        add_people(&t, i, 1);
    add_home(&t, 1);

    finding = judge(&t);

    assert_int_equal(finding->verdict, CIRCLET_VERDICT_FAIL);
    assert_near(finding->shortfall, 1);
    assert_string_equal(find_argument(finding, "hosts_en")->text, "Village 5");
    /* (1 + 0 + 1 + 2) and (1 + 0 + 1 + 2) steps of 7.5 minutes. */
    assert_near(number(finding, "total"), 8 * 7.5);
    assert_near(number(finding, "longest"), 15);
    township_free(&t);
}

static void a_home_needs_a_village_of_its_own(void **state)
{
    township shared = township_new(8), outside = township_new(9);
    const circlet_finding *finding;

    (void)state;
    add_people(&shared, 0, 1);
    add_home(&shared, 2);
    add_home(&shared, 2);
    finding = judge(&shared);
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_FAIL);
    assert_true(judge_has_reason(finding, "member_shared_or_none"));
    assert_near(finding->measured, 1);
    assert_near(finding->shortfall, 1);
    assert_non_null(
        strstr(finding->text_en, "; 1 stands in no village of its own;"));
    township_free(&shared);

    add_people(&outside, 0, 1);
    add_home(&outside, 2);
    add_home(&outside, 5);
    add_home_at(&outside, 0.5, 0.5, CIRCLET_YES);
    finding = judge(&outside);
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_ADVICE);
    assert_true(judge_has_reason(finding, "over_provision"));
    township_free(&outside);
}

/* A community of the township that is no village is no place for it. */
static void a_home_in_the_town_is_in_no_village(void **state)
{
    township t = {.city = judge_city_new(), .villages = 5};
    const circlet_finding *finding;

    (void)state;
    judge_add_street(&t.city, 0, "plain");
    add_village(&t, 0, "neighbourhood", true);
    for (int i = 1; i < 5; i++)
        add_village(&t, i, "village", true);
    add_people(&t, 1, 1);
    add_home(&t, 0);

    finding = judge(&t);

    assert_int_equal(finding->verdict, CIRCLET_VERDICT_FAIL);
    assert_near(number(finding, "villages"), 4);
    assert_near(number(finding, "strays"), 1);
    township_free(&t);
}

static void what_is_not_known_of_villages_or_homes_is_undecided(void **state)
{
    township kind = {.city = judge_city_new(), .villages = 6};
    township area = {.city = judge_city_new(), .villages = 4};
    township home = township_new(4);
    const circlet_finding *finding;

    (void)state;
    judge_add_street(&kind.city, 0, "plain");
    for (int i = 0; i < 6; i++)
        add_village(&kind, i, i < 5 ? "village" : NULL, true);
    add_people(&kind, 0, 1);
    add_home(&kind, 0);
    finding = judge(&kind);
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_UNDECIDED);
    assert_true(judge_has_reason(finding, "member_kind_unknown"));
    township_free(&kind);

    judge_add_street(&area.city, 0, "plain");
    for (int i = 0; i < 4; i++)
        add_village(&area, i, "village", i > 0);
    add_people(&area, 1, 1);
    add_home(&area, 0);
    finding = judge(&area);
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_UNDECIDED);
    assert_true(judge_has_reason(finding, "member_area_unknown"));
    township_free(&area);

    add_people(&home, 0, 1);
    add_home_at(&home, 0.1, 0.5, CIRCLET_UNKNOWN);
    finding = judge(&home);
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_UNDECIDED);
    assert_true(judge_has_reason(finding, "comprehensive_unknown"));
    assert_near(finding->measured_low, 0);
    assert_near(finding->measured_high, 1);
    township_free(&home);
}

/* A village that is a point alone still has a way; people are not known. */
static void a_village_without_a_border_travels_from_its_point(void **state)
{
    township t = {.city = judge_city_new(), .villages = 4};
    const circlet_finding *finding;

    (void)state;
    judge_add_street(&t.city, 0, "plain");
    for (int i = 0; i < 4; i++)
        add_village(&t, i, "village", i < 3);
    add_people(&t, 0, 1);
    add_home(&t, 0);

    finding = judge(&t);

    assert_int_equal(finding->verdict, CIRCLET_VERDICT_PASS);
    assert_true(judge_has_reason(finding, "member_area_unknown"));
    assert_near(number(finding, "longest"), 45);
    assert_null(find_argument(finding, "total"));
    township_free(&t);
}

static void times_that_are_not_known_are_said(void **state)
{
    township t = township_new(4), none = township_new(4);
    circlet_travel travel = roads();
    const circlet_finding *finding;

    (void)state;
    add_people(&t, 0, 1);
    add_home(&t, 0);
    finding = judge_with(&t, NULL, 2020);
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_PASS);
    assert_true(judge_has_reason(finding, "no_network"));
    assert_null(find_argument(finding, "longest"));
    township_free(&t);

    add_people(&none, 0, 1);
    add_home(&none, 0);
    none.policy = judge_policy_with("cutoff_min: 60", "cutoff_min: 20");
    none.finished = judge_finish(&none.city);
    none.findings =
        judge_city_now(none.policy, none.finished, &travel, 2020, RULE);
    finding = circlet_findings_at(none.findings, 0);
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_PASS);
    assert_true(judge_has_reason(finding, "times_unknown"));
    assert_near(number(finding, "unreached"), 2);
    assert_near(number(finding, "longest"), 15);
    township_free(&none);
}

static void without_villages_or_people_there_is_nothing_to_judge(void **state)
{
    township none = township_new(0), nobody = township_new(8);
    township untold = township_new(4);
    const circlet_finding *finding;
    circlet_demand_record person = judge_person(0, 0.1);

    (void)state;
    judge_add_person(&none.city, person);
    add_home_at(&none, 0.5, 0.5, CIRCLET_YES);
    finding = judge(&none);
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_NO_DATA);
    assert_true(judge_has_reason(finding, "no_villages"));
    township_free(&none);

    assert_ok(circlet_city_builder_say_complete(nobody.city.builder,
                                                CIRCLET_PART_PEOPLE, error));
    finding = judge(&nobody);
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_PASS);
    assert_near(finding->required, 0);
    township_free(&nobody);

    add_people(&untold, 0, 1);
    finding = judge(&untold);
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_NO_DATA);
    assert_true(judge_has_reason(finding, "type_unknown"));
    township_free(&untold);
}

static void it_is_advice_before_it_is_due(void **state)
{
    static const struct {
        int year;
        circlet_verdict verdict;
    } cases[] = {{2018, CIRCLET_VERDICT_ADVICE},
                 {2019, CIRCLET_VERDICT_ADVICE},
                 {2020, CIRCLET_VERDICT_FAIL},
                 {2025, CIRCLET_VERDICT_FAIL}};
    township early = township_new(8);

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        township t = township_new(8);
        circlet_travel travel = roads();
        const circlet_finding *finding;

        add_people(&t, 0, 1);
        add_home(&t, 0);
        finding = judge_with(&t, &travel, cases[i].year);
        assert_int_equal(finding->verdict, cases[i].verdict);
        assert_int_equal(judge_has_reason(finding, "due_later"),
                         cases[i].verdict == CIRCLET_VERDICT_ADVICE);
        township_free(&t);
    }
    early.policy = judge_policy();
    early.finished = judge_finish(&early.city);
    early.findings =
        judge_city_now(early.policy, early.finished, NULL, 2017, RULE);
    assert_int_equal(circlet_findings_count(early.findings), 0);
    township_free(&early);
}

/* Reads the policy with one text put in place of another. */
static circlet_status read_with(const char *old, const char *put,
                                circlet_error *error)
{
    const char *folder = getenv("srcdir");
    char source[512], path[] = "/tmp/circlet-policy-XXXXXX", line[4096];
    circlet_policy *policy = NULL;
    circlet_status status;
    FILE *from, *to;

    snprintf(source, sizeof(source), "%s/geodata/policies/beijing-2018.yaml",
             folder ? folder : ".");
    from = fopen(source, "r");
    to = fdopen(mkstemp(path), "w");
    assert_non_null(from);
    assert_non_null(to);
    while (fgets(line, sizeof(line), from)) {
        char *found = strstr(line, old);

        if (found)
            fprintf(to, "%.*s%s%s", (int)(found - line), line, put,
                    found + strlen(old));
        else
            fputs(line, to);
    }
    fclose(from);
    fclose(to);
    status = circlet_read_policy(&policy, path, error);
    remove(path);
    circlet_policy_free(policy);
    return status;
}

static void mistakes_in_its_parameters_are_named(void **state)
{
    static const struct {
        const char *old, *put, *message;
    } cases[] = {
        {"size: {from: 4, to: 5}", "size: {from: 4}", "key 'to' is missing"},
        {"size: {from: 4, to: 5}", "size: {from: 5, to: 4}", "4"},
        {"size: {from: 4, to: 5}", "size: {from: 0, to: 5}", "0"},
        {"{level: community, kind: village", "{level: street, kind: village",
         "'street' is no level below that of the rule"},
        {"{level: community, kind: village", "{level: community",
         "key 'kind' is missing"},
        {"host: {people_min: 5", "host: {persons_min: 5",
         "unknown key 'persons_min'"},
        {"host: {people_min: 5", "host: {people_min: -5", "-5"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_fails(read_with(cases[i].old, cases[i].put, error),
                     CIRCLET_E_FORMAT, cases[i].message);
    assert_ok(
        read_with("host: {people_min: 5", "选址偏好: {人数权重: 5", error));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(so_many_villages_ask_for_so_many_homes),
        cmocka_unit_test(villages_go_where_it_takes_least_time),
        cmocka_unit_test(a_host_is_central_populous_and_well_built),
        cmocka_unit_test(what_is_missing_stands_beside_what_there_is),
        cmocka_unit_test(a_home_needs_a_village_of_its_own),
        cmocka_unit_test(a_home_in_the_town_is_in_no_village),
        cmocka_unit_test(what_is_not_known_of_villages_or_homes_is_undecided),
        cmocka_unit_test(a_village_without_a_border_travels_from_its_point),
        cmocka_unit_test(times_that_are_not_known_are_said),
        cmocka_unit_test(without_villages_or_people_there_is_nothing_to_judge),
        cmocka_unit_test(it_is_advice_before_it_is_due),
        cmocka_unit_test(mistakes_in_its_parameters_are_named),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
