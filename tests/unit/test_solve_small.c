/*
 * Every solver on small problems with every side constraint: the answer is
 * that of enumeration, and its certificate passes the independent checker.
 */
#include "small_objective.h"

#include <circlet/siting.h>

#define CASES 1200

/* What came of the cases of a model. */
typedef struct tally {
    size_t solved, infeasible, proved;
} tally;

static void check_answer(const small_location *small, circlet_model model,
                         const circlet_siting *siting, int64_t best,
                         tally *sum)
{
    const circlet_certificate *certificate =
        circlet_siting_certificate(siting);
    size_t count;
    const uint32_t *sites = circlet_siting_sites(siting, &count);
    int64_t objective;

    assert_true(
        small_objective(small, model, small_bits(sites, count), &objective));
    assert_int_equal(circlet_siting_objective(siting), objective);
    if (small_is_maximum(model))
        assert_true(circlet_siting_bound(siting) >= best);
    else
        assert_true(circlet_siting_bound(siting) <= best);
    if (circlet_siting_proof(siting) == CIRCLET_PROOF_OPTIMAL) {
        assert_int_equal(objective, best);
        sum->proved++;
    }
    assert_non_null(certificate);
    assert_int_equal(certificate->objective, objective);
    assert_int_equal(certificate->bound, circlet_siting_bound(siting));
    /* Of centers 0 needs no proof. */
    if (!certificate->is_too_large)
        assert_true(certificate->node_count > 0 ||
                    model == CIRCLET_MODEL_P_CENTER);
    if (model == CIRCLET_MODEL_MCLP)
        assert_false(certificate->is_too_large);
    assert_ok(circlet_certificate_check(certificate, &small->location, error));
}

static void solve_case(circlet_model model, uint64_t seed, int kinds,
                       int64_t target, tally *sum)
{
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
    circlet_siting *siting = NULL;
    circlet_error failure;
    circlet_status status;
    small_location small;
    int64_t best = 0;
    uint32_t choice;
    bool is_possible;

    small_location_make(&small, seed, kinds, 2);
    small.location.cutoff_ms = 15;
    small.location.target = target;
    if (model != CIRCLET_MODEL_LSCP && model != CIRCLET_MODEL_MCLP &&
        model != CIRCLET_MODEL_P_CENTER)
        small.location.backup = NULL;
    if (model >= CIRCLET_MODEL_CAPACITATED_MCLP) {
        small.location.capacities = small.costs;
        small.location.is_whole = true;
    }
    if (model < CIRCLET_MODEL_CAPACITATED_MCLP ||
        (small.point_count <= 6 && small.site_count <= 6)) {
        options.wants_certificate = true;
        is_possible = small_best(&small, model, &best, &choice);
        status =
            circlet_solve(&siting, model, &small.location, &options, &failure);
        if (status != CIRCLET_OK && status != CIRCLET_E_INFEASIBLE)
            fail_msg("seed %d: %s", (int)seed, failure.message);
        assert_int_equal(status == CIRCLET_OK, is_possible);
        if (status == CIRCLET_OK)
            check_answer(&small, model, siting, best, sum);
        sum->solved += status == CIRCLET_OK;
        sum->infeasible += status != CIRCLET_OK;
        circlet_siting_free(siting);
    }
    small_location_clear(&small);
}

static void solve_cases(circlet_model model, bool has_target)
{
    tally sum = {0};

    for (uint64_t seed = 1; seed <= CASES; seed++)
        solve_case(model, seed,
                   seed % 3 == 0 ? (int)(seed % 32) : SMALL_EVERYTHING,
                   has_target ? 1 + (int64_t)(seed % 40) : 0, &sum);
    assert_true(sum.solved > 0);
    assert_true(sum.infeasible > 0);
    assert_int_equal(sum.proved, sum.solved);
}

static void set_covering_is_solved_and_proved(void **state)
{
    (void)state;
    solve_cases(CIRCLET_MODEL_LSCP, false);
}

static void partial_set_covering_is_solved_and_proved(void **state)
{
    (void)state;
    solve_cases(CIRCLET_MODEL_LSCP, true);
}

static void maximal_covering_is_solved_and_proved(void **state)
{
    (void)state;
    solve_cases(CIRCLET_MODEL_MCLP, false);
}

static void p_median_is_solved_and_proved(void **state)
{
    (void)state;
    solve_cases(CIRCLET_MODEL_P_MEDIAN, false);
}

static void p_center_is_solved_and_proved(void **state)
{
    (void)state;
    solve_cases(CIRCLET_MODEL_P_CENTER, false);
}

static void facility_location_is_solved_and_proved(void **state)
{
    (void)state;
    solve_cases(CIRCLET_MODEL_FACILITY_LOCATION, false);
}

static void capacitated_covering_is_solved_and_proved(void **state)
{
    (void)state;
    solve_cases(CIRCLET_MODEL_CAPACITATED_MCLP, false);
}

static void capacitated_median_is_solved_and_proved(void **state)
{
    (void)state;
    solve_cases(CIRCLET_MODEL_CAPACITATED_P_MEDIAN, false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(set_covering_is_solved_and_proved),
        cmocka_unit_test(partial_set_covering_is_solved_and_proved),
        cmocka_unit_test(maximal_covering_is_solved_and_proved),
        cmocka_unit_test(p_median_is_solved_and_proved),
        cmocka_unit_test(p_center_is_solved_and_proved),
        cmocka_unit_test(facility_location_is_solved_and_proved),
        cmocka_unit_test(capacitated_covering_is_solved_and_proved),
        cmocka_unit_test(capacitated_median_is_solved_and_proved),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
