#include "unit.h"

#include <math.h>

#include "geo/area.h"
#include "geo/unit_index.h"

#define AREA_MAX 24
#define POINT_MAX 96

/* A made-up country: areas with all that can be awkward. */
typedef struct test_country {
    circlet_area areas[AREA_MAX];
    circlet_point points[AREA_MAX][POINT_MAX];
    circlet_ring rings[AREA_MAX][4];
    size_t count;
} test_country;

/* Coordinates are multiples of 1/4, so that areas share corners, edges and
 * level borders, and middles of edges are exact. */
static double coordinate(uint64_t *seed, uint32_t range)
{
    return (double)unit_random_below(seed, range) / 4.0;
}

static size_t add_box(circlet_point *points, size_t at, circlet_point low,
                      circlet_point high)
{
    points[at++] = low;
    points[at++] = (circlet_point){high.lon, low.lat};
    points[at++] = high;
    points[at++] = (circlet_point){low.lon, high.lat};
    points[at++] = low;
    return at;
}

/* A ring round a middle point, in steps of direction; also not convex. */
static size_t add_star(uint64_t *seed, circlet_point *points, size_t at)
{
    circlet_point middle = {coordinate(seed, 80), coordinate(seed, 80)};
    size_t start = at, corners = 3 + unit_random_below(seed, 12);

    for (size_t i = 0; i < corners; i++) {
        double turn = 6.283185307 * (double)i / (double)corners;
        double far = 1.0 + coordinate(seed, 40);

        points[at++] =
            (circlet_point){middle.lon + floor(far * cos(turn) * 4) / 4,
                            middle.lat + floor(far * sin(turn) * 4) / 4};
    }
    points[at] = points[start];
    return at + 1;
}

static void make_area(test_country *country, uint64_t *seed, size_t a)
{
    circlet_point *points = country->points[a];
    circlet_ring *rings = country->rings[a];
    circlet_point low = {coordinate(seed, 80), coordinate(seed, 80)};
    circlet_point high = {low.lon + 1 + coordinate(seed, 40),
                          low.lat + 1 + coordinate(seed, 40)};
    size_t count = 0;

    switch (unit_random_below(seed, 5)) {
    case 0: /* none */
        break;
    case 1: /* a box with a hole that touches its border */
        rings[count].end = add_box(points, 0, low, high);
        rings[count++].is_hole = false;
        high.lon -= 0.5;
        high.lat -= 0.5;
        rings[count].end = add_box(points, rings[0].end, low, high);
        rings[count++].is_hole = true;
        break;
    case 2: /* two parts */
        rings[count].end = add_star(seed, points, 0);
        rings[count++].is_hole = false;
        low.lon += 30;
        high.lon += 30;
        rings[count].end = add_box(points, rings[0].end, low, high);
        rings[count++].is_hole = false;
        break;
    default:
        rings[count].end = add_star(seed, points, 0);
        rings[count++].is_hole = false;
    }
    country->areas[a] = (circlet_area){points, rings, count};
}

static void make_country(test_country *country, uint64_t *seed)
{
    country->count = unit_random_below(seed, AREA_MAX + 1);
    for (size_t a = 0; a < country->count; a++)
        make_area(country, seed, a);
}

static uint32_t search(const test_country *country, circlet_point at)
{
    for (size_t a = 0; a < country->count; a++)
        if (ci_area_has(&country->areas[a], at))
            return (uint32_t)a;
    return CI_NOWHERE;
}

static void compare(const test_country *country, const ci_unit_index *index,
                    circlet_point at, uint64_t seed)
{
    uint32_t want = search(country, at), got = ci_unit_index_find(index, at);

    if (got != want)
        fail_msg("country %llu: area %u, not %u", (unsigned long long)seed,
                 (unsigned)got, (unsigned)want);
}

static void compare_corners(const test_country *country,
                            const ci_unit_index *index, uint64_t seed)
{
    for (size_t a = 0; a < country->count; a++) {
        const circlet_point *points = country->areas[a].points;
        size_t count = ci_area_point_count(&country->areas[a]);

        for (size_t i = 0; i < count; i++) {
            circlet_point next = points[i + 1 < count ? i + 1 : i];
            circlet_point middle = {(points[i].lon + next.lon) / 2,
                                    (points[i].lat + next.lat) / 2};

            compare(country, index, points[i], seed);
            compare(country, index, middle, seed);
        }
    }
}

