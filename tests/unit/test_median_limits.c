/* p-median where it ends early, samples and refuses. */
#include "unit.h"

#include <stdbool.h>

#include <circlet/siting.h>

/* A town: points on a plane, each a site too. */
static circlet_od_matrix *make_town(size_t count, uint64_t seed)
{
    size_t *first = calloc(count + 1, sizeof(*first));
    circlet_od_entry *entries = calloc(count * count, sizeof(*entries));
    int64_t *places = calloc(2 * count, sizeof(*places));
    circlet_od_matrix *matrix;

    assert_true(first && entries && places);
    for (size_t i = 0; i < 2 * count; i++)
        places[i] = unit_random_below(&seed, 1000);
    for (size_t i = 0; i < count; i++) {
        first[i + 1] = (i + 1) * count;
        for (size_t j = 0; j < count; j++) {
            int64_t x = places[2 * i] - places[2 * j];
            int64_t y = places[2 * i + 1] - places[2 * j + 1];

            entries[i * count + j] = (circlet_od_entry){
                (uint32_t)j, (uint32_t)((x < 0 ? -x : x) + (y < 0 ? -y : y))};
        }
    }
    assert_ok(
        circlet_od_matrix_new(&matrix, count, count, first, entries, error));
    free(first);
    free(entries);
    free(places);
    return matrix;
}

static void assert_same(const circlet_siting *a, const circlet_siting *b)
{
    size_t count_a, count_b;
    const uint32_t *sites_a = circlet_siting_sites(a, &count_a);
    const uint32_t *sites_b = circlet_siting_sites(b, &count_b);

    assert_int_equal(circlet_siting_objective(a), circlet_siting_objective(b));
    assert_int_equal(circlet_siting_bound(a), circlet_siting_bound(b));
    assert_int_equal(circlet_siting_get_report(a).work,
                     circlet_siting_get_report(b).work);
    assert_int_equal(count_a, count_b);
    assert_memory_equal(sites_a, sites_b, count_a * sizeof(*sites_a));
}

static void the_same_seed_gives_the_same_answer_for_any_threads(void **state)
{
    circlet_od_matrix *town = make_town(120, 7);
    circlet_location location = CIRCLET_LOCATION_INIT;

    (void)state;
    location.reach = town;
    location.has_p = true;
    location.p = 8;
    for (uint64_t work = 100000; work < 50000000; work *= 7) {
        circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
        circlet_siting *one, *four;

        options.work_limit = work;
        options.seed = work;
        assert_ok(circlet_solve_p_median(&one, &location, &options, error));
        options.threads = 4;
        assert_ok(circlet_solve_p_median(&four, &location, &options, error));

        assert_same(one, four);
        circlet_siting_free(one);
        circlet_siting_free(four);
    }
    circlet_od_matrix_free(town);
}

static void a_work_limit_leaves_a_plan_and_an_honest_bound(void **state)
{
    circlet_od_matrix *town = make_town(150, 11);
    circlet_location location = CIRCLET_LOCATION_INIT;
    circlet_siting *best;
    int64_t last = INT64_MAX;

    (void)state;
    location.reach = town;
    location.has_p = true;
    location.p = 10;
    assert_ok(circlet_solve_p_median(&best, &location, NULL, error));
    assert_int_equal(circlet_siting_proof(best), CIRCLET_PROOF_OPTIMAL);
    for (uint64_t work = 1; work < 100000000; work *= 10) {
        circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
        circlet_siting *siting;
        size_t count;

        options.work_limit = work;
        assert_ok(circlet_solve_p_median(&siting, &location, &options, error));

        circlet_siting_sites(siting, &count);
        assert_true(count <= 10);
        assert_true(circlet_siting_objective(siting) >=
                    circlet_siting_objective(best));
        assert_true(circlet_siting_bound(siting) <=
                    circlet_siting_objective(best));
        assert_true(circlet_siting_bound(siting) >= 0);
        assert_true(circlet_siting_objective(siting) <= last);
        last = circlet_siting_objective(siting);
        circlet_siting_free(siting);
    }
    circlet_siting_free(best);
    circlet_od_matrix_free(town);
}

/* A refusal of the very first call leaves nothing at all. */
static bool stop_at_second(const char *stage, double fraction, void *user)
{
    (void)stage;
    (void)fraction;
    return ++*(size_t *)user < 2;
}

