#include "judge_units.h"

#define UNKNOWN ((double)NAN)

/* A home of street S0 with so many directors. */
static circlet_facility_record home(circlet_answer is_pilot, double directors)
{
    circlet_facility_record facility = judge_facility("warm_home", 0);

    facility.is_pilot = is_pilot;
    facility.measures[CIRCLET_MEASURE_DIRECTORS] = directors;
    return facility;
}

static judged judge_one(circlet_policy *policy, const char *rule, int year,
                        circlet_facility_record facility)
{
    judge_city city = judge_city_new();

    judge_add_street(&city, 0, "urban");
    judge_add_facility(&city, facility);
    return judge_now(policy, &city, year, rule);
}

static void a_pilot_needs_a_director(void **state)
{
    static const struct {
        circlet_answer is_pilot;
        double directors;
        circlet_verdict verdict;
        const char *reason;
    } cases[] = {
        {CIRCLET_YES, 1, CIRCLET_VERDICT_PASS, NULL},
        {CIRCLET_YES, 2, CIRCLET_VERDICT_PASS, NULL},
        {CIRCLET_YES, 0.999, CIRCLET_VERDICT_FAIL, NULL},
        {CIRCLET_YES, 0, CIRCLET_VERDICT_FAIL, NULL},
        {CIRCLET_YES, UNKNOWN, CIRCLET_VERDICT_NO_DATA, "directors_unknown"},
        {CIRCLET_UNKNOWN, 1, CIRCLET_VERDICT_PASS, NULL},
        {CIRCLET_UNKNOWN, 0, CIRCLET_VERDICT_UNDECIDED, "pilot_unknown"},
        {CIRCLET_UNKNOWN, UNKNOWN, CIRCLET_VERDICT_NO_DATA, "pilot_unknown"},
    };
    circlet_policy *policy = judge_policy();

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        judged all = judge_one(policy, "B-DIRECTOR", 2018,
                               home(cases[i].is_pilot, cases[i].directors));
        const circlet_finding *finding = judged_at(&all, 0);

        assert_int_equal(circlet_findings_count(all.findings), 1);
        assert_int_equal(finding->verdict, cases[i].verdict);
        assert_int_equal(finding->subject, CIRCLET_SUBJECT_FACILITY);
        assert_string_equal(finding->subject_id, "f0000");
        assert_string_equal(finding->unit, "S0");
        assert_string_equal(finding->measured_unit, "directors");
        if (cases[i].verdict == CIRCLET_VERDICT_FAIL)
            assert_near(finding->shortfall, 1 - cases[i].directors);
        if (!isnan(cases[i].directors)) {
            assert_near(finding->measured, cases[i].directors);
            assert_near(finding->required, 1);
        }
        if (cases[i].reason)
            assert_true(judge_has_reason(finding, cases[i].reason));
        judged_free(&all);
    }
    circlet_policy_free(policy);
}

static void who_is_no_pilot_is_not_asked(void **state)
{
    circlet_policy *policy = judge_policy();
    judged all = judge_one(policy, "B-DIRECTOR", 2020, home(CIRCLET_NO, 0));

    (void)state;
    assert_int_equal(circlet_findings_count(all.findings), 0);
    judged_free(&all);
    all = judge_one(policy, "B-DIRECTOR", 2017, home(CIRCLET_YES, 0));
    assert_int_equal(circlet_findings_count(all.findings), 0);
    judged_free(&all);
    circlet_policy_free(policy);
}

static void a_closed_or_later_facility_is_not_asked(void **state)
{
    circlet_policy *policy = judge_policy();

    (void)state;
    for (int year = 2018; year <= 2021; year++) {
        circlet_facility_record pilot = home(CIRCLET_YES, 0);
        judged all;

        pilot.opened = 20190101;
        pilot.closed = 20210630;
        all = judge_one(policy, "B-DIRECTOR", year, pilot);
        assert_int_equal(circlet_findings_count(all.findings),
                         year == 2019 || year == 2020);
        judged_free(&all);
    }
    circlet_policy_free(policy);
}

