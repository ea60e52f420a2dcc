/* Each reason for which people gain or lose, by hand. */
#include "two_states.h"

static void who_gains_by_a_new_home_is_told_its_id(void **unused)
{
    state a = new_state(), b = new_state();
    circlet_comparison *comparison;
    const circlet_change *change;

    (void)unused;
    add(&a, "p", 0.5);
    add(&b, "p", 0.5);
    add_home(&b, "near", 0.59);
    add_home(&b, "nearer", 0.42);
    comparison = compare(finish(&a, policy, 2020), finish(&b, policy, 2020));

    assert_int_equal(circlet_comparison_change_count(comparison), 2);
    change = circlet_comparison_change(comparison, 0);
    assert_string_equal(change->id, "near");
    assert_int_equal(change->effect_count, 0);
    change = circlet_comparison_change(comparison, 1);
    assert_string_equal(change->id, "nearer");
    assert_int_equal(change->effect_count, 1);
    assert_int_equal(change->effects[0].gained_milli, 1000);
    assert_int_equal(circlet_comparison_person_count(comparison), 1);
    assert_string_equal(circlet_comparison_person(comparison, 0)->facility,
                        "nearer");
    circlet_comparison_free(comparison);
    circlet_city_free(a.city);
    circlet_city_free(b.city);
}

static void a_home_that_opens_by_its_date_has_opened(void **unused)
{
    state a = new_state(), b = new_state();
    circlet_facility_record home = judge_facility("warm_home", 0);
    circlet_comparison *comparison;

    (void)unused;
    home.opened = 20190601;
    add(&a, "p", 0.5);
    add(&b, "p", 0.5);
    add_home_as(&a, "h", home, 0.5);
    add_home_as(&b, "h", home, 0.5);
    comparison = compare(finish(&a, policy, 2018), finish(&b, policy, 2019));

    assert_int_equal(cover_of(comparison, RULE)
                         ->gained_by.milli[CIRCLET_CHANGE_FACILITY_OPENED],
                     1000);
    circlet_comparison_free(comparison);
    circlet_city_free(a.city);
    circlet_city_free(b.city);
}

/* As a plan leaves it that enlarges a home of unknown area. */
static void a_home_that_is_surely_larger_has_changed(void **unused)
{
    (void)unused;
    for (int added = 0; added < 2; added++) {
        state a = new_state(), b = new_state();
        circlet_facility_record home = judge_facility("warm_home", 0);
        circlet_comparison *comparison;

        add(&a, "p", 0.5);
        add(&b, "p", 0.5);
        add_home_as(&a, "h", home, 0.5);
        home.measures_low[CIRCLET_MEASURE_AREA_M2] = 80.0 * added;
        add_home_as(&b, "h", home, 0.5);
        comparison =
            compare(finish(&a, policy, 2020), finish(&b, policy, 2020));

        assert_int_equal(circlet_comparison_change_count(comparison), added);
        circlet_comparison_free(comparison);
        circlet_city_free(a.city);
        circlet_city_free(b.city);
    }
}

static void who_loses_by_a_closed_home_is_told_its_id(void **unused)
{
    state a = new_state(), b = new_state();
    circlet_facility_record closed = judge_facility("warm_home", 0);
    circlet_comparison *comparison;
    const circlet_change *change;
    const circlet_verdict_change *verdict;

    (void)unused;
    closed.status = CIRCLET_FACILITY_CLOSED;
    add(&a, "p", 0.5);
    add(&b, "p", 0.5);
    add_home(&a, "h", 0.5);
    add_home_as(&b, "h", closed, 0.5);
    comparison = compare(finish(&a, policy, 2020), finish(&b, policy, 2020));

    change = change_of(comparison, CIRCLET_CHANGE_FACILITY_CLOSED);
    assert_string_equal(change->id, "h");
    assert_int_equal(change->effects[0].lost_milli, 1000);
    assert_int_equal(circlet_comparison_people(comparison).lost_milli, 1000);
    verdict = verdict_of(comparison, RULE, "S0");
    assert_int_equal(verdict->before, CIRCLET_VERDICT_PASS);
    assert_int_equal(verdict->after, CIRCLET_VERDICT_FAIL);
    assert_int_equal(verdict->measured_before, 1);
    assert_int_equal(verdict->measured_after, 0);
    assert_non_null(strstr(verdict->text_en, "0 %"));
    circlet_comparison_free(comparison);
    circlet_city_free(a.city);
    circlet_city_free(b.city);
}

