/* Parts of lines against adding up their pieces. */
#include "network_fixture.h"

#include "geo/geodesic.h"
#include "network/link_line.h"

static double length_m(const circlet_point *line, size_t count)
{
    ci_frame frame = ci_frame_at(TOWN_LAT);
    double sum_m = 0;

    for (size_t i = 1; i < count; i++)
        sum_m += hypot((line[i].lon - line[i - 1].lon) * frame.m_per_lon,
                       (line[i].lat - line[i - 1].lat) * frame.m_per_lat);
    return sum_m;
}

static bool is_same(circlet_point a, circlet_point b)
{
    return fabs(a.lon - b.lon) < 1e-12 && fabs(a.lat - b.lat) < 1e-12;
}

static void compare_part(const circlet_network *network, uint32_t link,
                         double from, double to)
{
    circlet_point whole[4], part[4], back[4];
    size_t size = circlet_network_line_size(network, link);
    size_t count = ci_link_line_part(part, network, link, from, to);
    double whole_m;

    circlet_network_line(whole, network, link);
    whole_m = length_m(whole, size);
    assert_true(count >= 2 && count <= size);
    assert_true(fabs(length_m(part, count) - fabs(to - from) * whole_m) <
                0.05);
    assert_true(is_same(part[0], ci_link_place(network, link, from)));
    assert_true(is_same(part[count - 1], ci_link_place(network, link, to)));
    assert_int_equal(ci_link_line_part(back, network, link, to, from), count);
    for (size_t i = 0; i < count; i++)
        assert_true(is_same(part[i], back[count - 1 - i]));
    if (from == 0 && to == 1) {
        assert_int_equal(count, size);
        assert_memory_equal(part, whole, size * sizeof(circlet_point));
    }
}

static void parts_of_lines_are_as_long_as_they_should(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        uint64_t random = seed;
        random_town town;
        circlet_network *network;

        town_make(&town, &random, 400);
        network = town_build(&town, &random);
        for (uint32_t i = 0; i < network->link_count; i++) {
            double from = unit_random_below(&random, 1001) / 1000.0;
            double to = unit_random_below(&random, 1001) / 1000.0;

            compare_part(network, i, from, to);
            compare_part(network, i, 0, to);
            compare_part(network, i, from, 1);
            compare_part(network, i, 0, 1);
            compare_part(network, i, from, from);
        }
        circlet_network_free(network);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_of_lines_are_as_long_as_they_should),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
