/* What a plan misses is told without the rounding that the search counts by.
 */
#include "unit.h"

#include "plan/mend_program.h"

/* Two findings of 14 persons who want 1,960 m2: a thousandth of a square metre
 * is worth 7.14 millionths of a person, counted as 7. One about 3 people at
 * one place; one about 5 that only should be kept. */
typedef struct case_of {
    circlet_finding must, should;
    ci_mend_goal goals[4];
    ci_mend_row rows[4];
    int64_t needs[4], weights[4];
    ci_mend mend;
    ci_mend_program program;
} case_of;

static void make(case_of *out)
{
    *out = (case_of){.must = {.force = CIRCLET_FORCE_MUST},
                     .should = {.force = CIRCLET_FORCE_SHOULD}};
    for (size_t i = 0; i < 4; i++)
        out->goals[i] =
            (ci_mend_goal){.finding = i < 3 ? &out->must : &out->should,
                           .need = 1960000,
                           .required = 1960000,
                           .persons_milli = 14000};
    out->goals[2] = (ci_mend_goal){.finding = &out->must};
    out->goals[3].persons_milli = 5000;
    out->goals[3].need = 7;
    out->goals[3].required = 7;
    for (size_t i = 0; i < 4; i++) {
        out->rows[i] = (ci_mend_row){.goal = i, .need = out->goals[i].need};
        out->needs[i] = out->goals[i].need;
        out->weights[i] = i < 2 ? 7 : 5000000 / 7;
    }
    out->rows[2].need = out->needs[2] = 1;
    out->rows[2].weight_milli = 3000;
    out->weights[2] = 3000000;
    out->mend = (ci_mend){.goals = out->goals,
                          .goal_count = 4,
                          .rows = out->rows,
                          .row_count = 4};
    out->program = (ci_mend_program){.mend = &out->mend,
                                     .row_count = 4,
                                     .needs = out->needs,
                                     .weights = out->weights};
}

static void persons_are_whole_where_all_is_missing(void **state)
{
    const int64_t nothing[4] = {0};
    case_of one;

    (void)state;
    make(&one);
    assert_true(ci_mend_program_shortfall(&one.program, nothing, true) ==
                14 + 14 + 3);
    assert_true(ci_mend_program_shortfall(&one.program, nothing, false) == 5);
}

static void shares_are_those_of_what_is_missing(void **state)
{
    const int64_t half[4] = {980000, 1960000, 1, 7};
    case_of one;

    (void)state;
    make(&one);
    assert_true(ci_mend_program_shortfall(&one.program, half, true) == 7);
    assert_true(ci_mend_program_shortfall(&one.program, half, false) == 0);
}

/* Nobody is known to be concerned: it counts as the search does. */
static void no_finding_counts_for_nothing(void **state)
{
    const int64_t nothing[4] = {0};
    case_of one;

    (void)state;
    make(&one);
    one.goals[3].persons_milli = 0;
    one.weights[3] = 1;
    assert_true(ci_mend_program_shortfall(&one.program, nothing, false) ==
                7.0 / 1000000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(persons_are_whole_where_all_is_missing),
        cmocka_unit_test(shares_are_those_of_what_is_missing),
        cmocka_unit_test(no_finding_counts_for_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
