/* A plan that is too large to be searched to the end: what competes for a
 * place is, and its proof holds. */
#include "mend_town.h"

#include <circlet/plan.h>
#include <circlet/verify.h>

#define SITES 200
#define PEOPLE 400

/* Far too few steps to search among all. */
#define WORK 80000000

static const char *const some_rules[] = {"B-CIRCLE-15", "A-MENTAL-DAY",
                                         "A-ASSISTIVE"};

static void take_rules(mend_town *out, const circlet_policy *policy)
{
    *out = (mend_town){.policy = *policy};
    out->policy.rules = out->rules;
    out->policy.rule_count = 0;
    for (size_t i = 0; i < policy->rule_count; i++)
        for (size_t k = 0; k < 3; k++)
            if (strcmp(policy->rules[i].id, some_rules[k]) == 0)
                out->rules[out->policy.rule_count++] = policy->rules[i];
}

static void put_site(circlet_city_builder *builder, const char *id, double lon,
                     double lat)
{
    circlet_site_record record = site(id);

    record.at = (circlet_point){lon, lat};
    assert_ok(circlet_city_builder_add_site(builder, &record, error));
}

/* Everybody in street U is near to each of its sites, and to the one in P. In
 * P and M, with 20 and 30 people, there is one site, and two stations are
 * wanted. */
static circlet_city *make_city(void)
{
    circlet_city_builder *builder = new_builder();
    char id[32];

    town_units(builder);
    for (size_t i = 0; i < SITES; i++) {
        snprintf(id, sizeof(id), "u%zu", i);
        put_site(builder, id, 8.5 + (double)(i % 20) / 20,
                 4.5 + (double)(i / 20) / 10);
    }
    put_site(builder, "p", 10.5, 5);
    put_site(builder, "m", 25, 5);
    for (size_t i = 0; i < PEOPLE; i++) {
        snprintf(id, sizeof(id), "r%zu", i);
        add_person(builder, id, 8.5 + (double)(i % 20) / 20,
                   4.5 + (double)(i / 20) / 20, 1000);
    }
    add_person(builder, "in p", 15, 5, 20000);
    add_person(builder, "in m", 25, 5, 30000);
    assert_ok(circlet_city_builder_say_complete(
        builder, CIRCLET_PART_FACILITIES, error));
    assert_ok(circlet_city_builder_say_complete(builder, CIRCLET_PART_PEOPLE,
                                                error));
    assert_ok(
        circlet_city_builder_say_complete(builder, CIRCLET_PART_UNITS, error));
    return finish(builder);
}

static void assert_level(const circlet_plan *plan, size_t level,
                         const char *name, double value)
{
    const circlet_plan_level *one = circlet_plan_level_at(plan, level);

    assert_string_equal(one->name, name);
    if (one->objective != value || one->bound != value)
        fail_msg("%s is %g, at least %g, not %g", name, one->objective,
                 one->bound, value);
    assert_int_equal(one->proof, CIRCLET_PROOF_OPTIMAL);
}

static void assert_verifies(const mend_town *town, const circlet_plan *plan)
{
    circlet_verify_options options = CIRCLET_VERIFY_OPTIONS_INIT;
    circlet_verification *found = NULL;
    size_t bounds = 0;

    options.year = 2020;
    options.threads = 1;
    assert_ok(circlet_plan_verify(&found, plan, &town->policy, town->city,
                                  &town_travel, &options, error));
    assert_true(circlet_verification_holds(found));
    for (size_t i = 0; i < circlet_verification_count(found); i++) {
        const circlet_claim *claim = circlet_verification_at(found, i);

        bounds += strcmp(claim->what, "bound") == 0 &&
                  strncmp(claim->subject, "must_", 5) == 0 &&
                  claim->state == CIRCLET_CLAIM_HOLDS;
    }
    assert_int_equal(bounds, 2);
    circlet_verification_free(found);
}

static void what_one_site_cannot_hold_is_proved(void **state)
{
    char *text = shipped_text();
    circlet_policy *policy = NULL;
    circlet_plan_options options = CIRCLET_PLAN_OPTIONS_INIT;
    circlet_plan *plan = NULL;
    mend_town town;

    (void)state;
    assert_ok(read_text(&policy, text, error));
    take_rules(&town, policy);
    town.city = make_city();
    options.name = "p";
    options.threads = 1;
    options.year = 2020;
    options.work_limit = WORK;
    assert_ok(circlet_plan_compute(&plan, &town.policy, town.city,
                                   &town_travel, &options, error));
    assert_level(plan, 0, "must_shortfall", 20 + 30);
    assert_level(plan, 1, "must_failures", 2);
    assert_level(plan, 2, "should_shortfall", 0);
    assert_verifies(&town, plan);
    circlet_plan_free(plan);
    circlet_city_free(town.city);
    circlet_policy_free(policy);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_one_site_cannot_hold_is_proved),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
