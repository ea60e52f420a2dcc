#include "unit.h"

#include <math.h>
#include <stdio.h>

#include "city/spread.h"

#define ROWS_MAX 8
#define TARGETS_MAX 12
#define KEY_SIZE 16
#define TOLERANCE 1e-5 /* of expected numbers computed with doubles */

typedef struct spread_case {
    size_t rows, targets;
    int64_t counts[ROWS_MAX];
    ci_spread_target list[TARGETS_MAX];
    char keys[TARGETS_MAX][KEY_SIZE];
    int64_t out[ROWS_MAX * TARGETS_MAX];
} spread_case;

/* Counts of every size, weights of every size and often 0. */
static void make_case(spread_case *c, uint64_t *random)
{
    static const uint32_t sizes[] = {2, 10, 1000, 1000000000};

    c->rows = 1 + unit_random_below(random, ROWS_MAX);
    c->targets = 1 + unit_random_below(random, TARGETS_MAX);
    for (size_t r = 0; r < c->rows; r++)
        c->counts[r] =
            unit_random_below(random, sizes[unit_random_below(random, 4)]);
    for (size_t t = 0; t < c->targets; t++) {
        snprintf(c->keys[t], KEY_SIZE, "k%u",
                 (unsigned)((t * 7 + 3) % TARGETS_MAX));
        c->list[t].key = c->keys[t];
        c->list[t].weight =
            unit_random_below(random, 3) == 0
                ? 0.0
                : ldexp((double)unit_random_below(random, 1000),
                        (int)unit_random_below(random, 40) - 20);
    }
}

static void spread(spread_case *c, uint64_t seed)
{
    ci_random random = ci_random_start(seed, "unit");

    assert_ok(ci_spread(c->out, c->counts, c->rows, c->list, c->targets,
                        &random, error));
}

static double total_weight(const spread_case *c)
{
    double total = 0;

    for (size_t t = 0; t < c->targets; t++)
        total += c->list[t].weight;
    return total;
}

static double share_of(const spread_case *c, size_t target)
{
    double total = total_weight(c);

    return total > 0 ? c->list[target].weight / total
                     : 1.0 / (double)c->targets;
}

static void every_row_sums_exactly_and_every_number_is_a_rounded_one(
    void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 5000; seed++) {
        uint64_t random = seed;
        spread_case c;

        make_case(&c, &random);
        spread(&c, seed);

        for (size_t r = 0; r < c.rows; r++) {
            int64_t sum = 0;

            for (size_t t = 0; t < c.targets; t++) {
                int64_t x = c.out[r * c.targets + t];
                double expected = (double)c.counts[r] * share_of(&c, t);

                if (x < 0 || fabs((double)x - expected) >= 1 + TOLERANCE ||
                    (c.list[t].weight == 0 && total_weight(&c) > 0 && x > 0))
                    fail_msg("seed %u, row %zu, target %zu", (unsigned)seed, r,
                             t);
                sum += x;
            }
            if (sum != c.counts[r])
                fail_msg("seed %u, row %zu: the sum is wrong", (unsigned)seed,
                         r);
        }
    }
}

static void the_sum_of_a_target_is_a_rounded_one_too(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 5000; seed++) {
        uint64_t random = seed + 77777;
        double all = 0;
        spread_case c;

        make_case(&c, &random);
        spread(&c, seed);

        for (size_t r = 0; r < c.rows; r++)
            all += (double)c.counts[r];
        for (size_t t = 0; t < c.targets; t++) {
            double sum = 0;

            for (size_t r = 0; r < c.rows; r++)
                sum += (double)c.out[r * c.targets + t];
            if (fabs(sum - all * share_of(&c, t)) >= 1 + 10 * TOLERANCE)
                fail_msg("seed %u, target %zu", (unsigned)seed, t);
        }
    }
}

static void the_order_of_the_targets_changes_nothing(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 1000; seed++) {
        uint64_t random = seed;
        size_t order[TARGETS_MAX];
        spread_case c, shuffled;

        make_case(&c, &random);
        shuffled = c;
        for (size_t t = 0; t < c.targets; t++) {
            size_t other = unit_random_below(&random, (uint32_t)t + 1);

            order[t] = order[other];
            order[other] = t;
        }
        for (size_t t = 0; t < c.targets; t++)
            shuffled.list[t] = c.list[order[t]];
        spread(&c, seed);
        spread(&shuffled, seed);

        for (size_t r = 0; r < c.rows; r++)
            for (size_t t = 0; t < c.targets; t++)
                if (shuffled.out[r * c.targets + t] !=
                    c.out[r * c.targets + order[t]])
                    fail_msg("seed %u, row %zu", (unsigned)seed, r);
    }
}

/* The mean over many seeds against the expected number: the sum of `runs`
 * numbers that are 0 or 1 more than a floor has this much spread. */
static void nothing_is_favoured_over_many_seeds(void **state)
{
    const int runs = 4000;
    spread_case c = {
        .rows = 4,
        .targets = 5,
        .counts = {1, 1, 7, 100},
        .list = {{"a", 1}, {"b", 2}, {"c", 3}, {"d", 0.5}, {"e", 10}}};
    double sums[20] = {0};

    (void)state;
    for (int seed = 0; seed < runs; seed++) {
        spread(&c, (uint64_t)seed);
        for (size_t i = 0; i < 20; i++)
            sums[i] += (double)c.out[i];
    }

    for (size_t r = 0; r < c.rows; r++)
        for (size_t t = 0; t < c.targets; t++) {
            double expected = (double)c.counts[r] * share_of(&c, t);
            double rest = expected - floor(expected);
            double error = sqrt(rest * (1 - rest) / runs);

            if (fabs(sums[r * 5 + t] / runs - expected) > 4.5 * error + 1e-9)
                fail_msg("row %zu, target %zu is favoured", r, t);
        }
}

