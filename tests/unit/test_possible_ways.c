/* Who may be reached by what is built: an island to the facilities that there
 * are need not be one to a place on it. */
#include "unit.h"

#include "plan/possible_ways.h"

#define HOMES 3

/* A home on the main streets, one on an island, one off every street; each is
 * a minute from the place with its longitude. */
static const circlet_snap snaps_of[HOMES] = {
    CIRCLET_SNAP_TIED, CIRCLET_SNAP_ISLAND, CIRCLET_SNAP_NO_ROAD};

static circlet_status find_nearest(uint32_t *times_ms, circlet_snap *snaps,
                                   const circlet_travel_query *query,
                                   void *user, circlet_error *error)
{
    (void)user;
    (void)error;
    for (size_t i = 0; i < query->origin_count; i++) {
        times_ms[i] = CIRCLET_UNREACHED;
        snaps[i] = snaps_of[(int)query->origins[i].lon];
    }
    return CIRCLET_OK;
}

static circlet_status find_within(circlet_od_matrix **out,
                                  const circlet_travel_query *query,
                                  void *user, circlet_error *error)
{
    circlet_od_entry entries[HOMES * HOMES];
    size_t first[HOMES + 1] = {0}, count = 0;

    (void)user;
    for (size_t i = 0; i < query->origin_count; i++) {
        for (uint32_t d = 0; d < query->destination_count; d++)
            if ((int)query->origins[i].lon == (int)query->destinations[d].lon)
                entries[count++] = (circlet_od_entry){d, 60000};
        first[i + 1] = count;
    }
    return circlet_od_matrix_new(out, query->origin_count,
                                 query->destination_count, first, entries,
                                 error);
}

static void a_place_on_an_island_is_reached_from_there(void **state)
{
    static const char *const modes[] = {"walk"};
    const circlet_policy policy = {.modes = modes, .mode_count = 1};
    const circlet_travel travel = {.find_nearest = find_nearest,
                                   .find_within = find_within};
    const circlet_point points[HOMES] = {{0, 0}, {1, 0}, {2, 0}};
    const ci_ways_query query = {.policy = &policy,
                                 .travel = &travel,
                                 .modes = 1,
                                 .cutoff_ms = 900000,
                                 .origins = points,
                                 .origin_count = HOMES};
    const ci_ways_goals none = {NULL, NULL, 0}, goals = {points, NULL, HOMES};
    ci_ways ways[HOMES];
    ci_ways_pair *pairs = NULL;
    size_t count = 0;

    (void)state;
    assert_ok(ci_ways_find(ways, &query, &none, error));
    for (int i = 0; i < HOMES; i++)
        assert_int_equal(ways[i].open, 1);
    assert_ok(ci_ways_reach(&pairs, &count, &query, ways, &goals, error));
    assert_int_equal(count, 2); /* nobody comes from off the streets */
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(pairs[i].origin, i);
        assert_int_equal(pairs[i].place, i);
    }
    free(pairs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_place_on_an_island_is_reached_from_there),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
