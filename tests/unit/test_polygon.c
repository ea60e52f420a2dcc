#include "unit.h"

#include <math.h>

#include "geo/polygon.h"

/* Rings are given as their points; the ends are counted. */
typedef struct drawn_ring {
    bool is_hole;
    size_t count;
    circlet_point points[8];
} drawn_ring;

static circlet_status check(const drawn_ring *drawn, size_t count,
                            circlet_error *error)
{
    circlet_point points[64];
    circlet_ring rings[8];
    circlet_area area = {points, rings, count};
    size_t end = 0;

    for (size_t r = 0; r < count; r++) {
        memcpy(points + end, drawn[r].points,
               drawn[r].count * sizeof(*points));
        end += drawn[r].count;
        rings[r].end = end;
        rings[r].is_hole = drawn[r].is_hole;
    }
    return ci_polygon_check(&area, error);
}

static const drawn_ring square = {
    false, 5, {{0, 0}, {8, 0}, {8, 8}, {0, 8}, {0, 0}}};
static const drawn_ring hole = {
    true, 5, {{2, 2}, {2, 6}, {6, 6}, {6, 2}, {2, 2}}};
static const drawn_ring island = {
    false, 5, {{3, 3}, {5, 3}, {5, 5}, {3, 5}, {3, 3}}};

static void sound_areas_pass(void **state)
{
    drawn_ring nested[3] = {square, hole, island};
    circlet_area none = {NULL, NULL, 0};

    (void)state;
    assert_ok(check(&square, 1, error));
    assert_ok(check(nested, 2, error));
    assert_ok(check(nested, 3, error));
    assert_ok(ci_polygon_check(&none, error));
}

static void a_crossing_is_told_with_its_place(void **state)
{
    drawn_ring tie = {false,
                      5,
                      {{116.25, 39.5},
                       {116.75, 40.0},
                       {116.75, 39.5},
                       {116.25, 40.0},
                       {116.25, 39.5}}};

    (void)state;
    assert_fails(check(&tie, 1, error), CIRCLET_E_GEOMETRY,
                 "ring crosses itself or another ring at 116.500000 "
                 "39.750000");
}

static void rings_out_of_place_are_told(void **state)
{
    drawn_ring rings[3] = {square, hole, hole};
    drawn_ring shells[2] = {square, island};
    drawn_ring touching = {
        false,
        8,
        {{0, 0}, {8, 0}, {8, 8}, {4, 4}, {0, 8}, {4, 4}, {0, 4}, {0, 0}}};

    (void)state;
    assert_fails(check(shells, 2, error), CIRCLET_E_GEOMETRY,
                 "outer ring lies in another outer ring at ");
    for (size_t i = 0; i < 5; i++)
        rings[1].points[i].lon += 20;
    assert_fails(check(rings, 2, error), CIRCLET_E_GEOMETRY,
                 "hole lies outside its outer ring at 22.000000 2.000000");
    rings[1] = hole;
    for (size_t i = 0; i < 5; i++) {
        rings[2].points[i].lon = 3 + rings[2].points[i].lon / 4;
        rings[2].points[i].lat = 3 + rings[2].points[i].lat / 4;
    }
    assert_fails(check(rings, 3, error), CIRCLET_E_GEOMETRY,
                 "hole lies in another hole at ");
    assert_fails(check(&touching, 1, error), CIRCLET_E_GEOMETRY,
                 " at 4.000000 4.000000");
}

static void what_is_no_ring_is_told(void **state)
{
    drawn_ring ring = square;

    (void)state;
    ring.count = 3;
    assert_fails(check(&ring, 1, error), CIRCLET_E_GEOMETRY,
                 "ring 1 has 3 points, fewer than 4");
    ring.count = 4;
    assert_fails(check(&ring, 1, error), CIRCLET_E_GEOMETRY,
                 "ring 1 is not closed");
    ring.count = 0;
    assert_fails(check(&ring, 1, error), CIRCLET_E_GEOMETRY,
                 "ring 1 has 0 points");
    ring = square;
    ring.points[2].lat = NAN;
    assert_fails(check(&ring, 1, error), CIRCLET_E_GEOMETRY,
                 "point 3 of ring 1 is no number");
    assert_fails(check(&hole, 1, error), CIRCLET_E_GEOMETRY,
                 "the first ring is a hole of nothing");
    ring = square;
    for (size_t i = 1; i < 4; i++)
        ring.points[i] = ring.points[0];
    assert_fails(check(&ring, 1, error), CIRCLET_E_GEOMETRY,
                 "ring has fewer than 3 different points");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sound_areas_pass),
        cmocka_unit_test(a_crossing_is_told_with_its_place),
        cmocka_unit_test(rings_out_of_place_are_told),
        cmocka_unit_test(what_is_no_ring_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