static void finds_what_a_loop_over_the_areas_finds(void **state)
{
    static test_country country;

    (void)state;
    for (uint64_t n = 1; n <= 300; n++) {
        uint64_t seed = n;
        ci_unit_index *index;

        make_country(&country, &seed);
        index = ci_unit_index_new(country.areas, country.count);
        assert_non_null(index);
        for (int i = 0; i < 400; i++) {
            circlet_point at = {coordinate(&seed, 260) - 5,
                                coordinate(&seed, 160) - 5};

            if (i % 2) {
                at.lon += (double)unit_random_below(&seed, 1000) / 997;
                at.lat += (double)unit_random_below(&seed, 1000) / 997;
            }
            compare(&country, index, at, n);
        }
        compare_corners(&country, index, n);
        ci_unit_index_free(index);
    }
}

static void the_lowest_position_wins_on_a_shared_border(void **state)
{
    circlet_point points[10];
    circlet_ring ring = {5, false};
    circlet_area areas[2] = {{points, &ring, 1}, {points + 5, &ring, 1}};
    ci_unit_index *index;

    (void)state;
    add_box(points, 0, (circlet_point){1, 0}, (circlet_point){2, 1});
    add_box(points, 5, (circlet_point){0, 0}, (circlet_point){1, 1});
    index = ci_unit_index_new(areas, 2);
    assert_non_null(index);

    assert_int_equal(ci_unit_index_find(index, (circlet_point){1, 0.5}), 0);
    assert_int_equal(ci_unit_index_find(index, (circlet_point){0.5, 0.5}), 1);
    assert_int_equal(ci_unit_index_find(index, (circlet_point){0, 0}), 1);
    assert_int_equal(ci_unit_index_find(index, (circlet_point){2.1, 0}),
                     CI_NOWHERE);
    assert_int_equal(ci_unit_index_find(index, (circlet_point){NAN, 0}),
                     CI_NOWHERE);
    ci_unit_index_free(index);
}

/* A comb: every tooth is as high as the whole, so that bands as fine as for
 * other shapes would list every edge in every band. */
static void a_comb_is_searched_like_the_rest(void **state)
{
    enum { TEETH = 2000 };
    size_t count = 2 * TEETH + 3;
    circlet_point *points = calloc(count, sizeof(*points));
    circlet_ring ring = {count, false};
    circlet_area area = {points, &ring, 1};
    ci_unit_index *index;
    uint64_t seed = 3;

    (void)state;
    for (size_t i = 0; i <= 2 * TEETH; i++)
        points[i] = (circlet_point){(double)i, i % 2 ? 1.0 : 100.0};
    points[2 * TEETH + 1] = (circlet_point){TEETH, 0.0};
    points[2 * TEETH + 2] = points[0];
    index = ci_unit_index_new(&area, 1);
    assert_non_null(index);

    for (int i = 0; i < 500; i++) {
        circlet_point at = {coordinate(&seed, 8 * TEETH),
                            coordinate(&seed, 400)};

        assert_int_equal(ci_unit_index_find(index, at),
                         ci_area_has(&area, at) ? 0 : CI_NOWHERE);
    }
    ci_unit_index_free(index);
    free(points);
}

static void no_area_or_a_flat_one_is_no_trouble(void **state)
{
    circlet_point points[4] = {{1, 1}, {2, 1}, {3, 1}, {1, 1}};
    circlet_ring ring = {4, false};
    circlet_area areas[2] = {{NULL, NULL, 0}, {points, &ring, 1}};
    ci_unit_index *index = ci_unit_index_new(NULL, 0);

    (void)state;
    assert_non_null(index);
    assert_int_equal(ci_unit_index_find(index, points[0]), CI_NOWHERE);
    ci_unit_index_free(index);
    index = ci_unit_index_new(areas, 2);
    assert_non_null(index);
    assert_int_equal(ci_unit_index_find(index, (circlet_point){1.5, 1}), 1);
    ci_unit_index_free(index);
    ci_unit_index_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_a_loop_over_the_areas_finds),
        cmocka_unit_test(the_lowest_position_wins_on_a_shared_border),
        cmocka_unit_test(a_comb_is_searched_like_the_rest),
        cmocka_unit_test(no_area_or_a_flat_one_is_no_trouble),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
