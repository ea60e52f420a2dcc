/* Sites that are proposed where nobody gave any. */
#include <stdio.h>

#include "plan_fixture.h"

/* Streets run along every hundredth of a degree of latitude, but there are
 * none east of 116.05. */
#define STREET_DEGREES 0.01

static circlet_status find_streets(circlet_point *places, circlet_snap *snaps,
                                   const circlet_travel_query *query,
                                   void *user, circlet_error *why)
{
    (void)user;
    (void)why;
    assert_string_equal(query->mode, "walk");
    for (size_t i = 0; i < query->origin_count; i++) {
        bool has_street = query->origins[i].lon <= 116.05;

        places[i] = query->origins[i];
        snaps[i] = has_street ? CIRCLET_SNAP_TIED : CIRCLET_SNAP_NO_ROAD;
        if (has_street)
            places[i].lat =
                STREET_DEGREES * round(query->origins[i].lat / STREET_DEGREES);
    }
    return CIRCLET_OK;
}

static const circlet_travel travel = {.find_nearest = find_nearest,
                                      .find_within = find_within,
                                      .find_streets = find_streets};

/* A street of 0.06 by 0.03 degrees, some 5 by 3 km, with a village in its
 * west; 0.001 degrees are 85 m to the east, 111 m to the north. */
static void add_land(circlet_city_builder *builder, bool has_village)
{
    circlet_point corners[5];
    circlet_unit_record record = unit("S", CIRCLET_LEVEL_STREET, NULL);

    record.setting = "urban";
    record.area = rectangle(corners, 116, 40, 116.06, 40.03);
    add_unit(builder, record);
    if (!has_village)
        return;
    record = unit("V", CIRCLET_LEVEL_COMMUNITY, "S");
    record.kind = "village";
    record.area = rectangle(corners, 116, 40, 116.03, 40.03);
    add_unit(builder, record);
}

typedef struct inhabitant {
    double lon, lat;
    int64_t persons;
} inhabitant;

/* Two houses beside each other, a larger one by itself, one of nobody's
 * village, and one where no street is. */
static const inhabitant people[] = {{116.0051, 40.0051, 6},
                                    {116.0053, 40.0053, 6},
                                    {116.0251, 40.0249, 9},
                                    {116.0421, 40.0121, 5},
                                    {116.0571, 40.0121, 50}};
#define PEOPLE (sizeof(people) / sizeof(people[0]))

static circlet_city *city_of(bool has_village, bool is_reversed,
                             const circlet_site_record *given)
{
    circlet_city_builder *builder = new_builder();

    add_land(builder, has_village);
    for (size_t i = 0; i < PEOPLE; i++) {
        size_t at = is_reversed ? PEOPLE - 1 - i : i;
        char id[8];

        snprintf(id, sizeof(id), "p%zu", at);
        add_person(builder, id, people[at].lon, people[at].lat,
                   1000 * people[at].persons);
    }
    assert_ok(circlet_city_builder_say_complete(
        builder, CIRCLET_PART_FACILITIES, error));
    if (given)
        assert_ok(circlet_city_builder_add_site(builder, given, error));
    return finish(builder);
}

static circlet_plan *plan_of(const circlet_city *city, size_t count,
                             circlet_proposal propose, uint32_t threads)
{
    circlet_plan_options options = options_for("warm_home", count);
    circlet_plan *plan = NULL;

    options.propose = propose;
    options.threads = threads;
    assert_ok(circlet_plan_compute(&plan, &plan_policy, city, &travel,
                                   &options, error));
    return plan;
}

static void assert_site(const circlet_plan *plan, const char *id, double lon,
                        double lat)
{
    for (size_t i = 0; i < circlet_plan_site_count(plan); i++) {
        const circlet_site_record *site = circlet_plan_site_at(plan, i);

        if (strcmp(site->id, id) != 0)
            continue;
        assert_true(site->is_proposed);
        assert_float_equal(site->at.lon, lon, 1e-9);
        assert_float_equal(site->at.lat, lat, 1e-9);
        return;
    }
    fail_msg("no site '%s' is proposed", id);
}

/* ---- tests -------------------------------------------------------------- */

/* The two houses have more people together than the larger one alone; the
 * middle of the village is the third. The street has the house of nobody's
 * village, and nothing where no street is. */
static void villages_have_their_crowded_places_and_their_middle(void **state)
{
    circlet_city *city = city_of(true, false, NULL);
    circlet_plan *plan = plan_of(city, 1, CIRCLET_PROPOSE_IF_NONE, 1);

    (void)state;
    assert_int_equal(circlet_plan_site_count(plan), 4);
    assert_site(plan, "proposed/S/1", 116.0421, 40.01);
    assert_site(plan, "proposed/V/1", 116.0052, 40.01);
    assert_site(plan, "proposed/V/2", 116.0251, 40.02);
    assert_site(plan, "proposed/V/3", 116.015, 40.02);
    circlet_plan_free(plan);
    circlet_city_free(city);
}

