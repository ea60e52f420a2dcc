/* Whose density it is: people chosen by what is known of them. */
#include "density_town.h"

#include "policy/policy.h"

static void people_are_chosen_by_what_is_known_of_them(void **state)
{
    circlet_city *city = make_city();
    circlet_density_options options = large_cells();

    (void)state;
    options.kernel = CIRCLET_KERNEL_NONE;
    options.grade_to = 2; /* of one the grade is not known */
    assert_persons(city, &options, 1, 1, 2);
    options.grade_from = 2;
    options.grade_to = 0;
    assert_persons(city, &options, 11, 11, 12);
    options = large_cells();
    options.kind = "visual";
    assert_persons(city, &options, 1, 1, 1);
    options = large_cells();
    options.age_to = 15;
    options.year = 2020;
    assert_persons(city, &options, 1, 1, 1);
    options.kind = "hearing"; /* the child is not */
    assert_persons(city, &options, 0, 0, 0);
    circlet_city_free(city);
}

static void the_choice_is_said_in_words(void **state)
{
    circlet_city *city = make_city();
    circlet_density_options options = large_cells();
    circlet_density *density;

    (void)state;
    options.kind = "visual";
    options.grade_from = 1;
    options.grade_to = 2;
    options.age_from = 60;
    options.year = 2020;
    options.aid = "none";
    density = make(city, &options);
    assert_string_equal(circlet_density_summarise(density).subject,
                        "kind visual, aid none, grade 1-2, age 60-");
    circlet_density_free(density);
    circlet_city_free(city);
}

/* The same people as the finding has uncovered. */
static void whom_a_circle_leaves_uncovered_is_whom_the_rule_does(void **state)
{
    judge_roads roads = {0};
    circlet_travel travel = judge_travel(&roads);
    circlet_policy *policy = judge_policy();
    circlet_city *city = make_city();
    circlet_findings *findings =
        judge_city_now(policy, city, &travel, 2020, "B-CIRCLE-15");
    circlet_density_options options = large_cells();
    circlet_density *density = NULL;

    (void)state;
    options.is_by_unit = true;
    options.level = CIRCLET_LEVEL_STREET;
    options.uncovered = "B-CIRCLE-15";
    assert_ok(circlet_density_make(&density, city, policy, &travel, &options,
                                   error));

    for (size_t i = 0; i < 2; i++) {
        circlet_density_unit unit = circlet_density_unit_at(density, i);
        const circlet_finding *finding = judge_find(
            findings, "B-CIRCLE-15", circlet_city_unit(city, unit.unit)->code);

        assert_near(unit.persons.measured,
                    finding->persons - finding->persons_covered);
        assert_near(unit.persons.high,
                    finding->persons_low - finding->covered_low);
    }
    assert_near(circlet_density_unit_at(density, 0).persons.measured, 1);
    assert_near(circlet_density_unit_at(density, 1).persons.measured, 2.5);
    circlet_density_free(density);

    options = large_cells();
    options.uncovered = "B-CIRCLE-15";
    options.grade_to = 2;
    assert_ok(circlet_density_make(&density, city, policy, &travel, &options,
                                   error));
    assert_true(fabs(cells_sum(density) - 1) < 1e-9);
    assert_string_equal(circlet_density_summarise(density).subject,
                        "uncovered B-CIRCLE-15, grade -2");
    circlet_density_free(density);
    circlet_findings_free(findings);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

static void groups_and_rules_must_be_the_policys(void **state)
{
    circlet_density_options options = large_cells();
    circlet_policy *policy = judge_policy();

    (void)state;
    options.group = "giants";
    assert_refused(&options, NULL, CIRCLET_E_ARGUMENT,
                   "group 'giants' needs a policy");
    assert_refused(&options, policy, CIRCLET_E_NOT_FOUND,
                   "policy 'beijing-2018' has no group 'giants' (groups: ");
    options = large_cells();
    options.uncovered = "B-AREA";
    assert_refused(&options, NULL, CIRCLET_E_ARGUMENT, "needs a policy");
    assert_refused(&options, policy, CIRCLET_E_NOT_FOUND,
                   "policy 'beijing-2018' has no circle rule 'B-AREA'");
    options.uncovered = "B-CIRCLE-15";
    options.mode = "walk,drive";
    assert_refused(&options, policy, CIRCLET_E_ARGUMENT,
                   "'walk,drive': a density takes one travel mode");
    options.mode = "fly";
    assert_refused(&options, policy, CIRCLET_E_NOT_FOUND, "fly");
    circlet_policy_free(policy);
}

/* Nobody is uncovered because a facility was never imported. */
static void nothing_is_uncovered_because_it_is_unknown(void **state)
{
    judge_roads roads = {0};
    circlet_travel travel = judge_travel(&roads);
    circlet_policy *policy = judge_policy();
    judge_city made = judge_city_new();
    circlet_density_options options = large_cells();
    circlet_density *density = NULL;
    circlet_city *city;

    (void)state;
    judge_add_street(&made, 0, "urban");
    judge_add_people(&made, 0, 4000);
    city = judge_finish(&made);
    options.uncovered = "B-CIRCLE-15";
    assert_fails(
        circlet_density_make(&density, city, policy, &travel, &options, error),
        CIRCLET_E_NOT_FOUND, "is not known without its facilities");
    assert_fails(
        circlet_density_make(&density, city, policy, NULL, &options, error),
        CIRCLET_E_NOT_FOUND, "is not known without roads");
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
        circlet_density_options options = large_cells();
        circlet_density *density = NULL;
        circlet_density_persons persons;
        circlet_city *city;

        ((ci_rule *)(uintptr_t)policy->rules)->facility =
            (ci_selection){.service = "day_care", .word = "day_care"};
        judge_add_street(&made, 0, "urban");
        judge_add_person(&made, judge_person(0, 0.95));
        judge_add_facility(&made, judge_facility("warm_home", 0));
        if (is_complete)
            judge_say_all(&made);
        city = judge_finish(&made);
        options.is_by_unit = true;
        options.level = CIRCLET_LEVEL_STREET;
        options.uncovered = "B-CIRCLE-15";
        assert_ok(circlet_density_make(&density, city, policy, &travel,
                                       &options, error));
        persons = circlet_density_unit_at(density, 0).persons;
        assert_near(persons.measured, 1);
        assert_near(persons.low, is_complete);
        assert_near(persons.high, 1);
        circlet_density_free(density);
        circlet_city_free(city);
        circlet_policy_free(policy);
    }
}

