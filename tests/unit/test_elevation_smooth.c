/* Heights along streets, and across bridges. */
#include <math.h>

#include "io/elevation_smooth.h"
#include "unit.h"

#define PLACE_MAX 64

/* Streets of links without stations; all nodes are known, at 0 m. */
static ci_height_streets new_streets(size_t nodes)
{
    ci_height_streets streets = {.place_count = nodes};

    streets.links = calloc(PLACE_MAX * 2, sizeof(*streets.links));
    streets.kinds = malloc(PLACE_MAX);
    streets.heights_m = calloc(PLACE_MAX, sizeof(*streets.heights_m));
    assert_true(streets.links && streets.kinds && streets.heights_m);
    memset(streets.kinds, CI_STATE_KNOWN, PLACE_MAX);
    return streets;
}

static void join(ci_height_streets *streets, uint32_t from, uint32_t to,
                 double length_m, bool is_raised)
{
    streets->links[streets->link_count++] =
        (ci_height_link){.from = from,
                         .to = to,
                         .length_m = length_m,
                         .part_count = 1,
                         .is_raised = is_raised};
}

static void a_straight_slope_keeps_its_heights_away_from_its_ends(void **state)
{
    ci_height_streets streets = new_streets(60);

    (void)state;
    for (uint32_t i = 0; i < 60; i++) {
        streets.heights_m[i] = 2.0 * i;
        if (i > 0)
            join(&streets, i - 1, i, 20.0, false);
    }
    assert_ok(ci_heights_smooth_by(&streets, 15.0, error));
    for (uint32_t i = 12; i < 48; i++)
        assert_true(fabs(streets.heights_m[i] - 2.0 * i) < 1e-3);
    ci_height_streets_free(&streets);
}

static void a_bridge_over_a_ravine_stays_level(void **state)
{
    ci_height_streets streets = new_streets(8);

    (void)state;
    /* 0 - 1 = 2 = 3 = 4 - 5: on the ground at 200 m, bridges between. */
    join(&streets, 0, 1, 50.0, false);
    join(&streets, 1, 2, 10.0, true);
    join(&streets, 2, 3, 30.0, true);
    join(&streets, 3, 4, 60.0, true);
    join(&streets, 4, 5, 50.0, false);
    /* The street in the ravine, 6 - 7, is joined to nothing. */
    join(&streets, 6, 7, 50.0, false);
    for (int i = 0; i < 6; i++)
        streets.heights_m[i] = 200.0;
    streets.heights_m[2] = streets.heights_m[3] = -77.0;
    streets.kinds[2] = streets.kinds[3] = CI_STATE_FLOATING;
    assert_ok(ci_heights_smooth_by(&streets, 15.0, error));
    for (int i = 0; i < 6; i++)
        assert_true(fabs(streets.heights_m[i] - 200.0) < 1e-6);
    assert_true(fabs(streets.heights_m[6]) < 1e-6);
    assert_int_equal(streets.kinds[2], CI_STATE_KNOWN);
    ci_height_streets_free(&streets);
}

static void floating_nodes_lie_by_length_between_their_ends(void **state)
{
    ci_height_streets streets = new_streets(6);

    (void)state;
    join(&streets, 0, 1, 500.0, false);
    join(&streets, 1, 2, 10.0, true);
    join(&streets, 2, 3, 30.0, true);
    join(&streets, 3, 4, 60.0, true);
    join(&streets, 4, 5, 500.0, false);
    streets.heights_m[4] = streets.heights_m[5] = 100.0;
    streets.kinds[2] = streets.kinds[3] = CI_STATE_FLOATING;
    assert_ok(ci_heights_smooth_by(&streets, 0.0, error));
    assert_true(fabs(streets.heights_m[2] - 10.0) < 0.01);
    assert_true(fabs(streets.heights_m[3] - 40.0) < 0.01);
    ci_height_streets_free(&streets);
}

static void a_bridge_to_the_unknown_is_unknown(void **state)
{
    ci_height_streets streets = new_streets(9);

    (void)state;
    join(&streets, 0, 1, 30.0, true); /* 0 known, 1 floats, 2 void */
    join(&streets, 1, 2, 30.0, true);
    join(&streets, 3, 4, 30.0, true); /* nothing around */
    join(&streets, 5, 6, 30.0, true); /* 5 known, 6 a dead end */
    join(&streets, 0, 7, 30.0, false);
    join(&streets, 5, 8, 30.0, false);
    streets.heights_m[5] = streets.heights_m[8] = 12.0;
    streets.kinds[1] = streets.kinds[3] = CI_STATE_FLOATING;
    streets.kinds[4] = streets.kinds[6] = CI_STATE_FLOATING;
    streets.kinds[2] = CI_STATE_VOID;
    assert_ok(ci_heights_smooth_by(&streets, 15.0, error));
    assert_int_equal(streets.kinds[1], CI_STATE_FLOATING);
    assert_int_equal(streets.kinds[2], CI_STATE_VOID);
    assert_int_equal(streets.kinds[3], CI_STATE_FLOATING);
    assert_int_equal(streets.kinds[6], CI_STATE_KNOWN);
    assert_true(fabs(streets.heights_m[6] - 12.0) < 1e-6);
    ci_height_streets_free(&streets);
}

