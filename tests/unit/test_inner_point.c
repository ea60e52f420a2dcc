#include "unit.h"

#include <math.h>

#include "geo/area.h"
#include "geo/inner_point.h"

static void a_square_has_its_middle(void **state)
{
    const circlet_point points[] = {{2, 4}, {6, 4}, {6, 8}, {2, 8}, {2, 4}};
    const circlet_ring rings[] = {{5, false}};
    const circlet_area area = {points, rings, 1};
    circlet_point at;

    (void)state;
    assert_true(ci_area_inner_point(&at, &area));
    assert_true(at.lon == 4 && at.lat == 6);
}

static void a_hole_and_a_bay_are_kept_out_of(void **state)
{
    /* A ring road around a lake, and a U whose centroid lies in its bay. */
    const circlet_point ring[] = {{0, 0}, {9, 0}, {9, 9}, {0, 9}, {0, 0},
                                  {1, 1}, {1, 8}, {8, 8}, {8, 1}, {1, 1}};
    const circlet_ring ring_rings[] = {{5, false}, {10, true}};
    const circlet_area hollow = {ring, ring_rings, 2};
    const circlet_point u[] = {{0, 0}, {9, 0}, {9, 9}, {8, 9}, {8, 1},
                               {1, 1}, {1, 9}, {0, 9}, {0, 0}};
    const circlet_ring u_rings[] = {{9, false}};
    const circlet_area bay = {u, u_rings, 1};
    circlet_point at;

    (void)state;
    assert_true(ci_area_inner_point(&at, &hollow));
    assert_true(ci_area_has(&hollow, at));
    assert_true(ci_area_inner_point(&at, &bay));
    assert_true(ci_area_has(&bay, at));
}

static void an_area_without_an_inside_has_none(void **state)
{
    const circlet_point line[] = {{0, 0}, {5, 5}, {0, 0}};
    const circlet_ring rings[] = {{3, false}};
    const circlet_area flat = {line, rings, 1}, none = {NULL, NULL, 0};
    circlet_point at = {7, 7};

    (void)state;
    assert_false(ci_area_inner_point(&at, &flat));
    assert_false(ci_area_inner_point(&at, &none));
    assert_true(at.lon == 7 && at.lat == 7);
}

/* Stars with a random reach in each direction never cross themselves. */
static void the_point_of_a_random_star_lies_inside(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 2000; seed++) {
        uint64_t random = seed;
        circlet_point points[33], at;
        size_t count = 3 + unit_random_below(&random, 30);
        const circlet_ring rings[] = {{count + 1, false}};
        const circlet_area area = {points, rings, 1};

        for (size_t i = 0; i < count; i++) {
            double angle = 6.283185307179586 * (double)i / (double)count;
            double reach = 0.001 + unit_random_below(&random, 1000) / 1000.0;

            points[i] = (circlet_point){116 + reach * cos(angle),
                                        40 + reach * sin(angle)};
        }
        points[count] = points[0];
        if (!ci_area_inner_point(&at, &area) || !ci_area_has(&area, at))
            fail_msg("seed %u", (unsigned)seed);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_square_has_its_middle),
        cmocka_unit_test(a_hole_and_a_bay_are_kept_out_of),
        cmocka_unit_test(an_area_without_an_inside_has_none),
        cmocka_unit_test(the_point_of_a_random_star_lies_inside),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
