#include "unit.h"

#include <math.h>

#include "flat_area.h"
#include "geo/geodesic.h"
#include "geo/polygon.h"

#define POINT_MAX 64

/* Rings are given as their points; the ends are counted. */
typedef struct drawn_ring {
    bool is_hole;
    size_t count;
    circlet_point points[24];
} drawn_ring;

typedef struct drawing {
    circlet_point points[POINT_MAX];
    circlet_ring rings[8];
    circlet_area area;
} drawing;

static const circlet_area *draw(drawing *out, const drawn_ring *drawn,
                                size_t count)
{
    size_t end = 0;

    for (size_t r = 0; r < count; r++) {
        memcpy(out->points + end, drawn[r].points,
               drawn[r].count * sizeof(*out->points));
        end += drawn[r].count;
        out->rings[r] = (circlet_ring){end, drawn[r].is_hole};
    }
    out->area = (circlet_area){out->points, out->rings, count};
    return &out->area;
}

static const drawn_ring square = {
    false, 5, {{0, 0}, {8, 0}, {8, 8}, {0, 8}, {0, 0}}};
static const drawn_ring hole = {
    true, 5, {{2, 2}, {2, 6}, {6, 6}, {6, 2}, {2, 2}}};

/* The area in the plane of what a repair made, whose rings must run as they
 * should and which must be valid. */
static double flat_area_of(const ci_polygon *polygon)
{
    circlet_area area = ci_polygon_area(polygon);
    double sum = 0;
    size_t start = 0;

    assert_ok(ci_polygon_check(&area, error));
    for (size_t r = 0; r < area.ring_count; r++) {
        size_t end = area.rings[r].end;
        double twice = flat_ring(area.points + start, end - start);

        assert_true(area.rings[r].is_hole ? twice < 0 : twice > 0);
        sum += twice / 2;
        start = end;
    }
    return sum;
}

/* Repairs rings, of which the result has so many and this area. */
static void expect_repair(const drawn_ring *drawn, size_t count,
                          const char *reason, size_t ring_count, double area)
{
    drawing d;
    ci_repair repair;
    circlet_area made;

    assert_ok(ci_polygon_repair(&repair, draw(&d, drawn, count), error));
    assert_true(repair.is_needed);
    if (!strstr(repair.reason, reason))
        fail_msg("reason is '%s'", repair.reason);
    assert_int_equal(repair.polygon.ring_count, ring_count);
    assert_true(fabs(flat_area_of(&repair.polygon) - area) < 1e-9);
    made = ci_polygon_area(&repair.polygon);
    assert_true(repair.before_m2 == ci_geodesic_area_m2(&d.area));
    assert_true(repair.after_m2 == ci_geodesic_area_m2(&made));
    ci_polygon_free(&repair.polygon);
}

static void a_valid_area_needs_no_repair(void **state)
{
    drawn_ring rings[2] = {square, hole};
    drawing d;
    ci_repair repair;
    circlet_area none = {NULL, NULL, 0};

    (void)state;
    assert_ok(ci_polygon_repair(&repair, draw(&d, rings, 2), error));
    assert_false(repair.is_needed);
    assert_ok(ci_polygon_repair(&repair, &none, error));
    assert_false(repair.is_needed);
}

static void a_bow_tie_becomes_two_triangles(void **state)
{
    const drawn_ring tie = {
        false, 5, {{0, 0}, {8, 8}, {8, 0}, {0, 8}, {0, 0}}};
    const circlet_point west[] = {{0, 0}, {4, 4}, {0, 8}, {0, 0}};
    drawing d;
    ci_repair repair;

    (void)state;
    expect_repair(&tie, 1,
                  "ring crosses itself or another ring at 4.000000 4.000000",
                  2, 32);
    assert_ok(ci_polygon_repair(&repair, draw(&d, &tie, 1), error));
    assert_memory_equal(repair.polygon.points, west, sizeof(west));
    assert_true(repair.before_m2 < repair.after_m2 / 100);
    ci_polygon_free(&repair.polygon);
}

