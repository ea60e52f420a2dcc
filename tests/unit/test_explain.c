/* What actions buy, and what else would do, by hand; what they buy in small
 * towns by the rules themselves. */
#include "explain_fixture.h"

/* ---- by hand ------------------------------------------------------------ */

static circlet_plan_action build_at(const char *id, const char *site)
{
    static char facilities[8][16];
    static size_t next;
    char *facility = facilities[next++ % 8];

    snprintf(facility, sizeof(facilities[0]), "p/%s", site);
    return (circlet_plan_action){.id = id,
                                 .kind = "build",
                                 .facility = facility,
                                 .site = site,
                                 .type = "warm_home",
                                 .at = {(double)NAN, (double)NAN},
                                 .places = -1,
                                 .beds = -1,
                                 .area_m2 = (double)NAN,
                                 .year = 2020,
                                 .cost_cny = (double)NAN};
}

static circlet_plan *plan_of(const circlet_plan_action *actions, size_t count)
{
    const circlet_plan_parts parts = {.actions = actions,
                                      .action_count = count};
    circlet_plan *plan = NULL;

    assert_ok(circlet_plan_new(&plan, "p", &parts, error));
    return plan;
}

/* 10 persons at 1,1 and 20 at 3,1; on foot one gets 3 degrees far. */
static circlet_city *two_homes(bool has_second, bool has_third)
{
    circlet_city_builder *builder = new_builder();

    add_streets(builder);
    add_person(builder, "p1", 1, 1, 10000);
    add_person(builder, "p2", 3, 1, 20000);
    add_site(builder, "s1", 1, 2, NULL);
    if (has_second)
        add_site(builder, "s2", 3, 2, NULL);
    if (has_third)
        add_site(builder, "s3", 5.5, 1, NULL);
    assert_ok(circlet_city_builder_say_complete(
        builder, CIRCLET_PART_FACILITIES, error));
    return finish(builder);
}

static double level_value(const circlet_explained_action *one,
                          const char *name, int which)
{
    for (size_t i = 0; i < one->level_count; i++)
        if (strcmp(one->levels[i].name, name) == 0)
            return which == 0   ? one->levels[i].with
                   : which == 1 ? one->levels[i].without
                                : one->levels[i].second;
    fail_msg("no level '%s'", name);
    return 0;
}

static void what_one_home_buys(void **state)
{
    const circlet_plan_action actions[] = {build_at("a1", "s1")};
    circlet_city *city = two_homes(false, true);
    circlet_plan *plan = plan_of(actions, 1);
    circlet_explanation *out =
        explain_with(plan, &plan_policy, city, &walks, "a1", 0);
    const circlet_explained_action *one = circlet_explanation_at(out, 0);
    const circlet_second_best *second = circlet_explanation_second(out);

    (void)state;
    assert_int_equal(circlet_explanation_count(out), 1);
    assert_null(circlet_explanation_at(out, 1));
    assert_int_equal(circlet_explanation_year(out), 2020);
    assert_true(one->is_judged);
    assert_near(one->cost_cny, 200000, 0.5);
    assert_near(one->last.persons, 30, 1e-9);
    assert_near(one->first.persons, 30, 1e-9);
    assert_int_equal(one->last.change_count, 1);
    assert_int_equal(one->last.failures, 1);
    assert_string_equal(one->last.changes[0].rule, "C15");
    assert_string_equal(one->last.changes[0].unit, "A");
    assert_int_equal(one->last.changes[0].verdict_with, CIRCLET_VERDICT_PASS);
    assert_int_equal(one->last.changes[0].verdict_without,
                     CIRCLET_VERDICT_FAIL);
    assert_near(one->last.changes[0].missing_without, 30, 1e-9);

    /* s3 reaches the 20 alone; means are of all 30: 15 min to s1, 12.5 to s3
     * for the 20, and 5 to s1, 22.5 to s3 for the 10. */
    assert_int_equal(second->kind, CIRCLET_SECOND_FOUND);
    assert_int_equal(circlet_plan_action_count(second->actions), 1);
    assert_string_equal(circlet_plan_action_at(second->actions, 0)->site,
                        "s3");
    assert_true(second->order < 0);
    assert_true(second->is_proved);
    assert_string_equal(second->decided_by, "must_shortfall");
    assert_near(second->worth.persons, 10, 1e-9);
    assert_near(level_value(one, "must_shortfall", 0), 0, 1e-9);
    assert_near(level_value(one, "must_shortfall", 1), 30, 1e-9);
    assert_near(level_value(one, "must_shortfall", 2), 10, 1e-9);
    assert_near(level_value(one, "mean_time_all", 0), 350.0 / 30, 1e-6);
    assert_near(level_value(one, "mean_time_all", 1), 60, 1e-6);
    assert_near(level_value(one, "mean_time_all", 2), 475.0 / 30, 1e-6);
    circlet_explanation_free(out);
    circlet_plan_free(plan);
    circlet_city_free(city);
}