/* Each of 10 equal places gets the one person as often as the others. */
static void equal_places_get_the_odd_person_equally_often(void **state)
{
    const int runs = 20000;
    unsigned counts[10] = {0};
    double chi = 0;
    spread_case c = {.rows = 1, .targets = 10, .counts = {1}};

    (void)state;
    for (size_t t = 0; t < 10; t++) {
        snprintf(c.keys[t], KEY_SIZE, "%zu", t);
        c.list[t] = (ci_spread_target){c.keys[t], 2.5};
    }
    for (int seed = 0; seed < runs; seed++) {
        spread(&c, (uint64_t)seed);
        for (size_t t = 0; t < 10; t++)
            counts[t] += (unsigned)c.out[t];
    }

    for (size_t t = 0; t < 10; t++)
        chi += (counts[t] - runs / 10.0) * (counts[t] - runs / 10.0) /
               (runs / 10.0);
    assert_true(chi < 27.9); /* 9 degrees of freedom, 0.1 % */
}

/* Many rows of one person each: the largest remainder of each row alone would
 * send them all to the heaviest place. */
static void many_small_rows_do_not_pile_up_on_the_heaviest_place(void **state)
{
    spread_case c = {.rows = 8,
                     .targets = 4,
                     .counts = {1, 1, 1, 1, 1, 1, 1, 1},
                     .list = {{"a", 1}, {"b", 1}, {"c", 1}, {"d", 5}}};

    (void)state;
    for (uint64_t seed = 0; seed < 200; seed++) {
        const int64_t wanted[] = {1, 1, 1, 5};

        spread(&c, seed);
        for (size_t t = 0; t < 4; t++) {
            int64_t sum = 0;

            for (size_t r = 0; r < c.rows; r++)
                sum += c.out[r * 4 + t];
            assert_int_equal(sum, wanted[t]);
        }
    }
}

static void a_seed_gives_these_numbers_on_every_machine(void **state)
{
    static const int64_t wanted[] = {1, 0, 1, 0, 1, 2, 1, 2, 3, 4, 5, 10};
    spread_case c = {
        .rows = 2,
        .targets = 6,
        .counts = {5, 25},
        .list = {{"a", 1}, {"b", 1}, {"c", 2}, {"d", 2}, {"e", 3}, {"f", 6}}};

    (void)state;
    spread(&c, 42);
    for (size_t i = 0; i < 12; i++)
        if (c.out[i] != wanted[i])
            fail_msg("number %zu is %lld", i, (long long)c.out[i]);
}

static void weights_without_measure_are_still_shares(void **state)
{
    spread_case c = {.rows = 1,
                     .targets = 3,
                     .counts = {INT64_C(1) << 62},
                     .list = {{"a", 1e308}, {"b", 1e308}, {"c", 5e-324}}};

    (void)state;
    spread(&c, 1);
    assert_int_equal(c.out[0], INT64_C(1) << 61);
    assert_int_equal(c.out[1], INT64_C(1) << 61);
    assert_int_equal(c.out[2], 0);
    c.targets = 1;
    spread(&c, 1);
    assert_int_equal(c.out[0], INT64_C(1) << 62);
    c.targets = 3;
    c.list[0].weight = c.list[1].weight = c.list[2].weight = 0;
    c.counts[0] = 300;
    spread(&c, 1);
    for (size_t t = 0; t < 3; t++)
        assert_int_equal(c.out[t], 100);
}

static void what_cannot_be_spread_is_refused(void **state)
{
    const ci_spread_target good = {"a", 1}, negative = {"a", -1},
                           infinite = {"b", HUGE_VAL}, odd = {"c", NAN};
    const int64_t one = 1, less = -1, most[] = {INT64_C(1) << 62, 1};
    int64_t out[2] = {7, 7};
    ci_random random = ci_random_start(1, "x");

    (void)state;
    assert_fails(ci_spread(out, &one, 1, NULL, 0, &random, error),
                 CIRCLET_E_DATA, "nowhere");
    assert_fails(ci_spread(out, &one, 1, &negative, 1, &random, error),
                 CIRCLET_E_DATA, "'a'");
    assert_fails(ci_spread(out, &one, 1, &infinite, 1, &random, error),
                 CIRCLET_E_DATA, "'b'");
    assert_fails(ci_spread(out, &one, 1, &odd, 1, &random, error),
                 CIRCLET_E_DATA, "'c'");
    assert_fails(ci_spread(out, &less, 1, &good, 1, &random, error),
                 CIRCLET_E_DATA, "2^62");
    assert_fails(ci_spread(out, most, 2, &good, 1, &random, error),
                 CIRCLET_E_DATA, "2^62");
    assert_fails(ci_spread(out, &one, CI_SPREAD_CELLS_MAX + 1, &good, 1,
                           &random, error),
                 CIRCLET_E_DATA, "cells");
    assert_int_equal(out[0], 7);
    assert_ok(ci_spread(out, &one, 0, &good, 1, &random, error));
    assert_int_equal(out[0], 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            every_row_sums_exactly_and_every_number_is_a_rounded_one),
        cmocka_unit_test(the_sum_of_a_target_is_a_rounded_one_too),
        cmocka_unit_test(the_order_of_the_targets_changes_nothing),
        cmocka_unit_test(nothing_is_favoured_over_many_seeds),
        cmocka_unit_test(equal_places_get_the_odd_person_equally_often),
        cmocka_unit_test(many_small_rows_do_not_pile_up_on_the_heaviest_place),
        cmocka_unit_test(a_seed_gives_these_numbers_on_every_machine),
        cmocka_unit_test(weights_without_measure_are_still_shares),
        cmocka_unit_test(what_cannot_be_spread_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
