#include "judge_city.h"

#include <circlet/density.h>

/* Three people in street 0: two walk 300 s and 1200 s, one is a child; two
 * weighted points in street 1; somebody outside; nobody in street 2. */
static circlet_city *make_city(void)
{
    judge_city city = judge_city_new();
    circlet_demand_record person;

    for (int k = 0; k < 3; k++)
        judge_add_street(&city, k, "urban");
    judge_add_person(&city, judge_person(0, 0.3));
    person = judge_person(0, 0.96);
    person.grade = 1;
    judge_add_person(&city, person);
    person = judge_person(0, 0.5);
    person.kind = "visual;mental";
    person.grade = -1;
    person.birth_year = 2010;
    judge_add_person(&city, person);
    judge_add_people(&city, 1, 7500);
    person = judge_person(1, 0.93);
    person.is_modelled = true;
    person.weight_milli = 2500;
    judge_add_person(&city, person);
    person = judge_person(1, 0.2);
    person.at.lat = 5;
    judge_add_person(&city, person);
    judge_add_facility(&city, judge_facility("warm_home", 0));
    return judge_finish(&city);
}

static circlet_density_options large_cells(void)
{
    circlet_density_options options = CIRCLET_DENSITY_OPTIONS_INIT;

    options.cell_m = 5000;
    return options;
}

static circlet_density *make(const circlet_city *city,
                             const circlet_density_options *options)
{
    circlet_density *density = NULL;

    assert_ok(
        circlet_density_make(&density, city, NULL, NULL, options, error));
    return density;
}

static double cells_sum(const circlet_density *density)
{
    double sum = 0;

    for (size_t i = 0; i < circlet_density_cell_count(density); i++)
        sum += circlet_density_cell_at(density, i).persons.measured;
    return sum;
}

static void cells_add_up_to_the_people_of_the_city(void **state)
{
    circlet_city *city = make_city();

    (void)state;
    for (int kernel = 0; kernel < 3; kernel++)
        for (int shape = 0; shape < 2; shape++) {
            circlet_density_options options = large_cells();
            circlet_density_summary summary;
            circlet_density *density;

            options.kernel = (circlet_kernel)kernel;
            options.shape = (circlet_cell_shape)shape;
            density = make(city, &options);
            summary = circlet_density_summarise(density);

            assert_true(fabs(summary.persons.measured - 13) < 1e-9);
            assert_true(fabs(cells_sum(density) - 13) < 1e-9);
            assert_near(summary.persons_outside, 1);
            assert_near(summary.persons_modelled, 2.5);
            assert_string_equal(summary.subject, "all");
            assert_near(summary.origin.lon, 2);
            assert_near(summary.origin.lat, 1);
            circlet_density_free(density);
        }
    circlet_city_free(city);
}

/* A cell and its centre: the same number in the same place in every run. */
static void ids_do_not_depend_on_who_lives_there(void **state)
{
    circlet_city *city = make_city();
    circlet_density_options options = large_cells();
    circlet_density *all, *some;
    size_t found = 0;

    (void)state;
    options.kernel = CIRCLET_KERNEL_NONE;
    all = make(city, &options);
    options.kind = "mental";
    some = make(city, &options);

    assert_int_equal(circlet_density_cell_count(all), 5);
    assert_int_equal(circlet_density_cell_count(some), 1);
    for (size_t i = 0; i < 5; i++) {
        circlet_density_cell a = circlet_density_cell_at(all, i);
        circlet_density_cell b = circlet_density_cell_at(some, 0);

        if (strcmp(a.id, b.id) != 0)
            continue;
        assert_string_equal(a.id, "1N2E:s5000:-34:-12");
        assert_true(a.at.lon == b.at.lon && a.at.lat == b.at.lat);
        assert_near(b.persons.measured, 1);
        assert_near(b.area_m2, 25e6);
        assert_near(b.per_km2, 0.04);
        found++;
    }
    assert_int_equal(found, 1);
    circlet_density_free(all);
    circlet_density_free(some);
    circlet_city_free(city);
}

static void outlines_are_there_when_they_are_wanted(void **state)
{
    circlet_city *city = make_city();
    circlet_density_options options = large_cells();
    circlet_density *density;
    circlet_area area;

    (void)state;
    options.shape = CIRCLET_CELL_HEXAGON;
    density = make(city, &options);
    assert_int_equal(circlet_density_cell_outline(density, 0).ring_count, 0);
    circlet_density_free(density);

    options.has_outlines = true;
    density = make(city, &options);
    area = circlet_density_cell_outline(density, 1);

    assert_int_equal(area.ring_count, 1);
    assert_int_equal(area.rings[0].end, 7);
    assert_true(area.points[0].lon == area.points[6].lon);
    assert_true(fabs(area.points[0].lon -
                     circlet_density_cell_at(density, 1).at.lon) < 0.05);
    circlet_density_free(density);
    circlet_city_free(city);
}

