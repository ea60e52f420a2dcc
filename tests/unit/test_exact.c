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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_products_compare_as_numbers),
        cmocka_unit_test(products_beyond_64_bits_stay_exact),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
