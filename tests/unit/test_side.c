/* Side constraints, choices and the best choice against full enumeration. */
#include "small_location.h"

#include "siting/side.h"

#define CASES 4000

static bool is_possible(const small_location *small)
{
    for (uint32_t choice = 0; choice >> small->site_count == 0; choice++)
        if (small_allows(small, choice))
            return true;
    return false;
}

/* Reads the side of a seeded case; false: its limits contradict each other,
 * which enumeration then says too. */
static bool make_case(small_location *small, ci_side *side, uint64_t seed,
                      int kinds)
{
    circlet_error failure;
    circlet_status status;

    small_location_make(small, seed, kinds, 2);
    status = ci_side_make(side, &small->location, &failure);
    if (status == CIRCLET_OK)
        return true;
    assert_int_equal(status, CIRCLET_E_INFEASIBLE);
    assert_false(is_possible(small));
    small_location_clear(small);
    return false;
}

static void clear_case(small_location *small, ci_side *side)
{
    ci_side_clear(side);
    small_location_clear(small);
}

static uint32_t bits_of(const ci_choice *choice)
{
    uint32_t bits = 0;

    for (size_t j = 0; j < choice->side->site_count; j++)
        if (choice->is_chosen[j] &&
            choice->side->states[j] != CIRCLET_SITE_EXISTING)
            bits |= UINT32_C(1) << j;
    return bits;
}

/* Steps that are allowed keep a choice allowed; from an allowed choice all
 * allowed neighbours are found. */
static void check_steps(const small_location *small, ci_choice *choice)
{
    uint32_t bits = bits_of(choice);

    assert_int_equal(ci_choice_is_allowed(choice), small_allows(small, bits));
    if (!ci_choice_is_allowed(choice))
        return;
    for (uint32_t a = 0; a < small->site_count; a++) {
        uint32_t bit = UINT32_C(1) << a;

        if (!(small_open(small, bits) & bit))
            assert_int_equal(ci_choice_may_add(choice, a),
                             small_allows(small, bits | bit));
        if (bits & bit)
            assert_int_equal(ci_choice_may_drop(choice, a),
                             small_allows(small, bits & ~bit));
        for (uint32_t b = 0; (bits & bit) && b < small->site_count; b++)
            if (!(small_open(small, bits) >> b & 1))
                assert_int_equal(
                    ci_choice_may_swap(choice, a, b),
                    small_allows(small, (bits & ~bit) | UINT32_C(1) << b));
    }
}

static void steps_of_a_choice_keep_the_limits(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= CASES; seed++) {
        small_location small;
        ci_side side;
        ci_choice choice;
        uint64_t draws = seed * 77;

        if (!make_case(&small, &side, seed, SMALL_EVERYTHING))
            continue;
        assert_true(ci_choice_make(&choice, &side));
        for (int i = 0; i < 12; i++) {
            uint32_t site =
                unit_random_below(&draws, (uint32_t)small.site_count);

            check_steps(&small, &choice);
            if (ci_choice_may_add(&choice, site))
                ci_choice_add(&choice, site);
            else if (ci_choice_may_drop(&choice, site))
                ci_choice_drop(&choice, site);
        }
        ci_choice_clear(&choice);
        clear_case(&small, &side);
    }
}

static void a_choice_is_completed_wherever_one_exists(void **state)
{
    size_t found = 0, none = 0;

    (void)state;
    for (uint64_t seed = 1; seed <= CASES; seed++) {
        small_location small;
        ci_side side;
        ci_choice choice;
        bool is_proved;

        if (!make_case(&small, &side, seed, SMALL_EVERYTHING))
            continue;
        assert_true(ci_choice_make(&choice, &side));
        if (ci_choice_complete(&choice, NULL, 100000, &is_proved)) {
            assert_true(small_allows(&small, bits_of(&choice)));
            found++;
        } else {
            assert_true(is_proved);
            assert_false(is_possible(&small));
            none++;
        }
        ci_choice_clear(&choice);
        clear_case(&small, &side);
    }
    assert_true(found > CASES / 2);
    assert_true(none > 0);
}

/* Whether a choice obeys the decisions. */
static bool obeys(const uint8_t *decided, size_t count, uint32_t choice)
{
    for (size_t j = 0; j < count; j++)
        if (decided[j] != CI_OPEN && decided[j] != (choice >> j & 1))
            return false;
    return true;
}

/* The greatest sum of values of an allowed choice; false: there is none. */
static bool enumerate_most(const small_location *small, const int64_t *values,
                           const uint8_t *decided, int64_t *most)
{
    bool is_found = false;

    for (uint32_t choice = 0; choice >> small->site_count == 0; choice++) {
        uint32_t open = small_open(small, choice);
        int64_t sum = 0;

        if (!small_allows(small, choice) ||
            !obeys(decided, small->site_count, choice))
            continue;
        for (size_t j = 0; j < small->site_count; j++)
            sum += open >> j & 1 ? values[j] : 0;
        if (!is_found || sum > *most)
            *most = sum;
        is_found = true;
    }
    return is_found;
}