static void a_type_that_was_never_imported_has_no_data(void **state)
{
    circlet_policy *policy = judge_policy();
    judged all = judge_one(policy, "B-DIRECTOR", 2020,
                           judge_facility("mental_day_station", 0));
    judge_city city = judge_city_new();

    (void)state;
    assert_int_equal(circlet_findings_count(all.findings), 1);
    assert_int_equal(judged_at(&all, 0)->verdict, CIRCLET_VERDICT_NO_DATA);
    assert_int_equal(judged_at(&all, 0)->subject, CIRCLET_SUBJECT_UNIT);
    assert_true(judge_has_reason(judged_at(&all, 0), "type_unknown"));
    judged_free(&all);

    judge_add_street(&city, 0, "urban");
    assert_ok(circlet_city_builder_say_complete(
        city.builder, CIRCLET_PART_FACILITIES, error));
    all = judge_now(policy, &city, 2020, "B-DIRECTOR");
    assert_int_equal(circlet_findings_count(all.findings), 0);
    judged_free(&all);
    circlet_policy_free(policy);
}

/* ---- attributes --------------------------------------------------------- */

static void training_is_read_out_of_the_attributes(void **state)
{
    static const struct {
        const char *attributes;
        circlet_verdict verdict;
        double shortfall;
        const char *unit, *reason;
    } cases[] = {
        {"{\"training_new_h\":\"40\",\"training_year_h\":\"16\"}",
         CIRCLET_VERDICT_PASS, 0, "training_new_hours", NULL},
        {"{\"training_new_h\":39.5,\"training_year_h\":16}",
         CIRCLET_VERDICT_FAIL, 0.5, "training_new_hours", NULL},
        {"{\"training_new_h\":20,\"training_year_h\":4}", CIRCLET_VERDICT_FAIL,
         12, "training_year_hours", NULL},
        {"{\"training_year_h\":15}", CIRCLET_VERDICT_FAIL, 1,
         "training_year_hours", NULL},
        {"{\"training_year_h\":16}", CIRCLET_VERDICT_UNDECIDED, UNKNOWN,
         "training_new_hours", "training_new_unknown"},
        {"{\"other\":1}", CIRCLET_VERDICT_NO_DATA, UNKNOWN,
         "training_new_hours", "training_year_unknown"},
        {"{\"training_new_h\":\"yes\",\"training_year_h\":-3}",
         CIRCLET_VERDICT_NO_DATA, UNKNOWN, "training_new_hours",
         "training_new_unknown"},
        {NULL, CIRCLET_VERDICT_NO_DATA, UNKNOWN, "training_new_hours",
         "training_new_unknown"},
    };
    circlet_policy *policy = judge_policy();

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        circlet_facility_record trained = home(CIRCLET_NO, 1);
        const circlet_finding *finding;
        judged all;

        trained.attributes = cases[i].attributes;
        all = judge_one(policy, "B-TRAINING", 2020, trained);
        finding = judged_at(&all, 0);
        assert_int_equal(finding->verdict, cases[i].verdict);
        assert_string_equal(finding->measured_unit, cases[i].unit);
        if (isnan(cases[i].shortfall))
            assert_true(isnan(finding->shortfall));
        else
            assert_near(finding->shortfall, cases[i].shortfall);
        if (cases[i].reason)
            assert_true(judge_has_reason(finding, cases[i].reason));
        judged_free(&all);
    }
    circlet_policy_free(policy);
}

/* ---- per bed ------------------------------------------------------------ */

static judged judge_staff(circlet_policy *policy, int64_t beds, int year,
                          double physicians, double therapists, double nurses)
{
    const circlet_service_record service = {
        "rehabilitation", -1, beds, -1, 0, 0};
    circlet_facility_record hospital =
        judge_facility("rehabilitation_hospital", 0);
    judge_city city = judge_city_new();

    hospital.services = &service;
    hospital.service_count = 1;
    hospital.measures[CIRCLET_MEASURE_PHYSICIANS] = physicians;
    hospital.measures[CIRCLET_MEASURE_THERAPISTS] = therapists;
    hospital.measures[CIRCLET_MEASURE_NURSES] = nurses;
    judge_add_district(&city, 0, NULL);
    judge_add_facility(&city, hospital);
    judge_add_facility(&city, judge_facility("warm_home", 0));
    return judge_now(policy, &city, year, "A-BEDS-STAFF");
}

