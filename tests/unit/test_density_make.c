/* Cells and units of a density. */
#include "density_town.h"

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

/* An empty city, of which nobody said that it is, one without people, and one
 * of people alone: it has no border. */
static void a_city_needs_neither_people_nor_polygons(void **state)
{
    circlet_density_options options = large_cells();
    judge_city made = judge_city_new();
    circlet_city *city = judge_finish(&made);
    circlet_density *density = make(city, &options);

    (void)state;
    assert_int_equal(circlet_density_cell_count(density), 0);
    assert_true(isnan(circlet_density_summarise(density).persons.measured));
    assert_true(isnan(circlet_density_summarise(density).persons.high));
    assert_near(circlet_density_summarise(density).persons.low, 0);
    circlet_density_free(density);
    circlet_city_free(city);

    made = judge_city_new();
    assert_ok(circlet_city_builder_say_complete(made.builder,
                                                CIRCLET_PART_PEOPLE, error));
    city = judge_finish(&made);
    density = make(city, &options);
    assert_near(circlet_density_summarise(density).persons.measured, 0);
    assert_near(circlet_density_summarise(density).persons.high, 0);
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
        cmocka_unit_test(what_is_out_of_range_is_refused),
        cmocka_unit_test(a_unit_without_an_area_has_no_known_density),
        cmocka_unit_test(a_city_needs_neither_people_nor_polygons),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
