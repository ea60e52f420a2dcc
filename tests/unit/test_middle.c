#include "unit.h"

#include <math.h>

#include "policy/middle.h"

#define MOST 40
#define ROWS 4

static void the_home_nearest_to_the_mean_stands_for_all(void **state)
{
    (void)state;
    for (uint64_t number = 0; number < 300; number++) {
        uint64_t seed = number;
        circlet_point points[MOST], at[ROWS];
        int64_t weights[MOST];
        size_t rows[MOST], count = unit_random_below(&seed, MOST);
        bool found[ROWS];

        for (size_t i = 0; i < count; i++) {
            /* On the equator degrees are as long both ways. */
            points[i].lon = unit_random_below(&seed, 1000) * 1e-6;
            points[i].lat = unit_random_below(&seed, 1000) * 1e-6;
            weights[i] = 1 + unit_random_below(&seed, 5);
            rows[i] = unit_random_below(&seed, ROWS);
        }

        assert_ok(ci_middles_find(
            at, found, &(ci_weighted_points){points, weights, rows, count},
            ROWS, error));

        for (size_t row = 0; row < ROWS; row++) {
            double lon = 0, lat = 0, weight = 0, least = 1;

            for (size_t i = 0; i < count; i++)
                if (rows[i] == row) {
                    lon += (double)weights[i] * points[i].lon;
                    lat += (double)weights[i] * points[i].lat;
                    weight += (double)weights[i];
                }
            assert_int_equal(found[row], weight > 0);
            for (size_t i = 0; i < count; i++)
                if (rows[i] == row)
                    least = fmin(least, hypot(points[i].lon - lon / weight,
                                              points[i].lat - lat / weight));
            if (weight > 0 && hypot(at[row].lon - lon / weight,
                                    at[row].lat - lat / weight) > least + 1e-9)
                fail_msg("seed %d: row %d", (int)number, (int)row);
        }
    }
}

static void of_homes_as_near_the_first_is_taken(void **state)
{
    const circlet_point points[] = {{2, 0}, {0, 0}};
    const int64_t weights[] = {1000, 1000};
    const size_t rows[] = {0, 0};
    circlet_point at = {9, 9};
    bool found = false;

    (void)state;
    assert_ok(ci_middles_find(&at, &found,
                              &(ci_weighted_points){points, weights, rows, 2},
                              1, error));
    assert_true(found);
    assert_true(at.lon == 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_home_nearest_to_the_mean_stands_for_all),
        cmocka_unit_test(of_homes_as_near_the_first_is_taken),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
