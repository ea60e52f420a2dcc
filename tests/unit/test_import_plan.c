/* Plans made by hand: what is stored, what is refused. */
#include <circlet/io.h>

#include <math.h>

#include "city_file_fixture.h"

static circlet_status import_plan(circlet_import_counts *counts,
                                  const city_folder *f, const char *text,
                                  const char *name, circlet_error *error)
{
    circlet_import_options options = CIRCLET_IMPORT_OPTIONS_INIT;
    char path[SCRATCH_PATH_SIZE];
    const char *sources[] = {scratch_path(&f->folder, path, "hand.csv")};

    write_source(f, "hand.csv", text);
    options.plan = name;
    return circlet_import(counts, f->city, CIRCLET_LAYER_PLAN, sources, 1,
                          &options, error);
}

static void import_places(city_folder *f)
{
    circlet_import_counts counts;

    write_source(f, "facilities.csv", facilities_csv);
    write_source(f, "sites.csv", sites_csv);
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_FACILITIES,
                          "facilities.csv", NULL, error));
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_SITES, "sites.csv", NULL,
                          error));
}

static void actions_come_back_as_they_were_given(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;
    circlet_plan *plan = NULL;
    const circlet_plan_action *action;

    import_places(f);
    assert_ok(import_plan(&counts, f,
                          "id,kind,year,facility,site,type,service,places,"
                          "area_m2,cost_cny,fixed\n"
                          "z,build,2020,,s1,warm_home,,,120.5,9000,yes\n"
                          "a,enlarge,,f1,,,day_care,7,,,\n",
                          NULL, error));
    assert_ok(circlet_read_plan(&plan, f->city, "hand", error));

    assert_int_equal(counts.imported, 2);
    assert_int_equal(circlet_plan_level_count(plan), 0);
    assert_int_equal(circlet_plan_impossible_count(plan), 0);
    action = circlet_plan_action_at(plan, 0);
    assert_string_equal(action->id, "z");
    assert_string_equal(action->facility, "hand/z");
    assert_string_equal(action->site, "s1");
    assert_true(action->at.lon == 116.006 && action->at.lat == 40.006);
    assert_true(action->area_m2 == 120.5 && action->cost_cny == 9000.0);
    assert_int_equal(action->year, 2020);
    assert_int_equal(action->places, -1);
    assert_true(action->fixed);
    action = circlet_plan_action_at(plan, 1);
    assert_string_equal(action->facility, "f1");
    assert_int_equal(action->places, 7);
    assert_int_equal(action->year, -1);
    assert_true(isnan(action->at.lon) && isnan(action->area_m2));
    assert_false(action->fixed);
    assert_string_equal(action->text_en, "Adds 7 places of day care to One.");
    circlet_plan_free(plan);
}

static void a_plan_has_the_name_that_is_given(void **state)
{
    static const char keep[] = "id,kind,facility\na,keep,f1\n";
    static const char again[] = "id,kind,facility\nb,keep,f1\n";
    city_folder *f = *state;
    circlet_import_counts counts;

    import_places(f);
    assert_ok(import_plan(&counts, f, keep, "north", error));
    assert_ok(import_plan(&counts, f, keep, "south", error));
    assert_int_equal(counts.replaced, 0);
    assert_ok(import_plan(&counts, f, again, "north", error));

    assert_int_equal(counts.replaced, 1);
    assert_int_equal(counts.entered, 1);
    assert_int_equal(counts.left, 1);
    assert_int_equal(city_query(f, "SELECT count(*) FROM plan"), 2);
    assert_int_equal(
        city_query(f, "SELECT count(*) FROM plan_action WHERE id = 'b'"), 1);
    assert_fails(import_plan(&counts, f, keep, "", error), CIRCLET_E_ARGUMENT,
                 "a plan needs a name");
}

static void a_plan_that_contradicts_the_city_leaves_it_as_it_was(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;

    import_places(f);
    assert_ok(
        import_plan(&counts, f, "id,kind,facility\na,keep,f1\n", "p", error));
    assert_fails(
        import_plan(&counts, f, "id,kind,facility\nb,keep,f9\n", "p", error),
        CIRCLET_E_DATA, "facility 'f9', which is not there");
    assert_fails(import_plan(&counts, f,
                             "id,kind,facility,service,beds\n"
                             "b,partition,f1,respite,101\n",
                             "p", error),
                 CIRCLET_E_DATA, "takes 101 beds");
    assert_fails(import_plan(&counts, f,
                             "id,kind,facility,service\n"
                             "b,add_service,f1,day_care\n",
                             "p", error),
                 CIRCLET_E_DATA, "offers already");

    assert_int_equal(
        city_query(f, "SELECT count(*) FROM plan_action WHERE id = 'a'"), 1);
    assert_int_equal(city_query(f, "SELECT count(*) FROM plan_action"), 1);
}

/* f2 does not say what it offers, and what is built is for a policy to say. */
static void what_only_a_policy_knows_is_left_to_it(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;

    import_places(f);
    assert_ok(import_plan(&counts, f,
                          "id,kind,year,facility,site,type,service,beds\n"
                          "a,enlarge,2021,f2,,,day_care,3\n"
                          "b,build,2021,n,s1,clinic,,\n"
                          "c,partition,2022,n,,,respite,5\n",
                          "p", error));

    assert_int_equal(counts.imported, 3);
}

#define CITY_TEST(test)                                                       \
    cmocka_unit_test_setup_teardown(test, make_city_folder, remove_city_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CITY_TEST(actions_come_back_as_they_were_given),
        CITY_TEST(a_plan_has_the_name_that_is_given),
        CITY_TEST(a_plan_that_contradicts_the_city_leaves_it_as_it_was),
        CITY_TEST(what_only_a_policy_knows_is_left_to_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
