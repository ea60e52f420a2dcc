/* Contours of random rasters against the samples and points themselves. */
#include "unit.h"

#include <math.h>
#include <stdio.h>

#include "flat_area.h"
#include "geo/area.h"
#include "geo/contour.h"

#define SIDE_MAX 14
#define POINT_MAX 40

typedef struct lattice {
    size_t width, height;
    float values[SIDE_MAX * SIDE_MAX];
    ci_raster_point points[POINT_MAX];
    size_t point_count;
} lattice;

static const circlet_point origin = {116.25, 39.875};
static const double step = 0.0003;

static ci_raster raster_of(const lattice *from, float *room)
{
    memcpy(room, from->values, sizeof(from->values));
    return (ci_raster){from->width, from->height, room, origin, step, step};
}

static circlet_point sample_at(const lattice *from, size_t i)
{
    return (circlet_point){origin.lon + (double)(i % from->width) * step,
                           origin.lat + (double)(i / from->width) * step};
}

static bool is_border(const lattice *from, size_t i)
{
    size_t column = i % from->width, row = i / from->width;

    return column == 0 || row == 0 || column == from->width - 1 ||
           row == from->height - 1;
}

/* Runs of hills rather than noise, in some of the cases. */
static void make_values(lattice *out, uint64_t *state)
{
    bool is_smooth = unit_random_below(state, 2) == 0;

    out->width = 4 + unit_random_below(state, SIDE_MAX - 3);
    out->height = 4 + unit_random_below(state, SIDE_MAX - 3);
    for (size_t i = 0; i < out->width * out->height; i++) {
        float value = (float)unit_random_below(state, 100) - 50;

        if (is_smooth && i > 0)
            value = (out->values[i - 1] * 3 + value) / 4;
        if (unit_random_below(state, 20) == 0)
            value = 0;
        out->values[i] = is_border(out, i) ? 20 : value;
    }
}

static void make_points(lattice *out, uint64_t *state)
{
    out->point_count = unit_random_below(state, POINT_MAX);
    for (size_t i = 0; i < out->point_count; i++) {
        double x = 1 + unit_random_below(state, 1000) / 1000.0 *
                           (double)(out->width - 3);
        double y = 1 + unit_random_below(state, 1000) / 1000.0 *
                           (double)(out->height - 3);

        if (unit_random_below(state, 4) == 0)
            x = floor(x);
        out->points[i].at.lon = origin.lon + x * step;
        out->points[i].at.lat = origin.lat + y * step;
        out->points[i].is_inside = unit_random_below(state, 2);
    }
}

/* Every other point at a place of its own, a tenth of a cell off others. */
static void part_points(lattice *made)
{
    size_t kept = 0;

    for (size_t i = 0; i < made->point_count; i++) {
        bool is_alone = true;

        for (size_t k = 0; k < kept; k++)
            is_alone &= hypot(made->points[i].at.lon - made->points[k].at.lon,
                              made->points[i].at.lat -
                                  made->points[k].at.lat) > step / 10;
        if (is_alone)
            made->points[kept++] = made->points[i];
    }
    made->point_count = kept;
}

static ci_polygon contour_of(const lattice *from)
{
    float room[SIDE_MAX * SIDE_MAX];
    ci_raster raster = raster_of(from, room);
    ci_polygon polygon = {0};

    assert_ok(ci_contour_make(&polygon, &raster, from->points,
                              from->point_count, 5, error));
    return polygon;
}

static void check_rings(const circlet_area *area, uint64_t seed)
{
    size_t start = 0;

    for (size_t r = 0; r < area->ring_count; r++) {
        const circlet_point *ring = area->points + start;
        size_t count = area->rings[r].end - start;

        assert_true(count >= 4);
        assert_true(ring[0].lon == ring[count - 1].lon);
        assert_true(ring[0].lat == ring[count - 1].lat);
        if ((flat_ring(ring, count) > 0) == area->rings[r].is_hole)
            fail_msg("seed %u: ring %zu turns the wrong way", (unsigned)seed,
                     r);
        start = area->rings[r].end;
    }
    assert_true(area->ring_count == 0 || !area->rings[0].is_hole);
    if (area->ring_count > 0)
        assert_ok(ci_polygon_check(area, error));
}

static void rings_are_closed_valid_and_turn_as_they_should(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 400; seed++) {
        uint64_t random = seed;
        lattice made = {0};
        ci_polygon polygon;
        circlet_area area;

        make_values(&made, &random);
        if (seed % 2 == 0)
            make_points(&made, &random);
        part_points(&made);

        polygon = contour_of(&made);
        area = ci_polygon_area(&polygon);

        check_rings(&area, seed);
        ci_polygon_free(&polygon);
    }
}