/* A home closes, another opens as near: nobody lost anything. */
static void a_replaced_home_changes_nobodys_cover(void **unused)
{
    state a = new_state(), b = new_state();
    circlet_comparison *comparison;

    (void)unused;
    add(&a, "p", 0.5);
    add(&b, "p", 0.5);
    add_home(&a, "old", 0.5);
    add_home(&b, "new", 0.52);
    comparison = compare(finish(&a, policy, 2020), finish(&b, policy, 2020));

    assert_int_equal(circlet_comparison_change_count(comparison), 2);
    assert_int_equal(circlet_comparison_person_count(comparison), 0);
    assert_int_equal(circlet_comparison_people(comparison).unchanged_milli,
                     1000);
    assert_null(verdict_of(comparison, RULE, "S0"));
    circlet_comparison_free(comparison);
    circlet_city_free(a.city);
    circlet_city_free(b.city);
}

static void a_home_that_moves_near_is_the_reason(void **unused)
{
    state a = new_state(), b = new_state();

    (void)unused;
    add(&a, "p", 0.5);
    add(&b, "p", 0.5);
    add_home(&a, "h", 0.1);
    add_home(&b, "h", 0.58);
    assert_one_gained(&a, &b, policy, policy, CIRCLET_CHANGE_FACILITY_MOVED);
}

static void a_facility_that_becomes_a_home_is_the_reason(void **unused)
{
    state a = new_state(), b = new_state();

    (void)unused;
    add(&a, "p", 0.5);
    add(&b, "p", 0.5);
    add_home_as(&a, "h", judge_facility("day_care_station", 0), 0.5);
    add_home(&b, "h", 0.5);
    assert_one_gained(&a, &b, policy, policy, CIRCLET_CHANGE_FACILITY_CHANGED);
}

/* 0.09 degrees are 15 minutes, which counts; a little more does not. */
static void quicker_streets_are_the_reason_at_the_very_limit(void **unused)
{
    state a = new_state(), b = new_state();

    (void)unused;
    add(&a, "p", 0.5);
    add(&b, "p", 0.5);
    add_home(&a, "h", 0.59);
    add_home(&b, "h", 0.59);
    a.roads.factor = 1.00001;
    assert_one_gained(&a, &b, policy, policy, CIRCLET_CHANGE_ROAD);
}

static void a_looser_standard_is_the_reason(void **unused)
{
    circlet_policy *loose =
        judge_policy_with("cutoff_min: 15", "cutoff_min: 16");
    state a = new_state(), b = new_state();

    (void)unused;
    add(&a, "p", 0.5);
    add(&b, "p", 0.5);
    add_home(&a, "h", 0.595);
    add_home(&b, "h", 0.595);
    assert_one_gained(&a, &b, policy, loose, CIRCLET_CHANGE_STANDARD);
    circlet_policy_free(loose);
}

static void another_mode_of_the_rule_is_the_reason(void **unused)
{
    circlet_policy *driven = judge_policy_with("mode: own", "mode: drive");
    state a = new_state(), b = new_state();

    (void)unused;
    add(&a, "p", 0.5);
    add(&b, "p", 0.5);
    add_home(&a, "h", 0.7);
    add_home(&b, "h", 0.7);
    assert_one_gained(&a, &b, policy, driven, CIRCLET_CHANGE_MODE);
    circlet_policy_free(driven);
}

/* On wheels it takes twice as long. */
static void another_aid_is_the_reason(void **unused)
{
    state a = new_state(), b = new_state();
    circlet_demand_record on_wheels = at(0.5);

    (void)unused;
    on_wheels.aid = "manual_wheelchair";
    add_as(&a, "p", on_wheels);
    add(&b, "p", 0.5);
    add_home(&a, "h", 0.58);
    add_home(&b, "h", 0.58);
    assert_one_gained(&a, &b, policy, policy, CIRCLET_CHANGE_PERSON_CHANGED);
}

