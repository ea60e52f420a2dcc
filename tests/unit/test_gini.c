#include "unit.h"

#include <math.h>

#include "access/gini.h"

static void assert_gini(const double *values, const double *weights,
                        size_t count, double wanted)
{
    double gini = -1;

    assert_ok(ci_gini(&gini, values, weights, count, error));
    if (!(fabs(gini - wanted) < 1e-12))
        fail_msg("%d of a million, not %d", (int)(gini * 1e6),
                 (int)(wanted * 1e6));
}

/*
 * 1, 2, 3, 4 of one person each: the twelve differences of ordered pairs are
 * 2 x (1 + 2 + 3 + 1 + 2 + 1) = 20, the mean is 2.5: 20 / (2 x 16 x 2.5).
 */
static void hand_worked_values(void **state)
{
    const double ones[] = {1, 1, 1, 1};

    (void)state;
    assert_gini((const double[]){4, 1, 3, 2}, ones, 4, 0.25);
    assert_gini((const double[]){5, 5, 5, 5}, ones, 4, 0);
    assert_gini((const double[]){0, 0, 0, 8}, ones, 4, 0.75);
    /* 3 people have 1, one has 5: differences 2 x 3 x 4, mean 2. */
    assert_gini((const double[]){1, 5}, (const double[]){3, 1}, 2, 0.375);
    assert_gini((const double[]){7}, ones, 1, 0);
}

static void nothing_is_even_and_nobody_is_nothing(void **state)
{
    const double ones[] = {1, 1, 1};
    double gini = 0;

    (void)state;
    assert_gini((const double[]){0, 0, 0}, ones, 3, 0);
    assert_ok(ci_gini(&gini, ones, (const double[]){0, 0, 0}, 3, error));
    assert_true(isnan(gini));
    assert_ok(ci_gini(&gini, NULL, NULL, 0, error));
    assert_true(isnan(gini));
}

/* The definition: all pairs. */
static double by_pairs(const double *values, const double *weights,
                       size_t count)
{
    double difference = 0, weight = 0, sum = 0;

    for (size_t i = 0; i < count; i++) {
        weight += weights[i];
        sum += weights[i] * values[i];
        for (size_t k = 0; k < count; k++)
            difference +=
                weights[i] * weights[k] * fabs(values[i] - values[k]);
    }
    return sum > 0 ? difference / (2 * weight * sum) : 0;
}

static void random_values_agree_with_all_pairs(void **state)
{
    uint64_t random = 11;

    (void)state;
    for (int round = 0; round < 500; round++) {
        double values[20], weights[20];
        size_t count = 1 + unit_random_below(&random, 20);

        for (size_t i = 0; i < count; i++) {
            values[i] = unit_random_below(&random, round % 2 ? 5 : 100000);
            weights[i] = unit_random_below(&random, 50);
        }
        weights[0] += 1;
        assert_gini(values, weights, count, by_pairs(values, weights, count));
    }
}

static void neither_order_nor_division_matters(void **state)
{
    const double values[] = {3, 1, 4}, weights[] = {2, 5, 1};
    const double divided[] = {4, 1, 3, 1, 3}, parts[] = {1, 2, 1.5, 3, 0.5};

    (void)state;
    assert_gini(divided, parts, 5, by_pairs(values, weights, 3));
}

/* ---- bounds ------------------------------------------------------------- */

static void what_is_known_bounds_itself(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 100; seed++) {
        uint64_t random = seed;
        size_t count = 1 + unit_random_below(&random, 9);
        double values[9], weights[9], gini = -1, low, high;
        ci_gini_part parts[9];

        for (size_t i = 0; i < count; i++) {
            values[i] = unit_random_below(&random, 50);
            weights[i] = 1 + unit_random_below(&random, 9);
            parts[i] =
                (ci_gini_part){values[i], values[i], weights[i], weights[i]};
        }
        assert_ok(ci_gini(&gini, values, weights, count, error));
        ci_gini_bounds(&low, &high, parts, count);
        assert_true(fabs(low - gini) < 1e-9);
        assert_true(fabs(high - gini) < 1e-9);
    }
}

/*
 * Of 0 and 1 to 2, one person each, the coefficient is 1/2. The greatest
 * terms are 2 x 2 (1 - g) - 2 g: 2/3; of 1 to 2 and 1 to 2 they are
 * 2 (2 (1 - g) - (1 + g)) - 4 g: 1/5. Of 1 and 3 or more it is at least 1/4.
 */
static void hand_worked_bounds(void **state)
{
    const ci_gini_part apart[] = {{0, 0, 1, 1}, {1, 2, 1, 1}};
    const ci_gini_part alike[] = {{1, 2, 1, 1}, {1, 2, 1, 1}};
    const ci_gini_part endless[] = {{3, (double)INFINITY, 1, 1}, {1, 1, 1, 1}};
    const ci_gini_part nothing[] = {{0, 0, 1, 1}, {0, 0, 0, 1}};
    double low, high;

    (void)state;
    ci_gini_bounds(&low, &high, apart, 2);
    assert_true(fabs(low - 0.5) < 1e-9 && fabs(high - 2.0 / 3) < 1e-9);
    ci_gini_bounds(&low, &high, alike, 2);
    assert_true(fabs(low) < 1e-9 && fabs(high - 0.2) < 1e-9);
    ci_gini_bounds(&low, &high, endless, 2);
    assert_true(fabs(low - 0.25) < 1e-9 && fabs(high - 1) < 1e-9);
    ci_gini_bounds(&low, &high, nothing, 2);
    assert_true(low <= 0 && high <= 0);
}

static double drawn(uint64_t *random, double low, double high)
{
    uint32_t end = unit_random_below(random, 4);

    return end == 0 ? low
           : end == 1
               ? high
               : low + (high - low) * unit_random_below(random, 1000) / 1000;
}

static void whatever_is_drawn_lies_within_the_bounds(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        uint64_t random = seed;
        size_t count = 1 + unit_random_below(&random, 6);
        ci_gini_part parts[6];
        double low, high;

        for (size_t i = 0; i < count; i++) {
            parts[i].low = unit_random_below(&random, 20);
            parts[i].high = parts[i].low + unit_random_below(&random, 10);
            parts[i].few = unit_random_below(&random, 5);
            parts[i].many = parts[i].few + unit_random_below(&random, 3);
        }
        ci_gini_bounds(&low, &high, parts, count);
        for (int draw = 0; draw < 200; draw++) {
            double values[6], weights[6], gini = -1;

            for (size_t i = 0; i < count; i++) {
                values[i] = drawn(&random, parts[i].low, parts[i].high);
                weights[i] = drawn(&random, parts[i].few, parts[i].many);
            }
            assert_ok(ci_gini(&gini, values, weights, count, error));
            if (gini < low - 1e-9 || gini > high + 1e-9)
                fail_msg("seed %d, draw %d", (int)seed, draw);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hand_worked_values),
        cmocka_unit_test(nothing_is_even_and_nobody_is_nothing),
        cmocka_unit_test(random_values_agree_with_all_pairs),
        cmocka_unit_test(neither_order_nor_division_matters),
        cmocka_unit_test(what_is_known_bounds_itself),
        cmocka_unit_test(hand_worked_bounds),
        cmocka_unit_test(whatever_is_drawn_lies_within_the_bounds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