static void each_bed_needs_its_staff(void **state)
{
    static const struct {
        int64_t beds;
        double physicians, therapists, nurses;
        circlet_verdict verdict;
        double measured, required, shortfall;
        const char *unit, *reason;
    } cases[] = {
        /* exactly 0.15, 0.3 and 0.3 of 7 */
        {7, 1.05, 2.1, 2.1, CIRCLET_VERDICT_PASS, 1.05, 1.05, 0, "physicians",
         NULL},
        {7, 1.049, 2.1, 2.1, CIRCLET_VERDICT_FAIL, 1.049, 1.05, 0.001,
         "physicians", NULL},
        {10, 1, 1, 3, CIRCLET_VERDICT_FAIL, 1, 3, 2, "therapists", NULL},
        {10, 1, 9, UNKNOWN, CIRCLET_VERDICT_FAIL, 1, 1.5, 0.5, "physicians",
         NULL},
        {10, 2, 9, UNKNOWN, CIRCLET_VERDICT_UNDECIDED, UNKNOWN, 3, UNKNOWN,
         "nurses", "nurses_unknown"},
        {10, UNKNOWN, UNKNOWN, UNKNOWN, CIRCLET_VERDICT_NO_DATA, UNKNOWN,
         UNKNOWN, UNKNOWN, "physicians", "therapists_unknown"},
        {-1, 5, 5, 5, CIRCLET_VERDICT_NO_DATA, UNKNOWN, UNKNOWN, UNKNOWN,
         "physicians", "beds_unknown"},
    };
    circlet_policy *policy = judge_policy();

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        judged all =
            judge_staff(policy, cases[i].beds, 2020, cases[i].physicians,
                        cases[i].therapists, cases[i].nurses);
        const circlet_finding *finding = judged_at(&all, 0);
        const double is[] = {finding->measured, finding->required,
                             finding->shortfall};
        const double wanted[] = {cases[i].measured, cases[i].required,
                                 cases[i].shortfall};

        assert_int_equal(circlet_findings_count(all.findings), 1);
        assert_int_equal(finding->verdict, cases[i].verdict);
        assert_string_equal(finding->unit, "D0");
        assert_string_equal(finding->measured_unit, cases[i].unit);
        for (size_t k = 0; k < 3; k++)
            if (isnan(wanted[k]))
                assert_true(isnan(is[k]));
            else
                assert_near(is[k], wanted[k]);
        if (cases[i].verdict == CIRCLET_VERDICT_NO_DATA) {
            assert_true(isnan(finding->measured_low));
        } else if (isnan(cases[i].physicians) || isnan(cases[i].nurses)) {
            assert_near(finding->measured_low, 0);
            assert_true(isnan(finding->measured_high));
        } else {
            assert_near(finding->measured_low, cases[i].measured);
            assert_near(finding->measured_high, cases[i].measured);
        }
        if (cases[i].reason)
            assert_true(judge_has_reason(finding, cases[i].reason));
        judged_free(&all);
    }
    circlet_policy_free(policy);
}

static void each_ratio_says_its_shortfall(void **state)
{
    circlet_policy *policy = judge_policy();
    judged all = judge_staff(policy, 10, 2018, 1, 2.5, UNKNOWN);

    (void)state;
    assert_int_equal(judged_at(&all, 0)->verdict, CIRCLET_VERDICT_ADVICE);
    assert_string_equal(
        judged_at(&all, 0)->text_en,
        "f0000 in D0 with 10 beds (rehabilitation): 1 physician (at least "
        "1.5 asked for, 0.5 missing); 2.5 therapists (at least 3 asked for, "
        "0.5 missing); the number of nurses is not known (at least 3 asked "
        "for); due by the end of 2020.");
    assert_string_equal(
        judged_at(&all, 0)->text_zh,
        "D0的f0000（康复10张床位）：1名医师（应不少于1.5，缺0.5）；"
        "2.5名康复治疗师（应不少于3，缺0.5）；护士人数不详（应不少于3）；"
        "应于2020年底前达到。");
    judged_free(&all);
    circlet_policy_free(policy);
}

