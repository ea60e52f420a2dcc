/* Every allocation of comparing, of finding what is near and of verifying a
 * plan fails once. */
#include "failed_allocations.h"
#include "plane_roads.h"

#include <circlet/compare.h>
#include <circlet/groups.h>
#include <circlet/near.h>
#include <circlet/verify.h>

static circlet_policy *policy;
static circlet_city *cities[2], *planned_city, *short_city, *full_city;
static circlet_plan *plan;
static plane_roads roads = {1, 0, 0.25};

static circlet_city *make(double home, double lives, const char *late)
{
    circlet_facility_record facility = judge_facility("warm_home", 0);
    circlet_demand_record person = judge_person(0, 0.5);
    judge_city making = judge_city_new();

    judge_add_street(&making, 0, "urban");
    facility.at.lon = home;
    judge_add_facility(&making, facility);
    person.at.lon = lives;
    judge_add_person(&making, person);
    person.id = late;
    assert_ok(circlet_city_builder_add_demand(making.builder, &person, error));
    return judge_finish(&making);
}

static circlet_status compare(circlet_error *error)
{
    circlet_travel travel = plane_travel(&roads);
    circlet_compared before = {cities[0], policy, &travel, 2019};
    circlet_compared after = {cities[1], policy, &travel, 2020};
    circlet_compare_options options = CIRCLET_COMPARE_OPTIONS_INIT;
    circlet_comparison *comparison = NULL;
    circlet_status status;

    options.rule = "B-CIRCLE-15";
    status = circlet_comparison_compute(&comparison, &before, &after, &options,
                                        error);
    if (status)
        assert_null(comparison);
    circlet_comparison_free(comparison);
    return status;
}

static circlet_status group(circlet_error *error)
{
    circlet_groups_options options = CIRCLET_GROUPS_OPTIONS_INIT;
    circlet_travel travel = plane_travel(&roads);
    circlet_groups *groups = NULL;
    circlet_status status;

    options.by = (1U << CIRCLET_GROUP_BY_COUNT) - 1;
    options.threads = 1;
    status = circlet_groups_compute(&groups, policy, cities[0], planned_city,
                                    &travel, &options, error);
    if (status)
        assert_null(groups);
    else
        assert_int_equal(circlet_groups_at(groups, 0)->gained_milli, 2000);
    circlet_groups_free(groups);
    return status;
}

static circlet_status find_near(circlet_error *error)
{
    circlet_travel travel = plane_travel(&roads);
    circlet_near_query query = CIRCLET_NEAR_QUERY_INIT;
    circlet_near *near = NULL;
    circlet_status status;

    query.at = (circlet_point){0.5, 0.5};
    query.need = "warm_home";
    query.mode = "walk";
    status =
        circlet_near_find(&near, policy, cities[0], &travel, &query, error);
    if (status)
        assert_null(near);
    circlet_near_free(near);
    return status;
}

/* A circle that a site mends, and beds that are built and partitioned. */
static circlet_city *make_short(void)
{
    static const circlet_service_record beds[] = {
        {"residential", -1, 60, -1, 0, 0}};
    const circlet_site_record site = {.id = "s",
                                      .at = {0.5, 0.1},
                                      .max_area_m2 = (double)NAN,
                                      .max_beds = (double)NAN,
                                      .cost_cny = 1,
                                      .base_score = (double)NAN};
    const circlet_point ring[] = {{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}};
    const circlet_ring rings[] = {{5, false}};
    circlet_facility_record home = judge_facility("elderly_institution", 0);
    circlet_unit_record district = CIRCLET_UNIT_RECORD_INIT;
    circlet_demand_record person = judge_person(0, 0.1);
    judge_city making = judge_city_new();

    district.code = district.name = "D";
    district.level = CIRCLET_LEVEL_DISTRICT;
    district.residents = 1000;
    district.area = (circlet_area){ring, rings, 1};
    assert_ok(circlet_city_builder_add_unit(making.builder, &district, error));
    judge_add_street(&making, 0, "urban");
    home.services = beds;
    home.service_count = 1;
    judge_add_facility(&making, home);
    person.certified = CIRCLET_YES;
    judge_add_person(&making, person);
    assert_ok(circlet_city_builder_add_site(making.builder, &site, error));
    for (int part = 0; part < CIRCLET_PART_COUNT; part++)
        assert_ok(circlet_city_builder_say_complete(
            making.builder, (circlet_part)part, error));
    return judge_finish(&making);
}

static circlet_status mend(circlet_error *error)
{
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;
    circlet_travel travel = plane_travel(&roads);
    circlet_findings *findings = NULL;
    circlet_status status;

    options.rule = "B-CIRCLE-15,B-FUNCTION,A-BEDS-SPECIAL,A-BEDS-REHAB";
    options.wants_fixes = true;
    status = circlet_policy_judge(&findings, policy, short_city, &travel,
                                  &options, error);
    for (size_t i = 0; !status && i < circlet_findings_count(findings); i++)
        assert_non_null(circlet_findings_at(findings, i)->fix_en);
    circlet_findings_free(findings);
    return status;
}