static void an_area_holds_the_samples_that_are_inside(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 400; seed++) {
        uint64_t random = seed;
        lattice made = {0};
        ci_polygon polygon;
        circlet_area area;

        make_values(&made, &random);

        polygon = contour_of(&made);
        area = ci_polygon_area(&polygon);

        for (size_t i = 0; i < made.width * made.height; i++)
            if (ci_area_has(&area, sample_at(&made, i)) !=
                (made.values[i] < 0))
                fail_msg("seed %u: sample %zu", (unsigned)seed, i);
        ci_polygon_free(&polygon);
    }
}

static void points_are_on_their_sides(void **state)
{
    size_t inside_count = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= 600; seed++) {
        uint64_t random = seed;
        lattice made = {0};
        ci_polygon polygon;
        circlet_area area;

        make_values(&made, &random);
        make_points(&made, &random);
        part_points(&made);

        polygon = contour_of(&made);
        area = ci_polygon_area(&polygon);

        for (size_t i = 0; i < made.point_count; i++) {
            inside_count += made.points[i].is_inside;
            if (ci_area_has(&area, made.points[i].at) !=
                made.points[i].is_inside)
                fail_msg("seed %u: point %zu", (unsigned)seed, i);
        }
        ci_polygon_free(&polygon);
    }
    assert_true(inside_count > 1000);
}

/* Between the nearest of its corners and the border rounding may show. */
static bool is_within(const circlet_area *area, circlet_point at)
{
    for (int i = -1; i <= 1; i++)
        for (int k = -1; k <= 1; k++) {
            circlet_point near = {at.lon + i * 2e-9, at.lat + k * 2e-9};

            if (ci_area_has(area, near))
                return true;
        }
    return false;
}

static void of_lower_values_the_area_holds_that_of_higher_ones(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 400; seed++) {
        uint64_t random = seed;
        lattice made = {0}, lower;
        ci_polygon polygons[2];
        circlet_area areas[2];

        make_values(&made, &random);
        make_points(&made, &random);
        part_points(&made);
        lower = made;
        for (size_t i = 0; i < made.width * made.height; i++)
            if (!is_border(&made, i))
                lower.values[i] -= (float)unit_random_below(&random, 30);
        for (size_t i = 0; i < made.point_count; i++)
            lower.points[i].is_inside |= unit_random_below(&random, 3) == 0;

        polygons[0] = contour_of(&made);
        polygons[1] = contour_of(&lower);
        areas[0] = ci_polygon_area(&polygons[0]);
        areas[1] = ci_polygon_area(&polygons[1]);

        for (size_t i = 0; i < ci_area_point_count(&areas[0]); i++)
            if (!is_within(&areas[1], areas[0].points[i]))
                fail_msg("seed %u: corner %zu", (unsigned)seed, i);
        ci_polygon_free(&polygons[0]);
        ci_polygon_free(&polygons[1]);
    }
}

/* One sample inside: a square on its corner. */
static void one_sample_is_a_square(void **state)
{
    lattice made = {.width = 3, .height = 3};
    ci_polygon polygon;

    (void)state;
    for (size_t i = 0; i < 9; i++)
        made.values[i] = i == 4 ? -10 : 10;

    polygon = contour_of(&made);

    assert_int_equal(polygon.ring_count, 1);
    assert_int_equal(polygon.rings[0].end, 5);
    /* Each corner halfway to the next sample: twice the area of (step)^2/2. */
    assert_true(fabs(flat_ring(polygon.points, 5) - step * step) <
                1e-4 * step * step);
    ci_polygon_free(&polygon);
}

static void nothing_inside_is_no_area(void **state)
{
    lattice made = {.width = 3, .height = 3};
    ci_polygon polygon;

    (void)state;
    for (size_t i = 0; i < 9; i++)
        made.values[i] = 1;

    polygon = contour_of(&made);

    assert_int_equal(polygon.ring_count, 0);
    ci_polygon_free(&polygon);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rings_are_closed_valid_and_turn_as_they_should),
        cmocka_unit_test(an_area_holds_the_samples_that_are_inside),
        cmocka_unit_test(points_are_on_their_sides),
        cmocka_unit_test(of_lower_values_the_area_holds_that_of_higher_ones),
        cmocka_unit_test(one_sample_is_a_square),
        cmocka_unit_test(nothing_inside_is_no_area),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
