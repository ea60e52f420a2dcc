#include "unit.h"

#include "io/source.h"
#include "io/spatialite_blob.h"
#include "io/sqlite.h"
#include "scratch.h"

static scratch_folder folder;

/* The path of the file of the test that runs. */
static char path[SCRATCH_PATH_SIZE];

/* The machinery of SpatiaLite 5, as far as a reader sees it. */
static const char spatialite_sql[] =
    "CREATE TABLE spatial_ref_sys (srid INTEGER PRIMARY KEY, auth_name TEXT,"
    " auth_srid INTEGER, ref_sys_name TEXT, proj4text TEXT, srtext TEXT);"
    "INSERT INTO spatial_ref_sys VALUES"
    " (-1, 'NONE', -1, 'Undefined - Cartesian', '', 'Undefined'),"
    " (0, 'NONE', 0, 'Undefined - Geographic', '', 'Undefined'),"
    " (4326, 'epsg', 4326, 'WGS 84', '+proj=longlat +datum=WGS84', ''),"
    " (4547, 'epsg', 4547, 'GK', '', ''),"
    " (9000, 'town', 1, 'Town', '+proj=utm +zone=50 +datum=WGS84',"
    "  'Undefined'),"
    " (9001, 'none', 2, 'Nothing', '', 'Undefined');"
    "CREATE TABLE geometry_columns (f_table_name TEXT, f_geometry_column TEXT,"
    " geometry_type INTEGER, coord_dimension INTEGER, srid INTEGER,"
    " spatial_index_enabled INTEGER);"
    "CREATE TABLE views_geometry_columns (view_name TEXT);"
    "CREATE TABLE geometry_columns_time (f_table_name TEXT);"
    "CREATE TABLE spatialite_history (event_id INTEGER PRIMARY KEY);"
    "CREATE TABLE data_licenses (id INTEGER PRIMARY KEY);";

static ci_db *start(const char *name, const char *sql)
{
    ci_db *db = NULL;

    scratch_path(&folder, path, name);
    unlink(path);
    assert_ok(ci_db_open(&db, path, CI_DB_WRITE_COPY, error));
    assert_ok(ci_db_run(db, sql, error));
    return db;
}

static void run(ci_db *db, const char *sql)
{
    assert_ok(ci_db_run(db, sql, error));
}

static void add_layer(ci_db *db, const char *name, const char *registered,
                      int srid)
{
    char sql[512];

    snprintf(sql, sizeof(sql),
             "CREATE TABLE \"%s\" (pk_uid INTEGER PRIMARY KEY, Geom POINT,"
             " code TEXT);"
             "INSERT INTO geometry_columns VALUES ('%s', 'geom', 1, 2, %d, 0)",
             name, registered, srid);
    run(db, sql);
}

static void add_blob(ci_db *db, const char *layer, const ci_buffer *blob)
{
    char sql[256];
    ci_statement *statement = NULL;

    snprintf(sql, sizeof(sql), "INSERT INTO \"%s\" (geom, code) VALUES (?, 7)",
             layer);
    assert_ok(ci_db_prepare(&statement, db, sql, error));
    assert_ok(ci_bind_blob(statement, 1, blob->text, blob->size, error));
    assert_ok(ci_statement_step(statement, NULL, error));
    ci_statement_free(statement);
}

static void add_point(ci_db *db, const char *layer, int srid, circlet_point at)
{
    ci_buffer blob = {0};

    ci_spatialite_write_point(&blob, at);
    assert_false(blob.failed);
    for (int i = 0; i < 4; i++)
        blob.text[2 + i] = (char)((unsigned)srid >> (8 * i) & 0xff);
    add_blob(db, layer, &blob);
    ci_buffer_free(&blob);
}

static circlet_status open_town(ci_source **out, const char *layer,
                                const char *crs, circlet_error *error)
{
    char with_layer[SCRATCH_PATH_SIZE + 64];

    snprintf(with_layer, sizeof(with_layer), "%s%s", path, layer);
    return ci_source_open(out, with_layer, &(ci_source_options){.crs = crs},
                          error);
}

static void expect_failure(const char *layer, circlet_status status,
                           const char *text)
{
    ci_source *source = NULL;

    assert_fails(open_town(&source, layer, NULL, error), status, text);
    assert_null(source);
}

static ci_record next_record(ci_source *source)
{
    ci_record record;
    bool has_row = false;

    assert_ok(ci_source_next(source, &record, &has_row, error));
    assert_true(has_row);
    return record;
}