/* On the border half of a cell lies in the city, and all of the people. */
static void nobody_is_spread_beyond_the_border(void **state)
{
    circlet_city *city = make_city();
    circlet_density_options options = large_cells();
    circlet_density *density;

    (void)state;
    options.bandwidth_m = 40000;
    density = make(city, &options);

    assert_true(fabs(cells_sum(density) - 13) < 1e-9);
    for (size_t i = 0; i < circlet_density_cell_count(density); i++) {
        circlet_density_cell cell = circlet_density_cell_at(density, i);

        assert_true(cell.area_m2 > 0 && cell.area_m2 <= 25e6 + 1e-3);
        assert_true(cell.at.lat > -0.03 && cell.at.lat < 1.03);
        assert_true(cell.at.lon > -0.03);
    }
    circlet_density_free(density);
    circlet_city_free(city);
}

static void few_persons_are_marked(void **state)
{
    circlet_city *city = make_city();
    circlet_density_options options = large_cells();
    circlet_density *density;
    size_t small = 0;

    (void)state;
    options.kernel = CIRCLET_KERNEL_NONE;
    density = make(city, &options);
    for (size_t i = 0; i < circlet_density_cell_count(density); i++)
        small += circlet_density_cell_at(density, i).is_small;
    assert_int_equal(small, 4); /* all but 7.5 persons */
    circlet_density_free(density);

    options.small_persons = 2.5;
    density = make(city, &options);
    small = 0;
    for (size_t i = 0; i < circlet_density_cell_count(density); i++)
        small += circlet_density_cell_at(density, i).is_small;
    assert_int_equal(small, 3); /* 2.5 are no fewer */
    circlet_density_free(density);
    circlet_city_free(city);
}

/* Street 0 is a square degree at the equator: 12,308.8 km2. */
static void units_have_area_and_persons(void **state)
{
    circlet_city *city = make_city();
    circlet_density_options options = CIRCLET_DENSITY_OPTIONS_INIT;
    circlet_density_unit unit;
    circlet_density *density;

    (void)state;
    options.is_by_unit = true;
    options.level = CIRCLET_LEVEL_STREET;
    density = make(city, &options);

    assert_int_equal(circlet_density_unit_count(density), 3);
    assert_int_equal(circlet_density_cell_count(density), 0);
    unit = circlet_density_unit_at(density, 0);
    assert_near(unit.persons.measured, 3);
    assert_true(fabs(unit.area_m2 / 1e6 - 12308.8) < 0.5);
    assert_near(unit.per_km2, 3 / unit.area_m2 * 1e6);
    assert_true(isnan(unit.per_1000));
    assert_true(unit.is_small);
    unit = circlet_density_unit_at(density, 1);
    assert_near(unit.persons.measured, 10);
    assert_false(unit.is_small);
    unit = circlet_density_unit_at(density, 2);
    assert_near(unit.persons.measured, 0);
    assert_false(unit.is_small);
    assert_near(circlet_density_summarise(density).persons_outside, 1);
    circlet_density_free(density);

    options.level = CIRCLET_LEVEL_DISTRICT;
    density = make(city, &options);
    assert_int_equal(circlet_density_unit_count(density), 0);
    assert_near(circlet_density_summarise(density).persons_outside, 14);
    circlet_density_free(density);
    circlet_city_free(city);
}

static void assert_persons(const circlet_city *city,
                           const circlet_density_options *options, double low,
                           double measured, double high)
{
    circlet_density *density = make(city, options);
    circlet_density_persons persons =
        circlet_density_summarise(density).persons;

    assert_near(persons.low, low);
    assert_near(persons.measured, measured);
    assert_near(persons.high, high);
    assert_true(fabs(cells_sum(density) - measured) < 1e-9);
    circlet_density_free(density);
}

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

static void assert_refused(const circlet_density_options *options,
                           const circlet_policy *policy, circlet_status status,
                           const char *text)
{
    judge_roads roads = {0};
    circlet_travel travel = judge_travel(&roads);
    circlet_city *city = make_city();
    circlet_density *density = NULL;

    assert_fails(
        circlet_density_make(&density, city, policy, &travel, options, error),
        status, text);
    assert_null(density);
    circlet_city_free(city);
}

