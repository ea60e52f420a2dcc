/* Ties against a loop over all pieces of all links. */
#include "network_fixture.h"

#include "geo/geodesic.h"
#include "network/snap.h"

/* Closer to a limit than this, rounding decides: such cases are left out. */
#define NARROW 1e-7

typedef struct plane_point {
    double x, y;
} plane_point;

/* The nearest place of a town's link to a point. */
typedef struct nearest_place {
    double distance_m, fraction;
    plane_point foot;
} nearest_place;

static circlet_arc_times *compute_times(const circlet_network *network)
{
    circlet_travel_mode *mode = ci_travel_mode_new();
    circlet_arc_times *times = NULL;

    assert_non_null(mode);
    *mode = fixture_mode();
    assert_ok(circlet_arc_times_compute(&times, network, mode,
                                        CIRCLET_BOUND_NOMINAL, error));
    circlet_travel_mode_free(mode); /* the times share it */
    return times;
}

/* ---- the brute force --------------------------------------------------- */

/* The corners of a link in metres around a point; gives how many. */
static size_t corners_of(const random_town *town, const town_link *link,
                         circlet_point around, plane_point *out)
{
    ci_frame frame = ci_frame_at(around.lat);
    circlet_point all[4];
    size_t count = 0;

    all[count++] = town->nodes[link->from].at;
    for (size_t i = 0; i < link->shape_count; i++)
        all[count++] = link->shape[i];
    all[count++] = town->nodes[link->to].at;
    for (size_t i = 0; i < count; i++)
        out[i] = (plane_point){(all[i].lon - around.lon) * frame.m_per_lon,
                               (all[i].lat - around.lat) * frame.m_per_lat};
    return count;
}

static double length_of(plane_point a, plane_point b)
{
    return sqrt((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y));
}

/* Where on a-b the place nearest to 0, 0 lies, from 0 to 1. */
static double share_of(plane_point a, plane_point b)
{
    double length_m = length_of(a, b);
    double share;

    if (length_m == 0)
        return 0;
    share = -(a.x * (b.x - a.x) + a.y * (b.y - a.y)) / (length_m * length_m);
    return fmax(0, fmin(1, share));
}

static nearest_place nearest_on(const random_town *town, const town_link *link,
                                circlet_point at)
{
    plane_point corners[4];
    size_t count = corners_of(town, link, at, corners);
    nearest_place best = {INFINITY, 0, {0, 0}};
    double before_m = 0, at_m = 0;

    for (size_t i = 1; i < count; i++) {
        plane_point a = corners[i - 1], b = corners[i];
        double share = share_of(a, b);
        plane_point foot = {a.x + share * (b.x - a.x),
                            a.y + share * (b.y - a.y)};
        plane_point origin = {0, 0};

        if (length_of(foot, origin) < best.distance_m - 1e-9) {
            best.distance_m = length_of(foot, origin);
            best.foot = foot;
            at_m = before_m + share * length_of(a, b);
        }
        before_m += length_of(a, b);
    }
    best.fraction = before_m > 0 ? at_m / before_m : 0;
    return best;
}

/* 1: the line to the foot crosses a-b, 0: not, -1: too narrow to tell. By
 * Cramer's rule for the place where both lines meet. */
static int crosses(plane_point foot, plane_point a, plane_point b)
{
    double dx = b.x - a.x, dy = b.y - a.y;
    double determinant = foot.x * dy - foot.y * dx;
    plane_point shifted_a = {a.x - foot.x, a.y - foot.y};
    plane_point shifted_b = {b.x - foot.x, b.y - foot.y};
    double share = share_of(shifted_a, shifted_b), t, u, gap_m;

    gap_m = hypot(shifted_a.x + share * dx, shifted_a.y + share * dy);
    if (fabs(gap_m - 1e-3) < NARROW)
        return -1;
    if (gap_m < 1e-3)
        return 0;
    if (fmin(a.x, b.x) > fmax(0, foot.x) + NARROW ||
        fmax(a.x, b.x) < fmin(0, foot.x) - NARROW ||
        fmin(a.y, b.y) > fmax(0, foot.y) + NARROW ||
        fmax(a.y, b.y) < fmin(0, foot.y) - NARROW)
        return 0;
    if (fabs(determinant) < NARROW)
        return -1;
    t = (a.x * dy - a.y * dx) / determinant;
    u = (a.x * foot.y - a.y * foot.x) / determinant;
    if (fabs(t) < NARROW || fabs(t - 1) < NARROW || fabs(u) < NARROW ||
        fabs(u - 1) < NARROW)
        return t > -0.1 && t < 1.1 && u > -0.1 && u < 1.1 ? -1 : 0;
    return t > 0 && t < 1 && u > 0 && u < 1;
}

