/* Who comes and goes, other rules, verdicts, and what is refused. */
#include "two_states.h"

#include "policy/policy.h"

static void who_enters_and_who_leaves_gains_and_loses_nothing(void **unused)
{
    state a = new_state(), b = new_state();
    circlet_comparison *comparison;
    const circlet_cover_change *cover;
    circlet_compared_people people;

    (void)unused;
    add(&a, "stays", 0.5);
    add(&a, "leaves", 0.51);
    add(&b, "stays", 0.5);
    add(&b, "enters", 0.9);
    add(&b, "enters too", 0.52);
    add_home(&a, "h", 0.5);
    add_home(&b, "h", 0.5);
    comparison = compare(finish(&a, policy, 2020), finish(&b, policy, 2020));

    cover = cover_of(comparison, RULE);
    people = circlet_comparison_people(comparison);
    assert_int_equal(people.entered_milli, 2000);
    assert_int_equal(people.left_milli, 1000);
    assert_int_equal(people.unchanged_milli, 1000);
    assert_int_equal(cover->came_milli, 2000);
    assert_int_equal(cover->came_covered_milli, 1000);
    assert_int_equal(cover->went_covered_milli, 1000);
    assert_int_equal(cover->came_by.milli[CIRCLET_CHANGE_PERSON_ENTERED],
                     2000);
    assert_int_equal(cover->went_by.milli[CIRCLET_CHANGE_PERSON_LEFT], 1000);
    assert_int_equal(verdict_of(comparison, RULE, "S0")->decided_by,
                     CIRCLET_CHANGE_PERSON_ENTERED);
    circlet_comparison_free(comparison);
    circlet_city_free(a.city);
    circlet_city_free(b.city);
}

/* A point of three persons has five now: two entered. */
static void a_point_of_more_people_has_some_who_entered(void **unused)
{
    state a = new_state(), b = new_state();
    circlet_demand_record point = at(0.5);
    circlet_comparison *comparison;
    circlet_compared_people people;

    (void)unused;
    point.weight_milli = 3000;
    add_as(&a, "p", point);
    point.weight_milli = 5000;
    add_as(&b, "p", point);
    add_home(&b, "h", 0.5);
    comparison = compare(finish(&a, policy, 2020), finish(&b, policy, 2020));

    people = circlet_comparison_people(comparison);
    assert_int_equal(people.entered_milli, 2000);
    assert_int_equal(people.gained_milli, 3000);
    assert_int_equal(cover_of(comparison, RULE)->gained_milli, 3000);
    assert_int_equal(cover_of(comparison, RULE)->came_covered_milli, 2000);
    circlet_comparison_free(comparison);
    circlet_city_free(a.city);
    circlet_city_free(b.city);
}

/* A street becomes country: its people have another rule. */
static void another_setting_gives_people_to_another_rule(void **unused)
{
    state a = {.making = judge_city_new(), .roads = {1, 0, 0.25}};
    state b = {.making = judge_city_new(), .roads = {1, 0, 0.25}};
    circlet_comparison *comparison;

    (void)unused;
    judge_add_street(&a.making, 0, "urban");
    judge_add_street(&b.making, 0, "plain");
    add(&a, "p", 0.5);
    add(&b, "p", 0.5);
    add_home(&a, "h", 0.8);
    add_home(&b, "h", 0.8);
    comparison = compare(finish(&a, policy, 2020), finish(&b, policy, 2020));

    assert_int_equal(
        cover_of(comparison, RULE)->went_by.milli[CIRCLET_CHANGE_UNIT], 1000);
    assert_int_equal(cover_of(comparison, "B-CIRCLE-30")
                         ->came_by.milli[CIRCLET_CHANGE_UNIT],
                     1000);
    assert_int_equal(circlet_comparison_people(comparison).gained_milli, 1000);
    assert_int_equal(verdict_of(comparison, RULE, "S0")->after, -1);
    assert_null(verdict_of(comparison, RULE, "S0")->text_en);
    circlet_comparison_free(comparison);
    circlet_city_free(a.city);
    circlet_city_free(b.city);
}

/* A home comes near somebody who was near none of the homes, and near
 * somebody who was near one before. Before, no import had spoken of stations,
 * which serve the rule as well: the first was perhaps served by one. */
