/* Plans: a small city computed by hand. */
#include "plan_fixture.h"

#include <stdio.h>

/*
 * On foot 15 minutes are 3 degrees, by car 30 minutes are 7.5.
 *   street A: one (2,5) is covered by the home at (1,5); two (6,5) and three
 *   (7,5; two persons) are not; eight (1,9.9; half a person) is 4.9 from
 *   the home and out of reach of every site; twelve stands where no street
 *   is known; zero weighs nothing.
 *   street B: five (11,5), six (19,5), nine (16.5,0) and eleven (20,10).
 *   sites: s1 (7,5) reaches two, three, five; s2 may not have a Warm Home;
 *   s3 (14,5) reaches five, six and, in exactly 30 minutes, nine; s4
 *   (4.5,5) reaches two, three, five like s1.
 */
static circlet_city_builder *hand_made(void)
{
    circlet_city_builder *builder = new_builder();

    add_streets(builder);
    add_person(builder, "person-one", 2.0, 5.0, 1000);
    add_person(builder, "person-two", 6.0, 5.0, 1000);
    add_person(builder, "person-three", 7.0, 5.0, 2000);
    add_person(builder, "person-eight", 1.0, 9.9, 500);
    add_person(builder, "person-zero", 0.5, 0.0, 0);
    add_person(builder, "person-five", 11.0, 5.0, 1000);
    add_person(builder, "person-six", 19.0, 5.0, 1000);
    add_person(builder, "person-nine", 16.5, 0.0, 1000);
    add_person(builder, "person-eleven", 20.0, 10.0, 1000);
    add_home(builder, "h1", 1.0, 5.0);
    add_site(builder, "s1", 7.0, 5.0, NULL);
    add_site(builder, "s2", 6.5, 5.0, "day_care_station; elderly");
    add_site(builder, "s4", 4.5, 5.0, "warm_home");
    return builder;
}

static circlet_city *finish_with_s3(circlet_city_builder *builder)
{
    circlet_site_record record = site("s3");

    record.at = (circlet_point){14.0, 5.0};
    record.name = "Old school";
    record.types = "day_care_station;warm_home";
    record.max_area_m2 = 250.0;
    record.cost_cny = 1000.0;
    assert_ok(circlet_city_builder_add_site(builder, &record, error));
    return finish(builder);
}

static circlet_city *hand_made_city(void)
{
    circlet_city_builder *builder = hand_made();

    add_person(builder, "person-twelve", 9.5, 0.5, 1000);
    return finish_with_s3(builder);
}

/* ---- the small city ------------------------------------------------------
 */

static void the_best_site_comes_first_and_the_next_adds_to_it(void **state)
{
    circlet_city *city = hand_made_city();
    circlet_plan *plan = compute(city, 5);
    const circlet_plan_action *action;

    (void)state;
    assert_string_equal(circlet_plan_name(plan), "p");
    assert_int_equal(circlet_plan_action_count(plan), 2);
    action = circlet_plan_action_at(plan, 0);
    assert_string_equal(action->id, "a1");
    assert_string_equal(action->kind, "build");
    assert_string_equal(action->facility, "p/s1");
    assert_string_equal(action->site, "s1");
    assert_null(action->service);
    assert_string_equal(action->type, "warm_home");
    assert_string_equal(action->tier, "street");
    assert_true(action->at.lon == 7.0 && action->at.lat == 5.0);
    assert_int_equal(action->places, -1);
    assert_int_equal(action->beds, -1);
    assert_true(action->area_m2 == 300.0);
    assert_int_equal(action->year, 2020);
    assert_true(action->cost_cny == 200000.0);
    assert_false(action->fixed);
    assert_string_equal(action->mends, "C15;C30");
    assert_string_equal(action->mode, "own;drive");
    assert_true(action->persons_gained == 4.0);
    assert_string_equal(action->text_en,
                        "Build at candidate site s1: Warm Home; persons newly "
                        "covered: 4 (own, drive).");

    action = circlet_plan_action_at(plan, 1);
    assert_string_equal(action->id, "a2");
    assert_string_equal(action->facility, "p/s3");
    assert_true(action->area_m2 == 250.0);
    assert_true(action->cost_cny == 201000.0);
    assert_string_equal(action->mends, "C30");
    assert_string_equal(action->mode, "drive");
    assert_true(action->persons_gained == 2.0);
    assert_string_equal(
        action->text_zh,
        "在候选点Old school新建温馨家园，新增覆盖2人（drive）。");
    circlet_plan_free(plan);
    circlet_city_free(city);
}

