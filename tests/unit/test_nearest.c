/* Nearest and all pairs against Floyd and Warshall on a graph in which every
 * point is a node of its own. */
#include "town_world.h"

/* ---- the comparisons --------------------------------------------------- */

static uint32_t true_nearest(const tied_world *world, uint32_t origin,
                             uint32_t cutoff_ms)
{
    uint32_t best = CIRCLET_UNREACHED;

    for (uint32_t d = 0; d < world->destination_count; d++) {
        uint32_t ms = true_time(world, origin, d, cutoff_ms);

        if (ms < best)
            best = ms;
    }
    return best;
}

static void compare_nearest(const tied_world *world, uint32_t cutoff_ms,
                            uint64_t seed)
{
    circlet_travel travel = circlet_router_travel(world->router);
    circlet_travel_query query = query_of(world, cutoff_ms);
    uint32_t times_ms[MAX_POINTS];
    circlet_snap snaps[MAX_POINTS];

    assert_ok(
        travel.find_nearest(times_ms, snaps, &query, travel.user, error));
    for (uint32_t i = 0; i < world->origin_count; i++) {
        uint32_t want = true_nearest(world, i, cutoff_ms);

        if (times_ms[i] != want || snaps[i] != true_snap(world, i))
            fail_msg("seed %llu, origin %u: %u ms, snap %d, not %u, %d",
                     (unsigned long long)seed, i, times_ms[i], (int)snaps[i],
                     want, (int)true_snap(world, i));
    }
}

static void compare_within(const tied_world *world, uint32_t cutoff_ms,
                           uint64_t seed)
{
    circlet_travel travel = circlet_router_travel(world->router);
    circlet_travel_query query = query_of(world, cutoff_ms);
    circlet_od_matrix *matrix = NULL;

    assert_ok(travel.find_within(&matrix, &query, travel.user, error));
    assert_int_equal(circlet_od_matrix_origin_count(matrix),
                     world->origin_count);
    assert_int_equal(circlet_od_matrix_destination_count(matrix),
                     world->destination_count);
    for (uint32_t i = 0; i < world->origin_count; i++) {
        uint32_t found[MAX_POINTS];
        size_t count;
        const circlet_od_entry *row = circlet_od_matrix_row(matrix, i, &count);

        memset(found, 0xff, sizeof(found));
        for (size_t k = 0; k < count; k++) {
            found[row[k].destination] = row[k].time_ms;
            assert_true(k == 0 || row[k - 1].time_ms < row[k].time_ms ||
                        (row[k - 1].time_ms == row[k].time_ms &&
                         row[k - 1].destination < row[k].destination));
        }
        for (uint32_t d = 0; d < world->destination_count; d++)
            if (found[d] != true_time(world, i, d, cutoff_ms))
                fail_msg("seed %llu, pair %u-%u: %u ms, not %u",
                         (unsigned long long)seed, i, d, found[d],
                         true_time(world, i, d, cutoff_ms));
    }
    circlet_od_matrix_free(matrix);
}

/* How much the towns hold, so that a test on empty ones would be noticed. */
typedef struct case_tally {
    size_t reached, unreached, on_one_link, islands;
} case_tally;

static void count_cases(const tied_world *world, case_tally *tally)
{
    for (uint32_t i = 0; i < world->origin_count; i++) {
        bool is_reached =
            true_nearest(world, i, CIRCLET_CUTOFF_MAX) != CIRCLET_UNREACHED;

        tally->reached += is_reached;
        tally->unreached += !is_reached;
        tally->islands += true_snap(world, i) == CIRCLET_SNAP_ISLAND;
    }
    for (uint32_t i = 0; i < world->place_count; i++)
        for (uint32_t k = 0; k < world->place_count; k++)
            tally->on_one_link +=
                world->places[i].link == world->places[k].link &&
                world->places[i].point < world->origin_count &&
                world->places[k].point >= world->origin_count;
}

static void times_are_those_of_floyd_and_warshall(void **state)
{
    case_tally tally = {0};

    (void)state;
    for (uint64_t seed = 1; seed <= 600; seed++) {
        uint64_t random = seed;
        uint32_t cutoff_ms;
        static tied_world world;

        make_world(&world, &random);
        measure_all(&world, (circlet_bound)(seed % CIRCLET_BOUND_COUNT));
        cutoff_ms = unit_random_below(&random, 900000);
        compare_nearest(&world, CIRCLET_CUTOFF_MAX, seed);
        compare_nearest(&world, cutoff_ms, seed);
        compare_within(&world, CIRCLET_CUTOFF_MAX, seed);
        compare_within(&world, cutoff_ms, seed);
        count_cases(&world, &tally);
        close_router(&world);
    }
    assert_true(tally.reached > 500 && tally.unreached > 200);
    assert_true(tally.on_one_link > 500 && tally.islands > 20);
}

static void a_cutoff_holds_to_the_millisecond(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 100; seed++) {
        uint64_t random = seed;
        static tied_world world;
        uint32_t ms;

        make_world(&world, &random);
        ms = true_nearest(&world, 0, CIRCLET_CUTOFF_MAX);
        if (ms != CIRCLET_UNREACHED && ms > 0) {
            compare_nearest(&world, ms, seed);
            compare_nearest(&world, ms - 1, seed);
            compare_within(&world, ms, seed);
            compare_within(&world, ms - 1, seed);
        }
        close_router(&world);
    }
}

static void the_order_of_building_does_not_matter(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 100; seed++) {
        uint64_t random = seed;
        static tied_world world;

        make_world(&world, &random);
        close_router(&world);
        open_router(&world, &random);
        measure_all(&world, CIRCLET_BOUND_NOMINAL);
        compare_nearest(&world, CIRCLET_CUTOFF_MAX, seed);
        compare_within(&world, CIRCLET_CUTOFF_MAX, seed);
        close_router(&world);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_are_those_of_floyd_and_warshall),
        cmocka_unit_test(a_cutoff_holds_to_the_millisecond),
        cmocka_unit_test(the_order_of_building_does_not_matter),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
