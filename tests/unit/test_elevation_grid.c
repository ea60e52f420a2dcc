/* Heights between the points of a grid. */
#include <math.h>

#include "io/elevation_grid.h"
#include "unit.h"

#define SIDE 12

/* A grid of SIDE x SIDE whose points lie 0.001 degrees apart. */
static ci_height_grid new_grid(double rim)
{
    ci_height_grid grid = {.columns = SIDE,
                           .rows = SIDE,
                           .west = 10.0,
                           .north = 50.0,
                           .dx = 0.001,
                           .dy = 0.001,
                           .rim = rim};

    grid.fine = calloc((size_t)SIDE * SIDE, sizeof(*grid.fine));
    assert_non_null(grid.fine);
    return grid;
}

/* A place by columns from the west and rows from the north. */
static circlet_point place_at(double x, double y)
{
    return (circlet_point){10.0 + x * 0.001, 50.0 - y * 0.001};
}

static double unit_share(uint64_t *seed)
{
    return (double)unit_random_below(seed, 1000001) / 1e6;
}

static void a_plane_is_found_exactly_smooth_or_not(void **state)
{
    uint64_t seed = 1;
    ci_height_grid grid = new_grid(0.0);

    (void)state;
    for (size_t i = 0; i < (size_t)SIDE * SIDE; i++)
        grid.fine[i] = (float)(100.0 + 8.0 * (double)(i % SIDE) -
                               4.0 * (double)(i / SIDE));
    for (int k = 0; k < 500; k++) {
        /* At the edge a mean along it alone is one of a plane too. */
        double x = unit_share(&seed) * (SIDE - 1);
        double y = unit_share(&seed) * (SIDE - 1), height = 0.0;
        double want = 100.0 + 8.0 * x - 4.0 * y;

        assert_int_equal(ci_height_grid_find(&height, &grid, place_at(x, y),
                                             CI_HEIGHT_PLAIN),
                         CI_HEIGHT_KNOWN);
        assert_true(fabs(height - want) < 1e-6);
        assert_int_equal(ci_height_grid_find(&height, &grid, place_at(x, y),
                                             CI_HEIGHT_SMOOTH),
                         CI_HEIGHT_KNOWN);
        assert_true(fabs(height - want) < 1e-6);
    }
    ci_height_grid_free(&grid);
}

/* The nine weights written out, for points inside. */
static double smooth_by_hand(const ci_height_grid *grid, int column, int row)
{
    static const int weights[] = {1, 2, 1};
    double sum = 0.0;

    for (int dy = -1; dy <= 1; dy++)
        for (int dx = -1; dx <= 1; dx++)
            sum += weights[dx + 1] * weights[dy + 1] *
                   (double)grid->fine[(row + dy) * SIDE + column + dx];
    return sum / 16.0;
}

static void smoothing_is_the_mean_of_nine_and_voids_spread_in_it(void **state)
{
    uint64_t seed = 2;

    (void)state;
    for (int k = 0; k < 300; k++) {
        ci_height_grid grid = new_grid(0.0);
        double height = -1.0;
        int column = 1 + (int)unit_random_below(&seed, SIDE - 2);
        int row = 1 + (int)unit_random_below(&seed, SIDE - 2);
        ci_height_found found;

        for (size_t i = 0; i < (size_t)SIDE * SIDE; i++)
            grid.fine[i] = unit_random_below(&seed, 12) == 0
                               ? NAN
                               : (float)unit_random_below(&seed, 3000);
        found = ci_height_grid_find(&height, &grid, place_at(column, row),
                                    CI_HEIGHT_SMOOTH);
        if (found == CI_HEIGHT_KNOWN)
            assert_true(fabs(height - smooth_by_hand(&grid, column, row)) <
                        0.01);
        else {
            assert_int_equal(found, CI_HEIGHT_UNKNOWN);
            assert_true(height == -1.0);
        }
        if (isnan(smooth_by_hand(&grid, column, row)))
            assert_int_equal(found, CI_HEIGHT_UNKNOWN);
        ci_height_grid_free(&grid);
    }
}

