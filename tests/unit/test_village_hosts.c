#include "unit.h"

#include "policy/village_groups.h"
#include "policy/village_hosts.h"

#define MOST_VILLAGES 60
#define SMALL 9

typedef struct riddle {
    ci_host_problem problem;
    int64_t costs[MOST_VILLAGES * MOST_VILLAGES];
    int64_t bonuses[MOST_VILLAGES];
    bool is_fixed[MOST_VILLAGES];
} riddle;

static int64_t distance(const int64_t a[2], const int64_t b[2])
{
    return llabs(a[0] - b[0]) + llabs(a[1] - b[1]);
}

/* Villages on a square, with people who weigh their ways. */
static void draw_villages(riddle *out, size_t villages, int64_t side,
                          uint64_t *seed)
{
    int64_t places[MOST_VILLAGES][2];

    memset(out, 0, sizeof(*out));
    for (size_t i = 0; i < villages; i++) {
        places[i][0] = unit_random_below(seed, (uint32_t)side);
        places[i][1] = unit_random_below(seed, (uint32_t)side);
    }
    for (size_t i = 0; i < villages; i++) {
        int64_t people = unit_random_below(seed, 60);

        out->bonuses[i] = people * unit_random_below(seed, 3) * side / 40;
        for (size_t j = 0; j < villages; j++)
            out->costs[i * villages + j] =
                people * distance(places[i], places[j]);
    }
    out->problem = (ci_host_problem){.village_count = villages,
                                     .costs = out->costs,
                                     .bonuses = out->bonuses,
                                     .is_fixed = out->is_fixed,
                                     .size_from = 4,
                                     .size_to = 5};
}

static void draw_small(riddle *out, uint64_t *seed)
{
    ci_group_range range;

    draw_villages(out, 1 + unit_random_below(seed, SMALL),
                  2 + unit_random_below(seed, 30), seed);
    range = ci_group_range_of(out->problem.village_count,
                              1 + unit_random_below(seed, 3), 3);
    out->problem.size_from = range.size_from;
    out->problem.size_to = range.size_to;
    out->problem.home_count = range.home_min;
    for (size_t k = unit_random_below(seed, 3); k > 0 && k <= range.home_min;
         k--)
        out->is_fixed[unit_random_below(
            seed, (uint32_t)out->problem.village_count)] = true;
}

/* The value of one set of hosts, a bit each; INT64_MAX: it is none. */
static int64_t value_of(const riddle *r, unsigned set)
{
    size_t villages = r->problem.village_count, homes = 0;
    uint32_t hosts[SMALL], home_of[SMALL];
    int64_t costs[SMALL * SMALL], value = 0;
    ci_grouping grouping = {
        villages, r->problem.home_count, costs,
        hosts,    r->problem.size_from,  r->problem.size_to};

    for (uint32_t j = 0; j < villages; j++) {
        if (set >> j & 1)
            hosts[homes++] = j;
        else if (r->is_fixed[j])
            return INT64_MAX;
    }
    if (homes != r->problem.home_count)
        return INT64_MAX;
    for (size_t i = 0; i < villages; i++)
        for (size_t k = 0; k < homes; k++)
            costs[i * homes + k] = r->costs[i * villages + hosts[k]];
    assert_ok(ci_grouping_solve(home_of, &value, &grouping, error));
    for (size_t k = 0; k < homes; k++)
        value -= r->bonuses[hosts[k]];
    return value;
}

static void hosts_are_the_best_of_all(void **state)
{
    (void)state;
    for (uint64_t number = 0; number < 600; number++) {
        uint64_t seed = number;
        uint32_t hosts[SMALL], home_of[SMALL];
        int64_t best = INT64_MAX;
        unsigned set = 0;
        ci_host_choice choice = {0, 0};
        riddle r;

        draw_small(&r, &seed);
        for (unsigned s = 0; s < 1u << r.problem.village_count; s++)
            best = value_of(&r, s) < best ? value_of(&r, s) : best;

        assert_ok(ci_hosts_choose(hosts, home_of, &choice, &r.problem, error));

        for (size_t k = 0; k < r.problem.home_count; k++) {
            set |= 1u << hosts[k];
            assert_int_equal(home_of[hosts[k]], k);
        }
        if (choice.value != best || choice.bound != best ||
            value_of(&r, set) != best)
            fail_msg("seed %d: %d, bound %d, best %d", (int)number,
                     (int)choice.value, (int)choice.bound, (int)best);
    }
}

/* Nodes are limited, so that all of these are proved is no matter of
 * course. */
static void townships_as_they_occur_are_proved(void **state)
{
    static riddle r;

    (void)state;
    for (uint64_t number = 0; number < 12; number++) {
        uint64_t seed = number;
        uint32_t hosts[MOST_VILLAGES], home_of[MOST_VILLAGES];
        ci_host_choice choice = {0, -1};
        size_t villages = 12 + unit_random_below(&seed, 36);

        draw_villages(&r, villages, 10000, &seed);
        r.problem.home_count = ci_group_range_of(villages, 4, 5).home_min;

        assert_ok(ci_hosts_choose(hosts, home_of, &choice, &r.problem, error));

        if (choice.bound != choice.value)
            fail_msg("seed %d: %d, bound %d", (int)number, (int)choice.value,
                     (int)choice.bound);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hosts_are_the_best_of_all),
        cmocka_unit_test(townships_as_they_occur_are_proved),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
