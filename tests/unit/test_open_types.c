/*
 * Towns of which some types of facility that count for a rule were not
 * imported: each is judged so, and with everything said that there is. What
 * is enough stays so, what is short may not be, and shares among facilities
 * may change either way.
 */
#include "open_town.h"

#include "policy/open_types.h"
#include "policy/rule.h"

static const circlet_finding *judge(open_case *c, int year, const char *rule,
                                    const char *unit, bool is_complete)
{
    const circlet_finding *finding;

    if (is_complete)
        judge_say_all(&c->town);
    c->city = judge_finish(&c->town);
    c->travel = care_travel(&c->roads);
    c->findings = judge_city_now(c->policy, c->city, &c->travel, year, rule);
    finding = judge_find(c->findings, rule, unit);
    assert_non_null(finding);
    return finding;
}

/* A number, or NaN where it has no end. */
static void assert_end(double value, double wanted)
{
    if (isnan(wanted))
        assert_true(isnan(value));
    else
        assert_near(value, wanted);
}

static void assert_open(const circlet_finding *finding)
{
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_UNDECIDED);
    assert_true(isnan(finding->shortfall));
    assert_true(judge_has_reason(finding, CI_TYPES_UNKNOWN));
    assert_false(judge_has_reason(finding, "due_later"));
    assert_null(finding->fix_en);
    assert_non_null(strstr(finding->text_en,
                           "undecided: facilities of other types that would "
                           "count were not imported"));
    assert_non_null(strstr(finding->text_zh,
                           "暂不能判定：其他也可计入的设施类型没有导入数据"));
}

/* ---- sums and numbers --------------------------------------------------- */

/* 0.5 for each thousand of 20000 residents are 10 beds. */
static void add_district(open_case *c)
{
    const circlet_point ring[] = {{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}};
    const circlet_ring rings[] = {{5, false}};
    circlet_unit_record unit = CIRCLET_UNIT_RECORD_INIT;

    unit.code = unit.name = "D";
    unit.level = CIRCLET_LEVEL_DISTRICT;
    unit.residents = 20000;
    unit.area = (circlet_area){ring, rings, 1};
    assert_ok(circlet_city_builder_add_unit(c->town.builder, &unit, error));
    judge_add_people(&c->town, 0, 1000);
}

static void add_beds(open_case *c, const char *type, const char *service,
                     int64_t beds)
{
    const circlet_service_record record = {service, -1, beds, -1, 0, 0};
    circlet_facility_record facility = judge_facility(type, 0);

    facility.services = &record;
    facility.service_count = 1;
    judge_add_facility(&c->town, facility);
}

typedef enum said_types { SAID_ONE, SAID_BOTH, SAID_ALL } said_types;

static void beds_of_one_type_are_at_least_so_many(void **state)
{
    static const struct {
        int64_t beds;
        said_types said;
        int year;
        circlet_verdict verdict;
        double high;
    } cases[] = {
        {5, SAID_ONE, 2020, CIRCLET_VERDICT_UNDECIDED, NAN},
        {5, SAID_BOTH, 2020, CIRCLET_VERDICT_FAIL, 0.25},
        {5, SAID_ALL, 2020, CIRCLET_VERDICT_FAIL, 0.25},
        {5, SAID_ONE, 2018, CIRCLET_VERDICT_UNDECIDED, NAN},
        {5, SAID_ALL, 2018, CIRCLET_VERDICT_ADVICE, 0.25},
        {10, SAID_ONE, 2020, CIRCLET_VERDICT_PASS, NAN},
        {10, SAID_ALL, 2020, CIRCLET_VERDICT_PASS, 0.5},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        open_case *c = start(judge_policy());
        const circlet_finding *finding;

        add_district(c);
        add_beds(c, "rehabilitation_institution", "rehabilitation",
                 cases[i].beds);
        if (cases[i].said == SAID_BOTH)
            speak_of(c, "rehabilitation_hospital");
        finding = judge(c, cases[i].year, "A-BEDS-REHAB", "D",
                        cases[i].said == SAID_ALL);
        assert_int_equal(finding->verdict, cases[i].verdict);
        assert_near(finding->measured_low, (double)cases[i].beds / 20);
        assert_end(finding->measured_high, cases[i].high);
        assert_end(finding->measured, cases[i].high);
        if (cases[i].verdict == CIRCLET_VERDICT_UNDECIDED)
            assert_open(finding);
        else
            assert_false(judge_has_reason(finding, CI_TYPES_UNKNOWN));
        end(c);
    }
}

