/* Groups of people with a plan and without, by hand. */
#include "plane_roads.h"

#include <circlet/groups.h>

#define RULE "B-CIRCLE-15"
#define MINUTE 0.006 /* of longitude, on foot */

static circlet_policy *policy;
static plane_roads roads = {1, 0, 0.25};

static void add_at(judge_city *making, double minutes, const char *kind,
                   int grade, int64_t weight)
{
    circlet_demand_record person = judge_person(0, 0.5);

    person.at.lon = 0.1 + minutes * MINUTE;
    person.kind = kind;
    person.grade = grade;
    person.weight_milli = weight;
    judge_add_person(making, person);
}

static void add_home(judge_city *making, double minutes)
{
    circlet_facility_record home = judge_facility("warm_home", 0);

    home.at.lon = 0.1 + minutes * MINUTE;
    judge_add_facility(making, home);
}

/* A street with people 0, 10, 25 and 75 minutes from its west end. */
static judge_city start_town(void)
{
    judge_city making = judge_city_new();

    judge_add_street(&making, 0, "urban");
    judge_say_all(&making);
    add_at(&making, 0, "visual", 1, 1000);
    add_at(&making, 10, "visual;mental", 2, 1000);
    add_at(&making, 25, "mental", 2, 500);
    add_at(&making, 75, NULL, -1, 1000);
    return making;
}

static circlet_city *town_with_home(double minutes)
{
    judge_city making = start_town();

    add_home(&making, minutes);
    return judge_finish(&making);
}

static circlet_groups *compute(const circlet_city *city,
                               const circlet_city *planned,
                               const circlet_groups_options *options)
{
    circlet_travel travel = plane_travel(&roads);
    circlet_groups *groups = NULL;

    assert_ok(circlet_groups_compute(&groups, policy, city, planned, &travel,
                                     options, error));
    return groups;
}

/* The row of a rule (NULL: all together); it must be there. */
static const circlet_group_row *row_of(const circlet_groups *groups,
                                       const char *rule, circlet_group_by by,
                                       const char *group)
{
    for (size_t i = 0; i < circlet_groups_count(groups); i++) {
        const circlet_group_row *row = circlet_groups_at(groups, i);

        if (row->by == by && strcmp(row->group, group) == 0 &&
            (rule ? row->rule && strcmp(row->rule, rule) == 0 : !row->rule))
            return row;
    }
    fail_msg("no group %s", group);
    return NULL;
}

static const circlet_group_gap *gap_of(const circlet_groups *groups,
                                       circlet_group_by by)
{
    for (size_t i = 0; i < circlet_groups_gap_count(groups); i++)
        if (circlet_groups_gap_at(groups, i)->by == by)
            return circlet_groups_gap_at(groups, i);
    fail_msg("no gap by %s", circlet_group_by_name(by));
    return NULL;
}

static circlet_groups_options of_one_person(void)
{
    circlet_groups_options options = CIRCLET_GROUPS_OPTIONS_INIT;

    options.internal_below = 1;
    options.rule = RULE;
    return options;
}

