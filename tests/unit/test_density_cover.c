#include "unit.h"

#include <math.h>

#include "access/density_cover.h"

#define STAR_MAX 12

static double unit_share(uint64_t *seed)
{
    return (double)unit_random_below(seed, 1000001) / 1000000.0;
}

/* ---- the other way: triangles cut by the sides of a cell ------------------
 */

/* What of a convex polygon lies left of a line. */
static size_t cut_convex(ci_xy *out, const ci_xy *points, size_t count,
                         ci_xy from, ci_xy to)
{
    size_t used = 0;

    for (size_t i = 0; i < count; i++) {
        ci_xy a = points[i], b = points[(i + 1) % count];
        double at_a = (to.x - from.x) * (a.y - from.y) -
                      (to.y - from.y) * (a.x - from.x);
        double at_b = (to.x - from.x) * (b.y - from.y) -
                      (to.y - from.y) * (b.x - from.x);

        if (at_a >= 0)
            out[used++] = a;
        if ((at_a > 0 && at_b < 0) || (at_a < 0 && at_b > 0))
            out[used++] = (ci_xy){a.x + at_a / (at_a - at_b) * (b.x - a.x),
                                  a.y + at_a / (at_a - at_b) * (b.y - a.y)};
    }
    return used;
}

static double shoelace(const ci_xy *points, size_t count)
{
    double sum = 0;

    for (size_t i = 0; i < count; i++) {
        ci_xy a = points[i], b = points[(i + 1) % count];

        sum += (a.x * b.y - b.x * a.y) / 2;
    }
    return sum;
}

/* Of a triangle, whichever way it runs, within a cell: with its sign. */
static double triangle_in_cell(ci_xy a, ci_xy b, ci_xy c, const ci_xy *corners,
                               size_t corner_count)
{
    ci_xy one[32] = {a, b, c}, two[32];
    size_t count = 3;
    double sign = shoelace(one, 3) < 0 ? -1 : 1;

    if (sign < 0) {
        one[1] = c;
        one[2] = b;
    }
    for (size_t i = 0; i < corner_count && count > 0; i++) {
        count = cut_convex(two, one, count, corners[i],
                           corners[(i + 1) % corner_count]);
        memcpy(one, two, count * sizeof(*one));
    }
    return sign * shoelace(one, count);
}

/* A ring is the signed sum of triangles from its first point. */
static double ring_in_cell(const ci_xy *ring, size_t count,
                           const ci_xy *corners, size_t corner_count)
{
    double sum = 0;

    for (size_t i = 1; i + 2 < count; i++)
        sum += triangle_in_cell(ring[0], ring[i], ring[i + 1], corners,
                                corner_count);
    return fabs(sum);
}

/* ---- rings
 * ----------------------------------------------------------------*/

/* A star around a place: its points at ascending angles. Closed. */
static size_t make_star(ci_xy *out, uint64_t *seed, double size_m)
{
    size_t count = 3 + unit_random_below(seed, STAR_MAX - 3);
    double x = size_m * unit_share(seed), y = size_m * unit_share(seed);
    bool is_clockwise = unit_random_below(seed, 2);

    for (size_t i = 0; i < count; i++) {
        size_t k = is_clockwise ? count - 1 - i : i;
        double angle = 6.283185307179586 * (double)k / (double)count;
        double radius = size_m * (0.2 + unit_share(seed));

        out[i] = (ci_xy){x + radius * cos(angle), y + radius * sin(angle)};
    }
    out[count] = out[0];
    return count + 1;
}

static void check_cells(const double *found_m2, const ci_density_grid *grid,
                        const ci_xy *ring, size_t count, uint64_t seed)
{
    for (size_t i = 0; i < ci_density_grid_count(grid); i++) {
        ci_xy corners[CI_CELL_CORNERS_MAX];
        size_t corner_count = ci_cell_corners(
            corners, grid->shape, grid->cell_m, ci_density_grid_cell(grid, i));
        double want = ring_in_cell(ring, count, corners, corner_count);

        if (fabs(found_m2[i] - want) > 1e-6)
            fail_msg("seed %llu, cell %zu", (unsigned long long)seed, i);
    }
}

