#include "unit.h"

#include <math.h>

#include "access/density.h"

#define POINT_MAX 60
#define LAYERS 2

typedef struct world {
    ci_density_grid grid;
    ci_xy at[POINT_MAX];
    double weights[POINT_MAX * LAYERS];
    size_t count;
    double *inside_m2;
    ci_density_kernel kernel;
    double bandwidth_m;
} world;

static double unit_share(uint64_t *seed)
{
    return (double)unit_random_below(seed, 1000001) / 1000000.0;
}

/* People in a box whose cells lie in the city wholly, partly or not at all. */
static void make_world(world *out, uint64_t seed)
{
    uint64_t random = seed;
    double reach, size_m = 200 + 3000 * unit_share(&random);
    ci_plane_box box = ci_plane_box_empty();

    out->count = 1 + unit_random_below(&random, POINT_MAX);
    out->kernel = (ci_density_kernel)(seed % 3);
    out->bandwidth_m = 20 + 600 * unit_share(&random);
    for (size_t i = 0; i < out->count; i++) {
        out->at[i] = (ci_xy){size_m * (unit_share(&random) - 0.5),
                             size_m * (unit_share(&random) - 0.5)};
        for (size_t l = 0; l < LAYERS; l++)
            out->weights[i * LAYERS + l] =
                (double)unit_random_below(&random, 4000);
        ci_plane_box_grow(&box, out->at[i]);
    }
    reach = unit_random_below(&random, 2)
                ? ci_density_reach_m(out->kernel, out->bandwidth_m)
                : 0;
    box = (ci_plane_box){box.west - reach, box.south - reach, box.east + reach,
                         box.north + reach};
    assert_ok(ci_density_grid_make(&out->grid, (ci_cell_shape)(seed / 3 % 2),
                                   20 + 300 * unit_share(&random), &box,
                                   error));
    out->inside_m2 = calloc(ci_density_grid_count(&out->grid), sizeof(double));
    for (size_t i = 0; i < ci_density_grid_count(&out->grid); i++)
        out->inside_m2[i] =
            unit_random_below(&random, 3) ? unit_share(&random) * 1e4 : 0;
}

static double *sum_world(const world *from, uint32_t threads)
{
    const ci_density_query query = {&from->grid,       from->kernel,
                                    from->bandwidth_m, from->inside_m2,
                                    threads,           NULL};
    const ci_density_points points = {from->count, from->at, from->weights,
                                      LAYERS};
    double *out =
        malloc(ci_density_grid_count(&from->grid) * LAYERS * sizeof(*out));

    assert_ok(ci_density_sum(out, &query, &points, error));
    return out;
}

/* ---- the definition, cell by cell -----------------------------------------
 */

static double kernel_at(const world *from, double distance)
{
    double share = distance / from->bandwidth_m;

    if (from->kernel == CI_DENSITY_QUARTIC)
        return share < 1 ? (1 - share * share) * (1 - share * share) : 0;
    return share <= CI_GAUSSIAN_REACH ? exp(-share * share / 2) : 0;
}

static double value_of(const world *from, size_t cell, size_t point)
{
    ci_xy centre = ci_cell_centre(from->grid.shape, from->grid.cell_m,
                                  ci_density_grid_cell(&from->grid, cell));

    return kernel_at(from, hypot(centre.x - from->at[point].x,
                                 centre.y - from->at[point].y)) *
           from->inside_m2[cell];
}

static void add_point(double *out, const world *from, size_t point)
{
    size_t cells = ci_density_grid_count(&from->grid);
    size_t own = ci_density_grid_position(
        &from->grid,
        ci_cell_of(from->grid.shape, from->grid.cell_m, from->at[point]));
    double sum = 0;

    for (size_t c = 0; c < cells && from->kernel != CI_DENSITY_COUNT; c++)
        sum += value_of(from, c, point);
    for (size_t l = 0; l < LAYERS; l++) {
        double weight = from->weights[point * LAYERS + l];

        if (!(sum > 0))
            out[l * cells + own] += weight;
        for (size_t c = 0; c < cells && sum > 0; c++)
            out[l * cells + c] += weight * value_of(from, c, point) / sum;
    }
}

static void cells_get_what_the_definition_gives_them(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 600; seed++) {
        world made;
        size_t numbers;
        double *found, *want;

        make_world(&made, seed);
        numbers = ci_density_grid_count(&made.grid) * LAYERS;
        want = calloc(numbers, sizeof(*want));
        for (size_t i = 0; i < made.count; i++)
            add_point(want, &made, i);

        found = sum_world(&made, 1);

        for (size_t i = 0; i < numbers; i++)
            if (fabs(found[i] - want[i]) > 1e-7)
                fail_msg("seed %llu", (unsigned long long)seed);
        free(found);
        free(want);
        free(made.inside_m2);
    }
}

