#include "unit.h"

#include <math.h>

#include "base/id_map.h"
#include "geo/geodesic.h"
#include "io/line_roads_evidence.h"
#include "io/line_roads_join.h"
#include "io/line_roads_links.h"

#define SNAP_M 0.01
#define M_PER_DEGREE 111319.0

static void add_line(ci_line_set *set, uint32_t level, uint32_t record,
                     const double *metres, size_t count)
{
    circlet_point points[8];
    ci_line line = {0, level, record};
    bool has_length = false;

    for (size_t i = 0; i < count; i++)
        points[i] = (circlet_point){metres[2 * i] / M_PER_DEGREE,
                                    metres[2 * i + 1] / M_PER_DEGREE};
    assert_ok(ci_line_set_add(set, points, count, &line, &has_length, error));
}

/* ---- against every pair ------------------------------------------------- */

enum { LINES = 12, POINTS = 3 };

static double distance_m(const ci_line_set *set, size_t a, size_t b)
{
    const circlet_point line[] = {set->points[a].at, set->points[b].at};

    return ci_geodesic_length_m(line, 2);
}

/* An end meets any vertex, whatever the levels. */
static bool meet(const ci_line_set *set, size_t a, size_t b)
{
    return ((set->points[a].marks | set->points[b].marks) & CI_LINE_END) &&
           distance_m(set, a, b) <= SNAP_M;
}

static bool is_close_call(const ci_line_set *set)
{
    for (size_t a = 0; a < set->point_count; a++)
        for (size_t b = 0; b < a; b++)
            if (fabs(distance_m(set, a, b) - SNAP_M) < 1e-5)
                return true;
    return false;
}

static void expect_groups(const ci_line_set *set, const ci_line_nodes *nodes)
{
    size_t group[LINES * POINTS], next = 0;
    bool has_changed = true;

    for (size_t a = 0; a < set->point_count; a++)
        group[a] = a;
    while (has_changed) {
        has_changed = false;
        for (size_t a = 0; a < set->point_count; a++)
            for (size_t b = 0; b < set->point_count; b++)
                if (group[a] > group[b] && meet(set, a, b)) {
                    group[a] = group[b];
                    has_changed = true;
                }
    }
    for (size_t a = 0; a < set->point_count; a++) {
        bool has_end = false;

        for (size_t b = 0; b < set->point_count; b++)
            has_end = has_end || (group[b] == group[a] &&
                                  set->points[b].marks & CI_LINE_END);
        if (!has_end)
            assert_int_equal(set->points[a].node, CI_NOWHERE);
        else if (group[a] == a)
            assert_int_equal(set->points[a].node, next++);
        else
            assert_int_equal(set->points[a].node, set->points[group[a]].node);
    }
    assert_int_equal(nodes->count, next);
}

/* Points in squares of some centimetres: many are near each other, at the
 * equator, in Beijing and in the far north. */
static void nodes_are_those_that_all_pairs_give(void **state)
{
    static const double lats[] = {-0.000000005, 39.9, 78.2};
    size_t compared = 0;

    (void)state;
    for (uint64_t first = 1; first <= 600; first++) {
        uint64_t seed = first;
        ci_line_set set = {0};
        ci_line_nodes nodes = {0};

        for (uint32_t i = 0; i < LINES; i++) {
            circlet_point points[POINTS];
            ci_line line = {0, i % 2, 0};
            bool has_length = false;
            double lat = lats[first % 3];

            for (int k = 0; k < POINTS; k++)
                points[k] = (circlet_point){
                    116 + unit_random_below(&seed, 500) * 1e-9,
                    lat + unit_random_below(&seed, 500) * 1e-9};
            assert_ok(ci_line_set_add(&set, points,
                                      2 + unit_random_below(&seed, 2), &line,
                                      &has_length, error));
        }
        assert_ok(ci_line_set_join(&nodes, &set, SNAP_M, error));
        if (!is_close_call(&set)) {
            expect_groups(&set, &nodes);
            compared++;
        }
        ci_line_nodes_free(&nodes);
        ci_line_set_free(&set);
    }
    assert_true(compared > 300);
}

/* ---- cases -------------------------------------------------------------- */

/* Two lines whose ends are 6 mm apart, one whose end is on a vertex of the
 * first; it has a vertex that nobody meets. */
static void ends_meet_ends_and_vertices(void **state)
{
    ci_line_set set = {0};
    ci_line_nodes nodes = {0};

    (void)state;
    add_line(&set, 0, 0, (const double[]){0, 0, 10, 0, 20, 0, 30, 0}, 4);
    add_line(&set, 0, 1, (const double[]){30, 0.006, 40, 10}, 2);
    add_line(&set, 7, 2, (const double[]){10, 5, 10, 0}, 2);
    assert_ok(ci_line_set_join(&nodes, &set, SNAP_M, error));
    assert_int_equal(nodes.count, 5);
    assert_int_equal(set.points[1].node, 1);
    assert_int_equal(set.points[2].node, CI_NOWHERE);
    assert_int_equal(set.points[3].node, set.points[4].node);
    assert_int_equal(set.points[7].node, 1);
    /* The most southern end gives the place. */
    assert_true(nodes.places[set.points[4].node].lat == 0.0);
    ci_line_nodes_free(&nodes);
    ci_line_set_free(&set);
}

