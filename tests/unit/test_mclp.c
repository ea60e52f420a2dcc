/* Maximal covering against full enumeration. */
#include "small_town.h"
#include "wide_town.h"

/* ---- answers ----------------------------------------------------------- */

/* The sites obey the limits, the objective is theirs, the gains add up. */
static void check_answer(const small_town *town, const circlet_siting *siting,
                         unsigned seed)
{
    const int64_t *gains = circlet_siting_gains(siting);
    uint32_t sites = existing_sites(town);
    int64_t sum = covered(town, sites);
    size_t count;
    const uint32_t *chosen = circlet_siting_sites(siting, &count);

    for (size_t i = 0; i < count; i++) {
        int64_t before = covered(town, sites);

        if (sites >> chosen[i] & 1)
            fail_msg("seed %u: site %u twice", seed, chosen[i]);
        sites |= 1U << chosen[i];
        if (covered(town, sites) - before != gains[i])
            fail_msg("seed %u: gain %zu is wrong", seed, i);
        if (!town->location.backup && i > 0 && gains[i] > gains[i - 1])
            fail_msg("seed %u: gain %zu is above that before it", seed, i);
        sum += gains[i];
    }
    if (!keeps_limits(town, sites, true, true))
        fail_msg("seed %u: the sites break a limit", seed);
    if (sum != circlet_siting_objective(siting) || sum != covered(town, sites))
        fail_msg("seed %u: the objective is not that of the sites", seed);
    if (circlet_siting_bound(siting) < sum)
        fail_msg("seed %u: the bound is below the objective", seed);
    if ((circlet_siting_proof(siting) == CIRCLET_PROOF_OPTIMAL) !=
        (circlet_siting_bound(siting) == sum))
        fail_msg("seed %u: optimal is not proved", seed);
}

static void test_every_small_town_is_solved_to_proof(void **state)
{
    (void)state;
    for (unsigned seed = 1; seed <= 4000; seed++) {
        uint64_t random = seed;
        circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
        circlet_siting *siting = NULL;
        small_town town;
        int64_t best;

        draw_town(&town, &random);
        options.seed = seed;
        best = best_of_all(&town);

        if (best < 0) {
            if (circlet_solve_mclp(&siting, &town.location, &options, NULL) !=
                CIRCLET_E_INFEASIBLE)
                fail_msg("seed %u: not found impossible", seed);
            assert_null(siting);
        } else {
            assert_ok(
                circlet_solve_mclp(&siting, &town.location, &options, error));
            check_answer(&town, siting, seed);
            if (circlet_siting_objective(siting) != best)
                fail_msg("seed %u: %lld instead of %lld", seed,
                         (long long)circlet_siting_objective(siting),
                         (long long)best);
            if (circlet_siting_bound(siting) != best)
                fail_msg("seed %u: the bound is %lld, the best %lld", seed,
                         (long long)circlet_siting_bound(siting),
                         (long long)best);
        }

        circlet_siting_free(siting);
        circlet_od_matrix_free(town.reach);
    }
}

/* ---- frontier ---------------------------------------------------------- */

static void test_a_frontier_is_as_good_as_separate_solves(void **state)
{
    (void)state;
    for (unsigned seed = 1; seed <= 400; seed++) {
        uint64_t random = seed + 200000;
        circlet_frontier *frontier = NULL;
        small_town town;

        draw_town(&town, &random);
        assert_ok(circlet_solve_frontier(&frontier, CIRCLET_MODEL_MCLP,
                                         &town.location, 0, 6, 2, NULL,
                                         error));

        assert_int_equal(circlet_frontier_count(frontier), 4);
        for (size_t i = 0; i < 4; i++) {
            const circlet_siting *siting =
                circlet_frontier_siting(frontier, i);
            int64_t best;

            if (town.location.has_budget) {
                town.location.budget = circlet_frontier_limit(frontier, i);
            } else {
                town.location.has_p = true;
                town.location.p = (size_t)circlet_frontier_limit(frontier, i);
            }
            best = best_of_all(&town);
            if ((best < 0) != (siting == NULL))
                fail_msg("seed %u: step %zu", seed, i);
            if (!siting)
                continue;
            check_answer(&town, siting, seed);
            assert_int_equal(circlet_siting_objective(siting), best);
            assert_int_equal(circlet_siting_bound(siting), best);
        }

        circlet_frontier_free(frontier);
        circlet_od_matrix_free(town.reach);
    }
}