static void a_hole_outside_becomes_a_part(void **state)
{
    drawn_ring rings[2] = {square, hole};

    (void)state;
    for (size_t i = 0; i < 5; i++)
        rings[1].points[i].lon += 20;

    expect_repair(rings, 2, "hole lies outside its outer ring", 2, 80);
}

static void a_hole_over_the_border_cuts_a_notch(void **state)
{
    drawn_ring rings[2] = {square, hole};

    (void)state;
    for (size_t i = 0; i < 5; i++)
        rings[1].points[i].lon += 4;

    expect_repair(rings, 2, "ring crosses itself or another ring", 1, 56);
}

static void a_spike_goes(void **state)
{
    const drawn_ring spiked = {
        false, 7, {{0, 0}, {8, 0}, {8, 8}, {4, 8}, {4, 12}, {4, 8}, {0, 0}}};

    (void)state;
    expect_repair(&spiked, 1, "ring", 1, 48);
}

static void nested_outer_rings_become_one(void **state)
{
    drawn_ring rings[2] = {square, hole};

    (void)state;
    rings[1].is_hole = false;

    expect_repair(rings, 2, "outer ring lies in another outer ring", 1, 64);
}

static void overlapping_outer_rings_become_one(void **state)
{
    drawn_ring rings[2] = {square, square};

    (void)state;
    for (size_t i = 0; i < 5; i++)
        rings[1].points[i].lon += 4;
    expect_repair(rings, 2, "ring crosses itself or another ring", 1, 96);
    rings[1] = square;
    expect_repair(rings, 2, "", 1, 64);
}

static void a_ring_that_touches_itself_becomes_a_hole(void **state)
{
    const drawn_ring touching = {
        false,
        8,
        {{0, 0}, {8, 0}, {4, 8}, {6, 2}, {2, 2}, {4, 8}, {0, 0}, {0, 0}}};

    (void)state;
    expect_repair(&touching, 1, "ring touches itself at 4.000000 8.000000", 2,
                  32 - 12);
}

static int is_run_around(const int winding[2])
{
    return winding[0] != 0 && winding[1] == 0;
}

/* A five-pointed star drawn in one line: its middle is run around twice. */
static void a_loop_over_itself_stays_inside(void **state)
{
    const drawn_ring star = {
        false, 6, {{0, 9}, {5, -7}, {-8, 3}, {8, 3}, {-5, -7}, {0, 9}}};
    flat_edges edges = {.count = 0};

    (void)state;
    flat_add_ring(&edges, star.points, 6, 0);

    expect_repair(&star, 1, "ring crosses itself", 1,
                  flat_area(&edges, is_run_around));
}

static void what_is_no_ring_is_left_out(void **state)
{
    drawn_ring rings[3] = {square, hole, square};

    (void)state;
    rings[1].count = 2;
    expect_repair(rings, 2, "ring 2 has 2 points, fewer than 4", 1, 64);
    rings[1] = hole;
    rings[0].count = 3; /* and its hole goes with it */
    rings[0].points[2] = rings[0].points[0];
    for (size_t i = 0; i < 5; i++)
        rings[2].points[i].lon += 20;
    expect_repair(rings, 3, "ring 1 has 3 points, fewer than 4", 1, 64);
    rings[0] = square;
    rings[0].count = 4;
    expect_repair(rings, 1, "ring 1 is not closed", 1, 64);
    for (size_t i = 1; i < 5; i++)
        rings[1].points[i] = rings[1].points[0];
    expect_repair(rings, 2, "", 1, 64);
}

static void a_point_that_stands_twice_is_no_fault(void **state)
{
    drawn_ring ring = square;
    drawing d;
    ci_repair repair;

    (void)state;
    ring.points[3] = ring.points[2];
    ring.points[4] = ring.points[2];
    ring.points[5] = (circlet_point){0, 8};
    ring.points[6] = ring.points[0];
    ring.count = 7;
    assert_ok(ci_polygon_repair(&repair, draw(&d, &ring, 1), error));
    assert_false(repair.is_needed);
}

