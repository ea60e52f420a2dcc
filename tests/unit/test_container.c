#include <circlet/io.h>

#include "city_file_fixture.h"
#include "io/city_file.h"
#include "io/container.h"

static const ci_container *const containers[] = {&ci_container_gpkg,
                                                 &ci_container_spatialite};

/* Whether SpatiaLite's module is installed. */
static bool has_module(const city_folder *f)
{
    char path[SCRATCH_PATH_SIZE];
    ci_db *db = NULL;
    bool is_there;

    assert_ok(ci_db_open(&db, scratch_path(&f->folder, path, "try.sqlite"),
                         CI_DB_WRITE_COPY, error));
    is_there = ci_db_load_module(db, "mod_spatialite", "", NULL) == CIRCLET_OK;
    ci_db_close(db);
    return is_there;
}

static void the_suffix_chooses_the_container(void **state)
{
    (void)state;
    assert_ptr_equal(ci_container_by_name("a.gpkg"), &ci_container_gpkg);
    assert_ptr_equal(ci_container_by_name("a.GPKG"), &ci_container_gpkg);
    assert_ptr_equal(ci_container_by_name("x/a.sqlite"),
                     &ci_container_spatialite);
    assert_ptr_equal(ci_container_by_name("a.SQLite"),
                     &ci_container_spatialite);
    assert_null(ci_container_by_name(".sqlite"));
    assert_null(ci_container_by_name("a.sqlite3"));
    assert_null(ci_container_by_name("sqlite"));
    assert_null(ci_container_by_name(""));
}

/* ---- one file ----------------------------------------------------------- */

static void insert(ci_db *db, const char *sql, const ci_buffer *blob)
{
    ci_statement *statement = NULL;

    assert_false(blob->failed);
    assert_ok(ci_db_prepare(&statement, db, sql, error));
    assert_ok(ci_bind_blob(statement, 1, blob->text, blob->size, error));
    assert_ok(ci_statement_step(statement, NULL, error));
    ci_statement_free(statement);
}

static const circlet_point square[] = {
    {116, 40}, {117, 40}, {117, 41}, {116, 41}, {116, 40}};
static const circlet_ring square_ring = {5, false};

static void fill_tables(ci_db *db)
{
    const circlet_area area = {square, &square_ring, 1};
    ci_buffer blob = {0};

    assert_ok(ci_db_run(
        db,
        "CREATE TABLE home (fid INTEGER PRIMARY KEY, geom POINT NOT NULL);"
        "CREATE TABLE road (fid INTEGER PRIMARY KEY, geom LINESTRING);"
        "CREATE TABLE town (fid INTEGER PRIMARY KEY, geom MULTIPOLYGON);"
        "CREATE TABLE word (fid INTEGER PRIMARY KEY, value TEXT);",
        error));
    assert_ok(ci_container_register_tables(db, error));
    ci_container_write_point(db, &blob, (circlet_point){116.5, 40.25});
    insert(db, "INSERT INTO home (geom) VALUES (?)", &blob);
    blob.size = 0;
    ci_container_write_line(db, &blob, square, 3);
    insert(db, "INSERT INTO road (geom) VALUES (?)", &blob);
    blob.size = 0;
    ci_container_write_area(db, &blob, &area);
    insert(db, "INSERT INTO town (geom) VALUES (?)", &blob);
    assert_ok(ci_db_run(db, "INSERT INTO town (geom) VALUES (NULL)", error));
    ci_buffer_free(&blob);
    assert_ok(ci_container_touch_table(db, "home", error));
    assert_ok(ci_container_touch_table(db, "road", error));
    assert_ok(ci_container_touch_table(db, "town", error));
    assert_ok(ci_container_touch_table(db, "word", error));
}

static void write_file(const city_folder *f, const ci_container *container,
                       char path[SCRATCH_PATH_SIZE])
{
    char name[32];
    ci_db *db = NULL;

    snprintf(name, sizeof(name), "made%s", container->suffix);
    assert_ok(ci_db_open(&db, scratch_path(&f->folder, path, name),
                         CI_DB_WRITE_COPY, error));
    assert_ok(ci_container_start(db, container, error));
    assert_ptr_equal(ci_db_container(db), container);
    fill_tables(db);
    ci_db_close(db);
}

static ci_db *open_file(const char *path, const ci_container *container)
{
    ci_db *db = NULL;
    bool found = false;

    assert_ok(ci_db_open(&db, path, CI_DB_READ, error));
    assert_ok(ci_container_find(&found, db, error));
    assert_true(found);
    assert_ptr_equal(ci_db_container(db), container);
    assert_ok(ci_container_open(db, error));
    return db;
}

