/* The sample that a rule of a policy asks for. */
#include "judge_city.h"

#include <circlet/report.h>

static circlet_city *homes(int count)
{
    judge_city city = judge_city_new();

    judge_add_street(&city, 0, "urban");
    for (int i = 0; i < count; i++)
        judge_add_facility(&city, judge_facility("warm_home", 0));
    return judge_finish(&city);
}

static circlet_sample *sample_of(const circlet_city *city,
                                 const circlet_policy *policy, double share,
                                 uint64_t seed)
{
    circlet_sample_options options = CIRCLET_SAMPLE_OPTIONS_INIT;
    circlet_sample *sample = NULL;

    options.share = share;
    options.seed = seed;
    assert_ok(circlet_sample_draw(&sample, city, policy, &options, error));
    return sample;
}

static void a_tenth_of_the_open_homes_is_drawn(void **state)
{
    circlet_policy *policy = judge_policy();

    (void)state;
    for (int count = 1; count <= 41; count++) {
        circlet_city *city = homes(count);
        circlet_sample *sample = sample_of(city, policy, 0, 0);

        assert_int_equal(circlet_sample_size(sample), (count + 9) / 10);
        assert_int_equal(circlet_sample_source_size(sample), count);
        circlet_sample_free(sample);
        circlet_city_free(city);
    }
    circlet_policy_free(policy);
}

static void a_sample_says_how_it_was_drawn(void **state)
{
    circlet_policy *policy = judge_policy();
    circlet_city *city = homes(20);
    circlet_sample *sample = sample_of(city, policy, 0, 0);

    (void)state;
    assert_int_equal(circlet_sample_year(sample), 2020);
    assert_int_equal(circlet_sample_seed(sample), 2020);
    assert_near(circlet_sample_share(sample), 0.1);
    assert_near(circlet_sample_least_share(sample), 0.1);
    assert_string_equal(circlet_sample_rule(sample), "B-AUDIT");
    assert_non_null(strstr(circlet_sample_citation(sample), "二(五)3"));
    assert_int_equal(circlet_sample_at(sample, 2), CIRCLET_NONE);
    circlet_sample_free(sample);
    sample = sample_of(city, policy, 0.5, 7);
    assert_int_equal(circlet_sample_size(sample), 10);
    assert_int_equal(circlet_sample_seed(sample), 7);
    circlet_sample_free(sample);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

/* Closed and planned homes, and what is no home, are not drawn from. */
static void only_open_homes_are_drawn_from(void **state)
{
    circlet_policy *policy = judge_policy();
    judge_city made = judge_city_new();
    circlet_facility_record home = judge_facility("warm_home", 0);
    circlet_city *city;
    circlet_sample *sample;

    (void)state;
    judge_add_street(&made, 0, "urban");
    home.status = CIRCLET_FACILITY_CLOSED;
    judge_add_facility(&made, home);
    home.status = CIRCLET_FACILITY_PLANNED;
    judge_add_facility(&made, home);
    home.status = CIRCLET_FACILITY_OPEN;
    home.opened = 20210101;
    judge_add_facility(&made, home);
    judge_add_facility(&made, judge_facility("day_care_station", 0));
    judge_add_facility(&made, judge_facility("warm_home", 0));
    city = judge_finish(&made);
    sample = sample_of(city, policy, 1, 0);
    assert_int_equal(circlet_sample_source_size(sample), 1);
    assert_int_equal(circlet_sample_size(sample), 1);
    assert_int_equal(circlet_sample_at(sample, 0), 4);
    circlet_sample_free(sample);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

static void what_cannot_be_drawn_is_refused(void **state)
{
    circlet_policy *policy = judge_policy();
    circlet_city *city = homes(3), *none;
    judge_city empty = judge_city_new();
    circlet_sample_options options = CIRCLET_SAMPLE_OPTIONS_INIT;
    circlet_sample *sample = NULL;

    (void)state;
    none = judge_finish(&empty);
    assert_fails(circlet_sample_draw(&sample, none, policy, NULL, error),
                 CIRCLET_E_DATA, "the city knows no facilities that rule");
    assert_fails(circlet_sample_draw(&sample, NULL, policy, NULL, error),
                 CIRCLET_E_ARGUMENT, "a sample needs a city and a policy");
    options.share = 1.5;
    assert_fails(circlet_sample_draw(&sample, city, policy, &options, error),
                 CIRCLET_E_ARGUMENT, "share is 1.5, not from 0 to 1");
    options.share = (double)NAN;
    assert_fails(circlet_sample_draw(&sample, city, policy, &options, error),
                 CIRCLET_E_ARGUMENT, "share is");
    options.share = 0;
    options.year = 2017;
    assert_fails(circlet_sample_draw(&sample, city, policy, &options, error),
                 CIRCLET_E_NOT_FOUND, "asks for a sample in 2017");
    options.year = 2020;
    options.rule = "B-CIRCLE-15";
    assert_fails(circlet_sample_draw(&sample, city, policy, &options, error),
                 CIRCLET_E_NOT_FOUND, "has no rule 'B-CIRCLE-15' that asks");
    assert_null(sample);
    circlet_city_free(none);
    circlet_city_free(city);
    circlet_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tenth_of_the_open_homes_is_drawn),
        cmocka_unit_test(a_sample_says_how_it_was_drawn),
        cmocka_unit_test(only_open_homes_are_drawn_from),
        cmocka_unit_test(what_cannot_be_drawn_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
