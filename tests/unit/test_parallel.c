/* Every item is done once, by however many threads there are. */
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>

#include "base/parallel.h"
#include "unit.h"

#define ITEMS 1000

/* ---- threads that cannot be started --------------------------------------
 */

static int starts_left = INT_MAX;

typedef int (*create_fn)(pthread_t *, const pthread_attr_t *,
                         void *(*)(void *), void *);

/* Stands before that of the C library: a program's own symbols come first. */
int pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                   void *(*start)(void *), void *user)
{
    create_fn create;

    if (starts_left == 0)
        return EAGAIN;
    starts_left--;
    *(void **)&create = dlsym(RTLD_NEXT, "pthread_create");
    return create(thread, attributes, start, user);
}

/* ---- a run that looks at what it is given --------------------------------
 */

typedef struct watched_run {
    atomic_int done[ITEMS];
    atomic_int busy[CI_THREADS_MAX]; /* workers in an item */
    atomic_bool was_shared; /* a worker did two items at a time */
    atomic_size_t done_count;
    size_t stop_item; /* SIZE_MAX: none */
    pthread_t caller;
    bool strayed; /* goes_on was asked on another thread, or went back */
    size_t asked_count, last_taken;
    size_t cancel_at; /* this question is answered with no; 0: none */
} watched_run;

static bool do_item(void *user, uint32_t worker, size_t item)
{
    watched_run *run = user;

    if (atomic_fetch_add(&run->busy[worker], 1) != 0 ||
        (worker == 0) != (pthread_equal(pthread_self(), run->caller) != 0))
        atomic_store(&run->was_shared, true);
    atomic_fetch_add(&run->done[item], 1);
    atomic_fetch_add(&run->done_count, 1);
    atomic_fetch_sub(&run->busy[worker], 1);
    return item != run->stop_item;
}

static bool may_go_on(void *user, size_t taken)
{
    watched_run *run = user;

    run->strayed |= !pthread_equal(pthread_self(), run->caller) ||
                    taken < run->last_taken || taken > ITEMS;
    run->last_taken = taken;
    return ++run->asked_count != run->cancel_at;
}

static watched_run *new_run(void)
{
    watched_run *run = calloc(1, sizeof(*run));

    assert_non_null(run);
    run->stop_item = SIZE_MAX;
    run->caller = pthread_self();
    return run;
}

static bool run_with(watched_run *run, uint32_t thread_count, size_t items)
{
    const ci_parallel job = {thread_count, do_item, may_go_on, run};

    return ci_parallel_run(&job, items);
}

static void assert_done_once(watched_run *run, size_t items)
{
    for (size_t i = 0; i < ITEMS; i++)
        assert_int_equal(atomic_load(&run->done[i]), i < items);
    assert_false(atomic_load(&run->was_shared));
    assert_false(run->strayed);
    assert_int_equal(run->last_taken, items);
}

/* ---- tests ---------------------------------------------------------------
 */

static void every_item_is_done_once_by_any_number_of_threads(void **state)
{
    static const uint32_t counts[] = {1, 2, 3, 4, 16, 64, CI_THREADS_MAX};

    (void)state;
    for (size_t i = 0; i < sizeof(counts) / sizeof(*counts); i++)
        for (size_t items = 0; items <= ITEMS; items += ITEMS / 4) {
            watched_run *run = new_run();

            assert_true(run_with(run, counts[i], items));
            assert_done_once(run, items);
            free(run);
        }
}

static void more_threads_than_may_be_are_not_started(void **state)
{
    watched_run *run = new_run();

    (void)state;
    assert_true(run_with(run, UINT32_MAX, ITEMS));

    assert_done_once(run, ITEMS);
    free(run);
}

static void an_item_that_fails_stops_the_others(void **state)
{
    (void)state;
    for (uint32_t threads = 1; threads <= 4; threads++) {
        watched_run *run = new_run();

        run->stop_item = 10;
        assert_false(run_with(run, threads, ITEMS));
        assert_true(atomic_load(&run->done[10]) == 1);
        if (threads == 1)
            assert_int_equal(atomic_load(&run->done_count), 11);
        free(run);
    }
}

static void the_caller_may_stop_before_any_item_and_at_the_end(void **state)
{
    watched_run *first = new_run(), *last = new_run();

    (void)state;
    first->cancel_at = 1;
    last->cancel_at = ITEMS + 2; /* one question an item, one at its lack */

    assert_false(run_with(first, 1, ITEMS));
    assert_int_equal(atomic_load(&first->done_count), 0);
    assert_false(run_with(last, 1, ITEMS));
    assert_int_equal(atomic_load(&last->done_count), ITEMS);

    free(first);
    free(last);
}

static void a_stop_by_the_caller_ends_all_threads(void **state)
{
    watched_run *run = new_run();

    (void)state;
    run->cancel_at = 1;
    assert_false(run_with(run, 8, ITEMS));

    for (size_t i = 0; i < ITEMS; i++)
        assert_true(atomic_load(&run->done[i]) <= 1);
    assert_int_equal(run->asked_count, 1);
    free(run);
}

static void threads_that_cannot_be_started_are_done_without(void **state)
{
    (void)state;
    for (int left = 0; left < 3; left++) {
        watched_run *run = new_run();
        bool is_done;

        starts_left = left;
        is_done = run_with(run, 8, ITEMS);
        starts_left = INT_MAX;

        assert_true(is_done);
        assert_done_once(run, ITEMS);
        for (int worker = 0; worker < 8; worker++)
            assert_int_equal(atomic_load(&run->busy[worker]), 0);
        free(run);
    }
}

static void no_question_is_needed(void **state)
{
    watched_run *run = new_run();
    const ci_parallel job = {2, do_item, NULL, run};

    (void)state;
    assert_true(ci_parallel_run(&job, ITEMS));

    assert_int_equal(atomic_load(&run->done_count), ITEMS);
    free(run);
}

static void the_number_of_threads_stays_within_its_range(void **state)
{
    (void)state;
    assert_int_equal(ci_parallel_threads(1), 1);
    assert_int_equal(ci_parallel_threads(7), 7);
    assert_int_equal(ci_parallel_threads(UINT32_MAX), CI_THREADS_MAX);
    assert_in_range(ci_parallel_threads(0), 1, CI_THREADS_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_item_is_done_once_by_any_number_of_threads),
        cmocka_unit_test(more_threads_than_may_be_are_not_started),
        cmocka_unit_test(an_item_that_fails_stops_the_others),
        cmocka_unit_test(the_caller_may_stop_before_any_item_and_at_the_end),
        cmocka_unit_test(a_stop_by_the_caller_ends_all_threads),
        cmocka_unit_test(threads_that_cannot_be_started_are_done_without),
        cmocka_unit_test(no_question_is_needed),
        cmocka_unit_test(the_number_of_threads_stays_within_its_range),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