/* A home's exercise room has no beds, and a hospital of none needs none. */
static void without_beds_there_is_nothing_to_staff(void **state)
{
    circlet_policy *policy = judge_policy();
    judged all = judge_staff(policy, 0, 2020, 0, 0, 0);

    (void)state;
    assert_int_equal(circlet_findings_count(all.findings), 0);
    judged_free(&all);
    circlet_policy_free(policy);
}

/* ---- where it stands ---------------------------------------------------- */

static void findings_come_by_unit_and_then_by_facility(void **state)
{
    static const int streets[] = {2, 0, 2, 1, 0};
    static const char *const wanted[] = {"f0001", "f0004", "f0003", "f0000",
                                         "f0002"};
    circlet_policy *policy = judge_policy();
    judge_city city = judge_city_new();
    judged all;

    (void)state;
    for (int k = 0; k < 3; k++)
        judge_add_street(&city, k, "urban");
    for (size_t i = 0; i < 5; i++) {
        circlet_facility_record pilot = home(CIRCLET_YES, 1);

        pilot.at.lon = streets[i] + 0.5;
        judge_add_facility(&city, pilot);
    }
    all = judge_now(policy, &city, 2020, "B-DIRECTOR");
    assert_int_equal(circlet_findings_count(all.findings), 5);
    for (size_t i = 0; i < 5; i++)
        assert_string_equal(judged_at(&all, i)->subject_id, wanted[i]);
    judged_free(&all);
    circlet_policy_free(policy);
}

/* No street is in the data, but the facility stands somewhere. */
static void where_the_level_is_missing_the_next_one_is_named(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city city = judge_city_new();
    judged all;

    (void)state;
    judge_add_district(&city, 0, NULL);
    judge_add_facility(&city, home(CIRCLET_YES, 0));
    all = judge_now(policy, &city, 2020, "B-DIRECTOR");
    assert_int_equal(circlet_findings_count(all.findings), 1);
    assert_string_equal(judged_at(&all, 0)->unit, "D0");
    assert_int_equal(judged_at(&all, 0)->verdict, CIRCLET_VERDICT_FAIL);
    judged_free(&all);
    circlet_policy_free(policy);
}

static void an_impossible_number_is_a_failure(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city small = judge_city_new();
    circlet_findings *findings = NULL;
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;
    circlet_city *city;

    (void)state;
    options.rule = "B-DIRECTOR";
    judge_add_street(&small, 0, "urban");
    judge_add_facility(&small, home(CIRCLET_YES, 1e10));
    city = judge_finish(&small);
    assert_fails(
        circlet_policy_judge(&findings, policy, city, NULL, &options, error),
        CIRCLET_E_DATA, "facility 'f0000' has an impossible amount");
    assert_null(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pilot_needs_a_director),
        cmocka_unit_test(who_is_no_pilot_is_not_asked),
        cmocka_unit_test(a_closed_or_later_facility_is_not_asked),
        cmocka_unit_test(a_type_that_was_never_imported_has_no_data),
        cmocka_unit_test(training_is_read_out_of_the_attributes),
        cmocka_unit_test(each_bed_needs_its_staff),
        cmocka_unit_test(each_ratio_says_its_shortfall),
        cmocka_unit_test(without_beds_there_is_nothing_to_staff),
        cmocka_unit_test(findings_come_by_unit_and_then_by_facility),
        cmocka_unit_test(where_the_level_is_missing_the_next_one_is_named),
        cmocka_unit_test(an_impossible_number_is_a_failure),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
