/* What is built where an action leaves figures open: sizes by hand. */
#include "size_fixture.h"

static circlet_plan_action home_of(double area_m2, const char *service,
                                   int64_t places)
{
    circlet_plan_action action = act("a", "build", "n1", 2020);

    action.type = "warm_home";
    action.site = "s1";
    action.area_m2 = area_m2;
    action.service = service;
    action.places = places;
    return action;
}

/* Builds it in a city that the caller frees. */
static const circlet_facility_record *build(circlet_city **planned,
                                            circlet_plan_action action)
{
    circlet_policy policy = size_policy();
    circlet_city *city = size_city();
    circlet_plan *plan = plan_of(&action, 1);

    assert_ok(circlet_plan_apply(planned, plan, &policy, city, 0, error));
    circlet_plan_free(plan);
    circlet_city_free(city);
    return circlet_city_facility(*planned,
                                 circlet_city_find_facility(*planned, "n1"));
}

static int64_t places_of(const circlet_facility_record *facility,
                         const char *service)
{
    for (size_t i = 0; i < facility->service_count; i++)
        if (strcmp(facility->services[i].service, service) == 0)
            return facility->services[i].places;
    fail_msg("no service %s", service);
    return -1;
}

static void assert_built(circlet_plan_action action, double area_m2,
                         int64_t day_care, const char *tier)
{
    circlet_city *planned = NULL;
    const circlet_facility_record *built = build(&planned, action);

    assert_true(built->measures[CIRCLET_MEASURE_AREA_M2] == area_m2);
    assert_int_equal(places_of(built, "day_care"), day_care);
    assert_string_equal(built->tier, tier);
    circlet_city_free(planned);
}

static void what_says_nothing_is_of_the_standard_size(void **state)
{
    circlet_plan_action action = home_of(UNKNOWN, NULL, -1);

    (void)state;
    assert_built(action, 300, 30, "street");
    action.tier = "village";
    assert_built(action, 100, 10, "village");
    action.tier = "city"; /* of no size: its own */
    assert_built(action, 300, 30, "city");
}

static void the_smallest_size_that_holds_the_figures_gives_the_rest(
    void **state)
{
    circlet_plan_action action = home_of(150, NULL, -1);

    (void)state;
    assert_built(action, 150, 30, "street");
    assert_built(home_of(100, NULL, -1), 100, 10, "village");
    assert_built(home_of(UNKNOWN, "day_care", 31), 500, 31, "street");
    assert_built(home_of(UNKNOWN, NULL, 51), 800, 51, "street");
    action = home_of(90, NULL, -1);
    action.tier = "street";
    assert_built(action, 90, 30, "street");
    action = home_of(UNKNOWN, "respite", -1);
    action.beds = 3;
    assert_built(action, 800, 80, "street");
}

/* What is given stands, what is left open is that of the largest. */
static void figures_beyond_every_size_are_not_shrunk(void **state)
{
    (void)state;
    assert_built(home_of(900, NULL, -1), 900, 80, "street");
    assert_built(home_of(UNKNOWN, "day_care", 95), 800, 95, "street");
    assert_built(home_of(UNKNOWN, NULL, 95), 800, 95, "street");
    assert_built(home_of(40, "day_care", 95), 40, 95, "street");
}

static void a_service_that_no_size_has_comes_on_top(void **state)
{
    circlet_plan_action action = home_of(UNKNOWN, "mental_care", 12);
    circlet_city *planned = NULL;
    const circlet_facility_record *built = build(&planned, action);

    (void)state;
    assert_int_equal(places_of(built, "mental_care"), 12);
    assert_int_equal(places_of(built, "day_care"), 30);
    assert_true(built->measures[CIRCLET_MEASURE_AREA_M2] == 300);
    circlet_city_free(planned);
}

static void beds_that_no_single_service_has_are_refused(void **state)
{
    circlet_plan_action action = home_of(100, NULL, -1);
    circlet_policy policy = size_policy();
    circlet_city *city = size_city(), *planned = NULL;
    circlet_plan *plan;

    (void)state;
    action.beds = 3;
    action.places = 5;
    plan = plan_of(&action, 1);
    assert_fails(circlet_plan_apply(&planned, plan, &policy, city, 0, error),
                 CIRCLET_E_DATA,
                 "action 'a' gives places or beds but no service");
    circlet_plan_free(plan);
    circlet_city_free(city);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_says_nothing_is_of_the_standard_size),
        cmocka_unit_test(
            the_smallest_size_that_holds_the_figures_gives_the_rest),
        cmocka_unit_test(figures_beyond_every_size_are_not_shrunk),
        cmocka_unit_test(a_service_that_no_size_has_comes_on_top),
        cmocka_unit_test(beds_that_no_single_service_has_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