/* More people near the site than the station there has places for, and
 * others who get to neither. */
static circlet_city *make_full(void)
{
    static const circlet_service_record care[] = {
        {"day_care", 1, -1, 0, 0, 0}};
    const circlet_site_record site = {.id = "s",
                                      .at = {0.5, 0.12},
                                      .max_area_m2 = (double)NAN,
                                      .max_beds = (double)NAN,
                                      .cost_cny = 1,
                                      .base_score = (double)NAN};
    judge_city making = judge_city_new();
    circlet_facility_record station = judge_facility("day_care_station", 0);
    circlet_demand_record person = judge_person(0, 0.1);

    judge_add_street(&making, 0, "urban");
    judge_add_street(&making, 1, "urban");
    station.at.lat = 0.1;
    station.services = care;
    station.service_count = 1;
    judge_add_facility(&making, station);
    person.needs = "day_care";
    person.old_carer = CIRCLET_NO;
    for (int i = 0; i < 4; i++) {
        person.at = (circlet_point){i < 3 ? 0.5 : 1.7, i < 3 ? 0.1 : 0.9};
        judge_add_person(&making, person);
    }
    assert_ok(circlet_city_builder_add_site(making.builder, &site, error));
    judge_say_all(&making);
    return judge_finish(&making);
}

static circlet_status mend_places(circlet_error *error)
{
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;
    circlet_travel travel = plane_travel(&roads);
    circlet_findings *findings = NULL;
    circlet_status status;

    options.rule = "A-DAYCARE";
    options.wants_fixes = true;
    status = circlet_policy_judge(&findings, policy, full_city, &travel,
                                  &options, error);
    for (size_t i = 0; !status && i < circlet_findings_count(findings); i++)
        assert_non_null(circlet_findings_at(findings, i)->fix_en);
    circlet_findings_free(findings);
    return status;
}

/* What the planner makes of the city with a site. */
static circlet_plan *make_plan(void)
{
    circlet_plan_options options = CIRCLET_PLAN_OPTIONS_INIT;
    circlet_travel travel = plane_travel(&roads);
    circlet_plan *made = NULL;

    options.name = "p";
    options.services = "warm_home";
    options.count = 1;
    assert_ok(circlet_plan_compute(&made, policy, short_city, &travel,
                                   &options, error));
    assert_int_equal(circlet_plan_action_count(made), 1);
    return made;
}

static circlet_status verify(circlet_error *error)
{
    circlet_verify_options options = CIRCLET_VERIFY_OPTIONS_INIT;
    circlet_travel travel = plane_travel(&roads);
    circlet_verification *found = NULL;
    circlet_status status;

    options.threads = 1;
    status = circlet_plan_verify(&found, plan, policy, short_city, &travel,
                                 &options, error);
    if (status)
        assert_null(found);
    else
        assert_true(circlet_verification_holds(found));
    circlet_verification_free(found);
    return status;
}

static void verifying_survives_any_lack_of_memory(void **unused)
{
    (void)unused;
    assert_true(allocations_of(verify) > 60);
}

static void mending_survives_any_lack_of_memory(void **unused)
{
    (void)unused;
    assert_true(allocations_of(mend) > 40);
}

static void mending_places_survives_any_lack_of_memory(void **unused)
{
    (void)unused;
    assert_true(allocations_of(mend_places) > 60);
}

static void comparing_survives_any_lack_of_memory(void **unused)
{
    (void)unused;
    assert_true(allocations_of(compare) > 50);
}

static void grouping_survives_any_lack_of_memory(void **unused)
{
    (void)unused;
    assert_true(allocations_of(group) > 50);
}

static void finding_what_is_near_survives_any_lack_of_memory(void **unused)
{
    (void)unused;
    assert_true(allocations_of(find_near) > 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comparing_survives_any_lack_of_memory),
        cmocka_unit_test(grouping_survives_any_lack_of_memory),
        cmocka_unit_test(mending_survives_any_lack_of_memory),
        cmocka_unit_test(mending_places_survives_any_lack_of_memory),
        cmocka_unit_test(finding_what_is_near_survives_any_lack_of_memory),
        cmocka_unit_test(verifying_survives_any_lack_of_memory),
    };
    int failed;

    policy = judge_policy();
    cities[0] = make(0.9, 0.5, "x");
    cities[1] = make(0.52, 0.55, "y");
    planned_city = make(0.52, 0.5, "x");
    short_city = make_short();
    full_city = make_full();
    plan = make_plan();
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    circlet_city_free(cities[0]);
    circlet_city_free(cities[1]);
    circlet_city_free(planned_city);
    circlet_city_free(short_city);
    circlet_city_free(full_city);
    circlet_plan_free(plan);
    circlet_policy_free(policy);
    return failed;
}