static void what_is_there_is_said_as_the_least(void **state)
{
    open_case *c = start(judge_policy());
    const circlet_finding *finding;

    (void)state;
    add_district(c);
    add_beds(c, "rehabilitation_institution", "rehabilitation", 5);
    finding = judge(c, 2020, "A-BEDS-REHAB", "D", false);
    assert_string_equal(
        finding->text_en,
        "D has at least 5 beds (rehabilitation) for 20,000 residents; at "
        "least 0.5 are asked for; undecided: facilities of other types that "
        "would count were not imported.");
    assert_string_equal(
        finding->text_zh,
        "D有至少5张床位（康复），对应20000名常住人口，应不低于0.5；"
        "暂不能判定：其他也可计入的设施类型没有导入数据。");
    end(c);
}

/* No type at all was given of which a facility has such beds. */
static void nothing_said_of_any_type_is_no_data(void **state)
{
    open_case *c = start(judge_policy());
    const circlet_finding *finding;

    (void)state;
    add_district(c);
    judge_add_facility(&c->town, judge_facility("warm_home", 0));
    finding = judge(c, 2020, "A-BEDS-REHAB", "D", false);
    assert_int_equal(finding->verdict, CIRCLET_VERDICT_NO_DATA);
    assert_true(judge_has_reason(finding, "type_unknown"));
    end(c);
}

static void judge_staff(const char *rule, double staff, bool is_complete,
                        circlet_verdict wanted)
{
    open_case *c = start(judge_policy());
    circlet_facility_record home = judge_facility("warm_home", 0);
    const circlet_finding *finding;

    judge_add_street(&c->town, 0, "urban");
    judge_add_people(&c->town, 0, 100000);
    home.measures[CIRCLET_MEASURE_MENTAL_STAFF] = staff;
    home.measures[CIRCLET_MEASURE_REHAB_WORKERS] = staff;
    judge_add_facility(&c->town, home);
    finding = judge(c, 2020, rule, "S0", is_complete);
    assert_int_equal(finding->verdict, wanted);
    assert_near(finding->measured_low, staff);
    assert_end(finding->measured_high, is_complete ? staff : (double)NAN);
    if (wanted == CIRCLET_VERDICT_UNDECIDED)
        assert_open(finding);
    end(c);
}

static void staff_may_be_of_any_type(void **state)
{
    static const char *const rules[] = {"A-MENTAL-STAFF", "A-REHAB-STAFF"};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        judge_staff(rules[i], 0, false, CIRCLET_VERDICT_UNDECIDED);
        judge_staff(rules[i], 0, true, CIRCLET_VERDICT_FAIL);
        judge_staff(rules[i], 1, false, CIRCLET_VERDICT_PASS);
        judge_staff(rules[i], 1, true, CIRCLET_VERDICT_PASS);
    }
}

/* A hospital that does not assess, and nothing said of institutions, which
 * perhaps do. */
static void judge_assessment(const char *service, said_types said,
                             circlet_verdict wanted, double low, double high)
{
    open_case *c = start(judge_policy());
    const circlet_finding *finding;

    add_district(c);
    add_beds(c, "rehabilitation_hospital", service, -1);
    if (said == SAID_BOTH)
        speak_of(c, "rehabilitation_institution");
    finding = judge(c, 2020, "A-REHAB-ASSESS", "D", said == SAID_ALL);
    assert_int_equal(finding->verdict, wanted);
    assert_near(finding->measured_low, low);
    assert_end(finding->measured_high, high);
    if (wanted == CIRCLET_VERDICT_UNDECIDED)
        assert_open(finding);
    end(c);
}

