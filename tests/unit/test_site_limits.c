/* What may be put on a candidate site: small cities by hand. */
#include "action_fixture.h"

#include "plan/planned_city.h"

/* ---- the city ----------------------------------------------------------- */

/* "shop" is for Warm Homes of at most 180 m2, "ward" for at most 60 beds,
 * "full" has no room, "free" says nothing. The home "h1" has 200 m2. */
static circlet_city *site_city(void)
{
    circlet_city_builder *builder = new_builder();
    circlet_site_record record = site("shop");
    circlet_facility_record facility = home("h1");

    add_streets(builder);
    add_person(builder, "p1", 2.0, 2.0, 1000);
    record.at = (circlet_point){5.0, 5.0};
    record.types = "warm_home;station";
    record.max_area_m2 = 180.0;
    assert_ok(circlet_city_builder_add_site(builder, &record, error));
    record.id = "ward";
    record.types = "";
    record.max_area_m2 = UNKNOWN;
    record.max_beds = 60.0;
    assert_ok(circlet_city_builder_add_site(builder, &record, error));
    record.id = "full";
    record.max_area_m2 = 0.0;
    assert_ok(circlet_city_builder_add_site(builder, &record, error));
    add_site(builder, "free", 6.0, 6.0, NULL);
    facility.at = (circlet_point){2.0, 2.0};
    facility.measures[CIRCLET_MEASURE_AREA_M2] = 200.0;
    assert_ok(circlet_city_builder_add_facility(builder, &facility, error));
    return finish(builder);
}

static circlet_plan_action build_at(const char *id, const char *facility,
                                    const char *site_id, int year)
{
    circlet_plan_action action = act(id, "build", facility, year);

    action.site = site_id;
    action.type = "warm_home";
    return action;
}

/* With the policy, and as an import does it without one. */
static void refuse(const circlet_plan_action *actions, size_t count,
                   const char *reason)
{
    circlet_city *city = site_city(), *planned = NULL;
    circlet_plan *plan = plan_of(actions, count);
    const circlet_plan_action *wrong = NULL;

    assert_fails(
        circlet_plan_apply(&planned, plan, &plan_policy, city, 0, error),
        CIRCLET_E_DATA, reason);
    assert_fails(ci_plan_check(plan, NULL, city, &wrong, error),
                 CIRCLET_E_DATA, reason);
    assert_non_null(wrong);
    assert_null(planned);
    circlet_plan_free(plan);
    circlet_city_free(city);
}

static void accept(const circlet_plan_action *actions, size_t count)
{
    circlet_city *city = site_city();
    circlet_plan *plan = plan_of(actions, count);

    circlet_city_free(apply(plan, city));
    circlet_plan_free(plan);
    circlet_city_free(city);
}

/* ---- tests -------------------------------------------------------------- */

static void a_site_has_one_facility_at_a_time(void **state)
{
    circlet_plan_action actions[] = {build_at("a", "n1", "free", 2019),
                                     build_at("b", "n2", "free", 2021),
                                     act("c", "close", "n1", 2020)};
    circlet_plan_action moving[] = {build_at("a", "n1", "free", 2019),
                                    act("b", "move", "h1", 2021),
                                    act("c", "move", "n1", 2020)};

    (void)state;
    refuse(actions, 2,
           "action 'b' puts the facility 'n2' on the site 'free', where "
           "action 'a' puts 'n1'");
    accept(actions, 3);
    moving[1].site = "free";
    moving[2].site = "ward";
    refuse(moving, 2, "action 'b' puts the facility 'h1' on the site 'free'");
    accept(moving, 3);
    moving[2].site = "free"; /* where it stands already */
    refuse(moving, 3, "action 'b' puts the facility 'h1' on the site 'free'");
}

static void a_site_is_for_the_types_that_it_names(void **state)
{
    circlet_plan_action action = build_at("a", "n1", "shop", 2020);

    (void)state;
    accept(&action, 1);
    action.type = "hospital";
    action.service = "day_care";
    refuse(&action, 1,
           "action 'a' puts a 'hospital' on the site 'shop', which is for "
           "warm_home;station");
    action.site = "ward"; /* an empty list is none */
    accept(&action, 1);
}

static void no_more_area_is_given_than_there_is_room_for(void **state)
{
    circlet_plan_action actions[] = {build_at("a", "n1", "shop", 2019),
                                     act("b", "enlarge", "n1", 2020)};
    circlet_plan_action moving = act("m", "move", "h1", 2020);

    (void)state;
    actions[0].area_m2 = 180.5;
    refuse(actions, 1,
           "action 'a' gives the facility 'n1' 180.5 m2, and its site 'shop' "
           "has room for 180");
    actions[0].area_m2 = 150.0;
    actions[1].area_m2 = 30.0;
    accept(actions, 2);
    actions[1].area_m2 = 30.5;
    refuse(actions, 2, "action 'b' gives the facility 'n1' 180.5 m2, and");
    moving.site = "shop";
    refuse(&moving, 1, "action 'm' gives the facility 'h1' 200 m2, and its");
    moving.site = "free";
    accept(&moving, 1);
}

static void no_more_beds_are_given_than_there_is_room_for(void **state)
{
    circlet_plan_action action = build_at("a", "n1", "ward", 2019);

    (void)state;
    action.service = "respite";
    action.beds = 60;
    accept(&action, 1);
    action.beds = 61;
    refuse(&action, 1,
           "action 'a' gives the facility 'n1' 61 beds, and its site 'ward' "
           "has room for 60");
}

/* What is left open is no larger than the site, as in plans that are
 * computed; but on none at all nothing can stand. */
static void an_area_out_of_the_catalogue_fits_the_site(void **state)
{
    circlet_plan_action action = build_at("a", "n1", "shop", 2019);
    circlet_city *city = site_city(), *planned = NULL;
    circlet_plan *plan = plan_of(&action, 1);
    circlet_facility built;

    (void)state;
    planned = apply(plan, city);
    built = circlet_city_find_facility(planned, "n1");
    assert_true(circlet_city_facility(planned, built)
                    ->measures[CIRCLET_MEASURE_AREA_M2] == 180.0);
    circlet_city_free(planned);
    circlet_plan_free(plan);

    action.site = "full";
    plan = plan_of(&action, 1);
    planned = NULL;
    assert_fails(
        circlet_plan_apply(&planned, plan, &plan_policy, city, 0, error),
        CIRCLET_E_DATA, "300 m2, and its site 'full' has room for 0");
    circlet_plan_free(plan);
    circlet_city_free(city);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_site_has_one_facility_at_a_time),
        cmocka_unit_test(a_site_is_for_the_types_that_it_names),
        cmocka_unit_test(no_more_area_is_given_than_there_is_room_for),
        cmocka_unit_test(no_more_beds_are_given_than_there_is_room_for),
        cmocka_unit_test(an_area_out_of_the_catalogue_fits_the_site),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
