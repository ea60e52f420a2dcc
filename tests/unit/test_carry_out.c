/* Actions of every kind, carried out in small cities by hand. */
#include "action_fixture.h"

#include "policy/circle.h"

/* ---- the city ----------------------------------------------------------- */

static const circlet_service_record care_services[] = {
    {"day_care", 20, -1, 12, 0, 0},
    {"residential", -1, 60, -1, 0, 0},
    {"nursing", -1, 60, 30, 0, 0}};

static void add_facility(circlet_city_builder *builder, const char *id,
                         const circlet_service_record *services, size_t count,
                         circlet_facility_status status, int opened)
{
    circlet_facility_record record = home(id);
    const circlet_point door = {2.0, 2.5};

    record.at = (circlet_point){2.0, 2.0};
    record.services = services;
    record.service_count = count;
    record.status = status;
    record.opened = opened;
    record.building_id = "b1";
    record.address = "Road 1";
    record.accesses = &door;
    record.access_count = 1;
    record.measures[CIRCLET_MEASURE_AREA_M2] = 200.0;
    assert_ok(circlet_city_builder_add_facility(builder, &record, error));
}

static const char *const site_ids[] = {"s1", "s2", "s3", "s4"};

/* "care" offers three services, "bare" does not say what it offers, "late"
 * opens in 2021, "idea" is planned, "gone" is closed, "past" closed in
 * 2020. */
static circlet_city *care_city(void)
{
    circlet_city_builder *builder = new_builder();
    circlet_facility_record record;

    add_streets(builder);
    add_person(builder, "p1", 2.0, 2.0, 1000);
    add_person(builder, "p2", 5.0, 5.0, 1000);
    add_facility(builder, "care", care_services, 3, CIRCLET_FACILITY_OPEN, -1);
    add_facility(builder, "bare", NULL, 0, CIRCLET_FACILITY_OPEN, -1);
    add_facility(builder, "late", care_services, 1, CIRCLET_FACILITY_OPEN,
                 20210601);
    add_facility(builder, "idea", care_services, 1, CIRCLET_FACILITY_PLANNED,
                 -1);
    add_facility(builder, "gone", care_services, 1, CIRCLET_FACILITY_CLOSED,
                 -1);
    record = home("past");
    record.status = CIRCLET_FACILITY_CLOSED;
    record.closed = 20200630;
    assert_ok(circlet_city_builder_add_facility(builder, &record, error));
    for (int i = 0; i < 4; i++)
        add_site(builder, site_ids[i], 7.0, 7.0, NULL);
    return finish(builder);
}

static circlet_plan_action act_on_service(const char *id, const char *kind,
                                          const char *facility, int year,
                                          const char *service, int64_t places,
                                          int64_t beds)
{
    circlet_plan_action action = act(id, kind, facility, year);

    action.service = service;
    action.places = places;
    action.beds = beds;
    return action;
}

static circlet_city *planned_in(const circlet_plan_action *actions,
                                size_t count, int year)
{
    circlet_city *city = care_city(), *planned = NULL;
    circlet_plan *plan = plan_of(actions, count);

    assert_ok(
        circlet_plan_apply(&planned, plan, &plan_policy, city, year, error));
    circlet_plan_free(plan);
    circlet_city_free(city);
    return planned;
}

static const circlet_facility_record *facility_of(const circlet_city *city,
                                                  const char *id)
{
    circlet_facility facility = circlet_city_find_facility(city, id);

    return facility == CIRCLET_NONE ? NULL
                                    : circlet_city_facility(city, facility);
}

static const circlet_service_record *service_of(const circlet_city *city,
                                                const char *id,
                                                const char *service)
{
    const circlet_facility_record *facility = facility_of(city, id);

    for (size_t i = 0; i < facility->service_count; i++)
        if (strcmp(facility->services[i].service, service) == 0)
            return &facility->services[i];
    return NULL;
}

static double area_of(const circlet_city *city, const char *id)
{
    return facility_of(city, id)->measures[CIRCLET_MEASURE_AREA_M2];
}

