#include <circlet/io.h>

#include <math.h>

#include "city_file_fixture.h"
#include "io/city_file.h"
#include "policy/finding.h"

static const circlet_policy policy = {.id = "test-policy"};

static circlet_plan *make_plan(const char *name, double cost)
{
    const double nan_value = (double)NAN;
    const circlet_plan_action actions[] = {
        {.id = "b",
         .kind = "build",
         .facility = "new-1",
         .site = "s1",
         .service = "warm_home",
         .from_service = "respite",
         .type = "warm_home",
         .tier = "street",
         .at = {116.006, 40.006},
         .places = 30,
         .beds = -1,
         .area_m2 = 300.25,
         .year = 2027,
         .cost_cny = cost,
         .fixed = true,
         .mends = "A;B",
         .persons_gained = 1.125,
         .persons_modelled = 0.125,
         .mode = "own;walk",
         .text_zh = "\xe5\xbb\xba",
         .text_en = "Build"},
        {.id = "a",
         .kind = "build",
         .facility = "new-2",
         .type = "warm_home",
         .at = {116.0, 40.0},
         .places = -1,
         .beds = 0,
         .area_m2 = nan_value,
         .year = -1,
         .cost_cny = nan_value,
         .persons_gained = nan_value},
    };
    static const uint32_t sites[] = {3, 5};
    static const circlet_proof_node nodes[] = {{CIRCLET_LEAF, 0, 0}};
    static const size_t dual_first[] = {0, 1};
    static const circlet_dual duals[] = {{7, 1048576}};
    static const int64_t thetas[] = {0};
    const circlet_certificate certificate = {.model = CIRCLET_MODEL_MCLP,
                                             .objective = 10500,
                                             .bound = 11000,
                                             .sites = sites,
                                             .site_count = 2,
                                             .scale = 1048576,
                                             .nodes = nodes,
                                             .node_count = 1,
                                             .dual_first = dual_first,
                                             .duals = duals,
                                             .thetas = thetas,
                                             .dual_count = 1,
                                             .p = 2};
    const circlet_plan_level levels[] = {
        {"covered_persons", 10.5, 11.0, 0.05, CIRCLET_PROOF_BOUND,
         "ways_left_out", "own;walk", &certificate, NULL},
        {"cost", 1.0, 1.0, 0.0, CIRCLET_PROOF_OPTIMAL, NULL, NULL, NULL,
         "{\"circlet_program_certificate\":1}\n"}};
    const circlet_plan_impossible impossible[] = {
        {.rule = "A",
         .unit = "D1",
         .persons = 2.5,
         .persons_modelled = 0.5,
         .mode = "walk",
         .reason = "none_in_reach",
         .missing = 2.5,
         .missing_unit = "persons"},
        {.rule = "A", .persons = 1.0}};
    const circlet_plan_parts parts = {.actions = actions,
                                      .action_count = 2,
                                      .levels = levels,
                                      .level_count = 2,
                                      .impossible = impossible,
                                      .impossible_count = 2,
                                      .is_cautious = true};
    circlet_plan *plan = NULL;

    assert_ok(circlet_plan_new(&plan, name, &parts, error));
    return plan;
}

static void write_plan(const city_folder *f, const char *name, double cost)
{
    circlet_plan *plan = make_plan(name, cost);

    assert_ok(circlet_write_plan(f->city, plan, &policy, error));
    circlet_plan_free(plan);
}

static int64_t query(const city_folder *f, const char *sql)
{
    ci_db *db = NULL;
    int64_t value = -1;

    assert_ok(ci_city_file_open(&db, f->city, error));
    assert_ok(ci_db_query_int(&value, db, sql, error));
    ci_db_close(db);
    return value;
}

static void a_plan_comes_back_whole(void **state)
{
    city_folder *f = *state;
    circlet_plan *plan = NULL;
    const circlet_plan_action *action;

    write_plan(f, "north", 5e6);
    assert_ok(circlet_read_plan(&plan, f->city, "north", error));

    assert_string_equal(circlet_plan_name(plan), "north");
    assert_int_equal(circlet_plan_action_count(plan), 2);
    action = circlet_plan_action_at(plan, 0);
    assert_string_equal(action->id, "b");
    assert_string_equal(action->facility, "new-1");
    assert_string_equal(action->site, "s1");
    assert_string_equal(action->service, "warm_home");
    assert_string_equal(action->from_service, "respite");
    assert_string_equal(action->tier, "street");
    assert_true(action->at.lon == 116.006 && action->at.lat == 40.006);
    assert_int_equal(action->places, 30);
    assert_int_equal(action->beds, -1);
    assert_true(action->area_m2 == 300.25);
    assert_int_equal(action->year, 2027);
    assert_true(action->cost_cny == 5e6);
    assert_true(action->fixed);
    assert_string_equal(action->mends, "A;B");
    assert_true(action->persons_gained == 1.125);
    assert_string_equal(action->mode, "own;walk");
    assert_true(action->persons_modelled == 0.125);
    assert_string_equal(action->text_zh, "\xe5\xbb\xba");
    assert_string_equal(action->text_en, "Build");
    action = circlet_plan_action_at(plan, 1);
    assert_string_equal(action->id, "a");
    assert_null(action->site);
    assert_int_equal(action->beds, 0);
    assert_int_equal(action->year, -1);
    assert_true(isnan(action->cost_cny));
    assert_false(action->fixed);
    circlet_plan_free(plan);
}

