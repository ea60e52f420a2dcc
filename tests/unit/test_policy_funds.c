/* Reading what a policy's funds pay. */
#include "policy_text.h"

#include "policy/cost.h"

/* The shipped policy with one text in place of another. */
static circlet_status read_changed(circlet_policy **policy, const char *old,
                                   const char *put, circlet_error *error)
{
    char *text = shipped_text();
    char *changed = yaml_replace(text, old, put);
    circlet_status status = read_text(policy, changed, error);

    free(changed);
    free(text);
    return status;
}

static circlet_policy *shipped(void)
{
    char *text = shipped_text();
    circlet_policy *policy = NULL;

    assert_ok(read_text(&policy, text, error));
    free(text);
    return policy;
}

static const ci_fund *fund_of(const circlet_policy *policy, const char *id)
{
    for (size_t i = 0; i < policy->fund_count; i++)
        if (strcmp(policy->funds[i].id, id) == 0)
            return &policy->funds[i];
    fail_msg("no fund %s", id);
    return NULL;
}

static void the_shipped_funds_are_read(void **state)
{
    circlet_policy *policy = shipped();
    const ci_fund *fund = fund_of(policy, "B-FUND/basic");

    (void)state;
    assert_int_equal(policy->fund_count, 4);
    assert_int_equal(fund->per_facility_cny, 200000);
    assert_int_equal(fund->per_person_cny, 0);
    assert_int_equal(fund->circle_count, 0);
    assert_int_equal(fund->stars, -1);
    assert_false(fund->is_once);
    assert_string_equal(fund->facility.type, "warm_home");
    assert_string_equal(fund->citation, "京残发〔2017〕72号 三(二)1");
    fund = fund_of(policy, "B-FUND/projects");
    assert_int_equal(fund->per_person_cny, 500);
    assert_int_equal(fund->circle_count, 2);
    assert_string_equal(policy->rules[fund->circles[0]].id, "B-CIRCLE-15");
    assert_string_equal(policy->rules[fund->circles[1]].id, "B-CIRCLE-30");
    fund = fund_of(policy, "B-FUND/stars");
    assert_int_equal(fund->stars, 5);
    assert_int_equal(fund->per_facility_cny, 300000);
    fund = fund_of(policy, "B-FUND/reform-base");
    assert_true(fund->is_once);
    assert_int_equal(fund->facility.is_reform_base, CIRCLET_YES);
    circlet_policy_free(policy);
}

static void a_fund_pays_from_a_year_to_a_year(void **state)
{
    circlet_policy *policy = NULL;
    const ci_fund *fund;

    (void)state;
    assert_ok(read_changed(&policy, "    from: 2019\n",
                           "    from: 2019\n    until: 2020\n", error));
    fund = fund_of(policy, "B-FUND/reform-base");
    assert_false(ci_fund_is_in_force(fund, 2018));
    assert_true(ci_fund_is_in_force(fund, 2019));
    assert_true(ci_fund_is_in_force(fund, 2020));
    assert_false(ci_fund_is_in_force(fund, 2021));
    fund = fund_of(policy, "B-FUND/basic");
    assert_false(ci_fund_is_in_force(fund, 2017));
    assert_true(ci_fund_is_in_force(fund, 2018));
    assert_true(ci_fund_is_in_force(fund, 2050));
    circlet_policy_free(policy);
}

static void a_policy_needs_no_funds(void **state)
{
    char *text = shipped_text();
    char *funds = strstr(text, "\nfunds:\n"), *rules;
    circlet_policy *policy = NULL;

    (void)state;
    assert_non_null(funds);
    rules = strstr(funds, "\nrules:\n");
    assert_non_null(rules);
    memmove(funds, rules, strlen(rules) + 1);
    assert_ok(read_text(&policy, text, error));
    assert_int_equal(policy->fund_count, 0);
    circlet_policy_free(policy);
    free(text);
}

/* The documents lie beside the repository, not in it: without them there is
 * nothing to compare with. */
