/* What is remembered of places is what would be found anew, whatever is asked
 * in between, and for one point or for many at once. */
#include "network_fixture.h"

#include "network/near_memory.h"
#include "network/snap.h"

#define PLACE_COUNT 40

/* A town with its times at all bounds, in two modes with the same streets. */
typedef struct asked_town {
    circlet_network *network;
    circlet_arc_times *times[2][CIRCLET_BOUND_COUNT];
    circlet_point places[PLACE_COUNT];
} asked_town;

static void asked_town_make(asked_town *out, uint64_t *random)
{
    random_town town;

    town_make(&town, random, 200);
    town_doubt(&town, random);
    out->network = town_build(&town, random);
    for (int m = 0; m < 2; m++) {
        circlet_travel_mode *mode = ci_travel_mode_new();

        assert_non_null(mode);
        *mode = fixture_doubtful_mode();
        mode->speed_mps *= m + 1;
        for (int i = 0; i < CIRCLET_BOUND_COUNT; i++) {
            out->times[m][i] = NULL;
            assert_ok(circlet_arc_times_compute(&out->times[m][i],
                                                out->network, mode,
                                                (circlet_bound)i, error));
        }
        circlet_travel_mode_free(mode);
    }
    for (int i = 0; i < PLACE_COUNT; i++)
        out->places[i] = town_place(random, 200);
}

static void asked_town_free(asked_town *town)
{
    for (int m = 0; m < 2; m++)
        for (int i = 0; i < CIRCLET_BOUND_COUNT; i++)
            circlet_arc_times_free(town->times[m][i]);
    circlet_network_free(town->network);
}

static void assert_same_ties(const ci_tie *a, size_t a_count, const ci_tie *b,
                             size_t b_count)
{
    assert_int_equal(a_count, b_count);
    for (size_t i = 0; i < a_count; i++) {
        assert_int_equal(a[i].link, b[i].link);
        assert_int_equal(a[i].off_road_ms, b[i].off_road_ms);
        assert_true(a[i].fraction == b[i].fraction);
    }
}

static void remembered_places_are_tied_like_those_looked_at_anew(void **state)
{
    const ci_snap_limits limits = {100, 30, 1.3};
    size_t tied = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        uint64_t random = seed;
        asked_town town;
        ci_snapper *snapper;

        asked_town_make(&town, &random);
        snapper = ci_snapper_new(town.network, &limits);
        assert_non_null(snapper);
        for (int i = 0; i < 300; i++) {
            const circlet_arc_times *asked =
                town.times[unit_random_below(&random, 2)]
                          [unit_random_below(&random, CIRCLET_BOUND_COUNT)];
            circlet_point at =
                town.places[unit_random_below(&random, PLACE_COUNT)];
            ci_snapper *fresh = ci_snapper_new(town.network, &limits);
            const ci_tie *ties, *anew;
            size_t count, anew_count;

            assert_non_null(fresh);
            assert_true(ci_snapper_find(snapper, asked, at, &ties, &count));
            assert_true(ci_snapper_find(fresh, asked, at, &anew, &anew_count));
            assert_same_ties(ties, count, anew, anew_count);
            tied += count;
            ci_snapper_free(fresh);
        }
        ci_snapper_free(snapper);
        asked_town_free(&town);
    }
    assert_true(tied > 10000);
}