static void streets_without_villages_have_theirs(void **state)
{
    circlet_city *city = city_of(false, false, NULL);
    circlet_plan *plan = plan_of(city, 1, CIRCLET_PROPOSE_IF_NONE, 1);

    (void)state;
    assert_int_equal(circlet_plan_site_count(plan), 3);
    assert_site(plan, "proposed/S/1", 116.0052, 40.01);
    assert_site(plan, "proposed/S/2", 116.0251, 40.02);
    assert_site(plan, "proposed/S/3", 116.0421, 40.01);
    circlet_plan_free(plan);
    circlet_city_free(city);
}

/* One degree is 5 minutes in this town, so that any site covers all. */
static void what_is_built_there_is_marked(void **state)
{
    circlet_city *city = city_of(true, false, NULL), *planned;
    circlet_plan *plans[] = {plan_of(city, 1, CIRCLET_PROPOSE_IF_NONE, 1),
                             plan_of(city, 0, CIRCLET_PROPOSE_IF_NONE, 1)};

    (void)state;
    for (int i = 0; i < 2; i++) {
        const circlet_plan_action *action =
            circlet_plan_action_at(plans[i], 0);

        assert_int_equal(circlet_plan_action_count(plans[i]), 1);
        assert_true(action->proposed);
        assert_memory_equal(action->site, "proposed/", 9);
        assert_non_null(strstr(action->text_en, "proposed site"));
        assert_non_null(strstr(action->text_zh, "建议选址"));
        planned = apply(plans[i], city);
        assert_int_equal(circlet_city_facility_count(planned), 1);
        circlet_city_free(planned);
        circlet_plan_free(plans[i]);
    }
    circlet_city_free(city);
}

static void sites_that_were_given_are_enough_unless_asked(void **state)
{
    const circlet_site_record given = {.id = "g",
                                       .at = {116.0251, 40.0205},
                                       .max_area_m2 = (double)NAN,
                                       .max_beds = (double)NAN,
                                       .cost_cny = (double)NAN,
                                       .base_score = (double)NAN};
    circlet_city *city = city_of(true, false, &given);
    circlet_plan *plan = plan_of(city, 1, CIRCLET_PROPOSE_IF_NONE, 1);

    (void)state;
    assert_int_equal(circlet_plan_site_count(plan), 0);
    assert_false(circlet_plan_action_at(plan, 0)->proposed);
    circlet_plan_free(plan);
    plan = plan_of(city, 1, CIRCLET_PROPOSE_ALWAYS, 1);
    /* The larger house is beside the site that was given: 56 m. */
    assert_int_equal(circlet_plan_site_count(plan), 3);
    assert_site(plan, "proposed/V/2", 116.015, 40.02);
    circlet_plan_free(plan);
    circlet_city_free(city);
    city = city_of(true, false, NULL);
    plan = plan_of(city, 1, CIRCLET_PROPOSE_NEVER, 1);
    assert_int_equal(circlet_plan_site_count(plan), 0);
    assert_int_equal(circlet_plan_action_count(plan), 0);
    circlet_plan_free(plan);
    circlet_city_free(city);
}

static void neither_order_nor_threads_change_them(void **state)
{
    circlet_city *city = city_of(true, false, NULL);
    circlet_city *reversed = city_of(true, true, NULL);
    circlet_plan *wanted = plan_of(city, 1, CIRCLET_PROPOSE_IF_NONE, 1);

    (void)state;
    for (uint32_t threads = 1; threads <= 4; threads *= 2) {
        circlet_plan *plan =
            plan_of(reversed, 1, CIRCLET_PROPOSE_IF_NONE, threads);

        assert_int_equal(circlet_plan_site_count(plan),
                         circlet_plan_site_count(wanted));
        for (size_t i = 0; i < circlet_plan_site_count(plan); i++) {
            const circlet_site_record *a = circlet_plan_site_at(plan, i);
            const circlet_site_record *b = circlet_plan_site_at(wanted, i);

            assert_string_equal(a->id, b->id);
            assert_string_equal(a->name, b->name);
            assert_true(a->at.lon == b->at.lon && a->at.lat == b->at.lat);
        }
        circlet_plan_free(plan);
    }
    circlet_plan_free(wanted);
    circlet_city_free(city);
    circlet_city_free(reversed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(villages_have_their_crowded_places_and_their_middle),
        cmocka_unit_test(streets_without_villages_have_theirs),
        cmocka_unit_test(what_is_built_there_is_marked),
        cmocka_unit_test(sites_that_were_given_are_enough_unless_asked),
        cmocka_unit_test(neither_order_nor_threads_change_them),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
