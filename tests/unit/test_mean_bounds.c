#include "unit.h"

#include <math.h>

#include "access/mean_bounds.h"

static void assert_bounds(ci_mean_part *parts, size_t count, double low,
                          double high)
{
    double is_low = -1, is_high = -1;

    ci_mean_bounds(&is_low, &is_high, parts, count);
    if (!(fabs(is_low - low) < 1e-12) || !(fabs(is_high - high) < 1e-12))
        fail_msg("from %d to %d of a million, not from %d to %d",
                 (int)(is_low * 1e6), (int)(is_high * 1e6), (int)(low * 1e6),
                 (int)(high * 1e6));
}

/* 2 people surely have 3 each; 1 perhaps has 9, 3 perhaps have 1 each, and 4
 * have 3: the least mean is (6 + 3) / 5, the greatest (6 + 9) / 3. */
static void hand_worked_means(void **state)
{
    ci_mean_part parts[] = {
        {3, 1, 1, false}, {2, 3, 3, true}, {1, 9, 9, false}, {4, 3, 3, false}};
    ci_mean_part one[] = {{2, 1, 5, true}};

    (void)state;
    assert_bounds(parts, 4, 1.8, 5);
    assert_bounds(one, 1, 1, 5);
}

static void nobody_has_no_mean(void **state)
{
    ci_mean_part weightless[] = {{0, 1, 2, true}};
    double low = 0, high = 0;

    (void)state;
    ci_mean_bounds(&low, &high, weightless, 1);
    assert_true(isnan(low) && isnan(high));
    ci_mean_bounds(&low, &high, NULL, 0);
    assert_true(isnan(low) && isnan(high));
}

static void a_value_without_end_makes_a_mean_without_end(void **state)
{
    ci_mean_part parts[] = {{1, 2, 2, true}, {1, 1, (double)INFINITY, false}};
    double low = 0, high = 0;

    (void)state;
    ci_mean_bounds(&low, &high, parts, 2);
    assert_true(fabs(low - 1.5) < 1e-12);
    assert_true(isinf(high));
}

/* Every choice of those who count. */
static void all_choices(const ci_mean_part *parts, size_t count, double *low,
                        double *high)
{
    *low = (double)INFINITY;
    *high = -1;
    for (unsigned choice = 0; choice < 1u << count; choice++) {
        double lows = 0, highs = 0, weight = 0;

        for (size_t i = 0; i < count; i++) {
            if (!parts[i].is_sure && !(choice >> i & 1))
                continue;
            lows += parts[i].weight * parts[i].low;
            highs += parts[i].weight * parts[i].high;
            weight += parts[i].weight;
        }
        if (!(weight > 0))
            continue;
        *low = fmin(*low, lows / weight);
        *high = fmax(*high, highs / weight);
    }
}

static void random_parts_agree_with_all_choices(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 500; seed++) {
        uint64_t random = seed;
        size_t count = 1 + unit_random_below(&random, 8);
        ci_mean_part parts[8];
        double low, high;

        for (size_t i = 0; i < count; i++) {
            parts[i].weight = 1 + unit_random_below(&random, 5);
            parts[i].low = unit_random_below(&random, 10);
            parts[i].high = parts[i].low + unit_random_below(&random, 4);
            parts[i].is_sure = unit_random_below(&random, 3) == 0;
        }
        all_choices(parts, count, &low, &high);
        assert_bounds(parts, count, low, high);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hand_worked_means),
        cmocka_unit_test(nobody_has_no_mean),
        cmocka_unit_test(a_value_without_end_makes_a_mean_without_end),
        cmocka_unit_test(random_parts_agree_with_all_choices),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
