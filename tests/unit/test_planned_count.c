#include "unit.h"

#include <stdlib.h>

#include "report/planned_count.h"

#define STEP 5
#define MOST 34

static int64_t rounded(int64_t all, int64_t today, int64_t planned)
{
    const ci_planned_count count = {.all_milli = all,
                                    .today_milli = today,
                                    .planned_milli = planned,
                                    .least_milli = -1};

    return ci_planned_count_round(&count, STEP, NULL);
}

static bool is_few(int64_t count)
{
    return count != 0 && llabs(count) < STEP;
}

/* Any two plans, each plan and today, and who is left, in every small case. */
static void no_difference_is_of_few(void **state)
{
    (void)state;
    for (int64_t all = 2 * STEP; all <= MOST; all++)
        for (int64_t today = 0; today <= all; today++)
            for (int64_t a = 0; a <= all; a++) {
                int64_t told = rounded(all, today, a);

                if (is_few(today) || is_few(all - today))
                    continue; /* such a count is hidden */
                assert_false(is_few(told - today));
                assert_false(is_few(told));
                assert_false(is_few(all - told));
                assert_true(llabs(told - a) < 2 * STEP);
                for (int64_t b = 0; b <= all; b++)
                    assert_false(is_few(told - rounded(all, today, b)));
            }
}

/* Steps alone, so that nobody learns from "everybody" how many there were. */
static void hidden_counts_move_by_steps(void **state)
{
    (void)state;
    for (int64_t all = 1; all <= MOST; all++)
        for (int64_t today = 0; today <= all; today++)
            for (int64_t planned = 0; planned <= all; planned++) {
                const ci_planned_count count = {.all_milli = all,
                                                .today_milli = today,
                                                .planned_milli = planned,
                                                .least_milli = -1,
                                                .is_hidden = true};
                int64_t told = ci_planned_count_round(&count, STEP, NULL);

                assert_int_equal((told - today) % STEP, 0);
                assert_true(told >= 0 && told <= all);
                assert_true(llabs(told - planned) < STEP);
            }
}

/* 90 of 100 are asked for: 91 of today's 47 would be 92, 89 would be 87. */
static void counts_stay_on_their_side_of_a_rule(void **state)
{
    ci_planned_count count = {.all_milli = 100,
                              .today_milli = 48,
                              .planned_milli = 91,
                              .least_milli = 90};

    (void)state;
    assert_int_equal(ci_planned_count_round(&count, STEP, NULL), 93);
    count.planned_milli = 89;
    assert_int_equal(ci_planned_count_round(&count, STEP, NULL), 88);
    count.today_milli = 46; /* 91 is nearer, but keeps the rule */
    count.planned_milli = 89;
    assert_int_equal(ci_planned_count_round(&count, STEP, NULL), 86);
    count.least_milli = -1;
    assert_int_equal(ci_planned_count_round(&count, STEP, NULL), 91);
}

/* Thousands of rows whose counts are 2 more each: nothing of the sum goes. */
static void sums_are_kept_near(void **state)
{
    int64_t carry = 0, told = 0, rows = 3000;

    (void)state;
    for (int64_t i = 0; i < rows; i++) {
        const ci_planned_count count = {.all_milli = 40,
                                        .today_milli = 10 + i % 7,
                                        .planned_milli = 12 + i % 7,
                                        .least_milli = -1};

        told += ci_planned_count_round(&count, STEP, &carry) - (10 + i % 7);
    }
    assert_true(llabs(told - 2 * rows) < STEP);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_difference_is_of_few),
        cmocka_unit_test(hidden_counts_move_by_steps),
        cmocka_unit_test(counts_stay_on_their_side_of_a_rule),
        cmocka_unit_test(sums_are_kept_near)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
