/* The order of places against one made by comparing. */
#include "unit.h"

#include "reach/place_order.h"

static int compare(const void *left, const void *right)
{
    const ci_placed_point *a = left, *b = right;

    if (a->at.lon != b->at.lon)
        return a->at.lon < b->at.lon ? -1 : 1;
    if (a->at.lat != b->at.lat)
        return a->at.lat < b->at.lat ? -1 : 1;
    return (a->position > b->position) - (a->position < b->position);
}

/* Some lie on one longitude, some at one place; zeros have either sign. */
static circlet_point random_point(uint64_t *random, int64_t step)
{
    double lon = (double)((int64_t)unit_random_below(random, 400) - 200);
    double lat = (double)unit_random_below(random, 3) - 1;

    if (lon == 0 && unit_random_below(random, 2) == 0)
        lon = -0.0;
    return (circlet_point){lon / (double)step, lat / (double)step};
}

static void points_are_ordered_by_place_then_position(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        uint64_t random = seed;
        size_t count = unit_random_below(&random, 6000);
        int64_t step = 1 + unit_random_below(&random, 1000);
        circlet_point *points = malloc((count + 1) * sizeof(*points));
        ci_placed_point *wanted = malloc((count + 1) * sizeof(*wanted));
        ci_placed_point *sorted;

        assert_non_null(points);
        assert_non_null(wanted);
        for (size_t i = 0; i < count; i++) {
            points[i] = random_point(&random, step);
            wanted[i] = (ci_placed_point){points[i], (uint32_t)i};
        }
        qsort(wanted, count, sizeof(*wanted), compare);
        sorted = ci_place_order(points, count);
        assert_non_null(sorted);
        for (size_t i = 0; i < count; i++)
            assert_int_equal(sorted[i].position, wanted[i].position);
        free(points);
        free(wanted);
        free(sorted);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(points_are_ordered_by_place_then_position)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