static void what_encloses_nothing_is_refused(void **state)
{
    drawn_ring ring = square;
    drawing d;
    ci_repair repair = {.is_needed = false, .before_m2 = 7};

    (void)state;
    for (size_t i = 1; i < 5; i++)
        ring.points[i] = ring.points[0];
    assert_fails(ci_polygon_repair(&repair, draw(&d, &ring, 1), error),
                 CIRCLET_E_GEOMETRY,
                 "after a repair nothing is left of the area");
    ring = square;
    for (size_t i = 0; i < 5; i++)
        ring.points[i].lat = ring.points[i].lon; /* forth and back */
    assert_fails(ci_polygon_repair(&repair, draw(&d, &ring, 1), error),
                 CIRCLET_E_GEOMETRY,
                 "after a repair nothing is left of the area");
    ring = square;
    for (size_t i = 0; i < 5; i++)
        ring.points[i].lat *= 1e-14; /* valid, and a micrometre high */
    assert_fails(ci_polygon_repair(&repair, draw(&d, &ring, 1), error),
                 CIRCLET_E_GEOMETRY, "the area encloses nothing");
    ring.count = 2;
    assert_fails(ci_polygon_repair(&repair, draw(&d, &ring, 1), error),
                 CIRCLET_E_GEOMETRY,
                 "ring 1 has 2 points, fewer than 4: after");
    assert_true(repair.before_m2 == 7);
}

static void what_is_no_number_is_refused(void **state)
{
    const double bad[] = {(double)NAN, (double)INFINITY, -(double)INFINITY};

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        drawn_ring ring = square;
        drawing d;
        ci_repair repair;

        ring.points[2].lat = bad[i];
        assert_fails(ci_polygon_repair(&repair, draw(&d, &ring, 1), error),
                     CIRCLET_E_GEOMETRY, "point 3 of ring 1 is no number");
    }
}

/* ---- against an oracle -------------------------------------------------- */

/* Round numbers in binary, so that rings meet at corners and along edges
 * now and then. */
static drawn_ring random_ring(uint64_t *seed, size_t corners, uint32_t size)
{
    drawn_ring ring = {false, corners + 1, {{0, 0}}};

    for (size_t i = 0; i < corners; i++) {
        ring.points[i].lon = 116 + unit_random_below(seed, size) / 4096.0;
        ring.points[i].lat = 40 + unit_random_below(seed, size) / 4096.0;
    }
    ring.points[corners] = ring.points[0];
    return ring;
}

static int is_in_both(const int winding[2])
{
    return winding[0] != 0 && winding[1] != 0;
}

static int is_in_either(const int winding[2])
{
    return winding[0] != 0 || winding[1] != 0;
}

/* A hole that has nothing in common with its outer ring is a part of its own
 * unless the two touch. */
static bool is_right(double area, const flat_edges *edges)
{
    if (fabs(area - flat_area(edges, is_run_around)) < 1e-11)
        return true;
    return flat_area(edges, is_in_both) < 1e-12 &&
           fabs(area - flat_area(edges, is_in_either)) < 1e-11;
}

/* The same comes out whichever way the rings are drawn. */
static void comes_out_of_turned_rings(const ci_repair *repair,
                                      const drawing *d,
                                      const drawn_ring *rings, size_t count)
{
    drawing turned = *d;
    ci_repair other;
    circlet_area area = ci_polygon_area(&repair->polygon);
    size_t size = area.rings[area.ring_count - 1].end;

    for (size_t r = 0, i = 0; r < count; r++)
        for (size_t k = rings[r].count; k-- > 0; i++)
            turned.points[i] = rings[r].points[k];
    turned.area = (circlet_area){turned.points, turned.rings, count};
    assert_ok(ci_polygon_repair(&other, &turned.area, error));
    assert_int_equal(other.polygon.ring_count, area.ring_count);
    assert_int_equal(other.polygon.rings[area.ring_count - 1].end, size);
    for (size_t i = 0; i < size; i++) {
        assert_true(fabs(other.polygon.points[i].lon - area.points[i].lon) <
                    1e-12);
        assert_true(fabs(other.polygon.points[i].lat - area.points[i].lat) <
                    1e-12);
    }
    ci_polygon_free(&other.polygon);
}

