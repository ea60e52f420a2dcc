/* Times that are drawn lie between the bounds. */
#include "network_fixture.h"

#include "network/arc_times_draw.h"

#define TOWNS 60

static void check_ms(uint32_t ms, uint32_t best, uint32_t worst)
{
    if (best == CI_CLOSED)
        assert_true(ms == CI_CLOSED);
    else
        assert_true(ms >= best);
    if (worst != CI_CLOSED)
        assert_true(ms <= worst);
}

static circlet_arc_times *draw(const circlet_arc_times *const *bounds,
                               uint64_t seed, double pace, bool is_as_mapped)
{
    const ci_time_draw how = {seed, pace, is_as_mapped};
    circlet_arc_times *times = NULL;

    assert_ok(ci_arc_times_draw(&times, bounds, &how, error));
    return times;
}

/* A town at all bounds. */
typedef struct bounded_town {
    circlet_network *network;
    circlet_arc_times *times[CIRCLET_BOUND_COUNT];
    const circlet_arc_times *bounds[CIRCLET_BOUND_COUNT];
} bounded_town;

static bounded_town make_town(uint64_t *random)
{
    circlet_travel_mode *mode = ci_travel_mode_new();
    random_town town;
    bounded_town out;

    assert_non_null(mode);
    *mode = fixture_doubtful_mode();
    if (unit_random_below(random, 2) == 0)
        fixture_cross_roads(mode);
    town_make(&town, random, 300);
    town_doubt(&town, random);
    out.network = town_build(&town, random);
    for (int b = 0; b < CIRCLET_BOUND_COUNT; b++) {
        out.times[b] = NULL;
        assert_ok(circlet_arc_times_compute(&out.times[b], out.network, mode,
                                            (circlet_bound)b, error));
        out.bounds[b] = out.times[b];
    }
    circlet_travel_mode_free(mode);
    return out;
}

static void free_town(bounded_town *town)
{
    for (int b = 0; b < CIRCLET_BOUND_COUNT; b++)
        circlet_arc_times_free(town->times[b]);
    circlet_network_free(town->network);
}

static void what_is_drawn_lies_between_the_bounds(void **state)
{
    uint64_t random = 11;
    size_t changed = 0;

    (void)state;
    for (int t = 0; t < TOWNS; t++) {
        bounded_town town = make_town(&random);
        const circlet_arc_times *best = town.bounds[CIRCLET_BOUND_MIN];
        const circlet_arc_times *worst = town.bounds[CIRCLET_BOUND_MAX];
        circlet_arc_times *drawn =
            draw(town.bounds, unit_random(&random), 1, false);

        for (size_t i = 0; i < town.network->link_count; i++) {
            check_ms(drawn->forward_ms[i], best->forward_ms[i],
                     worst->forward_ms[i]);
            check_ms(drawn->backward_ms[i], best->backward_ms[i],
                     worst->backward_ms[i]);
            changed += drawn->forward_ms[i] !=
                       town.times[CIRCLET_BOUND_NOMINAL]->forward_ms[i];
        }
        for (size_t i = 0; i < town.network->node_count; i++)
            check_ms(drawn->through_ms[i], best->through_ms[i],
                     worst->through_ms[i]);
        for (size_t i = 0; i < 2 * town.network->link_count; i++)
            check_ms(drawn->leave_ms[i], best->leave_ms[i], CI_CLOSED);
        circlet_arc_times_free(drawn);
        free_town(&town);
    }
    assert_true(changed > TOWNS / 3);
}

static void assert_same_times(const circlet_arc_times *a,
                              const circlet_arc_times *b)
{
    size_t links = a->network->link_count, nodes = a->network->node_count;

    assert_memory_equal(a->leave_ms, b->leave_ms,
                        2 * links * sizeof(uint32_t));
    assert_memory_equal(a->arrive_ms, b->arrive_ms,
                        2 * links * sizeof(uint32_t));
    assert_memory_equal(a->through_ms, b->through_ms,
                        nodes * sizeof(uint32_t));
    assert_memory_equal(a->component, b->component, nodes * sizeof(uint32_t));
    assert_int_equal(a->component_count, b->component_count);
    assert_int_equal(a->open_count, b->open_count);
}

static void as_mapped_each_bound_is_itself(void **state)
{
    uint64_t random = 12;

    (void)state;
    for (int t = 0; t < TOWNS; t++) {
        bounded_town town = make_town(&random);

        for (int b = 0; b < CIRCLET_BOUND_COUNT; b++) {
            const circlet_arc_times *one[] = {town.bounds[b], town.bounds[b],
                                              town.bounds[b]};
            circlet_arc_times *drawn = draw(one, 5, 1, true);

            assert_int_equal(drawn->bound, b);
            assert_same_times(drawn, town.bounds[b]);
            circlet_arc_times_free(drawn);
        }
        free_town(&town);
    }
}

static void at_half_the_pace_streets_take_twice_as_long(void **state)
{
    uint64_t random = 13;
    bounded_town town = make_town(&random);
    const circlet_arc_times *as_is = town.bounds[CIRCLET_BOUND_NOMINAL];
    circlet_arc_times *slow = draw(town.bounds, 5, 0.5, true);

    (void)state;
    for (size_t i = 0; i < town.network->link_count; i++)
        assert_true(as_is->forward_ms[i] == CI_CLOSED
                        ? slow->forward_ms[i] == CI_CLOSED
                        : slow->forward_ms[i] == 2 * as_is->forward_ms[i]);
    assert_memory_equal(slow->through_ms, as_is->through_ms,
                        town.network->node_count * sizeof(uint32_t));
    assert_true(slow->off_road_mps == as_is->off_road_mps / 2);
    assert_int_equal(slow->boarding_ms, as_is->boarding_ms);
    circlet_arc_times_free(slow);
    free_town(&town);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_drawn_lies_between_the_bounds),
        cmocka_unit_test(as_mapped_each_bound_is_itself),
        cmocka_unit_test(at_half_the_pace_streets_take_twice_as_long)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
