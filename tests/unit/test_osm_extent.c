#include "unit.h"

#include "io/osm_extent.h"

#define WEST 10.0
#define SOUTH 50.0
#define SIDE 0.2 /* degrees: of the box that somebody cut out */

typedef struct town {
    ci_osm_streets *streets;
    circlet_point places[16384];
    size_t node_count, way_count;
    uint64_t seed;
} town;

/* From 0 up to but not 1. */
static double draw(town *t)
{
    return unit_random_below(&t->seed, 1 << 24) / (double)(1 << 24);
}

static circlet_point draw_place(town *t, double margin)
{
    return (circlet_point){WEST - margin + (SIDE + 2 * margin) * draw(t),
                           SOUTH - margin + (SIDE + 2 * margin) * draw(t)};
}

static bool is_inside(circlet_point at)
{
    return at.lon >= WEST && at.lon <= WEST + SIDE && at.lat >= SOUTH &&
           at.lat <= SOUTH + SIDE;
}

static void add_way(town *t, const char *key, circlet_point from,
                    circlet_point to)
{
    const circlet_tag tag = {key, "yes"};
    const int64_t refs[] = {(int64_t)t->node_count,
                            (int64_t)t->node_count + 1};
    const ci_osm_way way = {(int64_t)t->way_count++, &tag, 1, refs, 2, NULL};

    assert_true(t->node_count + 2 <= 16384);
    t->places[t->node_count++] = from;
    t->places[t->node_count++] = to;
    assert_ok(ci_osm_streets_add_way(t->streets, &way, error));
}

/* Ways as far as the eye can see, of which those that touch the box are
 * taken whole. */
static void add_town(town *t, size_t count)
{
    while (count > 0) {
        circlet_point from = draw_place(t, 0.02), to = from;

        to.lon += 0.004 * (draw(t) - 0.5);
        to.lat += 0.004 * (draw(t) - 0.5);
        if (!is_inside(from) && !is_inside(to))
            continue;
        add_way(t, "highway", from, to);
        count--;
    }
}

/* The rest of a long road, way by way, towards the west. */
static void add_road(town *t, size_t count)
{
    for (size_t i = 0; i < count; i++)
        add_way(t, "highway",
                (circlet_point){WEST - 0.01 * (double)i, SOUTH + 0.1},
                (circlet_point){WEST - 0.01 * (double)(i + 1), SOUTH + 0.1});
}

static ci_roads find(town *t)
{
    ci_roads roads = {0};

    assert_ok(ci_osm_streets_end_ways(t->streets, error));
    for (size_t i = 0; i < t->node_count; i++) {
        const ci_osm_node node = {(int64_t)i, t->places[i], NULL, 0};

        assert_ok(ci_osm_streets_add_node(t->streets, &node, error));
    }
    assert_ok(ci_osm_extent_find(&roads, t->streets, error));
    ci_osm_streets_free(t->streets);
    return roads;
}

static void start(town *t, uint64_t seed)
{
    memset(t, 0, sizeof(*t));
    t->streets = ci_osm_streets_new();
    t->seed = seed;
    assert_non_null(t->streets);
}

/* But for one strip, a tenth of the middle, of the road that leads out. */
static void the_core_is_within_the_box_and_nearly_fills_it(void **state)
{
    const double strip = SIDE / 10;
    static town t;

    (void)state;
    for (uint64_t seed = 1; seed <= 100; seed++) {
        size_t road = unit_random_below(&(uint64_t){seed}, 60), outside = 1;
        ci_roads roads;

        start(&t, seed);
        add_town(&t, 3000);
        add_road(&t, road);
        /* What is no street says nothing. */
        add_way(&t, "railway", (circlet_point){3, 47},
                (circlet_point){10.1, 50.1});
        /* A motorway that crosses the town, whole. */
        add_way(&t, "highway", (circlet_point){WEST + 0.1, SOUTH - 1},
                (circlet_point){WEST + 0.1, SOUTH + 1});
        roads = find(&t);
        assert_true(roads.has_core);
        assert_int_equal(roads.core_street_count, t.way_count - 1);
        /* The motorway is one of those outside. */
        if (roads.core.west < WEST - strip || roads.core.west > WEST + 0.002 ||
            roads.core.south < SOUTH || roads.core.south > SOUTH + 0.002 ||
            roads.core.east > WEST + SIDE ||
            roads.core.east < WEST + SIDE - 0.002 ||
            roads.core.north > SOUTH + SIDE ||
            roads.core.north < SOUTH + SIDE - 0.002)
            fail_msg("seed %d: %d %d %d %d", (int)seed,
                     (int)(1e6 * (roads.core.west - WEST)),
                     (int)(1e6 * (roads.core.south - SOUTH)),
                     (int)(1e6 * (roads.core.east - WEST - SIDE)),
                     (int)(1e6 * (roads.core.north - SOUTH - SIDE)));
        for (size_t i = 0; i + 1 < t.node_count; i += 2)
            outside += i / 2 < 3000 + road &&
                       (!ci_box_has(&roads.core, t.places[i]) ||
                        !ci_box_has(&roads.core, t.places[i + 1]));
        assert_int_equal(roads.core_outside_count, outside);
    }
}

static void a_few_streets_show_no_core(void **state)
{
    static town t;
    ci_roads roads;

    (void)state;
    start(&t, 1);
    add_town(&t, 99);
    roads = find(&t);
    assert_false(roads.has_core);
}

/* Each is as long as the town: none lies on one side of its middle. */
static void ways_along_one_line_show_no_core(void **state)
{
    static town t;
    ci_roads roads;

    (void)state;
    start(&t, 1);
    for (size_t i = 0; i < 200; i++)
        add_way(&t, "highway", (circlet_point){WEST, SOUTH},
                (circlet_point){WEST + SIDE, SOUTH + SIDE});
    roads = find(&t);
    assert_false(roads.has_core);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_core_is_within_the_box_and_nearly_fills_it),
        cmocka_unit_test(a_few_streets_show_no_core),
        cmocka_unit_test(ways_along_one_line_show_no_core),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
