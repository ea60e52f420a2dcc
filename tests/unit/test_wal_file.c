#include "unit.h"

#include <sys/stat.h>

#include "io/source.h"
#include "io/sqlite.h"
#include "io/wal_file.h"
#include "scratch.h"

static scratch_folder folder;
static char path[SCRATCH_PATH_SIZE];

static bool exists(const char *name)
{
    char file[SCRATCH_PATH_SIZE];

    return access(scratch_path(&folder, file, name), F_OK) == 0;
}

/* A file in WAL mode with a row, which is open as by another program. */
static ci_db *open_in_wal_mode(void)
{
    ci_db *db = NULL;

    scratch_path(&folder, path, "wal.sqlite");
    assert_ok(ci_db_open(&db, path, CI_DB_WRITE_COPY, error));
    assert_ok(ci_db_run(db,
                        "PRAGMA locking_mode=NORMAL; PRAGMA user_version;"
                        "PRAGMA journal_mode=WAL",
                        error));
    assert_ok(ci_db_run(db,
                        "DROP TABLE IF EXISTS t; CREATE TABLE t (a);"
                        "INSERT INTO t VALUES ('old')",
                        error));
    return db;
}

/* The text of the last row of the source. */
static void expect_last(const char *want)
{
    ci_source *source = NULL;
    ci_record record = {0};
    bool has_row = true;
    char last[16] = "";

    assert_ok(ci_source_open(&source, path, NULL, error));
    while (true) {
        assert_ok(ci_source_next(source, &record, &has_row, error));
        if (!has_row)
            break;
        snprintf(last, sizeof(last), "%s", record.values[0]);
    }
    assert_string_equal(last, want);
    ci_source_close(source);
}

static void a_file_in_wal_mode_is_read_without_files_beside_it(void **state)
{
    (void)state;
    ci_db_close(open_in_wal_mode());
    assert_false(exists("wal.sqlite-wal"));
    assert_string_equal(ci_read_parameters(path), "mode=ro&immutable=1");
    /* Where nothing can be written it is the same. */
    assert_int_equal(chmod(folder.path, 0500), 0);
    expect_last("old");
    assert_int_equal(chmod(folder.path, 0700), 0);
    expect_last("old");
    assert_false(exists("wal.sqlite-wal"));
    assert_false(exists("wal.sqlite-shm"));
}

static void rows_that_wait_beside_a_source_are_an_error(void **state)
{
    ci_db *db = open_in_wal_mode();
    ci_source *source = NULL;

    (void)state;
    assert_ok(ci_db_run(db, "INSERT INTO t VALUES ('new')", error));
    assert_true(exists("wal.sqlite-wal"));
    assert_fails(ci_check_no_wal(path, error), CIRCLET_E_INPUT,
                 "wal.sqlite is open in another program: save and close it");
    assert_fails(ci_source_open(&source, path, NULL, error), CIRCLET_E_INPUT,
                 "wal.sqlite-wal is there)");
    assert_null(source);
    /* Once they are in the file it is read, open as it is. */
    assert_ok(ci_db_run(db, "PRAGMA wal_checkpoint(TRUNCATE)", error));
    assert_true(exists("wal.sqlite-wal"));
    expect_last("new");
    ci_db_close(db);
    expect_last("new");
}

/* As a check does of a city that QGIS has open. */
static void who_only_reads_sees_the_rows_that_wait(void **state)
{
    ci_db *db = open_in_wal_mode(), *reader = NULL;
    int64_t count = 0;

    (void)state;
    assert_ok(ci_db_run(db, "INSERT INTO t VALUES ('new')", error));
    assert_true(exists("wal.sqlite-shm"));
    assert_ok(ci_db_open(&reader, path, CI_DB_READ, error));
    assert_ok(
        ci_db_query_int(&count, reader, "SELECT count(*) FROM t", error));
    assert_int_equal(count, 2);
    ci_db_close(reader);
    ci_db_close(db);
}

static void a_file_of_another_mode_is_opened_as_ever(void **state)
{
    (void)state;
    scratch_path(&folder, path, "a.sqlite");
    assert_true(scratch_write(&folder, "a.sqlite", "SQLite format 3", 16));
    assert_string_equal(ci_read_parameters(path), "mode=ro");
    scratch_path(&folder, path, "none.sqlite");
    assert_string_equal(ci_read_parameters(path), "mode=ro");
    assert_ok(ci_check_no_wal(path, error));
}

static int make_folder(void **state)
{
    (void)state;
    return scratch_make(&folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    scratch_remove(&folder);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_in_wal_mode_is_read_without_files_beside_it),
        cmocka_unit_test(rows_that_wait_beside_a_source_are_an_error),
        cmocka_unit_test(who_only_reads_sees_the_rows_that_wait),
        cmocka_unit_test(a_file_of_another_mode_is_opened_as_ever),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
