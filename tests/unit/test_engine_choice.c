/* Which way is chosen where the difference was measured. */
#include "unit.h"

#include "reach/engine_choice.h"

#define NEW_YORK_NODES 264346

static ci_engine_work work_of(size_t sources, double settled)
{
    return (ci_engine_work){.source_count = sources,
                            .settled = settled,
                            .node_count = NEW_YORK_NODES,
                            .thread_count = 1,
                            .has_order = true,
                            .has_hierarchy = true};
}

static void walks_are_searched_for(void **state)
{
    ci_engine_work work = work_of(1000, 161);

    (void)state;
    assert_false(ci_engine_prefers_far(&work));
    work.source_count = 100000;
    assert_false(ci_engine_prefers_far(&work));
    work.thread_count = 16;
    assert_false(ci_engine_prefers_far(&work));
}

static void drives_are_swept(void **state)
{
    ci_engine_work work = work_of(1000, 87653);

    (void)state;
    assert_true(ci_engine_prefers_far(&work));
    work.thread_count = 2;
    assert_true(ci_engine_prefers_far(&work));
    work.has_hierarchy = false;
    assert_true(ci_engine_prefers_far(&work));
}

static void what_must_be_made_first_has_to_pay(void **state)
{
    ci_engine_work few = work_of(32, 10000), many = work_of(50000, 87653);

    (void)state;
    few.has_hierarchy = few.has_order = false;
    many.has_hierarchy = many.has_order = false;

    assert_false(ci_engine_prefers_far(&few));
    assert_true(ci_engine_prefers_far(&many));
}

static void where_nothing_is_reached_nothing_is_swept(void **state)
{
    ci_engine_work work = work_of(1000, 0);

    (void)state;
    assert_false(ci_engine_prefers_far(&work));
    work.node_count = 1;
    assert_false(ci_engine_prefers_far(&work));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(walks_are_searched_for),
        cmocka_unit_test(drives_are_swept),
        cmocka_unit_test(what_must_be_made_first_has_to_pay),
        cmocka_unit_test(where_nothing_is_reached_nothing_is_swept),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
