/* Plans with what their policy says of them: by hand. */
#include "size_fixture.h"

static circlet_plan *complete(const circlet_plan_action *actions, size_t count)
{
    circlet_policy policy = size_policy();
    circlet_city *city = size_city();
    circlet_plan *plan = plan_of(actions, count), *whole = NULL;

    assert_ok(circlet_plan_complete(&whole, plan, &policy, city, error));
    circlet_plan_free(plan);
    circlet_city_free(city);
    return whole;
}

static circlet_plan_action build_home(double area_m2, const char *service,
                                      int64_t places)
{
    circlet_plan_action action = act("a", "build", "n1", 2020);

    action.type = "warm_home";
    action.site = "s1";
    action.area_m2 = area_m2;
    action.service = service;
    action.places = places;
    return action;
}

static void assert_cost(circlet_plan_action action, double cost_cny)
{
    circlet_plan *whole = complete(&action, 1);
    double cost = circlet_plan_action_at(whole, 0)->cost_cny;

    if (isnan(cost) != isnan(cost_cny) ||
        (!isnan(cost) && fabs(cost - cost_cny) > 1e-6))
        fail_msg("%.17g is not %.17g", cost, cost_cny);
    circlet_plan_free(whole);
}

static void assert_told(circlet_plan_action action, const char *zh,
                        const char *en)
{
    circlet_plan *whole = complete(&action, 1);

    assert_string_equal(circlet_plan_action_at(whole, 0)->text_zh, zh);
    assert_string_equal(circlet_plan_action_at(whole, 0)->text_en, en);
    assert_false(circlet_plan_action_at(whole, 0)->is_text_plain);
    circlet_plan_free(whole);
}

static void what_is_built_has_the_figures_of_its_size(void **state)
{
    const circlet_plan_action action = build_home(UNKNOWN, NULL, 40);
    circlet_plan *whole = complete(&action, 1);
    const circlet_plan_action *built = circlet_plan_action_at(whole, 0);

    (void)state;
    assert_true(built->area_m2 == 500);
    assert_string_equal(built->service, "day_care");
    assert_int_equal(built->places, 40);
    assert_int_equal(built->beds, -1);
    assert_string_equal(built->tier, "street");
    assert_true(built->at.lon == 116.3);
    circlet_plan_free(whole);
}

/* The site costs 7000 on top. */
static void a_building_costs_what_its_size_and_its_site_do(void **state)
{
    circlet_plan_action action = build_home(UNKNOWN, NULL, -1);

    (void)state;
    assert_cost(action, 1007000);
    assert_cost(build_home(400, NULL, -1), 1407000); /* the cheaper one */
    assert_cost(build_home(900, NULL, -1), UNKNOWN);
    action.cost_cny = 5;
    assert_cost(action, 5);
    action = build_home(80, NULL, -1);
    action.tier = "street";
    assert_cost(action, 1007000);
    action.tier = NULL;
    action.site = "s2";
    assert_cost(action, 300000);
}

static void what_is_done_to_a_building_costs_what_the_policy_says(void **state)
{
    circlet_plan_action action = act("a", "enlarge", "h1", 2020);

    (void)state;
    action.area_m2 = 60; /* whole steps of 50 */
    assert_cost(action, 400000);
    action.service = "day_care";
    action.places = 3;
    assert_cost(action, 425000);
    action = act("a", "add_service", "h1", 2020);
    action.service = "respite";
    assert_cost(action, 70000); /* what is not given costs nothing */
    action.places = 2;
    assert_cost(action, 72000);
    action.places = -1;
    action.beds = 4;
    assert_cost(action, 78000);
    action = act("a", "move", "h1", 2020); /* 120 m2: as large as 300 */
    action.site = "s1";
    assert_cost(action, 1107000);
    assert_cost(act("a", "close", "h1", 2020), 50000);
    assert_cost(act("a", "keep", "h1", 2020), UNKNOWN);
}

static void closing_says_what_it_saves(void **state)
{
    circlet_plan_action actions[] = {act("a", "build", "n1", 2019),
                                     act("b", "close", "n1", 2021)};
    circlet_plan *whole;

    (void)state;
    assert_told(act("a", "close", "h1", 2020),
                "自2020年起，关闭One，每年节省运行费用200000元。",
                "Closes One from 2020 on, which saves 200000 CNY of running "
                "costs a year.");
    actions[0].type = "hospital";
    actions[0].site = "s2";
    whole = complete(actions, 2);
    assert_string_equal(
        circlet_plan_action_at(whole, 1)->text_zh,
        "自2021年起，关闭n1，每年节省运行费用9000000元（假设）。");
    assert_string_equal(circlet_plan_action_at(whole, 1)->text_en,
                        "Closes n1 from 2021 on, which saves 9000000 CNY of "
                        "running costs a year (assumed).");
    circlet_plan_free(whole);
    assert_told(act("a", "keep", "h1", -1), "保留One。", "Keeps One.");
}