/* Whether the drawn area was repaired. */
static bool is_what_the_oracle_says(const drawn_ring *rings, size_t count,
                                    uint64_t seed)
{
    drawing d;
    ci_repair repair = {.is_needed = false};
    flat_edges edges = {.count = 0};
    circlet_error why = {CIRCLET_OK, ""};
    circlet_status status =
        ci_polygon_repair(&repair, draw(&d, rings, count), &why);

    for (size_t r = 0; r < count; r++)
        flat_add_ring(&edges, rings[r].points, rings[r].count,
                      rings[r].is_hole);
    if (status != CIRCLET_OK) {
        assert_int_equal(status, CIRCLET_E_GEOMETRY);
        if (!is_right(0, &edges))
            fail_msg("seed %u: refused: %s", (unsigned)seed, why.message);
        return false;
    }
    if (!repair.is_needed)
        return false;
    if (!is_right(flat_area_of(&repair.polygon), &edges))
        fail_msg("seed %u: another area", (unsigned)seed);
    comes_out_of_turned_rings(&repair, &d, rings, count);
    ci_polygon_free(&repair.polygon);
    return true;
}

static void crossing_rings_are_repaired_as_the_oracle_says(void **state)
{
    size_t repaired = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= 600; seed++) {
        uint64_t random = seed;
        drawn_ring ring =
            random_ring(&random, 3 + seed % 14, seed % 3 ? 4096 : 8);

        repaired += is_what_the_oracle_says(&ring, 1, seed);
    }
    assert_true(repaired > 400);
}

static void crossing_holes_are_repaired_as_the_oracle_says(void **state)
{
    size_t repaired = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= 600; seed++) {
        uint64_t random = seed;
        uint32_t size = seed % 3 ? 4096 : 8;
        drawn_ring rings[2] = {random_ring(&random, 3 + seed % 7, size),
                               random_ring(&random, 3 + seed % 5, size)};

        rings[1].is_hole = true;
        repaired += is_what_the_oracle_says(rings, 2, seed);
    }
    assert_true(repaired > 400);
}

/* ---- the union ---------------------------------------------------------- */

static void a_union_has_what_either_has(void **state)
{
    drawn_ring rings[2] = {square, square};
    drawing a, b;
    ci_polygon both = {NULL, NULL, 0};

    (void)state;
    for (size_t i = 0; i < 5; i++)
        rings[1].points[i].lat += 8;
    assert_ok(ci_polygon_union(&both, draw(&a, rings, 1),
                               draw(&b, rings + 1, 1), error));
    assert_int_equal(both.ring_count, 1);
    assert_true(flat_area_of(&both) == 128);
    ci_polygon_free(&both);
    for (size_t i = 0; i < 5; i++)
        rings[1].points[i].lat -= 30;
    assert_ok(ci_polygon_union(&both, draw(&a, rings, 1),
                               draw(&b, rings + 1, 1), error));
    assert_int_equal(both.ring_count, 2);
    assert_true(flat_area_of(&both) == 128);
    ci_polygon_free(&both);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_valid_area_needs_no_repair),
        cmocka_unit_test(a_bow_tie_becomes_two_triangles),
        cmocka_unit_test(a_hole_outside_becomes_a_part),
        cmocka_unit_test(a_hole_over_the_border_cuts_a_notch),
        cmocka_unit_test(a_spike_goes),
        cmocka_unit_test(nested_outer_rings_become_one),
        cmocka_unit_test(overlapping_outer_rings_become_one),
        cmocka_unit_test(a_ring_that_touches_itself_becomes_a_hole),
        cmocka_unit_test(a_loop_over_itself_stays_inside),
        cmocka_unit_test(what_is_no_ring_is_left_out),
        cmocka_unit_test(a_point_that_stands_twice_is_no_fault),
        cmocka_unit_test(what_encloses_nothing_is_refused),
        cmocka_unit_test(what_is_no_number_is_refused),
        cmocka_unit_test(crossing_rings_are_repaired_as_the_oracle_says),
        cmocka_unit_test(crossing_holes_are_repaired_as_the_oracle_says),
        cmocka_unit_test(a_union_has_what_either_has),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