static void expect_end(ci_source *source)
{
    ci_record record;
    bool has_row = true;

    assert_ok(ci_source_next(source, &record, &has_row, error));
    assert_false(has_row);
    ci_source_close(source);
}

static void expect_place(const char *layer, const char *crs, int lon_micro,
                         int lat_micro)
{
    ci_source *source = NULL;
    ci_record record;

    assert_ok(open_town(&source, layer, crs, error));
    assert_true(ci_source_has_geometry(source));
    record = next_record(source);
    if (record.problem)
        fail_msg("problem is '%s'", record.problem);
    assert_int_equal(record.geometry->type, CI_GEOMETRY_POINT);
    assert_int_equal((int)(record.geometry->points[0].lon * 1e6), lon_micro);
    assert_int_equal((int)(record.geometry->points[0].lat * 1e6), lat_micro);
    expect_end(source);
}

/* ---- SpatiaLite --------------------------------------------------------- */

static void a_spatialite_layer_is_found_in_any_case_of_letters(void **state)
{
    ci_db *db = start("town.sqlite", spatialite_sql);
    ci_source *source = NULL;

    (void)state;
    add_layer(db, "Streets", "streets", 4326);
    add_point(db, "Streets", 4326, (circlet_point){116.5, 39.25});
    run(db, "CREATE TABLE names (a TEXT);"
            "CREATE VIEW street_view AS SELECT * FROM Streets;"
            "INSERT INTO views_geometry_columns VALUES ('street_view');"
            "INSERT INTO geometry_columns VALUES"
            " ('street_view', 'geom', 1, 2, 4326, 0)");
    ci_db_close(db);

    expect_place("", NULL, 116500000, 39250000);
    expect_place(":STREETS", NULL, 116500000, 39250000);
    assert_ok(open_town(&source, "", NULL, error));
    assert_int_equal(ci_source_field_count(source), 2);
    assert_string_equal(ci_source_field(source, 0), "pk_uid");
    assert_string_equal(ci_source_field(source, 1), "code");
    assert_string_equal(next_record(source).values[1], "7");
    ci_source_close(source);
    expect_failure(":street_view", CIRCLET_E_NOT_FOUND,
                   "town.sqlite: file has no layer 'street_view' "
                   "(layers: Streets)");
}

static void several_layers_are_listed(void **state)
{
    ci_db *db = start("town.sqlite", spatialite_sql);
    ci_source *source = NULL;

    (void)state;
    add_layer(db, "b", "b", 4326);
    add_layer(db, "a", "a", 4326);
    run(db, "CREATE TABLE people (id TEXT, lon REAL, lat REAL);"
            "INSERT INTO people VALUES ('p', 116.25, 40)");
    ci_db_close(db);

    expect_failure("", CIRCLET_E_NOT_FOUND,
                   "town.sqlite: file has several layers (a, b): say which, "
                   "as in ");
    assert_ok(open_town(&source, ":a", "EPSG:4326", error));
    expect_end(source);
    source = NULL;
    assert_ok(open_town(&source, ":people", NULL, error));
    assert_false(ci_source_has_geometry(source));
    assert_string_equal(next_record(source).values[1], "116.25");
    expect_end(source);
}

static void a_layer_with_two_geometries_is_refused(void **state)
{
    ci_db *db = start("town.sqlite", spatialite_sql);

    (void)state;
    add_layer(db, "b", "b", 4326);
    run(db, "ALTER TABLE b ADD COLUMN other POINT;"
            "INSERT INTO geometry_columns VALUES"
            " ('b', 'other', 1, 2, 4326, 0)");
    ci_db_close(db);
    expect_failure("", CIRCLET_E_UNSUPPORTED,
                   "layer 'b' has 2 geometry columns, not one");
}

