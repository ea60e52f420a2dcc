#include "judge_city.h"

static const circlet_guide_rule *find_rule(const circlet_guide *guide,
                                           const char *id)
{
    const circlet_guide_rule *rule;

    for (size_t i = 0; (rule = circlet_guide_rule_at(guide, i)); i++)
        if (strcmp(rule->id, id) == 0)
            return rule;
    fail_msg("no rule %s", id);
    return NULL;
}

static const circlet_guide_people *find_group(const circlet_guide *guide,
                                              const char *name)
{
    const circlet_guide_people *group;

    for (size_t i = 0; (group = circlet_guide_group_at(guide, i)); i++)
        if (strcmp(group->name, name) == 0)
            return group;
    fail_msg("no group %s", name);
    return NULL;
}

/* A text in which every placeholder was filled. */
static void assert_is_whole(const char *id, const char *text)
{
    static const char *const traces[] = {"{", "}",  "[",  "]",   "  ",
                                         "_", " ,", "()", "（）"};

    assert_true(text && *text);
    for (size_t i = 0; i < sizeof(traces) / sizeof(traces[0]); i++)
        if (strstr(text, traces[i]) && !strstr(text, "urban_six"))
            fail_msg("%s: %s", id, text);
}

static void every_rule_is_said_in_both_languages(void **state)
{
    circlet_policy *policy = judge_policy();
    circlet_guide *guide = NULL;
    const circlet_guide_rule *rule;
    size_t count = 0;

    (void)state;
    assert_ok(circlet_policy_explain(&guide, policy, error));

    for (; (rule = circlet_guide_rule_at(guide, count)); count++) {
        assert_string_equal(rule->id, circlet_policy_rule_id(policy, count));
        assert_is_whole(rule->id, rule->text_zh);
        assert_is_whole(rule->id, rule->text_en);
        assert_true(rule->parameter_count > 0);
        assert_non_null(rule->quote);
    }
    assert_int_equal(count, circlet_policy_rule_count(policy));
    circlet_guide_free(guide);
    circlet_policy_free(policy);
}

static void a_rule_says_what_is_measured_of_whom_and_where(void **state)
{
    circlet_policy *policy = judge_policy();
    circlet_guide *guide = NULL;
    const circlet_guide_rule *rule;

    (void)state;
    assert_ok(circlet_policy_explain(&guide, policy, error));

    rule = find_rule(guide, "B-CIRCLE-15");
    assert_string_equal(rule->kind, "circle");
    assert_int_equal(rule->force, CIRCLET_FORCE_MUST);
    assert_int_equal(rule->from, 2018);
    assert_int_equal(rule->due, 2020);
    assert_int_equal(rule->until, -1);
    assert_int_equal(rule->setting_count, 1);
    assert_string_equal(rule->settings[0], "urban");
    assert_string_equal(rule->group, "certified");
    assert_string_equal(
        rule->text_en,
        "In every urban street or township: at least 100 % of its certified "
        "residents reach a Warm Home within 15 min (own mode).");
    assert_string_equal(rule->text_zh,
                        "每个城市街道乡镇：持证残疾人中能在15分钟内（本人出行"
                        "方式）到达温馨家园的比例不低于100%。");
    assert_true(find_rule(guide, "B-CIRCLE-30/own")->is_variant);
    assert_string_equal(
        find_rule(guide, "B-HOME-URBAN")->text_en,
        "In every urban street or township: comprehensive Warm Homes, by the "
        "number of its certified residents: from 0: 1, from 1000: 1 to 2, "
        "above 1000: 1 to 2.");
    assert_string_equal(
        find_rule(guide, "B-AREA")->text_zh,
        "每个街道乡镇：温馨家园的建筑面积合计，按每名持证残疾人计，不低于0.3"
        "，不超过0.5平方米/人。");
    circlet_guide_free(guide);
    circlet_policy_free(policy);
}

static void a_group_says_who_is_in_it(void **state)
{
    circlet_policy *policy = judge_policy();
    circlet_guide *guide = NULL;
    const circlet_guide_people *row;

    (void)state;
    assert_ok(circlet_policy_explain(&guide, policy, error));

    assert_string_equal(find_group(guide, "certified")->when_en, "certified");
    assert_string_equal(find_group(guide, "certified")->when_zh, "持证");
    row = circlet_guide_mode_at(guide, 0);
    assert_null(row->name);
    assert_string_equal(row->mode, "manual_wheelchair");
    assert_string_equal(row->when_en, "kind: physical; aid: not known");
    assert_string_equal(row->when_zh, "残疾类别：肢体，辅具：不详");
    assert_non_null(strstr(row->also, "walk"));
    assert_null(strstr(row->also, "manual_wheelchair"));
    for (size_t i = 0; circlet_guide_mode_at(guide, i); i++)
        row = circlet_guide_mode_at(guide, i);
    assert_string_equal(row->when_en, "everyone");
    assert_string_equal(row->mode, "walk");
    assert_string_equal(row->also, "");
    circlet_guide_free(guide);
    circlet_policy_free(policy);
}

