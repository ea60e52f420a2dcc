/* Matrices, nearest places, rows, bands and lists of random towns against
 * Floyd and Warshall, by each engine and any number of threads. */
#include "town_world.h"

/* ---- brute force ---------------------------------------------------------
 */

/* The time between the points of two sides. */
static uint32_t time_of(const tied_world *world, circlet_side side,
                        uint32_t own, uint32_t other, uint32_t cutoff_ms)
{
    return side == CIRCLET_SIDE_ORIGIN
               ? true_time(world, own, other, cutoff_ms)
               : true_time(world, other, own, cutoff_ms);
}

static uint32_t side_size(const tied_world *world, circlet_side side)
{
    return side == CIRCLET_SIDE_ORIGIN ? world->origin_count
                                       : world->destination_count;
}

static circlet_side other_side(circlet_side side)
{
    return side == CIRCLET_SIDE_ORIGIN ? CIRCLET_SIDE_DESTINATION
                                       : CIRCLET_SIDE_ORIGIN;
}

/* The true row of a point: all pairs in order. */
static size_t true_row(circlet_od_entry *row, const tied_world *world,
                       circlet_side side, uint32_t own, uint32_t cutoff_ms)
{
    uint32_t others = side_size(world, other_side(side));
    size_t count = 0;

    for (uint32_t other = 0; other < others; other++) {
        circlet_od_entry entry = {other,
                                  time_of(world, side, own, other, cutoff_ms)};
        size_t at = count;

        if (entry.time_ms == CIRCLET_UNREACHED)
            continue;
        for (; at > 0 && row[at - 1].time_ms > entry.time_ms; at--)
            row[at] = row[at - 1];
        row[at] = entry;
        count++;
    }
    return count;
}

static void assert_row(const circlet_od_entry *found, size_t found_count,
                       const circlet_od_entry *want, size_t want_count,
                       uint64_t seed, const char *what)
{
    if (found_count != want_count)
        fail_msg("seed %llu, %s: %zu pairs, not %zu", (unsigned long long)seed,
                 what, found_count, want_count);
    for (size_t i = 0; i < want_count; i++)
        if (found[i].destination != want[i].destination ||
            found[i].time_ms != want[i].time_ms)
            fail_msg("seed %llu, %s: %u in %u ms, not %u in %u ms",
                     (unsigned long long)seed, what, found[i].destination,
                     found[i].time_ms, want[i].destination, want[i].time_ms);
}

/* ---- the comparisons -----------------------------------------------------
 */

static void compare_matrix(const tied_world *world, uint32_t cutoff_ms,
                           uint64_t seed)
{
    circlet_travel_query query = query_of(world, cutoff_ms);
    circlet_od_matrix *matrix = NULL;

    assert_ok(
        circlet_od_matrix_compute(&matrix, world->router, &query, error));
    for (uint32_t i = 0; i < world->origin_count; i++) {
        circlet_od_entry want[MAX_POINTS];
        size_t want_count =
            true_row(want, world, CIRCLET_SIDE_ORIGIN, i, cutoff_ms);
        size_t count;
        const circlet_od_entry *row = circlet_od_matrix_row(matrix, i, &count);

        assert_row(row, count, want, want_count, seed, "matrix");
    }
    circlet_od_matrix_free(matrix);
}

static void compare_nearest(const tied_world *world, uint32_t cutoff_ms,
                            uint64_t seed)
{
    circlet_travel_query query = query_of(world, cutoff_ms);

    for (size_t most = 1; most <= MAX_POINTS + 1; most++) {
        circlet_od_matrix *matrix = NULL;

        assert_ok(circlet_nearest_compute(&matrix, world->router, &query, most,
                                          error));
        for (uint32_t i = 0; i < world->origin_count; i++) {
            circlet_od_entry want[MAX_POINTS];
            size_t want_count =
                true_row(want, world, CIRCLET_SIDE_ORIGIN, i, cutoff_ms);
            size_t count;
            const circlet_od_entry *row =
                circlet_od_matrix_row(matrix, i, &count);

            assert_row(row, count, want, want_count < most ? want_count : most,
                       seed, "nearest");
        }
        circlet_od_matrix_free(matrix);
    }
}

typedef struct row_check {
    const tied_world *world;
    circlet_side side;
    uint32_t cutoff_ms;
    uint64_t seed;
    uint32_t seen[MAX_POINTS];
} row_check;

