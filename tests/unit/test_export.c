#include <circlet/io.h>

#include <math.h>

#include "city_file_fixture.h"
#include "io/city_file.h"
#include "io/export_columns.h"
#include "io/sqlite.h"
#include "policy/finding.h"

static const circlet_policy policy = {.id = "test-policy"};

static circlet_finding make_finding(const char *rule, circlet_subject subject,
                                    const char *id)
{
    return (circlet_finding){.rule = rule,
                             .unit = "D1",
                             .subject = subject,
                             .subject_id = id,
                             .due = -1,
                             .level = CIRCLET_LEVEL_STREET,
                             .verdict = CIRCLET_VERDICT_FAIL,
                             .measured = 0.25,
                             .measured_low = 0.25,
                             .measured_high = 0.25,
                             .required = 0.9,
                             .shortfall = 3.5,
                             .persons = (double)NAN,
                             .persons_covered = (double)NAN,
                             .persons_unreached = (double)NAN};
}

/* One rule about people and one about a facility. */
static void save_findings(const city_folder *f)
{
    circlet_finding items[] = {
        make_finding("B-CIRCLE-15", CIRCLET_SUBJECT_UNIT, "D1"),
        make_finding("B-COUNT", CIRCLET_SUBJECT_UNIT, "D2"),
        make_finding("B-EACH", CIRCLET_SUBJECT_FACILITY, "f1")};
    circlet_findings findings = {.year = 2026, .items = items, .count = 3};

    items[0].mode = "walk";
    items[0].measured_low = 0.125;
    items[0].measured_high = 0.75;
    items[0].persons = 4.0;
    items[0].persons_covered = 1.0;
    items[0].persons_unreached = 0.5;
    assert_ok(
        circlet_write_findings(f->city, &findings, &policy, NULL, error));
}

static void save_plan(const city_folder *f)
{
    const circlet_plan_action action = {.id = "a",
                                        .kind = "build",
                                        .at = {116.0, 40.0},
                                        .places = 3,
                                        .beds = -1,
                                        .area_m2 = 1.0,
                                        .year = 2027,
                                        .cost_cny = 1.0,
                                        .persons_gained = 1.0,
                                        .mode = "own;walk"};
    const circlet_plan_parts parts = {.actions = &action, .action_count = 1};
    circlet_plan *plan = NULL;

    assert_ok(circlet_plan_new(&plan, "north", &parts, error));
    assert_ok(circlet_write_plan(f->city, plan, &policy, error));
    circlet_plan_free(plan);
}

static const char *export_path(const city_folder *f,
                               char out[SCRATCH_PATH_SIZE])
{
    return scratch_path(&f->folder, out, "map.gpkg");
}

static int64_t query(const city_folder *f, const char *sql)
{
    char path[SCRATCH_PATH_SIZE];
    ci_db *db = NULL;
    int64_t value = -1;

    assert_ok(ci_db_open(&db, export_path(f, path), CI_DB_READ, error));
    assert_ok(ci_db_query_int(&value, db, sql, error));
    ci_db_close(db);
    return value;
}

static void units_carry_the_verdicts_of_their_rules(void **state)
{
    city_folder *f = *state;
    circlet_export_options options = CIRCLET_EXPORT_OPTIONS_INIT;
    char path[SCRATCH_PATH_SIZE];
    uint64_t count = 0;

    import_everything(f);
    save_findings(f);
    assert_ok(
        circlet_export(f->city, export_path(f, path), NULL, &count, error));
    assert_int_equal(
        query(f, "SELECT count(*) FROM unit WHERE code = 'D1' AND "
                 "b_circle_15 = 'fail' AND b_circle_15_persons IS NULL AND "
                 "b_circle_15_uncovered IS NULL AND b_circle_15_measured IS "
                 "NULL AND b_circle_15_shortfall IS NULL"),
        1); /* four persons */
    options.is_exact = options.overwrite = true;
    assert_ok(circlet_export(f->city, export_path(f, path), &options, &count,
                             error));

    assert_int_equal(count, 3);
    assert_int_equal(
        query(f, "SELECT count(*) FROM unit WHERE code = 'D1' AND "
                 "b_circle_15 = 'fail' AND b_circle_15_measured = 0.25 AND "
                 "b_circle_15_mode = 'walk' AND b_circle_15_low = 0.125 AND "
                 "b_circle_15_high = 0.75 AND "
                 "b_circle_15_shortfall = 3.5 AND b_circle_15_persons = 4 AND "
                 "b_circle_15_uncovered = 3 AND b_circle_15_unreached = 0.5 "
                 "AND b_count IS NULL AND setting = 'urban' AND parent = 'D' "
                 "AND geom IS NOT NULL"),
        1);
    assert_int_equal(query(f, "SELECT count(*) FROM unit WHERE code = 'D2' "
                              "AND b_count = 'fail' AND b_circle_15 IS NULL "
                              "AND residents = 4000"),
                     1);
    assert_int_equal(query(f, "SELECT count(*) FROM pragma_table_info('unit') "
                              "WHERE name = 'b_count_persons'"),
                     0);
    assert_int_equal(query(f, "SELECT count(*) FROM finding"), 3);
}

