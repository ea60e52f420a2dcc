/* The public functions of circlet/access.h: what they refuse. */
#include "unit.h"

#include <math.h>

#include <circlet/access.h>

/* Two people, two facilities: both reach the first, one the second too. */
static circlet_od_matrix *two_by_two(void)
{
    const size_t first[] = {0, 1, 3};
    const circlet_od_entry entries[] = {{0, 5}, {1, 7}, {0, 4}};
    circlet_od_matrix *matrix = NULL;

    assert_ok(circlet_od_matrix_new(&matrix, 2, 2, first, entries, error));
    return matrix;
}

static void places_are_given_and_flow(void **state)
{
    circlet_od_matrix *matrix = two_by_two();
    const int64_t weights[] = {1000, 1000}, places[] = {1000, 1000};
    const circlet_places_query query = {matrix, weights, NULL, places};
    int64_t placed[2], taken[2], best = 0;

    (void)state;
    assert_ok(circlet_assign_places(placed, taken, &query, error));
    /* The second person is nearer to the first facility. */
    assert_int_equal(placed[0], 0);
    assert_int_equal(placed[1], 1000);
    assert_int_equal(taken[0], 1000);
    assert_int_equal(taken[1], 0);
    assert_ok(circlet_assign_places_at_best(&best, taken, &query, error));
    assert_int_equal(best, 2000);
    assert_int_equal(taken[0] + taken[1], 2000);
    circlet_od_matrix_free(matrix);
}

static void bad_places_are_refused_and_outputs_kept(void **state)
{
    circlet_od_matrix *matrix = two_by_two();
    const int64_t good[] = {1000, 1000}, bad[] = {1000, -1};
    const int64_t huge[] = {INT64_MAX, 1};
    circlet_places_query query = {matrix, good, NULL, bad};
    int64_t placed[] = {-7, -7}, best = -7;

    (void)state;
    assert_fails(circlet_assign_places(placed, NULL, &query, error),
                 CIRCLET_E_ARGUMENT,
                 "the places of destination 1 are below 0");
    query.places_milli = good;
    query.weights_milli = bad;
    assert_fails(circlet_assign_places_at_best(&best, NULL, &query, error),
                 CIRCLET_E_ARGUMENT, "the weight of origin 1 is below 0");
    query.weights_milli = huge;
    assert_fails(circlet_assign_places(placed, NULL, &query, error),
                 CIRCLET_E_DATA, "more than 64 bits hold");
    query.weights_milli = NULL;
    assert_fails(circlet_assign_places(placed, NULL, &query, error),
                 CIRCLET_E_ARGUMENT, "need a matrix, weights and places");
    assert_fails(circlet_assign_places(placed, NULL, NULL, error),
                 CIRCLET_E_ARGUMENT, "need a matrix, weights and places");
    query.weights_milli = good;
    assert_fails(circlet_assign_places(NULL, NULL, &query, error),
                 CIRCLET_E_ARGUMENT, "who has them");
    assert_fails(circlet_assign_places_at_best(NULL, NULL, &query, error),
                 CIRCLET_E_ARGUMENT, "how many have them");
    assert_int_equal(placed[0], -7);
    assert_int_equal(best, -7);
    circlet_od_matrix_free(matrix);
}

static void bad_catchments_are_refused(void **state)
{
    circlet_od_matrix *matrix = two_by_two();
    const int64_t weights[] = {1000, 1000};
    const double supply[] = {1, 2}, bad[] = {1, (double)NAN};
    const circlet_decay_band heavy[] = {{5, 1.5}}, back[] = {{5, 1}, {5, 0.5}};
    circlet_floating_catchment_options options =
        CIRCLET_FLOATING_CATCHMENT_OPTIONS_INIT;
    double access[] = {-7, -7};

    (void)state;
    assert_fails(circlet_floating_catchment(access, NULL, matrix, weights, bad,
                                            NULL, error),
                 CIRCLET_E_ARGUMENT, "the supply of destination 1 is null");
    assert_fails(circlet_floating_catchment(access, NULL, NULL, weights,
                                            supply, NULL, error),
                 CIRCLET_E_ARGUMENT, "a matrix, weights and supply");
    options.bands = heavy;
    options.band_count = 1;
    assert_fails(circlet_floating_catchment(access, NULL, matrix, weights,
                                            supply, &options, error),
                 CIRCLET_E_ARGUMENT, "the weight of band 0 is 1.5");
    options.bands = back;
    options.band_count = 2;
    assert_fails(circlet_floating_catchment(access, NULL, matrix, weights,
                                            supply, &options, error),
                 CIRCLET_E_ARGUMENT,
                 "the bands must ascend: band 1 ends after 5 ms");
    options.bands = NULL;
    assert_fails(circlet_floating_catchment(access, NULL, matrix, weights,
                                            supply, &options, error),
                 CIRCLET_E_ARGUMENT, "2 bands are not there");
    assert_true(access[0] == -7);
    assert_ok(circlet_floating_catchment(access, NULL, matrix, weights, supply,
                                         NULL, error));
    assert_true(fabs(access[0] - 0.5) < 1e-12);
    assert_true(fabs(access[1] - 2.5) < 1e-12);
    circlet_od_matrix_free(matrix);
}

static void a_gini_needs_values_and_somebody(void **state)
{
    const double values[] = {1, 3}, weights[] = {0, 0}, low[] = {1, -1};
    double gini = -7;

    (void)state;
    assert_ok(circlet_gini(&gini, values, NULL, 2, error));
    assert_true(fabs(gini - 0.25) < 1e-12);
    gini = -7;
    assert_fails(circlet_gini(&gini, values, weights, 2, error),
                 CIRCLET_E_ARGUMENT, "somebody with a weight");
    assert_fails(circlet_gini(&gini, low, NULL, 2, error), CIRCLET_E_ARGUMENT,
                 "value 1 is -1");
    assert_fails(circlet_gini(&gini, values, low, 2, error),
                 CIRCLET_E_ARGUMENT, "weight 1 is -1");
    assert_fails(circlet_gini(&gini, NULL, NULL, 2, error), CIRCLET_E_ARGUMENT,
                 "needs values");
    assert_fails(circlet_gini(NULL, values, NULL, 2, error),
                 CIRCLET_E_ARGUMENT, "needs values");
    assert_true(gini == -7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_are_given_and_flow),
        cmocka_unit_test(bad_places_are_refused_and_outputs_kept),
        cmocka_unit_test(bad_catchments_are_refused),
        cmocka_unit_test(a_gini_needs_values_and_somebody),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
