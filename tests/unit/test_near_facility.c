#include "plane_roads.h"

#include <circlet/near.h>

static circlet_policy *policy;
static plane_roads roads;

static void add(judge_city *making, const char *id, double lon,
                circlet_service_record *service)
{
    circlet_facility_record facility = judge_facility("day_care_station", 0);

    facility.id = facility.name = id;
    facility.at = (circlet_point){lon, 0.5};
    facility.services = service;
    facility.service_count = service ? 1 : 0;
    assert_ok(
        circlet_city_builder_add_facility(making->builder, &facility, error));
}

static circlet_near_query query_at(double lon)
{
    circlet_near_query query = CIRCLET_NEAR_QUERY_INIT;

    query.at = (circlet_point){lon, 0.5};
    query.need = "day_care";
    query.mode = "walk";
    return query;
}

static circlet_near *find(const circlet_city *city,
                          const circlet_near_query *query)
{
    circlet_travel travel = plane_travel(&roads);
    circlet_near *near = NULL;

    assert_ok(circlet_near_find(&near, policy, city, &travel, query, error));
    return near;
}

/* "a b": ids in the order in which they are listed. */
static void assert_listed(const circlet_near *near, const circlet_city *city,
                          const char *want)
{
    char said[256] = "";

    for (size_t i = 0; i < circlet_near_count(near); i++) {
        size_t used = strlen(said);

        snprintf(
            said + used, sizeof(said) - used, "%s%s", i > 0 ? " " : "",
            circlet_city_facility(city, circlet_near_at(near, i)->facility)
                ->id);
    }
    assert_string_equal(said, want);
}

/* Full ones last; of equal times the first id; closed and other ones not. */
static void those_with_room_go_before_full_ones(void **unused)
{
    circlet_service_record room = {"day_care", 10, -1, 4, 0, 0};
    circlet_service_record full = {"day_care", 10, -1, 10, 0, 0};
    circlet_service_record over = {"day_care", 10, -1, 12, 0, 0};
    circlet_service_record none = {"home_service", -1, -1, -1, 0, 0};
    judge_city making = judge_city_new();
    circlet_near_query query = query_at(0.5);
    circlet_city *city;
    circlet_near *near;

    (void)unused;
    add(&making, "full", 0.5, &full);
    add(&making, "over", 0.51, &over);
    add(&making, "room2", 0.48, &room);
    add(&making, "room1", 0.52, &room);
    add(&making, "unknown", 0.6, NULL);
    add(&making, "other", 0.5, &none);
    city = judge_finish(&making);
    near = find(city, &query);

    assert_listed(near, city, "room1 room2 unknown full over");
    assert_int_equal(circlet_near_suitable(near), 5);
    assert_int_equal(circlet_near_at(near, 0)->time_ms, 200000);
    assert_int_equal(circlet_near_at(near, 0)->free_places, 6);
    assert_int_equal(circlet_near_at(near, 2)->free_places, -1);
    assert_int_equal(circlet_near_at(near, 4)->free_places, 0);
    circlet_near_free(near);
    circlet_city_free(city);
}

/* 0.36 degrees are an hour on foot, which counts. */
static void the_cutoff_and_the_count_are_inclusive(void **unused)
{
    judge_city making = judge_city_new();
    circlet_near_query query = query_at(0);
    circlet_city *city;
    circlet_near *near;

    (void)unused;
    add(&making, "a", 0.36, NULL);
    add(&making, "b", 0.361, NULL);
    add(&making, "c", 0.1, NULL);
    city = judge_finish(&making);
    near = find(city, &query);
    assert_listed(near, city, "c a");
    circlet_near_free(near);
    query.count = 1;
    near = find(city, &query);
    assert_listed(near, city, "c");
    circlet_near_free(near);
    query.count = 9;
    query.cutoff_ms = 3610000;
    near = find(city, &query);
    assert_listed(near, city, "c a b");
    circlet_near_free(near);
    circlet_city_free(city);
}

/* 0.1 degrees take 1000 s, perhaps a fifth less or more; what is perhaps near
 * enough is said, after all that surely is. */
static void bounds_are_given_and_what_is_perhaps_near_comes_last(void **unused)
{
    judge_city making = judge_city_new();
    circlet_near_query query = query_at(0);
    circlet_city *city;
    circlet_near *near;

    (void)unused;
    add(&making, "a", 0.11, NULL);
    add(&making, "b", 0.1, NULL);
    add(&making, "c", 0.2, NULL);
    city = judge_finish(&making);
    roads.unsure = 0.2;
    query.cutoff_ms = 1000000;
    near = find(city, &query);

    assert_listed(near, city, "b a");
    assert_int_equal(circlet_near_at(near, 0)->time_ms, 1000000);
    assert_int_equal(circlet_near_at(near, 0)->least_ms, 800000);
    assert_int_equal(circlet_near_at(near, 0)->greatest_ms, CIRCLET_UNREACHED);
    assert_int_equal(circlet_near_at(near, 1)->time_ms, CIRCLET_UNREACHED);
    assert_int_equal(circlet_near_at(near, 1)->least_ms, 880000);
    circlet_near_free(near);
    circlet_city_free(city);
    roads.unsure = 0;
}

