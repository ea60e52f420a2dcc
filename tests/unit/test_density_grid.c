#include "unit.h"

#include <math.h>

#include "access/density_grid.h"

static double unit_share(uint64_t *seed)
{
    return (double)unit_random_below(seed, 1000001) / 1000000.0;
}

static double distance(ci_xy a, ci_xy b)
{
    return hypot(a.x - b.x, a.y - b.y);
}

static void a_hexagon_holds_the_points_nearest_to_its_centre(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 3000; seed++) {
        uint64_t random = seed;
        double cell_m = 1 + 500 * unit_share(&random);
        ci_xy at = {20000 * (unit_share(&random) - 0.5),
                    20000 * (unit_share(&random) - 0.5)};
        ci_cell found = ci_cell_of(CI_CELL_HEXAGON, cell_m, at);
        double own =
            distance(at, ci_cell_centre(CI_CELL_HEXAGON, cell_m, found));

        for (int64_t row = found.row - 3; row <= found.row + 3; row++)
            for (int64_t c = found.column - 3; c <= found.column + 3; c++) {
                ci_xy other =
                    ci_cell_centre(CI_CELL_HEXAGON, cell_m, (ci_cell){c, row});

                if (distance(at, other) < own - 1e-9)
                    fail_msg("seed %llu", (unsigned long long)seed);
            }
        /* No point is farther from its centre than a corner is. */
        assert_true(own <= cell_m / sqrt(3.0) + 1e-9);
    }
}

static void a_square_holds_its_southern_and_western_side(void **state)
{
    ci_cell cell;

    (void)state;
    cell = ci_cell_of(CI_CELL_SQUARE, 250, (ci_xy){250, -250});
    assert_int_equal(cell.column, 1);
    assert_int_equal(cell.row, -1);
    cell = ci_cell_of(CI_CELL_SQUARE, 250, (ci_xy){249.999, -250.001});
    assert_int_equal(cell.column, 0);
    assert_int_equal(cell.row, -2);
}

static void a_point_between_hexagons_is_the_southern_or_western_ones(
    void **state)
{
    ci_cell cell;

    (void)state;
    /* Halfway between the centres of columns 0 and 1. */
    cell = ci_cell_of(CI_CELL_HEXAGON, 100, (ci_xy){50, 0});
    assert_int_equal(cell.column, 0);
    assert_int_equal(cell.row, 0);
    /* The same in an odd row, which lies half a cell farther east. */
    cell = ci_cell_of(CI_CELL_HEXAGON, 100,
                      (ci_xy){100, ci_cell_row_m(CI_CELL_HEXAGON, 100)});
    assert_int_equal(cell.column, 0);
    assert_int_equal(cell.row, 1);
}

static void corners_enclose_the_cell_counterclockwise(void **state)
{
    (void)state;
    for (int shape = 0; shape < 2; shape++)
        for (int64_t row = -3; row <= 3; row++) {
            ci_xy corners[CI_CELL_CORNERS_MAX];
            ci_cell cell = {2 * row, row};
            ci_xy centre = ci_cell_centre((ci_cell_shape)shape, 300, cell);
            size_t count =
                ci_cell_corners(corners, (ci_cell_shape)shape, 300, cell);
            double x = 0, y = 0;

            assert_int_equal(count, shape == CI_CELL_SQUARE ? 4 : 6);
            for (size_t i = 0; i < count; i++) {
                x += corners[i].x / (double)count;
                y += corners[i].y / (double)count;
            }
            assert_true(distance(centre, (ci_xy){x, y}) < 1e-9);
            assert_true(fabs(ci_plane_ring_m2(corners, count) -
                             ci_cell_m2((ci_cell_shape)shape, 300)) < 1e-6);
        }
}

