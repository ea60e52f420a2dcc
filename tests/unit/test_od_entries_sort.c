/* Rows are sorted as comparing would. */
#include "unit.h"

#include "reach/od_matrix.h"

#define MOST 5000

static int compare(const void *left, const void *right)
{
    const circlet_od_entry *a = left, *b = right;

    if (a->time_ms != b->time_ms)
        return a->time_ms < b->time_ms ? -1 : 1;
    return (a->destination > b->destination) -
           (a->destination < b->destination);
}

static void check_sorted(circlet_od_entry *entries, size_t count,
                         uint64_t seed)
{
    static circlet_od_entry want[MOST];

    memcpy(want, entries, count * sizeof(*entries));
    qsort(want, count, sizeof(*want), compare);
    ci_od_entries_sort(entries, count);
    if (count > 0 && memcmp(want, entries, count * sizeof(*want)) != 0)
        fail_msg("seed %llu: %zu entries are not sorted",
                 (unsigned long long)seed, count);
}

static void random_rows_are_sorted(void **state)
{
    static circlet_od_entry entries[MOST];

    (void)state;
    for (uint64_t seed = 1; seed <= 500; seed++) {
        uint64_t random = seed;
        size_t count =
            unit_random_below(&random, seed % 5 == 0 ? MOST : (uint32_t)seed);
        uint32_t times = 1 + unit_random_below(&random, 1u << seed % 31);

        for (uint32_t i = 0; i < count; i++)
            entries[i] =
                (circlet_od_entry){i, unit_random_below(&random, times)};
        for (size_t i = 1; i < count; i++) {
            size_t k = unit_random_below(&random, (uint32_t)i + 1);
            circlet_od_entry kept = entries[i];

            entries[i] = entries[k];
            entries[k] = kept;
        }
        check_sorted(entries, count, seed);
    }
}

static void the_largest_and_equal_numbers_are_sorted(void **state)
{
    static circlet_od_entry entries[MOST];

    (void)state;
    for (uint32_t i = 0; i < MOST; i++)
        entries[i] = (circlet_od_entry){UINT32_MAX - i % 3,
                                        i % 2 ? CIRCLET_TIME_MAX : 0};
    check_sorted(entries, MOST, 0);
    for (uint32_t i = 0; i < MOST; i++)
        entries[i] = (circlet_od_entry){7, 7};
    check_sorted(entries, MOST, 0);
    ci_od_entries_sort(NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_rows_are_sorted),
        cmocka_unit_test(the_largest_and_equal_numbers_are_sorted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