/* s2 covers all, too, and is nearer to the 20. */
static void a_better_site_is_said_to_be_better(void **state)
{
    const circlet_plan_action actions[] = {build_at("a1", "s1")};
    circlet_city *city = two_homes(true, true);
    circlet_plan *plan = plan_of(actions, 1);
    circlet_explanation *out =
        explain_with(plan, &plan_policy, city, &walks, "a1", 0);
    const circlet_second_best *second = circlet_explanation_second(out);

    (void)state;
    assert_string_equal(circlet_plan_action_at(second->actions, 0)->site,
                        "s2");
    assert_true(second->order > 0);
    assert_string_equal(second->decided_by, "mean_time_worst");
    assert_int_equal(second->worth.change_count, 0);
    circlet_explanation_free(out);
    circlet_plan_free(plan);
    circlet_city_free(city);
}

static void nothing_else_would_do(void **state)
{
    const circlet_plan_action actions[] = {build_at("a1", "s1")};
    circlet_city *city = two_homes(false, false);
    circlet_plan *plan = plan_of(actions, 1);
    circlet_explanation *out =
        explain_with(plan, &plan_policy, city, &walks, "a1", 0);
    const circlet_second_best *second = circlet_explanation_second(out);

    (void)state;
    assert_int_equal(second->kind, CIRCLET_SECOND_NONE);
    assert_null(second->actions);
    assert_near(second->worth.persons, 30, 1e-9);
    circlet_explanation_free(out);
    circlet_plan_free(plan);
    circlet_city_free(city);
}

/* Each of two homes does by itself what both do. */
static void overlapping_homes(void **state)
{
    const circlet_plan_action actions[] = {build_at("a1", "s1"),
                                           build_at("a2", "s2")};
    circlet_city *city = two_homes(true, false);
    circlet_plan *plan = plan_of(actions, 2);
    circlet_explanation *out =
        explain_with(plan, &plan_policy, city, &walks, NULL, 0);

    (void)state;
    assert_int_equal(circlet_explanation_count(out), 2);
    assert_null(circlet_explanation_second(out));
    for (size_t i = 0; i < 2; i++) {
        const circlet_explained_action *one = circlet_explanation_at(out, i);

        assert_string_equal(one->action->id, actions[i].id);
        assert_int_equal(one->last.change_count, 0);
        assert_near(one->last.persons, 0, 1e-9);
        assert_near(one->first.persons, 30, 1e-9);
    }
    circlet_explanation_free(out);
    out = explain_with(plan, &plan_policy, city, &walks, "a2", 0);
    assert_int_equal(circlet_explanation_second(out)->kind,
                     CIRCLET_SECOND_NOT_NEEDED);
    circlet_explanation_free(out);
    circlet_plan_free(plan);
    circlet_city_free(city);
}

static void what_rests_on_a_building_goes_with_it(void **state)
{
    circlet_plan_action actions[] = {build_at("a1", "s1"),
                                     build_at("a2", "s1")};
    circlet_city *city = two_homes(false, false);
    circlet_plan *plan;
    circlet_explanation *out;

    (void)state;
    actions[1].kind = "add_service";
    actions[1].site = actions[1].type = NULL;
    actions[1].service = "rehabilitation";
    actions[1].cost_cny = 7000;
    plan = plan_of(actions, 2);
    out = explain_with(plan, &plan_policy, city, &walks, NULL, 0);
    assert_string_equal(circlet_explanation_at(out, 0)->together, "a2");
    assert_string_equal(circlet_explanation_at(out, 0)->after, "");
    assert_near(circlet_explanation_at(out, 0)->cost_cny, 207000, 0.5);
    assert_near(circlet_explanation_at(out, 0)->last.persons, 30, 1e-9);
    assert_string_equal(circlet_explanation_at(out, 1)->together, "");
    assert_string_equal(circlet_explanation_at(out, 1)->after, "a1");
    assert_near(circlet_explanation_at(out, 1)->cost_cny, 7000, 0.5);
    assert_int_equal(circlet_explanation_at(out, 1)->last.change_count, 0);
    assert_int_equal(circlet_explanation_at(out, 1)->first.change_count, 0);
    circlet_explanation_free(out);
    circlet_plan_free(plan);
    circlet_city_free(city);
}

