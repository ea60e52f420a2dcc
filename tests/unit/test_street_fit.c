#include "unit.h"

#include <math.h>

#include "geo/datum_shift.h"
#include "geo/geodesic.h"
#include "geo/street_fit.h"

#define SIDE 40 /* streets each way */
#define SPACING 0.003 /* degrees: some 300 m */

typedef struct town {
    ci_segment streets[2 * SIDE * SIDE];
    size_t count;
    ci_grid_index *index;
} town;

static town made;

static double jitter(uint64_t *state, double size)
{
    return ((double)unit_random_below(state, 2000001) / 1e6 - 1) * size;
}

/* Crooked streets around 116.4 39.9, the same in each test. */
static int set_up(void **state)
{
    static circlet_point corners[SIDE + 1][SIDE + 1];
    uint64_t seed = 6;

    (void)state;
    for (int i = 0; i <= SIDE; i++)
        for (int k = 0; k <= SIDE; k++)
            corners[i][k] = (circlet_point){
                116.34 + i * SPACING + jitter(&seed, SPACING / 3),
                39.84 + k * SPACING + jitter(&seed, SPACING / 3)};
    for (int i = 0; i < SIDE; i++)
        for (int k = 0; k < SIDE; k++) {
            made.streets[made.count++] =
                (ci_segment){corners[i][k], corners[i + 1][k]};
            made.streets[made.count++] =
                (ci_segment){corners[i][k], corners[i][k + 1]};
        }
    made.index = ci_grid_index_new(made.streets, made.count);
    return made.index ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    ci_grid_index_free(made.index);
    return 0;
}

/* Places 0 to 8 m beside a street; of a hundred, `stray` lie anywhere. */
static void place(circlet_point *points, size_t count, unsigned stray,
                  uint64_t *seed)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t middle = SIDE / 4 + unit_random_below(seed, SIDE / 2);
        uint32_t row = SIDE / 4 + unit_random_below(seed, SIDE / 2);
        const ci_segment *street =
            &made.streets[2 * (row * SIDE + middle) + (i & 1)];
        double t = (double)unit_random_below(seed, 1000001) / 1e6;

        points[i] = (circlet_point){
            street->a.lon + t * (street->b.lon - street->a.lon) +
                jitter(seed, 5e-5),
            street->a.lat + t * (street->b.lat - street->a.lat) +
                jitter(seed, 5e-5)};
        if (unit_random_below(seed, 100) < stray)
            points[i] = (circlet_point){116.4 + jitter(seed, 0.03),
                                        39.9 + jitter(seed, 0.03)};
    }
}

static ci_street_fit measure(const circlet_point *points, size_t count)
{
    ci_street_fit fit;

    assert_true(
        ci_street_fit_measure(&fit, made.streets, made.index, points, count));
    assert_int_equal(fit.count, count);
    return fit;
}

/* Against every street, one after the other. */
static void figures_are_those_of_a_plain_search(void **state)
{
    uint64_t seed = 1;
    circlet_point points[60];
    ci_street_fit fit;
    const size_t count = unit_cases(60);
    int near_count = 0;

    (void)state;
    place(points, count, 70, &seed);
    fit = measure(points, count);
    for (size_t i = 0; i < count; i++) {
        double nearest = INFINITY;

        for (size_t s = 0; s < made.count; s++)
            for (int k = 0; k <= 2000; k++) {
                const ci_segment *street = &made.streets[s];
                ci_frame frame = ci_frame_at(points[i].lat);
                double t = k / 2000.0;
                double x = street->a.lon + t * (street->b.lon - street->a.lon);
                double y = street->a.lat + t * (street->b.lat - street->a.lat);

                nearest = fmin(nearest,
                               hypot((x - points[i].lon) * frame.m_per_lon,
                                     (y - points[i].lat) * frame.m_per_lat));
            }
        near_count += nearest <= 10.0;
    }
    assert_true(fabs(fit.near_share[CI_FIT_AS_IS] -
                     near_count / (double)count) < 1e-12);
}

