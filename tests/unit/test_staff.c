/* The staff that the shipped policy asks for, reckoned by hand. */
#include "city_fixture.h"

#include <circlet/policy.h>

#include "policy_text.h"

static circlet_policy *read_shipped(void)
{
    char *text = shipped_text();
    circlet_policy *policy = NULL;

    assert_ok(read_text(&policy, text, error));
    free(text);
    return policy;
}

static void add_units(circlet_city_builder *builder)
{
    circlet_point corners[5];
    circlet_unit_record record = unit("D", CIRCLET_LEVEL_DISTRICT, NULL);

    record.area = rectangle(corners, 0, 0, 10, 10);
    add_unit(builder, record);
    record = unit("S", CIRCLET_LEVEL_STREET, "D");
    record.setting = "urban";
    record.area = rectangle(corners, 0, 0, 10, 10);
    add_unit(builder, record);
}

static circlet_facility_record facility_of(const char *id, const char *type)
{
    circlet_facility_record record = circlet_facility_record_unknown();

    record.id = record.name = id;
    record.type = type;
    record.at = (circlet_point){5, 5};
    record.opened = record.closed = -1;
    record.measures[CIRCLET_MEASURE_MENTAL_STAFF] = 0;
    record.measures[CIRCLET_MEASURE_REHAB_WORKERS] = 0;
    return record;
}

static void add_facility(circlet_city_builder *builder,
                         const circlet_facility_record *record)
{
    assert_ok(circlet_city_builder_add_facility(builder, record, error));
}

/* 30 beds ask for 4.5 physicians, 9 therapists and 9 nurses. */
static void add_hospital(circlet_city_builder *builder, const char *id,
                         double physicians, double therapists)
{
    const circlet_service_record beds = {
        .service = "rehabilitation", .places = -1, .beds = 30, .occupied = -1};
    circlet_facility_record record =
        facility_of(id, "rehabilitation_institution");

    record.services = &beds;
    record.service_count = 1;
    record.measures[CIRCLET_MEASURE_PHYSICIANS] = physicians;
    record.measures[CIRCLET_MEASURE_THERAPISTS] = therapists;
    add_facility(builder, &record);
}

static void add_pilot(circlet_city_builder *builder, const char *id,
                      circlet_answer is_pilot, double directors)
{
    circlet_facility_record record = facility_of(id, "warm_home");

    record.is_pilot = is_pilot;
    record.measures[CIRCLET_MEASURE_DIRECTORS] = directors;
    add_facility(builder, &record);
}

static const circlet_staff_row *find_row(const circlet_staff *staff,
                                         const char *rule, const char *word)
{
    for (size_t i = 0; i < circlet_staff_count(staff); i++) {
        const circlet_staff_row *row = circlet_staff_at(staff, i);

        if (strcmp(row->rule, rule) == 0 && strcmp(row->staff, word) == 0)
            return row;
    }
    fail_msg("no row of %s for %s", word, rule);
    return NULL;
}

static void assert_row(const circlet_staff *staff, const char *rule,
                       const char *word, const char *unit, int64_t needed,
                       int64_t missing, int64_t missing_high)
{
    const circlet_staff_row *row = find_row(staff, rule, word);

    assert_string_equal(row->unit, unit);
    assert_int_equal(row->needed, needed);
    assert_int_equal(row->missing, missing);
    assert_int_equal(row->missing_high, missing_high);
    assert_int_equal(row->there, needed - missing_high);
    assert_true(row->is_complete);
}

/* 250 people ask for 3 rehabilitation workers. */
static circlet_city *staffed_city(void)
{
    circlet_city_builder *builder = new_builder();
    circlet_demand_record people = person("p", 5, 5);

    add_units(builder);
    people.weight_milli = 250000;
    assert_ok(circlet_city_builder_add_demand(builder, &people, error));
    add_hospital(builder, "short", 4, 12);
    add_hospital(builder, "unknown", (double)NAN, 7);
    add_pilot(builder, "led", CIRCLET_YES, 1);
    add_pilot(builder, "not led", CIRCLET_YES, 0);
    add_pilot(builder, "perhaps", CIRCLET_UNKNOWN, (double)NAN);
    add_pilot(builder, "other", CIRCLET_NO, 0);
    assert_ok(circlet_city_builder_say_complete(
        builder, CIRCLET_PART_FACILITIES, error));
    assert_ok(circlet_city_builder_say_complete(builder, CIRCLET_PART_PEOPLE,
                                                error));
    return finish(builder);
}

static circlet_findings *judge(const circlet_policy *policy,
                               const circlet_city *city)
{
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;
    circlet_findings *findings = NULL;

    options.rule = "B-DIRECTOR,A-MENTAL-STAFF,A-REHAB-STAFF,A-BEDS-STAFF";
    assert_ok(
        circlet_policy_judge(&findings, policy, city, NULL, &options, error));
    return findings;
}

/* Half a physician is a position: one hospital lacks one for sure, the other
 * up to five. What one has too many helps no other. */
static void positions_are_whole_persons_of_each_facility(void **state)
{
    circlet_policy *policy = read_shipped();
    circlet_city *city = staffed_city();
    circlet_findings *findings = judge(policy, city);
    circlet_staff *staff = NULL;

    (void)state;
    assert_ok(circlet_policy_staff(&staff, policy, city, findings, error));
    assert_row(staff, "A-BEDS-STAFF", "physicians", "D", 10, 1, 6);
    assert_row(staff, "A-BEDS-STAFF", "therapists", "D", 18, 2, 2);
    assert_row(staff, "A-BEDS-STAFF", "nurses", "D", 18, 0, 18);
    assert_row(staff, "B-DIRECTOR", "directors", "S", 3, 1, 2);
    assert_row(staff, "A-MENTAL-STAFF", "mental_staff", "S", 1, 1, 1);
    assert_row(staff, "A-REHAB-STAFF", "rehab_workers", "S", 3, 3, 3);
    assert_null(circlet_staff_at(staff, circlet_staff_count(staff)));
    circlet_staff_free(staff);
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

static void nothing_is_written_without_findings(void **state)
{
    circlet_policy *policy = read_shipped();
    circlet_city *city = staffed_city();
    circlet_staff *staff = NULL;

    (void)state;
    assert_int_equal(circlet_policy_staff(&staff, policy, city, NULL, NULL),
                     CIRCLET_E_ARGUMENT);
    assert_null(staff);
    circlet_staff_free(staff);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(positions_are_whole_persons_of_each_facility),
        cmocka_unit_test(nothing_is_written_without_findings),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