static void levels_and_what_is_impossible_come_back(void **state)
{
    city_folder *f = *state;
    circlet_plan *plan = NULL;
    const circlet_plan_level *level;

    write_plan(f, "north", 5e6);
    assert_ok(circlet_read_plan(&plan, f->city, "north", error));

    assert_int_equal(circlet_plan_level_count(plan), 2);
    level = circlet_plan_level_at(plan, 0);
    assert_string_equal(level->name, "covered_persons");
    assert_true(level->objective == 10.5 && level->bound == 11.0);
    assert_true(level->gap == 0.05);
    assert_string_equal(level->reason, "ways_left_out");
    assert_int_equal(level->proof, CIRCLET_PROOF_BOUND);
    assert_int_equal(circlet_plan_level_at(plan, 1)->proof,
                     CIRCLET_PROOF_OPTIMAL);
    assert_int_equal(circlet_plan_impossible_count(plan), 2);
    assert_string_equal(circlet_plan_impossible_at(plan, 0)->unit, "D1");
    assert_string_equal(circlet_plan_impossible_at(plan, 0)->mode, "walk");
    assert_null(circlet_plan_impossible_at(plan, 1)->mode);
    assert_true(circlet_plan_impossible_at(plan, 0)->persons == 2.5);
    assert_true(circlet_plan_impossible_at(plan, 0)->persons_modelled == 0.5);
    assert_null(circlet_plan_impossible_at(plan, 1)->unit);
    assert_string_equal(circlet_plan_impossible_at(plan, 0)->reason,
                        "none_in_reach");
    assert_true(circlet_plan_impossible_at(plan, 0)->missing == 2.5);
    assert_string_equal(circlet_plan_impossible_at(plan, 0)->missing_unit,
                        "persons");
    assert_null(circlet_plan_impossible_at(plan, 1)->reason);
    circlet_plan_free(plan);
}

static void certificates_come_back_where_they_are_asked_for(void **state)
{
    city_folder *f = *state;
    const circlet_certificate *read;
    circlet_plan *plan = NULL;

    write_plan(f, "north", 5e6);
    assert_ok(circlet_read_plan(&plan, f->city, "north", error));
    assert_null(circlet_plan_level_at(plan, 0)->certificate);
    assert_null(circlet_plan_level_at(plan, 1)->program_certificate);
    assert_string_equal(circlet_plan_policy(plan), policy.id);
    circlet_plan_free(plan);
    assert_ok(circlet_read_plan_and_proofs(&plan, f->city, "north", error));

    read = circlet_plan_level_at(plan, 0)->certificate;
    assert_non_null(read);
    assert_true(read->objective == 10500 && read->bound == 11000);
    assert_true(read->p == 2 && read->scale == 1048576);
    assert_true(read->site_count == 2 && read->sites[1] == 5);
    assert_true(read->node_count == 1 && read->nodes[0].without == 0);
    assert_true(read->dual_count == 1 && read->duals[0].row == 7);
    assert_null(circlet_plan_level_at(plan, 0)->program_certificate);
    assert_null(circlet_plan_level_at(plan, 1)->certificate);
    assert_string_equal(circlet_plan_level_at(plan, 1)->program_certificate,
                        "{\"circlet_program_certificate\":1}\n");
    assert_int_equal(query(f, "SELECT count(*) FROM plan_certificate"), 2);
    circlet_plan_free(plan);
}

static void a_plan_of_the_same_name_is_replaced(void **state)
{
    city_folder *f = *state;
    circlet_plan *plan = NULL;

    write_plan(f, "north", 1.0);
    write_plan(f, "south", 2.0);
    write_plan(f, "north", 3.0);
    assert_ok(circlet_read_plan(&plan, f->city, "north", error));

    assert_true(circlet_plan_action_at(plan, 0)->cost_cny == 3.0);
    assert_int_equal(query(f, "SELECT count(*) FROM plan"), 2);
    assert_int_equal(query(f, "SELECT count(*) FROM plan_action"), 4);
    assert_int_equal(query(f, "SELECT count(*) FROM run"), 2);
    assert_int_equal(query(f, "SELECT year FROM plan WHERE name = 'north'"),
                     2027);
    assert_int_equal(query(f, "SELECT count(*) FROM plan JOIN run ON "
                              "run.fid = plan.run WHERE "
                              "run.policy = 'test-policy'"),
                     2);
    circlet_plan_free(plan);
}

static void a_missing_plan_names_those_that_there_are(void **state)
{
    city_folder *f = *state;
    circlet_plan *plan = NULL;

    assert_fails(circlet_read_plan(&plan, f->city, "x", error),
                 CIRCLET_E_NOT_FOUND, "no plan 'x': there are no plans");
    write_plan(f, "south", 1.0);
    write_plan(f, "north", 1.0);

    assert_fails(circlet_read_plan(&plan, f->city, "x", error),
                 CIRCLET_E_NOT_FOUND, "no plan 'x' (plans: north, south)");
    assert_null(plan);
}

