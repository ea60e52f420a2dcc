#include "unit.h"

#include "policy/village_groups.h"

#define MOST_VILLAGES 8
#define MOST_HOMES 3

typedef struct riddle {
    ci_grouping grouping;
    int64_t costs[MOST_VILLAGES * MOST_HOMES];
    uint32_t hosts[MOST_HOMES];
} riddle;

/* Small costs, so that ties are frequent. */
static void draw(riddle *out, uint64_t *seed)
{
    ci_grouping *grouping = &out->grouping;

    do {
        grouping->village_count = 1 + unit_random_below(seed, MOST_VILLAGES);
        grouping->home_count = 1 + unit_random_below(seed, MOST_HOMES);
        grouping->size_from = 1 + unit_random_below(seed, 4);
        grouping->size_to = grouping->size_from + unit_random_below(seed, 3);
        grouping->costs = out->costs;
        grouping->hosts = out->hosts;
        for (size_t j = 0; j < grouping->home_count; j++)
            out->hosts[j] = unit_random_below(seed, 3) == 0
                                ? CI_ANY_VILLAGE
                                : unit_random_below(
                                      seed, (uint32_t)grouping->village_count);
    } while (!ci_grouping_is_possible(grouping));
    for (size_t e = 0; e < MOST_VILLAGES * MOST_HOMES; e++)
        out->costs[e] = unit_random_below(seed, 6);
}

static bool is_allowed(const ci_grouping *grouping, const uint32_t *home_of)
{
    size_t sizes[MOST_HOMES] = {0};

    for (size_t i = 0; i < grouping->village_count; i++)
        sizes[home_of[i]]++;
    for (size_t j = 0; j < grouping->home_count; j++)
        if (sizes[j] < grouping->size_from || sizes[j] > grouping->size_to ||
            (grouping->hosts[j] != CI_ANY_VILLAGE &&
             home_of[grouping->hosts[j]] != j))
            return false;
    return true;
}

/* The next grouping in the order of the first village, then the second. */
static bool next(const ci_grouping *grouping, uint32_t *home_of)
{
    for (size_t i = grouping->village_count; i-- > 0; home_of[i] = 0)
        if (++home_of[i] < grouping->home_count)
            return true;
    return false;
}

static void groups_are_the_first_of_the_cheapest_of_all(void **state)
{
    (void)state;
    for (uint64_t number = 0; number < 2000; number++) {
        uint64_t seed = number;
        uint32_t all[MOST_VILLAGES] = {0}, best[MOST_VILLAGES] = {0};
        uint32_t found[MOST_VILLAGES] = {0};
        int64_t least = INT64_MAX, cost = -1;
        riddle r;

        draw(&r, &seed);
        do {
            int64_t sum = 0;

            for (size_t i = 0; i < r.grouping.village_count; i++)
                sum += r.costs[i * r.grouping.home_count + all[i]];
            if (sum < least && is_allowed(&r.grouping, all)) {
                least = sum;
                memcpy(best, all, sizeof(best));
            }
        } while (next(&r.grouping, all));

        assert_ok(ci_grouping_solve(found, &cost, &r.grouping, error));

        if (cost != least || memcmp(found, best, sizeof(best)) != 0)
            fail_msg("seed %d: cost %d, not %d", (int)number, (int)cost,
                     (int)least);
    }
}

static void so_many_villages_ask_for_so_many_homes(void **state)
{
    static const struct {
        size_t villages, min, max, from, to;
        bool is_exception;
    } cases[] = {
        {1, 1, 1, 1, 1, true},   {2, 1, 1, 2, 2, true},
        {3, 1, 1, 3, 3, true},   {4, 1, 1, 4, 5, false},
        {5, 1, 1, 4, 5, false},  {6, 2, 2, 3, 3, true},
        {7, 2, 2, 3, 4, true},   {8, 2, 2, 4, 5, false},
        {9, 2, 2, 4, 5, false},  {10, 2, 2, 4, 5, false},
        {11, 3, 3, 3, 4, true},  {12, 3, 3, 4, 5, false},
        {15, 3, 3, 4, 5, false}, {16, 4, 4, 4, 5, false},
        {20, 4, 5, 4, 5, false}, {60, 12, 15, 4, 5, false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        ci_group_range range = ci_group_range_of(cases[i].villages, 4, 5);

        assert_int_equal(range.home_min, cases[i].min);
        assert_int_equal(range.home_max, cases[i].max);
        assert_int_equal(range.size_from, cases[i].from);
        assert_int_equal(range.size_to, cases[i].to);
        assert_int_equal(range.is_exception, cases[i].is_exception);
    }
    for (size_t villages = 12; villages < 200; villages++)
        assert_false(ci_group_range_of(villages, 4, 5).is_exception);
}

static void two_homes_in_one_village_make_no_groups(void **state)
{
    const uint32_t hosts[] = {3, 3};
    const uint32_t others[] = {3, CI_ANY_VILLAGE};
    ci_grouping grouping = {.village_count = 8,
                            .home_count = 2,
                            .hosts = hosts,
                            .size_from = 4,
                            .size_to = 5};

    (void)state;
    assert_false(ci_grouping_is_possible(&grouping));
    grouping.hosts = others;
    assert_true(ci_grouping_is_possible(&grouping));
    grouping.village_count = 7;
    assert_false(ci_grouping_is_possible(&grouping));
    grouping.village_count = 11;
    assert_false(ci_grouping_is_possible(&grouping));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_are_the_first_of_the_cheapest_of_all),
        cmocka_unit_test(so_many_villages_ask_for_so_many_homes),
        cmocka_unit_test(two_homes_in_one_village_make_no_groups),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
