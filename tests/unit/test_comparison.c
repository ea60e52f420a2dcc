/* Each reason by hand: one street of one square degree, in which 0.09 degrees
 * on foot are 15 minutes. */
#include "plane_roads.h"

#include <circlet/compare.h>

#define RULE "B-CIRCLE-15"

/* A state of the city while it is made. */
typedef struct state {
    judge_city making;
    circlet_city *city;
    plane_roads roads;
    circlet_travel travel;
} state;

static circlet_policy *policy;

static state new_state(void)
{
    state s = {.making = judge_city_new(), .roads = {1, 0, 0.25}};

    judge_add_street(&s.making, 0, "urban");
    judge_add_street(&s.making, 1, "urban");
    assert_ok(circlet_city_builder_say_complete(
        s.making.builder, CIRCLET_PART_FACILITIES, error));
    return s;
}

static circlet_demand_record at(double lon)
{
    circlet_demand_record person = judge_person(0, 0.5);

    person.at.lon = lon;
    return person;
}

static void add_as(state *s, const char *id, circlet_demand_record person)
{
    person.id = id;
    assert_ok(
        circlet_city_builder_add_demand(s->making.builder, &person, error));
}

static void add(state *s, const char *id, double lon)
{
    add_as(s, id, at(lon));
}

static void add_home_as(state *s, const char *id,
                        circlet_facility_record facility, double lon)
{
    facility.id = id;
    facility.name = id;
    facility.at = (circlet_point){lon, 0.5};
    assert_ok(circlet_city_builder_add_facility(s->making.builder, &facility,
                                                error));
}

static void add_home(state *s, const char *id, double lon)
{
    add_home_as(s, id, judge_facility("warm_home", 0), lon);
}

static circlet_compared finish(state *s, const circlet_policy *with, int year)
{
    s->city = judge_finish(&s->making);
    s->travel = plane_travel(&s->roads);
    return (circlet_compared){s->city, with, &s->travel, year};
}

static circlet_comparison *compare(circlet_compared before,
                                   circlet_compared after)
{
    circlet_comparison *comparison = NULL;

    assert_ok(
        circlet_comparison_compute(&comparison, &before, &after, NULL, error));
    return comparison;
}

static const circlet_cover_change *cover_of(const circlet_comparison *from,
                                            const char *rule)
{
    for (size_t i = 0; i < circlet_comparison_rule_count(from); i++)
        if (strcmp(circlet_comparison_rule(from, i)->rule, rule) == 0)
            return circlet_comparison_rule(from, i);
    fail_msg("no rule %s", rule);
    return NULL;
}

static const circlet_change *change_of(const circlet_comparison *from,
                                       circlet_change_kind kind)
{
    for (size_t i = 0; i < circlet_comparison_change_count(from); i++)
        if (circlet_comparison_change(from, i)->kind == kind)
            return circlet_comparison_change(from, i);
    return NULL;
}

static const circlet_verdict_change *verdict_of(const circlet_comparison *from,
                                                const char *rule,
                                                const char *unit)
{
    for (size_t i = 0; i < circlet_comparison_verdict_count(from); i++) {
        const circlet_verdict_change *change =
            circlet_comparison_verdict(from, i);

        if (strcmp(change->rule, rule) == 0 && strcmp(change->unit, unit) == 0)
            return change;
    }
    return NULL;
}

/* Two states of which one person gained for one reason alone. */
static void assert_one_gained(state *a, state *b, const circlet_policy *first,
                              const circlet_policy *then,
                              circlet_change_kind reason)
{
    circlet_comparison *comparison =
        compare(finish(a, first, 2020), finish(b, then, 2020));
    const circlet_cover_change *cover = cover_of(comparison, RULE);

    assert_int_equal(cover->gained_milli, 1000);
    assert_int_equal(cover->gained_by.milli[reason], 1000);
    assert_int_equal(cover->lost_milli, 0);
    assert_int_equal(cover->came_milli, 0);
    assert_int_equal(cover->went_milli, 0);
    assert_int_equal(circlet_comparison_people(comparison).gained_milli, 1000);
    assert_non_null(change_of(comparison, reason));
    assert_non_null(verdict_of(comparison, RULE, "S0"));
    assert_true(verdict_of(comparison, RULE, "S0")->reasons >> reason & 1);
    assert_int_equal(verdict_of(comparison, RULE, "S0")->decided_by, reason);
    circlet_comparison_free(comparison);
    circlet_city_free(a->city);
    circlet_city_free(b->city);
}

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
        cmocka_unit_test(who_gains_by_a_new_home_is_told_its_id),
        cmocka_unit_test(a_home_that_opens_by_its_date_has_opened),
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
        cmocka_unit_test(who_enters_and_who_leaves_gains_and_loses_nothing),
        cmocka_unit_test(a_point_of_more_people_has_some_who_entered),
        cmocka_unit_test(another_setting_gives_people_to_another_rule),
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