/* What is done later than the year that is judged buys nothing in it. */
static void a_later_action_buys_nothing_yet(void **state)
{
    circlet_plan_action action = build_at("a1", "s1");
    circlet_explain_options options = CIRCLET_EXPLAIN_OPTIONS_INIT;
    circlet_city *city = two_homes(false, true);
    circlet_explanation *out = NULL;
    circlet_plan *plan;

    (void)state;
    action.year = 2022;
    plan = plan_of(&action, 1);
    assert_ok(circlet_plan_explain(&out, plan, &plan_policy, city, &walks,
                                   NULL, error));
    assert_int_equal(circlet_explanation_year(out), 2022);
    assert_near(circlet_explanation_at(out, 0)->last.persons, 30, 1e-9);
    circlet_explanation_free(out);
    options.year = 2021;
    assert_ok(circlet_plan_explain(&out, plan, &plan_policy, city, &walks,
                                   &options, error));
    assert_true(circlet_explanation_at(out, 0)->is_later);
    assert_int_equal(circlet_explanation_at(out, 0)->last.change_count, 0);
    circlet_explanation_free(out);
    circlet_plan_free(plan);
    circlet_city_free(city);
}

static void no_actions_buy_nothing(void **state)
{
    circlet_city *city = two_homes(true, true);
    circlet_plan *plan = plan_of(NULL, 0);
    circlet_explanation *out =
        explain_with(plan, &plan_policy, city, &walks, NULL, 0);

    (void)state;
    assert_int_equal(circlet_explanation_count(out), 0);
    assert_null(circlet_explanation_at(out, 0));
    assert_null(circlet_explanation_second(out));
    circlet_explanation_free(out);
    circlet_plan_free(plan);
    circlet_city_free(city);
}

static void an_action_that_is_not_there_is_refused(void **state)
{
    const circlet_plan_action actions[] = {
        build_at("north", "s1"), build_at("a2", "s2"), build_at("a3", "s3")};
    circlet_explain_options options = CIRCLET_EXPLAIN_OPTIONS_INIT;
    circlet_city *city = two_homes(true, true);
    circlet_plan *plan = plan_of(actions, 3), *none = plan_of(NULL, 0);
    circlet_explanation *out = NULL;
    circlet_error why;

    (void)state;
    options.action = "a4";
    assert_int_equal(circlet_plan_explain(&out, plan, &plan_policy, city,
                                          &walks, &options, &why),
                     CIRCLET_E_NOT_FOUND);
    assert_string_equal(why.message,
                        "plan 'p' has no action 'a4'; nearest: a2, a3, north");
    options.action = "nord";
    assert_int_equal(circlet_plan_explain(&out, plan, &plan_policy, city,
                                          &walks, &options, &why),
                     CIRCLET_E_NOT_FOUND);
    assert_string_equal(
        why.message, "plan 'p' has no action 'nord'; nearest: north, a2, a3");
    assert_int_equal(circlet_plan_explain(&out, none, &plan_policy, city,
                                          &walks, &options, &why),
                     CIRCLET_E_NOT_FOUND);
    assert_string_equal(why.message,
                        "plan 'p' has no action 'nord': it has none");
    options.year = -3;
    assert_int_equal(circlet_plan_explain(&out, plan, &plan_policy, city,
                                          &walks, &options, &why),
                     CIRCLET_E_ARGUMENT);
    assert_null(out);
    circlet_plan_free(plan);
    circlet_plan_free(none);
    circlet_city_free(city);
}

/* ---- what actions buy, by the rules themselves -------------------------- */

static double covered_in(const circlet_findings *findings,
                         const circlet_policy *policy)
{
    double sum = 0;

    for (size_t i = 0; i < circlet_findings_count(findings); i++) {
        const circlet_finding *finding = circlet_findings_at(findings, i);
        const ci_rule *rule = find_rule(policy, finding->rule);

        if (rule->kind == CI_RULE_CIRCLE && !rule->is_variant &&
            rule->force != CIRCLET_FORCE_MAY &&
            !isnan(finding->persons_covered))
            sum += finding->persons_covered;
    }
    return sum;
}

/* A town as some of a plan's actions leave it. */
typedef struct town_state {
    town_score score;
    double covered;
} town_state;