static void a_closing_without_a_price_says_nothing_of_savings(void **state)
{
    const circlet_plan_action action = act("a", "close", "h1", 2020);
    circlet_policy policy = size_policy();
    circlet_city *city = size_city();
    circlet_plan *plan = plan_of(&action, 1), *whole = NULL;

    (void)state;
    policy.price_count = 0;
    assert_ok(circlet_plan_complete(&whole, plan, &policy, city, error));
    assert_string_equal(circlet_plan_action_at(whole, 0)->text_en,
                        "Closes One from 2020 on.");
    assert_true(isnan(circlet_plan_action_at(whole, 0)->cost_cny));
    circlet_plan_free(whole);
    circlet_plan_free(plan);
    circlet_city_free(city);
}

static void sentences_have_the_words_of_the_policy(void **state)
{
    circlet_plan_action action = act("a", "build", "n1", 2020);

    (void)state;
    action.type = "hospital";
    action.site = "s2";
    assert_told(action,
                "自2020年起，在s2新建康复医院（5000平方米、"
                "rehabilitation100张床位）。",
                "Builds a facility of type rehabilitation hospital at s2 with "
                "5000 m² and 100 beds for rehabilitation from 2020 on.");
    action = act("a", "add_service", "h1", -1);
    action.service = "respite";
    assert_told(action, "One增设短期托养。", "Adds respite care to One.");
    action.service = "tea_service"; /* of no policy */
    assert_told(action, "One增设tea_service。", "Adds tea service to One.");
}

static void only_plain_sentences_are_made_anew(void **state)
{
    circlet_plan_action action = act("a", "add_service", "h1", -1);

    (void)state;
    action.service = "respite";
    action.text_zh = "增设喘息服务。";
    action.text_en = "Adds a rest.";
    assert_told(action, "增设喘息服务。", "Adds a rest.");
    action.text_en = NULL;
    assert_told(action, "增设喘息服务。", "Adds respite care to One.");
    action.is_text_plain = true;
    assert_told(action, "One增设短期托养。", "Adds respite care to One.");
}

/* Nothing that was left open is given otherwise than applying gives it. */
static void a_completed_plan_does_the_same(void **state)
{
    circlet_plan_action actions[] = {build_home(UNKNOWN, NULL, 40),
                                     act("b", "build", "n2", 2019),
                                     act("c", "close", "h1", 2021)};
    circlet_policy policy = size_policy();
    circlet_city *city = size_city(), *one = NULL, *other = NULL;
    circlet_plan *plan, *whole;

    (void)state;
    actions[1].type = "warm_home";
    actions[1].at = (circlet_point){3.0, 3.0};
    plan = plan_of(actions, 3);
    whole = complete(actions, 3);
    assert_ok(circlet_plan_apply(&one, plan, &policy, city, 0, error));
    assert_ok(circlet_plan_apply(&other, whole, &policy, city, 0, error));

    for (circlet_facility i = 0; i < circlet_city_facility_count(one); i++) {
        const circlet_facility_record *a = circlet_city_facility(one, i);
        const circlet_facility_record *b = circlet_city_facility(other, i);

        assert_string_equal(a->id, b->id);
        assert_true(a->measures[CIRCLET_MEASURE_AREA_M2] ==
                    b->measures[CIRCLET_MEASURE_AREA_M2]);
        assert_int_equal(a->service_count, b->service_count);
        for (size_t k = 0; k < a->service_count; k++)
            assert_int_equal(a->services[k].places, b->services[k].places);
    }
    circlet_city_free(one);
    circlet_city_free(other);
    circlet_plan_free(plan);
    circlet_plan_free(whole);
    circlet_city_free(city);
}

static void what_contradicts_itself_is_not_completed(void **state)
{
    const circlet_plan_action action = act("a", "close", "h9", 2020);
    circlet_policy policy = size_policy();
    circlet_city *city = size_city();
    circlet_plan *plan = plan_of(&action, 1), *whole = NULL;

    (void)state;
    assert_fails(circlet_plan_complete(&whole, plan, &policy, city, error),
                 CIRCLET_E_DATA,
                 "plan 'p': action 'a' is about the facility 'h9', which is "
                 "not there");
    assert_fails(circlet_plan_complete(&whole, plan, NULL, city, error),
                 CIRCLET_E_ARGUMENT, "needs a plan, a policy and a city");
    assert_null(whole);
    circlet_plan_free(plan);
    circlet_city_free(city);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_built_has_the_figures_of_its_size),
        cmocka_unit_test(a_building_costs_what_its_size_and_its_site_do),
        cmocka_unit_test(
            what_is_done_to_a_building_costs_what_the_policy_says),
        cmocka_unit_test(closing_says_what_it_saves),
        cmocka_unit_test(a_closing_without_a_price_says_nothing_of_savings),
        cmocka_unit_test(sentences_have_the_words_of_the_policy),
        cmocka_unit_test(only_plain_sentences_are_made_anew),
        cmocka_unit_test(a_completed_plan_does_the_same),
        cmocka_unit_test(what_contradicts_itself_is_not_completed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
