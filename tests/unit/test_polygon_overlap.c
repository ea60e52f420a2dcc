#include "unit.h"

#include <math.h>

#include "geo/geodesic.h"
#include "geo/polygon_overlap.h"

/* A rectangle as an area. */
typedef struct rectangle {
    double west, south, east, north;
    circlet_point points[5];
    circlet_ring ring;
    circlet_area area;
} rectangle;

static const circlet_area *draw(rectangle *r)
{
    const circlet_point corners[5] = {{r->west, r->south},
                                      {r->east, r->south},
                                      {r->east, r->north},
                                      {r->west, r->north},
                                      {r->west, r->south}};

    memcpy(r->points, corners, sizeof(corners));
    r->ring = (circlet_ring){5, false};
    r->area = (circlet_area){r->points, &r->ring, 1};
    return &r->area;
}

/* On the equator, where parallels are straight, in cells of 111 m. */
static rectangle random_rectangle(uint64_t *seed)
{
    double size = 1 + unit_random_below(seed, 8);
    rectangle r = {.west = 116 + unit_random_below(seed, 16) / 1000.0,
                   .south = unit_random_below(seed, 16) / 1000.0};

    r.east = r.west + size / 1000;
    r.north = r.south + (1 + unit_random_below(seed, 8)) / 1000.0;
    return r;
}

static double common_m2(const rectangle *a, const rectangle *b)
{
    rectangle common = {.west = fmax(a->west, b->west),
                        .south = fmax(a->south, b->south),
                        .east = fmin(a->east, b->east),
                        .north = fmin(a->north, b->north)};

    if (common.east <= common.west || common.north <= common.south)
        return 0;
    return ci_geodesic_area_m2(draw(&common));
}

static void rectangles_overlap_by_the_formula(void **state)
{
    size_t overlaps = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= 1000; seed++) {
        uint64_t random = seed;
        rectangle a = random_rectangle(&random), b = random_rectangle(&random);
        double expected_m2 = common_m2(&a, &b);
        ci_overlay found;

        /* Coordinates of one place may differ in their last digit. */
        if (expected_m2 < 1)
            expected_m2 = 0;
        assert_ok(ci_polygon_overlap(&found, draw(&a), draw(&b), error));
        if (fabs(found.area_m2 - expected_m2) > 1e-4)
            fail_msg("seed %u", (unsigned)seed);
        assert_int_equal(found.part_count, expected_m2 > 0);
        overlaps += found.part_count;
        if (found.part_count > 0) {
            assert_true(found.at.lon > a.west && found.at.lon < a.east);
            assert_true(found.at.lat > b.south && found.at.lat < b.north);
        }
    }
    assert_true(overlaps > 100);
}

/* The cells of a grid of 24 x 24, by their place. */
static bool covers(const rectangle *r, size_t x, size_t y)
{
    double lon = 116 + ((double)x + 0.5) / 1000;
    double lat = ((double)y + 0.5) / 1000;

    return r->west < lon && lon < r->east && r->south < lat && lat < r->north;
}

/* What parts leave of a whole and have beyond it, cell by cell. */
static void fit_by_cells(const rectangle *whole, const rectangle *parts,
                         size_t count, double *gap_m2, double *excess_m2)
{
    *gap_m2 = *excess_m2 = 0;
    for (size_t cell = 0; cell < 24 * 24; cell++) {
        size_t x = cell % 24, y = cell / 24;
        rectangle square = {.west = 116 + (double)x / 1000,
                            .south = (double)y / 1000,
                            .east = 116 + (double)(x + 1) / 1000,
                            .north = (double)(y + 1) / 1000};
        bool is_covered = false;

        for (size_t i = 0; i < count; i++)
            is_covered = is_covered || covers(&parts[i], x, y);
        if (covers(whole, x, y) && !is_covered)
            *gap_m2 += ci_geodesic_area_m2(draw(&square));
        if (!covers(whole, x, y) && is_covered)
            *excess_m2 += ci_geodesic_area_m2(draw(&square));
    }
}