/* On wheels twice as long; of whom nothing is known the slow one counts, and
 * the bounds are those of all modes that may be. */
static void a_person_goes_by_their_own_mode(void **unused)
{
    circlet_demand_record person = judge_person(0, 0.5);
    judge_city making = judge_city_new();
    circlet_near_query query = query_at(0.5);
    circlet_city *city;
    circlet_near *near;

    (void)unused;
    add(&making, "a", 0.6, NULL);
    city = judge_finish(&making);
    query.mode = NULL;
    query.person = &person;
    near = find(city, &query);
    assert_string_equal(circlet_near_mode(near), "walk");
    assert_false(circlet_near_doubts_mode(near));
    assert_int_equal(circlet_near_at(near, 0)->time_ms, 1000000);
    circlet_near_free(near);
    person.aid = "manual_wheelchair";
    near = find(city, &query);
    assert_int_equal(circlet_near_at(near, 0)->time_ms, 2000000);
    assert_int_equal(circlet_near_at(near, 0)->least_ms, 2000000);
    circlet_near_free(near);
    query.person = NULL;
    near = find(city, &query);
    assert_true(circlet_near_doubts_mode(near));
    assert_int_equal(circlet_near_at(near, 0)->time_ms, 2000000);
    assert_int_equal(circlet_near_at(near, 0)->least_ms, 1000000);
    circlet_near_free(near);
    circlet_city_free(city);
}

static void the_nearest_entrance_counts(void **unused)
{
    const circlet_point doors[] = {{0.9, 0.5}, {0.53, 0.5}, {0.6, 0.5}};
    circlet_facility_record facility = judge_facility("day_care_station", 0);
    judge_city making = judge_city_new();
    circlet_near_query query = query_at(0.5);
    circlet_city *city;
    circlet_near *near;

    (void)unused;
    facility.id = facility.name = "a";
    facility.accesses = doors;
    facility.access_count = 3;
    assert_ok(
        circlet_city_builder_add_facility(making.builder, &facility, error));
    city = judge_finish(&making);
    near = find(city, &query);
    assert_int_equal(circlet_near_at(near, 0)->time_ms, 300000);
    circlet_near_free(near);
    query.need = "day_care_station";
    near = find(city, &query);
    assert_int_equal(circlet_near_suitable(near), 1);
    circlet_near_free(near);
    query.need = "warm_home";
    near = find(city, &query);
    assert_int_equal(circlet_near_suitable(near), 0);
    circlet_near_free(near);
    circlet_city_free(city);
}

static void bad_questions_are_refused(void **unused)
{
    judge_city making = judge_city_new();
    circlet_city *city = judge_finish(&making);
    circlet_travel travel = plane_travel(&roads);
    circlet_near_query query = query_at(0.5);
    circlet_near *near = NULL;

    (void)unused;
    assert_fails(circlet_near_find(&near, policy, city, NULL, &query, error),
                 CIRCLET_E_ARGUMENT, "source of travel times");
    query.mode = "fly";
    assert_fails(
        circlet_near_find(&near, policy, city, &travel, &query, error),
        CIRCLET_E_NOT_FOUND, "fly");
    query.mode = NULL;
    query.cutoff_ms = CIRCLET_CUTOFF_MAX + 1;
    assert_fails(
        circlet_near_find(&near, policy, city, &travel, &query, error),
        CIRCLET_E_ARGUMENT, "86400001");
    query.need = "";
    assert_fails(
        circlet_near_find(&near, policy, city, &travel, &query, error),
        CIRCLET_E_ARGUMENT, "no service");
    assert_null(near);
    circlet_city_free(city);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(those_with_room_go_before_full_ones),
        cmocka_unit_test(the_cutoff_and_the_count_are_inclusive),
        cmocka_unit_test(bounds_are_given_and_what_is_perhaps_near_comes_last),
        cmocka_unit_test(a_person_goes_by_their_own_mode),
        cmocka_unit_test(the_nearest_entrance_counts),
        cmocka_unit_test(bad_questions_are_refused),
    };
    int failed;

    roads = (plane_roads){1, 0, 0.25};
    policy = judge_policy();
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    circlet_policy_free(policy);
    return failed;
}