static void refuse(const circlet_plan_action *actions, size_t count,
                   circlet_status status, const char *reason)
{
    circlet_city *city = care_city(), *planned = NULL;
    circlet_plan *plan = plan_of(actions, count);

    assert_fails(
        circlet_plan_apply(&planned, plan, &plan_policy, city, 0, error),
        status, reason);
    assert_null(planned);
    circlet_plan_free(plan);
    circlet_city_free(city);
}

static void refuse_one(circlet_plan_action action, const char *reason)
{
    refuse(&action, 1, CIRCLET_E_DATA, reason);
}

/* ---- each kind ---------------------------------------------------------- */

static void what_is_enlarged_has_more_from_its_year_on(void **state)
{
    circlet_plan_action action =
        act_on_service("a", "enlarge", "care", 2019, "day_care", 10, -1);
    circlet_city *before, *after;

    (void)state;
    action.area_m2 = 50.5;
    before = planned_in(&action, 1, 2018);
    after = planned_in(&action, 1, 2019);

    assert_true(area_of(before, "care") == 200.0);
    assert_int_equal(service_of(before, "care", "day_care")->places, 20);
    assert_true(area_of(after, "care") == 250.5);
    assert_int_equal(service_of(after, "care", "day_care")->places, 30);
    assert_int_equal(service_of(after, "care", "day_care")->occupied, 12);
    assert_int_equal(service_of(after, "care", "residential")->beds, 60);
    circlet_city_free(before);
    circlet_city_free(after);
}

static void what_was_unknown_stays_unknown_when_enlarged(void **state)
{
    const circlet_plan_action action =
        act_on_service("a", "enlarge", "care", -1, "day_care", -1, 10);
    circlet_city *after = planned_in(&action, 1, 0);

    (void)state;
    assert_int_equal(service_of(after, "care", "day_care")->beds, -1);
    assert_int_equal(service_of(after, "care", "day_care")->places, 20);
    assert_true(area_of(after, "care") == 200.0);
    circlet_city_free(after);
}

static void an_unknown_area_is_at_least_what_was_added(void **state)
{
    circlet_plan_action actions[] = {act("a", "enlarge", "past", 2018),
                                     act("b", "enlarge", "past", 2019)};
    circlet_city *after;

    (void)state;
    actions[0].area_m2 = 80.0;
    actions[1].area_m2 = 20.0;
    after = planned_in(actions, 2, 0);
    assert_true(isnan(area_of(after, "past")));
    assert_true(
        facility_of(after, "past")->measures_low[CIRCLET_MEASURE_AREA_M2] ==
        100.0);
    assert_true(
        facility_of(after, "care")->measures_low[CIRCLET_MEASURE_AREA_M2] ==
        0.0);
    circlet_city_free(after);
}

static void an_unknown_number_is_at_least_what_was_added(void **state)
{
    const circlet_plan_action actions[] = {
        act_on_service("a", "enlarge", "care", 2018, "day_care", -1, 5),
        act_on_service("b", "enlarge", "care", 2019, "day_care", 4, 2),
        act_on_service("c", "enlarge", "care", 2019, "nursing", 7, -1),
        act_on_service("d", "partition", "care", 2020, "day_care", -1, 10)};
    circlet_city *after = planned_in(actions, 4, 0);

    (void)state;
    assert_int_equal(service_of(after, "care", "day_care")->beds, -1);
    assert_int_equal(service_of(after, "care", "day_care")->beds_low, 17);
    assert_int_equal(service_of(after, "care", "day_care")->places, 24);
    assert_int_equal(service_of(after, "care", "day_care")->places_low, 0);
    assert_int_equal(service_of(after, "care", "nursing")->places, -1);
    assert_int_equal(service_of(after, "care", "nursing")->places_low, 7);
    assert_int_equal(service_of(after, "care", "nursing")->beds_low, 0);
    circlet_city_free(after);
}