static void a_number_is_at_least_what_is_there(void **state)
{
    const char *own = "rehabilitation_assessment";

    (void)state;
    judge_assessment("rehabilitation", SAID_ONE, CIRCLET_VERDICT_UNDECIDED, 0,
                     NAN);
    judge_assessment("rehabilitation", SAID_BOTH, CIRCLET_VERDICT_FAIL, 0, 0);
    judge_assessment("rehabilitation", SAID_ALL, CIRCLET_VERDICT_FAIL, 0, 0);
    judge_assessment(own, SAID_ONE, CIRCLET_VERDICT_PASS, 1, NAN);
    judge_assessment(own, SAID_ALL, CIRCLET_VERDICT_PASS, 1, 1);
}

/* Special beds in an elderly home, or in an institution of their own; the
 * other was not imported. */
static void judge_special(bool is_section, int homes, said_types said,
                          circlet_verdict wanted, double high)
{
    static const char *const types[] = {"special_welfare_institution",
                                        "elderly_institution"};
    open_case *c = start(judge_policy());
    const circlet_finding *finding;

    add_district(c);
    for (int i = 0; i < homes; i++)
        add_beds(c, types[is_section], "special_welfare", 50);
    if (said == SAID_BOTH)
        speak_of(c, types[!is_section]);
    finding = judge(c, 2020, "A-BEDS-SPECIAL", "D", said == SAID_ALL);
    assert_int_equal(finding->verdict, wanted);
    assert_near(finding->measured_low, homes);
    assert_end(finding->measured_high, high);
    if (wanted == CIRCLET_VERDICT_UNDECIDED)
        assert_open(finding);
    end(c);
}

static void institutions_are_at_least_those_that_are_known(void **state)
{
    (void)state;
    for (int is_section = 0; is_section < 2; is_section++) {
        judge_special(is_section, 1, SAID_ONE, CIRCLET_VERDICT_UNDECIDED, NAN);
        judge_special(is_section, 1, SAID_BOTH, CIRCLET_VERDICT_FAIL, 1);
        judge_special(is_section, 1, SAID_ALL, CIRCLET_VERDICT_FAIL, 1);
        judge_special(is_section, 2, SAID_ONE, CIRCLET_VERDICT_PASS, NAN);
        judge_special(is_section, 2, SAID_ALL, CIRCLET_VERDICT_PASS, 2);
    }
}

/* Makes a rule about Warm Homes one about any type that offers day care. */
static void fill_by_day_care(circlet_policy *policy, const char *id)
{
    ci_rule *rule = (ci_rule *)(uintptr_t)policy->rules;

    while (strcmp(rule->id, id) != 0)
        rule++;
    rule->facility = (ci_selection){.service = "day_care", .word = "day_care"};
}

/* So many homes that are pilots and reformed, and, before 2020, one that is
 * not. */
static void judge_phase(int homes, int year, bool is_complete,
                        circlet_verdict wanted, double low, double high)
{
    open_case *c = start(judge_policy());
    const char *unit = year < 2020 ? "D" : "C";
    const circlet_finding *finding;

    fill_by_day_care(c->policy, "B-PILOT");
    add_unit(&c->town, "C", CIRCLET_LEVEL_CITY, NULL, NULL, NULL, NULL, 0, 1);
    add_district(c);
    for (int i = 0; i <= homes; i++) {
        circlet_facility_record home = judge_facility("warm_home", 0);

        home.is_pilot = home.is_reformed =
            i < homes ? CIRCLET_YES : CIRCLET_NO;
        if (i < homes || year < 2020)
            judge_add_facility(&c->town, home);
    }
    finding = judge(c, year, "B-PILOT", unit, is_complete);
    assert_int_equal(finding->verdict, wanted);
    assert_near(finding->measured_low, low);
    assert_end(finding->measured_high, high);
    if (wanted == CIRCLET_VERDICT_UNDECIDED)
        assert_open(finding);
    end(c);
}