/* ---- findings ----------------------------------------------------------- */

static const char *const reasons[] = {"unknown_aid", "a \"word\""};
static const circlet_argument arguments[] = {
    {.name = "share", .type = CIRCLET_ARGUMENT_SHARE, .number = 0.25},
    {.name = "lost", .type = CIRCLET_ARGUMENT_NUMBER, .number = (double)NAN},
    {.name = "type", .type = CIRCLET_ARGUMENT_WORD, .text = "warm_home"}};

static circlet_finding make_finding(void)
{
    return (circlet_finding){.rule = "B-CIRCLE-15",
                             .unit = "D1",
                             .unit_name = "One",
                             .level = CIRCLET_LEVEL_STREET,
                             .subject = CIRCLET_SUBJECT_UNIT,
                             .subject_id = "D1",
                             .force = CIRCLET_FORCE_MUST,
                             .due = -1,
                             .mode = "own",
                             .verdict = CIRCLET_VERDICT_FAIL,
                             .measured = 0.25,
                             .measured_low = 0.125,
                             .measured_high = 0.5,
                             .required = (double)NAN,
                             .measured_unit = "share",
                             .shortfall = 3.5,
                             .shortfall_unit = "persons",
                             .reasons = reasons,
                             .reason_count = 2,
                             .citation = "No. 1",
                             .persons = 4.0,
                             .persons_covered = 1.0,
                             .persons_unreached = 0.5,
                             .sentence = "circle",
                             .arguments = arguments,
                             .argument_count = 3,
                             .text_zh = "\xe5\xb7\xae",
                             .text_en = "One falls short."};
}

static void findings_are_stored_with_all_their_fields(void **state)
{
    city_folder *f = *state;
    circlet_finding finding = make_finding();
    circlet_findings findings = {.year = 2026, .items = &finding, .count = 1};

    assert_ok(
        circlet_write_findings(f->city, &findings, &policy, NULL, error));

    assert_int_equal(
        query(f, "SELECT count(*) FROM finding WHERE plan IS NULL AND "
                 "policy = 'test-policy' AND year = 2026 AND position = 0 AND "
                 "rule = 'B-CIRCLE-15' AND unit = 'D1' AND unit_name = 'One' "
                 "AND level = 'street' AND subject = 'unit' AND "
                 "subject_id = 'D1' AND force = 'must' AND due IS NULL AND "
                 "mode = 'own' AND verdict = 'fail'"),
        1);
    assert_int_equal(
        query(f, "SELECT count(*) FROM finding WHERE measured = 0.25 AND "
                 "measured_low = 0.125 AND measured_high = 0.5 AND "
                 "required IS NULL AND measured_unit = 'share' AND "
                 "shortfall = 3.5 AND shortfall_unit = 'persons' AND "
                 "persons = 4.0 AND persons_covered = 1.0 AND "
                 "persons_unreached = 0.5"),
        1);
    assert_int_equal(
        query(f, "SELECT count(*) FROM finding WHERE citation = 'No. 1' AND "
                 "sentence = 'circle' AND text_en = 'One falls short.' AND "
                 "reasons = '[\"unknown_aid\",\"a \\\"word\\\"\"]' AND "
                 "arguments = '{\"share\":0.25,\"lost\":null,"
                 "\"type\":\"warm_home\"}'"),
        1);
}

static void findings_replace_those_of_the_same_plan_alone(void **state)
{
    city_folder *f = *state;
    circlet_finding two[] = {make_finding(), make_finding()};
    circlet_findings findings = {.year = 2026, .items = two, .count = 2};

    write_plan(f, "north", 1.0);
    assert_ok(
        circlet_write_findings(f->city, &findings, &policy, NULL, error));
    assert_ok(
        circlet_write_findings(f->city, &findings, &policy, "north", error));
    findings.count = 1;
    assert_ok(
        circlet_write_findings(f->city, &findings, &policy, NULL, error));

    assert_int_equal(query(f, "SELECT count(*) FROM finding"), 3);
    assert_int_equal(
        query(f, "SELECT count(*) FROM finding WHERE plan = 'north'"), 2);
    assert_fails(
        circlet_write_findings(f->city, &findings, &policy, "x", error),
        CIRCLET_E_NOT_FOUND, "plans: north");
    write_plan(f, "north", 2.0);
    assert_int_equal(query(f, "SELECT count(*) FROM finding"), 1);
}

#define CITY_TEST(test)                                                       \
    cmocka_unit_test_setup_teardown(test, make_city_folder, remove_city_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CITY_TEST(a_plan_comes_back_whole),
        CITY_TEST(levels_and_what_is_impossible_come_back),
        CITY_TEST(certificates_come_back_where_they_are_asked_for),
        CITY_TEST(a_plan_of_the_same_name_is_replaced),
        CITY_TEST(a_missing_plan_names_those_that_there_are),
        CITY_TEST(findings_are_stored_with_all_their_fields),
        CITY_TEST(findings_replace_those_of_the_same_plan_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
