#include "unit.h"

#include <math.h>

#include "access/density_bandwidth.h"

static double bandwidth(ci_density_kernel kernel, const ci_xy *points,
                        const double *weights, size_t count)
{
    double out = -1;

    assert_ok(
        ci_density_bandwidth(&out, kernel, points, weights, 1, count, error));
    return out;
}

/* Four people 100 m from their centre: standard distance and median are 100,
 * so that A is 100, which the median's 120 is not below. */
static void it_follows_the_rule_of_thumb(void **state)
{
    const ci_xy points[] = {{100, 0}, {-100, 0}, {0, 100}, {0, -100}};
    const double weights[] = {1000, 1000, 1000, 1000};
    double want = 0.9 * 100 * pow(4, -0.2);

    (void)state;
    assert_true(
        fabs(bandwidth(CI_DENSITY_QUARTIC, points, weights, 4) - want) < 1e-9);
    assert_true(fabs(bandwidth(CI_DENSITY_GAUSSIAN, points, weights, 4) -
                     want / sqrt(8.0)) < 1e-9);
}

/* One far away: the median of 10 m, not the standard distance, is taken. */
static void people_far_away_do_not_widen_it(void **state)
{
    const ci_xy points[] = {{10, 0},  {-10, 0},  {0, 10},
                            {0, -10}, {0, 4000}, {0, -4000}};
    const double weights[] = {1000, 1000, 1000, 1000, 100, 100};
    double want = 0.9 * 10 / sqrt(log(2.0)) * pow(4.2, -0.2);

    (void)state;
    assert_true(
        fabs(bandwidth(CI_DENSITY_QUARTIC, points, weights, 6) - want) < 1e-9);
}

static void a_weighted_point_is_as_several_people(void **state)
{
    const ci_xy split[] = {{0, 0}, {0, 0}, {0, 0}, {300, 10}, {-70, 400}};
    const ci_xy whole[] = {{0, 0}, {300, 10}, {-70, 400}};
    const double ones[] = {1000, 1000, 1000, 1000, 1000};
    const double weights[] = {3000, 1000, 1000};

    (void)state;
    assert_true(fabs(bandwidth(CI_DENSITY_QUARTIC, split, ones, 5) -
                     bandwidth(CI_DENSITY_QUARTIC, whole, weights, 3)) < 1e-9);
}

/* The gaussian of the rule spreads a person as far as the quartic does. */
static void both_kernels_spread_alike(void **state)
{
    double sum = 0, squares = 0, step = 0.001;

    (void)state;
    for (double x = -1; x <= 1; x += step)
        for (double y = -1; y <= 1; y += 10 * step) {
            double rest = 1 - x * x - y * y;

            rest = rest > 0 ? rest * rest : 0;
            sum += rest;
            squares += rest * x * x;
        }
    assert_true(fabs(squares / sum - 1.0 / 8) < 1e-4);
}

static void one_place_or_nobody_gives_none(void **state)
{
    const ci_xy points[] = {{5, 5}, {5, 5}};
    const double weights[] = {1000, 2000};

    (void)state;
    assert_true(bandwidth(CI_DENSITY_QUARTIC, points, weights, 2) == 0);
    assert_true(bandwidth(CI_DENSITY_QUARTIC, points, weights, 0) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_follows_the_rule_of_thumb),
        cmocka_unit_test(people_far_away_do_not_widen_it),
        cmocka_unit_test(a_weighted_point_is_as_several_people),
        cmocka_unit_test(both_kernels_spread_alike),
        cmocka_unit_test(one_place_or_nobody_gives_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
