/* Covering programs against trying all choices. */
#include "small_program.h"

#include <stdio.h>

#define SEEDS 250

static void check_case(uint64_t seed, int features, uint64_t work_limit)
{
    small_program small;
    ci_program_options options = {
        .seed = seed, .wants_proof = true, .work_limit = work_limit};
    ci_program_answer *answer = NULL;
    ci_program_claim claim;
    circlet_error why = {CIRCLET_OK, ""};
    int64_t best;

    small_program_make(&small, seed, features);
    best = small_program_best(&small.program);
    assert_ok(ci_program_solve(&answer, &small.program, &options, error));
    claim = claim_of(answer);
    if (ci_program_check(&small.program, &claim, answer->proof, &why))
        fail_msg("seed %llu features %d: %s", (unsigned long long)seed,
                 features, why.message);
    if (best < 0 ? answer->is_feasible
                 : answer->bound > best ||
                       (answer->is_feasible && answer->objective < best))
        fail_msg("seed %llu features %d: best %lld, plan %lld, bound %lld",
                 (unsigned long long)seed, features, (long long)best,
                 (long long)answer->objective, (long long)answer->bound);
    if (work_limit == 0 && answer->result != (best < 0 ? CI_PROGRAM_IMPOSSIBLE
                                                       : CI_PROGRAM_OPTIMAL))
        fail_msg("seed %llu features %d: result %d, best %lld, plan %lld, "
                 "bound %lld",
                 (unsigned long long)seed, features, (int)answer->result,
                 (long long)best, (long long)answer->objective,
                 (long long)answer->bound);
    for (uint32_t i = 0; i < small.program.row_count; i++) {
        int64_t lacking =
            small.program.needs[i] - small_available(&small.program, i);

        if (ci_program_penalty(&small.program, i) != CI_PROGRAM_HARD ||
            lacking < 0)
            lacking = 0;
        assert_int_equal(answer->unavoidable[i], lacking);
        assert_true(answer->missing[i] >= lacking || !answer->is_feasible);
    }
    ci_program_answer_free(answer);
}

static void the_best_plan_of_all_choices_is_found_and_proved(void **state)
{
    (void)state;
    for (int features = 0; features < 32; features++)
        for (uint64_t seed = 1; seed <= SEEDS; seed++)
            check_case(seed, features, 0);
}

static void a_bound_holds_wherever_the_work_ends(void **state)
{
    (void)state;
    for (int features = 0; features < 32; features++)
        for (uint64_t seed = 1; seed <= SEEDS; seed++)
            check_case(seed, features, 1 + seed * seed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_best_plan_of_all_choices_is_found_and_proved),
        cmocka_unit_test(a_bound_holds_wherever_the_work_ends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
