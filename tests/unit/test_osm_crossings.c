#include "osm_tags.h"

#include "io/osm_crossings.h"

#include <stdio.h>

#define WAY_MAX 5
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* A road over node 2, and what meets it there: way 1 is the road, the ways
 * after it are all of 11, 2, 12. */
typedef struct meeting {
    const char *node, *ways[WAY_MAX]; /* "highway=stop name=x" */
    const char *want; /* of the node: by key */
} meeting;

static void add_way(ci_osm_streets *streets, int64_t id, const char *text)
{
    const int64_t road[] = {1, 2, 3}, across[] = {11, 2, 12};
    char copy[128];
    tag_list tags;
    ci_osm_way way = {.id = id, .ref_count = 3};

    snprintf(copy, sizeof(copy), "%s", text);
    tags = tags_of(copy);
    way.tags = tags.items;
    way.tag_count = tags.count;
    way.refs = id == 1 ? road : across;
    assert_ok(ci_osm_streets_add_way(streets, &way, error));
}

static void add_nodes(ci_osm_streets *streets, const char *text)
{
    static const int64_t ids[] = {1, 2, 3, 11, 12};
    char copy[128];
    tag_list tags;

    snprintf(copy, sizeof(copy), "%s", text);
    tags = tags_of(copy);
    for (size_t i = 0; i < COUNT_OF(ids); i++) {
        ci_osm_node node = {.id = ids[i], .at = {8 + 0.001 * (double)i, 50}};

        if (ids[i] == 2) {
            node.tags = tags.items;
            node.tag_count = tags.count;
        }
        assert_ok(ci_osm_streets_add_node(streets, &node, error));
    }
}

static void expect(const meeting *what)
{
    ci_osm_streets *streets = ci_osm_streets_new();
    const ci_osm_junction *node;
    char have[256] = "";

    assert_non_null(streets);
    for (int i = 0; i < WAY_MAX && what->ways[i]; i++)
        add_way(streets, i + 1, what->ways[i]);
    assert_ok(ci_osm_streets_end_ways(streets, error));
    add_nodes(streets, what->node);
    assert_ok(ci_osm_crossings_mark(streets, error));
    node = ci_osm_find_junction(streets, 2);
    for (size_t i = 0; i < node->tag_count; i++)
        snprintf(have + strlen(have), sizeof(have) - strlen(have), "%s%s=%s",
                 i > 0 ? " " : "", node->tags[i].key, node->tags[i].value);
    assert_string_equal(have, what->want);
    assert_int_equal(ci_osm_find_junction(streets, 11)->tag_count, 0);
    ci_osm_streets_free(streets);
}

#define FOOT "highway=footway footway=crossing"
#define MARK "circlet:from_way=yes "

static void a_node_on_a_road_learns_of_the_way_that_crosses_it(void **state)
{
    static const meeting cases[] = {
        {"", {"highway=residential", FOOT}, MARK "highway=crossing"},
        {"",
         {"highway=primary_link", FOOT " crossing=traffic_signals"},
         MARK "crossing=traffic_signals highway=crossing"},
        {"",
         {"highway=service", "highway=path path=crossing crossing=marked"},
         MARK "crossing=marked highway=crossing"},
        {"",
         {"highway=trunk", "highway=cycleway cycleway=crossing"},
         MARK "highway=crossing"},
        {"",
         {"highway=road", "highway=crossing crossing=no"},
         MARK "highway=crossing"},
        {"",
         {"highway=road", FOOT " crossing=island"},
         MARK "highway=crossing"},
        {"",
         {"highway=road", FOOT " crossing=marked;uncontrolled"},
         MARK "highway=crossing"},
        /* Of halves, that which says a kind; of several, the first. */
        {"",
         {"highway=road", FOOT, FOOT " crossing=zebra",
          FOOT " crossing=unmarked"},
         MARK "crossing=zebra highway=crossing"},
        {"kerb=flush",
         {"highway=road", FOOT},
         MARK "highway=crossing kerb=flush"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect(&cases[i]);
}

static void what_a_node_says_itself_stays(void **state)
{
    static const meeting cases[] = {
        {"highway=crossing crossing=zebra",
         {"highway=road", FOOT " crossing=traffic_signals"},
         "crossing=zebra highway=crossing"},
        {"highway=crossing", {"highway=road", FOOT}, "highway=crossing"},
        {"highway=crossing",
         {"highway=road", FOOT " crossing=unmarked"},
         MARK "crossing=unmarked highway=crossing"},
        {"highway=traffic_signals",
         {"highway=road", FOOT},
         MARK "crossing=traffic_signals highway=traffic_signals"},
        {"highway=traffic_signals",
         {"highway=road", FOOT " crossing=zebra"},
         MARK "crossing=zebra highway=traffic_signals"},
        {"highway=traffic_signals crossing=no",
         {"highway=road", FOOT " crossing=zebra"},
         "crossing=no highway=traffic_signals"},
        {"highway=stop",
         {"highway=road", FOOT " crossing=zebra"},
         MARK "crossing=zebra highway=stop"},
        {"highway=give_way",
         {"highway=road", FOOT},
         MARK "crossing=yes highway=give_way"},
        {"highway=bus_stop",
         {"highway=road", FOOT " crossing=island"},
         MARK "crossing=yes highway=bus_stop"},
        {"highway=mini_roundabout",
         {"highway=road", FOOT, FOOT " crossing=unmarked"},
         MARK "crossing=unmarked highway=mini_roundabout"},
        {"crossing=zebra highway=stop",
         {"highway=road", FOOT " crossing=unmarked"},
         "crossing=zebra highway=stop"},
        {"crossing=no highway=stop",
         {"highway=road", FOOT},
         "crossing=no highway=stop"},
        {"highway=stop", {"highway=road", "highway=footway"}, "highway=stop"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect(&cases[i]);
}

static void other_ways_and_other_streets_make_no_crossing(void **state)
{
    static const meeting cases[] = {
        {"", {"highway=residential", "highway=footway"}, ""},
        {"", {"highway=footway", FOOT}, ""},
        {"", {"highway=cycleway", FOOT}, ""},
        {"", {"railway=tram", FOOT}, ""},
        {"", {FOOT, FOOT}, ""},
        {"", {"highway=residential", "highway=primary cycleway=crossing"}, ""},
        {"", {"highway=residential", "railway=rail crossing=yes"}, ""},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect(&cases[i]);
}

static void a_list_of_kinds_is_no_kind(void **state)
{
    static const meeting cases[] = {
        {"highway=crossing crossing=marked;uncontrolled",
         {"highway=road", FOOT " crossing=zebra"},
         "circlet:crossing=marked;uncontrolled crossing=yes "
         "highway=crossing"},
        {"highway=crossing crossing=a;b",
         {"highway=road", "highway=footway"},
         "circlet:crossing=a;b crossing=yes highway=crossing"},
        {"highway=traffic_signals crossing=a;b",
         {"highway=road", "highway=footway"},
         "circlet:crossing=a;b crossing=traffic_signals "
         "highway=traffic_signals"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect(&cases[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_node_on_a_road_learns_of_the_way_that_crosses_it),
        cmocka_unit_test(what_a_node_says_itself_stays),
        cmocka_unit_test(other_ways_and_other_streets_make_no_crossing),
        cmocka_unit_test(a_list_of_kinds_is_no_kind),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
