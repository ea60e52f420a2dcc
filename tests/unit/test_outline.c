/* Borders with fewer points: what two areas share stays shared. */
#include "unit.h"

#include <math.h>

#include "geo/outline.h"

#define STEPS 200
#define POINTS (2 * STEPS + 8)

typedef struct drawn {
    circlet_point points[POINTS];
    circlet_ring ring;
    circlet_area area;
} drawn;

/* A point of the border between west and east: a wave of 5 m in the middle of
 * a degree of longitude, with a spike at its half. */
static circlet_point border(size_t i)
{
    double wave = i == STEPS / 2 ? 0.02 : 4e-5 * sin((double)i);

    return (circlet_point){116.5 + wave, 40 + 0.1 * (double)i / STEPS};
}

static void close_ring(drawn *out, size_t count)
{
    out->points[count] = out->points[0];
    out->ring = (circlet_ring){count + 1, false};
    out->area = (circlet_area){out->points, &out->ring, 1};
}

/* The border runs north in one of the areas and south in the other. */
static void draw_west(drawn *out)
{
    size_t count = 0;

    out->points[count++] = (circlet_point){116.4, 40};
    for (size_t i = 0; i <= STEPS; i++)
        out->points[count++] = border(i);
    out->points[count++] = (circlet_point){116.4, 40.1};
    close_ring(out, count);
}

static void draw_east(drawn *out)
{
    size_t count = 0;

    out->points[count++] = (circlet_point){116.6, 40.1};
    for (size_t i = 0; i <= STEPS; i++)
        out->points[count++] = border(STEPS - i);
    out->points[count++] = (circlet_point){116.6, 40};
    close_ring(out, count);
}

static bool has_point(const ci_polygon *polygon, circlet_point at)
{
    size_t end = polygon->rings[polygon->ring_count - 1].end;

    for (size_t i = 0; i < end; i++)
        if (polygon->points[i].lon == at.lon &&
            polygon->points[i].lat == at.lat)
            return true;
    return false;
}

static void two_areas_keep_the_same_points_of_their_border(void **state)
{
    drawn west, east;
    const circlet_area *areas[] = {&west.area, &east.area};
    ci_polygon found[2];
    size_t kept = 0;

    (void)state;
    draw_west(&west);
    draw_east(&east);
    assert_ok(ci_outline_make(found, areas, 2, 50, error));

    for (size_t i = 0; i <= STEPS; i++) {
        bool is_west = has_point(&found[0], border(i));

        assert_int_equal(is_west, has_point(&found[1], border(i)));
        kept += is_west;
    }
    /* Both ends, the spike and its feet. */
    assert_true(kept >= 3 && kept <= 5);
    assert_true(has_point(&found[0], border(0)));
    assert_true(has_point(&found[0], border(STEPS)));
    assert_true(has_point(&found[0], border(STEPS / 2)));
    ci_polygon_free(&found[0]);
    ci_polygon_free(&found[1]);
}

static void without_a_tolerance_no_corner_is_lost(void **state)
{
    drawn west;
    const circlet_area *areas[] = {&west.area};
    ci_polygon found;

    (void)state;
    draw_west(&west);
    assert_ok(ci_outline_make(&found, areas, 1, 0, error));

    assert_int_equal(found.ring_count, 1);
    for (size_t i = 0; i <= STEPS; i++)
        assert_true(has_point(&found, border(i)));
    ci_polygon_free(&found);
}

static void an_area_smaller_than_the_tolerance_keeps_its_ring(void **state)
{
    drawn small = {.points = {{116.5, 40},
                              {116.5001, 40},
                              {116.5001, 40.0001},
                              {116.5, 40.0001}}};
    const circlet_area none = {NULL, NULL, 0};
    const circlet_area *areas[] = {&small.area, &none};
    ci_polygon found[2];

    (void)state;
    close_ring(&small, 4);
    assert_ok(ci_outline_make(found, areas, 2, 5000, error));

    assert_int_equal(found[0].ring_count, 1);
    assert_int_equal(found[0].rings[0].end, 5);
    assert_int_equal(found[1].ring_count, 0);
    ci_polygon_free(&found[0]);
    ci_polygon_free(&found[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_areas_keep_the_same_points_of_their_border),
        cmocka_unit_test(without_a_tolerance_no_corner_is_lost),
        cmocka_unit_test(an_area_smaller_than_the_tolerance_keeps_its_ring),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