static void every_quote_of_a_fund_stands_in_its_document(void **state)
{
    char *text = quoted_document("jingcanfa-2017-72.txt");
    bool is_there = text;
    circlet_policy *policy = shipped();

    (void)state;
    for (size_t i = 0; i < policy->fund_count; i++) {
        assert_string_equal(policy->funds[i].document->name, "B");
        if (text && !strstr(text, policy->funds[i].quote))
            fail_msg("fund %s: the quote is not in the document",
                     policy->funds[i].id);
    }
    free(text);
    circlet_policy_free(policy);
    if (!is_there)
        skip(); /* without the document nothing was compared */
}

static void mistakes_are_named(void **state)
{
    static const struct {
        const char *old, *put, *message;
    } cases[] = {
        {"    period: once", "    period: sometimes",
         "'period' cannot be 'sometimes'"},
        {"    period: once", "    perod: once", "unknown key 'perod'"},
        {"    period: once\n", "", "key 'period' is missing"},
        {"    per_person_cny: 500\n    circles: [B-CIRCLE-15, B-CIRCLE-30]\n",
         "    per_person_cny: 500\n",
         "'circles' and 'per_person_cny' go together"},
        {"    per_person_cny: 500\n", "    per_facility_cny: 500\n",
         "'circles' and 'per_person_cny' go together"},
        {"    per_person_cny: 500\n    circles: [B-CIRCLE-15, B-CIRCLE-30]\n",
         "", "a fund needs 'per_facility_cny' or 'per_person_cny'"},
        {"circles: [B-CIRCLE-15, B-CIRCLE-30]",
         "circles: [B-CIRCLE-15, B-AREA]",
         "'B-AREA' is no circle rule of the policy"},
        {"    per_person_cny: 500", "    per_person_cny: 0", "0"},
        {"    per_person_cny: 500", "    per_person_cny: 1.5",
         "must be a whole number"},
        {"    stars: 5", "    stars: 6", "6"},
        {"  - id: B-FUND/stars", "  - id: B-FUND/basic",
         "fund 'B-FUND/basic' stands twice"},
        {"facility: {type: warm_home, is_reform_base: yes}",
         "facility: {type: castle, is_reform_base: yes}",
         "facility type 'castle' has no entry in 'types'"},
        {"    clause: 三(二)2\n", "", "key 'clause' is missing"},
        {"    from: 2019\n", "    from: 2019\n    until: 2018\n", "2018"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        circlet_policy *policy = NULL;

        assert_fails(read_changed(&policy, cases[i].old, cases[i].put, error),
                     CIRCLET_E_FORMAT, cases[i].message);
        assert_null(policy);
    }
}

static void funds_must_be_a_list(void **state)
{
    char *text = shipped_text();
    char *funds = strstr(text, "\nfunds:\n");
    char *rules = strstr(funds, "\nrules:\n");
    circlet_policy *policy = NULL;
    char *changed;

    (void)state;
    memmove(funds, rules, strlen(rules) + 1);
    changed = yaml_replace(text, "\nrules:\n", "\nfunds: none\nrules:\n");
    assert_fails(read_text(&policy, changed, error), CIRCLET_E_FORMAT,
                 "'funds' must be a list");
    free(changed);
    free(text);
}

static void keys_of_funds_may_be_chinese(void **state)
{
    circlet_policy *policy = NULL;

    (void)state;
    assert_ok(read_changed(
        &policy,
        "    per_person_cny: 500\n    circles: [B-CIRCLE-15, B-CIRCLE-30]\n",
        "    人均金额: 500\n    服务圈: [B-CIRCLE-15, B-CIRCLE-30]\n", error));
    assert_int_equal(fund_of(policy, "B-FUND/projects")->per_person_cny, 500);
    circlet_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_shipped_funds_are_read),
        cmocka_unit_test(a_fund_pays_from_a_year_to_a_year),
        cmocka_unit_test(a_policy_needs_no_funds),
        cmocka_unit_test(every_quote_of_a_fund_stands_in_its_document),
        cmocka_unit_test(mistakes_are_named),
        cmocka_unit_test(funds_must_be_a_list),
        cmocka_unit_test(keys_of_funds_may_be_chinese),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