static int is_fenced_off(const random_town *town, circlet_point at,
                         plane_point foot)
{
    int answer = 0;

    for (uint32_t i = 0; i < town->link_count; i++) {
        plane_point corners[4];
        size_t count = corners_of(town, &town->links[i], at, corners);

        if (!town->links[i].is_motorway && !town->links[i].is_rail)
            continue;
        for (size_t k = 1; k < count; k++) {
            int one = crosses(foot, corners[k - 1], corners[k]);

            if (one == 1)
                return 1;
            if (one == -1)
                answer = -1;
        }
    }
    return answer;
}

/* Whether a point may go to a link at all: 1, 0, or -1 where rounding
 * decides. */
static int may_go(const random_town *town, uint32_t position, circlet_point at,
                  const ci_snap_limits *limits, double *distance_m)
{
    const town_link *link = &town->links[position];
    nearest_place mine = nearest_on(town, link, at);
    int fence;

    *distance_m = mine.distance_m;
    if (link->is_motorway || link->is_rail || link->is_closed ||
        mine.distance_m > limits->limit_m + NARROW)
        return 0;
    fence = is_fenced_off(town, at, mine.foot);
    if (fence != 0)
        return fence == 1 ? 0 : -1;
    return mine.distance_m > limits->limit_m - NARROW ? -1 : 1;
}

/* Whether each link should be tied: 1, 0, or -1 where rounding decides. */
static void find_wanted(int *wanted, const random_town *town, circlet_point at,
                        const ci_snap_limits *limits)
{
    double distances_m[TOWN_MAX_LINKS];
    double least_m = INFINITY, perhaps_m = INFINITY;

    for (uint32_t i = 0; i < town->link_count; i++) {
        wanted[i] = may_go(town, i, at, limits, &distances_m[i]);
        if (wanted[i] == 1)
            least_m = fmin(least_m, distances_m[i]);
        if (wanted[i] == -1)
            perhaps_m = fmin(perhaps_m, distances_m[i]);
    }
    for (uint32_t i = 0; i < town->link_count; i++) {
        double beyond_m = distances_m[i] - limits->spread_m;

        if (wanted[i] == 1 && beyond_m > least_m + NARROW)
            wanted[i] = 0;
        else if (wanted[i] == 1 &&
                 beyond_m > fmin(least_m, perhaps_m) - NARROW)
            wanted[i] = -1;
    }
}

/* ---- the comparison ---------------------------------------------------- */

typedef struct case_tally {
    size_t tied, untied, narrow;
} case_tally;

static void compare_tie(const random_town *town, uint32_t position,
                        circlet_point at, const ci_snap_limits *limits,
                        const ci_tie *tie)
{
    nearest_place want = nearest_on(town, &town->links[position], at);
    double ms = want.distance_m * limits->detour * 1000;
    plane_point corners[4];
    size_t count = corners_of(town, &town->links[position], at, corners);

    assert_true(tie->fraction >= 0 && tie->fraction <= 1);
    assert_true(fabs(tie->off_road_ms - ms) <= 0.5 + 1e-6);
    /* Of two places equally near either may be taken: compare distances
     * alone where the link bends. */
    if (count == 2)
        assert_true(fabs(tie->fraction - want.fraction) < 1e-6);
}

static void compare_point(const random_town *town,
                          const circlet_network *network, ci_snapper *snapper,
                          const circlet_arc_times *times, circlet_point at,
                          const ci_snap_limits *limits, case_tally *tally)
{
    const ci_tie *of_link[TOWN_MAX_LINKS] = {NULL};
    int wanted[TOWN_MAX_LINKS];
    const ci_tie *ties;
    size_t count;

    find_wanted(wanted, town, at, limits);
    assert_true(ci_snapper_find(snapper, times, at, &ties, &count));
    for (size_t i = 0; i < count; i++) {
        assert_true(i == 0 || ties[i - 1].link < ties[i].link);
        of_link[town_link_of(network, ties[i].link)] = &ties[i];
    }
    for (uint32_t i = 0; i < town->link_count; i++) {
        int want = wanted[i];

        tally->tied += want == 1;
        tally->untied += want == 0;
        tally->narrow += want == -1;
        if (want >= 0 && (want == 1) != (of_link[i] != NULL))
            fail_msg("link %u should%s be tied", i, want ? "" : " not");
        if (of_link[i])
            compare_tie(town, i, at, limits, of_link[i]);
    }
}

