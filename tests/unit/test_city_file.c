#include "io/city_file.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "city_file_fixture.h"

static void a_new_city_is_a_private_geopackage(void **state)
{
    const city_folder *f = *state;
    struct stat found;
    int64_t value = 0;
    ci_db *db = NULL;

    assert_int_equal(stat(f->city, &found), 0);
    assert_int_equal(found.st_mode & 0777, 0600);
    assert_false(file_exists(f, ".city.gpkg.circlet-new"));
    assert_ok(ci_city_file_open(&db, f->city, error));
    assert_ok(ci_db_query_int(&value, db, "PRAGMA user_version", error));
    assert_int_equal(value, 10300);
    assert_ok(ci_db_query_int(
        &value, db,
        "SELECT count(*) FROM gpkg_spatial_ref_sys WHERE srs_id IN "
        "(-1, 0, 4326)",
        error));
    assert_int_equal(value, 3);
    assert_ok(ci_db_query_int(
        &value, db,
        "SELECT count(*) FROM gpkg_contents WHERE last_change <> "
        "'1970-01-01T00:00:00.000Z'",
        error));
    assert_int_equal(value, 0);
    ci_db_close(db);
}

static void source_date_epoch_is_the_time_of_the_tables(void **state)
{
    const city_folder *f = *state;
    char path[SCRATCH_PATH_SIZE];
    int64_t count = 0;
    ci_db *db = NULL;

    setenv("SOURCE_DATE_EPOCH", "86400", 1);
    assert_ok(circlet_write_new_city(
        scratch_path(&f->folder, path, "dated.gpkg"), error));
    unsetenv("SOURCE_DATE_EPOCH");

    assert_ok(ci_city_file_open(&db, path, error));
    assert_ok(ci_db_query_int(
        &count, db,
        "SELECT count(*) FROM gpkg_contents WHERE last_change <> "
        "'1970-01-02T00:00:00.000Z'",
        error));
    assert_int_equal(count, 0);
    ci_db_close(db);
}

static void a_new_city_never_takes_the_place_of_a_file(void **state)
{
    const city_folder *f = *state;
    char path[SCRATCH_PATH_SIZE];
    size_t size;
    char *before = file_bytes(f->city, &size);

    assert_fails(circlet_write_new_city(f->city, error), CIRCLET_E_INPUT,
                 "exists already");
    assert_fails(circlet_write_new_city("/dev/null", error), CIRCLET_E_INPUT,
                 "exists already");
    assert_fails(circlet_write_new_city(
                     scratch_path(&f->folder, path, "no/city.gpkg"), error),
                 CIRCLET_E_INPUT, "no/city.gpkg: No such file");
    assert_fails(circlet_write_new_city(
                     scratch_path(&f->folder, path, "city.txt"), error),
                 CIRCLET_E_ARGUMENT, "ends in .gpkg or .sqlite");

    assert_true(file_is(f->city, before, size));
    assert_false(file_exists(f, ".city.txt.circlet-new"));
    free(before);
}

static void what_is_no_city_is_refused(void **state)
{
    const city_folder *f = *state;
    char path[SCRATCH_PATH_SIZE];
    ci_db *db = NULL;

    write_source(f, "text.gpkg", "not a database, but long enough to be read");
    write_source(f, "empty.gpkg", "");
    assert_ok(ci_db_open(&db, scratch_path(&f->folder, path, "other.gpkg"),
                         CI_DB_WRITE_COPY, error));
    assert_ok(ci_db_run(db,
                        "PRAGMA application_id=1196444487;"
                        "CREATE TABLE t (a)",
                        error));
    ci_db_close(db);
    db = NULL;

    assert_fails(ci_city_file_open(&db, path, error), CIRCLET_E_FORMAT,
                 "other.gpkg: not a circlet city");
    assert_fails(ci_city_file_open(
                     &db, scratch_path(&f->folder, path, "text.gpkg"), error),
                 CIRCLET_E_FORMAT, "text.gpkg: not a circlet city");
    assert_fails(ci_city_file_open(
                     &db, scratch_path(&f->folder, path, "empty.gpkg"), error),
                 CIRCLET_E_FORMAT, "empty.gpkg: not a circlet city");
    assert_fails(ci_city_file_open(
                     &db, scratch_path(&f->folder, path, "none.gpkg"), error),
                 CIRCLET_E_INPUT, "none.gpkg");
    assert_fails(ci_city_file_open(&db, f->folder.path, error),
                 CIRCLET_E_INPUT, "not a regular file");
    assert_null(db);
}

