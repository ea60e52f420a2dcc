/* Which groups are left out, by hand. */
#include "unit.h"

#include "report/group_privacy.h"

#define COUNT 6
#define FEW 5000

static circlet_group_row row_of(circlet_group_by by, int64_t persons,
                                int64_t covered)
{
    circlet_group_row row = {.by = by, .persons_milli = persons * 1000};

    row.is_known = true;
    row.before.covered_milli = covered * 1000;
    row.before.covered_low_milli = row.before.covered_milli;
    row.before.covered_high_milli = row.before.covered_milli;
    row.before.persons_low_milli = row.persons_milli;
    row.before.persons_high_milli = row.persons_milli;
    row.before.timed_milli = row.persons_milli;
    row.after = row.before;
    return row;
}

static void fill(circlet_group_row *rows)
{
    rows[0] = row_of(CIRCLET_GROUP_BY_ALL, 200, 100);
    rows[1] = row_of(CIRCLET_GROUP_BY_KIND, 120, 60);
    rows[2] = row_of(CIRCLET_GROUP_BY_KIND, 80, 40);
    rows[3] = row_of(CIRCLET_GROUP_BY_GRADE, 100, 60);
    rows[4] = row_of(CIRCLET_GROUP_BY_GRADE, 60, 30);
    rows[5] = row_of(CIRCLET_GROUP_BY_GRADE, 40, 10);
}

static void assert_left_out(circlet_group_row *rows, const char *expected)
{
    ci_group_rows_hide(rows, COUNT, FEW);
    for (size_t i = 0; i < COUNT; i++)
        assert_int_equal(rows[i].is_internal, expected[i] == 'x');
}

static void few_take_another_of_their_division_along(void **state)
{
    circlet_group_row rows[COUNT];

    (void)state;
    fill(rows);
    assert_left_out(rows, "......");

    fill(rows); /* three persons: with the next smallest, 63 */
    rows[5] = row_of(CIRCLET_GROUP_BY_GRADE, 3, 1);
    assert_left_out(rows, "....xx");

    fill(rows); /* two who are not covered, then four together: all three */
    rows[5] = row_of(CIRCLET_GROUP_BY_GRADE, 40, 38);
    rows[4] = row_of(CIRCLET_GROUP_BY_GRADE, 60, 58);
    assert_left_out(rows, "...xxx");

    fill(rows); /* three who are perhaps not covered */
    rows[2].before.covered_low_milli -= 3000;
    assert_left_out(rows, ".xx...");

    fill(rows); /* the plan gains one person, which is no matter of today */
    rows[2].after.covered_milli += 1000;
    rows[2].gained_milli = 1000;
    assert_left_out(rows, "......");
}

static void few_in_all_leave_nothing(void **state)
{
    circlet_group_row rows[COUNT];

    (void)state;
    fill(rows);
    rows[0] = row_of(CIRCLET_GROUP_BY_ALL, 4, 0);
    assert_left_out(rows, "xxxxxx");
    assert_int_equal(ci_group_rows_drop(rows, COUNT), 0);
    fill(rows);
    rows[1].is_internal = rows[4].is_internal = true;
    assert_int_equal(ci_group_rows_drop(rows, COUNT), 4);
    assert_int_equal(rows[1].persons_milli, 80000);
    assert_int_equal(rows[3].persons_milli, 40000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(few_take_another_of_their_division_along),
        cmocka_unit_test(few_in_all_leave_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