static void steps_of_another_force_and_rounding_are_said(void **state)
{
    circlet_policy *policy = judge_policy();
    circlet_guide *guide = NULL;
    const circlet_guide_rule *rule;

    (void)state;
    assert_ok(circlet_policy_explain(&guide, policy, error));
    rule = find_rule(guide, "B-PILOT");
    assert_int_equal(rule->forces,
                     1 << CIRCLET_FORCE_MUST | 1 << CIRCLET_FORCE_SHOULD);
    assert_non_null(strstr(rule->text_en, "2018 (must), in every district"));
    assert_non_null(strstr(rule->text_en, "2019 on, in every district"));
    assert_int_equal(find_rule(guide, "B-AREA")->forces,
                     1 << CIRCLET_FORCE_SHOULD);
    rule = find_rule(guide, "A-REHAB-STAFF");
    assert_non_null(strstr(rule->text_en, "rounded up to a whole number"));
    assert_non_null(strstr(rule->text_zh, "向上取整"));
    rule = find_rule(guide, "B-HOME-MOUNTAIN");
    for (size_t i = 0; i < rule->parameter_count; i++)
        if (strcmp(rule->parameters[i].name, "tier") == 0)
            assert_string_equal(rule->parameters[i].text, "street");
    circlet_guide_free(guide);
    circlet_policy_free(policy);
}

static void funds_are_said(void **state)
{
    circlet_policy *policy = judge_policy();
    circlet_guide *guide = NULL;
    const circlet_guide_fund *fund;

    (void)state;
    assert_ok(circlet_policy_explain(&guide, policy, error));
    fund = circlet_guide_fund_at(guide, 0);
    assert_string_equal(fund->id, "B-FUND/basic");
    assert_near(fund->per_facility_cny, 200000);
    assert_string_equal(fund->text_en,
                        "Yearly, for each Warm Home: 200000 CNY.");
    assert_string_equal(circlet_guide_fund_at(guide, 1)->text_en,
                        "Yearly, for each Warm Home: 500 CNY for each person "
                        "to whom it is the nearest within the circle of "
                        "B-CIRCLE-15 or B-CIRCLE-30.");
    assert_string_equal(circlet_guide_fund_at(guide, 2)->text_zh,
                        "每年：每个温馨家园（5星），300000元。");
    fund = circlet_guide_fund_at(guide, 3);
    assert_true(fund->is_once && fund->from == 2019);
    assert_string_equal(
        fund->text_en,
        "Once, for each Warm Home (is_reform_base): 300000 CNY.");
    assert_null(circlet_guide_fund_at(guide, 4));
    circlet_guide_free(guide);
    circlet_policy_free(policy);
}

static void beyond_the_end_there_is_nothing(void **state)
{
    circlet_policy *policy = judge_policy();
    circlet_guide *guide = NULL;

    (void)state;
    assert_fails(circlet_policy_explain(NULL, policy, error),
                 CIRCLET_E_ARGUMENT, "a place for the guide");
    assert_fails(circlet_policy_explain(&guide, NULL, error),
                 CIRCLET_E_ARGUMENT, "needs a policy");
    assert_null(guide);
    assert_ok(circlet_policy_explain(&guide, policy, error));
    assert_null(circlet_guide_rule_at(guide, 1000));
    assert_null(circlet_guide_group_at(guide, 1000));
    assert_null(circlet_guide_mode_at(guide, 1000));
    assert_null(circlet_policy_document_number(policy, 2));
    assert_string_equal(circlet_policy_document_number(policy, 1),
                        "京残发〔2017〕72号");
    assert_string_equal(circlet_policy_word_zh(policy, "warm_home"),
                        "温馨家园");
    assert_string_equal(circlet_policy_word_en(policy, "no such"), "no such");
    circlet_guide_free(guide);
    circlet_guide_free(NULL);
    circlet_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_rule_is_said_in_both_languages),
        cmocka_unit_test(a_rule_says_what_is_measured_of_whom_and_where),
        cmocka_unit_test(a_group_says_who_is_in_it),
        cmocka_unit_test(steps_of_another_force_and_rounding_are_said),
        cmocka_unit_test(funds_are_said),
        cmocka_unit_test(beyond_the_end_there_is_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