static void facilities_say_what_they_offer(void **state)
{
    city_folder *f = *state;
    char path[SCRATCH_PATH_SIZE];

    import_everything(f);
    save_findings(f);
    assert_ok(
        circlet_export(f->city, export_path(f, path), NULL, NULL, error));

    assert_int_equal(
        query(f, "SELECT count(*) FROM facility WHERE id = 'f1' AND services "
                 "= 'day_care:30:occupied=12;residential:beds=100' AND "
                 "b_each = 'fail' AND status = 'open'"),
        1);
    assert_int_equal(query(f, "SELECT count(*) FROM facility"), 2);
}

static void no_row_is_about_a_person(void **state)
{
    city_folder *f = *state;
    char path[SCRATCH_PATH_SIZE];

    import_everything(f);
    assert_ok(
        circlet_export(f->city, export_path(f, path), NULL, NULL, error));

    assert_int_equal(
        query(f, "SELECT count(*) FROM sqlite_master WHERE "
                 "type = 'table' AND name NOT LIKE 'gpkg%' AND "
                 "name NOT LIKE 'sqlite%' AND name NOT LIKE "
                 "'rtree\\_%' ESCAPE '\\' AND name NOT IN "
                 "('unit', 'facility', 'facility_access', "
                 "'site', 'finding', 'data_dictionary', 'layer_styles', "
                 "'qgis_projects')"),
        0);
    assert_int_equal(query(f, "SELECT count(*) FROM gpkg_contents"), 7);
}

static void entrances_say_whose_they_are(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;
    char path[SCRATCH_PATH_SIZE];

    import_everything(f);
    write_source(f, "e.csv", "facility,lon,lat\nf1,116.05,40.05\n");
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_ENTRANCES, "e.csv", NULL,
                          error));

    assert_ok(
        circlet_export(f->city, export_path(f, path), NULL, NULL, error));

    assert_int_equal(query(f, "SELECT count(*) FROM facility_access AS e JOIN "
                              "facility AS f ON e.facility = f.id AND e.name "
                              "= f.name WHERE e.geom IS NOT NULL"),
                     1);
}

static void a_plans_actions_are_a_layer(void **state)
{
    city_folder *f = *state;
    circlet_export_options options = CIRCLET_EXPORT_OPTIONS_INIT;
    char path[SCRATCH_PATH_SIZE];
    uint64_t count = 99;

    import_everything(f);
    save_plan(f);
    save_findings(f);
    options.plan = "north";
    assert_ok(circlet_export(f->city, export_path(f, path), &options, &count,
                             error));

    assert_int_equal(count, 0);
    assert_int_equal(query(f, "SELECT count(*) FROM plan_action WHERE "
                              "id = 'a' AND places = 3 AND beds IS NULL "
                              "AND mode = 'own;walk'"),
                     1);
    options.plan = "x";
    assert_fails(circlet_export(f->city, path, &options, &count, error),
                 CIRCLET_E_NOT_FOUND, "plans: north");
}

static void a_file_is_only_replaced_when_that_is_asked_for(void **state)
{
    city_folder *f = *state;
    circlet_export_options options = CIRCLET_EXPORT_OPTIONS_INIT;
    char path[SCRATCH_PATH_SIZE];

    import_everything(f);
    write_source(f, "map.gpkg", "mine");
    export_path(f, path);
    assert_fails(circlet_export(f->city, path, NULL, NULL, error),
                 CIRCLET_E_INPUT, "map.gpkg: exists already");
    assert_true(file_is(path, "mine", 4));

    options.overwrite = true;
    assert_ok(circlet_export(f->city, path, &options, NULL, error));
    assert_int_equal(query(f, "SELECT count(*) FROM unit"), 3);
    assert_fails(circlet_export(f->city, f->city, &options, NULL, error),
                 CIRCLET_E_ARGUMENT, "its own city");
    assert_fails(circlet_export(f->city, "/dev/null", &options, NULL, error),
                 CIRCLET_E_UNSUPPORTED, ".gpkg");
    assert_false(file_exists(f, ".map.gpkg.circlet-new"));
}

