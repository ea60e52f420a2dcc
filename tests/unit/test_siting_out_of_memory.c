/*
 * Every solver and the checker of certificates when any one allocation
 * fails: CIRCLET_E_NOMEM, and under a leak checker nothing leaks.
 */
#include "failed_allocations.h"
#include "small_location.h"

#include <circlet/certificate.h>
#include <circlet/siting.h>

/* Seeds of problems that have answers in most models. */
#define SEEDS 12

static circlet_model asked_model;
static small_location asked;

/* Solves, and has the certificate checked. */
static circlet_status solve_job(circlet_error *failure)
{
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
    circlet_siting *siting = NULL;
    circlet_status status;

    options.wants_certificate = true;
    status = circlet_solve(&siting, asked_model, &asked.location, &options,
                           failure);
    if (!status)
        status = circlet_certificate_check(circlet_siting_certificate(siting),
                                           &asked.location, failure);
    circlet_siting_free(siting);
    return status == CIRCLET_E_INFEASIBLE ? CIRCLET_OK : status;
}

static circlet_status frontier_job(circlet_error *failure)
{
    circlet_siting_options options = CIRCLET_SITING_OPTIONS_INIT;
    circlet_frontier *frontier = NULL;
    circlet_status status = circlet_solve_frontier(
        &frontier, asked_model, &asked.location, 1, 3, 1, &options, failure);

    circlet_frontier_free(frontier);
    return status;
}

static void ask_for(circlet_model model, uint64_t seed)
{
    bool has_backup = model <= CIRCLET_MODEL_MCLP && seed % 2 == 1;

    small_location_make(&asked, seed,
                        (int)(seed % 16) + (has_backup ? SMALL_BACKUP : 0), 2);
    asked.location.cutoff_ms = 15;
    if (model == CIRCLET_MODEL_LSCP && has_backup)
        asked.location.target = 1 + (int64_t)(seed % 4);
    asked_model = model;
    if (model >= CIRCLET_MODEL_CAPACITATED_MCLP) {
        asked.location.capacities = asked.costs;
        asked.location.is_whole = true;
    }
}

static void every_solver_survives_any_failed_allocation(void **state)
{
    (void)state;
    for (int model = 0; model <= CIRCLET_MODEL_CAPACITATED_P_MEDIAN; model++) {
        long most = 0;

        for (uint64_t seed = 1; seed <= SEEDS; seed++) {
            long allocations;

            ask_for((circlet_model)model, seed);
            allocations = allocations_of(solve_job);
            most = allocations > most ? allocations : most;
            small_location_clear(&asked);
        }
        assert_true(most > 10);
    }
}

static void a_frontier_survives_any_failed_allocation(void **state)
{
    (void)state;
    ask_for(CIRCLET_MODEL_MCLP, 3);
    assert_true(allocations_of(frontier_job) > 10);
    small_location_clear(&asked);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_solver_survives_any_failed_allocation),
        cmocka_unit_test(a_frontier_survives_any_failed_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
