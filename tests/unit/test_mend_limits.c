/* What limits a plan for all rules, and that it is the same whatever the
 * number of threads. */
#include "mend_town.h"

#include <circlet/plan.h>

#define TOWNS 60

static circlet_plan_options options_of(uint32_t threads)
{
    circlet_plan_options options = CIRCLET_PLAN_OPTIONS_INIT;

    options.name = "p";
    options.threads = threads;
    return options;
}

static circlet_policy *read_shipped(void)
{
    char *text = shipped_text();
    circlet_policy *policy = NULL;

    assert_ok(read_text(&policy, text, error));
    free(text);
    return policy;
}

static circlet_plan *plan_of(const mend_town *town,
                             const circlet_plan_options *options)
{
    circlet_plan *plan = NULL;

    assert_ok(circlet_plan_compute(&plan, &town->policy, town->city,
                                   &town_travel, options, error));
    return plan;
}

static bool builds_on(const circlet_plan *plan, const char *site)
{
    for (size_t i = 0; i < circlet_plan_action_count(plan); i++) {
        const circlet_plan_action *action = circlet_plan_action_at(plan, i);

        if (action->site && strcmp(action->site, site) == 0)
            return true;
    }
    return false;
}

static double cost_of(const circlet_plan *plan)
{
    double cny = 0;

    for (size_t i = 0; i < circlet_plan_action_count(plan); i++)
        cny += circlet_plan_action_at(plan, i)->cost_cny;
    return cny;
}

static void assert_same_text(const char *a, const char *b)
{
    if (a && b)
        assert_string_equal(a, b);
    else
        assert_true(a == b);
}

static void assert_same_plan(const circlet_plan *a, const circlet_plan *b)
{
    assert_int_equal(circlet_plan_action_count(a),
                     circlet_plan_action_count(b));
    assert_int_equal(circlet_plan_impossible_count(a),
                     circlet_plan_impossible_count(b));
    for (size_t i = 0; i < circlet_plan_action_count(a); i++) {
        const circlet_plan_action *one = circlet_plan_action_at(a, i);
        const circlet_plan_action *other = circlet_plan_action_at(b, i);

        assert_string_equal(one->id, other->id);
        assert_string_equal(one->facility, other->facility);
        assert_string_equal(one->mends, other->mends);
        assert_string_equal(one->text_zh, other->text_zh);
        assert_string_equal(one->text_en, other->text_en);
        assert_true(one->cost_cny == other->cost_cny);
        assert_true(one->persons_gained == other->persons_gained);
    }
    for (size_t i = 0; i < circlet_plan_level_count(a); i++) {
        const circlet_plan_level *one = circlet_plan_level_at(a, i);
        const circlet_plan_level *other = circlet_plan_level_at(b, i);

        assert_string_equal(one->name, other->name);
        assert_true(one->objective == other->objective);
        assert_true(one->bound == other->bound);
        assert_int_equal(one->proof, other->proof);
    }
    for (size_t i = 0; i < circlet_plan_impossible_count(a); i++) {
        const circlet_plan_impossible *one = circlet_plan_impossible_at(a, i);
        const circlet_plan_impossible *other =
            circlet_plan_impossible_at(b, i);

        assert_string_equal(one->rule, other->rule);
        assert_same_text(one->unit, other->unit);
        assert_string_equal(one->reason, other->reason);
        assert_string_equal(one->text_en, other->text_en);
        assert_string_equal(one->text_zh, other->text_zh);
        assert_true(one->missing == other->missing ||
                    (isnan(one->missing) && isnan(other->missing)));
    }
}

/* ---- tests -------------------------------------------------------------- */

static void any_number_of_threads_makes_the_same_plan(void **state)
{
    circlet_policy *policy = read_shipped();

    (void)state;
    for (uint64_t seed = 0; seed < TOWNS; seed++) {
        mend_town town = {.city = NULL};
        circlet_plan *plans[3];

        draw_mend_town(&town, policy, seed);
        for (uint32_t i = 0; i < 3; i++) {
            const circlet_plan_options options = options_of(1U << i);

            plans[i] = plan_of(&town, &options);
        }
        assert_same_plan(plans[0], plans[1]);
        assert_same_plan(plans[0], plans[2]);
        for (int i = 0; i < 3; i++)
            circlet_plan_free(plans[i]);
        circlet_city_free(town.city);
    }
    circlet_policy_free(policy);
}

