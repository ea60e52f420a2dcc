#include "unit.h"

#include <math.h>

#include "geo/area.h"

/* A square with a square hole, and an island in the hole. */
static const circlet_point nested_points[] = {
    {0, 0}, {8, 0}, {8, 8}, {0, 8}, {0, 0}, /* outer */
    {2, 2}, {2, 6}, {6, 6}, {6, 2}, {2, 2}, /* hole */
    {3, 3}, {5, 3}, {5, 5}, {3, 5}, {3, 3}, /* island */
};
static const circlet_ring nested_rings[] = {
    {5, false}, {10, true}, {15, false}};
static const circlet_area nested = {nested_points, nested_rings, 3};

static bool has(const circlet_area *area, double lon, double lat)
{
    return ci_area_has(area, (circlet_point){lon, lat});
}

static void a_hole_is_outside_and_its_border_inside(void **state)
{
    (void)state;
    assert_true(has(&nested, 1, 1));
    assert_false(has(&nested, 2.5, 2.5));
    assert_true(has(&nested, 4, 4));
    assert_true(has(&nested, 2, 4));
    assert_true(has(&nested, 4, 6));
    assert_true(has(&nested, 3, 4));
}

static void corners_and_level_edges_are_inside(void **state)
{
    (void)state;
    for (size_t i = 0; i < 15; i++)
        assert_true(ci_area_has(&nested, nested_points[i]));
    assert_true(has(&nested, 4, 0));
    assert_true(has(&nested, 4, 8));
    assert_false(has(&nested, 8.5, 8));
    assert_false(has(&nested, -0.5, 0));
    assert_false(has(&nested, 9, 4));
    assert_false(has(&nested, 4, nextafter(8.0, 9.0)));
}

static void nothing_is_in_no_area(void **state)
{
    circlet_area none = {NULL, NULL, 0};

    (void)state;
    assert_false(has(&none, 0, 0));
    assert_false(has(&nested, NAN, 4));
    assert_false(has(&nested, 4, NAN));
    assert_false(has(&nested, INFINITY, 4));
}

/* One third of the way is no binary fraction; (1, 1/3) is beside the edge
 * from (0, 0) to (3, 1), on the side that its rounding says. */
static void a_point_is_told_from_an_edge_that_rounding_hides(void **state)
{
    circlet_point from = {0, 0}, to = {3, 1};
    circlet_point at = {1, 1.0 / 3.0}; /* rounded down: right of the edge */

    (void)state;
    assert_int_equal(ci_edge_place_of(at, from, to), CI_EDGE_APART);
    at.lat = nextafter(at.lat, 1.0);
    assert_int_equal(ci_edge_place_of(at, from, to), CI_EDGE_CROSSED);
    at = (circlet_point){1.5, 0.5};
    assert_int_equal(ci_edge_place_of(at, from, to), CI_EDGE_BORDER);
}

/* Points at i/1024 with a large offset: the products of the differences are
 * exact in 64-bit integers, which gives the answer to compare with. */
static void sides_agree_with_integers(void **state)
{
    uint64_t seed = 7;

    (void)state;
    for (int n = 0; n < 200000; n++) {
        int64_t v[6];
        circlet_point p[3];
        int64_t side;
        ci_edge_place want;

        for (int i = 0; i < 6; i++)
            v[i] = (int64_t)unit_random_below(&seed, n % 2 ? 9 : 2000);
        for (int i = 0; i < 3; i++)
            p[i] = (circlet_point){116.0 + (double)v[2 * i] / 1024,
                                   39.0 + (double)v[2 * i + 1] / 1024};
        side = (v[2] - v[0]) * (v[5] - v[1]) - (v[4] - v[0]) * (v[3] - v[1]);
        want = CI_EDGE_APART;
        if (side == 0 && (v[2] - v[0]) * (v[4] - v[0]) <= 0 &&
            (v[3] - v[1]) * (v[5] - v[1]) <= 0)
            want = CI_EDGE_BORDER;
        else if ((v[3] > v[1]) != (v[5] > v[1]) && (side > 0) == (v[5] > v[3]))
            want = CI_EDGE_CROSSED;
        if (ci_edge_place_of(p[0], p[1], p[2]) != want)
            fail_msg("case %d of seed 7", n);
    }
}

static void boxes_grow_and_hold_their_border(void **state)
{
    ci_box box = ci_box_empty();

    (void)state;
    assert_false(ci_box_has(&box, (circlet_point){0, 0}));
    ci_box_grow(&box, (circlet_point){3, 4});
    assert_true(ci_box_has(&box, (circlet_point){3, 4}));
    box = ci_area_box(&nested);
    assert_true(box.west == 0 && box.south == 0 && box.east == 8 &&
                box.north == 8);
    assert_false(ci_box_has(&box, (circlet_point){8.1, 1}));
    assert_int_equal(ci_area_point_count(&nested), 15);
}

static void a_copy_holds_the_same(void **state)
{
    ci_arena arena = {0};
    circlet_area copy, none = {NULL, NULL, 0};

    (void)state;
    assert_true(ci_area_copy(&arena, &copy, &nested));

    assert_ptr_not_equal(copy.points, nested.points);
    assert_memory_equal(copy.points, nested.points, sizeof(nested_points));
    assert_int_equal(copy.ring_count, 3);
    assert_int_equal(copy.rings[2].end, 15);
    assert_true(copy.rings[1].is_hole && !copy.rings[2].is_hole);
    assert_true(ci_area_copy(&arena, &copy, &none));
    assert_int_equal(copy.ring_count, 0);
    ci_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hole_is_outside_and_its_border_inside),
        cmocka_unit_test(corners_and_level_edges_are_inside),
        cmocka_unit_test(nothing_is_in_no_area),
        cmocka_unit_test(a_point_is_told_from_an_edge_that_rounding_hides),
        cmocka_unit_test(sides_agree_with_integers),
        cmocka_unit_test(boxes_grow_and_hold_their_border),
        cmocka_unit_test(a_copy_holds_the_same),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