static void a_share_of_facilities_may_change_either_way(void **state)
{
    (void)state;
    /* 3 pilots are asked for in 2018. */
    judge_phase(1, 2018, false, CIRCLET_VERDICT_UNDECIDED, 1, NAN);
    judge_phase(1, 2018, true, CIRCLET_VERDICT_FAIL, 1, 1);
    judge_phase(3, 2018, false, CIRCLET_VERDICT_PASS, 3, NAN);
    judge_phase(3, 2018, true, CIRCLET_VERDICT_PASS, 3, 3);
    /* All are to be reformed in 2020. */
    judge_phase(2, 2020, false, CIRCLET_VERDICT_UNDECIDED, 0, 1);
    judge_phase(2, 2020, true, CIRCLET_VERDICT_PASS, 1, 1);
}

/* ---- places and ways ---------------------------------------------------- */

/* 4 people and a Warm Home with so many free places; stations unsaid. */
static void judge_places(int64_t places, bool is_complete,
                         circlet_verdict wanted, double high)
{
    const circlet_service_record service = {"day_care", places, -1, 0, 0, 0};
    open_case *c = start(judge_policy());
    circlet_facility_record home = judge_facility("warm_home", 0);
    const circlet_finding *finding;

    judge_add_street(&c->town, 0, "urban");
    care_add(&c->town, care_person(0, 0.4), 4);
    home.services = &service;
    home.service_count = 1;
    judge_add_facility(&c->town, home);
    finding = judge(c, 2020, "A-DAYCARE", "S0", is_complete);
    assert_int_equal(finding->verdict, wanted);
    assert_near(finding->measured, (double)places / 4);
    assert_near(finding->measured_low, (double)places / 4);
    assert_end(finding->measured_high, high);
    assert_near(finding->persons_high, 4);
    assert_near(finding->covered_high, 4 * high);
    if (wanted == CIRCLET_VERDICT_UNDECIDED)
        assert_open(finding);
    end(c);
}

static void a_full_home_may_not_be_all_there_is(void **state)
{
    (void)state;
    judge_places(0, false, CIRCLET_VERDICT_UNDECIDED, 1);
    judge_places(1, false, CIRCLET_VERDICT_UNDECIDED, 1);
    judge_places(1, true, CIRCLET_VERDICT_FAIL, 0.25);
    judge_places(4, false, CIRCLET_VERDICT_PASS, 1);
    judge_places(4, true, CIRCLET_VERDICT_PASS, 1);
}

/* So many of two live within 15 minutes. */
static void judge_circle(int near, bool is_complete, circlet_verdict wanted,
                         double high)
{
    open_case *c = start(judge_policy());
    judge_roads roads = {0};
    const circlet_finding *finding;

    fill_by_day_care(c->policy, "B-CIRCLE-15");
    judge_add_street(&c->town, 0, "urban");
    for (int i = 0; i < 2; i++)
        judge_add_person(&c->town, judge_person(0, i < near ? 0.4 : 0.95));
    judge_add_facility(&c->town, judge_facility("warm_home", 0));
    if (is_complete)
        judge_say_all(&c->town);
    c->city = judge_finish(&c->town);
    c->travel = judge_travel(&roads);
    c->findings =
        judge_city_now(c->policy, c->city, &c->travel, 2020, "B-CIRCLE-15");
    finding = circlet_findings_at(c->findings, 0);
    assert_int_equal(finding->verdict, wanted);
    assert_near(finding->measured, near / 2.0);
    assert_end(finding->measured_high, high);
    assert_near(finding->covered_high, 2 * high);
    if (wanted == CIRCLET_VERDICT_UNDECIDED)
        assert_open(finding);
    end(c);
}

static void who_is_near_none_may_be_near_another(void **state)
{
    (void)state;
    judge_circle(1, false, CIRCLET_VERDICT_UNDECIDED, 1);
    judge_circle(1, true, CIRCLET_VERDICT_FAIL, 0.5);
    judge_circle(2, false, CIRCLET_VERDICT_PASS, 1);
    judge_circle(2, true, CIRCLET_VERDICT_PASS, 1);
}