static void an_added_service_is_offered_with_what_is_known(void **state)
{
    const circlet_plan_action actions[] = {
        act_on_service("a", "add_service", "care", 2020, "respite", 5, -1),
        act_on_service("b", "designate", "bare", 2020, "respite", -1, 8)};
    circlet_city *before = planned_in(actions, 2, 2019),
                 *after = planned_in(actions, 2, 2020);

    (void)state;
    assert_null(service_of(before, "care", "respite"));
    assert_int_equal(service_of(after, "care", "respite")->places, 5);
    assert_int_equal(service_of(after, "care", "respite")->beds, -1);
    assert_int_equal(service_of(after, "care", "respite")->occupied, -1);
    assert_int_equal(facility_of(after, "care")->service_count, 4);
    assert_int_equal(facility_of(after, "bare")->service_count, 1);
    assert_int_equal(service_of(after, "bare", "respite")->beds, 8);
    circlet_city_free(before);
    circlet_city_free(after);
}

static void what_a_type_offers_is_not_lost_by_a_service_more(void **state)
{
    static const char *const offered[] = {"day_care", "home_service"};
    static const ci_facility_type types[] = {
        {"warm_home", {offered, 2}, {NULL, 0}, {NULL, 0}}};
    const circlet_plan_action action =
        act_on_service("a", "add_service", "bare", -1, "respite", 5, -1);
    circlet_policy policy = plan_policy;
    circlet_city *city = care_city(), *planned = NULL;
    circlet_plan *plan = plan_of(&action, 1);

    (void)state;
    policy.types = types;
    assert_ok(circlet_plan_apply(&planned, plan, &policy, city, 0, error));

    assert_int_equal(facility_of(planned, "bare")->service_count, 3);
    assert_int_equal(service_of(planned, "bare", "day_care")->places, -1);
    assert_non_null(service_of(planned, "bare", "home_service"));
    assert_int_equal(service_of(planned, "bare", "respite")->places, 5);
    circlet_city_free(planned);
    circlet_plan_free(plan);
    circlet_city_free(city);
}

/* Of "residential" and "nursing", 60 beds each, the first by name. */
static void a_section_has_the_beds_of_the_service_with_most(void **state)
{
    const circlet_plan_action actions[] = {
        act_on_service("a", "partition", "care", 2020, "severe_care", -1, 20),
        act_on_service("b", "partition", "care", 2021, "severe_care", -1, 50)};
    circlet_city *first = planned_in(actions, 2, 2020),
                 *then = planned_in(actions, 2, 2021);

    (void)state;
    assert_int_equal(service_of(first, "care", "nursing")->beds, 40);
    assert_int_equal(service_of(first, "care", "residential")->beds, 60);
    assert_int_equal(service_of(first, "care", "severe_care")->beds, 20);
    assert_int_equal(service_of(first, "care", "severe_care")->places, -1);
    assert_int_equal(service_of(then, "care", "nursing")->beds, 40);
    assert_int_equal(service_of(then, "care", "residential")->beds, 10);
    assert_int_equal(service_of(then, "care", "severe_care")->beds, 70);
    circlet_city_free(first);
    circlet_city_free(then);
}

static void the_free_beds_of_a_service_may_all_be_taken(void **state)
{
    const circlet_plan_action action =
        act_on_service("a", "partition", "care", -1, "severe_care", -1, 30);
    circlet_city *after = planned_in(&action, 1, 0);

    (void)state;
    assert_int_equal(service_of(after, "care", "nursing")->beds, 30);
    assert_int_equal(service_of(after, "care", "nursing")->occupied, 30);
    assert_int_equal(service_of(after, "care", "severe_care")->beds, 30);
    circlet_city_free(after);
}