static void who_gained_by_a_type_never_spoken_of_is_open(void **unused)
{
    circlet_policy *own = judge_policy();
    ci_rule *changed = malloc(own->rule_count * sizeof(*changed));
    const ci_rule *rules = own->rules;

    (void)unused;
    memcpy(changed, rules, own->rule_count * sizeof(*changed));
    for (size_t i = 0; i < own->rule_count; i++)
        if (strcmp(rules[i].id, RULE) == 0) {
            changed[i].facility.type = NULL;
            changed[i].facility.service = "day_care";
        }
    own->rules = changed;
    for (int is_complete = 0; is_complete < 2; is_complete++) {
        state a = {.making = judge_city_new(), .roads = {1, 0, 0.25}};
        state b = new_state();
        circlet_comparison *comparison;

        judge_add_street(&a.making, 0, "urban");
        judge_add_street(&a.making, 1, "urban");
        if (is_complete)
            assert_ok(circlet_city_builder_say_complete(
                a.making.builder, CIRCLET_PART_FACILITIES, error));
        add(&a, "far", 0.9);
        add(&a, "near", 0.5);
        add(&b, "far", 0.9);
        add(&b, "near", 0.5);
        add_home(&a, "h", 0.5);
        add_home(&b, "h", 0.5);
        add_home(&b, "n", 0.9);
        comparison = compare(finish(&a, own, 2020), finish(&b, own, 2020));
        assert_int_equal(cover_of(comparison, RULE)->gained_milli, 1000);
        assert_int_equal(cover_of(comparison, RULE)->open_milli,
                         is_complete ? 0 : 1000);
        circlet_comparison_free(comparison);
        circlet_city_free(a.city);
        circlet_city_free(b.city);
    }
    own->rules = rules;
    free(changed);
    circlet_policy_free(own);
}

static void a_rule_that_is_due_now_fails_by_the_year(void **unused)
{
    state a = new_state(), b = new_state();
    circlet_comparison *comparison;
    const circlet_verdict_change *verdict;

    (void)unused;
    add(&a, "p", 0.5);
    add(&b, "p", 0.5);
    comparison = compare(finish(&a, policy, 2019), finish(&b, policy, 2020));

    verdict = verdict_of(comparison, RULE, "S0");
    assert_int_equal(verdict->before, CIRCLET_VERDICT_ADVICE);
    assert_int_equal(verdict->after, CIRCLET_VERDICT_FAIL);
    assert_true(verdict->reasons >> CIRCLET_CHANGE_YEAR & 1);
    assert_int_equal(cover_of(comparison, RULE)->gained_milli, 0);
    circlet_comparison_free(comparison);
    circlet_city_free(a.city);
    circlet_city_free(b.city);
}

static void a_waiver_is_the_reason_of_an_advice(void **unused)
{
    state a = new_state(), b = new_state();
    circlet_waiver_record waiver = CIRCLET_WAIVER_RECORD_INIT;
    circlet_comparison *comparison;

    (void)unused;
    waiver.rule = RULE;
    waiver.unit_code = "S0";
    waiver.document = "No. 7";
    add(&a, "p", 0.5);
    add(&b, "p", 0.5);
    assert_ok(
        circlet_city_builder_add_waiver(b.making.builder, &waiver, error));
    comparison = compare(finish(&a, policy, 2020), finish(&b, policy, 2020));

    assert_int_equal(verdict_of(comparison, RULE, "S0")->after,
                     CIRCLET_VERDICT_ADVICE);
    assert_int_equal(verdict_of(comparison, RULE, "S0")->reasons,
                     UINT32_C(1) << CIRCLET_CHANGE_WAIVER);
    circlet_comparison_free(comparison);
    circlet_city_free(a.city);
    circlet_city_free(b.city);
}

