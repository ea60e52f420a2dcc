#include "unit.h"

#include <stdio.h>

#include "geo/area.h"
#include "io/ring_order.h"

#define POINT_MAX 64

/* Boxes as rings, either way round, open or closed. */
typedef struct drawn_rings {
    circlet_point points[POINT_MAX];
    size_t ends[8];
    size_t count, point_count;
} drawn_rings;

static void draw(drawn_rings *drawn, double west, double south, double east,
                 double north, bool is_clockwise)
{
    const circlet_point corners[] = {
        {west, south}, {east, south}, {east, north}, {west, north}};

    for (size_t i = 0; i < 5; i++)
        drawn->points[drawn->point_count++] =
            corners[(is_clockwise ? 8 - i : i) % 4];
    drawn->ends[drawn->count++] = drawn->point_count;
}

static ci_geometry order(const drawn_rings *drawn)
{
    ci_geometry geometry = {0};

    ci_geometry_clear(&geometry, CI_GEOMETRY_AREA);
    assert_true(
        ci_order_rings(&geometry, drawn->points, drawn->ends, drawn->count));
    return geometry;
}

/* The west ends of the rings in their order, holes with a minus sign. */
static void expect(const drawn_rings *drawn, const char *want)
{
    ci_geometry geometry = order(drawn);
    char got[64] = "";
    size_t start = 0;

    for (size_t r = 0; r < geometry.ring_count; r++) {
        circlet_area ring = {
            geometry.points + start,
            &(circlet_ring){geometry.rings[r].end - start, false}, 1};
        size_t size = strlen(got);

        snprintf(got + size, sizeof(got) - size, "%s%d ",
                 geometry.rings[r].is_hole ? "-" : "",
                 (int)ci_area_box(&ring).west);
        start = geometry.rings[r].end;
    }
    assert_string_equal(got, want);
    ci_geometry_free(&geometry);
}

static void holes_go_behind_the_ring_around_them(void **state)
{
    drawn_rings drawn = {0};

    (void)state;
    draw(&drawn, 22, 2, 24, 4, false); /* a hole of the second */
    draw(&drawn, 1, 0, 9, 9, true);
    draw(&drawn, 21, 0, 29, 9, true);
    draw(&drawn, 3, 2, 4, 4, false); /* a hole of the first */
    expect(&drawn, "1 -3 21 -22 ");
}

static void an_island_in_a_hole_has_its_own_hole(void **state)
{
    drawn_rings drawn = {0};

    (void)state;
    draw(&drawn, 1, 1, 19, 19, true);
    draw(&drawn, 2, 2, 18, 18, false);
    draw(&drawn, 3, 3, 17, 17, true);
    draw(&drawn, 4, 4, 16, 16, false);
    expect(&drawn, "1 -2 3 -4 ");
}

/* Writers that turn all rings the same way say nothing by it. */
static void rings_of_one_direction_are_told_by_depth(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        drawn_rings drawn = {0};

        draw(&drawn, 4, 4, 16, 16, i);
        draw(&drawn, 3, 3, 17, 17, i);
        draw(&drawn, 2, 2, 18, 18, i);
        draw(&drawn, 1, 1, 19, 19, i);
        draw(&drawn, 30, 1, 31, 2, i);
        expect(&drawn, "3 -4 1 -2 30 ");
    }
}

static void a_hole_outside_all_rings_is_a_ring(void **state)
{
    drawn_rings drawn = {0};

    (void)state;
    draw(&drawn, 1, 1, 9, 9, true);
    draw(&drawn, 20, 1, 29, 9, false);
    expect(&drawn, "1 20 ");
}

static void a_hole_may_touch_the_ring_around_it(void **state)
{
    drawn_rings drawn = {0};

    (void)state;
    draw(&drawn, 1, 1, 9, 9, true);
    draw(&drawn, 9, 1, 12, 9, true); /* shares an edge with the hole's side */
    draw(&drawn, 5, 3, 9, 7, false);
    expect(&drawn, "1 -5 9 ");
}

static void open_and_empty_rings_are_mended(void **state)
{
    drawn_rings drawn = {0};
    ci_geometry geometry;

    (void)state;
    draw(&drawn, 1, 1, 9, 9, true);
    drawn.ends[0] = drawn.point_count = 4;
    drawn.ends[drawn.count++] = 4;
    geometry = order(&drawn);
    assert_int_equal(geometry.ring_count, 1);
    assert_int_equal(geometry.point_count, 5);
    assert_memory_equal(&geometry.points[0], &geometry.points[4],
                        sizeof(circlet_point));
    ci_geometry_free(&geometry);
    drawn.count = 0;
    expect(&drawn, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holes_go_behind_the_ring_around_them),
        cmocka_unit_test(an_island_in_a_hole_has_its_own_hole),
        cmocka_unit_test(rings_of_one_direction_are_told_by_depth),
        cmocka_unit_test(a_hole_outside_all_rings_is_a_ring),
        cmocka_unit_test(a_hole_may_touch_the_ring_around_it),
        cmocka_unit_test(open_and_empty_rings_are_mended),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