/* Without gaps or overlaps on a map, whatever the size. */
static void neighbours_share_corners_to_the_last_digit(void **state)
{
    const double sizes[] = {100, 333.3, 0.1, 1234.567};

    (void)state;
    for (size_t s = 0; s < 4; s++)
        for (int64_t row = -2; row <= 2; row++) {
            ci_xy a[CI_CELL_CORNERS_MAX], b[CI_CELL_CORNERS_MAX];
            size_t shared = 0;

            ci_cell_corners(a, CI_CELL_HEXAGON, sizes[s], (ci_cell){5, row});
            ci_cell_corners(b, CI_CELL_HEXAGON, sizes[s],
                            (ci_cell){5 + (row & 1), row + 1});
            for (size_t i = 0; i < 6; i++)
                for (size_t k = 0; k < 6; k++)
                    shared += a[i].x == b[k].x && a[i].y == b[k].y;
            assert_int_equal(shared, 2);
        }
}

static void a_grid_has_a_place_for_every_point_of_its_box(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 500; seed++) {
        uint64_t random = seed;
        ci_cell_shape shape = (ci_cell_shape)(seed % 2);
        double cell_m = 10 + 300 * unit_share(&random);
        ci_plane_box box = ci_plane_box_empty();
        ci_density_grid grid;
        ci_xy points[5];

        for (size_t i = 0; i < 5; i++) {
            points[i] = (ci_xy){5000 * (unit_share(&random) - 0.5),
                                5000 * (unit_share(&random) - 0.5)};
            ci_plane_box_grow(&box, points[i]);
        }

        assert_ok(ci_density_grid_make(&grid, shape, cell_m, &box, error));

        for (size_t i = 0; i < 5; i++) {
            ci_cell cell = ci_cell_of(shape, cell_m, points[i]);
            size_t at = ci_density_grid_position(&grid, cell);
            ci_cell back;

            assert_true(cell.column >= grid.column && cell.row >= grid.row);
            assert_true(at < ci_density_grid_count(&grid));
            back = ci_density_grid_cell(&grid, at);
            assert_int_equal(back.column, cell.column);
            assert_int_equal(back.row, cell.row);
        }
    }
}

static void an_empty_box_has_no_cells(void **state)
{
    ci_plane_box box = ci_plane_box_empty();
    ci_density_grid grid;

    (void)state;
    assert_ok(ci_density_grid_make(&grid, CI_CELL_SQUARE, 250, &box, error));
    assert_int_equal(ci_density_grid_count(&grid), 0);
}

static void one_huge_cell_may_hold_all(void **state)
{
    ci_plane_box box = {-1000, -1000, 1000, 1000};
    ci_density_grid grid;

    (void)state;
    assert_ok(ci_density_grid_make(&grid, CI_CELL_HEXAGON, 1e6, &box, error));
    assert_true(ci_density_grid_count(&grid) <= 16);
}

static void too_many_cells_are_refused_with_what_would_fit(void **state)
{
    ci_plane_box box = {0, 0, 180000, 170000};
    ci_density_grid grid;

    (void)state;
    assert_fails(ci_density_grid_make(&grid, CI_CELL_SQUARE, 1, &box, error),
                 CIRCLET_E_ARGUMENT,
                 "cells of 1 m would be 30601 million, which take 1224.1 GB "
                 "of memory; at most 20 million are made: take cells of 48 m");
    assert_ok(ci_density_grid_make(&grid, CI_CELL_SQUARE, 48, &box, error));
    assert_ok(ci_density_grid_make(&grid, CI_CELL_HEXAGON, 48, &box, error));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hexagon_holds_the_points_nearest_to_its_centre),
        cmocka_unit_test(a_square_holds_its_southern_and_western_side),
        cmocka_unit_test(
            a_point_between_hexagons_is_the_southern_or_western_ones),
        cmocka_unit_test(corners_enclose_the_cell_counterclockwise),
        cmocka_unit_test(neighbours_share_corners_to_the_last_digit),
        cmocka_unit_test(a_grid_has_a_place_for_every_point_of_its_box),
        cmocka_unit_test(an_empty_box_has_no_cells),
        cmocka_unit_test(one_huge_cell_may_hold_all),
        cmocka_unit_test(too_many_cells_are_refused_with_what_would_fit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
