/* A small town whose density is made in several tests. */
#ifndef TESTS_DENSITY_TOWN_H
#define TESTS_DENSITY_TOWN_H

#include "judge_city.h"

#include <circlet/density.h>

/* Three people in street 0: two walk 300 s and 1200 s, one is a child; two
 * weighted points in street 1; somebody outside; nobody in street 2. */
static inline circlet_city *make_city(void)
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

static inline circlet_density_options large_cells(void)
{
    circlet_density_options options = CIRCLET_DENSITY_OPTIONS_INIT;

    options.cell_m = 5000;
    return options;
}

static inline circlet_density *make(const circlet_city *city,
                                    const circlet_density_options *options)
{
    circlet_density *density = NULL;

    assert_ok(
        circlet_density_make(&density, city, NULL, NULL, options, error));
    return density;
}

static inline double cells_sum(const circlet_density *density)
{
    double sum = 0;

    for (size_t i = 0; i < circlet_density_cell_count(density); i++)
        sum += circlet_density_cell_at(density, i).persons.measured;
    return sum;
}

static inline void assert_persons(const circlet_city *city,
                                  const circlet_density_options *options,
                                  double low, double measured, double high)
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

static inline void assert_refused(const circlet_density_options *options,
                                  const circlet_policy *policy,
                                  circlet_status status, const char *text)
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

#endif
