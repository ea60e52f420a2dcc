/* The solver of covering programs and its checker when any one allocation
 * fails: CIRCLET_E_NOMEM, and under a leak checker nothing leaks. */
#include "failed_allocations.h"
#include "small_program.h"

static small_program asked;

static circlet_status solve_and_check(circlet_error *failure)
{
    ci_program_options options = {.seed = 1, .wants_proof = true};
    ci_program_answer *answer = NULL;
    circlet_status status =
        ci_program_solve(&answer, &asked.program, &options, failure);

    if (status == CIRCLET_OK) {
        ci_program_claim claim = claim_of(answer);

        status =
            ci_program_check(&asked.program, &claim, answer->proof, failure);
    }
    ci_program_answer_free(answer);
    return status;
}

static void any_failed_allocation_is_survived(void **state)
{
    (void)state;
    for (int features = 0; features < 32; features++) {
        long most = 0;

        for (uint64_t seed = 1; seed <= 8; seed++) {
            long allocations;

            small_program_make(&asked, seed, features);
            allocations = allocations_of(solve_and_check);
            most = allocations > most ? allocations : most;
        }
        assert_true(most > 50);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_failed_allocation_is_survived),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