static bool check_row(size_t position, const circlet_od_entry *entries,
                      size_t count, void *user)
{
    row_check *check = user;
    circlet_od_entry want[MAX_POINTS];
    size_t want_count = true_row(want, check->world, check->side,
                                 (uint32_t)position, check->cutoff_ms);

    assert_row(entries, count, want, want_count, check->seed, "row");
    check->seen[position]++;
    return true;
}

static void compare_rows(const tied_world *world, circlet_side side,
                         uint32_t cutoff_ms, uint64_t seed)
{
    circlet_travel_query query = query_of(world, cutoff_ms);
    row_check check = {world, side, cutoff_ms, seed, {0}};

    assert_ok(circlet_reach_each_row(world->router, &query, side, check_row,
                                     &check, error));
    for (uint32_t i = 0; i < side_size(world, side); i++)
        assert_int_equal(check.seen[i], 1);
}

static void compare_bands(const tied_world *world, circlet_side side,
                          uint32_t cutoff_ms, uint64_t seed)
{
    circlet_travel_query query = query_of(world, cutoff_ms);
    uint32_t cutoffs_ms[] = {cutoff_ms / 2, cutoff_ms, 0, cutoff_ms / 2};
    int64_t weights[MAX_POINTS], sums[4 * MAX_POINTS];

    for (int64_t i = 0; i < MAX_POINTS; i++)
        weights[i] = 1000 * i * i + (int64_t)(seed % 7);
    assert_ok(circlet_reach_sum_bands(sums, world->router, &query, side,
                                      seed % 3 ? weights : NULL, cutoffs_ms, 4,
                                      error));
    for (uint32_t i = 0; i < side_size(world, side); i++)
        for (size_t b = 0; b < 4; b++) {
            int64_t want = 0;

            for (uint32_t k = 0; k < side_size(world, other_side(side)); k++)
                if (time_of(world, side, i, k, cutoffs_ms[b]) !=
                    CIRCLET_UNREACHED)
                    want += seed % 3 ? weights[k] : 1;
            assert_int_equal(sums[4 * i + b], want);
        }
}

static void compare_lists(const tied_world *world, circlet_side side,
                          uint32_t cutoff_ms)
{
    circlet_travel_query query = query_of(world, cutoff_ms);
    circlet_reach_lists *lists = NULL;

    assert_ok(circlet_reach_lists_compute(&lists, world->router, &query, side,
                                          error));
    assert_int_equal(circlet_reach_lists_size(lists), side_size(world, side));
    for (uint32_t i = 0; i < side_size(world, side); i++) {
        uint32_t listed[MAX_POINTS];
        size_t count = 0;

        assert_in_range(circlet_reach_lists_count(lists, i), 0, MAX_POINTS);
        circlet_reach_lists_copy(lists, i, listed);
        for (uint32_t k = 0; k < side_size(world, other_side(side)); k++) {
            bool is_in =
                time_of(world, side, i, k, cutoff_ms) != CIRCLET_UNREACHED;

            assert_int_equal(circlet_reach_lists_has(lists, i, k), is_in);
            if (is_in)
                assert_int_equal(listed[count++], k);
        }
        assert_int_equal(circlet_reach_lists_count(lists, i), count);
    }
    circlet_reach_lists_free(lists);
}

static void compare_all(const tied_world *world, uint32_t cutoff_ms,
                        uint64_t seed)
{
    compare_matrix(world, cutoff_ms, seed);
    compare_nearest(world, cutoff_ms, seed);
    for (int side = 0; side < 2; side++) {
        compare_rows(world, (circlet_side)side, cutoff_ms, seed);
        compare_bands(world, (circlet_side)side, cutoff_ms, seed);
        compare_lists(world, (circlet_side)side, cutoff_ms);
    }
}

static void all_answers_are_those_of_floyd_and_warshall(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        uint64_t random = seed;
        static tied_world world;

        make_world(&world, &random);
        measure_all(&world, (circlet_bound)(seed % CIRCLET_BOUND_COUNT));
        for (int kind = CIRCLET_ENGINE_AUTO; kind <= CIRCLET_ENGINE_FAR;
             kind++) {
            set_engine(world.router, (circlet_engine_kind)kind,
                       (uint32_t)seed % 4, 0);
            compare_all(&world, unit_random_below(&random, 900000), seed);
        }
        compare_all(&world, CIRCLET_CUTOFF_MAX, seed);
        /* Without memory for the nearest all pairs are found, and rows cut. */
        set_engine(world.router, CIRCLET_ENGINE_AUTO, (uint32_t)seed % 4, 1);
        compare_nearest(&world, 900000, seed);
        close_router(&world);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_answers_are_those_of_floyd_and_warshall),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
