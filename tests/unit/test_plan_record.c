/* Plans of one's own: what is kept and what is refused. */
#include "unit.h"

#include <math.h>

#include <circlet/plan.h>

static circlet_plan_action action(const char *id)
{
    circlet_plan_action made = {.id = id,
                                .kind = "build",
                                .places = -1,
                                .beds = -1,
                                .area_m2 = (double)NAN,
                                .year = 2020,
                                .cost_cny = 5.5,
                                .persons_gained = 2.25};

    return made;
}

static const circlet_plan_level level = {"covered_persons",
                                         2.25,
                                         3.0,
                                         0.25,
                                         CIRCLET_PROOF_BOUND,
                                         NULL,
                                         "own",
                                         NULL,
                                         "{}"};

static const char *text_of(const circlet_plan_impossible *item, int i)
{
    const char *const texts[] = {item->parts,        item->taken_by,
                                 item->change.kind,  item->change.type,
                                 item->change.units, item->change.services,
                                 item->text_zh,      item->text_en};

    return texts[i];
}

static void a_plan_keeps_copies_of_all_it_is_given(void **state)
{
    char id[] = "a1", rule[] = "R", mode[] = "own";
    circlet_plan_action actions[] = {action(id), action("a2")};
    circlet_plan_impossible impossible[] = {
        {.rule = rule,
         .persons = 1.5,
         .mode = mode,
         .reason = mode,
         .missing = 1.5,
         .missing_unit = rule,
         .parts = mode,
         .taken_by = mode,
         .change =
             {.kind = mode, .type = mode, .units = mode, .services = mode},
         .text_zh = mode,
         .text_en = mode},
        {.rule = rule, .unit = "110101", .persons = 0.5}};
    circlet_plan_parts parts = {.actions = actions,
                                .action_count = 2,
                                .levels = &level,
                                .level_count = 1,
                                .impossible = impossible,
                                .impossible_count = 2,
                                .is_cautious = true};
    circlet_plan *plan = NULL;

    (void)state;
    actions[0].mends = rule;
    actions[0].mode = mode;
    assert_ok(circlet_plan_new(&plan, "p", &parts, error));
    id[0] = rule[0] = mode[0] = 'x';
    parts = (circlet_plan_parts){0};

    assert_string_equal(circlet_plan_name(plan), "p");
    assert_int_equal(circlet_plan_action_count(plan), 2);
    assert_string_equal(circlet_plan_action_at(plan, 0)->id, "a1");
    assert_string_equal(circlet_plan_action_at(plan, 0)->mends, "R");
    assert_string_equal(circlet_plan_action_at(plan, 0)->mode, "own");
    assert_null(circlet_plan_action_at(plan, 1)->mends);
    assert_true(circlet_plan_action_at(plan, 1)->cost_cny == 5.5);
    assert_true(isnan(circlet_plan_action_at(plan, 1)->area_m2));
    assert_null(circlet_plan_action_at(plan, 2));
    assert_int_equal(circlet_plan_level_count(plan), 1);
    assert_string_equal(circlet_plan_level_at(plan, 0)->name,
                        "covered_persons");
    assert_true(circlet_plan_level_at(plan, 0)->gap == 0.25);
    assert_string_equal(circlet_plan_level_at(plan, 0)->mode, "own");
    assert_string_equal(circlet_plan_level_at(plan, 0)->program_certificate,
                        "{}");
    assert_null(circlet_plan_level_at(plan, 1));
    assert_int_equal(circlet_plan_impossible_count(plan), 2);
    assert_string_equal(circlet_plan_impossible_at(plan, 0)->rule, "R");
    assert_null(circlet_plan_impossible_at(plan, 0)->unit);
    assert_string_equal(circlet_plan_impossible_at(plan, 0)->mode, "own");
    assert_string_equal(circlet_plan_impossible_at(plan, 0)->reason, "own");
    assert_string_equal(circlet_plan_impossible_at(plan, 0)->missing_unit,
                        "R");
    for (int i = 0; i < 8; i++)
        assert_string_equal(text_of(circlet_plan_impossible_at(plan, 0), i),
                            "own");
    assert_null(circlet_plan_impossible_at(plan, 1)->text_en);
    assert_string_equal(circlet_plan_impossible_at(plan, 1)->unit, "110101");
    assert_null(circlet_plan_impossible_at(plan, 2));
    circlet_plan_free(plan);
}

