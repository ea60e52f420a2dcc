/* Units: what they inherit, and who lies in which. */
#include "city_fixture.h"

#include <stdio.h>

#include "geo/area.h"

static void a_unit_inherits_the_nearest_setting_above(void **state)
{
    circlet_city_builder *builder = new_builder();
    circlet_unit_record record = unit("d", CIRCLET_LEVEL_DISTRICT, NULL);
    circlet_city *city;

    (void)state;
    record.setting = "plain";
    add_unit(builder, record);
    record = unit("a", CIRCLET_LEVEL_STREET, "d");
    record.setting = "mountain";
    add_unit(builder, record);
    add_unit(builder, unit("b", CIRCLET_LEVEL_STREET, "d"));
    add_unit(builder, unit("0", CIRCLET_LEVEL_COMMUNITY, "a"));
    add_unit(builder, unit("1", CIRCLET_LEVEL_COMMUNITY, "d"));
    add_unit(builder, unit("2", CIRCLET_LEVEL_COMMUNITY, NULL));
    city = finish(builder);

    assert_string_equal(circlet_city_unit_setting(city, 0), "mountain");
    assert_string_equal(circlet_city_unit_setting(city, 1), "plain");
    assert_null(circlet_city_unit_setting(city, 2));
    assert_string_equal(circlet_city_unit_setting(city, 4), "plain");
    assert_int_equal(circlet_city_unit_parent(city, 0), 3);
    assert_int_equal(circlet_city_unit_parent(city, 5), CIRCLET_NONE);
    assert_int_equal(circlet_city_unit_parent(city, 6), CIRCLET_NONE);
    assert_null(circlet_city_unit_setting(city, 6));
    circlet_city_free(city);
}

/*
 * A city without a polygon; district d without one, e with one; streets a
 * (0..1), b (1..2) and c (2..3, in e) side by side; community v west of a,
 * which belongs to a and lies outside it.
 */
static circlet_city *four_levels(const circlet_demand_record *people,
                                 size_t count)
{
    circlet_point corners[5];
    circlet_city_builder *builder = new_builder();
    circlet_unit_record record;

    add_unit(builder, unit("city", CIRCLET_LEVEL_CITY, NULL));
    add_unit(builder, unit("d", CIRCLET_LEVEL_DISTRICT, "city"));
    record = unit("e", CIRCLET_LEVEL_DISTRICT, "city");
    record.area = rectangle(corners, 2.0, 0.0, 4.0, 1.0);
    add_unit(builder, record);
    record = unit("a", CIRCLET_LEVEL_STREET, "d");
    record.area = rectangle(corners, 0.0, 0.0, 1.0, 1.0);
    add_unit(builder, record);
    record = unit("b", CIRCLET_LEVEL_STREET, "d");
    record.area = rectangle(corners, 1.0, 0.0, 2.0, 1.0);
    add_unit(builder, record);
    record = unit("c", CIRCLET_LEVEL_STREET, "e");
    record.area = rectangle(corners, 2.0, 0.0, 3.0, 1.0);
    add_unit(builder, record);
    record = unit("v", CIRCLET_LEVEL_COMMUNITY, "a");
    record.area = rectangle(corners, -1.0, 0.0, 0.0, 1.0);
    add_unit(builder, record);
    for (size_t i = 0; i < count; i++)
        assert_ok(circlet_city_builder_add_demand(builder, &people[i], error));
    return finish(builder);
}

static void assert_unit(const circlet_city *city, circlet_demand demand,
                        circlet_level level, const char *code)
{
    circlet_unit found = circlet_city_demand_unit(city, demand, level);

    if (code)
        assert_string_equal(circlet_city_unit(city, found)->code, code);
    else
        assert_int_equal(found, CIRCLET_NONE);
}

static void a_point_lies_in_its_polygon_or_above_it(void **state)
{
    const circlet_demand_record people[] = {
        person("0", 0.5, 0.5),  person("1", 1.0, 0.5), person("2", 2.0, 0.5),
        person("3", -0.5, 0.5), person("4", 3.5, 0.5), person("5", 9.0, 9.0)};
    static const char *const expected[][CIRCLET_LEVEL_COUNT] = {
        {"city", "d", "a", NULL}, /* inside a street */
        {"city", "d", "a", NULL}, /* between a and b */
        {"city", "d", "b", NULL}, /* between b and c, on the border of e: b and
                                     with it d */
        {"city", "d", "a", "v"}, /* the community's ancestors */
        {"city", "e", NULL, NULL}, /* no street there */
        {NULL, NULL, NULL, NULL}};
    circlet_city *city = four_levels(people, 6);

    (void)state;
    for (circlet_demand i = 0; i < 6; i++)
        for (int level = 0; level < CIRCLET_LEVEL_COUNT; level++)
            assert_unit(city, i, (circlet_level)level, expected[i][level]);
    assert_unit(city, 6, CIRCLET_LEVEL_STREET, NULL);
    assert_unit(city, 0, (circlet_level)4, NULL);
    circlet_city_free(city);
}