static void judge_venue(double lat, bool is_complete, circlet_verdict wanted,
                        double low)
{
    open_case *c = start(judge_policy());
    circlet_venue_record venue = {0};
    judge_roads roads = {0};
    const circlet_finding *finding;

    fill_by_day_care(c->policy, "B-VENUE");
    judge_add_street(&c->town, 0, "urban");
    venue.id = venue.name = "arena";
    venue.at = (circlet_point){0.5, lat};
    assert_ok(circlet_city_builder_add_venue(c->town.builder, &venue, error));
    judge_add_facility(&c->town, judge_facility("warm_home", 0));
    if (is_complete)
        judge_say_all(&c->town);
    c->city = judge_finish(&c->town);
    c->travel = judge_travel(&roads);
    c->findings =
        judge_city_now(c->policy, c->city, &c->travel, 2020, "B-VENUE");
    finding = circlet_findings_at(c->findings, 0);
    assert_int_equal(finding->verdict, wanted);
    assert_near(finding->measured_low, low);
    if (wanted == CIRCLET_VERDICT_UNDECIDED)
        assert_open(finding);
    end(c);
}

static void another_may_be_nearer_to_a_venue(void **state)
{
    (void)state;
    judge_venue(0.96, false, CIRCLET_VERDICT_UNDECIDED, 0);
    judge_venue(0.96, true, CIRCLET_VERDICT_FAIL, 16);
    judge_venue(0.6, false, CIRCLET_VERDICT_PASS, 0);
    judge_venue(0.6, true, CIRCLET_VERDICT_PASS, 10);
}

/* ---- evenness ----------------------------------------------------------- */

/* Two streets too far from each other, one home with so many beds in each. */
static void judge_even(int64_t first, int64_t second, said_types said,
                       circlet_verdict city, circlet_verdict street)
{
    open_case *c = start(judge_policy());
    const circlet_finding *finding;

    add_unit(&c->town, "C", CIRCLET_LEVEL_CITY, NULL, NULL, NULL, NULL, 0, 10);
    judge_add_street(&c->town, 0, "urban");
    judge_add_street(&c->town, 9, "urban");
    care_add(&c->town, care_person(0, 0.4), 2);
    care_add(&c->town, care_person(9, 0.4), 2);
    for (int i = 0; i < 2; i++) {
        const circlet_service_record service = {
            "residential", -1, i ? second : first, -1, 0, 0};
        circlet_facility_record home =
            judge_facility("elderly_institution", i ? 9 : 0);

        home.services = &service;
        home.service_count = 1;
        judge_add_facility(&c->town, home);
    }
    if (said == SAID_BOTH)
        speak_of(c, "residential_institution");
    finding = judge(c, 2020, "A-RESPITE", "C", said == SAID_ALL);
    assert_int_equal(finding->verdict, city);
    if (city == CIRCLET_VERDICT_UNDECIDED) {
        assert_open(finding);
        assert_true(isnan(finding->measured));
        assert_near(finding->measured_low, 0);
        assert_end(finding->measured_high, 1);
    }
    finding = judge_find(c->findings, "A-RESPITE", "S0");
    assert_int_equal(finding->verdict, street);
    assert_near(finding->measured_low, (double)first / 2 * 100);
    assert_end(finding->measured_high,
               said == SAID_ONE ? (double)NAN : (double)first / 2 * 100);
    end(c);
}

static void evenness_may_change_either_way(void **state)
{
    (void)state;
    judge_even(2, 2, SAID_ONE, CIRCLET_VERDICT_UNDECIDED,
               CIRCLET_VERDICT_UNDECIDED);
    judge_even(2, 2, SAID_BOTH, CIRCLET_VERDICT_PASS, CIRCLET_VERDICT_PASS);
    judge_even(2, 2, SAID_ALL, CIRCLET_VERDICT_PASS, CIRCLET_VERDICT_PASS);
    judge_even(0, 2, SAID_ONE, CIRCLET_VERDICT_UNDECIDED,
               CIRCLET_VERDICT_UNDECIDED);
    judge_even(0, 2, SAID_ALL, CIRCLET_VERDICT_FAIL, CIRCLET_VERDICT_ADVICE);
    judge_even(0, 0, SAID_ONE, CIRCLET_VERDICT_UNDECIDED,
               CIRCLET_VERDICT_UNDECIDED);
}

/* ---- lists -------------------------------------------------------------- */