static void ties_are_those_of_a_loop_over_all_links(void **state)
{
    case_tally tally = {0};

    (void)state;
    for (uint64_t seed = 1; seed <= 400; seed++) {
        uint64_t random = seed;
        uint32_t size_m = 50 + unit_random_below(&random, 400);
        ci_snap_limits limits = {5 + unit_random_below(&random, 150),
                                 unit_random_below(&random, 60), 1.3};
        random_town town;
        circlet_network *network;
        circlet_arc_times *times;
        ci_snapper *snapper;

        town_make(&town, &random, size_m);
        network = town_build(&town, &random);
        times = compute_times(network);
        snapper = ci_snapper_new(network, &limits);
        assert_non_null(snapper);
        for (int i = 0; i < 10; i++) {
            /* Off the lattice, so that few cases are narrow. */
            circlet_point at = town_place(&random, size_m);

            at.lon += TOWN_METRE * unit_random_below(&random, 1000) / 1000.0;
            at.lat += TOWN_METRE * unit_random_below(&random, 1000) / 1000.0;
            compare_point(&town, network, snapper, times, at, &limits, &tally);
        }
        ci_snapper_free(snapper);
        circlet_arc_times_free(times);
        circlet_network_free(network);
    }
    assert_true(tally.tied > 2000 && tally.untied > 2000);
    assert_true(tally.narrow * 20 < tally.tied);
}

/* ---- by hand ----------------------------------------------------------- */

static circlet_point place_at(double x_m, double y_m)
{
    ci_frame frame = ci_frame_at(TOWN_LAT);
    circlet_point at = {TOWN_LON + x_m / frame.m_per_lon,
                        TOWN_LAT + y_m / frame.m_per_lat};

    return at;
}

/* A footway along y = 0 and a rail from one place to another. */
static size_t ties_beside_a_rail(circlet_point at, circlet_point rail_from,
                                 circlet_point rail_to, ci_tie *out)
{
    ci_snap_limits limits = {100, 30, 1.3};
    random_town town = {0};
    uint64_t random = 1;
    circlet_network *network;
    circlet_arc_times *times;
    ci_snapper *snapper;
    const ci_tie *ties;
    size_t count;

    town.node_count = 4;
    town.nodes[0].at = place_at(0, 0);
    town.nodes[1].at = place_at(100, 0);
    town.nodes[2].at = rail_from;
    town.nodes[3].at = rail_to;
    town.link_count = 2;
    town.links[0] = (town_link){.from = 0, .to = 1, .length_m = 100};
    town.links[1] = (town_link){.from = 2, .to = 3, .is_rail = true};
    network = town_build(&town, &random);
    times = compute_times(network);
    snapper = ci_snapper_new(network, &limits);
    assert_non_null(snapper);
    assert_true(ci_snapper_find(snapper, times, at, &ties, &count));
    if (count > 0)
        *out = ties[0];
    ci_snapper_free(snapper);
    circlet_arc_times_free(times);
    circlet_network_free(network);
    return count;
}

static void a_tie_has_fraction_and_off_road_time(void **state)
{
    ci_tie tie = {0};

    (void)state;
    assert_int_equal(ties_beside_a_rail(place_at(25, 40), place_at(0, 90),
                                        place_at(100, 90), &tie),
                     1);
    assert_true(fabs(tie.fraction - 0.25) < 1e-6);
    assert_in_range(tie.off_road_ms, 51999, 52001);
}

static void no_tie_crosses_a_barrier(void **state)
{
    ci_tie tie;

    (void)state;
    assert_int_equal(ties_beside_a_rail(place_at(50, 40), place_at(0, 20),
                                        place_at(100, 20), &tie),
                     0);
    assert_int_equal(ties_beside_a_rail(place_at(50, 40), place_at(60, 20),
                                        place_at(100, 20), &tie),
                     1);
    /* The line would run along the rail, or away from it. */
    assert_int_equal(ties_beside_a_rail(place_at(100, 40), place_at(100, 50),
                                        place_at(100, 90), &tie),
                     1);
    assert_int_equal(ties_beside_a_rail(place_at(100, 40), place_at(100, 10),
                                        place_at(100, 30), &tie),
                     0);
}