static void facilities_and_sites_are_located_too(void **state)
{
    circlet_point corners[5];
    circlet_city_builder *builder = new_builder();
    circlet_unit_record record = unit("a", CIRCLET_LEVEL_STREET, NULL);
    circlet_facility_record facility = home("h");
    circlet_site_record place = site("s");
    circlet_city *city;

    (void)state;
    record.area = rectangle(corners, 116.0, 39.0, 117.0, 40.0);
    add_unit(builder, record);
    assert_ok(circlet_city_builder_add_facility(builder, &facility, error));
    assert_ok(circlet_city_builder_add_site(builder, &place, error));
    place.id = "t";
    place.at.lon = 118.0;
    assert_ok(circlet_city_builder_add_site(builder, &place, error));
    city = finish(builder);

    assert_int_equal(circlet_city_facility_unit(city, 0, CIRCLET_LEVEL_STREET),
                     0);
    assert_int_equal(circlet_city_site_unit(city, 0, CIRCLET_LEVEL_STREET), 0);
    assert_int_equal(circlet_city_site_unit(city, 0, CIRCLET_LEVEL_CITY),
                     CIRCLET_NONE);
    assert_int_equal(circlet_city_site_unit(city, 1, CIRCLET_LEVEL_STREET),
                     CIRCLET_NONE);
    circlet_city_free(city);
}

/* ---- units against brute force ------------------------------------------ */

#define RANDOM_UNITS 12
#define RANDOM_PEOPLE 20

/* What the header promises, by trying every unit. */
static circlet_unit holder(const circlet_city *city, circlet_point at,
                           int level)
{
    for (circlet_unit u = 0; u < circlet_city_unit_count(city); u++) {
        const circlet_unit_record *record = circlet_city_unit(city, u);

        if ((int)record->level == level && record->area.ring_count > 0 &&
            ci_area_has(&record->area, at))
            return u;
    }
    return CIRCLET_NONE;
}

/* From the lowest level up: what holds the point brings what is above it. */
static circlet_unit brute_unit(const circlet_city *city, circlet_point at,
                               int wanted)
{
    circlet_unit answer[CIRCLET_LEVEL_COUNT];

    for (int level = 0; level < CIRCLET_LEVEL_COUNT; level++)
        answer[level] = CIRCLET_NONE;
    for (int level = CIRCLET_LEVEL_COUNT - 1; level >= 0; level--) {
        circlet_unit unit = holder(city, at, level);

        if (answer[level] != CIRCLET_NONE)
            continue;
        for (; unit != CIRCLET_NONE;
             unit = circlet_city_unit_parent(city, unit)) {
            int own = (int)circlet_city_unit(city, unit)->level;

            if (answer[own] == CIRCLET_NONE)
                answer[own] = unit;
        }
    }
    return answer[wanted];
}

/* Rectangles on a small grid, so that borders are hit often. */
static circlet_city *random_city(uint64_t *seed)
{
    circlet_city_builder *builder = new_builder();
    int levels[RANDOM_UNITS];
    char codes[RANDOM_UNITS][4], id[4];
    circlet_point corners[5];

    for (uint32_t i = 0; i < RANDOM_UNITS; i++) {
        circlet_unit_record record;
        uint32_t parent = unit_random_below(seed, i + 1);
        double west = unit_random_below(seed, 6),
               south = unit_random_below(seed, 6);

        levels[i] = (int)unit_random_below(seed, CIRCLET_LEVEL_COUNT);
        snprintf(codes[i], sizeof(codes[i]), "%u",
                 unit_random_below(seed, 4) * 20 + i);
        record = unit(codes[i], (circlet_level)levels[i], NULL);
        if (parent < i && levels[parent] < levels[i])
            record.parent_code = codes[parent];
        if (unit_random_below(seed, 3) > 0)
            record.area = rectangle(corners, west, south,
                                    west + 1 + unit_random_below(seed, 4),
                                    south + 1 + unit_random_below(seed, 4));
        add_unit(builder, record);
    }
    for (uint32_t i = 0; i < RANDOM_PEOPLE; i++) {
        circlet_demand_record record =
            person(id, unit_random_below(seed, 20) / 2.0,
                   unit_random_below(seed, 20) / 2.0);

        snprintf(id, sizeof(id), "%u", i);
        assert_ok(circlet_city_builder_add_demand(builder, &record, error));
    }
    return finish(builder);
}

static void location_equals_trying_every_unit(void **state)
{
    (void)state;
    for (uint64_t case_seed = 1; case_seed <= 500; case_seed++) {
        uint64_t seed = case_seed;
        circlet_city *city = random_city(&seed);

        for (circlet_demand d = 0; d < RANDOM_PEOPLE; d++)
            for (int level = 0; level < CIRCLET_LEVEL_COUNT; level++) {
                circlet_point at = circlet_city_demand(city, d)->at;
                circlet_unit found =
                    circlet_city_demand_unit(city, d, (circlet_level)level);

                if (found != brute_unit(city, at, level))
                    fail_msg("seed %u, person %u, level %d",
                             (unsigned)case_seed, d, level);
            }
        circlet_city_free(city);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_unit_inherits_the_nearest_setting_above),
        cmocka_unit_test(a_point_lies_in_its_polygon_or_above_it),
        cmocka_unit_test(facilities_and_sites_are_located_too),
        cmocka_unit_test(location_equals_trying_every_unit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
