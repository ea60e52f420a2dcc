/* The draw of an audit. */
#include "unit.h"

#include "policy/audit_sample.h"

#define TENTH 100000

static size_t draw(uint32_t *out, size_t count, int64_t share_micro,
                   uint64_t seed)
{
    uint32_t from[100], *sample = NULL;
    size_t size = 0;

    for (size_t i = 0; i < count; i++)
        from[i] = (uint32_t)(2 * i + 1);
    assert_ok(ci_audit_sample_draw(&sample, &size, from, count, share_micro,
                                   seed, error));
    memcpy(out, sample, size * sizeof(*out));
    free(sample);
    return size;
}

static void a_share_is_rounded_up(void **state)
{
    (void)state;
    assert_int_equal(ci_audit_sample_size(0, TENTH), 0);
    assert_int_equal(ci_audit_sample_size(1, TENTH), 1);
    assert_int_equal(ci_audit_sample_size(10, TENTH), 1);
    assert_int_equal(ci_audit_sample_size(11, TENTH), 2);
    assert_int_equal(ci_audit_sample_size(330, TENTH), 33);
    assert_int_equal(ci_audit_sample_size(331, TENTH), 34);
    assert_int_equal(ci_audit_sample_size(7, 1000000), 7);
    assert_int_equal(ci_audit_sample_size(7, 0), 0);
}

static void a_sample_is_as_large_as_asked_and_in_order(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 500; seed++) {
        uint64_t random = seed;
        size_t count = unit_random_below(&random, 100);
        int64_t share = unit_random_below(&random, 1000001);
        uint32_t sample[100];
        size_t size = draw(sample, count, share, seed);

        assert_int_equal(size, ci_audit_sample_size(count, share));
        for (size_t i = 0; i < size; i++) {
            assert_true(sample[i] % 2 == 1 && sample[i] < 2 * count);
            if (i > 0 && sample[i] <= sample[i - 1])
                fail_msg("seed %llu: not in order", (unsigned long long)seed);
        }
    }
}

static void the_same_seed_draws_the_same(void **state)
{
    uint32_t a[100], b[100];
    size_t different = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= 50; seed++) {
        size_t size = draw(a, 100, TENTH, seed);

        assert_int_equal(draw(b, 100, TENTH, seed), size);
        assert_memory_equal(a, b, size * sizeof(*a));
        draw(b, 100, TENTH, seed + 1);
        different += memcmp(a, b, size * sizeof(*a)) != 0;
    }
    assert_true(different >= 49);
}

/* Of five things three: each of the ten sets about 1,000 times in 10,000
 * draws, with a standard deviation of 30. */
static void every_set_is_as_likely_as_the_others(void **state)
{
    size_t counts[32] = {0}, sets = 0;

    (void)state;
    for (uint64_t seed = 0; seed < 10000; seed++) {
        uint32_t sample[100];
        size_t size = draw(sample, 5, 600000, seed), set = 0;

        for (size_t i = 0; i < size; i++)
            set |= (size_t)1 << (sample[i] - 1) / 2;
        counts[set]++;
    }
    for (size_t set = 0; set < 32; set++) {
        if (counts[set] == 0)
            continue;
        sets++;
        assert_in_range(counts[set], 850, 1150);
    }
    assert_int_equal(sets, 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_share_is_rounded_up),
        cmocka_unit_test(a_sample_is_as_large_as_asked_and_in_order),
        cmocka_unit_test(the_same_seed_draws_the_same),
        cmocka_unit_test(every_set_is_as_likely_as_the_others),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