static void no_person_is_lost_or_made(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 600; seed++) {
        world made;
        double *found;
        size_t cells;

        make_world(&made, seed);
        cells = ci_density_grid_count(&made.grid);

        found = sum_world(&made, 2);

        for (size_t l = 0; l < LAYERS; l++) {
            double people = 0, sum = 0;

            for (size_t i = 0; i < made.count; i++)
                people += made.weights[i * LAYERS + l];
            for (size_t c = 0; c < cells; c++)
                sum += found[l * cells + c];
            if (fabs(sum - people) > 1e-9 * (people + 1))
                fail_msg("seed %llu", (unsigned long long)seed);
        }
        free(found);
        free(made.inside_m2);
    }
}

static void threads_change_nothing(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 100; seed++) {
        world made;
        double *one, *many;
        size_t bytes;

        make_world(&made, seed);
        bytes = ci_density_grid_count(&made.grid) * LAYERS * sizeof(*one);

        one = sum_world(&made, 1);
        many = sum_world(&made, 2 + (uint32_t)(seed % 6));

        assert_memory_equal(one, many, bytes);
        free(one);
        free(many);
        free(made.inside_m2);
    }
}

/* ---- cases ----------------------------------------------------------------
 */

/* Nine cells of 100 m, all in the city, and one point in the middle. */
static void make_nine(world *out, double inside_m2[25])
{
    ci_plane_box box = {50, 50, 250, 250};

    *out = (world){.count = 1, .kernel = CI_DENSITY_QUARTIC};
    out->at[0] = (ci_xy){150, 150};
    out->weights[0] = 1000;
    out->bandwidth_m = 200;
    assert_ok(
        ci_density_grid_make(&out->grid, CI_CELL_SQUARE, 100, &box, error));
    assert_int_equal(ci_density_grid_count(&out->grid), 25);
    for (size_t i = 0; i < 25; i++) {
        ci_cell cell = ci_density_grid_cell(&out->grid, i);
        bool is_inside = cell.row >= 0 && cell.row < 3 && cell.column >= 0 &&
                         cell.column < 3;

        inside_m2[i] = is_inside ? 10000 : 0;
    }
    out->inside_m2 = inside_m2;
}

/* By hand: 1 in the middle, (3/4)^2 at 100 m, 1/4 at 141 m; together 4.25. */
static void a_person_is_spread_like_the_kernel(void **state)
{
    double inside_m2[25], *found;
    world made;

    (void)state;
    make_nine(&made, inside_m2);

    found = sum_world(&made, 1);

    assert_true(fabs(found[12] - 1000 / 4.25) < 1e-9);
    assert_true(fabs(found[11] - 562.5 / 4.25) < 1e-9);
    assert_true(fabs(found[6] - 250 / 4.25) < 1e-9);
    assert_true(found[2] == 0);
    free(found);
}

/* By hand: without the eastern column 1 + 3 * 9/16 + 2 * 1/4. */
static void what_would_fall_outside_the_city_is_given_back(void **state)
{
    double inside_m2[25], *found;
    world made;

    (void)state;
    make_nine(&made, inside_m2);
    for (size_t i = 0; i < 25; i++)
        if (ci_density_grid_cell(&made.grid, i).column == 2)
            inside_m2[i] = 0;

    found = sum_world(&made, 1);

    assert_true(fabs(found[12] - 1000 / 3.1875) < 1e-9);
    assert_true(found[13] == 0);
    free(found);
}

static void a_kernel_that_meets_no_centre_stays_in_its_cell(void **state)
{
    double inside_m2[25], *found;
    world made;

    (void)state;
    make_nine(&made, inside_m2);
    made.bandwidth_m = 10;
    made.at[0] = (ci_xy){120, 180};

    found = sum_world(&made, 1);

    assert_true(found[12] == 1000);
    free(found);
}

static void nobody_makes_empty_cells(void **state)
{
    double inside_m2[25], *found;
    world made;

    (void)state;
    make_nine(&made, inside_m2);
    made.count = 0;

    found = sum_world(&made, 3);

    for (size_t i = 0; i < (size_t)25 * LAYERS; i++)
        assert_true(found[i] == 0);
    free(found);
}

static bool refuse(const char *stage, double fraction, void *user)
{
    (void)stage;
    (void)fraction;
    (void)user;
    return false;
}

static void it_can_be_cancelled(void **state)
{
    const circlet_progress stop = {refuse, NULL};
    double inside_m2[25], out[25 * LAYERS];
    world made;

    (void)state;
    make_nine(&made, inside_m2);
    {
        const ci_density_query query = {
            &made.grid, made.kernel, made.bandwidth_m, inside_m2, 1, &stop};
        const ci_density_points points = {made.count, made.at, made.weights,
                                          LAYERS};

        assert_fails(ci_density_sum(out, &query, &points, error),
                     CIRCLET_E_CANCELLED, "cancelled");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_get_what_the_definition_gives_them),
        cmocka_unit_test(no_person_is_lost_or_made),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(a_person_is_spread_like_the_kernel),
        cmocka_unit_test(what_would_fall_outside_the_city_is_given_back),
        cmocka_unit_test(a_kernel_that_meets_no_centre_stays_in_its_cell),
        cmocka_unit_test(nobody_makes_empty_cells),
        cmocka_unit_test(it_can_be_cancelled),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
