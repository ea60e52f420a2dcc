/* What the checker says that limits allow, against all choices. */
#include "small_location.h"

#include "verify/limits_check.h"

/* A location with limits that contradict each other more often. */
static void make(small_location *out, uint64_t seed, int kinds)
{
    uint64_t random = seed ^ UINT64_C(0x9e3779b97f4a7c15);

    small_location_make(out, seed, kinds, 3);
    for (size_t g = 0; g < SMALL_GROUPS_MAX; g++) {
        uint32_t least = unit_random_below(&random, 8);

        out->group_min[g] = least < 4 ? least : 0;
        out->group_max[g] = unit_random_below(&random, 4);
    }
    if (out->location.has_budget)
        out->location.budget = unit_random_below(&random, 16);
}

/* What is decided of the sites, and what each is worth. */
typedef struct leaf {
    uint8_t verdicts[SMALL_SITES_MAX];
    int64_t values[SMALL_SITES_MAX];
} leaf;

static leaf draw_leaf(const small_location *small, uint64_t *random)
{
    leaf drawn = {{0}, {0}};

    for (size_t j = 0; j < small->site_count; j++) {
        uint32_t what = unit_random_below(random, 6);

        drawn.verdicts[j] = what == 0   ? CI_VERDICT_IN
                            : what == 1 ? CI_VERDICT_OUT
                                        : CI_VERDICT_OPEN;
        drawn.values[j] = unit_random_below(random, 50);
    }
    return drawn;
}

static bool obeys(const small_location *small, const leaf *drawn,
                  uint32_t choice)
{
    for (size_t j = 0; j < small->site_count; j++)
        if ((drawn->verdicts[j] == CI_VERDICT_IN && !(choice >> j & 1)) ||
            (drawn->verdicts[j] == CI_VERDICT_OUT && (choice >> j & 1)))
            return false;
    return small_allows(small, choice);
}

/* The best sum of values over all choices, existing sites in; -1: none. */
static int64_t best_of(const small_location *small, const leaf *drawn)
{
    int64_t best = -1;

    for (uint32_t choice = 0; choice < UINT32_C(1) << small->site_count;
         choice++) {
        uint32_t open = small_open(small, choice);
        int64_t sum = 0;

        if (!obeys(small, drawn, choice))
            continue;
        for (size_t j = 0; j < small->site_count; j++)
            sum += open >> j & 1 ? drawn->values[j] : 0;
        best = sum > best ? sum : best;
    }
    return best;
}

/* Tells of a leaf whether it holds a choice; the bound holds at any price. */
static bool check_leaf(const small_location *small, const leaf *drawn,
                       uint64_t seed, int64_t best)
{
    ci_most_scratch scratch;
    bool has_choice = false;

    assert_true(ci_most_scratch_make(&scratch, &small->location));
    for (int64_t theta = 0; theta <= 9; theta += 3) {
        ci_exact_sum most;

        has_choice = ci_limits_most(&small->location, drawn->values,
                                    drawn->verdicts, theta, &scratch, &most);
        if (best >= 0 && (!has_choice || most.value < best))
            fail_msg("seed %llu: a choice is worth %lld",
                     (unsigned long long)seed, (long long)best);
    }
    ci_most_scratch_clear(&scratch);
    return has_choice;
}

static void no_choice_is_overlooked(void **state)
{
    size_t with = 0, without = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= 12000; seed++) {
        uint64_t random = seed;
        small_location small;
        leaf drawn;
        int64_t best;

        make(&small, seed, SMALL_EVERYTHING);
        drawn = draw_leaf(&small, &random);
        best = best_of(&small, &drawn);
        if (check_leaf(&small, &drawn, seed, best))
            with++;
        else
            without++;
        small_location_clear(&small);
    }
    assert_true(with > 1000 && without > 1000);
}

/* Spacing aside, where no choice is left it is seen. */
static void where_none_is_left_it_is_seen(void **state)
{
    size_t none = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= 12000; seed++) {
        uint64_t random = seed;
        small_location small;
        leaf drawn;
        int64_t best;

        make(&small, seed, SMALL_STATES | SMALL_COSTS | SMALL_GROUPS);
        drawn = draw_leaf(&small, &random);
        best = best_of(&small, &drawn);
        none += best < 0;
        if (check_leaf(&small, &drawn, seed, best) != (best >= 0))
            fail_msg("seed %llu", (unsigned long long)seed);
        small_location_clear(&small);
    }
    assert_true(none > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_choice_is_overlooked),
        cmocka_unit_test(where_none_is_left_it_is_seen),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