/* One walks with a stick, of one it is not known. */
static circlet_city *walkers(void)
{
    judge_city made = judge_city_new();
    circlet_demand_record person = judge_person(0, 0.3);

    judge_add_street(&made, 0, "urban");
    person.aid = "stick";
    judge_add_person(&made, person);
    person.aid = NULL;
    judge_add_person(&made, person);
    return judge_finish(&made);
}

static void whose_aid_is_unknown_does_not_count_but_may(void **state)
{
    circlet_density_options options = large_cells();
    circlet_city *city = walkers();

    (void)state;
    options.aid = "stick";
    assert_persons(city, &options, 1, 1, 2);
    circlet_city_free(city);
}

static void words_that_occur_nowhere_are_refused(void **state)
{
    circlet_density_options options = large_cells();
    circlet_policy *policy = judge_policy();
    circlet_city *city = walkers();
    circlet_density *density = NULL;

    (void)state;
    options.aid = "unicorn";
    assert_fails(
        circlet_density_make(&density, city, NULL, NULL, &options, error),
        CIRCLET_E_NOT_FOUND, "nobody has aid 'unicorn' (aids: stick)");
    options.aid = NULL;
    options.kind = "visula";
    assert_fails(
        circlet_density_make(&density, city, policy, NULL, &options, error),
        CIRCLET_E_NOT_FOUND, "nobody has kind 'visula' (kinds: hearing)");
    options.kind = "visual"; /* the policy's, of which there is nobody */
    assert_ok(
        circlet_density_make(&density, city, policy, NULL, &options, error));
    assert_near(circlet_density_summarise(density).persons.high, 0);
    circlet_density_free(density);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

/* Street 0 has a home; in street 1 no street is known, of street 2 not the
 * setting: there people are perhaps uncovered. */
static void where_nothing_is_known_people_are_perhaps_uncovered(void **state)
{
    judge_roads roads = {.known_west_of = 1};
    circlet_travel travel = judge_travel(&roads);
    circlet_policy *policy = judge_policy();
    judge_city made = judge_city_new();
    circlet_density_options options = large_cells();
    circlet_density *density = NULL;
    circlet_city *city;

    (void)state;
    judge_add_street(&made, 0, "urban");
    judge_add_street(&made, 1, "urban");
    judge_add_street(&made, 2, NULL);
    for (int k = 0; k < 3; k++)
        judge_add_person(&made, judge_person(k, 0.95));
    judge_add_facility(&made, judge_facility("warm_home", 0));
    city = judge_finish(&made);
    options.is_by_unit = true;
    options.level = CIRCLET_LEVEL_STREET;
    options.uncovered = "B-CIRCLE-15";
    assert_ok(circlet_density_make(&density, city, policy, &travel, &options,
                                   error));
    for (size_t k = 0; k < 3; k++) {
        circlet_density_persons persons =
            circlet_density_unit_at(density, k).persons;

        assert_near(persons.measured, k == 0);
        assert_near(persons.low, k == 0);
        assert_near(persons.high, 1);
    }
    circlet_density_free(density);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_are_chosen_by_what_is_known_of_them),
        cmocka_unit_test(the_choice_is_said_in_words),
        cmocka_unit_test(whom_a_circle_leaves_uncovered_is_whom_the_rule_does),
        cmocka_unit_test(groups_and_rules_must_be_the_policys),
        cmocka_unit_test(nothing_is_uncovered_because_it_is_unknown),
        cmocka_unit_test(a_type_that_was_not_imported_is_perhaps_near),
        cmocka_unit_test(whose_aid_is_unknown_does_not_count_but_may),
        cmocka_unit_test(words_that_occur_nowhere_are_refused),
        cmocka_unit_test(where_nothing_is_known_people_are_perhaps_uncovered),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
