/* What plans do with money: budgets of units, a limit for each person, and
 * the frontier. */
#include "mend_town.h"

#include <circlet/plan.h>

#define TOWNS 40

static circlet_policy *policy;

static int read_shipped(void **state)
{
    char *text = shipped_text();

    (void)state;
    assert_ok(read_text(&policy, text, error));
    free(text);
    return 0;
}

static int drop_shipped(void **state)
{
    (void)state;
    circlet_policy_free(policy);
    return 0;
}

static circlet_plan_options options_of(uint32_t threads)
{
    circlet_plan_options options = CIRCLET_PLAN_OPTIONS_INIT;

    options.name = "p";
    options.threads = threads;
    return options;
}

static circlet_plan *plan_of(const mend_town *town,
                             const circlet_plan_options *options)
{
    circlet_plan *plan = NULL;

    assert_ok(circlet_plan_compute(&plan, &town->policy, town->city,
                                   &town_travel, options, error));
    return plan;
}

static const circlet_plan_level *level_of(const circlet_plan *plan,
                                          const char *name)
{
    for (size_t i = 0; i < circlet_plan_level_count(plan); i++)
        if (strcmp(circlet_plan_level_at(plan, i)->name, name) == 0)
            return circlet_plan_level_at(plan, i);
    return NULL;
}

static double cost_of(const circlet_plan *plan)
{
    return level_of(plan, "cost_cny")->objective;
}

/* Persons whom no circle covers, a rule each. */
static double uncovered(const mend_town *town, const circlet_plan *plan)
{
    circlet_city *city = NULL;
    circlet_findings *findings;
    double persons = 0;

    assert_ok(
        circlet_plan_apply(&city, plan, &town->policy, town->city, 0, error));
    findings = judge_town(town, city);
    for (size_t i = 0; i < circlet_findings_count(findings); i++) {
        const circlet_finding *finding = circlet_findings_at(findings, i);

        if (finding->verdict == CIRCLET_VERDICT_FAIL &&
            find_rule(&town->policy, finding->rule)->kind == CI_RULE_CIRCLE)
            persons += finding->shortfall;
    }
    circlet_findings_free(findings);
    circlet_city_free(city);
    return persons;
}

/* ---- a limit for each person -------------------------------------------- */

/* Where all else can be had, no plan of another limit makes cost and so much
 * for each person less; who is left out is told. */
static void who_costs_too_much_is_left_out_and_told(void **state)
{
    static const double limits[] = {0, 300, 1000, 3000, 30000, 3000000};
    size_t left_out = 0;

    (void)state;
    for (uint64_t seed = 5000; seed < 5000 + 3 * TOWNS; seed++) {
        mend_town town = {.city = NULL};
        double cost[6], left[6];
        bool is_whole = true;

        draw_mend_town(&town, policy, seed);
        for (int i = 0; i < 6; i++) {
            circlet_plan_options options = options_of(1);
            circlet_plan *plan;
            double told = 0;

            options.max_cost_per_person = limits[i];
            plan = plan_of(&town, &options);
            cost[i] = cost_of(plan);
            left[i] = uncovered(&town, plan);
            is_whole &= level_of(plan, "must_shortfall")->objective <= 0 &&
                        level_of(plan, "should_shortfall")->objective <= 0;
            for (size_t k = 0; k < circlet_plan_impossible_count(plan); k++) {
                const circlet_plan_impossible *item =
                    circlet_plan_impossible_at(plan, k);

                if (strcmp(item->reason, "too_dear") == 0)
                    told += item->persons;
            }
            left_out += told > 0;
            assert_true(limits[i] > 0 || told == 0);
            circlet_plan_free(plan);
        }
        for (int i = 1; is_whole && i < 6; i++)
            for (int k = 0; k < 6; k++)
                if (cost[i] + limits[i] * left[i] >
                    cost[k] + limits[i] * left[k] + 1)
                    fail_msg("seed %llu: at %g a person %g for %g left, but "
                             "%g for %g",
                             (unsigned long long)seed, limits[i], cost[i],
                             left[i], cost[k], left[k]);
        circlet_city_free(town.city);
    }
    print_message("%zu plans leave people out\n", left_out);
    assert_true(left_out > 20);
}

