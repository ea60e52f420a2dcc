#include "unit.h"

#include <math.h>

#include <circlet/access.h>

#include "access/floating_catchment.h"

#define PEOPLE 12
#define FACILITIES 6

static void assert_close(double is, double wanted)
{
    if (!(fabs(is - wanted) <= 1e-12 * fmax(1, fabs(wanted))))
        fail_msg("%d of a million, not %d", (int)(is * 1e6),
                 (int)(wanted * 1e6));
}

/*
 * Three places of 10, 20 and 30 people, two facilities with 6 and 8. Of the
 * first are the first two places in reach: R = 6 / 30; of the second the last
 * two: R = 8 / 50 (Luo and Wang 2003, eq. 2 and 3).
 */
static void hand_worked_ratios(void **state)
{
    const circlet_od_entry entries[] = {{0, 100}, {1, 300}, {0, 600}, {1, 50}};
    const ci_od_row rows[] = {
        {entries, 1}, {entries + 1, 2}, {entries + 3, 1}};
    const int64_t weights[] = {10000, 20000, 30000};
    const double supply[] = {6, 8};
    const ci_catchment_problem problem = {.rows = rows,
                                          .weights_milli = weights,
                                          .row_count = 3,
                                          .facility_count = 2};
    int64_t demand[2];
    double ratios[2], access[3];

    (void)state;
    assert_ok(ci_catchment_demand(demand, &problem, error));
    ci_catchment_ratios(ratios, supply, demand, 2);
    assert_ok(ci_catchment_access(access, ratios, &problem, error));
    assert_close(ratios[0], 0.2);
    assert_close(ratios[1], 0.16);
    assert_close(access[0], 0.2);
    assert_close(access[1], 0.36);
    assert_close(access[2], 0.16);
}

/*
 * The same with weights 1, 0.68 and 0.22 for 0-10, 10-20 and 20-30 minutes
 * (Luo and Qi 2009): at 5, 15 and 25 minutes of the one facility with 6 are
 * 10, 20 and 30 people: R = 6 / (10 + 13.6 + 6.6).
 */
static void hand_worked_ratios_by_band(void **state)
{
    const ci_catchment_band bands[] = {
        {600000, 1000000}, {1200000, 680000}, {1800000, 220000}};
    const circlet_od_entry entries[] = {
        {0, 300000}, {0, 900000}, {0, 1500000}, {0, 1900000}};
    const ci_od_row rows[] = {
        {entries, 1}, {entries + 1, 1}, {entries + 2, 1}, {entries + 3, 1}};
    const int64_t weights[] = {10000, 20000, 30000, 99000};
    const double supply[] = {6};
    const ci_catchment_problem problem = {.rows = rows,
                                          .weights_milli = weights,
                                          .row_count = 4,
                                          .facility_count = 1,
                                          .bands = bands,
                                          .band_count = 3};
    int64_t demand[1];
    double ratios[1], access[4];

    (void)state;
    assert_ok(ci_catchment_demand(demand, &problem, error));
    ci_catchment_ratios(ratios, supply, demand, 1);
    assert_ok(ci_catchment_access(access, ratios, &problem, error));
    assert_close(ratios[0], 6 / 30.2);
    assert_close(access[0], 6 / 30.2);
    assert_close(access[1], 6 / 30.2 * 0.68);
    assert_close(access[2], 6 / 30.2 * 0.22);
    assert_close(access[3], 0);
}

static void a_facility_with_two_entrances_counts_once_by_the_nearer(
    void **state)
{
    const ci_catchment_band bands[] = {{10, 1000000}, {20, 500000}};
    const uint32_t facility_of[] = {0, 0, 1};
    const circlet_od_entry entries[] = {{1, 5}, {0, 15}, {2, 15}};
    const ci_od_row rows[] = {{entries, 3}};
    const int64_t weights[] = {2000};
    const double supply[] = {4, 4};
    const ci_catchment_problem problem = {.rows = rows,
                                          .weights_milli = weights,
                                          .row_count = 1,
                                          .facility_of = facility_of,
                                          .facility_count = 2,
                                          .bands = bands,
                                          .band_count = 2};
    int64_t demand[2];
    double ratios[2], access[1];

    (void)state;
    assert_ok(ci_catchment_demand(demand, &problem, error));
    ci_catchment_ratios(ratios, supply, demand, 2);
    assert_ok(ci_catchment_access(access, ratios, &problem, error));
    assert_close(ratios[0], 2);
    assert_close(ratios[1], 4);
    assert_close(access[0], 4);
}

