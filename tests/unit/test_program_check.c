/* The checker of covering programs refuses what is not so. */
#include "small_program.h"

#include <stdio.h>

#define SEEDS 400

/* An answer to a seeded program, and its claim. */
typedef struct solved {
    small_program small;
    ci_program_answer *answer;
    ci_program_claim claim;
} solved;

static void solve(solved *out, uint64_t seed, uint64_t work_limit)
{
    ci_program_options options = {
        .seed = seed, .wants_proof = true, .work_limit = work_limit};

    small_program_make(&out->small, seed, (int)(seed % 32));
    assert_ok(
        ci_program_solve(&out->answer, &out->small.program, &options, error));
    out->claim = claim_of(out->answer);
}

static bool is_accepted(const solved *of)
{
    circlet_status status = ci_program_check(&of->small.program, &of->claim,
                                             of->answer->proof, NULL);

    assert_true(status == CIRCLET_OK || status == CIRCLET_E_DATA);
    return status == CIRCLET_OK;
}

/* Whether the bound rests on the proof at all. */
static bool is_tight(const solved *of)
{
    return of->answer->result == CI_PROGRAM_OPTIMAL;
}

typedef bool (*plant_fn)(solved *of); /* false: nothing to plant here */

static size_t refused_of(plant_fn plant)
{
    size_t planted = 0;

    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        solved of;

        solve(&of, seed, 0);
        assert_true(is_accepted(&of));
        if (plant(&of)) {
            planted++;
            if (is_accepted(&of))
                fail_msg("seed %llu: accepted", (unsigned long long)seed);
        }
        ci_program_answer_free(of.answer);
    }
    return planted;
}

/* ---- claims ------------------------------------------------------------ */

static bool raise_bound(solved *of)
{
    if (of->claim.bound == INT64_MAX)
        return false;
    of->claim.bound++;
    return is_tight(of);
}

static void a_bound_raised_is_refused(void **state)
{
    (void)state;
    assert_true(refused_of(raise_bound) > SEEDS / 2);
}

static bool change_objective(solved *of)
{
    of->claim.objective--;
    return true;
}

static void another_objective_is_refused(void **state)
{
    (void)state;
    assert_int_equal(refused_of(change_objective), SEEDS);
}

/* What its last column saves of penalties may be what it costs. */
static bool drop_column(solved *of)
{
    int64_t available[SMALL_ROWS];
    uint32_t set = 0;

    if (of->claim.chosen_count == 0 || !of->claim.is_feasible)
        return false;
    of->claim.chosen_count--;
    for (size_t k = 0; k < of->claim.chosen_count; k++)
        set |= UINT32_C(1) << of->claim.chosen[k];
    for (uint32_t i = 0; i < of->small.program.row_count; i++)
        available[i] = small_available(&of->small.program, i);
    return small_objective(&of->small.program, set, available) !=
           of->claim.objective;
}

static void a_column_left_out_is_refused(void **state)
{
    (void)state;
    assert_true(refused_of(drop_column) > SEEDS / 3);
}

static bool claim_too_much(solved *of)
{
    of->claim.is_feasible = true;
    return of->answer->result == CI_PROGRAM_IMPOSSIBLE;
}

static void an_impossible_plan_is_refused(void **state)
{
    (void)state;
    assert_true(refused_of(claim_too_much) > 5);
}

/* ---- proofs ------------------------------------------------------------ */

static ci_program_node *find_node(solved *of, ci_program_node_kind kind)
{
    ci_program_proof *proof = of->answer->proof;

    for (size_t k = 0; k < proof->node_count; k++)
        if (proof->nodes[k].kind == kind)
            return &proof->nodes[k];
    return NULL;
}

/* A branch whose other side nobody looks at. */
static bool forget_leaf(solved *of)
{
    ci_program_node *branch = find_node(of, CI_PROGRAM_BRANCH);

    if (!branch || !is_tight(of))
        return false;
    branch->with = branch->without = (uint32_t)of->answer->proof->node_count;
    return true;
}

static void a_leaf_removed_is_refused(void **state)
{
    (void)state;
    assert_true(refused_of(forget_leaf) > 5);
}

static bool pay_too_much(solved *of)
{
    const ci_program_proof *proof = of->answer->proof;
    const ci_program_node *leaf = find_node(of, CI_PROGRAM_LEAF);
    const ci_program_duals *vector;

    if (!leaf || !is_tight(of))
        return false;
    vector = &proof->vectors[leaf->vector];
    for (size_t k = 0; k < vector->count; k++) {
        ci_program_dual *dual = &proof->duals[vector->first + k];
        int64_t penalty = ci_program_penalty(&of->small.program, dual->row);

        if (penalty == CI_PROGRAM_HARD)
            continue;
        dual->price = penalty * proof->scale + 1;
        return true;
    }
    return false;
}

static void a_multiplier_over_its_penalty_is_refused(void **state)
{
    (void)state;
    assert_true(refused_of(pay_too_much) > 20);
}

static bool pay_below_zero(solved *of)
{
    const ci_program_proof *proof = of->answer->proof;
    const ci_program_node *leaf = find_node(of, CI_PROGRAM_LEAF);

    if (!leaf || !is_tight(of) || proof->vectors[leaf->vector].count == 0)
        return false;
    proof->duals[proof->vectors[leaf->vector].first].price = -1;
    return true;
}

static void a_multiplier_below_zero_is_refused(void **state)
{
    (void)state;
    assert_true(refused_of(pay_below_zero) > 20);
}

/* A column that is dominated is not forced, nor by a row without it. */
static bool force_for_nothing(solved *of)
{
    ci_program_proof *proof = of->answer->proof;

    for (size_t k = 0; k < proof->step_count; k++)
        if (proof->steps[k].kind == CI_PROGRAM_DOMINATED) {
            proof->steps[k].by = proof->steps[k].column;
            return true;
        }
    return false;
}

static void a_column_that_dominates_itself_is_refused(void **state)
{
    (void)state;
    assert_true(refused_of(force_for_nothing) > 50);
}

static bool mislabel(solved *of)
{
    ci_program_proof *proof = of->answer->proof;

    for (size_t j = 0; j < of->small.program.column_count; j++)
        if (proof->part_of[j] != CI_PROGRAM_NONE) {
            proof->part_of[j] = (uint32_t)proof->part_count;
            return proof->short_row == CI_PROGRAM_NONE;
        }
    return false;
}

static void a_part_that_is_not_there_is_refused(void **state)
{
    (void)state;
    assert_true(refused_of(mislabel) > 50);
}

/* A hard row that can be met is no reason to give up. */
static bool give_up(solved *of)
{
    of->claim.bound = INT64_MAX;
    of->answer->proof->short_row = 0;
    return is_tight(of);
}

static void a_row_that_is_not_short_is_refused(void **state)
{
    (void)state;
    assert_true(refused_of(give_up) > SEEDS / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bound_raised_is_refused),
        cmocka_unit_test(another_objective_is_refused),
        cmocka_unit_test(a_column_left_out_is_refused),
        cmocka_unit_test(an_impossible_plan_is_refused),
        cmocka_unit_test(a_leaf_removed_is_refused),
        cmocka_unit_test(a_multiplier_over_its_penalty_is_refused),
        cmocka_unit_test(a_multiplier_below_zero_is_refused),
        cmocka_unit_test(a_column_that_dominates_itself_is_refused),
        cmocka_unit_test(a_part_that_is_not_there_is_refused),
        cmocka_unit_test(a_row_that_is_not_short_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