static void a_plan_may_be_empty_but_has_a_name(void **state)
{
    const circlet_plan_parts nothing = {0};
    const circlet_plan_parts no_list[] = {
        {.action_count = 1}, {.level_count = 1}, {.impossible_count = 1}};
    circlet_plan *plan = NULL;

    (void)state;
    assert_fails(circlet_plan_new(&plan, "", &nothing, error),
                 CIRCLET_E_ARGUMENT, "a plan needs a name");
    assert_fails(circlet_plan_new(&plan, "p", NULL, error), CIRCLET_E_ARGUMENT,
                 "a list that is missing");
    for (size_t i = 0; i < 3; i++)
        assert_fails(circlet_plan_new(&plan, "p", &no_list[i], error),
                     CIRCLET_E_ARGUMENT, "a list that is missing");
    assert_null(plan);
    assert_ok(circlet_plan_new(&plan, "p", &nothing, error));
    assert_int_equal(circlet_plan_action_count(plan), 0);
    assert_int_equal(circlet_plan_level_count(plan), 0);
    assert_int_equal(circlet_plan_impossible_count(plan), 0);
    circlet_plan_free(plan);
    circlet_plan_free(NULL);
}

static void refuse(circlet_plan_action first, circlet_plan_action second,
                   const char *reason)
{
    circlet_plan_action actions[] = {first, second};
    circlet_plan_parts parts = {.actions = actions, .action_count = 2};
    circlet_plan *plan = NULL;

    assert_fails(circlet_plan_new(&plan, "p", &parts, error), CIRCLET_E_DATA,
                 reason);
    assert_null(plan);
}

static void actions_without_id_or_kind_or_given_twice_are_refused(void **state)
{
    circlet_plan_action idle = action("a2");

    (void)state;
    idle.kind = NULL;
    refuse(action("a1"), action(""), "action 2 has no id");
    refuse(action("a1"), idle, "action 'a2' has no kind");
    refuse(action("a1"), action("a1"), "action 'a1' is given twice");
}

static void a_plan_keeps_a_copy_of_a_certificate(void **state)
{
    uint32_t sites[] = {4, 7};
    circlet_proof_node nodes[] = {{CIRCLET_LEAF, 0, 0}};
    size_t dual_first[] = {0, 2};
    circlet_dual duals[] = {{1, 5}, {3, 9}};
    int64_t thetas[] = {0};
    circlet_certificate given = {.model = CIRCLET_MODEL_MCLP,
                                 .objective = 2250,
                                 .bound = 3000,
                                 .sites = sites,
                                 .site_count = 2,
                                 .scale = 1,
                                 .nodes = nodes,
                                 .node_count = 1,
                                 .dual_first = dual_first,
                                 .duals = duals,
                                 .thetas = thetas,
                                 .dual_count = 1,
                                 .p = 2};
    circlet_plan_level proved = level;
    const circlet_plan_parts parts = {.levels = &proved, .level_count = 1};
    const circlet_certificate *kept;
    circlet_plan *plan = NULL;

    (void)state;
    proved.certificate = &given;
    assert_ok(circlet_plan_new(&plan, "p", &parts, error));
    sites[1] = duals[1].row = 0;
    nodes[0].without = CIRCLET_NO_DUALS;
    given.bound = 0;

    kept = circlet_plan_level_at(plan, 0)->certificate;
    assert_true(kept->bound == 3000 && kept->p == 2);
    assert_true(kept->site_count == 2 && kept->sites[1] == 7);
    assert_true(kept->node_count == 1 && kept->nodes[0].without == 0);
    assert_true(kept->dual_first[1] == 2 && kept->duals[1].row == 3);
    assert_null(kept->assignments);
    circlet_plan_free(plan);
}

static void levels_and_impossible_demand_must_be_named(void **state)
{
    const circlet_plan_level nameless = {
        NULL, 0, 0, 0, CIRCLET_PROOF_BOUND, NULL, "own", NULL, NULL};
    const circlet_plan_impossible ruleless = {.rule = "", .persons = 1.0};
    const circlet_plan_parts with_level = {.levels = &nameless,
                                           .level_count = 1};
    const circlet_plan_parts with_demand = {.impossible = &ruleless,
                                            .impossible_count = 1};
    circlet_plan *plan = NULL;

    (void)state;
    assert_fails(circlet_plan_new(&plan, "p", &with_level, error),
                 CIRCLET_E_DATA, "level 1 of the plan has no name");
    assert_fails(circlet_plan_new(&plan, "p", &with_demand, error),
                 CIRCLET_E_DATA,
                 "impossible demand 1 of the plan has no rule");
    assert_null(plan);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plan_keeps_copies_of_all_it_is_given),
        cmocka_unit_test(a_plan_may_be_empty_but_has_a_name),
        cmocka_unit_test(
            actions_without_id_or_kind_or_given_twice_are_refused),
        cmocka_unit_test(a_plan_keeps_a_copy_of_a_certificate),
        cmocka_unit_test(levels_and_impossible_demand_must_be_named),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
