/* Covering programs of towns: the same for any number of threads, proofs that
 * hold, and gaps that stay small. */
#include "program_town.h"

#include "verify/program_check.h"

#include <stdio.h>

static ci_program_answer *solve(const ci_program *program, uint64_t work,
                                uint32_t threads)
{
    ci_program_options options = {.work_limit = work,
                                  .seed = 7,
                                  .thread_count = threads,
                                  .wants_proof = true};
    ci_program_answer *answer = NULL;
    ci_program_claim claim;

    assert_ok(ci_program_solve(&answer, program, &options, error));
    claim = (ci_program_claim){.chosen = answer->chosen,
                               .chosen_count = answer->chosen_count,
                               .is_feasible = answer->is_feasible,
                               .objective = answer->objective,
                               .bound = answer->bound};
    assert_ok(ci_program_check(program, &claim, answer->proof, error));
    return answer;
}

static double gap_of(const ci_program_answer *answer)
{
    assert_true(answer->is_feasible);
    return (double)(answer->objective - answer->bound) /
           (double)answer->objective;
}

static void assert_same(const ci_program_answer *a, const ci_program_answer *b)
{
    assert_int_equal(a->objective, b->objective);
    assert_int_equal(a->bound, b->bound);
    assert_int_equal(a->work, b->work);
    assert_int_equal(a->chosen_count, b->chosen_count);
    assert_memory_equal(a->chosen, b->chosen,
                        a->chosen_count * sizeof(*a->chosen));
    assert_int_equal(a->proof->dual_count, b->proof->dual_count);
    assert_int_equal(a->proof->node_count, b->proof->node_count);
    for (size_t k = 0; k < a->proof->dual_count; k++) {
        assert_int_equal(a->proof->duals[k].row, b->proof->duals[k].row);
        assert_int_equal(a->proof->duals[k].price, b->proof->duals[k].price);
    }
}

static void threads_do_not_change_the_answer(void **state)
{
    const town_plan plans[] = {
        {.sites = 700, .homes = 400, .near = 2},
        {.sites = 400, .homes = 2000, .near = 5, .soft = 60},
        {.sites = 300, .homes = 900, .near = 3, .has_sizes = true},
    };

    (void)state;
    for (size_t k = 0; k < sizeof(plans) / sizeof(plans[0]); k++) {
        program_town town;
        ci_program_answer *one, *more;

        program_town_make(&town, &plans[k], 5 + k);
        one = solve(&town.program, 40000000, 1);
        assert_true(k != 0 || one->part_count > 5);
        for (uint32_t threads = 2; threads <= 4; threads *= 2) {
            more = solve(&town.program, 40000000, threads);
            assert_same(one, more);
            ci_program_answer_free(more);
        }
        ci_program_answer_free(one);
        program_town_clear(&town);
    }
}

static void a_budget_is_kept_and_its_gap_is_small(void **state)
{
    const town_plan plan = {
        .sites = 400, .homes = 3000, .near = 8, .soft = 100};
    program_town town;
    ci_program_answer *free_one, *answer;

    (void)state;
    program_town_make(&town, &plan, 11);
    free_one = solve(&town.program, 20000000, 1);
    town.program.has_budget = true;
    for (size_t k = 0; k < free_one->chosen_count; k++)
        town.program.budget += town.values[free_one->chosen[k]] / 2;
    answer = solve(&town.program, 60000000, 1);
    assert_true(answer->bound >= free_one->bound);
    printf("budget: gap %.3f %%\n", 100.0 * gap_of(answer));
    assert_true(gap_of(answer) < 0.02);
    ci_program_answer_free(answer);
    ci_program_answer_free(free_one);
    program_town_clear(&town);
}

/* Fewer steps than there is time for: what is asserted is loose, what is
 * printed says more. */
static void a_whole_city_has_a_small_gap(void **state)
{
    const town_plan plans[] = {
        {.sites = 10000, .homes = 100000, .near = 10},
        {.sites = 10000, .homes = 100000, .near = 10, .is_clustered = true},
        {.sites = 10000, .homes = 100000, .near = 10, .soft = 70},
    };

    (void)state;
    for (size_t k = 0; k < sizeof(plans) / sizeof(plans[0]); k++) {
        program_town town;
        ci_program_answer *answer;

        program_town_make(&town, &plans[k], 42);
        answer = solve(&town.program, 250000000, 1);
        printf("city %zu: %zu parts, gap %.3f %%\n", k, answer->part_count,
               100.0 * gap_of(answer));
        assert_true(gap_of(answer) < 0.05);
        ci_program_answer_free(answer);
        program_town_clear(&town);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_do_not_change_the_answer),
        cmocka_unit_test(a_budget_is_kept_and_its_gap_is_small),
        cmocka_unit_test(a_whole_city_has_a_small_gap),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