static void a_void_corner_makes_the_whole_cell_unknown(void **state)
{
    double height = -7.0;
    ci_height_grid grid = new_grid(0.0);

    (void)state;
    grid.fine[3 * SIDE + 4] = NAN;
    for (int k = 0; k < 4; k++)
        assert_int_equal(
            ci_height_grid_find(&height, &grid,
                                place_at(3.4 + k % 2, 2.6 + k / 2),
                                CI_HEIGHT_PLAIN),
            CI_HEIGHT_UNKNOWN);
    assert_true(height == -7.0);
    assert_int_equal(ci_height_grid_find(&height, &grid, place_at(5.5, 2.5),
                                         CI_HEIGHT_PLAIN),
                     CI_HEIGHT_KNOWN);
    ci_height_grid_free(&grid);
}

static void a_whole_grid_has_its_void_too(void **state)
{
    int16_t *whole = calloc(4, sizeof(*whole));
    ci_height_grid grid = {.columns = 2,
                           .rows = 2,
                           .west = 0,
                           .north = 1,
                           .dx = 1,
                           .dy = 1,
                           .whole = whole};
    double height = 0.0;

    (void)state;
    assert_non_null(whole);
    whole[0] = 10;
    whole[1] = 20;
    whole[2] = 30;
    whole[3] = 40;
    assert_int_equal(ci_height_grid_find(&height, &grid,
                                         (circlet_point){0.5, 0.5},
                                         CI_HEIGHT_PLAIN),
                     CI_HEIGHT_KNOWN);
    assert_true(height == 25.0);
    whole[2] = CI_HEIGHT_VOID;
    assert_int_equal(ci_height_grid_find(&height, &grid,
                                         (circlet_point){0.5, 0.5},
                                         CI_HEIGHT_PLAIN),
                     CI_HEIGHT_UNKNOWN);
    ci_height_grid_free(&grid);
}

static void cells_speak_for_their_outer_half_and_points_do_not(void **state)
{
    ci_height_grid points = new_grid(0.0), cells = new_grid(0.5);
    double height = -1.0;

    (void)state;
    assert_int_equal(ci_height_grid_find(&height, &points, place_at(-0.4, 3),
                                         CI_HEIGHT_PLAIN),
                     CI_HEIGHT_OUTSIDE);
    assert_int_equal(ci_height_grid_find(&height, &cells, place_at(-0.4, 3),
                                         CI_HEIGHT_PLAIN),
                     CI_HEIGHT_KNOWN);
    assert_int_equal(ci_height_grid_find(&height, &cells, place_at(-0.6, 3),
                                         CI_HEIGHT_PLAIN),
                     CI_HEIGHT_OUTSIDE);
    assert_int_equal(ci_height_grid_find(&height, &points,
                                         (circlet_point){(double)NAN, 50.0},
                                         CI_HEIGHT_PLAIN),
                     CI_HEIGHT_OUTSIDE);
    ci_height_grid_free(&points);
    ci_height_grid_free(&cells);
}

static void grids_of_fine_points_are_smoothed_and_of_coarse_not(void **state)
{
    ci_height_grid grid = new_grid(0.0);

    (void)state;
    assert_int_equal(ci_height_grid_kind(&grid), CI_HEIGHT_PLAIN);
    grid.dx = grid.dy = 1.0 / 3600.0;
    assert_true(fabs(ci_height_grid_cell_m(&grid) - 30.9) < 0.1);
    assert_int_equal(ci_height_grid_kind(&grid), CI_HEIGHT_SMOOTH);
    grid.dy = 1.0 / 1200.0;
    assert_int_equal(ci_height_grid_kind(&grid), CI_HEIGHT_PLAIN);
    grid.dx = grid.dy = 5.0 / 30.9 / 3600.0; /* of laser: nothing is noise */
    assert_int_equal(ci_height_grid_kind(&grid), CI_HEIGHT_PLAIN);
    ci_height_grid_free(&grid);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plane_is_found_exactly_smooth_or_not),
        cmocka_unit_test(smoothing_is_the_mean_of_nine_and_voids_spread_in_it),
        cmocka_unit_test(a_void_corner_makes_the_whole_cell_unknown),
        cmocka_unit_test(a_whole_grid_has_its_void_too),
        cmocka_unit_test(cells_speak_for_their_outer_half_and_points_do_not),
        cmocka_unit_test(grids_of_fine_points_are_smoothed_and_of_coarse_not),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
