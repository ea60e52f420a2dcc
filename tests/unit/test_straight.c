/* Straight ways against a loop over all places. */
#include "unit.h"

#include <math.h>

#include "geo/geodesic.h"
#include "reach/straight.h"

#define MAX_PLACES 60

static double random_from(uint64_t *state, double low, double high)
{
    return low + (high - low) * unit_random_below(state, 1000001) / 1e6;
}

/* Near each other, or all over the Earth, the poles and the line where the
 * day changes included. */
static circlet_point random_place(uint64_t *state, bool is_near)
{
    circlet_point at;

    at.lon = is_near ? random_from(state, 116, 116.2)
                     : random_from(state, -180, 180);
    at.lat =
        is_near ? random_from(state, 39.9, 40.1) : random_from(state, -90, 90);
    if (unit_random_below(state, 8) == 0)
        at.lat = is_near ? 40 : 90;
    return at;
}

static uint32_t true_ms(circlet_point a, circlet_point b,
                        const ci_straight_pace *pace)
{
    circlet_point line[2] = {a, b};
    double ms = ci_geodesic_length_m(line, 2) / pace->speed_mps * 1000 +
                pace->boarding_ms;

    if (a.lon == b.lon && a.lat == b.lat)
        return 0;

    return ms > CIRCLET_TIME_MAX ? CIRCLET_TIME_MAX : (uint32_t)llround(ms);
}

typedef struct found_places {
    uint32_t ms[MAX_PLACES];
    size_t count, most;
} found_places;

static bool note(uint32_t place, uint32_t time_ms, void *user)
{
    found_places *found = user;

    assert_int_equal(found->ms[place], CIRCLET_UNREACHED);
    found->ms[place] = time_ms;
    return ++found->count < found->most;
}

static size_t compare(const circlet_point *places, size_t count,
                      circlet_point from, const ci_straight_pace *pace,
                      uint32_t cutoff_ms)
{
    ci_straight *straight = ci_straight_new(places, count);
    found_places found = {.most = SIZE_MAX};
    uint32_t best_ms = CIRCLET_UNREACHED;
    size_t want = 0;

    assert_non_null(straight);
    memset(found.ms, 0xff, sizeof(found.ms));
    assert_true(
        ci_straight_within(straight, from, pace, cutoff_ms, note, &found));
    for (size_t i = 0; i < count; i++) {
        uint32_t ms = true_ms(from, places[i], pace);
        bool is_within = ms <= cutoff_ms;

        assert_int_equal(found.ms[i], is_within ? ms : CIRCLET_UNREACHED);
        want += is_within;
        if (is_within && ms < best_ms)
            best_ms = ms;
    }
    assert_int_equal(found.count, want);
    assert_int_equal(ci_straight_nearest_ms(straight, from, pace, cutoff_ms),
                     best_ms);
    ci_straight_free(straight);
    return want;
}

static void straight_times_are_those_of_a_loop(void **state)
{
    size_t reached = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= 2000; seed++) {
        uint64_t random = seed;
        circlet_point places[MAX_PLACES], from;
        bool is_near = seed % 4 != 0;
        ci_straight_pace pace = {
            is_near ? 1.2 : 200,
            seed % 3 == 0 ? unit_random_below(&random, 3600000) : 0};
        uint32_t count = unit_random_below(&random, MAX_PLACES + 1);
        uint32_t cutoff_ms = unit_random_below(
            &random, is_near ? 20000000 : CIRCLET_CUTOFF_MAX);

        for (uint32_t i = 0; i < count; i++)
            places[i] = random_place(&random, is_near);
        from = random_place(&random, is_near);
        if (seed % 7 == 0 && count > 0)
            from = places[count / 2];
        if (seed % 5 == 0 && count > 0) /* to the very millisecond */
            cutoff_ms = true_ms(from, places[0], &pace);
        if (cutoff_ms <= CIRCLET_CUTOFF_MAX)
            reached += compare(places, count, from, &pace, cutoff_ms);
    }
    assert_true(reached > 10000);
}

/* Anywhere on the Earth, from a metre to a hundred kilometres away: most of
 * it is told by the line through the ground. */
static void near_places_are_as_far_as_geodesics_say(void **state)
{
    uint64_t random = 20181111;
    size_t reached = 0;

    (void)state;
    for (int round = 0; round < 600; round++) {
        circlet_point places[MAX_PLACES];
        circlet_point from = {random_from(&random, -170, 170),
                              random_from(&random, -88, 88)};
        const ci_straight_pace pace = {random_from(&random, 0.3, 30),
                                       round % 3 == 0 ? 90000 : 0};
        double shrink = cos(from.lat * 0.017453292519943295);

        for (size_t i = 0; i < MAX_PLACES; i++) {
            double degrees = pow(10, random_from(&random, -5, 0));
            double turn = random_from(&random, 0, 6.283185307179586);

            places[i].lon = from.lon + degrees * cos(turn) / shrink;
            places[i].lat = from.lat + degrees * sin(turn);
            places[i].lon = fmin(fmax(places[i].lon, -180), 180);
            places[i].lat = fmin(fmax(places[i].lat, -90), 90);
        }
        reached += compare(places, MAX_PLACES, from, &pace, 7200000);
    }
    assert_true(reached > 20000); /* of 36,000 */
}

static void a_caller_can_stop(void **state)
{
    circlet_point places[3] = {{116, 40}, {116, 40.001}, {116, 40.002}};
    ci_straight *straight = ci_straight_new(places, 3);
    const ci_straight_pace pace = {1, 0};
    found_places found = {.most = 2};

    (void)state;
    memset(found.ms, 0xff, sizeof(found.ms));
    assert_non_null(straight);
    assert_false(
        ci_straight_within(straight, places[0], &pace, 1000000, note, &found));
    assert_int_equal(found.count, 2);
    ci_straight_free(straight);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(straight_times_are_those_of_a_loop),
        cmocka_unit_test(near_places_are_as_far_as_geodesics_say),
        cmocka_unit_test(a_caller_can_stop),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