/* Somebody 950 s from the only institution, or 400 s. */
static void judge_kinds(double lat, bool is_complete, circlet_verdict wanted,
                        double high)
{
    open_case *c = start(judge_policy());
    circlet_demand_record person = judge_person(0, lat);
    judge_roads roads = {0};
    const circlet_finding *finding;

    judge_add_street(&c->town, 0, "urban");
    add_unit(&c->town, "C", CIRCLET_LEVEL_COMMUNITY, "S0", NULL, NULL, NULL, 0,
             1);
    person.kind = "mental";
    judge_add_person(&c->town, person);
    judge_add_facility(&c->town,
                       judge_facility("rehabilitation_institution", 0));
    if (is_complete)
        judge_say_all(&c->town);
    c->city = judge_finish(&c->town);
    c->travel = judge_travel(&roads);
    c->findings = judge_city_now(c->policy, c->city, &c->travel, 2020, REHAB);
    finding = judge_find(c->findings, REHAB, "C");
    assert_int_equal(finding->verdict, wanted);
    assert_end(finding->measured_high, high);
    if (wanted == CIRCLET_VERDICT_UNDECIDED)
        assert_open(finding);
    end(c);
}

static void a_kind_may_be_served_by_another_type(void **state)
{
    (void)state;
    judge_kinds(0.95, false, CIRCLET_VERDICT_UNDECIDED, 1);
    judge_kinds(0.95, true, CIRCLET_VERDICT_FAIL, 0);
    judge_kinds(0.4, false, CIRCLET_VERDICT_PASS, 1);
    judge_kinds(0.4, true, CIRCLET_VERDICT_PASS, 1);
}

/* Who could reach a service is advice; the share is what it is at least. */
static void reach_is_open_upwards(void **state)
{
    (void)state;
    for (int is_complete = 0; is_complete < 2; is_complete++) {
        open_case *c = start(judge_policy());
        judge_roads roads = {0};
        const circlet_finding *finding;

        judge_add_street(&c->town, 0, "urban");
        for (int i = 0; i < 2; i++) {
            circlet_demand_record person = judge_person(0, i ? 0.4 : 0.95);

            person.needs = "rehabilitation";
            person.received = "day_care";
            judge_add_person(&c->town, person);
        }
        judge_add_facility(&c->town, judge_facility("warm_home", 0));
        if (is_complete)
            judge_say_all(&c->town);
        c->city = judge_finish(&c->town);
        c->travel = judge_travel(&roads);
        c->findings = judge_city_now(c->policy, c->city, &c->travel, 2020,
                                     "A-REHAB-ADULT");
        finding = judge_find(c->findings, "A-REHAB-ADULT/reach", "S0");
        assert_int_equal(finding->verdict, CIRCLET_VERDICT_ADVICE);
        assert_near(finding->measured_low, 0.5);
        assert_end(finding->measured_high, is_complete ? 0.5 : 1);
        assert_int_equal(judge_has_reason(finding, CI_TYPES_UNKNOWN),
                         !is_complete);
        /* What was received does not hang on facilities. */
        finding = judge_find(c->findings, "A-REHAB-ADULT", "S0");
        assert_int_equal(finding->verdict, CIRCLET_VERDICT_FAIL);
        end(c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(beds_of_one_type_are_at_least_so_many),
        cmocka_unit_test(what_is_there_is_said_as_the_least),
        cmocka_unit_test(nothing_said_of_any_type_is_no_data),
        cmocka_unit_test(staff_may_be_of_any_type),
        cmocka_unit_test(a_number_is_at_least_what_is_there),
        cmocka_unit_test(institutions_are_at_least_those_that_are_known),
        cmocka_unit_test(a_share_of_facilities_may_change_either_way),
        cmocka_unit_test(a_full_home_may_not_be_all_there_is),
        cmocka_unit_test(who_is_near_none_may_be_near_another),
        cmocka_unit_test(another_may_be_nearer_to_a_venue),
        cmocka_unit_test(evenness_may_change_either_way),
        cmocka_unit_test(a_kind_may_be_served_by_another_type),
        cmocka_unit_test(reach_is_open_upwards),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
