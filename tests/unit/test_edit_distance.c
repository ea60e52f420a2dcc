#include "unit.h"

#include "base/edit_distance.h"

/* Hand-counted. */
static void as_many_letters_as_are_changed(void **state)
{
    (void)state;
    assert_int_equal(ci_edit_distance("", ""), 0);
    assert_int_equal(ci_edit_distance("care", "care"), 0);
    assert_int_equal(ci_edit_distance("care", ""), 4);
    assert_int_equal(ci_edit_distance("", "care"), 4);
    assert_int_equal(ci_edit_distance("mental_cair", "mental_care"), 2);
    assert_int_equal(ci_edit_distance("kitten", "sitting"), 3);
    assert_int_equal(ci_edit_distance("respite", "repsite"), 2);
    assert_int_equal(ci_edit_distance("day_care", "daycare"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_many_letters_as_are_changed)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