static void each_cell_has_what_the_ring_encloses_of_it(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 400; seed++) {
        uint64_t random = seed;
        ci_xy ring[STAR_MAX + 1];
        size_t count = make_star(ring, &random, 400);
        ci_plane_box box = ci_plane_box_empty();
        ci_cover_room room = {0};
        ci_density_grid grid;
        double *found, sum = 0;

        for (size_t i = 0; i < count; i++)
            ci_plane_box_grow(&box, ring[i]);
        assert_ok(ci_density_grid_make(&grid, (ci_cell_shape)(seed % 2),
                                       30 + 200 * unit_share(&random), &box,
                                       error));
        found = calloc(ci_density_grid_count(&grid), sizeof(*found));
        assert_ok(ci_density_cover_add(found, &grid, &room, ring, count, false,
                                       error));

        check_cells(found, &grid, ring, count, seed);
        for (size_t i = 0; i < ci_density_grid_count(&grid); i++)
            sum += found[i];
        assert_true(fabs(sum - fabs(ci_plane_ring_m2(ring, count))) < 1e-6);
        ci_cover_room_free(&room);
        free(found);
    }
}

static void a_grid_may_be_smaller_than_the_ring(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        uint64_t random = seed;
        ci_xy ring[STAR_MAX + 1];
        size_t count = make_star(ring, &random, 2000);
        ci_plane_box box = {500 * unit_share(&random), 300, 900, 700};
        ci_cover_room room = {0};
        ci_density_grid grid;
        double *found;

        assert_ok(ci_density_grid_make(&grid, (ci_cell_shape)(seed % 2), 100,
                                       &box, error));
        found = calloc(ci_density_grid_count(&grid), sizeof(*found));
        assert_ok(ci_density_cover_add(found, &grid, &room, ring, count, false,
                                       error));
        check_cells(found, &grid, ring, count, seed);
        ci_cover_room_free(&room);
        free(found);
    }
}

static void a_hole_takes_away_and_neighbours_add_up(void **state)
{
    const ci_xy whole[] = {{0, 0}, {1000, 0}, {1000, 1000}, {0, 1000}, {0, 0}};
    const ci_xy hole[] = {
        {250, 250}, {750, 250}, {750, 750}, {250, 750}, {250, 250}};
    ci_plane_box box = {0, 0, 999, 999};
    ci_cover_room room = {0};
    ci_density_grid grid;
    double found[64] = {0};

    (void)state;
    assert_ok(ci_density_grid_make(&grid, CI_CELL_SQUARE, 500, &box, error));
    assert_ok(
        ci_density_cover_add(found, &grid, &room, whole, 5, false, error));
    assert_ok(ci_density_cover_add(found, &grid, &room, hole, 5, true, error));
    for (int64_t row = 0; row < 2; row++)
        for (int64_t column = 0; column < 2; column++) {
            size_t at =
                ci_density_grid_position(&grid, (ci_cell){column, row});

            assert_true(fabs(found[at] - (250000 - 62500)) < 1e-6);
        }
    assert_ok(
        ci_density_cover_add(found, &grid, &room, hole, 5, false, error));
    assert_true(fabs(found[ci_density_grid_position(&grid, (ci_cell){0, 0})] -
                     250000) < 1e-6);
    ci_cover_room_free(&room);
}

static void a_ring_of_nothing_covers_nothing(void **state)
{
    const ci_xy line[] = {{0, 0}, {1000, 0}, {0, 0}};
    ci_plane_box box = {0, 0, 999, 999};
    ci_cover_room room = {0};
    ci_density_grid grid;
    double found[64] = {0};

    (void)state;
    assert_ok(ci_density_grid_make(&grid, CI_CELL_HEXAGON, 500, &box, error));
    assert_ok(
        ci_density_cover_add(found, &grid, &room, line, 3, false, error));
    assert_ok(
        ci_density_cover_add(found, &grid, &room, line, 0, false, error));
    for (size_t i = 0; i < 64; i++)
        assert_true(found[i] == 0);
    ci_cover_room_free(&room);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_cell_has_what_the_ring_encloses_of_it),
        cmocka_unit_test(a_grid_may_be_smaller_than_the_ring),
        cmocka_unit_test(a_hole_takes_away_and_neighbours_add_up),
        cmocka_unit_test(a_ring_of_nothing_covers_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
