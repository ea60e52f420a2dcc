/* Every allocation of the verifier's own travel times fails once. */
#include "failed_allocations.h"
#include "town_world.h"

#include <circlet/verify.h>

static tied_world world;

static circlet_status ask(const circlet_travel *travel, circlet_bound bound,
                          circlet_error *error)
{
    circlet_travel_query query = query_of(&world, 400000);
    uint32_t times_ms[MAX_POINTS];
    circlet_snap snaps[MAX_POINTS];
    circlet_od_matrix *matrix = NULL;
    circlet_status status;

    query.bound = bound;
    status =
        travel->find_nearest(times_ms, snaps, &query, travel->user, error);
    if (!status)
        status = travel->find_within(&matrix, &query, travel->user, error);
    if (!status)
        status = travel->find_edge(times_ms, &query, travel->user, error);
    circlet_od_matrix_free(matrix);
    return status;
}

static circlet_status travel_plainly(circlet_error *error)
{
    circlet_plain_travel *plain = NULL;
    circlet_status status =
        circlet_plain_travel_new(&plain, world.network, &world.options, error);

    if (!status)
        status = circlet_plain_travel_add_mode(plain, &world.mode, error);
    for (int bound = 0; bound < CIRCLET_BOUND_COUNT && !status; bound++) {
        const circlet_travel travel = circlet_plain_travel_source(plain);

        status = ask(&travel, (circlet_bound)bound, error);
    }
    circlet_plain_travel_free(plain);
    return status;
}

static void plain_travel_survives_any_lack_of_memory(void **state)
{
    uint64_t random = 3;

    (void)state;
    make_world(&world, &random);
    assert_true(allocations_of(travel_plainly) > 60);
    close_router(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_travel_survives_any_lack_of_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
