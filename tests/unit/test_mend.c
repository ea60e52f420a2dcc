/* Plans for all rules together against every set of actions there is: carried
 * out and judged by the judge itself. */
#include "town_menu.h"

/* What may be spent: in all, and in the streets U and P. */
typedef struct town_budget {
    double all, streets[2];
} town_budget;

static const char *const budget_streets[] = {"U", "P"};

/* What is done at places in a street costs so much. */
static double cost_in(const mend_town *town, const town_menu *menu,
                      const size_t *picks, const char *street)
{
    const circlet_city *city = town->city;
    size_t facilities = circlet_city_facility_count(city);
    circlet_unit asked = circlet_city_find_unit(city, street);
    double cny = 0;

    for (size_t p = 0; p < menu->place_count; p++) {
        circlet_unit unit =
            p < facilities
                ? circlet_city_facility_unit(city, (circlet_facility)p,
                                             CIRCLET_LEVEL_STREET)
                : circlet_city_site_unit(city, (circlet_site)(p - facilities),
                                         CIRCLET_LEVEL_STREET);

        if (unit == asked)
            cny += menu->options[p][picks[p]].cny;
    }
    return cny;
}

static bool is_affordable(const mend_town *town, const town_menu *menu,
                          const size_t *picks, const town_budget *budget)
{
    for (size_t i = 0; i < 2; i++)
        if (cost_in(town, menu, picks, budget_streets[i]) > budget->streets[i])
            return false;
    return cost_of(menu, picks) <= budget->all;
}

static town_score best_of_all(const mend_town *town, town_menu *menu,
                              const town_budget *budget, bool with_failures)
{
    size_t picks[PLACE_MAX] = {0};
    town_score best = {1e15, 1e15, 1e15, 1e15, 1e15};

    do {
        town_score score = {0, 0, 0, 0, 0};

        if (is_affordable(town, menu, picks, budget) &&
            carry_out(&score, town, menu, picks) &&
            compare_scores(&score, &best, with_failures) < 0)
            best = score;
    } while (next_picks(picks, menu));
    assert_true(best.must < 1e15 && best.should < 1e15);
    return best;
}

/* ---- the plan ----------------------------------------------------------- */

static circlet_plan *plan_town(const mend_town *town,
                               const town_budget *budget, uint32_t threads)
{
    circlet_plan_options options = CIRCLET_PLAN_OPTIONS_INIT;
    circlet_plan *plan = NULL;
    char streets[64] = "";

    options.name = "p";
    options.budget_cny = isfinite(budget->all) ? budget->all : 0;
    if (isfinite(budget->streets[0]))
        snprintf(streets, sizeof(streets), "U=%.0f,P=%.0f", budget->streets[0],
                 budget->streets[1]);
    options.budgets = streets;
    options.threads = threads;
    options.is_cautious = town->is_cautious;
    assert_ok(circlet_plan_compute(&plan, &town->policy, town->city,
                                   travel_in(town), &options, error));
    return plan;
}

static town_score score_plan(const mend_town *town, const circlet_plan *plan)
{
    circlet_city *city = NULL;
    town_score score;

    assert_ok(
        circlet_plan_apply(&city, plan, &town->policy, town->city, 0, error));
    score = score_town(town, city);
    assert_false(breaks_a_rule(town, city));
    for (size_t i = 0; i < circlet_plan_action_count(plan); i++)
        score.cny += circlet_plan_action_at(plan, i)->cost_cny;
    circlet_city_free(city);
    return score;
}

static const circlet_plan_level *level_of(const circlet_plan *plan,
                                          const char *name)
{
    for (size_t i = 0; i < circlet_plan_level_count(plan); i++)
        if (strcmp(circlet_plan_level_at(plan, i)->name, name) == 0)
            return circlet_plan_level_at(plan, i);
    fail_msg("no level '%s'", name);
    return NULL;
}

/* Whether something can be had by no choice of actions: then findings fail
 * that the plan does not count. */
static bool leaves_the_impossible(const circlet_plan *plan)
{
    for (size_t i = 0; i < circlet_plan_impossible_count(plan); i++)
        if (strncmp(circlet_plan_impossible_at(plan, i)->reason, "none_", 5) ==
            0)
            return true;
    return false;
}

/* No set of actions is better at any level: where that is not said to be
 * proved, at those that are. Whether it is of the cost. */
