/* Coverage from the middle of units beside coverage from homes, by hand. */
#include "ledger_fixture.h"

#include <math.h>

static void add_people(judge_city *city, int count, double lat)
{
    while (count-- > 0)
        judge_add_person(city, judge_person(0, lat));
}

static circlet_aggregation measure(const circlet_city *city)
{
    judge_roads roads = {0};
    const circlet_travel travel = judge_travel(&roads);
    circlet_policy *policy = judge_policy();
    circlet_findings *findings =
        judge_city_now(policy, city, &travel, 2020, "B-CIRCLE-15");
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;
    circlet_aggregation off;
    circlet_error error;

    options.year = 2020;
    options.rule = "B-CIRCLE-15";
    assert_int_equal(circlet_aggregation_measure(&off, city, policy, findings,
                                                 &travel, &options, &error),
                     CIRCLET_OK);
    circlet_findings_free(findings);
    circlet_policy_free(policy);
    return off;
}

/* A facility in the south; latitude 0.9 is 15 minutes on foot. Four live that
 * far, one and then six farther than that. */
static void people_go_with_their_middle(void **state)
{
    judge_city few = judge_city_new(), many = judge_city_new();
    circlet_city *city;
    circlet_aggregation off;

    (void)state;
    judge_add_street(&few, 0, "urban");
    add_people(&few, 4, 0.9);
    add_people(&few, 1, 0.901);
    judge_add_facility(&few, judge_facility("warm_home", 0));
    city = judge_finish(&few);
    off = measure(city);
    circlet_city_free(city);
    /* The mean, 0.9002, is nearest to the four: the fifth counts as covered.
     */
    assert_int_equal(off.findings, 1);
    assert_true(fabs(off.mean - 0.2) < 1e-12);
    assert_true(fabs(off.largest - 0.2) < 1e-12);

    judge_add_street(&many, 0, "urban");
    add_people(&many, 4, 0.9);
    add_people(&many, 6, 0.901);
    judge_add_facility(&many, judge_facility("warm_home", 0));
    city = judge_finish(&many);
    off = measure(city);
    circlet_city_free(city);
    /* 0.9006 is nearest to the six: the four count as not covered. */
    assert_true(fabs(off.mean - 0.4) < 1e-12);
}

/* All at one place lose nothing by it. */
static void one_place_is_its_own_middle(void **state)
{
    judge_city town = judge_city_new();
    circlet_city *city;
    circlet_aggregation off;

    (void)state;
    judge_add_street(&town, 0, "urban");
    add_people(&town, 7, 0.85);
    judge_add_facility(&town, judge_facility("warm_home", 0));
    city = judge_finish(&town);
    off = measure(city);
    circlet_city_free(city);
    assert_int_equal(off.findings, 1);
    assert_true(fabs(off.mean - 0) < 1e-12);
    assert_true(fabs(off.largest - 0) < 1e-12);
    assert_int_equal(off.changed_verdicts, 0);
}

/* A share of four persons would tell of one. */
static void few_persons_are_not_told_of(void **state)
{
    judge_city town = judge_city_new();
    circlet_city *city;
    circlet_aggregation off;

    (void)state;
    judge_add_street(&town, 0, "urban");
    add_people(&town, 3, 0.9);
    add_people(&town, 1, 0.901);
    judge_add_facility(&town, judge_facility("warm_home", 0));
    city = judge_finish(&town);
    off = measure(city);
    circlet_city_free(city);
    assert_int_equal(off.findings, 0);
    assert_true(isnan(off.mean));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_go_with_their_middle),
        cmocka_unit_test(one_place_is_its_own_middle),
        cmocka_unit_test(few_persons_are_not_told_of),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