/* ---- the frontier ------------------------------------------------------- */

static void check_points(const circlet_plan *plan)
{
    for (size_t i = 0; i < circlet_plan_point_count(plan); i++) {
        const circlet_plan_point *point = circlet_plan_point_at(plan, i);

        assert_true(point->cost_cny <= point->budget_cny);
        assert_true(point->cost_bound_cny <= point->cost_cny);
        assert_true(point->must_shortfall_bound <=
                    point->must_shortfall + 1e-6);
        if (i > 0)
            assert_true(point->cost_cny > point[-1].cost_cny &&
                        point->must_shortfall < point[-1].must_shortfall);
    }
}

/* The least shortfall that a point has for no more money. */
static double shortfall_for(const circlet_plan *plan, double budget)
{
    double least = INFINITY;

    for (size_t i = 0; i < circlet_plan_point_count(plan); i++) {
        const circlet_plan_point *point = circlet_plan_point_at(plan, i);

        if (point->cost_cny <= budget)
            least = fmin(least, point->must_shortfall);
    }
    return least;
}

static void the_frontier_is_that_of_separate_plans(void **state)
{
    static const double budgets[] = {0, 500000, 1500000, 3000000, 9000000};
    size_t points = 0, proved = 0;

    (void)state;
    for (uint64_t seed = 6000; seed < 6000 + TOWNS; seed++) {
        circlet_plan_options options = options_of(1);
        mend_town town = {.city = NULL};
        circlet_plan *plan;

        draw_mend_town(&town, policy, seed);
        options.frontier_count = 5;
        options.frontier_budgets = budgets;
        plan = plan_of(&town, &options);
        check_points(plan);
        points += circlet_plan_point_count(plan);
        options.frontier_count = 0;
        for (int i = 1; i < 5; i++) {
            circlet_plan *one;
            const circlet_plan_level *must;

            options.budget_cny = budgets[i];
            one = plan_of(&town, &options);
            must = level_of(one, "must_shortfall");
            proved += must->proof == CIRCLET_PROOF_OPTIMAL;
            if (must->proof == CIRCLET_PROOF_OPTIMAL)
                assert_true(fabs(shortfall_for(plan, budgets[i]) -
                                 must->objective) < 1e-3);
            circlet_plan_free(one);
        }
        circlet_plan_free(plan);
        circlet_city_free(town.city);
    }
    print_message("%zu points, %zu plans proved\n", points, proved);
    assert_true(points > TOWNS && proved > 3 * TOWNS);
}

/* ---- threads, and what is wrong ----------------------------------------- */

static void assert_same_point(const circlet_plan_point *a,
                              const circlet_plan_point *b)
{
    assert_true(a->budget_cny == b->budget_cny && a->cost_cny == b->cost_cny &&
                a->cost_bound_cny == b->cost_bound_cny &&
                a->persons == b->persons &&
                a->must_shortfall == b->must_shortfall &&
                a->must_shortfall_bound == b->must_shortfall_bound &&
                a->must_failures == b->must_failures && a->proof == b->proof);
}