static void a_jump_between_near_places_is_evened_out(void **state)
{
    ci_height_streets streets = new_streets(18);

    (void)state;
    /* 8 parts of 20 m, one of 3 m over which the grid jumps by 3 m. */
    for (uint32_t i = 1; i < 18; i++)
        join(&streets, i - 1, i, i == 9 ? 3.0 : 20.0, false);
    for (uint32_t i = 9; i < 18; i++)
        streets.heights_m[i] = 3.0;
    assert_ok(ci_heights_smooth_by(&streets, 15.0, error));
    /* Of a step the steepest slope is height / (2 reach), 10 % and not 100;
     * places 20 m apart see a little more. */
    assert_true(streets.heights_m[9] - streets.heights_m[8] < 0.5);
    assert_true(streets.heights_m[9] - streets.heights_m[8] > 0.2);
    ci_height_streets_free(&streets);
}

/* ---- against elimination ------------------------------------------------ */

typedef struct dense {
    double rows[PLACE_MAX][PLACE_MAX + 1];
} dense;

static void eliminate(dense *d, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++) {
            double factor = d->rows[k][i] / d->rows[i][i];

            if (k == i)
                continue;
            for (size_t j = i; j <= n; j++)
                d->rows[k][j] -= factor * d->rows[i][j];
        }
}

/* Rows of the normal equations; all take part. */
static void fill(dense *d, const ci_height_streets *streets, double reach)
{
    size_t n = streets->place_count;

    memset(d, 0, sizeof(*d));
    for (size_t i = 0; i < streets->link_count; i++) {
        const ci_height_link *link = &streets->links[i];
        uint32_t a = link->from, b = link->to;
        double weight = reach * reach / link->length_m;
        double half = link->is_raised ? 0.0 : link->length_m / 2.0;

        d->rows[a][a] += half;
        d->rows[b][b] += half;
        d->rows[a][n] += half * streets->heights_m[a];
        d->rows[b][n] += half * streets->heights_m[b];
        if (a == b)
            continue;
        d->rows[a][a] += weight;
        d->rows[b][b] += weight;
        d->rows[a][b] -= weight;
        d->rows[b][a] -= weight;
    }
}

static void random_streets_have_the_heights_of_elimination(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 300; seed++) {
        uint64_t random = seed;
        size_t n = 3 + unit_random_below(&random, 30);
        ci_height_streets streets = new_streets(n);
        bool is_ground[PLACE_MAX] = {true};
        dense d;

        for (uint32_t i = 1; i < n; i++) {
            bool is_raised = unit_random_below(&random, 3) == 0;
            uint32_t other = unit_random_below(&random, i);

            join(&streets, other, i,
                 0.1 + unit_random_below(&random, 1000) / 10.0, is_raised);
            if (!is_raised || i == 1)
                streets.links[i - 1].is_raised = false;
            if (!streets.links[i - 1].is_raised)
                is_ground[i] = is_ground[other] = true;
        }
        for (size_t i = 0; i < n; i++) {
            streets.kinds[i] =
                is_ground[i] ? CI_STATE_KNOWN : CI_STATE_FLOATING;
            streets.heights_m[i] =
                is_ground[i] ? unit_random_below(&random, 500) : 0.0;
        }
        /* The first node is on the ground, as the first link is. */
        fill(&d, &streets, 15.0);
        eliminate(&d, n);
        assert_ok(ci_heights_smooth_by(&streets, 15.0, error));
        for (size_t i = 0; i < n; i++)
            if (fabs(streets.heights_m[i] - d.rows[i][n] / d.rows[i][i]) >
                1e-5)
                fail_msg("seed %d, place %d", (int)seed, (int)i);
        ci_height_streets_free(&streets);
    }
}

static void tags_say_what_does_not_lie_on_the_ground(void **state)
{
    static const struct {
        circlet_tag tags[2];
        bool is_raised;
    } cases[] = {
        {{{"bridge", "viaduct"}, {"highway", "path"}}, true},
        {{{"bridge", "no"}, {"highway", "path"}}, false},
        {{{"highway", "path"}, {"tunnel", "yes"}}, true},
        {{{"covered", "yes"}, {"highway", "path"}}, true},
        {{{"highway", "path"}, {"layer", "-1"}}, true},
        {{{"highway", "path"}, {"layer", "0"}}, false},
        {{{"embankment", "yes"}, {"layer", "1"}}, false},
        {{{"cutting", "yes"}, {"layer", "-1"}}, false},
        {{{"highway", "path"}, {"layer", "top"}}, false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_int_equal(ci_tags_are_raised(cases[i].tags, 2),
                         cases[i].is_raised);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            a_straight_slope_keeps_its_heights_away_from_its_ends),
        cmocka_unit_test(a_bridge_over_a_ravine_stays_level),
        cmocka_unit_test(floating_nodes_lie_by_length_between_their_ends),
        cmocka_unit_test(a_bridge_to_the_unknown_is_unknown),
        cmocka_unit_test(a_jump_between_near_places_is_evened_out),
        cmocka_unit_test(random_streets_have_the_heights_of_elimination),
        cmocka_unit_test(tags_say_what_does_not_lie_on_the_ground),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
