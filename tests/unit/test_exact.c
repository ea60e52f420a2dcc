#include "unit.h"

#include "policy/exact.h"

static int sign(uint64_t x, uint64_t y)
{
    return (x > y) - (x < y);
}

static void small_products_compare_as_numbers(void **state)
{
    uint64_t random = 7;

    (void)state;
    for (int i = 0; i < 20000; i++) {
        uint32_t limit = i % 2 ? 20 : UINT32_C(2000000000);
        int64_t a = unit_random_below(&random, limit);
        int64_t b = unit_random_below(&random, limit);
        int64_t c = unit_random_below(&random, limit);
        int64_t d = unit_random_below(&random, limit);

        assert_int_equal(ci_compare_products(a, b, c, d),
                         sign((uint64_t)(a * b), (uint64_t)(c * d)));
        if (c > 0) {
            assert_true(ci_multiply_divide_down(a, b, c) == a * b / c);
            assert_true(ci_multiply_divide_up(a, b, c) == (a * b + c - 1) / c);
        }
    }
}

static void products_beyond_64_bits_stay_exact(void **state)
{
    const int64_t big = INT64_MAX;

    (void)state;
    assert_int_equal(ci_compare_products(big, big, big, big), 0);
    assert_int_equal(ci_compare_products(big, big, big, big - 1), 1);
    assert_int_equal(ci_compare_products(big - 1, big, big, big), -1);
    assert_int_equal(ci_compare_products(big - 1, big, big, big - 1), 0);
    assert_true(ci_multiply_divide_down(big, big - 1, big) == big - 1);
    assert_true(ci_multiply_divide_up(big, 3, big) == 3);
    assert_true(ci_multiply_divide_down(big, 2, 1) == big);
    assert_true(ci_multiply_divide_up(big, 2, 1) == big);
    assert_true(ci_multiply_divide_up(0, big, 5) == 0);
}

/* The least number by which the share is met, found by trying one after the
 * other: whole persons of whole people, else thousandths of one. */
static void missing_persons_are_the_least_that_meet_the_share(void **state)
{
    static const int64_t shares[] = {1000000, 900000, 333333, 750000, 1, 0};
    uint64_t random = 5;

    (void)state;
    for (int i = 0; i < 20000; i++) {
        int64_t all = 1 + unit_random_below(&random, 40);
        int64_t part,
            missing = 0,
            share = shares[unit_random_below(&random, sizeof(shares) / 8)];
        int64_t step = unit_random_below(&random, 2) ? 1000 : 1;

        if (step == 1000)
            all *= 1000;
        step = all % 1000 == 0 ? 1000 : 1;
        part = unit_random_below(&random, (uint32_t)all + 1);
        while ((part + missing) * 1000000 < all * share)
            missing += step;
        assert_true(ci_persons_missing_milli(part, all, share) == missing);
    }
    assert_true(ci_persons_missing_milli(0, INT64_MAX - 807, 1000000) ==
                INT64_MAX - 807);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_products_compare_as_numbers),
        cmocka_unit_test(products_beyond_64_bits_stay_exact),
        cmocka_unit_test(missing_persons_are_the_least_that_meet_the_share),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