static void parts_fit_a_whole_as_their_cells_do(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 400; seed++) {
        uint64_t random = seed;
        rectangle whole = random_rectangle(&random), parts[4];
        circlet_area areas[4];
        size_t count = 1 + seed % 4;
        double gap_m2, excess_m2;
        ci_overlay gap, excess, single;

        for (size_t i = 0; i < count; i++) {
            parts[i] = random_rectangle(&random);
            areas[i] = *draw(&parts[i]);
        }
        fit_by_cells(&whole, parts, count, &gap_m2, &excess_m2);
        assert_ok(
            ci_polygon_fit(&gap, &excess, draw(&whole), areas, count, error));
        if (fabs(gap.area_m2 - gap_m2) > 0.1 ||
            fabs(excess.area_m2 - excess_m2) > 0.1)
            fail_msg("seed %u", (unsigned)seed);
        fit_by_cells(&whole, parts, 1, &gap_m2, &excess_m2);
        assert_ok(ci_polygon_excess(&single, areas, &whole.area, error));
        if (fabs(single.area_m2 - excess_m2) > 0.1)
            fail_msg("seed %u, excess of the first", (unsigned)seed);
    }
}

/* Tiles of a grid, of which one may be moved, widened, or another's copy. */
static bool are_tiles(double wider, double moved, bool is_twice)
{
    rectangle tiles[12];
    circlet_area areas[12];
    bool answer = false;

    for (size_t i = 0; i < 12; i++) {
        tiles[i] = (rectangle){.west = 116 + (double)(i % 4),
                               .south = 40 + (double)(i / 4),
                               .east = 117 + (double)(i % 4),
                               .north = 41 + (double)(i / 4)};
        tiles[i].east += i == 5 ? wider + moved : 0;
        tiles[i].west += i == 5 ? moved : 0;
        if (is_twice && i == 11)
            tiles[i] = tiles[0];
        areas[i] = *draw(&tiles[i]);
    }
    assert_ok(ci_polygon_are_tiles(&answer, areas, 12, error));
    return answer;
}

static void tiles_are_known_and_overlaps_are_none(void **state)
{
    size_t known = 0;

    (void)state;
    assert_true(are_tiles(0, 0, false));
    assert_false(are_tiles(0.1, 0, false));
    assert_false(are_tiles(1e-9, 0, false));
    assert_false(are_tiles(0, 0.1, false));
    assert_false(are_tiles(0, 0, true));
    for (uint64_t seed = 1; seed <= 500; seed++) {
        uint64_t random = seed;
        rectangle boxes[4];
        circlet_area areas[4];
        bool answer = false, overlap = false;

        for (size_t i = 0; i < 4; i++) {
            boxes[i] = random_rectangle(&random);
            areas[i] = *draw(&boxes[i]);
            for (size_t j = 0; j < i; j++)
                overlap = overlap || common_m2(&boxes[i], &boxes[j]) > 1;
        }
        assert_ok(ci_polygon_are_tiles(&answer, areas, 4, error));
        if (answer && overlap)
            fail_msg("seed %u", (unsigned)seed);
        known += answer;
    }
    assert_true(known > 20);
}

static void neighbours_that_touch_share_nothing(void **state)
{
    rectangle a = {.west = 116, .south = 40, .east = 116.01, .north = 40.01};
    rectangle b = {.west = 116.01, .south = 40, .east = 117, .north = 40.01};
    rectangle c = {.west = 118, .south = 40, .east = 119, .north = 40.01};
    ci_overlay found;

    (void)state;
    assert_ok(ci_polygon_overlap(&found, draw(&a), draw(&b), error));
    assert_int_equal(found.part_count, 0);
    assert_true(found.area_m2 == 0 && found.sliver_m2 == 0);
    assert_ok(ci_polygon_overlap(&found, draw(&a), draw(&c), error));
    assert_true(found.area_m2 == 0 && found.sliver_m2 == 0);
    assert_ok(ci_polygon_excess(&found, draw(&a), &a.area, error));
    assert_true(found.area_m2 == 0 && found.sliver_m2 == 0);
}