static void expect_geometry(ci_db *db, const char *sql, ci_geometry_type type,
                            const circlet_point *points, size_t count)
{
    ci_statement *rows = NULL;
    ci_geometry geometry = {0};
    int32_t srs_id = 0;
    bool has_row = false;

    assert_ok(ci_db_prepare(&rows, db, sql, error));
    assert_ok(ci_statement_step(rows, &has_row, error));
    assert_true(has_row);
    assert_ok(ci_container_read(&geometry, &srs_id, rows, 0, error));
    assert_int_equal(srs_id, 4326);
    assert_int_equal(geometry.type, type);
    assert_int_equal(geometry.point_count, count);
    assert_memory_equal(geometry.points, points, count * sizeof(*points));
    ci_geometry_free(&geometry);
    ci_statement_free(rows);
}

static void expect_tables(ci_db *db)
{
    static const struct {
        const char *name;
        double west, north;
    } wanted[] = {{"home", 116.5, 40.25},
                  {"road", 116, 41},
                  {"town", 116, 41},
                  {"word", 0, 0}};
    ci_statement *rows = NULL;
    bool has_row = false;

    assert_ok(ci_db_prepare(&rows, db, ci_container_tables_sql(db), error));
    for (size_t i = 0; i < 4; i++) {
        assert_ok(ci_statement_step(rows, &has_row, error));
        assert_true(has_row);
        assert_string_equal(ci_column_text(rows, 0), wanted[i].name);
        assert_int_equal(ci_column_is_null(rows, 1), wanted[i].west == 0);
        if (wanted[i].west == 0)
            continue;
        assert_true(ci_column_double(rows, 1) == wanted[i].west);
        assert_true(ci_column_double(rows, 4) == wanted[i].north);
    }
    assert_ok(ci_statement_step(rows, &has_row, error));
    assert_false(has_row);
    ci_statement_free(rows);
}

static void both_containers_give_back_what_was_written(void **state)
{
    static const circlet_point home = {116.5, 40.25};
    const city_folder *f = *state;
    size_t count = has_module(f) ? 2 : 1;

    for (size_t i = 0; i < count; i++) {
        char path[SCRATCH_PATH_SIZE];
        ci_db *db;

        write_file(f, containers[i], path);
        db = open_file(path, containers[i]);
        expect_geometry(db, "SELECT geom FROM home", CI_GEOMETRY_POINT, &home,
                        1);
        expect_geometry(db, "SELECT geom FROM road", CI_GEOMETRY_LINE, square,
                        3);
        expect_geometry(db, "SELECT geom FROM town", CI_GEOMETRY_AREA, square,
                        5);
        expect_tables(db);
        ci_db_close(db);
    }
}

static int64_t query(ci_db *db, const char *sql)
{
    int64_t answer = -1;

    assert_ok(ci_db_query_int(&answer, db, sql, error));
    return answer;
}

static void spatialite_registers_layers_and_says_no_clock(void **state)
{
    const city_folder *f = *state;
    char path[SCRATCH_PATH_SIZE];
    ci_db *db;

    if (!has_module(f))
        skip();
    setenv("SOURCE_DATE_EPOCH", "86400", 1);
    write_file(f, &ci_container_spatialite, path);
    unsetenv("SOURCE_DATE_EPOCH");
    db = open_file(path, &ci_container_spatialite);
    assert_int_equal(query(db, "SELECT count(*) FROM geometry_columns WHERE "
                               "srid = 4326 AND coord_dimension = 2 AND "
                               "f_table_name || geometry_type IN "
                               "('home1', 'road2', 'town6')"),
                     3);
    assert_int_equal(query(db, "SELECT count(*) FROM geometry_columns"), 3);
    assert_int_equal(query(db, "SELECT CheckSpatialMetaData()"), 3);
    assert_int_equal(
        query(db, "SELECT count(*) FROM geometry_columns_time WHERE "
                  "last_insert = '1970-01-02T00:00:00.000Z' AND "
                  "last_update = last_insert AND last_delete = last_insert"),
        3);
    assert_int_equal(query(db, "SELECT sum(row_count) FROM "
                               "geometry_columns_statistics WHERE "
                               "last_verified = '1970-01-02T00:00:00.000Z'"),
                     4);
    assert_int_equal(query(db, "SELECT count(*) FROM spatialite_history"), 0);
    assert_int_equal(query(db, "SELECT seq FROM sqlite_sequence WHERE name = "
                               "'spatialite_history'"),
                     0);
    /* China's own systems are there for ST_Transform(). */
    assert_int_equal(query(db, "SELECT count(*) FROM spatial_ref_sys WHERE "
                               "srid BETWEEN 4490 AND 4554"),
                     65);
    assert_int_equal(query(db, "SELECT X(ST_Transform(geom, 4547)) BETWEEN "
                               "712000 AND 713000 FROM home"),
                     1);
    ci_db_close(db);
}