static void a_barrier_may_touch_the_street(void **state)
{
    ci_tie tie;

    (void)state;
    assert_int_equal(ties_beside_a_rail(place_at(-9, 40), place_at(0, 0),
                                        place_at(50, -50), &tie),
                     1);
    assert_true(tie.fraction == 0);
}

static void a_barrier_is_never_snapped_to(void **state)
{
    ci_tie tie = {0};

    (void)state;
    assert_int_equal(ties_beside_a_rail(place_at(50, 60), place_at(0, 61),
                                        place_at(100, 61), &tie),
                     1);
    assert_true(fabs(tie.fraction - 0.5) < 1e-6);
}

/* ---- parts of arcs ----------------------------------------------------- */

static void parts_of_an_arc_add_up(void **state)
{
    uint32_t forward_ms = 1001, backward_ms = CI_CLOSED;
    circlet_arc_times times = {.forward_ms = &forward_ms,
                               .backward_ms = &backward_ms};

    (void)state;
    for (uint32_t i = 0; i <= 1000; i++) {
        ci_tie tie = {i / 1000.0, 0, 0}, later = {0.9, 0, 0};

        backward_ms = 777;
        assert_int_equal(ci_tie_from_start_ms(&times, &tie) +
                             ci_tie_to_end_ms(&times, &tie),
                         1001);
        assert_int_equal(ci_tie_from_end_ms(&times, &tie) +
                             ci_tie_to_start_ms(&times, &tie),
                         777);
        if (i <= 900)
            assert_int_equal(ci_tie_between_ms(&times, &tie, &later),
                             llround((0.9 - i / 1000.0) * 1001));
        backward_ms = CI_CLOSED;
        assert_int_equal(ci_tie_from_end_ms(&times, &tie), CI_CLOSED);
        assert_int_equal(ci_tie_to_start_ms(&times, &tie), CI_CLOSED);
        if (i != 900)
            assert_int_equal(ci_tie_between_ms(&times, &later, &tie),
                             i < 900 ? CI_CLOSED
                                     : llround((i / 1000.0 - 0.9) * 1001));
    }
}

static void no_part_of_a_slower_arc_is_quicker(void **state)
{
    uint64_t random = 1;

    (void)state;
    for (int i = 0; i < 200000; i++) {
        uint32_t ms[2] = {unit_random_below(&random, 3000), 0};
        ci_tie tie = {unit_random_below(&random, 1001) / 1000.0, 0, 0};
        ci_tie later = {unit_random_below(&random, 1001) / 1000.0, 0, 0};
        circlet_arc_times quick = {.forward_ms = &ms[0],
                                   .backward_ms = &ms[0]};
        circlet_arc_times slow = {.forward_ms = &ms[1], .backward_ms = &ms[1]};

        ms[1] = ms[0] + unit_random_below(&random, 3);
        assert_true(ci_tie_to_end_ms(&quick, &tie) <=
                    ci_tie_to_end_ms(&slow, &tie));
        assert_true(ci_tie_to_start_ms(&quick, &tie) <=
                    ci_tie_to_start_ms(&slow, &tie));
        assert_true(ci_tie_from_end_ms(&quick, &tie) <=
                    ci_tie_from_end_ms(&slow, &tie));
        assert_true(ci_tie_from_start_ms(&quick, &tie) <=
                    ci_tie_from_start_ms(&slow, &tie));
        assert_true(ci_tie_between_ms(&quick, &tie, &later) <=
                    ci_tie_between_ms(&slow, &tie, &later));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ties_are_those_of_a_loop_over_all_links),
        cmocka_unit_test(a_tie_has_fraction_and_off_road_time),
        cmocka_unit_test(no_tie_crosses_a_barrier),
        cmocka_unit_test(a_barrier_may_touch_the_street),
        cmocka_unit_test(a_barrier_is_never_snapped_to),
        cmocka_unit_test(parts_of_an_arc_add_up),
        cmocka_unit_test(no_part_of_a_slower_arc_is_quicker),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