static void a_group_has_its_cover_and_its_ways(void **unused)
{
    const circlet_groups_options options = of_one_person();
    circlet_city *city = town_with_home(0);
    circlet_groups *groups = compute(city, NULL, &options);
    const circlet_group_row *row;

    (void)unused;
    assert_false(circlet_groups_has_plan(groups));
    assert_int_equal(circlet_groups_year(groups), 2020);
    row = row_of(groups, RULE, CIRCLET_GROUP_BY_ALL, "all");
    assert_string_equal(row->mode, "own");
    assert_int_equal(row->persons_milli, 3500);
    assert_int_equal(row->before.covered_milli, 2000);
    assert_near(row->before.mean_minutes, 82.5 / 3.5);
    assert_near(row->before.median_minutes, 10);

    row = row_of(groups, RULE, CIRCLET_GROUP_BY_KIND, "visual");
    assert_int_equal(row->persons_milli, 2000);
    assert_int_equal(row->before.covered_milli, 2000);
    assert_near(row->before.mean_minutes, 5);
    assert_near(row->before.median_minutes, 0);
    assert_null(row->title_en); /* the policy does not name kinds */

    row = row_of(groups, RULE, CIRCLET_GROUP_BY_KIND, "mental");
    assert_int_equal(row->persons_milli, 1500);
    assert_int_equal(row->before.covered_milli, 1000);
    assert_near(row->before.mean_minutes, 15);

    row = row_of(groups, RULE, CIRCLET_GROUP_BY_KIND, "unknown");
    assert_int_equal(row->before.covered_milli, 0);
    assert_near(row->before.mean_minutes, 60);
    assert_near(row->before.median_minutes, 60);

    row = row_of(groups, RULE, CIRCLET_GROUP_BY_GRADE, "2");
    assert_int_equal(row->persons_milli, 1500);
    row = row_of(groups, RULE, CIRCLET_GROUP_BY_SETTING, "urban");
    assert_int_equal(row->persons_milli, 3500);
    assert_string_equal(row->title_en, "urban");
    row = row_of(groups, RULE, CIRCLET_GROUP_BY_MODE, "blind");
    assert_int_equal(row->persons_milli, 2000);
    row = row_of(groups, RULE, CIRCLET_GROUP_BY_AGE, "18-59");
    assert_int_equal(row->persons_milli, 3500);
    circlet_groups_free(groups);
    circlet_city_free(city);
}

static void the_worst_off_is_set_beside_the_best_off(void **unused)
{
    circlet_groups_options options = of_one_person();
    circlet_city *city = town_with_home(0);
    circlet_groups *groups = compute(city, NULL, &options);
    const circlet_group_gap *gap = gap_of(groups, CIRCLET_GROUP_BY_KIND);

    (void)unused;
    assert_string_equal(gap->cover_before.worst, "mental");
    assert_string_equal(gap->cover_before.best, "visual");
    assert_near(gap->cover_before.difference, 1.0 / 3);
    assert_near(gap->cover_before.ratio, 2.0 / 3);
    assert_string_equal(gap->time_before.worst, "mental");
    assert_near(gap->time_before.worst_value, 15);
    assert_near(gap->time_before.difference, 10);
    assert_near(gap->time_before.ratio, 3);
    assert_null(gap_of(groups, CIRCLET_GROUP_BY_SETTING)->cover_before.worst);
    circlet_groups_free(groups);

    /* Too few to be compared, and marked. */
    options.internal_below = 2;
    groups = compute(city, NULL, &options);
    assert_true(
        row_of(groups, RULE, CIRCLET_GROUP_BY_KIND, "mental")->is_internal);
    assert_false(
        row_of(groups, RULE, CIRCLET_GROUP_BY_KIND, "visual")->is_internal);
    assert_null(gap_of(groups, CIRCLET_GROUP_BY_KIND)->cover_before.worst);
    circlet_groups_free(groups);
    circlet_city_free(city);
}

static void a_group_that_loses_is_marked_with_what(void **unused)
{
    const circlet_groups_options options = of_one_person();
    circlet_city *city = town_with_home(0), *planned = town_with_home(25);
    circlet_groups *groups = compute(city, planned, &options);
    const circlet_group_row *row;

    (void)unused;
    assert_true(circlet_groups_has_plan(groups));
    row = row_of(groups, RULE, CIRCLET_GROUP_BY_KIND, "visual");
    assert_int_equal(row->after.covered_milli, 1000);
    assert_int_equal(row->lost_milli, 1000);
    assert_int_equal(row->gained_milli, 0);
    assert_int_equal(row->farther_milli, 2000);
    assert_near(row->after.mean_minutes, 20);
    assert_int_equal(row->losses, CIRCLET_GROUP_LOSES_COVER |
                                      CIRCLET_GROUP_LOSES_SURE |
                                      CIRCLET_GROUP_LOSES_TIME);

    row = row_of(groups, RULE, CIRCLET_GROUP_BY_KIND, "mental");
    assert_int_equal(row->after.covered_milli, 1500);
    assert_int_equal(row->gained_milli, 500);
    assert_int_equal(row->farther_milli, 1000);
    assert_near(row->after.mean_minutes, 10);
    assert_int_equal(row->losses, 0);
    assert_false(circlet_group_loses(row));

    row = row_of(groups, RULE, CIRCLET_GROUP_BY_KIND, "unknown");
    assert_near(row->after.mean_minutes, 50);
    assert_int_equal(row->farther_milli, 0);

    assert_string_equal(
        gap_of(groups, CIRCLET_GROUP_BY_KIND)->cover_after.worst, "visual");
    assert_near(gap_of(groups, CIRCLET_GROUP_BY_KIND)->cover_after.difference,
                0.5);
    circlet_groups_free(groups);
    circlet_city_free(city);
    circlet_city_free(planned);
}