static void the_level_counts_persons_and_proves_the_plan(void **state)
{
    circlet_city *city = hand_made_city();
    circlet_plan *plan = compute(city, 2);
    const circlet_plan_level *level = circlet_plan_level_at(plan, 0);

    (void)state;
    assert_int_equal(circlet_plan_level_count(plan), 1);
    assert_string_equal(level->name, "covered_persons");
    assert_true(level->objective == 6.0);
    assert_true(level->bound == 6.0);
    assert_true(level->gap == 0.0);
    assert_int_equal(level->proof, CIRCLET_PROOF_OPTIMAL);
    assert_string_equal(level->mode, "own;drive");
    circlet_plan_free(plan);
    circlet_city_free(city);
}

static void who_cannot_be_reached_is_counted_by_rule_and_street(void **state)
{
    circlet_city *city = hand_made_city();
    circlet_plan *plan = compute(city, 1);
    const circlet_plan_impossible *impossible;

    (void)state;
    assert_int_equal(circlet_plan_impossible_count(plan), 2);
    impossible = circlet_plan_impossible_at(plan, 0);
    assert_string_equal(impossible->rule, "C15");
    assert_string_equal(impossible->unit, "A");
    assert_string_equal(impossible->mode, "own");
    assert_true(impossible->persons == 0.5);
    impossible = circlet_plan_impossible_at(plan, 1);
    assert_string_equal(impossible->rule, "C30");
    assert_string_equal(impossible->unit, "B");
    assert_string_equal(impossible->mode, "drive");
    assert_true(impossible->persons == 1.0);
    circlet_plan_free(plan);
    circlet_city_free(city);
}

static void assert_no_person(const char *text)
{
    if (text && strstr(text, "person-"))
        fail_msg("'%s' names a person", text);
}

/* The hand-made city, whose home has an entrance at (6,5), too. */
static circlet_city *city_with_entrance(void)
{
    const circlet_point doors[] = {{1.0, 5.0}, {6.0, 5.0}};
    circlet_city_builder *builder = hand_made();
    circlet_facility_record record = home("h0");

    record.at = (circlet_point){1.0, 5.0};
    record.accesses = doors;
    record.access_count = 2;
    assert_ok(circlet_city_builder_add_facility(builder, &record, error));
    return finish_with_s3(builder);
}

static void who_is_near_any_entrance_needs_no_site(void **state)
{
    circlet_city *city = city_with_entrance();
    circlet_plan *plan = compute(city, 1);
    double persons;

    (void)state;
    /* Two and three are 0 and 1 from it; five and six are left. */
    assert_true(covered_persons(city, "C15", &persons) == 4.0);
    assert_true(persons == 4.5);
    assert_string_equal(circlet_plan_action_at(plan, 0)->site, "s3");
    circlet_plan_free(plan);
    circlet_city_free(city);
}

static void a_plan_keeps_the_entrances(void **state)
{
    circlet_city *city = city_with_entrance(), *planned;
    circlet_plan *plan = compute(city, 1);
    const circlet_facility_record *kept;

    (void)state;
    planned = apply(plan, city);
    circlet_city_free(city);
    kept = circlet_city_facility(planned,
                                 circlet_city_find_facility(planned, "h0"));
    assert_int_equal(kept->access_count, 2);
    assert_true(kept->accesses[1].lon == 6.0);
    circlet_plan_free(plan);
    circlet_city_free(planned);
}

static void a_plan_names_no_person(void **state)
{
    circlet_city *city = hand_made_city();
    circlet_plan *plan = compute(city, 5);

    (void)state;
    for (size_t i = 0; i < circlet_plan_action_count(plan); i++) {
        const circlet_plan_action *action = circlet_plan_action_at(plan, i);

        assert_no_person(action->id);
        assert_no_person(action->facility);
        assert_no_person(action->mends);
        assert_no_person(action->text_zh);
        assert_no_person(action->text_en);
    }
    for (size_t i = 0; i < circlet_plan_impossible_count(plan); i++)
        assert_no_person(circlet_plan_impossible_at(plan, i)->unit);
    circlet_plan_free(plan);
    circlet_city_free(city);
}