static bool check_best(const mend_town *town, const circlet_plan *plan,
                       const town_score *best, bool with_failures,
                       uint64_t seed)
{
    town_score score = score_plan(town, plan);
    const circlet_plan_level *cost = level_of(plan, "cost_cny");
    bool is_proved = cost->proof == CIRCLET_PROOF_OPTIMAL;
    int order = compare_scores(&score, best, with_failures);

    if (!is_proved && compare_levels(score.must, best->must) == 0 &&
        compare_levels(score.should, best->should) == 0)
        order = 0;
    if (compare_levels(cost->objective, score.cny) != 0 || order > 0)
        fail_msg("seed %llu: %g %g %g %g %g, best %g %g %g %g %g",
                 (unsigned long long)seed, score.must, score.must_failures,
                 score.should, score.should_failures, score.cny, best->must,
                 best->must_failures, best->should, best->should_failures,
                 best->cny);
    assert_true(cost->bound <= cost->objective + 0.5);
    if (is_proved && order == 0)
        assert_true(cost->bound <= best->cny + 0.5);
    return is_proved;
}

/* ---- tests -------------------------------------------------------------- */

typedef enum budget_kind { NO_BUDGET, ONE_BUDGET, STREET_BUDGETS } budget_kind;

static town_budget draw_budget(budget_kind kind, uint64_t seed)
{
    town_budget budget = {INFINITY, {INFINITY, INFINITY}};

    if (kind == ONE_BUDGET)
        budget.all = 100000.0 * (1 + town_draw(&seed, 60));
    for (size_t i = 0; kind == STREET_BUDGETS && i < 2; i++)
        budget.streets[i] = 100000.0 * town_draw(&seed, 30);
    if (kind == STREET_BUDGETS && town_draw(&seed, 2))
        budget.all = 100000.0 * (1 + town_draw(&seed, 60));
    return budget;
}

static void check_towns(town_focus focus, budget_kind kind, uint64_t from,
                        uint64_t to)
{
    char *text = shipped_text();
    circlet_policy *policy = NULL;
    town_menu *menu = malloc(sizeof(*menu));
    size_t tried = 0, whole = 0, acted = 0;

    assert_non_null(menu);
    menu->given = NULL;
    assert_ok(read_text(&policy, text, error));
    for (uint64_t seed = from; seed < from + unit_cases(to - from); seed++) {
        mend_town town = {.focus = focus};

        draw_mend_town(&town, policy, seed);
        list_menu(menu, &town);
        if (count_combinations(menu) <= COMBINATION_MAX) {
            town_budget budget = draw_budget(kind, seed);
            circlet_plan *plan = plan_town(&town, &budget, 1);
            bool with_failures = !leaves_the_impossible(plan);
            town_score best = best_of_all(&town, menu, &budget, with_failures);

            whole += check_best(&town, plan, &best, with_failures, seed);
            acted += circlet_plan_action_count(plan) > 0;
            tried++;
            circlet_plan_free(plan);
        }
        circlet_city_free(town.city);
    }
    print_message("%zu towns, %zu with actions, %zu proved cheapest\n", tried,
                  acted, whole);
    if (unit_tries_all())
        assert_true(tried > 25 && acted > tried / 3 && 3 * whole > 2 * tried);
    free(menu);
    free(text);
    circlet_policy_free(policy);
}

static void no_set_of_actions_is_better(void **state)
{
    (void)state;
    check_towns(TOWN_OF_ALL, NO_BUDGET, 0, 70);
}

static void no_set_within_a_budget_is_better(void **state)
{
    (void)state;
    check_towns(TOWN_OF_ALL, ONE_BUDGET, 1000, 1070);
}

static void no_set_within_budgets_of_streets_is_better(void **state)
{
    (void)state;
    check_towns(TOWN_OF_ALL, STREET_BUDGETS, 4000, 4070);
}

static void one_village_hosts_one_home_of_a_group(void **state)
{
    (void)state;
    check_towns(TOWN_OF_GROUPS, NO_BUDGET, 2000, 2070);
}

static void no_area_is_added_that_a_new_home_brings(void **state)
{
    (void)state;
    check_towns(TOWN_OF_AREA, NO_BUDGET, 3000, 3070);
}

/* Whether something can be had as assumed alone. */
static bool is_in_doubt(const circlet_plan *plan)
{
    for (size_t i = 0; i < circlet_plan_impossible_count(plan); i++)
        if (strcmp(circlet_plan_impossible_at(plan, i)->reason, "in_doubt") ==
            0)
            return true;
    return false;
}

static const town_budget no_budget = {INFINITY, {INFINITY, INFINITY}};

static bool is_proved_whole(const circlet_plan *plan)
{
    return level_of(plan, "must_shortfall")->objective <= 0 &&
           level_of(plan, "should_shortfall")->objective <= 0 &&
           level_of(plan, "cost_cny")->proof == CIRCLET_PROOF_OPTIMAL;
}