static void a_cancel_leaves_the_best_so_far(void **state)
{
    circlet_od_matrix *town = make_town(400, 3);
    circlet_location location = CIRCLET_LOCATION_INIT;
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
    circlet_siting *siting;
    size_t asked = 0;

    (void)state;
    location.reach = town;
    location.has_p = true;
    location.p = 20;
    options.progress.report = stop_at_second;
    options.progress.user = &asked;
    assert_ok(circlet_solve_p_median(&siting, &location, &options, error));

    /* It may be proved before it is asked for the first time. */
    if (asked > 1)
        assert_int_equal(circlet_siting_get_report(siting).stop,
                         circlet_siting_proof(siting) == CIRCLET_PROOF_OPTIMAL
                             ? CIRCLET_STOP_PROVED
                             : CIRCLET_STOP_CANCELLED);
    assert_true(circlet_siting_bound(siting) <=
                circlet_siting_objective(siting));
    circlet_siting_free(siting);
    circlet_od_matrix_free(town);
}

static void a_gap_limit_ends_the_search(void **state)
{
    circlet_od_matrix *town = make_town(200, 5);
    circlet_location location = CIRCLET_LOCATION_INIT;
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
    circlet_siting *siting;

    (void)state;
    location.reach = town;
    location.has_p = true;
    location.p = 5;
    options.gap_limit = 0.2;
    assert_ok(circlet_solve_p_median(&siting, &location, &options, error));

    assert_int_equal(circlet_siting_get_report(siting).stop, CIRCLET_STOP_GAP);
    assert_true(5 * circlet_siting_bound(siting) >=
                4 * circlet_siting_objective(siting));
    circlet_siting_free(siting);
    circlet_od_matrix_free(town);
}

static void points_that_nobody_reaches_are_stated(void **state)
{
    const size_t first[] = {0, 2, 2, 3, 4};
    const circlet_od_entry entries[] = {{0, 5}, {1, 7}, {1, 3}, {2, 1}};
    const int64_t weights[] = {10, 4, 2, 3};
    const uint8_t states[] = {CIRCLET_SITE_FREE, CIRCLET_SITE_FREE,
                              CIRCLET_SITE_FORBIDDEN};
    circlet_location location = CIRCLET_LOCATION_INIT;
    circlet_od_matrix *matrix;
    circlet_siting *siting;
    circlet_siting_report report;

    (void)state;
    assert_ok(circlet_od_matrix_new(&matrix, 4, 3, first, entries, error));
    location.reach = matrix;
    location.weights = weights;
    location.states = states;
    location.has_p = true;
    location.p = 1;
    assert_ok(circlet_solve_p_median(&siting, &location, NULL, error));

    report = circlet_siting_get_report(siting);
    assert_int_equal(circlet_siting_objective(siting), 10 * 5 + 2 * 7);
    assert_int_equal(report.unreachable, 2);
    assert_int_equal(report.unreachable_weight, 4 + 3);
    assert_int_equal(report.unserved, 3);
    circlet_siting_free(siting);
    circlet_od_matrix_free(matrix);
}

/* The second site is too near to the first, which is fixed in one problem:
 * its point pays the price of the unserved, and the answers compare. */
static void points_that_spacing_keeps_from_sites_stay(void **state)
{
    const size_t first[] = {0, 1, 2};
    const circlet_od_entry entries[] = {{0, 5}, {1, 7}};
    const int64_t weights[] = {3, 8};
    const uint32_t apart[] = {0, 1};
    const uint8_t states[] = {CIRCLET_SITE_FIXED, CIRCLET_SITE_FREE};
    circlet_location location = CIRCLET_LOCATION_INIT;
    circlet_siting_report report;
    circlet_od_matrix *matrix;
    circlet_siting *siting;

    (void)state;
    assert_ok(circlet_od_matrix_new(&matrix, 2, 2, first, entries, error));
    location.reach = matrix;
    location.weights = weights;
    location.apart = apart;
    location.apart_count = 1;
    location.unserved_ms = 10;
    assert_ok(circlet_solve_p_median(&siting, &location, NULL, error));
    assert_int_equal(circlet_siting_objective(siting), 3 * 10 + 8 * 7);
    circlet_siting_free(siting);
    location.states = states;
    assert_ok(circlet_solve_p_median(&siting, &location, NULL, error));

    report = circlet_siting_get_report(siting);
    assert_int_equal(circlet_siting_objective(siting), 3 * 5 + 8 * 10);
    assert_int_equal(report.unreachable, 0);
    assert_int_equal(report.unserved, 1);
    assert_int_equal(report.unserved_weight, 8);
    circlet_siting_free(siting);
    circlet_od_matrix_free(matrix);
}

/* Many points with a few of the sites each. */
static circlet_od_matrix *make_crowd(size_t points, size_t sites,
                                     uint64_t seed)
{
    size_t *first = calloc(points + 1, sizeof(*first));
    circlet_od_entry *entries = calloc(points * sites, sizeof(*entries));
    circlet_od_matrix *matrix;

    assert_true(first && entries);
    for (size_t i = 0; i < points; i++) {
        first[i + 1] = first[i];
        for (size_t j = 0; j < sites; j++)
            if (unit_random_below(&seed, 3) == 0)
                entries[first[i + 1]++] = (circlet_od_entry){
                    (uint32_t)j, unit_random_below(&seed, 100000)};
    }
    assert_ok(
        circlet_od_matrix_new(&matrix, points, sites, first, entries, error));
    free(first);
    free(entries);
    return matrix;
}