static void the_layers_system_is_used_unless_overridden(void **state)
{
    ci_db *db = start("town.db", spatialite_sql);

    (void)state;
    add_layer(db, "gk", "gk", 4547);
    add_point(db, "gk", 4547, (circlet_point){700000, 4420000});
    add_layer(db, "utm", "utm", 9000);
    add_point(db, "utm", 9000, (circlet_point){450000, 4420000});
    add_layer(db, "unknown", "unknown", 9001);
    add_point(db, "unknown", 9001, (circlet_point){450000, 4420000});
    add_layer(db, "missing", "missing", 77);
    add_point(db, "missing", 77, (circlet_point){450000, 4420000});
    add_layer(db, "degrees", "degrees", 0);
    add_point(db, "degrees", 0, (circlet_point){116.5, 39.25});
    add_layer(db, "plane", "plane", -1);
    add_point(db, "plane", -1, (circlet_point){450000, 4420000});
    add_layer(db, "mixed", "mixed", 4326);
    add_point(db, "mixed", 4547, (circlet_point){116.5, 39.25});
    ci_db_close(db);

    expect_place(":gk", NULL, 116338244, 39890599);
    expect_place(":utm", NULL, 116414854, 39928632);
    expect_place(":utm", "EPSG:4547", 113415223, 39912704);
    expect_place(":unknown", "EPSG:4547", 113415223, 39912704);
    expect_place(":degrees", NULL, 116500000, 39250000);
    expect_place(":plane", "EPSG:32650", 116414854, 39928632);
    expect_failure(":unknown", CIRCLET_E_CRS, "srs_id 9001");
    expect_failure(":missing", CIRCLET_E_CRS, "srs_id 77");
    expect_failure(":plane", CIRCLET_E_CRS, "town.db");
}

static void a_geometry_of_another_system_is_a_problem_of_its_row(void **state)
{
    ci_db *db = start("town.sqlite", spatialite_sql);
    ci_source *source = NULL;
    ci_buffer blob = {0};

    (void)state;
    add_layer(db, "b", "b", 4326);
    add_point(db, "b", 4547, (circlet_point){116.5, 39.25});
    ci_gpkg_write_point(&blob, (circlet_point){116.5, 39.25});
    add_blob(db, "b", &blob);
    ci_buffer_free(&blob);
    add_point(db, "b", 4326, (circlet_point){116.5, 39.25});
    ci_db_close(db);

    assert_ok(open_town(&source, "", NULL, error));
    assert_string_equal(next_record(source).problem,
                        "geometry has srs_id 4547, but its layer 4326");
    assert_string_equal(next_record(source).problem,
                        "geometry has no SpatiaLite header");
    assert_null(next_record(source).problem);
    expect_end(source);
}

/* SpatiaLite 2 and 3: types as text, the WKT under another name or none. */
static void old_spatialite_files_are_read(void **state)
{
    static const char *const columns[] = {"", ", srs_wkt TEXT"};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        char sql[1024];
        ci_db *db;

        snprintf(sql, sizeof(sql),
                 "CREATE TABLE spatial_ref_sys (srid INTEGER, auth_name TEXT,"
                 " auth_srid INTEGER, ref_sys_name TEXT, proj4text TEXT%s);"
                 "INSERT INTO spatial_ref_sys (srid, auth_name, auth_srid,"
                 " proj4text) VALUES (4547, 'epsg', 4547, '');"
                 "CREATE TABLE geometry_columns (f_table_name TEXT,"
                 " f_geometry_column TEXT, type TEXT, coord_dimension TEXT,"
                 " srid INTEGER, spatial_index_enabled INTEGER);"
                 "CREATE TABLE t (geom POINT, code TEXT);"
                 "INSERT INTO geometry_columns VALUES"
                 " ('t', 'geom', 'POINT', 'XY', 4547, 0)",
                 columns[i]);
        db = start("old.sqlite", sql);
        add_point(db, "t", 4547, (circlet_point){700000, 4420000});
        ci_db_close(db);
        expect_place("", NULL, 116338244, 39890599);
    }
}

/* ---- other SQLite files ------------------------------------------------- */

/* What ogr2ogr -f SQLite writes without SPATIALITE=YES. */
static const char ogr_sql[] =
    "CREATE TABLE geometry_columns (f_table_name VARCHAR,"
    " f_geometry_column VARCHAR, geometry_type INTEGER, coord_dimension"
    " INTEGER, srid INTEGER, geometry_format VARCHAR);"
    "CREATE TABLE spatial_ref_sys (srid INTEGER UNIQUE, auth_name TEXT,"
    " auth_srid TEXT, srtext TEXT);"
    "INSERT INTO spatial_ref_sys VALUES (4547, 'EPSG', '4547', '');"
    "CREATE TABLE t (ogc_fid INTEGER PRIMARY KEY, geom BLOB, code VARCHAR);";