static town_state state_of(const mend_town *town, const circlet_plan *plan,
                           const char *left_out, const char *only)
{
    circlet_plan_action *actions =
        calloc(circlet_plan_action_count(plan) + 1, sizeof(*actions));
    circlet_plan_parts parts = {.actions = actions};
    circlet_plan *some = NULL;
    circlet_city *city = NULL;
    circlet_findings *findings;
    town_state out;

    for (size_t i = 0; i < circlet_plan_action_count(plan); i++) {
        const circlet_plan_action *action = circlet_plan_action_at(plan, i);

        if (only ? circlet_list_has(only, action->id)
                 : !circlet_list_has(left_out, action->id))
            actions[parts.action_count++] = *action;
    }
    assert_ok(circlet_plan_new(&some, "p", &parts, error));
    assert_ok(
        circlet_plan_apply(&city, some, &town->policy, town->city, 0, error));
    findings = judge_town(town, city);
    out.score = score_town(town, city);
    out.covered = covered_in(findings, &town->policy);
    circlet_findings_free(findings);
    circlet_plan_free(some);
    circlet_city_free(city);
    free(actions);
    return out;
}

static void check_action(const mend_town *town, const circlet_plan *plan,
                         const circlet_explained_action *one)
{
    char group[256], all[256];
    town_state with = state_of(town, plan, "", NULL), without, before, alone;

    join(group, one->action->id, one->together);
    join(all, group, one->after);
    without = state_of(town, plan, group, NULL);
    before = state_of(town, plan, NULL, one->after);
    alone = state_of(town, plan, NULL, all);
    assert_near(one->last.persons, with.covered - without.covered, 1e-6);
    assert_near(one->first.persons, alone.covered - before.covered, 1e-6);
    for (int k = 0; k < 2; k++) {
        const town_score *score = k == 0 ? &with.score : &without.score;

        assert_near(level_value(one, "must_shortfall", k), score->must,
                    1e-3 + 1e-6 * score->must);
        assert_near(level_value(one, "must_failures", k), score->must_failures,
                    1e-9);
        assert_near(level_value(one, "should_shortfall", k), score->should,
                    1e-3 + 1e-6 * score->should);
        assert_near(level_value(one, "should_failures", k),
                    score->should_failures, 1e-9);
    }
}

/* The same persons without judging for each action. */
static void check_counted(const circlet_explanation *judged,
                          const circlet_plan *plan, const mend_town *town)
{
    circlet_explanation *counted = explain_with(
        plan, &town->policy, town->city, travel_in(town), NULL, 1);

    for (size_t i = 0; i < circlet_explanation_count(judged); i++) {
        const circlet_explained_action *a = circlet_explanation_at(judged, i),
                                       *b = circlet_explanation_at(counted, i);

        assert_false(b->is_judged);
        assert_string_equal(a->action->id, b->action->id);
        assert_string_equal(a->together, b->together);
        assert_near(a->last.persons, b->last.persons, 1e-6);
        assert_near(a->first.persons, b->first.persons, 1e-6);
        assert_int_equal(b->last.change_count, 0);
    }
    circlet_explanation_free(counted);
}

static void towns_buy_what_the_rules_say(void **state)
{
    char *text = shipped_text();
    circlet_policy *policy = NULL;
    size_t looked = 0, grouped = 0, overlapping = 0;

    (void)state;
    assert_ok(read_text(&policy, text, error));
    for (uint64_t seed = 0; seed < 150; seed++) {
        mend_town town = {.focus = (town_focus)(seed % 3)};
        circlet_plan *plan;
        circlet_explanation *out;

        draw_mend_town(&town, policy, seed);
        plan = plan_town(&town, 0);
        out = explain_with(plan, &town.policy, town.city, travel_in(&town),
                           NULL, 0);
        assert_int_equal(circlet_explanation_count(out),
                         circlet_plan_action_count(plan));
        for (size_t i = 0; i < circlet_explanation_count(out); i++) {
            const circlet_explained_action *one =
                circlet_explanation_at(out, i);

            check_action(&town, plan, one);
            looked++;
            grouped += *one->together || *one->after;
            overlapping += one->first.persons > one->last.persons;
        }
        if (circlet_explanation_count(out) > 1)
            check_counted(out, plan, &town);
        circlet_explanation_free(out);
        circlet_plan_free(plan);
        circlet_city_free(town.city);
    }
    print_message("%zu actions, %zu rest on others, %zu overlap\n", looked,
                  grouped, overlapping);
    assert_true(looked > 60 && grouped > 5 && overlapping > 2);
    circlet_policy_free(policy);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_one_home_buys),
        cmocka_unit_test(a_better_site_is_said_to_be_better),
        cmocka_unit_test(nothing_else_would_do),
        cmocka_unit_test(overlapping_homes),
        cmocka_unit_test(what_rests_on_a_building_goes_with_it),
        cmocka_unit_test(a_later_action_buys_nothing_yet),
        cmocka_unit_test(no_actions_buy_nothing),
        cmocka_unit_test(an_action_that_is_not_there_is_refused),
        cmocka_unit_test(towns_buy_what_the_rules_say),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
