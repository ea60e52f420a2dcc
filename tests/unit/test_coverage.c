#include "unit.h"

#include "access/coverage.h"

#define POINT_COUNT 40
#define ROW_COUNT 4

static void weights_fall_into_their_part(void **state)
{
    const int64_t weights[] = {1000, 200, 30, 4};
    const uint32_t times[] = {900, 901, CIRCLET_UNREACHED, CIRCLET_UNREACHED};
    const circlet_snap snaps[] = {CIRCLET_SNAP_TIED, CIRCLET_SNAP_TIED,
                                  CIRCLET_SNAP_NO_ROAD, CIRCLET_SNAP_TIED};
    const bool outside[] = {false, false, false, true};
    const bool modelled[] = {true, false, true, true};
    const uint32_t rows[] = {1, 1, 1, 1};
    const uint32_t least[] = {900, 900, 0, CIRCLET_UNREACHED};
    const uint32_t greatest[] = {901, 902, CIRCLET_UNREACHED,
                                 CIRCLET_UNREACHED};
    const ci_coverage_points points = {
        4, weights, times, least, greatest, snaps, outside, rows, modelled};
    ci_coverage sums[2] = {{0}, {0}};

    (void)state;
    assert_ok(ci_coverage_add(sums, &points, 900, error));
    assert_int_equal(sums[0].all_milli, 0);
    assert_int_equal(sums[1].all_milli, 1234);
    assert_int_equal(sums[1].covered_milli, 1000);
    assert_int_equal(sums[1].low_milli, 0);
    /* Straight, off the road, and where no road is known. */
    assert_int_equal(sums[1].high_milli, 1234);
    assert_int_equal(sums[1].unreached_milli, 30);
    assert_int_equal(sums[1].outside_milli, 4);
    assert_int_equal(sums[1].modelled_milli, 1034);
}

static void sums_that_overflow_are_refused(void **state)
{
    const int64_t weights[] = {INT64_MAX, 1};
    const uint32_t times[] = {0, 0};
    const circlet_snap snaps[] = {CIRCLET_SNAP_TIED, CIRCLET_SNAP_TIED};
    const bool outside[] = {false, false};
    const bool modelled[] = {true, true};
    const uint32_t rows[] = {0, 0};
    const ci_coverage_points points = {2,     weights, times, times,   times,
                                       snaps, outside, rows,  modelled};
    ci_coverage sum = {0};
    int64_t whole = INT64_MAX - 1;

    (void)state;
    assert_fails(ci_coverage_add(&sum, &points, 900, error), CIRCLET_E_DATA,
                 "64 bits");
    assert_true(ci_add_weight(&whole, 1));
    assert_false(ci_add_weight(&whole, 1));
    assert_true(whole == INT64_MAX);
}

static void random_points_add_up_as_one_by_one(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        uint64_t random = seed;
        int64_t weights[POINT_COUNT];
        uint32_t times[POINT_COUNT], rows[POINT_COUNT];
        uint32_t least[POINT_COUNT], greatest[POINT_COUNT];
        circlet_snap snaps[POINT_COUNT];
        bool outside[POINT_COUNT], modelled[POINT_COUNT];
        const ci_coverage_points points = {POINT_COUNT, weights,  times,
                                           least,       greatest, snaps,
                                           outside,     rows,     modelled};
        ci_coverage sums[ROW_COUNT] = {{0}};
        uint32_t cutoff = unit_random_below(&random, 20);

        for (size_t i = 0; i < POINT_COUNT; i++) {
            weights[i] = unit_random_below(&random, 5000);
            times[i] = unit_random_below(&random, 20);
            least[i] = unit_random_below(&random, times[i] + 1);
            greatest[i] = times[i] + unit_random_below(&random, 9);
            snaps[i] = (circlet_snap)unit_random_below(&random, 3);
            outside[i] = unit_random_below(&random, 4) == 0;
            rows[i] = unit_random_below(&random, ROW_COUNT);
            modelled[i] = unit_random_below(&random, 2) == 0;
        }
        assert_ok(ci_coverage_add(sums, &points, cutoff, error));
        for (uint32_t row = 0; row < ROW_COUNT; row++) {
            int64_t covered = 0, unreached = 0, spread = 0;
            int64_t low = 0, high = 0;

            for (size_t i = 0; i < POINT_COUNT; i++) {
                bool counts = rows[i] == row && !outside[i];

                spread += rows[i] == row && modelled[i] ? weights[i] : 0;
                if (rows[i] == row && (outside[i] || least[i] <= cutoff))
                    high += weights[i];
                if (counts && greatest[i] <= cutoff)
                    low += weights[i];
                if (counts && times[i] <= cutoff)
                    covered += weights[i];
                else if (counts && snaps[i] != CIRCLET_SNAP_TIED)
                    unreached += weights[i];
            }
            if (sums[row].covered_milli != covered ||
                sums[row].low_milli != low || sums[row].high_milli != high ||
                sums[row].unreached_milli != unreached ||
                sums[row].modelled_milli != spread)
                fail_msg("seed %u row %u", (unsigned)seed, row);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weights_fall_into_their_part),
        cmocka_unit_test(sums_that_overflow_are_refused),
        cmocka_unit_test(random_points_add_up_as_one_by_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
