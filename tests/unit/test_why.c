/* What is said of what a plan leaves: how far people are from all that could
 * be for them, and the least that would do, reckoned by hand. */
#include "plan_fixture.h"

/* Villages in the east and west of street B. */
static void add_villages(circlet_city_builder *builder)
{
    static const char *const codes[] = {"B1", "B2"};
    circlet_point corners[5];

    for (int i = 0; i < 2; i++) {
        circlet_unit_record record =
            unit(codes[i], CIRCLET_LEVEL_COMMUNITY, "B");

        record.area = rectangle(corners, 10 + 5 * i, 0, 15 + 5 * i, 10);
        assert_ok(circlet_city_builder_add_unit(builder, &record, error));
    }
}

/* The site is too far from everybody in street B: 4 minutes a degree by car,
 * 30 minutes allowed. */
static circlet_city_builder *far_city(void)
{
    circlet_city_builder *builder = new_builder();

    add_streets(builder);
    add_villages(builder);
    add_site(builder, "s", 0, 5, NULL);
    add_person(builder, "near", 12, 5, 1000); /* 48 min */
    add_person(builder, "far", 18, 5, 3000); /* 72 min */
    add_person(builder, "farthest", 19.9, 5, 2000); /* 79.6 min */
    assert_ok(circlet_city_builder_say_complete(
        builder, CIRCLET_PART_FACILITIES, error));
    return builder;
}

static circlet_plan *plan_for(const circlet_city *city,
                              const circlet_travel *travel, size_t count)
{
    circlet_plan_options options = options_for("warm_home", count);
    circlet_plan *plan = NULL;

    options.threads = 1;
    assert_ok(circlet_plan_compute(&plan, &plan_policy, city, travel, &options,
                                   error));
    return plan;
}

static const circlet_plan_impossible *only_item(const circlet_plan *plan)
{
    assert_int_equal(circlet_plan_impossible_count(plan), 1);
    return circlet_plan_impossible_at(plan, 0);
}

static void assert_seconds(double seconds, double wanted)
{
    assert_true(fabs(seconds - wanted) < 0.002);
}

/* Half of 6 persons are there once the 3 at 72 min are. From "far" the others
 * are 24 and 7.6 min away, from "near" the farthest is 31.6: one site will
 * do, in B2. */
static void one_site_would_do(void **state)
{
    circlet_city *city = finish(far_city());

    (void)state;
    for (size_t count = 0; count < 2; count++) {
        circlet_plan *plan = plan_for(city, &plan_travel, count);
        const circlet_plan_impossible *item = only_item(plan);

        assert_string_equal(item->rule, "C30");
        assert_string_equal(item->unit, "B");
        assert_true(item->persons == 6);
        assert_seconds(item->nearest_s, 79.6 * 60);
        assert_seconds(item->median_s, 72 * 60);
        assert_true(item->persons_off_streets == 0);
        assert_true(item->persons_cut_off == 0);
        assert_string_equal(item->parts, "B1;B2");
        assert_string_equal(item->change.kind, "site");
        assert_string_equal(item->change.type, "warm_home");
        assert_string_equal(item->change.units, "B2");
        assert_int_equal(item->change.count, 1);
        assert_true(item->change.area_m2 == 300);
        assert_true(item->change.cost_cny == 200000);
        assert_non_null(strstr(item->text_en, "79.6 min"));
        assert_non_null(strstr(item->text_en, "72 min for half of them"));
        assert_non_null(strstr(
            item->text_en, "A candidate site in B2 would do, for 1 Warm Home "
                           "of 300 m², 200,000 CNY without the land."));
        assert_non_null(strstr(item->text_zh, "79.6分钟"));
        assert_non_null(strstr(item->text_zh, "在B2提供备选地块即可"));
        circlet_plan_free(plan);
    }
    circlet_city_free(city);
}

/* Two more at (10.5, 9.5): 12 degrees from "far". They are the middle of B1
 * now, 24 min from "near". */
static void two_sites_would_do(void **state)
{
    circlet_city_builder *builder = far_city();
    circlet_city *city;
    circlet_plan *plan;
    const circlet_plan_impossible *item;

    (void)state;
    add_person(builder, "north", 10.5, 9.5, 2000); /* 60 min */
    city = finish(builder);
    plan = plan_for(city, &plan_travel, 0);
    item = only_item(plan);
    assert_seconds(item->nearest_s, 79.6 * 60);
    assert_string_equal(item->change.units, "B1;B2");
    assert_int_equal(item->change.count, 2);
    assert_true(item->change.cost_cny == 400000);
    assert_non_null(strstr(item->text_en, "Candidate sites in B1 and B2"));
    circlet_plan_free(plan);
    circlet_city_free(city);
}

/* ---- streets that are missing ------------------------------------------- */

/* East of 19 there is no street to start from. */
static circlet_status find_where_streets(uint32_t *times_ms,
                                         circlet_snap *snaps,
                                         const circlet_travel_query *query,
                                         void *user, circlet_error *wrong)
{
    circlet_status status = find_nearest(times_ms, snaps, query, user, wrong);

    for (size_t i = 0; i < query->origin_count; i++) {
        if (query->origins[i].lon <= 19)
            continue;
        snaps[i] = CIRCLET_SNAP_NO_ROAD;
        times_ms[i] = CIRCLET_UNREACHED;
    }
    return status;
}

static const circlet_travel no_street = {.find_nearest = find_where_streets,
                                         .find_within = find_within};

static void those_at_no_street_are_told_apart(void **state)
{
    circlet_city *city = finish(far_city());
    circlet_plan *plan = plan_for(city, &no_street, 0);
    const circlet_plan_impossible *item = only_item(plan);

    (void)state;
    assert_true(item->persons == 6);
    assert_true(item->persons_off_streets == 2);
    assert_seconds(item->nearest_s, 72 * 60);
    assert_string_equal(item->change.kind, "site");
    assert_int_equal(item->change.count, 1);
    assert_non_null(strstr(item->text_en, "2 of them live at no street"));
    circlet_plan_free(plan);
    circlet_city_free(city);
}

static void a_site_does_not_stand_for_a_street(void **state)
{
    circlet_city_builder *builder = new_builder();
    circlet_city *city;
    circlet_plan *plan;
    const circlet_plan_impossible *item;

    (void)state;
    add_streets(builder);
    add_villages(builder);
    add_site(builder, "s", 18, 5, NULL);
    add_person(builder, "off", 19.5, 5, 2000);
    assert_ok(circlet_city_builder_say_complete(
        builder, CIRCLET_PART_FACILITIES, error));
    city = finish(builder);
    plan = plan_for(city, &no_street, 0);
    item = only_item(plan);
    assert_string_equal(item->change.kind, "road");
    assert_string_equal(item->change.units, "B2");
    assert_true(item->nearest_s == 0);
    assert_true(item->change.cost_cny == 0);
    assert_null(strstr(item->text_en, "would do"));
    circlet_plan_free(plan);
    circlet_city_free(city);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_site_would_do),
        cmocka_unit_test(two_sites_would_do),
        cmocka_unit_test(those_at_no_street_are_told_apart),
        cmocka_unit_test(a_site_does_not_stand_for_a_street),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