/* Where something is in doubt it is had as assumed, which costs more than
 * what is sure. */
static void check_cautious(const circlet_plan *plan, mend_town *town,
                           const town_score *best, uint64_t seed)
{
    town_score score = score_plan(town, plan);

    if (compare_levels(score.must, best->must) > 0 ||
        compare_levels(score.should, best->should) > 0 ||
        (is_proved_whole(plan) && !is_in_doubt(plan) &&
         compare_scores(&score, best, false) != 0))
        fail_msg("seed %llu: surely %g %g %g, best %g %g %g",
                 (unsigned long long)seed, score.must, score.should, score.cny,
                 best->must, best->should, best->cny);
}

/* Neither counts as sure what the other does not. */
static bool costs_no_less(const circlet_plan *cautious,
                          const circlet_plan *plan)
{
    return !is_proved_whole(cautious) || !is_proved_whole(plan) ||
           level_of(cautious, "cost_cny")->objective >=
               level_of(plan, "cost_cny")->objective - 0.5;
}

static void no_set_of_actions_is_surely_better(void **state)
{
    char *text = shipped_text();
    circlet_policy *policy = NULL;
    town_menu *menu = malloc(sizeof(*menu));
    size_t tried = 0, dearer = 0, doubted = 0;

    (void)state;
    assert_non_null(menu);
    menu->given = NULL;
    assert_ok(read_text(&policy, text, error));
    for (uint64_t seed = 4000; seed < 4000 + unit_cases(90); seed++) {
        mend_town town = {.focus = seed % 3 ? TOWN_OF_ALL : TOWN_OF_AREA,
                          .is_doubtful = true};
        circlet_plan *plan, *cautious;

        draw_mend_town(&town, policy, seed);
        list_menu(menu, &town);
        if (count_combinations(menu) <= COMBINATION_MAX) {
            town_score best;

            plan = plan_town(&town, &no_budget, 1);
            town.is_cautious = true;
            best = best_of_all(&town, menu, &no_budget, false);
            cautious = plan_town(&town, &no_budget, 1);
            check_cautious(cautious, &town, &best, seed);
            assert_true(circlet_plan_is_cautious(cautious));
            assert_true(costs_no_less(cautious, plan));
            dearer += level_of(cautious, "cost_cny")->objective >
                      level_of(plan, "cost_cny")->objective;
            doubted += is_in_doubt(cautious);
            tried++;
            circlet_plan_free(plan);
            circlet_plan_free(cautious);
        }
        circlet_city_free(town.city);
    }
    print_message("%zu towns, %zu dearer surely, %zu with something in "
                  "doubt\n",
                  tried, dearer, doubted);
    if (unit_tries_all())
        assert_true(tried > 25 && dearer > 5 && doubted > 5);
    free(menu);
    free(text);
    circlet_policy_free(policy);
}

static void without_doubt_caution_changes_nothing(void **state)
{
    char *text = shipped_text();
    circlet_policy *policy = NULL;

    (void)state;
    assert_ok(read_text(&policy, text, error));
    for (uint64_t seed = 5000; seed < 5000 + unit_cases(40); seed++) {
        mend_town town = {.focus = TOWN_OF_ALL};
        circlet_plan *plan, *cautious;

        draw_mend_town(&town, policy, seed);
        plan = plan_town(&town, &no_budget, 1);
        town.is_cautious = true;
        cautious = plan_town(&town, &no_budget, 1);
        assert_int_equal(circlet_plan_action_count(plan),
                         circlet_plan_action_count(cautious));
        for (size_t i = 0; i < circlet_plan_action_count(plan); i++)
            assert_string_equal(circlet_plan_action_at(plan, i)->text_en,
                                circlet_plan_action_at(cautious, i)->text_en);
        for (size_t i = 0; i < circlet_plan_level_count(plan); i++)
            assert_true(circlet_plan_level_at(plan, i)->objective ==
                        circlet_plan_level_at(cautious, i)->objective);
        assert_false(is_in_doubt(cautious));
        circlet_plan_free(plan);
        circlet_plan_free(cautious);
        circlet_city_free(town.city);
    }
    free(text);
    circlet_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_set_of_actions_is_better),
        cmocka_unit_test(one_village_hosts_one_home_of_a_group),
        cmocka_unit_test(no_area_is_added_that_a_new_home_brings),
        cmocka_unit_test(no_set_within_a_budget_is_better),
        cmocka_unit_test(no_set_of_actions_is_surely_better),
        cmocka_unit_test(without_doubt_caution_changes_nothing),
        cmocka_unit_test(no_set_within_budgets_of_streets_is_better),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
