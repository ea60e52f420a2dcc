/* Pairs come back once each, whether they were in memory or in a file. */

#include "base/parallel.h"
#include "reach/od_pairs.h"
#include "unit.h"

#define ROWS 1000
#define COLUMNS 600

static uint32_t time_of(size_t row, size_t column)
{
    return (uint32_t)((row * 7919 + column * 104729) % 900000);
}

/* Columns are added by several workers, as searches against arcs do. */
static bool add_column(void *user, uint32_t worker, size_t column)
{
    ci_od_pairs *pairs = user;

    for (size_t row = 0; row < ROWS; row++)
        if (!ci_od_pairs_add(pairs, worker,
                             (ci_od_pair){(uint32_t)row, (uint32_t)column,
                                          time_of(row, column)}))
            return false;
    return true;
}

static ci_od_pairs *make_pairs(uint32_t threads, uint64_t memory_bytes)
{
    ci_od_pairs *pairs = ci_od_pairs_new(ROWS, threads, memory_bytes);
    ci_parallel parallel = {threads, add_column, NULL, pairs};

    assert_non_null(pairs);
    assert_true(ci_parallel_run(&parallel, COLUMNS));
    assert_ok(ci_od_pairs_check(pairs, error));
    return pairs;
}

typedef struct seen_pairs {
    size_t from, to; /* rows that are asked for */
    uint8_t times[ROWS][COLUMNS]; /* how often each was seen */
    bool is_wrong;
} seen_pairs;

static void see(void *user, const ci_od_pair *pairs, size_t count)
{
    seen_pairs *seen = user;

    for (size_t i = 0; i < count; i++) {
        ci_od_pair pair = pairs[i];

        if (pair.row >= ROWS || pair.column >= COLUMNS ||
            pair.time_ms != time_of(pair.row, pair.column))
            seen->is_wrong = true;
        else
            seen->times[pair.row][pair.column]++;
    }
}

static void assert_seen(const ci_od_pairs *pairs, size_t from, size_t to)
{
    seen_pairs *seen = calloc(1, sizeof(*seen));

    assert_non_null(seen);
    assert_ok(ci_od_pairs_each(pairs, from, to, see, seen, error));
    assert_false(seen->is_wrong);
    for (size_t row = from; row < to; row++)
        for (size_t column = 0; column < COLUMNS; column++)
            assert_int_equal(seen->times[row][column], 1);
    free(seen);
}

static void check_pairs(uint32_t threads, uint64_t memory_bytes,
                        bool is_spilled)
{
    ci_od_pairs *pairs = make_pairs(threads, memory_bytes);

    assert_int_equal(ci_od_pairs_are_spilled(pairs), is_spilled);
    assert_seen(pairs, 0, ROWS);
    assert_seen(pairs, 0, 1);
    assert_seen(pairs, ROWS - 1, ROWS);
    assert_seen(pairs, 333, 777);
    assert_seen(pairs, 500, 500);
    ci_od_pairs_free(pairs);
}

static void pairs_in_memory_are_given_back(void **state)
{
    (void)state;
    check_pairs(1, UINT64_C(1) << 30, false);
    check_pairs(3, UINT64_C(1) << 30, false);
}

static void pairs_in_a_file_are_given_back(void **state)
{
    (void)state;
    check_pairs(1, 0, true);
    check_pairs(1, 2000000, true);
    check_pairs(3, 1, true);
}

static void a_folder_that_is_none_is_told(void **state)
{
    const char *folder = getenv("TMPDIR");
    char *kept = folder ? strdup(folder) : NULL;
    ci_od_pairs *pairs = ci_od_pairs_new(ROWS, 1, 0);
    ci_parallel parallel = {1, add_column, NULL, pairs};

    (void)state;
    assert_non_null(pairs);
    setenv("TMPDIR", "/nowhere", 1);
    assert_false(ci_parallel_run(&parallel, COLUMNS));
    assert_fails(ci_od_pairs_check(pairs, error), CIRCLET_E_IO,
                 "temporary file in '/nowhere'");
    if (kept)
        setenv("TMPDIR", kept, 1);
    else
        unsetenv("TMPDIR");
    free(kept);
    ci_od_pairs_free(pairs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs_in_memory_are_given_back),
        cmocka_unit_test(pairs_in_a_file_are_given_back),
        cmocka_unit_test(a_folder_that_is_none_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