/* Its triggers, which other programs run, guard the layers. */
static void spatialite_refuses_what_is_no_geometry_of_its_own(void **state)
{
    const city_folder *f = *state;
    char path[SCRATCH_PATH_SIZE];
    ci_buffer blob = {0};
    ci_statement *statement = NULL;
    ci_db *db = NULL;

    if (!has_module(f))
        skip();
    write_file(f, &ci_container_spatialite, path);
    assert_ok(ci_db_open(&db, path, CI_DB_WRITE_COPY, error));
    assert_ok(ci_db_load_module(db, "mod_spatialite", "", error));
    ci_gpkg_write_point(&blob, square[0]);
    assert_ok(ci_db_prepare(&statement, db,
                            "INSERT INTO home (geom) VALUES (?)", error));
    assert_ok(ci_bind_blob(statement, 1, blob.text, blob.size, error));
    assert_fails(ci_statement_step(statement, NULL, error), CIRCLET_E_DATA,
                 "home.geom violates Geometry constraint");
    ci_statement_free(statement);
    ci_buffer_free(&blob);
    ci_db_close(db);
}

/* ---- the module --------------------------------------------------------- */

static void a_module_that_is_not_there_is_named_with_its_package(void **state)
{
    const city_folder *f = *state;
    char path[SCRATCH_PATH_SIZE];
    ci_db *db = NULL;

    assert_ok(ci_db_open(&db, scratch_path(&f->folder, path, "a.sqlite"),
                         CI_DB_WRITE_COPY, error));
    assert_fails(ci_db_load_module(db, "mod_circlet_none", "libnone", error),
                 CIRCLET_E_UNSUPPORTED,
                 "this needs SQLite's module mod_circlet_none, which cannot "
                 "be loaded (Debian's package libnone): mod_circlet_none");
    assert_int_equal(query(db, "SELECT 7"), 7);
    ci_db_close(db);
}

static void sql_cannot_load_a_module(void **state)
{
    const city_folder *f = *state;
    bool is_there = has_module(f);
    char path[SCRATCH_PATH_SIZE];
    ci_db *db = NULL;

    assert_ok(ci_db_open(&db, scratch_path(&f->folder, path, "b.sqlite"),
                         CI_DB_WRITE_COPY, error));
    for (int i = 0; i < 3; i++) {
        const char *module = i == 1 ? "mod_circlet_none" : "mod_spatialite";

        assert_fails(
            ci_db_run(db, "SELECT load_extension('mod_spatialite')", error),
            CIRCLET_E_FORMAT, "not authorized");
        assert_int_equal(ci_db_load_module(db, module, "", NULL) == CIRCLET_OK,
                         i != 1 && is_there);
    }
    assert_fails(
        ci_db_run(db, "SELECT load_extension('mod_spatialite')", error),
        CIRCLET_E_FORMAT, "not authorized");
    ci_db_close(db);
}

/* ---- cities ------------------------------------------------------------- */

static void make_sqlite_city(city_folder *f)
{
    scratch_path(&f->folder, f->city, "city.sqlite");
    assert_ok(circlet_write_new_city(f->city, error));
}

static ci_db *open_city(const city_folder *f)
{
    ci_db *db = NULL;

    assert_ok(ci_city_file_open(&db, f->city, error));
    return db;
}

static void a_spatialite_city_takes_every_import(void **state)
{
    city_folder *f = *state;
    ci_db *db;

    if (!has_module(f))
        skip();
    make_sqlite_city(f);
    import_everything(f);
    db = open_city(f);
    assert_int_equal(query(db, "SELECT count(*) FROM demand"), 3);
    assert_int_equal(query(db, "SELECT count(*) FROM unit AS u JOIN demand "
                               "AS d ON ST_Within(d.geom, u.geom) WHERE "
                               "u.level = 'street'"),
                     2);
    assert_int_equal(query(db,
                           "SELECT count(*) FROM geometry_columns_time WHERE "
                           "last_insert || last_update || last_delete NOT IN ("
                           "'0000-01-01T00:00:00.000Z0000-01-01T00:00:00.000Z"
                           "0000-01-01T00:00:00.000Z', "
                           "'1970-01-01T00:00:00.000Z1970-01-01T00:00:00.000Z"
                           "1970-01-01T00:00:00.000Z')"),
                     0);
    ci_db_close(db);
    assert_false(file_exists(f, "city.sqlite-journal"));
    assert_false(file_exists(f, "city.sqlite-wal"));
    assert_false(file_exists(f, ".city.sqlite.circlet-new"));
}