static void ids_sort_as_text_in_the_order_of_the_plan(void **state)
{
    circlet_city_builder *builder = new_builder();
    circlet_city *city;
    circlet_plan *plan;
    char id[16];

    (void)state;
    add_streets(builder);
    for (int i = 0; i < 12; i++) {
        snprintf(id, sizeof(id), "%02d", i);
        add_person(builder, id, 5.0, i * 7.0 / 10.0, 1000);
        add_site(builder, id, 5.0 + 2.9, i * 7.0 / 10.0, NULL);
    }
    city = finish(builder);
    plan = compute(city, 12);

    assert_int_equal(circlet_plan_action_count(plan), 12);
    assert_string_equal(circlet_plan_action_at(plan, 0)->id, "a01");
    assert_string_equal(circlet_plan_action_at(plan, 9)->id, "a10");
    assert_string_equal(circlet_plan_action_at(plan, 11)->id, "a12");
    circlet_plan_free(plan);
    circlet_city_free(city);
}

/* ---- carried out ----------------------------------------------------------
 */

/* Without twelve, for whose sake there would be no data of street A. */
static void the_judge_finds_the_planned_city_better_by_the_plan(void **state)
{
    circlet_city *city = finish_with_s3(hand_made());
    circlet_plan *plan = compute(city, 2);
    circlet_city *planned = apply(plan, city);
    double persons;

    (void)state;
    assert_true(covered_persons(city, "C15", &persons) == 1.0);
    assert_true(covered_persons(city, "C30", &persons) == 0.0);
    assert_true(covered_persons(planned, "C15", &persons) == 4.0);
    assert_true(covered_persons(planned, "C30", &persons) == 3.0);
    assert_true(persons == 4.0);
    circlet_city_free(planned);
    circlet_plan_free(plan);
    circlet_city_free(city);
}

static void the_planned_city_has_all_that_was_there_and_the_new(void **state)
{
    circlet_city *city = hand_made_city();
    circlet_plan *plan = compute(city, 2);
    circlet_city *planned = apply(plan, city);
    const circlet_facility_record *built;

    (void)state;
    assert_int_equal(circlet_city_unit_count(planned), 2);
    assert_int_equal(circlet_city_demand_count(planned), 10);
    assert_int_equal(circlet_city_site_count(planned), 4);
    assert_int_equal(circlet_city_facility_count(planned), 3);
    assert_false(circlet_city_is_complete(planned, CIRCLET_PART_FACILITIES));
    built = circlet_city_facility(planned,
                                  circlet_city_find_facility(planned, "p/s3"));
    assert_string_equal(built->name, "Old school");
    assert_string_equal(built->type, "warm_home");
    assert_string_equal(built->tier, "street");
    assert_int_equal(built->opened, 20200101);
    assert_int_equal(built->closed, -1);
    assert_int_equal(built->is_comprehensive, CIRCLET_YES);
    assert_int_equal(built->service_count, 1);
    assert_string_equal(built->services[0].service, "day_care");
    assert_true(built->measures[CIRCLET_MEASURE_AREA_M2] == 250.0);
    assert_true(built->measures[CIRCLET_MEASURE_DIRECTORS] == 1.0);
    circlet_city_free(planned);
    circlet_plan_free(plan);
    circlet_city_free(city);
}

static void nothing_is_left_to_do_in_a_planned_city(void **state)
{
    circlet_city *city = hand_made_city();
    circlet_plan *plan = compute(city, 2);
    circlet_city *planned = apply(plan, city), *again = NULL;
    circlet_plan *next = compute(planned, 2);

    (void)state;
    assert_int_equal(circlet_plan_action_count(next), 0);
    assert_true(circlet_plan_level_at(next, 0)->objective == 0.0);
    assert_fails(
        circlet_plan_apply(&again, plan, &plan_policy, planned, 0, error),
        CIRCLET_E_DATA, "builds the facility 'p/s1', which is there already");
    assert_null(again);
    circlet_plan_free(next);
    circlet_city_free(planned);
    circlet_plan_free(plan);
    circlet_city_free(city);
}

static void refuse_action(circlet_plan_action action, circlet_status status,
                          const char *reason)
{
    const circlet_plan_parts parts = {.actions = &action, .action_count = 1};
    circlet_city *city = hand_made_city(), *planned = NULL;
    circlet_plan *plan = NULL;

    assert_ok(circlet_plan_new(&plan, "p", &parts, error));
    assert_fails(
        circlet_plan_apply(&planned, plan, &plan_policy, city, 0, error),
        status, reason);
    assert_null(planned);
    circlet_plan_free(plan);
    circlet_city_free(city);
}

