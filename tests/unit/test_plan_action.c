/* What each kind of action needs, whatever the city. */
#include "unit.h"

#include <math.h>

#include "city/plan_action.h"

#define UNKNOWN ((double)NAN)

static circlet_plan_action whole(const char *kind)
{
    return (circlet_plan_action){.id = "a",
                                 .kind = kind,
                                 .facility = "f",
                                 .site = "s",
                                 .service = "day_care",
                                 .type = "warm_home",
                                 .at = {UNKNOWN, UNKNOWN},
                                 .places = 2,
                                 .beds = 3,
                                 .area_m2 = 4.5,
                                 .cost_cny = UNKNOWN,
                                 .year = 2020};
}

static void refuse(circlet_plan_action action, const char *column,
                   const char *reason)
{
    const char *found = NULL;
    ci_buffer text = {0};

    assert_false(ci_action_check(&action, &found, &text));
    assert_string_equal(found, column);
    assert_non_null(strstr(text.text, reason));
    ci_buffer_free(&text);
}

static void accept(circlet_plan_action action)
{
    assert_ok(ci_actions_check(&action, 1, error));
}

static void every_kind_has_its_word(void **state)
{
    (void)state;
    for (int i = 0; i < CI_ACTION_KIND_COUNT; i++) {
        assert_int_equal(ci_action_kind_of(ci_action_kind_words[i]), i);
        accept(whole(ci_action_kind_words[i]));
    }
    assert_int_equal(ci_action_kind_of("paint"), CI_ACTION_KIND_COUNT);
    assert_int_equal(ci_action_kind_of(NULL), CI_ACTION_KIND_COUNT);
    refuse(whole("paint"), "kind", "the kind 'paint' is none (keep, enlarge,");
}

static void every_kind_needs_a_facility(void **state)
{
    (void)state;
    for (int i = 0; i < CI_ACTION_KIND_COUNT; i++) {
        circlet_plan_action action = whole(ci_action_kind_words[i]);

        action.facility = i % 2 ? NULL : "";
        refuse(action, "facility", "needs a value of facility");
    }
}

static void a_service_is_needed_where_places_or_beds_go(void **state)
{
    static const char *const kinds[] = {"add_service", "designate",
                                        "partition", "enlarge"};
    circlet_plan_action action;

    (void)state;
    for (int i = 0; i < 4; i++) {
        action = whole(kinds[i]);
        action.service = NULL;
        refuse(action, "service", "needs a value of service");
    }
    action.places = action.beds = -1;
    accept(action); /* area alone is of no service */
    action.area_m2 = UNKNOWN;
    refuse(action, "area_m2", "adds no area, no places and no beds");
    action = whole("partition");
    action.beds = 0;
    refuse(action, "beds", "of no bed");
}

static void what_is_built_or_moved_needs_a_place(void **state)
{
    static const char *const kinds[] = {"build", "move"};
    circlet_plan_action action;

    (void)state;
    for (int i = 0; i < 2; i++) {
        action = whole(kinds[i]);
        action.site = NULL;
        refuse(action, "site", "needs a site or lon and lat");
        action.at = (circlet_point){116.0, 40.0};
        accept(action);
        action.at.lat = 95.0;
        refuse(action, "lon", "no longitude and latitude");
    }
    action = whole("build");
    action.type = NULL;
    refuse(action, "type", "an action of kind 'build' needs a value of type");
}

static void numbers_that_cannot_be_are_refused(void **state)
{
    circlet_plan_action action = whole("keep");

    (void)state;
    action.year = 2201;
    refuse(action, "year", "the year 2201 is outside 1900 to 2200");
    action.year = 1899;
    refuse(action, "year", "the year 1899 is outside 1900 to 2200");
    action.year = 0;
    refuse(action, "year", "the year 0 is outside 1900 to 2200");
    action.year = -1;
    accept(action);
    action.year = 1900;
    accept(action);
    action.year = 2200;
    accept(action);
    action.places = -2;
    refuse(action, "places", "places -2 is less than 0");
    action = whole("keep");
    action.beds = -5;
    refuse(action, "beds", "beds -5 is less than 0");
    action = whole("keep");
    action.area_m2 = -0.5;
    refuse(action, "area_m2", "area_m2 -0.5 is less than 0");
    action = whole("keep");
    action.cost_cny = (double)INFINITY;
    refuse(action, "cost_cny", "cost_cny is infinite");
}

static void a_list_is_refused_with_the_id_of_the_action(void **state)
{
    circlet_plan_action actions[] = {whole("keep"), whole("close")};

    (void)state;
    actions[1].id = "b";
    actions[1].facility = NULL;
    assert_fails(ci_actions_check(actions, 2, error), CIRCLET_E_DATA,
                 "action 'b': an action of kind 'close' needs a value of");
}

static void what_a_kind_has_no_use_for_is_told(void **state)
{
    circlet_plan_action action = whole("close");

    (void)state;
    assert_string_equal(ci_action_idle_column(&action), "site");
    action.site = NULL;
    assert_string_equal(ci_action_idle_column(&action), "service");
    action = whole("build");
    assert_null(ci_action_idle_column(&action));
    action = whole("partition");
    action.site = action.type = NULL;
    assert_string_equal(ci_action_idle_column(&action), "places");
    action.places = -1;
    assert_string_equal(ci_action_idle_column(&action), "area_m2");
    action.area_m2 = UNKNOWN;
    assert_null(ci_action_idle_column(&action));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_has_its_word),
        cmocka_unit_test(every_kind_needs_a_facility),
        cmocka_unit_test(a_service_is_needed_where_places_or_beds_go),
        cmocka_unit_test(what_is_built_or_moved_needs_a_place),
        cmocka_unit_test(numbers_that_cannot_be_are_refused),
        cmocka_unit_test(a_list_is_refused_with_the_id_of_the_action),
        cmocka_unit_test(what_a_kind_has_no_use_for_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