static void what_was_not_said_to_be_complete_is_data(void **unused)
{
    state a = {.making = judge_city_new(), .roads = {1, 0, 0.25}};
    state b = new_state();
    circlet_comparison *comparison;

    (void)unused;
    judge_add_street(&a.making, 0, "urban");
    judge_add_street(&a.making, 1, "urban");
    add(&a, "p", 0.5);
    add(&b, "p", 0.5);
    comparison = compare(finish(&a, policy, 2020), finish(&b, policy, 2020));

    assert_int_equal(verdict_of(comparison, RULE, "S0")->before,
                     CIRCLET_VERDICT_NO_DATA);
    assert_int_equal(verdict_of(comparison, RULE, "S0")->decided_by,
                     CIRCLET_CHANGE_DATA);
    assert_int_equal(
        cover_of(comparison, RULE)->came_by.milli[CIRCLET_CHANGE_DATA], 1000);
    circlet_comparison_free(comparison);
    circlet_city_free(a.city);
    circlet_city_free(b.city);
}

static void who_perhaps_gained_is_counted_apart(void **unused)
{
    state a = new_state(), b = new_state();
    circlet_comparison *comparison;

    (void)unused;
    add(&a, "p", 0.5);
    add(&a, "q", 0.3);
    add(&b, "p", 0.5);
    add(&b, "q", 0.3);
    add_home(&b, "h", 0.58);
    add_home(&b, "i", 0.3);
    b.roads.unsure = 0.2;
    comparison = compare(finish(&a, policy, 2020), finish(&b, policy, 2020));

    assert_int_equal(cover_of(comparison, RULE)->gained_milli, 2000);
    assert_int_equal(cover_of(comparison, RULE)->open_milli, 1000);
    circlet_comparison_free(comparison);
    circlet_city_free(a.city);
    circlet_city_free(b.city);
}

static void a_city_and_itself_differ_in_nothing(void **unused)
{
    state a = new_state();
    circlet_compared compared;
    circlet_comparison *comparison;

    (void)unused;
    add(&a, "p", 0.5);
    add(&a, "q", 0.9);
    add_home(&a, "h", 0.5);
    compared = finish(&a, policy, 2020);
    comparison = compare(compared, compared);

    assert_int_equal(circlet_comparison_change_count(comparison), 0);
    assert_int_equal(circlet_comparison_verdict_count(comparison), 0);
    assert_int_equal(circlet_comparison_unit_count(comparison), 0);
    assert_int_equal(circlet_comparison_person_count(comparison), 0);
    assert_int_equal(circlet_comparison_people(comparison).unchanged_milli,
                     2000);
    assert_int_equal(cover_of(comparison, RULE)->covered_after_milli, 1000);
    circlet_comparison_free(comparison);
    circlet_city_free(a.city);
}

static void bad_calls_are_refused(void **unused)
{
    state a = new_state();
    circlet_compared compared = finish(&a, policy, 2020), bare = {0};
    circlet_compare_options options = CIRCLET_COMPARE_OPTIONS_INIT;
    circlet_comparison *comparison = NULL;

    (void)unused;
    options.rule = "X";
    assert_fails(
        circlet_comparison_compute(NULL, &compared, &compared, NULL, error),
        CIRCLET_E_ARGUMENT, "no place");
    assert_fails(
        circlet_comparison_compute(&comparison, &compared, &bare, NULL, error),
        CIRCLET_E_ARGUMENT, "two cities");
    assert_fails(circlet_comparison_compute(&comparison, &compared, &compared,
                                            &options, error),
                 CIRCLET_E_NOT_FOUND, "has no rule 'X'");
    assert_null(comparison);
    circlet_city_free(a.city);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_enters_and_who_leaves_gains_and_loses_nothing),
        cmocka_unit_test(a_point_of_more_people_has_some_who_entered),
        cmocka_unit_test(another_setting_gives_people_to_another_rule),
        cmocka_unit_test(who_gained_by_a_type_never_spoken_of_is_open),
        cmocka_unit_test(a_rule_that_is_due_now_fails_by_the_year),
        cmocka_unit_test(a_waiver_is_the_reason_of_an_advice),
        cmocka_unit_test(what_was_not_said_to_be_complete_is_data),
        cmocka_unit_test(who_perhaps_gained_is_counted_apart),
        cmocka_unit_test(a_city_and_itself_differ_in_nothing),
        cmocka_unit_test(bad_calls_are_refused),
    };
    int failed;

    policy = judge_policy();
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    circlet_policy_free(policy);
    return failed;
}