static void the_same_city_gives_the_same_bytes(void **state)
{
    city_folder *f = *state;
    circlet_export_options options = CIRCLET_EXPORT_OPTIONS_INIT;
    char path[SCRATCH_PATH_SIZE];
    size_t size;
    char *bytes;

    import_everything(f);
    save_findings(f);
    assert_ok(
        circlet_export(f->city, export_path(f, path), NULL, NULL, error));
    bytes = file_bytes(path, &size);
    options.overwrite = true;
    assert_ok(circlet_export(f->city, path, &options, NULL, error));

    assert_true(file_is(path, bytes, size));
    free(bytes);
}

static void rules_get_columns_of_their_own(void **state)
{
    city_folder *f = *state;
    circlet_finding items[] = {
        make_finding("A-B", CIRCLET_SUBJECT_UNIT, "D1"),
        make_finding("a_b", CIRCLET_SUBJECT_UNIT, "D1"),
        make_finding("Name", CIRCLET_SUBJECT_UNIT, "D1"),
        make_finding("15 \xe5\x88\x86", CIRCLET_SUBJECT_UNIT, "D1")};
    circlet_findings findings = {.year = 2026, .items = items, .count = 4};
    char path[SCRATCH_PATH_SIZE];

    import_everything(f);
    assert_ok(
        circlet_write_findings(f->city, &findings, &policy, NULL, error));
    assert_ok(
        circlet_export(f->city, export_path(f, path), NULL, NULL, error));

    assert_int_equal(query(f, "SELECT count(*) FROM unit WHERE a_b = 'fail' "
                              "AND a_b2 = 'fail' AND rule_name = 'fail' AND "
                              "rule_15____ = 'fail' AND code = 'D1' AND "
                              "name = 'One'"),
                     1);
}

static int64_t query_city(const city_folder *f, const char *sql)
{
    ci_db *db = NULL;
    int64_t value = -1;

    assert_ok(ci_city_file_open(&db, f->city, error));
    assert_ok(ci_db_query_int(&value, db, sql, error));
    ci_db_close(db);
    return value;
}

static void an_import_drops_the_findings_about_the_city_before(void **state)
{
    static const char count_sql[] =
        "SELECT (SELECT count(*) FROM finding) * 10 + (SELECT count(*) FROM "
        "run WHERE command = 'findings')";
    city_folder *f = *state;
    circlet_import_options strict = CIRCLET_IMPORT_OPTIONS_INIT;
    circlet_import_counts counts;

    import_everything(f);
    save_findings(f);
    assert_int_equal(query_city(f, count_sql), 31);
    f->remarks = 0;

    strict.is_strict = true;
    write_source(f, "bad.csv", "id,lon,lat\na,116,40\nb,x,40\n");
    assert_fails(import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "bad.csv",
                             &strict, error),
                 CIRCLET_E_DATA, "lon 'x' is no number");
    assert_int_equal(query_city(f, count_sql), 31);
    assert_int_equal(f->remarks, 0);

    assert_ok(import_file(&counts, f, CIRCLET_LAYER_SITES, "sites.csv", NULL,
                          error));
    assert_int_equal(query_city(f, count_sql), 0);
    assert_int_equal(f->remarks, 1);
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_SITES, "sites.csv", NULL,
                          error));
    assert_int_equal(f->remarks, 1);
}

#define CITY_TEST(test)                                                       \
    cmocka_unit_test_setup_teardown(test, make_city_folder, remove_city_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CITY_TEST(units_carry_the_verdicts_of_their_rules),
        CITY_TEST(facilities_say_what_they_offer),
        CITY_TEST(no_row_is_about_a_person),
        CITY_TEST(entrances_say_whose_they_are),
        CITY_TEST(a_plans_actions_are_a_layer),
        CITY_TEST(a_file_is_only_replaced_when_that_is_asked_for),
        CITY_TEST(the_same_city_gives_the_same_bytes),
        CITY_TEST(rules_get_columns_of_their_own),
        CITY_TEST(an_import_drops_the_findings_about_the_city_before),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