/* Points of which some lie at one place, over several batches. */
static void many_points_are_tied_like_one_after_another(void **state)
{
    enum { POINTS = 1500 };
    const ci_snap_limits limits = {100, 30, 1.3};
    static circlet_point points[POINTS];
    static size_t first[POINTS + 1];

    (void)state;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        uint64_t random = seed;
        asked_town town;
        ci_snapper *snapper, *other;

        asked_town_make(&town, &random);
        snapper = ci_snapper_new(town.network, &limits);
        other = ci_snapper_new(town.network, &limits);
        assert_non_null(snapper);
        assert_non_null(other);
        for (size_t i = 0; i < POINTS; i++)
            points[i] = unit_random_below(&random, 4) == 0
                            ? town.places[i % PLACE_COUNT]
                            : town_place(&random, 200);
        for (int round = 0; round < 6; round++) {
            const circlet_arc_times *asked =
                town.times[round % 2][round % CIRCLET_BOUND_COUNT];
            const ci_snap_points all = {.points = points,
                                        .count = POINTS - (size_t)round,
                                        .thread_count =
                                            1 + (uint32_t)round % 3};
            ci_tie *ties = NULL;

            assert_ok(ci_snapper_find_all(&ties, first, snapper, asked, &all,
                                          error));
            for (size_t i = 0; i < all.count; i++) {
                const ci_tie *one;
                size_t count;

                assert_true(
                    ci_snapper_find(other, asked, points[i], &one, &count));
                assert_same_ties(ties + first[i], first[i + 1] - first[i], one,
                                 count);
            }
            free(ties);
        }
        ci_snapper_free(snapper);
        ci_snapper_free(other);
        asked_town_free(&town);
    }
}

static bool stop_after(size_t done, void *user)
{
    return done < *(const size_t *)user;
}

static void tying_stops_when_told_to(void **state)
{
    enum { POINTS = 1000 };
    const ci_snap_limits limits = {100, 30, 1.3};
    static circlet_point points[POINTS];
    static size_t first[POINTS + 1];
    size_t most = 300;
    const ci_snap_points all = {.points = points,
                                .count = POINTS,
                                .thread_count = 1,
                                .goes_on = stop_after,
                                .user = &most};
    uint64_t random = 7;
    ci_tie *ties = NULL;
    ci_snapper *snapper;
    asked_town town;

    (void)state;
    asked_town_make(&town, &random);
    for (size_t i = 0; i < POINTS; i++)
        points[i] = town_place(&random, 200);
    snapper = ci_snapper_new(town.network, &limits);
    assert_non_null(snapper);
    assert_fails(ci_snapper_find_all(&ties, first, snapper, town.times[0][0],
                                     &all, error),
                 CIRCLET_E_CANCELLED, "cancelled");
    assert_null(ties);
    ci_snapper_free(snapper);
    asked_town_free(&town);
}

static void a_full_memory_keeps_what_it_has_and_tells_grounds_apart(
    void **state)
{
    enum { EACH = 100000, TOO_MANY = 200 };
    ci_near_link *links = calloc(EACH, sizeof(*links));
    ci_near_memory memory = {0};
    const ci_near_link *found;
    size_t count, kept = 0;

    (void)state;
    assert_non_null(links);
    for (int i = 0; i < TOO_MANY; i++) {
        circlet_point at = {116 + i * 1e-5, 40};

        links[0].link = (uint32_t)i;
        assert_false(ci_near_memory_find(&memory, 1, at, &found, &count));
        ci_near_memory_keep(&memory, 1, at, links, i % 5 == 0 ? 0 : EACH);
    }
    for (int i = 0; i < TOO_MANY; i++) {
        circlet_point at = {116 + i * 1e-5, 40};

        assert_false(ci_near_memory_find(&memory, 0, at, &found, &count));
        if (!ci_near_memory_find(&memory, 1, at, &found, &count))
            continue;
        assert_int_equal(count, i % 5 == 0 ? 0 : EACH);
        if (count > 0)
            assert_int_equal(found[0].link, i);
        kept++;
    }
    /* All that have no links find room, and 83 that have some. */
    assert_int_equal(kept, TOO_MANY / 5 + CI_NEAR_LINK_MAX / EACH);
    ci_near_memory_clear(&memory);
    free(links);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(remembered_places_are_tied_like_those_looked_at_anew),
        cmocka_unit_test(many_points_are_tied_like_one_after_another),
        cmocka_unit_test(tying_stops_when_told_to),
        cmocka_unit_test(
            a_full_memory_keeps_what_it_has_and_tells_grounds_apart)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
