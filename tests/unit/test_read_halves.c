/* People that are read by two threads, against one. */
#include <stdio.h>

#include "city_file_fixture.h"

/* More than are left to one connection. */
#define MANY 40009 /* a prime, so that the ids below are each there once */

static void change(const city_folder *f, const char *sql)
{
    ci_city_change c = {0};

    assert_ok(ci_city_change_begin(&c, f->city, error));
    assert_ok(ci_db_run(c.db, sql, error));
    assert_ok(ci_city_change_commit(&c, error));
    ci_city_change_end(&c);
}

/* Many people like p2, whose ids come in steps of `step`. */
static void add_people(const city_folder *f, int step)
{
    char sql[1024];

    snprintf(sql, sizeof(sql),
             "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n "
             "WHERE i < %d - 1) INSERT INTO demand (geom, id, household, "
             "weight_milli, kind, grade, age, received, certified, attributes)"
             " SELECT geom, printf('q%%05d', i * %d %% %d), 'h' || i / 3, "
             "1000 + i, CASE i %% 3 WHEN 0 THEN 'mental' WHEN 1 THEN "
             "'visual;hearing' END, i %% 4 + 1, i %% 99, CASE i %% 5 WHEN 0 "
             "THEN 'day_care' END, i %% 2, CASE i %% 7 WHEN 0 THEN "
             "'{\"i\":' || i || '}' END FROM n, demand WHERE demand.id = "
             "'p2'",
             MANY, step, MANY);
    change(f, sql);
}

static circlet_status read_by(circlet_city **out, const city_folder *f,
                              uint32_t threads, circlet_error *error)
{
    circlet_read_options options = CIRCLET_READ_OPTIONS_INIT;

    options.threads = threads;
    return circlet_read_city_with(out, f->city, &options, error);
}

static void assert_same_text(const char *a, const char *b)
{
    assert_true((a == NULL) == (b == NULL));
    if (a)
        assert_string_equal(a, b);
}

static void assert_same_person(const circlet_demand_record *a,
                               const circlet_demand_record *b)
{
    assert_same_text(a->id, b->id);
    assert_same_text(a->household, b->household);
    assert_same_text(a->kind, b->kind);
    assert_same_text(a->received, b->received);
    assert_same_text(a->attributes, b->attributes);
    assert_memory_equal(&a->at, &b->at, sizeof(a->at));
    assert_int_equal(a->weight_milli, b->weight_milli);
    assert_int_equal(a->grade, b->grade);
    assert_int_equal(a->age, b->age);
    assert_int_equal(a->certified, b->certified);
    assert_int_equal(a->household_certified_milli,
                     b->household_certified_milli);
}

static void two_threads_read_what_one_reads(void **state)
{
    static const int steps[] = {1, 7919};
    city_folder *f = *state;

    import_everything(f);
    for (int s = 0; s < 2; s++) {
        circlet_city *one = NULL, *two = NULL;

        change(f, "DELETE FROM demand WHERE id LIKE 'q%'");
        add_people(f, steps[s]);
        assert_ok(read_by(&one, f, 1, error));
        assert_ok(read_by(&two, f, 2, error));

        assert_int_equal(circlet_city_demand_count(one), MANY + 3);
        assert_int_equal(circlet_city_demand_count(two), MANY + 3);
        assert_int_equal(circlet_city_facility_count(two), 2);
        for (circlet_demand i = 0; i < MANY + 3; i++) {
            assert_same_person(circlet_city_demand(two, i),
                               circlet_city_demand(one, i));
            assert_int_equal(
                circlet_city_demand_unit(two, i, CIRCLET_LEVEL_STREET),
                circlet_city_demand_unit(one, i, CIRCLET_LEVEL_STREET));
        }
        circlet_city_free(one);
        circlet_city_free(two);
    }
}

static void of_two_bad_rows_the_first_by_id_is_told(void **state)
{
    static const char *const bad[] = {"q39000", "q20000", "q00100"};
    /* They come after three others. */
    static const char *const told[] = {"'#39004'", "'#20004'", "'#104'"};
    city_folder *f = *state;
    circlet_city *city = NULL;

    import_everything(f);
    add_people(f, 1);
    for (int i = 0; i < 3; i++) {
        char sql[128];

        snprintf(sql, sizeof(sql),
                 "UPDATE demand SET grade = 9 WHERE id = '%s'", bad[i]);
        change(f, sql);
        assert_fails(read_by(&city, f, 1, error), CIRCLET_E_DATA, told[i]);
        assert_fails(read_by(&city, f, 2, error), CIRCLET_E_DATA, told[i]);
        assert_null(city);
    }
}

static bool stop(const char *stage, double fraction, void *user)
{
    (void)stage;
    (void)user;
    return fraction < 0.3;
}

static void reading_by_two_threads_can_be_cancelled(void **state)
{
    city_folder *f = *state;
    circlet_read_options options = CIRCLET_READ_OPTIONS_INIT;
    circlet_city *city = NULL;

    import_everything(f);
    add_people(f, 1);
    options.threads = 2;
    options.progress.report = stop;

    assert_fails(circlet_read_city_with(&city, f->city, &options, error),
                 CIRCLET_E_CANCELLED, "cancelled");
    assert_null(city);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(two_threads_read_what_one_reads,
                                        make_city_folder, remove_city_folder),
        cmocka_unit_test_setup_teardown(
            of_two_bad_rows_the_first_by_id_is_told, make_city_folder,
            remove_city_folder),
        cmocka_unit_test_setup_teardown(
            reading_by_two_threads_can_be_cancelled, make_city_folder,
            remove_city_folder),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