/* One degree of longitude at the equator is 111319.49 m. */
static void what_is_narrow_or_small_is_a_sliver(void **state)
{
    const struct {
        double width_m, height_m;
        size_t parts;
    } cases[] = {{0.9, 5000, 0},
                 {1.1, 5000, 1},
                 {9.9, 9.9, 0},
                 {10.1, 10.1, 1},
                 {0.01, 90000, 0}};
    const double m = 1 / 111319.490793;

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        double width_m = cases[i].width_m, height_m = cases[i].height_m;
        rectangle a = {.west = 100, .south = 0, .east = 101, .north = 1};
        rectangle b = {.west = 101 - width_m * m,
                       .south = 0.1,
                       .east = 102,
                       .north = 0.1 + height_m / 110574.4};
        ci_overlay found;

        assert_ok(ci_polygon_overlap(&found, draw(&a), draw(&b), error));
        assert_int_equal(found.part_count, cases[i].parts);
        assert_true(fabs(found.area_m2 + found.sliver_m2 -
                         width_m * height_m) < 2e-4 * width_m * height_m);
        assert_true(cases[i].parts ? found.sliver_m2 == 0
                                   : found.area_m2 == 0);
    }
}

/* A gap of 20 m by 20 m at the end of a crack of 5 km is no sliver, though
 * it is narrow on the whole. */
static void a_gap_at_the_end_of_a_crack_is_seen(void **state)
{
    const double m = 1 / 111319.490793;
    const circlet_point points[] = {{100, 0},
                                    {100 + 5000 * m, 0},
                                    {100 + 5000 * m, -10 * m},
                                    {100 + 5020 * m, -10 * m},
                                    {100 + 5020 * m, 10 * m},
                                    {100 + 5000 * m, 10 * m},
                                    {100 + 5000 * m, 0.02 * m},
                                    {100, 0.02 * m},
                                    {100, 0}};
    const circlet_ring ring = {9, false};
    const circlet_area cracked = {points, &ring, 1};
    rectangle around = {.west = 99, .south = -1, .east = 102, .north = 1};
    ci_overlay found;

    (void)state;
    assert_ok(ci_polygon_overlap(&found, draw(&around), &cracked, error));

    assert_int_equal(found.part_count, 1);
    assert_true(found.area_m2 > 400 && found.area_m2 < 520);
}

static void the_place_lies_in_the_largest_part(void **state)
{
    rectangle whole = {.west = 116, .south = 0, .east = 116.01, .north = 0.01};
    rectangle middle = {
        .west = 116.002, .south = -1, .east = 116.003, .north = 1};
    ci_overlay found;

    (void)state;
    assert_ok(ci_polygon_excess(&found, draw(&whole), draw(&middle), error));

    assert_int_equal(found.part_count, 2);
    assert_true(found.at.lon > 116.003 && found.at.lon < 116.01);
    assert_true(found.at.lat > 0 && found.at.lat < 0.01);
}

/* As an editor may leave them. */
static void areas_that_are_not_valid_are_still_compared(void **state)
{
    const circlet_point points[] = {
        {116, 0}, {116.008, 0.008}, {116.008, 0}, {116, 0.008}, {116, 0}};
    const circlet_point nothing[] = {{116, 0}, {116, 0}};
    const circlet_ring ring = {5, false}, short_ring = {2, false};
    const circlet_area tie = {points, &ring, 1};
    const circlet_area line = {nothing, &short_ring, 1};
    rectangle square = {
        .west = 116, .south = 0, .east = 116.008, .north = 0.008};
    double half_m2 = ci_geodesic_area_m2(draw(&square)) / 2;
    ci_overlay found = {.part_count = 77};

    (void)state;
    assert_ok(ci_polygon_overlap(&found, &tie, &square.area, error));
    assert_true(fabs(found.area_m2 - half_m2) < 1);
    assert_ok(ci_polygon_excess(&found, &square.area, &tie, error));
    assert_true(fabs(found.area_m2 - half_m2) < 1);
    assert_fails(ci_polygon_overlap(&found, &line, &square.area, error),
                 CIRCLET_E_GEOMETRY, "");
    assert_int_equal(found.part_count, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rectangles_overlap_by_the_formula),
        cmocka_unit_test(parts_fit_a_whole_as_their_cells_do),
        cmocka_unit_test(tiles_are_known_and_overlaps_are_none),
        cmocka_unit_test(neighbours_that_touch_share_nothing),
        cmocka_unit_test(what_is_narrow_or_small_is_a_sliver),
        cmocka_unit_test(a_gap_at_the_end_of_a_crack_is_seen),
        cmocka_unit_test(the_place_lies_in_the_largest_part),
        cmocka_unit_test(areas_that_are_not_valid_are_still_compared),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