static void what_is_built_may_differ_from_the_catalogue(void **state)
{
    circlet_plan_action actions[] = {
        act_on_service("a", "build", "n1", 2019, "day_care", 35, -1),
        act_on_service("b", "build", "n2", 2020, "respite", -1, 6),
        act_on_service("c", "build", "n3", -1, NULL, 44, -1),
        act_on_service("d", "build", "n4", -1, "residential", -1, 100)};
    circlet_city *planned;

    (void)state;
    for (int i = 0; i < 4; i++) {
        actions[i].site = site_ids[i];
        actions[i].type = i == 3 ? "institution" : "warm_home";
    }
    actions[1].at = (circlet_point){1.0, 2.0};
    planned = planned_in(actions, 4, 2019);

    assert_null(facility_of(planned, "n2"));
    assert_true(facility_of(planned, "n1")->at.lon == 7.0);
    assert_int_equal(facility_of(planned, "n1")->opened, 20190101);
    assert_int_equal(service_of(planned, "n1", "day_care")->places, 35);
    assert_int_equal(service_of(planned, "n3", "day_care")->places, 44);
    assert_int_equal(facility_of(planned, "n3")->opened, -1);
    assert_true(area_of(planned, "n3") == 300.0);
    assert_int_equal(facility_of(planned, "n4")->service_count, 1);
    assert_int_equal(service_of(planned, "n4", "residential")->beds, 100);
    assert_true(isnan(area_of(planned, "n4")));
    circlet_city_free(planned);
    planned = planned_in(actions, 4, 2020);
    assert_true(facility_of(planned, "n2")->at.lon == 1.0);
    assert_int_equal(service_of(planned, "n2", "day_care")->places, 20);
    assert_int_equal(service_of(planned, "n2", "respite")->beds, 6);
    circlet_city_free(planned);
}

static void what_moves_keeps_its_id_and_leaves_its_entrances(void **state)
{
    circlet_plan_action actions[] = {act("a", "move", "care", 2019),
                                     act("b", "move", "care", 2021)};
    circlet_city *before, *first, *then;

    (void)state;
    actions[0].site = "s1";
    actions[1].at = (circlet_point){1.0, 3.0};
    before = planned_in(actions, 2, 2018);
    first = planned_in(actions, 2, 2020);
    then = planned_in(actions, 2, 0);

    assert_true(facility_of(before, "care")->at.lon == 2.0);
    assert_int_equal(facility_of(before, "care")->access_count, 1);
    assert_true(facility_of(first, "care")->at.lon == 7.0);
    assert_int_equal(facility_of(first, "care")->access_count, 0);
    assert_null(facility_of(first, "care")->address);
    assert_null(facility_of(first, "care")->building_id);
    assert_int_equal(facility_of(first, "care")->service_count, 3);
    assert_true(facility_of(then, "care")->at.lon == 1.0);
    circlet_city_free(before);
    circlet_city_free(first);
    circlet_city_free(then);
}

static void what_closes_is_not_open_from_its_year_on(void **state)
{
    const circlet_plan_action actions[] = {
        act("a", "close", "care", 2020), act("b", "close", "late", 2021),
        act("c", "close", "bare", -1), act("d", "close", "idea", 2022)};
    circlet_city *before = planned_in(actions, 4, 2019),
                 *after = planned_in(actions, 4, 0);

    (void)state;
    assert_true(ci_facility_is_open(facility_of(before, "care"), 2020));
    assert_true(ci_facility_is_open(facility_of(after, "care"), 2019));
    assert_false(ci_facility_is_open(facility_of(after, "care"), 2020));
    assert_int_equal(facility_of(after, "care")->closed, 20200101);
    assert_int_equal(facility_of(after, "late")->closed, 20210601);
    assert_false(ci_facility_is_open(facility_of(after, "late"), 2021));
    assert_false(ci_facility_is_open(facility_of(after, "bare"), 1990));
    for (int year = 2015; year < 2030; year++)
        assert_false(ci_facility_is_open(facility_of(after, "idea"), year));
    circlet_city_free(before);
    circlet_city_free(after);
}