/* The published formula by double loops over a full table. */
static void random_towns_agree_with_the_formula(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 500; seed++) {
        uint64_t random = seed;
        size_t people = unit_random_below(&random, PEOPLE + 1);
        size_t facilities = 1 + unit_random_below(&random, FACILITIES);
        circlet_od_entry entries[PEOPLE * FACILITIES];
        double decay[PEOPLE][FACILITIES] = {{0}}, sum[FACILITIES] = {0};
        double supply[FACILITIES], access[PEOPLE], ratios[FACILITIES];
        int64_t weights[PEOPLE];
        size_t first[PEOPLE + 1] = {0}, count = 0;
        const circlet_decay_band bands[] = {{3, 1.0}, {7, 0.25}};
        circlet_floating_catchment_options options =
            CIRCLET_FLOATING_CATCHMENT_OPTIONS_INIT;
        circlet_od_matrix *matrix = NULL;
        double reached = 0, total = 0;

        if (seed % 2) {
            options.bands = bands;
            options.band_count = 2;
        }
        for (size_t j = 0; j < facilities; j++)
            supply[j] = unit_random_below(&random, 30);
        for (size_t i = 0; i < people; i++) {
            weights[i] = unit_random_below(&random, 5000);
            for (uint32_t j = 0; j < facilities; j++) {
                uint32_t time = unit_random_below(&random, 15);

                if (time > 9)
                    continue;
                entries[count++] = (circlet_od_entry){j, time};
                decay[i][j] = seed % 2 == 0 ? 1
                              : time <= 3   ? 1
                              : time <= 7   ? 0.25
                                            : 0;
                sum[j] += (double)weights[i] / 1000 * decay[i][j];
            }
            first[i + 1] = count;
        }
        assert_ok(circlet_od_matrix_new(&matrix, people, facilities, first,
                                        entries, error));
        assert_ok(circlet_floating_catchment(access, ratios, matrix, weights,
                                             supply, &options, error));
        for (size_t j = 0; j < facilities; j++) {
            assert_close(ratios[j], sum[j] > 0 ? supply[j] / sum[j] : 0);
            reached += sum[j] > 0 ? supply[j] : 0;
        }
        for (size_t i = 0; i < people; i++) {
            double wanted = 0;

            for (size_t j = 0; j < facilities; j++)
                wanted += sum[j] > 0 ? supply[j] / sum[j] * decay[i][j] : 0;
            assert_close(access[i], wanted);
            total += access[i] * (double)weights[i] / 1000;
        }
        assert_close(total / fmax(1, reached), reached / fmax(1, reached));
        circlet_od_matrix_free(matrix);
    }
}

static void sums_beyond_64_bits_are_refused(void **state)
{
    const circlet_od_entry entries[] = {{0, 1}};
    const ci_od_row rows[] = {{entries, 1}};
    const int64_t weights[] = {INT64_MAX / 2};
    const ci_catchment_problem problem = {.rows = rows,
                                          .weights_milli = weights,
                                          .row_count = 1,
                                          .facility_count = 1};
    int64_t demand[1];

    (void)state;
    assert_fails(ci_catchment_demand(demand, &problem, error), CIRCLET_E_DATA,
                 "add up to more than 64 bits hold");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hand_worked_ratios),
        cmocka_unit_test(hand_worked_ratios_by_band),
        cmocka_unit_test(
            a_facility_with_two_entrances_counts_once_by_the_nearer),
        cmocka_unit_test(random_towns_agree_with_the_formula),
        cmocka_unit_test(sums_beyond_64_bits_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