static void draw_values(const small_location *small, const ci_side *side,
                        uint64_t *draws, int64_t *values, uint8_t *decided)
{
    for (size_t j = 0; j < small->site_count; j++) {
        uint32_t draw = unit_random_below(draws, 8);

        values[j] = (int64_t)unit_random_below(draws, 40) - 8;
        decided[j] = draw == 0 ? CI_IN : draw == 1 ? CI_OUT : CI_OPEN;
        /* Searches decide free sites alone. */
        if (side->states[j] != CIRCLET_SITE_FREE)
            decided[j] = CI_OPEN;
    }
}

static void check_most(uint64_t seed, int kinds, bool is_exact)
{
    small_location small;
    ci_side side;
    ci_most most;
    int64_t values[SMALL_SITES_MAX], value = 0, best = 0, theta = 0;
    uint8_t decided[SMALL_SITES_MAX];
    uint64_t draws = seed * 31;

    if (!make_case(&small, &side, seed, kinds))
        return;
    assert_true(ci_most_make(&most, &side));
    draw_values(&small, &side, &draws, values, decided);
    if (ci_most_find(&most, values, decided, &theta, true, &value, NULL)) {
        int64_t fixed = theta + 3, other;

        if (enumerate_most(&small, values, decided, &best)) {
            assert_true(value >= best);
            assert_true(!is_exact || value == best);
        }
        /* Any other price is a limit too, and none is lower. */
        assert_true(
            ci_most_find(&most, values, decided, &fixed, false, &other, NULL));
        assert_true(other >= value);
    } else {
        assert_false(enumerate_most(&small, values, decided, &best));
    }
    ci_most_clear(&most);
    clear_case(&small, &side);
}

static void the_best_choice_is_exact_for_number_and_groups(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= CASES; seed++)
        check_most(seed, SMALL_STATES | SMALL_GROUPS, true);
}

static void no_choice_passes_the_limit_of_budget_and_spacing(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= CASES; seed++)
        check_most(seed, SMALL_EVERYTHING, false);
}

static void groups_whose_limits_bind_nothing_are_none(void **state)
{
    uint32_t groups[SMALL_SITES_MAX], least = 0, most = 1;
    uint8_t states[SMALL_SITES_MAX] = {CIRCLET_SITE_EXISTING};
    small_location small;
    ci_side side;

    (void)state;
    small_location_make(&small, 5, 0, 2);
    assert_true(small.site_count > 3);
    for (size_t j = 0; j < small.site_count; j++)
        groups[j] = j < 2 ? 0 : CIRCLET_NO_GROUP;
    small.location.groups = groups;
    small.location.group_count = 1;
    small.location.group_min = &least;
    small.location.group_max = &most;
    assert_ok(ci_side_make(&side, &small.location, error));
    assert_non_null(side.groups);
    ci_side_clear(&side);
    most = 2;
    assert_ok(ci_side_make(&side, &small.location, error));
    assert_null(side.groups);
    assert_true(side.is_plain);
    ci_side_clear(&side);
    /* Site 0 is there already, so that the group needs and gets no more. */
    small.location.states = states;
    least = 1;
    most = 0;
    assert_ok(ci_side_make(&side, &small.location, error));
    assert_int_equal(side.group_min[0], 0);
    assert_int_equal(side.group_max[0], 0);
    ci_side_clear(&side);
    small_location_clear(&small);
}

static void bad_arrays_are_named(void **state)
{
    small_location small;
    ci_side side;

    (void)state;
    small_location_make(&small, 5, 0, 2);
    small.location.costs = small.costs;
    small.costs[0] = -7;
    assert_fails(ci_side_make(&side, &small.location, error),
                 CIRCLET_E_ARGUMENT, "site 0 has the negative cost -7");
    small.costs[0] = INT64_MAX;
    assert_fails(ci_side_make(&side, &small.location, error), CIRCLET_E_DATA,
                 "site 0 makes the sum of costs too large");
    small.location.costs = NULL;
    small.location.states = small.states;
    small.states[0] = 9;
    assert_fails(ci_side_make(&side, &small.location, error),
                 CIRCLET_E_ARGUMENT, "site 0 has the unknown state 9");
    small_location_clear(&small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steps_of_a_choice_keep_the_limits),
        cmocka_unit_test(a_choice_is_completed_wherever_one_exists),
        cmocka_unit_test(the_best_choice_is_exact_for_number_and_groups),
        cmocka_unit_test(no_choice_passes_the_limit_of_budget_and_spacing),
        cmocka_unit_test(groups_whose_limits_bind_nothing_are_none),
        cmocka_unit_test(bad_arrays_are_named),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
