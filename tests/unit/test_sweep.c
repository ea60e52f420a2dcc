#include "unit.h"

#include "reach/sweep.h"

static ci_lane_times *new_times(size_t count)
{
    ci_lane_times *times =
        aligned_alloc(CI_LANE_ALIGNMENT, count * sizeof(*times));

    assert_non_null(times);
    return times;
}

/* Among them the cutoff, what is next to it, and what is infinite. */
static uint32_t random_time(uint64_t *state, uint32_t cutoff_ms)
{
    switch (unit_random_below(state, 5)) {
    case 0:
        return cutoff_ms;
    case 1:
        return cutoff_ms + 1;
    case 2:
        return CI_LANE_INFINITE;
    case 3:
        return cutoff_ms - (cutoff_ms > 0);
    default:
        return unit_random_below(state, CI_LANE_INFINITE);
    }
}

static void check_tally(const ci_sweep_code *code, uint64_t *state,
                        uint32_t cutoff_ms)
{
    ci_gathered gathered = {.times = new_times(CI_GATHERED_MAX + 2),
                            .count =
                                unit_random_below(state, CI_GATHERED_MAX + 1)};
    ci_lane_times *counts = gathered.times + CI_GATHERED_MAX;
    ci_lane_times *sums = counts + 1;

    for (uint32_t i = 0; i < gathered.count; i++)
        for (size_t lane = 0; lane < CI_LANES; lane++)
            gathered.times[i].lane[lane] = random_time(state, cutoff_ms);
    code->tally(&gathered, cutoff_ms, counts, sums);
    for (size_t lane = 0; lane < CI_LANES; lane++) {
        uint64_t count = 0, sum = 0;

        for (uint32_t i = 0; i < gathered.count; i++)
            if (gathered.times[i].lane[lane] <= cutoff_ms) {
                count++;
                sum += gathered.times[i].lane[lane];
            }
        assert_int_equal(counts->lane[lane], count);
        assert_int_equal(sums->lane[lane], sum);
    }
    free(gathered.times);
}

static void all_sets_of_lanes_count_and_add_alike(void **state)
{
    uint64_t random = 5;

    (void)state;
    for (int lanes = 0; lanes <= (int)ci_lanes_best(); lanes++)
        for (int turn = 0; turn < 500; turn++) {
            const ci_sweep_code *code = ci_sweep_code_of((ci_lane_set)lanes);

            check_tally(code, &random,
                        unit_random_below(&random, CIRCLET_CUTOFF_MAX));
            check_tally(code, &random, CIRCLET_CUTOFF_MAX);
            check_tally(code, &random, 0);
        }
}

static void the_longest_times_do_not_overflow_a_sum(void **state)
{
    ci_gathered gathered = {.times = new_times(CI_GATHERED_MAX + 2),
                            .count = CI_GATHERED_MAX};
    ci_lane_times *sums = gathered.times + CI_GATHERED_MAX;

    (void)state;
    for (uint32_t i = 0; i < CI_GATHERED_MAX; i++)
        for (size_t lane = 0; lane < CI_LANES; lane++)
            gathered.times[i].lane[lane] = CIRCLET_CUTOFF_MAX;
    for (int lanes = 0; lanes <= (int)ci_lanes_best(); lanes++) {
        ci_sweep_code_of((ci_lane_set)lanes)
            ->tally(&gathered, CIRCLET_CUTOFF_MAX, sums + 1, sums);
        for (size_t lane = 0; lane < CI_LANES; lane++)
            assert_true(sums->lane[lane] ==
                        (uint64_t)CIRCLET_CUTOFF_MAX * CI_GATHERED_MAX);
    }
    free(gathered.times);
}

/* 100 places with one port, each at a position of its own. */
static void places_are_gathered_up_to_what_fits(void **state)
{
    uint32_t target[100], first_port[101];
    ci_sweep_port ports[100];
    const ci_sweep_places places = {target, first_port, ports};
    bool is_entered[2] = {true, false};
    ci_sweep sweep = {
        .cutoff_ms = 1000, .times = new_times(100), .is_entered = is_entered};
    ci_gathered gathered = {.times = new_times(CI_GATHERED_MAX)};

    (void)state;
    for (uint32_t i = 0; i <= 100; i++)
        first_port[i] = i;
    for (uint32_t i = 0; i < 100; i++) {
        target[i] = 1000 + i;
        ports[i] = (ci_sweep_port){i, i % 3 == 2, 7};
        for (size_t lane = 0; lane < CI_LANES; lane++)
            sweep.times[i].lane[lane] =
                lane == i % CI_LANES ? 993 + i % 2 : CI_LANE_INFINITE;
    }
    for (int lanes = 0; lanes <= (int)ci_lanes_best(); lanes++) {
        const ci_sweep_code *code = ci_sweep_code_of((ci_lane_set)lanes);
        uint32_t end, want = 0;

        gathered.count = 0;
        end = code->gather(&gathered, &sweep, &places, 10, 60);
        assert_int_equal(end, 60);
        for (uint32_t i = 10; i < 60; i++)
            if (i % 3 != 2 && i % 2 == 0) {
                assert_int_equal(gathered.target[want], 1000 + i);
                assert_int_equal(gathered.times[want].lane[i % CI_LANES],
                                 1000);
                want++;
            }
        assert_int_equal(gathered.count, want);
        gathered.count = CI_GATHERED_MAX - 1;
        end = code->gather(&gathered, &sweep, &places, 61, 100);
        assert_int_equal(end, 65);
        assert_int_equal(gathered.count, CI_GATHERED_MAX);
    }
    free(sweep.times);
    free(gathered.times);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_sets_of_lanes_count_and_add_alike),
        cmocka_unit_test(the_longest_times_do_not_overflow_a_sum),
        cmocka_unit_test(places_are_gathered_up_to_what_fits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
