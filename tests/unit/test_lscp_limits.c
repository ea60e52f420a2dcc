/* The limit that leaves a set covering problem without a plan is named; what
 * is said of it is confirmed by enumeration. */
#include "small_objective.h"

#include <circlet/siting.h>

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define CASES 4000

/* How often each was named. */
typedef struct named {
    size_t p, budget, group, groups, spacing, none, other;
} named;

static bool has_plan(const small_location *small)
{
    int64_t best = 0;
    uint32_t choice;

    return small_best(small, CIRCLET_MODEL_LSCP, &best, &choice);
}

/* The least cost of the problem, all else the same; -1: there is no plan. */
static int64_t least_cost(const small_location *small)
{
    int64_t best = 0;
    uint32_t choice;

    return small_best(small, CIRCLET_MODEL_LSCP, &best, &choice) ? best : -1;
}

/* The fewest sites of a plan. */
static int64_t fewest_sites(const small_location *small)
{
    int64_t fewest = -1, value;

    for (uint32_t choice = 0; choice >> small->site_count == 0; choice++) {
        int64_t count = 0;

        for (size_t j = 0; j < small->site_count; j++)
            count += choice >> j & 1;
        if (small_objective(small, CIRCLET_MODEL_LSCP, choice, &value) &&
            (fewest < 0 || count < fewest))
            fewest = count;
    }
    return fewest;
}

static void confirm_p(small_location small, const char *message)
{
    size_t p = 0, taken = 0;

    assert_int_equal(sscanf(message,
                            "p is %zu, and no choice of so many sites covers "
                            "what it must; one of %zu does",
                            &p, &taken),
                     2);
    assert_int_equal(p, small.location.p);
    small.location.has_p = false;
    if (small.location.has_budget)
        assert_true((int64_t)taken >= fewest_sites(&small));
    else
        assert_int_equal(taken, fewest_sites(&small));
    assert_true(taken > p);
}

static void confirm_budget(small_location small, const char *message)
{
    int64_t budget = 0, cost = 0;

    assert_int_equal(sscanf(message,
                            "no choice of sites within the budget %" SCNd64
                            " covers what it must; one that costs %" SCNd64,
                            &budget, &cost),
                     2);
    assert_int_equal(budget, small.location.budget);
    small.location.has_budget = false;
    assert_int_equal(cost, least_cost(&small));
}

static void confirm_group(small_location small, const char *message)
{
    uint32_t group = 0, allowed = 0, taken = 0;

    assert_int_equal(
        sscanf(message,
               "group %" SCNu32 " allows %" SCNu32
               " sites, with which no choice covers what it must; with "
               "%" SCNu32,
               &group, &allowed, &taken),
        3);
    assert_int_equal(allowed, small.group_max[group]);
    assert_true(taken > allowed);
    small.group_max[group] = taken;
    assert_true(has_plan(&small));
}

/* Whether the problem has a plan without one of its limits. */
static bool has_culprit(const small_location *small)
{
    small_location loose = *small;
    bool found;

    loose.location.has_p = false;
    found = has_plan(&loose);
    loose = *small;
    loose.location.has_budget = false;
    found |= has_plan(&loose);
    loose = *small;
    memset(loose.group_max, 1, sizeof(loose.group_max));
    found |= has_plan(&loose);
    loose = *small;
    loose.location.apart_count = 0;
    return found || has_plan(&loose);
}

static void confirm(const small_location *small, const char *message,
                    named *count)
{
    small_location loose = *small;

    if (strncmp(message, "p is", 4) == 0) {
        confirm_p(*small, message);
        count->p++;
    } else if (strstr(message, "within the budget")) {
        confirm_budget(*small, message);
        count->budget++;
    } else if (strstr(message, "with which no choice covers")) {
        confirm_group(*small, message);
        count->group++;
    } else if (strstr(message, "maxima of the groups covers")) {
        memset(loose.group_max, 1, sizeof(loose.group_max));
        assert_true(has_plan(&loose));
        count->groups++;
    } else if (strstr(message, "apart as they must be")) {
        loose.location.apart_count = 0;
        assert_true(has_plan(&loose));
        count->spacing++;
    } else if (strstr(message, "no choice of sites within the limits")) {
        assert_false(has_culprit(small));
        count->none++;
    } else {
        count->other++;
    }
}

static void the_limit_that_is_too_narrow_is_named(void **state)
{
    named count = {0};

    (void)state;
    for (uint64_t seed = 1; seed <= CASES; seed++) {
        circlet_siting *siting = NULL;
        small_location small;
        circlet_error failure;

        small_location_make(&small, seed, SMALL_EVERYTHING, 2);
        small.location.cutoff_ms = 20;
        if (seed % 3 == 0)
            small.location.target = 1 + (int64_t)(seed % 30);
        if (!has_plan(&small)) {
            assert_int_equal(
                circlet_solve_lscp(&siting, &small.location, NULL, &failure),
                CIRCLET_E_INFEASIBLE);
            confirm(&small, failure.message, &count);
        }
        small_location_clear(&small);
    }
    assert_true(count.p > 100 && count.budget > 100 && count.group > 20);
    assert_true(count.groups > 0 && count.spacing > 20 && count.none > 50);
    assert_true(count.other > 0);
}

/* Three points, three sites: each covers its own point alone. */
static void a_worked_example(void **state)
{
    const circlet_od_entry entries[] = {{0, 1}, {1, 1}, {2, 1}};
    const size_t first[] = {0, 1, 2, 3};
    const int64_t costs[] = {5, 7, 11};
    const uint32_t groups[] = {0, 0, 1}, most[] = {1, 1}, apart[] = {0, 2};
    circlet_location location = CIRCLET_LOCATION_INIT;
    circlet_od_matrix *reach = NULL;
    circlet_siting *siting = NULL;

    (void)state;
    assert_ok(circlet_od_matrix_new(&reach, 3, 3, first, entries, error));
    location.reach = reach;
    location.costs = costs;
    location.has_p = true;
    location.p = 2;
    assert_fails(circlet_solve_lscp(&siting, &location, NULL, error),
                 CIRCLET_E_INFEASIBLE,
                 "p is 2, and no choice of so many sites covers what it must; "
                 "one of 3 does");
    location.has_p = false;
    location.has_budget = true;
    location.budget = 22;
    assert_fails(
        circlet_solve_lscp(&siting, &location, NULL, error),
        CIRCLET_E_INFEASIBLE,
        "within the budget 22 covers what it must; one that costs 23");
    location.has_budget = false;
    location.groups = groups;
    location.group_max = most;
    location.group_count = 2;
    assert_fails(circlet_solve_lscp(&siting, &location, NULL, error),
                 CIRCLET_E_INFEASIBLE,
                 "group 0 allows 1 sites, with which no choice covers what it "
                 "must; with 2 of its sites one does");
    location.groups = NULL;
    location.apart = apart;
    location.apart_count = 1;
    assert_fails(circlet_solve_lscp(&siting, &location, NULL, error),
                 CIRCLET_E_INFEASIBLE, "without spacing one does");
    location.has_p = true;
    assert_fails(circlet_solve_lscp(&siting, &location, NULL, error),
                 CIRCLET_E_INFEASIBLE,
                 "whichever one of p, the budget, the maxima of the groups "
                 "and spacing is left out");
    assert_null(siting);
    circlet_od_matrix_free(reach);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_limit_that_is_too_narrow_is_named),
        cmocka_unit_test(a_worked_example),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
