#include "io/sqlite.h"

#include <math.h>

#include "scratch.h"
#include "unit.h"

static int make_folder(void **state)
{
    scratch_folder *folder = calloc(1, sizeof(*folder));

    *state = folder;
    return folder && scratch_make(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    scratch_remove(*state);
    free(*state);
    return 0;
}

static ci_db *open_new(void **state, const char *name)
{
    char path[SCRATCH_PATH_SIZE];
    ci_db *db = NULL;

    assert_ok(ci_db_open(&db, scratch_path(*state, path, name),
                         CI_DB_WRITE_COPY, error));
    return db;
}

static void values_come_back_as_they_were_bound(void **state)
{
    static const char blob[] = {'a', 0, 'b'};
    ci_db *db = open_new(state, "a.db");
    ci_statement *s = NULL;
    bool has_row = false;
    size_t size;

    assert_ok(ci_db_run(db, "CREATE TABLE t (a, b, c, d, e)", error));
    assert_ok(
        ci_db_prepare(&s, db, "INSERT INTO t VALUES (?,?,?,?,?)", error));
    assert_ok(ci_bind_text(s, 1, "\xe8\xb7\xaf", error));
    assert_ok(ci_bind_int(s, 2, INT64_MIN, error));
    assert_ok(ci_bind_double(s, 3, 0.1, error));
    assert_ok(ci_bind_blob(s, 4, blob, sizeof(blob), error));
    assert_ok(ci_bind_double(s, 5, (double)NAN, error));
    assert_ok(ci_statement_step(s, NULL, error));
    assert_int_equal(ci_db_last_fid(db), 1);
    assert_int_equal(ci_db_changes(db), 1);
    ci_statement_free(s);

    assert_ok(ci_db_prepare(&s, db, "SELECT * FROM t", error));
    assert_ok(ci_statement_step(s, &has_row, error));

    assert_true(has_row);
    assert_int_equal(ci_column_count(s), 5);
    assert_string_equal(ci_column_name(s, 3), "d");
    assert_string_equal(ci_column_text(s, 0), "\xe8\xb7\xaf");
    assert_true(ci_column_int(s, 1) == INT64_MIN);
    assert_true(ci_column_double(s, 2) == 0.1);
    assert_memory_equal(ci_column_blob(s, 3, &size), blob, sizeof(blob));
    assert_int_equal(size, 3);
    assert_true(ci_column_is_null(s, 4));
    assert_true(isnan(ci_column_double(s, 4)));
    assert_ok(ci_statement_step(s, &has_row, error));
    assert_false(has_row);
    ci_statement_free(s);
    ci_db_close(db);
}

static void a_path_may_hold_what_a_uri_may_not(void **state)
{
    ci_db *db = open_new(state, "a?b#c%20 d.db"), *other;
    char path[SCRATCH_PATH_SIZE];
    int64_t count = 0;

    assert_ok(
        ci_db_run(db, "CREATE TABLE t (a); INSERT INTO t VALUES (1)", error));
    ci_db_close(db);
    other = open_new(state, "other.db");

    assert_ok(ci_db_attach(other, scratch_path(*state, path, "a?b#c%20 d.db"),
                           error));
    assert_ok(
        ci_db_query_int(&count, other, "SELECT count(*) FROM city.t", error));

    assert_int_equal(count, 1);
    assert_int_equal(access(path, F_OK), 0);
    assert_int_not_equal(ci_db_run(other, "DELETE FROM city.t", NULL),
                         CIRCLET_OK);
    ci_db_close(other);
}

static void a_reader_cannot_write(void **state)
{
    ci_db *db = open_new(state, "a.db");
    char path[SCRATCH_PATH_SIZE];

    assert_ok(ci_db_run(db, "CREATE TABLE t (a)", error));
    ci_db_close(db);
    assert_ok(ci_db_open(&db, scratch_path(*state, path, "a.db"), CI_DB_READ,
                         error));

    assert_fails(ci_db_run(db, "INSERT INTO t VALUES (1)", error),
                 CIRCLET_E_IO, "a.db: ");
    ci_db_close(db);
}

static void what_is_no_database_is_told_from_what_is_not_there(void **state)
{
    char path[SCRATCH_PATH_SIZE];
    ci_db *db = NULL;

    assert_true(scratch_write(*state, "text.db", "no database at all", 18));

    assert_fails(ci_db_open(&db, scratch_path(*state, path, "text.db"),
                            CI_DB_READ, error),
                 CIRCLET_E_FORMAT, "text.db: ");
    assert_fails(ci_db_open(&db, scratch_path(*state, path, "none.db"),
                            CI_DB_READ, error),
                 CIRCLET_E_INPUT, "none.db: ");
    assert_null(db);
}

static void a_broken_constraint_is_inconsistent_data(void **state)
{
    ci_db *db = open_new(state, "a.db");

    assert_ok(ci_db_run(db, "CREATE TABLE t (a UNIQUE)", error));
    assert_ok(ci_db_run(db, "INSERT INTO t VALUES (1)", error));

    assert_fails(ci_db_run(db, "INSERT INTO t VALUES (1)", error),
                 CIRCLET_E_DATA, "UNIQUE");
    assert_fails(ci_db_run(db, "INSERT INTO u VALUES (1)", error),
                 CIRCLET_E_FORMAT, "no such table");
    ci_db_close(db);
}

static void a_statement_can_be_run_again(void **state)
{
    ci_db *db = open_new(state, "a.db");
    ci_statement *s = NULL;
    int64_t sum = 0;

    assert_ok(ci_db_run(db, "CREATE TABLE t (a)", error));
    assert_ok(ci_db_prepare(&s, db, "INSERT INTO t VALUES (?)", error));
    for (int i = 1; i <= 10; i++) {
        assert_ok(ci_bind_int(s, 1, i, error));
        assert_ok(ci_statement_step(s, NULL, error));
    }
    ci_statement_free(s);

    assert_ok(ci_db_query_int(&sum, db, "SELECT sum(a) FROM t", error));
    assert_int_equal(sum, 55);
    ci_db_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(values_come_back_as_they_were_bound,
                                        make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(a_path_may_hold_what_a_uri_may_not,
                                        make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(a_reader_cannot_write, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(
            what_is_no_database_is_told_from_what_is_not_there, make_folder,
            remove_folder),
        cmocka_unit_test_setup_teardown(
            a_broken_constraint_is_inconsistent_data, make_folder,
            remove_folder),
        cmocka_unit_test_setup_teardown(a_statement_can_be_run_again,
                                        make_folder, remove_folder),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
