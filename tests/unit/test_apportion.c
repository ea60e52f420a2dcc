#include "unit.h"

#include "access/apportion.h"
#include "base/wide.h"

#define COUNT_MAX 12

static void shares_add_up_and_keep_their_quota(void **state)
{
    uint64_t random = 5;

    (void)state;
    for (int round = 0; round < 3000; round++) {
        size_t count = 1 + unit_random_below(&random, COUNT_MAX);
        uint32_t limit = round % 3 == 0 ? 5 : UINT32_C(1000000000);
        int64_t weights[COUNT_MAX], shares[COUNT_MAX], sum = 0, total, got = 0;
        ci_remainder scratch[COUNT_MAX];

        for (size_t i = 0; i < count; i++) {
            weights[i] = unit_random_below(&random, limit);
            sum += weights[i];
        }
        total = sum == 0
                    ? 0
                    : (int64_t)(unit_random(&random) % (uint64_t)(sum + 1));
        ci_apportion(shares, weights, count, total, scratch);
        for (size_t i = 0; i < count; i++) {
            uint64_t rest = 0, floor = 0;

            if (sum > 0)
                floor = ci_wide_share(&rest, (uint64_t)weights[i],
                                      (uint64_t)total, (uint64_t)sum);
            got += shares[i];
            assert_true(shares[i] <= weights[i]);
            assert_true(shares[i] == (int64_t)floor ||
                        (rest > 0 && shares[i] == (int64_t)floor + 1));
        }
        assert_true(got == total);
    }
}

static void the_most_cut_comes_first_and_of_equals_the_first(void **state)
{
    const int64_t equal[] = {3, 3, 3}, other[] = {1, 2, 4};
    int64_t shares[3];
    ci_remainder scratch[3];

    (void)state;
    ci_apportion(shares, equal, 3, 4, scratch); /* 1 1/3 each */
    assert_int_equal(shares[0], 2);
    assert_int_equal(shares[1], 1);
    assert_int_equal(shares[2], 1);
    ci_apportion(shares, other, 3, 5, scratch); /* 5/7, 10/7, 20/7 */
    assert_int_equal(shares[0], 1);
    assert_int_equal(shares[1], 1);
    assert_int_equal(shares[2], 3);
    ci_apportion(shares, (const int64_t[]){0, 0, 0}, 3, 0, scratch);
    assert_int_equal(shares[0] + shares[1] + shares[2], 0);
}

static void great_numbers_stay_exact(void **state)
{
    const int64_t half = INT64_MAX / 2;
    const int64_t weights[] = {half, half, 1};
    int64_t shares[3];
    ci_remainder scratch[3];
    uint64_t rest;

    (void)state;
    ci_apportion(shares, weights, 3, INT64_MAX - 1, scratch);
    assert_true(shares[0] + shares[1] + shares[2] == INT64_MAX - 1);
    assert_true(shares[0] <= half && shares[1] <= half && shares[2] <= 1);
    assert_true(ci_wide_share(&rest, UINT64_MAX, UINT64_MAX, UINT64_MAX) ==
                UINT64_MAX);
    assert_true(rest == 0);
    assert_true(ci_wide_share(&rest, UINT64_MAX, UINT64_MAX - 1, UINT64_MAX) ==
                UINT64_MAX - 1);
    assert_true(ci_wide_share(&rest, UINT64_MAX - 2, 3, UINT64_MAX) == 2);
    assert_true(rest == UINT64_MAX - 6);
    assert_true(ci_wide_share(&rest, 7, 5, 4) == 8 && rest == 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_add_up_and_keep_their_quota),
        cmocka_unit_test(the_most_cut_comes_first_and_of_equals_the_first),
        cmocka_unit_test(great_numbers_stay_exact),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