static void any_number_of_threads_finds_the_same_frontier(void **state)
{
    (void)state;
    for (uint64_t seed = 7000; seed < 7015; seed++) {
        mend_town town = {.city = NULL};
        circlet_plan *plans[3];

        draw_mend_town(&town, policy, seed);
        for (uint32_t k = 0; k < 3; k++) {
            circlet_plan_options options = options_of(1U << k);

            options.budgets = "U=1500000,P=1200000,D=4000000";
            options.max_cost_per_person = 5000;
            options.frontier_count = 3;
            plans[k] = plan_of(&town, &options);
        }
        for (int k = 1; k < 3; k++) {
            assert_int_equal(circlet_plan_point_count(plans[0]),
                             circlet_plan_point_count(plans[k]));
            for (size_t i = 0; i < circlet_plan_point_count(plans[0]); i++)
                assert_same_point(circlet_plan_point_at(plans[0], i),
                                  circlet_plan_point_at(plans[k], i));
            for (size_t i = 0; i < circlet_plan_level_count(plans[0]); i++) {
                assert_true(circlet_plan_level_at(plans[0], i)->objective ==
                            circlet_plan_level_at(plans[k], i)->objective);
                assert_true(circlet_plan_level_at(plans[0], i)->bound ==
                            circlet_plan_level_at(plans[k], i)->bound);
            }
        }
        for (int k = 0; k < 3; k++)
            circlet_plan_free(plans[k]);
        circlet_city_free(town.city);
    }
}

static void budgets_that_say_nothing_are_refused(void **state)
{
    static const struct {
        const char *budgets, *says;
        circlet_status status;
    } wrong[] = {{"U=1,X=2", "'X=2'", CIRCLET_E_NOT_FOUND},
                 {"U=1,U=2", "'U=2'", CIRCLET_E_ARGUMENT},
                 {"U=", "'U='", CIRCLET_E_ARGUMENT},
                 {"U=-1", "'U=-1'", CIRCLET_E_ARGUMENT},
                 {"U=1.5", "'U=1.5'", CIRCLET_E_ARGUMENT},
                 {"5", "'5'", CIRCLET_E_ARGUMENT}};
    circlet_plan_options options = options_of(1);
    circlet_plan *plan = NULL;
    mend_town town = {.city = NULL};

    (void)state;
    draw_mend_town(&town, policy, 3);
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        options.budgets = wrong[i].budgets;
        assert_fails(circlet_plan_compute(&plan, &town.policy, town.city,
                                          &town_travel, &options, error),
                     wrong[i].status, wrong[i].says);
    }
    options.budgets = NULL;
    options.max_cost_per_person = -1;
    assert_fails(circlet_plan_compute(&plan, &town.policy, town.city,
                                      &town_travel, &options, error),
                 CIRCLET_E_ARGUMENT, "each person");
    assert_null(plan);
    circlet_city_free(town.city);
}

/* ---- times -------------------------------------------------------------- */

static void times_are_no_less_than_their_bounds(void **state)
{
    size_t measured = 0;

    (void)state;
    for (uint64_t seed = 8000; seed < 8000 + TOWNS; seed++) {
        const circlet_plan_options options = options_of(1);
        mend_town town = {.city = NULL};
        circlet_plan *plan;
        const circlet_plan_level *worst, *all;

        draw_mend_town(&town, policy, seed);
        plan = plan_of(&town, &options);
        worst = level_of(plan, "mean_time_worst");
        all = level_of(plan, "mean_time_all");
        assert_true((worst == NULL) == (all == NULL));
        if (worst) {
            measured++;
            assert_true(worst->objective >= all->objective - 1e-9);
            assert_true(worst->objective <= 60 && all->bound >= 0);
            assert_true(worst->bound <= worst->objective + 1e-9);
            assert_true(all->bound <= all->objective + 1e-9);
        }
        circlet_plan_free(plan);
        circlet_city_free(town.city);
    }
    assert_true(measured > 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_costs_too_much_is_left_out_and_told),
        cmocka_unit_test(the_frontier_is_that_of_separate_plans),
        cmocka_unit_test(any_number_of_threads_finds_the_same_frontier),
        cmocka_unit_test(budgets_that_say_nothing_are_refused),
        cmocka_unit_test(times_are_no_less_than_their_bounds),
    };

    return cmocka_run_group_tests(tests, read_shipped, drop_shipped);
}