/* The best sum of times for two of the sites. */
static int64_t best_pair(const circlet_od_matrix *matrix, uint32_t unserved)
{
    size_t points = circlet_od_matrix_origin_count(matrix), count;
    size_t sites = circlet_od_matrix_destination_count(matrix);
    int64_t best = INT64_MAX;

    for (size_t a = 0; a < sites; a++)
        for (size_t b = a + 1; b < sites; b++) {
            int64_t sum = 0;

            for (size_t i = 0; i < points; i++) {
                const circlet_od_entry *row =
                    circlet_od_matrix_row(matrix, i, &count);
                size_t k = 0;

                while (k < count && row[k].destination != a &&
                       row[k].destination != b)
                    k++;
                sum += count == 0 ? 0 : k < count ? row[k].time_ms : unserved;
            }
            best = sum < best ? sum : best;
        }
    return best;
}

static void a_crowd_is_looked_at_in_a_sample_and_solved_wholly(void **state)
{
    circlet_od_matrix *crowd = make_crowd(41000, 9, 2);
    circlet_location location = CIRCLET_LOCATION_INIT;
    circlet_siting *siting;

    (void)state;
    location.reach = crowd;
    location.has_p = true;
    location.p = 2;
    location.unserved_ms = 150000;
    assert_ok(circlet_solve_p_median(&siting, &location, NULL, error));

    assert_int_equal(circlet_siting_objective(siting),
                     best_pair(crowd, 150000));
    assert_int_equal(circlet_siting_proof(siting), CIRCLET_PROOF_OPTIMAL);
    circlet_siting_free(siting);
    circlet_od_matrix_free(crowd);
}

static void a_time_limit_ends_a_search_that_goes_on(void **state)
{
    circlet_od_matrix *crowd = make_crowd(41000, 60, 5);
    circlet_location location = CIRCLET_LOCATION_INIT;
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
    circlet_siting *siting;
    size_t count;

    (void)state;
    location.reach = crowd;
    location.has_p = true;
    location.p = 9;
    options.time_limit_s = 0.5;
    assert_ok(circlet_solve_p_median(&siting, &location, &options, error));

    circlet_siting_sites(siting, &count);
    assert_int_equal(count, 9);
    assert_int_equal(circlet_siting_get_report(siting).stop,
                     CIRCLET_STOP_TIME);
    assert_true(circlet_siting_bound(siting) <
                circlet_siting_objective(siting));
    circlet_siting_free(siting);
    circlet_od_matrix_free(crowd);
}

static void wrong_arguments_are_refused_with_their_values(void **state)
{
    const int64_t weights[] = {1, -2, 1};
    const int64_t heavy[] = {1, INT64_MAX / 4, 1};
    const uint32_t start[] = {9};
    circlet_od_matrix *town = make_town(3, 1);
    circlet_location location = CIRCLET_LOCATION_INIT;
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
    circlet_siting *siting = NULL;

    (void)state;
    assert_fails(circlet_solve_p_median(&siting, &location, NULL, error),
                 CIRCLET_E_ARGUMENT, "needs a matrix");
    location.reach = town;
    location.weights = weights;
    assert_fails(circlet_solve_p_median(&siting, &location, NULL, error),
                 CIRCLET_E_ARGUMENT, "demand point 1 has the negative");
    location.weights = heavy;
    assert_fails(circlet_solve_p_median(&siting, &location, NULL, error),
                 CIRCLET_E_DATA, "demand point 1 makes");
    location.weights = NULL;
    options.start = start;
    options.start_count = 1;
    assert_fails(circlet_solve_p_median(&siting, &location, &options, error),
                 CIRCLET_E_ARGUMENT, "is 9 of 3 sites");
    assert_null(siting);
    circlet_od_matrix_free(town);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_seed_gives_the_same_answer_for_any_threads),
        cmocka_unit_test(a_work_limit_leaves_a_plan_and_an_honest_bound),
        cmocka_unit_test(a_cancel_leaves_the_best_so_far),
        cmocka_unit_test(a_gap_limit_ends_the_search),
        cmocka_unit_test(points_that_nobody_reaches_are_stated),
        cmocka_unit_test(points_that_spacing_keeps_from_sites_stay),
        cmocka_unit_test(a_crowd_is_looked_at_in_a_sample_and_solved_wholly),
        cmocka_unit_test(a_time_limit_ends_a_search_that_goes_on),
        cmocka_unit_test(wrong_arguments_are_refused_with_their_values),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