static void ogrs_own_files_are_read(void **state)
{
    ci_buffer blob = {0};
    ci_db *db = start("ogr.sqlite", ogr_sql);

    (void)state;
    run(db, "INSERT INTO geometry_columns VALUES"
            " ('t', 'geom', 1, 2, 4547, 'WKB')");
    ci_gpkg_write_point(&blob, (circlet_point){700000, 4420000});
    memmove(blob.text, blob.text + 8, blob.size -= 8);
    add_blob(db, "t", &blob);
    ci_buffer_free(&blob);
    ci_db_close(db);
    expect_place("", NULL, 116338244, 39890599);

    db = start("ogr.sqlite", ogr_sql);
    run(db, "INSERT INTO geometry_columns VALUES"
            " ('t', 'geom', 1, 2, 4547, 'FGF')");
    ci_db_close(db);
    expect_failure("", CIRCLET_E_UNSUPPORTED,
                   "layer 't' has geometries of form 'FGF', which is none of "
                   "WKB, SPATIALITE");

    db = start("ogr.sqlite", ogr_sql);
    run(db, "INSERT INTO geometry_columns VALUES"
            " ('t', 'geom', 1, 2, 4547, 'SpatiaLite')");
    add_point(db, "t", 4547, (circlet_point){700000, 4420000});
    ci_db_close(db);
    expect_place("", NULL, 116338244, 39890599);
}

static void a_plain_table_is_read_in_the_order_of_its_rows(void **state)
{
    ci_db *db = start("plain.db", "CREATE TABLE \"the people\" (id TEXT);"
                                  "CREATE INDEX by_id ON \"the people\" (id);"
                                  "INSERT INTO \"the people\" VALUES"
                                  " ('z'), ('a'), (NULL), ('m')");
    ci_source *source = NULL;

    (void)state;
    ci_db_close(db);
    assert_ok(open_town(&source, "", NULL, error));
    assert_false(ci_source_has_geometry(source));
    assert_string_equal(next_record(source).values[0], "z");
    assert_string_equal(next_record(source).values[0], "a");
    assert_null(next_record(source).values[0]);
    assert_string_equal(next_record(source).values[0], "m");
    expect_end(source);

    db = start("plain.db", "CREATE TABLE one (a); CREATE TABLE two (a);"
                           "CREATE VIEW three AS SELECT 1");
    ci_db_close(db);
    expect_failure("", CIRCLET_E_NOT_FOUND,
                   "plain.db: file has several layers (one, two)");
    expect_failure(":three", CIRCLET_E_NOT_FOUND, "(layers: one, two)");
    db = start("plain.db", "PRAGMA user_version=1");
    ci_db_close(db);
    expect_failure("", CIRCLET_E_NOT_FOUND, "plain.db: file has no layer");
    db = start("plain.db", spatialite_sql);
    ci_db_close(db);
    expect_failure("", CIRCLET_E_NOT_FOUND, "plain.db: file has no layer");
}

static void what_is_no_database_is_refused(void **state)
{
    (void)state;
    scratch_path(&folder, path, "text.sqlite");
    assert_true(scratch_write(&folder, "text.sqlite",
                              "text that is no database at all", 31));
    expect_failure("", CIRCLET_E_FORMAT, "text.sqlite: ");
}

static void broken_machinery_is_no_crash(void **state)
{
    static const char *const sql[] = {
        "CREATE TABLE geometry_columns (a)",
        "CREATE TABLE geometry_columns (f_table_name, f_geometry_column, "
        "srid);"
        "CREATE TABLE t (a); INSERT INTO geometry_columns VALUES"
        " ('t', 'geom', 4326)",
        "CREATE TABLE gpkg_contents (a)",
        "CREATE TABLE geometry_columns (f_table_name, f_geometry_column, "
        "srid);"
        "CREATE TABLE t (geom); INSERT INTO geometry_columns VALUES"
        " ('t', 'geom', 4326)"};

    (void)state;
    for (size_t i = 0; i < sizeof(sql) / sizeof(sql[0]); i++) {
        ci_source *source = NULL;

        ci_db_close(start("broken.sqlite", sql[i]));
        assert_fails(open_town(&source, "", NULL, error), CIRCLET_E_FORMAT,
                     "broken.sqlite: ");
        assert_null(source);
    }
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
        cmocka_unit_test(a_spatialite_layer_is_found_in_any_case_of_letters),
        cmocka_unit_test(several_layers_are_listed),
        cmocka_unit_test(a_layer_with_two_geometries_is_refused),
        cmocka_unit_test(the_layers_system_is_used_unless_overridden),
        cmocka_unit_test(a_geometry_of_another_system_is_a_problem_of_its_row),
        cmocka_unit_test(old_spatialite_files_are_read),
        cmocka_unit_test(ogrs_own_files_are_read),
        cmocka_unit_test(a_plain_table_is_read_in_the_order_of_its_rows),
        cmocka_unit_test(what_is_no_database_is_refused),
        cmocka_unit_test(broken_machinery_is_no_crash),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