/* Somebody made an index with SpatiaLite's own tools; an import keeps it. */
static void a_spatial_index_follows_an_import(void **state)
{
    city_folder *f = *state;
    circlet_import_counts counts;
    ci_db *db = NULL;

    if (!has_module(f))
        skip();
    make_sqlite_city(f);
    import_everything(f);
    assert_ok(ci_db_open(&db, f->city, CI_DB_WRITE_COPY, error));
    assert_ok(ci_db_load_module(db, "mod_spatialite", "", error));
    assert_int_equal(query(db, "SELECT CreateSpatialIndex('site', 'geom')"),
                     1);
    ci_db_close(db);
    write_source(f, "sites.csv",
                 "id,lon,lat\ns1,116.006,40.006\n"
                 "s2,116.007,40.007\ns3,116.008,40.008\n");
    assert_ok(import_file(&counts, f, CIRCLET_LAYER_SITES, "sites.csv", NULL,
                          error));
    db = open_city(f);
    assert_int_equal(query(db, "SELECT count(*) FROM idx_site_geom"), 3);
    assert_int_equal(query(db, "SELECT count(*) FROM site JOIN idx_site_geom "
                               "ON fid = pkid WHERE ST_MinX(geom) BETWEEN "
                               "xmin AND xmax"),
                     3);
    ci_db_close(db);
}

static void what_looks_like_spatialite_but_is_no_city_is_refused(void **state)
{
    const city_folder *f = *state;
    char path[SCRATCH_PATH_SIZE];
    ci_db *db = NULL;

    assert_ok(ci_db_open(&db, scratch_path(&f->folder, path, "other.sqlite"),
                         CI_DB_WRITE_COPY, error));
    assert_ok(ci_db_run(db, "CREATE TABLE t (a)", error));
    ci_db_close(db);
    assert_fails(ci_city_file_open(&(ci_db *){NULL}, path, error),
                 CIRCLET_E_FORMAT, "other.sqlite: not a circlet city");
    assert_ok(ci_db_open(&db, path, CI_DB_WRITE_COPY, error));
    assert_ok(ci_db_run(db,
                        "CREATE TABLE geometry_columns (a);"
                        "CREATE TABLE spatial_ref_sys (a)",
                        error));
    ci_db_close(db);
    assert_fails(ci_city_file_open(&(ci_db *){NULL}, path, error),
                 CIRCLET_E_FORMAT, "other.sqlite: not a circlet city");
}

/* ---- exports ------------------------------------------------------------ */

static void an_export_may_have_the_other_container(void **state)
{
    static const char *const names[] = {"map.gpkg", "map.sqlite"};
    city_folder *f = *state;
    char path[SCRATCH_PATH_SIZE];
    circlet_export_options options = CIRCLET_EXPORT_OPTIONS_INIT;

    if (!has_module(f))
        skip();
    options.overwrite = true;
    for (size_t c = 0; c < 2; c++) {
        if (c == 1)
            make_sqlite_city(f);
        import_everything(f);
        for (size_t i = 0; i < 2; i++) {
            const circlet_point home = {116.004, 40.004};
            ci_db *db;

            scratch_path(&f->folder, path, names[i]);
            assert_ok(circlet_export(f->city, path, &options, NULL, error));
            db = open_file(path, containers[i]);
            expect_geometry(db,
                            "SELECT geom FROM facility WHERE id = 'f1' AND "
                            "geom IS NOT NULL",
                            CI_GEOMETRY_POINT, &home, 1);
            assert_int_equal(query(db, "SELECT count(*) FROM unit WHERE geom "
                                       "IS NOT NULL"),
                             3);
            ci_db_close(db);
        }
    }
    assert_fails(circlet_export(f->city,
                                scratch_path(&f->folder, path, "map.xls"),
                                &options, NULL, error),
                 CIRCLET_E_UNSUPPORTED,
                 "map.xls: exports are written as .gpkg, .sqlite, "
                 ".shp, .geojson or .csv, and workbooks as .xlsx");
}

#define IN_FOLDER(test)                                                       \
    cmocka_unit_test_setup_teardown(test, make_city_folder, remove_city_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_suffix_chooses_the_container),
        IN_FOLDER(both_containers_give_back_what_was_written),
        IN_FOLDER(spatialite_registers_layers_and_says_no_clock),
        IN_FOLDER(spatialite_refuses_what_is_no_geometry_of_its_own),
        IN_FOLDER(a_module_that_is_not_there_is_named_with_its_package),
        IN_FOLDER(sql_cannot_load_a_module),
        IN_FOLDER(a_spatialite_city_takes_every_import),
        IN_FOLDER(a_spatial_index_follows_an_import),
        IN_FOLDER(what_looks_like_spatialite_but_is_no_city_is_refused),
        IN_FOLDER(an_export_may_have_the_other_container),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