/* One loses, two gain: the group gains, and still is not unseen. */
static void a_loser_in_a_group_that_gains_is_seen(void **unused)
{
    const circlet_groups_options options = of_one_person();
    circlet_city *cities[2];
    circlet_groups *groups;
    const circlet_group_row *row;

    (void)unused;
    for (int i = 0; i < 2; i++) {
        judge_city making = judge_city_new();

        judge_add_street(&making, 0, "urban");
        judge_say_all(&making);
        add_at(&making, 0, "visual", 1, 1000);
        add_at(&making, 40, "visual", 1, 1000);
        add_at(&making, 50, "visual", 1, 1000);
        add_home(&making, i == 0 ? 0 : 40);
        cities[i] = judge_finish(&making);
    }
    groups = compute(cities[0], cities[1], &options);
    row = row_of(groups, RULE, CIRCLET_GROUP_BY_KIND, "visual");

    assert_int_equal(row->gained_milli, 2000);
    assert_int_equal(row->lost_milli, 1000);
    assert_int_equal(row->losses, 0);
    assert_true(circlet_group_loses(row));
    circlet_groups_free(groups);
    circlet_city_free(cities[0]);
    circlet_city_free(cities[1]);
}

static void a_plan_that_changes_nothing_leaves_all_as_it_is(void **unused)
{
    const circlet_groups_options options = of_one_person();
    circlet_city *city = town_with_home(0), *planned = town_with_home(0);
    circlet_groups *groups = compute(city, planned, &options);

    (void)unused;
    for (size_t i = 0; i < circlet_groups_count(groups); i++) {
        const circlet_group_row *row = circlet_groups_at(groups, i);

        assert_memory_equal(&row->before, &row->after, sizeof(row->before));
        assert_int_equal(row->gained_milli + row->lost_milli +
                             row->farther_milli + row->losses,
                         0);
    }
    circlet_groups_free(groups);
    circlet_city_free(city);
    circlet_city_free(planned);
}

/* By car 25 minutes are 6.25; on foot they are too many for the country's
 * rule only where there are 40. */
static void together_all_rules_about_a_person_must_hold(void **unused)
{
    circlet_groups_options options = of_one_person();
    judge_city making = judge_city_new();
    const circlet_group_row *row;
    circlet_groups *groups;
    circlet_city *city;

    (void)unused;
    judge_add_street(&making, 0, "plain");
    judge_say_all(&making);
    add_at(&making, 25, "visual", 1, 1000);
    add_at(&making, 40, "visual", 1, 2000);
    add_home(&making, 0);
    city = judge_finish(&making);
    options.rule = "B-CIRCLE-30,B-CIRCLE-30/own";
    groups = compute(city, NULL, &options);

    row = row_of(groups, "B-CIRCLE-30", CIRCLET_GROUP_BY_ALL, "all");
    assert_string_equal(row->mode, "drive");
    assert_int_equal(row->before.covered_milli, 3000);
    assert_near(row->before.mean_minutes, (6.25 + 2 * 10) / 3);
    row = row_of(groups, "B-CIRCLE-30/own", CIRCLET_GROUP_BY_ALL, "all");
    assert_int_equal(row->before.covered_milli, 1000);
    row = row_of(groups, NULL, CIRCLET_GROUP_BY_ALL, "all");
    assert_int_equal(row->persons_milli, 3000);
    assert_int_equal(row->before.covered_milli, 1000);
    assert_int_equal(row->before.timed_milli, 6000);
    assert_near(row->before.mean_minutes, (6.25 + 25 + 2 * (10 + 40)) / 6);
    assert_true(isnan(row->before.median_minutes));
    circlet_groups_free(groups);
    circlet_city_free(city);
}

