#include "unit.h"

#include "base/random.h"

/* The first numbers of SplitMix64 from the state 1234567, as they stand in
 * the tests of many libraries. */
static void the_numbers_are_those_of_the_published_generator(void **state)
{
    ci_random random = {1234567};

    (void)state;
    assert_true(ci_random_next(&random) == UINT64_C(6457827717110365317));
    assert_true(ci_random_next(&random) == UINT64_C(3203168211198807973));
    assert_true(ci_random_next(&random) == UINT64_C(9817491932198370423));
    assert_true(ci_random_next(&random) == UINT64_C(4593380528125082431));
}

static void seed_and_name_choose_the_stream(void **state)
{
    ci_random a = ci_random_start(1, "x"), b = ci_random_start(1, "x");
    ci_random c = ci_random_start(2, "x"), d = ci_random_start(1, "y");
    uint64_t first = ci_random_next(&a);

    (void)state;
    assert_true(first == ci_random_next(&b));
    assert_true(first != ci_random_next(&c));
    assert_true(first != ci_random_next(&d));
}

static void numbers_below_a_limit_are_all_as_likely(void **state)
{
    ci_random random = ci_random_start(7, "limit");
    unsigned counts[6] = {0};
    double chi = 0;

    (void)state;
    for (int i = 0; i < 60000; i++)
        counts[ci_random_below(&random, 6)]++;
    for (int i = 0; i < 6; i++)
        chi += (counts[i] - 10000.0) * (counts[i] - 10000.0) / 10000.0;
    assert_true(chi < 20.5); /* 5 degrees of freedom, 0.1 % */
    for (int i = 0; i < 1000; i++) {
        assert_true(ci_random_below(&random, 1) == 0);
        assert_true(ci_random_below(&random, UINT64_C(3) << 62) < UINT64_C(3)
                                                                      << 62);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_numbers_are_those_of_the_published_generator),
        cmocka_unit_test(seed_and_name_choose_the_stream),
        cmocka_unit_test(numbers_below_a_limit_are_all_as_likely),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