static void another_schema_version_asks_for_a_new_import(void **state)
{
    const city_folder *f = *state;
    ci_city_change change = {0};
    ci_db *db = NULL;

    assert_ok(ci_city_change_begin(&change, f->city, error));
    assert_ok(ci_db_run(change.db, "UPDATE circlet SET value = '99'", error));
    assert_ok(ci_city_change_commit(&change, error));
    ci_city_change_end(&change);

    assert_fails(ci_city_file_open(&db, f->city, error), CIRCLET_E_FORMAT,
                 "schema version 99");
    assert_fails(ci_city_file_open(&db, f->city, error), CIRCLET_E_FORMAT,
                 "import again");
}

static void a_change_that_is_not_committed_leaves_no_trace(void **state)
{
    const city_folder *f = *state;
    ci_city_change change = {0};
    size_t size;
    char *before = file_bytes(f->city, &size);

    assert_ok(ci_city_change_begin(&change, f->city, error));
    assert_true(file_exists(f, ".city.gpkg.circlet-new"));
    assert_ok(ci_db_run(change.db, "DELETE FROM circlet", error));
    ci_city_change_end(&change);

    assert_true(file_is(f->city, before, size));
    assert_false(file_exists(f, ".city.gpkg.circlet-new"));
    free(before);
}

static void a_second_writer_is_refused(void **state)
{
    const city_folder *f = *state;
    ci_city_change first = {0}, second = {0};

    assert_ok(ci_city_change_begin(&first, f->city, error));

    assert_fails(ci_city_change_begin(&second, f->city, error), CIRCLET_E_IO,
                 "city.gpkg is in use by another run");
    assert_true(file_exists(f, ".city.gpkg.circlet-new"));
    assert_ok(ci_city_change_commit(&first, error));
    ci_city_change_end(&first);
    assert_ok(ci_city_change_begin(&second, f->city, error));
    ci_city_change_end(&second);
}

static void what_another_program_has_not_written_yet_is_not_lost(void **state)
{
    const city_folder *f = *state;
    ci_city_change change = {0};

    write_source(f, "city.gpkg-wal", "pending");

    assert_fails(ci_city_change_begin(&change, f->city, error), CIRCLET_E_IO,
                 "save and close it");
}

static void a_link_stays_a_link_when_its_file_is_replaced(void **state)
{
    const city_folder *f = *state;
    char link_path[SCRATCH_PATH_SIZE];
    ci_city_change change = {0};
    struct stat found;

    scratch_path(&f->folder, link_path, "link.gpkg");
    assert_int_equal(symlink(f->city, link_path), 0);
    assert_ok(ci_city_change_begin(&change, link_path, error));
    assert_ok(ci_db_run(change.db, "UPDATE circlet SET value = '99'", error));
    assert_ok(ci_city_change_commit(&change, error));
    ci_city_change_end(&change);

    assert_int_equal(lstat(link_path, &found), 0);
    assert_true(S_ISLNK(found.st_mode));
    assert_fails(ci_city_change_begin(&change, f->city, error),
                 CIRCLET_E_FORMAT, "99");
}

static void a_run_that_was_killed_leaves_the_city_as_it_was(void **state)
{
    city_folder *f = *state;
    size_t size;
    char *before = file_bytes(f->city, &size);
    circlet_import_counts counts;
    pid_t child = fork();
    int status;

    if (child == 0) {
        ci_city_change change = {0};

        if (ci_city_change_begin(&change, f->city, NULL) == CIRCLET_OK &&
            ci_db_run(change.db, "DELETE FROM circlet; COMMIT", NULL) ==
                CIRCLET_OK)
            kill(getpid(), SIGKILL);
        _exit(1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));

    assert_true(file_is(f->city, before, size));
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_UNITS, "units.geojson",
                          NULL, error));
    assert_false(file_exists(f, ".city.gpkg.circlet-new"));
    free(before);
}

/* A journal of SQLite (file format, section 3) that says: the database had
 * one page. Played back it would cut off all the others. */
static void a_journal_that_was_left_is_not_played_back(void **state)
{
    static const unsigned char header[28] = {
        0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7, 0, 0, 0, 0, 0,    0,
        0,    0,    0,    0,    0,    1,    0,    0,    2, 0, 0, 0, 0x10, 0};
    city_folder *f = *state;
    unsigned char journal[512] = {0};
    circlet_import_counts counts;

    memcpy(journal, header, sizeof(header));
    assert_true(scratch_write(&f->folder, ".city.gpkg.circlet-new-journal",
                              journal, sizeof(journal)));
    write_source(f, ".city.gpkg.circlet-new-wal", "left");
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_UNITS, "units.geojson",
                          NULL, error));
    assert_int_equal(counts.imported, 3);
    assert_false(file_exists(f, ".city.gpkg.circlet-new-journal"));
    assert_false(file_exists(f, ".city.gpkg.circlet-new-wal"));
}