static void actions_on_one_facility_follow_each_other_by_year(void **state)
{
    circlet_plan_action actions[] = {
        act("a", "close", "n1", 2023),
        act_on_service("b", "enlarge", "n1", 2021, "day_care", 5, -1),
        act_on_service("c", "build", "n1", 2020, "day_care", 10, -1),
        act("d", "move", "n1", 2022)};
    circlet_city *planned;

    (void)state;
    actions[2].type = "warm_home";
    actions[2].site = "s1";
    actions[3].site = "s2";
    planned = planned_in(actions, 4, 2022);

    assert_int_equal(service_of(planned, "n1", "day_care")->places, 15);
    assert_int_equal(facility_of(planned, "n1")->closed, -1);
    circlet_city_free(planned);
}

/* ---- contradictions ----------------------------------------------------- */

static void what_is_not_there_to_be_changed_is_refused(void **state)
{
    circlet_plan_action actions[] = {act("a", "keep", "new", 2019),
                                     act("b", "build", "new", 2020)};
    circlet_plan_action action;

    (void)state;
    actions[1].type = "warm_home";
    actions[1].site = "s1";
    refuse_one(act("a", "keep", "none", -1),
               "action 'a' is about the facility 'none', which is not there");
    refuse(actions, 2, CIRCLET_E_DATA,
           "facility 'new', which is built only after it, by action 'b'");
    refuse_one(act_on_service("a", "add_service", "late", 2020, "x", -1, -1),
               "facility 'late', which is not open in 2020");
    refuse_one(act_on_service("a", "add_service", "idea", -1, "x", -1, -1),
               "action 'a' is about the facility 'idea', which is not open");
    refuse_one(act("a", "keep", "gone", -1), "'gone', which is closed");
    refuse_one(act("a", "close", "gone", 2020), "'gone', which is closed");
    action = act("a", "enlarge", "gone", 2020);
    action.area_m2 = 50.0;
    refuse_one(action, "action 'a' is about the facility 'gone', which is cl");
    action.year = -1;
    refuse_one(action, "action 'a' is about the facility 'gone', which is cl");
    action = act("a", "keep", "past", 2021);
    refuse_one(action, "facility 'past', which closes for good in 2020");
    actions[1].facility = "care";
    refuse_one(actions[1], "builds the facility 'care', which is there");
}

static void services_that_do_not_fit_are_refused(void **state)
{
    (void)state;
    refuse_one(
        act_on_service("a", "add_service", "care", -1, "nursing", 1, 1),
        "'a' adds the service 'nursing', which the facility 'care' off");
    refuse_one(
        act_on_service("a", "designate", "care", -1, "nursing", 1, 1),
        "'a' adds the service 'nursing', which the facility 'care' off");
    refuse_one(act_on_service("a", "enlarge", "care", -1, "respite", 1, -1),
               "enlarges the service 'respite', which the facility 'care'");
    refuse_one(act_on_service("a", "partition", "care", -1, "respite", -1, 61),
               "action 'a' takes 61 beds, and no other service of the");
    refuse_one(act_on_service("a", "partition", "bare", -1, "respite", -1, 1),
               "action 'a' takes 1 beds");
    refuse_one(
        act_on_service("a", "partition", "care", -1, "respite", -1, 31),
        "takes 31 beds of the service 'nursing' of the facility 'care', "
        "where 30 of 60 are occupied");
    refuse_one(
        act_on_service("a", "enlarge", "care", -1, "day_care", INT64_MAX, -1),
        "action 'a' adds more places or beds than can be counted");
}

static void what_is_done_twice_or_after_the_end_is_refused(void **state)
{
    circlet_plan_action actions[] = {act("a", "move", "care", 2020),
                                     act("b", "move", "care", 2020)};
    const circlet_plan_action closing[] = {act("a", "keep", "care", 2021),
                                           act("b", "close", "care", 2020)};

    (void)state;
    actions[0].site = actions[1].site = "s1";
    refuse(actions, 2, CIRCLET_E_DATA,
           "action 'b' moves the facility 'care', which action 'a' moves in");
    refuse(closing, 2, CIRCLET_E_DATA,
           "action 'a' is about the facility 'care', which action 'b' closes");
}

