#include "unit.h"

#include <math.h>

#include "geo/grid_index.h"

#define MAX_SEGMENTS 60

static double between(uint64_t *state, double low, double high)
{
    return low + (high - low) * unit_random_below(state, 1000001) / 1e6;
}

/* Cuts the range of t in which from + t x step lies in [low, high]. */
static void clip(double from, double step, double low, double high,
                 double *first, double *last)
{
    if (step == 0) {
        if (from < low || from > high)
            *last = -1;
        return;
    }
    *first = fmax(*first, fmin((low - from) / step, (high - from) / step));
    *last = fmin(*last, fmax((low - from) / step, (high - from) / step));
}

/* By Liang and Barsky's clipping. */
static bool meets(const ci_segment *segment, const ci_box *box)
{
    double first = 0, last = 1;

    clip(segment->a.lon, segment->b.lon - segment->a.lon, box->west, box->east,
         &first, &last);
    clip(segment->a.lat, segment->b.lat - segment->a.lat, box->south,
         box->north, &first, &last);
    return first <= last;
}

static size_t make_segments(ci_segment *segments, uint64_t *random)
{
    size_t count = 1 + unit_random_below(random, MAX_SEGMENTS);
    double size = unit_random_below(random, 2) ? 0.02 : 2;

    for (size_t i = 0; i < count; i++) {
        double reach = unit_random_below(random, 6) ? 0.001 : size;

        segments[i].a.lon = between(random, 116, 116 + size);
        segments[i].a.lat = between(random, 39, 39 + size);
        segments[i].b.lon = segments[i].a.lon + between(random, 0, reach);
        segments[i].b.lat = segments[i].a.lat + between(random, -reach, reach);
        if (unit_random_below(random, 6) == 0)
            segments[i].b.lat = segments[i].a.lat;
        if (unit_random_below(random, 6) == 0)
            segments[i].b.lon = segments[i].a.lon;
    }
    return count;
}

static ci_box make_box(uint64_t *random, const ci_segment *near)
{
    double lon = near->a.lon + between(random, -0.002, 0.001);
    double lat = near->a.lat + between(random, -0.002, 0.001);
    ci_box box = {lon, lat, lon + between(random, 0, 0.004),
                  lat + between(random, 0, 0.004)};

    return box;
}

static void every_segment_that_meets_a_box_is_found(void **state)
{
    ci_grid_found found = {0};
    size_t met = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        uint64_t random = seed;
        ci_segment segments[MAX_SEGMENTS];
        size_t count = make_segments(segments, &random);
        ci_grid_index *index = ci_grid_index_new(segments, count);

        assert_non_null(index);
        for (int query = 0; query < 20; query++) {
            ci_box box = make_box(
                &random,
                &segments[unit_random_below(&random, (uint32_t)count)]);
            bool is_found[MAX_SEGMENTS] = {false};

            assert_true(ci_grid_index_find(index, &box, &found));
            for (size_t i = 0; i < found.count; i++)
                is_found[found.items[i]] = true;
            for (size_t i = 0; i < count; i++) {
                met += meets(&segments[i], &box);
                if (meets(&segments[i], &box) && !is_found[i])
                    fail_msg("seed %llu: segment %zu is missed",
                             (unsigned long long)seed, i);
            }
        }
        ci_grid_index_free(index);
    }
    assert_true(met > 3000);
    free(found.items);
}

static void far_segments_are_not_looked_at(void **state)
{
    static ci_segment segments[10000];
    ci_box box = {116.5, 39.5, 116.501, 39.501};
    ci_grid_found found = {0};
    ci_grid_index *index;

    (void)state;
    for (size_t i = 0; i < 10000; i++) {
        circlet_point at = {116 + 0.01 * (double)(i % 100),
                            39 + 0.01 * (double)(i / 100)};

        segments[i] = (ci_segment){at, {at.lon + 0.0005, at.lat + 0.0005}};
    }
    index = ci_grid_index_new(segments, 10000);
    assert_non_null(index);

    assert_true(ci_grid_index_find(index, &box, &found));
    assert_true(found.count >= 1 && found.count <= 16);
    free(found.items);
    ci_grid_index_free(index);
}

static void segments_across_the_earth_take_little_room(void **state)
{
    static ci_segment segments[5000];
    ci_box box = {-1, -1, 1, 1};
    ci_grid_found found = {0};
    ci_grid_index *index;

    (void)state;
    for (size_t i = 0; i < 5000; i++)
        segments[i] = (ci_segment){{-180, -90}, {180, 90}};
    index = ci_grid_index_new(segments, 5000);
    assert_non_null(index);

    assert_true(ci_grid_index_find(index, &box, &found));
    assert_true(found.count >= 5000);
    free(found.items);
    ci_grid_index_free(index);
}

static void an_index_of_nothing_finds_nothing(void **state)
{
    ci_box box = {0, 0, 1, 1};
    ci_grid_found found = {0};
    ci_grid_index *index = ci_grid_index_new(NULL, 0);

    (void)state;
    assert_non_null(index);
    assert_true(ci_grid_index_find(index, &box, &found));
    assert_int_equal(found.count, 0);
    ci_grid_index_free(index);
    ci_grid_index_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_segment_that_meets_a_box_is_found),
        cmocka_unit_test(far_segments_are_not_looked_at),
        cmocka_unit_test(segments_across_the_earth_take_little_room),
        cmocka_unit_test(an_index_of_nothing_finds_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