static void each_shift_is_found_and_none_is_made_up(void **state)
{
    static const struct {
        circlet_datum done, undone; /* to the points of the town */
        ci_fit_case found;
    } cases[] = {
        {CIRCLET_DATUM_NONE, CIRCLET_DATUM_NONE, CI_FIT_AS_IS},
        {CIRCLET_DATUM_GCJ02, CIRCLET_DATUM_NONE, CI_FIT_GCJ02_UNDONE},
        {CIRCLET_DATUM_BD09, CIRCLET_DATUM_NONE, CI_FIT_BD09_UNDONE},
        {CIRCLET_DATUM_NONE, CIRCLET_DATUM_GCJ02, CI_FIT_GCJ02_DONE},
        {CIRCLET_DATUM_NONE, CIRCLET_DATUM_BD09, CI_FIT_BD09_DONE},
    };
    static circlet_point points[400];

    (void)state;
    for (uint64_t run = 0; run < unit_cases(20); run++)
        for (size_t c = 0; c < sizeof(cases) / sizeof(cases[0]); c++) {
            uint64_t seed = run;
            ci_street_fit fit;

            place(points, 400, 50, &seed);
            for (int i = 0; i < 400; i++) {
                points[i] = ci_datum_shift(cases[c].done, points[i]);
                points[i] = ci_datum_unshift(cases[c].undone, points[i]);
            }
            fit = measure(points, 400);
            if (ci_street_fit_judge(&fit) != cases[c].found)
                fail_msg("seed %d, case %zu: %d", (int)run, c,
                         (int)ci_street_fit_judge(&fit));
        }
}

/* Homes lie anywhere, also in shifted degrees. */
static void points_that_know_no_street_say_nothing(void **state)
{
    static circlet_point points[1000];

    (void)state;
    for (uint64_t run = 0; run < unit_cases(20); run++) {
        uint64_t seed = run;
        ci_street_fit fit;

        place(points, 1000, 100, &seed);
        for (int i = 0; i < 1000 && run % 2; i++)
            points[i] = ci_datum_shift(CIRCLET_DATUM_GCJ02, points[i]);
        fit = measure(points, 1000);
        assert_int_equal(ci_street_fit_judge(&fit), CI_FIT_AS_IS);
    }
}

static void few_points_say_nothing(void **state)
{
    circlet_point points[99];
    uint64_t seed = 1;
    ci_street_fit fit;

    (void)state;
    place(points, 99, 0, &seed);
    for (int i = 0; i < 99; i++)
        points[i] = ci_datum_shift(CIRCLET_DATUM_GCJ02, points[i]);
    fit = measure(points, 99);
    assert_true(fit.near_share[CI_FIT_GCJ02_UNDONE] > 0.9);
    assert_int_equal(ci_street_fit_judge(&fit), CI_FIT_AS_IS);
    fit = measure(points, 0);
    assert_int_equal(ci_street_fit_judge(&fit), CI_FIT_AS_IS);
}

/* A share of p and one of p + g among n points differ by g / sqrt(2 q (1 -
 * q) / n) deviations, q between them: 3.9 and 4.1 for these. */
static void the_verdict_needs_four_deviations_and_eight_in_a_hundred(
    void **state)
{
    ci_street_fit fit = {.count = 200,
                         .near_share = {0.2, 0.38, 0.2, 0.2, 0.2},
                         .median_m = {30, 12, 30, 30, 30}};

    (void)state;
    assert_int_equal(ci_street_fit_judge(&fit), CI_FIT_AS_IS);
    fit.near_share[1] = 0.39;
    assert_int_equal(ci_street_fit_judge(&fit), CI_FIT_GCJ02_UNDONE);
    fit.median_m[1] = 30;
    assert_int_equal(ci_street_fit_judge(&fit), CI_FIT_AS_IS);
    fit = (ci_street_fit){.count = 100000,
                          .near_share = {0.2, 0.2, 0.2, 0.2, 0.279},
                          .median_m = {30, 30, 30, 30, 12}};
    assert_int_equal(ci_street_fit_judge(&fit), CI_FIT_AS_IS);
    fit.near_share[4] = 0.281;
    assert_int_equal(ci_street_fit_judge(&fit), CI_FIT_BD09_DONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_are_those_of_a_plain_search),
        cmocka_unit_test(each_shift_is_found_and_none_is_made_up),
        cmocka_unit_test(points_that_know_no_street_say_nothing),
        cmocka_unit_test(few_points_say_nothing),
        cmocka_unit_test(
            the_verdict_needs_four_deviations_and_eight_in_a_hundred),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