static void who_moves_near_gains_by_that(void **unused)
{
    state a = new_state(), b = new_state();

    (void)unused;
    add(&a, "p", 0.1);
    add(&b, "p", 0.5);
    add_home(&a, "h", 0.5);
    add_home(&b, "h", 0.5);
    assert_one_gained(&a, &b, policy, policy, CIRCLET_CHANGE_PERSON_MOVED);
}

/* The aid is looked at before the move: with the new aid p was covered at the
 * old home already. */
static void of_two_reasons_the_first_that_suffices_counts(void **unused)
{
    state a = new_state(), b = new_state();
    circlet_demand_record on_wheels = at(0.5);

    (void)unused;
    on_wheels.aid = "manual_wheelchair";
    add_as(&a, "p", on_wheels);
    add(&b, "p", 0.57);
    add_home(&a, "h", 0.58);
    add_home(&b, "h", 0.58);
    assert_one_gained(&a, &b, policy, policy, CIRCLET_CHANGE_PERSON_CHANGED);
}

/* In b nothing was ever imported about facilities: nobody closed them. */
static void facilities_that_are_not_spoken_of_were_not_closed(void **unused)
{
    state a = {.making = judge_city_new(), .roads = {1, 0, 0.25}};
    state b = {.making = judge_city_new(), .roads = {1, 0, 0.25}};
    circlet_comparison *comparison;

    (void)unused;
    judge_add_street(&a.making, 0, "urban");
    judge_add_street(&b.making, 0, "urban");
    add(&a, "p", 0.5);
    add(&b, "p", 0.5);
    add_home(&a, "h", 0.58);
    comparison = compare(finish(&a, policy, 2020), finish(&b, policy, 2020));
    assert_null(change_of(comparison, CIRCLET_CHANGE_FACILITY_CLOSED));
    assert_string_equal(change_of(comparison, CIRCLET_CHANGE_DATA)->id, "h");
    assert_int_equal(verdict_of(comparison, RULE, "S0")->after,
                     CIRCLET_VERDICT_NO_DATA);
    assert_int_equal(verdict_of(comparison, RULE, "S0")->decided_by,
                     CIRCLET_CHANGE_DATA);
    circlet_comparison_free(comparison);

    comparison = compare((circlet_compared){b.city, policy, &b.travel, 2020},
                         (circlet_compared){a.city, policy, &a.travel, 2020});
    assert_null(change_of(comparison, CIRCLET_CHANGE_FACILITY_OPENED));
    assert_string_equal(change_of(comparison, CIRCLET_CHANGE_DATA)->id, "h");
    circlet_comparison_free(comparison);
    circlet_city_free(a.city);
    circlet_city_free(b.city);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_gains_by_a_new_home_is_told_its_id),
        cmocka_unit_test(a_home_that_opens_by_its_date_has_opened),
        cmocka_unit_test(a_home_that_is_surely_larger_has_changed),
        cmocka_unit_test(who_loses_by_a_closed_home_is_told_its_id),
        cmocka_unit_test(a_replaced_home_changes_nobodys_cover),
        cmocka_unit_test(a_home_that_moves_near_is_the_reason),
        cmocka_unit_test(a_facility_that_becomes_a_home_is_the_reason),
        cmocka_unit_test(quicker_streets_are_the_reason_at_the_very_limit),
        cmocka_unit_test(a_looser_standard_is_the_reason),
        cmocka_unit_test(another_mode_of_the_rule_is_the_reason),
        cmocka_unit_test(another_aid_is_the_reason),
        cmocka_unit_test(who_moves_near_gains_by_that),
        cmocka_unit_test(of_two_reasons_the_first_that_suffices_counts),
        cmocka_unit_test(facilities_that_are_not_spoken_of_were_not_closed),
    };
    int failed;

    policy = judge_policy();
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    circlet_policy_free(policy);
    return failed;
}