static ci_roads *cut(ci_line_set *set, ci_line_record *records)
{
    ci_roads *roads = calloc(1, sizeof(*roads));
    uint32_t *link_records = NULL;
    ci_line_nodes nodes = {0};

    assert_non_null(roads);
    assert_ok(ci_line_set_join(&nodes, set, SNAP_M, error));
    assert_ok(
        ci_line_links_cut(roads, &link_records, set, &nodes, records, error));
    free(link_records);
    ci_line_nodes_free(&nodes);
    ci_line_set_free(set);
    return roads;
}

static void a_line_that_returns_is_one_link_and_a_short_one_none(void **state)
{
    ci_line_record records[] = {{.id = "ring"}, {.id = "dot"}, {.id = "P"}};
    ci_line_set set = {0};
    ci_roads *roads;

    (void)state;
    add_line(&set, 0, 0, (const double[]){0, 0, 9, 0, 9, 9, 0, 0}, 4);
    add_line(&set, 0, 1, (const double[]){50, 0, 50.004, 0, 50.008, 0}, 3);
    /* Its end meets its own vertex. */
    add_line(&set, 0, 2,
             (const double[]){90, 0, 90, 5, 90, 9, 95, 9, 90, 5.001}, 5);
    roads = cut(&set, records);
    assert_int_equal(roads->link_count, 3);
    assert_string_equal(roads->links[0].id, "ring-0");
    assert_int_equal(roads->links[0].from, roads->links[0].to);
    assert_int_equal(roads->links[0].shape_count, 2);
    assert_int_equal(records[1].link_count, 0);
    assert_string_equal(roads->links[2].id, "P-1");
    assert_int_equal(roads->links[2].from, roads->links[1].to);
    assert_int_equal(roads->links[2].to, roads->links[1].to);
    assert_int_equal(roads->node_count, 3);
    assert_string_equal(roads->nodes[2].id, "3");
    ci_roads_free(roads);
}

static void twins_are_found_in_either_direction(void **state)
{
    static const bool drop[] = {false, true, false, false};
    ci_line_set set = {0};
    uint32_t *twins;

    (void)state;
    add_line(&set, 0, 0, (const double[]){0, 0, 1, 1, 5, 0}, 3);
    add_line(&set, 0, 1, (const double[]){5, 0, 1, 1, 0, 0}, 3);
    add_line(&set, 0, 2, (const double[]){1, 1, 0, 0, 5, 0}, 3);
    add_line(&set, 1, 3, (const double[]){0, 0, 1, 1, 5, 0}, 3);
    twins = ci_line_set_find_twins(&set);
    assert_non_null(twins);
    assert_int_equal(twins[0], CI_NOWHERE);
    assert_int_equal(twins[1], 0);
    assert_int_equal(twins[2], CI_NOWHERE);
    assert_int_equal(twins[3], 0);
    free(twins);
    ci_line_set_drop(&set, drop);
    assert_int_equal(set.line_count, 3);
    assert_int_equal(set.point_count, 9);
    assert_int_equal(set.lines[1].record, 2);
    assert_int_equal(set.lines[1].end, 6);
    assert_true(set.points[3].at.lat > 0);
    ci_line_set_free(&set);
}

/* Dead ends 0.3 m and 0.7 m from a line, one beneath a bridge, and a stub
 * of 0.4 m, whose end is near what its start meets. */
static void dead_ends_near_a_line_are_found(void **state)
{
    static const uint32_t levels[] = {0, 0, 0, 0, 1, 0};
    ci_line_record records[5] = {
        {.id = "0"}, {.id = "1"}, {.id = "2"}, {.id = "3"}, {.id = "4"}};
    ci_line_set set = {0};
    ci_near_miss *misses = NULL;
    ci_road_parts parts;
    ci_roads *roads;
    size_t count = 0;

    (void)state;
    add_line(&set, 0, 0, (const double[]){0, 0, 50, 0, 100, 0}, 3);
    add_line(&set, 0, 1, (const double[]){20, 0.3, 20, 20}, 2);
    add_line(&set, 0, 2, (const double[]){30, 0.7, 30, 20}, 2);
    add_line(&set, 1, 3, (const double[]){40, 0.2, 40, 20}, 2);
    add_line(&set, 0, 4, (const double[]){50, 0, 50, 0.4}, 2);
    roads = cut(&set, records);
    assert_int_equal(roads->link_count, 6);
    assert_ok(ci_near_misses_find(&misses, &count, roads, levels, 0.5, error));
    assert_int_equal(count, 1);
    assert_int_equal(misses[0].link, 2);
    assert_int_equal(misses[0].other, 0);
    assert_true(fabs(misses[0].distance_m - 0.3) < 0.01);
    assert_true(ci_road_parts_find(&parts, roads));
    assert_int_equal(parts.count, 4);
    assert_int_equal(parts.largest, 4);
    free(misses);
    ci_roads_free(roads);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nodes_are_those_that_all_pairs_give),
        cmocka_unit_test(ends_meet_ends_and_vertices),
        cmocka_unit_test(a_line_that_returns_is_one_link_and_a_short_one_none),
        cmocka_unit_test(twins_are_found_in_either_direction),
        cmocka_unit_test(dead_ends_near_a_line_are_found),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
