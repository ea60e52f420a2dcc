/* When a solver stops, and that none prepares beyond its time. */
#include "unit.h"

#include <stdbool.h>

#include "siting/effort.h"

#define POINTS 50000
#define SITES 60

/* ---- one effort --------------------------------------------------------- */

/* Stops at the call of this number. */
typedef struct patience {
    size_t calls, stops_at;
} patience;

static bool report(const char *stage, double fraction, void *user)
{
    patience *left = user;

    (void)stage;
    assert_true(fraction >= 0.0 && fraction <= 1.0);
    return ++left->calls != left->stops_at;
}

static ci_effort start_effort(patience *left, double time_limit_s,
                              uint64_t work_limit)
{
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
    ci_effort effort;

    options.progress.report = report;
    options.progress.user = left;
    options.time_limit_s = time_limit_s;
    options.work_limit = work_limit;
    assert_ok(ci_effort_start(&effort, &options, error));
    return effort;
}

static void preparing_ends_where_the_caller_cancels(void **state)
{
    patience left = {0, 2};
    ci_effort effort = start_effort(&left, 0, 0);

    (void)state;
    effort.asked_s = 0; /* long ago */
    assert_ok(ci_effort_prepare(&effort, 1, error));
    assert_int_equal(left.calls, 1);
    assert_fails(ci_effort_prepare(&effort, UINT64_C(1) << 30, error),
                 CIRCLET_E_CANCELLED, "cancelled");
    assert_int_equal(left.calls, 2);
    assert_fails(ci_effort_prepare(&effort, 1, error), CIRCLET_E_CANCELLED,
                 "cancelled");
    assert_false(ci_effort_spend(&effort, 1));
}

static void preparing_ends_with_the_time(void **state)
{
    patience left = {0, 0};
    ci_effort effort = start_effort(&left, 1e-9, 0);

    (void)state;
    assert_ok(ci_effort_prepare(&effort, 1, error));
    assert_fails(ci_effort_prepare(&effort, UINT64_C(1) << 30, error),
                 CIRCLET_E_CANCELLED, "the time limit ended before");
    assert_int_equal(effort.stop, CIRCLET_STOP_TIME);
}

static void preparing_does_not_count_as_work(void **state)
{
    patience left = {0, 0};
    ci_effort effort = start_effort(&left, 0, 10);

    (void)state;
    assert_ok(ci_effort_prepare(&effort, UINT64_C(1) << 30, error));
    assert_int_equal(effort.work, 0);
    assert_true(ci_effort_spend(&effort, 9));
    assert_false(ci_effort_spend(&effort, 1));
    assert_int_equal(effort.stop, CIRCLET_STOP_WORK);
    /* What is prepared beside a search that is over by its work is made. */
    assert_ok(ci_effort_prepare(&effort, UINT64_C(1) << 30, error));
    assert_ok(ci_effort_prepare(NULL, UINT64_C(1) << 30, error));
}

static void a_gap_that_is_met_ends_a_search(void **state)
{
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
    ci_effort effort;

    (void)state;
    options.gap_limit = 0.1;
    assert_ok(ci_effort_start(&effort, &options, error));
    assert_true(ci_effort_tell(&effort, 100, 80));
    assert_false(ci_effort_tell(&effort, 100, 90));
    assert_int_equal(effort.stop, CIRCLET_STOP_GAP);
    options.gap_limit = 0;
    assert_ok(ci_effort_start(&effort, &options, error));
    assert_false(ci_effort_tell(&effort, 7, 7));
    assert_int_equal(effort.stop, CIRCLET_STOP_PROVED);
    options.time_limit_s = -1;
    assert_fails(ci_effort_start(&effort, &options, error), CIRCLET_E_ARGUMENT,
                 "time_limit_s");
}

/* ---- the solvers -------------------------------------------------------- */

/* Every point reaches most sites. */
static circlet_od_matrix *make_crowd(uint64_t seed)
{
    size_t *first = calloc(POINTS + 1, sizeof(*first));
    circlet_od_entry *entries =
        calloc((size_t)POINTS * SITES, sizeof(*entries));
    circlet_od_matrix *matrix;

    assert_true(first && entries);
    for (size_t i = 0; i < POINTS; i++) {
        first[i + 1] = first[i];
        for (uint32_t j = 0; j < SITES; j++)
            if (j == i % SITES || unit_random_below(&seed, 8) > 0)
                entries[first[i + 1]++] =
                    (circlet_od_entry){j, unit_random_below(&seed, 100000)};
    }
    assert_ok(
        circlet_od_matrix_new(&matrix, POINTS, SITES, first, entries, error));
    free(first);
    free(entries);
    return matrix;
}

/* The matrix has over a million pairs, which are looked at several times
 * before a search begins: time that is over is noticed before. */
static void no_solver_prepares_beyond_its_time(void **state)
{
    static const circlet_model models[] = {
        CIRCLET_MODEL_LSCP,
        CIRCLET_MODEL_MCLP,
        CIRCLET_MODEL_P_MEDIAN,
        CIRCLET_MODEL_FACILITY_LOCATION,
        CIRCLET_MODEL_CAPACITATED_MCLP,
        CIRCLET_MODEL_CAPACITATED_P_MEDIAN,
    };
    circlet_location location = CIRCLET_LOCATION_INIT;
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
    circlet_od_matrix *matrix = make_crowd(3);
    int64_t capacities[SITES];

    (void)state;
    for (size_t j = 0; j < SITES; j++)
        capacities[j] = POINTS / 4;
    location.reach = matrix;
    location.capacities = capacities;
    location.has_p = true;
    location.p = 9;
    location.cutoff_ms = 90000;
    options.time_limit_s = 1e-9;
    for (size_t m = 0; m < sizeof(models) / sizeof(models[0]); m++) {
        circlet_siting *siting = NULL;

        assert_fails(
            circlet_solve(&siting, models[m], &location, &options, error),
            CIRCLET_E_CANCELLED, "the time limit ended before");
        assert_null(siting);
    }
    circlet_od_matrix_free(matrix);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(preparing_ends_where_the_caller_cancels),
        cmocka_unit_test(preparing_ends_with_the_time),
        cmocka_unit_test(preparing_does_not_count_as_work),
        cmocka_unit_test(a_gap_that_is_met_ends_a_search),
        cmocka_unit_test(no_solver_prepares_beyond_its_time),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