static void actions_that_cannot_be_carried_out_are_refused(void **state)
{
    const circlet_plan_action good = {.id = "a1",
                                      .kind = "build",
                                      .facility = "new",
                                      .type = "warm_home",
                                      .at = {1.0, 1.0},
                                      .places = -1,
                                      .beds = -1,
                                      .area_m2 = (double)NAN,
                                      .cost_cny = (double)NAN,
                                      .year = -1};
    circlet_plan_action action = good;

    (void)state;
    action.kind = "paint";
    refuse_action(action, CIRCLET_E_DATA,
                  "action 'a1': the kind 'paint' is none (keep, enlarge, ");
    action = good;
    action.facility = NULL;
    refuse_action(
        action, CIRCLET_E_DATA,
        "action 'a1': an action of kind 'build' needs a value of fac");
    action = good;
    action.type = NULL;
    refuse_action(
        action, CIRCLET_E_DATA,
        "action 'a1': an action of kind 'build' needs a value of type");
    action = good;
    action.type = "day_care_station";
    refuse_action(action, CIRCLET_E_NOT_FOUND,
                  "action 'a1' builds a 'day_care_station'");
    action = good;
    action.site = "s9";
    refuse_action(action, CIRCLET_E_DATA, "action 'a1' names the site 's9'");
    action = good;
    action.year = 10000;
    refuse_action(action, CIRCLET_E_DATA,
                  "plan 'p': action 'a1': the year 10000 is outside 1900");
    action = good;
    action.at.lon = (double)NAN;
    refuse_action(
        action, CIRCLET_E_DATA,
        "action 'a1': an action of kind 'build' needs a site or lon");
}

/* ---- refusals --------------------------------------------------------------
 */

static void refuse_options(const circlet_plan_options *options,
                           circlet_status status, const char *reason)
{
    circlet_city *city = hand_made_city();
    circlet_plan *plan = NULL;

    assert_fails(circlet_plan_compute(&plan, &plan_policy, city, &plan_travel,
                                      options, error),
                 status, reason);
    assert_null(plan);
    circlet_city_free(city);
}

static void options_that_say_too_little_are_refused(void **state)
{
    circlet_plan_options options = options_for("warm_home", 1);

    (void)state;
    refuse_options(NULL, CIRCLET_E_ARGUMENT, "a plan needs a name");
    options.name = "";
    refuse_options(&options, CIRCLET_E_ARGUMENT, "a plan needs a name");
    options = options_for(NULL, 1);
    refuse_options(&options, CIRCLET_E_ARGUMENT, "needs a facility type");
    options = options_for(" ; ", 1);
    refuse_options(&options, CIRCLET_E_UNSUPPORTED, "more than one");
    options = options_for("warm_home;day_care", 1);
    refuse_options(&options, CIRCLET_E_UNSUPPORTED, "more than one");
    options = options_for("tea_house", 1);
    refuse_options(&options, CIRCLET_E_NOT_FOUND, "'tea_house'");
    options = options_for("warm_home", 1);
    options.year = -1;
    refuse_options(&options, CIRCLET_E_ARGUMENT, "the year -1");
    options.year = 2017;
    refuse_options(&options, CIRCLET_E_NOT_FOUND, "in 2017");
}

static void a_list_of_one_type_may_have_spaces(void **state)
{
    circlet_city *city = hand_made_city();
    circlet_plan_options options = options_for(" warm_home ;", 1);
    circlet_plan *plan = NULL;

    (void)state;
    assert_ok(circlet_plan_compute(&plan, &plan_policy, city, &plan_travel,
                                   &options, error));
    assert_int_equal(circlet_plan_action_count(plan), 1);
    circlet_plan_free(plan);
    circlet_city_free(city);
}

static void a_city_without_sites_gives_an_empty_plan(void **state)
{
    circlet_city_builder *builder = new_builder();
    circlet_city *city;
    circlet_plan *plan;

    (void)state;
    add_streets(builder);
    add_person(builder, "1", 5.0, 5.0, 1000);
    add_person(builder, "2", 15.0, 5.0, 0);
    city = finish(builder);
    plan = compute(city, 1);

    assert_int_equal(circlet_plan_action_count(plan), 0);
    assert_int_equal(circlet_plan_level_at(plan, 0)->proof,
                     CIRCLET_PROOF_OPTIMAL);
    assert_int_equal(circlet_plan_impossible_count(plan), 1);
    assert_true(circlet_plan_impossible_at(plan, 0)->persons == 1.0);
    circlet_plan_free(plan);
    circlet_city_free(city);
}

