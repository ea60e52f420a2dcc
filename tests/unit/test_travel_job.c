/* What is known for sure of times where tags are missing: the bounds are in
 * order, snapping included. */
#include "town_world.h"

#include "reach/travel_job.h"

typedef struct bound_answers {
    ci_travel_job job;
    uint32_t nearest_ms[MAX_POINTS];
    circlet_snap snaps[MAX_POINTS];
    uint32_t pair_ms[MAX_POINTS][MAX_POINTS];
} bound_answers;

static void ask(bound_answers *answers, tied_world *world, circlet_bound bound,
                circlet_travel_query *query)
{
    circlet_travel travel = circlet_router_travel(world->router);
    circlet_od_matrix *matrix = NULL;

    memset(answers, 0, sizeof(*answers));
    memset(answers->pair_ms, 0xff, sizeof(answers->pair_ms));
    query->bound = bound;
    assert_ok(ci_travel_job_start(&answers->job, world->router, query, error));
    assert_ok(travel.find_nearest(answers->nearest_ms, answers->snaps, query,
                                  travel.user, error));
    assert_ok(travel.find_within(&matrix, query, travel.user, error));
    for (uint32_t i = 0; i < world->origin_count; i++) {
        size_t count;
        const circlet_od_entry *row = circlet_od_matrix_row(matrix, i, &count);

        for (size_t k = 0; k < count; k++)
            answers->pair_ms[i][row[k].destination] = row[k].time_ms;
        assert_int_equal(answers->nearest_ms[i],
                         count > 0 ? row[0].time_ms : CIRCLET_UNREACHED);
    }
    circlet_od_matrix_free(matrix);
}

static bool has_tie(const ci_tied_points *tied, size_t place,
                    const ci_tie *wanted)
{
    for (size_t i = tied->first[place]; i < tied->first[place + 1]; i++)
        if (tied->ties[i].link == wanted->link &&
            tied->ties[i].fraction == wanted->fraction &&
            tied->ties[i].off_road_ms == wanted->off_road_ms)
            return true;
    return false;
}

static void check_ties(const ci_tied_points *better,
                       const ci_tied_points *worse, uint64_t seed)
{
    assert_int_equal(better->place_count, worse->place_count);
    for (size_t place = 0; place < worse->place_count; place++) {
        for (size_t i = worse->first[place]; i < worse->first[place + 1]; i++)
            if (!has_tie(better, place, &worse->ties[i]))
                fail_msg("seed %llu: place %zu loses its tie to link %u",
                         (unsigned long long)seed, place, worse->ties[i].link);
        if (worse->snaps[place] == CIRCLET_SNAP_TIED)
            assert_int_equal(better->snaps[place], CIRCLET_SNAP_TIED);
    }
}

static size_t check_order(const tied_world *world, const bound_answers *better,
                          const bound_answers *worse, uint64_t seed)
{
    size_t differ = 0;

    check_ties(&better->job.origins, &worse->job.origins, seed);
    check_ties(&better->job.destinations, &worse->job.destinations, seed);
    for (uint32_t i = 0; i < world->origin_count; i++) {
        assert_true(better->nearest_ms[i] <= worse->nearest_ms[i]);
        differ += better->nearest_ms[i] < worse->nearest_ms[i];
        for (uint32_t d = 0; d < world->destination_count; d++)
            if (better->pair_ms[i][d] > worse->pair_ms[i][d])
                fail_msg("seed %llu, pair %u-%u: %u ms, then %u",
                         (unsigned long long)seed, i, d, better->pair_ms[i][d],
                         worse->pair_ms[i][d]);
    }
    return differ;
}

static void a_better_case_is_never_slower(void **state)
{
    static bound_answers answers[3];
    size_t better = 0, worse = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= 800; seed++) {
        uint64_t random = seed;
        static tied_world world;
        circlet_travel_query query;

        make_world(&world, &random);
        query = query_of(&world, one_in(&random, 3)
                                     ? unit_random_below(&random, 900000)
                                     : CIRCLET_CUTOFF_MAX);
        ask(&answers[0], &world, CIRCLET_BOUND_MIN, &query);
        ask(&answers[1], &world, CIRCLET_BOUND_NOMINAL, &query);
        ask(&answers[2], &world, CIRCLET_BOUND_MAX, &query);
        better += check_order(&world, &answers[0], &answers[1], seed);
        worse += check_order(&world, &answers[1], &answers[2], seed);
        for (int i = 0; i < 3; i++)
            ci_travel_job_free(&answers[i].job);
        close_router(&world);
    }
    assert_true(better > 300 && worse > 300);
}

static void a_bound_that_is_none_is_refused(void **state)
{
    uint64_t random = 1;
    static tied_world world;
    circlet_travel_query query;
    circlet_travel travel;
    uint32_t times_ms[MAX_POINTS];
    circlet_od_matrix *matrix = NULL;

    (void)state;
    make_world(&world, &random);
    travel = circlet_router_travel(world.router);
    query = query_of(&world, 1000);
    query.bound = (circlet_bound)3;
    assert_fails(travel.find_within(&matrix, &query, travel.user, error),
                 CIRCLET_E_ARGUMENT, "no such bound: 3");
    assert_fails(travel.find_edge(times_ms, &query, travel.user, error),
                 CIRCLET_E_ARGUMENT, "no such bound: 3");
    close_router(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_better_case_is_never_slower),
        cmocka_unit_test(a_bound_that_is_none_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
