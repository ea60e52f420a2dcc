/* Ties that are remembered are those that would be found anew. */
#include "network_fixture.h"

#include "network/snap.h"
#include "network/tie_memory.h"

#define PLACE_COUNT 40

static void remembered_ties_are_those_found_anew(void **state)
{
    const ci_snap_limits limits = {100, 30, 1.3};
    size_t tied = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        uint64_t random = seed;
        circlet_travel_mode *mode = ci_travel_mode_new();
        circlet_arc_times *times[CIRCLET_BOUND_COUNT] = {NULL};
        circlet_point places[PLACE_COUNT];
        circlet_network *network;
        ci_snapper *snapper;
        random_town town;

        town_make(&town, &random, 200);
        town_doubt(&town, &random);
        network = town_build(&town, &random);
        assert_non_null(mode);
        *mode = fixture_doubtful_mode();
        for (int i = 0; i < CIRCLET_BOUND_COUNT; i++)
            assert_ok(circlet_arc_times_compute(&times[i], network, mode,
                                                (circlet_bound)i, error));
        circlet_travel_mode_free(mode);
        for (int i = 0; i < PLACE_COUNT; i++)
            places[i] = town_place(&random, 200);
        snapper = ci_snapper_new(network, &limits);
        assert_non_null(snapper);
        for (int i = 0; i < 300; i++) {
            /* Bounds stay for a while, as in a program. */
            const circlet_arc_times *asked =
                times[i / 100 % CIRCLET_BOUND_COUNT];
            circlet_point at = places[unit_random_below(&random, PLACE_COUNT)];
            ci_snapper *fresh = ci_snapper_new(network, &limits);
            const ci_tie *ties, *anew;
            size_t count, anew_count;

            assert_non_null(fresh);
            assert_true(ci_snapper_find(snapper, asked, at, &ties, &count));
            assert_true(ci_snapper_find(fresh, asked, at, &anew, &anew_count));
            assert_int_equal(count, anew_count);
            for (size_t k = 0; k < count; k++) {
                assert_int_equal(ties[k].link, anew[k].link);
                assert_int_equal(ties[k].off_road_ms, anew[k].off_road_ms);
                assert_true(ties[k].fraction == anew[k].fraction);
            }
            tied += count;
            ci_snapper_free(fresh);
        }
        ci_snapper_free(snapper);
        for (int i = 0; i < CIRCLET_BOUND_COUNT; i++)
            circlet_arc_times_free(times[i]);
        circlet_network_free(network);
    }
    assert_true(tied > 10000);
}

static void another_bound_forgets_and_a_full_memory_keeps_what_it_has(
    void **state)
{
    enum { TOO_MANY = 3000 };
    static ci_tie ties[1000];
    circlet_arc_times times = {.bound = CIRCLET_BOUND_MIN};
    ci_tie_memory memory = {0};
    const ci_tie *found;
    size_t count, kept = 0;

    (void)state;
    ci_tie_memory_turn_to(&memory, &times);
    for (int i = 0; i < TOO_MANY; i++) {
        circlet_point at = {116 + i * 1e-5, 40};

        ties[0].link = (uint32_t)i;
        assert_false(ci_tie_memory_find(&memory, at, &found, &count));
        ci_tie_memory_keep(&memory, at, ties, i % 5 == 0 ? 0 : 1000);
    }
    for (int i = 0; i < TOO_MANY; i++) {
        circlet_point at = {116 + i * 1e-5, 40};

        if (!ci_tie_memory_find(&memory, at, &found, &count))
            continue;
        kept++;
        assert_int_equal(count, i % 5 == 0 ? 0 : 1000);
        assert_true(count == 0 || found[0].link == (uint32_t)i);
    }
    assert_true(kept > 1000 && kept < TOO_MANY);
    times.bound = CIRCLET_BOUND_MAX;
    ci_tie_memory_turn_to(&memory, &times);
    assert_false(
        ci_tie_memory_find(&memory, (circlet_point){116, 40}, &found, &count));
    ci_tie_memory_clear(&memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(remembered_ties_are_those_found_anew),
        cmocka_unit_test(
            another_bound_forgets_and_a_full_memory_keeps_what_it_has),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
