/* Figures of ledgers and costs of which something is not known. */
#include "ledger_fixture.h"

#include "policy/policy.h"

static circlet_ledger *with_policy(const circlet_city *city,
                                   const circlet_policy *policy,
                                   const circlet_travel *travel,
                                   circlet_ledger_level level)
{
    circlet_ledger_options options = CIRCLET_LEDGER_OPTIONS_INIT;
    circlet_ledger *ledger = NULL;

    options.level = level;
    assert_ok(circlet_ledger_compute(&ledger, city, policy, travel, &options,
                                     error));
    return ledger;
}

static circlet_ledger *costs(const circlet_city *city,
                             const circlet_policy *policy,
                             const circlet_travel *travel)
{
    circlet_ledger_options options = CIRCLET_LEDGER_OPTIONS_INIT;
    circlet_ledger *ledger = NULL;

    options.level = CIRCLET_LEDGER_STREET;
    assert_ok(
        circlet_cost_compute(&ledger, city, policy, travel, &options, error));
    return ledger;
}

/* ---- facilities and people that no import spoke of ---------------------- */

static void facilities_that_no_import_spoke_of_are_not_none(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city made = judge_city_new();
    circlet_ledger *ledger;
    circlet_city *city;

    (void)state;
    judge_add_street(&made, 0, "urban");
    judge_add_people(&made, 0, 1000);
    city = judge_finish(&made);
    ledger = with_policy(city, policy, NULL, CIRCLET_LEDGER_STREET);
    assert_false(cell(ledger, "S0", CIRCLET_LEDGER_TYPE, "all").is_known);
    assert_false(
        cell(ledger, "S0", CIRCLET_LEDGER_TYPE, "warm_home").is_known);
    assert_false(cell(ledger, "S0", CIRCLET_LEDGER_STAFF, "nurses").is_known);
    assert_false(
        cell(ledger, "total", CIRCLET_LEDGER_AREA, "area_m2").is_known);
    assert_true(cell(ledger, "S0", CIRCLET_LEDGER_PEOPLE, "all").is_complete);
    circlet_ledger_free(ledger);

    ledger = costs(city, policy, NULL);
    assert_false(
        cell(ledger, "S0", CIRCLET_LEDGER_CATCHMENT, "facilities").is_known);
    assert_false(
        cell(ledger, "S0", CIRCLET_LEDGER_CATCHMENT, "persons").is_known);
    assert_false(
        cell(ledger, "total", CIRCLET_LEDGER_CATCHMENT, "persons_high")
            .is_known);
    assert_false(cell(ledger, "S0", CIRCLET_LEDGER_YEARLY, "known").is_known);
    assert_false(cell(ledger, "S0", CIRCLET_LEDGER_YEARLY, "high").is_known);
    assert_true(cell(ledger, "S0", CIRCLET_LEDGER_YEARLY, "low").is_known);
    assert_false(cell(ledger, "S0", CIRCLET_LEDGER_ONCE, "high").is_known);
    circlet_ledger_free(ledger);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

static void some_types_known_do_not_make_others_none(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city made = judge_city_new();
    circlet_ledger *ledger;
    circlet_ledger_cell all;
    circlet_city *city;

    (void)state;
    judge_add_street(&made, 0, "urban");
    judge_add_facility(&made, judge_facility("warm_home", 0));
    city = judge_finish(&made);
    ledger = with_policy(city, policy, NULL, CIRCLET_LEDGER_STREET);
    all = cell(ledger, "S0", CIRCLET_LEDGER_TYPE, "all");
    assert_int_equal(all.value_milli, 1000);
    assert_true(all.is_known && !all.is_complete);
    assert_true(
        cell(ledger, "S0", CIRCLET_LEDGER_TYPE, "warm_home").is_complete);
    assert_false(cell(ledger, "S0", CIRCLET_LEDGER_TYPE, "mental_day_station")
                     .is_known);
    circlet_ledger_free(ledger);
    ledger = costs(city, policy, NULL);
    assert_true(cell(ledger, "S0", CIRCLET_LEDGER_CATCHMENT, "facilities")
                    .is_complete);
    circlet_ledger_free(ledger);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

/* Somebody is far from the home; a station, of which no import has spoken,
 * is perhaps near. */
static void a_type_that_was_not_imported_is_perhaps_near(void **state)
{
    (void)state;
    for (int is_complete = 0; is_complete < 2; is_complete++) {
        judge_roads roads = {0};
        circlet_travel travel = judge_travel(&roads);
        circlet_policy *policy = judge_policy();
        judge_city made = judge_city_new();
        circlet_ledger *ledger;
        circlet_city *city;

        ((ci_rule *)(uintptr_t)policy->rules)->facility =
            (ci_selection){.service = "day_care", .word = "day_care"};
        judge_add_street(&made, 0, "urban");
        judge_add_person(&made, judge_person(0, 0.95));
        judge_add_facility(&made, judge_facility("warm_home", 0));
        if (is_complete)
            judge_say_all(&made);
        city = judge_finish(&made);
        ledger = with_policy(city, policy, &travel, CIRCLET_LEDGER_STREET);
        assert_int_equal(
            figure(ledger, "S0", CIRCLET_LEDGER_COVERAGE, "covered"), 0);
        assert_int_equal(
            figure(ledger, "S0", CIRCLET_LEDGER_COVERAGE, "covered_high"),
            is_complete ? 0 : 1000);
        circlet_ledger_free(ledger);
        circlet_city_free(city);
        circlet_policy_free(policy);
    }
}

static void a_complete_list_says_that_there_are_none(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city made = judge_city_new();
    circlet_ledger *ledger;
    circlet_city *city;

    (void)state;
    judge_add_street(&made, 0, "urban");
    assert_ok(circlet_city_builder_say_complete(
        made.builder, CIRCLET_PART_FACILITIES, error));
    assert_ok(circlet_city_builder_say_complete(made.builder,
                                                CIRCLET_PART_PEOPLE, error));
    city = judge_finish(&made);
    ledger = with_policy(city, policy, NULL, CIRCLET_LEDGER_STREET);
    assert_true(cell(ledger, "S0", CIRCLET_LEDGER_TYPE, "all").is_complete);
    assert_true(cell(ledger, "S0", CIRCLET_LEDGER_AREA, "area_m2").is_known);
    assert_true(cell(ledger, "S0", CIRCLET_LEDGER_PEOPLE, "all").is_complete);
    circlet_ledger_free(ledger);
    ledger = costs(city, policy, NULL);
    assert_true(cell(ledger, "S0", CIRCLET_LEDGER_YEARLY, "high").is_complete);
    circlet_ledger_free(ledger);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

static void people_that_no_import_spoke_of_are_not_none(void **state)
{
    judge_roads roads = {0};
    const circlet_travel travel = judge_travel(&roads);
    circlet_policy *policy = judge_policy();
    judge_city made = judge_city_new();
    circlet_ledger *ledger;
    circlet_city *city;

    (void)state;
    judge_add_street(&made, 0, "urban");
    judge_add_facility(&made, judge_facility("warm_home", 0));
    city = judge_finish(&made);
    ledger = with_policy(city, policy, &travel, CIRCLET_LEDGER_STREET);
    assert_false(cell(ledger, "S0", CIRCLET_LEDGER_PEOPLE, "all").is_known);
    assert_false(
        cell(ledger, "total", CIRCLET_LEDGER_KIND, "visual").is_known);
    assert_false(
        cell(ledger, "S0", CIRCLET_LEDGER_COVERAGE, "concerned").is_known);
    circlet_ledger_free(ledger);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

/* ---- places that are not known ------------------------------------------ */

static void add_placeless(judge_city *city, const char *code,
                          circlet_level level, const char *parent)
{
    circlet_unit_record unit = CIRCLET_UNIT_RECORD_INIT;

    unit.code = unit.name = code;
    unit.level = level;
    unit.parent_code = parent;
    unit.setting = "urban";
    assert_ok(circlet_city_builder_add_unit(city->builder, &unit, error));
}

/* District D holds the streets S0 and, without an area, S9; E holds S1
 * alone, so that it is known where it is. */
static circlet_city *placeless_town(void)
{
    judge_city made = judge_city_new();
    circlet_unit_record unit = CIRCLET_UNIT_RECORD_INIT;
    const circlet_point ring[] = {{1, 0}, {2, 0}, {2, 1}, {1, 1}, {1, 0}};
    const circlet_ring rings[] = {{5, false}};

    add_placeless(&made, "D", CIRCLET_LEVEL_DISTRICT, NULL);
    add_placeless(&made, "E", CIRCLET_LEVEL_DISTRICT, NULL);
    add_placeless(&made, "S9", CIRCLET_LEVEL_STREET, "D");
    unit.code = unit.name = "S1";
    unit.level = CIRCLET_LEVEL_STREET;
    unit.parent_code = "E";
    unit.area = (circlet_area){ring, rings, 1};
    assert_ok(circlet_city_builder_add_unit(made.builder, &unit, error));
    judge_add_person(&made, judge_person(1, 0.5));
    judge_add_facility(&made, judge_facility("warm_home", 1));
    assert_ok(circlet_city_builder_say_complete(
        made.builder, CIRCLET_PART_FACILITIES, error));
    return judge_finish(&made);
}

static void nothing_is_known_of_a_unit_without_an_area(void **state)
{
    circlet_policy *policy = judge_policy();
    circlet_city *city = placeless_town();
    circlet_ledger *ledger =
        with_policy(city, policy, NULL, CIRCLET_LEDGER_STREET);

    (void)state;
    assert_false(cell(ledger, "S9", CIRCLET_LEDGER_PEOPLE, "all").is_known);
    assert_false(cell(ledger, "S9", CIRCLET_LEDGER_TYPE, "all").is_known);
    assert_true(cell(ledger, "S1", CIRCLET_LEDGER_PEOPLE, "all").is_complete);
    assert_true(
        cell(ledger, "total", CIRCLET_LEDGER_PEOPLE, "all").is_complete);
    circlet_ledger_free(ledger);
    ledger = costs(city, policy, NULL);
    assert_false(
        cell(ledger, "S9", CIRCLET_LEDGER_CATCHMENT, "facilities").is_known);
    assert_false(cell(ledger, "S9", CIRCLET_LEDGER_YEARLY, "high").is_known);
    assert_true(cell(ledger, "S1", CIRCLET_LEDGER_CATCHMENT, "facilities")
                    .is_complete);
    circlet_ledger_free(ledger);
    ledger = ledger_of(city, CIRCLET_LEDGER_DISTRICT, 2020);
    assert_false(cell(ledger, "D", CIRCLET_LEDGER_PEOPLE, "all").is_known);
    assert_true(cell(ledger, "E", CIRCLET_LEDGER_PEOPLE, "all").is_complete);
    assert_int_equal(figure(ledger, "E", CIRCLET_LEDGER_PEOPLE, "all"), 1000);
    circlet_ledger_free(ledger);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

/* ---- settings that are not known ---------------------------------------- */

static void without_a_setting_nobody_is_known_to_be_concerned(void **state)
{
    judge_roads roads = {0};
    const circlet_travel travel = judge_travel(&roads);
    circlet_policy *policy = judge_policy();
    judge_city made = judge_city_new();
    circlet_ledger *ledger;
    circlet_ledger_cell concerned;
    circlet_city *city;

    (void)state;
    judge_add_street(&made, 0, "urban");
    judge_add_street(&made, 1, NULL);
    judge_add_person(&made, judge_person(0, 0.5));
    judge_add_person(&made, judge_person(1, 0.5));
    judge_add_facility(&made, judge_facility("warm_home", 0));
    city = judge_finish(&made);
    ledger = with_policy(city, policy, &travel, CIRCLET_LEDGER_STREET);
    assert_false(
        cell(ledger, "S1", CIRCLET_LEDGER_COVERAGE, "concerned").is_known);
    assert_false(
        cell(ledger, "S1", CIRCLET_LEDGER_COVERAGE, "covered_high").is_known);
    concerned = cell(ledger, "total", CIRCLET_LEDGER_COVERAGE, "concerned");
    assert_int_equal(concerned.value_milli, 1000);
    assert_false(concerned.is_complete);
    assert_true(
        cell(ledger, "S0", CIRCLET_LEDGER_COVERAGE, "concerned").is_complete);
    circlet_ledger_free(ledger);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(facilities_that_no_import_spoke_of_are_not_none),
        cmocka_unit_test(some_types_known_do_not_make_others_none),
        cmocka_unit_test(a_type_that_was_not_imported_is_perhaps_near),
        cmocka_unit_test(a_complete_list_says_that_there_are_none),
        cmocka_unit_test(people_that_no_import_spoke_of_are_not_none),
        cmocka_unit_test(nothing_is_known_of_a_unit_without_an_area),
        cmocka_unit_test(without_a_setting_nobody_is_known_to_be_concerned),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