static void what_is_kept_is_not_closed(void **state)
{
    const circlet_plan_action kept[] = {act("a", "keep", "care", -1),
                                        act("b", "close", "care", 2020)};
    const circlet_plan_action later[] = {act("a", "close", "care", 2022),
                                         act("b", "keep", "care", 2020)};
    const circlet_plan_action same[] = {act("a", "close", "care", 2022),
                                        act("b", "keep", "care", 2022)};

    (void)state;
    refuse(kept, 2, CIRCLET_E_DATA,
           "plan 'p': action 'b' closes the facility 'care', which action "
           "'a' keeps");
    refuse(later, 2, CIRCLET_E_DATA, "action 'a' closes the facility 'care'");
    refuse(same, 2, CIRCLET_E_DATA, "which action 'a' closes before");
}

static void what_closes_is_neither_moved_nor_enlarged_then(void **state)
{
    circlet_plan_action moving[] = {act("a", "move", "care", 2020),
                                    act("b", "close", "care", 2020)};
    circlet_plan_action enlarging[] = {act("a", "close", "care", 2020),
                                       act("b", "enlarge", "care", 2021)};
    circlet_city *planned;

    (void)state;
    moving[0].site = "s1";
    enlarging[1].area_m2 = 50.0;
    refuse(moving, 2, CIRCLET_E_DATA,
           "action 'b' closes the facility 'care', which action 'a' moves in "
           "the same year");
    refuse(enlarging, 2, CIRCLET_E_DATA,
           "action 'b' is about the facility 'care', which action 'a' closes");
    moving[1].year = 2021;
    planned = planned_in(moving, 2, 0);
    assert_int_equal(facility_of(planned, "care")->closed, 20210101);
    circlet_city_free(planned);
}

/* The later year counts, though nothing of it is seen in the earlier. */
static void a_plan_that_contradicts_itself_is_so_in_every_year(void **state)
{
    const circlet_plan_action closing[] = {act("a", "keep", "care", 2021),
                                           act("b", "close", "care", 2020)};
    circlet_city *city = care_city(), *planned = NULL;
    circlet_plan *plan = plan_of(closing, 2);

    (void)state;
    assert_fails(
        circlet_plan_apply(&planned, plan, &plan_policy, city, 2019, error),
        CIRCLET_E_DATA, "which action 'b' closes before");
    assert_fails(
        circlet_plan_apply(&planned, plan, &plan_policy, city, -1, error),
        CIRCLET_E_ARGUMENT, "up to the year -1, which is none");
    circlet_plan_free(plan);
    circlet_city_free(city);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_enlarged_has_more_from_its_year_on),
        cmocka_unit_test(what_was_unknown_stays_unknown_when_enlarged),
        cmocka_unit_test(an_unknown_area_is_at_least_what_was_added),
        cmocka_unit_test(an_unknown_number_is_at_least_what_was_added),
        cmocka_unit_test(an_added_service_is_offered_with_what_is_known),
        cmocka_unit_test(what_a_type_offers_is_not_lost_by_a_service_more),
        cmocka_unit_test(a_section_has_the_beds_of_the_service_with_most),
        cmocka_unit_test(the_free_beds_of_a_service_may_all_be_taken),
        cmocka_unit_test(what_is_built_may_differ_from_the_catalogue),
        cmocka_unit_test(what_moves_keeps_its_id_and_leaves_its_entrances),
        cmocka_unit_test(what_closes_is_not_open_from_its_year_on),
        cmocka_unit_test(actions_on_one_facility_follow_each_other_by_year),
        cmocka_unit_test(what_is_not_there_to_be_changed_is_refused),
        cmocka_unit_test(services_that_do_not_fit_are_refused),
        cmocka_unit_test(what_is_done_twice_or_after_the_end_is_refused),
        cmocka_unit_test(what_is_kept_is_not_closed),
        cmocka_unit_test(what_closes_is_neither_moved_nor_enlarged_then),
        cmocka_unit_test(a_plan_that_contradicts_itself_is_so_in_every_year),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