/* A site that is kept is built on and one that is forbidden is not; neither
 * makes a plan that mends all cheaper. */
static void sites_are_kept_and_forbidden(void **state)
{
    circlet_policy *policy = read_shipped();
    size_t kept = 0, forbidden = 0;

    (void)state;
    for (uint64_t seed = 0; seed < TOWNS; seed++) {
        circlet_plan_options options = options_of(1);
        mend_town town = {.city = NULL};
        circlet_plan *plan, *with = NULL, *without;
        circlet_error why;

        draw_mend_town(&town, policy, seed);
        plan = plan_of(&town, &options);
        options.keep = "s0";
        if (circlet_plan_compute(&with, &town.policy, town.city, &town_travel,
                                 &options, &why)) {
            /* It is too small for all that it is for. */
            assert_int_equal(why.status, CIRCLET_E_INFEASIBLE);
            assert_false(isnan(circlet_city_site(town.city, 0)->max_area_m2));
            circlet_plan_free(plan);
            circlet_city_free(town.city);
            continue;
        }
        options.keep = NULL;
        options.forbid = "s0";
        without = plan_of(&town, &options);
        assert_true(builds_on(with, "s0"));
        assert_false(builds_on(without, "s0"));
        if (circlet_plan_level_at(plan, 0)->objective <= 0 &&
            circlet_plan_level_at(plan, 2)->objective <= 0)
            assert_true(cost_of(with) >= cost_of(plan));
        kept += !builds_on(plan, "s0");
        forbidden += builds_on(plan, "s0");
        circlet_plan_free(plan);
        circlet_plan_free(with);
        circlet_plan_free(without);
        circlet_city_free(town.city);
    }
    assert_true(kept > 5 && forbidden > 5);
    circlet_policy_free(policy);
}

static void more_money_never_makes_it_worse(void **state)
{
    circlet_policy *policy = read_shipped();

    (void)state;
    for (uint64_t seed = 0; seed < TOWNS; seed++) {
        circlet_plan_options options = options_of(1);
        mend_town town = {.city = NULL};
        double before = INFINITY;

        draw_mend_town(&town, policy, seed);
        for (int step = 1; step <= 4; step++) {
            circlet_plan *plan;
            const circlet_plan_level *must;

            options.budget_cny = 1500000.0 * step;
            plan = plan_of(&town, &options);
            must = circlet_plan_level_at(plan, 0);
            assert_true(cost_of(plan) <= options.budget_cny);
            assert_true(must->objective <= before + 1e-3);
            assert_true(must->bound <= must->objective + 1e-3);
            before = must->objective;
            circlet_plan_free(plan);
        }
        circlet_city_free(town.city);
    }
    circlet_policy_free(policy);
}

/* The sites of a town of which the first is for Warm Homes. */
static void limits_that_contradict_each_other_are_refused(void **state)
{
    circlet_policy *policy = read_shipped();
    circlet_plan_options options = options_of(1);
    circlet_plan *plan = NULL;
    mend_town town = {.city = NULL};

    (void)state;
    draw_mend_town(&town, policy, 3);
    options.keep = options.forbid = "s0";
    assert_fails(circlet_plan_compute(&plan, &town.policy, town.city,
                                      &town_travel, &options, error),
                 CIRCLET_E_INFEASIBLE, "forbidden");
    options.forbid = NULL;
    options.budget_cny = 1;
    assert_fails(circlet_plan_compute(&plan, &town.policy, town.city,
                                      &town_travel, &options, error),
                 CIRCLET_E_INFEASIBLE, "budget");
    options.budget_cny = -1;
    assert_fails(circlet_plan_compute(&plan, &town.policy, town.city,
                                      &town_travel, &options, error),
                 CIRCLET_E_ARGUMENT, "budget");
    options.budget_cny = 0;
    options.keep = "s0,nowhere";
    assert_fails(circlet_plan_compute(&plan, &town.policy, town.city,
                                      &town_travel, &options, error),
                 CIRCLET_E_NOT_FOUND, "'nowhere'");
    assert_null(plan);
    circlet_city_free(town.city);
    circlet_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_number_of_threads_makes_the_same_plan),
        cmocka_unit_test(sites_are_kept_and_forbidden),
        cmocka_unit_test(more_money_never_makes_it_worse),
        cmocka_unit_test(limits_that_contradict_each_other_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