static void where_nothing_is_known_nothing_is_said(void **unused)
{
    circlet_groups_options options = of_one_person();
    circlet_city *city = town_with_home(0);
    circlet_groups *groups = NULL;
    const circlet_group_row *row;

    (void)unused;
    assert_ok(circlet_groups_compute(&groups, policy, city, NULL, NULL,
                                     &options, error));
    row = row_of(groups, RULE, CIRCLET_GROUP_BY_ALL, "all");
    assert_false(row->is_known);
    assert_int_equal(row->persons_milli, 3500);
    assert_null(gap_of(groups, CIRCLET_GROUP_BY_KIND)->cover_before.worst);
    for (size_t i = 0; i < circlet_groups_count(groups); i++)
        assert_non_null(circlet_groups_at(groups, i)->rule);
    circlet_groups_free(groups);

    /* A rule that is not in force says nothing at all. */
    options.year = 2017;
    groups = compute(city, NULL, &options);
    assert_int_equal(circlet_groups_count(groups), 0);
    assert_int_equal(circlet_groups_gap_count(groups), 0);
    assert_null(circlet_groups_at(groups, 0));
    assert_null(circlet_groups_gap_at(groups, 0));
    circlet_groups_free(groups);
    circlet_city_free(city);
}

static circlet_status refuse(const circlet_city *city,
                             const circlet_city *planned,
                             circlet_groups_options options,
                             circlet_error *said)
{
    circlet_travel travel = plane_travel(&roads);
    circlet_groups *groups = NULL;
    circlet_status status = circlet_groups_compute(
        &groups, policy, city, planned, &travel, &options, said);

    assert_null(groups);
    return status;
}

static void what_makes_no_sense_is_refused(void **unused)
{
    static const int wrong[] = {18, 7};
    circlet_groups_options options = of_one_person();
    circlet_city *city = town_with_home(0), *other;
    judge_city making = start_town();
    circlet_error said;

    (void)unused;
    add_at(&making, 1, "visual", 1, 1000);
    other = judge_finish(&making);
    assert_int_equal(refuse(city, other, options, &said), CIRCLET_E_ARGUMENT);
    assert_string_equal(said.message,
                        "4 people, and with the plan 5: they must be the "
                        "same");
    options.rule = "B-HOME-URBAN";
    assert_int_equal(refuse(city, NULL, options, &said), CIRCLET_E_NOT_FOUND);
    options.rule = NULL;
    options.unit = "nowhere";
    assert_int_equal(refuse(city, NULL, options, &said), CIRCLET_E_NOT_FOUND);
    options.unit = NULL;
    options.by = 1U << CIRCLET_GROUP_BY_COUNT;
    assert_int_equal(refuse(city, NULL, options, &said), CIRCLET_E_ARGUMENT);
    options.by = 0;
    options.age_limits = wrong;
    options.age_limit_count = 2;
    assert_int_equal(refuse(city, NULL, options, &said), CIRCLET_E_ARGUMENT);
    options.age_limits = NULL;
    options.internal_below = -1;
    assert_int_equal(refuse(city, NULL, options, &said), CIRCLET_E_ARGUMENT);
    circlet_city_free(city);
    circlet_city_free(other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_group_has_its_cover_and_its_ways),
        cmocka_unit_test(the_worst_off_is_set_beside_the_best_off),
        cmocka_unit_test(a_group_that_loses_is_marked_with_what),
        cmocka_unit_test(a_loser_in_a_group_that_gains_is_seen),
        cmocka_unit_test(a_plan_that_changes_nothing_leaves_all_as_it_is),
        cmocka_unit_test(together_all_rules_about_a_person_must_hold),
        cmocka_unit_test(where_nothing_is_known_nothing_is_said),
        cmocka_unit_test(what_makes_no_sense_is_refused),
    };
    int failed;

    policy = judge_policy();
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    circlet_policy_free(policy);
    return failed;
}
