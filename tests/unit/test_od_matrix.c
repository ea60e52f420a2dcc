#include "unit.h"

#include <circlet/reach.h>

static void rows_are_sorted_by_time_then_destination(void **state)
{
    static const size_t first[] = {1, 4, 4, 5};
    static const circlet_od_entry entries[] = {
        {9, 9}, {3, 50}, {2, 70}, {0, 50}, {1, 0}};
    circlet_od_matrix *matrix = NULL;
    const circlet_od_entry *row;
    size_t count;

    (void)state;
    assert_ok(circlet_od_matrix_new(&matrix, 3, 4, first, entries, error));

    assert_int_equal(circlet_od_matrix_origin_count(matrix), 3);
    assert_int_equal(circlet_od_matrix_destination_count(matrix), 4);
    row = circlet_od_matrix_row(matrix, 0, &count);
    assert_int_equal(count, 3);
    assert_int_equal(row[0].destination, 0);
    assert_int_equal(row[1].destination, 3);
    assert_int_equal(row[2].destination, 2);
    assert_int_equal(row[2].time_ms, 70);
    circlet_od_matrix_row(matrix, 1, &count);
    assert_int_equal(count, 0);
    row = circlet_od_matrix_row(matrix, 2, &count);
    assert_int_equal(count, 1);
    assert_int_equal(row[0].destination, 1);
    circlet_od_matrix_free(matrix);
}

static void a_matrix_may_be_empty(void **state)
{
    static const size_t first[] = {0};
    circlet_od_matrix *matrix = NULL;

    (void)state;
    assert_ok(circlet_od_matrix_new(&matrix, 0, 0, first, NULL, error));
    assert_int_equal(circlet_od_matrix_origin_count(matrix), 0);
    circlet_od_matrix_free(matrix);
    circlet_od_matrix_free(NULL);
}

static void bad_rows_are_refused_with_a_reason(void **state)
{
    static const size_t falling[] = {0, 2, 1};
    static const size_t falling_to_0[] = {0, 1000000, 0};
    static const size_t one_row[] = {0, 2};
    static const circlet_od_entry twice[] = {{1, 5}, {1, 6}};
    static const circlet_od_entry beyond[] = {{1, 5}, {2, 6}};
    static const circlet_od_entry endless[] = {{0, 5}, {1, CIRCLET_UNREACHED}};
    circlet_od_matrix *matrix = NULL;

    (void)state;
    assert_fails(circlet_od_matrix_new(&matrix, 2, 9, falling, beyond, error),
                 CIRCLET_E_ARGUMENT,
                 "row 1 of the matrix ends before it starts");
    assert_fails(
        circlet_od_matrix_new(&matrix, 2, 9, falling_to_0, NULL, error),
        CIRCLET_E_ARGUMENT, "row 1 of the matrix ends before it starts");
    assert_fails(
        circlet_od_matrix_new(&matrix, 2, 9, falling_to_0, twice, error),
        CIRCLET_E_ARGUMENT, "row 1 of the matrix ends before it starts");
    assert_fails(circlet_od_matrix_new(&matrix, 1, 2, one_row, twice, error),
                 CIRCLET_E_ARGUMENT, "names destination 1 twice");
    assert_fails(circlet_od_matrix_new(&matrix, 1, 2, one_row, beyond, error),
                 CIRCLET_E_ARGUMENT, "names destination 2 of 2");
    assert_fails(circlet_od_matrix_new(&matrix, 1, 2, one_row, endless, error),
                 CIRCLET_E_ARGUMENT, "a time of 4294967295 ms");
    assert_fails(circlet_od_matrix_new(&matrix, 1, 2, one_row, NULL, error),
                 CIRCLET_E_ARGUMENT, "no rows");
    assert_null(matrix);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_sorted_by_time_then_destination),
        cmocka_unit_test(a_matrix_may_be_empty),
        cmocka_unit_test(bad_rows_are_refused_with_a_reason),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
