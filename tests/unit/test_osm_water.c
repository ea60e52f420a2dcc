#include "osm_tags.h"

#include "io/osm_water.h"

#include <stdio.h>
#include <stdlib.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static void add_relation(ci_osm_water *water, const char *text,
                         const ci_osm_member *members, size_t count)
{
    char copy[128];
    tag_list tags;
    ci_osm_relation relation = {.id = 1};

    snprintf(copy, sizeof(copy), "%s", text);
    tags = tags_of(copy);
    relation.tags = tags.items;
    relation.tag_count = tags.count;
    relation.members = members;
    relation.member_count = count;
    assert_ok(ci_osm_water_add(water, &relation, error));
}

static void multipolygons_of_open_water_are_kept_and_no_others(void **state)
{
    static const struct {
        const char *tags;
        bool is_kept;
    } cases[] = {
        {"type=multipolygon natural=water", true},
        {"type=multipolygon waterway=riverbank", true},
        {"type=multipolygon waterway=dock", true},
        {"type=multipolygon water=river", true},
        {"type=multipolygon landuse=reservoir", true},
        {"type=multipolygon landuse=basin", true},
        {"type=multipolygon landuse=forest", false},
        {"natural=water type=multipolygon water=lake", true},
        {"type=multipolygon natural=water tunnel=yes", false},
        {"type=multipolygon natural=water covered=yes", false},
        {"type=multipolygon natural=wood", false},
        {"type=multipolygon waterway=dam", false},
        {"type=multipolygon", false},
        {"type=waterway waterway=river", false},
        {"type=boundary natural=water", false},
        {"natural=water", false},
    };
    static const ci_osm_member member = {7, CI_OSM_WAY, "outer"};

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        ci_osm_water water = {0};

        add_relation(&water, cases[i].tags, &member, 1);
        if ((water.way_count == 1) != cases[i].is_kept)
            fail_msg("%s: %d ways", cases[i].tags, (int)water.way_count);
        ci_osm_water_free(&water);
    }
}

static void borders_are_the_member_ways_each_once(void **state)
{
    static const ci_osm_member members[] = {
        {9, CI_OSM_WAY, "outer"},      {3, CI_OSM_WAY, "inner"},
        {5, CI_OSM_WAY, ""},           {9, CI_OSM_WAY, "outer"},
        {4, CI_OSM_NODE, "outer"},     {6, CI_OSM_RELATION, "outer"},
        {8, CI_OSM_WAY, "main_stream"}};
    ci_osm_water water = {0};

    (void)state;
    add_relation(&water, "type=multipolygon natural=water", members,
                 COUNT_OF(members));
    add_relation(&water, "type=multipolygon natural=water", members, 2);
    ci_osm_water_sort(&water);
    assert_int_equal(water.way_count, 3);
    assert_int_equal(water.ways[0], 3);
    assert_int_equal(water.ways[1], 5);
    assert_int_equal(water.ways[2], 9);
    ci_osm_water_free(&water);
}

static void borders_become_water_but_streets_stay_streets(void **state)
{
    static const struct {
        const char *tags;
        const char *natural; /* NULL: none */
        bool is_shore;
    } cases[] = {
        {"", "water", true},
        {"source=survey", "water", true},
        {"natural=beach", "water", true},
        {"waterway=weir", "water", true},
        {"natural=water", "water", false},
        {"natural=coastline", "coastline", false},
        {"highway=footway", NULL, false},
        {"railway=rail natural=cliff", "cliff", false},
        {"route=ferry", NULL, false},
        {"route=hiking", "water", true},
    };
    static const ci_osm_member member = {7, CI_OSM_WAY, "outer"};
    ci_osm_water water = {0};

    (void)state;
    add_relation(&water, "type=multipolygon natural=water", &member, 1);
    ci_osm_water_sort(&water);
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        for (int64_t id = 6; id <= 7; id++) {
            char copy[64];
            const char *natural = NULL;
            size_t natural_count = 0, count;
            bool is_shore = true;
            tag_list tags;
            ci_osm_way way = {.id = id};

            snprintf(copy, sizeof(copy), "%s", cases[i].tags);
            tags = tags_of(copy);
            way.tags = tags.items;
            way.tag_count = count = tags.count;
            assert_ok(ci_osm_water_mark(&water, &way, &is_shore, error));
            assert_int_equal(is_shore, id == 7 && cases[i].is_shore);
            if (!is_shore) {
                assert_ptr_equal(way.tags, tags.items);
                assert_int_equal(way.tag_count, count);
                continue;
            }
            for (size_t k = 0; k < way.tag_count; k++)
                if (strcmp(way.tags[k].key, "natural") == 0) {
                    natural = way.tags[k].value;
                    natural_count++;
                }
            assert_int_equal(natural_count, 1);
            assert_string_equal(natural, cases[i].natural);
        }
    ci_osm_water_free(&water);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(multipolygons_of_open_water_are_kept_and_no_others),
        cmocka_unit_test(borders_are_the_member_ways_each_once),
        cmocka_unit_test(borders_become_water_but_streets_stay_streets),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
