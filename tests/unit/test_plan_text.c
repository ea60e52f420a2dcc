/* The sentence of every kind of action, in both languages. */
#include "city_file_fixture.h"

#include <math.h>

#include "io/plan_text.h"

#define UNKNOWN ((double)NAN)

static circlet_plan_action act(const char *kind, int year)
{
    return (circlet_plan_action){.id = "a",
                                 .kind = kind,
                                 .facility = "f1",
                                 .type = "warm_home",
                                 .at = {UNKNOWN, UNKNOWN},
                                 .places = -1,
                                 .beds = -1,
                                 .area_m2 = UNKNOWN,
                                 .cost_cny = UNKNOWN,
                                 .year = year};
}

static void expect(const city_folder *f, circlet_plan_action action,
                   const char *zh, const char *en)
{
    ci_arena arena = {0};
    ci_db *db = NULL;

    assert_ok(ci_city_file_open(&db, f->city, error));
    assert_ok(ci_plan_texts_fill(&action, 1, &arena, db, error));
    assert_string_equal(action.text_zh, zh);
    assert_string_equal(action.text_en, en);
    ci_db_close(db);
    ci_arena_free(&arena);
}

/* Whether both sentences are those that are made here. */
static void expect_plain(const city_folder *f, circlet_plan_action action,
                         bool is_plain)
{
    ci_arena arena = {0};
    ci_db *db = NULL;

    assert_ok(ci_city_file_open(&db, f->city, error));
    assert_ok(ci_plan_texts_fill(&action, 1, &arena, db, error));
    assert_int_equal(action.is_text_plain, is_plain);
    ci_db_close(db);
    ci_arena_free(&arena);
}

static void import_places(city_folder *f)
{
    circlet_import_counts counts;

    write_source(f, "facilities.csv", facilities_csv);
    write_source(f, "sites.csv", "id,lon,lat,name\ns1,116,40,和平里\n");
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_FACILITIES,
                          "facilities.csv", NULL, error));
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_SITES, "sites.csv", NULL,
                          error));
}

static void what_stays_goes_or_moves_is_named(void **state)
{
    city_folder *f = *state;
    circlet_plan_action action = act("keep", -1);

    import_places(f);
    expect(f, action, "保留One。", "Keeps One.");
    expect(f, act("close", 2020), "自2020年起，关闭One。",
           "Closes One from 2020 on.");
    action = act("move", 2019);
    action.site = "s1";
    expect(f, action, "自2019年起，One迁至和平里。",
           "Moves One to 和平里 from 2019 on.");
    action.site = NULL;
    action.at = (circlet_point){116.25, 40.5};
    action.facility = "f9"; /* built by the plan: it has an id alone */
    expect(f, action, "自2019年起，f9迁至116.25000,40.50000。",
           "Moves f9 to 116.25000,40.50000 from 2019 on.");
}

static void figures_are_said_as_far_as_they_are_known(void **state)
{
    city_folder *f = *state;
    circlet_plan_action action = act("enlarge", -1);

    import_places(f);
    action.area_m2 = 50.0;
    expect(f, action, "One增加50平方米。", "Adds 50 m² to One.");
    action.service = "day_care";
    action.places = 1;
    action.beds = 4;
    expect(f, action, "One增加50平方米、日间照料1个名额、4张床位。",
           "Adds 50 m², 1 place and 4 beds of day care to One.");
    action = act("add_service", -1);
    action.service = "tea_service";
    expect(f, action, "One增设tea_service。", "Adds tea service to One.");
    action.kind = "designate";
    action.beds = 9;
    expect(f, action, "指定One提供tea_service（9张床位）。",
           "Designates One for tea service with 9 beds.");
    action.kind = "partition";
    action.service = "respite";
    expect(f, action, "One划出9张床位，设喘息服务专区。",
           "Makes 9 beds of One a section for respite.");
}

static void what_is_built_is_told_with_what_it_offers(void **state)
{
    city_folder *f = *state;
    circlet_plan_action action = act("build", -1);

    import_places(f);
    action.site = "s1";
    expect(f, action, "在和平里新建温馨家园。",
           "Builds a facility of type warm home at 和平里.");
    action.service = "day_care";
    expect(f, action, "在和平里新建温馨家园（日间照料）。",
           "Builds a facility of type warm home at 和平里 with day care.");
    action.area_m2 = 300.0;
    action.places = 30;
    expect(f, action, "在和平里新建温馨家园（300平方米、日间照料30个名额）。",
           "Builds a facility of type warm home at 和平里 with 300 m² and 30 "
           "places for day care.");
}

static void a_sentence_that_is_there_stays(void **state)
{
    city_folder *f = *state;
    circlet_plan_action action = act("keep", -1);

    expect_plain(f, action, true);
    action.text_zh = "保留f1。";
    action.text_en = "Keeps f1.";
    expect_plain(f, action, true);
    action.text_en = "Stays.";
    expect_plain(f, action, false);
    action.text_zh = "留";
    action.text_en = NULL;
    expect_plain(f, action, false);
    expect(f, action, "留", "Keeps f1.");
    action.text_en = "Stays.";
    expect(f, action, "留", "Stays.");
}

#define CITY_TEST(test)                                                       \
    cmocka_unit_test_setup_teardown(test, make_city_folder, remove_city_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CITY_TEST(what_stays_goes_or_moves_is_named),
        CITY_TEST(figures_are_said_as_far_as_they_are_known),
        CITY_TEST(what_is_built_is_told_with_what_it_offers),
        CITY_TEST(a_sentence_that_is_there_stays),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