static void what_is_out_of_range_is_refused(void **state)
{
    circlet_density_options options = CIRCLET_DENSITY_OPTIONS_INIT;

    (void)state;
    options.cell_m = 1;
    assert_refused(&options, NULL, CIRCLET_E_ARGUMENT,
                   "cells of 1 m would be ");
    options.cell_m = 0.5;
    assert_refused(&options, NULL, CIRCLET_E_ARGUMENT,
                   "cell_m is 0.5, not from 1 to 1000000");
    options = large_cells();
    options.bandwidth_m = -1;
    assert_refused(&options, NULL, CIRCLET_E_ARGUMENT, "bandwidth_m is -1");
    options = large_cells();
    options.has_origin = true;
    options.origin = (circlet_point){116.5, 40};
    assert_refused(&options, NULL, CIRCLET_E_ARGUMENT,
                   "origin 116.5,40 is not of whole degrees");
    options = large_cells();
    options.grade_from = 3;
    options.grade_to = 2;
    assert_refused(&options, NULL, CIRCLET_E_ARGUMENT, "grade from 3 to 2");
    options = large_cells();
    options.age_to = 10;
    assert_refused(&options, NULL, CIRCLET_E_ARGUMENT,
                   "people of an age need a year");
    options = large_cells();
    options.shape = (circlet_cell_shape)7;
    assert_refused(&options, NULL, CIRCLET_E_ARGUMENT, "no such shape");
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

static void a_unit_without_an_area_has_no_known_density(void **state)
{
    circlet_density_options options = CIRCLET_DENSITY_OPTIONS_INIT;
    circlet_unit_record unit = CIRCLET_UNIT_RECORD_INIT;
    judge_city made = judge_city_new();
    circlet_density *density;
    circlet_city *city;

    (void)state;
    judge_add_street(&made, 0, "urban");
    unit.code = unit.name = "S9";
    unit.level = CIRCLET_LEVEL_STREET;
    assert_ok(circlet_city_builder_add_unit(made.builder, &unit, error));
    judge_add_people(&made, 0, 1000);
    city = judge_finish(&made);
    options.is_by_unit = true;
    options.level = CIRCLET_LEVEL_STREET;
    density = make(city, &options);
    assert_near(circlet_density_unit_at(density, 0).persons.measured, 1);
    assert_true(isnan(circlet_density_unit_at(density, 1).persons.measured));
    assert_true(isnan(circlet_density_unit_at(density, 1).persons.high));
    assert_near(circlet_density_unit_at(density, 1).persons.low, 0);
    assert_false(circlet_density_unit_at(density, 1).is_small);
    circlet_density_free(density);
    circlet_city_free(city);
}

/* An empty city, and one of people alone: it has no border. */
static void a_city_needs_neither_people_nor_polygons(void **state)
{
    circlet_density_options options = large_cells();
    judge_city made = judge_city_new();
    circlet_city *city = judge_finish(&made);
    circlet_density *density = make(city, &options);

    (void)state;
    assert_int_equal(circlet_density_cell_count(density), 0);
    assert_near(circlet_density_summarise(density).persons.measured, 0);
    circlet_density_free(density);
    circlet_city_free(city);

    made = judge_city_new();
    judge_add_people(&made, 3, 2000);
    city = judge_finish(&made);
    density = make(city, &options);
    assert_true(circlet_density_cell_count(density) > 0);
    assert_true(fabs(cells_sum(density) - 2) < 1e-9);
    assert_near(circlet_density_summarise(density).bandwidth_m, 5000);
    circlet_density_free(density);
    circlet_city_free(city);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_add_up_to_the_people_of_the_city),
        cmocka_unit_test(ids_do_not_depend_on_who_lives_there),
        cmocka_unit_test(outlines_are_there_when_they_are_wanted),
        cmocka_unit_test(nobody_is_spread_beyond_the_border),
        cmocka_unit_test(few_persons_are_marked),
        cmocka_unit_test(units_have_area_and_persons),
        cmocka_unit_test(people_are_chosen_by_what_is_known_of_them),
        cmocka_unit_test(the_choice_is_said_in_words),
        cmocka_unit_test(whom_a_circle_leaves_uncovered_is_whom_the_rule_does),
        cmocka_unit_test(what_is_out_of_range_is_refused),
        cmocka_unit_test(groups_and_rules_must_be_the_policys),
        cmocka_unit_test(nothing_is_uncovered_because_it_is_unknown),
        cmocka_unit_test(whose_aid_is_unknown_does_not_count_but_may),
        cmocka_unit_test(words_that_occur_nowhere_are_refused),
        cmocka_unit_test(where_nothing_is_known_people_are_perhaps_uncovered),
        cmocka_unit_test(a_unit_without_an_area_has_no_known_density),
        cmocka_unit_test(a_city_needs_neither_people_nor_polygons),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