/* A site of unknown size is one all the same. */
static void a_site_without_room_is_not_used(void **state)
{
    circlet_city_builder *builder = new_builder();
    circlet_site_record record = site("none");
    circlet_city *city;
    circlet_plan *plan;

    (void)state;
    add_streets(builder);
    add_person(builder, "1", 5.0, 5.0, 1000);
    add_person(builder, "2", 5.0, 5.0, 1000);
    add_person(builder, "3", 9.0, 5.0, 1000);
    record.at = (circlet_point){5.0, 5.0};
    record.max_area_m2 = 0.0;
    assert_ok(circlet_city_builder_add_site(builder, &record, error));
    add_site(builder, "unknown", 9.0, 5.0, NULL);
    city = finish(builder);
    plan = compute(city, 2);

    assert_int_equal(circlet_plan_action_count(plan), 1);
    assert_string_equal(circlet_plan_action_at(plan, 0)->site, "unknown");
    assert_int_equal(circlet_plan_impossible_count(plan), 1);
    assert_true(circlet_plan_impossible_at(plan, 0)->persons == 2.0);
    circlet_plan_free(plan);
    circlet_city_free(city);
}

static circlet_status lose_the_way(circlet_od_matrix **out,
                                   const circlet_travel_query *query,
                                   void *user, circlet_error *error)
{
    (void)out;
    (void)query;
    (void)user;
    error->status = CIRCLET_E_DATA;
    strcpy(error->message, "the way is lost");
    return CIRCLET_E_DATA;
}

static void an_error_of_the_travel_source_is_passed_on(void **state)
{
    circlet_travel travel = plan_travel;
    circlet_plan_options options = options_for("warm_home", 1);
    circlet_city *city = hand_made_city();
    circlet_plan *plan = NULL;

    (void)state;
    travel.find_within = lose_the_way;
    assert_fails(circlet_plan_compute(&plan, &plan_policy, city, &travel,
                                      &options, error),
                 CIRCLET_E_DATA, "the way is lost");
    assert_fails(
        circlet_plan_compute(&plan, &plan_policy, city, NULL, &options, error),
        CIRCLET_E_ARGUMENT, "travel times");
    assert_null(plan);
    circlet_city_free(city);
}

static bool stop_at_once(const char *stage, double fraction, void *user)
{
    (void)stage;
    assert_true(fraction >= 0.0 && fraction <= 1.0);
    ++*(int *)user;
    return false;
}

static void a_caller_can_stop_the_plan(void **state)
{
    circlet_plan_options options = options_for("warm_home", 1);
    int calls = 0;

    (void)state;
    options.progress.report = stop_at_once;
    options.progress.user = &calls;
    refuse_options(&options, CIRCLET_E_CANCELLED, "cancelled");
    assert_int_equal(calls, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_best_site_comes_first_and_the_next_adds_to_it),
        cmocka_unit_test(the_level_counts_persons_and_proves_the_plan),
        cmocka_unit_test(who_cannot_be_reached_is_counted_by_rule_and_street),
        cmocka_unit_test(who_is_near_any_entrance_needs_no_site),
        cmocka_unit_test(a_plan_keeps_the_entrances),
        cmocka_unit_test(a_plan_names_no_person),
        cmocka_unit_test(ids_sort_as_text_in_the_order_of_the_plan),
        cmocka_unit_test(the_judge_finds_the_planned_city_better_by_the_plan),
        cmocka_unit_test(the_planned_city_has_all_that_was_there_and_the_new),
        cmocka_unit_test(nothing_is_left_to_do_in_a_planned_city),
        cmocka_unit_test(actions_that_cannot_be_carried_out_are_refused),
        cmocka_unit_test(options_that_say_too_little_are_refused),
        cmocka_unit_test(a_list_of_one_type_may_have_spaces),
        cmocka_unit_test(a_city_without_sites_gives_an_empty_plan),
        cmocka_unit_test(a_site_without_room_is_not_used),
        cmocka_unit_test(an_error_of_the_travel_source_is_passed_on),
        cmocka_unit_test(a_caller_can_stop_the_plan),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