static void a_file_of_the_users_beside_the_city_stays(void **state)
{
    city_folder *f = *state;
    char path[SCRATCH_PATH_SIZE];
    circlet_import_counts counts;

    write_source(f, "city.gpkg.tmp", "mine");
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_UNITS, "units.geojson",
                          NULL, error));
    assert_true(
        file_is(scratch_path(&f->folder, path, "city.gpkg.tmp"), "mine", 4));
}

static void only_a_regular_file_is_overwritten(void **state)
{
    city_folder *f = *state;
    char path[SCRATCH_PATH_SIZE];
    circlet_import_counts counts;
    struct stat found;

    scratch_path(&f->folder, path, ".city.gpkg.circlet-new");
    assert_int_equal(symlink("people.csv", path), 0);
    assert_fails(import_file(&counts, f, CIRCLET_LAYER_UNITS, "units.geojson",
                             NULL, error),
                 CIRCLET_E_INPUT, ".city.gpkg.circlet-new: ");
    assert_int_equal(lstat(path, &found), 0);
    assert_true(S_ISLNK(found.st_mode));
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_fails(import_file(&counts, f, CIRCLET_LAYER_UNITS, "units.geojson",
                             NULL, error),
                 CIRCLET_E_INPUT,
                 ".city.gpkg.circlet-new: not a regular file");
    assert_int_equal(lstat(path, &found), 0);
    assert_true(S_ISFIFO(found.st_mode));
}

/* In a child, because a limit cannot be raised again. */
static int import_with_file_limit(city_folder *f, rlim_t limit)
{
    const struct rlimit small = {limit, limit};
    circlet_import_counts counts;
    circlet_error error = {CIRCLET_OK, ""};

    signal(SIGXFSZ, SIG_IGN);
    if (setrlimit(RLIMIT_FSIZE, &small) != 0)
        return -1;
    return import_file(&counts, f, CIRCLET_LAYER_PEOPLE, "many.csv", NULL,
                       &error) == CIRCLET_E_IO
               ? 0
               : 1;
}

static void write_many_people(const city_folder *f)
{
    char *text = malloc(200000);
    size_t size = 0;

    assert_non_null(text);
    size += (size_t)snprintf(text, 64, "id,lon,lat\n");
    for (int i = 0; i < 5000; i++)
        size += (size_t)snprintf(text + size, 64, "p%d,116.5,40.5\n", i);
    assert_true(scratch_write(&f->folder, "many.csv", text, size));
    free(text);
}

static void a_full_disk_is_a_fault_of_the_machine(void **state)
{
    city_folder *f = *state;
    size_t size;
    char *before = file_bytes(f->city, &size);
    const rlim_t limits[] = {1000, size / 2, size, size + 100000};

    write_many_people(f);
    for (size_t i = 0; i < 4; i++) {
        pid_t child = fork();
        int status;

        if (child == 0)
            _exit(import_with_file_limit(f, limits[i]));
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), 0);
        assert_true(file_is(f->city, before, size));
        assert_false(file_exists(f, ".city.gpkg.circlet-new"));
    }
    free(before);
}

#define CITY_TEST(test)                                                       \
    cmocka_unit_test_setup_teardown(test, make_city_folder, remove_city_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CITY_TEST(a_new_city_is_a_private_geopackage),
        CITY_TEST(source_date_epoch_is_the_time_of_the_tables),
        CITY_TEST(a_new_city_never_takes_the_place_of_a_file),
        CITY_TEST(what_is_no_city_is_refused),
        CITY_TEST(another_schema_version_asks_for_a_new_import),
        CITY_TEST(a_change_that_is_not_committed_leaves_no_trace),
        CITY_TEST(a_second_writer_is_refused),
        CITY_TEST(what_another_program_has_not_written_yet_is_not_lost),
        CITY_TEST(a_link_stays_a_link_when_its_file_is_replaced),
        CITY_TEST(a_run_that_was_killed_leaves_the_city_as_it_was),
        CITY_TEST(a_journal_that_was_left_is_not_played_back),
        CITY_TEST(a_file_of_the_users_beside_the_city_stays),
        CITY_TEST(only_a_regular_file_is_overwritten),
        CITY_TEST(a_full_disk_is_a_fault_of_the_machine),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