/* ---- wider problems ---------------------------------------------------- */

#define WIDE_POINTS 900

static const wide_size wide = {120, WIDE_POINTS, 150};

static circlet_siting *solve_wide(const circlet_location *location,
                                  uint64_t work_limit, uint32_t threads)
{
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
    circlet_siting *siting = NULL;

    options.work_limit = work_limit;
    options.threads = threads;
    options.seed = 7;
    assert_ok(circlet_solve_mclp(&siting, location, &options, error));
    return siting;
}

static void test_the_answer_is_the_same_for_any_number_of_threads(void **state)
{
    int64_t weights[WIDE_POINTS];
    circlet_location location = CIRCLET_LOCATION_INIT;
    circlet_od_matrix *reach = wide_reach(5, &wide, weights);
    circlet_siting *one, *four;
    size_t count, others;

    (void)state;
    location.reach = reach;
    location.weights = weights;
    location.has_p = true;
    location.p = 8;

    one = solve_wide(&location, 40000000, 1);
    four = solve_wide(&location, 40000000, 4);

    assert_int_equal(circlet_siting_objective(one),
                     circlet_siting_objective(four));
    assert_int_equal(circlet_siting_bound(one), circlet_siting_bound(four));
    assert_memory_equal(circlet_siting_sites(one, &count),
                        circlet_siting_sites(four, &others),
                        sizeof(uint32_t) * 8);
    assert_int_equal(count, others);
    circlet_siting_free(one);
    circlet_siting_free(four);
    circlet_od_matrix_free(reach);
}

static void test_more_work_never_gives_a_worse_answer(void **state)
{
    int64_t weights[WIDE_POINTS], bound, objective;
    circlet_location location = CIRCLET_LOCATION_INIT;
    circlet_od_matrix *reach = wide_reach(6, &wide, weights);
    circlet_siting *best;

    (void)state;
    location.reach = reach;
    location.weights = weights;
    location.has_p = true;
    location.p = 8;
    best = solve_wide(&location, 0, 1);
    bound = circlet_siting_bound(best);
    objective = circlet_siting_objective(best);

    assert_int_equal(circlet_siting_proof(best), CIRCLET_PROOF_OPTIMAL);
    for (uint64_t work = 1; work < 100000000; work *= 10) {
        circlet_siting *siting = solve_wide(&location, work, 1);

        assert_true(circlet_siting_objective(siting) <= objective);
        assert_true(circlet_siting_bound(siting) >= bound);
        assert_true(circlet_siting_get_report(siting).stop ==
                        CIRCLET_STOP_WORK ||
                    circlet_siting_bound(siting) == bound);
        circlet_siting_free(siting);
    }

    circlet_siting_free(best);
    circlet_od_matrix_free(reach);
}

/* Lets the start pass, so that there is an answer. */
static bool refuse(const char *stage, double fraction, void *user)
{
    (void)stage;
    (void)fraction;
    return ++*(int *)user == 1;
}

static void test_a_cancel_leaves_an_honest_answer(void **state)
{
    int64_t weights[WIDE_POINTS];
    int calls = 0;
    circlet_location location = CIRCLET_LOCATION_INIT;
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
    circlet_od_matrix *reach = wide_reach(6, &wide, weights);
    circlet_siting *siting = NULL;

    (void)state;
    location.reach = reach;
    location.weights = weights;
    location.has_p = true;
    location.p = 20;
    options.progress = (circlet_progress){refuse, &calls};

    assert_ok(circlet_solve_mclp(&siting, &location, &options, error));

    assert_true(circlet_siting_objective(siting) > 0);
    assert_true(circlet_siting_bound(siting) >=
                circlet_siting_objective(siting));
    if (calls > 1)
        assert_int_equal(circlet_siting_get_report(siting).stop,
                         CIRCLET_STOP_CANCELLED);
    circlet_siting_free(siting);
    circlet_od_matrix_free(reach);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_small_town_is_solved_to_proof),
        cmocka_unit_test(test_a_frontier_is_as_good_as_separate_solves),
        cmocka_unit_test(
            test_the_answer_is_the_same_for_any_number_of_threads),
        cmocka_unit_test(test_more_work_never_gives_a_worse_answer),
        cmocka_unit_test(test_a_cancel_leaves_an_honest_answer),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
